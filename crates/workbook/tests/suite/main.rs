//! What goes out as a workbook and what comes back, through the public face of the crate.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod another_reader;
mod common;
mod consolidated;
mod form;
mod hostile;
mod tables;
