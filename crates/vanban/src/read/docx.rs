//! Office Open XML documents: paragraphs, tables, text boxes, computed list numbers, tracked changes accepted.
//!
//! Headers and footers are other parts and are not read. The reader walks the events of the XML with a stack of
//! its own: nothing recurses on the input.

use super::container::{Container, Metered};
use super::fonts::{self, Fonts};
use super::layout::{Layout, RawCell, RawTable};
use super::legacy::{Charset, Spans};
use super::numbering::{Counters, Numbering};
use super::{Limits, ReadError, txt};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::BufRead;

const MAIN_PART: &str = "word/document.xml";

/// Reads a document from a zip container.
///
/// # Errors
/// [`ReadError::UnknownFormat`] when the container holds no Word document, and the errors of damaged or hostile
/// files.
pub(super) fn layout(bytes: &[u8], limits: Limits) -> Result<Layout, ReadError> {
    let mut container = Container::open(bytes, limits)?;
    if !container.has(MAIN_PART) {
        return Err(ReadError::UnknownFormat);
    }
    let numbering = if container.has("word/numbering.xml") {
        Numbering::read(container.part("word/numbering.xml")?, limits.depth)?
    } else {
        Numbering::default()
    };
    let mut walk = Walk::new(numbering);
    if container.has("word/styles.xml") {
        walk.fonts = Fonts::read(container.part("word/styles.xml")?, limits.depth)?;
    }
    each_event(container.part(MAIN_PART)?, limits.depth, |event| walk.event(event))?;
    Ok(lay_out(walk.items))
}

/// Paragraphs and tables in order; each run of paragraphs is laid out at once.
fn lay_out(items: Vec<Item>) -> Layout {
    let mut layout = Layout::default();
    let mut run = Vec::new();
    for item in items {
        match item {
            Item::Paragraph(text) => run.push(text),
            Item::Table(table) => {
                txt::lay_out_paragraphs(&std::mem::take(&mut run), &mut layout);
                layout.table(&table);
            }
        }
    }
    txt::lay_out_paragraphs(&run, &mut layout);
    layout
}

/// Feeds every event of an XML part to `visit`; refuses document types and deep nesting.
pub(super) fn each_event<R: BufRead + Metered>(
    part: R,
    depth_limit: usize,
    mut visit: impl FnMut(&Event<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(_) if reader.get_ref().burst() => return Err(ReadError::Bomb),
            Err(_) => return Err(ReadError::Damaged),
        };
        match &event {
            Event::Eof if depth > 0 => return Err(ReadError::Damaged),
            Event::Eof => return Ok(()),
            // OOXML allows no document type; entities could be declared in it.
            Event::DocType(_) => return Err(ReadError::Bomb),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > depth_limit {
            return Err(ReadError::Bomb);
        }
        visit(&event)?;
    }
}

/// The value of an attribute, by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.into_owned())
}

/// A finished paragraph or table, on its way to what holds it.
enum Item {
    Paragraph(String),
    Table(RawTable),
}

/// What is open around the current event.
enum Open {
    Paragraph {
        text: String,
        after: Vec<Item>,
        list: Option<(u32, u8)>,
        level: u8,
        charset: Option<Charset>,
        spans: Spans,
    },
    Table(RawTable),
    Row {
        cells: Vec<RawCell>,
        column: usize,
    },
    Cell {
        cell: RawCell,
        columns: usize,
    },
    TextBox(Vec<Item>),
}

struct Walk {
    /// What is finished, in order.
    items: Vec<Item>,
    numbering: Numbering,
    counters: Counters,
    open: Vec<Open>,
    /// Prefix of the main namespace, taken from the root element.
    prefix: Option<String>,
    depth: usize,
    /// Everything inside the element opened at this depth is left out.
    skip_from: Option<usize>,
    in_text: bool,
    in_run_properties: bool,
    hidden_run: bool,
    fonts: Fonts,
    /// The legacy encoding of the run, by its font.
    run_charset: Option<Charset>,
    /// For each `AlternateContent` around: whether a choice was taken.
    choices: Vec<bool>,
}

impl Walk {
    fn new(numbering: Numbering) -> Self {
        Self {
            items: Vec::new(),
            numbering,
            counters: Counters::default(),
            open: Vec::new(),
            prefix: None,
            depth: 0,
            skip_from: None,
            in_text: false,
            in_run_properties: false,
            hidden_run: false,
            fonts: Fonts::default(),
            run_charset: None,
            choices: Vec::new(),
        }
    }

    fn event(&mut self, event: &Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.skip_from.is_none() {
                    self.start(start);
                }
            }
            Event::End(end) => {
                if self.skip_from.is_none() {
                    let is_main = end.name().prefix().map(|p| p.into_inner().to_owned()) == self.prefix;
                    self.end(end.local_name().as_ref(), is_main);
                }
                if self.skip_from == Some(self.depth) {
                    self.skip_from = None;
                }
                self.depth -= 1;
            }
            Event::Text(text) if self.takes_text() => self.push(&text.xml10_content()),
            Event::CData(text) if self.takes_text() => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) if self.takes_text() => {
                let c = character(reference).ok_or(ReadError::Damaged)?;
                self.push(c.encode_utf8(&mut [0; 4]));
            }
            _ => {}
        }
        Ok(())
    }

    fn takes_text(&self) -> bool {
        self.in_text && self.skip_from.is_none() && !self.hidden_run
    }

    fn push(&mut self, piece: &str) {
        if let Some(Open::Paragraph { text, spans, .. }) = self.open.last_mut() {
            let start = text.len();
            text.push_str(piece);
            if let Some(charset) = self.run_charset {
                spans.note(start..text.len(), charset);
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let prefix = start.name().prefix().map(|p| p.into_inner().to_owned());
        let local = start.local_name();
        let local = local.as_ref();
        if self.depth == 1 {
            self.prefix = prefix;
            return;
        }
        match local {
            "AlternateContent" => self.choices.push(false),
            "Choice" | "Fallback" => match self.choices.last_mut() {
                Some(taken) if *taken => self.skip_from = Some(self.depth),
                Some(taken) => *taken = true,
                None => {}
            },
            _ if prefix == self.prefix => self.main_start(local, start),
            _ => {}
        }
    }

    fn main_start(&mut self, local: &str, start: &BytesStart<'_>) {
        match local {
            "del" | "moveFrom" if !self.in_run_properties => self.skip_from = Some(self.depth),
            "instrText" | "delInstrText" | "pPrChange" | "rPrChange" | "tblPrChange" | "sectPr" => {
                self.skip_from = Some(self.depth);
            }
            "p" => self.open.push(Open::Paragraph {
                text: String::new(),
                after: Vec::new(),
                list: None,
                level: 0,
                charset: self.fonts.paragraph(None),
                spans: Spans::default(),
            }),
            "pStyle" => {
                if let Some(Open::Paragraph { charset, .. }) = self.open.last_mut() {
                    *charset = self.fonts.paragraph(attribute(start, "val").as_deref());
                }
            }
            "tbl" => self.open.push(Open::Table(RawTable::default())),
            "tr" => self.open.push(Open::Row { cells: Vec::new(), column: 0 }),
            "tc" => {
                let column = match self.open.last() {
                    Some(Open::Row { column, .. }) => *column,
                    _ => 0,
                };
                self.open.push(Open::Cell { cell: RawCell { column, paragraphs: Vec::new() }, columns: 1 });
            }
            "txbxContent" => self.open.push(Open::TextBox(Vec::new())),
            "t" => self.in_text = true,
            "r" => {
                self.hidden_run = false;
                self.run_charset = match self.open.last() {
                    Some(Open::Paragraph { charset, .. }) => *charset,
                    _ => None,
                };
            }
            "rStyle" | "rFonts" if self.in_run_properties => {
                let font = if local == "rFonts" {
                    fonts::named(start)
                } else {
                    attribute(start, "val").and_then(|id| self.fonts.style(&id))
                };
                self.run_charset = font.unwrap_or(self.run_charset);
            }
            "rPr" => self.in_run_properties = true,
            "vanish" if self.in_run_properties => {
                self.hidden_run = !matches!(attribute(start, "val").as_deref(), Some("0" | "false"));
            }
            "tab" if !self.in_properties() => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            // It goes when the text is normalised; in TCVN3 its code is a letter.
            "softHyphen" => self.push("\u{AD}"),
            "gridSpan" => self.grid_span(start),
            "gridBefore" => {
                if let Some(Open::Row { column, .. }) = self.open.last_mut() {
                    *column += count(start);
                }
            }
            "numId" => self.list(start, true),
            "ilvl" => self.list(start, false),
            _ => {}
        }
    }

    /// A `w:tab` inside `w:tabs` is a tab stop, not a character; it always has a position.
    fn in_properties(&self) -> bool {
        self.in_run_properties || !matches!(self.open.last(), Some(Open::Paragraph { .. }))
    }

    fn grid_span(&mut self, start: &BytesStart<'_>) {
        if let Some(Open::Cell { columns, .. }) = self.open.last_mut() {
            *columns = count(start).max(1);
        }
    }

    fn list(&mut self, start: &BytesStart<'_>, is_id: bool) {
        let value = attribute(start, "val").and_then(|value| value.parse::<u32>().ok());
        if let (Some(value), Some(Open::Paragraph { list, level, .. })) = (value, self.open.last_mut()) {
            if is_id {
                *list = Some((value, *level));
            } else {
                *level = u8::try_from(value).unwrap_or(0);
            }
        }
    }

    fn end(&mut self, local: &str, is_main: bool) {
        if local == "AlternateContent" {
            self.choices.pop();
        }
        if !is_main {
            return;
        }
        match local {
            "t" => self.in_text = false,
            "rPr" => self.in_run_properties = false,
            "r" => self.hidden_run = false,
            "p" => self.end_paragraph(),
            "tbl" => self.end_table(),
            "tr" => self.end_row(),
            "tc" => self.end_cell(),
            "txbxContent" => self.end_text_box(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Open::Paragraph { .. }) = self.open.last() else { return };
        let Some(Open::Paragraph { text, after, list, spans, .. }) = self.open.pop() else { return };
        let mut text = spans.repair(text);
        let in_cell = matches!(self.open.last(), Some(Open::Cell { .. }));
        if let Some((id, level)) = list
            && (in_cell || !text.trim().is_empty())
            && let Some(label) = self.counters.next(&self.numbering, id, level)
        {
            text = format!("{label} {text}");
        }
        self.deliver(Item::Paragraph(text));
        for item in after {
            self.deliver(item);
        }
    }

    fn end_table(&mut self) {
        let Some(Open::Table(_)) = self.open.last() else { return };
        if let Some(Open::Table(table)) = self.open.pop() {
            self.deliver(Item::Table(table));
        }
    }

    fn end_row(&mut self) {
        let Some(Open::Row { .. }) = self.open.last() else { return };
        if let Some(Open::Row { cells, .. }) = self.open.pop()
            && let Some(Open::Table(table)) = self.open.last_mut()
        {
            table.rows.push(cells);
        }
    }

    fn end_cell(&mut self) {
        let Some(Open::Cell { .. }) = self.open.last() else { return };
        if let Some(Open::Cell { cell, columns }) = self.open.pop()
            && let Some(Open::Row { cells, column }) = self.open.last_mut()
        {
            cells.push(cell);
            *column += columns;
        }
    }

    fn end_text_box(&mut self) {
        let Some(Open::TextBox(_)) = self.open.last() else { return };
        let Some(Open::TextBox(items)) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(Open::Paragraph { after, .. }) => after.extend(items),
            _ => items.into_iter().for_each(|item| self.deliver(item)),
        }
    }

    /// Hands a finished piece to what holds it: a cell, a text box, or the document.
    fn deliver(&mut self, item: Item) {
        match (self.open.last_mut(), item) {
            (Some(Open::Cell { cell, .. }), Item::Paragraph(text)) => cell.paragraphs.push(text),
            (Some(Open::Cell { cell, .. }), Item::Table(table)) => {
                cell.paragraphs.extend(table.rows.into_iter().flatten().flat_map(|inner| inner.paragraphs));
            }
            (Some(Open::TextBox(items)), item) => items.push(item),
            (_, item) => self.items.push(item),
        }
    }
}

fn count(start: &BytesStart<'_>) -> usize {
    attribute(start, "val").and_then(|value| value.parse::<usize>().ok()).map_or(0, |n| n.min(1_000))
}

/// A character reference or one of the five entities XML knows.
pub(super) fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
