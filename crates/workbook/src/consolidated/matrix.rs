//! Sheet 2: what each unit reported, a column for each, with totals as formulas.

use super::totals::formatted;
use super::{Formats, Writing};
use crate::form::Line;
use crate::read::reference;
use crate::style;
use domain::form::{CellKey, Kind, RollUp, Slug};
use rust_xlsxwriter::{Formula, Worksheet, XlsxError};
use std::collections::HashMap;

/// Column of the totals; the units follow.
const TOTAL: u16 = 3;
const FIRST_UNIT: u16 = 4;

impl Writing<'_> {
    pub(super) fn matrix(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.text("workbook-sheet-matrix"))?;
        let headings = self.top_left(sheet, &self.text("workbook-matrix-title"))?;
        self.headings(
            sheet,
            headings,
            &["workbook-column-number", "workbook-column-label", "workbook-column-unit", "workbook-column-total"],
        )?;
        let upright = style::heading().set_rotation(90);
        for (column, unit) in (FIRST_UNIT..).zip(&self.report.units) {
            sheet.write_string_with_format(headings, column, &unit.name, &upright)?;
        }
        let end = FIRST_UNIT.saturating_add(u16::try_from(self.report.units.len()).unwrap_or(u16::MAX));
        for (column, width) in [(0, 6.5), (1, 48.0), (2, 11.0), (TOTAL, 16.0)] {
            sheet.set_column_width(column, width)?;
        }
        if end > FIRST_UNIT {
            sheet.set_column_range_width(FIRST_UNIT, end - 1, 12)?;
        }
        sheet.set_row_height(headings, 150)?;
        let formats = Formats::new();
        let rows: HashMap<usize, u32> = (headings + 1..)
            .zip(&self.lines)
            .filter_map(|(row, line)| match line {
                Line::Total(cell) | Line::Part { cell, .. } => Some((*cell, row)),
                _ => None,
            })
            .collect();
        for (row, line) in (headings + 1..).zip(&self.lines) {
            self.label_columns(sheet, row, *line, 52, &formats)?;
            match *line {
                Line::Group(_) => formatted(sheet, row, TOTAL..end, &formats.group)?,
                Line::Breakdown(_) => formatted(sheet, row, TOTAL..end, &formats.part)?,
                Line::Total(cell) | Line::Part { cell, .. } => {
                    self.matrix_total(sheet, row, cell, end, &rows, &formats)?;
                    self.matrix_units(sheet, row, cell, end, &formats)?;
                }
            }
        }
        sheet.set_freeze_panes(headings + 1, FIRST_UNIT)?;
        sheet.set_repeat_rows(headings, headings)?.set_repeat_columns(0, TOTAL)?;
        style::page(sheet, true, &self.text("workbook-page"));
        sheet.set_print_center_horizontally(false).set_print_scale(60);
        Ok(())
    }

    /// The total as a formula over the units, with its result stored beside it.
    fn matrix_total(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        at: usize,
        end: u16,
        rows: &HashMap<usize, u32>,
        f: &Formats,
    ) -> Result<(), XlsxError> {
        let form = &self.report.form;
        let item = form.item_of(&form.cells()[at]);
        let value = self.report.totals.at(at).and_then(|total| total.value);
        let percent = item.kind == Kind::Percent;
        let format = if percent { &f.total_percent } else { &f.total };
        let range = || {
            let first = reference(row + 1, u32::from(FIRST_UNIT));
            format!("{first}:{}", reference(row + 1, u32::from(end) - 1))
        };
        let total_cell = |id: &Slug| {
            let position = CellKey::parse(id.as_str()).and_then(|key| form.position(&key));
            position.and_then(|at| rows.get(&at)).map(|row| reference(row + 1, u32::from(TOTAL)))
        };
        let formula = match &item.roll_up {
            _ if end == FIRST_UNIT => None,
            RollUp::Sum => Some(format!("=IF(COUNT({0})=0,\"\",SUM({0}))", range())),
            RollUp::Max => Some(format!("=IF(COUNT({0})=0,\"\",MAX({0}))", range())),
            RollUp::Ratio { part, whole } => total_cell(part).zip(total_cell(whole)).map(|(part, whole)| {
                format!("=IF(OR({part}=\"\",{whole}=\"\",N({whole})=0),\"\",ROUND({part}/{whole}*100,2))")
            }),
            RollUp::Last | RollUp::Listed => None,
        };
        let shown = value.map(|value| if percent { style::number(value) / 100.0 } else { style::number(value) });
        match (formula, shown) {
            (Some(formula), Some(number)) => {
                let formula = Formula::new(formula).set_result(number.to_string());
                sheet.write_formula_with_format(row, TOTAL, formula, format)?
            }
            (None, Some(number)) => sheet.write_number_with_format(row, TOTAL, number, format)?,
            // No unit filled it: blank, where programs that do not calculate would show a formula as 0.
            (_, None) => sheet.write_blank(row, TOTAL, format)?,
        };
        Ok(())
    }

    fn matrix_units(&self, sheet: &mut Worksheet, row: u32, at: usize, end: u16, f: &Formats) -> Result<(), XlsxError> {
        let cell = &self.report.form.cells()[at];
        let kind = self.report.form.item_of(cell).kind;
        let format = if kind == Kind::Percent { &f.percent } else { &f.whole };
        let column = |unit| self.unit_at.get(unit).and_then(|at| u16::try_from(*at).ok()).map(|at| FIRST_UNIT + at);
        for part in self.report.totals.at(at).map_or(&[][..], |total| &total.from) {
            if let Some(column) = column(&part.unit) {
                let number = style::number(part.value);
                let number = if kind == Kind::Percent { number / 100.0 } else { number };
                sheet.write_number(row, column, number)?;
            }
        }
        formatted(sheet, row, FIRST_UNIT..end, format)?;
        let texts = self.report.texts.iter().find(|(key, _)| *key == cell.key).map_or(&[][..], |(_, texts)| texts);
        for (unit, words) in texts {
            if let Some(column) = column(unit) {
                sheet.write_string_with_format(row, column, words, &f.text)?;
            }
        }
        Ok(())
    }
}
