//! The audit trail: every change is an event, written in the transaction of the change.

use crate::Context;
use domain::audit::AuditEvent;
use domain::{AuditId, UnitId};
use serde_json::Value;
use store::{Session, StoreError};

/// What is noted about a change.
pub(crate) struct Note<'a> {
    /// A word such as `report.approve`.
    pub(crate) action: &'a str,
    /// The unit it was done to.
    pub(crate) unit: Option<UnitId>,
    /// What it was done to: an id or a name.
    pub(crate) subject: String,
    /// What it was before.
    pub(crate) before: Option<Value>,
    /// What it is after.
    pub(crate) after: Option<Value>,
}

/// Notes a change. Secrets and prose are never put into it.
pub(crate) fn note(context: Context<'_>, session: &Session<'_>, note: Note<'_>) -> Result<(), StoreError> {
    session.add_audit(&AuditEvent {
        id: AuditId::new(context.now(), context.world.random()),
        at: context.now(),
        actor: context.actor.name().to_owned(),
        person: context.actor.person(),
        action: note.action.to_owned(),
        unit: note.unit,
        subject: note.subject,
        before: note.before,
        after: note.after,
    })
}
