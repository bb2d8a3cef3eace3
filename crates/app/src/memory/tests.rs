use super::*;
use domain::time::Validity;
use domain::unit::{UnitCode, UnitKind, UnitVersion};
use domain::{CivilDate, Instant, UnitId};

fn unit(n: u8, from: CivilDate, until: Option<CivilDate>) -> UnitVersion {
    UnitVersion {
        unit: UnitId::new(Instant::UNIX_EPOCH, [n; 10]),
        code: UnitCode::parse(&format!("X{n}")).unwrap(),
        name: format!("Xã Mẫu {n}"),
        kind: UnitKind::Commune,
        parent: None,
        valid: Validity::between(from, until).unwrap(),
    }
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn kept(units: &[UnitVersion]) -> Kept {
    let kept = Kept::from(Store::open_in_memory().unwrap());
    kept.write(|session| units.iter().try_for_each(|unit| session.add_unit(unit, Instant::UNIX_EPOCH))).unwrap();
    kept
}

fn codes(kept: &Kept, on: CivilDate) -> Vec<String> {
    let directory = kept.read(|session| kept.memory.directory(session)).unwrap();
    let hierarchy = directory.hierarchy(on).unwrap();
    hierarchy.roots().iter().map(|unit| hierarchy.get(*unit).unwrap().code.to_string()).collect()
}

#[test]
fn the_directory_is_read_once_and_again_after_a_change() {
    let kept = kept(&[unit(1, day("2020-01-01"), None)]);
    let directory = || kept.read(|session| kept.memory.directory(session)).unwrap();
    let first = directory();
    assert!(Arc::ptr_eq(&first, &directory()));
    kept.write(|session| session.add_unit(&unit(2, day("2021-01-01"), None), Instant::UNIX_EPOCH)).unwrap();
    assert!(!Arc::ptr_eq(&first, &directory()));
    assert_eq!(codes(&kept, day("2026-01-01")), ["X1", "X2"]);
}

#[test]
fn days_between_two_changes_share_a_hierarchy_and_others_do_not() {
    let kept = kept(&[unit(1, day("2020-01-01"), Some(day("2025-07-01"))), unit(2, day("2025-07-01"), None)]);
    let directory = kept.read(|session| kept.memory.directory(session)).unwrap();
    let on = |text: &str| directory.hierarchy(day(text)).unwrap();
    assert!(Arc::ptr_eq(&on("2020-01-01"), &on("2025-06-30")));
    assert!(!Arc::ptr_eq(&on("2025-06-30"), &on("2025-07-01")));
    assert!(on("2019-12-31").is_empty());
    assert_eq!(
        (codes(&kept, day("2025-06-30")), codes(&kept, day("2025-07-01"))),
        (vec!["X1".into()], vec!["X2".into()])
    );
}

#[test]
fn what_a_change_read_and_then_took_back_is_not_kept() {
    let kept = kept(&[unit(1, day("2020-01-01"), None)]);
    let today = day("2026-01-01");
    let undone = kept.write(|session| {
        session.add_unit(&unit(2, day("2021-01-01"), None), Instant::UNIX_EPOCH)?;
        assert_eq!(kept.memory.directory(session)?.hierarchy(today).unwrap().len(), 2, "a change sees itself");
        Err::<(), _>(StoreError::Busy)
    });
    assert!(undone.is_err());
    // The next change makes the counter the same number as the one that was taken back.
    kept.write(|session| session.add_unit(&unit(3, day("2021-01-01"), None), Instant::UNIX_EPOCH)).unwrap();
    assert_eq!(codes(&kept, today), ["X1", "X3"]);
}
