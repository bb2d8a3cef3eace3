//! The campaign for everybody in it: its days, its tasks; and for the agency, handing out, settling, changing, closing.

mod by_hand;
mod change;
mod progress;

pub use by_hand::{LONGEST_WORDS, NewTask, NewTaskDesk, Sentence, add, new_task, restore, reword, withdraw};
pub use change::{Sent, assign, close, reopen, send, set_due, set_task_due, settle, unassign};
pub use progress::{LONGEST_NOTE, give_back, say_done, take_back};
pub(crate) use progress::{LastWords, last_words, standing};

use crate::campaign::{self, FindError, Loaded};
use crate::explain::{Class, Explain};
use crate::plan::{Marked, candidates};
use crate::{Actor, Context};
use domain::access::{Action, Role as Held};
use domain::campaign::Campaign;
use domain::task::{ByHand, PartStanding, Role, Said, Task, TaskKind};
use domain::time::Slashed;
use domain::unit::UnitVersion;
use domain::{CivilDate, Instant, TaskId, UnitId};
use locale::{Language, text};
use std::collections::{HashMap, HashSet};
use store::{Session, StoreError, TaskSent};

/// Why something about a campaign cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// Campaign, unit or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The campaign has no task of that number.
    #[error("no task {0}")]
    UnknownTask(u32),
    /// The campaign is closed.
    #[error("the campaign is closed")]
    Closed,
    /// The name was settled before, or never stood there.
    #[error("the name is not among those to be settled")]
    NotUnsettled,
    /// The day is not within the campaign's time.
    #[error("the day {0} does not fit the campaign")]
    OddDay(CivilDate),
    /// A reason is wanted.
    #[error("a reason is wanted")]
    ReasonMissing,
    /// Every unit that reports keeps the duty to report.
    #[error("the duty to report stays")]
    ReportingStays,
    /// The plan is not stored any more, or cannot be read.
    #[error("the plan cannot be read")]
    Plan,
    /// The task was withdrawn.
    #[error("task {0} was withdrawn")]
    Withdrawn(u32),
    /// A task needs words.
    #[error("the words of the task are missing")]
    WordsMissing,
    /// More words than these characters.
    #[error("more than {0} characters")]
    WordsTooLong(usize),
    /// The plan has no such sentence.
    #[error("the plan has no such sentence")]
    NoSuchSentence,
    /// The sentence is a task, or part of one, already.
    #[error("the sentence belongs to task {0}")]
    SentenceTaken(u32),
    /// The unit has no part in the task.
    #[error("the unit has no part in the task")]
    NoPart,
    /// The unit has not said that it has done its part.
    #[error("the part was not said to be done")]
    NotDone,
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for DeskError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::UnknownTask(_) => Class::Unknown,
            Self::Closed | Self::NotUnsettled | Self::Withdrawn(_) | Self::SentenceTaken(_) | Self::NotDone => {
                Class::Conflict
            }
            Self::OddDay(_)
            | Self::ReasonMissing
            | Self::ReportingStays
            | Self::WordsMissing
            | Self::WordsTooLong(_)
            | Self::NoSuchSentence
            | Self::NoPart => Class::Refused,
            Self::Plan => Class::Unavailable,
        }
    }

    fn explain(&self, language: Language) -> String {
        let say = |key: &str| locale::text(language, key, &[]);
        match self {
            Self::Find(error) => error.explain(language),
            Self::UnknownTask(number) => text!(language, "desk-unknown-task", number = *number),
            Self::Closed => say("desk-closed"),
            Self::NotUnsettled => say("desk-not-unsettled"),
            Self::OddDay(day) => text!(language, "desk-odd-day", day = Slashed(*day).to_string()),
            Self::ReasonMissing => say("desk-reason-missing"),
            Self::ReportingStays => say("desk-reporting-stays"),
            Self::Plan => say("desk-no-plan"),
            Self::Withdrawn(number) => text!(language, "desk-withdrawn", number = *number),
            Self::WordsMissing => say("desk-words-missing"),
            Self::WordsTooLong(limit) => text!(language, "desk-words-too-long", limit = *limit),
            Self::NoSuchSentence => say("desk-no-such-sentence"),
            Self::SentenceTaken(number) => text!(language, "desk-sentence-taken", number = *number),
            Self::NoPart => say("desk-no-part"),
            Self::NotDone => say("desk-not-done"),
        }
    }
}

/// A campaign as its people see it.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The campaign.
    pub campaign: Campaign,
    /// The unit that runs it.
    pub root: UnitVersion,
    /// Title of the form.
    pub form: domain::form::Localized,
    /// The day it is.
    pub today: CivilDate,
    /// Since when it is closed.
    pub closed_at: Option<Instant>,
    /// How many units report.
    pub reporters: usize,
    /// Whether the actor runs it.
    pub runs: bool,
    /// Whether the actor may invite people.
    pub invites: bool,
    /// Units the actor works for.
    pub own: Vec<UnitVersion>,
    /// The tasks: those of own units first.
    pub tasks: Vec<DeskTask>,
    /// What did not reach anybody yet; only for who runs the campaign.
    pub unsent: Unsent,
}

/// A task as people see it.
#[derive(Clone, Debug)]
pub struct DeskTask {
    /// Its id.
    pub id: TaskId,
    /// Its number.
    pub ordinal: u32,
    /// Work, or the duty to report.
    pub kind: TaskKind,
    /// Its words.
    pub text: String,
    /// They come from a sentence of the plan.
    pub is_in_plan: bool,
    /// What people did to it.
    pub by_hand: ByHand,
    /// Who leads, in the plan's words.
    pub lead_as_written: Option<String>,
    /// The day by which.
    pub due_on: Option<CivilDate>,
    /// Days until then; negative when past.
    pub days_left: Option<i32>,
    /// Units with a part in it.
    pub parts: Vec<PartView>,
    /// Names that are none of the units.
    pub unresolved: Vec<String>,
    /// A unit the actor works for has this part in it.
    pub own: Option<Role>,
}

/// A unit's part in a task.
#[derive(Clone, Debug)]
pub struct PartView {
    /// The unit.
    pub unit: UnitId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its part.
    pub role: Role,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// When somebody there first looked; only for who runs the campaign.
    pub seen_at: Option<Instant>,
    /// Where it stands today, for who follows the unit. The duty to report stands on the board.
    pub standing: Option<PartStanding>,
    /// The last word about it, for who follows the unit.
    pub said: Option<Said>,
    /// A unit the actor works for.
    pub is_own: bool,
}

impl DeskTask {
    /// Whether it was withdrawn.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.by_hand.withdrawn.is_some()
    }

    /// Units with this part.
    pub fn parts_as(&self, role: Role) -> impl Iterator<Item = &PartView> {
        self.parts.iter().filter(move |part| part.role == role)
    }

    /// Of the parts, how many were sent and how many were seen.
    #[must_use]
    pub fn reached(&self) -> (usize, usize) {
        let sent = self.parts.iter().filter(|part| part.sent_at.is_some()).count();
        (sent, self.parts.iter().filter(|part| part.seen_at.is_some()).count())
    }
}

/// What did not reach anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    /// Parts that were not sent yet: number of the task and the unit.
    pub parts: Vec<(u32, String)>,
    /// Tasks in which no unit has a part.
    pub tasks: Vec<u32>,
    /// Names that no unit has: number of the task and the name.
    pub names: Vec<(u32, String)>,
    /// Units with a part where nobody can sign in to read it.
    pub nobody: Vec<String>,
}

impl Unsent {
    /// Whether everything reached somebody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// The campaign of a name, for who may see it.
///
/// # Errors
/// When it is not found, and those of the store.
pub fn desk(context: Context<'_>, campaign_name: Option<&str>) -> Result<Desk, DeskError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let runs = loaded.permits(context, Action::RunCampaign, loaded.campaign.root);
        let eyes = Eyes::of(context, session, &loaded, runs)?;
        let stored = session.tasks(loaded.campaign.id)?;
        let unsent = if runs { unsent(session, &loaded, &stored, &eyes.sent)? } else { Unsent::default() };
        let today = context.today();
        let mut tasks: Vec<DeskTask> = stored.into_iter().map(|task| view(context, &loaded, task, &eyes)).collect();
        tasks.sort_by_key(DeskTask::is_withdrawn);
        if !runs {
            tasks.sort_by_key(|task| {
                (task.is_withdrawn(), task.own.is_none(), task.own, task.due_on.is_none(), task.due_on, task.ordinal)
            });
        }
        let root = loaded.unit(None)?.clone();
        Ok(Desk {
            closed_at: session.campaign_closed_at(loaded.campaign.id)?,
            reporters: loaded.reporters(session)?.len(),
            invites: loaded.permits(context, Action::ManagePeople, loaded.root),
            form: loaded.form.title().clone(),
            campaign: loaded.campaign,
            own: eyes.own,
            root,
            today,
            runs,
            tasks,
            unsent,
        })
    })
}

/// Units of the campaign at which the actor is an officer.
fn own_units(context: Context<'_>, loaded: &Loaded) -> Vec<UnitVersion> {
    let Actor::Person(person) = context.actor else { return Vec::new() };
    let works = person.grants.iter().filter(|grant| grant.role == Held::Officer);
    works.filter_map(|grant| loaded.hierarchy.get(grant.unit).cloned()).collect()
}

type SentTo = HashMap<(TaskId, UnitId), TaskSent>;

fn sent(session: &Session<'_>, loaded: &Loaded) -> Result<SentTo, StoreError> {
    let sent = session.tasks_sent(loaded.campaign.id)?;
    Ok(sent.into_iter().map(|sent| ((sent.task, sent.unit), sent)).collect())
}

/// What somebody looks at tasks with: which units are theirs, what was sent, what was said.
struct Eyes {
    runs: bool,
    own: Vec<UnitVersion>,
    /// Units whose progress they follow; none stands for every unit.
    followed: Option<HashSet<UnitId>>,
    sent: SentTo,
    words: LastWords,
}

impl Eyes {
    fn of(context: Context<'_>, session: &Session<'_>, loaded: &Loaded, runs: bool) -> Result<Self, StoreError> {
        let (sent, words) = (sent(session, loaded)?, last_words(session, loaded)?);
        let root = loaded.campaign.root;
        let follows = |unit: UnitId| loaded.permits(context, Action::ViewProgress, unit);
        let followed = match follows(root) {
            true => None,
            false => Some(loaded.hierarchy.subtree(root).into_iter().filter(|unit| follows(*unit)).collect()),
        };
        Ok(Self { runs, own: own_units(context, loaded), followed, sent, words })
    }

    fn follows(&self, unit: UnitId) -> bool {
        self.followed.as_ref().is_none_or(|followed| followed.contains(&unit))
    }

    fn owns(&self, unit: UnitId) -> bool {
        self.own.iter().any(|version| version.unit == unit)
    }
}

fn view(context: Context<'_>, loaded: &Loaded, task: Task, eyes: &Eyes) -> DeskTask {
    let today = context.today();
    let parts = task.assignments.iter().filter_map(|part| {
        let version = loaded.hierarchy.get(part.unit)?;
        let sent = eyes.sent.get(&(task.id, part.unit));
        let follows = task.kind == TaskKind::Work && eyes.follows(part.unit);
        Some(PartView {
            unit: part.unit,
            code: version.code.to_string(),
            name: version.name.clone(),
            role: part.role,
            sent_at: sent.map(|sent| sent.sent_at),
            seen_at: sent.filter(|_| eyes.runs || eyes.owns(part.unit)).and_then(|sent| sent.seen_at),
            standing: follows.then(|| standing(&eyes.words, &task, part.unit, today)),
            said: eyes.words.get(&(task.id, part.unit)).filter(|_| follows).cloned(),
            is_own: eyes.owns(part.unit),
        })
    });
    DeskTask {
        parts: parts.collect(),
        own: task.assignments.iter().filter(|part| eyes.owns(part.unit)).map(|part| part.role).min(),
        days_left: task.due_on.map(|day| (day - today).get_days()),
        is_in_plan: task.is_in_plan(),
        unresolved: if eyes.runs { task.unresolved } else { Vec::new() },
        id: task.id,
        ordinal: task.ordinal,
        kind: task.kind,
        text: task.text,
        by_hand: task.by_hand,
        lead_as_written: task.lead_as_written,
        due_on: task.due_on,
    }
}

fn unsent(session: &Session<'_>, loaded: &Loaded, tasks: &[Task], sent: &SentTo) -> Result<Unsent, DeskError> {
    let mut unsent = Unsent::default();
    let mut with_part: HashSet<UnitId> = HashSet::new();
    for task in tasks.iter().filter(|task| !task.is_withdrawn()) {
        if task.assignments.is_empty() {
            unsent.tasks.push(task.ordinal);
        }
        unsent.names.extend(task.unresolved.iter().map(|name| (task.ordinal, name.clone())));
        for part in &task.assignments {
            let Some(version) = loaded.hierarchy.get(part.unit) else { continue };
            with_part.insert(part.unit);
            if !sent.contains_key(&(task.id, part.unit)) {
                unsent.parts.push((task.ordinal, version.name.clone()));
            }
        }
    }
    let reached: HashSet<UnitId> = session
        .people()?
        .into_iter()
        .filter(|(person, _)| person.disabled_at.is_none())
        .flat_map(|(_, grants)| grants.into_iter().filter(|grant| grant.role == Held::Officer))
        .map(|grant| grant.unit)
        .collect();
    let listed = loaded.hierarchy.subtree(loaded.campaign.root).into_iter();
    let alone = listed.filter(|unit| with_part.contains(unit) && !reached.contains(unit));
    unsent.nobody = alone.filter_map(|unit| Some(loaded.hierarchy.get(unit)?.name.clone())).collect();
    Ok(unsent)
}

/// One task, with what the agency needs for changing it.
#[derive(Clone, Debug)]
pub struct TaskDesk {
    /// The campaign.
    pub campaign: Campaign,
    /// Since when the campaign is closed.
    pub closed_at: Option<Instant>,
    /// The day it is.
    pub today: CivilDate,
    /// The task.
    pub task: DeskTask,
    /// Whether the actor runs the campaign.
    pub runs: bool,
    /// Units near each name that is none of them.
    pub candidates: Vec<(String, Vec<UnitVersion>)>,
    /// Every unit that can be given a part; only for who runs the campaign.
    pub units: Vec<UnitVersion>,
}

/// One task of a campaign.
///
/// # Errors
/// [`DeskError::UnknownTask`], and those of [`desk`].
pub fn task(context: Context<'_>, campaign_name: Option<&str>, ordinal: u32) -> Result<TaskDesk, DeskError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let runs = loaded.permits(context, Action::RunCampaign, loaded.campaign.root);
        let eyes = Eyes::of(context, session, &loaded, runs)?;
        let stored = session.tasks(loaded.campaign.id)?;
        let found = stored.into_iter().find(|task| task.ordinal == ordinal).ok_or(DeskError::UnknownTask(ordinal))?;
        let task = view(context, &loaded, found, &eyes);
        let root = loaded.campaign.root;
        let near = |name: &String| (name.clone(), candidates(&loaded.hierarchy, root, name));
        let listed = if runs { loaded.hierarchy.subtree(root) } else { Vec::new() };
        Ok(TaskDesk {
            candidates: task.unresolved.iter().map(near).collect(),
            units: listed.into_iter().filter_map(|unit| loaded.hierarchy.get(unit).cloned()).collect(),
            closed_at: session.campaign_closed_at(loaded.campaign.id)?,
            campaign: loaded.campaign,
            today: context.today(),
            task,
            runs,
        })
    })
}

/// The plan of a campaign, with the sentences of its tasks marked.
#[derive(Clone, Debug)]
pub struct PlanText {
    /// The campaign.
    pub campaign: Campaign,
    /// The text; a mark is the position of its task in `tasks`.
    pub text: Marked,
    /// Numbers of the tasks.
    pub tasks: Vec<u32>,
}

/// The text of a campaign's plan, for everybody in it.
///
/// # Errors
/// [`DeskError::Plan`], and those of [`desk`].
pub fn plan_text(context: Context<'_>, campaign_name: Option<&str>) -> Result<PlanText, DeskError> {
    let (campaign, tasks, bytes) = context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let file = session.file(loaded.campaign.root, &loaded.campaign.plan_digest)?;
        let tasks = session.tasks(loaded.campaign.id)?;
        Ok::<_, DeskError>((loaded.campaign, tasks, file.ok_or(DeskError::Plan)?.1))
    })?;
    let reading = context.memory().reading(&campaign.plan_digest, &bytes).map_err(|_| DeskError::Plan)?;
    let spans: Vec<_> = tasks.iter().map(|task| task.span.clone()).collect();
    let text = Marked::new(&reading, &spans);
    Ok(PlanText { campaign, text, tasks: tasks.iter().map(|task| task.ordinal).collect() })
}
