//! PDF files, web pages and Markdown, as whoever hands them in would notice. The files are made here, of sentences
//! about places that do not exist.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use proptest::prelude::*;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use vanban::read::place::{At, Part};
use vanban::read::{Format, ReadError, read};

/// A line of text on a page: its left edge, its baseline, its size, its words.
type Line<'a> = (f32, f32, f32, &'a str);

/// A PDF whose letters are all half as wide as high, with these lines and this drawing on each page.
fn pdf(pages: &[(&[Line<'_>], &str)]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Mau /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>".to_owned(),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Mau /DW 500 >>".to_owned(),
        stream("1 beginbfrange <0000> <FFFF> <0000> endbfrange"),
    ];
    let mut kids = String::new();
    for (lines, drawing) in pages {
        let mut content = format!("{drawing}\nBT\n");
        for (x, y, size, text) in *lines {
            let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            writeln!(content, "/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj").unwrap();
        }
        content.push_str("ET");
        objects.push(stream(&content));
        let number = objects.len();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {number} 0 R >>"
        ));
        write!(kids, "{} 0 R ", objects.len()).unwrap();
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len());
    assemble(&objects)
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// Objects 1, 2, 3 … with a trailer; the first is the catalog.
fn assemble(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        writeln!(file, "{} 0 obj\n{object}\nendobj", i + 1).unwrap();
    }
    writeln!(file, "trailer\n<< /Root 1 0 R /Size {} >>\nstartxref\n0\n%%EOF", objects.len() + 1).unwrap();
    file.into_bytes()
}

const LETTER: [Line<'static>; 14] = [
    (90.0, 770.0, 12.0, "ỦY BAN NHÂN DÂN"),
    (300.0, 770.0, 12.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (110.0, 755.0, 12.0, "XÃ HÒA LỘC"),
    (320.0, 754.0, 12.0, "Độc lập - Tự do - Hạnh phúc"),
    (95.0, 735.0, 12.0, "Số: 12/KH-UBND"),
    (310.0, 735.0, 12.0, "Hòa Lộc, ngày 03 tháng 11 năm 2031"),
    (260.0, 700.0, 14.0, "KẾ HOẠCH"),
    (150.0, 682.0, 14.0, "Triển khai Tháng hành động năm 2031"),
    (121.0, 650.0, 14.0, "Thực hiện kế hoạch của tỉnh An Giao, Ủy ban nhân dân xã giao"),
    (85.0, 632.0, 14.0, "các thôn báo cáo trước ngày 20/12/2031."),
    (85.0, 600.0, 12.0, "Nơi nhận:"),
    (330.0, 600.0, 13.0, "CHỦ TỊCH"),
    (85.0, 586.0, 11.0, "- Các thôn;"),
    (325.0, 540.0, 13.0, "Nguyễn Thị Mẫu"),
];

#[test]
fn columns_of_a_pdf_are_not_read_into_each_other() {
    let reading = read(&pdf(&[(&LETTER, "")])).unwrap();
    assert_eq!(reading.format, Format::Pdf);
    assert_eq!(
        reading.text,
        "ỦY BAN NHÂN DÂN\nXÃ HÒA LỘC\nSố: 12/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         Hòa Lộc, ngày 03 tháng 11 năm 2031\n\nKẾ HOẠCH\nTriển khai Tháng hành động năm 2031\n\
         Thực hiện kế hoạch của tỉnh An Giao, Ủy ban nhân dân xã giao các thôn báo cáo trước ngày 20/12/2031.\n\
         Nơi nhận:\n- Các thôn;\nCHỦ TỊCH\nNguyễn Thị Mẫu"
    );
    let facts = reading.facts;
    assert_eq!(facts.number.unwrap().value, "12/KH-UBND");
    assert_eq!(facts.issue_date.unwrap().value.to_string(), "2031-11-03");
}

/// Written by an office program: compressed streams, subset fonts with maps to letters, ruled cells.
const OFFICE: &[u8] = include_bytes!("fixtures/office.pdf");

#[test]
fn a_pdf_of_an_office_program_gives_the_facts_of_its_document() {
    let reading = read(OFFICE).unwrap();
    let text = &reading.text;
    assert!(text.starts_with("ỦY BAN NHÂN DÂN\nXÃ HÒA LỘC\nSố: 27/KH-UBND\nCỘNG HÒA"), "{text}");
    assert!(
        text.contains("\n1 | Buổi truyền thông tại thôn | cuộc | 12\n2 | Người được tặng quà | người | 45\n"),
        "{text}"
    );
    assert!(text.ends_with("- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Mẫu"), "{text}");
    let paragraph = "1. Công chức Văn hóa - Xã hội chủ trì, phối hợp với Hội Liên hiệp Phụ nữ xã tổ chức lễ phát động tại nhà văn hóa \
                     trung tâm, bảo đảm an toàn, tiết kiệm, thu hút đông đảo người dân tham gia; hoàn thành trước ngày 15/11/2031.";
    assert!(text.lines().any(|line| line == paragraph), "{text}");
    let facts = reading.facts;
    assert_eq!(facts.number.unwrap().value, "27/KH-UBND");
    assert_eq!(facts.issue_date.unwrap().value.to_string(), "2031-11-05");
    assert_eq!(facts.signer.unwrap().name.unwrap().value, "Trần Văn Mẫu");
}

#[test]
fn a_ruled_table_of_a_pdf_keeps_its_cells() {
    let lines: [Line<'_>; 7] = [
        (85.0, 760.0, 14.0, "Phân công thực hiện như sau, các đơn vị căn cứ để làm:"),
        (90.0, 705.0, 12.0, "TT"),
        (130.0, 705.0, 12.0, "Việc"),
        (350.0, 705.0, 12.0, "Đơn vị"),
        (90.0, 685.0, 12.0, "1"),
        (130.0, 685.0, 12.0, "Treo băng rôn ở chợ"),
        (350.0, 685.0, 12.0, "Thôn Đông"),
    ];
    let mut drawing = String::new();
    for y in [720, 700, 680] {
        write!(drawing, "85 {y} m 530 {y} l S ").unwrap();
    }
    for x in [85, 125, 345, 530] {
        write!(drawing, "{x} 680 m {x} 720 l S ").unwrap();
    }
    let text = read(&pdf(&[(&lines, &drawing)])).unwrap().text;
    assert!(text.ends_with("TT | Việc | Đơn vị\n1 | Treo băng rôn ở chợ | Thôn Đông"), "{text}");
}

#[test]
fn every_piece_of_a_pdf_knows_its_page() {
    const FILL: &str = "Ủy ban nhân dân các xã, phường chủ trì, phối hợp với các hội";
    let first: [Line<'_>; 3] = [
        (121.0, 140.0, 14.0, FILL),
        (85.0, 122.0, 14.0, "đoàn thể tổ chức lễ phát động, bảo đảm an toàn, tiết kiệm và"),
        (85.0, 104.0, 14.0, "nộp báo cáo về Ủy ban nhân dân tỉnh để tổng hợp chung, trước"),
    ];
    let mut second =
        vec![(85.0, 770.0, 14.0, "ngày 20/12/2031 theo mẫu."), (90.0, 145.0, 12.0, "1"), (130.0, 145.0, 12.0, "Họp")];
    let third = [(90.0, 745.0, 12.0, "2"), (130.0, 745.0, 12.0, "Treo băng rôn")];
    let ruled = |ys: [i32; 2]| {
        let across: String = ys.iter().map(|y| format!("85 {y} m 530 {y} l S ")).collect();
        let down: String = [85, 125, 530].iter().map(|x| format!("{x} {} m {x} {} l S ", ys[0], ys[1])).collect();
        across + &down
    };
    second.push((121.0, 700.0, 14.0, "Phân công:"));
    let bytes = pdf(&[(&LETTER, ""), (&first, ""), (&second, &ruled([140, 160])), (&third, &ruled([740, 760]))]);
    let reading = read(&bytes).unwrap();
    let pages = |words: &str| {
        let at = reading.text.find(words).unwrap_or_else(|| panic!("{words} in {}", reading.text));
        reading.places(&(at..at + words.len())).into_iter().map(|place| place.at).collect::<Vec<_>>()
    };
    assert_eq!(pages("Số: 12/KH-UBND"), [At::Page(1)]);
    assert_eq!(pages("đoàn thể"), [At::Page(2)]);
    assert_eq!(pages("trước ngày 20/12/2031 theo"), [At::Page(2), At::Page(3)], "{}", reading.text);
    assert_eq!(pages("Họp"), [At::Page(3)]);
    assert_eq!(pages("Treo băng rôn"), [At::Page(4)], "a row of a table that goes on");
    let at = reading.text.find("Số: 12").unwrap();
    assert_eq!(reading.place(&(at..at)).part, Part::Letterhead);
    let at = reading.text.find("Treo").unwrap();
    assert_eq!(reading.place(&(at..at)).cell.map(|cell| (cell.table, cell.row, cell.column)), Some((1, 2, 2)));
}

#[test]
fn pictures_of_pages_are_said_to_be_scanned() {
    assert_eq!(read(&pdf(&[(&[], "q 595 0 0 842 0 0 cm /Im1 Do Q")])).map(|_| ()), Err(ReadError::Scanned));
}

#[test]
fn junk_before_the_mark_and_a_wrong_length_do_no_harm() {
    let good = pdf(&[(&LETTER, "")]);
    let text = read(&good).unwrap().text;
    let mailed = [b"\r\n--part\r\n".to_vec(), good.clone()].concat();
    assert_eq!(read(&mailed).unwrap().text, text);
    for length in ["0", "7", "99999999", "-5", "9 0 R"] {
        let lying = String::from_utf8(good.clone()).unwrap();
        let lying: Vec<String> = lying
            .split_inclusive("/Length ")
            .map(|part| {
                let digits = part.chars().take_while(char::is_ascii_digit).count();
                if digits > 0 && part.contains("endobj") {
                    format!("{length}{}", &part[digits..])
                } else {
                    part.to_owned()
                }
            })
            .collect();
        assert_eq!(read(lying.concat().as_bytes()).unwrap().text, text, "{length}");
    }
}

/// What a hostile file may end in: an error, or some text, within two seconds (ten without optimisation).
fn ends(name: &str, bytes: &[u8]) -> Result<String, ReadError> {
    let start = Instant::now();
    let result = read(bytes).map(|reading| reading.text);
    let limit = if cfg!(debug_assertions) { 10 } else { 2 };
    assert!(start.elapsed() < Duration::from_secs(limit), "{name}: {:?}", start.elapsed());
    result
}

#[test]
fn hostile_pdfs_end_in_an_error() {
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
    let page = |content: &str, resources: &str| {
        format!("<< /Type /Page /MediaBox [0 0 595 842] /Resources << {resources} >> /Contents {content} >>")
    };
    let kids = |kids: &str| format!("<< /Type /Pages /Kids [{kids}] /Count 2000000000 >>");
    let cyclic = assemble(&[catalog.clone(), kids("3 0 R 2 0 R 3 0 R"), kids("2 0 R 3 0 R")]);
    assert_eq!(ends("a tree of itself", &cyclic), Err(ReadError::Damaged));
    let hops = assemble(&["2 0 R".into(), "3 0 R".into(), "1 0 R".into()]);
    assert_eq!(ends("references in a ring", &hops), Err(ReadError::Damaged));
    let deep = assemble(&[catalog.clone(), "[".repeat(2_000_000)]);
    assert_eq!(ends("deep arrays", &deep), Err(ReadError::Damaged));
    let form = stream("/X Do /X Do /X Do /X Do").replacen(
        "<<",
        "<< /Subtype /Form /Resources << /XObject << /X 4 0 R >> >>",
        1,
    );
    let forms = assemble(&[catalog.clone(), kids("3 0 R"), page("4 0 R", "/XObject << /X 4 0 R >>"), form]);
    assert!(ends("a form in itself", &forms).is_err());
    let many = format!("BT /F1 1 Tf ({}) Tj ET", "a".repeat(3_000_000));
    let font = "/Font << /F1 << /Type /Font /Subtype /TrueType >> >>";
    let letters = assemble(&[catalog.clone(), kids("3 0 R"), page("4 0 R", font), stream(&many)]);
    assert_eq!(ends("letters without end", &letters), Err(ReadError::Bomb));
    let same = assemble(&[catalog.clone(), kids(&"3 0 R ".repeat(300_000)), page("4 0 R", font), stream("")]);
    assert!(ends("one page many times", &same).is_err());
    let map: String = (0..60_000).map(|i| format!("<{i:04X}> <FFFF> <0041> ")).collect();
    let font = "/Font << /F1 << /Type /Font /Subtype /Type0 /ToUnicode 5 0 R >> >>";
    let ranges = assemble(&[
        catalog,
        kids("3 0 R"),
        page("4 0 R", font),
        stream(&"BT /F1 9 Tf (abcdefgh) Tj ET ".repeat(3_000)),
        stream(&format!("{map} endbfrange")),
    ]);
    let _ = ends("a map of ranges", &ranges);
}

#[test]
fn a_pdf_cut_anywhere_is_read_in_part_or_refused() {
    let whole = pdf(&[(&LETTER, ""), (&LETTER, "")]);
    for whole in [whole.as_slice(), OFFICE] {
        for length in (0..whole.len()).step_by(97) {
            let _ = ends("cut", &whole[..length]);
        }
    }
}

const NEWS: &str = r##"<!DOCTYPE html><html><head><meta charset="utf-8"><title>Hòa Lộc ra quân | Báo An Giao</title>
<meta property="og:title" content="Xã Hòa Lộc ra quân Tháng hành động"><style>.x{color:red}</style>
<script>var a = "<p>không phải bài</p>";</script></head><body class="has-sidebar">
<header><ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/tin">Thời sự</a></li></ul></header>
<nav><a href="/a">Kinh tế</a></nav>
<form id="aspnetForm"><div class="wrap"><div class="main-col">
<h1>Xã Hòa Lộc ra quân Tháng hành động</h1><div class="date">Thứ bảy, 15/11/2031</div>
<div class="detail-content"><p>Sáng 15/11, Ủy ban nhân dân xã Hòa Lộc (tỉnh An Giao) tổ chức lễ phát động với hơn 300 người tham dự.</p>
<figure><img src="a.jpg"><figcaption>Quang cảnh buổi lễ. Ảnh: Văn Mẫu</figcaption></figure>
<table class="picture"><tr><td><img src="b.jpg"></td></tr><tr><td>Chú thích ảnh thứ hai</td></tr></table>
<p>Ban tổ chức trao <b>20 suất quà</b> cho phụ nữ &amp; trẻ em g&aacute;i c&oacute; ho&agrave;n cảnh khó khăn.<p>Dịp này, xã ra mắt
hai địa chỉ tin cậy.</p><div class="tin-lien-quan"><p>Bài khác về một nơi khác hẳn</p></div>
<p><a href="/khac">Xem chuyện một huyện khác phát động hôm qua</a></p><p>Đọc thêm:</p></div>
<div class="qc">Quảng cáo</div></div><aside>Tin đọc nhiều nhất trong tuần qua</aside></div></form>
<footer>Giấy phép số 1/GP</footer></body></html>"##;

#[test]
fn of_a_news_page_the_article_is_read() {
    let reading = read(NEWS.as_bytes()).unwrap();
    assert_eq!(reading.format, Format::Html);
    assert_eq!(
        reading.text,
        "Xã Hòa Lộc ra quân Tháng hành động\nThứ bảy, 15/11/2031\n\
         Sáng 15/11, Ủy ban nhân dân xã Hòa Lộc (tỉnh An Giao) tổ chức lễ phát động với hơn 300 người tham dự.\n\
         Ban tổ chức trao 20 suất quà cho phụ nữ & trẻ em gái có hoàn cảnh khó khăn.\n\
         Dịp này, xã ra mắt hai địa chỉ tin cậy."
    );
}

#[test]
fn a_piece_of_a_page_knows_its_block() {
    let page = "<html><head><title>Một ngày hội</title></head><body><nav>Trang chủ</nav><script>var a = 1;</script>\
                <p>Đoạn <b>thứ</b> nhất đủ dài.</p><p></p><div>Đoạn thứ hai<br>xuống dòng.</div>\
                <table><tr><td>TT</td><td>Việc</td></tr><tr><td>1</td><td>Họp</td></tr></table><p>Sau bảng.</p></body></html>";
    let reading = read(page.as_bytes()).unwrap();
    let told = |words: &str| {
        let at = reading.text.find(words).unwrap_or_else(|| panic!("{words} in {}", reading.text));
        let place = reading.place(&(at..at));
        (place.at, place.cell.map(|cell| (cell.table, cell.row, cell.column)))
    };
    assert_eq!(told("Một ngày hội"), (At::Title, None));
    assert_eq!(told("nhất"), (At::Paragraph(1), None));
    assert_eq!(told("xuống dòng"), (At::Paragraph(2), None));
    assert_eq!(told("Họp"), (At::Paragraph(1), Some((1, 2, 2))));
    assert_eq!(told("Sau bảng"), (At::Paragraph(7), None), "four cells were counted");
}

#[test]
fn a_title_that_the_content_lacks_comes_from_the_head() {
    let page = "<html><head><title>Một ngày ở Minh Hải | Cổng tin</title></head><body><p>Nội dung bài viết có một câu đủ dài.</p></body></html>";
    assert_eq!(read(page.as_bytes()).unwrap().text, "Một ngày ở Minh Hải\nNội dung bài viết có một câu đủ dài.");
}

#[test]
fn a_document_published_as_a_page_keeps_its_letterhead() {
    let page = "<html><head><title>Văn bản</title></head><body><div class='content'><table><tr><td><b>ỦY BAN NHÂN DÂN<br>XÃ HÒA LỘC</b></td>\
                <td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b></td></tr>\
                <tr><td>Số: 12/KH-UBND</td><td><i>Hòa Lộc, ngày 03 tháng 11 năm 2031</i></td></tr></table>\
                <p align=center><b>KẾ HOẠCH</b></p><p>Triển khai Tháng hành động năm 2031</p><ol><li>Mục đích<li>Yêu cầu</ol>\
                <table><tr><th rowspan=2>TT</th><th colspan=2>Kết quả</th></tr><tr><td>Số cuộc</td><td>Số người</td></tr><tr><td>1<td>2<td>3</table></div></body></html>";
    let reading = read(page.as_bytes()).unwrap();
    assert_eq!(
        reading.text,
        "ỦY BAN NHÂN DÂN\nXÃ HÒA LỘC\nSố: 12/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         Hòa Lộc, ngày 03 tháng 11 năm 2031\n\nKẾ HOẠCH\nTriển khai Tháng hành động năm 2031\n1. Mục đích\n2. Yêu cầu\n\
         TT | Kết quả\nSố cuộc | Số người\n1 | 2 | 3"
    );
    assert_eq!(reading.facts.number.unwrap().value, "12/KH-UBND");
}

#[test]
fn the_encoding_a_page_names_is_used() {
    // "Họp" in windows-1258: the tone mark follows its letter.
    let head = b"<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1258'></head><body><p>H\x6F\xF2p t\xE2\xF2i xa\xDE Minh H\x61\xD2i</p></body></html>";
    assert_eq!(read(head).unwrap().text, "Họp tậi xã Minh Hải");
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(NEWS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&utf16).unwrap().text, read(NEWS.as_bytes()).unwrap().text);
}

#[test]
fn hostile_pages_end_soon() {
    let deep = format!("<html><body>{}chữ trong cùng", "<div>".repeat(100_000));
    assert_eq!(ends("deep", deep.as_bytes()).unwrap(), "chữ trong cùng");
    let table = format!("<html>{}chữ", "<table><tr><td>".repeat(100_000));
    assert!(ends("deep tables", table.as_bytes()).unwrap().ends_with("chữ"));
    let many: String = (0..400_000).map(|i| format!(" a{i}=1")).collect();
    assert_eq!(ends("attributes", format!("<html><p{many}>chữ").as_bytes()).unwrap(), "chữ");
    let open = format!("<html><p>chữ{}", "</b>".repeat(1_000_000));
    assert_eq!(ends("ends without starts", open.as_bytes()).unwrap(), "chữ");
    let elements = format!("<html>{}", "<p>a".repeat(1_000_000));
    assert_eq!(ends("elements", elements.as_bytes()), Err(ReadError::Bomb));
    let entities = format!("<!DOCTYPE html [<!ENTITY a \"&b;&b;\"><!ENTITY b \"xxxx\">]><p>{}", "&a;".repeat(100_000));
    assert!(ends("entities", entities.as_bytes()).is_ok());
    let spans = format!("<html><table><tr>{}</table>", "<td colspan=60 rowspan=1000>a".repeat(20_000));
    let _ = ends("spans", spans.as_bytes());
}

#[test]
fn markdown_is_read_without_its_marks() {
    let text = "# KẾ HOẠCH\n\n## 1. Mục đích\n\n**Nâng cao** nhận thức tại [xã Hòa Lộc](https://hoaloc.vidu).\n";
    assert_eq!(read(text.as_bytes()).unwrap().text, "KẾ HOẠCH\n\n1. Mục đích\n\nNâng cao nhận thức tại xã Hòa Lộc.");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn damaged_pdfs_do_not_panic(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        for mut bytes in [pdf(&[(&LETTER, "10 10 500 700 re S")]), OFFICE.to_vec()] {
            for (place, byte) in &places {
                let at = place.index(bytes.len());
                bytes[at] = *byte;
            }
            let _ = ends("damaged", &bytes);
        }
    }

    #[test]
    fn damaged_pages_do_not_panic(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in any::<prop::sample::Index>()) {
        let mut bytes = NEWS.as_bytes().to_vec();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        let _ = ends("damaged", &bytes);
    }
}
