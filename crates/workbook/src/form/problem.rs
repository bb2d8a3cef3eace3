//! What is wrong in a filled form, cell by cell.

use domain::CivilDate;
use domain::time::Slashed;
use locale::{Language, text};

/// A fault, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// Name of the sheet, as on its tab.
    pub sheet: String,
    /// The cell, `D12`; empty where there is none (a row or a sheet is missing).
    pub cell: String,
    /// What the line is called on the form; empty where the fault is of no single line.
    pub label: String,
    /// What is wrong.
    pub problem: CellProblem,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CellProblem {
    /// Words, or a number that can be read in two ways.
    NotANumber {
        /// What stands there.
        found: String,
    },
    /// A number that is one thing in Vietnamese and another in English.
    Ambiguous {
        /// What stands there.
        found: String,
    },
    /// A fraction where things are counted.
    NotWhole {
        /// What stands there.
        found: String,
    },
    /// Less than zero.
    Negative {
        /// What stands there.
        found: String,
    },
    /// More than 10^15.
    TooLarge {
        /// What stands there.
        found: String,
    },
    /// No date, or one the calendar does not have.
    NotADate {
        /// What stands there.
        found: String,
    },
    /// A date that cannot be of this campaign.
    DateOutOfRange {
        /// What stands there.
        found: CivilDate,
        /// First day accepted.
        earliest: CivilDate,
        /// Last day accepted.
        latest: CivilDate,
    },
    /// Longer than is stored.
    TextTooLong {
        /// Characters found.
        chars: usize,
        /// The most that is stored.
        limit: usize,
    },
    /// A formula that gives an error.
    FormulaError {
        /// The error, `#REF!`.
        found: String,
    },
    /// A formula that was saved without its result.
    FormulaNotCalculated,
    /// A column has another heading: its figures may mean something else.
    ColumnRenamed {
        /// The heading of the form.
        expected: String,
        /// The heading found.
        found: String,
    },
    /// A column is not there.
    ColumnMissing {
        /// The heading of the form.
        expected: String,
    },
    /// The hidden column that names the rows was removed or emptied.
    KeysMissing,
    /// A line of the form is not there.
    RowMissing {
        /// Its key.
        key: String,
    },
    /// A line with a key that the form does not have.
    RowUnknown {
        /// Its key.
        key: String,
    },
    /// The second line with the same key.
    RowTwice {
        /// Its key.
        key: String,
    },
    /// A figure on a line that was added by hand.
    RowAdded {
        /// What stands there.
        found: String,
    },
    /// A sheet of the form is not there.
    SheetMissing {
        /// Its name.
        name: String,
    },
    /// The sheet cannot be read to its end.
    SheetDamaged,
}

impl CellError {
    /// One sentence: where, which line, what is wrong and what to do.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        let problem = self.problem.sentence(language);
        let (sheet, cell, label) = (&self.sheet, &self.cell, &self.label);
        match (cell.is_empty(), label.is_empty()) {
            _ if sheet.is_empty() => problem,
            (true, true) => text!(language, "workbook-at-sheet", sheet = sheet, problem = problem),
            (true, false) => text!(language, "workbook-at-line", sheet = sheet, label = label, problem = problem),
            (false, true) => text!(language, "workbook-at-cell", sheet = sheet, cell = cell, problem = problem),
            (false, false) => {
                text!(language, "workbook-at-cell-line", sheet = sheet, cell = cell, label = label, problem = problem)
            }
        }
    }
}

impl CellProblem {
    /// What is wrong and what to do, without the place.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match self {
            Self::NotANumber { found } => text!(language, "workbook-not-a-number", found = short(found)),
            Self::Ambiguous { found } => text!(language, "workbook-ambiguous-number", found = short(found)),
            Self::NotWhole { found } => text!(language, "workbook-not-whole", found = short(found)),
            Self::Negative { found } => text!(language, "workbook-negative", found = short(found)),
            Self::TooLarge { found } => text!(language, "workbook-too-large-number", found = short(found)),
            Self::NotADate { found } => text!(language, "workbook-not-a-date", found = short(found)),
            Self::DateOutOfRange { found, earliest, latest } => text!(
                language,
                "workbook-date-out-of-range",
                found = Slashed(*found).to_string(),
                earliest = Slashed(*earliest).to_string(),
                latest = Slashed(*latest).to_string(),
            ),
            Self::TextTooLong { chars, limit } => {
                text!(language, "workbook-text-too-long", chars = *chars, limit = *limit)
            }
            Self::FormulaError { found } => text!(language, "workbook-formula-error", found = short(found)),
            Self::FormulaNotCalculated => text!(language, "workbook-formula-not-calculated"),
            Self::ColumnRenamed { expected, found } => {
                text!(language, "workbook-column-renamed", expected = expected, found = short(found))
            }
            Self::ColumnMissing { expected } => text!(language, "workbook-column-missing", expected = expected),
            Self::KeysMissing => text!(language, "workbook-keys-missing"),
            Self::RowMissing { key } => text!(language, "workbook-row-missing", key = key),
            Self::RowUnknown { key } => text!(language, "workbook-row-unknown", key = short(key)),
            Self::RowTwice { key } => text!(language, "workbook-row-twice", key = key),
            Self::RowAdded { found } => text!(language, "workbook-row-added", found = short(found)),
            Self::SheetMissing { name } => text!(language, "workbook-sheet-missing", name = name),
            Self::SheetDamaged => text!(language, "workbook-sheet-damaged"),
        }
    }
}

/// What was found, shortened to what fits in a sentence.
fn short(found: &str) -> String {
    const MOST: usize = 60;
    match found.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &found[..end]),
        None => found.to_owned(),
    }
}
