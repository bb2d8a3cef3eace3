//! The text of a document in its blocks, cut where facts begin and end, for drawing it with its facts marked.

use std::ops::Range;
use vanban::read::Reading;
use vanban::read::html_view::pieces;
use vanban::read::layout;

/// Columns of a table drawn at most: a hostile file can claim any.
const COLUMNS: usize = 40;

/// A text with marks.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Its paragraphs and tables, in order.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// A table.
    Table {
        /// Rows of cells of paragraphs.
        rows: Vec<Vec<Vec<Vec<Piece>>>>,
        /// It only places text on the page.
        is_frame: bool,
    },
}

/// A stretch of text with one set of marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Positions of the marks over it, the innermost last.
    pub marks: Vec<usize>,
    /// Positions of the marks that begin here.
    pub begins: Vec<usize>,
}

impl Marked {
    /// The text of a document with marks at these spans; marks are named by position.
    pub(crate) fn new(reading: &Reading, spans: &[Range<usize>]) -> Self {
        let marker = Marker::new(&reading.text, spans);
        let mut begun = vec![false; spans.len()];
        let blocks = reading.blocks.iter().map(|block| match block {
            layout::Block::Paragraph(span) => Block::Paragraph(marker.cut(span, &mut begun)),
            layout::Block::Table(table) => Block::Table {
                rows: table.rows.iter().map(|row| marker.row(row, &mut begun)).collect(),
                is_frame: table.is_frame,
            },
        });
        Self { blocks: blocks.collect() }
    }

    /// Its text without marks, a paragraph a line.
    #[must_use]
    pub fn plain(&self) -> String {
        let line = |pieces: &Vec<Piece>| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        let lines: Vec<String> = self
            .blocks
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(pieces) => vec![line(pieces)],
                Block::Table { rows, .. } => rows.iter().flatten().flatten().map(line).collect(),
            })
            .collect();
        lines.join("\n")
    }
}

struct Marker<'a> {
    text: &'a str,
    /// Stretches that are covered, with the positions of their marks.
    pieces: Vec<(Range<usize>, Vec<usize>)>,
}

impl<'a> Marker<'a> {
    fn new(text: &'a str, spans: &[Range<usize>]) -> Self {
        let mut order: Vec<usize> = (0..spans.len()).filter(|at| !spans[*at].is_empty()).collect();
        // Of several marks over the same words the first one lies on top.
        order.sort_by_key(|at| (spans[*at].start, usize::MAX - spans[*at].end, usize::MAX - at));
        let sorted: Vec<Range<usize>> = order.iter().map(|at| spans[*at].clone()).collect();
        let named = |covering: Vec<usize>| covering.into_iter().filter_map(|at| order.get(at).copied()).collect();
        let pieces = pieces(text, &sorted).into_iter().map(|piece| (piece.span, named(piece.covering))).collect();
        Self { text, pieces }
    }

    fn row(&self, row: &layout::Row, begun: &mut [bool]) -> Vec<Vec<Vec<Piece>>> {
        let mut cells: Vec<Vec<Vec<Piece>>> = Vec::new();
        for cell in &row.cells {
            // Cells merged away from the left leave a gap in the grid.
            while cells.len() < cell.column.min(COLUMNS) {
                cells.push(Vec::new());
            }
            cells.push(cell.paragraphs.iter().map(|paragraph| self.cut(paragraph, begun)).collect());
        }
        cells
    }

    fn cut(&self, span: &Range<usize>, begun: &mut [bool]) -> Vec<Piece> {
        let mut cut: Vec<Piece> = Vec::new();
        let mut at = span.start;
        let bare = |cut: &mut Vec<Piece>, span: Range<usize>| {
            if let Some(text) = self.text.get(span).filter(|text| !text.is_empty()) {
                cut.push(Piece { text: text.to_owned(), ..Piece::default() });
            }
        };
        let first = self.pieces.partition_point(|(piece, _)| piece.end <= span.start);
        for (piece, marks) in self.pieces.iter().skip(first).take_while(|(piece, _)| piece.start < span.end) {
            let (start, end) = (piece.start.max(at), piece.end.min(span.end));
            bare(&mut cut, at..start);
            let begins = marks.iter().copied().filter(|mark| begun.get(*mark) == Some(&false)).collect::<Vec<_>>();
            for mark in &begins {
                begun[*mark] = true;
            }
            if let Some(text) = self.text.get(start..end) {
                cut.push(Piece { text: text.to_owned(), marks: marks.clone(), begins });
            }
            at = end;
        }
        bare(&mut cut, at..span.end);
        cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_of_the_document_is_lost_and_each_mark_begins_once() {
        let text = "KẾ HOẠCH\n\nTriển khai năm 2026\n\n1. Sở Nội vụ chủ trì tổ chức lễ phát động.\n";
        let reading = vanban::read::read(text.as_bytes()).unwrap();
        let spans: Vec<Range<usize>> = reading.facts_in_order().into_iter().map(|fact| fact.span).collect();
        let marked = Marked::new(&reading, &spans);
        let unmarked = Marked::new(&reading, &[]);
        assert_eq!(marked.plain(), unmarked.plain());
        let mut begins: Vec<usize> = Vec::new();
        for block in &marked.blocks {
            if let Block::Paragraph(pieces) = block {
                begins.extend(pieces.iter().flat_map(|piece| &piece.begins));
            }
        }
        begins.sort_unstable();
        assert_eq!(begins, (0..spans.len()).collect::<Vec<_>>());
    }

    #[test]
    fn spans_that_are_empty_or_outside_mark_nothing() {
        let reading = vanban::read::read("Sở Nội vụ\n".as_bytes()).unwrap();
        let marked = Marked::new(&reading, &[0..0, 90..99, 1..2]);
        assert_eq!(marked.plain(), "Sở Nội vụ");
    }
}
