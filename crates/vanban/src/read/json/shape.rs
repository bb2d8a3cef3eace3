//! The parts of the JSON that are no facts: places, times, and the shape of the document.

use crate::form_table::{FormGroup, FormItem, FormTable};
use crate::outline::{AppendixPart, Depth, Section};
use crate::read::Format;
use crate::read::layout::{Block, Cell};
use crate::read::place::{At, Part, Place};
use crate::when::{Period, Term, When};
use serde_json::{Map, Value, json};
use std::ops::Range;

/// `[start, end]`.
pub(super) fn span(span: &Range<usize>) -> Value {
    json!([span.start, span.end])
}

/// `{"page": 3}`, `{"paragraph": 1, "table": 2, "row": 3, "column": 1, "part": "letterhead"}`; the running text is not
/// named as a part.
pub(super) fn place(place: &Place) -> Value {
    let mut out = Map::new();
    let (key, value) = match place.at {
        At::Page(page) => ("page", json!(page)),
        At::Line(line) => ("line", json!(line)),
        At::Paragraph(paragraph) => ("paragraph", json!(paragraph)),
        At::Title => ("title", json!(true)),
    };
    out.insert(key.to_owned(), value);
    if let Some(cell) = place.cell {
        for (key, value) in [("table", cell.table), ("row", cell.row), ("column", cell.column)] {
            out.insert(key.to_owned(), json!(value));
        }
    }
    if place.part != Part::Body {
        out.insert("part".to_owned(), json!(place.part.name()));
    }
    Value::Object(out)
}

/// `{"kind": "by", "date": "2031-12-20"}`, with `last_day` where the wording fixes one.
pub(super) fn when(when: &When) -> Value {
    let mut out = match when {
        When::By(date) => json!({"kind": "by", "date": date.to_string()}),
        When::Between(from, to) => json!({"kind": "between", "from": from.to_string(), "to": to.to_string()}),
        When::Month { year, month } => json!({"kind": "month", "year": year, "month": month}),
        When::Quarter { year, quarter } => json!({"kind": "quarter", "year": year, "quarter": quarter}),
        When::Year(year) => json!({"kind": "year", "year": year}),
        When::Every { period, day, month } => {
            json!({"kind": "every", "period": period_name(*period), "day": day, "month": month})
        }
        When::After { count, unit, event } => {
            json!({"kind": "after", "count": count, "unit": term_name(*unit), "event": event})
        }
        When::AsWritten => json!({"kind": "as_written"}),
    };
    if let (Some(day), Some(out)) = (when.last_day(), out.as_object_mut()) {
        out.insert("last_day".to_owned(), json!(day.to_string()));
    }
    if let Some(out) = out.as_object_mut() {
        out.retain(|_, value| !value.is_null());
    }
    out
}

fn period_name(period: Period) -> &'static str {
    match period {
        Period::Daily => "daily",
        Period::Weekly => "weekly",
        Period::Monthly => "monthly",
        Period::Quarterly => "quarterly",
        Period::HalfYearly => "half_yearly",
        Period::Yearly => "yearly",
    }
}

fn term_name(term: Term) -> &'static str {
    match term {
        Term::Hours => "hours",
        Term::Days => "days",
        Term::WorkingDays => "working_days",
        Term::Weeks => "weeks",
        Term::Months => "months",
    }
}

/// A paragraph as its span; a table as its rows, each a list of cells.
pub(super) fn block(block: &Block) -> Value {
    let cell = |cell: &Cell| {
        let paragraphs: Value = cell.paragraphs.iter().map(span).collect();
        json!({"column": cell.column, "paragraphs": paragraphs})
    };
    match block {
        Block::Paragraph(paragraph) => json!({"paragraph": span(paragraph)}),
        Block::Table(table) => {
            let rows: Value = table.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Value>()).collect();
            json!({"table": rows, "is_frame": table.is_frame})
        }
    }
}

/// A section with the sections under it: not deeper than [`Depth`] has steps.
pub(super) fn section(section: &Section) -> Value {
    let children: Vec<Value> = section.children.iter().map(self::section).collect();
    let mut out = Map::new();
    out.insert("number".to_owned(), json!(section.number));
    out.insert("title".to_owned(), json!(section.title));
    out.insert("depth".to_owned(), json!(depth_name(section.depth)));
    out.insert("span".to_owned(), span(&section.span));
    if !children.is_empty() {
        out.insert("children".to_owned(), Value::Array(children));
    }
    Value::Object(out)
}

fn depth_name(depth: Depth) -> &'static str {
    match depth {
        Depth::Part => "part",
        Depth::Heading => "heading",
        Depth::Article => "article",
        Depth::Clause => "clause",
        Depth::SubClause => "sub_clause",
        Depth::Point => "point",
        Depth::Dash => "dash",
        Depth::Plus => "plus",
    }
}

/// An appendix; its blocks are those of the document inside its span.
pub(super) fn appendix(appendix: &AppendixPart) -> Value {
    json!({"label": appendix.label, "title": appendix.title, "span": span(&appendix.span)})
}

/// A report form.
pub(super) fn form_table(form: &FormTable) -> Value {
    let groups: Value = form.groups.iter().map(form_group).collect();
    json!({"title": form.title, "columns": form.columns, "groups": groups})
}

fn form_group(group: &FormGroup) -> Value {
    let items: Value = group.items.iter().map(form_item).collect();
    json!({"title": group.title, "items": items})
}

fn form_item(item: &FormItem) -> Value {
    let parts: Value = item.parts.iter().map(|part| json!({"label": part.label, "unit": part.unit})).collect();
    json!({"number": item.number, "label": item.label, "unit": item.unit, "level": item.level, "parts": parts})
}

/// The name of a format.
pub(super) fn format_name(format: Format) -> &'static str {
    match format {
        Format::Text => "text",
        Format::Docx => "docx",
        Format::Doc => "doc",
        Format::Odt => "odt",
        Format::Pdf => "pdf",
        Format::Html => "html",
    }
}
