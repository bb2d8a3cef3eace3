//! A text taken apart: at its commas, and each part into a word for the kind and a name.

use crate::fold::{Key, Quick, Words, plain, without_zeros};
use crate::kind::{Kinds, PlaceKind};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Words of a part at most, for it to be taken apart further.
pub(super) const MOST_WORDS: usize = 14;

/// A text taken apart.
pub(super) struct Query<'a> {
    words: Words,
    /// Of each word: what it may be part of.
    around: Vec<Option<&'static Around>>,
    pub(super) parts: Vec<Part<'a>>,
    /// Whether any of it has marks.
    pub(super) marked: bool,
}

/// A part of a text: what may be the name of one unit.
pub(super) struct Part<'a> {
    /// As written, folded.
    pub(super) text: &'a str,
    /// Which words it is, without the body of a unit before them.
    pub(super) words: Range<usize>,
}

/// One way to read some words: with the first or last of them for the kind, or without.
pub(super) struct Reading<'a> {
    /// The kinds it says it is; none when it does not say.
    pub(super) kinds: Kinds,
    pub(super) key: Key<'a>,
}

const DISTRICT_OR_CITY: Kinds = Kinds::of(PlaceKind::Municipality).and(PlaceKind::ProvincialCity);
const ANY_TOWN: Kinds = DISTRICT_OR_CITY.and(PlaceKind::Town);
const ENGLISH_DISTRICT: Kinds = Kinds::of(PlaceKind::RuralDistrict).and(PlaceKind::UrbanDistrict);

/// Words before a name, with their marks, and what they mean.
const BEFORE: [(&[&str], Kinds); 21] = [
    (&["tỉnh"], Kinds::of(PlaceKind::Province)),
    (&["thành", "phố"], DISTRICT_OR_CITY),
    (&["tp"], DISTRICT_OR_CITY),
    (&["huyện"], Kinds::of(PlaceKind::RuralDistrict)),
    (&["quận"], Kinds::of(PlaceKind::UrbanDistrict)),
    (&["thị", "xã"], Kinds::of(PlaceKind::Town)),
    (&["tx"], Kinds::of(PlaceKind::Town)),
    (&["xã"], Kinds::of(PlaceKind::Commune)),
    (&["phường"], Kinds::of(PlaceKind::Ward)),
    (&["thị", "trấn"], Kinds::of(PlaceKind::Township)),
    (&["tt"], Kinds::of(PlaceKind::Township)),
    (&["đặc", "khu"], Kinds::of(PlaceKind::SpecialZone)),
    (&["đk"], Kinds::of(PlaceKind::SpecialZone)),
    (&["p"], Kinds::of(PlaceKind::Ward)),
    (&["q"], Kinds::of(PlaceKind::UrbanDistrict)),
    (&["h"], Kinds::of(PlaceKind::RuralDistrict)),
    (&["x"], Kinds::of(PlaceKind::Commune)),
    (&["t"], Kinds::of(PlaceKind::Province)),
    (&["tỉnh", "thành", "phố"], DISTRICT_OR_CITY),
    (&["ward"], Kinds::of(PlaceKind::Ward)),
    (&["district"], ENGLISH_DISTRICT),
];

/// Words behind a name in English; `y` is `i` where only that sound can be meant, as in all words that are compared.
const BEHIND: [(&[&str], Kinds); 8] = [
    (&["province"], Kinds::of(PlaceKind::Province)),
    (&["citi"], DISTRICT_OR_CITY),
    (&["district"], ENGLISH_DISTRICT),
    (&["town"], ANY_TOWN.and(PlaceKind::Township)),
    (&["township"], Kinds::of(PlaceKind::Township)),
    (&["ward"], Kinds::of(PlaceKind::Ward)),
    (&["commune"], Kinds::of(PlaceKind::Commune)),
    (&["special", "zone"], Kinds::of(PlaceKind::SpecialZone)),
];

/// Bodies that stand before the name of their unit.
const BODIES: [&[&str]; 4] = [&["ủy", "ban", "nhân", "dân"], &["hội", "đồng", "nhân", "dân"], &["ubnd"], &["hđnd"]];

/// The country, which stands above everything and says nothing.
const COUNTRY: [&str; 3] = ["vietnam", "vn", "chxhcnvietnam"];

/// Words of the tables above, each also without its marks.
struct Term {
    words: Vec<(&'static str, String)>,
    kinds: Kinds,
}

impl Term {
    fn of(words: &[&'static str], kinds: Kinds) -> Self {
        Self { words: words.iter().map(|word| (*word, word.chars().filter_map(plain).collect())).collect(), kinds }
    }
}

/// The tables above, by the words without marks that they are found by.
struct Terms {
    around: HashMap<String, Around, Quick>,
    bodies: Vec<Term>,
}

/// What a word may be part of.
#[derive(Default)]
struct Around {
    /// Words before a name that begin with it.
    before: Vec<Term>,
    /// Words behind a name that end with it.
    behind: Vec<Term>,
}

static TERMS: LazyLock<Terms> = LazyLock::new(|| {
    let mut around: HashMap<String, Around, Quick> = HashMap::default();
    for term in BEFORE.map(|(words, kinds)| Term::of(words, kinds)) {
        around.entry(term.words[0].1.clone()).or_default().before.push(term);
    }
    for term in BEHIND.map(|(words, kinds)| Term::of(words, kinds)) {
        around.entry(term.words[term.words.len() - 1].1.clone()).or_default().behind.push(term);
    }
    Terms { around, bodies: BODIES.map(|words| Term::of(words, Kinds::NONE)).into() }
});

impl<'a> Query<'a> {
    /// Takes a folded text apart.
    pub(super) fn of(folded: &'a str) -> Self {
        let words = Words::with_room(folded.len());
        let mut query = Self { words, around: Vec::new(), parts: Vec::new(), marked: false };
        for text in folded.split([',', ';', '|', '/', '\\', '(', ')', '[', ']']) {
            let words = query.words.read(text);
            let words = query.without_body(words);
            if words.is_empty() {
                continue;
            }
            let key = query.words.key(words.clone());
            query.marked |= key.is_marked();
            if !COUNTRY.contains(&key.plain) {
                query.parts.push(Part { text, words });
            }
        }
        let words = 0..query.words.len();
        query.around = words.map(|at| TERMS.around.get(query.words.word(at).plain)).collect();
        query
    }

    fn without_body(&self, mut words: Range<usize>) -> Range<usize> {
        for body in &TERMS.bodies {
            if self.starts(&words, body, false) {
                words.start += body.words.len();
            }
        }
        words
    }

    /// Whether words begin so. A text with marks has them on the words for kinds, too, unless it writes them short.
    fn starts(&self, words: &Range<usize>, term: &Term, marked: bool) -> bool {
        words.len() >= term.words.len()
            && words.clone().zip(&term.words).all(|(at, (with_marks, without))| {
                let word = self.words.word(at);
                word.marked == *with_marks || (!marked && !word.is_marked() && word.plain == without)
            })
    }

    /// What some words may mean: with the first or last of them for the kind, and without.
    pub(super) fn readings(&self, words: Range<usize>) -> impl Iterator<Item = Reading<'_>> {
        let Range { start, end } = words;
        let key = move |from, to| self.words.key(from..to);
        let before = self.around[start].map_or(&[][..], |around| &around.before);
        let before = before
            .iter()
            .map(move |term| (start + term.words.len(), term))
            .filter(move |(from, term)| *from < end && self.starts(&(start..end), term, self.marked))
            .map(move |(from, term)| Reading { kinds: term.kinds, key: key(from, end) });
        let behind = self.around[end - 1].map_or(&[][..], |around| &around.behind);
        let behind = behind
            .iter()
            .map(move |term| (end.saturating_sub(term.words.len()), term))
            .filter(move |(to, term)| *to > start && self.starts(&(*to..end), term, false))
            .map(move |(to, term)| Reading { kinds: term.kinds, key: key(start, to) });
        let whole = Reading { kinds: Kinds::NONE, key: key(start, end) };
        std::iter::once(whole).chain(before).chain(behind).chain(self.written_together(words))
    }

    /// `Q1`, `P.12` without its dot, `TPHCM`: a short word for the kind written together with the name.
    fn written_together(&self, words: Range<usize>) -> Option<Reading<'_>> {
        let first = self.words.word(words.start);
        let (kinds, letters) = match first.plain.find(|c: char| c.is_ascii_digit()) {
            Some(letters) => {
                let kinds = match &first.plain[..letters] {
                    "q" | "quan" => Kinds::of(PlaceKind::UrbanDistrict),
                    "p" | "phuong" => Kinds::of(PlaceKind::Ward),
                    "x" | "xa" => Kinds::of(PlaceKind::Commune),
                    _ => return None,
                };
                (kinds, letters)
            }
            None if first.marked.starts_with("tp") && first.marked.len() > 3 => (DISTRICT_OR_CITY, 2),
            None => return None,
        };
        let name = first.without_first(letters).marked;
        let zeros = name.len() - without_zeros(name).len();
        Some(Reading { kinds, key: self.words.key(words).without_first(letters + zeros) })
    }
}
