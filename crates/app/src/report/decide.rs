//! Approving, returning, reopening.

use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::{self, FindError, Loaded};
use crate::tell::{holders, tell};
use domain::UnitId;
use domain::access::{Action as Permission, Role};
use domain::report::{Action, Event, Refusal, State, decide as next_state};
use domain::unit::UnitCode;
use serde_json::json;
use store::{Session, StoreError};

/// What is decided.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Approve, return or reopen.
    pub action: Action,
    /// Why.
    pub reason: Option<String>,
}

/// About which reports.
#[derive(Clone, Debug)]
pub enum Which {
    /// Those of these units, by code.
    Units(Vec<String>),
    /// Every report that waits for a decision.
    AllSubmitted,
}

/// A report decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Code of the unit.
    pub code: UnitCode,
    /// Name of the unit.
    pub name: String,
    /// The revision.
    pub revision: u32,
    /// The state it is in now.
    pub state: State,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecideError {
    /// Campaign or unit.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The report of this unit does not allow it.
    #[error("{code}: {refusal}")]
    Refused {
        /// Code of the unit.
        code: UnitCode,
        /// Why.
        refusal: Refusal,
    },
    /// Something happened to the report after it was looked at.
    #[error("{code}: the report changed meanwhile")]
    Changed {
        /// Code of the unit.
        code: UnitCode,
    },
    /// No report waits for a decision.
    #[error("no report waits for a decision")]
    NothingWaits,
}

impl From<StoreError> for DecideError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

/// Decides on reports, all or none of them.
///
/// # Errors
/// A [`DecideError`]; then nothing was changed.
pub fn decide(
    context: Context<'_>,
    campaign_name: Option<&str>,
    which: &Which,
    decision: &Decision,
) -> Result<Vec<Decided>, DecideError> {
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Permission::ViewCampaign)?;
        let units = match which {
            Which::Units(codes) => codes
                .iter()
                .map(|code| loaded.unit_for(context, Some(code), Permission::DecideReport).map(|version| version.unit))
                .collect::<Result<Vec<_>, _>>()?,
            Which::AllSubmitted => {
                let waiting = waiting(session, &loaded)?.into_iter();
                waiting.filter(|unit| loaded.permits(context, Permission::DecideReport, *unit)).collect()
            }
        };
        if units.is_empty() {
            return Err(DecideError::NothingWaits);
        }
        units.into_iter().map(|unit| decide_one(session, context, &loaded, unit, decision)).collect()
    })
}

/// Decides on one report as it was looked at: `seen` is how many events it had then. A decision taken or a revision handed
/// in meanwhile is not overruled unseen.
///
/// # Errors
/// [`DecideError::Changed`], and those of [`decide`]; then nothing was changed.
pub fn decide_seen(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    decision: &Decision,
    seen: u32,
) -> Result<Decided, DecideError> {
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Permission::ViewCampaign)?;
        let version = loaded.unit_for(context, Some(unit_code), Permission::DecideReport)?;
        let head = session.report(loaded.campaign.id, version.unit)?;
        if head.is_some_and(|head| head.events != seen) {
            return Err(DecideError::Changed { code: version.code.clone() });
        }
        decide_one(session, context, &loaded, version.unit, decision)
    })
}

fn waiting(session: &Session<'_>, loaded: &Loaded) -> Result<Vec<UnitId>, StoreError> {
    let reports = session.reports(loaded.campaign.id)?;
    Ok(reports.into_iter().filter(|(_, head)| head.state == State::Submitted).map(|(unit, _)| unit).collect())
}

fn decide_one(
    session: &Session<'_>,
    context: Context<'_>,
    loaded: &Loaded,
    unit: UnitId,
    decision: &Decision,
) -> Result<Decided, DecideError> {
    let unknown = || FindError::UnknownUnit(unit.to_string());
    let version = loaded.hierarchy.get(unit).ok_or_else(unknown)?;
    let refused = |refusal| DecideError::Refused { code: version.code.clone(), refusal };
    let head = session.report(loaded.campaign.id, unit)?;
    let state = next_state(head.as_ref().map(|head| head.state), decision.action, decision.reason.as_deref())
        .map_err(refused)?;
    let head = head.ok_or_else(|| refused(Refusal::NothingSubmitted))?;
    let event = Event {
        sequence: head.events + 1,
        action: decision.action,
        revision: head.latest_revision,
        at: context.now(),
        by: context.actor.name().to_owned(),
        reason: decision.reason.clone(),
    };
    session.append_event(loaded.campaign.id, unit, &event, state)?;
    let standing = |state: State, events: u32| json!({ "state": state.name(), "revision": head.latest_revision, "events": events });
    note(
        context,
        session,
        Note {
            action: &format!("report.{}", decision.action.name()),
            unit: Some(unit),
            subject: loaded.campaign.id.to_string(),
            before: Some(standing(head.state, head.events)),
            after: Some(standing(state, event.sequence)),
        },
    )?;
    let officers = holders(session, unit, &[Role::Officer])?;
    let kind = format!("report-{}", decision.action.name());
    tell(context, session, loaded, unit, &officers, (&kind, json!({ "unit": version.name })))?;
    Ok(Decided { code: version.code.clone(), name: version.name.clone(), revision: head.latest_revision, state })
}
