//! `chungtay serve`: the pages and the JSON API.

use super::{Outcome, Refused, Shell};
use crate::arguments::ServeArguments;
use crate::output::print_line;
use app::{Kept, SystemWorld, World, sign_in};
use locale::text;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;
use web::{Options, Site};

/// How long threads of a storm are kept after it: each holds memory.
const IDLE_THREADS: Duration = Duration::from_secs(2);

pub(crate) fn run(shell: &Shell, words: &ServeArguments) -> Outcome {
    let store = Kept::from(Store::open_at(&shell.place()?)?);
    let first = if sign_in::is_empty(&store)? { Some(sign_in::first_code(&store, &SystemWorld)?) } else { None };
    let options = Options {
        base: words.address.clone(),
        behind_proxy: words.behind_proxy,
        language: shell.language,
        folder: Some(shell.folder()),
    };
    serve(shell, store, SystemWorld, words.listen, &options, |address| {
        print_line!("{}", text!(shell.language, "serve-address", address = address));
        if let Some(code) = &first {
            print_line!("{}", text!(shell.language, "serve-first", code = code));
        }
    })
}

/// Serves until somebody ends the program; says where once it can be reached.
pub(crate) fn serve(
    shell: &Shell,
    store: Kept,
    world: impl World + Send + 'static,
    listen: SocketAddr,
    options: &Options,
    greet: impl FnOnce(&str),
) -> Outcome {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let cannot = |error: &std::io::Error| {
        let key = match error.kind() {
            std::io::ErrorKind::AddrInUse => "serve-address-taken",
            std::io::ErrorKind::PermissionDenied => "serve-address-forbidden",
            _ => "serve-address-other",
        };
        Refused(text!(shell.language, key, address = listen.to_string(), what = error.to_string()))
    };
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().thread_keep_alive(IDLE_THREADS).build().map_err(|error| cannot(&error))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|error| cannot(&error))?;
        let address = listener.local_addr().map_err(|error| cannot(&error))?;
        let site = Site::new(Arc::new(store), Arc::new(world), options.clone());
        greet(options.base.as_deref().unwrap_or(&format!("http://{address}")));
        print_line!("{}", shell.say("serve-until"));
        web::serve(listener, site, ended()).await.map_err(|error| cannot(&error))
    })?;
    print_line!("{}", shell.say("serve-ended"));
    Ok(ExitCode::SUCCESS)
}

/// Ctrl+C, or the system asking the program to end.
async fn ended() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut asked) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = asked.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
