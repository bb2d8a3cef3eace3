//! Campaigns: which there are, their tasks, their form, how far the units are, reminders.

use super::caller::Caller;
use super::extract::{Asked, Body, In};
use super::parts::{OfCampaign, UnitName};
use super::problem::Problem;
use crate::site::Site;
use app::status::{BoardFilter, BoardLine, BoardOrder, Standing, StandingGroup, live_board};
use axum::Json;
use axum::extract::State;
use domain::campaign::Campaign;
use domain::report::Punctuality;
use domain::unit::UnitKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).routes(routes!(board)).routes(routes!(remind))
}

/// A campaign: one action month of one unit in one year.
#[derive(Debug, Serialize, ToSchema)]
struct CampaignOut {
    /// Its id.
    id: String,
    /// Name as the plan gives it.
    name: String,
    /// Year.
    year: i16,
    /// Theme of the year.
    theme: Option<String>,
    /// First day.
    #[schema(format = Date)]
    from: String,
    /// Last day.
    #[schema(format = Date)]
    until: String,
    /// The last day on which a report counts as on time.
    #[schema(format = Date)]
    due_on: String,
    /// Number and symbol of the plan.
    plan_number: Option<String>,
    /// The form, `action-month/1`.
    form: String,
    /// The unit that runs it; totals run up to it.
    root: Option<UnitName>,
    /// When it was opened.
    #[schema(format = DateTime)]
    opened_at: String,
    /// Since when it takes no reports any more.
    #[schema(format = DateTime)]
    closed_at: Option<String>,
}

impl CampaignOut {
    fn of(campaign: &Campaign, root: Option<UnitName>, closed_at: Option<domain::Instant>) -> Self {
        Self {
            id: campaign.id.to_string(),
            name: campaign.name.clone(),
            year: campaign.year,
            theme: campaign.theme.clone(),
            from: campaign.period.0.to_string(),
            until: campaign.period.1.to_string(),
            due_on: campaign.due_on.to_string(),
            plan_number: campaign.plan_number.clone(),
            form: campaign.form.to_string(),
            root,
            opened_at: campaign.opened_at.to_string(),
            closed_at: closed_at.map(|at| at.to_string()),
        }
    }
}

/// Campaigns the caller may see
///
/// The one opened last comes first.
#[utoipa::path(get, path = "/campaigns", tag = "campaigns", responses((status = 200, body = Vec<CampaignOut>)))]
async fn list(State(site): State<Site>, caller: Caller) -> Result<Json<Vec<CampaignOut>>, Problem> {
    let listed = caller.ask(&site, app::campaign::list).await?;
    let out =
        listed.iter().map(|each| CampaignOut::of(&each.campaign, each.root.as_ref().map(Into::into), each.closed_at));
    Ok(Json(out.collect()))
}

/// One campaign
#[utoipa::path(get, path = "/campaigns/{campaign}", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = CampaignOut)))]
async fn one(State(site): State<Site>, caller: Caller, In(of): In<OfCampaign>) -> Result<Json<CampaignOut>, Problem> {
    let desk = caller.ask(&site, move |context| app::campaign_desk::desk(context, Some(&of.campaign))).await?;
    Ok(Json(CampaignOut::of(&desk.campaign, Some((&desk.root).into()), desk.closed_at)))
}

/// Which units of the board.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct BoardAsked {
    /// Only units that stand so: `late`, `returned`, `submitted`, `due-soon`, `missing`, `approved`.
    standing: Option<String>,
    /// Only units of this kind.
    kind: Option<String>,
    /// Only units with these letters in name or code, whatever their case and marks.
    words: Option<String>,
    /// How to sort: `listing` (when left out), `code`, `name`, `standing`, `received`, `warnings`, `questions`.
    sort: Option<String>,
    /// The other way round.
    descending: bool,
}

/// How far the units are.
#[derive(Debug, Serialize, ToSchema)]
struct BoardOut {
    /// The day it is.
    #[schema(format = Date)]
    on: String,
    /// Rises with every change in the campaign: the board is the same while it is.
    counter: u64,
    /// Units the caller may see.
    units: Vec<BoardUnit>,
}

/// Where a unit stands.
#[derive(Debug, Serialize, ToSchema)]
struct BoardUnit {
    /// The unit.
    unit: UnitName,
    /// `late`, `returned`, `submitted`, `due-soon`, `missing`, `approved`.
    standing: &'static str,
    /// Days late, or days left, where the standing has them.
    days: Option<i32>,
    /// `on-time`, `late`, `awaited`, `missing`, by the first revision handed in.
    punctuality: &'static str,
    /// State of its report: `submitted`, `returned`, `approved`; none while nothing is in.
    state: Option<&'static str>,
    /// Its newest revision.
    revision: Option<u32>,
    /// The revision that counts in totals.
    counted_revision: Option<u32>,
    /// The day its newest revision was received.
    #[schema(format = Date)]
    received_on: Option<String>,
    /// Figures of its newest revision that do not add up.
    warnings: u32,
    /// Those of them without an explanation.
    unexplained: u32,
    /// Figures of its newest revision far from those of other units of its kind, or from its own of earlier years.
    unusual: u32,
    /// Questions that are not settled.
    questions: u32,
}

impl BoardUnit {
    fn of(line: &BoardLine) -> Self {
        let status = &line.status;
        let days = match line.standing {
            Standing::Overdue { days }
            | Standing::WaitingLate { days }
            | Standing::DueSoon { days }
            | Standing::Awaited { days } => Some(days),
            Standing::Returned | Standing::Waiting | Standing::Approved => None,
        };
        Self {
            unit: UnitName { kind: Some(status.kind.name()), ..UnitName::of(&status.code, &status.name) },
            standing: line.standing.group().name(),
            days,
            punctuality: punctuality(status.punctuality),
            state: status.state.map(domain::report::State::name),
            revision: status.revision,
            counted_revision: status.counted_revision,
            received_on: status.received_on.map(|day| day.to_string()),
            warnings: line.warnings,
            unexplained: line.unexplained,
            unusual: line.unusual,
            questions: line.questions,
        }
    }
}

/// The name of how punctual a report is.
pub(super) fn punctuality(punctuality: Punctuality) -> &'static str {
    match punctuality {
        Punctuality::OnTime => "on-time",
        Punctuality::Late { .. } => "late",
        Punctuality::Awaited => "awaited",
        Punctuality::Missing => "missing",
    }
}

/// How far the units are
#[utoipa::path(get, path = "/campaigns/{campaign}/board", tag = "campaigns", params(OfCampaign, BoardAsked),
    responses((status = 200, body = BoardOut)))]
async fn board(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Asked(asked): Asked<BoardAsked>,
) -> Result<Json<BoardOut>, Problem> {
    let bad = || Problem::bad_request(caller.language);
    let group = asked.standing.as_deref().map(|name| StandingGroup::parse(name).ok_or_else(bad)).transpose()?;
    let kind = asked.kind.as_deref().map(|name| UnitKind::parse(name).ok_or_else(bad)).transpose()?;
    let order = asked.sort.as_deref().map(|name| BoardOrder::parse(name).ok_or_else(bad)).transpose()?;
    let board = caller.ask(&site, move |context| live_board(context, Some(&of.campaign))).await?;
    let filter = BoardFilter { group, kind, words: asked.words };
    let units = board.shown(&filter, order.unwrap_or_default(), asked.descending).into_iter().map(BoardUnit::of);
    Ok(Json(BoardOut { on: board.on.to_string(), counter: board.counter, units: units.collect() }))
}

/// Whom to remind.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct RemindIn {
    /// Codes of the units; every unit whose report is not in when left out.
    units: Option<Vec<String>>,
    /// Words to go with it, at most 1000 characters.
    note: Option<String>,
}

/// What reminding came to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RemindedOut {
    /// Units of which somebody was reminded.
    units: usize,
    /// People reminded.
    people: usize,
    /// Units that have nothing to do: their report is in.
    done: usize,
    /// Units nobody of which can be told.
    nobody: usize,
    /// Units reminded before on the same day.
    again: usize,
}

/// Remind units whose report is not in or was returned
///
/// Each person is reminded once a day, however often this is asked for.
#[utoipa::path(post, path = "/campaigns/{campaign}/reminders", tag = "campaigns", params(OfCampaign),
    request_body = RemindIn, responses((status = 200, body = RemindedOut)))]
async fn remind(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Body(sent): Body<RemindIn>,
) -> Result<Json<RemindedOut>, Problem> {
    let work = move |context: app::Context<'_>| {
        app::remind::remind(context, Some(&of.campaign), sent.units.as_deref(), sent.note.as_deref())
    };
    Ok(Json(caller.ask(&site, work).await?.into()))
}

impl From<app::remind::Reminded> for RemindedOut {
    fn from(reminded: app::remind::Reminded) -> Self {
        let app::remind::Reminded { units, people, done, nobody, again } = reminded;
        Self { units, people, done, nobody, again }
    }
}
