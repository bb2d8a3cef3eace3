//! Prose of many units merged: every unit named, what several wrote alike said once.

use crate::form::{Form, SectionId};
use crate::id::UnitId;
use crate::report::Content;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A section with everything the units wrote in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedSection {
    /// Which section of the form.
    pub section: SectionId,
    /// What was written; what several units share comes first.
    pub passages: Vec<Passage>,
}

/// Sentences that the same units wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Who wrote them, in listing order.
    pub units: Vec<UnitId>,
    /// The sentences, in the order of the first unit.
    pub sentences: Vec<String>,
}

/// Merges the prose of reports, one of each unit, given in listing order, by the sections of the form.
#[must_use]
pub fn merge<'a>(form: &Form, reports: impl IntoIterator<Item = (UnitId, &'a Content)>) -> Vec<MergedSection> {
    let reports: Vec<_> = reports.into_iter().collect();
    form.sections()
        .iter()
        .filter_map(|section| {
            let texts =
                reports.iter().filter_map(|(unit, content)| Some((*unit, content.prose.get(&section.id)?.as_str())));
            let passages = merge_section(texts);
            (!passages.is_empty()).then(|| MergedSection { section: section.id.clone(), passages })
        })
        .collect()
}

fn merge_section<'a>(texts: impl Iterator<Item = (UnitId, &'a str)>) -> Vec<Passage> {
    let mut places: HashMap<String, usize> = HashMap::new();
    // Each sentence as it was first written, and by whom.
    let mut said: Vec<(&str, Vec<UnitId>)> = Vec::new();
    for (unit, text) in texts {
        for sentence in sentences(text) {
            let folded = vanban::text::fold(sentence);
            if folded.is_empty() {
                continue;
            }
            match places.entry(folded) {
                Entry::Occupied(place) => {
                    let (_, by) = &mut said[*place.get()];
                    if by.last() != Some(&unit) {
                        by.push(unit);
                    }
                }
                Entry::Vacant(place) => {
                    place.insert(said.len());
                    said.push((sentence, vec![unit]));
                }
            }
        }
    }
    let mut passages: Vec<Passage> = Vec::new();
    let mut of_units: HashMap<Vec<UnitId>, usize> = HashMap::new();
    for (sentence, units) in said {
        match of_units.get(&units) {
            Some(at) => passages[*at].sentences.push(sentence.to_owned()),
            None => {
                of_units.insert(units.clone(), passages.len());
                passages.push(Passage { units, sentences: vec![sentence.to_owned()] });
            }
        }
    }
    passages.sort_by_key(|passage| std::cmp::Reverse(passage.units.len().min(2)));
    passages
}

/// Splits prose into sentences: at line ends, and after `.`, `!`, `?` before a space and a capital, unless the word
/// before is an abbreviation (`TP.`, `P.`).
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let ends = match c {
            '\n' | '\r' => true,
            '!' | '?' => true,
            '.' => !is_abbreviation(&text[start..at]) && is_sentence_start(&text[end..]),
            _ => false,
        };
        if ends {
            found.push(text[start..end].trim());
            start = end;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '"')).next().unwrap_or_default();
    let letters = word.chars().count();
    (1..=3).contains(&letters) && word.chars().all(char::is_uppercase) && !word.chars().any(char::is_numeric)
        || matches!(word, "Tp" | "ThS" | "Th" | "PGS" | "Mr")
}

fn is_sentence_start(after: &str) -> bool {
    let mut rest = after.chars();
    match rest.next() {
        None => true,
        Some(c) if c.is_whitespace() => {
            rest.find(|c| !c.is_whitespace()).is_none_or(|c| c.is_uppercase() || matches!(c, '-' | '+' | '“' | '"'))
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_forms::SMALL;

    fn unit(number: u8) -> UnitId {
        UnitId::new(crate::Instant::UNIX_EPOCH, [number; 10])
    }

    fn merged(texts: &[&str]) -> Vec<(usize, String)> {
        let form = Form::parse(SMALL).unwrap();
        let direction = SectionId::parse("direction").unwrap();
        let contents: Vec<Content> = texts
            .iter()
            .map(|text| Content { prose: [(direction.clone(), (*text).to_owned())].into(), ..Content::default() })
            .collect();
        let reports = contents.iter().zip(1..).map(|(content, n)| (unit(n), content));
        let sections = merge(&form, reports);
        sections
            .into_iter()
            .flat_map(|section| section.passages)
            .map(|passage| (passage.units.len(), passage.sentences.join(" | ")))
            .collect()
    }

    #[test]
    fn a_sentence_of_several_units_is_said_once_with_all_of_them() {
        let passages = merged(&["Đã ban hành kế hoạch. Xã có 2 tổ.", "Đã treo băng rôn. Đã ban hành kế hoạch.", ""]);
        assert_eq!(
            passages,
            [(2, "Đã ban hành kế hoạch.".into()), (1, "Xã có 2 tổ.".into()), (1, "Đã treo băng rôn.".into())]
        );
    }

    #[test]
    fn spelling_of_tone_marks_does_not_make_two_sentences() {
        assert_eq!(merged(&["Hoà giải 3 vụ.", "Hòa giải  3 vụ."]).len(), 1);
    }

    #[test]
    fn abbreviations_and_numbers_do_not_end_a_sentence() {
        assert_eq!(
            sentences("Tại TP. Minh Hải có 1.200 người. Kết thúc"),
            ["Tại TP. Minh Hải có 1.200 người.", "Kết thúc"]
        );
        assert_eq!(sentences("a.b c\nd"), ["a.b c", "d"]);
        assert_eq!(sentences("  "), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn no_letter_is_lost(text in "\\PC{0,80}") {
            let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let joined: String = sentences(&text).concat();
            proptest::prop_assert_eq!(letters(&joined), letters(&text));
        }
    }
}
