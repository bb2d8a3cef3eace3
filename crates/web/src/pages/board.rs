//! How far the units are: the live board, and what can be done to several units at once.

mod draw;
mod tasks;

#[cfg(test)]
mod tests;

pub(crate) use draw::{standing, standing_badge, standing_status};

use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::failure::Failure;
use crate::live;
use crate::pages::shell::{Page, done, outcome_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::explain::Explain;
use app::report::{Decision, Which, decide};
use app::status::{BoardFilter, BoardOrder, StandingGroup, live_board};
use axum::Router;
use axum::extract::{Form as Sent, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::report::Action;
use domain::unit::UnitKind;
use locale::text;
use maud::Markup;
use serde::Deserialize;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/board", get(page))
        .route("/board/fragment", get(fragment))
        .route("/board/events", get(live::events))
        .route("/board/tasks", get(tasks::page))
        .route("/board/tasks/fragment", get(tasks::fragment))
        .route("/board/tasks/remind", post(tasks::remind))
        .route("/board/remind", post(remind))
        .route("/board/approve", post(approve))
}

/// What a board shows, as its address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub(super) campaign: Option<String>,
    pub(super) status: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) q: Option<String>,
    pub(super) sort: Option<String>,
    pub(super) desc: Option<String>,
    pub(super) page: Option<String>,
    pub(super) done: Option<String>,
}

impl Asked {
    /// What is not known does not narrow.
    fn filter(&self) -> BoardFilter {
        BoardFilter {
            group: self.status.as_deref().and_then(StandingGroup::parse),
            kind: self.kind.as_deref().and_then(|kind| UnitKind::ALL.into_iter().find(|other| other.name() == kind)),
            words: self.q.clone().filter(|words| !words.trim().is_empty()),
        }
    }

    fn order(&self) -> (BoardOrder, bool) {
        let order = self.sort.as_deref().and_then(BoardOrder::parse).unwrap_or_default();
        (order, self.desc.as_deref() == Some("yes"))
    }

    /// The same board at another path.
    pub(super) fn at(&self, path: &str) -> Address {
        let sorted = self.unsorted(path).maybe("sort", self.sort.as_deref()).maybe("desc", self.desc.as_deref());
        sorted.maybe("page", self.page.as_deref())
    }

    /// Another page of the same board.
    pub(super) fn on_page(&self, path: &str, page: usize) -> Address {
        Self { page: Some(page.to_string()), ..self.clone() }.at(path)
    }

    fn unsorted(&self, path: &str) -> Address {
        Address::of(path)
            .maybe("campaign", self.campaign.as_deref())
            .maybe("status", self.status.as_deref())
            .maybe("kind", self.kind.as_deref())
            .maybe("q", self.q.as_deref())
    }
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    shown(&site, &visitor, asked, None, StatusCode::OK).await
}

/// The board, with a refusal above it when something could not be done.
async fn shown(
    site: &Site,
    visitor: &Visitor,
    asked: Asked,
    refusal: Option<String>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let campaign = asked.campaign.clone();
    let board = site.ask(visitor, move |context| live_board(context, campaign.as_deref())).await?;
    let sentence = done(visitor, asked.done.as_deref());
    let alert = refusal.as_ref().map(|refusal| Alert::new(Kind::Error, refusal));
    let page = Page {
        title: &text!(
            visitor.language,
            "web-board-title",
            name = &board.campaign.name,
            year = board.campaign.year.to_string()
        ),
        part: "/board",
        alert: alert.or_else(|| outcome_alert(asked.done.as_deref(), sentence.as_ref())),
        scripts: &["board.js"],
        main: draw::board(visitor.language, &board, &asked),
        ..Page::default()
    };
    Ok((status, show(visitor, page)).into_response())
}

/// The part of the board that changes.
async fn fragment(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let campaign = asked.campaign.clone();
    let board = site.ask(&visitor, move |context| live_board(context, campaign.as_deref())).await?;
    Ok(draw::live(visitor.language, &board, &asked))
}

/// What a form about several units sends.
#[derive(Default)]
struct Chosen {
    asked: Asked,
    units: Vec<String>,
    all: bool,
    note: Option<String>,
}

impl Chosen {
    fn read(sent: Vec<(String, String)>) -> Self {
        let mut chosen = Self::default();
        for (name, value) in sent {
            let asked = &mut chosen.asked;
            match name.as_str() {
                "unit" => chosen.units.push(value),
                "all" => chosen.all = value == "yes",
                "note" => chosen.note = Some(value),
                "campaign" => asked.campaign = Some(value).filter(|value| !value.is_empty()),
                "status" => asked.status = Some(value).filter(|value| !value.is_empty()),
                "kind" => asked.kind = Some(value).filter(|value| !value.is_empty()),
                "q" => asked.q = Some(value).filter(|value| !value.is_empty()),
                "sort" => asked.sort = Some(value).filter(|value| !value.is_empty()),
                "desc" => asked.desc = Some(value).filter(|value| !value.is_empty()),
                "page" => asked.page = Some(value).filter(|value| !value.is_empty()),
                _ => {}
            }
        }
        chosen
    }
}

async fn remind(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let Chosen { asked, units, all, note } = Chosen::read(sent);
    let campaign = asked.campaign.clone();
    let outcome = site
        .try_ask(&visitor, move |context| {
            let units = if all { None } else { Some(units.as_slice()) };
            app::remind::remind(context, campaign.as_deref(), units, note.as_deref())
        })
        .await?;
    match outcome {
        Ok(reminded) => {
            let key = match (reminded.units, reminded.nobody) {
                (0, 0) => "remind-none",
                (0, _) => "remind-nobody",
                (_, 0) => "remind",
                (_, _) => "remind-some",
            };
            Ok(Redirect::to(&String::from(asked.at("/board").with("done", key))).into_response())
        }
        Err(error) => refused(&site, &visitor, asked, &error).await,
    }
}

async fn approve(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let Chosen { asked, units, .. } = Chosen::read(sent);
    if units.is_empty() {
        let message = text!(visitor.language, "web-board-none-chosen");
        return shown(&site, &visitor, asked, Some(message), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let campaign = asked.campaign.clone();
    let decision = Decision { action: Action::Approve, reason: None };
    let outcome = site
        .try_ask(&visitor, move |context| decide(context, campaign.as_deref(), &Which::Units(units), &decision))
        .await?;
    match outcome {
        Ok(_) => Ok(Redirect::to(&String::from(asked.at("/board").with("done", "approve-several"))).into_response()),
        Err(error) => refused(&site, &visitor, asked, &error).await,
    }
}

/// A refusal above the board; what the person may not know of is a page of its own.
async fn refused(
    site: &Site,
    visitor: &Visitor,
    asked: Asked,
    error: &(impl Explain + Sync),
) -> Result<Response, Failure> {
    let failure = Failure::told(error, visitor.language);
    match failure.status {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => {
            shown(site, visitor, asked, Some(failure.message), failure.status).await
        }
        _ => Err(failure),
    }
}
