//! Horizontal bars: a value of each unit, most first or as given.

use super::drawing::{Anchor, Drawing, Hand, Ink, cut, width_of};
use super::{Chart, Measure, described, place, share};
use crate::components::table::{Column, Row};
use locale::Language;
use maud::html;

/// A bar.
pub(crate) struct Bar {
    /// Whose value it is.
    pub(crate) label: String,
    /// The value; `None` when there is none, which is not zero.
    pub(crate) value: Option<i64>,
    /// The value it is compared with.
    pub(crate) before: Option<i64>,
    /// Where the value comes from; a link in the table.
    pub(crate) href: Option<String>,
}

/// Horizontal bars.
pub(crate) struct Bars<'a> {
    /// What is shown.
    pub(crate) title: &'a str,
    /// Name of the column of labels: "Đơn vị".
    pub(crate) of: &'a str,
    /// Name of the values: "Năm 2026".
    pub(crate) now: &'a str,
    /// Name of the values compared with: "Năm 2025".
    pub(crate) before: Option<&'a str>,
    /// How values are written.
    pub(crate) measure: Measure,
    /// The bars, in order; more than thirty are better shown as a table.
    pub(crate) bars: Vec<Bar>,
}

const WIDTH: f64 = 360.0;

/// Draws horizontal bars, each under its label and value, so that long names of units have room.
pub(crate) fn bars(language: Language, data: &Bars<'_>) -> Chart {
    let values = data.bars.iter().map(|bar| (bar.label.as_str(), bar.value));
    let legend = if data.before.is_some() { 24.0 } else { 0.0 };
    let step = if data.before.is_some() { 44.0 } else { 36.0 };
    let height = legend + step * place(data.bars.len());
    let mut drawing =
        Drawing::new(WIDTH, height.max(step), data.title, described(language, data.measure, values.clone()));
    if let Some(before) = data.before {
        drawing.rect((0.0, 4.0), (12.0, 12.0), Ink::Series(0));
        drawing.words((18.0, 14.5), data.now, Hand::new(13.0, Ink::Text));
        let x = 18.0 + width_of(data.now, 13.0) + 20.0;
        drawing.rect((x, 7.0), (12.0, 6.0), Ink::Series(1));
        drawing.words((x + 18.0, 14.5), before, Hand::new(13.0, Ink::Text));
    }
    let all = data.bars.iter().flat_map(|bar| bar.value.into_iter().chain(bar.before));
    let most = all.max().unwrap_or(0);
    for (at, bar) in data.bars.iter().enumerate() {
        let y = legend + step * place(at);
        let shown = data.measure.show_or_none(language, bar.value);
        let room = WIDTH - width_of(&shown, 14.0) - 16.0;
        drawing.words((0.0, y + 14.0), &cut(&bar.label, 14.0, room), Hand::new(14.0, Ink::Text));
        let hand = match bar.value {
            Some(_) => Hand::new(14.0, Ink::Text).bold(),
            None => Hand::new(13.0, Ink::Muted),
        };
        drawing.words((WIDTH, y + 14.0), &shown, hand.at(Anchor::End));
        drawing.line((0.0, y + 25.0), (WIDTH, y + 25.0), Ink::Line, false);
        if let Some(value) = bar.value {
            drawing.rect((0.0, y + 20.0), (WIDTH * share(value, most), 10.0), Ink::Series(0));
        }
        if let Some(before) = bar.before {
            drawing.rect((0.0, y + 32.0), (WIDTH * share(before, most), 4.0), Ink::Series(1));
        }
    }
    let (columns, rows) = numbers(language, data);
    Chart { drawing, columns, rows }
}

fn numbers(language: Language, data: &Bars<'_>) -> (Vec<Column>, Vec<Row>) {
    let mut columns = vec![Column::words(data.of), Column::numbers(data.now)];
    columns.extend(data.before.map(Column::numbers));
    let rows = data.bars.iter().map(|bar| {
        let label = html! {
            @if let Some(href) = &bar.href { a href=(href) { (bar.label) } } @else { (bar.label) }
        };
        let mut cells = vec![label, html! { (data.measure.show_or_none(language, bar.value)) }];
        if data.before.is_some() {
            cells.push(html! { (data.measure.show_or_none(language, bar.before)) });
        }
        Row::from(cells)
    });
    (columns, rows.collect())
}
