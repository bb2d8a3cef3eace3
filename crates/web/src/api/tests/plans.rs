//! A campaign by program: its plan brought, corrected, opened; its tasks handed out; its form set; its files and its people.

use super::*;

/// A plan of a commune's superior, with a year that a person corrects.
const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 9/KH-UBND\n\nAn Giao, ngày 12 tháng 10 năm 2027\n\nKẾ HOẠCH\n\n\
    Triển khai Tháng hành động vì bình đẳng giới năm 2027\n\n\
    Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\n\
    I. THỜI GIAN\n\nTừ ngày 15/11/2027 đến ngày 15/12/2027.\n\n\
    II. TỔ CHỨC THỰC HIỆN\n\n\
    1. Sở Nội vụ chủ trì, phối hợp với Ủy ban nhân dân các xã tổ chức lễ phát động trước ngày 12/11/2027.\n\n\
    2. Sở Mộng Mơ chủ trì tổ chức hội thi trước ngày 01/12/2027.\n\n\
    Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/2027 để tổng hợp./.\n\n\
    Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n";

/// Sends a file.
async fn put_file(desk: &Desk, method: Method, path: &str, token: &str, bytes: &[u8]) -> Told {
    send(desk, method, &format!("/api/v1{path}"), Some(token), None, &[], bytes.to_vec()).await
}

#[tokio::test]
async fn a_plan_becomes_a_campaign_whose_tasks_reach_the_units() {
    let desk = desk();
    let (agency, officer) = (token(&desk, Role::Agency, "AG", true), token(&desk, Role::Officer, "X1", true));
    let told = put_file(&desk, Method::POST, "/plans?name=ke-hoach.txt", &agency, PLAN.as_bytes()).await;
    let brought = told.as_expected(201);
    let plan = format!("/plans/{}", brought["digest"].as_str().unwrap());
    assert!(told.location.ends_with(&plan), "{}", told.location);
    let again = put_file(&desk, Method::POST, "/plans", &agency, PLAN.as_bytes()).await.as_expected(201);
    assert_eq!((&again["digest"], &again["name"]), (&brought["digest"], &json!("ke-hoach.txt")));

    let seen = Ask::get(&plan, &agency).of(&desk).await.as_expected(200);
    assert_eq!((&seen["proposal"]["year"], &seen["proposal"]["due_on"]), (&json!(2027), &json!("2027-12-20")));
    assert_eq!(seen["root"]["code"], "AG");
    let theme = format!("{plan}/facts/theme");
    let said = json!({ "say": "value", "value": "Mái nhà không bạo lực" });
    Ask::new("put", &theme, &agency).with(said).of(&desk).await.as_expected(204);
    let fact = Ask::get(&theme, &agency).of(&desk).await.as_expected(200);
    assert_eq!(
        (&fact["fact"]["value"], &fact["fact"]["standing"]),
        (&json!("Mái nhà không bạo lực"), &json!("corrected"))
    );
    let year = Ask::new("put", &format!("{plan}/facts/year"), &agency);
    year.with(json!({ "say": "value", "value": "sang năm" })).of(&desk).await.as_expected(422);
    Ask::get(&format!("{plan}/facts/no_such"), &agency).of(&desk).await.as_expected(404);
    Ask::get(&plan, &officer).of(&desk).await.as_expected(403);

    let opening = format!("{plan}/campaign?due_on=2027-12-21");
    let told = put_file(&desk, Method::POST, &opening, &agency, b"").await;
    let opened = told.as_expected(201);
    assert_eq!((&opened["already"], &opened["unresolved"]), (&json!(false), &json!(["Sở Mộng Mơ"])));
    let twice = put_file(&desk, Method::POST, &opening, &agency, b"").await.as_expected(200);
    assert_eq!((&twice["already"], &twice["campaign"]), (&json!(true), &opened["campaign"]));
    let said = json!({ "say": "as-read" });
    Ask::new("put", &theme, &agency).with(said).of(&desk).await.as_expected(409);
    let campaign = format!("/campaigns/{}", opened["campaign"].as_str().unwrap());
    let found = Ask::get(&campaign, &agency).of(&desk).await.as_expected(200);
    assert_eq!((&found["theme"], &found["due_on"]), (&json!("Mái nhà không bạo lực"), &json!("2027-12-21")));

    let second = Ask::get(&format!("{campaign}/tasks/2"), &agency).of(&desk).await.as_expected(200);
    assert_eq!(second["unresolved"][0]["name"], "Sở Mộng Mơ");
    let meant = json!({ "name": "Sở Mộng Mơ", "unit": "X1" });
    let settle = || Ask::post(&format!("{campaign}/tasks/2/settle"), &agency, meant.clone());
    settle().of(&desk).await.as_expected(204);
    settle().of(&desk).await.as_expected(409);
    let due = |day: &str| Ask::new("put", &format!("{campaign}/tasks/2/due"), &agency).with(json!({ "due_on": day }));
    due("2027-11-30").of(&desk).await.as_expected(204);
    due("1999-01-01").of(&desk).await.as_expected(422);
    due("mai").of(&desk).await.as_expected(400);
    let sent = Ask::post(&format!("{campaign}/tasks/send"), &agency, json!({ "tasks": [2] })).of(&desk).await;
    assert_eq!(sent.as_expected(200), json!({ "parts": 1, "units": 1, "people": 1 }));
    let waiting = Ask::get(&format!("/me/due?campaign={}", opened["campaign"].as_str().unwrap()), &officer);
    let waiting = waiting.of(&desk).await.as_expected(200);
    let new: Vec<_> =
        waiting["work"][0]["tasks"].as_array().unwrap().iter().filter(|task| task["new"] == true).collect();
    assert_eq!((new.len(), &new[0]["ordinal"]), (1, &json!(2)));
    let notices = Ask::get("/me/notices", &officer).of(&desk).await.as_expected(200);
    assert_eq!((&notices["unread"], &notices["notices"][0]["kind"]), (&json!(1), &json!("tasks-sent")));
    Ask::post("/me/notices/read", &officer, json!({})).of(&desk).await.as_expected(204);
    assert_eq!(Ask::get("/me/notices", &officer).of(&desk).await.json()["unread"], 0);
    let seen = Ask::new("post", &format!("{campaign}/tasks/seen"), &officer).of(&desk).await;
    assert_eq!(seen.as_expected(200)["seen"], 1);
    let second = Ask::get(&format!("{campaign}/tasks/2"), &agency).of(&desk).await.as_expected(200);
    let part = &second["task"]["parts"][0];
    assert!(part["unit"]["code"] == "X1" && part["seen_at"].is_string(), "{second}");
    let text = Ask::get(&format!("{campaign}/plan"), &officer).of(&desk).await.as_expected(200);
    let marked = text["paragraphs"].as_array().unwrap().iter().find(|paragraph| paragraph["tasks"] == json!([2]));
    assert!(marked.unwrap()["text"].as_str().unwrap().contains("hội thi"), "{text}");
}

#[tokio::test]
async fn a_plan_of_ones_own_is_written_from_a_superiors() {
    let desk = desk();
    let commune = token(&desk, Role::Agency, "X1", true);
    let told = put_file(&desk, Method::POST, "/plans?unit=X1", &commune, PLAN.as_bytes()).await.as_expected(201);
    let path = format!("/plans/{}/own", told["digest"].as_str().unwrap());
    let mut own = Ask::get(&format!("{path}?earlier=3"), &commune).of(&desk).await.as_expected(200);
    assert_eq!((&own["report_on"], &own["symbol"]), (&json!("2027-12-17"), &json!("KH-UBND")));
    own["signer_name"] = json!("Lê Văn Mẫu");
    let written = Ask::post(&path, &commune, own.clone()).of(&desk).await;
    assert!(written.status.is_success() && written.bytes.starts_with(b"PK"));
    own["issuer"] = json!(" ");
    Ask::post(&path, &commune, own).of(&desk).await.as_expected(422);
}

#[tokio::test]
async fn a_form_is_looked_at_tried_and_used_until_a_unit_has_reported() {
    let desk = desk();
    let (agency, officer) = (token(&desk, Role::Agency, "AG", true), token(&desk, Role::Officer, "X1", true));
    let told = Ask::get(&of(&desk, "/form/source?from=default"), &agency).of(&desk).await;
    assert!(told.status.is_success() && told.media_type.starts_with("text/plain"), "{}", told.media_type);
    let source = String::from_utf8(told.bytes).unwrap();
    let edited = format!("# sửa\n{source}");
    let tried = json!({ "source": edited, "figures": { "launches": "ba", "gift_value": "1,000" } });
    let trial = Ask::post(&of(&desk, "/form/try"), &agency, tried).of(&desk).await.as_expected(200);
    assert_eq!((&trial["read"], &trial["faults"][0]["field"]), (&json!(1), &json!("launches")));
    let broken = json!({ "source": "id = " });
    Ask::post(&of(&desk, "/form/try"), &agency, broken).of(&desk).await.as_expected(422);
    let path = of(&desk, "/form/source");
    let used = put_file(&desk, Method::PUT, &path, &agency, edited.as_bytes()).await.as_expected(200);
    assert_eq!(used["form"], "thang-hanh-dong/2", "a form that was sent out is never changed");
    put_file(&desk, Method::PUT, &path, &agency, b"\xFF\xFE").await.as_expected(422);
    let version = Ask::get(&of(&desk, "/form"), &officer).of(&desk).await.as_expected(200)["version"].clone();
    Ask::post(&of(&desk, "/reports/X1"), &officer, json!({ "content": content(3) })).of(&desk).await.as_expected(201);
    put_file(&desk, Method::PUT, &path, &agency, source.as_bytes()).await.as_expected(409);
    let origins = Ask::get(&of(&desk, "/form/origins"), &agency).of(&desk).await.as_expected(200);
    assert_eq!((&origins["may_set"], &origins["reports"], &version), (&json!(false), &json!(1), &json!(2)));
    for name in ["/blanks.zip", "/reports/X1/blank.xlsx"] {
        let made = Ask::get(&of(&desk, name), &agency).of(&desk).await;
        assert!(made.status.is_success() && made.bytes.starts_with(b"PK"), "{name}");
    }
}

#[tokio::test]
async fn a_file_lies_beside_a_report_until_it_is_taken_away() {
    let desk = desk();
    let (officer, agency) = (token(&desk, Role::Officer, "X1", true), token(&desk, Role::Agency, "AG", true));
    let path = of(&desk, "/reports/X1/attachments");
    let pdf = b"%PDF-1.7 bien ban";
    let told = put_file(&desk, Method::POST, &format!("{path}?name=bi%C3%AAn%20b%E1%BA%A3n"), &officer, pdf).await;
    let digest = told.as_expected(201)["digest"].as_str().unwrap().to_owned();
    assert!(told.location.ends_with(&digest), "{}", told.location);
    put_file(&desk, Method::POST, &path, &officer, pdf).await.as_expected(201);
    put_file(&desk, Method::POST, &path, &officer, b"<svg/>").await.as_expected(422);
    let listed = Ask::get(&path, &agency).of(&desk).await.as_expected(200);
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["digest"]), (1, &json!(digest)));
    let one = format!("{path}/{digest}");
    assert_eq!(Ask::get(&one, &agency).of(&desk).await.bytes, pdf);
    Ask::new("delete", &one, &agency).of(&desk).await.as_expected(403);
    Ask::new("delete", &one, &officer).of(&desk).await.as_expected(204);
    Ask::new("delete", &one, &officer).of(&desk).await.as_expected(404);
    assert_eq!(Ask::get(&path, &officer).of(&desk).await.json(), json!([]));
}

#[tokio::test]
async fn the_due_day_the_letterhead_and_the_end_of_a_campaign() {
    let desk = desk();
    let (agency, officer) = (token(&desk, Role::Agency, "AG", true), token(&desk, Role::Officer, "X1", true));
    let put = |path: &str, body: Value| Ask::new("put", &of(&desk, path), &agency).with(body);
    put("/due", json!({ "due_on": "2026-12-22", "reason": " " })).of(&desk).await.as_expected(422);
    put("/due", json!({ "due_on": "2026-12-22", "reason": "Mưa lũ" })).of(&desk).await.as_expected(204);
    assert_eq!(Ask::get(&of(&desk, ""), &officer).of(&desk).await.json()["due_on"], "2026-12-22");
    let letter = "/consolidated/AG/letter";
    put(letter, json!({ "number": 15, "date": "2026-12-28", "signer_name": "Lê Văn Mẫu" }))
        .of(&desk)
        .await
        .as_expected(204);
    put(letter, json!({ "number": 0 })).of(&desk).await.as_expected(422);
    let kept = Ask::get(&of(&desk, letter), &agency).of(&desk).await.as_expected(200);
    assert_eq!((&kept["number"], &kept["date"]), (&json!(15), &json!("2026-12-28")));
    put("/closed", json!({ "closed": true })).of(&desk).await.as_expected(204);
    let late = Ask::post(&of(&desk, "/reports/X1"), &officer, json!({ "content": content(3) })).of(&desk).await;
    late.as_expected(422);
    put("/closed", json!({ "closed": false })).of(&desk).await.as_expected(422);
    put("/closed", json!({ "closed": false, "reason": "Đóng nhầm" })).of(&desk).await.as_expected(204);
    Ask::post(&of(&desk, "/reports/X1"), &officer, json!({ "content": content(3) })).of(&desk).await.as_expected(201);
    let waiting = json!({ "action": "approve" });
    let decided = Ask::post(&of(&desk, "/decisions"), &agency, waiting.clone()).of(&desk).await.as_expected(200);
    assert_eq!((&decided[0]["unit"]["code"], &decided[0]["state"]), (&json!("X1"), &json!("approved")));
    Ask::post(&of(&desk, "/decisions"), &agency, waiting).of(&desk).await.as_expected(422);
}

#[tokio::test]
async fn units_are_merged_after_a_look_and_the_trail_says_so() {
    let desk = Desk::new();
    let administrator = token(&desk, Role::Administrator, "AG", true);
    let merge = |look: bool| {
        let into = json!({ "code": "X9", "name": "Xã Hợp Mẫu", "kind": "commune" });
        let body = json!({ "units": ["X2", "X3"], "into": into, "on": "2027-01-01", "look": look });
        Ask::post("/unit-mergers", &administrator, body)
    };
    let looked = merge(true).of(&desk).await.as_expected(200);
    assert_eq!((looked["ended"].as_array().unwrap().len(), &looked["begun"][0]["code"]), (2, &json!("X9")));
    Ask::get("/units/X9?on=2027-01-01", &administrator).of(&desk).await.as_expected(404);
    merge(false).of(&desk).await.as_expected(200);
    merge(false).of(&desk).await.as_expected(404);
    Ask::get("/units/X9?on=2027-01-01", &administrator).of(&desk).await.as_expected(200);
    let list = "code,name,kind,parent\nX8,Xã An Mới,commune,AG\nAG,Tỉnh An Giao,province,\n".as_bytes();
    let taken =
        put_file(&desk, Method::POST, "/unit-imports?on=2027-02-01", &administrator, list).await.as_expected(200);
    assert_eq!((&taken["changed"][0]["after"]["name"], &taken["same"]), (&json!("Xã An Mới"), &json!(1)));
    let trail = Ask::get("/audit?action=unit.merge", &administrator).of(&desk).await.as_expected(200);
    assert_eq!((trail["events"].as_array().unwrap().len(), &trail["events"][0]["subject"]), (1, &json!("X9")));
}

#[tokio::test]
async fn the_installation_keeps_its_secrets() {
    let desk = Desk::new();
    let administrator = token(&desk, Role::Administrator, "AG", true);
    let mail = json!({ "host": "mail.example", "port": 587, "security": "starttls", "user": "a", "password": "rat-mat", "from": "a@b.example" });
    Ask::new("put", "/installation/mail", &administrator).with(mail).of(&desk).await.as_expected(204);
    let told = Ask::get("/installation", &administrator).of(&desk).await.as_expected(200);
    assert_eq!(told["mail"]["has_password"], true);
    assert!(!told.to_string().contains("rat-mat"), "{told}");
    assert!(!Ask::get("/audit", &administrator).of(&desk).await.json().to_string().contains("rat-mat"));
    Ask::new("delete", "/installation/mail", &administrator).of(&desk).await.as_expected(204);
    assert!(Ask::get("/installation", &administrator).of(&desk).await.json()["mail"].is_null());
    // The site of the tests has no folder.
    Ask::new("post", "/installation/backups", &administrator).of(&desk).await.as_expected(503);
}
