//! What is answered when something cannot be done: a status and a sentence, as a page or as JSON.

use crate::components::alert::{Alert, Kind};
use crate::components::layout::{Shell, page};
use app::explain::{Class, Explain};
use axum::http::StatusCode;
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
        let title = text!(self.language, &format!("web-status-title-{}", self.status.as_u16().min(500)));
        let markup = page(Shell {
            title: &title,
            language: self.language,
            alert: Some(Alert::new(Kind::Error, &self.message)),
            main: html! { p { a href="/" { (text!(self.language, "web-to-start")) } } },
            narrow: true,
            ..Shell::default()
        });
        (self.status, markup).into_response()
    }
}
