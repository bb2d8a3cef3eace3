//! One cell as a file holds it.

use crate::ReadError;
use std::borrow::Cow;

/// What the number format of a cell makes of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Pen {
    /// Shown as it is.
    #[default]
    Plain,
    /// Shown a hundred times as large with `%` behind.
    Percent,
    /// Shown as a date.
    Date,
}

impl Pen {
    /// A built-in number format by its number (ECMA-376 part 1, 18.8.30).
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            _ => Self::Plain,
        }
    }

    /// A number format by its code. Only the first section counts, and nothing quoted, escaped or in brackets.
    pub(super) fn of_code(code: &str) -> Self {
        let mut chars = code.chars();
        let mut date = false;
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => while chars.next().is_some_and(|c| c != '"') {},
                '\\' | '_' | '*' => drop(chars.next()),
                // [h], [mm] and [ss] are durations; [Red], [$-42A] are not.
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    date |=
                        !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's'));
                }
                '%' => return Self::Percent,
                'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => date = true,
                // "General" has no letter of a date; nothing to skip.
                _ => {}
            }
        }
        if date { Self::Date } else { Self::Plain }
    }
}

/// A value, borrowed from the file where it can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CellValue<'a> {
    /// Nothing.
    Blank,
    /// A number with what its format makes of it.
    Number(f64, Pen),
    /// Text.
    Text(Cow<'a, str>),
    /// True or false.
    Bool(bool),
    /// An error such as `#REF!`.
    Error(Cow<'a, str>),
    /// A formula whose result was never stored.
    Uncalculated,
}

/// A cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell<'a> {
    /// Column from 0.
    pub(crate) column: u32,
    /// What it holds.
    pub(crate) value: CellValue<'a>,
}

impl Cell<'_> {
    /// Its text, if it holds text.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            CellValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads `BC12` as row 12 and column 54.
///
/// # Errors
/// [`ReadError::Damaged`] when it is no cell a workbook can have.
pub(super) fn parse_reference(reference: &str) -> Result<(u32, u32), ReadError> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = reference.split_at(letters);
    if letters.is_empty() || letters.len() > 3 || digits.is_empty() || digits.len() > 7 {
        return Err(ReadError::Damaged);
    }
    let column =
        letters.bytes().fold(0_u32, |column, b| column * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1) - 1;
    let row: u32 = digits.parse().map_err(|_| ReadError::Damaged)?;
    if column >= 16_384 || row == 0 || row > 1_048_576 {
        return Err(ReadError::Damaged);
    }
    Ok((row, column))
}

/// `BC12` for row 12, column 54.
pub(crate) fn reference(row: u32, column: u32) -> String {
    // From the end: at most ten digits and seven letters. Formatting takes several times as long, for each cell of a form.
    let mut signs = [0_u8; 17];
    let mut at = signs.len();
    let mut put = |sign: u8, offset: u32| {
        at -= 1;
        signs[at] = sign + u8::try_from(offset).unwrap_or(0);
        at
    };
    let (mut row, mut left) = (row, column + 1);
    let mut begin = put(b'0', row % 10);
    while row >= 10 {
        row /= 10;
        begin = put(b'0', row % 10);
    }
    while left > 0 {
        begin = put(b'A', (left - 1) % 26);
        left = (left - 1) / 26;
    }
    std::str::from_utf8(&signs[begin..]).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_go_both_ways() {
        for (text, row, column) in [("A1", 1, 0), ("Z9", 9, 25), ("AA10", 10, 26), ("XFD1048576", 1_048_576, 16_383)] {
            assert_eq!(parse_reference(text).unwrap(), (row, column));
            assert_eq!(reference(row, column), text);
        }
        for text in ["", "A", "12", "A0", "XFE1", "A1048577", "AAAA1", "A1B", "A-1"] {
            assert!(parse_reference(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_format_code_tells_dates_and_percentages() {
        for code in ["dd/mm/yyyy", "[$-42A]d mmmm yyyy;@", "[h]:mm", "hh:mm:ss"] {
            assert_eq!(Pen::of_code(code), Pen::Date, "{code}");
        }
        for code in ["0%", "0.00%", "#,##0.0 %"] {
            assert_eq!(Pen::of_code(code), Pen::Percent, "{code}");
        }
        for code in ["General", "#,##0", "0.0\"%\"", "#,##0\\ \"đ\"", "[Red]#,##0", "0;0%", "@", "#,##0_m"] {
            assert_eq!(Pen::of_code(code), Pen::Plain, "{code}");
        }
    }
}
