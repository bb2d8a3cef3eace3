//! Questions and details that open in place or on a page of their own; neither needs a script.

use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::form::{Form, form};
use locale::{Language, text};
use maud::{Markup, html};

/// Content that opens below its summary.
pub(crate) fn disclosure(summary: &str, open: bool, content: Markup) -> Markup {
    html! {
        details class="disclosure" open[open] {
            summary { (summary) }
            div class="disclosed" { (content) }
        }
    }
}

/// A question before something is done.
pub(crate) struct Question<'a> {
    /// What will happen, in a sentence or more.
    pub(crate) message: Markup,
    /// Fields to fill in first: a reason.
    pub(crate) fields: Markup,
    /// Where the answer is sent.
    pub(crate) form: Form<'a>,
    /// Words of the button that does it: the deed, not "OK".
    pub(crate) label: &'a str,
    /// It cannot be taken back.
    pub(crate) danger: bool,
    /// Where "cancel" leads.
    pub(crate) cancel: &'a str,
}

/// The main part of a page that asks; its title is the heading of the page.
pub(crate) fn question(language: Language, question: Question<'_>) -> Markup {
    let weight = if question.danger { Weight::Danger } else { Weight::Primary };
    let content = html! {
        (question.fields)
        (actions(&[
            button(&Button { label: question.label, weight, ..Button::default() }),
            link_button(question.cancel, &text!(language, "part-cancel"), Weight::Secondary),
        ]))
    };
    html! {
        div class="card question" {
            (question.message)
            (form(&question.form, content))
        }
    }
}

/// A part set apart, with its heading (of level 2).
pub(crate) fn card(id: &str, heading: &str, content: Markup) -> Markup {
    html! {
        div class="card" {
            h2 id=(id) { (heading) }
            (content)
        }
    }
}
