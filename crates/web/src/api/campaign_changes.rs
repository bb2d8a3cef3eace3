//! A campaign as its agency runs it: its plan, its due day, closed and opened again.

use super::caller::Caller;
use super::extract::{Body, In, day};
use super::parts::OfCampaign;
use super::problem::Problem;
use crate::site::Site;
use app::campaign_desk::{self as desk, PlanText};
use app::plan::{Block, Piece};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(plan)).routes(routes!(set_due)).routes(routes!(close))
}

/// The plan of a campaign.
#[derive(Debug, Serialize, ToSchema)]
struct PlanTextOut {
    /// Its paragraphs, those of tables too, in order.
    paragraphs: Vec<PlanParagraph>,
}

/// A paragraph of a plan.
#[derive(Debug, Serialize, ToSchema)]
struct PlanParagraph {
    /// Its text.
    text: String,
    /// Numbers of the tasks that stand in it.
    tasks: Vec<u32>,
}

fn paragraphs(found: &PlanText) -> Vec<PlanParagraph> {
    let paragraph = |pieces: &Vec<Piece>| {
        let mut tasks: Vec<u32> =
            pieces.iter().flat_map(|piece| &piece.marks).filter_map(|mark| found.tasks.get(*mark).copied()).collect();
        tasks.sort_unstable();
        tasks.dedup();
        PlanParagraph { text: pieces.iter().map(|piece| piece.text.as_str()).collect(), tasks }
    };
    let all = found.text.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(pieces) => vec![paragraph(pieces)],
        Block::Table { rows, .. } => rows.iter().flatten().flatten().map(paragraph).collect(),
    });
    all.filter(|paragraph| !paragraph.text.trim().is_empty()).collect()
}

/// The plan of a campaign, with its tasks marked
#[utoipa::path(get, path = "/campaigns/{campaign}/plan", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = PlanTextOut)))]
async fn plan(State(site): State<Site>, caller: Caller, In(of): In<OfCampaign>) -> Result<Json<PlanTextOut>, Problem> {
    let found = caller.ask(&site, move |context| desk::plan_text(context, Some(&of.campaign))).await?;
    Ok(Json(PlanTextOut { paragraphs: paragraphs(&found) }))
}

/// The day by which reports are due.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DueIn {
    /// The day; a report of that day is on time.
    #[schema(format = Date)]
    due_on: String,
    /// Why: the officers of the units that report are told.
    reason: String,
}

/// Change the day by which reports are due
#[utoipa::path(put, path = "/campaigns/{campaign}/due", tag = "campaigns", params(OfCampaign), request_body = DueIn,
    responses((status = 204, description = "Changed")))]
async fn set_due(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Body(sent): Body<DueIn>,
) -> Result<StatusCode, Problem> {
    let due_on = day(&sent.due_on, caller.language)?;
    let work = move |context: app::Context<'_>| desk::set_due(context, Some(&of.campaign), due_on, &sent.reason);
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closed or open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClosedIn {
    /// Close it; open it again otherwise.
    closed: bool,
    /// Why it is opened again.
    #[serde(default)]
    reason: String,
}

/// Close a campaign, or open it again
///
/// In a closed campaign nothing is typed, sent or handed in any more.
#[utoipa::path(put, path = "/campaigns/{campaign}/closed", tag = "campaigns", params(OfCampaign),
    request_body = ClosedIn, responses((status = 204, description = "Done")))]
async fn close(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Body(sent): Body<ClosedIn>,
) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| match sent.closed {
        true => desk::close(context, Some(&of.campaign)),
        false => desk::reopen(context, Some(&of.campaign), &sent.reason),
    };
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}
