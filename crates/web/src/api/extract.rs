//! What a request carries: its path, its query, its body, each refused as a problem.

use super::caller::Spoken;
use super::problem::Problem;
use crate::guard::{BODY_LIMIT, UPLOAD_LIMIT};
use crate::site::Site;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use domain::CivilDate;
use locale::{Language, text};
use serde::de::DeserializeOwned;

/// Parts of the path.
pub(super) struct In<T>(pub(super) T);

/// The query.
pub(super) struct Asked<T>(pub(super) T);

/// A body of JSON.
pub(super) struct Body<T>(pub(super) T);

/// A body that is a file.
pub(super) struct FileBody(pub(super) Bytes);

async fn language(parts: &mut Parts, site: &Site) -> Language {
    match Spoken::from_request_parts(parts, site).await {
        Ok(Spoken(language)) => language,
        Err(never) => match never {},
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<Site> for In<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, site).await {
            Ok(Path(path)) => Ok(Self(path)),
            Err(_) => Err(Problem::not_found(language(parts, site).await)),
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<Site> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        match Query::from_request_parts(parts, site).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(_) => Err(Problem::bad_request(language(parts, site).await)),
        }
    }
}

impl<T: DeserializeOwned> FromRequest<Site> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let language = language(&mut parts, site).await;
        match Json::from_request(Request::from_parts(parts, body), site).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(refused(rejection.status(), BODY_LIMIT, language)),
        }
    }
}

impl FromRequest<Site> for FileBody {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let language = language(&mut parts, site).await;
        match Bytes::from_request(Request::from_parts(parts, body), site).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(rejection) => Err(refused(rejection.status(), UPLOAD_LIMIT, language)),
        }
    }
}

/// What the parser says may hold what was sent: only the kind of the mistake is told.
fn refused(status: StatusCode, limit: usize, language: Language) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(status, text!(language, "web-api-too-large", limit = limit >> 20), language)
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(status, text!(language, "web-api-not-json"), language),
        _ => Problem::bad_request(language),
    }
}

/// A day as ISO 8601 writes it.
pub(super) fn day(text: &str, language: Language) -> Result<CivilDate, Problem> {
    let bad = |_| Problem::new(StatusCode::BAD_REQUEST, text!(language, "web-bad-day"), language);
    text.trim().parse().map_err(bad)
}

/// A day, or none where none is given.
pub(super) fn maybe_day(text: Option<&str>, language: Language) -> Result<Option<CivilDate>, Problem> {
    text.map(|text| day(text, language)).transpose()
}

/// The key of a request that may be sent twice: 8 to 100 plain signs.
pub(super) fn idempotency_key(headers: &HeaderMap, language: Language) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().map(|key| key.trim().trim_matches('"'));
    let good = |key: &&str| (8..=100).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    match key.filter(good) {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(Problem::new(StatusCode::BAD_REQUEST, text!(language, "web-api-bad-key"), language)),
    }
}
