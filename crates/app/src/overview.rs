//! One screen for those who decide: how far the units are, headline numbers, what is late, the leader's word.

use crate::Context;
use crate::campaign::{self, FindError};
use crate::figures::SubtreeTotals;
use crate::sign_off::{SignOffState, state};
use crate::status::{BoardLine, StandingGroup, board_lines};
use crate::totals::{aligned, reach, top_for};
use domain::CivilDate;
use domain::access::Action;
use domain::campaign::Campaign;
use domain::form::{Form, Kind};
use domain::live::{Counts, LiveTotals};
use domain::unit::{UnitCode, UnitVersion};
use std::collections::HashSet;
use std::sync::Arc;

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

/// The screen.
#[derive(Debug)]
pub struct Overview {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The day.
    pub on: CivilDate,
    /// The unit at the top.
    pub top: UnitVersion,
    /// Units that the actor may put at the top.
    pub reach: Vec<UnitVersion>,
    /// Units that report.
    pub lines: Vec<BoardLine>,
    /// Where the reports are: how many are expected, in on time, late, counted.
    pub counts: Counts,
    /// Headline numbers: the first of each group of the form.
    pub headlines: Vec<Headline>,
    /// The year compared with.
    pub before: Option<i16>,
    /// Position of the cell that the pictures show; none when the form has no figures.
    pub shown: Option<usize>,
    /// Its value by unit, largest first; units that left it blank are absent.
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

/// The screen of a unit and those below it; of the highest one the actor may see when none is named. `figure` names the cell
/// that the pictures show.
///
/// # Errors
/// When the campaign or the unit is not found. An unknown figure is none: the first is shown.
pub fn overview(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
    figure: Option<&str>,
) -> Result<Overview, FindError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let top = top_for(context, &loaded, unit_code, Action::ViewProgress)?;
        let form = Arc::clone(&loaded.form);
        let below: HashSet<_> = loaded.hierarchy.subtree(top.unit).into_iter().collect();
        let mut lines = board_lines(context, session, &loaded)?;
        lines.retain(|line| below.contains(&line.status.unit));
        let look = |live: &LiveTotals| {
            let parts = live.reports_below(top.unit).map(|(_, unit, report)| (unit, report.numbers.clone()));
            (SubtreeTotals::of(live, top.unit), parts.collect::<Vec<_>>())
        };
        let (totals, parts) = context.memory().live(session, &loaded.campaign, loaded.day, look)?;
        let mut years = Vec::new();
        for campaign in loaded.directory().earlier(&loaded.campaign) {
            years.push((campaign.year, aligned(context, session, &loaded, campaign, top.unit)?));
        }
        let last_year = |at: usize| years.first().and_then(|(_, values)| values.get(at).copied().flatten());
        let headlines: Vec<Headline> = headline_cells(&form)
            .map(|position| Headline { position, value: totals.value(position), before: last_year(position) })
            .take(MOST_HEADLINES)
            .collect();
        let asked = figure.and_then(|name| form.find(name)).filter(|cell| form.item_of(cell).kind != Kind::Text);
        let asked = asked.and_then(|cell| form.position(&cell.key));
        let shown = asked.or_else(|| headlines.first().map(|headline| headline.position));
        let mut by_unit = Vec::new();
        let mut by_year = Vec::new();
        if let Some(at) = shown {
            for (unit, numbers) in parts {
                let version = loaded.hierarchy.get(unit).filter(|_| loaded.permits(context, Action::ViewReport, unit));
                let Some((value, version)) = numbers.get(at).zip(version) else { continue };
                by_unit.push(UnitValue { code: version.code.clone(), name: version.name.clone(), value });
            }
            by_unit.sort_by_key(|unit| std::cmp::Reverse(unit.value));
            by_year = years.iter().rev().map(|(year, values)| (*year, values.get(at).copied().flatten())).collect();
            by_year.push((loaded.campaign.year, totals.value(at)));
        }
        Ok(Overview {
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
            may_sign: loaded.permits(context, Action::SignOff, top.unit),
            form,
            top,
            campaign: loaded.campaign,
        })
    })
}

/// The first figure of each group, then the second of each, and so on.
fn headline_cells(form: &Form) -> impl Iterator<Item = usize> {
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
