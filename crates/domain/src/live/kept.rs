//! Totals of many nodes in rows of cells, changed in place.

use super::shape::{Rule, Shape};
use crate::packed::PackedNumbers;
use crate::rollup::{CellTotal, share, within_bounds};
use std::collections::HashMap;

/// Rows of totals. 12 bytes a cell, and four more for one that takes the last value.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    cells: usize,
    lasts: usize,
    /// By row and cell: the sum modulo 2⁶⁴, the largest, or the last value. Means nothing while no report filled the cell.
    values: Vec<i64>,
    /// By row and cell: how many reports filled it.
    filled: Vec<u32>,
    /// By row and cell that takes the last value: the place of the report it is from.
    last_by: Vec<u32>,
    /// How many times 2⁶⁴ is to be added to a sum. Empty unless figures are absurd; with it sums are exact whatever comes
    /// and goes.
    carries: HashMap<usize, i64>,
}

/// A change of one report in one cell.
#[derive(Clone, Copy)]
pub(super) struct Change {
    pub(super) cell: usize,
    pub(super) before: Option<i64>,
    pub(super) after: Option<i64>,
}

/// A report among others: its place, and which of two came later.
#[derive(Clone, Copy)]
pub(super) struct Reporter<'a> {
    pub(super) place: u32,
    /// Whether the report was received later than that of another place.
    pub(super) is_later_than: &'a dyn Fn(u32) -> bool,
    /// Whether it was received earlier than its own forerunner.
    pub(super) went_back: bool,
}

/// The best value of a cell found so far, and the place it is from.
#[derive(Clone, Copy)]
pub(super) struct Best {
    pub(super) value: i64,
    pub(super) place: u32,
}

impl Kept {
    pub(super) fn new(shape: &Shape, rows: usize) -> Self {
        let (cells, lasts) = (shape.cells(), shape.lasts());
        Self {
            cells,
            lasts,
            values: vec![0; rows * cells],
            filled: vec![0; rows * cells],
            last_by: vec![0; rows * lasts],
            carries: HashMap::new(),
        }
    }

    /// Adds a report to a row.
    pub(super) fn add(&mut self, shape: &Shape, row: usize, numbers: &PackedNumbers, reporter: Reporter<'_>) {
        let first = row * self.cells;
        for (cell, number) in numbers {
            let Some(rule) = shape.rules().get(cell) else { break };
            let at = first + cell;
            match *rule {
                Rule::Sum => self.add_to(at, number),
                Rule::Max if self.filled[at] == 0 => self.values[at] = number,
                Rule::Max => self.values[at] = self.values[at].max(number),
                Rule::Last(last) => {
                    let last = row * self.lasts + last as usize;
                    if self.filled[at] == 0 || (reporter.is_later_than)(self.last_by[last]) {
                        (self.values[at], self.last_by[last]) = (number, reporter.place);
                    }
                }
                Rule::Ratio => {}
                Rule::Listed => continue,
            }
            self.filled[at] += 1;
        }
    }

    /// Adds the totals of a row to another. `is_later` tells whether the report of a place came later than that of another.
    pub(super) fn absorb(&mut self, shape: &Shape, row: usize, other: usize, is_later: impl Fn(u32, u32) -> bool) {
        for (cell, rule) in shape.rules().iter().enumerate() {
            let (at, from) = (row * self.cells + cell, other * self.cells + cell);
            if self.filled[from] == 0 {
                continue;
            }
            let is_first = self.filled[at] == 0;
            match *rule {
                Rule::Sum => {
                    self.add_to(at, self.values[from]);
                    if let Some(carry) = self.carries.get(&from).copied() {
                        self.carry(at, carry);
                    }
                }
                Rule::Max if is_first => self.values[at] = self.values[from],
                Rule::Max => self.values[at] = self.values[at].max(self.values[from]),
                Rule::Last(last) => {
                    let [into, from_last] = [row, other].map(|row| row * self.lasts + last as usize);
                    if is_first || is_later(self.last_by[from_last], self.last_by[into]) {
                        (self.values[at], self.last_by[into]) = (self.values[from], self.last_by[from_last]);
                    }
                }
                Rule::Ratio | Rule::Listed => {}
            }
            self.filled[at] += self.filled[from];
        }
    }

    /// Changes what one report gives to a row; the cells whose value has to be looked for anew are added to `lost`.
    pub(super) fn change(
        &mut self,
        shape: &Shape,
        row: usize,
        changes: &[Change],
        reporter: Reporter<'_>,
        lost: &mut Vec<usize>,
    ) {
        for change @ Change { cell, before, after } in changes.iter().copied() {
            let at = row * self.cells + cell;
            let was_filled = self.filled[at] > 0;
            self.filled[at] = self.filled[at] + u32::from(after.is_some()) - u32::from(before.is_some());
            let is_lost = match shape.rules()[cell] {
                Rule::Sum => {
                    before.into_iter().for_each(|number| self.take_from(at, number));
                    after.into_iter().for_each(|number| self.add_to(at, number));
                    false
                }
                Rule::Max => self.change_largest(at, change, was_filled),
                Rule::Last(last) => {
                    self.change_last(at, row * self.lasts + last as usize, change, was_filled, reporter)
                }
                Rule::Ratio | Rule::Listed => false,
            };
            if is_lost && self.filled[at] > 0 {
                lost.push(cell);
            }
        }
    }

    fn change_largest(&mut self, at: usize, Change { before, after, .. }: Change, was_filled: bool) -> bool {
        let largest = Some(self.values[at]).filter(|_| was_filled);
        match after {
            Some(number) if largest.is_none_or(|largest| number >= largest) => {
                self.values[at] = number;
                false
            }
            _ => before.is_some() && before == largest,
        }
    }

    fn change_last(
        &mut self,
        at: usize,
        last: usize,
        change: Change,
        was_filled: bool,
        reporter: Reporter<'_>,
    ) -> bool {
        let is_own = was_filled && change.before.is_some() && self.last_by[last] == reporter.place;
        match change.after {
            Some(number) if is_own && !reporter.went_back => {
                self.values[at] = number;
                false
            }
            Some(number) if !is_own && (!was_filled || (reporter.is_later_than)(self.last_by[last])) => {
                (self.values[at], self.last_by[last]) = (number, reporter.place);
                false
            }
            _ => is_own,
        }
    }

    /// What a row has in a cell that takes the largest or the last value.
    pub(super) fn best(&self, shape: &Shape, row: usize, cell: usize) -> Option<Best> {
        let at = row * self.cells + cell;
        let place = match shape.rules()[cell] {
            Rule::Last(last) => self.last_by[row * self.lasts + last as usize],
            _ => 0,
        };
        (self.filled[at] > 0).then(|| Best { value: self.values[at], place })
    }

    pub(super) fn set_best(&mut self, shape: &Shape, row: usize, cell: usize, best: Best) {
        self.values[row * self.cells + cell] = best.value;
        if let Rule::Last(last) = shape.rules()[cell] {
            self.last_by[row * self.lasts + last as usize] = best.place;
        }
    }

    /// The totals of a row.
    pub(super) fn totals(&self, shape: &Shape, row: usize) -> Vec<CellTotal> {
        let cells = row * self.cells..(row + 1) * self.cells;
        let kept = self.values[cells.clone()].iter().zip(&self.filled[cells]);
        let total =
            |(value, filled): (&i64, &u32)| CellTotal { value: (*filled > 0).then_some(*value), reporters: *filled };
        let mut totals: Vec<CellTotal> = kept.map(total).collect();
        if !self.carries.is_empty() {
            for (cell, total) in totals.iter_mut().enumerate() {
                total.value = self.value(shape, row, cell);
            }
        }
        work_out_ratios(shape, &mut totals);
        totals
    }

    /// The total of one cell of a row.
    pub(super) fn total(&self, shape: &Shape, row: usize, cell: usize) -> Option<CellTotal> {
        let rule = shape.rules().get(cell)?;
        let value = match rule {
            Rule::Ratio => {
                let ratio = shape.ratios().iter().find(|ratio| ratio.cell == cell);
                ratio.and_then(|ratio| share(self.value(shape, row, ratio.part), self.value(shape, row, ratio.whole)))
            }
            _ => self.value(shape, row, cell),
        };
        Some(CellTotal { value, reporters: self.filled[row * self.cells + cell] })
    }

    /// The value of a cell that is no ratio.
    fn value(&self, shape: &Shape, row: usize, cell: usize) -> Option<i64> {
        let at = row * self.cells + cell;
        let carry = self.carries.get(&at).filter(|_| shape.rules()[cell] == Rule::Sum);
        let value = match carry {
            Some(carry) => within_bounds(i128::from(self.values[at]) + (i128::from(*carry) << 64)),
            None => self.values[at],
        };
        (self.filled[at] > 0).then_some(value)
    }

    fn add_to(&mut self, at: usize, number: i64) {
        let (sum, has_wrapped) = self.values[at].overflowing_add(number);
        self.values[at] = sum;
        if has_wrapped {
            self.carry(at, number.signum());
        }
    }

    fn take_from(&mut self, at: usize, number: i64) {
        let (sum, has_wrapped) = self.values[at].overflowing_sub(number);
        self.values[at] = sum;
        if has_wrapped {
            self.carry(at, -number.signum());
        }
    }

    fn carry(&mut self, at: usize, by: i64) {
        let carry = self.carries.entry(at).or_insert(0);
        *carry += by;
        if *carry == 0 {
            self.carries.remove(&at);
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.values.capacity() * size_of::<i64>()
            + (self.filled.capacity() + self.last_by.capacity()) * size_of::<u32>()
            + self.carries.capacity() * size_of::<(usize, i64)>()
    }
}

/// Fills in the cells that are shares of others.
pub(super) fn work_out_ratios(shape: &Shape, totals: &mut [CellTotal]) {
    for (total, rule) in totals.iter_mut().zip(shape.rules()) {
        if *rule == Rule::Ratio {
            total.value = None;
        }
    }
    for ratio in shape.ratios() {
        let value = share(totals[ratio.part].value, totals[ratio.whole].value);
        totals[ratio.cell].value = value;
    }
}
