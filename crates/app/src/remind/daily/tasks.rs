//! Tasks in the digest of a day: those with a day of their own that who leads them has not done.

use super::super::task::{first_words, waiting};
use super::{Digest, ESCALATED, NAMED, REMINDED, days_left, first_names, in_charge_above, named};
use crate::campaign::{FindError, Loaded};
use domain::access::Role;
use domain::task::{Task, TaskKind};
use domain::time::Slashed;
use domain::{CampaignId, CivilDate, PersonId, UnitId};
use locale::{Language, text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::{Session, StoreError};

/// Kind of the message in the app about a task with which units below are late.
pub(crate) const TASK_ESCALATION: &str = "task-escalation";

/// A task that a unit of theirs leads and has not done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct OwnTask {
    pub(super) campaign: CampaignId,
    pub(super) campaign_name: String,
    pub(super) unit: UnitId,
    unit_name: String,
    ordinal: u32,
    words: String,
    due_on: CivilDate,
    days_left: i32,
}

/// A task with which units below are late.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct LateTask {
    pub(super) campaign: CampaignId,
    pub(super) campaign_name: String,
    pub(super) above: UnitId,
    ordinal: u32,
    words: String,
    due_on: CivilDate,
    units: Vec<String>,
}

impl OwnTask {
    /// What the message in the app is filled with.
    pub(super) fn params(&self) -> Value {
        json!({
            "unit": self.unit_name,
            "campaign": self.campaign_name,
            "task": self.ordinal,
            "words": self.words,
            "due_on": Slashed(self.due_on).to_string(),
            "note": "",
        })
    }

    /// The sentence of the mail.
    pub(super) fn sentence(&self, language: Language) -> String {
        let (key, days) = match self.days_left {
            left if left < 0 => ("mail-task-overdue", -left),
            left => ("mail-task-due", left),
        };
        let (unit, words, due) = (&self.unit_name, &self.words, Slashed(self.due_on).to_string());
        text!(language, key, unit = unit, number = self.ordinal, words = words, due = due, days = days)
    }
}

impl LateTask {
    /// What the message in the app is filled with.
    pub(super) fn params(&self) -> Value {
        json!({
            "campaign": self.campaign_name,
            "task": self.ordinal,
            "words": self.words,
            "due_on": Slashed(self.due_on).to_string(),
            "count": self.units.len(),
            "units": first_names(&self.units) + if self.units.len() > NAMED { " …" } else { "" },
        })
    }

    /// The sentence of the mail.
    pub(super) fn sentence(&self, language: Language) -> String {
        let (units, due) = (named(language, &self.units), Slashed(self.due_on).to_string());
        let (number, words, count) = (self.ordinal, &self.words, self.units.len());
        text!(language, "mail-task-late", number = number, words = words, due = due, count = count, units = units)
    }
}

/// Tasks of a campaign that are reminded of on a day. The duty to report is reminded of by itself.
pub(super) fn due(session: &Session<'_>, campaign: CampaignId, day: CivilDate) -> Result<Vec<Task>, StoreError> {
    let mut tasks = session.tasks(campaign)?;
    tasks.retain(|task| {
        task.kind == TaskKind::Work
            && !task.is_withdrawn()
            && task.due_on.is_some_and(|due_on| REMINDED.contains(&days_left(due_on, day)))
    });
    Ok(tasks)
}

/// Puts a task into the digests of those who lead it, and of those above when they are late.
pub(super) fn collect(
    session: &Session<'_>,
    loaded: &Loaded,
    task: &Task,
    day: CivilDate,
    digests: &mut BTreeMap<PersonId, Digest>,
) -> Result<(), FindError> {
    let Some(due_on) = task.due_on else { return Ok(()) };
    let (campaign, left, words) = (&loaded.campaign, days_left(due_on, day), first_words(&task.text));
    for unit in waiting(session, loaded, task, day)? {
        let Some(version) = loaded.hierarchy.get(unit) else { continue };
        for person in super::super::holders(session, unit, &[Role::Officer])? {
            digests.entry(person).or_default().own_tasks.push(OwnTask {
                campaign: campaign.id,
                campaign_name: campaign.name.clone(),
                unit,
                unit_name: version.name.clone(),
                ordinal: task.ordinal,
                words: words.clone(),
                due_on,
                days_left: left,
            });
        }
        if !ESCALATED.contains(&left) {
            continue;
        }
        for (above, person) in in_charge_above(session, loaded, unit)? {
            let late = &mut digests.entry(person).or_default().late_tasks;
            let same = |line: &&mut LateTask| {
                line.campaign == campaign.id && line.above == above && line.ordinal == task.ordinal
            };
            match late.iter_mut().find(same) {
                Some(line) => line.units.push(version.name.clone()),
                None => late.push(LateTask {
                    campaign: campaign.id,
                    campaign_name: campaign.name.clone(),
                    above,
                    ordinal: task.ordinal,
                    words: words.clone(),
                    due_on,
                    units: vec![version.name.clone()],
                }),
            }
        }
    }
    Ok(())
}
