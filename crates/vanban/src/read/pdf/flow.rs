//! Rows of pages put together to paragraphs, tables, and the two-column blocks of an official document.

use super::columns;
use super::lines::{Row, Segment};
use super::table::{self, Ruled};
use crate::read::layout::{Layout, RawCell, RawTable};
use crate::read::place::{At, Part, Place};
use crate::text::fold;
use std::collections::HashMap;

/// A page, its letters sorted.
pub(super) struct Sheet {
    pub(super) rows: Vec<Row>,
    pub(super) tables: Vec<Ruled>,
    /// Width and height.
    pub(super) size: (f32, f32),
}

/// What stands on the sheets, in reading order.
enum Piece {
    Row(Row),
    Table(Ruled),
    Frame(RawTable),
    /// A column of running text with its own edges.
    Column(Vec<Row>, Column),
    /// Text at the foot of a page, to be read after the paragraph that goes on on the next one.
    Footnote(Row),
    Break,
}

/// Left and right edge of the running text, and the size of its letters.
#[derive(Clone, Copy, Debug)]
struct Column {
    left: f32,
    right: f32,
    size: f32,
    pitch: f32,
}

/// Lays the pages out.
pub(super) fn layout(mut sheets: Vec<Sheet>) -> Layout {
    drop_furniture(&mut sheets);
    let mut writer = Writer::default();
    // Pages turned on their side, or of another size, have edges of their own.
    let width = |sheet: &Sheet| sheet.size.0.round() as i32;
    let mut alike: HashMap<i32, Vec<&Sheet>> = HashMap::new();
    sheets.iter().for_each(|sheet| alike.entry(width(sheet)).or_default().push(sheet));
    let columns: HashMap<i32, Column> = alike.iter().map(|(width, sheets)| (*width, column(sheets))).collect();
    for sheet in sheets {
        let own = self::column(&[&sheet]);
        let column = columns.get(&width(&sheet)).copied().unwrap_or(own);
        let column = if (own.right - column.right).abs() > 60.0 && sheet.rows.len() > 6 { own } else { column };
        for piece in pieces(sheet, column, writer.table.as_ref().map(|(table, _)| table)) {
            writer.piece(piece, column);
        }
    }
    writer.end()
}

/// Takes out page numbers, and what stands at the same place at the edge of several pages.
fn drop_furniture(sheets: &mut [Sheet]) {
    let edge = |row: &Row, sheet: &Sheet| row.y > 0.91 * sheet.size.1 || row.y < 0.09 * sheet.size.1;
    let key = |row: &Row| {
        let text: String = fold(&row.text()).chars().filter(|c| !c.is_ascii_digit()).collect();
        // Rows of the same words at nearly the same height.
        (text, (row.y / 4.0).round() as i32)
    };
    let mut counts = HashMap::new();
    for sheet in sheets.iter() {
        for row in sheet.rows.iter().filter(|row| edge(row, sheet)) {
            *counts.entry(key(row)).or_insert(0_usize) += 1;
        }
    }
    let often = (sheets.len() / 2).max(2);
    for sheet in sheets.iter_mut() {
        let size = sheet.size;
        let (first, last) = (sheet.rows.first().map(|r| r.y), sheet.rows.last().map(|r| r.y));
        sheet.rows.retain(|row| {
            let is_edge = row.y > 0.91 * size.1 || row.y < 0.09 * size.1;
            let is_outer = Some(row.y) == first || Some(row.y) == last;
            let is_repeated = is_edge && counts.get(&key(row)).is_some_and(|count| *count >= often.max(3));
            !(is_repeated
                || (is_outer && is_page_number(&row.text()) && (row.y > 0.88 * size.1 || row.y < 0.12 * size.1)))
        });
    }
}

fn is_page_number(text: &str) -> bool {
    let folded = fold(text);
    let bare: String =
        folded.trim_start_matches("trang").chars().filter(|c| !matches!(c, ' ' | '/' | '-' | '|')).collect();
    !bare.is_empty() && bare.len() <= 6 && bare.chars().all(|c| c.is_ascii_digit())
}

/// The edges of the running text: where most wide rows start and the widest end.
fn column(sheets: &[&Sheet]) -> Column {
    let rows = || sheets.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| (row, sheet.size.0)));
    let mut wide: Vec<&Row> = rows().filter(|(row, width)| row.width() > 0.55 * width).map(|(row, _)| row).collect();
    if wide.len() < 3 {
        wide = rows().map(|(row, _)| row).collect();
    }
    let lefts: Vec<f32> = wide.iter().map(|row| row.x().0).collect();
    let mut rights: Vec<f32> = wide.iter().map(|row| row.x().1).collect();
    rights.sort_by(f32::total_cmp);
    let right = rights.get(rights.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(500.0);
    let gaps: Vec<f32> = sheets
        .iter()
        .flat_map(|sheet| sheet.rows.windows(2))
        .filter_map(|pair| Some(pair.first()?.y - pair.get(1)?.y))
        .filter(|gap| *gap > 4.0)
        .collect();
    let sizes: Vec<f32> = wide.iter().map(|row| row.size).collect();
    Column { left: mode(&lefts, 2.0), right, size: mode(&sizes, 0.5), pitch: mode(&gaps, 1.0) }
}

/// The most frequent value, within steps; 0 for none.
fn mode(values: &[f32], step: f32) -> f32 {
    let mut steps: Vec<i64> = values.iter().map(|value| (value / step).round() as i64).collect();
    steps.sort_unstable();
    let groups = steps.chunk_by(|a, b| a == b);
    groups
        .max_by_key(|group| (group.len(), -group.first().copied().unwrap_or(0)))
        .and_then(|g| g.first())
        .map_or(0.0, |s| *s as f32 * step)
}

/// The pieces of a page, from the top.
fn pieces(sheet: Sheet, column: Column, open: Option<&Ruled>) -> Vec<Piece> {
    let width = sheet.size.0;
    let mut pieces = Vec::new();
    let mut tables = sheet.tables.into_iter().peekable();
    let mut rows = sheet.rows;
    let notes = rows.split_off(footnotes(&rows, column, sheet.size.1));
    let mut i = 0;
    let mut search = columns::Search::new();
    while let Some(row) = rows.get(i) {
        while let Some(table) = tables.next_if(|table| table.y.0 > row.y) {
            pieces.push(Piece::Table(table));
        }
        let below = tables.peek().map_or(f32::NEG_INFINITY, |table| table.y.0);
        let end = rows.iter().position(|row| row.y < below).unwrap_or(rows.len());
        let rest = rows.get(i..end).unwrap_or_default();
        if let Some((frame, taken)) = head(rest, width).or_else(|| tail(rest, width, column)) {
            pieces.push(Piece::Frame(frame));
            i += taken;
            continue;
        }
        let open = open.filter(|_| pieces.is_empty());
        search.row = i;
        if let Some(taken) = set_in_columns(rest, column, open, &mut search, &mut pieces) {
            i += taken;
            continue;
        }
        pieces.push(Piece::Row(row.clone()));
        i += 1;
    }
    pieces.extend(tables.map(Piece::Table));
    pieces.extend(notes.into_iter().map(Piece::Footnote));
    pieces.push(Piece::Break);
    pieces
}

/// Takes what stands in columns that only white space parts, from the first of these rows on; how many rows that is.
fn set_in_columns(
    rows: &[Row],
    column: Column,
    open: Option<&Ruled>,
    search: &mut columns::Search,
    pieces: &mut Vec<Piece>,
) -> Option<usize> {
    if !search.is_worth(rows) {
        return None;
    }
    let is_end = |i: usize| rows.get(i).is_some_and(starts_signature);
    if let Some((texts, taken)) = columns::newspaper(rows, search, is_end) {
        for rows in texts {
            let width = rows.iter().map(Row::width).fold(0.0, f32::max);
            let sheet = Sheet { rows, tables: Vec::new(), size: (width, 0.0) };
            let own = self::column(&[&sheet]);
            pieces.push(Piece::Column(sheet.rows, own));
        }
        return Some(taken);
    }
    let (table, taken) = open
        .and_then(|open| columns::resume(rows, open, column.pitch, search, is_end))
        .or_else(|| columns::table(rows, column.pitch, search, is_end))?;
    pieces.push(Piece::Table(table));
    Some(taken)
}

/// A row of the block that closes a document.
fn starts_signature(row: &Row) -> bool {
    const MARKS: [&str; 6] = ["nơi nhận", "tm.", "kt.", "tl.", "tuq.", "t/m"];
    row.segments.iter().map(|segment| fold(&segment.text)).any(|text| MARKS.iter().any(|mark| text.starts_with(mark)))
}

/// Index of the first footnote: small letters down to the foot of the page, with a number before them.
fn footnotes(rows: &[Row], column: Column, height: f32) -> usize {
    let small = rows.iter().rev().take_while(|row| row.size < 0.9 * column.size && row.y < 0.5 * height).count();
    let tail = rows.get(rows.len() - small..).unwrap_or_default();
    let numbered = |row: &Row| row.text().starts_with(|c: char| c.is_ascii_digit());
    tail.iter().position(numbered).map_or(rows.len(), |skip| rows.len() - small + skip)
}

/// The letterhead, when it starts with the first of these rows: its columns, and how many rows it takes.
fn head(rows: &[Row], width: f32) -> Option<(RawTable, usize)> {
    const MARKS: [&str; 3] = ["cộng hòa xã hội chủ nghĩa", "độc lập - tự do", "đảng cộng sản việt nam"];
    let marked = |segment: &Segment| {
        let folded = fold(&segment.text);
        segment.x.0 > 0.3 * width && MARKS.iter().any(|mark| folded.starts_with(mark))
    };
    // The left column may start some rows above the national title.
    let at = rows.iter().take(4).position(|row| row.segments.iter().any(marked))?;
    let row = rows.get(at)?;
    let k = row.segments.iter().position(marked)?;
    let start = row.segments.get(k)?.x.0;
    let boundary = match k.checked_sub(1).and_then(|k| row.segments.get(k)) {
        Some(before) => (before.x.1 + start) / 2.0,
        None => start - 0.4 * row.size,
    };
    if rows.iter().take(at).any(|row| row.x().1 > boundary) {
        return None;
    }
    let is_end = |row: &Row| {
        let folded = fold(&row.text());
        let is_alone = row.segments.len() == 1;
        folded.starts_with("kính gửi")
            || folded.starts_with("căn cứ")
            || (is_alone && crate::read::lexicon::document_type(row.text().trim()).is_some())
            || crosses(row, boundary)
    };
    let length = rows.iter().take(26).skip(at + 1).position(is_end).map_or(rows.len().min(26), |end| at + 1 + end);
    Some((split(rows.get(..length)?, boundary, 0.0), length))
}

/// Recipients on the left, signature on the right, when they start with the first of these rows.
fn tail(rows: &[Row], width: f32, column: Column) -> Option<(RawTable, usize)> {
    let first = rows.first()?;
    let opens = |row: &Row| row.segments.first().is_some_and(|segment| fold(&segment.text).starts_with("nơi nhận"));
    let is_near = opens(first) || (first.x().0 > 0.4 * width && rows.iter().take(3).any(opens));
    if !is_near {
        return None;
    }
    let right = |row: &Row| {
        let last = row.segments.last()?;
        let is_apart = row.segments.len() > 1 || row.x().0 > column.left + 0.25 * (column.right - column.left);
        (is_apart && last.x.0 > 0.4 * width).then_some(last.x.0)
    };
    let boundary = rows.iter().take(14).filter_map(right).min_by(f32::total_cmp)? - 1.0;
    let is_end = |row: &Row| {
        let folded = fold(&row.text());
        folded.starts_with("phụ lục")
            || folded.starts_with("(kèm theo")
            || (crosses(row, boundary) && row.width() > 0.6 * (column.right - column.left))
    };
    let length = rows.iter().skip(1).position(is_end).map_or(rows.len(), |end| end + 1);
    Some((split(rows.get(..length)?, boundary, 2.0), length))
}

/// Whether a row runs over a boundary between columns without a gap there.
fn crosses(row: &Row, boundary: f32) -> bool {
    let reach = 2.0 * row.size;
    row.segments.iter().any(|segment| segment.x.0 < boundary - reach && segment.x.1 > boundary + reach)
}

/// Puts what stands left and right of a boundary into one row of two cells.
fn split(rows: &[Row], boundary: f32, slack: f32) -> RawTable {
    let mut left = RawCell { column: 0, paragraphs: Vec::new() };
    let mut right = RawCell { column: 1, paragraphs: Vec::new() };
    for row in rows {
        let is_right =
            |segment: &Segment| segment.x.0 + slack >= boundary || (segment.x.0 + segment.x.1) / 2.0 > boundary;
        for (side, keep) in [(&mut left, false), (&mut right, true)] {
            let texts: Vec<&str> =
                row.segments.iter().filter(|s| is_right(s) == keep).map(|s| s.text.as_str()).collect();
            if !texts.is_empty() {
                side.paragraphs.push(texts.join(" "));
            }
        }
    }
    left.paragraphs = join_entries(left.paragraphs);
    RawTable { rows: vec![vec![left, right]] }
}

/// Recipients that run over their line are one entry.
fn join_entries(lines: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut in_list = false;
    for line in lines {
        let is_entry = line.starts_with(['-', '–', '+', '•']);
        match joined.last_mut() {
            Some(last) if in_list && !is_entry && !last.ends_with(['.', ';']) => {
                last.push(' ');
                last.push_str(&line);
            }
            _ => joined.push(line),
        }
        in_list |= is_entry;
    }
    joined
}

/// Where a page begins in a table: the row, and what its row before had by then, when that goes on there.
struct Turn {
    row: usize,
    /// Column and number of paragraphs of each cell.
    before: Vec<(usize, usize)>,
    page: u32,
}

impl Turn {
    fn new(table: &RawTable, page: u32) -> Self {
        let last = table.rows.last().into_iter().flatten();
        Self { row: table.rows.len(), before: last.map(|cell| (cell.column, cell.paragraphs.len())).collect(), page }
    }

    /// Whether a paragraph of a cell stands after it.
    fn is_before(&self, row: usize, column: usize, paragraph: usize) -> bool {
        let known = || self.before.iter().find(|(known, _)| *known == column).map_or(0, |(_, count)| *count);
        row >= self.row || (row + 1 == self.row && paragraph >= known())
    }
}

/// Writes pieces to a layout, with the paragraph that is still open.
#[derive(Default)]
struct Writer {
    layout: Layout,
    /// Pages that ended.
    ended: u32,
    /// Tables with lines so far.
    tables: u32,
    text: String,
    /// Where in the text each page begins.
    places: Vec<(usize, Place)>,
    /// The last row of the open paragraph, its first left edge, and where its later rows start.
    last: Option<Row>,
    first_left: f32,
    /// Right edge of the column it stands in.
    last_right: f32,
    later_left: Option<f32>,
    notes: Vec<(Row, Place)>,
    table: Option<(Ruled, Vec<Turn>)>,
    /// A page ended since the last row.
    turned: bool,
    /// The last row stands in a column of the page.
    in_columns: bool,
}

impl Writer {
    fn piece(&mut self, piece: Piece, column: Column) {
        match piece {
            Piece::Break => {
                self.turned = true;
                self.in_columns = false;
                self.ended += 1;
            }
            Piece::Footnote(row) => self.notes.push((row, self.place().in_part(Part::Footnote))),
            Piece::Row(row) => {
                // What follows text in columns on the same page is no part of its last column.
                if std::mem::take(&mut self.in_columns) {
                    self.end_paragraph();
                }
                self.row(row, column);
            }
            Piece::Column(rows, own) => {
                self.turned |= self.in_columns;
                rows.into_iter().for_each(|row| self.row(row, own));
                self.in_columns = true;
            }
            Piece::Table(table) => {
                self.end_paragraph();
                let page = self.page();
                if self.turned
                    && let Some((open, turns)) = &mut self.table
                {
                    let turn = Turn::new(&open.table, page);
                    if table::continues(open, &table) {
                        turns.push(turn);
                        self.turned = false;
                        return;
                    }
                }
                self.end_table();
                self.table = Some((table, vec![Turn { row: 0, before: Vec::new(), page }]));
                self.turned = false;
            }
            Piece::Frame(frame) => {
                self.end_all();
                let place = self.place();
                self.layout.table(&frame, &|_, _, _| place);
                self.turned = false;
            }
        }
    }

    /// The page being read.
    fn page(&self) -> u32 {
        self.ended + 1
    }

    fn place(&self) -> Place {
        Place::new(At::Page(self.page()))
    }

    fn row(&mut self, row: Row, column: Column) {
        self.end_table();
        let text = row.text();
        let left = row.x().0;
        if self.goes_on(&row, &text, column) {
            // A word broken at a hyphen that belongs to it keeps the hyphen: "47/2024/TT-" and "BGTVT".
            let is_symbol =
                self.text.ends_with('-') && self.text.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
            if !is_symbol && !self.text.ends_with('/') {
                self.text.push(' ');
            }
            self.mark();
            self.text.push_str(&text);
            if self.turned {
                self.later_left = Some(left);
            }
            self.later_left.get_or_insert(left);
        } else {
            let is_far = self
                .last
                .as_ref()
                .is_some_and(|last| !self.turned && last.y - row.y > 2.0 * column.pitch.max(row.size));
            self.end_paragraph();
            if is_far {
                self.layout.paragraph("");
            }
            self.mark();
            self.text = text;
            self.first_left = left;
            self.later_left = None;
        }
        self.last = Some(row);
        self.last_right = column.right;
        self.turned = false;
    }

    /// Notes the page from here on in the open paragraph.
    fn mark(&mut self) {
        let place = self.place();
        if self.places.last().is_none_or(|(_, last)| *last != place) {
            self.places.push((self.text.len(), place));
        }
    }

    /// Whether a row belongs to the open paragraph.
    fn goes_on(&self, row: &Row, text: &str, column: Column) -> bool {
        let Some(last) = self.last.as_ref().filter(|_| !self.text.is_empty()) else { return false };
        let em = row.size;
        let (left, right) = row.x();
        if (last.size - row.size).abs() > 0.15 * em {
            return false;
        }
        if !self.turned && (last.y - row.y > 1.6 * column.pitch.max(row.size) || last.y < row.y) {
            return false;
        }
        let centre = (column.left + column.right) / 2.0;
        let is_centred = |x: (f32, f32)| ((x.0 + x.1) / 2.0 - centre).abs() < 1.2 * em && x.0 > column.left + 2.0 * em;
        if is_centred(last.x()) && is_centred((left, right)) {
            let ends = self.text.ends_with(['.', ':', ';', '_', '-']);
            let goes = text.starts_with(char::is_lowercase) || text.starts_with(|c: char| c.is_ascii_digit());
            return !ends
                && !text.starts_with('(')
                && (goes && !starts_label(text) || last.width() > 0.7 * (column.right - column.left));
        }
        // The next word would have had room on the row before: it was ended on purpose.
        let word = text.split(' ').next().unwrap_or_default().chars().count() as f32;
        let room = self.last_right - last.x().1;
        if room > (0.5 * word + 0.3) * em + 0.6 * em {
            return false;
        }
        let near = |a: f32, b: f32| (a - b).abs() < 0.45 * em;
        match self.later_left {
            Some(later) if !self.turned => near(left, later),
            Some(later) => near(left, later) || (near(left, column.left) && !starts_label(text)),
            // The first row stands in, as in a letter, or out, as in a list; at the same edge the text must tell.
            None if near(left, self.first_left) => {
                let open = !self.text.ends_with(['.', ';', ':', '!', '?', '/']) || text.starts_with(char::is_lowercase);
                open && !starts_label(text)
            }
            // A caption below a paragraph that ends with its line.
            None if is_centred((left, right)) && self.text.ends_with('.') => false,
            None => left < self.first_left || !starts_label(text),
        }
    }

    fn end_paragraph(&mut self) {
        if !self.text.is_empty() {
            self.layout.paragraph_of(&std::mem::take(&mut self.text), &std::mem::take(&mut self.places));
        }
        self.places.clear();
        self.last = None;
        self.notes();
    }

    fn notes(&mut self) {
        let mut open = (String::new(), Place::default());
        for (row, place) in std::mem::take(&mut self.notes) {
            let text = row.text();
            if text.starts_with(|c: char| c.is_ascii_digit()) || open.0.is_empty() {
                let (note, place) = std::mem::replace(&mut open, (text, place));
                self.layout.paragraph_of(&note, &[(0, place)]);
            } else {
                open.0.push(' ');
                open.0.push_str(&text);
            }
        }
        if !open.0.is_empty() {
            self.layout.paragraph_of(&open.0, &[(0, open.1)]);
        }
    }

    fn end_table(&mut self) {
        if let Some((table, turns)) = self.table.take() {
            self.tables += 1;
            let number = self.tables;
            self.layout.table(&table.table, &|row, column, paragraph| {
                let near = turns.partition_point(|turn| turn.row <= row + 1);
                let turn = turns.iter().take(near).rev().find(|turn| turn.is_before(row, column, paragraph));
                Place::new(At::Page(turn.map_or(1, |turn| turn.page))).in_cell(number, row, column)
            });
        }
    }

    fn end_all(&mut self) {
        self.end_paragraph();
        self.end_table();
    }

    fn end(mut self) -> Layout {
        self.end_all();
        self.layout
    }
}

/// Starts with the label of an item: `1.`, `a)`, `-`, `II.`, `(2)`.
fn starts_label(text: &str) -> bool {
    if text.starts_with(['-', '–', '+', '•', '*']) {
        return true;
    }
    let label: String =
        text.trim_start_matches('(').chars().take_while(|c| c.is_alphanumeric() || *c == '.').take(8).collect();
    let rest = text.trim_start_matches('(').get(label.len()..).unwrap_or_default();
    let core = label.trim_end_matches('.');
    let is_short = core.chars().count() == 1
        || core.chars().all(|c| c.is_ascii_digit() || c == '.')
        || core.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    !core.is_empty() && is_short && (rest.starts_with(')') || (label.ends_with('.') && rest.starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str, x: (f32, f32), y: f32) -> Row {
        Row { segments: vec![Segment::new(text, x)], y, size: 14.0 }
    }

    fn sheet(rows: Vec<Row>) -> Sheet {
        Sheet { rows, tables: Vec::new(), size: (595.0, 842.0) }
    }

    #[test]
    fn rows_that_fill_the_column_are_one_paragraph() {
        let layout = layout(vec![sheet(vec![
            row("Các đơn vị căn cứ tình hình thực tế, xây dựng kế hoạch và", (121.0, 538.0), 700.0),
            row("tổ chức thực hiện các hoạt động hưởng ứng tại thôn, tổ dân", (85.0, 538.0), 682.0),
            row("phố.", (85.0, 110.0), 664.0),
            row("Báo cáo gửi về trước ngày 20 tháng 12 để tổng hợp và báo", (121.0, 538.0), 640.0),
            row("cáo cấp trên.", (85.0, 170.0), 622.0),
        ])]);
        assert_eq!(layout.lines.len(), 2, "{}", layout.text);
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page_and_numbers_go() {
        let first = sheet(vec![
            row("Ủy ban nhân dân các xã, phường chủ trì, phối hợp với các hội", (121.0, 538.0), 100.0),
            row("đoàn thể tổ chức lễ phát động, bảo đảm an toàn, tiết kiệm và", (85.0, 538.0), 82.0),
        ]);
        let second = sheet(vec![row("2", (295.0, 302.0), 800.0), row("hiệu quả.", (85.0, 140.0), 770.0)]);
        let layout = layout(vec![first, second]);
        assert!(layout.text.ends_with("tiết kiệm và hiệu quả."), "{}", layout.text);
        assert_eq!(layout.lines.len(), 1);
    }

    #[test]
    fn labels_of_items() {
        for label in ["1. Mục đích", "a) Nội dung", "- Lưu", "II. YÊU CẦU", "(2) khác", "2.1. Tuyên truyền"]
        {
            assert!(starts_label(label), "{label}");
        }
        for text in ["2026 của tỉnh", "năm tới", "Sở Nội vụ"] {
            assert!(!starts_label(text), "{text}");
        }
    }
}
