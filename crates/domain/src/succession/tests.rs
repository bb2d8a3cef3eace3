//! Named cases first; then random histories against a reference that reasons with sets of atoms of ground.

use super::*;
use crate::time::Validity;
use crate::unit::{UnitCode, UnitKind, UnitVersion};
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn id(number: u16) -> UnitId {
    let [high, low] = number.to_be_bytes();
    UnitId::new(crate::Instant::UNIX_EPOCH, [high, low, 0, 0, 0, 0, 0, 0, 0, 0])
}

const BEGINNING: CivilDate = date(2020, 1, 1);
/// Districts end, provinces merge.
const REFORM: CivilDate = date(2025, 7, 1);
/// The next one.
const SECOND: CivilDate = date(2026, 4, 30);
const BEFORE: CivilDate = date(2022, 12, 20);
const BETWEEN: CivilDate = date(2025, 12, 20);
const AFTER: CivilDate = date(2026, 12, 20);

/// A history being written by hand.
#[derive(Default)]
struct Book {
    versions: Vec<UnitVersion>,
    successions: Vec<Succession>,
}

impl Book {
    fn unit(self, number: u16, parent: u16, from: CivilDate, until: impl Into<Option<CivilDate>>) -> Self {
        self.coded(number, &format!("{number:03}"), parent, from, until)
    }

    /// A parent of 0 is none.
    fn coded(
        mut self,
        number: u16,
        code: &str,
        parent: u16,
        from: CivilDate,
        until: impl Into<Option<CivilDate>>,
    ) -> Self {
        self.versions.push(UnitVersion {
            unit: id(number),
            code: UnitCode::parse(code).unwrap(),
            name: format!("Đơn vị {number}"),
            kind: UnitKind::Commune,
            parent: (parent > 0).then(|| id(parent)),
            valid: Validity::between(from, until.into()).unwrap(),
        });
        self
    }

    fn went(mut self, from: u16, to: u16, on: CivilDate, whole: bool) -> Self {
        self.successions.push(Succession { from: id(from), to: id(to), on, whole });
        self
    }

    fn hierarchy(&self, on: CivilDate) -> Hierarchy {
        Hierarchy::as_of(on, self.versions.clone()).unwrap()
    }

    /// Where the report of a unit for one day stands on another.
    fn place(&self, number: u16, reported: CivilDate, on: CivilDate) -> Placement {
        let history = History::new(&self.versions, &self.successions);
        let hierarchy = self.hierarchy(on);
        let placement = Placements::of_day(&history, reported, &hierarchy, on).of(id(number)).clone();
        assert_eq!(locate(&history, id(number), reported, &hierarchy, on), placement);
        placement
    }
}

fn at(unit: u16, why: Why) -> Placement {
    Placement::At { unit: id(unit), why }
}

fn above(unit: u16, pieces: &[u16]) -> Placement {
    at(unit, Why::HeldByAncestor { pieces: pieces.iter().map(|piece| id(*piece)).collect() })
}

/// Country 1, provinces 10 and 20, of 10 the districts 11 and 12; communes 111 and 112 of 11, 121 of 12, 201 of 20.
/// In 2025 province 20 goes into 10, districts end, communes 111 and 112 become 311, and 121 is divided between 321 and 322.
/// In 2026 communes 311 and 321 become 411.
fn country() -> Book {
    let communes =
        Book::default().unit(1, 0, BEGINNING, None).unit(10, 1, BEGINNING, None).unit(20, 1, BEGINNING, REFORM);
    let communes = communes.unit(11, 10, BEGINNING, REFORM).unit(12, 10, BEGINNING, REFORM);
    let communes = communes.unit(111, 11, BEGINNING, REFORM).unit(112, 11, BEGINNING, REFORM);
    let communes = communes.unit(121, 12, BEGINNING, REFORM);
    let communes = communes.unit(201, 20, BEGINNING, REFORM).unit(201, 10, REFORM, None);
    let reformed = communes.unit(311, 10, REFORM, SECOND).unit(321, 10, REFORM, SECOND).unit(322, 10, REFORM, None);
    let reformed = reformed.unit(411, 10, SECOND, None);
    let reformed = reformed.went(20, 10, REFORM, true).went(111, 311, REFORM, true).went(112, 311, REFORM, true);
    let reformed = reformed.went(121, 321, REFORM, false).went(121, 322, REFORM, false);
    reformed.went(311, 411, SECOND, true).went(321, 411, SECOND, true)
}

#[test]
fn reports_of_2022_stand_in_the_hierarchy_of_2025() {
    let place = |unit| country().place(unit, BEFORE, BETWEEN);
    assert_eq!(place(10), at(10, Why::Same), "a province that took another in");
    assert_eq!(place(20), at(10, Why::Succeeded), "the province taken in");
    assert_eq!(place(111), at(311, Why::Succeeded), "a commune that went whole into a new one");
    assert_eq!(place(121), above(10, &[321, 322]), "a commune that was divided");
    assert_eq!(place(201), at(201, Why::Same), "a commune that came under another province");
    assert_eq!(place(11), at(10, Why::WithParent), "a district that ended without a successor");
    assert_eq!(place(999), Placement::Unplaced { pieces: Box::default() }, "no unit at all");
}

#[test]
fn reports_of_2022_go_through_two_reforms() {
    let place = |unit| country().place(unit, BEFORE, AFTER);
    assert_eq!(place(111), at(411, Why::Succeeded));
    // 321 is a part of 411 by then; the pieces are named as they are on the day asked for.
    assert_eq!(place(121), above(10, &[322, 411]));
}

#[test]
fn reports_of_2026_stand_in_the_hierarchy_of_2022() {
    let place = |unit, on| country().place(unit, AFTER, on);
    assert_eq!(place(411, BETWEEN), above(10, &[311, 321]), "made of two");
    assert_eq!(place(411, BEFORE), above(10, &[111, 112, 121]), "of two districts of one province");
    assert_eq!(place(322, BEFORE), at(121, Why::Succeeded), "a part of one");
    assert_eq!(place(10, BEFORE), above(1, &[10, 20]), "a province that took another in");
    assert_eq!(country().place(311, BETWEEN, BEFORE), above(11, &[111, 112]), "of two communes of one district");
}

#[test]
fn a_unit_that_gave_a_part_away_and_lives_on() {
    let book = Book::default().unit(1, 0, BEGINNING, None).unit(2, 1, BEGINNING, None).unit(3, 1, REFORM, None);
    let book = book.went(2, 3, REFORM, false);
    assert_eq!(book.place(2, BEFORE, AFTER), above(1, &[2, 3]));
    assert_eq!(book.place(2, AFTER, BEFORE), at(2, Why::Same), "what is left of it was in it");
    assert_eq!(book.place(3, AFTER, BEFORE), at(2, Why::Succeeded), "what it gave away was in it");
}

#[test]
fn a_unit_that_took_another_in_and_lives_on() {
    let book = Book::default().unit(1, 0, BEGINNING, None).unit(2, 1, BEGINNING, None).unit(3, 1, BEGINNING, REFORM);
    let book = book.went(3, 2, REFORM, true);
    assert_eq!(book.place(2, BEFORE, AFTER), at(2, Why::Same));
    assert_eq!(book.place(3, BEFORE, AFTER), at(2, Why::Succeeded));
    assert_eq!(book.place(2, AFTER, BEFORE), above(1, &[2, 3]));
}

#[test]
fn pieces_under_different_roots_stand_nowhere() {
    let book = Book::default().unit(1, 0, BEGINNING, None).unit(2, 0, BEGINNING, None).unit(3, 1, BEGINNING, REFORM);
    let book = book.unit(31, 1, REFORM, None).unit(32, 2, REFORM, None);
    let book = book.went(3, 31, REFORM, false).went(3, 32, REFORM, false);
    assert_eq!(book.place(3, BEFORE, AFTER), Placement::Unplaced { pieces: [id(31), id(32)].into() });
}

#[test]
fn a_code_used_again_for_another_place_is_not_a_successor() {
    let book = Book::default().unit(1, 0, BEGINNING, None).coded(2, "004", 1, BEGINNING, REFORM);
    let book =
        book.coded(3, "005", 1, BEGINNING, REFORM).coded(4, "004", 1, REFORM, None).coded(5, "006", 1, REFORM, None);
    let book = book.went(2, 5, REFORM, true).went(3, 4, REFORM, true);
    assert_eq!(book.place(2, BEFORE, AFTER), at(5, Why::Succeeded));
    assert_eq!(book.place(3, BEFORE, AFTER), at(4, Why::Succeeded));
    assert_eq!(book.place(4, AFTER, BEFORE), at(3, Why::Succeeded));
}

#[test]
fn a_unit_renamed_or_raised_to_another_level_is_the_same_place() {
    // One is told as the same unit with another version, one as a new unit.
    let book =
        Book::default().unit(1, 0, BEGINNING, None).unit(2, 1, BEGINNING, REFORM).coded(2, "200", 0, REFORM, None);
    let book = book.unit(3, 1, BEGINNING, REFORM).unit(4, 1, REFORM, None).went(3, 4, REFORM, true);
    assert_eq!(book.place(2, BEFORE, AFTER), at(2, Why::Same));
    assert_eq!(book.place(3, BEFORE, AFTER), at(4, Why::Succeeded));
    assert_eq!(book.place(4, AFTER, BEFORE), at(3, Why::Succeeded));
}

#[test]
fn a_unit_that_ends_in_the_middle_of_a_campaign_has_its_report_at_its_successor() {
    // The campaign's day is after the merger; the unit had reported before it.
    let book = country();
    assert_eq!(book.place(111, BETWEEN, BETWEEN), at(311, Why::Succeeded));
    assert_eq!(book.place(111, BETWEEN, AFTER), at(411, Why::Succeeded));
    assert_eq!(book.place(111, BETWEEN, BEFORE), at(111, Why::Same));
    // The campaign's day is before a unit began.
    assert_eq!(book.place(411, BEFORE, AFTER), at(411, Why::Same));
    assert_eq!(book.place(311, BEFORE, BEFORE), above(11, &[111, 112]));
}

#[test]
fn a_unit_that_came_from_nowhere_stood_with_the_unit_above() {
    let book = Book::default().unit(1, 0, BEGINNING, None).unit(2, 1, BEGINNING, None).unit(3, 2, REFORM, None);
    assert_eq!(book.place(3, AFTER, BEFORE), at(2, Why::WithParent));
    let alone = Book::default().unit(1, 0, REFORM, None).unit(2, 0, BEGINNING, None);
    assert_eq!(alone.place(1, AFTER, BEFORE), Placement::Unplaced { pieces: Box::default() });
}

#[test]
fn two_steps_on_one_day_are_both_taken() {
    // 2 goes into 3, which goes into 4 on the same day.
    let book = Book::default().unit(1, 0, BEGINNING, None).unit(2, 1, BEGINNING, REFORM).unit(3, 1, BEGINNING, REFORM);
    let book = book.unit(4, 1, REFORM, None).went(2, 3, REFORM, true).went(3, 4, REFORM, true);
    assert_eq!(book.place(2, BEFORE, AFTER), at(4, Why::Succeeded));
    assert_eq!(book.place(4, AFTER, BEFORE), above(1, &[2, 3]));
    // 6 becomes 8, which gives a part to 7 on its first day.
    let book = Book::default().unit(1, 0, BEGINNING, None).unit(6, 1, BEGINNING, REFORM).unit(8, 1, REFORM, None);
    let book = book.unit(7, 1, REFORM, None).went(6, 8, REFORM, true).went(8, 7, REFORM, false);
    assert_eq!(book.place(6, BEFORE, AFTER), above(1, &[7, 8]));
    assert_eq!(book.place(7, AFTER, BEFORE), at(6, Why::Succeeded));
    // 5, there before and after, takes in 6 and gives a part of what it had to 7.
    let book = Book::default().unit(1, 0, BEGINNING, None).unit(5, 1, BEGINNING, None).unit(6, 1, BEGINNING, REFORM);
    let book = book.unit(7, 1, REFORM, None).went(6, 5, REFORM, true).went(5, 7, REFORM, false);
    assert_eq!(book.place(6, BEFORE, AFTER), at(5, Why::Succeeded));
    assert_eq!(book.place(5, BEFORE, AFTER), above(1, &[5, 7]));
    assert_eq!(book.place(7, AFTER, BEFORE), at(5, Why::Succeeded));
}

#[test]
fn divided_and_joined_again_is_whole_again() {
    let book = Book::default().unit(1, 0, BEGINNING, None).unit(2, 1, BEGINNING, REFORM);
    let book = book.unit(3, 1, REFORM, SECOND).unit(4, 1, REFORM, SECOND).unit(5, 1, SECOND, None);
    let book =
        book.went(2, 3, REFORM, false).went(2, 4, REFORM, false).went(3, 5, SECOND, true).went(4, 5, SECOND, true);
    assert_eq!(book.place(2, BEFORE, BETWEEN), above(1, &[3, 4]));
    assert_eq!(book.place(2, BEFORE, AFTER), at(5, Why::Succeeded));
    assert_eq!(book.place(5, AFTER, BEFORE), at(2, Why::Succeeded));
}

#[test]
fn days_of_one_epoch_are_told() {
    let book = country();
    let history = History::new(&book.versions, &book.successions);
    assert_eq!(history.epochs(), [BEGINNING, REFORM, SECOND]);
    assert_eq!(history.epoch(BEFORE), Some(BEGINNING));
    assert_eq!(history.epoch(REFORM), Some(REFORM));
    assert_eq!(history.epoch(date(2019, 12, 31)), None);
}

/// Units of one day: the unit above each, and its ground.
#[derive(Clone, Default)]
struct Picture {
    parents: BTreeMap<u16, Option<u16>>,
    ground: BTreeMap<u16, BTreeSet<u32>>,
}

impl Picture {
    fn is_below(&self, unit: u16, above: u16) -> bool {
        unit == above || self.parents.get(&unit).copied().flatten().is_some_and(|parent| self.is_below(parent, above))
    }

    /// The smallest unit that, with all below it, holds all of some ground.
    fn smallest(&self, ground: &BTreeSet<u32>) -> Option<u16> {
        let all = |unit: u16| -> BTreeSet<u32> {
            let below = self.ground.iter().filter(|(other, _)| self.is_below(**other, unit));
            below.flat_map(|(_, ground)| ground.iter().copied()).collect()
        };
        let holding = self.parents.keys().map(|unit| (all(*unit), *unit)).filter(|(all, _)| all.is_superset(ground));
        holding.min_by_key(|(all, _)| all.len()).map(|(_, unit)| unit)
    }
}

/// What happens to a unit, or several, on a day. Numbers choose among the units not touched yet that day.
#[derive(Clone, Debug)]
enum Deed {
    Merge {
        units: Vec<u16>,
        keep: bool,
    },
    Split {
        unit: u16,
        parts: usize,
        keep: bool,
    },
    /// Gives a part to a unit that is there.
    Give {
        unit: u16,
        to: u16,
    },
    /// All of one and a part of another become a new unit.
    Mix {
        whole: u16,
        part: u16,
    },
    Move {
        unit: u16,
        parent: u16,
    },
    Close {
        unit: u16,
    },
    Open {
        parent: u16,
    },
}

fn deed() -> impl Strategy<Value = Deed> {
    let unit = || 0_u16..1_000;
    prop_oneof![
        3 => (prop::collection::vec(unit(), 2..4), any::<bool>()).prop_map(|(units, keep)| Deed::Merge { units, keep }),
        3 => (unit(), 2_usize..4, any::<bool>()).prop_map(|(unit, parts, keep)| Deed::Split { unit, parts, keep }),
        1 => (unit(), unit()).prop_map(|(unit, to)| Deed::Give { unit, to }),
        1 => (unit(), unit()).prop_map(|(whole, part)| Deed::Mix { whole, part }),
        2 => (unit(), unit()).prop_map(|(unit, parent)| Deed::Move { unit, parent }),
        1 => unit().prop_map(|unit| Deed::Close { unit }),
        1 => unit().prop_map(|parent| Deed::Open { parent }),
    ]
}

/// Ground that stands, where it is not there, with other ground.
type StandsWith = BTreeMap<u32, BTreeSet<u32>>;

/// A history being lived: the records of it, and pictures of each time with all ground.
struct World {
    book: Book,
    /// Begin of each time, with its picture. Ground that is divided later is divided in all of them.
    pictures: Vec<(CivilDate, Picture)>,
    next_unit: u16,
    next_atom: u32,
    /// Since when each unit has been under its parent.
    since: BTreeMap<u16, CivilDate>,
    /// Ground that is there no more, or not yet, and the ground it stands with.
    after: StandsWith,
    before: StandsWith,
    touched: BTreeSet<u16>,
    opened: Vec<u16>,
}

impl World {
    fn new(parents: &[u16]) -> Self {
        let mut picture = Picture::default();
        for (parent, unit) in parents.iter().zip(1..) {
            picture.parents.insert(unit, Some(*parent).filter(|parent| (1..unit).contains(parent)));
            picture.ground.insert(unit, BTreeSet::from([u32::from(unit)]));
        }
        let next_unit = u16::try_from(parents.len()).unwrap() + 1;
        Self {
            book: Book::default(),
            since: picture.parents.keys().map(|unit| (*unit, BEGINNING)).collect(),
            pictures: vec![(BEGINNING, picture)],
            next_unit,
            next_atom: u32::from(next_unit),
            after: BTreeMap::new(),
            before: BTreeMap::new(),
            touched: BTreeSet::new(),
            opened: Vec::new(),
        }
    }

    fn now(&mut self) -> &mut Picture {
        &mut self.pictures.last_mut().unwrap().1
    }

    fn choose(&mut self, number: u16) -> Option<u16> {
        let units: Vec<u16> = self.now().parents.keys().copied().collect();
        let free: Vec<u16> = units.into_iter().filter(|unit| !self.touched.contains(unit)).collect();
        let unit = *free.get(usize::from(number) % free.len().max(1))?;
        self.touched.insert(unit);
        Some(unit)
    }

    fn live_through(&mut self, day: CivilDate, deeds: &[Deed]) {
        let picture = self.now().clone();
        self.pictures.push((day, picture));
        self.touched.clear();
        let (closings, others): (Vec<&Deed>, Vec<&Deed>) =
            deeds.iter().partition(|deed| matches!(deed, Deed::Close { .. }));
        closings.into_iter().chain(others).for_each(|deed| self.live(day, deed));
        self.settle();
    }

    fn live(&mut self, day: CivilDate, deed: &Deed) {
        match deed {
            Deed::Merge { units, keep } => {
                let units: Vec<u16> = units.iter().filter_map(|unit| self.choose(*unit)).collect();
                let Some(first) = units.first().copied() else { return };
                let into = if *keep { first } else { self.begin(day, first) };
                for unit in units.into_iter().filter(|unit| *unit != into) {
                    self.hand_over(day, unit, into, true);
                    self.end(day, unit, Some(into));
                }
            }
            Deed::Split { unit, parts, keep } => {
                let Some(unit) = self.choose(*unit) else { return };
                let new = if *keep { parts - 1 } else { *parts };
                let mut into: Vec<u16> = (0..new).map(|_| self.begin(day, unit)).collect();
                into.iter().for_each(|part| self.book.successions.push(succession(unit, *part, day, false)));
                if *keep {
                    into.push(unit);
                }
                self.divide(unit, &into);
                if !keep {
                    self.end(day, unit, into.first().copied());
                }
            }
            Deed::Give { unit, to } => {
                let Some((unit, to)) = self.choose(*unit).and_then(|unit| Some((unit, self.choose(*to)?))) else {
                    return;
                };
                self.book.successions.push(succession(unit, to, day, false));
                self.divide(unit, &[unit, to]);
            }
            Deed::Mix { whole, part } => {
                let Some((whole, part)) = self.choose(*whole).and_then(|whole| Some((whole, self.choose(*part)?)))
                else {
                    return;
                };
                let into = self.begin(day, whole);
                self.hand_over(day, whole, into, true);
                self.book.successions.push(succession(part, into, day, false));
                self.divide(part, &[part, into]);
                self.end(day, whole, Some(into));
            }
            Deed::Move { unit, parent } => {
                let all: Vec<u16> = self.now().parents.keys().copied().collect();
                let Some(unit) = self.choose(*unit) else { return };
                let parent = all[usize::from(*parent) % all.len()];
                if !self.now().is_below(parent, unit) {
                    self.put(day, unit, Some(parent));
                }
            }
            Deed::Close { unit } => {
                let Some(unit) = self.choose(*unit) else { return };
                // As it was the day before: units that close together are handed on one by one.
                let (_, yesterday) = &self.pictures[self.pictures.len() - 2];
                let parent = yesterday.parents[&unit];
                let heirs = parent.map(|parent| yesterday.ground[&parent].clone()).unwrap_or_default();
                for atom in self.now().ground[&unit].clone() {
                    self.after.insert(atom, heirs.clone());
                }
                let parent = self.now().parents[&unit];
                self.end(day, unit, parent);
            }
            Deed::Open { parent } => {
                let all: Vec<u16> = self.now().parents.keys().copied().collect();
                let Some(parent) = all.get(usize::from(*parent) % all.len().max(1)).copied() else { return };
                let unit = self.begin(day, parent);
                self.touched.insert(unit);
                self.next_atom += 1;
                let atom = self.next_atom;
                self.now().ground.insert(unit, BTreeSet::from([atom]));
                self.put(day, unit, Some(parent));
                self.opened.push(unit);
            }
        }
    }

    /// A new unit beside an old one.
    fn begin(&mut self, day: CivilDate, beside: u16) -> u16 {
        let unit = self.next_unit;
        self.next_unit += 1;
        let parent = self.now().parents[&beside];
        self.now().parents.insert(unit, parent);
        self.now().ground.insert(unit, BTreeSet::new());
        self.since.insert(unit, day);
        self.touched.insert(unit);
        unit
    }

    fn end(&mut self, day: CivilDate, unit: u16, heir: Option<u16>) {
        let parent = self.now().parents[&unit];
        self.close_version(day, unit);
        let below: Vec<u16> =
            self.now().parents.iter().filter(|(_, parent)| **parent == Some(unit)).map(|(child, _)| *child).collect();
        self.now().parents.remove(&unit);
        self.now().ground.remove(&unit);
        for child in below {
            // Below the heir, unless that would be below itself.
            let heir = heir.or(parent).filter(|heir| !self.now().is_below(*heir, child));
            self.put(day, child, heir);
        }
    }

    fn put(&mut self, day: CivilDate, unit: u16, parent: Option<u16>) {
        self.close_version(day, unit);
        self.now().parents.insert(unit, parent);
        self.since.insert(unit, day);
    }

    fn close_version(&mut self, day: CivilDate, unit: u16) {
        let (from, parent) = (self.since[&unit], self.now().parents[&unit]);
        if from < day {
            self.book.versions.push(version(unit, parent, from, Some(day)));
        }
    }

    fn hand_over(&mut self, day: CivilDate, from: u16, to: u16, whole: bool) {
        self.book.successions.push(succession(from, to, day, whole));
        let ground = self.now().ground[&from].clone();
        self.now().ground.entry(to).or_default().extend(ground);
    }

    /// Divides every atom of a unit among several, of which it may be one.
    fn divide(&mut self, unit: u16, among: &[u16]) {
        for atom in self.now().ground[&unit].clone() {
            let parts: Vec<u32> = among.iter().zip(self.next_atom + 1..).map(|(_, part)| part).collect();
            self.next_atom += u32::try_from(among.len()).unwrap();
            let divide = |ground: &mut BTreeSet<u32>| {
                if ground.remove(&atom) {
                    ground.extend(&parts);
                }
            };
            self.pictures.iter_mut().flat_map(|(_, picture)| picture.ground.values_mut()).for_each(divide);
            for stands_with in [&mut self.after, &mut self.before] {
                stands_with.values_mut().for_each(divide);
                if let Some(with) = stands_with.remove(&atom) {
                    stands_with.extend(parts.iter().map(|part| (*part, with.clone())));
                }
            }
            self.now().ground.get_mut(&unit).unwrap().retain(|atom| !parts.contains(atom));
            for (part, unit) in parts.iter().zip(among) {
                self.now().ground.entry(*unit).or_default().insert(*part);
            }
        }
    }

    /// Ground that began on the day stands, before it, with what its parent had at the end of that day.
    fn settle(&mut self) {
        let (_, picture) = &self.pictures[self.pictures.len() - 1];
        for unit in self.opened.drain(..) {
            let with = picture.parents[&unit].map(|parent| picture.ground[&parent].clone()).unwrap_or_default();
            self.before.extend(picture.ground[&unit].iter().map(|atom| (*atom, with.clone())));
        }
    }

    fn finish(mut self) -> (Book, Vec<(CivilDate, Picture)>, [StandsWith; 2]) {
        for (unit, parent) in self.now().parents.clone() {
            let from = self.since[&unit];
            self.book.versions.push(version(unit, parent, from, None));
        }
        (self.book, self.pictures, [self.after, self.before])
    }
}

fn succession(from: u16, to: u16, on: CivilDate, whole: bool) -> Succession {
    Succession { from: id(from), to: id(to), on, whole }
}

fn version(unit: u16, parent: Option<u16>, from: CivilDate, until: Option<CivilDate>) -> UnitVersion {
    let Book { mut versions, .. } = Book::default().unit(unit, parent.unwrap_or(0), from, until);
    versions.remove(0)
}

/// Ground as it is on a day: what is not there stands with other ground.
fn expand(ground: &BTreeSet<u32>, there: &BTreeSet<u32>, with: &StandsWith) -> Option<BTreeSet<u32>> {
    let mut found = BTreeSet::new();
    for atom in ground {
        if there.contains(atom) {
            found.insert(*atom);
        } else {
            found.extend(expand(with.get(atom).filter(|with| !with.is_empty())?, there, with)?);
        }
    }
    Some(found)
}

fn day(number: usize) -> CivilDate {
    date(2020 + i16::try_from(number).unwrap(), 1, 1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_report_stands_at_the_smallest_unit_that_holds_its_ground(
        parents in prop::collection::vec(0_u16..8, 1..9),
        reforms in prop::collection::vec(prop::collection::vec(deed(), 1..4), 1..5),
    ) {
        let mut world = World::new(&parents);
        for (deeds, number) in reforms.iter().zip(1..) {
            world.live_through(day(number), deeds);
        }
        let units: Vec<u16> = (1..world.next_unit).collect();
        let (book, pictures, [after, before]) = world.finish();
        let history = History::new(&book.versions, &book.successions);
        for (now, (on, picture)) in pictures.iter().enumerate() {
            let hierarchy = book.hierarchy(*on);
            let there: BTreeSet<u32> = picture.ground.values().flatten().copied().collect();
            for (then, (reported, _)) in pictures.iter().enumerate() {
                let placements = Placements::of_day(&history, *reported, &hierarchy, *on);
                for unit in &units {
                    let has_it = |at: &usize| pictures[*at].1.parents.contains_key(unit);
                    let as_of = (0..=then).rev().find(has_it).or_else(|| (then..pictures.len()).find(has_it)).unwrap();
                    let made_on = &pictures[as_of].1.ground[unit];
                    let ground = expand(made_on, &there, if as_of <= now { &after } else { &before });
                    let expected = ground.as_ref().and_then(|ground| picture.smallest(ground));
                    let placement = placements.of(id(*unit));
                    let told = || format!("{unit} of {reported} on {on}: {placement:?}, {:#?}", book.successions);
                    prop_assert_eq!(placement.unit(), expected.map(id), "{}", told());
                    let holds_some = |(_, own): &(&u16, &BTreeSet<u32>)| {
                        ground.as_ref().is_some_and(|ground| !own.is_disjoint(ground))
                    };
                    let pieces: BTreeSet<UnitId> =
                        picture.ground.iter().filter(holds_some).map(|(unit, _)| id(*unit)).collect();
                    match placement {
                        Placement::At { unit: found, why: Why::Same } => prop_assert_eq!(*found, id(*unit)),
                        Placement::At { unit: found, why: Why::Succeeded } => {
                            prop_assert_eq!(pieces, BTreeSet::from([*found]), "{}", told());
                            prop_assert_eq!(ground.as_ref(), Some(made_on));
                        }
                        Placement::At { why: Why::HeldByAncestor { pieces: named }, .. } => {
                            prop_assert_eq!(pieces, named.iter().copied().collect(), "{}", told());
                        }
                        Placement::At { why: Why::WithParent, .. } => prop_assert_ne!(ground.as_ref(), Some(made_on)),
                        Placement::Unplaced { .. } => {}
                    }
                    prop_assert_eq!(&locate(&history, id(*unit), *reported, &hierarchy, *on), placement);
                }
            }
        }
    }

    #[test]
    fn records_that_contradict_each_other_still_give_an_answer(
        versions in prop::collection::vec((0_u16..12, 0_u16..12, 0_usize..5, prop::option::of(1_usize..4)), 0..24),
        successions in prop::collection::vec((0_u16..14, 0_u16..14, 0_usize..8, any::<bool>()), 0..30),
        reported in 0_usize..8,
        on in 0_usize..8,
    ) {
        let versions: Vec<UnitVersion> = versions
            .into_iter()
            .map(|(unit, parent, from, days)| version(unit, Some(parent).filter(|parent| *parent < unit), day(from), days.map(|days| day(from + days))))
            .collect();
        let successions: Vec<Succession> =
            successions.into_iter().map(|(from, to, on, whole)| succession(from, to, day(on), whole)).collect();
        let history = History::new(&versions, &successions);
        let hierarchy = Hierarchy::as_of(day(on), versions).unwrap();
        let placements = Placements::of_day(&history, day(reported), &hierarchy, day(on));
        prop_assert_eq!(placements.len(), history.len());
        for (unit, placement) in placements.iter() {
            prop_assert!(placement.unit().is_none_or(|unit| hierarchy.get(unit).is_some()));
            prop_assert_eq!(&locate(&history, unit, day(reported), &hierarchy, day(on)), placement);
        }
    }
}
