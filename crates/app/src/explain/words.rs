//! Where things stand, in words: what does not add up, how punctual a report is, what was decided on it.

use domain::check::{Violation, Warning};
use domain::form::{Comparison, Form, Kind};
use domain::report::{Punctuality, State};
use locale::{Language, text};

/// What does not add up, as a sentence with the values.
#[must_use]
pub fn warning(form: &Form, warning: &Warning, language: Language) -> String {
    let code = language.code();
    let cell = |at: usize| warning.cells.get(at).and_then(|key| form.cell(key));
    let item = |at: usize| cell(at).map_or("", |cell| form.item_of(cell).label.in_language(code));
    let kind = cell(0).map_or(Kind::Count, |cell| form.item_of(cell).kind);
    let number = |value: i64| match kind {
        Kind::Percent => language.percent(value),
        Kind::Count | Kind::Vnd | Kind::Text => language.number(value),
    };
    let (left, right) = (number(warning.left), number(warning.right));
    match &warning.check {
        Violation::PartsDoNotAddUp { breakdown } => {
            let found = form.breakdowns().iter().find(|b| b.id == *breakdown);
            let by = found.map_or("", |breakdown| breakdown.label.in_language(code));
            text!(language, "warning-parts", item = item(0), by = by, sum = left, total = right)
        }
        Violation::PartExceedsTotal { .. } => {
            let part = cell(0).map_or("", |cell| form.cell_label(cell, code));
            text!(language, "warning-part-exceeds", item = item(0), part = part, value = left, total = right)
        }
        Violation::Rule { check } => {
            let found = form.checks().iter().find(|c| c.id == *check);
            let message = found.map_or("", |check| check.message.in_language(code)).trim_end_matches('.');
            let sign = match warning.comparison {
                Comparison::Equal => "=",
                Comparison::AtMost => "≤",
                Comparison::AtLeast => "≥",
            };
            text!(language, "warning-rule", message = message, left = left, sign = sign, right = right)
        }
    }
}

/// On time, late by so many days, awaited, missing.
#[must_use]
pub fn punctuality(punctuality: Punctuality, language: Language) -> String {
    match punctuality {
        Punctuality::OnTime => locale::text(language, "punctuality-on-time", &[]),
        Punctuality::Late { days } => text!(language, "punctuality-late", days = days),
        Punctuality::Awaited => locale::text(language, "punctuality-awaited", &[]),
        Punctuality::Missing => locale::text(language, "punctuality-missing", &[]),
    }
}

/// Where a report stands.
#[must_use]
pub fn state(state: Option<State>, language: Language) -> String {
    let key = match state {
        None => "state-none",
        Some(State::Submitted) => "state-submitted",
        Some(State::Returned) => "state-returned",
        Some(State::Approved) => "state-approved",
    };
    locale::text(language, key, &[])
}
