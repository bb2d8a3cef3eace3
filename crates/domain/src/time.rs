//! Civil dates, instants, and the one time zone of the country.

use std::fmt;

/// A calendar day in Việt Nam.
pub type CivilDate = jiff::civil::Date;

/// A moment in UTC.
pub type Instant = jiff::Timestamp;

/// Seconds that Asia/Ho_Chi_Minh is ahead of UTC. The zone has had no summer time and no change since 1975.
const HO_CHI_MINH_SECONDS: i32 = 7 * 3600;

/// The day it is in Việt Nam at a moment.
#[must_use]
pub fn day_in_vietnam(at: Instant) -> CivilDate {
    clock_in_vietnam(at).date()
}

/// The wall clock in Việt Nam at a moment.
#[must_use]
pub fn clock_in_vietnam(at: Instant) -> jiff::civil::DateTime {
    jiff::tz::Offset::from_seconds(HO_CHI_MINH_SECONDS)
        .unwrap_or(jiff::tz::Offset::UTC)
        .to_datetime(at)
}

/// Days from a first day, included, to an end day, excluded; open at the end while still in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Validity {
    from: CivilDate,
    until: Option<CivilDate>,
}

impl Validity {
    /// In force from a day on.
    #[must_use]
    pub fn since(from: CivilDate) -> Self {
        Self { from, until: None }
    }

    /// In force from a day until the day before `until`; `None` if that is no day at all.
    #[must_use]
    pub fn between(from: CivilDate, until: Option<CivilDate>) -> Option<Self> {
        match until {
            Some(end) if end <= from => None,
            _ => Some(Self { from, until }),
        }
    }

    /// First day in force.
    #[must_use]
    pub fn from(self) -> CivilDate {
        self.from
    }

    /// First day no longer in force.
    #[must_use]
    pub fn until(self) -> Option<CivilDate> {
        self.until
    }

    /// Whether it is in force on a day.
    #[must_use]
    pub fn holds_on(self, day: CivilDate) -> bool {
        self.from <= day && self.until.is_none_or(|end| day < end)
    }
}

/// A date as Vietnamese office texts print it: `20/12/2026`.
#[derive(Clone, Copy, Debug)]
pub struct Slashed(pub CivilDate);

impl fmt::Display for Slashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}/{}", self.0.day(), self.0.month(), self.0.year())
    }
}
