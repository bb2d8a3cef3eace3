//! Storing reports that were handed in: those that wait are stored together, in one transaction.

use super::SubmitError;
use crate::Context;
use crate::audit::{self, Note};
use crate::campaign::Loaded;
use crate::figures::Sheet;
use crate::file::SourceFile;
use domain::audit::AuditEvent;
use domain::check::{Warning, check};
use domain::report::{Action, Content, Event, Refusal, Revision, decide};
use domain::{AuditId, CampaignId, CivilDate, UnitId};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use store::{HandedIn, ReportHead, ReportSheet, Session, StoreError};

/// Reports written in one transaction. Large enough that the disk's flush is shared, small enough that an acknowledgement
/// does not wait long.
pub(super) const BATCH: usize = 64;

/// All that is stored of a report that is handed in: its next revision with its file, its event and its audit note. Everything
/// that does not depend on what came before it is made before it has its turn.
pub(crate) struct Record {
    campaign: CampaignId,
    unit: UnitId,
    bytes: Vec<u8>,
    revision: Revision,
    sheet: ReportSheet,
    event: Event,
    audit: AuditEvent,
}

/// What became of a report that was handed in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recorded {
    /// The revision it is.
    pub(crate) revision: u32,
    /// The same file had been handed in before: nothing was stored.
    pub(crate) already_there: bool,
    /// The day the first revision was received.
    pub(crate) first_received_on: CivilDate,
}

impl Record {
    /// Of a file and what it says, whose checks gave `warnings`.
    pub(crate) fn new(
        context: Context<'_>,
        loaded: &Loaded,
        unit: UnitId,
        (file, file_digest): (SourceFile, String),
        (content, warnings): (Content, &[Warning]),
        received_on: CivilDate,
    ) -> Self {
        let (campaign, by, recorded_at) = (loaded.campaign.id, context.actor.name().to_owned(), context.now());
        let sheet = Sheet::checked(&loaded.form, &content, (1, received_on), warnings);
        let event =
            Event { sequence: 1, action: Action::Submit, revision: 1, at: recorded_at, by: by.clone(), reason: None };
        let (subject, file_name) = (campaign.to_string(), file.name);
        let note = Note { action: "report.submit", unit: Some(unit), subject, before: None, after: None };
        let audit = audit::event(context, note);
        let revision =
            Revision { number: 1, content, file_name, file_digest, received_on, recorded_at, recorded_by: by };
        Self { campaign, unit, bytes: file.bytes, revision, sheet, event, audit }
    }

    /// Makes it what comes after where its report stands; the number of its revision.
    pub(crate) fn follow(&mut self, context: Context<'_>, head: Option<&ReportHead>) -> Result<u32, Refusal> {
        decide(head.map(|head| head.state), Action::Submit, None)?;
        let (number, sequence) = head.map_or((1, 1), |head| (head.latest_revision + 1, head.events + 1));
        let at = context.now();
        (self.revision.number, self.revision.recorded_at) = (number, at);
        self.sheet.number = number;
        (self.event.sequence, self.event.revision, self.event.at) = (sequence, number, at);
        let cells = self.revision.content.figures.len();
        self.audit.after = Some(json!({ "revision": number, "cells": cells }));
        (self.audit.id, self.audit.at) = (AuditId::new(at, context.world.random()), at);
        Ok(number)
    }

    fn handed_in(&self) -> HandedIn<'_> {
        let Self { campaign, unit, bytes, revision, event, .. } = self;
        HandedIn { campaign: *campaign, unit: *unit, revision, bytes, event }
    }
}

/// Stores reports, each of another unit or campaign, that follow where theirs stand.
fn add(session: &Session<'_>, records: &[&Record]) -> Result<(), StoreError> {
    session.hand_in(&records.iter().map(|record| record.handed_in()).collect::<Vec<_>>())?;
    let sheets = records.iter().map(|record| (record.campaign, record.unit, &record.sheet));
    session.add_sheets(&sheets.collect::<Vec<_>>())?;
    session.add_audits(&records.iter().map(|record| &record.audit).collect::<Vec<_>>())
}

/// Stores the next revision of a report with its file, its event and its audit note; returns its number. A refusal
/// leaves nothing behind.
#[expect(clippy::too_many_arguments, reason = "a revision, and the report it is of")]
pub(crate) fn add_revision(
    session: &Session<'_>,
    context: Context<'_>,
    loaded: &Loaded,
    unit: UnitId,
    head: Option<&ReportHead>,
    file: (SourceFile, String),
    content: Content,
    received_on: CivilDate,
) -> Result<u32, SubmitError> {
    let warnings = check(&loaded.form, &content);
    let mut record = Record::new(context, loaded, unit, file, (content, &warnings), received_on);
    let number = record.follow(context, head)?;
    add(session, &[&record])?;
    Ok(number)
}

/// Stores reports in one transaction, in their order. A refusal leaves nothing of its report behind.
pub(super) fn store(
    context: Context<'_>,
    session: &Session<'_>,
    mut records: Vec<&mut Record>,
) -> Result<Vec<Result<Recorded, Refusal>>, StoreError> {
    let mut outcomes: Vec<(usize, Result<Recorded, Refusal>)> = Vec::with_capacity(records.len());
    let mut open: Vec<usize> = (0..records.len()).collect();
    while !open.is_empty() {
        // The second report of a unit comes after its first.
        let mut seen = HashSet::new();
        let (now, later) = open.into_iter().partition(|at| seen.insert((records[*at].campaign, records[*at].unit)));
        open = later;
        let heads = heads(session, now.iter().map(|at| &*records[*at]))?;
        let mut stored = HashSet::new();
        for at in now {
            let record = &mut *records[at];
            let (outcome, is_new) = place(context, session, record, heads.get(&(record.campaign, record.unit)))?;
            if is_new {
                stored.insert(at);
            }
            outcomes.push((at, outcome));
        }
        let new = records.iter().enumerate().filter(|(at, _)| stored.contains(at)).map(|(_, record)| &**record);
        add(session, &new.collect::<Vec<_>>())?;
    }
    outcomes.sort_unstable_by_key(|(at, _)| *at);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Where the reports stand that these are of.
fn heads<'r>(
    session: &Session<'_>,
    records: impl Iterator<Item = &'r Record>,
) -> Result<HashMap<(CampaignId, UnitId), ReportHead>, StoreError> {
    let mut units: HashMap<CampaignId, Vec<UnitId>> = HashMap::new();
    for record in records {
        units.entry(record.campaign).or_default().push(record.unit);
    }
    let mut found = HashMap::new();
    for (campaign, units) in units {
        let heads = session.reports_of(campaign, &units)?.into_iter();
        found.extend(heads.map(|(unit, head)| ((campaign, unit), head)));
    }
    Ok(found)
}

/// What becomes of a report, given where it stands, and whether it is to be stored.
fn place(
    context: Context<'_>,
    session: &Session<'_>,
    record: &mut Record,
    head: Option<&ReportHead>,
) -> Result<(Result<Recorded, Refusal>, bool), StoreError> {
    let first_received_on = head.map_or(record.revision.received_on, |head| head.first_received_on);
    if head.is_some()
        && let Some(revision) =
            session.revision_with_file(record.campaign, record.unit, &record.revision.file_digest)?
    {
        return Ok((Ok(Recorded { revision, already_there: true, first_received_on }), false));
    }
    let revision = record.follow(context, head);
    let is_new = revision.is_ok();
    Ok((revision.map(|revision| Recorded { revision, already_there: false, first_received_on }), is_new))
}

/// Stores a report, in one transaction with those that wait at the same time.
///
/// # Errors
/// Those of the store.
pub(super) fn store_with_others(context: Context<'_>, record: Record) -> Result<Result<Recorded, Refusal>, StoreError> {
    let outcome = context.memory().handed_in().run(record, BATCH, |records| store_each(context, records));
    outcome.unwrap_or(Err(StoreError::Abandoned))
}

/// Stores reports of several people. One that the store refuses is not the others' fault.
fn store_each(context: Context<'_>, mut records: Vec<Record>) -> Vec<Result<Result<Recorded, Refusal>, StoreError>> {
    let together = context.store.write(|session| store(context, session, records.iter_mut().collect()));
    match together {
        Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
        Err(refused) if refused.is_of_the_change() && records.len() > 1 => {
            records.into_iter().flat_map(|record| store_each(context, vec![record])).collect()
        }
        Err(refused) => records.iter().map(|_| Err(refused.again())).collect(),
    }
}
