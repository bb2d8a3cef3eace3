//! Does a report add up? Checks warn and ask why; they never block.

use crate::form::{Breakdown, Cell, CellKey, Comparison, Covers, Form, Side, Slug};
use crate::report::Content;

/// Something in a report that does not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Which check.
    pub check: Violation,
    /// The cells it speaks of; the first is where to show it.
    pub cells: Vec<CellKey>,
    /// What the left side comes to.
    pub left: i64,
    /// What should hold.
    pub comparison: Comparison,
    /// What the right side comes to.
    pub right: i64,
    /// The unit's explanation, when it gave one at any of the cells.
    pub reason: Option<String>,
}

/// The checks there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The parts of a breakdown do not add up to the total.
    PartsDoNotAddUp {
        /// The breakdown.
        breakdown: Slug,
    },
    /// A part is more than the total.
    PartExceedsTotal {
        /// The breakdown.
        breakdown: Slug,
        /// The part.
        part: Slug,
    },
    /// A check written in the form.
    Rule {
        /// Its short name.
        check: Slug,
    },
}

/// Runs every check of a form on a report, in the order of the form.
///
/// A blank cell counts as zero, as on paper, but a check speaks only when enough is filled in to mean it: both
/// sides of a rule, the total and a part of a breakdown.
#[must_use]
pub fn check(form: &Form, content: &Content) -> Vec<Warning> {
    let numbers = content.numbers(form);
    let mut before = 0;
    // An item's total, then its parts.
    let implied = form.cells().chunk_by(|one, next| one.item == next.item).flat_map(|cells| {
        let from = before;
        before += cells.len();
        parts(form, content, cells, &numbers[from..before])
    });
    let written = form.checks().iter().filter_map(|check| {
        let (left, right) = (evaluate(&check.rule.left, content)?, evaluate(&check.rule.right, content)?);
        let cells: Vec<_> = check.rule.cells().cloned().collect();
        let violation = Violation::Rule { check: check.id.clone() };
        warn(content, violation, cells, left, check.rule.comparison, right)
    });
    implied.chain(written).collect()
}

/// Checks the breakdowns of one item, given its cells and the number in each.
fn parts(form: &Form, content: &Content, cells: &[Cell], numbers: &[Option<i64>]) -> Vec<Warning> {
    let (Some((total, parts)), Some((Some(whole), of_parts))) = (cells.split_first(), numbers.split_first()) else {
        return Vec::new();
    };
    let breakdown = |cell: &Cell| cell.part.map(|(breakdown, _)| breakdown);
    let mut before = 0;
    let mut warnings = Vec::new();
    for cells in parts.chunk_by(|one, next| breakdown(one) == breakdown(next)) {
        let numbers = &of_parts[before..before + cells.len()];
        before += cells.len();
        if let Some(breakdown) = cells.first().and_then(breakdown) {
            let breakdown = &form.breakdowns()[breakdown];
            warnings.extend(breakdown_warnings(breakdown, content, (total, *whole), cells, numbers));
        }
    }
    warnings
}

fn breakdown_warnings(
    breakdown: &Breakdown,
    content: &Content,
    (total, whole): (&Cell, i64),
    cells: &[Cell],
    numbers: &[Option<i64>],
) -> Vec<Warning> {
    let filled = cells.iter().zip(numbers).filter_map(|(cell, number)| number.map(|number| (cell, number)));
    match breakdown.covers {
        Covers::Whole => match filled.map(|(_, value)| value).reduce(i64::saturating_add) {
            None => Vec::new(),
            Some(sum) if sum == whole => Vec::new(),
            Some(sum) => {
                let keys = std::iter::once(total).chain(cells).map(|cell| cell.key.clone()).collect();
                let violation = Violation::PartsDoNotAddUp { breakdown: breakdown.id.clone() };
                warn(content, violation, keys, sum, Comparison::Equal, whole).into_iter().collect()
            }
        },
        Covers::Some => filled
            .filter(|(_, value)| *value > whole)
            .filter_map(|(cell, value)| {
                let (_, part) = cell.part?;
                let violation = Violation::PartExceedsTotal {
                    breakdown: breakdown.id.clone(),
                    part: breakdown.parts[part].id.clone(),
                };
                let keys = vec![cell.key.clone(), total.key.clone()];
                warn(content, violation, keys, value, Comparison::AtMost, whole)
            })
            .collect(),
    }
}

/// The value of a side; none while every cell of it is blank.
fn evaluate(side: &Side, content: &Content) -> Option<i64> {
    let values: Vec<Option<i64>> =
        side.terms.iter().map(|(sign, cell)| content.number(cell).map(|n| n.saturating_mul(*sign))).collect();
    if !side.terms.is_empty() && values.iter().all(Option::is_none) {
        return None;
    }
    Some(values.into_iter().flatten().fold(side.constant, i64::saturating_add))
}

fn warn(
    content: &Content,
    check: Violation,
    cells: Vec<CellKey>,
    left: i64,
    comparison: Comparison,
    right: i64,
) -> Option<Warning> {
    if comparison.holds(left, right) {
        return None;
    }
    let reason = cells.iter().find_map(|cell| content.figures.get(cell)?.reason.clone());
    Some(Warning { check, cells, left, comparison, right, reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Figure, Value};
    use crate::test_forms::SMALL;

    fn warnings(figures: &[(&str, i64)]) -> Vec<String> {
        let form = Form::parse(SMALL).unwrap();
        let mut content = Content::default();
        for (key, number) in figures {
            let figure = Figure { value: Value::Number(*number), at: None, reason: None };
            content.figures.insert(CellKey::parse(key).unwrap(), figure);
        }
        check(&form, &content)
            .into_iter()
            .map(|w| format!("{}: {} {} {}", w.cells[0], w.left, w.comparison.sign(), w.right))
            .collect()
    }

    #[test]
    fn parts_that_make_up_a_total_are_added() {
        assert_eq!(warnings(&[("talks", 9), ("talks/level.province", 4), ("talks/level.commune", 5)]), [""; 0]);
        assert_eq!(warnings(&[("talks", 9), ("talks/level.province", 4)]), ["talks: 4 = 9"]);
        assert_eq!(warnings(&[("talks", 9)]), [""; 0], "no part filled in: nothing to add");
    }

    #[test]
    fn women_cannot_outnumber_everybody() {
        assert_eq!(warnings(&[("people", 10), ("people/sex.female", 10)]), [""; 0]);
        assert_eq!(warnings(&[("people", 10), ("people/sex.female", 11)]), ["people/sex.female: 11 <= 10"]);
    }

    #[test]
    fn opening_less_leavers_plus_newcomers_is_closing() {
        assert_eq!(warnings(&[("start", 175), ("left", 110), ("end", 65)]), [""; 0]);
        assert_eq!(warnings(&[("start", 175), ("left", 110), ("end", 82)]), ["start: 65 = 82"]);
        assert_eq!(warnings(&[("start", 175)]), [""; 0], "one side is blank");
    }

    #[test]
    fn a_reason_is_shown_with_its_warning() {
        let form = Form::parse(SMALL).unwrap();
        let mut content = Content::default();
        let figure = |number, reason: Option<&str>| Figure {
            value: Value::Number(number),
            at: None,
            reason: reason.map(str::to_owned),
        };
        content.figures.insert(CellKey::parse("cases").unwrap(), figure(3, None));
        content.figures.insert(CellKey::parse("protected").unwrap(), figure(4, Some("một vụ từ năm trước")));
        assert_eq!(check(&form, &content)[0].reason.as_deref(), Some("một vụ từ năm trước"));
    }
}
