//! The text as the grammar sees it: lines, sentences, and a lower-case shadow of the same length.

use super::layout::{Block, Layout, Line, Table};
use super::lexicon::Phrases;
use crate::facts::Fact;
use std::ops::Range;

/// Bytes after which a sentence without an end is cut, so that no rule looks further.
const SENTENCE: usize = 3_000;

/// A laid-out text with its shadow.
pub(crate) struct Source<'a> {
    /// The normalised text.
    pub(crate) text: &'a str,
    /// The text in lower case with tone marks in one place; byte `i` of it stands for byte `i` of the text.
    pub(crate) low: String,
    /// Lines that are not blank.
    pub(crate) lines: &'a [Line],
    /// Tables, in order.
    pub(crate) tables: Vec<&'a Table>,
}

impl<'a> Source<'a> {
    /// Prepares a layout for reading.
    pub(crate) fn new(layout: &'a Layout) -> Self {
        let tables = layout
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(table),
                Block::Paragraph(_) => None,
            })
            .collect();
        Self { text: &layout.text, low: shadow(&layout.text), lines: &layout.lines, tables }
    }

    /// Text of a span; empty when the span is no span of this text.
    pub(crate) fn str(&self, span: &Range<usize>) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// Shadow of a span.
    pub(crate) fn low(&self, span: &Range<usize>) -> &str {
        self.low.get(span.clone()).unwrap_or_default()
    }

    /// Shadow from a place to the end of a span.
    pub(crate) fn low_from(&self, at: usize, within: &Range<usize>) -> &str {
        self.low.get(at..within.end).unwrap_or_default()
    }

    /// Text from a place to the end of a span.
    pub(crate) fn str_from(&self, at: usize, within: &Range<usize>) -> &'a str {
        self.text.get(at..within.end).unwrap_or_default()
    }

    /// Text of line `i`; empty past the end.
    pub(crate) fn line(&self, i: usize) -> &'a str {
        self.lines.get(i).map_or("", |line| self.str(&line.span))
    }

    /// Shadow of line `i`.
    pub(crate) fn low_line(&self, i: usize) -> &str {
        self.lines.get(i).map_or("", |line| self.low(&line.span))
    }

    /// Span of line `i`; empty past the end.
    pub(crate) fn span(&self, i: usize) -> Range<usize> {
        self.lines.get(i).map_or(self.text.len()..self.text.len(), |line| line.span.clone())
    }

    /// From the start of the first line to the end of the last.
    pub(crate) fn lines_span(&self, lines: Range<usize>) -> Range<usize> {
        if lines.is_empty() {
            return 0..0;
        }
        self.span(lines.start).start..self.span(lines.end - 1).end
    }

    /// Every place in a span where a phrase of whole words stands.
    pub(crate) fn find<'s>(&'s self, span: &Range<usize>, phrase: &'s str) -> impl Iterator<Item = usize> + 's {
        let base = span.start;
        self.low
            .get(span.clone())
            .unwrap_or_default()
            .match_indices(phrase)
            .map(move |(at, _)| base + at)
            .filter(move |at| self.is_word(*at..*at + phrase.len()))
    }

    /// The first of [`Self::find`].
    pub(crate) fn first(&self, span: &Range<usize>, phrase: &str) -> Option<usize> {
        self.find(span, phrase).next()
    }

    /// Whether any of the phrases stands in a span.
    pub(crate) fn has_any<S: AsRef<str>>(&self, span: &Range<usize>, phrases: &[S]) -> bool {
        phrases.iter().any(|phrase| self.first(span, phrase.as_ref()).is_some())
    }

    /// The first place of any phrase, with the phrase's length; at one place the longest.
    pub(crate) fn first_of<S: AsRef<str>>(&self, span: &Range<usize>, phrases: &[S]) -> Option<Range<usize>> {
        phrases
            .iter()
            .filter_map(|phrase| {
                let phrase = phrase.as_ref();
                self.first(span, phrase).map(|at| at..at + phrase.len())
            })
            .min_by_key(|found| (found.start, usize::MAX - found.end))
    }

    /// The longest phrase that starts here, as its end.
    pub(crate) fn at<P: Phrases + ?Sized>(&self, at: usize, within: &Range<usize>, phrases: &P) -> Option<usize> {
        let rest = self.low_from(at, within);
        phrases.longest(rest, &|length| self.is_word(at..at + length)).map(|length| at + length)
    }

    /// No letter or digit touches the span.
    fn is_word(&self, span: Range<usize>) -> bool {
        let before = self.low.get(..span.start).and_then(|s| s.chars().next_back());
        let after = self.low.get(span.end..).and_then(|s| s.chars().next());
        !before.is_some_and(is_alphanumeric) && !after.is_some_and(is_alphanumeric)
    }

    /// The span without white space and the given marks at its ends.
    pub(crate) fn trim(&self, span: Range<usize>, marks: &[char]) -> Range<usize> {
        let text = self.str(&span);
        let drop = |c: char| c.is_whitespace() || marks.contains(&c);
        let start = span.start + (text.len() - text.trim_start_matches(drop).len());
        let end = span.end - (text.len() - text.trim_end_matches(drop).len());
        start..end.max(start)
    }

    /// The words of a span on one line: single spaces, no asterisks of emphasis.
    pub(crate) fn clean(&self, span: &Range<usize>) -> String {
        let text = self.str(span);
        if !text.contains('*') {
            return text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        text.split_whitespace()
            .map(|word| word.trim_matches('*').replace("(*", "(").replace("*)", ")"))
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// A fact whose value is the text of its span.
    pub(crate) fn verbatim(&self, span: Range<usize>, rule: &'static str) -> Fact<String> {
        let span = self.trim(span, &[]);
        Fact { value: self.clean(&span), span, rule }
    }

    /// Sentences of a span, in order.
    pub(crate) fn sentences(&self, span: &Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = span.start;
        let text = self.str(span);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let end = span.start + at + c.len_utf8();
            let ends = match c {
                '\n' | ';' => true,
                ' ' => end - start > SENTENCE,
                '.' | '!' | '?' | '…' => {
                    let next = chars.peek().map(|(_, c)| *c);
                    let after = text.get(at + c.len_utf8()..).unwrap_or_default().trim_start();
                    next.is_none_or(|c| c.is_whitespace() || matches!(c, '”' | '"' | '’'))
                        && after.chars().take(8).find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase())
                        && !(c == '.'
                            && is_abbreviation(
                                self.text
                                    .get(self.floor((end - 1).saturating_sub(24)).max(span.start)..end - 1)
                                    .unwrap_or_default(),
                            ))
                }
                _ => false,
            };
            if ends {
                found.push(self.trim(start..end, &[]));
                start = end;
            }
        }
        found.push(self.trim(start..span.end, &[]));
        found.retain(|sentence| !sentence.is_empty());
        found
    }

    /// The sentence around a place.
    pub(crate) fn sentence_at(&self, at: usize) -> Range<usize> {
        let line = self.line_at(at).map_or(at..at, |i| self.span(i));
        self.sentences(&line).into_iter().find(|s| s.contains(&at)).unwrap_or(line)
    }

    /// The character boundary at or before a place.
    pub(crate) fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The line around a place.
    pub(crate) fn line_at(&self, at: usize) -> Option<usize> {
        let i = self.lines.partition_point(|line| line.span.end <= at);
        self.lines.get(i).is_some_and(|line| line.span.contains(&at)).then_some(i)
    }

    /// Words of a span: stretches of letters and digits.
    pub(crate) fn words(&self, span: &Range<usize>) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut start = None;
        for (at, c) in self.str(span).char_indices() {
            let at = span.start + at;
            if is_alphanumeric(c) {
                start = start.or(Some(at));
            } else if let Some(from) = start.take() {
                words.push(from..at);
            }
        }
        words.extend(start.map(|from| from..span.end));
        words
    }

    /// First character of a place.
    pub(crate) fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Whether a capital letter stands here.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(is_uppercase)
    }
}

/// `TP.`, `Tp.`, `KT.`, an initial, or the number of an item does not end a sentence.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"')).next().unwrap_or_default();
    let last = word.rsplit('.').next().unwrap_or_default();
    let letters = last.chars().count();
    if last.chars().all(|c| c.is_ascii_digit()) {
        return word.len() == before.trim_start().len();
    }
    letters == 1 && last.chars().all(char::is_uppercase)
        || matches!(
            word,
            "TP" | "Tp" | "tp" | "KT" | "TM" | "TL" | "TUQ" | "TX" | "Q" | "P" | "GS" | "TS" | "ThS" | "PGS" | "BS"
        )
}

/// Lower case, and tone marks of open syllables where they used to stand (`hoà` as `hòa`, `uỷ` as `ủy`), letter by
/// letter so that no byte moves.
pub(crate) fn shadow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut previous = ' ';
    while let Some(c) = chars.next() {
        let low = lower(c);
        let swapped = chars.peek().and_then(|next| swap(low, lower(*next), previous));
        if let Some((first, second)) = swapped {
            let mut ahead = chars.clone();
            ahead.next();
            if !ahead.peek().is_some_and(|c| c.is_alphabetic()) {
                out.push(first);
                out.push(second);
                previous = second;
                chars.next();
                continue;
            }
        }
        out.push(low);
        previous = low;
    }
    out
}

/// [`char::is_alphanumeric`], answered at once for the letters of Vietnamese and the signs of its typography.
fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        // No other signs stand among the Latin letters.
        '×' | '÷' => false,
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => true,
        '\u{2000}'..='\u{206F}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// [`char::is_uppercase`], likewise.
fn is_uppercase(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_uppercase(),
        '\u{1EA0}'..='\u{1EF9}' => u32::from(c).is_multiple_of(2),
        '\u{2000}'..='\u{206F}' => false,
        _ => c.is_uppercase(),
    }
}

/// Lower case of a character when it has as many bytes; the character itself otherwise.
fn lower(c: char) -> char {
    match c {
        '\0'..='\x7F' => return c.to_ascii_lowercase(),
        // The lower case of a letter of this range is the next one.
        '\u{1EA0}'..='\u{1EF9}' => return char::from_u32(u32::from(c) | 1).unwrap_or(c),
        '\u{DF}'..='\u{FF}' | 'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư' => return c,
        _ => {}
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(low), None) if low.len_utf8() == c.len_utf8() => low,
        _ => c,
    }
}

/// `o` + `à` as `ò` + `a`: the same number of bytes.
fn swap(first: char, second: char, previous: char) -> Option<(char, char)> {
    let tone = |from: &str, to: &str| from.chars().position(|c| c == second).and_then(|i| to.chars().nth(i));
    match first {
        'o' => tone("àáảãạ", "òóỏõọ").map(|o| (o, 'a')).or_else(|| tone("èéẻẽẹ", "òóỏõọ").map(|o| (o, 'e'))),
        'u' if previous != 'q' => tone("ỳýỷỹỵ", "ùúủũụ").map(|u| (u, 'y')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ways_agree_with_unicode() {
        for c in (0..0x3000).filter_map(char::from_u32) {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{:x}", u32::from(c));
            assert_eq!(is_uppercase(c), c.is_uppercase(), "{:x}", u32::from(c));
            let low: Vec<char> = c.to_lowercase().collect();
            let kept = if low.len() == 1 && low[0].len_utf8() == c.len_utf8() { low[0] } else { c };
            assert_eq!(lower(c), kept, "{:x}", u32::from(c));
        }
    }

    #[test]
    fn the_shadow_keeps_every_byte_in_place() {
        for text in ["Uỷ ban nhân dân xã Hoà Lộc hoàn thành", "QUÝ II, Toạ đàm – ĐẮK İ ß", ""] {
            assert_eq!(shadow(text).len(), text.len(), "{text}");
        }
        assert_eq!(shadow("Uỷ ban Hoà Lộc, hoàn toàn, quý, thuỷ"), "ủy ban hòa lộc, hoàn toàn, quý, thủy");
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        let mut layout = Layout::default();
        layout.paragraph("Sáng 3.5, tại TP. Minh Hải, bà T. Mẫu dự. Có 1.200 người! Kết thúc lúc 9h.");
        let source = Source::new(&layout);
        let span = source.span(0);
        let sentences: Vec<&str> = source.sentences(&span).iter().map(|s| source.str(s)).collect();
        assert_eq!(sentences, ["Sáng 3.5, tại TP. Minh Hải, bà T. Mẫu dự.", "Có 1.200 người!", "Kết thúc lúc 9h."]);
    }

    #[test]
    fn phrases_are_whole_words() {
        let mut layout = Layout::default();
        layout.paragraph("Ban ban hành văn bản; Uỷ ban.");
        let source = Source::new(&layout);
        assert_eq!(source.find(&source.span(0), "ban").count(), 3);
        assert_eq!(source.find(&source.span(0), "ủy ban").count(), 1);
    }
}
