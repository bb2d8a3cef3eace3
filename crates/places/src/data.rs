//! The data of `places/`, read once: units with their versions, and what went into what.

use crate::kind::{Level, PlaceKind};
use crate::resolve::Index;
use domain::CivilDate;
use domain::time::Validity;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The files, with the level of the units in them.
const UNITS: [(&str, Level, &str); 3] = [
    ("provinces.csv", Level::Province, include_str!("../../../places/provinces.csv")),
    ("districts.csv", Level::District, include_str!("../../../places/districts.csv")),
    ("communes.csv", Level::Commune, include_str!("../../../places/communes.csv")),
];
const SUCCESSIONS: (&str, &str) = ("successions.csv", include_str!("../../../places/successions.csv"));
const OTHER_NAMES: [(&str, &str); 2] = [
    ("other-names.csv", include_str!("../../../places/other-names.csv")),
    ("short-names.csv", include_str!("../../../places/short-names.csv")),
];

/// A unit of Vietnam, whatever its code and name on a given day: its place in [`Places`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub(crate) u32);

/// Where a unit lies, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

/// What a unit is called, and under what, for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Whose version.
    pub place: PlaceId,
    /// Official code then: 2 digits for a province, 3 for a district, 5 for a commune.
    pub code: &'static str,
    /// Its name then, without the kind: `Ba Đình`, `12`.
    pub name: &'static str,
    /// The same for readers of English: `Ba Dinh`.
    pub english: &'static str,
    /// Its kind then.
    pub kind: PlaceKind,
    /// What it stood under; none for a province.
    pub parent: Option<PlaceId>,
    /// The days this holds. The first day of what is older than the data is a convention (`places/README.md`).
    pub valid: Validity,
    /// Its centre, where known.
    pub centre: Option<Point>,
}

impl Version {
    /// Kind and name: `Phường Ba Đình`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind.words(), self.name)
    }

    /// The same in English: `Ba Dinh Ward`, `Ward 12`.
    #[must_use]
    pub fn full_english(&self) -> String {
        let kind = self.kind.english();
        match self.english.bytes().all(|b| b.is_ascii_digit()) {
            true => format!("{kind} {}", self.english),
            false => format!("{} {kind}", self.english),
        }
    }
}

/// A unit whose ground, or a part of it, went to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Succession {
    /// The unit that was.
    pub from: PlaceId,
    /// The unit that is.
    pub to: PlaceId,
    /// The first day of the new.
    pub on: CivilDate,
    /// Whether all of the old went there.
    pub whole: bool,
}

/// A unit that another became, or came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Share {
    /// The unit.
    pub place: PlaceId,
    /// Whether all of the earlier unit's ground lies in the later one.
    pub whole: bool,
}

/// Where the ground of a unit stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The unit itself is there that day.
    Itself,
    /// It ended before: these have its ground.
    Became(Vec<Share>),
    /// It is not there yet: these have what will be its ground.
    CameFrom(Vec<Share>),
    /// Nothing is known of its ground that day.
    Unknown,
}

/// Why data is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{file}, line {line}: {what}")]
pub struct DataError {
    /// Which file.
    pub file: &'static str,
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: &'static str,
}

/// All units of Vietnam, with their past.
#[derive(Debug, Default)]
pub struct Places {
    keys: Vec<&'static str>,
    by_key: HashMap<&'static str, PlaceId>,
    pub(crate) versions: Vec<Version>,
    /// Where the versions of each unit begin; one more than there are units.
    first: Vec<u32>,
    successions: Vec<Succession>,
    /// Numbers of successions, by what they lead to.
    into: Vec<u32>,
    by_code: HashMap<&'static str, Vec<u32>>,
    pub(crate) index: Index,
}

static VIETNAM: LazyLock<Places> = LazyLock::new(|| {
    // Data that cannot be read leaves an empty country; the tests of this crate refuse it.
    Places::read().unwrap_or_default()
});

impl Places {
    /// The units of Vietnam. The first call takes some hundredths of a second.
    #[must_use]
    pub fn vietnam() -> &'static Self {
        &VIETNAM
    }

    /// Reads the data.
    ///
    /// # Errors
    /// [`DataError`] where it is not as `places/README.md` says.
    pub(crate) fn read() -> Result<Self, DataError> {
        let mut places = Self::default();
        let mut parents = Vec::new();
        for (file, level, text) in UNITS {
            for row in rows::<10>(file, text) {
                let row = row?;
                places.take_version(&row, level, &mut parents)?;
            }
        }
        for (at, (row, key)) in parents.into_iter().enumerate() {
            places.versions[at].parent = key.map(|key| places.place(&row, key)).transpose()?;
        }
        places.versions.sort_by_key(|version| (version.place, version.valid.from()));
        places.count_versions()?;
        let (file, text) = SUCCESSIONS;
        for row in rows::<4>(file, text) {
            let row = row?;
            let [from, to, on, extent] = row.cells;
            let (from, to) = (places.place(&row, from)?, places.place(&row, to)?);
            let whole = extent == "whole";
            places.successions.push(Succession { from, to, on: row.day(on)?, whole });
        }
        places.successions.sort_by_key(|succession| (succession.from, succession.to));
        let mut into: Vec<u32> = (0_u32..).take(places.successions.len()).collect();
        into.sort_by_key(|at| places.successions[*at as usize].to);
        places.into = into;
        let mut others = Vec::new();
        for (file, text) in OTHER_NAMES {
            for row in rows::<2>(file, text) {
                let row = row?;
                others.push((places.place(&row, row.cells[0])?, row.cells[1]));
            }
        }
        places.index = Index::of(&places, &others);
        Ok(places)
    }

    fn take_version(
        &mut self,
        row: &Row<10>,
        level: Level,
        parents: &mut Vec<(Row<10>, Option<&'static str>)>,
    ) -> Result<(), DataError> {
        let [key, from, until, code, name, english, kind, parent, latitude, longitude] = row.cells;
        let place = *self.by_key.entry(key).or_insert_with(|| {
            self.keys.push(key);
            PlaceId(u32::try_from(self.keys.len() - 1).unwrap_or(u32::MAX))
        });
        let until = Some(until).filter(|until| !until.is_empty()).map(|until| row.day(until)).transpose()?;
        let valid = Validity::between(row.day(from)?, until).ok_or_else(|| row.wrong("ends before it begins"))?;
        let kind = PlaceKind::read(kind, level).ok_or_else(|| row.wrong("no kind of this level"))?;
        let centre = match (latitude.parse(), longitude.parse()) {
            (Ok(latitude), Ok(longitude)) => Some(Point { latitude, longitude }),
            _ => None,
        };
        let parent = Some(parent).filter(|parent| !parent.is_empty());
        if parent.is_none() != (level == Level::Province) {
            return Err(row.wrong("a parent too many, or none"));
        }
        parents.push((*row, parent));
        self.versions.push(Version { place, code, name, english, kind, parent: None, valid, centre });
        Ok(())
    }

    fn count_versions(&mut self) -> Result<(), DataError> {
        let mut first = vec![0_u32; self.keys.len() + 1];
        for (at, version) in (0_u32..).zip(&self.versions) {
            first[version.place.0 as usize + 1] = at + 1;
            self.by_code.entry(version.code).or_default().push(at);
        }
        self.first = first;
        let overlap = |pair: &[Version]| {
            pair[0].place == pair[1].place && pair[0].valid.until().is_none_or(|until| until > pair[1].valid.from())
        };
        match self.versions.windows(2).any(overlap) {
            true => Err(DataError { file: "communes.csv", line: 0, what: "a unit has two versions on one day" }),
            false => Ok(()),
        }
    }

    fn place<const N: usize>(&self, row: &Row<N>, key: &str) -> Result<PlaceId, DataError> {
        self.by_key.get(key).copied().ok_or_else(|| row.wrong("names a unit that is not there"))
    }

    /// How many units there are, ended ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Every unit, provinces first, by the key.
    pub fn ids(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (0..u32::try_from(self.keys.len()).unwrap_or(u32::MAX)).map(PlaceId)
    }

    /// The lasting name of a unit in the data: the code it began with, and the year: `00004@2025`.
    #[must_use]
    pub fn key(&self, place: PlaceId) -> &'static str {
        self.keys.get(place.0 as usize).copied().unwrap_or_default()
    }

    /// The unit of a key.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<PlaceId> {
        self.by_key.get(key).copied()
    }

    /// What a unit was and is, the oldest first.
    #[must_use]
    pub fn versions(&self, place: PlaceId) -> &[Version] {
        let at = place.0 as usize;
        match (self.first.get(at), self.first.get(at + 1)) {
            (Some(from), Some(to)) => self.versions.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// What a unit is on a day.
    #[must_use]
    pub fn on(&self, place: PlaceId, day: CivilDate) -> Option<&Version> {
        self.versions(place).iter().find(|version| version.valid.holds_on(day))
    }

    /// What a unit is on a day, or else what it was last or will be first.
    #[must_use]
    pub fn nearest(&self, place: PlaceId, day: CivilDate) -> Option<&Version> {
        let versions = self.versions(place);
        let begun = versions.iter().rev().find(|version| version.valid.from() <= day);
        begun.or_else(|| versions.first())
    }

    /// The units that ever carried a code, the newest first.
    #[must_use]
    pub fn with_code(&self, code: &str) -> Vec<&Version> {
        let found = self.by_code.get(code).map(Vec::as_slice).unwrap_or_default();
        let mut versions: Vec<&Version> = found.iter().filter_map(|at| self.versions.get(*at as usize)).collect();
        versions.sort_by_key(|version| std::cmp::Reverse(version.valid.from()));
        versions
    }

    /// Every succession, by the earlier unit.
    #[must_use]
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }

    /// What a unit went into.
    #[must_use]
    pub fn successors(&self, place: PlaceId) -> &[Succession] {
        let from = self.successions.partition_point(|succession| succession.from < place);
        let to = self.successions.partition_point(|succession| succession.from <= place);
        &self.successions[from..to]
    }

    /// What went into a unit.
    pub fn predecessors(&self, place: PlaceId) -> impl Iterator<Item = &Succession> + use<'_> {
        let to = |at: &u32| self.successions[*at as usize].to;
        let from = self.into.partition_point(|at| to(at) < place);
        let until = self.into.partition_point(|at| to(at) <= place);
        self.into[from..until].iter().map(|at| &self.successions[*at as usize])
    }

    /// Days on which something changed in the country, the oldest first; the first one is where the data begins.
    #[must_use]
    pub fn days(&self) -> Vec<CivilDate> {
        let days: HashSet<CivilDate> = self.versions.iter().map(|version| version.valid.from()).collect();
        let mut days: Vec<CivilDate> = days.into_iter().collect();
        days.sort_unstable();
        days
    }

    /// The units above a version, nearest first, as they were when it held.
    #[must_use]
    pub fn above(&self, version: &Version) -> Vec<&Version> {
        let parent_of = |below: &&Version| {
            // On the first day both hold: versions of a parent begin and end on days of their own.
            let day = version.valid.from();
            let parent = below.parent?;
            self.on(parent, day).or_else(|| self.versions(parent).first())
        };
        std::iter::successors(parent_of(&version), parent_of).collect()
    }

    /// A unit with all that is above it: `Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội`.
    #[must_use]
    pub fn path(&self, version: &Version) -> String {
        let mut path = version.full_name();
        for above in self.above(version) {
            path.push_str(", ");
            path.push_str(&above.full_name());
        }
        path
    }

    /// Where the ground of a unit stands on a day.
    #[must_use]
    pub fn standing(&self, place: PlaceId, day: CivilDate) -> Standing {
        if self.on(place, day).is_some() {
            return Standing::Itself;
        }
        let begins = self.versions(place).first().map(|version| version.valid.from());
        let forward = begins.is_some_and(|begins| begins <= day);
        let shares = self.follow(place, day, forward);
        match (shares.is_empty(), forward) {
            (true, _) => Standing::Unknown,
            (false, true) => Standing::Became(shares),
            (false, false) => Standing::CameFrom(shares),
        }
    }

    fn follow(&self, place: PlaceId, day: CivilDate, forward: bool) -> Vec<Share> {
        let mut found: Vec<Share> = Vec::new();
        let mut seen = HashSet::from([place]);
        let mut waiting = vec![Share { place, whole: true }];
        while let Some(share) = waiting.pop() {
            let next: Vec<Share> = match forward {
                true => self.successors(share.place).iter().map(|s| Share { place: s.to, whole: s.whole }).collect(),
                false => self.predecessors(share.place).map(|s| Share { place: s.from, whole: s.whole }).collect(),
            };
            for next in next.into_iter().filter(|next| seen.insert(next.place)) {
                let next = Share { whole: next.whole && share.whole, ..next };
                match self.on(next.place, day) {
                    Some(_) => found.push(next),
                    None => waiting.push(next),
                }
            }
        }
        let level = |share: &Share| self.on(share.place, day).map(|version| version.kind.level());
        // Looking back, a commune is made of communes: that they stood in districts is known from those.
        if let Some(own) = self.versions(place).first().map(|version| version.kind.level()).filter(|_| !forward)
            && found.iter().any(|share| level(share) == Some(own))
        {
            found.retain(|share| level(share) == Some(own));
        }
        found.sort_by_key(|share| share.place);
        found
    }
}

/// A line of a file.
#[derive(Clone, Copy)]
struct Row<const N: usize> {
    file: &'static str,
    line: usize,
    cells: [&'static str; N],
}

impl<const N: usize> Row<N> {
    fn wrong(&self, what: &'static str) -> DataError {
        DataError { file: self.file, line: self.line, what }
    }

    fn day(&self, text: &str) -> Result<CivilDate, DataError> {
        text.parse().map_err(|_| self.wrong("not a day"))
    }
}

/// The lines of a file below its header. No cell of ours holds a comma or a quote, so none is quoted.
fn rows<const N: usize>(file: &'static str, text: &'static str) -> impl Iterator<Item = Result<Row<N>, DataError>> {
    text.lines().enumerate().skip(1).map(move |(at, line)| {
        let mut row = Row { file, line: at + 1, cells: [""; N] };
        let mut cells = line.split(',');
        for cell in &mut row.cells {
            *cell = cells.next().ok_or_else(|| row_error(file, at))?;
        }
        match cells.next() {
            Some(_) => Err(row_error(file, at)),
            None => Ok(row),
        }
    })
}

fn row_error(file: &'static str, at: usize) -> DataError {
    DataError { file, line: at + 1, what: "not the right number of cells" }
}
