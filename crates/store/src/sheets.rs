//! The numbers of revisions, packed beside them: what totals and boards are made of without reading a report. Only ever
//! added to. Revisions of before there were sheets have none; whoever needs one reads the revision.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use domain::packed::PackedNumbers;
use domain::{CampaignId, CivilDate, UnitId};

statements! {
    /// The sheet of a revision.
    ADD = "INSERT INTO report_sheet (unit_id, campaign_id, number, received_on, warnings, unexplained, words, numbers)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (unit_id, campaign_id, number) DO NOTHING";
    /// The sheet of one revision.
    ONE = "SELECT unit_id, number, received_on, warnings, unexplained, words, numbers FROM report_sheet
        WHERE unit_id = $1 AND campaign_id = $2 AND number = $3";
    /// The sheets of the revisions of a campaign that count.
    APPROVED = "SELECT s.unit_id, s.number, s.received_on, s.warnings, s.unexplained, s.words, s.numbers
        FROM report r
        JOIN report_sheet s
            ON s.unit_id = r.unit_id AND s.campaign_id = r.campaign_id AND s.number = r.approved_revision
        WHERE r.campaign_id = $1";
    /// The sheets of the newest revisions of a campaign.
    LATEST = "SELECT s.unit_id, s.number, s.received_on, s.warnings, s.unexplained, s.words, s.numbers
        FROM report r
        JOIN report_sheet s
            ON s.unit_id = r.unit_id AND s.campaign_id = r.campaign_id AND s.number = r.latest_revision
        WHERE r.campaign_id = $1";
}

/// The numbers of a revision on the form of its campaign, and what its checks gave when it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportSheet {
    /// Number of the revision.
    pub number: u32,
    /// The day it was received.
    pub received_on: CivilDate,
    /// How many of its figures do not add up.
    pub warnings: u32,
    /// How many of those have no explanation.
    pub unexplained: u32,
    /// Cells that hold text, by position.
    pub words: Vec<(usize, String)>,
    /// The numbers, by position.
    pub numbers: PackedNumbers,
}

fn sheet(row: &Row<'_>) -> Result<(UnitId, ReportSheet), StoreError> {
    let words = match row.get::<Option<String>>(5)? {
        Some(json) => serde_json::from_str(&json).map_err(|_| row.damaged())?,
        None => Vec::new(),
    };
    let sheet = ReportSheet {
        number: row.get(1)?,
        received_on: row.get(2)?,
        warnings: row.get(3)?,
        unexplained: row.get(4)?,
        words,
        numbers: PackedNumbers::from_bytes(&row.get::<Vec<u8>>(6)?).map_err(|_| row.damaged())?,
    };
    Ok((row.get(0)?, sheet))
}

/// The cells that hold text, as they are stored; none without such.
fn words(sheet: &ReportSheet) -> Result<Option<String>, serde_json::Error> {
    (!sheet.words.is_empty()).then(|| serde_json::to_string(&sheet.words)).transpose()
}

fn row<'a>(campaign: CampaignId, unit: UnitId, sheet: &'a ReportSheet, words: &'a Option<String>) -> Vec<Param<'a>> {
    vec![
        unit.into(),
        campaign.into(),
        sheet.number.into(),
        sheet.received_on.into(),
        sheet.warnings.into(),
        sheet.unexplained.into(),
        words.as_deref().map_or(Param::Null, Param::Json),
        sheet.numbers.as_bytes().into(),
    ]
}

impl Session<'_> {
    /// Adds the sheet of a revision stored before; one that is there stays.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such revision.
    pub fn add_sheet(&self, campaign: CampaignId, unit: UnitId, sheet: &ReportSheet) -> Result<(), StoreError> {
        self.add_sheets(&[(campaign, unit, sheet)])
    }

    /// Adds several sheets, as [`Session::add_sheet`] adds one.
    ///
    /// # Errors
    /// Those of adding one; then none is added.
    pub fn add_sheets(&self, sheets: &[(CampaignId, UnitId, &ReportSheet)]) -> Result<(), StoreError> {
        let words: Result<Vec<_>, _> = sheets.iter().map(|(_, _, sheet)| words(sheet)).collect();
        let words = words.map_err(|e| StoreError::Engine { during: ADD.name(), source: Box::new(e) })?;
        let rows =
            sheets.iter().zip(&words).map(|((campaign, unit, sheet), words)| row(*campaign, *unit, sheet, words));
        self.link.insert_later(&ADD, &rows.collect::<Vec<_>>())
    }

    /// The sheet of a revision, if it has one.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn sheet(&self, campaign: CampaignId, unit: UnitId, number: u32) -> Result<Option<ReportSheet>, StoreError> {
        Ok(self.link.row(&ONE, params![unit, campaign, number], sheet)?.map(|(_, sheet)| sheet))
    }

    /// The sheets of the revisions of a campaign that count, in no order; those without one are absent.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn approved_sheets(&self, campaign: CampaignId) -> Result<Vec<(UnitId, ReportSheet)>, StoreError> {
        self.link.rows(&APPROVED, params![campaign], sheet)
    }

    /// The sheets of the newest revision of each report of a campaign, in no order; those without one are absent.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn latest_sheets(&self, campaign: CampaignId) -> Result<Vec<(UnitId, ReportSheet)>, StoreError> {
        self.link.rows(&LATEST, params![campaign], sheet)
    }
}
