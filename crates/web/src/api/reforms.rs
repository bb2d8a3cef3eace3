//! Units merged, split, and taken in from a list: looked at first, then done.

use super::caller::Caller;
use super::extract::{Asked, Body, FileBody, day};
use super::parts::UnitName;
use super::problem::Problem;
use super::units::UnitOut;
use crate::guard::UPLOAD_LIMIT;
use crate::site::Site;
use app::file::SourceFile;
use app::units::{self, CampaignEffect, Effects, Import, Imported, Keeps, OtherName, Part, Reform, RoleMove};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use domain::unit::{UnitKind, UnitVersion};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(import))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .routes(routes!(merge))
        .routes(routes!(split))
}

/// A unit that comes out of a merger or a split.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartOfReform {
    /// Its code.
    code: String,
    /// Its full name.
    name: String,
    /// `province`, `district`, `commune`, `department`, `union`, `school`, `other`.
    kind: String,
}

impl PartOfReform {
    fn read(self, caller: &Caller) -> Result<Part, Problem> {
        let kind = UnitKind::parse(&self.kind).ok_or_else(|| Problem::bad_request(caller.language))?;
        Ok(Part { code: self.code, name: self.name, kind })
    }
}

/// Several units that become one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MergeIn {
    /// Codes of the units.
    units: Vec<String>,
    /// What they become.
    into: PartOfReform,
    /// Code of the one that goes on as that; all of them end when left out.
    keeps: Option<String>,
    /// From this day on.
    #[schema(format = Date)]
    on: String,
    /// Roles that are given at the new unit, by the keys that a look gave.
    #[serde(default)]
    roles: BTreeSet<String>,
    /// Only look what would happen; nothing is stored.
    #[serde(default)]
    look: bool,
}

/// A unit that becomes several.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SplitIn {
    /// Code of the unit.
    unit: String,
    /// What it becomes; what stands below goes to the first.
    parts: Vec<PartOfReform>,
    /// It goes on as the first part; it ends otherwise.
    #[serde(default)]
    keeps: bool,
    /// From this day on.
    #[schema(format = Date)]
    on: String,
    /// Roles that are given at the new units, by the keys that a look gave.
    #[serde(default)]
    roles: BTreeSet<String>,
    /// Only look what would happen; nothing is stored.
    #[serde(default)]
    look: bool,
}

/// What a merger or a split comes to.
#[derive(Debug, Serialize, ToSchema)]
struct ReformOut {
    /// Its first day.
    #[schema(format = Date)]
    on: String,
    /// Units that end, as they were.
    ended: Vec<UnitOut>,
    /// Units that begin, or go on under what they are from then on.
    begun: Vec<UnitOut>,
    /// Units below that go along, and where to.
    moved: Vec<MovedUnit>,
    /// Campaigns the units take part in, the newest first.
    campaigns: Vec<CampaignTouched>,
    /// When it is only looked at, roles that are proposed at the new units; otherwise those that were given.
    roles: Vec<RoleProposed>,
    /// Where figures of a split unit are counted whole: the unit above it.
    whole_at: Option<UnitName>,
}

/// A unit that goes along.
#[derive(Debug, Serialize, ToSchema)]
struct MovedUnit {
    /// Which.
    unit: UnitName,
    /// What it stands under from then on.
    under: UnitName,
}

/// What a campaign comes to.
#[derive(Debug, Serialize, ToSchema)]
struct CampaignTouched {
    /// Id of the campaign.
    campaign: String,
    /// Its name.
    name: String,
    /// It is due before the day: nothing of it changes.
    untouched: bool,
    /// Reports of the old units, which stay theirs.
    reports: usize,
    /// Tasks that the new units take over.
    tasks: usize,
    /// New units that report from then on.
    reporters: usize,
}

impl From<&CampaignEffect> for CampaignTouched {
    fn from(effect: &CampaignEffect) -> Self {
        Self {
            campaign: effect.campaign.id.to_string(),
            name: effect.campaign.name.clone(),
            untouched: effect.untouched,
            reports: effect.reports,
            tasks: effect.tasks,
            reporters: effect.reporters,
        }
    }
}

/// A role at a new unit.
#[derive(Debug, Serialize, ToSchema)]
struct RoleProposed {
    /// By this it is chosen.
    key: String,
    /// Id of the person.
    person: String,
    /// Their name.
    name: String,
    /// As what.
    role: &'static str,
    /// Code of the new unit.
    unit: String,
}

impl From<&RoleMove> for RoleProposed {
    fn from(role: &RoleMove) -> Self {
        Self {
            key: role.key(),
            person: role.person.to_string(),
            name: role.name.clone(),
            role: role.role.name(),
            unit: role.to_code.clone(),
        }
    }
}

impl From<Effects> for ReformOut {
    fn from(effects: Effects) -> Self {
        let all = |versions: &[UnitVersion]| versions.iter().map(Into::into).collect();
        let moved = |(unit, under): &(UnitVersion, UnitVersion)| MovedUnit { unit: unit.into(), under: under.into() };
        Self {
            on: effects.on.to_string(),
            ended: all(&effects.ended),
            begun: all(&effects.begun),
            moved: effects.moved.iter().map(moved).collect(),
            campaigns: effects.campaigns.iter().map(Into::into).collect(),
            roles: effects.people.iter().map(Into::into).collect(),
            whole_at: effects.whole_at.as_ref().map(Into::into),
        }
    }
}

/// What is to be done, from which day on, with which roles; whether it is only looked at.
struct Wanted {
    reform: Reform,
    on: String,
    roles: BTreeSet<String>,
    look: bool,
}

async fn carry_out(site: &Site, caller: &Caller, wanted: Wanted) -> Result<Json<ReformOut>, Problem> {
    let on = day(&wanted.on, caller.language)?;
    let work = move |context: app::Context<'_>| match wanted.look {
        true => units::preview(context, &wanted.reform, on),
        false => units::reform(context, &wanted.reform, on, &wanted.roles),
    };
    Ok(Json(caller.ask(site, work).await?.into()))
}

/// Merge units from a day on
///
/// Reports stay with the units that made them. Done twice, the second is refused: the units have ended.
#[utoipa::path(post, path = "/unit-mergers", tag = "units", request_body = MergeIn,
    responses((status = 200, body = ReformOut)))]
async fn merge(
    State(site): State<Site>,
    caller: Caller,
    Body(sent): Body<MergeIn>,
) -> Result<Json<ReformOut>, Problem> {
    let MergeIn { units, into, keeps, on, roles, look } = sent;
    let keeps = keeps.map_or(Keeps::Nothing, Keeps::Unit);
    let reform = Reform::Merge { units, into: into.read(&caller)?, keeps };
    carry_out(&site, &caller, Wanted { reform, on, roles, look }).await
}

/// Split a unit from a day on
///
/// Reports stay with the unit that made them. Done twice, the second is refused: the codes are taken.
#[utoipa::path(post, path = "/unit-splits", tag = "units", request_body = SplitIn,
    responses((status = 200, body = ReformOut)))]
async fn split(
    State(site): State<Site>,
    caller: Caller,
    Body(sent): Body<SplitIn>,
) -> Result<Json<ReformOut>, Problem> {
    let SplitIn { unit, parts, keeps, on, roles, look } = sent;
    let parts = parts.into_iter().map(|part| part.read(&caller)).collect::<Result<_, _>>()?;
    carry_out(&site, &caller, Wanted { reform: Reform::Split { unit, parts, keeps }, on, roles, look }).await
}

/// What another name than before means.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum OtherNameMeans {
    /// The same unit, renamed.
    #[default]
    Renamed,
    /// Another unit that took the code over: the old one ends.
    AnotherUnit,
}

/// How a list is taken in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ImportAsked {
    /// From this day on.
    #[param(value_type = String, format = Date)]
    on: String,
    /// Code of the unit that units without a parent are put under; the top when left out.
    under: Option<String>,
    /// What a code with another name than before means; `renamed` when left out.
    #[serde(default)]
    #[param(inline, required = false)]
    other_name: OtherNameMeans,
    /// Only look what would happen; nothing is stored.
    #[serde(default)]
    #[param(required = false)]
    look: bool,
}

/// What a list comes to.
#[derive(Debug, Serialize, ToSchema)]
struct ImportedOut {
    /// Units that are new.
    added: Vec<UnitOut>,
    /// Units that change.
    changed: Vec<UnitChanged>,
    /// Units whose code another one takes over.
    replaced: Vec<UnitChanged>,
    /// Units that are as the list says.
    same: usize,
}

/// A unit before and after.
#[derive(Debug, Serialize, ToSchema)]
struct UnitChanged {
    /// Before.
    before: UnitOut,
    /// After.
    after: UnitOut,
}

impl From<Imported> for ImportedOut {
    fn from(imported: Imported) -> Self {
        let pair =
            |(before, after): &(UnitVersion, UnitVersion)| UnitChanged { before: before.into(), after: after.into() };
        Self {
            added: imported.added.iter().map(Into::into).collect(),
            changed: imported.changed.iter().map(pair).collect(),
            replaced: imported.replaced.iter().map(pair).collect(),
            same: imported.same,
        }
    }
}

/// Take in a list of units
///
/// The body is the list, .csv or .xlsx: code, name, kind, parent. All of it or nothing; units that are not on it stay as they are.
#[utoipa::path(post, path = "/unit-imports", tag = "units", params(ImportAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = ImportedOut)))]
async fn import(
    State(site): State<Site>,
    caller: Caller,
    Asked(asked): Asked<ImportAsked>,
    FileBody(bytes): FileBody,
) -> Result<Json<ImportedOut>, Problem> {
    let on = day(&asked.on, caller.language)?;
    let other_name = match asked.other_name {
        OtherNameMeans::Renamed => OtherName::Renamed,
        OtherNameMeans::AnotherUnit => OtherName::AnotherUnit,
    };
    let file = SourceFile { name: "units".to_owned(), bytes: bytes.into() };
    let work = move |context: app::Context<'_>| {
        let import = Import { rows: units::read_list(&file)?, on, under: asked.under, other_name };
        if asked.look { units::preview_import(context, &import) } else { units::import(context, &import) }
    };
    Ok(Json(caller.ask(&site, work).await?.into()))
}
