//! The two engines, and a made-up province with a campaign, for the tests of what is stored.

use domain::campaign::Campaign;
use domain::form::{CellKey, FormVersion, Slug};
use domain::report::{Action, Content, Event, Figure, Revision, Value};
use domain::time::Validity;
use domain::unit::{UnitCode, UnitKind, UnitVersion};
use domain::{CampaignId, CivilDate, Instant, UnitId};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use std::sync::OnceLock;
use store::{HandedIn, Location, Session, Store, StoreError};

/// What a store may lie on; a test is told which.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Makes two tests of each function that takes an [`Engine`].
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $test() {
                super::$test($crate::common::Engine::Sqlite);
            })+
        }
        mod postgres {
            $(#[test]
            fn $test() {
                super::$test($crate::common::Engine::Postgres);
            })+
        }
    };
}

impl Engine {
    /// An empty store that is not opened again.
    pub(crate) fn store(self) -> Store {
        match self {
            Self::Sqlite => Store::open_in_memory().unwrap(),
            Self::Postgres => Store::open_at(&Location::on_server("unused", &fresh()).unwrap()).unwrap(),
        }
    }
}

/// The address of a database with the tables made, which takes longer than copying them.
fn fresh() -> String {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let server = test_postgres::shared();
    let template = TEMPLATE.get_or_init(|| {
        let address = test_postgres::database();
        drop(Store::open_at(&Location::on_server("unused", &address).unwrap()).unwrap());
        test_postgres::name_in(&address).to_owned()
    });
    server.copy_of(template)
}

/// Where a store can be opened again and again, also by others.
pub(crate) struct Place {
    pub(crate) location: Location,
    /// The folder, or the address.
    pub(crate) word: String,
    _folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let word = match engine {
            Engine::Sqlite => folder.path().display().to_string(),
            Engine::Postgres => fresh(),
        };
        Self { location: Location::parse(&word, folder.path()).unwrap(), word, _folder: folder }
    }

    pub(crate) fn open(&self) -> Store {
        Store::open_at(&self.location).unwrap()
    }
}

/// Tries a law on so many inputs; on a server, where each wants a database, on fewer.
pub(crate) fn holds<S: Strategy>(engine: Engine, cases: u32, inputs: &S, law: impl Fn(S::Value) -> TestCaseResult) {
    let cases = if matches!(engine, Engine::Sqlite) { cases } else { cases.div_ceil(4) };
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(inputs, law).unwrap();
}

/// A moment of the campaign, `seconds` after it began.
pub(crate) fn moment(seconds: i64) -> Instant {
    Instant::from_second(1_794_700_000 + seconds).unwrap()
}

pub(crate) fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

/// The unit number `n` of the made-up province.
pub(crate) fn unit_id(n: u8) -> UnitId {
    UnitId::new(moment(i64::from(n)), [n; 10])
}

pub(crate) fn unit(n: u8, name: &str, parent: Option<UnitId>) -> UnitVersion {
    UnitVersion {
        unit: unit_id(n),
        code: UnitCode::parse(&format!("AG-{n:03}")).unwrap(),
        name: name.to_owned(),
        kind: if n == 0 { UnitKind::Province } else { UnitKind::Commune },
        parent,
        valid: Validity::since(day("2025-07-01")),
    }
}

pub(crate) fn form() -> FormVersion {
    FormVersion { id: Slug::parse("bieu-thang-hanh-dong").unwrap(), version: 1 }
}

pub(crate) fn campaign_id() -> CampaignId {
    CampaignId::new(moment(0), [7; 10])
}

pub(crate) fn campaign() -> Campaign {
    Campaign {
        id: campaign_id(),
        root: unit_id(0),
        name: "Tháng hành động năm 2026 tại tỉnh An Giao".to_owned(),
        year: 2026,
        theme: Some("Mỗi người một việc".to_owned()),
        period: (day("2026-11-15"), day("2026-12-15")),
        due_on: day("2026-12-20"),
        plan_number: None,
        plan_digest: "ab12".to_owned(),
        form: form(),
        opened_at: moment(60),
    }
}

/// Stores the province (unit 0), `communes` communes, the form and the campaign.
pub(crate) fn open_campaign(session: &Session<'_>, communes: u8) -> Result<(), StoreError> {
    session.add_unit(&unit(0, "Tỉnh An Giao", None), moment(0))?;
    for n in 1..=communes {
        session.add_unit(&unit(n, &format!("Xã Hòa Lộc {n}"), Some(unit_id(0))), moment(0))?;
    }
    session.add_form(&form(), "id = \"bieu-thang-hanh-dong\"", "f0", moment(0))?;
    session.add_campaign(&campaign())?;
    session.add_reporters(campaign_id(), &(1..=communes).map(unit_id).collect::<Vec<_>>())
}

pub(crate) fn store_with_campaign(engine: Engine, communes: u8) -> Store {
    let store = engine.store();
    store.write(|session| open_campaign(session, communes)).unwrap();
    store
}

pub(crate) fn talks(count: i64) -> Content {
    let figure = Figure { value: Value::Number(count), at: Some("E12".to_owned()), reason: None };
    Content { figures: [(CellKey::parse("talks").unwrap(), figure)].into(), prose: Default::default() }
}

pub(crate) fn revision(number: u32, content: Content) -> Revision {
    Revision {
        number,
        content,
        file_name: format!("bao-cao-{number}.xlsx"),
        file_digest: format!("d{number}"),
        received_on: day("2026-12-10"),
        recorded_at: moment(i64::from(number)),
        recorded_by: "Nguyễn Thị Mẫu".to_owned(),
    }
}

pub(crate) fn event(sequence: u32, action: Action, revision: u32) -> Event {
    let reason = matches!(action, Action::Return | Action::Reopen).then(|| "Thiếu số liệu mục 2".to_owned());
    Event { sequence, action, revision, at: moment(i64::from(sequence)), by: "Trần Văn Thử".to_owned(), reason }
}

/// Takes in a revision as a use case does: its file, the revision, the event.
pub(crate) fn submit(
    session: &Session<'_>,
    unit: UnitId,
    revision: &Revision,
    sequence: u32,
) -> Result<(), StoreError> {
    let event = event(sequence, Action::Submit, revision.number);
    session.hand_in(&[HandedIn { campaign: campaign_id(), unit, revision, bytes: b"PK\x03\x04", event: &event }])
}
