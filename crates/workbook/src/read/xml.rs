//! The little of XML that workbooks use, read where it stands.
//!
//! A form of 400 cells has some 15,000 tags, nearly all of them `<c>` and `<v>`. Cutting them out of the part by hand
//! reads a form about twice as fast as general events do, and gives values that borrow from the part. Cells as every
//! program writes them have shortcuts ([`Scanner::plain_cell`], [`Scanner::cell_tag`], [`Scanner::plain_value`], …); a
//! shortcut takes only what it knows and leaves the rest, untouched, to the general way. Entities that a file defines
//! for itself are not followed.

use crate::ReadError;
use memchr::{memchr, memchr_iter, memchr2};
use std::borrow::Cow;

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag<'a> {
    /// `<c r="A1">`, or `<c r="A1"/>` when `empty`. The name is without prefix.
    Open { name: &'a str, attributes: Attributes<'a>, empty: bool },
    /// `</c>`.
    Close(&'a str),
}

/// Walks over the tags of a part.
pub(super) struct Scanner<'a> {
    part: &'a str,
    at: usize,
    /// The tag of the row before, from behind its number to its end: that of the next row is mostly the same.
    row_tail: &'a [u8],
}

impl<'a> Scanner<'a> {
    pub(super) fn new(part: &'a str) -> Self {
        Self { part, at: 0, row_tail: b"\">" }
    }

    /// The next tag; none at the end of the part. Comments, declarations and text between tags are passed over.
    pub(super) fn next(&mut self) -> Result<Option<Tag<'a>>, ReadError> {
        loop {
            let rest = &self.part[self.at..];
            let Some(start) = find(rest, b'<') else {
                return Ok(None);
            };
            let tag = &rest[start + 1..];
            let (length, found) = match tag.as_bytes().first() {
                Some(b'/') => {
                    let end = find(tag, b'>').ok_or(ReadError::Damaged)?;
                    (end + 1, Some(Tag::Close(local(tag[1..end].trim_end()))))
                }
                Some(b'?') => (past(tag, "?>")?, None),
                Some(b'!') if tag.starts_with("!--") => (past(tag, "-->")?, None),
                Some(b'!') if tag.starts_with("![CDATA[") => (past(tag, "]]>")?, None),
                Some(b'!') => (past(tag, ">")?, None),
                Some(_) => {
                    let end = end_of_tag(tag)?;
                    (end + 1, Some(open(&tag[..end])))
                }
                None => return Err(ReadError::Damaged),
            };
            self.at += start + 1 + length;
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// The row that opens right here, where its tag begins with its number and is not empty: nearly all do. Nothing moves
    /// otherwise.
    pub(super) fn plain_row(&mut self) -> Option<u32> {
        let bytes = self.part.as_bytes().get(self.at..)?;
        let (row, rest) = digits(bytes.strip_prefix(b"<row r=\"")?)?;
        if !rest.starts_with(self.row_tail) {
            let end = 1 + plain_end(rest.strip_prefix(b"\"")?)?;
            if rest[end - 1] == b'/' {
                return None;
            }
            self.row_tail = &rest[..=end];
        }
        self.at += bytes.len() - rest.len() + self.row_tail.len();
        Some(row)
    }

    /// Passes over the end of a row that stands right here. False, and nothing moves, when something else does.
    pub(super) fn row_end(&mut self) -> bool {
        const END: &[u8] = b"</row>";
        let is_end = self.part.as_bytes()[self.at..].starts_with(END);
        self.at += if is_end { END.len() } else { 0 };
        is_end
    }

    /// The cell that opens right here, where its tag tells only place, style and kind, in that order: nearly all do, and most
    /// cells of a form are blank. Nothing moves otherwise.
    pub(super) fn plain_cell(&mut self) -> Option<PlainCell> {
        let bytes = self.part.as_bytes().get(self.at..)?;
        let (cell, rest) = plain_cell(bytes)?;
        self.at += bytes.len() - rest.len();
        Some(cell)
    }

    /// The string that opens right here, where it is plainly written: `<si><t>Xã</t></si>`. Nothing moves otherwise.
    pub(super) fn plain_string(&mut self) -> Option<Result<Cow<'a, str>, ReadError>> {
        let (written, end) = self.enclosed("<si><t>", "</t></si>")?;
        self.at = end;
        Some(unescaped_and_trimmed(written))
    }

    /// The attributes of a cell that opens right here, `<c r="B7" s="4" t="s">`, and whether it is empty. Nothing moves
    /// when something else stands here, or a cell not plainly written.
    pub(super) fn cell_tag(&mut self) -> Option<(Attributes<'a>, bool)> {
        let tag = self.part[self.at..].strip_prefix("<c ")?;
        let bytes = tag.as_bytes();
        let end = plain_end(bytes)?;
        self.at += "<c ".len() + end + 1;
        let empty = end > 0 && bytes[end - 1] == b'/';
        Some((Attributes(&tag[..end - usize::from(empty)]), empty))
    }

    /// The value of the cell just opened and its end, where they are plainly written: `<v>12</v></c>`. Nothing moves
    /// otherwise.
    pub(super) fn plain_value(&mut self) -> Option<&'a str> {
        let rest = self.part[self.at..].strip_prefix("<v>")?;
        // Values are short: a plain loop is faster than a search made for long texts.
        let end = rest.bytes().position(|byte| matches!(byte, b'<' | b'&'))?;
        let after = rest[end..].strip_prefix("</v></c>")?;
        self.at = self.part.len() - after.len();
        Some(&rest[..end])
    }

    /// The same for text in its place: `<is><t>Xã</t></is></c>`, without blanks at its ends.
    pub(super) fn plain_text(&mut self) -> Option<Result<Cow<'a, str>, ReadError>> {
        let (written, end) = self.enclosed("<is><t>", "</t></is></c>")?;
        self.at = end;
        Some(unescaped_and_trimmed(written))
    }

    /// What stands between two pieces of markup, the first right here, and where the second ends.
    #[inline]
    fn enclosed(&self, before: &str, after: &str) -> Option<(&'a str, usize)> {
        let rest = self.part[self.at..].strip_prefix(before)?;
        let end = memchr(b'<', rest.as_bytes())?;
        rest[end..].starts_with(after).then(|| (&rest[..end], self.at + before.len() + end + after.len()))
    }

    /// Passes over the rest of the cell just opened, whatever it holds. False, and nothing moves, where its end is far
    /// off or cannot be told at a glance.
    pub(super) fn pass_cell(&mut self) -> bool {
        // Not the whole part: with one end for a million cells, each would be looked for through all of it.
        const FAR: usize = 1024;
        let rest = &self.part.as_bytes()[self.at..];
        let rest = &rest[..rest.len().min(FAR)];
        let mut at = 0;
        while let Some(open) = memchr(b'<', &rest[at..]) {
            at += open + 1;
            match &rest[at..] {
                [b'/', b'c', b'>', ..] => {
                    self.at += at + "/c>".len();
                    return true;
                }
                // In comments and CDATA sections the mark would mean nothing.
                [] | [b'!' | b'?', ..] => return false,
                _ => {}
            }
        }
        false
    }

    /// What is written up to the end of the element just opened, markup left out.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let rest = &self.part[self.at..];
        let end = find(rest, b'<').ok_or(ReadError::Damaged)?;
        let plain = &rest[..end];
        if rest[end..].starts_with("</") && find(plain, b'&').is_none() {
            self.at += end;
            self.next()?;
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = String::new();
        let mut depth = 0_usize;
        loop {
            self.characters(&mut text)?;
            match self.next()?.ok_or(ReadError::Damaged)? {
                Tag::Open { empty: false, .. } => depth += 1,
                Tag::Open { .. } => {}
                Tag::Close(_) if depth == 0 => return Ok(Cow::Owned(text)),
                Tag::Close(_) => depth -= 1,
            }
        }
    }

    /// Adds the characters before the next tag, over comments and with what stands in CDATA sections.
    fn characters(&mut self, text: &mut String) -> Result<(), ReadError> {
        const CDATA: &str = "<![CDATA[";
        loop {
            let rest = &self.part[self.at..];
            let end = find(rest, b'<').ok_or(ReadError::Damaged)?;
            unescape_into(&rest[..end], text)?;
            self.at += end;
            let rest = &rest[end..];
            if let Some(data) = rest.strip_prefix(CDATA) {
                let end = data.find("]]>").ok_or(ReadError::Damaged)?;
                text.push_str(&data[..end]);
                self.at += CDATA.len() + end + 3;
            } else if rest.starts_with("<!--") {
                self.at += past(rest, "-->")?;
            } else {
                return Ok(());
            }
        }
    }

    /// Adds what the `t` elements say up to the end of the element just opened; phonetic readings (`rPh`) are not
    /// text.
    pub(super) fn rich_text_into(&mut self, buffer: &mut String) -> Result<(), ReadError> {
        let mut depth = 0_usize;
        let mut silent = None;
        loop {
            match self.next()?.ok_or(ReadError::Damaged)? {
                Tag::Open { empty: true, .. } => {}
                Tag::Open { name: "t", attributes, .. } if silent.is_none() => {
                    let text = self.text()?;
                    // Without xml:space="preserve" blanks at the ends do not count.
                    let kept = attributes.0.contains("preserve");
                    buffer.push_str(if kept { &text } else { text.trim_matches(blank) });
                }
                Tag::Open { name, .. } => {
                    depth += 1;
                    if name == "rPh" && silent.is_none() {
                        silent = Some(depth);
                    }
                }
                Tag::Close(_) if depth == 0 => return Ok(()),
                Tag::Close(_) => {
                    if silent == Some(depth) {
                        silent = None;
                    }
                    depth -= 1;
                }
            }
        }
    }
}

/// A cell as nearly every program writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlainCell {
    /// From 1.
    pub(super) row: u32,
    /// From 0.
    pub(super) column: u32,
    pub(super) style: usize,
    /// Whether its value is the number of a shared string; otherwise it is a number.
    pub(super) shared: bool,
    pub(super) empty: bool,
}

/// The cell at the beginning of these bytes, and what follows its tag.
fn plain_cell(bytes: &[u8]) -> Option<(PlainCell, &[u8])> {
    let rest = bytes.strip_prefix(b"<c r=\"")?;
    let letters = rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let (letters, rest) = rest.split_at(letters);
    if letters.is_empty() || letters.len() > 2 {
        return None;
    }
    let column = letters.iter().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    let (row, rest) = digits(rest)?;
    let mut rest = rest.strip_prefix(b"\"")?;
    let mut style = 0;
    if let Some(after) = rest.strip_prefix(b" s=\"") {
        (style, rest) = digits(after)?;
        rest = rest.strip_prefix(b"\"")?;
    }
    let after = rest.strip_prefix(b" t=\"s\"");
    let (shared, rest) = (after.is_some(), after.unwrap_or(rest));
    let after = rest.strip_prefix(b"/");
    let (empty, rest) = (after.is_some(), after.unwrap_or(rest));
    let cell = PlainCell { row, column, style: usize::try_from(style).ok()?, shared, empty };
    Some((cell, rest.strip_prefix(b">")?))
}

/// The whole number at the beginning of these bytes, of no more digits than rows have, and what follows.
fn digits(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at(length);
    let is_number = (1..=7).contains(&length);
    is_number.then(|| (digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')), rest))
}

fn blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn past(text: &str, mark: &str) -> Result<usize, ReadError> {
    text.find(mark).map(|at| at + mark.len()).ok_or(ReadError::Damaged)
}

/// Where a tag ends, when that can be told at a glance: with an even number of quotes before it, the `>` stands in no value.
fn plain_end(tag: &[u8]) -> Option<usize> {
    let end = memchr(b'>', tag)?;
    let tag = &tag[..end];
    let is_plain = memchr2(b'<', b'\'', tag).is_none() && memchr_iter(b'"', tag).count().is_multiple_of(2);
    is_plain.then_some(end)
}

/// Where a tag ends: a `>` inside a quoted value does not end it.
fn end_of_tag(tag: &str) -> Result<usize, ReadError> {
    if let Some(end) = plain_end(tag.as_bytes()) {
        return Ok(end);
    }
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Ok(at),
            (b'<', None) => return Err(ReadError::Damaged),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    Err(ReadError::Damaged)
}

fn open(tag: &str) -> Tag<'_> {
    let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let end = tag.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(tag.len());
    Tag::Open { name: local(&tag[..end]), attributes: Attributes(&tag[end..]), empty }
}

fn local(name: &str) -> &str {
    find(name, b':').map_or(name, |colon| &name[colon + 1..])
}

/// Where a byte first stands. Gaps between tags are short: a plain loop is faster than a search made for long texts.
fn find(text: &str, wanted: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == wanted)
}

/// The attributes of a tag as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    /// Each attribute with its name as written and its value still escaped.
    pub(super) fn each(self) -> impl Iterator<Item = Result<(&'a str, &'a str), ReadError>> {
        let mut rest = self.0.trim_ascii_start();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let attribute = first_attribute(rest);
            rest = attribute.map_or("", |(_, _, rest)| rest);
            Some(attribute.map(|(name, value, _)| (name, value)).ok_or(ReadError::Damaged))
        })
    }

    /// The value of an attribute by its name without prefix, unescaped.
    pub(super) fn get(self, name: &str) -> Result<Option<Cow<'a, str>>, ReadError> {
        for attribute in self.each() {
            let (key, value) = attribute?;
            if local(key) == name {
                return unescape(value).map(Some);
            }
        }
        Ok(None)
    }
}

/// Name and value of the first attribute, and what follows.
fn first_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let equals = find(text, b'=')?;
    let (name, rest) = (text[..equals].trim_ascii_end(), text[equals + 1..].trim_ascii_start());
    let quote = rest.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let end = find(&rest[1..], quote)? + 1;
    Some((name, &rest[1..end], rest[end + 1..].trim_ascii_start()))
}

/// Text with its `&amp;` and `&#225;` made characters.
fn unescape(escaped: &str) -> Result<Cow<'_, str>, ReadError> {
    if memchr(b'&', escaped.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(escaped));
    }
    let mut text = String::with_capacity(escaped.len());
    unescape_into(escaped, &mut text)?;
    Ok(Cow::Owned(text))
}

/// The same without blanks at its ends, which do not count unless said so.
fn unescaped_and_trimmed(escaped: &str) -> Result<Cow<'_, str>, ReadError> {
    Ok(match unescape(escaped)? {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(blank)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(blank).to_owned()),
    })
}

/// Adds text with its `&amp;` and `&#225;` made characters.
fn unescape_into(escaped: &str, text: &mut String) -> Result<(), ReadError> {
    let mut rest = escaped;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        let reference = &rest[at + 1..];
        let end = find(reference, b';').ok_or(ReadError::Damaged)?;
        text.push(character(&reference[..end]).ok_or(ReadError::Damaged)?);
        rest = &reference[end + 1..];
    }
    text.push_str(rest);
    Ok(())
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        };
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}

/// Undoes the way workbooks write characters that XML cannot: `_x000D_`.
pub(super) fn unescape_codes(text: &str) -> Cow<'_, str> {
    let code_at = |rest: &str| {
        let digits = rest.get(2..6)?;
        let closed = rest.as_bytes().get(6) == Some(&b'_') && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| closed)?;
        char::from_u32(code)
    };
    // Most text has none, and asking for one byte is cheapest: keys of cells have underscores, but hardly an x.
    let bytes = text.as_bytes();
    if memchr_iter(b'x', bytes).all(|x| x == 0 || bytes[x - 1] != b'_') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match code_at(rest) {
            Some(c) => {
                plain.push(c);
                rest = &rest[7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rich(xml: &str) -> String {
        let mut scanner = Scanner::new(xml);
        scanner.next().unwrap();
        let mut text = String::new();
        scanner.rich_text_into(&mut text).unwrap();
        text
    }

    #[test]
    fn runs_are_joined_and_phonetic_readings_left_out() {
        let xml = "<si><r><rPr><b/></rPr><t>Xã </t></r><r><t xml:space=\"preserve\"> Hòa &amp; L</t></r><rPh><t>no</t></rPh><r><t>ộc&#33;</t></r></si>";
        assert_eq!(rich(xml), "Xã Hòa & Lộc!");
        assert_eq!(rich("<x:si><x:t><!-- a --><![CDATA[<b>]]></x:t></x:si>"), "<b>");
    }

    #[test]
    fn tags_are_cut_where_they_end() {
        let mut scanner = Scanner::new("<?xml?><!-- <no> --><x:c r = 'A1' note=\"a > b &lt; &#xE1;\" />text</x:row >");
        let Some(Tag::Open { name: "c", attributes, empty: true }) = scanner.next().unwrap() else {
            panic!("an empty tag");
        };
        assert_eq!(attributes.get("r").unwrap().as_deref(), Some("A1"));
        assert_eq!(attributes.get("note").unwrap().as_deref(), Some("a > b < á"));
        assert_eq!(attributes.get("s").unwrap(), None);
        assert_eq!(scanner.next().unwrap(), Some(Tag::Close("row")));
        assert_eq!(scanner.next().unwrap(), None);
    }

    #[test]
    fn a_shortcut_takes_only_what_it_knows() {
        let after = |xml, shortcut: fn(&mut Scanner<'_>) -> bool| {
            let mut scanner = Scanner::new(xml);
            (shortcut(&mut scanner), &xml[scanner.at..])
        };
        let tag = |scanner: &mut Scanner<'_>| scanner.cell_tag().is_some();
        assert_eq!(after("<c r=\"A1\"/><c>", tag), (true, "<c>"));
        for xml in
            ["<c r=\"a>b\">", "<c r='a>\"b\"'>", "<c r=\"A1\"", "<c <d>", "<x:c r=\"A1\">", "<cols x=\"1\">", " <c >"]
        {
            assert_eq!(after(xml, tag), (false, xml));
        }
        let pass = |scanner: &mut Scanner<'_>| scanner.pass_cell();
        assert_eq!(after("<is><t>a</t></is></c><c/>", pass), (true, "<c/>"));
        let far = format!("<v>{}</v></c>", "1".repeat(2_000));
        for xml in ["<v><![CDATA[</c>]]></v></c>", "<!-- </c> --></c>", "<v>1</v>", "<", &far] {
            assert_eq!(after(xml, pass), (false, xml));
        }
        let value = |scanner: &mut Scanner<'_>| scanner.plain_value().is_some() || scanner.plain_text().is_some();
        assert_eq!(after("<v>12</v></c><c/>", value), (true, "<c/>"));
        assert_eq!(after("<is><t>a &amp; b</t></is></c><c/>", value), (true, "<c/>"));
        for xml in
            ["<v>1&#50;</v></c>", "<f>A1</f><v>2</v></c>", "<v>1</v><v>2</v></c>", "<is><t>a</t><t>b</t></is></c>"]
        {
            assert_eq!(after(xml, value), (false, xml));
        }
    }

    #[test]
    fn markup_that_does_not_end_is_damage() {
        for xml in ["<c r=\"1>", "<c", "<", "</c", "<!-- ", "<c <d>"] {
            assert_eq!(Scanner::new(xml).next(), Err(ReadError::Damaged), "{xml}");
        }
        for xml in ["<v>12", "<v>&nbsp;</v>", "<v>&amp</v>", "<v><b></v>"] {
            let mut scanner = Scanner::new(xml);
            scanner.next().unwrap();
            assert_eq!(scanner.text(), Err(ReadError::Damaged), "{xml}");
        }
    }

    #[test]
    fn escape_codes_are_undone_once() {
        assert_eq!(unescape_codes("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescape_codes("_x005F_x0041_"), "_x0041_");
        assert_eq!(unescape_codes("muc_xa _x12 _xZZZZ_ _x00é1_"), "muc_xa _x12 _xZZZZ_ _x00é1_");
    }

    #[test]
    fn a_row_plainly_written_is_read_and_any_other_left_to_the_general_way() {
        let row = |part| {
            let mut scanner = Scanner::new(part);
            (scanner.plain_row(), &scanner.part[scanner.at..])
        };
        assert_eq!(row("<row r=\"7\"><c/>"), (Some(7), "<c/>"));
        assert_eq!(row("<row r=\"12\" spans=\"1:6\" ht=\"18\">x"), (Some(12), "x"));
        assert_eq!(row("<row r=\"1\" name=\"a>b\">x").0, None, "the sign stands in a value");
        for other in [
            "<row r=\"7\"/>",
            "<row>",
            "<row ht=\"1\" r=\"7\">",
            "<row r='7'>",
            "<row r=\"12345678\">",
            "<row r=\"7\"",
            "<row r=\"7\" a='\"'>",
            "<row r=\"\">",
            " <row r=\"7\">",
        ] {
            assert_eq!(row(other), (None, other));
        }
        let mut scanner = Scanner::new("</row></row >");
        assert!(scanner.row_end());
        assert!(!scanner.row_end());
        assert_eq!(scanner.next().unwrap(), Some(Tag::Close("row")));
    }

    #[test]
    fn a_cell_plainly_written_is_read_and_any_other_left_to_the_general_way() {
        let cell = |row, column, style, shared, empty| Some(PlainCell { row, column, style, shared, empty });
        for (written, expected) in [
            (r#"<c r="B7" s="4" t="s"><v>1</v></c>"#, cell(7, 1, 4, true, false)),
            (r#"<c r="D12"><v>5</v></c>"#, cell(12, 3, 0, false, false)),
            (r#"<c r="AA1" s="12"/>"#, cell(1, 26, 12, false, true)),
            (r#"<c r="A1" t="s"><v>0</v></c>"#, cell(1, 0, 0, true, false)),
            (r#"<c s="4" r="B7"/>"#, None),
            (r#"<c r="B7" s="4" t="str"><v>x</v></c>"#, None),
            (r#"<c r="B7" s="4" />"#, None),
            (r#"<c r="b7"/>"#, None),
            (r#"<c r="AAA7"/>"#, None),
            (r#"<c r="B"/>"#, None),
            (r#"<c r="B12345678"/>"#, None),
            (r#"<c r="B7" s="4"#, None),
        ] {
            let mut scanner = Scanner::new(written);
            assert_eq!(scanner.plain_cell(), expected, "{written}");
            let moved = written.find('>').map_or(0, |end| end + 1);
            assert_eq!(scanner.at, if expected.is_some() { moved } else { 0 }, "{written}");
        }
    }

    proptest! {
        #[test]
        fn nothing_written_brings_it_down(xml in "[<>/!?&;\"'= a-cá\\[\\]-]{0,40}") {
            let mut scanner = Scanner::new(&xml);
            while let Ok(Some(tag)) = scanner.next() {
                if let Tag::Open { attributes, .. } = tag {
                    let _ = attributes.get("a");
                    let _ = scanner.text();
                }
            }
            let mut scanner = Scanner::new(&xml);
            let _ = scanner.rich_text_into(&mut String::new());
        }
    }
}
