//! A field of a form: label, hint, error and control, tied together by ids.

use locale::{Language, text};
use maud::{Markup, html};

/// What the person fills in.
pub(crate) enum Control<'a> {
    /// One line.
    Input {
        /// `type` of the element: text, email, tel, date, number, password, search.
        kind: &'a str,
        /// What stands in it.
        value: &'a str,
    },
    /// Lines of text.
    Lines {
        /// What stands in it.
        value: &'a str,
        /// Lines shown.
        rows: u8,
    },
    /// One of a list.
    Select {
        /// The list.
        choices: &'a [Choice<'a>],
    },
    /// One of a few, all seen.
    Radios {
        /// The few.
        choices: &'a [Choice<'a>],
    },
    /// Several of a few, sent under the same name.
    Checks {
        /// The few.
        choices: &'a [Choice<'a>],
    },
    /// Yes or no.
    Check {
        /// It is yes.
        checked: bool,
    },
    /// Files.
    Files {
        /// Endings and media types accepted, as in `accept`.
        accept: &'a str,
        /// More than one.
        multiple: bool,
    },
}

impl Default for Control<'_> {
    fn default() -> Self {
        Self::Input { kind: "text", value: "" }
    }
}

/// One of the values to choose from.
#[derive(Clone, Copy)]
pub(crate) struct Choice<'a> {
    /// Sent.
    pub(crate) value: &'a str,
    /// Read.
    pub(crate) label: &'a str,
    /// Chosen already.
    pub(crate) chosen: bool,
}

/// A field.
#[derive(Default)]
pub(crate) struct Field<'a> {
    /// Name it is sent under; its id as well, unless `id` is given.
    pub(crate) name: &'a str,
    /// Id, where one name stands twice on a page.
    pub(crate) id: Option<&'a str>,
    /// Label.
    pub(crate) label: &'a str,
    /// How to fill it.
    pub(crate) hint: Option<&'a str>,
    /// What is wrong with what was filled in.
    pub(crate) error: Option<&'a str>,
    /// It may be left empty; said beside the label.
    pub(crate) optional: bool,
    /// It may be left empty, but not always: when it is needed is said by the hint.
    pub(crate) sometimes: bool,
    /// What the browser may fill in by itself, as in `autocomplete`.
    pub(crate) autocomplete: Option<&'a str>,
    /// Keyboard of a phone, as in `inputmode`.
    pub(crate) inputmode: Option<&'a str>,
    /// Id of a `datalist` of values proposed for one line.
    pub(crate) list: Option<&'a str>,
    /// Most characters taken.
    pub(crate) maxlength: Option<u16>,
    /// Focus goes here when the page opens.
    pub(crate) autofocus: bool,
    /// The control.
    pub(crate) control: Control<'a>,
}

impl<'a> Field<'a> {
    fn id(&self) -> &'a str {
        self.id.unwrap_or(self.name)
    }

    /// Ids of the hint and the error, for `aria-describedby`.
    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let hint = self.hint.map(|_| format!("{id}-hint"));
        let error = self.error.map(|_| format!("{id}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// A field with its label, hint and error.
pub(crate) fn field(language: Language, field: &Field<'_>) -> Markup {
    let class = if field.error.is_some() { "field wrong" } else { "field" };
    match field.control {
        Control::Radios { choices } => group(language, field, class, "radio", choices),
        Control::Checks { choices } => group(language, field, class, "checkbox", choices),
        Control::Check { checked } => html! {
            div class=(class) {
                (error(language, field))
                label class="choice" {
                    input type="checkbox" id=(field.id()) name=(field.name) value="yes" checked[checked]
                        aria-describedby=[field.described_by()] aria-invalid=[invalid(field)];
                    span { (field.label) }
                }
                (hint(field))
            }
        },
        _ => html! {
            div class=(class) {
                label for=(field.id()) { (field.label) (optional(language, field)) }
                (hint(field))
                (error(language, field))
                (control(field))
            }
        },
    }
}

fn group(language: Language, field: &Field<'_>, class: &str, kind: &str, choices: &[Choice<'_>]) -> Markup {
    html! {
        fieldset id=(field.id()) class=(class) aria-describedby=[field.described_by()] {
            legend { (field.label) (optional(language, field)) }
            (hint(field))
            (error(language, field))
            @for choice in choices {
                label class="choice" {
                    input type=(kind) name=(field.name) value=(choice.value) checked[choice.chosen]
                        required[kind == "radio" && !field.optional];
                    span { (choice.label) }
                }
            }
        }
    }
}

fn optional(language: Language, field: &Field<'_>) -> Markup {
    html! { @if field.optional && !field.sometimes { span class="optional" { " " (text!(language, "part-field-optional")) } } }
}

fn hint(field: &Field<'_>) -> Markup {
    html! { @if let Some(hint) = field.hint { p class="hint" id={ (field.id()) "-hint" } { (hint) } } }
}

fn error(language: Language, field: &Field<'_>) -> Markup {
    html! {
        @if let Some(error) = field.error {
            p class="field-error" id={ (field.id()) "-error" } {
                span class="unseen" { (text!(language, "part-alert-error")) " " } (error)
            }
        }
    }
}

fn invalid(field: &Field<'_>) -> Option<&'static str> {
    field.error.map(|_| "true")
}

fn control(field: &Field<'_>) -> Markup {
    let (id, name, required) = (field.id(), field.name, !field.optional);
    match field.control {
        Control::Input { kind, value } => html! {
            input type=(kind) id=(id) name=(name) value=(value) required[required] autocomplete=[field.autocomplete]
                inputmode=[field.inputmode] list=[field.list] maxlength=[field.maxlength] autofocus[field.autofocus]
                aria-describedby=[field.described_by()] aria-invalid=[invalid(field)];
        },
        // A line break right after the tag is swallowed by the browser: one is put there, so that none of theirs is.
        Control::Lines { value, rows } => html! {
            textarea id=(id) name=(name) rows=(rows) required[required] autocomplete=[field.autocomplete]
                maxlength=[field.maxlength] autofocus[field.autofocus]
                aria-describedby=[field.described_by()] aria-invalid=[invalid(field)] { "\n" (value) }
        },
        Control::Select { choices } => html! {
            select id=(id) name=(name) required[required] autocomplete=[field.autocomplete] autofocus[field.autofocus]
                aria-describedby=[field.described_by()] aria-invalid=[invalid(field)] {
                @for choice in choices {
                    option value=(choice.value) selected[choice.chosen] { (choice.label) }
                }
            }
        },
        Control::Files { accept, multiple } => html! {
            input type="file" id=(id) name=(name) accept=(accept) multiple[multiple] required[required]
                aria-describedby=[field.described_by()] aria-invalid=[invalid(field)];
        },
        Control::Radios { .. } | Control::Checks { .. } | Control::Check { .. } => Markup::default(),
    }
}
