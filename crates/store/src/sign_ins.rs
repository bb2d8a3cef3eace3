//! Browsers in which people are signed in, and attempts that failed.

use crate::engine::Row;
use crate::error::StoreError;
use crate::people::{PERSON_COLUMNS, person};
use crate::roles::grant;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::person::{SecondFactor, SignIn, SignedIn, fold_sign_in_name};
use domain::{Instant, PersonId, UnitId};

statements! {
    /// Somebody signs in.
    BEGIN = "INSERT INTO sign_in (token_digest, person_id, began_at, last_seen_at, expires_at, device, second_factor)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// A sign-in with its person and their roles, one row for each role: one look-up for every request.
    FIND = "SELECT s.token_digest, s.person_id, s.began_at, s.last_seen_at, s.expires_at, s.device, s.second_factor,
            p.person_id, p.sign_in_name, p.name, p.email, p.language, p.created_at, p.disabled_at,
            CASE WHEN p.password_hash IS NULL THEN 0 ELSE 1 END,
            CASE WHEN p.totp_confirmed_at IS NULL THEN 0 ELSE 1 END, r.unit_id, r.role
        FROM sign_in s
        JOIN person p ON p.person_id = s.person_id
        LEFT JOIN person_role r ON r.person_id = p.person_id AND r.ended_at IS NULL
        WHERE s.token_digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND p.disabled_at IS NULL
        ORDER BY r.unit_id, r.role";
    /// Somebody was seen.
    TOUCH = "UPDATE sign_in SET last_seen_at = $2, expires_at = $3
        WHERE token_digest = $1 AND ended_at IS NULL AND expires_at > $2";
    /// The second factor of a sign-in.
    SET_SECOND_FACTOR = "UPDATE sign_in SET second_factor = $2 WHERE token_digest = $1 AND ended_at IS NULL";
    /// A sign-in ends.
    END = "UPDATE sign_in SET ended_at = $3 WHERE person_id = $1 AND token_digest = $2 AND ended_at IS NULL";
    /// All sign-ins of a person end, but the one they are in.
    END_OTHERS = "UPDATE sign_in SET ended_at = $3 WHERE person_id = $1 AND ended_at IS NULL
        AND (token_digest <> $2 OR $2 IS NULL)";
    /// Where a person is signed in.
    OF_PERSON = "SELECT token_digest, person_id, began_at, last_seen_at, expires_at, device, second_factor FROM sign_in
        WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC, token_digest";
    /// Sign-ins long over.
    PRUNE = "DELETE FROM sign_in WHERE expires_at < $1 OR ended_at < $1";
    /// An attempt failed; failures before $4 count no more.
    FAILED = "INSERT INTO sign_in_attempt (folded_sign_in_name, network, failures, last_failed_at)
        VALUES ($1, $2, 1, $3)
        ON CONFLICT (folded_sign_in_name, network) DO UPDATE SET last_failed_at = $3,
            failures = CASE WHEN sign_in_attempt.last_failed_at < $4 THEN 1 ELSE sign_in_attempt.failures + 1 END";
    /// Failures with a name from a network.
    FAILURES = "SELECT CAST(COALESCE(SUM(failures), 0) AS BIGINT) FROM sign_in_attempt
        WHERE folded_sign_in_name = $1 AND network = $2 AND last_failed_at >= $3";
    /// Failures with a name, from anywhere.
    FAILURES_OF_NAME = "SELECT CAST(COALESCE(SUM(failures), 0) AS BIGINT) FROM sign_in_attempt
        WHERE folded_sign_in_name = $1 AND last_failed_at >= $2";
    /// Failures from a network, with any name.
    FAILURES_OF_NETWORK = "SELECT CAST(COALESCE(SUM(failures), 0) AS BIGINT) FROM sign_in_attempt
        WHERE network = $1 AND last_failed_at >= $2";
    /// Failures are forgotten.
    CLEAR = "DELETE FROM sign_in_attempt WHERE folded_sign_in_name = $1 AND network = $2";
    /// Failures long past.
    PRUNE_FAILURES = "DELETE FROM sign_in_attempt WHERE last_failed_at < $1";
}

/// Sign-ins that failed since a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailedSignIns {
    /// With this name from this network: slow these down. Somebody elsewhere is not kept out by them.
    pub here: u32,
    /// With this name from anywhere: tell the person.
    pub with_name: u32,
    /// From this network with any name.
    pub from_network: u32,
}

fn sign_in(row: &Row<'_>) -> Result<SignIn, StoreError> {
    Ok(SignIn {
        digest: row.get(0)?,
        person: row.get(1)?,
        began_at: row.get(2)?,
        last_seen_at: row.get(3)?,
        expires_at: row.get(4)?,
        device: row.get(5)?,
        second_factor: row.get(6)?,
    })
}

/// Where the columns of the person begin in [`FIND`].
const PERSON: usize = 7;
/// Where those of the role begin.
const ROLE: usize = PERSON + PERSON_COLUMNS;

impl Session<'_> {
    /// Stores that somebody signed in.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such person, or the digest is taken.
    pub fn begin_sign_in(&self, sign_in: &SignIn) -> Result<(), StoreError> {
        let SignIn { digest, person, began_at, last_seen_at, expires_at, device, second_factor } = sign_in;
        let factor = second_factor.name();
        let values = params![digest, *person, *began_at, *last_seen_at, *expires_at, device, factor];
        self.link.change(&BEGIN, values).map(drop)
    }

    /// Who is signed in with a cookie of this digest, and what they are; none when it is unknown, ended or over, or the
    /// person may not sign in any more. One statement, for it runs on every request.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn signed_in(&self, digest: &str, now: Instant) -> Result<Option<SignedIn>, StoreError> {
        let mut found: Option<SignedIn> = None;
        self.link.each(&FIND, params![digest, now], |row| {
            let held = row.get::<Option<UnitId>>(ROLE)?.map(|_| grant(row, ROLE)).transpose()?;
            match &mut found {
                Some(found) => found.grants.extend(held),
                None => {
                    let grants = held.into_iter().collect();
                    found = Some(SignedIn { sign_in: sign_in(row)?, person: person(row, PERSON)?, grants });
                }
            }
            Ok(true)
        })?;
        Ok(found)
    }

    /// Notes that somebody was seen, and until when they stay signed in; false when the sign-in is over. It is a write:
    /// not on every request, but when `last_seen_at` is some minutes old.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn touch_sign_in(&self, digest: &str, at: Instant, expires_at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&TOUCH, params![digest, at, expires_at])? > 0)
    }

    /// Says how far the second factor of a sign-in is.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such sign-in or it ended.
    pub fn set_second_factor(&self, digest: &str, factor: SecondFactor) -> Result<(), StoreError> {
        self.link.must_change(&SET_SECOND_FACTOR, params![digest, factor.name()])
    }

    /// Ends a sign-in of a person; false when there is none such of theirs, or it ended before.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn end_sign_in(&self, person: PersonId, digest: &str, at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&END, params![person, digest, at])? > 0)
    }

    /// Ends every sign-in of a person but `keep`; returns how many.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn end_sign_ins(&self, person: PersonId, keep: Option<&str>, at: Instant) -> Result<usize, StoreError> {
        self.link.change(&END_OTHERS, params![person, keep, at])
    }

    /// Where a person is signed in, the one last seen first.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn sign_ins(&self, person: PersonId, now: Instant) -> Result<Vec<SignIn>, StoreError> {
        self.link.rows(&OF_PERSON, params![person, now], sign_in)
    }

    /// Forgets sign-ins that were over before a moment; returns how many.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn prune_sign_ins(&self, before: Instant) -> Result<usize, StoreError> {
        self.link.change(&PRUNE, params![before])
    }

    /// Counts a failed attempt to sign in with a name, anybody's or nobody's (limit its length before), from a network.
    /// Counting begins anew when the last failure was before `since`.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn note_failed_sign_in(
        &self,
        name: &str,
        network: &str,
        at: Instant,
        since: Instant,
    ) -> Result<(), StoreError> {
        self.link.change(&FAILED, params![&fold_sign_in_name(name), network, at, since]).map(drop)
    }

    /// Failed attempts of those that go on since a moment.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn failed_sign_ins(&self, name: &str, network: &str, since: Instant) -> Result<FailedSignIns, StoreError> {
        let folded = fold_sign_in_name(name);
        let count = |statement, values: &[_]| {
            Ok::<_, StoreError>(self.link.row(statement, values, |row| row.get::<u32>(0))?.unwrap_or(0))
        };
        Ok(FailedSignIns {
            here: count(&FAILURES, params![&folded, network, since])?,
            with_name: count(&FAILURES_OF_NAME, params![&folded, since])?,
            from_network: count(&FAILURES_OF_NETWORK, params![network, since])?,
        })
    }

    /// Forgets failed attempts with a name from a network: the person got in.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn clear_failed_sign_ins(&self, name: &str, network: &str) -> Result<(), StoreError> {
        self.link.change(&CLEAR, params![&fold_sign_in_name(name), network]).map(drop)
    }

    /// Forgets failed attempts before a moment; returns how many.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn prune_failed_sign_ins(&self, before: Instant) -> Result<usize, StoreError> {
        self.link.change(&PRUNE_FAILURES, params![before])
    }
}
