//! Units and their days: added, renamed, moved, ended, merged, split. Nothing is deleted: what a unit was stays.
//!
//! Every change has a day. Before that day everything is as it was; reports stay under the unit that made them.

mod import;
mod reform;
mod vietnam;

pub use import::{Import, Imported, OtherName, import, preview_import, read_list};
pub use reform::{CampaignEffect, Effects, Keeps, Part, Reform, RoleMove, preview, reform};
pub use vietnam::{Loaded, load_vietnam, unit_of};

use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::FindError;
use crate::explain::{Class, Explain, listed};
use crate::people::{permit_somewhere, runs_everything, today};
use domain::access::{Access, Action};
use domain::time::{Slashed, Validity};
use domain::unit::{Hierarchy, HierarchyError, UnitCode, UnitKind, UnitVersion};
use domain::unit_list::UnitListError;
use domain::{CivilDate, UnitId};
use locale::{Language, text};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, HashSet};
use store::{Session, StoreError, Succession};
use workbook::UnitTableError;

/// Years in which a change of units is believed; anything else is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1975..=2100;

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;

/// Why units cannot be changed so. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnitsError {
    /// Unit, permission, or the store.
    #[error(transparent)]
    Find(#[from] FindError),
    /// No code, or one that is none.
    #[error("`{0}` is not a code")]
    BadCode(String),
    /// No name, or one far too long.
    #[error("no name")]
    BadName,
    /// No day, or one outside of what is believed.
    #[error("not a day")]
    BadDay,
    /// Another unit carries the code on that day or later.
    #[error("code {0} is taken")]
    CodeTaken(UnitCode),
    /// The unit changed on that day or after it.
    #[error("unit {code} is as it is since {since} only")]
    TooEarly {
        /// Which unit.
        code: UnitCode,
        /// Since when it is as it is.
        since: CivilDate,
    },
    /// Units stand below it.
    #[error("units stand below {0}")]
    HasChildren(UnitCode),
    /// A report of the unit would no longer be counted.
    #[error("unit {code} reports in a campaign due on {due_on}")]
    Reports {
        /// Which unit.
        code: UnitCode,
        /// The due day of the campaign: choose a later one.
        due_on: CivilDate,
    },
    /// It takes two units to merge, and two parts to split.
    #[error("at least two are needed")]
    TooFew,
    /// The same unit or code twice.
    #[error("{0} stands there twice")]
    Twice(String),
    /// A unit would stand below itself.
    #[error("a unit would stand below itself")]
    BelowItself,
    /// The hierarchy would not hold together.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// The file cannot be read.
    #[error("the list: {0}")]
    Table(#[from] UnitTableError),
    /// Rows of the list are wrong.
    #[error("the list has {} mistakes", .0.len())]
    List(Vec<UnitListError>),
    /// It was only looked at what would happen.
    #[error("only looked at")]
    OnlyLooked,
}

impl From<StoreError> for UnitsError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for UnitsError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            _ => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        let say = |key: &str| locale::text(language, key, &[]);
        match self {
            Self::Find(FindError::UnknownUnit(code)) => text!(language, "units-unknown", code = code),
            Self::Find(error) => error.explain(language),
            Self::BadCode(code) => text!(language, "units-code-bad", code = code),
            Self::BadName => say("units-name-bad"),
            Self::BadDay => say("units-day-bad"),
            Self::CodeTaken(code) => text!(language, "units-code-taken", code = code.as_str()),
            Self::TooEarly { code, since } => {
                text!(language, "units-too-early", code = code.as_str(), since = Slashed(*since).to_string())
            }
            Self::HasChildren(code) => text!(language, "units-has-children", code = code.as_str()),
            Self::Reports { code, due_on } => {
                text!(language, "units-reports", code = code.as_str(), due = Slashed(*due_on).to_string())
            }
            Self::TooFew => say("units-too-few"),
            Self::Twice(code) => text!(language, "units-twice", code = code),
            Self::BelowItself => say("units-below-itself"),
            Self::Hierarchy(error) => error.explain(language),
            Self::Table(error) => text!(language, "open-units", why = error.sentence(language)),
            Self::List(errors) => listed(language, errors.iter().map(|error| error.explain(language))),
            Self::OnlyLooked => say("store-conflict"),
        }
    }
}

/// The units of a day, as a tree.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The day.
    pub on: CivilDate,
    /// Units, parents before what is below them, with how deep they stand and how many stand directly below.
    pub rows: Vec<TreeRow>,
    /// Days on which something changed, the newest first.
    pub days: Vec<CivilDate>,
}

impl Tree {
    /// The rows with these letters in name or code, whatever their case and marks; all of them for none.
    #[must_use]
    pub fn with_words(&self, words: &str) -> Vec<&TreeRow> {
        let words = vanban::text::fold_plain(words.trim());
        let has = |text: &str| vanban::text::fold_plain(text).contains(&words);
        let fits = |row: &&TreeRow| words.is_empty() || has(&row.version.name) || has(row.version.code.as_str());
        self.rows.iter().filter(fits).collect()
    }
}

/// A unit in a tree.
#[derive(Clone, Debug)]
pub struct TreeRow {
    /// The unit that day.
    pub version: UnitVersion,
    /// How deep it stands: 0 at the top.
    pub depth: usize,
    /// How many stand directly below.
    pub children: usize,
}

/// The units of a day that the actor manages.
///
/// # Errors
/// When the actor manages units nowhere.
pub fn tree(context: Context<'_>, on: Option<CivilDate>) -> Result<Tree, UnitsError> {
    let on = on.unwrap_or_else(|| context.today());
    context.store.read(|session| {
        let now = today(context, session)?;
        permit_somewhere(context, &now, Action::ManageUnits)?;
        let versions = session.unit_versions()?;
        let changes = versions.iter().flat_map(|version| [Some(version.valid.from()), version.valid.until()]);
        let days: BTreeSet<CivilDate> = changes.flatten().collect();
        let hierarchy = Hierarchy::as_of(on, versions)?;
        let everything = runs_everything(context, &now, Action::ManageUnits);
        let managed = |unit| everything || context.permit(Action::ManageUnits, &hierarchy, unit) == Access::Allowed;
        let all = hierarchy.roots().iter().flat_map(|root| hierarchy.subtree(*root)).filter(|unit| managed(*unit));
        let row = |unit: UnitId| {
            let version = hierarchy.get(unit)?.clone();
            let depth = hierarchy.ancestors(unit).into_iter().filter(|above| managed(*above)).count();
            Some(TreeRow { version, depth, children: hierarchy.children(unit).len() })
        };
        let rows = all.filter_map(row).collect();
        Ok(Tree { on, rows, days: days.into_iter().rev().collect() })
    })
}

/// A unit with its past.
#[derive(Clone, Debug)]
pub struct UnitHistory {
    /// As it is on the day asked for.
    pub version: UnitVersion,
    /// The unit above it that day.
    pub parent: Option<UnitVersion>,
    /// Everything it was and will be, the oldest first, with the name of what it stood under.
    pub versions: Vec<(UnitVersion, Option<String>)>,
    /// What went into it and what it went into, with the names of the two.
    pub successions: Vec<(Succession, String, String)>,
}

/// A unit by its code on a day, with its past.
///
/// # Errors
/// [`FindError::UnknownUnit`] inside [`UnitsError`].
pub fn history(context: Context<'_>, code: &str, on: Option<CivilDate>) -> Result<UnitHistory, UnitsError> {
    let on = on.unwrap_or_else(|| context.today());
    context.store.read(|session| {
        let desk = Desk::open(context, session, on)?;
        let version = desk.managed(code)?.clone();
        let name = |unit: UnitId| desk.latest.get(&unit).map(|version| version.name.clone());
        let versions = desk.versions.iter().filter(|other| other.unit == version.unit);
        let versions = versions.map(|other| (other.clone(), other.parent.and_then(name))).collect();
        let touches = |succession: &Succession| succession.from == version.unit || succession.to == version.unit;
        let successions = session.successions()?.into_iter().filter(touches);
        let named = |succession: Succession| {
            (succession, name(succession.from).unwrap_or_default(), name(succession.to).unwrap_or_default())
        };
        let successions = successions.map(named).collect();
        let parent = version.parent.and_then(|parent| desk.hierarchy.get(parent)).cloned();
        Ok(UnitHistory { version, parent, versions, successions })
    })
}

/// A unit as typed.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// Code of the unit above; none at the top.
    pub parent: Option<String>,
}

/// Adds a unit from a day on.
///
/// # Errors
/// A [`UnitsError`].
pub fn add(context: Context<'_>, new: &NewUnit, on: CivilDate) -> Result<UnitId, UnitsError> {
    context.store.write(|session| {
        let desk = Desk::open(context, session, on)?;
        let parent = desk.parent(new.parent.as_deref())?;
        let unit = desk.new_id();
        let version = UnitVersion {
            unit,
            code: code(&new.code)?,
            name: name(&new.name)?,
            kind: new.kind,
            parent,
            valid: Validity::since(on),
        };
        desk.begin(&version)?;
        desk.note("unit.add", &version, None)?;
        refuse_disorder(session, on)?;
        Ok(unit)
    })
}

/// Gives a unit another code, name, kind or place from a day on; before that day it stays what it was. On the first day of
/// what it is, the change is a correction: it is as if it had been stored so.
///
/// # Errors
/// A [`UnitsError`].
pub fn change(context: Context<'_>, unit_code: &str, new: &NewUnit, on: CivilDate) -> Result<(), UnitsError> {
    context.store.write(|session| {
        let desk = Desk::open(context, session, on)?;
        let old = desk.managed(unit_code)?.clone();
        let above = old.parent.and_then(|parent| desk.hierarchy.get(parent)).map(|above| above.code.as_str());
        // Whoever manages a unit, but not what is above it, may rename it where it stands.
        let parent = match (&new.parent, above) {
            (Some(typed), Some(above)) if vanban::text::fold(typed) == vanban::text::fold(above) => old.parent,
            (None, None) => old.parent,
            (typed, _) => desk.parent(typed.as_deref())?,
        };
        if parent.is_some_and(|parent| desk.hierarchy.subtree(old.unit).contains(&parent)) {
            return Err(UnitsError::BelowItself);
        }
        let corrects = old.valid.from() == on;
        let version = UnitVersion {
            unit: old.unit,
            code: code(&new.code)?,
            name: name(&new.name)?,
            kind: new.kind,
            parent,
            valid: if corrects { old.valid } else { Validity::since(on) },
        };
        if told(&version) == told(&old) {
            return Ok(());
        }
        if corrects {
            session.correct_unit_version(&version, context.now())?;
        } else {
            desk.end(&old)?;
            desk.begin(&version)?;
        }
        desk.note(if corrects { "unit.correct" } else { "unit.change" }, &version, Some(&old))?;
        refuse_disorder(session, on)
    })
}

/// Ends a unit: it is there until the day before.
///
/// # Errors
/// A [`UnitsError`]; units below it are ended or moved first.
pub fn end(context: Context<'_>, unit_code: &str, on: CivilDate) -> Result<(), UnitsError> {
    context.store.write(|session| {
        let desk = Desk::open(context, session, on)?;
        let old = desk.managed(unit_code)?.clone();
        if !desk.hierarchy.children(old.unit).is_empty() {
            return Err(UnitsError::HasChildren(old.code));
        }
        desk.refuse_reports(&old)?;
        desk.end(&old)?;
        let (before, after) = (Some(told(&old)), Some(json!({ "until": on.to_string() })));
        let subject = old.code.to_string();
        note(context, session, Note { action: "unit.end", unit: Some(old.unit), subject, before, after })?;
        Ok(())
    })
}

/// What changes of units work on: the hierarchy of their day.
struct Desk<'a, 's> {
    context: Context<'a>,
    session: &'a Session<'s>,
    on: CivilDate,
    /// As it is on that day, before the change.
    hierarchy: Hierarchy,
    /// As it is today: roles hold today.
    now: Hierarchy,
    versions: Vec<UnitVersion>,
    /// Each unit by its last version.
    latest: HashMap<UnitId, UnitVersion>,
}

impl<'a, 's> Desk<'a, 's> {
    fn open(context: Context<'a>, session: &'a Session<'s>, on: CivilDate) -> Result<Self, UnitsError> {
        if !YEARS.contains(&on.year()) {
            return Err(UnitsError::BadDay);
        }
        let versions = session.unit_versions()?;
        let latest = versions.iter().map(|version| (version.unit, version.clone())).collect();
        let hierarchy = Hierarchy::as_of(on, versions.clone())?;
        let now = Hierarchy::as_of(context.today(), versions.clone())?;
        permit_somewhere(context, &now, Action::ManageUnits)?;
        Ok(Self { context, session, on, hierarchy, now, versions, latest })
    }

    /// A unit of that day which the actor manages.
    fn managed(&self, code: &str) -> Result<&UnitVersion, UnitsError> {
        let unknown = || FindError::UnknownUnit(code.trim().to_owned());
        let version = self.hierarchy.by_code(code).ok_or_else(unknown)?;
        if runs_everything(self.context, &self.now, Action::ManageUnits) {
            return Ok(version);
        }
        let hierarchy = if self.now.get(version.unit).is_some() { &self.now } else { &self.hierarchy };
        match self.context.permit(Action::ManageUnits, hierarchy, version.unit) {
            Access::Allowed => Ok(version),
            Access::Forbidden => Err(FindError::Forbidden(Action::ManageUnits).into()),
            Access::Hidden => Err(unknown().into()),
        }
    }

    /// What a unit is put under; at the top only by those who manage everything.
    fn parent(&self, code: Option<&str>) -> Result<Option<UnitId>, UnitsError> {
        match code.map(str::trim).filter(|code| !code.is_empty()) {
            Some(code) => Ok(Some(self.managed(code)?.unit)),
            None if runs_everything(self.context, &self.now, Action::ManageUnits) => Ok(None),
            None => Err(FindError::Forbidden(Action::ManageUnits).into()),
        }
    }

    /// Whether a unit carries a code that day.
    fn carries(&self, unit: UnitId, code: &str) -> bool {
        self.hierarchy.by_code(code).is_some_and(|version| version.unit == unit)
    }

    fn new_id(&self) -> UnitId {
        UnitId::new(self.context.now(), self.context.world.random())
    }

    fn begin(&self, version: &UnitVersion) -> Result<(), UnitsError> {
        Ok(self.session.add_unit(version, self.context.now())?)
    }

    /// Ends what a unit is, on the day of the change. It must be so since before, and not change again later.
    fn end(&self, old: &UnitVersion) -> Result<(), UnitsError> {
        let latest = self.latest.get(&old.unit).unwrap_or(old);
        if latest.valid.from() >= self.on || latest.valid.until().is_some() {
            return Err(UnitsError::TooEarly { code: old.code.clone(), since: latest.valid.from() });
        }
        Ok(self.session.end_unit_version(old.unit, self.on)?)
    }

    /// A unit that reported in a campaign must still be there on its due day: totals are taken over the units of that day.
    fn refuse_reports(&self, unit: &UnitVersion) -> Result<(), UnitsError> {
        for campaign in self.session.campaigns()?.into_iter().filter(|campaign| campaign.due_on >= self.on) {
            if self.session.reports(campaign.id)?.iter().any(|(reporter, _)| *reporter == unit.unit) {
                return Err(UnitsError::Reports { code: unit.code.clone(), due_on: campaign.due_on });
            }
        }
        Ok(())
    }

    fn note(&self, action: &str, version: &UnitVersion, old: Option<&UnitVersion>) -> Result<(), UnitsError> {
        let subject = version.code.to_string();
        let (before, after) = (old.map(told), Some(told(version)));
        let unit = Some(version.unit);
        Ok(note(self.context, self.session, Note { action, unit, subject, before, after })?)
    }
}

/// What a version says, for the audit trail.
fn told(version: &UnitVersion) -> Value {
    json!({
        "code": version.code,
        "name": version.name,
        "kind": version.kind.name(),
        "parent": version.parent,
    })
}

fn code(typed: &str) -> Result<UnitCode, UnitsError> {
    UnitCode::parse(typed).ok_or_else(|| UnitsError::BadCode(typed.trim().to_owned()))
}

fn name(typed: &str) -> Result<String, UnitsError> {
    unit_name(typed).ok_or(UnitsError::BadName)
}

/// The name of a unit as it is kept; none when it is blank, far too long, or has line breaks in it.
pub(crate) fn unit_name(typed: &str) -> Option<String> {
    let name = vanban::text::normalise(typed.trim());
    let good = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    good.then_some(name)
}

/// Refuses what was just stored when, from its day on, two units carry a code or units stand below themselves.
fn refuse_disorder(session: &Session<'_>, on: CivilDate) -> Result<(), UnitsError> {
    let versions = session.unit_versions()?;
    let later: BTreeSet<CivilDate> =
        versions.iter().map(|version| version.valid.from()).filter(|day| *day > on).chain([on]).collect();
    for day in later {
        let mut codes = HashSet::new();
        for version in versions.iter().filter(|version| version.valid.holds_on(day)) {
            if !codes.insert(vanban::text::fold(version.code.as_str())) {
                return Err(UnitsError::CodeTaken(version.code.clone()));
            }
        }
        Hierarchy::as_of(day, versions.iter().cloned())?;
    }
    Ok(())
}

/// Does something and takes it back: what it would come to.
fn only_look<T>(
    context: Context<'_>,
    work: impl FnOnce(&Session<'_>) -> Result<T, UnitsError>,
) -> Result<T, UnitsError> {
    let mut found = None;
    let undone: Result<std::convert::Infallible, UnitsError> = context.store.write(|session| {
        found = Some(work(session)?);
        Err(UnitsError::OnlyLooked)
    });
    match (undone, found) {
        (Err(UnitsError::OnlyLooked), Some(found)) => Ok(found),
        (Err(error), _) => Err(error),
        (Ok(never), _) => match never {},
    }
}
