//! Plans before a campaign: brought, looked at with what was read in them, corrected, opened.

use super::caller::Caller;
use super::extract::{Asked, Body, FileBody, In, maybe_day};
use super::parts::UnitName;
use super::problem::Problem;
use crate::address::Address;
use crate::download::file;
use crate::guard::UPLOAD_LIMIT;
use crate::site::Site;
use app::explain::Explain;
use app::file::SourceFile;
use app::plan::{self, Confirm, FactView, FormChoice, Named, PlanView, Standing, TaskView};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use domain::campaign::Campaign;
use domain::draft::{Correction, Document};
use domain::unit::UnitVersion;
use locale::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list, bring))
        .routes(routes!(open))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .routes(routes!(one))
        .routes(routes!(fetch))
        .routes(routes!(fact, say))
}

/// A plan that was brought.
#[derive(Debug, Serialize, ToSchema)]
struct PlanListed {
    /// SHA-256 of its file, in hexadecimal: by this it is named.
    digest: String,
    /// Name of its file.
    name: String,
    /// Its media type, as found by reading it.
    media_type: String,
    /// Bytes.
    size: u64,
    /// When it was brought.
    #[schema(format = DateTime)]
    at: String,
    /// By whom.
    by: String,
    /// The unit it was brought for.
    unit: Option<UnitName>,
    /// Id of the campaign opened from it.
    campaign: Option<String>,
}

impl PlanListed {
    fn of(document: &Document, unit: Option<&UnitVersion>, campaign: Option<&Campaign>) -> Self {
        Self {
            digest: document.digest.clone(),
            name: document.name.clone(),
            media_type: document.media_type.clone(),
            size: document.size,
            at: document.at.to_string(),
            by: document.by.clone(),
            unit: unit.map(Into::into),
            campaign: campaign.map(|campaign| campaign.id.to_string()),
        }
    }
}

/// The plans of the caller's units.
#[derive(Debug, Serialize, ToSchema)]
struct ShelfOut {
    /// The plans, the newest first.
    plans: Vec<PlanListed>,
    /// Units for which a plan can be brought.
    homes: Vec<UnitName>,
}

/// The plans brought for the units whose campaigns the caller runs
#[utoipa::path(get, path = "/plans", tag = "plans", responses((status = 200, body = ShelfOut)))]
async fn list(State(site): State<Site>, caller: Caller) -> Result<Json<ShelfOut>, Problem> {
    let shelf = caller.ask(&site, plan::list).await?;
    let plans =
        shelf.plans.iter().map(|listed| PlanListed::of(&listed.document, Some(&listed.unit), listed.campaign.as_ref()));
    Ok(Json(ShelfOut { plans: plans.collect(), homes: shelf.homes.iter().map(Into::into).collect() }))
}

/// About the file sent.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct PlanSent {
    /// Name of the file.
    name: Option<String>,
    /// Code of the unit it is brought for; the first of the caller's when left out.
    unit: Option<String>,
}

/// Bring a plan
///
/// The body is the file: .docx, .doc, .odt, .pdf, .html, .txt or .md. The same file again is the same plan.
#[utoipa::path(post, path = "/plans", tag = "plans", params(PlanSent),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = PlanListed)))]
async fn bring(
    State(site): State<Site>,
    caller: Caller,
    Asked(sent): Asked<PlanSent>,
    FileBody(bytes): FileBody,
) -> Result<Response, Problem> {
    let file = SourceFile { name: sent.name.unwrap_or_else(|| "plan".to_owned()), bytes: bytes.into() };
    let document = caller.ask(&site, move |context| plan::bring(context, sent.unit.as_deref(), &file)).await?;
    let address = Address::of("/api/v1/plans").part(&document.digest).to_string();
    let out = PlanListed::of(&document, None, None);
    Ok((StatusCode::CREATED, [(LOCATION, address)], Json(out)).into_response())
}

/// Which plan.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfPlan {
    /// SHA-256 of its file, in hexadecimal.
    pub(super) digest: String,
}

/// A plan beside what was read in it.
#[derive(Debug, Serialize, ToSchema)]
struct PlanOut {
    /// The plan.
    plan: PlanListed,
    /// The unit that would run the campaign.
    root: UnitName,
    /// How many units below would report.
    units: usize,
    /// Its text, a paragraph a line.
    text: String,
    /// What was read, by kind.
    facts: Vec<PlanFact>,
    /// Its tasks, as they would be handed out.
    tasks: Vec<PlanTask>,
    /// What a campaign would be opened with.
    proposal: Option<PlanProposal>,
    /// Why none can be opened from it as it stands, in the caller's language.
    obstacle: Option<String>,
    /// Tables in it that are report forms.
    form_tables: usize,
}

/// Something read in a plan.
#[derive(Debug, Serialize, ToSchema)]
struct PlanFact {
    /// By this it is named: `tasks[3].lead`.
    path: String,
    /// What counts now; blank when there is nothing.
    value: String,
    /// The same, as people of the caller's language write it.
    shown: String,
    /// What the reader read.
    read: Option<String>,
    /// The sentence or table cell it stands in.
    sentence: String,
    /// How likely it is right, in percent; none for one that a person filled in.
    confidence: Option<u8>,
    /// A person should look at it.
    doubtful: bool,
    /// What speaks against it, by name.
    doubts: Vec<&'static str>,
    /// `as-read`, `corrected`, `struck`, `missing`.
    standing: &'static str,
    /// Who corrected or struck it.
    said_by: Option<String>,
    /// Whether another value can be said for it.
    correctable: bool,
    /// The values to choose from, when there are only a few.
    choices: Vec<&'static str>,
}

impl PlanFact {
    fn of(fact: &FactView, language: Language) -> Self {
        let (standing, said_by) = match &fact.standing {
            Standing::AsRead => ("as-read", None),
            Standing::Corrected { by } => ("corrected", Some(by.clone())),
            Standing::Struck { by } => ("struck", Some(by.clone())),
            Standing::Missing => ("missing", None),
        };
        Self {
            path: fact.path.clone(),
            shown: if fact.value.is_empty() { String::new() } else { fact.shown(language) },
            value: fact.value.clone(),
            read: fact.read.clone(),
            sentence: fact.sentence.clone(),
            confidence: fact.confidence,
            doubtful: fact.is_doubtful,
            doubts: fact.doubts.clone(),
            standing,
            said_by,
            correctable: fact.can_correct,
            choices: fact.claim.choices(),
        }
    }
}

/// A body named in a task of a plan.
#[derive(Debug, Serialize, ToSchema)]
struct NamedBody {
    /// Path of the fact that names it.
    path: String,
    /// The words of the plan, or what a person said instead.
    phrase: String,
    /// The units meant; none when the words name none of them.
    units: Vec<UnitName>,
    /// Struck out: nobody is meant.
    struck: bool,
    /// Units whose names come near, the nearest first, when none is meant.
    candidates: Vec<UnitName>,
}

impl From<&Named> for NamedBody {
    fn from(named: &Named) -> Self {
        Self {
            path: named.path.clone(),
            phrase: named.phrase.clone(),
            units: named.units.iter().map(Into::into).collect(),
            struck: named.is_struck,
            candidates: named.candidates.iter().map(Into::into).collect(),
        }
    }
}

/// A task of a plan, as it would be handed out.
#[derive(Debug, Serialize, ToSchema)]
struct PlanTask {
    /// Its number among the tasks that were read.
    number: usize,
    /// Path of the fact that begins it.
    path: String,
    /// Its words.
    text: String,
    /// Who leads.
    lead: Option<NamedBody>,
    /// Who joins in.
    coordinating: Vec<NamedBody>,
    /// The day by which.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// Struck out: it is no task.
    struck: bool,
}

impl From<&TaskView> for PlanTask {
    fn from(task: &TaskView) -> Self {
        Self {
            number: task.number,
            path: task.path.clone(),
            text: task.text.clone(),
            lead: task.lead.as_ref().map(Into::into),
            coordinating: task.coordinating.iter().map(Into::into).collect(),
            due_on: task.due_on.map(|day| day.to_string()),
            struck: task.is_struck,
        }
    }
}

/// What a campaign would be opened with.
#[derive(Debug, Serialize, ToSchema)]
struct PlanProposal {
    /// Its name.
    name: String,
    /// Its year.
    year: i16,
    /// First day.
    #[schema(format = Date)]
    from: String,
    /// Last day.
    #[schema(format = Date)]
    until: String,
    /// The plan does not state the period.
    period_assumed: bool,
    /// The day by which reports are due, when the plan gives one.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// Other days for reporting that the plan gives.
    other_days: Vec<String>,
}

impl From<&plan::Proposal> for PlanProposal {
    fn from(proposal: &plan::Proposal) -> Self {
        Self {
            name: proposal.name.clone(),
            year: proposal.year,
            from: proposal.period.0.to_string(),
            until: proposal.period.1.to_string(),
            period_assumed: proposal.is_period_assumed,
            due_on: proposal.due_on.map(|day| day.to_string()),
            other_days: proposal.other_days.iter().map(ToString::to_string).collect(),
        }
    }
}

impl PlanOut {
    fn of(view: &PlanView, language: Language) -> Self {
        Self {
            plan: PlanListed::of(&view.document, Some(&view.home), view.campaign.as_ref()),
            root: (&view.root).into(),
            units: view.units,
            text: view.text.plain(),
            facts: view.facts.iter().map(|fact| PlanFact::of(fact, language)).collect(),
            tasks: view.tasks.iter().map(Into::into).collect(),
            proposal: view.proposal.as_ref().ok().map(Into::into),
            obstacle: view.proposal.as_ref().err().map(|error| plan::obstacle(error, language)),
            form_tables: view.form_tables.len(),
        }
    }
}

/// A plan beside what was read in it
#[utoipa::path(get, path = "/plans/{digest}", tag = "plans", params(OfPlan),
    responses((status = 200, body = PlanOut)))]
async fn one(State(site): State<Site>, caller: Caller, In(of): In<OfPlan>) -> Result<Json<PlanOut>, Problem> {
    let view = caller.ask(&site, move |context| plan::view(context, &of.digest)).await?;
    Ok(Json(PlanOut::of(&view, caller.language)))
}

/// The file of a plan, as it was brought
#[utoipa::path(get, path = "/plans/{digest}/file", tag = "plans", params(OfPlan),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn fetch(State(site): State<Site>, caller: Caller, In(of): In<OfPlan>) -> Result<Response, Problem> {
    let found = caller.ask(&site, move |context| plan::file(context, &of.digest)).await?;
    Ok(file(&found.name, "application/octet-stream", found.bytes))
}

/// Which fact of which plan.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfFact {
    /// SHA-256 of the plan's file, in hexadecimal.
    digest: String,
    /// Path of the fact, `tasks[3].lead`.
    path: String,
}

/// One fact, with the units near it when it names a body of a task.
#[derive(Debug, Serialize, ToSchema)]
struct OneFactOut {
    /// The fact.
    fact: PlanFact,
    /// The units it names.
    named: Option<NamedBody>,
    /// A campaign was opened from the plan: nothing can be said any more.
    settled: bool,
}

/// One fact of a plan
#[utoipa::path(get, path = "/plans/{digest}/facts/{path}", tag = "plans", params(OfFact),
    responses((status = 200, body = OneFactOut)))]
async fn fact(State(site): State<Site>, caller: Caller, In(of): In<OfFact>) -> Result<Json<OneFactOut>, Problem> {
    let found = caller.ask(&site, move |context| plan::fact(context, &of.digest, &of.path)).await?;
    Ok(Json(OneFactOut {
        fact: PlanFact::of(&found.fact, caller.language),
        named: found.named.as_ref().map(Into::into),
        settled: found.is_settled,
    }))
}

/// What is said about a fact.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "say")]
enum FactSaid {
    /// It is another value.
    Value {
        /// The value; days as ISO 8601 or as people write them.
        value: String,
    },
    /// It is no fact.
    Struck,
    /// It is what was read after all.
    AsRead,
}

/// Correct a fact of a plan
///
/// What was said before stays; the last word counts. Once a campaign was opened nothing can be said (409).
#[utoipa::path(put, path = "/plans/{digest}/facts/{path}", tag = "plans", params(OfFact), request_body = FactSaid,
    responses((status = 204, description = "It counts from now on")))]
async fn say(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfFact>,
    Body(said): Body<FactSaid>,
) -> Result<StatusCode, Problem> {
    let said = match said {
        FactSaid::Value { value } => Correction::Value(value),
        FactSaid::Struck => Correction::Struck,
        FactSaid::AsRead => Correction::AsRead,
    };
    caller.ask(&site, move |context| plan::correct(context, &of.digest, &of.path, &said)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// With what a campaign is opened.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OpeningAsked {
    /// The day by which reports are due; what the plan says when left out.
    #[param(value_type = Option<String>, format = Date)]
    due_on: Option<String>,
    /// The form units report on: `default`, `last-year`, or the number of a form in the plan, from 1. Another one is set
    /// after opening.
    form: Option<String>,
}

fn form_choice(word: Option<&str>, language: Language) -> Result<FormChoice, Problem> {
    Ok(match word {
        None | Some("default") => FormChoice::Default,
        Some("last-year") => FormChoice::LastYear,
        Some(number) => {
            let number: usize = number.parse().map_err(|_| Problem::bad_request(language))?;
            FormChoice::Table(number.checked_sub(1).ok_or_else(|| Problem::bad_request(language))?)
        }
    })
}

/// A campaign opened from a plan.
#[derive(Debug, Serialize, ToSchema)]
struct OpenedOut {
    /// Id of the campaign.
    campaign: String,
    /// It had been opened before.
    already: bool,
    /// How many units report.
    reporters: usize,
    /// How many tasks it has.
    tasks: usize,
    /// Bodies named in its tasks that are none of the units: for a person to settle.
    unresolved: Vec<String>,
    /// What to look at, in the caller's language.
    notes: Vec<String>,
}

/// Open a campaign from a plan, with its facts as corrected
///
/// The body is a list of units, .csv or .xlsx; it is left empty when the units are known. 200 says that the campaign had been
/// opened before.
#[utoipa::path(post, path = "/plans/{digest}/campaign", tag = "plans", params(OfPlan, OpeningAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = OpenedOut), (status = 200, body = OpenedOut)))]
async fn open(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPlan>,
    Asked(asked): Asked<OpeningAsked>,
    FileBody(bytes): FileBody,
) -> Result<Response, Problem> {
    let language = caller.language;
    let due_on = maybe_day(asked.due_on.as_deref(), language)?;
    let units = (!bytes.is_empty()).then(|| SourceFile { name: "units".to_owned(), bytes: bytes.into() });
    let form = form_choice(asked.form.as_deref(), language)?;
    let work = move |context: app::Context<'_>| plan::open(context, &of.digest, &Confirm { units, due_on, form });
    let opened = caller.ask(&site, work).await?;
    let unresolved = opened.tasks.iter().flat_map(|task| task.unresolved.iter().cloned());
    let out = OpenedOut {
        campaign: opened.campaign.id.to_string(),
        already: opened.already_open,
        reporters: opened.reporters,
        tasks: opened.tasks.len(),
        unresolved: unresolved.collect(),
        notes: opened.notes.iter().map(|note| note.explain(language)).collect(),
    };
    let status = if out.already { StatusCode::OK } else { StatusCode::CREATED };
    let address = Address::of("/api/v1/campaigns").part(&out.campaign).to_string();
    Ok((status, [(LOCATION, address)], Json(out)).into_response())
}
