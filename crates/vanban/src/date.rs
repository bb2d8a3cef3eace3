//! Dates as documents state them: often without the day, or without the year.

use std::fmt;

/// A date of which a document may leave parts out. Never invents the missing part.
///
/// Displays as ISO 8601: `2025-03-01`, `2025-03`, `2025`, and `--11-18` where only the year is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// Day, month and year are stated.
    Full(jiff::civil::Date),
    /// Month and year are stated, the day is blank.
    Month {
        /// Year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// Only the year is stated.
    Year(i16),
    /// Day and month are stated without a year.
    DayMonth {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
}

impl PartialDate {
    /// The civil date, when day, month and year are all stated.
    #[must_use]
    pub fn full(self) -> Option<jiff::civil::Date> {
        match self {
            Self::Full(date) => Some(date),
            _ => None,
        }
    }

    /// The year, when stated.
    #[must_use]
    pub fn year(self) -> Option<i16> {
        match self {
            Self::Full(date) => Some(date.year()),
            Self::Month { year, .. } | Self::Year(year) => Some(year),
            Self::DayMonth { .. } => None,
        }
    }

    /// The same date with its missing year filled in; `None` where the day does not exist in that year.
    #[must_use]
    pub fn with_year(self, year: i16) -> Option<Self> {
        match self {
            Self::DayMonth { month, day } => jiff::civil::Date::new(year, month, day).ok().map(Self::Full),
            stated => Some(stated),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(date) => write!(f, "{date}"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::DayMonth { month, day } => write!(f, "--{month:02}-{day:02}"),
        }
    }
}
