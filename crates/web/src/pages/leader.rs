//! One screen for those who decide.

mod draw;

#[cfg(test)]
mod tests;

pub(crate) use draw::sign_off_box;

use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::failure::Failure;
use crate::pages::consolidated;
use crate::pages::day::asked_day;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::explain::Explain;
use app::overview::overview;
use app::sign_off::{SignOffError, sign};
use axum::Router;
use axum::extract::{Form as Sent, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::draft::Verdict;
use locale::text;
use serde::Deserialize;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/overview", get(page)).route("/overview/sign-off", post(sign_from_overview))
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub(super) campaign: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) cell: Option<String>,
    #[serde(rename = "as-of")]
    pub(super) as_of: Option<String>,
    pub(super) done: Option<String>,
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    shown(&site, &visitor, asked, None, StatusCode::OK).await
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    asked: Asked,
    refusal: Option<String>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let (wanted, as_of) = (asked.clone(), asked_day(asked.as_of.as_deref(), visitor.language)?);
    let found = site
        .ask(visitor, move |context| {
            let unit = wanted.unit.as_deref().filter(|unit| !unit.is_empty());
            overview(context, wanted.campaign.as_deref(), unit, wanted.cell.as_deref(), as_of)
        })
        .await?;
    let language = visitor.language;
    let sentence = done(visitor, asked.done.as_deref());
    let alert = refusal.as_ref().map(|refusal| Alert::new(Kind::Error, refusal));
    let page = Page {
        title: &text!(language, "web-overview-title", unit = &found.top.name, year = found.campaign.year.to_string()),
        part: "/overview",
        alert: alert.or_else(|| done_alert(sentence.as_ref())),
        main: draw::screen(language, &found, &asked),
        ..Page::default()
    };
    Ok((status, show(visitor, page)).into_response())
}

/// The leader's word as it is sent.
#[derive(Clone, Deserialize)]
pub(crate) struct Word {
    verdict: String,
    reason: Option<String>,
    seen: String,
    unit: String,
    campaign: Option<String>,
}

async fn give(site: &Site, visitor: &Visitor, sent: &Word) -> Result<Result<&'static str, SignOffError>, Failure> {
    let Some(verdict) = Verdict::parse(&sent.verdict) else { return Err(Failure::bad_request(visitor.language)) };
    let sent = sent.clone();
    let outcome = site
        .try_ask(visitor, move |context| {
            let campaign = sent.campaign.as_deref().filter(|campaign| !campaign.is_empty());
            sign(context, campaign, &sent.unit, verdict, sent.reason.as_deref(), &sent.seen)
        })
        .await?;
    let key = match verdict {
        Verdict::Approved => "sign-off-approved",
        Verdict::Returned => "sign-off-returned",
    };
    Ok(outcome.map(|()| key))
}

/// The status and the sentence of a refusal that is shown above the same page; others are pages of their own.
fn beside(error: &SignOffError, visitor: &Visitor) -> Result<(StatusCode, String), Failure> {
    let failure = Failure::told(error, visitor.language);
    match failure.status {
        StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => {
            Ok((failure.status, error.explain(visitor.language)))
        }
        _ => Err(failure),
    }
}

async fn sign_from_overview(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Word>,
) -> Result<Response, Failure> {
    let asked = Asked { campaign: sent.campaign.clone(), unit: Some(sent.unit.clone()), ..Asked::default() };
    match give(&site, &visitor, &sent).await? {
        Ok(key) => {
            let to = Address::of("/overview").maybe("campaign", asked.campaign.as_deref()).with("unit", &sent.unit);
            Ok(Redirect::to(&String::from(to.with("done", key))).into_response())
        }
        Err(error) => {
            let (status, refusal) = beside(&error, &visitor)?;
            shown(&site, &visitor, asked, Some(refusal), status).await
        }
    }
}

/// The same from the page of the consolidated report.
pub(crate) async fn sign_from_consolidated(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Word>,
) -> Result<Response, Failure> {
    let asked =
        consolidated::Asked { campaign: sent.campaign.clone(), unit: Some(sent.unit.clone()), ..Default::default() };
    match give(&site, &visitor, &sent).await? {
        Ok(key) => {
            let to = asked.at(Address::of("/consolidated")).with("done", key);
            Ok(Redirect::to(&String::from(to)).into_response())
        }
        Err(error) => {
            let (status, refusal) = beside(&error, &visitor)?;
            consolidated::shown(&site, &visitor, asked, Some(refusal), status).await
        }
    }
}
