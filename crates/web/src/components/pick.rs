//! Choosing rows of a table, for a form that stands below it.

use maud::{Markup, html};

/// A box to tick beside its words; `form` is the id of the form that sends it.
pub(crate) fn pick(form: &str, name: &str, value: &str, words: Markup) -> Markup {
    html! {
        label class="choice" {
            input type="checkbox" form=(form) name=(name) value=(value);
            span { (words) }
        }
    }
}

/// A part of a page that a script keeps up to date. `events` tells that something changed, `fragment` is what to fetch then,
/// `counter` what had changed when the part was drawn.
pub(crate) fn live_part(id: &str, events: &str, fragment: &str, counter: u64, content: Markup) -> Markup {
    html! {
        div id=(id) data-live-events=(events) data-live-fragment=(fragment) data-live-counter=(counter) { (content) }
    }
}

/// A sentence that is read out when a script changes it.
pub(crate) fn live_sentence(id: &str, sentence: &str) -> Markup {
    html! { p id=(id) role="status" aria-live="polite" { (sentence) } }
}
