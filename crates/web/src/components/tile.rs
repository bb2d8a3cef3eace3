//! Headline numbers.

use crate::components::badge::{Status, mark};
use maud::{Markup, html};

/// A number that leads somewhere.
pub(crate) struct Tile<'a> {
    /// What it counts.
    pub(crate) label: &'a str,
    /// The number, as people read it.
    pub(crate) value: &'a str,
    /// A line below.
    pub(crate) note: Option<&'a str>,
    /// Where the list behind it is.
    pub(crate) href: Option<&'a str>,
    /// The state it counts.
    pub(crate) status: Option<Status>,
}

/// Headline numbers in a row that wraps.
pub(crate) fn tiles(tiles: &[Tile<'_>]) -> Markup {
    html! {
        ul class="tiles" {
            @for tile in tiles {
                li class=[tile.status.map(|status| format!("b-{}", status.name()))] {
                    p class="tile-label" {
                        @if let Some(status) = tile.status { (mark(status)) }
                        @if let Some(href) = tile.href { a href=(href) { (tile.label) } } @else { (tile.label) }
                    }
                    p class="tile-value" { (tile.value) }
                    @if let Some(note) = tile.note { p class="quiet" { (note) } }
                }
            }
        }
    }
}
