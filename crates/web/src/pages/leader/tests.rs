use crate::testing::Desk;
use app::units::{Keeps, Part, Reform, reform};
use app::{Context, FixedWorld};
use axum::http::StatusCode;
use domain::access::Role;
use domain::unit::UnitKind;
use std::collections::BTreeSet;

fn seen(body: &str) -> String {
    let after = body.split("name=\"seen\" value=\"").nth(1).expect("a form to sign");
    after.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn one_screen_tells_progress_numbers_and_years() {
    let desk = Desk::new();
    let leader = desk.person(Role::Leader, "AG");
    assert!(desk.get(&leader, "/overview").await.status.is_success(), "before anything is approved");
    desk.hand_in(0, "X1", &[("web_posts", 4)], &[]);
    desk.approve(0, "X1");
    desk.hand_in(1, "X1", &[("web_posts", 9)], &[]);
    desk.approve(1, "X1");
    let page = desk.get(&leader, "/overview?cell=web_posts").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("1/9 (11%)") && page.body.contains("<title"), "{}", page.body);
    let opened = desk.get(&leader, "/totals/web_posts?open=X1").await;
    for words in ["tăng 125% so với năm 2025 (4)", "bao-cao.xlsx", "E9", "Duyệt lần gửi 1"] {
        assert!(opened.body.contains(words), "{words}: {}", opened.body);
    }
    let totals = desk.get(&leader, "/totals").await;
    assert!(totals.body.contains("/totals/web_posts") && totals.body.contains("năm 2025"));
    assert_eq!(desk.get(&leader, "/totals/no-such-item").await.status, StatusCode::NOT_FOUND);
    assert!(desk.get(&leader, "/overview?cell=no-such-item").await.status.is_success());
}

#[tokio::test]
async fn a_total_follows_a_decision_at_once() {
    let desk = Desk::new();
    let leader = desk.person(Role::Leader, "AG");
    for code in ["X1", "X2"] {
        desk.hand_in(1, code, &[("web_posts", 1_000)], &[]);
    }
    desk.approve(1, "X1");
    assert!(desk.get(&leader, "/totals/web_posts").await.body.contains("<strong>1.000</strong>"));
    desk.approve(1, "X2");
    assert!(desk.get(&leader, "/totals/web_posts").await.body.contains("<strong>2.000</strong>"));
}

#[tokio::test]
async fn pages_by_the_units_of_another_day_show_those_and_say_so() {
    let desk = Desk::new();
    let leader = desk.person(Role::Leader, "AG");
    for (code, posts) in [("X1", 3), ("X2", 4), ("X3", 5)] {
        desk.hand_in(1, code, &[("web_posts", posts)], &[]);
        desk.approve(1, code);
    }
    let world = FixedWorld("2026-12-19T05:00:00Z".parse().unwrap());
    let into = Part { code: "X9".into(), name: "Xã Hợp Mẫu".into(), kind: UnitKind::Commune };
    let merge = Reform::Merge { units: vec!["X1".into(), "X2".into()], into, keeps: Keeps::Nothing };
    let on = "2027-01-01".parse().unwrap();
    reform(Context::of_operator(&desk.store, &world, "thử"), &merge, on, &BTreeSet::new()).unwrap();

    let overview = desk.get(&leader, "/overview?cell=web_posts&as-of=2027-01-01").await.body;
    assert!(overview.contains("Theo đơn vị hành chính của ngày 01/01/2027"), "{overview}");
    assert!(overview.contains("Hợp Mẫu"), "the map and the bars are of the units of that day");
    assert!(overview.contains("/consolidated/report.xlsx?unit=AG&amp;as-of=2027-01-01"), "{overview}");
    assert!(overview.contains("name=\"as-of\" value=\"2027-01-01\""), "another unit is chosen on the same day");
    let opened = desk.get(&leader, "/totals/web_posts?as-of=2027-01-01").await.body;
    assert_eq!(opened.matches("Được tính ở Xã Hợp Mẫu").count(), 2, "{opened}");
    // The page of the report that is worked on is that of the units that reported.
    let elsewhere = desk.get(&leader, "/consolidated?as-of=2027-01-01").await;
    assert_eq!(elsewhere.location, "/overview?as-of=2027-01-01");
    for page in ["/overview", "/totals", "/totals/web_posts", "/consolidated", "/consolidated/report.docx"] {
        let refused = desk.get(&leader, &format!("{page}?as-of=hom-qua")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{page}");
        assert!(refused.body.contains("Chưa phải là ngày"), "{page}: {}", refused.body);
        assert!(desk.get(&leader, &format!("{page}?as-of=")).await.status.is_success(), "{page}: nothing chosen");
    }
}

#[tokio::test]
async fn the_leaders_word_is_about_what_was_looked_at() {
    let desk = Desk::new();
    let (leader, agency) = (desk.person(Role::Leader, "AG"), desk.person(Role::Agency, "AG"));
    desk.hand_in(1, "X1", &[("web_posts", 9)], &[]);
    desk.approve(1, "X1");
    let digest = seen(&desk.get(&leader, "/overview").await.body);
    let sign = |verdict: &'static str, digest: &str| {
        vec![
            ("verdict".to_owned(), verdict.to_owned()),
            ("seen".into(), digest.to_owned()),
            ("unit".into(), "AG".into()),
        ]
    };
    let send = async |who: &str, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        desk.post(who, "/overview/sign-off", &fields).await
    };
    assert_eq!(send(&agency, sign("approved", &digest)).await.status, StatusCode::FORBIDDEN);
    let no_reason = send(&leader, sign("returned", &digest)).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.hand_in(1, "X2", &[("web_posts", 1)], &[]);
    desk.approve(1, "X2");
    let changed = send(&leader, sign("approved", &digest)).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    let digest = seen(&changed.body);
    let done = send(&leader, sign("approved", &digest)).await;
    assert_eq!(done.location, "/overview?unit=AG&done=sign-off-approved");
    send(&leader, sign("approved", &digest)).await;
    let top = desk.unit("AG");
    let words = desk.store.read(|session| session.sign_offs(desk.campaigns[1], top)).unwrap();
    assert_eq!(words.len(), 1, "pressed twice, said once");
    let letter = [("unit", "AG"), ("number", "7")];
    desk.post(&agency, "/consolidated/letter", &letter).await;
    let page = desk.get(&leader, "/consolidated").await;
    assert!(page.body.contains("báo cáo đã thay đổi sau đó; cần duyệt lại"), "{}", page.body);
}

#[tokio::test]
async fn every_page_of_checking_and_deciding_speaks_both_languages() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    desk.hand_in(0, "X1", &[("web_posts", 4)], &[]);
    desk.approve(0, "X1");
    desk.hand_in(1, "X1", &[("talks", 9), ("talks/level.commune", 4), ("web_posts", 9)], &[("direction", "Đã họp.")]);
    desk.hand_in(1, "X1", &[("talks", 9), ("talks/level.commune", 5)], &[("direction", "Đã họp.")]);
    desk.approve(1, "X1");
    desk.hand_in(1, "X2", &[("talks", 9)], &[]);
    desk.post(&agency, "/review/X1/thread", &[("words", "Đủ chưa?")]).await;
    desk.post(&agency, "/consolidated/sections/direction", &[("words", "Đã họp."), ("seen", "0"), ("unit", "AG")])
        .await;
    let paths = [
        "/board",
        "/board/tasks",
        "/review/X1",
        "/review/X2",
        "/review/X3",
        "/review/X1/thread",
        "/review/X1/cell/talks",
        "/review/X1/cell/direction",
        "/totals",
        "/totals/talks?open=X1",
        "/consolidated",
        "/consolidated/sections/direction",
        "/consolidated/letter",
        "/overview",
    ];
    for language in ["vi", "en"] {
        for path in paths {
            let page = desk.get(&format!("{agency}; chungtay-language={language}"), path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains(&format!("<html lang=\"{language}\"")), "{path}");
            // A text that is missing is shown as its key.
            let key = [">web-", ">part-", ">column-", "\"web-", "{$"].into_iter().find(|key| page.body.contains(key));
            assert_eq!(key, None, "{path} in {language}: {}", page.body);
            assert!(!page.body.contains(" style=\"") && !page.body.contains("<script>"), "{path}");
        }
    }
}
