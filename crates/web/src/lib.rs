//! Pages, JSON API, sign-in and live boards: parse, call a use case, render.
//!
//! ```text
//! router ─► guard (limits, headers, CSRF) ─► visitor (who, which language) ─► pages/… or api/… ─► app use case
//!                                                                              └─► components ─► markup
//! ```
//! Nothing here decides who may do what: `app::Context::permit` does, in every use case.

mod address;
mod api;
mod components;
#[cfg(test)]
mod country_tests;
mod download;
mod failure;
mod guard;
mod live;
mod pages;
mod router;
mod site;
#[cfg(test)]
mod testing;
mod upload;
mod visitor;
mod work;

pub use pages::design::files as design_files;
pub use router::router;
pub use site::{Options, Site};

use std::future::Future;
use tokio::net::TcpListener;

/// Serves a site on a listener until `until` is ready; requests under way are answered first.
///
/// # Errors
/// Those of the network.
pub async fn serve(
    listener: TcpListener,
    site: Site,
    until: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let heartbeat = live::watch(site.clone());
    let work = work::start(site.clone());
    let listened = site.clone();
    let until = async move {
        until.await;
        // Open boards listen for ever: they are let go, or the server would wait for them.
        listened.live().close();
    };
    let service = router(site).into_make_service_with_connect_info::<std::net::SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(until).await;
    heartbeat.abort();
    work.abort();
    served
}
