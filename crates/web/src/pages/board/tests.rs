use crate::testing::{COMMUNES, Desk};
use axum::body::Body;
use axum::http::header::{COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use domain::access::Role;
use tokio_stream::StreamExt;
use tower::ServiceExt;

#[tokio::test]
async fn the_agency_sees_every_unit_and_filters_by_state_and_by_name_without_marks() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    desk.hand_in(1, "X1", &[("talks", 9), ("talks/level.commune", 4)], &[]);
    let all = desk.get(&agency, "/board").await;
    assert_eq!(all.status, StatusCode::OK);
    assert!(COMMUNES.iter().all(|(code, _)| all.body.contains(&format!("id=\"u-{code}\""))), "{}", all.body);
    assert!(all.body.contains("Còn 1 ngày") && all.body.contains("1 chưa giải trình"));
    let shown = |body: &str| COMMUNES.iter().filter(|(code, _)| body.contains(&format!("id=\"u-{code}\""))).count();
    let waiting = desk.get(&agency, "/board?status=submitted").await;
    assert_eq!(shown(&waiting.body), 1);
    let by_name = desk.get(&agency, "/board?q=hoa%20loc").await;
    assert_eq!(shown(&by_name.body), 1);
    let nothing = desk.get(&agency, "/board?status=returned&sort=name&desc=yes").await;
    assert!(nothing.status.is_success() && nothing.body.contains("Không có đơn vị nào phù hợp"));
}

#[tokio::test]
async fn an_officer_sees_the_own_unit_only_and_may_neither_remind_nor_approve() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let board = desk.get(&officer, "/board").await;
    assert!(board.body.contains("id=\"u-X1\"") && !board.body.contains("id=\"u-X2\""));
    assert!(!board.body.contains("/board/remind"));
    let other = desk.post(&officer, "/board/remind", &[("unit", "X2")]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "they may not know of X2");
    assert_eq!(desk.post(&officer, "/board/remind", &[("unit", "X1")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.post(&officer, "/board/remind", &[("all", "yes")]).await.status, StatusCode::FORBIDDEN);
    desk.hand_in(1, "X1", &[("talks", 9)], &[]);
    assert_eq!(desk.post(&officer, "/board/approve", &[("unit", "X1")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.get("", "/board").await.status, StatusCode::SEE_OTHER, "signed in first");
}

#[tokio::test]
async fn several_reports_are_approved_at_once_or_none() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    for code in ["X1", "X2"] {
        desk.hand_in(1, code, &[("talks", 9)], &[]);
    }
    let none = desk.post(&agency, "/board/approve", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("Chưa chọn đơn vị nào"));
    let mixed = desk.post(&agency, "/board/approve", &[("unit", "X1"), ("unit", "X3")]).await;
    assert_eq!(mixed.status, StatusCode::CONFLICT);
    assert!(mixed.body.contains("X3:") && mixed.body.contains("id=\"u-X1\""), "the board with the reason above it");
    let both = [("unit", "X1"), ("unit", "X2"), ("status", "submitted")];
    let done = desk.post(&agency, "/board/approve", &both).await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (StatusCode::SEE_OTHER, "/board?status=submitted&done=approve-several")
    );
    assert!(desk.get(&agency, &done.location).await.body.contains("Đã duyệt các báo cáo được chọn."));
    assert_eq!(desk.post(&agency, "/board/approve", &both).await.status, StatusCode::CONFLICT, "pressed twice");
}

#[tokio::test]
async fn reminding_reaches_the_officer_and_nobody_twice_a_day() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    desk.person(Role::Officer, "X1");
    let first = desk.post(&agency, "/board/remind", &[("unit", "X1"), ("note", "Gửi sớm giúp")]).await;
    assert_eq!(first.location, "/board?done=remind");
    let again = desk.post(&agency, "/board/remind", &[("unit", "X1")]).await;
    assert_eq!(again.location, "/board?done=remind-none");
    let nobody = desk.post(&agency, "/board/remind", &[("unit", "X2")]).await;
    assert_eq!(nobody.location, "/board?done=remind-nobody");
    let long = "a".repeat(1_001);
    let refused = desk.post(&agency, "/board/remind", &[("unit", "X1"), ("note", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_open_board_hears_the_counter_first_and_the_fragment_carries_it() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    desk.hand_in(1, "X1", &[("talks", 9)], &[]);
    let counter = desk.store.read(|session| session.change_counter(desk.campaigns[1])).unwrap();
    let fragment = desk.get(&agency, "/board/fragment").await;
    assert!(fragment.body.contains(&format!("data-live-counter=\"{counter}\"")), "{}", fragment.body);
    assert!(!fragment.body.contains("<html"));
    let request = Request::get("/board/events").header(COOKIE, &agency).body(Body::empty()).unwrap();
    let response = desk.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let first = response.into_body().into_data_stream().next().await.unwrap().unwrap();
    let first = String::from_utf8_lossy(&first);
    assert!(first.contains("event: change") && first.contains(&format!("data: {counter}")), "{first}");
    let stranger = Request::get("/board/events").body(Body::empty()).unwrap();
    let turned_away = desk.router.clone().oneshot(stranger).await.unwrap();
    assert!(turned_away.headers()[LOCATION].to_str().unwrap().starts_with("/sign-in"));
}

#[tokio::test]
async fn tasks_are_shown_with_their_days() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    desk.hand_in(1, "X1", &[("talks", 9)], &[]);
    let tasks = desk.get(&agency, "/board/tasks").await;
    assert!(tasks.body.contains("lễ phát động") && tasks.body.contains("Đã qua 37 ngày"), "{}", tasks.body);
    assert!(tasks.body.contains("1/9 đơn vị đã gửi báo cáo"));
    assert!(tasks.body.contains("0/1 đơn vị chủ trì đã xong") && tasks.body.contains("1 quá hạn"));
    let done = desk.get(&agency, "/board/tasks?status=done").await;
    assert!(done.body.contains("Không có nhiệm vụ nào như vậy") && done.body.contains("Xem tất cả nhiệm vụ"));
    let fragment = desk.get(&agency, "/board/tasks/fragment").await;
    assert!(fragment.body.contains("data-live-counter") && !fragment.body.contains("<html"));
}

#[tokio::test]
async fn those_who_lead_a_task_are_reminded_of_it() {
    let desk = Desk::new();
    let (agency, officer) = (desk.person(Role::Agency, "AG"), desk.person(Role::Officer, "S1"));
    let remind = |cookie: String| {
        let desk = &desk;
        async move { desk.post(&cookie, "/board/tasks/remind", &[("task", "1")]).await }
    };
    assert!(!desk.get(&agency, "/board/tasks").await.body.contains("/board/tasks/remind"), "not sent yet");
    desk.post(&agency, "/campaign/send", &[]).await;
    assert!(desk.get(&agency, "/board/tasks").await.body.contains("/board/tasks/remind"));
    assert_eq!(remind(agency.clone()).await.location, "/board/tasks?done=task-remind");
    assert_eq!(remind(agency.clone()).await.location, "/board/tasks?done=task-remind-none", "once a day");
    assert_eq!(remind(officer.clone()).await.status, StatusCode::FORBIDDEN);
    let notices = desk.get(&officer, "/notices").await;
    assert!(notices.body.contains("chưa báo xong nhiệm vụ 1") && notices.body.contains("/campaign/tasks/1?"));
}

#[tokio::test]
async fn the_first_page_counts_the_units_as_the_board_does() {
    let desk = Desk::new();
    desk.hand_in(1, "X1", &[("talks", 4)], &[]);
    desk.approve(1, "X1");
    let agency = desk.person(Role::Agency, "AG");
    // The same person also types the report of a unit.
    let world = app::FixedWorld("2026-12-19T05:00:00Z".parse().unwrap());
    let context = app::Context::of_operator(&desk.store, &world, "thử");
    let person = desk.store.read(|session| session.person_by_sign_in_name("agency.ag")).unwrap().unwrap();
    app::people::grant(context, person.id, "X1", Role::Officer).unwrap();
    let (home, board) = (desk.get(&agency, "/").await.body, desk.get(&agency, "/board").await.body);
    let counted = |page: &str| page.split("progress-words\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(
        home.contains("progress-words") && counted(&home) == counted(&board),
        "{} {}",
        counted(&home),
        counted(&board)
    );
}

#[tokio::test]
async fn to_have_reminded_nobody_is_no_success() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    let reminded = desk.post(&agency, "/board/remind", &[("unit", "X2")]).await;
    assert!(reminded.location.contains("done=remind-nobody"), "{} {}", reminded.location, reminded.body);
    let page = desk.get(&agency, &reminded.location).await.body;
    assert!(page.contains("alert warning") && !page.contains("alert done"));
}
