//! Looking over the report once more, and handing it in.

use super::{Asked, Typed, address, back, conflict, link_back};
use crate::components::alert::{Alert, Kind};
use crate::components::button::{Button, Weight, actions, button};
use crate::components::definition_list::definition_list;
use crate::components::dialog::card;
use crate::components::empty_state::empty_state;
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::entry::{self, EntryError, HandedIn, Opened, field_label, figure_field, warned_cell};
use app::explain::{self, Explain};
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use locale::{Language, text};
use maud::{Markup, html};

/// The last look.
pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let campaign = asked.campaign;
    let opened = site.ask(&visitor, move |context| entry::open(context, campaign.as_deref(), &unit)).await?;
    Ok(draw(&visitor, &opened, None))
}

fn draw(visitor: &Visitor, opened: &Opened, alert: Option<Alert<'_>>) -> Markup {
    let language = visitor.language;
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let title = text!(language, "web-send");
    let nothing = opened.draft.is_none() || !opened.editable;
    let main = html! {
        @if nothing {
            (empty_state(
                &text!(language, "web-send-nothing"),
                &text!(language, "web-send-nothing-more"),
                Some(link_back(language, code, &campaign)),
            ))
        } @else {
            (facts(language, opened))
            (faults(language, opened, &campaign))
            (warnings(language, opened, &campaign))
            (send_form(language, opened, &campaign))
        }
    };
    show(visitor, Page { title: &title, part: "/report", alert, main, ..Page::default() })
}

fn facts(language: Language, opened: &Opened) -> Markup {
    let files = opened.attachments.iter().filter(|file| file.removed.is_none()).count();
    let (figures, all) = (opened.content.figures.len(), opened.loaded.form.cells().len());
    let (prose, sections) = (opened.content.prose.len(), opened.loaded.form.sections().len());
    let of = |done: usize, all: usize| text!(language, "web-send-prose-count", done = done, all = all);
    definition_list(&[
        (&text!(language, "web-send-unit"), html! { (opened.unit.name) }),
        (&text!(language, "web-send-figures"), html! { (of(figures, all)) }),
        (&text!(language, "web-send-prose"), html! { (of(prose, sections)) }),
        (&text!(language, "web-send-files"), html! { (files) }),
    ])
}

/// A link to a field on the entry page.
fn to_field(opened: &Opened, campaign: &str, field: &str, words: &str) -> Markup {
    let href = format!("{}#{field}", address(opened.unit.code.as_str(), "entry", campaign));
    html! { a href=(href) { (words) } }
}

fn faults(language: Language, opened: &Opened, campaign: &str) -> Markup {
    if opened.faults.is_empty() {
        return Markup::default();
    }
    let content = html! {
        ul { @for fault in &opened.faults {
            li { (to_field(opened, campaign, &fault.field, &field_label(&opened.loaded.form, &fault.field, language))) ": " (fault.sentence(language)) }
        } }
    };
    card("faults", &text!(language, "web-send-faults"), content)
}

fn warnings(language: Language, opened: &Opened, campaign: &str) -> Markup {
    let form = &opened.loaded.form;
    let content = html! {
        @if opened.warnings.is_empty() {
            p { (text!(language, "web-send-warnings-none")) }
        } @else {
            ul { @for warning in &opened.warnings {
                li {
                    // The sentence names the item: it is the link.
                    @let sentence = explain::warning(form, warning, language);
                    @match warned_cell(warning, &opened.content) {
                        Some(key) => (to_field(opened, campaign, &figure_field(key), &sentence)),
                        None => (sentence),
                    }
                    " "
                    @match &warning.reason {
                        Some(reason) => (text!(language, "web-send-explained", reason = reason)),
                        None => strong { (text!(language, "web-send-unexplained")) },
                    }
                }
            } }
            @if opened.warnings.iter().any(|warning| warning.reason.is_none()) {
                p class="hint" { (text!(language, "web-send-unexplained-note")) }
            }
        }
    };
    card("warnings", &text!(language, "web-send-warnings"), content)
}

fn send_form(language: Language, opened: &Opened, campaign: &str) -> Markup {
    let code = opened.unit.code.as_str();
    let version = opened.version.to_string();
    // The same for every click on this page: the second one gets the answer of the first.
    let key = format!("send-{campaign}-{}-{version}", opened.unit.unit);
    let send = button(&Button { label: &text!(language, "web-send-do"), weight: Weight::Primary, ..Button::default() });
    let back = link_back(language, code, campaign);
    if !opened.faults.is_empty() {
        return actions(&[back]);
    }
    let action = address(code, "hand-in", campaign);
    let sent = Form { action: &action, hidden: &[("version", &version), ("key", &key)], ..Form::default() };
    form(&sent, actions(&[send, back]))
}

/// Hands it in.
pub(super) async fn hand_in(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let origin = Typed::of(sent).origin(&asked, &unit, visitor.language);
    let campaign = asked.campaign.clone();
    match site.try_ask(&visitor, move |context| entry::hand_in(context, &origin)).await? {
        Ok(HandedIn::Done { already: false, .. }) => Ok(back(&unit, campaign.as_deref(), "report-sent")),
        Ok(HandedIn::Done { already: true, .. }) => Ok(back(&unit, campaign.as_deref(), "report-sent-before")),
        Ok(HandedIn::Conflict(conflict)) => Ok(conflict::page(&visitor, &unit, &asked, &conflict)),
        Err(error @ (EntryError::Faults(_) | EntryError::Submit(_))) => {
            let opened = site.ask(&visitor, move |context| entry::open(context, campaign.as_deref(), &unit)).await?;
            let sentence = error.explain(visitor.language);
            let page = draw(&visitor, &opened, Some(Alert::new(Kind::Error, &sentence)));
            let status = Failure::told(&error, visitor.language).status;
            let status = if status == StatusCode::CONFLICT { status } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok((status, page).into_response())
        }
        Err(error) => Err(Failure::told(&error, visitor.language)),
    }
}
