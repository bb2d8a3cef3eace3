//! The merged prose as edited, and the leader's word on a consolidated report: only ever added to.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::draft::{NarrativeText, SignOff, Verdict};
use domain::{CampaignId, Instant, UnitId};

statements! {
    /// A section as somebody left it, after the edit they saw.
    ADD = "INSERT INTO narrative_text (campaign_id, root_unit_id, section, number, written_at, written_by, content)
        SELECT $1, $2, $3, $4, $5, $6, $7 WHERE $4 = (SELECT COALESCE(MAX(number), 0) + 1 FROM narrative_text
            WHERE campaign_id = $1 AND root_unit_id = $2 AND section = $3)";
    /// Each section as it was left last.
    LATEST = "SELECT t.section, t.number, t.content, t.written_at, t.written_by FROM narrative_text t
        WHERE t.campaign_id = $1 AND t.root_unit_id = $2 AND t.number = (SELECT MAX(l.number) FROM narrative_text l
            WHERE l.campaign_id = $1 AND l.root_unit_id = $2 AND l.section = t.section)
        ORDER BY t.section";
    /// A section through all its edits.
    HISTORY = "SELECT section, number, content, written_at, written_by FROM narrative_text
        WHERE campaign_id = $1 AND root_unit_id = $2 AND section = $3 ORDER BY number";
    /// A leader's word, after those there are.
    SIGN_OFF = "INSERT INTO sign_off (campaign_id, unit_id, sequence, verdict, reason, digest, signed_at, signed_by)
        SELECT $1, $2, COALESCE(MAX(sequence), 0) + 1, $3, $4, $5, $6, $7
        FROM sign_off WHERE campaign_id = $1 AND unit_id = $2
        RETURNING sequence";
    /// The leader's words.
    SIGN_OFFS = "SELECT sequence, verdict, reason, digest, signed_at, signed_by FROM sign_off
        WHERE campaign_id = $1 AND unit_id = $2 ORDER BY sequence";
}

fn narrative(row: &Row<'_>) -> Result<NarrativeText, StoreError> {
    Ok(NarrativeText { section: row.get(0)?, number: row.get(1)?, text: row.get(2)?, at: row.get(3)?, by: row.get(4)? })
}

impl Session<'_> {
    /// Adds a section of the merged prose of the units below `root` as somebody left it. Its number is the one after the
    /// edit they saw.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its number is not the next one (somebody else was first), or the campaign or unit is
    /// not stored.
    pub fn add_narrative(&self, campaign: CampaignId, root: UnitId, text: &NarrativeText) -> Result<(), StoreError> {
        let NarrativeText { section, number, text, at, by } = text;
        self.link.must_change(&ADD, params![campaign, root, section, *number, *at, by, text])?;
        self.raise(campaign)
    }

    /// Each edited section of the merged prose of the units below `root` as it was left last, by section.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn narratives(&self, campaign: CampaignId, root: UnitId) -> Result<Vec<NarrativeText>, StoreError> {
        self.link.rows(&LATEST, params![campaign, root], narrative)
    }

    /// All edits of a section, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn narrative_history(
        &self,
        campaign: CampaignId,
        root: UnitId,
        section: &str,
    ) -> Result<Vec<NarrativeText>, StoreError> {
        self.link.rows(&HISTORY, params![campaign, root, section], narrative)
    }

    /// Adds a leader's word on the consolidated report of a unit (`digest` is of what was signed); returns its number.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the campaign or unit is not stored.
    #[expect(clippy::too_many_arguments, reason = "a leader's word without its number, and what it is about")]
    pub fn add_sign_off(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        verdict: Verdict,
        reason: Option<&str>,
        digest: &str,
        by: &str,
        at: Instant,
    ) -> Result<u32, StoreError> {
        let values = params![campaign, unit, verdict.name(), reason, digest, at, by];
        let sequence = self.link.row(&SIGN_OFF, values, |row| row.get(0))?;
        self.raise(campaign)?;
        sequence.ok_or(StoreError::Conflict { what: SIGN_OFF.name() })
    }

    /// The leader's words on the consolidated report of a unit, oldest first; the last one holds.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn sign_offs(&self, campaign: CampaignId, unit: UnitId) -> Result<Vec<SignOff>, StoreError> {
        self.link.rows(&SIGN_OFFS, params![campaign, unit], |row| {
            Ok(SignOff {
                sequence: row.get(0)?,
                verdict: row.get(1)?,
                reason: row.get(2)?,
                digest: row.get(3)?,
                at: row.get(4)?,
                by: row.get(5)?,
            })
        })
    }
}
