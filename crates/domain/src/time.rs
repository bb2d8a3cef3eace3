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
    jiff::tz::Offset::from_seconds(HO_CHI_MINH_SECONDS).unwrap_or(jiff::tz::Offset::UTC).to_datetime(at)
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_day_in_vietnam_begins_at_17_hours_utc() {
        let day = |text: &str| day_in_vietnam(text.parse().unwrap());
        assert_eq!(day("2026-12-20T16:59:59Z"), date(2026, 12, 20));
        assert_eq!(day("2026-12-20T17:00:00Z"), date(2026, 12, 21));
    }

    #[test]
    fn the_end_day_is_no_longer_in_force() {
        let validity = Validity::between(date(2020, 1, 1), Some(date(2025, 7, 1))).unwrap();
        assert!(validity.holds_on(date(2025, 6, 30)));
        assert!(!validity.holds_on(date(2025, 7, 1)));
        assert_eq!(Validity::between(date(2025, 7, 1), Some(date(2025, 7, 1))), None);
    }

    fn any_day() -> impl Strategy<Value = CivilDate> {
        (2000_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
    }

    proptest! {
        #[test]
        fn one_validity_after_another_covers_each_day_once(from in any_day(), change in any_day(), day in any_day()) {
            prop_assume!(from < change);
            let before = Validity::between(from, Some(change)).unwrap();
            let after = Validity::since(change);
            prop_assert_eq!(before.holds_on(day) ^ after.holds_on(day), from <= day);
        }
    }
}
