//! Tables as people keep them: the first sheet of a workbook, or a .csv file.

use super::package::{is_compound, is_zip};
use super::{Book, MAX_FILE_BYTES, Wanted, delimited};
use crate::ReadError;
use crate::form::shown;

/// Rows that have anything in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows, in the order of the file.
    pub rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Row of the sheet, or line of the file on which the row begins, from 1.
    pub line: usize,
    /// Column from 0 and text of each cell that is not blank, in the order of the columns.
    pub(super) cells: Vec<(usize, String)>,
}

impl TableRow {
    /// The text in a column, from 0; empty where there is none. Trimmed and normalised.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.iter().find(|(at, _)| *at == column).map_or("", |(_, text)| text)
    }

    /// The cells that are not blank, with their columns from 0.
    pub fn cells(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().map(|(column, text)| (*column, text.as_str()))
    }
}

/// Reads a table: the first sheet of an .xlsx that has anything on it, or text set apart by commas, semicolons or tabs.
///
/// # Errors
/// Any [`ReadError`] but those about forms.
pub fn read_table(bytes: &[u8]) -> Result<Table, ReadError> {
    let size = bytes.len() as u64;
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if size > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge { bytes: size, limit: MAX_FILE_BYTES });
    }
    if is_zip(bytes) || is_compound(bytes) {
        return read_sheet(bytes);
    }
    let text = delimited::decode(bytes).ok_or(ReadError::NotAWorkbook)?;
    Ok(delimited::parse(&text))
}

fn read_sheet(bytes: &[u8]) -> Result<Table, ReadError> {
    let mut book = Book::open(bytes)?;
    for at in 0..book.sheets().len() {
        let sheet = book.sheet(at)?;
        let mut table = Table::default();
        book.context().rows(&sheet, |row, cells| {
            let cells = cells.iter().map(|cell| (cell.column as usize, shown(cell)));
            let cells: Vec<_> = cells.filter(|(_, text)| !text.is_empty()).collect();
            if !cells.is_empty() {
                table.rows.push(TableRow { line: row as usize, cells });
            }
            Wanted::All
        })?;
        if !table.rows.is_empty() {
            return Ok(table);
        }
    }
    Err(ReadError::Empty)
}
