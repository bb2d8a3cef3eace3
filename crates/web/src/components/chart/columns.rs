//! Columns: a value of each year.

use super::drawing::{Anchor, Drawing, Hand, Ink, width_of};
use super::{Chart, Measure, described, place, share, steps};
use crate::components::table::{Column, Row};
use locale::Language;
use maud::html;

/// Columns.
pub(crate) struct Columns<'a> {
    /// What is shown.
    pub(crate) title: &'a str,
    /// Name of the labels: "Năm".
    pub(crate) of: &'a str,
    /// Name of the values: "Lượt người".
    pub(crate) what: &'a str,
    /// How values are written.
    pub(crate) measure: Measure,
    /// Label and value of each column, in order; the last is the one looked at.
    pub(crate) columns: Vec<(String, Option<i64>)>,
}

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 220.0;
const FLOOR: f64 = HEIGHT - 24.0;

/// Draws columns: with their values above them where all have room, else with an axis.
pub(crate) fn columns(language: Language, data: &Columns<'_>) -> Chart {
    let values = data.columns.iter().map(|(label, value)| (label.as_str(), *value));
    let mut drawing = Drawing::new(WIDTH, HEIGHT, data.title, described(language, data.measure, values));
    let shown: Vec<String> = data
        .columns
        .iter()
        .map(|(_, value)| value.map_or("–".to_owned(), |v| data.measure.show(language, v)))
        .collect();
    let count = place(data.columns.len().max(1));
    let widest = shown.iter().map(|words| width_of(words, 13.0)).fold(0.0, f64::max);
    let roomy = widest + 4.0 <= WIDTH / count;
    let steps = steps(data.columns.iter().filter_map(|(_, value)| *value).max().unwrap_or(0));
    let top = steps.last().copied().unwrap_or(1);
    let left = if roomy { 0.0 } else { axis(language, &mut drawing, data.measure, &steps, (FLOOR, 8.0)) };
    let widest_label = data.columns.iter().map(|(label, _)| width_of(label, 13.0)).fold(1.0, f64::max);
    // The last label may be wider than its column: room for its other half.
    let step = (WIDTH - left - widest_label / 2.0).min((WIDTH - left) * (1.0 - 0.5 / count)) / (count - 0.5);
    // Labels that would run into each other: every second, third, … one, counted from the last.
    let every = (1..=data.columns.len()).find(|&every| step * place(every) >= widest_label + 6.0).unwrap_or(1);
    let room = FLOOR - if roomy { 22.0 } else { 8.0 };
    for (at, (label, value)) in data.columns.iter().enumerate() {
        let middle = left + step * (place(at) + 0.5);
        let height = value.map_or(0.0, |value| room * share(value, top));
        let ink = if at + 1 == data.columns.len() { Ink::Series(3) } else { Ink::Series(0) };
        if value.is_some() {
            let width = (step * 0.62).min(56.0);
            drawing.rect((middle - width / 2.0, FLOOR - height), (width, height), ink);
        }
        if roomy {
            let hand = Hand::new(13.0, Ink::Text).at(Anchor::Middle);
            let hand = if at + 1 == data.columns.len() { hand.bold() } else { hand };
            drawing.words((middle, FLOOR - height - 6.0), &shown[at], hand);
        }
        if (data.columns.len() - 1 - at).is_multiple_of(every) {
            drawing.words((middle, HEIGHT - 7.0), label, Hand::new(13.0, Ink::Text).at(Anchor::Middle));
        }
    }
    drawing.line((left, FLOOR), (WIDTH, FLOOR), Ink::Muted, false);
    let rows = data.columns.iter().map(|(label, value)| {
        Row::from(vec![html! { (label) }, html! { (data.measure.show_or_none(language, *value)) }])
    });
    let rows = rows.collect();
    Chart { drawing, columns: vec![Column::words(data.of), Column::numbers(data.what)], rows }
}

/// An axis at the left with its grid, between the heights of its first and last step; returns where the plot begins.
pub(super) fn axis(
    language: Language,
    drawing: &mut Drawing,
    measure: Measure,
    steps: &[i64],
    (floor, ceiling): (f64, f64),
) -> f64 {
    let shown: Vec<String> = steps.iter().map(|&step| measure.show(language, step)).collect();
    let left = shown.iter().map(|words| width_of(words, 12.0)).fold(0.0, f64::max) + 8.0;
    let top = steps.last().copied().unwrap_or(1);
    for (step, words) in steps.iter().zip(&shown) {
        let y = floor - (floor - ceiling) * share(*step, top);
        drawing.line((left, y), (WIDTH, y), Ink::Line, false);
        drawing.words((left - 6.0, y + 4.0), words, Hand::new(12.0, Ink::Muted).at(Anchor::End));
    }
    left
}
