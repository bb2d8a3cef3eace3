//! What people did to a task: added, worded anew, withdrawn; and the forms for it.

use super::task::{action, refused};
use super::{Asked, address, back, task_path};
use crate::components::alert::{Alert, Kind, alert};
use crate::components::button::{Button, Weight, button, one_button_form};
use crate::components::dialog::disclosure;
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::Visitor;
use app::campaign_desk::{self as desk, DeskTask, LONGEST_WORDS, TaskDesk};
use axum::extract::{Form as Sent, Path, Query, State};
use axum::response::Response;
use domain::task::Signed;
use domain::time::{Slashed, day_in_vietnam};
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

fn day(signed: &Signed) -> String {
    Slashed(day_in_vietnam(signed.at)).to_string()
}

/// Says that a task was withdrawn, and lets the agency take it up again.
pub(super) fn withdrawn(language: Language, found: &TaskDesk, changes: bool) -> Markup {
    let Some(withdrawn) = &found.task.by_hand.withdrawn else { return Markup::default() };
    let (day, by, reason) = (day(&withdrawn.signed), &withdrawn.signed.by, &withdrawn.reason);
    let sentence = text!(language, "web-task-withdrawn-told", day = day, by = by, reason = reason);
    let label = text!(language, "web-task-restore");
    let more = changes
        .then(|| one_button_form(&action(found, "restore"), &[], &Button { label: &label, ..Button::default() }));
    alert(language, &Alert { kind: Kind::Warning, message: &sentence, more })
}

/// Where the words of a task come from: rows for the list of what is known of it.
pub(super) fn origin(language: Language, task: &DeskTask) -> Vec<(String, Markup)> {
    let mut rows = Vec::new();
    if let Some(added) = &task.by_hand.added {
        let told = text!(language, "web-task-added-by", day = day(added), by = &added.by);
        rows.push((text!(language, "web-task-source"), html! { (told) }));
    }
    if let Some(reworded) = &task.by_hand.reworded {
        let told = text!(language, "web-task-reworded-by", day = day(&reworded.last), by = &reworded.last.by);
        let first = html! { span lang="vi" { (reworded.first) } p class="quiet" { (told) } };
        rows.push((text!(language, "web-task-first-words"), first));
    }
    rows
}

/// The forms for other words and for withdrawing.
pub(super) fn forms(language: Language, found: &TaskDesk) -> Markup {
    let words = text!(language, "web-task-words");
    let most = u16::try_from(LONGEST_WORDS).ok();
    let reword = html! {
        (field(language, &Field {
            name: "words", label: &words, maxlength: most, control: Control::Lines { value: &found.task.text, rows: 4 },
            ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-task-reword"), ..Button::default() }))
    };
    let (reason, hint) = (text!(language, "web-task-withdraw-reason"), text!(language, "web-task-withdraw-hint"));
    let withdraw = html! {
        (field(language, &Field {
            name: "reason", label: &reason, hint: Some(&hint), maxlength: Some(1_000),
            control: Control::Lines { value: "", rows: 2 }, ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-task-withdraw"), weight: Weight::Danger, ..Button::default() }))
    };
    let sent = |what: &str, fields: Markup| form(&Form { action: &action(found, what), ..Form::default() }, fields);
    html! {
        (disclosure(&text!(language, "web-task-reword-title"), false, sent("words", reword)))
        (disclosure(&text!(language, "web-task-withdraw-title"), false, sent("withdraw", withdraw)))
    }
}

#[derive(Deserialize)]
pub(super) struct Words {
    words: String,
}

pub(super) async fn reword(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Words>,
) -> Result<Response, Failure> {
    let name = asked.campaign.clone();
    let done =
        site.try_ask(&visitor, move |context| desk::reword(context, name.as_deref(), ordinal, &sent.words)).await?;
    match done {
        Ok(()) => Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "task-reworded")),
        Err(error) => refused(&site, &visitor, ordinal, asked, error).await,
    }
}

#[derive(Deserialize)]
pub(super) struct Why {
    reason: String,
}

pub(super) async fn withdraw(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(why): Sent<Why>,
) -> Result<Response, Failure> {
    let name = asked.campaign.clone();
    let done =
        site.try_ask(&visitor, move |context| desk::withdraw(context, name.as_deref(), ordinal, &why.reason)).await?;
    match done {
        Ok(()) => Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "task-withdrawn")),
        Err(error) => refused(&site, &visitor, ordinal, asked, error).await,
    }
}

pub(super) async fn restore(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let name = asked.campaign.clone();
    site.ask(&visitor, move |context| desk::restore(context, name.as_deref(), ordinal)).await?;
    Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "task-restored"))
}

/// The link to a task's sentence in the plan, when it has one.
pub(super) fn in_plan(language: Language, task: &DeskTask, campaign: domain::CampaignId) -> Markup {
    if !task.is_in_plan {
        return Markup::default();
    }
    let plan = format!("{}#task-{}", address("/campaign/plan", campaign), task.ordinal);
    html! { p { a href=(plan) { (text!(language, "web-task-in-plan")) span class="unseen" { " " (task.ordinal) } } } }
}
