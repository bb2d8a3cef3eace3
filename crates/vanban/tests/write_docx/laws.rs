//! Whatever the texts and numbers are, the parts are well-formed.

use proptest::prelude::*;
use vanban::document::{
    Align, Appendix, Block, Chart, ChartKind, Column, Document, IssueDate, Letterhead, Row, Run, Series, Signature,
    Table,
};

use crate::samples::{dispatch, paragraph};
use crate::xml::{main_part, parse, parts, unzip};

/// Any characters at all: control characters, markup, marks without a letter, the odd end of Unicode.
fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '\0',
        '\u{1}',
        '\u{8}',
        '\r',
        '\n',
        '\t',
        '\u{b}',
        '\u{1f}',
        '\u{7f}',
        '\u{85}',
        '<',
        '>',
        '&',
        '"',
        '\'',
        ']',
        '\u{301}',
        '\u{31b}',
        '\u{2028}',
        '\u{fffe}',
        '\u{ffff}',
        '\u{10ffff}',
        'ß',
        'Đ',
        'ư',
        '.',
        '/',
        '-',
        ' ',
    ]);
    prop::collection::vec(prop_oneof![any::<char>(), odd], 0..12).prop_map(|letters| letters.into_iter().collect())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..4)
}

fn runs() -> impl Strategy<Value = Vec<Run>> {
    let run = (text(), any::<bool>(), any::<bool>()).prop_map(|(text, bold, italic)| Run { text, bold, italic });
    prop::collection::vec(run, 0..3)
}

fn table() -> impl Strategy<Value = Table> {
    let column = (text(), any::<u32>()).prop_map(|(header, width)| Column { header, width, align: Align::Right });
    let row = prop_oneof![text().prop_map(Row::Group), texts().prop_map(Row::Cells), texts().prop_map(Row::Total)];
    let (columns, rows) = (prop::collection::vec(column, 0..4), prop::collection::vec(row, 0..4));
    (prop::option::of(text()), columns, rows).prop_map(|(caption, columns, rows)| Table { caption, columns, rows })
}

fn chart() -> impl Strategy<Value = Chart> {
    let series = (text(), prop::collection::vec(any::<f64>(), 0..4)).prop_map(|(name, values)| Series { name, values });
    let kind = prop::sample::select(vec![ChartKind::Bars, ChartKind::Columns, ChartKind::StackedBars]);
    (text(), text(), kind, texts(), prop::collection::vec(series, 0..7))
        .prop_map(|(title, unit, kind, labels, series)| Chart { title, unit, kind, labels, series })
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        (any::<u8>(), text()).prop_map(|(level, text)| Block::Heading { level, text }),
        runs().prop_map(Block::Paragraph),
        runs().prop_map(Block::Item),
        table().prop_map(Block::Table),
        chart().prop_map(Block::Chart),
    ]
}

fn letterhead() -> impl Strategy<Value = Letterhead> {
    let head = (prop::option::of(text()), text(), prop::option::of(any::<u32>()), text(), text());
    (head, any::<i8>(), any::<i16>()).prop_map(|((parent_body, issuer, number, symbol, place), month, year)| {
        Letterhead { parent_body, issuer, number, symbol, place, date: IssueDate::Blank { month, year } }
    })
}

fn appendix() -> impl Strategy<Value = Appendix> {
    (text(), text(), any::<bool>(), prop::collection::vec(block(), 0..3))
        .prop_map(|(label, title, landscape, body)| Appendix { label, title, landscape, body })
}

fn document() -> impl Strategy<Value = Document> {
    let above = (letterhead(), prop::option::of(text()), text(), texts(), texts());
    let signature = (texts(), text(), text()).prop_map(|(authority, title, name)| Signature { authority, title, name });
    let below = (signature, texts(), prop::collection::vec(appendix(), 0..3));
    (above, prop::collection::vec(block(), 0..6), below).prop_map(|(above, body, below)| {
        let (letterhead, kind, title, addressees, bases) = above;
        let (signature, recipients, appendices) = below;
        Document { letterhead, kind, title, addressees, bases, body, signature, recipients, appendices }
    })
}

proptest! {
    #[test]
    fn every_part_is_well_formed(document in document()) {
        for (path, bytes) in parts(&document) {
            let inner = if path.ends_with(".xlsx") { unzip(&bytes) } else { [(path, bytes)].into() };
            for (path, bytes) in inner {
                let parsed = parse(&bytes);
                prop_assert!(parsed.is_ok(), "{path}: {:?}", parsed.err());
            }
        }
    }

    #[test]
    fn every_cell_ends_with_a_paragraph(document in document()) {
        let main = main_part(&document);
        for cell in main.all("w:tc") {
            prop_assert_eq!(cell.children.last().map(|last| last.name.as_str()), Some("w:p"));
        }
    }

    #[test]
    fn what_can_be_shown_is_shown(text in "[a-zA-Z0-9<>&\"' ]{1,40}") {
        let document = Document { body: vec![paragraph(&text), paragraph("hết")], ..dispatch() };
        prop_assert_eq!(&main_part(&document).styled("BodyText")[0], &text);
    }
}

#[test]
fn a_text_of_megabytes_is_written_whole() {
    let text = "Một câu rất dài. ".repeat(200_000);
    let document = Document { body: vec![paragraph(&text), paragraph("hết")], ..dispatch() };
    assert_eq!(main_part(&document).styled("BodyText")[0], text);
}
