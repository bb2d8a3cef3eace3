//! Reading the sheet of prose.

use super::layout::PROSE;
use super::problem::{CellError, CellProblem};
use super::read::{Filled, FormFile};
use super::table::{fault_of, shown};
use crate::read::{Cell, Wanted, reference};
use domain::form::Form;

/// The longest text of a section in characters: what one cell of a workbook can hold.
pub(super) const MOST_CHARS: usize = 32_767;

/// Reads the sections.
pub(super) fn read(file: &FormFile, form: &Form, filled: &mut Filled, errors: &mut Vec<CellError>) {
    if form.sections().is_empty() {
        return;
    }
    let sheet = match file.find_sheet(PROSE, "workbook-sheet-prose") {
        Ok(sheet) => sheet,
        Err(error) => return errors.push(error),
    };
    let language = file.language().code();
    let mut key_column = None;
    let mut seen = vec![false; form.sections().len()];
    let mut fault = |cell: String, label: &str, problem| {
        errors.push(CellError { sheet: sheet.name.clone(), cell, label: label.to_owned(), problem });
    };
    // Once the keys are found, only they and what is written beside them are looked at.
    let only = |key_column: u32| Wanted::Columns([key_column, key_column.saturating_sub(1), key_column]);
    let whole = file.context().rows(&sheet.markup, |row, cells| {
        let mark = cells.iter().find(|cell| cell.text().is_some_and(|text| text.starts_with(PROSE)));
        if let Some(mark) = mark {
            key_column = Some(mark.column);
            return only(mark.column);
        }
        let Some(key_column) = key_column else {
            return Wanted::All;
        };
        let find = |column| cells.iter().find(|cell: &&Cell<'_>| cell.column == column);
        let key = find(key_column).and_then(Cell::text).map_or("", str::trim);
        if key.is_empty() || key.starts_with('#') {
            return only(key_column);
        }
        let column = key_column.saturating_sub(1);
        let here = || reference(row, column);
        let Some(at) = form.sections().iter().position(|section| section.id.as_str() == key) else {
            fault(here(), "", CellProblem::RowUnknown { key: key.to_owned() });
            return only(key_column);
        };
        let section = &form.sections()[at];
        let title = section.title.in_language(language);
        if std::mem::replace(&mut seen[at], true) {
            fault(here(), title, CellProblem::RowTwice { key: key.to_owned() });
            return only(key_column);
        }
        let Some(cell) = find(column) else {
            return only(key_column);
        };
        let text = shown(cell);
        let chars = text.chars().count();
        if let Some(problem) = fault_of(cell) {
            fault(here(), title, problem);
        } else if chars > MOST_CHARS {
            fault(here(), title, CellProblem::TextTooLong { chars, limit: MOST_CHARS });
        } else if !text.is_empty() {
            filled.content.prose.insert(section.id.clone(), text);
        }
        only(key_column)
    });
    if whole.is_err() {
        return fault(String::new(), "", CellProblem::SheetDamaged);
    }
    if !seen.contains(&true) {
        return fault(String::new(), "", CellProblem::KeysMissing);
    }
    for (section, _) in form.sections().iter().zip(&seen).filter(|(_, seen)| !**seen) {
        let problem = CellProblem::RowMissing { key: section.id.to_string() };
        fault(String::new(), section.title.in_language(language), problem);
    }
}
