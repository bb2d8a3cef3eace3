//! Tasks of a campaign, and the units they reach.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use crate::sqlite::Row;
use domain::task::{Assignment, Role, Task, TaskKind};
use domain::{CampaignId, TaskId};
use std::collections::HashMap;

statements! {
    /// A task.
    ADD = "INSERT INTO task (task_id, campaign_id, ordinal, kind, words, span_from, span_to, lead_as_written, due_on,
            unresolved)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// A unit's part in a task.
    ASSIGN = "INSERT INTO task_assignment (task_id, unit_id, role, ordinal) VALUES ($1, $2, $3, $4)";
    /// The tasks of a campaign.
    OF_CAMPAIGN = "SELECT task_id, ordinal, kind, words, span_from, span_to, lead_as_written, due_on, unresolved
        FROM task WHERE campaign_id = $1 ORDER BY ordinal";
    /// Who has a part in the tasks of a campaign.
    ASSIGNMENTS = "SELECT a.task_id, a.unit_id, a.role
        FROM task t JOIN task_assignment a ON a.task_id = t.task_id
        WHERE t.campaign_id = $1 ORDER BY a.task_id, a.ordinal";
}

fn kind_name(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Work => "work",
        TaskKind::Report => "report",
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Coordinating => "coordinating",
    }
}

fn kind(row: &Row<'_>, column: usize) -> Result<TaskKind, StoreError> {
    let name = row.get::<String>(column)?;
    [TaskKind::Work, TaskKind::Report].into_iter().find(|k| kind_name(*k) == name).ok_or_else(|| row.damaged())
}

fn role(row: &Row<'_>, column: usize) -> Result<Role, StoreError> {
    let name = row.get::<String>(column)?;
    [Role::Lead, Role::Coordinating].into_iter().find(|r| role_name(*r) == name).ok_or_else(|| row.damaged())
}

impl Session<'_> {
    /// Stores a task with its assignments. Its campaign and the units are stored before.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it, or another one at its place in the campaign, is stored already, when a unit has
    /// the same role twice, or when the campaign or a unit is not stored.
    pub fn add_task(&self, task: &Task) -> Result<(), StoreError> {
        let too_long = |_| StoreError::Conflict { what: ADD.name() };
        let span_from = i64::try_from(task.span.start).map_err(too_long)?;
        let span_to = i64::try_from(task.span.end).map_err(too_long)?;
        let unresolved = serde_json::to_string(&task.unresolved)
            .map_err(|e| StoreError::Engine { during: ADD.name(), source: Box::new(e) })?;
        let values = &[
            task.id.into(),
            task.campaign.into(),
            task.ordinal.into(),
            kind_name(task.kind).into(),
            Param::Text(&task.text),
            Param::Integer(span_from),
            Param::Integer(span_to),
            task.lead_as_written.as_ref().into(),
            task.due_on.into(),
            Param::Json(&unresolved),
        ];
        self.link.change(&ADD, values)?;
        for (ordinal, Assignment { unit, role }) in (1_u32..).zip(&task.assignments) {
            self.link.change(&ASSIGN, params![task.id, *unit, role_name(*role), ordinal])?;
        }
        Ok(())
    }

    /// The tasks of a campaign, in the order of the plan.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn tasks(&self, campaign: CampaignId) -> Result<Vec<Task>, StoreError> {
        let mut assignments: HashMap<TaskId, Vec<Assignment>> = HashMap::new();
        let rows = self.link.rows(&ASSIGNMENTS, params![campaign], |row| {
            Ok((row.get::<TaskId>(0)?, Assignment { unit: row.get(1)?, role: role(row, 2)? }))
        })?;
        for (task, assignment) in rows {
            assignments.entry(task).or_default().push(assignment);
        }
        self.link.rows(&OF_CAMPAIGN, params![campaign], |row| {
            let id = row.get(0)?;
            Ok(Task {
                id,
                campaign,
                ordinal: row.get(1)?,
                kind: kind(row, 2)?,
                text: row.get(3)?,
                span: row.get(4)?..row.get(5)?,
                lead_as_written: row.get(6)?,
                due_on: row.get(7)?,
                assignments: assignments.remove(&id).unwrap_or_default(),
                unresolved: serde_json::from_str(&row.get::<String>(8)?).map_err(|_| row.damaged())?,
            })
        })
    }
}
