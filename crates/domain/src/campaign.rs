//! A campaign: one action month, opened from a plan.

use crate::form::FormVersion;
use crate::id::{CampaignId, UnitId};
use crate::time::{CivilDate, Instant};

/// An action month of one issuing unit in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Its own id.
    pub id: CampaignId,
    /// The unit that issued the plan; totals run up to it.
    pub root: UnitId,
    /// Name as the plan gives it.
    pub name: String,
    /// Year.
    pub year: i16,
    /// Theme of the year.
    pub theme: Option<String>,
    /// First and last day.
    pub period: (CivilDate, CivilDate),
    /// The last day on which a report counts as on time. "Trước ngày 20/12" is kept as 20/12: offices read it so
    /// (the plan's own sentence is shown beside it).
    pub due_on: CivilDate,
    /// Number and symbol of the plan, when it has them.
    pub plan_number: Option<String>,
    /// Digest of the plan file, in hexadecimal.
    pub plan_digest: String,
    /// The form its units report on.
    pub form: FormVersion,
    /// When it was opened.
    pub opened_at: Instant,
}
