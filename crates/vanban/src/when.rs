//! By when a task is due: a day, a stretch, a month, a quarter, something that comes again, or a term that starts with
//! an event.

use crate::date::PartialDate;
use crate::facts::Task;
use crate::read::Reading;
use std::fmt;

/// By when something is due, as far as its wording says. Displays shortly: `2031-12-20`, `2031-11-15..2031-12-15`,
/// `2031-11`, `2031-Q2`, `monthly:25`, `5 days after …`, and `?` where only the wording is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// By this day: `trước ngày 20/12/2031`, `chậm nhất …`, `đến hết ngày …`.
    By(PartialDate),
    /// From a day to a day.
    Between(PartialDate, PartialDate),
    /// In the course of a month: `trong tháng 11/2031`.
    Month {
        /// The year, when stated.
        year: Option<i16>,
        /// 1 to 12.
        month: i8,
    },
    /// In the course of a quarter: `Quý II/2031`.
    Quarter {
        /// The year, when stated.
        year: Option<i16>,
        /// 1 to 4.
        quarter: i8,
    },
    /// In the course of a year: `trong năm 2031`.
    Year(i16),
    /// Again and again: `hằng năm`, `định kỳ hằng tháng trước ngày 25`.
    Every {
        /// How often.
        period: Period,
        /// Day of the month, when stated.
        day: Option<i8>,
        /// Month of the year, when stated.
        month: Option<i8>,
    },
    /// A term that starts with an event: `trong vòng 05 ngày làm việc kể từ ngày nhận được …`.
    After {
        /// How many units.
        count: u16,
        /// Of what.
        unit: Term,
        /// The event, as written.
        event: String,
    },
    /// A time no rule understands; its wording stands with the task.
    AsWritten,
}

/// How often something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Period {
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    HalfYearly,
    Yearly,
}

/// What a term is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Term {
    Hours,
    Days,
    WorkingDays,
    Weeks,
    Months,
}

impl When {
    /// Reads the first time a text states. A day without a year is given `year`; [`When::AsWritten`] when the text
    /// states no time that is understood.
    #[must_use]
    pub fn read(text: &str, year: Option<i16>) -> Self {
        crate::read::grammar::when::in_text(text)
            .map_or(Self::AsWritten, |when| year.map_or(when.clone(), |y| when.in_year(y)))
    }

    /// The same time with a missing year filled in.
    #[must_use]
    pub fn in_year(self, year: i16) -> Self {
        let fill = |date: PartialDate| date.with_year(year).unwrap_or(date);
        match self {
            Self::By(date) => Self::By(fill(date)),
            Self::Between(from, to) => Self::Between(fill(from), fill(to)),
            Self::Month { year: None, month } => Self::Month { year: Some(year), month },
            Self::Quarter { year: None, quarter } => Self::Quarter { year: Some(year), quarter },
            other => other,
        }
    }

    /// The last day it can be done on, where the wording fixes one.
    #[must_use]
    pub fn last_day(&self) -> Option<jiff::civil::Date> {
        let end_of = |year: i16, month: i8| jiff::civil::Date::new(year, month, 1).ok().map(|day| day.last_of_month());
        match self {
            Self::By(PartialDate::Month { year, month }) | Self::Month { year: Some(year), month } => {
                end_of(*year, *month)
            }
            Self::By(date) | Self::Between(_, date) => date.full(),
            Self::Quarter { year: Some(year), quarter } => end_of(*year, quarter * 3),
            Self::Year(year) => end_of(*year, 12),
            _ => None,
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(date) => write!(f, "{date}"),
            Self::Between(from, to) => write!(f, "{from}..{to}"),
            Self::Month { year: Some(year), month } => write!(f, "{year:04}-{month:02}"),
            Self::Month { year: None, month } => write!(f, "--{month:02}"),
            Self::Quarter { year: Some(year), quarter } => write!(f, "{year:04}-Q{quarter}"),
            Self::Quarter { year: None, quarter } => write!(f, "Q{quarter}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Every { period, day, month } => {
                write!(f, "{}", format!("{period:?}").to_lowercase())?;
                match (month, day) {
                    (Some(month), Some(day)) => write!(f, ":{month:02}-{day:02}"),
                    (Some(month), None) => write!(f, ":{month:02}-"),
                    (None, Some(day)) => write!(f, ":{day}"),
                    (None, None) => Ok(()),
                }
            }
            Self::After { count, unit, event } => {
                let unit = match unit {
                    Term::Hours => "hours",
                    Term::Days => "days",
                    Term::WorkingDays => "working days",
                    Term::Weeks => "weeks",
                    Term::Months => "months",
                };
                write!(f, "{count} {unit} after {event}")
            }
            Self::AsWritten => f.write_str("?"),
        }
    }
}

impl Reading {
    /// When a task is due, understood from its deadline as written; `None` when it has none. A missing year is the
    /// campaign's, or that of the document's own date.
    #[must_use]
    pub fn due(&self, task: &Task) -> Option<When> {
        let issued = self.facts.issue_date.as_ref().and_then(|date| date.value.year());
        let year = self.facts.year.as_ref().map(|year| year.value).or(issued);
        task.deadline.as_ref().map(|deadline| When::read(&deadline.value, year))
    }
}
