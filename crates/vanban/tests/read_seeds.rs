//! The seed documents, where they are present: they are kept beside the repository, not in it.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use vanban::read::read;

fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if path.join("seeds").is_dir() && path.join("corpus/gold").is_dir() {
        return Some(path);
    }
    eprintln!("skipped: there are no seed documents beside the repository");
    None
}

/// What is read from seed `number`, and what is right.
fn seed(shared: &Path, number: &str) -> (Value, Value) {
    let entry = std::fs::read_dir(shared.join("seeds"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(number)))
        .unwrap();
    let reading = read(&std::fs::read(entry).unwrap()).unwrap();
    let gold = std::fs::read_to_string(shared.join(format!("corpus/gold/S{number}.json"))).unwrap();
    (reading.to_json(), serde_json::from_str(&gold).unwrap())
}

fn same(read: &Value, gold: &Value) -> bool {
    match (read, gold) {
        (Value::String(a), Value::String(b)) => vanban::text::fold(a) == vanban::text::fold(b),
        (a, b) => a == b,
    }
}

#[test]
fn the_plan_among_the_seeds_is_read_exactly() {
    let Some(shared) = shared() else { return };
    let (facts, gold) = seed(&shared, "002");
    for key in [
        "doc_kind",
        "number",
        "issue_date",
        "issuer_level",
        "title",
        "year",
        "theme",
        "period_start",
        "period_end",
        "place",
        "signer",
    ] {
        assert_eq!(facts[key], gold[key], "{key}");
    }
    let list = |of: &Value, key: &str| of[key].as_array().cloned().unwrap_or_default();
    for (key, parts) in [("legal_bases", ["number", "date"].as_slice()), ("deadlines", ["date"].as_slice())] {
        assert_eq!(list(&facts, key).len(), list(&gold, key).len(), "{key}");
        for (read, gold) in list(&facts, key).iter().zip(&list(&gold, key)) {
            parts.iter().for_each(|part| assert_eq!(read[part], gold[part], "{key}.{part}"));
        }
    }
    assert_eq!(facts["recipients"], gold["recipients"]);
    assert_eq!(facts["lead_units"], gold["lead_units"]);
    let tasks = list(&facts, "tasks");
    for (task, gold) in tasks.iter().zip(&list(&gold, "tasks")) {
        let start = gold["text_start"].as_str().unwrap();
        assert!(task["text_start"].as_str().unwrap().starts_with(start), "{task}");
        assert_eq!(task["lead"], gold["lead"]);
        assert_eq!(task["coordinating"], gold["coordinating"]);
    }
    assert!(tasks.len() >= list(&gold, "tasks").len());
}

#[test]
fn the_news_among_the_seeds_keeps_its_floor() {
    let Some(shared) = shared() else { return };
    for number in ["000", "001", "003", "004"] {
        let (facts, gold) = seed(&shared, number);
        for key in ["doc_kind", "title", "year", "theme", "period_start", "period_end"] {
            assert!(same(&facts[key], &gold[key]), "seed {number}, {key}: {} for {}", facts[key], gold[key]);
        }
        for key in ["type", "date"] {
            assert_eq!(facts["event"][key], gold["event"][key], "seed {number}, event {key}");
        }
        let values = |of: &Value| {
            let mut values: Vec<String> = of["figures"]
                .as_array()
                .map(|list| list.iter().map(|figure| figure["value"].to_string()).collect())
                .unwrap_or_default();
            values.sort();
            values
        };
        assert_eq!(values(&facts), values(&gold), "seed {number}, figures");
        let sums = |of: &Value| {
            of["money"].as_array().map(|list| list.iter().map(|money| money["vnd"].clone()).collect::<Vec<_>>())
        };
        assert_eq!(sums(&facts), sums(&gold), "seed {number}, money");
    }
}
