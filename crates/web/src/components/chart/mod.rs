//! Pictures of figures, drawn here as SVG: pure functions from typed data. On a page a picture carries class names, so
//! that it follows dark mode, print and high contrast, and stands beside a table of the same numbers; for a document
//! [`Chart::svg`] gives the same drawing with literal colours.

mod bars;
mod columns;
mod drawing;
mod line;
mod sparkline;
mod stacked;
mod tile_map;

pub(crate) use bars::{Bar, Bars, bars};
pub(crate) use columns::{Columns, columns};
#[cfg(test)]
pub(crate) use drawing::Ink;
pub(crate) use line::{Line, Series, line};
pub(crate) use sparkline::sparkline;
pub(crate) use stacked::{Stacked, stacked};
pub(crate) use tile_map::{MapTile, Show, TileMap, tile_map};

use crate::components::table::{Column, Row, Table, table};
use app::picture::{Picture, Point, Shape};
use domain::form::Kind;
use domain::unit::UnitCode;
use drawing::Drawing;
use locale::{Language, text};
use maud::{Markup, html};

/// How a whole number is meant and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Measure {
    /// A count, or an amount of đồng.
    #[default]
    Count,
    /// Hundredths of a percent.
    Percent,
}

impl Measure {
    /// A value as people read it: `1.240`, `97,5%`.
    pub(crate) fn show(self, language: Language, value: i64) -> String {
        match self {
            Self::Count => language.number(value),
            Self::Percent => format!("{}%", language.percent(value)),
        }
    }

    fn show_or_none(self, language: Language, value: Option<i64>) -> String {
        value.map_or_else(|| text!(language, "part-no-value"), |value| self.show(language, value))
    }
}

/// Draws a picture that is described for pages and documents alike; `href` is where the value of a unit comes from.
pub(crate) fn picture(language: Language, data: &Picture, href: &dyn Fn(&UnitCode) -> String) -> Chart {
    let measure = if data.kind == Kind::Percent { Measure::Percent } else { Measure::Count };
    match data.shape {
        Shape::Columns => {
            let values = data.points.iter().map(|point| (point.label.clone(), point.value)).collect();
            let (title, of, what) = (&*data.title, &*data.of, &*data.what);
            columns(language, &Columns { title, of, what, measure, columns: values })
        }
        Shape::Bars => {
            let bar = |point: &Point| Bar {
                label: point.label.clone(),
                value: point.value,
                before: None,
                href: point.unit.as_ref().map(href),
            };
            let each = data.points.iter().map(bar).collect();
            let (title, of, now) = (&*data.title, &*data.of, &*data.what);
            bars(language, &Bars { title, of, now, before: None, measure, bars: each })
        }
    }
}

/// A drawing with the numbers it shows.
pub(crate) struct Chart {
    drawing: Drawing,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Chart {
    /// The picture on a page: its title, the drawing, and its numbers to open. `id` is unique on the page.
    pub(crate) fn figure(&self, language: Language, id: &str) -> Markup {
        let numbers = Table {
            id: &format!("{id}-table"),
            caption: self.drawing.title(),
            quiet_caption: true,
            columns: self.columns.clone(),
            rows: self.rows.iter().map(|row| Row { id: None, cells: row.cells.clone() }).collect(),
            ..Table::default()
        };
        let drawing = self.drawing.on_page(id);
        html! {
            figure class="chart" id=(id) {
                figcaption { (self.drawing.title()) }
                @if self.drawing.is_wide() {
                    div class="scroll" role="region" aria-label=(self.drawing.title()) tabindex="0" { (drawing) }
                } @else { (drawing) }
                details class="disclosure" {
                    summary { (text!(language, "part-chart-numbers")) }
                    (table(language, &numbers))
                }
            }
        }
    }

    /// The picture for a document: an SVG file that needs no style sheet.
    pub(crate) fn svg(&self) -> String {
        self.drawing.for_document()
    }

    /// Whether it is wider than a phone: it then scrolls there, and wants a row of its own.
    pub(crate) fn is_wide(&self) -> bool {
        self.drawing.is_wide()
    }
}

/// What a picture of labelled values shows, in sentences: how many, the highest, the lowest, how many have none.
fn described<'a>(
    language: Language,
    measure: Measure,
    values: impl Iterator<Item = (&'a str, Option<i64>)> + Clone,
) -> String {
    let count = values.clone().count();
    let known = || values.clone().filter_map(|(label, value)| Some((label, value?)));
    // Of equal values the first is named, in both directions.
    let most = known().reduce(|most, next| if next.1 > most.1 { next } else { most });
    let least = known().reduce(|least, next| if next.1 < least.1 { next } else { least });
    let (Some(most), Some(least)) = (most, least) else { return text!(language, "part-chart-nothing") };
    let without = count - known().count();
    let mut words = text!(
        language,
        "part-chart-described",
        count = count,
        most = most.0,
        most_value = measure.show(language, most.1),
        least = least.0,
        least_value = measure.show(language, least.1),
    );
    if without > 0 {
        words.push(' ');
        words.push_str(&text!(language, "part-chart-without", count = without));
    }
    words
}

/// Steps of an axis from 0 to at least `most`: 1, 2 or 5 times a power of ten, at most five of them.
fn steps(most: i64) -> Vec<i64> {
    let most = most.max(1);
    let mut power: i64 = 1;
    loop {
        for step in [1, 2, 5].map(|factor| power.saturating_mul(factor)) {
            let count = most / step + i64::from(most % step != 0);
            if count <= 4 || step == i64::MAX {
                return (0..=count).map(|at| step.saturating_mul(at)).collect();
            }
        }
        power = power.saturating_mul(10);
    }
}

/// A value as a share of the largest, 0 to 1; nothing is drawn below zero.
fn share(value: i64, most: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a place in a picture; a pixel is far coarser than 2^-53")]
    let share = value.max(0) as f64 / most.max(1) as f64;
    share.min(1.0)
}

/// A small number as a coordinate.
fn place(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_round_steps_and_holds_its_largest_value() {
        assert_eq!(steps(0), [0, 1]);
        assert_eq!(steps(7), [0, 2, 4, 6, 8]);
        assert_eq!(steps(124), [0, 50, 100, 150]);
        assert_eq!(steps(10_000), [0, 5_000, 10_000]);
        for most in [1, 3, 99, 1_001, 123_456_789, i64::MAX - 1, i64::MAX] {
            let steps = steps(most);
            assert!(steps.len() <= 6 && steps.last().is_some_and(|&last| last >= most), "{most}: {steps:?}");
        }
    }

    #[test]
    fn a_description_names_the_highest_the_lowest_and_what_is_not_known() {
        let values = [("xã Hòa Lộc", Some(12)), ("xã Tân Bình", None), ("phường An Phú", Some(3))];
        let words = described(Language::Vi, Measure::Count, values.into_iter());
        assert_eq!(words, "3 mục. Cao nhất: xã Hòa Lộc (12). Thấp nhất: phường An Phú (3). 1 mục chưa có số liệu.");
        assert_eq!(described(Language::En, Measure::Count, [("x", None)].into_iter()), "No figures yet.");
    }
}
