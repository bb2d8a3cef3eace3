//! Adding a task that was not read in the plan: in words of one's own, or from a sentence of the plan.

use super::{Asked, address, back, task_path};
use crate::components::alert::{Alert, Kind, alert};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, button};
use crate::components::dialog::card;
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form, filters, form};
use crate::components::pagination::{Pages, page_of, pagination};
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::campaign_desk::{self as desk, DeskError, LONGEST_WORDS, NewTask, NewTaskDesk, Sentence};
use app::explain::Explain;
use axum::extract::{Form as Sent, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::CivilDate;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;
use std::ops::Range;

/// Sentences on a page.
const SHOWN: usize = 30;

/// What is looked for among the sentences, and the one chosen.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Looked {
    campaign: Option<String>,
    q: Option<String>,
    page: Option<String>,
    at: Option<String>,
}

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Typed {
    words: String,
    lead: String,
    joining: String,
    due: String,
    #[serde(default)]
    sentence: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Query(looked): Query<Looked>,
) -> Result<Markup, Failure> {
    let name = looked.campaign.clone();
    let found = site.ask(&visitor, move |context| desk::new_task(context, name.as_deref())).await?;
    let mut typed = Typed { sentence: looked.at.clone().unwrap_or_default(), ..Typed::default() };
    if let Some(chosen) = chosen(&found, &typed.sentence) {
        typed.words.clone_from(&chosen.text);
    }
    Ok(draw(&visitor, &found, &looked, &typed, None))
}

/// A place as the form carries it: `120-188`.
fn place(span: &Range<usize>) -> String {
    format!("{}-{}", span.start, span.end)
}

fn span(place: &str) -> Option<Range<usize>> {
    let (from, to) = place.split_once('-')?;
    Some(from.parse().ok()?..to.parse().ok()?)
}

fn chosen<'a>(found: &'a NewTaskDesk, place: &str) -> Option<&'a Sentence> {
    let span = span(place)?;
    found.sentences.iter().find(|sentence| sentence.span == span)
}

fn draw(visitor: &Visitor, found: &NewTaskDesk, looked: &Looked, typed: &Typed, happened: Option<Alert<'_>>) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-task-add");
    let main = html! {
        p class="hint" { (text!(language, "web-task-add-hint")) }
        (fields(language, found, typed))
        h2 id="sentences" { (text!(language, "web-task-add-sentences")) }
        @if found.sentences.is_empty() {
            (alert(language, &Alert::new(Kind::Info, &text!(language, "web-task-add-no-plan"))))
        } @else { (sentences(language, found, looked)) }
    };
    let home = address("/campaign", found.campaign.id).to_string();
    let crumbs = breadcrumbs(language, &[(&home, &found.campaign.name)], &title);
    show(
        visitor,
        Page { title: &title, part: "/campaign", breadcrumbs: Some(crumbs), alert: happened, main, ..Page::default() },
    )
}

fn fields(language: Language, found: &NewTaskDesk, typed: &Typed) -> Markup {
    let says = |key: &str| text!(language, key);
    let lines = |name, label: &str, hint: Option<&str>, value: &str, rows, maxlength, optional| {
        let control = Control::Lines { value, rows };
        field(language, &Field { name, label, hint, optional, maxlength, control, ..Field::default() })
    };
    let most = u16::try_from(LONGEST_WORDS).ok();
    let action = address("/campaign/tasks/new", found.campaign.id).to_string();
    let chosen = chosen(found, &typed.sentence);
    let content = html! {
        @if let Some(sentence) = chosen {
            p { strong { (says("web-task-add-sentence")) } }
            blockquote lang="vi" { (sentence.text) }
            p { a href=(action) { (says("web-task-add-sentence-none")) } }
        }
        (lines("words", &says("web-task-add-words"), None, &typed.words, 4, most, false))
        (lines("lead", &says("web-task-add-lead"), Some(&says("web-task-add-lead-hint")), &typed.lead, 2, Some(2_000), true))
        (lines("joining", &says("web-task-add-joining"), None, &typed.joining, 2, Some(2_000), true))
        (field(language, &Field {
            name: "due", label: &says("web-task-due"), hint: Some(&says("web-task-due-hint")), optional: true,
            control: Control::Input { kind: "date", value: &typed.due }, ..Field::default()
        }))
        (button(&Button { label: &says("web-task-add"), weight: Weight::Primary, ..Button::default() }))
    };
    let hidden: Vec<(&str, &str)> = chosen.map(|_| ("sentence", typed.sentence.as_str())).into_iter().collect();
    card("add", &says("web-task-add"), form(&Form { action: &action, hidden: &hidden, ..Form::default() }, content))
}

/// The sentences that fit, a page of them, each a link that chooses it.
fn sentences(language: Language, found: &NewTaskDesk, looked: &Looked) -> Markup {
    let fitting = found.with_words(looked.q.as_deref().unwrap_or_default());
    let (shown, current, total) = page_of(&fitting, looked.page.as_deref(), SHOWN);
    let at = || address("/campaign/tasks/new", found.campaign.id).maybe("q", looked.q.as_deref());
    let href = |page: usize| format!("{}#sentences", at().with("page", &page.to_string()));
    let choose = |sentence: &Sentence| at().with("at", &place(&sentence.span)).to_string();
    let task = |number: u32| address(&task_path(number), found.campaign.id).to_string();
    let campaign = found.campaign.id.to_string();
    let search = html! {
        (field(language, &Field {
            name: "q", label: &text!(language, "web-task-add-search"), optional: true, maxlength: Some(100),
            control: Control::Input { kind: "search", value: looked.q.as_deref().unwrap_or_default() }, ..Field::default()
        }))
        input type="hidden" name="campaign" value=(campaign);
        (button(&Button { label: &text!(language, "web-board-show"), ..Button::default() }))
    };
    html! {
        p class="hint" { (text!(language, "web-task-add-sentences-hint")) }
        (filters("/campaign/tasks/new", &text!(language, "web-task-add-narrow"), search))
        @if fitting.is_empty() { p { (text!(language, "web-task-add-no-match")) } }
        ul class="sentences" {
            @for sentence in shown {
                li {
                    span lang="vi" { (sentence.text) } " "
                    @match sentence.task {
                        Some(number) => a href=(task(number)) { (text!(language, "web-task-add-taken", number = number)) },
                        None => a href=(choose(sentence)) {
                            (text!(language, "web-task-add-use")) span class="unseen" { ": " (sentence.text) }
                        },
                    }
                }
            }
        }
        (pagination(language, &Pages { current, total, href: &href }))
    }
}

pub(super) async fn add(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Failure> {
    let language = visitor.language;
    let day = typed.due.trim().parse::<CivilDate>().ok();
    let refusal = if day.is_none() && !typed.due.trim().is_empty() {
        text!(language, "web-bad-day")
    } else {
        let new = NewTask {
            text: typed.words.clone(),
            lead: typed.lead.clone(),
            joining: typed.joining.clone(),
            due_on: day,
            sentence: span(&typed.sentence),
        };
        let name = asked.campaign.clone();
        match site.try_ask(&visitor, move |context| desk::add(context, name.as_deref(), &new)).await? {
            Ok(ordinal) => return Ok(back(&task_path(ordinal), asked.campaign.as_deref(), "task-added")),
            Err(error @ DeskError::Find(_)) => return Err(Failure::told(&error, language)),
            Err(error) => error.explain(language),
        }
    };
    let name = asked.campaign.clone();
    let found = site.ask(&visitor, move |context| desk::new_task(context, name.as_deref())).await?;
    let looked = Looked { campaign: asked.campaign, ..Looked::default() };
    let page = draw(&visitor, &found, &looked, &typed, Some(Alert::new(Kind::Error, &refusal)));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
