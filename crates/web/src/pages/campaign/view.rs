//! The campaign's page, and its plan with the sentences of its tasks marked.

use super::{Asked, address, part_badge, part_words, task_path, task_words};
use crate::components::alert::{Alert, Kind, alert};
use crate::components::badge::{Status, badge_saying, tag};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, actions, link_button, one_button_form};
use crate::components::definition_list::definition_list;
use crate::components::dialog::disclosure;
use crate::components::marked_text::{Look, Mark, marked_text};
use crate::components::table::{Column, Narrow, Row as TableRow, Table, table};
use crate::failure::Failure;
use crate::pages::plan::read::together;
use crate::pages::shell::{Page, done, outcome_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::campaign_desk::{self as desk, Desk, DeskTask, PlanText};
use axum::extract::{Form as Sent, Query, State};
use axum::response::Response;
use domain::task::{Role, TaskKind};
use domain::time::{Slashed, day_in_vietnam};
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Units named before "and N more".
const NAMES: usize = 3;

/// Lines of what was not sent, of each kind, before "and N more".
const LINES: usize = 12;

/// Days before a due day on which it is near.
const NEAR: i32 = 7;

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let name = asked.campaign.clone();
    let found = site.ask(&visitor, move |context| desk::desk(context, name.as_deref())).await?;
    // Who opens the page of tasks sent to their unit has seen them.
    if found.tasks.iter().any(is_new) && !visitor.only_reads {
        let name = found.campaign.id.to_string();
        site.ask(&visitor, move |context| app::entry::see_tasks(context, Some(&name))).await?;
    }
    let sentence = done(&visitor, asked.done.as_deref());
    let mut happened = outcome_alert(asked.done.as_deref(), sentence.as_ref());
    let untold = found.unsent.nobody.len();
    let is_sent = matches!(asked.done.as_deref(), Some("tasks-sent" | "tasks-sent-nobody"));
    if let Some(alert) = happened.as_mut().filter(|_| is_sent && untold > 0) {
        alert.kind = Kind::Warning;
        alert.more = Some(html! {
            p { (text!(visitor.language, "web-campaign-untold", count = untold)) " "
                @if found.invites { a href="/admin/people/new" { (text!(visitor.language, "web-people-invite")) } } }
        });
    }
    Ok(draw(&visitor, &found, happened))
}

/// Sent to a unit of theirs, and not seen there.
fn is_new(task: &DeskTask) -> bool {
    task.own.is_some() && task.parts.iter().any(|part| part.sent_at.is_some() && part.seen_at.is_none())
}

fn draw(visitor: &Visitor, desk: &Desk, happened: Option<Alert<'_>>) -> Markup {
    let language = visitor.language;
    let rows = about(language, desk);
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let main = html! {
        @if let Some(at) = desk.closed_at {
            @let day = Slashed(day_in_vietnam(at)).to_string();
            (alert(language, &Alert::new(Kind::Info, &text!(language, "web-campaign-closed", day = day))))
        }
        (definition_list(&rows))
        @if desk.runs { (running(language, desk)) }
        (tasks(visitor, desk))
    };
    show(visitor, Page { title: &desk.campaign.name, part: "/campaign", alert: happened, main, ..Page::default() })
}

fn about(language: Language, desk: &Desk) -> Vec<(String, Markup)> {
    let campaign = &desk.campaign;
    let (from, to) = (Slashed(campaign.period.0).to_string(), Slashed(campaign.period.1).to_string());
    let left = (campaign.due_on - desk.today).get_days();
    let mut rows = vec![
        (text!(language, "web-campaign-root"), html! { (desk.root.name) }),
        (
            text!(language, "web-campaign-plan"),
            html! {
                a href=(address("/campaign/plan", campaign.id)) {
                    (campaign.plan_number.clone().unwrap_or_else(|| text!(language, "web-campaign-plan-unnumbered")))
                }
            },
        ),
    ];
    if let Some(theme) = &campaign.theme {
        rows.push((text!(language, "web-campaign-theme"), html! { span lang="vi" { (theme) } }));
    }
    rows.extend([
        (text!(language, "web-campaign-period"), html! { (text!(language, "web-campaign-from-to", from = from, to = to)) }),
        (text!(language, "web-campaign-due"), html! {
            (Slashed(campaign.due_on))
            @if desk.closed_at.is_none() { " " (left_badge(language, left)) }
        }),
        (text!(language, "web-campaign-form"), html! {
            a href=(address("/campaign/form", campaign.id)) { (desk.form.in_language(language.code())) }
            " " span class="quiet" { (text!(language, "web-campaign-form-version", version = campaign.form.version)) }
        }),
        (text!(language, "web-campaign-reporters"), html! { (desk.reporters) }),
    ]);
    rows
}

/// How many days are left, in words and a colour.
pub(super) fn left_badge(language: Language, left: i32) -> Markup {
    let (status, words) = match left {
        ..0 => (Status::Late, text!(language, "web-days-past", days = -left)),
        0 => (Status::DueSoon, text!(language, "web-days-today")),
        1..=NEAR => (Status::DueSoon, text!(language, "web-days-left", days = left)),
        _ => (Status::Missing, text!(language, "web-days-left", days = left)),
    };
    badge_saying(status, &words)
}

/// What the agency does: send, change days, the form, close; and what did not reach anybody.
fn running(language: Language, desk: &Desk) -> Markup {
    let id = desk.campaign.id;
    let link =
        |path: &str, key: &str| link_button(&address(path, id).to_string(), &text!(language, key), Weight::Secondary);
    let waiting = desk.unsent.parts.len();
    let send = text!(language, "web-campaign-send", count = waiting);
    let mut buttons = Vec::new();
    if desk.closed_at.is_some() {
        buttons.push(link("/campaign/reopen", "web-campaign-reopen"));
    } else {
        if waiting > 0 {
            let what = Button { label: &send, weight: Weight::Primary, ..Button::default() };
            buttons.push(one_button_form(&address("/campaign/send", id).to_string(), &[], &what));
        }
        buttons.push(link("/campaign/tasks/new", "web-task-add"));
        buttons.push(link("/campaign/due", "web-campaign-change-due"));
        buttons.push(link("/campaign/form", "web-campaign-set-form"));
        buttons.push(link("/campaign/close", "web-campaign-close"));
    }
    buttons.push(link("/campaign/form/blanks", "web-campaign-blanks"));
    html! {
        (actions(&buttons))
        @if !desk.unsent.is_empty() { (unsent(language, desk)) }
    }
}

/// What was not sent: parts, tasks without units, names that no unit has, units without people.
fn unsent(language: Language, desk: &Desk) -> Markup {
    let unsent = &desk.unsent;
    let task = |ordinal: u32| {
        html! {
            a href=(address(&task_path(ordinal), desk.campaign.id)) { (text!(language, "web-task", number = ordinal)) }
        }
    };
    let list = |key: &str, lines: Vec<Markup>| {
        let more = lines.len().saturating_sub(LINES);
        html! {
            @if !lines.is_empty() {
                h2 { (text!(language, key, count = lines.len())) }
                ul {
                    @for line in lines.iter().take(LINES) { li { (line) } }
                    @if more > 0 { li class="quiet" { (text!(language, "web-and-more", count = more)) } }
                }
            }
        }
    };
    let content = html! {
        (list("web-unsent-names", unsent.names.iter().map(|(n, name)| html! { (task(*n)) ": " span lang="vi" { (name) } }).collect()))
        (list("web-unsent-tasks", unsent.tasks.iter().map(|n| task(*n)).collect()))
        (list("web-unsent-parts", unsent.parts.iter().map(|(n, unit)| html! { (task(*n)) ": " (unit) }).collect()))
        (list("web-unsent-nobody", unsent.nobody.iter().map(|unit| html! { (unit) }).collect()))
    };
    disclosure(&text!(language, "web-unsent"), !unsent.names.is_empty() || !unsent.tasks.is_empty(), content)
}

fn tasks(visitor: &Visitor, desk: &Desk) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-campaign-tasks", count = desk.tasks.len());
    let mut columns = vec!["web-task-number", "web-task-words", "web-task-lead", "web-task-joining", "web-task-due"];
    columns.push(if desk.runs { "web-task-reached" } else { "web-task-own-part" });
    let table_of = Table {
        id: "tasks",
        caption: &title,
        quiet_caption: true,
        columns: columns.into_iter().map(|key| Column::words(text!(language, key))).collect(),
        rows: desk.tasks.iter().map(|task| row(visitor, desk, task)).collect(),
        narrow: Narrow::Cards,
        ..Table::default()
    };
    html! {
        h2 { (title) }
        (table(language, &table_of))
    }
}

fn row(visitor: &Visitor, desk: &Desk, task: &DeskTask) -> TableRow {
    let language = visitor.language;
    let at = address(&task_path(task.ordinal), desk.campaign.id).to_string();
    let cells = vec![
        html! { a href=(at) { (task.ordinal) } @if is_new(task) { " " (tag(&text!(language, "web-task-new"))) } },
        html! {
            (words(language, task))
            (task_words::in_plan(language, task, desk.campaign.id))
        },
        units(language, task, Role::Lead),
        html! {
            (units(language, task, Role::Coordinating))
            @for name in &task.unresolved { p { span lang="vi" { (name) } " " (tag(&text!(language, "web-plan-unresolved"))) } }
        },
        html! {
            @if let Some(day) = task.due_on { (Slashed(day)) }
            @if let Some(left) = task.days_left.filter(|_| desk.closed_at.is_none() && !task.is_withdrawn()) { " " (left_badge(language, left)) }
        },
        if desk.runs {
            reached(language, task)
        } else {
            html! {
                @if let Some(role) = task.own { strong { (part_words(visitor, role)) } }
                @for part in task.parts.iter().filter(|part| part.is_own && !task.is_withdrawn()) {
                    @if let Some(standing) = part.standing { " " (part_badge(language, standing, part.said.as_ref())) }
                }
            }
        },
    ];
    TableRow { id: Some(format!("task-{}", task.ordinal)), cells: together(cells) }
}

/// The words of a task; the duty to report has some of its own when the plan gives none.
pub(super) fn words(language: Language, task: &DeskTask) -> Markup {
    html! {
        @if task.text.is_empty() {
            (text!(language, "web-task-report"))
        } @else if task.is_withdrawn() { s lang="vi" { (task.text) } } @else { span lang="vi" { (task.text) } }
        @if task.is_withdrawn() { " " (tag(&text!(language, "web-task-withdrawn"))) }
        @if task.by_hand.added.is_some() { " " (tag(&text!(language, "web-task-added"))) }
        @if task.kind == TaskKind::Report { " " (tag(&text!(language, "web-task-is-report"))) }
    }
}

fn units(language: Language, task: &DeskTask, role: Role) -> Markup {
    let names: Vec<&str> = task.parts_as(role).take(NAMES).map(|part| part.name.as_str()).collect();
    let more = task.parts_as(role).count().saturating_sub(names.len());
    html! {
        (names.join(", "))
        @if more > 0 { " " (text!(language, "web-plan-more-units", count = more)) }
    }
}

fn reached(language: Language, task: &DeskTask) -> Markup {
    let (sent, seen) = task.reached();
    html! { (text!(language, "web-task-reach", sent = sent, seen = seen, all = task.parts.len())) }
}

#[derive(Deserialize)]
pub(super) struct Which {
    task: Option<u32>,
}

pub(super) async fn send(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Sent(which): Sent<Which>,
) -> Result<Response, Failure> {
    let name = asked.campaign.clone();
    let task = which.task;
    let sent = site
        .ask(&visitor, move |context| {
            let which = task.map(|task| [task]);
            desk::send(context, name.as_deref(), which.as_ref().map(<[u32; 1]>::as_slice))
        })
        .await?;
    let done = match (sent.parts, sent.people) {
        (0, _) => "tasks-sent-none",
        (_, 0) => "tasks-sent-nobody",
        _ => "tasks-sent",
    };
    let path = task.map_or_else(|| "/campaign".to_owned(), task_path);
    Ok(super::back(&path, asked.campaign.as_deref(), done))
}

pub(super) async fn plan(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let found = site.ask(&visitor, move |context| desk::plan_text(context, asked.campaign.as_deref())).await?;
    Ok(draw_plan(&visitor, &found))
}

fn draw_plan(visitor: &Visitor, found: &PlanText) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-campaign-plan-text");
    let home = address("/campaign", found.campaign.id).to_string();
    let mark = |ordinal: &u32| Mark {
        id: format!("task-{ordinal}"),
        href: format!("{home}#task-{ordinal}"),
        title: text!(language, "web-task", number = *ordinal),
        look: Look::Sure,
    };
    let marks: Vec<Mark> = found.tasks.iter().map(mark).collect();
    let main = html! {
        p class="hint" { (text!(language, "web-campaign-plan-hint")) }
        (marked_text(&found.text, &marks))
    };
    let crumbs = breadcrumbs(language, &[(&home, &found.campaign.name)], &title);
    show(visitor, Page { title: &title, part: "/campaign", breadcrumbs: Some(crumbs), main, ..Page::default() })
}
