//! Choosing a unit: from a list while it is short, by code or name in a whole country.

use crate::components::field::{Choice, Control, Field, field};
use domain::unit::UnitVersion;
use locale::{Language, text};
use maud::Markup;

/// Units in a list at most: more make a page heavy, and nobody finds theirs in it.
pub(crate) const MOST_CHOICES: usize = 300;

/// A field that chooses a unit.
pub(crate) struct UnitChoice<'a> {
    /// Name it is sent under.
    pub(crate) name: &'a str,
    /// Id, when it is not the name.
    pub(crate) id: Option<&'a str>,
    /// Label.
    pub(crate) label: &'a str,
    /// The units, in the order shown.
    pub(crate) units: &'a [&'a UnitVersion],
    /// Code of the one chosen.
    pub(crate) chosen: Option<&'a str>,
}

/// A list of units, or a line for a code or a name when there are many.
pub(crate) fn unit_choice(language: Language, of: &UnitChoice<'_>) -> Markup {
    let is_chosen = |unit: &UnitVersion| of.chosen == Some(unit.code.as_str());
    let choices: Vec<Choice<'_>> = match of.units.len() {
        0..=MOST_CHOICES => of
            .units
            .iter()
            .map(|unit| Choice { value: unit.code.as_str(), label: &unit.name, chosen: is_chosen(unit) })
            .collect(),
        _ => Vec::new(),
    };
    let hint = text!(language, "web-unit-code-or-name");
    let (hint, control) = match choices.is_empty() {
        true => (Some(hint.as_str()), Control::Input { kind: "text", value: of.chosen.unwrap_or_default() }),
        false => (None, Control::Select { choices: &choices }),
    };
    field(
        language,
        &Field { name: of.name, id: of.id, label: of.label, hint, maxlength: Some(200), control, ..Field::default() },
    )
}
