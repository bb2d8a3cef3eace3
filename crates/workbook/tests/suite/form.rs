//! Forms go out, are filled in, and come back.

use crate::common::*;
use domain::report::{Content, Figure, Value};
use locale::Language;
use proptest::prelude::*;
use workbook::{CellProblem, open_form, write_form};

#[test]
fn a_form_says_what_it_is_of() {
    let file = open_form(&written(None)).unwrap();
    assert_eq!(file.campaign(), header().campaign);
    assert_eq!(file.unit_code(), &header().unit_code);
    assert_eq!(file.form(), form().version());
    assert_eq!(file.language(), Language::Vi);
}

#[test]
fn a_blank_form_has_nothing_in_it() {
    let filled = read(&written(None)).unwrap();
    assert_eq!(filled.content, Content::default());
    assert_eq!(filled.reported_on, None);
}

#[test]
fn a_filled_form_reads_back_with_the_cells_its_figures_stood_in() {
    let bytes = written(Some(&sample()));
    let filled = read(&bytes).unwrap();
    let at = filled.content.figures[&key("talks")].at.clone().unwrap();
    assert_eq!(at, format!("D{}", row_of(&bytes, "talks")));
    assert_eq!(placeless(filled.content), sample());
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    assert_eq!(written(Some(&sample())), written(Some(&sample())));
}

#[test]
fn a_form_made_in_english_is_read_as_well() {
    let bytes = write_form(&form(), &header(), Some(&sample()), Language::En).unwrap();
    assert_eq!(placeless(read(&bytes).unwrap().content), sample());
}

/// The sample, written by this crate and saved again by LibreOffice Calc 7.4. Forms that are out with the units must
/// stay readable.
const SAVED_BY_LIBREOFFICE: &[u8] = include_bytes!("../fixtures/saved-by-libreoffice.xlsx");

#[test]
fn a_form_saved_again_by_libreoffice_reads_the_same() {
    assert_eq!(open_form(SAVED_BY_LIBREOFFICE).unwrap().campaign(), header().campaign);
    assert_eq!(read(SAVED_BY_LIBREOFFICE), read(&written(Some(&sample()))));
}

#[test]
fn text_that_looks_like_a_formula_is_text() {
    let parts = parts(&written(Some(&sample())));
    let sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    for (name, bytes) in sheets {
        assert!(!String::from_utf8_lossy(bytes).contains("<f>"), "{name}");
    }
}

#[test]
fn a_date_is_read_as_a_date_and_as_text() {
    let bytes = written(None);
    let row = row_of(&bytes, "#date");
    let at = format!("D{row}");
    let serial = with_cell(&bytes, FIGURES, &at, "", "<v>46371</v>");
    assert_eq!(read(&serial).unwrap().reported_on, Some(day(2026, 12, 15)));
    let typed = with_cell(&bytes, FIGURES, &at, "t=\"str\"", "<v>15/12/2026</v>");
    assert_eq!(read(&typed).unwrap().reported_on, Some(day(2026, 12, 15)));
}

#[test]
fn a_percentage_means_what_is_shown() {
    let bytes = written(None);
    let plain = with_figure(&bytes, "share", "", "<v>97.5</v>");
    assert_eq!(read(&plain).unwrap().content.number(&key("share")), Some(9_750));
    // A cell style formatted 0.00% is added, as Excel does when "97,5%" is typed.
    let styled = altered(&plain, "xl/styles.xml", |styles| {
        let (before, after) = styles.split_once("</cellXfs>").unwrap();
        format!("{before}<xf numFmtId=\"10\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellXfs>{after}")
    });
    let styles =
        String::from_utf8(parts(&styled).into_iter().find(|(name, _)| name == "xl/styles.xml").unwrap().1).unwrap();
    let inside = styles.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap().to_owned();
    let last = inside.matches("<xf ").count() - 1;
    let shown = with_figure(&styled, "share", &format!("s=\"{last}\""), "<v>0.975</v>");
    assert_eq!(read(&shown).unwrap().content.number(&key("share")), Some(9_750));
    // In a cell that counts, a percentage is no count.
    let count = with_figure(&styled, "cases", &format!("s=\"{last}\""), "<v>0.5</v>");
    assert_eq!(problems(&count), ["not a number 50%"]);
}

#[test]
fn numbers_typed_as_text_and_results_of_formulas_are_taken() {
    let bytes = written(None);
    for (attributes, inner, expected) in [
        ("t=\"str\"", "<v>1.234</v>", Some(1_234)),
        ("t=\"inlineStr\"", "<is><t>12 </t></is>", Some(12)),
        ("", "<f>SUM(D1:D2)</f><v>7</v>", Some(7)),
        ("t=\"str\"", "<v>-</v>", None),
        ("t=\"str\"", "<v>   </v>", None),
        ("t=\"str\"", "<f>\"\"</f><v></v>", None),
        ("", "<v>0</v>", Some(0)),
        ("", "<v>1.2E3</v>", Some(1_200)),
    ] {
        let content = read(&with_figure(&bytes, "people", attributes, inner)).unwrap().content;
        assert_eq!(content.number(&key("people")), expected, "{attributes} {inner}");
    }
}

fn problems(bytes: &[u8]) -> Vec<String> {
    let describe = |problem: &CellProblem| match problem {
        CellProblem::NotANumber { found } => format!("not a number {found}"),
        CellProblem::NotWhole { found } => format!("not whole {found}"),
        CellProblem::Negative { found } => format!("negative {found}"),
        CellProblem::TooLarge { found } => format!("too large {found}"),
        CellProblem::FormulaError { found } => format!("formula {found}"),
        other => format!("{other:?}"),
    };
    read(bytes).unwrap_err().iter().map(|error| describe(&error.problem)).collect()
}

#[test]
fn every_fault_of_a_figure_is_told_apart() {
    let bytes = written(Some(&sample()));
    for (attributes, inner, expected) in [
        ("t=\"str\"", "<v>nhiều</v>", "not a number nhiều"),
        ("t=\"str\"", "<v>không</v>", "not a number không"),
        ("t=\"b\"", "<v>1</v>", "not a number TRUE"),
        ("", "<v>2.5</v>", "not whole 2,5"),
        ("", "<v>-3</v>", "negative -3"),
        ("t=\"str\"", "<v>–3</v>", "negative –3"),
        ("", "<v>2e15</v>", "too large 2000000000000000"),
        ("t=\"e\"", "<f>D1/0</f><v>#REF!</v>", "formula #REF!"),
        ("", "<f>D1+D2</f>", "FormulaNotCalculated"),
    ] {
        assert_eq!(problems(&with_figure(&bytes, "people", attributes, inner)), [expected]);
    }
}

#[test]
fn every_cell_at_fault_is_named_with_its_line() {
    let mut bytes = written(Some(&sample()));
    for name in ["talks", "talks/level.commune", "share"] {
        bytes = with_figure(&bytes, name, "t=\"str\"", "<v>abc</v>");
    }
    let errors = read(&bytes).unwrap_err();
    let places: Vec<_> = errors.iter().map(|e| (e.sheet.as_str(), e.cell.clone(), e.label.as_str())).collect();
    let at = |name| format!("D{}", row_of(&bytes, name));
    assert_eq!(
        places,
        [
            ("Số liệu", at("talks"), "1.1 Cuộc nói chuyện"),
            ("Số liệu", at("talks/level.commune"), "1.1 Cuộc nói chuyện – Cấp xã"),
            ("Số liệu", at("share"), "2.3 Tỷ lệ được bảo vệ"),
        ]
    );
    assert_eq!(
        errors[0].sentence(Language::Vi),
        format!(
            "Trang “Số liệu”, ô {} (1.1 Cuộc nói chuyện): “abc” không phải là số; hãy chỉ ghi số, không kèm chữ.",
            at("talks")
        )
    );
    for language in Language::ALL {
        assert!(errors.iter().all(|error| !error.sentence(language).contains("workbook-")));
    }
}

#[test]
fn a_date_outside_the_campaign_and_a_day_that_is_none_are_refused() {
    let bytes = written(None);
    let at = format!("D{}", row_of(&bytes, "#date"));
    let set = |text: &str| read(&with_cell(&bytes, FIGURES, &at, "t=\"str\"", &format!("<v>{text}</v>"))).unwrap_err();
    let errors = set("20/12/2202");
    assert!(matches!(errors[0].problem, CellProblem::DateOutOfRange { found, .. } if found == day(2202, 12, 20)));
    assert_eq!(errors[0].cell, at);
    assert!(matches!(&set("31/11/2026")[0].problem, CellProblem::NotADate { found } if found == "31/11/2026"));
    assert!(matches!(&set("hôm qua")[0].problem, CellProblem::NotADate { .. }));
}

#[test]
fn a_renamed_heading_is_named_and_a_missing_one_too() {
    let bytes = written(Some(&sample()));
    let renamed = altered(&bytes, STRINGS, |strings| strings.replace("<t>Số liệu</t>", "<t>Kết quả</t>"));
    let expected = CellProblem::ColumnRenamed { expected: "Số liệu".into(), found: "Kết quả".into() };
    assert!(read(&renamed).unwrap_err().iter().any(|error| error.problem == expected));
    let heading = format!("D{}", row_of(&bytes, "#figures#headings"));
    let missing = with_cell(&bytes, FIGURES, &heading, "", "");
    let expected = CellProblem::ColumnMissing { expected: "Số liệu".into() };
    assert!(read(&missing).unwrap_err().iter().any(|error| error.problem == expected && error.cell == heading));
    // Only the marks of upper and lower case and of spelling differ: the same heading.
    let same = altered(&bytes, STRINGS, |strings| strings.replace("<t>Số liệu</t>", "<t> SỐ  LIỆU </t>"));
    assert_eq!(placeless(read(&same).unwrap().content), sample());
}

/// The rows of a sheet as markup.
fn split_rows(sheet: &str) -> (String, Vec<String>, String) {
    let (head, rest) = sheet.split_once("<sheetData>").unwrap();
    let (body, tail) = rest.split_once("</sheetData>").unwrap();
    let rows = body.split_inclusive("</row>").map(str::to_owned).collect();
    (format!("{head}<sheetData>"), rows, format!("</sheetData>{tail}"))
}

fn renumbered(row: &str, number: u32) -> String {
    let old = row.split("r=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut row = row.replacen(&format!("r=\"{old}\""), &format!("r=\"{number}\""), 1);
    for column in ["A", "B", "C", "D", "E", "F"] {
        row = row.replace(&format!("r=\"{column}{old}\""), &format!("r=\"{column}{number}\""));
    }
    row
}

/// The rows of the figures rearranged, then numbered anew.
fn rearranged(bytes: &[u8], change: impl FnOnce(&mut Vec<String>)) -> Vec<u8> {
    altered(bytes, FIGURES, |sheet| {
        let (head, mut rows, tail) = split_rows(&sheet);
        change(&mut rows);
        let rows: String = (1..).zip(&rows).map(|(number, row)| renumbered(row, number)).collect();
        format!("{head}{rows}{tail}")
    })
}

#[test]
fn rows_moved_or_set_apart_are_found_by_their_key() {
    let bytes = written(Some(&sample()));
    let first = row_of(&bytes, "talks") as usize;
    let sorted = rearranged(&bytes, |rows| {
        let headings = first - 1;
        rows[headings..].reverse();
    });
    assert_eq!(placeless(read(&sorted).unwrap().content), sample());
    let apart = rearranged(&bytes, |rows| {
        for at in [first, first + 3] {
            rows.insert(at, "<row r=\"1\"><c r=\"B1\" t=\"str\"><v>ghi chú thêm</v></c></row>".into());
        }
    });
    assert_eq!(placeless(read(&apart).unwrap().content), sample());
}

#[test]
fn rows_lost_doubled_added_or_unknown_are_reported() {
    let bytes = written(Some(&sample()));
    let at = row_of(&bytes, "people") as usize - 1;
    let kinds = |bytes: &[u8]| read(bytes).unwrap_err().into_iter().map(|error| error.problem).collect::<Vec<_>>();
    let lost = rearranged(&bytes, |rows| drop(rows.remove(at)));
    assert_eq!(kinds(&lost), [CellProblem::RowMissing { key: "people".into() }]);
    let doubled = rearranged(&bytes, |rows| rows.insert(at, rows[at].clone()));
    assert_eq!(kinds(&doubled), [CellProblem::RowTwice { key: "people".into() }]);
    let added = rearranged(&bytes, |rows| rows.insert(at, "<row r=\"1\"><c r=\"D1\"><v>5</v></c></row>".into()));
    assert_eq!(kinds(&added), [CellProblem::RowAdded { found: "5".into() }]);
    let unknown = rearranged(&bytes, |rows| {
        rows.insert(at, "<row r=\"1\"><c r=\"D1\"><v>5</v></c><c r=\"F1\" t=\"str\"><v>other</v></c></row>".into());
    });
    assert_eq!(kinds(&unknown), [CellProblem::RowUnknown { key: "other".into() }]);
}

#[test]
fn a_form_without_its_hidden_column_says_so() {
    let bytes = written(Some(&sample()));
    let without = altered(&bytes, FIGURES, |sheet| {
        let (head, rows, tail) = split_rows(&sheet);
        let keep = |row: String| match row.find("<c r=\"F") {
            Some(at) => format!("{}</row>", &row[..at]),
            None => row,
        };
        format!("{head}{}{tail}", rows.into_iter().map(keep).collect::<String>())
    });
    let errors = read(&without).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((errors[0].sheet.as_str(), &errors[0].problem), ("Số liệu", &CellProblem::KeysMissing));
}

#[test]
fn a_sheet_may_be_renamed_but_not_removed() {
    let bytes = written(Some(&sample()));
    let renamed = altered(&bytes, "xl/workbook.xml", |book| book.replace("name=\"Lời văn\"", "name=\"Phần chữ\""));
    assert_eq!(placeless(read(&renamed).unwrap().content), sample());
    let removed = altered(&bytes, "xl/workbook.xml", |book| {
        let start = book.find("<sheet name=\"Lời văn\"").unwrap();
        let end = start + book[start..].find("/>").unwrap() + 2;
        format!("{}{}", &book[..start], &book[end..])
    });
    let errors = read(&removed).unwrap_err();
    assert_eq!(errors[0].problem, CellProblem::SheetMissing { name: "Lời văn".into() });
}

#[test]
fn a_reason_beside_a_blank_figure_is_handed_over_apart() {
    let bytes = written(None);
    let at = format!("E{}", row_of(&bytes, "cases"));
    let filled = read(&with_cell(&bytes, FIGURES, &at, "t=\"str\"", "<v>chưa tổng hợp xong</v>")).unwrap();
    assert_eq!(filled.content, Content::default());
    assert_eq!((filled.loose_reasons[0].key.as_str(), filled.loose_reasons[0].at.as_str()), ("cases", at.as_str()));
}

#[test]
fn texts_that_are_too_long_are_refused_with_their_length() {
    let bytes = written(None);
    let long = format!("<v>{}</v>", "a".repeat(4_001));
    assert!(problems(&with_figure(&bytes, "note", "t=\"str\"", &long))[0].contains("chars: 4001, limit: 4000"));
}

fn sentence() -> impl Strategy<Value = String> {
    // What a cell can hold: no control characters but line breaks; text is normalised when read.
    "[a-zA-Z0-9À-ỹ<>&\"'=+@_x#%.,;:() \n-]{0,60}".prop_map(|text| vanban::text::normalise(&text).trim().to_owned())
}

prop_compose! {
    fn any_content()(
        numbers in prop::collection::vec(prop::option::of(0_i64..=1_000_000_000_000_000), 12),
        shares in prop::option::of(0_i64..=1_000_000),
        note in prop::option::of(sentence()),
        reasons in prop::collection::vec(prop::option::of(sentence()), 12),
        prose in prop::collection::vec(prop::option::of(sentence()), 2),
    ) -> Content {
        let form = form();
        let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let mut content = Content::default();
        for (at, cell) in form.cells().iter().enumerate() {
            let value = match cell.key.as_str() {
                "share" => shares.map(Value::Number),
                "note" => said(&note).map(Value::Text),
                _ => numbers.get(at).copied().flatten().map(Value::Number),
            };
            if let Some(value) = value {
                let reason = reasons.get(at).and_then(said);
                content.figures.insert(cell.key.clone(), Figure { value, at: None, reason });
            }
        }
        for (section, text) in form.sections().iter().zip(&prose) {
            if let Some(text) = said(text) {
                content.prose.insert(section.id.clone(), text);
            }
        }
        content
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_filled_in_reads_back(content in any_content(), language in prop::sample::select(Language::ALL.to_vec())) {
        let bytes = write_form(&form(), &header(), Some(&content), language).unwrap();
        prop_assert_eq!(placeless(read(&bytes).unwrap().content), content);
    }
}
