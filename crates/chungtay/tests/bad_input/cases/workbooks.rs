//! Files handed in as reports that are no form of this campaign.

use super::{Case, submit};
use crate::desk::{Desk, PLAN};
use crate::files::{PNG, STRINGS, altered, docx, noise, understated, with_password, xlsx_bomb};
use std::fs::File;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = files();
    cases.extend(strangers());
    cases
}

fn hand_in(desk: &Desk, bytes: &[u8]) -> [&'static str; 5] {
    desk.file("HL-3.xlsx", bytes);
    submit("HL-3.xlsx")
}

fn files() -> Vec<Case> {
    let not_a_workbook = ["không phải là bảng tính", "not an Excel workbook"];
    vec![
        Case::new("a picture as a report", not_a_workbook, |desk| hand_in(desk, PNG)),
        Case::new("random bytes as a report", not_a_workbook, |desk| hand_in(desk, &noise(5_000))),
        Case::new("a Word document as a report", not_a_workbook, |desk| hand_in(desk, &docx(PLAN))),
        Case::new("an empty file as a report", ["rỗng", "empty"], |desk| hand_in(desk, b"")),
        Case::new("a file of 100 MB as a report", ["lớn hơn", "larger than"], |desk| {
            File::create(desk.path("HL-3.xlsx")).unwrap().set_len(100 << 20).unwrap();
            submit("HL-3.xlsx")
        }),
        Case::new("a file of 40 MB as a report", ["40 MB", "40 MB"], |desk| {
            File::create(desk.path("HL-3.xlsx")).unwrap().set_len(40 << 20).unwrap();
            submit("HL-3.xlsx")
        }),
        Case::new("an .xlsx with a password", ["mật khẩu", "password"], |desk| hand_in(desk, &with_password())),
        Case::new("an .xlsx cut off at five lengths", ["cắt ngang", "cut off"], |desk| {
            let whole = desk.bytes("HL-3.xlsx");
            std::fs::create_dir(desk.path("cut")).unwrap();
            let lengths = [4, 100, whole.len() / 4, whole.len() / 2, whole.len() - 1];
            for (at, length) in lengths.into_iter().enumerate() {
                desk.file(&format!("cut/{}.xlsx", at + 1), &whole[..length]);
            }
            submit("cut")
        })
        .sentences(5),
        Case::new("an .xlsx that expands to more than 1 GB", ["giải nén", "expands"], |desk| {
            hand_in(desk, &xlsx_bomb(&desk.bytes("HL-3.xlsx")))
        }),
        Case::new("the same, with a small size in its directory", ["bị hỏng", "damaged"], |desk| {
            hand_in(desk, &understated(&xlsx_bomb(&desk.bytes("HL-3.xlsx"))))
        }),
        Case::new("a report that is not there", ["Không có tệp", "no file"], |_| submit("HL-4.xlsx")),
        Case::new("a folder without workbooks", ["Không có tệp .xlsx", "no .xlsx file"], |_| submit("data")),
    ]
}

fn strangers() -> Vec<Case> {
    let mark = |name, says, from: fn(&str) -> String, to: &'static str| {
        Case::new(name, says, move |desk| {
            let form = desk.bytes("HL-3.xlsx");
            hand_in(
                desk,
                &altered(&form, STRINGS, |strings| {
                    let from = from(&strings);
                    strings.replace(&from, &format!("<t>{to}</t>"))
                }),
            )
        })
    };
    vec![
        Case::new("a form of another campaign", ["đợt khác", "another campaign"], |desk| {
            let other = Desk::set_up(desk.language);
            hand_in(desk, &other.bytes("HL-3.xlsx"))
        }),
        Case::new("a workbook that is no form", ["không phải biểu mẫu", "not a report form"], |desk| {
            hand_in(desk, &plain_workbook())
        }),
        mark("a form whose hidden campaign was altered", ["đánh dấu ẩn", "hidden marks"], campaign, "2026"),
        mark(
            "a form of another version",
            ["form export", "form export"],
            |_| "<t>thang-hanh-dong</t>".into(),
            "bieu-khac",
        ),
        mark("a form of a unit that does not report", ["HL", "HL"], |_| "<t>HL-3</t>".into(), "HL"),
        Case::new("a form not filled in", ["chưa điền", "blank"], |desk| hand_in(desk, &desk.filled("HL-3", &[]))),
    ]
}

/// The campaign's id as it stands among the strings of a form.
fn campaign(strings: &str) -> String {
    let is_id = |text: &&str| text.len() == 36 && text.matches('-').count() == 4;
    let id = strings.split("<t>").filter_map(|rest| rest.split("</t>").next()).find(is_id).unwrap();
    format!("<t>{id}</t>")
}

fn plain_workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(0, 0, "Số cuộc nói chuyện: 3").unwrap();
    workbook.save_to_buffer().unwrap()
}
