//! Text tables: .csv and .tsv in the encodings and with the separators that offices use.

use super::table::{Table, TableRow};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1258};

/// Turns the bytes into text: UTF-8 with or without a byte-order mark, UTF-16, or windows-1258. None for what is no
/// text.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        UTF_16LE.decode_without_bom_handling(rest).0.into_owned()
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        UTF_16BE.decode_without_bom_handling(rest).0.into_owned()
    } else if let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
        text.to_owned()
    } else if let Some(encoding) = utf16_without_mark(bytes) {
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    } else {
        // Tone marks follow their vowel there; normalising joins them.
        WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned()
    };
    let strange = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || c == '\u{FFFD}';
    let bad = text.chars().filter(|c| strange(*c)).count();
    (bad * 100 <= text.chars().count()).then_some(text)
}

/// Most letters of a Vietnamese table have a zero for their high byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let enough = sample.len() / 4;
    match (zeros(0), zeros(1)) {
        _ if !bytes.len().is_multiple_of(2) => None,
        (0, high) if high > enough => Some(UTF_16LE),
        (high, 0) if high > enough => Some(UTF_16BE),
        _ => None,
    }
}

/// Splits text into rows and cells. Cells may be quoted, with doubled quotes and line breaks inside.
pub(super) fn parse(text: &str) -> Table {
    // Excel's own first line that names the separator.
    let (text, first_line, separator) = match text.split_once('\n') {
        Some((first, rest)) if first.len() <= 6 && first.to_ascii_lowercase().starts_with("sep=") => {
            (rest, 2, first.chars().nth(4).filter(|c| !c.is_whitespace() || *c == '\t').unwrap_or(','))
        }
        _ => (text, 1, separator_of(text)),
    };
    let mut table = Table::default();
    let mut splitter = Splitter { rest: text.chars().peekable(), separator, line: first_line };
    while let Some(row) = splitter.row() {
        if !row.cells.is_empty() {
            table.rows.push(row);
        }
    }
    table
}

/// The separator that splits the most of the first lines into the same number of cells.
fn separator_of(text: &str) -> char {
    let head: String = text.lines().take(20).flat_map(|line| line.chars().chain(['\n'])).collect();
    let score = |separator: char| {
        let mut splitter = Splitter { rest: head.chars().peekable(), separator, line: 1 };
        let mut widths = Vec::new();
        while let Some(row) = splitter.row() {
            widths.push(row.cells.last().map_or(0, |(column, _)| column + 1));
        }
        let most = widths.iter().copied().max().unwrap_or(0);
        if most < 2 { (0, 0) } else { (widths.iter().filter(|width| **width >= 2).count(), most) }
    };
    // Semicolons first: with Vietnamese settings Excel writes them, and names hold commas.
    [';', '\t', ',', '|'].into_iter().rev().max_by_key(|separator| score(*separator)).unwrap_or(',')
}

struct Splitter<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    separator: char,
    line: usize,
}

impl Splitter<'_> {
    /// The next row; none at the end.
    fn row(&mut self) -> Option<TableRow> {
        self.rest.peek()?;
        let mut row = TableRow { line: self.line, cells: Vec::new() };
        let mut column = 0;
        loop {
            let (text, more) = self.cell();
            let text = vanban::text::normalise(&text);
            let text = text.trim();
            if !text.is_empty() {
                row.cells.push((column, text.to_owned()));
            }
            if !more {
                return Some(row);
            }
            column += 1;
        }
    }

    /// The next cell, and whether another follows on the same row.
    fn cell(&mut self) -> (String, bool) {
        let mut text = String::new();
        let mut quoted = false;
        while let Some(c) = self.rest.next() {
            match c {
                '"' if quoted && self.rest.peek() == Some(&'"') => {
                    self.rest.next();
                    text.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if text.trim().is_empty() => {
                    text.clear();
                    quoted = true;
                }
                '\r' if self.rest.peek() == Some(&'\n') => {}
                '\n' | '\r' => {
                    self.line += 1;
                    if !quoted {
                        return (text, false);
                    }
                    text.push('\n');
                }
                c if c == self.separator && !quoted => return (text, true),
                c => text.push(c),
            }
        }
        (text, false)
    }
}
