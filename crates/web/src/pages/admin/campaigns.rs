//! Campaigns, open and closed; the versions of their forms.

use super::{moment, view};
use crate::address::Address;
use crate::components::badge::tag;
use crate::components::empty_state::empty_state;
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::failure::Failure;
use crate::pages::shell::{done, done_alert};
use crate::site::Site;
use crate::visitor::Visitor;
use app::campaign_list::{self, ListedCampaign, ListedForm};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::time::Slashed;
use locale::text;
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/admin/campaigns", get(list))
        .route("/admin/forms", get(forms))
        .route("/admin/forms/{id}/{version}", get(source))
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let campaigns = site.ask(&visitor, campaign_list::campaigns).await?;
    let sentence = done(&visitor, asked.done.as_deref());
    let language = visitor.language;
    let columns = [
        Column::words(text!(language, "web-campaigns-name")),
        Column::numbers(text!(language, "web-campaigns-year")),
        Column::words(text!(language, "web-campaigns-unit")),
        Column::words(text!(language, "web-campaigns-due")),
        Column::numbers(text!(language, "web-campaigns-reports")),
        Column::words(text!(language, "web-campaigns-state")),
    ];
    let row = |listed: &ListedCampaign| -> Row {
        let campaign = &listed.campaign;
        vec![
            html! { (campaign.name) },
            html! { (campaign.year) },
            html! { (listed.unit) },
            html! { (Slashed(campaign.due_on)) },
            html! { (listed.reports) "/" (listed.reporters) },
            html! {
                @match listed.closed_at {
                    Some(at) => (tag(&text!(language, "web-campaigns-closed", at = moment(at)))),
                    None => (tag(&text!(language, "web-campaigns-open"))),
                }
            },
        ]
        .into()
    };
    let caption = text!(language, "web-admin-campaigns");
    let rows = campaigns.iter().map(row).collect();
    let listed = Table {
        id: "campaigns",
        caption: &caption,
        quiet_caption: true,
        columns: columns.to_vec(),
        rows,
        narrow: Narrow::Cards,
        ..Table::default()
    };
    let main = html! {
        p { (text!(language, "web-campaigns-what")) }
        @if campaigns.is_empty() {
            (empty_state(&text!(language, "web-campaigns-none"), &text!(language, "web-campaigns-none-more"), None))
        } @else {
            (table(language, &listed))
        }
    };
    Ok(view(&visitor, "/admin/campaigns", done_alert(sentence.as_ref()), main))
}

async fn forms(State(site): State<Site>, visitor: Visitor) -> Result<Markup, Failure> {
    let forms = site.ask(&visitor, campaign_list::forms).await?;
    let language = visitor.language;
    let columns = ["web-forms-title", "web-forms-version", "web-forms-items", "web-forms-used"];
    let columns = columns.map(|key| Column::words(text!(language, key))).to_vec();
    let row = |listed: &ListedForm| -> Row {
        let version = &listed.version;
        let href = Address::of("/admin/forms").part(version.id.as_str()).part(&version.version.to_string()).to_string();
        vec![
            html! { a href=(href) { (listed.title.in_language(language.code())) } },
            html! { (version.id) " · " (version.version) },
            html! { (listed.items) },
            html! { (listed.campaigns.join(", ")) },
        ]
        .into()
    };
    let caption = text!(language, "web-admin-forms");
    let rows = forms.iter().map(row).collect();
    let listed = Table {
        id: "forms",
        caption: &caption,
        quiet_caption: true,
        columns,
        rows,
        narrow: Narrow::Cards,
        ..Table::default()
    };
    let main = html! {
        p { (text!(language, "web-forms-what")) }
        @if forms.is_empty() {
            (empty_state(&text!(language, "web-forms-none"), &text!(language, "web-campaigns-none-more"), None))
        } @else {
            (table(language, &listed))
        }
    };
    Ok(view(&visitor, "/admin/forms", None, main))
}

/// The text of a version, to be kept or changed under the next number.
async fn source(
    State(site): State<Site>,
    visitor: Visitor,
    Path((id, version)): Path<(String, u32)>,
) -> Result<Response, Failure> {
    let name = format!("{id}-{version}.toml");
    let found = site.ask(&visitor, move |context| campaign_list::form_source(context, &id, version)).await?;
    let source = found.ok_or_else(|| Failure::not_found(visitor.language))?;
    // A form's name is letters, digits, `-` and `_`: found, so it is one.
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)], source)
        .into_response())
}
