//! The board of tasks: how many of those who lead each task have done it, late, due soon, returned.

use super::{TaskStatus, task_status};
use crate::Context;
use crate::campaign::{self, FindError};
use crate::campaign_desk::{last_words, standing};
use domain::CivilDate;
use domain::access::Action;
use domain::campaign::Campaign;
use domain::task::{PartStanding, ProgressCount, Role, TaskKind};
use std::collections::HashMap;

/// A task on the board.
#[derive(Clone, Debug)]
pub struct TaskLine {
    /// The task and its day.
    pub task: TaskStatus,
    /// Units that have a part in it.
    pub units: usize,
    /// Units it was sent to.
    pub sent: usize,
    /// Units of which somebody looked at it.
    pub seen: usize,
    /// For the duty to report: units whose report is in.
    pub reported: Option<usize>,
    /// How those who lead it stand; for the duty to report the board of units tells.
    pub progress: ProgressCount,
}

/// How a task stands, by what needs most care among those who lead it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskGroup {
    /// Somebody is late.
    Late,
    /// Somebody's part was given back.
    Returned,
    /// Due soon for somebody.
    DueSoon,
    /// Nobody is late, somebody has not done it.
    Open,
    /// All have done it.
    Done,
}

impl TaskGroup {
    /// Every group, the one that needs most care first.
    pub const ALL: [Self; 5] = [Self::Late, Self::Returned, Self::DueSoon, Self::Open, Self::Done];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Returned => "returned",
            Self::DueSoon => "due-soon",
            Self::Open => "open",
            Self::Done => "done",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}

impl TaskLine {
    /// Its group.
    #[must_use]
    pub fn group(&self) -> TaskGroup {
        let count = &self.progress;
        match self.reported {
            Some(reported) if reported >= self.units => TaskGroup::Done,
            Some(_) => self.group_by_day(),
            None if count.late > 0 => TaskGroup::Late,
            None if count.returned > 0 => TaskGroup::Returned,
            None if count.due_soon > 0 => TaskGroup::DueSoon,
            None if count.open > 0 => TaskGroup::Open,
            None if count.all() > 0 => TaskGroup::Done,
            None => self.group_by_day(),
        }
    }

    /// The group of a task nobody leads.
    fn group_by_day(&self) -> TaskGroup {
        match self.task.days_left.map(|_| PartStanding::of(None, self.task.task.due_on, self.task.on)) {
            Some(PartStanding::Late { .. }) => TaskGroup::Late,
            Some(PartStanding::DueSoon { .. }) => TaskGroup::DueSoon,
            _ => TaskGroup::Open,
        }
    }

    /// Whether somebody who leads it can be reminded of it.
    #[must_use]
    pub fn waits_for_units(&self) -> bool {
        self.task.task.kind == TaskKind::Work && self.progress.finished() < self.progress.all()
    }
}

/// The tasks of a campaign on a day, without those withdrawn.
#[derive(Clone, Debug)]
pub struct TaskBoard {
    /// The campaign.
    pub campaign: Campaign,
    /// The day.
    pub on: CivilDate,
    /// How often something of the campaign had changed when this was read.
    pub counter: u64,
    /// Whether the actor may remind units of tasks.
    pub may_remind: bool,
    /// The tasks, in their order.
    pub lines: Vec<TaskLine>,
}

impl TaskBoard {
    /// How many tasks stand so.
    #[must_use]
    pub fn count(&self, group: TaskGroup) -> usize {
        self.lines.iter().filter(|line| line.group() == group).count()
    }
}

/// The tasks of a campaign today.
///
/// # Errors
/// When the campaign is not found, or the actor sees nothing of its progress.
pub fn task_board(context: Context<'_>, campaign_name: Option<&str>) -> Result<TaskBoard, FindError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        crate::totals::top_for(context, &loaded, None, Action::ViewProgress)?;
        let id = loaded.campaign.id;
        let counter = session.change_counter(id)?;
        let mut reached: HashMap<domain::TaskId, (usize, usize)> = HashMap::new();
        for sent in session.tasks_sent(id)? {
            let (all, seen) = reached.entry(sent.task).or_default();
            *all += 1;
            *seen += usize::from(sent.seen_at.is_some());
        }
        let words = last_words(session, &loaded)?;
        let reported = session.reports(id)?.len();
        let on = context.today();
        let line = |task: domain::task::Task| {
            let (sent, seen) = reached.get(&task.id).copied().unwrap_or_default();
            let mut progress = ProgressCount::default();
            if task.kind == TaskKind::Work {
                let leads = task.assignments.iter().filter(|part| part.role == Role::Lead);
                leads.for_each(|part| progress.count(standing(&words, &task, part.unit, on)));
            }
            TaskLine {
                units: task.assignments.len(),
                sent,
                seen,
                reported: (task.kind == TaskKind::Report).then_some(reported),
                progress,
                task: task_status(&loaded, task, on),
            }
        };
        let tasks = session.tasks(id)?.into_iter().filter(|task| !task.is_withdrawn());
        let lines = tasks.map(line).collect();
        let may_remind = loaded.permits(context, Action::RunCampaign, loaded.campaign.root)
            && session.campaign_closed_at(id)?.is_none();
        Ok(TaskBoard { on, counter, may_remind, lines, campaign: loaded.campaign })
    })
}
