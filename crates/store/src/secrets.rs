//! What people prove themselves with: password, time-based codes, recovery codes, codes that let in once.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::person::{CodePurpose, Credentials, OneTimeCode};
use domain::{Instant, PersonId};

statements! {
    /// The secrets of a person.
    CREDENTIALS = "SELECT password_hash, totp_secret, totp_confirmed_at, last_totp_step FROM person
        WHERE person_id = $1";
    /// A password is set.
    SET_PASSWORD = "UPDATE person SET password_hash = $2 WHERE person_id = $1";
    /// A secret for codes is set, to be confirmed by a first code, or taken away.
    SET_TOTP = "UPDATE person SET totp_secret = $2, totp_confirmed_at = NULL, last_totp_step = NULL
        WHERE person_id = $1";
    /// The first code was typed in.
    CONFIRM_TOTP = "UPDATE person SET totp_confirmed_at = $2 WHERE person_id = $1 AND totp_secret IS NOT NULL";
    /// A code was taken: not it nor an older one is taken again.
    TAKE_TOTP = "UPDATE person SET last_totp_step = $2
        WHERE person_id = $1 AND totp_secret IS NOT NULL AND (last_totp_step IS NULL OR last_totp_step < $2)";
    /// Recovery codes are worth nothing any more.
    DROP_RECOVERY = "DELETE FROM person_recovery_code WHERE person_id = $1";
    /// A recovery code.
    ADD_RECOVERY = "INSERT INTO person_recovery_code (person_id, digest) VALUES ($1, $2)";
    /// A recovery code is used.
    USE_RECOVERY = "UPDATE person_recovery_code SET used_at = $3
        WHERE person_id = $1 AND digest = $2 AND used_at IS NULL";
    /// Recovery codes left.
    RECOVERY_LEFT = "SELECT COUNT(*) FROM person_recovery_code WHERE person_id = $1 AND used_at IS NULL";
    /// Codes of the same person for the same thing are worth nothing any more.
    DROP_CODES = "DELETE FROM one_time_code
        WHERE purpose = $2 AND used_at IS NULL AND (person_id = $1 OR (person_id IS NULL AND $1 IS NULL))";
    /// A code.
    ADD_CODE = "INSERT INTO one_time_code (digest, person_id, purpose, expires_at) VALUES ($1, $2, $3, $4)";
    /// A code that still lets somebody in.
    CODE = "SELECT digest, person_id, purpose, expires_at FROM one_time_code
        WHERE digest = $1 AND used_at IS NULL AND expires_at > $2";
    /// A code is used.
    USE_CODE = "UPDATE one_time_code SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND expires_at > $2
        RETURNING digest, person_id, purpose, expires_at";
    /// Codes long over.
    PRUNE_CODES = "DELETE FROM one_time_code WHERE expires_at < $1";
}

fn code(row: &Row<'_>) -> Result<OneTimeCode, StoreError> {
    let purpose: CodePurpose = row.get(2)?;
    Ok(OneTimeCode { digest: row.get(0)?, person: row.get(1)?, purpose, expires_at: row.get(3)? })
}

impl Session<'_> {
    /// The secrets of a person.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn credentials(&self, person: PersonId) -> Result<Option<Credentials>, StoreError> {
        self.link.row(&CREDENTIALS, params![person], |row| {
            Ok(Credentials {
                password_hash: row.get(0)?,
                totp_secret: row.get(1)?,
                totp_confirmed_at: row.get(2)?,
                last_totp_step: row.get(3)?,
            })
        })
    }

    /// Sets the password of a person, as a hash in PHC form.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such person.
    pub fn set_password(&self, person: PersonId, hash: &str) -> Result<(), StoreError> {
        self.link.must_change(&SET_PASSWORD, params![person, hash])
    }

    /// Sets the secret of a person's time-based codes, which counts once confirmed; with none, takes it away.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such person.
    pub fn set_totp(&self, person: PersonId, secret: Option<&[u8]>) -> Result<(), StoreError> {
        self.link.must_change(&SET_TOTP, params![person, secret])
    }

    /// Notes that the first code made with the secret was right: from now on it is asked for.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the person has no secret.
    pub fn confirm_totp(&self, person: PersonId, at: Instant) -> Result<(), StoreError> {
        self.link.must_change(&CONFIRM_TOTP, params![person, at])
    }

    /// Takes a right code by its time step; false when it, or a later one, was taken before.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn take_totp_step(&self, person: PersonId, step: u64) -> Result<bool, StoreError> {
        Ok(self.link.change(&TAKE_TOTP, params![person, step])? > 0)
    }

    /// Gives a person new recovery codes, by their digests; those before are worth nothing any more.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such person, or a digest comes twice.
    pub fn set_recovery_codes(&self, person: PersonId, digests: &[String]) -> Result<(), StoreError> {
        self.link.change(&DROP_RECOVERY, params![person])?;
        digests.iter().try_for_each(|digest| self.link.change(&ADD_RECOVERY, params![person, digest]).map(drop))
    }

    /// Uses a recovery code up; false when it is none of the person's, or used already.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn use_recovery_code(&self, person: PersonId, digest: &str, at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&USE_RECOVERY, params![person, digest, at])? > 0)
    }

    /// How many recovery codes a person has left.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn recovery_codes_left(&self, person: PersonId) -> Result<u32, StoreError> {
        Ok(self.link.row(&RECOVERY_LEFT, params![person], |row| row.get(0))?.unwrap_or(0))
    }

    /// Stores a code that lets somebody in once; unused ones of the same person for the same thing are worth nothing any
    /// more.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such person, or the code was given before.
    pub fn add_code(&self, code: &OneTimeCode) -> Result<(), StoreError> {
        let OneTimeCode { digest, person, purpose, expires_at } = code;
        self.link.change(&DROP_CODES, params![*person, purpose.name()])?;
        self.link.change(&ADD_CODE, params![digest, *person, purpose.name(), *expires_at]).map(drop)
    }

    /// A code that still lets somebody in, without using it up.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn code(&self, digest: &str, now: Instant) -> Result<Option<OneTimeCode>, StoreError> {
        self.link.row(&CODE, params![digest, now], code)
    }

    /// Uses a code up; none when it is unknown, used or over.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn use_code(&self, digest: &str, now: Instant) -> Result<Option<OneTimeCode>, StoreError> {
        self.link.row(&USE_CODE, params![digest, now], code)
    }

    /// Forgets codes that were over before a moment; returns how many.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn prune_codes(&self, before: Instant) -> Result<usize, StoreError> {
        self.link.change(&PRUNE_CODES, params![before])
    }
}
