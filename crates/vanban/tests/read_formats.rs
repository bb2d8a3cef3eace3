//! What the reader takes and what it refuses, as whoever hands it a file would notice.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::io::{Cursor, Write};
use vanban::read::place::{At, Part};
use vanban::read::{Format, Limits, ReadError, read, read_within};
use zip::write::SimpleFileOptions;

/// A `.docx` with this body.
fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:a="urn:a"><w:body>{body}</w:body></w:document>"#
    );
    container(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)])
}

fn container(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn text_of(body: &str) -> String {
    read(&docx(body)).unwrap().text
}

#[test]
fn a_two_column_letterhead_is_read_column_by_column() {
    let cell = |lines: &[&str]| format!("<w:tc>{}</w:tc>", lines.iter().map(|l| paragraph(l)).collect::<String>());
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        cell(&["ỦY BAN NHÂN DÂN", "XÃ HÒA LỘC", "Số: 12/KH-UBND"]),
        cell(&[
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Hòa Lộc, ngày 03 tháng 11 năm 2031"
        ])
    );
    let reading =
        read(&docx(&format!("{table}{}{}", paragraph("KẾ HOẠCH"), paragraph("Triển khai Tháng hành động năm 2031"))))
            .unwrap();
    assert_eq!(reading.format, Format::Docx);
    assert!(reading.text.starts_with("ỦY BAN NHÂN DÂN\nXÃ HÒA LỘC\nSố: 12/KH-UBND\nCỘNG HÒA"), "{}", reading.text);
    let facts = reading.facts;
    assert_eq!(facts.number.unwrap().value, "12/KH-UBND");
    assert_eq!(facts.issuer.unwrap().value, "ỦY BAN NHÂN DÂN XÃ HÒA LỘC");
    assert_eq!(facts.issue_date.unwrap().value.to_string(), "2031-11-03");
    assert_eq!(facts.title.unwrap().value, "Triển khai Tháng hành động năm 2031");
}

#[test]
fn a_letterhead_set_with_tabs_is_read_column_by_column() {
    let line = |left: &str, right: &str| {
        format!("<w:p><w:r><w:t>{left}</w:t><w:tab/><w:tab/><w:tab/><w:t>{right}</w:t></w:r></w:p>")
    };
    let body = [
        line("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        line("XÃ HÒA LỘC", "Độc lập - Tự do - Hạnh phúc"),
        line("Số: 12/TB-UBND", "Hòa Lộc, ngày 03 tháng 11 năm 2031"),
        paragraph("THÔNG BÁO"),
        paragraph("Về lịch tiếp công dân"),
        paragraph("Ủy ban nhân dân xã thông báo."),
        line("Nơi nhận:", "CHỦ TỊCH"),
        line("- Các thôn;", ""),
        line("- Lưu: VT.", "Nguyễn Thị Mẫu"),
    ];
    let facts = read(&docx(&body.concat())).unwrap().facts;
    assert_eq!(facts.issuer.unwrap().value, "ỦY BAN NHÂN DÂN XÃ HÒA LỘC");
    assert_eq!(facts.number.unwrap().value, "12/TB-UBND");
    assert_eq!(facts.issue_date.unwrap().value.to_string(), "2031-11-03");
    assert_eq!(facts.title.unwrap().value, "Về lịch tiếp công dân");
    let recipients: Vec<String> = facts.recipients.into_iter().map(|fact| fact.value).collect();
    assert_eq!(recipients, ["Các thôn", "Lưu: VT"]);
    let signer = facts.signer.unwrap();
    assert_eq!(signer.title.unwrap().value, "CHỦ TỊCH");
    assert_eq!(signer.name.unwrap().value, "Nguyễn Thị Mẫu");
}

#[test]
fn tracked_changes_are_accepted() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Nộp trước </w:t></w:r><w:del><w:r><w:delText>ngày 1</w:delText></w:r></w:del>\
                <w:ins><w:r><w:t>ngày 20/12/2031</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom></w:p>";
    assert_eq!(text_of(body), "Nộp trước ngày 20/12/2031");
}

#[test]
fn a_text_box_is_read_once() {
    let inner = paragraph("Trong khung");
    let body = format!(
        "<w:p><w:r><w:t>Ngoài khung</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    assert_eq!(text_of(&body), "Ngoài khung\nTrong khung");
}

#[test]
fn breaks_tabs_entities_and_hidden_text() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"720\"/></w:tabs></w:pPr><w:r><w:t>Bộ A &amp; B &#8211; C</w:t><w:tab/><w:t>D</w:t><w:br/><w:t>E</w:t></w:r>\
                <w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
    assert_eq!(text_of(body), "Bộ A & B – C\tD\nE");
}

#[test]
fn a_nested_table_keeps_its_text_in_the_cell() {
    let inner = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("trong"));
    let body = format!(
        "<w:tbl><w:tr><w:tc>{}{inner}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph("ngoài"),
        paragraph("bên")
    );
    assert_eq!(text_of(&body), "ngoài trong | bên");
}

#[test]
fn every_piece_knows_its_paragraph_or_cell() {
    let cell = |paragraphs: &str| format!("<w:tc>{paragraphs}</w:tc>");
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell(&paragraph("trong bảng con")));
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell(&paragraph("TT")),
        cell(&paragraph("Việc")),
        cell(&paragraph("1")),
        cell(&format!("{}{}{inner}", paragraph("Treo băng rôn"), paragraph(""))),
    );
    let boxed = format!(
        "<w:p><w:r><w:t>Có khung</w:t></w:r><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>",
        paragraph("trong khung")
    );
    // "Đầu" with its mark apart: the text moves when it is composed, the places must not.
    let body = [paragraph("Đâ\u{300}u"), paragraph(""), boxed, table, paragraph("Ho\u{300}a sau bảng")].concat();
    let reading = read(&docx(&body)).unwrap();
    let place = |words: &str| {
        let at = reading.text.find(words).unwrap_or_else(|| panic!("{words} in {}", reading.text));
        reading.place(&(at..at + words.len()))
    };
    let told = |words: &str| {
        let place = place(words);
        (place.at, place.cell.map(|cell| (cell.table, cell.row, cell.column)), place.part)
    };
    assert_eq!(told("Đầu"), (At::Paragraph(1), None, Part::Body));
    assert_eq!(told("Có khung"), (At::Paragraph(3), None, Part::Body));
    assert_eq!(told("trong khung"), (At::Paragraph(3), None, Part::TextBox));
    assert_eq!(told("Việc"), (At::Paragraph(1), Some((1, 1, 2)), Part::Body));
    assert_eq!(told("Treo băng rôn"), (At::Paragraph(1), Some((1, 2, 2)), Part::Body));
    assert_eq!(told("trong bảng con"), (At::Paragraph(3), Some((1, 2, 2)), Part::Body));
    assert_eq!(told("Hòa sau bảng"), (At::Paragraph(4), None, Part::Body));
}

#[test]
fn a_text_file_knows_its_lines() {
    let line = "Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị và địa phương nghiêm túc";
    let text = format!(
        "KẾ HOẠCH\n\n      {line}\n{line}\n{line}\nthực hiện xong trước ngày 20/12/2031.\n      1. {line}\n{line}\n{line}\nhết.\n\n\
         | TT | Việc |\n|---|---|\n| 1 | Họp |\n"
    );
    let reading = read(text.as_bytes()).unwrap();
    let lines = |words: &str| {
        let at = reading.text.find(words).unwrap_or_else(|| panic!("{words} in {}", reading.text));
        reading.places(&(at..at + words.len())).into_iter().map(|place| place.at).collect::<Vec<_>>()
    };
    assert_eq!(lines("thực hiện xong"), [At::Line(6)], "in the middle of a paragraph of four lines");
    assert_eq!(lines("nghiêm túc thực hiện"), [At::Line(5), At::Line(6)]);
    assert_eq!(lines("hết."), [At::Line(10)]);
    assert_eq!(lines("Họp"), [At::Line(14)]);
    let at = reading.text.find("Họp").unwrap();
    assert_eq!(reading.place(&(at..at)).cell.map(|cell| (cell.table, cell.row, cell.column)), Some((1, 2, 2)));
}

#[test]
fn list_numbers_that_word_computes_are_in_the_text() {
    let numbering = r#"<w:numbering xmlns:w="urn:w"><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num></w:numbering>"#;
    let item = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let document =
        format!("<w:document xmlns:w=\"urn:w\"><w:body>{}{}</w:body></w:document>", item("Mục đích"), item("Yêu cầu"));
    let bytes = container(&[("word/document.xml", &document), ("word/numbering.xml", numbering)]);
    assert_eq!(read(&bytes).unwrap().text, "1. Mục đích\n2. Yêu cầu");
}

#[test]
fn each_kind_of_bad_file_has_its_own_error() {
    let good = docx(&paragraph("Kế hoạch"));
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compound =
        |name: &str| [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 600], utf16(name), vec![0; 100]].concat();
    let noise: Vec<u8> = (0..4_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    let table: Vec<(&str, Vec<u8>, ReadError)> = vec![
        ("empty", Vec::new(), ReadError::Empty),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), ReadError::UnknownFormat),
        ("pdf cut short", b"%PDF-1.7\n1 0 obj".to_vec(), ReadError::Damaged),
        ("noise", noise, ReadError::UnknownFormat),
        ("xlsx", container(&[("xl/workbook.xml", "<workbook/>")]), ReadError::UnknownFormat),
        ("encrypted", compound("EncryptedPackage"), ReadError::PasswordProtected),
        ("doc cut short", compound("WordDocument"), ReadError::Damaged),
        ("cut short", good[..good.len() / 2].to_vec(), ReadError::Damaged),
        ("no text", docx("<w:p/>"), ReadError::NoText),
        ("blank text", b"  \n \n".to_vec(), ReadError::NoText),
        ("unclosed", container(&[("word/document.xml", "<w:document xmlns:w='u'><w:body>")]), ReadError::Damaged),
        ("unknown entity", docx("<w:p><w:r><w:t>&xin;</w:t></w:r></w:p>"), ReadError::Damaged),
        (
            "entity bomb",
            container(&[("word/document.xml", "<!DOCTYPE a [<!ENTITY b \"cc\">]><w:document xmlns:w='u'/>")]),
            ReadError::Bomb,
        ),
        ("deep", docx(&"<w:p>".repeat(5_000)), ReadError::Bomb),
    ];
    for (name, bytes, expected) in table {
        assert_eq!(read(&bytes).map(|reading| reading.text), Err(expected), "{name}");
    }
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let error = read_within(b"more than ten bytes", limits).unwrap_err();
    assert_eq!(error, ReadError::TooLarge { bytes: 19, limit: 10 });
}

#[test]
fn a_zip_bomb_is_refused() {
    let bomb = docx(&paragraph(&" ".repeat(40 << 20)));
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    assert_eq!(read(&bomb).map(|_| ()), Err(ReadError::Bomb));
}

#[test]
fn a_large_honest_document_is_read() {
    let body: String = (0..3_000)
        .map(|i| paragraph(&format!("{i}. Xã số {i} tổ chức {} buổi tuyên truyền.", i * 7 % 13 + 2)))
        .collect();
    let reading = read(&docx(&body)).unwrap();
    assert_eq!(reading.blocks.len(), 3_000);
}
