//! Work that is done later: reminders and mails. Each job is done at least once; those that only write are done once.

use crate::campaign::FindError;
use crate::mail::{MailError, Mailer};
use crate::remind::{self, daily};
use crate::{Context, Kept, World};
use domain::job::{Job, TakenJob};
use domain::time::{clock_in_vietnam, day_in_vietnam};
use domain::{CivilDate, Instant, JobId};
use jiff::SignedDuration;
use jiff::tz::Offset;
use serde_json::json;
use store::{Store, StoreError};

/// Kind of the job that looks once a day who has to be reminded.
const REMIND_DAY: &str = "remind-day";

/// Kind of the jobs that send one mail.
pub(crate) const MAIL: &str = "mail";

/// How long a job may take before another worker takes it.
const LEASE: SignedDuration = SignedDuration::from_mins(3);

/// First and last hour, in Việt Nam, in which people are reminded; the last one excluded.
const DAYTIME: std::ops::Range<i8> = 7..20;

/// The hour at which the day's reminders are sent.
const MORNING: i8 = 8;

/// What a round of work came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Jobs done.
    pub done: usize,
    /// Jobs that failed: tried again later, or given up.
    pub failed: usize,
}

/// Why a job failed, as it is kept for the operator: no addresses, no names.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JobError {
    /// A mail was not sent.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// Campaign or hierarchy cannot be read.
    #[error("job-find")]
    Find(#[from] FindError),
    /// The job is none that this release knows, or its content does not read.
    #[error("job-unknown")]
    Unknown,
    /// Another worker has it by now; nothing of ours is stored.
    #[error("job-lost")]
    Lost,
    /// The store.
    #[error("job-store")]
    Store(#[from] StoreError),
}

/// Does at most `limit` jobs that are due, one after another. A mail server that is not there ends the round.
///
/// # Errors
/// Those of the store, when jobs can neither be taken nor put off.
pub fn run_due(store: &Kept, world: &dyn World, mailer: &dyn Mailer, limit: u32) -> Result<Ran, StoreError> {
    let mut ran = Ran::default();
    let context = Context::of_operator(store, world, "Chung Tay");
    for _ in 0..limit {
        let now = world.now();
        let lease_until = now.checked_add(LEASE).unwrap_or(Instant::MAX);
        let Some(taken) = store.write(|session| session.take_jobs(now, 1, lease_until))?.into_iter().next() else {
            break;
        };
        match run(context, mailer, &taken) {
            Ok(()) => ran.done += 1,
            Err(JobError::Lost) => {}
            Err(error) => {
                ran.failed += 1;
                let why = error.to_string();
                store.write(|session| session.fail_job(&taken, &why, world.now()))?;
                if matches!(error, JobError::Mail(error) if error.is_of_server()) {
                    break;
                }
            }
        }
    }
    Ok(ran)
}

fn run(context: Context<'_>, mailer: &dyn Mailer, taken: &TakenJob) -> Result<(), JobError> {
    match taken.job.kind.as_str() {
        REMIND_DAY => context.store.write(|session| {
            let day: Option<CivilDate> = taken.job.payload["day"].as_str().and_then(|day| day.parse().ok());
            let day = day.ok_or(JobError::Unknown)?;
            // A day that is over, or a night, reminds nobody: tomorrow will.
            if day == context.today() && in_daytime(context.now()) == context.now() {
                daily::remind_on(context, session, day)?;
            }
            finish(session, context, taken)
        }),
        kind if kind == MAIL || kind == remind::REMINDER => {
            if let Some((settings, letter)) =
                context.store.read(|session| daily::letter(context, session, &taken.job))?
            {
                mailer.send(&settings, &letter)?;
            }
            context.store.write(|session| finish(session, context, taken))
        }
        _ => Err(JobError::Unknown),
    }
}

fn finish(session: &store::Session<'_>, context: Context<'_>, taken: &TakenJob) -> Result<(), JobError> {
    if session.finish_job(taken, context.now())? { Ok(()) } else { Err(JobError::Lost) }
}

/// Sees to it that the reminders of this day are sent; a day is scheduled once, however often this is asked.
///
/// # Errors
/// Those of the store.
pub fn schedule(store: &Store, world: &dyn World) -> Result<bool, StoreError> {
    let now = world.now();
    let day = day_in_vietnam(now);
    let job = Job {
        id: JobId::new(now, world.random()),
        name: format!("{REMIND_DAY}/{day}"),
        kind: REMIND_DAY.to_owned(),
        payload: json!({ "day": day.to_string() }),
        run_at: at_hour(day, MORNING),
    };
    store.write(|session| session.add_job(&job))
}

/// What is kept for a while only, in days after it was over.
const KEPT_SIGN_INS: i64 = 30;
const KEPT_ANSWERS: i64 = 14;
const KEPT_FAILURES: i64 = 2;
const KEPT_JOBS: i64 = 120;
const KEPT_NOTICES: i64 = 400;

/// Forgets what is long over: sign-ins, one-time codes, answers kept, failed sign-ins, jobs done, messages read. Returns
/// how many rows.
///
/// # Errors
/// Those of the store.
pub fn prune(store: &Store, now: Instant) -> Result<usize, StoreError> {
    let before = |days: i64| now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Instant::MIN);
    store.write(|session| {
        Ok(session.prune_sign_ins(before(KEPT_SIGN_INS))?
            + session.prune_codes(before(KEPT_SIGN_INS))?
            + session.prune_answers(before(KEPT_ANSWERS))?
            + session.prune_failed_sign_ins(before(KEPT_FAILURES))?
            + session.prune_jobs(before(KEPT_JOBS))?
            + session.prune_notices(before(KEPT_NOTICES))?)
    })
}

/// The moment itself by day, the next morning by night: nobody is sent a mail at night.
pub(crate) fn in_daytime(at: Instant) -> Instant {
    let clock = clock_in_vietnam(at);
    if DAYTIME.contains(&clock.hour()) {
        return at;
    }
    let day = if clock.hour() < MORNING { clock.date() } else { clock.date().tomorrow().unwrap_or(clock.date()) };
    at_hour(day, MORNING)
}

fn at_hour(day: CivilDate, hour: i8) -> Instant {
    // Asia/Ho_Chi_Minh is a fixed +07:00 (see `domain::time`).
    Offset::constant(7).to_timestamp(day.at(hour, 0, 0, 0)).unwrap_or(Instant::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_written_at_night_leaves_in_the_morning() {
        let moved = |text: &str| in_daytime(text.parse().unwrap()).to_string();
        assert_eq!(moved("2026-12-13T02:30:00Z"), "2026-12-13T02:30:00Z", "half past nine");
        assert_eq!(moved("2026-12-13T13:00:00Z"), "2026-12-14T01:00:00Z", "eight in the evening");
        assert_eq!(moved("2026-12-13T18:00:00Z"), "2026-12-14T01:00:00Z", "one at night");
        assert_eq!(moved("2026-12-12T23:59:00Z"), "2026-12-13T01:00:00Z", "a minute to seven");
    }
}
