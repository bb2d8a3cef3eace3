//! One bar of all units, by state.

use super::drawing::{Anchor, Drawing, Hand, Ink, legend_places, width_of};
use super::{Chart, place};
use crate::components::badge::Status;
use crate::components::table::{Column, Row};
use locale::{Language, text};
use maud::html;

/// How many are in each state.
pub(crate) struct Stacked<'a> {
    /// What is shown.
    pub(crate) title: &'a str,
    /// Name of the counts: "Số đơn vị".
    pub(crate) what: &'a str,
    /// The states in order; those of none are left out of the bar.
    pub(crate) parts: Vec<(Status, usize)>,
}

const WIDTH: f64 = 360.0;
const BAR: f64 = 30.0;

/// Draws one bar in parts, with a legend of marks, words and counts below it.
pub(crate) fn stacked(language: Language, data: &Stacked<'_>) -> Chart {
    let parts: Vec<(Status, usize)> = data.parts.iter().copied().filter(|(_, count)| *count > 0).collect();
    let all: usize = parts.iter().map(|(_, count)| count).sum();
    let said: Vec<String> = parts
        .iter()
        .map(|(status, count)| format!("{}: {}", status.word(language), amount(language, *count)))
        .collect();
    let widths: Vec<f64> = said.iter().map(|words| 22.0 + width_of(words, 13.0) + 16.0).collect();
    let (places, legend) = legend_places(&widths, WIDTH, 24.0);
    let description =
        if said.is_empty() { text!(language, "part-chart-nothing") } else { format!("{}.", said.join("; ")) };
    let mut drawing = Drawing::new(WIDTH, BAR + 10.0 + legend, data.title, description);
    let mut x = 0.0;
    for (status, count) in &parts {
        let width = WIDTH * place(*count) / place(all);
        // A gap of paper between two parts; a small part keeps a pixel.
        drawing.rect((x, 0.0), ((width - 1.5).max(1.0), BAR), Ink::Strong(*status));
        let shown = amount(language, *count);
        if width_of(&shown, 13.0) + 8.0 < width {
            let hand = Hand::new(13.0, Ink::Surface).bold().at(Anchor::Middle);
            drawing.words((x + width / 2.0, 20.0), &shown, hand);
        }
        x += width;
    }
    if parts.is_empty() {
        drawing.rect((0.0, 0.0), (WIDTH, BAR), Ink::Line);
    }
    for (((status, _), words), (x, y)) in parts.iter().zip(&said).zip(&places) {
        let y = y + BAR + 10.0;
        drawing.rect((*x, y), (16.0, 16.0), Ink::Strong(*status));
        drawing.mark((x + 2.5, y + 2.5), 11.0, *status, Ink::Surface);
        drawing.words((x + 22.0, y + 13.0), words, Hand::new(13.0, Ink::Text));
    }
    let rows = data.parts.iter().map(|(status, count)| {
        Row::from(vec![html! { (status.word(language)) }, html! { (amount(language, *count)) }])
    });
    let columns = vec![Column::words(text!(language, "part-status")), Column::numbers(data.what)];
    Chart { drawing, columns, rows: rows.collect() }
}

/// A count as people read it.
pub(super) fn amount(language: Language, count: usize) -> String {
    language.number(i64::try_from(count).unwrap_or(i64::MAX))
}
