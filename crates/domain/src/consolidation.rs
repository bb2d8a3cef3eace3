//! Everything a consolidated report is made of, before it is laid out as a document or a workbook.

use crate::campaign::Campaign;
use crate::check::Warning;
use crate::form::{CellKey, Form};
use crate::id::UnitId;
use crate::narrative::MergedSection;
use crate::report::{Punctuality, State};
use crate::rollup::Totals;
use crate::time::CivilDate;
use crate::unit::{UnitCode, UnitKind};

/// A consolidated report of one unit and all below it.
#[derive(Clone, Debug)]
pub struct Consolidation {
    /// Of which campaign.
    pub campaign: Campaign,
    /// On which form.
    pub form: Form,
    /// Name of the unit whose subtree it covers.
    pub unit_name: String,
    /// The reports are those of this day.
    pub as_of: CivilDate,
    /// The day whose hierarchy they are counted in, when that is not the one they were made in.
    pub counted_by: Option<CivilDate>,
    /// Units expected to report, in listing order.
    pub units: Vec<UnitLine>,
    /// Totals over the approved reports.
    pub totals: Totals,
    /// What does not add up in the approved reports.
    pub warnings: Vec<(UnitId, Warning)>,
    /// Merged prose, in the order of the form's sections; sections nobody wrote are absent.
    pub narrative: Vec<MergedSection>,
    /// Cells that hold text, with what each unit wrote.
    pub texts: Vec<(CellKey, Vec<(UnitId, String)>)>,
}

/// A unit of the subtree and where its report stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitLine {
    /// The unit.
    pub unit: UnitId,
    /// Its code.
    pub code: UnitCode,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// On time, late, awaited or missing.
    pub punctuality: Punctuality,
    /// State of its report, if there is one.
    pub state: Option<State>,
    /// The day its latest revision was received.
    pub received_on: Option<CivilDate>,
    /// The revision that counts in the totals, if any.
    pub counted_revision: Option<u32>,
    /// Name of the file of that revision.
    pub file_name: Option<String>,
}

impl Consolidation {
    /// A unit's line.
    #[must_use]
    pub fn unit(&self, unit: UnitId) -> Option<&UnitLine> {
        self.units.iter().find(|line| line.unit == unit)
    }

    /// How many units are on time, late, awaited, missing.
    #[must_use]
    pub fn count(&self, wanted: impl Fn(Punctuality) -> bool) -> usize {
        self.units.iter().filter(|line| wanted(line.punctuality)).count()
    }
}
