//! An official document to be written, as Decree 30/2020/NĐ-CP, appendix I, lays it out.

use jiff::civil::Date;

/// A whole document: letterhead, body, signature, recipients, appendices.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Boxes 1 to 4.
    pub letterhead: Letterhead,
    /// Type of the document, `Báo cáo`, set in capitals; `None` for an official letter (công văn).
    pub kind: Option<String>,
    /// Summary under the type line, or after `V/v` in a letter.
    pub title: String,
    /// `Kính gửi` lines of a letter or report.
    pub addressees: Vec<String>,
    /// Bases, set in italics, one a line; the marks that end the lines are the writer's.
    pub bases: Vec<String>,
    /// The text proper; the end mark `./.` is added by the writer: after the last words, or on a line of its own
    /// when a table, a chart or a heading comes last.
    pub body: Vec<Block>,
    /// Boxes 7a to 7c.
    pub signature: Signature,
    /// `Nơi nhận` lines, without dash and end mark.
    pub recipients: Vec<String>,
    /// Appendices, each numbered and paged on its own.
    pub appendices: Vec<Appendix>,
}

/// Boxes 1 to 4 at the top of the first page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letterhead {
    /// The body above the issuer, if any, set in capitals.
    pub parent_body: Option<String>,
    /// The issuing body as it is named in running text, `Sở Nội vụ tỉnh …`: the letterhead sets it in capitals, the
    /// line under the title of an appendix and the file's properties use it as it is.
    pub issuer: String,
    /// Serial number; `None` leaves the place blank, as before registration.
    pub number: Option<u32>,
    /// Symbol after the slash, `BC-SNV`.
    pub symbol: String,
    /// Place of issue.
    pub place: String,
    /// Date of issue; a blank day is left to be filled in by hand.
    pub date: IssueDate,
}

/// The date in the letterhead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueDate {
    /// Signed on this day.
    On(Date),
    /// Not signed yet: the day is left blank.
    Blank {
        /// Month.
        month: i8,
        /// Year.
        year: i16,
    },
}

/// A piece of the body.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading. Levels: 1 `I. TITLE` in bold capitals, 2 `1. Title` in bold, 3 `a) Title`.
    /// The number is part of the text.
    Heading {
        /// 1 to 3.
        level: u8,
        /// Text with its number.
        text: String,
    },
    /// A paragraph, justified, first line indented.
    Paragraph(Vec<Run>),
    /// A line of a list, written with a leading dash.
    Item(Vec<Run>),
    /// A table.
    Table(Table),
    /// A chart, drawn by the program that opens the document; its numbers can be edited there.
    Chart(Chart),
}

/// A stretch of text with one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
}

impl Run {
    /// Plain text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
    /// Bold text.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true, ..Self::default() }
    }
    /// Italic text.
    #[must_use]
    pub fn italic(text: impl Into<String>) -> Self {
        Self { text: text.into(), italic: true, ..Self::default() }
    }
}

/// A table whose header row is repeated on every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Caption above the table, in bold, centred.
    pub caption: Option<String>,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Rows; each has as many cells as there are columns, or one that spans them all. Missing cells stay empty;
    /// texts beyond the last column are set in that column.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Header text.
    pub header: String,
    /// Share of the table's width; the shares are added up and scaled. 0 counts as 1.
    pub width: u32,
    /// How its cells are set.
    pub align: Align,
}

/// Horizontal alignment of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A group title across all columns, in bold.
    Group(String),
    /// One text a column.
    Cells(Vec<String>),
    /// One text a column, in bold: totals.
    Total(Vec<String>),
}

/// A chart: one bar a label, or a share of a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Title above the chart; the alternative text is made of it, the unit and the values.
    pub title: String,
    /// What the numbers count.
    pub unit: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Names along the axis.
    pub labels: Vec<String>,
    /// One or more series of values, each as long as `labels`.
    pub series: Vec<Series>,
}

/// A named row of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Its values. What is not a finite number is left out.
    pub values: Vec<f64>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal bars, for long names.
    Bars,
    /// Upright columns.
    Columns,
    /// Horizontal bars stacked end to end.
    StackedBars,
}

/// Boxes 7a to 7c.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Lines of authority, `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, set in capitals.
    pub authority: Vec<String>,
    /// Position of the person who signs, set in capitals.
    pub title: String,
    /// Full name, without academic titles; empty leaves the place free.
    pub name: String,
}

/// An appendix, with its own page numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Appendix {
    /// `Phụ lục I`; `Phụ lục` when there is only one.
    pub label: String,
    /// Title in bold capitals.
    pub title: String,
    /// Set across the page.
    pub landscape: bool,
    /// Its content.
    pub body: Vec<Block>,
}
