//! Reports: revisions and events, only ever added to, and the report row that says where each one stands.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, Statement, params, statements};
use domain::report::{Content, Event, Revision, State};
use domain::{CampaignId, CivilDate, UnitId};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::HashMap;

statements! {
    /// A report comes into being with its first revision.
    BEGIN = "INSERT INTO report (unit_id, campaign_id, state, latest_revision, approved_revision, first_received_on,
            latest_received_on, events, change_counter)
        VALUES ($1, $2, $3, 1, NULL, $4, $4, 1, (SELECT counter FROM campaign_change WHERE campaign_id = $2))";
    /// A report gets the revision after the one it has, with the event after those it has.
    ADVANCE = "UPDATE report SET state = $3, latest_revision = $4, approved_revision = NULL, latest_received_on = $5,
            events = $6, change_counter = (SELECT counter FROM campaign_change WHERE campaign_id = $2)
        WHERE unit_id = $1 AND campaign_id = $2 AND latest_revision = $4 - 1 AND events = $6 - 1";
    /// A report stands where its newest event puts it, if that is the event after the ones it has.
    MOVE = "UPDATE report SET state = $3, approved_revision = $4, events = $5,
            change_counter = (SELECT counter FROM campaign_change WHERE campaign_id = $2)
        WHERE unit_id = $1 AND campaign_id = $2 AND events = $5 - 1";
    /// Where one report stands.
    HEAD = "SELECT unit_id, state, latest_revision, approved_revision, first_received_on, latest_received_on, events
        FROM report WHERE unit_id = $1 AND campaign_id = $2";
    /// Where every report of a campaign stands.
    HEADS = "SELECT unit_id, state, latest_revision, approved_revision, first_received_on, latest_received_on, events
        FROM report WHERE campaign_id = $1 ORDER BY unit_id";
    /// Where reports of a campaign stand: of sixteen units, of which some may be the same.
    HEADS_OF = "SELECT unit_id, state, latest_revision, approved_revision, first_received_on, latest_received_on, events
        FROM report WHERE campaign_id = $1
            AND unit_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    /// Where the reports of a campaign stand that moved after a counter.
    MOVED = "SELECT unit_id, state, latest_revision, approved_revision, first_received_on, latest_received_on, events
        FROM report WHERE campaign_id = $1 AND change_counter > $2 ORDER BY unit_id";
    /// A revision.
    ADD_REVISION = "INSERT INTO report_revision (unit_id, campaign_id, number, file_name, file_digest, received_on,
            recorded_at, recorded_by, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// One revision.
    REVISION = "SELECT unit_id, number, file_name, file_digest, received_on, recorded_at, recorded_by, content
        FROM report_revision WHERE unit_id = $1 AND campaign_id = $2 AND number = $3";
    /// The newest revision that came in a file.
    WITH_FILE = "SELECT MAX(number) FROM report_revision WHERE unit_id = $1 AND campaign_id = $2 AND file_digest = $3";
    /// The revisions of a campaign that count.
    APPROVED = "SELECT v.unit_id, v.number, v.file_name, v.file_digest, v.received_on, v.recorded_at, v.recorded_by,
            v.content
        FROM report r
        JOIN report_revision v
            ON v.unit_id = r.unit_id AND v.campaign_id = r.campaign_id AND v.number = r.approved_revision
        WHERE r.campaign_id = $1 ORDER BY r.unit_id";
    /// The newest revision of each report of a campaign.
    LATEST = "SELECT v.unit_id, v.number, v.file_name, v.file_digest, v.received_on, v.recorded_at, v.recorded_by,
            v.content
        FROM report r
        JOIN report_revision v
            ON v.unit_id = r.unit_id AND v.campaign_id = r.campaign_id AND v.number = r.latest_revision
        WHERE r.campaign_id = $1 ORDER BY r.unit_id";
    /// An event.
    ADD_EVENT = "INSERT INTO report_event (unit_id, campaign_id, sequence, action, revision, happened_at, done_by,
            reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The events of a report.
    EVENTS = "SELECT sequence, action, revision, happened_at, done_by, reason FROM report_event
        WHERE unit_id = $1 AND campaign_id = $2 ORDER BY sequence";
}

/// About what a figure takes in JSON.
const BYTES_OF_A_FIGURE: usize = 80;

/// Units that [`HEADS_OF`] asks for.
const UNITS_AT_ONCE: usize = 16;

/// Where a report stands: a projection of its revisions and events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportHead {
    /// The state its newest event put it in.
    pub state: State,
    /// Number of its newest revision, which is also how many there are.
    pub latest_revision: u32,
    /// The revision that counts, while it is approved.
    pub approved_revision: Option<u32>,
    /// The day its first revision was received.
    pub first_received_on: CivilDate,
    /// The day its newest revision was received.
    pub latest_received_on: CivilDate,
    /// How many events there are; the next one has the number after it.
    pub events: u32,
}

/// A revision that is handed in, of the report of a unit in a campaign.
#[derive(Clone, Copy, Debug)]
pub struct HandedIn<'a> {
    /// The campaign.
    pub campaign: CampaignId,
    /// The unit.
    pub unit: UnitId,
    /// What it says; its digest stands for the bytes.
    pub revision: &'a Revision,
    /// The bytes of its file.
    pub bytes: &'a [u8],
    /// That it was handed in.
    pub event: &'a Event,
}

/// A content as it is stored.
fn to_json(content: &Content) -> Result<String, StoreError> {
    let failed = |source| StoreError::Engine { during: ADD_REVISION.name(), source };
    let mut json = Vec::with_capacity(BYTES_OF_A_FIGURE * content.figures.len());
    serde_json::to_writer(&mut json, content).map_err(|e| failed(Box::new(e)))?;
    String::from_utf8(json).map_err(|e| failed(Box::new(e)))
}

fn revision_row<'a>(HandedIn { campaign, unit, revision, .. }: &HandedIn<'a>, json: &'a str) -> Vec<Param<'a>> {
    let Revision { number, file_name, file_digest, received_on, recorded_at, recorded_by, .. } = revision;
    vec![
        (*unit).into(),
        (*campaign).into(),
        (*number).into(),
        file_name.into(),
        file_digest.into(),
        (*received_on).into(),
        (*recorded_at).into(),
        recorded_by.into(),
        Param::Json(json),
    ]
}

fn event_row(campaign: CampaignId, unit: UnitId, event: &Event) -> Vec<Param<'_>> {
    let Event { sequence, action, revision, at, by, reason } = event;
    vec![
        unit.into(),
        campaign.into(),
        (*sequence).into(),
        action.name().into(),
        (*revision).into(),
        (*at).into(),
        by.into(),
        reason.as_ref().into(),
    ]
}

fn head(row: &Row<'_>) -> Result<(UnitId, ReportHead), StoreError> {
    let head = ReportHead {
        state: row.get(1)?,
        latest_revision: row.get(2)?,
        approved_revision: row.get(3)?,
        first_received_on: row.get(4)?,
        latest_received_on: row.get(5)?,
        events: row.get(6)?,
    };
    Ok((row.get(0)?, head))
}

/// A revision whose content is still JSON.
fn stored(row: &Row<'_>) -> Result<(UnitId, Revision, String), StoreError> {
    let revision = Revision {
        content: Content::default(),
        number: row.get(1)?,
        file_name: row.get(2)?,
        file_digest: row.get(3)?,
        received_on: row.get(4)?,
        recorded_at: row.get(5)?,
        recorded_by: row.get(6)?,
    };
    Ok((row.get(0)?, revision, row.get(7)?))
}

/// Reads the content of a revision found by a statement.
fn read_content(
    (unit, revision, json): (UnitId, Revision, String),
    statement: &'static Statement,
) -> Result<(UnitId, Revision), StoreError> {
    let content = serde_json::from_str(&json).map_err(|_| StoreError::Corrupt { what: statement.name() })?;
    Ok((unit, Revision { content, ..revision }))
}

fn event(row: &Row<'_>) -> Result<Event, StoreError> {
    Ok(Event {
        sequence: row.get(0)?,
        action: row.get(1)?,
        revision: row.get(2)?,
        at: row.get(3)?,
        by: row.get(4)?,
        reason: row.get(5)?,
    })
}

impl Session<'_> {
    /// Where a report stands; none when nothing was handed in.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn report(&self, campaign: CampaignId, unit: UnitId) -> Result<Option<ReportHead>, StoreError> {
        Ok(self.link.row(&HEAD, params![unit, campaign], head)?.map(|(_, head)| head))
    }

    /// Where every report of a campaign stands, by unit id. Units that handed in nothing are absent.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn reports(&self, campaign: CampaignId) -> Result<Vec<(UnitId, ReportHead)>, StoreError> {
        self.link.rows(&HEADS, params![campaign], head)
    }

    /// Where those reports of a campaign stand that were handed in or decided on after the change counter was `counter`.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn reports_changed_since(
        &self,
        campaign: CampaignId,
        counter: u64,
    ) -> Result<Vec<(UnitId, ReportHead)>, StoreError> {
        self.link.rows(&MOVED, params![campaign, counter], head)
    }

    /// Where those reports of a campaign stand that are of these units; the others are absent.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn reports_of(
        &self,
        campaign: CampaignId,
        units: &[UnitId],
    ) -> Result<HashMap<UnitId, ReportHead>, StoreError> {
        let mut found = HashMap::with_capacity(units.len());
        for some in units.chunks(UNITS_AT_ONCE) {
            let last = some.last().copied();
            let padded = some.iter().copied().map(Some).chain(std::iter::repeat(last)).take(UNITS_AT_ONCE);
            let values: Vec<_> = std::iter::once(campaign.into()).chain(padded.map(Param::from)).collect();
            found.extend(self.link.rows(&HEADS_OF, &values, head)?);
        }
        Ok(found)
    }

    /// Takes in reports, each of another unit or campaign: keeps their files, adds their revisions and events, and puts them in
    /// [`State::Submitted`]. The first revision (number 1, with event 1) brings a report into being.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the number of a revision or event is not the next one (somebody else was first), or a
    /// campaign or unit is not stored; then none of them is taken in.
    pub fn hand_in(&self, reports: &[HandedIn<'_>]) -> Result<(), StoreError> {
        for report in reports {
            self.raise(report.campaign)?;
        }
        self.add_files_of(reports)?;
        let state = State::Submitted.name();
        let (first, later): (Vec<&HandedIn<'_>>, Vec<&HandedIn<'_>>) =
            reports.iter().partition(|report| report.revision.number == 1);
        if first.iter().any(|report| report.event.sequence != 1) {
            return Err(StoreError::Conflict { what: BEGIN.name() });
        }
        let begun = |HandedIn { campaign, unit, revision, .. }: &&HandedIn<'_>| {
            vec![(*unit).into(), (*campaign).into(), state.into(), revision.received_on.into()]
        };
        self.link.insert_later(&BEGIN, &first.iter().map(begun).collect::<Vec<_>>())?;
        for HandedIn { campaign, unit, revision, event, .. } in later {
            let (number, sequence) = (revision.number, event.sequence);
            let values = params![*unit, *campaign, state, number, revision.received_on, sequence];
            self.link.must_change_later(&ADVANCE, values)?;
        }
        let json = reports.iter().map(|report| to_json(&report.revision.content)).collect::<Result<Vec<_>, _>>()?;
        let revisions = reports.iter().zip(&json).map(|(report, json)| revision_row(report, json));
        self.link.insert_later(&ADD_REVISION, &revisions.collect::<Vec<_>>())?;
        let events = reports.iter().map(|report| event_row(report.campaign, report.unit, report.event));
        self.link.insert_later(&ADD_EVENT, &events.collect::<Vec<_>>())
    }

    /// A revision of a report.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn revision(&self, campaign: CampaignId, unit: UnitId, number: u32) -> Result<Option<Revision>, StoreError> {
        let row = self.link.row(&REVISION, params![unit, campaign, number], stored)?;
        Ok(row.map(|row| read_content(row, &REVISION)).transpose()?.map(|(_, revision)| revision))
    }

    /// The number of the newest revision that came in the file of this digest.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn revision_with_file(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        file_digest: &str,
    ) -> Result<Option<u32>, StoreError> {
        Ok(self.link.row(&WITH_FILE, params![unit, campaign, file_digest], |row| row.get(0))?.flatten())
    }

    /// Adds an event and puts the report in `state`; in [`State::Approved`] the event's revision counts from now on, in
    /// any other none does.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its number is not the next one (somebody else was first), or there is no such report
    /// or revision.
    pub fn append_event(
        &self,
        campaign: CampaignId,
        unit: UnitId,
        event: &Event,
        state: State,
    ) -> Result<(), StoreError> {
        let approved = (state == State::Approved).then_some(event.revision);
        self.raise(campaign)?;
        self.link.must_change_later(&MOVE, params![unit, campaign, state.name(), approved, event.sequence])?;
        self.link.change_later(&ADD_EVENT, &event_row(campaign, unit, event))
    }

    /// The events of a report, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn events(&self, campaign: CampaignId, unit: UnitId) -> Result<Vec<Event>, StoreError> {
        self.link.rows(&EVENTS, params![unit, campaign], event)
    }

    /// The revisions of a campaign that count, by unit id.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn approved(&self, campaign: CampaignId) -> Result<Vec<(UnitId, Revision)>, StoreError> {
        self.revisions(&APPROVED, campaign)
    }

    /// The newest revision of each report of a campaign, by unit id, whatever its state.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn latest(&self, campaign: CampaignId) -> Result<Vec<(UnitId, Revision)>, StoreError> {
        self.revisions(&LATEST, campaign)
    }

    /// Many revisions at once: their JSON takes longer to read than the rows, so that is done on every core.
    fn revisions(
        &self,
        statement: &'static Statement,
        campaign: CampaignId,
    ) -> Result<Vec<(UnitId, Revision)>, StoreError> {
        let rows = self.link.rows(statement, params![campaign], stored)?;
        rows.into_par_iter().map(|row| read_content(row, statement)).collect()
    }
}
