//! Plans and other documents that cannot be read, or say what cannot be meant.

use super::{Case, open};
use crate::desk::PLAN;
use crate::files::{PNG, docx, docx_bomb, laughing_docx, noise, understated, with_password};
use std::fs::File;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = files();
    cases.extend(truncated());
    cases.extend(sayings());
    cases
}

fn files() -> Vec<Case> {
    let not_a_document = ["không phải là văn bản", "not a document"];
    vec![
        Case::new("a picture as the plan", not_a_document, |desk| {
            desk.file("plan.docx", PNG);
            open("plan.docx")
        }),
        Case::new("random bytes as the plan", not_a_document, |desk| {
            desk.file("plan.txt", &noise(5_000));
            open("plan.txt")
        }),
        Case::new("a workbook as the plan", not_a_document, |_| open("HL-3.xlsx")),
        Case::new("an empty file as the plan", ["rỗng", "empty"], |desk| {
            desk.file("plan.txt", b"");
            open("plan.txt")
        }),
        Case::new("a plan of blanks and line ends", ["không có chữ", "no text"], |desk| {
            desk.file("plan.txt", b" \r\n \t\r\n");
            open("plan.txt")
        }),
        Case::new("a file of 100 MB as the plan", ["lớn hơn 64 MB", "larger than 64 MB"], |desk| {
            File::create(desk.path("plan.docx")).unwrap().set_len(100 << 20).unwrap();
            open("plan.docx")
        }),
        Case::new("a .docx with a password", ["mật khẩu", "password"], |desk| {
            desk.file("plan.docx", &with_password());
            open("plan.docx")
        }),
        Case::new("a .docx that expands to more than 1 GB", ["quá lớn", "expands"], |desk| {
            desk.file("plan.docx", docx_bomb());
            open("plan.docx")
        }),
        // It says that it holds less than it does: damaged, and never expanded to the end.
        Case::new("the same, with a small size in its directory", ["bị hỏng", "damaged"], |desk| {
            desk.file("plan.docx", &understated(docx_bomb()));
            open("plan.docx")
        }),
        Case::new("a .docx whose entities multiply", ["quá lớn", "expands"], |desk| {
            desk.file("plan.docx", &laughing_docx());
            open("plan.docx")
        }),
        Case::new("a plan that is not there", ["Không có tệp", "no file"], |_| open("ke-hoach.docx")),
        Case::new("a folder as the plan", ["là thư mục", "is a folder"], |_| open("data")),
    ]
}

fn truncated() -> Vec<Case> {
    let cut = |part: &str, length: fn(usize) -> usize| {
        Case::new(format!("a .docx cut off {part}"), ["cắt giữa chừng", "cut short"], move |desk| {
            let whole = docx(PLAN);
            desk.file("plan.docx", &whole[..length(whole.len())]);
            open("plan.docx")
        })
    };
    vec![
        cut("after its first bytes", |_| 4),
        cut("in its middle", |whole| whole / 2),
        cut("before its last byte", |whole| whole - 1),
    ]
}

fn sayings() -> Vec<Case> {
    let plan = |name, says, from: &'static str, to: &'static str| {
        Case::new(name, says, move |desk| {
            assert!(PLAN.contains(from));
            desk.file("plan.txt", PLAN.replace(from, to).as_bytes());
            open("plan.txt")
        })
    };
    vec![
        Case::new("a letter as the plan", ["không phải kế hoạch", "not a plan"], |desk| {
            desk.file("plan.txt", "Kính gửi bà Nguyễn Thị Mẫu,\nMời bà đến dự buổi nói chuyện chiều mai.\n".as_bytes());
            open("plan.txt")
        }),
        plan("a plan issued in 2202", ["2000", "2000"], "ngày 20 tháng 10 năm 2026", "ngày 20 tháng 10 năm 2202"),
        plan("reports due in 2202", ["2202", "2202"], "ngày 20 tháng 12 năm 2026", "ngày 20 tháng 12 năm 2202"),
        plan("a plan that names no due day", ["--due", "--due"], " trước ngày 20 tháng 12 năm 2026", ""),
        Case::new("a due day before the campaign", ["trước ngày bắt đầu", "before the campaign"], |desk| {
            desk.file("plan.docx", &docx(PLAN));
            ["campaign", "open", "--plan", "plan.docx", "--units", "units.csv", "--due", "2026-11-01"]
        }),
    ]
}
