//! Styles of an OpenDocument file: legacy fonts, hidden text, list levels.

use super::super::docx::attribute;
use super::super::legacy::{self, Charset};
use super::lists::{Level, ListStyle};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// The name the numbering of headings is kept under; no style can be called so.
pub(super) const OUTLINE: &str = "";

/// Longest chain of styles that stand on one another.
const CHAIN: usize = 32;

/// What a style says by itself.
#[derive(Clone, Debug, Default)]
struct Style {
    parent: Option<String>,
    /// `Some(None)` for a Unicode font.
    charset: Option<Option<Charset>>,
    hidden: Option<bool>,
    /// The page style of the page that starts with a paragraph or table of this style.
    page: Option<String>,
}

/// What a run of text is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// `Some(None)` for a Unicode font.
    pub(super) charset: Option<Option<Charset>>,
    pub(super) hidden: Option<bool>,
}

/// All styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    fonts: HashMap<String, Option<Charset>>,
    /// By family and name.
    styles: HashMap<(String, String), Style>,
    lists: HashMap<String, ListStyle>,
    /// The style or list that is being read.
    open: Option<(String, String)>,
    open_list: Option<String>,
}

impl Styles {
    /// Takes in an event of `styles.xml`, or of the head of `content.xml`.
    pub(super) fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(start) => self.start(start),
            Event::End(end) => match end.name().as_ref() {
                "style:style" | "style:default-style" => self.open = None,
                "text:list-style" | "text:outline-style" => self.open_list = None,
                _ => {}
            },
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let value = |name: &str| attribute(start, name);
        match start.name().as_ref() {
            "style:font-face" => {
                if let Some(name) = value("name") {
                    let family = value("font-family").unwrap_or_else(|| name.clone());
                    self.fonts.insert(name, family_charset(&family));
                }
            }
            "style:style" | "style:default-style" => {
                let key = (value("family").unwrap_or_default(), value("name").unwrap_or_default());
                let (parent, page) = (value("parent-style-name"), value("master-page-name"));
                let style = Style { parent, page, ..Style::default() };
                self.styles.insert(key.clone(), style);
                self.open = Some(key);
            }
            "style:text-properties" => self.text_properties(start),
            "text:list-style" => {
                let name = value("name").unwrap_or_default();
                self.lists.entry(name.clone()).or_default();
                self.open_list = Some(name);
            }
            "text:outline-style" => {
                self.lists.entry(OUTLINE.to_owned()).or_default();
                self.open_list = Some(OUTLINE.to_owned());
            }
            "text:list-level-style-number" | "text:outline-level-style" => self.level(Level::number(start), start),
            "text:list-level-style-bullet" | "text:list-level-style-image" => self.level(Level::bullet(), start),
            _ => {}
        }
    }

    fn text_properties(&mut self, start: &BytesStart<'_>) {
        let Some(style) = self.open.as_ref().and_then(|key| self.styles.get_mut(key)) else { return };
        // Names for other scripts (`font-name-asian`) have local names of their own.
        let named = attribute(start, "font-name")
            .map(|name| self.fonts.get(&name).copied().unwrap_or_else(|| legacy::of_font(&name)));
        style.charset = named.or_else(|| attribute(start, "font-family").map(|family| family_charset(&family)));
        style.hidden = attribute(start, "display").map(|display| display == "none");
    }

    fn level(&mut self, level: Level, start: &BytesStart<'_>) {
        let index = attribute(start, "level").and_then(|n| n.parse::<usize>().ok());
        if let (Some(index), Some(list)) = (index, self.open_list.as_ref().and_then(|name| self.lists.get_mut(name))) {
            list.set(index, level);
        }
    }

    /// How a style of a family looks, with the styles it stands on and the default.
    pub(super) fn look(&self, family: &str, name: Option<&str>) -> Look {
        let mut look = Look::default();
        let mut name = name.map(str::to_owned);
        for _ in 0..CHAIN {
            let Some(style) = name.take().and_then(|name| self.styles.get(&(family.to_owned(), name))) else { break };
            look.charset = look.charset.or(style.charset);
            look.hidden = look.hidden.or(style.hidden);
            name.clone_from(&style.parent);
        }
        if family == "paragraph"
            && let Some(default) = self.styles.get(&(family.to_owned(), String::new()))
        {
            look.charset = look.charset.or(default.charset);
        }
        look
    }

    /// The page style that a style of a family names.
    pub(super) fn page(&self, family: &str, name: Option<&str>) -> Option<&str> {
        self.styles.get(&(family.to_owned(), name?.to_owned()))?.page.as_deref()
    }

    /// A list style.
    pub(super) fn list(&self, name: &str) -> Option<&ListStyle> {
        self.lists.get(name)
    }
}

/// The encoding of the first font of a family list, which may be in quotes.
fn family_charset(family: &str) -> Option<Charset> {
    let family = family.replace("&apos;", "'").replace("&quot;", "\"");
    let first = family.split(',').next().unwrap_or_default();
    legacy::of_font(first.trim().trim_matches(['\'', '"']))
}
