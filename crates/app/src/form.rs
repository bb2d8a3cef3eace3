//! Handing out the appendix form.

pub mod desk;

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::document::{self, DocumentError};
use crate::file::{FileError, write_new};
use domain::access::Action;
use domain::form::{Form, FormError, Slug};
use domain::report::Content;
use domain::unit::UnitVersion;
use domain::{CivilDate, UnitId};
use locale::Language;
use std::path::{Path, PathBuf};
use vanban::form_table::FormTable;
use workbook::{FormHeader, WriteError};

/// Which units get a form.
#[derive(Clone, Debug)]
pub enum Recipients<'a> {
    /// One unit, by code.
    One(&'a str),
    /// Every unit that reports.
    All,
}

/// Why a form could not be handed out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Campaign or unit.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The workbook.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
    /// One unit's form goes into a file, not a folder of that name.
    #[error("{0} is a folder")]
    OutIsAFolder(PathBuf),
}

impl From<store::StoreError> for ExportError {
    fn from(error: store::StoreError) -> Self {
        Self::Find(error.into())
    }
}

/// Writes the blank form of one unit to a file, or of every unit into a folder, one file each, named by code.
///
/// # Errors
/// An [`ExportError`]; files written before it stay.
pub fn export(
    context: Context<'_>,
    campaign_name: Option<&str>,
    recipients: &Recipients<'_>,
    out: &Path,
    language: Language,
) -> Result<Vec<PathBuf>, ExportError> {
    let (loaded, reporters) = context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let reporters = loaded.reporters(session)?;
        Ok::<_, ExportError>((loaded, reporters))
    })?;
    match recipients {
        Recipients::One(_) if out.is_dir() => Err(ExportError::OutIsAFolder(out.to_owned())),
        Recipients::One(code) => {
            let unit = loaded.unit_for(context, Some(code), Action::ViewProgress)?;
            write_new(out, &workbook::write_form(&loaded.form, &header(&loaded, unit), None, language)?)?;
            Ok(vec![out.to_owned()])
        }
        Recipients::All => {
            let listed = loaded.hierarchy.subtree(loaded.campaign.root).into_iter();
            let reporting =
                listed.filter(|unit| reporters.contains(unit) && loaded.permits(context, Action::ViewProgress, *unit));
            let units = reporting.filter_map(|unit| loaded.hierarchy.get(unit));
            units.map(|unit| export_into(&loaded, unit, out, language)).collect()
        }
    }
}

fn export_into(loaded: &Loaded, unit: &UnitVersion, folder: &Path, language: Language) -> Result<PathBuf, ExportError> {
    let path = folder.join(format!("{}.xlsx", unit.code));
    write_new(&path, &workbook::write_form(&loaded.form, &header(loaded, unit), None, language)?)?;
    Ok(path)
}

/// The bytes of a form already filled in, as a unit would hand it in.
///
/// # Errors
/// When the unit is not in the campaign's hierarchy, or the workbook cannot be written.
pub fn filled(loaded: &Loaded, unit: UnitId, content: &Content, language: Language) -> Result<Vec<u8>, ExportError> {
    let unknown = || FindError::UnknownUnit(unit.to_string());
    let unit = loaded.hierarchy.get(unit).ok_or_else(unknown)?;
    Ok(workbook::write_form(&loaded.form, &header(loaded, unit), Some(content), language)?)
}

/// What stands at the top of a unit's form. A reporting date is believed from the start of the campaign's year to
/// the end of the next.
#[must_use]
pub fn header(loaded: &Loaded, unit: &UnitVersion) -> FormHeader {
    let campaign = &loaded.campaign;
    let issuer = loaded.hierarchy.get(campaign.root);
    let (earliest, latest) = believed_days(campaign.year, campaign.due_on);
    FormHeader {
        campaign: campaign.id,
        campaign_name: campaign.name.clone(),
        year: campaign.year,
        unit_code: unit.code.clone(),
        unit_name: unit.name.clone(),
        issuer_name: issuer.map(|version| version.name.clone()).unwrap_or_default(),
        due_on: campaign.due_on,
        earliest,
        latest,
    }
}

/// Days on which a report of a year's campaign can have been made or received.
#[must_use]
pub fn believed_days(year: i16, due_on: CivilDate) -> (CivilDate, CivilDate) {
    let day = |year, month, day| CivilDate::new(year, month, day).unwrap_or(due_on);
    (day(year, 1, 1), day(year.saturating_add(1), 12, 31))
}

/// A draft of a form, read from the appendix of a document.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The form as TOML, to be corrected by a person.
    pub source: String,
    /// How many items it has.
    pub items: usize,
}

/// Why no form could be drafted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// The document.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// No table in it asks for figures.
    #[error("no table of the document asks for figures")]
    NoTable,
    /// A name that is no short name.
    #[error("`{0}` cannot name a form")]
    BadId(String),
    /// The draft is no form: a defect of the reader, told rather than handed over.
    #[error("the table was read, but makes no form: {0}")]
    NoForm(#[from] FormError),
}

/// Drafts a form from the largest table of a document that asks for figures. The draft is a form already: it opens
/// a campaign as it is; breakdowns and checks are for a person to look at.
///
/// # Errors
/// When the document cannot be read or has no such table.
pub fn draft(path: &Path, id: &str) -> Result<Draft, DraftError> {
    let id = Slug::parse(id).ok_or_else(|| DraftError::BadId(id.to_owned()))?;
    let reading = document::read(path)?;
    let size = |table: &FormTable| table.groups.iter().map(|group| group.items.len()).sum::<usize>();
    let table = reading.form_tables().into_iter().max_by_key(size).ok_or(DraftError::NoTable)?;
    let source = table.to_toml(id.as_str(), 1);
    let form = Form::parse(&source)?;
    Ok(Draft { source, items: form.items().len() })
}
