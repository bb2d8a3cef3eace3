//! One task: who has a part in it, who has seen it, and what the agency changes.

use super::view::{left_badge, words};
use super::{Asked, address, back, part, part_name, part_words, progress, task_path, task_words};
use crate::components::alert::{Alert, Kind};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, button, one_button_form};
use crate::components::definition_list::definition_list;
use crate::components::dialog::card;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, form};
use crate::components::pagination::{Pages, page_of, pagination};
use crate::components::table::{Column, Narrow, Table, table};
use crate::components::unit_choice::{MOST_CHOICES, UnitChoice, unit_choice};
use crate::failure::Failure;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::campaign_desk::{self as desk, DeskError, PartView, TaskDesk};
use app::explain::Explain;
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::CivilDate;
use domain::task::{Role, TaskKind};
use domain::time::{Slashed, day_in_vietnam};
use domain::unit::UnitVersion;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Units on a page.
const PARTS: usize = 100;

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let name = asked.campaign.clone();
    let found = site.ask(&visitor, move |context| desk::task(context, name.as_deref(), ordinal)).await?;
    let sentence = done(&visitor, asked.done.as_deref());
    Ok(draw(&visitor, &found, asked.page.as_deref(), None, done_alert(sentence.as_ref())))
}

fn draw(
    visitor: &Visitor,
    found: &TaskDesk,
    page: Option<&str>,
    typed_due: Option<&str>,
    happened: Option<Alert<'_>>,
) -> Markup {
    let language = visitor.language;
    let (task, id) = (&found.task, found.campaign.id);
    let title = text!(language, "web-task", number = task.ordinal);
    let is_open = found.closed_at.is_none();
    let changes = found.runs && is_open && !task.is_withdrawn();
    let due = html! {
        @match task.due_on { Some(day) => (Slashed(day)), None => (text!(language, "web-task-no-due")) }
        @if let Some(left) = task.days_left.filter(|_| found.closed_at.is_none()) { " " (left_badge(language, left)) }
    };
    let (lead_name, due_name, words_name) = (
        text!(language, "web-task-lead-as-written"),
        text!(language, "web-task-due"),
        text!(language, "web-task-words"),
    );
    let mut rows = vec![(
        words_name.as_str(),
        html! {
            (words(language, task)) (task_words::in_plan(language, task, id))
        },
    )];
    let origin = task_words::origin(language, task);
    rows.extend(origin.iter().map(|(name, value)| (name.as_str(), value.clone())));
    if let Some(lead) = task.lead_as_written.as_ref().filter(|_| task.is_in_plan && task.by_hand.added.is_none()) {
        rows.push((&lead_name, html! { span lang="vi" { (lead) } }));
    }
    rows.push((&due_name, due));
    let main = html! {
        (task_words::withdrawn(language, found, found.runs && is_open))
        (definition_list(&rows))
        @if is_open && !task.is_withdrawn() && task.kind == TaskKind::Work {
            @for part in task.parts.iter().filter(|part| part.is_own) {
                (progress::own_part(language, found, part, found.today))
            }
        }
        @if changes { @for (name, near) in &found.candidates { (unresolved(visitor, found, name, near)) } }
        (parts(visitor, found, page, changes))
        @if changes {
            @if found.task.parts.iter().any(|part| part.sent_at.is_none()) {
                @let send = text!(language, "web-task-send");
                @let number = task.ordinal.to_string();
                p { (one_button_form(&address("/campaign/send", id).to_string(), &[("task", &number)], &Button { label: &send, weight: Weight::Primary, ..Button::default() })) }
            }
            (give(visitor, found))
            @if task.kind == TaskKind::Work {
                (due_form(language, found, typed_due))
                (task_words::forms(language, found))
            }
        }
    };
    let home = address("/campaign", id).to_string();
    let crumbs = breadcrumbs(language, &[(&home, &found.campaign.name)], &title);
    show(
        visitor,
        Page { title: &title, part: "/campaign", breadcrumbs: Some(crumbs), alert: happened, main, ..Page::default() },
    )
}

/// The page of a task with a refusal above it; what the person may not know of is a page of its own.
pub(super) async fn refused(
    site: &Site,
    visitor: &Visitor,
    ordinal: u32,
    asked: Asked,
    error: DeskError,
) -> Result<Response, Failure> {
    let failure = Failure::told(&error, visitor.language);
    match failure.status {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => {
            told(site, visitor, ordinal, asked, &failure.message, failure.status).await
        }
        _ => Err(failure),
    }
}

/// The page of a task with a sentence above it.
pub(super) async fn told(
    site: &Site,
    visitor: &Visitor,
    ordinal: u32,
    asked: Asked,
    sentence: &str,
    status: StatusCode,
) -> Result<Response, Failure> {
    let found = site.ask(visitor, move |context| desk::task(context, asked.campaign.as_deref(), ordinal)).await?;
    let page = draw(visitor, &found, None, None, Some(Alert::new(Kind::Error, sentence)));
    Ok((status, page).into_response())
}

/// Where a change of the task is sent.
pub(super) fn action(found: &TaskDesk, what: &str) -> String {
    address(&format!("{}/{what}", task_path(found.task.ordinal)), found.campaign.id).to_string()
}

fn parts(visitor: &Visitor, found: &TaskDesk, page: Option<&str>, changes: bool) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-task-parts", count = found.task.parts.len());
    let mut columns = vec!["web-task-unit", "web-task-part", "web-task-sent"];
    columns.extend(found.runs.then_some("web-task-seen"));
    let is_work = found.task.kind == TaskKind::Work;
    columns.extend(is_work.then_some("web-progress"));
    let takes = changes && found.task.kind == TaskKind::Work;
    columns.extend(takes.then_some("web-task-change"));
    let day = |at: domain::Instant| Slashed(day_in_vietnam(at)).to_string();
    let row = |part: &PartView| {
        let mut cells = vec![
            html! { (part.name) },
            html! { (part_words(visitor, part.role)) },
            html! { @match part.sent_at { Some(at) => (day(at)), None => (text!(language, "web-task-not-sent")) } },
        ];
        if found.runs {
            cells.push(
                html! { @match part.seen_at { Some(at) => (day(at)), None => (text!(language, "web-task-not-seen")) } },
            );
        }
        if is_work {
            cells.push(progress::in_row(language, found, part, changes));
        }
        if takes {
            let fields = [("unit", part.code.as_str()), ("part", part_name(part.role))];
            let label = text!(language, "web-task-take-back");
            let what = Button { label: &label, about: Some(&part.name), ..Button::default() };
            cells.push(one_button_form(&action(found, "unassign"), &fields, &what));
        }
        cells.into()
    };
    let (shown, current, total) = page_of(&found.task.parts, page, PARTS);
    let at = |page: usize| {
        let task = address(&task_path(found.task.ordinal), found.campaign.id);
        format!("{}#parts-title", task.with("page", &page.to_string()))
    };
    let table_of = Table {
        id: "parts",
        caption: &title,
        quiet_caption: true,
        columns: columns.into_iter().map(|key| Column::words(text!(language, key))).collect(),
        rows: shown.iter().map(row).collect(),
        narrow: Narrow::Cards,
        ..Table::default()
    };
    html! {
        h2 id="parts-title" { (title) }
        @if found.task.parts.is_empty() { p class="quiet" { (text!(language, "web-task-no-parts")) } } @else { (table(language, &table_of)) }
        (pagination(language, &Pages { current, total, href: &at }))
    }
}

/// Units and parts to choose from; the units near a name come first.
fn chooser(visitor: &Visitor, id: &str, near: &[UnitVersion], all: &[UnitVersion], name: &str) -> Markup {
    let language = visitor.language;
    let rest = all.iter().filter(|unit| !near.iter().any(|other| other.unit == unit.unit));
    let listed: Vec<&UnitVersion> = near.iter().chain(rest).collect();
    let first =
        listed.first().filter(|_| listed.len() <= MOST_CHOICES || !near.is_empty()).map(|unit| unit.code.as_str());
    let words = [Role::Lead, Role::Coordinating].map(|role| (part_name(role), part_words(visitor, role)));
    let parts: Vec<Choice<'_>> =
        words.iter().map(|(value, label)| Choice { value, label, chosen: *value == name }).collect();
    let (unit_id, part_id) = (format!("{id}-unit"), format!("{id}-part"));
    let (unit, part) = (text!(language, "web-task-unit"), text!(language, "web-task-part"));
    html! {
        (unit_choice(language, &UnitChoice { name: "unit", id: Some(&unit_id), label: &unit, units: &listed, chosen: first }))
        (field(language, &Field { name: "part", id: Some(&part_id), label: &part, control: Control::Select { choices: &parts }, ..Field::default() }))
    }
}

/// A name that is none of the units: who is meant, or nobody.
fn unresolved(visitor: &Visitor, found: &TaskDesk, name: &str, near: &[UnitVersion]) -> Markup {
    let language = visitor.language;
    let at = found.candidates.iter().position(|(other, _)| other == name).unwrap_or(0);
    let is_lead = found.task.lead_as_written.as_deref() == Some(name);
    let role = if is_lead { Role::Lead } else { Role::Coordinating };
    let id = format!("unresolved-{at}");
    let fields = html! {
        p { (text!(language, "web-task-unresolved", name = name)) }
        (chooser(visitor, &id, near, &found.units, part_name(role)))
        (button(&Button { label: &text!(language, "web-task-settle"), weight: Weight::Primary, sends: Some(("meant", "unit")), ..Button::default() }))
        " "
        (button(&Button { label: &text!(language, "web-task-nobody"), sends: Some(("meant", "nobody")), ..Button::default() }))
    };
    let sent = Form { action: &action(found, "settle"), hidden: &[("name", name)], ..Form::default() };
    card(&id, name, form(&sent, fields))
}

fn give(visitor: &Visitor, found: &TaskDesk) -> Markup {
    let language = visitor.language;
    let fields = html! {
        (chooser(visitor, "give", &[], &found.units, part_name(Role::Coordinating)))
        (button(&Button { label: &text!(language, "web-task-give"), ..Button::default() }))
    };
    card(
        "give",
        &text!(language, "web-task-give-title"),
        form(&Form { action: &action(found, "assign"), ..Form::default() }, fields),
    )
}

fn due_form(language: Language, found: &TaskDesk, typed: Option<&str>) -> Markup {
    let value = typed.map_or_else(|| found.task.due_on.map(|day| day.to_string()).unwrap_or_default(), str::to_owned);
    let (label, hint) = (text!(language, "web-task-due"), text!(language, "web-task-due-hint"));
    let fields = html! {
        (field(language, &Field { name: "due", label: &label, hint: Some(&hint), optional: true, control: Control::Input { kind: "date", value: &value }, ..Field::default() }))
        (button(&Button { label: &text!(language, "web-task-set-due"), ..Button::default() }))
    };
    card(
        "due-card",
        &text!(language, "web-task-due-title"),
        form(&Form { action: &action(found, "due"), ..Form::default() }, fields),
    )
}

#[derive(Deserialize)]
pub(super) struct PartOf {
    unit: String,
    part: String,
}

pub(super) async fn assign(
    site: State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<PartOf>,
) -> Result<Response, Failure> {
    change_part(&site, &visitor, ordinal, asked, sent, true).await
}

pub(super) async fn unassign(
    site: State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<PartOf>,
) -> Result<Response, Failure> {
    change_part(&site, &visitor, ordinal, asked, sent, false).await
}

/// Gives a unit its part in a task, or takes it away.
async fn change_part(
    site: &Site,
    visitor: &Visitor,
    ordinal: u32,
    asked: Asked,
    sent: PartOf,
    given: bool,
) -> Result<Response, Failure> {
    let role = part(&sent.part, visitor)?;
    let name = asked.campaign.clone();
    site.ask(visitor, move |context| {
        let change = if given { desk::assign } else { desk::unassign };
        change(context, name.as_deref(), ordinal, &sent.unit, role)
    })
    .await?;
    let done = if given { "part-given" } else { "part-taken" };
    Ok(back(&task_path(ordinal), asked.campaign.as_deref(), done))
}

#[derive(Deserialize)]
pub(super) struct Settled {
    name: String,
    meant: String,
    unit: String,
    part: String,
}

pub(super) async fn settle(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Settled>,
) -> Result<Response, Failure> {
    let role = part(&sent.part, &visitor)?;
    let name = asked.campaign.clone();
    site.ask(&visitor, move |context| {
        let meant = (sent.meant == "unit").then_some((sent.unit.as_str(), role));
        desk::settle(context, name.as_deref(), ordinal, &sent.name, meant)
    })
    .await?;
    Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "name-settled"))
}

#[derive(Deserialize)]
pub(super) struct Due {
    due: String,
}

pub(super) async fn set_due(
    State(site): State<Site>,
    visitor: Visitor,
    Path(ordinal): Path<u32>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Due>,
) -> Result<Response, Failure> {
    let typed = sent.due.trim().to_owned();
    let day = typed.parse::<CivilDate>().ok();
    let name = asked.campaign.clone();
    let refusal = if day.is_none() && !typed.is_empty() {
        text!(visitor.language, "web-bad-day")
    } else {
        match site.try_ask(&visitor, move |context| desk::set_task_due(context, name.as_deref(), ordinal, day)).await? {
            Ok(()) => return Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "task-due")),
            Err(error @ DeskError::OddDay(_)) => error.explain(visitor.language),
            Err(error) => return Err(Failure::told(&error, visitor.language)),
        }
    };
    let found = site.ask(&visitor, move |context| desk::task(context, asked.campaign.as_deref(), ordinal)).await?;
    let page = draw(&visitor, &found, None, Some(&typed), Some(Alert::new(Kind::Error, &refusal)));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
