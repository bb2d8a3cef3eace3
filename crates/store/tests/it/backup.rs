//! Copies of the whole store, and looking for damage.

use crate::common::{campaign_id, open_campaign, revision, submit, talks, unit_id};
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Store, StoreError};

#[test]
fn a_copy_made_while_others_write_is_a_whole_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("goc")).unwrap();
    store.write(|session| open_campaign(session, 200)).unwrap();
    let stop = AtomicBool::new(false);
    let copies = std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 1..=200 {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                store.write(|session| submit(session, unit_id(n), &revision(1, talks(n.into())), 1)).unwrap();
            }
        });
        let copies: Vec<_> = (0..4)
            .map(|n| {
                let copy = folder.path().join(format!("ban-sao-{n}"));
                fs::create_dir(&copy).unwrap();
                let facts = store.backup(&copy.join("chungtay.db")).unwrap();
                assert_eq!(facts.schema, 4);
                assert_eq!(fs::metadata(copy.join("chungtay.db")).unwrap().len(), facts.bytes);
                assert_eq!(fs::read_dir(&copy).unwrap().count(), 1, "one file and nothing beside it");
                copy
            })
            .collect();
        stop.store(true, Ordering::Relaxed);
        copies
    });
    let mut reports = 0;
    for copy in copies {
        let copy = Store::open(&copy).unwrap();
        assert_eq!(copy.check().unwrap().problems, Vec::<String>::new());
        let heads = copy.read(|session| session.reports(campaign_id())).unwrap();
        for (unit, head) in &heads {
            let stored = copy.read(|session| session.revision(campaign_id(), *unit, head.latest_revision)).unwrap();
            assert!(stored.is_some(), "half a report");
        }
        assert!(heads.len() >= reports, "a later copy has less");
        reports = heads.len();
    }
}

#[test]
fn a_copy_is_not_made_over_a_file_and_leaves_nothing_when_it_fails() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("goc")).unwrap();
    let there = folder.path().join("co-san.db");
    fs::write(&there, "của người khác").unwrap();
    let refusal = store.backup(&there).unwrap_err();
    assert!(matches!(refusal, StoreError::FileExists), "{refusal}");
    assert_eq!(fs::read_to_string(&there).unwrap(), "của người khác");

    let nowhere = store.backup(&folder.path().join("khong-co/ban-sao.db")).unwrap_err();
    assert!(matches!(nowhere, StoreError::ReadOnly), "{nowhere}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_store_in_memory_can_be_copied_to_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_in_memory().unwrap();
    store.write(|session| open_campaign(session, 3)).unwrap();
    store.backup(&folder.path().join("chungtay.db")).unwrap();
    let copy = Store::open(folder.path()).unwrap();
    assert_eq!(copy.read(|session| session.reporters(campaign_id())).unwrap().len(), 3);
}

#[test]
fn a_check_measures_and_finds_damage() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    store.write(|session| open_campaign(session, 100)).unwrap();
    let health = store.check().unwrap();
    assert_eq!((health.schema, health.known_schema, health.problems.len()), (4, 4, 0));
    assert!(health.wal_bytes > 0, "written and not yet moved over");
    drop(store);

    let store = Store::open(folder.path()).unwrap();
    let health = store.check().unwrap();
    assert_eq!(health.file_bytes, health.pages * health.page_bytes);
    drop(store);

    // The page that names most units loses its list of cells.
    let file = folder.path().join("chungtay.db");
    let mut bytes = fs::read(&file).unwrap();
    let page = usize::try_from(health.page_bytes).unwrap();
    let named = |n: &usize| bytes[n * page..(n + 1) * page].windows(3).filter(|window| window == b"AG-").count();
    let at = (1..bytes.len() / page).max_by_key(named).unwrap() * page;
    bytes[at + 8..at + 200].fill(0xEE);
    fs::write(&file, bytes).unwrap();
    let outcome = Store::open(folder.path()).and_then(|store| store.check());
    assert!(
        matches!(&outcome, Err(StoreError::Corrupt { .. })) || outcome.as_ref().is_ok_and(|h| !h.problems.is_empty()),
        "{outcome:?}"
    );
}
