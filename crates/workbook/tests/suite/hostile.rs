//! Files that are not what they seem: each gets its own answer, none takes the program down.

use crate::common::*;
use proptest::prelude::*;
use workbook::{ReadError, open_form, read_table};

fn error(bytes: &[u8]) -> ReadError {
    open_form(bytes).unwrap_err()
}

#[test]
fn what_is_no_workbook_is_told_apart() {
    assert_eq!(error(b""), ReadError::Empty);
    assert_eq!(error("một tệp văn bản".as_bytes()), ReadError::NotAWorkbook);
    assert_eq!(error(b"%PDF-1.7"), ReadError::NotAWorkbook);
    assert_eq!(error(&packed(&[("word/document.xml".into(), b"<w/>".to_vec())])), ReadError::NotAWorkbook);
    let large = vec![b'P'; 33 * 1024 * 1024];
    assert_eq!(error(&large), ReadError::TooLarge { bytes: 33 * 1024 * 1024, limit: 32 * 1024 * 1024 });
}

#[test]
fn a_document_is_no_workbook() {
    let relations = br#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let parts = [("_rels/.rels".into(), relations.to_vec()), ("word/document.xml".into(), b"<w:document/>".to_vec())];
    assert_eq!(error(&packed(&parts)), ReadError::NotAWorkbook);
}

/// An OLE file with a stream of this name.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn a_password_and_the_old_format_are_named() {
    assert_eq!(error(&compound("EncryptedPackage")), ReadError::PasswordProtected);
    assert_eq!(error(&compound("Workbook")), ReadError::LegacyXls);
    assert_eq!(error(&compound("WordDocument")), ReadError::NotAWorkbook);
    assert_eq!(read_table(&compound("Workbook")).unwrap_err(), ReadError::LegacyXls);
}

#[test]
fn a_workbook_of_somebody_else_is_no_form() {
    let bytes = written(None);
    let other = altered(&bytes, "xl/workbook.xml", |book| book.replace("_chungtay", "Sheet3"));
    assert_eq!(error(&other), ReadError::NotAForm);
}

#[test]
fn marks_that_were_altered_are_noticed() {
    let bytes = written(None);
    let broken = altered(&bytes, STRINGS, |strings| strings.replace("019abcde-0000", "019abcde-zzzz"));
    assert_eq!(error(&broken), ReadError::FormMarksDamaged);
    let newer = altered(&bytes, "xl/worksheets/sheet3.xml", |sheet| {
        let start = sheet.find("<c r=\"B1\"").unwrap();
        let end = start + sheet[start..].find("</c>").unwrap();
        format!("{}<c r=\"B1\"><v>9</v>{}", &sheet[..start], &sheet[end..])
    });
    assert_eq!(error(&newer), ReadError::NewerForm { found: 9, known: 1 });
}

#[test]
fn a_file_cut_off_anywhere_is_damaged() {
    let bytes = written(Some(&sample()));
    for kept in (4..bytes.len()).step_by(97) {
        assert_eq!(error(&bytes[..kept]), ReadError::Damaged, "{kept} bytes");
    }
}

#[test]
fn a_sheet_cut_off_inside_its_container_is_damaged() {
    let bytes = written(Some(&sample()));
    let cut = altered(&bytes, FIGURES, |sheet| sheet[..sheet.len() / 2].to_owned());
    let errors = read(&cut).unwrap_err();
    assert_eq!(errors[0].sheet, "Số liệu");
}

#[test]
fn a_bomb_is_refused_whether_or_not_it_tells_its_size() {
    let mut parts = parts(&written(None));
    let (_, sheet) = parts.iter_mut().find(|(name, _)| name == FIGURES).unwrap();
    let size = 48 * 1024 * 1024;
    sheet.resize(size, b' ');
    let mut bytes = packed(&parts);
    assert!(bytes.len() < 200_000);
    assert_eq!(error(&bytes), ReadError::Bomb);
    // The same with a size that lies, wherever it is written.
    let told = u32::try_from(size).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == told).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    assert!(matches!(error(&bytes), ReadError::Bomb | ReadError::Damaged));
}

#[test]
fn a_container_that_tells_of_too_much_is_refused_unopened() {
    let blank = vec![b' '; 60 * 1024 * 1024];
    let parts: Vec<_> = (0..4).map(|n| (format!("xl/media/{n}.bin"), blank.clone())).collect();
    assert_eq!(error(&packed(&parts)), ReadError::Bomb);
}

#[test]
fn a_cell_at_the_far_corner_takes_no_memory() {
    let bytes = written(Some(&sample()));
    let far = altered(&bytes, FIGURES, |sheet| {
        let sheet = sheet.replace("<dimension ref=\"A1:F", "<dimension ref=\"A1:XFD1048576\" old=\"");
        sheet.replace("</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>")
    });
    assert_eq!(placeless(read(&far).unwrap().content), sample());
}

#[test]
fn claims_about_counts_are_not_believed() {
    let bytes = written(Some(&sample()));
    let claims = altered(&bytes, STRINGS, |strings| {
        let start = strings.find("uniqueCount=\"").unwrap() + "uniqueCount=\"".len();
        format!("{}99999999999{}", &strings[..start], &strings[start..])
    });
    assert_eq!(placeless(read(&claims).unwrap().content), sample());
}

#[test]
fn references_to_nothing_are_damage() {
    let bytes = written(Some(&sample()));
    let nowhere = with_figure(&bytes, "talks", "t=\"s\"", "<v>99999</v>");
    assert!(read(&nowhere).is_err());
    let entity = altered(&bytes, STRINGS, |strings| strings.replacen("<t>", "<t>&bomb;", 1));
    assert_eq!(error(&entity), ReadError::Damaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000), zip in any::<bool>()) {
        let bytes = if zip { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        prop_assert!(open_form(&bytes).is_err());
        let _ = workbook::read_units(&bytes);
    }

    #[test]
    fn bytes_changed_in_a_form_never_bring_it_down(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = written(Some(&sample()));
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(file) = open_form(&bytes) {
            let _ = file.content(&form(), dates());
        }
    }

    #[test]
    fn markup_changed_in_a_form_never_brings_it_down(
        part in prop::sample::select(vec![FIGURES, PROSE, STRINGS, "xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet3.xml"]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[<>/&;\"=a-zA-Z0-9 ]{0,6}"), 1..6),
    ) {
        let mut parts = parts(&written(Some(&sample())));
        let (_, markup) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
        for (at, text) in changes {
            let at = at.index(markup.len());
            let end = (at + 3).min(markup.len());
            markup.splice(at..end, text.bytes());
        }
        if let Ok(file) = open_form(&packed(&parts)) {
            let _ = file.content(&form(), dates());
        }
    }
}
