//! The audit trail: only ever added to.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use domain::audit::{AuditEvent, AuditFilter};
use domain::{AuditId, Instant};

statements! {
    /// Somebody changed something.
    ADD = "INSERT INTO audit_event (audit_id, happened_at, actor, person_id, action, unit_id, subject, before_change,
            after_change)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// A page of the trail, the newest first, of what is older than the event $2 at the moment $1.
    PAGE = "SELECT audit_id, happened_at, actor, person_id, action, unit_id, subject, before_change, after_change
        FROM audit_event
        WHERE happened_at <= $1 AND (happened_at < $1 OR audit_id < $2)
            AND (unit_id = $3 OR $3 IS NULL) AND (person_id = $4 OR $4 IS NULL)
            AND (actor = $5 OR $5 IS NULL) AND (action = $6 OR $6 IS NULL)
        ORDER BY happened_at DESC, audit_id DESC LIMIT $7";
}

/// JSON as it is stored.
fn words(json: &Option<serde_json::Value>) -> Option<String> {
    json.as_ref().map(ToString::to_string)
}

fn row<'a>(event: &'a AuditEvent, [before, after]: &'a [Option<String>; 2]) -> Vec<Param<'a>> {
    let AuditEvent { id, at, actor, person, action, unit, subject, .. } = event;
    vec![
        (*id).into(),
        (*at).into(),
        actor.into(),
        (*person).into(),
        action.into(),
        (*unit).into(),
        subject.into(),
        before.as_deref().map_or(Param::Null, Param::Json),
        after.as_deref().map_or(Param::Null, Param::Json),
    ]
}

impl Session<'_> {
    /// Adds to the audit trail, in the same write as what it tells of.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the event is there already, or its person or unit is not stored.
    pub fn add_audit(&self, event: &AuditEvent) -> Result<(), StoreError> {
        self.add_audits(&[event])
    }

    /// Adds several events, as [`Session::add_audit`] adds one.
    ///
    /// # Errors
    /// Those of adding one; then none is added.
    pub fn add_audits(&self, events: &[&AuditEvent]) -> Result<(), StoreError> {
        let words: Vec<_> = events.iter().map(|event| [&event.before, &event.after].map(words)).collect();
        let rows: Vec<_> = events.iter().zip(&words).map(|(event, words)| row(event, words)).collect();
        self.link.insert_later(&ADD, &rows)
    }

    /// At most `limit` events of the trail, the newest first. `older_than` is the moment and id of the last event of the
    /// page before.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn audit(
        &self,
        filter: &AuditFilter,
        older_than: Option<(Instant, AuditId)>,
        limit: u32,
    ) -> Result<Vec<AuditEvent>, StoreError> {
        let AuditFilter { unit, person, actor, action } = filter;
        let (moment, id) = older_than.map_or((Instant::MAX, None), |(moment, id)| (moment, Some(id)));
        let values = params![moment, id, *unit, *person, actor.as_ref(), action.as_ref(), limit];
        self.link.rows(&PAGE, values, |row| {
            Ok(AuditEvent {
                id: row.get(0)?,
                at: row.get(1)?,
                actor: row.get(2)?,
                person: row.get(3)?,
                action: row.get(4)?,
                unit: row.get(5)?,
                subject: row.get(6)?,
                before: row.get(7)?,
                after: row.get(8)?,
            })
        })
    }
}
