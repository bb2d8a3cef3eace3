//! Units of Vietnam are looked up in the browser.

use crate::testing::Desk;
use axum::http::StatusCode;
use domain::access::Role;

#[tokio::test]
async fn a_name_as_people_write_it_leads_to_what_became_of_the_unit() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let found = desk.get(&officer, "/units?q=p.truc%20bach,%20ha%20noi&on=2026-12-01").await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.body.contains("Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"), "{}", found.body);
    assert!(found.body.contains("/units/00004%402008?on=2026-12-01"));
    // What it is now stands beside it.
    assert!(found.body.contains("/units/00004%402025?on=2026-12-01"));

    let now = desk.get(&officer, "/units/00004%402008?on=2026-12-01").await;
    assert!(now.body.contains("Đã thành:") && now.body.contains("Phường Ba Đình, Thành phố Hà Nội</a> (toàn bộ)"));
    let then = desk.get(&officer, "/units/00004%402008?on=2025-06-30").await;
    assert!(then.body.contains("Vẫn là Phường Trúc Bạch."));
    let before = desk.get(&format!("{officer}; chungtay-language=en"), "/units/00004%402025?on=2025-06-30").await;
    assert!(before.body.contains("Not there yet.") && before.body.contains("Truc Bach Ward, Ba Dinh District"));
}

#[tokio::test]
async fn what_is_not_found_says_so_and_nobody_looks_without_signing_in() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let none = desk.get(&officer, "/units?q=x%E1%BB%A9%20m%C6%A1").await;
    assert!(none.status == StatusCode::OK && none.body.contains("Không tìm thấy"));
    assert_eq!(desk.get(&officer, "/units/nowhere").await.status, StatusCode::NOT_FOUND);
    for page in ["/units", "/units?q=&on=x", "/units/01%402008?on=1900-01-01", "/units/01%402008"] {
        let shown = desk.get(&officer, page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        assert!(!shown.body.contains(">web-") && !shown.body.contains(">places-"), "{page} shows a key");
    }
    assert!(desk.get("", "/units").await.location.starts_with("/sign-in"));
}
