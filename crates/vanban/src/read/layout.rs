//! The shape of a document after its format is gone: one normalised text, a paragraph a line, and the
//! blocks that make it.
//!
//! Tables come in two kinds. A data table keeps one row a line, cells joined by `" | "`. A table that only
//! places things on the page (letterhead, signature) is written column by column, a paragraph a line, so that
//! the two columns of a letterhead are never read into each other.

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
    tables: usize,
    blank: bool,
}

impl Layout {
    /// Adds a paragraph; a line break inside it starts a new one.
    pub(crate) fn paragraph(&mut self, raw: &str) {
        let text = normalise(raw);
        for line in text.split(['\n', '\u{2028}', '\u{2029}', '\r']) {
            if let Some(span) = self.line(line, Place::Flow) {
                self.blocks.push(Block::Paragraph(span));
            }
        }
    }

    /// Adds a table.
    pub(crate) fn table(&mut self, raw: &RawTable) {
        let index = self.tables;
        self.tables += 1;
        let is_frame = is_frame(raw);
        let rows = if is_frame { self.frame(raw, index) } else { self.data_rows(raw, index) };
        self.blocks.push(Block::Table(Table { rows, is_frame }));
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

    fn frame(&mut self, raw: &RawTable, table: usize) -> Vec<Row> {
        let mut rows: Vec<Row> = raw.rows.iter().map(|_| Row { cells: Vec::new() }).collect();
        let mut columns: Vec<usize> = raw.rows.iter().flatten().map(|cell| cell.column).collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            for (row, cells) in rows.iter_mut().zip(&raw.rows) {
                for cell in cells.iter().filter(|cell| cell.column == column) {
                    let mut paragraphs = Vec::new();
                    for paragraph in &cell.paragraphs {
                        for line in normalise(paragraph).split('\n') {
                            paragraphs.extend(self.line(line, Place::Frame { table, column }));
                        }
                    }
                    row.cells.push(Cell { column, paragraphs });
                }
            }
        }
        self.blank = true;
        rows
    }

    fn data_rows(&mut self, raw: &RawTable, table: usize) -> Vec<Row> {
        raw.rows
            .iter()
            .map(|cells| {
                let after_blank = self.break_line();
                let start = self.text.len();
                let cells = cells.iter().enumerate().map(|(i, cell)| self.data_cell(i, cell)).collect();
                let end = start + self.text.get(start..).map_or(0, |row| row.trim_end().len());
                self.text.truncate(end);
                if end > start {
                    self.lines.push(Line { span: start..end, place: Place::Row(table), after_blank });
                }
                Row { cells }
            })
            .collect()
    }

    fn data_cell(&mut self, index: usize, cell: &RawCell) -> Cell {
        if index > 0 {
            self.text.push_str(" | ");
        }
        let mut paragraphs = Vec::new();
        for paragraph in &cell.paragraphs {
            let clean = normalise(paragraph).split_whitespace().collect::<Vec<_>>().join(" ");
            if clean.is_empty() {
                continue;
            }
            if !paragraphs.is_empty() {
                self.text.push(' ');
            }
            let start = self.text.len();
            self.text.push_str(&clean);
            paragraphs.push(start..self.text.len());
        }
        Cell { column: cell.column, paragraphs }
    }
}

/// A letterhead, a signature block or a list of addressees, set as a table without lines.
fn is_frame(raw: &RawTable) -> bool {
    let filled: Vec<usize> = {
        let mut columns: Vec<usize> = raw
            .rows
            .iter()
            .flatten()
            .filter(|cell| cell.paragraphs.iter().any(|p| !p.trim().is_empty()))
            .map(|cell| cell.column)
            .collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    };
    if filled.len() > 3 || raw.rows.len() > 60 {
        return false;
    }
    raw.rows.iter().flatten().flat_map(|cell| &cell.paragraphs).any(|paragraph| {
        let start: String = paragraph.trim_start().chars().take(60).collect();
        let start = fold(&start);
        FRAME_STARTS.iter().any(|mark| start.starts_with(mark))
    })
}

/// What the first words of a paragraph are in a letterhead or signature block, folded.
const FRAME_STARTS: [&str; 13] = [
    "cộng hòa xã hội chủ nghĩa",
    "độc lập - tự do",
    "đảng cộng sản việt nam",
    "đoàn tncs hồ chí minh",
    "nơi nhận",
    "kính gửi",
    "tm. ",
    "kt. ",
    "tl. ",
    "tuq. ",
    "tm.",
    "kt.",
    "t/m",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: usize, paragraphs: &[&str]) -> RawCell {
        RawCell { column, paragraphs: paragraphs.iter().map(|p| (*p).to_owned()).collect() }
    }

    #[test]
    fn letterhead_columns_are_not_interleaved() {
        let mut layout = Layout::default();
        layout.table(&RawTable {
            rows: vec![
                vec![cell(0, &["UBND TỈNH AN GIAO"]), cell(1, &["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])],
                vec![cell(0, &["SỞ NỘI VỤ"]), cell(1, &["Độc lập - Tự do - Hạnh phúc"])],
            ],
        });
        assert_eq!(
            layout.text,
            "UBND TỈNH AN GIAO\nSỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        );
    }

    #[test]
    fn data_rows_keep_a_span_for_each_cell() {
        let mut layout = Layout::default();
        layout.paragraph("Phân công:");
        layout.table(&RawTable {
            rows: vec![vec![cell(0, &["1"]), cell(1, &["Treo  băng rôn", "ở chợ"]), cell(2, &[""])]],
        });
        assert_eq!(layout.text, "Phân công:\n1 | Treo băng rôn ở chợ |");
        let Some(Block::Table(table)) = layout.blocks.last() else { panic!("no table") };
        let span = table.rows[0].cells[1].span().unwrap();
        assert_eq!(&layout.text[span], "Treo băng rôn ở chợ");
    }
}
