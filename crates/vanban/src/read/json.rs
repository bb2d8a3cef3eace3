//! The one walk over all facts, and what is made of it: the JSON, and the list of facts by path.

mod shape;

use super::Reading;
use super::confidence::{Calibration, Doubt, doubts};
use crate::facts::{
    Deadline, DocKind, Event, EventKind, Fact, Facts, Figure, LegalBasis, Level, Money, Quantity, Signer, Stated, Task,
};
use crate::when::When;
use serde_json::{Map, Value, json};
use std::ops::Range;

/// Words of a task shown as its start.
const TASK_START_WORDS: usize = 12;

impl Reading {
    /// Everything that was read, as JSON. Absent facts have no key. Spans are `[start, end]`, byte offsets in `text`.
    ///
    /// * The facts, by their names; with them what follows from facts: `due` of a task or deadline (see
    ///   [`crate::when::When`]) and the whole `text` of a task.
    /// * Four trees of the same shape, with something else in place of each value: `spans`; `places` in the file (see
    ///   [`super::place`]); `confidence`, from 0 to 1 in hundredths, rounded down; `rules`, the name of the rule.
    /// * `doubts`: by the path of a fact, what speaks against it.
    /// * `format`, `text`, and its shape: `blocks`, `outline`, `appendices`, `form_tables`, and `source_map`, the byte
    ///   of the text at which each place begins.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let tree = tree(self);
        let stated = stated(self, &tree, Calibration::bundled());
        let mut confidences = stated.iter().map(|fact| hundredths(fact.confidence));
        let mut out = object(&tree, &mut |told| match told {
            Told::Fact(leaf) => Some(leaf.value.clone()),
            Told::Derived(value, _) => Some(value.clone()),
        });
        let by_span = |make: &dyn Fn(&Range<usize>) -> Value| {
            object(&tree, &mut |told| match told {
                Told::Fact(leaf) => Some(make(&leaf.span)),
                Told::Derived(_, of) => of.map(make),
            })
        };
        let spans = by_span(&shape::span);
        let places = by_span(&|span| shape::place(&self.place(span)));
        let by_fact = |make: &mut dyn FnMut(&Leaf) -> Value| {
            object(&tree, &mut |told| match told {
                Told::Fact(leaf) => Some(make(leaf)),
                Told::Derived(..) => None,
            })
        };
        let confidence = by_fact(&mut |_| json!(confidences.next()));
        let rules = by_fact(&mut |leaf| json!(leaf.rule));
        let doubtful = stated.iter().filter(|fact| !fact.doubts.is_empty());
        let doubts: Map<String, Value> = doubtful
            .map(|fact| (fact.path.clone(), fact.doubts.iter().map(|doubt| json!(doubt.name())).collect()))
            .collect();
        for (key, value) in [
            ("format", json!(shape::format_name(self.format))),
            ("text", Value::String(self.text.clone())),
            ("spans", Value::Object(spans)),
            ("places", Value::Object(places)),
            ("confidence", Value::Object(confidence)),
            ("rules", Value::Object(rules)),
            ("doubts", Value::Object(doubts)),
            ("blocks", self.blocks.iter().map(shape::block).collect()),
            ("outline", self.outline().iter().map(shape::section).collect()),
            ("appendices", self.appendices().iter().map(shape::appendix).collect()),
            ("form_tables", self.form_tables().iter().map(shape::form_table).collect()),
            ("source_map", self.map.iter().map(|(at, place)| json!([at, shape::place(&place)])).collect()),
        ] {
            out.insert(key.to_owned(), value);
        }
        Value::Object(out)
    }

    /// Every fact with its path in the JSON (`number`, `legal_bases[1].date`), in the order of the JSON: the parts of
    /// the schema one after the other, the items of a list as they stand in the text.
    ///
    /// ```
    /// let text = "KẾ HOẠCH\nTổ chức hội thi năm 2031\nCăn cứ Luật Trẻ em năm 2016;\nNơi nhận:\n- Như trên;\n- Lưu: VT.";
    /// let reading = vanban::read::read(text.as_bytes())?;
    /// let facts = reading.facts_in_order();
    /// let law = facts.iter().find(|fact| fact.path == "legal_bases[0].name").map(|fact| fact.value.as_str());
    /// assert_eq!(law, Some(Some("Luật Trẻ em")));
    /// # Ok::<(), vanban::read::ReadError>(())
    /// ```
    #[must_use]
    pub fn facts_in_order(&self) -> Vec<Stated> {
        self.facts_in_order_by(Calibration::bundled())
    }

    /// [`Self::facts_in_order`], with confidences from another measurement than the one that comes with the crate.
    #[must_use]
    pub fn facts_in_order_by(&self, calibration: &Calibration) -> Vec<Stated> {
        stated(self, &tree(self), calibration)
    }
}

/// Rounded down, so that 0.9 is never shown for less.
fn hundredths(confidence: f64) -> f64 {
    (confidence * 100.0 + 1e-9).floor() / 100.0
}

/// The facts with their paths and confidences.
fn stated(reading: &Reading, tree: &[(&'static str, Node)], calibration: &Calibration) -> Vec<Stated> {
    let mut found = Vec::new();
    for (key, node) in tree {
        walk(node, (*key).to_owned(), &mut found);
    }
    for fact in &mut found {
        fact.doubts = doubts(reading, fact);
        fact.confidence =
            calibration.confidence(fact.rule) * fact.doubts.iter().map(|doubt| Doubt::factor(*doubt)).product::<f64>();
    }
    found
}

fn walk(node: &Node, path: String, found: &mut Vec<Stated>) {
    match node {
        Node::Fact(Leaf { value, span, rule }) => {
            let (value, span) = (value.clone(), span.clone());
            found.push(Stated { path, value, span, rule, confidence: 0.0, doubts: Vec::new() });
        }
        Node::List(items) => {
            for (at, item) in items.iter().enumerate() {
                walk(item, format!("{path}[{at}]"), found);
            }
        }
        Node::Object(parts) => {
            for (key, part) in parts {
                walk(part, format!("{path}.{key}"), found);
            }
        }
        Node::Derived(..) | Node::Absent => {}
    }
}

/// A fact as the walk meets it.
struct Leaf {
    value: Value,
    span: Range<usize>,
    rule: &'static str,
}

/// The tree of the facts.
enum Node {
    Fact(Leaf),
    List(Vec<Node>),
    Object(Vec<(&'static str, Node)>),
    /// What follows from facts, with its place in the text when it has one of its own.
    Derived(Value, Option<Range<usize>>),
    /// Stated to be absent: a key with null.
    Absent,
}

/// What stands at the end of a branch of the tree.
enum Told<'a> {
    Fact(&'a Leaf),
    Derived(&'a Value, Option<&'a Range<usize>>),
}

/// What is made of it; `None` leaves its key out.
type Make<'a> = dyn FnMut(Told<'_>) -> Option<Value> + 'a;

/// A tree as JSON, with what is made of each fact in its place.
fn object(parts: &[(&'static str, Node)], make: &mut Make<'_>) -> Map<String, Value> {
    parts.iter().filter_map(|(key, part)| Some(((*key).to_owned(), plain(part, make)?))).collect()
}

fn plain(node: &Node, make: &mut Make<'_>) -> Option<Value> {
    match node {
        Node::Fact(leaf) => make(Told::Fact(leaf)),
        Node::Derived(value, span) => make(Told::Derived(value, span.as_ref())),
        Node::List(items) => Some(items.iter().map(|item| plain(item, make).unwrap_or_default()).collect()),
        Node::Object(parts) => Some(Value::Object(object(parts, make))),
        Node::Absent => Some(Value::Null),
    }
}

/// An object under construction that leaves absent facts out.
#[derive(Default)]
struct Object {
    parts: Vec<(&'static str, Node)>,
}

impl Object {
    fn fact<T>(&mut self, key: &'static str, fact: Option<&Fact<T>>, value: impl Fn(&T) -> Value) {
        self.parts.extend(fact.map(|fact| (key, leaf(fact, value))));
    }

    fn facts<T>(&mut self, key: &'static str, facts: &[Fact<T>], value: impl Fn(&T) -> Value) {
        self.list(key, facts.iter().map(|fact| leaf(fact, &value)).collect());
    }

    fn list(&mut self, key: &'static str, items: Vec<Node>) {
        if !items.is_empty() {
            self.parts.push((key, Node::List(items)));
        }
    }

    fn object(self) -> Node {
        Node::Object(self.parts)
    }
}

fn leaf<T>(fact: &Fact<T>, value: impl Fn(&T) -> Value) -> Node {
    Node::Fact(Leaf { value: value(&fact.value), span: fact.span.clone(), rule: fact.rule })
}

fn text(value: &impl ToString) -> Value {
    Value::String(value.to_string())
}

fn tree(reading: &Reading) -> Vec<(&'static str, Node)> {
    let facts: &Facts = &reading.facts;
    let mut out = Object::default();
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
        out.parts.push(("event", event_tree(event)));
    }
    out.list("legal_bases", facts.legal_bases.iter().map(basis_tree).collect());
    out.list("deadlines", facts.deadlines.iter().map(|deadline| deadline_tree(reading, deadline)).collect());
    out.facts("lead_units", &facts.lead_units, text);
    let products = reading.products();
    let tasks = facts.tasks.iter().zip(&products);
    out.list("tasks", tasks.map(|(task, product)| task_tree(reading, task, product.as_ref())).collect());
    out.facts("recipients", &facts.recipients, text);
    out.facts("addressees", &facts.addressees, text);
    if let Some(signer) = &facts.signer {
        out.parts.push(("signer", signer_tree(signer)));
    }
    out.list("co_signers", facts.co_signers.iter().map(signer_tree).collect());
    out.list("figures", facts.figures.iter().map(figure_tree).collect());
    out.list("money", facts.money.iter().map(money_tree).collect());
    out.facts("models", &facts.models, text);
    out.parts
}

fn event_tree(event: &Event) -> Node {
    let mut out = Object::default();
    out.fact("type", Some(&event.kind), |kind| json!(event_name(*kind)));
    out.fact("date", event.date.as_ref(), text);
    out.fact("date_end", event.date_end.as_ref(), text);
    out.fact("place", event.place.as_ref(), text);
    out.facts("host", &event.hosts, text);
    out.object()
}

fn basis_tree(basis: &LegalBasis) -> Node {
    let mut out = Object::default();
    out.fact("number", basis.number.as_ref(), text);
    out.fact("name", basis.name.as_ref(), text);
    out.fact("date", basis.date.as_ref(), text);
    out.fact("issuer", basis.issuer.as_ref(), text);
    out.object()
}

fn deadline_tree(reading: &Reading, deadline: &Deadline) -> Node {
    let mut out = Object::default();
    out.fact("date", Some(&deadline.date), text);
    out.fact("what", Some(&deadline.what), text);
    let words = reading.text.get(deadline.date.span.clone()).unwrap_or_default();
    let due = match When::read(words, deadline.date.value.year()) {
        When::AsWritten => When::By(deadline.date.value),
        due => due,
    };
    out.parts.push(("due", Node::Derived(shape::when(&due), None)));
    out.object()
}

fn task_tree(reading: &Reading, task: &Task, product: Option<&Fact<String>>) -> Node {
    let mut out = Object::default();
    let start = task_start(task, &reading.text);
    out.fact("text_start", Some(&start), text);
    out.fact("lead", task.lead.as_ref(), text);
    out.parts.push(("coordinating", Node::List(task.coordinating.iter().map(|fact| leaf(fact, text)).collect())));
    out.parts.push(("deadline", task.deadline.as_ref().map_or(Node::Absent, |deadline| leaf(deadline, text))));
    out.fact("product", product, text);
    out.parts.extend(reading.due(task).map(|due| ("due", Node::Derived(shape::when(&due), None))));
    let whole = Node::Derived(Value::String(task.text.value.clone()), Some(task.text.span.clone()));
    out.parts.push(("text", whole));
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

fn signer_tree(signer: &Signer) -> Node {
    let mut out = Object::default();
    out.facts("authority", &signer.authority, text);
    out.fact("title", signer.title.as_ref(), text);
    out.fact("name", signer.name.as_ref(), text);
    out.object()
}

fn figure_tree(figure: &Figure) -> Node {
    let mut out = Object::default();
    out.fact("value", Some(&figure.value), quantity);
    out.fact("unit", figure.unit.as_ref(), text);
    out.fact("what", Some(&figure.what), text);
    let mut by_sex = Object::default();
    by_sex.fact("nữ", figure.female.as_ref(), quantity);
    by_sex.fact("nam", figure.male.as_ref(), quantity);
    if !by_sex.parts.is_empty() {
        out.parts.push(("sex_disaggregated", by_sex.object()));
    }
    out.object()
}

fn money_tree(money: &Money) -> Node {
    let mut out = Object::default();
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
