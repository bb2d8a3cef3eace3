//! Names and what they stand for.

use maud::{Markup, html};

/// A list of `(name, value)`; beside each other where there is room.
pub(crate) fn definition_list(entries: &[(&str, Markup)]) -> Markup {
    html! {
        dl class="definitions" {
            @for (name, value) in entries {
                div { dt { (name) } dd { (value) } }
            }
        }
    }
}
