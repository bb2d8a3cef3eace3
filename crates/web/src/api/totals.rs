//! Totals of a unit and those below it, each opened down to the cell of a file; the consolidated report.

use super::caller::Caller;
use super::extract::{Asked, Body, In, maybe_day};
use super::form::kind;
use super::parts::{FigureValue, OfCampaign, ReportEvent, UnitName};
use super::problem::Problem;
use crate::download::{DOCX, XLSX, file};
use crate::site::Site;
use app::consolidate::ReportOf;
use app::prose::{ReportFile, download};
use app::totals::{opened, totals as totals_of};
use app::trace::{RevisionTrace, UnitTrace};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(totals))
        .routes(routes!(trace))
        .routes(routes!(consolidated))
        .routes(routes!(document))
        .routes(routes!(workbook))
        .routes(routes!(sign_off))
        .routes(routes!(save_section))
}

/// Of which unit.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct AtUnit {
    /// Code of the unit at the top; the highest one the caller may see when left out.
    unit: Option<String>,
}

/// Of which unit, on which day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct TotalsAsked {
    /// Code of the unit at the top; the highest one the caller may see when left out.
    unit: Option<String>,
    /// The day whose units the reports are counted by, wherever what made them stands by then; the day by which reports are
    /// due when left out.
    #[serde(rename = "as-of")]
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// Totals of a unit and those below it.
#[derive(Debug, Serialize, ToSchema)]
struct TotalsOut {
    /// The unit at the top.
    unit: UnitName,
    /// How many reports count.
    reports: usize,
    /// How many units report.
    expected: u32,
    /// How many reports are in.
    received: u32,
    /// How many of them came on time.
    on_time: u32,
    /// How many of those that count stand at another unit on that day than the one that made them.
    moved: u32,
    /// How many that count stand nowhere on that day, and are in no total.
    nowhere: usize,
    /// The year compared with.
    before_year: Option<i16>,
    /// The cells of the form that hold numbers, in its order.
    cells: Vec<CellTotal>,
}

/// The total of a cell.
#[derive(Debug, Serialize, ToSchema)]
struct CellTotal {
    /// The cell.
    cell: String,
    /// Number of its item as printed.
    number: String,
    /// Label, in the caller's language.
    label: String,
    /// `count`, `vnd` (đồng), `percent` (hundredths of a percent).
    kind: &'static str,
    /// The total; none while no report that counts fills the cell.
    value: Option<i64>,
    /// How many units make it.
    units: u32,
    /// The same of the year before.
    before: Option<i64>,
}

/// Totals of a unit and those below it
///
/// Only approved reports count.
#[utoipa::path(get, path = "/campaigns/{campaign}/totals", tag = "totals", params(OfCampaign, TotalsAsked),
    responses((status = 200, body = TotalsOut)))]
async fn totals(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Asked(at): Asked<TotalsAsked>,
) -> Result<Json<TotalsOut>, Problem> {
    let as_of = maybe_day(at.as_of.as_deref(), caller.language)?;
    let work = move |context: app::Context<'_>| totals_of(context, Some(&of.campaign), at.unit.as_deref(), as_of);
    let view = caller.ask(&site, work).await?;
    let before = |at: usize| view.before.as_ref().and_then(|(_, values)| values.get(at).copied().flatten());
    let cell = |(at, cell): (usize, &domain::form::Cell)| {
        let item = view.form.item_of(cell);
        (item.kind != domain::form::Kind::Text).then(|| CellTotal {
            cell: cell.key.to_string(),
            number: item.number.clone(),
            label: view.form.cell_label(cell, caller.language.code()).to_owned(),
            kind: kind(item.kind),
            value: view.totals.value(at),
            units: view.totals.cells.get(at).map_or(0, |total| total.reporters),
            before: before(at),
        })
    };
    Ok(Json(TotalsOut {
        unit: (&view.top).into(),
        reports: view.totals.reports(),
        expected: view.totals.counts.expected,
        received: view.totals.counts.received(),
        on_time: view.totals.counts.on_time,
        moved: view.moved,
        nowhere: view.nowhere,
        before_year: view.before.as_ref().map(|(year, _)| *year),
        cells: view.form.cells().iter().enumerate().filter_map(cell).collect(),
    }))
}

/// Which total.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfCell {
    /// Id of the campaign.
    campaign: String,
    /// The cell, with `/` written as `%2F` (`talks%2Flevel.commune`), or the number of an item as printed (`2.3`).
    cell: String,
}

/// How far to open it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct TraceAsked {
    /// Code of the unit at the top; the highest one the caller may see when left out.
    unit: Option<String>,
    /// Code of a unit to open down to its revisions, files and cells.
    open: Option<String>,
    /// The day whose units the reports are counted by; the day by which reports are due when left out.
    #[serde(rename = "as-of")]
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// A total opened into the units that make it.
#[derive(Debug, Serialize, ToSchema)]
struct TraceOut {
    /// The cell.
    cell: String,
    /// The unit at the top.
    unit: UnitName,
    /// The total; none while no report that counts fills the cell.
    value: Option<i64>,
    /// Earlier years, the newest first.
    years: Vec<YearTotal>,
    /// Units that make it, largest first.
    parts: Vec<TotalPart>,
    /// How many of the units that make it the caller may not look into.
    hidden: usize,
    /// The unit that was asked to be opened, and those below it.
    opened: Option<Vec<OpenedUnit>>,
}

/// The total of an earlier year.
#[derive(Debug, Serialize, ToSchema)]
struct YearTotal {
    /// The year.
    year: i16,
    /// Its total.
    value: Option<i64>,
}

/// One unit's part of a total.
#[derive(Debug, Serialize, ToSchema)]
struct TotalPart {
    /// The unit, as it was when it reported.
    unit: UnitName,
    /// Name of the unit its report stands at, when that is another one on the day asked for.
    stands_at: Option<String>,
    /// The revision that counts.
    revision: u32,
    /// Its value.
    value: i64,
}

/// A unit's figure in each of its revisions.
#[derive(Debug, Serialize, ToSchema)]
struct OpenedUnit {
    /// The unit.
    unit: UnitName,
    /// State of its report.
    state: &'static str,
    /// Whether it counts in the total.
    counted: bool,
    /// Its revisions, oldest first.
    revisions: Vec<OpenedRevision>,
    /// What happened to its report.
    events: Vec<ReportEvent>,
}

/// A figure in a revision.
#[derive(Debug, Serialize, ToSchema)]
struct OpenedRevision {
    /// Number of the revision.
    number: u32,
    /// What it says; none when it leaves the cell blank.
    value: Option<FigureValue>,
    /// The unit's explanation.
    reason: Option<String>,
    /// Name of its file.
    file_name: String,
    /// SHA-256 of its file, in hexadecimal.
    file_digest: String,
    /// The cell in the file, `E12`.
    at: Option<String>,
    /// The day it was received.
    #[schema(format = Date)]
    received_on: String,
}

impl From<RevisionTrace> for OpenedRevision {
    fn from(revision: RevisionTrace) -> Self {
        Self {
            number: revision.number,
            value: revision.value.as_ref().map(Into::into),
            reason: revision.reason,
            file_name: revision.file_name,
            file_digest: revision.file_digest,
            at: revision.at,
            received_on: revision.received_on.to_string(),
        }
    }
}

impl From<UnitTrace> for OpenedUnit {
    fn from(unit: UnitTrace) -> Self {
        Self {
            unit: UnitName::of(&unit.code, &unit.name),
            state: unit.state.name(),
            counted: unit.counted,
            revisions: unit.revisions.into_iter().map(Into::into).collect(),
            events: unit.events.iter().map(Into::into).collect(),
        }
    }
}

/// Where a total comes from
#[utoipa::path(get, path = "/campaigns/{campaign}/totals/{cell}", tag = "totals", params(OfCell, TraceAsked),
    responses((status = 200, body = TraceOut)))]
async fn trace(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCell>,
    Asked(asked): Asked<TraceAsked>,
) -> Result<Json<TraceOut>, Problem> {
    let as_of = maybe_day(asked.as_of.as_deref(), caller.language)?;
    let work = move |context: app::Context<'_>| {
        let (unit, open) = (asked.unit.as_deref(), asked.open.as_deref());
        opened(context, Some(&of.campaign), unit, &of.cell, open, as_of)
    };
    let found = caller.ask(&site, work).await?;
    let part = |part: app::totals::TotalPart| TotalPart {
        unit: UnitName::of(&part.code, &part.name),
        stands_at: part.stands_at,
        revision: part.revision,
        value: part.value,
    };
    Ok(Json(TraceOut {
        cell: found.form.cells()[found.position].key.to_string(),
        unit: (&found.top).into(),
        value: found.total,
        years: found.years.into_iter().map(|(year, value)| YearTotal { year, value }).collect(),
        parts: found.parts.into_iter().map(part).collect(),
        hidden: found.hidden,
        opened: found.opened.map(|trace| trace.units.into_iter().map(Into::into).collect()),
    }))
}

/// The consolidated report as it is worked on.
#[derive(Debug, Serialize, ToSchema)]
struct ConsolidatedOut {
    /// The unit whose report it is.
    unit: UnitName,
    /// How many reports count.
    approved: usize,
    /// How many units report.
    expected: usize,
    /// Its sections of prose, in the order of the form.
    sections: Vec<MergedSection>,
    /// Digest of the report as it is now: what a leader signs.
    digest: String,
    /// The leader's word that holds: `approved`, `returned`.
    word: Option<&'static str>,
    /// The report changed after the leader's word.
    changed_since: bool,
}

/// A section of merged prose.
#[derive(Debug, Serialize, ToSchema)]
struct MergedSection {
    /// Section of the form.
    section: String,
    /// Number of the last edit; 0 without any. Saving begins from it.
    number: u32,
    /// As somebody left it; none while it is as merged.
    edited: Option<String>,
    /// What the units wrote.
    passages: Vec<MergedPassage>,
}

/// What units wrote alike.
#[derive(Debug, Serialize, ToSchema)]
struct MergedPassage {
    /// Who wrote it.
    units: Vec<UnitName>,
    /// The sentences.
    sentences: Vec<String>,
}

/// The consolidated report as it is worked on
#[utoipa::path(get, path = "/campaigns/{campaign}/consolidated", tag = "totals", params(OfCampaign, AtUnit),
    responses((status = 200, body = ConsolidatedOut)))]
async fn consolidated(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Asked(at): Asked<AtUnit>,
) -> Result<Json<ConsolidatedOut>, Problem> {
    let work = move |context: app::Context<'_>| app::prose::prose(context, Some(&of.campaign), at.unit.as_deref());
    let view = caller.ask(&site, work).await?;
    let passage = |passage: app::prose::SourcedPassage| MergedPassage {
        units: passage.units.iter().map(|unit| UnitName::of(&unit.code, &unit.name)).collect(),
        sentences: passage.sentences,
    };
    let section = |section: app::prose::SectionView| MergedSection {
        section: section.id.to_string(),
        number: section.number,
        edited: section.edited.map(|text| text.text),
        passages: section.passages.into_iter().map(passage).collect(),
    };
    Ok(Json(ConsolidatedOut {
        unit: (&view.top).into(),
        approved: view.approved,
        expected: view.expected,
        word: view.sign_off.last().map(|word| word.verdict.name()),
        changed_since: view.sign_off.changed(),
        digest: view.sign_off.digest,
        sections: view.sections.into_iter().map(section).collect(),
    }))
}

async fn made(
    site: &Site,
    caller: &Caller,
    of: OfCampaign,
    at: TotalsAsked,
    kind: ReportFile,
) -> Result<Vec<u8>, Problem> {
    let language = caller.language;
    let as_of = maybe_day(at.as_of.as_deref(), language)?;
    let work = move |context: app::Context<'_>| {
        let of = ReportOf { campaign: Some(&of.campaign), unit: at.unit.as_deref(), as_of };
        download(context, of, kind, language)
    };
    caller.ask(site, work).await
}

/// The consolidated report as a document
#[utoipa::path(get, path = "/campaigns/{campaign}/consolidated.docx", tag = "totals", params(OfCampaign, TotalsAsked),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))]
async fn document(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Asked(at): Asked<TotalsAsked>,
) -> Result<Response, Problem> {
    Ok(file("report.docx", DOCX, made(&site, &caller, of, at, ReportFile::Document).await?))
}

/// The tables of the consolidated report, each total a formula over its units
#[utoipa::path(get, path = "/campaigns/{campaign}/consolidated.xlsx", tag = "totals", params(OfCampaign, TotalsAsked),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn workbook(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Asked(at): Asked<TotalsAsked>,
) -> Result<Response, Problem> {
    Ok(file("report.xlsx", XLSX, made(&site, &caller, of, at, ReportFile::Workbook).await?))
}

/// Which section of which report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfSection {
    /// Id of the campaign.
    pub(super) campaign: String,
    /// Code of the unit whose consolidated report it is.
    pub(super) unit: String,
    /// Section of the form.
    pub(super) section: String,
}

/// A section as it is to stand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SectionIn {
    /// The prose; blank for the merged prose again.
    text: String,
    /// Number of the edit begun from; when there is another one by now, nothing is stored (409).
    number: u32,
}

/// Save a section of the merged prose
#[utoipa::path(put, path = "/campaigns/{campaign}/consolidated/{unit}/sections/{section}", tag = "totals",
    params(OfSection), request_body = SectionIn, responses((status = 204, description = "Saved")))]
async fn save_section(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfSection>,
    Body(sent): Body<SectionIn>,
) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| {
        app::prose::save_section(context, Some(&of.campaign), &of.unit, &of.section, &sent.text, sent.number)
    };
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The leader's word.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum Word {
    /// It may go out.
    Approved,
    /// It goes back to the agency.
    Returned,
}

/// The leader's word on a consolidated report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignOffIn {
    /// Code of the unit whose report it is.
    unit: String,
    /// The word.
    word: Word,
    /// Why; returning must say.
    reason: Option<String>,
    /// Digest of the report that was looked at: when it changed meanwhile, nothing is stored (409).
    digest: String,
}

/// Give the leader's word on the consolidated report
#[utoipa::path(post, path = "/campaigns/{campaign}/sign-off", tag = "totals", params(OfCampaign),
    request_body = SignOffIn, responses((status = 204, description = "Noted")))]
async fn sign_off(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfCampaign>,
    Body(sent): Body<SignOffIn>,
) -> Result<StatusCode, Problem> {
    let verdict = match sent.word {
        Word::Approved => domain::draft::Verdict::Approved,
        Word::Returned => domain::draft::Verdict::Returned,
    };
    let work = move |context: app::Context<'_>| {
        app::sign_off::sign(context, Some(&of.campaign), &sent.unit, verdict, sent.reason.as_deref(), &sent.digest)
    };
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}
