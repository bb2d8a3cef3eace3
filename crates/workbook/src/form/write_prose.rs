//! Writing the sheet of prose.

use super::layout::PROSE;
use super::write::{Writing, protect};
use crate::style;
use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

/// Characters of Times New Roman 12 on a line of the one column, which is as wide as the page.
const CHARS: usize = 86;
/// What an A4 page holds between its margins, in points.
const PAGE_HEIGHT: f64 = 710.0;

impl Writing<'_> {
    pub(super) fn prose(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.text("workbook-sheet-prose"))?;
        sheet.set_column_width(0, 77)?.set_column_width(1, 20)?.set_column_hidden(1)?;
        let mut used = self.prose_top(sheet)?;
        let key = style::plain(8.0);
        let heading = style::plain(12.0).set_bold().set_text_wrap();
        let hint = style::plain(11.0).set_italic().set_text_wrap();
        let input = style::input().set_align(FormatAlign::Top).set_align(FormatAlign::Left);
        let mut breaks = Vec::new();
        let mut row = 3;
        for (number, section) in (1..).zip(self.form.sections()) {
            let title = format!("{number}. {}", section.title.in_language(self.language.code()));
            let hint_words = section.hint.as_ref().map_or("", |hint| hint.in_language(self.language.code()));
            let written = self.filled.and_then(|content| content.prose.get(&section.id)).map_or("", String::as_str);
            let heights = [
                style::height_of(&title, 80, 20.0, 16.0),
                style::height_of(hint_words, 102, 18.0, 15.0),
                style::height_of(written, CHARS, 28.0, 15.75).max(110.0),
            ];
            let block: f64 = heights.iter().sum();
            if used + block > PAGE_HEIGHT {
                breaks.push(row);
                used = 0.0;
            }
            used += block + 15.0;
            sheet.write_string_with_format(row, 0, title, &heading)?;
            sheet.write_string_with_format(row + 1, 0, hint_words, &hint)?;
            match written {
                "" => sheet.write_blank(row + 2, 0, &input)?,
                words => sheet.write_string_with_format(row + 2, 0, words, &input)?,
            };
            sheet.write_string_with_format(row + 2, 1, section.id.as_str(), &key)?;
            for (row, height) in (row..).zip(heights) {
                sheet.set_row_height(row, height)?;
            }
            row += 4;
        }
        sheet.set_print_area(0, 0, row - 2, 0)?;
        sheet.set_page_breaks(&breaks)?;
        sheet.set_selection(5, 0, 5, 0)?;
        sheet.set_screen_gridlines(false);
        style::page(sheet, false, &self.text("workbook-page"));
        protect(sheet);
        Ok(())
    }

    /// Titles above the sections; gives the height they take in points.
    fn prose_top(&self, sheet: &mut Worksheet) -> Result<f64, XlsxError> {
        let title = style::centred(style::plain(14.0)).set_bold();
        let middle = style::centred(style::plain(12.0)).set_text_wrap();
        let under = format!("{} – {}", self.header.unit_name, self.header.campaign_name);
        let height = style::height_of(&under, CHARS, 20.0, 16.0);
        sheet.write_string_with_format(0, 0, self.text("workbook-prose-title"), &title)?;
        sheet.write_string_with_format(0, 1, PROSE, &style::plain(8.0))?;
        sheet.write_string_with_format(1, 0, under, &middle)?;
        sheet.set_row_height(0, 26)?.set_row_height(1, height)?;
        Ok(height + 41.0)
    }
}
