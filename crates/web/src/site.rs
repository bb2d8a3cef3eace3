//! What every handler shares: the store, the world outside, the options.

use crate::failure::Failure;
use crate::live::Live;
use crate::visitor::{Guest, Visitor};
use app::explain::{Class, Explain};
use app::{Actor, Context, Kept, World};
use locale::Language;
use std::sync::Arc;

/// How a site is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The address people type, `https://thang-hanh-dong.example.vn`; links in mails begin with it. When it is https,
    /// cookies are sent over https only.
    pub base: Option<String>,
    /// A proxy in front says in `X-Forwarded-For` where a request came from.
    pub behind_proxy: bool,
    /// Language of somebody of whom nothing is known.
    pub language: Language,
    /// The data folder, for backups made in the browser; without one none are made.
    pub folder: Option<std::path::PathBuf>,
}

impl Options {
    /// Whether people come over https.
    pub(crate) fn is_https(&self) -> bool {
        self.base.as_deref().is_some_and(|base| base.starts_with("https://"))
    }
}

/// A site: cheap to clone, one for each server.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    store: Arc<Kept>,
    world: Arc<dyn World + Send + Sync>,
    options: Options,
    live: Live,
    limits: crate::guard::Limits,
}

impl Site {
    /// A site over a store.
    #[must_use]
    pub fn new(store: Arc<Kept>, world: Arc<dyn World + Send + Sync>, options: Options) -> Self {
        let limits = crate::guard::Limits::default();
        Self(Arc::new(Inner { store, world, options, live: Live::default(), limits }))
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    pub(crate) fn limits(&self) -> &crate::guard::Limits {
        &self.0.limits
    }

    pub(crate) fn world(&self) -> &(dyn World + Send + Sync) {
        &*self.0.world
    }

    /// Runs a use case for somebody signed in, away from the threads that answer requests.
    pub(crate) async fn ask<T, E>(
        &self,
        visitor: &Visitor,
        work: impl FnOnce(Context<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        E: Explain + Send + 'static,
    {
        self.try_ask(visitor, work).await?.map_err(|error| Failure::told(&error, visitor.language))
    }

    /// The same, with the refusal as it is: for pages that show it beside what was typed.
    pub(crate) async fn try_ask<T, E>(
        &self,
        visitor: &Visitor,
        work: impl FnOnce(Context<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, Failure>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let person = Arc::clone(&visitor.signed_in);
        let (only_reads, seen) = (visitor.only_reads, visitor.seen);
        self.aside(visitor.language, move |store, world| {
            let actor = Actor::Person(app::Person {
                id: person.person.id,
                name: &person.person.name,
                grants: &person.grants,
                only_reads,
            });
            work(Context { store, world, actor, seen })
        })
        .await
    }

    /// Runs what needs no person: signing in.
    pub(crate) async fn ask_for_guest<T, E>(
        &self,
        guest: Guest,
        work: impl FnOnce(&Kept, &dyn World) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, Failure>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        self.aside(guest.language, work).await
    }

    /// Runs something that waits for the disk.
    async fn aside<T: Send + 'static>(
        &self,
        language: Language,
        work: impl FnOnce(&Kept, &dyn World) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let inner = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || work(&inner.store, &*inner.world)).await;
        done.map_err(|panicked| {
            tracing::error!(%panicked, "a use case ended in a defect");
            Failure::defect(language)
        })
    }

    /// Looks at the store itself, for what is asked on every request.
    pub(crate) async fn look<T, E>(
        &self,
        work: impl FnOnce(&Kept) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        E: Explain + Send + 'static,
    {
        let language = self.options().language;
        self.aside(language, move |store, _| work(store)).await?.map_err(|error| {
            if error.class() == Class::Unavailable {
                tracing::error!("the store cannot be read");
            }
            Failure::told(&error, language)
        })
    }
}
