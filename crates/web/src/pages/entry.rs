//! Typing a unit's report, also without a network.
//!
//! Without a script it is a form that is saved and handed in by POST. With one (`entry.js`) every stop of the keys is saved
//! by PUT, and the page can be opened and typed in without a network (`sw.js`).

mod beside;
mod conflict;
mod json;
mod send;
mod sheet;
#[cfg(test)]
mod tests;
mod upload;

pub(crate) use sheet::{days_left, state_badge};

use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::components::assets;
use crate::components::button::{Weight, link_button};
use crate::components::dialog::{Question, question};
use crate::components::empty_state::empty_state;
use crate::components::form::Form;
use crate::download::disposition;
use crate::failure::Failure;
use crate::guard::UPLOAD_LIMIT;
use crate::pages::shell::{Page, done, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::entry::{self, EntryError, Fields, Origin, Saved};
use app::explain::Explain;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::Instant;
use domain::time::{Slashed, clock_in_vietnam};
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// The service worker, without the list of files it keeps.
const WORKER: &str = include_str!("../../assets/sw.js");

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    let large = DefaultBodyLimit::max(UPLOAD_LIMIT);
    Router::new()
        .route("/report", get(own))
        .route("/report/{unit}/entry", get(page))
        .route("/report/{unit}/draft", post(save).put(json::save))
        .route("/report/{unit}/discard", get(ask_discard).post(discard))
        .route("/report/{unit}/conflict", post(conflict::settle))
        .route("/report/{unit}/send", get(send::page))
        .route("/report/{unit}/hand-in", post(send::hand_in).put(json::hand_in))
        .route("/report/{unit}/upload", get(upload::page).post(upload::take).layer(large))
        .route("/report/{unit}/form.xlsx", get(upload::form_file))
        .route("/report/{unit}/sent.xlsx", get(upload::sent_file))
        .route("/report/{unit}/attachments", post(beside::attach).layer(large))
        .route("/report/{unit}/attachments/{digest}", get(beside::fetch))
        .route("/report/{unit}/attachments/{digest}/remove", post(beside::remove))
        .route("/report/{unit}/answer", post(beside::answer))
        .route("/sw.js", get(worker))
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub(super) campaign: Option<String>,
    pub(super) done: Option<String>,
    pub(super) blank: Option<String>,
}

/// An address of a unit's report: `/report/X1/entry?campaign=…`.
pub(crate) fn address(unit: &str, part: &str, campaign: &str) -> String {
    Address::of("/report").part(unit).rest(part).with("campaign", campaign).to_string()
}

/// Where to go after something was done, with the key of the sentence that says so.
pub(super) fn back(unit: &str, campaign: Option<&str>, done: &str) -> Response {
    let to = Address::of("/report").part(unit).part("entry").maybe("campaign", campaign).with("done", done);
    Redirect::to(&to.to_string()).into_response()
}

/// A moment as people read it: `14:05 ngày 22/11/2026`.
pub(crate) fn moment(language: Language, at: Instant) -> String {
    text!(language, "web-entry-moment", time = clock(at), day = Slashed(clock_in_vietnam(at).date()).to_string())
}

/// The time of day in Việt Nam: `14:05`.
pub(super) fn clock(at: Instant) -> String {
    let at = clock_in_vietnam(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Text that stands alone as a file: never shown inside the page, never guessed to be something else.
pub(super) fn file_response(fetched: app::entry::Fetched) -> Response {
    let disposition = disposition(&fetched.name);
    let headers = [
        ("content-type", fetched.media_type),
        ("content-disposition", disposition),
        ("x-content-type-options", "nosniff".to_owned()),
        ("content-security-policy", "default-src 'none'; sandbox".to_owned()),
    ];
    (headers, fetched.bytes).into_response()
}

async fn own(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let campaign = asked.campaign.clone();
    let units = site.ask(&visitor, move |context| entry::units(context, campaign.as_deref())).await?;
    let language = visitor.language;
    let to = |code: &str| address(code, "entry", asked.campaign.as_deref().unwrap_or_default());
    let main = match units.as_slice() {
        [unit] => return Ok(Redirect::to(&to(unit.code.as_str())).into_response()),
        [] => {
            let more = text!(language, "web-entry-no-unit-more");
            empty_state(&text!(language, "web-entry-no-unit"), &more, None)
        }
        units => html! {
            h2 { (text!(language, "web-entry-choose")) }
            ul { @for unit in units { li { a href=(to(unit.code.as_str())) { (unit.name) } } } }
        },
    };
    let title = text!(language, "web-entry");
    Ok(show(&visitor, Page { title: &title, part: "/report", main, ..Page::default() }).into_response())
}

async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let campaign = asked.campaign.clone();
    let opened = site.ask(&visitor, move |context| entry::open(context, campaign.as_deref(), &unit)).await?;
    let happened = done(&visitor, asked.done.as_deref());
    let alert = happened.as_deref().map(|sentence| Alert::new(Kind::Done, sentence));
    Ok(sheet::draw(&visitor, &opened, None, alert))
}

/// The fields of a form, and the rest of it.
pub(super) struct Typed {
    pub(super) fields: Fields,
    pub(super) version: u32,
    rest: Vec<(String, String)>,
}

impl Typed {
    pub(super) fn of(sent: Vec<(String, String)>) -> Self {
        let (fields, rest): (Vec<_>, Vec<_>) = sent.into_iter().partition(|(name, _)| entry::is_field(name));
        let fields = fields.into_iter().filter(|(_, typed)| !typed.trim().is_empty()).collect();
        let mut typed = Self { fields, version: 0, rest };
        typed.version = typed.get("version").and_then(|version| version.parse().ok()).unwrap_or(0);
        typed
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.rest.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn rest(&self) -> &[(String, String)] {
        &self.rest
    }

    pub(super) fn origin(&self, asked: &Asked, unit: &str, language: Language) -> Origin {
        Origin {
            campaign: asked.campaign.clone(),
            unit: unit.to_owned(),
            version: self.version,
            key: self.get("key").filter(|key| good_key(key)).map(str::to_owned),
            language,
        }
    }
}

/// A key that a browser of ours makes: short, of plain signs.
pub(super) fn good_key(key: &str) -> bool {
    (8..=120).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
}

async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed::of(sent);
    let origin = typed.origin(&asked, &unit, visitor.language);
    let fields = typed.fields.clone();
    let saved = site.try_ask(&visitor, move |context| entry::save(context, &origin, &fields)).await?;
    let review = typed.get("do") == Some("review");
    match saved {
        Ok(Saved::Stored { .. }) if review => {
            let to = address(&unit, "send", asked.campaign.as_deref().unwrap_or_default());
            Ok(Redirect::to(&to).into_response())
        }
        Ok(Saved::Stored { .. }) => Ok(back(&unit, asked.campaign.as_deref(), "draft-saved")),
        Ok(Saved::Conflict(conflict)) => Ok(conflict::page(&visitor, &unit, &asked, &conflict)),
        Err(error) => kept(&site, visitor, unit, asked, &typed, error).await,
    }
}

/// The page again with what was typed, and why it was not taken.
async fn kept(
    site: &Site,
    visitor: Visitor,
    unit: String,
    asked: Asked,
    typed: &Typed,
    error: EntryError,
) -> Result<Response, Failure> {
    let failure = Failure::told(&error, visitor.language);
    // Somebody who may not see the report is not shown it; a store that fails has no page to show.
    if !matches!(failure.status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT) {
        return Err(failure);
    }
    let campaign = asked.campaign;
    let mut opened = site.ask(&visitor, move |context| entry::open(context, campaign.as_deref(), &unit)).await?;
    opened.version = typed.version;
    opened.editable = true;
    let sentence = error.explain(visitor.language);
    let page = sheet::draw(&visitor, &opened, Some(&typed.fields), Some(Alert::new(Kind::Error, &sentence)));
    Ok((failure.status, page).into_response())
}

async fn ask_discard(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let (campaign, language) = (asked.campaign, visitor.language);
    let opened = site.ask(&visitor, move |context| entry::open(context, campaign.as_deref(), &unit)).await?;
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let version = opened.version.to_string();
    let main = question(
        language,
        Question {
            message: html! { p { (text!(language, "web-entry-discard-more")) } },
            fields: Markup::default(),
            form: Form {
                action: &address(code, "discard", &campaign),
                hidden: &[("version", &version)],
                ..Form::default()
            },
            label: &text!(language, "web-entry-discard"),
            danger: true,
            cancel: &address(code, "entry", &campaign),
        },
    );
    let title = text!(language, "web-entry-discard-ask");
    Ok(show(&visitor, Page { title: &title, part: "/report", main, ..Page::default() }))
}

async fn discard(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let origin = Typed::of(sent).origin(&asked, &unit, visitor.language);
    site.ask(&visitor, move |context| entry::discard(context, &origin)).await?;
    Ok(back(&unit, asked.campaign.as_deref(), "draft-discarded"))
}

/// The service worker. Its address stays the same, so that browsers find its next version.
async fn worker() -> Response {
    let files: Vec<String> = ["style.css", "entry.js"].iter().map(|name| assets::address(name)).collect();
    let files = serde_json::Value::from(files);
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, format!("const FILES = {files};\n{WORKER}")).into_response()
}

/// A link to the entry page, for pages about it.
pub(super) fn link_back(language: Language, unit: &str, campaign: &str) -> Markup {
    link_button(&address(unit, "entry", campaign), &text!(language, "web-send-back"), Weight::Secondary)
}
