//! One's own account: password, second factor, sign-ins, tokens.

use crate::components::alert::{Alert, Kind};
use crate::components::badge::tag;
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, button, link_button, one_button_form};
use crate::components::dialog::card;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, form};
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::failure::Failure;
use crate::pages::admin::moment;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::{Guest, LANGUAGE_COOKIE, Visitor};
use app::account::{self, Account, LONGEST_TOKEN_DAYS, Profile};
use app::explain::Explain;
use app::sign_in::{self, SHORTEST_PASSWORD, SecondFactorSetUp, SignInError};
use axum::Router;
use axum::extract::{Form as Sent, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::person::{ApiToken, Scope, SignIn};
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// Days a token is good, to choose from.
const TOKEN_DAYS: [u16; 4] = [30, 90, 180, 365];

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/account", get(page).post(change))
        .route("/account/password", post(change_password))
        .route("/account/second-factor", get(second_factor))
        .route("/account/second-factor/picture.svg", get(picture))
        .route("/account/second-factor/begin", post(begin_second_factor))
        .route("/account/second-factor/confirm", post(confirm_second_factor))
        .route("/account/second-factor/drop", post(drop_second_factor))
        .route("/account/sign-ins/end", post(end_sign_in))
        .route("/account/tokens", post(make_token))
        .route("/account/tokens/revoke", post(revoke_token))
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let own = site.ask(&visitor, account::own).await?;
    let sentence = done(&visitor, asked.done.as_deref());
    Ok(draw(&visitor, &own, None, done_alert(sentence.as_ref())))
}

/// The page again, with what was refused and what was typed.
async fn refused(
    site: &Site,
    visitor: &Visitor,
    error: &SignInError,
    typed: Option<&Profile>,
) -> Result<Response, Failure> {
    let own = site.ask(visitor, account::own).await?;
    let told = error.explain(visitor.language);
    let failure = Failure::told(error, visitor.language);
    let page = draw(visitor, &own, typed, Some(Alert::new(Kind::Error, &told)));
    Ok((failure.status, page).into_response())
}

fn draw(visitor: &Visitor, own: &Account, typed: Option<&Profile>, alert: Option<Alert<'_>>) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-account");
    let main = html! {
        (card("profile", &text!(language, "web-account-profile"), profile_form(language, own, typed)))
        (card("password", &text!(language, "web-account-password"), password_form(language, own)))
        (card("second", &text!(language, "web-account-second-factor"), second_factor_state(language, own)))
        (card("sign-ins", &text!(language, "web-account-sign-ins"), sign_ins(visitor, own)))
        (card("tokens", &text!(language, "web-account-tokens"), tokens(language, own)))
    };
    show(visitor, Page { title: &title, alert, main, ..Page::default() })
}

fn profile_form(language: Language, own: &Account, typed: Option<&Profile>) -> Markup {
    let stored = Profile {
        name: own.person.name.clone(),
        email: own.person.email.clone(),
        language: own.person.language.clone(),
        wants_mail: own.wants_mail,
    };
    let profile = typed.unwrap_or(&stored);
    let spoken = Language::of_locale(&profile.language);
    let names = [(Language::Vi, "Tiếng Việt"), (Language::En, "English")];
    let choices = names.map(|(choice, label)| Choice { value: choice.code(), label, chosen: choice == spoken });
    let fields = html! {
        p { (text!(language, "web-account-sign-in-name", name = &own.person.sign_in_name)) }
        (field(language, &Field {
            name: "name", label: &text!(language, "web-person-name"), autocomplete: Some("name"), maxlength: Some(120),
            control: Control::Input { kind: "text", value: &profile.name }, ..Field::default()
        }))
        (field(language, &Field {
            name: "email", label: &text!(language, "web-admin-email"), autocomplete: Some("email"), optional: true,
            maxlength: Some(254),
            control: Control::Input { kind: "email", value: profile.email.as_deref().unwrap_or_default() },
            ..Field::default()
        }))
        (field(language, &Field {
            name: "language", label: &text!(language, "web-admin-language"),
            control: Control::Select { choices: &choices }, ..Field::default()
        }))
        (field(language, &Field {
            name: "wants_mail", label: &text!(language, "web-account-wants-mail"),
            hint: Some(&text!(language, "web-account-wants-mail-hint")),
            control: Control::Check { checked: profile.wants_mail }, ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-admin-save"), weight: Weight::Primary, ..Button::default() }))
    };
    form(&Form { action: "/account", ..Form::default() }, fields)
}

#[derive(Deserialize)]
struct TypedProfile {
    name: String,
    email: Option<String>,
    language: String,
    wants_mail: Option<String>,
}

async fn change(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<TypedProfile>,
) -> Result<Response, Failure> {
    let TypedProfile { name, email, language, wants_mail } = sent;
    let profile = Profile { name, email, language, wants_mail: wants_mail.is_some() };
    let typed = profile.clone();
    match site.try_ask(&visitor, move |context| account::change(context, &profile)).await? {
        Ok(()) => {
            let code = Language::of_locale(&typed.language).code();
            let cookie = format!("{LANGUAGE_COOKIE}={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
            Ok(([(SET_COOKIE, cookie)], Redirect::to("/account?done=account-saved")).into_response())
        }
        Err(error) => refused(&site, &visitor, &error, Some(&typed)).await,
    }
}

fn secret_field(language: Language, name: &str, label: &str, autocomplete: &str, hint: Option<&str>) -> Markup {
    let control = Control::Input { kind: "password", value: "" };
    let label = text!(language, label);
    field(language, &Field { name, label: &label, hint, autocomplete: Some(autocomplete), control, ..Field::default() })
}

fn password_form(language: Language, own: &Account) -> Markup {
    let hint = text!(language, "web-password-hint", least = SHORTEST_PASSWORD);
    let fields = html! {
        // For the browser's own store of passwords.
        input type="hidden" name="username" autocomplete="username" value=(own.person.sign_in_name);
        (secret_field(language, "old", "web-account-password-old", "current-password", None))
        (secret_field(language, "new", "web-password-new", "new-password", Some(&hint)))
        p class="hint" { (text!(language, "web-account-password-ends")) }
        (button(&Button { label: &text!(language, "web-account-password-change"), ..Button::default() }))
    };
    form(&Form { action: "/account/password", ..Form::default() }, fields)
}

#[derive(Deserialize)]
struct Passwords {
    old: String,
    new: String,
}

fn refuse_haste(site: &Site, guest: Guest) -> Result<(), Failure> {
    if site.limits().may_guess(guest) {
        return Ok(());
    }
    let message = text!(guest.language, "web-too-many-requests");
    Err(Failure::new(StatusCode::TOO_MANY_REQUESTS, message, guest.language))
}

async fn change_password(
    State(site): State<Site>,
    visitor: Visitor,
    guest: Guest,
    Sent(sent): Sent<Passwords>,
) -> Result<Response, Failure> {
    refuse_haste(&site, guest)?;
    let signed_in = Arc::clone(&visitor.signed_in);
    let changed = site
        .try_ask(&visitor, move |context| sign_in::change_password(context, &signed_in, &sent.old, &sent.new))
        .await?;
    match changed {
        Ok(()) => Ok(Redirect::to("/account?done=account-password").into_response()),
        Err(SignInError::Wrong) => {
            let told = text!(visitor.language, "web-account-password-wrong");
            let own = site.ask(&visitor, account::own).await?;
            let page = draw(&visitor, &own, None, Some(Alert::new(Kind::Error, &told)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => refused(&site, &visitor, &error, None).await,
    }
}

fn second_factor_state(language: Language, own: &Account) -> Markup {
    if !own.person.has_second_factor {
        return html! {
            p { (text!(language, "web-account-second-factor-none")) }
            (one_button_form("/account/second-factor/begin", &[], &Button {
                label: &text!(language, "web-account-second-factor-begin"), ..Button::default()
            }))
        };
    }
    let fields = html! {
        (secret_field(language, "password", "web-sign-in-password", "current-password", None))
        (button(&Button {
            label: &text!(language, "web-account-second-factor-drop"), weight: Weight::Danger, ..Button::default()
        }))
    };
    html! {
        p { (text!(language, "web-account-second-factor-on", count = own.recovery_codes)) }
        (form(&Form { action: "/account/second-factor/drop", ..Form::default() }, fields))
    }
}

async fn begin_second_factor(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    let person = visitor.signed_in.person.clone();
    site.ask(&visitor, move |context| sign_in::set_up_second_factor(context, &person)).await?;
    Ok(Redirect::to("/account/second-factor").into_response())
}

async fn begun(site: &Site, visitor: &Visitor) -> Result<Option<SecondFactorSetUp>, Failure> {
    let person = visitor.signed_in.person.clone();
    site.ask(visitor, move |context| sign_in::second_factor_begun(context.store, &person)).await
}

async fn second_factor(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    match begun(&site, &visitor).await? {
        Some(begun) => Ok(draw_second_factor(&visitor, &begun, None).into_response()),
        None => Ok(Redirect::to("/account").into_response()),
    }
}

async fn picture(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    let begun = begun(&site, &visitor).await?.ok_or_else(|| Failure::not_found(visitor.language))?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], begun.picture).into_response())
}

fn below_account(visitor: &Visitor, title: &str, alert: Option<Alert<'_>>, main: Markup) -> Markup {
    let above = text!(visitor.language, "web-account");
    let way = breadcrumbs(visitor.language, &[("/account", &above)], title);
    show(visitor, Page { title, breadcrumbs: Some(way), alert, main, ..Page::default() })
}

fn draw_second_factor(visitor: &Visitor, begun: &SecondFactorSetUp, refusal: Option<&str>) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-account-second-factor-begin");
    // In fours, to be typed from one device into another.
    let letters: Vec<char> = begun.secret.chars().collect();
    let grouped = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let fields = html! {
        (field(language, &Field {
            name: "code", label: &text!(language, "web-sign-in-code"), autocomplete: Some("one-time-code"),
            inputmode: Some("numeric"), maxlength: Some(10), hint: Some(&text!(language, "web-account-code-hint")),
            ..Field::default()
        }))
        (button(&Button {
            label: &text!(language, "web-account-second-factor-confirm"), weight: Weight::Primary, ..Button::default()
        }))
    };
    let main = html! {
        p { (text!(language, "web-account-second-factor-scan")) }
        p { img src="/account/second-factor/picture.svg" width="240" height="240" alt=(text!(language, "web-account-second-factor-picture")); }
        p { (text!(language, "web-account-second-factor-type")) " " code { (grouped) } }
        (form(&Form { action: "/account/second-factor/confirm", ..Form::default() }, fields))
    };
    below_account(visitor, &title, refusal.map(|refusal| Alert::new(Kind::Error, refusal)), main)
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

async fn confirm_second_factor(
    State(site): State<Site>,
    visitor: Visitor,
    guest: Guest,
    Sent(sent): Sent<Code>,
) -> Result<Response, Failure> {
    refuse_haste(&site, guest)?;
    let signed_in = Arc::clone(&visitor.signed_in);
    let confirmed =
        site.try_ask(&visitor, move |context| sign_in::confirm_second_factor(context, &signed_in, &sent.code)).await?;
    let codes = match confirmed {
        Ok(codes) => codes,
        // The page was sent twice: the codes were shown, and are not shown again.
        Err(SignInError::HasSecondFactor) => {
            return Ok(Redirect::to("/account?done=account-second-factor").into_response());
        }
        Err(error) => {
            let told = error.explain(visitor.language);
            return match begun(&site, &visitor).await? {
                Some(begun) => {
                    let page = draw_second_factor(&visitor, &begun, Some(&told));
                    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
                }
                None => Ok(Redirect::to("/account").into_response()),
            };
        }
    };
    let language = visitor.language;
    let title = text!(language, "web-account-recovery");
    let sentence = text!(language, "web-done-account-second-factor");
    let main = html! {
        p { (text!(language, "web-account-recovery-keep")) }
        ul { @for code in &codes { li { code { (code) } } } }
        (link_button("/account", &text!(language, "web-account-recovery-kept"), Weight::Primary))
    };
    Ok(below_account(&visitor, &title, Some(Alert::new(Kind::Done, &sentence)), main).into_response())
}

#[derive(Deserialize)]
struct OwnPassword {
    password: String,
}

async fn drop_second_factor(
    State(site): State<Site>,
    visitor: Visitor,
    guest: Guest,
    Sent(sent): Sent<OwnPassword>,
) -> Result<Response, Failure> {
    refuse_haste(&site, guest)?;
    let person = visitor.signed_in.person.id;
    let dropped =
        site.try_ask(&visitor, move |context| sign_in::drop_second_factor(context, person, &sent.password)).await?;
    match dropped {
        Ok(()) => Ok(Redirect::to("/account?done=account-second-factor-dropped").into_response()),
        Err(error) => refused(&site, &visitor, &error, None).await,
    }
}

fn sign_ins(visitor: &Visitor, own: &Account) -> Markup {
    let language = visitor.language;
    let columns = ["web-account-device", "web-account-began", "web-account-seen", "web-admin-what"];
    let columns = columns.map(|key| Column::words(text!(language, key))).to_vec();
    let row = |sign_in: &SignIn| -> Row {
        let here = sign_in.digest == visitor.signed_in.sign_in.digest;
        vec![
            html! { (sign_in.device) },
            html! { (moment(sign_in.began_at)) },
            html! { (moment(sign_in.last_seen_at)) },
            html! {
                @if here { (tag(&text!(language, "web-account-here"))) } @else {
                    (one_button_form("/account/sign-ins/end", &[("digest", &sign_in.digest)], &Button {
                        label: &text!(language, "web-account-sign-in-end"), about: Some(&sign_in.device),
                        weight: Weight::Plain, ..Button::default()
                    }))
                }
            },
        ]
        .into()
    };
    let rows = own.sign_ins.iter().map(row).collect();
    let caption = text!(language, "web-account-sign-ins");
    let id = "sign-ins-table";
    table(
        language,
        &Table { id, caption: &caption, quiet_caption: true, columns, rows, narrow: Narrow::Cards, ..Table::default() },
    )
}

#[derive(Deserialize)]
struct Which {
    digest: String,
}

async fn end_sign_in(State(site): State<Site>, visitor: Visitor, Sent(sent): Sent<Which>) -> Result<Response, Failure> {
    let person = visitor.signed_in.person.id;
    site.ask(&visitor, move |context| sign_in::revoke(context, person, &sent.digest)).await?;
    Ok(Redirect::to("/account?done=account-sign-in-ended").into_response())
}

fn tokens(language: Language, own: &Account) -> Markup {
    let columns = ["web-token-name", "web-token-scope", "web-token-until", "web-token-used", "web-admin-what"];
    let columns = columns.map(|key| Column::words(text!(language, key))).to_vec();
    let row = |token: &ApiToken| -> Row {
        let scope = if token.scopes.contains(&Scope::Write) { "web-token-writes" } else { "web-token-reads" };
        vec![
            html! { (token.name) },
            html! { (text!(language, scope)) },
            html! { (token.expires_at.map(moment).unwrap_or_default()) },
            html! { (token.last_used_at.map_or_else(|| text!(language, "web-token-never"), moment)) },
            one_button_form(
                "/account/tokens/revoke",
                &[("digest", &token.digest)],
                &Button {
                    label: &text!(language, "web-token-revoke"),
                    about: Some(&token.name),
                    weight: Weight::Plain,
                    ..Button::default()
                },
            ),
        ]
        .into()
    };
    let caption = text!(language, "web-account-tokens");
    let listed = Table {
        id: "tokens-table",
        caption: &caption,
        quiet_caption: true,
        columns,
        rows: own.tokens.iter().map(row).collect(),
        narrow: Narrow::Cards,
        ..Table::default()
    };
    html! {
        p { (text!(language, "web-tokens-what")) }
        @if !own.tokens.is_empty() { (table(language, &listed)) }
        (token_form(language))
    }
}

fn token_form(language: Language) -> Markup {
    let (reads, writes) = (text!(language, "web-token-reads"), text!(language, "web-token-writes"));
    let scopes = [
        Choice { value: "read", label: &reads, chosen: true },
        Choice { value: "write", label: &writes, chosen: false },
    ];
    let labels = TOKEN_DAYS.map(|days| (days.to_string(), text!(language, "web-token-days", days = i64::from(days))));
    let days = labels.each_ref().map(|(value, label)| Choice { value, label, chosen: value == "90" });
    let fields = html! {
        (field(language, &Field {
            name: "name", id: Some("token-name"), label: &text!(language, "web-token-name"), maxlength: Some(120),
            hint: Some(&text!(language, "web-token-name-hint")), ..Field::default()
        }))
        (field(language, &Field {
            name: "scope", label: &text!(language, "web-token-scope"), control: Control::Radios { choices: &scopes },
            ..Field::default()
        }))
        (field(language, &Field {
            name: "days", label: &text!(language, "web-token-lasts"), control: Control::Select { choices: &days },
            ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-token-make"), ..Button::default() }))
    };
    form(&Form { action: "/account/tokens", ..Form::default() }, fields)
}

#[derive(Deserialize)]
struct NewToken {
    name: String,
    scope: String,
    days: u16,
}

async fn make_token(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<NewToken>,
) -> Result<Response, Failure> {
    let (writes, days) = (sent.scope == "write", sent.days.min(LONGEST_TOKEN_DAYS));
    let made = site.try_ask(&visitor, move |context| account::make_token(context, &sent.name, writes, days)).await?;
    let token = match made {
        Ok(token) => token,
        Err(error) => return refused(&site, &visitor, &error, None).await,
    };
    let language = visitor.language;
    let title = text!(language, "web-token-made");
    let main = html! {
        p { (text!(language, "web-token-once")) }
        p { code { (token) } }
        (link_button("/account", &text!(language, "web-account-recovery-kept"), Weight::Primary))
    };
    Ok(below_account(&visitor, &title, None, main).into_response())
}

async fn revoke_token(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Which>,
) -> Result<Response, Failure> {
    site.ask(&visitor, move |context| account::revoke_token(context, &sent.digest)).await?;
    Ok(Redirect::to("/account?done=account-token-revoked").into_response())
}
