//! Tasks of a campaign: who has a part in them, sent to units, seen there, changed by who runs the campaign.

use super::caller::Caller;
use super::extract::{Body, In, maybe_day};
use super::parts::{OfCampaign, UnitName};
use super::problem::Problem;
use crate::site::Site;
use app::campaign_desk::{self as desk, DeskTask, PartView};
use app::status::{TaskLine, task_board};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::task::{Role, TaskKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(tasks))
        .routes(routes!(board))
        .routes(routes!(send))
        .routes(routes!(see))
        .routes(routes!(task))
        .routes(routes!(assign))
        .routes(routes!(unassign))
        .routes(routes!(settle))
        .routes(routes!(set_due))
}

/// A task of the plan.
#[derive(Debug, Serialize, ToSchema)]
struct TaskOut {
    /// Its id.
    id: String,
    /// Its number in the plan: by this it is named.
    ordinal: u32,
    /// `work`, or `report`: the duty to report.
    kind: &'static str,
    /// The plan's own words.
    text: String,
    /// Who leads, in the plan's words.
    lead_as_written: Option<String>,
    /// The day by which.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// Days until then; negative when past.
    days_left: Option<i32>,
    /// Units with a part in it.
    parts: Vec<TaskPart>,
    /// Bodies named that are none of the units.
    unresolved: Vec<String>,
}

/// A unit's part in a task.
#[derive(Debug, Serialize, ToSchema)]
struct TaskPart {
    /// The unit.
    unit: UnitName,
    /// `lead` or `coordinating`.
    role: &'static str,
    /// When it was sent to the unit.
    #[schema(format = DateTime)]
    sent_at: Option<String>,
    /// When somebody there first looked; told to those who run the campaign.
    #[schema(format = DateTime)]
    seen_at: Option<String>,
}

impl From<PartView> for TaskPart {
    fn from(part: PartView) -> Self {
        Self {
            unit: UnitName { code: part.code, name: part.name, kind: None },
            role: match part.role {
                Role::Lead => "lead",
                Role::Coordinating => "coordinating",
            },
            sent_at: part.sent_at.map(|at| at.to_string()),
            seen_at: part.seen_at.map(|at| at.to_string()),
        }
    }
}

impl From<DeskTask> for TaskOut {
    fn from(task: DeskTask) -> Self {
        Self {
            id: task.id.to_string(),
            ordinal: task.ordinal,
            kind: kind(task.kind),
            text: task.text,
            lead_as_written: task.lead_as_written,
            due_on: task.due_on.map(|day| day.to_string()),
            days_left: task.days_left,
            parts: task.parts.into_iter().map(Into::into).collect(),
            unresolved: task.unresolved,
        }
    }
}

fn kind(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Work => "work",
        TaskKind::Report => "report",
    }
}

/// Tasks of the plan, with the units they reach
///
/// For those who run the campaign in the order of the plan; for others what is due first comes first.
#[utoipa::path(get, path = "/campaigns/{campaign}/tasks", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = Vec<TaskOut>)))]
async fn tasks(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
) -> Result<Json<Vec<TaskOut>>, Problem> {
    let desk = caller.ask(&site, move |context| desk::desk(context, Some(&of.campaign))).await?;
    Ok(Json(desk.tasks.into_iter().map(Into::into).collect()))
}

/// How far a task is.
#[derive(Debug, Serialize, ToSchema)]
struct TaskProgress {
    /// Its number.
    ordinal: u32,
    /// `work` or `report`.
    kind: &'static str,
    /// The plan's own words.
    text: String,
    /// The day by which.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// Days until then; negative when past.
    days_left: Option<i32>,
    /// Parts in it.
    parts: usize,
    /// Units it was sent to.
    sent: usize,
    /// Units of which somebody looked at it.
    seen: usize,
    /// For the duty to report: units whose report is in.
    reported: Option<usize>,
}

impl From<TaskLine> for TaskProgress {
    fn from(line: TaskLine) -> Self {
        let task = line.task.task;
        Self {
            ordinal: task.ordinal,
            kind: kind(task.kind),
            text: task.text,
            due_on: task.due_on.map(|day| day.to_string()),
            days_left: line.task.days_left,
            parts: line.units,
            sent: line.sent,
            seen: line.seen,
            reported: line.reported,
        }
    }
}

/// How far the tasks are
#[utoipa::path(get, path = "/campaigns/{campaign}/task-board", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = Vec<TaskProgress>)))]
async fn board(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
) -> Result<Json<Vec<TaskProgress>>, Problem> {
    let board = caller.ask(&site, move |context| task_board(context, Some(&of.campaign))).await?;
    Ok(Json(board.lines.into_iter().map(Into::into).collect()))
}

/// Which tasks to send.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct SendIn {
    /// Numbers of the tasks; all of them when left out.
    tasks: Option<Vec<u32>>,
}

/// What was sent.
#[derive(Debug, Serialize, ToSchema)]
struct SentOut {
    /// Parts that were new to their units.
    parts: usize,
    /// Units they went to.
    units: usize,
    /// People told.
    people: usize,
}

/// Send tasks to their units
///
/// The officers of each unit are told once. Sending again sends only what is new.
#[utoipa::path(post, path = "/campaigns/{campaign}/tasks/send", tag = "campaigns", params(OfCampaign),
    request_body = SendIn, responses((status = 200, body = SentOut)))]
async fn send(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Body(sent): Body<SendIn>,
) -> Result<Json<SentOut>, Problem> {
    let work = move |context: app::Context<'_>| desk::send(context, Some(&of.campaign), sent.tasks.as_deref());
    let desk::Sent { parts, units, people } = caller.ask(&site, work).await?;
    Ok(Json(SentOut { parts, units, people }))
}

/// How many tasks were new.
#[derive(Debug, Serialize, ToSchema)]
struct SeenOut {
    /// Tasks sent to the caller's units that nobody there had looked at.
    seen: usize,
}

/// Say that the tasks sent to one's own units were seen
#[utoipa::path(post, path = "/campaigns/{campaign}/tasks/seen", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = SeenOut)))]
async fn see(State(site): State<Site>, caller: Caller, In(of): In<OfCampaign>) -> Result<Json<SeenOut>, Problem> {
    let seen = caller.ask(&site, move |context| app::entry::see_tasks(context, Some(&of.campaign))).await?;
    Ok(Json(SeenOut { seen }))
}

/// Which task.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfTask {
    /// Id of the campaign.
    pub(super) campaign: String,
    /// Number of the task.
    pub(super) ordinal: u32,
}

/// One task, with what is needed for changing it.
#[derive(Debug, Serialize, ToSchema)]
struct OneTaskOut {
    /// The task.
    task: TaskOut,
    /// Whether the caller may change it.
    may_change: bool,
    /// Names in it that are none of the units, each with the units near it.
    unresolved: Vec<UnsettledName>,
    /// Units that can be given a part; for those who run the campaign.
    units: Vec<UnitName>,
}

/// A name that is none of the units.
#[derive(Debug, Serialize, ToSchema)]
struct UnsettledName {
    /// The words of the plan.
    name: String,
    /// Units whose names come near, the nearest first.
    candidates: Vec<UnitName>,
}

/// One task
#[utoipa::path(get, path = "/campaigns/{campaign}/tasks/{ordinal}", tag = "campaigns", params(OfTask),
    responses((status = 200, body = OneTaskOut)))]
async fn task(State(site): State<Site>, caller: Caller, In(of): In<OfTask>) -> Result<Json<OneTaskOut>, Problem> {
    let found = caller.ask(&site, move |context| desk::task(context, Some(&of.campaign), of.ordinal)).await?;
    let near =
        |(name, units): (String, Vec<_>)| UnsettledName { name, candidates: units.iter().map(Into::into).collect() };
    Ok(Json(OneTaskOut {
        may_change: found.runs && found.closed_at.is_none(),
        task: found.task.into(),
        unresolved: found.candidates.into_iter().map(near).collect(),
        units: found.units.iter().map(Into::into).collect(),
    }))
}

/// What a unit does in a task.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum PartName {
    /// It leads.
    #[default]
    Lead,
    /// It joins in.
    Coordinating,
}

impl From<PartName> for Role {
    fn from(name: PartName) -> Self {
        match name {
            PartName::Lead => Self::Lead,
            PartName::Coordinating => Self::Coordinating,
        }
    }
}

/// Which unit in which task.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfPart {
    /// Id of the campaign.
    pub(super) campaign: String,
    /// Number of the task.
    pub(super) ordinal: u32,
    /// Code of the unit.
    pub(super) unit: String,
}

/// A unit's part in a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartIn {
    /// Its part. In the duty to report every unit leads.
    part: PartName,
}

/// Give a unit its part in a task
///
/// It has one part: another one it had is taken from it. A unit given the duty to report reports from then on.
#[utoipa::path(put, path = "/campaigns/{campaign}/tasks/{ordinal}/parts/{unit}", tag = "campaigns", params(OfPart),
    request_body = PartIn, responses((status = 204, description = "It has the part")))]
async fn assign(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPart>,
    Body(sent): Body<PartIn>,
) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| {
        desk::assign(context, Some(&of.campaign), of.ordinal, &of.unit, sent.part.into())
    };
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which part of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfOnePart {
    /// Id of the campaign.
    campaign: String,
    /// Number of the task.
    ordinal: u32,
    /// Code of the unit.
    unit: String,
    /// Its part.
    #[param(inline)]
    part: PartName,
}

/// Take a part in a task from a unit
///
/// Its officers are told when it had been sent to them.
#[utoipa::path(delete, path = "/campaigns/{campaign}/tasks/{ordinal}/parts/{unit}/{part}", tag = "campaigns",
    params(OfOnePart), responses((status = 204, description = "It does not have the part")))]
async fn unassign(State(site): State<Site>, caller: Caller, In(of): In<OfOnePart>) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| {
        desk::unassign(context, Some(&of.campaign), of.ordinal, &of.unit, of.part.into())
    };
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is meant by a name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettledIn {
    /// The name, as the task has it.
    name: String,
    /// Code of the unit that is meant; nobody is when left out.
    unit: Option<String>,
    /// The part it gets; `lead` when left out.
    #[serde(default)]
    part: PartName,
}

/// Settle a name that is none of the units
///
/// 409 when somebody settled it before.
#[utoipa::path(post, path = "/campaigns/{campaign}/tasks/{ordinal}/settle", tag = "campaigns", params(OfTask),
    request_body = SettledIn, responses((status = 204, description = "Settled")))]
async fn settle(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfTask>,
    Body(sent): Body<SettledIn>,
) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| {
        let meant = sent.unit.as_deref().map(|unit| (unit, sent.part.into()));
        desk::settle(context, Some(&of.campaign), of.ordinal, &sent.name, meant)
    };
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The day by which a task is due.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskDueIn {
    /// The day; none when the task has none of its own.
    #[schema(format = Date)]
    due_on: Option<String>,
}

/// Set the day by which a task is due
#[utoipa::path(put, path = "/campaigns/{campaign}/tasks/{ordinal}/due", tag = "campaigns", params(OfTask),
    request_body = TaskDueIn, responses((status = 204, description = "Set")))]
async fn set_due(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfTask>,
    Body(sent): Body<TaskDueIn>,
) -> Result<StatusCode, Problem> {
    let due_on = maybe_day(sent.due_on.as_deref(), caller.language)?;
    let work = move |context: app::Context<'_>| desk::set_task_due(context, Some(&of.campaign), of.ordinal, due_on);
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}
