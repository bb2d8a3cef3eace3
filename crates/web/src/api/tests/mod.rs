//! Tests of the API over the whole router.

mod document;
mod parity;
mod permission;
mod plans;
mod reports;

use crate::testing::Desk;
use app::people::invite_new;
use app::sign_in::NewPerson;
use app::{Actor, Context, FixedWorld, Person};
use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use axum::http::{Method, Request, StatusCode};
use domain::access::Role;
use domain::unit::UnitKind;
use serde_json::{Value, json};
use tower::ServiceExt;

fn world() -> FixedWorld {
    FixedWorld("2026-12-19T05:00:00Z".parse().unwrap())
}

/// An answer of the API.
struct Told {
    status: StatusCode,
    media_type: String,
    location: String,
    challenge: String,
    bytes: Vec<u8>,
}

impl Told {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The body, after a look at the status.
    fn as_expected(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()
    }
}

/// A request to come.
struct Ask<'a> {
    method: Method,
    path: String,
    token: Option<&'a str>,
    headers: Vec<(&'static str, &'a str)>,
    body: Option<Value>,
}

impl<'a> Ask<'a> {
    fn new(method: &str, path: &str, token: &'a str) -> Self {
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        Self { method, path: format!("/api/v1{path}"), token: Some(token), headers: Vec::new(), body: None }
    }

    fn get(path: &str, token: &'a str) -> Self {
        Self::new("get", path, token)
    }

    fn post(path: &str, token: &'a str, body: Value) -> Self {
        Self::new("post", path, token).with(body)
    }

    fn with(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    fn header(mut self, name: &'static str, value: &'a str) -> Self {
        self.headers.push((name, value));
        self
    }

    async fn of(self, desk: &Desk) -> Told {
        let bytes = self.body.map(|body| body.to_string().into_bytes());
        let media_type = bytes.as_ref().map(|_| "application/json");
        send(desk, self.method, &self.path, self.token, media_type, &self.headers, bytes.unwrap_or_default()).await
    }
}

async fn send(
    desk: &Desk,
    method: Method,
    path: &str,
    token: Option<&str>,
    media_type: Option<&str>,
    headers: &[(&str, &str)],
    bytes: Vec<u8>,
) -> Told {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    if let Some(media_type) = media_type {
        request = request.header(CONTENT_TYPE, media_type);
    }
    if !headers.iter().any(|(name, _)| *name == "accept-language") {
        request = request.header(ACCEPT_LANGUAGE, "en");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = desk.router.clone().oneshot(request.body(Body::from(bytes)).unwrap()).await.unwrap();
    let text = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let (media_type, location, challenge) = (text(CONTENT_TYPE), text(LOCATION), text(WWW_AUTHENTICATE));
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec();
    Told { status, media_type, location, challenge, bytes }
}

/// The desk with a school below the commune X1 that reports too, and a unit that has nothing to do with the rest.
fn desk() -> Desk {
    let desk = Desk::new();
    let world = world();
    let context = Context::of_operator(&desk.store, &world, "thử");
    let unit = |code: &str, name: &str, parent: Option<&str>| {
        let parent = parent.map(str::to_owned);
        let new = app::units::NewUnit { code: code.into(), name: name.into(), kind: UnitKind::School, parent };
        app::units::add(context, &new, "2026-01-01".parse().unwrap()).unwrap()
    };
    let school = unit("T1", "Trường Mẫu Hòa Lộc", Some("X1"));
    unit("ZZ", "Trường Mẫu Minh Hải", None);
    desk.store.write(|session| session.add_reporters(desk.campaigns[1], &[school])).unwrap();
    desk
}

/// The token of somebody with a role at a unit.
fn token(desk: &Desk, role: Role, unit: &str, writes: bool) -> String {
    let world = world();
    let context = Context::of_operator(&desk.store, &world, "thử");
    let name = format!("Người Thử {} {unit}", role.name());
    let sign_in_name = format!("{}.{}.{writes}", role.name(), unit.to_lowercase());
    let new = NewPerson { sign_in_name, name: name.clone(), email: None, language: "vi".into() };
    let id = invite_new(context, &new, unit, role).unwrap().person;
    let person = Person { id, name: &name, grants: &[], only_reads: false };
    let context = Context { actor: Actor::Person(person), ..context };
    app::account::make_token(context, "chương trình thử", writes, 30).unwrap()
}

/// Of the campaign of 2026.
fn of(desk: &Desk, rest: &str) -> String {
    format!("/campaigns/{}{rest}", desk.campaigns[1])
}

/// A small report.
fn content(launches: i64) -> Value {
    json!({ "figures": { "launches": launches, "gift_value": 12_000_000 }, "prose": { "direction": "Đã ban hành kế hoạch." } })
}
