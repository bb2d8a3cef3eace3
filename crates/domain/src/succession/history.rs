//! All units of all days, by number, with their lives and successions in order.

use super::Succession;
use crate::id::UnitId;
use crate::time::{CivilDate, Validity};
use crate::unit::UnitVersion;
use std::collections::HashMap;

/// When units were there, under whom, and what became of them. Made once from everything stored; about 90 bytes a unit.
#[derive(Clone, Debug, Default)]
pub struct History {
    units: Vec<UnitId>,
    numbers: HashMap<UnitId, u32>,
    /// The lives of unit `n`, by first day, are `lives[first_life[n]..first_life[n + 1]]`.
    first_life: Vec<u32>,
    lives: Vec<Life>,
    /// By day.
    successions: Vec<Numbered>,
    /// Days on which something is other than on the day before, in order.
    changes: Vec<CivilDate>,
}

/// A time in which a unit is there, under one parent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    pub(super) valid: Validity,
    pub(super) parent: Option<u32>,
}

/// A succession between numbered units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Numbered {
    pub(super) on: CivilDate,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) whole: bool,
}

impl History {
    /// The history told by all versions of all units and all successions, in any order. A succession of a unit by
    /// itself says nothing and is left out.
    #[must_use]
    pub fn new(versions: &[UnitVersion], successions: &[Succession]) -> Self {
        let mut history = Self::default();
        let mut lives: Vec<(u32, Life)> = versions
            .iter()
            .map(|version| {
                let unit = history.note(version.unit);
                (unit, Life { valid: version.valid, parent: version.parent.map(|parent| history.note(parent)) })
            })
            .collect();
        history.successions = successions
            .iter()
            .filter(|succession| succession.from != succession.to)
            .map(|&Succession { from, to, on, whole }| {
                let (from, to) = (history.note(from), history.note(to));
                Numbered { on, from, to, whole }
            })
            .collect();
        history.successions.sort_unstable();
        lives.sort_by_key(|(unit, life)| (*unit, life.valid.from()));
        let before = |unit: usize| lives.partition_point(|(other, _)| (*other as usize) < unit);
        history.first_life = (0..=history.units.len()).map(|unit| narrow(before(unit))).collect();
        history.lives = lives.into_iter().map(|(_, life)| life).collect();
        let of_lives =
            history.lives.iter().flat_map(|life| std::iter::once(life.valid.from()).chain(life.valid.until()));
        history.changes = of_lives.chain(history.successions.iter().map(|succession| succession.on)).collect();
        history.changes.sort_unstable();
        history.changes.dedup();
        history
    }

    fn note(&mut self, unit: UnitId) -> u32 {
        *self.numbers.entry(unit).or_insert_with(|| {
            self.units.push(unit);
            narrow(self.units.len() - 1)
        })
    }

    /// The first day on which everything was already as it is on `day`; none before the first unit. All days of one
    /// epoch have the same hierarchy and the same placements.
    #[must_use]
    pub fn epoch(&self, day: CivilDate) -> Option<CivilDate> {
        let behind = self.changes.partition_point(|change| *change <= day);
        behind.checked_sub(1).and_then(|at| self.changes.get(at).copied())
    }

    /// The first day of every epoch, in order.
    #[must_use]
    pub fn epochs(&self) -> &[CivilDate] {
        &self.changes
    }

    /// How many units there ever were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there never was any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    pub(super) fn all(&self) -> Vec<u32> {
        (0..narrow(self.units.len())).collect()
    }

    pub(super) fn number(&self, unit: UnitId) -> Option<u32> {
        self.numbers.get(&unit).copied()
    }

    pub(super) fn unit(&self, number: u32) -> UnitId {
        self.units[number as usize]
    }

    pub(super) fn lives(&self, number: u32) -> &[Life] {
        let at = |number: usize| self.first_life[number] as usize;
        &self.lives[at(number as usize)..at(number as usize + 1)]
    }

    pub(super) fn there(&self, number: u32, day: CivilDate) -> bool {
        self.lives(number).iter().any(|life| life.valid.holds_on(day))
    }

    /// Successions of days from `after`, excluded, to `until`, included, by day.
    pub(super) fn successions(&self, after: CivilDate, until: CivilDate) -> &[Numbered] {
        let behind = |day| self.successions.partition_point(|succession| succession.on <= day);
        self.successions.get(behind(after)..behind(until)).unwrap_or(&[])
    }

    /// A unit and all that it may have gone into or come out of, or may stand with.
    pub(super) fn related(&self, number: u32) -> Vec<u32> {
        let mut next_to: HashMap<u32, Vec<u32>> = HashMap::new();
        for succession in &self.successions {
            next_to.entry(succession.from).or_default().push(succession.to);
            next_to.entry(succession.to).or_default().push(succession.from);
        }
        let mut seen = std::collections::HashSet::from([number]);
        let mut found = vec![number];
        let mut at = 0;
        while let Some(unit) = found.get(at).copied() {
            at += 1;
            let above = self.lives(unit).iter().filter_map(|life| life.parent);
            let beside = next_to.get(&unit).into_iter().flatten().copied();
            found.extend(above.chain(beside).filter(|other| seen.insert(*other)));
        }
        found
    }
}

/// A count of units or lives as it is kept: there are fewer than 2³² of them, for each took more than a byte of memory
/// to name.
pub(super) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
