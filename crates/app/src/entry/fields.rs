//! What is typed, field by field, and what it means.
//!
//! A field is named by what it holds: `f:talks/level.commune` a figure, `r:talks` the reason beside it, `p:direction`
//! prose. What cannot be read as what it should be is kept in the draft as it was typed, and told; it is refused only when
//! the report is handed in.

use domain::CivilDate;
use domain::UnitId;
use domain::check::Warning;
use domain::form::{CellKey, Form, Kind, RollUp, SectionId};
use domain::report::{Content, Figure, Value};
use domain::rollup::{Contribution, totals};
use locale::{Language, text};
use std::collections::BTreeMap;
use workbook::{CellProblem, cell_name, typed_prose, typed_value};

/// What stands in the fields that are not blank, by name.
pub type Fields = BTreeMap<String, String>;

/// Name of the field of a figure.
#[must_use]
pub fn figure_field(key: &CellKey) -> String {
    format!("f:{key}")
}

/// Name of the field of the reason beside a figure.
#[must_use]
pub fn reason_field(key: &CellKey) -> String {
    format!("r:{key}")
}

/// Name of the field of a section.
#[must_use]
pub fn prose_field(section: &SectionId) -> String {
    format!("p:{section}")
}

/// Whether a name is that of a field, of this form or another.
#[must_use]
pub fn is_field(name: &str) -> bool {
    matches!(name.get(..2), Some("f:" | "r:" | "p:"))
}

/// Something typed that cannot be handed in as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its field.
    pub field: String,
    /// What is wrong.
    pub problem: FaultKind,
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It cannot be read as what it should be.
    Unreadable(CellProblem),
    /// A reason without the figure it explains.
    ReasonAlone,
}

impl Fault {
    /// What is wrong and what to do.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match &self.problem {
            FaultKind::Unreadable(problem) => problem.sentence(language),
            FaultKind::ReasonAlone => locale::text(language, "web-entry-reason-alone", &[]),
        }
    }
}

/// The name of a field that the form does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnknownField(pub(super) String);

/// Reads what was typed on a page of a language. Ratios of two items are worked out, whatever was typed there.
pub(super) fn read(form: &Form, fields: &Fields, language: Language) -> Result<Content, UnknownField> {
    let unknown = |name: &str| UnknownField(name.chars().take(80).collect());
    let cell = |name: &str, key: &str| CellKey::parse(key).and_then(|key| form.cell(&key)).ok_or_else(|| unknown(name));
    let mut content = Content::default();
    for (name, typed) in fields {
        match name.split_once(':') {
            Some(("f", key)) => {
                let cell = cell(name, key)?;
                if let Some(value) = value(form.item_of(cell).kind, typed, language) {
                    content.figures.insert(cell.key.clone(), Figure { value, at: None, reason: None });
                }
            }
            Some(("p", id)) => {
                let section = form.sections().iter().find(|section| section.id.as_str() == id);
                let section = section.ok_or_else(|| unknown(name))?;
                if let Some(prose) = typed_prose(typed).unwrap_or_else(|_| Some(typed.clone())) {
                    content.prose.insert(section.id.clone(), prose);
                }
            }
            Some(("r", _)) => {}
            _ => return Err(unknown(name)),
        }
    }
    work_out_ratios(form, &mut content);
    for (name, typed) in fields.iter().filter(|(name, _)| name.starts_with("r:")) {
        let cell = cell(name, &name[2..])?;
        if let Some(Value::Text(reason)) = value(Kind::Text, typed, language) {
            let blank = || Figure { value: Value::Text(String::new()), at: None, reason: None };
            content.figures.entry(cell.key.clone()).or_insert_with(blank).reason = Some(reason);
        }
    }
    Ok(content)
}

/// The value typed; as it was typed when it cannot be read; none when it is blank.
fn value(kind: Kind, typed: &str, language: Language) -> Option<Value> {
    typed_value(kind, typed, language).unwrap_or_else(|_| Some(Value::Text(typed.to_owned())))
}

/// Puts shares of one item in another where both are there, by the same rule as in totals.
fn work_out_ratios(form: &Form, content: &mut Content) {
    let is_ratio =
        |cell: &&domain::form::Cell| cell.part.is_none() && matches!(form.item_of(cell).roll_up, RollUp::Ratio { .. });
    let ratios: Vec<CellKey> = form.cells().iter().filter(is_ratio).map(|cell| cell.key.clone()).collect();
    if ratios.is_empty() {
        return;
    }
    let alone = Contribution {
        unit: UnitId::new(domain::Instant::UNIX_EPOCH, [0; 10]),
        revision: 1,
        received_on: CivilDate::MIN,
        content,
    };
    let totals = totals(form, &[alone]);
    for key in ratios {
        if let Some(share) = totals.of(form, &key).and_then(|total| total.value) {
            content.figures.insert(key, Figure { value: Value::Number(share), at: None, reason: None });
        }
    }
}

/// What stands in each field, as people of a language write it. What the form does not ask for any more is left out.
#[must_use]
pub fn show(form: &Form, content: &Content, language: Language) -> Fields {
    let mut fields = Fields::new();
    for (key, figure) in &content.figures {
        let Some(cell) = form.cell(key) else { continue };
        let shown = show_value(form.item_of(cell).kind, &figure.value, language);
        if !shown.is_empty() {
            fields.insert(figure_field(key), shown);
        }
        if let Some(reason) = &figure.reason {
            fields.insert(reason_field(key), reason.clone());
        }
    }
    let asked = |id: &SectionId| form.sections().iter().any(|section| section.id == *id);
    fields.extend(content.prose.iter().filter(|(id, _)| asked(id)).map(|(id, text)| (prose_field(id), text.clone())));
    fields
}

/// A value as people of a language write it.
#[must_use]
pub fn show_value(kind: Kind, value: &Value, language: Language) -> String {
    match (value, kind) {
        (Value::Text(text), _) => text.clone(),
        // Without grouping: a lone separator before three digits of a percentage is read as the decimal one.
        (Value::Number(number), Kind::Percent) => language.percent(*number).replace(language.grouping(), ""),
        (Value::Number(number), _) => language.number(*number),
    }
}

/// What of a draft cannot be handed in, in the order of the form.
#[must_use]
pub fn faults(form: &Form, content: &Content) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |field, problem| faults.push(Fault { field, problem });
    for cell in form.cells() {
        let Some(figure) = content.figures.get(&cell.key) else { continue };
        if let Value::Text(typed) = &figure.value {
            let kind = form.item_of(cell).kind;
            match typed_value(kind, typed, Language::Vi) {
                Err(problem) => fault(figure_field(&cell.key), FaultKind::Unreadable(problem)),
                Ok(None) => fault(reason_field(&cell.key), FaultKind::ReasonAlone),
                // Kept as typed on a page where it was no number: it means one in this language only.
                Ok(Some(Value::Number(_))) => {
                    let problem = CellProblem::Ambiguous { found: typed.clone() };
                    fault(figure_field(&cell.key), FaultKind::Unreadable(problem));
                }
                Ok(Some(Value::Text(_))) => {}
            }
        }
        if let Some(Err(problem)) = figure.reason.as_deref().map(|reason| typed_value(Kind::Text, reason, Language::Vi))
        {
            fault(reason_field(&cell.key), FaultKind::Unreadable(problem));
        }
    }
    for section in form.sections() {
        if let Some(Err(problem)) = content.prose.get(&section.id).map(|text| typed_prose(text)) {
            fault(prose_field(&section.id), FaultKind::Unreadable(problem));
        }
    }
    faults
}

/// What a draft without faults says, without what the form does not ask for any more.
pub(super) fn final_content(form: &Form, draft: &Content) -> Content {
    let mut content = draft.clone();
    content.figures.retain(|key, _| form.cell(key).is_some());
    content.prose.retain(|id, _| form.sections().iter().any(|section| section.id == *id));
    content
}

/// Where to show a warning and ask for a reason: at the first of its cells that is filled in.
#[must_use]
pub fn warned_cell<'a>(warning: &'a Warning, content: &Content) -> Option<&'a CellKey> {
    warning.cells.iter().find(|key| content.number(key).is_some()).or_else(|| warning.cells.first())
}

/// A field as a person would name it: `2.3 Hội thảo – Cấp xã`, the title of a section.
#[must_use]
pub fn field_label(form: &Form, field: &str, language: Language) -> String {
    let (kind, name) = field.split_once(':').unwrap_or_default();
    let section = || form.sections().iter().find(|section| section.id.as_str() == name);
    let cell = || CellKey::parse(name).and_then(|key| form.position(&key)).map(|at| cell_name(form, at, language));
    match kind {
        "p" => section().map(|section| section.title.in_language(language.code()).to_owned()),
        "r" => cell().map(|label| text!(language, "web-entry-reason-of", label = label)),
        _ => cell(),
    }
    .unwrap_or_else(|| name.to_owned())
}
