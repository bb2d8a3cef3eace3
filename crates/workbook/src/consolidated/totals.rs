//! Sheet 1: the form with its totals.

use super::{Formats, Writing};
use crate::form::Line;
use crate::style;
use domain::form::{CellKey, Kind};
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::collections::HashMap;

const COLUMNS: [&str; 6] = [
    "workbook-column-number",
    "workbook-column-label",
    "workbook-column-unit",
    "workbook-column-total",
    "workbook-column-filled",
    "workbook-column-warnings",
];

impl Writing<'_> {
    pub(super) fn totals(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.text("workbook-sheet-totals"))?;
        for (column, width) in (0..).zip([6.5, 60.0, 13.0, 20.0, 14.0, 12.0]) {
            sheet.set_column_width(column, width)?;
        }
        let headings = self.top(sheet, &self.text("workbook-totals-title"), 5)?;
        self.headings(sheet, headings, &COLUMNS)?;
        sheet.set_row_height(headings, 36)?;
        let formats = Formats::new();
        let mut warned: HashMap<&CellKey, u32> = HashMap::new();
        for (_, warning) in &self.report.warnings {
            if let Some(first) = warning.cells.first() {
                *warned.entry(first).or_default() += 1;
            }
        }
        for (row, line) in (headings + 1..).zip(&self.lines) {
            self.label_columns(sheet, row, *line, 66, &formats)?;
            match *line {
                Line::Group(_) => formatted(sheet, row, 3..6, &formats.group)?,
                Line::Breakdown(_) => formatted(sheet, row, 3..6, &formats.part)?,
                Line::Total(cell) | Line::Part { cell, .. } => self.total(sheet, row, cell, &warned, &formats)?,
            }
        }
        sheet.set_freeze_panes(headings + 1, 0)?.set_repeat_rows(headings, headings)?;
        style::page(sheet, false, &self.text("workbook-page"));
        sheet.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// Number, label and unit of count: the first three columns of sheets 1 and 2. The label's column is so many
    /// characters wide.
    pub(super) fn label_columns(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        line: Line,
        chars: usize,
        f: &Formats,
    ) -> Result<(), XlsxError> {
        let form = &self.report.form;
        let (number, unit) = match line {
            Line::Group(group) => (form.groups()[group].number.as_str(), ""),
            Line::Breakdown(_) => ("", ""),
            Line::Total(cell) => {
                let item = form.item_of(&form.cells()[cell]);
                (item.number.as_str(), item.unit.in_language(self.language.code()))
            }
            Line::Part { cell, .. } => ("", form.item_of(&form.cells()[cell]).unit.in_language(self.language.code())),
        };
        let (middle, text) = match line {
            Line::Group(_) => (&f.group_middle, &f.group),
            Line::Total(_) => (&f.middle, &f.text),
            Line::Breakdown(_) | Line::Part { alone: true, .. } => (&f.part_middle, &f.part),
            Line::Part { alone: false, .. } => (&f.part_middle, &f.part_deep),
        };
        sheet.write_string_with_format(row, 0, number, middle)?;
        let label = line.label(form, self.language);
        sheet.set_row_height(row, style::height_of(&label, chars, style::ROW_HEIGHT, style::LINE_HEIGHT))?;
        sheet.write_string_with_format(row, 1, label, text)?;
        sheet.write_string_with_format(row, 2, unit, middle)?;
        Ok(())
    }

    fn total(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        at: usize,
        warned: &HashMap<&CellKey, u32>,
        f: &Formats,
    ) -> Result<(), XlsxError> {
        let cell = &self.report.form.cells()[at];
        let kind = self.report.form.item_of(cell).kind;
        let total = self.report.totals.at(at);
        match total.and_then(|total| total.value) {
            Some(value) if kind == Kind::Percent => {
                sheet.write_number_with_format(row, 3, style::number(value) / 100.0, &f.total_percent)?
            }
            Some(value) => sheet.write_number_with_format(row, 3, style::number(value), &f.total)?,
            None => sheet.write_blank(row, 3, &f.total)?,
        };
        let filled = if kind == Kind::Text {
            self.report.texts.iter().find(|(key, _)| *key == cell.key).map_or(0, |(_, texts)| texts.len())
        } else {
            total.map_or(0, |total| total.from.len())
        };
        sheet.write_number_with_format(row, 4, u32::try_from(filled).unwrap_or(u32::MAX), &f.middle)?;
        match warned.get(&cell.key) {
            Some(count) => sheet.write_number_with_format(row, 5, *count, &f.alert)?,
            None => sheet.write_blank(row, 5, &f.middle)?,
        };
        Ok(())
    }
}

/// Gives cells of a row their format; those not written yet become blank. The format is looked up once for all of them,
/// which by rust_xlsxwriter's ways costs more than a cell.
pub(super) fn formatted(
    sheet: &mut Worksheet,
    row: u32,
    columns: std::ops::Range<u16>,
    format: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    if !columns.is_empty() {
        sheet.set_range_format(row, columns.start, row, columns.end - 1, format)?;
    }
    Ok(())
}
