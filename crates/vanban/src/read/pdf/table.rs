//! Tables with ruled lines.

use super::content::{Glyph, Rule};
use super::lines;
use crate::read::layout::{RawCell, RawTable};

/// How far apart lines still meet, in points.
const NEAR: f32 = 3.0;

/// Lines in one direction after joining; more are a drawing.
const LINES: usize = 1_200;

/// Cells of one table.
const CELLS: usize = 4_000;

/// Tables on one page.
const TABLES: usize = 40;

/// A table on a page.
pub(super) struct Ruled {
    pub(super) table: RawTable,
    /// Left edge of each column, and the right edge of the last.
    pub(super) columns: Vec<f32>,
    /// Top and bottom.
    pub(super) y: (f32, f32),
    /// The white strips between the columns of a table without lines; none for one with lines.
    pub(super) gutters: Vec<(f32, f32)>,
}

/// A joined line: its place across, and from where to where it runs.
#[derive(Clone, Copy)]
struct Line {
    at: f32,
    from: f32,
    to: f32,
}

/// Takes the letters that stand in ruled tables out of a page, as tables from the top.
pub(super) fn take(glyphs: &mut Vec<Glyph>, rules: &[Rule]) -> Vec<Ruled> {
    let across = join(rules.iter().filter(|r| r.y.1 - r.y.0 < NEAR && r.x.1 - r.x.0 >= NEAR).map(|r| Line {
        at: (r.y.0 + r.y.1) / 2.0,
        from: r.x.0,
        to: r.x.1,
    }));
    let down = join(rules.iter().filter(|r| r.x.1 - r.x.0 < NEAR && r.y.1 - r.y.0 >= NEAR).map(|r| Line {
        at: (r.x.0 + r.x.1) / 2.0,
        from: r.y.0,
        to: r.y.1,
    }));
    if across.len() > LINES || down.len() > LINES || across.len() < 2 || down.len() < 3 {
        return Vec::new();
    }
    let mut tables: Vec<Ruled> = groups(&across, &down)
        .into_iter()
        .filter(|(across, down)| across.len() >= 2 && down.len() >= 3)
        .take(TABLES)
        .filter_map(|(across, down)| Grid::new(across, down))
        .filter_map(|grid| grid.fill(glyphs))
        .collect();
    tables.sort_by(|a, b| b.y.0.total_cmp(&a.y.0));
    tables
}

/// Puts lines that lie on one another end to end.
fn join(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = lines.collect();
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    // Lines at nearly the same place first get exactly the same one, so that they sort by where they start.
    let mut place = f32::NEG_INFINITY;
    for line in &mut lines {
        if line.at - place > 1.6 {
            place = line.at;
        }
        line.at = place;
    }
    lines.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        match joined.last_mut() {
            Some(last) if last.at == line.at && line.from <= last.to + NEAR => last.to = last.to.max(line.to),
            _ => joined.push(line),
        }
    }
    joined
}

/// Lines that touch one another, directly or through others.
fn groups(across: &[Line], down: &[Line]) -> Vec<(Vec<Line>, Vec<Line>)> {
    let touch = |a: &Line, d: &Line| {
        d.at >= a.from - NEAR && d.at <= a.to + NEAR && a.at >= d.from - NEAR && a.at <= d.to + NEAR
    };
    let mut seen_across = vec![false; across.len()];
    let mut seen_down = vec![false; down.len()];
    let mut found = Vec::new();
    for start in 0..down.len() {
        if seen_down.get(start).copied().unwrap_or(true) {
            continue;
        }
        let (mut a, mut d) = (Vec::new(), Vec::new());
        let mut todo = vec![(false, start)];
        while let Some((is_across, i)) = todo.pop() {
            let seen = if is_across { seen_across.get_mut(i) } else { seen_down.get_mut(i) };
            if std::mem::replace(seen.unwrap_or(&mut true), true) {
                continue;
            }
            if is_across {
                let Some(line) = across.get(i) else { continue };
                a.push(*line);
                todo.extend(down.iter().enumerate().filter(|(_, other)| touch(line, other)).map(|(j, _)| (false, j)));
            } else {
                let Some(line) = down.get(i) else { continue };
                d.push(*line);
                todo.extend(across.iter().enumerate().filter(|(_, other)| touch(other, line)).map(|(j, _)| (true, j)));
            }
        }
        found.push((a, d));
    }
    found
}

struct Grid {
    across: Vec<Line>,
    down: Vec<Line>,
    /// Edges of the columns, from the left.
    xs: Vec<f32>,
    /// Edges of the rows, from the top.
    ys: Vec<f32>,
}

impl Grid {
    fn new(across: Vec<Line>, down: Vec<Line>) -> Option<Self> {
        let edges = |lines: &[Line]| {
            let mut at: Vec<f32> = lines.iter().map(|line| line.at).collect();
            at.sort_by(f32::total_cmp);
            at.dedup_by(|b, a| *b - *a < NEAR);
            at
        };
        let xs = edges(&down);
        let mut ys = edges(&across);
        ys.reverse();
        let is_table = xs.len() >= 3 && ys.len() >= 2 && (xs.len() - 1) * (ys.len() - 1) <= CELLS;
        is_table.then_some(Self { across, down, xs, ys })
    }

    /// Whether a vertical line parts columns `c - 1` and `c` in row `r`.
    fn parts_columns(&self, r: usize, c: usize) -> bool {
        let (Some(x), Some(top), Some(bottom)) = (self.xs.get(c), self.ys.get(r), self.ys.get(r + 1)) else {
            return true;
        };
        let middle = (top + bottom) / 2.0;
        self.down.iter().any(|line| (line.at - x).abs() < NEAR && line.from <= middle && middle <= line.to)
    }

    /// Whether a horizontal line parts rows `r - 1` and `r` in column `c`.
    fn parts_rows(&self, r: usize, c: usize) -> bool {
        let (Some(y), Some(left), Some(right)) = (self.ys.get(r), self.xs.get(c), self.xs.get(c + 1)) else {
            return true;
        };
        let middle = (left + right) / 2.0;
        self.across.iter().any(|line| (line.at - y).abs() < NEAR && line.from <= middle && middle <= line.to)
    }

    /// For each place of the grid, the upper left place of its cell.
    fn owners(&self) -> Vec<Vec<(usize, usize)>> {
        let mut owners: Vec<Vec<(usize, usize)>> = Vec::new();
        for r in 0..self.ys.len() - 1 {
            let mut row: Vec<(usize, usize)> = Vec::new();
            for c in 0..self.xs.len() - 1 {
                let left = row.last().copied().filter(|_| c > 0 && !self.parts_columns(r, c));
                let above = r.checked_sub(1).and_then(|above| owners.get(above)?.get(c).copied());
                let above = above.filter(|_| !self.parts_rows(r, c));
                row.push(left.or(above).unwrap_or((r, c)));
            }
            owners.push(row);
        }
        owners
    }

    fn fill(self, glyphs: &mut Vec<Glyph>) -> Option<Ruled> {
        let columns = self.xs.len() - 1;
        let owners = self.owners();
        let mut cells: Vec<Vec<Vec<Glyph>>> = vec![vec![Vec::new(); columns]; self.ys.len() - 1];
        let mut outside = Vec::with_capacity(glyphs.len());
        let mut inside = 0;
        for glyph in glyphs.drain(..) {
            let (x, y) = ((glyph.x.0 + glyph.x.1) / 2.0, glyph.y + 0.25 * glyph.size);
            let c = self.xs.partition_point(|edge| *edge <= x).checked_sub(1).filter(|c| *c < columns);
            let r = self.ys.partition_point(|edge| *edge >= y).checked_sub(1).filter(|r| *r < cells.len());
            let owner = r.zip(c).and_then(|(r, c)| owners.get(r)?.get(c).copied());
            match owner.and_then(|(r, c)| cells.get_mut(r)?.get_mut(c)) {
                Some(cell) => {
                    cell.push(glyph);
                    inside += 1;
                }
                None => outside.push(glyph),
            }
        }
        *glyphs = outside;
        let rows: Vec<Vec<RawCell>> = cells
            .into_iter()
            .zip(&owners)
            .enumerate()
            .map(|(r, (row, owners))| {
                let own = row.into_iter().zip(owners).enumerate().filter(|(c, (_, owner))| **owner == (r, *c));
                own.map(|(column, (glyphs, _))| RawCell { column, paragraphs: paragraphs(glyphs) }).collect()
            })
            .filter(|row: &Vec<RawCell>| row.iter().any(|cell| !cell.paragraphs.is_empty()))
            .collect();
        let y = (*self.ys.first()?, *self.ys.last()?);
        (inside > 0).then_some(Ruled { table: RawTable { rows }, columns: self.xs, y, gutters: Vec::new() })
    }
}

/// The text of a cell.
fn paragraphs(glyphs: Vec<Glyph>) -> Vec<String> {
    join_lines(lines::rows(glyphs).iter().map(lines::Row::text))
}

/// Lines of a cell: those that go on are one paragraph, a dash or a plus starts another.
pub(super) fn join_lines(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for text in lines {
        match paragraphs.last_mut() {
            Some(last) if !text.starts_with(['-', '+', '•', '–']) => {
                last.push(' ');
                last.push_str(&text);
            }
            _ => paragraphs.push(text),
        }
    }
    paragraphs
}

/// Adds the rows of a table that goes on on the next page; false when it is another table.
pub(super) fn continues(table: &mut Ruled, next: &Ruled) -> bool {
    let same = table.columns.len() == next.columns.len()
        && table.columns.iter().zip(&next.columns).all(|(a, b)| (a - b).abs() < 2.0 * NEAR);
    if !same {
        return false;
    }
    let text = |row: &[RawCell]| row.iter().flat_map(|cell| cell.paragraphs.clone()).collect::<Vec<_>>();
    // The head of the table, of one row or more, may be printed again.
    let again = table.table.rows.iter().zip(&next.table.rows).take_while(|(head, row)| text(head) == text(row)).count();
    let mut rows = next.table.rows.iter().skip(again).cloned();
    if let Some(first) = rows.next() {
        let goes_on = first.first().is_some_and(|cell| cell.column == 0 && cell.paragraphs.is_empty());
        match table.table.rows.last_mut().filter(|_| goes_on) {
            Some(last) => {
                for cell in first {
                    match last.iter_mut().find(|known| known.column == cell.column) {
                        Some(known) => known.paragraphs.extend(cell.paragraphs),
                        None => last.push(cell),
                    }
                }
            }
            None => table.table.rows.push(first),
        }
    }
    table.table.rows.extend(rows);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        let place = |i: usize| x + 6.0 * i as f32;
        text.chars()
            .enumerate()
            .map(|(i, c)| Glyph {
                text: c.to_string().into(),
                x: (place(i), place(i) + 6.0),
                y,
                size: 12.0,
                charset: None,
            })
            .collect()
    }

    #[test]
    fn cells_are_found_between_the_lines() {
        let across = [700.0, 680.0, 640.0].map(|y| Rule { x: (50.0, 350.0), y: (y, y) });
        let down = [50.0, 100.0, 350.0].map(|x| Rule { x: (x, x), y: (640.0, 700.0) });
        let mut glyphs = [
            write("TT", 55.0, 685.0),
            write("Việc", 110.0, 685.0),
            write("1", 55.0, 665.0),
            write("Treo băng", 110.0, 665.0),
            write("rôn", 110.0, 650.0),
            write("Sau bảng", 50.0, 600.0),
        ]
        .concat();
        let tables = take(&mut glyphs, &[across, down].concat());
        let rows: Vec<Vec<String>> =
            tables[0].table.rows.iter().map(|row| row.iter().map(|cell| cell.paragraphs.join("/")).collect()).collect();
        assert_eq!(rows, [["TT", "Việc"], ["1", "Treo băng rôn"]]);
        assert_eq!(lines::rows(glyphs)[0].text(), "Sau bảng");
    }

    #[test]
    fn a_single_underline_is_no_table() {
        let mut glyphs = write("Hạnh phúc", 50.0, 700.0);
        assert!(take(&mut glyphs, &[Rule { x: (50.0, 120.0), y: (698.0, 698.0) }]).is_empty());
        assert_eq!(glyphs.len(), 9);
    }
}
