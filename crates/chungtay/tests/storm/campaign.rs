//! The campaign reported to: its plan, its units, a small form, and what each unit hands in.

use crate::servers::Installation;
use app::World;
use app::campaign::Loaded;
use domain::form::{CellKey, SectionId};
use domain::report::{Content, Figure, Value};
use domain::time::day_in_vietnam;
use locale::Language;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use store::{Location, Store};

const PLAN: &str = include_str!("../small/plan.txt");

const FORM: &str = include_str!("../small/form.toml");

/// What a unit hands in the first time, or the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Report {
    /// 1, 2, 3 … among the units.
    pub(crate) unit: usize,
    /// 1, or 2 when the unit thought better of it.
    pub(crate) turn: u32,
}

impl Report {
    /// The code of its unit.
    pub(crate) fn code(self) -> String {
        format!("AG-{:04}", self.unit)
    }

    /// Whether its unit types it in, instead of sending a file.
    pub(crate) fn is_typed(self) -> bool {
        self.unit.is_multiple_of(10)
    }

    /// How often its unit hands in.
    pub(crate) fn turns(self) -> u32 {
        if self.unit.is_multiple_of(4) { 2 } else { 1 }
    }

    /// Whether it is sent by somebody whose network goes away meanwhile, and who sends it again at once; when.
    pub(crate) fn loses_its_network_after(self) -> Option<Duration> {
        let moment = u64::try_from(self.unit / 7 % 5).unwrap_or(0);
        self.unit.is_multiple_of(7).then(|| Duration::from_millis(40 * moment))
    }

    fn numbers(self) -> [(&'static str, i64); 3] {
        let count = i64::try_from(self.unit).unwrap() + 10_000 * i64::from(self.turn);
        [("talks", count), ("people", 40 * count), ("people/women.female", 21 * count)]
    }

    fn prose(self) -> String {
        format!("Xã Mẫu {} tổ chức nói chuyện tại nhà văn hóa các thôn, tổng hợp lần {}.", self.unit, self.turn)
    }

    /// What it says, which no other one does.
    pub(crate) fn content(self) -> Content {
        let figure = |(key, number)| {
            (CellKey::parse(key).unwrap(), Figure { value: Value::Number(number), at: None, reason: None })
        };
        Content {
            figures: self.numbers().map(figure).into(),
            prose: [(SectionId::parse("results").unwrap(), self.prose())].into(),
        }
    }

    /// The same as the API takes it.
    pub(crate) fn json(self) -> serde_json::Value {
        let figures: serde_json::Map<_, _> =
            self.numbers().map(|(key, n)| (key.to_owned(), n.into())).into_iter().collect();
        serde_json::json!({ "figures": figures, "prose": { "results": self.prose() } })
    }

    /// The filled form.
    pub(crate) fn file(self, loaded: &Loaded) -> Vec<u8> {
        let unit = loaded.unit(Some(&self.code())).unwrap().unit;
        app::form::filled(loaded, unit, &self.content(), Language::Vi).unwrap()
    }
}

/// Opens the campaign of this year, of so many communes.
pub(crate) fn open(installation: &Installation, desk: &Path, units: usize) {
    let today = day_in_vietnam(app::SystemWorld.now());
    // A server whose clock is behind must not be in the year before the campaign's.
    let year = today.yesterday().unwrap().year();
    let file = |name: &str, text: &str| {
        std::fs::write(desk.join(name), text).unwrap();
        desk.join(name).display().to_string()
    };
    let plan = file("plan.txt", &PLAN.replace("YEAR", &year.to_string()));
    let form = file("form.toml", FORM);
    let communes: String = (1..=units).map(|n| format!("AG-{n:04},Xã Mẫu {n},xã,AG\n")).collect();
    let units = file("units.csv", &format!("mã,tên,loại,cấp trên\nAG,Tỉnh An Giao,tỉnh,\n{communes}"));
    let mut open = installation.command(&["campaign", "open", "--plan", &plan, "--units", &units, "--form", &form]);
    assert!(open.stdout(Stdio::null()).status().unwrap().success());
}

/// Reads the campaign as whoever fills in forms has it.
pub(crate) fn load(store: &Store) -> Loaded {
    store.read(|session| app::campaign::load(session, app::campaign::find(session, None)?, None)).unwrap()
}

/// Opens the store from here.
pub(crate) fn store(folder: &Path, database: &str) -> Store {
    let place = match database {
        "" => Location::in_folder(folder),
        address => Location::on_server(folder, address).unwrap(),
    };
    Store::open_at(&place).unwrap()
}
