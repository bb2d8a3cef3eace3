//! How far the tasks of the plan are.

use super::Asked;
use super::draw::views;
use crate::components::badge::{Status, badge_saying};
use crate::components::empty_state::empty_state;
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::status::{TaskLine, task_board};
use axum::extract::{Query, State};
use domain::time::Slashed;
use locale::{Language, text};
use maud::{Markup, html};

/// Words of a task shown in a row.
const WORDS: usize = 40;

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let campaign = asked.campaign.clone();
    let (campaign, tasks) = site.ask(&visitor, move |context| task_board(context, campaign.as_deref())).await?;
    let language = visitor.language;
    let main = html! {
        (views(language, &asked, false))
        @if tasks.is_empty() {
            (empty_state(&text!(language, "web-board-no-tasks"), &text!(language, "web-board-no-tasks-why"), None))
        } @else { (rows(language, &asked, &tasks)) }
    };
    let title = text!(language, "web-board-title", name = &campaign.name, year = campaign.year.to_string());
    Ok(show(&visitor, Page { title: &title, part: "/board", main, ..Page::default() }))
}

fn rows(language: Language, asked: &Asked, tasks: &[TaskLine]) -> Markup {
    let words = |key: &str| Column::words(text!(language, key));
    let columns = vec![
        words("column-task"),
        words("column-due"),
        words("column-lead"),
        Column::numbers(text!(language, "column-units")),
        words("web-board-sent"),
    ];
    let title = text!(language, "web-board-tasks");
    let rows = tasks.iter().map(|task| row(language, asked, task)).collect();
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

fn row(language: Language, asked: &Asked, line: &TaskLine) -> Row {
    let task = &line.task.task;
    let href = crate::address::Address::of("/campaign/tasks")
        .part(&task.ordinal.to_string())
        .maybe("campaign", asked.campaign.as_deref());
    let leads = match line.task.leads.as_slice() {
        few if few.len() <= 3 => few.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        many => text!(language, "web-board-lead-units", count = many.len()),
    };
    let leads = if leads.is_empty() { task.lead_as_written.clone().unwrap_or_default() } else { leads };
    Row {
        id: Some(format!("t-{}", task.ordinal)),
        cells: vec![
            html! { a href=(String::from(href)) { (task.ordinal) ". " (shortened(&task.text)) } },
            html! {
                @if let Some(day) = task.due_on { (Slashed(day).to_string()) " " (days_left(language, line)) }
            },
            html! { (leads) },
            html! { (line.units) },
            html! { (sent(language, line)) },
        ],
    }
}

fn days_left(language: Language, line: &TaskLine) -> Markup {
    match line.task.days_left {
        Some(days) if days < 0 => badge_saying(Status::Late, &text!(language, "web-board-past", days = -days)),
        Some(0) => badge_saying(Status::DueSoon, &text!(language, "web-board-due-today")),
        Some(days) if days <= 3 => badge_saying(Status::DueSoon, &text!(language, "web-board-days-left", days = days)),
        Some(days) => badge_saying(Status::Missing, &text!(language, "web-board-days-left", days = days)),
        None => Markup::default(),
    }
}

fn sent(language: Language, line: &TaskLine) -> String {
    match line.reported {
        Some(reported) => text!(language, "web-board-reported", count = reported, all = line.units),
        None if line.sent == 0 => text!(language, "web-board-not-sent"),
        None => text!(language, "web-board-sent-seen", sent = line.sent, seen = line.seen),
    }
}

fn shortened(words: &str) -> String {
    let mut all = words.split_whitespace();
    let first: Vec<&str> = all.by_ref().take(WORDS).collect();
    let more = if all.next().is_some() { " …" } else { "" };
    format!("{}{more}", first.join(" "))
}
