//! The sample campaign of a made-up province: the whole path, from plan to consolidated report.

mod earlier;
mod people;
mod plan;

pub use people::{SampleSignIn, furnish};

use crate::campaign::{self, DEFAULT_FORM, FindError, OpenCampaign, OpenError, OpenedCampaign};
use crate::consolidate::{ConsolidateError, Consolidated, Letter, ReportOf, consolidate};
use crate::context::{Context, FixedWorld};
use crate::file::{FileError, SourceFile, write_whole};
use crate::form::{ExportError, filled};
use crate::memory::Kept;
use crate::report::{Accepted, DecideError, Decision, Submission, SubmitError, Which, decide, submit};
use crate::status::{Board, board};
use domain::campaign::Campaign;
use domain::form::{CellKey, Form, Kind, SectionId};
use domain::report::{Action, Content, Event, Figure, State, Value};
use domain::{CivilDate, Instant};
use locale::Language;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::{Location, Store, StoreError};

const UNITS: &str = include_str!("../../../sample/units.csv");
const REPORTS: &str = include_str!("../../../sample/reports.toml");

/// The operator's name in the events of the sample.
const OPERATOR: &str = "Nguyễn Thị Mẫu";

/// Marks a folder as the sample's own, so that a person's data is never mixed with it.
const MARK: &str = "chungtay-demo.txt";

/// Steps of the sample, for showing progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The plan is written and read.
    Plan,
    /// The campaign is open, tasks cascaded.
    Open {
        /// Tasks.
        tasks: usize,
        /// Units.
        units: usize,
    },
    /// So many of all report files are taken in.
    Reports {
        /// Taken in so far.
        done: usize,
        /// All of them.
        all: usize,
    },
    /// Reports are being decided on.
    Decide,
    /// The consolidated report is being written.
    Consolidate,
}

/// What the sample came to.
#[derive(Debug)]
pub struct Outcome {
    /// The campaign.
    pub opened: OpenedCampaign,
    /// The board at the end.
    pub board: Board,
    /// The consolidated report.
    pub consolidated: Consolidated,
    /// The plan's file.
    pub plan: PathBuf,
    /// The folder of the filled forms.
    pub reports: PathBuf,
    /// Whether everything had been there before.
    pub again: bool,
}

/// Why the sample could not be played.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SampleError {
    /// The folder holds something else.
    #[error("{0} holds other data")]
    FolderTaken(PathBuf),
    /// The sample's own data is wrong: a defect of this program.
    #[error("the sample data is wrong: {0}")]
    Source(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Opening.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Loading.
    #[error(transparent)]
    Find(#[from] FindError),
    /// Filling forms.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Files.
    #[error(transparent)]
    File(#[from] FileError),
    /// Writing the plan.
    #[error(transparent)]
    Document(#[from] vanban::write::WriteError),
    /// A report was refused.
    #[error("{file}: {error}")]
    Submit {
        /// Which file.
        file: String,
        /// Why.
        error: Box<SubmitError>,
    },
    /// A decision was refused.
    #[error(transparent)]
    Decide(#[from] DecideError),
    /// Consolidating.
    #[error(transparent)]
    Consolidate(#[from] ConsolidateError),
    /// People.
    #[error(transparent)]
    People(Box<crate::people::PeopleError>),
}

/// Plays the sample campaign in a data folder, or on a server with its files in the folder. Safe to repeat: what is there already is found and kept.
///
/// # Errors
/// A [`SampleError`]; a folder with other data is left alone.
pub fn play(place: &Location, language: Language, progress: &mut dyn FnMut(Step)) -> Result<Outcome, SampleError> {
    let folder = place.folder();
    let claimed = folder.join(MARK).exists();
    claim(folder)?;
    let store = Kept::from(Store::open_at(place)?);
    // A server may hold another installation; a folder was looked at before it was claimed.
    if !claimed && !store.read(|session| session.campaigns())?.is_empty() {
        return Err(SampleError::FolderTaken(PathBuf::from(place.to_string())));
    }
    let form = Form::parse(DEFAULT_FORM).map_err(|error| SampleError::Source(error.to_string()))?;
    let again = !store.read(|session| session.campaigns())?.is_empty();
    let plan_path = folder.join("ke-hoach.docx");
    earlier::play(&store, &form, &folder.join("nam-truoc"), language)?;
    let opened = open(&store, &form, &plan_path, progress)?;
    let sample = reports(&form)?;
    let reports_folder = folder.join("bao-cao");
    hand_in(&store, &opened, &sample, &reports_folder, language, progress)?;
    progress(Step::Decide);
    approve_new_on(&store, &opened.campaign, CivilDate::new(plan::YEAR, 12, 26).unwrap_or(CivilDate::MAX))?;
    progress(Step::Consolidate);
    let closing = at_noon(CivilDate::new(2026, 12, 28).unwrap_or(CivilDate::MAX));
    let world = FixedWorld(closing);
    let context = Context::of_operator(&store, &world, OPERATOR);
    let consolidated = consolidate(context, ReportOf::default(), &letter(), &folder.join("tong-hop"), language)?;
    let board = board(context, None, None)?;
    Ok(Outcome { opened, board, consolidated, plan: plan_path, reports: reports_folder, again })
}

/// The moment at which the sample is looked at: reports are in but for one, and the report is being written.
#[must_use]
pub fn evening() -> Instant {
    at_noon(CivilDate::new(plan::YEAR, 12, 28).unwrap_or(CivilDate::MAX))
}

fn claim(folder: &Path) -> Result<(), SampleError> {
    let mark = folder.join(MARK);
    let taken = || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if !mark.exists() {
        if taken() {
            return Err(SampleError::FolderTaken(folder.to_owned()));
        }
        write_whole(
            &mark,
            "Thư mục của đợt mẫu; xoá đi lúc nào cũng được. / Folder of the sample campaign.\n".as_bytes(),
        )?;
    }
    Ok(())
}

fn open(
    store: &Kept,
    form: &Form,
    plan_path: &Path,
    progress: &mut dyn FnMut(Step),
) -> Result<OpenedCampaign, SampleError> {
    progress(Step::Plan);
    let document = plan::document(form, plan::YEAR).map_err(SampleError::Source)?;
    write_whole(plan_path, &vanban::write::docx(&document)?)?;
    let world = FixedWorld(at_noon(CivilDate::new(2026, 10, 21).unwrap_or(CivilDate::MIN)));
    let context = Context::of_operator(store, &world, OPERATOR);
    let units = SourceFile { name: "units.csv".to_owned(), bytes: UNITS.as_bytes().to_vec() };
    let request = OpenCampaign { plan: SourceFile::read(plan_path)?, units, form: None, due_on: None };
    let opened = campaign::open(context, &request)?;
    progress(Step::Open { tasks: opened.tasks.len(), units: opened.reporters });
    Ok(opened)
}

/// Fills the forms, one file for each report, and hands them in on their days.
fn hand_in(
    store: &Kept,
    opened: &OpenedCampaign,
    sample: &[SampleReport],
    folder: &Path,
    language: Language,
    progress: &mut dyn FnMut(Step),
) -> Result<(), SampleError> {
    let loaded = store.read(|session| campaign::load(session, opened.campaign.clone(), None))?;
    for (at, report) in sample.iter().enumerate() {
        let world = FixedWorld(at_noon(report.received));
        let context = Context::of_operator(store, &world, OPERATOR);
        let unit = loaded.unit(Some(&report.unit))?;
        let earlier = sample[..at].iter().filter(|other| other.unit == report.unit).count();
        let name = if earlier == 0 {
            format!("{}.xlsx", report.unit)
        } else {
            format!("{}-lan-{}.xlsx", report.unit, earlier + 1)
        };
        let path = folder.join(&name);
        if !path.exists() {
            write_whole(&path, &filled(&loaded, unit.unit, &report.content, language)?)?;
        }
        let accepted = submit_one(context, &path)?;
        let head = store.read(|session| session.report(loaded.campaign.id, unit.unit))?;
        let waits =
            head.is_some_and(|head| head.state == State::Submitted && head.latest_revision == accepted.revision);
        if let Some(reason) = report.returned.as_ref().filter(|_| waits) {
            let decision = Decision { action: Action::Return, reason: Some(reason.clone()) };
            decide(context, None, &Which::Units(vec![report.unit.clone()]), &decision)?;
        }
        progress(Step::Reports { done: at + 1, all: sample.len() });
    }
    Ok(())
}

fn submit_one(context: Context<'_>, path: &PathBuf) -> Result<Accepted, SampleError> {
    let mut outcome = None;
    submit(context, &Submission::default(), std::slice::from_ref(path), &mut |_, result| outcome = Some(result))?;
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    match outcome {
        Some(Ok(accepted)) => Ok(accepted),
        Some(Err(error)) => Err(SampleError::Submit { file, error: Box::new(error) }),
        None => Err(SampleError::Source(file)),
    }
}

/// Approves what waits and was never approved: what somebody reopened since the first run is theirs to decide on.
fn approve_new_on(store: &Kept, of: &Campaign, day: CivilDate) -> Result<(), SampleError> {
    let world = FixedWorld(at_noon(day));
    let context = Context::of_operator(store, &world, OPERATOR);
    let decision = Decision { action: Action::Approve, reason: None };
    let waiting = store.read(|session| {
        let loaded = campaign::load(session, of.clone(), None)?;
        let mut codes = Vec::new();
        for (unit, head) in session.reports(of.id)? {
            let approved = |event: &Event| event.action == Action::Approve;
            let is_new = head.state == State::Submitted && !session.events(of.id, unit)?.iter().any(approved);
            codes.extend(loaded.hierarchy.get(unit).filter(|_| is_new).map(|version| version.code.to_string()));
        }
        Ok::<_, FindError>(codes)
    })?;
    if waiting.is_empty() {
        return Ok(());
    }
    match decide(context, Some(&of.id.to_string()), &Which::Units(waiting), &decision) {
        Ok(_) | Err(DecideError::NothingWaits) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The standing agency signs the sample's report.
fn letter() -> Letter {
    Letter {
        parent_body: Some("Ủy ban nhân dân tỉnh An Giao".to_owned()),
        issuer: Some("Sở Nội vụ".to_owned()),
        number: Some(412),
        symbol: Some("BC-SNV".to_owned()),
        place: Some("An Giao".to_owned()),
        date: CivilDate::new(2026, 12, 28).ok(),
        authority: vec!["KT. GIÁM ĐỐC".to_owned()],
        signer_title: Some("PHÓ GIÁM ĐỐC".to_owned()),
        signer_name: Some("Lê Thị Thử Nghiệm".to_owned()),
    }
}

/// Noon in Việt Nam, 05:00 UTC.
fn at_noon(day: CivilDate) -> Instant {
    let moment = day.at(5, 0, 0, 0);
    jiff::tz::Offset::UTC.to_timestamp(moment).unwrap_or(Instant::UNIX_EPOCH)
}

struct SampleReport {
    unit: String,
    received: CivilDate,
    returned: Option<String>,
    content: Content,
}

#[derive(serde::Deserialize)]
struct RawReports {
    report: Vec<RawReport>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReport {
    unit: String,
    received: toml::value::Datetime,
    #[serde(default)]
    returned: Option<String>,
    #[serde(default)]
    figures: BTreeMap<String, toml::Value>,
    #[serde(default)]
    reasons: BTreeMap<String, String>,
    #[serde(default)]
    prose: BTreeMap<String, String>,
}

fn reports(form: &Form) -> Result<Vec<SampleReport>, SampleError> {
    let raw: RawReports = toml::from_str(REPORTS).map_err(|error| SampleError::Source(error.to_string()))?;
    raw.report.into_iter().map(|report| sample_report(form, report)).collect()
}

fn sample_report(form: &Form, raw: RawReport) -> Result<SampleReport, SampleError> {
    let wrong = |what: &str| SampleError::Source(format!("{}: {what}", raw.unit));
    let received = plan::day(raw.received).ok_or_else(|| wrong("received"))?;
    let mut content = Content::default();
    for (name, value) in &raw.figures {
        let key = CellKey::parse(name).ok_or_else(|| wrong(name))?;
        let kind = form.cell(&key).map(|cell| form.item_of(cell).kind).ok_or_else(|| wrong(name))?;
        let value = match (kind, value) {
            (Kind::Text, toml::Value::String(text)) => Value::Text(text.clone()),
            (Kind::Count | Kind::Vnd | Kind::Percent, toml::Value::Integer(number)) => Value::Number(*number),
            _ => return Err(wrong(name)),
        };
        let reason = raw.reasons.get(name).cloned();
        content.figures.insert(key, Figure { value, at: None, reason });
    }
    for (name, text) in &raw.prose {
        let section = SectionId::parse(name).filter(|id| form.sections().iter().any(|section| section.id == *id));
        content.prose.insert(section.ok_or_else(|| wrong(name))?, text.clone());
    }
    Ok(SampleReport { unit: raw.unit, received, returned: raw.returned, content })
}
