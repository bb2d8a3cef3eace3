//! The units of Vietnam are taken into a store, once, and what somebody changed there stays.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

mod support;

use app::explain::{Class, Explain};
use app::places::{self, PlacesError};
use app::units::{self, Loaded, NewUnit, load_vietnam};
use app::{Actor, Context, FixedWorld, Kept, Person};
use domain::access::{Grant, Role};
use domain::unit::{Hierarchy, UnitKind};
use domain::{CivilDate, Instant, PersonId, UnitId};
use locale::Language;
use std::time::Instant as Clock;
use store::Store;
use support::empty_store;

const BEFORE: CivilDate = CivilDate::constant(2025, 6, 30);
const NOW: CivilDate = CivilDate::constant(2026, 11, 15);

fn world() -> FixedWorld {
    FixedWorld("2026-11-15T05:00:00Z".parse::<Instant>().unwrap())
}

fn hierarchy(store: &Store, day: CivilDate) -> Hierarchy {
    let versions = store.read(|session| session.unit_versions()).unwrap();
    Hierarchy::as_of(day, versions).unwrap()
}

#[test]
fn the_country_is_loaded_once_with_its_past() {
    let (store, world) = (empty_store(), world());
    let context = Context::of_operator(&store, &world, "thử");
    let loaded = load_vietnam(context).unwrap();
    // 14,001 units and the country above them.
    assert_eq!((loaded.added, loaded.continued, loaded.same), (14_002, 0, 0));
    assert!(loaded.kept.is_empty() && loaded.successions > 14_000);

    let (then, now) = (hierarchy(&store, BEFORE), hierarchy(&store, NOW));
    assert_eq!((then.len(), now.len()), (1 + 63 + 696 + 10_035, 1 + 34 + 3_321));
    assert_eq!((then.roots().len(), now.roots().len()), (1, 1));
    let line = |hierarchy: &Hierarchy, code: &str| {
        let unit = hierarchy.by_code(code).unwrap();
        let names = hierarchy.ancestors(unit.unit).into_iter().map(|above| hierarchy.get(above).unwrap().name.clone());
        std::iter::once(unit.name.clone()).chain(names).collect::<Vec<_>>()
    };
    assert_eq!(line(&then, "00004"), ["Phường Trúc Bạch", "Quận Ba Đình", "Thành phố Hà Nội", "Việt Nam"]);
    assert_eq!(line(&now, "00004"), ["Phường Ba Đình", "Thành phố Hà Nội", "Việt Nam"]);
    // The same code, two units; the same province.
    assert_ne!(then.by_code("00004").unwrap().unit, now.by_code("00004").unwrap().unit);
    assert_eq!(then.by_code("01").unwrap().unit, now.by_code("01").unwrap().unit);
    assert_eq!(now.by_code("75").unwrap().name, "Thành phố Đồng Nai");

    let again = load_vietnam(context).unwrap();
    assert_eq!(again, Loaded { same: 14_002, ..Loaded::default() });
}

#[test]
fn two_installations_know_the_same_units_by_the_same_ids() {
    let world = world();
    let ids = || {
        let store = empty_store();
        load_vietnam(Context::of_operator(&store, &world, "thử")).unwrap();
        let now = hierarchy(&store, NOW);
        ["VN", "01", "00004", "26368"].map(|code| now.by_code(code).unwrap().unit)
    };
    assert_eq!(ids(), ids());
}

#[test]
fn what_somebody_changed_stays_and_loading_again_says_so() {
    let (store, world) = (empty_store(), world());
    let context = Context::of_operator(&store, &world, "thử");
    load_vietnam(context).unwrap();
    let renamed = NewUnit {
        code: "00004".into(),
        name: "Phường Ba Đình Mẫu".into(),
        kind: UnitKind::Commune,
        parent: Some("01".into()),
    };
    units::change(context, "00004", &renamed, CivilDate::constant(2026, 12, 1)).unwrap();
    let again = load_vietnam(context).unwrap();
    assert_eq!((again.same, again.added, again.continued), (14_001, 0, 0));
    assert_eq!(again.kept.iter().map(ToString::to_string).collect::<Vec<_>>(), ["00004"]);
    let later = hierarchy(&store, CivilDate::constant(2026, 12, 2));
    assert_eq!(later.by_code("00004").unwrap().name, "Phường Ba Đình Mẫu");
}

#[test]
fn a_code_that_is_taken_is_refused_and_nothing_is_stored() {
    let (store, world) = (empty_store(), world());
    let context = Context::of_operator(&store, &world, "thử");
    let taken = NewUnit { code: "01".into(), name: "Tỉnh Mẫu".into(), kind: UnitKind::Province, parent: None };
    units::add(context, &taken, CivilDate::constant(2026, 1, 1)).unwrap();
    let refused = load_vietnam(context).unwrap_err();
    assert!(matches!(refused, units::UnitsError::CodeTaken(_)), "{refused}");
    assert_eq!(hierarchy(&store, NOW).len(), 1);
}

#[test]
fn only_who_manages_everything_loads_the_country() {
    let (store, world) = (empty_store(), world());
    let context = Context::of_operator(&store, &world, "thử");
    let province = |code: &str| NewUnit {
        code: code.into(),
        name: format!("Tỉnh Mẫu {code}"),
        kind: UnitKind::Province,
        parent: None,
    };
    let day = CivilDate::constant(2026, 1, 1);
    let unit: UnitId = units::add(context, &province("A"), day).unwrap();
    units::add(context, &province("B"), day).unwrap();
    for role in Role::ALL {
        let grants = [Grant { unit, role }];
        let id = PersonId::new(world.0, [7; 10]);
        let person = Person { id, name: "Người Thử", grants: &grants, only_reads: false };
        let asked = Context { actor: Actor::Person(person), ..context };
        assert_eq!(load_vietnam(asked).unwrap_err().class(), Class::Forbidden, "{role:?}");
    }
}

/// Minutes would be a defect; the machine of a test may be busy.
#[test]
fn loading_takes_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let store = Kept::from(Store::open(folder.path()).unwrap());
    let world = world();
    let began = Clock::now();
    load_vietnam(Context::of_operator(&store, &world, "thử")).unwrap();
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

#[test]
fn a_name_under_another_unit_is_refused_with_the_nearest() {
    for wanted in ["Tân Tiến, Vĩnh Phúc", "phường Trúc Bạch, Cà Mau"] {
        let refused = places::history(wanted, NOW).unwrap_err();
        assert!(matches!(refused, PlacesError::Elsewhere { .. }), "{wanted}: {refused:?}");
        let told = refused.explain(Language::Vi);
        assert!(told.contains(wanted) && told.contains("gần nhất là"), "{told}");
    }
    let several = places::history("Tân Tiến", NOW).unwrap_err().explain(Language::Vi);
    assert!(several.contains("đơn vị khác"), "{several}");
    let found = places::history("phường Trúc Bạch, Hà Nội", NOW).unwrap();
    assert_eq!(found.place.version.name, "Trúc Bạch");
}
