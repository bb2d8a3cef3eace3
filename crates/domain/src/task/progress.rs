//! How far a unit is with its part in a task: what it said, what the agency answered, what the day makes of it.

use crate::id::{TaskId, UnitId};
use crate::time::{CivilDate, Instant};

/// Days before its day on which a task is due soon.
const SOON: i32 = 3;

/// What can be said of a unit's part in a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The unit has done it, on this day.
    Done(CivilDate),
    /// The unit takes back that it has.
    Reopened,
    /// The agency does not take it as done.
    Returned,
}

/// What was said of a unit's part in a task, by whom. The last word counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The unit.
    pub unit: UnitId,
    /// The task.
    pub task: TaskId,
    /// What.
    pub word: Word,
    /// In more words: what was done, or why it is returned.
    pub note: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Where a unit's part in a task stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartStanding {
    /// Not done, its day has passed.
    Late {
        /// Days since its day.
        days: i32,
    },
    /// The agency did not take it as done.
    Returned,
    /// Not done, its day is within three days.
    DueSoon {
        /// Days left.
        days: i32,
    },
    /// Not done, not due soon, or without a day.
    Open,
    /// Done after its day.
    DoneLate {
        /// Days after its day.
        days: i32,
    },
    /// Done on time, or without a day to be late for.
    Done,
}

impl PartStanding {
    /// Where a part stands on a day, after the last word about it. The day itself is in time.
    #[must_use]
    pub fn of(last: Option<Word>, due_on: Option<CivilDate>, on: CivilDate) -> Self {
        let days_between = |from: CivilDate, to: CivilDate| to.since(from).map_or(0, |span| span.get_days());
        match (last, due_on) {
            (Some(Word::Done(day)), Some(due)) if day > due => Self::DoneLate { days: days_between(due, day) },
            (Some(Word::Done(_)), _) => Self::Done,
            (Some(Word::Returned), _) => Self::Returned,
            (None | Some(Word::Reopened), None) => Self::Open,
            (None | Some(Word::Reopened), Some(due)) => match days_between(on, due) {
                left @ ..0 => Self::Late { days: -left },
                left @ 0..=SOON => Self::DueSoon { days: left },
                _ => Self::Open,
            },
        }
    }

    /// Whether the unit has something to do.
    #[must_use]
    pub fn waits_for_unit(self) -> bool {
        !matches!(self, Self::Done | Self::DoneLate { .. })
    }
}

/// How many parts stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProgressCount {
    /// Done on time.
    pub done: usize,
    /// Done after the day.
    pub done_late: usize,
    /// Not taken as done.
    pub returned: usize,
    /// Not done, the day has passed.
    pub late: usize,
    /// Not done, due soon.
    pub due_soon: usize,
    /// Not done, not due soon.
    pub open: usize,
}

impl ProgressCount {
    /// Counts one more.
    pub fn count(&mut self, standing: PartStanding) {
        let of = match standing {
            PartStanding::Done => &mut self.done,
            PartStanding::DoneLate { .. } => &mut self.done_late,
            PartStanding::Returned => &mut self.returned,
            PartStanding::Late { .. } => &mut self.late,
            PartStanding::DueSoon { .. } => &mut self.due_soon,
            PartStanding::Open => &mut self.open,
        };
        *of += 1;
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> usize {
        self.finished() + self.returned + self.late + self.due_soon + self.open
    }

    /// Those done, on time or late.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.done + self.done_late
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> CivilDate {
        jiff::civil::date(2026, 12, day)
    }

    #[test]
    fn the_last_word_and_the_day_say_where_a_part_stands() {
        let on = |last, today| PartStanding::of(last, Some(day(10)), day(today));
        assert_eq!(on(None, 6), PartStanding::Open);
        assert_eq!(on(None, 7), PartStanding::DueSoon { days: 3 });
        assert_eq!(on(None, 10), PartStanding::DueSoon { days: 0 }, "the day itself is in time");
        assert_eq!(on(None, 12), PartStanding::Late { days: 2 });
        assert_eq!(on(Some(Word::Done(day(10))), 12), PartStanding::Done);
        assert_eq!(on(Some(Word::Done(day(11))), 12), PartStanding::DoneLate { days: 1 });
        assert_eq!(on(Some(Word::Reopened), 12), PartStanding::Late { days: 2 });
        assert_eq!(on(Some(Word::Returned), 1), PartStanding::Returned);
        assert_eq!(PartStanding::of(None, None, day(30)), PartStanding::Open, "no day, never late");
        assert_eq!(PartStanding::of(Some(Word::Done(day(30))), None, day(30)), PartStanding::Done);
    }

    #[test]
    fn every_part_is_counted_once() {
        let standings = [
            PartStanding::Late { days: 1 },
            PartStanding::Returned,
            PartStanding::DueSoon { days: 1 },
            PartStanding::Open,
            PartStanding::DoneLate { days: 1 },
            PartStanding::Done,
        ];
        let mut count = ProgressCount::default();
        for standing in standings {
            count.count(standing);
        }
        assert_eq!((count.all(), count.finished()), (6, 2));
        assert_eq!(standings.iter().filter(|standing| standing.waits_for_unit()).count(), 4);
    }
}
