//! Who asks, and in which language: taken from the request before a handler runs.

use crate::failure::Failure;
use crate::site::Site;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use domain::person::SignedIn;
use locale::Language;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Cookie of a sign-in.
pub(crate) const SIGN_IN_COOKIE: &str = "chungtay";
/// Cookie of the language chosen.
pub(crate) const LANGUAGE_COOKIE: &str = "chungtay-language";

/// Anybody: what is known before signing in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guest {
    /// Language of the answer.
    pub(crate) language: Language,
    /// Where they come from.
    pub(crate) address: Option<IpAddr>,
}

/// Somebody signed in.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// Who, with what they may do.
    pub(crate) signed_in: Arc<SignedIn>,
    /// Language of the answer.
    pub(crate) language: Language,
    /// Path and query of the request, to come back to.
    pub(crate) address: String,
    /// A token that may only look.
    pub(crate) only_reads: bool,
    /// What was seen when they were looked up.
    pub(crate) seen: Option<app::Seen>,
    /// Unread notices.
    pub(crate) notices: usize,
    /// Name of the unit they belong to.
    pub(crate) unit: Option<Arc<str>>,
}

impl FromRequestParts<Site> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        Ok(Self { language: language(&parts.headers, site), address: came_from(parts, site) })
    }
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let guessed = language(&parts.headers, site);
        let address = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        let is_read = parts.method.is_safe();
        // After a sign-in comes a page that can be looked at, not something half done.
        let then = if is_read { address.clone() } else { "/".to_owned() };
        let Some(token) = cookie(&parts.headers, SIGN_IN_COOKIE) else {
            return Err(Failure::sign_in(guessed, &then));
        };
        let now = site.world().now();
        let token = token.to_owned();
        let found = site.look(move |store| app::sign_in::of_cookie(store, now, &token)).await?;
        let Some(found) = found else { return Err(Failure::sign_in(guessed, &then)) };
        let chosen = cookie(&parts.headers, LANGUAGE_COOKIE).map(Language::of_locale);
        let language = chosen.unwrap_or_else(|| Language::of_locale(&found.signed_in.person.language));
        let app::sign_in::Inside { signed_in, notices, unit } = found;
        let unit = unit.map(Arc::from);
        Ok(Self { signed_in: Arc::new(signed_in), language, address, only_reads: false, seen: None, notices, unit })
    }
}

/// The token of a program: `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs =
        headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn language(headers: &HeaderMap, site: &Site) -> Language {
    if let Some(chosen) = cookie(headers, LANGUAGE_COOKIE) {
        return Language::of_locale(chosen);
    }
    // The first language a browser asks for that we speak.
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let spoken = accepted.split(',').map(str::trim).find(|tag| tag.starts_with("vi") || tag.starts_with("en"));
    spoken.map_or(site.options().language, Language::of_locale)
}

fn came_from(parts: &Parts, site: &Site) -> Option<IpAddr> {
    if site.options().behind_proxy {
        // The last address is the one our own proxy saw; those before it anybody can write.
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        if let Some(address) = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()) {
            return Some(address);
        }
    }
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}

/// Text as a value in an address.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// A path of this site to go to after something, or the start page: never another site.
pub(crate) fn own_path(path: Option<&str>) -> &str {
    path.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']))
        .unwrap_or("/")
}
