//! The document as one HTML page with its facts highlighted: for looking at, printing and passing on. No script, no
//! other file; everything of the document is escaped.

use super::Reading;
use super::layout::{Block, Table};
use crate::facts::Stated;
use serde_json::Value;
use std::fmt::Write;
use std::ops::Range;

/// Characters of a value shown in a hover text.
const VALUE: usize = 160;

/// Facts named in one hover text.
const NAMED: usize = 6;

/// The words of the page that are not the document's, in the language of who looks at it.
pub struct Words<'a> {
    /// Language of these words, `vi` or `en`; the document itself is marked as Vietnamese.
    pub language: &'a str,
    /// Title of the page.
    pub title: &'a str,
    /// What a doubtful fact is called in the legend.
    pub doubtful: &'a str,
    /// What a kind of fact is called in the legend, by its first key in the JSON: `legal_bases`.
    pub kind: &'a dyn Fn(&str) -> String,
}

impl Reading {
    /// The page.
    #[must_use]
    pub fn to_html(&self, words: &Words<'_>) -> String {
        let mut facts = self.facts_in_order();
        let kinds = kinds(&facts);
        facts.sort_by_key(|fact| (fact.span.start, usize::MAX - fact.span.end));
        let marked = Marked::new(&self.text, &kinds, &facts);
        let mut page = head(words);
        legend(&mut page, &kinds, words);
        page.push_str("<main lang=\"vi\">\n");
        for block in &self.blocks {
            match block {
                Block::Paragraph(span) => {
                    page.push_str("<p>");
                    marked.write(&mut page, span);
                    page.push_str("</p>\n");
                }
                Block::Table(table) => marked.table(&mut page, table),
            }
        }
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }
}

/// The first keys of the facts, in order: the kinds of the legend.
fn kinds(facts: &[Stated]) -> Vec<String> {
    let mut kinds: Vec<String> = Vec::new();
    for fact in facts {
        let kind = kind(fact);
        if !kinds.iter().any(|known| known == kind) {
            kinds.push(kind.to_owned());
        }
    }
    kinds
}

fn kind(fact: &Stated) -> &str {
    fact.path.split(['.', '[']).next().unwrap_or_default()
}

/// A stretch of a text and the spans that cover it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes.
    pub span: Range<usize>,
    /// Positions of the spans that cover it, the innermost last.
    pub covering: Vec<usize>,
}

/// Cuts a text wherever a span starts or ends, so that spans may nest and overlap. Only stretches that are covered, in the
/// order of the text. The spans are sorted by where they start.
#[must_use]
pub fn pieces(text: &str, spans: &[Range<usize>]) -> Vec<Piece> {
    let mut cuts: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    cuts.retain(|cut| text.is_char_boundary(*cut));
    cuts.sort_unstable();
    cuts.dedup();
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut pieces = Vec::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        open.retain(|at| spans.get(*at).is_some_and(|span| span.end > *from));
        while let Some(span) = spans.get(next).filter(|span| span.start <= *from) {
            if span.end > *from {
                open.push(next);
            }
            next += 1;
        }
        if !open.is_empty() {
            // Shorter spans lie on top of longer ones.
            let mut covering = open.clone();
            covering.sort_by_key(|at| spans.get(*at).map_or(0, |span| usize::MAX - span.len()));
            pieces.push(Piece { span: *from..*to, covering });
        }
    }
    pieces
}

/// The text with the marks to be set in it.
struct Marked<'a> {
    text: &'a str,
    kinds: &'a [String],
    facts: &'a [Stated],
    pieces: Vec<Piece>,
}

impl<'a> Marked<'a> {
    fn new(text: &'a str, kinds: &'a [String], facts: &'a [Stated]) -> Self {
        let spans: Vec<Range<usize>> = facts.iter().map(|fact| fact.span.clone()).collect();
        Self { text, kinds, pieces: pieces(text, &spans), facts }
    }

    /// A stretch of the text with its marks.
    fn write(&self, page: &mut String, span: &Range<usize>) {
        let mut at = span.start;
        let first = self.pieces.partition_point(|piece| piece.span.end <= span.start);
        for piece in self.pieces.iter().skip(first).take_while(|piece| piece.span.start < span.end) {
            let (start, end) = (piece.span.start.max(at), piece.span.end.min(span.end));
            escape(page, self.text.get(at..start).unwrap_or_default());
            self.mark(page, &piece.covering, self.text.get(start..end).unwrap_or_default());
            at = end;
        }
        escape(page, self.text.get(at..span.end).unwrap_or_default());
    }

    fn mark(&self, page: &mut String, covering: &[usize], text: &str) {
        let facts: Vec<&Stated> = covering.iter().filter_map(|fact| self.facts.get(*fact)).collect();
        let Some(inner) = facts.last() else { return escape(page, text) };
        let class =
            |fact: &Stated| self.kinds.iter().position(|known| known == kind(fact)).unwrap_or_default() % COLOURS.len();
        let _ = write!(page, "<mark class=\"k{}", class(inner));
        if let Some(outer) = facts.first().filter(|_| facts.len() > 1) {
            let _ = write!(page, " u{}", class(outer));
        }
        if inner.is_doubtful() {
            page.push_str(" doubtful");
        }
        page.push_str("\" title=\"");
        for (at, fact) in facts.iter().rev().take(NAMED).enumerate() {
            if at > 0 {
                page.push_str("&#10;");
            }
            escape(
                page,
                &format!("{} = {} ({:.0}%)", fact.path, shown(&fact.value), (fact.confidence * 100.0).floor()),
            );
        }
        page.push_str("\">");
        escape(page, text);
        page.push_str("</mark>");
    }

    fn table(&self, page: &mut String, table: &Table) {
        page.push_str(if table.is_frame { "<table class=\"frame\">\n" } else { "<table>\n" });
        for row in &table.rows {
            page.push_str("<tr>");
            let mut column = 0;
            for cell in &row.cells {
                // Cells merged away from the left leave a gap in the grid.
                for _ in column..cell.column.min(column + GAP) {
                    page.push_str("<td></td>");
                }
                column = cell.column + 1;
                page.push_str("<td>");
                for paragraph in &cell.paragraphs {
                    page.push_str("<p>");
                    self.write(page, paragraph);
                    page.push_str("</p>");
                }
                page.push_str("</td>");
            }
            page.push_str("</tr>\n");
        }
        page.push_str("</table>\n");
    }
}

/// Empty cells set for a gap at most: a hostile file can claim any column.
const GAP: usize = 40;

/// A value on one line.
fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if text.chars().count() <= VALUE {
        return text;
    }
    text.chars().take(VALUE - 1).chain(['…']).collect()
}

fn escape(page: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            // No control character is allowed in HTML but white space.
            c if c.is_control() && !matches!(c, '\n' | '\t') => page.push('\u{FFFD}'),
            c => page.push(c),
        }
    }
}

/// Grounds of the kinds: light enough for black text (contrast above 10 to 1), and told apart by the legend and the
/// hover text, not by colour alone.
const COLOURS: [&str; 24] = [
    "#fff3b0", "#cfe8ff", "#d6f5d0", "#ffd9d2", "#e6dcff", "#ffe2b8", "#c9f2ee", "#f9d3ea", "#e3e9b4", "#d5dcf2",
    "#f2ddc9", "#dcdcdc", "#ffff9e", "#b9dcf7", "#bfe8b0", "#ffc9b8", "#d8c6f7", "#f7d08a", "#b3e3d4", "#f3bfd8",
    "#cfd6a0", "#c3c8e6", "#e0c8b0", "#f0f0f0",
];

fn head(words: &Words<'_>) -> String {
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    escape(&mut page, words.title);
    page.push_str("</title>\n<style>\n");
    page.push_str(STYLE);
    for (at, colour) in COLOURS.iter().enumerate() {
        let _ = writeln!(page, ".k{at}{{background:{colour}}}.u{at}{{box-shadow:0 3px 0 {colour}}}");
    }
    page.push_str("</style>\n</head>\n<body>\n");
    page
}

const STYLE: &str = "\
body{max-width:52rem;margin:0 auto;padding:1rem;font:1.05rem/1.6 'Times New Roman',Times,serif;color:#111;background:#fff}
header{font:0.9rem/1.5 system-ui,sans-serif;border-bottom:1px solid #999;margin-bottom:1rem;padding-bottom:.5rem}
h1{font-size:1.1rem;margin:.2rem 0;overflow-wrap:anywhere}
ul{list-style:none;margin:.4rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem .5rem}
p{margin:.4rem 0;overflow-wrap:anywhere}
mark{color:inherit;padding:0 .1em;border-radius:.15em;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.doubtful{outline:2px dashed #a40000;outline-offset:-1px}
table{border-collapse:collapse;width:100%;margin:.6rem 0}
td{border:1px solid #999;padding:.2rem .4rem;vertical-align:top}
.frame td{border:0;width:50%}
tr{break-inside:avoid}
@media print{body{max-width:none;padding:0}header{break-after:avoid}}
";

fn legend(page: &mut String, kinds: &[String], words: &Words<'_>) {
    page.push_str("<header lang=\"");
    escape(page, words.language);
    page.push_str("\">\n<h1>");
    escape(page, words.title);
    page.push_str("</h1>\n<ul>\n");
    for (at, kind) in kinds.iter().enumerate() {
        let _ = write!(page, "<li><mark class=\"k{}\">", at % COLOURS.len());
        escape(page, &(words.kind)(kind));
        page.push_str("</mark></li>\n");
    }
    page.push_str("<li><mark class=\"doubtful\">");
    escape(page, words.doubtful);
    page.push_str("</mark></li>\n</ul>\n</header>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(path: &str, span: Range<usize>) -> Stated {
        let value = Value::String(path.to_owned());
        Stated { path: path.to_owned(), value, span, rule: "title", confidence: 1.0, doubts: Vec::new() }
    }

    fn marked(text: &str, mut facts: Vec<Stated>) -> String {
        let kinds = kinds(&facts);
        facts.sort_by_key(|fact| (fact.span.start, usize::MAX - fact.span.end));
        let marked = Marked::new(text, &kinds, &facts);
        let mut page = String::new();
        marked.write(&mut page, &(0..text.len()));
        page
    }

    #[test]
    fn a_fact_inside_another_keeps_both() {
        assert_eq!(
            marked("ab cd ef", vec![stated("tasks[0].lead", 3..5), stated("title", 0..8)]),
            "<mark class=\"k1\" title=\"title = title (100%)\">ab </mark>\
             <mark class=\"k0 u1\" title=\"tasks[0].lead = tasks[0].lead (100%)&#10;title = title (100%)\">cd</mark>\
             <mark class=\"k1\" title=\"title = title (100%)\"> ef</mark>"
        );
    }

    #[test]
    fn facts_that_overlap_are_cut_where_they_do() {
        let page = marked("abcdef", vec![stated("title", 0..4), stated("number", 2..6)]);
        assert_eq!(page.matches("<mark").count(), 3);
        assert_eq!(page.matches("</mark>").count(), 3);
        let bare: String = page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        assert_eq!(bare, "abcdef");
    }

    #[test]
    fn nothing_of_the_document_is_markup() {
        let page = marked("<b>&\"x\"</b>\u{1}", vec![stated("<i>\"", 0..3)]);
        assert_eq!(
            page,
            "<mark class=\"k0\" title=\"&lt;i&gt;&quot; = &lt;i&gt;&quot; (100%)\">&lt;b&gt;</mark>&amp;&quot;x&quot;&lt;/b&gt;\u{FFFD}"
        );
    }
}
