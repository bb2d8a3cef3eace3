//! Paragraphs and tables of a format, in order, on their way into a layout; here they get their numbers.

use super::layout::{Layout, RawTable};
use super::place::{At, Part, Place, ordinal};
use super::{Limits, PIECES, ReadError, txt};

/// A finished paragraph or table of a format, on its way to what holds it.
pub(super) enum Item {
    Paragraph(String),
    Table(RawTable),
}

impl Item {
    /// The paragraphs, those of all cells for a table.
    pub(super) fn paragraphs(&self) -> Vec<&str> {
        match self {
            Self::Paragraph(text) => vec![text],
            Self::Table(table) => {
                let cells = table.rows.iter().flatten();
                cells.flat_map(|cell| &cell.paragraphs).map(String::as_str).collect()
            }
        }
    }
}

/// Paragraphs laid out together at most.
const RUN: usize = 100_000;

/// Collects paragraphs between tables, which are laid out together, and minds the limit of the text.
pub(super) struct Flow {
    layout: Layout,
    run: Vec<(String, Place)>,
    /// Bytes of the paragraphs that wait.
    waiting: u64,
    limits: Limits,
    /// Paragraphs outside tables, and tables, so far.
    paragraphs: u32,
    tables: u32,
}

impl Flow {
    pub(super) fn new(limits: Limits) -> Self {
        Self { layout: Layout::default(), run: Vec::new(), waiting: 0, limits, paragraphs: 0, tables: 0 }
    }

    /// Adds a paragraph.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] once there is more text than is read.
    pub(super) fn paragraph(&mut self, text: String) -> Result<(), ReadError> {
        self.paragraphs = self.paragraphs.saturating_add(1);
        self.push(text, Place::new(At::Paragraph(self.paragraphs)))
    }

    /// Adds a paragraph of a part beside the running text, which is not counted: a text box of the last paragraph.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] once there is more text than is read.
    pub(super) fn paragraph_in(&mut self, part: Part, text: String) -> Result<(), ReadError> {
        self.push(text, Place::new(At::Paragraph(self.paragraphs.max(1))).in_part(part))
    }

    /// Adds what stands beside the running text and is no part of it: a note to the last paragraph, a foot of the page.
    /// No fact is read from it.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] once there is more text than is read.
    pub(super) fn aside(&mut self, part: Part, text: &str) -> Result<(), ReadError> {
        self.lay_out_run();
        self.layout.aside(text, Place::new(At::Paragraph(self.paragraphs.max(1))).in_part(part));
        self.check()
    }

    fn push(&mut self, text: String, place: Place) -> Result<(), ReadError> {
        self.waiting += text.len() as u64;
        self.run.push((text, place));
        if self.run.len() >= RUN {
            self.lay_out_run();
        }
        self.check()
    }

    /// Adds a table.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] once there is more text than is read.
    pub(super) fn table(&mut self, table: &RawTable) -> Result<(), ReadError> {
        self.lay_out_run();
        self.tables = self.tables.saturating_add(1);
        let number = self.tables;
        self.layout.table(table, &|row, column, paragraph| {
            Place::new(At::Paragraph(ordinal(paragraph))).in_cell(number, row, column)
        });
        self.check()
    }

    /// Adds a table of a part beside the running text, which is not counted.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] once there is more text than is read.
    pub(super) fn table_in(&mut self, part: Part, table: &RawTable) -> Result<(), ReadError> {
        self.lay_out_run();
        let place = Place::new(At::Paragraph(self.paragraphs.max(1))).in_part(part);
        self.layout.table(table, &|_, _, _| place);
        self.check()
    }

    /// What the text is measured against.
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// The layout of everything.
    pub(super) fn finish(mut self) -> Layout {
        self.lay_out_run();
        self.layout
    }

    fn lay_out_run(&mut self) {
        txt::lay_out_paragraphs(&std::mem::take(&mut self.run), &mut self.layout);
        self.waiting = 0;
    }

    fn check(&self) -> Result<(), ReadError> {
        let bytes = self.layout.text.len() as u64 + self.waiting;
        if self.layout.lines.len().max(self.layout.blocks.len()) > PIECES {
            return Err(ReadError::Bomb);
        }
        let limit = self.limits.text_bytes;
        if bytes > limit { Err(ReadError::TooLarge { bytes, limit }) } else { Ok(()) }
    }
}
