//! Lists of units and form definitions.

use super::Case;
use crate::desk::{Desk, PLAN, UNITS};
use crate::files::{PNG, with_password};

/// `campaign open` of a new plan, so that the list of units counts.
fn open_with(desk: &Desk, units: &[u8]) -> [&'static str; 6] {
    desk.file("plan-2.txt", PLAN.replace("12/KH", "13/KH").as_bytes());
    desk.file("list.csv", units);
    ["campaign", "open", "--plan", "plan-2.txt", "--units", "list.csv"]
}

fn open_with_form(desk: &Desk, form: &[u8]) -> [&'static str; 8] {
    desk.file("plan-2.txt", PLAN.replace("12/KH", "13/KH").as_bytes());
    desk.file("form.toml", form);
    ["campaign", "open", "--plan", "plan-2.txt", "--units", "units.csv", "--form", "form.toml"]
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = lists();
    cases.extend(definitions());
    cases
}

fn lists() -> Vec<Case> {
    let changed = |name, says, from: &'static str, to: &'static str| {
        Case::new(name, says, move |desk| {
            assert!(UNITS.contains(from));
            open_with(desk, UNITS.replace(from, to).as_bytes())
        })
    };
    vec![
        changed(
            "two units with the same name",
            ["dòng 3", "row 3"],
            "Hội Liên hiệp Phụ nữ xã",
            "Trường tiểu học Hoà Lộc",
        ),
        changed("two units with the same code", ["HL-1", "HL-1"], "HL-2", "HL-1"),
        changed(
            "a circle of parents",
            ["cấp trên của chính mình", "its own ancestor"],
            "Xã Hòa Lộc,commune,",
            "Xã Hòa Lộc,commune,HL-3",
        ),
        changed(
            "a unit that is its own parent",
            ["cấp trên của chính mình", "its own ancestor"],
            "xã,union,HL\n",
            "xã,union,HL-2\n",
        ),
        changed("a parent that is not listed", ["HL-9", "HL-9"], "school,HL\n", "school,HL-9\n"),
        changed("a kind that does not exist", ["câu lạc bộ", "câu lạc bộ"], "school", "câu lạc bộ"),
        changed("a unit without a name", ["thiếu tên", "name is missing"], "Trường Tiểu học Hòa Lộc", ""),
        Case::new("three rows at fault", ["Dòng 4", "Row 4"], |desk| {
            open_with(
                desk,
                "mã,tên,loại,cấp trên\nHL,Xã Hòa Lộc,xã,\nA B,Trường A,trường,HL\nHL-2,,hội,HL\nHL-3,Ban C,đội,HL"
                    .as_bytes(),
            )
        })
        .sentences(3),
        Case::new("a list without headings", ["tiêu đề", "heading"], |desk| {
            open_with(desk, "HL-1,Trường Tiểu học Hòa Lộc,school\n".as_bytes())
        }),
        Case::new("a list of headings only", ["ít nhất một dòng", "at least one row"], |desk| {
            open_with(desk, b"code,name,kind,parent\n")
        }),
        Case::new("an empty list", ["rỗng", "empty"], |desk| open_with(desk, b"")),
        Case::new("a picture as the list", [".csv", ".csv"], |desk| open_with(desk, PNG)),
        Case::new("a list with a password", ["mật khẩu", "password"], |desk| open_with(desk, &with_password())),
    ]
}

fn definitions() -> Vec<Case> {
    let changed = |name, says, from: &'static str, to: &'static str| {
        Case::new(name, says, move |desk| {
            assert!(app::campaign::DEFAULT_FORM.contains(from));
            open_with_form(desk, app::campaign::DEFAULT_FORM.replacen(from, to, 1).as_bytes())
        })
    };
    vec![
        Case::new("a form file that is no TOML", ["dòng 1", "line 1"], |desk| {
            open_with_form(desk, "Biểu mẫu báo cáo của xã\n".as_bytes())
        }),
        Case::new("a picture as the form file", ["TOML", "TOML"], |desk| open_with_form(desk, PNG)),
        Case::new("a form without groups", ["group", "group"], |desk| {
            open_with_form(desk, "id = \"trong\"\nversion = 1\ntitle = { vi = \"Trống\" }\n".as_bytes())
        }),
        changed("an unknown word in a form", ["kindd", "kindd"], "\nkind = ", "\nkindd = "),
        changed("an item named twice", ["talks", "talks"], "id = \"talk_attendees\"", "id = \"talks\""),
        changed(
            "a check without comparison",
            ["highest-fine", "highest-fine"],
            "highest_fine <= fines",
            "highest_fine fines",
        ),
        changed(
            "a check about an item that is not there",
            ["highest_fines", "highest_fines"],
            "highest_fine <=",
            "highest_fines <=",
        ),
        changed(
            "a form changed without a new version",
            ["số version", "raise its version"],
            "[title]\nvi = \"",
            "[title]\nvi = \"Mới: ",
        ),
    ]
}
