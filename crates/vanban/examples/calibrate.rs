//! Counts how often each rule is right on the annotated corpus, and writes what follows:
//!
//! * `lexicon/confidence.toml`, the counts that come with the crate;
//! * the calibration table in `docs/reading.md`, between its two markers.
//!
//! `cargo run -p vanban --example calibrate [-- --dry-run]`. Whether a fact is right is judged by `judge.py` with the rules of
//! the corpus's own scorer (Python 3). For the table each document is judged with the counts of the other documents only:
//! otherwise the table would show how well the counts fit the facts they were made of.

#[path = "corpus/mod.rs"]
mod corpus;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use vanban::facts::Stated;
use vanban::read::Reading;
use vanban::read::confidence::{Calibration, Tally};

/// Lower bounds of the bins of the table.
const BINS: [f64; 7] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];

const START: &str = "<!-- calibration: made by `cargo run -p vanban --example calibrate` -->";
const END: &str = "<!-- end of calibration -->";

/// By document, whether the fact at each path is right.
type Verdicts = BTreeMap<String, BTreeMap<String, bool>>;

fn main() -> Result<(), Box<dyn Error>> {
    let is_dry = std::env::args().any(|word| word == "--dry-run");
    let folder = corpus::folder().ok_or("there is no corpus beside the repository")?;
    let readings = corpus::read_all(&folder)?;
    let verdicts = judge(&folder, &readings)?;
    let each: BTreeMap<&str, Calibration> =
        readings.iter().map(|(id, reading)| (id.as_str(), counted(reading, verdicts.get(id)))).collect();
    let all = sum(each.values());

    let mut table = Table::default();
    for (id, reading) in &readings {
        let Some(own) = each.get(id.as_str()) else { continue };
        for fact in reading.facts_in_order_by(&all.without(own)) {
            table.add(&fact, verdicts.get(id).and_then(|of| of.get(&fact.path)).copied());
        }
    }
    let text = table.markdown(all.documents) + &unseen(&readings, &verdicts, &all);
    println!("{text}");
    if !is_dry {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        std::fs::write(here.join("lexicon/confidence.toml"), counts(&all))?;
        put_between_markers(&here.join("../../docs/reading.md"), &text)?;
    }
    Ok(())
}

/// Asks the scorer.
fn judge(folder: &Path, readings: &BTreeMap<String, Reading>) -> Result<Verdicts, Box<dyn Error>> {
    let facts: BTreeMap<&str, serde_json::Value> =
        readings.iter().map(|(id, reading)| (id.as_str(), reading.to_json())).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/judge.py");
    let mut python = Command::new("python3")
        .arg("-B")
        .arg(script)
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    python.stdin.take().ok_or("no way in")?.write_all(&serde_json::to_vec(&facts)?)?;
    let output = python.wait_with_output()?;
    if !output.status.success() {
        return Err("judge.py failed".into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The counts of one document.
fn counted(reading: &Reading, verdicts: Option<&BTreeMap<String, bool>>) -> Calibration {
    let mut counts = Calibration { documents: 1, ..Calibration::default() };
    for fact in reading.facts_in_order() {
        if let Some(is_right) = verdicts.and_then(|verdicts| verdicts.get(&fact.path)) {
            counts.count(fact.rule, *is_right);
        }
    }
    counts
}

fn sum<'a>(each: impl Iterator<Item = &'a Calibration>) -> Calibration {
    let mut all = Calibration::default();
    for one in each {
        all.documents += one.documents;
        for (rule, tally) in &one.rules {
            let sum = all.rules.entry(rule.clone()).or_default();
            sum.right += tally.right;
            sum.seen += tally.seen;
        }
    }
    all
}

fn counts(all: &Calibration) -> String {
    let mut text = String::from(
        "# How often each rule was right on the development corpus. Made by `cargo run -p vanban --example calibrate`:\n\
         # do not edit; make it again after a change to the grammar.\n\n",
    );
    let _ = write!(text, "documents = {}\n\n[rules]\n", all.documents);
    for (rule, Tally { right, seen }) in &all.rules {
        let _ = writeln!(text, "\"{rule}\" = {{ right = {right}, seen = {seen} }}");
    }
    text
}

/// Whether a family can vouch for a rule: every fact judged by the counts without its own rule.
fn unseen(readings: &BTreeMap<String, Reading>, verdicts: &Verdicts, all: &Calibration) -> String {
    let mut sure = Tally::default();
    for rule in all.rules.keys() {
        let others = all.without_rule(rule);
        for (id, reading) in readings {
            let facts = reading.facts_in_order_by(&others);
            let of_rule = facts.iter().filter(|fact| fact.rule == rule && !fact.is_doubtful());
            for verdict in of_rule.filter_map(|fact| verdicts.get(id).and_then(|of| of.get(&fact.path))) {
                sure.count(*verdict);
            }
        }
    }
    let share = f64::from(sure.right) * 100.0 / f64::from(sure.seen.max(1));
    format!(
        "\nEach rule taken as one never seen, with the confidence its family lends it: of {} facts at 0.90 and above {} were \
         right, {share:.1}%.\n",
        sure.seen, sure.right
    )
}

/// What the table counts.
#[derive(Default)]
struct Table {
    bins: [Tally; BINS.len()],
    sure: BTreeMap<String, Tally>,
    doubtful: BTreeMap<String, Tally>,
    unjudged: usize,
}

impl Table {
    fn add(&mut self, fact: &Stated, verdict: Option<bool>) {
        let Some(is_right) = verdict else {
            self.unjudged += 1;
            return;
        };
        let bin = BINS.iter().rposition(|from| fact.confidence >= *from).unwrap_or_default();
        if let Some(tally) = self.bins.get_mut(bin) {
            tally.count(is_right);
        }
        let fields = if fact.is_doubtful() { &mut self.doubtful } else { &mut self.sure };
        fields.entry(field(&fact.path)).or_default().count(is_right);
    }

    fn markdown(&self, documents: usize) -> String {
        let mut text =
            format!("Counted on {documents} documents and pages, each with the counts of the other ones.\n\n");
        text.push_str("| confidence | facts | right | share |\n| --- | ---: | ---: | ---: |\n");
        let upper = BINS.iter().skip(1).map(|to| format!("{to:.2}")).chain(["1.00".to_owned()]);
        for ((from, to), tally) in BINS.iter().zip(upper).zip(&self.bins) {
            let _ = writeln!(text, "| {from:.2} to {to} {}", columns(*tally));
        }
        let _ = writeln!(text, "| **0.90 and above** {}", columns(total(self.sure.values())));
        let _ = writeln!(text, "| below 0.90 {}", columns(total(self.doubtful.values())));
        let _ = write!(text, "\nFacts the annotation says nothing about, in no row: {}.\n\n", self.unjudged);
        text.push_str("| field | 0.90 and above | right | share | below 0.90 | right | share |\n");
        text.push_str("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        let mut fields: Vec<&String> = self.sure.keys().chain(self.doubtful.keys()).collect();
        fields.sort();
        fields.dedup();
        for field in fields {
            let of = |tallies: &BTreeMap<String, Tally>| columns(tallies.get(field).copied().unwrap_or_default());
            let _ = writeln!(text, "| `{field}` {}{}", of(&self.sure).trim_end_matches('|'), of(&self.doubtful));
        }
        text
    }
}

fn total<'a>(tallies: impl Iterator<Item = &'a Tally>) -> Tally {
    tallies.fold(Tally::default(), |sum, tally| Tally { right: sum.right + tally.right, seen: sum.seen + tally.seen })
}

fn columns(Tally { right, seen }: Tally) -> String {
    match seen {
        0 => "| 0 | | |".to_owned(),
        _ => format!("| {seen} | {right} | {:.1}% |", f64::from(right) * 100.0 / f64::from(seen)),
    }
}

/// `legal_bases[3].date` is of the field `legal_bases.date`.
fn field(path: &str) -> String {
    let mut field = String::new();
    let mut is_index = false;
    for c in path.chars() {
        is_index = c == '[' || is_index && c != ']';
        if !is_index && c != ']' {
            field.push(c);
        }
    }
    field
}

fn put_between_markers(path: &Path, table: &str) -> Result<(), Box<dyn Error>> {
    let page = std::fs::read_to_string(path)?;
    let (before, rest) = page.split_once(START).ok_or("docs/reading.md has no start marker")?;
    let (_, after) = rest.split_once(END).ok_or("docs/reading.md has no end marker")?;
    std::fs::write(path, format!("{before}{START}\n\n{table}\n{END}{after}"))?;
    Ok(())
}
