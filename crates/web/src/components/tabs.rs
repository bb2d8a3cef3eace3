//! Views of one thing, each with its own address.

use maud::{Markup, html};

/// A view.
pub(crate) struct Tab<'a> {
    /// Its address.
    pub(crate) href: &'a str,
    /// Its words.
    pub(crate) label: &'a str,
    /// How many things are in it.
    pub(crate) count: Option<usize>,
    /// It is the one shown.
    pub(crate) current: bool,
}

/// Links to the views; `label` names the row of links.
pub(crate) fn tabs(label: &str, tabs: &[Tab<'_>]) -> Markup {
    html! {
        nav class="tabs" aria-label=(label) {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                            (tab.label)
                            @if let Some(count) = tab.count { " " span class="count" { (count) } }
                        }
                    }
                }
            }
        }
    }
}
