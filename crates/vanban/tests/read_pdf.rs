//! What offices do with PDF files: old fonts, tables without lines, columns, charts, protection, recognised scans, and
//! files that are broken or hostile. All are made here, of sentences about places that do not exist.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use vanban::read::{ReadError, read};

/// A line of text on a page: its left edge, its baseline, its size, its words.
type Line<'a> = (f32, f32, f32, &'a str);

/// Shows lines in the font `F1`, whose codes are UTF-16 and whose letters are half as wide as high.
fn show(lines: &[Line<'_>]) -> String {
    let mut content = "BT\n".to_owned();
    for (x, y, size, text) in lines {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        writeln!(content, "/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj").unwrap();
    }
    content + "ET\n"
}

const UNICODE: &str = "/F1 << /Type /Font /Subtype /Type0 /BaseFont /Mau /Encoding /Identity-H /ToUnicode 3 0 R \
                       /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Mau /DW 500 >>] >>";

fn stream(entries: &str, content: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// Objects 1, 2, 3 … with a trailer; the first is the catalog, the second the tree of the pages, the third the map of
/// the font `F1`. There is no table of places: the reader has to find the objects.
fn file(fonts: &str, pages: &[String], more: &[String]) -> Vec<u8> {
    let first = 4 + more.len();
    let kids: String = (0..pages.len()).map(|i| format!("{} 0 R ", first + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 595 842] >>", pages.len()),
        stream("", "1 beginbfrange <0000> <FFFF> <0000> endbfrange"),
    ];
    objects.extend_from_slice(more);
    for content in pages {
        let next = objects.len() + 2;
        objects
            .push(format!("<< /Type /Page /Parent 2 0 R /Resources << /Font << {fonts} >> >> /Contents {next} 0 R >>"));
        objects.push(stream("", content));
    }
    number(&objects)
}

fn number(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        writeln!(file, "{} 0 obj\n{object}\nendobj", i + 1).unwrap();
    }
    writeln!(file, "trailer\n<< /Root 1 0 R /Size {} >>\nstartxref\n0\n%%EOF", objects.len() + 1).unwrap();
    file.into_bytes()
}

fn pages(pages: &[&[Line<'_>]]) -> Vec<u8> {
    file(UNICODE, &pages.iter().map(|lines| show(lines)).collect::<Vec<_>>(), &[])
}

fn text(bytes: &[u8]) -> String {
    read(bytes).unwrap().text
}

/// A page of one paragraph, so that the column of the text is known.
const PROSE: [Line<'static>; 3] = [
    (121.0, 780.0, 12.0, "Ủy ban nhân dân xã Hòa Lộc phân công các ngành, đoàn thể và các thôn thực"),
    (85.0, 765.0, 12.0, "hiện các việc sau đây trong Tháng hành động, bảo đảm thiết thực và tiết kiệm,"),
    (85.0, 750.0, 12.0, "báo cáo đúng hạn:"),
];

#[test]
fn fonts_from_before_unicode_are_converted_run_by_run() {
    let font = |name: &str, base: &str| {
        format!("/{name} << /Type /Font /Subtype /TrueType /BaseFont /{base} /Encoding /WinAnsiEncoding >> ")
    };
    let fonts =
        [font("T", "ABCDEF+.VnTime"), font("H", ".VnTimeH,Bold"), font("V", "VNI-Times"), font("U", "TimesNewRoman")];
    // "tư" ends in the byte that Windows calls a soft hyphen.
    let content = "BT /H 14 Tf 1 0 0 1 85 760 Tm <F1>Tj (y ban nh)Tj <A9>Tj (n d)Tj <A9>Tj (n)Tj \
        /T 14 Tf 1 0 0 1 85 700 Tm (KÕ ho¹ch phßng, chèng b¹o lùc n¨m 2031) Tj \
        1 0 0 1 85 670 Tm (\u{d0}Çu t\u{ad} cho ng\u{ad}êi d©n) Tj \
        /V 14 Tf 1 0 0 1 85 640 Tm (Keá hoaïch phoøng, choáng baïo löïc) Tj \
        /U 14 Tf 1 0 0 1 85 610 Tm (Caf\u{e9} 12 m) Tj ET";
    // The content is written as Latin-1, one byte a letter.
    let bytes: Vec<u8> = String::from_utf8(file(&fonts.concat(), &[content.to_owned()], &[]))
        .unwrap()
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let text = text(&bytes);
    for line in ["ỦY BAN NHÂN DÂN", "Kế hoạch phòng, chống bạo lực năm 2031", "cho người dân", "Café 12 m"]
    {
        assert!(text.contains(line), "{line} not in {text}");
    }
    assert_eq!(text.matches("Kế hoạch phòng, chống bạo lực").count(), 2, "{text}");
}

#[test]
fn glyph_names_and_type_3_fonts_stand_in_for_a_map() {
    let fonts = "/A << /Type /Font /Subtype /Type1 /BaseFont /Mau /Encoding << /BaseEncoding /WinAnsiEncoding \
                 /Differences [1 /uni1EA1 /dcroat /uni1ED9 /uhorn] >> >> \
                 /B << /Type /Font /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FontBBox [0 0 50 70] /FirstChar 65 \
                 /LastChar 67 /Widths [50 50 50] /CharProcs << >> /Encoding << /Differences [65 /H /ograve /a] >> >>";
    let content = "BT /A 14 Tf 1 0 0 1 85 700 Tm (Lao \\002\\003ng x\\343 h\\003i, v\\004\\001n t\\341c) Tj \
                   /B 14 Tf 1 0 0 1 85 650 Tm (ABC) Tj ET";
    assert_eq!(text(&file(fonts, &[content.to_owned()], &[])), "Lao động xã hội, vưạn tác Hòa");
}

/// An assignment table without lines: its head, and rows whose cells run over one, two or three lines.
const ASSIGNMENT: [Line<'static>; 17] = [
    (85.0, 720.0, 12.0, "TT"),
    (115.0, 720.0, 12.0, "Nhiệm vụ"),
    (300.0, 720.0, 12.0, "Chủ trì"),
    (420.0, 720.0, 12.0, "Thời hạn"),
    (85.0, 700.0, 12.0, "1"),
    (115.0, 700.0, 12.0, "Tổ chức lễ phát động tại nhà"),
    (300.0, 700.0, 12.0, "Công chức Văn hóa"),
    (420.0, 700.0, 12.0, "Trước ngày"),
    (115.0, 686.0, 12.0, "văn hóa trung tâm"),
    (300.0, 686.0, 12.0, "- Xã hội"),
    (420.0, 686.0, 12.0, "15/11/2031"),
    (85.0, 666.0, 12.0, "2"),
    (115.0, 666.0, 12.0, "Thăm hộ gia đình khó khăn"),
    (300.0, 666.0, 12.0, "Công an xã"),
    (115.0, 652.0, 12.0, "và trẻ em"),
    (85.0, 620.0, 12.0, "Các thôn căn cứ bảng trên để làm và báo cáo Ủy ban nhân dân xã đúng hạn."),
    (85.0, 605.0, 12.0, "Có khó khăn thì gọi văn phòng."),
];

#[test]
fn cells_that_stand_under_one_another_are_a_table_without_lines() {
    let text = text(&pages(&[&[&PROSE[..], &ASSIGNMENT].concat()]));
    let table = "\nTT | Nhiệm vụ | Chủ trì | Thời hạn\n\
        1 | Tổ chức lễ phát động tại nhà văn hóa trung tâm | Công chức Văn hóa - Xã hội | Trước ngày 15/11/2031\n\
        2 | Thăm hộ gia đình khó khăn và trẻ em | Công an xã |\n";
    assert!(text.contains(table), "{text}");
    assert!(text.contains("\nCác thôn căn cứ bảng trên để làm"), "{text}");
}

#[test]
fn a_report_form_without_lines_keeps_empty_cells_and_goes_on_over_the_page() {
    let head = [(85.0, "TT"), (115.0, "Nội dung"), (330.0, "Đơn vị tính"), (450.0, "Kết quả")];
    let row = |y: f32, cells: [&'static str; 4]| {
        let lefts = [85.0, 115.0, 330.0, 450.0];
        lefts.into_iter().zip(cells).filter(|(_, cell)| !cell.is_empty()).map(move |(x, cell)| (x, y, 12.0, cell))
    };
    let heads = |y: f32| head.map(|(x, cell)| (x, y, 12.0, cell));
    let mut first = PROSE.to_vec();
    first.extend(heads(700.0));
    first.extend(row(680.0, ["I", "Truyền thông", "", ""]));
    first.extend(row(660.0, ["1", "Số cuộc truyền thông", "cuộc", "12"]));
    first.extend(row(640.0, ["2", "Số người tham dự", "người", "1.250"]));
    first.extend(row(620.0, ["", "Trong đó: nữ", "người", "800"]));
    let mut second = heads(780.0).to_vec();
    second.extend(row(760.0, ["3", "Số người được tư vấn và hỗ trợ", "", ""]));
    second.extend(row(740.0, ["4", "Kinh phí", "triệu đồng", "45,5"]));
    let text = text(&pages(&[&first, &second]));
    let form = "\nTT | Nội dung | Đơn vị tính | Kết quả\nI | Truyền thông | |\n1 | Số cuộc truyền thông | cuộc | 12\n\
        2 | Số người tham dự | người | 1.250\n| Trong đó: nữ | người | 800\n\
        3 | Số người được tư vấn và hỗ trợ | |\n4 | Kinh phí | triệu đồng | 45,5";
    let squeezed = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
    assert!(squeezed.join("\n").ends_with(form), "{text}");
}

#[test]
fn a_list_with_tabs_is_no_table() {
    let lines = [
        &PROSE[..],
        &[
            (85.0, 720.0, 12.0, "07h30"),
            (150.0, 720.0, 12.0, "Đón tiếp đại biểu"),
            (85.0, 705.0, 12.0, "08h00"),
            (150.0, 705.0, 12.0, "Khai mạc"),
            (85.0, 690.0, 12.0, "09h00"),
            (150.0, 690.0, 12.0, "Trao quà"),
        ],
    ]
    .concat();
    assert!(text(&pages(&[&lines])).ends_with("07h30 Đón tiếp đại biểu\n08h00 Khai mạc\n09h00 Trao quà"));
}

#[test]
fn columns_of_a_newsletter_are_read_one_after_the_other() {
    let left = [
        "Sáng nay, xã Hòa Lộc tổ chức lễ ra",
        "quân hưởng ứng Tháng hành động,",
        "đông đảo người dân các thôn về dự",
        "và ký cam kết không có bạo lực.",
        "Dịp này, xã trao hai mươi suất quà",
        "cho các hộ khó khăn ở thôn Đông và",
        "ra mắt một địa chỉ tin cậy mới đặt",
    ];
    let right = [
        "tại nhà văn hóa, mở cửa cả ngày để",
        "người dân tìm đến khi cần trợ giúp.",
        "Hội Liên hiệp Phụ nữ xã cho biết sẽ",
        "còn năm buổi nói chuyện ở các thôn,",
        "trường học và chợ từ nay cho đến",
        "hết tháng, với các hình thức gần",
        "gũi như kịch ngắn, hát và trò chơi.",
    ];
    let mut lines = vec![(200.0, 790.0, 14.0, "BẢN TIN XÃ HÒA LỘC")];
    for (i, (l, r)) in left.into_iter().zip(right).enumerate() {
        let y = 760.0 - 15.0 * i as f32;
        lines.extend([(85.0, y, 12.0, l), (310.0, y - 1.0, 12.0, r)]);
    }
    lines.push((85.0, 620.0, 12.0, "Mọi góp ý xin gửi về văn phòng Ủy ban nhân dân xã Hòa Lộc trong giờ làm việc."));
    let text = text(&pages(&[&lines]));
    assert!(text.contains("một địa chỉ tin cậy mới đặt tại nhà văn hóa, mở cửa cả ngày"), "{text}");
    assert!(
        text.ends_with(
            "hát và trò chơi.\nMọi góp ý xin gửi về văn phòng Ủy ban nhân dân xã Hòa Lộc trong giờ làm việc."
        ),
        "{text}"
    );
}

#[test]
fn labels_of_a_chart_marked_as_a_figure_are_not_read() {
    let labels = show(&[(100.0, 600.0, 8.0, "2.714"), (150.0, 600.0, 8.0, "3.250"), (100.0, 520.0, 8.0, "Xã Hòa Lộc")]);
    let bars = "100 530 20 60 re f 130 530 20 40 re f 160 530 20 30 re f ".repeat(2);
    let page = |tag: &str, bars: &str| {
        text(&file(UNICODE, &[format!("{}/{tag} << /MCID 1 >> BDC {bars}{labels} EMC", show(&PROSE))], &[]))
    };
    assert!(page("Figure", &bars).ends_with("báo cáo đúng hạn:"));
    // A box with text may be marked so, too; and a drawing behind text is none.
    assert!(page("Figure", "100 530 20 60 re f").contains("2.714"));
    assert!(page("P", &bars).contains("2.714"));
}

#[test]
fn a_recognised_scan_is_read_and_a_bare_one_is_said_to_be_scanned() {
    let picture = "q 595 0 0 842 0 0 cm /Im1 Do Q ";
    let unseen = file(UNICODE, &[format!("{picture} 3 Tr {}", show(&PROSE))], &[]);
    assert!(text(&unseen).starts_with("Ủy ban nhân dân xã Hòa Lộc phân công"));
    assert_eq!(read(&file(UNICODE, &[picture.to_owned()], &[])).map(|_| ()), Err(ReadError::Scanned));
}

/// A file protected with two passwords.
fn protected(owner: &str, user: &str) -> Vec<u8> {
    let id = "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] /Root";
    let plain = String::from_utf8(pages(&[&PROSE])).unwrap().replace("/Root", id);
    // A table of places, which the library that protects the file asks for.
    let body = plain.split("trailer").next().unwrap();
    let count = body.matches(" 0 obj").count();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", count + 1);
    for i in 1..=count {
        let at = body.find(&format!("\n{i} 0 obj")).unwrap() + 1;
        writeln!(table, "{at:010} 00000 n ").unwrap();
    }
    let plain = plain
        .replace("trailer", &format!("{table}trailer"))
        .replace("startxref\n0", &format!("startxref\n{}", body.len()));
    let mut document = Document::load_mem(plain.as_bytes()).unwrap();
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: owner,
        user_password: user,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_file_closed_to_changes_is_read_and_one_closed_to_readers_says_so() {
    assert!(text(&protected("chủ", "")).starts_with("Ủy ban nhân dân xã Hòa Lộc phân công"));
    assert_eq!(read(&protected("a", "b")).map(|_| ()), Err(ReadError::PasswordProtected));
}

#[test]
fn objects_packed_in_streams_are_found_and_newer_ones_count() {
    let page = "<< /Type /Page /MediaBox [0 0 595 842] /Contents 6 0 R /Resources 5 0 R >>";
    let resources = format!("<< /Font << {UNICODE} >> >>");
    let packed = format!("4 0 5 {} {page} {resources}", page.len() + 1);
    let first = packed.find("<<").unwrap();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_owned(),
        stream("", "1 beginbfrange <0000> <FFFF> <0000> endbfrange"),
        "null".to_owned(),
        "null".to_owned(),
        stream("", &show(&PROSE)),
        stream(&format!("/Type /ObjStm /N 2 /First {first}"), &packed),
    ];
    assert!(text(&number(&objects)).starts_with("Ủy ban nhân dân"));
}

/// A hostile file ends in an error, or some text, within two seconds (thirty without optimisation) and 256 MiB.
fn ends(name: &str, bytes: &[u8]) -> Result<String, ReadError> {
    let start = Instant::now();
    let result = read(bytes).map(|reading| reading.text);
    let limit = if cfg!(debug_assertions) { 30 } else { 2 };
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    eprintln!("{name}: {:?}, {:?} kB, {:?}", start.elapsed(), peak, result.as_ref().map(String::len));
    assert!(start.elapsed() < Duration::from_secs(limit), "{name}: {:?}", start.elapsed());
    assert!(peak.unwrap_or(0_u64) < 256 << 10, "{name}: {peak:?} kB");
    result
}

#[test]
fn hostile_files_end_within_their_bounds() {
    let many: Vec<String> = (0..6_000).map(|_| String::new()).collect();
    assert_eq!(ends("pages without end", &file(UNICODE, &many, &[])), Err(ReadError::Bomb));
    // Letters that all stand apart, each a part of a row of its own.
    let mut dust = "BT /F1 2 Tf ".to_owned();
    for y in 0..300 {
        write!(dust, "1 0 0 1 5 {} Tm [{}] TJ ", 5.0 + 2.7 * y as f32, "<0061>-1000".repeat(150)).unwrap();
    }
    dust.push_str("ET");
    let dusty: Vec<String> = (0..30).map(|_| dust.clone()).collect();
    assert_eq!(ends("dust", &file(UNICODE, &dusty, &[])), Err(ReadError::Bomb));
    // Cells that always fit, row by row, so that every row is looked at from many starts.
    let mut cells = Vec::new();
    for y in 0..390 {
        for x in 0..18 {
            cells.push((10.0 + 32.0 * x as f32, 835.0 - 2.1 * y as f32, 2.0, if y % 7 == 6 { "a b" } else { "a" }));
        }
        if y % 5 == 4 {
            cells.push((12.0, 834.0 - 2.1 * y as f32, 2.0, "a b c d e f g h i j k l m n o p q r s t u v"));
        }
    }
    let sheet: Vec<String> = (0..8).map(|_| show(&cells)).collect();
    let _ = ends("cells", &file(UNICODE, &sheet, &[]));
    let marks = format!("{}{}", "/Figure BMC ".repeat(100_000), "EMC ".repeat(100_000));
    let _ = ends("marks", &file(UNICODE, &[marks], &[]));
    let figures = format!(
        "{}{}",
        show(&PROSE),
        "/Figure BMC 0 0 9 9 re f 0 0 9 9 re f 0 0 9 9 re f 0 0 9 9 re f 0 0 9 9 re f 0 0 9 9 re f EMC ".repeat(3_000)
    );
    assert!(ends("figures", &file(UNICODE, &[figures], &[])).is_ok());
    let legacy = "/F1 << /Type /Font /Subtype /TrueType /BaseFont /.VnTimeH >>";
    let letters = format!("BT /F1 9 Tf {} ET", "1 0 0 1 50 700 Tm (\\261\\262 \\301) Tj ".repeat(20_000));
    let _ = ends("letters of an old font", &file(legacy, &[letters], &[]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever is taken for columns, tables or paragraphs: every word is read, and once.
    #[test]
    fn no_word_is_lost_or_read_twice(
        places in proptest::collection::btree_set((0..9_u16, 0..30_u16), 1..160),
        further in proptest::collection::btree_set((0..9_u16, 0..30_u16), 0..160),
        shift in 0..6_u16,
    ) {
        let sheets: Vec<String> = [&places, &further].into_iter().enumerate().map(|(page, places)| {
            let words: Vec<(f32, f32, String)> = places
                .iter()
                .map(|(x, y)| {
                    let name = char::from(b'a' + u8::try_from(*x).unwrap());
                    let place = (40.0 + 55.0 * f32::from(*x), 740.0 - f32::from(13 + shift) * f32::from(*y));
                    (place.0, place.1, format!("{name}{page}x{y}"))
                })
                .collect();
            show(&words.iter().map(|(x, y, word)| (*x, *y, 12.0, word.as_str())).collect::<Vec<_>>())
        }).collect();
        // One place alone is too little for a document.
        prop_assume!(places.len() + further.len() > 20);
        let text = text(&file(UNICODE, &sheets, &[]));
        let read: Vec<&str> = text.split([' ', '\n', '|']).filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(read.len(), places.len() + further.len(), "{}", text);
        prop_assert_eq!(read.iter().collect::<BTreeSet<_>>().len(), read.len(), "{}", text);
    }
}
