//! Setting the form of a campaign: from the default, from last year's, from the appendix of the plan, or edited; tried
//! before it is used.

use super::ExportError;
use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::{self, DEFAULT_FORM, FindError, Loaded};
use crate::explain::{Class, Explain, warning};
use domain::UnitId;
use domain::access::Action;
use domain::campaign::Campaign;
use domain::check::check;
use domain::form::{CellKey, Form, FormError, FormVersion};
use domain::report::{Content, Figure};
use locale::Language;
use rayon::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Write};
use std::sync::Arc;
use store::{Session, StoreError};
use vanban::form_table::FormTable;

/// Most bytes of the TOML of a form.
pub const MOST_BYTES: usize = 512 << 10;

/// Why a form cannot be set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetError {
    /// Campaign or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// It is no form.
    #[error(transparent)]
    Form(#[from] FormError),
    /// More than [`MOST_BYTES`].
    #[error("the form is larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// The campaign is closed.
    #[error("the campaign is closed")]
    Closed,
    /// Units have reported on the form there is.
    #[error("units have reported on the form")]
    Reported,
    /// There is no such source: no campaign before, no form in the plan.
    #[error("there is no form there")]
    NoSource,
    /// The version line could not be found, to give the form the next version.
    #[error("the version of the form is not on a line of its own")]
    NoVersionLine,
    /// Writing a workbook.
    #[error(transparent)]
    Workbook(#[from] ExportError),
    /// Packing workbooks.
    #[error("the archive could not be written")]
    Archive,
}

impl From<StoreError> for SetError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for SetError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::Workbook(error) => error.class(),
            Self::Closed | Self::Reported => Class::Conflict,
            Self::NoSource => Class::Unknown,
            Self::Form(_) | Self::TooLarge | Self::NoVersionLine => Class::Refused,
            Self::Archive => Class::Unavailable,
        }
    }

    fn explain(&self, language: Language) -> String {
        let key = match self {
            Self::Find(error) => return error.explain(language),
            Self::Form(error) => return error.explain(language),
            Self::Workbook(error) => return error.explain(language),
            Self::TooLarge => "form-desk-too-large",
            Self::Closed => "desk-closed",
            Self::Reported => "form-desk-reported",
            Self::NoSource => "form-desk-no-source",
            Self::NoVersionLine => "form-desk-no-version-line",
            Self::Archive => "form-desk-archive",
        };
        locale::text(language, key, &[])
    }
}

/// The form of a campaign, and where another could come from.
#[derive(Clone, Debug)]
pub struct FormDesk {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// Its TOML.
    pub source: String,
    /// How many units have reported on it.
    pub reports: usize,
    /// The campaign is closed.
    pub is_closed: bool,
    /// Whether the actor may set it.
    pub may_set: bool,
    /// The campaign of the same unit before, when its form is another.
    pub last_year: Option<Campaign>,
    /// Forms in the plan: title and how many items.
    pub tables: Vec<(String, usize)>,
}

impl FormDesk {
    /// Whether another form can be set now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.may_set && self.reports == 0 && !self.is_closed
    }
}

/// The form of a campaign, for who may see the campaign.
///
/// # Errors
/// When the campaign is not found, and those of the store.
pub fn desk(context: Context<'_>, campaign_name: Option<&str>) -> Result<FormDesk, SetError> {
    let (desk, plan) = context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let may_set = loaded.permits(context, Action::RunCampaign, loaded.campaign.root);
        let source = session.form_source(&loaded.campaign.form)?.unwrap_or_default();
        let reports = session.reports(loaded.campaign.id)?.len();
        let is_closed = session.campaign_closed_at(loaded.campaign.id)?.is_some();
        let last_year = before(session, &loaded.campaign)?.filter(|last| last.form != loaded.campaign.form);
        let plan = match may_set {
            true => session.file(loaded.campaign.root, &loaded.campaign.plan_digest)?.map(|(_, bytes)| bytes),
            false => None,
        };
        let Loaded { campaign, form, .. } = loaded;
        let tables = Vec::new();
        Ok::<_, SetError>((FormDesk { campaign, form, source, reports, is_closed, may_set, last_year, tables }, plan))
    })?;
    let tables = plan.map(|bytes| tables(context, &desk.campaign.plan_digest, &bytes)).unwrap_or_default();
    let told = tables.iter().map(|table| (table.title.clone(), items(table))).collect();
    Ok(FormDesk { tables: told, ..desk })
}

/// The campaign of the same unit opened before this one.
fn before(session: &Session<'_>, campaign: &Campaign) -> Result<Option<Campaign>, StoreError> {
    let earlier = |other: &Campaign| other.root == campaign.root && other.year < campaign.year;
    Ok(session.campaigns()?.into_iter().filter(earlier).max_by_key(|other| (other.year, other.opened_at)))
}

pub(crate) fn items(table: &FormTable) -> usize {
    table.groups.iter().map(|group| group.items.len()).sum()
}

/// The tables of a plan that are forms.
fn tables(context: Context<'_>, digest: &str, plan: &[u8]) -> Vec<FormTable> {
    context.memory().reading(digest, plan).map(|reading| tables_of(&reading)).unwrap_or_default()
}

/// The tables of a plan that was read that are forms.
pub(crate) fn tables_of(reading: &vanban::read::Reading) -> Vec<FormTable> {
    reading.form_tables().into_iter().filter(|table| items(table) > 0).collect()
}

/// The form that a table of a plan makes, as TOML.
pub(crate) fn of_table(table: &FormTable, year: i16) -> String {
    table.to_toml(&format!("bieu-{year}"), 1)
}

/// Where the TOML of a form comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The form there is.
    Current,
    /// The default of the Month.
    Default,
    /// The form of the campaign before.
    LastYear,
    /// A table of the plan, by position.
    Plan(usize),
}

/// The TOML of a form to begin with.
///
/// # Errors
/// [`SetError::NoSource`], and those of [`desk`].
pub fn source(context: Context<'_>, campaign_name: Option<&str>, from: Origin) -> Result<String, SetError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::RunCampaign)?;
        let found = match from {
            Origin::Default => Some(DEFAULT_FORM.to_owned()),
            Origin::Current => session.form_source(&loaded.campaign.form)?,
            Origin::LastYear => match before(session, &loaded.campaign)? {
                Some(last) => session.form_source(&last.form)?,
                None => None,
            },
            Origin::Plan(at) => {
                let file = session.file(loaded.campaign.root, &loaded.campaign.plan_digest)?;
                let table = file
                    .and_then(|(_, bytes)| tables(context, &loaded.campaign.plan_digest, &bytes).into_iter().nth(at));
                table.map(|table| of_table(&table, loaded.campaign.year))
            }
        };
        found.ok_or(SetError::NoSource)
    })
}

/// A form that is looked at before it is used, from its TOML; without one the form there is. Nothing is kept.
///
/// # Errors
/// A [`SetError`]: what [`set`] would say to the TOML, and those of [`desk`].
pub fn look(context: Context<'_>, campaign_name: Option<&str>, source: Option<&str>) -> Result<Arc<Form>, SetError> {
    let loaded =
        context.store.read(|session| campaign::enter(context, session, campaign_name, Action::ViewCampaign))?;
    match source {
        None => Ok(loaded.form),
        Some(source) if source.len() > MOST_BYTES => Err(SetError::TooLarge),
        Some(source) => Ok(Arc::new(Form::parse(&source.replace("\r\n", "\n"))?)),
    }
}

/// Uses a form for a campaign, as long as no unit has reported. A form that is stored with other content under its
/// version gets the next version: a form that was sent out is never changed. Returns the version used.
///
/// # Errors
/// A [`SetError`]; then nothing was changed.
pub fn set(context: Context<'_>, campaign_name: Option<&str>, source: &str) -> Result<FormVersion, SetError> {
    let source = source.replace("\r\n", "\n");
    if source.len() > MOST_BYTES {
        return Err(SetError::TooLarge);
    }
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::RunCampaign)?;
        let form = Form::parse(&source)?;
        if session.campaign_closed_at(loaded.campaign.id)?.is_some() {
            return Err(SetError::Closed);
        }
        if !session.reports(loaded.campaign.id)?.is_empty() {
            return Err(SetError::Reported);
        }
        let (version, source) = unlike_stored(session, form.version(), &source)?;
        if version == loaded.campaign.form {
            return Ok(version);
        }
        let digest = crate::file::digest(source.as_bytes());
        session.add_form(&version, &source, &digest, context.now())?;
        session.set_campaign_form(loaded.campaign.id, &version)?;
        let told = |form: &FormVersion| Some(json!(form.to_string()));
        let (unit, subject) = (Some(loaded.campaign.root), loaded.campaign.id.to_string());
        let (before, after) = (told(&loaded.campaign.form), told(&version));
        note(context, session, Note { action: "campaign.form", unit, subject, before, after })?;
        session.raise(loaded.campaign.id)?;
        Ok(version)
    })
}

/// The version under which a form can be stored, and its TOML with that version.
pub(crate) fn unlike_stored(
    session: &Session<'_>,
    wanted: &FormVersion,
    source: &str,
) -> Result<(FormVersion, String), SetError> {
    let mut version = wanted.clone();
    let mut own = source.to_owned();
    loop {
        match session.form_source(&version)? {
            None => return Ok((version, own)),
            Some(stored) if stored == own => return Ok((version, own)),
            Some(_) => {
                version.version = version.version.checked_add(1).ok_or(SetError::NoVersionLine)?;
                own = with_version(source, version.version).ok_or(SetError::NoVersionLine)?;
                if Form::parse(&own)?.version() != &version {
                    return Err(SetError::NoVersionLine);
                }
            }
        }
    }
}

/// The TOML with another version on its version line.
fn with_version(source: &str, version: u32) -> Option<String> {
    let is_version =
        |line: &str| line.trim_start().strip_prefix("version").is_some_and(|rest| rest.trim_start().starts_with('='));
    let at = source.lines().position(is_version)?;
    let lines = source.lines().enumerate();
    let own: Vec<String> =
        lines.map(|(n, line)| if n == at { format!("version = {version}") } else { line.to_owned() }).collect();
    Some(own.join("\n") + "\n")
}

/// What a form says to figures that are tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// What cannot be read, by cell.
    pub faults: BTreeMap<String, String>,
    /// What does not add up, with the cell to show it at.
    pub warnings: Vec<(String, String)>,
    /// Figures that were read.
    pub read: usize,
}

/// Tries figures in a form; nothing is kept. Cells are named by key; what the form does not have is passed over.
#[must_use]
pub fn try_out(form: &Form, typed: &BTreeMap<String, String>, language: Language) -> Trial {
    let mut trial = Trial::default();
    let mut content = Content::default();
    for (name, text) in typed {
        let Some(cell) = CellKey::parse(name).and_then(|key| form.cell(&key)) else { continue };
        match workbook::typed_value(form.item_of(cell).kind, text, language) {
            Ok(Some(value)) => {
                content.figures.insert(cell.key.clone(), Figure { value, at: None, reason: None });
            }
            Ok(None) => {}
            Err(problem) => {
                trial.faults.insert(name.clone(), problem.sentence(language));
            }
        }
    }
    trial.read = content.figures.len();
    trial.warnings = check(form, &content)
        .iter()
        .map(|found| {
            let at = found.cells.first().map(ToString::to_string).unwrap_or_default();
            (at, warning(form, found, language))
        })
        .collect();
    trial
}

/// The blank form of a unit: its file name and bytes.
///
/// # Errors
/// When campaign or unit are not found, or the workbook cannot be written.
pub fn blank(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    language: Language,
) -> Result<(String, Vec<u8>), SetError> {
    let loaded =
        context.store.read(|session| campaign::enter(context, session, campaign_name, Action::ViewCampaign))?;
    let unit = loaded.unit_for(context, Some(unit_code), Action::ViewProgress)?;
    let bytes = super::filled(&loaded, unit.unit, &Content::default(), language)?;
    Ok((format!("{}.xlsx", unit.code), bytes))
}

/// The blank forms of every unit that reports, in one .zip.
///
/// # Errors
/// As [`blank`]; only for who runs the campaign.
pub fn blanks(context: Context<'_>, campaign_name: Option<&str>, language: Language) -> Result<Vec<u8>, SetError> {
    let (loaded, reporters) = context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::RunCampaign)?;
        let reporters: HashSet<UnitId> = session.reporters(loaded.campaign.id)?.into_iter().collect();
        Ok::<_, SetError>((loaded, reporters))
    })?;
    let listed = loaded.hierarchy.subtree(loaded.campaign.root);
    let units: Vec<_> = listed.into_iter().filter(|unit| reporters.contains(unit)).collect();
    let files: Vec<(String, Vec<u8>)> = units
        .par_iter()
        .filter_map(|unit| loaded.hierarchy.get(*unit))
        .map(|version| {
            let bytes = super::filled(&loaded, version.unit, &Content::default(), language)?;
            Ok((format!("{}.xlsx", version.code), bytes))
        })
        .collect::<Result<_, ExportError>>()?;
    archive(&files).ok_or(SetError::Archive)
}

/// Workbooks in a .zip; they are compressed already.
fn archive(files: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options).ok()?;
        archive.write_all(bytes).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_version_changes_one_line() {
        let raised = with_version(DEFAULT_FORM, 7).unwrap();
        let form = Form::parse(&raised).unwrap();
        assert_eq!(form.version().version, 7);
        let changed = DEFAULT_FORM.lines().zip(raised.lines()).filter(|(one, other)| one != other).count();
        assert_eq!(changed, 1);
        assert_eq!(with_version("id = \"x\"\n", 2), None);
    }

    #[test]
    fn figures_that_are_tried_are_read_and_checked() {
        let form = Form::parse(DEFAULT_FORM).unwrap();
        let breakdown = form.cells().iter().find(|cell| cell.part.is_some()).unwrap();
        let total = form.item_of(breakdown).id.to_string();
        let typed = [
            (total.clone(), "1".to_owned()),
            (breakdown.key.to_string(), "5".to_owned()),
            ("no-such-cell".to_owned(), "9".to_owned()),
        ];
        let trial = try_out(&form, &typed.into(), Language::Vi);
        assert_eq!(trial.read, 2);
        assert!(!trial.warnings.is_empty(), "5 of 1 does not add up");
        let trial = try_out(&form, &[(total.clone(), "năm".to_owned())].into(), Language::Vi);
        assert!(trial.faults.contains_key(&total) && trial.warnings.is_empty());
    }
}
