//! A thin layer over [`quick_xml::Writer`]: elements are opened and closed by scope, text is always escaped.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use unicode_normalization::UnicodeNormalization;

/// What every step of writing returns.
pub(super) type Out = io::Result<()>;

/// One part of the package under construction.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// Writes a whole part: declaration, root element, what `inner` puts inside.
    pub(super) fn part(
        root: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self) -> Out,
    ) -> io::Result<Vec<u8>> {
        let mut xml = Self { writer: Writer::new(Vec::new()) };
        xml.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        xml.node(root, attributes, inner)?;
        Ok(xml.writer.into_inner())
    }

    /// An element with content.
    pub(super) fn node(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self) -> Out,
    ) -> Out {
        self.writer.write_event(Event::Start(start(name, attributes)))?;
        inner(self)?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Out {
        self.writer.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element that holds nothing but text.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Out {
        self.node(name, attributes, |xml| xml.writer.write_event(Event::Text(BytesText::new(text))))
    }

    /// `<name w:val="value"/>`, the commonest element of WordprocessingML.
    pub(super) fn w(&mut self, name: &str, value: &str) -> Out {
        self.empty(name, &[("w:val", value)])
    }

    /// `<name val="value"/>`, the commonest element of DrawingML.
    pub(super) fn val(&mut self, name: &str, value: &str) -> Out {
        self.empty(name, &[("val", value)])
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

/// The text as it may stand in an XML part: in NFC, line ends as `\n`, without the characters XML 1.0 cannot hold.
pub(super) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}' => '\n',
            other => other,
        })
        .filter(|&c| c == '\n' || c == '\t' || (c >= ' ' && !matches!(c, '\u{7F}' | '\u{FFFE}' | '\u{FFFF}')))
        .nfc()
        .collect()
}

/// [`clean`] text on one line: every stretch of white space is one space, none at the ends.
///
/// The no-break space is kept: it was typed on purpose.
pub(super) fn one_line(text: &str) -> String {
    let clean = clean(text);
    let mut line = String::with_capacity(clean.len());
    for word in clean.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
