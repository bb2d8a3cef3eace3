//! Everything from one place to another: backups, restoring them, moving between the engines.

use crate::common::{Engine, Place, campaign_id, event, moment, open_campaign, revision, submit, talks, unit_id};
use crate::people::person;
use domain::report::{Action, State};
use store::{Location, Session, Store, StoreError};

on_both_engines! {
    a_backup_made_while_others_write_holds_whole_changes,
    a_backup_is_restored_on_either_engine,
    an_installation_moves_to_the_other_engine_and_back,
    what_holds_data_is_not_filled,
}

/// Rows of many tables, with all that engines might treat differently in them.
fn fill(session: &Session<'_>) -> Result<(), StoreError> {
    open_campaign(session, 150)?;
    session.add_person(&person(1, "Mẫu \u{0}\u{1}.NT"))?;
    for n in 1..=100 {
        submit(session, unit_id(n), &revision(1, talks(n.into())), 1)?;
        session.append_event(campaign_id(), unit_id(n), &event(2, Action::Approve, 1), State::Approved)?;
    }
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(5_000_000).collect();
    session.add_file(unit_id(0), "lon", "lớn.bin", &bytes, moment(3))?;
    session.save_draft(campaign_id(), unit_id(1), 0, Some(&talks(9)), None, "\u{1}", moment(4))?;
    session.set_setting("mail", &serde_json::json!({"b": "\u{0}", "a": [1, null]}), "A", moment(5))
}

fn filled(engine: Engine) -> (Place, Store) {
    let place = Place::new(engine);
    let store = place.open();
    store.write(fill).unwrap();
    (place, store)
}

/// An empty place on an engine.
fn empty(engine: Engine) -> (tempfile::TempDir, Location) {
    let folder = tempfile::tempdir().unwrap();
    let location = match engine {
        Engine::Sqlite => Location::in_folder(folder.path().join("moi")),
        Engine::Postgres => Location::on_server(folder.path(), &test_postgres::database()).unwrap(),
    };
    (folder, location)
}

fn a_backup_made_while_others_write_holds_whole_changes(engine: Engine) {
    let place = Place::new(engine);
    let store = place.open();
    store.write(|session| open_campaign(session, 100)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copies: Vec<_> = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 1..=100 {
                store.write(|session| submit(session, unit_id(n), &revision(1, talks(n.into())), 1)).unwrap();
            }
        });
        let mut copies = Vec::new();
        while copies.len() < 2 || !writer.is_finished() && copies.len() < 6 {
            let file = folder.path().join(format!("{}.db", copies.len()));
            let made = store.backup(&file).unwrap();
            assert_eq!(std::fs::metadata(&file).unwrap().len(), made.bytes);
            copies.push(file);
        }
        copies
    });
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), copies.len(), "one file each and nothing beside it");
    for copy in copies {
        let (_folder, location) = empty(Engine::Sqlite);
        Store::restore(&copy, &location).unwrap();
        let copy = Store::open_at(&location).unwrap();
        for (unit, head) in copy.read(|session| session.reports(campaign_id())).unwrap() {
            let stored = copy.read(|session| session.revision(campaign_id(), unit, head.latest_revision)).unwrap();
            assert!(stored.is_some() && head.events == 1, "half a report");
        }
    }
}

fn a_backup_is_restored_on_either_engine(engine: Engine) {
    let (_place, store) = filled(engine);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sao-luu.db");
    let made = store.backup(&file).unwrap();
    assert_eq!(made.digest, store.digest().unwrap());
    assert!(matches!(store.backup(&file), Err(StoreError::FileExists)));
    for to in [Engine::Sqlite, Engine::Postgres] {
        let (_folder, location) = empty(to);
        let restored = Store::restore(&file, &location).unwrap();
        assert_eq!(restored.to, made.digest);
        assert!(matches!(Store::restore(&file, &location), Err(StoreError::NotEmpty)), "{to:?}");
        let copy = Store::open_at(&location).unwrap();
        assert_eq!(copy.digest().unwrap(), made.digest);
        // It is worked on like any other.
        copy.write(|session| submit(session, unit_id(120), &revision(1, talks(1)), 1)).unwrap();
        assert_ne!(copy.digest().unwrap(), made.digest);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the backup");
}

fn an_installation_moves_to_the_other_engine_and_back(engine: Engine) {
    let (_place, store) = filled(engine);
    let other = if matches!(engine, Engine::Sqlite) { Engine::Postgres } else { Engine::Sqlite };
    let before = store.digest().unwrap();
    let ((_there, there), (_back, back)) = (empty(other), empty(engine));
    assert_eq!(store.move_to(&there).unwrap().to, before);
    let moved = Store::open_at(&there).unwrap();
    let returned = moved.move_to(&back).unwrap();
    assert_eq!((&returned.from, &returned.to), (&before, &before));
    assert!(before.rows() > 500);
    assert_eq!(store.digest().unwrap(), before, "the first place is as it was");
    let same = |look: fn(&Session<'_>) -> Result<String, StoreError>| {
        assert_eq!(moved.read(look).unwrap(), store.read(look).unwrap());
    };
    same(|s| Ok(format!("{:?}", s.latest(campaign_id())?)));
    same(|s| Ok(format!("{:?} {:?}", s.people()?, s.setting("mail")?)));
    same(|s| Ok(format!("{:?} {:?}", s.unit_versions()?, s.file(unit_id(0), "lon")?)));
}

fn what_holds_data_is_not_filled(engine: Engine) {
    let (place, store) = filled(Engine::Sqlite);
    let (taken, _held) = filled(engine);
    let before = taken.open().digest().unwrap();
    assert!(matches!(store.move_to(&taken.location), Err(StoreError::NotEmpty)));
    let file = place.location.folder().join("sao-luu.db");
    store.backup(&file).unwrap();
    assert!(matches!(Store::restore(&file, &taken.location), Err(StoreError::NotEmpty)));
    assert_eq!(taken.open().digest().unwrap(), before);
}

#[test]
fn what_is_no_backup_is_refused_and_leaves_nothing() {
    let (_place, store) = filled(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    store.backup(&folder.path().join("that.db")).unwrap();
    let whole = std::fs::read(folder.path().join("that.db")).unwrap();
    let empty_place = folder.path().join("moi");
    for bad in [
        file("rong.db", b""),
        file("van-ban.db", "Báo cáo".repeat(500).as_bytes()),
        file("cut.db", &whole[..whole.len() / 2]),
        folder.path().join("khong-co.db"),
    ] {
        let refusal = Store::restore(&bad, &Location::in_folder(&empty_place)).map(|restored| restored.to.rows());
        assert!(refusal.is_err(), "{}: {refusal:?}", bad.display());
        assert_eq!(std::fs::read_dir(&empty_place).map_or(0, Iterator::count), 0, "{}", bad.display());
    }
}
