//! A figure beside what it is compared with.

use crate::components::chart::Measure;
use locale::{Language, text};
use maud::{Markup, html};

/// A figure.
pub(crate) struct Figure<'a> {
    /// What is counted.
    pub(crate) label: &'a str,
    /// How much of it; `None` when nobody reported it, which is not zero.
    pub(crate) value: Option<i64>,
    /// How it is written.
    pub(crate) measure: Measure,
    /// Its unit: "lượt người".
    pub(crate) unit: &'a str,
    /// What it is compared with: "năm 2025" and its value.
    pub(crate) before: Option<(&'a str, Option<i64>)>,
    /// Where it comes from: the address that opens it down to the files.
    pub(crate) source: Option<&'a str>,
}

/// A figure, and in words how it differs. No green and no red: more reported cases may be good news or bad.
fn figure(language: Language, figure: &Figure<'_>) -> Markup {
    html! {
        div class="figure" {
            p {
                @if let Some(source) = figure.source { a href=(source) { (figure.label) } } @else { (figure.label) }
            }
            p class="figure-value" {
                @match figure.value {
                    Some(value) => { strong { (figure.measure.show(language, value)) } " " (figure.unit) },
                    None => span class="quiet" { (text!(language, "part-no-value")) },
                }
            }
            @if let Some((name, before)) = figure.before {
                p class="quiet" { (change(language, figure.measure, figure.value, name, before)) }
            }
        }
    }
}

/// Figures beside each other, where there is room.
pub(crate) fn figures(language: Language, figures: &[Figure<'_>]) -> Markup {
    html! { div class="figures" { @for each in figures { (figure(language, each)) } } }
}

/// How a value differs from the one before, in words: "tăng 12,5% so với năm 2025 (1.240)".
pub(crate) fn change(
    language: Language,
    measure: Measure,
    now: Option<i64>,
    name: &str,
    before: Option<i64>,
) -> String {
    let Some(before) = before else { return text!(language, "part-change-none-before", name = name) };
    let shown = measure.show(language, before);
    let Some(now) = now else { return text!(language, "part-change-before", name = name, before = shown) };
    let difference = i128::from(now) - i128::from(before);
    let amount = match measure {
        // Percentages differ by points; a percentage of a percentage misleads.
        Measure::Percent => text!(language, "part-change-points", amount = hundredths(language, difference.abs())),
        _ if before > 0 => format!("{}%", hundredths(language, difference.abs() * 10_000 / i128::from(before))),
        _ => measure.show(language, i64::try_from(difference.abs()).unwrap_or(i64::MAX)),
    };
    let key = match difference.signum() {
        0 => "part-change-same",
        1 => "part-change-up",
        _ => "part-change-down",
    };
    text!(language, key, amount = amount, name = name, before = shown)
}

/// Hundredths of a percent to one decimal.
fn hundredths(language: Language, hundredths: i128) -> String {
    let tenths = i64::try_from((hundredths + 5) / 10).unwrap_or(i64::MAX / 10);
    language.percent(tenths.saturating_mul(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_said_in_words_of_both_languages() {
        let say = |measure, now, before| change(Language::Vi, measure, now, "năm 2025", before);
        assert_eq!(say(Measure::Count, Some(1_395), Some(1_240)), "tăng 12,5% so với năm 2025 (1.240)");
        assert_eq!(say(Measure::Count, Some(5), Some(5)), "bằng năm 2025 (5)");
        assert_eq!(say(Measure::Count, Some(5), Some(0)), "tăng 5 so với năm 2025 (0)");
        assert_eq!(say(Measure::Percent, Some(9_000), Some(9_750)), "giảm 7,5 điểm phần trăm so với năm 2025 (97,5%)");
        assert_eq!(say(Measure::Count, None, Some(7)), "năm 2025: 7");
        assert_eq!(say(Measure::Count, Some(7), None), "năm 2025 không có số liệu");
        assert_eq!(
            change(Language::En, Measure::Count, Some(i64::MIN), "2025", Some(i64::MAX)).chars().next(),
            Some('d'),
            "extremes are said, not overflowed"
        );
    }
}
