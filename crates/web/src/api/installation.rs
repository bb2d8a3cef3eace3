//! The installation: its address, mail, backups, and jobs that failed.

use super::caller::Caller;
use super::extract::{Body, In};
use super::problem::Problem;
use crate::download;
use crate::site::Site;
use app::installation::{self, NewMail};
use app::mail::{MailSettings, Security, Smtp};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use locale::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(look))
        .routes(routes!(set_address))
        .routes(routes!(set_mail, no_mail))
        .routes(routes!(test_mail))
        .routes(routes!(back_up))
        .routes(routes!(fetch))
        .routes(routes!(retry))
}

/// The installation.
#[derive(Debug, Serialize, ToSchema)]
struct InstallationOut {
    /// The address people type.
    address: Option<String>,
    /// How mail is sent; none when none is.
    mail: Option<MailOut>,
    /// When the last backup was made, wherever to.
    #[schema(format = DateTime)]
    last_backup: Option<String>,
    /// Backups that can be fetched, the newest first; none when the server has no folder for them.
    backups: Option<Vec<BackupListed>>,
    /// Jobs that failed.
    failed_jobs: Vec<FailedJobOut>,
}

/// How the way to a mail server is guarded.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum MailSecurity {
    /// Not at all.
    None,
    /// Plain first, then TLS.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

impl From<MailSecurity> for Security {
    fn from(security: MailSecurity) -> Self {
        match security {
            MailSecurity::None => Self::None,
            MailSecurity::StartTls => Self::StartTls,
            MailSecurity::Tls => Self::Tls,
        }
    }
}

impl From<Security> for MailSecurity {
    fn from(security: Security) -> Self {
        match security {
            Security::None => Self::None,
            Security::StartTls => Self::StartTls,
            Security::Tls => Self::Tls,
        }
    }
}

/// How mail is sent.
#[derive(Debug, Serialize, ToSchema)]
struct MailOut {
    /// Name of the mail server.
    host: String,
    /// Its port.
    port: u16,
    /// How the way there is guarded.
    security: MailSecurity,
    /// Name to sign in there.
    user: Option<String>,
    /// Whether a password is kept; it is never told.
    has_password: bool,
    /// Address mails come from.
    from: String,
}

impl From<MailSettings> for MailOut {
    fn from(mail: MailSettings) -> Self {
        Self {
            host: mail.host,
            port: mail.port,
            security: mail.security.into(),
            user: mail.user,
            has_password: mail.password.is_some(),
            from: mail.from,
        }
    }
}

/// A backup.
#[derive(Debug, Serialize, ToSchema)]
struct BackupListed {
    /// Its name.
    name: String,
    /// Bytes.
    size: u64,
}

impl From<installation::BackupFile> for BackupListed {
    fn from(file: installation::BackupFile) -> Self {
        Self { name: file.name, size: file.bytes }
    }
}

/// A job that failed.
#[derive(Debug, Serialize, ToSchema)]
struct FailedJobOut {
    /// By this it is named.
    name: String,
    /// What kind of job.
    kind: String,
    /// Attempts so far.
    attempts: u32,
    /// What went wrong last, in the caller's language.
    why: String,
    /// When it is tried again; none when it was given up.
    #[schema(format = DateTime)]
    again_at: Option<String>,
}

impl FailedJobOut {
    fn of(failed: domain::job::FailedJob, language: Language) -> Self {
        Self {
            attempts: failed.attempts,
            why: app::doctor::failure(&failed.error, language),
            again_at: failed.given_up_at.is_none().then(|| failed.job.run_at.to_string()),
            name: failed.job.name,
            kind: failed.job.kind,
        }
    }
}

/// How the installation is
#[utoipa::path(get, path = "/installation", tag = "installation", responses((status = 200, body = InstallationOut)))]
async fn look(State(site): State<Site>, caller: Caller) -> Result<Json<InstallationOut>, Problem> {
    let (language, folder) = (caller.language, site.options().folder.clone());
    let found = caller.ask(&site, move |context| installation::look(context, folder.as_deref())).await?;
    Ok(Json(InstallationOut {
        address: found.address,
        mail: found.mail.map(Into::into),
        last_backup: found.last_backup.map(|at| at.to_string()),
        backups: found.backups.map(|files| files.into_iter().map(Into::into).collect()),
        failed_jobs: found.failed.into_iter().map(|failed| FailedJobOut::of(failed, language)).collect(),
    }))
}

/// The address people type.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressIn {
    /// Begins with `https://` or `http://`; none when left out.
    address: Option<String>,
}

/// Set the address people type, which mails name
#[utoipa::path(put, path = "/installation/address", tag = "installation", request_body = AddressIn,
    responses((status = 204, description = "Set")))]
async fn set_address(
    State(site): State<Site>,
    caller: Caller,
    Body(sent): Body<AddressIn>,
) -> Result<StatusCode, Problem> {
    caller.ask(&site, move |context| installation::set_address(context, sent.address.as_deref())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How mail is to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MailIn {
    /// Name of the mail server.
    host: String,
    /// Its port.
    port: u16,
    /// How the way there is guarded.
    security: MailSecurity,
    /// Name to sign in there.
    user: Option<String>,
    /// Password to sign in there; what is kept stays when left out.
    password: Option<String>,
    /// Address mails come from.
    from: String,
}

/// Set how mail is sent
#[utoipa::path(put, path = "/installation/mail", tag = "installation", request_body = MailIn,
    responses((status = 204, description = "Set")))]
async fn set_mail(State(site): State<Site>, caller: Caller, Body(sent): Body<MailIn>) -> Result<StatusCode, Problem> {
    let MailIn { host, port, security, user, password, from } = sent;
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let settings = MailSettings { host, port, security: security.into(), user: filled(user), password: None, from };
    let new = NewMail { settings, password: filled(password) };
    caller.ask(&site, move |context| installation::set_mail(context, Some(&new))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send no mail any more
#[utoipa::path(delete, path = "/installation/mail", tag = "installation",
    responses((status = 204, description = "None is sent")))]
async fn no_mail(State(site): State<Site>, caller: Caller) -> Result<StatusCode, Problem> {
    caller.ask(&site, |context| installation::set_mail(context, None)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// To whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TestMailIn {
    /// The address.
    to: String,
}

/// Send a mail to see whether it arrives
#[utoipa::path(post, path = "/installation/mail/test", tag = "installation", request_body = TestMailIn,
    responses((status = 204, description = "The mail server took it")))]
async fn test_mail(
    State(site): State<Site>,
    caller: Caller,
    Body(sent): Body<TestMailIn>,
) -> Result<StatusCode, Problem> {
    let language = caller.language;
    caller.ask(&site, move |context| installation::test_mail(context, &Smtp, &sent.to, language)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a backup
///
/// One file, whole and checked, made while people work.
#[utoipa::path(post, path = "/installation/backups", tag = "installation",
    responses((status = 201, body = BackupListed)))]
async fn back_up(State(site): State<Site>, caller: Caller) -> Result<Response, Problem> {
    let folder = site.options().folder.clone();
    let made = caller.ask(&site, move |context| installation::back_up_in(context, folder.as_deref())).await?;
    let address = format!("/api/v1/installation/backups/{}", made.name);
    Ok((StatusCode::CREATED, [(LOCATION, address)], Json(BackupListed::from(made))).into_response())
}

/// Which backup.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfBackup {
    /// Its name.
    name: String,
}

/// Fetch a backup
///
/// It holds everything, also what is secret.
#[utoipa::path(get, path = "/installation/backups/{name}", tag = "installation", params(OfBackup),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.sqlite3")))]
async fn fetch(State(site): State<Site>, caller: Caller, In(of): In<OfBackup>) -> Result<Response, Problem> {
    let (folder, name) = (site.options().folder.clone(), of.name.clone());
    let work = move |context: app::Context<'_>| installation::fetch_backup(context, folder.as_deref(), &of.name);
    let path = caller.ask(&site, work).await?;
    let sent = download::piece_by_piece(path, &name, "application/vnd.sqlite3").await;
    sent.ok_or_else(|| Problem::not_found(caller.language))
}

/// Which job.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RetryIn {
    /// Its name.
    name: String,
}

/// Try a job that was given up again
#[utoipa::path(post, path = "/installation/jobs/retry", tag = "installation", request_body = RetryIn,
    responses((status = 204, description = "It is tried again")))]
async fn retry(State(site): State<Site>, caller: Caller, Body(sent): Body<RetryIn>) -> Result<StatusCode, Problem> {
    caller.ask(&site, move |context| installation::retry(context, &sent.name)).await?;
    Ok(StatusCode::NO_CONTENT)
}
