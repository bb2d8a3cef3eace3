//! Taking a unit list into the dated hierarchy.

use super::{OpenError, OpenNote, Outline};
use crate::Context;
use crate::body_name::{sentence_case, without_committee};
use domain::access::{Access, Action};
use domain::time::Validity;
use domain::unit::{Hierarchy, UnitCode, UnitKind, UnitVersion};
use domain::unit_list::{ListedUnit, UnitList};
use domain::{CivilDate, UnitId};
use store::Session;
use vanban::facts::Level;

/// Code given to an issuer that the list leaves out: "gốc", root.
const ISSUER_CODE: &str = "GOC";

/// Stores the units of a list, as of the first day of the campaign's year, and returns the issuer's: `home` when one is
/// given, which keeps its code and name whatever the list calls it.
///
/// A unit known by the same code and name is the same unit. The same code with another name is another unit: the
/// old one ends, and a note says so.
pub(super) fn enrol(
    session: &Session<'_>,
    context: Context<'_>,
    list: &UnitList,
    outline: &Outline,
    home: Option<UnitId>,
    notes: &mut Vec<OpenNote>,
) -> Result<UnitId, OpenError> {
    let since = CivilDate::new(outline.year, 1, 1).map_err(|_| OpenError::NoYear)?;
    let known = Hierarchy::as_of(outline.due_on, session.unit_versions()?)?;
    let home = home.and_then(|home| known.get(home).cloned());
    let mut enrolment = Enrolment { session, context, known, since, notes };
    let tops: Vec<usize> = list.tops().collect();
    // Among several units at the top, the one that issued the plan stands above the others; if it is not listed, it
    // is added.
    let is_root = |top: &usize| match &home {
        Some(home) => is_same(&list.units()[*top], home),
        None => tops.len() == 1 || is_issuer(&list.units()[*top], outline),
    };
    let listed = tops.iter().copied().find(is_root);
    let root = match (&home, listed) {
        (Some(home), _) => home.unit,
        (None, Some(top)) => enrolment.take_in(&list.units()[top], None)?,
        (None, None) => enrolment.issuer(outline)?,
    };
    let mut ids: Vec<UnitId> = Vec::with_capacity(list.units().len());
    for (at, unit) in list.units().iter().enumerate() {
        let id = match unit.parent {
            _ if Some(at) == listed => root,
            parent => enrolment.take_in(unit, Some(parent.map_or(root, |at| ids[at])))?,
        };
        ids.push(id);
    }
    Ok(root)
}

/// Whether a listed unit is that one, by code or by name.
fn is_same(unit: &ListedUnit, version: &UnitVersion) -> bool {
    let same = |one: &str, other: &str| vanban::text::fold(one) == vanban::text::fold(other);
    same(unit.code.as_str(), version.code.as_str())
        || same(without_committee(&unit.name), without_committee(&version.name))
}

/// Whether a listed unit is the body that issued the plan.
fn is_issuer(unit: &ListedUnit, outline: &Outline) -> bool {
    let folded = |name: &str| vanban::text::fold(without_committee(name));
    outline.issuer.as_ref().is_some_and(|issuer| folded(issuer) == folded(&unit.name))
}

struct Enrolment<'a, 's> {
    session: &'a Session<'s>,
    context: Context<'a>,
    known: Hierarchy,
    since: CivilDate,
    notes: &'a mut Vec<OpenNote>,
}

impl Enrolment<'_, '_> {
    fn issuer(&mut self, outline: &Outline) -> Result<UnitId, OpenError> {
        let name = sentence_case(outline.issuer.as_ref().unwrap_or(&outline.name));
        let code = UnitCode::parse(ISSUER_CODE).ok_or(OpenError::NoYear)?;
        let kind = match outline.issuer_level {
            Some(Level::Province) => UnitKind::Province,
            Some(Level::District) => UnitKind::District,
            Some(Level::Commune) => UnitKind::Commune,
            Some(Level::Agency) => UnitKind::Department,
            Some(Level::Central) | None => UnitKind::Other,
        };
        self.notes.push(OpenNote::IssuerAdded { code: code.clone(), name: name.clone() });
        self.take_in(&ListedUnit { code, name, kind, parent: None, outside: None }, None)
    }

    fn take_in(&mut self, listed: &ListedUnit, parent: Option<UnitId>) -> Result<UnitId, OpenError> {
        let known = self.known.by_code(listed.code.as_str()).cloned();
        // A list changes no unit that the actor has nothing to do with.
        if let Some(version) = &known
            && self.context.permit(Action::RunCampaign, &self.known, version.unit) != Access::Allowed
        {
            return Err(OpenError::CodeTaken(version.code.clone()));
        }
        let same_name = |version: &UnitVersion| vanban::text::fold(&version.name) == vanban::text::fold(&listed.name);
        let unit = match &known {
            Some(version) if same_name(version) => {
                if version.parent == parent && version.kind == listed.kind {
                    return Ok(version.unit);
                }
                self.end(version)?;
                version.unit
            }
            Some(version) => {
                self.end(version)?;
                let (code, before) = (listed.code.clone(), version.name.clone());
                self.notes.push(OpenNote::CodeReused { code, before });
                self.new_id()
            }
            None => self.new_id(),
        };
        let version = UnitVersion {
            unit,
            code: listed.code.clone(),
            name: listed.name.clone(),
            kind: listed.kind,
            parent,
            valid: Validity::since(self.since),
        };
        self.session.add_unit(&version, self.context.now())?;
        Ok(unit)
    }

    fn end(&self, version: &UnitVersion) -> Result<(), OpenError> {
        if version.valid.from() >= self.since {
            return Err(OpenError::CodeTaken(version.code.clone()));
        }
        Ok(self.session.end_unit_version(version.unit, self.since)?)
    }

    fn new_id(&self) -> UnitId {
        UnitId::new(self.context.now(), self.context.world.random())
    }
}
