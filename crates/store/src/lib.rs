//! The only place with SQL: one data folder, one [`Store`], one file for each thing stored.
//!
//! ```text
//! Store ─ read / write ─> Session ─ units, forms, files, campaigns, tasks, reports   (what is stored, with its SQL)
//!                            │
//!                          sql        statements and values of the shared dialect
//!                            │
//!                          sqlite     the engine: connections, transactions, binding, its errors
//! ```
//!
//! * Nothing handed in is ever overwritten: revisions, events and files are only inserted.
//! * A [`Store::write`] is all or nothing, and durable when it returns `Ok`.
//! * PostgreSQL is a second engine beside `sqlite`, under the same statements. Nothing outside `sqlite` knows the engine.
//!   The schema, its types and its distribution key (`unit_id` of the reporting unit) are told in `migrations/README.md`.

mod campaigns;
mod error;
mod files;
mod forms;
mod migrate;
mod reports;
mod session;
mod sql;
mod sqlite;
mod tasks;
mod units;

#[cfg(test)]
mod rules;

pub use error::StoreError;
pub use reports::ReportHead;
pub use session::{Session, Store};
pub use units::Succession;
