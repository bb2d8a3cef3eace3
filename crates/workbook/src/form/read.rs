//! A filled form, opened and read.

use super::marks::{Marks, SHEET};
use super::problem::{CellError, CellProblem};
use super::{prose, table};
use crate::ReadError;
use crate::read::{Book, Context, Wanted};
use domain::form::{CellKey, Form, FormVersion};
use domain::report::Content;
use domain::unit::UnitCode;
use domain::{CampaignId, CivilDate};
use locale::Language;
use std::ops::RangeInclusive;

/// A form file, opened: what it is of is known, what it says is not looked at yet.
#[derive(Debug)]
pub struct FormFile {
    marks: Marks,
    context: Context,
    sheets: Vec<Sheet>,
}

/// A sheet expanded in memory.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) markup: String,
}

/// Everything a filled form says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Figures and prose; each figure carries the cell it stood in.
    pub content: Content,
    /// The date written into the form, if any.
    pub reported_on: Option<CivilDate>,
    /// Reasons written beside figures left blank: a report has no place for them, so they are handed over apart.
    pub loose_reasons: Vec<LooseReason>,
}

/// A reason beside a figure that was left blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseReason {
    /// The figure left blank.
    pub key: CellKey,
    /// The cell of the reason, `E12`.
    pub at: String,
    /// What was written.
    pub reason: String,
}

/// Opens a form file and finds what it is of.
///
/// # Errors
/// Any [`ReadError`]; [`ReadError::NotAForm`] for a workbook that is none of ours.
pub fn open_form(bytes: &[u8]) -> Result<FormFile, ReadError> {
    let mut book = Book::open(bytes)?;
    let marks = Marks::read(&mut book)?;
    let names: Vec<(usize, String)> = book
        .sheets()
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.name != SHEET)
        .map(|(at, sheet)| (at, sheet.name.clone()))
        .collect();
    let mut sheets = Vec::with_capacity(names.len());
    for (at, name) in names {
        sheets.push(Sheet { name, markup: book.sheet(at)? });
    }
    Ok(FormFile { marks, context: book.into_context(), sheets })
}

impl FormFile {
    /// The campaign it reports on.
    #[must_use]
    pub fn campaign(&self) -> CampaignId {
        self.marks.campaign
    }

    /// Code of the unit it was made for.
    #[must_use]
    pub fn unit_code(&self) -> &UnitCode {
        &self.marks.unit_code
    }

    /// The form it was made from.
    #[must_use]
    pub fn form(&self) -> &FormVersion {
        &self.marks.form
    }

    /// The language it was made in; labels in errors are in it, as on the sheet the unit sees.
    #[must_use]
    pub fn language(&self) -> Language {
        self.marks.language
    }

    /// What it says. A cell left blank, or holding only a dash, is absent; a zero is a zero. Percentages are what is
    /// shown: `97,5` in a plain cell and 0.975 in a cell formatted as a percentage are both 97.5 %.
    ///
    /// # Errors
    /// Every cell at fault, in the order of the sheets.
    pub fn content(&self, form: &Form, reported: RangeInclusive<CivilDate>) -> Result<Filled, Vec<CellError>> {
        let mut errors = Vec::new();
        let mut filled = Filled::default();
        table::read(self, form, &reported, &mut filled, &mut errors);
        prose::read(self, form, &mut filled, &mut errors);
        if errors.is_empty() { Ok(filled) } else { Err(errors) }
    }

    pub(super) fn context(&self) -> &Context {
        &self.context
    }

    /// The sheet that carries a mark in its hidden column, or the one by that name whose hidden column is lost.
    pub(super) fn find_sheet(&self, mark: &str, name_key: &str) -> Result<&Sheet, CellError> {
        let marked = |sheet: &&Sheet| {
            let mut found = false;
            let read = self.context.rows(&sheet.markup, |_, cells| {
                found = cells.iter().any(|cell| cell.text().is_some_and(|text| text.starts_with(mark)));
                // The mark is in the first row; the headings carry one too, should that row be gone.
                if found { Wanted::Nothing } else { Wanted::All }
            });
            read.is_ok() && found
        };
        let name = locale::text(self.marks.language, name_key, &[]);
        let mut named = self.sheets.iter().filter(|sheet| {
            Language::ALL.iter().any(|language| {
                vanban::text::fold(&sheet.name) == vanban::text::fold(&locale::text(*language, name_key, &[]))
            })
        });
        let first_named = named.next();
        let found = first_named.filter(marked).or_else(|| self.sheets.iter().find(marked));
        found.ok_or_else(|| match first_named {
            Some(sheet) => CellError {
                sheet: sheet.name.clone(),
                cell: String::new(),
                label: String::new(),
                problem: CellProblem::KeysMissing,
            },
            None => CellError {
                sheet: String::new(),
                cell: String::new(),
                label: String::new(),
                problem: CellProblem::SheetMissing { name },
            },
        })
    }
}
