//! The audit trail.

use super::caller::Caller;
use super::extract::Asked;
use super::parts::UnitName;
use super::problem::Problem;
use crate::site::Site;
use app::people::{self, TrailFilter};
use axum::Json;
use axum::extract::State;
use domain::audit::AuditEvent;
use domain::unit::UnitVersion;
use domain::{AuditId, Instant};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Events on a page.
const ON_A_PAGE: usize = 100;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(trail))
}

/// Which events.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct TrailAsked {
    /// Done under this name.
    actor: Option<String>,
    /// This was done: `report.approve`.
    action: Option<String>,
    /// Done to the unit of this code.
    unit: Option<String>,
    /// Those before this one, as the page before gave it; the newest when left out.
    before: Option<String>,
}

impl TrailAsked {
    fn filter(&self) -> TrailFilter {
        let filled =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        TrailFilter { actor: filled(&self.actor), action: filled(&self.action), unit: filled(&self.unit) }
    }
}

/// The moment in microseconds and the id of the last event of the page before.
fn place(text: &str) -> Option<(Instant, AuditId)> {
    let (at, id) = text.split_once('~')?;
    Some((Instant::from_microsecond(at.parse().ok()?).ok()?, AuditId::parse(id)?))
}

/// A page of the audit trail.
#[derive(Debug, Serialize, ToSchema)]
struct TrailOut {
    /// The events, the newest first.
    events: Vec<TrailEvent>,
    /// Where the next page begins, when there is one.
    older: Option<String>,
}

/// Something that was done.
#[derive(Debug, Serialize, ToSchema)]
struct TrailEvent {
    /// Its id.
    id: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Name of who did it, as it was then.
    actor: String,
    /// Id of who did it; none for an operator at the terminal.
    person: Option<String>,
    /// What was done: `report.approve`.
    action: String,
    /// The unit it was done to, as it was last.
    unit: Option<UnitName>,
    /// What it was done to: the id or name of a report, a campaign, a person.
    subject: String,
    /// What it was before.
    before: Option<serde_json::Value>,
    /// What it is after.
    after: Option<serde_json::Value>,
}

impl From<(AuditEvent, Option<UnitVersion>)> for TrailEvent {
    fn from((event, unit): (AuditEvent, Option<UnitVersion>)) -> Self {
        Self {
            id: event.id.to_string(),
            at: event.at.to_string(),
            actor: event.actor,
            person: event.person.map(|person| person.to_string()),
            action: event.action,
            unit: unit.as_ref().map(Into::into),
            subject: event.subject,
            before: event.before,
            after: event.after,
        }
    }
}

/// The audit trail: who changed what
///
/// What was done to units that the caller administers; what was done to no unit is for those who administer everything.
#[utoipa::path(get, path = "/audit", tag = "installation", params(TrailAsked),
    responses((status = 200, body = TrailOut)))]
async fn trail(
    State(site): State<Site>,
    caller: Caller,
    Asked(asked): Asked<TrailAsked>,
) -> Result<Json<TrailOut>, Problem> {
    let bad = || Problem::bad_request(caller.language);
    let from = asked.before.as_deref().map(|text| place(text).ok_or_else(bad)).transpose()?;
    let filter = asked.filter();
    let trail = caller.ask(&site, move |context| people::audit(context, &filter, from, ON_A_PAGE)).await?;
    Ok(Json(TrailOut {
        older: trail.older.map(|(at, id)| format!("{}~{id}", at.as_microsecond())),
        events: trail.events.into_iter().map(Into::into).collect(),
    }))
}
