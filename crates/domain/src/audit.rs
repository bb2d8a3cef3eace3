//! The audit trail: who changed what, when, before and after.

use crate::id::{AuditId, PersonId, UnitId};
use crate::time::Instant;
use serde_json::Value;

/// Something that somebody changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// Its own id.
    pub id: AuditId,
    /// When.
    pub at: Instant,
    /// Name of who did it, as it was then.
    pub actor: String,
    /// Who did it; none for an operator at the terminal.
    pub person: Option<PersonId>,
    /// What was done: a word like `report.approve`.
    pub action: String,
    /// The unit it was done to.
    pub unit: Option<UnitId>,
    /// What it was done to: the id or name of a report, a campaign, a person.
    pub subject: String,
    /// What it was before.
    pub before: Option<Value>,
    /// What it is after.
    pub after: Option<Value>,
}

/// Which events of the trail are asked for; what is none does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Done to this unit.
    pub unit: Option<UnitId>,
    /// Done by this person.
    pub person: Option<PersonId>,
    /// Done under this name, as written.
    pub actor: Option<String>,
    /// This was done.
    pub action: Option<String>,
}
