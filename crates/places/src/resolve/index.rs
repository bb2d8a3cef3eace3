//! The names of all units as they are looked up, each with what a look-up asks of the unit.

use crate::data::{PlaceId, Places, Version};
use crate::fold::{Key, Quick, Words};
use crate::kind::PlaceKind;
use domain::time::Validity;
use std::collections::HashMap;

/// Names, and what stands above and stood above what.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Where the entries of each name lie, by its key without marks.
    names: HashMap<String, (u32, u32), Quick>,
    entries: Vec<Entry>,
    /// A number for each key with marks: comparing those is quicker.
    spellings: HashMap<String, u32, Quick>,
    /// The lists of all entries, one behind the other.
    above: Vec<PlaceId>,
}

/// A version under one of its names. What is asked of it lies together here: the versions themselves lie far apart.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) version: u32,
    pub(super) place: PlaceId,
    pub(super) kind: PlaceKind,
    pub(super) valid: Validity,
    pub(super) spelling: u32,
    pub(super) other_name: bool,
    lines: Lines,
}

/// Where the lists of what a version stands and stood under begin in [`Index::above`]; the second follows the first.
#[derive(Clone, Copy, Debug)]
struct Lines {
    above: u32,
    once_above: u32,
    end: u32,
}

impl Index {
    pub(crate) fn of(places: &Places, others: &[(PlaceId, &str)]) -> Self {
        let mut index = Self::default();
        let mut named: Vec<(String, Entry)> = Vec::new();
        for (at, version) in (0_u32..).zip(&places.versions) {
            let lines = index.add_lines(places, version);
            let also = others.iter().filter(|(place, _)| *place == version.place).map(|(_, name)| (*name, true));
            for (name, other_name) in [(version.name, false)].into_iter().chain(also) {
                let words = Words::of_name(name);
                let Key { marked, plain } = words.whole();
                let &Version { place, kind, valid, .. } = version;
                let spelling = index.add_spelling(marked);
                named.push((plain.to_owned(), Entry { version: at, place, kind, valid, spelling, other_name, lines }));
            }
        }
        named.sort_by(|(a, one), (b, other)| {
            (a, one.version, one.other_name).cmp(&(b, other.version, other.other_name))
        });
        for (at, (plain, entry)) in (0_u32..).zip(named) {
            index.names.entry(plain).or_insert((at, at)).1 = at + 1;
            index.entries.push(entry);
        }
        index
    }

    fn add_lines(&mut self, places: &Places, version: &Version) -> Lines {
        let end = |list: &Vec<PlaceId>| u32::try_from(list.len()).unwrap_or(u32::MAX);
        let above = end(&self.above);
        self.above.extend(places.above(version).iter().map(|above| above.place));
        let once = end(&self.above);
        self.above.extend(once_above(places, version));
        Lines { above, once_above: once, end: end(&self.above) }
    }

    fn add_spelling(&mut self, marked: &str) -> u32 {
        let next = u32::try_from(self.spellings.len()).unwrap_or(u32::MAX);
        *self.spellings.entry(marked.to_owned()).or_insert(next)
    }

    /// What is called so, whatever its marks.
    pub(super) fn entries(&self, plain: &str) -> &[Entry] {
        self.names.get(plain).map_or(&[], |(from, to)| &self.entries[*from as usize..*to as usize])
    }

    /// The number of a name with its marks, where anything is called so.
    pub(super) fn spelling(&self, marked: &str) -> Option<u32> {
        self.spellings.get(marked).copied()
    }

    /// What a version stands under, nearest first.
    pub(super) fn above(&self, entry: &Entry) -> &[PlaceId] {
        &self.above[entry.lines.above as usize..entry.lines.once_above as usize]
    }

    /// What a version stood under before, or will, through what it came from or went into.
    pub(super) fn once_above(&self, entry: &Entry) -> &[PlaceId] {
        &self.above[entry.lines.once_above as usize..entry.lines.end as usize]
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
