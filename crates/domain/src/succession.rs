//! What became of units: where a report made under the hierarchy of one day stands in the hierarchy of another.
//!
//! A report says something about the *ground* of its unit on the day it was made for. On another day it stands at the
//! first unit that holds all of that ground, itself or through the units below it: at the same unit, at the one it went into whole,
//! or, when it was divided, at the first unit above all its pieces. Nothing is ever shared out. What is known of ground is
//! what successions say; a part may be anything but nothing, so where a unit that took others in was divided later, each of those
//! is taken to be in all its pieces.
//!
//! The ground of a unit is its own, not that of the units below: a province whose commune moved to another province is the
//! same province, and its own report stays with it, while the commune's goes where the commune stands.

mod history;
mod sweep;
#[cfg(test)]
mod tests;

pub use history::History;

use crate::id::UnitId;
use crate::time::CivilDate;
use crate::unit::Hierarchy;
use std::collections::HashMap;

/// A unit that went into another on a day: merged, split, renamed, or its place taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Succession {
    /// The unit that was.
    pub from: UnitId,
    /// The unit that is.
    pub to: UnitId,
    /// The first day of the new.
    pub on: CivilDate,
    /// Whether all of the old went there, or only a part.
    pub whole: bool,
}

/// Where a report stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// At a unit of that day.
    At {
        /// The unit.
        unit: UnitId,
        /// Why there.
        why: Why,
    },
    /// At none: no unit of that day holds all of it. It is in no total, and that must be said.
    Unplaced {
        /// The units of that day that hold a piece each, where known, by age.
        pieces: Box<[UnitId]>,
    },
}

/// Why a report stands at a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is the unit that made it. The unit may hold more ground by then.
    Same,
    /// All of the old unit's ground is in this one: the successor, or on an earlier day the unit it came out of.
    Succeeded,
    /// The ground is in several units; this is the first that holds them all. It may be one of them.
    HeldByAncestor {
        /// Those units, of that day, by age.
        pieces: Box<[UnitId]>,
    },
    /// The unit ended (on an earlier day: is not there yet) and nothing is known of its ground: this is the unit that was
    /// above it, or where that stands by then. Districts ended so in July 2025: their own reports are the province's.
    WithParent,
}

impl Placement {
    /// The unit it stands at, if at any.
    #[must_use]
    pub fn unit(&self) -> Option<UnitId> {
        match self {
            Self::At { unit, .. } => Some(*unit),
            Self::Unplaced { .. } => None,
        }
    }

    /// Whether it stands elsewhere than at the unit that made it, so that a page has to say whose it is.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        !matches!(self, Self::At { why: Why::Same, .. })
    }
}

/// Where the reports of every unit, made under the hierarchy of one day, stand on another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placements {
    by_unit: HashMap<UnitId, Placement>,
}

impl Placements {
    /// Places the reports of all units. `reported` is the day under whose hierarchy they were made (a campaign's due day),
    /// `hierarchy` that of the day `on`, earlier or later.
    ///
    /// A unit that is not there on the day `reported` is taken as it was on its last day before, or else on its first day
    /// after: a unit that went into another in the middle of a campaign has its report where its ground is.
    ///
    /// Linear in units and successions but for sorting by day, and for climbing the hierarchy where ground was divided.
    #[must_use]
    pub fn of_day(history: &History, reported: CivilDate, hierarchy: &Hierarchy, on: CivilDate) -> Self {
        sweep::place(history, history.all(), reported, hierarchy, on).collect()
    }

    /// Where the report of a unit stands; unplaced if the unit is unknown.
    #[must_use]
    pub fn of(&self, unit: UnitId) -> &Placement {
        static UNKNOWN: std::sync::LazyLock<Placement> =
            std::sync::LazyLock::new(|| Placement::Unplaced { pieces: Box::default() });
        self.by_unit.get(&unit).unwrap_or(&UNKNOWN)
    }

    /// Every unit and where its report stands, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Placement)> {
        self.by_unit.iter().map(|(unit, placement)| (*unit, placement))
    }

    /// How many units there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_unit.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_unit.is_empty()
    }
}

impl FromIterator<(UnitId, Placement)> for Placements {
    fn from_iter<I: IntoIterator<Item = (UnitId, Placement)>>(placements: I) -> Self {
        Self { by_unit: placements.into_iter().collect() }
    }
}

/// Where the report of one unit stands: what [`Placements::of_day`] says of it. Looks only at the units its ground
/// can have come to.
#[must_use]
pub fn locate(history: &History, unit: UnitId, reported: CivilDate, hierarchy: &Hierarchy, on: CivilDate) -> Placement {
    let related = history.number(unit).map(|number| history.related(number)).unwrap_or_default();
    let placed = sweep::place(history, related, reported, hierarchy, on).find(|(placed, _)| *placed == unit);
    placed.map_or(Placement::Unplaced { pieces: Box::default() }, |(_, placement)| placement)
}
