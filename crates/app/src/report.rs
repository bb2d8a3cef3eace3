//! Reports: handing in, approving, returning, reopening.

mod decide;
mod submit;

pub use decide::{DecideError, Decided, Decision, Which, decide};
pub use submit::{Accepted, Submission, SubmitError, submit};
