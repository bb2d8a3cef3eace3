//! A unit officer types a report: drafts, conflicts, handing in, what lies beside it.

mod support;

use app::campaign::{OpenCampaign, load, open};
use app::entry::{self, Choice, EntryError, Fields, HandedIn, Origin, Saved};
use app::file::SourceFile;
use app::report::{Decision, Submission, SubmitError, Which, decide, submit_sent, submit_uploaded};
use app::trace::trace;
use app::{Actor, Context, FixedWorld, Kept, Person, form};
use domain::access::{Grant, Role};
use domain::audit::AuditFilter;
use domain::form::CellKey;
use domain::report::{Action, Content, Figure, Punctuality, State, Value};
use domain::{Instant, PersonId, UnitId};
use locale::Language;
use std::collections::HashMap;
use support::empty_store;

fn plan(year: i16) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 9/KH-UBND\n\nAn Giao, ngày 19 tháng 10 năm {year}\n\nKẾ HOẠCH\n\n\
         Triển khai Tháng hành động vì bình đẳng giới năm {year}\n\n\
         Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\n\
         I. THỜI GIAN\n\nTừ ngày 15/11/{year} đến ngày 15/12/{year}.\n\n\
         II. TỔ CHỨC THỰC HIỆN\n\n\
         1. Ủy ban nhân dân các xã chủ trì tổ chức lễ phát động trước ngày 12/11/{year}.\n\n\
         Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/{year} để tổng hợp./.\n\n\
         Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n"
    )
}

const UNITS: &str = "code,name,kind,parent\nAG,Tỉnh An Giao,province,\nS1,Sở Nội vụ,department,AG\n\
                     X1,Xã Hòa Lộc,commune,AG\nX2,Xã Tân Mỹ,commune,AG\n";

#[expect(clippy::unwrap_used, reason = "days are written in the tests")]
fn at(day: &str) -> FixedWorld {
    FixedWorld(format!("{day}T05:00:00Z").parse::<Instant>().unwrap())
}

struct Office {
    store: Kept,
    world: FixedWorld,
    people: Vec<(PersonId, &'static str, Vec<Grant>)>,
}

#[expect(clippy::unwrap_used, reason = "a test that cannot begin has failed")]
impl Office {
    /// A province with a campaign a year; officers of X1 (two), X2, and an agency officer.
    fn new(years: &[i16]) -> Self {
        let mut office = Self { store: empty_store(), world: at("2026-12-01"), people: Vec::new() };
        for year in years {
            let world = at(&format!("{year}-10-21"));
            let file = |text: &str| SourceFile { name: "tep".into(), bytes: text.as_bytes().to_vec() };
            let request = OpenCampaign { plan: file(&plan(*year)), units: file(UNITS), form: None, due_on: None };
            open(Context::of_operator(&office.store, &world, "thử"), &request).unwrap();
        }
        for (name, code, role) in [
            ("Lê Thị Thử", "X1", Role::Officer),
            ("Trần Văn Thử", "X1", Role::Officer),
            ("Phạm Thị Mẫu", "X2", Role::Officer),
            ("Đỗ Văn Mẫu", "AG", Role::Agency),
        ] {
            let unit = office.unit(code);
            let id = PersonId::new(office.world.0, [u8::try_from(office.people.len()).unwrap(); 10]);
            let person = domain::person::Person {
                id,
                sign_in_name: format!("nguoi.{}", office.people.len()),
                name: name.into(),
                email: None,
                language: "vi".into(),
                created_at: office.world.0,
                disabled_at: None,
                has_password: false,
                has_second_factor: false,
            };
            let grant = Grant { unit, role };
            let add = |session: &store::Session<'_>| {
                session.add_person(&person)?;
                session.add_grant(id, grant, "thử", person.created_at)
            };
            office.store.write(add).unwrap();
            office.people.push((id, name, vec![grant]));
        }
        office
    }

    fn unit(&self, code: &str) -> UnitId {
        self.store
            .read(|session| {
                let campaign = app::campaign::find(session, None)?;
                Ok::<_, app::campaign::FindError>(load(session, campaign, None)?.unit(Some(code))?.unit)
            })
            .unwrap()
    }

    /// The context of one of the people.
    fn of(&self, who: usize) -> Context<'_> {
        let (id, name, grants) = &self.people[who];
        let actor = Actor::Person(Person { id: *id, name, grants, only_reads: false });
        Context { store: &self.store, world: &self.world, actor, seen: None }
    }

    fn save(&self, who: usize, version: u32, typed: &[(&str, &str)]) -> Saved {
        entry::save(self.of(who), &origin("X1", version, None), &fields(typed)).unwrap()
    }
}

const FIRST: usize = 0;
const SECOND: usize = 1;
const OTHER: usize = 2;
const AGENCY: usize = 3;

fn fields(typed: &[(&str, &str)]) -> Fields {
    typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn origin(unit: &str, version: u32, key: Option<&str>) -> Origin {
    Origin { campaign: None, unit: unit.into(), version, key: key.map(str::to_owned), language: Language::Vi }
}

fn version(saved: Saved) -> u32 {
    match saved {
        Saved::Stored { version, .. } => version,
        Saved::Conflict(conflict) => panic!("a conflict: {conflict:?}"),
    }
}

#[test]
fn what_is_typed_is_kept_as_typed_and_checked() {
    let office = Office::new(&[2026]);
    let typed =
        [("f:launches", "12"), ("f:launch_attendees", "1.234"), ("f:talks", "mười hai"), ("p:direction", "Đã họp")];
    let Saved::Stored { version, faults, .. } = office.save(FIRST, 0, &typed) else { panic!("a conflict") };
    assert_eq!(version, 1);
    assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["f:talks"]);
    let opened = entry::open(office.of(SECOND), None, "X1").unwrap();
    let shown = entry::show(&opened.loaded.form, &opened.content, Language::Vi);
    assert_eq!(shown, fields(&typed), "the second officer of the unit goes on from there");
    assert!(matches!(entry::hand_in(office.of(FIRST), &origin("X1", 1, None)), Err(EntryError::Faults(_))));

    let swapped = [("f:launches", "1.234"), ("f:launch_attendees", "12")];
    let Saved::Stored { warnings, content, .. } = office.save(FIRST, 1, &swapped) else { panic!("a conflict") };
    assert_eq!(warnings.len(), 1, "fewer people than launches");
    assert_eq!(entry::warned_cell(&warnings[0], &content).unwrap().as_str(), "launch_attendees");
}

#[test]
fn a_share_is_worked_out_and_not_typed() {
    let office = Office::new(&[2026]);
    let typed = [("f:cases_detected", "3"), ("f:cases_protected", "2"), ("f:protected_share", "99")];
    version(office.save(FIRST, 0, &typed));
    let opened = entry::open(office.of(FIRST), None, "X1").unwrap();
    let shown = entry::show(&opened.loaded.form, &opened.content, Language::Vi);
    assert_eq!(shown["f:protected_share"], "66,67");
}

#[test]
fn nobody_writes_over_what_they_have_not_seen() {
    let office = Office::new(&[2026]);
    version(office.save(FIRST, 0, &[("f:talks", "1"), ("f:launches", "5")]));
    version(office.save(SECOND, 1, &[("f:talks", "2"), ("f:launches", "5")]));
    let mine = [("f:talks", "3"), ("f:launches", "5"), ("f:trainings", "4")];
    let Saved::Conflict(conflict) = office.save(FIRST, 1, &mine) else { panic!("written over") };
    assert_eq!((conflict.version, conflict.by.as_str()), (2, "Trần Văn Thử"));
    assert_eq!(conflict.differing(), ["f:talks", "f:trainings"]);
    assert_eq!(conflict.theirs["f:talks"], "2");

    let picks = [("f:talks".to_owned(), Choice::Theirs), ("f:trainings".to_owned(), Choice::Mine("4".into()))];
    assert_eq!(version(entry::resolve(office.of(FIRST), &origin("X1", 2, None), &picks).unwrap()), 3);
    let opened = entry::open(office.of(FIRST), None, "X1").unwrap();
    let shown = entry::show(&opened.loaded.form, &opened.content, Language::Vi);
    assert_eq!(shown, fields(&[("f:talks", "2"), ("f:launches", "5"), ("f:trainings", "4")]));
    // The choice was made against a version that is gone by now: asked again, not written.
    version(office.save(SECOND, 3, &[("f:talks", "9")]));
    let late = entry::resolve(office.of(FIRST), &origin("X1", 3, None), &picks).unwrap();
    assert!(matches!(late, Saved::Conflict(_)));
}

#[test]
fn a_request_sent_twice_is_answered_once() {
    let office = Office::new(&[2026]);
    let typed = fields(&[("f:talks", "7")]);
    let sent = origin("X1", 0, Some("khoa-thu-0001"));
    assert_eq!(version(entry::save(office.of(FIRST), &sent, &typed).unwrap()), 1);
    version(office.save(FIRST, 1, &[("f:talks", "8")]));
    assert_eq!(version(entry::save(office.of(FIRST), &sent, &typed).unwrap()), 1, "as it was answered then");
    let other = entry::save(office.of(FIRST), &sent, &fields(&[("f:talks", "9")]));
    assert!(matches!(other, Err(EntryError::KeyReused)));
    let opened = entry::open(office.of(FIRST), None, "X1").unwrap();
    assert_eq!((opened.version, opened.content.figures.len()), (2, 1));
    // The same words again, from the version before: nobody is asked to choose between equals.
    assert_eq!(version(office.save(FIRST, 1, &[("f:talks", "8")])), 2);
}

#[test]
fn a_report_is_handed_in_once_and_every_figure_has_a_file_and_a_cell() {
    let office = Office::new(&[2026]);
    let blank = entry::hand_in(office.of(FIRST), &origin("X1", 0, None));
    assert!(matches!(blank, Err(EntryError::Submit(SubmitError::Blank))), "{blank:?}");
    version(office.save(FIRST, 0, &[("f:talks", "12"), ("p:direction", "Đã ban hành kế hoạch")]));
    let sent = origin("X1", 1, Some("gui-lan-dau"));
    let HandedIn::Done { revision, already, punctuality, .. } = entry::hand_in(office.of(FIRST), &sent).unwrap() else {
        panic!("a conflict")
    };
    assert_eq!((revision, already, punctuality), (1, false, Punctuality::OnTime));
    for again in [sent, origin("X1", 1, None)] {
        let outcome = entry::hand_in(office.of(FIRST), &again).unwrap();
        assert!(matches!(outcome, HandedIn::Done { revision: 1, already: true, .. }), "{outcome:?}");
    }
    let opened = entry::open(office.of(FIRST), None, "X1").unwrap();
    assert!(opened.draft.is_none() && opened.version == 2 && opened.editable);
    assert_eq!((opened.head.unwrap().state, opened.events.len()), (State::Submitted, 1));

    let traced = trace(office.of(AGENCY), None, None, "talks", None).unwrap();
    let revision = &traced.units[0].revisions[0];
    let at = revision.at.clone().unwrap();
    let file = entry::sent_file(office.of(FIRST), None, "X1").unwrap();
    assert_eq!(revision.file_name, "X1.xlsx");
    let read = workbook_cell(&file.bytes, &at);
    assert_eq!(read, 12.0, "the cell {at} of the file holds the figure");
}

/// The number in a cell of the first sheet, read by our own reader through the form.
#[expect(clippy::unwrap_used, reason = "a test that cannot read its file has failed")]
fn workbook_cell(bytes: &[u8], at: &str) -> f64 {
    let office = Office::new(&[2026]);
    let opened = entry::open(office.of(FIRST), None, "X1").unwrap();
    let days = domain::CivilDate::MIN..=domain::CivilDate::MAX;
    let content = workbook::open_form(bytes).unwrap().content(&opened.loaded.form, days).unwrap().content;
    let figure = content.figures.values().find(|figure| figure.at.as_deref() == Some(at)).unwrap();
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let number = figure.value.number().unwrap() as f64;
    number
}

#[test]
fn a_returned_report_is_corrected_and_an_approved_one_is_left_alone() {
    let office = Office::new(&[2026]);
    version(office.save(FIRST, 0, &[("f:talks", "12")]));
    entry::hand_in(office.of(FIRST), &origin("X1", 1, None)).unwrap();
    let back = Decision { action: Action::Return, reason: Some("Thiếu số người dự".into()) };
    let which = Which::Units(vec!["X1".into()]);
    decide(office.of(AGENCY), None, &which, &back).unwrap();
    let opened = entry::open(office.of(FIRST), None, "X1").unwrap();
    assert_eq!(opened.returned_because(), Some("Thiếu số người dự"));
    let due = entry::due(office.of(FIRST), None).unwrap();
    assert_eq!(due.work[0].returned_because.as_deref(), Some("Thiếu số người dự"));
    // Sent again as it is: the unit stands by its figures.
    version(office.save(FIRST, 2, &[("f:talks", "12")]));
    let again = entry::hand_in(office.of(FIRST), &origin("X1", 3, None)).unwrap();
    assert!(matches!(again, HandedIn::Done { revision: 2, already: false, .. }), "{again:?}");
    decide(office.of(AGENCY), None, &which, &Decision { action: Action::Approve, reason: None }).unwrap();
    let late = entry::save(office.of(FIRST), &origin("X1", 4, None), &fields(&[("f:talks", "13")]));
    assert!(matches!(late, Err(EntryError::Submit(SubmitError::Refused(_)))), "{late:?}");
    assert!(!entry::open(office.of(FIRST), None, "X1").unwrap().editable);
}

#[test]
fn others_may_not_type_nor_know() {
    let office = Office::new(&[2026]);
    let class = |error: EntryError| app::explain::Explain::class(&error);
    use app::explain::Class::{Forbidden, Unknown};
    for (who, expected) in [(OTHER, Unknown), (AGENCY, Forbidden)] {
        assert_eq!(class(entry::open(office.of(who), None, "X1").unwrap_err()), expected);
        let saved = entry::save(office.of(who), &origin("X1", 0, None), &fields(&[("f:talks", "1")]));
        assert_eq!(class(saved.unwrap_err()), expected);
        assert_eq!(class(entry::hand_in(office.of(who), &origin("X1", 0, None)).unwrap_err()), expected);
        assert_eq!(class(entry::attach(office.of(who), None, "X1", &[pdf()]).unwrap_err()), expected);
    }
    assert_eq!(entry::units(office.of(OTHER), None).unwrap().len(), 1);
}

fn pdf() -> SourceFile {
    SourceFile { name: "Ảnh lễ phát động.pdf".into(), bytes: b"%PDF-1.7 thu".to_vec() }
}

#[test]
fn files_lie_beside_a_report() {
    let office = Office::new(&[2026]);
    entry::attach(office.of(FIRST), None, "X1", &[pdf(), pdf()]).unwrap();
    let script = SourceFile { name: "anh.png".into(), bytes: b"<script>".to_vec() };
    assert!(matches!(entry::attach(office.of(FIRST), None, "X1", &[pdf(), script]), Err(EntryError::FileKind)));
    let digest = entry::open(office.of(FIRST), None, "X1").unwrap().attachments[0].digest.clone();
    let file = entry::fetch(office.of(AGENCY), None, "X1", &digest).unwrap();
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("Ảnh lễ phát động.pdf", "application/pdf"));
    assert!(entry::fetch(office.of(OTHER), None, "X1", &digest).is_err());
    entry::take_away(office.of(FIRST), None, "X1", &digest).unwrap();
    assert!(matches!(entry::fetch(office.of(FIRST), None, "X1", &digest), Err(EntryError::UnknownFile)));
}

#[test]
fn a_question_waits_until_it_is_answered() {
    let office = Office::new(&[2026]);
    app::review::write(office.of(AGENCY), None, "X1", Some("talks"), "Vì sao tăng nhiều?").unwrap();
    let questions = |office: &Office| entry::due(office.of(FIRST), None).unwrap().work[0].questions.clone();
    assert_eq!(questions(&office)[0].last.text, "Vì sao tăng nhiều?");
    app::review::write(office.of(FIRST), None, "X1", Some("talks"), " Thêm hai trường học ").unwrap();
    assert!(questions(&office).is_empty());
    let blank = app::review::write(office.of(FIRST), None, "X1", None, "  ");
    assert!(blank.is_err());
}

#[test]
fn last_year_stands_beside_this_one() {
    let office = Office::new(&[2025, 2026]);
    let last = Office { world: at("2025-12-10"), ..office };
    let mut sent = origin("X1", 0, None);
    sent.campaign = Some("2025".into());
    entry::save(last.of(FIRST), &sent, &fields(&[("f:talks", "10")])).unwrap();
    sent.version = 1;
    entry::hand_in(last.of(FIRST), &sent).unwrap();
    let opened = entry::open(last.of(FIRST), Some("2026"), "X1").unwrap();
    let previous = opened.previous.unwrap();
    assert_eq!((previous.year, previous.revision), (2025, 1));
    assert_eq!(previous.content.figures.len(), 1);
    assert!(entry::open(last.of(FIRST), Some("2025"), "X1").unwrap().previous.is_none());
}

#[test]
fn a_filled_workbook_is_taken_when_it_is_sent() {
    let office = Office::new(&[2026]);
    version(office.save(FIRST, 0, &[("f:talks", "4")]));
    let form = entry::form_file(office.of(FIRST), None, "X1", false, Language::Vi).unwrap();
    let blank = entry::form_file(office.of(FIRST), None, "X1", true, Language::Vi).unwrap();
    let files = |bytes: &[u8]| vec![SourceFile { name: "X1.xlsx".into(), bytes: bytes.to_vec() }];
    let send =
        |who, bytes: &[u8]| submit_uploaded(office.of(who), &Submission::default(), files(bytes)).unwrap().remove(0);
    assert!(matches!(send(FIRST, &blank.bytes).1, Err(SubmitError::Blank)));
    assert!(matches!(send(OTHER, &form.bytes).1, Err(SubmitError::Find(_))), "another unit's");
    assert!(matches!(send(FIRST, b"PK").1, Err(SubmitError::Read(_))));
    let (_, taken) = send(FIRST, &form.bytes);
    assert_eq!(taken.unwrap().revision, 1);
    assert!(send(FIRST, &form.bytes).1.unwrap().already_there);
    let opened = entry::open(office.of(FIRST), None, "X1").unwrap();
    assert!(opened.draft.is_some() && opened.outdated, "the draft is older than what was sent");
    entry::discard(office.of(FIRST), &origin("X1", 1, None)).unwrap();
    assert!(entry::open(office.of(FIRST), None, "X1").unwrap().draft.is_none());
}

#[test]
fn many_who_send_at_once_get_what_they_would_one_after_another() {
    const TALKS: [i64; 4] = [3, 5, 7, 9];
    let office = Office::new(&[2026]);
    let campaign = office.store.read(|session| app::campaign::find(session, None)).unwrap();
    let loaded = office.store.read(|session| load(session, campaign, None)).unwrap();
    let file = |code: &str, talks| {
        let figure = Figure { value: Value::Number(talks), at: None, reason: None };
        let figures = [(CellKey::parse("talks").unwrap(), figure)].into();
        let unit = loaded.unit(Some(code)).unwrap().unit;
        let bytes = form::filled(&loaded, unit, &Content { figures, ..Content::default() }, Language::Vi).unwrap();
        SourceFile { name: format!("{code}.xlsx"), bytes }
    };
    let campaign = loaded.campaign.id.to_string();
    let send = |file: SourceFile| submit_sent(office.of(AGENCY), &campaign, file).unwrap().1;
    assert_eq!(send(file("S1", TALKS[0])).unwrap().revision, 1);
    let approval = Decision { action: Action::Approve, reason: None };
    decide(office.of(AGENCY), None, &Which::Units(vec!["S1".into()]), &approval).unwrap();

    // Each file twice.
    let sent: Vec<(&str, i64)> =
        ["X1", "X2", "S1"].into_iter().flat_map(|code| TALKS.map(|talks| (code, talks))).collect();
    let files: Vec<SourceFile> = sent.iter().chain(&sent).map(|(code, talks)| file(code, *talks)).collect();
    let start = std::sync::Barrier::new(files.len());
    let answers: Vec<_> = std::thread::scope(|scope| {
        let (send, start) = (&send, &start);
        let threads: Vec<_> = files
            .into_iter()
            .map(|file| {
                scope.spawn(move || {
                    start.wait();
                    send(file)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (first, second) = answers.split_at(sent.len());
    let mut new: HashMap<&str, Vec<u32>> = HashMap::new();
    for (((code, talks), one), other) in sent.iter().zip(first).zip(second) {
        match (one, other) {
            (Ok(one), Ok(other)) if *code != "S1" => {
                assert_eq!(one.revision, other.revision);
                assert!(one.already_there != other.already_there, "{code} {talks}: stored once");
                new.entry(code).or_default().push(one.revision);
            }
            (Ok(one), Ok(other)) => assert!(one.already_there && other.already_there && *talks == TALKS[0]),
            (Err(SubmitError::Refused(_)), Err(SubmitError::Refused(_))) => {
                assert!(*code == "S1" && *talks != TALKS[0])
            }
            other => panic!("{code} {talks}: {other:?}"),
        }
    }
    for revisions in new.values_mut() {
        revisions.sort_unstable();
        assert_eq!(*revisions, [1, 2, 3, 4]);
    }
    let noted = office.store.read(|session| session.audit(&AuditFilter::default(), None, 100)).unwrap();
    assert_eq!(noted.iter().filter(|event| event.action == "report.submit").count(), 9);
}

#[test]
fn tasks_are_new_until_somebody_looked() {
    let office = Office::new(&[2026]);
    let due = entry::due(office.of(FIRST), None).unwrap();
    assert_eq!((due.days_left, due.work.len(), due.work[0].tasks.len()), (19, 1, 1));
    let task = due.work[0].tasks[0].task.clone();
    let unit = office.unit("X1");
    office.store.write(|session| session.send_task(task.campaign, task.id, unit, office.world.0)).unwrap();
    assert!(entry::due(office.of(FIRST), None).unwrap().work[0].tasks[0].new);
    assert_eq!(entry::see_tasks(office.of(FIRST), None).unwrap(), 1);
    assert!(!entry::due(office.of(FIRST), None).unwrap().work[0].tasks[0].new);
    let agency = entry::due(office.of(AGENCY), None).unwrap().waiting.unwrap();
    assert!(agency.decides && agency.units == 3);
}
