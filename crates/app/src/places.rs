//! The units of Vietnam as everybody may know them: names as people write them, and what became of a unit.
//!
//! This asks the data that comes with the program, not the store: it is there before anything is loaded, and it is no
//! secret of anybody.

use crate::explain::{Class, Explain};
use domain::CivilDate;
use locale::{Language, text};
use places::{PlaceId, Places, Resolution, Share, Standing, Version};

pub use places::{Level, PlaceKind, Reason};

/// Units named in a refusal at most.
const NAMED: usize = 5;

/// A unit, as it was for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceName {
    /// Its lasting name in the data: `00004@2025`.
    pub key: &'static str,
    /// What it was then.
    pub version: &'static Version,
    /// With all that was above it: `Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội`.
    pub path: String,
    /// The same in English.
    pub english: String,
}

impl PlaceName {
    fn of(version: &'static Version) -> Self {
        let places = Places::vietnam();
        let mut english = version.full_english();
        for above in places.above(version) {
            english.push_str(", ");
            english.push_str(&above.full_english());
        }
        Self { key: places.key(version.place), version, path: places.path(version), english }
    }

    /// Kind and name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> String {
        match language {
            Language::Vi => self.version.full_name(),
            Language::En => self.version.full_english(),
        }
    }

    /// With all that was above it, in a language.
    #[must_use]
    pub fn whole_name(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.path,
            Language::En => &self.english,
        }
    }
}

/// A unit, and whether all of the earlier of two went into the later.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceShare {
    /// The unit.
    pub place: PlaceName,
    /// Whether all of it, or only a part.
    pub whole: bool,
}

/// A unit that a name may mean.
#[derive(Clone, Debug)]
pub struct FoundPlace {
    /// The unit.
    pub place: PlaceName,
    /// Why it may not be what was meant.
    pub reasons: Vec<Reason>,
    /// What has its ground on the day asked for, when it is not there itself.
    pub stands_as: Vec<PlaceShare>,
}

/// What a name may mean.
#[derive(Clone, Debug)]
pub struct Found {
    /// Units that fit, all equally well.
    pub places: Vec<FoundPlace>,
    /// How many more fit as well.
    pub more: usize,
    /// Parts of the text that name no unit.
    pub unread: Vec<String>,
    /// Whether there is no doubt.
    pub sure: bool,
}

/// The units that a name may mean on a day, or on any day.
#[must_use]
pub fn find(name: &str, on: Option<CivilDate>) -> Found {
    let places = Places::vietnam();
    let found = places.resolve(name, on);
    let one = |candidate: &places::Candidate<'static>| FoundPlace {
        place: PlaceName::of(candidate.version),
        reasons: candidate.reasons.iter().collect(),
        stands_as: on.map(|day| stands_as(candidate.version.place, day).1).unwrap_or_default(),
    };
    Found {
        places: found.candidates.iter().map(one).collect(),
        more: found.more,
        sure: found.sure().is_some(),
        unread: found.unread,
    }
}

/// Where the ground of a unit stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnTheDay {
    /// The unit itself is there.
    There,
    /// It has ended, and became others.
    Became,
    /// It is not there yet, and comes from others.
    NotYet,
    /// Nothing is known.
    Unknown,
}

/// A unit with its past and what became of it.
#[derive(Clone, Debug)]
pub struct PlaceHistory {
    /// The day asked for.
    pub on: CivilDate,
    /// The unit as it is that day, or nearest to it.
    pub place: PlaceName,
    /// Where its ground stands that day.
    pub standing: OnTheDay,
    /// The units that have its ground that day, when it is not there itself.
    pub stands_as: Vec<PlaceShare>,
    /// All it was and is, the oldest first.
    pub versions: Vec<PlaceName>,
    /// What it came from.
    pub came_from: Vec<PlaceShare>,
    /// What it went into.
    pub went_into: Vec<PlaceShare>,
    /// What stands directly below it that day: how many.
    pub below: usize,
    /// Days on which the country was ordered anew; the first is where the data begins.
    pub days: Vec<CivilDate>,
}

/// Why no history can be told.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    /// No unit is called so.
    #[error("no unit is called `{0}`")]
    Unknown(String),
    /// Units are, but none under what was written above it.
    #[error("no unit called `{name}` is under the unit written")]
    Elsewhere {
        /// What was typed.
        name: String,
        /// The nearest, with what is above it.
        nearest: Box<PlaceName>,
    },
    /// Several are.
    #[error("several units are called `{name}`")]
    Several {
        /// What was typed.
        name: String,
        /// Some of them, with what is above them.
        some: Vec<PlaceName>,
        /// How many there are.
        count: usize,
    },
}

impl Explain for PlacesError {
    fn class(&self) -> Class {
        match self {
            Self::Unknown(_) | Self::Elsewhere { .. } => Class::Unknown,
            Self::Several { .. } => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        let shown = |place: &PlaceName| format!("{} ({})", place.whole_name(language), place.key);
        match self {
            Self::Unknown(name) => text!(language, "places-unknown", name = name),
            Self::Elsewhere { name, nearest } => {
                text!(language, "places-elsewhere", name = name, nearest = shown(nearest))
            }
            Self::Several { name, some, count } => {
                let named = some.iter().map(shown).collect::<Vec<_>>().join("; ");
                let named = match count.saturating_sub(some.len()) {
                    0 => named,
                    more => text!(language, "report-units-and-more", units = named, more = more),
                };
                text!(language, "places-several", name = name, count = *count, some = named)
            }
        }
    }
}

/// A unit by its key, its code on the day, or its name, with its past and what became of it.
///
/// # Errors
/// [`PlacesError`] when that is no unit, or several.
pub fn history(wanted: &str, on: CivilDate) -> Result<PlaceHistory, PlacesError> {
    let places = Places::vietnam();
    let place = match places.by_key(wanted.trim()) {
        Some(place) => place,
        None => the_one(wanted, &places.resolve(wanted, Some(on)))?,
    };
    let shown = places.nearest(place, on).ok_or_else(|| PlacesError::Unknown(wanted.trim().to_owned()))?;
    let (standing, stands_as) = stands_as(place, on);
    let before = |s: &places::Succession| s.on.yesterday().ok().and_then(|day| places.nearest(s.from, day));
    let level = shown.kind.level();
    let came_from = places
        .predecessors(place)
        .filter_map(|s| Some(PlaceShare { place: PlaceName::of(before(s)?), whole: s.whole }))
        // What a commune is made of is told by communes; that they stood in districts is in their names.
        .filter(|share| share.place.version.kind.level() == level);
    let after = |s: &places::Succession| places.on(s.to, s.on);
    let went_into = places.successors(place).iter();
    let went_into =
        went_into.filter_map(|s| Some(PlaceShare { place: PlaceName::of(after(s)?), whole: s.whole })).collect();
    Ok(PlaceHistory {
        on,
        place: PlaceName::of(shown),
        standing,
        stands_as,
        versions: places.versions(place).iter().map(PlaceName::of).collect(),
        came_from: came_from.collect(),
        went_into,
        below: below(places, place, on),
        days: places.days(),
    })
}

fn the_one(wanted: &str, found: &Resolution<'static>) -> Result<PlaceId, PlacesError> {
    match &found.candidates[..] {
        [one] if found.sure().is_some() => Ok(one.version.place),
        // A name of some other place is not an answer.
        [one] => Err(PlacesError::Elsewhere {
            name: wanted.trim().to_owned(),
            nearest: Box::new(PlaceName::of(one.version)),
        }),
        [] => Err(PlacesError::Unknown(wanted.trim().to_owned())),
        many => Err(PlacesError::Several {
            name: wanted.trim().to_owned(),
            some: many.iter().take(NAMED).map(|candidate| PlaceName::of(candidate.version)).collect(),
            count: many.len() + found.more,
        }),
    }
}

fn stands_as(place: PlaceId, day: CivilDate) -> (OnTheDay, Vec<PlaceShare>) {
    let places = Places::vietnam();
    let named = |shares: Vec<Share>| {
        let share =
            |share: Share| Some(PlaceShare { place: PlaceName::of(places.on(share.place, day)?), whole: share.whole });
        shares.into_iter().filter_map(share).collect()
    };
    match places.standing(place, day) {
        Standing::Itself => (OnTheDay::There, Vec::new()),
        Standing::Became(shares) => (OnTheDay::Became, named(shares)),
        Standing::CameFrom(shares) => (OnTheDay::NotYet, named(shares)),
        Standing::Unknown => (OnTheDay::Unknown, Vec::new()),
    }
}

fn below(places: &Places, place: PlaceId, day: CivilDate) -> usize {
    let under = |id: &PlaceId| places.on(*id, day).is_some_and(|version| version.parent == Some(place));
    places.ids().filter(under).count()
}
