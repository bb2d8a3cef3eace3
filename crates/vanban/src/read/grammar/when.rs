//! Times tasks are due, in every form: days, stretches, months, quarters, what comes again, terms from an event.
//!
//! | rule | example |
//! |---|---|
//! | `recurring` | `định kỳ hằng tháng trước ngày 25` |
//! | `after` | `trong vòng 05 ngày kể từ ngày nhận được văn bản` |
//! | `due` | `chậm nhất 17h00 ngày 10/3/2031` |
//! | `stretch` | `từ ngày 15/4 đến ngày 15/5/2031` |
//! | `part` | `tuần cuối tháng 9/2031`, `6 tháng đầu năm 2032`: kept as written |
//! | `quarter` | `trong Quý II/2031` |
//! | `month` | `trong tháng 11/2031` |
//! | `year` | `trong năm 2031` |

use super::date;
use crate::read::layout::Layout;
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use crate::when::{Period, Term, When};
use std::ops::Range;

/// A time and where it is written, with the words that set it.
pub(crate) struct Found {
    pub(crate) span: Range<usize>,
    pub(crate) when: When,
}

/// The first time a text on its own states. A bare day or month counts: it stands in a cell for deadlines.
pub(crate) fn in_text(text: &str) -> Option<When> {
    let mut layout = Layout::default();
    layout.paragraph(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let source = Source::new(&layout);
    let span = source.span(0);
    let found = first(&source, &span);
    // "Tháng 9/2031", "20/12/2031" alone.
    found.map(|found| found.when).or_else(|| {
        let month = source.words(&span).into_iter().find_map(|word| month(&source, word.start, &span));
        let day = || date::all(&source, &span).into_iter().next().map(|found| When::By(found.date));
        month.map(|found| found.when).or_else(day)
    })
}

/// The first time a span states.
pub(crate) fn first(source: &Source<'_>, span: &Range<usize>) -> Option<Found> {
    source.words(span).into_iter().find_map(|word| at(source, word.start, span))
}

/// The time whose wording starts here.
fn at(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    recurring(source, at, span)
        .or_else(|| after(source, at, span))
        .or_else(|| due(source, at, span))
        .or_else(|| stretch(source, at, span))
        .or_else(|| in_course(source, at, span))
        .or_else(|| part(source, at, span))
        .or_else(|| quarter(source, at, span))
}

/// The end of one of the words of a list here, with the spaces after it.
fn eat(source: &Source<'_>, at: usize, span: &Range<usize>, words: &[&str]) -> Option<usize> {
    let end = source.at(at, span, words)?;
    let rest = source.low_from(end, span);
    Some(end + (rest.len() - rest.trim_start_matches([' ', ',']).len()))
}

/// Past white space backwards.
fn tight(source: &Source<'_>, span: Range<usize>) -> Range<usize> {
    source.trim(span, &[',', ';', '.', ':'])
}

/// The number here and the byte after it and its spaces.
fn count(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<(u16, usize)> {
    let rest = source.low_from(at, span);
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let value = rest.get(..length)?.parse().ok()?;
    let after = rest.get(length..)?;
    let mut end = at + length;
    // "05 (năm) ngày".
    if after.trim_start().starts_with('(') {
        end += after.find(')').filter(|at| *at < 24)? + 1;
    }
    let rest = source.low_from(end, span);
    Some((value, end + (rest.len() - rest.trim_start().len())))
}

fn recurring(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    const EACH: [(&str, Period); 14] = [
        ("hằng ngày", Period::Daily),
        ("hàng ngày", Period::Daily),
        ("hằng tuần", Period::Weekly),
        ("hàng tuần", Period::Weekly),
        ("hằng tháng", Period::Monthly),
        ("hàng tháng", Period::Monthly),
        ("mỗi tháng", Period::Monthly),
        ("hằng quý", Period::Quarterly),
        ("hàng quý", Period::Quarterly),
        ("mỗi quý", Period::Quarterly),
        ("6 tháng, năm", Period::HalfYearly),
        ("hằng năm", Period::Yearly),
        ("hàng năm", Period::Yearly),
        ("mỗi năm", Period::Yearly),
    ];
    let each =
        |at: usize| EACH.iter().find_map(|(word, period)| eat(source, at, span, &[word]).map(|end| (*period, end)));
    let before = eat(source, at, span, &["định kỳ", "định kì"]);
    if let Some((period, end)) = each(before.unwrap_or(at)) {
        let (day, month, end) =
            due_words(source, end, span).map_or((None, None, end), |from| day_of(source, from, span, end));
        return Some(Found { span: tight(source, at..end), when: When::Every { period, day, month } });
    }
    // "trước ngày 25 hằng tháng", "trước ngày 15/12 hằng năm".
    let from = due_words(source, at, span)?;
    let (day, month, end) = day_of(source, from, span, from);
    day?;
    let (period, end) = each(eat(source, end, span, &["của"]).unwrap_or(end))?;
    Some(Found { span: tight(source, at..end), when: When::Every { period, day, month } })
}

/// `25` or `15/12` after words that set a due point; `none` is the end when there is neither.
fn day_of(source: &Source<'_>, from: usize, span: &Range<usize>, none: usize) -> (Option<i8>, Option<i8>, usize) {
    let from = eat(source, from, span, &["ngày"]).unwrap_or(from);
    if let Some(found) = date::at(source, from, span) {
        return match found.date {
            crate::date::PartialDate::DayMonth { month, day } => {
                let end = found.span.end;
                let rest = source.low_from(end, span);
                (Some(day), Some(month), end + (rest.len() - rest.trim_start().len()))
            }
            _ => (None, None, none),
        };
    }
    match count(source, from, span) {
        Some((day, end)) if (1..=31).contains(&day) => (i8::try_from(day).ok(), None, end),
        _ => (None, None, none),
    }
}

/// Past the words that set a due point, and a time of day.
fn due_words(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<usize> {
    let end = source.at(at, span, &lexicon().tasks.due)?;
    Some(date::past_hour(source, end, span))
}

/// `trong vòng 05 ngày làm việc kể từ ngày …`, `sau 10 ngày kể từ khi …`.
fn after(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    const UNITS: [(&str, Term); 6] = [
        ("ngày làm việc", Term::WorkingDays),
        ("ngày", Term::Days),
        ("giờ", Term::Hours),
        ("tuần", Term::Weeks),
        ("tháng", Term::Months),
        ("tiếng", Term::Hours),
    ];
    let start = eat(
        source,
        at,
        span,
        &[
            "trong vòng",
            "trong thời hạn",
            "trong thời gian",
            "chậm nhất là",
            "chậm nhất sau",
            "chậm nhất",
            "không quá",
            "sau",
        ],
    )?;
    let (count, end) = count(source, start, span)?;
    let (unit, end) = UNITS.iter().find_map(|(word, unit)| eat(source, end, span, &[word]).map(|end| (*unit, end)))?;
    let event = eat(source, end, span, &["kể từ khi", "kể từ", "tính từ", "từ khi", "từ", "sau khi", "sau"])?;
    let rest = source.low_from(event, span);
    let stop = rest.find([',', ';', '.', '(', ')']).unwrap_or(rest.len());
    let event = tight(source, event..event + stop);
    (!event.is_empty())
        .then(|| Found { when: When::After { count, unit, event: source.clean(&event) }, span: at..event.end })
}

/// `trước ngày …`, `chậm nhất …`, `đến hết ngày …`, with a time of day between.
fn due(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    let from = due_words(source, at, span)?;
    let day = date::at(source, from, span)?;
    Some(Found { span: at..day.span.end, when: When::By(day.date) })
}

fn stretch(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    let found = date::stretch(source, at, span)?;
    Some(Found { span: at..found.to.span.end, when: When::Between(found.from.date, found.to.date) })
}

/// `trong tháng 11/2031`, `trong Quý II/2031`, `trong năm 2031`, `trong tuần cuối tháng 9`.
fn in_course(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    let from = eat(source, at, span, &["trong", "vào", "đến hết", "hết", "trước"])?;
    let found = part(source, from, span)
        .or_else(|| month(source, from, span))
        .or_else(|| quarter(source, from, span))
        .or_else(|| year(source, from, span))?;
    Some(Found { span: at..found.span.end, ..found })
}

/// `tháng 11/2031`, `tháng 11 năm 2031`, `tháng 11`.
fn month(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    let from = eat(source, at, span, &["tháng"])?;
    let (month, end) = count(source, from, span)?;
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    let (year, end) = of_year(source, end, span);
    Some(Found { span: tight(source, at..end), when: When::Month { year, month } })
}

/// `Quý II/2031`, `quý 3 năm 2031`.
fn quarter(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    let from = eat(source, at, span, &["quý", "quí"])?;
    let (quarter, end) = [("iv", 4), ("iii", 3), ("ii", 2), ("i", 1), ("4", 4), ("3", 3), ("2", 2), ("1", 1)]
        .iter()
        .find_map(|(word, quarter)| eat(source, from, span, &[word]).map(|end| (*quarter, end)))?;
    let (year, end) = of_year(source, end, span);
    Some(Found { span: tight(source, at..end), when: When::Quarter { year, quarter } })
}

fn year(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    let from = eat(source, at, span, &["năm"])?;
    let (year, end) = count(source, from, span)?;
    let year = i16::try_from(year).ok().filter(|year| (1990..2200).contains(year))?;
    Some(Found { span: tight(source, at..end), when: When::Year(year) })
}

/// `/2031`, `năm 2031` after a month or a quarter.
fn of_year(source: &Source<'_>, at: usize, span: &Range<usize>) -> (Option<i16>, usize) {
    let rest = source.low_from(at, span);
    let named = rest.strip_prefix('/').or_else(|| rest.strip_prefix("năm ")).or_else(|| rest.strip_prefix("- "));
    let digits = named.map(str::trim_start).unwrap_or_default();
    let year = digits.get(..4).and_then(|y| y.parse().ok()).filter(|year| (1990..2200).contains(year));
    match year {
        Some(year) => (Some(year), at + (rest.len() - digits.len()) + 4),
        None => (None, at),
    }
}

/// A part of a month or year, kept as written: `tuần cuối tháng 9/2031`, `6 tháng đầu năm 2032`, `cuối năm 2031`.
fn part(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Found> {
    let end = match eat(source, at, span, &["tuần", "đầu", "giữa", "cuối", "nửa đầu", "nửa cuối"]) {
        Some(end) => {
            let words = ["đầu tiên", "đầu", "cuối cùng", "cuối", "thứ nhất", "thứ hai", "thứ ba", "thứ tư"];
            let end = eat(source, end, span, &words).unwrap_or(end);
            let end = eat(source, end, span, &["của"]).unwrap_or(end);
            month(source, end, span)
                .or_else(|| quarter(source, end, span))
                .or_else(|| year(source, end, span))
                .map(|found| found.span.end)
                .or_else(|| eat(source, end, span, &["tháng hành động", "mỗi tháng", "tháng"]))?
        }
        None => {
            let (_, end) = count(source, at, span)?;
            let end = eat(source, end, span, &["tháng đầu", "tháng cuối"])?;
            year(source, end, span)?.span.end
        }
    };
    Some(Found { span: tight(source, at..end), when: When::AsWritten })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        first(&source, &source.span(0)).map_or_else(Default::default, |found| {
            (source.str(&found.span).to_owned(), found.when.in_year(2031).to_string())
        })
    }

    #[test]
    fn times_in_every_form() {
        let table = [
            ("Gửi trước ngày 20/12/2031.", "trước ngày 20/12/2031", "2031-12-20"),
            ("Nộp chậm nhất là ngày 5 tháng 12.", "chậm nhất là ngày 5 tháng 12", "2031-12-05"),
            ("Gửi trước 17h00 ngày 20/5/2031;", "trước 17h00 ngày 20/5/2031", "2031-05-20"),
            ("Gửi trước 16 giờ 30 phút ngày 20/5;", "trước 16 giờ 30 phút ngày 20/5", "2031-05-20"),
            ("Nhận đến hết ngày 07/12/2031.", "đến hết ngày 07/12/2031", "2031-12-07"),
            ("Làm từ ngày 15/11 đến ngày 15/12/2031.", "từ ngày 15/11 đến ngày 15/12/2031", "2031-11-15..2031-12-15"),
            ("Xong trong tháng 11/2031.", "trong tháng 11/2031", "2031-11"),
            ("Xong trong tháng 11 năm 2032.", "trong tháng 11 năm 2032", "2032-11"),
            ("Mở lớp, Quý II/2032.", "Quý II/2032", "2032-Q2"),
            ("Mở lớp trong quý 3 năm 2031", "trong quý 3 năm 2031", "2031-Q3"),
            ("Báo cáo hằng năm", "hằng năm", "yearly"),
            ("Báo cáo trước ngày 15/12 hằng năm", "trước ngày 15/12 hằng năm", "yearly:12-15"),
            ("Định kỳ hằng tháng trước ngày 25, gửi số liệu", "Định kỳ hằng tháng trước ngày 25", "monthly:25"),
            ("Gửi trước ngày 25 hàng tháng", "trước ngày 25 hàng tháng", "monthly:25"),
            ("Làm trong tuần cuối tháng 9/2031.", "trong tuần cuối tháng 9/2031", "?"),
            ("Thí điểm trong 6 tháng đầu năm 2032.", "trong 6 tháng đầu năm 2032", "?"),
            ("Làm trong năm 2032.", "trong năm 2032", "2032"),
            (
                "Trả lời trong vòng 05 ngày làm việc kể từ ngày nhận được phiếu, gửi về Sở.",
                "trong vòng 05 ngày làm việc kể từ ngày nhận được phiếu",
                "5 working days after ngày nhận được phiếu",
            ),
            ("Tổ chức họp dân, có 25 người dự.", "", ""),
        ];
        for (text, span, when) in table {
            assert_eq!(read(text), (span.to_owned(), when.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_cell_for_deadlines_may_hold_a_bare_month_or_day() {
        let year = Some(2031);
        assert_eq!(When::read("Tháng 9/2031", None).to_string(), "2031-09");
        assert_eq!(When::read("20/12", year).to_string(), "?", "no word announces a day");
        assert_eq!(When::read("Ngày 20/12", year).to_string(), "2031-12-20");
        assert_eq!(When::read("Theo kế hoạch", year), When::AsWritten);
        assert_eq!(When::read("Quý IV", year).last_day().map(|day| day.to_string()).as_deref(), Some("2031-12-31"));
    }
}
