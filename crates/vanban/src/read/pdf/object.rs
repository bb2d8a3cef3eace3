//! Tokens and objects of a PDF, read from bytes without recursion beyond a fixed depth.

use lopdf::{Dictionary, Object, StringFormat};

/// Arrays and dictionaries inside one another.
const DEPTH: usize = 48;

/// Objects inside one top-level object; a font with a width for every letter has some 10,000.
const TOKENS: usize = 400_000;

/// A place in a stretch of PDF syntax.
pub(super) struct Lexer<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    tokens: usize,
}

/// An operand or operator of a content stream, or a word of a file's structure.
#[derive(Clone, Debug)]
pub(super) enum Token {
    /// A direct object.
    Object(Object),
    /// Anything else: an operator, `obj`, `stream`, `R`.
    Word(Vec<u8>),
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at: at.min(bytes.len()), tokens: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// White space and comments.
    pub(super) fn space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let line = self.rest().iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(self.rest().len());
                self.at += line;
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// The next token; `None` at the end, or where an object holds more than it may. Stray brackets are passed over.
    pub(super) fn next(&mut self) -> Option<Token> {
        self.tokens = 0;
        loop {
            self.space();
            match self.peek()? {
                b']' | b'}' | b'{' | b')' => self.at += 1,
                b'>' => self.at += if self.rest().starts_with(b">>") { 2 } else { 1 },
                _ => return self.token(0),
            }
        }
    }

    /// A direct object, or a reference.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.tokens = 0;
        self.space();
        self.value(0)
    }

    /// An object; two integers and `R` are a reference.
    fn value(&mut self, depth: usize) -> Option<Object> {
        let Token::Object(object) = self.token(depth)? else { return None };
        let Object::Integer(number) = object else { return Some(object) };
        Some(self.reference(number).unwrap_or(object))
    }

    fn reference(&mut self, number: i64) -> Option<Object> {
        let number = u32::try_from(number).ok()?;
        let mut ahead = Self::new(self.bytes, self.at);
        ahead.space();
        let generation = ahead.digits()?;
        ahead.space();
        let follows = ahead.bytes.get(ahead.at + 1).copied();
        if ahead.peek() != Some(b'R') || follows.is_some_and(|b| !is_space(b) && !is_delimiter(b)) {
            return None;
        }
        self.at = ahead.at + 1;
        Some(Object::Reference((number, u16::try_from(generation).ok()?)))
    }

    /// An unsigned integer of at most ten digits.
    pub(super) fn digits(&mut self) -> Option<u64> {
        let length = self.rest().iter().take(11).take_while(|b| b.is_ascii_digit()).count();
        let text = std::str::from_utf8(self.rest().get(..length)?).ok()?;
        let value = (length <= 10).then(|| text.parse().ok()).flatten()?;
        self.at += length;
        Some(value)
    }

    fn token(&mut self, depth: usize) -> Option<Token> {
        self.tokens += 1;
        if self.tokens > TOKENS || depth > DEPTH {
            return None;
        }
        let rest = self.rest();
        let object = match *rest.first()? {
            b'/' => Object::Name(self.name()),
            b'(' => Object::String(self.literal(), StringFormat::Literal),
            b'<' if rest.starts_with(b"<<") => Object::Dictionary(self.dictionary(depth)?),
            b'<' => Object::String(self.hexadecimal(), StringFormat::Hexadecimal),
            b'[' => Object::Array(self.array(depth)?),
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
            _ => return Some(self.word()),
        };
        Some(Token::Object(object))
    }

    fn word(&mut self) -> Token {
        let length = self.rest().iter().take_while(|b| !is_space(**b) && !is_delimiter(**b)).count().max(1);
        let word = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        match word {
            b"true" => Token::Object(Object::Boolean(true)),
            b"false" => Token::Object(Object::Boolean(false)),
            b"null" => Token::Object(Object::Null),
            other => Token::Word(other.get(..other.len().min(32)).unwrap_or_default().to_vec()),
        }
    }

    fn number(&mut self) -> Object {
        let length = self.rest().iter().take_while(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.')).count();
        let digits = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        let text = std::str::from_utf8(digits.get(..length.min(40)).unwrap_or_default()).unwrap_or_default();
        if let Ok(integer) = text.parse::<i64>() {
            return Object::Integer(integer);
        }
        // Some writers give "--12" or "1.2-3"; what can be read of it counts.
        let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
        let text = text.trim_start_matches(['-', '+']);
        let end = text.find(['-', '+']).unwrap_or(text.len());
        Object::Real(sign * text.get(..end).and_then(|t| t.parse::<f32>().ok()).unwrap_or(0.0))
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let length = self.rest().iter().take_while(|b| !is_space(**b) && !is_delimiter(**b)).count();
        let raw = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        let mut name = Vec::with_capacity(length.min(128));
        let mut i = 0;
        while let Some(byte) = raw.get(i) {
            let pair = raw.get(i + 1).zip(raw.get(i + 2)).and_then(|(a, b)| Some((hex(*a)?, hex(*b)?)));
            match pair {
                Some((high, low)) if *byte == b'#' => {
                    name.push(high << 4 | low);
                    i += 3;
                }
                _ => {
                    name.push(*byte);
                    i += 1;
                }
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut string = Vec::new();
        let mut open = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    string.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            string.push(byte);
        }
        string
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                return None;
            }
            b'\n' => return None,
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                u8::try_from(value & 0xFF).unwrap_or(0)
            }
            other => other,
        })
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let length = self.rest().iter().position(|b| *b == b'>').unwrap_or(self.rest().len());
        let digits: Vec<u8> = self.rest().get(..length).unwrap_or_default().iter().filter_map(|b| hex(*b)).collect();
        self.at += length + 1;
        digits
            .chunks(2)
            .map(|pair| pair.iter().chain(&[0]).take(2).fold(0, |value, digit| value << 4 | digit))
            .collect()
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Object>> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None => return Some(items),
                Some(b']') => {
                    self.at += 1;
                    return Some(items);
                }
                Some(b'>' | b')' | b'}' | b'{') => return None,
                Some(_) => items.push(self.value(depth + 1)?),
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        self.at += 2;
        let mut dictionary = Dictionary::new();
        loop {
            self.space();
            if self.rest().starts_with(b">>") {
                self.at += 2;
                return Some(dictionary);
            }
            if self.peek()? != b'/' {
                return None;
            }
            let key = self.name();
            self.space();
            if self.rest().starts_with(b">>") {
                continue;
            }
            let value = self.value(depth + 1)?;
            dictionary.set(key, value);
        }
    }
}

/// White space of PDF syntax.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0 | 12)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The value of a number of either kind.
pub(super) fn number(object: &Object) -> Option<f32> {
    match object {
        // Coordinates on a page are far below 2^24.
        Object::Integer(value) => i16::try_from(*value).map(f32::from).ok().or(Some(clamp(*value))),
        Object::Real(value) if value.is_finite() => Some(*value),
        _ => None,
    }
}

fn clamp(value: i64) -> f32 {
    i32::try_from(value).map_or(0.0, |value| f64::from(value) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Option<Object> {
        Lexer::new(text, 0).object()
    }

    #[test]
    fn objects_of_every_kind() {
        let object = read(b"<< /A 12 /B [1 0 R 2 (x\\(y\\)\\101) <4142>] /C#20D -.5 >>").unwrap();
        let dictionary = object.as_dict().unwrap();
        assert_eq!(dictionary.get(b"A").unwrap().as_i64().unwrap(), 12);
        let array = dictionary.get(b"B").unwrap().as_array().unwrap();
        assert_eq!(array[0], Object::Reference((1, 0)));
        assert_eq!(array[2].as_str().unwrap(), b"x(y)A");
        assert_eq!(array[3].as_str().unwrap(), b"AB");
        assert_eq!(number(dictionary.get(b"C D").unwrap()), Some(-0.5));
    }

    #[test]
    fn what_nests_too_deep_or_breaks_off_is_no_object() {
        assert!(read(&[b'['; 100_000]).is_none());
        assert!(read(&b"<</A".repeat(100_000)).is_none());
        assert!(read(b"<< /A 1").is_none());
    }

    #[test]
    fn operators_and_operands_alternate() {
        let mut lexer = Lexer::new(b"BT /F1 12 Tf [(a)-20(b)]TJ ET", 0);
        let mut words = Vec::new();
        while let Some(token) = lexer.next() {
            if let Token::Word(word) = token {
                words.push(String::from_utf8(word).unwrap());
            }
        }
        assert_eq!(words, ["BT", "Tf", "TJ", "ET"]);
    }
}
