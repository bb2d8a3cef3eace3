//! Opening a campaign from a plan whose facts a person looked at.

use super::form::FormChoice;
use super::{PlanError, root_of, stored};
use crate::Context;
use crate::campaign::{OpenError, OpenedCampaign, Opening, Units, open_from, unit_list};
use crate::explain::Explain;
use crate::file::SourceFile;
use domain::CivilDate;
use locale::{Language, text};

/// What is said when a plan is confirmed.
#[derive(Clone, Debug, Default)]
pub struct Confirm {
    /// The list of units, .csv or .xlsx; not needed when the units are known.
    pub units: Option<SourceFile>,
    /// The day by which reports are due; what the plan says when there is none.
    pub due_on: Option<CivilDate>,
    /// The form units report on.
    pub form: FormChoice,
}

/// Opens a campaign from a plan, with its facts as corrected, for the units below the one that issued it. Confirming
/// twice opens once.
///
/// # Errors
/// A [`PlanError`]; then nothing was changed.
pub fn open(context: Context<'_>, digest: &str, confirm: &Confirm) -> Result<OpenedCampaign, PlanError> {
    let found = context.store.read(|session| stored(context, session, digest))?;
    let reading = found.corrected(context)?;
    let root = root_of(&found, &reading);
    let list = confirm.units.as_ref().map(unit_list).transpose()?;
    if list.is_none() && found.hierarchy.children(root).is_empty() {
        return Err(PlanError::NoUnits);
    }
    let form = super::form::chosen(context, &reading, root, &confirm.form)?;
    let opening = Opening {
        plan: &found.file,
        reading: &reading,
        units: Units::Below(root, list.as_ref()),
        form: &form.source,
        due_on: confirm.due_on,
    };
    Ok(open_from(context, &opening)?)
}

/// Why no campaign can be opened, without the hints that are for the command line.
pub(super) fn explain(error: &OpenError, language: Language) -> String {
    let day = |day: &CivilDate| domain::time::Slashed(*day).to_string();
    match error {
        OpenError::NotAPlan => text!(language, "plan-open-not-a-plan"),
        OpenError::NoYear => text!(language, "plan-open-no-year"),
        OpenError::NoDueDay => text!(language, "plan-open-no-due-day"),
        OpenError::DueBeforePeriod(due) => text!(language, "plan-open-due-before-period", day = day(due)),
        OpenError::OpenWithOtherDueDay(due) => text!(language, "plan-open-other-due-day", day = day(due)),
        other => other.explain(language),
    }
}

/// Why no campaign would be opened from a plan as it stands.
#[must_use]
pub fn obstacle(error: &OpenError, language: Language) -> String {
    explain(error, language)
}
