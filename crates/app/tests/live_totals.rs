//! Totals that are live: right after each decision, in every process, in the hierarchy of any day.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

use app::campaign::{FindError, OpenCampaign, load, open};
use app::consolidate::{ConsolidateError, Letter, ReportOf, produce};
use app::file::SourceFile;
use app::overview::{Overview, overview};
use app::report::{Decision, Submission, Which, decide, submit_uploaded};
use app::totals::{opened, totals, totals_in_full};
use app::units::{self, Keeps, Part, Reform};
use app::{Context, FixedWorld, Kept};
use domain::form::CellKey;
use domain::report::{Action, Content, Figure, Value};
use domain::unit::UnitKind;
use domain::{CivilDate, Instant};
use locale::Language;
use std::collections::BTreeSet;
use std::path::Path;
use store::Store;

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 7/KH-UBND\n\nAn Giao, ngày 20 tháng 10 năm 2026\n\nKẾ HOẠCH\n\n\
     Triển khai Tháng hành động vì bình đẳng giới năm 2026\n\n\
     I. THỜI GIAN\n\nTừ ngày 15/11/2026 đến ngày 15/12/2026.\n\nII. TỔ CHỨC THỰC HIỆN\n\n\
     1. Ủy ban nhân dân các xã tổ chức lễ phát động trước ngày 12/11/2026.\n\n\
     Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/2026 để tổng hợp./.\n\n\
     Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n";

const UNITS: &str = "code,name,kind,parent\nAG,Tỉnh An Giao,province,\nX1,Xã Hòa Mẫu,commune,AG\n\
                     X2,Xã Tân Mẫu,commune,AG\nX3,Xã Bình Mẫu,commune,AG\nX4,Xã Long Mẫu,commune,AG\n";

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn world(on: &str) -> FixedWorld {
    FixedWorld(format!("{on}T05:00:00Z").parse::<Instant>().unwrap())
}

fn province(folder: &Path) -> Kept {
    let kept = Kept::from(Store::open(folder).unwrap());
    let file = |text: &str| SourceFile { name: "tep".into(), bytes: text.as_bytes().to_vec() };
    let request = OpenCampaign { plan: file(PLAN), units: file(UNITS), form: None, due_on: None };
    open(Context::of_operator(&kept, &world("2026-10-21"), "thử"), &request).unwrap();
    kept
}

/// A unit hands in how many talks it gave, in a filled form as any.
fn hand_in(kept: &Kept, code: &str, talks: i64) {
    hand_in_figures(kept, code, &[(CellKey::parse("talks").unwrap(), talks)]);
}

/// A unit hands in some figures, in a filled form as any.
fn hand_in_figures(kept: &Kept, code: &str, figures: &[(CellKey, i64)]) {
    let world = world("2026-12-10");
    let context = Context::of_operator(kept, &world, "thử");
    let loaded = kept.read(|session| load(session, app::campaign::find(session, None)?, None)).unwrap();
    let figure = |value| Figure { value: Value::Number(value), at: None, reason: None };
    let figures = figures.iter().map(|(key, value)| (key.clone(), figure(*value)));
    let content = Content { figures: figures.collect(), ..Content::default() };
    let unit = loaded.unit(Some(code)).unwrap().unit;
    let bytes = app::form::filled(&loaded, unit, &content, Language::Vi).unwrap();
    let file = SourceFile { name: format!("{code}.xlsx"), bytes };
    let answers = submit_uploaded(context, &Submission::default(), vec![file]).unwrap();
    answers.into_iter().for_each(|(_, answer)| drop(answer.unwrap()));
}

fn decided(kept: &Kept, code: &str, action: Action) {
    let reason = (action != Action::Approve).then(|| "Kiểm tra lại".to_owned());
    let decision = Decision { action, reason };
    let world = world("2026-12-22");
    decide(Context::of_operator(kept, &world, "thử"), None, &Which::Units(vec![code.to_owned()]), &decision).unwrap();
}

/// The total of talks, the units that make it, and how many reports count, of a unit on a day.
fn talks(kept: &Kept, unit: Option<&str>, as_of: Option<&str>) -> (Option<i64>, u32, usize) {
    let world = world("2026-12-23");
    let context = Context::of_operator(kept, &world, "thử");
    let view = totals(context, None, unit, as_of.map(day)).unwrap();
    let at = view.form.position(&CellKey::parse("talks").unwrap()).unwrap();
    (view.totals.value(at), view.totals.cells[at].reporters, view.totals.reports())
}

#[test]
fn a_decision_is_in_the_totals_at_once_and_in_those_of_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let kept = province(folder.path());
    let other = Kept::from(Store::open(folder.path()).unwrap());
    for (code, count) in [("X1", 10), ("X2", 5), ("X3", 1)] {
        hand_in(&kept, code, count);
    }
    assert_eq!(talks(&kept, None, None), (None, 0, 0), "nothing is approved yet");
    assert_eq!(talks(&other, None, None), (None, 0, 0));
    decided(&kept, "X1", Action::Approve);
    decided(&other, "X2", Action::Approve);
    for process in [&kept, &other] {
        assert_eq!(talks(process, None, None), (Some(15), 2, 2));
        assert_eq!(talks(process, Some("X2"), None), (Some(5), 1, 1));
    }
    decided(&kept, "X1", Action::Reopen);
    hand_in(&other, "X1", 12);
    assert_eq!(talks(&other, None, None), (Some(5), 1, 1));
    decided(&kept, "X1", Action::Approve);
    assert_eq!([talks(&kept, None, None), talks(&other, None, None)], [(Some(17), 2, 2); 2]);
}

#[test]
fn completeness_and_timeliness_follow_too() {
    let folder = tempfile::tempdir().unwrap();
    let kept = province(folder.path());
    let counts = || {
        let world = world("2026-12-23");
        totals(Context::of_operator(&kept, &world, "thử"), None, None, None).unwrap().totals.counts
    };
    assert_eq!((counts().expected, counts().received()), (4, 0));
    hand_in(&kept, "X1", 10);
    decided(&kept, "X1", Action::Return);
    let now = counts();
    assert_eq!((now.received(), now.on_time, now.returned, now.approved), (1, 1, 1, 0));
    // The due day is moved before the report came.
    kept.write(|session| session.set_campaign_due(session.campaigns()?[0].id, day("2026-12-09"))).unwrap();
    assert_eq!((counts().on_time, counts().late), (0, 1));
}

#[test]
fn merging_and_dividing_units_deletes_no_report_and_each_day_has_its_totals() {
    let folder = tempfile::tempdir().unwrap();
    let kept = province(folder.path());
    for (code, count) in [("X1", 10), ("X2", 5), ("X3", 1), ("X4", 100)] {
        hand_in(&kept, code, count);
        decided(&kept, code, Action::Approve);
    }
    let world = world("2027-01-05");
    let context = Context::of_operator(&kept, &world, "thử");
    let part = |code: &str, name: &str| Part { code: code.into(), name: name.into(), kind: UnitKind::Commune };
    let units = vec!["X1".to_owned(), "X2".to_owned()];
    let merge = Reform::Merge { units, into: part("X9", "Xã Hòa Tân Mẫu"), keeps: Keeps::Nothing };
    units::reform(context, &merge, day("2027-01-01"), &BTreeSet::new()).unwrap();
    let parts = vec![part("X31", "Xã Bình Mẫu Đông"), part("X32", "Xã Bình Mẫu Tây")];
    let split = Reform::Split { unit: "X3".into(), parts, keeps: false };
    units::reform(context, &split, day("2027-02-01"), &BTreeSet::new()).unwrap();

    let campaign = kept.read(|session| session.campaigns()).unwrap().remove(0).id;
    assert_eq!(kept.read(|session| session.reports(campaign)).unwrap().len(), 4, "all reports are there");
    // As it was: under the units that reported.
    assert_eq!(talks(&kept, Some("X1"), None), (Some(10), 1, 1));
    assert_eq!(talks(&kept, None, None), (Some(116), 4, 4));
    // After the merger, before the division.
    assert_eq!(talks(&kept, Some("X9"), Some("2027-01-01")), (Some(15), 2, 2));
    assert_eq!(talks(&kept, Some("X3"), Some("2027-01-31")), (Some(1), 1, 1));
    // After the division: the report of the divided unit is in the province's total only, and nothing is shared out.
    assert_eq!(talks(&kept, Some("X31"), Some("2027-02-01")), (None, 0, 0));
    assert_eq!(talks(&kept, None, Some("2027-02-01")), (Some(116), 4, 4));
    let full = totals_in_full(context, None, None, Some(day("2027-02-01"))).unwrap();
    let told: Vec<(&str, &str, bool)> =
        full.moved.iter().map(|moved| (&*moved.from, &*moved.at, moved.divided)).collect();
    assert_eq!(told[0], ("Xã Bình Mẫu", "Tỉnh An Giao", true), "the divided one first");
    assert_eq!((told.len(), full.view.moved, full.view.nowhere), (3, 3, 0));
    // Every part of a total says where its report stands.
    let total = opened(context, None, None, "talks", None, Some(day("2027-02-01"))).unwrap();
    let parts: Vec<(&str, Option<&str>)> =
        total.parts.iter().map(|part| (part.code.as_str(), part.stands_at.as_deref())).collect();
    let merged = Some("Xã Hòa Tân Mẫu");
    assert_eq!(parts, [("X4", None), ("X1", merged), ("X2", merged), ("X3", Some("Tỉnh An Giao"))]);
    let traced = app::trace::trace(context, None, Some("X9"), "talks", Some(day("2027-02-01"))).unwrap();
    assert_eq!((traced.total, traced.units.len()), (Some(15), 2));
    assert!(traced.units.iter().all(|unit| unit.counted && unit.stands_at.as_deref() == merged));
}

#[test]
fn the_overview_and_the_consolidated_report_can_be_asked_for_by_the_units_of_another_day() {
    let folder = tempfile::tempdir().unwrap();
    let kept = province(folder.path());
    for (code, count) in [("X1", 10), ("X2", 5), ("X4", 100)] {
        hand_in(&kept, code, count);
        decided(&kept, code, Action::Approve);
    }
    let world = world("2027-03-05");
    let context = Context::of_operator(&kept, &world, "thử");
    let into = Part { code: "X9".into(), name: "Xã Hòa Tân Mẫu".into(), kind: UnitKind::Commune };
    let merge = Reform::Merge { units: vec!["X1".to_owned(), "X2".to_owned()], into, keeps: Keeps::Nothing };
    units::reform(context, &merge, day("2027-01-01"), &BTreeSet::new()).unwrap();

    let seen = |unit, as_of: Option<&str>| overview(context, None, unit, Some("talks"), as_of.map(day)).unwrap();
    let before = seen(None, None);
    let areas = |found: &Overview| -> Vec<(String, usize, usize)> {
        found.areas.iter().map(|area| (area.code.to_string(), area.units, area.received)).collect()
    };
    let each = |codes: &[(&str, usize, usize)]| -> Vec<(String, usize, usize)> {
        codes.iter().map(|(code, units, received)| ((*code).to_owned(), *units, *received)).collect()
    };
    assert_eq!(areas(&before), each(&[("X1", 1, 1), ("X2", 1, 1), ("X3", 1, 0), ("X4", 1, 1)]));
    assert!(before.may_sign);
    let after = seen(None, Some("2027-02-01"));
    assert_eq!(areas(&after), each(&[("X3", 1, 0), ("X4", 1, 1), ("X9", 2, 2)]));
    assert!(!after.may_sign, "the leader's word is about the report as its units made it");
    let values = |found: &Overview| -> Vec<(String, i64)> {
        found.by_unit.iter().map(|unit| (unit.name.clone(), unit.value)).collect()
    };
    let each_value = |values: &[(&str, i64)]| -> Vec<(String, i64)> {
        values.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
    };
    assert_eq!(values(&before), each_value(&[("Xã Long Mẫu", 100), ("Xã Hòa Mẫu", 10), ("Xã Tân Mẫu", 5)]));
    assert_eq!(values(&after), each_value(&[("Xã Long Mẫu", 100), ("Xã Hòa Tân Mẫu", 15)]), "the units of that day");
    let merged = seen(Some("X9"), Some("2027-02-01"));
    assert_eq!(values(&merged), each_value(&[("Xã Hòa Tân Mẫu", 15)]));
    assert_eq!((merged.counts.expected, merged.counts.approved), (2, 2));
    assert_eq!(merged.by_year.last().unwrap().1, Some(15));

    let of = ReportOf { unit: Some("X9"), as_of: Some(day("2027-02-01")), campaign: None };
    let produced = produce(context, of, &Letter::default(), Language::Vi).unwrap();
    let report = &produced.gathered.consolidation;
    let codes: Vec<&str> = report.units.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!((report.unit_name.as_str(), codes), ("Xã Hòa Tân Mẫu", vec!["X1", "X2"]));
    assert_eq!(report.totals.value(&report.form, "talks"), Some(15));
    let text = vanban::read::read(&produced.document).unwrap().text;
    assert!(text.contains("theo đơn vị hành chính của ngày 01/02/2027"), "{text}");
    // Nobody of that name was there when the reports were made.
    let unknown = ReportOf { as_of: None, ..of };
    assert!(matches!(
        produce(context, unknown, &Letter::default(), Language::Vi),
        Err(ConsolidateError::Find(FindError::UnknownUnit(_)))
    ));
}

#[test]
fn totals_say_where_the_parts_of_a_breakdown_do_not_make_up_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let kept = province(folder.path());
    let world = world("2026-12-23");
    let uneven = || totals(Context::of_operator(&kept, &world, "thử"), None, None, None).unwrap().uneven();
    hand_in(&kept, "X1", 10);
    decided(&kept, "X1", Action::Approve);
    assert_eq!(uneven(), [], "nobody divides: nothing is missing");
    // Another one divides its nine by level, and the parts are not the ten and nine of both.
    let key = |name: &str| CellKey::parse(name).unwrap();
    hand_in_figures(&kept, "X2", &[(key("talks"), 9), (key("talks/level.commune"), 9)]);
    decided(&kept, "X2", Action::Approve);
    let told = uneven();
    assert_eq!((told.len(), told[0].left, told[0].right), (1, 9, 19));
    assert_eq!(told[0].cells[0], key("talks"));
}
