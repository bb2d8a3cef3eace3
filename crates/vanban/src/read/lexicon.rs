//! Vocabulary, kept as data in `lexicon/*.toml` and matched against the shadow of the text.

use super::source::shadow;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ops::Deref;
use std::sync::OnceLock;

/// Buckets of the index of a [`List`].
const BUCKETS: usize = 128;

/// A list of phrases, as the file has them, with an index by how they start: a text is compared with a handful of
/// them, not with all.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct List {
    phrases: Vec<String>,
    /// Indexes into the phrases, by bucket, in each the longest first.
    sorted: Vec<u16>,
    /// For each bucket where it ends in `sorted`.
    ends: Vec<u16>,
}

impl From<Vec<String>> for List {
    fn from(mut phrases: Vec<String>) -> Self {
        for phrase in &mut phrases {
            *phrase = shadow(phrase);
        }
        let bucket = |at: u16| phrases.get(usize::from(at)).and_then(|phrase| bucket(phrase.as_bytes()));
        let length = |at: u16| phrases.get(usize::from(at)).map_or(0, String::len);
        // A phrase of one byte is in every bucket: what follows it in a text is not known.
        let mut placed: Vec<(usize, u16)> = (0..=u16::MAX)
            .take(phrases.len())
            .flat_map(|at| bucket(at).map_or(0..BUCKETS, |bucket| bucket..bucket + 1).map(move |bucket| (bucket, at)))
            .collect();
        placed.sort_by_key(|(bucket, at)| (*bucket, usize::MAX - length(*at)));
        let end = |bucket: usize| placed.partition_point(|(other, _)| *other <= bucket);
        let ends = (0..BUCKETS).map(|bucket| u16::try_from(end(bucket)).unwrap_or(u16::MAX)).collect();
        Self { sorted: placed.into_iter().map(|(_, at)| at).collect(), ends, phrases }
    }
}

impl Deref for List {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.phrases
    }
}

impl<'a> IntoIterator for &'a List {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.phrases.iter()
    }
}

/// Where phrases that start with these bytes are; `None` for a single byte.
fn bucket(bytes: &[u8]) -> Option<usize> {
    let [first, second, ..] = bytes else { return None };
    Some((usize::from(*first) * 7 + usize::from(*second) * 13) % BUCKETS)
}

/// Phrases that a text may start with.
pub(crate) trait Phrases {
    /// Length of the longest phrase that the text starts with and that `is_whole` takes, by its length.
    fn longest(&self, text: &str, is_whole: &dyn Fn(usize) -> bool) -> Option<usize>;
}

impl Phrases for List {
    fn longest(&self, text: &str, is_whole: &dyn Fn(usize) -> bool) -> Option<usize> {
        // A text of one byte can only be a phrase of one byte, and that is in every bucket.
        let bucket = bucket(text.as_bytes()).unwrap_or_default();
        let end = |bucket: usize| self.ends.get(bucket).copied().map_or(0, usize::from);
        let start = bucket.checked_sub(1).map_or(0, end);
        let near = self.sorted.get(start..end(bucket)).unwrap_or_default();
        near.iter()
            .filter_map(|at| self.phrases.get(usize::from(*at)))
            .find(|phrase| text.starts_with(phrase.as_str()) && is_whole(phrase.len()))
            .map(String::len)
    }
}

impl<S: AsRef<str>> Phrases for [S] {
    fn longest(&self, text: &str, is_whole: &dyn Fn(usize) -> bool) -> Option<usize> {
        let phrases = self.iter().map(AsRef::as_ref);
        phrases.filter(|phrase| text.starts_with(phrase) && is_whole(phrase.len())).map(str::len).max()
    }
}

impl<S: AsRef<str>, const N: usize> Phrases for [S; N] {
    fn longest(&self, text: &str, is_whole: &dyn Fn(usize) -> bool) -> Option<usize> {
        self.as_slice().longest(text, is_whole)
    }
}

impl<S: AsRef<str>> Phrases for Vec<S> {
    fn longest(&self, text: &str, is_whole: &dyn Fn(usize) -> bool) -> Option<usize> {
        self.as_slice().longest(text, is_whole)
    }
}

impl<P: Phrases + ?Sized> Phrases for &P {
    fn longest(&self, text: &str, is_whole: &dyn Fn(usize) -> bool) -> Option<usize> {
        (**self).longest(text, is_whole)
    }
}

/// All vocabulary.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) documents: Documents,
    pub(crate) bodies: Bodies,
    pub(crate) places: Places,
    pub(crate) events: Events,
    pub(crate) units: Units,
    pub(crate) tasks: Tasks,
    pub(crate) furniture: Furniture,
    pub(crate) campaigns: Campaigns,
}

/// `lexicon/documents.toml`: types of document and the words of a letterhead and a signature block.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Documents {
    pub(crate) types: Vec<DocumentType>,
    /// Words before the number of a cited document that are no type of their own.
    pub(crate) cited: List,
    /// Laws, cited by name.
    pub(crate) laws: List,
    /// How a basis starts.
    pub(crate) bases: List,
    /// What follows the issuer of a cited document.
    pub(crate) after_issuer: List,
    /// Words of authority before a position.
    pub(crate) authority: List,
    /// Positions of those who sign.
    pub(crate) positions: List,
    /// Ranks and degrees before a name.
    pub(crate) degrees: List,
    /// Types whose issuer is named again under the title.
    pub(crate) decisions: List,
    /// Words after a type that belong to it: `KẾ HOẠCH LIÊN TỊCH`.
    pub(crate) qualifiers: List,
    /// Titles that take the place of the national title: that of the party, that of the youth union.
    pub(crate) mottos: List,
}

/// A type of document (Decree 30/2020/NĐ-CP, article 7).
#[derive(Debug, Default, Deserialize)]
pub(crate) struct DocumentType {
    pub(crate) name: String,
    pub(crate) abbreviation: String,
    #[serde(default)]
    pub(crate) kind: TypeKind,
}

/// How a type of document is told apart here.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TypeKind {
    Plan,
    Report,
    #[default]
    Other,
}

/// `lexicon/bodies.toml`: names of public bodies.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Bodies {
    /// First words of a body that are enough, in any case of letters.
    pub(crate) heads: List,
    /// First words that start a body only with a capital letter here or right after.
    pub(crate) capital_heads: List,
    /// Words after a capital head that make it something else.
    pub(crate) not_after_head: List,
    /// Words that a head in small letters is only a part of.
    pub(crate) not_before_head: List,
    /// Fields of departments whose names hold commas, dashes or "và".
    pub(crate) fields: List,
    /// Words that end the name of a body, in small letters.
    pub(crate) ends: List,
    /// Verbs that name what a body does when they stand right after its head: `Trung tâm tư vấn`.
    pub(crate) name_verbs: List,
    /// Words for kinds of area: a name goes on after one only with a capital or one of `after_area`.
    pub(crate) areas: List,
    /// Words in small letters that go on a name after an area or a field.
    pub(crate) after_area: List,
    /// Words that hold one of these and do not end a name.
    pub(crate) compounds: List,
    /// Words that go on after a comma in a list of kinds of body.
    pub(crate) listed: List,
    /// Heads of bodies that are an area's own government.
    pub(crate) governments: List,
    /// Heads of central bodies.
    pub(crate) central: List,
}

/// `lexicon/places.toml`: provinces, and words for kinds of area.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Places {
    pub(crate) provinces: List,
    pub(crate) central_cities: List,
    pub(crate) districts: List,
    pub(crate) provincial: List,
    pub(crate) communal: List,
    /// Words before a place where something is held.
    pub(crate) venues: List,
    /// Names that hold the name of a province and are none.
    pub(crate) not_places: List,
}

/// `lexicon/events.toml`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Events {
    pub(crate) kinds: Vec<EventWords>,
    /// The words of all kinds that tell what an event is.
    #[serde(skip)]
    pub(crate) named: List,
    pub(crate) verbs: List,
}

/// Words that only say that something is held; no kind of their own.
pub(crate) const GATHERING: &str = "gathering";

/// Words for one kind of event.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct EventWords {
    pub(crate) kind: String,
    pub(crate) words: List,
}

/// `lexicon/units.toml`: what is counted, and what is not.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Units {
    /// Counted nouns of more than one syllable.
    pub(crate) nouns: List,
    /// Measures.
    pub(crate) measures: List,
    /// Durations, ages, clock times: no figures.
    pub(crate) excluded: List,
    /// A number after one of these is an ordinal, an address or a reference.
    pub(crate) ordinal_before: List,
    /// A word after a number that is no noun.
    pub(crate) not_nouns: List,
    /// A predicate after a number whose noun was named before.
    pub(crate) elided_before: List,
    /// Counted nouns of one syllable.
    pub(crate) short_nouns: List,
    /// Classifiers that take the noun after them.
    pub(crate) classifiers: List,
}

/// `lexicon/tasks.toml`: assignment and deadlines.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Tasks {
    /// Words that hand work to the body after them.
    pub(crate) assign: List,
    /// Words that ask the body after them.
    pub(crate) request: List,
    pub(crate) lead: List,
    pub(crate) coordinate: List,
    /// Titles of the sections in which work is handed out.
    pub(crate) sections: List,
    pub(crate) column_task: List,
    pub(crate) column_lead: List,
    pub(crate) column_coordinate: List,
    pub(crate) column_deadline: List,
    /// Labels of lines under an item: `Đơn vị chủ trì: …`.
    pub(crate) label_lead: List,
    pub(crate) label_coordinate: List,
    pub(crate) label_deadline: List,
    pub(crate) label_other: List,
    /// Words right before a due date.
    pub(crate) due: List,
}

/// `lexicon/furniture.toml`: what a web page puts around an article.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Furniture {
    /// A line that is one of these ends the article.
    pub(crate) end: List,
    /// A line that holds one of these is a caption.
    pub(crate) caption: List,
    /// A line that is one of these is no part of the article.
    pub(crate) line: List,
}

/// `lexicon/campaigns.toml`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Campaigns {
    pub(crate) names: List,
    /// Other things that have a theme.
    pub(crate) series: List,
    /// Gatherings whose theme is not the campaign's.
    pub(crate) gatherings: List,
    /// Words for a model of protection.
    pub(crate) models: List,
    /// Groups that are models when they are set up.
    pub(crate) groups: List,
}

/// The vocabulary, read once.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(load)
}

fn load() -> Lexicon {
    let mut lexicon = Lexicon {
        documents: part(include_str!("../../lexicon/documents.toml")),
        bodies: part(include_str!("../../lexicon/bodies.toml")),
        places: part(include_str!("../../lexicon/places.toml")),
        events: part(include_str!("../../lexicon/events.toml")),
        units: part(include_str!("../../lexicon/units.toml")),
        tasks: part(include_str!("../../lexicon/tasks.toml")),
        furniture: part(include_str!("../../lexicon/furniture.toml")),
        campaigns: part(include_str!("../../lexicon/campaigns.toml")),
    };
    for kind in &mut lexicon.documents.types {
        kind.name = shadow(&kind.name);
    }
    let named = lexicon.events.kinds.iter().filter(|words| words.kind != GATHERING);
    lexicon.events.named = List::from(named.flat_map(|words| words.words.iter().cloned()).collect::<Vec<_>>());
    lexicon
}

/// A lexicon file is part of the program: a test sees to it that each one parses.
fn part<T: DeserializeOwned + Default>(text: &str) -> T {
    toml::from_str(text).unwrap_or_default()
}

/// The type a line names when it holds nothing else, in capitals.
pub(crate) fn document_type(line: &str) -> Option<&'static DocumentType> {
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    if line.is_empty() || line.chars().any(char::is_lowercase) {
        return None;
    }
    let low = shadow(line).split_whitespace().collect::<Vec<_>>().join(" ");
    let documents = &lexicon().documents;
    documents.types.iter().find(|kind| {
        let rest = low.strip_prefix(kind.name.as_str()).map(str::trim_start);
        rest.is_some_and(|rest| rest.is_empty() || documents.qualifiers.iter().any(|word| word == rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lexicon_file_parses_and_is_filled() {
        let lexicon = lexicon();
        assert_eq!(lexicon.documents.types.len(), 29);
        assert!(!lexicon.bodies.heads.is_empty());
        assert!(lexicon.places.provinces.len() >= 63);
        assert!(!lexicon.events.kinds.is_empty());
        assert!(!lexicon.units.nouns.is_empty());
        assert!(!lexicon.tasks.assign.is_empty());
        assert!(!lexicon.furniture.end.is_empty());
        assert!(!lexicon.campaigns.names.is_empty());
    }

    #[test]
    fn the_index_finds_what_a_look_at_all_phrases_finds() {
        let lexicon = lexicon();
        let lists = [&lexicon.units.nouns, &lexicon.units.measures, &lexicon.bodies.heads, &lexicon.places.provinces];
        let texts = lists.iter().flat_map(|list| list.iter()).flat_map(|phrase| {
            let cut = phrase.chars().take(phrase.chars().count() - 1).collect();
            [phrase.clone(), format!("{phrase} khác"), format!("{phrase}x"), cut]
        });
        for text in texts.chain(["".to_owned(), "g".to_owned(), "ở".to_owned(), "%".to_owned()]) {
            let is_whole = |length: usize| !text[length..].starts_with(char::is_alphanumeric);
            for list in lists {
                assert_eq!(list.longest(&text, &is_whole), (**list).longest(&text, &is_whole), "{text}");
            }
        }
    }

    #[test]
    fn a_type_stands_alone_in_capitals() {
        assert_eq!(document_type("KẾ HOẠCH").map(|t| t.kind), Some(TypeKind::Plan));
        assert_eq!(document_type("KẾ HOẠCH LIÊN TỊCH").map(|t| t.kind), Some(TypeKind::Plan));
        assert!(document_type("Kế hoạch").is_none());
        assert!(document_type("KẾ HOẠCH TÀI CHÍNH").is_none());
    }
}
