//! `report submit` of a thousand files is killed (SIGKILL) at twenty moments: what was acknowledged is there, nothing
//! is there by half, and sending everything again completes it.
//!
//! This is the crash of a process. What a failing disk or a power cut does is up to the disk keeping its word on a
//! flush; the store asks for one with each batch.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

use domain::UnitId;
use domain::form::{CellKey, SectionId};
use domain::report::{Action, Content, Figure, State, Value};
use locale::Language;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use store::Store;
use tempfile::TempDir;

/// Files of a delivery.
const FILES: usize = 1_000;
/// Times it is killed while at work, and how often that may be tried: a kill can come too late.
const KILLS: u32 = 20;
const ATTEMPTS: u32 = 40;

/// Its year is put in.
const PLAN: &str = include_str!("small/plan.txt");

const FORM: &str = include_str!("small/form.toml");

#[test]
fn no_acknowledged_report_is_lost_and_none_is_left_by_half() {
    let delivery = Delivery::new();
    let undisturbed = delivery.submit(&delivery.fresh_data("undisturbed"), None);
    assert_eq!(undisturbed.acknowledged.len(), FILES);
    let mut duration = undisturbed.took;
    let mut dice = Dice(20_261_120);
    let (mut kills, mut attempts, mut acknowledged, mut found) = (0, 0, 0, 0);
    while kills < KILLS {
        attempts += 1;
        assert!(attempts <= ATTEMPTS, "only {kills} of {attempts} attempts came while it was at work");
        let data = delivery.fresh_data(&format!("killed-{attempts}"));
        // One moment in each twentieth of the time it takes, somewhere inside it.
        let moment = duration.mul_f64((f64::from(kills) + dice.roll()) / f64::from(KILLS));
        let run = delivery.submit(&data, Some(moment));
        if !run.killed {
            // It was done already (the machine has less else to do than before): once more, aimed at that.
            duration = run.took;
            continue;
        }
        kills += 1;
        let stored = delivery.stored_whole(&data);
        for (code, revision) in &run.acknowledged {
            assert_eq!(stored.get(code), Some(revision), "{code} was acknowledged before the kill at {moment:?}");
        }
        eprintln!("kill {kills:2} at {moment:8.1?}: {} acknowledged, {} found", run.acknowledged.len(), stored.len());
        acknowledged += run.acknowledged.len();
        found += stored.len();
        // Sent again every second time, for the sake of the time it takes.
        if kills % 2 == 0 {
            delivery.completes(&data, stored.len());
        }
        std::fs::remove_dir_all(data).unwrap();
    }
    eprintln!(
        "{kills} kills at work, {attempts} attempts; {acknowledged} reports acknowledged, {found} found afterwards"
    );
}

/// A thousand filled forms, and the data folder of the campaign they belong to.
struct Delivery {
    folder: TempDir,
    forms: Vec<Filled>,
}

struct Filled {
    unit: UnitId,
    code: String,
    digest: String,
    content: Content,
}

/// What a run said.
struct Run {
    /// Codes and revisions, from whole lines only.
    acknowledged: Vec<(String, u32)>,
    /// How many of them had been there before.
    already_there: usize,
    /// Whether it was still at work when it was killed.
    killed: bool,
    took: Duration,
}

impl Delivery {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        file("plan.txt", &PLAN.replace("YEAR", "2026"));
        file("form.toml", FORM);
        let units: String = (1..=FILES).map(|n| format!("AG-{n:04},Xã Mẫu {n},xã,AG\n")).collect();
        file("units.csv", &format!("mã,tên,loại,cấp trên\nAG,Tỉnh An Giao,tỉnh,\n{units}"));
        let mut open = command(folder.path(), "opened");
        open.args(["campaign", "open", "--plan", "plan.txt", "--units", "units.csv", "--form", "form.toml"]);
        assert!(open.stdout(Stdio::null()).status().unwrap().success());
        let forms = fill(folder.path());
        Self { folder, forms }
    }

    /// A copy of the data folder in which the campaign was just opened.
    fn fresh_data(&self, name: &str) -> PathBuf {
        let data = self.folder.path().join(name);
        std::fs::create_dir(&data).unwrap();
        for entry in std::fs::read_dir(self.folder.path().join("opened")).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), data.join(entry.file_name())).unwrap();
        }
        data
    }

    /// Hands in everything; kills it at a moment, if one is given.
    fn submit(&self, data: &Path, moment: Option<Duration>) -> Run {
        let mut submit = command(self.folder.path(), data.to_str().unwrap());
        submit.args(["report", "submit", "forms", "--received", "2026-12-18"]);
        let began = Instant::now();
        let mut child = submit.stdout(Stdio::piped()).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut said = Vec::new();
            out.read_to_end(&mut said).unwrap();
            said
        });
        if let Some(moment) = moment {
            std::thread::sleep(moment.saturating_sub(began.elapsed()));
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        let took = began.elapsed();
        let said = String::from_utf8_lossy(&reader.join().unwrap()).into_owned();
        // 1 when everything had been stored before.
        let nothing_new = said.starts_with('=') && !said.contains('✓');
        let ended = status.success() || status.code() == Some(1) && nothing_new;
        assert!(ended || (moment.is_some() && status.code().is_none()), "{status}: {said}");
        let whole_lines = said.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let mut acknowledged = Vec::new();
        let mut already_there = 0;
        for line in whole_lines.lines().filter(|line| line.starts_with(['✓', '='])) {
            let (_, report) = line.split_once(": ").unwrap();
            let (code, _) = report.split_once(' ').unwrap();
            let (_, revision) = report.split_once("revision ").unwrap();
            let digits = revision.split(|c: char| !c.is_ascii_digit()).next().unwrap();
            acknowledged.push((code.to_owned(), digits.parse().unwrap()));
            already_there += usize::from(line.starts_with('='));
        }
        Run { acknowledged, already_there, killed: status.code().is_none(), took }
    }

    /// Handing everything in again adds what is missing, and nothing twice.
    fn completes(&self, data: &Path, stored: usize) {
        let again = self.submit(data, None);
        assert_eq!((again.acknowledged.len(), again.already_there), (FILES, stored));
        let complete = self.stored_whole(data);
        assert_eq!(complete.len(), FILES);
        assert!(complete.values().all(|revision| *revision == 1), "none twice");
    }

    /// Code and newest revision of every stored report, each of which must be whole: file, revision and event, and
    /// exactly what was handed in. What is not a report must not be there as a file either.
    fn stored_whole(&self, data: &Path) -> HashMap<String, u32> {
        let store = Store::open(data).unwrap();
        let whole = |session: &store::Session<'_>| {
            let campaign = session.campaigns()?[0].id;
            let heads: HashMap<_, _> = session.reports(campaign)?.into_iter().collect();
            let mut found = HashMap::new();
            for form in &self.forms {
                let unit = form.unit;
                let file = session.file(unit, &form.digest)?;
                let Some(head) = heads.get(&unit) else {
                    assert!(file.is_none(), "{}: a file without a report", form.code);
                    assert!(
                        session.revision(campaign, unit, 1)?.is_none() && session.events(campaign, unit)?.is_empty()
                    );
                    continue;
                };
                assert_eq!((head.state, head.latest_revision, head.events), (State::Submitted, 1, 1), "{}", form.code);
                let (name, bytes) = file.unwrap();
                let name_handed_in = format!("{}.xlsx", form.code);
                assert_eq!(name, name_handed_in);
                let handed_in = std::fs::read(self.folder.path().join("forms").join(name_handed_in)).unwrap();
                assert!(bytes == handed_in, "{}: another file than was handed in", form.code);
                let revision = session.revision(campaign, unit, 1)?.unwrap();
                assert_eq!(revision.file_digest, form.digest);
                assert_eq!(without_places(revision.content), form.content, "{}", form.code);
                let events = session.events(campaign, unit)?;
                let told: Vec<_> = events.iter().map(|e| (e.action, e.revision, e.by.as_str())).collect();
                assert_eq!(told, [(Action::Submit, 1, "Lê Thị Mẫu")]);
                found.insert(form.code.clone(), head.latest_revision);
            }
            assert_eq!(found.len(), heads.len(), "no report but those handed in");
            Ok::<_, store::StoreError>(found)
        };
        store.read(whole).unwrap()
    }
}

fn command(folder: &Path, data: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chungtay"));
    command.current_dir(folder).env("CHUNGTAY_DATA", data).env("CHUNGTAY_LANG", "en").env("CHUNGTAY_BY", "Lê Thị Mẫu");
    command
}

/// Writes every unit's form, filled in, on all cores.
fn fill(folder: &Path) -> Vec<Filled> {
    let store = Store::open(&folder.join("opened")).unwrap();
    let loaded = store.read(|session| app::campaign::load(session, app::campaign::find(session, None)?, None)).unwrap();
    std::fs::create_dir(folder.join("forms")).unwrap();
    let numbers: Vec<usize> = (1..=FILES).collect();
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let write = |number: &usize| {
        let (code, content) = (format!("AG-{number:04}"), content(*number));
        let unit = loaded.unit(Some(&code)).unwrap().unit;
        let bytes = app::form::filled(&loaded, unit, &content, Language::Vi).unwrap();
        std::fs::write(folder.join(format!("forms/{code}.xlsx")), &bytes).unwrap();
        Filled { unit, code, digest: app::file::digest(&bytes), content }
    };
    std::thread::scope(|scope| {
        let parts = numbers.chunks(FILES.div_ceil(cores));
        let write = &write;
        let workers: Vec<_> =
            parts.map(|part| scope.spawn(move || part.iter().map(write).collect::<Vec<_>>())).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

/// A report that no other unit makes.
fn content(number: usize) -> Content {
    let count = i64::try_from(number).unwrap();
    let figure =
        |(key, value)| (CellKey::parse(key).unwrap(), Figure { value: Value::Number(value), at: None, reason: None });
    let figures = [("talks", count), ("people", 40 * count), ("people/women.female", 21 * count)].map(figure);
    let prose = format!("Xã Mẫu {number} tổ chức {number} cuộc nói chuyện tại nhà văn hóa các thôn.");
    Content { figures: figures.into(), prose: [(SectionId::parse("results").unwrap(), prose)].into() }
}

fn without_places(mut content: Content) -> Content {
    for figure in content.figures.values_mut() {
        assert!(figure.at.take().is_some(), "every figure knows its cell");
    }
    content
}

/// The same moments each time the test runs (a linear congruential generator).
struct Dice(u64);

impl Dice {
    /// From 0 to 1.
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }
}
