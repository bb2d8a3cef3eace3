//! What an officer of a unit meets: the pages as a browser asks for them, with and without a script.

use crate::testing::{Answer, Desk};
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, Response, StatusCode};
use domain::access::Role;
use serde_json::{Value, json};
use tower::ServiceExt;

const ENTRY: &str = "/report/X1/entry";

/// Sends a request of the script.
async fn put(desk: &Desk, cookie: &str, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::put(path)
        .header(COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = raw(desk, request).await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn raw(desk: &Desk, request: Request<Body>) -> Response<Body> {
    desk.router.clone().oneshot(request).await.unwrap()
}

/// Sends a form that carries one file.
async fn upload(desk: &Desk, cookie: &str, path: &str, name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--ranh\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--ranh--\r\n");
    let request = Request::post(path)
        .header(COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=ranh")
        .body(Body::from(body))
        .unwrap();
    let response = raw(desk, request).await;
    let status = response.status();
    let location = response.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
    Answer { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
}

#[tokio::test]
async fn a_report_is_typed_and_sent_without_a_script() {
    let desk = Desk::new();
    desk.hand_in(0, "X1", &[("talks", 9)], &[("direction", "Năm ngoái đã họp")]);
    let officer = desk.person(Role::Officer, "X1");
    let own = desk.get(&officer, "/report").await;
    assert_eq!((own.status, own.location.as_str()), (StatusCode::SEE_OTHER, ENTRY));
    let page = desk.get(&officer, ENTRY).await.body;
    assert!(page.contains("Năm 2025") && page.contains("Năm ngoái đã họp"), "last year stands beside");

    let typed =
        [("version", "0"), ("do", "save"), ("f:talks", "1.250"), ("f:launches", "ba"), ("p:direction", "Đã họp")];
    let saved = desk.post(&officer, "/report/X1/draft", &typed).await;
    assert_eq!(saved.location, "/report/X1/entry?done=draft-saved");
    let page = desk.get(&officer, &saved.location).await.body;
    assert!(page.contains("Đã lưu bản nháp."));
    assert!(page.contains(r#"value="1.250""#) && page.contains(r#"value="ba""#), "kept as typed");
    let look = desk.get(&officer, "/report/X1/send").await.body;
    assert!(look.contains("Cần sửa trước khi gửi") && !look.contains("/report/X1/hand-in"));

    let typed = [("version", "1"), ("do", "review"), ("f:launches", "3"), ("f:launch_attendees", "2")];
    let saved = desk.post(&officer, "/report/X1/draft", &typed).await;
    assert_eq!(saved.location, "/report/X1/send");
    let look = desk.get(&officer, &saved.location).await.body;
    assert!(look.contains("Chưa có giải trình") && look.contains("/report/X1/hand-in"), "it warns and does not block");
    for done in ["report-sent", "report-sent-before"] {
        let sent = desk.post(&officer, "/report/X1/hand-in", &[("version", "2")]).await;
        assert_eq!(sent.location, format!("/report/X1/entry?done={done}"));
    }
    let page = desk.get(&officer, ENTRY).await.body;
    assert!(page.contains("đang chờ duyệt") && page.contains("/report/X1/sent.xlsx"));
}

#[tokio::test]
async fn the_script_saves_and_is_told_what_does_not_add_up() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let body = json!({ "version": 0, "key": "khoa-0001", "fields": { "f:launches": "3", "f:launch_attendees": "2", "f:talks": "x" } });
    for _ in 0..2 {
        let (status, answer) = put(&desk, &officer, "/report/X1/draft", &body).await;
        assert_eq!((status, &answer["version"], &answer["time"]), (StatusCode::OK, &json!(1), &json!("12:00")));
        assert_eq!(answer["warnings"][0]["field"], "f:launch_attendees");
        assert_eq!(answer["faults"][0]["field"], "f:talks");
    }
    let (status, answer) = put(&desk, &officer, "/report/X1/hand-in", &json!({ "version": 1 })).await;
    assert_eq!((status, &answer["faults"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("f:talks")));
    let (status, answer) =
        put(&desk, &officer, "/report/X1/draft", &json!({ "version": 1, "fields": { "f:none": "1" } })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer["message"].as_str().unwrap().contains("f:none"));
    let (status, _) = put(&desk, &officer, "/report/X1/draft", &json!("?")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, answer) = put(&desk, "", "/report/X1/draft", &body).await;
    assert_eq!((status, answer), (StatusCode::SEE_OTHER, Value::Null), "signed out: the script keeps what was typed");
}

#[tokio::test]
async fn two_versions_are_shown_side_by_side() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let save = |version: u32, talks: &'static str| json!({ "version": version, "fields": { "f:talks": talks, "p:direction": "Chung" } });
    put(&desk, &officer, "/report/X1/draft", &save(0, "1")).await;
    put(&desk, &officer, "/report/X1/draft", &save(1, "2")).await;
    let (status, answer) = put(&desk, &officer, "/report/X1/draft", &save(1, "3")).await;
    assert_eq!((status, &answer["conflict"]["version"]), (StatusCode::CONFLICT, &json!(2)));
    let differences = answer["conflict"]["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 1);
    assert_eq!((&differences[0]["mine"], &differences[0]["theirs"]), (&json!("3"), &json!("2")));

    let mine = [("version", "1"), ("f:talks", "3"), ("p:direction", "Chung")];
    let page = desk.post(&officer, "/report/X1/draft", &mine).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("pick:f:talks") && !page.body.contains("pick:p:direction"));
    let picks = [("version", "2"), ("f:talks", "3"), ("pick:f:talks", "mine")];
    let kept = desk.post(&officer, "/report/X1/conflict", &picks).await;
    assert_eq!(kept.location, "/report/X1/entry?done=draft-saved");
    let page = desk.get(&officer, ENTRY).await.body;
    assert!(page.contains(r#"name="f:talks" value="3""#) && page.contains("Chung"));
}

#[tokio::test]
async fn others_are_told_nothing() {
    let desk = Desk::new();
    let other = desk.person(Role::Officer, "X2");
    let agency = desk.person(Role::Agency, "AG");
    for path in [ENTRY, "/report/X1/send", "/report/X1/upload", "/report/X1/form.xlsx", "/report/X1/sent.xlsx"] {
        let nobody = desk.get(&other, path).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND, "{path}");
        let there_is_none = desk.get(&other, &path.replace("X1", "X99")).await;
        assert_eq!(there_is_none.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(desk.get(&agency, ENTRY).await.status, StatusCode::FORBIDDEN);
    let saved = desk.post(&other, "/report/X1/draft", &[("version", "0"), ("f:talks", "1")]).await;
    assert_eq!(saved.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get("", ENTRY).await.location, "/sign-in?next=/report/X1/entry");
}

#[tokio::test]
async fn an_approved_report_keeps_what_was_typed_on_the_page() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    desk.hand_in(1, "X1", &[("talks", 4)], &[]);
    desk.approve(1, "X1");
    let page = desk.get(&officer, ENTRY).await.body;
    assert!(!page.contains("entry-form") && page.contains("đã được duyệt"));
    let late = desk.post(&officer, "/report/X1/draft", &[("version", "0"), ("f:talks", "77")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains(r#"value="77""#), "nothing typed is lost");
}

#[tokio::test]
async fn a_workbook_and_files_are_taken() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    put(&desk, &officer, "/report/X1/draft", &json!({ "version": 0, "fields": { "f:talks": "6" } })).await;
    let get = Request::get("/report/X1/form.xlsx").header(COOKIE, &officer).body(Body::empty()).unwrap();
    let response = raw(&desk, get).await;
    assert!(
        response.headers()["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"X1.xlsx\"")
    );
    let form = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let taken = upload(&desk, &officer, "/report/X1/upload", "X1.xlsx", &form).await;
    assert!(taken.status.is_success() && taken.body.contains("Đã nhận: Xã Hòa Lộc, lần gửi 1"), "{}", taken.body);
    let refused = upload(&desk, &officer, "/report/X1/upload", "thu.xlsx", b"khong phai").await;
    assert!(refused.body.contains("Chưa nhận tệp này"));

    let photo = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];
    let there = upload(&desk, &officer, "/report/X1/attachments", "anh.html", &photo).await;
    assert_eq!(there.location, "/report/X1/entry?done=file-attached");
    let page = desk.get(&officer, ENTRY).await.body;
    let at = page.find("/report/X1/attachments/").unwrap();
    let href = page[at..].split('"').next().unwrap().replace("&amp;", "&");
    let get = Request::get(&href).header(COOKIE, &officer).body(Body::empty()).unwrap();
    let response = raw(&desk, get).await;
    assert_eq!(response.headers()["content-type"], "image/jpeg");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert!(response.headers()["content-disposition"].to_str().unwrap().contains("anh.html.jpg"));
    let script = upload(&desk, &officer, "/report/X1/attachments", "anh.png", b"<script>").await;
    assert_eq!(script.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_first_page_says_what_is_due_in_both_languages() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let page = desk.get(&officer, "/").await.body;
    assert!(page.contains("Gửi báo cáo") && page.contains("còn 1 ngày") && page.contains("tổ chức lễ phát động"));
    let english = desk.get(&format!("{officer}; chungtay-language=en"), "/").await.body;
    assert!(english.contains("Send the report") && english.contains("1 day left"));
    let english = desk.get(&format!("{officer}; chungtay-language=en"), ENTRY).await.body;
    assert!(english.contains("Check and send") && !english.contains("web-"), "every sentence is there");

    let agency = desk.person(Role::Agency, "AG");
    desk.hand_in(1, "X3", &[("talks", 4)], &[]);
    let page = desk.get(&agency, "/").await.body;
    assert!(page.contains("Báo cáo chờ duyệt") && page.contains("Xã Bình Mẫu"));
    let administrator = desk.person(Role::Administrator, "AG");
    assert!(desk.get(&administrator, "/").await.body.contains("/admin/people"));
    assert!(desk.get(&officer, "/notices").await.body.contains("Chưa có thông báo nào"));
}

#[tokio::test]
async fn a_report_opened_again_says_why_and_what_to_do() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let agency = desk.person(Role::Agency, "AG");
    desk.hand_in(1, "X1", &[("talks", 4)], &[]);
    desk.approve(1, "X1");
    let fields = [("action", "reopen"), ("reason", "Thiếu trường Mẫu."), ("seen", "2")];
    let done = desk.post(&agency, "/review/X1/decide", &fields).await;
    assert!(done.location.contains("report-reopen"), "{} {}", done.status, done.body);
    let home = desk.get(&officer, "/").await.body;
    assert!(home.contains("Báo cáo được mở lại") && home.contains("Thiếu trường Mẫu."));
    let entry = desk.get(&officer, ENTRY).await.body;
    assert!(entry.contains("Thiếu trường Mẫu.") && entry.contains("gửi lại") && !entry.contains("đang chờ duyệt"));
}

#[tokio::test]
async fn a_refusal_keeps_the_frame_and_the_way_back() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let unknown = desk.get(&officer, "/report/X2/entry").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.body.contains("Người Thử officer X1") && unknown.body.contains("site-nav"), "header and menu");
    assert_eq!(desk.get(&officer, "/khong-co").await.status, StatusCode::NOT_FOUND);
    let request = Request::get("/report/X2/entry")
        .header(COOKIE, &officer)
        .header("host", "thu.example")
        .header("referer", "http://thu.example/notices?before=x");
    let refused = raw(&desk, request.body(Body::empty()).unwrap()).await;
    let body = to_bytes(refused.into_body(), 1 << 20).await.unwrap();
    assert!(String::from_utf8_lossy(&body).contains(r#"href="/notices?before=x""#), "back to where one came from");
    let nobody = desk.get("", "/khong-co").await;
    assert!(nobody.status == StatusCode::NOT_FOUND && !nobody.body.contains("site-nav"));
    let script = upload(&desk, &officer, "/report/X1/attachments", "anh.png", b"<script>").await;
    assert!(script.status == StatusCode::UNPROCESSABLE_ENTITY && script.body.contains("site-nav"));
}

#[tokio::test]
async fn a_question_is_answered_beside_the_report() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    desk.hand_in(1, "X1", &[("talks", 4)], &[]);
    let sent = desk.post(&officer, "/report/X1/answer", &[("cell", "talks"), ("words", "Thêm hai trường")]).await;
    assert_eq!(sent.location, "/report/X1/entry?done=answer-sent");
    assert!(desk.get(&officer, ENTRY).await.body.contains("Thêm hai trường"));
    let blank = desk.post(&officer, "/report/X1/answer", &[("cell", ""), ("words", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_worker_names_the_files_of_this_version() {
    let desk = Desk::new();
    let worker = desk.get("", "/sw.js").await;
    assert_eq!(worker.status, StatusCode::OK);
    assert!(worker.body.starts_with("const FILES = [\"/assets/style."));
    let script = crate::components::assets::address("entry.js");
    assert!(worker.body.contains(&script) && crate::components::assets::at(&script).is_some());
}

#[test]
fn scripts_stay_small() {
    use std::io::Write;
    let script = include_bytes!("../../../assets/entry.js");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(script).unwrap();
    let size = packed.finish().unwrap().len();
    assert!(size < 12_000, "{size} bytes of the 30 kB a page may have");
}
