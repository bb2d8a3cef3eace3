//! What is answered when something cannot be done: a status and a sentence, as a page or as JSON.

use crate::components::alert::{Alert, Kind};
use crate::components::layout::{Shell, page};
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::{Visitor, own_path};
use app::explain::{Class, Explain};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::header::{HOST, REFERER};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use locale::{Language, text};
use maud::html;

/// Why a request was not done, told to the person.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// Status of the answer.
    pub(crate) status: StatusCode,
    /// The sentence.
    pub(crate) message: String,
    /// Its language.
    pub(crate) language: Language,
    /// Where to go instead, for somebody not signed in.
    pub(crate) redirect: Option<String>,
}

impl Failure {
    /// A refusal of a use case.
    pub(crate) fn told(error: &impl Explain, language: Language) -> Self {
        let status = match error.class() {
            Class::Unknown => StatusCode::NOT_FOUND,
            Class::Forbidden => StatusCode::FORBIDDEN,
            Class::Conflict => StatusCode::CONFLICT,
            Class::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Class::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, error.explain(language), language)
    }

    /// A refusal of our own.
    pub(crate) fn new(status: StatusCode, message: String, language: Language) -> Self {
        Self { status, message, language, redirect: None }
    }

    /// No such page, or none for this person.
    pub(crate) fn not_found(language: Language) -> Self {
        Self::new(StatusCode::NOT_FOUND, text!(language, "web-not-found"), language)
    }

    /// What was sent cannot be understood.
    pub(crate) fn bad_request(language: Language) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text!(language, "web-bad-request"), language)
    }

    /// A defect of ours.
    pub(crate) fn defect(language: Language) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, text!(language, "web-defect"), language)
    }

    /// Sign in first.
    pub(crate) fn sign_in(language: Language, then: &str) -> Self {
        Self {
            redirect: Some(format!("/sign-in?next={}", crate::visitor::percent_encoded(then))),
            ..Self::new(StatusCode::UNAUTHORIZED, text!(language, "web-sign-in-first"), language)
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Some(to) = self.redirect {
            return axum::response::Redirect::to(&to).into_response();
        }
        let title = self.title();
        let markup = page(Shell {
            title: &title,
            language: self.language,
            alert: Some(Alert::new(Kind::Error, &self.message)),
            main: html! { p { a href="/" { (text!(self.language, "web-to-start")) } } },
            narrow: true,
            ..Shell::default()
        });
        let mut response = (self.status, markup).into_response();
        // Whoever is signed in is shown it in the frame of their pages: see `framed`.
        response.extensions_mut().insert(self);
        response
    }
}

impl Failure {
    fn title(&self) -> String {
        text!(self.language, &format!("web-status-title-{}", self.status.as_u16().min(500)))
    }

    /// The refusal in the frame of a page: header, menu, and the way back to where it was asked.
    fn shown_to(&self, visitor: &Visitor, back: Option<&str>) -> Response {
        let title = self.title();
        let main = html! {
            p {
                @if let Some(back) = back { a href=(back) { (text!(self.language, "web-back")) } " · " }
                a href="/" { (text!(self.language, "web-to-start")) }
            }
        };
        let alert = Some(Alert::new(Kind::Error, &self.message));
        (self.status, show(visitor, Page { title: &title, alert, main, ..Page::default() })).into_response()
    }
}

/// Puts a refusal that is a page of its own into the frame of somebody signed in.
pub(crate) async fn framed(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts.clone(), body)).await;
    let Some(failure) = response.extensions().get::<Failure>().cloned() else { return response };
    // Another look at who asks: a refusal is rare, and what it costs is one small query.
    match Visitor::from_request_parts(&mut parts, &site).await {
        Ok(visitor) => {
            // A page that was not taken is no address to come back to.
            let visitor = if asked.method.is_safe() { visitor } else { Visitor { address: "/".to_owned(), ..visitor } };
            failure.shown_to(&visitor, came_from(&asked).as_deref())
        }
        Err(_) => response,
    }
}

/// The page of this site that the request came from, unless it is the one refused.
fn came_from(parts: &Parts) -> Option<String> {
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let (referer, host) = (header(REFERER)?, header(HOST)?);
    let path = referer.split_once("://")?.1.strip_prefix(host)?;
    let here = parts.uri.path_and_query().map(axum::http::uri::PathAndQuery::as_str);
    let is_same = parts.method.is_safe() && Some(path) == here;
    Some(own_path(Some(path))).filter(|path| *path != "/" && !is_same).map(str::to_owned)
}
