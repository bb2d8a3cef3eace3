//! Reports: handing in, approving, returning, reopening.

mod decide;
mod record;
mod submit;

pub use decide::{DecideError, Decided, Decision, Which, decide, decide_seen};
pub use submit::{Accepted, Answer, Submission, SubmitError, submit, submit_sent, submit_uploaded};

pub(crate) use record::{Record, Recorded, add_revision};
pub(crate) use submit::receivable;
