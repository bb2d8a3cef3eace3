//! Who gets what: role × address × where the unit lies.

use super::*;
use std::fmt::Write;

/// Each address that names a unit; `{unit}` stands for it.
const OF_A_UNIT: [(&str, &str, &str); 13] = [
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
];

#[tokio::test]
async fn the_table_of_answers_by_role_and_unit() {
    let mut table = String::new();
    for role in [Role::Officer, Role::Agency, Role::Leader, Role::Administrator] {
        let desk = desk();
        let token = token(&desk, role, "X1", true);
        writeln!(table, "{:<53} own   below above other outside", format!("{} at X1", role.name())).unwrap();
        for (method, path, body) in OF_A_UNIT {
            write!(table, "  {:<4} {path:<46}", method.to_uppercase()).unwrap();
            for unit in ["X1", "T1", "AG", "X2", "ZZ"] {
                let mut ask = Ask::new(method, &of(&desk, &path.replace("{unit}", unit)), &token);
                if !body.is_empty() {
                    ask = ask.with(serde_json::from_str(&body.replace("{unit}", unit)).unwrap());
                }
                write!(table, " {:<5}", ask.of(&desk).await.status.as_u16()).unwrap();
            }
            table.truncate(table.trim_end().len());
            table.push('\n');
        }
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn the_table_of_answers_that_name_no_unit() {
    let desk = desk();
    let paths = [
        "/campaigns/{c}",
        "/campaigns/{c}/tasks",
        "/campaigns/{c}/board",
        "/campaigns/{c}/form",
        "/me",
        "/people",
        "/units",
    ];
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
        for path in paths {
            let path_of = path.replace("{c}", &desk.campaigns[1].to_string());
            writeln!(table, "  {path:<22} {}", Ask::get(&path_of, &token).of(&desk).await.status.as_u16()).unwrap();
        }
    }
    insta::assert_snapshot!(table);
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
