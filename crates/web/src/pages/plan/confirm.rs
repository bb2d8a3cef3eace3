//! Confirming a plan: the day, the units, the form, looked at before the campaign is opened with them.

use super::address;
use super::read::draw;
use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, button};
use crate::components::dialog::card;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::pages::campaign::blank_sheet;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::upload::Upload;
use crate::visitor::Visitor;
use app::explain::Explain;
use app::file::SourceFile;
use app::plan::{self, ChosenForm, Confirm, FormChoice, PlanError, PlanView};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::CivilDate;
use locale::{Language, text};
use maud::{Markup, html};

/// What somebody typed or chose before a refusal.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    due: Option<String>,
    form: Option<String>,
}

/// The forms that can be chosen, as the radio buttons name them.
fn forms(language: Language, view: &PlanView) -> Vec<(String, String)> {
    let mut forms = vec![("default".to_owned(), text!(language, "web-plan-form-default"))];
    if let Some(last) = &view.last_year {
        let words = text!(language, "web-plan-form-before", year = last.year.to_string());
        forms.push(("before".to_owned(), words));
    }
    for (at, (title, items)) in view.form_tables.iter().enumerate() {
        let words = text!(language, "web-plan-form-table", items = *items);
        let words = if title.is_empty() { words } else { format!("{words}: {title}") };
        forms.push((format!("plan-{at}"), words));
    }
    forms.push(("own".to_owned(), text!(language, "web-plan-form-own")));
    forms
}

/// The part of a plan's page that opens the campaign.
pub(super) fn confirm(language: Language, view: &PlanView, typed: &Typed) -> Markup {
    let action = address(&view.document.digest).to_string() + "/open";
    let look = address(&view.document.digest).to_string() + "/form";
    let forms = forms(language, view);
    let chosen = typed.form.as_deref().unwrap_or("default");
    let choices: Vec<Choice<'_>> =
        forms.iter().map(|(value, label)| Choice { value, label, chosen: value == chosen }).collect();
    let says = |key: &str| text!(language, key);
    let fields = html! {
        p { (says("web-plan-confirm-hint")) }
        (days_and_units(language, view, typed))
        (field(language, &Field {
            name: "form", label: &says("web-plan-form"), hint: Some(&says("web-plan-form-hint")),
            control: Control::Radios { choices: &choices }, ..Field::default()
        }))
        (field(language, &Field {
            name: "form-file", label: &says("web-plan-form-file"), hint: Some(&says("web-form-file-hint")), optional: true,
            control: Control::Files { accept: ".toml", multiple: false }, ..Field::default()
        }))
        (button(&Button { label: &says("web-plan-form-look"), action: Some(&look), unchecked: true, ..Button::default() }))
        " "
        (button(&Button { label: &says("web-plan-confirm"), weight: Weight::Primary, ..Button::default() }))
    };
    card(
        "confirm",
        &says("web-plan-confirm-title"),
        form(&Form { action: &action, files: true, ..Form::default() }, fields),
    )
}

/// The day reports are due and the list of units.
fn days_and_units(language: Language, view: &PlanView, typed: &Typed) -> Markup {
    let due_on = view.proposal.as_ref().ok().and_then(|proposal| proposal.due_on);
    let due = typed.due.clone().unwrap_or_else(|| due_on.map(|day| day.to_string()).unwrap_or_default());
    let (due_label, due_hint) = (text!(language, "web-campaign-due"), text!(language, "web-plan-due-hint"));
    let needs_list = view.units == 0;
    let list_label = text!(language, "web-plan-list");
    let list_hint = text!(language, if needs_list { "web-plan-list-hint" } else { "web-plan-list-hint-optional" });
    html! {
        (field(language, &Field {
            name: "due", label: &due_label, hint: Some(&due_hint),
            control: Control::Input { kind: "date", value: &due }, ..Field::default()
        }))
        (field(language, &Field {
            name: "units", label: &list_label, hint: Some(&list_hint), optional: !needs_list,
            control: Control::Files { accept: ".csv,.xlsx", multiple: false }, ..Field::default()
        }))
    }
}

/// What was sent, read.
struct Sent {
    typed: Typed,
    due_on: Option<CivilDate>,
    units: Option<SourceFile>,
    form: FormChoice,
}

/// Reads what was sent, or says why it cannot be meant.
fn read(mut upload: Upload, language: Language) -> Result<Sent, (Typed, String)> {
    let own = |upload: &Upload| upload.text("source").map(|source| source.as_bytes().to_vec());
    let typed = Typed {
        due: Some(upload.text("due").unwrap_or_default().to_owned()),
        form: upload.text("form").map(str::to_owned),
    };
    let due = typed.due.clone().unwrap_or_default();
    let due_on = due.parse::<CivilDate>().ok();
    if due_on.is_none() && !due.is_empty() {
        return Err((typed, text!(language, "web-bad-day")));
    }
    let file = upload.take_file("form-file");
    let written = own(&upload).map(|bytes| SourceFile { name: "bieu-mau.toml".into(), bytes });
    let form = match typed.form.as_deref() {
        None | Some("default") => FormChoice::Default,
        Some("before") => FormChoice::LastYear,
        Some("own") => match file.or(written) {
            Some(file) => FormChoice::Own(file),
            None => return Err((typed, text!(language, "web-plan-form-missing"))),
        },
        Some(other) => match other.strip_prefix("plan-").and_then(|at| at.parse().ok()) {
            Some(at) => FormChoice::Table(at),
            None => return Err((typed, text!(language, "form-desk-no-source"))),
        },
    };
    let units = upload.take_file("units");
    Ok(Sent { typed, due_on, units, form })
}

pub(super) async fn open(
    State(site): State<Site>,
    visitor: Visitor,
    Path(digest): Path<String>,
    parts: Multipart,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let sent = match read(Upload::read(parts, language).await?, language) {
        Ok(sent) => sent,
        Err((typed, sentence)) => return refused(&site, &visitor, digest, &typed, &sentence).await,
    };
    let (asked, typed) = (digest.clone(), sent.typed);
    let confirm = Confirm { units: sent.units, due_on: sent.due_on, form: sent.form };
    match site.try_ask(&visitor, move |context| plan::open(context, &digest, &confirm)).await? {
        Ok(opened) => {
            let done = if opened.already_open { "campaign-open-already" } else { "campaign-opened" };
            let to = Address::of("/campaign").with("campaign", &opened.campaign.id.to_string()).with("done", done);
            Ok(Redirect::to(&to.to_string()).into_response())
        }
        Err(PlanError::Find(error)) => Err(Failure::told(&error, language)),
        Err(error @ PlanError::Unknown) => Err(Failure::told(&error, language)),
        Err(error) => refused(&site, &visitor, asked, &typed, &error.explain(language)).await,
    }
}

/// The page of the plan with a refusal above it.
async fn refused(
    site: &Site,
    visitor: &Visitor,
    digest: String,
    typed: &Typed,
    sentence: &str,
) -> Result<Response, Failure> {
    let view = site.ask(visitor, move |context| plan::view(context, &digest)).await?;
    let page = draw(visitor, &view, Some(Alert::new(Kind::Error, sentence)), typed);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Shows the form that was chosen, with the button that opens the campaign with it.
pub(super) async fn look(
    State(site): State<Site>,
    visitor: Visitor,
    Path(digest): Path<String>,
    parts: Multipart,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let sent = match read(Upload::read(parts, language).await?, language) {
        Ok(sent) => sent,
        Err((typed, sentence)) => return refused(&site, &visitor, digest, &typed, &sentence).await,
    };
    let (asked, form) = (digest.clone(), sent.form.clone());
    match site.try_ask(&visitor, move |context| plan::chosen_form(context, &asked, &form)).await? {
        Ok(chosen) => {
            let view = site.ask(&visitor, move |context| plan::view(context, &digest)).await?;
            Ok(preview(&visitor, &view, &sent, &chosen).into_response())
        }
        Err(error @ (PlanError::Find(_) | PlanError::Unknown)) => Err(Failure::told(&error, language)),
        Err(error) => refused(&site, &visitor, digest, &sent.typed, &error.explain(language)).await,
    }
}

fn preview(visitor: &Visitor, view: &PlanView, sent: &Sent, chosen: &ChosenForm) -> Markup {
    let language = visitor.language;
    let says = |key: &str| text!(language, key);
    let title = says("web-plan-form-preview");
    let back = address(&view.document.digest).to_string();
    let (action, version) = (format!("{back}/open"), chosen.form.version());
    let named = sent.typed.form.as_deref().unwrap_or("default");
    let fields = html! {
        // The file stays in the browser of who chose it, so its text goes along.
        @if named == "own" { textarea name="source" hidden { "\n" (chosen.source) } }
        (days_and_units(language, view, &sent.typed))
        (button(&Button { label: &says("web-plan-form-open"), weight: Weight::Primary, ..Button::default() }))
    };
    let main = html! {
        p {
            strong { (chosen.form.title().in_language(language.code())) } " "
            span class="quiet" { (text!(language, "web-form-version", id = version.id.as_str(), version = version.version)) }
        }
        p { (text!(language, "web-form-preview", count = chosen.form.items().len())) }
        (blank_sheet(language, &chosen.form))
        @if view.campaign.is_none() {
            (card("confirm", &says("web-plan-confirm-title"), form(&Form { action: &action, files: true, hidden: &[("form", named)], ..Form::default() }, fields)))
        }
        p { a href={ (back) "#confirm" } { (says("web-plan-form-back")) } }
    };
    let crumbs = breadcrumbs(language, &[("/plans", &says("web-plans")), (&back, &view.document.name)], &title);
    show(visitor, Page { title: &title, part: "/plans", breadcrumbs: Some(crumbs), main, ..Page::default() })
}
