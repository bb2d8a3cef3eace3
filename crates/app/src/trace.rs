//! Where does this number come from? A total opened into units, revisions, files and cells.

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::status::unit_statuses;
use domain::access::Action;
use domain::form::{CellKey, Form, RollUp};
use domain::report::{Event, Revision, State, Value};
use domain::rollup::{Contribution, totals};
use domain::unit::{UnitCode, UnitVersion};
use domain::{CivilDate, UnitId};
use std::collections::HashMap;
use store::{Session, StoreError};

/// Subtrees of so few units are read unit by unit instead of with all of the campaign.
const FEW: usize = 8;

/// A figure opened.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The cell.
    pub cell: CellKey,
    /// The form it is of.
    pub form: Form,
    /// The unit at the top.
    pub top: UnitVersion,
    /// The total; none while no approved report fills the cell.
    pub total: Option<i64>,
    /// Cells it is computed from, when it is a ratio.
    pub computed_from: Vec<(CellKey, Option<i64>)>,
    /// Every unit of the subtree whose report fills the cell, counted or not.
    pub units: Vec<UnitTrace>,
    /// Codes of units that have not filled it.
    pub blank: Vec<UnitCode>,
}

/// One unit's part.
#[derive(Clone, Debug)]
pub struct UnitTrace {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// State of its report.
    pub state: State,
    /// Whether it counts in the total.
    pub counted: bool,
    /// What each of its revisions says in this cell, oldest first.
    pub revisions: Vec<RevisionTrace>,
    /// What happened to the report.
    pub events: Vec<Event>,
}

/// One revision's value and its place.
#[derive(Clone, Debug)]
pub struct RevisionTrace {
    /// Its number.
    pub number: u32,
    /// What it says; none when it leaves the cell blank.
    pub value: Option<Value>,
    /// The unit's explanation.
    pub reason: Option<String>,
    /// Name of its file.
    pub file_name: String,
    /// Digest of the file, in hexadecimal.
    pub file_digest: String,
    /// The cell in the file.
    pub at: Option<String>,
    /// The day it was received.
    pub received_on: CivilDate,
    /// Who stored it.
    pub recorded_by: String,
}

/// Why a figure cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// Campaign or unit.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The form has no such cell.
    #[error("the form has no figure `{0}`")]
    UnknownFigure(String),
}

impl From<StoreError> for TraceError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

/// Opens a figure, named by key (`talks/level.commune`) or by the number printed before it (`2.3`).
///
/// # Errors
/// When the campaign, the unit or the figure is not found.
pub fn trace(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
    figure: &str,
) -> Result<Trace, TraceError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let cell = loaded.form.find(figure).ok_or_else(|| TraceError::UnknownFigure(figure.to_owned()))?.clone();
        let top = loaded.unit_for(context, unit_code, Action::ViewProgress)?.clone();
        let subtree = loaded.hierarchy.subtree(top.unit);
        let statuses = unit_statuses(session, &loaded, &[], context.today())?;
        let approved = approved_below(session, &loaded, &subtree)?;
        let mut units = Vec::new();
        let mut blank = Vec::new();
        let shown = |unit: UnitId| subtree.contains(&unit) && loaded.permits(context, Action::ViewReport, unit);
        for status in statuses.into_iter().filter(|status| shown(status.unit)) {
            let Some(state) = status.state else {
                blank.push(status.code);
                continue;
            };
            let mut revisions = Vec::new();
            for number in 1..=status.revision.unwrap_or(0) {
                let revision = session.revision(loaded.campaign.id, status.unit, number)?;
                revisions.extend(revision.map(|revision| revision_trace(revision, &cell.key)));
            }
            if revisions.iter().all(|revision| revision.value.is_none()) {
                blank.push(status.code);
                continue;
            }
            units.push(UnitTrace {
                code: status.code,
                name: status.name,
                state,
                counted: approved.contains_key(&status.unit),
                revisions,
                events: session.events(loaded.campaign.id, status.unit)?,
            });
        }
        let contributions: Vec<Contribution<'_>> = subtree
            .iter()
            .filter_map(|unit| approved.get(unit).map(|revision| (unit, revision)))
            .map(|(unit, revision)| Contribution {
                unit: *unit,
                revision: revision.number,
                received_on: revision.received_on,
                content: &revision.content,
            })
            .collect();
        let totals = totals(&loaded.form, &contributions);
        let total = totals.of(&loaded.form, &cell.key).and_then(|total| total.value);
        let computed_from = match &loaded.form.item_of(&cell).roll_up {
            RollUp::Ratio { part, whole } => [part, whole]
                .into_iter()
                .filter_map(|id| CellKey::parse(id.as_str()))
                .map(|key| (key.clone(), totals.of(&loaded.form, &key).and_then(|total| total.value)))
                .collect(),
            _ => Vec::new(),
        };
        Ok(Trace { cell: cell.key, form: loaded.form, top, total, computed_from, units, blank })
    })
}

/// The revisions that count in a subtree.
fn approved_below(
    session: &Session<'_>,
    loaded: &Loaded,
    subtree: &[UnitId],
) -> Result<HashMap<UnitId, Revision>, StoreError> {
    if subtree.len() > FEW {
        return Ok(session.approved(loaded.campaign.id)?.into_iter().collect());
    }
    let mut approved = HashMap::new();
    for unit in subtree {
        let head = session.report(loaded.campaign.id, *unit)?;
        if let Some(number) = head.and_then(|head| head.approved_revision) {
            let revision = session.revision(loaded.campaign.id, *unit, number)?;
            approved.extend(revision.map(|revision| (*unit, revision)));
        }
    }
    Ok(approved)
}

fn revision_trace(revision: Revision, key: &CellKey) -> RevisionTrace {
    let figure = revision.content.figures.get(key);
    RevisionTrace {
        number: revision.number,
        value: figure.map(|figure| figure.value.clone()),
        reason: figure.and_then(|figure| figure.reason.clone()),
        at: figure.and_then(|figure| figure.at.clone()),
        file_name: revision.file_name,
        file_digest: revision.file_digest,
        received_on: revision.received_on,
        recorded_by: revision.recorded_by,
    }
}
