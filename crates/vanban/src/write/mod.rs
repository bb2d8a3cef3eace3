//! Facts in, `.docx` out.
//!
//! The layout is that of Decree 30/2020/NĐ-CP, appendix I. Where the decree leaves a choice, the sizes of its own
//! samples are taken. Every text is normalised to NFC; characters that XML cannot hold are dropped.

mod body;
mod chart;
mod chart_data;
mod layout;
mod letterhead;
mod measure;
mod package;
mod paragraph;
mod signature;
mod table;
mod wording;
mod xml;

use crate::document::{Chart, Document};
use package::{Part, pack};
use xml::{Xml, one_line};

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The container could not be put together.
    #[error("the .docx could not be put together: {0}")]
    Container(#[from] zip::result::ZipError),
    /// Bytes could not be written.
    #[error("the .docx could not be written: {0}")]
    Io(#[from] std::io::Error),
}

/// Writes a document as `.docx` bytes. The same document gives the same bytes.
///
/// # Errors
/// Only when the container cannot be put together in memory.
pub fn docx(document: &Document) -> Result<Vec<u8>, WriteError> {
    let mut charts = Vec::new();
    let main = Xml::part("w:document", &NAMES, |xml| {
        charts = body::body(xml, document)?;
        Ok(())
    })?;
    let mut parts = vec![
        Part::new("[Content_Types].xml", content_types(charts.len())?),
        Part::fixed("_rels/.rels", include_str!("parts/rels.xml")),
        Part::new("docProps/core.xml", core_properties(document)?),
        Part::new("word/document.xml", main),
        Part::new("word/_rels/document.xml.rels", relationships(charts.len())?),
        Part::fixed("word/styles.xml", include_str!("parts/styles.xml")),
        Part::fixed("word/settings.xml", include_str!("parts/settings.xml")),
        Part::fixed("word/header.xml", include_str!("parts/header.xml")),
        Part::fixed("word/header_first.xml", include_str!("parts/header_first.xml")),
    ];
    for (index, chart) in charts.iter().enumerate() {
        chart_parts(index + 1, chart, &mut parts)?;
    }
    pack(parts)
}

const NAMES: [(&str, &str); 5] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", OFFICE_RELATIONSHIPS),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
];
const OFFICE_RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

fn chart_parts(number: usize, chart: &Chart, parts: &mut Vec<Part>) -> Result<(), WriteError> {
    let workbook = format!("../embeddings/chart{number}.xlsx");
    let links = relationship_part(&[("rIdWorkbook".to_owned(), "package", workbook)])?;
    parts.push(Part::new(format!("word/charts/chart{number}.xml"), chart::part(chart)?));
    parts.push(Part::new(format!("word/charts/_rels/chart{number}.xml.rels"), links));
    parts.push(Part::new(format!("word/embeddings/chart{number}.xlsx"), chart_data::workbook(chart)?));
    Ok(())
}

fn relationships(charts: usize) -> std::io::Result<Vec<u8>> {
    let mut links = vec![
        ("rIdStyles".to_owned(), "styles", "styles.xml".to_owned()),
        ("rIdSettings".to_owned(), "settings", "settings.xml".to_owned()),
        ("rIdHeader".to_owned(), "header", "header.xml".to_owned()),
        ("rIdHeaderFirst".to_owned(), "header", "header_first.xml".to_owned()),
    ];
    links.extend((1..=charts).map(|n| (format!("rIdChart{n}"), "chart", format!("charts/chart{n}.xml"))));
    relationship_part(&links)
}

/// Links as (id, last word of the type, target).
fn relationship_part(links: &[(String, &str, String)]) -> std::io::Result<Vec<u8>> {
    Xml::part("Relationships", &[("xmlns", PACKAGE_RELATIONSHIPS)], |xml| {
        links.iter().try_for_each(|(id, kind, target)| {
            let kind = format!("{OFFICE_RELATIONSHIPS}/{kind}");
            xml.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)])
        })
    })
}

fn content_types(charts: usize) -> std::io::Result<Vec<u8>> {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    const OFFICE: &str = "application/vnd.openxmlformats-officedocument";
    let names = [("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")];
    Xml::part("Types", &names, |xml| {
        for (extension, kind) in [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml".to_owned()),
            ("xml", "application/xml".to_owned()),
            ("xlsx", format!("{OFFICE}.spreadsheetml.sheet")),
        ] {
            xml.empty("Default", &[("Extension", extension), ("ContentType", &kind)])?;
        }
        let core = "application/vnd.openxmlformats-package.core-properties+xml".to_owned();
        let mut overrides = vec![
            ("/docProps/core.xml".to_owned(), core),
            ("/word/document.xml".to_owned(), format!("{WORD}.document.main+xml")),
            ("/word/styles.xml".to_owned(), format!("{WORD}.styles+xml")),
            ("/word/settings.xml".to_owned(), format!("{WORD}.settings+xml")),
            ("/word/header.xml".to_owned(), format!("{WORD}.header+xml")),
            ("/word/header_first.xml".to_owned(), format!("{WORD}.header+xml")),
        ];
        let chart_type = format!("{OFFICE}.drawingml.chart+xml");
        overrides.extend((1..=charts).map(|n| (format!("/word/charts/chart{n}.xml"), chart_type.clone())));
        overrides
            .iter()
            .try_for_each(|(part, kind)| xml.empty("Override", &[("PartName", part), ("ContentType", kind)]))
    })
}

/// Title, issuer, language, day of issue. No name of a person or a machine.
fn core_properties(document: &Document) -> std::io::Result<Vec<u8>> {
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    Xml::part("cp:coreProperties", &names, |xml| {
        xml.leaf("dc:title", &[], &one_line(&document.title))?;
        xml.leaf("dc:creator", &[], &one_line(&document.letterhead.issuer))?;
        xml.leaf("dc:language", &[], "vi-VN")?;
        match wording::issued_on(document.letterhead.date) {
            Some(day) => {
                let day = format!("{day}T00:00:00Z");
                xml.leaf("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &day)
            }
            None => Ok(()),
        }
    })
}
