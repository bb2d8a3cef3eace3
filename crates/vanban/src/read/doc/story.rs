//! A story of the text turned into paragraphs and tables.

use super::super::ReadError;
use super::super::layout::{RawCell, RawTable};
use super::super::legacy::{Charset, Spans};
use super::super::numbering::{Counters, Numbering};
use super::boxes::Boxes;
use super::file::{u16_at, u32_at};
use super::pieces::{Pieces, Unit};
use super::properties::{Properties, sprms};
use super::styles::{Style, Styles, font};
use super::{Deliver, Item};
use std::ops::Range;

/// Two edges of cells that are closer than this, in twips, are one line of the grid.
const SAME_EDGE: i32 = 20;

/// Characters after which a paragraph without an end is cut.
const LONGEST: usize = 1 << 20;

/// Fields inside one another.
const FIELDS: usize = 256;

/// Marks of paragraphs and cells that tables may have, all together.
const TABLE_MARKS: u32 = 1_000_000;

/// Turns stretches of the text into paragraphs and tables.
pub(super) struct Reader<'a> {
    pieces: &'a Pieces<'a>,
    properties: &'a Properties<'a>,
    styles: &'a Styles,
    numbering: Numbering,
    counters: Counters,
    table_marks: u32,
}

/// What the properties of a paragraph say that matters here.
#[derive(Clone, Debug, Default)]
struct Paragraph {
    style: Style,
    /// Its properties were found.
    known: bool,
    in_table: bool,
    /// The mark of the end of a row.
    row_end: bool,
    /// Tables inside one another, 1 for the outermost.
    depth: u32,
    inner_row_end: bool,
    list: u16,
    level: u8,
    definition: Option<RowDefinition>,
}

/// The cells of a row as its end defines them.
#[derive(Clone, Debug, Default)]
struct RowDefinition {
    /// Edges of the cells from the left, in twips.
    edges: Vec<i32>,
    /// For each cell: merged into the one before it.
    merged: Vec<bool>,
}

/// What the properties of a run say that matters here.
#[derive(Clone, Debug)]
struct Run {
    bytes: Range<u32>,
    /// Deleted by a revision.
    deleted: bool,
    /// Hidden, or a symbol of a font of pictures.
    hidden: bool,
    charset: Option<Charset>,
}

/// A table being read.
#[derive(Debug, Default)]
struct OpenTable {
    rows: Vec<(Vec<Vec<String>>, RowDefinition)>,
    /// Finished cells of the open row.
    cells: Vec<Vec<String>>,
    /// Paragraphs of the open cell.
    cell: Vec<String>,
    /// The last mark ended a cell.
    cell_ended: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        pieces: &'a Pieces<'a>,
        properties: &'a Properties<'a>,
        styles: &'a Styles,
        numbering: Numbering,
    ) -> Self {
        Self { pieces, properties, styles, numbering, counters: Counters::default(), table_marks: 0 }
    }

    /// Reads the paragraphs and tables between two character positions.
    ///
    /// # Errors
    /// [`ReadError::Bomb`] when tables have more cells than a document has, and the errors of `deliver`.
    pub(super) fn story(
        &mut self,
        range: Range<u32>,
        boxes: &mut Boxes,
        deliver: &mut Deliver<'_>,
    ) -> Result<(), ReadError> {
        let mut instructions = self.instructions(range.clone()).into_iter().peekable();
        let mut skip_to = range.start;
        let mut table = OpenTable::default();
        let mut held: Vec<Unit> = Vec::new();
        let pieces = self.pieces;
        for unit in pieces.units(range.clone()) {
            while let Some(instruction) = instructions.next_if(|instruction| instruction.start <= unit.cp) {
                skip_to = skip_to.max(instruction.end);
            }
            if unit.cp < skip_to {
                continue;
            }
            match unit.code {
                0x07 | 0x0C | 0x0D => {
                    if unit.code == 0x0D && self.run(unit.fc, Style::default()).deleted {
                        continue;
                    }
                    self.paragraph(&held, unit, &mut table, deliver)?;
                    held.clear();
                    place(boxes.before(unit.cp), &mut table, deliver)?;
                }
                _ if held.len() >= LONGEST => {
                    self.paragraph(&held, Unit { code: 0x0D, ..unit }, &mut table, deliver)?;
                    held.clear();
                }
                _ => held.push(unit),
            }
        }
        if let Some(last) = held.last().copied() {
            self.paragraph(&held, Unit { code: 0x0D, ..last }, &mut table, deliver)?;
        }
        table.finish(deliver)
    }

    /// Where the instructions of fields stand: between the begin of a field and its separator, or its end when it has
    /// no result. Marks that do not match hide nothing.
    fn instructions(&self, range: Range<u32>) -> Vec<Range<u32>> {
        let mut found = Vec::new();
        let mut open: Vec<(u32, bool)> = Vec::new();
        for unit in self.pieces.units(range) {
            match unit.code {
                0x13 if open.len() < FIELDS => open.push((unit.cp, false)),
                0x14 => {
                    if let Some((begin, separated)) = open.last_mut().filter(|(_, separated)| !separated) {
                        found.push(*begin..unit.cp);
                        *separated = true;
                    }
                }
                0x15 => {
                    if let Some((begin, false)) = open.pop() {
                        found.push(begin..unit.cp);
                    }
                }
                // No field reaches over the end of a cell.
                0x07 => open.clear(),
                _ => {}
            }
        }
        found.sort_unstable_by_key(|instruction| instruction.start);
        found
    }

    /// Ends a paragraph at its mark.
    fn paragraph(
        &mut self,
        units: &[Unit],
        mark: Unit,
        table: &mut OpenTable,
        deliver: &mut Deliver<'_>,
    ) -> Result<(), ReadError> {
        let properties = self.paragraph_properties(mark.fc);
        let mut text = self.text(units, properties.style);
        // A row ends with a mark of its own right after that of its last cell, even where properties are lost.
        let is_cell_mark = mark.code == 0x07;
        let row_end =
            is_cell_mark && (properties.row_end || (!properties.in_table && table.cell_ended && units.is_empty()));
        if row_end {
            table.end_row(properties.definition.unwrap_or_default());
            return Ok(());
        }
        if properties.inner_row_end {
            return Ok(());
        }
        // Without properties, what stands in a row that has begun belongs to it.
        let in_open_row = !properties.known && !table.cells.is_empty();
        let in_table = properties.in_table || is_cell_mark || properties.depth > 0 || in_open_row;
        if !in_table {
            table.finish(deliver)?;
        }
        if (in_table || !text.trim().is_empty())
            && let Some(label) = self.label(&properties)
        {
            text = format!("{label} {text}");
        }
        if !in_table {
            return deliver(Item::Paragraph(text));
        }
        self.table_marks += 1;
        if self.table_marks > TABLE_MARKS {
            return Err(ReadError::Bomb);
        }
        table.cell.push(text);
        table.cell_ended = false;
        if is_cell_mark && properties.depth <= 1 {
            table.end_cell();
        }
        Ok(())
    }

    fn label(&mut self, properties: &Paragraph) -> Option<String> {
        // Greater numbers say that the paragraph is in no list.
        (1..=2_046)
            .contains(&properties.list)
            .then(|| self.counters.next(&self.numbering, u32::from(properties.list), properties.level))
            .flatten()
    }

    fn paragraph_properties(&self, fc: u32) -> Paragraph {
        let Some(found) = self.properties.paragraph(fc) else { return Paragraph::default() };
        let style = self.styles.style(found.style);
        let mut paragraph = Paragraph {
            style,
            known: true,
            list: style.list.unwrap_or(0),
            level: style.level.unwrap_or(0),
            ..Paragraph::default()
        };
        for (code, operand) in sprms(found.modifiers) {
            let on = operand.first().is_some_and(|byte| *byte != 0);
            match code {
                0x2416 => paragraph.in_table = on,
                0x2417 => paragraph.row_end = on,
                0x244C => paragraph.inner_row_end = on,
                0x6649 => paragraph.depth = u32_at(operand, 0).unwrap_or(0),
                0x460B => paragraph.list = u16_at(operand, 0).unwrap_or(0),
                0x260A => paragraph.level = operand.first().copied().unwrap_or(0),
                0xD608 => paragraph.definition = row_definition(operand),
                _ => {}
            }
        }
        paragraph
    }

    fn run(&self, fc: u32, style: Style) -> Run {
        let Some(found) = self.properties.run(fc) else {
            return Run { bytes: fc..fc + 1, deleted: false, hidden: false, charset: self.styles.charset(style.font) };
        };
        let mut run = Run { bytes: found.bytes, deleted: false, hidden: false, charset: None };
        let mut own_style = Style::default();
        for (code, operand) in sprms(found.modifiers) {
            // 0x81 means "not as the style says"; styles that hide text are left aside.
            let on = matches!(operand.first(), Some(1 | 0x81));
            match code {
                0x0800 => run.deleted = on,
                0x083C => run.hidden = on,
                0x6A09 => run.hidden = true,
                0x4A30 => own_style = u16_at(operand, 0).map(|index| self.styles.style(index)).unwrap_or_default(),
                _ => {}
            }
        }
        let font = font(found.modifiers).or(own_style.font).or(style.font);
        run.charset = self.styles.charset(font);
        run
    }

    /// The text of a paragraph in Unicode.
    fn text(&self, units: &[Unit], style: Style) -> String {
        let mut text = String::with_capacity(units.len() + units.len() / 2);
        let mut spans = Spans::default();
        let mut run: Option<Run> = None;
        let mut high = None;
        for unit in units {
            if !run.as_ref().is_some_and(|run| run.bytes.contains(&unit.fc)) {
                run = Some(self.run(unit.fc, style));
            }
            let Some(run) = run.as_ref().filter(|run| !run.deleted && !run.hidden) else { continue };
            let c = match unit.code {
                0x09 => '\t',
                0x0B | 0x0E => '\n',
                0x1E => '-',
                // A hyphen to break at, which goes; but a code that TCVN3 has a letter at.
                0x1F => '\u{AD}',
                0..0x20 => continue,
                0xD800..0xDC00 => {
                    high = Some(unit.code);
                    continue;
                }
                code => {
                    let pair = high.take().into_iter().chain([code]);
                    let Some(Ok(c)) = char::decode_utf16(pair).last() else { continue };
                    c
                }
            };
            let start = text.len();
            text.push(c);
            if let Some(charset) = run.charset {
                spans.note(start..text.len(), charset);
            }
        }
        spans.repair(text)
    }
}

/// Puts the text boxes of a paragraph after it, inside a table into the open cell.
fn place(boxes: Vec<Item>, table: &mut OpenTable, deliver: &mut Deliver<'_>) -> Result<(), ReadError> {
    for item in boxes {
        if !table.is_open() {
            deliver(Item::Boxed(Box::new(item)))?;
            continue;
        }
        let paragraphs = match item {
            Item::Boxed(_) => continue,
            Item::Paragraph(text) => vec![text],
            Item::Table(inner) => inner.rows.into_iter().flatten().flat_map(|cell| cell.paragraphs).collect(),
        };
        match table.cells.last_mut().filter(|_| table.cell_ended) {
            Some(cell) => cell.extend(paragraphs),
            None => table.cell.extend(paragraphs),
        }
    }
    Ok(())
}

impl OpenTable {
    fn is_open(&self) -> bool {
        !self.rows.is_empty() || !self.cells.is_empty() || !self.cell.is_empty()
    }

    fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
        self.cell_ended = true;
    }

    fn end_row(&mut self, definition: RowDefinition) {
        self.cell_ended = false;
        if !self.cell.is_empty() {
            self.cells.push(std::mem::take(&mut self.cell));
        }
        self.rows.push((std::mem::take(&mut self.cells), definition));
    }

    /// Hands the table over, if there is one.
    fn finish(&mut self, deliver: &mut Deliver<'_>) -> Result<(), ReadError> {
        if !self.is_open() {
            return Ok(());
        }
        if !self.cells.is_empty() || !self.cell.is_empty() {
            self.end_row(RowDefinition::default());
        }
        let rows = std::mem::take(&mut self.rows);
        let grid = grid(&rows);
        let rows = rows.into_iter().map(|(cells, definition)| row(cells, &definition, &grid)).collect();
        deliver(Item::Table(RawTable { rows }))
    }
}

/// The lines of the grid that the edges of all cells make, from the left.
fn grid(rows: &[(Vec<Vec<String>>, RowDefinition)]) -> Vec<i32> {
    let mut edges: Vec<i32> = rows.iter().flat_map(|(_, definition)| &definition.edges).copied().collect();
    edges.sort_unstable();
    edges.dedup_by(|next, kept| *next - *kept < SAME_EDGE);
    edges
}

fn row(cells: Vec<Vec<String>>, definition: &RowDefinition, grid: &[i32]) -> Vec<RawCell> {
    cells
        .into_iter()
        .enumerate()
        .filter(|(i, _)| !definition.merged.get(*i).is_some_and(|merged| *merged))
        .map(|(i, paragraphs)| {
            let column =
                definition.edges.get(i).map_or(i, |edge| grid.partition_point(|line| *line + SAME_EDGE <= *edge));
            RawCell { column, paragraphs }
        })
        .collect()
}

/// Edges and merged cells from the definition of a row ([MS-DOC] 2.9.323).
fn row_definition(operand: &[u8]) -> Option<RowDefinition> {
    let count = usize::from(*operand.first()?);
    let edge = |i: usize| u16_at(operand, 1 + 2 * i).map(|edge| i32::from(edge.cast_signed()));
    let edges = (0..=count).map(edge).collect::<Option<Vec<_>>>()?;
    let merged = (0..count).map(|i| u16_at(operand, 1 + 2 * (count + 1) + 20 * i).is_some_and(|flags| flags & 3 == 1));
    Some(RowDefinition { edges, merged: merged.collect() })
}
