//! Who calls: a program with the token of a person. Cookies mean nothing here, so no other site can send anything.

use super::problem::Problem;
use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::{Visitor, bearer};
use app::Context;
use app::explain::Explain;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use domain::person::{Scope, SecondFactor, SignIn, SignedIn, TokenHolder};
use locale::Language;
use std::sync::Arc;

/// A program that acts for a person.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    visitor: Visitor,
    /// Language of the answer.
    pub(super) language: Language,
    /// The token.
    pub(super) token: TokenFacts,
}

/// What a caller may know of its own token.
#[derive(Clone, Debug)]
pub(super) struct TokenFacts {
    /// What its person calls it.
    pub(super) name: String,
    /// What it may do.
    pub(super) scopes: Vec<Scope>,
    /// From when on it is worth nothing.
    pub(super) expires_at: Option<domain::Instant>,
}

impl Caller {
    /// Runs a use case for the person.
    pub(super) async fn ask<T, E>(
        &self,
        site: &Site,
        work: impl FnOnce(Context<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Explain + Send + 'static,
    {
        Ok(site.ask(&self.visitor, work).await?)
    }

    /// The same, with the refusal as it is.
    pub(super) async fn try_ask<T, E>(
        &self,
        site: &Site,
        work: impl FnOnce(Context<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, Problem>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        Ok(site.try_ask(&self.visitor, work).await?)
    }
}

impl FromRequestParts<Site> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let wanted = wanted_language(&parts.headers);
        let guessed = wanted.unwrap_or(site.options().language);
        let Some(token) = bearer(&parts.headers) else { return Err(Problem::unauthorized(guessed, false)) };
        let (token, now) = (token.to_owned(), site.world().now());
        let found = site.look(move |store| app::tokens::holder(store, now, &token)).await;
        let found = found.map_err(|failure| Failure { language: guessed, ..failure })?;
        let Some((TokenHolder { token, person, grants }, seen)) = found else {
            return Err(Problem::unauthorized(guessed, true));
        };
        let language = wanted.unwrap_or_else(|| Language::of_locale(&person.language));
        let writes = token.scopes.contains(&Scope::Write);
        // Asked by method, before anything is looked up: what only reads needs no more than the scope `read`, whichever
        // permission of the person it rests on. So none that comes further is told that it may only look.
        if !parts.method.is_safe() && !writes {
            return Err(Problem::only_reads(language));
        }
        let facts = TokenFacts { name: token.name.clone(), scopes: token.scopes.clone(), expires_at: token.expires_at };
        // Use cases do not ask how somebody came in: a token stands for a sign-in.
        let sign_in = SignIn {
            digest: token.digest,
            person: person.id,
            began_at: token.created_at,
            last_seen_at: now,
            expires_at: token.expires_at.unwrap_or(domain::Instant::MAX),
            device: token.name,
            second_factor: SecondFactor::None,
        };
        let signed_in = Arc::new(SignedIn { sign_in, person, grants });
        let address = parts.uri.path().to_owned();
        let seen = Some(seen);
        let visitor = Visitor { signed_in, language, address, only_reads: false, seen, notices: 0, unit: None };
        Ok(Self { visitor, language, token: facts })
    }
}

/// The first language asked for that we speak.
pub(super) fn wanted_language(headers: &HeaderMap) -> Option<Language> {
    let accepted = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let spoken = accepted.split(',').map(str::trim).find(|tag| tag.starts_with("vi") || tag.starts_with("en"));
    spoken.map(Language::of_locale)
}

/// The language of a caller of whom nothing else is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken(pub(super) Language);

impl FromRequestParts<Site> for Spoken {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        Ok(Self(wanted_language(&parts.headers).unwrap_or(site.options().language)))
    }
}
