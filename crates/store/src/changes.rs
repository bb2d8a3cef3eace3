//! How often something of a campaign changed that others look at: what open boards ask for.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::CampaignId;

statements! {
    /// Something changed.
    RAISE = "INSERT INTO campaign_change (campaign_id, counter) VALUES ($1, 1)
        ON CONFLICT (campaign_id) DO UPDATE SET counter = campaign_change.counter + 1";
    /// How often something changed.
    COUNTER = "SELECT counter FROM campaign_change WHERE campaign_id = $1";
    /// How often something of each campaign changed.
    COUNTERS = "SELECT campaign_id, counter FROM campaign_change ORDER BY campaign_id";
}

impl Session<'_> {
    /// Says that something of a campaign changed. What this crate stores of a campaign says so itself, in the same write.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such campaign.
    pub fn raise(&self, campaign: CampaignId) -> Result<(), StoreError> {
        self.link.change(&RAISE, params![campaign]).map(drop)
    }

    /// Says that something of a campaign changed, if any row did; whether one did.
    pub(crate) fn raise_if(&self, campaign: CampaignId, rows: usize) -> Result<bool, StoreError> {
        if rows > 0 {
            self.raise(campaign)?;
        }
        Ok(rows > 0)
    }

    /// How often something of a campaign changed: another number means look again.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn change_counter(&self, campaign: CampaignId) -> Result<u64, StoreError> {
        Ok(self.link.row(&COUNTER, params![campaign], |row| row.get(0))?.unwrap_or(0))
    }

    /// The counter of every campaign in which something changed, by id: one question for all open boards.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn change_counters(&self) -> Result<Vec<(CampaignId, u64)>, StoreError> {
        self.link.rows(&COUNTERS, params![], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
