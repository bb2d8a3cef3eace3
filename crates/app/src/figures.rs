//! Numbers of reports kept in memory, so that boards, totals and comparisons do not read every report anew.
//!
//! A revision never changes and a form version never changes, so what is kept of them is never wrong. Totals and merged
//! prose are kept under what they were made from, and made again when that is no longer so. One cache serves one
//! [`store::Store`]; whoever owns the store for longer than a request owns the cache beside it and hands it to the use cases.

use crate::campaign::{FindError, Loaded};
use domain::campaign::Campaign;
use domain::check::{Warning, check};
use domain::form::{Form, FormVersion};
use domain::narrative::{MergedSection, merge};
use domain::report::{Action, Content, Revision, Value};
use domain::rollup::{Source, Totals, totals_of};
use domain::unit::{Hierarchy, UnitVersion};
use domain::{CampaignId, CivilDate, Instant, UnitId};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use store::{ReportHead, Session, Store, StoreError};

/// Most revisions kept; one of 400 cells takes about 3.5 kB.
const MOST_SHEETS: usize = 8_192;
/// Most totals of a subtree kept, each of a campaign and a unit; one of 400 cells takes about 10 kB.
const MOST_TOTALS: usize = 512;
/// Most merged proses kept; one may take a megabyte.
const MOST_MERGED: usize = 8;
/// So many revisions missing are read in one question.
const AT_ONCE: usize = 8;

/// What a revision says, small enough to be kept: by the position of the cell in its form.
#[derive(Debug)]
pub struct Sheet {
    /// Which revision.
    pub revision: u32,
    /// The day it was received.
    pub received_on: CivilDate,
    /// How many of its figures do not add up.
    pub warnings: u32,
    /// How many of those have no explanation.
    pub unexplained: u32,
    filled: Box<[bool]>,
    numbers: Box<[i64]>,
    texts: Box<[(usize, String)]>,
}

impl Sheet {
    fn new(form: &Form, revision: &Revision) -> Self {
        let cells = form.cells().len();
        let (mut filled, mut numbers) = (vec![false; cells], vec![0; cells]);
        let mut texts = Vec::new();
        for (key, figure) in &revision.content.figures {
            match (form.position(key), &figure.value) {
                (Some(at), Value::Number(number)) => (filled[at], numbers[at]) = (true, *number),
                (Some(at), Value::Text(text)) => texts.push((at, text.clone())),
                (None, _) => {}
            }
        }
        let warned = check(form, &revision.content);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            revision: revision.number,
            received_on: revision.received_on,
            warnings: count(warned.len()),
            unexplained: count(warned.iter().filter(|warning| warning.reason.is_none()).count()),
            filled: filled.into(),
            numbers: numbers.into(),
            texts: texts.into(),
        }
    }

    /// The number in a cell; none when it is blank or holds text.
    #[must_use]
    pub fn number(&self, position: usize) -> Option<i64> {
        self.filled.get(position).copied().filter(|filled| *filled).and_then(|_| self.numbers.get(position).copied())
    }

    /// The text in a cell.
    #[must_use]
    pub fn text(&self, position: usize) -> Option<&str> {
        self.texts.iter().find(|(at, _)| *at == position).map(|(_, text)| text.as_str())
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

/// A total of one cell, without its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellTotal {
    /// The total; none when no unit filled the cell.
    pub value: Option<i64>,
    /// How many units filled it.
    pub reporters: u32,
}

/// Totals of a subtree in one campaign, by the position of the cell in its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtreeTotals {
    /// The totals.
    pub cells: Vec<CellTotal>,
    /// How many reports count.
    pub reports: usize,
}

impl SubtreeTotals {
    fn new(form: &Form, totals: &Totals, reports: usize) -> Self {
        let cell = |at| {
            let total = totals.at(at);
            let reporters = total.map_or(0, |total| u32::try_from(total.from.len()).unwrap_or(u32::MAX));
            CellTotal { value: total.and_then(|total| total.value), reporters }
        };
        Self { cells: (0..form.cells().len()).map(cell).collect(), reports }
    }

    /// The total of the cell at a position.
    #[must_use]
    pub fn value(&self, position: usize) -> Option<i64> {
        self.cells.get(position).and_then(|cell| cell.value)
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
    forms: HashMap<FormVersion, Arc<Form>>,
    sheets: HashMap<CampaignId, HashMap<UnitId, Vec<Arc<Sheet>>>>,
    count: usize,
    /// With the change counter and the units they were made from.
    totals: HashMap<(CampaignId, UnitId), (u64, u64, Arc<SubtreeTotals>)>,
    merged: HashMap<u64, Arc<Merged>>,
}

impl FigureCache {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        // What is kept is put in whole; a thread that panicked has left nothing half done.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A form by its version.
    pub(crate) fn form(&self, session: &Session<'_>, version: &FormVersion) -> Result<Arc<Form>, FindError> {
        if let Some(form) = self.kept().forms.get(version) {
            return Ok(Arc::clone(form));
        }
        let source = session.form_source(version)?.unwrap_or_default();
        let form = Arc::new(Form::parse(&source)?);
        self.kept().forms.insert(version.clone(), Arc::clone(&form));
        Ok(form)
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
        let revisions: Vec<(UnitId, Revision)> = if missing.len() > AT_ONCE {
            let all = match which {
                Which::Approved => session.approved(campaign)?,
                Which::Latest => session.latest(campaign)?,
            };
            let missing: HashSet<(UnitId, u32)> = missing.into_iter().collect();
            all.into_iter().filter(|(unit, revision)| missing.contains(&(*unit, revision.number))).collect()
        } else {
            let mut read = Vec::with_capacity(missing.len());
            for (unit, number) in missing {
                read.extend(session.revision(campaign, unit, number)?.map(|revision| (unit, revision)));
            }
            read
        };
        let made: Vec<(UnitId, Arc<Sheet>)> =
            revisions.into_par_iter().map(|(unit, revision)| (unit, Arc::new(Sheet::new(form, &revision)))).collect();
        self.keep_sheets(campaign, &made);
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
            match sheets.and_then(|sheets| sheets.iter().find(|sheet| sheet.revision == *number)) {
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
            if of_unit.iter().any(|other| other.revision == sheet.revision) {
                continue;
            }
            of_unit.push(Arc::clone(sheet));
            // The one that counts and the newest; older ones are asked for one by one, with their words.
            let dropped = of_unit.len().saturating_sub(2);
            of_unit.drain(..dropped);
            kept.count += 1 - dropped.min(1);
        }
    }

    /// Totals of a unit and those below it in a campaign, over the reports that count, with the hierarchy of the
    /// campaign's due day. `versions` are those of every unit.
    pub(crate) fn totals(
        &self,
        session: &Session<'_>,
        campaign: &Campaign,
        versions: &[UnitVersion],
        top: UnitId,
    ) -> Result<Arc<SubtreeTotals>, FindError> {
        let (counter, units) = (session.change_counter(campaign.id)?, fingerprint(campaign.due_on, versions));
        if let Some((at, of, totals)) = self.kept().totals.get(&(campaign.id, top))
            && (*at, *of) == (counter, units)
        {
            return Ok(Arc::clone(totals));
        }
        let form = self.form(session, &campaign.form)?;
        let hierarchy = Hierarchy::as_of(campaign.due_on, versions.iter().cloned())?;
        let parts = self.contributions(session, campaign, &form, &hierarchy, top)?;
        let sources: Vec<Source> = parts.iter().map(|(unit, sheet)| source(*unit, sheet)).collect();
        let totals = totals_of(&form, &sources, |report, cell| parts[report].1.number(cell));
        let totals = Arc::new(SubtreeTotals::new(&form, &totals, parts.len()));
        let mut kept = self.kept();
        if kept.totals.len() >= MOST_TOTALS {
            kept.totals.clear();
        }
        kept.totals.insert((campaign.id, top), (counter, units, Arc::clone(&totals)));
        Ok(totals)
    }

    /// The reports of a subtree that count, in listing order.
    pub(crate) fn contributions(
        &self,
        session: &Session<'_>,
        campaign: &Campaign,
        form: &Form,
        hierarchy: &Hierarchy,
        top: UnitId,
    ) -> Result<Vec<(UnitId, Arc<Sheet>)>, FindError> {
        let heads = session.reports(campaign.id)?;
        let mut sheets = self.sheets(session, campaign.id, form, &heads, Which::Approved)?;
        let reporters: HashSet<UnitId> = session.reporters(campaign.id)?.into_iter().collect();
        let below = hierarchy.subtree(top).into_iter().filter(|unit| reporters.contains(unit));
        Ok(below.filter_map(|unit| Some((unit, sheets.remove(&unit)?))).collect())
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

    /// Reads what the totals of every campaign need, so that the first to ask does not wait.
    ///
    /// # Errors
    /// Those of the store.
    pub fn warm_up(&self, store: &Store) -> Result<(), FindError> {
        store.read(|session| {
            let versions = session.unit_versions()?;
            for campaign in session.campaigns()? {
                self.totals(session, &campaign, &versions, campaign.root)?;
            }
            Ok(())
        })
    }
}

fn source(unit: UnitId, sheet: &Sheet) -> Source {
    Source { unit, revision: sheet.revision, received_on: sheet.received_on }
}

/// What decides who is below whom on a day.
fn fingerprint(day: CivilDate, versions: &[UnitVersion]) -> u64 {
    let mut hasher = DefaultHasher::new();
    day.hash(&mut hasher);
    for version in versions {
        (version.unit, version.parent, version.valid).hash(&mut hasher);
    }
    hasher.finish()
}

/// Campaigns of the same root in earlier years, the newest first, one for each year.
pub(crate) fn earlier(session: &Session<'_>, campaign: &Campaign) -> Result<Vec<Campaign>, StoreError> {
    let mut found: Vec<Campaign> = session
        .campaigns()?
        .into_iter()
        .filter(|other| other.root == campaign.root && other.year < campaign.year)
        .collect();
    // Of several in one year the one opened last counts; they come in that order, and sorting keeps it.
    found.sort_by_key(|other| std::cmp::Reverse(other.year));
    found.dedup_by_key(|other| other.year);
    Ok(found)
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
    use domain::form::CellKey;
    use domain::report::Figure;

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
        let sheet = Sheet::new(&form, &revision(1, &[("talks", 9), ("talks/level.commune", 4), ("web_posts", 0)]));
        let number = |key: &str| sheet.number(form.position(&CellKey::parse(key).unwrap()).unwrap());
        assert_eq!((number("talks"), number("web_posts"), number("contests")), (Some(9), Some(0), None));
        assert_eq!((sheet.warnings, sheet.unexplained), (1, 1));
        assert_eq!(sheet.number(usize::MAX), None);
    }

    #[test]
    fn the_cache_keeps_two_revisions_of_a_report_and_stays_within_its_bound() {
        let form = Form::parse(crate::campaign::DEFAULT_FORM).unwrap();
        let cache = FigureCache::default();
        let id = |n: u8| [n; 10];
        let campaign = CampaignId::new(Instant::UNIX_EPOCH, id(1));
        let unit = UnitId::new(Instant::UNIX_EPOCH, id(2));
        for number in 1..=5 {
            cache.keep_sheets(campaign, &[(unit, Arc::new(Sheet::new(&form, &revision(number, &[]))))]);
        }
        let (found, missing) = cache.kept_sheets(campaign, &[(unit, 5)]);
        assert!(found.contains_key(&unit) && missing.is_empty());
        assert_eq!(cache.kept_sheets(campaign, &[(unit, 3)]).1, [(unit, 3)]);
        assert_eq!(cache.kept().count, 2);
        let sheet = Arc::new(Sheet::new(&form, &revision(1, &[])));
        let many = |n: u32| {
            UnitId::new(Instant::UNIX_EPOCH, [n.to_be_bytes(), [7; 4]].concat().repeat(2)[..10].try_into().unwrap())
        };
        let all: Vec<_> = (0..MOST_SHEETS as u32).map(|n| (many(n), Arc::clone(&sheet))).collect();
        cache.keep_sheets(campaign, &all);
        assert!(cache.kept().count <= MOST_SHEETS);
    }
}
