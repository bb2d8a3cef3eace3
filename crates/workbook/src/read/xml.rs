//! Small helpers over the XML reader. Parts are read from memory, so events borrow from the part.

use crate::ReadError;
use quick_xml::{Reader, XmlVersion};
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// A reader over one part.
pub(super) fn reader(part: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(part);
    // Names are compared where it matters; checking all of them costs memory for every level of nesting.
    reader.config_mut().check_end_names = false;
    reader
}

/// The next event.
pub(super) fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, ReadError> {
    reader.read_event().map_err(|_| ReadError::Damaged)
}

/// The value of an attribute by its local name, unescaped.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Result<Option<Cow<'a, str>>, ReadError> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| ReadError::Damaged)?;
        if attribute.key.local_name().as_ref() == name {
            return attribute.normalized_value(XmlVersion::Implicit1_0).map(Some).map_err(|_| ReadError::Damaged);
        }
    }
    Ok(None)
}

/// Adds everything written up to the end of the element just started, without markup.
pub(super) fn text_into(reader: &mut Reader<&[u8]>, buffer: &mut String) -> Result<(), ReadError> {
    let mut depth = 0_usize;
    loop {
        match next(reader)? {
            Event::Text(text) => buffer.push_str(&text.xml10_content()),
            Event::CData(text) => buffer.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => buffer.push(resolve(&reference)?),
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(ReadError::Damaged),
            _ => {}
        }
    }
}

/// Adds what the `t` elements say up to the end of the element just started; phonetic readings (`rPh`) are not text.
pub(super) fn rich_text_into(reader: &mut Reader<&[u8]>, buffer: &mut String) -> Result<(), ReadError> {
    let mut depth = 0_usize;
    let mut silent = None;
    loop {
        match next(reader)? {
            Event::Start(element) if element.local_name().as_ref() == "t" && silent.is_none() => {
                let preserved = element.attributes_raw().contains("preserve");
                let start = buffer.len();
                text_into(reader, buffer)?;
                if !preserved {
                    trim_from(buffer, start);
                }
            }
            Event::Start(element) => {
                depth += 1;
                if element.local_name().as_ref() == "rPh" && silent.is_none() {
                    silent = Some(depth);
                }
            }
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => {
                if silent == Some(depth) {
                    silent = None;
                }
                depth -= 1;
            }
            Event::Eof => return Err(ReadError::Damaged),
            _ => {}
        }
    }
}

/// XML without `xml:space="preserve"` has no blanks at the ends.
fn trim_from(buffer: &mut String, start: usize) {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let kept = buffer[start..].trim_end_matches(blank).len();
    buffer.truncate(start + kept);
    let lead = buffer[start..].len() - buffer[start..].trim_start_matches(blank).len();
    buffer.drain(start..start + lead);
}

/// A character written as `&amp;` or `&#225;`. Entities a file defines for itself are not followed.
fn resolve(reference: &BytesRef<'_>) -> Result<char, ReadError> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| ReadError::Damaged)? {
        return Ok(c);
    }
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(ReadError::Damaged),
    }
}

/// Undoes the way workbooks write characters that XML cannot: `_x000D_`.
pub(super) fn unescape_codes(text: &str) -> Cow<'_, str> {
    let code_at = |rest: &str| {
        let digits = rest.get(2..6)?;
        let closed = rest.as_bytes().get(6) == Some(&b'_') && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| closed)?;
        char::from_u32(code)
    };
    let Some(first) = text.find("_x") else {
        return Cow::Borrowed(text);
    };
    let mut plain = text[..first].to_owned();
    let mut rest = &text[first..];
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

    fn rich(xml: &str) -> String {
        let mut reader = reader(xml);
        while !matches!(next(&mut reader).unwrap(), Event::Start(_)) {}
        let mut text = String::new();
        rich_text_into(&mut reader, &mut text).unwrap();
        text
    }

    #[test]
    fn runs_are_joined_and_phonetic_readings_left_out() {
        let xml = "<si><r><rPr><b/></rPr><t>Xã </t></r><r><t xml:space=\"preserve\"> Hòa &amp; L</t></r><rPh><t>no</t></rPh><r><t>ộc&#33;</t></r></si>";
        assert_eq!(rich(xml), "Xã Hòa & Lộc!");
        assert_eq!(rich("<si/><si><t/></si>"), "");
    }

    #[test]
    fn escape_codes_are_undone_once() {
        assert_eq!(unescape_codes("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescape_codes("_x005F_x0041_"), "_x0041_");
        assert_eq!(unescape_codes("muc_xa _x12 _xZZZZ_ _x00é1_"), "muc_xa _x12 _xZZZZ_ _x00é1_");
    }
}
