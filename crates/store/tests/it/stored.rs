//! What is stored comes back as it was: units, forms, files, campaigns, tasks.

use crate::common::{
    Engine, Place, campaign, campaign_id, day, form, moment, open_campaign, store_with_campaign, unit, unit_id,
};
use domain::form::FormVersion;
use domain::task::{Assignment, Role, Task, TaskKind};
use domain::time::Validity;
use domain::unit::{Hierarchy, UnitKind};
use domain::{CampaignId, TaskId};
use store::{StoreError, Succession};

on_both_engines! {
    units_may_come_before_their_parents,
    every_kind_of_unit_comes_back,
    a_renamed_unit_has_both_names_each_in_its_time,
    only_a_version_in_force_can_end_and_only_after_it_began,
    successions_come_back_and_need_their_units,
    a_version_of_a_form_never_changes,
    files_are_kept_per_unit_byte_for_byte,
    campaigns_are_listed_newest_first,
    a_campaign_needs_its_unit_and_its_form,
    tasks_come_back_in_the_order_of_the_plan_with_who_does_them,
    a_read_sees_one_moment,
    a_read_changes_nothing,
}

fn units_may_come_before_their_parents(engine: Engine) {
    let store = engine.store();
    let (child, parent) = (unit(1, "Xã Hòa Lộc", Some(unit_id(0))), unit(0, "Tỉnh An Giao", None));
    store
        .write(|session| {
            session.add_unit(&child, moment(0))?;
            session.add_unit(&parent, moment(0))
        })
        .unwrap();
    assert_eq!(store.read(|session| session.unit_versions()).unwrap(), [parent, child]);
}

fn every_kind_of_unit_comes_back(engine: Engine) {
    let store = engine.store();
    let versions: Vec<_> = (0..)
        .zip(UnitKind::ALL)
        .map(|(n, kind)| {
            let valid = Validity::between(day("2020-01-01"), Some(day("2025-07-01"))).unwrap();
            domain::unit::UnitVersion { kind, valid, ..unit(n, "Đơn vị \u{0} 'thử' \"№ 1\"; --", None) }
        })
        .collect();
    store.write(|session| versions.iter().try_for_each(|version| session.add_unit(version, moment(0)))).unwrap();
    assert_eq!(store.read(|session| session.unit_versions()).unwrap(), versions);
}

fn a_renamed_unit_has_both_names_each_in_its_time(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    let renamed = domain::unit::UnitVersion {
        valid: Validity::since(day("2026-04-30")),
        ..unit(1, "Phường Hòa Lộc", Some(unit_id(0)))
    };
    let too_early = store.write(|session| session.add_unit(&renamed, moment(1)));
    assert!(matches!(too_early, Err(StoreError::Conflict { .. })), "the old version still holds then");

    store
        .write(|session| {
            session.end_unit_version(unit_id(1), day("2026-04-30"))?;
            session.add_unit(&renamed, moment(1))
        })
        .unwrap();
    let versions = store.read(|session| session.unit_versions()).unwrap();
    let name_on = |text| {
        Hierarchy::as_of(day(text), versions.clone()).unwrap().get(unit_id(1)).map(|version| version.name.clone())
    };
    assert_eq!(name_on("2026-04-29").as_deref(), Some("Xã Hòa Lộc 1"));
    assert_eq!(name_on("2026-04-30").as_deref(), Some("Phường Hòa Lộc"));
}

fn only_a_version_in_force_can_end_and_only_after_it_began(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    for (n, until) in [(9, "2026-01-01"), (1, "2025-07-01"), (1, "2024-01-01")] {
        let ended = store.write(|session| session.end_unit_version(unit_id(n), day(until)));
        assert!(matches!(ended, Err(StoreError::Conflict { .. })), "{n} {until}");
    }
}

fn successions_come_back_and_need_their_units(engine: Engine) {
    let store = store_with_campaign(engine, 3);
    let merged = Succession { from: unit_id(1), to: unit_id(3), on: day("2026-04-30"), whole: true };
    let split = Succession { from: unit_id(2), to: unit_id(3), on: day("2026-04-30"), whole: false };
    for Succession { from, to, on, whole } in [merged, split] {
        store.write(|session| session.add_succession(from, to, on, whole)).unwrap();
    }
    assert_eq!(store.read(|session| session.successions()).unwrap(), [merged, split]);
    let unknown = store.write(|session| session.add_succession(unit_id(1), unit_id(200), merged.on, true));
    assert!(matches!(unknown, Err(StoreError::Conflict { .. })));
}

fn a_version_of_a_form_never_changes(engine: Engine) {
    let store = store_with_campaign(engine, 0);
    let source = "id = \"bieu-thang-hanh-dong\"";
    store.write(|session| session.add_form(&form(), source, "f0", moment(5))).unwrap();
    let changed = store.write(|session| session.add_form(&form(), "khác", "f1", moment(6))).unwrap_err();
    assert!(matches!(&changed, StoreError::FormChanged { version: 1, .. }), "{changed}");
    assert_eq!(store.read(|session| session.form_source(&form())).unwrap().as_deref(), Some(source));

    let next = FormVersion { version: 2, ..form() };
    assert_eq!(store.read(|session| session.form_source(&next)).unwrap(), None);
    store.write(|session| session.add_form(&next, "khác", "f1", moment(6))).unwrap();
    assert_eq!(store.read(|session| session.form_source(&next)).unwrap().as_deref(), Some("khác"));
}

fn files_are_kept_per_unit_byte_for_byte(engine: Engine) {
    let store = store_with_campaign(engine, 2);
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(300_000).collect();
    for name in ["báo cáo.xlsx", "tên khác.xlsx"] {
        store.write(|session| session.add_file(unit_id(1), "d1", name, &bytes, moment(0))).unwrap();
    }
    let kept = store.read(|session| session.file(unit_id(1), "d1")).unwrap();
    assert_eq!(kept, Some(("báo cáo.xlsx".to_owned(), bytes)));
    assert_eq!(store.read(|session| session.file(unit_id(2), "d1")).unwrap(), None);
    store.write(|session| session.add_file(unit_id(2), "d0", "rỗng", b"", moment(0))).unwrap();
    assert_eq!(store.read(|session| session.file(unit_id(2), "d0")).unwrap(), Some(("rỗng".to_owned(), vec![])));
}

fn campaigns_are_listed_newest_first(engine: Engine) {
    let store = store_with_campaign(engine, 2);
    let next = domain::campaign::Campaign {
        id: CampaignId::new(moment(1), [8; 10]),
        year: 2027,
        theme: None,
        plan_number: Some("12/KH-UBND".to_owned()),
        opened_at: moment(90_000),
        ..campaign()
    };
    store.write(|session| session.add_campaign(&next)).unwrap();
    assert_eq!(store.read(|session| session.campaigns()).unwrap(), [next.clone(), campaign()]);
    assert_eq!(store.read(|session| session.campaign(campaign_id())).unwrap(), Some(campaign()));
    assert_eq!(store.read(|session| session.campaign(CampaignId::new(moment(2), [9; 10]))).unwrap(), None);
    assert!(matches!(store.write(|session| session.add_campaign(&next)), Err(StoreError::Conflict { .. })));

    store.write(|session| session.add_reporters(campaign_id(), &[unit_id(2), unit_id(1)])).unwrap();
    assert_eq!(store.read(|session| session.reporters(campaign_id())).unwrap(), [unit_id(1), unit_id(2)]);
    assert_eq!(store.read(|session| session.reporters(next.id)).unwrap(), []);
}

fn a_campaign_needs_its_unit_and_its_form(engine: Engine) {
    let store = engine.store();
    assert!(matches!(store.write(|session| session.add_campaign(&campaign())), Err(StoreError::Conflict { .. })));
}

fn task(ordinal: u8, assignments: Vec<Assignment>) -> Task {
    Task {
        id: TaskId::new(moment(0), [ordinal; 10]),
        campaign: campaign_id(),
        ordinal: ordinal.into(),
        kind: if ordinal == 3 { TaskKind::Report } else { TaskKind::Work },
        text: format!("Nhiệm vụ thứ {ordinal}: tổ chức buổi nói chuyện tại nhà văn hóa."),
        span: 100..180 + usize::from(ordinal),
        lead_as_written: (ordinal > 1).then(|| "Phòng Văn hóa".to_owned()),
        due_on: (ordinal == 3).then(|| day("2026-12-20")),
        assignments,
        unresolved: if ordinal == 2 { vec!["các \"đơn vị\" khác".to_owned(), String::new()] } else { vec![] },
        by_hand: Default::default(),
    }
}

fn tasks_come_back_in_the_order_of_the_plan_with_who_does_them(engine: Engine) {
    let store = store_with_campaign(engine, 2);
    let part = |n, role| Assignment { unit: unit_id(n), role };
    let tasks = [
        task(1, vec![part(2, Role::Lead), part(1, Role::Coordinating), part(1, Role::Lead)]),
        task(2, vec![]),
        task(3, vec![part(1, Role::Lead), part(2, Role::Lead)]),
    ];
    store.write(|session| tasks.iter().rev().try_for_each(|task| session.add_task(task))).unwrap();
    assert_eq!(store.read(|session| session.tasks(campaign_id())).unwrap(), tasks);

    let same_place = Task { id: TaskId::new(moment(9), [9; 10]), ..task(2, vec![]) };
    assert!(matches!(store.write(|session| session.add_task(&same_place)), Err(StoreError::Conflict { .. })));
}

fn a_read_sees_one_moment(engine: Engine) {
    let place = Place::new(engine);
    let store = place.open();
    store.write(|session| open_campaign(session, 1)).unwrap();
    store
        .read(|session| {
            let before = session.unit_versions()?.len();
            store.write(|session| session.add_unit(&unit(9, "Xã Minh Tân", None), moment(0)))?;
            assert_eq!(session.unit_versions()?.len(), before);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(store.read(|session| session.unit_versions()).unwrap().len(), 3);
}

fn a_read_changes_nothing(engine: Engine) {
    let place = Place::new(engine);
    for store in [place.open(), engine.store()] {
        let add = |session: &store::Session<'_>| session.add_unit(&unit(1, "Xã Hòa Lộc", None), moment(0));
        assert!(matches!(store.read(add), Err(StoreError::ReadOnly)));
        store.write(add).unwrap();
        assert_eq!(store.read(|session| session.unit_versions()).unwrap().len(), 1);
    }
}
