//! Why a fact was read: its rule and the sentence it stands in.

use super::Reading;
use super::layout::{Block, Layout};
use super::source::Source;
use crate::facts::Stated;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What a rule does, in one line of each language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// A text it reads; made up.
    pub example: String,
}

/// The description of a rule by its name, from `lexicon/rules.toml`.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().get(name)
}

/// Every rule described, by name.
pub fn rules() -> &'static BTreeMap<String, Rule> {
    static RULES: OnceLock<BTreeMap<String, Rule>> = OnceLock::new();
    // A part of the program: a test sees to it that it parses.
    RULES.get_or_init(|| toml::from_str(include_str!("../../lexicon/rules.toml")).unwrap_or_default())
}

impl Reading {
    /// The facts at a path of the JSON: one for `signer.name`, all parts for `legal_bases[0]` or `signer`, none for a
    /// path under which nothing was read.
    #[must_use]
    pub fn facts_at(&self, path: &str) -> Vec<Stated> {
        let path = path.trim();
        let is_there = |fact: &Stated| {
            fact.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.facts_in_order().into_iter().filter(is_there).collect()
    }

    /// The sentence around a span, or the table cell; from the first to the last when the span runs over several.
    #[must_use]
    pub fn sentence_around(&self, span: &Range<usize>) -> Range<usize> {
        let paragraph = self.cell_around(span).unwrap_or_else(|| self.lines_around(span));
        let mut layout = Layout::default();
        layout.text = self.text.get(paragraph.clone()).unwrap_or_default().to_owned();
        let source = Source::new(&layout);
        let sentences = source.sentences(&(0..layout.text.len()));
        let inside = |sentence: &&Range<usize>| {
            paragraph.start + sentence.start < span.end.max(span.start + 1)
                && span.start < paragraph.start + sentence.end
        };
        let mut touched = sentences.iter().filter(inside);
        match touched.next() {
            Some(first) => {
                let last = touched.next_back().unwrap_or(first);
                paragraph.start + first.start..paragraph.start + last.end
            }
            None => paragraph,
        }
    }

    /// Number of the line of the text a place stands on, from 1.
    #[must_use]
    pub fn line_number(&self, at: usize) -> usize {
        let before = self.text.as_bytes().iter().take(at);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    fn lines_around(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = self.text.get(span.end..).and_then(|after| after.find('\n'));
        start..end.map_or(self.text.len(), |at| span.end + at)
    }

    /// The cell of a data table that holds the span.
    fn cell_around(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let tables = self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        });
        let cells = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells);
        cells.filter_map(super::layout::Cell::span).find(|cell| cell.start <= span.start && span.end <= cell.end)
    }
}

#[cfg(test)]
mod tests {
    use crate::read::read;

    const TEXT: &str = "Phát động hội thi ở An Giao\n\nSáng 3/5/2031, tỉnh An Giao phát động hội thi. Có 1.200 người dự. \
                        Ban tổ chức trao 20 triệu đồng tiền thưởng.\nKết thúc lúc 9h.\n";

    #[test]
    fn the_sentence_is_the_one_around_the_fact() {
        let reading = read(TEXT.as_bytes()).unwrap();
        let at = reading.text.find("1.200").unwrap();
        let sentence = reading.sentence_around(&(at..at + 5));
        assert_eq!(&reading.text[sentence], "Có 1.200 người dự.");
        let two = reading.sentence_around(&(at..at + 40));
        assert!(reading.text[two].starts_with("Có 1.200"));
        assert_eq!(reading.line_number(0), 1);
    }

    #[test]
    fn a_path_names_a_fact_or_a_group_of_them() {
        let reading = read(TEXT.as_bytes()).unwrap();
        assert_eq!(reading.facts_at("title").len(), 1);
        let money: Vec<_> = reading.facts_at("money[0]").into_iter().map(|fact| fact.path).collect();
        assert_eq!(money, ["money[0].vnd", "money[0].what"]);
        assert_eq!(reading.facts_at("money").len(), 2);
        assert!(reading.facts_at("mone").is_empty() && reading.facts_at("money[1]").is_empty());
    }
}
