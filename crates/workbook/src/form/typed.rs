//! What somebody types into the form on a page, read by the rules of the cells of a workbook.

use super::CellProblem;
use super::{prose, table};
use crate::read::{Cell, CellValue};
use domain::form::Kind;
use domain::report::Value;
use locale::Language;

/// The value of a cell of this kind from what was typed; none when that is blank, or a dash that stands for blank.
///
/// # Errors
/// What a workbook would be refused for: words in a number, a fraction where things are counted, a text too long.
pub fn typed_value(kind: Kind, text: &str) -> Result<Option<Value>, CellProblem> {
    let text = printable(text);
    table::figure(kind, &Cell { column: 0, value: CellValue::Text(text.into()) }, Language::default())
}

/// Prose as it was typed, normalised; none when it is blank.
///
/// # Errors
/// [`CellProblem::TextTooLong`].
pub fn typed_prose(text: &str) -> Result<Option<String>, CellProblem> {
    let text = table::clean(&printable(text));
    let chars = text.chars().count();
    if chars > prose::MOST_CHARS {
        return Err(CellProblem::TextTooLong { chars, limit: prose::MOST_CHARS });
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Without characters that no workbook can hold.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_on_a_page_is_read_as_in_a_workbook() {
        let number = |text| typed_value(Kind::Count, text);
        assert_eq!(number(" 1.234.567 "), Ok(Some(Value::Number(1_234_567))));
        assert_eq!(number("-"), Ok(None));
        assert_eq!(number("mười"), Err(CellProblem::NotANumber { found: "mười".into() }));
        assert_eq!(number("2,5"), Err(CellProblem::NotWhole { found: "2,5".into() }));
        assert_eq!(typed_value(Kind::Percent, "97,5"), Ok(Some(Value::Number(9_750))));
        assert_eq!(typed_value(Kind::Text, " a\u{0}b "), Ok(Some(Value::Text("ab".into()))));
        assert_eq!(typed_prose("một\r\nhai\n "), Ok(Some("một\nhai".into())));
        assert_eq!(typed_prose("\n"), Ok(None));
        assert!(matches!(typed_prose(&"a".repeat(40_000)), Err(CellProblem::TextTooLong { .. })));
    }
}
