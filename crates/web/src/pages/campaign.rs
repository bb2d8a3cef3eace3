//! The campaign for everybody in it; its tasks, days and form for the agency.

mod days;
mod form;
mod new_task;
mod progress;
mod task;
mod task_words;
mod view;

pub(super) use form::blank_sheet;
pub(super) use progress::standing_badge as part_badge;

use crate::address::Address;
use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::Visitor;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::CampaignId;
use domain::task::Role;
use locale::text;
use serde::Deserialize;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/campaign", get(view::page))
        .route("/campaign/plan", get(view::plan))
        .route("/campaign/send", post(view::send))
        .route("/campaign/due", get(days::ask_due).post(days::set_due))
        .route("/campaign/close", get(days::ask_close).post(days::close))
        .route("/campaign/reopen", get(days::ask_reopen).post(days::reopen))
        .route("/campaign/tasks/new", get(new_task::page).post(new_task::add))
        .route("/campaign/tasks/{ordinal}", get(task::page))
        .route("/campaign/tasks/{ordinal}/words", post(task_words::reword))
        .route("/campaign/tasks/{ordinal}/withdraw", post(task_words::withdraw))
        .route("/campaign/tasks/{ordinal}/restore", post(task_words::restore))
        .route("/campaign/tasks/{ordinal}/done", post(progress::say_done))
        .route("/campaign/tasks/{ordinal}/undone", post(progress::take_back))
        .route("/campaign/tasks/{ordinal}/return", get(progress::ask_return).post(progress::give_back))
        .route("/campaign/tasks/{ordinal}/assign", post(task::assign))
        .route("/campaign/tasks/{ordinal}/unassign", post(task::unassign))
        .route("/campaign/tasks/{ordinal}/settle", post(task::settle))
        .route("/campaign/tasks/{ordinal}/due", post(task::set_due))
        .route("/campaign/form", get(form::page).post(form::act))
        .route("/campaign/form/upload", post(form::upload).layer(DefaultBodyLimit::max(2 << 20)))
        .route("/campaign/form/blank", get(form::blank))
        .route("/campaign/form/blanks", get(form::blanks))
}

/// Which campaign, and what happened before.
#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    campaign: Option<String>,
    done: Option<String>,
    page: Option<String>,
}

/// An address of a campaign.
fn address(path: &str, campaign: CampaignId) -> Address {
    Address::of(path).with("campaign", &campaign.to_string())
}

/// The address of a task.
fn task_path(ordinal: u32) -> String {
    format!("/campaign/tasks/{ordinal}")
}

/// Back to a page after something was done.
fn back(path: &str, campaign: Option<&str>, done: &str) -> Response {
    Redirect::to(&Address::of(path).maybe("campaign", campaign).with("done", done).to_string()).into_response()
}

/// A part in a task, as forms name it.
fn part(name: &str, visitor: &Visitor) -> Result<Role, Failure> {
    match name {
        "lead" => Ok(Role::Lead),
        "coordinating" => Ok(Role::Coordinating),
        _ => Err(Failure::bad_request(visitor.language)),
    }
}

fn part_name(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Coordinating => "coordinating",
    }
}

fn part_words(visitor: &Visitor, role: Role) -> String {
    text!(visitor.language, &format!("web-part-{}", part_name(role)))
}

#[cfg(test)]
mod tests;
