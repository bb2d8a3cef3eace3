//! Opening the report of a unit to type in it.

use super::{EntryError, Fault, faults};
use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::history::{Previous, previous};
use domain::Instant;
use domain::access::Action;
use domain::check::{Warning, check};
use domain::draft::{Attachment, Comment};
use domain::report::{Action as EventAction, Content, Event, Revision, State};
use domain::unit::UnitVersion;
use store::{ReportHead, Session};

/// A report as it lies on the desk of who types it.
#[derive(Debug)]
pub struct Opened {
    /// The campaign, its form, its units.
    pub loaded: Loaded,
    /// The unit.
    pub unit: UnitVersion,
    /// Days until reports are due; negative when that is past.
    pub days_left: i32,
    /// Where the report stands; none when nothing was handed in.
    pub head: Option<ReportHead>,
    /// The revision handed in last.
    pub sent: Option<Revision>,
    /// Whether something is typed that was not handed in: when, and by whom.
    pub draft: Option<(Instant, String)>,
    /// The revision the draft began from is not the one handed in last.
    pub outdated: bool,
    /// Version of the draft, to begin from; 0 before the first.
    pub version: u32,
    /// What is typed; otherwise what was handed in last; otherwise nothing.
    pub content: Content,
    /// What of it does not add up.
    pub warnings: Vec<Warning>,
    /// What of it cannot be handed in.
    pub faults: Vec<Fault>,
    /// Whether the report can be changed: it is not approved, and the campaign is open.
    pub editable: bool,
    /// Whether the campaign takes no reports any more.
    pub closed: bool,
    /// What the unit reported the year before.
    pub previous: Option<Previous>,
    /// What happened to the report, oldest first.
    pub events: Vec<Event>,
    /// Questions and answers.
    pub comments: Vec<Comment>,
    /// Files beside it.
    pub attachments: Vec<Attachment>,
}

impl Opened {
    /// Why the report was sent back, while it waits for the unit.
    #[must_use]
    pub fn returned_because(&self) -> Option<&str> {
        returned_because(self.head.as_ref(), &self.events)
    }

    /// Why the report was opened again, until it is handed in or decided on anew.
    #[must_use]
    pub fn reopened_because(&self) -> Option<&str> {
        reopened_because(self.head.as_ref(), &self.events)
    }
}

/// The reason of the last return, while the report waits for the unit.
pub(super) fn returned_because<'a>(head: Option<&ReportHead>, events: &'a [Event]) -> Option<&'a str> {
    head.filter(|head| head.state == State::Returned)?;
    events.iter().rev().find_map(|event| event.reason.as_deref())
}

/// The reason of reopening, while nothing happened since: the report waits for the unit as well.
pub(super) fn reopened_because<'a>(head: Option<&ReportHead>, events: &'a [Event]) -> Option<&'a str> {
    head.filter(|head| head.state == State::Submitted)?;
    events.last().filter(|event| event.action == EventAction::Reopen)?.reason.as_deref()
}

/// The campaign, and the unit by code, if it reports in it and the actor may type its report.
pub(super) fn enter(
    context: Context<'_>,
    session: &Session<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    action: Action,
) -> Result<(Loaded, UnitVersion), EntryError> {
    let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
    let unit = loaded.unit_for(context, Some(unit_code), action)?.clone();
    if !loaded.reporters(session)?.contains(&unit.unit) {
        return Err(EntryError::NotAReporter);
    }
    Ok((loaded, unit))
}

/// The units whose report the actor may type, in listing order.
///
/// # Errors
/// When there is no campaign they may see, and those of the store.
pub fn units(context: Context<'_>, campaign_name: Option<&str>) -> Result<Vec<UnitVersion>, EntryError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        Ok(own_units(context, session, &loaded)?.into_iter().cloned().collect())
    })
}

/// The reporting units whose report the actor may type.
pub(super) fn own_units<'a>(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &'a Loaded,
) -> Result<Vec<&'a UnitVersion>, FindError> {
    let reporters = loaded.reporters(session)?;
    let listed = loaded.hierarchy.subtree(loaded.campaign.root).into_iter();
    let own = listed.filter(|unit| reporters.contains(unit) && loaded.permits(context, Action::EnterReport, *unit));
    Ok(own.filter_map(|unit| loaded.hierarchy.get(unit)).collect())
}

/// Opens a report to type in it.
///
/// # Errors
/// When the unit is not found, does not report, or is not the actor's to type for.
pub fn open(context: Context<'_>, campaign_name: Option<&str>, unit_code: &str) -> Result<Opened, EntryError> {
    context.store.read(|session| {
        let (loaded, version) = enter(context, session, campaign_name, unit_code, Action::EnterReport)?;
        let (id, unit) = (loaded.campaign.id, version.unit);
        let head = session.report(id, unit)?;
        let sent = match &head {
            Some(head) => session.revision(id, unit, head.latest_revision)?,
            None => None,
        };
        let stored = session.draft(id, unit)?;
        let newest = stored.as_ref().map_or(0, |draft| draft.version);
        let typed =
            stored.and_then(|draft| Some((draft.content?, draft.based_on, (draft.updated_at, draft.updated_by))));
        let outdated =
            typed.as_ref().is_some_and(|(_, based_on, _)| *based_on != head.as_ref().map(|head| head.latest_revision));
        let (content, draft) = match typed {
            Some((content, _, touched)) => (content, Some(touched)),
            None => (sent.as_ref().map(|sent| sent.content.clone()).unwrap_or_default(), None),
        };
        let closed = session.campaign_closed_at(id)?.is_some();
        let editable = !closed && head.as_ref().is_none_or(|head| head.state != State::Approved);
        Ok(Opened {
            days_left: loaded.campaign.due_on.since(context.today()).map_or(0, |span| span.get_days()),
            head,
            sent,
            draft,
            outdated,
            version: newest,
            warnings: check(&loaded.form, &content),
            faults: faults(&loaded.form, &content),
            content,
            editable,
            closed,
            previous: previous(context, session, &loaded, unit)?,
            events: session.events(id, unit)?,
            comments: session.comments(id, unit)?,
            attachments: session.attachments(id, unit)?,
            loaded,
            unit: version,
        })
    })
}
