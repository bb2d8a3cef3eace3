//! Columns that only white space parts: text set as in a newspaper, and tables without lines.
//!
//! What makes a column is a strip of the page, from the first row to the last, in which no word stands.

use super::lines::{Row, Segment};
use super::table::{self, Ruled};
use crate::read::layout::{RawCell, RawTable};

/// Least width of a strip between the columns of a table, in sizes of the letters; a space has a quarter.
const GUTTER: f32 = 0.4;

/// Least width of a gap that no strip of the head stands for.
const OWN_GUTTER: f32 = 0.9;

/// Least width of a strip between columns of running text.
const ALLEY: f32 = 0.8;

/// Rows and columns of one table, and strips kept while it grows.
const ROWS: usize = 300;
const COLUMNS: usize = 20;
const STRIPS: usize = 64;

/// Words looked at on one page; a dense one has 800.
const WORDS: usize = 40_000;

/// Distance of two rows, in the pitch of the text, beyond which they are not of one table.
const FAR: f32 = 2.2;

/// Lines each column of running text has at least, and its least width in points.
const LINES: usize = 6;
const WIDTH: f32 = 90.0;

/// A strip without words; `owner` is the gap of the first row it comes from.
#[derive(Clone, Copy, Debug)]
struct Strip {
    owner: usize,
    x: (f32, f32),
}

/// The search for columns on a page, with an end also where every row could begin some.
pub(super) struct Search {
    /// Words still looked at.
    words: usize,
    /// The row of the page a search starts with.
    pub(super) row: usize,
    /// No newspaper begins above this row.
    papers: usize,
}

impl Search {
    pub(super) fn new() -> Self {
        Self { words: WORDS, row: 0, papers: 0 }
    }

    /// Whether there is anything to look for in rows that start like these.
    pub(super) fn is_worth(&self, rows: &[Row]) -> bool {
        self.words > 0 && rows.iter().take(3).any(|row| row.segments.len() > 1)
    }

    fn look(&mut self, row: &Row) -> bool {
        self.words = self.words.saturating_sub(row.segments.iter().map(|segment| segment.words.len()).sum());
        self.words > 0
    }
}

/// The gaps of a row, with the margins as the first and the last.
fn gaps(row: &Row) -> Vec<(f32, f32)> {
    let mut from = f32::NEG_INFINITY;
    let mut gaps = Vec::new();
    for (from_x, to_x) in row.segments.iter().flat_map(|segment| &segment.words) {
        if *from_x > from {
            gaps.push((from, *from_x));
        }
        from = from.max(*to_x);
    }
    gaps.push((from, f32::INFINITY));
    gaps
}

/// What the strips have in common with the gaps of a row, where that is wide enough.
fn meet(strips: &[Strip], row: &Row, least: f32) -> Vec<Strip> {
    let gaps = gaps(row);
    let common = strips.iter().flat_map(|strip| {
        let from = gaps.partition_point(|gap| gap.1 <= strip.x.0);
        let shared = move |gap: &(f32, f32)| (gap.0.max(strip.x.0), gap.1.min(strip.x.1));
        let near = gaps.get(from..).unwrap_or_default().iter().take_while(|gap| gap.0 < strip.x.1);
        near.map(shared).map(|x| Strip { owner: strip.owner, x })
    });
    common.filter(|strip| strip.x.1 - strip.x.0 >= least).take(STRIPS).collect()
}

/// The strips that running text in columns leaves free, from the first row on: the rows of each column, and how many
/// rows of the page they take.
///
/// On failure the rows that share a strip in vain are passed over by later searches.
pub(super) fn newspaper(
    rows: &[Row],
    search: &mut Search,
    is_end: impl Fn(usize) -> bool,
) -> Option<(Vec<Vec<Row>>, usize)> {
    if search.row < search.papers {
        return None;
    }
    let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
    let mut strips = vec![Strip { owner: 0, x: (f32::NEG_INFINITY, f32::INFINITY) }];
    let mut inner: Vec<(f32, f32)> = Vec::new();
    let mut end = 0;
    for (i, row) in rows.iter().enumerate() {
        let (from, to) = row.x();
        (left, right) = (left.min(from), right.max(to));
        let met = meet(&strips, row, ALLEY * row.size);
        let now: Vec<(f32, f32)> = met.iter().map(|s| s.x).filter(|x| x.0 > left && x.1 < right).collect();
        let is_over = now.is_empty() && (!inner.is_empty() || i > 2);
        if is_over || !search.look(row) || (i > 0 && is_end(i)) {
            break;
        }
        (strips, inner, end) = (met, now, i + 1);
    }
    let widest = inner.iter().copied().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    search.papers = search.papers.max(search.row + end);
    end -= strays(rows.get(..end)?);
    let taken = rows.get(..end)?;
    let parted = [inner, vec![widest]].into_iter().map(|alleys| part(taken, &alleys));
    parted.into_iter().find(|columns| columns.iter().all(|column| is_running(column))).map(|columns| (columns, end))
}

/// How many of the last rows stand alone and farther down than a line: what follows the columns, and is short.
fn strays(rows: &[Row]) -> usize {
    let distances = rows.iter().zip(rows.iter().skip(1)).map(|(a, b)| a.y - b.y);
    let least = distances.filter(|d| *d > 4.0).fold(f32::INFINITY, f32::min);
    let pairs = rows.iter().zip(rows.iter().skip(1)).rev();
    pairs.take_while(|(above, row)| row.segments.len() == 1 && above.y - row.y > 1.25 * least).count()
}

/// The rows between alleys, column by column.
fn part(rows: &[Row], alleys: &[(f32, f32)]) -> Vec<Vec<Row>> {
    let mut columns: Vec<Vec<Row>> = vec![Vec::new(); alleys.len() + 1];
    for row in rows {
        let mut parts: Vec<Vec<Segment>> = vec![Vec::new(); columns.len()];
        for segment in &row.segments {
            for (word, x) in segment.each_word() {
                let Some(part) = parts.get_mut(alleys.partition_point(|alley| alley.0 < x.0)) else { continue };
                match part.last_mut().filter(|last| last.x.1 >= segment.x.0) {
                    Some(last) => last.push(word, x),
                    None => part.push(Segment::new(word, x)),
                }
            }
        }
        for (column, segments) in columns.iter_mut().zip(parts).filter(|(_, segments)| !segments.is_empty()) {
            column.push(Row { segments, ..*row });
        }
    }
    columns
}

/// Whether the rows of a column are running text: enough of them, most filling their width.
fn is_running(rows: &[Row]) -> bool {
    let left = rows.iter().map(|row| row.x().0).fold(f32::INFINITY, f32::min);
    let right = rows.iter().map(|row| row.x().1).fold(f32::NEG_INFINITY, f32::max);
    let full = rows.iter().filter(|row| row.width() > 0.75 * (right - left)).count();
    let words: usize = rows.iter().flat_map(|row| &row.segments).map(|segment| segment.words.len()).sum();
    rows.len() >= LINES && right - left > WIDTH && 2 * full > rows.len() && words > 4 * rows.len()
}

/// A table without lines that starts with the first of these rows, and how many rows it takes.
///
/// Its first row of three parts or more says where the strips are; the table ends with the first row that closes one.
pub(super) fn table(
    rows: &[Row],
    pitch: f32,
    search: &mut Search,
    is_end: impl Fn(usize) -> bool,
) -> Option<(Ruled, usize)> {
    // The cells of a head are often centred on its height, and the first line of a high one stands above the others.
    let is_mixed = |i: usize| rows.get(i).zip(rows.get(i + 1)).is_some_and(|(a, b)| a.y - b.y < 0.8 * a.size);
    let seed = (0..3).take_while(|i| *i == 0 || is_mixed(i - 1)).find(|i| {
        let parts = rows.get(*i).map_or(0, |row| row.segments.len());
        (3..=COLUMNS).contains(&parts)
    })?;
    let head = rows.get(seed)?;
    let mut strips: Vec<Strip> = vec![Strip { owner: 0, x: (f32::NEG_INFINITY, head.x().0) }];
    let pairs = head.segments.iter().zip(head.segments.iter().skip(1));
    strips.extend(pairs.enumerate().map(|(i, (a, b))| Strip { owner: i + 1, x: (a.x.1, b.x.0) }));
    strips.push(Strip { owner: head.segments.len(), x: (head.x().1, f32::INFINITY) });
    let mut block = Block { strips, lines: Vec::new(), spanning: Vec::new() };
    for row in rows.get(..seed)? {
        block.take(row).then_some(())?;
    }
    block.lines.push(head.clone());
    let end = block.grow(rows, seed + 1, pitch, search, is_end);
    let columns = block.columns(seed)?;
    let grid = Grid { columns, block: &block };
    let full = grid.lines().iter().filter(|line| line.filled() >= 3).count();
    if grid.columns.len() < 3 || block.lines.len() < 3 || full < 2 {
        return None;
    }
    let table = grid.table(Some(seed))?;
    Some((table, end))
}

/// The rest of a table without lines, at the head of the next page.
pub(super) fn resume(
    rows: &[Row],
    open: &Ruled,
    pitch: f32,
    search: &mut Search,
    is_end: impl Fn(usize) -> bool,
) -> Option<(Ruled, usize)> {
    let first = rows.first().filter(|row| row.segments.len() >= 2)?;
    let strips = open.gutters.iter().enumerate().map(|(owner, x)| Strip { owner, x: *x }).collect();
    let mut block = Block { strips, lines: Vec::new(), spanning: Vec::new() };
    if open.gutters.is_empty() || !block.take(first) {
        return None;
    }
    let end = block.grow(rows, 1, pitch, search, is_end);
    // Cells of this page may be longer than those of the page before.
    let gutters = block.gutters();
    let lefts = std::iter::once(*open.columns.first()?).chain(gutters.iter().map(|gutter| gutter.x.1));
    let rights = gutters.iter().map(|gutter| gutter.x.0).chain([f32::INFINITY]);
    let columns: Vec<(f32, f32)> = lefts.zip(rights).collect();
    let mut table = Grid { columns, block: &block }.table(None)?;
    table.columns.clone_from(&open.columns);
    Some((table, end))
}

/// Rows that share their strips.
struct Block {
    strips: Vec<Strip>,
    lines: Vec<Row>,
    /// Indices of the lines that run over the columns: the name of a group of rows.
    spanning: Vec<usize>,
}

impl Block {
    /// The strips with a further row; `None` when that closes one of them.
    fn fit(&self, row: &Row) -> Option<Vec<Strip>> {
        let met = meet(&self.strips, row, GUTTER * row.size);
        let owners = |strips: &[Strip]| strips.chunk_by(|a, b| a.owner == b.owner).count();
        // A sentence whose spaces happen to lie in the strips.
        let is_sentence = row.segments.iter().any(|segment| {
            let inside: Vec<Strip> =
                met.iter().filter(|strip| strip.x.0 > segment.x.0 && strip.x.1 < segment.x.1).copied().collect();
            owners(&inside) > 1
        });
        (owners(&met) == owners(&self.strips) && !is_sentence).then_some(met)
    }

    fn take(&mut self, row: &Row) -> bool {
        let fit = self.fit(row);
        let fits = fit.is_some();
        self.strips = fit.unwrap_or_else(|| std::mem::take(&mut self.strips));
        if fits {
            self.lines.push(row.clone());
        }
        fits
    }

    /// Takes rows as long as they fit; the number of rows of the page up to the end.
    fn grow(
        &mut self,
        rows: &[Row],
        from: usize,
        pitch: f32,
        search: &mut Search,
        is_end: impl Fn(usize) -> bool,
    ) -> usize {
        let mut end = from;
        while let Some((above, row)) = end.checked_sub(1).and_then(|i| rows.get(i)).zip(rows.get(end)) {
            if above.y - row.y > FAR * pitch.max(row.size) || end >= ROWS || !search.look(row) || is_end(end) {
                break;
            }
            if !self.take(row) {
                let after_one = self.spanning.last().is_some_and(|last| last + 1 == self.lines.len());
                let goes_on = || {
                    let next = rows.get(end + 1).filter(|next| next.segments.len() >= 3);
                    next.is_some_and(|next| row.y - next.y <= FAR * pitch.max(row.size) && self.fit(next).is_some())
                };
                if row.segments.len() > 1 || after_one || !goes_on() {
                    break;
                }
                self.spanning.push(self.lines.len());
                self.lines.push(row.clone());
            }
            end += 1;
        }
        let strays = strays(&self.lines);
        self.lines.truncate(self.lines.len() - strays);
        end - strays
    }

    /// One strip for each gap of the head: what it leaves free in several places, as between the words of short
    /// cells, is one gutter.
    fn gutters(&self) -> Vec<Strip> {
        let width = |strip: &&Strip| strip.x.1 - strip.x.0;
        let gaps = self.strips.chunk_by(|a, b| a.owner == b.owner);
        gaps.filter_map(|pieces| pieces.iter().max_by(|a, b| width(a).total_cmp(&width(b)))).copied().collect()
    }

    /// From where to where the words of each column stand; `head` is the index of the row that named the strips.
    fn columns(&self, head: usize) -> Option<Vec<(f32, f32)>> {
        let em = self.lines.get(head)?.size;
        let body = || self.lines.iter().enumerate().filter(|(i, _)| *i > head && !self.spanning.contains(i));
        let mut words: Vec<(f32, f32)> =
            body().flat_map(|(_, row)| row.segments.iter().flat_map(|segment| segment.words.iter().copied())).collect();
        words.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut columns: Vec<(f32, f32)> = Vec::new();
        for word in words {
            match columns.last_mut() {
                Some(last) if word.0 - last.1 < GUTTER * em => last.1 = last.1.max(word.1),
                _ => columns.push(word),
            }
        }
        let rows_in = |column: (f32, f32)| {
            let stands =
                |row: &Row| row.segments.iter().flat_map(|s| &s.words).any(|word| overlap(*word, column) > 0.0);
            body().filter(|(_, row)| stands(row)).take(2).count()
        };
        let strips = self.gutters();
        let is_gutter = |a: (f32, f32), b: (f32, f32)| {
            strips.iter().any(|strip| overlap(strip.x, (a.1, b.0)) >= GUTTER * em)
                || (b.0 - a.1 >= OWN_GUTTER * em && rows_in(a) == 2 && rows_in(b) == 2)
        };
        if columns.len() > STRIPS {
            return None;
        }
        let mut found: Vec<(f32, f32)> = Vec::new();
        for column in columns {
            match found.last_mut() {
                Some(last) if !is_gutter(*last, column) => last.1 = column.1,
                _ => found.push(column),
            }
        }
        self.name(head, &mut found);
        (found.len() <= COLUMNS).then_some(found)
    }

    /// Gives each part of the head a column: the one below it, the one beside it that has no head, or one of its own,
    /// in which all cells are empty.
    fn name(&self, head: usize, columns: &mut Vec<(f32, f32)>) {
        let parts = self.lines.get(head).map(|row| row.segments.as_slice()).unwrap_or_default();
        let has_head = |column: (f32, f32)| parts.iter().any(|part| overlap(part.x, column) > 0.0);
        for part in parts {
            if columns.iter().any(|column| overlap(part.x, *column) > 0.0) {
                continue;
            }
            let at = columns.partition_point(|column| column.1 <= part.x.0);
            let before = at.checked_sub(1).and_then(|i| Some((i, part.x.0 - columns.get(i)?.1)));
            let after = columns.get(at).map(|column| (at, column.0 - part.x.1));
            let bare = [before, after].into_iter().flatten();
            let bare = bare.filter(|(i, _)| columns.get(*i).is_some_and(|column| !has_head(*column)));
            match bare.min_by(|a, b| a.1.total_cmp(&b.1)).and_then(|(i, _)| columns.get_mut(i)) {
                Some(column) => *column = (column.0.min(part.x.0), column.1.max(part.x.1)),
                None => columns.insert(at, part.x),
            }
        }
    }
}

/// The length two stretches share; below 0 for their distance.
fn overlap(a: (f32, f32), b: (f32, f32)) -> f32 {
    a.1.min(b.1) - a.0.max(b.0)
}

/// A row of the page, by columns.
struct Line {
    y: f32,
    cells: Vec<String>,
    is_spanning: bool,
}

impl Line {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// The rows of a block and the columns they stand in.
struct Grid<'a> {
    columns: Vec<(f32, f32)>,
    block: &'a Block,
}

impl Grid<'_> {
    /// The column a stretch stands in, or the nearest one.
    fn column(&self, x: (f32, f32)) -> usize {
        let nearest = self
            .columns
            .iter()
            .enumerate()
            .max_by(|(_, a), (_, b)| overlap(x, **a).total_cmp(&overlap(x, **b)).then(std::cmp::Ordering::Greater));
        nearest.map_or(0, |(i, _)| i)
    }

    fn lines(&self) -> Vec<Line> {
        let lines = self.block.lines.iter().enumerate();
        lines
            .map(|(i, row)| {
                let is_spanning = self.block.spanning.contains(&i);
                let mut cells = vec![String::new(); self.columns.len()];
                let mut write = |column: usize, text: &str| {
                    if let Some(cell) = cells.get_mut(column) {
                        cell.push_str(if cell.is_empty() { "" } else { " " });
                        cell.push_str(text);
                    }
                };
                for segment in &row.segments {
                    let above = |column: &&(f32, f32)| overlap(segment.x, **column) > 0.0;
                    let first = self.columns.iter().position(|column| above(&column)).unwrap_or(0);
                    // The name of a group, and a head over several columns.
                    if is_spanning || (i == 0 && self.columns.iter().filter(above).count() > 1) {
                        write(first, &segment.text);
                        continue;
                    }
                    for (word, x) in segment.each_word() {
                        write(self.column(x), word);
                    }
                }
                Line { y: row.y, cells, is_spanning }
            })
            .collect()
    }

    /// The table, its lines put together to rows.
    fn table(&self, head: Option<usize>) -> Option<Ruled> {
        let lines = self.lines();
        let starts = starts(&lines, head);
        let mut rows: Vec<Vec<RawCell>> = Vec::new();
        let mut lines = lines.into_iter().zip(starts).peekable();
        while let Some((first, _)) = lines.next() {
            let count =
                if first.is_spanning { first.cells.iter().position(|c| !c.is_empty())? + 1 } else { first.cells.len() };
            let mut cells: Vec<Vec<String>> = first.cells.into_iter().map(|text| vec![text]).collect();
            while let Some((line, _)) = lines.next_if(|(_, starts)| !starts) {
                cells.iter_mut().zip(line.cells).for_each(|(cell, text)| cell.push(text));
            }
            let cells = cells.into_iter().take(count).enumerate();
            let full = cells.map(|(column, lines)| RawCell {
                column,
                paragraphs: table::join_lines(lines.into_iter().filter(|line| !line.is_empty())),
            });
            rows.push(full.collect());
        }
        let (first, last) = (self.block.lines.first()?, self.block.lines.last()?);
        let mut columns: Vec<f32> = self.columns.iter().map(|column| column.0).collect();
        columns.push(self.columns.last()?.1);
        let gutters = self.columns.iter().zip(self.columns.iter().skip(1)).map(|(a, b)| (a.1, b.0)).collect();
        Some(Ruled { table: RawTable { rows }, columns, y: (first.y + first.size, last.y), gutters })
    }
}

/// For each line whether a row of the table starts with it.
///
/// Where rows stand farther apart than lines, the distance tells; otherwise a row starts where its first cell does, or
/// where a number stands under a number.
fn starts(lines: &[Line], head: Option<usize>) -> Vec<bool> {
    let distances: Vec<f32> = lines.iter().zip(lines.iter().skip(1)).map(|(a, b)| a.y - b.y).collect();
    let least = distances.iter().copied().filter(|d| *d > 4.0).fold(f32::INFINITY, f32::min);
    let is_far = |i: usize| i.checked_sub(1).and_then(|i| distances.get(i)).is_some_and(|d| *d > 1.25 * least);
    let first = |line: &Line| line.cells.first().cloned().unwrap_or_default();
    let body = || lines.iter().enumerate().skip(head.map_or(1, |head| head + 1)).filter(|(_, line)| !line.is_spanning);
    let labels = body().filter(|(_, line)| is_label(&first(line))).count();
    let far = body().filter(|(i, _)| is_far(*i)).count();
    let is_apart = far > 0 && body().all(|(i, line)| labels == 0 || !is_label(&first(line)) || is_far(i));
    let mut numbers: Vec<bool> = Vec::new();
    let mut starts = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let own: Vec<bool> = line.cells.iter().map(|cell| is_number(cell)).collect();
        let clash = numbers.iter().zip(&own).skip(1).any(|(above, here)| *above && *here);
        let after_name = i.checked_sub(1).and_then(|i| lines.get(i)).is_none_or(|above| above.is_spanning);
        let by_text = !first(line).is_empty() || clash;
        let start = line.is_spanning || after_name || if is_apart { is_far(i) } else { by_text };
        if start {
            numbers = own;
        } else {
            numbers.iter_mut().zip(own).for_each(|(above, here)| *above |= here);
        }
        starts.push(start);
    }
    starts
}

/// The number of a row: `1`, `2.1`, `III`, `a)`.
fn is_label(text: &str) -> bool {
    let core = text.trim_end_matches(['.', ')']);
    let is_figure = core.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_roman = core.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    !core.is_empty() && core.len() <= 6 && (is_figure || is_roman || core.chars().count() == 1)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '/'))
}
