//! The only place with SQL: one data folder, one [`Store`], one file for each thing stored.
//!
//! ```text
//! Store ─ read / write ─> Session ─ units, campaigns, reports, people, drafts, …   (what is stored, with its SQL)
//!                            │
//!                          sql        statements and values of the shared dialect
//!                            │
//!                          sqlite     the engine: connections, transactions, binding, its errors
//! ```
//!
//! * Nothing handed in is ever overwritten: revisions, events, files, the audit trail are only inserted.
//! * A [`Store::write`] is all or nothing, and durable when it returns `Ok`.
//! * PostgreSQL is a second engine beside `sqlite`, under the same statements. Nothing outside `sqlite` knows the engine.
//!   The schema, its types and its distribution key (`unit_id` of the reporting unit) are told in `migrations/README.md`.

mod answers;
mod attachments;
mod audit;
mod campaigns;
mod changes;
mod comments;
mod documents;
mod drafts;
mod error;
mod files;
mod forms;
mod jobs;
mod migrate;
mod narratives;
mod notices;
mod people;
mod reports;
mod roles;
mod secrets;
mod session;
mod settings;
mod sign_ins;
mod sql;
mod sqlite;
mod tasks;
mod tokens;
mod units;

#[cfg(test)]
mod rules;

pub use answers::AnsweredRequest;
pub use domain::succession::Succession;
pub use drafts::DraftSaved;
pub use error::StoreError;
pub use reports::ReportHead;
pub use session::{Session, Store};
pub use sign_ins::FailedSignIns;
pub use sqlite::{Backup, Health};
pub use tasks::TaskSent;
