//! A line the size of a word.

use super::drawing::{Drawing, Ink};
use super::line::runs;
use super::{Measure, described, place, share};
use locale::Language;
use maud::Markup;

const SIZE: (f64, f64) = (96.0, 24.0);

/// How a value went over the years, beside the number itself: `(year, value)` in order. `id` is unique on the page.
pub(crate) fn sparkline(
    language: Language,
    id: &str,
    title: &str,
    measure: Measure,
    values: &[(String, Option<i64>)],
) -> Markup {
    let said = values.iter().map(|(label, value)| (label.as_str(), *value));
    let mut drawing = Drawing::new(SIZE.0, SIZE.1, title, described(language, measure, said));
    let most = values.iter().filter_map(|(_, value)| *value).max().unwrap_or(0);
    let last = place(values.len().saturating_sub(1).max(1));
    let at = |(at, value): (usize, i64)| {
        (4.0 + (SIZE.0 - 8.0) * place(at) / last, SIZE.1 - 4.0 - (SIZE.1 - 8.0) * share(value, most))
    };
    let values: Vec<Option<i64>> = values.iter().map(|(_, value)| *value).collect();
    let runs: Vec<Vec<(f64, f64)>> = runs(&values).into_iter().map(|run| run.into_iter().map(at).collect()).collect();
    drawing.line((0.0, SIZE.1 - 1.0), (SIZE.0, SIZE.1 - 1.0), Ink::Line, false);
    for run in &runs {
        // A value between two that are missing is a dot, not a line.
        if let [alone] = run.as_slice() {
            drawing.dot(*alone, 2.0, Ink::Series(0));
        } else {
            drawing.path(run.clone(), Ink::Series(0), 1.5, false);
        }
    }
    if let Some(&end) = runs.iter().flatten().next_back() {
        drawing.dot(end, 3.0, Ink::Series(3));
    }
    drawing.on_page(id)
}
