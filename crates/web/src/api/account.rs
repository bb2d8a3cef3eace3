//! One's own account. How one comes in (password, second factor) is changed by oneself in a browser only, and a program makes no
//! tokens: one that got into wrong hands cannot make itself others.

use super::caller::Caller;
use super::extract::{Body, In};
use super::problem::Problem;
use crate::site::Site;
use app::account::{self, Profile};
use app::sign_in;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::person::{ApiToken, Scope, SignIn};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(change))
        .routes(routes!(sign_ins))
        .routes(routes!(end_sign_in))
        .routes(routes!(tokens))
        .routes(routes!(revoke))
}

/// What a person says of themselves.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfileIn {
    /// Full name.
    name: String,
    /// For reminders; none when left out.
    email: Option<String>,
    /// `vi` or `en`.
    language: String,
    /// Whether they want reminders by mail.
    wants_mail: bool,
}

/// Change one's own name, address and language
#[utoipa::path(put, path = "/me", tag = "people", request_body = ProfileIn,
    responses((status = 204, description = "Changed")))]
async fn change(State(site): State<Site>, caller: Caller, Body(sent): Body<ProfileIn>) -> Result<StatusCode, Problem> {
    let ProfileIn { name, email, language, wants_mail } = sent;
    let profile = Profile { name, email, language, wants_mail };
    caller.ask(&site, move |context| account::change(context, &profile)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A browser one is signed in with.
#[derive(Debug, Serialize, ToSchema)]
struct SignInOut {
    /// By this it is named.
    digest: String,
    /// Browser and system.
    device: String,
    /// When one signed in.
    #[schema(format = DateTime)]
    began_at: String,
    /// When it was last seen, give or take some minutes.
    #[schema(format = DateTime)]
    last_seen_at: String,
}

impl From<&SignIn> for SignInOut {
    fn from(sign_in: &SignIn) -> Self {
        Self {
            digest: sign_in.digest.clone(),
            device: sign_in.device.clone(),
            began_at: sign_in.began_at.to_string(),
            last_seen_at: sign_in.last_seen_at.to_string(),
        }
    }
}

/// Browsers one is signed in with
#[utoipa::path(get, path = "/me/sign-ins", tag = "people", responses((status = 200, body = Vec<SignInOut>)))]
async fn sign_ins(State(site): State<Site>, caller: Caller) -> Result<Json<Vec<SignInOut>>, Problem> {
    let own = caller.ask(&site, account::own).await?;
    Ok(Json(own.sign_ins.iter().map(Into::into).collect()))
}

/// Which sign-in or token.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfDigest {
    /// Its name, as the list gave it.
    digest: String,
}

/// End a sign-in of one's own
#[utoipa::path(delete, path = "/me/sign-ins/{digest}", tag = "people", params(OfDigest),
    responses((status = 204, description = "It has ended")))]
async fn end_sign_in(State(site): State<Site>, caller: Caller, In(of): In<OfDigest>) -> Result<StatusCode, Problem> {
    let work = move |context: app::Context<'_>| match context.actor.person() {
        Some(person) => sign_in::revoke(context, person, &of.digest),
        None => Ok(false),
    };
    found(caller.ask(&site, work).await?, &caller)
}

fn found(was_there: bool, caller: &Caller) -> Result<StatusCode, Problem> {
    if was_there { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found(caller.language)) }
}

/// A token of one's own.
#[derive(Debug, Serialize, ToSchema)]
struct TokenListed {
    /// By this it is named; it is not the token.
    digest: String,
    /// What one calls it.
    name: String,
    /// What it may do: `read`, `write`.
    scopes: Vec<&'static str>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// From when on it is worth nothing.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it was last used, give or take some minutes.
    #[schema(format = DateTime)]
    last_used_at: Option<String>,
}

impl From<&ApiToken> for TokenListed {
    fn from(token: &ApiToken) -> Self {
        Self {
            digest: token.digest.clone(),
            name: token.name.clone(),
            scopes: token.scopes.iter().copied().map(Scope::name).collect(),
            created_at: token.created_at.to_string(),
            expires_at: token.expires_at.map(|at| at.to_string()),
            last_used_at: token.last_used_at.map(|at| at.to_string()),
        }
    }
}

/// Tokens of one's own that are worth something
#[utoipa::path(get, path = "/me/tokens", tag = "people", responses((status = 200, body = Vec<TokenListed>)))]
async fn tokens(State(site): State<Site>, caller: Caller) -> Result<Json<Vec<TokenListed>>, Problem> {
    let own = caller.ask(&site, account::own).await?;
    Ok(Json(own.tokens.iter().map(Into::into).collect()))
}

/// Make a token of one's own worth nothing
#[utoipa::path(delete, path = "/me/tokens/{digest}", tag = "people", params(OfDigest),
    responses((status = 204, description = "It is worth nothing")))]
async fn revoke(State(site): State<Site>, caller: Caller, In(of): In<OfDigest>) -> Result<StatusCode, Problem> {
    found(caller.ask(&site, move |context| account::revoke_token(context, &of.digest)).await?, &caller)
}
