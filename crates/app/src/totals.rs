//! Totals of a unit and those below it, live, beside those of the year before; and one total opened into its units.

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::figures::{FigureCache, SubtreeTotals, earlier, same_cell};
use crate::{Actor, trace};
use domain::UnitId;
use domain::access::Action;
use domain::campaign::Campaign;
use domain::form::{CellKey, Form, Kind};
use domain::unit::{UnitCode, UnitVersion};
use std::sync::Arc;
use store::Session;

/// Totals of a subtree.
#[derive(Clone, Debug)]
pub struct TotalsView {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The unit at the top.
    pub top: UnitVersion,
    /// Units whose totals the actor may ask for, in listing order.
    pub reach: Vec<UnitVersion>,
    /// The totals.
    pub totals: Arc<SubtreeTotals>,
    /// The year before and its totals by the position of the cell in this year's form.
    pub before: Option<(i16, Vec<Option<i64>>)>,
    /// Cells that hold text, with what each unit wrote that the actor may read.
    pub texts: Vec<TextCell>,
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

/// Totals of a subtree; of the highest one the actor may see when no unit is named.
///
/// # Errors
/// When the campaign or the unit is not found.
pub fn totals(
    context: Context<'_>,
    cache: &FigureCache,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
) -> Result<TotalsView, FindError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let top = top_for(context, &loaded, unit_code, Action::ViewProgress)?;
        let versions = session.unit_versions()?;
        let totals = cache.totals(session, &loaded.campaign, &versions, top.unit)?;
        let form = cache.form(session, &loaded.campaign.form)?;
        let before = match earlier(session, &loaded.campaign)?.first() {
            Some(campaign) => Some((campaign.year, aligned(session, cache, &form, campaign, &versions, top.unit)?)),
            None => None,
        };
        let texts = texts(context, session, cache, &loaded, top.unit)?;
        let reach = reach(context, &loaded);
        Ok(TotalsView { campaign: loaded.campaign, form, top, reach, totals, before, texts })
    })
}

/// Totals of an earlier campaign, by the position of the cell in another form.
pub(crate) fn aligned(
    session: &Session<'_>,
    cache: &FigureCache,
    form: &Form,
    campaign: &Campaign,
    versions: &[UnitVersion],
    top: UnitId,
) -> Result<Vec<Option<i64>>, FindError> {
    let totals = cache.totals(session, campaign, versions, top)?;
    let other = cache.form(session, &campaign.form)?;
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
    if code.is_some() || loaded.permits(context, action, loaded.campaign.root) {
        return loaded.unit_for(context, code, action).cloned();
    }
    let held: Vec<UnitId> = match context.actor {
        Actor::Person(person) => person.grants.iter().map(|grant| grant.unit).collect(),
        Actor::Operator(_) => Vec::new(),
    };
    // Parents come before their children: the first is the highest.
    let below = loaded.hierarchy.subtree(loaded.campaign.root);
    let own = below.into_iter().find(|unit| held.contains(unit) && loaded.permits(context, action, *unit));
    own.and_then(|unit| loaded.hierarchy.get(unit).cloned()).ok_or(FindError::Forbidden(action))
}

/// Units whose totals the actor may ask for, in listing order.
pub(crate) fn reach(context: Context<'_>, loaded: &Loaded) -> Vec<UnitVersion> {
    let all = loaded.hierarchy.subtree(loaded.campaign.root).into_iter();
    let seen = all.filter(|unit| loaded.permits(context, Action::ViewProgress, *unit));
    seen.filter_map(|unit| loaded.hierarchy.get(unit).cloned()).collect()
}

fn texts(
    context: Context<'_>,
    session: &Session<'_>,
    cache: &FigureCache,
    loaded: &Loaded,
    top: UnitId,
) -> Result<Vec<TextCell>, FindError> {
    let form = &loaded.form;
    let cells = form.cells().iter().enumerate().filter(|(_, cell)| form.item_of(cell).kind == Kind::Text);
    let cells: Vec<usize> = cells.map(|(at, _)| at).collect();
    if cells.is_empty() {
        return Ok(Vec::new());
    }
    let parts = cache.contributions(session, &loaded.campaign, form, &loaded.hierarchy, top)?;
    let written = |at: usize| {
        let by = parts.iter().filter(|(unit, _)| loaded.permits(context, Action::ViewReport, *unit));
        let text = by.filter_map(|(unit, sheet)| {
            let version = loaded.hierarchy.get(*unit)?;
            let text = sheet.text(at)?.to_owned();
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
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
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
    cache: &FigureCache,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
    figure: &str,
    open: Option<&str>,
) -> Result<OpenedTotal, trace::TraceError> {
    let mut found = context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let unknown = || trace::TraceError::UnknownFigure(figure.to_owned());
        let key: CellKey = loaded.form.find(figure).ok_or_else(unknown)?.key.clone();
        let position = loaded.form.position(&key).ok_or_else(unknown)?;
        let top = top_for(context, &loaded, unit_code, Action::ViewProgress)?;
        let versions = session.unit_versions()?;
        let total = cache.totals(session, &loaded.campaign, &versions, top.unit)?.value(position);
        let form = cache.form(session, &loaded.campaign.form)?;
        let mut years = Vec::new();
        for campaign in earlier(session, &loaded.campaign)? {
            let values = aligned(session, cache, &form, &campaign, &versions, top.unit)?;
            years.push((campaign.year, values.get(position).copied().flatten()));
        }
        let parts = cache.contributions(session, &loaded.campaign, &form, &loaded.hierarchy, top.unit)?;
        let (shown, hidden) = parts_of(context, &loaded, &parts, position);
        let campaign = loaded.campaign;
        Ok::<_, trace::TraceError>(OpenedTotal {
            campaign,
            form,
            position,
            top,
            total,
            years,
            parts: shown,
            hidden,
            opened: None,
        })
    })?;
    if let Some(code) = open {
        let campaign = found.campaign.id.to_string();
        let key = found.form.cells()[found.position].key.to_string();
        found.opened = Some(trace::trace(context, Some(&campaign), Some(code), &key)?);
    }
    Ok(found)
}

fn parts_of(
    context: Context<'_>,
    loaded: &Loaded,
    parts: &[(UnitId, Arc<crate::figures::Sheet>)],
    position: usize,
) -> (Vec<TotalPart>, usize) {
    let mut hidden = 0;
    let mut shown = Vec::new();
    for (unit, sheet) in parts {
        let Some((value, version)) = sheet.number(position).zip(loaded.hierarchy.get(*unit)) else { continue };
        if loaded.permits(context, Action::ViewReport, *unit) {
            let (code, name) = (version.code.clone(), version.name.clone());
            shown.push(TotalPart { code, name, revision: sheet.revision, value });
        } else {
            hidden += 1;
        }
    }
    shown.sort_by_key(|part| std::cmp::Reverse(part.value));
    (shown, hidden)
}
