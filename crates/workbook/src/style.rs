//! The look of every sheet: Times New Roman, thin borders, quiet colours.

use domain::CivilDate;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Number format of counts and money. Excel and LibreOffice show the grouping sign of the reader's own settings.
pub(crate) const WHOLE: &str = "#,##0";
/// Number format of dates.
pub(crate) const DATE: &str = "dd/mm/yyyy";

/// Height of a row of one line of text of size 12, in points.
pub(crate) const ROW_HEIGHT: f64 = 19.5;
/// Height of each further line.
pub(crate) const LINE_HEIGHT: f64 = 15.75;

const FONT: &str = "Times New Roman";
const HEADING_FILL: Color = Color::RGB(0x00D9_E2F3);
const GROUP_FILL: Color = Color::RGB(0x00E8_EEF7);
const INPUT_FILL: Color = Color::RGB(0x00FF_FBE0);
const LINE: Color = Color::RGB(0x0080_8080);
const SOFT_LINE: Color = Color::RGB(0x00BF_BFBF);

/// Text without a border, in a size.
pub(crate) fn plain(size: f64) -> Format {
    Format::new().set_font_name(FONT).set_font_size(size).set_align(FormatAlign::VerticalCenter)
}

/// A cell of a table.
pub(crate) fn cell() -> Format {
    plain(12.0).set_border(FormatBorder::Thin).set_border_color(LINE).set_text_wrap()
}

/// A column heading.
pub(crate) fn heading() -> Format {
    cell().set_bold().set_align(FormatAlign::Center).set_background_color(HEADING_FILL)
}

/// A cell in the row that opens a group.
pub(crate) fn group() -> Format {
    cell().set_bold().set_background_color(GROUP_FILL)
}

/// A cell to be filled in.
pub(crate) fn input() -> Format {
    cell().set_background_color(INPUT_FILL).set_unlocked()
}

/// Rules between rows that belong together are lighter.
pub(crate) fn soft(format: Format) -> Format {
    format.set_border_top(FormatBorder::Hair).set_border_top_color(SOFT_LINE)
}

/// Text in the middle.
pub(crate) fn centred(format: Format) -> Format {
    format.set_align(FormatAlign::Center)
}

/// A4, upright or across, as wide as the page, with page numbers below.
pub(crate) fn page(sheet: &mut Worksheet, landscape: bool, page_label: &str) {
    sheet.set_paper_size(9).set_print_center_horizontally(true);
    if landscape {
        sheet.set_landscape();
    } else {
        sheet.set_portrait();
    }
    // Inches: 20 mm left, 15 mm right, 20 mm above and below.
    sheet.set_margins(0.79, 0.59, 0.79, 0.79, 0.3, 0.4);
    sheet.set_footer(format!("&C&\"{FONT},Regular\"&10{page_label} &P/&N"));
}

/// Finishes a workbook. Its day of creation is an argument, so that the same data gives the same bytes.
pub(crate) fn finish(workbook: &mut Workbook, title: &str, created_on: CivilDate) -> Result<Vec<u8>, XlsxError> {
    let mut properties = DocProperties::new().set_title(title);
    if let Ok(created) = date(created_on) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    workbook.save_to_buffer()
}

/// A civil date as a workbook writes it.
pub(crate) fn date(date: CivilDate) -> Result<ExcelDateTime, XlsxError> {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    ExcelDateTime::from_ymd(date.year().unsigned_abs(), month, day)
}

/// A whole number as a workbook holds it.
#[expect(clippy::cast_precision_loss, reason = "workbooks hold binary fractions: exact to 2^53, 9 million billion")]
pub(crate) fn number(value: i64) -> f64 {
    value as f64
}

/// The height of a row in points that shows a text in a column of so many characters: `one` for a single line, `more`
/// for each further line, never more than Excel draws.
pub(crate) fn height_of(text: &str, chars: usize, one: f64, more: f64) -> f64 {
    let lines: usize = text.lines().map(|line| line.chars().count().div_ceil(chars.max(1)).max(1)).sum();
    let further = u32::try_from(lines.saturating_sub(1)).unwrap_or(u32::MAX);
    (one + more * f64::from(further)).min(409.0)
}
