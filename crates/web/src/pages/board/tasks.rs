//! How far the tasks of the plan are.

use super::Asked;
use super::draw::views;
use crate::address::Address;
use crate::components::badge::{Status, badge_saying};
use crate::components::button::{Button, one_button_form};
use crate::components::empty_state::empty_state;
use crate::components::pick::{live_part, live_sentence};
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::components::tile::{Tile, tiles};
use crate::failure::Failure;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::status::{TaskBoard, TaskGroup, TaskLine, task_board};
use axum::extract::{Form as Sent, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::time::Slashed;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Words of a task shown in a row.
const WORDS: usize = 40;

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let board = load(&site, &visitor, &asked).await?;
    let language = visitor.language;
    let sentence = done(&visitor, asked.done.as_deref());
    let main = html! {
        (views(language, &asked, false))
        @if board.lines.is_empty() {
            (empty_state(&text!(language, "web-board-no-tasks"), &text!(language, "web-board-no-tasks-why"), None))
        } @else { (live(language, &asked, &board)) }
    };
    let title = text!(language, "web-board-title", name = &board.campaign.name, year = board.campaign.year.to_string());
    let page = Page {
        title: &title,
        part: "/board",
        alert: done_alert(sentence.as_ref()),
        scripts: &["board.js"],
        main,
        ..Page::default()
    };
    Ok(show(&visitor, page))
}

/// The part of the board that changes.
pub(super) async fn fragment(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let board = load(&site, &visitor, &asked).await?;
    Ok(live(visitor.language, &asked, &board))
}

async fn load(site: &Site, visitor: &Visitor, asked: &Asked) -> Result<TaskBoard, Failure> {
    let campaign = asked.campaign.clone();
    site.ask(visitor, move |context| task_board(context, campaign.as_deref())).await
}

#[derive(Deserialize)]
pub(super) struct Which {
    task: u32,
}

/// Reminds those who lead a task and have not done it.
pub(super) async fn remind(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Sent(which): Sent<Which>,
) -> Result<Response, Failure> {
    let campaign = asked.campaign.clone();
    let reminded = site
        .ask(&visitor, move |context| app::remind::remind_task(context, campaign.as_deref(), which.task, None))
        .await?;
    let key = match (reminded.units, reminded.nobody) {
        (0, 0) => "task-remind-none",
        (0, _) => "task-remind-nobody",
        (_, 0) => "task-remind",
        (_, _) => "task-remind-some",
    };
    Ok(Redirect::to(&String::from(asked.at("/board/tasks").with("done", key))).into_response())
}

fn status(group: TaskGroup) -> Status {
    match group {
        TaskGroup::Late => Status::Late,
        TaskGroup::Returned => Status::Returned,
        TaskGroup::DueSoon => Status::DueSoon,
        TaskGroup::Open => Status::Missing,
        TaskGroup::Done => Status::OnTime,
    }
}

/// The part that changes while it is looked at: how many tasks stand how, and the tasks.
fn live(language: Language, asked: &Asked, board: &TaskBoard) -> Markup {
    let campaign = board.campaign.id.to_string();
    let events = String::from(Address::of("/board/events").with("campaign", &campaign));
    let fragment = String::from(asked.at("/board/tasks/fragment"));
    let group = asked.status.as_deref().and_then(TaskGroup::parse);
    let shown: Vec<&TaskLine> =
        board.lines.iter().filter(|line| group.is_none_or(|group| line.group() == group)).collect();
    let (done, late) = (board.count(TaskGroup::Done), board.count(TaskGroup::Late));
    let (all, count) = (board.lines.len(), shown.len());
    let summary = text!(language, "web-board-task-summary", shown = count, all = all, done = done, late = late);
    let everything = String::from(Address::of("/board/tasks").maybe("campaign", asked.campaign.as_deref()));
    let content = html! {
        div id="board-counts" data-live-part="yes" { (counts(language, asked, board)) }
        (live_sentence("board-summary", &summary))
        @if group.is_some() { p { a href=(everything) { (text!(language, "web-board-task-all")) } } }
        @if shown.is_empty() { p { (text!(language, "web-board-task-no-match")) } } @else { (rows(language, asked, board, &shown)) }
    };
    live_part("board", &events, &fragment, board.counter, content)
}

fn counts(language: Language, asked: &Asked, board: &TaskBoard) -> Markup {
    let counted: Vec<(TaskGroup, String, String, String)> = TaskGroup::ALL
        .into_iter()
        .map(|group| {
            let href =
                Address::of("/board/tasks").maybe("campaign", asked.campaign.as_deref()).with("status", group.name());
            let label = text!(language, &format!("web-board-task-{}", group.name()));
            (group, label, board.count(group).to_string(), String::from(href))
        })
        .collect();
    let each: Vec<Tile<'_>> = counted
        .iter()
        .map(|(group, label, value, href)| Tile {
            label,
            value,
            note: None,
            href: Some(href),
            status: Some(status(*group)),
        })
        .collect();
    tiles(&each)
}

fn rows(language: Language, asked: &Asked, board: &TaskBoard, tasks: &[&TaskLine]) -> Markup {
    let words = |key: &str| Column::words(text!(language, key));
    let mut columns = vec![
        words("column-task"),
        words("column-due"),
        words("column-lead"),
        words("web-progress"),
        words("web-board-sent"),
    ];
    columns.extend(board.may_remind.then(|| words("web-board-task-remind-column")));
    let title = text!(language, "web-board-tasks");
    let rows = tasks.iter().map(|task| row(language, asked, board, task)).collect();
    let shown = Table {
        id: "tasks",
        caption: &title,
        quiet_caption: true,
        columns,
        rows,
        narrow: Narrow::Cards,
        ..Table::default()
    };
    table(language, &shown)
}

fn row(language: Language, asked: &Asked, board: &TaskBoard, line: &TaskLine) -> Row {
    let task = &line.task.task;
    let href =
        Address::of("/campaign/tasks").part(&task.ordinal.to_string()).maybe("campaign", asked.campaign.as_deref());
    let leads = match line.task.leads.as_slice() {
        few if few.len() <= 3 => few.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        many => text!(language, "web-board-lead-units", count = many.len()),
    };
    let leads = if leads.is_empty() { task.lead_as_written.clone().unwrap_or_default() } else { leads };
    let mut cells = vec![
        html! { a href=(String::from(href)) { (task.ordinal) ". " (shortened(&task.text)) } },
        html! {
            @if let Some(day) = task.due_on { (Slashed(day).to_string()) " " (days_left(language, line)) }
        },
        html! { (leads) },
        html! { div { (progress(language, line)) } },
        html! { (sent(language, line)) },
    ];
    if board.may_remind {
        cells.push(
            html! { @if line.waits_for_units() && line.sent > 0 { (remind_button(language, asked, task.ordinal)) } },
        );
    }
    Row { id: Some(format!("t-{}", task.ordinal)), cells }
}

fn remind_button(language: Language, asked: &Asked, ordinal: u32) -> Markup {
    let to = String::from(asked.at("/board/tasks/remind"));
    let label = text!(language, "web-board-task-remind");
    let about = text!(language, "web-board-task-remind-about", number = ordinal);
    let what = Button { label: &label, about: Some(&about), ..Button::default() };
    one_button_form(&to, &[("task", &ordinal.to_string())], &what)
}

/// How those who lead a task stand.
fn progress(language: Language, line: &TaskLine) -> Markup {
    let count = &line.progress;
    if let Some(reported) = line.reported {
        return html! { (text!(language, "web-board-reported", count = reported, all = line.units)) };
    }
    if count.all() == 0 {
        return html! { (text!(language, "web-board-task-nobody")) };
    }
    let badges = [
        (Status::Late, "web-board-task-count-late", count.late),
        (Status::Returned, "web-board-task-count-returned", count.returned),
        (Status::DueSoon, "web-board-task-count-due-soon", count.due_soon),
        (Status::OnTime, "web-board-task-count-done-late", count.done_late),
    ];
    html! {
        (text!(language, "web-board-task-progress", done = count.finished(), all = count.all()))
        @for (status, key, count) in badges {
            @if count > 0 { " " (badge_saying(status, &text!(language, key, count = count))) }
        }
    }
}

fn days_left(language: Language, line: &TaskLine) -> Markup {
    match line.task.days_left.filter(|_| line.group() != TaskGroup::Done) {
        Some(days) if days < 0 => badge_saying(Status::Late, &text!(language, "web-board-past", days = -days)),
        Some(0) => badge_saying(Status::DueSoon, &text!(language, "web-board-due-today")),
        Some(days) if days <= 3 => badge_saying(Status::DueSoon, &text!(language, "web-board-days-left", days = days)),
        Some(days) => badge_saying(Status::Missing, &text!(language, "web-board-days-left", days = days)),
        None => Markup::default(),
    }
}

fn sent(language: Language, line: &TaskLine) -> String {
    match line.sent {
        0 => text!(language, "web-board-not-sent"),
        _ => text!(language, "web-board-sent-seen", sent = line.sent, seen = line.seen),
    }
}

fn shortened(words: &str) -> String {
    let mut all = words.split_whitespace();
    let first: Vec<&str> = all.by_ref().take(WORDS).collect();
    let more = if all.next().is_some() { " …" } else { "" };
    format!("{}{more}", first.join(" "))
}
