//! Work to be done later, done at least once; and messages to people in the app.

use crate::id::{CampaignId, JobId, NoticeId, PersonId, UnitId};
use crate::time::Instant;
use serde_json::Value;
use std::time::Duration;

/// Attempts after which a job is given up and shown to the operator.
pub const MAX_ATTEMPTS: u32 = 12;

/// Pause after the first failed attempt; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause between attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(4 * 3600);

/// When a job that failed for the `attempts`-th time is tried again; none when it is given up. With 12 attempts that is
/// more than half a day later: a mail server that is down overnight loses nothing.
#[must_use]
pub fn retry_at(attempts: u32, now: Instant) -> Option<Instant> {
    if attempts >= MAX_ATTEMPTS {
        return None;
    }
    let doublings = attempts.saturating_sub(1);
    let pause = 2_u32.checked_pow(doublings).and_then(|times| FIRST_PAUSE.checked_mul(times)).unwrap_or(LONGEST_PAUSE);
    Some(now.checked_add(pause.min(LONGEST_PAUSE)).unwrap_or(Instant::MAX))
}

/// Work to be done later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its own id.
    pub id: JobId,
    /// What it is, once and for all: a second one of the same name is the same job.
    pub name: String,
    /// Which kind of work: a word like `mail`.
    pub kind: String,
    /// What to do.
    pub payload: Value,
    /// Not before.
    pub run_at: Instant,
}

/// A job taken to be done, for as long as its lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenJob {
    /// The job.
    pub job: Job,
    /// Which attempt this is: 1, 2, 3 …
    pub attempt: u32,
}

/// A job that failed, for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedJob {
    /// The job; its `run_at` says when it is tried again.
    pub job: Job,
    /// Attempts so far.
    pub attempts: u32,
    /// What went wrong at the last one.
    pub error: String,
    /// Since when it is not tried any more.
    pub given_up_at: Option<Instant>,
}

/// A message to a person in the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its own id.
    pub id: NoticeId,
    /// To whom.
    pub person: PersonId,
    /// Which message: a word, of which the interface makes a sentence.
    pub kind: String,
    /// What the sentence is filled with.
    pub params: Value,
    /// About which campaign.
    pub campaign: Option<CampaignId>,
    /// About which unit.
    pub unit: Option<UnitId>,
    /// When.
    pub at: Instant,
    /// When it was read.
    pub read_at: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let now = Instant::UNIX_EPOCH;
        let pauses: Vec<i64> = (1..MAX_ATTEMPTS).map(|attempt| retry_at(attempt, now).unwrap().as_second()).collect();
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 14400, 14400]);
        assert!(pauses.iter().sum::<i64>() > 12 * 3600);
        assert_eq!(retry_at(MAX_ATTEMPTS, now), None);
        assert_eq!(retry_at(u32::MAX, now), None);
    }
}
