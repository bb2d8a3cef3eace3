//! From a name as people write it to the units it may mean.
//!
//! A text is taken apart at its commas into parts, the most special first: *xã Tân Tiến, huyện Vị Thuỷ*. Each part is
//! looked up as a whole, with and without the word that says its kind. A unit fits the better, the more of the parts name
//! what it stands under. What fits best is the answer, and why it may still be wrong is said.

mod index;
mod part;

pub(crate) use index::Index;

use crate::data::{PlaceId, Places, Version};
use crate::kind::Kinds;
use domain::CivilDate;
use index::Entry;
use part::Query;
use std::ops::Range;

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
    /// than one of today of another kind. Each is a bit of its own: several weigh what their bits make together.
    const fn weight(self) -> u8 {
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
        if holds { Self(self.0 | reason.weight()) } else { self }
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn weight(self) -> u32 {
        u32::from(self.0)
    }

    /// Whether a reason is among them.
    #[must_use]
    pub fn contains(self, reason: Reason) -> bool {
        self.0 & reason.weight() != 0
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

/// What a part may name.
#[derive(Clone, Copy)]
struct Match<'a> {
    entry: &'a Entry,
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
        let folded = vanban::text::fold(text);
        let query = Query::of(&folded);
        if let Some(found) = self.by_typed_code(&query, day) {
            return found;
        }
        let asked = Asked { places: self, day, query: &query };
        let mut unread = Vec::new();
        let mut read = Vec::new();
        for part in &query.parts {
            // Parts written without commas between them: xã Tân Tiến huyện Vị Thuỷ.
            if !asked.read(part.words.clone(), &mut read) && !asked.split(part.words.clone(), &mut read) {
                // Its ends were inside the text when that was folded.
                unread.push(vanban::text::fold(part.text));
            }
        }
        let (candidates, more) = asked.best(&read);
        Resolution { candidates, more, unread }
    }

    fn by_typed_code(&self, query: &Query<'_>, day: Option<CivilDate>) -> Option<Resolution<'_>> {
        let [part] = &query.parts[..] else { return None };
        // Most texts have more than one word, and need no further look.
        if part.words.len() != 1 {
            return None;
        }
        let code = vanban::text::fold(part.text);
        if !matches!(code.len(), 2 | 3 | 5) || !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let versions = self.with_code(&code);
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
struct Asked<'a, 'q> {
    places: &'a Places,
    day: Option<CivilDate>,
    query: &'q Query<'q>,
}

/// What each part of a text may name, the most special first; none of them is empty.
type Read<'a> = Vec<Vec<Match<'a>>>;

impl<'a> Asked<'a, '_> {
    /// Adds what some words may name, and says whether they name anything.
    fn read(&self, words: Range<usize>, read: &mut Read<'a>) -> bool {
        let index = &self.places.index;
        let mut found = Vec::new();
        for reading in self.query.readings(words) {
            let entries = index.entries(reading.key.plain);
            if entries.is_empty() {
                continue;
            }
            let spelling = index.spelling(reading.key.marked);
            found.extend(entries.iter().map(|entry| {
                // A text without any marks is not held against a name with them.
                let other_marks = self.query.marked && spelling != Some(entry.spelling);
                let other_kind = reading.kinds != Kinds::NONE && !reading.kinds.contains(entry.kind);
                let reasons = Reasons::default()
                    .with(Reason::OtherMarks, other_marks)
                    .with(Reason::OtherKind, other_kind)
                    .with(Reason::OtherName, entry.other_name);
                Match { entry, reasons }
            }));
        }
        let known = !found.is_empty();
        if known {
            read.push(found);
        }
        known
    }

    /// The candidates that fit best, and how many more fit as well.
    fn best(&self, read: &[Vec<Match<'a>>]) -> (Vec<Candidate<'a>>, usize) {
        let Some((own, above)) = read.split_first() else { return (Vec::new(), 0) };
        let mut lowest = u32::MAX;
        let mut fitting: Vec<Match<'a>> = Vec::new();
        for own in own {
            let (reasons, cost) = self.fit(own, above);
            if cost < lowest {
                lowest = cost;
                fitting.clear();
            }
            if cost == lowest {
                fitting.push(Match { entry: own.entry, reasons });
            }
        }
        self.chosen(&fitting)
    }

    /// How well a version fits: the reasons against it, and what they cost.
    fn fit(&self, own: &Match<'_>, above: &[Vec<Match<'_>>]) -> (Reasons, u32) {
        let index = &self.places.index;
        let (line, once) = (index.above(own.entry), index.once_above(own.entry));
        let other_time = self.day.is_some_and(|day| !own.entry.valid.holds_on(day));
        let mut reasons = own.reasons.with(Reason::OtherTime, other_time);
        let mut cost = reasons.weight();
        let mut named = 0;
        for part in above {
            let among = |line: &[PlaceId]| {
                let matching = part.iter().filter(|above| line.contains(&above.entry.place));
                matching.map(|above| above.reasons).min_by_key(|reasons| reasons.weight())
            };
            let found = among(line)
                .inspect(|_| named += 1)
                .or_else(|| among(once).map(|found| found.with(Reason::ParentOfAnotherTime, true)));
            // Of those that do not stand under what was written, one of the same province is nearer.
            let near =
                |above: &Match<'_>| index.above(above.entry).last().is_some_and(|province| line.contains(province));
            let (found, nearer) = match found {
                Some(found) => (found, 0),
                None if part.iter().any(near) => (Reasons::default().with(Reason::OtherParent, true), NEAR),
                None => (Reasons::default().with(Reason::OtherParent, true), 0),
            };
            cost += found.weight() - nearer;
            reasons = reasons.and(found);
        }
        // Of two that stand under what was written, the one that stands there directly is meant.
        if !above.is_empty() {
            cost = cost * 4 + u32::try_from(line.len().saturating_sub(named)).unwrap_or(3).min(3);
        }
        (reasons, cost)
    }

    /// Each unit once, those of the day first, the newest first.
    fn chosen(&self, fitting: &[Match<'_>]) -> (Vec<Candidate<'a>>, usize) {
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        let versions = fitting.iter().map(|fits| (&self.places.versions[fits.entry.version as usize], fits.reasons));
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

    /// Takes words without commas apart into up to three parts that stand under one another and under what was read
    /// before, and adds those; says whether they could be taken apart.
    fn split(&self, words: Range<usize>, read: &mut Read<'a>) -> bool {
        let Range { start, end } = words;
        if !(2..=part::MOST_WORDS).contains(&words.len()) {
            return false;
        }
        let mut lowest = (u32::from(Reason::OtherParent.weight()) - NEAR) * 4;
        let mut best = None;
        for first in start + 1..end {
            if !self.read(start..first, read) {
                continue;
            }
            for second in first + 1..=end {
                if !self.read(first..second, read) {
                    continue;
                }
                if second == end || self.read(second..end, read) {
                    let cost = self.cost(read);
                    if cost < lowest {
                        (lowest, best) = (cost, Some((first, second)));
                    }
                    if second < end {
                        read.pop();
                    }
                }
                read.pop();
            }
            read.pop();
        }
        let Some((first, second)) = best else { return false };
        [start..first, first..second, second..end]
            .into_iter()
            .filter(|words| !words.is_empty())
            .all(|words| self.read(words, read))
    }

    /// How well what was read fits together.
    fn cost(&self, read: &[Vec<Match<'_>>]) -> u32 {
        let Some((own, above)) = read.split_first() else { return u32::MAX };
        own.iter().map(|own| self.fit(own, above).1).min().unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_weighs_a_bit_of_its_own() {
        let mut all = Reasons::default();
        for reason in Reason::ALL {
            assert!(reason.weight().is_power_of_two() && !all.contains(reason), "{reason:?}");
            all = all.with(reason, true);
        }
        assert_eq!(all.iter().collect::<Vec<_>>(), Reason::ALL);
    }
}
