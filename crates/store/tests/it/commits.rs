//! Changes that share a commit: each is there when acknowledged, none that was refused.

use crate::common::{Engine, Place, campaign_id, holds, moment, open_campaign, talks, unit, unit_id};
use proptest::prop_assert_eq;
use std::collections::BTreeSet;
use std::sync::Barrier;
use store::{Store, StoreError};

on_both_engines! {
    of_many_at_once_those_acknowledged_are_there_and_no_others,
    a_panic_among_many_harms_only_itself,
    what_is_acknowledged_is_what_is_stored,
    a_failed_statement_ends_its_change_even_when_forgotten,
}

/// What one of many does with its turn.
#[derive(Clone, Copy, Debug)]
enum Manner {
    Stores,
    /// Stores, then thinks better of it.
    Refuses,
    /// Stores, then meets a conflict.
    Conflicts,
    /// Meets a conflict, and goes on as if nothing were.
    Forgets,
    Panics,
}

#[derive(Debug)]
struct Refused;

impl From<StoreError> for Refused {
    fn from(_: StoreError) -> Self {
        Self
    }
}

/// Thread `n` of many: adds unit `n` in its manner; whether that was acknowledged.
fn act(store: &Store, n: u8, manner: Manner) -> bool {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(|session| {
            session.add_unit(&unit(n, "Xã Hòa Lộc", None), moment(0))?;
            match manner {
                Manner::Stores => Ok(()),
                Manner::Refuses => Err(Refused),
                Manner::Conflicts => Ok(session.add_unit(&unit(n, "Xã khác", None), moment(0))?),
                Manner::Forgets => {
                    let conflict =
                        session.add_succession(unit_id(n), unit_id(255), unit(n, "", None).valid.from(), true);
                    assert!(matches!(conflict, Err(StoreError::Conflict { .. })));
                    Ok(())
                }
                Manner::Panics => panic!("on purpose"),
            }
        })
    }));
    matches!(outcome, Ok(Ok(())))
}

/// Lets all begin at once; the units acknowledged, and those that are there.
fn all_at_once(store: &Store, manners: &[Manner]) -> (BTreeSet<u8>, BTreeSet<u8>) {
    let barrier = Barrier::new(manners.len());
    let acknowledged = std::thread::scope(|scope| {
        let threads: Vec<_> = (0_u8..)
            .zip(manners)
            .map(|(n, manner)| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    act(store, n, *manner).then_some(n)
                })
            })
            .collect();
        threads.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
    });
    let there = store.read(|session| session.unit_versions()).unwrap();
    let there = (0..=254).filter(|n| there.iter().any(|version| version.unit == unit_id(*n))).collect();
    (acknowledged, there)
}

const MANNERS: [Manner; 4] = [Manner::Stores, Manner::Refuses, Manner::Conflicts, Manner::Forgets];

fn of_many_at_once_those_acknowledged_are_there_and_no_others(engine: Engine) {
    let place = Place::new(engine);
    let manners: Vec<Manner> = MANNERS.into_iter().cycle().take(160).collect();
    let (acknowledged, there) = all_at_once(&place.open(), &manners);
    assert_eq!(acknowledged, there);
    assert_eq!(acknowledged, (0..160).step_by(4).collect());
    let again = place.open().read(|session| session.unit_versions()).unwrap();
    assert_eq!(again.len(), 40);
}

fn a_panic_among_many_harms_only_itself(engine: Engine) {
    let place = Place::new(engine);
    let manners: Vec<Manner> = [Manner::Stores, Manner::Panics].into_iter().cycle().take(60).collect();
    let store = place.open();
    let (acknowledged, there) = all_at_once(&store, &manners);
    assert_eq!((acknowledged.len(), acknowledged), (30, there));
    assert!(act(&store, 200, Manner::Stores), "and the store goes on");
}

fn what_is_acknowledged_is_what_is_stored(engine: Engine) {
    use proptest::strategy::{Just, Strategy};
    let manner = proptest::prop_oneof![
        4 => Just(Manner::Stores),
        1 => Just(Manner::Refuses),
        1 => Just(Manner::Conflicts),
        1 => Just(Manner::Forgets),
        1 => Just(Manner::Panics),
    ];
    let many = proptest::collection::vec(manner.prop_map(|manner| manner), 1..40);
    holds(engine, 24, &many, |manners| {
        let place = Place::new(engine);
        let store = place.open();
        let (acknowledged, there) = all_at_once(&store, &manners);
        let expected: BTreeSet<u8> =
            (0_u8..).zip(&manners).filter(|(_, manner)| matches!(manner, Manner::Stores)).map(|(n, _)| n).collect();
        prop_assert_eq!(&acknowledged, &there);
        prop_assert_eq!(acknowledged, expected);
        Ok(())
    });
}

fn a_failed_statement_ends_its_change_even_when_forgotten(engine: Engine) {
    let store = engine.store();
    store.write(|session| open_campaign(session, 1)).unwrap();
    let outcome = store.write(|session| {
        let saved = session.save_draft(campaign_id(), unit_id(200), 0, Some(&talks(1)), None, "A", moment(1));
        assert!(matches!(saved, Err(StoreError::Conflict { .. })));
        assert!(matches!(session.unit_versions(), Err(StoreError::Abandoned)));
        Ok::<_, StoreError>(())
    });
    assert!(matches!(outcome, Err(StoreError::Abandoned)), "{outcome:?}");
}
