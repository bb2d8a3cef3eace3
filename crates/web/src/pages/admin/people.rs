//! People: found, invited, given roles, kept out.

use super::{Typed, below, line, moment, view};
use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::components::badge::tag;
use crate::components::button::{Button, Weight, actions, button, link_button, one_button_form};
use crate::components::definition_list::definition_list;
use crate::components::dialog::card;
use crate::components::empty_state::empty_state;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, filters, form};
use crate::components::pagination::{Pages, pagination};
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::failure::Failure;
use crate::pages::shell::{done, done_alert};
use crate::site::Site;
use crate::visitor::Visitor;
use app::explain::Explain;
use app::mail::{MailError, Smtp};
use app::people::{self, Invited, Known, Listed, PeopleError};
use app::sign_in::NewPerson;
use app::units;
use axum::Router;
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::PersonId;
use domain::access::Role;
use domain::person::Person;
use domain::unit::UnitVersion;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// People on a page.
const ON_A_PAGE: usize = 50;

/// Units above which a code is typed instead of chosen from a list.
const MOST_CHOICES: usize = 400;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/admin/people", get(list))
        .route("/admin/people/new", get(ask_new).post(invite))
        .route("/admin/people/{id}", get(one))
        .route("/admin/people/{id}/reset", post(reset))
        .route("/admin/people/{id}/out", post(keep_out))
        .route("/admin/people/{id}/grant", post(grant))
        .route("/admin/people/{id}/end-role", post(end_role))
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
    page: Option<usize>,
    done: Option<String>,
}

async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let people = site.ask(&visitor, people::list).await?;
    let q = asked.q.unwrap_or_default();
    let found: Vec<&Listed> = people.iter().filter(|listed| listed.answers(&q)).collect();
    let sentence = done(&visitor, asked.done.as_deref());
    let total = found.len().div_ceil(ON_A_PAGE).max(1);
    let current = asked.page.unwrap_or(1).clamp(1, total);
    let shown = found.iter().skip((current - 1) * ON_A_PAGE).take(ON_A_PAGE);
    let language = visitor.language;
    let columns = ["web-person-name", "web-sign-in-name", "web-people-roles", "web-people-state"];
    let columns = columns.map(|key| Column::words(text!(language, key))).to_vec();
    let caption = text!(language, "web-people-count", count = found.len());
    let rows = shown.map(|listed| row(language, listed)).collect();
    let people = Table { id: "people", caption: &caption, columns, rows, narrow: Narrow::Cards, ..Table::default() };
    let href = |page: usize| Address::of("/admin/people").with("q", &q).with("page", &page.to_string()).to_string();
    let main = html! {
        (actions(&[link_button("/admin/people/new", &text!(language, "web-people-invite"), Weight::Primary)]))
        (filters("/admin/people", &text!(language, "web-people-search"), html! {
            (field(language, &Field {
                name: "q", label: &text!(language, "web-people-search"), optional: true,
                control: Control::Input { kind: "search", value: &q }, ..Field::default()
            }))
            (button(&Button { label: &text!(language, "web-people-find"), ..Button::default() }))
        }))
        @if found.is_empty() {
            (empty_state(&text!(language, "web-people-nobody"), &text!(language, "web-people-nobody-more"), None))
        } @else {
            (table(language, &people))
        }
        (pagination(language, &Pages { current, total, href: &href }))
    };
    Ok(view(&visitor, "/admin/people", done_alert(sentence.as_ref()), main))
}

fn row(language: Language, listed: &Listed) -> Row {
    let href = format!("/admin/people/{}", listed.person.id);
    vec![
        html! { a href=(href) { (listed.person.name) } },
        html! { (listed.person.sign_in_name) },
        html! { @for (role, unit) in &listed.roles { p { (role_at(language, *role, unit)) } } },
        html! { @for state in states(language, &listed.person) { (tag(&state)) " " } },
    ]
    .into()
}

fn role_at(language: Language, role: Role, unit: &UnitVersion) -> String {
    let role = text!(language, &format!("role-{}", role.name()));
    text!(language, "web-people-role-at", role = role, unit = &unit.name)
}

fn states(language: Language, person: &Person) -> Vec<String> {
    let mut states = Vec::new();
    if person.disabled_at.is_some() {
        states.push(text!(language, "web-people-out"));
    }
    if !person.has_password {
        states.push(text!(language, "web-people-invited"));
    }
    if person.has_second_factor {
        states.push(text!(language, "web-people-second-factor"));
    }
    states
}

/// A role and a unit to choose.
async fn role_fields(site: &Site, visitor: &Visitor, typed: &Typed) -> Result<Markup, Failure> {
    let language = visitor.language;
    let tree = site.ask(visitor, |context| units::tree(context, None)).await?;
    let roles = Role::ALL.map(|role| (role, text!(language, &format!("role-{}", role.name()))));
    let chosen = typed.maybe("role").unwrap_or_else(|| Role::Officer.name().to_owned());
    let choices =
        roles.each_ref().map(|(role, label)| Choice { value: role.name(), label, chosen: role.name() == chosen });
    let unit = typed.one("unit");
    let units: Vec<(String, String)> = tree
        .rows
        .iter()
        .map(|row| (row.version.code.to_string(), format!("{}{}", "\u{2003}".repeat(row.depth), row.version.name)))
        .collect();
    let unit_choices: Vec<Choice<'_>> =
        units.iter().map(|(value, label)| Choice { value, label, chosen: value == unit }).collect();
    Ok(html! {
        (field(language, &Field {
            name: "role", label: &text!(language, "web-people-role"), hint: Some(&text!(language, "web-people-role-hint")),
            control: Control::Select { choices: &choices },
            ..Field::default()
        }))
        @if units.len() > MOST_CHOICES {
            (line(language, "unit", "web-people-unit-code", unit, Some("web-people-unit-hint"), false))
        } @else {
            (field(language, &Field {
                name: "unit", label: &text!(language, "web-people-unit"),
                control: Control::Select { choices: &unit_choices }, ..Field::default()
            }))
        }
    })
}

async fn ask_new(State(site): State<Site>, visitor: Visitor) -> Result<Markup, Failure> {
    draw_new(&site, &visitor, &Typed::default(), None).await
}

async fn draw_new(site: &Site, visitor: &Visitor, typed: &Typed, refusal: Option<&str>) -> Result<Markup, Failure> {
    let language = visitor.language;
    let roles = role_fields(site, visitor, typed).await?;
    let spoken = Language::of_locale(typed.one("language"));
    let names = [(Language::Vi, "Tiếng Việt"), (Language::En, "English")];
    let choices = names.map(|(choice, label)| Choice { value: choice.code(), label, chosen: choice == spoken });
    let fields = html! {
        (line(language, "name", "web-person-name", typed.one("name"), None, false))
        (line(language, "sign_in_name", "web-sign-in-name", typed.one("sign_in_name"), Some("web-people-sign-in-hint"), false))
        (field(language, &Field {
            name: "email", label: &text!(language, "web-admin-email"), optional: true, maxlength: Some(254),
            hint: Some(&text!(language, "web-people-email-hint")),
            control: Control::Input { kind: "email", value: typed.one("email") }, ..Field::default()
        }))
        (field(language, &Field {
            name: "language", label: &text!(language, "web-admin-language"),
            control: Control::Select { choices: &choices }, ..Field::default()
        }))
        (roles)
        (button(&Button { label: &text!(language, "web-people-invite"), weight: Weight::Primary, ..Button::default() }))
    };
    let title = text!(language, "web-people-invite");
    let main = form(&Form { action: "/admin/people/new", ..Form::default() }, fields);
    Ok(below(visitor, "/admin/people", &title, refusal.map(|refusal| Alert::new(Kind::Error, refusal)), main))
}

async fn invite(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let new = NewPerson {
        sign_in_name: typed.one("sign_in_name").to_owned(),
        name: typed.one("name").to_owned(),
        email: typed.maybe("email"),
        language: Language::of_locale(typed.one("language")).code().to_owned(),
    };
    let role = Role::parse(typed.one("role")).ok_or_else(|| Failure::bad_request(visitor.language))?;
    let unit = typed.one("unit").to_owned();
    match site.try_ask(&visitor, move |context| people::invite_new(context, &new, &unit, role)).await? {
        Ok(invited) => handed_over(&site, &visitor, &headers, invited).await,
        Err(error) => {
            let status = Failure::told(&error, visitor.language).status;
            let page = draw_new(&site, &visitor, &typed, Some(&error.explain(visitor.language))).await?;
            Ok((status, page).into_response())
        }
    }
}

/// The link of an invitation, shown once, and whether it was mailed.
async fn handed_over(
    site: &Site,
    visitor: &Visitor,
    headers: &HeaderMap,
    invited: Invited,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let started_with = site.options().base.clone();
    let (person, code) = (invited.person, invited.code.clone());
    let (base, mailed) =
        site.ask(visitor, move |context| people::hand_over(context, &Smtp, &invited, started_with)).await?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).map(|host| format!("http://{host}"));
    let link = format!("{}/welcome/{code}", base.or(host).unwrap_or_default().trim_end_matches('/'));
    let told = match mailed {
        Ok(()) => (Kind::Done, text!(language, "web-people-mailed")),
        Err(MailError::NotSetUp | MailError::BadAddress) => (Kind::Info, text!(language, "web-people-hand-over")),
        Err(error) => (Kind::Warning, text!(language, "web-people-not-mailed", why = error.explain(language))),
    };
    let title = text!(language, "web-people-link");
    let main = html! {
        p { (text!(language, "web-people-link-once")) }
        p { code { (link) } }
        (link_button(&format!("/admin/people/{person}"), &text!(language, "web-people-link-done"), Weight::Primary))
    };
    Ok(below(visitor, "/admin/people", &title, Some(Alert::new(told.0, &told.1)), main).into_response())
}

fn id(text: &str, language: Language) -> Result<PersonId, Failure> {
    PersonId::parse(text).ok_or_else(|| Failure::not_found(language))
}

#[derive(Deserialize)]
struct Happened {
    done: Option<String>,
}

async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(person): Path<String>,
    Query(happened): Query<Happened>,
) -> Result<Markup, Failure> {
    let sentence = done(&visitor, happened.done.as_deref());
    draw_one(&site, &visitor, id(&person, visitor.language)?, done_alert(sentence.as_ref())).await
}

async fn draw_one(
    site: &Site,
    visitor: &Visitor,
    person: PersonId,
    alert: Option<Alert<'_>>,
) -> Result<Markup, Failure> {
    let known = site.ask(visitor, move |context| people::one(context, person)).await?;
    let roles = role_fields(site, visitor, &Typed::default()).await?;
    let language = visitor.language;
    let who = &known.listed.person;
    let (name, email) = (text!(language, "web-sign-in-name"), text!(language, "web-admin-email"));
    let (state, seen) = (text!(language, "web-people-state"), text!(language, "web-people-seen"));
    let facts = [
        (name.as_str(), html! { (who.sign_in_name) }),
        (email.as_str(), html! { (who.email.as_deref().unwrap_or("–")) }),
        (state.as_str(), html! { @for state in states(language, who) { (tag(&state)) " " } }),
        (seen.as_str(), html! { (known.last_seen.map_or_else(|| "–".to_owned(), moment)) }),
    ];
    let main = html! {
        (definition_list(&facts))
        (card("roles", &text!(language, "web-people-roles"), held_roles(language, &known)))
        (card("grant", &text!(language, "web-people-grant"), form(
            &Form { action: &format!("/admin/people/{person}/grant"), ..Form::default() },
            html! {
                (roles)
                (button(&Button { label: &text!(language, "web-people-grant"), ..Button::default() }))
            },
        )))
        (card("way-in", &text!(language, "web-people-way-in"), way_in(language, who)))
    };
    Ok(below(visitor, "/admin/people", &who.name, alert, main))
}

fn held_roles(language: Language, known: &Known) -> Markup {
    let address = format!("/admin/people/{}/end-role", known.listed.person.id);
    html! {
        ul {
            @for (role, unit) in &known.listed.roles {
                @let what = role_at(language, *role, unit);
                li {
                    (what) " "
                    (one_button_form(&address, &[("role", role.name()), ("unit", unit.code.as_str())], &Button {
                        label: &text!(language, "web-people-end-role"), about: Some(&what), weight: Weight::Plain,
                        ..Button::default()
                    }))
                }
            }
            @for (held, unit) in &known.held {
                li class="quiet" {
                    @if let Some(unit) = unit { (role_at(language, held.grant.role, unit)) }
                    " (" (moment(held.granted_at)) " – " (held.ended_at.map(moment).unwrap_or_default()) ")"
                }
            }
        }
    }
}

fn way_in(language: Language, who: &Person) -> Markup {
    let out = who.disabled_at.is_some();
    let base = format!("/admin/people/{}", who.id);
    let reset = form(
        &Form { action: &format!("{base}/reset"), ..Form::default() },
        html! {
            p { (text!(language, "web-people-reset-what")) }
            @if who.has_second_factor {
                (field(language, &Field {
                    name: "second_factor", label: &text!(language, "web-people-reset-second-factor"),
                    control: Control::Check { checked: false }, ..Field::default()
                }))
            }
            (button(&Button { label: &text!(language, "web-people-reset"), ..Button::default() }))
        },
    );
    let (value, label, weight) = match out {
        true => ("no", "web-people-let-in", Weight::Secondary),
        false => ("yes", "web-people-keep-out", Weight::Danger),
    };
    html! {
        @if !out { (reset) }
        (form(&Form { action: &format!("{base}/out"), hidden: &[("out", value)], ..Form::default() }, html! {
            p { (text!(language, &format!("{label}-what"))) }
            (button(&Button { label: &text!(language, label), weight, ..Button::default() }))
        }))
    }
}

async fn reset(
    State(site): State<Site>,
    visitor: Visitor,
    Path(person): Path<String>,
    headers: HeaderMap,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let person = id(&person, visitor.language)?;
    let drops = Typed(sent).one("second_factor") == "yes";
    let invited = site.ask(&visitor, move |context| people::reset(context, person, drops)).await?;
    handed_over(&site, &visitor, &headers, invited).await
}

/// Back to the person, or the refusal on their page.
async fn after(
    site: &Site,
    visitor: &Visitor,
    person: PersonId,
    outcome: Result<(), PeopleError>,
    key: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/admin/people/{person}?done={key}")).into_response()),
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            let alert = Alert::new(Kind::Error, &failure.message);
            // Who may not see the person is told so by that page.
            let page = draw_one(site, visitor, person, Some(alert)).await?;
            Ok((failure.status, page).into_response())
        }
    }
}

async fn keep_out(
    State(site): State<Site>,
    visitor: Visitor,
    Path(person): Path<String>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let person = id(&person, visitor.language)?;
    let out = Typed(sent).one("out") == "yes";
    let outcome = site.try_ask(&visitor, move |context| people::disable(context, person, out)).await?;
    after(&site, &visitor, person, outcome, if out { "person-out" } else { "person-in" }).await
}

async fn grant(
    State(site): State<Site>,
    visitor: Visitor,
    Path(person): Path<String>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let (person, typed) = (id(&person, visitor.language)?, Typed(sent));
    let role = Role::parse(typed.one("role")).ok_or_else(|| Failure::bad_request(visitor.language))?;
    let outcome =
        site.try_ask(&visitor, move |context| people::grant(context, person, typed.one("unit"), role)).await?;
    after(&site, &visitor, person, outcome, "role-given").await
}

async fn end_role(
    State(site): State<Site>,
    visitor: Visitor,
    Path(person): Path<String>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let (person, typed) = (id(&person, visitor.language)?, Typed(sent));
    let role = Role::parse(typed.one("role")).ok_or_else(|| Failure::bad_request(visitor.language))?;
    let outcome =
        site.try_ask(&visitor, move |context| people::end_grant(context, person, typed.one("unit"), role)).await?;
    after(&site, &visitor, person, outcome, "role-ended").await
}
