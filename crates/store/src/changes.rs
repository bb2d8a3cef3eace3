//! How often something changed that others look at: of a campaign, which open boards ask for, and of the directory, which
//! whoever keeps units, campaigns and forms in memory asks for.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::CampaignId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

statements! {
    /// Something changed.
    RAISE = "INSERT INTO campaign_change (campaign_id, counter) VALUES ($1, 1)
        ON CONFLICT (campaign_id) DO UPDATE SET counter = campaign_change.counter + 1";
    /// How often something changed.
    COUNTER = "SELECT counter FROM campaign_change WHERE campaign_id = $1";
    /// How often something of each campaign changed.
    COUNTERS = "SELECT campaign_id, counter FROM campaign_change ORDER BY campaign_id";
    /// Something of the directory changed.
    RAISE_DIRECTORY = "INSERT INTO directory_change (name, counter) VALUES ($1, 1)
        ON CONFLICT (name) DO UPDATE SET counter = directory_change.counter + 1";
    /// How often something of the directory changed.
    DIRECTORY = "SELECT counter FROM directory_change WHERE name = $1";
}

/// The row of `directory_change`: one for everything, since all of it is read at once.
pub(crate) const EVERYTHING: &str = "everything";

/// What a change has said already.
#[derive(Default)]
pub(crate) struct Raised {
    campaigns: RefCell<BTreeSet<CampaignId>>,
    directory: Cell<bool>,
}

impl Session<'_> {
    /// Says that something of a campaign changed. What this crate stores of a campaign says so itself, in the same write.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such campaign.
    pub fn raise(&self, campaign: CampaignId) -> Result<(), StoreError> {
        // Once for all of a change: nobody sees it half done.
        match self.raised.campaigns.borrow_mut().insert(campaign) {
            true => self.link.change_later(&RAISE, params![campaign]),
            false => Ok(()),
        }
    }

    /// Says that units, successions, campaigns, who reports in them, or forms changed.
    pub(crate) fn raise_directory(&self) -> Result<(), StoreError> {
        match self.raised.directory.replace(true) {
            true => Ok(()),
            false => self.link.change_later(&RAISE_DIRECTORY, params![EVERYTHING]),
        }
    }

    /// How often units, successions, campaigns (with their days, forms and reporters) or forms changed: while the number
    /// is the same, so are they.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn directory_counter(&self) -> Result<u64, StoreError> {
        Ok(self.link.row(&DIRECTORY, params![EVERYTHING], |row| row.get(0))?.unwrap_or(0))
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
