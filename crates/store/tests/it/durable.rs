//! All or nothing: after an error, a panic, among several who write, after a kill.

use crate::common::{Engine, Place, campaign_id, event, moment, open_campaign, revision, submit, talks, unit, unit_id};
use domain::report::{Action, State};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use store::{Location, Store, StoreError};

on_both_engines! {
    an_error_at_the_end_undoes_everything_before_it,
    a_panic_undoes_everything_before_it_and_the_store_goes_on,
    threads_and_processes_take_turns_writing,
    of_two_decisions_on_the_same_report_one_is_told_to_look_again,
    a_kill_loses_nothing_acknowledged_and_leaves_nothing_half,
}

#[derive(Debug)]
enum Refused {
    ByUs,
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(failure: StoreError) -> Self {
        Self::Store(failure)
    }
}

fn an_error_at_the_end_undoes_everything_before_it(engine: Engine) {
    let place = Place::new(engine);
    let store = place.open();
    store.write(|session| open_campaign(session, 2)).unwrap();
    let outcome = store.write(|session| {
        submit(session, unit_id(1), &revision(1, talks(3)), 1)?;
        session.add_unit(&unit(9, "Xã Minh Tân", None), moment(0))?;
        Err::<(), _>(Refused::ByUs)
    });
    match outcome {
        Err(Refused::ByUs) => {}
        Err(Refused::Store(failure)) => panic!("{failure}"),
        Ok(()) => panic!("the error was lost"),
    }

    for store in [store, place.open()] {
        assert_eq!(store.read(|session| session.reports(campaign_id())).unwrap(), []);
        assert_eq!(store.read(|session| session.file(unit_id(1), "d1")).unwrap(), None);
        assert_eq!(store.read(|session| session.unit_versions()).unwrap().len(), 3);
    }
}

fn a_panic_undoes_everything_before_it_and_the_store_goes_on(engine: Engine) {
    let place = Place::new(engine);
    let store = place.open();
    let thread = std::thread::scope(|scope| {
        scope
            .spawn(|| {
                store.write(|session| {
                    open_campaign(session, 2).unwrap();
                    assert_eq!(1, 2, "on purpose");
                    Ok::<_, StoreError>(())
                })
            })
            .join()
    });
    assert!(thread.is_err());
    assert_eq!(store.read(|session| session.campaigns()).unwrap(), []);
    store.write(|session| open_campaign(session, 2)).unwrap();
    assert_eq!(store.read(|session| session.campaigns()).unwrap().len(), 1);
}

fn threads_and_processes_take_turns_writing(engine: Engine) {
    let place = Place::new(engine);
    let shared = place.open();
    shared.write(|session| open_campaign(session, 40)).unwrap();
    // Two threads on one store, and a second store on the same place as another process would have it.
    let other = place.open();
    std::thread::scope(|scope| {
        for (first, store) in [(1, &shared), (2, &shared), (3, &other), (4, &other)] {
            scope.spawn(move || {
                for n in (first..=40).step_by(4) {
                    store.write(|session| submit(session, unit_id(n), &revision(1, talks(n.into())), 1)).unwrap();
                    let seen = store.read(|session| session.report(campaign_id(), unit_id(n))).unwrap();
                    assert_eq!(seen.map(|head| head.events), Some(1), "a writer reads what it wrote");
                }
            });
        }
    });
    for store in [&shared, &other] {
        assert_eq!(store.read(|session| session.latest(campaign_id())).unwrap().len(), 40);
    }
}

fn of_two_decisions_on_the_same_report_one_is_told_to_look_again(engine: Engine) {
    let place = Place::new(engine);
    let store = place.open();
    store
        .write(|session| {
            open_campaign(session, 1)?;
            submit(session, unit_id(1), &revision(1, talks(1)), 1)
        })
        .unwrap();
    let decide = |action, state| {
        store.write(|session| session.append_event(campaign_id(), unit_id(1), &event(2, action, 1), state))
    };
    let outcomes = std::thread::scope(|scope| {
        let approve = scope.spawn(|| decide(Action::Approve, State::Approved));
        let send_back = scope.spawn(|| decide(Action::Return, State::Returned));
        [approve.join().unwrap(), send_back.join().unwrap()]
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|o| matches!(o, Err(StoreError::Conflict { .. }))).count(), 1);
    assert_eq!(store.read(|session| session.events(campaign_id(), unit_id(1))).unwrap().len(), 2);
}

const CRASH_PLACE: &str = "STORE_TEST_CRASH_PLACE";

/// Not a test of its own: what the process to be killed does. It says a number once the report is stored.
#[test]
fn child_submits_until_killed() {
    let Ok(word) = std::env::var(CRASH_PLACE) else { return };
    let store = Store::open_at(&Location::parse(&word, Path::new("unused")).unwrap()).unwrap();
    for round in 0.. {
        for n in 1..=50 {
            let next = store
                .write(|session| {
                    let head = session.report(campaign_id(), unit_id(n))?;
                    let (number, sequence) = head.map_or((1, 1), |head| (head.latest_revision + 1, head.events + 1));
                    submit(session, unit_id(n), &revision(number, talks(round)), sequence)?;
                    Ok::<_, StoreError>(number)
                })
                .unwrap();
            println!("\nstored {n} {next}");
        }
    }
}

fn a_kill_loses_nothing_acknowledged_and_leaves_nothing_half(engine: Engine) {
    let place = Place::new(engine);
    place.open().write(|session| open_campaign(session, 50)).unwrap();
    let mut acknowledged = vec![0; 51];
    for kill in 0_u32..6 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "durable::child_submits_until_killed", "--nocapture"])
            .env(CRASH_PLACE, &place.word)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut seen = 0;
        for line in lines {
            let line = line.unwrap();
            let Some((n, number)) = line.strip_prefix("stored ").and_then(|rest| rest.split_once(' ')) else {
                continue;
            };
            acknowledged[n.parse::<usize>().unwrap()] = number.parse().unwrap();
            seen += 1;
            if seen == 17 + 23 * kill {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(seen >= 17 + 23 * kill, "the child died by itself");

        let store = place.open();
        for n in 1..=50 {
            let (head, events) = store
                .read(|session| {
                    let (campaign, unit) = (campaign_id(), unit_id(n));
                    Ok::<_, StoreError>((session.report(campaign, unit)?, session.events(campaign, unit)?))
                })
                .unwrap();
            let revisions = head.map_or(0, |head| head.latest_revision);
            assert!(revisions >= acknowledged[usize::from(n)], "unit {n} lost a report");
            assert_eq!(events.len(), revisions as usize, "unit {n} has half a report");
            for number in 1..=revisions {
                let stored = store.read(|session| session.revision(campaign_id(), unit_id(n), number)).unwrap();
                assert!(stored.is_some(), "unit {n} lacks revision {number}");
            }
        }
    }
}
