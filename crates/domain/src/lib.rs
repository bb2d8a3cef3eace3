//! Types and rules of an action month. No I/O, no clock, no randomness: those are arguments.
//!
//! Read in the order of the flow: [`mod@unit`] (who), [`campaign`] and [`task`] (what is asked of them),
//! [`form`] (on which form they report), [`report`] (what they reported, revision by revision),
//! [`check`] (does it add up), [`rollup`] (totals), [`narrative`] (merged prose). For a whole country through its
//! reorganisations: [`succession`] (where a report stands on another day), [`live`] (totals of every unit, kept).

pub mod access;
pub mod audit;
pub mod campaign;
pub mod check;
pub mod consolidation;
pub mod draft;
pub mod form;
pub mod id;
pub mod job;
pub mod live;
pub mod narrative;
pub mod outlier;
pub mod packed;
pub mod person;
pub mod report;
pub mod rollup;
pub mod succession;
pub mod task;
pub mod time;
pub mod unit;
pub mod unit_list;

#[cfg(test)]
mod test_forms;

pub use id::{AuditId, CampaignId, JobId, NoticeId, PersonId, TaskId, UnitId};
pub use time::{CivilDate, Instant};
