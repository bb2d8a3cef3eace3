//! Letterhead: issuing body, place and date, subject of a letter (Decree 30/2020/NĐ-CP, appendix I, boxes 1 to 5).

use super::{body, date, number};
use crate::date::PartialDate;
use crate::facts::Fact;
use crate::read::layout::Place;
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// The national title or motto, or the party's title.
pub(super) fn is_national_title(low: &str) -> bool {
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    low.starts_with("cộng hòa xã hội chủ nghĩa")
        || low.starts_with("độc lập") && low.contains("hạnh phúc")
        || lexicon().documents.mottos.iter().any(|motto| motto == low)
}

/// `Minh Hải, ngày 3 tháng 5 năm 2031`: the place and the date.
pub(super) fn place_and_date(source: &Source<'_>, line: &Range<usize>) -> Option<(Range<usize>, date::Found)> {
    let at = source.first(line, "ngày")?;
    let place = source.trim(line.start..at, &[',', '*', '.', '_']);
    let words = source.str(&place).split_whitespace().count();
    if !(1..=7).contains(&words) || !source.is_capital(place.start) || !source.str(&(place.end..at)).contains(',') {
        return None;
    }
    let found = date::at(source, at, line)?;
    let rest = source.str(&(found.span.end..line.end));
    rest.chars().all(|c| !c.is_alphanumeric()).then_some((place, found))
}

/// The place of issue and the date, from the lines of a letterhead.
pub(super) fn issued(source: &Source<'_>, head: Range<usize>) -> Option<(Range<usize>, Fact<PartialDate>)> {
    head.clone()
        .find_map(|i| place_and_date(source, &source.span(i)))
        .map(|(place, found)| (place, Fact { value: found.date, span: found.span, rule: "letterhead.date" }))
}

/// The name of a place without the word for its kind; `TP.HCM` stays.
pub(super) fn bare_place(source: &Source<'_>, place: &Range<usize>) -> Range<usize> {
    let low = source.low(place);
    if lexicon().places.provinces.iter().any(|province| province == low) {
        return place.clone();
    }
    let kinds = [
        "thành phố",
        "thị xã",
        "thị trấn",
        "đặc khu",
        "tỉnh",
        "huyện",
        "quận",
        "phường",
        "xã",
        "tp.",
        "tp",
        "tx.",
        "tx",
        "t.p",
        "t.p.",
    ];
    let kind = kinds
        .iter()
        .filter(|kind| low.strip_prefix(**kind).is_some_and(|r| r.starts_with(' ') || kind.ends_with('.')))
        .max_by_key(|kind| kind.len());
    kind.map_or_else(|| place.clone(), |kind| source.trim(place.start + kind.len()..place.end, &['.']))
}

/// The own number line.
pub(super) fn own_number(source: &Source<'_>, head: Range<usize>) -> Option<(usize, number::Own)> {
    head.clone().find_map(|i| number::own(source, &source.span(i)).map(|own| (i, own)))
}

/// The issuing body: the last body named above the number, in its column.
pub(super) fn issuer(source: &Source<'_>, head: Range<usize>, number_line: Option<usize>) -> Option<Fact<String>> {
    let column = |i: usize| match source.lines.get(i).map(|line| line.place) {
        Some(Place::Frame { table, column }) => Some((table, column)),
        _ => None,
    };
    let end = number_line.unwrap_or(head.end);
    let home = number_line.and_then(column);
    let mut current: Option<Range<usize>> = None;
    for i in head.start..end {
        let line = source.span(i);
        let text = source.str(&line);
        if home.is_some() && column(i) != home || is_national_title(source.low(&line)) {
            continue;
        }
        if place_and_date(source, &line).is_some() || !is_in_capitals(text) {
            continue;
        }
        let starts_body = body::head_at(source, line.start, &line).is_some();
        current = match current {
            Some(before) if !starts_body => Some(before.start..line.end),
            None if !starts_body => continue,
            _ => Some(line),
        };
    }
    let span = source.trim(current?, &['*', '_', '-']);
    let span = last_body(source, &span).unwrap_or(span);
    Some(source.verbatim(span, "letterhead.issuer"))
}

/// `UBND TỈNH AN GIAO SỞ XÂY DỰNG` on one line, as a table flattened to text gives it: the agency comes last.
fn last_body(source: &Source<'_>, line: &Range<usize>) -> Option<Range<usize>> {
    const AGENCIES: [&str; 8] = ["sở", "phòng", "ban", "chi cục", "trung tâm", "trường", "văn phòng", "thanh tra"];
    let starts = |list: &[String]| source.at(line.start, line, list).is_some();
    if !starts(&lexicon().bodies.governments) {
        return None;
    }
    let words = source.words(line);
    let is_agency = |at: usize| {
        let end = source.at(at, line, &AGENCIES);
        let second = |end: usize| {
            let before = source.low.get(line.start..end).unwrap_or_default();
            let of_another = |word: &&String| before.ends_with(word.as_str()) && word.len() > end - at;
            lexicon().bodies.not_before_head.iter().any(|word| of_another(&word))
        };
        end.is_some_and(|end| end + 2 < line.end && !second(end))
    };
    // "ỦY BAN NHÂN DÂN", "BAN CHẤP HÀNH": the first words are one name.
    let at = words.iter().skip(4).map(|word| word.start).find(|at| is_agency(*at))?;
    Some(at..line.end)
}

fn is_in_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    letters >= 3 && small * 10 <= letters
}

/// The body that speaks in the opening: `UBND xã Hòa Lộc xây dựng kế hoạch …`.
pub(super) fn issuer_in_opening(source: &Source<'_>, opening: Range<usize>) -> Option<Fact<String>> {
    opening.into_iter().find_map(|i| {
        let line = source.span(i);
        let commas = source.str(&line).match_indices(", ").map(|(at, _)| line.start + at + 2);
        std::iter::once(line.start).chain(commas).find_map(|at| speaker(source, at, &line))
    })
}

/// The body whose name starts here, when it does what an issuer does.
fn speaker(source: &Source<'_>, at: usize, line: &Range<usize>) -> Option<Fact<String>> {
    let found = body::at(source, at, line)?;
    let rest = source.low_from(found.end, line).trim_start();
    [
        "xây dựng",
        "ban hành",
        "báo cáo",
        "thông báo",
        "đề nghị",
        "tổ chức",
        "triển khai",
        "yêu cầu",
        "trân trọng",
        "kính",
    ]
    .iter()
    .any(|verb| rest.starts_with(verb))
    .then(|| source.verbatim(found, "opening.issuer"))
}

/// The `V/v` lines of a letter, in one column.
pub(super) fn subject(source: &Source<'_>, head: Range<usize>) -> Option<Range<usize>> {
    let first = head.clone().find(|i| {
        let low = source.low_line(*i);
        low.starts_with("v/v") || low.starts_with("về việc") || low.starts_with("vv:")
    })?;
    let place = source.lines.get(first)?.place;
    let mut end = first + 1;
    while end < head.end {
        let line = source.lines.get(end)?;
        let low = source.low(&line.span);
        let other = line.place != place || is_national_title(low) || place_and_date(source, &line.span).is_some();
        if other
            || line.after_blank
            || low.starts_with("kính gửi")
            || !low.contains(char::is_alphabetic)
            || is_in_capitals(source.str(&line.span)) && end > first + 1
        {
            break;
        }
        end += 1;
    }
    Some(source.trim(source.lines_span(first..end), &['*', '.', ';', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn layout(lines: &[&str]) -> Layout {
        let mut layout = Layout::default();
        lines.iter().for_each(|line| layout.paragraph(line));
        layout
    }

    #[test]
    fn the_issuer_is_the_last_body_above_the_number() {
        let lines = ["UBND TỈNH AN GIAO", "SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI", "Số: 5/KH-SLĐTBXH"];
        let layout = layout(&lines);
        let source = Source::new(&layout);
        let issuer = issuer(&source, 0..4, Some(3)).unwrap();
        assert_eq!(issuer.value, "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI");
    }

    #[test]
    fn place_and_date_of_issue() {
        for (line, place, date) in [
            ("Tp. Minh Hải, ngày 3 tháng 5 năm 2031", "Minh Hải", "2031-05-03"),
            ("An Giao,  ngày       tháng 5 năm 2031", "An Giao", "2031-05"),
            ("TP.HCM, ngày 3/5/2031", "TP.HCM", "2031-05-03"),
        ] {
            let layout = layout(&[line]);
            let source = Source::new(&layout);
            let (span, found) = place_and_date(&source, &source.span(0)).unwrap();
            assert_eq!((source.str(&bare_place(&source, &span)), found.date.to_string().as_str()), (place, date));
        }
    }
}
