//! Counts, measures, percentages, and amounts of money.

use super::{date, number};
use crate::facts::{Fact, Figure, Money, Quantity};
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::collections::HashMap;
use std::ops::Range;

/// A number in the text.
#[derive(Clone, Debug, PartialEq)]
struct Numeral {
    quantity: Quantity,
    span: Range<usize>,
    /// Written as four digits, as years are.
    like_year: bool,
}

/// What a number counts.
enum Counted {
    Money(Range<usize>),
    Unit(Range<usize>),
    /// The noun was named with an earlier number.
    Elided,
}

/// `2/3` up to this is a share told as a fraction, not so many of so many.
const SHARE: f64 = 10.0;

/// Amounts read from one text at most.
const MOST_MONEY: usize = 2_000;

/// Bytes of a phrase that says what is counted.
const PHRASE: usize = 160;

/// Every figure and amount in the sentences. A figure told again in a later paragraph counts once.
pub(super) fn all(source: &Source<'_>, sentences: &[Range<usize>]) -> (Vec<Figure>, Vec<Money>) {
    let mut figures: Vec<Figure> = Vec::new();
    let mut money: Vec<Money> = Vec::new();
    let mut line = 0..0;
    let mut told = Told::default();
    for sentence in sentences {
        if !line.contains(&sentence.start) {
            line = source.line_at(sentence.start).map_or(0..0, |i| source.span(i));
            told.paragraph_ends();
        }
        for numeral in numerals(source, sentence) {
            match counted(source, &numeral, sentence) {
                Some(Counted::Money(span)) => push_money(source, &numeral, &span, sentence, &mut money),
                Some(Counted::Unit(unit)) => {
                    let unit = source.verbatim(unit, "figure.unit");
                    push_figure(source, &numeral, Some(unit), sentence, &mut told, &mut figures);
                }
                Some(Counted::Elided) => {
                    let unit =
                        figures.iter().rev().filter_map(|figure| figure.unit.clone()).find(|unit| unit.value != "%");
                    if unit.is_some() {
                        push_figure(source, &numeral, unit, sentence, &mut told, &mut figures);
                    }
                }
                None => {}
            }
        }
    }
    (figures, money)
}

fn push_figure(
    source: &Source<'_>,
    numeral: &Numeral,
    unit: Option<Fact<String>>,
    sentence: &Range<usize>,
    told: &mut Told,
    figures: &mut Vec<Figure>,
) {
    let end = unit.as_ref().map_or(numeral.span.end, |unit| unit.span.end.max(numeral.span.end));
    let what = phrase(source, numeral.span.start, end, sentence);
    let unit_name = unit.as_ref().map(|unit| unit.value.to_lowercase());
    if unit_name.as_ref().is_some_and(|unit| told.before(numeral.quantity, unit)) {
        return;
    }
    told.here.extend(unit_name.map(|unit| (key(numeral.quantity), unit)));
    let value = Fact { value: numeral.quantity, span: numeral.span.clone(), rule: "figure.value" };
    let sex = sex(source, numeral, end, sentence);
    let of = |wanted| (sex == Some(wanted)).then(|| Fact { rule: "figure.sex", ..value.clone() });
    let (female, male) = (of(Sex::Female), of(Sex::Male));
    figures.push(Figure { value, unit, what: source.verbatim(what, "figure.what"), female, male });
}

/// Figures told so far: those of earlier paragraphs are not told again.
#[derive(Default)]
struct Told {
    earlier: HashMap<(u64, u64), Vec<String>>,
    here: Vec<((u64, u64), String)>,
}

impl Told {
    fn paragraph_ends(&mut self) {
        for (key, unit) in self.here.drain(..) {
            self.earlier.entry(key).or_default().push(unit);
        }
    }

    /// One unit within the other is the same: `em học sinh` and `học sinh`.
    fn before(&self, quantity: Quantity, unit: &str) -> bool {
        let units = self.earlier.get(&key(quantity));
        units.is_some_and(|units| units.iter().any(|other| other.contains(unit) || unit.contains(other.as_str())))
    }
}

/// The bits of a quantity, to look it up by.
fn key(quantity: Quantity) -> (u64, u64) {
    match quantity {
        Quantity::Exact(value) => (value.to_bits(), value.to_bits()),
        Quantity::Range(low, high) => (low.to_bits(), high.to_bits()),
    }
}

fn push_money(
    source: &Source<'_>,
    numeral: &Numeral,
    unit: &Range<usize>,
    sentence: &Range<usize>,
    money: &mut Vec<Money>,
) {
    let (Quantity::Exact(value) | Quantity::Range(_, value)) = numeral.quantity;
    if !(1.0..9e15).contains(&value) {
        return;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within 2^53, checked above")]
    let vnd = value.round() as i64;
    let span = numeral.span.start..unit.end;
    let told = money.iter().any(|other| other.vnd.value == vnd);
    if !told && money.len() < MOST_MONEY {
        let what = phrase(source, span.start, span.end, sentence);
        money.push(Money {
            vnd: Fact { value: vnd, span, rule: "money.vnd" },
            what: source.verbatim(what, "money.what"),
        });
    }
}

/// The clause around a figure.
fn phrase(source: &Source<'_>, start: usize, end: usize, sentence: &Range<usize>) -> Range<usize> {
    let before = source.text.get(sentence.start..start).unwrap_or_default();
    let cut = |c: char| matches!(c, ',' | ';' | ':' | '(' | '“' | '”' | '"' | '\n');
    let after_cut = |(at, c): (usize, char)| sentence.start + at + c.len_utf8();
    let mut from = before.char_indices().rev().find(|(_, c)| cut(*c)).map_or(sentence.start, after_cut);
    if start - from > PHRASE {
        from = start;
    }
    // "Ban Kiểm soát gồm: 7 người": what stands before the colon is what is counted.
    if source.text.get(from..start).is_some_and(|s| s.trim().is_empty())
        && let Some(colon) = before.trim_end().strip_suffix(':')
    {
        let earlier = colon.rfind([',', ';', '.', '(']).map_or(sentence.start, |at| sentence.start + at + 1);
        from = if start - earlier <= PHRASE { earlier } else { from };
    }
    let after = source.str_from(end, sentence);
    let stop = after.find([',', ';', '(', ')', '”', '"', '\n']).unwrap_or(after.len());
    let to = if stop > PHRASE { end } else { end + stop };
    source.trim(from..to.max(end), &['.', ',', ';', '-', '/', '!', '*'])
}

/// Numbers of a sentence that are neither dates nor numbers of documents nor ordinals.
fn numerals(source: &Source<'_>, sentence: &Range<usize>) -> Vec<Numeral> {
    let dates = date::all(source, sentence);
    let cited = number::cited(source, sentence);
    let taken = |span: &Range<usize>| {
        dates
            .iter()
            .map(|found| &found.span)
            .chain(&cited)
            .any(|other| span.start < other.end && other.start < span.end)
    };
    let mut found: Vec<Numeral> = Vec::new();
    let mut skip_to = sentence.start;
    for word in source.words(sentence) {
        if word.start < skip_to || !source.low(&word).starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let Some(numeral) = numeral_at(source, word.start, sentence) else {
            skip_to = run_end(source, word.start, sentence);
            continue;
        };
        skip_to = numeral.span.end;
        if !taken(&numeral.span)
            && !is_ordinal(source, &numeral, sentence)
            && starts_clean(source, numeral.span.start, sentence)
        {
            found.push(numeral);
        }
    }
    found
}

/// The end of a stretch of digits and marks that is no number: a telephone number, a version.
fn run_end(source: &Source<'_>, at: usize, within: &Range<usize>) -> usize {
    let rest = source.str_from(at, within);
    at + (rest.len()
        - rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '-')).len())
    .max(1)
}

/// No letter, slash or dash right before.
fn starts_clean(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let before = source.text.get(sentence.start..at).and_then(|s| s.chars().next_back());
    // "1900 9095": groups of a telephone number.
    let before_space =
        source.text.get(sentence.start..at).and_then(|s| s.strip_suffix(' ')).and_then(|s| s.chars().next_back());
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '_' | '+' | '&'))
        && !before_space.is_some_and(|c| c.is_ascii_digit())
}

/// A number, with its scale, the other end of its range, or the whole it is a part of.
fn numeral_at(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<Numeral> {
    let text = source.str_from(at, within);
    let (low, mut length) = plain(text)?;
    let like_year = length == 4 && (1900.0..=2100.0).contains(&low);
    let mut high = None;
    let rest = text.get(length..)?;
    if let Some((value, more)) = joined(rest, &['/']) {
        // "9/9 xã" is all nine, "12/14 người" twelve of them; "2/3" is a share.
        length += more;
        if value < low || value <= SHARE && value > low {
            return None;
        }
    } else if let Some((value, more)) = joined(rest, &['-', '–']).or_else(|| worded_range(source, at, rest)) {
        if value > low {
            high = Some(value);
            length += more;
        } else {
            return None;
        }
    }
    let scale_at = at + length;
    let (scale, end) = scale(source, scale_at, within);
    let quantity = high.map_or(Quantity::Exact(low * scale), |high| Quantity::Range(low * scale, high * scale));
    Some(Numeral { quantity, span: at..end, like_year: like_year && end == scale_at })
}

/// `từ 5 đến 10 người`.
fn worded_range(source: &Source<'_>, at: usize, rest: &str) -> Option<(f64, usize)> {
    let from = source.low.get(..at)?.trim_end().ends_with("từ");
    let inner = rest.strip_prefix(" đến ").filter(|_| from)?;
    let (value, length) = plain(inner)?;
    Some((value, " đến ".len() + length))
}

/// Another number after one of the marks, spaces allowed around a dash.
fn joined(rest: &str, marks: &[char]) -> Option<(f64, usize)> {
    let spaced = rest.trim_start_matches(' ');
    let mark = spaced.chars().next().filter(|c| marks.contains(c))?;
    let inner = spaced.get(mark.len_utf8()..)?;
    let number = inner.trim_start_matches(' ');
    if mark == '/' && (spaced.len() != rest.len() || number.len() != inner.len()) {
        return None;
    }
    let (value, length) = plain(number)?;
    Some((value, rest.len() - number.len() + length))
}

/// A number as Vietnamese writes it: dots between thousands, a comma before decimals.
fn plain(text: &str) -> Option<(f64, usize)> {
    let run = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len();
    let digits = text.get(..run)?.trim_end_matches(['.', ',']);
    let (whole, decimals) = match digits.split_once(',') {
        Some((whole, decimals)) if decimals.chars().all(|c| c.is_ascii_digit()) => (whole, Some(decimals)),
        Some(_) => return None,
        None => (digits, None),
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let (whole, decimals) = match groups.as_slice() {
        [one] => ((*one).to_owned(), decimals),
        [first, rest @ ..]
            if rest.iter().all(|group| group.len() == 3) && first.len() <= 3 && !first.starts_with('0') =>
        {
            (groups.concat(), decimals)
        }
        // "41.5" with a decimal point.
        [first, second] if decimals.is_none() && second.len() <= 2 && *second != "0" && first.len() <= 3 => {
            ((*first).to_owned(), Some(*second))
        }
        _ => return None,
    };
    if whole.is_empty() || whole.len() > 15 {
        return None;
    }
    let value: f64 = match decimals {
        Some(decimals) => format!("{whole}.{decimals}").parse().ok()?,
        None => whole.parse().ok()?,
    };
    Some((value, digits.len()))
}

/// `nghìn`, `triệu`, `tỷ` after a number.
fn scale(source: &Source<'_>, at: usize, within: &Range<usize>) -> (f64, usize) {
    const SCALES: [(&str, f64); 6] =
        [("nghìn", 1e3), ("ngàn", 1e3), ("vạn", 1e4), ("triệu", 1e6), ("tỷ", 1e9), ("tỉ", 1e9)];
    let rest = source.low_from(at, within);
    let word = at + (rest.len() - rest.trim_start_matches(' ').len());
    SCALES
        .iter()
        .find_map(|(name, scale)| source.at(word, within, &[name]).map(|end| (*scale, end)))
        .unwrap_or((1.0, at))
}

/// A number after `thứ`, `điều`, `quận` … names one thing, it does not count.
fn is_ordinal(source: &Source<'_>, numeral: &Numeral, sentence: &Range<usize>) -> bool {
    let before = source.trim(sentence.start..numeral.span.start, &[':']);
    let words = source.words(&before);
    let Some(last) = words.last().filter(|word| word.end == before.end) else { return false };
    let pair = words.len().checked_sub(2).and_then(|i| words.get(i)).map(|word| source.low(&(word.start..last.end)));
    // "tổng số 120 người", "mỗi ngày 6 em": counts all the same.
    let counts = |pair: &str| {
        matches!(pair, "tổng số" | "trong số" | "số lượng" | "địa điểm" | "đoàn thể")
            || pair.split_once(' ').is_some_and(|(each, _)| matches!(each, "mỗi" | "hằng" | "hàng"))
    };
    if pair.is_some_and(counts) {
        return false;
    }
    let low = source.low(last);
    let ordinals = &lexicon().units.ordinal_before;
    ordinals.iter().any(|word| word == low) || pair.is_some_and(|pair| ordinals.iter().any(|word| word == pair))
}

/// What a number counts, by the word after it.
fn counted(source: &Source<'_>, numeral: &Numeral, sentence: &Range<usize>) -> Option<Counted> {
    let units = &lexicon().units;
    let rest = source.low_from(numeral.span.end, sentence);
    let mut at = numeral.span.end + (rest.len() - rest.trim_start_matches(' ').len());
    // "07 (bảy) lớp": the number again in words.
    if source.low_from(at, sentence).starts_with('(')
        && let Some(close) = source.low_from(at, sentence).find(')').filter(|close| *close < 30)
    {
        let after = source.low_from(at + close + 1, sentence);
        at += close + 1 + (after.len() - after.trim_start().len());
    }
    let here = source.low_from(at, sentence);
    if at == numeral.span.end
        && let Some(end) = attached(here).map(|length| at + length)
    {
        return Some(Counted::Unit(at..end));
    }
    if here.starts_with('%') {
        return Some(Counted::Unit(at..at + 1));
    }
    // "15.000.000đ".
    let mut marks = here.chars();
    if at == numeral.span.end && marks.next() == Some('đ') && !marks.next().is_some_and(char::is_alphanumeric) {
        return Some(Counted::Money(at..at + 'đ'.len_utf8()));
    }
    for money in ["đồng", "vnđ", "vnd", "đ"] {
        if let Some(end) = source.at(at, sentence, &[money]) {
            return Some(Counted::Money(at..end));
        }
    }
    if let Some(end) = source.at(at, sentence, &units.excluded) {
        let also_noun = source.at(at, sentence, &units.nouns).is_some_and(|noun| noun > end);
        if !also_noun {
            return None;
        }
    }
    if let Some(end) = source.at(at, sentence, &units.nouns).or_else(|| source.at(at, sentence, &units.measures)) {
        return Some(Counted::Unit(at..end));
    }
    let first = here.chars().next()?;
    if !first.is_alphabetic() || source.is_capital(at) || at == numeral.span.end && first.is_alphabetic() {
        return None;
    }
    if source.at(at, sentence, &units.elided_before).is_some() && !numeral.like_year && is_round_count(numeral) {
        return Some(Counted::Elided);
    }
    if source.at(at, sentence, &units.not_nouns).is_some() {
        return None;
    }
    let end = at + here.find(|c: char| !c.is_alphanumeric()).unwrap_or(here.len());
    let word = source.low.get(at..end)?;
    if numeral.like_year && word != "người" {
        return None;
    }
    Some(Counted::Unit(at..noun_end(source, word, end, sentence)))
}

/// The end of a counted noun that is not in the lexicon: most have two syllables (`huy chương`); those of one, and
/// those that only classify (`chiếc`), are known.
fn noun_end(source: &Source<'_>, word: &str, end: usize, sentence: &Range<usize>) -> usize {
    let units = &lexicon().units;
    let next = end + 1;
    if let Some(noun) = source.at(next, sentence, &units.nouns).filter(|_| units.classifiers.iter().any(|c| c == word))
    {
        return noun;
    }
    let short = units.classifiers.iter().chain(&units.short_nouns).any(|noun| noun == word);
    let after = source.low_from(end, sentence);
    let joins = after.starts_with(' ') && after.get(1..).is_some_and(|next| next.starts_with(char::is_alphabetic));
    let ends = [&units.not_nouns, &units.excluded, &lexicon().bodies.ends];
    if short || !joins || source.is_capital(next) || ends.iter().any(|words| source.at(next, sentence, words).is_some())
    {
        return end;
    }
    next + after.get(1..).and_then(|next| next.find(|c: char| !c.is_alphanumeric())).unwrap_or(after.len() - 1)
}

/// A measure written onto its number: `41kg`.
fn attached(here: &str) -> Option<usize> {
    let word = here.get(..here.find(|c: char| !c.is_alphanumeric()).unwrap_or(here.len()))?;
    lexicon().units.measures.iter().any(|measure| measure == word && word != "g").then_some(word.len())
}

/// An elided noun is only supplied for counts of people or things, not for small numbers in running text.
fn is_round_count(numeral: &Numeral) -> bool {
    matches!(numeral.quantity, Quantity::Exact(value) if value >= 100.0 && value.fract() == 0.0)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sex {
    Female,
    Male,
}

const FEMALE: [&str; 5] = ["nữ giới", "phụ nữ", "nữ", "trẻ em gái", "em gái"];
const MALE: [&str; 5] = ["nam giới", "đàn ông", "nam", "trẻ em trai", "em trai"];

/// Whether a figure tells how many, or what share, of a mixed group are of one sex.
fn sex(source: &Source<'_>, numeral: &Numeral, unit_end: usize, sentence: &Range<usize>) -> Option<Sex> {
    let after = clause_after(source, unit_end, sentence);
    let before_clause = clause_before(source, numeral.span.start, sentence);
    let is_share = source.low(&after).starts_with('%')
        || source.low.get(numeral.span.end..unit_end).is_some_and(|s| s.contains('%'));
    for (sex, words) in [(Sex::Female, FEMALE), (Sex::Male, MALE)] {
        // "12 chủ hộ là nữ", "70% nạn nhân … là nữ giới": and nothing more is said of them.
        let told = words.iter().any(|word| {
            let is = format!("là {word}");
            source.find(&after, &is).any(|at| {
                let rest = source.low_from(at + is.len(), &after).trim_start();
                rest.is_empty() || source.at(at + is.len() + 1, &after, &["thoát", "làm", "nghèo"]).is_some()
            })
        });
        // "trong đó có 8 trẻ em gái", "trong đó 12 nữ".
        let unit = numeral.span.end..unit_end;
        let among = source.has_any(&before_clause, &["trong đó", "trong số đó", "gồm"])
            && (source.has_any(&unit, &words) || starts_with_word(source, unit_end, sentence, &words));
        // "phụ nữ chiếm 31%", "tỉ lệ nữ … 27%".
        let share = is_share
            && words.iter().any(|word| {
                source.find(&before_clause, word).last().is_some_and(|at| {
                    let between = at + word.len()..numeral.span.start;
                    source.has_any(&between, &["chiếm"])
                        || source.has_any(&(before_clause.start..at), &["tỉ lệ", "tỷ lệ"])
                            && source.at(at, &before_clause, &[word]).is_some()
                })
            });
        // "9 hộ khó khăn, hộ neo đơn có chủ hộ là nữ".
        let headed = sex == Sex::Female
            && source.has_any(
                &until_digit(source, unit_end, sentence),
                &["có chủ hộ là nữ", "có chủ hộ là phụ nữ", "do phụ nữ làm chủ hộ", "do nữ làm chủ hộ"],
            );
        // "nạn nhân nữ 2 người", "(nữ: 820 người)".
        let word = if sex == Sex::Female { "nữ" } else { "nam" };
        let labelled = !is_share && is_labelled(source, numeral.span.start, sentence, word);
        if told || among || share || headed || labelled {
            return Some(sex);
        }
    }
    None
}

/// The word for a sex right before a number: `nữ 12`, but not `phụ nữ 12` or `Việt Nam 12`.
fn is_labelled(source: &Source<'_>, at: usize, sentence: &Range<usize>, word: &str) -> bool {
    let before = source.low.get(sentence.start..at).unwrap_or_default().trim_end_matches([' ', ':']);
    let before = before.strip_suffix(" là").or_else(|| before.strip_suffix(" có")).unwrap_or(before).trim_end();
    let Some(head) = before.strip_suffix(word) else { return false };
    let names = ["phụ ", "hội ", "việt ", "hà ", "quảng ", "miền ", "phía ", "đông ", "tây "];
    !names.iter().any(|part| head.ends_with(part)) && (head.is_empty() || head.ends_with([' ', '(']))
}

fn starts_with_word(source: &Source<'_>, at: usize, within: &Range<usize>, words: &[&str]) -> bool {
    let rest = source.low_from(at, within);
    let start = at + (rest.len() - rest.trim_start().len());
    source.at(start, within, words).is_some()
}

/// From after a unit to the end of its clause; another figure ends it too.
fn clause_after(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Range<usize> {
    let rest = source.low_from(at, sentence);
    let stop = rest
        .char_indices()
        .find(|(_, c)| matches!(c, ',' | ';' | '.' | ':' | ')' | '(') || c.is_ascii_digit())
        .map_or(rest.len(), |(at, _)| at);
    at..at + stop
}

/// From after a unit to the next figure or the end of the sentence.
fn until_digit(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Range<usize> {
    let rest = source.low_from(at, sentence);
    at..at + rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len())
}

/// From the start of a clause to a number.
fn clause_before(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Range<usize> {
    let before = source.low.get(sentence.start..at).unwrap_or_default();
    before.rfind([',', ';', ':', '(']).map_or(sentence.start, |stop| sentence.start + stop + 1)..at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn read(text: &str) -> (Vec<Figure>, Vec<Money>) {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        let sentences: Vec<_> = (0..source.lines.len()).flat_map(|i| source.sentences(&source.span(i))).collect();
        all(&source, &sentences)
    }

    fn figures(text: &str) -> Vec<String> {
        read(text)
            .0
            .into_iter()
            .map(|figure| {
                let value = match figure.value.value {
                    Quantity::Exact(value) => value.to_string(),
                    Quantity::Range(low, high) => format!("{low}..{high}"),
                };
                let sex = if figure.female.is_some() { " nữ" } else { "" };
                format!("{value} {}{sex}", figure.unit.map(|unit| unit.value).unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn counts_measures_and_shares() {
        let table: [(&str, &[&str]); 15] = [
            ("Có hơn 1.250 người tới dự, 5,6 triệu trẻ em và 21% hộ nghèo.", &["1250 người", "5600000 trẻ em", "21 %"]),
            ("Trao 03 (ba) chiếc xe đạp và 41kg gạo.", &["3 chiếc xe đạp", "41 kg"]),
            ("Huy động 21/21 xã, phường ra quân.", &["21 xã"]),
            ("Mỗi điểm có từ 5 đến 10 người.", &["5..10 người"]),
            ("Trong 3 ngày, từ 8h ngày 5/6, tại quận 1, bà Mẫu (35 tuổi) dự lần thứ 4.", &[]),
            ("Theo Quyết định số 12/QĐ-UBND năm 2031, Điều 5 khoản 2.", &[]),
            ("Thành lập 16 tổ và 16 tổ công tác.", &["16 tổ", "16 tổ"]),
            ("Phát 200 tờ rơi.\nĐến cuối buổi, 200 tờ rơi đã hết.", &["200 tờ rơi"]),
            ("Ban A có 03 người; Ban B có 03 người.", &["3 người", "3 người"]),
            ("Đường dây nóng 024.1234567 của xã.", &[]),
            ("Tổng số 120 em học sinh.", &["120 em học sinh"]),
            ("Giành 12 huy chương, 45/63 tỉnh thành dự; 2/3 dân số là nữ.", &["12 huy chương", "45 tỉnh thành"]),
            ("Mỗi ngày 6-7 trẻ em đuối nước.", &["6..7 trẻ em"]),
            (
                "Cả xã có 2.500 người lao động. Có khoảng 1.300 được tập huấn.",
                &["2500 người lao động", "1300 người lao động"],
            ),
            ("Cách mạng công nghiệp 4.0 hôm nay.", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(figures(text), expected, "{text}");
        }
    }

    #[test]
    fn one_sex_of_a_mixed_group() {
        let table: [(&str, &[&str]); 8] = [
            ("Xã có 40 hộ nghèo, trong đó 12 chủ hộ là nữ.", &["40 hộ nghèo", "12 chủ hộ nữ"]),
            ("Tặng 50 máy tính, trong đó có 20 em gái được nhận.", &["50 máy tính", "20 em gái nữ"]),
            ("Phụ nữ chiếm 31% số đại biểu.", &["31 % nữ"]),
            ("Tỷ lệ nữ lãnh đạo đạt 30%.", &["30 % nữ"]),
            ("Trao quà cho 20 phụ nữ khó khăn.", &["20 phụ nữ"]),
            ("Hơn 70% nạn nhân là nữ giới.", &["70 % nữ"]),
            ("Có 30 em bị xâm hại, trong đó nữ là 20 em.", &["30 em", "20 em nữ"]),
            ("Còn 2 vụ (nạn nhân là nữ 3 người).", &["2 vụ", "3 người nữ"]),
        ];
        for (text, expected) in table {
            assert_eq!(figures(text), expected, "{text}");
        }
    }

    #[test]
    fn the_phrase_of_a_figure_is_its_clause() {
        let (figures, _) = read("Nhân rộng mô hình “Chi hội số” tại 100% cơ sở Hội; Ban Kiểm soát gồm: 7 người.");
        let phrases: Vec<&str> = figures.iter().map(|figure| figure.what.value.as_str()).collect();
        assert_eq!(phrases, ["tại 100% cơ sở Hội", "Ban Kiểm soát gồm: 7 người"]);
    }

    #[test]
    fn money_is_no_figure() {
        let (figures, money) = read("Tổng giá trị quà gần 1,25 tỷ đồng, mỗi suất 500.000 đồng.");
        assert!(figures.is_empty());
        assert_eq!(money.iter().map(|money| money.vnd.value).collect::<Vec<_>>(), [1_250_000_000, 500_000]);
    }
}
