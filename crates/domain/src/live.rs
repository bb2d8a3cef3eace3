//! Totals of every unit of a campaign, kept up to date report by report.
//!
//! A [`LiveTotals`] holds the reports of one campaign that count and the totals of each unit of one day's hierarchy.
//! When a report starts to count, changes or stops to count, only the units on its line to the root change; the totals of
//! any unit are read off. What is read is what [`crate::rollup::totals`] makes of the same reports.
//!
//! # What it takes
//! *Memory*: a unit that has units below it (or more than 16 reports standing at it) keeps 12 bytes a cell, 16 for one that
//! takes the last value; every unit about 20 bytes of counts; a report 60 bytes and its packed numbers
//! ([`crate::packed`]). The [`Tree`] is shared. [`LiveTotals::memory_bytes`] adds it up.
//!
//! *Time*: a change is in proportion to the cells it touches times the height of the tree. When the largest or last value of a unit is
//! withdrawn, that cell is looked for anew among what stands directly below the unit: one pass over its direct reports.
//!
//! # Sums
//! are exact however large, and however often a report comes and goes. One that no figure can hold (beyond ±2⁶³) is shown as the
//! largest or smallest figure there is, as [`crate::rollup`] does, and is right again when it fits.

mod kept;
mod shape;
#[cfg(test)]
mod tests;
mod tree;

pub use crate::rollup::CellTotal;
pub use shape::Shape;
pub use tree::Tree;

use crate::id::UnitId;
use crate::packed::PackedNumbers;
use crate::report::State;
use crate::time::CivilDate;
use kept::{Best, Change, Kept, Reporter, work_out_ratios};
use shape::Rule;
use std::sync::Arc;

/// A report that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Which revision of it.
    pub revision: u32,
    /// When it was received: decides which value is the last.
    pub received_on: CivilDate,
    /// Its numbers, on the form of the campaign.
    pub numbers: PackedNumbers,
}

/// Where the report of a unit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// The unit does not report in this campaign.
    #[default]
    NotExpected,
    /// Nothing has come yet.
    Awaited,
    /// A report came.
    Received {
        /// Whether its first revision came on or before the due day.
        on_time: bool,
        /// What was decided on it.
        state: State,
    },
}

/// How many reports of a unit and those below it are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units that are to report.
    pub expected: u32,
    /// Reports whose first revision came on or before the due day.
    pub on_time: u32,
    /// Reports whose first revision came after it.
    pub late: u32,
    /// Reports accepted.
    pub approved: u32,
    /// Reports sent back that have not come again.
    pub returned: u32,
}

impl Counts {
    /// Units whose report came, whatever was decided on it.
    #[must_use]
    pub fn received(self) -> u32 {
        self.on_time + self.late
    }

    /// Units whose report has not come.
    #[must_use]
    pub fn awaited(self) -> u32 {
        self.expected - self.received()
    }

    /// Reports that wait for a decision.
    #[must_use]
    pub fn submitted(self) -> u32 {
        self.received() - self.approved - self.returned
    }

    /// What one unit adds.
    fn of(status: Status) -> Self {
        let one = Self { expected: 1, ..Self::default() };
        match status {
            Status::NotExpected => Self::default(),
            Status::Awaited => one,
            Status::Received { on_time, state } => Self {
                on_time: on_time.into(),
                late: (!on_time).into(),
                approved: (state == State::Approved).into(),
                returned: (state == State::Returned).into(),
                ..one
            },
        }
    }

    fn add(&mut self, other: Self) {
        self.each(other, |one, other| *one += other);
    }

    fn take(&mut self, other: Self) {
        self.each(other, |one, other| *one -= other);
    }

    fn each(&mut self, other: Self, change: impl Fn(&mut u32, u32)) {
        change(&mut self.expected, other.expected);
        change(&mut self.on_time, other.on_time);
        change(&mut self.late, other.late);
        change(&mut self.approved, other.approved);
        change(&mut self.returned, other.returned);
    }
}

/// A unit that is nowhere in the tree: it came after the tree was made.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("unit {0} is not in the tree of these totals")]
pub struct UnknownUnit(pub UnitId);

/// Totals of every unit of a campaign. See the [module](self).
#[derive(Clone, Debug)]
pub struct LiveTotals {
    shape: Shape,
    tree: Arc<Tree>,
    /// By place.
    reports: Vec<Option<Counted>>,
    /// By place.
    statuses: Vec<Status>,
    /// By node.
    counts: Vec<Counts>,
    kept: Kept,
    /// By node: how many of the reports that count below it stand elsewhere than at the unit that made them.
    moved: Vec<u32>,
    /// How many reports count and stand somewhere.
    counted: usize,
    /// How many count and stand nowhere.
    nowhere: usize,
}

impl LiveTotals {
    /// No reports yet.
    #[must_use]
    pub fn new(shape: Shape, tree: Arc<Tree>) -> Self {
        Self {
            reports: vec![None; tree.places()],
            statuses: vec![Status::NotExpected; tree.places()],
            counts: vec![Counts::default(); tree.len()],
            kept: Kept::new(&shape, tree.keeping()),
            moved: vec![0; tree.len()],
            counted: 0,
            nowhere: 0,
            shape,
            tree,
        }
    }

    /// The same as setting every report and status one by one, in one go: each report is added where it stands, and each
    /// unit to the one above. Of two reports of one unit the later in the order given counts.
    ///
    /// # Errors
    /// [`UnknownUnit`] when one is not in the tree.
    pub fn build(
        shape: Shape,
        tree: Arc<Tree>,
        reports: impl IntoIterator<Item = (UnitId, Counted)>,
        statuses: impl IntoIterator<Item = (UnitId, Status)>,
    ) -> Result<Self, UnknownUnit> {
        let mut live = Self::new(shape, tree);
        for (unit, report) in reports {
            let place = live.tree.place(unit).ok_or(UnknownUnit(unit))?;
            live.reports[place] = Some(report);
        }
        for (unit, status) in statuses {
            let place = live.tree.place(unit).ok_or(UnknownUnit(unit))?;
            live.statuses[place] = status;
        }
        live.add_all();
        Ok(live)
    }

    fn add_all(&mut self) {
        let Self { shape, tree, reports, statuses, counts, kept, moved, counted, nowhere } = self;
        let is_later = |one: u32, other: u32| came_later(tree, reports, one, other);
        for (place, report) in reports.iter().enumerate() {
            let Some(node) = tree.standing(place) else {
                *nowhere += usize::from(report.is_some());
                continue;
            };
            counts[node].add(Counts::of(statuses[place]));
            let Some(report) = report else { continue };
            *counted += 1;
            moved[node] += u32::from(tree.is_elsewhere(place, node));
            let row = tree.keeps(node).or_else(|| tree.parent(node).and_then(|above| tree.keeps(above)));
            if let (Some(row), Ok(place)) = (row, u32::try_from(place)) {
                let is_later_than = |other| is_later(place, other);
                kept.add(
                    shape,
                    row,
                    &report.numbers,
                    Reporter { place, is_later_than: &is_later_than, went_back: false },
                );
            }
        }
        // Children come after their parents.
        for node in (0..tree.len()).rev() {
            let Some(above) = tree.parent(node) else { continue };
            let below = counts[node];
            counts[above].add(below);
            moved[above] += moved[node];
            if let (Some(row), Some(other)) = (tree.keeps(above), tree.keeps(node)) {
                kept.absorb(shape, row, other, is_later);
            }
        }
    }

    /// Sets the report of a unit that counts; none when it no longer does.
    ///
    /// # Errors
    /// [`UnknownUnit`] when it is not in the tree: it has to be made anew.
    pub fn set(&mut self, unit: UnitId, report: Option<Counted>) -> Result<(), UnknownUnit> {
        let place = self.tree.place(unit).ok_or(UnknownUnit(unit))?;
        let before = std::mem::replace(&mut self.reports[place], report);
        let after = self.reports[place].as_ref();
        let (came, went) = (after.is_some(), before.is_some());
        let Some(node) = self.tree.standing(place) else {
            self.nowhere = self.nowhere + usize::from(came) - usize::from(went);
            return Ok(());
        };
        self.counted = self.counted + usize::from(came) - usize::from(went);
        if came != went && self.tree.is_elsewhere(place, node) {
            for node in self.tree.line(node) {
                self.moved[node] = self.moved[node] + u32::from(came) - u32::from(went);
            }
        }
        let went_back =
            before.as_ref().zip(after).is_some_and(|(before, after)| after.received_on < before.received_on);
        let changes = self.changes(before.as_ref(), after);
        let Ok(number) = u32::try_from(place) else { return Ok(()) };
        let tree = Arc::clone(&self.tree);
        let mut lost = Vec::new();
        for node in tree.line(node) {
            let Some(row) = tree.keeps(node) else { continue };
            let (reports, kept) = (&self.reports, &mut self.kept);
            let is_later_than = |other| came_later(&tree, reports, number, other);
            let reporter = Reporter { place: number, is_later_than: &is_later_than, went_back };
            kept.change(&self.shape, row, &changes, reporter, &mut lost);
            if !lost.is_empty() {
                self.find_again(node, row, &lost);
                lost.clear();
            }
        }
        Ok(())
    }

    /// The cells in which two reports of a unit differ, and those that take the last value: their day may differ.
    fn changes(&self, before: Option<&Counted>, after: Option<&Counted>) -> Vec<Change> {
        let mut changes: Vec<Change> =
            (0..self.shape.cells()).map(|cell| Change { cell, before: None, after: None }).collect();
        for (cell, number) in before.into_iter().flat_map(|report| report.numbers.iter()) {
            if let Some(change) = changes.get_mut(cell) {
                change.before = Some(number);
            }
        }
        for (cell, number) in after.into_iter().flat_map(|report| report.numbers.iter()) {
            if let Some(change) = changes.get_mut(cell) {
                change.after = Some(number);
            }
        }
        changes.retain(|change| match self.shape.rules()[change.cell] {
            Rule::Listed => false,
            Rule::Last(_) => change.before.or(change.after).is_some(),
            _ => change.before != change.after,
        });
        changes
    }

    /// Looks for the largest or last values of a node's cells among what stands at it and directly below it.
    fn find_again(&mut self, node: usize, row: usize, lost: &[usize]) {
        let Self { shape, tree, reports, kept, .. } = self;
        let mut found: Vec<Option<Best>> = vec![None; shape.cells()];
        let mut is_lost = vec![false; shape.cells()];
        lost.iter().for_each(|cell| is_lost[*cell] = true);
        let better = |cell: usize, best: Best, than: Option<Best>| {
            than.is_none_or(|than| match shape.rules()[cell] {
                Rule::Last(_) => came_later(tree, reports, best.place, than.place),
                _ => best.value > than.value,
            })
        };
        let own = std::iter::once(tree.places_at(node));
        let leaves = tree.children(node).filter(|child| tree.keeps(*child).is_none());
        for place in own.chain(leaves.map(|leaf| tree.places_at(leaf))).flatten() {
            let (Some(report), Ok(number)) = (&reports[place], u32::try_from(place)) else { continue };
            let filled = report.numbers.iter().filter(|(cell, _)| is_lost.get(*cell).copied().unwrap_or(false));
            for (cell, value) in filled {
                let best = Best { value, place: number };
                if better(cell, best, found[cell]) {
                    found[cell] = Some(best);
                }
            }
        }
        for below in tree.children(node).filter_map(|child| tree.keeps(child)) {
            for cell in lost.iter().copied() {
                let best = kept.best(shape, below, cell).filter(|best| better(cell, *best, found[cell]));
                found[cell] = best.or(found[cell]);
            }
        }
        for cell in lost.iter().copied() {
            if let Some(best) = found[cell] {
                kept.set_best(shape, row, cell, best);
            }
        }
    }

    /// Sets where the report of a unit is.
    ///
    /// # Errors
    /// [`UnknownUnit`] when it is not in the tree: it has to be made anew.
    pub fn set_status(&mut self, unit: UnitId, status: Status) -> Result<(), UnknownUnit> {
        let place = self.tree.place(unit).ok_or(UnknownUnit(unit))?;
        let before = std::mem::replace(&mut self.statuses[place], status);
        let node = self.tree.standing(place);
        for node in node.into_iter().flat_map(|node| self.tree.line(node)) {
            self.counts[node].take(Counts::of(before));
            self.counts[node].add(Counts::of(status));
        }
        Ok(())
    }

    /// The totals of a unit and all below it, by the position of the cell in the form; none when the hierarchy has no
    /// such unit.
    #[must_use]
    pub fn totals(&self, unit: UnitId) -> Option<Vec<CellTotal>> {
        let node = self.tree.node(unit)?;
        if let Some(row) = self.tree.keeps(node) {
            return Some(self.kept.totals(&self.shape, row));
        }
        let mut reports = self.tree.places_at(node).filter_map(|place| self.reports[place].as_ref());
        match (reports.next(), reports.next()) {
            (Some(only), None) => Some(self.alone(&only.numbers)),
            _ => Some(self.added_up(node).totals(&self.shape, 0)),
        }
    }

    /// The total of one cell for a unit and all below it; none when there is no such unit or cell.
    #[must_use]
    pub fn total(&self, unit: UnitId, cell: usize) -> Option<CellTotal> {
        let node = self.tree.node(unit)?;
        match self.tree.keeps(node) {
            Some(row) => self.kept.total(&self.shape, row, cell),
            None => self.added_up(node).total(&self.shape, 0, cell),
        }
    }

    /// The totals of one report.
    fn alone(&self, numbers: &PackedNumbers) -> Vec<CellTotal> {
        let mut totals = vec![CellTotal::default(); self.shape.cells()];
        for ((cell, number), rule) in
            numbers.iter().filter_map(|filled| Some((filled, self.shape.rules().get(filled.0)?)))
        {
            if *rule != Rule::Listed {
                totals[cell] = CellTotal { value: Some(number), reporters: 1 };
            }
        }
        work_out_ratios(&self.shape, &mut totals);
        totals
    }

    /// The totals of a node that keeps none: of the few reports that stand at it.
    fn added_up(&self, node: usize) -> Kept {
        let mut kept = Kept::new(&self.shape, 1);
        for place in self.tree.places_at(node) {
            let (Some(report), Ok(place)) = (&self.reports[place], u32::try_from(place)) else { continue };
            let is_later_than = |other| came_later(&self.tree, &self.reports, place, other);
            let reporter = Reporter { place, is_later_than: &is_later_than, went_back: false };
            kept.add(&self.shape, 0, &report.numbers, reporter);
        }
        kept
    }

    /// Where the reports of a unit and all below it are; none when the hierarchy has no such unit.
    #[must_use]
    pub fn counts(&self, unit: UnitId) -> Option<Counts> {
        self.tree.node(unit).map(|node| self.counts[node])
    }

    /// The report of a unit that counts, wherever it stands.
    #[must_use]
    pub fn report(&self, unit: UnitId) -> Option<&Counted> {
        self.tree.place(unit).and_then(|place| self.reports[place].as_ref())
    }

    /// Where the report of a unit is.
    #[must_use]
    pub fn status(&self, unit: UnitId) -> Status {
        self.tree.place(unit).map_or(Status::NotExpected, |place| self.statuses[place])
    }

    /// The reports that make the totals of a unit, in listing order of the units they stand at: that unit, the unit that
    /// reported, its report.
    pub fn reports_below(&self, unit: UnitId) -> impl Iterator<Item = (UnitId, UnitId, &Counted)> {
        let places = self.tree.node(unit).map_or(0..0, |node| self.tree.places_below(node));
        places.filter_map(|place| {
            let (node, report) = (self.tree.standing(place)?, self.reports[place].as_ref()?);
            Some((self.tree.unit_at(node), self.tree.unit_of(place), report))
        })
    }

    /// How many of the reports in the totals of a unit stand elsewhere than at the unit that made them; none when the
    /// hierarchy has no such unit.
    #[must_use]
    pub fn moved(&self, unit: UnitId) -> Option<u32> {
        self.tree.node(unit).map(|node| self.moved[node])
    }

    /// How many reports that count stand nowhere, and are in no total.
    #[must_use]
    pub fn nowhere(&self) -> usize {
        self.nowhere
    }

    /// How many reports are in totals.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.counted
    }

    /// How the form rolls up.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The hierarchy and where reports stand in it.
    #[must_use]
    pub fn tree(&self) -> &Arc<Tree> {
        &self.tree
    }

    /// Bytes of memory, about, without the tree. Numbers that are shared with others are counted as if they were not.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        // Beside the bytes a shared slice has two counters.
        let numbers = |report: &Counted| report.numbers.as_bytes().len() + 2 * size_of::<usize>();
        self.kept.memory_bytes()
            + self.counts.capacity() * size_of::<Counts>()
            + self.statuses.capacity() * size_of::<Status>()
            + self.reports.capacity() * size_of::<Option<Counted>>()
            + self.reports.iter().flatten().map(numbers).sum::<usize>()
    }
}

/// Whether the report of a place came later than that of another; of one day, by the age of their units.
fn came_later(tree: &Tree, reports: &[Option<Counted>], one: u32, other: u32) -> bool {
    let key = |place: u32| {
        let report = reports.get(place as usize).and_then(Option::as_ref);
        report.map(|report| (report.received_on, tree.unit_of(place as usize)))
    };
    key(one) > key(other)
}
