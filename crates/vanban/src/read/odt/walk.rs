//! The content of an OpenDocument text, event by event.

use super::super::docx::{attribute, character};
use super::super::flow::{Flow, Item};
use super::super::layout::{Layout, RawCell, RawTable};
use super::super::legacy::Spans;
use super::super::place::Part;
use super::super::{Limits, ReadError, margin};
use super::lists::Counters;
use super::margins::Margins;
use super::styles::{Look, OUTLINE, Styles};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Cells that tables may have, all together.
const CELLS: usize = 1_000_000;

/// Spaces that one element may stand for; more say nothing.
const SPACES: usize = 16;

/// What is open around the current event.
enum Open {
    Paragraph {
        text: String,
        spans: Spans,
        after: Vec<Item>,
        label: Option<String>,
        looks: Vec<Look>,
    },
    Table {
        table: RawTable,
        below: HashMap<usize, Below>,
    },
    Row {
        cells: Vec<RawCell>,
        column: usize,
        covered: usize,
        repeat: usize,
    },
    Cell {
        cell: RawCell,
        columns: usize,
        rows: usize,
        repeat: usize,
    },
    /// A note, a header or a footer.
    Beside(Vec<Item>),
}

/// A cell that reaches into the rows below it.
#[derive(Clone, Copy)]
struct Below {
    rows: usize,
    columns: usize,
}

/// A list around the current event.
struct List {
    style: String,
    /// The item has no paragraph yet, and the number it starts at.
    fresh: bool,
    at: Option<u32>,
}

/// Reads `content.xml`.
pub(super) struct Walk {
    flow: Flow,
    limits: Limits,
    styles: Styles,
    open: Vec<Open>,
    lists: Vec<List>,
    counters: HashMap<String, Counters>,
    depth: usize,
    skip_from: Option<usize>,
    in_body: bool,
    is_text: bool,
    cells: usize,
    /// Bytes of text so far.
    bytes: u64,
    /// Bytes of text made by repeating cells and rows.
    copied: usize,
    /// Notes to the paragraph or table that is read.
    due: Vec<Item>,
    margins: Margins,
}

impl Walk {
    pub(super) fn new(styles: Styles, limits: Limits) -> Self {
        Self {
            flow: Flow::new(limits),
            limits,
            styles,
            open: Vec::new(),
            lists: Vec::new(),
            counters: HashMap::new(),
            depth: 0,
            skip_from: None,
            in_body: false,
            is_text: false,
            cells: 0,
            bytes: 0,
            copied: 0,
            due: Vec::new(),
            margins: Margins::default(),
        }
    }

    /// The layout of the whole.
    pub(super) fn finish(self) -> Result<Layout, ReadError> {
        if !self.is_text {
            return Err(ReadError::UnknownFormat);
        }
        let (header, footer) = self.margins.take();
        margin::around(self.flow, header, footer)
    }

    pub(super) fn event(&mut self, event: &Event<'_>) -> Result<(), ReadError> {
        if !self.in_body {
            self.styles.event(event);
        }
        match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.skip_from.is_none() {
                    self.start(start);
                }
            }
            Event::End(end) => {
                if self.skip_from.is_none() {
                    self.end(end.name().as_ref())?;
                }
                if self.skip_from == Some(self.depth) {
                    self.skip_from = None;
                }
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Text(text) if self.takes_text() => self.collapse(&text.xml10_content()),
            Event::CData(text) if self.takes_text() => self.collapse(&text.xml10_content()),
            Event::GeneralRef(reference) if self.takes_text() => {
                let c = character(reference).ok_or(ReadError::Damaged)?;
                self.push(c.encode_utf8(&mut [0; 4]));
            }
            _ => {}
        }
        let limit = self.limits.text_bytes;
        if self.bytes > limit { Err(ReadError::TooLarge { bytes: self.bytes, limit }) } else { Ok(()) }
    }

    fn takes_text(&self) -> bool {
        self.skip_from.is_none() && matches!(self.open.last(), Some(Open::Paragraph { .. }))
    }

    /// White space of the XML is one space.
    fn collapse(&mut self, piece: &str) {
        let mut out = String::with_capacity(piece.len());
        let mut spaced = match self.open.last() {
            Some(Open::Paragraph { text, .. }) => text.is_empty() || text.ends_with([' ', '\n', '\t']),
            _ => return,
        };
        for c in piece.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !space || !spaced {
                out.push(if space { ' ' } else { c });
            }
            spaced = space;
        }
        self.push(&out);
    }

    fn push(&mut self, piece: &str) {
        let Some(Open::Paragraph { text, spans, looks, .. }) = self.open.last_mut() else { return };
        if looks.iter().rev().find_map(|look| look.hidden).unwrap_or(false) {
            return;
        }
        let start = text.len();
        self.bytes += piece.len() as u64;
        if self.bytes > self.limits.text_bytes {
            return;
        }
        text.push_str(piece);
        if let Some(charset) = looks.iter().rev().find_map(|look| look.charset).flatten() {
            spans.note(start..text.len(), charset);
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        match start.name().as_ref() {
            "office:body" => self.in_body = true,
            "office:text" => self.is_text = true,
            "text:tracked-changes"
            | "text:note-citation"
            | "text:page-number"
            | "text:page-count"
            | "style:header-left"
            | "style:footer-left"
            | "style:footer-first"
            | "office:annotation"
            | "office:forms"
            | "text:sequence-decls"
            | "text:variable-decls"
            | "text:user-field-decls"
            | "svg:title"
            | "svg:desc"
            | "draw:object"
            | "draw:glue-point"
            | "office:binary-data"
            | "office:event-listeners"
            | "text:ruby-text"
            | "text:number"
            | "text:hidden-text"
            | "text:table-of-content-source"
            | "text:alphabetical-index-source"
            | "text:illustration-index-source"
            | "text:table-index-source"
            | "text:object-index-source"
            | "text:user-index-source"
            | "text:bibliography-source"
            | "table:shapes" => self.skip_from = Some(self.depth),
            "style:master-page" => self.margins.start(start),
            "style:header" | "style:header-first" | "style:footer" => {
                if attribute(start, "display").as_deref() == Some("false") {
                    self.skip_from = Some(self.depth);
                } else {
                    self.in_body = true;
                    self.open.push(Open::Beside(Vec::new()));
                }
            }
            "text:note-body" => self.open.push(Open::Beside(Vec::new())),
            "text:p" | "text:h" if self.in_body => self.start_paragraph(start),
            "text:span" => self.start_span(start),
            "text:s" => {
                let count = attribute(start, "c").and_then(|c| c.parse::<usize>().ok()).unwrap_or(1);
                self.push(&" ".repeat(count.min(SPACES)));
            }
            "text:tab" => self.push("\t"),
            "text:line-break" => self.push("\n"),
            "text:list" => self.start_list(start),
            "text:list-item" => {
                if let Some(list) = self.lists.last_mut() {
                    list.fresh = true;
                    list.at = attribute(start, "start-value").and_then(|n| n.parse().ok());
                }
            }
            "text:list-header" => {
                if let Some(list) = self.lists.last_mut() {
                    list.fresh = false;
                }
            }
            name => self.start_table_part(name, start),
        }
    }

    fn start_paragraph(&mut self, start: &BytesStart<'_>) {
        let style = attribute(start, "style-name");
        if self.open.is_empty() {
            self.margins.see(self.styles.page("paragraph", style.as_deref()));
        }
        let look = self.styles.look("paragraph", style.as_deref());
        let label = self.label(start);
        self.open.push(Open::Paragraph {
            text: String::new(),
            spans: Spans::default(),
            after: Vec::new(),
            label,
            looks: vec![look],
        });
    }

    fn start_span(&mut self, start: &BytesStart<'_>) {
        let look = self.styles.look("text", attribute(start, "style-name").as_deref());
        if let Some(Open::Paragraph { looks, .. }) = self.open.last_mut() {
            looks.push(look);
        }
    }

    /// The number of a paragraph: in a list that of its item, or that of a heading.
    fn label(&mut self, start: &BytesStart<'_>) -> Option<String> {
        let (name, level, at) = if let Some(level) = self.lists.len().checked_sub(1) {
            let list = self.lists.last_mut()?;
            if !std::mem::take(&mut list.fresh) {
                return None;
            }
            (list.style.clone(), level, list.at)
        } else {
            if start.name().as_ref() != "text:h" || attribute(start, "is-list-header").as_deref() == Some("true") {
                return None;
            }
            let level = attribute(start, "outline-level").and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
            (OUTLINE.to_owned(), level.checked_sub(1)?, None)
        };
        let style = self.styles.list(&name)?;
        self.counters.entry(name).or_default().next(style, level, at)
    }

    fn start_list(&mut self, start: &BytesStart<'_>) {
        let own = attribute(start, "style-name");
        let style = own.or_else(|| self.lists.last().map(|list| list.style.clone())).unwrap_or_default();
        let goes_on = attribute(start, "continue-numbering").as_deref() == Some("true")
            || attribute(start, "continue-list").is_some();
        if !goes_on && let Some(counters) = self.counters.get_mut(&style) {
            counters.restart(self.lists.len());
        }
        self.lists.push(List { style, fresh: false, at: None });
    }

    fn start_table_part(&mut self, name: &str, start: &BytesStart<'_>) {
        let count = |name: &str| {
            attribute(start, name).and_then(|value| value.parse::<usize>().ok()).unwrap_or(1).clamp(1, 1_000)
        };
        match name {
            "table:table" => {
                if self.open.is_empty() {
                    self.margins.see(self.styles.page("table", attribute(start, "style-name").as_deref()));
                }
                self.open.push(Open::Table { table: RawTable::default(), below: HashMap::new() });
            }
            "table:table-row" => {
                let repeat = count("number-rows-repeated");
                self.open.push(Open::Row { cells: Vec::new(), column: 0, covered: 0, repeat });
            }
            "table:table-cell" => {
                let column = match self.open.last() {
                    Some(Open::Row { column, .. }) => *column,
                    _ => 0,
                };
                self.open.push(Open::Cell {
                    cell: RawCell { column, paragraphs: Vec::new() },
                    columns: count("number-columns-spanned"),
                    rows: count("number-rows-spanned"),
                    repeat: count("number-columns-repeated"),
                });
            }
            "table:covered-table-cell" => {
                self.covered(count("number-columns-repeated"));
                self.skip_from = Some(self.depth);
            }
            _ => {}
        }
    }

    /// Cells hidden under a wider or a higher one. Under a higher one an empty cell stands, as in the other formats.
    fn covered(&mut self, count: usize) {
        let [.., Open::Table { below, .. }, Open::Row { cells, column, covered, .. }] = self.open.as_mut_slice() else {
            return;
        };
        for _ in 0..count {
            if *covered > 0 {
                *covered -= 1;
            } else if let Some(above) = below.get_mut(column).filter(|above| above.rows > 0) {
                above.rows -= 1;
                *covered = above.columns - 1;
                cells.push(RawCell { column: *column, paragraphs: Vec::new() });
                self.cells += 1;
            }
            *column += 1;
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "text:p" | "text:h" => self.end_paragraph()?,
            "text:span" => {
                if let Some(Open::Paragraph { looks, .. }) = self.open.last_mut()
                    && looks.len() > 1
                {
                    looks.pop();
                }
            }
            "text:list" => {
                self.lists.pop();
            }
            "table:table-cell" => self.end_cell()?,
            "table:table-row" => self.end_row()?,
            "table:table" => {
                if let Some(Open::Table { table, .. }) = self.open.pop_if(|open| matches!(open, Open::Table { .. })) {
                    self.deliver(Item::Table(table))?;
                    self.deliver_notes()?;
                }
            }
            "text:note-body" => {
                let items = self.end_beside();
                self.due.extend(items);
            }
            "style:header" | "style:header-first" | "style:footer" => {
                let items = self.end_beside();
                self.margins.fill(name, items);
                self.in_body = false;
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(Open::Paragraph { text, spans, after, label, .. }) =
            self.open.pop_if(|open| matches!(open, Open::Paragraph { .. }))
        else {
            return Ok(());
        };
        let text = spans.repair(text);
        let text = match label {
            Some(label) => format!("{label} {text}"),
            None => text,
        };
        self.deliver(Item::Paragraph(text))?;
        after.into_iter().try_for_each(|item| self.deliver_box(item))?;
        self.deliver_notes()
    }

    fn end_beside(&mut self) -> Vec<Item> {
        match self.open.pop_if(|open| matches!(open, Open::Beside(_))) {
            Some(Open::Beside(items)) => items,
            _ => Vec::new(),
        }
    }

    /// Hands over the notes of a finished paragraph or table of the running text.
    fn deliver_notes(&mut self) -> Result<(), ReadError> {
        if !self.open.is_empty() {
            return Ok(());
        }
        let notes = std::mem::take(&mut self.due);
        notes.iter().flat_map(Item::paragraphs).try_for_each(|text| self.flow.aside(Part::Footnote, text))
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(Open::Cell { cell, columns, rows, repeat }) =
            self.open.pop_if(|open| matches!(open, Open::Cell { .. }))
        else {
            return Ok(());
        };
        let bytes: usize = cell.paragraphs.iter().map(String::len).sum();
        self.copy(repeat, bytes * (repeat - 1))?;
        if let [.., Open::Table { below, .. }, Open::Row { .. }] = self.open.as_mut_slice()
            && rows > 1
        {
            below.insert(cell.column, Below { rows: rows - 1, columns });
        }
        let Some(Open::Row { cells, column, covered, .. }) = self.open.last_mut() else { return Ok(()) };
        for _ in 0..repeat {
            cells.push(RawCell { column: *column, paragraphs: cell.paragraphs.clone() });
            *column += 1;
        }
        *covered = columns - 1;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        let Some(Open::Row { cells, repeat, .. }) = self.open.pop_if(|open| matches!(open, Open::Row { .. })) else {
            return Ok(());
        };
        let bytes: usize = cells.iter().flat_map(|cell| &cell.paragraphs).map(String::len).sum();
        self.copy((cells.len() + 1) * (repeat - 1) + 1, bytes * (repeat - 1))?;
        if let Some(Open::Table { table, .. }) = self.open.last_mut() {
            table.rows.extend(std::iter::repeat_n(cells, repeat));
        }
        Ok(())
    }

    /// Counts cells, and the bytes that repeating makes.
    fn copy(&mut self, cells: usize, bytes: usize) -> Result<(), ReadError> {
        self.cells = self.cells.saturating_add(cells);
        self.copied = self.copied.saturating_add(bytes);
        if self.cells > CELLS || self.copied as u64 > self.limits.text_bytes { Err(ReadError::Bomb) } else { Ok(()) }
    }

    /// Hands a finished piece to what holds it: a cell, the paragraph of its shape, or the document.
    fn deliver(&mut self, item: Item) -> Result<(), ReadError> {
        match (self.open.last_mut(), item) {
            (None, Item::Paragraph(text)) => return self.flow.paragraph(text),
            (None, Item::Table(table)) => return self.flow.table(&table),
            (Some(_), item) => self.deliver_box(item)?,
        }
        Ok(())
    }

    /// Hands over what stood in the shapes of a paragraph.
    fn deliver_box(&mut self, item: Item) -> Result<(), ReadError> {
        self.copy(1, 0)?;
        match (self.open.last_mut(), item) {
            (Some(Open::Cell { cell, .. }), Item::Paragraph(text)) => cell.paragraphs.push(text),
            (Some(Open::Cell { cell, .. }), Item::Table(table)) => {
                cell.paragraphs.extend(table.rows.into_iter().flatten().flat_map(|inner| inner.paragraphs));
            }
            (Some(Open::Paragraph { after: items, .. } | Open::Beside(items)), item) => items.push(item),
            (_, Item::Paragraph(text)) => return self.flow.paragraph_in(Part::TextBox, text),
            (_, Item::Table(table)) => return self.flow.table_in(Part::TextBox, &table),
        }
        Ok(())
    }
}
