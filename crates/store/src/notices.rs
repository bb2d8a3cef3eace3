//! Messages to people in the app.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use domain::job::Notice;
use domain::{Instant, NoticeId, PersonId};

statements! {
    /// A message.
    ADD = "INSERT INTO notice (notice_id, person_id, kind, campaign_id, unit_id, noted_at, params)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Messages to a person, the newest first, of those older than $2 (ids sort by age).
    OF_PERSON = "SELECT notice_id, person_id, kind, params, campaign_id, unit_id, noted_at, read_at FROM notice
        WHERE person_id = $1 AND (notice_id < $2 OR $2 IS NULL) ORDER BY notice_id DESC LIMIT $3";
    /// Messages not read.
    UNREAD = "SELECT COUNT(*) FROM notice WHERE person_id = $1 AND read_at IS NULL";
    /// A message is read.
    READ = "UPDATE notice SET read_at = $3 WHERE person_id = $1 AND notice_id = $2 AND read_at IS NULL";
    /// All messages are read.
    READ_ALL = "UPDATE notice SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL";
    /// Messages long read.
    PRUNE = "DELETE FROM notice WHERE read_at < $1";
}

impl Session<'_> {
    /// Stores a message, unread.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is there already, or its person, campaign or unit is not stored.
    pub fn add_notice(&self, notice: &Notice) -> Result<(), StoreError> {
        let Notice { id, person, kind, params, campaign, unit, at, .. } = notice;
        let params = params.to_string();
        let values = &[
            (*id).into(),
            (*person).into(),
            kind.into(),
            (*campaign).into(),
            (*unit).into(),
            (*at).into(),
            Param::Json(&params),
        ];
        self.link.change_later(&ADD, values)
    }

    /// At most `limit` messages to a person, the newest first; `older_than` is the last one of the page before.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn notices(
        &self,
        person: PersonId,
        older_than: Option<NoticeId>,
        limit: u32,
    ) -> Result<Vec<Notice>, StoreError> {
        self.link.rows(&OF_PERSON, params![person, older_than, limit], |row| {
            Ok(Notice {
                id: row.get(0)?,
                person: row.get(1)?,
                kind: row.get(2)?,
                params: row.get(3)?,
                campaign: row.get(4)?,
                unit: row.get(5)?,
                at: row.get(6)?,
                read_at: row.get(7)?,
            })
        })
    }

    /// How many messages a person has not read.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn unread_notices(&self, person: PersonId) -> Result<u32, StoreError> {
        Ok(self.link.row(&UNREAD, params![person], |row| row.get(0))?.unwrap_or(0))
    }

    /// Notes that a person read a message; false when there is none such of theirs, or it was read before.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn read_notice(&self, person: PersonId, notice: NoticeId, at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&READ, params![person, notice, at])? > 0)
    }

    /// Notes that a person read every message; returns how many were new.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn read_notices(&self, person: PersonId, at: Instant) -> Result<usize, StoreError> {
        self.link.change(&READ_ALL, params![person, at])
    }

    /// Forgets messages read before a moment; returns how many.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn prune_notices(&self, before: Instant) -> Result<usize, StoreError> {
        self.link.change(&PRUNE, params![before])
    }
}
