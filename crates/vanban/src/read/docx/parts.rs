//! Which header stands on the first page and which footer on the last, and the parts of the container they are in.

use super::{Metered, ReadError, attribute, each_event};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::BufRead;

/// Headers and footers that are kept in mind; three kinds of each for a good many sections.
const LINKS: usize = 1_000;

/// The parts in which headers and footers are, by the identifier that stands for each in the document.
#[derive(Debug, Default)]
pub(super) struct Links(HashMap<String, String>);

impl Links {
    /// Reads the relationships of the document.
    ///
    /// # Errors
    /// Those of damaged or hostile XML.
    pub(super) fn read<R: BufRead + Metered>(part: R, depth: usize) -> Result<Self, ReadError> {
        let mut links = HashMap::new();
        each_event(part, depth, |event| {
            let Event::Start(start) = event else { return Ok(()) };
            let kind = attribute(start, "Type").unwrap_or_default();
            if links.len() < LINKS
                && (kind.ends_with("/header") || kind.ends_with("/footer"))
                && let (Some(id), Some(target)) = (attribute(start, "Id"), attribute(start, "Target"))
            {
                // From the root of the container, or from the folder of the document.
                let name = target.strip_prefix('/').map_or_else(|| format!("word/{target}"), str::to_owned);
                links.insert(id, name);
            }
            Ok(())
        })?;
        Ok(Self(links))
    }

    /// The name of a part.
    pub(super) fn part(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}

/// What the sections of a document say about its first and its last page, as they are read one after another.
#[derive(Debug, Default)]
pub(super) struct Sections {
    open: Section,
    any: bool,
    header: Option<String>,
    footer: Option<String>,
}

#[derive(Debug, Default)]
struct Section {
    /// The first page has a header of its own.
    title_page: bool,
    first: Option<String>,
    header: Option<String>,
    footer: Option<String>,
}

impl Sections {
    /// Takes in the start of the properties of a section, or of one of them.
    pub(super) fn start(&mut self, local: &str, start: &BytesStart<'_>) {
        let kind = attribute(start, "type");
        let id = attribute(start, "id");
        match (local, kind.as_deref()) {
            ("headerReference", Some("first")) => self.open.first = id,
            ("headerReference", Some("default") | None) => self.open.header = id,
            ("footerReference", Some("default") | None) => self.open.footer = id,
            ("titlePg", _) => {
                self.open.title_page = !matches!(attribute(start, "val").as_deref(), Some("0" | "false" | "off"));
            }
            ("sectPr", _) => self.open = Section::default(),
            _ => {}
        }
    }

    /// The properties of a section end; a footer holds for the sections after it until they name another.
    pub(super) fn end(&mut self) {
        let section = std::mem::take(&mut self.open);
        if !std::mem::replace(&mut self.any, true) {
            self.header = if section.title_page { section.first } else { section.header };
        }
        self.footer = section.footer.or(self.footer.take());
    }

    /// The header of the first page and the footer of the last.
    pub(super) fn margins(self) -> (Option<String>, Option<String>) {
        (self.header, self.footer)
    }
}

/// Whether the code of a field asks for the number of a page, or how many there are.
pub(super) fn is_page_number(code: &str) -> bool {
    let name = code.split_whitespace().next().unwrap_or_default();
    ["PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"].iter().any(|known| name.eq_ignore_ascii_case(known))
}
