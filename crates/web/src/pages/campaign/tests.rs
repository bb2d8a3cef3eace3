//! The campaign's pages: for the agency, for officers, for nobody else.

use crate::testing::Desk;
use axum::http::StatusCode;
use domain::access::Role;

fn page(desk: &Desk, path: &str) -> String {
    format!("{path}?campaign={}", desk.campaigns[1])
}

#[tokio::test]
async fn the_agency_sends_tasks_and_officers_find_theirs_first() {
    let desk = Desk::new();
    let (agency, officer) = (desk.person(Role::Agency, "AG"), desk.person(Role::Officer, "X1"));
    let home = page(&desk, "/campaign");
    let before = desk.get(&agency, &home).await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(before.body.contains("Gửi nhiệm vụ cho các đơn vị") && before.body.contains("chưa có cán bộ nào"));
    let send = page(&desk, "/campaign/send");
    let sent = desk.post(&agency, &send, &[]).await;
    assert!(sent.location.contains("done=tasks-sent"), "{}", sent.location);
    let shown = desk.get(&agency, &sent.location).await.body;
    assert!(
        shown.contains("chưa có cán bộ nào để báo") && shown.contains("alert warning"),
        "how many nobody was told for"
    );
    assert!(desk.post(&agency, &send, &[]).await.location.contains("done=tasks-sent-none"), "a double click");
    assert_eq!(desk.post(&officer, &send, &[]).await.status, StatusCode::FORBIDDEN);

    let theirs = desk.get(&officer, &home).await;
    assert!(theirs.body.contains("mới") && theirs.body.contains("phối hợp"));
    assert!(!theirs.body.contains("Gửi nhiệm vụ cho các đơn vị") && !theirs.body.contains("xem 0"));
    assert!(desk.get(&agency, &page(&desk, "/campaign/tasks/1")).await.body.contains("chưa xem"));
    let seen = desk.get(&agency, &home).await;
    assert!(seen.body.contains("xem 1"), "opening the page is seeing the tasks");
    let plan = desk.get(&officer, &page(&desk, "/campaign/plan")).await;
    assert!(plan.body.contains("id=\"task-1\"") && plan.body.contains("<mark"));
}

#[tokio::test]
async fn the_agency_changes_parts_and_days() {
    let desk = Desk::new();
    let (agency, officer) = (desk.person(Role::Agency, "AG"), desk.person(Role::Officer, "X1"));
    let task = page(&desk, "/campaign/tasks/1");
    let assign = page(&desk, "/campaign/tasks/1/unassign");
    let given = desk.post(&agency, &assign, &[("unit", "X1"), ("part", "coordinating")]).await;
    assert!(given.location.contains("done=part-taken"), "{}", given.location);
    assert_eq!(desk.post(&agency, &assign, &[("unit", "X1"), ("part", "boss")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(desk.post(&agency, &assign, &[("unit", "ZZ"), ("part", "lead")]).await.status, StatusCode::NOT_FOUND);
    let refused = desk.post(&officer, &assign, &[("unit", "X2"), ("part", "lead")]).await;
    assert!(matches!(refused.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
    let due = page(&desk, "/campaign/tasks/1/due");
    let odd = desk.post(&agency, &due, &[("due", "2036-01-01")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.body.contains("value=\"2036-01-01\""));
    assert_eq!(desk.post(&agency, &due, &[("due", "2026-12-18")]).await.status, StatusCode::SEE_OTHER);
    assert!(desk.get(&agency, &task).await.body.contains("18/12/2026"));
    assert_eq!(desk.get(&agency, &page(&desk, "/campaign/tasks/99")).await.status, StatusCode::NOT_FOUND);

    let campaign_due = page(&desk, "/campaign/due");
    let without = desk.post(&agency, &campaign_due, &[("due", "2026-12-24"), ("reason", " ")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.body.contains("value=\"2026-12-24\""), "what was typed is kept");
    let changed = desk.post(&agency, &campaign_due, &[("due", "2026-12-24"), ("reason", "mưa lũ")]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER);
    assert!(desk.get(&officer, &page(&desk, "/campaign")).await.body.contains("24/12/2026"));
    assert_eq!(desk.get(&officer, &campaign_due).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_closed_campaign_is_looked_at_and_opened_again_with_a_reason() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    assert_eq!(desk.get(&agency, &page(&desk, "/campaign/close")).await.status, StatusCode::OK);
    assert_eq!(desk.post(&agency, &page(&desk, "/campaign/close"), &[]).await.status, StatusCode::SEE_OTHER);
    let home = desk.get(&agency, &page(&desk, "/campaign")).await;
    assert!(home.body.contains("Đợt đã đóng") && !home.body.contains("/campaign/send"));
    assert_eq!(desk.post(&agency, &page(&desk, "/campaign/send"), &[]).await.status, StatusCode::CONFLICT);
    let reopen = page(&desk, "/campaign/reopen");
    assert_eq!(desk.post(&agency, &reopen, &[("reason", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.post(&agency, &reopen, &[("reason", "đóng nhầm")]).await.status, StatusCode::SEE_OTHER);
    assert!(desk.get(&agency, &page(&desk, "/campaign")).await.body.contains("/campaign/send"));
}

#[tokio::test]
async fn a_form_is_tried_edited_and_used_until_somebody_reports() {
    let desk = Desk::new();
    let (agency, officer) = (desk.person(Role::Agency, "AG"), desk.person(Role::Officer, "X1"));
    let form = page(&desk, "/campaign/form");
    let before = desk.get(&agency, &format!("{form}&from=current")).await;
    assert!(before.body.contains("<textarea") && before.body.contains("name=\"f:talks\""));
    let tried = desk.post(&agency, &form, &[("do", "try"), ("f:talks", "1"), ("f:talks/level.commune", "5")]).await;
    assert!(tried.body.contains("value=\"5\"") && tried.body.contains("cộng lại được"), "the checks speak");
    let source = app::campaign::DEFAULT_FORM;
    let broken = source.replacen("version = 1", "version = mot", 1);
    let wrong = desk.post(&agency, &form, &[("do", "use"), ("source", &broken)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let line = source.lines().position(|line| line == "version = 1").unwrap() + 1;
    assert!(
        wrong.body.contains(&format!("dòng {line}")) && wrong.body.contains("version = mot"),
        "at its line, and kept"
    );
    let edited = source.replacen("Biểu số liệu", "Biểu thử", 1);
    let used = desk.post(&agency, &form, &[("do", "use"), ("source", &edited)]).await;
    assert_eq!(used.status, StatusCode::SEE_OTHER, "{}", used.body);
    let theirs = desk.get(&officer, &form).await;
    assert!(theirs.body.contains("Biểu thử") && theirs.body.contains("lần 2") && !theirs.body.contains("<textarea"));
    assert_eq!(desk.post(&officer, &form, &[("do", "use"), ("source", source)]).await.status, StatusCode::FORBIDDEN);

    desk.hand_in(1, "X1", &[("talks", 4)], &[]);
    let late = desk.post(&agency, &form, &[("do", "use"), ("source", source)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(desk.get(&agency, &form).await.body.contains("không đổi biểu được nữa"));
    let blank = desk.get(&officer, &format!("{}&unit=X1", page(&desk, "/campaign/form/blank"))).await;
    assert!(blank.status == StatusCode::OK && blank.body.starts_with("PK"));
    assert_eq!(desk.get(&officer, &page(&desk, "/campaign/form/blanks")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    let english = format!("{agency}; chungtay-language=en");
    let paths = [
        "/campaign",
        "/campaign/plan",
        "/campaign/tasks/1",
        "/campaign/due",
        "/campaign/close",
        "/campaign/reopen",
        "/campaign/form",
    ];
    for path in paths {
        for cookie in [&agency, &english] {
            let answer = desk.get(cookie, &page(&desk, path)).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            for key in [">web-", ">part-", ">desk-", " web-task", " web-campaign"] {
                assert!(!answer.body.contains(key), "{path}: {key}");
            }
        }
    }
    assert!(desk.get(&english, &page(&desk, "/campaign")).await.body.contains("Send tasks to the units"));
    let outsider = desk.get("chungtay=none", &page(&desk, "/campaign")).await;
    assert!(outsider.location.starts_with("/sign-in"));
}

#[tokio::test]
async fn the_agency_adds_a_task_from_a_sentence_and_one_in_words_of_its_own() {
    let desk = Desk::new();
    let (agency, officer) = (desk.person(Role::Agency, "AG"), desk.person(Role::Officer, "X1"));
    let new = page(&desk, "/campaign/tasks/new");
    let asked = desk.get(&agency, &new).await;
    assert!(asked.body.contains("đã có ở nhiệm vụ 1"), "{}", asked.body);
    let from = asked.body.find("at=").unwrap();
    let place: String = asked.body[from + 3..].chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    let chosen = desk.get(&agency, &format!("{new}&at={place}")).await;
    assert!(chosen.body.contains("Câu đã chọn trong kế hoạch") && chosen.body.contains("name=\"sentence\""));
    let typed = [("words", ""), ("lead", "X1"), ("joining", ""), ("due", "2026-12-01"), ("sentence", &place)];
    let added = desk.post(&agency, &new, &typed).await;
    assert!(added.location.contains("done=task-added"), "{} {}", added.location, added.body);
    let task = desk.get(&agency, &added.location).await;
    assert!(task.body.contains("Cơ quan thường trực bổ sung") && task.body.contains("Xem câu trong kế hoạch"));

    let own = [("words", "Tổ chức hội thi"), ("lead", "Xã Hòa Lộc; Đội Kèn"), ("joining", ""), ("due", "")];
    let added = desk.post(&agency, &new, &own).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let task = desk.get(&agency, &added.location).await;
    assert!(!task.body.contains("Xem câu trong kế hoạch") && task.body.contains("Đội Kèn"));
    let none = [("words", " "), ("lead", "Xã Hòa Lộc"), ("joining", ""), ("due", "")];
    let refused = desk.post(&agency, &new, &none).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Chưa ghi nội dung") && refused.body.contains("Xã Hòa Lộc</textarea>"));
    let bad = [("words", "x"), ("lead", ""), ("joining", ""), ("due", "32/13")];
    assert_eq!(desk.post(&agency, &new, &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.get(&officer, &new).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.post(&officer, &new, &own).await.status, StatusCode::FORBIDDEN);

    desk.post(&agency, &page(&desk, "/campaign/send"), &[]).await;
    let home = desk.get(&officer, &page(&desk, "/")).await;
    assert!(home.body.contains("cơ quan bổ sung") && home.body.contains("Tổ chức hội thi"), "{}", home.body);
}

#[tokio::test]
async fn a_unit_says_that_it_is_done_and_the_agency_gives_it_back_or_withdraws() {
    let desk = Desk::new();
    let (agency, officer) = (desk.person(Role::Agency, "AG"), desk.person(Role::Officer, "X1"));
    let (task, done) = (page(&desk, "/campaign/tasks/1"), page(&desk, "/campaign/tasks/1/done"));
    let before = desk.get(&officer, &task).await;
    assert!(before.body.contains("Phần việc của Xã Hòa Lộc") && before.body.contains("Báo đã làm xong"));
    let said = [("unit", "X1"), ("on", "2026-12-10"), ("note", "Treo 12 băng rôn")];
    assert!(desk.post(&officer, &done, &said).await.location.contains("done=part-done"));
    let late = desk.get(&agency, &task).await;
    assert!(late.body.contains("Xong ngày 10/12/2026, chậm 28 ngày") && late.body.contains("Treo 12 băng rôn"));
    let future = desk.post(&officer, &done, &[("unit", "X1"), ("on", "2026-12-30"), ("note", "")]).await;
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = desk.post(&officer, &done, &[("unit", "X2"), ("on", "2026-12-10"), ("note", "")]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "they may not know of X2");

    let ask = page(&desk, "/campaign/tasks/1/return");
    assert!(desk.get(&agency, &format!("{ask}&unit=X1")).await.body.contains("đã báo làm xong"));
    assert_eq!(desk.get(&officer, &format!("{ask}&unit=X1")).await.status, StatusCode::NOT_FOUND);
    let without = desk.post(&agency, &ask, &[("unit", "X1"), ("reason", " ")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = desk.post(&agency, &ask, &[("unit", "X1"), ("reason", "Thiếu ảnh")]).await;
    assert!(back.location.contains("done=part-returned"));
    assert!(desk.get(&officer, &page(&desk, "/")).await.body.contains("Cơ quan thường trực trả lại: Thiếu ảnh"));

    let words = page(&desk, "/campaign/tasks/1/words");
    assert!(desk.post(&agency, &words, &[("words", "Tổ chức lễ")]).await.location.contains("task-reworded"));
    assert!(desk.get(&agency, &task).await.body.contains("Nội dung ban đầu"));
    let withdraw = page(&desk, "/campaign/tasks/1/withdraw");
    assert_eq!(desk.post(&officer, &withdraw, &[("reason", "x")]).await.status, StatusCode::FORBIDDEN);
    assert!(desk.post(&agency, &withdraw, &[("reason", "Trùng")]).await.location.contains("task-withdrawn"));
    let kept = desk.get(&agency, &page(&desk, "/campaign")).await;
    assert!(kept.body.contains("đã rút") && kept.body.contains("Tổ chức lễ"));
    assert!(!desk.get(&officer, &page(&desk, "/")).await.body.contains("Tổ chức lễ"));
    let restore = page(&desk, "/campaign/tasks/1/restore");
    assert!(desk.post(&agency, &restore, &[]).await.location.contains("task-restored"));
}
