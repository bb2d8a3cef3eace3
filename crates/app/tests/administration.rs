//! What administrators do: units merged and split, reminders by mail, backups, the audit trail.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

mod support;

use app::campaign::{OpenCampaign, open};
use app::file::SourceFile;
use app::installation::{self, NewMail};
use app::jobs::{Ran, prune, run_due, schedule};
use app::mail::{MailSettings, Security, Smtp};
use app::people::{self, TrailFilter, invite_new};
use app::sign_in::NewPerson;
use app::units::{self, Import, Keeps, NewUnit, OtherName, Part, Reform, UnitsError};
use app::{Actor, Context, FixedWorld, Kept, Person};
use domain::access::{Grant, Role};
use domain::form::CellKey;
use domain::report::{Action, Content, Event, Figure, Revision, Value};
use domain::unit::UnitKind;
use domain::unit_list::UnitRow;
use domain::{CivilDate, Instant, PersonId};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use store::{HandedIn, Store};
use support::empty_store;

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 7/KH-UBND\n\nAn Giao, ngày 20 tháng 10 năm 2026\n\nKẾ HOẠCH\n\n\
     Triển khai Tháng hành động vì bình đẳng giới năm 2026\n\n\
     Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\n\
     I. THỜI GIAN\n\nTừ ngày 15/11/2026 đến ngày 15/12/2026.\n\n\
     II. TỔ CHỨC THỰC HIỆN\n\n\
     1. Ủy ban nhân dân các xã tổ chức lễ phát động trước ngày 12/11/2026.\n\n\
     Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/2026 để tổng hợp./.\n\n\
     Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n";

const UNITS: &str = "code,name,kind,parent\nAG,Tỉnh An Giao,province,\nS1,Sở Nội vụ,department,AG\n\
                     X1,Xã Hòa Lộc,commune,AG\nX2,Xã Tân Mỹ,commune,AG\n";

fn at(moment: &str) -> FixedWorld {
    FixedWorld(moment.parse::<Instant>().unwrap())
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

/// A store with a campaign due on 20 December, and an operator's context on a morning.
fn opened(store: &Kept) {
    let world = at("2026-10-21T05:00:00Z");
    let file = |text: &str| SourceFile { name: "tep".into(), bytes: text.as_bytes().to_vec() };
    let request = OpenCampaign { plan: file(PLAN), units: file(UNITS), form: None, due_on: None };
    open(Context::of_operator(store, &world, "thử"), &request).unwrap();
}

fn person(store: &Kept, name: &str, unit: &str, role: Role, language: &str) -> PersonId {
    let world = at("2026-10-22T05:00:00Z");
    let new = NewPerson {
        sign_in_name: name.to_owned(),
        name: format!("Người {name}"),
        email: Some(format!("{name}@angiao.example")),
        language: language.to_owned(),
    };
    invite_new(Context::of_operator(store, &world, "thử"), &new, unit, role).unwrap().person
}

/// A mail server that takes `count` mails and hands over what it was sent.
fn mail_server(count: usize) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for _ in 0..count {
            let (stream, _) = listener.accept().unwrap();
            let mut answer = stream.try_clone().unwrap();
            let mut say = |text: &str| answer.write_all(format!("{text}\r\n").as_bytes()).unwrap();
            say("220 thu.angiao.example");
            let (mut letter, mut in_letter) = (String::new(), false);
            for line in BufReader::new(stream).lines() {
                let line = line.unwrap_or_default();
                match line.split(' ').next().unwrap_or_default() {
                    "." if in_letter => {
                        in_letter = false;
                        say("250 đã nhận");
                        sender.send(std::mem::take(&mut letter)).unwrap();
                    }
                    _ if in_letter => letter.push_str(&format!("{line}\n")),
                    "DATA" => {
                        in_letter = true;
                        say("354 xin mời");
                    }
                    "QUIT" => {
                        say("221 chào");
                        break;
                    }
                    _ => say("250 được"),
                }
            }
        }
    });
    (port, receiver)
}

fn set_mail(store: &Kept, port: u16) {
    let world = at("2026-12-01T03:00:00Z");
    let settings = MailSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        user: None,
        password: None,
        from: "nhac-viec@angiao.example".to_owned(),
    };
    let context = Context::of_operator(store, &world, "thử");
    installation::set_mail(context, Some(&NewMail { settings, password: None })).unwrap();
    installation::set_address(context, Some("https://thang.angiao.example/")).unwrap();
}

/// The body of a mail, its quoted-printable or base64 undone.
fn body(letter: &str) -> String {
    let (head, body) = letter.split_once("\n\n").unwrap();
    if head.contains("base64") {
        let text: String = body.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
        let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
        for c in text.chars() {
            let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".find(c).unwrap();
            held = (held << 6) | u32::try_from(value).unwrap();
            bits += 6;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from((held >> bits) & 0xFF).unwrap());
            }
        }
        return String::from_utf8(bytes).unwrap();
    }
    let mut bytes = Vec::new();
    let joined = body.replace("=\n", "");
    let mut rest = joined.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        if *first == b'=' && more.len() >= 2 {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&more[..2]).unwrap(), 16).unwrap());
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn who_has_not_reported_gets_one_mail_in_the_morning_in_their_language() {
    let store = empty_store();
    opened(&store);
    let officer = person(&store, "canbo.x1", "X1", Role::Officer, "vi");
    person(&store, "officer.x2", "X2", Role::Officer, "en");
    person(&store, "lanhdao", "AG", Role::Leader, "vi");
    let (port, letters) = mail_server(2);
    set_mail(&store, port);

    // Three days before, at ten in the morning.
    let world = at("2026-12-17T03:00:00Z");
    assert!(schedule(&store, &world).unwrap());
    assert!(!schedule(&store, &world).unwrap(), "a day is scheduled once");
    let ran = run_due(&store, &world, &Smtp, 20).unwrap();
    assert_eq!(ran, Ran { done: 3, failed: 0 }, "the day, and a mail for each of two");
    let mut sent = [letters.recv().unwrap(), letters.recv().unwrap()];
    sent.sort_by_key(|letter| !letter.contains("canbo.x1@"));

    assert!(sent[0].contains("To: canbo.x1@angiao.example"), "{}", sent[0]);
    assert!(sent[0].contains("From: nhac-viec@angiao.example"));
    assert!(sent[0].contains("Auto-Submitted: auto-generated") && sent[0].contains("@angiao.example>"));
    assert!(sent[0].contains("Thu, 17 Dec 2026 03:00:00"), "{}", sent[0]);
    let vietnamese = body(&sent[0]);
    assert!(vietnamese.contains("Xã Hòa Lộc chưa gửi báo cáo"), "{vietnamese}");
    assert!(vietnamese.contains("Hạn là ngày 20/12/2026, còn 3 ngày."), "{vietnamese}");
    assert!(vietnamese.contains("https://thang.angiao.example/account"), "{vietnamese}");
    let english = body(&sent[1]);
    assert!(english.contains("Xã Tân Mỹ has not sent its report"), "{english}");

    assert_eq!(store.read(|session| session.unread_notices(officer)).unwrap(), 1);
    assert_eq!(run_due(&store, &world, &Smtp, 20).unwrap(), Ran::default(), "nothing is sent twice");
    assert_eq!(
        prune(&store, at("2027-12-17T03:00:00Z").0).unwrap(),
        6,
        "jobs long done, and invitations long over, are forgotten"
    );
}

#[test]
fn nobody_is_reminded_at_night_on_other_days_or_against_their_will() {
    let store = empty_store();
    opened(&store);
    let officer = person(&store, "canbo.x1", "X1", Role::Officer, "vi");
    set_mail(&store, 9);
    let notices = || store.read(|session| session.unread_notices(officer)).unwrap();
    for quiet in ["2026-12-17T16:00:00Z", "2026-12-16T03:00:00Z"] {
        schedule(&store, &at(quiet)).unwrap();
        assert_eq!(run_due(&store, &at(quiet), &Smtp, 20).unwrap(), Ran { done: 1, failed: 0 }, "{quiet}");
        assert_eq!(notices(), 0, "{quiet}");
    }
    // They want no mail: the message in the app is there all the same, and no server is asked.
    let grants = [];
    let world = at("2026-12-19T03:00:00Z");
    let actor = Actor::Person(Person { id: officer, name: "Người", grants: &grants, only_reads: false });
    let own = Context { store: &store, world: &world, actor, seen: None };
    let profile = app::account::Profile {
        name: "Người Mới".to_owned(),
        email: Some("moi@angiao.example".to_owned()),
        language: "vi".to_owned(),
        wants_mail: false,
    };
    app::account::change(own, &profile).unwrap();
    schedule(&store, &world).unwrap();
    assert_eq!(run_due(&store, &world, &Smtp, 20).unwrap(), Ran { done: 2, failed: 0 });
    assert_eq!(notices(), 1);
}

#[test]
fn late_units_are_told_to_those_above_and_a_dead_mail_server_loses_nothing() {
    let store = empty_store();
    opened(&store);
    let leader = person(&store, "lanhdao", "AG", Role::Leader, "vi");
    set_mail(&store, 9);
    let world = at("2026-12-23T03:00:00Z");
    schedule(&store, &world).unwrap();
    assert_eq!(run_due(&store, &world, &Smtp, 20).unwrap(), Ran { done: 1, failed: 1 });
    let notice = store.read(|session| session.notices(leader, None, 5)).unwrap().remove(0);
    assert_eq!((notice.kind.as_str(), notice.params["count"].as_u64()), ("escalation", Some(3)));
    let failed = store.read(|session| session.failed_jobs(5)).unwrap().remove(0);
    assert_eq!(failed.error, "mail-unreachable");
    assert!(failed.job.run_at > world.0, "it is tried again");

    let (port, letters) = mail_server(1);
    set_mail(&store, port);
    let later = at("2026-12-23T03:10:00Z");
    assert_eq!(run_due(&store, &later, &Smtp, 20).unwrap(), Ran { done: 1, failed: 0 });
    let text = body(&letters.recv().unwrap());
    assert!(text.contains("3 đơn vị chưa gửi báo cáo") && text.contains("Xã Tân Mỹ"), "{text}");
}

/// A unit hands in a report.
fn hand_in(store: &Kept, code: &str) {
    let at: Instant = "2026-11-30T05:00:00Z".parse().unwrap();
    let figure = Figure { value: Value::Number(3), at: None, reason: None };
    let content = Content { figures: [(CellKey::parse("talks").unwrap(), figure)].into(), ..Content::default() };
    let done = store.write(|session| {
        let campaign = session.campaigns()?.remove(0).id;
        let unit = session.unit_versions()?.into_iter().find(|unit| unit.code.as_str() == code).unwrap().unit;
        let revision = Revision {
            number: 1,
            content: content.clone(),
            file_name: "bao-cao.xlsx".into(),
            file_digest: "d1".into(),
            received_on: day("2026-11-30"),
            recorded_at: at,
            recorded_by: "thử".into(),
        };
        let event = Event { sequence: 1, action: Action::Submit, revision: 1, at, by: "thử".into(), reason: None };
        session.hand_in(&[HandedIn { campaign, unit, revision: &revision, bytes: b"tep", event: &event }])
    });
    done.unwrap();
}

fn merge(on_code: &str, keeps: Keeps) -> Reform {
    Reform::Merge {
        units: vec!["X1".to_owned(), "X2".to_owned()],
        into: Part { code: on_code.to_owned(), name: "Xã Hòa Mỹ".to_owned(), kind: UnitKind::Commune },
        keeps,
    }
}

#[test]
fn a_merger_is_looked_at_first_and_hands_tasks_and_people_over() {
    let store = empty_store();
    opened(&store);
    let officer = person(&store, "canbo.x1", "X1", Role::Officer, "vi");
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    let (plan, on) = (merge("X3", Keeps::Nothing), day("2026-12-05"));

    let effects = units::preview(context, &plan, on).unwrap();
    assert_eq!(units::tree(context, Some(on)).unwrap().rows.len(), 4, "only looked at");
    assert_eq!(effects.ended.len(), 2);
    assert_eq!((effects.campaigns[0].tasks, effects.campaigns[0].reporters), (2, 1), "the launch, and reporting");
    assert_eq!(effects.people.len(), 1);

    let chosen: BTreeSet<String> = effects.people.iter().map(units::RoleMove::key).collect();
    units::reform(context, &plan, on, &chosen).unwrap();
    let names = |on: &str| -> Vec<String> {
        units::tree(context, Some(day(on))).unwrap().rows.into_iter().map(|row| row.version.name).collect()
    };
    assert_eq!(names("2026-12-04"), ["Tỉnh An Giao", "Sở Nội vụ", "Xã Hòa Lộc", "Xã Tân Mỹ"]);
    assert_eq!(names("2026-12-05"), ["Tỉnh An Giao", "Sở Nội vụ", "Xã Hòa Mỹ"]);
    let grants = store.read(|session| session.grants(officer)).unwrap();
    assert_eq!(grants.len(), 2, "the role at the old unit stays, for its old reports");

    let board = app::status::board(context, None, None).unwrap();
    let new = board.units.iter().find(|unit| unit.code.as_str() == "X3").unwrap();
    assert_eq!(board.units.len(), 2, "the department and the new commune report");
    assert_eq!(new.leads + new.joins, 2);
    let history = units::history(context, "X3", Some(on)).unwrap();
    assert!(history.successions.iter().all(|(succession, _, _)| succession.whole) && history.successions.len() == 2);
    let actions: Vec<String> = people::audit(context, &TrailFilter::default(), None, 50)
        .unwrap()
        .events
        .into_iter()
        .map(|(event, _)| event.action)
        .collect();
    assert!(actions.iter().any(|action| action == "unit.merge") && actions.iter().any(|action| action == "role.grant"));
    assert!(matches!(units::reform(context, &plan, on, &chosen), Err(UnitsError::Find(_))), "sent twice");
}

#[test]
fn a_unit_that_reported_stays_until_the_due_day() {
    let store = empty_store();
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    hand_in(&store, "X1");
    let refused = units::reform(context, &merge("X3", Keeps::Nothing), day("2026-12-05"), &BTreeSet::new());
    assert!(matches!(refused, Err(UnitsError::Reports { .. })), "{refused:?}");
    assert!(matches!(units::end(context, "X1", day("2026-12-05")), Err(UnitsError::Reports { .. })));
    // The unit that reported may take the other in, and after the due day everything may be done.
    units::preview(context, &merge("X1", Keeps::Unit("X1".to_owned())), day("2026-12-05")).unwrap();
    let effects = units::reform(context, &merge("X3", Keeps::Nothing), day("2027-01-01"), &BTreeSet::new()).unwrap();
    assert!(effects.campaigns[0].untouched && effects.campaigns[0].reports == 1);
}

#[test]
fn a_split_takes_what_stands_below_along_and_wrong_input_changes_nothing() {
    let store = empty_store();
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    let school =
        NewUnit {
            code: "T1".into(), name: "Trường Hòa Lộc".into(), kind: UnitKind::School, parent: Some("x1".into())
        };
    units::add(context, &school, day("2026-11-01")).unwrap();
    let part = |code: &str, name: &str| Part { code: code.into(), name: name.into(), kind: UnitKind::Commune };
    let split = |parts: Vec<Part>, keeps| Reform::Split { unit: "X1".into(), parts, keeps };
    let none = BTreeSet::new();
    let tried = |reform: Reform, on: &str| units::reform(context, &reform, day(on), &none).map(drop);
    let two = || vec![part("X8", "Xã Hòa"), part("X9", "Xã Lộc")];

    assert!(matches!(tried(split(vec![part("X8", "Xã Hòa")], false), "2026-12-05"), Err(UnitsError::TooFew)));
    assert!(matches!(
        tried(split(vec![part("X8", "A"), part("x8", "B")], false), "2026-12-05"),
        Err(UnitsError::Twice(_))
    ));
    assert!(matches!(
        tried(split(vec![part("X2", "A"), part("X9", "B")], false), "2026-12-05"),
        Err(UnitsError::CodeTaken(_))
    ));
    assert!(matches!(
        tried(split(vec![part("a b", "A"), part("X9", "B")], false), "2026-12-05"),
        Err(UnitsError::BadCode(_))
    ));
    assert!(
        matches!(tried(split(two(), false), "2026-01-01"), Err(UnitsError::TooEarly { .. })),
        "since that day only"
    );
    assert!(matches!(units::end(context, "X1", day("2026-12-05")), Err(UnitsError::HasChildren(_))));
    assert_eq!(units::tree(context, Some(day("2027-01-01"))).unwrap().rows.len(), 5);

    tried(split(two(), true), "2026-12-05").unwrap();
    let first = units::history(context, "X8", Some(day("2026-12-05"))).unwrap();
    assert_eq!(first.versions.len(), 2, "the old unit goes on under its new name");
    let part_of = &first.successions[0];
    assert!(!part_of.0.whole && part_of.2 == "Xã Lộc");
    let school = units::history(context, "T1", Some(day("2026-12-05"))).unwrap();
    assert_eq!(school.parent.unwrap().name, "Xã Hòa");
}

#[test]
fn a_list_is_taken_in_as_a_whole_or_not_at_all() {
    let store = empty_store();
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    let row = |line, code: &str, name: &str, parent: &str| UnitRow {
        line,
        code: code.into(),
        name: name.into(),
        kind: if code == "AG" { "tỉnh".into() } else { "xã".into() },
        parent: parent.into(),
    };
    let rows =
        vec![row(2, "AG", "Tỉnh An Giao", ""), row(3, "X1", "Xã Hòa Lộc Mới", "AG"), row(4, "X7", "Xã Bảy", "AG")];
    let list = |other_name| Import { rows: rows.clone(), on: day("2026-12-10"), under: None, other_name };
    let looked = units::preview_import(context, &list(OtherName::AnotherUnit)).unwrap();
    assert_eq!((looked.added.len(), looked.replaced.len(), looked.same), (1, 1, 1));
    let taken = units::import(context, &list(OtherName::Renamed)).unwrap();
    assert_eq!((taken.added.len(), taken.changed.len(), taken.same), (1, 1, 1));
    assert_eq!(units::tree(context, Some(day("2026-12-10"))).unwrap().rows.len(), 5, "those not on the list stay");
    let again = units::import(context, &list(OtherName::Renamed)).unwrap();
    assert_eq!((again.added.len(), again.changed.len(), again.same), (0, 0, 3), "sent twice");
}

#[test]
fn a_list_hangs_under_units_that_are_there_already() {
    let store = empty_store();
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    let row = |line, code: &str, name: &str, parent: &str| UnitRow {
        line,
        code: code.into(),
        name: name.into(),
        kind: "xã".into(),
        parent: parent.into(),
    };
    let list = |rows: Vec<UnitRow>| Import { rows, on: day("2027-01-01"), under: None, other_name: OtherName::Renamed };
    let rows = vec![row(2, "X8", "Xã Mới", "ag"), row(3, "X9", "Thôn Mới", "X8"), row(4, "X1", "Xã Hòa Lộc", "AG")];
    let imported = units::import(context, &list(rows)).unwrap();
    assert_eq!((imported.added.len(), imported.same), (2, 1));
    let new = units::history(context, "X8", Some(day("2027-01-01"))).unwrap();
    assert_eq!(new.parent.unwrap().code.as_str(), "AG");
    let later = units::import(context, &list(vec![row(2, "X7", "Xã Khác", "KHONG-CO")]));
    assert!(matches!(later, Err(UnitsError::List(errors)) if errors[0].line == 2), "a parent that is nowhere");
}

#[test]
fn an_administrator_of_a_commune_keeps_to_it() {
    let store = empty_store();
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let id = person(&store, "quantri.x1", "X1", Role::Administrator, "vi");
    person(&store, "canbo.x2", "X2", Role::Officer, "vi");
    let grants: Vec<Grant> = store.read(|session| session.grants(id)).unwrap();
    let actor = Actor::Person(Person { id, name: "Người", grants: &grants, only_reads: false });
    let context = Context { store: &store, world: &world, actor, seen: None };
    let seen: Vec<String> =
        people::list(context).unwrap().into_iter().map(|listed| listed.person.sign_in_name).collect();
    assert_eq!(seen, ["quantri.x1"]);
    assert_eq!(units::tree(context, None).unwrap().rows.len(), 1);
    let unit = |parent: Option<&str>| NewUnit {
        code: "X9".into(),
        name: "Xã Chín".into(),
        kind: UnitKind::Commune,
        parent: parent.map(str::to_owned),
    };
    for parent in [None, Some("AG"), Some("X2")] {
        assert!(units::add(context, &unit(parent), day("2026-12-05")).is_err(), "{parent:?}");
    }
    units::add(context, &unit(Some("X1")), day("2026-12-05")).unwrap();
    assert!(installation::look(context, None).is_err() && installation::set_mail(context, None).is_err());
    let folder = tempfile::tempdir().unwrap();
    assert!(installation::back_up_in(context, Some(folder.path())).is_err());
    let trail = people::audit(context, &TrailFilter::default(), None, 50).unwrap();
    assert!(trail.events.iter().all(|(_, unit)| unit.as_ref().is_some_and(|unit| unit.code.as_str().starts_with('X'))));
    assert!(!trail.events.is_empty());
    for unit in ["X2", "no-such"] {
        let filter = TrailFilter { unit: Some(unit.to_owned()), ..TrailFilter::default() };
        assert!(people::audit(context, &filter, None, 50).is_err(), "{unit}: as if it were not there");
    }
}

#[test]
fn the_last_administrator_stays_and_where_there_is_none_others_may_go() {
    let store = empty_store();
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    let officer = person(&store, "canbo.x1", "X1", Role::Officer, "vi");
    people::grant(context, officer, "X2", Role::Leader).unwrap();
    people::end_grant(context, officer, "X2", Role::Leader).unwrap();
    people::disable(context, officer, true).unwrap();
    people::disable(context, officer, false).unwrap();
    let administrator = person(&store, "quan.tri", "AG", Role::Administrator, "vi");
    people::end_grant(context, administrator, "AG", Role::Administrator).unwrap_err();
    people::disable(context, administrator, true).unwrap_err();
    let other = person(&store, "quan.tri.2", "AG", Role::Administrator, "vi");
    people::disable(context, administrator, true).unwrap();
    people::disable(context, other, true).unwrap_err();
    people::disable(context, officer, true).unwrap();
}

#[test]
fn the_trail_is_read_page_by_page_without_gap_or_repetition() {
    let store = empty_store();
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    for number in 0..25 {
        installation::set_address(context, Some(&format!("https://{number}.example"))).unwrap();
    }
    let filter = TrailFilter { action: Some("setting.change".to_owned()), ..TrailFilter::default() };
    let (mut seen, mut from) = (Vec::new(), None);
    loop {
        let page = people::audit(context, &filter, from, 10).unwrap();
        seen.extend(page.events.into_iter().map(|(event, _)| event.after.unwrap()));
        match page.older {
            Some(older) => from = Some(older),
            None => break,
        }
    }
    let distinct: BTreeSet<String> = seen.iter().map(ToString::to_string).collect();
    assert_eq!((seen.len(), distinct.len()), (25, 25));
}

#[test]
fn a_backup_is_a_whole_store_and_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let store = Kept::from(Store::open(folder.path()).unwrap());
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    let made = installation::back_up_in(context, Some(folder.path())).unwrap();
    assert_eq!(made.name, "chungtay-20261201-100000.db");
    let looked = installation::look(context, Some(folder.path())).unwrap();
    assert_eq!((looked.backups.unwrap(), looked.last_backup), (vec![made.clone()], Some(world.0)));
    assert!(installation::fetch_backup(context, Some(folder.path()), "../chungtay.db").is_err());
    let path = installation::fetch_backup(context, Some(folder.path()), &made.name).unwrap();
    let restored = tempfile::tempdir().unwrap();
    std::fs::copy(path, restored.path().join("chungtay.db")).unwrap();
    let again = Store::open(restored.path()).unwrap();
    assert_eq!(again.read(|session| session.campaigns()).unwrap().len(), 1);
}

#[test]
fn a_mistake_on_the_first_day_of_a_unit_is_corrected_in_place_and_told_in_the_trail() {
    let store = empty_store();
    opened(&store);
    let world = at("2026-12-01T03:00:00Z");
    let context = Context::of_operator(&store, &world, "thử");
    let wrong =
        NewUnit {
            code: "X7".into(), name: "Xã Bình Nhầm".into(), kind: UnitKind::Commune, parent: Some("AG".into())
        };
    units::add(context, &wrong, day("2026-11-01")).unwrap();
    let right = NewUnit { name: "Trường Bình Mẫu".into(), kind: UnitKind::School, ..wrong.clone() };
    assert!(
        matches!(units::change(context, "X7", &right, day("2026-10-30")), Err(UnitsError::Find(_))),
        "not there yet"
    );
    units::change(context, "X7", &right, day("2026-11-01")).unwrap();
    let history = units::history(context, "X7", Some(day("2026-12-01"))).unwrap();
    assert_eq!(history.versions.len(), 1, "as if it had been stored so");
    assert_eq!((history.version.name.as_str(), history.version.kind), ("Trường Bình Mẫu", UnitKind::School));
    // A code that another unit carries is refused as ever.
    let taken = NewUnit { code: "X2".into(), ..right.clone() };
    assert!(matches!(units::change(context, "X7", &taken, day("2026-11-01")), Err(UnitsError::CodeTaken(_))));
    // A later day is a change, and what was before it stays.
    units::change(context, "X7", &NewUnit { name: "Trường Bình Đông".into(), ..right }, day("2026-12-01")).unwrap();
    assert_eq!(units::history(context, "X7", Some(day("2026-12-01"))).unwrap().versions.len(), 2);
    let trail = people::audit(context, &TrailFilter::default(), None, 50).unwrap();
    let actions: Vec<&str> = trail.events.iter().map(|event| event.0.action.as_str()).collect();
    assert!(actions.contains(&"unit.correct") && actions.contains(&"unit.change"), "{actions:?}");
}
