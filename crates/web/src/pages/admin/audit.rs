//! The audit trail: who changed what, before and after.

use super::{line, moment, view};
use crate::address::Address;
use crate::components::button::{Button, button};
use crate::components::dialog::disclosure;
use crate::components::empty_state::empty_state;
use crate::components::form::filters;
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::Visitor;
use app::people;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::audit::AuditEvent;
use domain::unit::UnitVersion;
use domain::{AuditId, Instant};
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// Events on a page.
const ON_A_PAGE: usize = 50;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/admin/audit", get(page))
}

#[derive(Clone, Default, Deserialize)]
struct Asked {
    actor: Option<String>,
    action: Option<String>,
    unit: Option<String>,
    before: Option<String>,
}

impl Asked {
    fn filter(&self) -> people::TrailFilter {
        let filled =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        people::TrailFilter { actor: filled(&self.actor), action: filled(&self.action), unit: filled(&self.unit) }
    }

    /// Where the page begins: the moment and id of the last event of the page before.
    fn from(&self) -> Option<(Instant, AuditId)> {
        let (at, id) = self.before.as_deref()?.split_once('~')?;
        Some((Instant::from_microsecond(at.parse().ok()?).ok()?, AuditId::parse(id)?))
    }
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let (filter, from) = (asked.filter(), asked.from());
    let trail = site.ask(&visitor, move |context| people::audit(context, &filter, from, ON_A_PAGE)).await?;
    let language = visitor.language;
    let value = |text: &Option<String>| text.clone().unwrap_or_default();
    let columns = ["web-audit-at", "web-audit-actor", "web-audit-action", "web-audit-unit", "web-audit-changed"];
    let columns = columns.map(|key| Column::words(text!(language, key))).to_vec();
    let rows = trail.events.iter().map(|(event, unit)| row(language, event, unit.as_ref(), &trail.names)).collect();
    let caption = text!(language, "web-admin-audit");
    let listed = Table {
        id: "audit",
        caption: &caption,
        quiet_caption: true,
        columns,
        rows,
        narrow: Narrow::Cards,
        ..Table::default()
    };
    let address = || {
        Address::of("/admin/audit")
            .with("actor", &value(&asked.actor))
            .with("action", &value(&asked.action))
            .with("unit", &value(&asked.unit))
    };
    let main = html! {
        (filters("/admin/audit", &text!(language, "web-audit-filter"), html! {
            (line(language, "actor", "web-audit-actor", &value(&asked.actor), None, true))
            (line(language, "action", "web-audit-action", &value(&asked.action), Some("web-audit-action-hint"), true))
            (line(language, "unit", "web-units-code", &value(&asked.unit), None, true))
            (button(&Button { label: &text!(language, "web-people-find"), ..Button::default() }))
        }))
        @if trail.events.is_empty() {
            (empty_state(&text!(language, "web-audit-none"), &text!(language, "web-audit-none-more"), None))
        } @else {
            (table(language, &listed))
        }
        @if let Some((at, id)) = trail.older {
            @let older = address().with("before", &format!("{}~{id}", at.as_microsecond()));
            p { a rel="next" href=(older) { (text!(language, "web-audit-older")) } }
        }
        @if asked.before.is_some() { p { a href=(address()) { (text!(language, "web-audit-newest")) } } }
    };
    Ok(view(&visitor, "/admin/audit", None, main))
}

fn row(language: Language, event: &AuditEvent, unit: Option<&UnitVersion>, names: &HashMap<String, String>) -> Row {
    let action = people::action_text(&event.action, language);
    let details = event.before.is_some() || event.after.is_some();
    vec![
        html! { (moment(event.at)) },
        html! { (event.actor) },
        html! { (action) },
        html! { @if let Some(unit) = unit { (unit.name) " (" (unit.code) ")" } },
        html! {
            p { (named(&event.subject, names)) }
            @if details {
                (disclosure(&text!(language, "web-audit-details"), false, html! {
                    @if let Some(before) = &event.before { p { strong { (text!(language, "web-audit-before")) } } (shown(before, names)) }
                    @if let Some(after) = &event.after { p { strong { (text!(language, "web-audit-after")) } } (shown(after, names)) }
                }))
            }
        },
    ]
    .into()
}

/// Characters of an id or a digest that are shown: enough to tell two apart.
const ID_SHOWN: usize = 8;

/// A subject as people call it; an id of something else by its beginning.
fn named(subject: &str, names: &HashMap<String, String>) -> String {
    if let Some(name) = names.get(subject) {
        return name.clone();
    }
    let is_id = subject.len() >= 32 && subject.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if is_id { format!("{}…", &subject[..ID_SHOWN]) } else { subject.to_owned() }
}

/// Names and values, as they were noted; ids as [`named`] writes them.
fn shown(value: &Value, names: &HashMap<String, String>) -> Markup {
    html! {
        @match value {
            Value::Object(fields) => ul { @for (name, value) in fields { li { (name) ": " (shown(value, names)) } } },
            Value::Array(values) => ul { @for value in values { li { (shown(value, names)) } } },
            Value::String(text) => (named(text, names)),
            Value::Null => "–",
            other => (other.to_string()),
        }
    }
}
