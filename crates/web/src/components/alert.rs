//! What happened, said once above the main part.

use locale::{Language, text};
use maud::{Markup, html};

/// What kind of news it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Something failed or is refused; read out at once.
    Error,
    /// Something needs care.
    Warning,
    /// Something was done.
    Done,
    /// Something to know.
    Info,
}

/// News for the person.
pub(crate) struct Alert<'a> {
    /// What kind.
    pub(crate) kind: Kind,
    /// The sentence.
    pub(crate) message: &'a str,
    /// More below it: a list of links to fields, what to do next.
    pub(crate) more: Option<Markup>,
}

impl<'a> Alert<'a> {
    /// One sentence.
    pub(crate) fn new(kind: Kind, message: &'a str) -> Self {
        Self { kind, message, more: None }
    }
}

/// An alert with its role: `alert` for errors, `status` for the others.
pub(crate) fn alert(language: Language, alert: &Alert<'_>) -> Markup {
    let (class, word) = match alert.kind {
        Kind::Error => ("error", "part-alert-error"),
        Kind::Warning => ("warning", "part-alert-warning"),
        Kind::Done => ("done", "part-alert-done"),
        Kind::Info => ("info", "part-alert-info"),
    };
    let role = if alert.kind == Kind::Error { "alert" } else { "status" };
    html! {
        div class={ "alert " (class) } role=(role) {
            @if alert.message.contains('\n') {
                // One line for each cell or row at fault.
                p { strong { (text!(language, word)) } }
                ul { @for line in alert.message.lines().filter(|line| !line.trim().is_empty()) { li { (line) } } }
            } @else {
                p { strong { (text!(language, word)) } " " (alert.message) }
            }
            @if let Some(more) = &alert.more { (more) }
        }
    }
}

/// What is wrong with a form, each line a link to its field: `(id of the field, message)`.
pub(crate) fn error_summary(language: Language, errors: &[(&str, &str)]) -> Markup {
    if errors.is_empty() {
        return Markup::default();
    }
    let message = text!(language, "part-form-errors", count = errors.len());
    let more = html! {
        ul { @for (id, error) in errors { li { a href={ "#" (id) } { (error) } } } }
    };
    alert_with(language, &message, more)
}

fn alert_with(language: Language, message: &str, more: Markup) -> Markup {
    alert(language, &Alert { kind: Kind::Error, message, more: Some(more) })
}
