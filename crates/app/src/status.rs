//! Who is done, late, missing; which tasks are due.

mod live;
mod task_board;

pub(crate) use live::board_lines;
pub use live::{BoardFilter, BoardLine, BoardOrder, LiveBoard, Standing, StandingGroup, change_counter, live_board};
pub use task_board::{TaskBoard, TaskGroup, TaskLine, task_board};

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use domain::access::Action;
use domain::campaign::Campaign;
use domain::report::{Punctuality, State, punctuality};
use domain::task::{Role, Task};
use domain::unit::{UnitCode, UnitKind};
use domain::{CivilDate, UnitId};
use store::{ReportHead, Session};

/// The state of a campaign on a day.
#[derive(Clone, Debug)]
pub struct Board {
    /// The campaign.
    pub campaign: Campaign,
    /// The day.
    pub on: CivilDate,
    /// Units that report, in listing order.
    pub units: Vec<UnitStatus>,
    /// Tasks, in the order of the plan.
    pub tasks: Vec<TaskStatus>,
}

/// Where a unit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitStatus {
    /// The unit.
    pub unit: UnitId,
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: UnitKind,
    /// On time, late, awaited, missing.
    pub punctuality: Punctuality,
    /// State of its report, if there is one.
    pub state: Option<State>,
    /// Its latest revision.
    pub revision: Option<u32>,
    /// The revision that counts in totals.
    pub counted_revision: Option<u32>,
    /// The day its latest revision was received.
    pub received_on: Option<CivilDate>,
    /// Tasks it leads.
    pub leads: usize,
    /// Tasks it joins in.
    pub joins: usize,
}

/// A task and whether its day has passed.
#[derive(Clone, Debug)]
pub struct TaskStatus {
    /// The task.
    pub task: Task,
    /// Codes of the units that lead it.
    pub leads: Vec<UnitCode>,
    /// Days until it is due; negative when past. None without a due day.
    pub days_left: Option<i32>,
    /// The day this is told of.
    pub on: CivilDate,
}

impl Board {
    /// How many units are so punctual.
    #[must_use]
    pub fn count(&self, wanted: impl Fn(Punctuality) -> bool) -> usize {
        self.units.iter().filter(|line| wanted(line.punctuality)).count()
    }
}

/// The board of a campaign on a day.
///
/// # Errors
/// When the campaign is not found or the store fails.
pub fn board(context: Context<'_>, campaign_name: Option<&str>, on: Option<CivilDate>) -> Result<Board, FindError> {
    let on = on.unwrap_or_else(|| context.today());
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let mut tasks = session.tasks(loaded.campaign.id)?;
        tasks.retain(|task| !task.is_withdrawn());
        let mut units = unit_statuses(session, &loaded, &tasks, on)?;
        units.retain(|status| loaded.permits(context, Action::ViewProgress, status.unit));
        let tasks = tasks.into_iter().map(|task| task_status(&loaded, task, on)).collect();
        Ok(Board { campaign: loaded.campaign, on, units, tasks })
    })
}

/// Where each reporting unit stands, in listing order.
pub(crate) fn unit_statuses(
    session: &Session<'_>,
    loaded: &Loaded,
    tasks: &[Task],
    on: CivilDate,
) -> Result<Vec<UnitStatus>, FindError> {
    let campaign = &loaded.campaign;
    let heads: std::collections::HashMap<UnitId, ReportHead> = session.reports(campaign.id)?.into_iter().collect();
    let reporters = loaded.reporters(session)?;
    let hierarchy = loaded.reported_in()?;
    let listed = hierarchy.subtree(campaign.root).into_iter().filter(|unit| reporters.contains(unit));
    // A unit has one part in a task at most, as tasks are handed out; counted once for all of them.
    let mut parts: std::collections::HashMap<(UnitId, Role), usize> = std::collections::HashMap::new();
    for task in tasks {
        let of_task: std::collections::HashSet<(UnitId, Role)> =
            task.assignments.iter().map(|assignment| (assignment.unit, assignment.role)).collect();
        for part in of_task {
            *parts.entry(part).or_default() += 1;
        }
    }
    let status = |unit: UnitId| {
        let version = hierarchy.get(unit)?;
        let head = heads.get(&unit);
        let part_in = |role| parts.get(&(unit, role)).copied().unwrap_or(0);
        Some(UnitStatus {
            unit,
            code: version.code.clone(),
            name: version.name.clone(),
            kind: version.kind,
            punctuality: punctuality(head.map(|head| head.first_received_on), campaign.due_on, on),
            state: head.map(|head| head.state),
            revision: head.map(|head| head.latest_revision),
            counted_revision: head.and_then(|head| head.approved_revision),
            received_on: head.map(|head| head.latest_received_on),
            leads: part_in(Role::Lead),
            joins: part_in(Role::Coordinating),
        })
    };
    Ok(listed.filter_map(status).collect())
}

fn task_status(loaded: &Loaded, task: Task, on: CivilDate) -> TaskStatus {
    let leads = task
        .assignments
        .iter()
        .filter(|assignment| assignment.role == Role::Lead)
        .filter_map(|assignment| loaded.hierarchy.get(assignment.unit))
        .map(|version| version.code.clone())
        .collect();
    let days_left = task.due_on.map(|due| due.since(on).map_or(0, |span| span.get_days()));
    TaskStatus { task, leads, days_left, on }
}
