//! One's own plan, drafted from the plan of a superior and written as a document.

use super::caller::Caller;
use super::extract::{Asked, Body, In, maybe_day};
use super::plans::OfPlan;
use super::problem::Problem;
use crate::download::{DOCX, file};
use crate::site::Site;
use app::plan::PlanError;
use app::plan::own::{self, OwnPlan, OwnTask};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use locale::{Language, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(propose, write))
}

/// A plan of one's own, every part to be edited.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct OwnPlanText {
    /// The body above the issuer in the letterhead.
    parent_body: String,
    /// Who issues it.
    issuer: String,
    /// Symbol after the number, which is given when it is registered.
    symbol: String,
    /// Place of issue.
    place: String,
    /// Day of issue; none before signing.
    #[schema(format = Date)]
    date: Option<String>,
    /// Summary under the type line.
    title: String,
    /// Bases, each a line.
    bases: Vec<String>,
    /// Theme of the campaign.
    theme: String,
    /// When it is, in words.
    period: String,
    /// Tasks.
    tasks: Vec<OwnTaskText>,
    /// The day by which one's units report.
    #[schema(format = Date)]
    report_on: Option<String>,
    /// Lines of "Nơi nhận".
    recipients: Vec<String>,
    /// Lines of authority above the signer's position.
    authority: Vec<String>,
    /// Position of the signer.
    signer_title: String,
    /// Name of the signer.
    signer_name: String,
}

/// A task of one's own plan.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct OwnTaskText {
    /// It is taken over.
    taken: bool,
    /// What is to be done.
    text: String,
    /// Who leads.
    lead: String,
    /// Who joins in.
    coordinating: String,
    /// The day by which.
    #[schema(format = Date)]
    due_on: Option<String>,
}

impl From<OwnPlan> for OwnPlanText {
    fn from(plan: OwnPlan) -> Self {
        let task = |task: OwnTask| OwnTaskText {
            taken: task.is_taken,
            text: task.text,
            lead: task.lead,
            coordinating: task.coordinating,
            due_on: task.due_on.map(|day| day.to_string()),
        };
        Self {
            parent_body: plan.parent_body,
            issuer: plan.issuer,
            symbol: plan.symbol,
            place: plan.place,
            date: plan.date.map(|day| day.to_string()),
            title: plan.title,
            bases: plan.bases,
            theme: plan.theme,
            period: plan.period,
            tasks: plan.tasks.into_iter().map(task).collect(),
            report_on: plan.report_on.map(|day| day.to_string()),
            recipients: plan.recipients,
            authority: plan.authority,
            signer_title: plan.signer_title,
            signer_name: plan.signer_name,
        }
    }
}

impl OwnPlanText {
    fn read(self, language: Language) -> Result<OwnPlan, Problem> {
        let maybe = |text: Option<String>| maybe_day(text.as_deref(), language);
        let task = |task: OwnTaskText| {
            Ok(OwnTask {
                is_taken: task.taken,
                text: task.text,
                lead: task.lead,
                coordinating: task.coordinating,
                due_on: maybe(task.due_on)?,
            })
        };
        Ok(OwnPlan {
            parent_body: self.parent_body,
            issuer: self.issuer,
            symbol: self.symbol,
            place: self.place,
            date: maybe(self.date)?,
            title: self.title,
            bases: self.bases,
            theme: self.theme,
            period: self.period,
            tasks: self.tasks.into_iter().map(task).collect::<Result<_, Problem>>()?,
            report_on: maybe(self.report_on)?,
            recipients: self.recipients,
            authority: self.authority,
            signer_title: self.signer_title,
            signer_name: self.signer_name,
        })
    }
}

/// How one's own plan is drafted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct DraftingAsked {
    /// Days by which its days come before the superior's, at most 60; 0 when left out.
    earlier: u8,
}

/// A plan of one's own, drafted from a superior's
#[utoipa::path(get, path = "/plans/{digest}/own", tag = "plans", params(OfPlan, DraftingAsked),
    responses((status = 200, body = OwnPlanText)))]
async fn propose(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPlan>,
    Asked(asked): Asked<DraftingAsked>,
) -> Result<Json<OwnPlanText>, Problem> {
    let draft = caller.ask(&site, move |context| own::propose(context, &of.digest, asked.earlier)).await?;
    Ok(Json(draft.plan.into()))
}

/// Write one's own plan as a document
///
/// The text is not kept.
#[utoipa::path(post, path = "/plans/{digest}/own", tag = "plans", params(OfPlan), request_body = OwnPlanText,
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))]
async fn write(
    State(site): State<Site>,
    caller: Caller,
    In(of): In<OfPlan>,
    Body(sent): Body<OwnPlanText>,
) -> Result<Response, Problem> {
    let language = caller.language;
    let plan = sent.read(language)?;
    match caller.try_ask(&site, move |context| own::write(context, &of.digest, &plan)).await? {
        Ok(bytes) => Ok(file("ke-hoach.docx", DOCX, bytes)),
        Err(PlanError::Open(_)) => {
            let detail = text!(language, "web-own-incomplete");
            Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail, language))
        }
        Err(error) => Err(Problem::told(&error, language)),
    }
}
