//! Headers and footers of an OpenDocument file, and the pages they stand on.

use super::super::docx::attribute;
use super::super::flow::Item;
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// The page style of a document that names none.
const STANDARD: &str = "Standard";

/// Page styles that are kept in mind.
const PAGES: usize = 1_000;

/// What the styles of pages hold, and which of them the document uses.
#[derive(Default)]
pub(super) struct Margins {
    /// The page style that is read.
    open: String,
    pages: HashMap<String, Page>,
    /// The page style of the first page and of the last, as far as the document names them.
    first: Option<String>,
    last: Option<String>,
}

#[derive(Default)]
struct Page {
    /// The page style of the page after one of this.
    next: Option<String>,
    header: Vec<Item>,
    /// Of the first page alone.
    first: Option<Vec<Item>>,
    footer: Vec<Item>,
}

impl Margins {
    /// A page style starts.
    pub(super) fn start(&mut self, start: &BytesStart<'_>) {
        self.open = attribute(start, "name").unwrap_or_default();
        if self.pages.len() < PAGES {
            let page = Page { next: attribute(start, "next-style-name"), ..Page::default() };
            self.pages.insert(self.open.clone(), page);
        }
    }

    /// What a header or footer of it holds, by the name of the element.
    pub(super) fn fill(&mut self, name: &str, items: Vec<Item>) {
        let Some(page) = self.pages.get_mut(&self.open) else { return };
        match name {
            "style:header" => page.header = items,
            "style:footer" => page.footer = items,
            _ => page.first = Some(items),
        }
    }

    /// A paragraph or table of the text begins, perhaps on a page of a style it names.
    pub(super) fn see(&mut self, page: Option<&str>) {
        let named = page.filter(|name| !name.is_empty());
        if self.first.is_none() {
            self.first = Some(named.unwrap_or(STANDARD).to_owned());
        }
        if let Some(name) = named {
            self.last = Some(name.to_owned());
        }
    }

    /// The header of the first page and the footer of the last.
    pub(super) fn take(mut self) -> (Vec<Item>, Vec<Item>) {
        let first = self.first.take().unwrap_or_else(|| STANDARD.to_owned());
        let last = self.last.take().unwrap_or_else(|| first.clone());
        let last = self.pages.get(&last).and_then(|page| page.next.clone()).unwrap_or(last);
        let footer = self.pages.get_mut(&last).map(|page| std::mem::take(&mut page.footer)).unwrap_or_default();
        let header = self.pages.remove(&first).map(|page| page.first.unwrap_or(page.header)).unwrap_or_default();
        (header, footer)
    }
}
