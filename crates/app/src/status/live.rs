//! The live board: where each unit stands, what does not add up in its report, what is asked about it.

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::figures::Which;
use crate::status::{UnitStatus, unit_statuses};
use domain::access::Action;
use domain::campaign::Campaign;
use domain::report::{Punctuality, State};
use domain::unit::UnitKind;
use domain::{CampaignId, CivilDate, UnitId};
use std::cmp::Ordering;
use std::collections::HashMap;
use store::Session;

/// Days before the due day on which a report that is not in yet is due soon.
const SOON: i32 = 3;

/// Where a unit's report stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not in, the due day has passed.
    Overdue {
        /// Days since the due day.
        days: i32,
    },
    /// Sent back, waits for the unit.
    Returned,
    /// In, after the due day; waits for a decision.
    WaitingLate {
        /// Days after the due day.
        days: i32,
    },
    /// In, on time; waits for a decision.
    Waiting,
    /// Not in, due within three days.
    DueSoon {
        /// Days left.
        days: i32,
    },
    /// Not in, not due soon.
    Awaited {
        /// Days left.
        days: i32,
    },
    /// It counts.
    Approved,
}

/// Standings as a board groups them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandingGroup {
    /// Not in after the due day, or in after it and not decided on.
    Late,
    /// Sent back.
    Returned,
    /// In on time, not decided on.
    Waiting,
    /// Due soon.
    DueSoon,
    /// Not in, not due soon.
    Awaited,
    /// It counts.
    Approved,
}

impl StandingGroup {
    /// Every group, the one that needs most care first.
    pub const ALL: [Self; 6] =
        [Self::Late, Self::Returned, Self::Waiting, Self::DueSoon, Self::Awaited, Self::Approved];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Returned => "returned",
            Self::Waiting => "submitted",
            Self::DueSoon => "due-soon",
            Self::Awaited => "missing",
            Self::Approved => "approved",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}

impl Standing {
    /// Where a unit stands on a day.
    #[must_use]
    pub fn of(status: &UnitStatus, due_on: CivilDate, on: CivilDate) -> Self {
        let days = due_on.since(on).map_or(0, |span| span.get_days());
        match (status.state, status.punctuality) {
            (Some(State::Approved), _) => Self::Approved,
            (Some(State::Returned), _) => Self::Returned,
            (Some(State::Submitted), Punctuality::Late { days }) => Self::WaitingLate { days },
            (Some(State::Submitted), _) => Self::Waiting,
            (None, _) if days < 0 => Self::Overdue { days: -days },
            (None, _) if days <= SOON => Self::DueSoon { days },
            (None, _) => Self::Awaited { days },
        }
    }

    /// Its group.
    #[must_use]
    pub fn group(self) -> StandingGroup {
        match self {
            Self::Overdue { .. } | Self::WaitingLate { .. } => StandingGroup::Late,
            Self::Returned => StandingGroup::Returned,
            Self::Waiting => StandingGroup::Waiting,
            Self::DueSoon { .. } => StandingGroup::DueSoon,
            Self::Awaited { .. } => StandingGroup::Awaited,
            Self::Approved => StandingGroup::Approved,
        }
    }

    /// Whether the unit has something to do: hand in, or hand in again.
    #[must_use]
    pub fn waits_for_unit(self) -> bool {
        matches!(self, Self::Overdue { .. } | Self::Returned | Self::DueSoon { .. } | Self::Awaited { .. })
    }

    /// Whether it waits for a decision.
    #[must_use]
    pub fn waits_for_decision(self) -> bool {
        matches!(self, Self::Waiting | Self::WaitingLate { .. })
    }

    /// Most urgent first.
    fn rank(self) -> (u8, i32) {
        match self {
            Self::Overdue { days } => (0, -days),
            Self::Returned => (1, 0),
            Self::WaitingLate { days } => (2, -days),
            Self::Waiting => (3, 0),
            Self::DueSoon { days } => (4, days),
            Self::Awaited { days } => (5, days),
            Self::Approved => (6, 0),
        }
    }
}

/// A unit on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardLine {
    /// Who, and what is in.
    pub status: UnitStatus,
    /// Where it stands.
    pub standing: Standing,
    /// Figures of its newest revision that do not add up.
    pub warnings: u32,
    /// Those of them without an explanation.
    pub unexplained: u32,
    /// Figures of its newest revision far from those of other units of its kind, or from its own of earlier years.
    pub unusual: u32,
    /// Questions that are not settled.
    pub questions: u32,
    /// Whether the actor may open its report.
    pub may_open: bool,
    /// Whether the actor may remind it.
    pub may_remind: bool,
    /// Whether the actor may decide on its report.
    pub may_decide: bool,
}

/// The board.
#[derive(Clone, Debug)]
pub struct LiveBoard {
    /// The campaign.
    pub campaign: Campaign,
    /// The day.
    pub on: CivilDate,
    /// How often something of the campaign had changed when this was read.
    pub counter: u64,
    /// Units that report and the actor may see, in listing order.
    pub lines: Vec<BoardLine>,
}

/// The board of a campaign today.
///
/// # Errors
/// When the campaign is not found or the store fails.
pub fn live_board(context: Context<'_>, campaign_name: Option<&str>) -> Result<LiveBoard, FindError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let counter = session.change_counter(loaded.campaign.id)?;
        let lines = board_lines(context, session, &loaded)?;
        Ok(LiveBoard { campaign: loaded.campaign, on: context.today(), counter, lines })
    })
}

/// The lines of a board: units that report and the actor may see.
pub(crate) fn board_lines(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
) -> Result<Vec<BoardLine>, FindError> {
    let (campaign, on) = (&loaded.campaign, context.today());
    let mut statuses = unit_statuses(session, loaded, &[], on)?;
    statuses.retain(|status| loaded.permits(context, Action::ViewProgress, status.unit));
    let heads = session.reports(campaign.id)?;
    let sheets = context.memory().figures().sheets(session, campaign.id, &loaded.form, &heads, Which::Latest)?;
    let unusual = context.memory().unusual(session, loaded, &sheets, context.now())?;
    let questions: HashMap<UnitId, u32> = session.open_comments(campaign.id)?.into_iter().collect();
    let line = |status: UnitStatus| {
        let unit = status.unit;
        let sheet = sheets.get(&unit);
        let may = |action| loaded.permits(context, action, unit);
        BoardLine {
            standing: Standing::of(&status, campaign.due_on, on),
            warnings: sheet.map_or(0, |sheet| sheet.warnings()),
            unexplained: sheet.map_or(0, |sheet| sheet.unexplained()),
            unusual: unusual.get(&unit).copied().unwrap_or(0),
            questions: questions.get(&unit).copied().unwrap_or(0),
            may_open: may(Action::ViewReport),
            may_remind: may(Action::RunCampaign),
            may_decide: may(Action::DecideReport),
            status,
        }
    };
    Ok(statuses.into_iter().map(line).collect())
}

/// Which lines of a board to show; what is none does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardFilter {
    /// Standing so.
    pub group: Option<StandingGroup>,
    /// Of this kind.
    pub kind: Option<UnitKind>,
    /// With these letters in name or code, whatever their case and marks.
    pub words: Option<String>,
}

/// How lines of a board are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum BoardOrder {
    /// Departments, unions, then communes, each by code.
    #[default]
    Listing,
    /// By code.
    Code,
    /// By name.
    Name,
    /// Most urgent first.
    Standing,
    /// By the day the newest revision came.
    Received,
    /// By how many figures do not add up.
    Warnings,
    /// By how many questions are open.
    Questions,
}

impl BoardOrder {
    /// Every order.
    pub const ALL: [Self; 7] =
        [Self::Listing, Self::Code, Self::Name, Self::Standing, Self::Received, Self::Warnings, Self::Questions];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Code => "code",
            Self::Name => "name",
            Self::Standing => "standing",
            Self::Received => "received",
            Self::Warnings => "warnings",
            Self::Questions => "questions",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }
}

impl LiveBoard {
    /// The lines that a filter lets through, sorted.
    #[must_use]
    pub fn shown(&self, filter: &BoardFilter, order: BoardOrder, descending: bool) -> Vec<&BoardLine> {
        let words = filter.words.as_deref().map(vanban::text::fold_plain).unwrap_or_default();
        let fits = |line: &&BoardLine| {
            filter.group.is_none_or(|group| line.standing.group() == group)
                && filter.kind.is_none_or(|kind| line.status.kind == kind)
                && (words.is_empty()
                    || vanban::text::fold_plain(&line.status.name).contains(&words)
                    || vanban::text::fold_plain(line.status.code.as_str()).contains(&words))
        };
        let mut shown: Vec<&BoardLine> = self.lines.iter().filter(fits).collect();
        // Sorting is stable: lines that are alike stay in listing order.
        match order {
            BoardOrder::Listing => {}
            BoardOrder::Name => shown.sort_by_cached_key(|line| vanban::text::fold_plain(&line.status.name)),
            _ => shown.sort_by(|a, b| compared(order, a, b)),
        }
        if descending {
            shown.reverse();
        }
        shown
    }

    /// How many lines stand so.
    #[must_use]
    pub fn count(&self, group: StandingGroup) -> usize {
        self.lines.iter().filter(|line| line.standing.group() == group).count()
    }
}

fn compared(order: BoardOrder, a: &BoardLine, b: &BoardLine) -> Ordering {
    match order {
        BoardOrder::Listing | BoardOrder::Name => Ordering::Equal,
        BoardOrder::Code => a.status.code.cmp(&b.status.code),
        BoardOrder::Standing => a.standing.rank().cmp(&b.standing.rank()),
        BoardOrder::Received => a.status.received_on.cmp(&b.status.received_on),
        BoardOrder::Warnings => (a.unexplained, a.warnings).cmp(&(b.unexplained, b.warnings)),
        BoardOrder::Questions => a.questions.cmp(&b.questions),
    }
}

/// A campaign the actor follows, and how often something of it changed: what an open board asks before it listens.
///
/// # Errors
/// When the campaign is not found, or the actor sees nothing of its progress.
pub fn change_counter(context: Context<'_>, campaign_name: Option<&str>) -> Result<(CampaignId, u64), FindError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        crate::totals::top_for(context, &loaded, None, Action::ViewProgress)?;
        Ok((loaded.campaign.id, session.change_counter(loaded.campaign.id)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::UnitId;
    use domain::report::punctuality;
    use domain::unit::UnitCode;

    fn on(day: i8) -> CivilDate {
        CivilDate::new(2026, 12, day).unwrap()
    }

    fn standing(state: Option<State>, received: Option<i8>, today: i8) -> Standing {
        let received_on = received.map(on);
        let status = UnitStatus {
            unit: UnitId::new(domain::Instant::UNIX_EPOCH, [1; 10]),
            code: UnitCode::parse("X1").unwrap(),
            name: "Xã Hòa Lộc".into(),
            kind: UnitKind::Commune,
            punctuality: punctuality(received_on, on(20), on(today)),
            state,
            revision: received.map(|_| 1),
            counted_revision: None,
            received_on,
            leads: 0,
            joins: 0,
        };
        Standing::of(&status, on(20), on(today))
    }

    #[test]
    fn where_a_unit_stands() {
        assert_eq!(standing(None, None, 16), Standing::Awaited { days: 4 });
        assert_eq!(standing(None, None, 17), Standing::DueSoon { days: 3 });
        assert_eq!(standing(None, None, 20), Standing::DueSoon { days: 0 }, "the due day itself is in time");
        assert_eq!(standing(None, None, 22), Standing::Overdue { days: 2 });
        assert_eq!(standing(Some(State::Submitted), Some(20), 25), Standing::Waiting);
        assert_eq!(standing(Some(State::Submitted), Some(23), 25), Standing::WaitingLate { days: 3 });
        assert_eq!(standing(Some(State::Returned), Some(23), 25), Standing::Returned);
        assert_eq!(standing(Some(State::Approved), Some(23), 25), Standing::Approved);
    }

    #[test]
    fn a_unit_waits_for_itself_or_for_a_decision_or_is_done() {
        let all = [
            standing(None, None, 1),
            standing(None, None, 25),
            standing(Some(State::Submitted), Some(1), 25),
            standing(Some(State::Returned), Some(1), 25),
            standing(Some(State::Approved), Some(1), 25),
        ];
        for standing in all {
            let done = standing == Standing::Approved;
            let waits = [standing.waits_for_unit(), standing.waits_for_decision(), done];
            assert_eq!(waits.iter().filter(|waits| **waits).count(), 1, "{standing:?}");
        }
    }

    #[test]
    fn groups_and_orders_come_back_from_addresses() {
        for group in StandingGroup::ALL {
            assert_eq!(StandingGroup::parse(group.name()), Some(group));
        }
        for order in BoardOrder::ALL {
            assert_eq!(BoardOrder::parse(order.name()), Some(order));
        }
    }
}
