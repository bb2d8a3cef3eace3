//! Numbers of reports kept in memory, so that boards, totals and comparisons do not read every report anew.
//!
//! A revision never changes and a form version never changes, so what is kept of them is never wrong. Merged prose is kept
//! under what it was made from, and made again when that is no longer so. It is a part of [`crate::memory`].

use crate::campaign::{FindError, Loaded};
use crate::memory::locked;
use domain::check::{Warning, check};
use domain::form::{CellKey, Form};
use domain::live::{Counted, Counts, LiveTotals};
use domain::narrative::{MergedSection, merge};
use domain::packed::PackedNumbers;
use domain::report::{Action, Content, Figure, Revision, Value};
pub use domain::rollup::CellTotal;
use domain::{CampaignId, CivilDate, Instant, UnitId};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};
use store::{ReportHead, ReportSheet, Session, StoreError};

/// Most revisions kept; one of 400 cells takes about 1 kB. Ten years of 3,321 communes, or one of 100,000 units.
const MOST_SHEETS: usize = 131_072;
/// Most merged proses kept; one may take a megabyte.
const MOST_MERGED: usize = 8;
/// So many revisions missing are read in one question.
const AT_ONCE: usize = 8;

/// What a revision says, small enough to be kept: by the position of the cell in its form.
#[derive(Debug)]
pub struct Sheet(ReportSheet);

impl Sheet {
    /// The sheet of a revision.
    pub(crate) fn of(form: &Form, revision: &Revision) -> Self {
        let warned = check(form, &revision.content);
        Self(Self::checked(form, &revision.content, (revision.number, revision.received_on), &warned))
    }

    /// What is stored of a revision, whose checks gave this.
    pub(crate) fn checked(
        form: &Form,
        content: &Content,
        (number, received_on): (u32, CivilDate),
        warned: &[Warning],
    ) -> ReportSheet {
        let figures = &content.figures;
        let word = |(key, figure): (&CellKey, &Figure)| match &figure.value {
            Value::Text(text) => Some((form.position(key)?, text.clone())),
            Value::Number(_) => None,
        };
        let mut words: Vec<(usize, String)> = figures.iter().filter_map(word).collect();
        words.sort_unstable();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        ReportSheet {
            number,
            received_on,
            warnings: count(warned.len()),
            unexplained: count(warned.iter().filter(|warning| warning.reason.is_none()).count()),
            words,
            numbers: PackedNumbers::of(form, content),
        }
    }

    /// Which revision it is of.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.0.number
    }

    /// How many of its figures did not add up when it came in.
    #[must_use]
    pub fn warnings(&self) -> u32 {
        self.0.warnings
    }

    /// How many of those have no explanation.
    #[must_use]
    pub fn unexplained(&self) -> u32 {
        self.0.unexplained
    }

    /// The numbers of its filled cells, by position.
    #[must_use]
    pub fn numbers(&self) -> &PackedNumbers {
        &self.0.numbers
    }

    /// The text in a cell.
    #[must_use]
    pub fn text(&self, position: usize) -> Option<&str> {
        self.0.words.iter().find(|(at, _)| *at == position).map(|(_, text)| text.as_str())
    }

    /// As totals count it.
    pub(crate) fn counted(&self) -> Counted {
        let ReportSheet { number, received_on, numbers, .. } = &self.0;
        Counted { revision: *number, received_on: *received_on, numbers: numbers.clone() }
    }
}

/// One revision of each of several reports.
pub(crate) type Sheets = HashMap<UnitId, Arc<Sheet>>;

/// Which revision of each report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// The one that counts.
    Approved,
    /// The newest, whatever its state.
    Latest,
}

impl Which {
    fn of(self, head: &ReportHead) -> Option<u32> {
        match self {
            Self::Approved => head.approved_revision,
            Self::Latest => Some(head.latest_revision),
        }
    }
}

/// Totals of a subtree in one campaign, by the position of the cell in its form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubtreeTotals {
    /// The totals.
    pub cells: Vec<CellTotal>,
    /// Where the reports of the subtree are.
    pub counts: Counts,
}

impl SubtreeTotals {
    /// Those of a unit and all below it; all blank for a unit that is not there.
    pub(crate) fn of(live: &LiveTotals, top: UnitId) -> Self {
        let cells = live.totals(top).unwrap_or_else(|| vec![CellTotal::default(); live.shape().cells()]);
        Self { cells, counts: live.counts(top).unwrap_or_default() }
    }

    /// The total of the cell at a position.
    #[must_use]
    pub fn value(&self, position: usize) -> Option<i64> {
        self.cells.get(position).and_then(|cell| cell.value)
    }

    /// How many reports count.
    #[must_use]
    pub fn reports(&self) -> usize {
        self.counts.approved as usize
    }
}

/// What the approved reports of a subtree say in words, and what does not add up in them.
#[derive(Debug)]
pub(crate) struct Merged {
    /// Merged prose.
    pub(crate) sections: Vec<MergedSection>,
    /// Warnings, by unit.
    pub(crate) warnings: Vec<(UnitId, Warning)>,
    /// When each report was approved.
    pub(crate) approved_at: HashMap<UnitId, Instant>,
}

/// What is kept. Any number of requests may share one.
#[derive(Default)]
pub struct FigureCache {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    sheets: HashMap<CampaignId, HashMap<UnitId, Vec<Arc<Sheet>>>>,
    count: usize,
    merged: HashMap<u64, Arc<Merged>>,
}

impl FigureCache {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        locked(&self.kept)
    }

    /// One revision of each report, of those heads that have such a one.
    pub(crate) fn sheets(
        &self,
        session: &Session<'_>,
        campaign: CampaignId,
        form: &Form,
        heads: &[(UnitId, ReportHead)],
        which: Which,
    ) -> Result<Sheets, StoreError> {
        let wanted: Vec<(UnitId, u32)> =
            heads.iter().filter_map(|(unit, head)| Some((*unit, which.of(head)?))).collect();
        let (mut found, missing) = self.kept_sheets(campaign, &wanted);
        if missing.is_empty() {
            return Ok(found);
        }
        let mut made = stored_sheets(session, campaign, &missing, which)?;
        let has: HashSet<UnitId> = made.iter().map(|(unit, _)| *unit).collect();
        let without: Vec<(UnitId, u32)> = missing.into_iter().filter(|(unit, _)| !has.contains(unit)).collect();
        if !without.is_empty() {
            let revisions = revisions_of(session, campaign, &without, which)?;
            let read = revisions.into_par_iter().map(|(unit, revision)| (unit, Arc::new(Sheet::of(form, &revision))));
            made.extend(read.collect::<Vec<_>>());
        }
        if !session.writes() {
            self.keep_sheets(campaign, &made);
        }
        found.extend(made);
        Ok(found)
    }

    fn kept_sheets(&self, campaign: CampaignId, wanted: &[(UnitId, u32)]) -> (Sheets, Vec<(UnitId, u32)>) {
        let kept = self.kept();
        let of_campaign = kept.sheets.get(&campaign);
        let mut found = HashMap::with_capacity(wanted.len());
        let mut missing = Vec::new();
        for (unit, number) in wanted {
            let sheets = of_campaign.and_then(|units| units.get(unit));
            match sheets.and_then(|sheets| sheets.iter().find(|sheet| sheet.revision() == *number)) {
                Some(sheet) => drop(found.insert(*unit, Arc::clone(sheet))),
                None => missing.push((*unit, *number)),
            }
        }
        (found, missing)
    }

    fn keep_sheets(&self, campaign: CampaignId, made: &[(UnitId, Arc<Sheet>)]) {
        let mut kept = self.kept();
        if kept.count + made.len() > MOST_SHEETS {
            kept.sheets.clear();
            kept.count = 0;
        }
        for (unit, sheet) in made.iter().take(MOST_SHEETS) {
            let of_unit = kept.sheets.entry(campaign).or_default().entry(*unit).or_default();
            if of_unit.iter().any(|other| other.revision() == sheet.revision()) {
                continue;
            }
            of_unit.push(Arc::clone(sheet));
            // The one that counts and the newest; older ones are asked for one by one, with their words.
            let dropped = of_unit.len().saturating_sub(2);
            of_unit.drain(..dropped);
            kept.count += 1 - dropped.min(1);
        }
    }

    /// Merged prose and warnings of the reports of a subtree that count. `approved` are those, in listing order.
    pub(crate) fn merged(
        &self,
        session: &Session<'_>,
        loaded: &Loaded,
        approved: &[(UnitId, u32)],
    ) -> Result<Arc<Merged>, FindError> {
        let mut hasher = DefaultHasher::new();
        (loaded.campaign.id, approved).hash(&mut hasher);
        let name = hasher.finish();
        if let Some(merged) = self.kept().merged.get(&name) {
            return Ok(Arc::clone(merged));
        }
        let mut revisions: HashMap<UnitId, Revision> = session.approved(loaded.campaign.id)?.into_iter().collect();
        let contents: Vec<(UnitId, Content)> =
            approved.iter().filter_map(|(unit, _)| Some((*unit, revisions.remove(unit)?.content))).collect();
        let (sections, warnings) = rayon::join(
            || merge(&loaded.form, contents.iter().map(|(unit, content)| (*unit, content))),
            || {
                let warned = |(unit, content): &(UnitId, Content)| {
                    let unit = *unit;
                    check(&loaded.form, content).into_iter().map(move |warning| (unit, warning))
                };
                contents.iter().flat_map(warned).collect()
            },
        );
        let mut approved_at = HashMap::new();
        for (unit, _) in approved {
            let events = session.events(loaded.campaign.id, *unit)?;
            let last = events.iter().rev().find(|event| event.action == Action::Approve);
            approved_at.extend(last.map(|event| (*unit, event.at)));
        }
        let merged = Arc::new(Merged { sections, warnings, approved_at });
        let mut kept = self.kept();
        if kept.merged.len() >= MOST_MERGED {
            kept.merged.clear();
        }
        kept.merged.insert(name, Arc::clone(&merged));
        Ok(merged)
    }
}

/// Sheets as they are stored, of those revisions that have one.
fn stored_sheets(
    session: &Session<'_>,
    campaign: CampaignId,
    wanted: &[(UnitId, u32)],
    which: Which,
) -> Result<Vec<(UnitId, Arc<Sheet>)>, StoreError> {
    let mut found = Vec::with_capacity(wanted.len());
    if wanted.len() > AT_ONCE {
        let numbers: HashMap<UnitId, u32> = wanted.iter().copied().collect();
        let all = match which {
            Which::Approved => session.approved_sheets(campaign)?,
            Which::Latest => session.latest_sheets(campaign)?,
        };
        let asked = all.into_iter().filter(|(unit, sheet)| numbers.get(unit) == Some(&sheet.number));
        found.extend(asked.map(|(unit, sheet)| (unit, Arc::new(Sheet(sheet)))));
    } else {
        for (unit, number) in wanted {
            found.extend(session.sheet(campaign, *unit, *number)?.map(|sheet| (*unit, Arc::new(Sheet(sheet)))));
        }
    }
    Ok(found)
}

/// Revisions of before there were sheets.
fn revisions_of(
    session: &Session<'_>,
    campaign: CampaignId,
    wanted: &[(UnitId, u32)],
    which: Which,
) -> Result<Vec<(UnitId, Revision)>, StoreError> {
    if wanted.len() > AT_ONCE {
        let numbers: HashMap<UnitId, u32> = wanted.iter().copied().collect();
        let mut all = match which {
            Which::Approved => session.approved(campaign)?,
            Which::Latest => session.latest(campaign)?,
        };
        all.retain(|(unit, revision)| numbers.get(unit) == Some(&revision.number));
        return Ok(all);
    }
    let mut read = Vec::with_capacity(wanted.len());
    for (unit, number) in wanted {
        read.extend(session.revision(campaign, *unit, *number)?.map(|revision| (*unit, revision)));
    }
    Ok(read)
}

/// The position in another form of the same cell, when it holds the same kind of value.
pub(crate) fn same_cell(form: &Form, position: usize, other: &Form) -> Option<usize> {
    let cell = form.cells().get(position)?;
    let at = other.position(&cell.key)?;
    (other.item_of(&other.cells()[at]).kind == form.item_of(cell).kind).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::CivilDate;

    fn revision(number: u32, figures: &[(&str, i64)]) -> Revision {
        let figure = |number| Figure { value: Value::Number(number), at: None, reason: None };
        let figures = figures.iter().map(|(key, number)| (CellKey::parse(key).unwrap(), figure(*number))).collect();
        Revision {
            number,
            content: Content { figures, ..Content::default() },
            file_name: "bao-cao.xlsx".into(),
            file_digest: "d".into(),
            received_on: CivilDate::MIN,
            recorded_at: Instant::UNIX_EPOCH,
            recorded_by: "thử".into(),
        }
    }

    #[test]
    fn a_sheet_tells_a_blank_from_a_zero_and_counts_what_does_not_add_up() {
        let form = Form::parse(crate::campaign::DEFAULT_FORM).unwrap();
        let sheet = Sheet::of(&form, &revision(1, &[("talks", 9), ("talks/level.commune", 4), ("web_posts", 0)]));
        let number = |key: &str| sheet.numbers().get(form.position(&CellKey::parse(key).unwrap()).unwrap());
        assert_eq!((number("talks"), number("web_posts"), number("contests")), (Some(9), Some(0), None));
        assert_eq!((sheet.warnings(), sheet.unexplained()), (1, 1));
        assert_eq!(sheet.numbers().get(usize::MAX), None);
    }

    #[test]
    fn the_cache_keeps_two_revisions_of_a_report_and_stays_within_its_bound() {
        let form = Form::parse(crate::campaign::DEFAULT_FORM).unwrap();
        let cache = FigureCache::default();
        let id = |n: u8| [n; 10];
        let campaign = CampaignId::new(Instant::UNIX_EPOCH, id(1));
        let unit = UnitId::new(Instant::UNIX_EPOCH, id(2));
        for number in 1..=5 {
            cache.keep_sheets(campaign, &[(unit, Arc::new(Sheet::of(&form, &revision(number, &[]))))]);
        }
        let (found, missing) = cache.kept_sheets(campaign, &[(unit, 5)]);
        assert!(found.contains_key(&unit) && missing.is_empty());
        assert_eq!(cache.kept_sheets(campaign, &[(unit, 3)]).1, [(unit, 3)]);
        assert_eq!(cache.kept().count, 2);
        let sheet = Arc::new(Sheet::of(&form, &revision(1, &[])));
        let many = |n: u32| {
            UnitId::new(Instant::UNIX_EPOCH, [n.to_be_bytes(), [7; 4]].concat().repeat(2)[..10].try_into().unwrap())
        };
        let all: Vec<_> = (0..MOST_SHEETS as u32).map(|n| (many(n), Arc::clone(&sheet))).collect();
        cache.keep_sheets(campaign, &all);
        assert!(cache.kept().count <= MOST_SHEETS);
    }
}
