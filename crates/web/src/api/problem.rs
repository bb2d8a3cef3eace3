//! What is answered when something cannot be done: `application/problem+json` (RFC 9457).

use crate::failure::Failure;
use app::entry::{Conflict, EntryError, Fault};
use app::explain::Explain;
use axum::Json;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use locale::{Language, text};
use serde::Serialize;
use utoipa::ToSchema;

/// Media type of a problem.
pub(super) const PROBLEM: &str = "application/problem+json";

/// Why a request was not done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words, in the caller's language.
    title: String,
    /// The status of the answer: 401 no token that is worth something; 403 not permitted; 404 not there, or not for the
    /// caller to know of; 409 changed meanwhile; 422 not taken as it is; 429 too many requests.
    status: u16,
    /// What is wrong and what to do, in the caller's language.
    detail: String,
    /// Fields that cannot be handed in as they stand (422).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<FieldFault>,
    /// The two versions, when somebody else changed the draft meanwhile (409).
    #[serde(skip_serializing_if = "Option::is_none")]
    conflict: Option<Box<DraftConflict>>,
    #[serde(skip)]
    #[schema(ignore)]
    language: Language,
    #[serde(skip)]
    #[schema(ignore)]
    challenge: Option<&'static str>,
}

/// A field that cannot be handed in as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FieldFault {
    /// `f:` and a cell for a figure, `r:` and a cell for its reason, `p:` and a section for prose.
    pub(super) field: String,
    /// What is wrong, in the caller's language.
    pub(super) detail: String,
}

impl FieldFault {
    pub(super) fn of(fault: &Fault, language: Language) -> Self {
        Self { field: fault.field.clone(), detail: fault.sentence(language) }
    }
}

/// Two versions of a draft that began from the same one. Fields are named as in `faults` and written as people of the
/// caller's language write them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftConflict {
    /// The version that is stored: choose field by field, then send again with this one.
    version: u32,
    /// When it was stored.
    #[schema(format = DateTime)]
    at: String,
    /// It was handed in, and is no draft any more.
    handed_in: bool,
    /// The fields that differ.
    differing: Vec<DifferingField>,
}

/// A field in which two versions differ.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DifferingField {
    /// Its name.
    field: String,
    /// What was sent; none when it was left blank.
    mine: Option<String>,
    /// What is stored; none when it is blank.
    theirs: Option<String>,
}

impl Problem {
    /// A problem of a status, told in a sentence.
    pub(super) fn new(status: StatusCode, detail: String, language: Language) -> Self {
        let title = text!(language, &format!("web-api-status-{}", status.as_u16()));
        let status = status.as_u16();
        let (faults, conflict, challenge) = (Vec::new(), None, None);
        Self { kind: "about:blank", title, status, detail, faults, conflict, language, challenge }
    }

    /// A refusal of a use case.
    pub(super) fn told(error: &impl Explain, language: Language) -> Self {
        Failure::told(error, language).into()
    }

    /// A refusal of report entry, with the fields at fault.
    pub(super) fn entry(error: &EntryError, language: Language) -> Self {
        let mut problem = Self::told(error, language);
        if let EntryError::Faults(faults) = error {
            problem.faults = faults.iter().map(|fault| FieldFault::of(fault, language)).collect();
        }
        problem
    }

    /// Somebody else changed the draft meanwhile.
    pub(super) fn conflict(conflict: &Conflict, language: Language) -> Self {
        let differing = conflict.differing().into_iter().map(|field| DifferingField {
            mine: conflict.mine.get(&field).cloned(),
            theirs: conflict.theirs.get(&field).cloned(),
            field,
        });
        let both = DraftConflict {
            version: conflict.version,
            at: conflict.at.to_string(),
            handed_in: conflict.handed_in,
            differing: differing.collect(),
        };
        let detail = text!(language, "web-api-conflict");
        Self { conflict: Some(Box::new(both)), ..Self::new(StatusCode::CONFLICT, detail, language) }
    }

    /// What was sent cannot be understood.
    pub(super) fn bad_request(language: Language) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text!(language, "web-api-bad-request"), language)
    }

    /// No such address.
    pub(super) fn not_found(language: Language) -> Self {
        Self::new(StatusCode::NOT_FOUND, text!(language, "web-api-not-found"), language)
    }

    /// No token, or none that is worth something.
    pub(super) fn unauthorized(language: Language, given: bool) -> Self {
        let challenge = if given { "Bearer error=\"invalid_token\"" } else { "Bearer" };
        let detail = text!(language, "web-api-token");
        Self { challenge: Some(challenge), ..Self::new(StatusCode::UNAUTHORIZED, detail, language) }
    }

    /// A token that may only look.
    pub(super) fn only_reads(language: Language) -> Self {
        let detail = text!(language, "web-api-only-reads");
        let challenge = Some("Bearer error=\"insufficient_scope\", scope=\"write\"");
        Self { challenge, ..Self::new(StatusCode::FORBIDDEN, detail, language) }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::new(failure.status, failure.message, failure.language)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (challenge, language) = (self.challenge, self.language);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
        if let Some(challenge) = challenge {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}
