//! A year of a country's reports, made through the same use cases as any other, and its totals asked for without a server
//! between. For `./bench country`; all figures are made up, and alike on every machine.
//!
//! ```text
//! country_data make DATA --year 2026 --plan plan.txt --units units.csv --form form.toml --kind commune
//!                        [--most N] [--hand-in N] [--forms FOLDER] [--figures FILE.csv]
//! country_data ask DATA --year 2026 --units VN,01 --days 2020-01-01,2026-12-20 --times N
//! ```
//! `make` opens the campaign, lets units of a kind report (at most N of them, spread evenly), and approves what came in. Of
//! `--hand-in N` units the reports are handed in, of all without it; the forms of the others are written to the folder, filled.
//! `ask` prints how long opening, the first and each later answer took, and the first answer. DATA is a data folder or a
//! `postgres://…` address.

use app::campaign::{self, Loaded, OpenCampaign};
use app::file::SourceFile;
use app::form::filled;
use app::report::{Decision, Submission, Which, decide, submit_uploaded};
use app::totals::totals;
use app::{Actor, Context, Kept, Person, SystemWorld, World};
use domain::access::{Grant, Role};
use domain::form::Form;
use domain::report::{Action, Content, Figure, Value};
use domain::unit::UnitVersion;
use domain::{CivilDate, PersonId};
use locale::Language;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::Instant;
use store::{Location, Store};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Reports made at a time, and handed in together.
const BATCH: usize = 64;
/// Items of a group of the form, each with a total and four parts.
const ITEMS: usize = 10;
const PARTS: usize = 5;

const SHARED: [&str; 3] = [
    "Đơn vị đã phân công lãnh đạo phụ trách và cán bộ theo dõi từng phần việc.",
    "Hoạt động được thực hiện đúng tiến độ, tiết kiệm và phù hợp với địa bàn.",
    "Các đoàn thể ở cơ sở cùng tham gia từ khâu chuẩn bị đến khâu đánh giá.",
];

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [command, data, options @ ..] = words.as_slice() else { return Err("make or ask, and the data".into()) };
    let options: HashMap<&str, &str> =
        options.chunks_exact(2).map(|pair| (pair[0].trim_start_matches("--"), pair[1].as_str())).collect();
    let place = Location::parse(data, Path::new("."))?;
    let began = Instant::now();
    let store = Kept::from(Store::open_at(&place)?);
    match command.as_str() {
        "make" => make(&store, &options),
        "ask" => ask(&store, &options, began),
        other => Err(format!("no command {other}").into()),
    }
}

fn option<'a>(options: &HashMap<&str, &'a str>, name: &str) -> Outcome<&'a str> {
    options.get(name).copied().ok_or_else(|| format!("--{name} is missing").into())
}

fn number(options: &HashMap<&str, &str>, name: &str) -> Outcome<Option<usize>> {
    Ok(options.get(name).map(|text| text.parse()).transpose()?)
}

fn make(store: &Kept, options: &HashMap<&str, &str>) -> Outcome<()> {
    let context = Context::of_operator(store, &SystemWorld, "Người Thử");
    let year: u64 = option(options, "year")?.parse()?;
    let file = |name| Ok::<_, Box<dyn Error + Send + Sync>>(SourceFile::read(Path::new(option(options, name)?))?);
    let request = OpenCampaign { plan: file("plan")?, units: file("units")?, form: Some(file("form")?), due_on: None };
    let opened = campaign::open(context, &request)?;
    let loaded = store.read(|session| campaign::load(session, opened.campaign, None))?;
    let kind = option(options, "kind")?;
    let below = loaded.hierarchy.subtree(loaded.campaign.root).into_iter();
    let mut units: Vec<&UnitVersion> =
        below.filter_map(|unit| loaded.hierarchy.get(unit)).filter(|version| version.kind.name() == kind).collect();
    if let Some(most) = number(options, "most")?.filter(|most| *most < units.len()) {
        units = (0..most).map(|at| units[at * units.len() / most]).collect();
    }
    if let Some(path) = options.get("figures") {
        write_figures(Path::new(path), &loaded.form, year, &units)?;
    }
    let handed_in = number(options, "hand-in")?.unwrap_or(units.len()).min(units.len());
    hand_in(context, &loaded, year, &units[..handed_in])?;
    if let Some(folder) = options.get("forms") {
        std::fs::create_dir_all(folder)?;
        let left: Vec<(usize, &UnitVersion)> = units.iter().copied().enumerate().skip(handed_in).collect();
        left.par_iter().try_for_each(|(at, unit)| {
            let bytes = report(&loaded, year, *at, unit)?;
            Ok::<_, Box<dyn Error + Send + Sync>>(std::fs::write(
                PathBuf::from(folder).join(format!("{}.xlsx", unit.code)),
                bytes,
            )?)
        })?;
    }
    println!("{}\t{}\t{handed_in}", loaded.campaign.id, units.len());
    Ok(())
}

/// Hands in the reports of units and approves them; while one batch is stored the next is made.
fn hand_in(context: Context<'_>, loaded: &Loaded, year: u64, units: &[&UnitVersion]) -> Outcome<()> {
    if units.is_empty() {
        return Ok(());
    }
    let campaign = Some(loaded.campaign.id.to_string());
    let received_on = CivilDate::new(loaded.campaign.year, 12, 10)?;
    let submission = Submission { campaign: campaign.clone(), received_on: Some(received_on) };
    let (hand_over, batches) = sync_channel::<Outcome<Vec<SourceFile>>>(0);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for (batch, of_batch) in units.chunks(BATCH).enumerate() {
                let made = of_batch.par_iter().enumerate().map(|(at, unit)| {
                    let bytes = report(loaded, year, batch * BATCH + at, unit)?;
                    Ok(SourceFile { name: format!("{}.xlsx", unit.code), bytes })
                });
                if hand_over.send(made.collect()).is_err() {
                    return;
                }
            }
        });
        let batches = batches;
        for batch in &batches {
            for (name, answer) in submit_uploaded(context, &submission, batch?)? {
                answer.map_err(|error| format!("{name}: {error}"))?;
            }
        }
        Ok::<_, Box<dyn Error + Send + Sync>>(())
    })?;
    decide(context, campaign.as_deref(), &Which::AllSubmitted, &Decision { action: Action::Approve, reason: None })?;
    Ok(())
}

/// The filled form of a unit, as it would send it.
fn report(loaded: &Loaded, year: u64, at: usize, unit: &UnitVersion) -> Outcome<Vec<u8>> {
    let content = content(&loaded.form, year, at, &unit.name);
    Ok(filled(loaded, unit.unit, &content, Language::Vi)?)
}

fn content(form: &Form, year: u64, at: usize, name: &str) -> Content {
    let cells = form.cells().iter().zip(figures(form, year, at));
    let figure = |value| Figure { value: Value::Number(value), at: None, reason: None };
    let figures = cells.map(|(cell, value)| (cell.key.clone(), figure(value))).collect();
    let mut dice = Dice::new(year, at, 2);
    let prose = form.sections().iter().map(|section| {
        let topic = section.title.in_language("vi").to_lowercase();
        let (shared, a, b) = (SHARED[dice.below(3) as usize], dice.below(28) + 2, dice.below(870) + 30);
        let text = format!(
            "{shared} {name} tổ chức {a} buổi sinh hoạt về {topic} với {b} người tham gia. Về {topic}, {name} đã hoàn \
             thành {b} phần việc và giúp {a} gia đình."
        );
        (section.id.clone(), text)
    });
    Content { figures, prose: prose.collect() }
}

/// All figures of a unit in a year, in the order of the form's cells; one unit in twenty has a slip that a check finds.
fn figures(form: &Form, year: u64, at: usize) -> Vec<i64> {
    let mut dice = Dice::new(year, at, 1);
    let mut values = Vec::with_capacity(form.cells().len());
    while values.len() < form.cells().len() {
        // What the checks of the form ask for, as in `generate.py`.
        let mut items: [i64; ITEMS] = std::array::from_fn(|_| dice.below(1_980) + 20);
        items[1] = items[1].min(items[0]);
        items[3] = items[0] - items[1] + items[2];
        items[4] = items[4].min(items[5] + items[6]);
        items[9] = items[9].min(items[8]);
        for total in items {
            let province = dice.below(total + 1);
            values.extend([total, province, total - province, dice.below(total + 1), dice.below(total + 1)]);
        }
    }
    if at % 20 == 7 {
        values[3 * PARTS + 3] = values[3 * PARTS] + 5;
    }
    values
}

/// Numbers that look random and are always the same: splitmix64.
struct Dice(u64);

impl Dice {
    fn new(year: u64, at: usize, stream: u64) -> Self {
        Self(year << 40 ^ (at as u64) << 4 ^ stream)
    }

    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        i64::try_from((z ^ (z >> 31)) % limit.unsigned_abs().max(1)).unwrap_or(0)
    }
}

/// One line a unit: its code, then its figures in the order of the form.
fn write_figures(path: &Path, form: &Form, year: u64, units: &[&UnitVersion]) -> Outcome<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    let keys: Vec<String> = form.cells().iter().map(|cell| cell.key.to_string()).collect();
    writeln!(out, "unit,{}", keys.join(","))?;
    let mut line = String::new();
    for (at, unit) in units.iter().enumerate() {
        line.clear();
        line.push_str(unit.code.as_str());
        for value in figures(form, year, at) {
            write!(line, ",{value}")?;
        }
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// Asks as an officer of the agency does, with what permission costs.
fn ask(store: &Kept, options: &HashMap<&str, &str>, began: Instant) -> Outcome<()> {
    let opened = began.elapsed();
    let year = option(options, "year")?;
    let root = store.read(|session| campaign::find(session, Some(year)))?.root;
    let grants = [Grant { unit: root, role: Role::Agency }];
    let id = PersonId::new(SystemWorld.now(), SystemWorld.random());
    let person = Person { id, name: "Người Thử", grants: &grants, only_reads: false };
    let context = Context { store, world: &SystemWorld, actor: Actor::Person(person), seen: None };
    let first = totals(context, Some(year), None, None)?;
    let cold = began.elapsed();
    let cells: Vec<String> = first
        .form
        .cells()
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let value = first.totals.value(at).map_or_else(|| "null".to_owned(), |value| value.to_string());
            format!("\"{}\":{value}", cell.key)
        })
        .collect();
    let times = number(options, "times")?.unwrap_or(200);
    let mut rows = Vec::new();
    for day in option(options, "days")?.split(',') {
        let day: CivilDate = day.parse()?;
        for unit in option(options, "units")?.split(',') {
            let once = Instant::now();
            let Ok(_) = totals(context, Some(year), Some(unit), Some(day)) else { continue };
            let once = once.elapsed();
            let many = Instant::now();
            for _ in 0..times {
                std::hint::black_box(totals(context, Some(year), Some(unit), Some(day))?);
            }
            let each = many.elapsed().as_secs_f64() / times as f64;
            rows.push(format!(
                "{{\"unit\":\"{unit}\",\"day\":\"{day}\",\"first\":{},\"each\":{each}}}",
                once.as_secs_f64()
            ));
        }
    }
    println!(
        "{{\"opened\":{},\"cold\":{},\"reports\":{},\"asked\":[{}],\"totals\":{{{}}}}}",
        opened.as_secs_f64(),
        cold.as_secs_f64(),
        first.totals.reports(),
        rows.join(","),
        cells.join(",")
    );
    Ok(())
}
