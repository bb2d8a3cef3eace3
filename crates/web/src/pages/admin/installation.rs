//! The installation: backups, the address people type, mail, jobs that failed.

use super::{Typed, line, moment, view};
use crate::components::alert::{Alert, Kind};
use crate::components::button::{Button, Weight, button, one_button_form};
use crate::components::dialog::card;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::file_list::{File, file_list};
use crate::components::form::{Form, form};
use crate::download::piece_by_piece;
use crate::failure::Failure;
use crate::pages::shell::{done, done_alert};
use crate::site::Site;
use crate::visitor::Visitor;
use app::installation::{self, Installation, InstallationError, NewMail};
use app::mail::{MailSettings, Security, Smtp};
use axum::Router;
use axum::extract::{Form as Sent, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::job::FailedJob;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/admin/installation", get(page))
        .route("/admin/installation/backup", post(back_up))
        .route("/admin/installation/backup/{name}", get(fetch))
        .route("/admin/installation/address", post(set_address))
        .route("/admin/installation/mail", post(set_mail))
        .route("/admin/installation/mail/test", post(test_mail))
        .route("/admin/installation/jobs/retry", post(retry))
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let sentence = done(&visitor, asked.done.as_deref());
    draw(&site, &visitor, &Typed::default(), done_alert(sentence.as_ref())).await
}

async fn draw(site: &Site, visitor: &Visitor, typed: &Typed, alert: Option<Alert<'_>>) -> Result<Markup, Failure> {
    let folder = site.options().folder.clone();
    let found = site.ask(visitor, move |context| installation::look(context, folder.as_deref())).await?;
    let language = visitor.language;
    let main = html! {
        (card("backup", &text!(language, "web-backup"), backups(language, &found)))
        (card("address", &text!(language, "web-address"), address_form(language, &found, typed)))
        (card("mail", &text!(language, "web-mail"), html! {
            (mail_form(language, found.mail.as_ref(), typed))
            @if found.mail.is_some() { (after_mail(visitor)) }
        }))
        (card("jobs", &text!(language, "web-jobs"), jobs(language, &found.failed)))
    };
    Ok(view(visitor, "/admin/installation", alert, main))
}

fn backups(language: Language, found: &Installation) -> Markup {
    let last = match found.last_backup {
        Some(at) => text!(language, "web-backup-last", at = moment(at)),
        None => text!(language, "web-backup-never"),
    };
    html! {
        p { (last) }
        p { (text!(language, "web-backup-what")) }
        @match &found.backups {
            None => p { (text!(language, "installation-no-folder")) },
            Some(files) => {
                @let hrefs: Vec<String> = files.iter().map(|file| format!("/admin/installation/backup/{}", file.name)).collect();
                @let note = text!(language, "web-backup-note");
                @let listed: Vec<File<'_>> = files.iter().zip(&hrefs).map(|(file, href)| File {
                    name: &file.name, href, bytes: file.bytes, note: &note, action: None,
                }).collect();
                (file_list(language, &listed))
                (one_button_form("/admin/installation/backup", &[], &Button {
                    label: &text!(language, "web-backup-make"), weight: Weight::Primary, ..Button::default()
                }))
            }
        }
    }
}

/// Back to the page, or the refusal on it with what was typed.
async fn after(
    site: &Site,
    visitor: &Visitor,
    typed: &Typed,
    outcome: Result<(), InstallationError>,
    key: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/admin/installation?done={key}")).into_response()),
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            let page = draw(site, visitor, typed, Some(Alert::new(Kind::Error, &failure.message))).await?;
            Ok((failure.status, page).into_response())
        }
    }
}

async fn back_up(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    let folder = site.options().folder.clone();
    let made =
        site.try_ask(&visitor, move |context| installation::back_up_in(context, folder.as_deref()).map(drop)).await?;
    after(&site, &visitor, &Typed::default(), made, "backup-made").await
}

/// A backup may be larger than the memory: it is sent piece by piece.
async fn fetch(State(site): State<Site>, visitor: Visitor, Path(name): Path<String>) -> Result<Response, Failure> {
    let folder = site.options().folder.clone();
    let asked = name.clone();
    let path =
        site.ask(&visitor, move |context| installation::fetch_backup(context, folder.as_deref(), &asked)).await?;
    let sent = piece_by_piece(path, &name, "application/vnd.sqlite3").await;
    sent.ok_or_else(|| Failure::not_found(visitor.language))
}

fn address_form(language: Language, found: &Installation, typed: &Typed) -> Markup {
    let stored = found.address.clone().unwrap_or_default();
    let shown = typed.maybe("address").unwrap_or(stored);
    form(
        &Form { action: "/admin/installation/address", ..Form::default() },
        html! {
            (field(language, &Field {
                name: "address", label: &text!(language, "web-address"), hint: Some(&text!(language, "web-address-hint")),
                optional: true, maxlength: Some(200), control: Control::Input { kind: "url", value: &shown },
                ..Field::default()
            }))
            (button(&Button { label: &text!(language, "web-admin-save"), ..Button::default() }))
        },
    )
}

async fn set_address(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let new = typed.maybe("address");
    let outcome = site.try_ask(&visitor, move |context| installation::set_address(context, new.as_deref())).await?;
    after(&site, &visitor, &typed, outcome, "address-set").await
}

fn mail_form(language: Language, stored: Option<&MailSettings>, typed: &Typed) -> Markup {
    let shown =
        if typed.one("host").is_empty() { stored.cloned().unwrap_or_default() } else { mail_of(typed).settings };
    let securities = Security::ALL.map(|kind| (kind, text!(language, &format!("web-mail-{}", kind.name()))));
    let choices = securities.each_ref().map(|(kind, label)| Choice {
        value: kind.name(),
        label,
        chosen: *kind == shown.security,
    });
    let port = if shown.port == 0 { "587".to_owned() } else { shown.port.to_string() };
    let kept = stored.is_some_and(|stored| stored.password.is_some());
    let hint = text!(language, if kept { "web-mail-password-kept" } else { "web-mail-password-hint" });
    form(
        &Form { action: "/admin/installation/mail", ..Form::default() },
        html! {
            p { (text!(language, "web-mail-what")) }
            (line(language, "host", "web-mail-host", &shown.host, None, false))
            (field(language, &Field {
                name: "port", label: &text!(language, "web-mail-port"), inputmode: Some("numeric"), maxlength: Some(5),
                control: Control::Input { kind: "text", value: &port }, ..Field::default()
            }))
            (field(language, &Field {
                name: "security", label: &text!(language, "web-mail-security"),
                control: Control::Select { choices: &choices }, ..Field::default()
            }))
            (line(language, "user", "web-mail-user", shown.user.as_deref().unwrap_or_default(), None, true))
            (field(language, &Field {
                name: "password", label: &text!(language, "web-mail-password"), hint: Some(&hint), optional: true,
                autocomplete: Some("off"), control: Control::Input { kind: "password", value: "" }, ..Field::default()
            }))
            (field(language, &Field {
                name: "from", label: &text!(language, "web-mail-from"), maxlength: Some(254),
                control: Control::Input { kind: "email", value: &shown.from }, ..Field::default()
            }))
            (button(&Button { label: &text!(language, "web-admin-save"), ..Button::default() }))
        },
    )
}

fn mail_of(typed: &Typed) -> NewMail {
    let settings = MailSettings {
        host: typed.one("host").to_owned(),
        port: typed.one("port").parse().unwrap_or(0),
        security: Security::parse(typed.one("security")).unwrap_or_default(),
        user: typed.maybe("user"),
        password: None,
        from: typed.one("from").to_owned(),
    };
    NewMail { settings, password: typed.maybe("password") }
}

async fn set_mail(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let new = (typed.one("off") != "yes").then(|| mail_of(&typed));
    let outcome = site.try_ask(&visitor, move |context| installation::set_mail(context, new.as_ref())).await?;
    after(&site, &visitor, &typed, outcome, "mail-set").await
}

/// A test mail to oneself, and sending none any more.
fn after_mail(visitor: &Visitor) -> Markup {
    let language = visitor.language;
    let own = visitor.signed_in.person.email.as_deref().unwrap_or_default();
    html! {
        (form(&Form { action: "/admin/installation/mail/test", ..Form::default() }, html! {
            (field(language, &Field {
                name: "to", label: &text!(language, "web-mail-test-to"), maxlength: Some(254),
                control: Control::Input { kind: "email", value: own }, ..Field::default()
            }))
            (button(&Button { label: &text!(language, "web-mail-test"), ..Button::default() }))
        }))
        (one_button_form("/admin/installation/mail", &[("off", "yes")], &Button {
            label: &text!(language, "web-mail-off"), weight: Weight::Plain, ..Button::default()
        }))
    }
}

async fn test_mail(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let (to, language) = (typed.one("to").to_owned(), visitor.language);
    let outcome = site.try_ask(&visitor, move |context| installation::test_mail(context, &Smtp, &to, language)).await?;
    after(&site, &visitor, &Typed::default(), outcome, "mail-sent").await
}

fn jobs(language: Language, failed: &[FailedJob]) -> Markup {
    html! {
        @if failed.is_empty() { p { (text!(language, "web-jobs-none")) } }
        ul {
            @for job in failed {
                li {
                    (text!(language, "web-jobs-failed", kind = &job.job.kind, attempts = job.attempts))
                    " " (app::doctor::failure(&job.error, language)) " "
                    @if job.given_up_at.is_some() {
                        (one_button_form("/admin/installation/jobs/retry", &[("name", &job.job.name)], &Button {
                            label: &text!(language, "web-jobs-retry"), about: Some(&job.job.kind), ..Button::default()
                        }))
                    } @else {
                        (text!(language, "web-jobs-again", at = moment(job.job.run_at)))
                    }
                }
            }
        }
    }
}

async fn retry(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let name = typed.one("name").to_owned();
    let outcome = site.try_ask(&visitor, move |context| installation::retry(context, &name)).await?;
    after(&site, &visitor, &typed, outcome, "job-retried").await
}
