//! A workbook: its sheets, shared strings and number formats, and the cells of a sheet row by row.

use super::cell::{Cell, CellValue, Pen, parse_reference};
use super::package::Package;
use super::strings::SharedStrings;
use super::xml::{Attributes, PlainCell, Scanner, Tag, unescape_codes};
use crate::ReadError;
use std::borrow::Cow;
use std::collections::HashMap;

/// An opened workbook. Sheets are expanded on demand with [`Book::sheet`].
pub(crate) struct Book<'a> {
    package: Package<'a>,
    sheets: Vec<SheetEntry>,
    context: Context,
}

/// A sheet as the workbook lists it.
pub(crate) struct SheetEntry {
    /// Its name on the tab.
    pub(crate) name: String,
    path: String,
}

/// What is wanted of the rows that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Every cell.
    All,
    /// The cells in these columns, from 0; what other cells hold is passed over.
    Columns([u32; 3]),
    /// Nothing more.
    Nothing,
}

impl Wanted {
    fn has(self, column: u32) -> bool {
        match self {
            Self::All => true,
            Self::Columns(columns) => columns.contains(&column),
            Self::Nothing => false,
        }
    }
}

/// What cells refer to.
#[derive(Debug, Default)]
pub(crate) struct Context {
    strings: SharedStrings,
    pens: Vec<Pen>,
    /// Whether day 0 is 1 January 1904 instead of 30 December 1899.
    pub(crate) from_1904: bool,
}

impl<'a> Book<'a> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// Any [`ReadError`] but those about forms.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let mut package = Package::open(bytes)?;
        let relations = package.part("_rels/.rels")?.ok_or(ReadError::NotAWorkbook)?;
        let main = relationships(&relations)?
            .into_iter()
            .find(|relation| relation.kind == "officeDocument")
            .ok_or(ReadError::NotAWorkbook)?
            .path("");
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let workbook = package.part(&main)?.ok_or(ReadError::Damaged)?;
        if !workbook.contains("sheets") {
            return Err(ReadError::NotAWorkbook);
        }
        let relations = package.part(&join(folder, &format!("_rels/{file}.rels")))?.ok_or(ReadError::Damaged)?;
        let relations = relationships(&relations)?;
        let path_of = |kind: &str| relations.iter().find(|r| r.kind == kind).map(|r| r.path(folder));
        let strings = match path_of("sharedStrings") {
            Some(path) => package.part(&path)?.map(|part| SharedStrings::parse(&part)).transpose()?.unwrap_or_default(),
            None => SharedStrings::default(),
        };
        let pens = match path_of("styles") {
            Some(path) => package.part(&path)?.map(|part| pens(&part)).transpose()?.unwrap_or_default(),
            None => Vec::new(),
        };
        let (sheets, from_1904) = sheets(&workbook, &relations, folder)?;
        Ok(Self { package, sheets, context: Context { strings, pens, from_1904 } })
    }

    /// Its worksheets, in the order of the tabs.
    pub(crate) fn sheets(&self) -> &[SheetEntry] {
        &self.sheets
    }

    /// The markup of a sheet, for [`Context::rows`].
    ///
    /// # Errors
    /// [`ReadError::Damaged`] or [`ReadError::Bomb`].
    pub(crate) fn sheet(&mut self, index: usize) -> Result<String, ReadError> {
        let path = self.sheets.get(index).map(|sheet| sheet.path.as_str()).ok_or(ReadError::Damaged)?;
        self.package.part(path)?.ok_or(ReadError::Damaged)
    }

    /// What cells refer to.
    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    /// What cells refer to, kept after the container.
    pub(crate) fn into_context(self) -> Context {
        self.context
    }
}

struct Relation {
    id: String,
    /// The last word of its type: `worksheet`.
    kind: String,
    target: String,
}

impl Relation {
    /// The part it points to, from the folder of the part that holds it.
    fn path(&self, folder: &str) -> String {
        match self.target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => join(folder, &self.target),
        }
    }
}

fn join(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn relationships(part: &str) -> Result<Vec<Relation>, ReadError> {
    let mut relations = Vec::new();
    let mut scanner = Scanner::new(part);
    while let Some(tag) = scanner.next()? {
        if let Tag::Open { name: "Relationship", attributes, .. } = tag {
            let of = |name| attributes.get(name).map(Option::unwrap_or_default);
            let kind = of("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { id: of("Id")?.into_owned(), kind, target: of("Target")?.into_owned() });
        }
    }
    Ok(relations)
}

/// The worksheets of `workbook.xml`, and whether its days count from 1904.
fn sheets(part: &str, relations: &[Relation], folder: &str) -> Result<(Vec<SheetEntry>, bool), ReadError> {
    let mut sheets = Vec::new();
    let mut from_1904 = false;
    let mut scanner = Scanner::new(part);
    while let Some(tag) = scanner.next()? {
        match tag {
            Tag::Open { name: "sheet", attributes, .. } => {
                let name = attributes.get("name")?.unwrap_or_default().into_owned();
                let id = relation_id(attributes)?;
                // Chart and dialog sheets have no cells.
                let relation = relations.iter().find(|relation| relation.id == id && relation.kind == "worksheet");
                sheets.extend(relation.map(|relation| SheetEntry { name, path: relation.path(folder) }));
            }
            Tag::Open { name: "workbookPr", attributes, .. } => {
                from_1904 |= attributes.get("date1904")?.is_some_and(|value| matches!(&*value, "1" | "true"));
            }
            _ => {}
        }
    }
    Ok((sheets, from_1904))
}

/// `r:id`, whatever the prefix; `sheetId` is another number.
fn relation_id(attributes: Attributes<'_>) -> Result<&str, ReadError> {
    for attribute in attributes.each() {
        let (name, value) = attribute?;
        if name.ends_with(":id") {
            return Ok(value);
        }
    }
    Ok("")
}

/// What each cell style makes of a number, by style index.
fn pens(part: &str) -> Result<Vec<Pen>, ReadError> {
    let mut custom: HashMap<u32, Pen> = HashMap::new();
    let mut pens = Vec::new();
    let mut in_cell_styles = false;
    let mut scanner = Scanner::new(part);
    while let Some(tag) = scanner.next()? {
        let Tag::Open { name, attributes, .. } = tag else {
            if tag == Tag::Close("cellXfs") {
                // Nothing after the cell styles is needed.
                break;
            }
            continue;
        };
        let id = || attributes.get("numFmtId").map(|id| id.and_then(|id| id.parse::<u32>().ok()).unwrap_or(0));
        match name {
            "numFmt" => {
                let code = attributes.get("formatCode")?.unwrap_or_default();
                custom.insert(id()?, Pen::of_code(&code));
            }
            "cellXfs" => in_cell_styles = true,
            "xf" if in_cell_styles => {
                let id = id()?;
                pens.push(custom.get(&id).copied().unwrap_or_else(|| Pen::built_in(id)));
            }
            _ => {}
        }
    }
    Ok(pens)
}

impl Context {
    /// Calls `visit` with each row that has cells wanted: its number from 1, and those of its cells that are not blank,
    /// in the order of the file. Its answer is what is wanted of the rows after; of the first, every cell is.
    ///
    /// # Errors
    /// [`ReadError::Damaged`].
    pub(crate) fn rows<'s>(
        &'s self,
        sheet: &'s str,
        mut visit: impl FnMut(u32, &[Cell<'s>]) -> Wanted,
    ) -> Result<(), ReadError> {
        let mut rows =
            Rows { context: self, scanner: Scanner::new(sheet), row: 0, next_column: 0, wanted: Wanted::All };
        let mut cells: Vec<Cell<'s>> = Vec::new();
        loop {
            match rows.scanner.next()?.ok_or(ReadError::Damaged)? {
                Tag::Open { name: "sheetData", empty: true, .. } => return Ok(()),
                Tag::Open { name: "sheetData", .. } => break,
                _ => {}
            }
        }
        loop {
            loop {
                if let Some(cell) = rows.scanner.plain_cell() {
                    cells.extend(rows.plain_cell(cell)?);
                } else if let Some((attributes, empty)) = rows.scanner.cell_tag() {
                    cells.extend(rows.cell(attributes, empty)?);
                } else {
                    break;
                }
            }
            if let Some(row) = rows.scanner.plain_row() {
                rows.begin(row, &mut cells)?;
                continue;
            }
            let tag = match rows.scanner.row_end() {
                true => Tag::Close("row"),
                false => rows.scanner.next()?.ok_or(ReadError::Damaged)?,
            };
            match tag {
                Tag::Open { name: "row", attributes, .. } => {
                    let row = row_number(attributes, rows.row)?;
                    rows.begin(row, &mut cells)?;
                }
                Tag::Open { name: "c", attributes, empty } => cells.extend(rows.cell(attributes, empty)?),
                Tag::Close("row") if !cells.is_empty() => {
                    rows.wanted = visit(rows.row, &cells);
                    if rows.wanted == Wanted::Nothing {
                        return Ok(());
                    }
                    cells.clear();
                }
                Tag::Close("sheetData") => return Ok(()),
                _ => {}
            }
        }
    }

    /// The value of a cell whose tag was just read.
    fn cell<'s>(&'s self, scanner: &mut Scanner<'s>, style: usize, kind: Kind) -> Result<CellValue<'s>, ReadError> {
        if let Some(written) = scanner.plain_value() {
            return self.value(Cow::Borrowed(written), style, kind);
        }
        if let Some(text) = scanner.plain_text() {
            return text.map(text_value);
        }
        let mut value = CellValue::Blank;
        let mut formula = false;
        loop {
            match scanner.next()?.ok_or(ReadError::Damaged)? {
                Tag::Open { name, empty: true, .. } => formula |= name == "f",
                Tag::Open { name: "v", .. } => value = self.value(scanner.text()?, style, kind)?,
                Tag::Open { name: "is", .. } => {
                    let mut text = String::new();
                    scanner.rich_text_into(&mut text)?;
                    value = text_value(Cow::Owned(text));
                }
                Tag::Open { name, .. } => {
                    formula |= name == "f";
                    scanner.text()?;
                }
                Tag::Close(_) => break,
            }
        }
        if formula && value == CellValue::Blank && kind != Kind::Text {
            value = CellValue::Uncalculated;
        }
        Ok(value)
    }

    fn value<'s>(&'s self, written: Cow<'s, str>, style: usize, kind: Kind) -> Result<CellValue<'s>, ReadError> {
        Ok(match kind {
            Kind::Shared => {
                let index: usize = written.trim().parse().map_err(|_| ReadError::Damaged)?;
                text_value(Cow::Borrowed(self.strings.get(index).ok_or(ReadError::Damaged)?))
            }
            Kind::Text => text_value(written),
            Kind::Bool => CellValue::Bool(matches!(written.trim(), "1" | "true")),
            Kind::Error => CellValue::Error(written),
            Kind::Number => {
                let pen = self.pens.get(style).copied().unwrap_or_default();
                match written.trim() {
                    "" => CellValue::Blank,
                    // A number that is none is kept as text, so that it is reported with its cell.
                    number => number
                        .parse::<f64>()
                        .map_or_else(|_| text_value(Cow::Owned(number.to_owned())), |n| CellValue::Number(n, pen)),
                }
            }
        })
    }
}

/// Where a walk over the rows of a sheet stands.
struct Rows<'s> {
    context: &'s Context,
    scanner: Scanner<'s>,
    row: u32,
    /// The column of a cell that does not state its own.
    next_column: u32,
    wanted: Wanted,
}

impl<'s> Rows<'s> {
    /// Begins the row of a number.
    fn begin(&mut self, row: u32, cells: &mut Vec<Cell<'s>>) -> Result<(), ReadError> {
        if !(1..=MOST_ROWS).contains(&row) {
            return Err(ReadError::Damaged);
        }
        (self.row, self.next_column) = (row, 0);
        cells.clear();
        Ok(())
    }

    /// The cell whose tag was just read, unless it is blank or not wanted.
    fn cell(&mut self, attributes: Attributes<'s>, empty: bool) -> Result<Option<Cell<'s>>, ReadError> {
        let place = place(attributes, (self.row, self.next_column))?;
        self.cell_at(place, empty)
    }

    /// The same of a cell plainly written.
    fn plain_cell(&mut self, cell: PlainCell) -> Result<Option<Cell<'s>>, ReadError> {
        if cell.row != self.row {
            return Err(ReadError::Damaged);
        }
        let kind = if cell.shared { Kind::Shared } else { Kind::Number };
        self.cell_at((cell.column, cell.style, kind), cell.empty)
    }

    fn cell_at(
        &mut self,
        (column, style, kind): (u32, usize, Kind),
        empty: bool,
    ) -> Result<Option<Cell<'s>>, ReadError> {
        self.next_column = column + 1;
        let wanted = self.wanted.has(column);
        if empty || !wanted && (self.scanner.plain_value().is_some() || self.scanner.pass_cell()) {
            return Ok(None);
        }
        let value = self.context.cell(&mut self.scanner, style, kind)?;
        Ok((wanted && value != CellValue::Blank).then_some(Cell { column, value }))
    }
}

fn text_value(text: Cow<'_, str>) -> CellValue<'_> {
    if text.is_empty() {
        return CellValue::Blank;
    }
    CellValue::Text(match text {
        Cow::Borrowed(text) => unescape_codes(text),
        Cow::Owned(text) => match unescape_codes(&text) {
            Cow::Owned(plain) => Cow::Owned(plain),
            Cow::Borrowed(_) => Cow::Owned(text),
        },
    })
}

/// What the `t` attribute says of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
}

/// Column, style and kind of a cell, from its attributes; without a reference it follows the cell before.
fn place(attributes: Attributes<'_>, (row, next_column): (u32, u32)) -> Result<(u32, usize, Kind), ReadError> {
    let (mut column, mut style, mut kind) = (next_column, 0, Kind::Number);
    for attribute in attributes.each() {
        match attribute? {
            ("r", reference) => {
                let (stated, at) = parse_reference(reference)?;
                if stated != row {
                    return Err(ReadError::Damaged);
                }
                column = at;
            }
            ("s", index) => style = index.parse().unwrap_or(0),
            ("t", "s") => kind = Kind::Shared,
            ("t", "str" | "inlineStr" | "d") => kind = Kind::Text,
            ("t", "b") => kind = Kind::Bool,
            ("t", "e") => kind = Kind::Error,
            _ => {}
        }
    }
    if column >= 16_384 {
        return Err(ReadError::Damaged);
    }
    Ok((column, style, kind))
}

/// Rows that a sheet can have.
const MOST_ROWS: u32 = 1_048_576;

/// The number of a row; without one it follows the row before.
fn row_number(attributes: Attributes<'_>, before: u32) -> Result<u32, ReadError> {
    let stated = attributes.get("r")?.map(|r| r.parse::<u32>().map_err(|_| ReadError::Damaged)).transpose()?;
    Ok(stated.unwrap_or(before + 1))
}
