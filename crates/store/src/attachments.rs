//! Files laid beside a report. Their bytes are with the files of the unit, and stay there.

use crate::comments::noted;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::draft::Attachment;
use domain::{CampaignId, Instant, UnitId};

statements! {
    /// A file beside a report; one that was taken away is back.
    ADD = "INSERT INTO attachment (unit_id, campaign_id, digest, name, media_type, size, attached_at, attached_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (unit_id, campaign_id, digest) DO UPDATE SET removed_at = NULL, removed_by = NULL";
    /// A file is taken away.
    REMOVE = "UPDATE attachment SET removed_at = $4, removed_by = $5
        WHERE unit_id = $1 AND campaign_id = $2 AND digest = $3 AND removed_at IS NULL";
    /// The files beside a report.
    OF_REPORT = "SELECT digest, name, media_type, size, attached_at, attached_by, removed_at, removed_by FROM attachment
        WHERE unit_id = $1 AND campaign_id = $2 ORDER BY attached_at, digest";
    /// How many files there are beside each report.
    COUNTS = "SELECT unit_id, COUNT(*) FROM attachment WHERE campaign_id = $1 AND removed_at IS NULL
        GROUP BY unit_id ORDER BY unit_id";
}

impl Session<'_> {
    /// Lays a file beside a report; its bytes are stored before ([`Session::add_file`]). The same file again is the same
    /// attachment, back if it was taken away.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the campaign or the file is not stored.
    pub fn add_attachment(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        attachment: &Attachment,
    ) -> Result<(), StoreError> {
        let Attachment { digest, name, media_type, size, at, by, .. } = attachment;
        self.link.change(&ADD, params![unit, campaign, digest, name, media_type, *size, *at, by])?;
        self.raise(campaign)
    }

    /// Takes a file away from beside a report; false when it is not there. The bytes stay.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn remove_attachment(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        digest: &str,
        by: &str,
        at: Instant,
    ) -> Result<bool, StoreError> {
        let removed = self.link.change(&REMOVE, params![unit, campaign, digest, at, by])?;
        self.raise_if(campaign, removed)
    }

    /// Files beside a report, also those taken away, in the order they came.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn attachments(&self, campaign: CampaignId, unit: UnitId) -> Result<Vec<Attachment>, StoreError> {
        self.link.rows(&OF_REPORT, params![unit, campaign], |row| {
            Ok(Attachment {
                digest: row.get(0)?,
                name: row.get(1)?,
                media_type: row.get(2)?,
                size: row.get(3)?,
                at: row.get(4)?,
                by: row.get(5)?,
                removed: noted(row, 6, 7)?,
            })
        })
    }

    /// How many files are beside each report of a campaign, by unit id; units without any are absent.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn attachment_counts(&self, campaign: CampaignId) -> Result<Vec<(UnitId, u32)>, StoreError> {
        self.link.rows(&COUNTS, params![campaign], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
