//! Vocabulary, kept as data in `lexicon/*.toml` and matched against the shadow of the text.

use super::source::shadow;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::OnceLock;

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
    pub(crate) cited: Vec<String>,
    /// Laws, cited by name.
    pub(crate) laws: Vec<String>,
    /// How a basis starts.
    pub(crate) bases: Vec<String>,
    /// What follows the issuer of a cited document.
    pub(crate) after_issuer: Vec<String>,
    /// Words of authority before a position.
    pub(crate) authority: Vec<String>,
    /// Positions of those who sign.
    pub(crate) positions: Vec<String>,
    /// Ranks and degrees before a name.
    pub(crate) degrees: Vec<String>,
    /// Types whose issuer is named again under the title.
    pub(crate) decisions: Vec<String>,
    /// Words after a type that belong to it: `KẾ HOẠCH LIÊN TỊCH`.
    pub(crate) qualifiers: Vec<String>,
    /// Titles that take the place of the national title: that of the party, that of the youth union.
    pub(crate) mottos: Vec<String>,
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
    pub(crate) heads: Vec<String>,
    /// First words that start a body only with a capital letter here or right after.
    pub(crate) capital_heads: Vec<String>,
    /// Words after a capital head that make it something else.
    pub(crate) not_after_head: Vec<String>,
    /// Words that a head in small letters is only a part of.
    pub(crate) not_before_head: Vec<String>,
    /// Fields of departments whose names hold commas, dashes or "và".
    pub(crate) fields: Vec<String>,
    /// Words that end the name of a body, in small letters.
    pub(crate) ends: Vec<String>,
    /// Verbs that name what a body does when they stand right after its head: `Trung tâm tư vấn`.
    pub(crate) name_verbs: Vec<String>,
    /// Words for kinds of area: a name goes on after one only with a capital or one of `after_area`.
    pub(crate) areas: Vec<String>,
    /// Words in small letters that go on a name after an area or a field.
    pub(crate) after_area: Vec<String>,
    /// Words that hold one of these and do not end a name.
    pub(crate) compounds: Vec<String>,
    /// Words that go on after a comma in a list of kinds of body.
    pub(crate) listed: Vec<String>,
    /// Heads of bodies that are an area's own government.
    pub(crate) governments: Vec<String>,
    /// Heads of central bodies.
    pub(crate) central: Vec<String>,
}

/// `lexicon/places.toml`: provinces, and words for kinds of area.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Places {
    pub(crate) provinces: Vec<String>,
    pub(crate) central_cities: Vec<String>,
    pub(crate) districts: Vec<String>,
    pub(crate) provincial: Vec<String>,
    pub(crate) communal: Vec<String>,
    /// Words before a place where something is held.
    pub(crate) venues: Vec<String>,
    /// Names that hold the name of a province and are none.
    pub(crate) not_places: Vec<String>,
}

/// `lexicon/events.toml`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Events {
    pub(crate) kinds: Vec<EventWords>,
    pub(crate) verbs: Vec<String>,
}

/// Words for one kind of event.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct EventWords {
    pub(crate) kind: String,
    pub(crate) words: Vec<String>,
}

/// `lexicon/units.toml`: what is counted, and what is not.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Units {
    /// Counted nouns of more than one syllable.
    pub(crate) nouns: Vec<String>,
    /// Measures.
    pub(crate) measures: Vec<String>,
    /// Durations, ages, clock times: no figures.
    pub(crate) excluded: Vec<String>,
    /// A number after one of these is an ordinal, an address or a reference.
    pub(crate) ordinal_before: Vec<String>,
    /// A word after a number that is no noun.
    pub(crate) not_nouns: Vec<String>,
    /// A predicate after a number whose noun was named before.
    pub(crate) elided_before: Vec<String>,
    /// Counted nouns of one syllable.
    pub(crate) short_nouns: Vec<String>,
    /// Classifiers that take the noun after them.
    pub(crate) classifiers: Vec<String>,
}

/// `lexicon/tasks.toml`: assignment and deadlines.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Tasks {
    /// Words that hand work to the body after them.
    pub(crate) assign: Vec<String>,
    /// Words that ask the body after them.
    pub(crate) request: Vec<String>,
    pub(crate) lead: Vec<String>,
    pub(crate) coordinate: Vec<String>,
    /// Titles of the sections in which work is handed out.
    pub(crate) sections: Vec<String>,
    pub(crate) column_task: Vec<String>,
    pub(crate) column_lead: Vec<String>,
    pub(crate) column_coordinate: Vec<String>,
    pub(crate) column_deadline: Vec<String>,
    /// Labels of lines under an item: `Đơn vị chủ trì: …`.
    pub(crate) label_lead: Vec<String>,
    pub(crate) label_coordinate: Vec<String>,
    pub(crate) label_deadline: Vec<String>,
    pub(crate) label_other: Vec<String>,
    /// Words right before a due date.
    pub(crate) due: Vec<String>,
}

/// `lexicon/furniture.toml`: what a web page puts around an article.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Furniture {
    /// A line that is one of these ends the article.
    pub(crate) end: Vec<String>,
    /// A line that holds one of these is a caption.
    pub(crate) caption: Vec<String>,
    /// A line that is one of these is no part of the article.
    pub(crate) line: Vec<String>,
}

/// `lexicon/campaigns.toml`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Campaigns {
    pub(crate) names: Vec<String>,
    /// Other things that have a theme.
    pub(crate) series: Vec<String>,
    /// Gatherings whose theme is not the campaign's.
    pub(crate) gatherings: Vec<String>,
    /// Words for a model of protection.
    pub(crate) models: Vec<String>,
    /// Groups that are models when they are set up.
    pub(crate) groups: Vec<String>,
}

macro_rules! each_list {
    ($part:expr, $($list:ident),+) => { $( fold_all(&mut $part.$list); )+ };
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
    for event in &mut lexicon.events.kinds {
        fold_all(&mut event.words);
    }
    each_list!(
        lexicon.documents,
        cited,
        laws,
        bases,
        after_issuer,
        authority,
        positions,
        degrees,
        decisions,
        qualifiers,
        mottos
    );
    each_list!(
        lexicon.bodies,
        heads,
        capital_heads,
        not_before_head,
        not_after_head,
        fields,
        ends,
        name_verbs,
        areas,
        after_area,
        compounds,
        listed,
        governments,
        central
    );
    each_list!(lexicon.places, provinces, central_cities, districts, provincial, communal, venues, not_places);
    each_list!(lexicon.events, verbs);
    each_list!(
        lexicon.units,
        nouns,
        measures,
        excluded,
        ordinal_before,
        not_nouns,
        elided_before,
        short_nouns,
        classifiers
    );
    each_list!(lexicon.tasks, assign, request, lead, coordinate, sections, column_task, column_lead);
    each_list!(
        lexicon.tasks,
        column_coordinate,
        column_deadline,
        label_lead,
        label_coordinate,
        label_deadline,
        label_other,
        due
    );
    each_list!(lexicon.furniture, end, caption, line);
    each_list!(lexicon.campaigns, names, series, gatherings, models, groups);
    lexicon
}

/// A lexicon file is part of the program: a test sees to it that each one parses.
fn part<T: DeserializeOwned + Default>(text: &str) -> T {
    toml::from_str(text).unwrap_or_default()
}

fn fold_all(list: &mut [String]) {
    for phrase in list.iter_mut() {
        *phrase = shadow(phrase);
    }
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
    fn a_type_stands_alone_in_capitals() {
        assert_eq!(document_type("KẾ HOẠCH").map(|t| t.kind), Some(TypeKind::Plan));
        assert_eq!(document_type("KẾ HOẠCH LIÊN TỊCH").map(|t| t.kind), Some(TypeKind::Plan));
        assert!(document_type("Kế hoạch").is_none());
        assert!(document_type("KẾ HOẠCH TÀI CHÍNH").is_none());
    }
}
