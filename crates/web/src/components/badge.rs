//! The state of a report or a task in a word, a mark and a colour, each enough by itself.

use locale::{Language, text};
use maud::{Markup, html};

/// The state of a report or a task, as boards show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Accepted: it counts.
    Approved,
    /// Came in on time.
    OnTime,
    /// Came in, waits for a decision.
    Submitted,
    /// Sent back, waits for the unit.
    Returned,
    /// Not in yet, the due day is near.
    DueSoon,
    /// Not in yet, the due day is not near.
    Missing,
    /// The due day has passed, or it came in after it.
    Late,
}

impl Status {
    /// All of them, from the best to the worst.
    pub(crate) const ALL: [Self; 7] =
        [Self::Approved, Self::OnTime, Self::Submitted, Self::Returned, Self::DueSoon, Self::Missing, Self::Late];

    /// Name in class names and text keys.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::OnTime => "on-time",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::DueSoon => "due-soon",
            Self::Missing => "missing",
            Self::Late => "late",
        }
    }

    /// The word for it.
    pub(crate) fn word(self, language: Language) -> String {
        text(language, &format!("part-status-{}", self.name()), &[])
    }

    /// The mark for it: an SVG path in a square of 12, drawn as a line.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Self::Approved => "M1 6.5 4 9.5 8 4M6 8.5 7 9.5 11 4",
            Self::OnTime => "M1.5 6.5 4.5 9.5 10.5 2.5",
            Self::Submitted => "M6 10.5V2M2.5 5.5 6 2 9.5 5.5",
            Self::Returned => "M4.5 2 2 4.5 4.5 7M2 4.5H8A2.75 2.75 0 0 1 8 10H4",
            Self::DueSoon => "M6 1.5A4.5 4.5 0 1 0 6 10.5A4.5 4.5 0 1 0 6 1.5M6 3.5V6L8 7.5",
            Self::Missing => "M2 6H10",
            Self::Late => "M6 1.5V7M6 9.5V10.5",
        }
    }
}

/// The mark of a state alone, for where its word stands beside it.
pub(crate) fn mark(status: Status) -> Markup {
    html! {
        svg class="mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false" {
            path d=(status.mark()) fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"
                stroke-linejoin="round" {}
        }
    }
}

/// A state with its usual word.
pub(crate) fn badge(language: Language, status: Status) -> Markup {
    badge_saying(status, &status.word(language))
}

/// A state with words of one's own, such as "chậm 3 ngày".
pub(crate) fn badge_saying(status: Status, words: &str) -> Markup {
    html! { span class={ "badge t-" (status.name()) } { (mark(status)) (words) } }
}

/// A neutral count or tag.
pub(crate) fn tag(words: &str) -> Markup {
    html! { span class="badge" { (words) } }
}
