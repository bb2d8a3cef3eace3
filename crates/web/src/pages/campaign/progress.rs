//! How far a unit is with its part in a task: the unit says so, the agency may give it back.

use super::task::{action, refused};
use super::{Asked, address, back, task_path};
use crate::components::alert::{Alert, Kind};
use crate::components::badge::{Status, badge_saying};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, button, one_button_form};
use crate::components::dialog::{Question, card, question};
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::campaign_desk::{self as desk, DeskError, LONGEST_NOTE, PartView, TaskDesk};
use app::explain::Explain;
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::CivilDate;
use domain::task::{PartStanding, Said, Word};
use domain::time::Slashed;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Where a part stands, in words and a colour; `said` is the last word about it.
pub(in crate::pages) fn standing_badge(language: Language, standing: PartStanding, said: Option<&Said>) -> Markup {
    let on = match said.map(|said| said.word) {
        Some(Word::Done(day)) => Some(Slashed(day).to_string()),
        _ => None,
    };
    let (status, words) = match (standing, on) {
        (PartStanding::Done, Some(day)) => (Status::OnTime, text!(language, "web-progress-done-on", day = day)),
        (PartStanding::DoneLate { days }, Some(day)) => {
            (Status::OnTime, text!(language, "web-progress-done-late", day = day, days = days))
        }
        (PartStanding::Done | PartStanding::DoneLate { .. }, None) => {
            (Status::OnTime, text!(language, "web-progress-done"))
        }
        (PartStanding::Returned, _) => (Status::Returned, text!(language, "web-progress-returned")),
        (PartStanding::Late { days }, _) => (Status::Late, text!(language, "web-progress-late", days = days)),
        (PartStanding::DueSoon { days: 0 }, _) => (Status::DueSoon, text!(language, "web-progress-due-today")),
        (PartStanding::DueSoon { days }, _) => (Status::DueSoon, text!(language, "web-progress-due-soon", days = days)),
        (PartStanding::Open, _) => (Status::Missing, text!(language, "web-progress-open")),
    };
    badge_saying(status, &words)
}

/// A part's progress in a row of the task's units, with the last words about it.
pub(super) fn in_row(language: Language, found: &TaskDesk, part: &PartView, gives_back: bool) -> Markup {
    let Some(standing) = part.standing else { return Markup::default() };
    let said = part.said.as_ref();
    html! {
        (standing_badge(language, standing, said))
        @if let Some(said) = said.filter(|said| !said.note.is_empty()) {
            p class="quiet" { (text!(language, "web-progress-said", by = &said.by, note = &said.note)) }
        }
        @if gives_back && !standing.waits_for_unit() {
            @let ask = address(&format!("{}/return", task_path(found.task.ordinal)), found.campaign.id).with("unit", &part.code);
            p { a href=(ask) { (text!(language, "web-progress-give-back")) span class="unseen" { ": " (part.name) } } }
        }
    }
}

/// The part of a unit the visitor works for: where it stands, and the form that says it is done.
pub(super) fn own_part(language: Language, found: &TaskDesk, part: &PartView, today: CivilDate) -> Markup {
    let Some(standing) = part.standing else { return Markup::default() };
    let says = |key: &str| text!(language, key);
    let id = |name: &str| format!("{name}-{}", part.code);
    let is_done = !standing.waits_for_unit();
    let (day, note) = match part.said.as_ref().map(|said| (said.word, said.note.as_str())) {
        Some((Word::Done(day), note)) => (day, note),
        _ => (today, ""),
    };
    let day = day.to_string();
    let fields = html! {
        (field(language, &Field {
            name: "on", id: Some(&id("on")), label: &says("web-progress-say-on"),
            control: Control::Input { kind: "date", value: &day }, ..Field::default()
        }))
        (field(language, &Field {
            name: "note", id: Some(&id("note")), label: &says("web-progress-say-note"),
            hint: Some(&says("web-progress-say-note-hint")), optional: true, maxlength: u16::try_from(LONGEST_NOTE).ok(),
            control: Control::Lines { value: note, rows: 2 }, ..Field::default()
        }))
        (button(&Button {
            label: &says(if is_done { "web-progress-say-again" } else { "web-progress-say" }),
            weight: if is_done { Weight::Secondary } else { Weight::Primary }, ..Button::default()
        }))
    };
    let hidden = [("unit", part.code.as_str())];
    let sent = Form { action: &action(found, "done"), hidden: &hidden, ..Form::default() };
    let take_back = Button { label: &says("web-progress-take-back"), ..Button::default() };
    let returned = part.said.as_ref().filter(|_| standing == PartStanding::Returned);
    let content = html! {
        p { (standing_badge(language, standing, part.said.as_ref())) }
        @if let Some(said) = returned { p { (text!(language, "web-progress-returned-why", reason = &said.note)) } }
        (form(&sent, fields))
        @if is_done { (one_button_form(&action(found, "undone"), &hidden, &take_back)) }
    };
    card(&id("part"), &text!(language, "web-progress-own", unit = &part.name), content)
}

#[derive(Deserialize)]
pub(super) struct Done {
    unit: String,
    on: String,
    #[serde(default)]
    note: String,
}

pub(super) async fn say_done(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Done>,
) -> Result<Response, Failure> {
    let name = asked.campaign.clone();
    let Ok(day) = sent.on.trim().parse::<CivilDate>() else {
        let sentence = text!(visitor.language, "web-bad-day");
        return super::task::told(&site, &visitor, ordinal, asked, &sentence, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = site
        .try_ask(&visitor, move |context| {
            desk::say_done(context, name.as_deref(), (ordinal, &sent.unit), Some(day), &sent.note)
        })
        .await?;
    match done {
        Ok(()) => Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "part-done")),
        Err(error) => refused(&site, &visitor, ordinal, asked, error).await,
    }
}

#[derive(Deserialize)]
pub(super) struct OfUnit {
    unit: String,
}

pub(super) async fn take_back(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<OfUnit>,
) -> Result<Response, Failure> {
    let name = asked.campaign.clone();
    site.ask(&visitor, move |context| desk::take_back(context, name.as_deref(), (ordinal, &sent.unit))).await?;
    Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "part-reopened"))
}

#[derive(Deserialize)]
pub(super) struct AskReturn {
    campaign: Option<String>,
    unit: String,
}

/// Asks why a part is given back.
pub(super) async fn ask_return(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<AskReturn>,
) -> Result<Markup, Failure> {
    return_page(&site, &visitor, ordinal, &asked, None).await
}

async fn return_page(
    site: &Site,
    visitor: &Visitor,
    ordinal: u32,
    asked: &AskReturn,
    refusal: Option<(&str, &str)>,
) -> Result<Markup, Failure> {
    let language = visitor.language;
    let name = asked.campaign.clone();
    let found = site.ask(visitor, move |context| desk::task(context, name.as_deref(), ordinal)).await?;
    let part = found.task.parts.iter().find(|part| part.code == asked.unit).filter(|_| found.runs);
    let Some(part) = part else { return Err(Failure::not_found(language)) };
    let title = text!(language, "web-progress-give-back-title");
    let label = text!(language, "web-progress-give-back-reason");
    let fields = field(
        language,
        &Field {
            name: "reason",
            label: &label,
            maxlength: Some(1_000),
            control: Control::Lines { value: refusal.map_or("", |(_, typed)| typed), rows: 3 },
            ..Field::default()
        },
    );
    let message = text!(language, "web-progress-give-back-question", unit = &part.name, number = ordinal);
    let (to, home) = (action(&found, "return"), address(&task_path(ordinal), found.campaign.id).to_string());
    let main = question(
        language,
        Question {
            message: html! { p { (message) } },
            fields,
            form: Form { action: &to, hidden: &[("unit", &part.code)], ..Form::default() },
            label: &text!(language, "web-progress-give-back"),
            danger: false,
            cancel: &home,
        },
    );
    let crumbs = breadcrumbs(language, &[(&home, &text!(language, "web-task", number = ordinal))], &title);
    let alert = refusal.map(|(sentence, _)| Alert::new(Kind::Error, sentence));
    Ok(show(
        visitor,
        Page { title: &title, part: "/campaign", breadcrumbs: Some(crumbs), alert, main, ..Page::default() },
    ))
}

#[derive(Deserialize)]
pub(super) struct Returned {
    unit: String,
    reason: String,
}

pub(super) async fn give_back(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Returned>,
) -> Result<Response, Failure> {
    let (name, unit, reason) = (asked.campaign.clone(), sent.unit.clone(), sent.reason.clone());
    let done = site
        .try_ask(&visitor, move |context| desk::give_back(context, name.as_deref(), (ordinal, &unit), &reason))
        .await?;
    match done {
        Ok(()) => Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "part-returned")),
        Err(error @ DeskError::ReasonMissing) => {
            let of = AskReturn { campaign: asked.campaign, unit: sent.unit };
            let sentence = error.explain(visitor.language);
            let page = return_page(&site, &visitor, ordinal, &of, Some((&sentence, &sent.reason))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => refused(&site, &visitor, ordinal, asked, error).await,
    }
}
