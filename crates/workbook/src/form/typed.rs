//! What somebody types into the form on a page, read by the rules of the cells of a workbook.

use super::CellProblem;
use super::{prose, table};
use crate::read::{Cell, CellValue, typed};
use domain::form::Kind;
use domain::report::Value;
use locale::Language;

/// The value of a cell of this kind from what was typed on a page of a language; none when that is blank, or a dash that
/// stands for blank. `1.234` is 1234 on a Vietnamese page, `1,234` on an English one.
///
/// # Errors
/// What a workbook would be refused for: words in a number, a fraction where things are counted, a text too long; and
/// [`CellProblem::Ambiguous`] for a number that means another one in the other language.
pub fn typed_value(kind: Kind, text: &str, language: Language) -> Result<Option<Value>, CellProblem> {
    let text = printable(text);
    if kind != Kind::Text && typed::is_ambiguous(&text, kind == Kind::Percent, language.grouping()) {
        return Err(CellProblem::Ambiguous { found: text.trim().to_owned() });
    }
    table::figure(kind, &Cell { column: 0, value: CellValue::Text(text.into()) }, language)
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
        let number = |text| typed_value(Kind::Count, text, Language::Vi);
        assert_eq!(number(" 1.234.567 "), Ok(Some(Value::Number(1_234_567))));
        assert_eq!(number("-"), Ok(None));
        assert_eq!(number("mười"), Err(CellProblem::NotANumber { found: "mười".into() }));
        assert_eq!(number("2,5"), Err(CellProblem::NotWhole { found: "2,5".into() }));
        assert_eq!(typed_value(Kind::Percent, "97,5", Language::Vi), Ok(Some(Value::Number(9_750))));
        assert_eq!(typed_value(Kind::Text, " a\u{0}b ", Language::Vi), Ok(Some(Value::Text("ab".into()))));
        assert_eq!(typed_prose("một\r\nhai\n "), Ok(Some("một\nhai".into())));
        assert_eq!(typed_prose("\n"), Ok(None));
        assert!(matches!(typed_prose(&"a".repeat(40_000)), Err(CellProblem::TextTooLong { .. })));
    }

    #[test]
    fn a_number_means_what_it_means_on_a_page_of_its_language() {
        let read = |kind, text: &str, language| typed_value(kind, text, language);
        let ambiguous = |text: &str| Err(CellProblem::Ambiguous { found: text.to_owned() });
        for (language, group, decimal) in [(Language::Vi, '.', ','), (Language::En, ',', '.')] {
            let grouped = format!("1{group}234");
            let with_decimals = format!("1{decimal}234");
            assert_eq!(read(Kind::Count, &grouped, language), Ok(Some(Value::Number(1_234))));
            assert_eq!(read(Kind::Count, &with_decimals, language), ambiguous(&with_decimals));
            assert_eq!(read(Kind::Percent, &with_decimals, language), Ok(Some(Value::Number(123))));
            assert_eq!(read(Kind::Percent, &format!("{grouped}%"), language), ambiguous(&format!("{grouped}%")));
            let half = format!("1{decimal}5");
            assert_eq!(read(Kind::Percent, &half, language), Ok(Some(Value::Number(150))));
            assert_eq!(read(Kind::Count, &half, language), Err(CellProblem::NotWhole { found: half }));
            // What can mean one thing only is read, whatever the language.
            assert_eq!(read(Kind::Count, "1.234.567", language), Ok(Some(Value::Number(1_234_567))));
            assert_eq!(read(Kind::Count, "1,234.00", language), Ok(Some(Value::Number(1_234))));
            assert_eq!(read(Kind::Percent, "97.5", language), Ok(Some(Value::Number(9_750))));
            assert_eq!(read(Kind::Percent, "0.975", language), Ok(Some(Value::Number(98))));
        }
    }
}
