//! Reports being typed, one for each unit and campaign. Nobody writes over what they have not seen.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use domain::draft::Draft;
use domain::report::Content;
use domain::{CampaignId, Instant, UnitId};

statements! {
    /// The first version of a draft.
    BEGIN = "INSERT INTO report_draft (unit_id, campaign_id, version, based_on_revision, updated_at, updated_by, content)
        VALUES ($1, $2, 1, $3, $4, $5, $6)
        ON CONFLICT (unit_id, campaign_id) DO NOTHING";
    /// The version after the one that was seen.
    SAVE = "UPDATE report_draft
        SET version = version + 1, based_on_revision = $4, updated_at = $5, updated_by = $6, content = $7
        WHERE unit_id = $1 AND campaign_id = $2 AND version = $3";
    /// A draft.
    ONE = "SELECT version, based_on_revision, updated_at, updated_by, content FROM report_draft
        WHERE unit_id = $1 AND campaign_id = $2";
    /// Who is typing in a campaign.
    OF_CAMPAIGN = "SELECT unit_id, updated_at FROM report_draft WHERE campaign_id = $1 AND content IS NOT NULL
        ORDER BY unit_id";
}

/// What became of a draft to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftSaved {
    /// It is stored.
    Saved {
        /// The version it has now.
        version: u32,
    },
    /// Nothing was stored: there is a version the writer has not seen.
    Conflict {
        /// What is there; none when there is nothing and a version was expected.
        current: Option<Draft>,
    },
}

fn draft(row: &Row<'_>) -> Result<Draft, StoreError> {
    let content: Option<String> = row.get(4)?;
    Ok(Draft {
        version: row.get(0)?,
        based_on: row.get(1)?,
        updated_at: row.get(2)?,
        updated_by: row.get(3)?,
        content: content.map(|json| serde_json::from_str(&json)).transpose().map_err(|_| row.damaged())?,
    })
}

impl Session<'_> {
    /// The report of a unit as far as it is typed; also one that was handed in or thrown away, whose content is none and
    /// whose version the next writer begins from.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn draft(&self, campaign: CampaignId, unit: UnitId) -> Result<Option<Draft>, StoreError> {
        self.link.row(&ONE, params![unit, campaign], draft)
    }

    /// Units with something typed in a campaign, and when last, by id.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn drafts(&self, campaign: CampaignId) -> Result<Vec<(UnitId, Instant)>, StoreError> {
        self.link.rows(&OF_CAMPAIGN, params![campaign], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Stores what is typed, if `expected` is the version there (0 when there is none); with no content, notes that
    /// it was handed in or thrown away. When another version is there, that one is given back and nothing is stored.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the campaign or the unit is not stored.
    #[expect(clippy::too_many_arguments, reason = "a draft without its version, and the version seen")]
    pub fn save_draft(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        expected: u32,
        content: Option<&Content>,
        based_on: Option<u32>,
        by: &str,
        at: Instant,
    ) -> Result<DraftSaved, StoreError> {
        let json = content
            .map(serde_json::to_string)
            .transpose()
            .map_err(|e| StoreError::Engine { during: SAVE.name(), source: Box::new(e) })?;
        let (based_on, json) = (based_on.into(), json.as_deref().map_or(Param::Null, Param::Json));
        let stored = if expected == 0 {
            self.link.change(&BEGIN, &[unit.into(), campaign.into(), based_on, at.into(), by.into(), json])?
        } else {
            let expected = expected.into();
            self.link.change(&SAVE, &[unit.into(), campaign.into(), expected, based_on, at.into(), by.into(), json])?
        };
        if stored == 0 {
            return Ok(DraftSaved::Conflict { current: self.draft(campaign, unit)? });
        }
        self.raise(campaign)?;
        Ok(DraftSaved::Saved { version: expected.saturating_add(1) })
    }
}
