//! People and what they are where; oneself.

use super::caller::Caller;
use super::extract::{Body, In};
use super::parts::UnitName;
use super::problem::Problem;
use crate::site::Site;
use app::explain::Explain;
use app::mail::Smtp;
use app::people::{self, Invited, Listed};
use app::sign_in::NewPerson;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::PersonId;
use domain::access::Role;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(me))
        .routes(routes!(list, add))
        .routes(routes!(one))
        .routes(routes!(grant))
        .routes(routes!(end_grant))
        .routes(routes!(reset))
        .routes(routes!(disable))
}

/// A role held at a unit.
#[derive(Debug, Serialize, ToSchema)]
struct RoleHeld {
    /// `administrator`, `agency`, `officer`, `leader`.
    role: &'static str,
    /// Where.
    unit: UnitName,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
struct PersonOut {
    /// Their id.
    id: String,
    /// What they type to sign in.
    sign_in_name: String,
    /// Full name.
    name: String,
    /// For reminders.
    email: Option<String>,
    /// `vi` or `en`.
    language: String,
    /// When they were added.
    #[schema(format = DateTime)]
    created_at: String,
    /// Since when they may not sign in.
    #[schema(format = DateTime)]
    disabled_at: Option<String>,
    /// They have used their invitation.
    has_password: bool,
    /// They sign in with a second factor.
    has_second_factor: bool,
    /// Roles they hold.
    roles: Vec<RoleHeld>,
}

impl PersonOut {
    fn of(Listed { person, roles }: Listed) -> Self {
        let held = roles.iter().map(|(role, unit)| RoleHeld { role: role.name(), unit: unit.into() });
        Self {
            id: person.id.to_string(),
            roles: held.collect(),
            sign_in_name: person.sign_in_name,
            name: person.name,
            email: person.email,
            language: person.language,
            created_at: person.created_at.to_string(),
            disabled_at: person.disabled_at.map(|at| at.to_string()),
            has_password: person.has_password,
            has_second_factor: person.has_second_factor,
        }
    }
}

/// The person a token acts for.
#[derive(Debug, Serialize, ToSchema)]
struct MeOut {
    /// Id of the person.
    id: String,
    /// What they type to sign in.
    sign_in_name: String,
    /// Full name.
    name: String,
    /// For reminders.
    email: Option<String>,
    /// `vi` or `en`.
    language: String,
    /// Whether they want reminders by mail.
    wants_mail: bool,
    /// Roles they hold.
    roles: Vec<RoleHeld>,
    /// What the token is called.
    token: String,
    /// What it may do: `read`, `write`.
    scopes: Vec<&'static str>,
    /// From when on it is worth nothing.
    #[schema(format = DateTime)]
    token_expires_at: Option<String>,
}

/// The person the token acts for
#[utoipa::path(get, path = "/me", tag = "people", responses((status = 200, body = MeOut)))]
async fn me(State(site): State<Site>, caller: Caller) -> Result<Json<MeOut>, Problem> {
    let (account, roles) = caller
        .ask(&site, |context| {
            Ok::<_, app::people::PeopleError>((app::account::own(context)?, app::tokens::own_roles(context)?))
        })
        .await?;
    let person = account.person;
    Ok(Json(MeOut {
        id: person.id.to_string(),
        sign_in_name: person.sign_in_name,
        name: person.name,
        email: person.email,
        language: person.language,
        wants_mail: account.wants_mail,
        roles: roles.iter().map(|(role, unit)| RoleHeld { role: role.name(), unit: unit.into() }).collect(),
        token: caller.token.name.clone(),
        scopes: caller.token.scopes.iter().map(|scope| scope.name()).collect(),
        token_expires_at: caller.token.expires_at.map(|at| at.to_string()),
    }))
}

/// People whom the caller manages
#[utoipa::path(get, path = "/people", tag = "people", responses((status = 200, body = Vec<PersonOut>)))]
async fn list(State(site): State<Site>, caller: Caller) -> Result<Json<Vec<PersonOut>>, Problem> {
    let listed = caller.ask(&site, app::people::list).await?;
    Ok(Json(listed.into_iter().map(PersonOut::of).collect()))
}

/// As what.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum RoleName {
    /// Units, people, the installation; no say in reports.
    Administrator,
    /// Runs campaigns, checks and decides on reports.
    Agency,
    /// Fills in and hands in a unit's report.
    Officer,
    /// Sees everything below, signs off.
    Leader,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Administrator => Self::Administrator,
            RoleName::Agency => Self::Agency,
            RoleName::Officer => Self::Officer,
            RoleName::Leader => Self::Leader,
        }
    }
}

/// A person to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PersonIn {
    /// What they will type to sign in.
    sign_in_name: String,
    /// Full name.
    name: String,
    /// For reminders.
    email: Option<String>,
    /// `vi` or `en`; the caller's when left out.
    language: Option<String>,
    /// Code of the unit of their first role.
    unit: String,
    /// Their first role.
    role: RoleName,
}

/// Somebody who may choose a password.
#[derive(Debug, Serialize, ToSchema)]
struct InvitedOut {
    /// Id of the person.
    id: String,
    /// The code with which they choose it, at `/welcome/{code}`: given only now.
    code: String,
    /// The link was sent to their address.
    mailed: bool,
    /// Why it was not, in the caller's language; hand the code over then.
    not_mailed_because: Option<String>,
}

/// The code of an invitation, mailed where that can be.
async fn handed_over(site: &Site, caller: &Caller, invited: Invited) -> Result<InvitedOut, Problem> {
    let (id, code, language) = (invited.person.to_string(), invited.code.clone(), caller.language);
    let started_with = site.options().base.clone();
    let work = move |context: app::Context<'_>| people::hand_over(context, &Smtp, &invited, started_with);
    let (_, mailed) = caller.ask(site, work).await?;
    let not_mailed_because = mailed.as_ref().err().map(|error| error.explain(language));
    Ok(InvitedOut { id, code, mailed: mailed.is_ok(), not_mailed_because })
}

/// Add a person with a first role
#[utoipa::path(post, path = "/people", tag = "people", request_body = PersonIn,
    responses((status = 201, body = InvitedOut)))]
async fn add(
    State(site): State<Site>,
    caller: Caller,
    Body(sent): Body<PersonIn>,
) -> Result<(StatusCode, Json<InvitedOut>), Problem> {
    let language = sent.language.unwrap_or_else(|| caller.language.code().to_owned());
    let new = NewPerson { sign_in_name: sent.sign_in_name, name: sent.name, email: sent.email, language };
    let work = move |context: app::Context<'_>| app::people::invite_new(context, &new, &sent.unit, sent.role.into());
    let invited = caller.ask(&site, work).await?;
    Ok((StatusCode::CREATED, Json(handed_over(&site, &caller, invited).await?)))
}

/// Whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfPerson {
    /// Id of the person.
    person: String,
}

fn id(text: &str, caller: &Caller) -> Result<PersonId, Problem> {
    PersonId::parse(text).ok_or_else(|| Problem::told(&app::people::PeopleError::UnknownPerson, caller.language))
}

/// A person whom the caller manages
#[utoipa::path(get, path = "/people/{person}", tag = "people", params(OfPerson),
    responses((status = 200, body = PersonOut)))]
async fn one(State(site): State<Site>, caller: Caller, In(of): In<OfPerson>) -> Result<Json<PersonOut>, Problem> {
    let person = id(&of.person, &caller)?;
    let known = caller.ask(&site, move |context| app::people::one(context, person)).await?;
    Ok(Json(PersonOut::of(known.listed)))
}

/// A role to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleIn {
    /// Code of the unit.
    unit: String,
    /// As what.
    role: RoleName,
}

/// Give a role
#[utoipa::path(post, path = "/people/{person}/roles", tag = "people", params(OfPerson), request_body = RoleIn,
    responses((status = 204, description = "They hold it")))]
async fn grant(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPerson>,
    Body(sent): Body<RoleIn>,
) -> Result<StatusCode, Problem> {
    let person = id(&of.person, &caller)?;
    let work = move |context: app::Context<'_>| app::people::grant(context, person, &sent.unit, sent.role.into());
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which role.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfRole {
    /// Id of the person.
    person: String,
    /// Code of the unit.
    unit: String,
    /// `administrator`, `agency`, `officer`, `leader`.
    role: String,
}

/// Take a role away
#[utoipa::path(delete, path = "/people/{person}/roles/{unit}/{role}", tag = "people", params(OfRole),
    responses((status = 204, description = "They do not hold it")))]
async fn end_grant(State(site): State<Site>, caller: Caller, In(of): In<OfRole>) -> Result<StatusCode, Problem> {
    let person = id(&of.person, &caller)?;
    let role = Role::parse(&of.role).ok_or_else(|| Problem::not_found(caller.language))?;
    caller.ask(&site, move |context| app::people::end_grant(context, person, &of.unit, role)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a person lost.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct ResetIn {
    /// Their second factor, too.
    second_factor: bool,
}

/// Let a person choose another password
#[utoipa::path(post, path = "/people/{person}/reset", tag = "people", params(OfPerson), request_body = ResetIn,
    responses((status = 200, body = InvitedOut)))]
async fn reset(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPerson>,
    Body(sent): Body<ResetIn>,
) -> Result<Json<InvitedOut>, Problem> {
    let person = id(&of.person, &caller)?;
    let invited = caller.ask(&site, move |context| app::people::reset(context, person, sent.second_factor)).await?;
    Ok(Json(handed_over(&site, &caller, invited).await?))
}

/// In or out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DisabledIn {
    /// Keep them out; let them in again otherwise.
    disabled: bool,
}

/// Keep a person out, or let them in again
///
/// Their sign-ins end.
#[utoipa::path(put, path = "/people/{person}/disabled", tag = "people", params(OfPerson), request_body = DisabledIn,
    responses((status = 204, description = "Done")))]
async fn disable(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPerson>,
    Body(sent): Body<DisabledIn>,
) -> Result<StatusCode, Problem> {
    let person = id(&of.person, &caller)?;
    caller.ask(&site, move |context| app::people::disable(context, person, sent.disabled)).await?;
    Ok(StatusCode::NO_CONTENT)
}
