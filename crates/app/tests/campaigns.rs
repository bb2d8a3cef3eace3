//! Opening campaigns year after year: units keep their identity, codes do not.

mod support;

use app::campaign::{OpenCampaign, OpenError, OpenNote, OpenedCampaign, find, load, open};
use app::file::SourceFile;
use app::report::{Decision, Submission, Which, decide, submit};
use app::{Context, FixedWorld, Kept};
use domain::Instant;
use domain::form::CellKey;
use domain::report::{Action, Content, Figure, Value};
use domain::task::TaskKind;
use support::empty_store;

fn plan(year: i16) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 7/KH-UBND\n\nAn Giao, ngày 20 tháng 10 năm {year}\n\nKẾ HOẠCH\n\n\
         Triển khai Tháng hành động vì bình đẳng giới năm {year}\n\n\
         Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\n\
         I. THỜI GIAN\n\nTừ ngày 15/11/{year} đến ngày 15/12/{year}.\n\n\
         II. TỔ CHỨC THỰC HIỆN\n\n\
         1. Sở Nội vụ chủ trì, phối hợp với Ủy ban nhân dân các xã tổ chức lễ phát động trước ngày 12/11/{year}.\n\n\
         2. Sở Mộng Mơ chủ trì tổ chức hội thi.\n\n\
         Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/{year} để tổng hợp./.\n\n\
         Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n"
    )
}

fn file(text: &str) -> SourceFile {
    SourceFile { name: "file".into(), bytes: text.as_bytes().to_vec() }
}

const UNITS: &str = "code,name,kind,parent\nAG,Tỉnh An Giao,province,\nS1,Sở Nội vụ,department,AG\n\
                     X1,Xã Hòa Lộc,commune,AG\nX2,Xã Tân Mỹ,commune,AG\n";

#[expect(clippy::unwrap_used, reason = "days are written in the tests")]
fn at(day: &str) -> FixedWorld {
    FixedWorld(format!("{day}T05:00:00Z").parse::<Instant>().unwrap())
}

fn try_open(store: &Kept, plan: &str, units: &str) -> Result<OpenedCampaign, OpenError> {
    let world = at("2026-10-21");
    let context = Context::of_operator(store, &world, "thử");
    open(context, &OpenCampaign { plan: file(plan), units: file(units), form: None, due_on: None })
}

#[test]
fn tasks_reach_the_units_the_plan_names_and_the_rest_waits_for_a_person() {
    let store = empty_store();
    let opened = try_open(&store, &plan(2026), UNITS).unwrap();
    let work: Vec<_> = opened.tasks.iter().filter(|task| task.kind == TaskKind::Work).collect();
    assert_eq!(work.len(), 2);
    assert_eq!(work[0].assignments.len(), 3, "the department and both communes");
    assert_eq!(work[0].due_on.unwrap().to_string(), "2026-11-12");
    assert_eq!(work[1].unresolved, ["Sở Mộng Mơ"]);
    let report = opened.tasks.last().unwrap();
    assert_eq!((report.kind, report.assignments.len()), (TaskKind::Report, 3), "every unit reports");
    assert_eq!(opened.campaign.due_on.to_string(), "2026-12-20");
}

#[test]
fn the_same_plan_opens_once() {
    let store = empty_store();
    let first = try_open(&store, &plan(2026), UNITS).unwrap();
    let second = try_open(&store, &plan(2026), UNITS).unwrap();
    assert!(!first.already_open && second.already_open);
    assert_eq!(first.campaign.id, second.campaign.id);
    assert_eq!(store.read(|session| session.campaigns()).unwrap().len(), 1);
}

#[test]
fn next_year_the_same_units_are_the_same_and_a_reused_code_is_another_unit() {
    let store = empty_store();
    let first = try_open(&store, &plan(2025), UNITS).unwrap();
    let renamed = UNITS.replace("X2,Xã Tân Mỹ", "X2,Xã Bến Đình");
    let second = try_open(&store, &plan(2026), &renamed).unwrap();
    let note =
        OpenNote::CodeReused { code: domain::unit::UnitCode::parse("X2").unwrap(), before: "Xã Tân Mỹ".into() };
    assert_eq!(second.notes, [note]);
    let unit = |opened: &OpenedCampaign, code: &str| {
        let loaded = store.read(|session| load(session, opened.campaign.clone(), None)).unwrap();
        let version = loaded.unit(Some(code)).unwrap();
        (version.unit, version.name.clone())
    };
    assert_eq!(unit(&first, "X1"), unit(&second, "X1"));
    assert_ne!(unit(&first, "X2").0, unit(&second, "X2").0);
    assert_eq!(unit(&first, "X2").1, "Xã Tân Mỹ", "2025 still shows the unit of 2025");
}

#[test]
fn a_list_without_the_issuer_gets_one() {
    let store = empty_store();
    let opened = try_open(&store, &plan(2026), "mã,tên,loại\nX1,Xã Hòa Lộc,xã\nX2,Xã Tân Mỹ,xã\n").unwrap();
    assert!(matches!(&opened.notes[..], [OpenNote::IssuerAdded { .. }]), "{:?}", opened.notes);
    assert_eq!(opened.reporters, 2);
}

#[test]
fn the_issuer_in_the_list_stands_above_the_others() {
    let store = empty_store();
    let plan = plan(2026).replace("ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n", "UBND TỈNH AN GIAO\nSỞ NỘI VỤ\n");
    let plan = plan.replace("7/KH-UBND", "7/KH-SNV").replace("Ủy ban nhân dân tỉnh An Giao ban", "Sở Nội vụ ban");
    let opened = try_open(&store, &plan, "mã,tên,loại\nS1,Sở Nội vụ,sở\nX1,Xã Hòa Lộc,xã\n").unwrap();
    assert_eq!(opened.notes, []);
    let loaded = store.read(|session| load(session, opened.campaign.clone(), None)).unwrap();
    assert_eq!(loaded.unit(None).unwrap().name, "Sở Nội vụ");
    assert_eq!(opened.reporters, 1);
}

#[test]
fn units_report_by_the_first_day_the_agency_by_the_next() {
    let store = empty_store();
    let upwards =
        "3. Sở Nội vụ tổng hợp kết quả, báo cáo Ủy ban nhân dân tỉnh trước ngày 31/12/2026.\n\nCác đơn vị báo";
    let opened = try_open(&store, &plan(2026).replace("Các đơn vị báo", upwards), UNITS).unwrap();
    assert_eq!(opened.campaign.due_on.to_string(), "2026-12-20");
    assert!(matches!(&opened.notes[..], [OpenNote::DueDayChosen { others, .. }] if others.len() == 1));
}

#[test]
fn what_is_no_plan_of_a_believable_year_is_refused_and_leaves_nothing() {
    let store = empty_store();
    let letter = plan(2026).replace("KẾ HOẠCH\n", "THÔNG BÁO\n").replace("7/KH-UBND", "7/TB-UBND");
    assert!(matches!(try_open(&store, &letter, UNITS), Err(OpenError::NotAPlan)));
    assert!(matches!(try_open(&store, &plan(2202), UNITS), Err(OpenError::DateOutOfRange(_))));
    let undated = plan(2026).replace(" trước ngày 20/12/2026", "");
    assert!(matches!(try_open(&store, &undated, UNITS), Err(OpenError::NoDueDay)));
    assert!(store.read(|session| session.campaigns()).unwrap().is_empty());
    assert!(store.read(|session| session.unit_versions()).unwrap().is_empty());
}

#[test]
fn a_reopened_report_leaves_the_totals_until_it_is_approved_again() {
    let store = empty_store();
    let opened = try_open(&store, &plan(2026), UNITS).unwrap();
    let loaded = store.read(|session| load(session, opened.campaign.clone(), None)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("X1.xlsx");
    let figure = Figure { value: Value::Number(4), at: None, reason: None };
    let content = Content { figures: [(CellKey::parse("talks").unwrap(), figure)].into(), ..Content::default() };
    let unit = loaded.unit(Some("X1")).unwrap().unit;
    std::fs::write(&path, app::form::filled(&loaded, unit, &content, locale::Language::Vi).unwrap()).unwrap();

    let world = at("2026-12-18");
    let context = Context::of_operator(&store, &world, "thử");
    submit(context, &Submission::default(), &[path], &mut |_, result| assert!(result.is_ok())).unwrap();
    let act = |action, reason: Option<&str>| {
        let decision = Decision { action, reason: reason.map(str::to_owned) };
        decide(context, None, &Which::Units(vec!["X1".into()]), &decision).unwrap();
    };
    let total = || app::trace::trace(context, None, None, "talks", None).unwrap().total;
    assert_eq!(total(), None, "submitted is not yet counted");
    act(Action::Approve, None);
    assert_eq!(total(), Some(4));
    act(Action::Reopen, Some("đính chính"));
    assert_eq!(total(), None);
    act(Action::Approve, None);
    assert_eq!(total(), Some(4));
    assert!(store.read(|session| find(session, Some("2026"))).is_ok());
}
