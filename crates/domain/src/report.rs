//! Reports: a chain of revisions, and the events that decide which one counts.

use crate::form::{CellKey, Form, SectionId};
use crate::time::{CivilDate, Instant};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// What a cell of a form holds.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A count, đồng, or hundredths of a percent, by the kind of the item.
    Number(i64),
    /// Text.
    Text(String),
}

impl Value {
    /// The number, unless it is text.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }
}

/// One filled cell, with the place in the file it came from. In JSON a list without what is missing at its end, for a
/// report has hundreds of them: `[12, "E12", "…"]`, `[12, "E12"]`, `[12]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What it holds.
    pub value: Value,
    /// Its cell in the workbook, `E12`; none when typed in elsewhere.
    pub at: Option<String>,
    /// The unit's explanation, where a check asked for one.
    pub reason: Option<String>,
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = if self.reason.is_some() { 3 } else { 1 + usize::from(self.at.is_some()) };
        let mut list = serializer.serialize_seq(Some(length))?;
        list.serialize_element(&self.value)?;
        if length > 1 {
            list.serialize_element(&self.at)?;
        }
        if length > 2 {
            list.serialize_element(&self.reason)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Figure;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of a value, its cell and a reason")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Figure, A::Error> {
                let value = list.next_element()?.ok_or_else(|| serde::de::Error::invalid_length(0, &self))?;
                let at = list.next_element::<Option<String>>()?.flatten();
                let reason = list.next_element::<Option<String>>()?.flatten();
                Ok(Figure { value, at, reason })
            }
        }
        deserializer.deserialize_seq(List)
    }
}

/// Everything a unit reports: figures by cell, prose by section. A cell left blank is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Content {
    /// Figures.
    #[serde(deserialize_with = "figures")]
    pub figures: BTreeMap<CellKey, Figure>,
    /// Prose.
    pub prose: BTreeMap<SectionId, String>,
}

/// Reads figures at one go: they are stored in order, and a map made of a list in order is made many times faster than
/// one that grows.
fn figures<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<CellKey, Figure>, D::Error> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = BTreeMap<CellKey, Figure>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("figures by cell")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs: Vec<(CellKey, Figure)> = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs.into_iter().collect())
        }
    }
    deserializer.deserialize_map(Pairs)
}

impl Content {
    /// The number in each cell of a form that holds one, in the order of the form's cells.
    pub(crate) fn numbers(&self, form: &Form) -> Vec<Option<i64>> {
        let mut numbers = vec![None; form.cells().len()];
        // Both are in the order of the keys.
        let mut cells = form.by_key().peekable();
        for (key, figure) in &self.figures {
            while cells.next_if(|(_, cell)| cell.key < *key).is_some() {}
            if let Some((at, _)) = cells.next_if(|(_, cell)| cell.key == *key) {
                numbers[at] = figure.value.number();
            }
        }
        numbers
    }

    /// The number in a cell, if it holds one.
    #[must_use]
    pub fn number(&self, cell: &CellKey) -> Option<i64> {
        self.figures.get(cell).and_then(|figure| figure.value.number())
    }
}

/// A revision: what was handed in once. Never changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// 1, 2, 3 … within the report.
    pub number: u32,
    /// What it says.
    pub content: Content,
    /// Name of the file it came in.
    pub file_name: String,
    /// Digest of that file, in hexadecimal.
    pub file_digest: String,
    /// The day the agency received it.
    pub received_on: CivilDate,
    /// When it was stored.
    pub recorded_at: Instant,
    /// Who stored it.
    pub recorded_by: String,
}

/// What happened to a report, when, by whom, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// 1, 2, 3 … within the report.
    pub sequence: u32,
    /// What happened.
    pub action: Action,
    /// The revision it happened to.
    pub revision: u32,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: String,
    /// Why; returning and reopening must say.
    pub reason: Option<String>,
}

/// What can be done to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// A revision was handed in.
    Submit,
    /// Sent back to the unit for correction.
    Return,
    /// Accepted: it counts in every total above.
    Approve,
    /// Opened again after approval: no longer counts until approved anew.
    Reopen,
}

impl Action {
    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Return => "return",
            Self::Approve => "approve",
            Self::Reopen => "reopen",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Submit, Self::Return, Self::Approve, Self::Reopen].into_iter().find(|action| action.name() == name)
    }
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Handed in, waiting for a decision.
    Submitted,
    /// Sent back, waiting for the unit.
    Returned,
    /// Accepted.
    Approved,
}

impl State {
    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Submitted, Self::Returned, Self::Approved].into_iter().find(|state| state.name() == name)
    }
}

/// Why an action is not possible now.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    /// There is no report yet.
    #[error("there is no report yet")]
    NothingSubmitted,
    /// An approved report takes no new revision until it is reopened.
    #[error("the report is approved; reopen it first")]
    AlreadyApproved,
    /// Only a submitted report can be approved or returned.
    #[error("the report was returned and waits for the unit")]
    WaitsForUnit,
    /// Only an approved report can be reopened.
    #[error("the report is not approved")]
    NotApproved,
    /// Returning and reopening must give a reason.
    #[error("a reason is needed")]
    ReasonMissing,
}

/// The state after an action, or why it cannot be done.
///
/// # Errors
/// A [`Refusal`] that says what must come first.
pub fn decide(state: Option<State>, action: Action, reason: Option<&str>) -> Result<State, Refusal> {
    let reasoned = reason.is_some_and(|text| !text.trim().is_empty());
    match (state, action) {
        (Some(State::Approved), Action::Submit | Action::Approve | Action::Return) => Err(Refusal::AlreadyApproved),
        (_, Action::Submit) => Ok(State::Submitted),
        (None, _) => Err(Refusal::NothingSubmitted),
        (Some(State::Approved), Action::Reopen) | (Some(State::Submitted), Action::Return) if !reasoned => {
            Err(Refusal::ReasonMissing)
        }
        (Some(State::Approved), Action::Reopen) => Ok(State::Submitted),
        (Some(State::Submitted), Action::Return) => Ok(State::Returned),
        (Some(State::Submitted), Action::Approve) => Ok(State::Approved),
        (Some(State::Returned), Action::Approve | Action::Return) => Err(Refusal::WaitsForUnit),
        (Some(State::Submitted | State::Returned), Action::Reopen) => Err(Refusal::NotApproved),
    }
}

/// Whether a report came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Punctuality {
    /// Its first revision came on or before the due day.
    OnTime,
    /// Its first revision came after the due day.
    Late {
        /// Days after the due day.
        days: i32,
    },
    /// None yet, and the due day has not passed.
    Awaited,
    /// None, and the due day has passed.
    Missing,
}

/// How punctual a report is, on a day. A report returned and handed in again keeps the day of its first revision:
/// the unit answered in time.
#[must_use]
pub fn punctuality(first_received: Option<CivilDate>, due_on: CivilDate, today: CivilDate) -> Punctuality {
    let days_late = |day: CivilDate| day.since(due_on).map_or(0, |span| span.get_days());
    match first_received {
        Some(day) if day <= due_on => Punctuality::OnTime,
        Some(day) => Punctuality::Late { days: days_late(day) },
        None if today <= due_on => Punctuality::Awaited,
        None => Punctuality::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_can_be_done_to_a_report() {
        let states = [None, Some(State::Submitted), Some(State::Returned), Some(State::Approved)];
        let actions = [Action::Submit, Action::Return, Action::Approve, Action::Reopen];
        let mut table = String::new();
        for state in states {
            for action in actions {
                let after = match decide(state, action, Some("vì sao")) {
                    Ok(next) => next.name().to_owned(),
                    Err(refusal) => format!("refused: {refusal}"),
                };
                let before = state.map_or("nothing", State::name);
                table.push_str(&format!("{before:>9} + {:<7} -> {after}\n", action.name()));
            }
        }
        insta::assert_snapshot!(table, @r"
          nothing + submit  -> submitted
          nothing + return  -> refused: there is no report yet
          nothing + approve -> refused: there is no report yet
          nothing + reopen  -> refused: there is no report yet
        submitted + submit  -> submitted
        submitted + return  -> returned
        submitted + approve -> approved
        submitted + reopen  -> refused: the report is not approved
         returned + submit  -> submitted
         returned + return  -> refused: the report was returned and waits for the unit
         returned + approve -> refused: the report was returned and waits for the unit
         returned + reopen  -> refused: the report is not approved
         approved + submit  -> refused: the report is approved; reopen it first
         approved + return  -> refused: the report is approved; reopen it first
         approved + approve -> refused: the report is approved; reopen it first
         approved + reopen  -> submitted
        ");
    }

    fn content(figures: &[(&str, Value, Option<&str>, Option<&str>)]) -> Content {
        let figure = |(key, value, at, reason): &(&str, Value, Option<&str>, Option<&str>)| {
            let (at, reason) = (at.map(str::to_owned), reason.map(str::to_owned));
            (CellKey::parse(key).unwrap(), Figure { value: value.clone(), at, reason })
        };
        Content { figures: figures.iter().map(figure).collect(), ..Content::default() }
    }

    #[test]
    fn content_is_stored_so_that_a_person_can_read_it() {
        let content = content(&[
            ("talks", Value::Number(12), Some("D9"), None),
            ("talks/level.commune", Value::Number(-1), None, Some("đếm lại")),
            ("story", Value::Text("Tổ hòa giải".into()), None, None),
        ]);
        let json = serde_json::to_string(&content).unwrap();
        let expected = r#"{"figures":{"story":["Tổ hòa giải"],"talks":[12,"D9"],"talks/level.commune":[-1,null,"đếm lại"]},"prose":{}}"#;
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<Content>(&json).unwrap(), content);
    }

    #[test]
    fn a_figure_without_a_value_or_with_too_much_is_refused() {
        for json in ["[]", "[null]", "12", r#"{"v":1}"#, r#"[1,"D9","vì sao",4]"#, "[1,2]"] {
            assert!(serde_json::from_str::<Figure>(json).is_err(), "{json}");
        }
    }

    proptest::proptest! {
        #[test]
        fn content_comes_back_as_it_was_stored(
            cells in proptest::collection::btree_map("[a-z]{1,4}(/[a-z]{1,3}\\.[a-z]{1,3})?", (
                proptest::prelude::any::<Result<i64, String>>(),
                proptest::option::of("[A-Z]{1,3}[1-9]"),
                proptest::option::of("\\PC{0,9}"),
            ), 0..12),
            prose in proptest::collection::btree_map("[a-z]{1,4}", "\\PC{0,20}", 0..4),
        ) {
            let cells = cells.into_iter().map(|(key, (value, at, reason))| {
                let value = value.map_or_else(Value::Text, Value::Number);
                (CellKey::parse(&key).unwrap(), Figure { value, at, reason })
            });
            let prose = prose.into_iter().map(|(id, text)| (SectionId::parse(&id).unwrap(), text)).collect();
            let content = Content { figures: cells.collect(), prose };
            let json = serde_json::to_string(&content).unwrap();
            proptest::prop_assert_eq!(serde_json::from_str::<Content>(&json).unwrap(), content);
        }
    }

    #[test]
    fn returning_and_reopening_need_a_reason() {
        for reason in [None, Some(""), Some("  ")] {
            assert_eq!(decide(Some(State::Submitted), Action::Return, reason), Err(Refusal::ReasonMissing));
            assert_eq!(decide(Some(State::Approved), Action::Reopen, reason), Err(Refusal::ReasonMissing));
        }
    }

    #[test]
    fn the_due_day_itself_is_on_time() {
        let due = date(2026, 12, 20);
        let on = |first: Option<_>, today| punctuality(first, due, today);
        assert_eq!(on(Some(due), due), Punctuality::OnTime);
        assert_eq!(on(Some(date(2026, 12, 23)), due), Punctuality::Late { days: 3 });
        assert_eq!(on(None, due), Punctuality::Awaited);
        assert_eq!(on(None, date(2026, 12, 21)), Punctuality::Missing);
        assert_eq!(on(Some(date(2027, 1, 2)), due), Punctuality::Late { days: 13 });
    }
}
