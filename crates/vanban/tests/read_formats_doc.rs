//! Word 97-2003 and OpenDocument files, and the encodings from before Unicode, as whoever hands in a file would notice.
//!
//! `fixtures/plan.docx`, `.doc` and `.odt` are one made-up plan; the latter two were converted from the first by
//! LibreOffice. It has a letterhead and a signature set as tables, computed list numbers, merged cells, a field, a text
//! box, a tracked change, and runs in `.VnTime`, `.VnTimeH` and `VNI-Times`.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use unicode_normalization::UnicodeNormalization;
use vanban::read::place::Part;
use vanban::read::{Format, Limits, ReadError, Reading, read, read_within};
use zip::write::SimpleFileOptions;

const DOCX: &[u8] = include_bytes!("fixtures/plan.docx");
const DOC: &[u8] = include_bytes!("fixtures/plan.doc");
const ODT: &[u8] = include_bytes!("fixtures/plan.odt");

/// No file may take longer, however it is broken (a debug build on a busy machine).
const PATIENCE: Duration = Duration::from_secs(2);

#[test]
fn one_plan_gives_the_same_facts_in_every_format() {
    let [docx, doc, odt] = [DOCX, DOC, ODT].map(|bytes| read(bytes).unwrap());
    assert_eq!([docx.format, doc.format, odt.format], [Format::Docx, Format::Doc, Format::Odt]);
    assert_eq!(doc.text, docx.text);
    assert_eq!(odt.text, docx.text);
    assert_eq!(doc.blocks, docx.blocks);
    assert_eq!(odt.blocks, docx.blocks);
    let json = |reading: &Reading| {
        let mut json = reading.to_json();
        json.as_object_mut().unwrap().remove("format");
        json
    };
    assert_eq!(json(&doc), json(&docx));
    assert_eq!(json(&odt), json(&docx));
}

#[test]
fn one_plan_has_the_same_places_in_every_format() {
    for bytes in [DOCX, DOC, ODT] {
        let reading = read(bytes).unwrap();
        let place = |words: &str| {
            let at = reading.text.find(words).unwrap_or_else(|| panic!("{words}"));
            reading.place(&(at..at + words.len()))
        };
        assert_eq!(place("Số: 27/KH-UBND").part, Part::Letterhead);
        assert_eq!(place("CHỦ TỊCH").part, Part::Signature);
        let boxed = place("Bản ghi chép trong khung");
        assert_eq!((boxed.part, boxed.at), (Part::TextBox, place("Từ ngày 15/11/2031").at));
        let cell = place("Phát thanh hằng tuần").cell.unwrap();
        assert_eq!((cell.row, cell.column), (4, 2));
        assert_eq!(place("Trước ngày 10/12/2031").cell.unwrap().column, 4);
    }
}

#[test]
fn the_plan_is_read_as_it_looks_on_paper() {
    let reading = read(DOC).unwrap();
    let text = &reading.text;
    for line in [
        "II. THỜI GIAN",
        "1. Nâng cao nhận thức của người dân ở mười hai thôn.",
        "Từ ngày 15/11/2031 đến ngày 15/12/2031, năm 2031.\nBản ghi chép trong khung",
        "1 | Treo băng rôn ở chợ và trường học | Phòng Văn hóa - Xã hội | Trước ngày 18/11/2031",
        "2 | Phát thanh hằng tuần trên loa của thôn |  | Trước ngày 10/12/2031",
        "Phòng Văn hóa - Xã hội hướng dẫn các thôn thực hiện.",
        "Các thôn gửi danh sách hộ nghèo về xã.",
        "ỦY BAN NHÂN DÂN yêu cầu các thôn báo cáo trước ngày 20 tháng 12 năm 2031./.",
    ] {
        assert!(text.contains(line), "{line}\n---\n{text}");
    }
    assert!(!text.contains("01 tháng 12"), "a deleted revision was read: {text}");
    let facts = reading.facts;
    assert_eq!(facts.number.unwrap().value, "27/KH-UBND");
    assert_eq!(facts.issue_date.unwrap().value.to_string(), "2031-11-05");
}

#[test]
fn the_word_files_of_the_development_set_read_as_their_plain_text() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/docs");
    if !docs.is_dir() {
        eprintln!("skipped: there is no development set beside the repository");
        return;
    }
    for id in ["D001", "D011"] {
        let facts = |extension: &str| {
            let reading = read(&std::fs::read(docs.join(format!("{id}.{extension}"))).unwrap()).unwrap();
            reading.to_json()
        };
        let (doc, txt) = (facts("doc"), facts("txt"));
        for key in ["doc_kind", "issuer", "issuer_level", "title", "signer", "recipients", "place"] {
            assert_eq!(doc[key], txt[key], "{id}, {key}");
        }
        assert_eq!(doc["legal_bases"].as_array().map(Vec::len), txt["legal_bases"].as_array().map(Vec::len), "{id}");
    }
}

// ---- Broken files -----------------------------------------------------------------------------------------------

fn in_time(bytes: &[u8], what: &str) -> Result<(), ReadError> {
    let start = Instant::now();
    let result = read(bytes).map(|_| ());
    assert!(start.elapsed() < PATIENCE, "{what} took {:?}", start.elapsed());
    result
}

#[test]
fn files_cut_short_end_in_an_error() {
    for (name, bytes) in [("doc", DOC), ("odt", ODT)] {
        for length in (1..bytes.len()).step_by(97) {
            let result = in_time(&bytes[..length], &format!("{name} cut to {length}"));
            if name == "odt" && length > 4 {
                assert_eq!(result, Err(ReadError::Damaged), "{length}");
            }
        }
        assert!(in_time(&bytes[..bytes.len() / 3], name).is_err());
    }
}

#[test]
fn files_with_broken_bytes_never_panic() {
    let mut seed = 0x2031_1105_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for (name, bytes, rounds) in [("doc", DOC, 1_500), ("odt", ODT, 300)] {
        for round in 0..rounds {
            let mut broken = bytes.to_vec();
            for _ in 0..1 + random(12) {
                let at = random(broken.len());
                match random(4) {
                    0 => broken[at] = 0xFF,
                    1 => broken[at] ^= 1 << random(8),
                    2 => broken[at] = 0,
                    _ => {
                        // Numbers lie in groups of four bytes: a whole one is changed.
                        let value = [u32::MAX, 0, 0x7FFF_FFFF, random(1 << 20) as u32][random(4)];
                        let at = (at & !3).min(broken.len() - 4);
                        broken[at..at + 4].copy_from_slice(&value.to_le_bytes());
                    }
                }
            }
            let _ = in_time(&broken, &format!("{name}, round {round}"));
        }
    }
}

// ---- Word files made by hand ------------------------------------------------------------------------------------

/// A Word file with this text, in one piece of single bytes and one of UTF-16, without any properties.
struct Word {
    version: u16,
    flags: u16,
    narrow: Vec<u8>,
    wide: String,
    /// Length the file claims for its text; by default the true one.
    claims: Option<u32>,
}

impl Word {
    fn new(narrow: &[u8], wide: &str) -> Self {
        Self { version: 0x00C1, flags: 0x0200, narrow: narrow.to_vec(), wide: wide.to_owned(), claims: None }
    }

    fn bytes(&self) -> Vec<u8> {
        let wide: Vec<u8> = self.wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let first = self.narrow.len() as u32;
        let length = first + wide.len() as u32 / 2;
        let mut word = vec![0; 1024];
        word[0..2].copy_from_slice(&0xA5EC_u16.to_le_bytes());
        word[2..4].copy_from_slice(&self.version.to_le_bytes());
        word[10..12].copy_from_slice(&self.flags.to_le_bytes());
        word[76..80].copy_from_slice(&self.claims.unwrap_or(length).to_le_bytes());
        word.extend_from_slice(&self.narrow);
        word.resize(word.len().next_multiple_of(2), 0);
        let wide_at = word.len() as u32;
        word.extend_from_slice(&wide);
        let mut clx = vec![2];
        clx.extend(28_u32.to_le_bytes());
        [0, first, length].iter().for_each(|cp: &u32| clx.extend(cp.to_le_bytes()));
        for at in [(1024 * 2) | (1 << 30), wide_at] {
            clx.extend([0, 0]);
            clx.extend(at.to_le_bytes());
            clx.extend([0, 0]);
        }
        word[0x1A2..0x1A6].copy_from_slice(&0_u32.to_le_bytes());
        word[0x1A6..0x1AA].copy_from_slice(&(clx.len() as u32).to_le_bytes());
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/WordDocument").unwrap().write_all(&word).unwrap();
        file.create_stream("/1Table").unwrap().write_all(&clx).unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    }
}

#[test]
fn pieces_of_both_widths_make_one_text() {
    let word = Word::new(b"Th\xE1ng \x96 n\xE0y:\r", "xã Hòa Lộc\rthôn\u{1E}xóm\u{1F}, \u{1}\u{8}hết\u{b}dòng\r");
    let reading = read(&word.bytes()).unwrap();
    assert_eq!(reading.format, Format::Doc);
    assert_eq!(reading.text, "Tháng – này:\nxã Hòa Lộc\nthôn-xóm, hết\ndòng");
}

#[test]
fn of_a_field_the_result_is_kept() {
    let field = "Xem \u{13} HYPERLINK \"a\" \u{13} PAGE \u{15}\u{14}trang \u{13} NUM \u{14}7\u{15}\u{15} đây\r";
    assert_eq!(read(&Word::new(b"", field).bytes()).unwrap().text, "Xem trang 7 đây");
    // Marks that do not match hide nothing.
    let broken = "Một \u{13}hai\r\u{15}ba\u{14}\r";
    assert_eq!(read(&Word::new(b"", broken).bytes()).unwrap().text, "Một ba");
    let open = "Một \u{13}hai\rba\r";
    assert_eq!(read(&Word::new(b"", open).bytes()).unwrap().text, "Một hai\nba");
}

#[test]
fn rows_are_found_without_their_properties() {
    let table = "TT\u{7}Việc\u{7}\u{7}1\u{7}Treo băng rôn\rở chợ\u{7}\u{7}Hết.\r";
    let text = read(&Word::new(b"", table).bytes()).unwrap().text;
    assert_eq!(text, "TT | Việc\n1 | Treo băng rôn ở chợ\nHết.");
}

#[test]
fn word_files_that_cannot_be_read_say_why() {
    let error = |word: Word| read(&word.bytes()).map(|reading| reading.text).unwrap_err();
    assert_eq!(error(Word { flags: 0x0300, ..Word::new(b"abc\r", "") }), ReadError::PasswordProtected);
    assert_eq!(error(Word { version: 0x0065, ..Word::new(b"abc\r", "") }), ReadError::Word97);
    assert_eq!(error(Word::new(b"", "\r\r")), ReadError::NoText);
    assert_eq!(
        error(Word { claims: Some(0x7000_0000), ..Word::new(b"abc\r", "") }),
        ReadError::TooLarge { bytes: 0x7000_0000, limit: Limits::default().text_bytes }
    );
    // A length a little too long reads what there is.
    let word = Word { claims: Some(90), ..Word::new(b"abc\r", "") };
    assert_eq!(read(&word.bytes()).unwrap().text, "abc");
}

#[test]
fn a_word_file_without_its_streams_is_damaged() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/WordDocument").unwrap().write_all(&[0; 8]).unwrap();
    file.flush().unwrap();
    assert_eq!(read(&file.into_inner().into_inner()).map(|_| ()), Err(ReadError::Damaged));
}

#[test]
fn a_chain_of_sectors_in_a_circle_ends() {
    // Each sector that the allocation table names is made to point at the one before it.
    let at = 512 + 512 * u32::from_le_bytes(DOC[76..80].try_into().unwrap()) as usize;
    for back in 0..4 {
        let mut broken = DOC.to_vec();
        for i in 0..100_u32 {
            let at = at + 4 * i as usize;
            broken[at..at + 4].copy_from_slice(&i.saturating_sub(back).to_le_bytes());
        }
        assert_eq!(in_time(&broken, "circle"), Err(ReadError::Damaged));
    }
}

// ---- OpenDocument -----------------------------------------------------------------------------------------------

fn odt_with(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn odt(styles: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:draw=\"d\" xmlns:style=\"s\" \
         xmlns:svg=\"v\" xmlns:fo=\"f\" xmlns:dc=\"c\"><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    odt_with(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

fn odt_text(styles: &str, body: &str) -> String {
    let reading = read(&odt(styles, body)).unwrap();
    assert_eq!(reading.format, Format::Odt);
    reading.text
}

#[test]
fn odt_white_space_notes_and_deletions() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>cũ</text:p></text:deletion></text:changed-region>\
                </text:tracked-changes><text:p>Nộp\n   trước<text:s text:c=\"2\"/>ngày<text:tab/>20/12<text:line-break/>tại \
                <text:span>xã</text:span><text:note><text:note-body><text:p>chú thích</text:p></text:note-body></text:note> &amp; \
                thôn</text:p>";
    assert_eq!(odt_text("", body), "Nộp trước  ngày\t20/12\ntại xã & thôn\nchú thích");
}

#[test]
fn odt_lists_are_numbered() {
    let styles = "<text:list-style style:name=\"L\"><text:list-level-style-number text:level=\"1\" style:num-format=\"I\" style:num-suffix=\".\"/>\
                  <text:list-level-style-number text:level=\"2\" style:num-format=\"1\" style:num-suffix=\".\" text:display-levels=\"1\"/>\
                  <text:list-level-style-bullet text:level=\"3\"/></text:list-style>";
    let item = |inner: &str| format!("<text:list-item>{inner}</text:list-item>");
    let nested = |inner: &str| format!("<text:list>{inner}</text:list>");
    let body = format!(
        "<text:list text:style-name=\"L\">{}{}</text:list><text:p>Giữa</text:p>\
         <text:list text:style-name=\"L\" text:continue-numbering=\"true\">{}</text:list><text:list text:style-name=\"L\">{}</text:list>",
        item(&format!(
            "<text:p>Một</text:p><text:p>thêm</text:p>{}",
            nested(
                &(item("<text:p>a</text:p>")
                    + &item(&format!("<text:p>b</text:p>{}", nested(&item("<text:p>gạch</text:p>")))))
            )
        )),
        item("<text:p>Hai</text:p>"),
        item("<text:p>Ba</text:p>"),
        item("<text:p>Lại một</text:p>"),
    );
    assert_eq!(odt_text(styles, &body), "I. Một\nthêm\n1. a\n2. b\n- gạch\nII. Hai\nGiữa\nIII. Ba\nI. Lại một");
}

#[test]
fn odt_tables_with_repeated_and_covered_cells() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let body = format!(
        "<table:table><table:table-header-rows><table:table-row>{}{}{}</table:table-row></table:table-header-rows>\
         <table:table-row><table:table-cell table:number-columns-spanned=\"2\"><text:p>gộp</text:p></table:table-cell>\
         <table:covered-table-cell/>{}</table:table-row>\
         <table:table-row>{}<table:table-cell table:number-columns-repeated=\"2\"><text:p>x</text:p></table:table-cell></table:table-row>\
         </table:table>",
        cell("TT"),
        cell("Việc"),
        "<table:table-cell table:number-rows-spanned=\"1\"><text:p>Hạn</text:p></table:table-cell>",
        cell("c"),
        cell("1"),
    );
    assert_eq!(odt_text("", &body), "TT | Việc | Hạn\ngộp | c\n1 | x | x");
}

#[test]
fn odt_boxes_come_after_their_paragraph() {
    let body = "<text:p>Ngoài <draw:frame><draw:text-box><text:p>Trong khung</text:p></draw:text-box><svg:desc>mô tả</svg:desc></draw:frame>khung</text:p>";
    assert_eq!(odt_text("", body), "Ngoài khung\nTrong khung");
}

#[test]
fn odt_fonts_of_old_encodings_and_hidden_text() {
    let styles = "<style:font-face style:name=\"F1\" svg:font-family=\"&apos;.VnTime&apos;\"/>\
                  <style:style style:name=\"P0\" style:family=\"paragraph\"><style:text-properties style:font-name=\"F1\"/></style:style>\
                  <style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"P0\"/>\
                  <style:style style:name=\"T1\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>\
                  <style:style style:name=\"T2\" style:family=\"text\"><style:text-properties fo:font-family=\"Arial\"/></style:style>";
    let body = "<text:p text:style-name=\"P1\">KÕ ho¹ch<text:span text:style-name=\"T1\"> Èn</text:span><text:span text:style-name=\"T2\"> của xã</text:span></text:p>";
    assert_eq!(odt_text(styles, body), "Kế hoạch của xã");
}

#[test]
fn odt_files_that_cannot_be_read_say_why() {
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let row = "<table:table-row table:number-rows-repeated=\"1000\"><table:table-cell table:number-columns-repeated=\"1000\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let cases: Vec<(&str, Vec<u8>, ReadError)> = vec![
        (
            "encrypted",
            odt_with(&[("META-INF/manifest.xml", manifest), ("content.xml", "noise")]),
            ReadError::PasswordProtected,
        ),
        (
            "spreadsheet",
            odt_with(&[("content.xml", "<o:d xmlns:o='o'><office:spreadsheet/></o:d>")]),
            ReadError::UnknownFormat,
        ),
        ("repeated cells", odt("", &format!("<table:table>{}</table:table>", row.repeat(3))), ReadError::Bomb),
        ("deep", odt("", &"<text:p>".repeat(5_000)), ReadError::Bomb),
        ("entities", odt_with(&[("content.xml", "<!DOCTYPE a [<!ENTITY b \"cc\">]><a/>")]), ReadError::Bomb),
        ("unclosed", odt_with(&[("content.xml", "<office:text><text:p>")]), ReadError::Damaged),
        ("empty", odt("", "<text:p/>"), ReadError::NoText),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(in_time(&bytes, name), Err(expected), "{name}");
    }
}

#[test]
fn the_limit_of_the_text_holds_in_both_formats() {
    let limits = Limits { text_bytes: 100, ..Limits::default() };
    for bytes in [DOC, ODT] {
        assert!(matches!(read_within(bytes, limits).map(|_| ()), Err(ReadError::TooLarge { limit: 100, .. })));
    }
}

// ---- Encodings --------------------------------------------------------------------------------------------------

const SENTENCE: &str = "Phòng Văn hóa - Xã hội xã Hòa Lộc đề nghị mười hai thôn gửi kết quả trước ngày 05/12/2031, \
                        những thôn chậm nộp sẽ được nhắc nhở bằng điện thoại.";

#[test]
fn text_files_of_legacy_encodings_are_read() {
    // TCVN3 and VNI, as bytes and as those bytes pasted into a file of UTF-8.
    let tcvn3 = "Phßng V¨n hãa ®Ò nghÞ m\u{AD}êi hai th«n göi kÕt qu¶ tr\u{AD}íc ngµy 05/12/2031.\nKÕ HO¹CH N¡M 2031\n";
    let vni =
        "Phoøng Vaên hoùa ñeà nghò möôøi hai thoân göûi keát quaû tröôùc ngaøy 05/12/2031.\nKEÁ HOAÏCH NAÊM 2031\n";
    for stored in [tcvn3, vni] {
        let bytes: Vec<u8> = stored.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        for bytes in [bytes, stored.as_bytes().to_vec()] {
            assert_eq!(
                read(&bytes).unwrap().text,
                "Phòng Văn hóa đề nghị mười hai thôn gửi kết quả trước ngày 05/12/2031.\nKẾ HOẠCH NĂM 2031"
            );
        }
    }
}

#[test]
fn text_files_of_unicode_and_windows_encodings_are_read() {
    let nfd: String = SENTENCE.nfd().collect();
    let mixed: String = SENTENCE
        .split_inclusive(' ')
        .enumerate()
        .map(|(i, word)| if i % 2 == 0 { word.nfd().collect() } else { word.to_owned() })
        .collect();
    let utf16 = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    for bytes in [
        nfd.clone().into_bytes(),
        mixed.clone().into_bytes(),
        utf16(SENTENCE),
        utf16(&nfd),
        utf16(&mixed),
        windows_1258(SENTENCE),
    ] {
        assert_eq!(read(&bytes).unwrap().text, SENTENCE);
    }
}

/// windows-1258: letters with circumflex, breve and horn in one byte, the tone mark in another.
fn windows_1258(text: &str) -> Vec<u8> {
    let base = |c: char| match c {
        'ă' => 0xE3,
        'â' => 0xE2,
        'ê' => 0xEA,
        'ô' => 0xF4,
        'ơ' => 0xF5,
        'ư' => 0xFD,
        'đ' => 0xF0,
        '\u{300}' => 0xCC,
        '\u{301}' => 0xEC,
        '\u{303}' => 0xDE,
        '\u{309}' => 0xD2,
        '\u{323}' => 0xF2,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    let mut bytes = Vec::new();
    for c in text.chars() {
        let (tones, letters): (Vec<char>, Vec<char>) =
            c.nfd().partition(|c| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'));
        bytes.extend(letters.into_iter().nfc().chain(tones).map(base));
    }
    bytes
}

#[test]
fn docx_fonts_through_runs_styles_and_defaults() {
    let docx = |styles: &str, body: &str| {
        let ns = "xmlns:w=\"w\"";
        odt_with(&[
            ("word/styles.xml", &format!("<w:styles {ns}>{styles}</w:styles>")),
            ("word/document.xml", &format!("<w:document {ns}><w:body>{body}</w:body></w:document>")),
        ])
    };
    let fonts = |name: &str| format!("<w:rPr><w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\"/></w:rPr>");
    let style = |id: &str, rest: &str| format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\">{rest}</w:style>");
    let paragraph = |style: &str, run: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r>{run}<w:t>{text}</w:t></w:r></w:p>")
    };
    let defaults = format!("<w:docDefaults><w:rPrDefault>{}</w:rPrDefault></w:docDefaults>", fonts("VNI-Times"));
    let styles = defaults
        + &style("A", &fonts(".VnTime"))
        + &style("B", "<w:basedOn w:val=\"A\"/>")
        + &style("H", &format!("<w:basedOn w:val=\"A\"/>{}", fonts(".VnTimeH")));
    let body = [
        paragraph("none", "", "Keá hoaïch"),
        paragraph("B", "", "KÕ ho¹ch x·"),
        paragraph("H", "", "kÕ ho¹ch"),
        paragraph("B", &fonts("Times New Roman"), "Kế hoạch Hòa Lộc"),
        paragraph("none", &fonts(".VnArial"), "h\u{AD}íng dÉn"),
        // A font name left behind on text that is Unicode already.
        paragraph("A", "", "Kế hoạch của xã Hòa Lộc"),
    ]
    .concat();
    assert_eq!(
        read(&docx(&styles, &body)).unwrap().text,
        "Kế hoạch\nKế hoạch xã\nKẾ HOẠCH\nKế hoạch Hòa Lộc\nhướng dẫn\nKế hoạch của xã Hòa Lộc"
    );
}
