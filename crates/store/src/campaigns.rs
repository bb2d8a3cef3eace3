//! Campaigns, and the units that report in them.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::campaign::Campaign;
use domain::form::FormVersion;
use domain::{CampaignId, CivilDate, Instant, UnitId};

statements! {
    /// A campaign.
    ADD = "INSERT INTO campaign (campaign_id, root_unit_id, name, year, theme, first_day, last_day, due_on, plan_number,
            plan_digest, form_id, form_version, opened_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    /// Every campaign; `campaign_id` settles the order of two opened in the same microsecond.
    ALL = "SELECT campaign_id, root_unit_id, name, year, theme, first_day, last_day, due_on, plan_number, plan_digest,
            form_id, form_version, opened_at
        FROM campaign ORDER BY opened_at DESC, campaign_id DESC";
    /// One campaign.
    ONE = "SELECT campaign_id, root_unit_id, name, year, theme, first_day, last_day, due_on, plan_number, plan_digest,
            form_id, form_version, opened_at
        FROM campaign WHERE campaign_id = $1";
    /// A unit that reports in a campaign.
    ADD_REPORTER = "INSERT INTO campaign_reporter (campaign_id, unit_id) VALUES ($1, $2)
        ON CONFLICT (campaign_id, unit_id) DO NOTHING";
    /// The units that report in a campaign.
    REPORTERS = "SELECT unit_id FROM campaign_reporter WHERE campaign_id = $1 ORDER BY unit_id";
    /// Another day by which reports are due.
    SET_DUE = "UPDATE campaign SET due_on = $2 WHERE campaign_id = $1";
    /// Another form, while nothing was reported on the one there is.
    SET_FORM = "UPDATE campaign SET form_id = $2, form_version = $3
        WHERE campaign_id = $1 AND NOT EXISTS (SELECT 1 FROM report WHERE campaign_id = $1)";
    /// A campaign is closed, or opened again.
    SET_CLOSED = "UPDATE campaign SET closed_at = $2 WHERE campaign_id = $1";
    /// Campaigns that are closed.
    CLOSED = "SELECT campaign_id, closed_at FROM campaign WHERE closed_at IS NOT NULL ORDER BY campaign_id";
    /// Since when a campaign is closed.
    CLOSED_AT = "SELECT closed_at FROM campaign WHERE campaign_id = $1";
}

fn campaign(row: &Row<'_>) -> Result<Campaign, StoreError> {
    Ok(Campaign {
        id: row.get(0)?,
        root: row.get(1)?,
        name: row.get(2)?,
        year: row.get(3)?,
        theme: row.get(4)?,
        period: (row.get(5)?, row.get(6)?),
        due_on: row.get(7)?,
        plan_number: row.get(8)?,
        plan_digest: row.get(9)?,
        form: FormVersion { id: row.get(10)?, version: row.get(11)? },
        opened_at: row.get(12)?,
    })
}

impl Session<'_> {
    /// Stores a campaign. Its root unit and its form are stored before.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is stored already, or its unit or form is not.
    pub fn add_campaign(&self, campaign: &Campaign) -> Result<(), StoreError> {
        let Campaign { id, root, name, year, theme, period, due_on, plan_number, plan_digest, form, opened_at } =
            campaign;
        let values = params![
            *id,
            *root,
            name,
            *year,
            theme.as_ref(),
            period.0,
            period.1,
            *due_on,
            plan_number.as_ref(),
            plan_digest,
            form.id.as_str(),
            form.version,
            *opened_at,
        ];
        self.link.change(&ADD, values)?;
        self.raise_directory()
    }

    /// Every campaign, the one opened last first.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn campaigns(&self) -> Result<Vec<Campaign>, StoreError> {
        self.link.rows(&ALL, params![], campaign)
    }

    /// A campaign.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn campaign(&self, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
        self.link.row(&ONE, params![id], campaign)
    }

    /// Notes units as reporting in a campaign; those noted already stay so.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the campaign or a unit is not stored.
    pub fn add_reporters(&self, campaign: CampaignId, units: &[UnitId]) -> Result<(), StoreError> {
        units.iter().try_for_each(|unit| self.link.change_later(&ADD_REPORTER, params![campaign, *unit]))?;
        self.raise_directory()
    }

    /// The units that report in a campaign, by id.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn reporters(&self, campaign: CampaignId) -> Result<Vec<UnitId>, StoreError> {
        self.link.rows(&REPORTERS, params![campaign], |row| row.get(0))
    }

    /// Sets the last day on which a report counts as on time.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such campaign.
    pub fn set_campaign_due(&self, campaign: CampaignId, due_on: CivilDate) -> Result<(), StoreError> {
        self.link.must_change(&SET_DUE, params![campaign, due_on])?;
        self.raise_directory()?;
        self.raise(campaign)
    }

    /// Sets the form of a campaign, stored before, as long as no unit handed in a report. What units have typed stays,
    /// under the names of its cells.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is a report, or the campaign or form is not stored.
    pub fn set_campaign_form(&self, campaign: CampaignId, form: &FormVersion) -> Result<(), StoreError> {
        self.link.must_change(&SET_FORM, params![campaign, form.id.as_str(), form.version])?;
        self.raise_directory()?;
        self.raise(campaign)
    }

    /// Closes a campaign; with none, opens it again.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such campaign.
    pub fn close_campaign(&self, campaign: CampaignId, at: Option<Instant>) -> Result<(), StoreError> {
        self.link.must_change(&SET_CLOSED, params![campaign, at])?;
        self.raise_directory()?;
        self.raise(campaign)
    }

    /// Since when a campaign is closed, if it is.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn campaign_closed_at(&self, campaign: CampaignId) -> Result<Option<Instant>, StoreError> {
        Ok(self.link.row(&CLOSED_AT, params![campaign], |row| row.get(0))?.flatten())
    }

    /// The campaigns that are closed, and since when, by id.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn closed_campaigns(&self) -> Result<Vec<(CampaignId, Instant)>, StoreError> {
        self.link.rows(&CLOSED, params![], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
