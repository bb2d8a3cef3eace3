//! Work to be done later, at least once: written in the write that asks for it, taken under a lease.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use domain::Instant;
use domain::job::{FailedJob, Job, TakenJob, retry_at};

statements! {
    /// A job, unless there is one of that name.
    ADD = "INSERT INTO job (job_id, name, kind, run_at, attempts, payload) VALUES ($1, $2, $3, $4, 0, $5)
        ON CONFLICT (name) DO NOTHING";
    /// Jobs that are due and nobody has, the one due first first: taken until $2.
    TAKE = "UPDATE job SET locked_until = $2, attempts = attempts + 1
        WHERE job_id IN (SELECT job_id FROM job
            WHERE done_at IS NULL AND given_up_at IS NULL AND run_at <= $1
                AND (locked_until IS NULL OR locked_until <= $1)
            ORDER BY run_at, job_id LIMIT $3)
        RETURNING job_id, name, kind, payload, run_at, attempts";
    /// A job is done, by who took it last.
    FINISH = "UPDATE job SET done_at = $3, locked_until = NULL, last_error = NULL
        WHERE job_id = $1 AND attempts = $2 AND done_at IS NULL";
    /// A job failed, and is tried again at $4 or given up.
    FAIL = "UPDATE job SET last_error = $3, run_at = COALESCE($4, run_at), given_up_at = $5, locked_until = NULL
        WHERE job_id = $1 AND attempts = $2 AND done_at IS NULL";
    /// When the next job is due.
    NEXT = "SELECT MIN(CASE WHEN locked_until > run_at THEN locked_until ELSE run_at END) FROM job
        WHERE done_at IS NULL AND given_up_at IS NULL";
    /// Jobs that failed and are not done.
    FAILED = "SELECT job_id, name, kind, payload, run_at, attempts, last_error, given_up_at FROM job
        WHERE done_at IS NULL AND last_error IS NOT NULL ORDER BY run_at DESC, job_id DESC LIMIT $1";
    /// A job given up is tried again.
    RETRY = "UPDATE job SET given_up_at = NULL, attempts = 0, run_at = $2, locked_until = NULL
        WHERE name = $1 AND given_up_at IS NOT NULL AND done_at IS NULL";
    /// Jobs long done.
    PRUNE = "DELETE FROM job WHERE done_at < $1";
}

fn job(row: &Row<'_>) -> Result<Job, StoreError> {
    Ok(Job { id: row.get(0)?, name: row.get(1)?, kind: row.get(2)?, payload: row.get(3)?, run_at: row.get(4)? })
}

impl Session<'_> {
    /// Stores a job, in the same write as what asks for it; false when there is one of that name, done or not.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn add_job(&self, job: &Job) -> Result<bool, StoreError> {
        let Job { id, name, kind, payload, run_at } = job;
        let payload = payload.to_string();
        let values = &[(*id).into(), name.into(), kind.into(), (*run_at).into(), Param::Json(&payload)];
        Ok(self.link.change(&ADD, values)? > 0)
    }

    /// Takes at most `limit` jobs that are due and nobody has, the one due first first. They are the taker's until
    /// `lease_until`; who has not finished by then loses them to another. Do them outside of the write.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn take_jobs(&self, now: Instant, limit: u32, lease_until: Instant) -> Result<Vec<TakenJob>, StoreError> {
        let mut taken = self.link.rows(&TAKE, params![now, lease_until, limit], |row| {
            Ok(TakenJob { job: job(row)?, attempt: row.get(5)? })
        })?;
        taken.sort_by_key(|taken| (taken.job.run_at, taken.job.id));
        Ok(taken)
    }

    /// Notes that a job is done; false when the lease was lost and another has it.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn finish_job(&self, taken: &TakenJob, at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&FINISH, params![taken.job.id, taken.attempt, at])? > 0)
    }

    /// Notes why a job failed, and puts it off ([`retry_at`]); returns until when, or none when it is given up or the
    /// lease was lost. `error` is shown to the operator: no addresses, no passwords.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn fail_job(&self, taken: &TakenJob, error: &str, at: Instant) -> Result<Option<Instant>, StoreError> {
        let again = retry_at(taken.attempt, at);
        let given_up = again.is_none().then_some(at);
        let noted = self.link.change(&FAIL, params![taken.job.id, taken.attempt, error, again, given_up])?;
        Ok(again.filter(|_| noted > 0))
    }

    /// When the next job is due or its lease ends; none when there is none.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn next_job_at(&self) -> Result<Option<Instant>, StoreError> {
        Ok(self.link.row(&NEXT, params![], |row| row.get(0))?.flatten())
    }

    /// At most `limit` jobs that failed and are not done, for the operator.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn failed_jobs(&self, limit: u32) -> Result<Vec<FailedJob>, StoreError> {
        self.link.rows(&FAILED, params![limit], |row| {
            Ok(FailedJob { job: job(row)?, attempts: row.get(5)?, error: row.get(6)?, given_up_at: row.get(7)? })
        })
    }

    /// Tries a job that was given up again, from `at` on; false when there is none such.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn retry_job(&self, name: &str, at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&RETRY, params![name, at])? > 0)
    }

    /// Forgets jobs done before a moment, and their names with them; returns how many.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn prune_jobs(&self, before: Instant) -> Result<usize, StoreError> {
        self.link.change(&PRUNE, params![before])
    }
}
