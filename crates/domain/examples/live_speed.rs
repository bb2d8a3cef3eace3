//! How long the live totals of a country take to make, to change and to read, and how much memory they hold:
//! `cargo run --release -p domain --example live_speed`.

use domain::form::Form;
use domain::live::{Counted, LiveTotals, Shape, Status, Tree};
use domain::packed::PackedNumbers;
use domain::report::State;
use domain::succession::{History, Placements, Succession};
use domain::time::Validity;
use domain::unit::{Hierarchy, UnitCode, UnitKind, UnitVersion};
use domain::{CivilDate, Instant, UnitId};
use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

const PROVINCES: u32 = 34;
const COMMUNES: u32 = 3_321;
const HAMLETS: u32 = 100_000;
const ITEMS: u32 = 100;
/// Each item has a total and three parts.
const CELLS: usize = 400;

fn main() -> Result<(), Box<dyn Error>> {
    let form = Form::parse(&form_source())?;
    println!("communes of the country, {CELLS} cells a report");
    measure(&form, 0)?;
    println!("\nhamlets of the country, {CELLS} cells a report");
    measure(&form, HAMLETS)?;
    Ok(())
}

fn measure(form: &Form, hamlets: u32) -> Result<(), Box<dyn Error>> {
    let begin = CivilDate::new(2020, 1, 1)?;
    let (reform, on) = (CivilDate::new(2025, 7, 1)?, CivilDate::new(2026, 12, 20)?);
    let (versions, successions) = country(hamlets, begin, reform)?;
    let (history, time) = timed(|| History::new(&versions, &successions));
    row("history of the units", time);
    let hierarchy = Hierarchy::as_of(on, versions.iter().cloned())?;
    let (placements, time) = timed(|| Placements::of_day(&history, on, &hierarchy, on));
    row("placing all reports on their own day", time);
    let (_, time) = timed(|| black_box(Placements::of_day(&history, CivilDate::MIN, &hierarchy, on)));
    row("placing reports of the first day after a reform", time);
    let (tree, time) = timed(|| Arc::new(Tree::new(&hierarchy, &placements)));
    row("tree", time);

    let reporters: Vec<UnitId> = if hamlets > 0 {
        (0..hamlets).map(|n| unit(3, n)).collect()
    } else {
        (0..COMMUNES).map(|n| unit(2, n)).collect()
    };
    let mut seed = 7;
    let reports: Vec<(UnitId, Counted)> = reporters.iter().map(|unit| (*unit, report(&mut seed, on))).collect();
    let status = Status::Received { on_time: true, state: State::Approved };
    let statuses: Vec<(UnitId, Status)> = reporters.iter().map(|unit| (*unit, status)).collect();
    let copies = reports.clone();
    let (live, time) = timed(|| LiveTotals::build(Shape::of(form), Arc::clone(&tree), copies, statuses));
    let mut live = live?;
    row(&format!("build of {} reports", reports.len()), time);

    let changed: Vec<(UnitId, Counted)> =
        reporters.iter().step_by(7).map(|unit| (*unit, report(&mut seed, on))).collect();
    let count = changed.len();
    let (outcome, time) = timed(|| changed.into_iter().try_for_each(|(unit, report)| live.set(unit, Some(report))));
    outcome?;
    row("set: a report replaced by another", time / u32::try_from(count)?);
    let (outcome, time) = timed(|| {
        reporters.iter().step_by(7).try_for_each(|unit| {
            let report = live.report(*unit).cloned();
            live.set(*unit, None)?;
            live.set(*unit, report)
        })
    });
    outcome?;
    row("set: a report withdrawn, and put back", time / u32::try_from(count)?);
    for (name, unit) in
        [("the country", unit(0, 0)), ("a province", unit(1, 3)), ("a commune", unit(2, 5)), ("a leaf", reporters[9])]
    {
        let (_, time) = timed(|| (0..1_000).for_each(|_| drop(black_box(live.totals(black_box(unit))))));
        row(&format!("totals of {name}"), time / 1_000);
    }
    println!("{:<52}{:>10.1} MB", "memory of the totals and reports", megabytes(live.memory_bytes()));
    println!("{:<52}{:>10.1} MB", "memory of the tree", megabytes(tree.memory_bytes()));
    Ok(())
}

/// Country, provinces, communes, hamlets; every commune came from two older ones, every third of those divided.
fn country(
    hamlets: u32,
    begin: CivilDate,
    reform: CivilDate,
) -> Result<(Vec<UnitVersion>, Vec<Succession>), Box<dyn Error>> {
    let mut versions = vec![version(unit(0, 0), None, UnitKind::Other, Validity::since(begin))?];
    for n in 0..PROVINCES {
        versions.push(version(unit(1, n), Some(unit(0, 0)), UnitKind::Province, Validity::since(begin))?);
    }
    let mut successions = Vec::new();
    for n in 0..COMMUNES {
        let province = Some(unit(1, n % PROVINCES));
        versions.push(version(unit(2, n), province, UnitKind::Commune, Validity::since(reform))?);
        for old in [2 * n, 2 * n + 1] {
            let valid = Validity::between(begin, Some(reform)).ok_or("no time")?;
            versions.push(version(unit(4, old), province, UnitKind::Commune, valid)?);
            let is_divided = old % 3 == 0;
            successions.push(Succession { from: unit(4, old), to: unit(2, n), on: reform, whole: !is_divided });
            if is_divided {
                let other = unit(2, (n + PROVINCES) % COMMUNES);
                successions.push(Succession { from: unit(4, old), to: other, on: reform, whole: false });
            }
        }
    }
    for n in 0..hamlets {
        versions.push(version(unit(3, n), Some(unit(2, n % COMMUNES)), UnitKind::Other, Validity::since(begin))?);
    }
    Ok((versions, successions))
}

fn version(
    unit: UnitId,
    parent: Option<UnitId>,
    kind: UnitKind,
    valid: Validity,
) -> Result<UnitVersion, Box<dyn Error>> {
    let code = UnitCode::parse(&unit.to_string()).ok_or("no code")?;
    Ok(UnitVersion { unit, code, name: format!("Đơn vị {unit}"), kind, parent, valid })
}

fn unit(level: u8, number: u32) -> UnitId {
    let [a, b, c, d] = number.to_be_bytes();
    UnitId::new(Instant::UNIX_EPOCH, [0, level, a, b, c, d, 0, 0, 0, 0])
}

/// A report with every cell filled: nine in ten figures small, one of money.
fn report(seed: &mut u64, on: CivilDate) -> Counted {
    let numbers: Vec<Option<i64>> = (0..CELLS)
        .map(|cell| {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let limit = if cell % 10 == 0 { 50_000_000 } else { 300 };
            i64::try_from((*seed >> 33) % limit).ok()
        })
        .collect();
    Counted { revision: 1, received_on: on, numbers: PackedNumbers::pack(&numbers) }
}

fn form_source() -> String {
    let mut source = String::from(
        "id = \"speed\"\nversion = 1\ntitle = { vi = \"Biểu đo\" }\n[[breakdown]]\nid = \"level\"\nlabel = { vi = \"Theo cấp\" }\n\
         covers = \"whole\"\npart = [{ id = \"a\", label = { vi = \"A\" } }, { id = \"b\", label = { vi = \"B\" } }, \
         { id = \"c\", label = { vi = \"C\" } }]\n[[group]]\nid = \"all\"\ntitle = { vi = \"Mọi chỉ tiêu\" }\n",
    );
    for item in 0..ITEMS {
        let roll_up = match item % 20 {
            18 => "max",
            19 => "last",
            _ => "sum",
        };
        let _ = write!(
            source,
            "[[group.item]]\nid = \"i{item}\"\nlabel = {{ vi = \"Chỉ tiêu {item}\" }}\nunit = {{ vi = \"người\" }}\n\
             roll_up = \"{roll_up}\"\nbreakdowns = [\"level\"]\n"
        );
    }
    source
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Stopwatch::now();
    let made = work();
    (made, started.elapsed())
}

fn row(what: &str, time: Duration) {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1_000.0 {
        println!("{what:<52}{micros:>10.1} µs");
    } else {
        println!("{what:<52}{:>10.1} ms", micros / 1e3);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
