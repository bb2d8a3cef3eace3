//! Totals of a unit and those below it, live, beside those of the year before; and one total opened into its units. Each can
//! be asked for in the hierarchy of any day.

use crate::campaign::{self, FindError, Loaded};
use crate::figures::{SubtreeTotals, same_cell};
use crate::{Actor, Context, trace};
use domain::access::Action;
use domain::campaign::Campaign;
use domain::check::{self, Violation, Warning};
use domain::form::{CellKey, Form, Kind, RollUp};
use domain::live::LiveTotals;
use domain::report::{Content, Figure, Value};
use domain::succession::{Placement, Why};
use domain::unit::{UnitCode, UnitVersion};
use domain::{CivilDate, UnitId};
use std::sync::Arc;
use store::Session;

/// Most reports named that stand elsewhere than at the unit that made them; all of them are counted.
const MOST_MOVED: usize = 40;

/// Totals of a subtree.
#[derive(Clone, Debug)]
pub struct TotalsView {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The day whose hierarchy was asked for; the campaign's due day otherwise.
    pub as_of: Option<CivilDate>,
    /// The unit at the top.
    pub top: UnitVersion,
    /// The totals.
    pub totals: SubtreeTotals,
    /// The year before and its totals by the position of the cell in this year's form, in the same hierarchy.
    pub before: Option<(i16, Vec<Option<i64>>)>,
    /// How many of the reports in these totals stand elsewhere than at the unit that made them.
    pub moved: u32,
    /// How many reports of the campaign stand nowhere that day, and so are in no total.
    pub nowhere: usize,
}

/// Totals of a subtree with what is told around them: which costs more the more units there are, unlike the totals.
#[derive(Clone, Debug)]
pub struct TotalsInFull {
    /// The totals.
    pub view: TotalsView,
    /// Units whose totals the actor may ask for, in listing order.
    pub reach: Vec<UnitVersion>,
    /// Reports in these totals that stand elsewhere than at the unit that made them, those of divided units first; not all
    /// of them when there are many.
    pub moved: Vec<MovedReport>,
    /// Cells that hold text, with what each unit wrote that the actor may read.
    pub texts: Vec<TextCell>,
}

impl TotalsView {
    /// Breakdowns whose parts are to make up a total and do not: what a report with these figures would be warned of.
    #[must_use]
    pub fn uneven(&self) -> Vec<Warning> {
        let added = self.form.cells().iter().enumerate();
        let added = added.filter(|(_, cell)| self.form.item_of(cell).roll_up == RollUp::Sum);
        let figure = |value| Figure { value: Value::Number(value), at: None, reason: None };
        let figures = added.filter_map(|(at, cell)| Some((cell.key.clone(), figure(self.totals.value(at)?))));
        let content = Content { figures: figures.collect(), ..Content::default() };
        let mut found = check::check(&self.form, &content);
        found.retain(|warning| matches!(warning.check, Violation::PartsDoNotAddUp { .. }));
        found
    }
}

/// A report that stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedReport {
    /// Name of the unit that reported.
    pub from: String,
    /// Name of the unit it stands at.
    pub at: String,
    /// Its ground was divided: this is the first unit that holds all of it.
    pub divided: bool,
}

/// A cell that holds text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextCell {
    /// Its position in the form.
    pub position: usize,
    /// What was written in it, in listing order.
    pub written: Vec<Written>,
}

/// What a unit wrote in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Code of the unit.
    pub code: UnitCode,
    /// Name of the unit.
    pub name: String,
    /// Its words.
    pub text: String,
}

/// Totals of a subtree in the hierarchy of a day, the campaign's due day when none is named; of the highest unit the actor may
/// see when none is named.
///
/// # Errors
/// When the campaign or the unit is not found.
pub fn totals(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
    as_of: Option<CivilDate>,
) -> Result<TotalsView, FindError> {
    context.store.read(|session| Ok(read_off(context, session, (campaign_name, unit_code), as_of)?.0))
}

/// The same with what is told around them.
///
/// # Errors
/// When the campaign or the unit is not found.
pub fn totals_in_full(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
    as_of: Option<CivilDate>,
) -> Result<TotalsInFull, FindError> {
    context.store.read(|session| {
        let (view, loaded) = read_off(context, session, (campaign_name, unit_code), as_of)?;
        let look = |live: &LiveTotals| moved(&loaded, live, view.top.unit);
        let moved = context.memory().live(session, &loaded.campaign, loaded.day, look)??;
        let texts = texts(context, session, &loaded, view.top.unit)?;
        Ok(TotalsInFull { reach: reach(context, &loaded), moved, texts, view })
    })
}

/// The totals of a unit in a campaign, and the campaign as it was loaded for them.
fn read_off(
    context: Context<'_>,
    session: &Session<'_>,
    (campaign_name, unit_code): (Option<&str>, Option<&str>),
    as_of: Option<CivilDate>,
) -> Result<(TotalsView, Loaded), FindError> {
    let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?.on(as_of)?;
    let top = top_for(context, &loaded, unit_code, Action::ViewProgress)?;
    let look = |live: &LiveTotals| {
        (SubtreeTotals::of(live, top.unit), live.moved(top.unit).unwrap_or_default(), live.nowhere())
    };
    let (totals, moved, nowhere) = context.memory().live(session, &loaded.campaign, loaded.day, look)?;
    let before = match loaded.directory().earlier(&loaded.campaign).first() {
        Some(campaign) => Some((campaign.year, aligned(context, session, &loaded, campaign, top.unit)?)),
        None => None,
    };
    let (campaign, form) = (loaded.campaign.clone(), Arc::clone(&loaded.form));
    Ok((TotalsView { campaign, form, as_of, top, totals, before, moved, nowhere }, loaded))
}

/// Reports below a unit that stand elsewhere than at the unit that made them, [`MOST_MOVED`] of them.
fn moved(loaded: &Loaded, live: &LiveTotals, top: UnitId) -> Result<Vec<MovedReport>, FindError> {
    let placements = loaded.placements()?;
    let elsewhere = live.reports_below(top).filter(|(at, unit, _)| at != unit);
    let mut found: Vec<(bool, UnitId, UnitId)> = elsewhere
        .map(|(at, unit, _)| {
            let divided = matches!(placements.of(unit), Placement::At { why: Why::HeldByAncestor { .. }, .. });
            (!divided, unit, at)
        })
        .collect();
    found.sort_by_key(|(whole, ..)| *whole);
    let before = loaded.reported_in()?;
    let named = found.into_iter().take(MOST_MOVED).filter_map(|(whole, unit, at)| {
        let (from, at) = (before.get(unit)?, loaded.hierarchy.get(at)?);
        Some(MovedReport { from: from.name.clone(), at: at.name.clone(), divided: !whole })
    });
    Ok(named.collect())
}

/// Totals of an earlier campaign in the hierarchy of the day, by the position of the cell in this campaign's form.
pub(crate) fn aligned(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    campaign: &Campaign,
    top: UnitId,
) -> Result<Vec<Option<i64>>, FindError> {
    let totals =
        context.memory().live(session, campaign, loaded.day, |live: &LiveTotals| SubtreeTotals::of(live, top))?;
    let (form, other) = (&loaded.form, context.memory().form(session, &campaign.form)?);
    let value = |at| same_cell(form, at, &other).and_then(|at| totals.value(at));
    Ok((0..form.cells().len()).map(value).collect())
}

/// The unit of a code, or without one the highest unit of the campaign to which the actor may do `action`.
pub(crate) fn top_for(
    context: Context<'_>,
    loaded: &Loaded,
    code: Option<&str>,
    action: Action,
) -> Result<UnitVersion, FindError> {
    if code.is_some() || loaded.permits(context, action, loaded.root) {
        return loaded.unit_for(context, code, action).cloned();
    }
    let held: Vec<UnitId> = match context.actor {
        Actor::Person(person) => person.grants.iter().map(|grant| grant.unit).collect(),
        Actor::Operator(_) => Vec::new(),
    };
    // Parents come before their children: the first is the highest.
    let below = loaded.hierarchy.subtree(loaded.root);
    let own = below.into_iter().find(|unit| held.contains(unit) && loaded.permits(context, action, *unit));
    own.and_then(|unit| loaded.hierarchy.get(unit).cloned()).ok_or(FindError::Forbidden(action))
}

/// Units whose totals the actor may ask for, in listing order.
pub(crate) fn reach(context: Context<'_>, loaded: &Loaded) -> Vec<UnitVersion> {
    let all = loaded.hierarchy.subtree(loaded.root).into_iter();
    let seen = all.filter(|unit| loaded.permits(context, Action::ViewProgress, *unit));
    seen.filter_map(|unit| loaded.hierarchy.get(unit).cloned()).collect()
}

fn texts(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    top: UnitId,
) -> Result<Vec<TextCell>, FindError> {
    let form = &loaded.form;
    let cells = form.cells().iter().enumerate().filter(|(_, cell)| form.item_of(cell).kind == Kind::Text);
    let cells: Vec<usize> = cells.map(|(at, _)| at).collect();
    if cells.is_empty() {
        return Ok(Vec::new());
    }
    let below = |live: &LiveTotals| live.reports_below(top).map(|(_, unit, _)| unit).collect::<Vec<_>>();
    let units = context.memory().live(session, &loaded.campaign, loaded.day, below)?;
    let heads = session.reports(loaded.campaign.id)?;
    let figures = context.memory().figures();
    let sheets = figures.sheets(session, loaded.campaign.id, form, &heads, crate::figures::Which::Approved)?;
    let reported = loaded.directory().hierarchy(loaded.campaign.due_on)?;
    let written = |at: usize| {
        let by = units.iter().filter(|unit| loaded.permits(context, Action::ViewReport, **unit));
        let text = by.filter_map(|unit| {
            let version = reported.get(*unit)?;
            let text = sheets.get(unit)?.text(at)?.to_owned();
            Some(Written { code: version.code.clone(), name: version.name.clone(), text })
        });
        TextCell { position: at, written: text.collect() }
    };
    Ok(cells.into_iter().map(written).filter(|cell| !cell.written.is_empty()).collect())
}

/// A total opened into the units that make it.
#[derive(Clone, Debug)]
pub struct OpenedTotal {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The day whose hierarchy was asked for; the campaign's due day otherwise.
    pub as_of: Option<CivilDate>,
    /// Position of the cell in the form.
    pub position: usize,
    /// The unit at the top.
    pub top: UnitVersion,
    /// The total; none while no report that counts fills the cell.
    pub total: Option<i64>,
    /// The total of earlier years, the newest first.
    pub years: Vec<(i16, Option<i64>)>,
    /// Units that make it, largest first.
    pub parts: Vec<TotalPart>,
    /// How many of the units that make it the actor may not look into.
    pub hidden: usize,
    /// One unit opened down to its revisions, files and cells.
    pub opened: Option<trace::Trace>,
}

/// One unit's part of a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalPart {
    /// Code, as it was when it reported.
    pub code: UnitCode,
    /// Name, as it was when it reported.
    pub name: String,
    /// Name of the unit its report stands at, when that is another one on the day asked for.
    pub stands_at: Option<String>,
    /// The revision that counts.
    pub revision: u32,
    /// Its value.
    pub value: i64,
}

/// Opens a total into its units, and one unit of them (`open`, by code) into revisions, files and cells.
///
/// # Errors
/// When the campaign, a unit or the figure is not found.
pub fn opened(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
    figure: &str,
    open: Option<&str>,
    as_of: Option<CivilDate>,
) -> Result<OpenedTotal, trace::TraceError> {
    let mut found = context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?.on(as_of)?;
        let unknown = || trace::TraceError::UnknownFigure(figure.to_owned());
        let key: CellKey = loaded.form.find(figure).ok_or_else(unknown)?.key.clone();
        let position = loaded.form.position(&key).ok_or_else(unknown)?;
        let top = top_for(context, &loaded, unit_code, Action::ViewProgress)?;
        let look = |live: &LiveTotals| {
            let total = live.total(top.unit, position).and_then(|total| total.value);
            parts_of(context, &loaded, live, top.unit, position).map(|parts| (total, parts))
        };
        let (total, (parts, hidden)) = context.memory().live(session, &loaded.campaign, loaded.day, look)??;
        let mut years = Vec::new();
        for campaign in loaded.directory().earlier(&loaded.campaign) {
            let values = aligned(context, session, &loaded, campaign, top.unit)?;
            years.push((campaign.year, values.get(position).copied().flatten()));
        }
        let (campaign, form) = (loaded.campaign, loaded.form);
        let opened = None;
        Ok::<_, trace::TraceError>(OpenedTotal {
            campaign,
            form,
            as_of,
            position,
            top,
            total,
            years,
            parts,
            hidden,
            opened,
        })
    })?;
    if let Some(code) = open {
        let campaign = found.campaign.id.to_string();
        let key = found.form.cells()[found.position].key.to_string();
        found.opened = Some(trace::trace(context, Some(&campaign), Some(code), &key, None)?);
    }
    Ok(found)
}

/// The units that make a total and the actor may look into, and how many others there are.
fn parts_of(
    context: Context<'_>,
    loaded: &Loaded,
    live: &LiveTotals,
    top: UnitId,
    position: usize,
) -> Result<(Vec<TotalPart>, usize), FindError> {
    let reported = loaded.directory().hierarchy(loaded.campaign.due_on)?;
    let (mut shown, mut hidden) = (Vec::new(), 0);
    for (at, unit, report) in live.reports_below(top) {
        let Some((value, version)) = report.numbers.get(position).zip(reported.get(unit)) else { continue };
        if loaded.permits(context, Action::ViewReport, unit) || loaded.permits(context, Action::ViewReport, at) {
            let stands_at =
                (at != unit).then(|| loaded.hierarchy.get(at).map(|version| version.name.clone())).flatten();
            let (code, name) = (version.code.clone(), version.name.clone());
            shown.push(TotalPart { code, name, stands_at, revision: report.revision, value });
        } else {
            hidden += 1;
        }
    }
    shown.sort_by_key(|part| std::cmp::Reverse(part.value));
    Ok((shown, hidden))
}
