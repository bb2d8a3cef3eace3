//! Wording and layout, as the decree asks for them.

use jiff::civil::date;
use vanban::document::{Align, Block, Column, Document, IssueDate, Row, Run, Table};

use crate::samples::{chart, dispatch, paragraph, report, strings, table};
use crate::xml::{Node, main_part, part};

fn with_number(number: Option<u32>) -> String {
    let mut document = report();
    document.letterhead.number = number;
    main_part(&document).styled("DocumentNumber").concat()
}

fn with_date(date: IssueDate) -> String {
    let mut document = report();
    document.letterhead.date = date;
    main_part(&document).styled("PlaceAndDate").concat()
}

fn with_body(body: Vec<Block>) -> Document {
    Document { body, ..dispatch() }
}

#[test]
fn numbers_under_ten_get_a_leading_zero() {
    assert_eq!(with_number(Some(7)), "Số: 07/BC-SNV");
    assert_eq!(with_number(Some(10)), "Số: 10/BC-SNV");
    assert_eq!(with_number(Some(148)), "Số: 148/BC-SNV");
}

#[test]
fn a_missing_number_leaves_room_to_write_it() {
    assert_eq!(with_number(None), "Số:         /BC-SNV");
}

#[test]
fn days_under_ten_and_the_first_two_months_get_a_leading_zero() {
    assert_eq!(with_date(IssueDate::On(date(2026, 1, 5))), "An Giao, ngày 05 tháng 01 năm 2026");
    assert_eq!(with_date(IssueDate::On(date(2026, 2, 28))), "An Giao, ngày 28 tháng 02 năm 2026");
    assert_eq!(with_date(IssueDate::On(date(2026, 3, 9))), "An Giao, ngày 09 tháng 3 năm 2026");
    assert_eq!(with_date(IssueDate::On(date(2026, 12, 10))), "An Giao, ngày 10 tháng 12 năm 2026");
}

#[test]
fn a_blank_day_leaves_room_to_write_it() {
    assert_eq!(with_date(IssueDate::Blank { month: 12, year: 2025 }), "An Giao, ngày        tháng 12 năm 2025");
}

#[test]
fn the_letterhead_reads_left_cell_then_right_cell() {
    let document = main_part(&report());
    let letterhead = document.all("w:tbl")[0];
    let texts: Vec<String> = letterhead.paragraphs().into_iter().filter(|text| !text.is_empty()).collect();
    assert_eq!(
        texts,
        [
            "ỦY BAN NHÂN DÂN TỈNH AN GIAO",
            "SỞ NỘI VỤ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 07/BC-SNV",
            "An Giao, ngày 05 tháng 01 năm 2026",
        ]
    );
    assert!(!letterhead.has("w:tblBorders"));
}

#[test]
fn rules_are_drawn_as_long_as_the_decree_says() {
    let document = main_part(&report());
    let length = |column: i64, rule: &Node| {
        let side = |name| rule.get("w:ind", name).parse::<i64>().unwrap();
        column - side("w:left") - side("w:right")
    };
    let rules: Vec<&Node> = document.all("w:p").into_iter().filter(|p| p.get("w:pStyle", "w:val") == "Rule").collect();
    let columns: Vec<i64> =
        document.all("w:gridCol").iter().take(2).map(|column| column.attribute("w:w").parse().unwrap()).collect();
    assert_eq!(rules.len(), 3);
    // "SỞ NỘI VỤ" in bold of 12 points is about 1,370 twips wide, the motto in bold of 13 points about 3,180.
    assert!((1370 / 3..=1370 / 2).contains(&length(columns[0], rules[0])));
    assert!((3130..=3230).contains(&length(columns[1], rules[1])));
    assert!(part(&report(), "word/styles.xml").has("w:pBdr"));
}

#[test]
fn a_letter_has_its_summary_under_the_number_and_no_type() {
    let document = main_part(&dispatch());
    assert_eq!(document.styled("LetterSubject"), ["V/v gửi số liệu Tháng hành động năm 2025"]);
    assert!(document.styled("DocumentType").is_empty() && document.styled("DocumentSummary").is_empty());
    assert_eq!(document.styled("Address"), ["Kính gửi: Sở Nội vụ tỉnh An Giao"]);
}

#[test]
fn several_addressees_stand_below_each_other() {
    let document = main_part(&report());
    assert_eq!(document.styled("Address"), ["Kính gửi:"]);
    assert_eq!(document.styled("Addressee"), ["- Ủy ban nhân dân tỉnh An Giao;", "- Sở Tài chính."]);
}

#[test]
fn bases_end_with_semicolons_and_a_full_stop() {
    assert_eq!(main_part(&report()).styled("Basis"), ["Căn cứ một văn bản mẫu;", "Căn cứ một văn bản mẫu khác."]);
}

#[test]
fn recipients_end_with_semicolons_and_a_full_stop() {
    let document = main_part(&report());
    assert_eq!(document.styled("RecipientsHead"), ["Nơi nhận:"]);
    assert_eq!(document.styled("Recipient"), ["- Như trên;", "- Sở Y tế (để phối hợp);", "- Lưu: VT, BĐG (03)."]);
}

#[test]
fn the_end_mark_closes_the_text_before_the_signature() {
    let document = main_part(&report());
    let texts = document.paragraphs();
    let marked: Vec<&String> = texts.iter().filter(|text| text.contains("./.")).collect();
    assert_eq!(marked, ["Trên đây là kết quả, Sở Nội vụ kính báo cáo./."]);
    let place = |wanted: &str| texts.iter().position(|text| text.contains(wanted));
    assert!(place("./.") < place("Nơi nhận:") && place("Nơi nhận:") < place("Phụ lục I"));
}

#[test]
fn the_end_mark_after_a_list_stands_in_its_last_item() {
    let document = main_part(&with_body(vec![paragraph("Gồm:"), Block::Item(vec![Run::plain("một việc;")])]));
    assert_eq!(document.styled("ListItem"), ["- một việc./."]);
}

#[test]
fn the_end_mark_is_never_put_into_a_table_or_chart() {
    for last in [Block::Table(table()), Block::Chart(chart())] {
        let document = main_part(&with_body(vec![paragraph("Số liệu như sau:"), last]));
        assert_eq!(document.styled("BodyText"), ["Số liệu như sau:", "./."]);
        assert!(document.styled("TableText").iter().all(|text| !text.contains("./.")));
    }
}

#[test]
fn headings_take_their_place_in_the_outline() {
    let document = main_part(&report());
    let heading = |level: usize| document.styled(&format!("Heading{level}"));
    assert_eq!(heading(1), ["I. CÔNG TÁC CHỈ ĐẠO"]);
    assert_eq!(heading(2), ["1. Ban hành văn bản"]);
    assert_eq!(heading(3), ["a) Cấp xã"]);
    let styles = part(&report(), "word/styles.xml");
    let level = |id: &str| {
        let style = styles.all("w:style").into_iter().find(|style| style.attribute("w:styleId") == id).unwrap();
        style.get("w:outlineLvl", "w:val").to_owned()
    };
    assert_eq!(["Heading1", "Heading2", "Heading3", "AppendixLabel"].map(level), ["0", "1", "2", "0"]);
}

#[test]
fn a_table_repeats_its_header_and_keeps_its_rows_whole() {
    let document = main_part(&report());
    let table = document.all("w:tbl")[1];
    let rows = table.all("w:tr");
    assert_eq!(rows[0].text(), "TTĐơn vịSố cuộc");
    assert!(rows[0].has("w:tblHeader"));
    assert!(rows.iter().skip(1).all(|row| !row.has("w:tblHeader")));
    assert!(rows.iter().all(|row| row.has("w:cantSplit")));
}

#[test]
fn a_table_is_as_wide_as_the_text_and_set_as_told() {
    let document = main_part(&report());
    let width = |table: &Node| -> u32 {
        table.all("w:gridCol").iter().map(|column| column.attribute("w:w").parse::<u32>().unwrap()).sum()
    };
    let tables = document.all("w:tbl");
    // A4 less 30 and 15 mm: upright in the text, across in appendix I.
    assert_eq!(width(tables[1]), 11_906 - 1701 - 851);
    assert_eq!(width(tables[3]), 16_838 - 1701 - 851);
    let rows = tables[1].all("w:tr");
    let aligned: Vec<&str> = rows[3].all("w:p").iter().map(|p| p.get("w:jc", "w:val")).collect();
    assert_eq!(aligned, ["center", "", "right"]);
    assert_eq!((rows[1].get("w:gridSpan", "w:val"), rows[1].has("w:b")), ("3", true));
    assert!(!rows[2].has("w:b") && rows[4].has("w:b"));
}

#[test]
fn ragged_rows_lose_no_text() {
    let column = |header: &str| Column { header: header.to_owned(), width: 0, align: Align::Left };
    let rows = vec![Row::Cells(strings(&["một"])), Row::Cells(strings(&["hai", "ba", "bốn", "năm"]))];
    let table = Table { caption: None, columns: vec![column("A"), column("B")], rows };
    let document = main_part(&with_body(vec![Block::Table(table)]));
    assert_eq!(document.styled("TableText"), ["một", "", "hai", "ba\nbốn\nnăm"]);
}

#[test]
fn the_signature_stays_on_one_page_and_not_alone() {
    let document = main_part(&report());
    let table = document.all("w:tbl")[2];
    assert!(table.text().contains("Nguyễn Thị Mẫu"));
    assert_eq!((table.all("w:tr").len(), table.has("w:cantSplit")), (1, true));
    let last = document.all("w:p").into_iter().find(|p| p.text().ends_with("./.")).unwrap();
    assert!(last.has("w:keepNext"));
    assert_eq!(document.styled("SignatureTitle"), ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
}

#[test]
fn each_appendix_is_a_section_with_its_own_page_numbers() {
    let document = main_part(&report());
    let sections = document.all("w:sectPr");
    let paper: Vec<(&str, &str, &str)> = sections
        .iter()
        .map(|s| (s.get("w:pgSz", "w:w"), s.get("w:pgSz", "w:h"), s.get("w:pgSz", "w:orient")))
        .collect();
    assert_eq!(paper, [("11906", "16838", ""), ("16838", "11906", "landscape"), ("11906", "16838", "")]);
    for section in sections {
        let margin = |side| section.get("w:pgMar", side);
        assert_eq!(["w:top", "w:bottom", "w:left", "w:right"].map(margin), ["1134", "1134", "1701", "851"]);
        assert_eq!(section.get("w:pgNumType", "w:start"), "1");
        assert!(section.has("w:titlePg"));
    }
    assert_eq!(document.styled("AppendixTitle"), ["SỐ LIỆU TỪNG ĐƠN VỊ", "GHI CHÚ"]);
    let origin = "(Kèm theo Báo cáo số 07/BC-SNV ngày 05 tháng 01 năm 2026 của Sở Nội vụ)";
    assert_eq!(document.styled("AppendixOrigin"), [origin, origin]);
}

#[test]
fn what_xml_cannot_hold_is_dropped_and_line_breaks_are_kept() {
    let text = "một\u{0}\u{1b} <hai> & \"ba\"\r\nbốn\u{FFFF}\tnăm";
    let document = main_part(&with_body(vec![paragraph(text), paragraph("hết")]));
    assert_eq!(document.styled("BodyText")[0], "một <hai> & \"ba\"\nbốnnăm");
    assert!(document.has("w:tab"));
}

#[test]
fn text_is_written_composed() {
    let document = main_part(&with_body(vec![paragraph("Hòa Lô\u{323}c, Tiê\u{301}ng"), paragraph("hết")]));
    assert_eq!(document.styled("BodyText")[0], "Hòa Lộc, Tiếng");
}
