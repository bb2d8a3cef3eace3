//! Buttons do, links go; both may look like a button.

use maud::{Markup, html};

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Weight {
    /// The one thing a page is for.
    Primary,
    /// Anything else.
    #[default]
    Secondary,
    /// What cannot be taken back.
    Danger,
    /// Looks like a link.
    Plain,
}

impl Weight {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Secondary => "button",
            Self::Danger => "button danger",
            Self::Plain => "plain",
        }
    }
}

/// A button of a form.
#[derive(Default)]
pub(crate) struct Button<'a> {
    /// Words on it.
    pub(crate) label: &'a str,
    /// How much it asks for attention.
    pub(crate) weight: Weight,
    /// Name and value it sends.
    pub(crate) sends: Option<(&'a str, &'a str)>,
    /// Words only read out, after the label: what "Nhắc" is about in a row of a table.
    pub(crate) about: Option<&'a str>,
    /// Id of the form it belongs to, when it stands outside of it.
    pub(crate) form: Option<&'a str>,
    /// Id, for a script.
    pub(crate) id: Option<&'a str>,
    /// Where it sends its form, when not to the form's own address.
    pub(crate) action: Option<&'a str>,
    /// It submits without asking the browser to check the fields ("save as draft").
    pub(crate) unchecked: bool,
}

/// A button that sends its form.
pub(crate) fn button(button: &Button<'_>) -> Markup {
    html! {
        button class=(button.weight.class()) id=[button.id] form=[button.form] name=[button.sends.map(|(name, _)| name)]
            value=[button.sends.map(|(_, value)| value)] formaction=[button.action] formnovalidate[button.unchecked] {
            (button.label)
            @if let Some(about) = button.about { span class="unseen" { " " (about) } }
        }
    }
}

/// A link that looks like a button.
pub(crate) fn link_button(href: &str, label: &str, weight: Weight) -> Markup {
    html! { a class=(weight.class()) href=(href) { (label) } }
}

/// Buttons in a row.
pub(crate) fn actions(buttons: &[Markup]) -> Markup {
    html! { div class="actions" { @for button in buttons { (button) } } }
}

/// A form of one button: remind, revoke, approve. `fields` are hidden names and values it sends.
pub(crate) fn one_button_form(action: &str, fields: &[(&str, &str)], what: &Button<'_>) -> Markup {
    html! {
        form class="inline" method="post" action=(action) {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            (button(what))
        }
    }
}
