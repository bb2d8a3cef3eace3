//! What must be there after the storm, read by somebody who was not in it.

use crate::campaign::Report;
use crate::clients::Known;
use app::World;
use app::campaign::Loaded;
use domain::report::{Action, Content, Revision, State, Value};
use domain::{CampaignId, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use store::{ReportHead, Session, Store, StoreError};

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Reports and the revision each is.
    pub(crate) revisions: BTreeMap<Report, u32>,
    /// Reports that are stored as two revisions.
    pub(crate) twice: usize,
    /// Units whose report counts.
    pub(crate) approved: BTreeSet<usize>,
    /// Totals of the reports that count, by cell, added up here.
    pub(crate) totals: BTreeMap<String, i64>,
    /// Revisions whose moment is more than an hour off.
    pub(crate) under_a_wrong_clock: usize,
}

/// Reads everything, each report of which must be whole and exactly what was handed in.
pub(crate) fn found(store: &Store, loaded: &Loaded, units: usize) -> Found {
    let mut found = Found::default();
    let campaign = loaded.campaign.id;
    let read = |session: &Session<'_>| {
        let mut heads: BTreeMap<UnitId, ReportHead> = session.reports(campaign)?.into_iter().collect();
        for number in 1..=units {
            let first = Report { unit: number, turn: 1 };
            let unit = loaded.unit(Some(&first.code())).unwrap().unit;
            match heads.remove(&unit) {
                Some(head) => found.take(session, campaign, unit, first, &head)?,
                None => assert!(
                    session.revision(campaign, unit, 1)?.is_none() && session.events(campaign, unit)?.is_empty(),
                    "{first:?} is there by half"
                ),
            }
        }
        assert!(heads.is_empty(), "no report but those handed in");
        Ok::<_, StoreError>(())
    };
    store.read(read).unwrap();
    let problems = store.check().unwrap().problems;
    assert!(problems.is_empty(), "{problems:?}");
    found
}

impl Found {
    fn take(
        &mut self,
        session: &Session<'_>,
        campaign: CampaignId,
        unit: UnitId,
        first: Report,
        head: &ReportHead,
    ) -> Result<(), StoreError> {
        let mut digests = BTreeSet::new();
        for number in 1..=head.latest_revision {
            let revision = session.revision(campaign, unit, number)?.unwrap();
            let (_, bytes) = session.file(unit, &revision.file_digest)?.unwrap();
            assert_eq!(app::file::digest(&bytes), revision.file_digest, "{first:?}");
            let same_file = !digests.insert(revision.file_digest.clone());
            let report = self.report(first, &revision);
            let same_words = self.revisions.insert(report, number).is_some();
            self.twice += usize::from(same_file || same_words);
            let off = app::SystemWorld.now().duration_since(revision.recorded_at);
            self.under_a_wrong_clock += usize::from(off.as_hours() >= 1 || off.is_negative());
            if head.approved_revision == Some(number) {
                self.approved.insert(first.unit);
                for (cell, figure) in &revision.content.figures {
                    let Value::Number(number) = figure.value else { panic!("{cell} is a number") };
                    *self.totals.entry(cell.to_string()).or_default() += number;
                }
            }
        }
        let in_order: Vec<u32> =
            (1..=2).filter_map(|turn| self.revisions.get(&Report { turn, ..first }).copied()).collect();
        assert!(in_order.is_sorted(), "{first:?}: what was handed in later is the later revision");
        assert!(session.revision(campaign, unit, head.latest_revision + 1)?.is_none(), "{first:?}: one too many");
        self.check_events(session, campaign, unit, first, head)
    }

    /// Which report a revision is; what none says must not be there.
    fn report(&self, first: Report, revision: &Revision) -> Report {
        let mut turns = (1..=first.turns()).map(|turn| Report { turn, ..first });
        let handed_in = turns.find(|report| report.content() == without_places(&revision.content));
        handed_in.unwrap_or_else(|| panic!("{first:?}: revision {} was not handed in so", revision.number))
    }

    /// One event after another, one for each revision in order, and the state they end in.
    fn check_events(
        &self,
        session: &Session<'_>,
        campaign: CampaignId,
        unit: UnitId,
        first: Report,
        head: &ReportHead,
    ) -> Result<(), StoreError> {
        let events = session.events(campaign, unit)?;
        let told: Vec<_> = events.iter().map(|event| (event.sequence, event.action, event.revision)).collect();
        let mut expected: Vec<_> = (1..=head.latest_revision).map(|number| (number, Action::Submit, number)).collect();
        if head.state == State::Approved {
            expected.push((head.latest_revision + 1, Action::Approve, head.latest_revision));
        }
        assert_eq!(told, expected, "{first:?}");
        assert_eq!(usize::try_from(head.events).unwrap(), told.len(), "{first:?}");
        Ok(())
    }

    /// Reports that were acknowledged and are not there as what they were acknowledged as.
    pub(crate) fn lost(&self, known: &Known) -> Vec<Report> {
        let there = |report: &Report, revision: &u32| self.revisions.get(report) == Some(revision);
        let lost = known.acknowledged.iter().filter(|(report, revision)| !there(report, revision));
        lost.map(|(report, _)| *report).collect()
    }

    /// Whatever is wrong with what is approved: acknowledged and not there, there and not asked for, a group by half.
    pub(crate) fn wrongly_decided(&self, known: &Known) -> Vec<String> {
        let is_approved = |unit: &usize| self.approved.contains(unit);
        let mut wrong = Vec::new();
        let asked: BTreeSet<usize> = known.asked_to_approve.iter().flatten().copied().collect();
        wrong.extend(self.approved.difference(&asked).map(|unit| format!("{unit} was approved by nobody")));
        for group in &known.asked_to_approve {
            let approved = group.iter().filter(|unit| is_approved(unit)).count();
            if approved != group.len() && (approved > 0 || known.approved.contains(group)) {
                wrong.push(format!("{approved} of {group:?} are approved"));
            }
        }
        wrong
    }
}

/// What a server says the totals are: how many reports count, and the cells that have any.
pub(crate) fn told_totals(answer: &serde_json::Value) -> (u64, BTreeMap<String, i64>) {
    let cells = answer["cells"].as_array().cloned().unwrap_or_default();
    let total = |cell: &serde_json::Value| Some((cell["cell"].as_str()?.to_owned(), cell["value"].as_i64()?));
    (answer["reports"].as_u64().unwrap_or_default(), cells.iter().filter_map(total).collect())
}

fn without_places(content: &Content) -> Content {
    let mut content = content.clone();
    for figure in content.figures.values_mut() {
        assert!(figure.at.take().is_some(), "every figure knows its cell");
    }
    content
}
