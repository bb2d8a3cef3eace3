//! Tasks by hand and how far they are: added, worded anew, withdrawn; said to be done, given back, reminded of.
#![expect(clippy::unwrap_used, reason = "what a test needs is there, or the test fails")]

mod support;

use app::Kept;
use app::campaign::{OpenCampaign, open};
use app::campaign_desk::{self as desk, DeskError, NewTask};
use app::file::SourceFile;
use app::installation::{self, NewMail};
use app::jobs::{run_due, schedule};
use app::mail::{Letter, MailError, MailSettings, Mailer, Security};
use app::people::invite_new;
use app::remind::{RemindError, remind_task};
use app::sign_in::NewPerson;
use app::status::{TaskGroup, task_board};
use app::{Actor, Context, FixedWorld, Person};
use domain::access::{Grant, Role};
use domain::task::{PartStanding, ProgressCount, Role as Part};
use domain::{CivilDate, PersonId, UnitId};
use std::sync::Mutex;
use support::empty_store;

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 7/KH-UBND\n\nAn Giao, ngày 20 tháng 10 năm 2026\n\nKẾ HOẠCH\n\n\
    Triển khai Tháng hành động vì bình đẳng giới năm 2026\n\n\
    Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\n\
    I. THỜI GIAN\n\nTừ ngày 15/11/2026 đến ngày 15/12/2026.\n\nII. TỔ CHỨC THỰC HIỆN\n\n\
    1. Sở Nội vụ chủ trì, phối hợp với Ủy ban nhân dân các xã tổ chức lễ phát động trước ngày 12/11/2026.\n\n\
    III. KINH PHÍ\n\nKinh phí bố trí trong dự toán. Mỗi thôn treo một băng rôn ở nhà văn hóa.\n\n\
    Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/2026 để tổng hợp./.\n\n\
    Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n";

const UNITS: &str = "code,name,kind,parent\nAG,Tỉnh An Giao,province,\nS1,Sở Nội vụ,department,AG\n\
                     X1,Xã Hòa Lộc,commune,AG\nX2,Xã Tân Mỹ,commune,AG\n";

fn at(day: &str) -> FixedWorld {
    FixedWorld(format!("{day}T02:00:00Z").parse().unwrap())
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

struct Province {
    store: Kept,
}

struct Somebody {
    id: PersonId,
    grants: Vec<Grant>,
}

impl Province {
    fn new() -> Self {
        let store = empty_store();
        let file = |text: &str| SourceFile { name: "ke-hoach.txt".into(), bytes: text.as_bytes().to_vec() };
        let request = OpenCampaign { plan: file(PLAN), units: file(UNITS), form: None, due_on: None };
        open(Context::of_operator(&store, &at("2026-10-21"), "thử"), &request).unwrap();
        Self { store }
    }

    fn unit(&self, code: &str) -> UnitId {
        let versions = self.store.read(|session| session.unit_versions()).unwrap();
        versions.into_iter().find(|version| version.code.as_str() == code).unwrap().unit
    }

    fn somebody(&self, role: Role, code: &str) -> Somebody {
        let sign_in_name = format!("{}.{}", role.name(), code.to_lowercase());
        let email = Some(format!("{sign_in_name}@angiao.example"));
        let new = NewPerson { sign_in_name, name: format!("Người Thử {code}"), email, language: "vi".into() };
        let world = at("2026-10-21");
        let id = invite_new(Context::of_operator(&self.store, &world, "thử"), &new, code, role).unwrap().person;
        Somebody { id, grants: vec![Grant { unit: self.unit(code), role }] }
    }

    fn as_<'a>(&'a self, who: &'a Somebody, world: &'a FixedWorld) -> Context<'a> {
        let mut context = Context::of_operator(&self.store, world, "thử");
        context.actor =
            Actor::Person(Person { id: who.id, name: "Người Thử", grants: &who.grants, only_reads: false });
        context
    }

    fn notices(&self, who: &Somebody) -> Vec<String> {
        let notices = self.store.read(|session| session.notices(who.id, None, 100)).unwrap();
        notices.into_iter().map(|notice| notice.kind).collect()
    }

    /// The officers and the agency, and a task of X1 and X2 that is due on 1 December and was sent.
    fn with_task() -> (Self, Somebody, [Somebody; 2], u32) {
        let province = Self::new();
        let agency = province.somebody(Role::Agency, "AG");
        let officers = ["X1", "X2"].map(|code| province.somebody(Role::Officer, code));
        let world = at("2026-11-01");
        let context = province.as_(&agency, &world);
        let new = NewTask {
            text: "Tổ chức hội thi".into(),
            lead: "X1; xã Tân Mỹ".into(),
            due_on: Some(day("2026-12-01")),
            ..NewTask::default()
        };
        let ordinal = desk::add(context, None, &new).unwrap();
        desk::send(context, None, None).unwrap();
        (province, agency, officers, ordinal)
    }
}

#[derive(Default)]
struct Mailbox(Mutex<Vec<Letter>>);

impl Mailer for Mailbox {
    fn send(&self, _: &MailSettings, letter: &Letter) -> Result<(), MailError> {
        self.0.lock().unwrap().push(letter.clone());
        Ok(())
    }

    fn reach(&self, _: &MailSettings) -> Result<(), MailError> {
        Ok(())
    }
}

#[test]
fn a_task_the_reader_missed_is_added_in_words_of_ones_own() {
    let province = Province::new();
    let agency = province.somebody(Role::Agency, "AG");
    let world = at("2026-11-01");
    let context = province.as_(&agency, &world);
    let before = desk::desk(context, None).unwrap().tasks.len();
    let new = NewTask {
        text: "  Tổ chức\n hội thi ".into(),
        lead: "S1".into(),
        joining: "Ủy ban nhân dân các xã; Đội Kèn Mẫu; Sở Nội vụ".into(),
        due_on: Some(day("2026-12-01")),
        sentence: None,
    };
    let ordinal = desk::add(context, None, &new).unwrap();
    assert_eq!(usize::try_from(ordinal).unwrap(), before + 1);
    let task = desk::task(context, None, ordinal).unwrap().task;
    assert_eq!((task.text.as_str(), task.is_in_plan), ("Tổ chức hội thi", false));
    assert_eq!(task.by_hand.added.as_ref().unwrap().by, "Người Thử");
    let parts: Vec<(&str, Part)> = task.parts.iter().map(|part| (part.code.as_str(), part.role)).collect();
    assert_eq!(
        parts,
        [("S1", Part::Lead), ("X1", Part::Coordinating), ("X2", Part::Coordinating)],
        "who leads does not also join in"
    );
    assert_eq!(task.unresolved, ["Đội Kèn Mẫu"], "kept for a person to settle");
    assert_eq!(desk::send(context, None, Some(&[ordinal])).unwrap().parts, 3);

    let refused = |new: NewTask| desk::add(context, None, &new).unwrap_err();
    assert!(matches!(refused(NewTask::default()), DeskError::WordsMissing));
    let long = NewTask { text: "a".repeat(3_000), ..NewTask::default() };
    assert!(matches!(refused(long), DeskError::WordsTooLong(_)));
    let odd = NewTask { due_on: Some(day("2036-12-01")), ..new.clone() };
    assert!(matches!(refused(odd), DeskError::OddDay(_)));
    let officer = province.somebody(Role::Officer, "X1");
    assert!(matches!(desk::add(province.as_(&officer, &world), None, &new), Err(DeskError::Find(_))));
}

#[test]
fn a_sentence_of_the_plan_becomes_a_task_once_and_leads_back_to_it() {
    let province = Province::new();
    let agency = province.somebody(Role::Agency, "AG");
    let world = at("2026-11-01");
    let context = province.as_(&agency, &world);
    let found = desk::new_task(context, None).unwrap();
    let sentence = found.with_words("bang ron")[0].clone();
    assert_eq!(sentence.text, "Mỗi thôn treo một băng rôn ở nhà văn hóa.");
    assert!(found.with_words("lễ phát động")[0].task.is_some(), "this one was read as a task");
    let new = NewTask { lead: "các xã".into(), sentence: Some(sentence.span.clone()), ..NewTask::default() };
    let ordinal = desk::add(context, None, &new).unwrap();
    let task = desk::task(context, None, ordinal).unwrap().task;
    assert_eq!((task.text.as_str(), task.is_in_plan), (sentence.text.as_str(), true));
    let plan = desk::plan_text(context, None).unwrap();
    assert!(plan.tasks.contains(&ordinal) && plan.text.plain().contains("băng rôn"));
    assert!(matches!(desk::add(context, None, &new), Err(DeskError::SentenceTaken(taken)) if taken == ordinal));
    let nowhere = NewTask { sentence: Some(1..9), ..new };
    assert!(matches!(desk::add(context, None, &nowhere), Err(DeskError::NoSuchSentence)));
}

#[test]
fn words_are_changed_and_a_task_is_withdrawn_and_nothing_is_lost() {
    let (province, agency, [officer, _], ordinal) = Province::with_task();
    let world = at("2026-11-02");
    let context = province.as_(&agency, &world);
    desk::reword(context, None, ordinal, "Tổ chức hội thi vẽ tranh").unwrap();
    let task = desk::task(context, None, ordinal).unwrap().task;
    assert_eq!(task.text, "Tổ chức hội thi vẽ tranh");
    assert_eq!(task.by_hand.reworded.unwrap().first, "Tổ chức hội thi");

    assert!(matches!(desk::withdraw(context, None, ordinal, " "), Err(DeskError::ReasonMissing)));
    desk::withdraw(context, None, ordinal, "Trùng với đợt khác").unwrap();
    desk::withdraw(context, None, ordinal, "Trùng với đợt khác").unwrap();
    assert!(matches!(desk::reword(context, None, ordinal, "x"), Err(DeskError::Withdrawn(_))));
    assert!(matches!(desk::set_task_due(context, None, ordinal, None), Err(DeskError::Withdrawn(_))));
    let view = desk::desk(context, None).unwrap();
    assert!(view.tasks.last().unwrap().is_withdrawn(), "kept, and shown last");
    let theirs = app::entry::due(province.as_(&officer, &world), None).unwrap();
    assert!(theirs.work[0].tasks.iter().all(|task| task.task.ordinal != ordinal), "nobody has to do it");
    assert!(task_board(context, None).unwrap().lines.iter().all(|line| line.task.task.ordinal != ordinal));

    desk::restore(context, None, ordinal).unwrap();
    assert!(!desk::task(context, None, ordinal).unwrap().task.is_withdrawn());
    let mut told = province.notices(&officer);
    told.sort();
    assert_eq!(told, ["task-restored", "task-reworded", "task-withdrawn", "tasks-sent"]);
    let report = view.tasks.iter().find(|task| task.kind == domain::task::TaskKind::Report).unwrap().ordinal;
    assert!(matches!(desk::withdraw(context, None, report, "x"), Err(DeskError::ReportingStays)));
    assert!(matches!(desk::reword(context, None, report, "x"), Err(DeskError::ReportingStays)));
}

#[test]
fn units_say_what_is_done_and_the_board_counts_it() {
    let (province, agency, [first, second], ordinal) = Province::with_task();
    let count = |today: &str| {
        let world = at(today);
        let board = task_board(province.as_(&agency, &world), None).unwrap();
        let line = board.lines.into_iter().find(|line| line.task.task.ordinal == ordinal).unwrap();
        (line.group(), line.progress)
    };
    let open = ProgressCount::default();
    assert_eq!(count("2026-11-20"), (TaskGroup::Open, ProgressCount { open: 2, ..open }));
    assert_eq!(count("2026-11-29"), (TaskGroup::DueSoon, ProgressCount { due_soon: 2, ..open }));
    assert_eq!(count("2026-12-04"), (TaskGroup::Late, ProgressCount { late: 2, ..open }));

    let world = at("2026-12-04");
    let [one, two] = [&first, &second].map(|who| province.as_(who, &world));
    desk::say_done(one, None, (ordinal, "X1"), Some(day("2026-11-30")), "Ba đội dự thi").unwrap();
    desk::say_done(one, None, (ordinal, "X1"), Some(day("2026-11-30")), "Ba đội dự thi").unwrap();
    desk::say_done(two, None, (ordinal, "X2"), None, "").unwrap();
    assert_eq!(count("2026-12-04"), (TaskGroup::Done, ProgressCount { done: 1, done_late: 1, ..open }));
    let id = desk::desk(one, None).unwrap().campaign.id;
    let all = province.store.read(|session| session.task_progress(id)).unwrap();
    assert_eq!(all.len(), 2, "said twice is said once");

    let tomorrow = desk::say_done(one, None, (ordinal, "X1"), Some(day("2026-12-05")), "");
    assert!(matches!(tomorrow, Err(DeskError::OddDay(_))));
    assert!(matches!(desk::say_done(one, None, (ordinal, "X2"), None, ""), Err(DeskError::Find(_))), "not their unit");
    let agency_says = desk::give_back(one, None, (ordinal, "X1"), "Thiếu ảnh");
    assert!(matches!(agency_says, Err(DeskError::Find(_))), "only who runs the campaign gives back");

    let context = province.as_(&agency, &world);
    desk::give_back(context, None, (ordinal, "X1"), "Thiếu ảnh").unwrap();
    assert!(matches!(desk::give_back(context, None, (ordinal, "X1"), "Khác"), Err(DeskError::NotDone)));
    assert_eq!(count("2026-12-04"), (TaskGroup::Returned, ProgressCount { returned: 1, done_late: 1, ..open }));
    assert!(province.notices(&first).contains(&"task-returned".to_owned()));
    let theirs = app::entry::due(one, None).unwrap();
    let due = theirs.work[0].tasks.iter().find(|task| task.task.ordinal == ordinal).unwrap();
    assert_eq!(due.standing, PartStanding::Returned);
    assert_eq!(due.returned_because.as_deref(), Some("Thiếu ảnh"));

    desk::take_back(two, None, (ordinal, "X2")).unwrap();
    assert_eq!(count("2026-12-04").1, ProgressCount { returned: 1, late: 1, ..open });
    let lead_of_another = desk::say_done(one, None, (1, "X1"), None, "");
    assert!(lead_of_another.is_ok(), "who joins in may say so too");
    assert_eq!(count("2026-12-04").1, ProgressCount { returned: 1, late: 1, ..open });
}

#[test]
fn units_are_reminded_of_a_task_when_asked_and_by_its_own_day() {
    let (province, agency, [first, second], ordinal) = Province::with_task();
    let settings = MailSettings {
        host: "127.0.0.1".into(),
        port: 25,
        security: Security::None,
        user: None,
        password: None,
        from: "nhac-viec@angiao.example".into(),
    };
    let operator = at("2026-11-01");
    let operator = Context::of_operator(&province.store, &operator, "thử");
    installation::set_mail(operator, Some(&NewMail { settings, password: None })).unwrap();
    let world = at("2026-11-20");
    let context = province.as_(&agency, &world);
    let one = province.as_(&first, &world);
    desk::say_done(one, None, (ordinal, "X1"), None, "").unwrap();
    let reminded = remind_task(context, None, ordinal, Some("Gửi giúp")).unwrap();
    assert_eq!((reminded.units, reminded.people), (1, 1), "who is done is left alone");
    assert_eq!(remind_task(context, None, ordinal, None).unwrap().again, 1, "once a day");
    assert!(matches!(remind_task(one, None, ordinal, None), Err(RemindError::Find(_))));
    assert!(matches!(remind_task(context, None, 99, None), Err(RemindError::Task(DeskError::UnknownTask(99)))));
    assert_eq!(province.notices(&second)[0], "task-reminder");
    assert!(!province.notices(&first).contains(&"task-reminder".to_owned()));
    let mailbox = Mailbox::default();
    run_due(&province.store, &world, &mailbox, 20).unwrap();
    let letter = mailbox.0.lock().unwrap().remove(0);
    assert!(letter.body.contains("Xã Tân Mỹ chưa báo xong nhiệm vụ") && letter.body.contains("Gửi giúp"), "{letter:?}");

    // Seven, three and one day before, and after it: in the digest of the day.
    let told = |today: &str| {
        let world = at(today);
        schedule(&province.store, &world).unwrap();
        let mailbox = Mailbox::default();
        run_due(&province.store, &world, &mailbox, 50).unwrap();
        let mut letters: Vec<(String, String)> =
            mailbox.0.into_inner().unwrap().into_iter().map(|letter| (letter.to, letter.body)).collect();
        letters.sort();
        letters
    };
    let week = told("2026-11-24");
    assert_eq!(week.len(), 1);
    assert!(week[0].0.starts_with("officer.x2") && week[0].1.contains("còn 7 ngày"), "{week:?}");
    assert!(told("2026-11-25").is_empty(), "not every day");
    let overdue = told("2026-12-04");
    let to: Vec<&str> = overdue.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(
        to,
        ["agency.ag@angiao.example", "officer.x2@angiao.example"],
        "from the third day those above hear of it"
    );
    assert!(overdue[0].1.contains("còn 1 đơn vị chưa báo xong: Xã Tân Mỹ"), "{overdue:?}");
    assert!(province.notices(&agency).contains(&"task-escalation".to_owned()));
}

#[test]
fn nobody_is_reminded_of_a_task_that_was_not_sent() {
    let province = Province::new();
    let agency = province.somebody(Role::Agency, "AG");
    province.somebody(Role::Officer, "X1");
    let world = at("2026-11-24");
    let context = province.as_(&agency, &world);
    let new = NewTask {
        text: "Tổ chức hội thi".into(),
        lead: "X1".into(),
        due_on: Some(day("2026-12-01")),
        ..NewTask::default()
    };
    let ordinal = desk::add(context, None, &new).unwrap();
    assert_eq!(remind_task(context, None, ordinal, None).unwrap().units, 0);
}
