//! Who may do what: one table, role × action × where the unit lies.
//!
//! A role is held at a unit and reaches the units below it. [`decide`] is the only place that knows.

use crate::id::UnitId;
use crate::unit::Hierarchy;

/// What a person is at a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Quản trị: units, people, forms, backup; no say in reports.
    Administrator,
    /// Cán bộ cơ quan thường trực: runs campaigns, checks and decides on reports of the units below.
    Agency,
    /// Cán bộ đơn vị: fills in and hands in the unit's report.
    Officer,
    /// Lãnh đạo: sees everything below, signs off.
    Leader,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Agency, Self::Officer, Self::Leader];

    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Agency => "agency",
            Self::Officer => "officer",
            Self::Leader => "leader",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What can be done, always to a unit: to a report of it, a campaign run by it, the people in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See a campaign: its plan, tasks, form and days.
    ViewCampaign,
    /// See how far the units are, and totals.
    ViewProgress,
    /// See a unit's report, its files and what happened to it.
    ViewReport,
    /// Type into a unit's report and attach files.
    EnterReport,
    /// Hand a report in: one's own, or a filled form that reached the agency by mail.
    HandIn,
    /// Ask or answer about a figure.
    Comment,
    /// Approve, return, reopen a report.
    DecideReport,
    /// Read plans, open campaigns, hand out tasks, choose the form, remind.
    RunCampaign,
    /// Edit the merged prose and write the consolidated report.
    Consolidate,
    /// Give the leader's word on a consolidated report.
    SignOff,
    /// Add, end, merge, split units.
    ManageUnits,
    /// Add people, give and take roles.
    ManagePeople,
    /// Read the audit trail, back up, settings of the installation.
    Administer,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 13] = [
        Self::ViewCampaign,
        Self::ViewProgress,
        Self::ViewReport,
        Self::EnterReport,
        Self::HandIn,
        Self::Comment,
        Self::DecideReport,
        Self::RunCampaign,
        Self::Consolidate,
        Self::SignOff,
        Self::ManageUnits,
        Self::ManagePeople,
        Self::Administer,
    ];

    /// Whether it changes nothing. A token that may only read may only do these.
    #[must_use]
    pub fn only_reads(self) -> bool {
        matches!(self, Self::ViewCampaign | Self::ViewProgress | Self::ViewReport)
    }
}

/// Where a unit lies from the unit a role is held at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The same unit.
    Own,
    /// Below it.
    Below,
    /// Above it: the units that hand down to it.
    Above,
    /// Anywhere else.
    Elsewhere,
}

impl Reach {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Own, Self::Below, Self::Above, Self::Elsewhere];

    /// Where `target` lies from `held_at`.
    #[must_use]
    pub fn between(hierarchy: &Hierarchy, held_at: UnitId, target: UnitId) -> Self {
        if held_at == target {
            Self::Own
        } else if hierarchy.ancestors(target).contains(&held_at) {
            Self::Below
        } else if hierarchy.ancestors(held_at).contains(&target) {
            Self::Above
        } else {
            Self::Elsewhere
        }
    }
}

/// A role held at a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// Where.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
}

/// The answer to "may they?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Yes.
    Allowed,
    /// No, and they may know that it is there.
    Forbidden,
    /// No, and it must look as if it were not there.
    Hidden,
}

/// The table. Whether a role allows an action on a unit that lies so.
#[must_use]
pub fn allows(role: Role, action: Action, reach: Reach) -> bool {
    use Action as A;
    use Role as R;
    match (reach, role) {
        (Reach::Elsewhere, _) => false,
        // Those who answer to a unit see what it hands down, and nothing else of it.
        (Reach::Above, R::Agency | R::Officer | R::Leader) => action == A::ViewCampaign,
        (Reach::Above, R::Administrator) => false,
        (Reach::Own | Reach::Below, R::Administrator) => {
            matches!(action, A::ViewCampaign | A::ViewProgress | A::ManageUnits | A::ManagePeople | A::Administer)
        }
        (Reach::Own | Reach::Below, R::Leader) => {
            matches!(action, A::ViewCampaign | A::ViewProgress | A::ViewReport | A::Comment | A::SignOff)
        }
        (Reach::Own, R::Agency) => !matches!(action, A::SignOff | A::ManageUnits | A::ManagePeople | A::Administer),
        // An agency asks and decides; it does not write a unit's report for it.
        (Reach::Below, R::Agency) => {
            matches!(
                action,
                A::ViewCampaign
                    | A::ViewProgress
                    | A::ViewReport
                    | A::HandIn
                    | A::Comment
                    | A::DecideReport
                    | A::RunCampaign
            )
        }
        (Reach::Own, R::Officer) => {
            matches!(
                action,
                A::ViewCampaign | A::ViewProgress | A::ViewReport | A::EnterReport | A::HandIn | A::Comment
            )
        }
        // What units below it are doing, not their reports: those go to whoever they report to.
        (Reach::Below, R::Officer) => matches!(action, A::ViewCampaign | A::ViewProgress),
    }
}

/// Whether somebody with these roles may do it to a unit; the best of what any role gives.
#[must_use]
pub fn decide(grants: &[Grant], action: Action, hierarchy: &Hierarchy, target: UnitId) -> Access {
    let mut access = Access::Hidden;
    for grant in grants {
        let reach = Reach::between(hierarchy, grant.unit, target);
        if allows(grant.role, action, reach) {
            return Access::Allowed;
        }
        if Action::ALL.into_iter().any(|other| allows(grant.role, other, reach)) {
            access = Access::Forbidden;
        }
    }
    access
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_roles() {
        let mut table = String::new();
        for role in Role::ALL {
            for reach in Reach::ALL {
                let may: Vec<String> = Action::ALL
                    .into_iter()
                    .filter(|action| allows(role, *action, reach))
                    .map(|action| format!("{action:?}"))
                    .collect();
                table.push_str(
                    &format!("{:<13} {:<9} {}\n", role.name(), format!("{reach:?}"), may.join(" "))
                        .replace(" \n", "\n"),
                );
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn role_names_come_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.name()), Some(role));
        }
    }
}
