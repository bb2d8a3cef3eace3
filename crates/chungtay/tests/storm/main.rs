//! Two servers of one installation in bad weather: each is killed again and again, the database is, the disk is slow and
//! then full, clocks are hours off; and all the while reports are handed in and approved. Every acknowledged report is
//! there afterwards, none twice, and the totals are those added up here.
//!
//! A share of the storm, unless `CHUNGTAY_STORM` says how many reports:
//! `CHUNGTAY_STORM=5000 cargo test --release -p chungtay --test storm -- --nocapture`
//!
//! What is killed is processes; that a disk which loses its power keeps its word on a flush is up to the disk.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what a test builds on may panic like the test itself")]

mod campaign;
mod clients;
mod http;
mod people;
mod reckoning;
mod servers;
mod storm;
mod weather;

use servers::Installation;
use storm::{Engine, Storm};
use test_postgres::{Cluster, Setup};
use weather::{Disk, Sky};

/// How many reports are handed in when nothing else is asked for.
const SHARE: usize = 600;

fn reports() -> usize {
    match std::env::var("CHUNGTAY_STORM") {
        Ok(number) => number.parse().expect("CHUNGTAY_STORM is a number of reports"),
        Err(_) => SHARE,
    }
}

#[test]
fn two_servers_on_postgres_lose_nothing() {
    let reports = reports();
    let (sky, disk) = (Sky::new(), Disk::new(250 + reports / 20));
    let over_database = sky.over("database");
    let cluster = Cluster::start_as(&Setup {
        durable: true,
        within: disk.enter_as_nobody_special(),
        base: Some(Disk::inside("")),
        environment: over_database.environment(),
    });
    let database = cluster.database();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let installations = folders.each_ref().map(|folder| Installation {
        within: Vec::new(),
        folder: folder.path().to_owned(),
        database: database.clone(),
    });
    let engine = Engine::Postgres { cluster: &cluster, weather: &over_database };
    Storm { engine, disk: &disk, sky: &sky, installations, reports }.rage();
}

#[test]
fn two_servers_on_one_data_folder_lose_nothing() {
    let reports = reports();
    let (sky, disk) = (Sky::new(), Disk::new(20 + reports / 20));
    let installation = Installation { within: disk.enter(), folder: Disk::inside("data"), database: String::new() };
    let installations = [installation.clone(), installation];
    Storm { engine: Engine::Sqlite, disk: &disk, sky: &sky, installations, reports }.rage();
}
