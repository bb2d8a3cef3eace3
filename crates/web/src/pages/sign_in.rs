//! Coming in and going out: password, second factor, invitation, the first administrator.

use crate::components::alert::{Alert, Kind, error_summary};
use crate::components::button::{Button, Weight, button};
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, form};
use crate::components::layout::{Shell, page};
use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::{Guest, SIGN_IN_COOKIE, cookie, own_path};
use app::explain::Explain;
use app::people::FirstUnit;
use app::sign_in::{self, Entered, NewPerson, Place, SignInError};
use axum::Router;
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::unit::UnitKind;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(ask).post(enter))
        .route("/sign-in/code", get(ask_code).post(enter_code))
        .route("/sign-out", post(leave))
        .route("/welcome/{code}", get(ask_password).post(choose_password))
        .route("/first", get(ask_first).post(make_first))
}

/// A page before signing in: a title, a refusal, a form.
fn card(guest: Guest, address: &str, title: &str, refusal: Option<&str>, main: Markup) -> Markup {
    page(Shell {
        title,
        language: guest.language,
        address,
        alert: refusal.map(|refusal| Alert::new(Kind::Error, refusal)),
        main,
        narrow: true,
        ..Shell::default()
    })
}

#[derive(Deserialize)]
struct Next {
    next: Option<String>,
}

async fn ask(State(site): State<Site>, guest: Guest, Query(query): Query<Next>) -> Result<Response, Failure> {
    if site.look(|store| sign_in::is_empty(store)).await? {
        return Ok(Redirect::to("/first").into_response());
    }
    Ok(sign_in_page(guest, query.next.as_deref(), "", None).into_response())
}

fn sign_in_page(guest: Guest, next: Option<&str>, name: &str, refusal: Option<&str>) -> Markup {
    let language = guest.language;
    let fields = html! {
        (field(language, &Field {
            name: "name", label: &text!(language, "web-sign-in-name"), autocomplete: Some("username"),
            autofocus: name.is_empty(), maxlength: Some(60),
            control: Control::Input { kind: "text", value: name }, ..Field::default()
        }))
        (password_field(language, "password", "web-sign-in-password", "current-password", None))
        (button(&Button { label: &text!(language, "web-sign-in"), weight: Weight::Primary, ..Button::default() }))
        p class="hint below" { (text!(language, "web-sign-in-forgotten")) }
    };
    let next = own_path(next);
    let sent = Form { action: "/sign-in", hidden: &[("next", next)], ..Form::default() };
    card(guest, "/sign-in", &text!(language, "web-sign-in"), refusal, form(&sent, fields))
}

fn password_field(language: Language, name: &str, label: &str, autocomplete: &str, hint: Option<&str>) -> Markup {
    field(
        language,
        &Field {
            name,
            label: &text!(language, label),
            hint,
            autocomplete: Some(autocomplete),
            control: Control::Input { kind: "password", value: "" },
            ..Field::default()
        },
    )
}

#[derive(Deserialize)]
struct Credentials {
    name: String,
    password: String,
    next: Option<String>,
}

async fn enter(
    State(site): State<Site>,
    guest: Guest,
    headers: HeaderMap,
    Sent(sent): Sent<Credentials>,
) -> Result<Response, Failure> {
    refuse_haste(&site, guest)?;
    let place = place(guest, &headers);
    let (name, password) = (sent.name.clone(), sent.password);
    let entered =
        site.ask_for_guest(guest, move |store, world| sign_in::begin(store, world, &name, &password, &place)).await?;
    match entered {
        Ok(entered) => Ok(welcome(&site, &entered, sent.next.as_deref())),
        Err(error) => {
            let page = sign_in_page(guest, sent.next.as_deref(), &sent.name, Some(&error.explain(guest.language)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn refuse_haste(site: &Site, guest: Guest) -> Result<(), Failure> {
    if site.limits().may_guess(guest) {
        return Ok(());
    }
    let message = text!(guest.language, "web-too-many-requests");
    Err(Failure::new(StatusCode::TOO_MANY_REQUESTS, message, guest.language))
}

/// Where somebody signs in, for slowing down guesses and for their list of sign-ins.
pub(crate) fn place(guest: Guest, headers: &HeaderMap) -> Place {
    let network = guest.address.map(|address| crate::guard::network(address).to_string()).unwrap_or_default();
    let device = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Place { network, device: device_name(device) }
}

/// `Chrome, Windows` from what a browser says of itself.
fn device_name(agent: &str) -> String {
    let first = |names: &[&'static str]| names.iter().copied().find(|name| agent.contains(name));
    let browser = first(&["Edg", "CocCoc", "coc_coc", "OPR", "Firefox", "Chrome", "Safari", "curl"]);
    let browser = match browser {
        Some("Edg") => "Edge",
        Some("coc_coc" | "CocCoc") => "Cốc Cốc",
        Some("OPR") => "Opera",
        Some(name) => name,
        None => "?",
    };
    match first(&["Windows", "Android", "iPhone", "iPad", "Macintosh", "Linux"]) {
        Some(system) => format!("{browser}, {system}"),
        None => browser.to_owned(),
    }
}

/// To where they were going, with the cookie; or to the second factor.
pub(crate) fn welcome(site: &Site, entered: &Entered, next: Option<&str>) -> Response {
    let secure = if site.options().is_https() { "; Secure" } else { "" };
    // Lax: a link in a mail opens the page, but no other site can send a form.
    let cookie = format!("{SIGN_IN_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200{secure}", entered.token);
    let next = own_path(next);
    let to = match entered.second_factor {
        true => format!("/sign-in/code?next={}", crate::visitor::percent_encoded(next)),
        false => next.to_owned(),
    };
    ([(SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
}

async fn ask_code(guest: Guest, Query(query): Query<Next>) -> Markup {
    code_page(guest, query.next.as_deref(), None)
}

fn code_page(guest: Guest, next: Option<&str>, refusal: Option<&str>) -> Markup {
    let language = guest.language;
    let fields = html! {
        (field(language, &Field {
            name: "code", label: &text!(language, "web-sign-in-code"), hint: Some(&text!(language, "web-sign-in-code-hint")),
            autocomplete: Some("one-time-code"), autofocus: true, maxlength: Some(40), ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-sign-in"), weight: Weight::Primary, ..Button::default() }))
    };
    let sent = Form { action: "/sign-in/code", hidden: &[("next", own_path(next))], ..Form::default() };
    card(guest, "/sign-in/code", &text!(language, "web-sign-in-code"), refusal, form(&sent, fields))
}

#[derive(Deserialize)]
struct Code {
    code: String,
    next: Option<String>,
}

async fn enter_code(
    State(site): State<Site>,
    guest: Guest,
    headers: HeaderMap,
    Sent(sent): Sent<Code>,
) -> Result<Response, Failure> {
    refuse_haste(&site, guest)?;
    let Some(token) = cookie(&headers, SIGN_IN_COOKIE).map(str::to_owned) else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let place = place(guest, &headers);
    let entered = site
        .ask_for_guest(guest, move |store, world| sign_in::second_factor(store, world, &token, &sent.code, &place))
        .await?;
    match entered {
        Ok(entered) => Ok(welcome(&site, &entered, sent.next.as_deref())),
        Err(SignInError::StaleCode) => Ok(Redirect::to("/sign-in").into_response()),
        Err(error) => {
            let page = code_page(guest, sent.next.as_deref(), Some(&error.explain(guest.language)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn leave(State(site): State<Site>, guest: Guest, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = cookie(&headers, SIGN_IN_COOKIE).map(str::to_owned) {
        let ended = site.ask_for_guest(guest, move |store, world| sign_in::end(store, world.now(), &token)).await?;
        ended.map_err(|error| Failure::told(&error, guest.language))?;
    }
    let gone = format!("{SIGN_IN_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    // What pages of this person were kept in the browser goes too; what they typed offline stays for them.
    Ok(([(SET_COOKIE, gone)], Redirect::to("/sign-in")).into_response())
}

async fn ask_password(State(site): State<Site>, guest: Guest, Path(code): Path<String>) -> Result<Response, Failure> {
    let typed = code.clone();
    let person = site
        .ask_for_guest(guest, move |store, world| sign_in::invited(store, world.now(), &typed))
        .await?
        .map_err(|error| Failure::told(&error, guest.language))?;
    Ok(password_page(guest, &code, Some(&person.sign_in_name), None).into_response())
}

fn password_page(guest: Guest, code: &str, name: Option<&str>, refusal: Option<&str>) -> Markup {
    let language = guest.language;
    let hint = text!(language, "web-password-hint", least = sign_in::SHORTEST_PASSWORD);
    let fields = html! {
        @if let Some(name) = name {
            p { (text!(language, "web-welcome-name", name = name)) }
            // For the browser's own store of passwords.
            input type="hidden" name="username" autocomplete="username" value=(name);
        }
        (password_field(language, "password", "web-password-new", "new-password", Some(&hint)))
        (button(&Button { label: &text!(language, "web-password-choose"), weight: Weight::Primary, ..Button::default() }))
    };
    let action = format!("/welcome/{}", crate::visitor::percent_encoded(code));
    let sent = Form { action: &action, ..Form::default() };
    card(guest, &action, &text!(language, "web-welcome"), refusal, form(&sent, fields))
}

#[derive(Deserialize)]
struct NewPassword {
    password: String,
}

async fn choose_password(
    State(site): State<Site>,
    guest: Guest,
    headers: HeaderMap,
    Path(code): Path<String>,
    Sent(sent): Sent<NewPassword>,
) -> Result<Response, Failure> {
    refuse_haste(&site, guest)?;
    let (typed, place) = (code.clone(), place(guest, &headers));
    let entered = site
        .ask_for_guest(guest, move |store, world| sign_in::accept(store, world, &typed, &sent.password, &place.device))
        .await?;
    match entered {
        Ok(entered) => Ok(welcome(&site, &entered, None)),
        Err(error) => {
            let page = password_page(guest, &code, None, Some(&error.explain(guest.language)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

#[derive(Clone, Default, Deserialize)]
struct First {
    code: String,
    name: String,
    sign_in_name: String,
    email: Option<String>,
    password: String,
    unit_name: Option<String>,
    unit_code: Option<String>,
    unit_kind: Option<String>,
}

async fn ask_first(State(site): State<Site>, guest: Guest) -> Result<Response, Failure> {
    if !site.look(|store| sign_in::is_empty(store)).await? {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    Ok(first_page(guest, &First::default(), None).into_response())
}

/// Which field of the first page a refusal is about; none when it is about no field of it.
fn field_at_fault(error: &SignInError, sent: &First) -> Option<&'static str> {
    Some(match error {
        SignInError::StaleCode => "code",
        SignInError::BadName if sent.name.trim().is_empty() => "name",
        SignInError::BadName | SignInError::NameTaken => "sign_in_name",
        SignInError::ShortPassword | SignInError::LongPassword | SignInError::EasyPassword => "password",
        SignInError::BadUnitName => "unit_name",
        SignInError::BadUnitCode(_) => "unit_code",
        _ => return None,
    })
}

/// The page of the first administrator, with what was typed; never the password.
fn first_page(guest: Guest, sent: &First, refused: Option<&SignInError>) -> Markup {
    let language = guest.language;
    let sentence = refused.map(|error| match error {
        SignInError::StaleCode => text!(language, "web-first-code-wrong"),
        error => error.explain(language),
    });
    let at_fault = refused.and_then(|error| field_at_fault(error, sent));
    let error_of = |name: &str| sentence.as_deref().filter(|_| at_fault == Some(name));
    let line = |name: &'static str, label: &str, hint: Option<&str>, autocomplete, value: &str| {
        let hint = hint.map(|hint| text!(language, hint));
        let (control, error) = (Control::Input { kind: "text", value }, error_of(name));
        let (label, hint) = (text!(language, label), hint.as_deref());
        field(language, &Field { name, label: &label, hint, error, autocomplete, control, ..Field::default() })
    };
    let kinds: Vec<(&str, String)> = UnitKind::ALL
        .iter()
        .map(|kind| (kind.name(), text!(language, &format!("unit-kind-{}", kind.name()))))
        .collect();
    let chosen = sent.unit_kind.as_deref().unwrap_or("province");
    let choices: Vec<Choice<'_>> =
        kinds.iter().map(|(value, label)| Choice { value, label, chosen: *value == chosen }).collect();
    let hint = text!(language, "web-password-hint", least = sign_in::SHORTEST_PASSWORD);
    let (unit_name, unit_code) =
        (sent.unit_name.as_deref().unwrap_or_default(), sent.unit_code.as_deref().unwrap_or_default());
    let fields = html! {
        (line("code", "web-first-code", Some("web-first-code-hint"), Some("one-time-code"), &sent.code))
        (line("name", "web-person-name", None, Some("name"), &sent.name))
        (line("sign_in_name", "web-sign-in-name", None, Some("username"), &sent.sign_in_name))
        (field(language, &Field {
            name: "password", label: &text!(language, "web-password-new"), hint: Some(&hint),
            error: error_of("password"), autocomplete: Some("new-password"),
            control: Control::Input { kind: "password", value: "" }, ..Field::default()
        }))
        (line("unit_name", "web-first-unit", Some("web-first-unit-hint"), Some("organization"), unit_name))
        (line("unit_code", "web-first-unit-code", Some("web-units-code-hint"), None, unit_code))
        (field(language, &Field {
            name: "unit_kind", label: &text!(language, "web-first-unit-kind"),
            control: Control::Select { choices: &choices }, ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-first-make"), weight: Weight::Primary, ..Button::default() }))
    };
    let main = html! {
        @if let (Some(name), Some(sentence)) = (at_fault, &sentence) {
            (error_summary(language, &[(name, sentence)]))
        }
        (form(&Form { action: "/first", ..Form::default() }, fields))
    };
    let elsewhere = sentence.as_deref().filter(|_| at_fault.is_none());
    card(guest, "/first", &text!(language, "web-first"), elsewhere, main)
}

async fn make_first(
    State(site): State<Site>,
    guest: Guest,
    headers: HeaderMap,
    Sent(sent): Sent<First>,
) -> Result<Response, Failure> {
    refuse_haste(&site, guest)?;
    let (kept, place) = (sent.clone(), place(guest, &headers));
    let entered = site
        .ask_for_guest(guest, move |store, world| {
            let person = NewPerson {
                sign_in_name: sent.sign_in_name,
                name: sent.name,
                email: sent.email,
                language: guest.language.code().to_owned(),
            };
            let unit = FirstUnit {
                name: sent.unit_name.unwrap_or_default(),
                code: sent.unit_code.unwrap_or_default(),
                kind: sent.unit_kind.as_deref().and_then(UnitKind::parse).unwrap_or(UnitKind::Province),
            };
            sign_in::first_administrator(store, world, &sent.code, &person, &sent.password, &unit, &place.device)
        })
        .await?;
    match entered {
        Ok(entered) => Ok(welcome(&site, &entered, None)),
        Err(error) => {
            let page = first_page(guest, &kept, Some(&error));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
