//! Another due day for the whole campaign; closing and opening again. Each asks first.

use super::{Asked, address, back};
use crate::components::alert::{Alert, Kind};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::dialog::{Question, question};
use crate::components::field::{Control, Field, field};
use crate::components::form::Form;
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::campaign_desk::{self as desk, Desk, DeskError};
use app::explain::Explain;
use axum::extract::{Form as Sent, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::CivilDate;
use domain::access::Action;
use domain::time::Slashed;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// A campaign that the visitor runs.
async fn run_by(site: &Site, visitor: &Visitor, asked: &Asked) -> Result<Desk, Failure> {
    let name = asked.campaign.clone();
    site.ask(visitor, move |context| {
        let desk = desk::desk(context, name.as_deref())?;
        if desk.runs {
            Ok(desk)
        } else {
            Err(DeskError::Find(app::campaign::FindError::Forbidden(Action::RunCampaign)))
        }
    })
    .await
}

/// A page that asks something about a campaign.
fn asks(
    visitor: &Visitor,
    desk: &Desk,
    (title, label, path): (&str, &str, &str),
    (message, fields): (Markup, Markup),
    refusal: Option<&str>,
) -> Markup {
    let language = visitor.language;
    let (title, label) = (text!(language, title), text!(language, label));
    let (action, home) =
        (address(path, desk.campaign.id).to_string(), address("/campaign", desk.campaign.id).to_string());
    let form = Form { action: &action, ..Form::default() };
    let main = question(language, Question { message, fields, form, label: &label, danger: false, cancel: &home });
    let crumbs = breadcrumbs(language, &[(&home, &desk.campaign.name)], &title);
    let alert = refusal.map(|refusal| Alert::new(Kind::Error, refusal));
    show(visitor, Page { title: &title, part: "/campaign", breadcrumbs: Some(crumbs), alert, main, ..Page::default() })
}

fn reason_field(language: Language, typed: &str) -> Markup {
    let (label, hint) = (text!(language, "web-campaign-reason"), text!(language, "web-campaign-reason-hint"));
    field(
        language,
        &Field {
            name: "reason",
            label: &label,
            hint: Some(&hint),
            maxlength: Some(1_000),
            control: Control::Lines { value: typed, rows: 3 },
            ..Field::default()
        },
    )
}

fn due_page(visitor: &Visitor, desk: &Desk, (day, reason): (&str, &str), refusal: Option<&str>) -> Markup {
    let language = visitor.language;
    let now = Slashed(desk.campaign.due_on).to_string();
    let message = html! { p { (text!(language, "web-campaign-due-question", day = now, units = desk.reporters)) } };
    let label = text!(language, "web-campaign-new-due");
    let fields = html! {
        (field(language, &Field { name: "due", label: &label, control: Control::Input { kind: "date", value: day }, ..Field::default() }))
        (reason_field(language, reason))
    };
    asks(
        visitor,
        desk,
        ("web-campaign-change-due", "web-campaign-change-due", "/campaign/due"),
        (message, fields),
        refusal,
    )
}

pub(super) async fn ask_due(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let desk = run_by(&site, &visitor, &asked).await?;
    Ok(due_page(&visitor, &desk, (&desk.campaign.due_on.to_string(), ""), None))
}

#[derive(Deserialize)]
pub(super) struct NewDue {
    due: String,
    reason: String,
}

pub(super) async fn set_due(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<NewDue>,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let refusal = match sent.due.trim().parse::<CivilDate>() {
        Err(_) => text!(language, "web-bad-day"),
        Ok(day) => {
            let (name, reason) = (asked.campaign.clone(), sent.reason.clone());
            match site.try_ask(&visitor, move |context| desk::set_due(context, name.as_deref(), day, &reason)).await? {
                Ok(()) => return Ok(back("/campaign", asked.campaign.as_deref(), "campaign-due")),
                Err(error @ (DeskError::OddDay(_) | DeskError::ReasonMissing)) => error.explain(language),
                Err(error) => return Err(Failure::told(&error, language)),
            }
        }
    };
    let desk = run_by(&site, &visitor, &asked).await?;
    let page = due_page(&visitor, &desk, (&sent.due, &sent.reason), Some(&refusal));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(super) async fn ask_close(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let desk = run_by(&site, &visitor, &asked).await?;
    let message = html! { p { (text!(visitor.language, "web-campaign-close-question")) } };
    let words = ("web-campaign-close", "web-campaign-close", "/campaign/close");
    Ok(asks(&visitor, &desk, words, (message, Markup::default()), None))
}

pub(super) async fn close(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let name = asked.campaign.clone();
    site.ask(&visitor, move |context| desk::close(context, name.as_deref())).await?;
    Ok(back("/campaign", asked.campaign.as_deref(), "desk-closed"))
}

fn reopen_page(visitor: &Visitor, desk: &Desk, reason: &str, refusal: Option<&str>) -> Markup {
    let message = html! { p { (text!(visitor.language, "web-campaign-reopen-question")) } };
    let words = ("web-campaign-reopen", "web-campaign-reopen", "/campaign/reopen");
    asks(visitor, desk, words, (message, reason_field(visitor.language, reason)), refusal)
}

pub(super) async fn ask_reopen(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let desk = run_by(&site, &visitor, &asked).await?;
    Ok(reopen_page(&visitor, &desk, "", None))
}

#[derive(Deserialize)]
pub(super) struct Why {
    reason: String,
}

pub(super) async fn reopen(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Why>,
) -> Result<Response, Failure> {
    let (name, reason) = (asked.campaign.clone(), sent.reason.clone());
    match site.try_ask(&visitor, move |context| desk::reopen(context, name.as_deref(), &reason)).await? {
        Ok(()) => Ok(back("/campaign", asked.campaign.as_deref(), "desk-reopened")),
        Err(error @ DeskError::ReasonMissing) => {
            let desk = run_by(&site, &visitor, &asked).await?;
            let page = reopen_page(&visitor, &desk, &sent.reason, Some(&error.explain(visitor.language)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(Failure::told(&error, visitor.language)),
    }
}
