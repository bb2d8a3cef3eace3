//! Who is there: the first administrator, and an officer of the agency with a token, all over HTTP.

use crate::campaign::Report;
use crate::http::{Answer, ask};
use serde_json::json;

const PASSWORD: &str = "con-duong-lang-ta";

/// The officer of the agency.
pub(crate) struct Officer {
    /// For pages.
    pub(crate) cookie: String,
    /// For the API.
    pub(crate) token: String,
}

/// Makes them at a server that has nobody yet. The officer also types the reports of those units that type theirs.
pub(crate) fn settle(port: u16, first_code: &str, units: usize) -> Officer {
    let first = [
        ("code", first_code),
        ("name", "Lê Thị Thử Nghiệm"),
        ("sign_in_name", "quan.tri"),
        ("password", PASSWORD),
        ("unit_name", ""),
        ("unit_code", ""),
        ("unit_kind", "province"),
    ];
    let cookie = post(port, "/first", &first, "").cookie().unwrap().to_owned();
    let administrator = token(port, &cookie);
    let officer = json!({ "sign_in_name": "can.bo", "name": "Người Thử Cán Bộ", "unit": "AG", "role": "agency", "language": "en" });
    let invited = call(port, "POST /api/v1/people", &administrator, &officer).json();
    let word = |name: &str| invited[name].as_str().unwrap().to_owned();
    for unit in (1..=units).filter(|unit| Report { unit: *unit, turn: 1 }.is_typed()) {
        let role = json!({ "unit": Report { unit, turn: 1 }.code(), "role": "officer" });
        call(port, &format!("POST /api/v1/people/{}/roles", word("id")), &administrator, &role);
    }
    let welcomed = post(port, &format!("/welcome/{}", word("code")), &[("password", PASSWORD)], "");
    let cookie = welcomed.cookie().unwrap().to_owned();
    let token = token(port, &cookie);
    Officer { cookie, token }
}

/// Signs the officer in anew.
pub(crate) fn sign_in(port: u16) -> String {
    let answer = post(port, "/sign-in", &[("name", "can.bo"), ("password", PASSWORD)], "");
    answer.cookie().expect("the officer is let in").to_owned()
}

/// Whether somebody signed in is still known.
pub(crate) fn is_inside(port: u16, cookie: &str) -> bool {
    ask(port, "GET /account", &[("Cookie", cookie)], b"").is_ok_and(|answer| answer.status == 200)
}

fn token(port: u16, cookie: &str) -> String {
    let told = post(port, "/account/tokens", &[("name", "storm"), ("scope", "write"), ("days", "1")], cookie).body;
    let (_, token) = told.split_once("<code>").expect("a token is shown once");
    token.split('<').next().unwrap().to_owned()
}

fn post(port: u16, path: &str, fields: &[(&str, &str)], cookie: &str) -> Answer {
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let headers = [form, ("Sec-Fetch-Site", "same-origin"), ("Cookie", cookie)];
    let answer = ask(port, &format!("POST {path}"), &headers, body.join("&").as_bytes()).unwrap();
    assert!(answer.status < 400, "{path}: {} {}", answer.status, answer.body);
    answer
}

fn call(port: u16, request: &str, token: &str, body: &serde_json::Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let answer = ask(port, request, &headers, body.to_string().as_bytes()).unwrap();
    assert!(answer.status < 300, "{request}: {} {}", answer.status, answer.body);
    answer
}

fn encoded(text: &str) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(sign).collect()
}
