//! The shape of a document after its format is gone: one normalised text, a paragraph a line, and the
//! blocks that make it.
//!
//! Tables come in two kinds. A data table keeps one row a line, cells joined by `" | "`. A table that only
//! places things on the page (letterhead, signature) is written column by column, a paragraph a line, so that
//! the two columns of a letterhead are never read into each other.

use super::place::{Part, Place as Origin, SourceMap};
use crate::text::{fold, normalise};
use std::ops::Range;

/// A piece of the text, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, on one line of the text.
    Paragraph(Range<usize>),
    /// A table.
    Table(Table),
}

/// A table, with the place of every cell in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Rows from the top.
    pub rows: Vec<Row>,
    /// Whether it only places text on the page: a letterhead or a signature block.
    pub is_frame: bool,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Cells from the left; a cell merged away is absent.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Column of the grid it starts in, from 0.
    pub column: usize,
    /// Its paragraphs in the normalised text.
    pub paragraphs: Vec<Range<usize>>,
}

impl Cell {
    /// From its first paragraph to its last; `None` when it is empty.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        Some(self.paragraphs.first()?.start..self.paragraphs.last()?.end)
    }
}

/// One line of the text that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its bytes, without the line break.
    pub(crate) span: Range<usize>,
    /// Where it stands.
    pub(crate) place: Place,
    /// A blank line or paragraph stands before it.
    pub(crate) after_blank: bool,
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Running text.
    Flow,
    /// A row of the data table with this index among the tables.
    Row(usize),
    /// A column of the frame with this index among the tables.
    Frame {
        /// Index among the tables.
        table: usize,
        /// Column of its grid.
        column: usize,
    },
}

impl Place {
    /// The same place behind this many tables more.
    fn after(self, tables: usize) -> Self {
        match self {
            Self::Flow => Self::Flow,
            Self::Row(table) => Self::Row(table + tables),
            Self::Frame { table, column } => Self::Frame { table: table + tables, column },
        }
    }
}

/// What ends a line inside a paragraph.
const BREAKS: [char; 4] = ['\n', '\u{2028}', '\u{2029}', '\r'];

/// A table as a format gives it, before its place in the text is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawTable {
    pub(crate) rows: Vec<Vec<RawCell>>,
}

/// A cell as a format gives it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawCell {
    pub(crate) column: usize,
    pub(crate) paragraphs: Vec<String>,
}

/// The normalised text with its lines and blocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) lines: Vec<Line>,
    /// The way back to the file.
    pub(crate) map: SourceMap,
    tables: usize,
    blank: bool,
}

/// Where a paragraph of a table comes from, by its row, the column of its cell, and its index in the cell.
pub(crate) type CellOrigin<'a> = dyn Fn(usize, usize, usize) -> Origin + 'a;

impl Layout {
    /// Adds a paragraph of the grammar's own tests and of stretches of a text, whose origin does not matter.
    pub(crate) fn paragraph(&mut self, raw: &str) {
        self.paragraph_of(raw, &[(0, Origin::default())]);
    }

    /// Adds a paragraph; a line break inside it starts a new one. `origins` says from which byte of it on it comes
    /// from where; the first should be at 0.
    pub(crate) fn paragraph_of(&mut self, raw: &str, origins: &[(usize, Origin)]) {
        let text = normalise(raw);
        let origins = normalised_offsets(raw, &text, origins);
        let mut from = 0;
        for line in text.split(BREAKS) {
            let skipped = line.len() - line.trim_start().len();
            let start = from + skipped;
            from += line.len()
                + text.get(from + line.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let Some(span) = self.line(line, Place::Flow) else { continue };
            let first = origins.partition_point(|(at, _)| *at <= start).saturating_sub(1);
            for (at, origin) in origins.iter().skip(first).take_while(|(at, _)| *at < start + span.len()) {
                self.map.mark(span.start + at.saturating_sub(start), *origin);
            }
            self.blocks.push(Block::Paragraph(span));
        }
    }

    /// Adds a paragraph beside the running text, a note or a running head: it is in the text and among the blocks, but
    /// not among the lines, so that no rule reads it.
    pub(crate) fn aside(&mut self, raw: &str, origin: Origin) {
        let blank = self.blank;
        for line in normalise(raw).split(BREAKS).map(str::trim).filter(|line| !line.is_empty()) {
            self.break_line();
            let start = self.text.len();
            self.text.push_str(line);
            self.map.mark(start, origin);
            self.blocks.push(Block::Paragraph(start..self.text.len()));
        }
        // Whether a blank line follows the line before is for the line after it to know.
        self.blank = blank;
    }

    /// Puts another layout before this one.
    pub(crate) fn prepend(&mut self, mut head: Self) {
        if head.text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            head.text.push_str("\n\n");
        }
        let by = head.text.len();
        let moved = |span: &Range<usize>| span.start + by..span.end + by;
        head.text.push_str(&self.text);
        let mut after_head = !head.lines.is_empty();
        head.lines.extend(self.lines.drain(..).map(|line| Line {
            span: moved(&line.span),
            place: line.place.after(head.tables),
            after_blank: line.after_blank || std::mem::take(&mut after_head),
        }));
        head.blocks.extend(self.blocks.drain(..).map(|block| match block {
            Block::Paragraph(span) => Block::Paragraph(moved(&span)),
            Block::Table(mut table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.flat_map(|cell| &mut cell.paragraphs).for_each(|span| *span = moved(span));
                Block::Table(table)
            }
        }));
        self.map.iter().for_each(|(at, place)| head.map.mark(at + by, place));
        head.tables += self.tables;
        head.blank = self.blank;
        *self = head;
    }

    /// Adds a table.
    pub(crate) fn table(&mut self, raw: &RawTable, origin: &CellOrigin<'_>) {
        let index = self.tables;
        self.tables += 1;
        let frame = frame_part(raw);
        let rows = match frame {
            Some(part) => self.frame(raw, index, &|row, column, paragraph| match origin(row, column, paragraph) {
                place if place.part == Part::Body => place.in_part(part),
                place => place,
            }),
            None => self.data_rows(raw, index, origin),
        };
        self.blocks.push(Block::Table(Table { rows, is_frame: frame.is_some() }));
    }

    /// Writes a line after the text so far; `None` for a blank one, which is remembered.
    fn line(&mut self, line: &str, place: Place) -> Option<Range<usize>> {
        let line = line.trim();
        if line.is_empty() {
            self.blank = true;
            return None;
        }
        let after_blank = self.break_line();
        let start = self.text.len();
        self.text.push_str(line);
        let span = start..self.text.len();
        self.lines.push(Line { span: span.clone(), place, after_blank });
        Some(span)
    }

    /// Ends the line before, and says whether a blank one follows it.
    fn break_line(&mut self) -> bool {
        let blank = std::mem::take(&mut self.blank);
        if self.text.is_empty() {
            return false;
        }
        self.text.push_str(if blank { "\n\n" } else { "\n" });
        blank
    }

    fn frame(&mut self, raw: &RawTable, table: usize, origin: &CellOrigin<'_>) -> Vec<Row> {
        let mut rows: Vec<Row> = raw.rows.iter().map(|_| Row { cells: Vec::new() }).collect();
        let mut columns: Vec<usize> = raw.rows.iter().flatten().map(|cell| cell.column).collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            for (at, (row, cells)) in rows.iter_mut().zip(&raw.rows).enumerate() {
                for cell in cells.iter().filter(|cell| cell.column == column) {
                    let mut paragraphs = Vec::new();
                    for (i, paragraph) in cell.paragraphs.iter().enumerate() {
                        for line in normalise(paragraph).split('\n') {
                            let Some(span) = self.line(line, Place::Frame { table, column }) else { continue };
                            self.map.mark(span.start, origin(at, column, i));
                            paragraphs.push(span);
                        }
                    }
                    row.cells.push(Cell { column, paragraphs });
                }
            }
        }
        self.blank = true;
        rows
    }

    fn data_rows(&mut self, raw: &RawTable, table: usize, origin: &CellOrigin<'_>) -> Vec<Row> {
        raw.rows
            .iter()
            .enumerate()
            .map(|(row, cells)| {
                let after_blank = self.break_line();
                let start = self.text.len();
                let (known, first) = (self.map.len(), cells.first().map_or(0, |cell| cell.column));
                let cells = cells
                    .iter()
                    .enumerate()
                    .map(|(i, cell)| self.data_cell(i, cell, &|paragraph| origin(row, cell.column, paragraph)))
                    .collect();
                let end = start + self.text.get(start..).map_or(0, |row| row.trim_end().len());
                self.text.truncate(end);
                if end > start {
                    // The first cells may be empty: the row begins with its first all the same.
                    self.map.begin(known, start, origin(row, first, 0));
                    self.lines.push(Line { span: start..end, place: Place::Row(table), after_blank });
                }
                Row { cells }
            })
            .collect()
    }

    fn data_cell(&mut self, index: usize, cell: &RawCell, origin: &dyn Fn(usize) -> Origin) -> Cell {
        if index > 0 {
            self.text.push_str(" | ");
        }
        let mut paragraphs = Vec::new();
        for (i, paragraph) in cell.paragraphs.iter().enumerate() {
            let clean = normalise(paragraph).split_whitespace().collect::<Vec<_>>().join(" ");
            if clean.is_empty() {
                continue;
            }
            if !paragraphs.is_empty() {
                self.text.push(' ');
            }
            let start = self.text.len();
            self.map.mark(start, origin(i));
            self.text.push_str(&clean);
            paragraphs.push(start..self.text.len());
        }
        Cell { column: cell.column, paragraphs }
    }
}

/// Where the bytes of a raw text at which origins begin are in the normalised one.
fn normalised_offsets(raw: &str, text: &str, origins: &[(usize, Origin)]) -> Vec<(usize, Origin)> {
    let (mut from, mut at) = (0, 0);
    let offsets = origins.iter().map(|(offset, origin)| {
        at += raw.get(from..*offset).map_or(0, |before| normalise(before).len());
        from = from.max(*offset);
        let boundary = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        (boundary.unwrap_or_default(), *origin)
    });
    offsets.collect()
}

/// The part of a document that a table without lines sets in columns: a letterhead, or a signature block or list of
/// addressees; `None` for a table that holds data.
fn frame_part(raw: &RawTable) -> Option<Part> {
    let mut filled: Vec<usize> = raw
        .rows
        .iter()
        .flatten()
        .filter(|cell| cell.paragraphs.iter().any(|p| !p.trim().is_empty()))
        .map(|cell| cell.column)
        .collect();
    filled.sort_unstable();
    filled.dedup();
    if filled.len() > 3 || raw.rows.len() > 60 {
        return None;
    }
    let mut part = None;
    for paragraph in raw.rows.iter().flatten().flat_map(|cell| &cell.paragraphs) {
        let start: String = paragraph.trim_start().chars().take(60).collect();
        let start = fold(&start);
        if HEAD_STARTS.iter().any(|mark| start.starts_with(mark)) {
            return Some(Part::Letterhead);
        }
        if FRAME_STARTS.iter().any(|mark| start.starts_with(mark)) {
            part = Some(Part::Signature);
        }
    }
    part
}

/// What the first words of a paragraph are in a letterhead, folded.
pub(super) const HEAD_STARTS: [&str; 4] =
    ["cộng hòa xã hội chủ nghĩa", "độc lập - tự do", "đảng cộng sản việt nam", "đoàn tncs hồ chí minh"];

/// What they are in a signature block or list of addressees.
const FRAME_STARTS: [&str; 9] = ["nơi nhận", "kính gửi", "tm. ", "kt. ", "tl. ", "tuq. ", "tm.", "kt.", "t/m"];

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: usize, paragraphs: &[&str]) -> RawCell {
        RawCell { column, paragraphs: paragraphs.iter().map(|p| (*p).to_owned()).collect() }
    }

    #[test]
    fn letterhead_columns_are_not_interleaved() {
        let mut layout = Layout::default();
        layout.table(
            &RawTable {
                rows: vec![
                    vec![cell(0, &["UBND TỈNH AN GIAO"]), cell(1, &["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])],
                    vec![cell(0, &["SỞ NỘI VỤ"]), cell(1, &["Độc lập - Tự do - Hạnh phúc"])],
                ],
            },
            &|_, _, _| Origin::default(),
        );
        assert_eq!(
            layout.text,
            "UBND TỈNH AN GIAO\nSỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        );
    }

    #[test]
    fn data_rows_keep_a_span_for_each_cell() {
        let mut layout = Layout::default();
        layout.paragraph("Phân công:");
        layout.table(
            &RawTable {
                rows: vec![vec![cell(0, &["1"]), cell(1, &["Treo  băng rôn", "ở chợ"]), cell(2, &[""])]]
            },
            &|row, column, _| Origin::default().in_cell(1, row, column),
        );
        assert_eq!(layout.text, "Phân công:\n1 | Treo băng rôn ở chợ |");
        let Some(Block::Table(table)) = layout.blocks.last() else { panic!("no table") };
        let span = table.rows[0].cells[1].span().unwrap();
        assert_eq!(&layout.text[span], "Treo băng rôn ở chợ");
    }
}
