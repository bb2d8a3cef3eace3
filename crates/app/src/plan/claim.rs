//! What a fact claims to be, and reading what a person typed as that.

use domain::CivilDate;
use domain::time::Slashed;
use locale::Language;
use vanban::date::PartialDate;
use vanban::facts::{DocKind, Level, Quantity};

/// Years that are believed in a plan.
const YEARS: std::ops::RangeInclusive<i16> = 1945..=2100;

/// Most characters of a corrected text.
const LONGEST: usize = 4_000;

/// What a fact claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// Words.
    Text,
    /// A day, or a month or a year where the document states no more.
    Date,
    /// A year.
    Year,
    /// A kind of document.
    Kind,
    /// A level of government.
    Level,
    /// How many, or from how many to how many.
    Quantity,
    /// Đồng.
    Money,
    /// Nothing that can be typed in.
    Fixed,
}

/// Kinds of document, by their names in the JSON.
pub(super) const KINDS: [(&str, DocKind); 5] = [
    ("plan", DocKind::Plan),
    ("report", DocKind::Report),
    ("dispatch", DocKind::Dispatch),
    ("news", DocKind::News),
    ("other", DocKind::Other),
];

/// Levels, by their names in the JSON.
pub(super) const LEVELS: [(&str, Level); 5] = [
    ("central", Level::Central),
    ("province", Level::Province),
    ("district", Level::District),
    ("commune", Level::Commune),
    ("agency", Level::Agency),
];

impl Claim {
    /// What the fact at a path claims to be.
    pub(super) fn of(path: &str) -> Self {
        let last = path.rsplit('.').next().unwrap_or(path);
        match (path, last) {
            ("doc_kind", _) => Self::Kind,
            ("year", _) => Self::Year,
            ("issuer_level", _) => Self::Level,
            ("issue_date" | "period_start" | "period_end", _) | (_, "date" | "date_end") => Self::Date,
            (_, "vnd") => Self::Money,
            (_, "product" | "type") => Self::Fixed,
            _ if last == "value" || path.contains("sex_disaggregated") => Self::Quantity,
            _ => Self::Text,
        }
    }

    /// The names to choose from, when there are only a few.
    #[must_use]
    pub fn choices(self) -> Vec<&'static str> {
        match self {
            Self::Kind => KINDS.iter().map(|(name, _)| *name).collect(),
            Self::Level => LEVELS.iter().map(|(name, _)| *name).collect(),
            _ => Vec::new(),
        }
    }

    /// The text that says what was wanted instead.
    pub(super) fn refusal(self) -> &'static str {
        match self {
            Self::Text => "plan-not-text",
            Self::Date => "plan-not-a-date",
            Self::Year => "plan-not-a-year",
            Self::Kind | Self::Level => "plan-not-a-choice",
            Self::Quantity => "plan-not-a-number",
            Self::Money => "plan-not-money",
            Self::Fixed => "plan-fixed",
        }
    }

    /// The one way a value of this kind is kept; none when what was typed is none.
    pub(super) fn canonical(self, typed: &str) -> Option<String> {
        let typed = typed.trim();
        Some(match self {
            Self::Text => {
                let words = vanban::text::normalise(typed).split_whitespace().collect::<Vec<_>>().join(" ");
                (!words.is_empty() && words.chars().count() <= LONGEST).then_some(words)?
            }
            Self::Date => date(typed)?.to_string(),
            Self::Year => year(typed)?.to_string(),
            Self::Kind => KINDS.iter().find(|(name, _)| *name == typed)?.0.to_owned(),
            Self::Level => LEVELS.iter().find(|(name, _)| *name == typed)?.0.to_owned(),
            Self::Quantity => match quantity(typed)? {
                Quantity::Exact(number) => number.to_string(),
                Quantity::Range(from, to) => format!("[{from},{to}]"),
            },
            Self::Money => money(typed)?.to_string(),
            Self::Fixed => return None,
        })
    }

    /// A kept value as people of a language write it; words are left alone.
    #[must_use]
    pub fn shown(self, kept: &str, language: Language) -> String {
        match self {
            Self::Date => date(kept).map_or_else(|| kept.to_owned(), written),
            Self::Kind => locale::text(language, &format!("web-plan-kind-{kept}"), &[]),
            Self::Level => locale::text(language, &format!("web-plan-level-{kept}"), &[]),
            Self::Money => kept.parse().map_or_else(|_| kept.to_owned(), |number| language.number(number)),
            Self::Quantity => match quantity(kept) {
                Some(Quantity::Exact(number)) => decimal(number, language),
                Some(Quantity::Range(from, to)) => {
                    format!("{} – {}", decimal(from, language), decimal(to, language))
                }
                None => kept.to_owned(),
            },
            Self::Text | Self::Year | Self::Fixed => kept.to_owned(),
        }
    }
}

/// `20/12/2026`, `12/2026`, `2026`, `20/12`.
fn written(date: PartialDate) -> String {
    match date {
        PartialDate::Full(day) => Slashed(day).to_string(),
        PartialDate::Month { year, month } => format!("{month:02}/{year}"),
        PartialDate::Year(year) => year.to_string(),
        PartialDate::DayMonth { month, day } => format!("{day:02}/{month:02}"),
    }
}

/// A number with the decimal mark of a language.
fn decimal(number: f64, language: Language) -> String {
    let text = number.to_string();
    if language == Language::Vi { text.replace('.', ",") } else { text }
}

/// A date as people type it (`20/12/2026`, `12/2026`, `20/12`) or as it is kept (`2026-12-20`, `--12-20`).
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let number = |part: &str| part.trim().parse::<i16>().ok().filter(|number| *number > 0);
    let small = |part: &str| number(part).and_then(|number| i8::try_from(number).ok());
    let month = |month: i8| (1..=12).contains(&month).then_some(month);
    if let Some((from_month, from_day)) = text.strip_prefix("--").and_then(|rest| rest.split_once('-')) {
        return day_of_month(small(from_month)?, small(from_day)?);
    }
    let slashed: Vec<&str> = text.split(['/', '.']).collect();
    let dashed: Vec<&str> = text.split('-').collect();
    match (&slashed[..], &dashed[..]) {
        ([day, in_month, of], _) => full(number(of)?, small(in_month)?, small(day)?),
        (_, [of, in_month, day]) if of.len() == 4 => full(number(of)?, small(in_month)?, small(day)?),
        (_, [day, in_month, of]) => full(number(of)?, small(in_month)?, small(day)?),
        ([in_month, of], _) if of.len() == 4 => {
            Some(PartialDate::Month { year: year(of)?, month: month(small(in_month)?)? })
        }
        (_, [of, in_month]) if of.len() == 4 => {
            Some(PartialDate::Month { year: year(of)?, month: month(small(in_month)?)? })
        }
        ([day, in_month], _) => day_of_month(small(in_month)?, small(day)?),
        _ => year(text).map(PartialDate::Year),
    }
}

fn full(of: i16, month: i8, day: i8) -> Option<PartialDate> {
    let of = Some(of).filter(|of| YEARS.contains(of))?;
    CivilDate::new(of, month, day).ok().map(PartialDate::Full)
}

fn day_of_month(month: i8, day: i8) -> Option<PartialDate> {
    // 29 February exists in some year.
    CivilDate::new(2024, month, day).ok().map(|_| PartialDate::DayMonth { month, day })
}

pub(super) fn year(text: &str) -> Option<i16> {
    text.trim().parse().ok().filter(|year| YEARS.contains(year))
}

/// `12`, `12,5`, `1.200`, `10-20`, or `[10,20]` as it is kept.
pub(super) fn quantity(text: &str) -> Option<Quantity> {
    if let Some((from, to)) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')?.split_once(',')) {
        return range(kept_number(from)?, kept_number(to)?);
    }
    match text.split_once(['-', '–']) {
        Some((from, to)) => range(typed_number(from)?, typed_number(to)?),
        None => typed_number(text).map(Quantity::Exact),
    }
}

fn range(from: f64, to: f64) -> Option<Quantity> {
    (from <= to).then_some(Quantity::Range(from, to))
}

fn kept_number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite() && (0.0..1e15).contains(number))
}

/// A number as typed: a comma sets off decimals, points stand between thousands; a point before other than three digits
/// sets off decimals too.
fn typed_number(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.contains(['e', 'E']) {
        return None;
    }
    let (whole, decimals) = match text.split_once(',') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => match text.rsplit_once('.') {
            Some((whole, last)) if last.len() != 3 && !whole.contains('.') => (whole, Some(last)),
            _ => (text, None),
        },
    };
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
    kept_number(&format!("{whole}.{}", decimals.unwrap_or("0")))
}

pub(super) fn money(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    digits.parse().ok().filter(|vnd| (0..=1_000_000_000_000_000).contains(vnd))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_kept_in_one_way_however_it_is_typed() {
        let date = |typed| Claim::Date.canonical(typed);
        assert_eq!(date(" 5/1/2026 ").as_deref(), Some("2026-01-05"));
        assert_eq!(date("2026-01-05").as_deref(), Some("2026-01-05"));
        assert_eq!(date("05-01-2026").as_deref(), Some("2026-01-05"));
        assert_eq!(date("12/2026").as_deref(), Some("2026-12"));
        assert_eq!(date("20/12").as_deref(), Some("--12-20"));
        assert_eq!(date("2026").as_deref(), Some("2026"));
        assert_eq!(Claim::Quantity.canonical("1.200").as_deref(), Some("1200"));
        assert_eq!(Claim::Quantity.canonical("97,5").as_deref(), Some("97.5"));
        assert_eq!(Claim::Quantity.canonical("10-20").as_deref(), Some("[10,20]"));
        assert_eq!(Claim::Money.canonical("20.000.000").as_deref(), Some("20000000"));
        assert_eq!(Claim::Text.canonical("  Sở\n Nội vụ ").as_deref(), Some("Sở Nội vụ"));
    }

    #[test]
    fn what_is_not_what_it_claims_to_be_is_refused() {
        for typed in
            ["", "31/2/2026", "32/12/2026", "20/13/2026", "1/1/3026", "mai", "0/0/2026", "--02-30", "////", "-"]
        {
            assert_eq!(Claim::Date.canonical(typed), None, "{typed}");
        }
        for typed in ["", "-3", "1e9", "nhiều", "20-10", "NaN", "1.2.3.x"] {
            assert_eq!(Claim::Quantity.canonical(typed), None, "{typed}");
        }
        assert_eq!(Claim::Year.canonical("26"), None);
        assert_eq!(Claim::Kind.canonical("letter"), None);
        assert_eq!(Claim::Text.canonical(" \n "), None);
        assert_eq!(Claim::Fixed.canonical("x"), None);
    }

    #[test]
    fn what_is_kept_is_read_back() {
        for (claim, typed) in [
            (Claim::Date, "20/12"),
            (Claim::Date, "7/2026"),
            (Claim::Quantity, "10-20"),
            (Claim::Quantity, "0,5"),
            (Claim::Money, "1.500"),
            (Claim::Level, "commune"),
        ] {
            let kept = claim.canonical(typed).unwrap();
            assert_eq!(claim.canonical(&kept), Some(kept.clone()), "{typed}");
        }
        assert_eq!(Claim::Date.shown("2026-12-20", Language::Vi), "20/12/2026");
        assert_eq!(Claim::Quantity.shown("[10,20.5]", Language::Vi), "10 – 20,5");
    }
}
