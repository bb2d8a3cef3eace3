//! The sample's plan, from `sample/plan.toml` to an official document.

use domain::CivilDate;
use domain::form::Form;
use toml::value::Datetime;
use vanban::document::{Align, Appendix, Block, Column, Document, IssueDate, Letterhead, Row, Run, Signature, Table};

const PLAN: &str = include_str!("../../../../sample/plan.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlan {
    #[serde(default)]
    parent_body: Option<String>,
    issuer: String,
    number: u32,
    symbol: String,
    place: String,
    date: Datetime,
    kind: String,
    title: String,
    bases: Vec<String>,
    recipients: Vec<String>,
    signature: RawSignature,
    body: Vec<RawBlock>,
    #[serde(default)]
    appendix: Vec<RawAppendix>,
}

#[derive(serde::Deserialize)]
struct RawSignature {
    authority: Vec<String>,
    title: String,
    name: String,
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum RawBlock {
    Heading { heading: u8, text: String },
    Paragraph { paragraph: String },
    Item { item: String },
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAppendix {
    label: String,
    title: String,
    /// The report form goes here.
    #[serde(default)]
    form: bool,
    #[serde(default)]
    body: Vec<RawBlock>,
}

/// The year the sample's plan is written for.
pub(super) const YEAR: i16 = 2026;

/// The plan of a year as a document; says what is wrong with the source otherwise. Plans of earlier years are the same
/// but for their dates, as they often are.
pub(super) fn document(form: &Form, year: i16) -> Result<Document, String> {
    let source = PLAN.replace(&YEAR.to_string(), &year.to_string());
    let raw: RawPlan = toml::from_str(&source).map_err(|error| error.to_string())?;
    let date = day(raw.date).ok_or("date")?;
    Ok(Document {
        letterhead: Letterhead {
            parent_body: raw.parent_body,
            issuer: raw.issuer,
            number: Some(raw.number),
            symbol: raw.symbol,
            place: raw.place,
            date: IssueDate::On(date),
        },
        kind: Some(raw.kind),
        title: raw.title,
        addressees: Vec::new(),
        bases: raw.bases,
        body: raw.body.into_iter().map(block).collect(),
        signature: Signature {
            authority: raw.signature.authority,
            title: raw.signature.title,
            name: raw.signature.name,
        },
        recipients: raw.recipients,
        appendices: raw.appendix.into_iter().map(|appendix| lay_out(appendix, form)).collect(),
    })
}

fn block(raw: RawBlock) -> Block {
    match raw {
        RawBlock::Heading { heading, text } => Block::Heading { level: heading, text },
        RawBlock::Paragraph { paragraph } => Block::Paragraph(vec![Run::plain(paragraph)]),
        RawBlock::Item { item } => Block::Item(vec![Run::plain(item)]),
    }
}

fn lay_out(raw: RawAppendix, form: &Form) -> Appendix {
    let mut body: Vec<Block> = raw.body.into_iter().map(block).collect();
    if raw.form {
        body.push(Block::Table(form_table(form)));
    }
    Appendix { label: raw.label, title: raw.title, landscape: false, body }
}

/// The report form as the table of an appendix, to be filled in.
fn form_table(form: &Form) -> Table {
    let mut rows = Vec::new();
    let mut group = None;
    for cell in form.cells() {
        let item = form.item_of(cell);
        if group.replace(item.group) != Some(item.group) {
            let group = &form.groups()[item.group];
            rows.push(Row::Group(format!("{}. {}", group.number, group.title.vi)));
        }
        let label = form.cell_label(cell, "vi");
        let (number, label) = match cell.part {
            None => (item.number.clone(), label.to_owned()),
            Some(_) => (String::new(), format!("- {label}")),
        };
        rows.push(Row::Cells(vec![number, label, item.unit.vi.clone(), String::new()]));
    }
    let column = |header: &str, width, align| Column { header: header.to_owned(), width, align };
    Table {
        caption: None,
        columns: vec![
            column("TT", 8, Align::Centre),
            column("Chỉ tiêu", 58, Align::Left),
            column("Đơn vị tính", 16, Align::Centre),
            column("Số liệu", 18, Align::Right),
        ],
        rows,
    }
}

/// The day of a TOML date.
pub(super) fn day(date: Datetime) -> Option<CivilDate> {
    let date = date.date?;
    let (year, month, day) = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
    CivilDate::new(year.ok()?, month.ok()?, day.ok()?).ok()
}
