//! The units of Vietnam, taken into the store from the data of `places`.

use super::{UnitsError, refuse_disorder};
use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::FindError;
use crate::people::{runs_everything, today};
use domain::access::Action;
use domain::time::Validity;
use domain::unit::{UnitCode, UnitKind, UnitVersion};
use domain::{CivilDate, Instant, UnitId};
use places::{PlaceId, Places};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use store::Session;

/// The unit above all provinces: its code, and its name.
const COUNTRY: (&str, &str) = ("VN", "Việt Nam");

/// What loading came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Units that are new.
    pub added: usize,
    /// Units that went on with what they became.
    pub continued: usize,
    /// Units that were there already, as they are in the data.
    pub same: usize,
    /// Units that somebody changed here: they were left as they are. By their codes of last.
    pub kept: Vec<UnitCode>,
    /// What went into what, newly noted.
    pub successions: usize,
}

impl Loaded {
    /// Whether anything was stored.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.added + self.continued + self.successions == 0
    }
}

/// The id of a unit of the data: the same in every installation, so that two of them speak of the same unit.
#[must_use]
pub fn unit_of(places: &Places, place: PlaceId) -> UnitId {
    let first = places.versions(place).first().map(|version| version.valid.from());
    lasting_id(places.key(place), first.unwrap_or(CivilDate::MIN))
}

/// An id made of a key of the data and the first day of the unit.
fn lasting_id(key: &str, first: CivilDate) -> UnitId {
    let digest = Sha256::digest(format!("units of Vietnam: {key}").as_bytes());
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&digest[..10]);
    let midnight = jiff::tz::Offset::UTC.to_timestamp(first.at(0, 0, 0, 0));
    UnitId::new(midnight.unwrap_or(Instant::UNIX_EPOCH), bytes)
}

/// Takes all units of Vietnam into the store, under one unit for the country, with what they were, what they stood
/// under and what became of them. Loading again stores only what is new in the data; what somebody changed here stays.
///
/// # Errors
/// [`FindError::Forbidden`] for those who do not manage all units; [`UnitsError::CodeTaken`] when another unit carries
/// an official code; those of the store. Then nothing was changed.
pub fn load_vietnam(context: Context<'_>) -> Result<Loaded, UnitsError> {
    context.store.write(|session| {
        let now = today(context, session)?;
        if !runs_everything(context, &now, Action::ManageUnits) {
            return Err(FindError::Forbidden(Action::ManageUnits).into());
        }
        let places = Places::vietnam();
        let mut stored: HashMap<UnitId, Vec<UnitVersion>> = HashMap::new();
        for version in session.unit_versions()? {
            stored.entry(version.unit).or_default().push(version);
        }
        let mut loaded = Loaded::default();
        let country = country(places)?;
        let root = country.unit;
        take_in(context, session, &stored, &[country], &mut loaded)?;
        for place in places.ids() {
            take_in(context, session, &stored, &versions(places, place, root)?, &mut loaded)?;
        }
        take_successions(session, places, &mut loaded)?;
        if loaded.is_nothing() {
            return Ok(loaded);
        }
        refuse_disorder(session, first_day(places))?;
        let after = json!({ "added": loaded.added, "continued": loaded.continued, "successions": loaded.successions });
        let (subject, after) = (COUNTRY.0.to_owned(), Some(after));
        note(context, session, Note { action: "unit.load", unit: Some(root), subject, before: None, after })?;
        Ok(loaded)
    })
}

fn first_day(places: &Places) -> CivilDate {
    places.days().first().copied().unwrap_or(CivilDate::MIN)
}

fn code(text: &str) -> Result<UnitCode, UnitsError> {
    UnitCode::parse(text).ok_or_else(|| UnitsError::BadCode(text.to_owned()))
}

fn country(places: &Places) -> Result<UnitVersion, UnitsError> {
    let first = first_day(places);
    Ok(UnitVersion {
        unit: lasting_id(COUNTRY.0, first),
        code: code(COUNTRY.0)?,
        name: COUNTRY.1.to_owned(),
        kind: UnitKind::Other,
        parent: None,
        valid: Validity::since(first),
    })
}

/// A unit of the data as the store knows units.
fn versions(places: &Places, place: PlaceId, root: UnitId) -> Result<Vec<UnitVersion>, UnitsError> {
    let version = |version: &places::Version| {
        Ok(UnitVersion {
            unit: unit_of(places, place),
            code: code(version.code)?,
            name: version.full_name(),
            kind: version.kind.unit_kind(),
            parent: Some(version.parent.map_or(root, |parent| unit_of(places, parent))),
            valid: version.valid,
        })
    };
    places.versions(place).iter().map(version).collect()
}

fn take_in(
    context: Context<'_>,
    session: &Session<'_>,
    stored: &HashMap<UnitId, Vec<UnitVersion>>,
    wanted: &[UnitVersion],
    loaded: &mut Loaded,
) -> Result<(), UnitsError> {
    let Some(first) = wanted.first() else { return Ok(()) };
    let known = stored.get(&first.unit).map(Vec::as_slice).unwrap_or_default();
    let Some((last, before)) = known.split_last() else {
        for version in wanted {
            session.add_unit(version, context.now())?;
        }
        loaded.added += 1;
        return Ok(());
    };
    if known == wanted {
        loaded.same += 1;
        return Ok(());
    }
    // As the data was before: all that is stored, the last of it still in force.
    let goes_on = wanted.get(before.len()).is_some_and(|now| {
        let open = UnitVersion { valid: Validity::since(now.valid.from()), ..now.clone() };
        wanted.starts_with(before) && *last == open
    });
    match wanted[before.len().min(wanted.len())..].split_first() {
        Some((now, later)) if goes_on => {
            if let Some(until) = now.valid.until() {
                session.end_unit_version(now.unit, until)?;
            }
            for version in later {
                session.add_unit(version, context.now())?;
            }
            loaded.continued += 1;
        }
        _ => loaded.kept.push(last.code.clone()),
    }
    Ok(())
}

fn take_successions(session: &Session<'_>, places: &Places, loaded: &mut Loaded) -> Result<(), UnitsError> {
    let known = session.successions()?;
    let known: HashSet<(UnitId, UnitId, CivilDate)> = known.into_iter().map(|s| (s.from, s.to, s.on)).collect();
    let ids: HashMap<PlaceId, UnitId> = places.ids().map(|place| (place, unit_of(places, place))).collect();
    for succession in places.successions() {
        let (Some(from), Some(to)) = (ids.get(&succession.from), ids.get(&succession.to)) else { continue };
        if !known.contains(&(*from, *to, succession.on)) {
            session.add_succession(*from, *to, succession.on, succession.whole)?;
            loaded.successions += 1;
        }
    }
    Ok(())
}
