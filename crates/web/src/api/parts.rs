//! What several resources are made of.

use super::problem::FieldFault;
use app::entry::{Fields, Opened, figure_field, prose_field, reason_field};
use domain::check::{Violation, Warning};
use domain::form::{CellKey, Form, Kind, SectionId};
use domain::report::{Content, Event, Value};
use domain::unit::UnitVersion;
use locale::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Which campaign.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfCampaign {
    /// Id of the campaign; its year and the number of its plan are understood too, while only one answers to them.
    pub(super) campaign: String,
}

/// Which report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfReport {
    /// Id of the campaign.
    pub(super) campaign: String,
    /// Code of the unit.
    pub(super) unit: String,
}

/// A unit as it is named.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitName {
    /// Its code.
    pub(super) code: String,
    /// Its full name.
    pub(super) name: String,
    /// `province`, `district`, `commune`, `department`, `union`, `school`, `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
}

impl From<&UnitVersion> for UnitName {
    fn from(version: &UnitVersion) -> Self {
        let kind = Some(version.kind.name());
        Self { code: version.code.to_string(), name: version.name.clone(), kind }
    }
}

impl UnitName {
    pub(super) fn of(code: &impl ToString, name: &str) -> Self {
        Self { code: code.to_string(), name: name.to_owned(), kind: None }
    }
}

/// What a cell holds: a whole number (things counted; money in đồng; shares in hundredths of a percent, so that 97,5 % is
/// 9750), or words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum FigureValue {
    /// A whole number.
    Number(i64),
    /// Words.
    Text(String),
}

impl From<&Value> for FigureValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Number(number) => Self::Number(*number),
            Value::Text(text) => Self::Text(text.clone()),
        }
    }
}

/// What a unit reports. A cell that is left out is blank, which is not the same as zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ReportContent {
    /// Figures by cell, as the form names them: `talks`, `talks/level.commune`.
    pub(super) figures: BTreeMap<String, FigureValue>,
    /// The unit's explanation of a figure, by cell.
    pub(super) reasons: BTreeMap<String, String>,
    /// Prose by section of the form.
    pub(super) prose: BTreeMap<String, String>,
}

impl ReportContent {
    pub(super) fn of(content: &Content) -> Self {
        // A reason typed without a figure is kept beside a blank one.
        let blank = Value::Text(String::new());
        let filled = content.figures.iter().filter(|(_, figure)| figure.value != blank);
        let reason =
            |(key, figure): (&CellKey, &domain::report::Figure)| Some((key.to_string(), figure.reason.clone()?));
        Self {
            figures: filled.map(|(key, figure)| (key.to_string(), (&figure.value).into())).collect(),
            reasons: content.figures.iter().filter_map(reason).collect(),
            prose: content.prose.iter().map(|(id, text)| (id.to_string(), text.clone())).collect(),
        }
    }

    /// The same as typed into the fields of the form: one way in for both.
    pub(super) fn typed(&self, form: &Form) -> Fields {
        let mut fields = Fields::new();
        for (name, value) in &self.figures {
            let cell = CellKey::parse(name).and_then(|key| form.cell(&key));
            let (field, typed) = match (cell, value) {
                // Typed shares are read as percent.
                (Some(cell), FigureValue::Number(number)) if form.item_of(cell).kind == Kind::Percent => {
                    (figure_field(&cell.key), Language::Vi.percent(*number))
                }
                (_, FigureValue::Number(number)) => (format!("f:{name}"), number.to_string()),
                (_, FigureValue::Text(text)) => (format!("f:{name}"), text.clone()),
            };
            fields.insert(field, typed);
        }
        fields.extend(self.reasons.iter().map(|(name, text)| match CellKey::parse(name) {
            Some(key) => (reason_field(&key), text.clone()),
            None => (format!("r:{name}"), text.clone()),
        }));
        fields.extend(self.prose.iter().map(|(name, text)| match SectionId::parse(name) {
            Some(section) => (prose_field(&section), text.clone()),
            None => (format!("p:{name}"), text.clone()),
        }));
        fields.retain(|_, typed| !typed.trim().is_empty());
        fields
    }
}

/// Something in a report that does not add up. It blocks nothing; the unit is asked to explain it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportWarning {
    /// Which check: `parts`, `part-exceeds-total`, or the short name of a check of the form.
    check: String,
    /// The cells it speaks of; the first is where to show it.
    cells: Vec<String>,
    /// What the left side comes to.
    left: i64,
    /// How the sides should compare: `=`, `<=`, `>=`.
    comparison: &'static str,
    /// What the right side comes to.
    right: i64,
    /// The unit's explanation.
    reason: Option<String>,
    /// All of it in a sentence, in the caller's language.
    detail: String,
}

impl ReportWarning {
    pub(super) fn of(form: &Form, warning: &Warning, language: Language) -> Self {
        let check = match &warning.check {
            Violation::PartsDoNotAddUp { .. } => "parts".to_owned(),
            Violation::PartExceedsTotal { .. } => "part-exceeds-total".to_owned(),
            Violation::Rule { check } => check.to_string(),
        };
        Self {
            check,
            cells: warning.cells.iter().map(ToString::to_string).collect(),
            left: warning.left,
            comparison: warning.comparison.sign(),
            right: warning.right,
            reason: warning.reason.clone(),
            detail: app::explain::warning(form, warning, language),
        }
    }

    pub(super) fn all(form: &Form, warnings: &[Warning], language: Language) -> Vec<Self> {
        warnings.iter().map(|warning| Self::of(form, warning, language)).collect()
    }
}

/// Something that happened to a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportEvent {
    /// 1, 2, 3 … within the report.
    sequence: u32,
    /// `submit`, `return`, `approve`, `reopen`.
    action: &'static str,
    /// The revision it happened to.
    revision: u32,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    by: String,
    /// Why.
    reason: Option<String>,
}

impl From<&Event> for ReportEvent {
    fn from(event: &Event) -> Self {
        Self {
            sequence: event.sequence,
            action: event.action.name(),
            revision: event.revision,
            at: event.at.to_string(),
            by: event.by.clone(),
            reason: event.reason.clone(),
        }
    }
}

/// What is wrong with what is typed so far.
pub(super) fn faults(opened: &Opened, language: Language) -> Vec<FieldFault> {
    opened.faults.iter().map(|fault| FieldFault::of(fault, language)).collect()
}
