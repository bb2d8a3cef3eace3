//! Opening a campaign from a plan and a list of units.

pub(crate) mod cascade;
mod enrol;
mod list;

pub use list::{Listed, form_of, list};

use crate::audit::{Note, note};
use crate::file::SourceFile;
use crate::memory::{Directory, Reporters};
use crate::{Actor, Context};
use domain::access::{Access, Action};
use domain::campaign::Campaign;
use domain::form::{Form, FormError};
use domain::succession::Placements;
use domain::task::Task;
use domain::time::Slashed;
use domain::unit::{Hierarchy, HierarchyError, UnitCode, UnitVersion};
use domain::unit_list::{UnitList, UnitListError};
use domain::{CampaignId, CivilDate, UnitId};
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;
use store::{Session, StoreError};
use vanban::date::PartialDate;
use vanban::facts::{DocKind, Facts};
use vanban::read::{ReadError, Reading};
use workbook::UnitTableError;

/// The default report form of the Month.
pub const DEFAULT_FORM: &str = include_str!("../../../forms/action-month.toml");

/// Campaign years that are believed; anything else is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// What a campaign is opened from.
#[derive(Clone, Debug)]
pub struct OpenCampaign {
    /// The plan.
    pub plan: SourceFile,
    /// The unit list.
    pub units: SourceFile,
    /// Its own form as TOML; the default form of the Month otherwise.
    pub form: Option<SourceFile>,
    /// The due day, when the plan gives none or it was read wrongly.
    pub due_on: Option<CivilDate>,
}

/// An open campaign.
#[derive(Clone, Debug)]
pub struct OpenedCampaign {
    /// The campaign.
    pub campaign: Campaign,
    /// Whether the same plan had been opened before; then nothing was changed.
    pub already_open: bool,
    /// Its tasks.
    pub tasks: Vec<Task>,
    /// How many units report.
    pub reporters: usize,
    /// What a person should look at.
    pub notes: Vec<OpenNote>,
}

/// Something to look at after opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenNote {
    /// The plan does not state the period: 15 November to 15 December was taken.
    PeriodAssumed,
    /// The units have no common top: a unit for the issuer was made above them.
    IssuerAdded {
        /// Its code.
        code: UnitCode,
        /// Its name.
        name: String,
    },
    /// The code stood for another name before: a new unit was made, the old one ended.
    CodeReused {
        /// The code.
        code: UnitCode,
        /// Its name before.
        before: String,
    },
    /// The plan gives several days for reporting: one was taken.
    DueDayChosen {
        /// The day taken.
        taken: CivilDate,
        /// The other days.
        others: Vec<CivilDate>,
    },
    /// No task was found in the plan.
    NoTasks,
}

/// Why a campaign cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The plan cannot be read.
    #[error("the plan: {0}")]
    Plan(#[from] ReadError),
    /// It is a document of another kind.
    #[error("this document is not a plan")]
    NotAPlan,
    /// No campaign year in it.
    #[error("the plan does not say for which year it is")]
    NoYear,
    /// A date or year that cannot be meant.
    #[error("the plan has the date {0}, outside 2000 to 2100")]
    DateOutOfRange(String),
    /// No due day for the reports.
    #[error("the plan does not say by when the units report")]
    NoDueDay,
    /// The due day lies before the campaign begins.
    #[error("the due day {0} lies before the campaign")]
    DueBeforePeriod(CivilDate),
    /// The plan was opened before, with another due day.
    #[error("the campaign is open already, with reports due on {0}")]
    OpenWithOtherDueDay(CivilDate),
    /// The unit list cannot be read.
    #[error("the unit list: {0}")]
    UnitTable(#[from] UnitTableError),
    /// Rows of the unit list are wrong.
    #[error("the unit list has {} mistakes", .0.len())]
    UnitList(Vec<UnitListError>),
    /// The form is not a form.
    #[error("the form: {0}")]
    Form(#[from] FormError),
    /// The form file is not text.
    #[error("the form file is not text")]
    FormNotText,
    /// The hierarchy does not hold together.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// A code already stands for another unit since the same day.
    #[error("code {0} already stands for another unit this year")]
    CodeTaken(UnitCode),
    /// The plan is of a unit for which the actor runs no campaigns.
    #[error("the actor may not open campaigns of this unit")]
    Forbidden,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens a campaign: reads the plan, takes in the units, cascades the tasks, in one transaction.
///
/// # Errors
/// An [`OpenError`]; then nothing was changed.
pub fn open(context: Context<'_>, request: &OpenCampaign) -> Result<OpenedCampaign, OpenError> {
    let reading = vanban::read::read(&request.plan.bytes)?;
    let list = unit_list(&request.units)?;
    let form = match &request.form {
        Some(file) => std::str::from_utf8(&file.bytes).map_err(|_| OpenError::FormNotText)?,
        None => DEFAULT_FORM,
    };
    let opening =
        Opening { plan: &request.plan, reading: &reading, units: Units::Listed(&list), form, due_on: request.due_on };
    open_from(context, &opening)
}

/// Reads and checks a list of units.
pub(crate) fn unit_list(file: &SourceFile) -> Result<UnitList, OpenError> {
    UnitList::check(&workbook::read_units(&file.bytes)?).map_err(OpenError::UnitList)
}

/// Where the units of a campaign come from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Units<'a> {
    /// From a list; the issuer is found in it, or made.
    Listed(&'a UnitList),
    /// From the hierarchy below a unit, which runs the campaign; those of a list are added to it first.
    Below(UnitId, Option<&'a UnitList>),
}

/// What a campaign is opened from once its plan is read, and corrected.
pub(crate) struct Opening<'a> {
    /// The plan.
    pub(crate) plan: &'a SourceFile,
    /// What it states; facts that a person corrected are corrected here.
    pub(crate) reading: &'a Reading,
    /// The units.
    pub(crate) units: Units<'a>,
    /// The form, as TOML.
    pub(crate) form: &'a str,
    /// The due day, when the plan gives none or it was read wrongly.
    pub(crate) due_on: Option<CivilDate>,
}

/// Opens a campaign from a plan that was read.
pub(crate) fn open_from(context: Context<'_>, opening: &Opening<'_>) -> Result<OpenedCampaign, OpenError> {
    let mut notes = Vec::new();
    let facts = &opening.reading.facts;
    let outline = outline(facts, opening.due_on, &mut notes)?;
    let form = Form::parse(opening.form)?;
    let plan_digest = opening.plan.digest();
    context.store.write(|session| {
        if let Some(found) = opened_before(context, session, &plan_digest, opening.units)? {
            if opening.due_on.is_some_and(|due_on| due_on != found.due_on) {
                return Err(OpenError::OpenWithOtherDueDay(found.due_on));
            }
            let (tasks, reporters) = (session.tasks(found.id)?, session.reporters(found.id)?.len());
            return Ok(OpenedCampaign { campaign: found, already_open: true, tasks, reporters, notes: Vec::new() });
        }
        let now = context.now();
        let root = match opening.units {
            Units::Below(root, None) => root,
            Units::Below(root, Some(list)) => enrol::enrol(session, context, list, &outline, Some(root), &mut notes)?,
            Units::Listed(list) => enrol::enrol(session, context, list, &outline, None, &mut notes)?,
        };
        let campaign = Campaign {
            id: CampaignId::new(now, context.world.random()),
            root,
            name: outline.name.clone(),
            year: outline.year,
            theme: facts.theme.as_ref().map(|theme| theme.value.clone()),
            period: outline.period,
            due_on: outline.due_on,
            plan_number: facts.number.as_ref().map(|number| number.value.clone()),
            plan_digest: plan_digest.clone(),
            form: form.version().clone(),
            opened_at: now,
        };
        session.add_form(form.version(), opening.form, &crate::file::digest(opening.form.as_bytes()), now)?;
        session.add_file(root, &plan_digest, &opening.plan.name, &opening.plan.bytes, now)?;
        session.add_campaign(&campaign)?;
        let hierarchy = Hierarchy::as_of(campaign.due_on, session.unit_versions()?)?;
        if context.permit(Action::RunCampaign, &hierarchy, root) != Access::Allowed {
            return Err(OpenError::Forbidden);
        }
        let reporters = reporters(&hierarchy, root);
        session.add_reporters(campaign.id, &reporters)?;
        let tasks = cascade::tasks(context, &campaign, opening.reading, &hierarchy, &reporters);
        if tasks.iter().all(|task| task.kind == domain::task::TaskKind::Report) {
            notes.push(OpenNote::NoTasks);
        }
        for task in &tasks {
            session.add_task(task)?;
        }
        note_opening(context, session, &campaign)?;
        Ok(OpenedCampaign { campaign, already_open: false, tasks, reporters: reporters.len(), notes })
    })
}

/// The campaign opened from the same plan before. One plan of a superior may open a campaign in each of several units.
fn opened_before(
    context: Context<'_>,
    session: &Session<'_>,
    plan_digest: &str,
    units: Units<'_>,
) -> Result<Option<Campaign>, OpenError> {
    let is_theirs = |campaign: &Campaign| match (units, context.actor) {
        (Units::Below(root, _), _) => campaign.root == root,
        (Units::Listed(_), actor) => matches!(actor, Actor::Operator(_)),
    };
    let found = session.campaigns()?.into_iter().find(|found| found.plan_digest == plan_digest && is_theirs(found));
    if let Some(campaign) = &found {
        let hierarchy = Hierarchy::as_of(campaign.due_on, session.unit_versions()?)?;
        if context.permit(Action::RunCampaign, &hierarchy, campaign.root) != Access::Allowed {
            return Err(OpenError::Forbidden);
        }
    }
    Ok(found)
}

fn note_opening(context: Context<'_>, session: &Session<'_>, campaign: &Campaign) -> Result<(), StoreError> {
    let after = json!({
        "year": campaign.year,
        "due_on": campaign.due_on.to_string(),
        "form": campaign.form.to_string(),
        "plan": campaign.plan_digest,
    });
    let subject = campaign.id.to_string();
    let unit = Some(campaign.root);
    note(context, session, Note { action: "campaign.open", unit, subject, before: None, after: Some(after) })?;
    session.raise(campaign.id)
}

/// Everything below the issuer reports; an issuer alone reports itself.
fn reporters(hierarchy: &Hierarchy, root: UnitId) -> Vec<UnitId> {
    match hierarchy.subtree(root).split_first() {
        Some((root, [])) => vec![*root],
        Some((_, below)) => below.to_vec(),
        None => Vec::new(),
    }
}

/// What opening needs from a plan.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    pub(crate) name: String,
    pub(crate) year: i16,
    pub(crate) period: (CivilDate, CivilDate),
    pub(crate) due_on: CivilDate,
    issuer: Option<String>,
    issuer_level: Option<vanban::facts::Level>,
}

/// What a plan says that opening needs; `due_on` goes before what it says.
pub(crate) fn outline(
    facts: &Facts,
    due_on: Option<CivilDate>,
    notes: &mut Vec<OpenNote>,
) -> Result<Outline, OpenError> {
    if facts.kind.as_ref().is_none_or(|kind| kind.value != DocKind::Plan) {
        return Err(OpenError::NotAPlan);
    }
    refuse_odd_dates(facts)?;
    let stated_year = facts.year.as_ref().map(|year| year.value);
    let from_period = facts.period_start.as_ref().and_then(|date| date.value.year());
    let from_issue = facts.issue_date.as_ref().and_then(|date| date.value.year());
    let year = stated_year.or(from_period).or(from_issue).ok_or(OpenError::NoYear)?;
    let period = period(facts, year, notes)?;
    let due_on = match due_on {
        Some(day) => day,
        None => due_day(facts, year, period.1, notes).ok_or(OpenError::NoDueDay)?,
    };
    if due_on < period.0 {
        return Err(OpenError::DueBeforePeriod(due_on));
    }
    let title = facts.title.as_ref().map(|title| title.value.clone());
    let name = facts.campaign.as_ref().map(|name| name.value.clone()).or(title).unwrap_or_default();
    Ok(Outline {
        name,
        year,
        period,
        due_on,
        issuer: facts.issuer.as_ref().map(|issuer| issuer.value.clone()),
        issuer_level: facts.issuer_level.as_ref().map(|level| level.value),
    })
}

fn refuse_odd_dates(facts: &Facts) -> Result<(), OpenError> {
    let stated = [&facts.issue_date, &facts.period_start, &facts.period_end].into_iter().flatten();
    let dates = stated.map(|date| date.value).chain(facts.deadlines.iter().map(|deadline| deadline.date.value));
    let odd = |date: &PartialDate| date.year().is_some_and(|year| !YEARS.contains(&year));
    match dates.into_iter().find(odd) {
        Some(date) => {
            let printed = date.full().map_or_else(|| date.to_string(), |day| Slashed(day).to_string());
            Err(OpenError::DateOutOfRange(printed))
        }
        None => match facts.year.as_ref().map(|year| year.value).filter(|year| !YEARS.contains(year)) {
            Some(year) => Err(OpenError::DateOutOfRange(year.to_string())),
            None => Ok(()),
        },
    }
}

fn period(facts: &Facts, year: i16, notes: &mut Vec<OpenNote>) -> Result<(CivilDate, CivilDate), OpenError> {
    let day = |date: &Option<vanban::facts::Fact<PartialDate>>| {
        date.as_ref().and_then(|date| date.value.with_year(year)).and_then(PartialDate::full)
    };
    if let (Some(start), Some(end)) = (day(&facts.period_start), day(&facts.period_end))
        && start <= end
    {
        return Ok((start, end));
    }
    notes.push(OpenNote::PeriodAssumed);
    // Decision 1696/QĐ-TTg of 2 October 2015 set the Month from 15 November to 15 December, every year since.
    let fixed = |month, day| CivilDate::new(year, month, day).map_err(|_| OpenError::NoYear);
    Ok((fixed(11, 15)?, fixed(12, 15)?))
}

/// Whether a due point is about reporting.
fn asks_for_reports(what: &str) -> bool {
    vanban::text::fold(what).contains("báo cáo")
}

/// The day by which units report. A plan often has two: the units report to the agency, then the agency reports
/// upwards; so it is the first one that does not lie before the campaign's end.
fn due_day(facts: &Facts, year: i16, end: CivilDate, notes: &mut Vec<OpenNote>) -> Option<CivilDate> {
    let mut days: Vec<CivilDate> = facts
        .deadlines
        .iter()
        .filter(|deadline| asks_for_reports(&deadline.what.value))
        .filter_map(|deadline| deadline.date.value.with_year(year)?.full())
        .collect();
    days.sort_unstable();
    days.dedup();
    let taken = days.iter().copied().find(|day| *day >= end).or_else(|| days.last().copied())?;
    days.retain(|day| *day != taken);
    if !days.is_empty() {
        notes.push(OpenNote::DueDayChosen { taken, others: days });
    }
    Some(taken)
}

/// Why a campaign, its form or a unit of it cannot be found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// Nothing was opened yet.
    #[error("no campaign is open yet")]
    NoCampaign,
    /// No campaign goes by that name.
    #[error("no campaign `{0}`")]
    UnknownCampaign(String),
    /// More than one campaign is open in that year.
    #[error("several campaigns answer to `{0}`")]
    Ambiguous(String),
    /// No unit carries that code in this campaign.
    #[error("no unit has the code `{0}`")]
    UnknownUnit(String),
    /// They may know of it, but may not do this.
    #[error("not permitted: {0:?}")]
    Forbidden(Action),
    /// The stored form does not read back.
    #[error("the stored form cannot be read: {0}")]
    Form(#[from] FormError),
    /// The stored hierarchy does not hold together.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A campaign with its form and the hierarchy of a day.
#[derive(Debug)]
pub struct Loaded {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The units of that day.
    pub hierarchy: Arc<Hierarchy>,
    /// That day.
    pub(crate) day: CivilDate,
    /// The unit that runs the campaign, or where it stands on that day.
    pub(crate) root: UnitId,
    /// Units of all days, other campaigns, and who reports.
    directory: Arc<Directory>,
}

/// Finds a campaign by id, plan number or year; the one opened last when no name is given.
///
/// # Errors
/// When there is none, or several answer to the name.
pub fn find(session: &Session<'_>, name: Option<&str>) -> Result<Campaign, FindError> {
    one_of(&session.campaigns()?, name).cloned()
}

/// The one campaign that answers to a name; the first without one.
pub(crate) fn one_of<'a>(
    campaigns: impl IntoIterator<Item = &'a Campaign>,
    name: Option<&str>,
) -> Result<&'a Campaign, FindError> {
    let Some(name) = name else {
        return campaigns.into_iter().next().ok_or(FindError::NoCampaign);
    };
    let answers = |campaign: &&Campaign| {
        campaign.id.to_string() == name
            || campaign.year.to_string() == name
            || campaign
                .plan_number
                .as_deref()
                .is_some_and(|number| vanban::text::fold(number) == vanban::text::fold(name))
    };
    let mut found = campaigns.into_iter().filter(answers);
    match (found.next(), found.next()) {
        (Some(campaign), None) => Ok(campaign),
        (Some(_), Some(_)) => Err(FindError::Ambiguous(name.to_owned())),
        (None, _) => Err(FindError::UnknownCampaign(name.to_owned())),
    }
}

/// Loads what most use cases need, for somebody with a session only.
///
/// # Errors
/// When the form or the hierarchy stored cannot be read.
pub fn load(session: &Session<'_>, campaign: Campaign, as_of: Option<CivilDate>) -> Result<Loaded, FindError> {
    let source = session.form_source(&campaign.form)?.unwrap_or_default();
    let form = Arc::new(Form::parse(&source)?);
    let directory = Arc::new(Directory::read(session, session.directory_counter()?)?);
    Loaded::new(campaign, form, directory)?.on(as_of)
}

/// The same from what is kept in memory, on the campaign's due day.
pub(crate) fn recall(context: Context<'_>, session: &Session<'_>, campaign: Campaign) -> Result<Loaded, FindError> {
    let directory = context.memory().directory(session)?;
    let form = context.memory().form(session, &campaign.form)?;
    Ok(Loaded::new(campaign, form, directory)?)
}

/// Finds a campaign among those the actor may see, loads it, and asks whether they may do `action` to the unit that
/// runs it.
///
/// # Errors
/// Those of [`find`] and [`load`]; [`FindError::Forbidden`].
pub fn enter(
    context: Context<'_>,
    session: &Session<'_>,
    name: Option<&str>,
    action: Action,
) -> Result<Loaded, FindError> {
    enter_in(context, session, context.memory().directory(session)?, name, action)
}

/// The same in a directory that was read before.
pub(crate) fn enter_in(
    context: Context<'_>,
    session: &Session<'_>,
    directory: Arc<Directory>,
    name: Option<&str>,
    action: Action,
) -> Result<Loaded, FindError> {
    let mut visible = Vec::new();
    for campaign in directory.campaigns() {
        if matches!(context.actor, Actor::Person(_)) {
            let hierarchy = directory.hierarchy(campaign.due_on)?;
            if context.permit(Action::ViewCampaign, &hierarchy, campaign.root) != Access::Allowed {
                continue;
            }
        }
        visible.push(campaign);
        if name.is_none() {
            break;
        }
    }
    let campaign = one_of(visible, name)?;
    let form = context.memory().form(session, &campaign.form)?;
    let loaded = Loaded::new(campaign.clone(), form, Arc::clone(&directory))?;
    loaded.permit(context, action, loaded.campaign.root)?;
    Ok(loaded)
}

impl Loaded {
    /// On the campaign's due day.
    fn new(campaign: Campaign, form: Arc<Form>, directory: Arc<Directory>) -> Result<Self, HierarchyError> {
        let (day, root) = (campaign.due_on, campaign.root);
        Ok(Self { hierarchy: directory.hierarchy(day)?, campaign, form, day, root, directory })
    }

    /// The same on another day, when one is named: with the units of that day.
    ///
    /// # Errors
    /// [`FindError::UnknownUnit`] when nothing of that day holds the unit that runs the campaign.
    pub(crate) fn on(self, day: Option<CivilDate>) -> Result<Self, FindError> {
        let Some(day) = day else { return Ok(self) };
        let root = self.campaign.root;
        let code = || self.hierarchy.get(root).map(|version| version.code.to_string()).unwrap_or_default();
        let ground = self.directory.ground(self.campaign.due_on, day)?;
        let root = ground.placements.of(root).unit().ok_or_else(|| FindError::UnknownUnit(code()))?;
        Ok(Self { hierarchy: self.directory.hierarchy(day)?, day, root, ..self })
    }

    /// The units as they were when reports were made: on the campaign's due day.
    pub(crate) fn reported_in(&self) -> Result<Arc<Hierarchy>, FindError> {
        Ok(self.directory.hierarchy(self.campaign.due_on)?)
    }

    /// Where each unit's report stands on the day.
    pub(crate) fn placements(&self) -> Result<Arc<Placements>, FindError> {
        Ok(self.directory.ground(self.campaign.due_on, self.day)?.placements)
    }

    /// Whether the report of a unit counts in the totals of `top` on the day.
    pub(crate) fn counts_below(&self, top: UnitId) -> Result<impl Fn(UnitId) -> bool + use<>, FindError> {
        let (placements, below) = (self.placements()?, self.hierarchy.subtree(top));
        let below: HashSet<UnitId> = below.into_iter().collect();
        Ok(move |unit| placements.of(unit).unit().is_some_and(|at| below.contains(&at)))
    }

    /// The units that report in the campaign. The session is the one it was loaded in.
    pub(crate) fn reporters(&self, session: &Session<'_>) -> Result<Reporters, StoreError> {
        self.directory.reporters(session, self.campaign.id)
    }

    /// Units of all days, and every campaign.
    pub(crate) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Refuses what the actor may not do to a unit: as unknown when they may not know of it.
    ///
    /// # Errors
    /// [`FindError::Forbidden`], [`FindError::UnknownUnit`].
    pub fn permit(&self, context: Context<'_>, action: Action, unit: UnitId) -> Result<(), FindError> {
        match context.permit(action, &self.hierarchy, unit) {
            Access::Allowed => Ok(()),
            Access::Forbidden => Err(FindError::Forbidden(action)),
            Access::Hidden => {
                let code = self.hierarchy.get(unit).map(|version| version.code.to_string());
                Err(FindError::UnknownUnit(code.unwrap_or_default()))
            }
        }
    }

    /// Whether the actor may do it to a unit.
    #[must_use]
    pub fn permits(&self, context: Context<'_>, action: Action, unit: UnitId) -> bool {
        self.permit(context, action, unit).is_ok()
    }

    /// A unit of the campaign by code, to which the actor may do `action`; its root without a code.
    ///
    /// # Errors
    /// Those of [`Self::unit`] and [`Self::permit`].
    pub fn unit_for(
        &self,
        context: Context<'_>,
        code: Option<&str>,
        action: Action,
    ) -> Result<&UnitVersion, FindError> {
        let version = self.unit(code)?;
        // A code that is hidden is told back as it was asked for.
        match self.permit(context, action, version.unit) {
            Err(FindError::UnknownUnit(_)) => Err(FindError::UnknownUnit(code.unwrap_or_default().to_owned())),
            answer => answer.map(|()| version),
        }
    }

    /// A unit of the campaign as a person names it: by code, or by its full name when only one unit is called so; to which
    /// the actor may do `action`.
    ///
    /// # Errors
    /// Those of [`Self::unit_for`].
    pub fn unit_meant(&self, context: Context<'_>, typed: &str, action: Action) -> Result<&UnitVersion, FindError> {
        let by_code = self.unit_for(context, Some(typed.trim()), action);
        if !matches!(by_code, Err(FindError::UnknownUnit(_))) {
            return by_code;
        }
        let folded = vanban::text::fold(typed.trim());
        let all = self.hierarchy.subtree(self.campaign.root).into_iter().filter_map(|unit| self.hierarchy.get(unit));
        let mut called = all.filter(|version| vanban::text::fold(&version.name) == folded);
        match (called.next(), called.next()) {
            (Some(version), None) => self.unit_for(context, Some(version.code.as_str()), action),
            _ => by_code,
        }
    }

    /// A unit of the campaign by code; its root without one.
    ///
    /// # Errors
    /// When no unit of the campaign's subtree carries the code.
    pub fn unit(&self, code: Option<&str>) -> Result<&UnitVersion, FindError> {
        let unknown = || FindError::UnknownUnit(code.unwrap_or_default().to_owned());
        let found = match code {
            Some(code) => self.hierarchy.by_code(code),
            None => self.hierarchy.get(self.root),
        };
        let version = found.ok_or_else(unknown)?;
        let inside = version.unit == self.root || self.hierarchy.ancestors(version.unit).contains(&self.root);
        if inside { Ok(version) } else { Err(unknown()) }
    }
}
