//! Campaigns, and the units that report in them.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use crate::sqlite::Row;
use domain::campaign::Campaign;
use domain::form::FormVersion;
use domain::{CampaignId, UnitId};

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
        self.link.change(&ADD, values).map(drop)
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
        units.iter().try_for_each(|unit| self.link.change(&ADD_REPORTER, params![campaign, *unit]).map(drop))
    }

    /// The units that report in a campaign, by id.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn reporters(&self, campaign: CampaignId) -> Result<Vec<UnitId>, StoreError> {
        self.link.rows(&REPORTERS, params![campaign], |row| row.get(0))
    }
}
