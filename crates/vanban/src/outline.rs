//! The numbered outline of a document as a tree, its appendices, and what its assignment tables hold beside the tasks.

use crate::facts::{Fact, Task};
use crate::read::Reading;
use crate::read::grammar::outline::{Rank, label};
use crate::read::layout::{Block, Cell, Table};
use crate::read::place::Part;
use crate::text::fold;
use std::ops::Range;

/// How deep a section stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// `Phần`, `Chương`, `A.`
    Part,
    /// `Mục 1`, `I.`
    Heading,
    /// `Điều 1.`
    Article,
    /// `1.`; a khoản of an article.
    Clause,
    /// `1.1.`
    SubClause,
    /// `a)`; a điểm of a clause.
    Point,
    /// `-`
    Dash,
    /// `+`, set below a dash.
    Plus,
}

/// A numbered piece of a document with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The label as written, without closing marks: `I`, `1.1`, `a`, `Điều 3`, `-`.
    pub number: String,
    /// Text of the line of the label.
    pub title: String,
    /// How deep it stands.
    pub depth: Depth,
    /// From its label to the end of its last child, in [`Reading::text`].
    pub span: Range<usize>,
    /// Sections under it.
    pub children: Vec<Section>,
}

/// An appendix, a document of its own after the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppendixPart {
    /// `Phụ lục II`, as written.
    pub label: String,
    /// Its title; empty when it has none.
    pub title: String,
    /// All of it, in [`Reading::text`].
    pub span: Range<usize>,
    /// The paragraphs and tables after its title.
    pub blocks: Vec<Block>,
}

/// Lines an appendix's title can run over.
const TITLE_LINES: usize = 6;

impl Reading {
    /// The numbered outline of the document itself, appendices left out.
    #[must_use]
    pub fn outline(&self) -> Vec<Section> {
        let end = self.appendices().first().map_or(self.text.len(), |appendix| appendix.span.start);
        let tail = recipients_start(self, end);
        let mut flat = Vec::new();
        for block in &self.blocks {
            let Block::Paragraph(span) = block else { continue };
            if self.is_aside(span) {
                continue;
            }
            let text = self.text.get(span.clone()).unwrap_or_default();
            if span.end > tail || fold(text).starts_with("nơi nhận") {
                break;
            }
            match labelled(self, span) {
                Some(section) => flat.push(section),
                None => {
                    if let Some(last) = flat.last_mut() {
                        let last: &mut Section = last;
                        last.span.end = span.end;
                    }
                }
            }
        }
        nest(flat)
    }

    /// The appendices, in order.
    #[must_use]
    pub fn appendices(&self) -> Vec<AppendixPart> {
        let starts: Vec<usize> =
            (0..self.blocks.len()).filter(|i| self.blocks.get(*i).is_some_and(|b| is_label(self, b))).collect();
        let ends = starts.iter().skip(1).copied().chain([self.blocks.len()]);
        starts.iter().zip(ends).filter_map(|(start, end)| appendix(self, *start, end)).collect()
    }

    /// What a task is to bring forth, from the `Sản phẩm` column of its table or the `Sản phẩm: …` line under it. For all
    /// tasks of a long document ask [`Self::products`], which goes through it once.
    #[must_use]
    pub fn product(&self, task: &Task) -> Option<Fact<String>> {
        Products::of(self).of_task(task)
    }

    /// What each of the tasks is to bring forth, in their order.
    #[must_use]
    pub fn products(&self) -> Vec<Option<Fact<String>>> {
        let products = Products::of(self);
        self.facts.tasks.iter().map(|task| products.of_task(task)).collect()
    }

    /// Whether a paragraph stands beside the running text: in a header, a footer or a note.
    pub(crate) fn is_aside(&self, span: &Range<usize>) -> bool {
        matches!(self.place(span).part, Part::Header | Part::Footer | Part::Footnote)
    }
}

/// Where the products of tasks can stand.
struct Products<'a> {
    reading: &'a Reading,
    /// Where tasks start, in order.
    tasks: Vec<usize>,
    paragraphs: Vec<&'a Range<usize>>,
    /// The cells of tables with a column for products, in order, with the cell of that column in the same row.
    cells: Vec<(Range<usize>, Option<Range<usize>>)>,
}

impl<'a> Products<'a> {
    fn of(reading: &'a Reading) -> Self {
        let mut tasks: Vec<usize> = reading.facts.tasks.iter().map(|task| task.text.span.start).collect();
        tasks.sort_unstable();
        let (mut paragraphs, mut cells) = (Vec::new(), Vec::new());
        for block in &reading.blocks {
            match block {
                Block::Paragraph(span) => paragraphs.push(span),
                Block::Table(table) => {
                    let Some(column) = product_column(reading, table) else { continue };
                    for row in &table.rows {
                        let product = row.cells.iter().find(|cell| cell.column == column).and_then(Cell::span);
                        cells.extend(row.cells.iter().filter_map(Cell::span).map(|span| (span, product.clone())));
                    }
                }
            }
        }
        cells.sort_by_key(|(span, _)| span.start);
        Self { reading, tasks, paragraphs, cells }
    }

    fn of_task(&self, task: &Task) -> Option<Fact<String>> {
        let at = task.text.span.start;
        self.in_table(at).or_else(|| self.in_lines(at))
    }

    fn in_table(&self, at: usize) -> Option<Fact<String>> {
        let after = self.cells.partition_point(|(span, _)| span.start <= at);
        let (cell, product) = self.cells.get(after.checked_sub(1)?)?;
        let span = product.clone().filter(|_| cell.contains(&at))?;
        Some(Fact { value: clean(&self.reading.text, &span), span, rule: "task.product" })
    }

    fn in_lines(&self, at: usize) -> Option<Fact<String>> {
        let text = &self.reading.text;
        let end = self.tasks.get(self.tasks.partition_point(|start| *start <= at)).copied().unwrap_or(text.len());
        let from = self.paragraphs.partition_point(|span| span.start < at);
        let near = self.paragraphs.get(from..)?.iter().take_while(|span| span.start < end);
        near.into_iter().find_map(|span| {
            let line = text.get((*span).clone())?;
            let after = label(line).map_or(0, |(_, at)| at);
            let (name, _) = line.get(after..)?.split_once(':')?;
            let is_product =
                ["sản phẩm", "kết quả", "sản phẩm, kết quả", "sản phẩm đầu ra"].contains(&fold(name).as_str());
            let value = trimmed(text, span.start + after + name.len() + 1..span.end);
            (is_product && !value.is_empty()).then(|| Fact {
                value: clean(text, &value),
                span: value,
                rule: "task.product",
            })
        })
    }
}

/// The column of an assignment table whose header names the product.
fn product_column(reading: &Reading, table: &Table) -> Option<usize> {
    table.rows.iter().take(3).find_map(|row| {
        row.cells.iter().find_map(|cell| {
            let header = fold(reading.text.get(cell.span()?)?);
            ["sản phẩm", "kết quả", "đầu ra"].iter().any(|word| header.contains(word)).then_some(cell.column)
        })
    })
}

fn clean(text: &str, span: &Range<usize>) -> String {
    let words: Vec<&str> = text.get(span.clone()).unwrap_or_default().split_whitespace().collect();
    words.join(" ").trim_matches(['.', ';', '*', ' ']).to_owned()
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inner = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (inner.len() - inner.trim_start().len());
    let end = span.end - (inner.len() - inner.trim_end().len());
    start..end.max(start)
}

/// Where recipients and signature start.
fn recipients_start(reading: &Reading, end: usize) -> usize {
    let first = reading.facts.recipients.iter().map(|fact| fact.span.start).min().unwrap_or(end);
    let signed = reading
        .facts
        .signer
        .iter()
        .flat_map(|signer| signer.authority.iter().chain(&signer.title).map(|fact| fact.span.start));
    signed.min().unwrap_or(end).min(first).min(end)
}

/// The section whose label starts a paragraph.
fn labelled(reading: &Reading, span: &Range<usize>) -> Option<Section> {
    let text = reading.text.get(span.clone())?;
    let (rank, at) = label(text)?;
    let number = text.get(..at)?.trim().trim_matches('*').trim_end_matches(['.', ')', '/', ':', '-']).trim();
    let number = if number.is_empty() { text.get(..at)?.trim() } else { number };
    let depth = match rank {
        Rank::Part => Depth::Part,
        Rank::Roman => Depth::Heading,
        Rank::Article => Depth::Article,
        Rank::Arabic => Depth::Clause,
        Rank::Second => Depth::SubClause,
        Rank::Letter => Depth::Point,
        Rank::Bullet if number.starts_with('+') => Depth::Plus,
        Rank::Bullet => Depth::Dash,
    };
    let title = clean(text, &(at..text.len()));
    Some(Section { number: number.to_owned(), title, depth, span: span.clone(), children: Vec::new() })
}

/// Puts each section under the last one before it that stands higher.
fn nest(flat: Vec<Section>) -> Vec<Section> {
    let mut open: Vec<Section> = Vec::new();
    let mut done = Vec::new();
    let close = |open: &mut Vec<Section>, done: &mut Vec<Section>| {
        if let Some(section) = open.pop() {
            match open.last_mut() {
                Some(parent) => {
                    parent.span.end = parent.span.end.max(section.span.end);
                    parent.children.push(section);
                }
                None => done.push(section),
            }
        }
    };
    for section in flat {
        while open.last().is_some_and(|last| last.depth >= section.depth) {
            close(&mut open, &mut done);
        }
        open.push(section);
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

/// `Phụ lục II`, `PHỤ LỤC`, `Biểu mẫu số 01`, alone in a paragraph.
fn is_label(reading: &Reading, block: &Block) -> bool {
    let Block::Paragraph(span) = block else { return false };
    let Some(text) = reading.text.get(span.clone()).filter(|_| !reading.is_aside(span)) else { return false };
    let low = fold(text.trim_matches('*'));
    let Some(rest) = ["phụ lục", "biểu mẫu", "mẫu số"].iter().find_map(|word| low.strip_prefix(word))
    else {
        return false;
    };
    let rest = rest.trim().trim_start_matches("số").trim();
    let numbered =
        rest.chars().all(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'a'..='e' | '-' | '/' | '.'));
    rest.len() <= 6 && numbered && !text.trim_end().ends_with([';', ',']) && (text.starts_with(['P', 'B', 'M', '*']))
}

/// The appendix whose label is block `start`.
fn appendix(reading: &Reading, start: usize, end: usize) -> Option<AppendixPart> {
    let Block::Paragraph(label) = reading.blocks.get(start)? else { return None };
    let mut at = start + 1;
    let mut title: Vec<String> = Vec::new();
    while let Some(Block::Paragraph(span)) = reading.blocks.get(at).filter(|_| at < end.min(start + 1 + TITLE_LINES)) {
        let text = reading.text.get(span.clone())?;
        let is_note = text.trim_start_matches('*').starts_with('(');
        let is_rule = !text.chars().any(char::is_alphanumeric);
        let shouted = !text.chars().any(char::is_lowercase);
        if !(is_note || is_rule || title.is_empty() || shouted) {
            break;
        }
        if !is_note && !is_rule {
            title.push(clean(&reading.text, span));
        }
        at += 1;
        if is_note {
            break;
        }
    }
    let blocks: Vec<Block> = reading.blocks.get(at..end)?.to_vec();
    let last = reading.blocks.get(end - 1).and_then(block_end).unwrap_or(label.end);
    Some(AppendixPart {
        label: clean(&reading.text, label),
        title: title.join(" "),
        span: label.start..last.max(label.end),
        blocks,
    })
}

fn block_end(block: &Block) -> Option<usize> {
    match block {
        Block::Paragraph(span) => Some(span.end),
        Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).filter_map(Cell::span).map(|s| s.end).max(),
    }
}
