//! Units from a list, as a campaign is opened with.

use super::{Desk, UnitsError, only_look, refuse_disorder, told};
use crate::Context;
use crate::file::SourceFile;
use domain::time::Validity;
use domain::unit::UnitVersion;
use domain::unit_list::{UnitList, UnitRow};
use domain::{CivilDate, UnitId};
use store::Session;

/// What a code with another name than before means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherName {
    /// The same unit, renamed.
    Renamed,
    /// Another unit that took the code over: the old one ends.
    AnotherUnit,
}

/// A list to take in.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its rows.
    pub rows: Vec<UnitRow>,
    /// From which day on.
    pub on: CivilDate,
    /// Code of the unit that units without a parent are put under; none for the top.
    pub under: Option<String>,
    /// What another name means.
    pub other_name: OtherName,
}

/// What a list comes to.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Units that are new.
    pub added: Vec<UnitVersion>,
    /// Units that change: before and after.
    pub changed: Vec<(UnitVersion, UnitVersion)>,
    /// Units whose code another one takes over.
    pub replaced: Vec<(UnitVersion, UnitVersion)>,
    /// Units that are as the list says.
    pub same: usize,
}

/// Reads the rows of a list.
///
/// # Errors
/// [`UnitsError::Table`].
pub fn read_list(file: &SourceFile) -> Result<Vec<UnitRow>, UnitsError> {
    Ok(workbook::read_units(&file.bytes)?)
}

/// What a list would come to. Nothing is stored.
///
/// # Errors
/// A [`UnitsError`].
pub fn preview_import(context: Context<'_>, import: &Import) -> Result<Imported, UnitsError> {
    only_look(context, |session| carry_out(context, session, import))
}

/// Takes a list in, in one transaction. Units that are not on it stay as they are.
///
/// # Errors
/// A [`UnitsError`]; then nothing was changed.
pub fn import(context: Context<'_>, import: &Import) -> Result<Imported, UnitsError> {
    context.store.write(|session| carry_out(context, session, import))
}

fn carry_out(context: Context<'_>, session: &Session<'_>, import: &Import) -> Result<Imported, UnitsError> {
    let desk = Desk::open(context, session, import.on)?;
    let is_there = |code: &str| desk.hierarchy.by_code(code).is_some();
    let list = UnitList::check_beside(&import.rows, is_there).map_err(UnitsError::List)?;
    let known_top = |code: &str| desk.hierarchy.by_code(code).is_some();
    // A list whose tops are all known needs no place to put them.
    let needs_place = list.tops().any(|at| !known_top(list.units()[at].code.as_str()));
    let under = if needs_place { desk.parent(import.under.as_deref())? } else { None };
    let mut imported = Imported::default();
    let mut ids: Vec<UnitId> = Vec::with_capacity(list.units().len());
    for listed in list.units() {
        let known = match desk.hierarchy.by_code(listed.code.as_str()) {
            Some(_) => Some(desk.managed(listed.code.as_str())?.clone()),
            None => None,
        };
        let parent = match (listed.parent, &listed.outside, &known) {
            (Some(at), ..) => ids.get(at).copied(),
            (None, Some(code), known) => {
                let stays = known.as_ref().and_then(|known| known.parent).filter(|above| desk.carries(*above, code));
                match stays {
                    Some(above) => Some(above),
                    None => desk.parent(Some(code))?,
                }
            }
            (None, None, Some(known)) => known.parent,
            (None, None, None) => under,
        };
        let same_name = |old: &UnitVersion| vanban::text::fold(&old.name) == vanban::text::fold(&listed.name);
        let goes_on = known.as_ref().filter(|old| import.other_name == OtherName::Renamed || same_name(old));
        let version = UnitVersion {
            unit: goes_on.map_or_else(|| desk.new_id(), |old| old.unit),
            code: listed.code.clone(),
            name: listed.name.clone(),
            kind: listed.kind,
            parent,
            valid: Validity::since(import.on),
        };
        ids.push(version.unit);
        take_in(&desk, known, version, &mut imported)?;
    }
    refuse_disorder(session, import.on)?;
    // A unit that is replaced leaves nothing below itself: the list says where that goes.
    let versions = session.unit_versions()?;
    let stands_below = |old: &UnitVersion| {
        versions.iter().any(|version| version.valid.holds_on(import.on) && version.parent == Some(old.unit))
    };
    match imported.replaced.iter().find(|(old, _)| stands_below(old)) {
        Some((old, _)) => Err(UnitsError::HasChildren(old.code.clone())),
        None => Ok(imported),
    }
}

fn take_in(
    desk: &Desk<'_, '_>,
    known: Option<UnitVersion>,
    version: UnitVersion,
    imported: &mut Imported,
) -> Result<(), UnitsError> {
    match known {
        Some(old) if told(&old) == told(&version) => imported.same += 1,
        Some(old) if old.unit == version.unit => {
            desk.end(&old)?;
            desk.begin(&version)?;
            desk.note("unit.change", &version, Some(&old))?;
            imported.changed.push((old, version));
        }
        Some(old) => {
            desk.refuse_reports(&old)?;
            desk.end(&old)?;
            desk.begin(&version)?;
            desk.note("unit.replace", &version, Some(&old))?;
            imported.replaced.push((old, version));
        }
        None => {
            desk.begin(&version)?;
            desk.note("unit.add", &version, None)?;
            imported.added.push(version);
        }
    }
    Ok(())
}
