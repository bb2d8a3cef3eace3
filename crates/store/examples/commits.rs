//! Durable changes a second, alone and many at once, with commits shared and not: `cargo run --release -p store --example
//! commits -- [folder or postgres://…]`. A change is a report of 20 kB with its file and event.

use domain::campaign::Campaign;
use domain::form::{CellKey, FormVersion, Slug};
use domain::report::{Action, Content, Event, Figure, Revision, Value};
use domain::time::Validity;
use domain::unit::{UnitCode, UnitKind, UnitVersion};
use domain::{CampaignId, CivilDate, Instant, UnitId};
use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use store::{HandedIn, Location, Session, Store, StoreError};

const UNITS: u16 = 3_000;
const FOR: Duration = Duration::from_secs(4);
const CELLS: u32 = 400;
const DAY: CivilDate = CivilDate::constant(2026, 11, 15);

fn unit(n: u16) -> UnitId {
    let [high, low] = n.to_be_bytes();
    UnitId::new(Instant::UNIX_EPOCH, [high, low, 0, 0, 0, 0, 0, 0, 0, 1])
}

fn campaign() -> CampaignId {
    CampaignId::new(Instant::UNIX_EPOCH, [7; 10])
}

fn open(session: &Session<'_>) -> Result<(), Box<dyn Error>> {
    for n in 0..UNITS {
        let version = UnitVersion {
            unit: unit(n),
            code: UnitCode::parse(&format!("X-{n}")).ok_or("a code")?,
            name: format!("Xã số {n}"),
            kind: UnitKind::Commune,
            parent: None,
            valid: Validity::since(DAY),
        };
        session.add_unit(&version, Instant::UNIX_EPOCH)?;
    }
    let form = FormVersion { id: Slug::parse("do").ok_or("a name")?, version: 1 };
    session.add_form(&form, "", "f", Instant::UNIX_EPOCH)?;
    session.add_campaign(&Campaign {
        id: campaign(),
        root: unit(0),
        name: "Đo".to_owned(),
        year: 2026,
        theme: None,
        period: (DAY, DAY),
        due_on: DAY,
        plan_number: None,
        plan_digest: "p".to_owned(),
        form,
        opened_at: Instant::UNIX_EPOCH,
    })?;
    Ok(())
}

fn hand_in(session: &Session<'_>, n: u32, content: &Content) -> Result<(), StoreError> {
    let (unit, number) = (unit((n % u32::from(UNITS)) as u16), n / u32::from(UNITS) + 1);
    let digest = format!("d{n}");
    let revision = Revision {
        number,
        content: content.clone(),
        file_name: "bao-cao.xlsx".to_owned(),
        file_digest: digest,
        received_on: DAY,
        recorded_at: Instant::UNIX_EPOCH,
        recorded_by: "Đo".to_owned(),
    };
    let event = Event {
        sequence: number,
        action: Action::Submit,
        revision: number,
        at: Instant::UNIX_EPOCH,
        by: "Đo".to_owned(),
        reason: None,
    };
    let bytes = &[0xA5; 4_000];
    session.hand_in(&[HandedIn { campaign: campaign(), unit, revision: &revision, bytes, event: &event }])
}

fn main() -> Result<(), Box<dyn Error>> {
    let word = std::env::args().nth(1).unwrap_or_else(|| "commits-data".to_owned());
    let store = Store::open_at(&Location::parse(&word, std::path::Path::new("."))?)?;
    store.write(open)?;
    let figure = |n| Figure { value: Value::Number(i64::from(n)), at: Some(format!("E{n}")), reason: None };
    let cells = (0..CELLS).filter_map(|n| Some((CellKey::parse(&format!("cell-{n}"))?, figure(n))));
    let content = Content { figures: cells.collect(), ..Content::default() };
    let (next, alone) = (AtomicU32::new(0), Mutex::new(()));
    for (threads, shared) in [(1, true), (64, false), (64, true)] {
        let (began, first) = (std::time::Instant::now(), next.load(Ordering::Relaxed));
        std::thread::scope(|scope| {
            let run = || {
                while began.elapsed() < FOR {
                    // Numbers of one unit follow one another, as they lie thousands of changes apart.
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let turn = (!shared).then(|| alone.lock());
                    store.write(|session| hand_in(session, n, &content))?;
                    drop(turn);
                }
                Ok::<(), StoreError>(())
            };
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
            threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a panic")?.map_err(|e| e.to_string()))
        })?;
        let done = f64::from(next.load(Ordering::Relaxed) - first) / began.elapsed().as_secs_f64();
        let how = if shared { "commits shared" } else { "each its own commit" };
        println!("{threads:>3} threads, {how:<20} {done:>8.0} changes/s");
    }
    Ok(())
}
