//! A web page as a flat list of what opens, closes and is written, with the amount of text in every element.

use crate::read::ReadError;
use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use std::collections::BTreeMap;
use std::ops::Range;

/// Elements inside one another; a tag further in is passed over, its text kept.
const DEPTH: usize = 300;

/// Elements and tokens on a page.
const ELEMENTS: usize = 400_000;
const TOKENS: usize = 4_000_000;

/// How far up an end tag looks for its start.
const REACH: usize = 48;

/// Elements that hold no text of the page.
const SILENT: [&str; 21] = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "select",
    "button",
    "video",
    "audio",
    "canvas",
    "object",
    "math",
    "textarea",
    "nav",
    "footer",
    "aside",
    "figcaption",
    "dialog",
    "menu",
    "input",
];

/// Elements without an end.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"];

/// Elements that end a paragraph.
const BLOCKS: [&str; 30] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "pre",
    "form",
    "figure",
    "address",
    "center",
    "body",
    "hr",
];

/// What is on a page, in its order.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// The element with this index opens.
    Open(usize),
    /// It closes.
    Close(usize),
    /// Bytes of [`Page::text`].
    Text(Range<usize>),
    /// A line break.
    Break,
}

/// An element that may hold others.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name, in lower case.
    pub(super) tag: Box<str>,
    /// Its class, id and `itemprop`, in lower case, parted by spaces.
    pub(super) names: Box<str>,
    /// Columns a cell takes.
    pub(super) columns: usize,
    /// Rows a cell takes.
    pub(super) rows: usize,
    pub(super) parent: Option<usize>,
    /// Its events, from its opening to its closing.
    pub(super) events: Range<usize>,
    /// Letters in it, and those of them in links.
    pub(super) letters: usize,
    pub(super) linked: usize,
    /// What is in it.
    pub(super) links: usize,
    pub(super) tables: usize,
    pub(super) pictures: usize,
    pub(super) titles: usize,
    /// Hidden, or no text of the page.
    pub(super) is_silent: bool,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) text: String,
    pub(super) events: Vec<Event>,
    pub(super) elements: Vec<Element>,
    /// The title for sharing, and that of the window.
    pub(super) shared_title: Option<String>,
    pub(super) window_title: Option<String>,
    open: Vec<usize>,
}

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    /// [`ReadError::Bomb`] with more elements than a page has.
    pub(super) fn read(html: &str) -> Result<Self, ReadError> {
        let mut page = Self::default();
        page.open("body", &BTreeMap::new());
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut in_title = false;
        let mut tokens = 0;
        for token in Tokenizer::new_with_emitter(html, emitter) {
            tokens += 1;
            if tokens > TOKENS || page.elements.len() > ELEMENTS {
                return Err(ReadError::Bomb);
            }
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) if &**tag.name == b"title" => in_title = true,
                Token::StartTag(tag) => page.start(&tag),
                Token::EndTag(tag) if &**tag.name == b"title" => in_title = false,
                Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) if in_title => {
                    let title = String::from_utf8_lossy(&text).trim().to_owned();
                    page.window_title.get_or_insert(title);
                }
                Token::String(text) => page.write(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        while page.close_last() {}
        Ok(page)
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let get =
            |key: &str| tag.attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned());
        match name.as_str() {
            "html" | "head" | "body" => return,
            "br" => return self.events.push(Event::Break),
            "img" => return self.count(|element| element.pictures += 1),
            "meta" => {
                if get("property").or(get("name")).is_some_and(|name| name == "og:title") {
                    self.shared_title = get("content").map(|title| title.trim().to_owned());
                }
                return;
            }
            name if VOID.contains(&name) && name != "hr" => return,
            _ => {}
        }
        self.close_before(&name);
        if self.open.len() < DEPTH {
            self.open(&name, &tag.attributes);
        }
        if name == "hr" || tag.self_closing && !is_block(&name) {
            self.end(&name);
        }
    }

    fn open(&mut self, tag: &str, attributes: &BTreeMap<HtmlString, html5gum::Spanned<HtmlString, ()>>) {
        let get = |key: &str| attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value).to_lowercase());
        let names: Vec<String> = ["class", "id", "itemprop"].iter().filter_map(|key| get(key)).collect();
        let style = get("style").unwrap_or_default().replace(' ', "");
        let is_hidden = attributes.contains_key(b"hidden".as_slice()) || style.contains("display:none");
        let count = |key: &str| get(key).and_then(|count| count.trim().parse::<usize>().ok()).unwrap_or(1);
        let parent = self.open.last().copied();
        let above = parent.and_then(|parent| self.elements.get(parent)).is_some_and(|parent| parent.is_silent);
        let index = self.elements.len();
        self.elements.push(Element {
            tag: tag.into(),
            names: names.join(" ").chars().take(300).collect::<String>().into(),
            columns: count("colspan").clamp(1, 60),
            rows: count("rowspan").clamp(1, 1_000),
            parent,
            events: self.events.len()..self.events.len(),
            is_silent: above || is_hidden || SILENT.contains(&tag),
            ..Element::default()
        });
        self.events.push(Event::Open(index));
        self.open.push(index);
    }

    /// Closes what the start of an element ends: a paragraph before a block, an item before an item.
    fn close_before(&mut self, tag: &str) {
        let last = |page: &Self| page.open.last().and_then(|i| page.elements.get(*i)).map(|e| e.tag.to_string());
        let ends: &[&str] = match tag {
            "li" => &["li", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            "td" | "th" => &["td", "th", "p", "li", "span", "b", "i", "strong", "em"],
            "tr" | "tbody" | "thead" | "tfoot" => &["td", "th", "tr", "p", "li", "span", "b", "i", "strong", "em"],
            tag if is_block(tag) => &["p"],
            _ => &[],
        };
        while last(self).is_some_and(|open| ends.contains(&open.as_str())) {
            self.close_last();
        }
    }

    fn end(&mut self, tag: &str) {
        let from = self.open.len().saturating_sub(REACH).max(1);
        let open = self.open.get(from..).unwrap_or_default();
        // An end tag in a cell does not close what is around the table.
        let mut found = None;
        for (i, index) in open.iter().enumerate().rev() {
            let name = self.elements.get(*index).map_or("", |element| &element.tag);
            if name == tag {
                found = Some(from + i);
                break;
            }
            if name == "table" && !matches!(tag, "table" | "div" | "article" | "section" | "main") {
                break;
            }
        }
        if let Some(keep) = found {
            while self.open.len() > keep {
                self.close_last();
            }
        }
    }

    fn close_last(&mut self) -> bool {
        let Some(index) = self.open.pop() else { return false };
        self.events.push(Event::Close(index));
        let end = self.events.len();
        let Some(element) = self.elements.get_mut(index) else { return true };
        element.events.end = end;
        if element.is_silent {
            return true;
        }
        let done = element.clone();
        if let Some(parent) = done.parent.and_then(|parent| self.elements.get_mut(parent)) {
            parent.letters += done.letters;
            parent.linked += done.linked + if &*done.tag == "a" { done.letters - done.linked } else { 0 };
            parent.links += done.links + usize::from(&*done.tag == "a");
            parent.tables += done.tables + usize::from(&*done.tag == "table");
            parent.titles += done.titles + usize::from(&*done.tag == "h1");
            parent.pictures += done.pictures;
        }
        true
    }

    fn count(&mut self, change: impl Fn(&mut Element)) {
        if let Some(element) = self.open.last().and_then(|index| self.elements.get_mut(*index)) {
            change(element);
        }
    }

    fn write(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.events.push(Event::Text(start..self.text.len()));
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.count(|element| element.letters += letters);
    }
}

/// Whether an element ends the paragraph around it.
pub(super) fn is_block(tag: &str) -> bool {
    BLOCKS.contains(&tag)
}
