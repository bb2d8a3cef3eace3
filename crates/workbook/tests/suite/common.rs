//! A small form, its header, and helpers to alter a workbook as people and programs do.

use domain::form::{CellKey, Form};
use domain::report::{Content, Figure, Value};
use domain::unit::UnitCode;
use domain::{CampaignId, CivilDate};
use locale::Language;
use std::io::{Cursor, Read, Write};
use std::ops::RangeInclusive;
use workbook::{CellError, Filled, FormHeader};
use zip::write::SimpleFileOptions;

const FORM: &str = r#"
id = "small"
version = 3
title = { vi = "Biểu tổng hợp số liệu", en = "Summary of figures" }

[[breakdown]]
id = "level"
label = { vi = "Theo cấp", en = "By level" }
covers = "whole"
part = [{ id = "province", label = { vi = "Cấp tỉnh" } }, { id = "commune", label = { vi = "Cấp xã" } }]

[[breakdown]]
id = "sex"
label = { vi = "Theo giới" }
covers = "some"
part = [{ id = "female", label = { vi = "Nữ" } }]

[[group]]
id = "communication"
title = { vi = "Truyền thông", en = "Communication" }
[[group.item]]
id = "talks"
label = { vi = "Cuộc nói chuyện", en = "Talks" }
unit = { vi = "cuộc" }
breakdowns = ["level"]
[[group.item]]
id = "people"
label = { vi = "Người dự" }
unit = { vi = "người" }
breakdowns = ["sex"]

[[group]]
id = "response"
title = { vi = "Ứng phó" }
[[group.item]]
id = "cases"
label = { vi = "Vụ việc phát hiện" }
unit = { vi = "vụ" }
[[group.item]]
id = "protected"
label = { vi = "Vụ việc được bảo vệ" }
unit = { vi = "vụ" }
[[group.item]]
id = "share"
label = { vi = "Tỷ lệ được bảo vệ" }
unit = { vi = "%" }
kind = "percent"
roll_up = { ratio = ["protected", "cases"] }
[[group.item]]
id = "largest"
label = { vi = "Cuộc đông nhất" }
unit = { vi = "người" }
roll_up = "max"
[[group.item]]
id = "latest"
label = { vi = "Địa chỉ tin cậy hiện có" }
unit = { vi = "địa chỉ" }
roll_up = "last"
[[group.item]]
id = "money"
label = { vi = "Kinh phí" }
unit = { vi = "đồng" }
kind = "vnd"
[[group.item]]
id = "note"
label = { vi = "Mô hình tiêu biểu" }
unit = { vi = "" }
kind = "text"

[[section]]
id = "direction"
title = { vi = "Công tác chỉ đạo", en = "Direction" }
hint = { vi = "Văn bản đã ban hành, việc đã giao." }
[[section]]
id = "difficulties"
title = { vi = "Khó khăn, vướng mắc" }

[[check]]
id = "protected-of-cases"
rule = "protected <= cases"
message = { vi = "Số được bảo vệ không vượt số phát hiện" }
"#;

pub(crate) fn form() -> Form {
    Form::parse(FORM).unwrap()
}

pub(crate) fn day(year: i16, month: i8, day: i8) -> CivilDate {
    CivilDate::new(year, month, day).unwrap()
}

pub(crate) fn header() -> FormHeader {
    FormHeader {
        campaign: CampaignId::parse("019abcde-0000-7000-8000-000000000001").unwrap(),
        campaign_name: "Tháng hành động năm 2026 trên địa bàn tỉnh An Giao".into(),
        year: 2026,
        unit_code: UnitCode::parse("AG-01").unwrap(),
        unit_name: "Ủy ban nhân dân xã Hòa Lộc".into(),
        issuer_name: "Ủy ban nhân dân tỉnh An Giao".into(),
        due_on: day(2026, 12, 20),
        earliest: day(2026, 10, 1),
        latest: day(2027, 3, 31),
    }
}

pub(crate) fn dates() -> RangeInclusive<CivilDate> {
    header().earliest..=header().latest
}

pub(crate) fn key(text: &str) -> CellKey {
    CellKey::parse(text).unwrap()
}

pub(crate) fn number(value: i64) -> Figure {
    Figure { value: Value::Number(value), at: None, reason: None }
}

pub(crate) fn words(value: &str) -> Figure {
    Figure { value: Value::Text(value.into()), at: None, reason: None }
}

/// A report with something of every kind.
pub(crate) fn sample() -> Content {
    let mut content = Content::default();
    for (name, value) in [
        ("talks", 13),
        ("talks/level.province", 4),
        ("talks/level.commune", 9),
        ("people", 1_234),
        ("cases", 0),
        ("share", 9_750),
        ("money", 250_000_000),
    ] {
        content.figures.insert(key(name), number(value));
    }
    content.figures.insert(key("note"), words("=Câu lạc bộ “Chung tay” & <gia đình>"));
    let reason = Figure { reason: Some("một vụ từ năm trước\nđã chuyển".into()), ..number(1) };
    content.figures.insert(key("protected"), reason);
    let prose = "- Ban hành kế hoạch.\n- Giao nhiệm vụ cho các ấp.";
    content.prose.insert(form().sections()[0].id.clone(), prose.into());
    content
}

pub(crate) fn written(content: Option<&Content>) -> Vec<u8> {
    workbook::write_form(&form(), &header(), content, Language::Vi).unwrap()
}

pub(crate) fn read(bytes: &[u8]) -> Result<Filled, Vec<CellError>> {
    workbook::open_form(bytes).unwrap().content(&form(), dates())
}

/// The content without the cells its figures stood in.
pub(crate) fn placeless(mut content: Content) -> Content {
    for figure in content.figures.values_mut() {
        figure.at = None;
    }
    content
}

/// The parts of a zip container.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A container of parts.
pub(crate) fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The same workbook with the text of one part changed.
pub(crate) fn altered(bytes: &[u8], part: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    let (_, content) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
    let before = String::from_utf8(std::mem::take(content)).unwrap();
    let after = change(before.clone());
    assert_ne!(before, after, "nothing was changed");
    *content = after.into_bytes();
    packed(&parts)
}

pub(crate) const FIGURES: &str = "xl/worksheets/sheet1.xml";
pub(crate) const PROSE: &str = "xl/worksheets/sheet2.xml";
pub(crate) const STRINGS: &str = "xl/sharedStrings.xml";

/// The row of a key on the sheet of figures, found by reading the workbook with another reader.
pub(crate) fn row_of(bytes: &[u8], wanted: &str) -> u32 {
    use calamine::{Data, Reader, Xlsx};
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Số liệu").unwrap();
    let row = range.used_cells().find(|(_, column, value)| *column == 5 && **value == Data::String(wanted.into()));
    u32::try_from(row.unwrap().0).unwrap() + 1
}

/// Puts markup (`<v>…</v>` and attributes) into the figure of a key, as a spreadsheet program would store it.
pub(crate) fn with_figure(bytes: &[u8], wanted: &str, attributes: &str, inner: &str) -> Vec<u8> {
    with_cell(bytes, FIGURES, &format!("D{}", row_of(bytes, wanted)), attributes, inner)
}

/// Replaces a cell of a sheet.
pub(crate) fn with_cell(bytes: &[u8], part: &str, reference: &str, attributes: &str, inner: &str) -> Vec<u8> {
    altered(bytes, part, |sheet| {
        let start = sheet.find(&format!("<c r=\"{reference}\"")).unwrap();
        let rest = &sheet[start..];
        let end =
            start + rest.find("/>").unwrap_or(usize::MAX).min(rest.find("</c>").map_or(usize::MAX, |at| at + 2)) + 2;
        format!("{}<c r=\"{reference}\" {attributes}>{inner}</c>{}", &sheet[..start], &sheet[end..])
    })
}
