//! Reports that were handed in: their revisions, what happened to them, the decision on them, remarks about them.

use super::caller::Caller;
use super::extract::{Asked, Body, In};
use super::parts::{OfCampaign, OfReport, ReportContent, ReportEvent, ReportWarning, UnitName};
use super::problem::Problem;
use crate::download::{XLSX, file};
use crate::site::Site;
use app::report::{Decided, Decision, Which, decide as decide_all, decide_seen};
use app::review::{Change, Difference, Review, review};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::draft::{Attachment, Comment};
use domain::report::{Action, Revision, Value};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(report))
        .routes(routes!(revision_file))
        .routes(routes!(decide))
        .routes(routes!(decide_several))
        .routes(routes!(comments, comment))
        .routes(routes!(settle))
}

/// Which revisions to compare.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ReportAsked {
    /// Compare from this revision; the last but one when left out.
    from: Option<u32>,
    /// Compare to this revision; the newest when left out.
    to: Option<u32>,
}

/// The report of a unit.
#[derive(Debug, Serialize, ToSchema)]
struct ReportOut {
    /// The unit.
    unit: UnitName,
    /// State: `submitted`, `returned`, `approved`; none while nothing is in.
    state: Option<&'static str>,
    /// The revision that counts in totals.
    counted_revision: Option<u32>,
    /// What the newest revision says.
    content: Option<ReportContent>,
    /// What does not add up in it.
    warnings: Vec<ReportWarning>,
    /// The newest revisions, oldest first.
    revisions: Vec<ReportRevision>,
    /// What happened, oldest first. A decision names how many there were when the report was looked at.
    events: Vec<ReportEvent>,
    /// Files beside it.
    attachments: Vec<ReportAttachment>,
    /// How two revisions differ.
    compared: Option<Compared>,
    /// Whether the caller may decide on it.
    may_decide: bool,
    /// Whether the caller may ask and answer.
    may_comment: bool,
    /// Whether the caller may type into it.
    may_enter: bool,
}

/// What was handed in once.
#[derive(Debug, Serialize, ToSchema)]
struct ReportRevision {
    /// 1, 2, 3 … within the report.
    number: u32,
    /// Name of its file.
    file_name: String,
    /// SHA-256 of its file, in hexadecimal.
    file_digest: String,
    /// The day it was received.
    #[schema(format = Date)]
    received_on: String,
    /// When it was stored.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// Who stored it.
    recorded_by: String,
}

impl From<&Revision> for ReportRevision {
    fn from(revision: &Revision) -> Self {
        Self {
            number: revision.number,
            file_name: revision.file_name.clone(),
            file_digest: revision.file_digest.clone(),
            received_on: revision.received_on.to_string(),
            recorded_at: revision.recorded_at.to_string(),
            recorded_by: revision.recorded_by.clone(),
        }
    }
}

/// A file beside a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportAttachment {
    /// SHA-256 of its bytes, in hexadecimal.
    digest: String,
    /// Its name.
    name: String,
    /// Its media type, as found by looking at it.
    media_type: String,
    /// Bytes.
    size: u64,
    /// When it was laid there.
    #[schema(format = DateTime)]
    at: String,
    /// By whom.
    by: String,
}

impl From<&Attachment> for ReportAttachment {
    fn from(file: &Attachment) -> Self {
        Self {
            digest: file.digest.clone(),
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size,
            at: file.at.to_string(),
            by: file.by.clone(),
        }
    }
}

/// How two revisions differ.
#[derive(Debug, Serialize, ToSchema)]
struct Compared {
    /// The earlier one.
    from: u32,
    /// The later one.
    to: u32,
    /// What changed, in the order of the form.
    differences: Vec<ChangedField>,
}

/// Something that changed from one revision to another.
#[derive(Debug, Serialize, ToSchema)]
struct ChangedField {
    /// `f:` and a cell for a figure, `r:` and a cell for its reason, `p:` and a section for prose.
    field: String,
    /// Before; none where nothing was.
    before: Option<super::parts::FigureValue>,
    /// After; none where nothing is.
    after: Option<super::parts::FigureValue>,
}

impl From<Difference> for ChangedField {
    fn from(difference: Difference) -> Self {
        let words = |change: Change<String>| Change {
            before: change.before.map(Value::Text),
            after: change.after.map(Value::Text),
        };
        let (field, change) = match difference {
            Difference::Figure { cell, change } => (app::entry::figure_field(&cell), change),
            Difference::Reason { cell, change } => (app::entry::reason_field(&cell), words(change)),
            Difference::Prose { section, change } => (app::entry::prose_field(&section), words(change)),
        };
        let (before, after) = (change.before.as_ref().map(Into::into), change.after.as_ref().map(Into::into));
        Self { field, before, after }
    }
}

pub(super) async fn reviewed(
    site: &Site,
    caller: &Caller,
    of: OfReport,
    compare: Option<(u32, u32)>,
) -> Result<Review, Problem> {
    caller.ask(site, move |context| review(context, Some(&of.campaign), &of.unit, compare)).await
}

/// The report of a unit as it was handed in
#[utoipa::path(get, path = "/campaigns/{campaign}/reports/{unit}", tag = "reports", params(OfReport, ReportAsked),
    responses((status = 200, body = ReportOut)))]
async fn report(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    Asked(asked): Asked<ReportAsked>,
) -> Result<Json<ReportOut>, Problem> {
    let review = reviewed(&site, &caller, of, asked.from.zip(asked.to)).await?;
    let beside = review.attachments.iter().filter(|file| file.removed.is_none());
    Ok(Json(ReportOut {
        unit: (&review.unit).into(),
        state: review.head.map(|head| head.state.name()),
        counted_revision: review.head.and_then(|head| head.approved_revision),
        content: review.latest().map(|revision| ReportContent::of(&revision.content)),
        warnings: ReportWarning::all(&review.form, &review.warnings, caller.language),
        revisions: review.revisions.iter().map(Into::into).collect(),
        events: review.events.iter().map(Into::into).collect(),
        attachments: beside.map(Into::into).collect(),
        may_decide: review.may_decide,
        may_comment: review.may_comment,
        may_enter: review.may_enter,
        compared: review.compared.map(|(from, to, differences)| Compared {
            from,
            to,
            differences: differences.into_iter().map(Into::into).collect(),
        }),
    }))
}

/// Which file of a report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfFile {
    /// Id of the campaign.
    pub(super) campaign: String,
    /// Code of the unit.
    pub(super) unit: String,
    /// SHA-256 of the file, in hexadecimal.
    pub(super) digest: String,
}

/// The workbook that a revision came in
#[utoipa::path(get, path = "/campaigns/{campaign}/reports/{unit}/files/{digest}", tag = "reports", params(OfFile),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn revision_file(State(site): State<Site>, caller: Caller, In(of): In<OfFile>) -> Result<Response, Problem> {
    let work =
        move |context: app::Context<'_>| app::review::revision_file(context, Some(&of.campaign), &of.unit, &of.digest);
    let found = caller.ask(&site, work).await?;
    Ok(file(&found.name, XLSX, found.bytes))
}

/// What is decided.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verdict {
    /// It counts from now on.
    Approve,
    /// Back to the unit.
    Return,
    /// It no longer counts, until it is approved anew.
    Reopen,
}

impl From<Verdict> for Action {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Approve => Self::Approve,
            Verdict::Return => Self::Return,
            Verdict::Reopen => Self::Reopen,
        }
    }
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionIn {
    /// What is decided.
    action: Verdict,
    /// Why; returning and reopening must say.
    reason: Option<String>,
    /// How many events the report had when it was looked at: when there are more by now, nothing is decided (409).
    seen: Option<u32>,
}

/// A report decided on.
#[derive(Debug, Serialize, ToSchema)]
struct DecidedOut {
    /// The unit.
    unit: UnitName,
    /// The revision.
    revision: u32,
    /// The state it is in now.
    state: &'static str,
}

impl From<&Decided> for DecidedOut {
    fn from(decided: &Decided) -> Self {
        let unit = UnitName::of(&decided.code, &decided.name);
        Self { unit, revision: decided.revision, state: decided.state.name() }
    }
}

/// Approve, return or reopen a report
#[utoipa::path(post, path = "/campaigns/{campaign}/reports/{unit}/decision", tag = "reports", params(OfReport),
    request_body = DecisionIn, responses((status = 200, body = DecidedOut)))]
async fn decide(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    Body(sent): Body<DecisionIn>,
) -> Result<Json<DecidedOut>, Problem> {
    let decision = Decision { action: sent.action.into(), reason: sent.reason };
    let work = move |context: app::Context<'_>| match sent.seen {
        Some(seen) => decide_seen(context, Some(&of.campaign), &of.unit, &decision, seen).map(|decided| vec![decided]),
        None => decide_all(context, Some(&of.campaign), &Which::Units(vec![of.unit]), &decision),
    };
    let decided = caller.ask(&site, work).await?;
    let decided = decided.first().ok_or_else(|| Problem::not_found(caller.language))?;
    Ok(Json(decided.into()))
}

/// Decisions on several reports at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionsIn {
    /// What is decided.
    action: Verdict,
    /// Codes of the units; every report that waits for a decision when left out.
    units: Option<Vec<String>>,
    /// Why; returning and reopening must say.
    reason: Option<String>,
}

/// Decide on several reports
///
/// All of them or none.
#[utoipa::path(post, path = "/campaigns/{campaign}/decisions", tag = "reports", params(OfCampaign),
    request_body = DecisionsIn, responses((status = 200, body = Vec<DecidedOut>)))]
async fn decide_several(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Body(sent): Body<DecisionsIn>,
) -> Result<Json<Vec<DecidedOut>>, Problem> {
    let decision = Decision { action: sent.action.into(), reason: sent.reason };
    let which = sent.units.map_or(Which::AllSubmitted, Which::Units);
    let work = move |context: app::Context<'_>| decide_all(context, Some(&of.campaign), &which, &decision);
    let decided = caller.ask(&site, work).await?;
    Ok(Json(decided.iter().map(Into::into).collect()))
}

/// Which remarks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct CommentsAsked {
    /// Only those about this cell or section.
    about: Option<String>,
}

/// A remark about a report.
#[derive(Debug, Serialize, ToSchema)]
struct CommentOut {
    /// 1, 2, 3 … within the report.
    sequence: u32,
    /// The cell or section it is about; none for the whole report.
    about: Option<String>,
    /// What it says.
    text: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    by: String,
    /// When it was said to be settled.
    #[schema(format = DateTime)]
    settled_at: Option<String>,
}

impl From<&Comment> for CommentOut {
    fn from(comment: &Comment) -> Self {
        Self {
            sequence: comment.sequence,
            about: comment.cell.clone(),
            text: comment.text.clone(),
            at: comment.at.to_string(),
            by: comment.by.clone(),
            settled_at: comment.resolved.as_ref().map(|(at, _)| at.to_string()),
        }
    }
}

/// Remarks about a report, oldest first
#[utoipa::path(get, path = "/campaigns/{campaign}/reports/{unit}/comments", tag = "reports",
    params(OfReport, CommentsAsked), responses((status = 200, body = Vec<CommentOut>)))]
async fn comments(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    Asked(asked): Asked<CommentsAsked>,
) -> Result<Json<Vec<CommentOut>>, Problem> {
    let review = reviewed(&site, &caller, of, None).await?;
    let wanted = |comment: &&Comment| asked.about.is_none() || comment.cell == asked.about;
    Ok(Json(review.comments.iter().filter(wanted).map(Into::into).collect()))
}

/// A question or an answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CommentIn {
    /// The cell or section it is about; the whole report when left out.
    about: Option<String>,
    /// What it says, at most 4000 characters.
    text: String,
}

/// Ask or answer
///
/// The other side is told. The same words of the same person twice in a row are one remark.
#[utoipa::path(post, path = "/campaigns/{campaign}/reports/{unit}/comments", tag = "reports", params(OfReport),
    request_body = CommentIn, responses((status = 204, description = "Said")))]
async fn comment(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    Body(sent): Body<CommentIn>,
) -> Result<axum::http::StatusCode, Problem> {
    let work = move |context: app::Context<'_>| {
        app::review::write(context, Some(&of.campaign), &of.unit, sent.about.as_deref(), &sent.text)
    };
    caller.ask(&site, work).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// Which thread is settled.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct SettleIn {
    /// The cell or section; the thread about the whole report when left out.
    about: Option<String>,
}

/// Say that a thread is settled
#[utoipa::path(post, path = "/campaigns/{campaign}/reports/{unit}/comments/settle", tag = "reports",
    params(OfReport), request_body = SettleIn, responses((status = 204, description = "Settled")))]
async fn settle(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    Body(sent): Body<SettleIn>,
) -> Result<axum::http::StatusCode, Problem> {
    let work = move |context: app::Context<'_>| {
        app::review::settle(context, Some(&of.campaign), &of.unit, sent.about.as_deref())
    };
    caller.ask(&site, work).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}
