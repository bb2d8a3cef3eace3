//! How far something has come.

use locale::{Language, text};
use maud::{Markup, html};

/// `done` of `all`, as a bar with its words: "86 / 124 (69%)". `id` ties label and bar together.
pub(crate) fn progress(language: Language, id: &str, label: &str, done: usize, all: usize) -> Markup {
    let percent = (done * 100).checked_div(all).unwrap_or(0);
    html! {
        div class="progress" {
            label for=(id) { (label) }
            progress id=(id) value=(done.min(all)) max=(all.max(1)) {}
            span class="progress-words" {
                (text!(language, "part-progress", done = done, all = all, percent = percent))
            }
        }
    }
}
