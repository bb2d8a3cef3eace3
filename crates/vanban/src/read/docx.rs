//! Office Open XML documents: paragraphs, tables, text boxes, computed list numbers, tracked changes accepted, notes
//! after the paragraph they belong to, the header of the first page and the footer of the last.
//!
//! The reader walks the events of the XML with a stack of its own: nothing recurses on the input.

mod parts;

use super::container::{Container, Metered};
use super::flow::{Flow, Item};
use super::fonts::{self, Fonts};
use super::layout::{Layout, RawCell, RawTable};
use super::legacy::{Charset, Spans};
use super::numbering::{Counters, Numbering};
use super::place::Part;
use super::{Limits, PIECES, ReadError, margin};
use parts::{Links, Sections};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::HashMap;
use std::io::BufRead;

/// Events of an XML part: elements opened and closed, and texts. A document of a thousand pages has fewer.
const EVENTS: usize = 4_000_000;

const MAIN_PART: &str = "word/document.xml";
const LINKS_PART: &str = "word/_rels/document.xml.rels";
const NOTE_PARTS: [&str; 2] = ["word/footnotes.xml", "word/endnotes.xml"];

/// Paragraphs, cells and rows of a header, a footer, or all notes. Each waits in memory until its place is known.
const SIDE_PIECES: usize = 100_000;

/// Characters of the code of a field that are looked at.
const CODE: usize = 64;

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
    let mut walk = Walk::new(numbering, limits);
    if container.has("word/styles.xml") {
        walk.fonts = Fonts::read(container.part("word/styles.xml")?, limits.depth)?;
    }
    for name in NOTE_PARTS {
        if container.has(name) {
            walk.side_part(container.side_part(name)?)?;
        }
    }
    walk.begin_part(PIECES);
    each_event(container.part(MAIN_PART)?, limits.depth, |event| walk.event(event))?;
    let (header, footer) = margins(&mut container, &mut walk)?;
    margin::around(walk.flow, header, footer)
}

/// What stands in the header of the first page and in the footer of the last.
fn margins(container: &mut Container<'_>, walk: &mut Walk) -> Result<(Vec<Item>, Vec<Item>), ReadError> {
    let (header, footer) = std::mem::take(&mut walk.sections).margins();
    if header.is_none() && footer.is_none() || !container.has(LINKS_PART) {
        return Ok((Vec::new(), Vec::new()));
    }
    let links = Links::read(container.side_part(LINKS_PART)?, walk.limits.depth)?;
    let mut read = |id: Option<String>| match id.and_then(|id| links.part(&id)).filter(|name| container.has(name)) {
        Some(name) => walk.side_part(container.side_part(name)?),
        None => Ok(Vec::new()),
    };
    Ok((read(header)?, read(footer)?))
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
    for _ in 0..EVENTS {
        buffer.clear();
        reader.get_mut().begin();
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
    Err(ReadError::Bomb)
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
    /// A note, by the mark in the text that stands for it.
    Note(Mark, Vec<Item>),
}

/// What stands for a note in the text: whether it is an endnote, and its number in the file.
type Mark = (bool, String);

struct Walk {
    /// What is finished, in order.
    flow: Flow,
    limits: Limits,
    /// Bytes of text so far, and cells and paragraphs that wait in tables and text boxes.
    bytes: u64,
    held: usize,
    /// How many of these may be held.
    pieces: usize,
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
    /// The code of the field that is open, and whether it stands for the number of a page or of all pages.
    in_code: bool,
    code: String,
    page_number: bool,
    sections: Sections,
    /// Notes that nothing has stood for yet, and those of the paragraph or table that is read.
    notes: HashMap<Mark, Vec<Item>>,
    due: Vec<Item>,
}

impl Walk {
    fn new(numbering: Numbering, limits: Limits) -> Self {
        Self {
            flow: Flow::new(limits),
            limits,
            bytes: 0,
            held: 0,
            pieces: PIECES,
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
            in_code: false,
            code: String::new(),
            page_number: false,
            sections: Sections::default(),
            notes: HashMap::new(),
            due: Vec::new(),
        }
    }

    /// Makes ready for another part of the container.
    fn begin_part(&mut self, pieces: usize) {
        self.open.clear();
        self.choices.clear();
        (self.depth, self.skip_from) = (0, None);
        (self.in_text, self.in_run_properties, self.hidden_run) = (false, false, false);
        (self.in_code, self.page_number) = (false, false);
        (self.held, self.pieces) = (0, pieces);
    }

    /// Reads a part beside the document; its notes are kept, what else it holds is handed back.
    fn side_part<R: BufRead + Metered>(&mut self, part: R) -> Result<Vec<Item>, ReadError> {
        self.begin_part(SIDE_PIECES);
        self.open.push(Open::TextBox(Vec::new()));
        each_event(part, self.limits.depth, |event| self.event(event))?;
        match self.open.pop() {
            Some(Open::TextBox(items)) => Ok(items),
            _ => Ok(Vec::new()),
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
                    self.end(end.local_name().as_ref(), is_main)?;
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
            Event::Text(text) if self.in_code && self.skip_from.is_none() => {
                let left = CODE.saturating_sub(self.code.len());
                self.code.extend(text.xml10_content().chars().take(left));
            }
            _ => {}
        }
        self.check()
    }

    fn check(&self) -> Result<(), ReadError> {
        if self.held > self.pieces {
            return Err(ReadError::Bomb);
        }
        let limit = self.limits.text_bytes;
        if self.bytes > limit { Err(ReadError::TooLarge { bytes: self.bytes, limit }) } else { Ok(()) }
    }

    fn takes_text(&self) -> bool {
        self.in_text && self.skip_from.is_none() && !self.hidden_run && !self.page_number
    }

    fn push(&mut self, piece: &str) {
        if let Some(Open::Paragraph { text, spans, .. }) = self.open.last_mut() {
            let start = text.len();
            self.bytes += piece.len() as u64;
            if self.bytes > self.limits.text_bytes {
                return;
            }
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
            "delInstrText" | "pPrChange" | "rPrChange" | "tblPrChange" | "sectPrChange" => {
                self.skip_from = Some(self.depth);
            }
            "sectPr" | "headerReference" | "footerReference" | "titlePg" => self.sections.start(local, start),
            "instrText" => self.in_code = true,
            "fldChar" => self.field_mark(start),
            "fldSimple" if attribute(start, "instr").is_some_and(|code| parts::is_page_number(&code)) => {
                self.skip_from = Some(self.depth);
            }
            "footnote" | "endnote" => self.start_note(local, start),
            "footnoteReference" | "endnoteReference" if !self.hidden_run => {
                let mark = (local == "endnoteReference", attribute(start, "id").unwrap_or_default());
                self.due.extend(self.notes.remove(&mark).unwrap_or_default());
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
            "tr" => {
                self.held += 1;
                self.open.push(Open::Row { cells: Vec::new(), column: 0 });
            }
            "tc" => {
                let column = match self.open.last() {
                    Some(Open::Row { column, .. }) => *column,
                    _ => 0,
                };
                self.held += 1;
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

    /// A field is its code, then what it came to last.
    fn field_mark(&mut self, start: &BytesStart<'_>) {
        match attribute(start, "fldCharType").as_deref() {
            Some("begin") => self.code.clear(),
            Some("separate") => self.page_number = parts::is_page_number(&self.code),
            _ => self.page_number = false,
        }
    }

    /// The lines that part notes from the text have a type; notes have none.
    fn start_note(&mut self, local: &str, start: &BytesStart<'_>) {
        if attribute(start, "type").is_some_and(|kind| kind != "normal") {
            self.skip_from = Some(self.depth);
            return;
        }
        self.held += 1;
        let mark = (local == "endnote", attribute(start, "id").unwrap_or_default());
        self.open.push(Open::Note(mark, Vec::new()));
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

    fn end(&mut self, local: &str, is_main: bool) -> Result<(), ReadError> {
        if local == "AlternateContent" {
            self.choices.pop();
        }
        if !is_main {
            return Ok(());
        }
        match local {
            "t" => self.in_text = false,
            "rPr" => self.in_run_properties = false,
            "r" => self.hidden_run = false,
            "p" => self.end_paragraph()?,
            "tbl" => self.end_table()?,
            "tr" => self.end_row(),
            "tc" => self.end_cell(),
            "txbxContent" => self.end_text_box()?,
            "instrText" => self.in_code = false,
            "sectPr" => self.sections.end(),
            "footnote" | "endnote" => {
                if let Some(Open::Note(mark, items)) = self.open.pop_if(|open| matches!(open, Open::Note(..))) {
                    self.notes.insert(mark, items);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(Open::Paragraph { text, after, list, spans, .. }) =
            self.open.pop_if(|open| matches!(open, Open::Paragraph { .. }))
        else {
            return Ok(());
        };
        let mut text = spans.repair(text);
        let in_cell = matches!(self.open.last(), Some(Open::Cell { .. }));
        if let Some((id, level)) = list
            && (in_cell || !text.trim().is_empty())
            && let Some(label) = self.counters.next(&self.numbering, id, level)
        {
            text = format!("{label} {text}");
        }
        // A field that is never closed hides no more than its paragraph.
        self.page_number = false;
        self.deliver(Item::Paragraph(text), Part::Body)?;
        after.into_iter().try_for_each(|item| self.deliver(item, Part::TextBox))?;
        self.deliver_notes()
    }

    /// Hands over the notes of a finished paragraph or table of the running text.
    fn deliver_notes(&mut self) -> Result<(), ReadError> {
        if !self.open.is_empty() {
            return Ok(());
        }
        let notes = std::mem::take(&mut self.due);
        notes.iter().flat_map(Item::paragraphs).try_for_each(|text| self.flow.aside(Part::Footnote, text))
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        match self.open.pop_if(|open| matches!(open, Open::Table(_))) {
            Some(Open::Table(table)) => self.deliver(Item::Table(table), Part::Body)?,
            _ => return Ok(()),
        }
        self.deliver_notes()
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

    fn end_text_box(&mut self) -> Result<(), ReadError> {
        let Some(Open::TextBox(items)) = self.open.pop_if(|open| matches!(open, Open::TextBox(_))) else {
            return Ok(());
        };
        match self.open.last_mut() {
            Some(Open::Paragraph { after, .. }) => after.extend(items),
            _ => items.into_iter().try_for_each(|item| self.deliver(item, Part::TextBox))?,
        }
        Ok(())
    }

    /// Hands a finished piece to what holds it: a cell, a text box, or a part of the document.
    fn deliver(&mut self, item: Item, part: Part) -> Result<(), ReadError> {
        self.held += usize::from(!self.open.is_empty());
        match (self.open.last_mut(), item) {
            (Some(Open::Cell { cell, .. }), Item::Paragraph(text)) => cell.paragraphs.push(text),
            (Some(Open::Cell { cell, .. }), Item::Table(table)) => {
                cell.paragraphs.extend(table.rows.into_iter().flatten().flat_map(|inner| inner.paragraphs));
            }
            (Some(Open::TextBox(items) | Open::Note(_, items)), item) => items.push(item),
            (_, Item::Paragraph(text)) if part == Part::Body => return self.flow.paragraph(text),
            (_, Item::Table(table)) if part == Part::Body => {
                self.held = 0;
                return self.flow.table(&table);
            }
            (_, Item::Paragraph(text)) => return self.flow.paragraph_in(part, text),
            (_, Item::Table(table)) => return self.flow.table_in(part, &table),
        }
        Ok(())
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
