//! A tile map: a tile for each unit, where it lies or in the order of codes; small communes are seen as well as large.

use super::drawing::{Anchor, Drawing, Hand, Ink, legend_places, two_lines, width_of};
use super::stacked::amount;
use super::{Chart, Measure, described, place};
use crate::components::badge::{Status, badge};
use crate::components::table::{Column, Row};
use locale::{Language, text};
use maud::html;

/// A unit.
pub(crate) struct MapTile {
    /// Its code, which orders the tiles that have no place.
    pub(crate) code: String,
    /// Its short name: "Hòa Lộc" rather than "Ủy ban nhân dân xã Hòa Lộc".
    pub(crate) label: String,
    /// What is shown of it.
    pub(crate) show: Show,
    /// Column and row, when known for all tiles.
    pub(crate) place: Option<(usize, usize)>,
    /// The page of the unit; a link in the table.
    pub(crate) href: Option<String>,
}

/// What a tile shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    /// A state.
    Status(Status),
    /// A value; `None` when there is none, which is not zero.
    Value(Option<i64>),
}

/// A tile map.
pub(crate) struct TileMap<'a> {
    /// What is shown.
    pub(crate) title: &'a str,
    /// Name of the units: "Đơn vị".
    pub(crate) of: &'a str,
    /// Name of what is shown: "Tình trạng", "Lượt người".
    pub(crate) what: &'a str,
    /// How values are written.
    pub(crate) measure: Measure,
    /// The tiles.
    pub(crate) tiles: Vec<MapTile>,
}

const TILE: (f64, f64) = (86.0, 54.0);
const GAP: f64 = 4.0;
const SHADES: usize = 5;

/// Draws a tile map with its legend.
pub(crate) fn tile_map(language: Language, data: &TileMap<'_>) -> Chart {
    let mut tiles: Vec<&MapTile> = data.tiles.iter().collect();
    tiles.sort_by(|a, b| a.code.cmp(&b.code));
    let places = places(&tiles);
    let across = places.iter().map(|place| place.0 + 1).max().unwrap_or(1);
    let down = places.iter().map(|place| place.1 + 1).max().unwrap_or(1);
    let width = (place(across) * (TILE.0 + GAP) - GAP).max(356.0);
    let bounds = bounds(&tiles);
    let entries = legend(language, data, &tiles, &bounds);
    let widths: Vec<f64> = entries.iter().map(|(_, _, words)| 24.0 + width_of(words, 13.0) + 16.0).collect();
    let (legend_at, legend) = legend_places(&widths, width, 24.0);
    let plot = place(down) * (TILE.1 + GAP);
    let mut drawing = Drawing::new(width, legend + 4.0 + plot, data.title, description(language, data, &entries));
    for ((ink, status, words), (x, y)) in entries.iter().zip(&legend_at) {
        drawing.edged((*x + 0.5, y + 0.5), (17.0, 17.0), *ink, Ink::Muted);
        if let Some(status) = status {
            drawing.mark((x + 3.5, y + 3.5), 11.0, *status, Ink::Strong(*status));
        }
        drawing.words((x + 24.0, y + 14.0), words, Hand::new(13.0, Ink::Text));
    }
    for (tile, (column, row)) in tiles.iter().zip(&places) {
        let x = place(*column) * (TILE.0 + GAP);
        let y = legend + 4.0 + place(*row) * (TILE.1 + GAP);
        draw(language, &mut drawing, data.measure, tile, (x, y), &bounds);
    }
    let rows = tiles.iter().map(|tile| {
        let name = html! {
            @if let Some(href) = &tile.href { a href=(href) { (tile.label) } } @else { (tile.label) }
        };
        let shown = match tile.show {
            Show::Status(status) => badge(language, status),
            Show::Value(value) => html! { (data.measure.show_or_none(language, value)) },
        };
        Row::from(vec![name, shown])
    });
    let number = tiles.iter().any(|tile| matches!(tile.show, Show::Value(_)));
    let columns = vec![Column::words(data.of), Column { number, ..Column::words(data.what) }];
    let rows = rows.collect();
    Chart { drawing, columns, rows }
}

fn draw(
    language: Language,
    drawing: &mut Drawing,
    measure: Measure,
    tile: &MapTile,
    (x, y): (f64, f64),
    bounds: &[i64],
) {
    let lines = two_lines(&tile.label, 12.0, TILE.0 - 8.0);
    match tile.show {
        Show::Status(status) => {
            drawing.edged((x + 0.5, y + 0.5), (TILE.0 - 1.0, TILE.1 - 1.0), Ink::Faint(status), Ink::Strong(status));
            drawing.mark((x + TILE.0 - 18.0, y + TILE.1 - 18.0), 13.0, status, Ink::Strong(status));
        }
        Show::Value(value) => {
            let ink = value.map_or(Ink::Surface, |value| Ink::Shade(shade(value, bounds)));
            drawing.edged((x + 0.5, y + 0.5), (TILE.0 - 1.0, TILE.1 - 1.0), ink, Ink::Muted);
            let shown = value.map_or("–".to_owned(), |value| measure.show(language, value));
            let hand = Hand::new(12.0, Ink::Text).bold().at(Anchor::End);
            drawing.words((x + TILE.0 - 6.0, y + TILE.1 - 7.0), &shown, hand);
        }
    }
    for (at, words) in lines.iter().enumerate() {
        drawing.words((x + 5.0, y + 16.0 + 14.0 * place(at)), words, Hand::new(12.0, Ink::Text));
    }
}

/// Where each tile lies: as given when all have a place, else in rows by code.
fn places(tiles: &[&MapTile]) -> Vec<(usize, usize)> {
    let given: Option<Vec<(usize, usize)>> = tiles.iter().map(|tile| tile.place).collect();
    given.unwrap_or_else(|| {
        let across = match tiles.len() {
            0..=24 => 4,
            25..=60 => 7,
            _ => 10,
        };
        (0..tiles.len()).map(|at| (at % across, at / across)).collect()
    })
}

/// Upper bounds of the classes of values: a class for each value where there are few, else as many units in each as can be;
/// fewer classes than five where values repeat.
fn bounds(tiles: &[&MapTile]) -> Vec<i64> {
    let mut values: Vec<i64> = tiles
        .iter()
        .filter_map(|tile| match tile.show {
            Show::Value(value) => value,
            Show::Status(_) => None,
        })
        .collect();
    values.sort_unstable();
    let mut different = values.clone();
    different.dedup();
    if different.len() <= SHADES {
        return different;
    }
    let mut bounds: Vec<i64> =
        (1..=SHADES).filter_map(|class| values.get((values.len() * class / SHADES).checked_sub(1)?).copied()).collect();
    bounds.dedup();
    bounds
}

fn shade(value: i64, bounds: &[i64]) -> usize {
    bounds.iter().position(|bound| value <= *bound).unwrap_or(bounds.len().saturating_sub(1))
}

type Entry = (Ink, Option<Status>, String);

fn legend(language: Language, data: &TileMap<'_>, tiles: &[&MapTile], bounds: &[i64]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for status in Status::ALL {
        let count = tiles.iter().filter(|tile| tile.show == Show::Status(status)).count();
        if count > 0 {
            let words = format!("{}: {}", status.word(language), amount(language, count));
            entries.push((Ink::Faint(status), Some(status), words));
        }
    }
    let mut least = tiles
        .iter()
        .filter_map(|tile| match tile.show {
            Show::Value(value) => value,
            Show::Status(_) => None,
        })
        .min();
    for (at, bound) in bounds.iter().enumerate() {
        let upper = data.measure.show(language, *bound);
        let words = match least {
            Some(least) if least < *bound => format!("{} – {upper}", data.measure.show(language, least)),
            _ => upper,
        };
        entries.push((Ink::Shade(at), None, words));
        least = Some(bound.saturating_add(1));
    }
    if tiles.iter().any(|tile| tile.show == Show::Value(None)) {
        entries.push((Ink::Surface, None, format!("– {}", text!(language, "part-no-value"))));
    }
    entries
}

fn description(language: Language, data: &TileMap<'_>, entries: &[Entry]) -> String {
    let values = data.tiles.iter().filter_map(|tile| match tile.show {
        Show::Value(value) => Some((tile.label.as_str(), value)),
        Show::Status(_) => None,
    });
    if values.clone().next().is_some() {
        return described(language, data.measure, values);
    }
    let said: Vec<&str> = entries.iter().map(|(_, _, words)| words.as_str()).collect();
    if said.is_empty() { text!(language, "part-chart-nothing") } else { format!("{}.", said.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(value: Option<i64>) -> MapTile {
        MapTile { code: String::new(), label: "x".to_owned(), show: Show::Value(value), place: None, href: None }
    }

    #[test]
    fn classes_hold_every_value_and_equal_values_share_one() {
        let tiles: Vec<MapTile> = [1, 1, 1, 1, 2, 5, 9, 40, 41, 1_000].map(|value| tile(Some(value))).into();
        let tiles: Vec<&MapTile> = tiles.iter().collect();
        let bounds = bounds(&tiles);
        assert_eq!(bounds, [1, 5, 40, 1_000]);
        assert_eq!([1, 2, 5, 40, 41, 1_000].map(|value| shade(value, &bounds)), [0, 1, 1, 2, 3, 3]);
        assert!(super::bounds(&[]).is_empty());
        // All have reported but one: it does not look like the others.
        let tiles = [0, 100, 100, 100, 100, 100, 100, 100].map(|value| tile(Some(value)));
        assert_eq!(super::bounds(&tiles.iter().collect::<Vec<_>>()), [0, 100]);
    }

    #[test]
    fn tiles_lie_where_they_are_said_to_or_else_in_rows() {
        let tiles = [tile(None), tile(None), tile(None), tile(None), tile(None)];
        let all: Vec<&MapTile> = tiles.iter().collect();
        assert_eq!(places(&all).last(), Some(&(0, 1)));
        let placed = MapTile { place: Some((7, 2)), ..tile(None) };
        assert_eq!(places(&[&placed]), [(7, 2)]);
        assert_eq!(places(&[&placed, &tiles[0]]), [(0, 0), (1, 0)], "one without a place: none is placed");
    }
}
