use crate::testing::{COMMUNES, Desk};
use axum::http::StatusCode;
use domain::access::Role;

fn seen(body: &str) -> String {
    let after = body.split("name=\"seen\" value=\"").nth(1).expect("a form to decide");
    after.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_report_stands_beside_last_years_and_its_peers() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    desk.hand_in(0, "X1", &[("web_posts", 10)], &[("direction", "Năm trước đã ban hành kế hoạch.")]);
    for (number, (code, _)) in (8_i64..).zip(COMMUNES) {
        desk.hand_in(1, code, &[("web_posts", number)], &[]);
    }
    desk.hand_in(1, "X1", &[("web_posts", 900), ("talks", 9), ("talks/level.commune", 4)], &[("direction", "Đã họp.")]);
    let page = desk.get(&agency, "/review/X1").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "Cao hơn hẳn các đơn vị cùng loại: trung vị của 7 đơn vị là 12.",
        "so với năm 2025 (10)",
        "1 chỗ chưa khớp",
        "Lần gửi 2 so với lần gửi 1",
        "Năm 2025 đã viết",
        "Gửi lần 2",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let officer = desk.person(Role::Officer, "X1");
    let own = desk.get(&officer, "/review/X1").await;
    assert!(own.status.is_success() && !own.body.contains("trung vị của"), "others' figures are not theirs to see");
    assert!(!own.body.contains("/review/X1/decide") && own.body.contains("/report/X1/entry"));
    assert_eq!(desk.get(&officer, "/review/X2").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&agency, "/review/KHONG").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_decision_on_a_report_that_changed_meanwhile_is_refused_and_keeps_the_words() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    desk.hand_in(1, "X1", &[("talks", 9)], &[]);
    let number = seen(&desk.get(&agency, "/review/X1").await.body);
    let no_reason = desk.post(&agency, "/review/X1/decide", &[("action", "return"), ("seen", &number)]).await;
    assert_eq!(no_reason.status, StatusCode::CONFLICT);
    desk.hand_in(1, "X1", &[("talks", 10)], &[]);
    let fields = [("action", "return"), ("seen", number.as_str()), ("reason", "Thiếu số người dự")];
    let late = desk.post(&agency, "/review/X1/decide", &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("báo cáo đã có thay đổi") && late.body.contains("Thiếu số người dự"));
    let number = seen(&late.body);
    let fields = [("action", "return"), ("seen", number.as_str()), ("reason", "Thiếu số người dự")];
    let done = desk.post(&agency, "/review/X1/decide", &fields).await;
    assert_eq!(done.location, "/review/X1?done=report-return");
    assert_eq!(desk.post(&agency, "/review/X1/decide", &fields).await.status, StatusCode::CONFLICT, "pressed twice");
    let submit = desk.post(&agency, "/review/X1/decide", &[("action", "submit"), ("seen", "3")]).await;
    assert_eq!(submit.status, StatusCode::BAD_REQUEST);
    let trail = desk.store.read(|session| session.audit(&domain::audit::AuditFilter::default(), None, 9)).unwrap();
    assert!(trail.iter().any(|event| event.action == "report.return"));
}

#[tokio::test]
async fn a_question_about_a_figure_reaches_the_other_side_and_is_settled() {
    let desk = Desk::new();
    let (agency, officer) = (desk.person(Role::Agency, "AG"), desk.person(Role::Officer, "X1"));
    desk.hand_in(1, "X1", &[("talks", 9), ("talks/level.commune", 9)], &[]);
    let path = "/review/X1/cell/talks/level.commune";
    let words = [("words", "Vì sao tất cả đều ở cấp xã?")];
    let asked = desk.post(&agency, path, &words).await;
    assert_eq!(asked.location, format!("{path}?done=thread-written"));
    desk.post(&agency, path, &words).await;
    let page = desk.get(&officer, path).await;
    assert_eq!(page.body.matches("Vì sao tất cả đều ở cấp xã?").count(), 1, "pressed twice, said once");
    desk.post(&officer, path, &[("words", "Tỉnh không tổ chức <b>riêng</b>.")]).await;
    let page = desk.get(&agency, path).await;
    assert!(page.body.contains("Tỉnh không tổ chức &lt;b&gt;riêng&lt;/b&gt;."));
    let empty = desk.post(&agency, path, &[("words", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let people = desk.store.read(|session| session.people()).unwrap();
    for (person, kinds) in [("agency.ag", ["answer"]), ("officer.x1", ["question"])] {
        let id = people.iter().find(|(found, _)| found.sign_in_name == person).unwrap().0.id;
        let notices = desk.store.read(|session| session.notices(id, None, 9)).unwrap();
        assert_eq!(notices.iter().map(|notice| notice.kind.as_str()).collect::<Vec<_>>(), kinds);
    }
    assert!(desk.get(&agency, "/board").await.body.contains("id=\"u-X1\""));
    desk.post(&agency, path, &[("settle", "yes")]).await;
    assert!(desk.get(&agency, "/review/X1").await.body.contains("Không có câu hỏi nào đang mở."));
    assert_eq!(desk.get(&agency, "/review/X1/cell/no-such-item").await.status, StatusCode::NOT_FOUND);
    assert!(desk.get(&agency, "/review/X1/thread").await.status.is_success());
    let stranger = desk.person(Role::Officer, "X2");
    assert_eq!(desk.post(&stranger, path, &words).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_file_of_a_revision_comes_to_those_who_may_see_the_report() {
    let desk = Desk::new();
    let (agency, other) = (desk.person(Role::Agency, "AG"), desk.person(Role::Officer, "X2"));
    desk.hand_in(1, "X1", &[("talks", 9)], &[]);
    let page = desk.get(&agency, "/review/X1").await.body;
    let path = page.split("href=\"/review/X1/file/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/review/X1/file/{path}");
    assert_eq!(desk.get(&agency, &path).await.body, "X1 1 1");
    assert_eq!(desk.get(&other, &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&agency, "/review/X1/file/abc").await.status, StatusCode::NOT_FOUND);
}
