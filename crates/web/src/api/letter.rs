//! The letterhead of a consolidated report, what was edited in its prose, and every word of its leader.

use super::caller::Caller;
use super::extract::{Body, In, maybe_day};
use super::parts::UnitName;
use super::problem::Problem;
use super::totals::OfSection;
use crate::site::Site;
use app::consolidate::Letter;
use app::prose::{ProseView, prose, save_letter, section_history};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::draft::SignOff;
use locale::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(letter, save))
        .routes(routes!(history))
        .routes(routes!(words))
        .routes(routes!(ask))
}

/// Whose consolidated report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OfConsolidated {
    /// Id of the campaign.
    campaign: String,
    /// Code of the unit whose consolidated report it is.
    unit: String,
}

/// Letterhead and signature block; what is left out is as the plan and the unit say.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct LetterText {
    /// Body above the issuer.
    parent_body: Option<String>,
    /// Issuing body.
    issuer: Option<String>,
    /// Serial number, 1 or more.
    #[schema(minimum = 1)]
    number: Option<u32>,
    /// Symbol.
    symbol: Option<String>,
    /// Place of issue.
    place: Option<String>,
    /// Day of issue.
    #[schema(format = Date)]
    date: Option<String>,
    /// Lines of authority, at most 6.
    authority: Vec<String>,
    /// Position of the signer.
    signer_title: Option<String>,
    /// Name of the signer.
    signer_name: Option<String>,
}

impl From<Letter> for LetterText {
    fn from(letter: Letter) -> Self {
        Self {
            parent_body: letter.parent_body,
            issuer: letter.issuer,
            number: letter.number,
            symbol: letter.symbol,
            place: letter.place,
            date: letter.date.map(|day| day.to_string()),
            authority: letter.authority,
            signer_title: letter.signer_title,
            signer_name: letter.signer_name,
        }
    }
}

impl LetterText {
    fn read(self, language: Language) -> Result<Letter, Problem> {
        let line = |typed: Option<String>| typed.map(|typed| typed.trim().to_owned()).filter(|typed| !typed.is_empty());
        Ok(Letter {
            parent_body: line(self.parent_body),
            issuer: line(self.issuer),
            number: self.number,
            symbol: line(self.symbol),
            place: line(self.place),
            date: maybe_day(self.date.as_deref(), language)?,
            authority: self.authority.into_iter().filter_map(|typed| line(Some(typed))).collect(),
            signer_title: line(self.signer_title),
            signer_name: line(self.signer_name),
        })
    }
}

async fn viewed(site: &Site, caller: &Caller, of: OfConsolidated) -> Result<ProseView, Problem> {
    caller.ask(site, move |context| prose(context, Some(&of.campaign), Some(&of.unit))).await
}

/// The letterhead of a consolidated report
#[utoipa::path(get, path = "/campaigns/{campaign}/consolidated/{unit}/letter", tag = "totals", params(OfConsolidated),
    responses((status = 200, body = LetterText)))]
async fn letter(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfConsolidated>,
) -> Result<Json<LetterText>, Problem> {
    Ok(Json(viewed(&site, &caller, of).await?.letter.into()))
}

/// Remember the letterhead of a consolidated report
#[utoipa::path(put, path = "/campaigns/{campaign}/consolidated/{unit}/letter", tag = "totals", params(OfConsolidated),
    request_body = LetterText, responses((status = 204, description = "Remembered")))]
async fn save(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfConsolidated>,
    Body(sent): Body<LetterText>,
) -> Result<StatusCode, Problem> {
    let letter = sent.read(caller.language)?;
    caller.ask(&site, move |context| save_letter(context, Some(&of.campaign), &of.unit, &letter)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An edit of a section.
#[derive(Debug, Serialize, ToSchema)]
struct SectionEdit {
    /// 1, 2, 3 … within the section.
    number: u32,
    /// The prose; blank for the merged prose again.
    text: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    by: String,
}

/// All edits of a section, the newest first
#[utoipa::path(get, path = "/campaigns/{campaign}/consolidated/{unit}/sections/{section}", tag = "totals",
    params(OfSection), responses((status = 200, body = Vec<SectionEdit>)))]
async fn history(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfSection>,
) -> Result<Json<Vec<SectionEdit>>, Problem> {
    let work = move |context: app::Context<'_>| section_history(context, Some(&of.campaign), &of.unit, &of.section);
    let edits = caller.ask(&site, work).await?.into_iter().map(|edit| SectionEdit {
        number: edit.number,
        text: edit.text,
        at: edit.at.to_string(),
        by: edit.by,
    });
    Ok(Json(edits.collect()))
}

/// Where the leader's word stands.
#[derive(Debug, Serialize, ToSchema)]
struct SignOffOut {
    /// The unit whose report it is.
    unit: UnitName,
    /// Digest of the report as it is now: what is signed.
    digest: String,
    /// The report as it is now is approved.
    approved: bool,
    /// Whether the caller may give the word.
    may_sign: bool,
    /// Every word given, oldest first; the last one holds.
    words: Vec<WordGiven>,
}

/// A leader's word.
#[derive(Debug, Serialize, ToSchema)]
struct WordGiven {
    /// `approved` or `returned`.
    word: &'static str,
    /// Why.
    reason: Option<String>,
    /// Digest of what was signed.
    digest: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    by: String,
}

impl From<&SignOff> for WordGiven {
    fn from(word: &SignOff) -> Self {
        Self {
            word: word.verdict.name(),
            reason: word.reason.clone(),
            digest: word.digest.clone(),
            at: word.at.to_string(),
            by: word.by.clone(),
        }
    }
}

/// Where the leader's word on a consolidated report stands
#[utoipa::path(get, path = "/campaigns/{campaign}/consolidated/{unit}/sign-off", tag = "totals",
    params(OfConsolidated), responses((status = 200, body = SignOffOut)))]
async fn words(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfConsolidated>,
) -> Result<Json<SignOffOut>, Problem> {
    let view = viewed(&site, &caller, of).await?;
    Ok(Json(SignOffOut {
        unit: (&view.top).into(),
        approved: view.sign_off.is_approved(),
        may_sign: view.may_sign,
        words: view.sign_off.words.iter().map(Into::into).collect(),
        digest: view.sign_off.digest,
    }))
}

/// Submit the consolidated report to the leaders of its unit
///
/// They get a notice, and have it to do until they give their word. The same report is not submitted twice.
#[utoipa::path(put, path = "/campaigns/{campaign}/consolidated/{unit}/asked", tag = "totals", params(OfConsolidated),
    responses((status = 204, description = "Submitted")))]
async fn ask(State(site): State<Site>, caller: Caller, In(of): In<OfConsolidated>) -> Result<StatusCode, Problem> {
    caller.ask(&site, move |context| app::sign_off::ask(context, Some(&of.campaign), &of.unit)).await?;
    Ok(StatusCode::NO_CONTENT)
}
