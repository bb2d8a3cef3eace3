//! Forms: a POST with its token, or a GET that filters.

use maud::{Markup, html};

/// A form that changes something.
#[derive(Default)]
pub(crate) struct Form<'a> {
    /// Address it is sent to.
    pub(crate) action: &'a str,
    /// Id, for buttons outside and for scripts.
    pub(crate) id: Option<&'a str>,
    /// It carries files.
    pub(crate) files: bool,
    /// Hidden names and values.
    pub(crate) hidden: &'a [(&'a str, &'a str)],
}

/// A form sent by POST.
pub(crate) fn form(form: &Form<'_>, fields: Markup) -> Markup {
    html! {
        form class="form" method="post" action=(form.action) id=[form.id]
            enctype=[form.files.then_some("multipart/form-data")] {
            @for (name, value) in form.hidden { input type="hidden" name=(name) value=(value); }
            (fields)
        }
    }
}

/// Fields that filter a list, in a row where there is room; sent by GET, so that the address can be kept.
pub(crate) fn filters(action: &str, label: &str, fields: Markup) -> Markup {
    html! {
        form class="filters" method="get" action=(action) role="search" aria-label=(label) { (fields) }
    }
}
