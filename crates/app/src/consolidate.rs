//! The consolidated report of a unit's subtree: gathered, laid out, written.

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::consolidated_document;
use crate::file::{FileError, write_keeping};
use crate::overview::earlier_years;
use crate::status::{UnitStatus, unit_statuses};
use domain::access::Action;
use domain::consolidation::{Consolidation, UnitLine};
use domain::draft::NarrativeText;
use domain::form::{CellKey, Form, Kind};
use domain::report::{Revision, Value};
use domain::rollup::{Contribution, totals};
use domain::unit::UnitKind;
use domain::{CivilDate, UnitId, check, narrative};
use locale::Language;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use store::Session;
use vanban::date::PartialDate;
use workbook::WriteError;

/// What goes into the letterhead and the signature block of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Letter {
    /// Body above the issuer.
    pub parent_body: Option<String>,
    /// Issuing body; the unit itself otherwise.
    pub issuer: Option<String>,
    /// Serial number; left blank otherwise.
    pub number: Option<u32>,
    /// Symbol; made from the unit's kind otherwise.
    pub symbol: Option<String>,
    /// Place of issue; the unit's bare name otherwise.
    pub place: Option<String>,
    /// Date of issue; this month with a blank day otherwise.
    pub date: Option<CivilDate>,
    /// Lines of authority.
    pub authority: Vec<String>,
    /// Position of the signer.
    pub signer_title: Option<String>,
    /// Name of the signer; the plan's signer otherwise, when its issuer reports.
    pub signer_name: Option<String>,
}

/// The plan a report answers, as it is cited.
#[derive(Clone, Debug, Default)]
pub struct PlanReference {
    /// Number and symbol.
    pub number: Option<String>,
    /// Date of issue.
    pub date: Option<CivilDate>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Place of issue.
    pub place: Option<String>,
    /// Lines of authority of its signer.
    pub authority: Vec<String>,
    /// Position of its signer.
    pub signer_title: Option<String>,
    /// Name of its signer.
    pub signer_name: Option<String>,
}

/// Everything gathered for a report.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// Totals, units, warnings, prose.
    pub consolidation: Consolidation,
    /// The plan it answers.
    pub plan: PlanReference,
    /// Kind of the unit at its top.
    pub kind: UnitKind,
    /// Whether that unit issued the plan: then the report is issued and signed as the plan was.
    pub by_issuer: bool,
    /// Sections of prose as somebody edited them; the others are as merged.
    pub edited: Vec<NarrativeText>,
    /// Totals of the campaigns before, the newest first, by position of the cell in the form.
    pub years: Vec<(i16, Vec<Option<i64>>)>,
}

/// The files of a consolidated report, as bytes.
#[derive(Clone, Debug)]
pub struct Produced {
    /// report.docx.
    pub document: Vec<u8>,
    /// report.xlsx.
    pub workbook: Vec<u8>,
    /// What they were made from.
    pub gathered: Gathered,
}

/// The files written.
#[derive(Clone, Debug)]
pub struct Consolidated {
    /// report.docx.
    pub document: PathBuf,
    /// report.xlsx.
    pub workbook: PathBuf,
    /// Where files of the same names with other content went.
    pub kept: Vec<PathBuf>,
    /// What they were made from.
    pub gathered: Gathered,
}

/// Why there is no consolidated report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConsolidateError {
    /// Campaign or unit.
    #[error(transparent)]
    Find(#[from] FindError),
    /// No report of the subtree is approved yet.
    #[error("no report is approved yet")]
    NothingApproved,
    /// The document.
    #[error(transparent)]
    Document(#[from] vanban::write::WriteError),
    /// The workbook.
    #[error(transparent)]
    Workbook(#[from] WriteError),
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
}

impl From<store::StoreError> for ConsolidateError {
    fn from(error: store::StoreError) -> Self {
        Self::Find(error.into())
    }
}

/// Which report is meant.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReportOf<'a> {
    /// Campaign; the one opened last otherwise.
    pub campaign: Option<&'a str>,
    /// Code of the unit at the top; the one that runs the campaign otherwise.
    pub unit: Option<&'a str>,
    /// The day whose hierarchy the reports are counted in; the campaign's due day otherwise.
    pub as_of: Option<CivilDate>,
}

/// Writes report.docx and report.xlsx of a unit's subtree into a folder.
///
/// # Errors
/// A [`ConsolidateError`]. Files of an earlier run are kept beside the new ones, under another name.
pub fn consolidate(
    context: Context<'_>,
    of: ReportOf<'_>,
    letter: &Letter,
    folder: &Path,
    language: Language,
) -> Result<Consolidated, ConsolidateError> {
    let Produced { document, workbook, gathered } = produce(context, of, letter, language)?;
    let paths = (folder.join("report.docx"), folder.join("report.xlsx"));
    let kept = [write_keeping(&paths.0, &document)?, write_keeping(&paths.1, &workbook)?];
    let kept = kept.into_iter().flatten().collect();
    Ok(Consolidated { document: paths.0, workbook: paths.1, kept, gathered })
}

/// Makes report.docx and report.xlsx of a unit's subtree.
///
/// # Errors
/// A [`ConsolidateError`].
pub fn produce(
    context: Context<'_>,
    of: ReportOf<'_>,
    letter: &Letter,
    language: Language,
) -> Result<Produced, ConsolidateError> {
    let gathered = context.store.read(|session| gather(session, context, of, Action::Consolidate))?;
    let today = context.today();
    let (document, workbook) = rayon::join(
        || vanban::write::docx(&consolidated_document::lay_out(&gathered, letter, today, language)),
        || workbook::write_consolidated(&gathered.consolidation, language),
    );
    Ok(Produced { document: document?, workbook: workbook?, gathered })
}

/// report.docx of what was gathered.
///
/// # Errors
/// When it cannot be written.
pub fn document(
    gathered: &Gathered,
    letter: &Letter,
    today: CivilDate,
    language: Language,
) -> Result<Vec<u8>, ConsolidateError> {
    Ok(vanban::write::docx(&consolidated_document::lay_out(gathered, letter, today, language))?)
}

/// report.xlsx of what was gathered.
///
/// # Errors
/// When it cannot be written.
pub fn tables(gathered: &Gathered, language: Language) -> Result<Vec<u8>, ConsolidateError> {
    Ok(workbook::write_consolidated(&gathered.consolidation, language)?)
}

/// Gathers what a consolidated report is made of, for somebody who is to do `action` with it.
///
/// # Errors
/// When nothing is approved yet, or the campaign or unit is not found.
pub fn gather(
    session: &Session<'_>,
    context: Context<'_>,
    of: ReportOf<'_>,
    action: Action,
) -> Result<Gathered, ConsolidateError> {
    let loaded = campaign::enter(context, session, of.campaign, Action::ViewCampaign)?.on(of.as_of)?;
    let top = loaded.unit_for(context, of.unit, action)?.clone();
    let counts = loaded.counts_below(top.unit)?;
    let mut statuses = unit_statuses(session, &loaded, &[], context.today())?;
    statuses.retain(|line| counts(line.unit));
    let approved = approved_in(session, &loaded, &statuses)?;
    if approved.is_empty() {
        return Err(ConsolidateError::NothingApproved);
    }
    let contributions: Vec<Contribution<'_>> = approved.iter().map(contribution).collect();
    let (form, contents) = (&loaded.form, || approved.iter().map(|(unit, revision)| (*unit, &revision.content)));
    let (narrative, (totals, warnings)) = rayon::join(
        || narrative::merge(form, contents()),
        || {
            let warned = |(unit, content)| check::check(form, content).into_iter().map(move |warning| (unit, warning));
            (totals(form, &contributions), contents().flat_map(warned).collect())
        },
    );
    let texts = listed_texts(&loaded, &approved);
    let counted: HashMap<UnitId, &Revision> = approved.iter().map(|(unit, revision)| (*unit, revision)).collect();
    let units = statuses.into_iter().map(|status| unit_line(status, &counted)).collect();
    let plan = plan_reference(context, session, &loaded)?;
    let edited = edited(session, &loaded, top.unit)?;
    let years = earlier_years(context, session, &loaded, top.unit)?;
    let root = loaded.root;
    let counted_by = of.as_of.filter(|day| *day != loaded.campaign.due_on);
    let consolidation = Consolidation {
        campaign: loaded.campaign,
        form: Form::clone(&loaded.form),
        unit_name: top.name,
        as_of: context.today(),
        counted_by,
        units,
        totals,
        warnings,
        narrative,
        texts,
    };
    let by_issuer = top.unit == root;
    Ok(Gathered { consolidation, plan, kind: top.kind, by_issuer, edited, years })
}

/// Approved revisions of the given units, in their order.
fn approved_in(
    session: &Session<'_>,
    loaded: &Loaded,
    statuses: &[UnitStatus],
) -> Result<Vec<(UnitId, Revision)>, FindError> {
    let mut by_unit: HashMap<UnitId, Revision> = session.approved(loaded.campaign.id)?.into_iter().collect();
    Ok(statuses.iter().filter_map(|line| by_unit.remove(&line.unit).map(|revision| (line.unit, revision))).collect())
}

/// Sections as somebody left them last; one left empty is as merged again.
pub(crate) fn edited(session: &Session<'_>, loaded: &Loaded, top: UnitId) -> Result<Vec<NarrativeText>, FindError> {
    let mut edited = session.narratives(loaded.campaign.id, top)?;
    edited.retain(|text| !text.text.trim().is_empty());
    Ok(edited)
}

fn contribution((unit, revision): &(UnitId, Revision)) -> Contribution<'_> {
    Contribution {
        unit: *unit,
        revision: revision.number,
        received_on: revision.received_on,
        content: &revision.content,
    }
}

fn listed_texts(loaded: &Loaded, approved: &[(UnitId, Revision)]) -> Vec<(CellKey, Vec<(UnitId, String)>)> {
    let text_cells = loaded.form.cells().iter().filter(|cell| loaded.form.item_of(cell).kind == Kind::Text);
    let written = |key: &CellKey| -> Vec<(UnitId, String)> {
        let text = |revision: &Revision| match &revision.content.figures.get(key)?.value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(_) => None,
        };
        approved.iter().filter_map(|(unit, revision)| Some((*unit, text(revision)?))).collect()
    };
    text_cells.map(|cell| (cell.key.clone(), written(&cell.key))).filter(|(_, texts)| !texts.is_empty()).collect()
}

fn unit_line(status: UnitStatus, counted: &HashMap<UnitId, &Revision>) -> UnitLine {
    let counted = counted.get(&status.unit);
    UnitLine {
        unit: status.unit,
        code: status.code,
        name: status.name,
        kind: status.kind,
        punctuality: status.punctuality,
        state: status.state,
        received_on: status.received_on,
        counted_revision: counted.map(|revision| revision.number),
        file_name: counted.map(|revision| revision.file_name.clone()),
    }
}

/// How the plan is cited, read again from the stored file.
pub(crate) fn plan_reference(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
) -> Result<PlanReference, FindError> {
    let campaign = &loaded.campaign;
    let Some((_, bytes)) = session.file(campaign.root, &campaign.plan_digest)? else {
        return Ok(PlanReference { number: campaign.plan_number.clone(), ..PlanReference::default() });
    };
    let Ok(reading) = context.memory().reading(&campaign.plan_digest, &bytes) else {
        return Ok(PlanReference::default());
    };
    let facts = reading.facts.clone();
    Ok(PlanReference {
        number: facts.number.map(|number| number.value),
        date: facts.issue_date.map(|date| date.value).and_then(PartialDate::full),
        issuer: facts.issuer.map(|issuer| issuer.value),
        title: facts.title.map(|title| title.value),
        place: facts.places.into_iter().next().map(|place| place.value),
        authority: facts.signer.iter().flat_map(|signer| &signer.authority).map(|line| line.value.clone()).collect(),
        signer_title: facts.signer.as_ref().and_then(|signer| signer.title.as_ref()).map(|title| title.value.clone()),
        signer_name: facts.signer.and_then(|signer| signer.name).map(|name| name.value),
    })
}
