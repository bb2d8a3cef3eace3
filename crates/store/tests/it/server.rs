//! What only a database server does: being empty, somebody else's, stopped, restarted, shared by processes.

use crate::common::{campaign, campaign_id, open_campaign, revision, submit, talks, unit_id};
use std::path::Path;
use store::{Location, Store, StoreError};
use test_postgres::Cluster;

fn at(address: &str) -> Location {
    Location::parse(address, Path::new("unused")).unwrap()
}

#[test]
fn an_empty_database_is_made_ours_and_keeps_what_is_stored() {
    let address = test_postgres::database();
    assert!(!Store::is_at(&at(&address)).unwrap());
    Store::open_at(&at(&address)).unwrap().write(|session| open_campaign(session, 3)).unwrap();
    assert!(Store::is_at(&at(&address)).unwrap());
    let by_socket = test_postgres::shared().socket_address(test_postgres::name_in(&address));
    let again = Store::open_at(&at(&by_socket)).unwrap();
    assert_eq!(again.read(|session| session.campaigns()).unwrap(), [campaign()]);
    let health = again.check().unwrap();
    assert_eq!(health.schema, health.known_schema);
    assert!(health.server.is_some_and(|version| !version.is_empty()) && health.file_bytes > 0);
}

#[test]
fn many_may_open_the_same_empty_database_at_once() {
    let place = at(&test_postgres::database());
    std::thread::scope(|scope| {
        let opened: Vec<_> = (0..12).map(|_| scope.spawn(|| Store::open_at(&place).map(drop))).collect();
        for thread in opened {
            thread.join().unwrap().unwrap();
        }
    });
    assert_eq!(Store::open_at(&place).unwrap().read(|session| session.campaigns()).unwrap(), []);
}

#[test]
fn a_database_of_another_program_a_newer_one_and_one_not_in_utf8_are_refused_and_left_alone() {
    let server = test_postgres::shared();
    let others = test_postgres::database();
    let _ = server.ask(test_postgres::name_in(&others), "CREATE TABLE bookmark (url TEXT)");
    assert!(matches!(Store::open_at(&at(&others)).map(drop), Err(StoreError::NotOurs)));
    let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(server.ask(test_postgres::name_in(&others), tables), "1");

    let newer = test_postgres::database();
    drop(Store::open_at(&at(&newer)).unwrap());
    let _ = server.ask(test_postgres::name_in(&newer), "INSERT INTO schema_migration VALUES (99, 'later')");
    assert!(matches!(Store::open_at(&at(&newer)).map(drop), Err(StoreError::NewerSchema { found: 99, .. })));

    let _ = server.ask("postgres", "CREATE DATABASE old ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    assert!(matches!(Store::open_at(&at(&server.address("old"))).map(drop), Err(StoreError::NotOurs)));
}

#[test]
fn a_server_that_is_not_there_or_lets_nobody_in_is_told_without_the_password() {
    let nobody = "postgres://ct:bi-mat@127.0.0.1:1/ct";
    let refusal = Store::open_at(&at(nobody)).map(drop).unwrap_err();
    assert!(matches!(refusal, StoreError::NoServer { .. }), "{refusal}");
    let server = test_postgres::shared();
    let refusals = [
        Store::open_at(&at(&server.address("khong-co"))).map(drop).unwrap_err(),
        Store::open_at(&at(&server.address("postgres").replace("postgres@", "la:bi-mat@"))).map(drop).unwrap_err(),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, StoreError::NotLetIn), "{refusal:?}");
        assert!(!format!("{refusal:?} {refusal} {}", at(nobody)).contains("bi-mat"));
    }
}

#[test]
fn a_restart_of_the_server_loses_nothing_acknowledged_and_the_store_goes_on() {
    let server = Cluster::start();
    let store = Store::open_at(&at(&server.database())).unwrap();
    store.write(|session| open_campaign(session, 5)).unwrap();
    store.write(|session| submit(session, unit_id(1), &revision(1, talks(1)), 1)).unwrap();

    // While it is down, nothing is taken for done.
    server.stop();
    let refused = store.write(|session| submit(session, unit_id(2), &revision(1, talks(2)), 1)).unwrap_err();
    assert!(matches!(refused, StoreError::NoServer { .. }), "{refused}");
    assert!(matches!(store.read(|session| session.campaigns()), Err(StoreError::NoServer { .. })));

    server.resume();
    assert_eq!(store.read(|session| session.reports(campaign_id())).unwrap().len(), 1);
    store.write(|session| submit(session, unit_id(2), &revision(1, talks(2)), 1)).unwrap();

    // In the middle of a change, and with every connection cut at once.
    let lost = store.write(|session| {
        submit(session, unit_id(3), &revision(1, talks(3)), 1)?;
        server.kill();
        server.resume();
        Ok::<_, StoreError>(())
    });
    assert!(matches!(lost, Err(StoreError::NoServer { .. })), "{lost:?}");
    assert_eq!(store.read(|session| session.reports(campaign_id())).unwrap().len(), 2);
    store.write(|session| submit(session, unit_id(3), &revision(1, talks(3)), 1)).unwrap();
    assert_eq!(store.read(|session| session.reports(campaign_id())).unwrap().len(), 3);
}

#[test]
fn a_commit_that_fails_is_told_to_all_who_shared_it() {
    let server = Cluster::start();
    let store = Store::open_at(&at(&server.database())).unwrap();
    store.write(|session| open_campaign(session, 40)).unwrap();
    let barrier = std::sync::Barrier::new(40);
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=40)
            .map(|n| {
                let (store, server, barrier) = (&store, &server, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    let outcome = store.write(|session| {
                        submit(session, unit_id(n), &revision(1, talks(n.into())), 1)?;
                        if n == 20 {
                            server.kill();
                        }
                        Ok::<_, StoreError>(())
                    });
                    (n, outcome.is_ok())
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    server.resume();
    let there = store.read(|session| session.reports(campaign_id())).unwrap();
    for (n, acknowledged) in outcomes {
        let stored = there.iter().any(|(unit, _)| *unit == unit_id(n));
        assert!(stored || !acknowledged, "report {n} was acknowledged and is lost");
        assert!(n != 20 || !(acknowledged || stored), "the server was gone before this one was committed");
    }
}

#[test]
fn a_store_may_end_on_a_task_of_a_runtime() {
    let store = Store::open_at(&at(&test_postgres::database())).unwrap();
    store.write(|session| open_campaign(session, 1)).unwrap();
    store.read(|session| session.campaigns()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async move { drop(store) });
}
