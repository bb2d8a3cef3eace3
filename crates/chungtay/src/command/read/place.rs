//! Where in the file a fact stands, in words.

use crate::command::Shell;
use locale::text;
use std::ops::Range;
use vanban::read::Reading;
use vanban::read::place::{At, Part, Place};

/// In a few letters, before a sentence: `tr. 3`, `bảng 2 hàng 4`.
pub(super) fn short(shell: &Shell, place: &Place) -> String {
    match (place.cell, place.at) {
        (_, At::Page(page)) => text!(shell.language, "place-page-short", page = page),
        (Some(cell), At::Paragraph(_)) => {
            text!(shell.language, "place-row-short", table = cell.table, row = cell.row)
        }
        (_, at) => text_of(shell, at),
    }
}

/// Every place a span touches: `trang 3, bảng 2, hàng 4, cột 1`, `đoạn 7 (hộp văn bản)`, `trang 3 - trang 4`.
pub(super) fn whole(shell: &Shell, reading: &Reading, span: &Range<usize>) -> String {
    let places = reading.places(span);
    let mut told: Vec<String> = places.iter().take(1).chain(places.last()).map(|place| one(shell, place)).collect();
    told.dedup();
    told.join(" - ")
}

fn one(shell: &Shell, place: &Place) -> String {
    let mut told = Vec::new();
    // The first paragraph of a cell goes without saying.
    if place.cell.is_none() || place.at != At::Paragraph(1) {
        told.push(text_of(shell, place.at));
    }
    if let Some(cell) = place.cell {
        let cell = text!(shell.language, "place-cell", table = cell.table, row = cell.row, column = cell.column);
        told.insert(usize::from(!matches!(place.at, At::Paragraph(_))).min(told.len()), cell);
    }
    let told = told.join(", ");
    if place.part == Part::Body {
        return told;
    }
    let part = shell.say(&format!("place-part-{}", place.part.name().replace('_', "-")));
    format!("{told} ({part})")
}

fn text_of(shell: &Shell, at: At) -> String {
    match at {
        At::Page(page) => text!(shell.language, "place-page", page = page),
        At::Line(line) => text!(shell.language, "place-line", line = line),
        At::Paragraph(paragraph) => text!(shell.language, "place-paragraph", paragraph = paragraph),
        At::Title => shell.say("place-title"),
    }
}
