//! Who gets what: role × address × where the unit lies.

use super::*;
use std::fmt::Write;

/// Each address that names a unit; `{unit}` stands for it.
const OF_A_UNIT: &[(&str, &str, &str)] = &[
    ("get", "/reports/{unit}/draft", ""),
    ("put", "/reports/{unit}/draft", r#"{"content":{"figures":{"launches":3}}}"#),
    ("post", "/reports/{unit}", r#"{"version":1,"content":{"figures":{"launches":3}}}"#),
    ("get", "/reports/{unit}", ""),
    ("get", "/reports/{unit}/comments", ""),
    ("post", "/reports/{unit}/comments", r#"{"text":"Số này gồm cả trường học?"}"#),
    ("post", "/reports/{unit}/decision", r#"{"action":"approve"}"#),
    ("get", "/totals?unit={unit}", ""),
    ("get", "/totals/launches?unit={unit}", ""),
    ("get", "/consolidated?unit={unit}", ""),
    ("post", "/sign-off", r#"{"unit":"{unit}","word":"approved","digest":"x"}"#),
    ("put", "/consolidated/{unit}/sections/direction", r#"{"text":"Đã gộp.","number":0}"#),
    ("post", "/reminders", r#"{"units":["{unit}"]}"#),
    ("post", "/decisions", r#"{"action":"reopen","units":["{unit}"],"reason":"Xin đính chính"}"#),
    ("get", "/reports/{unit}/attachments", ""),
    ("post", "/reports/{unit}/attachments?name=a.pdf", r#"%PDF-1.7"#),
    ("get", "/reports/{unit}/attachments/no", ""),
    ("delete", "/reports/{unit}/attachments/no", ""),
    ("get", "/reports/{unit}/form.xlsx", ""),
    ("get", "/reports/{unit}/blank.xlsx", ""),
    ("get", "/consolidated/{unit}/letter", ""),
    ("put", "/consolidated/{unit}/letter", r#"{"number":7}"#),
    ("get", "/consolidated/{unit}/sections/direction", ""),
    ("get", "/consolidated/{unit}/sign-off", ""),
    ("put", "/tasks/1/parts/{unit}", r#"{"part":"coordinating"}"#),
    ("delete", "/tasks/1/parts/{unit}/coordinating", ""),
    ("put", "/consolidated/{unit}/asked", ""),
    ("put", "/tasks/1/parts/{unit}/done", r#"{"on":"2026-11-20"}"#),
    ("put", "/tasks/1/parts/{unit}/returned", r#"{"reason":"Chưa xong"}"#),
    ("delete", "/tasks/1/parts/{unit}/done", ""),
    ("post", "/tasks/1/settle", r#"{"name":"Ban Mộng Mơ","unit":"{unit}"}"#),
];

/// Addresses outside of a campaign that name a unit.
const OF_A_UNIT_ANYWHERE: &[(&str, &str, &str)] = &[
    ("get", "/units/{unit}", ""),
    ("put", "/units/{unit}", r#"{"code":"{unit}","name":"Tên Mới","kind":"commune","on":"2027-01-01"}"#),
    ("delete", "/units/{unit}?on=2027-02-01", ""),
    ("post", "/units", r#"{"code":"{unit}-1","name":"Thôn Mẫu","kind":"other","parent":"{unit}","on":"2026-06-01"}"#),
    (
        "post",
        "/unit-mergers",
        r#"{"units":["{unit}","{unit}-1"],"into":{"code":"N1","name":"Mới","kind":"other"},"on":"2027-03-01","look":true}"#,
    ),
    (
        "post",
        "/unit-splits",
        r#"{"unit":"{unit}","parts":[{"code":"N2","name":"Mới Hai","kind":"other"},{"code":"N3","name":"Mới Ba","kind":"other"}],"on":"2027-03-01","look":true}"#,
    ),
    ("post", "/unit-imports?on=2027-03-01&look=true&under={unit}", "code,name,kind,parent\nN4,Mới Bốn,other,\n"),
    ("post", "/people", r#"{"sign_in_name":"moi.{unit}","name":"Người Mới","unit":"{unit}","role":"officer"}"#),
    ("get", "/audit?unit={unit}", ""),
    ("post", "/plans?unit={unit}", "no plan"),
];

/// Addresses that name no unit; `{c}` stands for the campaign. The token may write.
const OF_NO_UNIT: &[(&str, &str, &str)] = &[
    ("get", "/campaigns/{c}/plan", ""),
    ("get", "/campaigns/{c}/task-board", ""),
    ("get", "/campaigns/{c}/tasks/1", ""),
    ("get", "/campaigns/{c}/form/origins", ""),
    ("get", "/campaigns/{c}/form/source", ""),
    ("post", "/campaigns/{c}/form/try", r#"{"figures":{"launches":"3"}}"#),
    ("get", "/campaigns/{c}/blanks.zip", ""),
    ("get", "/campaigns/{c}/sentences", ""),
    ("post", "/campaigns/{c}/tasks", r#"{"text":"Tổ chức một buổi nói chuyện","lead":"X1"}"#),
    ("put", "/campaigns/{c}/tasks/1/words", r#"{"text":"Tổ chức hai buổi nói chuyện"}"#),
    ("put", "/campaigns/{c}/tasks/1/withdrawn", r#"{"reason":"Trùng"}"#),
    ("delete", "/campaigns/{c}/tasks/1/withdrawn", ""),
    ("post", "/campaigns/{c}/tasks/1/reminders", "{}"),
    ("post", "/campaigns/{c}/tasks/seen", ""),
    ("post", "/campaigns/{c}/tasks/send", r#"{"tasks":[1]}"#),
    ("put", "/campaigns/{c}/tasks/1/due", r#"{"due_on":"2026-11-20"}"#),
    ("put", "/campaigns/{c}/due", r#"{"due_on":"2026-12-22","reason":"Mưa lũ"}"#),
    ("put", "/campaigns/{c}/form/source", "no form"),
    ("put", "/campaigns/{c}/closed", r#"{"closed":true}"#),
    ("put", "/campaigns/{c}/closed", r#"{"closed":false,"reason":"Đóng nhầm"}"#),
    ("get", "/plans", ""),
    ("get", "/plans/none", ""),
    ("get", "/plans/none/file", ""),
    ("get", "/plans/none/facts/year", ""),
    ("put", "/plans/none/facts/year", r#"{"say":"struck"}"#),
    ("post", "/plans/none/campaign", ""),
    ("get", "/plans/none/own", ""),
    ("post", "/plans/none/own", r#"{"issuer":"A","title":"B"}"#),
    ("get", "/forms", ""),
    ("get", "/forms/thang-hanh-dong/1", ""),
    ("get", "/me/due", ""),
    ("get", "/me/notices", ""),
    ("post", "/me/notices/read", "{}"),
    ("put", "/me", r#"{"name":"Người Thử","language":"vi","wants_mail":false}"#),
    ("get", "/me/sign-ins", ""),
    ("delete", "/me/sign-ins/no", ""),
    ("get", "/me/tokens", ""),
    ("delete", "/me/tokens/no", ""),
    ("get", "/audit", ""),
    ("get", "/installation", ""),
    ("put", "/installation/address", r#"{"address":"https://thang-hanh-dong.example"}"#),
    ("put", "/installation/mail", r#"{"host":"mail.example","port":587,"security":"starttls","from":"a@b.example"}"#),
    ("delete", "/installation/mail", ""),
    ("post", "/installation/mail/test", r#"{"to":"a@b.example"}"#),
    ("post", "/installation/backups", ""),
    ("get", "/installation/backups/chungtay-1.db", ""),
    ("post", "/installation/jobs/retry", r#"{"name":"none"}"#),
];

/// Addresses that are read and name no unit.
const READ: &[&str] = &[
    "/campaigns/{c}",
    "/campaigns/{c}/tasks",
    "/campaigns/{c}/board",
    "/campaigns/{c}/form",
    "/me",
    "/people",
    "/places?q=Ha%20Noi",
    "/places/01",
    "/units",
];

/// What other tests ask: they need something to be there first.
const ASKED_ELSEWHERE: &[&str] = &[
    "GET /openapi.json",
    "GET /campaigns",
    "DELETE /campaigns/{campaign}/reports/{unit}/draft",
    "GET /campaigns/{campaign}/reports/{unit}/files/{digest}",
    "POST /campaigns/{campaign}/reports/{unit}/comments/settle",
    "POST /campaigns/{campaign}/upload",
    "GET /campaigns/{campaign}/consolidated.docx",
    "GET /campaigns/{campaign}/consolidated.xlsx",
    "GET /people/{person}",
    "PUT /people/{person}/disabled",
    "POST /people/{person}/reset",
    "POST /people/{person}/roles",
    "DELETE /people/{person}/roles/{unit}/{role}",
];

/// Asks with a body that is JSON, or a file when it does not look so.
async fn answered(desk: &Desk, token: &str, method: &str, path: &str, body: &str) -> u16 {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let media_type = body.starts_with('{').then_some("application/json");
    let path = format!("/api/v1{path}");
    send(desk, method, &path, Some(token), media_type, &[], body.as_bytes().to_vec()).await.status.as_u16()
}

/// What each address answers when it names the role's own unit, one below, one above, another, one outside.
async fn rows(table: &mut String, desk: &Desk, token: &str, asked: &[(&str, &str, &str)], base: &str) {
    for (method, path, body) in asked {
        write!(table, "  {:<6} {path:<52}", method.to_uppercase()).unwrap();
        for unit in ["X1", "T1", "AG", "X2", "ZZ"] {
            let path = format!("{base}{}", path.replace("{unit}", unit));
            write!(table, " {:<5}", answered(desk, token, method, &path, &body.replace("{unit}", unit)).await).unwrap();
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
}

#[tokio::test]
async fn the_table_of_answers_by_role_and_unit() {
    let mut table = String::new();
    for role in [Role::Officer, Role::Agency, Role::Leader, Role::Administrator] {
        let desk = desk();
        let token = token(&desk, role, "X1", true);
        writeln!(table, "{:<61} own   below above other outside", format!("{} at X1", role.name())).unwrap();
        rows(&mut table, &desk, &token, OF_A_UNIT, &of(&desk, "")).await;
        rows(&mut table, &desk, &token, OF_A_UNIT_ANYWHERE, "").await;
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn the_table_of_answers_that_name_no_unit() {
    let desk = desk();
    let mut table = String::new();
    for (role, unit) in [
        (Role::Officer, "X1"),
        (Role::Agency, "AG"),
        (Role::Leader, "AG"),
        (Role::Administrator, "AG"),
        (Role::Officer, "ZZ"),
    ] {
        let token = token(&desk, role, unit, false);
        let visible = Ask::get("/campaigns", &token).of(&desk).await.as_expected(200);
        writeln!(table, "{} at {unit}, sees {} campaigns", role.name(), visible.as_array().unwrap().len()).unwrap();
        for path in READ {
            let path_of = path.replace("{c}", &desk.campaigns[1].to_string());
            writeln!(table, "  {path:<22} {}", Ask::get(&path_of, &token).of(&desk).await.status.as_u16()).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn the_table_of_answers_to_who_may_write() {
    let mut table = String::new();
    let who = [
        (Role::Officer, "X1"),
        (Role::Agency, "X1"),
        (Role::Agency, "AG"),
        (Role::Leader, "AG"),
        (Role::Administrator, "AG"),
        (Role::Officer, "ZZ"),
    ];
    let heads: Vec<String> = who.iter().map(|(role, unit)| format!("{} {unit}", &role.name()[..6])).collect();
    writeln!(table, "{:<48} {}", "", heads.join("  ")).unwrap();
    let mut answers = vec![String::new(); OF_NO_UNIT.len()];
    for (role, unit) in who {
        // One who administers everything administers all tops: there is one, but for who comes from elsewhere.
        let desk = if unit == "ZZ" { desk() } else { Desk::new() };
        let token = token(&desk, role, unit, true);
        for (at, (method, path, body)) in OF_NO_UNIT.iter().enumerate() {
            let path = path.replace("{c}", &desk.campaigns[1].to_string());
            write!(answers[at], " {:<10}", answered(&desk, &token, method, &path, body).await).unwrap();
        }
    }
    for ((method, path, _), answers) in OF_NO_UNIT.iter().zip(answers) {
        writeln!(table, "{:<6} {path:<41}{}", method.to_uppercase(), answers.trim_end()).unwrap();
    }
    insta::assert_snapshot!(table);
}

/// Every operation of the document that the tables above ask.
#[test]
fn the_tables_ask_every_operation() {
    let asked =
        |method: &str, path: &str| format!("{} {}", method.to_uppercase(), path.split('?').next().unwrap_or(path));
    let mut seen: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
    seen.extend(OF_A_UNIT.iter().map(|(method, path, _)| asked(method, &format!("/campaigns/{{c}}{path}"))));
    seen.extend(OF_A_UNIT_ANYWHERE.iter().chain(OF_NO_UNIT).map(|(method, path, _)| asked(method, path)));
    seen.extend(READ.iter().map(|path| asked("get", path)));
    // Two addresses are the same when they have the same parts where neither has a name in brackets.
    let same = |one: &str, other: &str| {
        let (one, other): (Vec<&str>, Vec<&str>) = (one.split('/').collect(), other.split('/').collect());
        one.len() == other.len()
            && one.iter().zip(&other).all(|(a, b)| a == b || a.starts_with('{') || b.starts_with('{'))
    };
    let left: Vec<String> = super::document::addresses()
        .into_iter()
        .map(|(method, path)| format!("{} {path}", method.to_uppercase()))
        .filter(|operation| !seen.iter().any(|asked| same(operation, asked)))
        .filter(|operation| !ASKED_ELSEWHERE.contains(&operation.as_str()))
        .collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[tokio::test]
async fn a_token_that_reads_does_not_write() {
    let desk = desk();
    let token = token(&desk, Role::Officer, "X1", false);
    let path = of(&desk, "/reports/X1/draft");
    Ask::get(&path, &token).of(&desk).await.as_expected(200);
    let told = Ask::new("put", &path, &token).with(json!({ "content": content(3) })).of(&desk).await;
    told.as_expected(403);
    assert!(told.challenge.contains("insufficient_scope"), "{}", told.challenge);
    assert_eq!(Ask::get(&path, &token).of(&desk).await.json()["version"], 0);
}

#[tokio::test]
async fn a_token_taken_back_a_made_up_one_and_a_cookie_are_worth_nothing() {
    let desk = desk();
    let token = token(&desk, Role::Officer, "X1", true);
    let me = Ask::get("/me", &token).of(&desk).await.as_expected(200);
    assert_eq!((&me["roles"][0]["role"], &me["roles"][0]["unit"]["code"]), (&json!("officer"), &json!("X1")));
    assert_eq!(me["scopes"], json!(["read", "write"]));
    let told = Ask::get("/me", "made-up").of(&desk).await;
    let problem = told.as_expected(401).to_string();
    assert!(told.challenge.contains("invalid_token") && !problem.contains("made-up"), "{problem}");
    let cookie = desk.person(Role::Leader, "X1");
    let ask = Ask { token: None, ..Ask::get("/me", "").header("cookie", &cookie) };
    ask.of(&desk).await.as_expected(401);
    let person = domain::PersonId::parse(me["id"].as_str().unwrap()).unwrap();
    let digest = app::file::digest(token.as_bytes());
    let done = desk.store.write(|session| session.revoke_token(person, &digest, world().0));
    assert!(done.unwrap());
    Ask::get("/me", &token).of(&desk).await.as_expected(401);
}

#[tokio::test]
async fn somebody_of_another_place_learns_nothing_from_an_upload() {
    let desk = desk();
    let outsider = token(&desk, Role::Officer, "ZZ", true);
    let told = Ask::post(&of(&desk, "/upload"), &outsider, json!("no workbook")).of(&desk).await;
    let problem = told.as_expected(404).to_string();
    assert!(!problem.contains("Hòa Lộc") && !problem.contains("An Giao"), "{problem}");
}
