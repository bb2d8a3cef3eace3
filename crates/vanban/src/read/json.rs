//! Facts as JSON: the values, and the same tree with the place of each value instead.

use super::Reading;
use crate::facts::{
    Deadline, DocKind, Event, EventKind, Fact, Facts, Figure, LegalBasis, Level, Money, Quantity, Signer, Task,
};
use serde_json::{Map, Value, json};
use std::ops::Range;

/// Words of a task shown as its start.
const TASK_START_WORDS: usize = 12;

impl Reading {
    /// The facts as JSON. Absent facts have no key. Two keys more: `text`, the normalised text, and `spans`, the
    /// tree of the facts with `[start, end]`, byte offsets in `text`, in place of each value.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut values = tree(self, &|value, _| value);
        let spans = tree(self, &|_, span| json!([span.start, span.end]));
        values.insert("text".to_owned(), Value::String(self.text.clone()));
        values.insert("spans".to_owned(), Value::Object(spans));
        Value::Object(values)
    }
}

/// What stands for a fact: its value or its place.
type Leaf<'a> = &'a dyn Fn(Value, &Range<usize>) -> Value;

/// An object under construction that leaves absent facts out.
struct Object<'a> {
    map: Map<String, Value>,
    leaf: Leaf<'a>,
}

impl<'a> Object<'a> {
    fn new(leaf: Leaf<'a>) -> Self {
        Self { map: Map::new(), leaf }
    }

    fn fact<T>(&mut self, key: &str, fact: Option<&Fact<T>>, value: impl Fn(&T) -> Value) {
        if let Some(fact) = fact {
            self.map.insert(key.to_owned(), (self.leaf)(value(&fact.value), &fact.span));
        }
    }

    fn facts<T>(&mut self, key: &str, facts: &[Fact<T>], value: impl Fn(&T) -> Value) {
        let items = facts.iter().map(|fact| (self.leaf)(value(&fact.value), &fact.span));
        self.list(key, items.collect());
    }

    fn list(&mut self, key: &str, items: Vec<Value>) {
        if !items.is_empty() {
            self.map.insert(key.to_owned(), Value::Array(items));
        }
    }

    fn object(self) -> Value {
        Value::Object(self.map)
    }
}

fn text(value: &impl ToString) -> Value {
    Value::String(value.to_string())
}

fn tree(reading: &Reading, leaf: Leaf<'_>) -> Map<String, Value> {
    let facts: &Facts = &reading.facts;
    let mut out = Object::new(leaf);
    out.fact("doc_kind", facts.kind.as_ref(), |kind| json!(kind_name(*kind)));
    out.fact("title", facts.title.as_ref(), text);
    out.fact("number", facts.number.as_ref(), text);
    out.fact("symbol", facts.symbol.as_ref(), text);
    out.fact("issue_date", facts.issue_date.as_ref(), text);
    out.fact("issuer", facts.issuer.as_ref(), text);
    out.fact("issuer_level", facts.issuer_level.as_ref(), |level| json!(level_name(*level)));
    out.facts("place", &facts.places, text);
    out.fact("year", facts.year.as_ref(), |year| json!(year));
    out.fact("campaign", facts.campaign.as_ref(), text);
    out.fact("theme", facts.theme.as_ref(), text);
    out.fact("period_start", facts.period_start.as_ref(), text);
    out.fact("period_end", facts.period_end.as_ref(), text);
    if let Some(event) = &facts.event {
        out.map.insert("event".to_owned(), event_tree(event, leaf));
    }
    out.list("legal_bases", facts.legal_bases.iter().map(|basis| basis_tree(basis, leaf)).collect());
    out.list("deadlines", facts.deadlines.iter().map(|deadline| deadline_tree(deadline, leaf)).collect());
    out.facts("lead_units", &facts.lead_units, text);
    out.list("tasks", facts.tasks.iter().map(|task| task_tree(task, &reading.text, leaf)).collect());
    out.facts("recipients", &facts.recipients, text);
    out.facts("addressees", &facts.addressees, text);
    if let Some(signer) = &facts.signer {
        out.map.insert("signer".to_owned(), signer_tree(signer, leaf));
    }
    out.list("figures", facts.figures.iter().map(|figure| figure_tree(figure, leaf)).collect());
    out.list("money", facts.money.iter().map(|money| money_tree(money, leaf)).collect());
    out.facts("models", &facts.models, text);
    out.map
}

fn event_tree(event: &Event, leaf: Leaf<'_>) -> Value {
    let mut out = Object::new(leaf);
    out.fact("type", Some(&event.kind), |kind| json!(event_name(*kind)));
    out.fact("date", event.date.as_ref(), text);
    out.fact("date_end", event.date_end.as_ref(), text);
    out.fact("place", event.place.as_ref(), text);
    out.facts("host", &event.hosts, text);
    out.object()
}

fn basis_tree(basis: &LegalBasis, leaf: Leaf<'_>) -> Value {
    let mut out = Object::new(leaf);
    out.fact("number", basis.number.as_ref(), text);
    out.fact("name", basis.name.as_ref(), text);
    out.fact("date", basis.date.as_ref(), text);
    out.fact("issuer", basis.issuer.as_ref(), text);
    out.object()
}

fn deadline_tree(deadline: &Deadline, leaf: Leaf<'_>) -> Value {
    let mut out = Object::new(leaf);
    out.fact("date", Some(&deadline.date), text);
    out.fact("what", Some(&deadline.what), text);
    out.object()
}

fn task_tree(task: &Task, source: &str, leaf: Leaf<'_>) -> Value {
    let mut out = Object::new(leaf);
    let start = task_start(task, source);
    out.fact("text_start", Some(&start), text);
    out.fact("lead", task.lead.as_ref(), text);
    let coordinating = task.coordinating.iter().map(|fact| leaf(text(&fact.value), &fact.span)).collect();
    out.map.insert("coordinating".to_owned(), Value::Array(coordinating));
    out.map.insert("deadline".to_owned(), Value::Null);
    out.fact("deadline", task.deadline.as_ref(), text);
    out.object()
}

/// The first words of a task, with their own place.
fn task_start(task: &Task, source: &str) -> Fact<String> {
    let whole = source.get(task.text.span.clone()).unwrap_or_default();
    let mut words = 0;
    let mut end = whole.len();
    let mut in_word = false;
    for (at, c) in whole.char_indices() {
        if c.is_whitespace() {
            if in_word && words == TASK_START_WORDS {
                end = at;
                break;
            }
            in_word = false;
        } else if !in_word {
            in_word = true;
            words += 1;
        }
    }
    let value = task.text.value.split_whitespace().take(TASK_START_WORDS).collect::<Vec<_>>().join(" ");
    Fact { value, span: task.text.span.start..task.text.span.start + end, rule: task.text.rule }
}

fn signer_tree(signer: &Signer, leaf: Leaf<'_>) -> Value {
    let mut out = Object::new(leaf);
    out.facts("authority", &signer.authority, text);
    out.fact("title", signer.title.as_ref(), text);
    out.fact("name", signer.name.as_ref(), text);
    out.object()
}

fn figure_tree(figure: &Figure, leaf: Leaf<'_>) -> Value {
    let mut out = Object::new(leaf);
    out.fact("value", Some(&figure.value), quantity);
    out.fact("unit", figure.unit.as_ref(), text);
    out.fact("what", Some(&figure.what), text);
    let mut by_sex = Object::new(leaf);
    by_sex.fact("nữ", figure.female.as_ref(), quantity);
    by_sex.fact("nam", figure.male.as_ref(), quantity);
    if !by_sex.map.is_empty() {
        out.map.insert("sex_disaggregated".to_owned(), by_sex.object());
    }
    out.object()
}

fn money_tree(money: &Money, leaf: Leaf<'_>) -> Value {
    let mut out = Object::new(leaf);
    out.fact("vnd", Some(&money.vnd), |vnd| json!(vnd));
    out.fact("what", Some(&money.what), text);
    out.object()
}

fn quantity(quantity: &Quantity) -> Value {
    match *quantity {
        Quantity::Exact(value) => number(value),
        Quantity::Range(low, high) => json!([number(low), number(high)]),
    }
}

/// A whole number without a decimal point.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53, checked here")]
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

fn kind_name(kind: DocKind) -> &'static str {
    match kind {
        DocKind::Plan => "plan",
        DocKind::Report => "report",
        DocKind::Dispatch => "dispatch",
        DocKind::News => "news",
        DocKind::Other => "other",
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Central => "central",
        Level::Province => "province",
        Level::District => "district",
        Level::Commune => "commune",
        Level::Agency => "agency",
    }
}

fn event_name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Launch => "launch",
        EventKind::Rally => "rally",
        EventKind::Conference => "conference",
        EventKind::Training => "training",
        EventKind::Parade => "parade",
        EventKind::Exhibition => "exhibition",
        EventKind::Visit => "visit",
        EventKind::PressConference => "press_conference",
        EventKind::Inspection => "inspection",
        EventKind::Award => "award",
        EventKind::Signing => "signing",
        EventKind::Festival => "festival",
        EventKind::Other => "other",
    }
}
