//! The consolidated report: its prose with its sources, its letterhead, its files, the leader's word.

mod draw;
mod letter;

#[cfg(test)]
mod tests;

use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::download::{DOCX, XLSX, file};
use crate::failure::Failure;
use crate::pages::day::asked_day;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::consolidate::ReportOf;
use app::explain::Explain;
use app::prose::{ReportFile, download, prose, save_section, section_history};
use app::sign_off;
use axum::Router;
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use locale::text;
use maud::Markup;
use serde::Deserialize;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/consolidated", get(page))
        .route("/consolidated/sections/{section}", get(section).post(save))
        .route("/consolidated/letter", get(letter::page).post(letter::save))
        .route("/consolidated/report.docx", get(document))
        .route("/consolidated/report.xlsx", get(workbook))
        .route("/consolidated/sign-off", post(crate::pages::leader::sign_from_consolidated))
        .route("/consolidated/ask", post(ask))
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pub(crate) campaign: Option<String>,
    pub(crate) unit: Option<String>,
    #[serde(rename = "as-of")]
    pub(crate) as_of: Option<String>,
    pub(crate) done: Option<String>,
}

impl Asked {
    /// An empty choice is none.
    pub(super) fn unit(&self) -> Option<&str> {
        self.unit.as_deref().filter(|unit| !unit.is_empty())
    }

    /// A page about the same campaign and unit.
    pub(crate) fn at(&self, address: Address) -> Address {
        address.maybe("campaign", self.campaign.as_deref()).maybe("unit", self.unit())
    }
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    if let Some(day) = asked_day(asked.as_of.as_deref(), visitor.language)? {
        // What is worked on here is the report by the campaign's own units; that of another day is only looked at.
        let overview = asked.at(Address::of("/overview")).with("as-of", &day.to_string());
        return Ok(Redirect::to(&String::from(overview)).into_response());
    }
    shown(&site, &visitor, asked, None, StatusCode::OK).await
}

/// The page, with a refusal above it when the leader's word was not taken.
pub(crate) async fn shown(
    site: &Site,
    visitor: &Visitor,
    asked: Asked,
    refusal: Option<String>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let wanted = asked.clone();
    let found = site.ask(visitor, move |context| prose(context, wanted.campaign.as_deref(), wanted.unit())).await?;
    let language = visitor.language;
    let sentence = done(visitor, asked.done.as_deref());
    let alert = refusal.as_ref().map(|refusal| Alert::new(Kind::Error, refusal));
    let page = Page {
        title: &text!(
            language,
            "web-consolidated-title",
            unit = &found.top.name,
            year = found.campaign.year.to_string()
        ),
        part: "/consolidated",
        alert: alert.or_else(|| done_alert(sentence.as_ref())),
        main: draw::report(language, &found, &asked),
        ..Page::default()
    };
    Ok((status, show(visitor, page)).into_response())
}

async fn section(
    State(site): State<Site>,
    visitor: Visitor,
    Path(section): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    edit(&site, &visitor, section, asked, None).await
}

/// What was typed in a section and why it was not taken.
pub(super) struct Refused {
    pub(super) words: String,
    pub(super) why: String,
}

async fn edit(
    site: &Site,
    visitor: &Visitor,
    section: String,
    asked: Asked,
    refused: Option<Refused>,
) -> Result<Markup, Failure> {
    let (wanted, id) = (asked.clone(), section.clone());
    let (found, history) = site
        .ask(visitor, move |context| {
            let found = prose(context, wanted.campaign.as_deref(), wanted.unit())?;
            let campaign = found.campaign.id.to_string();
            let history = section_history(context, Some(&campaign), found.top.code.as_str(), &id)?;
            Ok::<_, app::prose::ProseError>((found, history))
        })
        .await?;
    let language = visitor.language;
    let of_form = found.form.sections().iter().find(|other| other.id.as_str() == section);
    let view = found.sections.iter().find(|view| view.id.as_str() == section);
    let (Some(of_form), Some(view)) = (of_form, view) else { return Err(Failure::not_found(language)) };
    let title = of_form.title.in_language(language.code()).to_owned();
    let main = draw::editing(language, &found, view, &history, &asked, refused.as_ref());
    let alert = refused.as_ref().map(|refused| Alert::new(Kind::Error, &refused.why));
    let breadcrumbs = Some(draw::way(language, &found, &asked, &title));
    Ok(show(visitor, Page { title: &title, part: "/consolidated", breadcrumbs, alert, main, ..Page::default() }))
}

#[derive(Deserialize)]
struct Edited {
    #[serde(default)]
    words: String,
    #[serde(default)]
    merged: String,
    seen: u32,
    unit: String,
    campaign: Option<String>,
}

async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path(section): Path<String>,
    Sent(sent): Sent<Edited>,
) -> Result<Response, Failure> {
    let campaign = sent.campaign.clone().filter(|campaign| !campaign.is_empty());
    let asked = Asked { campaign: campaign.clone(), unit: Some(sent.unit.clone()), ..Asked::default() };
    let back = sent.merged == "yes";
    let words = if back { String::new() } else { sent.words.clone() };
    let (unit, id) = (sent.unit, section.clone());
    let outcome = site
        .try_ask(&visitor, move |context| save_section(context, campaign.as_deref(), &unit, &id, &words, sent.seen))
        .await?;
    match outcome {
        Ok(()) => {
            let key = if back { "prose-merged" } else { "prose-saved" };
            let to = asked.at(Address::of("/consolidated")).with("done", key);
            Ok(Redirect::to(&String::from(to)).into_response())
        }
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            match failure.status {
                StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => {
                    let refused = Refused { words: sent.words, why: error.explain(visitor.language) };
                    let page = edit(&site, &visitor, section, asked, Some(refused)).await?;
                    Ok((failure.status, page).into_response())
                }
                _ => Err(failure),
            }
        }
    }
}

/// Which report is submitted to the leader.
#[derive(Deserialize)]
struct Submitted {
    unit: String,
    campaign: Option<String>,
}

async fn ask(State(site): State<Site>, visitor: Visitor, Sent(sent): Sent<Submitted>) -> Result<Response, Failure> {
    let asked = Asked { campaign: sent.campaign.clone(), unit: Some(sent.unit.clone()), ..Asked::default() };
    let outcome =
        site.try_ask(&visitor, move |context| sign_off::ask(context, sent.campaign.as_deref(), &sent.unit)).await?;
    match outcome {
        Ok(()) => {
            let to = asked.at(Address::of("/consolidated")).with("done", "leader-asked");
            Ok(Redirect::to(&String::from(to)).into_response())
        }
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            if failure.status != StatusCode::UNPROCESSABLE_ENTITY {
                return Err(failure);
            }
            shown(&site, &visitor, asked, Some(failure.message), failure.status).await
        }
    }
}

async fn document(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    send(&site, &visitor, asked, ReportFile::Document).await
}

async fn workbook(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    send(&site, &visitor, asked, ReportFile::Workbook).await
}

async fn send(site: &Site, visitor: &Visitor, asked: Asked, which: ReportFile) -> Result<Response, Failure> {
    let language = visitor.language;
    let as_of = asked_day(asked.as_of.as_deref(), language)?;
    let work = move |context: app::Context<'_>| {
        let of = ReportOf { campaign: asked.campaign.as_deref(), unit: asked.unit(), as_of };
        download(context, of, which, language)
    };
    let bytes = site.ask(visitor, work).await?;
    Ok(match which {
        ReportFile::Document => file("report.docx", DOCX, bytes),
        ReportFile::Workbook => file("report.xlsx", XLSX, bytes),
    })
}
