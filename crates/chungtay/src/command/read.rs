//! `chungtay read`.

use super::{Outcome, Shell};
use crate::arguments::ReadArguments;
use crate::output::table;
use serde_json::Value;
use std::process::ExitCode;
use vanban::read::Reading;

pub(crate) fn run(shell: &Shell, words: &ReadArguments) -> Outcome {
    let reading = app::document::read(&words.file)?;
    if words.json {
        println!("{:#}", reading.to_json());
    } else {
        println!("{}", for_people(shell, &reading));
    }
    Ok(ExitCode::SUCCESS)
}

/// Every fact with the line of the text it was read from.
fn for_people(shell: &Shell, reading: &Reading) -> String {
    let json = reading.to_json();
    let mut rows = Vec::new();
    if let (Value::Object(facts), Some(spans)) = (&json, json.get("spans")) {
        for (key, value) in facts.iter().filter(|(key, _)| !matches!(key.as_str(), "text" | "spans")) {
            collect(shell, reading, &format!("fact-{}", key.replace('_', "-")), value, spans.get(key), &mut rows);
        }
    }
    let header = shell.headers(["column-fact", "column-value", "column-line"]);
    table(&header, &[2], rows)
}

fn collect(
    shell: &Shell,
    reading: &Reading,
    key: &str,
    value: &Value,
    span: Option<&Value>,
    rows: &mut Vec<Vec<String>>,
) {
    match value {
        Value::Array(values)
            if span.is_some_and(|span| span.as_array().is_some_and(|s| s.len() == values.len())) && !is_range(span) =>
        {
            for (at, value) in values.iter().enumerate() {
                collect(shell, reading, key, value, span.and_then(|span| span.get(at)), rows);
            }
        }
        Value::Null => {}
        value => rows.push(vec![shell.say(key), plain(shell, value), first_line(reading, span)]),
    }
}

/// Whether a span is itself a pair of offsets.
fn is_range(span: Option<&Value>) -> bool {
    span.and_then(Value::as_array).is_some_and(|pair| pair.len() == 2 && pair.iter().all(Value::is_u64))
}

/// A value on one line: texts bare, words of the schema in the person's language, lists by commas, objects by parts.
fn plain(shell: &Shell, value: &Value) -> String {
    let filled = |text: &String| !text.is_empty();
    match value {
        Value::String(text) => {
            let key = format!("value-{}", text.replace('_', "-"));
            if locale::has(shell.language, &key) { shell.say(&key) } else { text.clone() }
        }
        Value::Array(values) => {
            values.iter().map(|value| plain(shell, value)).filter(filled).collect::<Vec<_>>().join(", ")
        }
        Value::Object(parts) => {
            parts.values().map(|value| plain(shell, value)).filter(filled).collect::<Vec<_>>().join(" · ")
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The line of the text on which the first span inside begins.
fn first_line(reading: &Reading, span: Option<&Value>) -> String {
    let start = span.and_then(first_offset);
    start
        .and_then(|at| reading.text.get(..at))
        .map_or_else(String::new, |before| (before.matches('\n').count() + 1).to_string())
}

fn first_offset(span: &Value) -> Option<usize> {
    match span {
        _ if is_range(Some(span)) => span.get(0)?.as_u64().and_then(|at| usize::try_from(at).ok()),
        Value::Array(inner) => inner.iter().find_map(first_offset),
        Value::Object(inner) => inner.values().find_map(first_offset),
        _ => None,
    }
}
