//! Opens a `.docx` and looks into its XML.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use vanban::document::Document;

/// An element with everything in it.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Node>,
    pub(crate) own_text: String,
}

impl Node {
    /// All elements of that name below this one, in document order.
    pub(crate) fn all<'n>(&'n self, name: &str) -> Vec<&'n Node> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        !self.all(name).is_empty()
    }

    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Value of an attribute of the first element of that name.
    pub(crate) fn get(&self, element: &str, attribute: &str) -> &str {
        self.all(element).first().map_or("", |node| node.attribute(attribute))
    }

    /// The text of the `w:t` below, line breaks as `\n`.
    pub(crate) fn text(&self) -> String {
        match self.name.as_str() {
            "w:t" => self.own_text.clone(),
            "w:br" => "\n".to_owned(),
            _ => self.children.iter().map(Node::text).collect(),
        }
    }

    pub(crate) fn paragraphs(&self) -> Vec<String> {
        self.all("w:p").into_iter().map(Node::text).collect()
    }

    /// Paragraphs in a style.
    pub(crate) fn styled(&self, style: &str) -> Vec<String> {
        let in_style = |p: &&Node| p.get("w:pStyle", "w:val") == style;
        self.all("w:p").into_iter().filter(in_style).map(Node::text).collect()
    }
}

/// The parts of a container by their names.
pub(crate) fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Parses a part; an error says why it is not well-formed.
pub(crate) fn parse(bytes: &[u8]) -> Result<Node, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut reader = Reader::from_str(text);
    let mut stack = vec![Node::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => stack.push(element(&tag)?),
            Event::Empty(tag) => {
                let node = element(&tag)?;
                stack.last_mut().ok_or("no parent")?.children.push(node);
            }
            Event::End(_) => {
                let node = stack.pop().ok_or("no element to close")?;
                stack.last_mut().ok_or("no parent")?.children.push(node);
            }
            Event::Text(piece) => own(&mut stack, &piece.into_inner())?,
            Event::GeneralRef(name) => own(&mut stack, &format!("&{};", name.into_inner()))?,
            Event::Eof => break,
            _ => {}
        }
    }
    let mut root = stack.pop().filter(|_| stack.is_empty()).ok_or("an element is not closed")?;
    if root.children.len() != 1 { Err("not one root element".to_owned()) } else { Ok(root.children.remove(0)) }
}

fn own(stack: &mut [Node], raw: &str) -> Result<(), String> {
    let text = quick_xml::escape::unescape(raw).map_err(|error| error.to_string())?;
    if let Some(bad) = text.chars().find(|&c| !allowed(c)) {
        return Err(format!("character U+{:04X} is not allowed in XML", u32::from(bad)));
    }
    stack.last_mut().ok_or("text outside")?.own_text.push_str(&text);
    Ok(())
}

fn element(tag: &BytesStart) -> Result<Node, String> {
    let mut node = Node { name: tag.name().0.to_owned(), ..Node::default() };
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?.into_owned();
        if attribute.value.contains('<') || !value.chars().all(allowed) {
            return Err(format!("attribute {value:?}"));
        }
        node.attributes.insert(attribute.key.0.to_owned(), value);
    }
    Ok(node)
}

/// Production 2 of the XML 1.0 recommendation.
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

pub(crate) fn parts(document: &Document) -> BTreeMap<String, Vec<u8>> {
    unzip(&vanban::write::docx(document).unwrap())
}

pub(crate) fn part(document: &Document, path: &str) -> Node {
    parse(&parts(document)[path]).unwrap()
}

/// `word/document.xml`.
pub(crate) fn main_part(document: &Document) -> Node {
    part(document, "word/document.xml")
}
