//! The form of a campaign, chosen while its plan is confirmed.

use super::{PlanError, root_of, stored};
use crate::Context;
use crate::campaign::{DEFAULT_FORM, OpenError};
use crate::file::SourceFile;
use crate::form::desk::{MOST_BYTES, SetError, items, of_table, tables_of, unlike_stored};
use domain::UnitId;
use domain::campaign::Campaign;
use domain::form::Form;
use store::{Session, StoreError};
use vanban::read::Reading;

/// Where the form of a campaign comes from.
#[derive(Clone, Debug, Default)]
pub enum FormChoice {
    /// The default of the Month.
    #[default]
    Default,
    /// The form of the campaign before, of the same unit.
    LastYear,
    /// A table of the plan that is a form, by position.
    Table(usize),
    /// A form of one's own, as TOML.
    Own(SourceFile),
}

/// A form that was chosen, and its TOML as it would be stored.
#[derive(Debug)]
pub struct ChosenForm {
    /// The form.
    pub form: Form,
    /// Its TOML.
    pub source: String,
}

/// The campaign of a unit before a year; the newest one when the year is not known.
pub(super) fn campaign_before(
    session: &Session<'_>,
    root: UnitId,
    year: Option<i16>,
) -> Result<Option<Campaign>, StoreError> {
    let earlier = |other: &Campaign| other.root == root && year.is_none_or(|year| other.year < year);
    Ok(session.campaigns()?.into_iter().filter(earlier).max_by_key(|other| (other.year, other.opened_at)))
}

/// The year a plan is for, as far as it says.
pub(super) fn year_of(reading: &Reading) -> Option<i16> {
    let facts = &reading.facts;
    let stated = facts.year.as_ref().map(|year| year.value);
    let from_period = facts.period_start.as_ref().and_then(|date| date.value.year());
    stated.or(from_period).or(facts.issue_date.as_ref().and_then(|date| date.value.year()))
}

/// The tables of a plan that are forms: title and how many items.
pub(super) fn tables(reading: &Reading) -> Vec<(String, usize)> {
    tables_of(reading).iter().map(|table| (table.title.clone(), items(table))).collect()
}

/// The form that a choice means for the campaign of a plan, for looking at it before anything is opened.
///
/// # Errors
/// [`PlanError::Form`] when there is none there or it is no form, and those of [`super::view`].
pub fn chosen_form(context: Context<'_>, digest: &str, choice: &FormChoice) -> Result<ChosenForm, PlanError> {
    let found = context.store.read(|session| stored(context, session, digest))?;
    let reading = found.corrected(context)?;
    chosen(context, &reading, root_of(&found, &reading), choice)
}

pub(super) fn chosen(
    context: Context<'_>,
    reading: &Reading,
    root: UnitId,
    choice: &FormChoice,
) -> Result<ChosenForm, PlanError> {
    context.store.read(|session| {
        let year = year_of(reading);
        let source = match choice {
            FormChoice::Default => {
                return Ok(ChosenForm { form: parsed(DEFAULT_FORM)?, source: DEFAULT_FORM.to_owned() });
            }
            FormChoice::LastYear => match campaign_before(session, root, year)? {
                Some(last) => session.form_source(&last.form)?,
                None => None,
            },
            FormChoice::Table(at) => tables_of(reading).get(*at).map(|table| of_table(table, year.unwrap_or_default())),
            FormChoice::Own(file) => {
                let text = std::str::from_utf8(&file.bytes).map_err(|_| OpenError::FormNotText)?;
                Some(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
            }
        };
        let source = source.ok_or(SetError::NoSource)?;
        if source.len() > MOST_BYTES {
            return Err(SetError::TooLarge.into());
        }
        let form = parsed(&source)?;
        // A form that was sent out is never changed: another content gets the next version.
        let (_, source) = unlike_stored(session, form.version(), &source)?;
        Ok(ChosenForm { form: parsed(&source)?, source })
    })
}

fn parsed(source: &str) -> Result<Form, PlanError> {
    Ok(Form::parse(source).map_err(SetError::Form)?)
}
