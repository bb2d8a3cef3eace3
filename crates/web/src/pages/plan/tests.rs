//! Plans in the browser: brought, corrected, opened, answered.

use crate::testing::{Answer, Desk};
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use domain::access::Role;
use tower::ServiceExt;

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 9/KH-UBND\n\nAn Giao, ngày 20 tháng 10 năm 2027\n\nKẾ HOẠCH\n\n\
    Triển khai Tháng hành động <b>vì bình đẳng giới</b> năm 2027\n\n\
    Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\n\
    I. THỜI GIAN\n\nTừ ngày 15/11/2027 đến ngày 15/12/2027.\n\nII. TỔ CHỨC THỰC HIỆN\n\n\
    1. Sở Nội vụ chủ trì tổ chức lễ phát động trước ngày 12/11/2027.\n\n\
    2. Sở Mộng Mơ chủ trì tổ chức hội thi trước ngày 01/12/2027.\n\n\
    Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/2027 để tổng hợp./.\n\n\
    Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n";

/// Sends a form with a file in one field.
async fn upload(desk: &Desk, cookie: &str, path: &str, fields: &[(&str, &str)], file: (&str, &str, &str)) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    let (field, name, content) = file;
    body.push_str(&format!(
        "--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{content}\r\n--x--\r\n"
    ));
    let request = Request::post(path)
        .header(COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    let response = desk.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let location = response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
    Answer { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
}

/// Brings the plan and tells its address.
async fn brought(desk: &Desk, cookie: &str) -> String {
    let answer = upload(desk, cookie, "/plans", &[], ("plan", "ke-hoach.txt", PLAN)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location.split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_plan_is_brought_corrected_and_opened() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    let plan = brought(&desk, &agency).await;
    assert_eq!(brought(&desk, &agency).await, plan, "the same file is the same plan");
    let list = desk.get(&agency, "/plans").await;
    assert_eq!(list.body.matches("ke-hoach.txt").count(), 1);

    let page = desk.get(&agency, &plan).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("&lt;b&gt;") && !page.body.contains("<b>"), "nothing of the document is markup");
    for there in
        ["id=\"t-tasks-1-lead\"", "href=\"#f-tasks-1-lead\"", "id=\"f-tasks-1-lead\"", "href=\"#t-tasks-1-lead\""]
    {
        assert!(page.body.contains(there), "{there}");
    }
    assert!(page.body.contains("chưa rõ đơn vị nào"));

    let fact = format!("{plan}/facts/tasks%5B1%5D.lead");
    assert!(desk.get(&agency, &fact).await.body.contains("Sở Nội vụ"), "a unit with a name near it is offered");
    let said = desk.post(&agency, &fact, &[("said", "value"), ("value", "Xã Hòa Lộc")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    assert!(said.location.ends_with("#f-tasks-1-lead"), "{}", said.location);
    let page = desk.get(&agency, &plan).await;
    assert!(!page.body.contains("chưa rõ đơn vị nào") && page.body.contains("máy đọc là “Sở Mộng Mơ”"));

    let open = |due: &'static str| {
        let (desk, agency, to) = (&desk, &agency, format!("{plan}/open"));
        async move { upload(desk, agency, &to, &[("due", due)], ("units", "", "")).await }
    };
    let refused = open("2027-01-02").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"2027-01-02\""), "what was typed is kept");
    let opened = open("2027-12-21").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    assert_eq!(open("2027-12-21").await.location, opened.location.replace("campaign-opened", "campaign-open-already"));
    let campaign = desk.get(&agency, &opened.location).await;
    assert!(campaign.body.contains("21/12/2027") && campaign.body.contains("Xã Hòa Lộc"));
    let late = desk.post(&agency, &fact, &[("said", "struck")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_form_is_chosen_and_looked_at_while_the_plan_is_confirmed() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    let plan = brought(&desk, &agency).await;
    let page = desk.get(&agency, &plan).await;
    assert!(page.body.contains("Biểu mẫu năm 2026") && page.body.contains("value=\"default\" checked"));
    let (look, open) = (format!("{plan}/form"), format!("{plan}/open"));
    let due = ("due", "2027-12-20");
    let before = upload(&desk, &agency, &look, &[due, ("form", "before")], ("form-file", "", "")).await;
    assert!(before.body.contains("Mở đợt với biểu mẫu này"), "{}", before.body);
    let missing = upload(&desk, &agency, &look, &[due, ("form", "own")], ("form-file", "", "")).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.body.contains("Chưa chọn tệp biểu mẫu riêng"));
    let none = upload(&desk, &agency, &look, &[due, ("form", "plan-0")], ("form-file", "", "")).await;
    assert!(!none.status.is_success(), "the plan has no table");
    let wrong = upload(&desk, &agency, &open, &[due, ("form", "own")], ("form-file", "x.toml", "id = 1")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"own\" checked"), "the choice is kept");

    let form = "id = \"bieu-thu\"\nversion = 1\ntitle = { vi = \"Biểu thử\", en = \"Trial\" }\n\n\
        [[group]]\nid = \"a\"\ntitle = { vi = \"Nhóm\", en = \"Group\" }\n\n\
        [[group.item]]\nid = \"banners\"\nlabel = { vi = \"Băng rôn\", en = \"Banners\" }\n\
        unit = { vi = \"chiếc\", en = \"pieces\" }\nkind = \"count\"\n";
    let looked = upload(&desk, &agency, &look, &[due, ("form", "own")], ("form-file", "x.toml", form)).await;
    assert!(looked.status.is_success() && looked.body.contains("Băng rôn"), "{}", looked.body);
    assert!(looked.body.contains("name=\"source\""), "the text of the file goes along");
    let sent = [due, ("form", "own"), ("source", form)];
    let opened = upload(&desk, &agency, &open, &sent, ("units", "", "")).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let id = opened.location.split("campaign=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let used = desk.get(&agency, &format!("/campaign/form?campaign={id}")).await;
    assert!(used.body.contains("Biểu thử") && used.body.contains("Băng rôn"));
}

#[tokio::test]
async fn a_plan_under_which_nobody_would_report_says_why_and_what_to_do() {
    let desk = Desk::new();
    let department = desk.person(Role::Agency, "S1");
    let plan = brought(&desk, &department).await;
    let page = desk.get(&department, &plan).await.body;
    assert!(page.contains("Chưa có đơn vị nào ở dưới Sở Nội vụ"), "{page}");
    assert!(page.contains("giao vai trò “cán bộ cơ quan thường trực” ở Tỉnh An Giao"));
    assert!(
        page.contains("href=\"#confirm\"") && page.contains("id=\"confirm\""),
        "what is left to do is a click away"
    );
    let agency = desk.person(Role::Agency, "AG");
    let plan = brought(&desk, &agency).await;
    assert!(!desk.get(&agency, &plan).await.body.contains("Chưa có đơn vị nào ở dưới"));
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_what_was_typed() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    let empty = upload(&desk, &agency, "/plans", &[], ("plan", "rong.txt", " ")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let plan = brought(&desk, &agency).await;
    let fact = format!("{plan}/facts/issue_date");
    let wrong = desk.post(&agency, &fact, &[("said", "value"), ("value", "31/02/2027")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"31/02/2027\"") && wrong.body.contains("aria-invalid"));
    for (said, status) in [("nonsense", StatusCode::BAD_REQUEST), ("struck", StatusCode::SEE_OTHER)] {
        assert_eq!(desk.post(&agency, &fact, &[("said", said)]).await.status, status, "{said}");
    }
    assert!(desk.get(&agency, &plan).await.body.contains("đã gạch bỏ"));
    assert_eq!(desk.post(&agency, &fact, &[("said", "as-read")]).await.status, StatusCode::SEE_OTHER);
    for nowhere in ["/plans/0000", &format!("{plan}/facts/tasks%5B99%5D.lead"), &format!("{plan}/facts/x")] {
        assert_eq!(desk.get(&agency, nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn plans_are_not_for_everybody() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    let (officer, elsewhere) = (desk.person(Role::Officer, "X1"), desk.person(Role::Agency, "X2"));
    let plan = brought(&desk, &agency).await;
    assert_eq!(desk.get(&officer, "/plans").await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.get(&officer, &plan).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.get(&elsewhere, &plan).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&elsewhere, &format!("{plan}/own")).await.status, StatusCode::NOT_FOUND);
    let said = desk.post(&elsewhere, &format!("{plan}/facts/year"), &[("said", "struck")]).await;
    assert_eq!(said.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn ones_own_plan_is_edited_and_comes_as_a_document() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "X1");
    let plan = brought(&desk, &agency).await;
    let own = format!("{plan}/own");
    let page = desk.get(&agency, &format!("{own}?earlier=5")).await;
    assert!(page.body.contains("value=\"2027-12-15\"") && page.body.contains("9/KH-UBND"));
    let fields = [("issuer", "Ủy ban nhân dân xã Hòa Lộc"), ("title", "Triển khai"), ("tasks", "1"), ("take-0", "yes")];
    let wrong = desk.post(&agency, &own, &[fields.as_slice(), &[("due-0", "mai")]].concat()).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"mai\"") && wrong.body.contains("href=\"#due-0\""));
    let body: String =
        fields.iter().map(|(name, value)| format!("{name}={}&", crate::visitor::percent_encoded(value))).collect();
    let request = Request::post(&own)
        .header(COOKIE, &agency)
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let response = desk.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers()[CONTENT_DISPOSITION].to_str().unwrap().contains("ke-hoach.docx"));
    assert!(to_bytes(response.into_body(), 1 << 20).await.unwrap().starts_with(b"PK"));
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let desk = Desk::new();
    let agency = desk.person(Role::Agency, "AG");
    let plan = brought(&desk, &agency).await;
    let english = format!("{agency}; chungtay-language=en");
    for path in ["/plans", &plan, &format!("{plan}/facts/year"), &format!("{plan}/own")] {
        for cookie in [&agency, &english] {
            let page = desk.get(cookie, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let body = page.body.replace("web-push", "");
            let missing = ["web-plan", "web-fact", "web-own", "web-task", "part-mark", "fact-doc"];
            for key in missing {
                assert!(!body.contains(&format!(">{key}")), "{path}: {key}");
            }
        }
    }
    assert!(desk.get(&english, &plan).await.body.contains("Confirm and open the campaign"));
}
