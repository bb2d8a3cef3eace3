//! Reading the sheet of figures.

use super::layout::{DATE, FIGURES, HEADINGS, cell_name};
use super::problem::{CellError, CellProblem};
use super::read::{Filled, FormFile, LooseReason, Sheet};
use crate::read::typed::{self, NumberFault};
use crate::read::{Cell, CellValue, Pen, Wanted, reference};
use domain::CivilDate;
use domain::form::{CellKey, Form, Kind};
use domain::report::{Figure, Value};
use domain::time::Slashed;
use locale::{Language, text};
use std::ops::RangeInclusive;

/// The longest text stored for a cell or a reason, in characters.
const MOST_CHARS: usize = 4_000;

/// Reads figures, reasons and the reporting date.
pub(super) fn read(
    file: &FormFile,
    form: &Form,
    reported: &RangeInclusive<CivilDate>,
    filled: &mut Filled,
    errors: &mut Vec<CellError>,
) {
    let sheet = match file.find_sheet(FIGURES, "workbook-sheet-figures") {
        Ok(sheet) => sheet,
        Err(error) => return errors.push(error),
    };
    let mut reading = Reading {
        file,
        form,
        sheet,
        reported,
        columns: None,
        place: Columns { key: 0, figure: 0, reason: 0 },
        misled: false,
        seen: vec![false; form.cells().len()],
        expected: 0,
        figures: vec![None; form.cells().len()],
        filled,
        errors,
    };
    let whole = file.context().rows(&sheet.markup, |row, cells| {
        reading.row(row, cells);
        reading.wanted()
    });
    if whole.is_err() {
        reading.fault(String::new(), String::new(), CellProblem::SheetDamaged);
        return;
    }
    reading.finish();
}

/// Where the columns are, once their headings are found.
#[derive(Clone, Copy)]
struct Columns {
    key: u32,
    figure: u32,
    reason: u32,
}

struct Reading<'a> {
    file: &'a FormFile,
    form: &'a Form,
    sheet: &'a Sheet,
    reported: &'a RangeInclusive<CivilDate>,
    /// Whether the headings were found, and where.
    columns: Option<Columns>,
    /// Where the columns are taken to be until then.
    place: Columns,
    /// A heading is gone: what stands in the columns below is anybody's guess and is not read.
    misled: bool,
    /// Which cells of the form had their row.
    seen: Vec<bool>,
    /// The position expected next: rows mostly stand in the order of the form.
    expected: usize,
    /// By position.
    figures: Vec<Option<Figure>>,
    filled: &'a mut Filled,
    errors: &'a mut Vec<CellError>,
}

impl Reading<'_> {
    fn fault(&mut self, cell: String, label: String, problem: CellProblem) {
        self.errors.push(CellError { sheet: self.sheet.name.clone(), cell, label, problem });
    }

    /// What is looked at in the rows that follow: once the headings are found, not what the lines are called.
    fn wanted(&self) -> Wanted {
        self.columns.map_or(Wanted::All, |Columns { key, figure, reason }| Wanted::Columns([key, figure, reason]))
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        let is_mark = |cell: &&Cell<'_>| cell.text().is_some_and(|text| text.starts_with(FIGURES));
        if let Some(mark) = cells.iter().find(is_mark) {
            let key = mark.column;
            self.place = Columns { key, figure: key.saturating_sub(2), reason: key.saturating_sub(1) };
            if cells.iter().any(|cell| cell.text().is_some_and(|text| text.ends_with(HEADINGS))) {
                self.headings(row, cells);
            }
            return;
        }
        if self.misled {
            return;
        }
        let key = at(cells, self.place.key).and_then(Cell::text).map_or("", str::trim);
        match key {
            DATE => self.date(row, cells),
            "" => self.keyless(row, cells),
            key if key.starts_with('#') => {}
            key => self.line(row, key, cells),
        }
    }

    /// Finds the columns by their headings, in either language.
    fn headings(&mut self, row: u32, cells: &[Cell<'_>]) {
        let before = self.errors.len();
        let mut find = |key: &str, usual: u32| {
            let headings = Language::ALL.map(|language| vanban::text::fold(&text!(language, key)));
            let named = |cell: &&Cell<'_>| cell.text().is_some_and(|text| headings.contains(&vanban::text::fold(text)));
            if let Some(cell) = cells.iter().find(named) {
                return cell.column;
            }
            let expected = text!(self.file.language(), key);
            let problem = match at(cells, usual).map(shown).filter(|found| !found.is_empty()) {
                Some(found) => CellProblem::ColumnRenamed { expected, found },
                None => CellProblem::ColumnMissing { expected },
            };
            self.errors.push(CellError {
                sheet: self.sheet.name.clone(),
                cell: reference(row, usual),
                label: String::new(),
                problem,
            });
            usual
        };
        let usual = self.place;
        let figure = find("workbook-column-figure", usual.figure);
        let reason = find("workbook-column-reason", usual.reason);
        self.misled = self.errors.len() > before;
        self.place = Columns { key: usual.key, figure, reason };
        self.columns = Some(self.place);
    }

    fn date(&mut self, row: u32, cells: &[Cell<'_>]) {
        let Some(cell) = at(cells, self.place.figure) else {
            return;
        };
        let found = match &cell.value {
            CellValue::Number(serial, _) => typed::date_of_serial(*serial, self.file.context().from_1904),
            CellValue::Text(text) if text.chars().all(|c| c.is_whitespace() || c == '-') => return,
            CellValue::Text(text) => typed::typed_date(text),
            _ => None,
        };
        let problem = match found {
            Some(date) if self.reported.contains(&date) => {
                self.filled.reported_on = Some(date);
                return;
            }
            Some(found) => {
                CellProblem::DateOutOfRange { found, earliest: *self.reported.start(), latest: *self.reported.end() }
            }
            None => fault_of(cell).unwrap_or_else(|| CellProblem::NotADate { found: shown(cell) }),
        };
        let label = text!(self.file.language(), "workbook-reported-on");
        self.fault(reference(row, self.place.figure), label, problem);
    }

    /// A row without a key says nothing, unless somebody put a figure on it.
    fn keyless(&mut self, row: u32, cells: &[Cell<'_>]) {
        if self.columns.is_none() {
            return;
        }
        if let Some(cell) = at(cells, self.place.figure) {
            let found = shown(cell);
            if !found.trim().is_empty() {
                self.fault(reference(row, self.place.figure), String::new(), CellProblem::RowAdded { found });
            }
        }
    }

    fn line(&mut self, row: u32, key: &str, cells: &[Cell<'_>]) {
        let here = |column| reference(row, column);
        let Some(position) = self.position(key) else {
            let problem = CellProblem::RowUnknown { key: key.to_owned() };
            return self.fault(here(self.place.figure), String::new(), problem);
        };
        if std::mem::replace(&mut self.seen[position], true) {
            let problem = CellProblem::RowTwice { key: key.to_owned() };
            return self.fault(here(self.place.figure), cell_name(self.form, position, self.file.language()), problem);
        }
        let kind = self.form.item_of(&self.form.cells()[position]).kind;
        let value = at(cells, self.place.figure).map_or(Ok(None), |cell| figure(kind, cell, self.file.language()));
        let reason = at(cells, self.place.reason).map_or(Ok(None), words);
        let mut refuse = |column, problem| {
            let label = cell_name(self.form, position, self.file.language());
            self.errors.push(CellError { sheet: self.sheet.name.clone(), cell: here(column), label, problem });
        };
        let value = value.unwrap_or_else(|problem| {
            refuse(self.place.figure, problem);
            None
        });
        let reason = reason.unwrap_or_else(|problem| {
            refuse(self.place.reason, problem);
            None
        });
        match (value, reason) {
            (Some(value), reason) => {
                self.figures[position] = Some(Figure { value, at: Some(here(self.place.figure)), reason });
            }
            (None, Some(reason)) => {
                let key = self.form.cells()[position].key.clone();
                let loose = LooseReason { key, at: here(self.place.reason), reason };
                self.filled.loose_reasons.push(loose);
            }
            (None, None) => {}
        }
    }

    /// The position of a key among the cells of the form.
    fn position(&mut self, key: &str) -> Option<usize> {
        let next = self.form.cells().get(self.expected).is_some_and(|cell| cell.key.as_str() == key);
        let position =
            if next { Some(self.expected) } else { CellKey::parse(key).and_then(|key| self.form.position(&key)) }?;
        self.expected = position + 1;
        Some(position)
    }

    fn finish(mut self) {
        if self.misled {
            return;
        }
        if self.columns.is_none() || self.seen.iter().all(|seen| !seen) {
            return self.fault(String::new(), String::new(), CellProblem::KeysMissing);
        }
        let missing: Vec<usize> = (0..self.seen.len()).filter(|at| !self.seen[*at]).collect();
        for position in missing {
            let key = self.form.cells()[position].key.to_string();
            let label = cell_name(self.form, position, self.file.language());
            self.fault(String::new(), label, CellProblem::RowMissing { key });
        }
        // In the order of their keys: a map made of what is in order is made faster.
        let mut figures = self.figures;
        let filled = self.form.by_key().filter_map(|(at, cell)| Some((cell.key.clone(), figures[at].take()?)));
        self.filled.content.figures = filled.collect();
    }
}

fn at<'a, 'b>(cells: &'a [Cell<'b>], column: u32) -> Option<&'a Cell<'b>> {
    cells.iter().find(|cell| cell.column == column)
}

/// The value of a cell as an item of this kind.
pub(super) fn figure(kind: Kind, cell: &Cell<'_>, language: Language) -> Result<Option<Value>, CellProblem> {
    if kind == Kind::Text {
        return Ok(words(cell)?.map(Value::Text));
    }
    let number = match (&cell.value, kind) {
        (CellValue::Number(number, Pen::Plain), Kind::Percent) => typed::hundredths(*number).map(Some),
        (CellValue::Number(number, Pen::Percent), Kind::Percent) => typed::hundredths(*number * 100.0).map(Some),
        (CellValue::Number(number, Pen::Plain), _) => typed::whole(*number).map(Some),
        (CellValue::Text(text), Kind::Percent) => typed::typed_percent(text),
        (CellValue::Text(text), _) => typed::typed_whole(text),
        (CellValue::Number(..) | CellValue::Bool(_), _) => Err(NumberFault::NotANumber),
        (CellValue::Blank | CellValue::Error(_) | CellValue::Uncalculated, _) => Ok(None),
    };
    if let Some(problem) = fault_of(cell) {
        return Err(problem);
    }
    let found = || shown_in(cell, language);
    number.map(|number| number.map(Value::Number)).map_err(|fault| match fault {
        NumberFault::NotANumber => CellProblem::NotANumber { found: found() },
        NumberFault::NotWhole => CellProblem::NotWhole { found: found() },
        NumberFault::Negative => CellProblem::Negative { found: found() },
        NumberFault::TooLarge => CellProblem::TooLarge { found: found() },
    })
}

/// The words of a cell; none when it is blank.
fn words(cell: &Cell<'_>) -> Result<Option<String>, CellProblem> {
    if let Some(problem) = fault_of(cell) {
        return Err(problem);
    }
    let words = shown(cell);
    let chars = words.chars().count();
    if chars > MOST_CHARS {
        return Err(CellProblem::TextTooLong { chars, limit: MOST_CHARS });
    }
    Ok(Some(words).filter(|words| !words.is_empty()))
}

/// The fault of a formula.
pub(super) fn fault_of(cell: &Cell<'_>) -> Option<CellProblem> {
    match &cell.value {
        CellValue::Error(found) => Some(CellProblem::FormulaError { found: found.to_string() }),
        CellValue::Uncalculated => Some(CellProblem::FormulaNotCalculated),
        _ => None,
    }
}

/// What a person sees in a cell, as far as can be told.
pub(crate) fn shown(cell: &Cell<'_>) -> String {
    match &cell.value {
        CellValue::Blank | CellValue::Uncalculated => String::new(),
        CellValue::Text(text) => clean(text),
        CellValue::Number(number, Pen::Plain) => number.to_string(),
        CellValue::Number(number, Pen::Percent) => format!("{}%", number * 100.0),
        CellValue::Number(number, Pen::Date) => match typed::date_of_serial(*number, false) {
            Some(date) => Slashed(date).to_string(),
            None => number.to_string(),
        },
        CellValue::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        CellValue::Error(error) => error.to_string(),
    }
}

/// As [`shown`], with the decimal sign of the language.
fn shown_in(cell: &Cell<'_>, language: Language) -> String {
    match (&cell.value, language) {
        (CellValue::Number(_, Pen::Plain | Pen::Percent), Language::Vi) => shown(cell).replace('.', ","),
        _ => shown(cell),
    }
}

/// Normalised text with plain line ends, without blanks at its ends.
pub(super) fn clean(text: &str) -> String {
    let text = vanban::text::normalise(text);
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    text.trim().to_owned()
}
