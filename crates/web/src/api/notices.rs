//! Messages to the caller, and what waits for them.

use super::caller::Caller;
use super::extract::{Asked, Body};
use super::parts::UnitName;
use super::problem::Problem;
use crate::pages::notices::sentence;
use crate::site::Site;
use app::entry::{Due, Work};
use app::inbox::{inbox, mark_read};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::NoticeId;
use domain::job::Notice;
use domain::report::State as Standing;
use domain::task::Role;
use locale::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(due))
}

/// Which page of messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct NoticesAsked {
    /// Those before this one, as the page before gave it; the newest when left out.
    before: Option<String>,
}

/// Messages to the caller.
#[derive(Debug, Serialize, ToSchema)]
struct NoticesOut {
    /// How many are not read.
    unread: u32,
    /// The messages, the newest first.
    notices: Vec<NoticeOut>,
    /// Where the next page begins, when there is one.
    older: Option<String>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
struct NoticeOut {
    /// Its id.
    id: String,
    /// Which message: `reminder`, `tasks-sent`, `question` …
    kind: String,
    /// What it says, in the caller's language.
    text: String,
    /// Id of the campaign it is about.
    campaign: Option<String>,
    /// Code of the unit it is about.
    unit: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// When it was read.
    #[schema(format = DateTime)]
    read_at: Option<String>,
}

impl NoticeOut {
    fn of((notice, unit): &(Notice, Option<String>), language: Language) -> Self {
        Self {
            id: notice.id.to_string(),
            kind: notice.kind.clone(),
            text: sentence(language, notice),
            campaign: notice.campaign.map(|campaign| campaign.to_string()),
            unit: unit.clone(),
            at: notice.at.to_string(),
            read_at: notice.read_at.map(|at| at.to_string()),
        }
    }
}

fn notice_id(text: &str, language: Language) -> Result<NoticeId, Problem> {
    NoticeId::parse(text).ok_or_else(|| Problem::bad_request(language))
}

/// Messages to the caller
#[utoipa::path(get, path = "/me/notices", tag = "people", params(NoticesAsked),
    responses((status = 200, body = NoticesOut)))]
async fn list(
    State(site): State<Site>,
    caller: Caller,
    Asked(asked): Asked<NoticesAsked>,
) -> Result<Json<NoticesOut>, Problem> {
    let language = caller.language;
    let before = asked.before.as_deref().map(|text| notice_id(text, language)).transpose()?;
    let found = caller.ask(&site, move |context| inbox(context, before)).await?;
    Ok(Json(NoticesOut {
        unread: found.unread,
        notices: found.notices.iter().map(|notice| NoticeOut::of(notice, language)).collect(),
        older: found.older.map(|id| id.to_string()),
    }))
}

/// Which messages were read.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct ReadIn {
    /// Id of the message; all of them when left out.
    notice: Option<String>,
}

/// Say that messages were read
#[utoipa::path(post, path = "/me/notices/read", tag = "people", request_body = ReadIn,
    responses((status = 204, description = "Read")))]
async fn read(State(site): State<Site>, caller: Caller, Body(sent): Body<ReadIn>) -> Result<StatusCode, Problem> {
    let notice = sent.notice.as_deref().map(|text| notice_id(text, caller.language)).transpose()?;
    caller.ask(&site, move |context| mark_read(context, notice)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// In which campaign.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct DueAsked {
    /// Id of the campaign; the one opened last when left out.
    campaign: Option<String>,
}

/// What waits for the caller.
#[derive(Debug, Serialize, ToSchema)]
struct DueOut {
    /// Id of the campaign; none when nothing was opened that they may see.
    campaign: Option<String>,
    /// Days until reports are due; negative when that is past.
    days_left: i32,
    /// What waits at each unit whose report they type.
    work: Vec<UnitWork>,
    /// What waits for them as those who decide or lead; none when they do neither.
    waiting: Option<WaitingOut>,
}

/// What waits at a unit.
#[derive(Debug, Serialize, ToSchema)]
struct UnitWork {
    /// The unit.
    unit: UnitName,
    /// State of its report: `submitted`, `returned`, `approved`; none while nothing is in.
    state: Option<&'static str>,
    /// Why it was sent back.
    returned_because: Option<String>,
    /// Questions about it that wait for an answer, by cell or section; none for the whole report.
    questions: Vec<OpenQuestion>,
    /// Its tasks, what is due first comes first.
    tasks: Vec<DueTaskOut>,
}

/// A question that waits for an answer.
#[derive(Debug, Serialize, ToSchema)]
struct OpenQuestion {
    /// The cell or section it is about; none for the whole report.
    about: Option<String>,
    /// Its last words.
    text: String,
    /// Whose.
    by: String,
}

/// A task of a unit.
#[derive(Debug, Serialize, ToSchema)]
struct DueTaskOut {
    /// Its number.
    ordinal: u32,
    /// The plan's own words.
    text: String,
    /// `lead` or `coordinating`.
    role: &'static str,
    /// Days until it is due; negative when past.
    days_left: Option<i32>,
    /// It was sent, and nobody of the unit has looked at it yet.
    new: bool,
}

/// What waits for those who decide or lead.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingOut {
    /// Whether they may decide on reports.
    decides: bool,
    /// Units whose report waits for a decision, the longest waiting first.
    to_decide: Vec<UnitName>,
    /// Units whose report is not in though the day has passed.
    late: Vec<UnitName>,
    /// How many units report.
    units: usize,
    /// How many reports count.
    approved: usize,
}

impl From<Work> for UnitWork {
    fn from(work: Work) -> Self {
        let task = |task: app::entry::DueTask| DueTaskOut {
            ordinal: task.task.ordinal,
            text: task.task.text,
            role: match task.role {
                Role::Lead => "lead",
                Role::Coordinating => "coordinating",
            },
            days_left: task.days_left,
            new: task.new,
        };
        let question = |question: app::entry::Question| OpenQuestion {
            about: question.cell,
            text: question.last.text,
            by: question.last.by,
        };
        Self {
            unit: (&work.unit).into(),
            state: work.state.map(Standing::name),
            returned_because: work.returned_because,
            questions: work.questions.into_iter().map(question).collect(),
            tasks: work.tasks.into_iter().map(task).collect(),
        }
    }
}

impl From<Due> for DueOut {
    fn from(due: Due) -> Self {
        let named = |units: &[app::status::UnitStatus]| -> Vec<UnitName> {
            units.iter().map(|unit| UnitName::of(&unit.code, &unit.name)).collect()
        };
        Self {
            campaign: due.campaign.map(|campaign| campaign.id.to_string()),
            days_left: due.days_left,
            work: due.work.into_iter().map(Into::into).collect(),
            waiting: due.waiting.map(|waiting| WaitingOut {
                decides: waiting.decides,
                to_decide: named(&waiting.to_decide),
                late: named(&waiting.late),
                units: waiting.units,
                approved: waiting.approved,
            }),
        }
    }
}

/// What waits for the caller, what is due first comes first
#[utoipa::path(get, path = "/me/due", tag = "people", params(DueAsked), responses((status = 200, body = DueOut)))]
async fn due(State(site): State<Site>, caller: Caller, Asked(asked): Asked<DueAsked>) -> Result<Json<DueOut>, Problem> {
    let due = caller.ask(&site, move |context| app::entry::due(context, asked.campaign.as_deref())).await?;
    Ok(Json(due.into()))
}
