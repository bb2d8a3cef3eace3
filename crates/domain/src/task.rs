//! Tasks of a plan, and how they cascade to units.

use crate::id::{CampaignId, TaskId, UnitId};
use crate::time::CivilDate;
use std::ops::Range;

mod resolve;

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
    /// The plan's own words.
    pub text: String,
    /// Their place in the normalised text of the plan, in bytes.
    pub span: Range<usize>,
    /// Who leads, in the plan's words.
    pub lead_as_written: Option<String>,
    /// The day by which, where the plan gives one.
    pub due_on: Option<CivilDate>,
    /// Units it reaches.
    pub assignments: Vec<Assignment>,
    /// Bodies named that are none of the units: to be handed over by a person.
    pub unresolved: Vec<String>,
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
