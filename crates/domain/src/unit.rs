//! Units and their dated hierarchy.

use crate::id::UnitId;
use crate::time::{CivilDate, Validity};
use std::collections::HashMap;
use std::fmt;

/// What kind of body a unit is. Decides which tasks given to "the communes" or "the departments" reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh (until July 2025).
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
    /// Sở, ban, ngành, phòng.
    Department,
    /// Mặt trận, hội, đoàn thể, liên đoàn.
    Union,
    /// Trường, cơ sở giáo dục.
    School,
    /// Anything else.
    Other,
}

impl UnitKind {
    /// Every kind, in the order of a list of recipients.
    pub const ALL: [Self; 7] =
        [Self::Province, Self::District, Self::Department, Self::Union, Self::Commune, Self::School, Self::Other];

    /// The stored and typed name: `commune`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Department => "department",
            Self::Union => "union",
            Self::School => "school",
            Self::Other => "other",
        }
    }

    /// Reads a kind as people write it in a unit list, in English or Vietnamese.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match vanban::text::fold_plain(text).as_str() {
            "province" | "tinh" | "thanh pho truc thuoc trung uong" => Self::Province,
            "district" | "huyen" | "quan" | "thi xa" | "thanh pho" | "thanh pho thuoc tinh" => Self::District,
            "commune" | "ward" | "xa" | "phuong" | "thi tran" | "dac khu" | "cap xa" | "xa, phuong" => Self::Commune,
            "department" | "so" | "ban" | "nganh" | "so, ban, nganh" | "so nganh" | "phong" | "phong, ban" => {
                Self::Department
            }
            "union" | "hoi" | "doan the" | "hoi, doan the" | "mat tran" | "to chuc chinh tri - xa hoi" => Self::Union,
            "school" | "truong" | "truong hoc" => Self::School,
            "other" | "khac" => Self::Other,
            _ => return None,
        })
    }
}

/// The official or local code of a unit on a day; never its identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct UnitCode(String);

impl UnitCode {
    /// Longest code accepted, in characters.
    pub const MAX_CHARS: usize = 40;

    /// Reads a code: trimmed, not empty, at most [`Self::MAX_CHARS`] letters, digits, `-`, `_`, `.`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let code = vanban::text::normalise(text.trim());
        let good = !code.is_empty()
            && code.chars().count() <= Self::MAX_CHARS
            && code.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        good.then_some(Self(code))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a unit is called, and under whom, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitVersion {
    /// Whose version.
    pub unit: UnitId,
    /// Its code then.
    pub code: UnitCode,
    /// Its full name then, `Xã Hòa Lộc`.
    pub name: String,
    /// Its kind then.
    pub kind: UnitKind,
    /// The unit above it then.
    pub parent: Option<UnitId>,
    /// The days this holds.
    pub valid: Validity,
}

/// The hierarchy of one day: a forest without cycles.
#[derive(Clone, Debug, Default)]
pub struct Hierarchy {
    units: HashMap<UnitId, UnitVersion>,
    children: HashMap<UnitId, Vec<UnitId>>,
    roots: Vec<UnitId>,
    /// Units by folded code.
    codes: HashMap<String, UnitId>,
}

/// Why a set of unit versions is no hierarchy.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum HierarchyError {
    /// Following parents from these units comes back to where it began.
    #[error("the parents of unit {code} form a circle")]
    Cycle {
        /// A unit on the circle.
        code: UnitCode,
    },
}

impl Hierarchy {
    /// The hierarchy on `day`, from all versions of all units. A parent that does not exist that day makes a root.
    ///
    /// # Errors
    /// [`HierarchyError::Cycle`] when units are each other's ancestors.
    pub fn as_of(day: CivilDate, versions: impl IntoIterator<Item = UnitVersion>) -> Result<Self, HierarchyError> {
        let units: HashMap<_, _> =
            versions.into_iter().filter(|version| version.valid.holds_on(day)).map(|v| (v.unit, v)).collect();
        let mut children: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
        let mut roots = Vec::new();
        let mut listed: Vec<&UnitVersion> = units.values().collect();
        listed.sort_by(|a, b| listing_order(a, b));
        for version in listed {
            match version.parent.filter(|parent| units.contains_key(parent)) {
                Some(parent) => children.entry(parent).or_default().push(version.unit),
                None => roots.push(version.unit),
            }
        }
        let codes = units.values().map(|v| (vanban::text::fold(v.code.as_str()), v.unit)).collect();
        let hierarchy = Self { units, children, roots, codes };
        hierarchy.refuse_cycles()?;
        Ok(hierarchy)
    }

    fn refuse_cycles(&self) -> Result<(), HierarchyError> {
        let reached: std::collections::HashSet<_> = self.roots.iter().flat_map(|root| self.subtree(*root)).collect();
        let unreached = self.units.values().filter(|v| !reached.contains(&v.unit)).min_by_key(|v| v.code.clone());
        match unreached {
            Some(version) => Err(HierarchyError::Cycle { code: version.code.clone() }),
            None => Ok(()),
        }
    }

    /// A unit as it is that day.
    #[must_use]
    pub fn get(&self, unit: UnitId) -> Option<&UnitVersion> {
        self.units.get(&unit)
    }

    /// The unit that carries a code that day (codes compare without case).
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&UnitVersion> {
        self.codes.get(&vanban::text::fold(code)).and_then(|unit| self.units.get(unit))
    }

    /// Units with nothing above them, in listing order.
    #[must_use]
    pub fn roots(&self) -> &[UnitId] {
        &self.roots
    }

    /// Units directly below, in listing order.
    #[must_use]
    pub fn children(&self, unit: UnitId) -> &[UnitId] {
        self.children.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// A unit and all below it, parents before children, in listing order.
    #[must_use]
    pub fn subtree(&self, unit: UnitId) -> Vec<UnitId> {
        let mut found = Vec::new();
        let mut waiting = vec![unit];
        while let Some(next) = waiting.pop() {
            if !self.units.contains_key(&next) {
                continue;
            }
            found.push(next);
            waiting.extend(self.children(next).iter().rev());
        }
        found
    }

    /// The units above, nearest first.
    #[must_use]
    pub fn ancestors(&self, unit: UnitId) -> Vec<UnitId> {
        let parent_of = |unit: &UnitId| self.units.get(unit).and_then(|version| version.parent);
        std::iter::successors(parent_of(&unit), parent_of).filter(|above| self.units.contains_key(above)).collect()
    }

    /// How many units there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
}

/// Departments, unions, then communes, each by code.
fn listing_order(a: &UnitVersion, b: &UnitVersion) -> std::cmp::Ordering {
    let rank = |kind: UnitKind| UnitKind::ALL.iter().position(|k| *k == kind);
    (rank(a.kind), &a.code).cmp(&(rank(b.kind), &b.code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn id(number: u8) -> UnitId {
        UnitId::new(crate::Instant::UNIX_EPOCH, [number; 10])
    }

    fn version(number: u8, parent: Option<u8>, from: CivilDate, until: Option<CivilDate>) -> UnitVersion {
        UnitVersion {
            unit: id(number),
            code: UnitCode::parse(&format!("U{number:03}")).unwrap(),
            name: format!("Xã {number}"),
            kind: UnitKind::Commune,
            parent: parent.map(id),
            valid: Validity::between(from, until).unwrap(),
        }
    }

    #[test]
    fn a_unit_that_changes_its_parent_is_under_each_on_its_days() {
        let (start, change) = (date(2020, 1, 1), date(2025, 7, 1));
        let versions = [
            version(1, None, start, None),
            version(2, None, start, None),
            version(3, Some(1), start, Some(change)),
            version(3, Some(2), change, None),
        ];
        let on = |day| Hierarchy::as_of(day, versions.clone()).unwrap();
        assert_eq!(on(date(2025, 6, 30)).ancestors(id(3)), [id(1)]);
        assert_eq!(on(change).ancestors(id(3)), [id(2)]);
        assert!(on(date(2019, 12, 31)).is_empty());
    }

    #[test]
    fn a_unit_whose_parent_has_ended_stands_at_the_top() {
        let start = date(2020, 1, 1);
        let versions = [version(1, None, start, Some(date(2025, 7, 1))), version(2, Some(1), start, None)];
        assert_eq!(Hierarchy::as_of(date(2026, 1, 1), versions).unwrap().roots(), [id(2)]);
    }

    #[test]
    fn units_that_are_each_others_ancestors_are_refused() {
        let start = date(2020, 1, 1);
        let versions =
            [version(1, None, start, None), version(2, Some(3), start, None), version(3, Some(2), start, None)];
        let code = UnitCode::parse("U002").unwrap();
        assert_eq!(Hierarchy::as_of(start, versions).unwrap_err(), HierarchyError::Cycle { code });
    }

    proptest! {
        #[test]
        fn every_unit_is_in_the_subtree_of_each_of_its_ancestors(parents in prop::collection::vec(0_u8..20, 1..20)) {
            // Unit n has a parent with a smaller number, or none: a forest by construction.
            let day = date(2026, 1, 1);
            let versions = parents.iter().zip(0_u8..).map(|(parent, n)| version(n, (*parent < n).then_some(*parent), day, None));
            let hierarchy = Hierarchy::as_of(day, versions).unwrap();
            for number in (0_u8..).take(parents.len()) {
                for above in hierarchy.ancestors(id(number)) {
                    prop_assert!(hierarchy.subtree(above).contains(&id(number)));
                }
            }
            let reached: usize = hierarchy.roots().iter().map(|root| hierarchy.subtree(*root).len()).sum();
            prop_assert_eq!(reached, parents.len());
        }
    }
}
