//! Report forms: a table with a row for each figure a unit is to send, as plans put in an appendix.
//!
//! [`FormTable::to_toml`] gives a first draft of the form as data, for a person to correct.

mod toml;

use crate::read::Reading;
use crate::read::layout::{Block, Row, Table};
use crate::text::fold;

/// A report form read from a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormTable {
    /// Title of the appendix, or the paragraph above the table; empty when there is none.
    pub title: String,
    /// Headers of the columns to be filled in.
    pub columns: Vec<String>,
    /// Groups in order; items before the first group row stand in a group without a title.
    pub groups: Vec<FormGroup>,
}

/// A group of items under a heading row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormGroup {
    /// Its heading, the number left out.
    pub title: String,
    /// Its items.
    pub items: Vec<FormItem>,
}

/// A row that asks for a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormItem {
    /// Number as printed: `2.1`; empty when there is none.
    pub number: String,
    /// What is asked for.
    pub label: String,
    /// Unit of measure; empty when the form gives none.
    pub unit: String,
    /// How deep its number stands below the shallowest of its group, from 0.
    pub level: usize,
    /// Parts of it the form asks for: the `Trong đó` rows and those with a dash.
    pub parts: Vec<FormPart>,
}

/// A row that asks for a part of the item above.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormPart {
    /// What is asked for.
    pub label: String,
    /// Unit of measure.
    pub unit: String,
}

const LABELS: [&str; 9] =
    ["chỉ tiêu", "nội dung", "tiêu chí", "chỉ số", "danh mục", "hoạt động", "thông tin", "tên biểu", "diễn giải"];
const UNITS: [&str; 4] = ["đơn vị tính", "đvt", "đơn vị đo", "đv tính"];
const FIGURES: [&str; 8] =
    ["số liệu", "kết quả", "số lượng", "thực hiện", "giá trị", "tổng số", "kỳ báo cáo", "số cộng dồn"];
/// Columns of an assignment table or a list of people: no form.
const NOT_FORM: [&str; 6] = ["chủ trì", "đơn vị thực hiện", "thời hạn", "thời gian", "phối hợp", "họ và tên"];

/// Which column holds what.
struct Columns {
    number: Option<usize>,
    label: usize,
    unit: Option<usize>,
    figures: Vec<(usize, String)>,
}

impl Reading {
    /// The report forms among the tables, in order.
    #[must_use]
    pub fn form_tables(&self) -> Vec<FormTable> {
        let appendices = self.appendices();
        let mut above = String::new();
        let mut found = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Paragraph(span) if self.is_aside(span) => {}
                Block::Paragraph(span) => above = self.line_of(span),
                Block::Table(table) if !table.is_frame => {
                    let at = table.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.span());
                    let of = at.and_then(|at| appendices.iter().find(|a| a.span.contains(&at.start)));
                    let title = of.map(|a| a.title.clone()).filter(|title| !title.is_empty()).unwrap_or(above.clone());
                    found.extend(self.form(table, title));
                }
                Block::Table(_) => {}
            }
        }
        found
    }

    fn line_of(&self, span: &std::ops::Range<usize>) -> String {
        self.text.get(span.clone()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn cell(&self, row: &Row, column: usize) -> String {
        let cell = row.cells.iter().find(|cell| cell.column == column);
        cell.and_then(|cell| cell.span()).map(|span| self.line_of(&span)).unwrap_or_default()
    }

    fn form(&self, table: &Table, title: String) -> Option<FormTable> {
        let (header, columns) =
            table.rows.iter().enumerate().take(3).find_map(|(i, row)| Some((i, self.columns(row)?)))?;
        let mut form = FormTable {
            title,
            columns: columns.figures.iter().map(|(_, header)| header.clone()).collect(),
            groups: Vec::new(),
        };
        let mut among = false;
        for row in table.rows.iter().skip(header + 1) {
            self.row(row, &columns, &mut form, &mut among);
        }
        form.groups.retain(|group| !group.items.is_empty());
        form.groups.iter_mut().for_each(set_levels);
        let items = form.groups.iter().map(|group| group.items.len()).sum::<usize>();
        (items >= 2).then_some(form)
    }

    /// The columns of a header row, when it is that of a form.
    fn columns(&self, row: &Row) -> Option<Columns> {
        let headers: Vec<(usize, String)> =
            row.cells.iter().map(|cell| (cell.column, fold(&self.cell(row, cell.column)))).collect();
        let holds = |words: &[&str]| headers.iter().find(|(_, header)| words.iter().any(|word| header.contains(word)));
        if holds(&NOT_FORM).is_some() {
            return None;
        }
        let unit = holds(&UNITS).map(|(column, _)| *column);
        let label = holds(&LABELS).map(|(column, _)| *column).filter(|label| Some(*label) != unit)?;
        let number = headers
            .iter()
            .find(|(column, header)| *column < label && ["tt", "stt", "số tt", "số thứ tự"].contains(&header.as_str()))
            .map(|(column, _)| *column);
        let taken = [Some(label), unit, number];
        let figures: Vec<(usize, String)> = headers
            .iter()
            .filter(|(column, header)| {
                !taken.contains(&Some(*column)) && FIGURES.iter().any(|word| header.contains(word))
            })
            .map(|(column, _)| (*column, self.cell(row, *column)))
            .collect();
        (unit.is_some() || !figures.is_empty()).then_some(Columns { number, label, unit, figures })
    }

    fn row(&self, row: &Row, columns: &Columns, form: &mut FormTable, among: &mut bool) {
        let filled: Vec<String> =
            row.cells.iter().map(|cell| self.cell(row, cell.column)).filter(|cell| !cell.is_empty()).collect();
        let unit = columns.unit.map(|unit| self.cell(row, unit)).unwrap_or_default();
        let (number, label) = number_and_label(
            columns.number.map(|number| self.cell(row, number)).unwrap_or_default(),
            self.cell(row, columns.label),
        );
        // "(1) | (2) | (3)", "A | B | 1".
        let is_mark = |cell: &String| {
            let mark = cell.trim_matches(['(', ')']);
            mark.chars().count() == 1 || mark.chars().all(|c| c.is_ascii_digit() || matches!(c, '=' | '+' | '-'))
        };
        if filled.iter().all(is_mark) {
            return;
        }
        let spans_all = filled.len() == 1 && (label.is_empty() || row.cells.len() == 1);
        let is_group = spans_all || unit.is_empty() && columns.unit.is_some() && is_roman(&number);
        if is_group {
            let (_, title) =
                number_and_label(String::new(), if label.is_empty() { filled.concat() } else { label.clone() });
            *among = false;
            form.groups.push(FormGroup { title, items: Vec::new() });
            return;
        }
        if label.is_empty() {
            return;
        }
        if form.groups.is_empty() {
            form.groups.push(FormGroup::default());
        }
        let Some(group) = form.groups.last_mut() else { return };
        let low = fold(&label);
        let said = ["trong đó", "trong số đó", "chia ra"].iter().find(|word| low.starts_with(**word));
        let dashed = label.starts_with(['-', '–', '+', '•', '*']);
        if let (Some(item), true) = (group.items.last_mut(), said.is_some() || dashed || *among && number.is_empty()) {
            let skip = said.map_or(0, |word| word.chars().count());
            let rest: String = label.trim_start_matches(['-', '–', '+', '•', '*', ' ']).chars().skip(skip).collect();
            let rest = rest.trim_matches([':', ' ', ',', ';']).to_owned();
            *among |= said.is_some();
            if !rest.is_empty() {
                let unit = if unit.is_empty() { item.unit.clone() } else { unit };
                item.parts.push(FormPart { label: rest, unit });
            }
            return;
        }
        *among = false;
        let label = label.trim_end_matches([':', ';', ',']).to_owned();
        group.items.push(FormItem { number, label, unit, level: 0, parts: Vec::new() });
    }
}

/// The number and the label of a row, the number taken off the label when it has no column of its own.
fn number_and_label(number: String, label: String) -> (String, String) {
    let number = number.trim_matches(['.', ')', '(', ' ']).to_owned();
    if !number.is_empty() || label.starts_with(['-', '–', '+', '•', '*']) {
        return (number, label);
    }
    let Some((_, at)) = crate::read::grammar::outline::label(&label) else { return (number, label) };
    let (own, rest) = label.split_at(at);
    (own.trim().trim_matches(['.', ')', '(', '/', '-', ' ']).to_owned(), rest.to_owned())
}

fn is_roman(number: &str) -> bool {
    !number.is_empty() && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'A'..='H'))
}

/// Levels from the shape of the numbers: `1` above `1.1` above `a`.
fn set_levels(group: &mut FormGroup) {
    let depth = |number: &str| {
        let letter = number.starts_with(|c: char| c.is_lowercase());
        if letter { 9 } else { number.split('.').filter(|part| !part.is_empty()).count() }
    };
    let mut depths: Vec<usize> =
        group.items.iter().filter(|item| !item.number.is_empty()).map(|item| depth(&item.number)).collect();
    depths.sort_unstable();
    depths.dedup();
    for item in &mut group.items {
        item.level = depths.iter().position(|known| *known == depth(&item.number)).unwrap_or(0);
    }
}
