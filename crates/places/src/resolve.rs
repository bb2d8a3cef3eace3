//! From a name as people write it to the units it may mean.
//!
//! A text is taken apart at its commas into parts, the most special first: *xã Tân Tiến, huyện Vị Thuỷ*. Each part is
//! looked up as a whole, with and without the word that says its kind. A unit fits the better, the more of the parts name
//! what it stands under. What fits best is the answer, and why it may still be wrong is said.

mod part;

use crate::data::{PlaceId, Places, Version};
use crate::fold::{Key, key_of};
use crate::kind::Kinds;
use domain::CivilDate;
use part::{Part, parts};
use std::collections::HashMap;

/// Longest text looked at, in characters; what is longer is no name.
pub const LONGEST: usize = 300;

/// Candidates given at most.
pub const MOST: usize = 40;

/// Why a candidate may not be what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// It is of another kind than was written: *xã* for a *phường*.
    OtherKind,
    /// Its name has other marks than were written.
    OtherMarks,
    /// It is also called so, but not by law.
    OtherName,
    /// It is not there on the day asked for.
    OtherTime,
    /// It stood under what was written, or what it became stands there, at another time.
    ParentOfAnotherTime,
    /// It does not stand under something that was written.
    OtherParent,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::OtherKind,
        Self::OtherMarks,
        Self::OtherName,
        Self::OtherTime,
        Self::ParentOfAnotherTime,
        Self::OtherParent,
    ];

    /// How much it counts against a candidate. A unit of another time by its right name is nearer to what was written
    /// than one of today of another kind.
    fn weight(self) -> u32 {
        match self {
            Self::OtherName => 1,
            Self::ParentOfAnotherTime => 4,
            Self::OtherTime => 8,
            Self::OtherKind => 16,
            Self::OtherMarks => 32,
            Self::OtherParent => 128,
        }
    }
}

/// How much less a wrong parent counts when it lies in the same province.
const NEAR: u32 = 48;

/// Several reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reasons(u8);

impl Reasons {
    fn with(self, reason: Reason, holds: bool) -> Self {
        if holds { Self(self.0 | 1 << reason as u8) } else { self }
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a reason is among them.
    #[must_use]
    pub fn contains(self, reason: Reason) -> bool {
        self.0 & 1 << reason as u8 != 0
    }

    /// The reasons.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.into_iter().filter(move |reason| self.contains(*reason))
    }
}

/// A unit that may be meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate<'a> {
    /// As it is on the day asked for; as it was when it was called so.
    pub version: &'a Version,
    /// Why it may not be.
    pub reasons: Reasons,
}

/// What a name may mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution<'a> {
    /// The units that fit best, all equally well: those of the day first, the newest first.
    pub candidates: Vec<Candidate<'a>>,
    /// How many more there are.
    pub more: usize,
    /// Parts of the text that name no unit.
    pub unread: Vec<String>,
}

impl<'a> Resolution<'a> {
    /// The unit, where there is no doubt: one candidate, under all that was written, and nothing unread. It may be of
    /// another time than was asked for.
    #[must_use]
    pub fn sure(&self) -> Option<&Candidate<'a>> {
        match &self.candidates[..] {
            [one] if self.unread.is_empty() && !one.reasons.contains(Reason::OtherParent) => Some(one),
            _ => None,
        }
    }
}

/// Names, and what stands above and stood above what.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Entries of each name, by its key without marks.
    names: HashMap<String, (u32, u32)>,
    entries: Vec<Entry>,
    /// Of each version: what it stands under, nearest first.
    above: Vec<Vec<PlaceId>>,
    /// Of each version: what it stood under before, or will, through what it came from or went into.
    once_above: Vec<Vec<PlaceId>>,
}

#[derive(Debug)]
struct Entry {
    version: u32,
    marked: String,
    other_name: bool,
}

impl Index {
    pub(crate) fn of(places: &Places, others: &[(PlaceId, &str)]) -> Self {
        let mut named: Vec<(Key, u32, bool)> = Vec::new();
        for (at, version) in (0_u32..).zip(&places.versions) {
            named.push((key_of(version.name), at, false));
            let also = others.iter().filter(|(place, _)| *place == version.place).map(|(_, name)| key_of(name));
            named.extend(also.map(|key| (key, at, true)));
        }
        named.sort_by(|a, b| (&a.0.plain, a.1, a.2).cmp(&(&b.0.plain, b.1, b.2)));
        let mut names: HashMap<String, (u32, u32)> = HashMap::new();
        let mut entries = Vec::with_capacity(named.len());
        for (at, (key, version, other_name)) in (0_u32..).zip(named) {
            names.entry(key.plain).or_insert((at, at)).1 = at + 1;
            entries.push(Entry { version, marked: key.marked, other_name });
        }
        let line = |version: &Version| places.above(version).iter().map(|above| above.place).collect::<Vec<_>>();
        let above: Vec<Vec<PlaceId>> = places.versions.iter().map(line).collect();
        let once_above = places.versions.iter().map(|version| once_above(places, version)).collect();
        Self { names, entries, above, once_above }
    }

    fn entries(&self, plain: &str) -> &[Entry] {
        self.names.get(plain).map_or(&[], |(from, to)| &self.entries[*from as usize..*to as usize])
    }

    /// Whether anything is called so.
    fn knows(&self, part: &Part) -> bool {
        part.readings.iter().any(|reading| self.names.contains_key(&reading.key.plain))
    }
}

/// What stood or will stand above a version through its other versions, what it came from and what it went into.
fn once_above(places: &Places, version: &Version) -> Vec<PlaceId> {
    let own: Vec<PlaceId> = places.above(version).iter().map(|above| above.place).collect();
    let came = places.predecessors(version.place).map(|succession| succession.from);
    let went = places.successors(version.place).iter().map(|succession| succession.to);
    let kin = came.chain(went).chain([version.place]).flat_map(|place| places.versions(place));
    let mut found: Vec<PlaceId> = kin.flat_map(|version| places.above(version)).map(|above| above.place).collect();
    // What a province became is what its communes stand under later.
    let later: Vec<PlaceId> =
        own.iter().flat_map(|above| places.successors(*above)).filter(|s| s.whole).map(|s| s.to).collect();
    found.extend(later);
    found.sort_unstable();
    found.dedup();
    found.retain(|place| !own.contains(place) && *place != version.place);
    found
}

/// A version that a part may name.
#[derive(Clone, Copy)]
struct Match {
    version: u32,
    reasons: Reasons,
}

impl Places {
    /// The units that a name may mean on a day, or on any day.
    ///
    /// The answer is the same however the text is folded: case, placing of tone marks, Ð and Đ, dashes, spaces.
    #[must_use]
    pub fn resolve(&self, text: &str, day: Option<CivilDate>) -> Resolution<'_> {
        if text.chars().nth(LONGEST).is_some() {
            return Resolution::default();
        }
        let query = parts(text);
        if let Some(found) = self.by_typed_code(&query.parts, day) {
            return found;
        }
        let asked = Asked { places: self, day, marked: query.marked };
        let mut unread = Vec::new();
        let mut read: Vec<Part> = Vec::new();
        for part in query.parts {
            if self.index.knows(&part) {
                read.push(part);
                continue;
            }
            // Parts written without commas between them: xã Tân Tiến huyện Vị Thuỷ.
            match asked.split(&part, &read) {
                Some(pieces) => read.extend(pieces),
                None => unread.push(part.text),
            }
        }
        let (candidates, more) = asked.best(&read);
        Resolution { candidates, more, unread }
    }

    fn by_typed_code(&self, parts: &[Part], day: Option<CivilDate>) -> Option<Resolution<'_>> {
        let [part] = parts else { return None };
        let code = part.text.trim();
        if !matches!(code.len(), 2 | 3 | 5) || !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let versions = self.with_code(code);
        let there: Vec<&Version> =
            versions.iter().filter(|version| day.is_none_or(|day| version.valid.holds_on(day))).copied().collect();
        let other_time = there.is_empty();
        let mut candidates: Vec<Candidate<'_>> = Vec::new();
        for version in if other_time { versions } else { there } {
            if candidates.iter().all(|other| other.version.place != version.place) {
                let reasons = Reasons::default().with(Reason::OtherTime, other_time);
                candidates.push(Candidate { version, reasons });
            }
        }
        (!candidates.is_empty()).then_some(Resolution { candidates, more: 0, unread: Vec::new() })
    }
}

/// A question that is being answered.
struct Asked<'a> {
    places: &'a Places,
    day: Option<CivilDate>,
    /// Whether the text has any marks; one without is not held against a name with them.
    marked: bool,
}

impl<'a> Asked<'a> {
    /// The versions that a part may name.
    fn matches(&self, part: &Part) -> Vec<Match> {
        let mut found = Vec::new();
        for reading in &part.readings {
            for entry in self.places.index.entries(&reading.key.plain) {
                let kind = self.places.versions[entry.version as usize].kind;
                let reasons = Reasons::default()
                    .with(Reason::OtherMarks, self.marked && entry.marked != reading.key.marked)
                    .with(Reason::OtherKind, reading.kinds != Kinds::NONE && !reading.kinds.contains(kind))
                    .with(Reason::OtherName, entry.other_name);
                found.push(Match { version: entry.version, reasons });
            }
        }
        found
    }

    /// The candidates that fit best, and how many more fit as well.
    fn best(&self, parts: &[Part]) -> (Vec<Candidate<'a>>, usize) {
        let Some((own, above)) = parts.split_first() else { return (Vec::new(), 0) };
        let above: Vec<Vec<Match>> = above.iter().map(|part| self.matches(part)).collect();
        let mut lowest = u32::MAX;
        let mut fitting: Vec<Match> = Vec::new();
        for own in self.matches(own) {
            let (reasons, cost) = self.fit(own, &above);
            if cost < lowest {
                lowest = cost;
                fitting.clear();
            }
            if cost == lowest {
                fitting.push(Match { version: own.version, reasons });
            }
        }
        self.chosen(&fitting)
    }

    /// How well a version fits: the reasons against it, and what they cost.
    fn fit(&self, own: Match, above: &[Vec<Match>]) -> (Reasons, u32) {
        let Places { versions, index, .. } = self.places;
        let at = own.version as usize;
        let other_time = self.day.is_some_and(|day| !versions[at].valid.holds_on(day));
        let mut reasons = own.reasons.with(Reason::OtherTime, other_time);
        let mut cost: u32 = reasons.iter().map(Reason::weight).sum();
        let mut named = 0;
        for part in above {
            let weigh = |reasons: Reasons| reasons.iter().map(Reason::weight).sum::<u32>();
            let among = |line: &[PlaceId]| {
                let matching = part.iter().filter(|above| line.contains(&versions[above.version as usize].place));
                matching.map(|above| above.reasons).min_by_key(|reasons| weigh(*reasons))
            };
            let found = among(&index.above[at])
                .inspect(|_| named += 1)
                .or_else(|| among(&index.once_above[at]).map(|found| found.with(Reason::ParentOfAnotherTime, true)));
            // Of those that do not stand under what was written, one of the same province is nearer.
            let near = |above: &Match| {
                let province = index.above[above.version as usize].last();
                province.is_some_and(|province| index.above[at].contains(province))
            };
            let (found, nearer) = match found {
                Some(found) => (found, 0),
                None if part.iter().any(near) => (Reasons::default().with(Reason::OtherParent, true), NEAR),
                None => (Reasons::default().with(Reason::OtherParent, true), 0),
            };
            cost += weigh(found) - nearer;
            reasons = reasons.and(found);
        }
        // Of two that stand under what was written, the one that stands there directly is meant.
        if !above.is_empty() {
            cost = cost * 4 + u32::try_from(index.above[at].len().saturating_sub(named)).unwrap_or(3).min(3);
        }
        (reasons, cost)
    }

    /// Each unit once, those of the day first, the newest first.
    fn chosen(&self, fitting: &[Match]) -> (Vec<Candidate<'a>>, usize) {
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        let versions = fitting.iter().map(|fits| (&self.places.versions[fits.version as usize], fits.reasons));
        for (version, reasons) in versions {
            match candidates.iter_mut().find(|other| other.version.place == version.place) {
                Some(other) if other.version.valid.from() < version.valid.from() => other.version = version,
                Some(_) => {}
                None => candidates.push(Candidate { version, reasons }),
            }
        }
        let newest = |version: &Version| std::cmp::Reverse(version.valid.until().unwrap_or(CivilDate::MAX));
        candidates.sort_by_key(|candidate| {
            let version = candidate.version;
            (newest(version), version.kind.level(), version.code)
        });
        let more = candidates.len().saturating_sub(MOST);
        candidates.truncate(MOST);
        (candidates, more)
    }

    /// Takes a part without commas apart into up to three that stand under one another and under `others`.
    fn split(&self, part: &Part, others: &[Part]) -> Option<Vec<Part>> {
        let count = part.words.len();
        if !(2..=part::MOST_WORDS).contains(&count) {
            return None;
        }
        let piece = |from: usize, to: usize| Part::of_words(&part.words[from..to], self.marked);
        let mut best: Option<(u32, Vec<Part>)> = None;
        for first in 1..count {
            let head = piece(0, first);
            if !self.places.index.knows(&head) {
                continue;
            }
            for second in first + 1..=count {
                let middle = piece(first, second);
                if !self.places.index.knows(&middle) {
                    continue;
                }
                let mut pieces = vec![head.clone(), middle];
                if second < count {
                    let last = piece(second, count);
                    if !self.places.index.knows(&last) {
                        continue;
                    }
                    pieces.push(last);
                }
                let cost = self.cost(&pieces, others);
                let limit = (Reason::OtherParent.weight() - NEAR) * 4;
                if cost < limit && best.as_ref().is_none_or(|(lowest, _)| cost < *lowest) {
                    best = Some((cost, pieces));
                }
            }
        }
        best.map(|(_, pieces)| pieces)
    }

    fn cost(&self, pieces: &[Part], others: &[Part]) -> u32 {
        let all: Vec<Part> = others.iter().chain(pieces).cloned().collect();
        let Some((own, above)) = all.split_first() else { return u32::MAX };
        let above: Vec<Vec<Match>> = above.iter().map(|part| self.matches(part)).collect();
        self.matches(own).into_iter().map(|own| self.fit(own, &above).1).min().unwrap_or(u32::MAX)
    }
}
