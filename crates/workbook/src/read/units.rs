//! A list of units kept in Excel or CSV.

use super::table::{TableRow, read_table};
use crate::ReadError;
use domain::unit_list::UnitRow;
use locale::{Language, text};

/// Why a file is no list of units. What is wrong in its rows is for [`domain::unit_list::UnitList::check`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitTableError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No row names the columns; says which are wanted.
    #[error("no row names the columns code, name, kind")]
    NoHeader,
    /// Two columns of the same name.
    #[error("the column `{column}` stands twice")]
    ColumnTwice {
        /// The name as written.
        column: String,
    },
}

impl UnitTableError {
    /// One sentence: what is wrong and what to do.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match self {
            Self::Read(ReadError::NotAWorkbook) => text!(language, "workbook-not-a-table"),
            Self::Read(error) => error.sentence(language),
            Self::NoHeader => {
                let columns = if language == Language::Vi {
                    "“mã”, “tên”, “loại”"
                } else {
                    "“code”, “name”, “kind”"
                };
                text!(language, "workbook-units-no-header", columns = columns)
            }
            Self::ColumnTwice { column } => text!(language, "workbook-units-column-twice", column = column),
        }
    }
}

/// Headings of the columns code, name, kind, parent; folded, without marks.
const HEADINGS: [&[&str]; 4] = [
    &["code", "unit code", "ma", "ma don vi", "ma so", "ma dvhc"],
    &["name", "unit name", "ten", "ten don vi", "don vi"],
    &["kind", "type", "unit kind", "loai", "loai don vi", "loai hinh"],
    &["parent", "parent code", "cap tren", "ma cap tren", "truc thuoc", "ma don vi cap tren", "don vi cap tren"],
];

/// How many rows are searched for the headings: titles may stand above them.
const HEADER_WITHIN: usize = 30;

/// Reads the rows of a list of units. Columns may stand in any order; the column of parents may be absent.
///
/// # Errors
/// A [`UnitTableError`].
pub fn read_units(bytes: &[u8]) -> Result<Vec<UnitRow>, UnitTableError> {
    let table = read_table(bytes)?;
    let header = table.rows.iter().take(HEADER_WITHIN).position(|row| wanted(&columns(row)).is_some());
    let header = header.ok_or(UnitTableError::NoHeader)?;
    let found = columns(&table.rows[header]);
    if let Some(twice) = found.iter().find(|columns| columns.len() > 1) {
        return Err(UnitTableError::ColumnTwice { column: table.rows[header].cell(twice[1]).to_owned() });
    }
    let [code, name, kind, parent] = wanted(&found).ok_or(UnitTableError::NoHeader)?;
    let cell = |row: &TableRow, column: Option<usize>| column.map_or("", |column| row.cell(column)).to_owned();
    let rows = table.rows.iter().skip(header + 1).map(|row| UnitRow {
        line: row.line,
        code: cell(row, code),
        name: cell(row, name),
        kind: cell(row, kind),
        parent: cell(row, parent),
    });
    // Rows with other columns only (a running number, a note) are no units.
    Ok(rows.filter(|row| !(row.code.is_empty() && row.name.is_empty() && row.kind.is_empty())).collect())
}

/// Where each heading stands in a row.
fn columns(row: &TableRow) -> [Vec<usize>; 4] {
    let mut columns: [Vec<usize>; 4] = Default::default();
    for (column, text) in row.cells() {
        let heading = vanban::text::fold_plain(text);
        if let Some(at) = HEADINGS.iter().position(|names| names.contains(&heading.as_str())) {
            columns[at].push(column);
        }
    }
    columns
}

/// The columns of a heading row; none unless it names code, name and kind.
fn wanted(columns: &[Vec<usize>; 4]) -> Option<[Option<usize>; 4]> {
    let first = columns.each_ref().map(|columns| columns.first().copied());
    first[..3].iter().all(Option::is_some).then_some(first)
}
