//! What people do to tasks after the plan was read, and what is said of a unit's part in one.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::task::{Said, Signed, Withdrawn, Word};
use domain::{CampaignId, TaskId, UnitId};
use std::collections::HashMap;

statements! {
    /// Other words for a task.
    REWORD = "INSERT INTO task_wording (task_id, number, written_at, written_by, words)
        SELECT t.task_id, (SELECT COALESCE(MAX(w.number), 0) + 1 FROM task_wording w WHERE w.task_id = $1), $3, $4, $5
        FROM task t WHERE t.task_id = $1 AND t.campaign_id = $2";
    /// Every wording of the tasks of a campaign, the last one of each last.
    WORDINGS = "SELECT w.task_id, w.words, w.written_at, w.written_by
        FROM task t JOIN task_wording w ON w.task_id = t.task_id
        WHERE t.campaign_id = $1 ORDER BY w.task_id, w.number";
    /// A task is withdrawn, or not any more.
    WITHDRAW = "UPDATE task SET withdrawn_at = $3, withdrawn_by = $4, withdrawn_because = $5
        WHERE task_id = $1 AND campaign_id = $2";
    /// Something is said of a unit's part in a task, after what was said before.
    SAY = "INSERT INTO task_progress (unit_id, campaign_id, task_id, sequence, word, done_on, said_at, said_by, note)
        SELECT $1, $2, $3, COALESCE(MAX(p.sequence), 0) + 1, $4, $5, $6, $7, $8
        FROM task_progress p WHERE p.unit_id = $1 AND p.task_id = $3";
    /// All that was said of the tasks of a campaign, in order for each unit and task.
    SAID = "SELECT unit_id, task_id, word, done_on, said_at, said_by, note
        FROM task_progress WHERE campaign_id = $1 ORDER BY task_id, unit_id, sequence";
    /// All that a unit said of the tasks of a campaign, and was said to it.
    SAID_OF_UNIT = "SELECT unit_id, task_id, word, done_on, said_at, said_by, note
        FROM task_progress WHERE campaign_id = $1 AND unit_id = $2 ORDER BY task_id, sequence";
}

fn word_name(word: Word) -> &'static str {
    match word {
        Word::Done(_) => "done",
        Word::Reopened => "reopened",
        Word::Returned => "returned",
    }
}

fn said(row: &Row<'_>) -> Result<Said, StoreError> {
    let word = match row.get::<String>(2)?.as_str() {
        "done" => Word::Done(row.get(3)?),
        "reopened" => Word::Reopened,
        "returned" => Word::Returned,
        _ => return Err(row.damaged()),
    };
    Ok(Said { unit: row.get(0)?, task: row.get(1)?, word, at: row.get(4)?, by: row.get(5)?, note: row.get(6)? })
}

impl Session<'_> {
    /// Writes other words for a task; those it had stay stored.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such task in the campaign.
    pub fn reword_task(
        &self,
        campaign: CampaignId,
        task: TaskId,
        words: &str,
        signed: &Signed,
    ) -> Result<(), StoreError> {
        self.link.must_change(&REWORD, params![task, campaign, signed.at, &signed.by, words])?;
        self.raise(campaign)
    }

    /// The last words written for each task that has any of its own, and by whom.
    pub(crate) fn task_wordings(&self, campaign: CampaignId) -> Result<HashMap<TaskId, (String, Signed)>, StoreError> {
        let rows = self.link.rows(&WORDINGS, params![campaign], |row| {
            Ok((row.get::<TaskId>(0)?, (row.get::<String>(1)?, Signed { at: row.get(2)?, by: row.get(3)? })))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// Withdraws a task, or with none takes that back. The task stays with all that was noted about it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such task in the campaign.
    pub fn withdraw_task(
        &self,
        campaign: CampaignId,
        task: TaskId,
        withdrawn: Option<&Withdrawn>,
    ) -> Result<(), StoreError> {
        let at = withdrawn.map(|withdrawn| withdrawn.signed.at);
        let by = withdrawn.map(|withdrawn| &withdrawn.signed.by);
        let reason = withdrawn.map(|withdrawn| &withdrawn.reason);
        self.link.must_change(&WITHDRAW, params![task, campaign, at, by, reason])?;
        self.raise(campaign)
    }

    /// Notes what is said of a unit's part in a task.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when campaign, unit or task are not stored.
    pub fn say_of_task(&self, campaign: CampaignId, said: &Said) -> Result<(), StoreError> {
        let done_on = match said.word {
            Word::Done(day) => Some(day),
            Word::Reopened | Word::Returned => None,
        };
        let word = word_name(said.word);
        self.link
            .must_change(&SAY, params![said.unit, campaign, said.task, word, done_on, said.at, &said.by, &said.note])?;
        self.raise(campaign)
    }

    /// All that was said of the tasks of a campaign: by task and unit, in the order in which it was said.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn task_progress(&self, campaign: CampaignId) -> Result<Vec<Said>, StoreError> {
        self.link.rows(&SAID, params![campaign], said)
    }

    /// All that was said of a unit's parts in the tasks of a campaign, in the order in which it was said.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn task_progress_of(&self, campaign: CampaignId, unit: UnitId) -> Result<Vec<Said>, StoreError> {
        self.link.rows(&SAID_OF_UNIT, params![campaign, unit], said)
    }
}
