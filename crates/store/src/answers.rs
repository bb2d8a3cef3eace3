//! Answers kept for requests sent twice: a browser that lost its network does not know whether it was heard.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::{Instant, PersonId};

statements! {
    /// An answer.
    ADD = "INSERT INTO answered_request (person_id, request_key, request_digest, status, answered_at, answer)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// The answer to a request.
    ONE = "SELECT request_digest, status, answer, answered_at FROM answered_request
        WHERE person_id = $1 AND request_key = $2";
    /// Answers long given.
    PRUNE = "DELETE FROM answered_request WHERE answered_at < $1";
}

/// The answer a request got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredRequest {
    /// Digest of the request: another request under the same key is refused, not answered with this.
    pub request_digest: String,
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub answer: String,
    /// When.
    pub at: Instant,
}

impl Session<'_> {
    /// The answer a person's request of this key got, if it was answered.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn answered(&self, person: PersonId, key: &str) -> Result<Option<AnsweredRequest>, StoreError> {
        self.link.row(&ONE, params![person, key], |row| {
            Ok(AnsweredRequest {
                request_digest: row.get(0)?,
                status: row.get(1)?,
                answer: row.get(2)?,
                at: row.get(3)?,
            })
        })
    }

    /// Keeps the answer to a person's request, in the same write as what the request changed.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is answered already (nothing of this write is to be stored then: answer with
    /// [`Session::answered`]), or there is no such person.
    pub fn keep_answer(&self, person: PersonId, key: &str, answered: &AnsweredRequest) -> Result<(), StoreError> {
        let AnsweredRequest { request_digest, status, answer, at } = answered;
        self.link.change(&ADD, params![person, key, request_digest, *status, *at, answer]).map(drop)
    }

    /// Forgets answers given before a moment; returns how many.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn prune_answers(&self, before: Instant) -> Result<usize, StoreError> {
        self.link.change(&PRUNE, params![before])
    }
}
