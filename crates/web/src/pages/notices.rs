//! Messages to a person.

use super::entry::{self, moment};
use crate::address::Address;
use crate::components::badge::{Status, badge_saying};
use crate::components::button::{Button, Weight, button, link_button};
use crate::components::empty_state::empty_state;
use crate::components::form::{Form, form};
use crate::components::sheet::duties;
use crate::failure::Failure;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::inbox::{Inbox, inbox, mark_read};
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::job::Notice;
use domain::time::Slashed;
use domain::{CivilDate, NoticeId};
use locale::{Language, Value, text};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Carried;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/notices", get(page).post(read_all))
}

#[derive(Deserialize)]
struct Asked {
    before: Option<String>,
    done: Option<String>,
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let before = asked.before.as_deref().and_then(NoticeId::parse);
    let found = site.ask(&visitor, move |context| inbox(context, before)).await?;
    let happened = done(&visitor, asked.done.as_deref());
    Ok(draw(&visitor, &found, happened.as_ref()))
}

async fn read_all(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    site.ask(&visitor, |context| mark_read(context, None)).await?;
    Ok(Redirect::to("/notices?done=notices-read").into_response())
}

fn draw(visitor: &Visitor, found: &Inbox, happened: Option<&String>) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-notices");
    let main = html! {
        @if found.notices.is_empty() {
            (empty_state(&text!(language, "web-notices-none"), &text!(language, "web-notices-none-more"), None))
        } @else {
            @if found.unread > 0 {
                (form(&Form { action: "/notices", ..Form::default() }, button(&Button {
                    label: &text!(language, "web-notices-read-all"), ..Button::default()
                })))
            }
            (duties(&found.notices.iter().map(|(notice, unit)| one(language, notice, unit.as_deref())).collect::<Vec<_>>()))
        }
        @if let Some(older) = found.older {
            (link_button(&format!("/notices?before={older}"), &text!(language, "web-notices-older"), Weight::Secondary))
        }
    };
    show(visitor, Page { title: &title, part: "/notices", alert: done_alert(happened), main, ..Page::default() })
}

fn one(language: Language, notice: &Notice, unit: Option<&str>) -> Markup {
    html! {
        p class="quiet" {
            time datetime=(notice.at.to_string()) { (moment(language, notice.at)) }
            @if notice.read_at.is_none() { " " (badge_saying(Status::Submitted, &text!(language, "web-notices-new"))) }
        }
        p { (sentence(language, notice)) " " a href=(leads_to(notice, unit)) { (text!(language, "web-notices-open")) } }
    }
}

/// Where something can be done about it.
fn leads_to(notice: &Notice, unit: Option<&str>) -> String {
    let campaign = notice.campaign.map(|campaign| campaign.to_string()).unwrap_or_default();
    let cell = notice.params.get("cell").and_then(serde_json::Value::as_str).unwrap_or_default();
    let at = |path: &str| Address::of(path).with("campaign", &campaign).to_string();
    match (notice.kind.as_str(), unit) {
        ("answer", Some(unit)) => Address::of("/review").part(unit).with("campaign", &campaign).to_string(),
        ("question", Some(unit)) => format!("{}#t:{cell}", entry::address(unit, "entry", &campaign)),
        ("reminder", Some(unit)) => entry::address(unit, "entry", &campaign),
        (kind, Some(unit)) if kind.starts_with("report-") => entry::address(unit, "entry", &campaign),
        ("escalation", _) => at("/board"),
        ("task-escalation", _) => at("/board/tasks"),
        (kind, _) if kind.starts_with("task-") => match notice.params.get("task").and_then(Carried::as_u64) {
            Some(number) => at(&format!("/campaign/tasks/{number}")),
            None => at("/campaign"),
        },
        (kind, _) if kind.starts_with("sign-off") => at("/consolidated"),
        _ => at("/"),
    }
}

/// The sentence of a message: `notice-<kind>`, filled with what the message carries.
pub(crate) fn sentence(language: Language, notice: &Notice) -> String {
    let key = format!("notice-{}", notice.kind);
    if !locale::has(language, &key) {
        return text!(language, "notice-other");
    }
    let value = |value: &Carried| match value {
        Carried::String(words) => match words.parse::<CivilDate>() {
            Ok(day) => Value::from(Slashed(day).to_string()),
            Err(_) => Value::from(words),
        },
        other => other.as_i64().map_or_else(|| Value::from(""), Value::from),
    };
    let fields = notice.params.as_object().into_iter().flatten();
    let values: Vec<(&str, Value)> = fields.map(|(name, carried)| (name.as_str(), value(carried))).collect();
    locale::text(language, &key, &values).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Instant, PersonId};
    use serde_json::json;

    fn notice(kind: &str, params: Carried) -> Notice {
        Notice {
            id: NoticeId::new(Instant::UNIX_EPOCH, [1; 10]),
            person: PersonId::new(Instant::UNIX_EPOCH, [2; 10]),
            kind: kind.into(),
            params,
            campaign: None,
            unit: None,
            at: Instant::UNIX_EPOCH,
            read_at: None,
        }
    }

    #[test]
    fn a_message_is_a_sentence_in_both_languages() {
        let reminder =
            notice("reminder", json!({ "unit": "Xã Hòa Lộc", "campaign": "", "due_on": "20/12/2026", "note": null }));
        assert_eq!(sentence(Language::Vi, &reminder), "Xã Hòa Lộc chưa gửi báo cáo; hạn 20/12/2026.");
        let due =
            notice("campaign-due", json!({ "before": "2026-12-20", "after": "2026-12-22", "reason": "Trùng lễ" }));
        assert_eq!(sentence(Language::En, &due), "Reports are now due on 22/12/2026, not 20/12/2026. Trùng lễ");
        assert_eq!(sentence(Language::En, &notice("strange", json!({}))), "There is a new notice");
    }

    #[test]
    fn a_message_leads_to_where_something_can_be_done() {
        let question = notice("question", json!({ "unit": "Xã Hòa Lộc", "cell": "talks" }));
        assert_eq!(leads_to(&question, Some("X1")), "/report/X1/entry#t:talks");
        assert_eq!(leads_to(&notice("answer", json!({})), Some("X1")), "/review/X1");
        assert_eq!(leads_to(&notice("tasks-sent", json!({})), Some("X1")), "/");
        assert_eq!(leads_to(&notice("task-reminder", json!({ "task": 3 })), Some("X1")), "/campaign/tasks/3");
    }
}
