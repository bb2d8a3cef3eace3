//! Handing in as a filled workbook, for those who type in Excel.

use super::{Asked, address, file_response, link_back};
use crate::components::alert::{Alert, Kind, alert};
use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::dialog::card;
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::upload::Upload;
use crate::visitor::Visitor;
use app::entry::{self, Opened};
use app::explain::{self, Explain};
use app::report::{Accepted, Answer, Submission, SubmitError, submit_uploaded};
use axum::extract::{Multipart, Path, Query, State};
use axum::response::Response;
use domain::report::Refusal;
use locale::{Language, text};
use maud::{Markup, html};

/// The blank form or the one with what is typed.
pub(super) async fn form_file(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (campaign, blank, language) = (asked.campaign, asked.blank.is_some(), visitor.language);
    let file = site
        .ask(&visitor, move |context| entry::form_file(context, campaign.as_deref(), &unit, blank, language))
        .await?;
    Ok(file_response(file))
}

/// The workbook handed in last.
pub(super) async fn sent_file(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let campaign = asked.campaign;
    let file = site.ask(&visitor, move |context| entry::sent_file(context, campaign.as_deref(), &unit)).await?;
    Ok(file_response(file))
}

/// Where files are chosen.
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

fn draw(visitor: &Visitor, opened: &Opened, refusal: Option<&str>) -> Markup {
    let language = visitor.language;
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let title = text!(language, "web-upload");
    let download = address(code, "form.xlsx", &campaign);
    let blank = format!("{download}&blank=1");
    let fields = html! {
        (field(language, &Field {
            name: "files",
            label: &text!(language, "web-upload-files"),
            hint: Some(&text!(language, "web-upload-files-hint")),
            error: refusal,
            control: Control::Files { accept: ".xlsx", multiple: true },
            ..Field::default()
        }))
        (actions(&[
            button(&Button { label: &text!(language, "web-upload-do"), weight: Weight::Primary, ..Button::default() }),
            link_back(language, code, &campaign),
        ]))
    };
    let forms = html! {
        ul {
            @if opened.draft.is_some() || opened.sent.is_some() {
                li { a href=(download) download { (text!(language, "web-upload-form-filled")) } }
            }
            li { a href=(blank) download { (text!(language, "web-upload-form-blank")) } }
        }
    };
    let sent = Form { action: &address(code, "upload", &campaign), files: true, ..Form::default() };
    let main = html! {
        (card("forms", &text!(language, "web-upload-form"), forms))
        @if opened.editable { (form(&sent, fields)) } @else { (link_back(language, code, &campaign)) }
    };
    show(visitor, Page { title: &title, part: "/report", main, ..Page::default() })
}

/// Takes files in and says what became of each.
pub(super) async fn take(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    parts: Multipart,
) -> Result<Markup, Failure> {
    let language = visitor.language;
    let files = Upload::read(parts, language).await?.take_files("files");
    let campaign = asked.campaign;
    let opened = site.ask(&visitor, move |context| entry::open(context, campaign.as_deref(), &unit)).await?;
    if files.is_empty() {
        return Ok(draw(&visitor, &opened, Some(&text!(language, "web-attach-none"))));
    }
    let submission = Submission { campaign: Some(opened.loaded.campaign.id.to_string()), received_on: None };
    let answers = site.ask(&visitor, move |context| submit_uploaded(context, &submission, files)).await?;
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let title = text!(language, "web-upload-result");
    let main = html! {
        @for answer in &answers { (result(language, answer)) }
        (actions(&[
            link_back(language, code, &campaign),
            link_button(&address(code, "upload", &campaign), &text!(language, "web-upload-more"), Weight::Secondary),
        ]))
    };
    Ok(show(&visitor, Page { title: &title, part: "/report", main, ..Page::default() }))
}

fn result(language: Language, (file, outcome): &Answer) -> Markup {
    let (kind, message, more) = match outcome {
        Ok(accepted) => (Kind::Done, taken(language, accepted), notes(language, accepted)),
        Err(error) => {
            let lines = refusal(language, error);
            let more = html! { ul { @for line in lines.lines() { li { (line) } } } };
            (Kind::Error, text!(language, "web-upload-refused"), more)
        }
    };
    html! {
        h2 { (file) }
        (alert(language, &Alert { kind, message: &message, more: Some(more) }))
    }
}

fn taken(language: Language, accepted: &Accepted) -> String {
    let (name, revision) = (&accepted.name, accepted.revision);
    if accepted.already_there {
        return text!(language, "web-upload-again", name = name, revision = revision);
    }
    text!(language, "web-upload-taken", name = name, revision = revision, filled = accepted.filled)
}

fn notes(language: Language, accepted: &Accepted) -> Markup {
    let form = &accepted.campaign.form;
    html! {
        @if !accepted.warnings.is_empty() {
            p { (text!(language, "web-send-warnings")) }
            ul { @for warning in &accepted.warnings { li { (explain::warning(form, warning, language)) } } }
        }
        @if !accepted.loose_reasons.is_empty() {
            p { (text!(language, "web-upload-loose", cells = accepted.loose_reasons.join(", "))) }
        }
    }
}

/// Refusals that speak of commands are told in words of these pages.
fn refusal(language: Language, error: &SubmitError) -> String {
    match error {
        SubmitError::OtherCampaign | SubmitError::OtherForm => text!(language, "web-upload-other-form"),
        SubmitError::NotAReporter(_) => text!(language, "web-entry-not-a-reporter"),
        SubmitError::Refused(Refusal::AlreadyApproved) => text!(language, "web-entry-approved"),
        error => error.explain(language),
    }
}
