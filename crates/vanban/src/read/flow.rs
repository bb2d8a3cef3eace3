//! Paragraphs and tables of a format, in order, on their way into a layout.

use super::layout::{Layout, RawTable};
use super::{Limits, ReadError, txt};

/// Paragraphs laid out together at most.
const RUN: usize = 100_000;

/// Collects paragraphs between tables, which are laid out together, and minds the limit of the text.
pub(super) struct Flow {
    layout: Layout,
    run: Vec<String>,
    /// Bytes of the paragraphs that wait.
    waiting: u64,
    limit: u64,
}

impl Flow {
    pub(super) fn new(limits: Limits) -> Self {
        Self { layout: Layout::default(), run: Vec::new(), waiting: 0, limit: limits.text_bytes }
    }

    /// Adds a paragraph.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] once there is more text than is read.
    pub(super) fn paragraph(&mut self, text: String) -> Result<(), ReadError> {
        self.waiting += text.len() as u64;
        self.run.push(text);
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
        self.layout.table(table);
        self.check()
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
        if bytes > self.limit { Err(ReadError::TooLarge { bytes, limit: self.limit }) } else { Ok(()) }
    }
}
