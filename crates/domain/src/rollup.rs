//! Totals over a subtree, each with the units that make it.

use crate::form::{Cell, CellKey, Form, Kind, RollUp};
use crate::id::UnitId;
use crate::report::Content;
use crate::time::CivilDate;
use std::collections::HashSet;

/// An approved report that counts.
#[derive(Clone, Copy, Debug)]
pub struct Contribution<'a> {
    /// Whose.
    pub unit: UnitId,
    /// Which revision.
    pub revision: u32,
    /// When it was received: decides which value is the last.
    pub received_on: CivilDate,
    /// What it says.
    pub content: &'a Content,
}

/// A total of one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The total; none when no unit filled the cell.
    pub value: Option<i64>,
    /// Every unit that filled the cell, with its revision and value, in the order given.
    pub from: Vec<Part>,
}

/// What one unit adds to a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whose report.
    pub unit: UnitId,
    /// Which revision of it.
    pub revision: u32,
    /// The value reported.
    pub value: i64,
}

/// A total of one cell, without its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellTotal {
    /// The total; none when no unit filled the cell.
    pub value: Option<i64>,
    /// How many units filled it.
    pub reporters: u32,
}

/// Totals of every cell of a form, in the order of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals(Vec<Total>);

impl Totals {
    /// The total of the cell at a position of [`Form::cells`].
    #[must_use]
    pub fn at(&self, position: usize) -> Option<&Total> {
        self.0.get(position)
    }

    /// The total of a cell by name.
    #[must_use]
    pub fn of(&self, form: &Form, key: &CellKey) -> Option<&Total> {
        form.position(key).and_then(|at| self.at(at))
    }

    /// How many units filled the total of an item but no part of one of its breakdowns, while others did: the parts are
    /// not the whole then. `item` and `breakdown` are positions in the form.
    #[must_use]
    pub fn undivided(&self, form: &Form, item: usize, breakdown: usize) -> usize {
        let units = |wanted: &dyn Fn(&Cell) -> bool| -> HashSet<UnitId> {
            let cells = form.cells().iter().zip(&self.0).filter(|(cell, _)| cell.item == item && wanted(cell));
            cells.flat_map(|(_, total)| total.from.iter().map(|part| part.unit)).collect()
        };
        let divided = units(&|cell| cell.part.is_some_and(|(of, _)| of == breakdown));
        if divided.is_empty() {
            return 0;
        }
        units(&|cell| cell.part.is_none()).difference(&divided).count()
    }

    /// The value of a total by cell name, if any unit filled it.
    #[must_use]
    pub fn value(&self, form: &Form, key: &str) -> Option<i64> {
        CellKey::parse(key).and_then(|key| self.of(form, &key)).and_then(|total| total.value)
    }
}

/// Rolls up a form over the contributions of a subtree.
#[must_use]
pub fn totals(form: &Form, contributions: &[Contribution<'_>]) -> Totals {
    let numbers: Vec<Vec<Option<i64>>> = contributions.iter().map(|report| report.content.numbers(form)).collect();
    let sources: Vec<Source> = contributions
        .iter()
        .map(|report| Source { unit: report.unit, revision: report.revision, received_on: report.received_on })
        .collect();
    totals_of(form, &sources, |report, cell| numbers[report][cell])
}

/// Where the numbers of a report come from, without the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Whose.
    pub unit: UnitId,
    /// Which revision.
    pub revision: u32,
    /// When it was received: decides which value is the last.
    pub received_on: CivilDate,
}

/// The same for reports whose numbers are at hand: `number` gives that of a report (its place in `sources`) in a cell
/// (its position in [`Form::cells`]).
#[must_use]
pub fn totals_of(form: &Form, sources: &[Source], number: impl Fn(usize, usize) -> Option<i64>) -> Totals {
    let total = |(at, cell)| {
        let filled = sources.iter().enumerate().filter_map(|(report, source)| Some((*source, number(report, at)?)));
        total(form, cell, filled)
    };
    let mut totals: Vec<Total> = form.cells().iter().enumerate().map(total).collect();
    for (at, cell) in form.cells().iter().enumerate() {
        if let RollUp::Ratio { part, whole } = &form.item_of(cell).roll_up {
            let of = |id: &crate::form::Slug| {
                CellKey::parse(id.as_str()).and_then(|key| form.position(&key)).and_then(|at| totals[at].value)
            };
            totals[at].value = share(of(part), of(whole));
        }
    }
    Totals(totals)
}

/// The total of a cell, from every report that fills it.
fn total(form: &Form, cell: &Cell, filled: impl Iterator<Item = (Source, i64)>) -> Total {
    let item = form.item_of(cell);
    if item.kind == Kind::Text {
        return Total::default();
    }
    let filled: Vec<(Source, i64)> = filled.collect();
    let numbers = filled.iter().map(|(_, number)| *number);
    let value = match item.roll_up {
        RollUp::Sum => numbers.map(i128::from).reduce(|one, other| one + other).map(within_bounds),
        RollUp::Max => numbers.max(),
        RollUp::Last => {
            filled.iter().max_by_key(|(source, _)| (source.received_on, source.unit)).map(|(_, number)| *number)
        }
        RollUp::Ratio { .. } | RollUp::Listed => None,
    };
    let part = |(source, value): &(Source, i64)| Part { unit: source.unit, revision: source.revision, value: *value };
    Total { value, from: filled.iter().map(part).collect() }
}

/// A sum as it is shown: one that no figure can hold is shown as the largest, or smallest, that can be.
pub(crate) fn within_bounds(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// Hundredths of a percent, rounded half up; none without a whole.
pub(crate) fn share(part: Option<i64>, whole: Option<i64>) -> Option<i64> {
    let (part, whole) = (i128::from(part?), i128::from(whole?));
    if whole == 0 {
        return None;
    }
    i64::try_from((part * 20_000 + whole) / (whole * 2)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Figure, Value};
    use crate::test_forms::SMALL;
    use proptest::prelude::*;

    fn content(figures: &[(&str, i64)]) -> Content {
        let figure = |number| Figure { value: Value::Number(number), at: None, reason: None };
        let figures = figures.iter().map(|(key, number)| (CellKey::parse(key).unwrap(), figure(*number))).collect();
        Content { figures, ..Content::default() }
    }

    fn unit(number: u8) -> UnitId {
        UnitId::new(crate::Instant::UNIX_EPOCH, [number; 10])
    }

    fn contribution(number: u8, content: &Content) -> Contribution<'_> {
        let received_on = jiff::civil::date(2026, 12, 1 + i8::try_from(number % 20).unwrap());
        Contribution { unit: unit(number), revision: 1, received_on, content }
    }

    #[test]
    fn a_ratio_is_of_the_sums_not_a_mean_of_ratios() {
        let form = Form::parse(SMALL).unwrap();
        let (a, b) = (content(&[("cases", 1), ("protected", 1)]), content(&[("cases", 3), ("protected", 1)]));
        let totals = totals(&form, &[contribution(1, &a), contribution(2, &b)]);
        assert_eq!(totals.value(&form, "share"), Some(5_000));
    }

    #[test]
    fn a_blank_cell_is_not_a_zero() {
        let form = Form::parse(SMALL).unwrap();
        let (a, b) = (content(&[("talks", 0)]), content(&[]));
        let totals = totals(&form, &[contribution(1, &a), contribution(2, &b)]);
        assert_eq!(totals.value(&form, "talks"), Some(0));
        assert_eq!(totals.value(&form, "people"), None);
        let from = &totals.of(&form, &CellKey::parse("talks").unwrap()).unwrap().from;
        assert_eq!(from.iter().map(|part| part.unit).collect::<Vec<_>>(), [unit(1)]);
    }

    #[test]
    fn units_that_give_a_total_without_its_parts_are_counted() {
        let form = Form::parse(SMALL).unwrap();
        let whole = content(&[("talks", 5), ("talks/level.province", 2), ("talks/level.commune", 3)]);
        let (bare, one_part) = (content(&[("talks", 9)]), content(&[("talks", 4), ("talks/level.commune", 4)]));
        let undivided = |reports: &[Contribution<'_>]| totals(&form, reports).undivided(&form, 0, 0);
        let all = [contribution(1, &whole), contribution(2, &bare), contribution(3, &one_part)];
        assert_eq!(undivided(&all), 1, "5 + 9 + 4 are 18, the parts 9");
        assert_eq!(undivided(&[contribution(2, &bare)]), 0, "nobody divides: no parts are shown");
        assert_eq!(totals(&form, &all).undivided(&form, 0, 1), 0, "not a breakdown of this item");
    }

    proptest! {
        #[test]
        fn a_total_is_the_sum_of_the_totals_of_any_split(values in prop::collection::vec(0_i64..1_000_000, 0..20), at in 0_usize..20) {
            let form = Form::parse(SMALL).unwrap();
            let contents: Vec<_> = values.iter().map(|value| content(&[("talks", *value)])).collect();
            let all: Vec<_> = contents.iter().zip(0_u8..).map(|(c, n)| contribution(n, c)).collect();
            let (left, right) = all.split_at(at.min(all.len()));
            let value = |part: &[Contribution<'_>]| totals(&form, part).value(&form, "talks");
            prop_assert_eq!(value(&all).unwrap_or(0), value(left).unwrap_or(0) + value(right).unwrap_or(0));
            prop_assert_eq!(value(&all).is_none(), values.is_empty());
        }

        #[test]
        fn the_order_of_reports_does_not_change_a_total(values in prop::collection::vec(prop_oneof![0_i64..1_000, any::<i64>()], 1..12)) {
            let form = Form::parse(SMALL).unwrap();
            let contents: Vec<_> = values.iter().map(|value| content(&[("talks", *value), ("cases", *value)])).collect();
            let all: Vec<_> = contents.iter().zip(0_u8..).map(|(c, n)| contribution(n, c)).collect();
            let reversed: Vec<_> = all.iter().rev().copied().collect();
            prop_assert_eq!(totals(&form, &all).value(&form, "talks"), totals(&form, &reversed).value(&form, "talks"));
        }
    }
}
