//! One screen for those who decide: how far the units are, headline numbers, what is late, the leader's word.

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::figures::SubtreeTotals;
use crate::sign_off::{SignOffState, state};
use crate::status::{BoardLine, StandingGroup, board_lines};
use crate::totals::{aligned, reach, top_for};
use domain::access::Action;
use domain::campaign::Campaign;
use domain::form::{Form, Kind};
use domain::live::{Counts, LiveTotals};
use domain::unit::{Hierarchy, UnitCode, UnitVersion};
use domain::{CivilDate, UnitId};
use std::collections::HashMap;
use std::sync::Arc;
use store::Session;

/// Headline numbers shown at most.
const MOST_HEADLINES: usize = 9;

/// A number and the same of the year before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// Position of its cell in the form.
    pub position: usize,
    /// The total; none while nobody filled it.
    pub value: Option<i64>,
    /// That of the year before.
    pub before: Option<i64>,
    /// The total by year, oldest first; the last is this campaign's.
    pub by_year: Vec<(i16, Option<i64>)>,
}

/// A unit's value, and its value the year before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitValue {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// Its value.
    pub value: i64,
}

/// How many reports of a unit and those below it were received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// Units that report.
    pub units: usize,
    /// Of them, those whose report is in.
    pub received: usize,
}

/// The screen.
#[derive(Debug)]
pub struct Overview {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The day.
    pub on: CivilDate,
    /// The day whose hierarchy was asked for; the campaign's due day otherwise.
    pub as_of: Option<CivilDate>,
    /// The unit at the top.
    pub top: UnitVersion,
    /// Units that the actor may put at the top.
    pub reach: Vec<UnitVersion>,
    /// Units that report.
    pub lines: Vec<BoardLine>,
    /// The units directly below the top that report or have units below that do.
    pub areas: Vec<Area>,
    /// Where the reports are: how many are expected, in on time, late, counted.
    pub counts: Counts,
    /// Headline numbers: the first of each group of the form.
    pub headlines: Vec<Headline>,
    /// The year compared with.
    pub before: Option<i16>,
    /// Position of the cell that the pictures show; none when the form has no figures.
    pub shown: Option<usize>,
    /// Its value by unit, largest first; units that left it blank are absent. By the units of the day asked for, where reports
    /// stand at one with none below it.
    pub by_unit: Vec<UnitValue>,
    /// Its total by year, oldest first; the last is this campaign's.
    pub by_year: Vec<(i16, Option<i64>)>,
    /// Where the leader's word stands.
    pub sign_off: SignOffState,
    /// Whether the actor may give it.
    pub may_sign: bool,
}

impl Overview {
    /// How many units stand so.
    #[must_use]
    pub fn count(&self, group: StandingGroup) -> usize {
        self.lines.iter().filter(|line| line.standing.group() == group).count()
    }
}

/// The screen of a unit and those below it, in the hierarchy of a day, the campaign's due day when none is named; of the
/// highest unit the actor may see when none is named. `figure` names the cell that the pictures show.
///
/// # Errors
/// When the campaign or the unit is not found. An unknown figure is none: the first is shown.
pub fn overview(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
    figure: Option<&str>,
    as_of: Option<CivilDate>,
) -> Result<Overview, FindError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let mut lines = board_lines(context, session, &loaded)?;
        let loaded = loaded.on(as_of)?;
        let top = top_for(context, &loaded, unit_code, Action::ViewProgress)?;
        let form = Arc::clone(&loaded.form);
        let counts = loaded.counts_below(top.unit)?;
        lines.retain(|line| counts(line.status.unit));
        let headlines: Vec<usize> = headline_cells(&form).take(MOST_HEADLINES).collect();
        let asked = figure.and_then(|name| form.find(name)).filter(|cell| form.item_of(cell).kind != Kind::Text);
        let asked = asked.and_then(|cell| form.position(&cell.key));
        let shown = asked.or_else(|| headlines.first().copied());
        let look = |live: &LiveTotals| {
            let values = shown.map(|cell| values(live, &loaded.hierarchy, top.unit, cell)).unwrap_or_default();
            (SubtreeTotals::of(live, top.unit), values)
        };
        let (totals, values) = context.memory().live(session, &loaded.campaign, loaded.day, look)?;
        let years = earlier_years(context, session, &loaded, top.unit)?;
        let last_year = |at: usize| years.first().and_then(|(_, values)| values.get(at).copied().flatten());
        let by_year_of = |at: usize| through_years(&years, (loaded.campaign.year, totals.value(at)), at);
        let headline = |position| Headline {
            position,
            value: totals.value(position),
            before: last_year(position),
            by_year: by_year_of(position),
        };
        let headlines: Vec<Headline> = headlines.into_iter().map(headline).collect();
        let by_unit = named(context, &loaded, values)?;
        let by_year = shown.map(by_year_of).unwrap_or_default();
        Ok(Overview {
            areas: areas(&loaded, top.unit, &lines)?,
            as_of,
            on: context.today(),
            reach: reach(context, &loaded),
            lines,
            counts: totals.counts,
            headlines,
            before: years.first().map(|(year, _)| *year),
            shown,
            by_unit,
            by_year,
            sign_off: state(session, &loaded, top.unit)?,
            // A word is given on the report as the campaign's own units make it.
            may_sign: as_of.is_none() && loaded.permits(context, Action::SignOff, top.unit),
            form,
            top,
            campaign: loaded.campaign,
        })
    })
}

/// A value, the unit whose it is, and the unit at which its report stands.
type Standing = (i64, UnitId, UnitId);

/// The values that make the total of a cell. Where reports stand at a unit with none below it, theirs is one value: several
/// may stand there, on another day than that of the reports.
fn values(live: &LiveTotals, hierarchy: &Hierarchy, top: UnitId, cell: usize) -> Vec<Standing> {
    let mut values: Vec<Standing> = Vec::new();
    for (at, unit, report) in live.reports_below(top) {
        if !hierarchy.children(at).is_empty() {
            values.extend(report.numbers.get(cell).map(|value| (value, unit, at)));
        } else if values.last().is_none_or(|(_, other, _)| *other != at) {
            // Reports come by the unit they stand at.
            let total = live.total(at, cell).and_then(|total| total.value);
            values.extend(total.map(|value| (value, at, at)));
        }
    }
    values
}

/// The values of units whose reports the actor may see, largest first.
fn named(context: Context<'_>, loaded: &Loaded, values: Vec<Standing>) -> Result<Vec<UnitValue>, FindError> {
    let reported = loaded.reported_in()?;
    let may_view = |unit| loaded.permits(context, Action::ViewReport, unit);
    let seen = values.into_iter().filter(|(_, unit, at)| may_view(*unit) || may_view(*at));
    let name = |(value, unit, at): Standing| {
        let version = if unit == at { loaded.hierarchy.get(unit) } else { reported.get(unit) }?;
        Some(UnitValue { code: version.code.clone(), name: version.name.clone(), value })
    };
    let mut named: Vec<UnitValue> = seen.filter_map(name).collect();
    named.sort_by_key(|unit| std::cmp::Reverse(unit.value));
    Ok(named)
}

/// Totals of the campaigns before, the newest first, by the position of the cell in this campaign's form.
type Years = Vec<(i16, Vec<Option<i64>>)>;

pub(crate) fn earlier_years(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    top: UnitId,
) -> Result<Years, FindError> {
    let earlier = loaded.directory().earlier(&loaded.campaign).into_iter();
    earlier.map(|other| Ok((other.year, aligned(context, session, loaded, other, top)?))).collect()
}

/// A cell through the years, oldest first, this year's last.
pub(crate) fn through_years(
    years: &[(i16, Vec<Option<i64>>)],
    this: (i16, Option<i64>),
    position: usize,
) -> Vec<(i16, Option<i64>)> {
    let before = years.iter().rev().map(|(year, values)| (*year, values.get(position).copied().flatten()));
    before.chain(std::iter::once(this)).collect()
}

/// The lines of a board, counted by the unit directly below the top at or under which each report stands.
fn areas(loaded: &Loaded, top: UnitId, lines: &[BoardLine]) -> Result<Vec<Area>, FindError> {
    let placements = loaded.placements()?;
    let mut counts: HashMap<UnitId, (usize, usize)> = HashMap::new();
    for line in lines {
        let Some(unit) = placements.of(line.status.unit).unit() else { continue };
        let above = loaded.hierarchy.ancestors(unit);
        // Ancestors come from the nearest upwards: the last one before the top, or the unit itself.
        let area = above.iter().take_while(|above| **above != top).last().copied().unwrap_or(unit);
        let (units, received) = counts.entry(area).or_default();
        *units += 1;
        *received += usize::from(line.status.state.is_some());
    }
    let children = loaded.hierarchy.children(top).to_vec();
    let area = |unit: UnitId| {
        let (version, (units, received)) = (loaded.hierarchy.get(unit)?, *counts.get(&unit)?);
        Some(Area { code: version.code.clone(), name: version.name.clone(), units, received })
    };
    Ok(children.into_iter().filter_map(area).collect())
}

/// The first figure of each group, then the second of each, and so on.
pub(crate) fn headline_cells(form: &Form) -> impl Iterator<Item = usize> {
    let totals = form.cells().iter().enumerate().filter(|(_, cell)| cell.part.is_none());
    let figures = totals.filter(|(_, cell)| form.item_of(cell).kind != Kind::Text);
    let mut seen = vec![0_usize; form.groups().len()];
    let mut ranked: Vec<(usize, usize)> = figures
        .map(|(at, cell)| {
            let of_group = &mut seen[form.item_of(cell).group];
            *of_group += 1;
            (*of_group, at)
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, at)| at)
}
