//! A list of units as people keep it in a sheet: code, name, kind, parent.

use crate::unit::{UnitCode, UnitKind};
use std::collections::HashMap;

/// A row as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitRow {
    /// Row of the file, from 1.
    pub line: usize,
    /// Code as written.
    pub code: String,
    /// Name as written.
    pub name: String,
    /// Kind as written.
    pub kind: String,
    /// Code of the parent as written; empty at the top.
    pub parent: String,
}

/// A unit of a checked list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedUnit {
    /// Code.
    pub code: UnitCode,
    /// Name, normalised.
    pub name: String,
    /// Kind.
    pub kind: UnitKind,
    /// Position of its parent in [`UnitList::units`]; none at the top.
    pub parent: Option<usize>,
    /// Code of its parent, as written, when that stands outside of the list.
    pub outside: Option<String>,
}

/// A checked list: codes are unique, names are unique under one parent, parents exist and form no circle; parents
/// stand before their children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitList {
    units: Vec<ListedUnit>,
}

/// What is wrong with a list, and on which row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {line}: {problem}")]
pub struct UnitListError {
    /// Row of the file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: UnitListProblem,
}

/// The ways a row can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitListProblem {
    /// No row at all.
    #[error("the list has no units")]
    Empty,
    /// No code, or one with other than letters, digits, `-`, `_`, `.`.
    #[error("`{0}` is not a code")]
    BadCode(String),
    /// No name.
    #[error("the name is empty")]
    NoName,
    /// A kind that is not known.
    #[error("`{0}` is not a kind of unit")]
    UnknownKind(String),
    /// The code of an earlier row.
    #[error("code `{code}` already stands on row {first}")]
    SameCode {
        /// The code.
        code: String,
        /// Where it stands first.
        first: usize,
    },
    /// The name of an earlier row under the same parent.
    #[error("`{name}` already stands on row {first} under the same parent")]
    SameName {
        /// The name.
        name: String,
        /// Where it stands first.
        first: usize,
    },
    /// A parent that no row has as its code.
    #[error("no unit has the code `{0}` given as parent")]
    UnknownParent(String),
    /// Units that are each other's ancestors.
    #[error("the parents of `{0}` form a circle")]
    Circle(String),
}

impl UnitList {
    /// Checks the rows of a list that stands by itself; reports every row at fault.
    ///
    /// # Errors
    /// All [`UnitListError`]s found, by row.
    pub fn check(rows: &[UnitRow]) -> Result<Self, Vec<UnitListError>> {
        Self::check_beside(rows, |_| false)
    }

    /// The same for a list that is taken in beside other units: a parent may be one of those. `is_there` says of a code
    /// whether one of them has it.
    ///
    /// # Errors
    /// All [`UnitListError`]s found, by row.
    pub fn check_beside(rows: &[UnitRow], is_there: impl Fn(&str) -> bool) -> Result<Self, Vec<UnitListError>> {
        if rows.is_empty() {
            return Err(vec![UnitListError { line: 1, problem: UnitListProblem::Empty }]);
        }
        let mut errors = Vec::new();
        let mut codes: HashMap<String, usize> = HashMap::new();
        let mut names: HashMap<(String, String), usize> = HashMap::new();
        let mut units = Vec::new();
        for row in rows {
            let mut refuse = |problem| errors.push(UnitListError { line: row.line, problem });
            let name = vanban::text::normalise(row.name.trim());
            let (code, kind) = (UnitCode::parse(&row.code), UnitKind::parse(&row.kind));
            if code.is_none() {
                refuse(UnitListProblem::BadCode(row.code.clone()));
            }
            if name.is_empty() {
                refuse(UnitListProblem::NoName);
            }
            if kind.is_none() {
                refuse(UnitListProblem::UnknownKind(row.kind.clone()));
            }
            if let Some(first) = codes.insert(vanban::text::fold(&row.code), row.line) {
                refuse(UnitListProblem::SameCode { code: row.code.clone(), first });
            }
            let place = (vanban::text::fold(&row.parent), vanban::text::fold(&name));
            if let Some(first) = names.insert(place, row.line).filter(|_| !name.is_empty()) {
                refuse(UnitListProblem::SameName { name: name.clone(), first });
            }
            if let (Some(code), Some(kind)) = (code, kind) {
                units.push((row, ListedUnit { code, name, kind, parent: None, outside: None }));
            }
        }
        let is_outside = |parent: &str| !codes.contains_key(&vanban::text::fold(parent)) && is_there(parent);
        for (row, unit) in &mut units {
            unit.outside = Some(row.parent.trim()).filter(|parent| is_outside(parent)).map(str::to_owned);
        }
        for row in rows.iter().filter(|row| !row.parent.trim().is_empty()) {
            if !codes.contains_key(&vanban::text::fold(&row.parent)) && !is_outside(row.parent.trim()) {
                let problem = UnitListProblem::UnknownParent(row.parent.clone());
                errors.push(UnitListError { line: row.line, problem });
            }
        }
        if !errors.is_empty() {
            errors.sort_by_key(|error| error.line);
            return Err(errors);
        }
        link(units)
    }

    /// The units, parents before children.
    #[must_use]
    pub fn units(&self) -> &[ListedUnit] {
        &self.units
    }

    /// Positions of the units at the top.
    pub fn tops(&self) -> impl Iterator<Item = usize> {
        let is_top = |unit: &ListedUnit| unit.parent.is_none() && unit.outside.is_none();
        self.units.iter().enumerate().filter(move |(_, unit)| is_top(unit)).map(|(at, _)| at)
    }
}

/// Puts parents before their children; refuses circles.
fn link(units: Vec<(&UnitRow, ListedUnit)>) -> Result<UnitList, Vec<UnitListError>> {
    let mut placed: HashMap<String, usize> = HashMap::new();
    let mut ordered: Vec<ListedUnit> = Vec::with_capacity(units.len());
    let mut waiting = units;
    loop {
        let before = waiting.len();
        let mut later = Vec::new();
        for (row, mut unit) in waiting {
            let parent = vanban::text::fold(&row.parent);
            match (parent.is_empty() || unit.outside.is_some(), placed.get(&parent)) {
                (false, None) => later.push((row, unit)),
                (_, at) => {
                    unit.parent = at.copied();
                    placed.insert(vanban::text::fold(unit.code.as_str()), ordered.len());
                    ordered.push(unit);
                }
            }
        }
        match later.first() {
            None => return Ok(UnitList { units: ordered }),
            Some((first, _)) if later.len() == before => {
                let row = on_circle(first, &later);
                let problem = UnitListProblem::Circle(row.code.trim().to_owned());
                return Err(vec![UnitListError { line: row.line, problem }]);
            }
            Some(_) => waiting = later,
        }
    }
}

/// Follows parents from a row that hangs below a circle until a row comes up again: that one is on the circle.
fn on_circle<'a>(start: &'a UnitRow, rows: &[(&'a UnitRow, ListedUnit)]) -> &'a UnitRow {
    let mut met: Vec<usize> = Vec::new();
    let mut at = start;
    while !met.contains(&at.line) {
        met.push(at.line);
        let parent = vanban::text::fold(&at.parent);
        let above = rows.iter().find(|(row, _)| vanban::text::fold(&row.code) == parent);
        at = above.map_or(at, |(row, _)| row);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[(&str, &str, &str, &str)]) -> Vec<UnitRow> {
        let row = |(at, (code, name, kind, parent)): (usize, &(&str, &str, &str, &str))| UnitRow {
            line: at + 2,
            code: (*code).into(),
            name: (*name).into(),
            kind: (*kind).into(),
            parent: (*parent).into(),
        };
        lines.iter().enumerate().map(row).collect()
    }

    fn problems(lines: &[(&str, &str, &str, &str)]) -> Vec<String> {
        UnitList::check(&rows(lines)).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn parents_may_stand_below_their_children() {
        let list =
            UnitList::check(&rows(&[("B", "Xã Hòa Lộc", "xã", "a"), ("A", "Tỉnh An Giao", "province", "")])).unwrap();
        assert_eq!(list.units()[0].code.as_str(), "A");
        assert_eq!(list.units()[1].parent, Some(0));
    }

    #[test]
    fn every_row_at_fault_is_named() {
        assert_eq!(
            problems(&[("A", "Tỉnh An Giao", "province", ""), ("a", "Xã Một", "xã", "A"), ("C", "", "hamlet", "Z")]),
            [
                "row 3: code `a` already stands on row 2",
                "row 4: the name is empty",
                "row 4: `hamlet` is not a kind of unit",
                "row 4: no unit has the code `Z` given as parent"
            ]
        );
    }

    #[test]
    fn a_parent_may_be_one_that_is_there_already() {
        let rows = rows(&[("1", "Xã Một", "xã", "ag"), ("2", "Xã Hai", "xã", "AG"), ("3", "Thôn Ba", "khác", "2")]);
        let list = UnitList::check_beside(&rows, |code| code.eq_ignore_ascii_case("AG")).unwrap();
        let above: Vec<_> = list.units().iter().map(|unit| (unit.parent, unit.outside.as_deref())).collect();
        assert_eq!(above, [(None, Some("ag")), (None, Some("AG")), (Some(1), None)]);
        assert_eq!(list.tops().count(), 0);
        let unknown = UnitList::check_beside(&rows, |_| false).unwrap_err();
        assert_eq!(unknown.iter().map(|error| error.line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn two_units_of_one_name_under_one_parent_are_refused() {
        let two = [("A", "Tỉnh An Giao", "tỉnh", ""), ("1", "Xã Hoà Lộc", "xã", "A"), ("2", "Xã Hòa Lộc", "xã", "A")];
        assert_eq!(problems(&two), ["row 4: `Xã Hòa Lộc` already stands on row 3 under the same parent"]);
    }

    #[test]
    fn a_circle_of_parents_is_refused() {
        let circle = [("T", "Tỉnh An Giao", "tỉnh", ""), ("A", "Xã Một", "xã", "B"), ("B", "Xã Hai", "xã", "A")];
        assert_eq!(problems(&circle), ["row 3: the parents of `A` form a circle"]);
        let below = [("X", "Xã Ba", "xã", "A"), circle[1], circle[2]];
        assert_eq!(problems(&below), ["row 3: the parents of `A` form a circle"], "X is only below the circle");
        assert_eq!(problems(&[("A", "Xã Một", "xã", "A")]), ["row 2: the parents of `A` form a circle"]);
    }
}
