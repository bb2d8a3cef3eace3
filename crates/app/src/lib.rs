//! Use cases: one function for each thing a person can do. Each one authorises, loads, decides and saves.
//!
//! Pages, API and command line call the same functions.

mod body_name;
pub mod campaign;
pub mod consolidate;
mod consolidated_document;
mod context;
pub mod document;
pub mod explain;
pub mod file;
pub mod form;
pub mod report;
pub mod sample;
pub mod status;
pub mod trace;

pub use context::{Context, FixedWorld, SystemWorld, World};
