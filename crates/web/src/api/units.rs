//! Units and their dated hierarchy.

use super::caller::Caller;
use super::extract::{Asked, Body, In, day, maybe_day};
use super::parts::UnitName;
use super::problem::Problem;
use crate::site::Site;
use app::units::NewUnit;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::CivilDate;
use domain::unit::{UnitKind, UnitVersion};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(one, change, end))
}

/// On which day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OnDay {
    /// The day; today when left out.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<String>,
}

impl OnDay {
    fn day(&self, caller: &Caller) -> Result<Option<CivilDate>, Problem> {
        maybe_day(self.on.as_deref(), caller.language)
    }
}

/// What a unit is for a while.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitOut {
    /// Its id, which stays when code and name change.
    id: String,
    /// Its code.
    code: String,
    /// Its full name.
    name: String,
    /// `province`, `district`, `commune`, `department`, `union`, `school`, `other`.
    kind: &'static str,
    /// Id of the unit above it.
    parent: Option<String>,
    /// The first day this holds.
    #[schema(format = Date)]
    from: String,
    /// The day it no longer holds.
    #[schema(format = Date)]
    until: Option<String>,
}

impl From<&UnitVersion> for UnitOut {
    fn from(version: &UnitVersion) -> Self {
        Self {
            id: version.unit.to_string(),
            code: version.code.to_string(),
            name: version.name.clone(),
            kind: version.kind.name(),
            parent: version.parent.map(|parent| parent.to_string()),
            from: version.valid.from().to_string(),
            until: version.valid.until().map(|day| day.to_string()),
        }
    }
}

/// The units of a day.
#[derive(Debug, Serialize, ToSchema)]
struct UnitsOut {
    /// The day.
    #[schema(format = Date)]
    on: String,
    /// Units, parents before what is below them.
    units: Vec<UnitOut>,
    /// Days on which something changed, the newest first.
    days: Vec<String>,
}

/// The units of a day that the caller manages
#[utoipa::path(get, path = "/units", tag = "units", params(OnDay), responses((status = 200, body = UnitsOut)))]
async fn list(State(site): State<Site>, caller: Caller, Asked(asked): Asked<OnDay>) -> Result<Json<UnitsOut>, Problem> {
    let on = asked.day(&caller)?;
    let tree = caller.ask(&site, move |context| app::units::tree(context, on)).await?;
    Ok(Json(UnitsOut {
        on: tree.on.to_string(),
        units: tree.rows.iter().map(|row| (&row.version).into()).collect(),
        days: tree.days.iter().map(ToString::to_string).collect(),
    }))
}

/// Which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfUnit {
    /// Its code on the day.
    code: String,
}

/// A unit with its past.
#[derive(Debug, Serialize, ToSchema)]
struct UnitHistoryOut {
    /// As it is on the day asked for.
    unit: UnitOut,
    /// The unit above it that day.
    parent: Option<UnitName>,
    /// Everything it was and will be, the oldest first.
    versions: Vec<UnitOut>,
}

/// A unit with its past
#[utoipa::path(get, path = "/units/{code}", tag = "units", params(OfUnit, OnDay),
    responses((status = 200, body = UnitHistoryOut)))]
async fn one(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfUnit>,
    Asked(asked): Asked<OnDay>,
) -> Result<Json<UnitHistoryOut>, Problem> {
    let on = asked.day(&caller)?;
    let history = caller.ask(&site, move |context| app::units::history(context, &of.code, on)).await?;
    Ok(Json(UnitHistoryOut {
        unit: (&history.version).into(),
        parent: history.parent.as_ref().map(Into::into),
        versions: history.versions.iter().map(|(version, _)| version.into()).collect(),
    }))
}

/// A unit from a day on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UnitIn {
    /// Its code.
    code: String,
    /// Its full name.
    name: String,
    /// `province`, `district`, `commune`, `department`, `union`, `school`, `other`.
    kind: String,
    /// Code of the unit above it; none at the top.
    parent: Option<String>,
    /// From this day on.
    #[schema(format = Date)]
    on: String,
}

impl UnitIn {
    fn read(self, caller: &Caller) -> Result<(NewUnit, CivilDate), Problem> {
        let kind = UnitKind::ALL.into_iter().find(|kind| kind.name() == self.kind);
        let kind = kind.ok_or_else(|| Problem::bad_request(caller.language))?;
        let on = day(&self.on, caller.language)?;
        Ok((NewUnit { code: self.code, name: self.name, kind, parent: self.parent }, on))
    }
}

/// The id of something made.
#[derive(Debug, Serialize, ToSchema)]
struct MadeOut {
    /// Its id.
    id: String,
}

/// Add a unit from a day on
#[utoipa::path(post, path = "/units", tag = "units", request_body = UnitIn, responses((status = 201, body = MadeOut)))]
async fn add(
    State(site): State<Site>,
    caller: Caller,
    Body(sent): Body<UnitIn>,
) -> Result<(StatusCode, Json<MadeOut>), Problem> {
    let (new, on) = sent.read(&caller)?;
    let unit = caller.ask(&site, move |context| app::units::add(context, &new, on)).await?;
    Ok((StatusCode::CREATED, Json(MadeOut { id: unit.to_string() })))
}

/// Change code, name, kind or place of a unit from a day on
#[utoipa::path(put, path = "/units/{code}", tag = "units", params(OfUnit), request_body = UnitIn,
    responses((status = 204, description = "Changed")))]
async fn change(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfUnit>,
    Body(sent): Body<UnitIn>,
) -> Result<StatusCode, Problem> {
    let (new, on) = sent.read(&caller)?;
    caller.ask(&site, move |context| app::units::change(context, &of.code, &new, on)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a unit from a day on
#[utoipa::path(delete, path = "/units/{code}", tag = "units", params(OfUnit, OnDay),
    responses((status = 204, description = "It ends that day")))]
async fn end(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfUnit>,
    Asked(asked): Asked<OnDay>,
) -> Result<StatusCode, Problem> {
    let on = asked.day(&caller)?.ok_or_else(|| Problem::bad_request(caller.language))?;
    caller.ask(&site, move |context| app::units::end(context, &of.code, on)).await?;
    Ok(StatusCode::NO_CONTENT)
}
