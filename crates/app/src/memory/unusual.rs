//! Figures far from what is usual, found as reports come in: beside those of units of the same kind, and beside the unit's own of
//! earlier years.

use super::{Memory, locked};
use crate::campaign::{FindError, Loaded};
use crate::figures::{Sheet, Sheets, same_cell};
use domain::outlier::{Sample, findings, samples};
use domain::unit::UnitKind;
use domain::{CampaignId, Instant, UnitId};
use jiff::SignedDuration;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use store::Session;

/// How long what is usual among the others may be behind while reports keep coming; a report that comes is compared at once.
const REFRESHED: SignedDuration = SignedDuration::from_secs(10);

/// Most units of a kind that a figure is compared with, spread evenly over all of them.
const MOST_PEERS: usize = 2_000;

/// Campaigns kept; their figures of other units take about 3 kB a unit at 400 cells, up to [`MOST_PEERS`].
const MOST_CAMPAIGNS: usize = 6;

/// What is usual in the campaigns whose boards are looked at.
#[derive(Default)]
pub(super) struct Usual(Mutex<HashMap<CampaignId, OfCampaign>>);

/// What is usual in a campaign, and how many figures of each report are not.
struct OfCampaign {
    counter: u64,
    at: Instant,
    peers: HashMap<UnitKind, Vec<Sample>>,
    counts: HashMap<UnitId, (u32, u32)>,
}

impl OfCampaign {
    fn new(loaded: &Loaded, sheets: &Sheets, counter: u64, at: Instant) -> Self {
        let mut by_kind: HashMap<UnitKind, Vec<&Sheet>> = HashMap::new();
        for (unit, sheet) in sheets {
            let Some(version) = loaded.hierarchy.get(*unit) else { continue };
            by_kind.entry(version.kind).or_default().push(sheet);
        }
        let cells = loaded.form.cells().len();
        let usual = |(kind, sheets): (UnitKind, Vec<&Sheet>)| {
            let step = sheets.len().div_ceil(MOST_PEERS).max(1);
            (kind, samples(cells, sheets.into_iter().step_by(step).map(Sheet::numbers)))
        };
        Self { counter, at, peers: by_kind.into_iter().map(usual).collect(), counts: HashMap::new() }
    }
}

/// Filled cells of a report of an earlier year, by their position in this year's form.
type Earlier = Vec<(usize, i64)>;

impl Memory {
    /// How many figures of each newest report lie far from what is usual; reports in which none does are absent.
    pub(crate) fn unusual(
        &self,
        session: &Session<'_>,
        loaded: &Loaded,
        sheets: &Sheets,
        now: Instant,
    ) -> Result<HashMap<UnitId, u32>, FindError> {
        let counter = session.change_counter(loaded.campaign.id)?;
        let mut kept = locked(&self.usual.0);
        let is_old = |known: &OfCampaign| known.counter != counter && now.duration_since(known.at).abs() >= REFRESHED;
        if kept.get(&loaded.campaign.id).is_none_or(is_old) {
            if kept.len() >= MOST_CAMPAIGNS {
                kept.clear();
            }
            kept.insert(loaded.campaign.id, OfCampaign::new(loaded, sheets, counter, now));
        }
        let Some(known) = kept.get_mut(&loaded.campaign.id) else { return Ok(HashMap::new()) };
        let is_known = |(unit, sheet): &(&UnitId, &Arc<Sheet>)| {
            known.counts.get(unit).is_some_and(|(revision, _)| *revision == sheet.revision())
        };
        let new: Vec<UnitId> = sheets.iter().filter(|one| !is_known(one)).map(|(unit, _)| *unit).collect();
        let mut earlier = self.earlier_reports(session, loaded, &new)?;
        for unit in new {
            let (Some(sheet), Some(version)) = (sheets.get(&unit), loaded.hierarchy.get(unit)) else { continue };
            let own = samples(loaded.form.cells().len(), earlier.remove(&unit).unwrap_or_default());
            let peers = known.peers.get(&version.kind).map_or(&[][..], Vec::as_slice);
            let cells: HashSet<usize> =
                findings(sheet.numbers(), &own, peers).into_iter().map(|finding| finding.cell).collect();
            known.counts.insert(unit, (sheet.revision(), u32::try_from(cells.len()).unwrap_or(u32::MAX)));
        }
        let count = |unit: &UnitId| known.counts.get(unit).map(|(_, count)| (*unit, *count));
        Ok(sheets.keys().filter_map(count).filter(|(_, count)| *count > 0).collect())
    }

    /// What a unit reported in the cells of this year's form in earlier years.
    pub(crate) fn own_history(
        &self,
        session: &Session<'_>,
        loaded: &Loaded,
        unit: UnitId,
    ) -> Result<Vec<Sample>, FindError> {
        let earlier = self.earlier_reports(session, loaded, &[unit])?.remove(&unit).unwrap_or_default();
        Ok(samples(loaded.form.cells().len(), earlier))
    }

    /// The reports of units that counted in earlier years.
    fn earlier_reports(
        &self,
        session: &Session<'_>,
        loaded: &Loaded,
        units: &[UnitId],
    ) -> Result<HashMap<UnitId, Vec<Earlier>>, FindError> {
        let mut found: HashMap<UnitId, Vec<Earlier>> = HashMap::new();
        if units.is_empty() {
            return Ok(found);
        }
        for campaign in loaded.directory().earlier(&loaded.campaign) {
            let form = self.form(session, &campaign.form)?;
            let now: Vec<Option<usize>> =
                (0..form.cells().len()).map(|at| same_cell(&form, at, &loaded.form)).collect();
            self.live(session, campaign, campaign.due_on, |live| {
                for unit in units {
                    let Some(report) = live.report(*unit) else { continue };
                    let of_now = |(at, number)| Some((now.get(at).copied().flatten()?, number));
                    found.entry(*unit).or_default().push(report.numbers.iter().filter_map(of_now).collect());
                }
            })?;
        }
        Ok(found)
    }
}
