//! Plain text: paragraphs, hard-wrapped or not, tables drawn with `|`, and the two-column letterhead and
//! signature block of a printed page.

use super::layout::{Layout, RawCell, RawTable};
use super::place::{At, Place, ordinal};
use crate::text::{fold, normalise};

/// Lays a plain text out.
pub(super) fn layout(text: &str) -> Layout {
    let text = without_markdown(&normalise(text));
    let (lines, numbers) = numbered_lines(&text);
    let place = |line: usize| Place::new(At::Line(numbers.get(line).copied().unwrap_or_default()));
    let mut layout = Layout::default();
    let mut tables = 0;
    let head = head_columns(&lines);
    let tail = tail_columns(&lines);
    let wrap = wrap_width(&lines);
    let mut paragraph = Paragraph::default();
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        if let Some(frame) = [&head, &tail].into_iter().flatten().find(|frame| frame.from == i) {
            paragraph.end(&mut layout);
            layout.table(&frame.table, &|_, column, paragraph| place(frame.line(column, paragraph)));
            i = frame.to;
            continue;
        }
        if let Some(piped) = piped_table(&lines, i) {
            paragraph.end(&mut layout);
            tables += 1;
            layout.table(&piped.table, &|row, column, _| {
                place(piped.lines.get(row).copied().unwrap_or(i)).in_cell(tables, row, column)
            });
            i = piped.to;
            continue;
        }
        paragraph.line(line, place(i), wrap, &mut layout);
        i += 1;
    }
    paragraph.end(&mut layout);
    layout
}

/// The lines of a text with the number of each in the file: a form feed ends a line too, but not one that is counted.
fn numbered_lines(text: &str) -> (Vec<&str>, Vec<u32>) {
    let lines = text.split('\n').enumerate();
    lines
        .flat_map(|(i, line)| {
            line.split('\u{c}').map(move |line| (line.trim_end_matches(['\r', ' ', '\t']), ordinal(i)))
        })
        .unzip()
}

/// Drops what Markdown adds to a text: marks of headings at the start of a line, of bold, and of escapes.
fn without_markdown(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let inner = line.trim_start().trim_start_matches('#');
        let heading = inner.starts_with(' ') && line.trim_start().starts_with('#');
        let line = if heading { inner.trim_start() } else { line };
        let mut out = line.replace("**", "").replace("__", if line.contains("__ ") { "__" } else { "" });
        for mark in ['-', '.', '|', '*', '_', '+', '#', '(', ')'] {
            if out.contains('\\') {
                out = out.replace(&format!("\\{mark}"), &mark.to_string());
            }
        }
        out
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Lays out paragraphs that come from elsewhere: a letterhead or signature block set with tabs becomes a frame.
pub(super) fn lay_out_paragraphs(paragraphs: &[(String, Place)], layout: &mut Layout) {
    if !paragraphs.iter().any(|(text, _)| text.contains('\t')) {
        paragraphs.iter().for_each(|(text, place)| layout.paragraph_of(text, &[(0, *place)]));
        return;
    }
    let (lines, places): (Vec<&str>, Vec<Place>) =
        paragraphs.iter().flat_map(|(text, place)| text.split('\n').map(move |line| (line, *place))).unzip();
    let place = |line: usize| places.get(line).copied().unwrap_or_default();
    let frames: Vec<Frame> = [head_columns(&lines), tail_columns(&lines)].into_iter().flatten().collect();
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        if let Some(frame) = frames.iter().find(|frame| frame.from == i) {
            layout.table(&frame.table, &|_, column, paragraph| place(frame.line(column, paragraph)));
            i = frame.to.max(i + 1);
        } else {
            layout.paragraph_of(line, &[(0, place(i))]);
            i += 1;
        }
    }
}

/// A paragraph put together from hard-wrapped lines.
#[derive(Default)]
struct Paragraph {
    text: String,
    /// Where in the text each of its lines starts.
    places: Vec<(usize, Place)>,
    last_width: usize,
}

impl Paragraph {
    fn line(&mut self, line: &str, place: Place, wrap: Option<Wrap>, layout: &mut Layout) {
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let width = line.chars().count();
        if let Some(wrap) = wrap
            && !self.text.is_empty()
            && !line.trim().is_empty()
            && self.last_width * 10 >= wrap.width * 7
            && indent <= wrap.indent + 1
            && !starts_item(line.trim_start())
        {
            self.text.push(' ');
            self.places.push((self.text.len(), place));
            self.text.push_str(line.trim());
            self.last_width = width;
            return;
        }
        let page_number = wrap.is_some() && line.trim().len() <= 3 && line.trim().parse::<u16>().is_ok();
        if page_number {
            return;
        }
        self.end(layout);
        if wrap.is_some() && !line.trim().is_empty() {
            line.trim().clone_into(&mut self.text);
            self.places.push((0, place));
            self.last_width = width;
        } else {
            layout.paragraph_of(line, &[(0, place)]);
        }
    }

    fn end(&mut self, layout: &mut Layout) {
        if !self.text.is_empty() {
            layout.paragraph_of(&std::mem::take(&mut self.text), &std::mem::take(&mut self.places));
        }
    }
}

/// A line that starts an item of a list or outline, or a footnote.
fn starts_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('-' | '+' | '•' | '*' | '–') => true,
        Some('(') => line.find(')').is_some_and(|end| end <= 5),
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let label = line.len() - rest.len();
            let dotted = line.get(..label).is_some_and(|label| label.ends_with('.'));
            label <= 6 && (dotted || rest.starts_with([')', ' ']) || rest.starts_with("/ "))
        }
        Some(c) if c.is_alphabetic() => {
            matches!(chars.next(), Some(')')) || {
                let label: String = line.chars().take_while(|c| matches!(c, 'I' | 'V' | 'X')).collect();
                !label.is_empty() && line.get(label.len()..).is_some_and(|rest| rest.starts_with(". "))
            }
        }
        _ => false,
    }
}

/// How a page was wrapped.
#[derive(Clone, Copy)]
struct Wrap {
    /// Characters in a full line.
    width: usize,
    /// Characters before the text of a line that goes on.
    indent: usize,
}

/// The width a text was hard-wrapped at; `None` when each line is a paragraph of its own.
fn wrap_width(lines: &[&str]) -> Option<Wrap> {
    let mut widths: Vec<usize> = lines.iter().map(|l| l.chars().count()).filter(|w| *w > 0).collect();
    widths.sort_unstable();
    let width = *widths.get(widths.len() * 95 / 100)?;
    if widths.len() < 8 || !(50..=130).contains(&width) {
        return None;
    }
    let long: Vec<&&str> = lines.iter().filter(|l| l.chars().count() * 10 >= width * 8).collect();
    let open = long.iter().filter(|l| !l.ends_with(['.', ';', ':', '!', '?', '…', '/', '”', '"'])).count();
    if long.len() < 4 || open * 10 < long.len() * 5 {
        return None;
    }
    let indent = long.iter().map(|l| l.chars().take_while(|c| c.is_whitespace()).count()).min().unwrap_or(0);
    Some(Wrap { width, indent })
}

/// A table drawn with `|`.
struct Piped {
    table: RawTable,
    /// The line of each row.
    lines: Vec<usize>,
    /// The line after it.
    to: usize,
}

/// The table that starts with line `from`.
fn piped_table(lines: &[&str], from: usize) -> Option<Piped> {
    let mut rows = Vec::new();
    let mut places = Vec::new();
    let mut i = from;
    let framed = lines.get(from).is_some_and(|line| line.trim_start().starts_with('|'));
    while let Some(line) = lines.get(i) {
        match piped_row(line) {
            // A row that starts with a bar has no first cell where the rows above do not start with one.
            Some(_) if !rows.is_empty() && !framed => rows.push(cells_of(line)),
            Some(cells) => rows.push(cells),
            // The line a Markdown table has under its header.
            None if !rows.is_empty() && is_piped_rule(line) => {}
            None => break,
        }
        if places.len() < rows.len() {
            places.push(i);
        }
        i += 1;
    }
    (!rows.is_empty()).then_some(Piped { table: RawTable { rows }, lines: places, to: i })
}

fn piped_row(line: &str) -> Option<Vec<RawCell>> {
    let line = line.trim();
    let inner = match line.strip_prefix('|').and_then(|l| l.strip_suffix('|')) {
        Some(inner) if !inner.is_empty() => inner,
        _ if line.contains(" | ") || (line.ends_with(" |") && line.len() > 2) => line,
        _ => return None,
    };
    if is_piped_rule(inner) {
        return None;
    }
    Some(cells_of(inner))
}

fn cells_of(line: &str) -> Vec<RawCell> {
    let cell = |(column, cell): (usize, &str)| RawCell { column, paragraphs: vec![cell.trim().to_owned()] };
    line.split('|').enumerate().map(cell).collect()
}

fn is_piped_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+'))
}

/// Two columns of a printed page, from one line to before another.
struct Frame {
    from: usize,
    to: usize,
    table: RawTable,
    /// The line of each paragraph of the left and of the right column.
    lines: [Vec<usize>; 2],
}

impl Frame {
    fn split(lines: &[&str], range: std::ops::Range<usize>, boundary: usize) -> Self {
        let (from, to) = (range.start, range.end);
        let (table, lines) = split_columns(lines, range, boundary);
        Self { from, to, table, lines }
    }

    /// The line of a paragraph of a column.
    fn line(&self, column: usize, paragraph: usize) -> usize {
        self.lines.get(column).and_then(|lines| lines.get(paragraph)).copied().unwrap_or(self.from)
    }
}

/// Column from which a text stands on the right half of a page.
const RIGHT: usize = 12;

/// Column of what follows a tab.
const TABBED: usize = 40;

/// The letterhead of a printed page: the national title stands to the right of the issuing body.
fn head_columns(lines: &[&str]) -> Option<Frame> {
    let marks = ["cộng hòa xã hội chủ nghĩa", "độc lập - tự do", "đảng cộng sản việt nam", "đoàn tncs hồ chí minh"];
    let (title, boundary) =
        lines.iter().enumerate().take(15).filter(|(_, line)| !line.contains('|')).find_map(|(i, line)| {
            let is_title = |s: &str| marks.iter().any(|mark| fold(s).starts_with(mark));
            let (start, _) = segments(line).into_iter().find(|(start, s)| *start >= RIGHT && is_title(s))?;
            Some((i, start))
        })?;
    // The issuing body can stand a line higher than the national title.
    let from = lines.iter().position(|line| !line.trim().is_empty())?;
    let to = lines.iter().enumerate().skip(title + 1).find(|(_, line)| ends_head(line)).map_or(lines.len(), |(i, _)| i);
    (to <= title + 25).then(|| Frame::split(lines, from..to, boundary))
}

/// The first line after a letterhead: addressees, or a type of document alone in capitals.
fn ends_head(line: &str) -> bool {
    let folded = fold(line);
    if folded.starts_with("kính gửi") || folded.starts_with("căn cứ") {
        return true;
    }
    let centred = line.starts_with("        ") || line.starts_with('\t');
    segments(line).len() == 1
        && (centred || !line.starts_with(' '))
        && super::lexicon::document_type(line.trim()).is_some()
}

/// Recipients on the left, signature on the right.
fn tail_columns(lines: &[&str]) -> Option<Frame> {
    let from = lines.iter().rposition(|line| fold(line).starts_with("nơi nhận"))?;
    let boundary = lines
        .get(from..)?
        .iter()
        .take(12)
        .take_while(|line| !line.contains('|'))
        .filter_map(|line| segments(line).get(1).map(|(start, _)| *start))
        .min()?;
    let to = lines
        .iter()
        .enumerate()
        .skip(from + 1)
        .find(|(_, line)| {
            let folded = fold(line);
            folded.starts_with("phụ lục") || folded.starts_with("(kèm theo") || piped_row(line).is_some()
        })
        .map_or(lines.len(), |(i, _)| i);
    Some(Frame::split(lines, from..to, boundary))
}

/// Puts what stands left and right of a column boundary into one row of two cells; with it the line of each paragraph.
fn split_columns(lines: &[&str], range: std::ops::Range<usize>, boundary: usize) -> (RawTable, [Vec<usize>; 2]) {
    let mut left = RawCell { column: 0, paragraphs: Vec::new() };
    let mut right = RawCell { column: 1, paragraphs: Vec::new() };
    let [mut of_left, mut of_right] = [Vec::new(), Vec::new()];
    for (i, line) in lines.iter().enumerate().take(range.end).skip(range.start) {
        for (start, segment) in segments(line) {
            let is_right = start * 10 >= boundary * 7 && start >= RIGHT;
            let (side, numbers) = if is_right { (&mut right, &mut of_right) } else { (&mut left, &mut of_left) };
            side.paragraphs.push(segment.to_owned());
            numbers.push(i);
        }
    }
    (RawTable { rows: vec![vec![left, right]] }, [of_left, of_right])
}

/// Stretches of a line set apart by tabs or by three or more spaces, with the column each starts in. A gap after
/// `Số:` or `ngày` is a blank to fill in, not a column.
fn segments(line: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut start: Option<(usize, usize)> = None;
    let mut gap = 0;
    let mut end = 0;
    let mut tabs = 0;
    for (column, (byte, c)) in line.char_indices().enumerate() {
        tabs += usize::from(c == '\t');
        // What a tab sets apart stands on the right, however short the text before it.
        let column = if tabs > 0 { column.max(TABBED) } else { column };
        if c == ' ' || c == '\t' {
            gap += if c == '\t' { 4 } else { 1 };
        } else {
            if let Some((from_column, from)) = start
                && gap >= 3
                && !is_blank_to_fill(line.get(from..end).unwrap_or_default())
            {
                found.push((from_column, line.get(from..end).unwrap_or_default()));
                start = None;
            }
            gap = 0;
            start = start.or(Some((column, byte)));
            end = byte + c.len_utf8();
        }
    }
    if let Some((from_column, from)) = start {
        found.push((from_column, line.get(from..end).unwrap_or_default()));
    }
    found
}

fn is_blank_to_fill(before: &str) -> bool {
    let folded = fold(before);
    ["số", "ngày", "tháng", "năm"].iter().any(|word| folded == *word || folded.ends_with(&format!(" {word}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_printed_letterhead_are_kept_apart() {
        let text = "    ỦY BAN NHÂN DÂN                  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n      \
                    TỈNH AN GIAO                        Độc lập - Tự do - Hạnh phúc\n   \
                    Số: 12 /UBND-VX                     An Giao, ngày 3 tháng 5 năm 2031\n\
                    V/v tổ chức lễ phát động\n\n                    Kính gửi: Sở Nội vụ\n";
        let layout = layout(text);
        assert_eq!(
            layout.text,
            "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\nSố: 12 /UBND-VX\nV/v tổ chức lễ phát động\n\
             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nAn Giao, ngày 3 tháng 5 năm 2031\n\n\
             Kính gửi: Sở Nội vụ"
        );
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let line = "Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị và địa phương nghiêm túc";
        let text = format!("      {line}\n{line}\n{line}\nthực hiện./.\n      1. {line}\n{line}\n{line}\nhết.\n");
        let layout = layout(&text);
        assert_eq!(layout.lines.len(), 2, "{}", layout.text);
    }

    #[test]
    fn one_line_one_paragraph_stays() {
        let layout = layout("Tiêu đề bài viết\n\nĐoạn một có một câu.\nĐoạn hai có một câu.\n");
        assert_eq!(layout.lines.len(), 3);
        assert!(layout.lines[1].after_blank);
    }
}
