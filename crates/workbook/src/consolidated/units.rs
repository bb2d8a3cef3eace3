//! Sheet 3: the units and where their reports stand.

use super::{Formats, Writing};
use crate::style;
use domain::consolidation::UnitLine;
use domain::report::{Punctuality, State};
use locale::text;
use rust_xlsxwriter::{Worksheet, XlsxError};

const COLUMNS: [&str; 9] = [
    "workbook-column-number",
    "workbook-column-code",
    "workbook-column-name",
    "workbook-column-kind",
    "workbook-column-punctuality",
    "workbook-column-state",
    "workbook-column-received",
    "workbook-column-revision",
    "workbook-column-file",
];

impl Writing<'_> {
    pub(super) fn units(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.text("workbook-sheet-units"))?;
        for (column, width) in (0..).zip([6.0, 14.0, 42.0, 18.0, 22.0, 16.0, 14.0, 13.0, 38.0]) {
            sheet.set_column_width(column, width)?;
        }
        let headings = self.top(sheet, &self.text("workbook-units-title"), 8)?;
        self.headings(sheet, headings, &COLUMNS)?;
        sheet.set_default_row_height(style::ROW_HEIGHT);
        sheet.set_row_height(headings, 36)?;
        let formats = Formats::new();
        let mut row = headings;
        for unit in &self.report.units {
            row += 1;
            sheet.write_number_with_format(row, 0, row - headings, &formats.middle)?;
            self.unit(sheet, row, unit, &formats)?;
        }
        sheet.autofilter(headings, 0, row, 8)?;
        sheet.set_freeze_panes(headings + 1, 3)?.set_repeat_rows(headings, headings)?;
        style::page(sheet, true, &self.text("workbook-page"));
        sheet.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    fn unit(&self, sheet: &mut Worksheet, row: u32, unit: &UnitLine, f: &Formats) -> Result<(), XlsxError> {
        let punctuality = match unit.punctuality {
            Punctuality::OnTime => self.text("workbook-on-time"),
            Punctuality::Late { days } => text!(self.language, "workbook-late", days = days),
            Punctuality::Awaited => self.text("workbook-awaited"),
            Punctuality::Missing => self.text("workbook-missing"),
        };
        let alert = matches!(unit.punctuality, Punctuality::Late { .. } | Punctuality::Missing);
        let state = match unit.state {
            None => String::new(),
            Some(State::Submitted) => self.text("workbook-submitted"),
            Some(State::Returned) => self.text("workbook-returned"),
            Some(State::Approved) => self.text("workbook-approved"),
        };
        sheet.write_string_with_format(row, 1, unit.code.as_str(), &f.middle)?;
        sheet.write_string_with_format(row, 2, &unit.name, &f.text)?;
        let kind = self.text(&format!("unit-kind-{}", unit.kind.name()));
        sheet.write_string_with_format(row, 3, kind, &f.text)?;
        sheet.write_string_with_format(row, 4, punctuality, if alert { &f.alert } else { &f.middle })?;
        sheet.write_string_with_format(row, 5, state, &f.middle)?;
        match unit.received_on.map(style::date).transpose()? {
            Some(date) => sheet.write_datetime_with_format(row, 6, &date, &f.date)?,
            None => sheet.write_blank(row, 6, &f.date)?,
        };
        match unit.counted_revision {
            Some(revision) => sheet.write_number_with_format(row, 7, revision, &f.middle)?,
            None => sheet.write_blank(row, 7, &f.middle)?,
        };
        sheet.write_string_with_format(row, 8, unit.file_name.as_deref().unwrap_or_default(), &f.text)?;
        Ok(())
    }
}
