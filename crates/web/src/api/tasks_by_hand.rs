//! Tasks that are not as the plan has them: added, worded anew, withdrawn; and what units say of their parts.

use super::caller::Caller;
use super::campaigns::RemindedOut;
use super::extract::{Body, In, day, maybe_day};
use super::parts::OfCampaign;
use super::problem::Problem;
use super::tasks::{OfPart, OfTask};
use crate::site::Site;
use app::campaign_desk::{self as desk, NewTask};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(sentences))
        .routes(routes!(add))
        .routes(routes!(reword))
        .routes(routes!(withdraw, restore))
        .routes(routes!(say_done, take_back))
        .routes(routes!(give_back))
        .routes(routes!(remind))
}

/// A sentence of the plan that could be a task.
#[derive(Debug, Serialize, ToSchema)]
struct SentenceOut {
    /// Its place in the plain text of the plan, in bytes: from.
    from: usize,
    /// To, excluded.
    to: usize,
    /// Its words.
    text: String,
    /// Number of the task that it is already, or is part of.
    task: Option<u32>,
}

/// Sentences of the plan that could be tasks
#[utoipa::path(get, path = "/campaigns/{campaign}/sentences", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = Vec<SentenceOut>)))]
async fn sentences(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
) -> Result<Json<Vec<SentenceOut>>, Problem> {
    let found = caller.ask(&site, move |context| desk::new_task(context, Some(&of.campaign))).await?;
    let out = |sentence: desk::Sentence| {
        let desk::Sentence { span, text, task } = sentence;
        SentenceOut { from: span.start, to: span.end, text, task }
    };
    Ok(Json(found.sentences.into_iter().map(out).collect()))
}

/// A place in the plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SpanIn {
    /// From, in bytes.
    from: usize,
    /// To, excluded.
    to: usize,
}

/// A task to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTaskIn {
    /// Its words; those of the sentence when left out.
    #[serde(default)]
    text: String,
    /// Who leads: names or codes of units, or a class of them as a plan says it, parted by `;`.
    lead: String,
    /// Who joins in, likewise.
    #[serde(default)]
    joining: String,
    /// The day by which.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// The sentence of the plan it is.
    sentence: Option<SpanIn>,
}

/// A task that was added.
#[derive(Debug, Serialize, ToSchema)]
struct AddedOut {
    /// Its number.
    ordinal: u32,
}

/// Add a task that was not read in the plan
#[utoipa::path(post, path = "/campaigns/{campaign}/tasks", tag = "campaigns", params(OfCampaign),
    request_body = NewTaskIn, responses((status = 201, body = AddedOut)))]
async fn add(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Body(sent): Body<NewTaskIn>,
) -> Result<(StatusCode, Json<AddedOut>), Problem> {
    let due_on = maybe_day(sent.due_on.as_deref(), caller.language)?;
    let sentence = sent.sentence.map(|span| span.from..span.to);
    let new = NewTask { text: sent.text, lead: sent.lead, joining: sent.joining, due_on, sentence };
    let ordinal = caller.ask(&site, move |context| desk::add(context, Some(&of.campaign), &new)).await?;
    Ok((StatusCode::CREATED, Json(AddedOut { ordinal })))
}

/// Other words of a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WordsIn {
    /// The words; the first ones stay beside them.
    text: String,
}

/// Word a task anew
#[utoipa::path(put, path = "/campaigns/{campaign}/tasks/{ordinal}/words", tag = "campaigns", params(OfTask),
    request_body = WordsIn, responses((status = 204, description = "It has these words")))]
async fn reword(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfTask>,
    Body(sent): Body<WordsIn>,
) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| desk::reword(context, Some(&of.campaign), of.ordinal, &sent.text);
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReasonIn {
    /// The reason, for those it concerns.
    reason: String,
}

/// Withdraw a task
///
/// It stays, marked as withdrawn; its units are told.
#[utoipa::path(put, path = "/campaigns/{campaign}/tasks/{ordinal}/withdrawn", tag = "campaigns", params(OfTask),
    request_body = ReasonIn, responses((status = 204, description = "Withdrawn")))]
async fn withdraw(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfTask>,
    Body(sent): Body<ReasonIn>,
) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| desk::withdraw(context, Some(&of.campaign), of.ordinal, &sent.reason);
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let a withdrawn task count again
#[utoipa::path(delete, path = "/campaigns/{campaign}/tasks/{ordinal}/withdrawn", tag = "campaigns", params(OfTask),
    responses((status = 204, description = "It counts")))]
async fn restore(State(site): State<Site>, caller: Caller, In(of): In<OfTask>) -> Result<StatusCode, Problem> {
    caller.ask(&site, move |context| desk::restore(context, Some(&of.campaign), of.ordinal)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// When a unit did its part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DoneIn {
    /// The day.
    #[schema(format = Date)]
    on: String,
    /// A word about it.
    #[serde(default)]
    note: String,
}

/// Say that a unit's part in a task is done
#[utoipa::path(put, path = "/campaigns/{campaign}/tasks/{ordinal}/parts/{unit}/done", tag = "campaigns", params(OfPart),
    request_body = DoneIn, responses((status = 204, description = "Done")))]
async fn say_done(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPart>,
    Body(sent): Body<DoneIn>,
) -> Result<StatusCode, Problem> {
    let on = day(&sent.on, caller.language)?;
    let work = move |context: app::Context<'_>| {
        desk::say_done(context, Some(&of.campaign), (of.ordinal, &of.unit), Some(on), &sent.note)
    };
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say that a unit's part in a task is not done after all
#[utoipa::path(delete, path = "/campaigns/{campaign}/tasks/{ordinal}/parts/{unit}/done", tag = "campaigns",
    params(OfPart), responses((status = 204, description = "Not done")))]
async fn take_back(State(site): State<Site>, caller: Caller, In(of): In<OfPart>) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| desk::take_back(context, Some(&of.campaign), (of.ordinal, &of.unit));
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a unit's part in a task back to it
#[utoipa::path(put, path = "/campaigns/{campaign}/tasks/{ordinal}/parts/{unit}/returned", tag = "campaigns",
    params(OfPart), request_body = ReasonIn, responses((status = 204, description = "The unit has it again")))]
async fn give_back(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPart>,
    Body(sent): Body<ReasonIn>,
) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| {
        desk::give_back(context, Some(&of.campaign), (of.ordinal, &of.unit), &sent.reason)
    };
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A word that goes with a reminder.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct RemindTaskIn {
    /// The word.
    note: Option<String>,
}

/// Remind the units that lead a task and have not done it
#[utoipa::path(post, path = "/campaigns/{campaign}/tasks/{ordinal}/reminders", tag = "campaigns", params(OfTask),
    request_body = RemindTaskIn, responses((status = 200, body = RemindedOut)))]
async fn remind(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfTask>,
    Body(sent): Body<RemindTaskIn>,
) -> Result<Json<RemindedOut>, Problem> {
    let work = move |context: app::Context<'_>| {
        app::remind::remind_task(context, Some(&of.campaign), of.ordinal, sent.note.as_deref())
    };
    Ok(Json(caller.ask(&site, work).await?.into()))
}
