//! Where a page lies, from the start page down.

use locale::{Language, text};
use maud::{Markup, html};

/// The way to a page: `(address, words)` of the pages above it, and the words of the page itself.
pub(crate) fn breadcrumbs(language: Language, above: &[(&str, &str)], here: &str) -> Markup {
    html! {
        nav class="breadcrumbs" aria-label=(text!(language, "part-breadcrumbs")) {
            ol {
                @for (href, words) in above {
                    li { a href=(href) { (words) } }
                }
                li aria-current="page" { (here) }
            }
        }
    }
}
