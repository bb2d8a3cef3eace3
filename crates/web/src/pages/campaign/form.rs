//! The form of a campaign: looked at, taken from elsewhere, edited, tried, used; and handed out blank.

use super::{Asked, address, back};
use crate::components::alert::{Alert, Kind, alert};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::dialog::{card, disclosure};
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form as Sending, form};
use crate::components::sheet::{Cell, Line, Sheet, sheet};
use crate::download;
use crate::failure::Failure;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::upload::Upload;
use crate::visitor::Visitor;
use app::entry::lines;
use app::explain::Explain;
use app::form::desk::{self, FormDesk, Origin, SetError, Trial};
use axum::extract::{Form as Sent, Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::form::{Form, Kind as ValueKind, RollUp};
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Prefix of the names of figures that are tried.
const FIGURE: &str = "f:";

#[derive(Deserialize)]
pub(super) struct Wanted {
    campaign: Option<String>,
    done: Option<String>,
    from: Option<String>,
}

/// What is shown: the TOML in the text area, what is wrong with it, figures tried.
struct Shown<'a> {
    desk: &'a FormDesk,
    /// The TOML; none when only the form there is is looked at.
    source: Option<&'a str>,
    /// Why it cannot be used.
    refusal: Option<&'a str>,
    /// Figures typed to try it.
    tried: Option<(&'a BTreeMap<String, String>, &'a Trial)>,
}

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let desk = load(&site, &visitor, wanted.campaign.as_deref()).await?;
    let source = match wanted.from.as_deref() {
        None => None,
        Some(from) => {
            let Some(origin) = origin(from) else { return Err(Failure::not_found(visitor.language)) };
            let name = desk.campaign.id.to_string();
            Some(site.ask(&visitor, move |context| desk::source(context, Some(&name), origin)).await?)
        }
    };
    let sentence = done(&visitor, wanted.done.as_deref());
    let shown = Shown { desk: &desk, source: source.as_deref(), refusal: None, tried: None };
    Ok(draw(&visitor, &shown, done_alert(sentence.as_ref())).into_response())
}

fn origin(from: &str) -> Option<Origin> {
    match from.split_once('-') {
        Some(("plan", at)) => at.parse().ok().map(Origin::Plan),
        _ => match from {
            "current" => Some(Origin::Current),
            "default" => Some(Origin::Default),
            "before" => Some(Origin::LastYear),
            _ => None,
        },
    }
}

async fn load(site: &Site, visitor: &Visitor, campaign: Option<&str>) -> Result<FormDesk, Failure> {
    let name = campaign.map(str::to_owned);
    site.ask(visitor, move |context| desk::desk(context, name.as_deref())).await
}

fn draw(visitor: &Visitor, shown: &Shown<'_>, happened: Option<Alert<'_>>) -> Markup {
    let language = visitor.language;
    let desk = shown.desk;
    let title = text!(language, "web-form");
    let home = address("/campaign", desk.campaign.id).to_string();
    let parsed = shown.source.map(Form::parse);
    let main = html! {
        (standing(language, desk))
        @if desk.is_open() { (origins(language, desk)) }
        @if let Some(source) = shown.source { (editor(language, shown, source)) }
        @match &parsed {
            None => (preview(language, &desk.form, shown, None)),
            Some(Ok(form)) => (preview(language, form, shown, shown.source)),
            Some(Err(_)) => {},
        }
    };
    let crumbs = breadcrumbs(language, &[(&home, &desk.campaign.name)], &title);
    show(
        visitor,
        Page { title: &title, part: "/campaign", breadcrumbs: Some(crumbs), alert: happened, main, ..Page::default() },
    )
}

/// Which form there is, and why another cannot be set.
fn standing(language: Language, desk: &FormDesk) -> Markup {
    let version = &desk.campaign.form;
    let why = match (desk.is_closed, desk.reports) {
        _ if !desk.may_set => None,
        (true, _) => Some(text!(language, "desk-closed")),
        (_, 0) => None,
        (_, reports) => Some(text!(language, "web-form-reported", count = reports)),
    };
    let (blanks, edit) =
        (address("/campaign/form/blanks", desk.campaign.id), address("/campaign/form", desk.campaign.id));
    let mut buttons = Vec::new();
    if desk.may_set {
        buttons.push(link_button(&blanks.to_string(), &text!(language, "web-campaign-blanks"), Weight::Secondary));
    }
    if desk.is_open() {
        let edit = edit.with("from", "current").to_string();
        buttons.push(link_button(&edit, &text!(language, "web-form-edit"), Weight::Secondary));
    }
    html! {
        p {
            strong { (desk.form.title().in_language(language.code())) } " "
            span class="quiet" { (text!(language, "web-form-version", id = version.id.as_str(), version = version.version)) }
        }
        @if let Some(why) = why { (alert(language, &Alert::new(Kind::Info, &why))) }
        (actions(&buttons))
    }
}

/// Where another form can be taken from.
fn origins(language: Language, desk: &FormDesk) -> Markup {
    let from = |from: &str| address("/campaign/form", desk.campaign.id).with("from", from).to_string();
    let (label, hint) = (text!(language, "web-form-file"), text!(language, "web-form-file-hint"));
    let action = address("/campaign/form/upload", desk.campaign.id).to_string();
    let content = html! {
        ul {
            li { a href=(from("default")) { (text!(language, "web-form-from-default")) } }
            @if let Some(last) = &desk.last_year {
                li { a href=(from("before")) { (text!(language, "web-form-from-before", year = last.year.to_string())) } }
            }
            @for (at, (title, items)) in desk.tables.iter().enumerate() {
                li {
                    a href=(from(&format!("plan-{at}"))) { (text!(language, "web-form-from-plan", items = *items)) }
                    @if !title.is_empty() { " " span class="quiet" lang="vi" { (title) } }
                }
            }
        }
        (form(&Sending { action: &action, files: true, ..Sending::default() }, html! {
            (field(language, &Field { name: "form", label: &label, hint: Some(&hint), control: Control::Files { accept: ".toml", multiple: false }, ..Field::default() }))
            (button(&Button { label: &text!(language, "web-form-look"), ..Button::default() }))
        }))
    };
    disclosure(&text!(language, "web-form-other"), false, content)
}

/// The TOML to be edited: with what is wrong at its line.
fn editor(language: Language, shown: &Shown<'_>, source: &str) -> Markup {
    let wrong = Form::parse(source).err().map(|error| error.explain(language));
    let error = shown.refusal.map(str::to_owned).or(wrong);
    let (label, hint) = (text!(language, "web-form-source"), text!(language, "web-form-source-hint"));
    let action = address("/campaign/form", shown.desk.campaign.id).to_string();
    let fields = html! {
        (field(language, &Field {
            name: "source", label: &label, hint: Some(&hint), error: error.as_deref(),
            control: Control::Lines { value: source, rows: 20 }, ..Field::default()
        }))
        (button(&Button { label: &text!(language, "web-form-look"), sends: Some(("do", "look")), unchecked: true, ..Button::default() }))
        " "
        @if shown.desk.is_open() {
            (button(&Button { label: &text!(language, "web-form-use"), weight: Weight::Primary, sends: Some(("do", "use")), ..Button::default() }))
        }
    };
    card("editor", &text!(language, "web-form-edit"), form(&Sending { action: &action, ..Sending::default() }, fields))
}

/// The form as units see it, with fields to try figures in for who sets it.
fn preview(language: Language, form_of: &Form, shown: &Shown<'_>, source: Option<&str>) -> Markup {
    let desk = shown.desk;
    let none = BTreeMap::new();
    let typed = shown.tried.map_or(&none, |(typed, _)| typed);
    let drawn = sheet(
        language,
        &Sheet {
            id: "preview",
            caption: form_of.title().in_language(language.code()),
            before: None,
            locked: !desk.may_set,
            lines: sheet_lines(language, form_of, typed, shown.tried.map(|(_, trial)| trial)),
        },
    );
    let action = address("/campaign/form", desk.campaign.id).to_string();
    html! {
        h2 id="look" { (text!(language, "web-form-preview", count = form_of.items().len())) }
        @if desk.may_set {
            p class="hint" { (text!(language, "web-form-try-hint")) }
            @if let Some((_, trial)) = shown.tried { (tried(language, trial)) }
            // Wider than other forms: a sheet.
            form method="post" action=(action) {
                @if let Some(source) = source { textarea name="source" hidden { "\n" (source) } }
                (drawn)
                (button(&Button { label: &text!(language, "web-form-try"), sends: Some(("do", "try")), ..Button::default() }))
            }
        } @else {
            (drawn)
        }
    }
}

fn tried(language: Language, trial: &Trial) -> Markup {
    let wrong = trial.faults.len() + trial.warnings.len();
    let kind = if wrong > 0 { Kind::Warning } else { Kind::Done };
    let key = if wrong > 0 { "web-form-tried-wrong" } else { "web-form-tried" };
    alert(language, &Alert::new(kind, &text!(language, key, read = trial.read, wrong = wrong)))
}

/// A form as units see it, with nothing to type in.
pub(in crate::pages) fn blank_sheet(language: Language, form: &Form) -> Markup {
    let lines = sheet_lines(language, form, &BTreeMap::new(), None);
    let caption = form.title().in_language(language.code());
    sheet(language, &Sheet { id: "preview", caption, before: None, locked: true, lines })
}

fn sheet_lines(language: Language, form: &Form, typed: &BTreeMap<String, String>, trial: Option<&Trial>) -> Vec<Line> {
    let line = |line: app::entry::Line| {
        let label = line.label(form, language);
        match line {
            app::entry::Line::Group(group) => {
                Line::Title { title: format!("{}. {label}", form.groups()[group].number), part: false }
            }
            app::entry::Line::Breakdown(_) => Line::Title { title: label, part: true },
            app::entry::Line::Total(at) | app::entry::Line::Part { cell: at, .. } => {
                Line::Cell(Box::new(cell(language, form, at, label, typed, trial)))
            }
        }
    };
    lines(form).into_iter().map(line).collect()
}

fn cell(
    language: Language,
    form: &Form,
    at: usize,
    label: String,
    typed: &BTreeMap<String, String>,
    trial: Option<&Trial>,
) -> Cell {
    let cell = &form.cells()[at];
    let item = form.item_of(cell);
    let key = cell.key.as_str();
    let of_cell = |warnings: &Vec<(String, String)>| -> Vec<String> {
        warnings.iter().filter(|(at, _)| at == key).map(|(_, sentence)| sentence.clone()).collect()
    };
    Cell {
        field: format!("{FIGURE}{key}"),
        number: cell.part.is_none().then(|| item.number.clone()),
        name: label.clone(),
        label,
        unit: item.unit.in_language(language.code()).to_owned(),
        part: cell.part.is_some(),
        words: item.kind == ValueKind::Text,
        computed: cell.part.is_none() && matches!(item.roll_up, RollUp::Ratio { .. }),
        value: typed.get(key).cloned().unwrap_or_default(),
        warnings: trial.map(|trial| of_cell(&trial.warnings)).unwrap_or_default(),
        faults: trial.and_then(|trial| trial.faults.get(key).cloned()).into_iter().collect(),
        ..Cell::default()
    }
}

/// Looks at an edited form, uses it, or tries figures in it.
pub(super) async fn act(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Sent(mut sent): Sent<BTreeMap<String, String>>,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let source = sent.remove("source").map(|source| source.replace("\r\n", "\n"));
    match (sent.get("do").map(String::as_str), source) {
        (Some("use"), Some(source)) => use_it(&site, &visitor, &asked, source).await,
        (Some("look"), Some(source)) => {
            let desk = load(&site, &visitor, asked.campaign.as_deref()).await?;
            let shown = Shown { desk: &desk, source: Some(&source), refusal: None, tried: None };
            Ok(looked_at(&visitor, &shown))
        }
        (Some("try"), source) => {
            let desk = load(&site, &visitor, asked.campaign.as_deref()).await?;
            let parsed = source.as_deref().map(Form::parse);
            let form = match &parsed {
                None => Some(&*desk.form),
                Some(parsed) => parsed.as_ref().ok(),
            };
            let figures =
                sent.iter().filter_map(|(name, value)| Some((name.strip_prefix(FIGURE)?.to_owned(), value.clone())));
            let typed: BTreeMap<String, String> = figures.collect();
            let trial = form.map(|form| desk::try_out(form, &typed, language)).unwrap_or_default();
            let shown = Shown { desk: &desk, source: source.as_deref(), refusal: None, tried: Some((&typed, &trial)) };
            Ok(draw(&visitor, &shown, None).into_response())
        }
        _ => Err(Failure::bad_request(language)),
    }
}

/// A form that is looked at; when it is none, the answer says so.
fn looked_at(visitor: &Visitor, shown: &Shown<'_>) -> Response {
    let is_form = shown.source.is_none_or(|source| Form::parse(source).is_ok());
    let status = if is_form { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, draw(visitor, shown, None)).into_response()
}

async fn use_it(site: &Site, visitor: &Visitor, asked: &Asked, source: String) -> Result<Response, Failure> {
    let (name, used) = (asked.campaign.clone(), source.clone());
    let refusal = match site.try_ask(visitor, move |context| desk::set(context, name.as_deref(), &used)).await? {
        Ok(_) => return Ok(back("/campaign/form", asked.campaign.as_deref(), "form-used")),
        Err(error @ SetError::Find(_)) => return Err(Failure::told(&error, visitor.language)),
        Err(error) => error,
    };
    let desk = load(site, visitor, asked.campaign.as_deref()).await?;
    let sentence = refusal.explain(visitor.language);
    let shown = Shown { desk: &desk, source: Some(&source), refusal: Some(&sentence), tried: None };
    let status = Failure::told(&refusal, visitor.language).status;
    Ok((status, draw(visitor, &shown, None)).into_response())
}

pub(super) async fn upload(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    parts: Multipart,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let mut upload = Upload::read(parts, language).await?;
    let Some(file) = upload.take_file("form") else { return Err(Failure::bad_request(language)) };
    let desk = load(&site, &visitor, asked.campaign.as_deref()).await?;
    match String::from_utf8(file.bytes) {
        Ok(source) => {
            let shown = Shown { desk: &desk, source: Some(&source), refusal: None, tried: None };
            Ok(looked_at(&visitor, &shown))
        }
        Err(_) => {
            let sentence = text!(language, "open-form-not-text");
            let shown = Shown { desk: &desk, source: None, refusal: None, tried: None };
            let page = draw(&visitor, &shown, Some(Alert::new(Kind::Error, &sentence)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

#[derive(Deserialize)]
pub(super) struct OfUnit {
    campaign: Option<String>,
    unit: String,
}

/// The blank form of a unit.
pub(super) async fn blank(
    State(site): State<Site>,
    visitor: Visitor,
    Query(of): Query<OfUnit>,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let (name, bytes) =
        site.ask(&visitor, move |context| desk::blank(context, of.campaign.as_deref(), &of.unit, language)).await?;
    Ok(download::file(&name, download::XLSX, bytes))
}

/// The blank forms of all units.
pub(super) async fn blanks(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let bytes = site.ask(&visitor, move |context| desk::blanks(context, asked.campaign.as_deref(), language)).await?;
    Ok(download::file("bieu-mau.zip", "application/zip", bytes))
}
