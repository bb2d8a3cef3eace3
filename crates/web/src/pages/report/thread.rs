//! The thread about a figure, a section or the whole report.

use super::draw::{remarks, shown, subject_name, told};
use super::{Asked, address, thread_address};
use crate::components::alert::{Alert, Kind};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, actions, button, one_button_form};
use crate::components::comment::thread as component;
use crate::components::definition_list::definition_list;
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::explain::Explain;
use app::review::{LONGEST_WORDS, Subject, Thread, settle, thread, write};
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::form::Kind as ItemKind;
use domain::report::Figure;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) async fn of_report(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    page(&site, &visitor, Place { unit, name: None, asked }, None, StatusCode::OK).await
}

pub(super) async fn of_cell(
    State(site): State<Site>,
    visitor: Visitor,
    Path((unit, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    page(&site, &visitor, Place { unit, name: Some(name), asked }, None, StatusCode::OK).await
}

/// Which thread.
#[derive(Clone)]
struct Place {
    unit: String,
    name: Option<String>,
    asked: Asked,
}

/// What was typed and why it was not taken.
struct Refused {
    typed: String,
    why: String,
}

#[derive(Deserialize)]
pub(super) struct Words {
    #[serde(default)]
    words: String,
    #[serde(default)]
    settle: String,
    campaign: Option<String>,
}

pub(super) async fn write_report(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Sent(sent): Sent<Words>,
) -> Result<Response, Failure> {
    take(&site, &visitor, unit, None, sent).await
}

pub(super) async fn write_cell(
    State(site): State<Site>,
    visitor: Visitor,
    Path((unit, name)): Path<(String, String)>,
    Sent(sent): Sent<Words>,
) -> Result<Response, Failure> {
    take(&site, &visitor, unit, Some(name), sent).await
}

async fn take(
    site: &Site,
    visitor: &Visitor,
    unit: String,
    name: Option<String>,
    sent: Words,
) -> Result<Response, Failure> {
    let campaign = sent.campaign.filter(|campaign| !campaign.is_empty());
    let settles = sent.settle == "yes";
    let (on, code, about, words) = (campaign.clone(), unit.clone(), name.clone(), sent.words.clone());
    let outcome = site
        .try_ask(visitor, move |context| {
            if settles {
                settle(context, on.as_deref(), &code, about.as_deref())
            } else {
                write(context, on.as_deref(), &code, about.as_deref(), &words)
            }
        })
        .await?;
    match outcome {
        Ok(()) => {
            let key = if settles { "thread-settled" } else { "thread-written" };
            let to = thread_address(&unit, name.as_deref(), campaign.as_deref()).with("done", key);
            Ok(Redirect::to(&String::from(to)).into_response())
        }
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            if failure.status != StatusCode::UNPROCESSABLE_ENTITY {
                return Err(failure);
            }
            let refused = Refused { typed: sent.words, why: error.explain(visitor.language) };
            let place = Place { unit, name, asked: Asked { campaign, ..Asked::default() } };
            page(site, visitor, place, Some(refused), failure.status).await
        }
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    place: Place,
    refused: Option<Refused>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let asked = place.clone();
    let found = site
        .ask(visitor, move |context| {
            thread(context, asked.asked.campaign.as_deref(), &asked.unit, asked.name.as_deref())
        })
        .await?;
    let language = visitor.language;
    let campaign = place.asked.campaign.as_deref();
    let title = subject_name(language, &found.form, found.subject.name());
    let report = address(found.unit.code.as_str(), campaign).to_string();
    let above = [(report.as_str(), &*text!(language, "web-review-title", unit = &found.unit.name))];
    let sentence = done(visitor, place.asked.done.as_deref());
    let alert = refused.as_ref().map(|refused| Alert::new(Kind::Error, &refused.why));
    let page = Page {
        title: &title,
        part: "/board",
        breadcrumbs: Some(breadcrumbs(language, &above, &title)),
        alert: alert.or_else(|| done_alert(sentence.as_ref())),
        main: draw(visitor, &found, campaign, refused.as_ref()),
        ..Page::default()
    };
    Ok((status, show(visitor, page)).into_response())
}

fn draw(visitor: &Visitor, found: &Thread, campaign: Option<&str>, refused: Option<&Refused>) -> Markup {
    let language = visitor.language;
    let action = thread_address(found.unit.code.as_str(), found.subject.name(), None).to_string();
    let hidden: Vec<(&str, &str)> = campaign.map(|campaign| ("campaign", campaign)).into_iter().collect();
    let answer = found.may_comment.then(|| {
        let fields = html! {
            (field(language, &Field {
                name: "words", label: &text!(language, "web-thread-words"), hint: Some(&text!(language, "web-thread-hint")),
                error: refused.map(|refused| refused.why.as_str()), maxlength: u16::try_from(LONGEST_WORDS).ok(),
                control: Control::Lines { value: refused.map_or("", |refused| &refused.typed), rows: 4 }, ..Field::default()
            }))
            (actions(&[button(&Button { label: &text!(language, "web-thread-send"), weight: Weight::Primary, ..Button::default() })]))
        };
        form(&Form { action: &action, hidden: &hidden, ..Form::default() }, fields)
    });
    let open = found.comments.iter().any(|comment| comment.resolved.is_none());
    let told = told(language, &found.comments, &text!(language, "web-thread-open"));
    let said = remarks(&found.comments, &told, visitor.signed_in.person.id);
    html! {
        (about(language, found))
        (component(language, "thread", &text!(language, "web-thread"), &said, answer))
        @if open && found.may_comment {
            @let settles: Vec<(&str, &str)> = hidden.iter().copied().chain([("settle", "yes")]).collect();
            (one_button_form(&action, &settles, &Button { label: &text!(language, "web-thread-settle"), ..Button::default() }))
        }
    }
}

/// The figure: as it was handed in each time, the year before, among the others.
fn about(language: Language, found: &Thread) -> Markup {
    let Subject::Cell(key) = &found.subject else {
        return html! { @if let Some(prose) = &found.prose { p class="lines" { (prose) } } };
    };
    let cell = found.form.cell(key);
    let kind = cell.map_or(ItemKind::Count, |cell| found.form.item_of(cell).kind);
    let value = |figure: &Option<Figure>| match figure {
        Some(figure) => shown(language, kind, &figure.value),
        None => text!(language, "web-review-blank"),
    };
    let mut entries: Vec<(String, Markup)> = Vec::new();
    for (number, figure) in &found.figures {
        let reason = figure.as_ref().and_then(|figure| figure.reason.clone());
        let at = figure.as_ref().and_then(|figure| figure.at.clone());
        entries.push((
            text!(language, "web-thread-revision", number = *number),
            html! {
                strong { (value(figure)) }
                @if let Some(at) = at { " " (text!(language, "web-thread-at", at = at)) }
                @if let Some(reason) = reason { " " (text!(language, "web-review-explained", reason = reason)) }
            },
        ));
    }
    if let Some((year, figure)) = &found.before {
        entries.push((text!(language, "web-totals-year", year = year.to_string()), html! { (value(figure)) }));
    }
    if let Some(position) = found.form.position(key)
        && let Some(median) = found.peers.median(position)
    {
        let median = super::figures::measure(kind).show(language, median);
        let words = text!(language, "web-thread-peers", median = median, count = found.peers.count(position));
        entries.push((text!(language, "web-thread-others"), html! { (words) }));
    }
    let entries: Vec<(&str, Markup)> = entries.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    definition_list(&entries)
}
