//! The consolidated workbook, read back with another reader.

use crate::common::*;
use calamine::{Data, Range, Reader, Xlsx};
use domain::campaign::Campaign;
use domain::check::check;
use domain::consolidation::{Consolidation, UnitLine};
use domain::report::{Content, Punctuality, State, Value};
use domain::rollup::{Contribution, totals};
use domain::unit::{UnitCode, UnitKind};
use domain::{Instant, UnitId};
use locale::Language;
use std::io::Cursor;
use workbook::write_consolidated;

fn unit(number: u8) -> UnitId {
    UnitId::new(Instant::UNIX_EPOCH, [number; 10])
}

fn reported(talks: i64, cases: i64, protected: i64) -> Content {
    let mut content = Content::default();
    for (name, value) in
        [("talks", talks), ("cases", cases), ("protected", protected), ("largest", talks * 10), ("latest", talks)]
    {
        content.figures.insert(key(name), number(value));
    }
    content.figures.insert(key("note"), words("=HYPERLINK(\"x\")"));
    content
}

/// Three units: two reports that count, one of them with a warning; one missing.
fn report() -> Consolidation {
    let form = form();
    let contents = [reported(9, 4, 3), reported(5, 2, 7)];
    let contribution =
        |(number, content)| Contribution { unit: unit(number), revision: 1, received_on: day(2026, 12, 10), content };
    let contributions: Vec<_> = (1..).zip(&contents).map(contribution).collect();
    let warnings = (1..)
        .zip(&contents)
        .flat_map(|(number, content)| check(&form, content).into_iter().map(move |w| (unit(number), w)));
    let line = |number: u8, name: &str, punctuality, state: Option<State>| UnitLine {
        unit: unit(number),
        code: UnitCode::parse(&format!("AG-0{number}")).unwrap(),
        name: name.into(),
        kind: UnitKind::Commune,
        punctuality,
        state,
        received_on: state.map(|_| day(2026, 12, 10)),
        counted_revision: state.map(|_| 1),
        file_name: state.map(|_| "+bao-cao.xlsx".into()),
    };
    let texts = contents.iter().zip(1..).map(|(content, number)| match &content.figures[&key("note")].value {
        Value::Text(text) => (unit(number), text.clone()),
        Value::Number(_) => panic!("a note is text"),
    });
    Consolidation {
        totals: totals(&form, &contributions),
        warnings: warnings.collect(),
        texts: vec![(key("note"), texts.collect())],
        campaign: Campaign {
            id: header().campaign,
            root: unit(1),
            name: header().campaign_name,
            year: 2026,
            theme: None,
            period: (day(2026, 11, 15), day(2026, 12, 15)),
            due_on: header().due_on,
            plan_number: None,
            plan_digest: String::new(),
            form: form.version().clone(),
            opened_at: Instant::UNIX_EPOCH,
        },
        form,
        unit_name: "Tỉnh An Giao".into(),
        as_of: day(2026, 12, 22),
        counted_by: None,
        units: vec![
            line(1, "Xã Hòa Lộc", Punctuality::OnTime, Some(State::Approved)),
            line(2, "Xã Bình Lộc", Punctuality::Late { days: 3 }, Some(State::Approved)),
            line(3, "@Xã Minh Hải", Punctuality::Missing, None),
        ],
        narrative: Vec::new(),
    }
}

fn sheets(language: Language) -> Vec<(String, Range<Data>, Range<String>)> {
    let bytes = write_consolidated(&report(), language).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let read = |name: String| {
        let values = book.worksheet_range(&name).unwrap();
        let formulas = book.worksheet_formula(&name).unwrap();
        (name, values, formulas)
    };
    names.into_iter().map(read).collect()
}

/// The row on which a cell of the second column begins so, as what stands in the others.
fn line(range: &Range<Data>, label: &str) -> Vec<Data> {
    let row = range.rows().find(|row| row[1].to_string().starts_with(label));
    row.unwrap_or_else(|| panic!("no row {label}")).to_vec()
}

#[test]
fn it_has_four_sheets_named_in_the_language() {
    let names = |language| sheets(language).into_iter().map(|(name, ..)| name).collect::<Vec<_>>();
    assert_eq!(names(Language::Vi), ["Tổng hợp", "Theo đơn vị", "Đơn vị", "Cảnh báo"]);
    assert_eq!(names(Language::En), ["Totals", "By unit", "Units", "Warnings"]);
}

#[test]
fn totals_say_how_many_units_made_them_and_what_does_not_add_up() {
    let totals = &sheets(Language::Vi)[0].1;
    let talks = line(totals, "Cuộc nói chuyện");
    assert_eq!((&talks[3], &talks[4], &talks[5]), (&Data::Float(14.0), &Data::Float(2.0), &Data::Empty));
    assert_eq!(line(totals, "Tỷ lệ được bảo vệ")[3], Data::Float(166.67));
    assert_eq!(line(totals, "Vụ việc được bảo vệ")[5], Data::Float(1.0));
    let money = line(totals, "Kinh phí");
    assert_eq!((&money[3], &money[4]), (&Data::Empty, &Data::Float(0.0)), "blank is not zero");
    assert_eq!(line(totals, "Mô hình tiêu biểu")[4], Data::Float(2.0));
}

#[test]
fn the_matrix_holds_every_report_and_formulas_that_already_have_their_results() {
    let (_, values, formulas) = &sheets(Language::Vi)[1];
    let talks = line(values, "Cuộc nói chuyện");
    assert_eq!(talks[3..6], [Data::Float(14.0), Data::Float(9.0), Data::Float(5.0)]);
    assert_eq!(line(values, "Cuộc đông nhất")[3], Data::Float(90.0));
    let column = |row: u32| formulas.get_value((row, 3)).cloned().unwrap_or_default();
    let row_of = |label: &str| {
        let row = values.rows().position(|row| row[1].to_string().starts_with(label)).unwrap();
        u32::try_from(row).unwrap()
    };
    let row = row_of("Cuộc nói chuyện");
    assert_eq!(column(row), format!("IF(COUNT(E{0}:G{0})=0,\"\",SUM(E{0}:G{0}))", row + 1));
    let (share, protected, cases) = (row_of("Tỷ lệ được"), row_of("Vụ việc được") + 1, row_of("Vụ việc phát") + 1);
    assert!(column(share).contains(&format!("ROUND(D{protected}/D{cases}*100,2)")), "{}", column(share));
    assert_eq!(column(row_of("Địa chỉ tin cậy")), "", "the latest value is no formula");
    assert_eq!(line(values, "Địa chỉ tin cậy")[3], Data::Float(5.0));
    assert_eq!(line(values, "Mô hình tiêu biểu")[4], Data::String("=HYPERLINK(\"x\")".into()));
}

#[test]
fn the_units_and_the_warnings_are_listed() {
    let all = sheets(Language::Vi);
    let second = all[2].1.rows().find(|row| row[2] == *"Xã Bình Lộc").unwrap().to_vec();
    assert_eq!((second[4].to_string(), second[5].to_string()), ("Chậm 3 ngày".into(), "Đã duyệt".into()));
    let third = all[2].1.rows().find(|row| row[2] == *"@Xã Minh Hải").unwrap().to_vec();
    assert_eq!((third[4].to_string(), third[6].to_string()), ("Chưa gửi".into(), String::new()));
    let warning = all[3].1.rows().find(|row| row[1] == *"Xã Bình Lộc").unwrap().to_vec();
    let said: Vec<String> = warning[2..7].iter().map(ToString::to_string).collect();
    assert_eq!(said, ["2.2 Vụ việc được bảo vệ", "Số được bảo vệ không vượt số phát hiện", "7", "≤", "2"]);
}

#[test]
fn nothing_a_unit_wrote_becomes_a_formula() {
    for (name, _, formulas) in sheets(Language::Vi) {
        let written: Vec<&String> = formulas.used_cells().map(|(_, _, formula)| formula).collect();
        assert!(written.iter().all(|formula| formula.starts_with("IF(")), "{name}: {written:?}");
    }
}

#[test]
fn a_report_without_units_or_warnings_is_still_a_workbook() {
    let mut empty = report();
    empty.units.clear();
    empty.warnings.clear();
    empty.texts.clear();
    empty.totals = totals(&empty.form, &[]);
    let bytes = write_consolidated(&empty, Language::En).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let warnings = book.worksheet_range("Warnings").unwrap();
    assert!(warnings.used_cells().any(|(_, _, value)| *value == Data::String("Every figure adds up.".into())));
}
