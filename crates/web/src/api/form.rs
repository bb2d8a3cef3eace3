//! The report form of a campaign: what its cells are called and hold.

use super::caller::Caller;
use super::extract::In;
use super::parts::OfCampaign;
use super::problem::Problem;
use crate::site::Site;
use axum::Json;
use axum::extract::State;
use domain::form::{Covers, Form, Kind, Localized, RollUp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its addresses.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(form))
}

/// Words in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Words {
    /// Vietnamese.
    vi: String,
    /// English, where there is any.
    en: Option<String>,
}

impl From<&Localized> for Words {
    fn from(words: &Localized) -> Self {
        Self { vi: words.vi.clone(), en: words.en.clone() }
    }
}

/// A form.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FormOut {
    /// Its short name.
    id: String,
    /// 1, 2, 3 …
    version: u32,
    /// Its title.
    title: Words,
    /// Groups of items, in order.
    groups: Vec<FormGroup>,
    /// Sections of prose, in order.
    sections: Vec<FormSection>,
}

impl FormOut {
    pub(super) fn of(form: &Form) -> Self {
        let section = |section: &domain::form::Section| FormSection {
            id: section.id.to_string(),
            title: (&section.title).into(),
            hint: section.hint.as_ref().map(Into::into),
        };
        Self {
            id: form.version().id.to_string(),
            version: form.version().version,
            title: form.title().into(),
            groups: groups(form),
            sections: form.sections().iter().map(section).collect(),
        }
    }
}

/// A titled group of items.
#[derive(Debug, Serialize, ToSchema)]
struct FormGroup {
    /// Number as printed: `II`.
    number: String,
    /// Title.
    title: Words,
    /// Its items, in order.
    items: Vec<FormItem>,
}

/// A line of the form.
#[derive(Debug, Serialize, ToSchema)]
struct FormItem {
    /// Number as printed: `2.3`.
    number: String,
    /// Its cell: where the total of the line stands.
    cell: String,
    /// Label.
    label: Words,
    /// Unit of count.
    unit: Words,
    /// `count`: a whole number. `vnd`: đồng, whole. `percent`: hundredths of a percent, whole (97,5 % is 9750). `text`:
    /// words.
    kind: &'static str,
    /// How units become one: `sum`, `last`, `max`, `ratio` (worked out, never typed), `listed` (words).
    roll_up: &'static str,
    /// Ways to split it.
    breakdowns: Vec<FormBreakdown>,
}

/// A way to split an item.
#[derive(Debug, Serialize, ToSchema)]
struct FormBreakdown {
    /// Heading.
    label: Words,
    /// The parts add up to the total.
    whole: bool,
    /// Its parts, in order.
    parts: Vec<FormPart>,
}

/// A part of a breakdown.
#[derive(Debug, Serialize, ToSchema)]
struct FormPart {
    /// Its cell.
    cell: String,
    /// Label.
    label: Words,
}

/// A section of prose.
#[derive(Debug, Serialize, ToSchema)]
struct FormSection {
    /// Its short name.
    id: String,
    /// Heading.
    title: Words,
    /// What to write.
    hint: Option<Words>,
}

/// The report form of a campaign
///
/// Names every cell and section that a report may fill in.
#[utoipa::path(get, path = "/campaigns/{campaign}/form", tag = "campaigns", params(OfCampaign),
    responses((status = 200, body = FormOut)))]
async fn form(State(site): State<Site>, caller: Caller, In(of): In<OfCampaign>) -> Result<Json<FormOut>, Problem> {
    let form = caller.ask(&site, move |context| app::campaign::form_of(context, Some(&of.campaign))).await?;
    Ok(Json(FormOut::of(&form)))
}

fn groups(form: &Form) -> Vec<FormGroup> {
    let group = |(at, group): (usize, &domain::form::Group)| FormGroup {
        number: group.number.clone(),
        title: (&group.title).into(),
        items: form
            .items()
            .iter()
            .enumerate()
            .filter(|(_, item)| item.group == at)
            .map(|(at, _)| item(form, at))
            .collect(),
    };
    form.groups().iter().enumerate().map(group).collect()
}

fn item(form: &Form, at: usize) -> FormItem {
    let item = &form.items()[at];
    let cells = || form.cells().iter().filter(move |cell| cell.item == at);
    let breakdowns = item.breakdowns.iter().filter_map(|id| {
        let position = form.breakdowns().iter().position(|breakdown| breakdown.id == *id)?;
        let breakdown = &form.breakdowns()[position];
        let parts = cells().filter_map(|cell| {
            let (_, part) = cell.part.filter(|(of, _)| *of == position)?;
            Some(FormPart { cell: cell.key.to_string(), label: (&breakdown.parts[part].label).into() })
        });
        Some(FormBreakdown {
            label: (&breakdown.label).into(),
            whole: breakdown.covers == Covers::Whole,
            parts: parts.collect(),
        })
    });
    FormItem {
        number: item.number.clone(),
        cell: item.id.to_string(),
        label: (&item.label).into(),
        unit: (&item.unit).into(),
        kind: kind(item.kind),
        roll_up: match item.roll_up {
            RollUp::Sum => "sum",
            RollUp::Last => "last",
            RollUp::Max => "max",
            RollUp::Ratio { .. } => "ratio",
            RollUp::Listed => "listed",
        },
        breakdowns: breakdowns.collect(),
    }
}

/// The name of a kind of value.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "count",
        Kind::Vnd => "vnd",
        Kind::Percent => "percent",
        Kind::Text => "text",
    }
}
