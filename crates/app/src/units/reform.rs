//! Merging and splitting units, and what becomes of their tasks, reports and people.

use super::{Desk, UnitsError, code, name, only_look, refuse_disorder, told};
use crate::Context;
use crate::audit::{Note, note};
use domain::access::{Grant, Role};
use domain::campaign::Campaign;
use domain::task::Assignment;
use domain::time::Validity;
use domain::unit::{UnitKind, UnitVersion};
use domain::{CivilDate, PersonId, UnitId};
use serde_json::json;
use std::collections::{BTreeSet, HashSet};
use store::Session;

/// A unit that comes out of a merger or a split, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
}

/// Whether what comes out is another unit, or one of the old ones that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// All the old units end.
    Nothing,
    /// The unit of this code goes on, and takes the others in or gives parts of itself away.
    Unit(String),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reform {
    /// Several units become one.
    Merge {
        /// Codes of the units.
        units: Vec<String>,
        /// What they become.
        into: Part,
        /// Which of them goes on.
        keeps: Keeps,
    },
    /// One unit becomes several.
    Split {
        /// Code of the unit.
        unit: String,
        /// What it becomes; the first one goes on as the old one when `keeps` says so, and takes what stands below.
        parts: Vec<Part>,
        /// Whether the old unit goes on as the first part.
        keeps: bool,
    },
}

/// What a reform comes to.
#[derive(Clone, Debug)]
pub struct Effects {
    /// Its first day.
    pub on: CivilDate,
    /// Units that end, as they were.
    pub ended: Vec<UnitVersion>,
    /// Units that begin, or go on under what they are from then on.
    pub begun: Vec<UnitVersion>,
    /// Units below that go along, with the code of where they go.
    pub moved: Vec<(UnitVersion, UnitVersion)>,
    /// Campaigns the units take part in, the newest first.
    pub campaigns: Vec<CampaignEffect>,
    /// Roles that are proposed for the new units. The roles at the old ones stay: their reports are still to be read.
    pub people: Vec<RoleMove>,
    /// Where figures of a split unit are counted whole: the unit above it.
    pub whole_at: Option<UnitVersion>,
}

/// What a campaign comes to.
#[derive(Clone, Debug)]
pub struct CampaignEffect {
    /// The campaign.
    pub campaign: Campaign,
    /// It is due before the day of the change: nothing of it changes.
    pub untouched: bool,
    /// Reports of the old units, which stay theirs.
    pub reports: usize,
    /// Tasks that the new units take over.
    pub tasks: usize,
    /// New units that report from now on.
    pub reporters: usize,
}

/// A role proposed at a new unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleMove {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// Name of the old unit.
    pub from: String,
    /// Code of the new unit.
    pub to_code: String,
    /// Name of the new unit.
    pub to: String,
}

impl RoleMove {
    /// What a form sends to choose it.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}|{}|{}", self.person, self.role.name(), self.to_code)
    }
}

/// What a reform would come to. Nothing is stored.
///
/// # Errors
/// A [`UnitsError`]: the same as [`reform`] would answer.
pub fn preview(context: Context<'_>, reform: &Reform, on: CivilDate) -> Result<Effects, UnitsError> {
    only_look(context, |session| carry_out(context, session, reform, on))
}

/// Merges or splits units, in one transaction. `roles`: the keys of the roles given at the new units.
///
/// # Errors
/// A [`UnitsError`]; then nothing was changed.
pub fn reform(
    context: Context<'_>,
    reform: &Reform,
    on: CivilDate,
    roles: &BTreeSet<String>,
) -> Result<Effects, UnitsError> {
    context.store.write(|session| {
        let mut effects = carry_out(context, session, reform, on)?;
        effects.people.retain(|role| roles.contains(&role.key()));
        for given in &effects.people {
            let to = effects.begun.iter().find(|version| version.code.as_str() == given.to_code);
            let Some(unit) = to.map(|version| version.unit) else { continue };
            let grant = Grant { unit, role: given.role };
            if session.add_grant(given.person, grant, context.actor.name(), context.now())? {
                let (subject, after) = (given.person.to_string(), Some(json!({ "role": given.role.name() })));
                let note_of = Note { action: "role.grant", unit: Some(unit), subject, before: None, after };
                note(context, session, note_of)?;
            }
        }
        Ok(effects)
    })
}

fn carry_out(
    context: Context<'_>,
    session: &Session<'_>,
    reform: &Reform,
    on: CivilDate,
) -> Result<Effects, UnitsError> {
    let desk = Desk::open(context, session, on)?;
    let change = Change::of(&desk, reform)?;
    change.store(&desk)?;
    refuse_disorder(session, on)?;
    change.effects(&desk)
}

/// A reform whose units are found.
struct Change {
    old: Vec<UnitVersion>,
    new: Vec<UnitVersion>,
    /// A merger takes each old unit wholly.
    merges: bool,
}

impl Change {
    fn of(desk: &Desk<'_, '_>, reform: &Reform) -> Result<Self, UnitsError> {
        let (codes, parts, keeps, merges): (&[String], &[Part], Option<&str>, bool) = match reform {
            Reform::Merge { units, into, keeps } => {
                let kept = match keeps {
                    Keeps::Nothing => None,
                    Keeps::Unit(code) => Some(code.as_str()),
                };
                (units, std::slice::from_ref(into), kept, true)
            }
            Reform::Split { unit, parts, keeps } => {
                (std::slice::from_ref(unit), parts, keeps.then_some(unit.as_str()), false)
            }
        };
        if (if merges { codes.len() } else { parts.len() }) < 2 {
            return Err(UnitsError::TooFew);
        }
        let mut old: Vec<UnitVersion> = Vec::new();
        for code in codes {
            let version = desk.managed(code)?;
            if old.iter().any(|other| other.unit == version.unit) {
                return Err(UnitsError::Twice(version.code.to_string()));
            }
            old.push(version.clone());
        }
        let kept = match keeps {
            Some(code) => {
                let unit = desk.managed(code)?.unit;
                let among = old.iter().find(|version| version.unit == unit).cloned();
                Some(among.ok_or_else(|| crate::campaign::FindError::UnknownUnit(code.to_owned()))?)
            }
            None => None,
        };
        let parent = common_parent(desk, &old);
        let mut new: Vec<UnitVersion> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let version = UnitVersion {
                unit: kept.as_ref().filter(|_| at == 0).map_or_else(|| desk.new_id(), |kept| kept.unit),
                code: code(&part.code)?,
                name: name(&part.name)?,
                kind: part.kind,
                parent,
                valid: Validity::since(desk.on),
            };
            let folded = |version: &UnitVersion| vanban::text::fold(version.code.as_str());
            if new.iter().any(|other| folded(other) == folded(&version)) {
                return Err(UnitsError::Twice(version.code.to_string()));
            }
            new.push(version);
        }
        Ok(Self { old, new, merges })
    }

    /// Units that end.
    fn ended(&self) -> impl Iterator<Item = &UnitVersion> {
        self.old.iter().filter(|old| self.new.iter().all(|new| new.unit != old.unit))
    }

    /// Units directly below the old ones, which go to the first of the new ones.
    fn below(&self, desk: &Desk<'_, '_>) -> Vec<UnitVersion> {
        let old: HashSet<UnitId> = self.old.iter().map(|version| version.unit).collect();
        let first = self.new.first().map(|version| version.unit);
        let children = self.old.iter().filter(|old| Some(old.unit) != first);
        let children = children.flat_map(|old| desk.hierarchy.children(old.unit)).filter(|child| !old.contains(child));
        children.filter_map(|child| desk.hierarchy.get(*child).cloned()).collect()
    }

    fn store(&self, desk: &Desk<'_, '_>) -> Result<(), UnitsError> {
        for old in self.ended() {
            desk.refuse_reports(old)?;
        }
        for old in &self.old {
            let goes_on = self.new.iter().find(|new| new.unit == old.unit);
            if goes_on.is_none_or(|new| told(new) != told(old)) {
                desk.end(old)?;
            }
        }
        for new in &self.new {
            let old = self.old.iter().find(|old| old.unit == new.unit);
            if old.is_none_or(|old| told(new) != told(old)) {
                desk.begin(new)?;
            }
        }
        let first = self.new.first().map(|version| version.unit);
        for child in self.below(desk) {
            desk.end(&child)?;
            desk.begin(&UnitVersion { parent: first, valid: Validity::since(desk.on), ..child })?;
        }
        for old in &self.old {
            for new in self.new.iter().filter(|new| new.unit != old.unit) {
                desk.session.add_succession(old.unit, new.unit, desk.on, self.merges)?;
            }
        }
        self.note(desk)?;
        self.hand_over(desk)
    }

    fn note(&self, desk: &Desk<'_, '_>) -> Result<(), UnitsError> {
        let action = if self.merges { "unit.merge" } else { "unit.split" };
        let all = |versions: &[UnitVersion]| Some(json!(versions.iter().map(told).collect::<Vec<_>>()));
        let subject: Vec<&str> = self.new.iter().map(|version| version.code.as_str()).collect();
        let (before, after, subject) = (all(&self.old), all(&self.new), subject.join(", "));
        let unit = self.new.first().map(|version| version.unit);
        Ok(note(desk.context, desk.session, Note { action, unit, subject, before, after })?)
    }

    /// In campaigns that are due on the day or later the new units report and have the tasks of the old ones.
    fn hand_over(&self, desk: &Desk<'_, '_>) -> Result<(), UnitsError> {
        let ended: HashSet<UnitId> = self.old.iter().map(|version| version.unit).collect();
        for campaign in desk.session.campaigns()?.into_iter().filter(|campaign| campaign.due_on >= desk.on) {
            if desk.session.campaign_closed_at(campaign.id)?.is_some() {
                continue;
            }
            let reporters = desk.session.reporters(campaign.id)?;
            if reporters.iter().any(|unit| ended.contains(unit)) {
                let new: Vec<UnitId> = self.new.iter().map(|version| version.unit).collect();
                desk.session.add_reporters(campaign.id, &new)?;
                desk.session.raise(campaign.id)?;
            }
            for task in desk.session.tasks(campaign.id)? {
                for part in task.assignments.iter().filter(|part| ended.contains(&part.unit)) {
                    for new in self.new.iter().filter(|new| new.unit != part.unit) {
                        let part = Assignment { unit: new.unit, role: part.role };
                        desk.session.assign_task(campaign.id, task.id, part)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn effects(&self, desk: &Desk<'_, '_>) -> Result<Effects, UnitsError> {
        let old: HashSet<UnitId> = self.old.iter().map(|version| version.unit).collect();
        let mut campaigns = Vec::new();
        for campaign in desk.session.campaigns()? {
            let reports = desk.session.reports(campaign.id)?.iter().filter(|(unit, _)| old.contains(unit)).count();
            let untouched = campaign.due_on < desk.on;
            let takes_part = desk.session.reporters(campaign.id)?.iter().any(|unit| old.contains(unit));
            let tasks = desk.session.tasks(campaign.id)?;
            let theirs = |task: &&domain::task::Task| task.assignments.iter().any(|part| old.contains(&part.unit));
            let tasks = tasks.iter().filter(theirs).count();
            if takes_part || reports > 0 || tasks > 0 {
                let reporters = if takes_part && !untouched { self.new.len() } else { 0 };
                campaigns.push(CampaignEffect { campaign, untouched, reports, tasks, reporters });
            }
        }
        let first = self.new.first().cloned();
        let moved = self.below(desk).into_iter().filter_map(|child| Some((child, first.clone()?))).collect();
        let parent = self.old.first().and_then(|old| old.parent);
        Ok(Effects {
            on: desk.on,
            ended: self.ended().cloned().collect(),
            begun: self.new.clone(),
            moved,
            campaigns,
            people: self.people(desk)?,
            whole_at: parent.filter(|_| !self.merges).and_then(|parent| desk.hierarchy.get(parent)).cloned(),
        })
    }

    fn people(&self, desk: &Desk<'_, '_>) -> Result<Vec<RoleMove>, UnitsError> {
        let mut proposed: Vec<RoleMove> = Vec::new();
        for old in &self.old {
            for holder in desk.session.holders(old.unit)? {
                for new in self.new.iter().filter(|new| new.unit != old.unit) {
                    let role = RoleMove {
                        person: holder.person.id,
                        name: holder.person.name.clone(),
                        role: holder.role,
                        from: old.name.clone(),
                        to_code: new.code.to_string(),
                        to: new.name.clone(),
                    };
                    if proposed.iter().all(|other| other.key() != role.key()) {
                        proposed.push(role);
                    }
                }
            }
        }
        Ok(proposed)
    }
}

/// What the new units stand under: what the old ones stand under, or the first unit that is above all of them.
fn common_parent(desk: &Desk<'_, '_>, old: &[UnitVersion]) -> Option<UnitId> {
    let (first, others) = old.split_first()?;
    let above = desk.hierarchy.ancestors(first.unit);
    let is_above = |unit: &UnitId, other: &UnitVersion| desk.hierarchy.ancestors(other.unit).contains(unit);
    above.into_iter().find(|unit| others.iter().all(|other| is_above(unit, other)))
}
