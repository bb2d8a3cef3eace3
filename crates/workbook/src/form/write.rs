//! The form as a workbook, blank or filled in.

use super::FormHeader;
use super::layout::{DATE, FIGURES, FOOT, HEADINGS, Line, lines};
use super::marks::{self, Marks};
use crate::WriteError;
use crate::style;
use domain::form::{Form, Kind};
use domain::report::{Content, Figure, Value};
use domain::time::Slashed;
use locale::{Language, text};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, Formula, ProtectionOptions,
    Workbook, Worksheet, XlsxError,
};

/// Columns of the sheet of figures.
const NUMBER: u16 = 0;
const LABEL: u16 = 1;
const UNIT: u16 = 2;
const FIGURE: u16 = 3;
const REASON: u16 = 4;
const KEY: u16 = 5;

/// Characters of Times New Roman 12 on a line of a column.
const LABEL_CHARS: usize = 56;
const FIGURE_CHARS: usize = 18;
const REASON_CHARS: usize = 33;

/// Writes a form for one unit: blank, or filled with what is known.
///
/// # Errors
/// [`WriteError::Layout`] when a text is longer than a workbook can hold.
pub fn write_form(
    form: &Form,
    header: &FormHeader,
    filled: Option<&Content>,
    language: Language,
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let writing = Writing { form, header, filled, language };
    writing.figures(workbook.add_worksheet())?;
    if !form.sections().is_empty() {
        writing.prose(workbook.add_worksheet())?;
    }
    writing.marks(workbook.add_worksheet())?;
    let title = format!("{} – {}", form.title().in_language(language.code()), header.unit_name);
    Ok(style::finish(&mut workbook, &title, header.earliest)?)
}

pub(super) struct Writing<'a> {
    pub(super) form: &'a Form,
    pub(super) header: &'a FormHeader,
    pub(super) filled: Option<&'a Content>,
    pub(super) language: Language,
}

/// Ranges that take the same kind of value, as `D10:D14 D16`.
#[derive(Default)]
struct Ranges {
    runs: Vec<(u32, u32)>,
}

impl Ranges {
    fn add(&mut self, row: u32) {
        match self.runs.last_mut() {
            Some((_, end)) if *end + 1 == row => *end = row,
            _ => self.runs.push((row, row)),
        }
    }

    fn text(&self) -> String {
        let run = |(start, end): &(u32, u32)| format!("D{}:D{}", start + 1, end + 1);
        self.runs.iter().map(run).collect::<Vec<_>>().join(" ")
    }
}

/// Formats of the lines of the table.
struct Formats {
    group: Format,
    group_middle: Format,
    number: Format,
    label: Format,
    unit: Format,
    part_number: Format,
    part: Format,
    part_lone: Format,
    part_unit: Format,
    key: Format,
    whole: Format,
    percent: Format,
    words: Format,
    reason: Format,
}

impl Formats {
    fn new() -> Self {
        let label = style::cell();
        let part = style::soft(style::cell().set_italic());
        Self {
            group: style::group(),
            group_middle: style::centred(style::group()),
            number: style::centred(label.clone()),
            unit: style::centred(label.clone()),
            label,
            part_number: part.clone(),
            part_lone: part.clone().set_indent(1),
            part_unit: style::centred(part.clone()),
            part: part.set_indent(2),
            key: style::plain(8.0),
            whole: style::input().set_num_format(style::WHOLE).set_align(FormatAlign::Right).set_indent(1),
            percent: style::input().set_align(FormatAlign::Right).set_indent(1),
            words: style::input(),
            reason: style::input(),
        }
    }
}

impl Writing<'_> {
    pub(super) fn text(&self, key: &str) -> String {
        locale::text(self.language, key, &[])
    }

    fn figures(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.text("workbook-sheet-figures"))?;
        for (column, width) in [(NUMBER, 6.5), (LABEL, 50.0), (UNIT, 12.0), (FIGURE, 18.0), (REASON, 30.0), (KEY, 20.0)]
        {
            sheet.set_column_width(column, width)?;
        }
        sheet.set_column_hidden(KEY)?;
        sheet.set_default_row_height(style::ROW_HEIGHT);
        let headings = self.top(sheet)?;
        let end = self.table(sheet, headings + 1)?;
        let last = self.signatures(sheet, end + 1)?;
        sheet.set_freeze_panes(headings + 1, 0)?;
        sheet.set_repeat_rows(headings, headings)?;
        sheet.set_print_area(0, NUMBER, last, REASON)?;
        style::page(sheet, false, &self.text("workbook-page"));
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_selection(headings + 2, FIGURE, headings + 2, FIGURE)?;
        protect(sheet);
        Ok(())
    }

    /// Everything above the table, with its headings; gives the row of the headings.
    fn top(&self, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
        let (header, language) = (self.header, self.language);
        let middle = |size| style::centred(style::plain(size)).set_text_wrap();
        let due = text!(language, "workbook-due", date = Slashed(header.due_on).to_string());
        let mark = text!(language, "workbook-form-mark", form = self.form.version().to_string());
        sheet.merge_range(0, NUMBER, 0, UNIT, &header.issuer_name.to_uppercase(), &middle(12.0))?;
        sheet.merge_range(0, FIGURE, 0, REASON, &due, &middle(12.0).set_bold())?;
        sheet.merge_range(1, NUMBER, 1, UNIT, &header.unit_name.to_uppercase(), &middle(12.0).set_bold())?;
        sheet.merge_range(1, FIGURE, 1, REASON, &mark, &middle(11.0).set_italic())?;
        let title = self.form.title().in_language(language.code()).to_uppercase();
        sheet.merge_range(2, NUMBER, 2, REASON, &title, &middle(14.0).set_bold())?;
        sheet.merge_range(3, NUMBER, 3, REASON, &header.campaign_name, &middle(13.0).set_bold())?;
        for (row, text, height, chars) in [
            (0, &header.issuer_name, 18.0, 52),
            (1, &header.unit_name, 18.0, 46),
            (2, &title, 26.0, 72),
            (3, &header.campaign_name, 22.0, 92),
        ] {
            sheet.set_row_height(row, style::height_of(text, chars, height, 18.0))?;
        }
        self.reporting_date(sheet, 4)?;
        let guide = self.text("workbook-guide");
        sheet.merge_range(5, NUMBER, 5, REASON, &guide, &style::plain(10.5).set_italic().set_text_wrap())?;
        sheet.set_row_height(5, style::height_of(&guide, 128, 20.0, 14.5))?;
        self.headings(sheet, 6)?;
        sheet.write_string_with_format(0, KEY, FIGURES, &style::plain(8.0))?;
        Ok(6)
    }

    /// The one cell for the date of the report, which may stay blank.
    fn reporting_date(&self, sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
        let (earliest, latest) = (self.header.earliest, self.header.latest);
        let label = style::plain(12.0).set_align(FormatAlign::Right);
        sheet.merge_range(row, NUMBER, row, UNIT, &self.text("workbook-reported-on"), &label)?;
        let format = style::centred(style::input()).set_num_format(style::DATE);
        sheet.write_blank(row, FIGURE, &format)?;
        let hint = style::plain(10.5).set_italic();
        sheet.write_string_with_format(row, REASON, self.text("workbook-reported-on-hint"), &hint)?;
        sheet.write_string_with_format(row, KEY, DATE, &style::plain(8.0))?;
        sheet.set_row_height(row, 21)?;
        let message = text!(
            self.language,
            "workbook-enter-date",
            earliest = Slashed(earliest).to_string(),
            latest = Slashed(latest).to_string()
        );
        let rule = DataValidationRule::Between(style::date(earliest)?, style::date(latest)?);
        let validation = DataValidation::new()
            .allow_date(rule)
            .set_error_title(self.text("workbook-enter-title"))?
            .set_error_message(message)?;
        sheet.add_data_validation(row, FIGURE, row, FIGURE, &validation)?;
        Ok(())
    }

    fn headings(&self, sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
        let keys = [
            (NUMBER, "workbook-column-number"),
            (LABEL, "workbook-column-label"),
            (UNIT, "workbook-column-unit"),
            (FIGURE, "workbook-column-figure"),
            (REASON, "workbook-column-reason"),
        ];
        for (column, key) in keys {
            sheet.write_string_with_format(row, column, self.text(key), &style::heading())?;
        }
        sheet.write_string_with_format(row, KEY, format!("{FIGURES}{HEADINGS}"), &style::plain(8.0))?;
        sheet.set_row_height(row, 24)?;
        Ok(())
    }

    /// The lines of the form from a row on; gives the row after the last.
    fn table(&self, sheet: &mut Worksheet, first: u32) -> Result<u32, XlsxError> {
        let formats = Formats::new();
        let (mut whole, mut percent) = (Ranges::default(), Ranges::default());
        let mut row = first;
        for line in lines(self.form) {
            match line {
                Line::Group(group) => self.group(sheet, row, group, line, &formats)?,
                Line::Breakdown(_) => self.breakdown(sheet, row, line, &formats)?,
                Line::Total(cell) | Line::Part { cell, .. } => {
                    self.cell(sheet, row, cell, line, &formats)?;
                    match self.form.item_of(&self.form.cells()[cell]).kind {
                        Kind::Count | Kind::Vnd => whole.add(row),
                        Kind::Percent => percent.add(row),
                        Kind::Text => {}
                    }
                }
            }
            row += 1;
        }
        // The largest number a cell takes is more than the whole-number rule of the library can say; a formula can.
        let (zero, most) = (Formula::new("0"), Formula::new(crate::read::typed::LARGEST.to_string()));
        let rule = DataValidation::new().allow_whole_number_formula(DataValidationRule::Between(zero, most));
        self.validate(sheet, &whole, rule, "workbook-enter-whole")?;
        let rule = DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0));
        self.validate(sheet, &percent, rule, "workbook-enter-percent")?;
        Ok(row)
    }

    fn validate(
        &self,
        sheet: &mut Worksheet,
        ranges: &Ranges,
        rule: DataValidation,
        message: &str,
    ) -> Result<(), XlsxError> {
        let Some((start, end)) = ranges.runs.first() else {
            return Ok(());
        };
        let validation = rule
            .set_multi_range(ranges.text())
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(self.text("workbook-enter-title"))?
            .set_error_message(self.text(message))?;
        sheet.add_data_validation(*start, FIGURE, *end, FIGURE, &validation)?;
        Ok(())
    }

    fn group(&self, sheet: &mut Worksheet, row: u32, at: usize, line: Line, f: &Formats) -> Result<(), XlsxError> {
        let number = &self.form.groups()[at].number;
        sheet.write_string_with_format(row, NUMBER, number, &f.group_middle)?;
        let title = line.label(self.form, self.language);
        let height = style::height_of(&title, LABEL_CHARS - 6, style::ROW_HEIGHT, style::LINE_HEIGHT);
        if height > style::ROW_HEIGHT {
            sheet.set_row_height(row, height)?;
        }
        sheet.write_string_with_format(row, LABEL, title, &f.group)?;
        for column in [UNIT, FIGURE, REASON] {
            sheet.write_blank(row, column, &f.group)?;
        }
        sheet.write_string_with_format(row, KEY, FOOT, &f.key)?;
        Ok(())
    }

    fn breakdown(&self, sheet: &mut Worksheet, row: u32, line: Line, f: &Formats) -> Result<(), XlsxError> {
        sheet.write_blank(row, NUMBER, &f.part_number)?;
        sheet.write_string_with_format(row, LABEL, line.label(self.form, self.language), &f.part_lone)?;
        for column in [UNIT, FIGURE, REASON] {
            sheet.write_blank(row, column, &f.part_number)?;
        }
        sheet.write_string_with_format(row, KEY, FOOT, &f.key)?;
        Ok(())
    }

    fn cell(&self, sheet: &mut Worksheet, row: u32, at: usize, line: Line, f: &Formats) -> Result<(), XlsxError> {
        let cell = &self.form.cells()[at];
        let item = self.form.item_of(cell);
        let unit = item.unit.in_language(self.language.code());
        let label = line.label(self.form, self.language);
        let (label_format, unit_format) = match line {
            Line::Part { alone: false, .. } => (&f.part, &f.part_unit),
            Line::Part { alone: true, .. } => (&f.part_lone, &f.part_unit),
            _ => (&f.label, &f.unit),
        };
        if cell.part.is_none() {
            sheet.write_string_with_format(row, NUMBER, &item.number, &f.number)?;
        } else {
            sheet.write_blank(row, NUMBER, &f.part_number)?;
        }
        let mut height = style::height_of(&label, LABEL_CHARS, style::ROW_HEIGHT, style::LINE_HEIGHT);
        sheet.write_string_with_format(row, LABEL, label, label_format)?;
        sheet.write_string_with_format(row, UNIT, unit, unit_format)?;
        let figure = self.filled.and_then(|content| content.figures.get(&cell.key));
        self.figure(sheet, row, item.kind, figure, f)?;
        match figure.and_then(|figure| figure.reason.as_deref()) {
            Some(reason) => sheet.write_string_with_format(row, REASON, reason, &f.reason)?,
            None => sheet.write_blank(row, REASON, &f.reason)?,
        };
        if let Some(Figure { value, reason, .. }) = figure {
            let words = if let Value::Text(words) = value { words } else { "" };
            let reason = reason.as_deref().unwrap_or_default();
            for (text, chars) in [(words, FIGURE_CHARS), (reason, REASON_CHARS)] {
                height = height.max(style::height_of(text, chars, style::ROW_HEIGHT, style::LINE_HEIGHT));
            }
        }
        // A height of its own keeps a row from growing while somebody types, so only rows that need one get it.
        if height > style::ROW_HEIGHT {
            sheet.set_row_height(row, height)?;
        }
        sheet.write_string_with_format(row, KEY, cell.key.as_str(), &f.key)?;
        Ok(())
    }

    fn figure(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        kind: Kind,
        figure: Option<&Figure>,
        f: &Formats,
    ) -> Result<(), XlsxError> {
        let format = match kind {
            Kind::Count | Kind::Vnd => &f.whole,
            Kind::Percent => &f.percent,
            Kind::Text => &f.words,
        };
        match figure.map(|figure| &figure.value) {
            None => sheet.write_blank(row, FIGURE, format)?,
            Some(Value::Number(number)) if kind == Kind::Percent => {
                sheet.write_number_with_format(row, FIGURE, style::number(*number) / 100.0, format)?
            }
            Some(Value::Number(number)) => {
                sheet.write_number_with_format(row, FIGURE, style::number(*number), format)?
            }
            Some(Value::Text(words)) => sheet.write_string_with_format(row, FIGURE, words, format)?,
        };
        Ok(())
    }

    /// Where the form is signed on paper; gives the last row of the page.
    fn signatures(&self, sheet: &mut Worksheet, row: u32) -> Result<u32, XlsxError> {
        let bold = style::centred(style::plain(12.0)).set_bold();
        let small = style::centred(style::plain(11.0)).set_italic();
        for (first, last, title) in [(NUMBER, UNIT, "workbook-sign-maker"), (FIGURE, REASON, "workbook-sign-head")] {
            sheet.merge_range(row, first, row, last, &self.text(title), &bold)?;
            sheet.merge_range(row + 1, first, row + 1, last, &self.text("workbook-sign-hint"), &small)?;
        }
        for row in [row, row + 1] {
            sheet.write_string_with_format(row, KEY, FOOT, &style::plain(8.0))?;
        }
        Ok(row + 5)
    }

    fn marks(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let marks = Marks {
            campaign: self.header.campaign,
            unit_code: self.header.unit_code.clone(),
            form: self.form.version().clone(),
            language: self.language,
        };
        sheet.set_name(marks::SHEET)?;
        for (row, (name, value)) in (0..).zip(marks.rows()) {
            sheet.write_string(row, 0, name)?;
            sheet.write_string(row, 1, value)?;
        }
        sheet.set_very_hidden(true);
        sheet.protect();
        Ok(())
    }
}

/// Locks all but the cells to be filled in, against slips of the hand: there is no password. Columns and rows may
/// be made wider and higher.
pub(super) fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
}
