//! Tables and lines on the terminal.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use std::fmt::Arguments;
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

/// Prints a line as `println!` does, but does not panic when it cannot: see [`lost`].
macro_rules! print_line {
    ($($part:tt)*) => { $crate::output::write_line(format_args!($($part)*)) };
}

/// Prints a line to standard error; where even that cannot be written, nobody is there to be told.
macro_rules! complain {
    ($($part:tt)*) => { $crate::output::write_complaint(format_args!($($part)*)) };
}

pub(crate) use {complain, print_line};

static LOST: OnceLock<ErrorKind> = OnceLock::new();

pub(crate) fn write_line(line: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = writeln!(out, "{line}").and_then(|()| out.flush()) {
        LOST.get_or_init(|| error.kind());
    }
}

pub(crate) fn write_complaint(line: Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Whether what was printed is lost, as on a full disk behind `> file`. A reader who left early (`| head`) has seen
/// what there was to see: nothing is lost then.
pub(crate) fn lost() -> bool {
    LOST.get().is_some_and(|kind| *kind != ErrorKind::BrokenPipe)
}

/// A plain table with a header; columns named in `right` are set to the right.
pub(crate) fn table(header: &[String], right: &[usize], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(120);
    }
    table.set_header(header);
    for row in rows {
        table.add_row(row.into_iter().enumerate().map(|(at, text)| {
            let align = if right.contains(&at) { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new(text).set_alignment(align)
        }));
    }
    table.to_string()
}

/// The first line of a text, cut to a number of characters.
pub(crate) fn shortened(text: &str, characters: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= characters {
        return line.to_owned();
    }
    let cut: String = line.chars().take(characters.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}
