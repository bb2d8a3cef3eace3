//! Typing a report: the draft of a unit under a version number, handed in as JSON or as a filled workbook.

use super::caller::Caller;
use super::campaigns::punctuality;
use super::extract::{Asked, Body, FileBody, In, idempotency_key};
use super::parts::{OfCampaign, OfReport, ReportContent, ReportWarning, faults};
use super::problem::{FieldFault, Problem};
use crate::address::Address;
use crate::guard::UPLOAD_LIMIT;
use crate::site::Site;
use app::entry::{self, EntryError, HandedIn, Origin, Saved};
use app::file::SourceFile;
use app::report::{SubmitError, submit_sent};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use locale::{Language, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    let upload = OpenApiRouter::new().routes(routes!(upload)).layer(DefaultBodyLimit::max(UPLOAD_LIMIT));
    OpenApiRouter::new().routes(routes!(draft, save, discard)).routes(routes!(hand_in)).merge(upload)
}

/// A report as it is typed so far.
#[derive(Debug, Serialize, ToSchema)]
struct DraftOut {
    /// To begin from when saving or handing in; 0 before anything was typed.
    version: u32,
    /// When something was typed that is not handed in.
    #[schema(format = DateTime)]
    changed_at: Option<String>,
    /// Who typed it.
    changed_by: Option<String>,
    /// State of the report: `submitted`, `returned`, `approved`; none while nothing is in.
    state: Option<&'static str>,
    /// Why it was sent back.
    returned_because: Option<String>,
    /// Whether it can be changed: the report is not approved and the campaign is open.
    editable: bool,
    /// What is typed; otherwise what was handed in last.
    content: ReportContent,
    /// What does not add up.
    warnings: Vec<ReportWarning>,
    /// What cannot be handed in as it stands.
    faults: Vec<FieldFault>,
    /// What the unit reported the year before.
    previous: Option<PreviousYear>,
}

/// What a unit reported the year before.
#[derive(Debug, Serialize, ToSchema)]
struct PreviousYear {
    /// The year.
    year: i16,
    /// What it said in the cells that are still asked for.
    content: ReportContent,
}

/// A report to be saved or handed in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftIn {
    /// The version begun from, as the draft gave it; 0 (or left out) when nothing was typed before. When there is a newer
    /// one nothing is stored and the answer (409) carries both.
    #[serde(default)]
    version: u32,
    /// All of what is typed: what is left out is blank.
    content: ReportContent,
}

/// A draft that was saved.
#[derive(Debug, Serialize, ToSchema)]
struct SavedOut {
    /// The version it is now.
    version: u32,
    /// What does not add up.
    warnings: Vec<ReportWarning>,
    /// What cannot be handed in as it stands.
    faults: Vec<FieldFault>,
}

/// A report that was handed in.
#[derive(Debug, Serialize, ToSchema)]
struct HandedInOut {
    /// The unit whose report it is.
    unit: String,
    /// The revision it became.
    revision: u32,
    /// It had been handed in before, by the same request or as the same file: nothing was stored.
    already: bool,
    /// `on-time` or `late`.
    punctuality: &'static str,
    /// What does not add up, to be explained.
    warnings: Vec<ReportWarning>,
}

/// The report of a unit as it is typed so far
#[utoipa::path(get, path = "/campaigns/{campaign}/reports/{unit}/draft", tag = "reports", params(OfReport),
    responses((status = 200, body = DraftOut)))]
async fn draft(State(site): State<Site>, caller: Caller, In(of): In<OfReport>) -> Result<Json<DraftOut>, Problem> {
    let opened = caller.ask(&site, move |context| entry::open(context, Some(&of.campaign), &of.unit)).await?;
    let form = &opened.loaded.form;
    let (changed_at, changed_by) = opened.draft.clone().unzip();
    Ok(Json(DraftOut {
        version: opened.version,
        changed_at: changed_at.map(|at| at.to_string()),
        changed_by,
        state: opened.head.map(|head| head.state.name()),
        returned_because: opened.returned_because().map(str::to_owned),
        editable: opened.editable,
        content: ReportContent::of(&opened.content),
        warnings: ReportWarning::all(form, &opened.warnings, caller.language),
        faults: faults(&opened, caller.language),
        previous: opened
            .previous
            .as_ref()
            .map(|previous| PreviousYear { year: previous.year, content: ReportContent::of(&previous.content) }),
    }))
}

/// What is sent, saved as the draft of its version.
async fn store(
    site: &Site,
    caller: &Caller,
    of: &OfReport,
    sent: DraftIn,
    key: Option<String>,
) -> Result<Saved, Problem> {
    let language = caller.language;
    let (campaign, unit) = (of.campaign.clone(), of.unit.clone());
    let saved = caller.try_ask(site, move |context| {
        let form = app::campaign::form_of(context, Some(&campaign))?;
        let fields = sent.content.typed(&form);
        let origin = Origin { campaign: Some(campaign), unit, version: sent.version, key, language };
        entry::save(context, &origin, &fields)
    });
    saved.await?.map_err(|error| Problem::entry(&error, language))
}

/// Save what is typed
///
/// What cannot be read as what it should be is kept as it was sent, and told; it is refused when it is handed in.
#[utoipa::path(put, path = "/campaigns/{campaign}/reports/{unit}/draft", tag = "reports",
    params(OfReport, ("Idempotency-Key" = Option<String>, Header, description = "8 to 100 plain signs of the sender's own making: sent again under it, the request is answered as before")),
    request_body = DraftIn, responses((status = 200, body = SavedOut), (status = 409, body = Problem, content_type = "application/problem+json")))]
async fn save(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    headers: HeaderMap,
    Body(sent): Body<DraftIn>,
) -> Result<Json<SavedOut>, Problem> {
    let language = caller.language;
    let key = idempotency_key(&headers, language)?;
    match store(&site, &caller, &of, sent, key.map(|key| format!("api-draft/{key}"))).await? {
        Saved::Conflict(conflict) => Err(Problem::conflict(&conflict, language)),
        Saved::Stored { version, warnings, faults, form, .. } => Ok(Json(SavedOut {
            version,
            warnings: ReportWarning::all(&form, &warnings, language),
            faults: faults.iter().map(|fault| FieldFault::of(fault, language)).collect(),
        })),
    }
}

/// The version of a draft.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SeenVersion {
    /// The version that is to be thrown away.
    version: u32,
}

/// Throw away what is typed and was not handed in
#[utoipa::path(delete, path = "/campaigns/{campaign}/reports/{unit}/draft", tag = "reports",
    params(OfReport, SeenVersion), responses((status = 204, description = "Thrown away, or there was nothing")))]
async fn discard(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    Asked(seen): Asked<SeenVersion>,
) -> Result<StatusCode, Problem> {
    let (campaign, version, language) = (Some(of.campaign), seen.version, caller.language);
    let origin = Origin { campaign, unit: of.unit, version, key: None, language };
    caller.ask(&site, move |context| entry::discard(context, &origin)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hand in the report of a unit
///
/// The content becomes the draft of the version given and is handed in at once. When something in it cannot be handed in
/// (422, with the fields at fault) it stays the draft. 200 says that it had been handed in before.
#[utoipa::path(post, path = "/campaigns/{campaign}/reports/{unit}", tag = "reports",
    params(OfReport, ("Idempotency-Key" = Option<String>, Header, description = "8 to 100 plain signs of the sender's own making: sent again under it, the request is answered as before")),
    request_body = DraftIn,
    responses((status = 201, body = HandedInOut), (status = 200, body = HandedInOut),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
async fn hand_in(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    headers: HeaderMap,
    Body(sent): Body<DraftIn>,
) -> Result<Response, Problem> {
    let language = caller.language;
    let key = idempotency_key(&headers, language)?;
    let under = |part: &str| key.as_ref().map(|key| format!("api-{part}/{key}"));
    let (version, warnings) = match store(&site, &caller, &of, sent, under("content")).await? {
        Saved::Conflict(conflict) => return Err(Problem::conflict(&conflict, language)),
        Saved::Stored { version, warnings, form, .. } => (version, ReportWarning::all(&form, &warnings, language)),
    };
    let (campaign, unit) = (Some(of.campaign.clone()), of.unit.clone());
    let origin = Origin { campaign, unit, version, key: under("hand-in"), language };
    let handed_in = caller.try_ask(&site, move |context| entry::hand_in(context, &origin)).await?;
    match handed_in.map_err(|error| Problem::entry(&error, language))? {
        HandedIn::Conflict(conflict) => Err(Problem::conflict(&conflict, language)),
        HandedIn::Done { revision, already, punctuality: punctual, .. } => {
            let out =
                HandedInOut { unit: of.unit.clone(), revision, already, punctuality: punctuality(punctual), warnings };
            Ok(handed_in_answer(&of.campaign, out))
        }
    }
}

/// 201 with the address of the report; 200 when it had been there.
fn handed_in_answer(campaign: &str, out: HandedInOut) -> Response {
    let status = if out.already { StatusCode::OK } else { StatusCode::CREATED };
    let address = Address::of("/api/v1/campaigns").part(campaign).part("reports").part(&out.unit).to_string();
    (status, [(LOCATION, address)], Json(out)).into_response()
}

/// Hand in a filled workbook
///
/// The body is the .xlsx file; it says itself of which unit it is. An agency may hand in for the units below it what
/// reached it by mail. 200 says that the same file had been handed in before.
#[utoipa::path(post, path = "/campaigns/{campaign}/upload", tag = "reports", params(OfCampaign),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 201, body = HandedInOut), (status = 200, body = HandedInOut)))]
async fn upload(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    FileBody(bytes): FileBody,
) -> Result<Response, Problem> {
    let language = caller.language;
    let (outcome, campaign) = caller
        .ask(&site, move |context| {
            let file = SourceFile { name: "report.xlsx".to_owned(), bytes: bytes.into() };
            submit_sent(context, &of.campaign, file).map(|(campaign, outcome)| (outcome, campaign))
        })
        .await?;
    let accepted = outcome.map_err(|error| refused(error, language))?;
    let out = HandedInOut {
        unit: accepted.code.to_string(),
        revision: accepted.revision,
        already: accepted.already_there,
        punctuality: punctuality(accepted.punctuality),
        warnings: ReportWarning::all(&accepted.campaign.form, &accepted.warnings, language),
    };
    Ok(handed_in_answer(&campaign.to_string(), out))
}

/// Refusals that speak of commands are told in words for those who send files.
fn refused(error: SubmitError, language: Language) -> Problem {
    match error {
        SubmitError::OtherCampaign | SubmitError::OtherForm => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, text!(language, "web-upload-other-form"), language)
        }
        SubmitError::NotAReporter(_) => Problem::entry(&EntryError::NotAReporter, language),
        error => Problem::entry(&error.into(), language),
    }
}
