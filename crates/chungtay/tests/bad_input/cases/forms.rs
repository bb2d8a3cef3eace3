//! Forms of this campaign with something wrong in their cells.

use super::{Case, submit};
use crate::desk::Desk;
use crate::files::{FIGURES, STRINGS, altered, with_figure};
use locale::{Language, text};

/// HL-3's form with one cell replaced by what a spreadsheet program would store.
fn cell(
    name: &'static str,
    says: [&'static str; 2],
    key: &'static str,
    attributes: &'static str,
    inner: &'static str,
) -> Case {
    Case::new(name, says, move |desk| hand_in(desk, &with_figure(&desk.bytes("HL-3.xlsx"), key, attributes, inner)))
}

fn hand_in(desk: &Desk, bytes: &[u8]) -> [&'static str; 5] {
    desk.file("HL-3.xlsx", bytes);
    submit("HL-3.xlsx")
}

const TEXT: &str = "t=\"inlineStr\"";

pub(super) fn cases() -> Vec<Case> {
    vec![
        cell("text in a count", ["không phải là số", "not a number"], "talks", TEXT, "<is><t>mười hai</t></is>"),
        cell("a negative count", ["số âm", "negative"], "talks", "", "<v>-5</v>"),
        cell("half a talk", ["số nguyên", "whole number"], "talks", "", "<v>2.5</v>"),
        cell("a count beyond all measure", ["lớn quá mức", "far too large"], "talks", "", "<v>1e18</v>"),
        cell("a formula that fails", ["#REF!", "#REF!"], "talks", "t=\"e\"", "<f>Z99</f><v>#REF!</v>"),
        // 1 January 2202 as Excel counts days.
        cell("a form dated 2202", ["01/01/2202", "01/01/2202"], "#date", "", "<v>110305</v>"),
        cell("a form dated 30 February", ["lịch", "calendar"], "#date", TEXT, "<is><t>30/02/2026</t></is>"),
        Case::new("a renamed column", ["đổi tên", "renamed"], |desk| {
            let heading = text!(desk.language, "workbook-column-figure");
            let renamed = match desk.language {
                Language::Vi => "<t>Ước cả năm</t>",
                Language::En => "<t>Estimate</t>",
            };
            let strings = |strings: String| strings.replace(&format!("<t>{heading}</t>"), renamed);
            hand_in(desk, &altered(&desk.bytes("HL-3.xlsx"), STRINGS, strings))
        }),
        Case::new("the figures' sheet is gone", ["Thiếu trang", "missing"], |desk| {
            let other = |book: String| book.replacen("sheetId=\"1\" r:id=\"rId1\"", "sheetId=\"1\" r:id=\"rId2\"", 1);
            let name = |book: String| book.replacen(&text!(desk.language, "workbook-sheet-figures"), "A", 1);
            hand_in(desk, &altered(&desk.bytes("HL-3.xlsx"), "xl/workbook.xml", |book| name(other(book))))
        }),
        Case::new("a sheet damaged half-way", ["bị hỏng", "damaged"], |desk| {
            let half = |sheet: String| {
                sheet.split_at(sheet.find("<row r=\"20\"").unwrap()).0.to_owned() + "<row r=\"20\"><c></row>"
            };
            hand_in(desk, &altered(&desk.bytes("HL-3.xlsx"), FIGURES, half))
        }),
        Case::new("three cells at fault", ["số âm", "negative"], |desk| {
            let form = with_figure(&desk.bytes("HL-3.xlsx"), "talks", "", "<v>-5</v>");
            let form = with_figure(&form, "talk_attendees", TEXT, "<is><t>khoảng 100</t></is>");
            hand_in(desk, &with_figure(&form, "talk_attendees/women.female", "", "<v>0.5</v>"))
        })
        .sentences(3),
        Case::new("every count at fault: the first twenty are told", ["lỗi khác", "more"], |desk| {
            let form = Desk::form();
            let keys: Vec<&str> = form.cells().iter().map(|cell| cell.key.as_str()).take(30).collect();
            let spoil = |file: Vec<u8>, key: &str| with_figure(&file, key, "", "<v>-1</v>");
            hand_in(desk, &keys.into_iter().fold(desk.bytes("HL-3.xlsx"), spoil))
        })
        .sentences(21),
        Case::new("received in 2202", ["--received", "--received"], |_| {
            ["report", "submit", "HL-3.xlsx", "--received", "2202-01-01"]
        }),
        Case::new("sent again after it was approved", ["mở lại", "reopen"], |desk| {
            desk.file("HL-1.xlsx", &desk.filled("HL-1", &[("talks", 4)]));
            submit("HL-1.xlsx")
        }),
    ]
}
