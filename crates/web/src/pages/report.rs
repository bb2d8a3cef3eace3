//! One report, its figures beside last year's and its peers', and the decision on it.

mod draw;
mod figures;
mod thread;

#[cfg(test)]
mod tests;

pub(crate) use draw::{cell_name, moment};
pub(crate) use figures::measure;

use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::components::breadcrumbs::breadcrumbs;
use crate::download::{XLSX, file};
use crate::failure::Failure;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::explain::Explain;
use app::report::{Decision, decide_seen};
use app::review::review;
use axum::Router;
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::report::Action;
use locale::text;
use serde::Deserialize;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/review/{unit}", get(page))
        .route("/review/{unit}/decide", post(decide))
        .route("/review/{unit}/file/{digest}", get(revision_file))
        .route("/review/{unit}/thread", get(thread::of_report).post(thread::write_report))
        .route("/review/{unit}/cell/{*name}", get(thread::of_cell).post(thread::write_cell))
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub(super) campaign: Option<String>,
    pub(super) from: Option<u32>,
    pub(super) to: Option<u32>,
    pub(super) done: Option<String>,
}

/// The address of a unit's report as those see it who decide on it.
pub(crate) fn address(unit: &str, campaign: Option<&str>) -> Address {
    Address::of("/review").part(unit).maybe("campaign", campaign)
}

/// The address of the thread about a cell or section, or about the whole report.
pub(crate) fn thread_address(unit: &str, name: Option<&str>, campaign: Option<&str>) -> Address {
    let report = Address::of("/review").part(unit);
    let thread = match name {
        Some(name) => report.part("cell").rest(name),
        None => report.part("thread"),
    };
    thread.maybe("campaign", campaign)
}

async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    shown(&site, &visitor, unit, asked, None, "", StatusCode::OK).await
}

/// The report; with a refusal and what was typed when a decision was not taken.
async fn shown(
    site: &Site,
    visitor: &Visitor,
    unit: String,
    asked: Asked,
    refusal: Option<String>,
    typed: &str,
    status: StatusCode,
) -> Result<Response, Failure> {
    let (campaign, compare) = (asked.campaign.clone(), asked.from.zip(asked.to));
    let found = site.ask(visitor, move |context| review(context, campaign.as_deref(), &unit, compare)).await?;
    let language = visitor.language;
    let board = String::from(Address::of("/board").maybe("campaign", asked.campaign.as_deref()));
    let above = [(board.as_str(), &*text!(language, "web-nav-board"))];
    let sentence = done(visitor, asked.done.as_deref());
    let alert = refusal.as_ref().map(|refusal| Alert::new(Kind::Error, refusal));
    let page = Page {
        title: &text!(language, "web-review-title", unit = &found.unit.name),
        part: "/board",
        breadcrumbs: Some(breadcrumbs(language, &above, found.unit.code.as_str())),
        alert: alert.or_else(|| done_alert(sentence.as_ref())),
        main: draw::report(language, &found, &asked, typed),
        ..Page::default()
    };
    Ok((status, show(visitor, page)).into_response())
}

#[derive(Deserialize)]
struct Word {
    action: String,
    reason: Option<String>,
    seen: u32,
    campaign: Option<String>,
}

async fn decide(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Sent(sent): Sent<Word>,
) -> Result<Response, Failure> {
    let action = Action::parse(&sent.action).filter(|action| *action != Action::Submit);
    let Some(action) = action else { return Err(Failure::bad_request(visitor.language)) };
    let reason = sent.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let decision = Decision { action, reason };
    let (campaign, code) = (sent.campaign.clone(), unit.clone());
    let outcome = site
        .try_ask(&visitor, move |context| decide_seen(context, campaign.as_deref(), &code, &decision, sent.seen))
        .await?;
    let campaign = sent.campaign.filter(|campaign| !campaign.is_empty());
    match outcome {
        Ok(_) => {
            let key = format!("report-{}", action.name());
            Ok(Redirect::to(&String::from(address(&unit, campaign.as_deref()).with("done", &key))).into_response())
        }
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            match failure.status {
                StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => {
                    let asked = Asked { campaign, ..Asked::default() };
                    let typed = sent.reason.unwrap_or_default();
                    shown(&site, &visitor, unit, asked, Some(error.explain(visitor.language)), &typed, failure.status)
                        .await
                }
                _ => Err(failure),
            }
        }
    }
}

async fn revision_file(
    State(site): State<Site>,
    visitor: Visitor,
    Path((unit, digest)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let found = site
        .ask(&visitor, move |context| app::review::revision_file(context, asked.campaign.as_deref(), &unit, &digest))
        .await?;
    Ok(file(&found.name, XLSX, found.bytes))
}
