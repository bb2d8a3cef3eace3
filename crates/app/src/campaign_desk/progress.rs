//! How far the units are with their tasks: a unit says that it has done its part, the agency takes it so or gives it back.

use super::DeskError;
use super::change::{find, reason};
use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::{self, Loaded};
use crate::tell::{holders, tell};
use domain::access::{Action, Role as Held};
use domain::task::{PartStanding, Said, Task, Word};
use domain::unit::UnitVersion;
use domain::{CivilDate, TaskId, UnitId};
use serde_json::{Value, json};
use std::collections::HashMap;
use store::Session;

/// Longest note beside a word, in characters.
pub const LONGEST_NOTE: usize = 1_000;

/// The last word about each part.
pub(crate) type LastWords = HashMap<(TaskId, UnitId), Said>;

/// The last words about the tasks of a campaign.
pub(crate) fn last_words(session: &Session<'_>, loaded: &Loaded) -> Result<LastWords, store::StoreError> {
    let said = session.task_progress(loaded.campaign.id)?;
    Ok(said.into_iter().map(|said| ((said.task, said.unit), said)).collect())
}

/// Where a unit's part in a task stands on a day.
pub(crate) fn standing(words: &LastWords, task: &Task, unit: UnitId, on: CivilDate) -> PartStanding {
    PartStanding::of(words.get(&(task.id, unit)).map(|said| said.word), task.due_on, on)
}

/// A part that something is said of.
struct Part {
    loaded: Loaded,
    unit: UnitVersion,
    task: Task,
    last: Option<Said>,
}

/// The part of a unit in a task, for who may do `action` to the unit; none in a closed campaign.
fn part(
    context: Context<'_>,
    session: &Session<'_>,
    campaign_name: Option<&str>,
    (ordinal, unit_code): (u32, &str),
    action: Action,
) -> Result<Part, DeskError> {
    let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
    let unit = loaded.unit_for(context, Some(unit_code), action)?.clone();
    if session.campaign_closed_at(loaded.campaign.id)?.is_some() {
        return Err(DeskError::Closed);
    }
    let task = find(session, &loaded, ordinal)?;
    if !task.assignments.iter().any(|part| part.unit == unit.unit) {
        return Err(DeskError::NoPart);
    }
    let said = session.task_progress_of(loaded.campaign.id, unit.unit)?;
    let last = said.into_iter().rfind(|said| said.task == task.id);
    Ok(Part { loaded, unit, task, last })
}

fn say(context: Context<'_>, session: &Session<'_>, part: &Part, word: Word, words: &str) -> Result<(), DeskError> {
    let said = Said {
        unit: part.unit.unit,
        task: part.task.id,
        word,
        note: words.to_owned(),
        by: context.actor.name().to_owned(),
        at: context.now(),
    };
    session.say_of_task(part.loaded.campaign.id, &said)?;
    let (action, done_on) = match word {
        Word::Done(day) => ("task.done", Some(day.to_string())),
        Word::Reopened => ("task.reopen", None),
        Word::Returned => ("task.return", None),
    };
    let after = json!({ "task": part.task.ordinal, "done_on": done_on, "note": words });
    let before = part.last.as_ref().map(|last| match last.word {
        Word::Done(day) => json!({ "task": part.task.ordinal, "done_on": day.to_string() }),
        Word::Reopened | Word::Returned => json!({ "task": part.task.ordinal, "done_on": Value::Null }),
    });
    let (unit, subject) = (Some(part.unit.unit), part.loaded.campaign.id.to_string());
    Ok(note(context, session, Note { action, unit, subject, before, after: Some(after) })?)
}

fn short(typed: &str) -> Result<String, DeskError> {
    let words = vanban::text::normalise(typed.trim());
    if words.chars().count() > LONGEST_NOTE { Err(DeskError::WordsTooLong(LONGEST_NOTE)) } else { Ok(words) }
}

/// A unit says that it has done its part in a task, on a day: today unless another is given. Saying the same twice says it
/// once; another day or note is the newer word.
///
/// # Errors
/// A [`DeskError`]: no part in the task, a day to come or long past, a closed campaign.
pub fn say_done(
    context: Context<'_>,
    campaign_name: Option<&str>,
    part_of: (u32, &str),
    on: Option<CivilDate>,
    words: &str,
) -> Result<(), DeskError> {
    let words = short(words)?;
    context.store.write(|session| {
        let part = part(context, session, campaign_name, part_of, Action::EnterReport)?;
        let day = on.unwrap_or_else(|| context.today());
        let (earliest, _) = crate::form::believed_days(part.loaded.campaign.year, part.loaded.campaign.due_on);
        if day > context.today() || day < earliest {
            return Err(DeskError::OddDay(day));
        }
        match &part.last {
            Some(last) if last.word == Word::Done(day) && last.note == words => Ok(()),
            _ => say(context, session, &part, Word::Done(day), &words),
        }
    })
}

/// A unit takes back that it has done its part.
///
/// # Errors
/// A [`DeskError`].
pub fn take_back(context: Context<'_>, campaign_name: Option<&str>, part_of: (u32, &str)) -> Result<(), DeskError> {
    context.store.write(|session| {
        let part = part(context, session, campaign_name, part_of, Action::EnterReport)?;
        match part.last.as_ref().map(|last| last.word) {
            Some(Word::Done(_)) => say(context, session, &part, Word::Reopened, ""),
            _ => Ok(()),
        }
    })
}

/// The agency does not take a part as done, and says why; the officers of the unit are told.
///
/// # Errors
/// [`DeskError::NotDone`] when the unit has not said that it has, and the others.
pub fn give_back(
    context: Context<'_>,
    campaign_name: Option<&str>,
    part_of: (u32, &str),
    why: &str,
) -> Result<(), DeskError> {
    let why = reason(why)?;
    context.store.write(|session| {
        let part = part(context, session, campaign_name, part_of, Action::RunCampaign)?;
        match &part.last {
            Some(last) if matches!(last.word, Word::Done(_)) => {}
            Some(last) if last.word == Word::Returned && last.note == why => return Ok(()),
            _ => return Err(DeskError::NotDone),
        }
        say(context, session, &part, Word::Returned, &why)?;
        let people = holders(session, part.unit.unit, &[Held::Officer])?;
        let params = json!({ "task": part.task.ordinal, "reason": why });
        Ok(tell(context, session, &part.loaded, part.unit.unit, &people, ("task-returned", params))?)
    })
}
