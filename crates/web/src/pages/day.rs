//! By the units of which day something is shown: read from the address, and chosen on the page.

use crate::components::button::{Button, button};
use crate::components::field::{Control, Field, field};
use crate::components::form::filters;
use crate::failure::Failure;
use axum::http::StatusCode;
use domain::CivilDate;
use locale::{Language, text};
use maud::{Markup, html};

/// The day an address names; nothing chosen is none.
///
/// # Errors
/// A refusal of what is no day: a page by other units than were asked for would mislead.
pub(super) fn asked_day(text: Option<&str>, language: Language) -> Result<Option<CivilDate>, Failure> {
    let bad = |_| Failure::new(StatusCode::BAD_REQUEST, text!(language, "web-bad-day"), language);
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| text.parse().map_err(bad)).transpose()
}

/// A choice of the day.
pub(super) struct DayChoice<'a> {
    /// The page that shows it.
    pub(super) address: &'a str,
    /// The campaign it stays at.
    pub(super) campaign: Option<&'a str>,
    /// The day shown now; the day by which reports are due when none.
    pub(super) chosen: Option<CivilDate>,
    /// What the choice is for.
    pub(super) summary: &'a str,
}

/// Which day's units something is shown by.
pub(super) fn day_choice(language: Language, choice: &DayChoice<'_>) -> Markup {
    let day = choice.chosen.map(|day| day.to_string()).unwrap_or_default();
    let (label, hint) = (text!(language, "web-totals-as-of"), text!(language, "web-totals-as-of-hint"));
    let fields = html! {
        (field(language, &Field {
            name: "as-of", label: &label, hint: Some(&hint), optional: true,
            control: Control::Input { kind: "date", value: &day }, ..Field::default()
        }))
        @if let Some(campaign) = choice.campaign { input type="hidden" name="campaign" value=(campaign); }
        (button(&Button { label: &text!(language, "web-board-show"), ..Button::default() }))
    };
    html! {
        details open[choice.chosen.is_some()] {
            summary { (choice.summary) }
            (filters(choice.address, &label, fields))
        }
    }
}
