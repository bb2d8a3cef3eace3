//! Everything that is a workbook: report forms written blank and read back filled in, consolidated tables, and
//! lists kept in Excel or CSV.
//!
//! A form goes out with [`write_form`], comes back through [`open_form`], and the whole campaign goes out with
//! [`write_consolidated`]. Rows of a form are found by a key in a hidden column, never by their place, so that a form
//! survives sorting, inserted rows, and being saved again by another program or in another language.
//!
//! Files are read by a small reader of our own: every part is expanded once, within a limit, and cells stream row by
//! row, so that no claim a file makes about its size decides how much memory is taken.

mod consolidated;
mod error;
mod form;
mod read;
mod style;

pub use consolidated::write_consolidated;
pub use error::{ReadError, WriteError};
pub use form::{
    CellError, CellProblem, Filled, FormFile, FormHeader, Line, LooseReason, cell_name, lines, open_form, typed_prose,
    typed_value, write_form,
};

pub use read::table::{Table, TableRow, read_table};
pub use read::units::{UnitTableError, read_units};
