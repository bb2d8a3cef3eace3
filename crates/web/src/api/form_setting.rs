//! Setting the form of a campaign: where it can come from, tried before it is used; blank forms of it; all forms there are.

use super::caller::Caller;
use super::extract::{Asked, Body, FileBody, In};
use super::form::{FormOut, Words};
use super::parts::{OfCampaign, OfReport};
use super::problem::{FieldFault, Problem};
use crate::download::{XLSX, file};
use crate::site::Site;
use app::campaign_list;
use app::form::desk::{self, Origin};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use locale::text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(origins))
        .routes(routes!(source, use_it))
        .routes(routes!(look))
        .routes(routes!(blank))
        .routes(routes!(blanks))
        .routes(routes!(forms))
        .routes(routes!(form_source))
}

/// A form, as text for people to read and edit.
fn toml(source: String) -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], source).into_response()
}

/// Where the form of a campaign can come from.
#[derive(Debug, Serialize, ToSchema)]
struct FormOrigins {
    /// The form there is, `action-month/1`.
    form: String,
    /// How many units have reported on it: once one has, it stays.
    reports: usize,
    /// Whether the caller can set another one now.
    may_set: bool,
    /// Year of the campaign before, when its form is another.
    last_year: Option<i16>,
    /// Tables in the plan that are forms; named by position, from 0.
    tables: Vec<FormTableFound>,
}

/// A table in a plan that is a form.
#[derive(Debug, Serialize, ToSchema)]
struct FormTableFound {
    /// Its title.
    title: String,
    /// How many items it has.
    items: usize,
}

/// Where the form of a campaign can come from
#[utoipa::path(get, path = "/campaigns/{campaign}/form/origins", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = FormOrigins)))]
async fn origins(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
) -> Result<Json<FormOrigins>, Problem> {
    let desk = caller.ask(&site, move |context| desk::desk(context, Some(&of.campaign))).await?;
    let may_set = desk.is_open();
    Ok(Json(FormOrigins {
        form: desk.campaign.form.to_string(),
        reports: desk.reports,
        may_set,
        last_year: desk.last_year.map(|campaign| campaign.year),
        tables: desk.tables.into_iter().map(|(title, items)| FormTableFound { title, items }).collect(),
    }))
}

/// Where a form comes from.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum FormFrom {
    /// The form there is.
    #[default]
    Current,
    /// The default of the Month.
    Default,
    /// The form of the campaign before.
    LastYear,
    /// A table of the plan.
    Plan,
}

/// Which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SourceAsked {
    /// Where it comes from; the form there is when left out.
    #[param(inline)]
    from: FormFrom,
    /// Position of the table in the plan, from 0.
    table: usize,
}

/// The TOML of a form to begin with
#[utoipa::path(get, path = "/campaigns/{campaign}/form/source", tag = "campaigns", params(OfCampaign, SourceAsked),
    responses((status = 200, body = String, content_type = "text/plain")))]
async fn source(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Asked(asked): Asked<SourceAsked>,
) -> Result<Response, Problem> {
    let from = match asked.from {
        FormFrom::Current => Origin::Current,
        FormFrom::Default => Origin::Default,
        FormFrom::LastYear => Origin::LastYear,
        FormFrom::Plan => Origin::Plan(asked.table),
    };
    Ok(toml(caller.ask(&site, move |context| desk::source(context, Some(&of.campaign), from)).await?))
}

/// The form a campaign has now.
#[derive(Debug, Serialize, ToSchema)]
struct FormUsed {
    /// The form, `action-month/2`.
    form: String,
}

/// Use a form for a campaign
///
/// The body is TOML. It is refused once a unit has reported (409). A form that is stored with other content under its version
/// gets the next version: a form that was sent out is never changed.
#[utoipa::path(put, path = "/campaigns/{campaign}/form/source", tag = "campaigns", params(OfCampaign),
    request_body(content = String, content_type = "text/plain"), responses((status = 200, body = FormUsed)))]
async fn use_it(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    FileBody(bytes): FileBody,
) -> Result<Json<FormUsed>, Problem> {
    let language = caller.language;
    let not_text = |_| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, text!(language, "open-form-not-text"), language);
    let source = String::from_utf8(bytes.into()).map_err(not_text)?;
    let version = caller.ask(&site, move |context| desk::set(context, Some(&of.campaign), &source)).await?;
    Ok(Json(FormUsed { form: version.to_string() }))
}

/// A form to look at, and figures to try in it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct TryIn {
    /// Its TOML; the form there is when left out.
    source: Option<String>,
    /// Figures as people type them, by cell; cells the form does not have are passed over.
    figures: BTreeMap<String, String>,
}

/// What a form says to figures that are tried.
#[derive(Debug, Serialize, ToSchema)]
struct Tried {
    /// The form.
    form: FormOut,
    /// Figures that were read.
    read: usize,
    /// What cannot be read, named by cell.
    faults: Vec<FieldFault>,
    /// What does not add up, named by the cell to show it at.
    warnings: Vec<FieldFault>,
}

/// Look at a form before it is used, and try figures in it
///
/// Nothing is kept.
#[utoipa::path(post, path = "/campaigns/{campaign}/form/try", tag = "campaigns", params(OfCampaign),
    request_body = TryIn, responses((status = 200, body = Tried)))]
async fn look(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Body(sent): Body<TryIn>,
) -> Result<Json<Tried>, Problem> {
    let language = caller.language;
    let work = move |context: app::Context<'_>| {
        let form = desk::look(context, Some(&of.campaign), sent.source.as_deref())?;
        let trial = desk::try_out(&form, &sent.figures, language);
        Ok::<_, desk::SetError>((form, trial))
    };
    let (form, trial) = caller.ask(&site, work).await?;
    let told = |(field, detail): (String, String)| FieldFault { field, detail };
    Ok(Json(Tried {
        form: FormOut::of(&form),
        read: trial.read,
        faults: trial.faults.into_iter().map(told).collect(),
        warnings: trial.warnings.into_iter().map(told).collect(),
    }))
}

/// The blank form of a unit
#[utoipa::path(get, path = "/campaigns/{campaign}/reports/{unit}/blank.xlsx", tag = "campaigns", params(OfReport),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn blank(State(site): State<Site>, caller: Caller, In(of): In<OfReport>) -> Result<Response, Problem> {
    let language = caller.language;
    let work = move |context: app::Context<'_>| desk::blank(context, Some(&of.campaign), &of.unit, language);
    let (name, bytes) = caller.ask(&site, work).await?;
    Ok(file(&name, XLSX, bytes))
}

/// The blank forms of every unit that reports
#[utoipa::path(get, path = "/campaigns/{campaign}/blanks.zip", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip")))]
async fn blanks(State(site): State<Site>, caller: Caller, In(of): In<OfCampaign>) -> Result<Response, Problem> {
    let language = caller.language;
    let bytes = caller.ask(&site, move |context| desk::blanks(context, Some(&of.campaign), language)).await?;
    Ok(file("bieu-mau.zip", "application/zip", bytes))
}

/// A version of a form.
#[derive(Debug, Serialize, ToSchema)]
struct FormListed {
    /// Its short name.
    id: String,
    /// 1, 2, 3 …
    version: u32,
    /// Its title.
    title: Words,
    /// How many items it has.
    items: usize,
    /// Names and years of the campaigns that use it.
    campaigns: Vec<String>,
}

/// Forms that campaigns use, for administrators
#[utoipa::path(get, path = "/forms", tag = "campaigns", responses((status = 200, body = Vec<FormListed>)))]
async fn forms(State(site): State<Site>, caller: Caller) -> Result<Json<Vec<FormListed>>, Problem> {
    let listed = caller.ask(&site, campaign_list::forms).await?;
    let form = |form: campaign_list::ListedForm| FormListed {
        id: form.version.id.to_string(),
        version: form.version.version,
        title: (&form.title).into(),
        items: form.items,
        campaigns: form.campaigns,
    };
    Ok(Json(listed.into_iter().map(form).collect()))
}

/// Which version of which form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfForm {
    /// Its short name.
    id: String,
    /// 1, 2, 3 …
    version: u32,
}

/// The TOML of a form, for administrators
#[utoipa::path(get, path = "/forms/{id}/{version}", tag = "campaigns", params(OfForm),
    responses((status = 200, body = String, content_type = "text/plain")))]
async fn form_source(State(site): State<Site>, caller: Caller, In(of): In<OfForm>) -> Result<Response, Problem> {
    let work = move |context: app::Context<'_>| campaign_list::form_source(context, &of.id, of.version);
    let found = caller.ask(&site, work).await?;
    Ok(toml(found.ok_or_else(|| Problem::not_found(caller.language))?))
}
