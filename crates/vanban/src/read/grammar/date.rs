//! Dates as documents write them, and stretches of days.

use crate::date::PartialDate;
use crate::read::source::Source;
use std::ops::Range;

/// A date and where it stands, the word `ngày` not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) date: PartialDate,
    pub(super) span: Range<usize>,
}

/// From a day to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Found,
    pub(super) to: Found,
}

/// A place in the shadow that moves forward.
#[derive(Clone)]
struct Cursor<'a> {
    low: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.low.get(self.at..).unwrap_or_default()
    }

    fn spaces(&mut self) -> &mut Self {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        self
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().strip_prefix(word).is_some_and(|rest| {
            !word.ends_with(char::is_alphanumeric) || !rest.starts_with(|c: char| c.is_alphanumeric())
        });
        if found {
            self.at += word.len();
        }
        found
    }

    fn digits(&mut self, most: usize) -> Option<i16> {
        let rest = self.rest();
        let count = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if count == 0 || count > most {
            return None;
        }
        let value = rest.get(..count)?.parse().ok()?;
        self.at += count;
        Some(value)
    }

    /// A blank to fill in: spaces, dots, dashes, underscores.
    fn blank(&mut self) -> &mut Self {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '.', '_', '…', '\t', '-', '–']).len();
        self
    }

    fn separator(&mut self) -> Option<char> {
        let before = self.at;
        let c = self.spaces().rest().chars().next().filter(|c| matches!(c, '/' | '-' | '.'))?;
        self.at += 1;
        let spaced = self.at - before > 1 || self.rest().starts_with(' ');
        // "5 - 6" is no date, "5 /6" is.
        if spaced && c != '/' {
            self.at = before;
            return None;
        }
        self.spaces();
        Some(c)
    }
}

/// A date that starts here, `ngày` before it or not; of several days of one month the first.
pub(super) fn at(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<Found> {
    single(source, at, within).or_else(|| {
        let mut cursor = Cursor { low: source.low.get(..within.end)?, at };
        cursor.spaces().eat("ngày");
        let start = cursor.spaces().at;
        days(cursor).map(|(date, end)| Found { date, span: start..end })
    })
}

/// One date that starts here.
fn single(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<Found> {
    let mut cursor = Cursor { low: source.low.get(..within.end)?, at };
    cursor.spaces();
    let named = cursor.eat("ngày");
    cursor.spaces();
    while named
        && ["chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"].iter().any(|d| cursor.eat(d))
    {
        cursor.spaces();
        cursor.eat(",");
        cursor.spaces();
    }
    let start = cursor.at;
    let (date, end) = worded(cursor.clone(), named).or_else(|| digits(cursor))?;
    // "Ngày 12.10" is a day, "từ 3.5 đến 4.5%" are shares.
    let dotted = matches!(date, PartialDate::DayMonth { .. })
        && source.low.get(start..end).is_some_and(|text| text.contains('.'));
    (!dotted || named || follows_part_of_day(source, start)).then_some(Found { date, span: start..end })
}

/// `sáng`, `chiều nay` … right before a date.
fn follows_part_of_day(source: &Source<'_>, at: usize) -> bool {
    let before = source.low.get(..at).unwrap_or_default().trim_end_matches([' ', '(', ',']);
    [
        "ngày",
        "sáng",
        "chiều",
        "tối",
        "trưa",
        "đêm",
        "sáng nay",
        "chiều nay",
        "tối nay",
        "hôm nay",
        "hôm qua",
        "tối qua",
        "chiều qua",
        "sáng qua",
    ]
    .iter()
    .any(|word| before.ends_with(word))
}

/// Past a time of day: `17h00`, `17 giờ 00`, `17h30 phút`; the same place where none stands.
pub(super) fn past_hour(source: &Source<'_>, at: usize, within: &Range<usize>) -> usize {
    let Some(low) = source.low.get(..within.end) else { return at };
    let mut cursor = Cursor { low, at };
    let at = cursor.spaces().at;
    if cursor.digits(2).is_none() {
        return at;
    }
    let marked = match cursor.spaces().rest().as_bytes() {
        [b'h' | b':', next, ..] if next.is_ascii_digit() || matches!(next, b' ' | b',' | b';') => {
            cursor.at += 1;
            true
        }
        _ => cursor.eat("giờ"),
    };
    if !marked {
        return at;
    }
    cursor.spaces().digits(2);
    cursor.spaces().eat("phút");
    cursor.spaces().eat(",");
    cursor.spaces().eat("của");
    cursor.spaces().at
}

/// `dd tháng mm năm yyyy`, the day or the day and month blank, or `tháng mm năm yyyy`.
fn worded(mut cursor: Cursor<'_>, named: bool) -> Option<(PartialDate, usize)> {
    let day = cursor.digits(2);
    cursor.blank();
    if !cursor.eat("tháng") {
        return None;
    }
    cursor.spaces();
    let month = cursor.digits(2).and_then(|m| i8::try_from(m).ok()).filter(|m| (1..=12).contains(m));
    let mut end = cursor.at;
    cursor.blank();
    let year = if cursor.eat("năm") || cursor.eat("/") || cursor.eat(",") && cursor.spaces().eat("năm") {
        cursor.spaces();
        let year = cursor.digits(4).filter(|y| *y >= 1000);
        end = if year.is_some() { cursor.at } else { end };
        year
    } else {
        None
    };
    let date = match (day, month, year) {
        (Some(day), Some(month), Some(year)) => full(day, month, year)?,
        (Some(day), Some(month), None) => day_month(day, month)?,
        (None, Some(month), Some(year)) => PartialDate::Month { year, month },
        (None, None, Some(year)) if named => PartialDate::Year(year),
        _ => return None,
    };
    Some((date, end))
}

/// `dd/mm/yyyy` or `dd/mm`, with `/`, `-` or `.`; the day blank in `/mm/yyyy`.
fn digits(mut cursor: Cursor<'_>) -> Option<(PartialDate, usize)> {
    let day = cursor.digits(2);
    if day.is_none() {
        cursor.blank();
    }
    let separator = cursor.separator()?;
    let month = cursor.digits(2).and_then(|m| i8::try_from(m).ok()).filter(|m| (1..=12).contains(m))?;
    let end = cursor.at;
    let mut ahead = cursor.clone();
    let year = ahead.separator().filter(|c| *c == separator).and_then(|_| ahead.digits(4)).filter(|y| *y >= 1000);
    // "12.4.5" or "1.200" are no dates.
    let touches = |cursor: &Cursor<'_>| {
        let mut rest = cursor.rest().chars();
        let next = rest.next();
        next.is_some_and(char::is_alphanumeric)
            || matches!(next, Some('.' | '/' | ',')) && rest.next().is_some_and(|c| c.is_ascii_digit())
    };
    match (day, year) {
        (Some(day), Some(year)) if !touches(&ahead) => Some((full(day, month, year)?, ahead.at)),
        (None, Some(year)) if separator == '/' => Some((PartialDate::Month { year, month }, ahead.at)),
        (Some(day), None) if !touches(&cursor) => Some((day_month(day, month)?, end)),
        _ => None,
    }
}

/// `6 và 7/11`, `12-13/5/2031`: several days of one month; the first of them.
fn days(mut cursor: Cursor<'_>) -> Option<(PartialDate, usize)> {
    let day = cursor.digits(2)?;
    cursor.spaces();
    let joined = ["và", ",", "-", "–"].iter().any(|mark| cursor.eat(mark));
    cursor.spaces().eat("ngày");
    cursor.spaces();
    let (last, end) = worded(cursor.clone(), false).or_else(|| digits(cursor))?;
    let first = of_same_month(day, last)?;
    (joined && first.to_string() < last.to_string()).then_some((first, end))
}

/// The last of several days told together, `6 và 7/11`, found as the first of them.
pub(super) fn last_of(source: &Source<'_>, first: &Found) -> Option<Found> {
    let words = source.words(&first.span);
    let last = words
        .iter()
        .skip(1)
        .filter_map(|word| single(source, word.start, &first.span))
        .find(|found| found.span.end == first.span.end && found.date.to_string() > first.date.to_string())?;
    matches!(last.date, PartialDate::Full(_) | PartialDate::DayMonth { .. }).then_some(last)
}

fn full(day: i16, month: i8, year: i16) -> Option<PartialDate> {
    jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok().map(PartialDate::Full)
}

fn day_month(day: i16, month: i8) -> Option<PartialDate> {
    let day = i8::try_from(day).ok()?;
    // 29 February is a day of some year.
    jiff::civil::Date::new(2000, month, day).ok().map(|_| PartialDate::DayMonth { month, day })
}

/// Words that make `5/6` a day rather than a ratio.
const BEFORE: [&str; 24] = [
    "ngày", "sáng", "chiều", "tối", "trưa", "đêm", "hôm", "nhật", "hai", "ba", "tư", "năm", "sáu", "bảy", "từ", "đến",
    "qua", "nay", "hết", "trước", "dịp", "giới", "lúc", "nhất",
];

/// Every date in a span. Days without a year count only after a word that announces a day.
pub(super) fn all(source: &Source<'_>, span: &Range<usize>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut previous = "";
    let mut earlier = "";
    let mut skip_to = 0;
    for word in source.words(span) {
        let low = source.low(&word);
        if word.start >= skip_to && (low == "ngày" || low == "tháng" || low.starts_with(|c: char| c.is_ascii_digit()))
        {
            let joined = source.low.get(..word.start).is_some_and(|s| s.ends_with(['/', '-', '.']))
                && !source.low.get(..word.start).is_some_and(|s| s.ends_with(" - "));
            let in_stretch = found.last().is_some_and(|last| {
                source.low.get(last.span.end..word.start).is_some_and(|gap| matches!(gap.trim(), "-" | "–"))
            });
            // "mỗi ngày 6-7 trẻ em" counts, it names no day.
            let each = |word: &str| matches!(word, "mỗi" | "hằng" | "hàng" | "nhiều" | "mấy");
            if previous == "ngày" && each(earlier) || low == "ngày" && each(previous) {
                earlier = previous;
                previous = low;
                continue;
            }
            let announced = BEFORE.contains(&previous) || in_stretch || low == "ngày" || low == "tháng";
            if let Some(date) = (!joined || in_stretch).then(|| at(source, word.start, span)).flatten()
                && (announced || !matches!(date.date, PartialDate::DayMonth { .. }))
            {
                skip_to = date.span.end;
                found.push(date);
            }
        }
        earlier = previous;
        previous = low;
    }
    found
}

/// `từ ngày … đến (hết) ngày …` or `từ 2/3-9/4`, from the word `từ` on. What the first day leaves out is taken
/// from the second.
pub(super) fn stretch(source: &Source<'_>, from: usize, within: &Range<usize>) -> Option<Stretch> {
    let mut cursor = Cursor { low: source.low.get(..within.end)?, at: from };
    if !cursor.eat("từ") {
        return None;
    }
    stretch_after(source, cursor, within)
}

/// `15/4 - 15/5`, from the first day on.
pub(super) fn bare_stretch(source: &Source<'_>, from: usize, within: &Range<usize>) -> Option<Stretch> {
    let cursor = Cursor { low: source.low.get(..within.end)?, at: from };
    single(source, from, within)?;
    stretch_after(source, cursor, within)
}

fn stretch_after(source: &Source<'_>, mut cursor: Cursor<'_>, within: &Range<usize>) -> Option<Stretch> {
    cursor.spaces();
    cursor.eat("ngày");
    cursor.spaces();
    let start = cursor.at;
    let first = single(source, start, within);
    let mut days = cursor.clone();
    let bare_day = days.digits(2);
    cursor.at = match (&first, bare_day) {
        (Some(found), _) => found.span.end,
        (None, Some(_)) => days.at,
        (None, None) => return None,
    };
    let first_end = cursor.at;
    cursor.spaces();
    let joined = ["đến hết", "đến", "tới", "-", "–"].iter().any(|word| cursor.eat(word));
    if !joined {
        return None;
    }
    let to = at(source, cursor.spaces().at, within)?;
    let date = match (first.map(|found| found.date), bare_day) {
        (Some(date), _) => complete(date, to.date),
        (None, Some(day)) => of_same_month(day, to.date)?,
        (None, None) => return None,
    };
    Some(Stretch { from: Found { date, span: start..first_end }, to })
}

/// The year of the first day of a stretch, from the last.
fn complete(first: PartialDate, last: PartialDate) -> PartialDate {
    let PartialDate::DayMonth { month, day } = first else { return first };
    let Some(year) = last.year() else { return first };
    let before = matches!(last, PartialDate::Full(last) if (month, day) > (last.month(), last.day()));
    first.with_year(if before { year - 1 } else { year }).unwrap_or(first)
}

fn of_same_month(day: i16, last: PartialDate) -> Option<PartialDate> {
    match last {
        PartialDate::Full(last) => full(day, last.month(), last.year()),
        PartialDate::DayMonth { month, .. } => day_month(day, month),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn dates(text: &str) -> Vec<String> {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        all(&source, &source.span(0)).iter().map(|found| found.date.to_string()).collect()
    }

    fn span_of(text: &str) -> Option<(String, String)> {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        let span = source.span(0);
        let from = source.first(&span, "từ")?;
        let found = stretch(&source, from, &span)?;
        Some((found.from.date.to_string(), found.to.date.to_string()))
    }

    #[test]
    fn dates_in_words_and_digits() {
        let table = [
            ("ngày 03 tháng 5 năm 2031", vec!["2031-05-03"]),
            ("Hòa Lộc, ngày      tháng 5 năm 2031", vec!["2031-05"]),
            ("ngày ... tháng ... năm 2031", vec!["2031"]),
            ("ngày     /5/2031 của Sở", vec!["2031-05"]),
            ("Ngày 12.10, tại xã; sáng 3.5. Từ 3.5 đến 4.5%, ngày 1.200 lượt", vec!["--10-12", "--05-03"]),
            ("Sáng 9/10, tại xã", vec!["--10-09"]),
            ("chiều 6-8 và ngày 7/9/2031", vec!["--08-06", "2031-09-07"]),
            ("21/21 xã; 1.200 người; điện thoại 0912-34", vec![]),
            ("hoàn thành trước ngày 20.12.2031.", vec!["2031-12-20"]),
            ("ngày 31/02/2031", vec![]),
            ("ngày chủ nhật 9/8 tại sân xã", vec!["--08-09"]),
            ("trong 2 ngày 6 và 7/11, tại xã", vec!["--11-06"]),
            ("ngày 12-13/5/2031", vec!["2031-05-12"]),
            ("trong tháng 11 năm 2031", vec!["2031-11"]),
            ("Quyết định số 12/2031/QĐ-UBND", vec![]),
        ];
        for (text, expected) in table {
            assert_eq!(dates(text), expected, "{text}");
        }
    }

    #[test]
    fn stretches_of_days() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(span_of("từ ngày 15/11 đến hết ngày 15/12/2031"), pair("2031-11-15", "2031-12-15"));
        assert_eq!(span_of("từ ngày 15 tháng 11 đến ngày 15 tháng 12 năm 2031"), pair("2031-11-15", "2031-12-15"));
        assert_eq!(span_of("diễn ra từ 2/3-9/4, với"), pair("--03-02", "--04-09"));
        assert_eq!(span_of("(từ 7 đến 11-8)"), pair("--08-07", "--08-11"));
        assert_eq!(span_of("từ ngày 20/12 đến ngày 10/01/2032"), pair("2031-12-20", "2032-01-10"));
        assert_eq!(span_of("từ ngày 01 - 08/3/2031"), pair("2031-03-01", "2031-03-08"));
        assert_eq!(span_of("từ 8 giờ đến 11 giờ"), None);
    }
}
