//! What the agency changes in a campaign. Each change is on the audit trail and is told to open boards.

use super::DeskError;
use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::{self, Loaded};
use crate::tell::{holders, tell};
use domain::access::{Action, Role as Held};
use domain::task::{Assignment, Role, Task, TaskKind};
use domain::{CivilDate, UnitId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use store::Session;

/// What was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Parts that were new to their units.
    pub parts: usize,
    /// Units they went to.
    pub units: usize,
    /// People told.
    pub people: usize,
}

/// Enters a campaign that the actor runs; a closed one is refused.
pub(super) fn enter(context: Context<'_>, session: &Session<'_>, name: Option<&str>) -> Result<Loaded, DeskError> {
    let loaded = campaign::enter(context, session, name, Action::RunCampaign)?;
    match session.campaign_closed_at(loaded.campaign.id)? {
        Some(_) => Err(DeskError::Closed),
        None => Ok(loaded),
    }
}

/// A task of a campaign that units have to do.
pub(super) fn find(session: &Session<'_>, loaded: &Loaded, ordinal: u32) -> Result<Task, DeskError> {
    let task = find_any(session, loaded, ordinal)?;
    if task.is_withdrawn() { Err(DeskError::Withdrawn(ordinal)) } else { Ok(task) }
}

/// A task of a campaign, also one that was withdrawn.
pub(super) fn find_any(session: &Session<'_>, loaded: &Loaded, ordinal: u32) -> Result<Task, DeskError> {
    let tasks = session.tasks(loaded.campaign.id)?;
    tasks.into_iter().find(|task| task.ordinal == ordinal).ok_or(DeskError::UnknownTask(ordinal))
}

/// Notes a change of the campaign and tells open boards.
pub(super) fn noted(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    (action, unit): (&str, Option<UnitId>),
    (before, after): (Value, Value),
) -> Result<(), DeskError> {
    let some = |value: Value| Some(value).filter(|value| !value.is_null());
    let subject = loaded.campaign.id.to_string();
    let unit = unit.or(Some(loaded.campaign.root));
    note(context, session, Note { action, unit, subject, before: some(before), after: some(after) })?;
    Ok(session.raise(loaded.campaign.id)?)
}

/// Sends tasks to their units: all of them, or some by number. The officers of each unit are told once. Sending again
/// sends only what is new.
///
/// # Errors
/// A [`DeskError`]; then nothing was sent.
pub fn send(context: Context<'_>, campaign_name: Option<&str>, which: Option<&[u32]>) -> Result<Sent, DeskError> {
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let tasks = session.tasks(loaded.campaign.id)?;
        if let Some(unknown) = which.and_then(|which| which.iter().find(|n| !tasks.iter().any(|t| t.ordinal == **n))) {
            return Err(DeskError::UnknownTask(*unknown));
        }
        let mut sent: BTreeMap<UnitId, usize> = BTreeMap::new();
        let mut numbers: BTreeSet<u32> = BTreeSet::new();
        let asked = tasks.iter().filter(|task| !task.is_withdrawn());
        for task in asked.filter(|task| which.is_none_or(|which| which.contains(&task.ordinal))) {
            let units: BTreeSet<UnitId> = task.assignments.iter().map(|part| part.unit).collect();
            for unit in units {
                if session.send_task(loaded.campaign.id, task.id, unit, context.now())? {
                    *sent.entry(unit).or_default() += 1;
                    numbers.insert(task.ordinal);
                }
            }
        }
        let mut told = HashSet::new();
        for (unit, count) in &sent {
            let people = holders(session, *unit, &[Held::Officer])?;
            tell(context, session, &loaded, *unit, &people, ("tasks-sent", json!({ "count": count })))?;
            told.extend(people);
        }
        let all = Sent { parts: sent.values().sum(), units: sent.len(), people: told.len() };
        if all.parts > 0 {
            let after = json!({ "tasks": numbers, "parts": all.parts, "units": all.units });
            noted(context, session, &loaded, ("task.send", None), (Value::Null, after))?;
        }
        Ok(all)
    })
}

fn part_name(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Coordinating => "coordinating",
    }
}

/// Gives a unit a part in a task. A unit given the duty to report reports from then on.
///
/// # Errors
/// A [`DeskError`].
pub fn assign(
    context: Context<'_>,
    campaign_name: Option<&str>,
    ordinal: u32,
    unit_code: &str,
    role: Role,
) -> Result<(), DeskError> {
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let unit = loaded.unit_meant(context, unit_code, Action::RunCampaign)?.unit;
        let task = find(session, &loaded, ordinal)?;
        give(context, session, &loaded, &task, Assignment { unit, role })
    })
}

fn give(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    task: &Task,
    part: Assignment,
) -> Result<(), DeskError> {
    let role = if task.kind == TaskKind::Report { Role::Lead } else { part.role };
    let part = Assignment { role, ..part };
    // A unit that leads does not also join in.
    let other = task.assignments.iter().find(|had| had.unit == part.unit && had.role != role);
    if let Some(other) = other {
        session.unassign_task(loaded.campaign.id, task.id, *other)?;
    }
    if !session.assign_task(loaded.campaign.id, task.id, part)? {
        return Ok(());
    }
    if task.kind == TaskKind::Report {
        session.add_reporters(loaded.campaign.id, &[part.unit])?;
    }
    let told = |role: Role| json!({ "task": task.ordinal, "part": part_name(role) });
    let before = other.map_or(Value::Null, |other| told(other.role));
    noted(context, session, loaded, ("task.assign", Some(part.unit)), (before, told(role)))
}

/// Takes a part in a task from a unit. That it was sent stays noted; its officers are told when it was.
///
/// # Errors
/// A [`DeskError`]; the duty to report stays.
pub fn unassign(
    context: Context<'_>,
    campaign_name: Option<&str>,
    ordinal: u32,
    unit_code: &str,
    role: Role,
) -> Result<(), DeskError> {
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let unit = loaded.unit_for(context, Some(unit_code), Action::RunCampaign)?.unit;
        let task = find(session, &loaded, ordinal)?;
        if task.kind == TaskKind::Report {
            return Err(DeskError::ReportingStays);
        }
        if !session.unassign_task(loaded.campaign.id, task.id, Assignment { unit, role })? {
            return Ok(());
        }
        let was_sent = session.tasks_sent(loaded.campaign.id)?;
        if was_sent.iter().any(|sent| sent.task == task.id && sent.unit == unit) {
            let people = holders(session, unit, &[Held::Officer])?;
            tell(context, session, &loaded, unit, &people, ("task-taken-back", json!({ "task": ordinal })))?;
        }
        let before = json!({ "task": ordinal, "part": part_name(role) });
        noted(context, session, &loaded, ("task.unassign", Some(unit)), (before, Value::Null))
    })
}

/// Settles a name that is none of the units: a unit is meant, which gets that part; or nobody is.
///
/// # Errors
/// [`DeskError::NotUnsettled`] when somebody settled it before, and the others.
pub fn settle(
    context: Context<'_>,
    campaign_name: Option<&str>,
    ordinal: u32,
    name: &str,
    meant: Option<(&str, Role)>,
) -> Result<(), DeskError> {
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let task = find(session, &loaded, ordinal)?;
        let unit = match meant {
            Some((code, role)) => {
                Some(Assignment { unit: loaded.unit_meant(context, code, Action::RunCampaign)?.unit, role })
            }
            None => None,
        };
        if !session.settle_name(loaded.campaign.id, task.id, name)? {
            return Err(DeskError::NotUnsettled);
        }
        if let Some(part) = unit {
            give(context, session, &loaded, &task, part)?;
        }
        let before = json!({ "task": ordinal, "name": name });
        let after = json!({ "unit": meant.map(|(code, _)| code) });
        noted(context, session, &loaded, ("task.settle", unit.map(|part| part.unit)), (before, after))
    })
}

/// Days that can be meant: from the start of the campaign's year to the end of the next.
pub(super) fn believed(loaded: &Loaded, day: CivilDate) -> Result<CivilDate, DeskError> {
    let (earliest, latest) = crate::form::believed_days(loaded.campaign.year, loaded.campaign.due_on);
    if (earliest..=latest).contains(&day) { Ok(day) } else { Err(DeskError::OddDay(day)) }
}

/// Sets the day by which a task is due, or that it has none of its own.
///
/// # Errors
/// A [`DeskError`]; the duty to report is due when the campaign is ([`set_due`]).
pub fn set_task_due(
    context: Context<'_>,
    campaign_name: Option<&str>,
    ordinal: u32,
    due_on: Option<CivilDate>,
) -> Result<(), DeskError> {
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let task = find(session, &loaded, ordinal)?;
        if task.kind == TaskKind::Report {
            return Err(DeskError::ReportingStays);
        }
        let due_on = due_on.map(|day| believed(&loaded, day)).transpose()?;
        if due_on == task.due_on {
            return Ok(());
        }
        session.set_task_due(loaded.campaign.id, task.id, due_on)?;
        let told = |day: Option<CivilDate>| json!({ "task": ordinal, "due_on": day.map(|day| day.to_string()) });
        noted(context, session, &loaded, ("task.due", None), (told(task.due_on), told(due_on)))
    })
}

pub(super) fn reason(typed: &str) -> Result<String, DeskError> {
    let reason = vanban::text::normalise(typed.trim());
    if reason.is_empty() { Err(DeskError::ReasonMissing) } else { Ok(reason.chars().take(1_000).collect()) }
}

/// Changes the day by which reports are due, with a reason; the officers of the units that report are told.
///
/// # Errors
/// A [`DeskError`].
pub fn set_due(
    context: Context<'_>,
    campaign_name: Option<&str>,
    due_on: CivilDate,
    why: &str,
) -> Result<(), DeskError> {
    let why = reason(why)?;
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let before = loaded.campaign.due_on;
        if due_on < loaded.campaign.period.0 {
            return Err(DeskError::OddDay(due_on));
        }
        believed(&loaded, due_on)?;
        if due_on == before {
            return Ok(());
        }
        let id = loaded.campaign.id;
        session.set_campaign_due(id, due_on)?;
        for task in session.tasks(id)?.iter().filter(|task| task.kind == TaskKind::Report) {
            session.set_task_due(id, task.id, Some(due_on))?;
        }
        let params = json!({ "before": before.to_string(), "after": due_on.to_string(), "reason": why });
        for unit in session.reporters(id)? {
            let people = holders(session, unit, &[Held::Officer])?;
            tell(context, session, &loaded, unit, &people, ("campaign-due", params.clone()))?;
        }
        let (before, after) = (json!(before.to_string()), json!({ "due_on": due_on.to_string(), "reason": why }));
        noted(context, session, &loaded, ("campaign.due", None), (before, after))
    })
}

/// Closes a campaign: nothing is typed, sent or handed in any more. Closing twice closes once.
///
/// # Errors
/// A [`DeskError`].
pub fn close(context: Context<'_>, campaign_name: Option<&str>) -> Result<(), DeskError> {
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::RunCampaign)?;
        if session.campaign_closed_at(loaded.campaign.id)?.is_some() {
            return Ok(());
        }
        session.close_campaign(loaded.campaign.id, Some(context.now()))?;
        noted(context, session, &loaded, ("campaign.close", None), (Value::Null, Value::Null))
    })
}

/// Opens a closed campaign again, with a reason.
///
/// # Errors
/// A [`DeskError`].
pub fn reopen(context: Context<'_>, campaign_name: Option<&str>, why: &str) -> Result<(), DeskError> {
    let why = reason(why)?;
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::RunCampaign)?;
        let Some(closed_at) = session.campaign_closed_at(loaded.campaign.id)? else { return Ok(()) };
        session.close_campaign(loaded.campaign.id, None)?;
        let before = json!({ "closed_at": closed_at.to_string() });
        noted(context, session, &loaded, ("campaign.reopen", None), (before, json!({ "reason": why })))
    })
}
