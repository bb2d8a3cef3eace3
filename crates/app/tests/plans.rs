//! From a plan that was brought to a campaign under way: corrected facts, units that are known, tasks sent.
#![expect(clippy::unwrap_used, reason = "what a test needs is there, or the test fails")]

mod support;

use app::campaign::{OpenCampaign, OpenError, OpenedCampaign, find, load};
use app::campaign_desk as desk;
use app::campaign_desk::DeskError;
use app::file::SourceFile;
use app::form::desk::{self as form_desk, Origin, SetError};
use app::people::invite_new;
use app::plan::own;
use app::plan::{self, Confirm, FormChoice, PlanError, Standing};
use app::sign_in::NewPerson;
use app::{Actor, Context, FixedWorld, Kept, Person};
use domain::access::{Grant, Role};
use domain::audit::AuditFilter;
use domain::draft::Correction;
use domain::task::{Role as Part, TaskKind};
use domain::time::Validity;
use domain::unit::{UnitCode, UnitKind, UnitVersion};
use domain::{CivilDate, Instant, PersonId, UnitId};
use store::StoreError;
use support::empty_store;

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 7/KH-UBND\n\nAn Giao, ngày 20 tháng 10 năm 2026\n\nKẾ HOẠCH\n\n\
    Triển khai Tháng hành động vì bình đẳng giới năm 2026\n\n\
    Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006;\n\n\
    Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\n\
    I. THỜI GIAN\n\nTừ ngày 15/11/2026 đến ngày 15/12/2026.\n\nII. TỔ CHỨC THỰC HIỆN\n\n\
    1. Sở Nội vụ chủ trì, phối hợp với Ủy ban nhân dân các xã tổ chức lễ phát động trước ngày 12/11/2026.\n\n\
    2. Sở Mộng Mơ chủ trì tổ chức hội thi trước ngày 01/12/2026.\n\n\
    Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/2026 để tổng hợp./.\n\n\
    Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n";

const UNITS: &str = "code,name,kind,parent\nAG,Tỉnh An Giao,province,\nS1,Sở Nội vụ,department,AG\n\
                     X1,Xã Hòa Lộc,commune,AG\nX2,Xã Tân Mỹ,commune,AG\nT1,Trường Tiểu học Hòa Lộc,school,X1\n";

fn file(text: &str) -> SourceFile {
    SourceFile { name: "ke-hoach.txt".into(), bytes: text.as_bytes().to_vec() }
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

/// A store with the units of a province, some days before its plan.
struct Province {
    store: Kept,
    world: FixedWorld,
}

/// Somebody with a role at a unit.
struct Somebody {
    id: PersonId,
    grants: Vec<Grant>,
}

impl Province {
    fn new() -> Self {
        let province = Self::empty();
        let before = PLAN.replace("2026", "2025");
        let request = OpenCampaign { plan: file(&before), units: file(UNITS), form: None, due_on: None };
        let world = FixedWorld("2025-10-21T05:00:00Z".parse().unwrap());
        app::campaign::open(Context::of_operator(&province.store, &world, "thử"), &request).unwrap();
        province
    }

    fn empty() -> Self {
        let at: Instant = "2026-10-21T05:00:00Z".parse().unwrap();
        Self { store: empty_store(), world: FixedWorld(at) }
    }

    fn operator(&self) -> Context<'_> {
        Context::of_operator(&self.store, &self.world, "thử")
    }

    fn unit(&self, code: &str) -> UnitId {
        let versions = self.store.read(|session| session.unit_versions()).unwrap();
        versions.into_iter().find(|version| version.code.as_str() == code).unwrap().unit
    }

    fn add_unit(&self, code: &str, name: &str) {
        let version = UnitVersion {
            unit: UnitId::new(self.world.0, [u8::try_from(code.len()).unwrap(); 10]),
            code: UnitCode::parse(code).unwrap(),
            name: name.into(),
            kind: UnitKind::Province,
            parent: None,
            valid: Validity::since(day("2026-01-01")),
        };
        self.store.write(|session| session.add_unit(&version, self.world.0)).unwrap();
    }

    fn somebody(&self, role: Role, code: &str) -> Somebody {
        let sign_in_name = format!("{}.{}", role.name(), code.to_lowercase());
        let new = NewPerson { sign_in_name, name: "Người Thử".into(), email: None, language: "vi".into() };
        let id = invite_new(self.operator(), &new, code, role).unwrap().person;
        Somebody { id, grants: vec![Grant { unit: self.unit(code), role }] }
    }

    fn as_<'a>(&'a self, who: &'a Somebody) -> Context<'a> {
        let person = Person { id: who.id, name: "Người Thử", grants: &who.grants, only_reads: false };
        Context { store: &self.store, world: &self.world, actor: Actor::Person(person), seen: None }
    }

    fn events(&self, action: &str) -> usize {
        let filter = AuditFilter { action: Some(action.into()), ..AuditFilter::default() };
        self.store.read(|session| session.audit(&filter, None, 100)).unwrap().len()
    }

    fn opened(&self, agency: &Somebody) -> OpenedCampaign {
        let context = self.as_(agency);
        let digest = plan::bring(context, None, &file(PLAN)).unwrap().digest;
        plan::open(context, &digest, &Confirm::default()).unwrap()
    }

    fn notices(&self, who: &Somebody) -> Vec<String> {
        let notices = self.store.read(|session| session.notices(who.id, None, 100)).unwrap();
        notices.into_iter().map(|notice| notice.kind).collect()
    }
}

fn value(text: &str) -> Correction {
    Correction::Value(text.into())
}

#[test]
fn corrected_facts_are_what_the_campaign_is_opened_from() {
    let province = Province::new();
    let agency = province.somebody(Role::Agency, "AG");
    let context = province.as_(&agency);
    let digest = plan::bring(context, None, &file(PLAN)).unwrap().digest;
    let lead = plan::view(context, &digest).unwrap().tasks[1].lead.clone().unwrap();
    assert!(lead.units.is_empty());
    for (path, said) in [
        (lead.path.as_str(), value("Xã Tân Mỹ")),
        ("theme", value("Mái nhà không bạo lực")),
        ("period_end", value("18/12/2026")),
        ("deadlines[0].date", value("10-11-2026")),
    ] {
        plan::correct(context, &digest, path, &said).unwrap();
    }
    plan::correct(context, &digest, "tasks[0].coordinating[0]", &Correction::Struck).unwrap();
    let confirm = Confirm { units: None, due_on: Some(day("2026-12-22")), ..Confirm::default() };
    let opened = plan::open(context, &digest, &confirm).unwrap();
    let campaign = &opened.campaign;
    assert_eq!(campaign.theme.as_deref(), Some("Mái nhà không bạo lực"));
    assert_eq!((campaign.period.1, campaign.due_on), (day("2026-12-18"), day("2026-12-22")));
    let codes = |task: usize| -> Vec<String> {
        let loaded = province.store.read(|session| load(session, campaign.clone(), None)).unwrap();
        let parts = opened.tasks[task].assignments.iter();
        parts.map(|part| loaded.hierarchy.get(part.unit).unwrap().code.to_string()).collect()
    };
    assert_eq!(codes(0), ["S1"], "the communes were struck out");
    assert_eq!(codes(1), ["X2"], "who is meant was said");
    assert_eq!(opened.tasks[0].due_on, Some(day("2026-11-10")));

    let again = plan::open(context, &digest, &confirm).unwrap();
    assert!(again.already_open && again.campaign.id == campaign.id);
    let late = plan::correct(context, &digest, "theme", &value("Khác"));
    assert!(matches!(late, Err(PlanError::Settled)));
    assert_eq!((province.events("plan.add"), province.events("plan.correct")), (1, 5));
    assert_eq!(province.events("campaign.open"), 2, "the one of the year before, and this one");
}

#[test]
fn a_correction_is_taken_back_and_one_that_fits_nothing_is_refused() {
    let province = Province::new();
    let agency = province.somebody(Role::Agency, "AG");
    let context = province.as_(&agency);
    let digest = plan::bring(context, None, &file(PLAN)).unwrap().digest;
    let standing = |path: &str| plan::fact(context, &digest, path).unwrap().fact.standing;
    assert!(matches!(
        plan::correct(context, &digest, "issue_date", &value("31/02/2026")),
        Err(PlanError::NotThat(plan::Claim::Date))
    ));
    assert!(matches!(plan::correct(context, &digest, "tasks[99].lead", &value("x")), Err(PlanError::UnknownFact(_))));
    assert_eq!(standing("issue_date"), Standing::AsRead);
    plan::correct(context, &digest, "issue_date", &Correction::Struck).unwrap();
    assert!(matches!(standing("issue_date"), Standing::Struck { .. }));
    plan::correct(context, &digest, "issue_date", &Correction::AsRead).unwrap();
    plan::correct(context, &digest, "issue_date", &Correction::AsRead).unwrap();
    assert_eq!(standing("issue_date"), Standing::AsRead);
    assert_eq!(province.events("plan.correct"), 2, "said twice is said once");
}

#[test]
fn plans_are_for_who_runs_campaigns_there() {
    let province = Province::new();
    let [agency, officer, elsewhere] = [(Role::Agency, "AG"), (Role::Officer, "X1"), (Role::Agency, "X2")]
        .map(|(role, code)| province.somebody(role, code));
    let digest = plan::bring(province.as_(&agency), None, &file(PLAN)).unwrap().digest;
    assert!(matches!(plan::view(province.as_(&officer), &digest), Err(PlanError::Find(_))));
    assert!(matches!(plan::view(province.as_(&elsewhere), &digest), Err(PlanError::Unknown)));
    assert!(matches!(plan::bring(province.as_(&officer), None, &file(PLAN)), Err(PlanError::Find(_))));
    assert!(matches!(plan::bring(province.as_(&agency), Some("X9"), &file(PLAN)), Err(PlanError::Find(_))));
    assert!(matches!(plan::bring(province.as_(&agency), None, &file("")), Err(PlanError::Read(_))));
}

#[test]
fn a_new_installation_takes_its_units_from_a_list_and_keeps_its_top() {
    let province = Province::empty();
    province.add_unit("01", "Tỉnh An Giao");
    let agency = province.somebody(Role::Agency, "01");
    let context = province.as_(&agency);
    let digest = plan::bring(context, None, &file(PLAN)).unwrap().digest;
    assert!(matches!(plan::open(context, &digest, &Confirm::default()), Err(PlanError::NoUnits)));
    let confirm = Confirm { units: Some(file(UNITS)), ..Confirm::default() };
    let opened = plan::open(context, &digest, &confirm).unwrap();
    assert_eq!(opened.campaign.root, province.unit("01"), "the province of the list is the one that is there");
    assert_eq!(opened.reporters, 4);
}

#[test]
fn a_list_changes_no_unit_of_somebody_else() {
    let province = Province::new();
    province.add_unit("BM", "Tỉnh Bình Mẫu");
    let agency = province.somebody(Role::Agency, "BM");
    let context = province.as_(&agency);
    let digest = plan::bring(context, None, &file(&PLAN.replace("AN GIAO", "BÌNH MẪU"))).unwrap().digest;
    let list = "code,name,kind,parent\nX1,Xã Của Tôi,commune,\n";
    let refused = plan::open(context, &digest, &Confirm { units: Some(file(list)), ..Confirm::default() });
    assert!(matches!(refused, Err(PlanError::Open(OpenError::CodeTaken(_)))), "{refused:?}");
    let versions = province.store.read(|session| session.unit_versions()).unwrap();
    let name = versions.iter().find(|version| version.code.as_str() == "X1").map(|version| version.name.as_str());
    assert_eq!(name, Some("Xã Hòa Lộc"));
}

#[test]
fn ones_own_plan_cites_the_superiors_and_is_read_again() {
    let province = Province::new();
    let agency = province.somebody(Role::Agency, "X1");
    let context = province.as_(&agency);
    let digest = plan::bring(context, None, &file(PLAN)).unwrap().digest;
    let mut own = own::propose(context, &digest, 5).unwrap().plan;
    assert_eq!(own.issuer, "Ủy ban nhân dân xã Hòa Lộc");
    assert_eq!(own.report_on, Some(day("2026-12-15")));
    let taken: Vec<bool> = own.tasks.iter().map(|task| task.is_taken).collect();
    assert_eq!(taken[..2], [true, false], "the first names the communes, the second a body we do not know");
    assert_eq!(own.tasks[0].text, "Tổ chức lễ phát động trước ngày 07/11/2026");
    own.tasks[0].lead = "Trường Tiểu học Hòa Lộc".into();
    assert!(own.bases.iter().any(|basis| basis.contains("7/KH-UBND ngày 20 tháng 10 năm 2026")), "{:?}", own.bases);
    let docx = own::write(context, &digest, &own).unwrap();
    let read = vanban::read::read(&docx).unwrap().facts;
    assert_eq!(read.kind.unwrap().value, vanban::facts::DocKind::Plan);
    assert_eq!(read.year.unwrap().value, 2026);
    let leads: Vec<String> = read.tasks.iter().filter_map(|task| Some(task.lead.as_ref()?.value.clone())).collect();
    assert!(leads.contains(&"Trường Tiểu học Hòa Lộc".to_owned()), "{leads:?}");
    let days: Vec<String> = read.deadlines.iter().map(|deadline| deadline.date.value.to_string()).collect();
    assert!(days.contains(&"2026-12-15".to_owned()), "{days:?}");
    let cited: Vec<String> =
        read.legal_bases.iter().filter_map(|basis| Some(basis.number.as_ref()?.value.clone())).collect();
    assert!(cited.contains(&"7/KH-UBND".to_owned()), "{cited:?}");
    assert_eq!(province.events("plan.write-own"), 1);
}

#[test]
fn the_form_is_chosen_while_the_plan_is_confirmed() {
    let province = Province::new();
    let agency = province.somebody(Role::Agency, "AG");
    let context = province.as_(&agency);
    let digest = plan::bring(context, None, &file(PLAN)).unwrap().digest;
    let view = plan::view(context, &digest).unwrap();
    assert_eq!(view.last_year.as_ref().map(|last| last.year), Some(2025));
    let before = plan::chosen_form(context, &digest, &FormChoice::LastYear).unwrap();
    assert_eq!(before.form.version(), &view.last_year.unwrap().form);
    let none = plan::chosen_form(context, &digest, &FormChoice::Table(0));
    assert!(matches!(none, Err(PlanError::Form(SetError::NoSource))), "the plan has no table");
    let odd = plan::chosen_form(context, &digest, &FormChoice::Own(file("id = 1")));
    assert!(matches!(odd, Err(PlanError::Form(SetError::Form(_)))));

    let edited = app::campaign::DEFAULT_FORM.replacen("vi = \"Biểu số liệu", "vi = \"Biểu thử", 1);
    let form = FormChoice::Own(file(&edited));
    let chosen = plan::chosen_form(context, &digest, &form).unwrap();
    assert_eq!(chosen.form.version().version, 2, "a form that was sent out is never changed");
    let confirm = Confirm { form, ..Confirm::default() };
    let opened = plan::open(context, &digest, &confirm).unwrap();
    assert_eq!(&opened.campaign.form, chosen.form.version());
    assert!(form_desk::source(context, None, Origin::Current).unwrap().contains("Biểu thử"));
}

#[test]
fn tasks_are_sent_once_and_who_has_seen_them_shows() {
    let province = Province::new();
    let [agency, officer, outsider] = [(Role::Agency, "AG"), (Role::Officer, "X1"), (Role::Officer, "X2")]
        .map(|(role, code)| province.somebody(role, code));
    let opened = province.opened(&agency);
    let context = province.as_(&agency);
    let before = desk::desk(context, None).unwrap();
    assert_eq!(before.unsent.names, [(2, "Sở Mộng Mơ".to_owned())]);
    assert_eq!(before.unsent.tasks, [2]);
    assert!(before.unsent.nobody.contains(&"Sở Nội vụ".to_owned()));
    assert!(matches!(desk::send(province.as_(&officer), None, None), Err(DeskError::Find(_))));
    let sent = desk::send(context, None, None).unwrap();
    assert_eq!((sent.parts, sent.people), (before.unsent.parts.len(), 2));
    assert_eq!(desk::send(context, None, None).unwrap().parts, 0, "a double click sends nothing new");
    assert_eq!(province.notices(&officer), ["tasks-sent"]);
    assert_eq!(province.events("task.send"), 1);

    app::entry::see_tasks(province.as_(&officer), None).unwrap();
    let seen = |who: &Somebody| {
        let desk = desk::desk(province.as_(who), None).unwrap();
        desk.tasks.iter().map(|task| task.reached().1).sum::<usize>()
    };
    assert_eq!((seen(&agency), seen(&officer), seen(&outsider)), (2, 2, 0), "others do not see who looked");
    let theirs = desk::desk(province.as_(&officer), None).unwrap();
    assert!(theirs.tasks[0].own.is_some() && !theirs.runs && theirs.unsent.is_empty());
    assert_eq!(theirs.tasks.len(), opened.tasks.len());
}

#[test]
fn the_agency_settles_names_and_changes_parts_and_days() {
    let province = Province::new();
    let [agency, officer] =
        [(Role::Agency, "AG"), (Role::Officer, "X1")].map(|(role, code)| province.somebody(role, code));
    let opened = province.opened(&agency);
    let context = province.as_(&agency);
    let counter = || province.store.read(|session| session.change_counter(opened.campaign.id)).unwrap();
    let start = counter();
    desk::settle(context, None, 2, "Sở Mộng Mơ", Some(("X2", Part::Lead))).unwrap();
    assert!(counter() > start);
    assert!(matches!(desk::settle(context, None, 2, "Sở Mộng Mơ", None), Err(DeskError::NotUnsettled)));
    desk::assign(context, None, 2, "X1", Part::Coordinating).unwrap();
    desk::assign(context, None, 2, "X1", Part::Lead).unwrap();
    let parts = || -> Vec<(String, Part)> {
        let task = desk::task(context, None, 2).unwrap().task;
        task.parts.iter().map(|part| (part.code.clone(), part.role)).collect()
    };
    assert_eq!(parts(), [("X2".to_owned(), Part::Lead), ("X1".to_owned(), Part::Lead)], "one part a unit");
    desk::unassign(context, None, 2, "X2", Part::Lead).unwrap();
    assert_eq!(parts().len(), 1);
    assert!(desk::assign(context, None, 2, "ZZ", Part::Lead).is_err());
    assert!(matches!(desk::assign(context, None, 99, "X1", Part::Lead), Err(DeskError::UnknownTask(99))));

    desk::set_task_due(context, None, 2, Some(day("2026-12-02"))).unwrap();
    assert!(matches!(desk::set_task_due(context, None, 2, Some(day("2036-12-02"))), Err(DeskError::OddDay(_))));
    assert!(matches!(desk::set_due(context, None, day("2026-12-24"), "  "), Err(DeskError::ReasonMissing)));
    assert!(matches!(desk::set_due(context, None, day("2026-10-01"), "x"), Err(DeskError::OddDay(_))));
    desk::set_due(context, None, day("2026-12-24"), "mưa lũ").unwrap();
    let after = desk::desk(context, None).unwrap();
    let report = after.tasks.iter().find(|task| task.kind == TaskKind::Report).unwrap();
    assert_eq!((after.campaign.due_on, report.due_on), (day("2026-12-24"), Some(day("2026-12-24"))));
    assert!(matches!(desk::unassign(context, None, report.ordinal, "X1", Part::Lead), Err(DeskError::ReportingStays)));
    assert_eq!(province.notices(&officer), ["campaign-due"]);

    desk::close(context, None).unwrap();
    desk::close(context, None).unwrap();
    assert!(matches!(desk::send(context, None, None), Err(DeskError::Closed)));
    assert!(matches!(desk::reopen(context, None, ""), Err(DeskError::ReasonMissing)));
    desk::reopen(context, None, "đóng nhầm").unwrap();
    assert!(desk::send(context, None, None).is_ok());
    for (action, times) in [
        ("task.settle", 1),
        ("task.assign", 3),
        ("task.unassign", 1),
        ("task.due", 1),
        ("campaign.due", 1),
        ("campaign.close", 1),
        ("campaign.reopen", 1),
    ] {
        assert_eq!(province.events(action), times, "{action}");
    }
}

#[test]
fn the_form_is_set_until_somebody_reports_on_it() {
    let province = Province::new();
    let [agency, officer] =
        [(Role::Agency, "AG"), (Role::Officer, "X1")].map(|(role, code)| province.somebody(role, code));
    let opened = province.opened(&agency);
    let context = province.as_(&agency);
    let source = form_desk::source(context, None, Origin::Current).unwrap();
    let edited = source.replacen("vi = \"Biểu số liệu", "vi = \"Biểu thử", 1);
    assert_ne!(edited, source);
    let first = opened.campaign.form.version;
    let used = form_desk::set(context, None, &edited).unwrap();
    assert_eq!(used.version, first + 1, "a form that was used is never changed");
    assert_eq!(form_desk::set(context, None, &edited).unwrap(), used, "the same once more is the same");
    assert!(matches!(form_desk::set(context, None, "id = 1"), Err(SetError::Form(_))));
    assert!(matches!(form_desk::set(province.as_(&officer), None, &source), Err(SetError::Find(_))));
    assert!(matches!(form_desk::source(context, None, Origin::Plan(0)), Err(SetError::NoSource)));
    let desk = form_desk::desk(context, None).unwrap();
    assert!(desk.is_open() && desk.last_year.is_some_and(|last| last.year == 2025));
    assert_eq!(province.events("campaign.form"), 1);

    let zipped = form_desk::blanks(context, None, locale::Language::Vi).unwrap();
    assert!(zipped.starts_with(b"PK"));
    let (name, blank) = form_desk::blank(province.as_(&officer), None, "X1", locale::Language::Vi).unwrap();
    assert_eq!(name, "X1.xlsx");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("X1.xlsx");
    let loaded = province
        .store
        .read(|session| {
            load(session, find(session, None).map_err(|_| StoreError::Abandoned)?, None)
                .map_err(|_| StoreError::Abandoned)
        })
        .unwrap();
    let key = domain::form::CellKey::parse("talks").unwrap();
    let figure = domain::report::Figure { value: domain::report::Value::Number(4), at: None, reason: None };
    let content = domain::report::Content { figures: [(key, figure)].into(), ..Default::default() };
    let unit = loaded.unit(Some("X1")).unwrap().unit;
    std::fs::write(&path, app::form::filled(&loaded, unit, &content, locale::Language::Vi).unwrap()).unwrap();
    assert!(!blank.is_empty());
    let submission = app::report::Submission::default();
    app::report::submit(province.operator(), &submission, &[path], &mut |_, result| assert!(result.is_ok())).unwrap();
    assert!(matches!(form_desk::set(context, None, &source), Err(SetError::Reported)));
}
