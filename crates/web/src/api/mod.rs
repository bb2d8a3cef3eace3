//! The JSON API, under `/api/v1`: everything a page does, for programs that hold a token of a person.
//!
//! [`table`] is the one list of addresses: the router and the OpenAPI document are both made from it. A resource is a
//! file; what it takes and gives are types of its own, apart from those of the domain.

mod account;
mod attachments;
mod audit;
mod browse;
mod caller;
mod campaign_changes;
mod campaigns;
mod document;
mod drafts;
mod extract;
mod form;
mod form_setting;
mod installation;
mod letter;
mod notices;
mod own_plan;
mod parts;
mod people;
mod places;
mod plans;
mod problem;
mod reforms;
mod reports;
mod tasks;
mod tasks_by_hand;
#[cfg(test)]
mod tests;
mod totals;
mod units;

pub(crate) use browse::page as browse;
pub(crate) use problem::Problem;

use crate::site::Site;
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use caller::Spoken;
use locale::text;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Every address with what stands about it in the document.
fn table() -> (Router<Site>, OpenApi) {
    let (router, document) = OpenApiRouter::with_openapi(document::outline())
        .merge(document::routes())
        .merge(plans::routes())
        .merge(own_plan::routes())
        .merge(campaigns::routes())
        .merge(campaign_changes::routes())
        .merge(tasks::routes())
        .merge(tasks_by_hand::routes())
        .merge(form::routes())
        .merge(form_setting::routes())
        .merge(drafts::routes())
        .merge(attachments::routes())
        .merge(reports::routes())
        .merge(totals::routes())
        .merge(letter::routes())
        .merge(account::routes())
        .merge(notices::routes())
        .merge(people::routes())
        .merge(units::routes())
        .merge(places::routes())
        .merge(reforms::routes())
        .merge(installation::routes())
        .merge(audit::routes())
        .split_for_parts();
    (router, document::finished(document))
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    table().0.fallback(unknown).method_not_allowed_fallback(no_such_method)
}

async fn unknown(Spoken(language): Spoken) -> impl IntoResponse {
    Problem::not_found(language)
}

async fn no_such_method(Spoken(language): Spoken) -> impl IntoResponse {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, text!(language, "web-api-no-method"), language)
}
