//! Where does this number come from? A total opened into units, revisions, files and cells.

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::status::unit_statuses;
use domain::access::Action;
use domain::form::{Cell, CellKey, Form, RollUp};
use domain::live::LiveTotals;
use domain::report::{Event, Revision, State, Value};
use domain::unit::{UnitCode, UnitVersion};
use domain::{CivilDate, UnitId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::StoreError;

/// A figure opened.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The cell.
    pub cell: CellKey,
    /// The form it is of.
    pub form: Arc<Form>,
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
    /// Name of the unit its report stands at, when that is another one on the day asked for.
    pub stands_at: Option<String>,
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

/// Opens a figure, named by key (`talks/level.commune`) or by the number printed before it (`2.3`), in the hierarchy of a
/// day; of the campaign's due day when none is named.
///
/// # Errors
/// When the campaign, the unit or the figure is not found.
pub fn trace(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
    figure: &str,
    as_of: Option<CivilDate>,
) -> Result<Trace, TraceError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let cell = loaded.form.find(figure).ok_or_else(|| TraceError::UnknownFigure(figure.to_owned()))?.clone();
        let statuses = unit_statuses(session, &loaded, &[], context.today())?;
        let loaded = loaded.on(as_of)?;
        let top = loaded.unit_for(context, unit_code, Action::ViewProgress)?.clone();
        let look = |live: &LiveTotals| opened(&loaded, live, top.unit, &cell);
        let (total, computed_from, counted) = context.memory().live(session, &loaded.campaign, loaded.day, look)?;
        let below = below(&loaded, top.unit)?;
        let mut units = Vec::new();
        let mut blank = Vec::new();
        for status in statuses {
            let Some(at) = below.get(&status.unit) else { continue };
            let permits = |unit| loaded.permits(context, Action::ViewReport, unit);
            if !permits(status.unit) && !permits(*at) {
                continue;
            }
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
                stands_at: (*at != status.unit)
                    .then(|| loaded.hierarchy.get(*at).map(|version| version.name.clone()))
                    .flatten(),
                state,
                counted: counted.contains(&status.unit),
                revisions,
                events: session.events(loaded.campaign.id, status.unit)?,
            });
        }
        Ok(Trace { cell: cell.key, form: loaded.form, top, total, computed_from, units, blank })
    })
}

/// The total of a cell, the cells it is computed from, and whose reports count.
type Opened = (Option<i64>, Vec<(CellKey, Option<i64>)>, HashSet<UnitId>);

fn opened(loaded: &Loaded, live: &LiveTotals, top: UnitId, cell: &Cell) -> Opened {
    let form = &loaded.form;
    let total = |key: &CellKey| form.position(key).and_then(|at| live.total(top, at)).and_then(|total| total.value);
    let computed_from = match &form.item_of(cell).roll_up {
        RollUp::Ratio { part, whole } => [part, whole]
            .into_iter()
            .filter_map(|id| CellKey::parse(id.as_str()))
            .map(|key| (key.clone(), total(&key)))
            .collect(),
        _ => Vec::new(),
    };
    let counted = live.reports_below(top).map(|(_, unit, _)| unit).collect();
    (total(&cell.key), computed_from, counted)
}

/// The units whose reports stand at a unit or below it, with where each stands.
fn below(loaded: &Loaded, top: UnitId) -> Result<HashMap<UnitId, UnitId>, FindError> {
    let ground = loaded.directory().ground(loaded.campaign.due_on, loaded.day)?;
    let nodes = loaded.hierarchy.subtree(top);
    let standing = |node: &UnitId| {
        let node = *node;
        ground.tree.standing_at(node).map(move |unit| (unit, node)).collect::<Vec<_>>()
    };
    Ok(nodes.iter().flat_map(standing).collect())
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
