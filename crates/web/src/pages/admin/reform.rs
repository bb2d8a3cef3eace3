//! Merging and splitting units, step by step: what and when, what it comes to, done.

use super::units::{day, listed_on};
use super::{Typed, below, day_field, kind_field, line};
use crate::components::alert::{Alert, Kind};
use crate::components::button::{Button, Weight, actions, button};
use crate::components::dialog::card;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::Visitor;
use app::units::{self, Effects, Keeps, Part, Reform};
use axum::Router;
use axum::extract::{Form as Sent, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::time::Slashed;
use domain::unit::{UnitKind, UnitVersion};
use locale::{Language, text};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Parts a unit can be split into at once.
const MOST_PARTS: usize = 6;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/admin/units/merge", get(ask_merge).post(merge))
        .route("/admin/units/split", get(ask_split).post(split))
}

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Merge,
    Split,
}

impl What {
    fn action(self) -> &'static str {
        match self {
            Self::Merge => "/admin/units/merge",
            Self::Split => "/admin/units/split",
        }
    }

    fn title(self, language: Language) -> String {
        match self {
            Self::Merge => text!(language, "web-units-merge"),
            Self::Split => text!(language, "web-units-split"),
        }
    }

    fn of(self, typed: &Typed) -> Reform {
        let part = |at: &str| Part {
            code: typed.one(&format!("code{at}")).to_owned(),
            name: typed.one(&format!("name{at}")).to_owned(),
            kind: typed.kind(&format!("kind{at}")),
        };
        match self {
            Self::Merge => Reform::Merge {
                units: typed.all("unit"),
                into: part("1"),
                keeps: typed.maybe("keeps").map_or(Keeps::Nothing, Keeps::Unit),
            },
            Self::Split => {
                let parts = (1..=MOST_PARTS).map(|at| part(&at.to_string()));
                // Rows left empty are no parts; one half empty is told as such.
                let parts = parts.filter(|part| !(part.code.is_empty() && part.name.is_empty())).collect();
                Reform::Split { unit: typed.one("unit").to_owned(), parts, keeps: typed.one("keeps") == "yes" }
            }
        }
    }
}

async fn ask_merge(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Markup, Failure> {
    draw_first(&site, &visitor, What::Merge, &Typed(asked), None).await
}

async fn ask_split(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Markup, Failure> {
    draw_first(&site, &visitor, What::Split, &Typed(asked), None).await
}

/// The first step: which units, what they become, from which day on.
async fn draw_first(
    site: &Site,
    visitor: &Visitor,
    what: What,
    typed: &Typed,
    refusal: Option<&str>,
) -> Result<Markup, Failure> {
    let language = visitor.language;
    let codes = typed.all("unit");
    let tree = site.ask(visitor, |context| units::tree(context, None)).await?;
    let mut chosen: Vec<UnitVersion> = tree.rows.into_iter().map(|row| row.version).collect();
    chosen.retain(|version| codes.iter().any(|code| code == version.code.as_str()));
    let kind = chosen.first().map_or(UnitKind::Commune, |version| version.kind);
    let main = html! {
        p { (text!(language, "web-reform-step-1")) }
        (form(&Form { action: what.action(), hidden: &[("step", "preview")], ..Form::default() }, html! {
            @match what {
                What::Merge => (merge_fields(language, typed, &codes, &chosen, kind)),
                What::Split => (split_fields(language, typed, &codes, &chosen, kind)),
            }
            (day_field(language, "on", "web-reform-day", typed.one("on"), Some("web-reform-day-hint")))
            (button(&Button { label: &text!(language, "web-reform-look"), weight: Weight::Primary, ..Button::default() }))
        }))
    };
    let alert = refusal.map(|refusal| Alert::new(Kind::Error, refusal));
    Ok(below(visitor, "/admin/units", &what.title(language), alert, main))
}

fn merge_fields(language: Language, typed: &Typed, codes: &[String], chosen: &[UnitVersion], kind: UnitKind) -> Markup {
    let keeps = typed.one("keeps");
    let nothing = text!(language, "web-reform-keeps-none");
    let goes_on: Vec<(&str, String)> = chosen
        .iter()
        .map(|version| (version.code.as_str(), text!(language, "web-reform-keeps-one", unit = &version.name)))
        .collect();
    let all = goes_on.iter().map(|(value, label)| Choice { value, label, chosen: *value == keeps });
    let choices: Vec<Choice<'_>> =
        std::iter::once(Choice { value: "", label: &nothing, chosen: keeps.is_empty() }).chain(all).collect();
    let kind = typed.maybe("kind1").map_or(kind, |_| typed.kind("kind1"));
    html! {
        // Two lines to fill where nothing was chosen in the tree.
        @if chosen.len() < 2 {
            (line(language, "unit", "web-reform-unit-1", codes.first().map_or("", String::as_str), Some("web-people-unit-hint"), false))
            (second_unit(language, codes.get(1).map_or("", String::as_str)))
        } @else {
            p { (text!(language, "web-reform-merged")) }
            ul {
                @for version in chosen {
                    li { (version.name) " (" (version.code) ")" input type="hidden" name="unit" value=(version.code); }
                }
            }
        }
        (line(language, "name1", "web-reform-name", typed.one("name1"), None, false))
        (line(language, "code1", "web-reform-code", typed.one("code1"), Some("web-units-code-hint"), false))
        (kind_field(language, "kind1", kind))
        @if chosen.len() >= 2 {
            (field(language, &Field {
                name: "keeps", label: &text!(language, "web-reform-keeps"), optional: true,
                hint: Some(&text!(language, "web-reform-keeps-hint")),
                control: Control::Radios { choices: &choices }, ..Field::default()
            }))
        }
    }
}

fn second_unit(language: Language, value: &str) -> Markup {
    let label = text!(language, "web-reform-unit-2");
    let control = Control::Input { kind: "text", value };
    field(language, &Field { name: "unit", id: Some("unit-2"), label: &label, control, ..Field::default() })
}

fn split_fields(language: Language, typed: &Typed, codes: &[String], chosen: &[UnitVersion], kind: UnitKind) -> Markup {
    html! {
        @if let Some(version) = chosen.first() {
            p { (text!(language, "web-reform-split-one", unit = &version.name)) }
            input type="hidden" name="unit" value=(version.code);
        } @else {
            (line(language, "unit", "web-people-unit-code", codes.first().map_or("", String::as_str), Some("web-people-unit-hint"), false))
        }
        (field(language, &Field {
            name: "keeps", label: &text!(language, "web-reform-keeps-first"),
            control: Control::Check { checked: typed.one("keeps") == "yes" }, ..Field::default()
        }))
        @for at in 1..=MOST_PARTS {
            @let (name, code, kind_name) = (format!("name{at}"), format!("code{at}"), format!("kind{at}"));
            fieldset {
                legend { (text!(language, "web-reform-part", number = at)) }
                (line(language, &name, "web-units-name", typed.one(&name), None, at > 2))
                (line(language, &code, "web-units-code", typed.one(&code), None, at > 2))
                (kind_field(language, &kind_name, typed.maybe(&kind_name).map_or(kind, |_| typed.kind(&kind_name))))
            }
        }
    }
}

async fn merge(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    next(&site, &visitor, What::Merge, Typed(sent)).await
}

async fn split(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    next(&site, &visitor, What::Split, Typed(sent)).await
}

/// The second and the third step; what is refused goes back to the first with what was typed.
async fn next(site: &Site, visitor: &Visitor, what: What, typed: Typed) -> Result<Response, Failure> {
    let (reform, on) = (what.of(&typed), day(&typed));
    let refused = match typed.one("step") {
        "do" => {
            let roles: BTreeSet<String> = typed.all("role").into_iter().collect();
            let done = site.try_ask(visitor, move |context| units::reform(context, &reform, on?, &roles)).await?;
            match done {
                Ok(_) => {
                    let key = if what == What::Merge { "units-merged" } else { "unit-split" };
                    return Ok(Redirect::to(&listed_on(&typed, key)).into_response());
                }
                Err(error) => error,
            }
        }
        "change" => return Ok(draw_first(site, visitor, what, &typed, None).await?.into_response()),
        _ => match site.try_ask(visitor, move |context| units::preview(context, &reform, on?)).await? {
            Ok(effects) => return Ok(draw_second(visitor, what, &typed, &effects).into_response()),
            Err(error) => error,
        },
    };
    let failure = Failure::told(&refused, visitor.language);
    let page = draw_first(site, visitor, what, &typed, Some(&failure.message)).await?;
    Ok((failure.status, page).into_response())
}

/// The second step: what it comes to, and which roles go along.
fn draw_second(visitor: &Visitor, what: What, typed: &Typed, effects: &Effects) -> Markup {
    let language = visitor.language;
    let kept: Vec<(&str, &str)> = typed
        .0
        .iter()
        .filter(|(name, _)| name != "step" && name != "role")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let keys: Vec<(String, String)> = effects.people.iter().map(|role| (role.key(), said(language, role))).collect();
    let choices: Vec<Choice<'_>> = keys.iter().map(|(value, label)| Choice { value, label, chosen: true }).collect();
    let go = text!(language, if what == What::Merge { "web-reform-merge" } else { "web-reform-split" });
    let main = html! {
        p { (text!(language, "web-reform-step-2", day = Slashed(effects.on).to_string())) }
        (card("units-after", &text!(language, "web-reform-units"), units_after(language, effects)))
        (card("campaigns-after", &text!(language, "web-reform-campaigns"), campaigns_after(language, effects)))
        (form(&Form { action: what.action(), hidden: &kept, ..Form::default() }, html! {
            @if choices.is_empty() {
                p { (text!(language, "web-reform-nobody")) }
            } @else {
                (field(language, &Field {
                    name: "role", label: &text!(language, "web-reform-people"), optional: true,
                    hint: Some(&text!(language, "web-reform-people-hint")),
                    control: Control::Checks { choices: &choices }, ..Field::default()
                }))
            }
            p { (text!(language, "web-reform-kept")) }
            (actions(&[
                button(&Button { label: &go, weight: Weight::Danger, sends: Some(("step", "do")), ..Button::default() }),
                button(&Button {
                    label: &text!(language, "web-reform-back"), sends: Some(("step", "change")), ..Button::default()
                }),
            ]))
        }))
    };
    below(visitor, "/admin/units", &what.title(language), None, main)
}

fn said(language: Language, role: &units::RoleMove) -> String {
    let what = text!(language, &format!("role-{}", role.role.name()));
    text!(language, "web-reform-role", name = &role.name, role = what, from = &role.from, to = &role.to)
}

fn units_after(language: Language, effects: &Effects) -> Markup {
    let last = effects.on.yesterday().map(|day| Slashed(day).to_string()).unwrap_or_default();
    let on = Slashed(effects.on).to_string();
    html! {
        ul {
            @for unit in &effects.ended {
                li { (text!(language, "web-reform-ends", unit = &unit.name, code = unit.code.as_str(), day = &last)) }
            }
            @for unit in &effects.begun {
                li { (text!(language, "web-reform-begins", unit = &unit.name, code = unit.code.as_str(), day = &on)) }
            }
            @for (unit, to) in &effects.moved {
                li { (text!(language, "web-reform-moves", unit = &unit.name, to = &to.name)) }
            }
        }
        @if let Some(whole) = &effects.whole_at {
            p { (text!(language, "web-reform-whole", unit = &whole.name)) }
        }
    }
}

fn campaigns_after(language: Language, effects: &Effects) -> Markup {
    html! {
        @if effects.campaigns.is_empty() { p { (text!(language, "web-reform-no-campaigns")) } }
        ul {
            @for effect in &effects.campaigns {
                @let (name, due) = (&effect.campaign.name, Slashed(effect.campaign.due_on).to_string());
                li {
                    @if effect.untouched {
                        (text!(language, "web-reform-untouched", campaign = name, due = due, reports = effect.reports))
                    } @else {
                        (text!(language, "web-reform-touched", campaign = name, due = due, tasks = effect.tasks, reporters = effect.reporters))
                    }
                }
            }
        }
    }
}
