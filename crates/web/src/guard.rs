//! What every request and every answer passes: rate limits, the origin of changes, headers.

use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::Guest;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use locale::text;
use std::net::IpAddr;
use std::num::NonZeroU32;

/// No inline script, no inline style, nothing from elsewhere, in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Most bytes of a request that is no upload.
pub(crate) const BODY_LIMIT: usize = 2 << 20;

/// Most bytes of an upload: the largest report or plan with its photos.
pub(crate) const UPLOAD_LIMIT: usize = 64 << 20;

/// Requests a second from one address. A whole office may sit behind one.
const REQUESTS: u32 = 400;
/// Requests at once from one address.
const REQUESTS_AT_ONCE: u32 = 1_200;
/// Passwords and codes a minute from one address, whoever they are for.
const GUESSES: u32 = 60;

/// Rate limits by address.
pub(crate) struct Limits {
    requests: DefaultKeyedRateLimiter<IpAddr>,
    guesses: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self {
            requests: RateLimiter::keyed(Quota::per_second(number(REQUESTS)).allow_burst(number(REQUESTS_AT_ONCE))),
            guesses: RateLimiter::keyed(Quota::per_minute(number(GUESSES))),
        }
    }
}

impl Limits {
    /// Whether one more password or code may be tried from there.
    pub(crate) fn may_guess(&self, guest: Guest) -> bool {
        guest.address.is_none_or(|address| self.guesses.check_key(&network(address)).is_ok())
    }

    /// Forgets addresses that have been quiet, so that memory is bounded.
    pub(crate) fn forget_quiet(&self) {
        self.requests.retain_recent();
        self.guesses.retain_recent();
    }
}

/// One IPv4 address, or the network an IPv6 address is one of very many of.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
    }
}

/// Refuses more than [`REQUESTS`] a second from one address.
pub(crate) async fn limit(State(site): State<Site>, guest: Guest, request: Request, next: Next) -> Response {
    let allowed = guest.address.is_none_or(|address| site.limits().requests.check_key(&network(address)).is_ok());
    if allowed {
        next.run(request).await
    } else {
        let message = text!(guest.language, "web-too-many-requests");
        let is_api = request.uri().path().starts_with("/api/");
        let failure = Failure::new(StatusCode::TOO_MANY_REQUESTS, message, guest.language);
        if is_api { crate::api::Problem::from(failure).into_response() } else { failure.into_response() }
    }
}

/// Headers of every answer. A page is not kept by caches unless it says so itself.
pub(crate) async fn headers(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()");
    set(CACHE_CONTROL, "no-store");
    set(VARY, "Cookie");
    if site.options().is_https() {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}
