//! Fonts of a PDF: which letters the codes of a string stand for, and how wide they are.

use super::file::File;
use super::object::{Lexer, Token, number};
use crate::read::legacy::{self, Charset};
use lopdf::{Dictionary, Document, Object};
use std::collections::HashMap;

/// Entries of one map from codes to letters.
const MAPPINGS: usize = 70_000;

/// A font, as far as reading needs it.
pub(super) struct Font {
    /// Codes of two bytes.
    is_wide: bool,
    /// Letters by code.
    letters: HashMap<u32, Box<str>>,
    /// Stretches of codes whose letters follow one another: first code, last code, first letter.
    ranges: Vec<(u32, u32, u32)>,
    /// Letters of one-byte codes that the font names itself.
    simple: Vec<Box<str>>,
    /// Widths in thousandths of the size.
    widths: HashMap<u32, f32>,
    default_width: f32,
    /// Codes are letters: the encodings whose name starts with `UniGB-UCS2` and their like.
    is_unicode: bool,
    /// The encoding its letters are in, when it draws Latin letters as Vietnamese ones.
    pub(super) charset: Option<Charset>,
}

/// One code of a string.
pub(super) struct Code<'f> {
    /// The letters; empty when the font does not say.
    pub(super) letters: std::borrow::Cow<'f, str>,
    /// The advance, in units of the size.
    pub(super) width: f32,
    /// The code is the one-byte space, to which word spacing applies.
    pub(super) is_space: bool,
}

impl Font {
    /// Reads a font dictionary.
    pub(super) fn read(file: &File<'_>, dictionary: &Dictionary) -> Self {
        let is_wide = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let mut font = Font {
            is_wide,
            letters: HashMap::new(),
            ranges: Vec::new(),
            simple: Vec::new(),
            widths: HashMap::new(),
            default_width: if is_wide { 1000.0 } else { 500.0 },
            is_unicode: false,
            charset: file.entry(dictionary, b"BaseFont").and_then(|name| charset(name.as_name().ok()?)),
        };
        if let Some(Object::Stream(stream)) = file.entry(dictionary, b"ToUnicode")
            && let Some(content) = file.expand(stream)
            // Each entry of the map is an allocation.
            && file.charge(8 * content.len())
        {
            font.map(&content);
        }
        if is_wide {
            let encoding = file.entry(dictionary, b"Encoding");
            font.is_unicode =
                matches!(&encoding, Some(Object::Name(name)) if name.windows(4).any(|w| w == b"UCS2" || w == b"UTF1"));
            font.wide_widths(file, dictionary);
        } else {
            font.simple = simple_letters(file, dictionary, font.charset.is_some());
            // Windows draws a hyphen at the code of the soft hyphen; TCVN3 has the letter ư there.
            if font.charset.is_some() && matches!(&*font.letter(0xAD), "-" | "\u{2010}") {
                font.letters.insert(0xAD, "\u{AD}".into());
            }
            font.simple_widths(file, dictionary);
        }
        font
    }

    /// The codes of a string.
    pub(super) fn codes<'f>(&'f self, string: &'f [u8]) -> impl Iterator<Item = Code<'f>> + 'f {
        let step = if self.is_wide { 2 } else { 1 };
        string.chunks(step).map(move |bytes| {
            let code = bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            Code {
                letters: self.letter(code),
                width: self.widths.get(&code).copied().unwrap_or(self.default_width) / 1000.0,
                is_space: !self.is_wide && code == 32,
            }
        })
    }

    fn letter(&self, code: u32) -> std::borrow::Cow<'_, str> {
        if let Some(found) = self.letters.get(&code) {
            return (**found).into();
        }
        let after = self.ranges.partition_point(|(first, _, _)| *first <= code);
        if let Some((first, last, letter)) = after.checked_sub(1).and_then(|i| self.ranges.get(i))
            && code <= *last
        {
            return char::from_u32(letter.saturating_add(code - first)).map(String::from).unwrap_or_default().into();
        }
        if self.is_unicode {
            return char::from_u32(code).map(String::from).unwrap_or_default().into();
        }
        self.simple.get(code as usize).map_or("", |letters| letters).into()
    }

    /// Reads a `ToUnicode` map.
    fn map(&mut self, content: &[u8]) {
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        let mut count = 0;
        while let Some(token) = lexer.next() {
            match token {
                Token::Object(object) => {
                    operands.push(object);
                    count += 1;
                    if count > 3 * MAPPINGS {
                        break;
                    }
                }
                Token::Word(word) => {
                    match word.as_slice() {
                        b"endbfchar" => operands.chunks_exact(2).for_each(|pair| self.map_char(pair)),
                        b"endbfrange" => operands.chunks_exact(3).for_each(|triple| self.map_range(triple)),
                        _ => {}
                    }
                    operands.clear();
                }
            }
        }
        self.ranges.sort_unstable();
    }

    fn map_char(&mut self, pair: &[Object]) {
        if let [Object::String(code, _), Object::String(letters, _)] = pair
            && self.letters.len() < MAPPINGS
        {
            self.letters.insert(code_of(code), utf16(letters).into());
        }
    }

    fn map_range(&mut self, triple: &[Object]) {
        let [Object::String(first, _), Object::String(last, _), target] = triple else { return };
        let (first, last) = (code_of(first), code_of(last));
        match target {
            Object::String(letters, _) => {
                // Only the last unit counts up; a range of single units may start at 0.
                match letters.as_slice() {
                    [high, low] if last >= first && !(0xD8..0xE0).contains(high) => {
                        self.ranges.push((first, last, u32::from(*high) << 8 | u32::from(*low)));
                    }
                    _ => {
                        self.letters.insert(first, utf16(letters).into());
                    }
                }
            }
            Object::Array(items) => {
                for (code, item) in (first..=last).zip(items) {
                    if let Object::String(letters, _) = item
                        && self.letters.len() < MAPPINGS
                    {
                        self.letters.insert(code, utf16(letters).into());
                    }
                }
            }
            _ => {}
        }
    }

    fn simple_widths(&mut self, file: &File<'_>, dictionary: &Dictionary) {
        let first = file.entry(dictionary, b"FirstChar").and_then(|o| o.as_i64().ok()).unwrap_or(0);
        let Some(Object::Array(widths)) = file.entry(dictionary, b"Widths") else { return };
        for (code, width) in (u32::try_from(first).unwrap_or(0)..256).zip(&widths) {
            if let Some(width) = number(&file.resolve(width)) {
                self.widths.insert(code, width);
            }
        }
        if dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type3") {
            // A Type 3 font has a scale of its own; its matrix is nearly always a uniform one.
            let scale = match file.entry(dictionary, b"FontMatrix") {
                Some(Object::Array(matrix)) => matrix.first().and_then(number).unwrap_or(0.001),
                _ => 0.001,
            };
            self.widths.values_mut().for_each(|width| *width *= scale * 1000.0);
        }
    }

    fn wide_widths(&mut self, file: &File<'_>, dictionary: &Dictionary) {
        let Some(Object::Array(descendants)) = file.entry(dictionary, b"DescendantFonts") else { return };
        let Some(Object::Dictionary(descendant)) = descendants.first().map(|d| file.resolve(d)) else { return };
        if let Some(width) = file.entry(&descendant, b"DW").as_ref().and_then(number) {
            self.default_width = width;
        }
        let Some(Object::Array(widths)) = file.entry(&descendant, b"W") else { return };
        let mut items = widths.iter();
        while let (Some(first), Some(second)) = (items.next(), items.next()) {
            let Some(first) = code_number(first) else { break };
            match file.resolve(second) {
                Object::Array(list) => {
                    for (code, width) in (first..).zip(&list) {
                        self.width(code, number(width));
                    }
                }
                last => {
                    let (Some(last), Some(width)) = (code_number(&last), items.next()) else { break };
                    for code in first..=last.min(first.saturating_add(0xFFFF)) {
                        self.width(code, number(width));
                    }
                    file.charge((last.saturating_sub(first) as usize).min(0xFFFF));
                }
            }
        }
    }

    fn width(&mut self, code: u32, width: Option<f32>) {
        if let Some(width) = width
            && self.widths.len() < MAPPINGS
        {
            self.widths.insert(code, width);
        }
    }
}

/// The encoding that goes with the name of a font, as in `ABCDEF+.VnTimeH,Bold`.
fn charset(name: &[u8]) -> Option<Charset> {
    let name = match name.iter().position(|byte| *byte == b'+') {
        Some(6) => name.get(7..)?,
        _ => name,
    };
    legacy::of_font(&String::from_utf8_lossy(name))
}

fn code_number(object: &Object) -> Option<u32> {
    object.as_i64().ok().and_then(|code| u32::try_from(code).ok()).filter(|code| *code <= 0xFFFF)
}

fn code_of(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| code << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units =
        bytes.chunks_exact(2).take(32).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
    char::decode_utf16(units).flatten().filter(|c| *c != '\0').collect()
}

/// The letters of the 256 codes of a simple font, by its encoding and the differences from it.
///
/// In a font from before Unicode a code is what the encoding of that time says, whatever the PDF calls it.
fn simple_letters(file: &File<'_>, dictionary: &Dictionary, is_legacy: bool) -> Vec<Box<str>> {
    let encoding = file.entry(dictionary, b"Encoding");
    let base = match &encoding {
        Some(Object::Name(name)) => Some(name.clone()),
        Some(Object::Dictionary(encoding)) => match file.entry(encoding, b"BaseEncoding") {
            Some(Object::Name(name)) => Some(name),
            _ => None,
        },
        _ => None,
    };
    // Without an encoding an office font has the one of its platform.
    let base = base.unwrap_or_else(|| b"WinAnsiEncoding".to_vec());
    let mut letters = decode(&Object::Name(base), &(0..=255).collect::<Vec<u8>>());
    if is_legacy {
        for (code, letter) in (0..=255_u8).zip(&mut letters).skip(0xA1) {
            *letter = char::from(code).to_string().into();
        }
    }
    let Some(Object::Dictionary(encoding)) = &encoding else { return letters };
    let Some(Object::Array(differences)) = file.entry(encoding, b"Differences") else { return letters };
    let mut code = 0_usize;
    for item in differences.iter().take(1_024) {
        match item {
            Object::Integer(first) => code = usize::try_from(*first).unwrap_or(256),
            Object::Name(name) => {
                if let Some(letter) = letters.get_mut(code) {
                    *letter = named(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    letters
}

/// What each byte stands for in an encoding; the tables are those of the PDF library.
fn decode(encoding: &Object, bytes: &[u8]) -> Vec<Box<str>> {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", Object::Name(b"Font".to_vec()));
    dictionary.set("Encoding", encoding.clone());
    let document = Document::new();
    let Ok(encoding) = dictionary.get_font_encoding(&document) else { return vec!["".into(); bytes.len()] };
    bytes.iter().map(|byte| encoding.bytes_to_string(&[*byte]).unwrap_or_default().into()).collect()
}

/// The letter a glyph name stands for: `Acircumflex`, `uni1EA5`, `u1EA5`.
fn named(name: &[u8]) -> Box<str> {
    let text = String::from_utf8_lossy(name);
    let text = text.split('.').next().unwrap_or_default();
    let digits = text.strip_prefix("uni").or(text.strip_prefix('u')).filter(|digits| digits.len() >= 4);
    if let Some(letter) =
        digits.and_then(|d| u32::from_str_radix(d.get(..d.len().min(6))?, 16).ok()).and_then(char::from_u32)
    {
        return letter.to_string().into();
    }
    let mut encoding = Dictionary::new();
    let name = Object::Name(text.as_bytes().to_vec());
    encoding.set("Differences", Object::Array(vec![Object::Integer(1), name]));
    // An unknown name leaves the code as it was, which for code 1 is nothing.
    decode(&Object::Dictionary(encoding), &[1]).pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(text: &[u8]) -> Font {
        let mut font = Font {
            is_wide: true,
            letters: HashMap::new(),
            ranges: Vec::new(),
            simple: Vec::new(),
            widths: HashMap::new(),
            default_width: 1000.0,
            is_unicode: false,
            charset: None,
        };
        font.map(text);
        font
    }

    #[test]
    fn a_map_names_letters_one_by_one_and_in_ranges() {
        let font = mapped(
            b"1 beginbfchar <0003> <1EA1> endbfchar 2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<00660069> <0111>] endbfrange",
        );
        let read: String =
            font.codes(b"\x00\x03\x00\x11\x00\x20\x00\x21\x00\x99").map(|code| code.letters.into_owned()).collect();
        assert_eq!(read, "ạbfiđ");
    }

    #[test]
    fn glyph_names_of_vietnamese_letters() {
        assert_eq!(&*named(b"uni1EA5"), "ấ");
        assert_eq!(&*named(b"dcroat"), "đ");
        assert_eq!(&*named(b"uhorn"), "ư");
        assert_eq!(&*named(b"no-such-glyph"), "");
    }

    #[test]
    fn bytes_by_the_platform_encodings() {
        assert_eq!(&*decode(&Object::Name(b"WinAnsiEncoding".to_vec()), &[0xE9])[0], "é");
        assert_eq!(&*decode(&Object::Name(b"MacRomanEncoding".to_vec()), &[0x8E])[0], "é");
    }
}
