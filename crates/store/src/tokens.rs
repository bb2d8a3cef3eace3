//! Keys with which programs act for people.

use crate::changes::EVERYTHING;
use crate::engine::Row;
use crate::error::StoreError;
use crate::people::{PERSON_COLUMNS, person};
use crate::roles::grant;
use crate::session::{Session, Store};
use crate::sql::{params, statements};
use domain::person::{ApiToken, Scope, TokenHolder};
use domain::{Instant, PersonId, UnitId};

statements! {
    /// A token.
    ADD = "INSERT INTO api_token (token_digest, person_id, name, scopes, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// A token with its person and their roles, one row for each role, and the counter of the directory at that moment.
    FIND = "SELECT t.token_digest, t.person_id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at,
            t.revoked_at, p.person_id, p.sign_in_name, p.name, p.email, p.language, p.created_at, p.disabled_at,
            CASE WHEN p.password_hash IS NULL THEN 0 ELSE 1 END,
            CASE WHEN p.totp_confirmed_at IS NULL THEN 0 ELSE 1 END, r.unit_id, r.role,
            (SELECT counter FROM directory_change WHERE name = $3)
        FROM api_token t
        JOIN person p ON p.person_id = t.person_id
        LEFT JOIN person_role r ON r.person_id = p.person_id AND r.ended_at IS NULL
        WHERE t.token_digest = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
            AND p.disabled_at IS NULL
        ORDER BY r.unit_id, r.role";
    /// A token was used.
    TOUCH = "UPDATE api_token SET last_used_at = $2 WHERE token_digest = $1";
    /// A token is worth nothing any more.
    REVOKE = "UPDATE api_token SET revoked_at = $3 WHERE person_id = $1 AND token_digest = $2 AND revoked_at IS NULL";
    /// The tokens of a person.
    OF_PERSON = "SELECT token_digest, person_id, name, scopes, created_at, expires_at, last_used_at, revoked_at
        FROM api_token WHERE person_id = $1 ORDER BY created_at DESC, token_digest";
}

fn token(row: &Row<'_>) -> Result<ApiToken, StoreError> {
    let scopes: Option<Vec<Scope>> = row.get::<String>(3)?.split_whitespace().map(Scope::parse).collect();
    Ok(ApiToken {
        digest: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        scopes: scopes.ok_or_else(|| row.damaged())?,
        created_at: row.get(4)?,
        expires_at: row.get(5)?,
        last_used_at: row.get(6)?,
        revoked_at: row.get(7)?,
    })
}

/// Where the columns of the person begin in [`FIND`].
const PERSON: usize = 8;
/// Where those of the role begin.
const ROLE: usize = PERSON + PERSON_COLUMNS;
/// Where the counter of the directory is.
const COUNTER: usize = ROLE + 2;

impl Store {
    /// For whom a token of this digest acts, and what they are; none when it is unknown, revoked or over, or the person may not
    /// sign in any more. Asked with each request of a program, so [`Session::directory_counter`] comes along.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn token_holder(&self, digest: &str, now: Instant) -> Result<Option<(TokenHolder, u64)>, StoreError> {
        self.engine.ask(|link| {
            let mut found: Option<(TokenHolder, u64)> = None;
            link.each(&FIND, params![digest, now, EVERYTHING], |row| {
                let held = row.get::<Option<UnitId>>(ROLE)?.map(|_| grant(row, ROLE)).transpose()?;
                match &mut found {
                    Some((found, _)) => found.grants.extend(held),
                    None => {
                        let grants = held.into_iter().collect();
                        let holder = TokenHolder { token: token(row)?, person: person(row, PERSON)?, grants };
                        found = Some((holder, row.get::<Option<u64>>(COUNTER)?.unwrap_or(0)));
                    }
                }
                Ok(true)
            })?;
            Ok(found)
        })
    }
}

impl Session<'_> {
    /// Stores a token, unused and valid.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such person, or the digest is taken.
    pub fn add_token(&self, token: &ApiToken) -> Result<(), StoreError> {
        let ApiToken { digest, person, name, scopes, created_at, expires_at, .. } = token;
        let scopes: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
        self.link.change(&ADD, params![digest, *person, name, &scopes.join(" "), *created_at, *expires_at]).map(drop)
    }

    /// Notes that a token was used. It is a write: not on every request, but when `last_used_at` is some minutes old.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn touch_token(&self, digest: &str, at: Instant) -> Result<(), StoreError> {
        self.link.change(&TOUCH, params![digest, at]).map(drop)
    }

    /// Makes a token of a person worth nothing; false when there is none such of theirs, or it was so before.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn revoke_token(&self, person: PersonId, digest: &str, at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&REVOKE, params![person, digest, at])? > 0)
    }

    /// The tokens of a person, also those revoked or over, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn tokens(&self, person: PersonId) -> Result<Vec<ApiToken>, StoreError> {
        self.link.rows(&OF_PERSON, params![person], token)
    }
}
