//! A text taken apart: at its commas, and each part into a word for the kind and a name.

use crate::fold::{Key, Word, key, words};
use crate::kind::{Kinds, PlaceKind};

/// Words of a part at most, for it to be taken apart further.
pub(super) const MOST_WORDS: usize = 14;

/// A text taken apart.
pub(super) struct Query {
    pub(super) parts: Vec<Part>,
    /// Whether any of it has marks.
    pub(super) marked: bool,
}

/// A part of a text: what may be the name of one unit.
#[derive(Clone)]
pub(super) struct Part {
    /// As written, folded.
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// What it may mean: with its first words for the kind, and without.
    pub(super) readings: Vec<Reading>,
}

/// One way to read a part.
#[derive(Clone)]
pub(super) struct Reading {
    /// The kinds it says it is; none when it does not say.
    pub(super) kinds: Kinds,
    pub(super) key: Key,
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

/// Takes a text apart.
pub(super) fn parts(text: &str) -> Query {
    let folded = vanban::text::fold(text);
    let mut query = Query { parts: Vec::new(), marked: false };
    let pieces: Vec<(String, Vec<Word>)> = folded
        .split([',', ';', '|', '/', '\\', '(', ')', '[', ']'])
        .map(|piece| (vanban::text::fold(piece), without_body(words(piece))))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    query.marked = pieces.iter().any(|(_, words)| words.iter().any(Word::is_marked));
    for (text, words) in pieces {
        if !COUNTRY.contains(&key(&words).plain.as_str()) {
            query.parts.push(Part::new(text, words, query.marked));
        }
    }
    query
}

fn without_body(mut words: Vec<Word>) -> Vec<Word> {
    for body in BODIES {
        if starts(&words, body, false) || starts(&words, body, true) {
            words.drain(..body.len());
        }
    }
    words
}

/// Whether words begin so. A text with marks has them on the words for kinds, too, unless it writes them short.
fn starts(words: &[Word], with: &[&str], marked: bool) -> bool {
    words.len() >= with.len() && words.iter().zip(with).all(|(word, kind)| is_word(word, kind, marked))
}

fn is_word(word: &Word, kind: &str, marked: bool) -> bool {
    word.marked == kind || (!word.is_marked() && !marked && word.plain == unmarked(kind))
}

/// The words of the tables above without their marks.
fn unmarked(kind: &str) -> &str {
    match kind {
        "tỉnh" => "tinh",
        "thành" => "thanh",
        "phố" => "pho",
        "huyện" => "huyen",
        "quận" => "quan",
        "thị" => "thi",
        "xã" => "xa",
        "phường" => "phuong",
        "trấn" => "tran",
        "đặc" => "dac",
        "đk" => "dk",
        "ủy" => "uy",
        "nhân" => "nhan",
        "dân" => "dan",
        "hội" => "hoi",
        "đồng" => "dong",
        "hđnd" => "hdnd",
        same => same,
    }
}

impl Part {
    pub(super) fn of_words(words: &[Word], marked: bool) -> Self {
        let text: Vec<&str> = words.iter().map(|word| word.marked.as_str()).collect();
        Self::new(text.join(" "), words.to_vec(), marked)
    }

    fn new(text: String, words: Vec<Word>, marked: bool) -> Self {
        let mut readings = vec![Reading { kinds: Kinds::NONE, key: key(&words) }];
        for (before, kinds) in BEFORE {
            if words.len() > before.len() && starts(&words, before, marked) {
                readings.push(Reading { kinds, key: key(&words[before.len()..]) });
            }
        }
        for (behind, kinds) in BEHIND {
            let rest = words.len().saturating_sub(behind.len());
            if rest > 0 && starts(&words[rest..], behind, false) {
                readings.push(Reading { kinds, key: key(&words[..rest]) });
            }
        }
        if let Some(reading) = written_together(&words) {
            readings.push(reading);
        }
        Self { text, words, readings }
    }
}

/// `Q1`, `P.12` without its dot, `TPHCM`: a short word for the kind written together with the name.
fn written_together(words: &[Word]) -> Option<Reading> {
    let (first, rest) = words.split_first()?;
    let letters = first.plain.find(|c: char| c.is_ascii_digit());
    let (kinds, length) = match letters {
        Some(length) => {
            let kinds = match first.plain.get(..length)? {
                "q" | "quan" => Kinds::of(PlaceKind::UrbanDistrict),
                "p" | "phuong" => Kinds::of(PlaceKind::Ward),
                "x" | "xa" => Kinds::of(PlaceKind::Commune),
                _ => return None,
            };
            (kinds, first.marked.chars().take(length).map(char::len_utf8).sum::<usize>())
        }
        None if first.marked.starts_with("tp") && first.marked.len() > 3 => (DISTRICT_OR_CITY, 2),
        None => return None,
    };
    let mut name = crate::fold::words(first.marked.get(length..)?);
    name.extend_from_slice(rest);
    Some(Reading { kinds, key: key(&name) })
}
