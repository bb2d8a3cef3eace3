//! What to say where there is nothing yet.

use maud::{Markup, html};

/// Why there is nothing, and what to do about it.
pub(crate) fn empty_state(title: &str, message: &str, action: Option<Markup>) -> Markup {
    html! {
        div class="empty" {
            p { strong { (title) } }
            p { (message) }
            @if let Some(action) = action { div class="actions" { (action) } }
        }
    }
}
