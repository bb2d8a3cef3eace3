//! Vietnamese official documents (Decree 30/2020/NĐ-CP): a model, a reader and a writer.
//!
//! * [`read`] turns the bytes of a document into one normalised text and the [`facts`] stated in it,
//!   each with its place in that text.
//! * [`mod@write`] turns a [`document`] into a `.docx` laid out as the decree asks.
//!
//! The crate knows nothing of campaigns, databases or the web.
#![doc = include_str!("../README.md")]

pub mod date;
pub mod document;
pub mod facts;
pub mod form_table;
pub mod outline;
pub mod read;
pub mod similar;
pub mod text;
pub mod when;
pub mod write;
