//! Opening a data folder: a new one, an old one, one that is something else.

use crate::common::{campaign, campaign_id, event, open_campaign, revision, submit, talks, unit_id};
use domain::report::{Action, State};
use std::fs;
use store::{Store, StoreError};

fn raw(folder: &std::path::Path) -> rusqlite::Connection {
    rusqlite::Connection::open(folder.join("chungtay.db")).unwrap()
}

#[test]
fn a_new_folder_is_made_and_keeps_what_is_stored() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("dữ liệu/năm 2026");
    Store::open(&folder).unwrap().write(|session| open_campaign(session, 3)).unwrap();

    let again = Store::open(&folder).unwrap();
    assert_eq!(again.read(|session| session.campaigns()).unwrap(), [campaign()]);
    assert_eq!(again.read(|session| session.unit_versions()).unwrap().len(), 4);
    let mode: String = raw(&folder).query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn many_may_open_the_same_new_folder_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        let opened: Vec<_> = (0..12).map(|_| scope.spawn(|| Store::open(folder.path()).map(drop))).collect();
        for thread in opened {
            thread.join().unwrap().unwrap();
        }
    });
    let migrations: i64 =
        raw(folder.path()).query_row("SELECT COUNT(*) FROM schema_migration", [], |row| row.get(0)).unwrap();
    assert_eq!(migrations, 4);
}

#[test]
fn a_folder_of_the_first_release_is_brought_up_to_date_with_all_that_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path())
        .unwrap()
        .write(|session| {
            open_campaign(session, 3)?;
            submit(session, unit_id(1), &revision(1, talks(4)), 1)
        })
        .unwrap();
    let added = [
        include_str!("../../migrations/0002_people.sql"),
        include_str!("../../migrations/0003_country.sql"),
        include_str!("../../migrations/0004_tasks.sql"),
    ];
    let tables: Vec<&str> = added
        .iter()
        .flat_map(|ddl| ddl.lines())
        .filter_map(|line| line.strip_prefix("CREATE TABLE ")?.strip_suffix(" ("))
        .collect();
    assert!(tables.contains(&"person") && tables.contains(&"report_draft"), "{tables:?}");
    for table in tables.into_iter().rev() {
        raw(folder.path()).execute_batch(&format!("DROP TABLE {table}")).unwrap();
    }
    let rest = "DROP INDEX report_by_change; ALTER TABLE report DROP COLUMN change_counter;
        ALTER TABLE campaign DROP COLUMN closed_at; ALTER TABLE task DROP COLUMN added_at;
        ALTER TABLE task DROP COLUMN added_by; ALTER TABLE task DROP COLUMN withdrawn_at;
        ALTER TABLE task DROP COLUMN withdrawn_by; ALTER TABLE task DROP COLUMN withdrawn_because; DELETE FROM schema_migration WHERE version > 1";
    raw(folder.path()).execute_batch(rest).unwrap();

    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.check().unwrap().schema, 4);
    assert_eq!(store.read(|session| session.campaigns()).unwrap(), [campaign()]);
    assert_eq!(store.read(|session| session.latest(campaign_id())).unwrap().len(), 1);
    store
        .write(|session| {
            session.append_event(campaign_id(), unit_id(1), &event(2, Action::Approve, 1), State::Approved)
        })
        .unwrap();
    assert_eq!(store.read(|session| session.change_counter(campaign_id())).unwrap(), 1);
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(folder.path()).unwrap());
    raw(folder.path()).execute("INSERT INTO schema_migration (version, name) VALUES (99, 'later')", []).unwrap();

    let refusal = Store::open(folder.path()).map(drop).unwrap_err();
    assert!(matches!(refusal, StoreError::NewerSchema { found: 99, known: 4 }), "{refusal}");
    assert!(refusal.to_string().contains("install the newer release"));
}

#[test]
fn files_that_are_no_database_of_ours_are_refused_and_left_alone() {
    let long = "Báo cáo kết quả Tháng hành động\n".repeat(500);
    for content in ["x", "Báo cáo", &"x".repeat(511), &"x".repeat(512), &"\0".repeat(5000), &long] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("chungtay.db");
        fs::write(&file, content).unwrap();
        let refusal = Store::open(folder.path()).map(drop).unwrap_err();
        assert!(matches!(refusal, StoreError::NotADatabase), "{refusal}");
        assert_eq!(fs::read_to_string(&file).unwrap(), content);
    }
}

#[test]
fn a_database_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    raw(folder.path()).execute_batch("CREATE TABLE bookmark (url TEXT)").unwrap();
    let before = fs::read(folder.path().join("chungtay.db")).unwrap();

    let refusal = Store::open(folder.path()).map(drop).unwrap_err();
    assert!(matches!(refusal, StoreError::NotADatabase), "{refusal}");
    assert_eq!(fs::read(folder.path().join("chungtay.db")).unwrap(), before);
}

#[test]
fn a_database_cut_short_is_told_and_not_taken_for_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).unwrap().write(|session| open_campaign(session, 100)).unwrap();
    let file = folder.path().join("chungtay.db");
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();

    let outcome = Store::open(folder.path()).and_then(|store| store.read(|session| session.unit_versions()));
    assert!(matches!(outcome, Err(StoreError::Corrupt { .. })), "{:?}", outcome.map(|units| units.len()));
}

#[test]
fn a_file_in_place_of_the_folder_is_refused() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("so-lieu");
    fs::write(&path, "1").unwrap();
    assert!(matches!(Store::open(&path).map(drop), Err(StoreError::NotAFolder)));
    assert_eq!(fs::read_to_string(&path).unwrap(), "1");
    assert!(matches!(Store::open(&path.join("trong")).map(drop), Err(StoreError::NotAFolder)));
}

#[test]
fn a_folder_in_place_of_the_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("chungtay.db")).unwrap();
    let refusal = Store::open(folder.path()).map(drop).unwrap_err();
    assert!(matches!(refusal, StoreError::ReadOnly), "{refusal}");
}

#[test]
fn damaged_values_are_told_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).unwrap().write(|session| open_campaign(session, 1)).unwrap();
    raw(folder.path()).execute("UPDATE unit_version SET valid_from = '2025-02-30' WHERE kind = 'commune'", []).unwrap();

    let failure = Store::open(folder.path()).unwrap().read(|session| session.unit_versions()).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "the stored data is damaged (store::units::VERSIONS); restore the data folder from a backup"
    );
}
