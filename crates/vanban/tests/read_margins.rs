//! Headers, footers and notes: a letterhead is read wherever it stands, what else stands beside the text gives no facts.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::io::{Cursor, Write};
use vanban::read::place::Part;
use vanban::read::{Limits, ReadError, Reading, read, read_within};
use zip::write::SimpleFileOptions;

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

fn paragraphs(lines: &[&str]) -> String {
    lines.iter().map(|line| paragraph(line)).collect()
}

/// The number of the page, as Word writes it, with what it was last.
const PAGE: &str = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r>\
                    <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>47</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

const HEAD: [&str; 6] = [
    "ỦY BAN NHÂN DÂN",
    "XÃ HÒA LỘC",
    "Số: 12/KH-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Hòa Lộc, ngày 03 tháng 11 năm 2031",
];

fn letterhead() -> String {
    let cell = |lines: &[&str]| format!("<w:tc>{}</w:tc>", paragraphs(lines));
    format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&HEAD[..3]), cell(&HEAD[3..]))
}

/// A plan without its letterhead; `mark` stands in the first task.
fn plan(mark: &str) -> String {
    let task = format!(
        "<w:p><w:r><w:t>1. Giao Phòng Văn hóa - Xã hội chủ trì, tổ chức 3 lớp tập huấn trước ngày 20/12/2031;</w:t></w:r>\
         <w:r>{mark}</w:r></w:p>"
    );
    [
        paragraphs(&["KẾ HOẠCH", "Triển khai Tháng hành động năm 2031", "I. TỔ CHỨC THỰC HIỆN"]),
        task,
        paragraphs(&["2. Giao Công an xã chủ trì, bảo đảm trật tự.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        paragraphs(&["Nguyễn Thị Mẫu", "Nơi nhận:", "- Như trên;", "- Lưu: VT."]),
    ]
    .concat()
}

const LINKS: &str = r#"<Relationships xmlns="urn:p"><Relationship Id="h1" Type="urn:o/header" Target="header1.xml"/><Relationship Id="h2" Type="urn:o/header" Target="/word/header2.xml"/><Relationship Id="f1" Type="urn:o/footer" Target="footer1.xml"/></Relationships>"#;

/// A document of this body with parts beside it, each by the name of its part and of its root.
fn docx(body: &str, section: &str, parts: &[(&str, &str, String)]) -> Vec<u8> {
    let of = |root: &str, content: &str| format!("<w:{root} xmlns:w=\"urn:w\" xmlns:r=\"urn:r\">{content}</w:{root}>");
    let document = of("document", &format!("<w:body>{body}<w:sectPr>{section}</w:sectPr></w:body>"));
    let parts: Vec<(&str, String)> = parts.iter().map(|(name, root, content)| (*name, of(root, content))).collect();
    let mut all = vec![("word/document.xml", document.as_str()), ("word/_rels/document.xml.rels", LINKS)];
    all.extend(parts.iter().map(|(name, content)| (*name, content.as_str())));
    container(&all)
}

const DEFAULT: &str =
    "<w:headerReference w:type=\"default\" r:id=\"h1\"/><w:footerReference w:type=\"default\" r:id=\"f1\"/>";
const OWN_FIRST: &str =
    "<w:headerReference w:type=\"default\" r:id=\"h1\"/><w:headerReference w:type=\"first\" r:id=\"h2\"/><w:titlePg/>";

/// The part of the document the words stand in; `None` where they do not.
fn part(reading: &Reading, words: &str) -> Option<Part> {
    reading.text.find(words).map(|at| reading.place(&(at..at + words.len())).part)
}

/// Everything read but where it stands.
fn values(reading: &Reading) -> Vec<(String, String)> {
    reading.facts_in_order().into_iter().map(|fact| (fact.path, fact.value.to_string())).collect()
}

#[test]
fn a_letterhead_in_the_header_of_the_first_page_is_read() {
    let plain = read(&docx(&format!("{}{}", letterhead(), plan("")), "", &[])).unwrap();
    assert_eq!(plain.facts.number.as_ref().unwrap().value, "12/KH-UBND");
    let running = ("word/header1.xml", "hdr", format!("<w:p>{PAGE}</w:p>"));
    let in_table = ("word/header2.xml", "hdr", letterhead());
    let reading = read(&docx(&plan(""), OWN_FIRST, &[running.clone(), in_table])).unwrap();
    assert!(reading.text.starts_with("ỦY BAN NHÂN DÂN\nXÃ HÒA LỘC\nSố: 12/KH-UBND\nCỘNG HÒA"), "{}", reading.text);
    assert_eq!(values(&reading), values(&plain));
    assert_eq!(part(&reading, "Số: 12/KH-UBND"), Some(Part::Header));
    assert_eq!(part(&reading, "KẾ HOẠCH"), Some(Part::Body));
    assert_eq!(part(&reading, "47"), None, "the header of the other pages is not that of the first");

    let line =
        |i: usize| format!("<w:p><w:r><w:t>{}</w:t><w:tab/><w:tab/><w:t>{}</w:t></w:r></w:p>", HEAD[i], HEAD[i + 3]);
    let with_tabs = ("word/header2.xml", "hdr", (0..3).map(line).collect());
    let reading = read(&docx(&plan(""), OWN_FIRST, &[running, with_tabs])).unwrap();
    assert_eq!(values(&reading), values(&plain));
}

#[test]
fn running_heads_feet_and_page_numbers_give_no_facts() {
    let body = format!("{}{}", letterhead(), plan(""));
    let plain = read(&docx(&body, "", &[])).unwrap();
    let simple = "<w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>58</w:t></w:r></w:fldSimple>";
    let header = format!(
        "<w:p><w:r><w:t>Tài liệu họp ngày 15/12/2031, 700 người dự</w:t></w:r></w:p><w:p><w:r><w:t>Trang </w:t></w:r>{PAGE}\
         <w:r><w:t>/</w:t></w:r>{simple}</w:p>"
    );
    let footer =
        format!("{}<w:p>{PAGE}</w:p>", paragraph("Giao Sở Nội vụ chủ trì, chậm nhất ngày 1/1/2032; in 900 bản"));
    let parts = [("word/header1.xml", "hdr", header), ("word/footer1.xml", "ftr", footer)];
    let reading = read(&docx(&body, DEFAULT, &parts)).unwrap();
    assert_eq!(values(&reading), values(&plain));
    assert!(reading.text.starts_with("Tài liệu họp ngày 15/12/2031, 700 người dự\n"), "{}", reading.text);
    assert!(
        reading.text.ends_with("\nGiao Sở Nội vụ chủ trì, chậm nhất ngày 1/1/2032; in 900 bản"),
        "{}",
        reading.text
    );
    assert_eq!(part(&reading, "Tài liệu họp"), Some(Part::Header));
    assert_eq!(part(&reading, "Giao Sở Nội vụ"), Some(Part::Footer));
    for number in ["47", "58", "Trang"] {
        assert_eq!(part(&reading, number), None, "{number}");
    }
    assert_eq!(reading.outline().len(), plain.outline().len());
}

#[test]
fn only_what_says_something_new_is_read() {
    let body = format!("{}{}", letterhead(), plan(""));
    let plain = read(&docx(&body, "", &[])).unwrap();
    let header = |lines: &[&str]| ("word/header1.xml", "hdr", paragraphs(lines));
    let said = header(&["Kế hoạch triển khai Tháng hành động năm 2031", "- 3 -"]);
    assert_eq!(read(&docx(&body, DEFAULT, &[said])).unwrap().text, plain.text, "the title of the document again");
    let again = header(&["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 99/KH-XX"]);
    let reading = read(&docx(&body, DEFAULT, &[again])).unwrap();
    assert_eq!(values(&reading), values(&plain), "a document has one letterhead");
    // A first page of its own that has no header; a header that is missing.
    let other = header(&["Tài liệu mật"]);
    let own = DEFAULT.to_owned() + "<w:titlePg/>";
    assert_eq!(read(&docx(&body, &own, &[other])).unwrap().text, plain.text);
    assert_eq!(read(&docx(&body, DEFAULT, &[])).unwrap().text, plain.text);
}

#[test]
fn the_first_section_has_the_header_and_the_last_the_footer() {
    let section = |content: &str| format!("<w:p><w:pPr><w:sectPr>{content}</w:sectPr></w:pPr></w:p>");
    let first = section(
        "<w:headerReference w:type=\"default\" r:id=\"h2\"/><w:footerReference w:type=\"default\" r:id=\"f1\"/>",
    );
    let body = format!("{}{first}{}", paragraph("Phần đầu"), paragraph("Phần cuối"));
    let parts = [
        ("word/header1.xml", "hdr", paragraph("Đầu trang sau")),
        ("word/header2.xml", "hdr", paragraph("Đầu trang trước")),
        ("word/footer1.xml", "ftr", paragraph("Chân trang")),
    ];
    let reading = read(&docx(&body, "<w:headerReference w:type=\"default\" r:id=\"h1\"/>", &parts)).unwrap();
    assert_eq!(reading.text, "Đầu trang trước\n\nPhần đầu\n\nPhần cuối\nChân trang");
}

#[test]
fn a_note_stands_after_its_paragraph_and_is_no_task() {
    let body = |marks: [&str; 3]| {
        let cell =
            |text: &str, mark: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r><w:r>{mark}</w:r></w:p></w:tc>");
        let table = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("Xã Hòa Lộc", marks[1]), cell("12 buổi", ""));
        format!("{}{}{table}{}{}", letterhead(), plan(marks[0]), paragraph("Hết"), paragraph(marks[2]))
    };
    let plain = read(&docx(&body([""; 3]), "", &[])).unwrap();
    let note = |id: i32, kind: &str, lines: &[&str]| {
        format!("<w:footnote w:id=\"{id}\"{kind}>{}</w:footnote>", paragraphs(lines))
    };
    let notes = [
        note(-1, " w:type=\"separator\"", &["vạch"]),
        note(
            1,
            "",
            &["Giao Sở Tài chính chủ trì, cấp 45 triệu đồng trước ngày 5/12/2031.", "1. Xem Kế hoạch số 9/KH-UBND."],
        ),
        note(2, "", &["Kể cả 30 buổi lưu động"]),
        note(3, "", &["Không ai nhắc tới"]),
    ];
    let marks =
        ["<w:footnoteReference w:id=\"1\"/>", "<w:footnoteReference w:id=\"2\"/>", "<w:footnoteReference w:id=\"9\"/>"];
    let reading = read(&docx(&body(marks), "", &[("word/footnotes.xml", "footnotes", notes.concat())])).unwrap();
    assert_eq!(values(&reading), values(&plain));
    assert_eq!(reading.facts.tasks.len(), 2);
    assert!(reading.text.contains("ngày 20/12/2031;\nGiao Sở Tài chính"), "{}", reading.text);
    assert!(reading.text.contains("Xã Hòa Lộc | 12 buổi\nKể cả 30 buổi lưu động\nHết"), "{}", reading.text);
    assert_eq!(part(&reading, "Giao Sở Tài chính"), Some(Part::Footnote));
    assert_eq!(part(&reading, "Giao Công an xã"), Some(Part::Body));
    assert!(!reading.text.contains("vạch") && !reading.text.contains("Không ai"), "{}", reading.text);
    let titles =
        |reading: &Reading| reading.outline()[0].children.iter().map(|item| item.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&reading), titles(&plain), "a numbered note is no item");

    let endnote = "<w:endnote w:id=\"1\"><w:p><w:r><w:t>Ghi chú cuối</w:t></w:r></w:p></w:endnote>".to_owned();
    let text = "<w:p><w:r><w:t>Một</w:t><w:endnoteReference w:id=\"1\"/><w:t> câu</w:t></w:r></w:p><w:p><w:r><w:t>Hai</w:t></w:r></w:p>";
    let reading = read(&docx(text, "", &[("word/endnotes.xml", "endnotes", endnote)])).unwrap();
    assert_eq!(reading.text, "Một câu\nGhi chú cuối\nHai");
}

#[test]
fn a_field_that_is_never_closed_hides_one_paragraph_at_most() {
    let open = PAGE.rsplit_once("<w:r><w:fldChar").unwrap().0;
    let body = format!("<w:p>{open}<w:r><w:t>ẩn</w:t></w:r></w:p>{}", paragraph("Còn nguyên"));
    assert_eq!(read(&docx(&body, "", &[])).unwrap().text, "Còn nguyên");
}

#[test]
fn headers_and_notes_are_bounded() {
    let many = "<w:p/>".repeat(100_001);
    let header = [("word/header1.xml", "hdr", many.clone())];
    assert_eq!(read(&docx(&paragraph("Thân"), DEFAULT, &header)).map(|_| ()), Err(ReadError::Bomb));
    let notes = [("word/footnotes.xml", "footnotes", format!("<w:footnote w:id=\"1\">{many}</w:footnote>"))];
    assert_eq!(read(&docx(&paragraph("Thân"), "", &notes)).map(|_| ()), Err(ReadError::Bomb));
    let long = [("word/footer1.xml", "ftr", paragraph(&"chữ ".repeat(1_000)))];
    let limits = Limits { text_bytes: 3_000, ..Limits::default() };
    let error = read_within(&docx(&paragraph("Thân"), DEFAULT, &long), limits).map(|_| ());
    assert!(matches!(error, Err(ReadError::TooLarge { .. })), "{error:?}");
}

#[test]
fn one_piece_of_text_longer_than_all_that_is_read_is_refused_before_it_is_held() {
    let limits = Limits { text_bytes: 1 << 16, ..Limits::default() };
    let body = paragraph(&"chữ dài ".repeat(1 << 18));
    assert_eq!(read_within(&docx(&body, "", &[]), limits).map(|_| ()), Err(ReadError::Bomb));
}

fn odt(styles: &str, automatic: &str, body: &str) -> Vec<u8> {
    let names = "xmlns:office=\"o\" xmlns:style=\"s\" xmlns:text=\"t\" xmlns:table=\"b\"";
    let styles = format!("<office:document-styles {names}>{styles}</office:document-styles>");
    let content = format!(
        "<office:document-content {names}><office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>\
         {body}</office:text></office:body></office:document-content>"
    );
    container(&[("styles.xml", &styles), ("content.xml", &content)])
}

#[test]
fn an_odt_has_headers_footers_and_notes_too() {
    let p = |text: &str| format!("<text:p>{text}</text:p>");
    let head: String = HEAD.iter().map(|line| p(line)).collect();
    let page = "<text:page-number>47</text:page-number>";
    let styles = format!(
        "<office:master-styles><style:master-page style:name=\"Standard\"><style:header>{}</style:header><style:header-left>{}\
         </style:header-left><style:footer>{}{}</style:footer></style:master-page><style:master-page style:name=\"Dau\" \
         style:next-style-name=\"Standard\"><style:header>{head}</style:header></style:master-page></office:master-styles>",
        p("Tài liệu họp"),
        p("Trang chẵn"),
        p(page),
        p("Lưu hành nội bộ, 900 bản"),
    );
    let automatic = "<style:style style:name=\"P1\" style:family=\"paragraph\" style:master-page-name=\"Dau\"/>";
    let note = "<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body>\
                <text:p>Giao Sở Tài chính chủ trì, cấp 45 triệu đồng</text:p></text:note-body></text:note>";
    let body = |first: &str, note: &str| {
        format!(
            "<text:p text:style-name=\"{first}\">KẾ HOẠCH</text:p>{}{}{}{}",
            p("Triển khai Tháng hành động năm 2031"),
            p("I. TỔ CHỨC THỰC HIỆN"),
            p(&format!("1. Giao Công an xã{note} chủ trì, tổ chức 3 buổi tuyên truyền.")),
            p("Hết")
        )
    };
    let reading = read(&odt(&styles, automatic, &body("P1", note))).unwrap();
    assert_eq!(reading.facts.number.as_ref().unwrap().value, "12/KH-UBND");
    assert_eq!(part(&reading, "12/KH-UBND"), Some(Part::Header));
    assert_eq!(part(&reading, "Giao Sở Tài chính"), Some(Part::Footnote));
    assert!(
        reading.text.contains("Giao Công an xã chủ trì, tổ chức 3 buổi tuyên truyền.\nGiao Sở"),
        "{}",
        reading.text
    );
    assert!(reading.text.ends_with("Hết\nLưu hành nội bộ, 900 bản"), "{}", reading.text);
    for words in ["47", "Tài liệu họp", "Trang chẵn"] {
        assert_eq!(part(&reading, words), None, "{words}");
    }
    let plain = read(&odt(&styles.replace("Lưu hành nội bộ, 900 bản", ""), automatic, &body("P1", ""))).unwrap();
    assert_eq!(values(&reading), values(&plain));

    let standard = read(&odt(&styles, automatic, &body("", ""))).unwrap();
    assert!(standard.text.starts_with("Tài liệu họp\n\nKẾ HOẠCH"), "{}", standard.text);
    assert!(standard.facts.number.is_none());
}
