//! Looking at one unit's report before deciding on it: beside last year's, beside its peers, with what does not add up, what
//! happened to it, and what is asked about it.

mod difference;
mod peers;
mod thread;

pub use difference::{Change, Difference, differences};
pub use peers::{FEWEST_PEERS, Peers, Side};
pub use thread::{LONGEST_WORDS, Subject, Thread, ThreadError, settle, thread, write};

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::explain::{Class, Explain};
use crate::figures::Which;
use crate::history::{Previous, previous};
use crate::status::{Standing, unit_statuses};
use domain::UnitId;
use domain::access::Action;
use domain::campaign::Campaign;
use domain::check::{Warning, check};
use domain::draft::{Attachment, Comment};
use domain::form::Form;
use domain::outlier::Sample;
use domain::report::{Event, Revision};
use domain::unit::UnitVersion;
use locale::{Language, text};
use std::sync::Arc;
use store::{ReportHead, Session, StoreError};

/// Newest revisions read; older ones are opened one by one.
const MOST_REVISIONS: u32 = 12;

/// A report as those see it who decide on it.
#[derive(Debug)]
pub struct Review {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The unit.
    pub unit: UnitVersion,
    /// Where it stands; none when it does not report in this campaign.
    pub standing: Option<Standing>,
    /// Where its report stands; none while nothing is in.
    pub head: Option<ReportHead>,
    /// Its newest revisions, oldest first; the last is the one looked at.
    pub revisions: Vec<Revision>,
    /// The year before.
    pub before: Option<Previous>,
    /// Units of the same kind.
    pub peers: Peers,
    /// The unit's own figures of earlier years, by the position of the cell.
    pub own_history: Vec<Sample>,
    /// What does not add up in the newest revision.
    pub warnings: Vec<Warning>,
    /// Two revisions and how they differ.
    pub compared: Option<(u32, u32, Vec<Difference>)>,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// Files beside it.
    pub attachments: Vec<Attachment>,
    /// What was said about it.
    pub comments: Vec<Comment>,
    /// Whether the actor may ask and answer.
    pub may_comment: bool,
    /// Whether the actor may decide.
    pub may_decide: bool,
    /// Whether the actor may type into it.
    pub may_enter: bool,
}

impl Review {
    /// The newest revision.
    #[must_use]
    pub fn latest(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    /// Remarks about a cell or section (or about the whole report, with none) that are not settled.
    #[must_use]
    pub fn open_remarks(&self, cell: Option<&str>) -> usize {
        self.comments.iter().filter(|comment| comment.cell.as_deref() == cell && comment.resolved.is_none()).count()
    }
}

/// A report to be looked at. `compare` names two revisions to compare; the last two otherwise.
///
/// # Errors
/// When the campaign or the unit is not found.
pub fn review(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    compare: Option<(u32, u32)>,
) -> Result<Review, FindError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let unit = loaded.unit_for(context, Some(unit_code), Action::ViewReport)?.clone();
        let id = loaded.campaign.id;
        let head = session.report(id, unit.unit)?;
        let latest = head.map_or(0, |head| head.latest_revision);
        let mut revisions = Vec::new();
        for number in latest.saturating_sub(MOST_REVISIONS) + 1..=latest {
            revisions.extend(session.revision(id, unit.unit, number)?);
        }
        let warnings = revisions.last().map(|revision| check(&loaded.form, &revision.content)).unwrap_or_default();
        let compared = compared(session, &loaded, unit.unit, &revisions, compare)?;
        let may = |action| loaded.permits(context, action, unit.unit);
        Ok(Review {
            standing: standing(context, session, &loaded, unit.unit)?,
            head,
            before: previous(context, session, &loaded, unit.unit)?,
            peers: peers_of(context, session, &loaded, &unit)?,
            own_history: context.memory().own_history(session, &loaded, unit.unit)?,
            warnings,
            compared,
            events: session.events(id, unit.unit)?,
            attachments: session.attachments(id, unit.unit)?,
            comments: session.comments(id, unit.unit)?,
            may_comment: may(Action::Comment),
            may_decide: may(Action::DecideReport),
            may_enter: may(Action::EnterReport),
            revisions,
            unit,
            form: loaded.form,
            campaign: loaded.campaign,
        })
    })
}

fn standing(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    unit: UnitId,
) -> Result<Option<Standing>, FindError> {
    let on = context.today();
    let statuses = unit_statuses(session, loaded, &[], on)?;
    let status = statuses.iter().find(|status| status.unit == unit);
    Ok(status.map(|status| Standing::of(status, loaded.campaign.due_on, on)))
}

fn compared(
    session: &Session<'_>,
    loaded: &Loaded,
    unit: UnitId,
    revisions: &[Revision],
    asked: Option<(u32, u32)>,
) -> Result<Option<(u32, u32, Vec<Difference>)>, StoreError> {
    let last = match revisions {
        [.., before, after] => Some((before.number, after.number)),
        _ => None,
    };
    let Some((from, to)) = asked.filter(|(from, to)| from < to).or(last) else { return Ok(None) };
    let one = |number| match revisions.iter().find(|revision| revision.number == number) {
        Some(revision) => Ok(Some(revision.clone())),
        None => session.revision(loaded.campaign.id, unit, number),
    };
    let (Some(before), Some(after)) = (one(from)?, one(to)?) else { return Ok(None) };
    Ok(Some((from, to, differences(&loaded.form, &before.content, &after.content))))
}

/// Figures of the units of the same kind of which the actor may see the reports.
fn peers_of(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    unit: &UnitVersion,
) -> Result<Peers, FindError> {
    let alike = |other: UnitId| {
        other != unit.unit
            && loaded.hierarchy.get(other).is_some_and(|version| version.kind == unit.kind)
            && loaded.permits(context, Action::ViewReport, other)
    };
    let heads: Vec<_> = session.reports(loaded.campaign.id)?.into_iter().filter(|(other, _)| alike(*other)).collect();
    let sheets = context.memory().figures().sheets(session, loaded.campaign.id, &loaded.form, &heads, Which::Latest)?;
    Ok(Peers::new(loaded.form.cells().len(), sheets.values().map(|sheet| &**sheet)))
}

/// A file that came with a report.
#[derive(Clone, Debug)]
pub struct ReportFile {
    /// Its name, as it came.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a file cannot be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportFileError {
    /// Campaign, unit or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// No such file came with this report.
    #[error("no such file came with this report")]
    UnknownFile,
}

impl From<StoreError> for ReportFileError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for ReportFileError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::UnknownFile => Class::Unknown,
        }
    }

    fn explain(&self, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain(language),
            Self::UnknownFile => text!(language, "web-review-no-file"),
        }
    }
}

/// The file that a revision came in, by its digest.
///
/// # Errors
/// A [`ReportFileError`].
pub fn revision_file(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    digest: &str,
) -> Result<ReportFile, ReportFileError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let unit = loaded.unit_for(context, Some(unit_code), Action::ViewReport)?.unit;
        let number =
            session.revision_with_file(loaded.campaign.id, unit, digest)?.ok_or(ReportFileError::UnknownFile)?;
        let revision = session.revision(loaded.campaign.id, unit, number)?.ok_or(ReportFileError::UnknownFile)?;
        let (_, bytes) = session.file(unit, digest)?.ok_or(ReportFileError::UnknownFile)?;
        Ok(ReportFile { name: revision.file_name, bytes })
    })
}
