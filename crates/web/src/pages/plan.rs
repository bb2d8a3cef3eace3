//! Plans: brought, read beside their text, corrected with a click, opened as a campaign or answered with one's own.

mod confirm;
mod fact;
mod label;
mod own;
pub(in crate::pages) mod read;

use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::components::button::{Button, Weight, button};
use crate::components::dialog::card;
use crate::components::empty_state::empty_state;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, form};
use crate::components::table::{Column, Narrow, Table, table};
use crate::failure::Failure;
use crate::guard::UPLOAD_LIMIT;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::upload::Upload;
use crate::visitor::Visitor;
use app::explain::Explain;
use app::plan::{self, PlanError, Shelf};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::time::{Slashed, day_in_vietnam};
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Endings and media types of a plan.
const ACCEPTED: &str = ".docx,.doc,.odt,.pdf,.html,.htm,.txt,.md";

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    let large = || DefaultBodyLimit::max(UPLOAD_LIMIT);
    Router::new()
        .route("/plans", get(list).post(bring).layer(large()))
        .route("/plans/{digest}", get(read::page))
        .route("/plans/{digest}/file", get(fetch))
        .route("/plans/{digest}/open", post(confirm::open).layer(large()))
        .route("/plans/{digest}/form", post(confirm::look).layer(large()))
        .route("/plans/{digest}/facts/{path}", get(fact::page).post(fact::correct))
        .route("/plans/{digest}/own", get(own::page).post(own::write))
}

/// What happened before a redirect.
#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

/// The address of a plan.
fn address(digest: &str) -> Address {
    Address::of("/plans").part(digest)
}

async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let shelf = site.ask(&visitor, plan::list).await?;
    let sentence = done(&visitor, asked.done.as_deref());
    Ok(draw(&visitor, &shelf, done_alert(sentence.as_ref())))
}

fn draw(visitor: &Visitor, shelf: &Shelf, alert: Option<Alert<'_>>) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-plans");
    let main = html! {
        (bring_form(language, shelf))
        @if shelf.plans.is_empty() {
            (empty_state(&text!(language, "web-plans-none"), &text!(language, "web-plans-none-hint"), None))
        } @else {
            (plans(language, &title, shelf))
        }
    };
    show(visitor, Page { title: &title, part: "/plans", alert, main, ..Page::default() })
}

fn bring_form(language: Language, shelf: &Shelf) -> Markup {
    let (label, hint) = (text!(language, "web-plans-file"), text!(language, "web-plans-file-hint"));
    let of = text!(language, "web-plans-unit");
    let homes: Vec<(&str, &str)> = shelf.homes.iter().map(|home| (home.code.as_str(), home.name.as_str())).collect();
    let choices: Vec<Choice<'_>> =
        homes.iter().enumerate().map(|(at, (value, label))| Choice { value, label, chosen: at == 0 }).collect();
    let fields = html! {
        (field(language, &Field {
            name: "plan", label: &label, hint: Some(&hint),
            control: Control::Files { accept: ACCEPTED, multiple: false }, ..Field::default()
        }))
        @if homes.len() > 1 {
            (field(language, &Field {
                name: "unit", label: &of, control: Control::Select { choices: &choices }, ..Field::default()
            }))
        }
        (button(&Button { label: &text!(language, "web-plans-bring"), weight: Weight::Primary, ..Button::default() }))
    };
    let sent = Form { action: "/plans", files: true, ..Form::default() };
    card("bring", &text!(language, "web-plans-new"), form(&sent, fields))
}

fn plans(language: Language, title: &str, shelf: &Shelf) -> Markup {
    let columns =
        ["web-plans-column-name", "web-plans-column-unit", "web-plans-column-brought", "web-plans-column-campaign"];
    let row = |listed: &plan::Listed| {
        let digest = &listed.document.digest;
        let day = Slashed(day_in_vietnam(listed.document.at)).to_string();
        vec![
            html! { a href=(address(digest)) { (listed.document.name) } },
            html! { (listed.unit.name) },
            html! { (text!(language, "web-plans-brought", day = day, by = &listed.document.by)) },
            html! {
                @match &listed.campaign {
                    Some(campaign) => a href=(Address::of("/campaign").with("campaign", &campaign.id.to_string())) { (campaign.name) },
                    None => span class="quiet" { (text!(language, "web-plans-not-open")) },
                }
            },
        ]
        .into()
    };
    let table_of = Table {
        id: "plans",
        caption: title,
        quiet_caption: true,
        columns: columns.map(|key| Column::words(text!(language, key))).to_vec(),
        rows: shelf.plans.iter().map(row).collect(),
        narrow: Narrow::Cards,
        ..Table::default()
    };
    table(language, &table_of)
}

async fn bring(State(site): State<Site>, visitor: Visitor, parts: Multipart) -> Result<Response, Failure> {
    let language = visitor.language;
    let mut upload = Upload::read(parts, language).await?;
    let unit = upload.text("unit").map(str::to_owned);
    let Some(file) = upload.take_file("plan") else { return Err(Failure::bad_request(language)) };
    let brought = site.try_ask(&visitor, move |context| plan::bring(context, unit.as_deref(), &file)).await?;
    match brought {
        Ok(document) => {
            let to = address(&document.digest).with("done", "plan-brought").to_string();
            Ok(Redirect::to(&to).into_response())
        }
        Err(PlanError::Find(error)) => Err(Failure::told(&error, language)),
        Err(error) => {
            let shelf = site.ask(&visitor, plan::list).await?;
            let sentence = error.explain(language);
            let page = draw(&visitor, &shelf, Some(Alert::new(Kind::Error, &sentence)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn fetch(State(site): State<Site>, visitor: Visitor, Path(digest): Path<String>) -> Result<Response, Failure> {
    let file = site.ask(&visitor, move |context| plan::file(context, &digest)).await?;
    Ok(crate::download::file(&file.name, "application/octet-stream", file.bytes))
}

#[cfg(test)]
mod tests;
