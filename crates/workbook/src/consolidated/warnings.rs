//! Sheet 4: what does not add up, with the reasons given.

use super::{Formats, Writing};
use crate::form::cell_name;
use crate::style;
use domain::check::{Violation, Warning};
use domain::form::{Comparison, Form, Slug};
use locale::text;
use rust_xlsxwriter::{Worksheet, XlsxError};

const COLUMNS: [&str; 8] = [
    "workbook-column-number",
    "workbook-column-name",
    "workbook-column-label",
    "workbook-column-warning",
    "workbook-column-left",
    "workbook-column-comparison",
    "workbook-column-right",
    "workbook-column-reason",
];

impl Writing<'_> {
    pub(super) fn warnings(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.text("workbook-sheet-warnings"))?;
        for (column, width) in (0..).zip([6.0, 32.0, 44.0, 50.0, 13.0, 9.0, 13.0, 40.0]) {
            sheet.set_column_width(column, width)?;
        }
        let headings = self.top(sheet, &self.text("workbook-warnings-title"), 7)?;
        self.headings(sheet, headings, &COLUMNS)?;
        sheet.set_row_height(headings, 36)?;
        let formats = Formats::new();
        let mut row = headings;
        for (unit, warning) in &self.report.warnings {
            row += 1;
            let name = self.report.unit(*unit).map_or("", |line| line.name.as_str());
            sheet.write_number_with_format(row, 0, row - headings, &formats.middle)?;
            sheet.write_string_with_format(row, 1, name, &formats.text)?;
            self.warning(sheet, row, warning, &formats)?;
        }
        if row == headings {
            let words = self.text("workbook-no-warnings");
            sheet.merge_range(row + 1, 0, row + 1, 7, &words, &formats.middle)?;
        } else {
            sheet.autofilter(headings, 0, row, 7)?;
        }
        sheet.set_freeze_panes(headings + 1, 0)?.set_repeat_rows(headings, headings)?;
        style::page(sheet, true, &self.text("workbook-page"));
        sheet.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    fn warning(&self, sheet: &mut Worksheet, row: u32, warning: &Warning, f: &Formats) -> Result<(), XlsxError> {
        let form = &self.report.form;
        let label = warning.cells.first().and_then(|key| form.position(key));
        let label = label.map_or_else(String::new, |position| cell_name(form, position, self.language));
        let sign = match warning.comparison {
            Comparison::Equal => "=",
            Comparison::AtMost => "≤",
            Comparison::AtLeast => "≥",
        };
        let (check, reason) = (self.violation(form, &warning.check), warning.reason.as_deref().unwrap_or_default());
        let height = |text, chars| style::height_of(text, chars, style::ROW_HEIGHT, style::LINE_HEIGHT);
        sheet.set_row_height(row, height(&label, 46).max(height(&check, 54)).max(height(reason, 42)))?;
        sheet.write_string_with_format(row, 2, label, &f.text)?;
        sheet.write_string_with_format(row, 3, check, &f.text)?;
        sheet.write_number_with_format(row, 4, style::number(warning.left), &f.whole)?;
        sheet.write_string_with_format(row, 5, sign, &f.middle)?;
        sheet.write_number_with_format(row, 6, style::number(warning.right), &f.whole)?;
        sheet.write_string_with_format(row, 7, reason, &f.text)?;
        Ok(())
    }

    /// What should hold, in words.
    fn violation(&self, form: &Form, violation: &Violation) -> String {
        let code = self.language.code();
        let breakdown = |id: &Slug| form.breakdowns().iter().find(|breakdown| breakdown.id == *id);
        match violation {
            Violation::PartsDoNotAddUp { breakdown: id } => {
                let label = breakdown(id).map_or("", |breakdown| breakdown.label.in_language(code));
                text!(self.language, "workbook-parts-do-not-add-up", breakdown = label)
            }
            Violation::PartExceedsTotal { breakdown: id, part } => {
                let part = breakdown(id).and_then(|breakdown| breakdown.parts.iter().find(|p| p.id == *part));
                let label = part.map_or("", |part| part.label.in_language(code));
                text!(self.language, "workbook-part-exceeds-total", part = label)
            }
            Violation::Rule { check } => {
                let check = form.checks().iter().find(|known| known.id == *check);
                check.map_or_else(String::new, |check| check.message.in_language(code).to_owned())
            }
        }
    }
}
