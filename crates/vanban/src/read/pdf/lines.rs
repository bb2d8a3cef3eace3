//! Letters of a page put together to rows of text.

use super::content::Glyph;
use crate::read::legacy::Spans;
use std::collections::HashSet;

/// A gap wider than this, in sizes of the font, parts two segments of a row.
const SEGMENT_GAP: f32 = 0.65;

/// A gap wider than this is a space, also where no space was written.
const WORD_GAP: f32 = 0.17;

/// Rows on a page; lighter baselines beyond twice as many are dust.
const BASELINES: usize = 400;

/// A stretch of a row without a wide gap.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) x: (f32, f32),
    /// From where to where each word stands.
    pub(super) words: Vec<(f32, f32)>,
}

impl Segment {
    pub(super) fn new(text: &str, x: (f32, f32)) -> Self {
        Self { text: text.to_owned(), x, words: vec![x] }
    }

    /// Adds a word after a space.
    pub(super) fn push(&mut self, word: &str, x: (f32, f32)) {
        self.text.push(' ');
        self.text.push_str(word);
        self.x.1 = self.x.1.max(x.1);
        self.words.push(x);
    }

    /// The words with their places; all in one where they cannot be told apart.
    pub(super) fn each_word(&self) -> impl Iterator<Item = (&str, (f32, f32))> {
        let is_plain = self.text.split(' ').count() == self.words.len();
        let texts = if is_plain { self.text.split(' ').collect() } else { vec![self.text.as_str()] };
        let places = if is_plain { self.words.clone() } else { vec![self.x] };
        texts.into_iter().zip(places)
    }
}

/// A segment as it grows, with the parts of it that are in a legacy encoding.
struct Growing {
    segment: Segment,
    legacy: Spans,
}

impl Growing {
    fn add(&mut self, text: &str, glyph: &Glyph) {
        let from = self.segment.text.len();
        self.segment.text.push_str(text);
        if let Some(charset) = glyph.charset {
            self.legacy.note(from..self.segment.text.len(), charset);
        }
    }

    fn end(self) -> Segment {
        Segment { text: self.legacy.repair(self.segment.text), ..self.segment }
    }
}

/// What stands on one baseline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// From the left; never empty.
    pub(super) segments: Vec<Segment>,
    pub(super) y: f32,
    pub(super) size: f32,
}

impl Row {
    pub(super) fn x(&self) -> (f32, f32) {
        let left = self.segments.first().map_or(0.0, |s| s.x.0);
        (left, self.segments.last().map_or(left, |s| s.x.1))
    }

    pub(super) fn width(&self) -> f32 {
        self.x().1 - self.x().0
    }

    pub(super) fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// A baseline and the letters that stand on it or near it.
struct Baseline {
    y: f32,
    size: f32,
    weight: f32,
    glyphs: Vec<Glyph>,
    /// Steps of two points across the page on which letters stand.
    taken: HashSet<i32>,
}

impl Baseline {
    fn new(glyph: Glyph, weight: f32) -> Self {
        let mut line = Self { y: glyph.y, size: glyph.size, weight: 0.0, glyphs: Vec::new(), taken: HashSet::new() };
        line.push(glyph, weight);
        line
    }

    fn push(&mut self, glyph: Glyph, weight: f32) {
        self.weight += weight;
        self.size = self.size.max(glyph.size);
        if !glyph.text.trim().is_empty() && (glyph.charset.is_some() || combining(&glyph.text).is_none()) {
            // The ends of letters may touch; only their middles are taken.
            self.taken.insert(((glyph.x.0 + glyph.x.1) / 4.0) as i32);
        }
        self.glyphs.push(glyph);
    }

    /// Whether another line stands beside this one, or in its gaps, and not over it.
    fn has_room_for(&self, other: &Self) -> bool {
        other.taken.intersection(&self.taken).count() * 5 <= other.taken.len()
    }
}

/// Rows of the letters given, from the top.
pub(super) fn rows(glyphs: Vec<Glyph>) -> Vec<Row> {
    let mut baselines = baselines(glyphs);
    // Heavy lines first: a raised footnote mark joins the line it belongs to, not the other way round.
    baselines.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut merged: Vec<Baseline> = Vec::new();
    for baseline in baselines.into_iter().take(2 * BASELINES) {
        let best = merged
            .iter_mut()
            .map(|known| (overlap(known, &baseline), known))
            .filter(|(share, known)| *share >= 0.5 && known.has_room_for(&baseline))
            .max_by(|(a, _), (b, _)| a.total_cmp(b));
        match best {
            Some((_, known)) => {
                known.glyphs.extend(baseline.glyphs);
                known.taken.extend(baseline.taken);
            }
            None => merged.push(baseline),
        }
        if merged.len() >= BASELINES {
            break;
        }
    }
    merged.sort_by(|a, b| b.y.total_cmp(&a.y));
    merged.into_iter().filter_map(row).collect()
}

fn baselines(mut glyphs: Vec<Glyph>) -> Vec<Baseline> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut found: Vec<Baseline> = Vec::new();
    for glyph in glyphs {
        let weight = (glyph.x.1 - glyph.x.0).max(0.1) * glyph.size;
        match found.last_mut() {
            Some(line) if line.y - glyph.y < 0.6 => line.push(glyph, weight),
            _ => found.push(Baseline::new(glyph, weight)),
        }
    }
    found
}

/// The share of the lower of two lines that lies beside the other.
fn overlap(a: &Baseline, b: &Baseline) -> f32 {
    let extent = |line: &Baseline| (line.y - 0.2 * line.size, line.y + 0.7 * line.size);
    let ((a_low, a_high), (b_low, b_high)) = (extent(a), extent(b));
    let shared = a_high.min(b_high) - a_low.max(b_low);
    shared / (a_high - a_low).min(b_high - b_low).max(0.1)
}

fn row(baseline: Baseline) -> Option<Row> {
    let Baseline { y, size, glyphs, .. } = baseline;
    let mut glyphs = attach_marks(glyphs);
    // Letters of one width are told apart by the order of writing, which the sort keeps.
    glyphs.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
    let mut segments: Vec<Growing> = Vec::new();
    let mut last: Option<Glyph> = None;
    let mut spaced = false;
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            spaced = true;
            continue;
        }
        if last.as_ref().is_some_and(|last| last.text == glyph.text && (last.x.0 - glyph.x.0).abs() < 0.12 * glyph.size)
        {
            // Bold made by writing twice.
            continue;
        }
        let gap = last.as_ref().map_or(f32::MAX, |last| glyph.x.0 - last.x.1);
        let Some(text) = raised(&glyph, y, size, gap, segments.last().map(|s| s.segment.text.as_str())) else {
            // What follows the mark stands as close to the word as the mark did.
            last.iter_mut().for_each(|last| last.x.1 = glyph.x.1);
            continue;
        };
        match segments.last_mut() {
            Some(growing) if gap <= SEGMENT_GAP * size => {
                // A written space narrower than a hair is only kerning.
                if gap > WORD_GAP * glyph.size.max(0.6 * size) || (spaced && gap > 0.03 * size) {
                    growing.segment.text.push(' ');
                    growing.segment.words.push(glyph.x);
                }
                growing.add(&text, &glyph);
                growing.segment.x.1 = growing.segment.x.1.max(glyph.x.1);
                if let Some(word) = growing.segment.words.last_mut() {
                    word.1 = word.1.max(glyph.x.1);
                }
            }
            _ => {
                let segment = Segment::new("", glyph.x);
                let mut growing = Growing { segment, legacy: Spans::default() };
                growing.add(&text, &glyph);
                segments.push(growing);
            }
        }
        spaced = false;
        last = Some(glyph);
    }
    let mut segments: Vec<Segment> = segments.into_iter().map(Growing::end).collect();
    segments.retain(|segment| !segment.text.trim().is_empty());
    segments.shrink_to_fit();
    (!segments.is_empty()).then_some(Row { segments, y, size })
}

/// The letters of a glyph; none for the mark of a footnote, and the sign of a square or cubic metre.
fn raised(glyph: &Glyph, y: f32, size: f32, gap: f32, before: Option<&str>) -> Option<String> {
    let is_raised = glyph.size < 0.8 * size && glyph.y > y + 0.12 * size && gap < 0.6 * size;
    let (true, Some(before)) = (is_raised, before) else { return Some(glyph.text.to_string()) };
    if !glyph.text.chars().all(|c| c.is_ascii_digit()) {
        return Some(glyph.text.to_string());
    }
    let unit: String = before.chars().rev().take_while(|c| c.is_alphabetic()).collect();
    match (unit.as_str(), &*glyph.text) {
        ("m" | "mk" | "mc" | "md" | "mh", "2") => Some("²".to_owned()),
        ("m" | "mk" | "mc" | "md" | "mh", "3") => Some("³".to_owned()),
        _ => None,
    }
}

/// Puts tone marks that were drawn as letters of their own on the letter they stand over.
fn attach_marks(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let (marks, mut letters): (Vec<Glyph>, Vec<Glyph>) =
        glyphs.into_iter().partition(|glyph| glyph.charset.is_none() && combining(&glyph.text).is_some());
    letters.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
    for mark in marks {
        let centre = (mark.x.0 + mark.x.1) / 2.0;
        let reach = 0.45 * mark.size;
        // A mark without width is drawn back over the letter that ends where it starts.
        let anchor = if mark.x.1 - mark.x.0 < 0.05 * mark.size { mark.x.0 - 0.2 * mark.size } else { centre };
        let from = letters.partition_point(|letter| letter.x.0 < anchor - 2.0 * mark.size);
        let letter = letters
            .iter_mut()
            .skip(from)
            .take(32)
            .filter(|letter| letter.text.chars().next_back().is_some_and(|c| c.is_alphabetic() || combining_char(c)))
            .map(|letter| (((letter.x.0 + letter.x.1) / 2.0 - anchor).abs(), letter))
            .filter(|(distance, _)| *distance <= reach)
            .min_by(|(a, _), (b, _)| a.total_cmp(b));
        if let (Some((_, letter)), Some(sign)) = (letter, combining(&mark.text)) {
            letter.text = format!("{}{sign}", letter.text).into();
        }
    }
    letters
}

fn combining_char(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// The combining form of a glyph that is only a mark. The spacing forms count as well: a printed Vietnamese text
/// has no other use for them.
fn combining(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let (Some(only), None) = (chars.next(), chars.next()) else { return None };
    match only {
        c if combining_char(c) => Some(c),
        '\u{2DC}' => Some('\u{303}'),
        '\u{B4}' => Some('\u{301}'),
        '\u{2C6}' => Some('\u{302}'),
        '\u{2D8}' => Some('\u{306}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of 7 points each, at 14 points, from a place on.
    fn write(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(i, c)| {
                let x = x + 7.0 * i as f32;
                Glyph { text: c.to_string().into(), x: (x, x + 7.0), y, size: 14.0, charset: None }
            })
            .collect()
    }

    #[test]
    fn letters_of_a_baseline_are_a_row_and_a_gap_parts_it() {
        let glyphs = [write("phải", 300.0, 700.5), write("dưới", 50.0, 680.0), write("trái", 50.0, 700.0)].concat();
        let rows = rows(glyphs);
        let texts: Vec<Vec<&str>> =
            rows.iter().map(|row| row.segments.iter().map(|s| s.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["trái", "phải"], vec!["dưới"]]);
    }

    #[test]
    fn footnote_marks_go_and_square_metres_stay() {
        let mark =
            |text: &str, x: f32| Glyph { text: text.into(), x: (x, x + 4.0), y: 705.0, size: 9.0, charset: None };
        let mut glyphs = write("QH15", 50.0, 700.0);
        glyphs.push(mark("1", 78.0));
        glyphs.extend(write("km", 90.0, 700.0));
        glyphs.push(mark("2", 104.0));
        assert_eq!(rows(glyphs)[0].text(), "QH15 km²");
    }

    #[test]
    fn a_mark_drawn_later_goes_to_its_letter() {
        let mut glyphs = write("Hay hành", 50.0, 700.0);
        glyphs.push(Glyph { text: "\u{303}".into(), x: (71.0 - 7.0, 71.0 - 7.0), y: 700.0, size: 14.0, charset: None });
        let text = crate::text::normalise(&rows(glyphs)[0].text());
        assert_eq!(text, "Hãy hành");
    }
}
