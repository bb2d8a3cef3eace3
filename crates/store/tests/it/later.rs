//! Jobs, notices, answers kept, the audit trail, settings.

use crate::common::{Engine, campaign_id, holds, moment, unit_id};
use crate::people::{person, person_id, store_with_person};
use domain::audit::{AuditEvent, AuditFilter};
use domain::job::{Job, MAX_ATTEMPTS, Notice, TakenJob};
use domain::{AuditId, JobId, NoticeId};
use proptest::prop_assert_eq;
use serde_json::json;
use store::{AnsweredRequest, Session, Store, StoreError};

on_both_engines! {
    pages_of_the_audit_trail_show_every_event_once,
    a_job_of_the_same_name_is_the_same_job_even_when_done,
    a_job_is_had_by_one_taker_until_its_lease_ends,
    no_more_jobs_are_taken_than_asked_for,
    a_job_that_fails_is_tried_later_and_later_and_then_given_up,
    a_job_asked_for_in_a_change_that_fails_is_not_there,
    notices_are_read_by_whom_they_are_for,
    a_request_sent_twice_is_done_once_and_gets_the_same_answer,
    the_audit_trail_is_narrowed_by_unit_person_name_and_action,
    a_setting_has_its_last_value,
}

fn write<T>(store: &Store, work: impl FnOnce(&Session<'_>) -> Result<T, StoreError>) -> T {
    store.write(work).unwrap()
}

fn read<T>(store: &Store, work: impl FnOnce(&Session<'_>) -> Result<T, StoreError>) -> T {
    store.read(work).unwrap()
}

fn job(n: u8, run_at: i64) -> Job {
    Job {
        id: JobId::new(moment(0), [n; 10]),
        name: format!("mail/{n}"),
        kind: "mail".to_owned(),
        payload: json!({"to": "mau@an-giao.example", "n": n}),
        run_at: moment(run_at),
    }
}

fn take(store: &Store, now: i64, lease: i64) -> Vec<TakenJob> {
    write(store, |s| s.take_jobs(moment(now), 10, moment(now + lease)))
}

fn a_job_of_the_same_name_is_the_same_job_even_when_done(engine: Engine) {
    let store = engine.store();
    let add = |job: &Job| write(&store, |s| s.add_job(job));
    let again = Job { id: JobId::new(moment(0), [9; 10]), ..job(1, 5) };
    assert_eq!([add(&job(1, 0)), add(&again)], [true, false]);
    let taken = take(&store, 1, 60);
    assert_eq!(taken, [TakenJob { job: job(1, 0), attempt: 1 }]);
    assert!(write(&store, |s| s.finish_job(&taken[0], moment(2))));
    assert!(!add(&again));
    assert_eq!(take(&store, 1000, 60), []);
    assert_eq!(write(&store, |s| s.prune_jobs(moment(3))), 1);
}

fn a_job_is_had_by_one_taker_until_its_lease_ends(engine: Engine) {
    let store = engine.store();
    write(&store, |s| s.add_job(&job(1, 10)).and(s.add_job(&job(2, 5))).and(s.add_job(&job(3, 90))));
    assert_eq!(read(&store, |s| s.next_job_at()), Some(moment(5)));
    let first = take(&store, 20, 30);
    assert_eq!(first.iter().map(|t| t.job.name.as_str()).collect::<Vec<_>>(), ["mail/2", "mail/1"], "due first, first");
    assert_eq!(take(&store, 49, 30), []);
    assert_eq!(read(&store, |s| s.next_job_at()), Some(moment(50)), "when the lease ends");

    let second = take(&store, 50, 30);
    assert_eq!(second.iter().map(|t| t.attempt).collect::<Vec<_>>(), [2, 2]);
    assert!(!write(&store, |s| s.finish_job(&first[0], moment(51))), "the lease was lost");
    assert_eq!(write(&store, |s| s.fail_job(&first[1], "muộn", moment(51))), None);
    assert!(write(&store, |s| s.finish_job(&second[0], moment(52))));
    assert!(!write(&store, |s| s.finish_job(&second[0], moment(53))));
}

fn no_more_jobs_are_taken_than_asked_for(engine: Engine) {
    let store = engine.store();
    write(&store, |s| (0..5).try_for_each(|n| s.add_job(&job(n, 0)).map(drop)));
    assert_eq!(write(&store, |s| s.take_jobs(moment(1), 3, moment(60))).len(), 3);
    assert_eq!(write(&store, |s| s.take_jobs(moment(1), 3, moment(60))).len(), 2);
}

fn a_job_that_fails_is_tried_later_and_later_and_then_given_up(engine: Engine) {
    let store = engine.store();
    write(&store, |s| s.add_job(&job(1, 0)));
    let mut now = moment(0);
    for attempt in 1..=MAX_ATTEMPTS {
        let taken = write(&store, |s| s.take_jobs(now, 10, moment(1_000_000)));
        assert_eq!(taken.iter().map(|t| t.attempt).collect::<Vec<_>>(), [attempt]);
        let again = write(&store, |s| s.fail_job(&taken[0], "máy chủ thư không trả lời", now));
        assert_eq!(again.is_none(), attempt == MAX_ATTEMPTS);
        now = again.unwrap_or(now);
    }
    assert_eq!(take(&store, 500_000, 60), []);
    assert_eq!(read(&store, |s| s.next_job_at()), None);
    let failed = read(&store, |s| s.failed_jobs(10));
    assert_eq!((failed.len(), failed[0].attempts, failed[0].given_up_at), (1, MAX_ATTEMPTS, Some(now)));
    assert_eq!(failed[0].error, "máy chủ thư không trả lời");

    assert!(write(&store, |s| s.retry_job("mail/1", moment(600_000))));
    let taken = take(&store, 600_000, 60);
    assert!(write(&store, |s| s.finish_job(&taken[0], moment(600_001))));
    assert_eq!(read(&store, |s| s.failed_jobs(10)), []);
    assert!(!write(&store, |s| s.retry_job("mail/1", moment(700_000))), "what is done is not done again");
}

fn a_job_asked_for_in_a_change_that_fails_is_not_there(engine: Engine) {
    let store = engine.store();
    let outcome = store.write(|s| {
        s.add_job(&job(1, 0))?;
        s.set_password(person_id(1), "x")
    });
    assert!(outcome.is_err());
    assert_eq!(take(&store, 1, 60), []);
}

fn notice(n: u8, to: u8) -> Notice {
    Notice {
        id: NoticeId::new(moment(i64::from(n)), [n; 10]),
        person: person_id(to),
        kind: "report-returned".to_owned(),
        params: json!({"unit": "Xã Hòa Lộc"}),
        campaign: Some(campaign_id()),
        unit: Some(unit_id(1)),
        at: moment(n.into()),
        read_at: None,
    }
}

fn notices_are_read_by_whom_they_are_for(engine: Engine) {
    let store = store_with_person(engine);
    write(&store, |s| {
        s.add_person(&person(2, "khac"))?;
        (1..=5).try_for_each(|n| s.add_notice(&notice(n, 1)))?;
        s.add_notice(&notice(6, 2))
    });
    let page = |after, limit| read(&store, |s| s.notices(person_id(1), after, limit));
    assert_eq!(page(None, 2), [notice(5, 1), notice(4, 1)]);
    assert_eq!(page(Some(notice(4, 1).id), 9), [notice(3, 1), notice(2, 1), notice(1, 1)]);
    let mark = |person, n| write(&store, |s| s.read_notice(person_id(person), notice(n, 1).id, moment(9)));
    assert_eq!([mark(2, 3), mark(1, 3), mark(1, 3)], [false, true, false]);
    let unread = |person| read(&store, |s| s.unread_notices(person_id(person)));
    assert_eq!((unread(1), unread(2)), (4, 1));
    assert_eq!(write(&store, |s| s.read_notices(person_id(1), moment(20))), 4);
    assert_eq!((unread(1), unread(2)), (0, 1));
    assert_eq!(write(&store, |s| s.prune_notices(moment(15))), 1);
}

fn answer(digest: &str) -> AnsweredRequest {
    AnsweredRequest {
        request_digest: digest.to_owned(),
        status: 201,
        answer: r#"{"revision":1}"#.to_owned(),
        at: moment(5),
    }
}

fn a_request_sent_twice_is_done_once_and_gets_the_same_answer(engine: Engine) {
    let store = store_with_person(engine);
    write(&store, |s| s.add_person(&person(2, "khac")));
    let send = |who, text: &str| {
        store.write(|s| {
            let said = s.add_comment(campaign_id(), unit_id(1), None, text, "A", None, moment(5));
            said.and_then(|_| s.keep_answer(person_id(who), "k1", &answer(text)))
        })
    };
    send(1, "một").unwrap();
    assert!(matches!(send(1, "hai"), Err(StoreError::Conflict { .. })));
    assert_eq!(read(&store, |s| s.answered(person_id(1), "k1")), Some(answer("một")));
    assert_eq!(read(&store, |s| s.comments(campaign_id(), unit_id(1))).len(), 1, "the second one changed nothing");
    assert_eq!(read(&store, |s| s.answered(person_id(2), "k1")), None, "keys are each person's own");
    send(2, "ba").unwrap();
    assert_eq!(write(&store, |s| s.prune_answers(moment(5))), 0);
    assert_eq!(write(&store, |s| s.prune_answers(moment(6))), 2);
}

fn event(n: u8, at: i64) -> AuditEvent {
    AuditEvent {
        id: AuditId::new(moment(at), [n; 10]),
        at: moment(at),
        actor: if n.is_multiple_of(2) { "Trần Văn Thử" } else { "Nguyễn Thị Mẫu" }.to_owned(),
        person: (!n.is_multiple_of(2)).then(|| person_id(1)),
        action: if n.is_multiple_of(3) { "report.approve" } else { "person.change" }.to_owned(),
        unit: (n > 4).then(|| unit_id(1)),
        subject: n.to_string(),
        before: (n > 2).then(|| json!({"b": n, "a": [1, "hai"]})),
        after: None,
    }
}

fn pages(store: &Store, filter: &AuditFilter, limit: u32) -> Vec<AuditEvent> {
    let mut all = Vec::new();
    loop {
        let last = all.last().map(|event: &AuditEvent| (event.at, event.id));
        let page = read(store, |s| s.audit(filter, last, limit));
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

fn the_audit_trail_is_narrowed_by_unit_person_name_and_action(engine: Engine) {
    let store = store_with_person(engine);
    write(&store, |s| (1..=9).try_for_each(|n| s.add_audit(&event(n, n.into()))));
    let found = |filter| pages(&store, &filter, 2).iter().map(|e| e.subject.as_str()).collect::<String>();
    let any = AuditFilter::default;
    assert_eq!(found(any()), "987654321");
    assert_eq!(found(AuditFilter { unit: Some(unit_id(1)), ..any() }), "98765");
    assert_eq!(found(AuditFilter { person: Some(person_id(1)), ..any() }), "97531");
    assert_eq!(found(AuditFilter { actor: Some("Trần Văn Thử".to_owned()), ..any() }), "8642");
    let narrow = AuditFilter { action: Some("report.approve".to_owned()), unit: Some(unit_id(1)), ..any() };
    assert_eq!(found(narrow), "96");
    let twice = store.write(|s| s.add_audit(&event(1, 1)));
    assert!(matches!(twice, Err(StoreError::Conflict { .. })));
}

fn pages_of_the_audit_trail_show_every_event_once(engine: Engine) {
    let inputs = (proptest::collection::vec(0_i64..4, 0..30), 1_u32..7);
    holds(engine, 24, &inputs, |(moments, limit)| {
        let store = store_with_person(engine);
        let mut expected: Vec<_> = (0_u8..).zip(&moments).map(|(n, at)| event(n, *at)).collect();
        write(&store, |s| expected.iter().try_for_each(|event| s.add_audit(event)));
        expected.sort_by_key(|event| std::cmp::Reverse((event.at, event.id)));
        prop_assert_eq!(pages(&store, &AuditFilter::default(), limit), expected);
        Ok(())
    });
}

fn a_setting_has_its_last_value(engine: Engine) {
    let store = engine.store();
    assert_eq!(read(&store, |s| s.setting("mail")), None);
    for port in [25, 587] {
        write(&store, |s| s.set_setting("mail", &json!({"host": "thu.an-giao.example", "port": port}), "A", moment(1)));
    }
    assert_eq!(read(&store, |s| s.setting("mail")).unwrap()["port"], 587);
}
