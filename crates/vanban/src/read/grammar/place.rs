//! Provinces and districts an article is about, and protection models it names.

use crate::facts::Fact;
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use crate::text::fold;
use std::collections::HashSet;
use std::ops::Range;

/// Provinces and districts named in the spans, in order, each once; districts known from all the text.
pub(super) fn named(source: &Source<'_>, spans: &[Range<usize>], all: &[Range<usize>]) -> Vec<Fact<String>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let districts: Vec<String> = all
        .iter()
        .flat_map(|span| source.words(span).into_iter().filter_map(|word| district(source, word.start, span)))
        .map(|name| source.low(&name).to_owned())
        .collect();
    for span in spans {
        let mut skip_to = 0;
        for word in source.words(span) {
            if word.start < skip_to
                || found.last().is_some_and(|last| word.start < last.end)
                || !source.is_capital(word.start) && source.low(&word) != "thành"
            {
                continue;
            }
            if let Some(end) = source.at(word.start, span, &lexicon().places.not_places) {
                skip_to = end;
                continue;
            }
            if is_home(source, word.start, span) {
                continue;
            }
            let place = province(source, word.start, span)
                .or_else(|| district(source, word.start, span))
                .or_else(|| source.at(word.start, span, &districts).map(|end| word.start..end));
            found.extend(place);
        }
    }
    let mut facts: Vec<Fact<String>> = Vec::new();
    for span in found {
        let fact = source.verbatim(span, "place.named");
        let key = key(&fact.value);
        if !facts.iter().any(|other| self::key(&other.value) == key) {
            facts.push(fact);
        }
    }
    facts
}

/// One spelling for `TP.HCM`, `TPHCM`, `TP HCM`.
fn key(name: &str) -> String {
    let folded: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    if folded.ends_with("hcm") || folded.ends_with("hồchíminh") { "tphcm".to_owned() } else { folded }
}

fn province(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Range<usize>> {
    let end = source.at(at, span, &lexicon().places.provinces)?;
    let is_street = source.low.get(span.start..at).unwrap_or_default().trim_end().ends_with("đường");
    (!is_street).then_some(at..end)
}

/// The name after `quận`, `huyện`, `thị xã`, without a number.
fn district(source: &Source<'_>, at: usize, span: &Range<usize>) -> Option<Range<usize>> {
    let before = source.low.get(span.start..at)?.trim_end();
    let kinds = &lexicon().places.districts;
    let is_city = CITIES.iter().any(|kind| before.trim_end_matches(['.', ' ']).ends_with(kind));
    if !is_city && !kinds.iter().any(|kind| before.ends_with(kind.as_str())) {
        return None;
    }
    let mut end = at;
    for word in source.words(&(at..span.end)) {
        let gap = source.text.get(end..word.start).unwrap_or_default();
        if !source.is_capital(word.start) || end > at && gap != " " {
            break;
        }
        end = word.end;
    }
    // "Chủ tịch UBND quận Lê Văn Mẫu": the name of a person.
    let words = source.words(&(at..end));
    let surname = words.first().is_some_and(|word| SURNAMES.contains(&source.low(word)));
    let is_person = surname && (is_city || words.len() >= 3) && source.at(at, span, &LIKE_PEOPLE).is_none();
    (end > at && !is_person).then_some(at..end)
}

/// In brackets that tell of a person: `(29 tuổi, ngụ quận Hoa Mai)`.
fn is_home(source: &Source<'_>, at: usize, span: &Range<usize>) -> bool {
    let before = source.low.get(span.start..at).unwrap_or_default();
    let Some(open) = before.rfind('(').filter(|open| !before.get(*open..).is_some_and(|s| s.contains(')'))) else {
        return false;
    };
    source.has_any(&(span.start + open..at), &["tuổi", "ngụ", "quê", "lớp", "học sinh", "sinh năm", "trú"])
}

/// Words for a city that is the seat of a province or a town of one.
const CITIES: [&str; 2] = ["thành phố", "tp"];

const SURNAMES: [&str; 18] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "trương", "đinh",
];

/// Districts and cities with a name like that of a person.
const LIKE_PEOPLE: [&str; 5] = ["trần văn thời", "dương minh châu", "phan rang", "phan thiết", "lê chân"];

/// Protection models named after `mô hình`, and groups set up.
pub(super) fn models(source: &Source<'_>, sentences: &[Range<usize>]) -> Vec<Fact<String>> {
    let campaigns = &lexicon().campaigns;
    let mut found: Vec<Fact<String>> = Vec::new();
    for sentence in sentences {
        for word in &campaigns.models {
            for at in source.find(sentence, word) {
                found.extend(after_model(source, at + word.len(), sentence));
            }
        }
        for set_up in ["thành lập", "ra mắt"] {
            for at in source.find(sentence, set_up) {
                found.extend(groups(source, at + set_up.len(), sentence));
            }
        }
    }
    let mut seen = HashSet::new();
    found.retain(|fact| seen.insert(fold(&fact.value)));
    found
}

/// Quoted names, one after another, or a club: `mô hình “A”, “B”`, `mô hình CLB …`.
fn after_model(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Vec<Fact<String>> {
    let mut found = Vec::new();
    let rest = source.low_from(at, sentence);
    let start = at + (rest.len() - rest.trim_start_matches([' ', ':']).len());
    if source.at(start, sentence, &lexicon().campaigns.groups).is_some() {
        found.extend(group_at(source, start, sentence));
        return found;
    }
    let mut cursor = start;
    while let Some(open) = source.char_at(cursor).filter(|c| matches!(c, '“' | '"')) {
        let inner = cursor + open.len_utf8();
        let close = if open == '“' { '”' } else { '"' };
        let Some(length) = source.str_from(inner, sentence).find(close) else { break };
        found.push(source.verbatim(inner..inner + length, "model.quoted"));
        let after = inner + length + close.len_utf8();
        let rest = source.low_from(after, sentence);
        let next = rest.trim_start_matches([',', ' ', ';']);
        let next = next.strip_prefix("và ").unwrap_or(next);
        cursor = after + (rest.len() - next.len());
        if source.at(cursor, sentence, &lexicon().campaigns.groups).is_some() {
            found.extend(group_at(source, cursor, sentence));
        }
    }
    found
}

/// Groups that are set up, joined by a comma: `nhóm …, CLB …`.
fn groups(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Vec<Fact<String>> {
    let mut found = Vec::new();
    let rest = source.low_from(at, sentence);
    let mut cursor = at + (rest.len() - rest.trim_start().len());
    // "thành lập và duy trì CLB …": past what else is done with it.
    if source.at(cursor, sentence, &["và", "mới", "được"]).is_some() {
        let window = cursor..source.words(&(cursor..sentence.end)).get(3).map_or(sentence.end, |word| word.end);
        cursor = source.first_of(&window, &lexicon().campaigns.groups).map_or(cursor, |found| found.start);
    }
    while source.at(cursor, sentence, &lexicon().campaigns.groups[..]).is_some() {
        let Some(group) = group_at(source, cursor, sentence) else { break };
        let group_end = group.span.end;
        found.push(group);
        // Past "cấp xã" and the like.
        let rest = source.low_from(group_end, sentence);
        let end = group_end + rest.find([',', ';', '.']).filter(|at| *at < 40).unwrap_or(0);
        let rest = source.low_from(end, sentence);
        let Some(next) = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(" và ")) else { break };
        cursor = end + (rest.len() - next.len());
    }
    found
}

/// `CLB …` or `nhóm …` with at least two words more, to the end of its phrase.
fn group_at(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Option<Fact<String>> {
    let rest = source.low_from(at, sentence);
    let stop = rest.find([',', ';', '.', ':', '(', '…', '“', '"']).unwrap_or(rest.len());
    let clause = at..at + stop;
    let stops = ["và mạng lưới", "cấp xã", "cấp huyện", "cấp tỉnh", "tại", "ở cộng đồng", "trên địa bàn", "do"];
    let end = source.first_of(&clause, &stops).map_or(clause.end, |found| found.start);
    let span = source.trim(at..end, &[]);
    (source.words(&span).len() >= 4).then(|| source.verbatim(span, "model.group"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn read<T>(text: &str, f: impl Fn(&Source<'_>, &[Range<usize>]) -> T) -> T {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        f(&source, &[source.span(0)])
    }

    #[test]
    fn provinces_and_districts() {
        let names: Vec<String> = read(
            "Tại thị xã Minh Lâm, UBND TP.HCM, TPHCM và quận 1, đường Thái Bình.",
            |source, spans| named(source, spans, spans),
        )
        .into_iter()
        .map(|fact| fact.value)
        .collect();
        assert_eq!(names, ["Minh Lâm", "TP.HCM"]);
    }

    #[test]
    fn models_in_quotes_and_clubs() {
        let names: Vec<String> = read(
            "Nhân rộng các mô hình “Ngõ xóm bình yên”, “Nhà an toàn”; mô hình CLB gia đình hạnh phúc ở xã.",
            models,
        )
        .into_iter()
        .map(|fact| fact.value)
        .collect();
        assert_eq!(names, ["Ngõ xóm bình yên", "Nhà an toàn", "CLB gia đình hạnh phúc ở xã"]);
    }
}
