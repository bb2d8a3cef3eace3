//! Tasks of a plan, and how they cascade to units.

use crate::id::{CampaignId, TaskId, UnitId};
use crate::time::{CivilDate, Instant};
use std::ops::Range;

mod progress;
mod resolve;

pub use progress::{PartStanding, ProgressCount, Said, Word};
pub use resolve::{Resolution, Resolver};

/// Work that a plan gives to named bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its own id.
    pub id: TaskId,
    /// Of which campaign.
    pub campaign: CampaignId,
    /// 1, 2, 3 … in the order of the plan.
    pub ordinal: u32,
    /// Whether it is the duty to report, or work.
    pub kind: TaskKind,
    /// Its words, as they count now: the plan's own unless somebody wrote others.
    pub text: String,
    /// The place in the normalised text of the plan it comes from, in bytes; empty for one that is not in the plan.
    pub span: Range<usize>,
    /// Who leads, in the plan's words.
    pub lead_as_written: Option<String>,
    /// The day by which, where the plan gives one.
    pub due_on: Option<CivilDate>,
    /// Units it reaches.
    pub assignments: Vec<Assignment>,
    /// Bodies named that are none of the units: to be handed over by a person.
    pub unresolved: Vec<String>,
    /// What people did to it.
    pub by_hand: ByHand,
}

impl Task {
    /// Whether it was withdrawn: it stays, and nobody has to do it.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.by_hand.withdrawn.is_some()
    }

    /// Whether its words come from a place in the plan.
    #[must_use]
    pub fn is_in_plan(&self) -> bool {
        !self.span.is_empty()
    }
}

/// What people did to a task, beside what was read in the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByHand {
    /// It was not read in the plan: the agency added it.
    pub added: Option<Signed>,
    /// Its words were written anew; the words before stay.
    pub reworded: Option<Reworded>,
    /// It was withdrawn.
    pub withdrawn: Option<Withdrawn>,
}

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Who, by name.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Words written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reworded {
    /// By whom, the last time.
    pub last: Signed,
    /// The words it had at first.
    pub first: String,
}

/// A task withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// By whom.
    pub signed: Signed,
    /// Why.
    pub reason: String,
}

/// Two kinds of task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// Something to do.
    Work,
    /// The duty to report by the due day.
    Report,
}

/// A unit's part in a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Assignment {
    /// The unit.
    pub unit: UnitId,
    /// Its role.
    pub role: Role,
}

/// Leading or joining in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Chủ trì.
    Lead,
    /// Phối hợp.
    Coordinating,
}
