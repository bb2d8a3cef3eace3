//! What is worked on: drafts, remarks, attachments, merged prose, plans being read, tasks on their way.

use crate::common::{
    Engine, Place, campaign_id, day, event, form, moment, revision, store_with_campaign, submit, talks, unit, unit_id,
};
use crate::people::{person_id, store_with_person};
use domain::TaskId;
use domain::draft::{Attachment, Correction, Document, FactCorrection, NarrativeText, Verdict};
use domain::form::FormVersion;
use domain::report::{Action, Content, State};
use domain::task::{Assignment, ByHand, Role, Said, Signed, Task, TaskKind, Withdrawn, Word};
use store::{DraftSaved, Session, Store, StoreError, TaskSent};

on_both_engines! {
    a_stale_draft_is_not_stored_and_the_newer_one_is_given_back,
    a_draft_handed_in_does_not_let_an_old_browser_write_over_the_next_one,
    of_many_who_save_the_same_version_one_is_heard,
    a_draft_needs_its_campaign_and_unit,
    remarks_keep_their_words_and_are_settled_one_or_a_thread_at_a_time,
    an_attachment_is_taken_away_and_comes_back_and_its_bytes_stay,
    of_two_who_edit_the_same_prose_the_second_is_told_and_nothing_is_lost,
    every_word_of_the_leader_is_kept,
    what_was_said_last_about_a_fact_holds,
    a_task_is_handed_over_taken_back_and_dated,
    the_first_time_a_task_was_sent_and_seen_is_kept,
    the_form_of_a_campaign_stays_once_somebody_reported_on_it,
    a_campaign_gets_another_day_and_is_closed_and_opened,
    whatever_others_look_at_raises_the_counter_and_what_fails_does_not,
    the_reports_that_moved_after_a_counter_are_told_once_each,
    the_directory_has_another_number_after_each_change_and_the_same_after_what_failed,
    a_task_is_worded_anew_and_withdrawn_and_its_first_words_stay,
    what_is_said_of_a_part_is_kept_in_its_order,
}

fn write<T>(store: &Store, work: impl FnOnce(&Session<'_>) -> Result<T, StoreError>) -> T {
    store.write(work).unwrap()
}

fn read<T>(store: &Store, work: impl FnOnce(&Session<'_>) -> Result<T, StoreError>) -> T {
    store.read(work).unwrap()
}

fn counter(store: &Store) -> u64 {
    read(store, |s| s.change_counter(campaign_id()))
}

fn save(store: &Store, expected: u32, content: Option<&Content>, by: &str) -> DraftSaved {
    write(store, |s| s.save_draft(campaign_id(), unit_id(1), expected, content, None, by, moment(expected.into())))
}

fn a_stale_draft_is_not_stored_and_the_newer_one_is_given_back(engine: Engine) {
    let store = store_with_campaign(engine, 2);
    assert_eq!(save(&store, 0, Some(&talks(1)), "Máy A"), DraftSaved::Saved { version: 1 });
    assert_eq!(save(&store, 1, Some(&talks(2)), "Máy A"), DraftSaved::Saved { version: 2 });
    for seen in [0, 1, 3] {
        let DraftSaved::Conflict { current: Some(current) } = save(&store, seen, Some(&talks(9)), "Máy B") else {
            panic!("version {seen} was written over");
        };
        assert_eq!((current.version, current.content, current.updated_by.as_str()), (2, Some(talks(2)), "Máy A"));
    }
    assert_eq!(read(&store, |s| s.draft(campaign_id(), unit_id(2))), None);
    assert_eq!(read(&store, |s| s.drafts(campaign_id())), [(unit_id(1), moment(1))]);
}

fn a_draft_handed_in_does_not_let_an_old_browser_write_over_the_next_one(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    save(&store, 0, Some(&talks(1)), "Máy A");
    assert_eq!(save(&store, 1, None, "Máy A"), DraftSaved::Saved { version: 2 });
    assert_eq!(read(&store, |s| s.drafts(campaign_id())), []);
    assert_eq!(read(&store, |s| s.draft(campaign_id(), unit_id(1))).map(|d| (d.version, d.content)), Some((2, None)));
    assert!(matches!(save(&store, 1, Some(&talks(5)), "Máy B"), DraftSaved::Conflict { .. }), "it saw version 1");
    assert_eq!(save(&store, 2, Some(&talks(6)), "Máy C"), DraftSaved::Saved { version: 3 });
}

fn of_many_who_save_the_same_version_one_is_heard(engine: Engine) {
    let place = Place::new(engine);
    let store = place.open();
    write(&store, |s| crate::common::open_campaign(s, 1));
    save(&store, 0, Some(&talks(0)), "đầu");
    let outcomes = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|n| {
                scope.spawn({
                    let store = &store;
                    move || save(store, 1, Some(&talks(n)), "ai")
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(outcomes.iter().filter(|o| matches!(o, DraftSaved::Saved { version: 2 })).count(), 1);
    assert_eq!(outcomes.iter().filter(|o| matches!(o, DraftSaved::Conflict { current: Some(_) })).count(), 7);
}

fn a_draft_needs_its_campaign_and_unit(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    let saved = store.write(|s| s.save_draft(campaign_id(), unit_id(200), 0, Some(&talks(1)), None, "ai", moment(1)));
    assert!(matches!(saved, Err(StoreError::Conflict { .. })));
}

fn remarks_keep_their_words_and_are_settled_one_or_a_thread_at_a_time(engine: Engine) {
    let store = store_with_person(engine);
    let say = |cell, text: &str, person| {
        write(&store, |s| s.add_comment(campaign_id(), unit_id(1), cell, text, "Trần Văn Thử", person, moment(1)))
    };
    assert_eq!(say(Some("talks"), "Số này gấp đôi năm trước?", Some(person_id(1))), 1);
    assert_eq!(say(Some("talks"), "Đúng, thêm hai thôn.", None), 2);
    assert_eq!(say(None, "Báo cáo rõ ràng.", None), 3);
    assert_eq!(read(&store, |s| s.open_comments(campaign_id())), [(unit_id(1), 2)], "threads");

    assert!(write(&store, |s| s.resolve_comment(campaign_id(), unit_id(1), 1, "A", moment(2))));
    assert!(!write(&store, |s| s.resolve_comment(campaign_id(), unit_id(1), 1, "B", moment(3))));
    assert!(!write(&store, |s| s.resolve_comment(campaign_id(), unit_id(2), 2, "B", moment(3))));
    let settle = |cell| write(&store, |s| s.resolve_thread(campaign_id(), unit_id(1), cell, "C", moment(4)));
    assert_eq!((settle(Some("talks")), settle(Some("khac")), settle(None)), (1, 0, 1));
    assert_eq!(read(&store, |s| s.open_comments(campaign_id())), []);

    let said = read(&store, |s| s.comments(campaign_id(), unit_id(1)));
    assert_eq!(said[0].text, "Số này gấp đôi năm trước?");
    assert_eq!((said[0].person, said[0].resolved.clone()), (Some(person_id(1)), Some((moment(2), "A".to_owned()))));
    assert_eq!((said[2].cell.clone(), said[2].resolved.clone()), (None, Some((moment(4), "C".to_owned()))));
}

fn an_attachment_is_taken_away_and_comes_back_and_its_bytes_stay(engine: Engine) {
    let store = store_with_campaign(engine, 2);
    let photo = Attachment {
        digest: "e1".to_owned(),
        name: "ảnh.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        size: 4,
        at: moment(1),
        by: "Nguyễn Thị Mẫu".to_owned(),
        removed: None,
    };
    let attach = |s: &Session<'_>| s.add_attachment(campaign_id(), unit_id(1), &photo);
    assert!(matches!(store.write(attach), Err(StoreError::Conflict { .. })), "the bytes come first");
    write(&store, |s| {
        s.add_file(unit_id(1), "e1", "ảnh.jpg", b"\xFF\xD8\xFF\xE0", moment(1))?;
        attach(s)
    });
    let listed = || read(&store, |s| s.attachments(campaign_id(), unit_id(1)));
    assert_eq!(listed(), std::slice::from_ref(&photo));
    let remove = || write(&store, |s| s.remove_attachment(campaign_id(), unit_id(1), "e1", "B", moment(2)));
    assert_eq!([remove(), remove()], [true, false]);
    assert_eq!(listed()[0].removed, Some((moment(2), "B".to_owned())));
    assert_eq!(read(&store, |s| s.attachment_counts(campaign_id())), []);
    assert!(read(&store, |s| s.file(unit_id(1), "e1")).is_some());
    write(&store, attach);
    assert_eq!(listed(), std::slice::from_ref(&photo));
    assert_eq!(read(&store, |s| s.attachment_counts(campaign_id())), [(unit_id(1), 1)]);
}

fn edit(section: &str, number: u32, text: &str) -> NarrativeText {
    let at = moment(number.into());
    NarrativeText { section: section.to_owned(), number, text: text.to_owned(), at, by: "A".to_owned() }
}

fn of_two_who_edit_the_same_prose_the_second_is_told_and_nothing_is_lost(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    let add = |text: &NarrativeText| store.write(|s| s.add_narrative(campaign_id(), unit_id(0), text));
    add(&edit("ket-qua", 1, "Cả tỉnh")).unwrap();
    add(&edit("ket-qua", 2, "Toàn tỉnh")).unwrap();
    add(&edit("kien-nghi", 1, "Không")).unwrap();
    for stale in [1, 2, 4] {
        assert!(matches!(add(&edit("ket-qua", stale, "Khác")), Err(StoreError::Conflict { .. })), "{stale}");
    }
    let latest = read(&store, |s| s.narratives(campaign_id(), unit_id(0)));
    assert_eq!(latest, [edit("ket-qua", 2, "Toàn tỉnh"), edit("kien-nghi", 1, "Không")]);
    let history = read(&store, |s| s.narrative_history(campaign_id(), unit_id(0), "ket-qua"));
    assert_eq!(history.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["Cả tỉnh", "Toàn tỉnh"]);
    assert_eq!(read(&store, |s| s.narratives(campaign_id(), unit_id(1))), []);
}

fn every_word_of_the_leader_is_kept(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    let sign = |verdict, reason| {
        write(&store, |s| s.add_sign_off(campaign_id(), unit_id(0), verdict, reason, "d9", "Lê Văn Mẫu", moment(1)))
    };
    assert_eq!(sign(Verdict::Returned, Some("Thiếu phần kiến nghị")), 1);
    assert_eq!(sign(Verdict::Approved, None), 2);
    let words = read(&store, |s| s.sign_offs(campaign_id(), unit_id(0)));
    assert_eq!(words.iter().map(|w| w.verdict).collect::<Vec<_>>(), [Verdict::Returned, Verdict::Approved]);
    assert_eq!(words[0].reason.as_deref(), Some("Thiếu phần kiến nghị"));
}

fn what_was_said_last_about_a_fact_holds(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    let plan = Document {
        digest: "p1".to_owned(),
        name: "kế hoạch.docx".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        size: 2,
        at: moment(1),
        by: "A".to_owned(),
    };
    write(&store, |s| {
        s.add_file(unit_id(0), "p1", &plan.name, b"PK", moment(1))?;
        s.add_document(unit_id(0), &plan)?;
        s.add_document(unit_id(0), &Document { by: "B".to_owned(), ..plan.clone() })
    });
    assert_eq!(read(&store, |s| s.document(unit_id(0), "p1")), Some(plan.clone()));
    assert_eq!(read(&store, |s| s.documents(unit_id(0))), [plan]);
    let say = |fact: &str, correction| {
        let said = FactCorrection { fact: fact.to_owned(), correction, at: moment(2), by: "A".to_owned() };
        store.write(|s| s.correct_fact(unit_id(0), "p1", &said))
    };
    say("due", Correction::Value("2026-12-18".to_owned())).unwrap();
    say("due", Correction::Value("2026-12-20".to_owned())).unwrap();
    say("theme", Correction::Struck).unwrap();
    say("number", Correction::Struck).unwrap();
    say("number", Correction::AsRead).unwrap();
    let said = read(&store, |s| s.corrections(unit_id(0), "p1"));
    let said: Vec<_> = said.into_iter().map(|c| (c.fact, c.correction)).collect();
    assert_eq!(
        said,
        [
            ("due".to_owned(), Correction::Value("2026-12-20".to_owned())),
            ("number".to_owned(), Correction::AsRead),
            ("theme".to_owned(), Correction::Struck),
        ]
    );
    let unknown =
        FactCorrection { fact: "due".to_owned(), correction: Correction::Struck, at: moment(2), by: "A".to_owned() };
    assert!(store.write(|s| s.correct_fact(unit_id(1), "p1", &unknown)).is_err());
}

fn task_id() -> TaskId {
    TaskId::new(moment(0), [3; 10])
}

fn store_with_task(engine: Engine) -> Store {
    let store = store_with_campaign(engine, 3);
    let task = Task {
        id: task_id(),
        campaign: campaign_id(),
        ordinal: 1,
        kind: TaskKind::Work,
        text: "Tổ chức các buổi nói chuyện".to_owned(),
        span: 10..40,
        lead_as_written: None,
        due_on: None,
        assignments: vec![Assignment { unit: unit_id(1), role: Role::Lead }],
        unresolved: vec!["Đội Thử nghiệm".to_owned(), "Tổ Mẫu".to_owned()],
        by_hand: Default::default(),
    };
    write(&store, |s| s.add_task(&task));
    store
}

fn a_task_is_handed_over_taken_back_and_dated(engine: Engine) {
    let store = store_with_task(engine);
    let part = Assignment { unit: unit_id(2), role: Role::Coordinating };
    let assign = |part| write(&store, |s| s.assign_task(campaign_id(), task_id(), part));
    assert_eq!([assign(part), assign(part)], [true, false]);
    let unassign = |part| write(&store, |s| s.unassign_task(campaign_id(), task_id(), part));
    let lead = Assignment { unit: unit_id(1), role: Role::Lead };
    assert_eq!([unassign(lead), unassign(lead)], [true, false]);
    let settle = |name: &str| write(&store, |s| s.settle_name(campaign_id(), task_id(), name));
    assert_eq!([settle("Tổ Mẫu"), settle("Tổ Mẫu")], [true, false]);
    write(&store, |s| s.set_task_due(campaign_id(), task_id(), Some(day("2026-12-01"))));

    let tasks = read(&store, |s| s.tasks(campaign_id()));
    assert_eq!(tasks[0].assignments, [part]);
    assert_eq!(tasks[0].unresolved, ["Đội Thử nghiệm"]);
    assert_eq!(tasks[0].due_on, Some(day("2026-12-01")));

    let elsewhere = domain::CampaignId::new(moment(0), [8; 10]);
    assert!(store.write(|s| s.set_task_due(elsewhere, task_id(), None)).is_err(), "of another campaign");
}

fn the_first_time_a_task_was_sent_and_seen_is_kept(engine: Engine) {
    let store = store_with_task(engine);
    let send = |at| write(&store, |s| s.send_task(campaign_id(), task_id(), unit_id(1), moment(at)));
    assert_eq!([send(1), send(2)], [true, false]);
    let see = |unit, at| write(&store, |s| s.see_tasks(campaign_id(), unit_id(unit), moment(at)));
    assert_eq!([see(2, 3), see(1, 4), see(1, 5)], [0, 1, 0]);
    let sent = TaskSent { task: task_id(), unit: unit_id(1), sent_at: moment(1), seen_at: Some(moment(4)) };
    assert_eq!(read(&store, |s| s.tasks_sent(campaign_id())), [sent]);
}

fn the_form_of_a_campaign_stays_once_somebody_reported_on_it(engine: Engine) {
    let store = store_with_campaign(engine, 2);
    let next = FormVersion { version: 2, ..form() };
    let set = || store.write(|s| s.set_campaign_form(campaign_id(), &next));
    assert!(set().is_err(), "the form comes first");
    write(&store, |s| s.add_form(&next, "khác", "f2", moment(1)));
    set().unwrap();
    write(&store, |s| submit(s, unit_id(1), &revision(1, talks(1)), 1));
    let back = store.write(|s| s.set_campaign_form(campaign_id(), &form()));
    assert!(matches!(back, Err(StoreError::Conflict { .. })));
    assert_eq!(read(&store, |s| s.campaign(campaign_id())).unwrap().form, next);
}

fn a_campaign_gets_another_day_and_is_closed_and_opened(engine: Engine) {
    let store = store_with_campaign(engine, 1);
    write(&store, |s| s.set_campaign_due(campaign_id(), day("2026-12-25")));
    assert_eq!(read(&store, |s| s.campaign(campaign_id())).unwrap().due_on, day("2026-12-25"));
    let closed = || read(&store, |s| s.campaign_closed_at(campaign_id()));
    assert_eq!(closed(), None);
    write(&store, |s| s.close_campaign(campaign_id(), Some(moment(9))));
    assert_eq!(closed(), Some(moment(9)));
    assert_eq!(read(&store, |s| s.closed_campaigns()), [(campaign_id(), moment(9))]);
    write(&store, |s| s.close_campaign(campaign_id(), None));
    assert_eq!(closed(), None);
}

fn whatever_others_look_at_raises_the_counter_and_what_fails_does_not(engine: Engine) {
    let store = store_with_task(engine);
    assert_eq!(counter(&store), 0);
    let mut before = 0;
    let mut raised = |what: &str, work: &dyn Fn(&Session<'_>) -> Result<(), StoreError>| {
        write(&store, work);
        let after = counter(&store);
        assert!(after > before, "{what}");
        before = after;
    };
    let (campaign, unit) = (campaign_id(), unit_id(1));
    raised("a report", &|s| submit(s, unit, &revision(1, talks(1)), 1));
    raised("a draft", &|s| s.save_draft(campaign, unit, 0, Some(&talks(1)), None, "A", moment(1)).map(drop));
    raised("a remark", &|s| s.add_comment(campaign, unit, None, "Tốt", "A", None, moment(1)).map(drop));
    raised("a task", &|s| s.set_task_due(campaign, task_id(), None));
    raised("a task sent", &|s| s.send_task(campaign, task_id(), unit, moment(1)).map(drop));
    raised("prose", &|s| s.add_narrative(campaign, unit, &edit("a", 1, "b")));
    raised("a day", &|s| s.set_campaign_due(campaign, day("2026-12-26")));
    let undone = store.write(|s| {
        s.raise(campaign)?;
        s.add_narrative(campaign, unit, &edit("a", 1, "b"))
    });
    assert!(undone.is_err());
    assert_eq!(read(&store, |s| s.change_counters()), [(campaign, before)]);
}

fn the_reports_that_moved_after_a_counter_are_told_once_each(engine: Engine) {
    let store = store_with_task(engine);
    let (campaign, [one, two]) = (campaign_id(), [unit_id(1), unit_id(2)]);
    write(&store, |s| submit(s, one, &revision(1, talks(1)), 1));
    let seen = counter(&store);
    let moved = |since| read(&store, |s| s.reports_changed_since(campaign, since));
    assert_eq!(moved(seen), []);
    write(&store, |s| submit(s, two, &revision(1, talks(2)), 1));
    write(&store, |s| s.add_comment(campaign, one, None, "Tốt", "A", None, moment(1)).map(drop));
    write(&store, |s| s.append_event(campaign, two, &event(2, Action::Approve, 1), State::Approved));
    let after = moved(seen);
    assert_eq!(after.iter().map(|(unit, head)| (*unit, head.state)).collect::<Vec<_>>(), [(two, State::Approved)]);
    assert_eq!(moved(0).len(), 2);
    assert_eq!(moved(counter(&store)), []);
}

fn the_directory_has_another_number_after_each_change_and_the_same_after_what_failed(engine: Engine) {
    let store = store_with_campaign(engine, 2);
    let number = || read(&store, |s| s.directory_counter());
    let mut before = number();
    let mut raised = |what: &str, work: &dyn Fn(&Session<'_>) -> Result<(), StoreError>| {
        write(&store, work);
        let after = number();
        assert!(after > before, "{what}");
        before = after;
    };
    raised("a unit", &|s| s.add_unit(&unit(9, "Xã Mới Mẫu", None), moment(1)));
    raised("the end of one", &|s| s.end_unit_version(unit_id(9), day("2026-07-01")));
    raised("a succession", &|s| s.add_succession(unit_id(9), unit_id(1), day("2026-07-01"), true));
    raised("a form", &|s| s.add_form(&FormVersion { version: 2, ..form() }, "khác", "f1", moment(1)));
    raised("the form of a campaign", &|s| s.set_campaign_form(campaign_id(), &FormVersion { version: 2, ..form() }));
    raised("a reporter", &|s| s.add_reporters(campaign_id(), &[unit_id(0)]));
    raised("a day", &|s| s.set_campaign_due(campaign_id(), day("2026-12-26")));
    raised("a close", &|s| s.close_campaign(campaign_id(), Some(moment(5))));
    write(&store, |s| s.add_form(&form(), "id = \"bieu-thang-hanh-dong\"", "f0", moment(0)));
    write(&store, |s| submit(s, unit_id(1), &revision(1, talks(1)), 1));
    assert_eq!(number(), before, "nothing of the directory changed");
    assert!(store.write(|s| s.add_unit(&unit(8, "Xã", None), moment(1)).and(Err::<(), _>(StoreError::Busy))).is_err());
    assert_eq!(number(), before);
}

fn a_task_is_worded_anew_and_withdrawn_and_its_first_words_stay(engine: Engine) {
    let store = store_with_task(engine);
    let signed = |seconds, by: &str| Signed { at: moment(seconds), by: by.to_owned() };
    let reword =
        |words: &str, signed: &Signed| write(&store, |s| s.reword_task(campaign_id(), task_id(), words, signed));
    reword("Tổ chức ba buổi nói chuyện", &signed(1, "Lê Thị Thử"));
    reword("Tổ chức bốn buổi nói chuyện", &signed(2, "Trần Văn Mẫu"));
    let withdrawn = Withdrawn { signed: signed(3, "Trần Văn Mẫu"), reason: "Trùng".to_owned() };
    write(&store, |s| s.withdraw_task(campaign_id(), task_id(), Some(&withdrawn)));

    let task = read(&store, |s| s.tasks(campaign_id())).remove(0);
    assert_eq!(task.text, "Tổ chức bốn buổi nói chuyện");
    let reworded = task.by_hand.reworded.clone().unwrap();
    assert_eq!(reworded.first, "Tổ chức các buổi nói chuyện");
    assert_eq!(reworded.last, signed(2, "Trần Văn Mẫu"));
    assert_eq!((task.by_hand.withdrawn.clone(), task.by_hand.added.clone()), (Some(withdrawn), None));
    write(&store, |s| s.withdraw_task(campaign_id(), task_id(), None));
    assert!(!read(&store, |s| s.tasks(campaign_id()))[0].is_withdrawn());

    let by_hand = ByHand { added: Some(signed(4, "Trần Văn Mẫu")), ..ByHand::default() };
    let added = Task { id: TaskId::new(moment(4), [4; 10]), ordinal: 2, span: 0..0, by_hand, ..task };
    write(&store, |s| s.add_task(&added));
    let added = read(&store, |s| s.tasks(campaign_id())).remove(1);
    assert_eq!((added.by_hand.added.clone(), added.is_in_plan()), (Some(signed(4, "Trần Văn Mẫu")), false));
    let elsewhere = domain::CampaignId::new(moment(0), [8; 10]);
    assert!(store.write(|s| s.reword_task(elsewhere, task_id(), "x", &signed(5, "A"))).is_err());
    assert!(store.write(|s| s.withdraw_task(elsewhere, task_id(), None)).is_err());
}

fn what_is_said_of_a_part_is_kept_in_its_order(engine: Engine) {
    let store = store_with_task(engine);
    let before = counter(&store);
    let said = |n, word, seconds| Said {
        unit: unit_id(n),
        task: task_id(),
        word,
        note: "Đã làm".to_owned(),
        by: "Lê Thị Thử".to_owned(),
        at: moment(seconds),
    };
    let all = [
        said(1, Word::Done(day("2026-12-01")), 1),
        said(1, Word::Returned, 2),
        said(1, Word::Done(day("2026-12-03")), 3),
        said(2, Word::Reopened, 4),
    ];
    for said in &all {
        write(&store, |s| s.say_of_task(campaign_id(), said));
    }
    assert_eq!(read(&store, |s| s.task_progress(campaign_id())), all);
    assert_eq!(read(&store, |s| s.task_progress_of(campaign_id(), unit_id(1))), all[..3]);
    assert_eq!(counter(&store), before + 4, "open boards hear of each");
    let unknown = Said { task: TaskId::new(moment(9), [9; 10]), ..said(1, Word::Returned, 5) };
    assert!(store.write(|s| s.say_of_task(campaign_id(), &unknown)).is_err());
}
