//! How two revisions of a report differ.

use domain::form::{CellKey, Form, SectionId};
use domain::report::{Content, Figure, Value};

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A figure.
    Figure {
        /// Its cell.
        cell: CellKey,
        /// How.
        change: Change<Value>,
    },
    /// The explanation of a figure.
    Reason {
        /// Its cell.
        cell: CellKey,
        /// How.
        change: Change<String>,
    },
    /// The prose of a section.
    Prose {
        /// The section.
        section: SectionId,
        /// How.
        change: Change<String>,
    },
}

/// Before and after; none where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<T> {
    /// Before.
    pub before: Option<T>,
    /// After.
    pub after: Option<T>,
}

impl<T: PartialEq> Change<T> {
    fn between(before: Option<T>, after: Option<T>) -> Option<Self> {
        (before != after).then_some(Self { before, after })
    }
}

/// How one revision differs from another, in the order of the form.
#[must_use]
pub fn differences(form: &Form, before: &Content, after: &Content) -> Vec<Difference> {
    let mut found = Vec::new();
    for cell in form.cells() {
        let (old, new) = (before.figures.get(&cell.key), after.figures.get(&cell.key));
        let value = |figure: Option<&Figure>| figure.map(|figure| figure.value.clone());
        let reason = |figure: Option<&Figure>| figure.and_then(|figure| figure.reason.clone());
        let change = Change::between(value(old), value(new));
        found.extend(change.map(|change| Difference::Figure { cell: cell.key.clone(), change }));
        let change = Change::between(reason(old), reason(new));
        found.extend(change.map(|change| Difference::Reason { cell: cell.key.clone(), change }));
    }
    for section in form.sections() {
        let prose = |content: &Content| content.prose.get(&section.id).filter(|text| !text.is_empty()).cloned();
        let change = Change::between(prose(before), prose(after));
        found.extend(change.map(|change| Difference::Prose { section: section.id.clone(), change }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(figures: &[(&str, i64, Option<&str>)]) -> Content {
        let figure = |(key, number, reason): &(&str, i64, Option<&str>)| {
            let reason = reason.map(str::to_owned);
            (CellKey::parse(key).unwrap(), Figure { value: Value::Number(*number), at: None, reason })
        };
        Content { figures: figures.iter().map(figure).collect(), ..Content::default() }
    }

    #[test]
    fn only_what_differs_is_told_in_the_order_of_the_form() {
        let form = Form::parse(crate::campaign::DEFAULT_FORM).unwrap();
        let keys: Vec<String> = form.cells().iter().map(|cell| cell.key.to_string()).collect();
        let before = content(&[(&keys[0], 1, None), (&keys[2], 5, None), (&keys[4], 9, None)]);
        let after = content(&[(&keys[4], 9, Some("đếm lại")), (&keys[0], 2, None)]);
        let told: Vec<String> = differences(&form, &before, &after)
            .into_iter()
            .map(|difference| match difference {
                Difference::Figure { cell, change } => format!("{cell}: {:?} {:?}", change.before, change.after),
                Difference::Reason { cell, change } => format!("{cell}? {:?} {:?}", change.before, change.after),
                Difference::Prose { section, .. } => section.to_string(),
            })
            .collect();
        let expected = [
            format!("{}: Some(Number(1)) Some(Number(2))", keys[0]),
            format!("{}: Some(Number(5)) None", keys[2]),
            format!("{}? None Some(\"đếm lại\")", keys[4]),
        ];
        assert_eq!(told, expected);
        assert!(differences(&form, &after, &after).is_empty());
    }
}
