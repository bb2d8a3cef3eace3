//! Files beside a report, and its workbook to fill in.

use super::caller::Caller;
use super::extract::{Asked, FileBody, In};
use super::parts::OfReport;
use super::problem::Problem;
use super::reports::{OfFile, ReportAttachment, reviewed};
use crate::address::Address;
use crate::download::{XLSX, file};
use crate::guard::UPLOAD_LIMIT;
use crate::site::Site;
use app::file::SourceFile;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .routes(routes!(fetch, remove))
        .routes(routes!(workbook))
}

/// The files beside a report
#[utoipa::path(get, path = "/campaigns/{campaign}/reports/{unit}/attachments", tag = "reports", params(OfReport),
    responses((status = 200, body = Vec<ReportAttachment>)))]
async fn list(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
) -> Result<Json<Vec<ReportAttachment>>, Problem> {
    let review = reviewed(&site, &caller, of, None).await?;
    Ok(Json(review.attachments.iter().filter(|file| file.removed.is_none()).map(Into::into).collect()))
}

/// About the file sent.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct FileSent {
    /// Name of the file; it gets the ending of what it is.
    name: Option<String>,
}

/// A file laid beside a report.
#[derive(Debug, Serialize, ToSchema)]
struct AttachedOut {
    /// SHA-256 of its bytes, in hexadecimal: by this it is named.
    digest: String,
}

/// Lay a file beside a report
///
/// The body is the file: .pdf, .docx, .xlsx, .jpg, .png or .webp, at most 20 MB. The same file again is the same attachment.
#[utoipa::path(post, path = "/campaigns/{campaign}/reports/{unit}/attachments", tag = "reports",
    params(OfReport, FileSent), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = AttachedOut)))]
async fn add(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    Asked(sent): Asked<FileSent>,
    FileBody(bytes): FileBody,
) -> Result<Response, Problem> {
    let file = SourceFile { name: sent.name.unwrap_or_default(), bytes: bytes.into() };
    let out = AttachedOut { digest: file.digest() };
    let beside = Address::of("/api/v1/campaigns").part(&of.campaign).part("reports").part(&of.unit).part("attachments");
    let work = move |context: app::Context<'_>| app::entry::attach(context, Some(&of.campaign), &of.unit, &[file]);
    caller.ask(&site, work).await?;
    Ok((StatusCode::CREATED, [(LOCATION, beside.part(&out.digest).to_string())], Json(out)).into_response())
}

/// A file beside a report
#[utoipa::path(get, path = "/campaigns/{campaign}/reports/{unit}/attachments/{digest}", tag = "reports",
    params(OfFile), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn fetch(State(site): State<Site>, caller: Caller, In(of): In<OfFile>) -> Result<Response, Problem> {
    let work = move |context: app::Context<'_>| app::entry::fetch(context, Some(&of.campaign), &of.unit, &of.digest);
    let found = caller.ask(&site, work).await?;
    Ok(file(&found.name, "application/octet-stream", found.bytes))
}

/// Take a file away from beside a report
#[utoipa::path(delete, path = "/campaigns/{campaign}/reports/{unit}/attachments/{digest}", tag = "reports",
    params(OfFile), responses((status = 204, description = "It does not lie there any more")))]
async fn remove(State(site): State<Site>, caller: Caller, In(of): In<OfFile>) -> Result<StatusCode, Problem> {
    let work =
        move |context: app::Context<'_>| app::entry::take_away(context, Some(&of.campaign), &of.unit, &of.digest);
    caller.ask(&site, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How the workbook is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct WorkbookAsked {
    /// Blank, without what is typed so far.
    blank: bool,
}

/// The workbook of a unit to fill in, with what is typed so far
#[utoipa::path(get, path = "/campaigns/{campaign}/reports/{unit}/form.xlsx", tag = "reports",
    params(OfReport, WorkbookAsked),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn workbook(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfReport>,
    Asked(asked): Asked<WorkbookAsked>,
) -> Result<Response, Problem> {
    let language = caller.language;
    let work = move |context: app::Context<'_>| {
        app::entry::form_file(context, Some(&of.campaign), &of.unit, asked.blank, language)
    };
    let found = caller.ask(&site, work).await?;
    Ok(file(&found.name, XLSX, found.bytes))
}
