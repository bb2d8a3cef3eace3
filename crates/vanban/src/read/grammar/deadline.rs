//! Due points: `trước ngày …`, `chậm nhất …`, `đến hết ngày …`.

use super::{date, when};
use crate::date::PartialDate;
use crate::facts::{Deadline, Fact};
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// Every due point in a sentence. A day without a year is given the year of the document, when it has one. A point
/// before `not_before` is history, not work to do.
pub(super) fn in_sentence(
    source: &Source<'_>,
    sentence: &Range<usize>,
    year: Option<i16>,
    not_before: Option<PartialDate>,
) -> Vec<Deadline> {
    let mut found: Vec<Deadline> = Vec::new();
    for trigger in triggers(source, sentence) {
        let from = date::past_hour(source, trigger.end, sentence);
        let Some(due) = date::at(source, from, sentence) else { continue };
        if is_end_of_stretch(source, sentence, &trigger) || found.iter().any(|other| other.date.span == due.span) {
            continue;
        }
        let value = year.and_then(|year| due.date.with_year(year)).unwrap_or(due.date);
        if matches!(value, PartialDate::Year(_)) || is_before(value, not_before) {
            continue;
        }
        found.push(Deadline {
            date: Fact { value, span: due.span, rule: "deadline.date" },
            what: what(source, sentence, &trigger),
        });
    }
    found
}

/// Words that set a due point, each as long as can be.
fn triggers(source: &Source<'_>, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in source.words(sentence) {
        if found.last().is_some_and(|last| word.start < last.end) {
            continue;
        }
        if let Some(end) = source.at(word.start, sentence, &lexicon().tasks.due) {
            found.push(word.start..end);
        }
    }
    found
}

/// The deadline of a task as written, in whatever form, with the words that set it.
pub(super) fn as_written(source: &Source<'_>, span: &Range<usize>) -> Option<Fact<String>> {
    when::first(source, span).map(|found| source.verbatim(found.span, "task.deadline"))
}

/// `từ ngày … đến hết ngày …` is a stretch of time.
fn is_end_of_stretch(source: &Source<'_>, sentence: &Range<usize>, trigger: &Range<usize>) -> bool {
    let before = sentence.start..trigger.start;
    source.find(&before, "từ").last().is_some_and(|from| {
        date::stretch(source, from, sentence).is_some_and(|stretch| stretch.to.span.start >= trigger.start)
    })
}

fn is_before(date: PartialDate, limit: Option<PartialDate>) -> bool {
    match (date.full(), limit) {
        (Some(date), Some(PartialDate::Full(limit))) => date < limit,
        (Some(date), Some(PartialDate::Month { year, month })) => (date.year(), date.month()) < (year, month),
        _ => false,
    }
}

/// What is due: the clause before the words that set the time, or after the date when nothing stands before.
fn what(source: &Source<'_>, sentence: &Range<usize>, trigger: &Range<usize>) -> Fact<String> {
    let before = source.trim(sentence.start..trigger.start, &[',', '-', ':', '(', '*', '+']);
    let label = super::outline::label(source.str(&before)).map_or(0, |(_, at)| at);
    let before = before.start + label..before.end;
    let span = if source.words(&before).len() >= 2 { before } else { source.trim(sentence.clone(), &['.', ';', '/']) };
    source.verbatim(span, "deadline.what")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn due(text: &str) -> Vec<(String, String)> {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        let limit = jiff::civil::date(2031, 5, 1);
        source
            .sentences(&source.span(0))
            .iter()
            .flat_map(|sentence| in_sentence(&source, sentence, Some(2031), Some(PartialDate::Full(limit))))
            .map(|deadline| (deadline.date.value.to_string(), deadline.what.value))
            .collect()
    }

    #[test]
    fn due_points_in_every_form() {
        let table = [
            ("Gửi báo cáo về Sở Nội vụ trước ngày 20/12/2031.", "2031-12-20"),
            ("Hoàn thành đại hội chậm nhất là ngày 5 tháng 12 năm 2031.", "2031-12-05"),
            ("Nộp phiếu chậm nhất 6/12.", "2031-12-06"),
            ("Nhận hồ sơ đến hết ngày 07/12/2031.", "2031-12-07"),
            ("Nộp kế hoạch chậm nhất là trước ngày 30-11-2031.", "2031-11-30"),
        ];
        for (text, date) in table {
            assert_eq!(due(text).first().map(|(date, _)| date.as_str()), Some(date), "{text}");
        }
    }

    #[test]
    fn a_stretch_and_the_past_are_no_due_points() {
        assert!(due("Từ ngày 15/11/2031 đến hết ngày 15/12/2031.").is_empty());
        assert!(due("Sở đã đề nghị nộp trước ngày 14/01/2031 mà chưa có.").is_empty());
        assert!(due("Giảm hộ nghèo trước năm 2035.").is_empty());
    }
}
