//! Files as they were received, by unit and digest of their bytes.

use crate::error::StoreError;
use crate::reports::HandedIn;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use domain::{Instant, UnitId};

statements! {
    /// A file of a unit.
    ADD = "INSERT INTO file (unit_id, digest, name, recorded_at, content) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (unit_id, digest) DO NOTHING";
    /// A file of a unit by its digest.
    BY_DIGEST = "SELECT name, content FROM file WHERE unit_id = $1 AND digest = $2";
}

fn row<'a>(unit: UnitId, digest: &'a str, name: &'a str, bytes: &'a [u8], at: Instant) -> Vec<Param<'a>> {
    vec![unit.into(), digest.into(), name.into(), at.into(), Param::Blob(bytes)]
}

impl Session<'_> {
    /// Keeps a file as received from (or for) a unit; nothing happens when the unit's file of that digest is there.
    /// `digest` stands for the bytes: the caller computed it from them.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the unit is not stored.
    pub fn add_file(
        &self,
        unit: UnitId,
        digest: &str,
        name: &str,
        bytes: &[u8],
        at: Instant,
    ) -> Result<(), StoreError> {
        self.link.change_later(&ADD, &row(unit, digest, name, bytes, at))
    }

    /// Keeps the files of reports.
    pub(crate) fn add_files_of(&self, reports: &[HandedIn<'_>]) -> Result<(), StoreError> {
        let files = reports.iter().map(|HandedIn { unit, revision, bytes, .. }| {
            row(*unit, &revision.file_digest, &revision.file_name, bytes, revision.recorded_at)
        });
        self.link.insert_later(&ADD, &files.collect::<Vec<_>>())
    }

    /// Name (as it first came) and bytes of a file.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn file(&self, unit: UnitId, digest: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        self.link.row(&BY_DIGEST, params![unit, digest], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
