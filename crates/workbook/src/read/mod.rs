//! Reading workbooks and tables with care.

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
pub(crate) use book::Context;
pub(crate) use cell::{Cell, CellValue, Pen, reference};
pub(crate) use package::MAX_FILE_BYTES;
