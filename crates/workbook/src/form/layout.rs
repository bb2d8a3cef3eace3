//! The lines of a form, in order, and the hidden keys that name them.

use domain::form::{Covers, Form};
use locale::{Language, text};

/// Marks the sheet of figures, in the first row of its hidden column.
pub(super) const FIGURES: &str = "#figures";
/// Marks the sheet of prose, in the first row of its hidden column.
pub(super) const PROSE: &str = "#prose";
/// Marks the row of column headings.
pub(super) const HEADINGS: &str = "#headings";
/// Marks the row of the reporting date.
pub(super) const DATE: &str = "#date";
/// Marks rows below the table that hold no figures.
pub(super) const FOOT: &str = "#foot";

/// A line of the table of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Title of a group, by its index.
    Group(usize),
    /// An item's total, by the position of its cell.
    Total(usize),
    /// Heading over the parts of a breakdown, by its index.
    Breakdown(usize),
    /// A part, by the position of its cell; `alone` when it is the only one of its breakdown and stands without a
    /// heading.
    Part {
        /// Position of the cell.
        cell: usize,
        /// No heading above it.
        alone: bool,
    },
}

/// The lines of a form: groups, items, and the breakdowns of each item.
#[must_use]
pub fn lines(form: &Form) -> Vec<Line> {
    let mut lines = Vec::with_capacity(form.cells().len() * 5 / 4);
    let mut group = None;
    for (at, cell) in form.cells().iter().enumerate() {
        match cell.part {
            None => {
                let of = form.item_of(cell).group;
                if group.replace(of) != Some(of) {
                    lines.push(Line::Group(of));
                }
                lines.push(Line::Total(at));
            }
            Some((breakdown, part)) => {
                let alone = form.breakdowns()[breakdown].parts.len() == 1;
                if part == 0 && !alone {
                    lines.push(Line::Breakdown(breakdown));
                }
                lines.push(Line::Part { cell: at, alone });
            }
        }
    }
    lines
}

impl Line {
    /// The words of the line in a language.
    #[must_use]
    pub fn label(self, form: &Form, language: Language) -> String {
        match self {
            Self::Group(group) => form.groups()[group].title.in_language(language.code()).to_owned(),
            Self::Total(cell) | Self::Part { cell, alone: false } => {
                form.cell_label(&form.cells()[cell], language.code()).to_owned()
            }
            Self::Breakdown(breakdown) => {
                let breakdown = &form.breakdowns()[breakdown];
                let label = breakdown.label.in_language(language.code());
                match breakdown.covers {
                    Covers::Whole => text!(language, "workbook-parts-all", label = label),
                    Covers::Some => text!(language, "workbook-parts-some", label = uncapitalised(label)),
                }
            }
            Self::Part { cell, alone: true } => {
                let label = form.cell_label(&form.cells()[cell], language.code());
                text!(language, "workbook-part-alone", label = label)
            }
        }
    }
}

fn uncapitalised(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A cell as a person would name it: `2.3 Hội thảo – Cấp xã`.
#[must_use]
pub fn cell_name(form: &Form, position: usize, language: Language) -> String {
    let cell = &form.cells()[position];
    let item = form.item_of(cell);
    let label = item.label.in_language(language.code());
    match cell.part {
        None => format!("{} {label}", item.number),
        Some(_) => format!("{} {label} – {}", item.number, form.cell_label(cell, language.code())),
    }
}
