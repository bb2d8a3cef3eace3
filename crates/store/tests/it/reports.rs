//! Reports: revisions and events in sequence, and which revision counts.

use crate::common::{
    Engine, campaign_id, day, event, holds, moment, revision, store_with_campaign, submit, talks, unit_id,
};
use domain::form::{CellKey, SectionId};
use domain::packed::PackedNumbers;
use domain::report::{Action, Content, Event, Figure, Revision, State, Value};
use domain::{CampaignId, UnitId};
use proptest::prelude::*;
use store::{HandedIn, ReportHead, ReportSheet, Session, Store, StoreError};

on_both_engines! {
    whatever_a_unit_writes_comes_back,
    a_report_is_a_chain_of_revisions_and_events,
    only_approved_revisions_count,
    who_comes_second_with_the_same_number_is_told,
    a_report_of_an_unknown_unit_or_campaign_is_refused,
    many_reports_handed_in_at_once_are_as_if_one_after_another,
    a_sheet_comes_back_for_the_revision_that_counts_and_for_the_newest,
}

fn act(store: &Store, n: u8, sequence: u32, action: Action, on_revision: u32, state: State) {
    store
        .write(|session| session.append_event(campaign_id(), unit_id(n), &event(sequence, action, on_revision), state))
        .unwrap();
}

fn a_report_is_a_chain_of_revisions_and_events(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    let unit = unit_id(1);
    assert_eq!(store.read(|session| session.report(campaign_id(), unit)).unwrap(), None);

    let first = revision(1, talks(5));
    let second = Revision { received_on: day("2026-12-18"), ..revision(2, talks(6)) };
    store.write(|session| submit(session, unit, &first, 1)).unwrap();
    act(&store, 1, 2, Action::Return, 1, State::Returned);
    store.write(|session| submit(session, unit, &second, 3)).unwrap();
    act(&store, 1, 4, Action::Approve, 2, State::Approved);

    let head = ReportHead {
        state: State::Approved,
        latest_revision: 2,
        approved_revision: Some(2),
        first_received_on: day("2026-12-10"),
        latest_received_on: day("2026-12-18"),
        events: 4,
    };
    store
        .read(|session| {
            assert_eq!(session.report(campaign_id(), unit)?, Some(head));
            assert_eq!(session.reports(campaign_id())?, [(unit, head)]);
            assert_eq!(session.revision(campaign_id(), unit, 1)?, Some(first.clone()));
            assert_eq!(session.revision(campaign_id(), unit, 2)?, Some(second.clone()));
            assert_eq!(session.revision(campaign_id(), unit, 3)?, None);
            assert_eq!(session.revision_with_file(campaign_id(), unit, "d1")?, Some(1));
            assert_eq!(session.revision_with_file(campaign_id(), unit, "d9")?, None);
            let expected = [(Action::Submit, 1), (Action::Return, 1), (Action::Submit, 2), (Action::Approve, 2)];
            let expected: Vec<_> = (1..).zip(expected).map(|(n, (action, on))| event(n, action, on)).collect();
            assert_eq!(session.events(campaign_id(), unit)?, expected);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn only_approved_revisions_count(engine: Engine) {
    let store = store_with_campaign(engine, 4);
    for n in 1..=4 {
        store.write(|session| submit(session, unit_id(n), &revision(1, talks(n.into())), 1)).unwrap();
    }
    act(&store, 2, 2, Action::Approve, 1, State::Approved);
    act(&store, 3, 2, Action::Approve, 1, State::Approved);
    act(&store, 3, 3, Action::Reopen, 1, State::Submitted);
    act(&store, 4, 2, Action::Return, 1, State::Returned);
    store.write(|session| submit(session, unit_id(4), &revision(2, talks(40)), 3)).unwrap();

    let approved = store.read(|session| session.approved(campaign_id())).unwrap();
    assert_eq!(approved, [(unit_id(2), revision(1, talks(2)))]);
    let latest = store.read(|session| session.latest(campaign_id())).unwrap();
    assert_eq!(latest.iter().map(|(_, r)| r.number).collect::<Vec<_>>(), [1, 1, 1, 2]);
    let other = CampaignId::new(moment(9), [9; 10]);
    assert_eq!(store.read(|session| session.approved(other)).unwrap(), []);
}

fn who_comes_second_with_the_same_number_is_told(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    let unit = unit_id(1);
    store.write(|session| submit(session, unit, &revision(1, talks(1)), 1)).unwrap();
    let conflicts = [
        store.write(|session| submit(session, unit, &revision(1, talks(2)), 2)),
        store.write(|session| submit(session, unit, &revision(3, talks(2)), 2)),
        store.write(|session| submit(session, unit, &revision(0, talks(2)), 2)),
        store.write(|session| submit(session, unit, &revision(2, talks(2)), 1)),
        store.write(|session| submit(session, unit, &revision(2, talks(2)), 3)),
        store
            .write(|session| session.append_event(campaign_id(), unit, &event(2, Action::Approve, 2), State::Approved)),
    ];
    for (n, outcome) in conflicts.into_iter().enumerate() {
        assert!(matches!(outcome, Err(StoreError::Conflict { .. })), "case {n}: {outcome:?}");
    }
    let head = store.read(|session| session.report(campaign_id(), unit)).unwrap().unwrap();
    assert_eq!((head.latest_revision, head.events, head.state), (1, 1, State::Submitted));
}

fn a_report_of_an_unknown_unit_or_campaign_is_refused(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    let unknown = store.write(|session| submit(session, unit_id(77), &revision(1, talks(1)), 1));
    assert!(matches!(unknown, Err(StoreError::Conflict { .. })));
    let other = CampaignId::new(moment(9), [9; 10]);
    let (revision, event) = (revision(1, talks(1)), event(1, Action::Submit, 1));
    let of_other = HandedIn { campaign: other, unit: unit_id(1), revision: &revision, bytes: b"", event: &event };
    let unknown = store.write(|session| session.hand_in(&[of_other]));
    assert!(matches!(unknown, Err(StoreError::Conflict { .. })));
}

fn of_campaign((unit, revision, event): &(UnitId, Revision, Event)) -> HandedIn<'_> {
    HandedIn { campaign: campaign_id(), unit: *unit, revision, bytes: b"PK\x03\x04", event }
}

/// So many that they take several statements, of several numbers of rows, some of them second revisions.
fn many_reports_handed_in_at_once_are_as_if_one_after_another(engine: Engine) {
    const UNITS: u8 = 107;
    let (store, one_by_one) = (store_with_campaign(engine, UNITS), store_with_campaign(engine, UNITS));
    let number = |n: u8| if n.is_multiple_of(3) { 2 } else { 1 };
    let (units, of) = (1..=UNITS, |n: u8| revision(number(n), talks(n.into())));
    for store in [&store, &one_by_one] {
        for n in units.clone().filter(|n| number(*n) == 2) {
            store.write(|session| submit(session, unit_id(n), &revision(1, talks(0)), 1)).unwrap();
        }
    }
    let reports: Vec<_> =
        units.clone().map(|n| (unit_id(n), of(n), event(number(n), Action::Submit, number(n)))).collect();
    let handed_in: Vec<_> = reports.iter().map(of_campaign).collect();
    store.write(|session| session.hand_in(&handed_in)).unwrap();
    for n in units.clone() {
        one_by_one.write(|session| submit(session, unit_id(n), &of(n), number(n))).unwrap();
    }
    let read = |store: &Store| {
        let read = |session: &Session<'_>| {
            let heads = session.reports(campaign_id())?;
            let all: Vec<UnitId> = units.clone().map(unit_id).collect();
            assert_eq!(session.reports_of(campaign_id(), &all)?, heads.iter().copied().collect());
            assert_eq!(session.reports_of(campaign_id(), &all[..1])?.len(), 1);
            assert!(session.reports_of(campaign_id(), &[unit_id(0)])?.is_empty());
            let events: Result<Vec<_>, _> = all.iter().map(|unit| session.events(campaign_id(), *unit)).collect();
            let file = session.file(unit_id(7), "d1")?;
            Ok::<_, StoreError>((heads, session.latest(campaign_id())?, events?, file))
        };
        store.read(read).unwrap()
    };
    assert_eq!(read(&store), read(&one_by_one));
    let moved = store.read(|session| {
        let counter = session.change_counter(campaign_id())?;
        Ok::<_, StoreError>(session.reports_changed_since(campaign_id(), counter - 1)?.len())
    });
    assert_eq!(moved.unwrap(), usize::from(UNITS), "one change, which all of them were in");

    // One that cannot be: nothing of the others stays.
    let late =
        units.clone().map(|n| (unit_id(n), revision(number(n) + 1, talks(1)), event(number(n) + 1, Action::Submit, 2)));
    let mut late: Vec<_> = late.collect();
    late[50].2.sequence += 1;
    let late: Vec<_> = late.iter().map(of_campaign).collect();
    let before = read(&store);
    let refused = store.write(|session| session.hand_in(&late));
    assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
    assert_eq!(read(&store), before);
}

fn any_text() -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        Just('\u{0}'),
        Just('"'),
        Just('\\'),
        Just('\''),
        Just('\u{2028}'),
        Just('\u{feff}'),
        Just('𐍈'),
        Just('đ'),
        Just('\u{301}'),
        Just('\u{ffff}'),
        Just('\u{7f}'),
        any::<char>(),
    ];
    proptest::collection::vec(odd, 0..30).prop_map(String::from_iter)
}

fn any_figure() -> impl Strategy<Value = Figure> {
    let value = prop_oneof![
        any::<i64>().prop_map(Value::Number),
        Just(Value::Number(i64::MIN)),
        any_text().prop_map(Value::Text),
        Just(Value::Text("12".to_owned())),
        Just(Value::Text("null".to_owned())),
    ];
    (value, proptest::option::of(any_text()), proptest::option::of(any_text())).prop_map(|(value, at, reason)| Figure {
        value,
        at,
        reason,
    })
}

fn any_content() -> impl Strategy<Value = Content> {
    let cell = "[a-z0-9_-]{1,9}(/[a-z0-9_-]{1,9}\\.[a-z0-9_-]{1,9})?".prop_map(|key| CellKey::parse(&key).unwrap());
    let section = "[a-z0-9_-]{1,60}".prop_map(|key| SectionId::parse(&key).unwrap());
    let figures = proptest::collection::btree_map(cell, any_figure(), 0..20);
    let prose = proptest::collection::btree_map(section, any_text(), 0..4);
    (figures, prose).prop_map(|(figures, prose)| Content { figures, prose })
}

fn whatever_a_unit_writes_comes_back(engine: Engine) {
    let inputs = (any_content(), any_text(), any_text(), any_text(), any::<i32>());
    holds(engine, 64, &inputs, |(content, name, by, reason, micros)| {
        let store = store_with_campaign(engine, 1);
        let unit = unit_id(1);
        let at = domain::Instant::from_microsecond(1_794_700_000_000_000 + i64::from(micros)).unwrap();
        let handed_in = Revision { file_name: name, recorded_by: by, recorded_at: at, ..revision(1, content) };
        let returned = domain::report::Event { reason: Some(reason), at, ..event(2, Action::Return, 1) };
        store
            .write(|session| {
                submit(session, unit, &handed_in, 1)?;
                session.append_event(campaign_id(), unit, &returned, State::Returned)
            })
            .unwrap();
        let read = |session: &Session<'_>| {
            Ok::<_, StoreError>((session.revision(campaign_id(), unit, 1)?, session.events(campaign_id(), unit)?))
        };
        let (back, events) = store.read(read).unwrap();
        prop_assert_eq!(back, Some(handed_in));
        prop_assert_eq!(events.last(), Some(&returned));
        Ok(())
    });
}

fn a_sheet_comes_back_for_the_revision_that_counts_and_for_the_newest(engine: Engine) {
    let store = store_with_campaign(engine, 2);
    let (campaign, unit) = (campaign_id(), unit_id(1));
    let sheet = |number: u32, talks: i64| ReportSheet {
        number,
        received_on: day("2026-12-10"),
        warnings: 2,
        unexplained: 1,
        words: vec![(1, "Rất tốt".to_owned())],
        numbers: PackedNumbers::pack(&[Some(talks), None, Some(i64::MIN)]),
    };
    let write = |work: &dyn Fn(&Session<'_>) -> Result<(), StoreError>| store.write(|session| work(session));
    write(&|s| submit(s, unit, &revision(1, talks(3)), 1)).unwrap();
    write(&|s| s.add_sheet(campaign, unit, &sheet(1, 3))).unwrap();
    write(&|s| s.append_event(campaign, unit, &event(2, Action::Approve, 1), State::Approved)).unwrap();
    type Sheets = Vec<(UnitId, ReportSheet)>;
    let read = |which: fn(&Session<'_>) -> Result<Sheets, StoreError>| store.read(which).unwrap();
    assert_eq!(read(|s| s.approved_sheets(campaign_id())), [(unit, sheet(1, 3))]);
    write(&|s| s.append_event(campaign, unit, &event(3, Action::Reopen, 1), State::Returned)).unwrap();
    write(&|s| submit(s, unit, &revision(2, talks(4)), 4)).unwrap();
    assert_eq!(read(|s| s.latest_sheets(campaign_id())), [], "a revision without a sheet is read itself");
    write(&|s| s.add_sheet(campaign, unit, &sheet(2, 4))).unwrap();
    assert_eq!(read(|s| s.latest_sheets(campaign_id())), [(unit, sheet(2, 4))]);
    assert_eq!(read(|s| s.approved_sheets(campaign_id())), []);
    write(&|s| s.add_sheet(campaign, unit, &sheet(2, 99))).unwrap();
    let kept = store.read(|s| s.sheet(campaign, unit, 2)).unwrap();
    assert_eq!(kept, Some(sheet(2, 4)), "what is stored stays");
    assert!(matches!(write(&|s| s.add_sheet(campaign, unit, &sheet(9, 1))), Err(StoreError::Conflict { .. })));
}
