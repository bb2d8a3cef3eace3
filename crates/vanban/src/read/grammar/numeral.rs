//! Numbers that count: neither dates nor numbers of documents nor ordinals.

use super::sex::clause_before;
use super::{date, number};
use crate::facts::Quantity;
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// A number in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numeral {
    pub(super) quantity: Quantity,
    pub(super) span: Range<usize>,
    /// Written as four digits, as years are.
    pub(super) like_year: bool,
}

/// Nouns counted as so many of so many, even where these are few.
const PARTS: [&str; 20] = [
    "chỉ tiêu",
    "mục tiêu",
    "tiêu chí",
    "xã",
    "phường",
    "thôn",
    "ấp",
    "bản",
    "khu phố",
    "huyện",
    "sở",
    "phòng",
    "đơn vị",
    "trường",
    "chi hội",
    "chi bộ",
    "đội",
    "vụ",
    "đồng chí",
    "nội dung",
];

/// `2/3` up to this is a share told as a fraction, not so many of so many.
const SHARE: f64 = 10.0;

/// Numbers of a sentence that are neither dates nor numbers of documents nor ordinals.
pub(super) fn numerals(source: &Source<'_>, sentence: &Range<usize>) -> Vec<Numeral> {
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
            && !is_in_name(source, numeral.span.start, sentence)
            && !is_ratio(source, numeral.span.start, sentence)
        {
            found.push(numeral);
        }
    }
    found
}

/// `cứ 10 trẻ thì có 3 em`: a share told as a ratio.
fn is_ratio(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let before = clause_before(source, at, sentence);
    source.first(&before, "cứ").is_some_and(|each| {
        let rest = source.low_from(each + "cứ".len(), &before);
        rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) && source.has_any(&(each..at), &["thì"])
    })
}

/// In the quoted name of a model or movement: `mô hình “Gia đình 5 không, 3 sạch”`.
fn is_in_name(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> bool {
    const NAMED: [&str; 14] = [
        "mô hình",
        "phong trào",
        "cuộc vận động",
        "câu lạc bộ",
        "clb",
        "chương trình",
        "đề án",
        "chủ đề",
        "khẩu hiệu",
        "danh hiệu",
        "cuộc thi",
        "hội thi",
        "thông điệp",
        "công trình",
    ];
    let before = source.text.get(sentence.start..at).unwrap_or_default();
    let open = match (before.rfind('“'), before.rfind('”')) {
        (Some(open), close) if close.is_none_or(|close| close < open) => Some(open),
        _ => before.rfind('"').filter(|_| before.matches('"').count() % 2 == 1),
    };
    open.is_some_and(|open| {
        let head =
            source.low.get(sentence.start..sentence.start + open).unwrap_or_default().trim_end_matches([' ', ':']);
        NAMED.iter().any(|word| head.ends_with(word))
    })
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
        // "6/8 chỉ tiêu" are six of eight.
        let after = at + length;
        let rest = source.low_from(after, within);
        let counted = source.at(after + (rest.len() - rest.trim_start().len()), within, &PARTS).is_some();
        if value < low || value <= SHARE && value > low && !counted {
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
    let (more, end) = if high.is_none() && scale > 1.0 { smaller(source, end, within, scale) } else { (0.0, end) };
    let quantity = high.map_or(Quantity::Exact(low * scale + more), |high| Quantity::Range(low * scale, high * scale));
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

/// `200 triệu` after `1 tỉ`: what is added, and where it ends.
fn smaller(source: &Source<'_>, at: usize, within: &Range<usize>, above: f64) -> (f64, usize) {
    let none = (0.0, at);
    let Some(rest) = source.str_from(at, within).strip_prefix(' ') else { return none };
    let Some((value, length)) = plain(rest).filter(|(value, _)| value.fract() == 0.0 && *value < 1_000.0) else {
        return none;
    };
    let (scale, end) = scale(source, at + 1 + length, within);
    if scale > 1.0 && scale < above { (value * scale, end) } else { none }
}

/// A number after `thứ`, `điều`, `quận` … names one thing, it does not count.
fn is_ordinal(source: &Source<'_>, numeral: &Numeral, sentence: &Range<usize>) -> bool {
    let before = source.trim(sentence.start..numeral.span.start, &[':']);
    let words = source.words(&before);
    let Some(last) = words.last().filter(|word| word.end == before.end) else { return false };
    // "Thành phần: 650 học sinh" counts, "Điện thoại: 0912" does not.
    let after_colon = source.str(&(before.end..numeral.span.start)).contains(':');
    if after_colon && !["số", "thoại", "đt", "hotline", "đài", "q", "p", "fax"].contains(&source.low(last)) {
        return false;
    }
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
