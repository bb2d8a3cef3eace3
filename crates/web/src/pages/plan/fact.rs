//! One fact of a plan: why it was read, and what a person can say about it.

use super::{address, label};
use crate::address::Address;
use crate::components::alert::{Alert, Kind, alert};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, actions, button, one_button_form};
use crate::components::definition_list::definition_list;
use crate::components::dialog::card;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::explain::Explain;

use app::plan::{self, Claim, Named, OneFact, PlanError, Standing};
use axum::extract::{Form as Sent, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::draft::Correction;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path((digest, path)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let fact = site.ask(&visitor, move |context| plan::fact(context, &digest, &path)).await?;
    Ok(draw(&visitor, &fact, None, None))
}

fn draw(visitor: &Visitor, one: &OneFact, typed: Option<&str>, refusal: Option<&str>) -> Markup {
    let language = visitor.language;
    let fact = &one.fact;
    let title = label::fact(language, &fact.path);
    let back = format!("{}#f-{}", address(&one.document.digest), fact.anchor);
    let rows = about(language, one);
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let main = html! {
        (definition_list(&rows))
        @for doubt in &fact.doubts {
            (alert(language, &Alert::new(Kind::Warning, &text!(language, &format!("doubt-{doubt}")))))
        }
        @if one.is_settled {
            (alert(language, &Alert::new(Kind::Info, &text!(language, "plan-settled"))))
        } @else {
            @if let Some(named) = one.named.as_ref().filter(|named| named.units.is_empty()) { (choose(language, one, named)) }
            @if fact.can_correct { (another(language, one, typed, refusal)) }
            (other_words(language, one))
        }
        p { a href=(back) { (text!(language, "web-fact-back")) } }
    };
    let plan_at = address(&one.document.digest).to_string();
    let crumbs =
        breadcrumbs(language, &[("/plans", &text!(language, "web-plans")), (&plan_at, &one.document.name)], &title);
    show(visitor, Page { title: &title, part: "/plans", breadcrumbs: Some(crumbs), main, ..Page::default() })
}

fn about(language: Language, one: &OneFact) -> Vec<(String, Markup)> {
    let fact = &one.fact;
    let mut rows = vec![(
        text!(language, "web-fact-value"),
        html! {
            @if fact.value.is_empty() { em { (text!(language, "part-mark-nothing")) } }
            @else if matches!(fact.standing, Standing::Struck { .. }) { s lang="vi" { (fact.shown(language)) } }
            @else { strong lang="vi" { (fact.shown(language)) } }
        },
    )];
    if !fact.sentence.is_empty() {
        rows.push((text!(language, "web-fact-sentence"), html! { span lang="vi" { "“" (fact.sentence) "”" } }));
    }
    if let Some((vi, en)) = fact.rule {
        let why = if language == Language::Vi { vi } else { en };
        rows.push((text!(language, "web-fact-why"), html! { (why) }));
    }
    let note = super::read::note(language, fact);
    if !note.is_empty() {
        rows.push((text!(language, "web-fact-standing"), html! { (note) }));
    }
    rows
}

fn action(one: &OneFact) -> String {
    address(&one.document.digest).to_string() + "/facts/" + &crate::visitor::percent_encoded(&one.fact.path)
}

/// Units near a name that none of them has: one click says who is meant.
fn choose(language: Language, one: &OneFact, named: &Named) -> Markup {
    let action = action(one);
    let buttons: Vec<Markup> = named
        .candidates
        .iter()
        .map(|unit| {
            let sends = [("said", "value"), ("value", unit.name.as_str())];
            one_button_form(&action, &sends, &Button { label: &unit.name, ..Button::default() })
        })
        .collect();
    let content = html! {
        p { (text!(language, "web-fact-unresolved", name = &named.phrase)) }
        @if buttons.is_empty() { p class="quiet" { (text!(language, "web-fact-no-candidates")) } } @else { (actions(&buttons)) }
    };
    card("candidates", &text!(language, "web-fact-who"), content)
}

fn another(language: Language, one: &OneFact, typed: Option<&str>, refusal: Option<&str>) -> Markup {
    let fact = &one.fact;
    let (name, hint) = (text!(language, "web-fact-another"), hint(language, fact.claim));
    let value = typed.map_or_else(|| fact.shown(language), str::to_owned);
    let words: Vec<(&str, String)> =
        fact.claim.choices().into_iter().map(|name| (name, fact.claim.shown(name, language))).collect();
    let choices: Vec<Choice<'_>> =
        words.iter().map(|(value, label)| Choice { value, label, chosen: *value == fact.value }).collect();
    let control = match fact.claim {
        Claim::Kind | Claim::Level => Control::Select { choices: &choices },
        Claim::Text if value.chars().count() > 80 => Control::Lines { value: &value, rows: 6 },
        _ => Control::Input { kind: "text", value: &value },
    };
    let fields = html! {
        (field(language, &Field { name: "value", label: &name, hint: hint.as_deref(), error: refusal, control, ..Field::default() }))
        (button(&Button { label: &text!(language, "web-fact-say"), weight: Weight::Primary, sends: Some(("said", "value")), ..Button::default() }))
    };
    card(
        "another",
        &text!(language, "web-fact-correct"),
        form(&Form { action: &action(one), ..Form::default() }, fields),
    )
}

fn hint(language: Language, claim: Claim) -> Option<String> {
    let key = match claim {
        Claim::Date => "web-fact-hint-date",
        Claim::Year => "web-fact-hint-year",
        Claim::Quantity => "web-fact-hint-number",
        Claim::Money => "web-fact-hint-money",
        Claim::Text | Claim::Kind | Claim::Level | Claim::Fixed => return None,
    };
    Some(text!(language, key))
}

/// Strike out, or take back what was said.
fn other_words(language: Language, one: &OneFact) -> Markup {
    let action = action(one);
    let say = |said: &str, label: &str| {
        let label = text!(language, label);
        one_button_form(&action, &[("said", said)], &Button { label: &label, ..Button::default() })
    };
    let mut buttons = Vec::new();
    let standing = &one.fact.standing;
    if one.fact.read.is_some() && !matches!(standing, Standing::Struck { .. }) {
        buttons.push(say("struck", "web-fact-strike"));
    }
    if matches!(standing, Standing::Struck { .. } | Standing::Corrected { .. }) {
        buttons.push(say("as-read", "web-fact-as-read"));
    }
    actions(&buttons)
}

#[derive(Deserialize)]
pub(super) struct Said {
    said: String,
    value: Option<String>,
}

pub(super) async fn correct(
    State(site): State<Site>,
    visitor: Visitor,
    Path((digest, path)): Path<(String, String)>,
    Sent(sent): Sent<Said>,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let typed = sent.value.clone().unwrap_or_default();
    let value = (sent.said == "value").then(|| typed.clone());
    let Some(said) = Correction::parse(&sent.said, value) else { return Err(Failure::bad_request(language)) };
    let (at, of) = (digest.clone(), path.clone());
    let outcome = site.try_ask(&visitor, move |context| plan::correct(context, &at, &of, &said)).await?;
    let shown = site.ask(&visitor, move |context| plan::fact(context, &digest, &path)).await;
    match outcome {
        Ok(()) => {
            let one = shown?;
            let to = Address::of("/plans").part(&one.document.digest).with("done", "fact-said");
            Ok(Redirect::to(&format!("{to}#f-{}", one.fact.anchor)).into_response())
        }
        Err(error @ PlanError::NotThat(_)) => {
            let page = draw(&visitor, &shown?, Some(&typed), Some(&error.explain(language)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(Failure::told(&error, language)),
    }
}
