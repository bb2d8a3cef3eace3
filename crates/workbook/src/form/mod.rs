//! The appendix form as a workbook: written blank or filled in, and read back.

mod layout;
mod marks;
mod problem;
mod prose;
mod read;
mod table;
mod typed;
mod write;
mod write_prose;

pub use layout::{Line, cell_name, lines};
pub use problem::{CellError, CellProblem};
pub use read::{Filled, FormFile, LooseReason, open_form};
pub use typed::{typed_prose, typed_value};
pub use write::write_form;

pub(crate) use table::shown;

use domain::unit::UnitCode;
use domain::{CampaignId, CivilDate};

/// What stands above a form, and in its hidden marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormHeader {
    /// The campaign it reports on.
    pub campaign: CampaignId,
    /// Name of the campaign.
    pub campaign_name: String,
    /// Year of the campaign.
    pub year: i16,
    /// Code of the unit that reports.
    pub unit_code: UnitCode,
    /// Name of the unit that reports.
    pub unit_name: String,
    /// Name of the body it reports to.
    pub issuer_name: String,
    /// The last day on which the report counts as on time.
    pub due_on: CivilDate,
    /// A reporting date before this is refused.
    pub earliest: CivilDate,
    /// A reporting date after this is refused.
    pub latest: CivilDate,
}
