//! Files as they should not be: cut short, encrypted, swollen, altered.

use calamine::{Data, Reader, Xlsx};
use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;
use zip::write::SimpleFileOptions;

/// The beginning of a picture.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// A main part of a Word document, and a sheet of a workbook.
const MAIN: &str = "word/document.xml";
pub(crate) const FIGURES: &str = "xl/worksheets/sheet1.xml";
pub(crate) const STRINGS: &str = "xl/sharedStrings.xml";

/// Bytes that look like nothing at all, the same each time (a linear congruential generator).
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 20_261_215_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

/// A Word document of plain paragraphs.
pub(crate) fn docx(text: &str) -> Vec<u8> {
    let paragraphs: String = text.lines().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    docx_around(format!("{DOCUMENT}<w:body>{paragraphs}</w:body></w:document>").as_bytes())
}

const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#;

fn docx_around(main: &[u8]) -> Vec<u8> {
    let types = r#"<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    packed(&[
        ("[Content_Types].xml".to_owned(), types.into()),
        ("_rels/.rels".to_owned(), relations.into()),
        (MAIN.to_owned(), main.to_vec()),
    ])
}

/// A Word document whose entities multiply: a thousand million laughs in a few lines.
pub(crate) fn laughing_docx() -> Vec<u8> {
    let mut entities = r#"<!ENTITY l0 "ha">"#.to_owned();
    for level in 1..10 {
        let below = format!("&l{};", level - 1).repeat(10);
        entities.push_str(&format!(r#"<!ENTITY l{level} "{below}">"#));
    }
    let main = format!(
        r#"<?xml version="1.0"?><!DOCTYPE w:document [{entities}]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"#
    );
    docx_around(main.as_bytes())
}

/// What a zip bomb expands to, in bytes: more than 1 GiB.
const SWOLLEN: usize = 1100 << 20;

/// A Word document whose text expands to more than 1 GiB of zeros.
pub(crate) fn docx_bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| swollen(&docx("KẾ HOẠCH"), MAIN))
}

/// A form whose sheet expands to more than 1 GiB of zeros.
pub(crate) fn xlsx_bomb(form: &[u8]) -> Vec<u8> {
    swollen(form, FIGURES)
}

/// The container with one part that expands to zeros. The zeros are compressed once.
fn swollen(container: &[u8], part: &str) -> Vec<u8> {
    static ZEROS: OnceLock<Vec<u8>> = OnceLock::new();
    let zeros = ZEROS.get_or_init(|| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let fast = SimpleFileOptions::default().compression_level(Some(1));
        writer.start_file("zeros", fast).unwrap();
        let chunk = vec![0; 1 << 20];
        for _ in 0..SWOLLEN / chunk.len() {
            writer.write_all(&chunk).unwrap();
        }
        writer.finish().unwrap().into_inner()
    });
    let mut zeros = zip::ZipArchive::new(Cursor::new(zeros.as_slice())).unwrap();
    let mut source = zip::ZipArchive::new(Cursor::new(container)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..source.len() {
        let entry = source.by_index_raw(at).unwrap();
        if entry.name().unwrap() == part {
            writer.raw_copy_file_rename(zeros.by_index_raw(0).unwrap(), part).unwrap();
        } else {
            writer.raw_copy_file(entry).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A bomb whose directory says that its part is small.
pub(crate) fn understated(bomb: &[u8]) -> Vec<u8> {
    let (truth, lie) = (u32::try_from(SWOLLEN).unwrap().to_le_bytes(), 4096_u32.to_le_bytes());
    let mut bytes = bomb.to_vec();
    let mut told = 0;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == truth {
            bytes[at..at + 4].copy_from_slice(&lie);
            told += 1;
        }
    }
    assert!(told >= 1, "the size stands in the directory");
    bytes
}

/// What Office writes when a document gets a password: a compound file with the encrypted package in it.
///
/// One sector of the allocation table, one of the directory, and two streams of eight sectors.
pub(crate) fn with_password() -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.extend([0; 16]);
    for half in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        file.extend(half.to_le_bytes());
    }
    for word in [0, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        file.extend(u32::to_le_bytes(word));
    }
    file.extend([FREE; 108].iter().flat_map(|word| word.to_le_bytes()));
    let stream = |first: u32| (first + 1..first + 8).chain([END]);
    let table: Vec<u32> = [0xFFFF_FFFD, END].into_iter().chain(stream(2)).chain(stream(10)).collect();
    file.extend((0..128).flat_map(|at| table.get(at).copied().unwrap_or(FREE).to_le_bytes()));
    file.extend(directory_entry("Root Entry", 5, [FREE, FREE, 1], END, 0));
    file.extend(directory_entry("EncryptedPackage", 2, [2, FREE, FREE], 2, 4096));
    file.extend(directory_entry("EncryptionInfo", 2, [FREE, FREE, FREE], 10, 4096));
    file.extend(directory_entry("", 0, [FREE, FREE, FREE], 0, 0));
    file.extend(noise(16 * 512));
    file
}

/// `links`: the entries to the left, to the right, and below.
fn directory_entry(name: &str, kind: u8, links: [u32; 3], start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = if name.is_empty() { 0 } else { u16::try_from(entry.len() + 2).unwrap() };
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend(links.into_iter().flat_map(u32::to_le_bytes));
    entry.extend([0; 36]);
    entry.extend(start.to_le_bytes());
    entry.extend(u64::from(size).to_le_bytes());
    assert_eq!(entry.len(), 128);
    entry
}

/// The form with markup (`<v>…</v>` and attributes) in the figure of a key, as a spreadsheet program would store it.
pub(crate) fn with_figure(form: &[u8], key: &str, attributes: &str, inner: &str) -> Vec<u8> {
    let cell = format!("D{}", row_of(form, key));
    altered(form, FIGURES, |sheet| {
        let start = sheet.find(&format!("<c r=\"{cell}\"")).unwrap();
        let rest = &sheet[start..];
        let end =
            rest.find("/>").map_or(usize::MAX, |at| at + 2).min(rest.find("</c>").map_or(usize::MAX, |at| at + 4));
        format!("{}<c r=\"{cell}\" {attributes}>{inner}</c>{}", &sheet[..start], &rest[end..])
    })
}

/// The row of a key on the sheet of figures, found by reading the workbook with another reader.
fn row_of(form: &[u8], wanted: &str) -> u32 {
    let mut book = Xlsx::new(Cursor::new(form)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let row = range.used_cells().find(|(_, column, value)| *column == 5 && **value == Data::String(wanted.into()));
    u32::try_from(row.unwrap().0).unwrap() + 1
}

/// The same container with the text of one part changed.
pub(crate) fn altered(container: &[u8], part: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = parts(container);
    let (_, content) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
    let before = String::from_utf8(std::mem::take(content)).unwrap();
    let after = change(before.clone());
    assert_ne!(before, after, "nothing was changed");
    *content = after.into_bytes();
    packed(&parts)
}

fn parts(container: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(container)).unwrap();
    let mut part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    (0..zip::ZipArchive::new(Cursor::new(container)).unwrap().len()).map(&mut part).collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
