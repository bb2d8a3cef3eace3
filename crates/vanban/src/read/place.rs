//! The way back from the normalised text to the file: for every byte the page, line or paragraph it came from.
//!
//! The map is a sorted list of the offsets at which a new place begins, so it takes a few bytes a paragraph and is
//! asked by binary search.

use super::Reading;
use std::ops::Range;

/// Where in the file a piece of the normalised text stands. Everything is counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page, line or paragraph.
    pub at: At,
    /// The cell, for what stands in a table.
    pub cell: Option<TableCell>,
    /// The part of the document, where the format or the shape of the page tells it.
    pub part: Part,
}

/// How a format counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A page of a PDF, as a viewer counts them.
    Page(u32),
    /// A line of a plain text or Markdown file.
    Line(u32),
    /// A paragraph of a .docx, .doc, .odt or .html. Outside tables: of the whole document, blank ones counted, those
    /// in tables and text boxes not; text in a box has the paragraph it is anchored to. In a table: of its cell, blank
    /// ones counted. On a web page a paragraph is a stretch of text between two block tags, those around the article
    /// counted.
    Paragraph(u32),
    /// The title of a web page, which stands outside its text.
    Title,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableCell {
    /// Table of the document; one inside a cell belongs to that cell.
    pub table: u32,
    /// Row of the table.
    pub row: u32,
    /// Column of its grid.
    pub column: u32,
}

/// Parts of a document that are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The running text, and all that is not told apart.
    #[default]
    Body,
    /// A letterhead in columns.
    Letterhead,
    /// A signature block in columns, with the recipients.
    Signature,
    /// The head of the pages.
    Header,
    /// The foot of the pages.
    Footer,
    /// A text box.
    TextBox,
    /// A note at the foot of a page or at the end.
    Footnote,
}

impl Part {
    /// Its name in the JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Letterhead => "letterhead",
            Self::Signature => "signature",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::TextBox => "text_box",
            Self::Footnote => "footnote",
        }
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::new(At::Paragraph(1))
    }
}

impl Place {
    /// A place in the running text.
    pub(crate) fn new(at: At) -> Self {
        Self { at, cell: None, part: Part::Body }
    }

    /// The same place in another part.
    pub(crate) fn in_part(self, part: Part) -> Self {
        Self { part, ..self }
    }

    /// The same place in a cell; row and column are counted from 0 here, as layouts do.
    pub(crate) fn in_cell(self, table: u32, row: usize, column: usize) -> Self {
        Self { cell: Some(TableCell { table, row: ordinal(row), column: ordinal(column) }), ..self }
    }
}

/// The number of what has this index.
pub(crate) fn ordinal(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

/// The places of a whole text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Where each place begins, in order.
    marks: Vec<(usize, Place)>,
}

impl SourceMap {
    /// Says that the text from `offset` on stands at `place`. Offsets only grow.
    pub(crate) fn mark(&mut self, offset: usize, place: Place) {
        match self.marks.last_mut() {
            Some((_, last)) if *last == place => {}
            Some((at, last)) if *at >= offset => *last = place,
            _ => self.marks.push((offset, place)),
        }
    }

    /// How many places there are.
    pub(crate) fn len(&self) -> usize {
        self.marks.len()
    }

    /// Says that what was marked from the place with this index on begins at `offset`, with `place`.
    pub(crate) fn begin(&mut self, index: usize, offset: usize, place: Place) {
        if index.checked_sub(1).and_then(|before| self.marks.get(before)).is_some_and(|(_, last)| *last == place) {
            return;
        }
        match self.marks.get_mut(index) {
            Some((at, first)) if *first == place => *at = offset.min(*at),
            Some((at, _)) if *at <= offset => {}
            _ => self.marks.insert(index, (offset, place)),
        }
    }

    /// The place of a byte of the text; a break between two pieces belongs to the first of them.
    #[must_use]
    pub fn at(&self, offset: usize) -> Place {
        let after = self.marks.partition_point(|(start, _)| *start <= offset);
        let found = self.marks.get(after.saturating_sub(1));
        found.map(|(_, place)| *place).unwrap_or_default()
    }

    /// Every place with the byte of the text at which it begins, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Place)> + '_ {
        self.marks.iter().copied()
    }

    /// The places that begin inside a span, after its first byte.
    fn inside(&self, span: &Range<usize>) -> &[(usize, Place)] {
        let from = self.marks.partition_point(|(start, _)| *start <= span.start);
        let to = self.marks.partition_point(|(start, _)| *start < span.end);
        self.marks.get(from..to).unwrap_or_default()
    }
}

impl Reading {
    /// Where in the file a span of the text starts.
    ///
    /// ```
    /// use vanban::read::place::At;
    ///
    /// let reading = vanban::read::read("KẾ HOẠCH\n\nTổ chức hội thi năm 2031\n".as_bytes())?;
    /// let title = reading.facts.title.as_ref().map(|title| reading.place(&title.span).at);
    /// assert_eq!(title, Some(At::Line(3)));
    /// # Ok::<(), vanban::read::ReadError>(())
    /// ```
    #[must_use]
    pub fn place(&self, span: &Range<usize>) -> Place {
        self.map.at(span.start)
    }

    /// Every place a span of the text touches, in order: two for a sentence that goes on over the page.
    #[must_use]
    pub fn places(&self, span: &Range<usize>) -> Vec<Place> {
        let first = self.place(span);
        let mut places = vec![first];
        places.extend(self.map.inside(span).iter().map(|(_, place)| *place));
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u32) -> Place {
        Place::new(At::Line(number))
    }

    #[test]
    fn a_place_holds_until_the_next_begins() {
        let mut map = SourceMap::default();
        assert_eq!(map.at(7), Place::default(), "a map of nothing has an answer too");
        for (offset, number) in [(0, 1), (5, 3), (9, 3), (12, 4)] {
            map.mark(offset, line(number));
        }
        assert_eq!(map.iter().count(), 3, "what goes on is one entry");
        assert_eq!([0, 4, 5, 11, 12, 99].map(|at| map.at(at)), [1, 1, 3, 3, 4, 4].map(line));
        assert_eq!(map.inside(&(5..12)).len(), 0);
        assert_eq!(map.inside(&(4..13)).len(), 2);
    }
}
