//! Progress over days, as lines.

use super::columns::axis;
use super::drawing::{Anchor, Drawing, Hand, Ink, legend_places, width_of};
use super::{Chart, Measure, place, share, steps};
use crate::components::table::{Column, Row};
use locale::{Language, text};
use maud::html;

/// A line.
pub(crate) struct Series {
    /// Its name.
    pub(crate) name: String,
    /// Its value on each day; `None` for a day without one (yet).
    pub(crate) values: Vec<Option<i64>>,
}

/// Lines over days.
pub(crate) struct Line<'a> {
    /// What is shown.
    pub(crate) title: &'a str,
    /// Name of the days: "Ngày".
    pub(crate) of: &'a str,
    /// The days, as people read them: "15/11".
    pub(crate) days: Vec<String>,
    /// At most four lines.
    pub(crate) series: Vec<Series>,
    /// A level to reach and its name: "124 đơn vị".
    pub(crate) goal: Option<(i64, &'a str)>,
    /// A day to be seen, by its place, and its name: "Hạn".
    pub(crate) due: Option<(usize, &'a str)>,
    /// How values are written.
    pub(crate) measure: Measure,
}

const WIDTH: f64 = 360.0;
const PLOT: f64 = 180.0;

/// Draws lines over days. Lines differ by colour and by being dashed; the legend shows both.
pub(crate) fn line(language: Language, data: &Line<'_>) -> Chart {
    let names: Vec<f64> = data.series.iter().map(|series| 30.0 + width_of(&series.name, 13.0) + 18.0).collect();
    let (places, legend) = legend_places(&names, WIDTH, 22.0);
    let ceiling = legend + if data.due.is_some() || data.goal.is_some() { 24.0 } else { 8.0 };
    let floor = ceiling + PLOT;
    let mut drawing = Drawing::new(WIDTH, floor + 26.0, data.title, description(language, data));
    for (at, (series, (x, y))) in data.series.iter().zip(&places).enumerate() {
        drawing.path(vec![(*x, y + 10.0), (x + 22.0, y + 10.0)], Ink::Series(at), 3.0, at % 2 == 1);
        drawing.words((x + 30.0, y + 14.5), &series.name, Hand::new(13.0, Ink::Text));
    }
    let known = data.series.iter().flat_map(|series| series.values.iter().flatten().copied());
    let steps = steps(known.chain(data.goal.map(|(level, _)| level)).max().unwrap_or(0));
    let top = steps.last().copied().unwrap_or(1);
    let left = axis(language, &mut drawing, data.measure, &steps, (floor, ceiling));
    let last = place(data.days.len().saturating_sub(1).max(1));
    let at_day = |day: usize| left + (WIDTH - 6.0 - left) * place(day) / last;
    let at_value = |value: i64| floor - PLOT * share(value, top);
    if let Some((level, name)) = data.goal {
        drawing.line((left, at_value(level)), (WIDTH, at_value(level)), Ink::Muted, true);
        drawing.words((left + 4.0, at_value(level) - 5.0), name, Hand::new(12.0, Ink::Muted));
    }
    if let Some((day, name)) = data.due {
        drawing.line((at_day(day), ceiling - 6.0), (at_day(day), floor), Ink::Muted, true);
        drawing.words((at_day(day), ceiling - 10.0), name, Hand::new(12.0, Ink::Text).at(near(at_day(day), left)));
    }
    for (at, series) in data.series.iter().enumerate() {
        // A day without a value breaks the line.
        for run in runs(&series.values) {
            let points: Vec<(f64, f64)> = run.iter().map(|&(day, value)| (at_day(day), at_value(value))).collect();
            if let Some(&end) = points.last() {
                drawing.dot(end, 4.0, Ink::Series(at));
            }
            drawing.path(points, Ink::Series(at), 2.5, at % 2 == 1);
        }
    }
    for (day, label) in day_labels(data) {
        drawing.words((at_day(day), floor + 18.0), label, Hand::new(13.0, Ink::Text).at(near(at_day(day), left)));
    }
    let (columns, rows) = numbers(language, data);
    Chart { drawing, columns, rows }
}

/// First, last and due day: the others are in the table.
fn day_labels<'a>(data: &'a Line<'_>) -> Vec<(usize, &'a str)> {
    let last = data.days.len().saturating_sub(1);
    // Names of days are some 40 pixels wide; the due day is left out where it would run into the first or last.
    let far = last / 6;
    let due = data.due.map(|(day, _)| day).filter(|&day| day > far && day + far < last);
    let mut days = vec![0];
    days.extend(due);
    days.push(last);
    days.dedup();
    days.into_iter().filter_map(|day| Some((day, data.days.get(day)?.as_str()))).collect()
}

fn near(x: f64, left: f64) -> Anchor {
    if x > WIDTH - 50.0 {
        Anchor::End
    } else if x < left + 30.0 {
        Anchor::Start
    } else {
        Anchor::Middle
    }
}

/// Days in a row that have values.
pub(super) fn runs(values: &[Option<i64>]) -> Vec<Vec<(usize, i64)>> {
    let mut runs: Vec<Vec<(usize, i64)>> = vec![Vec::new()];
    for (day, value) in values.iter().enumerate() {
        match value {
            Some(value) => runs.last_mut().into_iter().for_each(|run| run.push((day, *value))),
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn description(language: Language, data: &Line<'_>) -> String {
    let (Some(first), Some(last)) = (data.days.first(), data.days.last()) else {
        return text!(language, "part-chart-nothing");
    };
    let mut words = text!(language, "part-chart-days", first = first, last = last);
    for series in &data.series {
        let end =
            series.values.iter().enumerate().rev().find_map(|(day, value)| Some((data.days.get(day)?, (*value)?)));
        if let Some((day, value)) = end {
            words.push(' ');
            let value = data.measure.show(language, value);
            words.push_str(&text!(language, "part-chart-latest", name = &series.name, day = day, value = value));
        }
    }
    words
}

fn numbers(language: Language, data: &Line<'_>) -> (Vec<Column>, Vec<Row>) {
    let mut columns = vec![Column::words(data.of)];
    columns.extend(data.series.iter().map(|series| Column::numbers(series.name.as_str())));
    let rows = data.days.iter().enumerate().map(|(at, day)| {
        let mut cells = vec![html! { (day) }];
        cells.extend(data.series.iter().map(|series| {
            html! { (data.measure.show_or_none(language, series.values.get(at).copied().flatten())) }
        }));
        Row::from(cells)
    });
    (columns, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_value_breaks_the_line_and_is_not_zero() {
        assert_eq!(runs(&[Some(1), Some(2), None, Some(5), None]), [vec![(0, 1), (1, 2)], vec![(3, 5)]]);
        assert!(runs(&[None]).is_empty());
    }
}
