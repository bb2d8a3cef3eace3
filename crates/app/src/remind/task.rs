//! Reminding those who lead one task that it is not done.

use super::{RemindError, Reminded, note_of, remind_people};
use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::{self, Loaded};
use crate::campaign_desk::{DeskError, last_words, standing};
use crate::tell::holders;
use domain::UnitId;
use domain::access::{Action, Role};
use domain::task::{Role as Part, Task, TaskKind};
use domain::time::Slashed;
use serde_json::json;
use std::collections::HashSet;
use store::{Session, StoreError};

/// Kind of the message in the app about a task that is not done.
pub(super) const TASK_REMINDER: &str = "task-reminder";

/// The same about a task without a day.
const TASK_REMINDER_NO_DAY: &str = "task-reminder-no-day";

/// Words of a task in a reminder.
const WORDS: usize = 25;

/// The first words of a task.
pub(super) fn first_words(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(WORDS).collect();
    first.join(" ") + if words.next().is_some() { " …" } else { "" }
}

/// Units that lead a task and have not done it, among those it was sent to: what was not handed over nobody is late with.
pub(super) fn waiting(
    session: &Session<'_>,
    loaded: &Loaded,
    task: &Task,
    on: domain::CivilDate,
) -> Result<Vec<UnitId>, StoreError> {
    let sent = session.tasks_sent(loaded.campaign.id)?.into_iter().filter(|sent| sent.task == task.id);
    let sent: HashSet<UnitId> = sent.map(|sent| sent.unit).collect();
    let words = last_words(session, loaded)?;
    let leads = task.assignments.iter().filter(|part| part.role == Part::Lead && sent.contains(&part.unit));
    Ok(leads.map(|part| part.unit).filter(|unit| standing(&words, task, *unit, on).waits_for_unit()).collect())
}

/// Reminds the officers of units that lead a task, were sent it and have not done it: a message in the app and a mail. Once
/// a day for each person and task, however often it is asked for.
///
/// # Errors
/// A [`RemindError`]; then nobody was reminded.
pub fn remind_task(
    context: Context<'_>,
    campaign_name: Option<&str>,
    ordinal: u32,
    words: Option<&str>,
) -> Result<Reminded, RemindError> {
    let words = note_of(words)?;
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::RunCampaign)?;
        let id = loaded.campaign.id;
        if session.campaign_closed_at(id)?.is_some() {
            return Err(DeskError::Closed.into());
        }
        let task = session.tasks(id)?.into_iter().find(|task| task.ordinal == ordinal);
        let task = task.ok_or(DeskError::UnknownTask(ordinal))?;
        match task.kind {
            _ if task.is_withdrawn() => return Err(DeskError::Withdrawn(ordinal).into()),
            TaskKind::Report => return Err(DeskError::ReportingStays.into()),
            TaskKind::Work => {}
        }
        let kind = if task.due_on.is_some() { TASK_REMINDER } else { TASK_REMINDER_NO_DAY };
        let mut reminded = Reminded::default();
        for unit in waiting(session, &loaded, &task, context.today())? {
            let Some(version) = loaded.hierarchy.get(unit) else { continue };
            let people = holders(session, unit, &[Role::Officer])?;
            if people.is_empty() {
                reminded.nobody += 1;
                continue;
            }
            let params = json!({
                "unit": version.name,
                "campaign": loaded.campaign.name,
                "task": ordinal,
                "words": first_words(&task.text),
                "due_on": task.due_on.map(|day| Slashed(day).to_string()).unwrap_or_default(),
                "note": words,
            });
            let name = format!("{TASK_REMINDER}/{}/{unit}", task.id);
            let told = remind_people(context, session, &loaded, version, &people, (&name, kind, &params))?;
            reminded.told(told);
        }
        if reminded.units > 0 {
            let after = Some(json!({ "task": ordinal, "units": reminded.units, "people": reminded.people }));
            let (unit, subject) = (Some(loaded.campaign.root), id.to_string());
            note(context, session, Note { action: "task.remind", unit, subject, before: None, after })?;
        }
        Ok(reminded)
    })
}
