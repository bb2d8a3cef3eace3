//! Documents and pages of many shapes, each with the facts it states: one file a text under `tests/varied`.
//!
//! Below `=====` stands what is right, one fact a line: `key: value | value`. Only the keys that are named are
//! checked, and a key that is named is checked whole: every fact of that key, in any order, and no other. `none` says
//! that there is no such fact.
//!
//! `task` is lead, coordinators (`;` between, `-` for none), deadline as written, deadline as understood (`?` where it
//! is kept as written), and, if given, the start of the task's text.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::collections::BTreeMap;
use std::path::Path;
use vanban::facts::{DocKind, EventKind, Fact, Facts, Level, Quantity};
use vanban::read::{Reading, read};

type Expected = BTreeMap<String, Vec<Vec<String>>>;

/// The text of a case and what is right.
fn case(file: &str) -> (String, Expected) {
    let (text, facts) = file.split_once("\n=====\n").unwrap();
    let mut expected = Expected::new();
    for line in facts.lines() {
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("no key: {line}"));
        // "figures: none" and "figure: 3 | xã" speak of one key.
        let key = key.strip_suffix('s').filter(|_| value == "none" && key != "basis").unwrap_or(key).to_owned();
        let list = expected.entry(key).or_default();
        if value != "none" {
            list.push(value.split(" | ").map(|part| part.trim().to_owned()).collect());
        }
    }
    (text.to_owned(), expected)
}

fn value<T: ToString>(fact: Option<&Fact<T>>) -> String {
    fact.map_or_else(|| "-".to_owned(), |fact| fact.value.to_string())
}

fn number(quantity: Quantity) -> String {
    match quantity {
        Quantity::Exact(value) => value.to_string(),
        Quantity::Range(low, high) => format!("{low}-{high}"),
    }
}

fn kind(kind: DocKind) -> &'static str {
    match kind {
        DocKind::Plan => "plan",
        DocKind::Report => "report",
        DocKind::Dispatch => "dispatch",
        DocKind::News => "news",
        DocKind::Other => "other",
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Central => "central",
        Level::Province => "province",
        Level::District => "district",
        Level::Commune => "commune",
        Level::Agency => "agency",
    }
}

fn event(kind: EventKind) -> String {
    let name = format!("{kind:?}");
    let parts: Vec<String> =
        name.chars().map(|c| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.to_string() }).collect();
    parts.concat().trim_start_matches('_').to_owned()
}

fn one<T>(fact: Option<&Fact<T>>, show: impl Fn(&T) -> String) -> Vec<Vec<String>> {
    fact.map(|fact| vec![show(&fact.value)]).into_iter().collect()
}

fn list(facts: &[Fact<String>]) -> Vec<Vec<String>> {
    facts.iter().map(|fact| vec![fact.value.clone()]).collect()
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "-".to_owned() } else { text }
}

/// What was read, for one key.
fn found(key: &str, reading: &Reading) -> Vec<Vec<String>> {
    let facts: &Facts = &reading.facts;
    match key {
        "kind" => one(facts.kind.as_ref(), |value| kind(*value).to_owned()),
        "number" => one(facts.number.as_ref(), Clone::clone),
        "symbol" => one(facts.symbol.as_ref(), Clone::clone),
        "date" => one(facts.issue_date.as_ref(), ToString::to_string),
        "issuer" => one(facts.issuer.as_ref(), Clone::clone),
        "level" => one(facts.issuer_level.as_ref(), |value| level(*value).to_owned()),
        "title" => one(facts.title.as_ref(), Clone::clone),
        "place" => list(&facts.places),
        "year" => one(facts.year.as_ref(), ToString::to_string),
        "theme" => one(facts.theme.as_ref(), Clone::clone),
        "period" => facts
            .period_start
            .iter()
            .map(|start| vec![start.value.to_string(), value(facts.period_end.as_ref())])
            .collect(),
        "event" => facts
            .event
            .iter()
            .map(|found| vec![event(found.kind.value), value(found.date.as_ref()), value(found.place.as_ref())])
            .collect(),
        "event_end" => {
            facts.event.iter().filter_map(|found| Some(vec![found.date_end.as_ref()?.value.to_string()])).collect()
        }
        "host" => facts.event.iter().flat_map(|found| list(&found.hosts)).collect(),
        "basis" => facts
            .legal_bases
            .iter()
            .map(|basis| vec![value(basis.number.as_ref().or(basis.name.as_ref())), value(basis.date.as_ref())])
            .collect(),
        "deadline" => facts.deadlines.iter().map(|deadline| vec![deadline.date.value.to_string()]).collect(),
        "lead" => list(&facts.lead_units),
        "recipient" => list(&facts.recipients),
        "addressee" => list(&facts.addressees),
        "authority" => facts.signer.iter().flat_map(|signer| list(&signer.authority)).collect(),
        "signer" => {
            facts.signer.iter().map(|signer| vec![value(signer.title.as_ref()), value(signer.name.as_ref())]).collect()
        }
        "co_signer" => facts
            .co_signers
            .iter()
            .map(|signer| vec![value(signer.title.as_ref()), value(signer.name.as_ref())])
            .collect(),
        "money" => facts.money.iter().map(|money| vec![money.vnd.value.to_string()]).collect(),
        "model" => list(&facts.models),
        "figure" => facts
            .figures
            .iter()
            .map(|figure| {
                let sex = figure.female.is_some().then_some("nữ").or(figure.male.is_some().then_some("nam"));
                let mut row = vec![number(figure.value.value), value(figure.unit.as_ref())];
                row.extend(sex.map(str::to_owned));
                row
            })
            .collect(),
        "task" => tasks(reading),
        "product" => {
            reading.facts.tasks.iter().filter_map(|task| reading.product(task)).map(|fact| vec![fact.value]).collect()
        }
        other => panic!("unknown key {other}"),
    }
}

fn tasks(reading: &Reading) -> Vec<Vec<String>> {
    reading
        .facts
        .tasks
        .iter()
        .map(|task| {
            let joining: Vec<&str> = task.coordinating.iter().map(|fact| fact.value.as_str()).collect();
            vec![
                value(task.lead.as_ref()),
                or_dash(joining.join("; ")),
                value(task.deadline.as_ref()),
                reading.due(task).map_or_else(|| "-".to_owned(), |when| when.to_string()),
                task.text.value.clone(),
            ]
        })
        .collect()
}

/// A row that was read is right when each part that is given is; a task's text only needs to start so.
fn is_right(key: &str, read: &[String], right: &[String]) -> bool {
    right.iter().enumerate().all(|(i, right)| {
        read.get(i).is_some_and(|read| {
            // A unit may be told shorter or longer: `lớp`, `lớp tập huấn`.
            let same_unit =
                key == "figure" && i == 1 && (read.contains(right.as_str()) || right.contains(read.as_str()));
            let starts = key == "task" && i == 4 && read.starts_with(right.as_str());
            same_unit || starts || vanban::text::fold(read) == vanban::text::fold(right)
        })
    }) && (key != "figure" || read.len() == right.len())
}

fn differences(key: &str, read: Vec<Vec<String>>, right: &[Vec<String>]) -> Vec<String> {
    let mut rest = read;
    let mut out = Vec::new();
    for row in right {
        match rest.iter().position(|read| is_right(key, read, row)) {
            Some(at) => drop(rest.remove(at)),
            None => out.push(format!("  {key}: missed {}", row.join(" | "))),
        }
    }
    out.extend(rest.iter().map(|row| format!("  {key}: extra  {}", row.join(" | "))));
    out
}

#[test]
fn texts_of_many_shapes_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/varied");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 30, "only {} cases", files.len());
    let mut report = String::new();
    for path in files {
        let (text, expected) = case(&std::fs::read_to_string(&path).unwrap());
        let reading = read(text.as_bytes()).unwrap();
        let wrong: Vec<String> =
            expected.iter().flat_map(|(key, right)| differences(key, found(key, &reading), right)).collect();
        if !wrong.is_empty() {
            report.push_str(&format!("{}\n{}\n", path.file_stem().unwrap().to_string_lossy(), wrong.join("\n")));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}
