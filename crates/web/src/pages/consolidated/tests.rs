use crate::testing::Desk;
use axum::http::StatusCode;
use domain::access::Role;

const DIRECTION: &str = "/consolidated/sections/direction";

fn desk() -> Desk {
    let desk = Desk::new();
    for code in ["X1", "X2"] {
        desk.hand_in(1, code, &[("talks", 9)], &[("direction", "Đã ban hành kế hoạch mẫu.")]);
        desk.approve(1, code);
    }
    desk
}

#[tokio::test]
async fn merged_prose_shows_its_sources_is_edited_and_merged_again() {
    let desk = desk();
    let agency = desk.person(Role::Agency, "AG");
    let page = desk.get(&agency, "/consolidated").await;
    assert!(page.body.contains("Đã ban hành kế hoạch mẫu.") && page.body.contains("/review/X1"), "{}", page.body);
    let edit = desk.get(&agency, DIRECTION).await;
    assert!(edit.body.contains("Xã Hòa Lộc, Xã Tân Mẫu: Đã ban hành kế hoạch mẫu."), "{}", edit.body);
    let fields = |words: &'static str, seen: &'static str| [("words", words), ("seen", seen), ("unit", "AG")];
    let saved = desk.post(&agency, DIRECTION, &fields("Các xã đã ban hành kế hoạch.", "0")).await;
    assert_eq!(saved.location, "/consolidated?unit=AG&done=prose-saved");
    let other = desk.post(&agency, DIRECTION, &fields("Lời khác viết cùng lúc.", "0")).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.body.contains("Lời khác viết cùng lúc.") && other.body.contains("Các xã đã ban hành kế hoạch."));
    let document = desk.get(&agency, "/consolidated/report.docx").await;
    assert!(document.status.is_success() && document.body.starts_with("PK"));
    assert!(desk.get(&agency, "/consolidated/report.xlsx").await.body.starts_with("PK"));
    let back = [("merged", "yes"), ("seen", "1"), ("unit", "AG"), ("words", "")];
    assert!(desk.post(&agency, DIRECTION, &back).await.location.contains("prose-merged"));
    assert!(desk.get(&agency, "/consolidated").await.body.contains("Đã ban hành kế hoạch mẫu."));
    assert_eq!(desk.get(&agency, "/consolidated/sections/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_letterhead_is_remembered_and_a_bad_date_keeps_what_was_typed() {
    let desk = desk();
    let agency = desk.person(Role::Agency, "AG");
    let before = desk.get(&agency, "/consolidated").await.body;
    assert!(before.contains("Nguyễn Thị Mẫu") && before.contains("CHỦ TỊCH"), "as the plan was signed");
    assert!(before.contains("BC-UBND") && !before.contains("như thường lệ"), "what will be printed");
    let bad = [("unit", "AG"), ("date", "2026-02-30"), ("signer_name", "Trần Văn Thử")];
    let refused = desk.post(&agency, "/consolidated/letter", &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("không có trong lịch") && refused.body.contains("Trần Văn Thử"));
    let good = [("unit", "AG"), ("date", "2026-12-28"), ("number", "12"), ("signer_name", "Trần Văn Thử")];
    assert!(desk.post(&agency, "/consolidated/letter", &good).await.location.contains("done=letter"));
    let page = desk.get(&agency, "/consolidated").await;
    assert!(page.body.contains("28/12/2026") && page.body.contains("Trần Văn Thử"));
}

#[tokio::test]
async fn the_leader_hears_that_a_report_waits_and_it_waits_until_they_say_their_word() {
    let desk = desk();
    let agency = desk.person(Role::Agency, "AG");
    let nobody = desk.post(&agency, "/consolidated/ask", &[("unit", "AG")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("chưa có người giữ vai trò lãnh đạo"), "{}", nobody.body);
    let leader = desk.person(Role::Leader, "AG");
    for _ in 0..2 {
        let asked = desk.post(&agency, "/consolidated/ask", &[("unit", "AG")]).await;
        assert!(asked.location.contains("done=leader-asked"), "{}", asked.body);
    }
    assert!(desk.get(&agency, "/consolidated").await.body.contains("đang chờ ý kiến của lãnh đạo"));
    let notices = desk.get(&leader, "/notices").await.body;
    assert_eq!(notices.matches("chờ ý kiến của lãnh đạo").count(), 1, "told once");
    let home = desk.get(&leader, "/").await.body;
    assert!(home.contains("Báo cáo tổng hợp chờ ý kiến của bạn"));
    let overview = desk.get(&leader, "/overview").await.body;
    let seen = overview.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let word = [("verdict", "returned"), ("reason", "Bổ sung lời văn"), ("seen", &seen), ("unit", "AG")];
    assert_eq!(desk.post(&leader, "/overview/sign-off", &word).await.status, StatusCode::SEE_OTHER);
    assert!(!desk.get(&leader, "/").await.body.contains("chờ ý kiến của bạn"));
    let officer = desk.person(Role::Officer, "X1");
    assert!(!desk.post(&officer, "/consolidated/ask", &[("unit", "AG")]).await.status.is_success());
}

#[tokio::test]
async fn only_the_agency_edits_and_only_those_above_read() {
    let desk = desk();
    let (leader, officer) = (desk.person(Role::Leader, "AG"), desk.person(Role::Officer, "X1"));
    assert!(desk.get(&leader, "/consolidated").await.status.is_success());
    let section = desk.get(&leader, DIRECTION).await;
    assert!(section.status.is_success() && !section.body.contains("<textarea"), "read, not edited");
    assert_eq!(desk.get(&leader, "/consolidated/letter").await.status, StatusCode::FORBIDDEN);
    let fields = [("words", "Không được phép."), ("seen", "0"), ("unit", "AG")];
    assert_eq!(desk.post(&leader, DIRECTION, &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.post(&officer, DIRECTION, &fields).await.status, StatusCode::FORBIDDEN);
    let of_province = desk.get(&officer, "/consolidated/report.docx?unit=AG").await;
    assert_eq!(of_province.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.get(&officer, "/consolidated?unit=X2").await.status, StatusCode::NOT_FOUND);
}
