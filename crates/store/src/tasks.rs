//! Tasks of a campaign, and the units they reach.

use crate::comments::noted;
use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use domain::task::{Assignment, ByHand, Reworded, Role, Signed, Task, TaskKind, Withdrawn};
use domain::{CampaignId, CivilDate, Instant, TaskId, UnitId};
use std::collections::HashMap;

statements! {
    /// A task.
    ADD = "INSERT INTO task (task_id, campaign_id, ordinal, kind, words, span_from, span_to, lead_as_written, due_on,
            unresolved, added_at, added_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    /// A unit's part in a task.
    ASSIGN = "INSERT INTO task_assignment (task_id, unit_id, role, ordinal) VALUES ($1, $2, $3, $4)";
    /// The tasks of a campaign.
    OF_CAMPAIGN = "SELECT task_id, ordinal, kind, words, span_from, span_to, lead_as_written, due_on, unresolved,
            added_at, added_by, withdrawn_at, withdrawn_by, withdrawn_because
        FROM task WHERE campaign_id = $1 ORDER BY ordinal";
    /// Who has a part in the tasks of a campaign.
    ASSIGNMENTS = "SELECT a.task_id, a.unit_id, a.role
        FROM task t JOIN task_assignment a ON a.task_id = t.task_id
        WHERE t.campaign_id = $1 ORDER BY a.task_id, a.ordinal";
    /// A unit gets a part in a task, after those that have one.
    HAND_OVER = "INSERT INTO task_assignment (task_id, unit_id, role, ordinal)
        SELECT t.task_id, $3, $4, (SELECT COALESCE(MAX(a.ordinal), 0) + 1 FROM task_assignment a WHERE a.task_id = $1)
        FROM task t WHERE t.task_id = $1 AND t.campaign_id = $2
        ON CONFLICT (task_id, unit_id, role) DO NOTHING";
    /// A unit has no part in a task any more.
    TAKE_BACK = "DELETE FROM task_assignment WHERE task_id = $1 AND unit_id = $3 AND role = $4
        AND EXISTS (SELECT 1 FROM task t WHERE t.task_id = $1 AND t.campaign_id = $2)";
    /// Another day for a task.
    SET_DUE = "UPDATE task SET due_on = $3 WHERE task_id = $1 AND campaign_id = $2";
    /// The names in a task that are none of the units.
    UNRESOLVED = "SELECT unresolved FROM task WHERE task_id = $1 AND campaign_id = $2";
    /// Fewer of them.
    SET_UNRESOLVED = "UPDATE task SET unresolved = $3 WHERE task_id = $1 AND campaign_id = $2";
    /// A task is sent to a unit; the first time counts.
    SEND = "INSERT INTO task_sent (task_id, unit_id, sent_at)
        SELECT t.task_id, $3, $4 FROM task t WHERE t.task_id = $1 AND t.campaign_id = $2
        ON CONFLICT (task_id, unit_id) DO NOTHING";
    /// A unit looked at the tasks sent to it.
    SEE = "UPDATE task_sent SET seen_at = $3 WHERE unit_id = $2 AND seen_at IS NULL
        AND task_id IN (SELECT t.task_id FROM task t WHERE t.campaign_id = $1)";
    /// What was sent in a campaign.
    SENT = "SELECT s.task_id, s.unit_id, s.sent_at, s.seen_at
        FROM task t JOIN task_sent s ON s.task_id = t.task_id
        WHERE t.campaign_id = $1 ORDER BY t.ordinal, s.unit_id";
}

/// A task sent to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskSent {
    /// The task.
    pub task: TaskId,
    /// To which unit.
    pub unit: UnitId,
    /// When.
    pub sent_at: Instant,
    /// When somebody of the unit first looked at it.
    pub seen_at: Option<Instant>,
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

fn signed(row: &Row<'_>, at: usize, by: usize) -> Result<Option<Signed>, StoreError> {
    Ok(noted(row, at, by)?.map(|(at, by)| Signed { by, at }))
}

fn withdrawn(row: &Row<'_>) -> Result<Option<Withdrawn>, StoreError> {
    let reason: Option<String> = row.get(13)?;
    Ok(signed(row, 11, 12)?.map(|signed| Withdrawn { signed, reason: reason.unwrap_or_default() }))
}

impl Session<'_> {
    /// Stores a task with its assignments, and who added it by hand. Its campaign and the units are stored before.
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
            task.by_hand.added.as_ref().map(|added| added.at).into(),
            task.by_hand.added.as_ref().map(|added| &added.by).into(),
        ];
        self.link.change_later(&ADD, values)?;
        for (ordinal, Assignment { unit, role }) in (1_u32..).zip(&task.assignments) {
            self.link.change_later(&ASSIGN, params![task.id, *unit, role_name(*role), ordinal])?;
        }
        Ok(())
    }

    /// The tasks of a campaign, in the order of the plan, then those added by hand; withdrawn ones among them.
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
        let mut wordings = self.task_wordings(campaign)?;
        self.link.rows(&OF_CAMPAIGN, params![campaign], |row| {
            let id = row.get(0)?;
            let first: String = row.get(3)?;
            let (text, reworded) = match wordings.remove(&id) {
                Some((words, last)) => (words, Some(Reworded { last, first })),
                None => (first, None),
            };
            Ok(Task {
                id,
                campaign,
                ordinal: row.get(1)?,
                kind: kind(row, 2)?,
                text,
                span: row.get(4)?..row.get(5)?,
                lead_as_written: row.get(6)?,
                due_on: row.get(7)?,
                assignments: assignments.remove(&id).unwrap_or_default(),
                unresolved: serde_json::from_str(&row.get::<String>(8)?).map_err(|_| row.damaged())?,
                by_hand: ByHand { added: signed(row, 9, 10)?, reworded, withdrawn: withdrawn(row)? },
            })
        })
    }

    /// Gives a unit a part in a task, after those that have one; false when it has that part, or there is no such task in
    /// the campaign.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the unit is not stored.
    pub fn assign_task(&self, campaign: CampaignId, task: TaskId, part: Assignment) -> Result<bool, StoreError> {
        let changed = self.link.change(&HAND_OVER, params![task, campaign, part.unit, role_name(part.role)])?;
        self.raise_if(campaign, changed)
    }

    /// Takes a part in a task from a unit; false when it has none such. That the task was sent to it stays noted.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn unassign_task(&self, campaign: CampaignId, task: TaskId, part: Assignment) -> Result<bool, StoreError> {
        let changed = self.link.change(&TAKE_BACK, params![task, campaign, part.unit, role_name(part.role)])?;
        self.raise_if(campaign, changed)
    }

    /// Sets the day by which a task is due; with none, it has none of its own.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such task in the campaign.
    pub fn set_task_due(
        &self,
        campaign: CampaignId,
        task: TaskId,
        due_on: Option<CivilDate>,
    ) -> Result<(), StoreError> {
        self.link.must_change(&SET_DUE, params![task, campaign, due_on])?;
        self.raise(campaign)
    }

    /// Takes a name off the list of bodies in a task that are none of the units: it was handed over, or nobody is meant.
    /// False when it is not on the list.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such task in the campaign.
    pub fn settle_name(&self, campaign: CampaignId, task: TaskId, name: &str) -> Result<bool, StoreError> {
        let mut names = self
            .link
            .row(&UNRESOLVED, params![task, campaign], |row| {
                serde_json::from_str::<Vec<String>>(&row.get::<String>(0)?).map_err(|_| row.damaged())
            })?
            .ok_or(StoreError::Conflict { what: UNRESOLVED.name() })?;
        let before = names.len();
        names.retain(|other| other != name);
        if names.len() == before {
            return Ok(false);
        }
        let json = serde_json::to_string(&names)
            .map_err(|e| StoreError::Engine { during: SET_UNRESOLVED.name(), source: Box::new(e) })?;
        self.link.change(&SET_UNRESOLVED, &[task.into(), campaign.into(), Param::Json(&json)])?;
        self.raise(campaign)?;
        Ok(true)
    }

    /// Notes that a task was sent to a unit; false when it was before (the first time stays noted), or there is no such
    /// task in the campaign.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the unit is not stored.
    pub fn send_task(&self, campaign: CampaignId, task: TaskId, unit: UnitId, at: Instant) -> Result<bool, StoreError> {
        let changed = self.link.change(&SEND, params![task, campaign, unit, at])?;
        self.raise_if(campaign, changed)
    }

    /// Notes that somebody of a unit looked at the tasks sent to it; returns how many were new to it.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn see_tasks(&self, campaign: CampaignId, unit: UnitId, at: Instant) -> Result<usize, StoreError> {
        let seen = self.link.change(&SEE, params![campaign, unit, at])?;
        self.raise_if(campaign, seen)?;
        Ok(seen)
    }

    /// What was sent to whom in a campaign, in the order of the plan.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn tasks_sent(&self, campaign: CampaignId) -> Result<Vec<TaskSent>, StoreError> {
        self.link.rows(&SENT, params![campaign], |row| {
            Ok(TaskSent { task: row.get(0)?, unit: row.get(1)?, sent_at: row.get(2)?, seen_at: row.get(3)? })
        })
    }
}
