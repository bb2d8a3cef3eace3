//! Pages in a campaign of a whole country stay light: long lists come page by page, nothing is cut off without a word.

use crate::testing::Desk;
use axum::http::StatusCode;
use domain::access::Role;

/// Communes of the country since July 2025.
const COMMUNES: usize = 3_321;

/// Most bytes of a page.
const MOST: usize = 300_000;

#[tokio::test]
async fn no_page_grows_with_the_country() {
    let desk = Desk::of_country(COMMUNES);
    let agency = desk.person(Role::Agency, "AG");
    let administrator = desk.person(Role::Administrator, "AG");
    for number in [0, 1_700, 3_320] {
        let code = format!("C{number}");
        desk.hand_in(1, &code, &[("talks", 9)], &[]);
        desk.approve(1, &code);
    }
    desk.person(Role::Officer, "C3320");
    let mut heavy = Vec::new();
    let of_agency = [
        "/",
        "/board",
        "/board?page=12&sort=name&desc=yes",
        "/board/fragment",
        "/board/tasks",
        "/campaign",
        "/campaign/form",
        "/campaign/tasks/1",
        "/campaign/tasks/2?page=9",
        "/campaign/tasks/new",
        "/overview",
        "/overview?unit=H3",
        "/totals",
        "/totals/talks",
        "/consolidated",
        "/review/C1700",
        "/plans",
    ];
    let of_administrator =
        ["/admin/units", "/admin/units?page=17", "/admin/people", "/admin/people/new", "/admin/units/new"];
    let asked =
        of_agency.map(|path| (&agency, path)).into_iter().chain(of_administrator.map(|path| (&administrator, path)));
    for (who, path) in asked {
        let page = desk.get(who, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        if page.body.len() > MOST {
            heavy.push(format!("{path}: {} bytes", page.body.len()));
        }
    }
    assert_eq!(heavy, Vec::<String>::new());

    let first = desk.get(&agency, "/board").await.body;
    assert!(first.contains("rel=\"next\"") && first.contains("/3.364 đơn vị"), "all are counted, some are shown");
    let filtered = desk.get(&agency, "/board?q=thu%20nghiem%203320").await.body;
    assert!(filtered.contains("id=\"u-C3320\"") && !filtered.contains("rel=\"next\""));
    let sorted = desk.get(&agency, "/board?sort=code&page=2").await.body;
    assert!(sorted.contains("sort=code&amp;page=3"), "paging keeps the order");
    let meant = desk.post(&agency, "/campaign/tasks/1/assign", &[("unit", "xã thử nghiệm 77"), ("part", "lead")]).await;
    assert_eq!(meant.status, StatusCode::SEE_OTHER, "a unit is named by its name where the list would be too long");
    let reminded = desk.post(&agency, "/board/remind", &[("all", "yes")]).await;
    assert_eq!(reminded.location, "/board?done=remind-nobody", "the only officer's report is in");
}
