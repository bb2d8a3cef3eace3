//! People, what they hold, and how they come in.

use crate::common::{Engine, moment, store_with_campaign, unit_id};
use domain::access::{Grant, Role};
use domain::person::{ApiToken, CodePurpose, OneTimeCode, Person, Scope, SecondFactor, SignIn};
use domain::{Instant, PersonId};
use store::{FailedSignIns, Session, Store, StoreError};

on_both_engines! {
    a_person_comes_back_and_is_found_however_the_name_is_typed,
    a_person_changes_without_losing_the_password,
    roles_are_given_taken_and_given_again_and_the_history_keeps_all,
    messages_for_a_unit_go_to_those_there_who_may_sign_in,
    a_code_of_the_second_factor_is_taken_once_and_never_an_older_one,
    recovery_codes_are_used_once_and_replaced_together,
    a_code_lets_in_once_and_not_when_it_is_over,
    a_new_code_replaces_the_one_before_for_the_same_thing,
    who_is_signed_in_is_found_with_everything_a_request_needs,
    a_sign_in_goes_on_while_seen_and_ends_for_good,
    who_is_disabled_is_out_at_once_and_back_when_enabled,
    failures_count_here_and_do_not_keep_out_somebody_elsewhere,
    a_token_acts_for_its_person_until_revoked_or_over,
}

pub(crate) fn person_id(n: u8) -> PersonId {
    PersonId::new(moment(i64::from(n)), [n; 10])
}

pub(crate) fn person(n: u8, sign_in_name: &str) -> Person {
    Person {
        id: person_id(n),
        sign_in_name: sign_in_name.to_owned(),
        name: "Nguyễn Thị Mẫu".to_owned(),
        email: Some("mau@an-giao.example".to_owned()),
        language: "vi".to_owned(),
        created_at: moment(0),
        disabled_at: None,
        has_password: false,
        has_second_factor: false,
    }
}

/// A province with two communes and one person.
pub(crate) fn store_with_person(engine: Engine) -> Store {
    let store = store_with_campaign(engine, 2);
    store.write(|session| session.add_person(&person(1, "Mẫu.NT"))).unwrap();
    store
}

fn officer(unit: u8) -> Grant {
    Grant { unit: unit_id(unit), role: Role::Officer }
}

fn sign_in(digest: &str, began: i64) -> SignIn {
    SignIn {
        digest: digest.to_owned(),
        person: person_id(1),
        began_at: moment(began),
        last_seen_at: moment(began),
        expires_at: moment(began + 3600),
        device: "Firefox, Windows".to_owned(),
        second_factor: SecondFactor::None,
    }
}

fn write<T>(store: &Store, work: impl FnOnce(&Session<'_>) -> Result<T, StoreError>) -> T {
    store.write(work).unwrap()
}

fn read<T>(store: &Store, work: impl FnOnce(&Session<'_>) -> Result<T, StoreError>) -> T {
    store.read(work).unwrap()
}

fn a_person_comes_back_and_is_found_however_the_name_is_typed(engine: Engine) {
    let store = engine.store();
    assert!(!read(&store, |s| s.has_people()));
    write(&store, |s| s.add_person(&person(1, "Hoà.NT")));
    assert!(read(&store, |s| s.has_people()));
    for typed in ["Hoà.NT", " hòa.nt", "HÒA.NT", "hoa\u{300}.nt"] {
        assert_eq!(read(&store, |s| s.person_by_sign_in_name(typed)), Some(person(1, "Hoà.NT")), "{typed}");
    }
    assert_eq!(read(&store, |s| s.person_by_sign_in_name("hoa.nt")), None);
    let taken = store.write(|s| s.add_person(&person(2, "hòa.NT")));
    assert!(matches!(taken, Err(StoreError::Conflict { .. })));
}

fn a_person_changes_without_losing_the_password(engine: Engine) {
    let store = store_with_person(engine);
    write(&store, |s| s.add_person(&person(2, "khac")));
    write(&store, |s| s.set_password(person_id(1), "$argon2id$1"));
    let changed = Person { name: "Nguyễn Thị Mẫu Mới".to_owned(), email: None, ..person(1, "mau.moi") };
    write(&store, |s| s.change_person(&changed));
    assert_eq!(read(&store, |s| s.person(person_id(1))), Some(Person { has_password: true, ..changed }));
    let taken = store.write(|s| s.change_person(&person(1, "KHAC")));
    assert!(matches!(taken, Err(StoreError::Conflict { .. })));
    let nobody = store.write(|s| s.change_person(&person(9, "ai do")));
    assert!(matches!(nobody, Err(StoreError::Conflict { .. })));
}

fn roles_are_given_taken_and_given_again_and_the_history_keeps_all(engine: Engine) {
    let store = store_with_person(engine);
    let give = |at| write(&store, |s| s.add_grant(person_id(1), officer(1), "Quản trị", moment(at)));
    assert!(give(1));
    assert!(!give(2), "held already");
    assert!(write(&store, |s| s.end_grant(person_id(1), officer(1), moment(3))));
    assert!(!write(&store, |s| s.end_grant(person_id(1), officer(1), moment(4))));
    assert_eq!(read(&store, |s| s.grants(person_id(1))), []);
    assert!(give(5));

    assert_eq!(read(&store, |s| s.grants(person_id(1))), [officer(1)]);
    let history = read(&store, |s| s.role_history(person_id(1)));
    let days: Vec<_> = history.iter().map(|held| (held.granted_at, held.ended_at)).collect();
    assert_eq!(days, [(moment(1), Some(moment(3))), (moment(5), None)]);
    assert_eq!(read(&store, |s| s.people()), [(person(1, "Mẫu.NT"), vec![officer(1)])]);
}

fn messages_for_a_unit_go_to_those_there_who_may_sign_in(engine: Engine) {
    let store = store_with_person(engine);
    write(&store, |s| {
        s.add_person(&person(2, "lanh-dao"))?;
        s.add_person(&person(3, "xa-khac"))?;
        s.add_grant(person_id(1), officer(1), "x", moment(1))?;
        s.add_grant(person_id(2), Grant { unit: unit_id(1), role: Role::Leader }, "x", moment(1))?;
        s.add_grant(person_id(3), officer(2), "x", moment(1)).map(drop)
    });
    let there = || -> Vec<_> {
        read(&store, |s| s.holders(unit_id(1))).into_iter().map(|h| (h.person.sign_in_name, h.role)).collect()
    };
    assert_eq!(there(), [("lanh-dao".to_owned(), Role::Leader), ("Mẫu.NT".to_owned(), Role::Officer)]);
    write(&store, |s| s.disable_person(person_id(2), Some(moment(2))));
    assert_eq!(there().len(), 1);
}

fn a_code_of_the_second_factor_is_taken_once_and_never_an_older_one(engine: Engine) {
    let store = store_with_person(engine);
    let take = |step| write(&store, |s| s.take_totp_step(person_id(1), step));
    assert!(!take(5), "there is no secret yet");
    assert!(store.write(|s| s.confirm_totp(person_id(1), moment(1))).is_err());
    write(&store, |s| s.set_totp(person_id(1), Some(&[1, 2, 3])));
    assert!(!read(&store, |s| s.person(person_id(1))).unwrap().has_second_factor, "not before it is confirmed");
    write(&store, |s| s.confirm_totp(person_id(1), moment(1)));
    assert!(read(&store, |s| s.person(person_id(1))).unwrap().has_second_factor);
    assert_eq!([take(10), take(10), take(9), take(11)], [true, false, false, true]);
    let kept = read(&store, |s| s.credentials(person_id(1))).unwrap();
    assert_eq!((kept.totp_secret.as_deref(), kept.last_totp_step), (Some([1, 2, 3].as_slice()), Some(11)));
    write(&store, |s| s.set_totp(person_id(1), None));
    assert!(!read(&store, |s| s.person(person_id(1))).unwrap().has_second_factor);
}

fn recovery_codes_are_used_once_and_replaced_together(engine: Engine) {
    let store = store_with_person(engine);
    let codes = |names: [&str; 2]| names.map(str::to_owned);
    write(&store, |s| s.set_recovery_codes(person_id(1), &codes(["a", "b"])));
    let use_up = |code: &str| write(&store, |s| s.use_recovery_code(person_id(1), code, moment(1)));
    assert_eq!([use_up("a"), use_up("a"), use_up("z")], [true, false, false]);
    assert_eq!(read(&store, |s| s.recovery_codes_left(person_id(1))), 1);
    write(&store, |s| s.set_recovery_codes(person_id(1), &codes(["c", "d"])));
    assert_eq!([use_up("b"), use_up("c")], [false, true]);
}

fn code(digest: &str, person: Option<PersonId>, purpose: CodePurpose, until: i64) -> OneTimeCode {
    OneTimeCode { digest: digest.to_owned(), person, purpose, expires_at: moment(until) }
}

fn a_code_lets_in_once_and_not_when_it_is_over(engine: Engine) {
    let store = store_with_person(engine);
    let invitation = code("moi", Some(person_id(1)), CodePurpose::Invitation, 100);
    write(&store, |s| s.add_code(&invitation));
    let find = |at| read(&store, |s| s.code("moi", moment(at)));
    let use_up = |at| write(&store, |s| s.use_code("moi", moment(at)));
    assert_eq!((find(99), find(100)), (Some(invitation.clone()), None));
    assert_eq!(use_up(100), None);
    assert_eq!(use_up(99), Some(invitation));
    assert_eq!((use_up(99), find(99)), (None, None));
    assert_eq!(write(&store, |s| s.prune_codes(moment(101))), 1);
}

fn a_new_code_replaces_the_one_before_for_the_same_thing(engine: Engine) {
    let store = store_with_person(engine);
    let first = CodePurpose::FirstAdministrator;
    write(&store, |s| {
        s.add_code(&code("a1", None, first, 100))?;
        s.add_code(&code("p1", Some(person_id(1)), CodePurpose::Reset, 100))?;
        s.add_code(&code("a2", None, first, 100))
    });
    let valid = |digest: &str| read(&store, |s| s.code(digest, moment(1))).is_some();
    assert_eq!([valid("a1"), valid("a2"), valid("p1")], [false, true, true]);
}

fn who_is_signed_in_is_found_with_everything_a_request_needs(engine: Engine) {
    let store = store_with_person(engine);
    write(&store, |s| s.begin_sign_in(&sign_in("c1", 0)));
    let found = |at| read(&store, |s| s.signed_in("c1", moment(at)));
    assert_eq!(found(1).unwrap().grants, []);
    let leader = Grant { unit: unit_id(2), role: Role::Leader };
    write(&store, |s| {
        s.add_grant(person_id(1), officer(1), "x", moment(1))?;
        s.add_grant(person_id(1), leader, "x", moment(1))?;
        s.add_grant(person_id(1), officer(2), "x", moment(1))?;
        s.end_grant(person_id(1), officer(2), moment(2)).map(drop)
    });
    let signed_in = found(5).unwrap();
    assert_eq!(signed_in.sign_in, sign_in("c1", 0));
    assert_eq!(signed_in.person, person(1, "Mẫu.NT"));
    assert_eq!(signed_in.grants, [officer(1), leader]);
    assert_eq!(found(3600), None, "it is over");
    assert_eq!(read(&store, |s| s.signed_in("c2", moment(1))), None);
}

fn a_sign_in_goes_on_while_seen_and_ends_for_good(engine: Engine) {
    let store = store_with_person(engine);
    write(&store, |s| {
        s.begin_sign_in(&sign_in("c1", 0))?;
        s.begin_sign_in(&sign_in("c2", 10))?;
        s.begin_sign_in(&sign_in("c3", 20))
    });
    assert!(write(&store, |s| s.touch_sign_in("c1", moment(3000), moment(9000))));
    assert!(!write(&store, |s| s.touch_sign_in("c2", moment(4000), moment(9000))), "what is over stays over");
    let digests = |at| -> Vec<_> {
        read(&store, |s| s.sign_ins(person_id(1), moment(at))).into_iter().map(|s| s.digest).collect()
    };
    assert_eq!(digests(3500), ["c1", "c3", "c2"]);
    assert_eq!(digests(5000), ["c1"]);

    let other = person_id(9);
    assert!(!write(&store, |s| s.end_sign_in(other, "c3", moment(30))), "nobody ends another's");
    assert!(write(&store, |s| s.end_sign_in(person_id(1), "c3", moment(30))));
    assert_eq!(read(&store, |s| s.signed_in("c3", moment(31))), None);
    assert!(store.write(|s| s.set_second_factor("c3", SecondFactor::Passed)).is_err());
    assert_eq!(write(&store, |s| s.end_sign_ins(person_id(1), Some("c1"), moment(40))), 1);
    assert_eq!(digests(50), ["c1"]);
    assert_eq!(write(&store, |s| s.end_sign_ins(person_id(1), None, moment(60))), 1);
    assert_eq!(write(&store, |s| s.prune_sign_ins(moment(50))), 2);
}

fn who_is_disabled_is_out_at_once_and_back_when_enabled(engine: Engine) {
    let store = store_with_person(engine);
    let token = token("t1", None);
    write(&store, |s| {
        s.begin_sign_in(&sign_in("c1", 0))?;
        s.add_token(&token)
    });
    let inside = || {
        let signed_in = read(&store, |s| Ok(s.signed_in("c1", moment(1))?.is_some()));
        (signed_in, store.token_holder("t1", moment(1)).unwrap().is_some())
    };
    assert_eq!(inside(), (true, true));
    write(&store, |s| s.disable_person(person_id(1), Some(moment(1))));
    assert_eq!(inside(), (false, false));
    write(&store, |s| s.disable_person(person_id(1), None));
    assert_eq!(inside(), (true, true));
}

fn failures_count_here_and_do_not_keep_out_somebody_elsewhere(engine: Engine) {
    let store = store_with_person(engine);
    let fail = |name: &str, network: &str, at| {
        write(&store, |s| s.note_failed_sign_in(name, network, moment(at), moment(at - 100)));
    };
    let count = |network: &str, since| read(&store, |s| s.failed_sign_ins("MẪU.nt", network, moment(since)));
    for at in 1..=5 {
        fail("mẫu.nt", "10.0.0.0/24", at);
    }
    fail("nobody", "10.0.0.0/24", 6);
    fail("Mẫu.NT", "10.9.9.0/24", 7);
    assert_eq!(count("10.0.0.0/24", 0), FailedSignIns { here: 5, with_name: 6, from_network: 6 });
    assert_eq!(count("192.0.2.0/24", 0), FailedSignIns { here: 0, with_name: 6, from_network: 0 });
    assert_eq!(count("10.0.0.0/24", 6).here, 0, "they stopped before");
    fail("mẫu.nt", "10.0.0.0/24", 500);
    assert_eq!(count("10.0.0.0/24", 0).here, 1, "counting began anew");
    write(&store, |s| s.clear_failed_sign_ins("Mẫu.NT", "10.0.0.0/24"));
    assert_eq!(count("10.0.0.0/24", 0), FailedSignIns { here: 0, with_name: 1, from_network: 1 });
    assert_eq!(write(&store, |s| s.prune_failed_sign_ins(moment(100))), 2);
}

fn token(digest: &str, expires_at: Option<Instant>) -> ApiToken {
    ApiToken {
        digest: digest.to_owned(),
        person: person_id(1),
        name: "Phần mềm báo cáo".to_owned(),
        scopes: vec![Scope::Read, Scope::Write],
        created_at: moment(0),
        expires_at,
        last_used_at: None,
        revoked_at: None,
    }
}

fn a_token_acts_for_its_person_until_revoked_or_over(engine: Engine) {
    let store = store_with_person(engine);
    write(&store, |s| {
        s.add_token(&token("t1", None))?;
        s.add_token(&ApiToken { scopes: vec![], ..token("t2", Some(moment(100))) })?;
        s.add_grant(person_id(1), officer(1), "x", moment(1)).map(drop)
    });
    let counter = read(&store, |s| s.directory_counter());
    let holder = |digest: &str, at| {
        let (holder, seen) = store.token_holder(digest, moment(at)).unwrap()?;
        assert_eq!(seen, counter);
        Some(holder)
    };
    let found = holder("t1", 1).unwrap();
    assert_eq!((found.token, found.person.id, found.grants), (token("t1", None), person_id(1), vec![officer(1)]));
    assert_eq!(holder("t2", 99).unwrap().token.scopes, []);
    assert_eq!(holder("t2", 100), None);

    write(&store, |s| s.touch_token("t1", moment(5)));
    assert!(!write(&store, |s| s.revoke_token(person_id(9), "t1", moment(6))), "nobody revokes another's");
    assert!(write(&store, |s| s.revoke_token(person_id(1), "t1", moment(6))));
    assert_eq!(holder("t1", 7), None);
    let kept = read(&store, |s| s.tokens(person_id(1)));
    assert_eq!(kept.len(), 2);
    assert_eq!((kept[0].last_used_at, kept[0].revoked_at), (Some(moment(5)), Some(moment(6))));
}
