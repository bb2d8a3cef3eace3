//! The appendix tables of a consolidated report: totals, what each unit reported, the units, what does not add up.

mod matrix;
mod totals;
mod units;
mod warnings;

use crate::WriteError;
use crate::style;
use domain::consolidation::Consolidation;
use domain::id::UnitId;
use domain::report::Punctuality;
use domain::time::Slashed;
use locale::{Language, text};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::collections::HashMap;

/// Writes the workbook of a consolidated report.
///
/// # Errors
/// [`WriteError::Layout`] when there are more units than a sheet has columns (16,384) or a text is longer than a cell
/// can hold.
pub fn write_consolidated(report: &Consolidation, language: Language) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let writing = Writing {
        report,
        language,
        unit_at: report.units.iter().enumerate().map(|(at, line)| (line.unit, at)).collect(),
        lines: crate::form::lines(&report.form),
    };
    writing.totals(workbook.add_worksheet())?;
    writing.matrix(workbook.add_worksheet())?;
    writing.units(workbook.add_worksheet())?;
    writing.warnings(workbook.add_worksheet())?;
    // Tens of thousands of cells: the usual level makes the file a tenth smaller, for a tenth more work on the whole
    // report.
    workbook.set_zip_compression_level(2);
    let title = text!(language, "workbook-consolidated-title", unit = &report.unit_name);
    Ok(style::finish(&mut workbook, &title, report.as_of)?)
}

struct Writing<'a> {
    report: &'a Consolidation,
    language: Language,
    /// Place of each unit in the report's list.
    unit_at: HashMap<UnitId, usize>,
    lines: Vec<crate::form::Line>,
}

impl Writing<'_> {
    fn text(&self, key: &str) -> String {
        locale::text(self.language, key, &[])
    }

    /// Titles over a table of so many columns; gives the row for its headings.
    fn top(&self, sheet: &mut Worksheet, title: &str, last: u16) -> Result<u32, XlsxError> {
        let (report, language) = (self.report, self.language);
        let middle = |size| style::centred(style::plain(size)).set_text_wrap();
        let names = format!("{} – {}", report.unit_name, report.campaign.name);
        let count = |wanted: fn(Punctuality) -> bool| report.count(wanted);
        let mut state = text!(
            language,
            "workbook-consolidated-state",
            date = Slashed(report.as_of).to_string(),
            units = report.units.len(),
            on_time = count(|p| p == Punctuality::OnTime),
            late = count(|p| matches!(p, Punctuality::Late { .. })),
            missing = count(|p| matches!(p, Punctuality::Missing | Punctuality::Awaited)),
        );
        if let Some(day) = report.counted_by {
            let day = Slashed(day).to_string();
            state = format!("{state} {}", text!(language, "workbook-consolidated-counted-by", day = day));
        }
        for (row, words, size, format) in [
            (0, title.to_uppercase(), 24, middle(14.0).set_bold()),
            (1, report.form.title().in_language(language.code()).to_owned(), 20, middle(13.0).set_bold()),
            (2, names, 20, middle(12.0)),
            (3, state, 20, middle(11.0).set_italic()),
        ] {
            sheet.merge_range(row, 0, row, last, &words, &format)?;
            sheet.set_row_height(row, size)?;
        }
        Ok(5)
    }

    /// Titles over a table too wide to be centred: on the left, where they stay in sight.
    fn top_left(&self, sheet: &mut Worksheet, title: &str) -> Result<u32, XlsxError> {
        let names = format!("{} – {}", self.report.unit_name, self.report.campaign.name);
        sheet.write_string_with_format(0, 0, title.to_uppercase(), &style::plain(14.0).set_bold())?;
        sheet.write_string_with_format(1, 0, names, &style::plain(12.0))?;
        Ok(3)
    }

    fn headings(&self, sheet: &mut Worksheet, row: u32, keys: &[&str]) -> Result<(), XlsxError> {
        let format = style::heading();
        for (column, key) in (0..).zip(keys) {
            sheet.write_string_with_format(row, column, self.text(key), &format)?;
        }
        Ok(())
    }
}

/// Formats of the tables.
struct Formats {
    group: Format,
    group_middle: Format,
    text: Format,
    middle: Format,
    part: Format,
    part_deep: Format,
    part_middle: Format,
    whole: Format,
    percent: Format,
    total: Format,
    total_percent: Format,
    date: Format,
    alert: Format,
}

impl Formats {
    fn new() -> Self {
        let text = style::cell();
        let part = style::soft(style::cell().set_italic()).set_indent(1);
        let right = text.clone().set_align(FormatAlign::Right);
        let whole = right.clone().set_num_format(style::WHOLE);
        Self {
            group: style::group(),
            group_middle: style::centred(style::group()),
            middle: style::centred(text.clone()),
            part_deep: part.clone().set_indent(2),
            part_middle: style::centred(style::soft(style::cell().set_italic())),
            part,
            total: whole.clone().set_bold(),
            total_percent: right.clone().set_bold(),
            whole,
            percent: right,
            date: style::centred(text.clone()).set_num_format(style::DATE),
            alert: style::centred(text.clone()).set_bold().set_font_color("C00000"),
            text,
        }
    }
}
