//! What lies beside a report: files, questions and answers, what happened to it.

use super::{Asked, address, back, file_response, moment};
use crate::components::button::{Button, Weight, button, one_button_form};
use crate::components::comment::{Comment, thread};
use crate::components::dialog::card;
use crate::components::field::{Control, Field, field};
use crate::components::file_list::{File, file_list};
use crate::components::form::{Form, form};
use crate::components::table::{Column, Narrow, Table, table};
use crate::failure::Failure;
use crate::site::Site;
use crate::upload::Upload;
use crate::visitor::Visitor;
use app::entry::{self, MOST_BYTES, Opened, field_label};
use axum::extract::{Form as Sent, Multipart, Path, Query, State};
use axum::response::Response;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Files laid beside the report.
pub(super) fn files(language: Language, opened: &Opened) -> Markup {
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let open = !opened.closed;
    let there: Vec<_> = opened.attachments.iter().filter(|file| file.removed.is_none()).collect();
    let texts: Vec<(String, String, String)> = there
        .iter()
        .map(|file| {
            let href = address(code, &format!("attachments/{}", file.digest), &campaign);
            let remove = address(code, &format!("attachments/{}/remove", file.digest), &campaign);
            (href, remove, text!(language, "web-attach-by", by = &file.by, when = moment(language, file.at)))
        })
        .collect();
    let label = text!(language, "web-attach-remove");
    let listed: Vec<File<'_>> = there
        .iter()
        .zip(&texts)
        .map(|(file, (href, remove, note))| File {
            name: &file.name,
            href,
            bytes: file.size,
            note,
            action: open.then(|| {
                one_button_form(remove, &[], &Button { label: &label, about: Some(&file.name), ..Button::default() })
            }),
        })
        .collect();
    let hint = text!(language, "web-attach-hint", limit = MOST_BYTES >> 20);
    let fields = html! {
        (field(language, &Field {
            name: "files",
            label: &text!(language, "web-attach-files"),
            hint: Some(&hint),
            control: Control::Files { accept: ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp", multiple: true },
            ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-attach-do"), ..Button::default() }))
    };
    let content = html! {
        (file_list(language, &listed))
        @if open {
            (form(&Form { action: &address(code, "attachments", &campaign), files: true, ..Form::default() }, fields))
        }
    };
    card("attachments", &text!(language, "web-attach"), content)
}

/// Takes files.
pub(super) async fn attach(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    parts: Multipart,
) -> Result<Response, Failure> {
    let files = Upload::read(parts, visitor.language).await?.take_files("files");
    let (campaign, code) = (asked.campaign.clone(), unit.clone());
    site.ask(&visitor, move |context| entry::attach(context, campaign.as_deref(), &code, &files)).await?;
    Ok(back(&unit, asked.campaign.as_deref(), "file-attached"))
}

/// Gives a file.
pub(super) async fn fetch(
    State(site): State<Site>,
    visitor: Visitor,
    Path((unit, digest)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let campaign = asked.campaign;
    let file = site.ask(&visitor, move |context| entry::fetch(context, campaign.as_deref(), &unit, &digest)).await?;
    Ok(file_response(file))
}

/// Takes a file away.
pub(super) async fn remove(
    State(site): State<Site>,
    visitor: Visitor,
    Path((unit, digest)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (campaign, code) = (asked.campaign.clone(), unit.clone());
    site.ask(&visitor, move |context| entry::take_away(context, campaign.as_deref(), &code, &digest)).await?;
    Ok(back(&unit, asked.campaign.as_deref(), "file-removed"))
}

/// Questions and answers, by cell.
pub(super) fn threads(visitor: &Visitor, opened: &Opened) -> Markup {
    let language = visitor.language;
    let mut cells: Vec<Option<&str>> = Vec::new();
    for comment in &opened.comments {
        if !cells.contains(&comment.cell.as_deref()) {
            cells.push(comment.cell.as_deref());
        }
    }
    if !cells.contains(&None) {
        cells.push(None);
    }
    let content = html! { @for cell in cells { (one_thread(visitor, opened, cell)) } };
    card("questions", &text!(language, "web-entry-thread"), content)
}

fn one_thread(visitor: &Visitor, opened: &Opened, cell: Option<&str>) -> Markup {
    let language = visitor.language;
    let form_of = &opened.loaded.form;
    let is_section = cell.is_some_and(|name| {
        form_of.find(name).is_none() && form_of.sections().iter().any(|section| section.id.as_str() == name)
    });
    let said: Vec<_> = opened.comments.iter().filter(|comment| comment.cell.as_deref() == cell).collect();
    let mut heading = match cell {
        Some(name) if is_section => field_label(form_of, &format!("p:{name}"), language),
        Some(name) => field_label(form_of, &format!("f:{name}"), language),
        None => text!(language, "web-entry-thread-whole"),
    };
    if !said.is_empty() && said.iter().all(|comment| comment.resolved.is_some()) {
        heading = format!("{heading} {}", text!(language, "web-entry-thread-settled"));
    }
    let written: Vec<[String; 3]> = said
        .iter()
        .map(|comment| [format!("c{}", comment.sequence), comment.at.to_string(), moment(language, comment.at)])
        .collect();
    let comments: Vec<Comment<'_>> = said
        .iter()
        .zip(&written)
        .map(|(comment, [id, datetime, when])| Comment {
            id,
            author: &comment.by,
            unit: "",
            datetime,
            when,
            body: &comment.text,
            own: comment.person == Some(visitor.signed_in.person.id),
        })
        .collect();
    let id = format!("t:{}", cell.unwrap_or_default());
    let label = if said.is_empty() { "web-answer-new" } else { "web-answer" };
    thread(language, &id, &heading, &comments, Some(answer_form(language, opened, cell, &text!(language, label))))
}

fn answer_form(language: Language, opened: &Opened, cell: Option<&str>, label: &str) -> Markup {
    let campaign = opened.loaded.campaign.id.to_string();
    let id = format!("answer:{}", cell.unwrap_or_default());
    let fields = html! {
        (field(language, &Field {
            name: "words",
            id: Some(&id),
            label,
            maxlength: Some(4_000),
            control: Control::Lines { value: "", rows: 2 },
            ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-answer-do"), weight: Weight::Secondary, ..Button::default() }))
    };
    let action = address(opened.unit.code.as_str(), "answer", &campaign);
    form(&Form { action: &action, hidden: &[("cell", cell.unwrap_or_default())], ..Form::default() }, fields)
}

/// An answer.
#[derive(Deserialize)]
pub(super) struct Answer {
    cell: Option<String>,
    words: String,
}

/// Takes an answer.
pub(super) async fn answer(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Answer>,
) -> Result<Response, Failure> {
    let (campaign, code) = (asked.campaign.clone(), unit.clone());
    site.ask(&visitor, move |context| {
        let cell = sent.cell.as_deref().filter(|cell| !cell.is_empty());
        app::review::write(context, campaign.as_deref(), &code, cell, &sent.words)
    })
    .await?;
    Ok(back(&unit, asked.campaign.as_deref(), "answer-sent"))
}

/// What happened to the report.
pub(super) fn history(language: Language, opened: &Opened) -> Markup {
    let Some(sent) = &opened.sent else { return Markup::default() };
    let campaign = opened.loaded.campaign.id.to_string();
    let columns = ["when", "what", "revision", "by", "reason"];
    let columns = columns.map(|key| Column::words(text!(language, &format!("web-history-{key}")))).to_vec();
    let row = |event: &domain::report::Event| {
        vec![
            html! { (moment(language, event.at)) },
            html! { (text!(language, &format!("web-history-{}", event.action.name()))) },
            html! { (event.revision) },
            html! { (event.by) },
            html! { (event.reason.as_deref().unwrap_or_default()) },
        ]
        .into()
    };
    let heading = text!(language, "web-history");
    let events = Table {
        id: "events",
        caption: &heading,
        quiet_caption: true,
        columns,
        rows: opened.events.iter().map(row).collect(),
        narrow: Narrow::Cards,
        ..Table::default()
    };
    let file = address(opened.unit.code.as_str(), "sent.xlsx", &campaign);
    let content = html! {
        (table(language, &events))
        p { a href=(file) download { (text!(language, "web-history-file", revision = sent.number)) } }
    };
    card("history", &heading, content)
}
