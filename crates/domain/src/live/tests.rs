//! Live totals against the roll-up of the same reports, made anew each time.

use super::*;
use crate::form::Form;
use crate::report::{Content, Figure, Value};
use crate::rollup::{Contribution, totals};
use crate::succession::{Placement, Placements, Why};
use crate::test_forms::EVERY_RULE;
use crate::time::Validity;
use crate::unit::{Hierarchy, UnitCode, UnitKind, UnitVersion};
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn id(number: u8) -> UnitId {
    UnitId::new(crate::Instant::UNIX_EPOCH, [number; 10])
}

/// Unit n has the parent of place n, if that is a smaller number.
fn hierarchy(parents: &[u8]) -> Hierarchy {
    let day = date(2026, 1, 1);
    let version = |(parent, n): (&u8, u8)| UnitVersion {
        unit: id(n),
        code: UnitCode::parse(&format!("U{n:03}")).unwrap(),
        name: format!("Xã {n}"),
        kind: UnitKind::Commune,
        parent: (*parent < n).then(|| id(*parent)),
        valid: Validity::since(day),
    };
    Hierarchy::as_of(day, parents.iter().zip(0..).map(version)).unwrap()
}

/// The unit that makes report n: some of them are still there, under whichever unit, and some stand where they were made.
fn reporter(n: u8) -> UnitId {
    id(if n >= 30 { n - 30 } else { 100 + n })
}

/// Report n stands at the unit of place n, if there is such a unit.
fn placements(places: &[u8]) -> Placements {
    let placement = |(place, n): (&u8, u8)| match place {
        200.. => (reporter(n), Placement::Unplaced { pieces: Box::default() }),
        _ => (reporter(n), Placement::At { unit: id(*place), why: Why::Succeeded }),
    };
    places.iter().zip(0..).map(placement).collect()
}

type Report = (Vec<Option<i64>>, i8);

/// The slow way: what is set, and everything worked out from it when asked for.
struct Reference {
    form: Form,
    hierarchy: Hierarchy,
    places: Vec<u8>,
    reports: BTreeMap<u8, Report>,
    statuses: BTreeMap<u8, Status>,
}

impl Reference {
    fn below(&self, unit: UnitId) -> impl Iterator<Item = u8> {
        let below = self.hierarchy.subtree(unit);
        self.places.iter().zip(0..).filter(move |(place, _)| below.contains(&id(**place))).map(|(_, n)| n)
    }

    fn totals(&self, unit: UnitId) -> Vec<CellTotal> {
        let contents: Vec<(u8, i8, Content)> = self
            .below(unit)
            .filter_map(|n| self.reports.get(&n).map(|(numbers, day)| (n, *day, content(&self.form, numbers))))
            .collect();
        let contributions: Vec<Contribution<'_>> = contents
            .iter()
            .map(|(n, day, content)| Contribution {
                unit: reporter(*n),
                revision: 1,
                received_on: date(2026, 12, *day),
                content,
            })
            .collect();
        let totals = totals(&self.form, &contributions);
        let cell = |at| totals.at(at).map(|total| CellTotal { value: total.value, reporters: total.from.len() as u32 });
        (0..self.form.cells().len()).filter_map(cell).collect()
    }

    fn counts(&self, unit: UnitId) -> [usize; 7] {
        let below: Vec<Status> = self.below(unit).filter_map(|n| self.statuses.get(&n).copied()).collect();
        let count = |wanted: &dyn Fn(Status) -> bool| below.iter().filter(|status| wanted(**status)).count();
        let state = |wanted| count(&|status| matches!(status, Status::Received { state, .. } if state == wanted));
        [
            count(&|status| status != Status::NotExpected),
            count(&|status| status == Status::Awaited),
            count(&|status| matches!(status, Status::Received { on_time: true, .. })),
            count(&|status| matches!(status, Status::Received { on_time: false, .. })),
            state(State::Submitted),
            state(State::Returned),
            state(State::Approved),
        ]
    }

    /// The totals made in one go of what is set now.
    fn built(&self, tree: &Arc<Tree>) -> LiveTotals {
        let reports = self.reports.iter().map(|(n, report)| (reporter(*n), counted(report)));
        let statuses = self.statuses.iter().map(|(n, status)| (reporter(*n), *status));
        LiveTotals::build(Shape::of(&self.form), Arc::clone(tree), reports, statuses).unwrap()
    }

    fn compare(&self, live: &LiveTotals) -> Result<(), TestCaseError> {
        for unit in self.hierarchy.roots().iter().flat_map(|root| self.hierarchy.subtree(*root)) {
            let expected = self.totals(unit);
            prop_assert_eq!(live.totals(unit), Some(expected.clone()));
            for (cell, expected) in expected.iter().enumerate() {
                prop_assert_eq!(live.total(unit, cell), Some(*expected));
            }
            let counts = live.counts(unit).unwrap();
            let told = [counts.expected, counts.awaited(), counts.on_time, counts.late];
            let decided = [counts.submitted(), counts.returned, counts.approved];
            prop_assert_eq!([&told[..], &decided[..]].concat(), self.counts(unit).map(|count| count as u32));
            let mut below: Vec<UnitId> = live.reports_below(unit).map(|(_, unit, _)| unit).collect();
            below.sort_unstable();
            let mut reported: Vec<UnitId> =
                self.below(unit).filter(|n| self.reports.contains_key(n)).map(reporter).collect();
            reported.sort_unstable();
            prop_assert_eq!(below, reported);
            let moved = live.reports_below(unit).filter(|(at, unit, _)| at != unit).count();
            prop_assert_eq!(live.moved(unit), Some(moved as u32));
        }
        prop_assert_eq!(live.nowhere(), live.tree().unplaced().filter(|unit| live.report(*unit).is_some()).count());
        Ok(())
    }
}

fn content(form: &Form, numbers: &[Option<i64>]) -> Content {
    let figure = |number| Figure { value: Value::Number(number), at: None, reason: None };
    let figures = form.cells().iter().zip(numbers).filter_map(|(cell, n)| Some((cell.key.clone(), figure((*n)?))));
    Content { figures: figures.collect(), ..Content::default() }
}

fn counted((numbers, day): &Report) -> Counted {
    Counted { revision: 1, received_on: date(2026, 12, *day), numbers: PackedNumbers::pack(numbers) }
}

#[derive(Clone, Debug)]
enum Step {
    Set(u8, Option<Report>),
    Status(u8, Status),
}

const REPORTERS: u8 = 40;
/// Cells of the form for these tests.
const CELLS: usize = 8;

fn report() -> impl Strategy<Value = Report> {
    let number = prop_oneof![8 => 0_i64..4, 2 => -1_000_000_i64..1_000_000, 1 => Just(i64::MAX), 1 => Just(i64::MIN)];
    (prop::collection::vec(prop::option::weighted(0.7, number), CELLS), 1_i8..4)
}

fn status() -> impl Strategy<Value = Status> {
    let state = prop::sample::select(vec![State::Submitted, State::Returned, State::Approved]);
    let received = (any::<bool>(), state).prop_map(|(on_time, state)| Status::Received { on_time, state });
    prop_oneof![Just(Status::NotExpected), Just(Status::Awaited), received]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0..REPORTERS, prop::option::weighted(0.7, report())).prop_map(|(n, report)| Step::Set(n, report)),
        1 => (0..REPORTERS, status()).prop_map(|(n, status)| Step::Status(n, status)),
    ]
}

/// A forest, where the report of each unit stands, and what happens.
fn world() -> impl Strategy<Value = (Vec<u8>, Vec<u8>, Vec<Step>)> {
    let forest = prop::collection::vec(0_u8..10, 1..10);
    forest.prop_flat_map(|parents| {
        let units = u8::try_from(parents.len()).unwrap();
        // Often many at one unit.
        let crowd = (0..units, prop::collection::vec(prop_oneof![1 => Just(200), 4 => 0..units], REPORTERS as usize));
        let crowd = crowd.prop_flat_map(|(one, places)| {
            prop::option::of(Just(one)).prop_map(move |one| {
                let keep = |(at, place): (usize, &u8)| if at < 25 { one.unwrap_or(*place) } else { *place };
                places.iter().enumerate().map(keep).collect()
            })
        });
        (Just(parents), crowd, prop::collection::vec(step(), 1..60))
    })
}

proptest! {
    #[test]
    fn whatever_comes_and_goes_totals_are_those_of_the_reports_that_count((parents, places, steps) in world(), look in 1_usize..20) {
        let (form, hierarchy) = (Form::parse(EVERY_RULE).unwrap(), hierarchy(&parents));
        assert_eq!(form.cells().len(), CELLS);
        let tree = Arc::new(Tree::new(&hierarchy, &placements(&places)));
        let mut live = LiveTotals::new(Shape::of(&form), Arc::clone(&tree));
        let (reports, statuses) = (BTreeMap::new(), BTreeMap::new());
        let mut reference = Reference { form, hierarchy, places, reports, statuses };
        for (at, step) in steps.into_iter().enumerate() {
            match step {
                Step::Set(n, report) => {
                    live.set(reporter(n), report.as_ref().map(counted)).unwrap();
                    reference.reports.remove(&n);
                    reference.reports.extend(report.map(|report| (n, report)));
                }
                Step::Status(n, status) => {
                    live.set_status(reporter(n), status).unwrap();
                    reference.statuses.insert(n, status);
                }
            }
            if at % look == 0 {
                reference.compare(&live)?;
            }
        }
        reference.compare(&live)?;
        reference.compare(&reference.built(&tree))?;
        prop_assert_eq!(live.counted(), live.tree().len().min(1) * reference.reports.keys().filter(|n| reference.places[usize::from(**n)] < 200).count());
    }

    #[test]
    fn a_sum_is_the_own_report_and_the_sums_below(parents in prop::collection::vec(0_u8..10, 1..10), values in prop::collection::vec(prop::option::of(0_i64..1_000), 10)) {
        let (form, hierarchy) = (Form::parse(EVERY_RULE).unwrap(), hierarchy(&parents));
        let places: Vec<u8> = (0..u8::try_from(parents.len()).unwrap()).collect();
        let people = form.find("people").map(|cell| form.position(&cell.key).unwrap()).unwrap();
        let reports = values.iter().zip(0_u8..).take(parents.len()).filter_map(|(value, n)| {
            let mut numbers = vec![None; CELLS];
            numbers[people] = Some((*value)?);
            Some((reporter(n), counted(&(numbers, 1))))
        });
        let tree = Arc::new(Tree::new(&hierarchy, &placements(&places)));
        let live = LiveTotals::build(Shape::of(&form), tree, reports, []).unwrap();
        for n in places {
            let sum = |unit| live.total(unit, people).unwrap().value;
            let parts: Vec<i64> = hierarchy.children(id(n)).iter().filter_map(|child| sum(*child)).chain(values[usize::from(n)]).collect();
            prop_assert_eq!(sum(id(n)), (!parts.is_empty()).then(|| parts.iter().sum()));
        }
    }

    #[test]
    fn the_order_in_which_reports_come_changes_nothing((parents, places, _) in world(), reports in prop::collection::btree_map(0..REPORTERS, report(), 0..20), seed in any::<u64>()) {
        let (form, hierarchy) = (Form::parse(EVERY_RULE).unwrap(), hierarchy(&parents));
        let tree = Arc::new(Tree::new(&hierarchy, &placements(&places)));
        let in_order = |order: Vec<(&u8, &Report)>| {
            let mut live = LiveTotals::new(Shape::of(&form), Arc::clone(&tree));
            order.into_iter().for_each(|(n, report)| live.set(reporter(*n), Some(counted(report))).unwrap());
            (0..u8::try_from(parents.len()).unwrap()).map(|n| live.totals(id(n))).collect::<Vec<_>>()
        };
        let mut other: Vec<_> = reports.iter().collect();
        other.sort_by_key(|(n, _)| (u64::from(**n) + 1).wrapping_mul(seed | 1));
        prop_assert_eq!(in_order(reports.iter().collect()), in_order(other));
    }
}

#[test]
fn a_sum_no_figure_can_hold_is_shown_as_the_largest_and_is_right_again_later() {
    let (form, hierarchy) = (Form::parse(EVERY_RULE).unwrap(), hierarchy(&[0, 0, 0]));
    let people = form.find("people").map(|cell| form.position(&cell.key).unwrap()).unwrap();
    let report = |value| {
        let mut numbers = vec![None; CELLS];
        numbers[people] = Some(value);
        Some(counted(&(numbers, 1)))
    };
    let tree = Arc::new(Tree::new(&hierarchy, &placements(&[1, 2])));
    let mut live = LiveTotals::new(Shape::of(&form), tree);
    live.set(id(100), report(i64::MAX)).unwrap();
    live.set(id(101), report(7)).unwrap();
    assert_eq!(live.total(id(0), people), Some(CellTotal { value: Some(i64::MAX), reporters: 2 }));
    live.set(id(100), report(1)).unwrap();
    assert_eq!(live.total(id(0), people), Some(CellTotal { value: Some(8), reporters: 2 }));
    live.set(id(100), None).unwrap();
    assert_eq!(live.total(id(0), people), Some(CellTotal { value: Some(7), reporters: 1 }));
}

#[test]
fn what_is_not_in_the_tree_is_told() {
    let (form, hierarchy) = (Form::parse(EVERY_RULE).unwrap(), hierarchy(&[0]));
    let tree = Arc::new(Tree::new(&hierarchy, &placements(&[0, 200])));
    let mut live = LiveTotals::new(Shape::of(&form), Arc::clone(&tree));
    assert_eq!(live.set(id(77), None), Err(UnknownUnit(id(77))));
    assert_eq!(live.set_status(id(77), Status::Awaited), Err(UnknownUnit(id(77))));
    assert_eq!((live.totals(id(77)), live.counts(id(77)), live.total(id(0), 99)), (None, None, None));
    // A report that stands nowhere is kept, and is in no total.
    live.set(id(101), Some(counted(&(vec![Some(1); CELLS], 1)))).unwrap();
    assert!(live.report(id(101)).is_some());
    assert_eq!((live.counted(), live.nowhere(), live.total(id(0), 1).unwrap().reporters), (0, 1, 0));
    assert_eq!(tree.unplaced().collect::<Vec<_>>(), [id(101)]);
    assert_eq!(tree.standing_at(id(0)).collect::<Vec<_>>(), [id(100)]);
    // A report on another form with more cells: those the form does not have say nothing.
    live.set(id(100), Some(counted(&(vec![Some(3); CELLS + 5], 1)))).unwrap();
    assert_eq!(live.totals(id(0)).unwrap().len(), CELLS);
}
