//! Every address of the site: each page file brings its own, this file puts the guard around them.

use crate::components::assets;
use crate::failure::{Failure, framed};
use crate::site::Site;
use crate::visitor::{Guest, LANGUAGE_COOKIE, own_path};
use crate::{api, guard, pages};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, Request};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use locale::Language;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

/// The service of a site.
pub fn router(site: Site) -> Router {
    let pages = Router::new()
        .merge(pages::sign_in::routes())
        .merge(pages::account::routes())
        .merge(pages::home::routes())
        .merge(pages::plan::routes())
        .merge(pages::campaign::routes())
        .merge(pages::board::routes())
        .merge(pages::entry::routes())
        .merge(pages::report::routes())
        .merge(pages::places::routes())
        .merge(pages::totals::routes())
        .merge(pages::consolidated::routes())
        .merge(pages::leader::routes())
        .merge(pages::admin::routes())
        .merge(pages::notices::routes())
        .route("/design", get(design))
        .route("/language", get(language))
        .route("/assets/{*name}", get(asset));
    // Pages change things from their own site only; programs bring a token, which no other site can send.
    let pages = pages.layer(CsrfLayer::new());
    let pages = pages
        .fallback(|guest: Guest| async move { Failure::not_found(guest.language) })
        .layer(from_fn_with_state(site.clone(), framed));
    Router::new()
        .merge(pages)
        .nest("/api/v1", api::routes())
        .route("/api", get(api::browse))
        .route("/healthz", get(|| async { "ok" }))
        .layer(DefaultBodyLimit::max(guard::BODY_LIMIT))
        .layer(from_fn_with_state(site.clone(), guard::limit))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(site.clone(), guard::headers))
        .layer(map_response(log))
        .with_state(site)
}

/// Only what went wrong with us is logged, without addresses: they may name a unit.
async fn log(response: Response) -> Response {
    if response.status().is_server_error() {
        tracing::warn!(status = response.status().as_u16(), "a request was not answered as it should be");
    }
    response
}

async fn design(guest: Guest) -> maud::Markup {
    pages::design::page(guest.language)
}

#[derive(serde::Deserialize)]
struct LanguageChoice {
    to: String,
    back: Option<String>,
}

async fn language(Query(choice): Query<LanguageChoice>) -> Response {
    let code = Language::of_locale(&choice.to).code();
    let cookie = format!("{LANGUAGE_COOKIE}={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    ([(SET_COOKIE, cookie)], Redirect::to(own_path(choice.back.as_deref()))).into_response()
}

/// Files of `assets/`: their address names their content, so they are kept for a year.
async fn asset(request: Request) -> Response {
    match assets::at(request.uri().path()) {
        Some(asset) => {
            let headers = [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, asset.content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
