//! Remarks about reports, in threads of a cell. What was said stays; that it is settled is noted beside it.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::draft::Comment;
use domain::{CampaignId, Instant, PersonId, UnitId};

statements! {
    /// A remark, after those there are.
    ADD = "INSERT INTO report_comment (unit_id, campaign_id, sequence, cell, written_at, written_by, person_id, content)
        SELECT $1, $2, COALESCE(MAX(sequence), 0) + 1, $3, $4, $5, $6, $7
        FROM report_comment WHERE unit_id = $1 AND campaign_id = $2
        RETURNING sequence";
    /// A remark is settled.
    RESOLVE = "UPDATE report_comment SET resolved_at = $4, resolved_by = $5
        WHERE unit_id = $1 AND campaign_id = $2 AND sequence = $3 AND resolved_at IS NULL";
    /// The thread of a cell is settled.
    RESOLVE_CELL = "UPDATE report_comment SET resolved_at = $4, resolved_by = $5
        WHERE unit_id = $1 AND campaign_id = $2 AND resolved_at IS NULL
            AND (cell = $3 OR (cell IS NULL AND $3 IS NULL))";
    /// The remarks about a report.
    OF_REPORT = "SELECT sequence, cell, content, written_at, written_by, person_id, resolved_at, resolved_by
        FROM report_comment WHERE unit_id = $1 AND campaign_id = $2 ORDER BY sequence";
    /// About how many figures, or the report as a whole, something asked is not settled, by unit: an answer is no question.
    OPEN = "SELECT unit_id, COUNT(DISTINCT cell) + MAX(CASE WHEN cell IS NULL THEN 1 ELSE 0 END)
        FROM report_comment WHERE campaign_id = $1 AND resolved_at IS NULL
        GROUP BY unit_id ORDER BY unit_id";
}

/// A moment and a name that are noted together, from two columns.
pub(crate) fn noted(row: &Row<'_>, at: usize, by: usize) -> Result<Option<(Instant, String)>, StoreError> {
    let by: Option<String> = row.get(by)?;
    Ok(row.get::<Option<Instant>>(at)?.map(|at| (at, by.unwrap_or_default())))
}

impl Session<'_> {
    /// Adds a remark about a report, or about a cell or section of it; returns its number. It need not be handed in yet.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the campaign, unit or person is not stored.
    #[expect(clippy::too_many_arguments, reason = "a remark without its number, and the report it is about")]
    pub fn add_comment(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        cell: Option<&str>,
        text: &str,
        by: &str,
        person: Option<PersonId>,
        at: Instant,
    ) -> Result<u32, StoreError> {
        let sequence = self.link.row(&ADD, params![unit, campaign, cell, at, by, person, text], |row| row.get(0))?;
        self.raise(campaign)?;
        sequence.ok_or(StoreError::Conflict { what: ADD.name() })
    }

    /// The remarks about a report, in their order.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn comments(&self, campaign: CampaignId, unit: UnitId) -> Result<Vec<Comment>, StoreError> {
        self.link.rows(&OF_REPORT, params![unit, campaign], |row| {
            Ok(Comment {
                sequence: row.get(0)?,
                cell: row.get(1)?,
                text: row.get(2)?,
                at: row.get(3)?,
                by: row.get(4)?,
                person: row.get(5)?,
                resolved: noted(row, 6, 7)?,
            })
        })
    }

    /// Notes that a remark is settled; false when there is none of that number, or it was before.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn resolve_comment(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        sequence: u32,
        by: &str,
        at: Instant,
    ) -> Result<bool, StoreError> {
        let settled = self.link.change(&RESOLVE, params![unit, campaign, sequence, at, by])?;
        self.raise_if(campaign, settled)
    }

    /// Notes that the whole thread of a cell (or of the report, with none) is settled; returns how many remarks that are.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn resolve_thread(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        cell: Option<&str>,
        by: &str,
        at: Instant,
    ) -> Result<usize, StoreError> {
        let settled = self.link.change(&RESOLVE_CELL, params![unit, campaign, cell, at, by])?;
        self.raise_if(campaign, settled)?;
        Ok(settled)
    }

    /// How many remarks in a campaign are not settled, by unit id; units without any are absent.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn open_comments(&self, campaign: CampaignId) -> Result<Vec<(UnitId, u32)>, StoreError> {
        self.link.rows(&OPEN, params![campaign], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
