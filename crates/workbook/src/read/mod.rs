//! Reading workbooks and tables with care.
//!
//! Why not a library: calamine, the usual one, makes room for as many shared strings as a file claims to have, so a
//! file that claims 10^12 of them ends the whole process, which nothing can catch; it also reads themes, fonts and
//! borders that nobody asks for. It stays as the second reader that the tests compare with.

mod book;
mod cell;
mod delimited;
mod package;
mod strings;
pub(crate) mod table;
pub(crate) mod typed;
pub(crate) mod units;
mod xml;

pub(crate) use book::Book;
pub(crate) use book::{Context, Wanted};
pub(crate) use cell::{Cell, CellValue, Pen, reference};
pub(crate) use package::MAX_FILE_BYTES;
