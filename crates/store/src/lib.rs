//! The only place with SQL: one data folder or database server, one [`Store`], one file for each thing stored.
//!
//! ```text
//! Store ─ read / write ─> Session ─ units, campaigns, reports, people, drafts, …   (what is stored, with its SQL)
//!                            │
//!                          sql        statements and values of the shared dialect
//!                            │
//!                          engine     SQLite or PostgreSQL: connections, transactions, binding, errors
//! ```
//!
//! * Nothing handed in is ever overwritten: revisions, events, files, the audit trail are only inserted.
//! * A [`Store::write`] is all or nothing, and durable when it returns `Ok`.
//! * Two engines under the same statements; nothing outside `engine` knows which. A backup of either is a SQLite file.
//!   The schema, its types and its distribution key (`unit_id` of the reporting unit) are told in `migrations/README.md`.

mod answers;
mod attachments;
mod audit;
mod campaigns;
mod changes;
mod comments;
mod copy;
mod digest;
mod documents;
mod drafts;
mod engine;
mod error;
mod files;
mod forms;
mod jobs;
mod location;
mod migrate;
mod narratives;
mod notices;
mod people;
mod reports;
mod roles;
mod secrets;
mod session;
mod settings;
mod sheets;
mod sign_ins;
mod sql;
mod tables;
mod task_changes;
mod tasks;
mod tokens;
mod units;

#[cfg(test)]
mod rules;

pub use answers::AnsweredRequest;
pub use copy::{Backup, Restored};
pub use digest::Digest;
pub use domain::succession::Succession;
pub use drafts::DraftSaved;
pub use engine::Health;
pub use error::{Distrust, StoreError};
pub use location::Location;
pub use reports::{HandedIn, ReportHead};
pub use session::{Session, Store};
pub use sheets::ReportSheet;
pub use sign_ins::FailedSignIns;
pub use tasks::TaskSent;
