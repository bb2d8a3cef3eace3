//! What is due, in what order: the first page of everybody.

use super::open::{own_units, reopened_because, returned_because};
use crate::campaign::{self, FindError, Loaded};
use crate::sign_off::{ToSign, to_sign};
use crate::status::{UnitStatus, unit_statuses};
use crate::tell::holders;
use crate::{Actor, Context};
use domain::access::{Action, Role as Office};
use domain::campaign::Campaign;
use domain::draft::Comment;
use domain::form::Form;
use domain::report::{Punctuality, State};
use domain::task::{PartStanding, Role, Said, Task, TaskKind};
use domain::unit::UnitVersion;
use domain::{CivilDate, Instant, PersonId, UnitId};
use std::collections::BTreeMap;
use store::{ReportHead, Session};

/// What waits for somebody on a day.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// The campaign under way; none when nothing was opened that they may see.
    pub campaign: Option<Campaign>,
    /// Days until reports are due; negative when that is past.
    pub days_left: i32,
    /// What waits at each unit whose report they type.
    pub work: Vec<Work>,
    /// What waits for them as those who decide or lead; none when they do neither.
    pub waiting: Option<Waiting>,
    /// Consolidated reports that wait for their word as leaders.
    pub to_sign: Vec<ToSign>,
    /// Whether they administer the installation.
    pub administers: bool,
}

/// What waits at a unit.
#[derive(Clone, Debug)]
pub struct Work {
    /// The unit.
    pub unit: UnitVersion,
    /// Where its report stands.
    pub state: Option<State>,
    /// On time, late, awaited, missing.
    pub punctuality: Punctuality,
    /// Why it was sent back.
    pub returned_because: Option<String>,
    /// Why it was opened again, until it is handed in anew.
    pub reopened_because: Option<String>,
    /// When it was handed in last.
    pub received_on: Option<CivilDate>,
    /// When something was typed that is not handed in, and by whom.
    pub draft: Option<(Instant, String)>,
    /// Questions about it that wait for an answer.
    pub questions: Vec<Question>,
    /// Its tasks: what is done comes last; else those due first come first, those without a day last, those it leads before
    /// those it joins.
    pub tasks: Vec<DueTask>,
}

/// A question about a figure.
#[derive(Clone, Debug)]
pub struct Question {
    /// Key of the cell or section; none for the whole report.
    pub cell: Option<String>,
    /// Its name on the form, in both languages.
    pub label: [String; 2],
    /// The last words of it.
    pub last: Comment,
}

/// A unit's part in a task.
#[derive(Clone, Debug)]
pub struct DueTask {
    /// The task, with its sentence in the plan.
    pub task: Task,
    /// Leading or joining in.
    pub role: Role,
    /// Days until it is due; negative when past. None without a day.
    pub days_left: Option<i32>,
    /// It was sent and nobody of the unit has looked at it yet.
    pub new: bool,
    /// Where the unit's part stands.
    pub standing: PartStanding,
    /// Why the agency gave it back, while it waits for the unit.
    pub returned_because: Option<String>,
}

/// What waits for those who decide or lead.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// Whether they may decide on reports.
    pub decides: bool,
    /// Reports handed in, the longest waiting first.
    pub to_decide: Vec<UnitStatus>,
    /// Units whose report is not in though the day has passed.
    pub late: Vec<UnitStatus>,
    /// How many units report, and how many reports are approved.
    pub units: usize,
    /// How many reports count.
    pub approved: usize,
}

fn days_until(day: CivilDate, today: CivilDate) -> i32 {
    day.since(today).map_or(0, |span| span.get_days())
}

/// What is due for the actor.
///
/// # Errors
/// Those of the store.
pub fn due(context: Context<'_>, campaign_name: Option<&str>) -> Result<Due, FindError> {
    let administers = match context.actor {
        Actor::Operator(_) => true,
        Actor::Person(person) => person.grants.iter().any(|grant| grant.role == Office::Administrator),
    };
    context.store.read(|session| {
        let loaded = match campaign::enter(context, session, campaign_name, Action::ViewCampaign) {
            Ok(loaded) => loaded,
            Err(FindError::NoCampaign) => return Ok(Due { administers, ..Due::default() }),
            Err(error) => return Err(error),
        };
        let tasks = session.tasks(loaded.campaign.id)?;
        let mut work = Vec::new();
        let own = own_units(context, session, &loaded)?;
        for unit in &own {
            work.push(work_of(context, session, &loaded, unit, &tasks)?);
        }
        let waiting = waiting(context, session, &loaded, &own)?;
        let days_left = days_until(loaded.campaign.due_on, context.today());
        let to_sign = to_sign(context, session, &loaded)?;
        Ok(Due { campaign: Some(loaded.campaign), days_left, work, waiting, to_sign, administers })
    })
}

fn work_of(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    unit: &UnitVersion,
    tasks: &[Task],
) -> Result<Work, FindError> {
    let id = loaded.campaign.id;
    let head: Option<ReportHead> = session.report(id, unit.unit)?;
    let events = session.events(id, unit.unit)?;
    let draft = session.draft(id, unit.unit)?.filter(|draft| draft.content.is_some());
    let seen: Vec<_> = session.tasks_sent(id)?.into_iter().filter(|sent| sent.unit == unit.unit).collect();
    let officers = holders(session, unit.unit, &[Office::Officer])?;
    let today = context.today();
    let part = |task: &Task| task.assignments.iter().find(|part| part.unit == unit.unit).map(|part| part.role);
    let said = session.task_progress_of(id, unit.unit)?;
    let due_task = |task: &Task| {
        let last: Option<&Said> = said.iter().rfind(|said| said.task == task.id);
        let standing = PartStanding::of(last.map(|said| said.word), task.due_on, today);
        Some(DueTask {
            role: part(task)?,
            returned_because: last.filter(|_| standing == PartStanding::Returned).map(|said| said.note.clone()),
            standing,
            days_left: task.due_on.map(|day| days_until(day, today)),
            new: seen.iter().any(|sent| sent.task == task.id && sent.seen_at.is_none()),
            task: task.clone(),
        })
    };
    // The duty to report stands by itself.
    let to_do = tasks.iter().filter(|task| task.kind == TaskKind::Work && !task.is_withdrawn());
    let mut mine: Vec<DueTask> = to_do.filter_map(due_task).collect();
    mine.sort_by_key(|task| {
        (!task.standing.waits_for_unit(), task.task.due_on.is_none(), task.task.due_on, task.role, task.task.ordinal)
    });
    Ok(Work {
        unit: unit.clone(),
        state: head.map(|head| head.state),
        punctuality: domain::report::punctuality(
            head.map(|head| head.first_received_on),
            loaded.campaign.due_on,
            today,
        ),
        returned_because: returned_because(head.as_ref(), &events).map(str::to_owned),
        reopened_because: reopened_because(head.as_ref(), &events).map(str::to_owned),
        received_on: head.map(|head| head.latest_received_on),
        draft: draft.map(|draft| (draft.updated_at, draft.updated_by)),
        questions: questions(&officers, &loaded.form, session.comments(id, unit.unit)?),
        tasks: mine,
    })
}

/// Threads that are not settled and in which nobody of the unit had the last word.
fn questions(officers: &[PersonId], form: &Form, comments: Vec<Comment>) -> Vec<Question> {
    let mut threads: BTreeMap<Option<String>, Comment> = BTreeMap::new();
    for comment in comments.into_iter().filter(|comment| comment.resolved.is_none()) {
        threads.insert(comment.cell.clone(), comment);
    }
    let waits = |comment: &Comment| comment.person.is_none_or(|person| !officers.contains(&person));
    let question = |(cell, last): (Option<String>, Comment)| {
        let label = |language| cell.as_deref().map_or_else(String::new, |name| cell_label(form, name, language));
        Question { label: locale::Language::ALL.map(label), cell, last }
    };
    threads.into_iter().filter(|(_, last)| waits(last)).map(question).collect()
}

/// A cell or section as people name it.
fn cell_label(form: &Form, name: &str, language: locale::Language) -> String {
    let is_section = form.sections().iter().any(|section| section.id.as_str() == name);
    let field = format!("{}:{name}", if is_section && form.find(name).is_none() { "p" } else { "f" });
    super::field_label(form, &field, language)
}

/// What waits for those who decide on reports or lead, beside what they type themselves.
fn waiting(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    own: &[&UnitVersion],
) -> Result<Option<Waiting>, FindError> {
    let mut waiting = Waiting::default();
    let mut is_asked = false;
    let sees = |unit: UnitId| loaded.permits(context, Action::ViewReport, unit);
    for status in unit_statuses(session, loaded, &[], context.today())? {
        // Counted as on the board: what one types oneself counts too, but waits for others.
        if loaded.permits(context, Action::ViewProgress, status.unit) {
            waiting.units += 1;
            waiting.approved += usize::from(status.state == Some(State::Approved));
        }
        if own.iter().any(|unit| unit.unit == status.unit) || !sees(status.unit) {
            continue;
        }
        is_asked = true;
        waiting.decides |= loaded.permits(context, Action::DecideReport, status.unit);
        match (status.state, status.punctuality) {
            (Some(State::Submitted), _) => waiting.to_decide.push(status),
            (None, Punctuality::Missing) => waiting.late.push(status),
            _ => {}
        }
    }
    waiting.to_decide.sort_by_key(|status| status.received_on);
    Ok(is_asked.then_some(waiting))
}

/// Notes that the actor looked at the tasks of the units they work for; returns how many were new.
///
/// # Errors
/// Those of the store.
pub fn see_tasks(context: Context<'_>, campaign_name: Option<&str>) -> Result<usize, FindError> {
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let mut seen = 0;
        for unit in own_units(context, session, &loaded)? {
            seen += session.see_tasks(loaded.campaign.id, unit.unit, context.now())?;
        }
        Ok(seen)
    })
}
