//! From TOML to a checked form.

use super::{
    Breakdown, Cell, CellKey, Check, Covers, Form, FormVersion, Group, Item, Kind, Localized, Part, RollUp, Rule,
    RuleError, Section, Slug,
};
use std::collections::{HashMap, HashSet};

/// Why a text is not a form. Says where.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormError {
    /// Not TOML, or not the keys a form has.
    #[error("{0}")]
    Syntax(#[from] Box<toml::de::Error>),
    /// A name given twice.
    #[error("`{0}` is used twice")]
    Duplicate(String),
    /// A reference to nothing.
    #[error("`{from}` names `{to}`, which the form does not have")]
    Unknown {
        /// Where the reference stands.
        from: String,
        /// What it names.
        to: String,
    },
    /// An item whose kind and roll-up do not go together.
    #[error("`{0}`: this roll-up does not go with this kind of item")]
    RollUp(String),
    /// A check that cannot be read.
    #[error("check `{check}`: {source}")]
    Rule {
        /// The check.
        check: String,
        /// Why.
        source: RuleError,
    },
    /// A form without items.
    #[error("the form has no items")]
    Empty,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForm {
    id: Slug,
    version: u32,
    title: Localized,
    #[serde(default)]
    breakdown: Vec<RawBreakdown>,
    group: Vec<RawGroup>,
    #[serde(default)]
    section: Vec<Section>,
    #[serde(default)]
    check: Vec<RawCheck>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBreakdown {
    id: Slug,
    label: Localized,
    covers: Covers,
    part: Vec<Part>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    id: Slug,
    title: Localized,
    item: Vec<RawItem>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    id: Slug,
    label: Localized,
    unit: Localized,
    #[serde(default = "count")]
    kind: Kind,
    #[serde(default)]
    roll_up: Option<RawRollUp>,
    #[serde(default)]
    breakdowns: Vec<Slug>,
}

fn count() -> Kind {
    Kind::Count
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawRollUp {
    Sum,
    Last,
    Max,
    Ratio([Slug; 2]),
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    id: Slug,
    rule: String,
    message: Localized,
}

impl Form {
    /// Reads a form from TOML.
    ///
    /// # Errors
    /// A [`FormError`] that names the line or the item at fault.
    pub fn parse(source: &str) -> Result<Self, FormError> {
        let raw: RawForm = toml::from_str(source).map_err(Box::new)?;
        let breakdowns = breakdowns(raw.breakdown)?;
        let (groups, items) = groups(raw.group)?;
        let cells = cells(&items, &breakdowns)?;
        let index: HashMap<CellKey, usize> =
            cells.iter().enumerate().map(|(at, cell)| (cell.key.clone(), at)).collect();
        let mut by_key: Vec<usize> = (0..cells.len()).collect();
        by_key.sort_unstable_by(|one, other| cells[*one].key.cmp(&cells[*other].key));
        let checks = raw.check.into_iter().map(|check| checked(check, &index)).collect::<Result<Vec<_>, _>>()?;
        refuse_duplicates(raw.section.iter().map(|section| &section.id))?;
        refuse_duplicates(checks.iter().map(|check| &check.id))?;
        refuse_bad_ratios(&items)?;
        if items.is_empty() {
            return Err(FormError::Empty);
        }
        Ok(Self {
            version: FormVersion { id: raw.id, version: raw.version },
            title: raw.title,
            breakdowns,
            groups,
            items,
            sections: raw.section,
            checks,
            cells,
            index,
            by_key,
        })
    }
}

fn breakdowns(raw: Vec<RawBreakdown>) -> Result<Vec<Breakdown>, FormError> {
    refuse_duplicates(raw.iter().map(|breakdown| &breakdown.id))?;
    raw.into_iter()
        .map(|RawBreakdown { id, label, covers, part }| {
            refuse_duplicates(part.iter().map(|part| &part.id))?;
            Ok(Breakdown { id, label, covers, parts: part })
        })
        .collect()
}

fn groups(raw: Vec<RawGroup>) -> Result<(Vec<Group>, Vec<Item>), FormError> {
    let mut groups = Vec::new();
    let mut items = Vec::new();
    for (at, RawGroup { id, title, item }) in raw.into_iter().enumerate() {
        groups.push(Group { id, title, number: roman(at + 1) });
        for (place, raw) in item.into_iter().enumerate() {
            let number = format!("{}.{}", at + 1, place + 1);
            let roll_up = roll_up(&raw)?;
            let RawItem { id, label, unit, kind, breakdowns, .. } = raw;
            items.push(Item { id, label, unit, kind, roll_up, breakdowns, number, group: at });
        }
    }
    refuse_duplicates(groups.iter().map(|group| &group.id))?;
    refuse_duplicates(items.iter().map(|item| &item.id))?;
    Ok((groups, items))
}

fn roll_up(item: &RawItem) -> Result<RollUp, FormError> {
    match (item.kind, &item.roll_up) {
        (Kind::Text, None) => Ok(RollUp::Listed),
        (Kind::Count | Kind::Vnd, None | Some(RawRollUp::Sum)) => Ok(RollUp::Sum),
        (Kind::Count | Kind::Vnd | Kind::Percent, Some(RawRollUp::Last)) => Ok(RollUp::Last),
        (Kind::Count | Kind::Vnd | Kind::Percent, Some(RawRollUp::Max)) => Ok(RollUp::Max),
        (Kind::Percent, Some(RawRollUp::Ratio([part, whole]))) if item.breakdowns.is_empty() => {
            Ok(RollUp::Ratio { part: part.clone(), whole: whole.clone() })
        }
        _ => Err(FormError::RollUp(item.id.to_string())),
    }
}

fn cells(items: &[Item], breakdowns: &[Breakdown]) -> Result<Vec<Cell>, FormError> {
    let mut cells = Vec::new();
    for (item_at, item) in items.iter().enumerate() {
        cells.push(Cell { key: CellKey::total(&item.id), item: item_at, part: None });
        refuse_duplicates(item.breakdowns.iter())?;
        for id in &item.breakdowns {
            let unknown = || FormError::Unknown { from: item.id.to_string(), to: id.to_string() };
            let at = breakdowns.iter().position(|breakdown| breakdown.id == *id).ok_or_else(unknown)?;
            cells.extend(breakdowns[at].parts.iter().enumerate().map(|(part_at, part)| Cell {
                key: CellKey::part(&item.id, id, &part.id),
                item: item_at,
                part: Some((at, part_at)),
            }));
        }
    }
    Ok(cells)
}

fn checked(raw: RawCheck, index: &HashMap<CellKey, usize>) -> Result<Check, FormError> {
    let rule = Rule::parse(&raw.rule).map_err(|source| FormError::Rule { check: raw.id.to_string(), source })?;
    if let Some(cell) = rule.cells().find(|cell| !index.contains_key(cell)) {
        return Err(FormError::Unknown { from: raw.id.to_string(), to: cell.to_string() });
    }
    Ok(Check { id: raw.id, rule, message: raw.message })
}

fn refuse_bad_ratios(items: &[Item]) -> Result<(), FormError> {
    for item in items {
        let RollUp::Ratio { part, whole } = &item.roll_up else { continue };
        for named in [part, whole] {
            let found = items.iter().find(|other| other.id == *named);
            match found.map(|other| other.kind) {
                Some(Kind::Count | Kind::Vnd) => {}
                Some(_) => return Err(FormError::RollUp(item.id.to_string())),
                None => return Err(FormError::Unknown { from: item.id.to_string(), to: named.to_string() }),
            }
        }
    }
    Ok(())
}

fn refuse_duplicates<'a>(ids: impl Iterator<Item = &'a Slug>) -> Result<(), FormError> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(FormError::Duplicate(id.to_string()));
        }
    }
    Ok(())
}

/// Roman numeral, for headings: `IV`. Meant for numbers below 40, the highest an outline reaches.
#[must_use]
pub fn roman(number: usize) -> String {
    const DIGITS: [(usize, &str); 5] = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut text = String::new();
    for (value, digit) in DIGITS {
        while rest >= value {
            text.push_str(digit);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_forms::SMALL;

    #[test]
    fn a_small_form_is_read_cell_by_cell() {
        let form = Form::parse(SMALL).unwrap();
        let keys: Vec<_> = form.cells().iter().map(|cell| cell.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "talks",
                "talks/level.province",
                "talks/level.commune",
                "people",
                "people/sex.female",
                "cases",
                "protected",
                "share",
                "note",
                "start",
                "left",
                "entered",
                "end"
            ]
        );
        assert_eq!(form.find("1.2").unwrap().key.as_str(), "people");
        assert_eq!(form.groups()[1].number, "II");
    }

    #[test]
    fn a_mistake_in_a_form_is_named() {
        let broken = |from: &str, to: &str| Form::parse(&SMALL.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(broken("id = \"people\"", "id = \"talks\"").contains("`talks` is used twice"));
        assert!(broken("breakdowns = [\"sex\"]", "breakdowns = [\"age\"]").contains("`people` names `age`"));
        assert!(broken("= end\"", "= finish\"").contains("`finish`"));
        assert!(broken("[\"protected\", \"cases\"]", "[\"protected\", \"note\"]").contains("`share`"));
        assert!(broken("version = 1", "versoin = 1").contains("versoin"));
    }
}
