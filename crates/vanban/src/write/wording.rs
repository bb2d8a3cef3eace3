//! The fixed phrases of an official document: numbers, dates, the marks that end lists and texts.

use jiff::civil::Date;

use super::xml::one_line;
use crate::document::{IssueDate, Letterhead, Run};

/// Room for a number written in by hand.
const BLANK_NUMBER: &str = "        ";
/// Room for a day written in by hand.
const BLANK_DAY: &str = "      ";
/// Ends the text of a document.
pub(super) const END_MARK: &str = "./.";

/// `148/BC-SNV`: numbers under 10 get a leading zero, a missing number leaves room for it.
pub(super) fn number_and_symbol(letterhead: &Letterhead) -> String {
    let symbol = one_line(&letterhead.symbol);
    match letterhead.number {
        Some(number) => format!("{number:02}/{symbol}"),
        None => format!("{BLANK_NUMBER}/{symbol}"),
    }
}

/// `ngày 05 tháng 01 năm 2026`: days under 10 and the months 1 and 2 get a leading zero.
pub(super) fn issue_date(date: IssueDate) -> String {
    match date {
        IssueDate::On(date) => format!("ngày {:02} {}", date.day(), month_and_year(date.month(), date.year())),
        IssueDate::Blank { month, year } => format!("ngày {BLANK_DAY} {}", month_and_year(month, year)),
    }
}

fn month_and_year(month: i8, year: i16) -> String {
    match month {
        1 | 2 => format!("tháng 0{month} năm {year}"),
        _ => format!("tháng {month} năm {year}"),
    }
}

/// The day of issue, if it is known.
pub(super) fn issued_on(date: IssueDate) -> Option<Date> {
    match date {
        IssueDate::On(date) => Some(date),
        IssueDate::Blank { .. } => None,
    }
}

/// `(Kèm theo Báo cáo số 05/BC-SNV ngày … của …)`, the line under the title of an appendix.
pub(super) fn enclosed_with(kind: Option<&str>, letterhead: &Letterhead) -> String {
    format!(
        "(Kèm theo {} số {} {} của {})",
        kind.map_or_else(|| "Công văn".to_owned(), sentence_case),
        number_and_symbol(letterhead),
        issue_date(letterhead.date),
        one_line(&letterhead.issuer)
    )
}

/// `BÁO CÁO` as `Báo cáo`.
fn sentence_case(text: &str) -> String {
    let lower = one_line(text).to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text in capitals, on one line.
pub(super) fn capitals(text: &str) -> String {
    one_line(text).to_uppercase()
}

/// The line without a leading dash and without its closing mark, ready for another mark.
fn bare(line: &str) -> String {
    let line = one_line(line);
    let line = line.trim_start_matches(['-', '–', '+', ' ']).trim_end_matches([';', '.', ',', ' ']);
    line.to_owned()
}

/// The lines of a list, each ended by `;` and the last by `.`; empty lines are left out.
pub(super) fn list(lines: &[String]) -> Vec<String> {
    let mut list: Vec<String> = lines.iter().map(|line| bare(line)).filter(|line| !line.is_empty()).collect();
    let last = list.len().saturating_sub(1);
    for (index, line) in list.iter_mut().enumerate() {
        line.push(if index == last { '.' } else { ';' });
    }
    list
}

/// The runs with the end mark in place of the full stop; `None` if they hold no text to put it after.
pub(super) fn with_end_mark(runs: &[Run]) -> Option<Vec<Run>> {
    let last = runs.iter().rposition(|run| !run.text.trim().is_empty())?;
    let mut runs: Vec<Run> = runs.iter().take(last + 1).cloned().collect();
    let run = runs.last_mut()?;
    let text = run.text.trim_end();
    let text = text.strip_suffix(END_MARK).unwrap_or(text);
    run.text = format!("{}{END_MARK}", text.trim_end_matches(['.', ';', ' ']));
    Some(runs)
}

#[cfg(test)]
mod tests {
    use super::{list, with_end_mark};
    use crate::document::Run;

    fn ended(text: &str) -> Option<String> {
        with_end_mark(&[Run::plain(text)]).map(|runs| runs.into_iter().map(|run| run.text).collect())
    }

    #[test]
    fn the_end_mark_takes_the_place_of_the_full_stop() {
        for text in ["Trân trọng.", "Trân trọng", "Trân trọng;", "Trân trọng. ", "Trân trọng./."] {
            assert_eq!(ended(text).as_deref(), Some("Trân trọng./."), "{text:?}");
        }
        assert_eq!(ended(" "), None);
    }

    #[test]
    fn the_end_mark_follows_the_last_run_with_text() {
        let runs = with_end_mark(&[Run::plain("Một "), Run::bold("hai."), Run::plain("  ")]);
        assert_eq!(runs, Some(vec![Run::plain("Một "), Run::bold("hai./.")]));
    }

    #[test]
    fn list_lines_are_closed_alike_however_they_were_typed() {
        let typed = ["- Như trên".to_owned(), "Sở Tài chính;".to_owned(), "  ".to_owned(), "Lưu: VT.".to_owned()];
        assert_eq!(list(&typed), ["Như trên;", "Sở Tài chính;", "Lưu: VT."]);
    }
}
