//! The score on the development corpus is a floor that only rises. The corpus is kept beside the repository.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

#[path = "../examples/corpus/mod.rs"]
mod corpus;

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use vanban::facts::Stated;

/// How far a score may rise above its floor before the test asks to raise it.
const SLACK: f64 = 0.02;

/// `tests/floors.toml`.
#[derive(Debug, Deserialize)]
struct Floors {
    documents: BTreeMap<String, f64>,
    pages: BTreeMap<String, f64>,
}

fn scores() -> Option<Value> {
    let Some(folder) = corpus::folder() else {
        eprintln!("skipped: there is no development corpus beside the repository");
        return None;
    };
    let texts = corpus::read_all(&folder).unwrap();
    assert!(texts.len() >= 36, "only {} texts could be read", texts.len());
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("read_corpus");
    if out.is_dir() {
        std::fs::remove_dir_all(&out).unwrap();
    }
    std::fs::create_dir_all(&out).unwrap();
    for (id, reading) in &texts {
        let json = reading.to_json().to_string();
        std::fs::write(out.join(id).with_extension("json"), json).unwrap();
        assert!(reading.facts_in_order().iter().all(|fact: &Stated| fact.confidence > 0.0), "{id}");
    }
    let scored = Command::new("python3").arg("-B").arg(folder.join("score.py")).arg(&out).arg("--json").output();
    let scored = match scored {
        Ok(scored) => scored,
        Err(error) => {
            eprintln!("skipped: no Python to score with: {error}");
            return None;
        }
    };
    assert!(scored.status.success(), "{}", String::from_utf8_lossy(&scored.stderr));
    Some(serde_json::from_slice(&scored.stdout).unwrap())
}

/// Sentences on what lies below its floor. Says on standard error where a floor can be raised.
fn below(name: &str, floors: &BTreeMap<String, f64>, scores: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for (field, floor) in floors {
        let score = match field.as_str() {
            "macro" => scores["macro_f1"].as_f64(),
            field => scores["fields"][field]["f1"].as_f64(),
        };
        let Some(score) = score else {
            faults.push(format!("{name}: no score for {field}"));
            continue;
        };
        if score + 1e-9 < *floor {
            faults.push(format!("{name}: {field} fell to {score:.4}, its floor is {floor:.4}"));
        } else if score > floor + SLACK {
            eprintln!("{name}: {field} is {score:.4}; raise its floor of {floor:.4} in tests/floors.toml");
        }
    }
    let fields = scores["fields"].as_object().unwrap();
    faults.extend(
        fields.keys().filter(|field| !floors.contains_key(*field)).map(|field| format!("{name}: {field} has no floor")),
    );
    faults
}

#[test]
fn no_score_falls_below_its_floor() {
    let floors: Floors = toml::from_str(include_str!("floors.toml")).unwrap();
    let Some(scores) = scores() else { return };
    let mut faults = below("documents", &floors.documents, &scores["docs"]);
    faults.extend(below("pages", &floors.pages, &scores["pages"]));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_floors_are_no_lower_than_promised() {
    let floors: Floors = toml::from_str(include_str!("floors.toml")).unwrap();
    assert!(floors.documents["macro"] >= 0.95 && floors.pages["macro"] >= 0.85);
    for field in [
        "number",
        "issue_date",
        "title",
        "recipients",
        "signer.name",
        "signer.title",
        "signer.authority",
        "legal_bases",
    ] {
        assert!(floors.documents[field] >= 0.97, "{field}");
    }
}
