//! Units, campaigns and who reports in them.

use super::locked;
use domain::campaign::Campaign;
use domain::live::Tree;
use domain::succession::{History, Placements};
use domain::unit::{Hierarchy, HierarchyError, UnitVersion};
use domain::{CampaignId, CivilDate, Instant, UnitId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock};
use store::{Session, StoreError, Succession};

/// Most hierarchies kept; one of 3,500 units takes about 1.5 MB. Campaigns of ten years with a reform or two between them
/// need a handful.
const MOST_HIERARCHIES: usize = 24;

/// Most pairs of days kept for which it is known where reports stand; one of 3,500 units takes about 1 MB.
const MOST_GROUNDS: usize = 16;

/// The units that report in a campaign.
pub(crate) type Reporters = Arc<HashSet<UnitId>>;

/// Everything of which there is little and which seldom changes, as it was when the store's counter stood at a number.
#[derive(Debug)]
pub(crate) struct Directory {
    counter: u64,
    versions: Vec<UnitVersion>,
    successions: Vec<Succession>,
    /// Days on which a unit began, ended or changed, in order: between two of them the hierarchy is one.
    days: Vec<CivilDate>,
    campaigns: Vec<Campaign>,
    closed: HashMap<CampaignId, Instant>,
    hierarchies: Mutex<HashMap<Epoch, Arc<Hierarchy>>>,
    history: OnceLock<History>,
    grounds: Mutex<HashMap<(Epoch, Epoch), Ground>>,
    reporters: Mutex<HashMap<CampaignId, Reporters>>,
}

/// A stretch of days on which the hierarchy is the same, by its first day; none before anything was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Epoch(Option<CivilDate>);

/// Where the reports made under the hierarchy of one day stand in that of another.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    /// The units of the other day, with who reports stand at each.
    pub(crate) tree: Arc<Tree>,
    /// Why each stands where it does.
    pub(crate) placements: Arc<Placements>,
}

impl Directory {
    /// Reads it; `counter` is that of the session.
    pub(crate) fn read(session: &Session<'_>, counter: u64) -> Result<Self, StoreError> {
        let versions = session.unit_versions()?;
        let successions = session.successions()?;
        let changes = versions.iter().flat_map(|version| [Some(version.valid.from()), version.valid.until()]);
        let mut days: Vec<CivilDate> = changes.flatten().chain(successions.iter().map(|one| one.on)).collect();
        days.sort_unstable();
        days.dedup();
        Ok(Self {
            counter,
            successions,
            days,
            versions,
            campaigns: session.campaigns()?,
            closed: session.closed_campaigns()?.into_iter().collect(),
            hierarchies: Mutex::default(),
            history: OnceLock::new(),
            grounds: Mutex::default(),
            reporters: Mutex::default(),
        })
    }

    /// What the store's counter was.
    pub(crate) fn counter(&self) -> u64 {
        self.counter
    }

    /// Every version of every unit, by unit and first day.
    pub(crate) fn versions(&self) -> &[UnitVersion] {
        &self.versions
    }

    /// Every campaign, the one opened last first.
    pub(crate) fn campaigns(&self) -> &[Campaign] {
        &self.campaigns
    }

    /// Since when a campaign is closed, if it is.
    pub(crate) fn closed_at(&self, campaign: CampaignId) -> Option<Instant> {
        self.closed.get(&campaign).copied()
    }

    /// The stretch of days that a day lies in.
    pub(crate) fn epoch(&self, day: CivilDate) -> Epoch {
        let begun = self.days.partition_point(|change| *change <= day);
        Epoch(begun.checked_sub(1).and_then(|last| self.days.get(last)).copied())
    }

    /// The hierarchy of a day.
    pub(crate) fn hierarchy(&self, day: CivilDate) -> Result<Arc<Hierarchy>, HierarchyError> {
        let epoch = self.epoch(day);
        if let Some(kept) = locked(&self.hierarchies).get(&epoch) {
            return Ok(Arc::clone(kept));
        }
        let there = self.versions.iter().filter(|version| version.valid.holds_on(day));
        let made = Arc::new(Hierarchy::as_of(day, there.cloned())?);
        let mut kept = locked(&self.hierarchies);
        if kept.len() >= MOST_HIERARCHIES {
            kept.clear();
        }
        kept.insert(epoch, Arc::clone(&made));
        Ok(made)
    }

    /// Where reports made under the hierarchy of the day `reported` stand in that of the day `on`.
    pub(crate) fn ground(&self, reported: CivilDate, on: CivilDate) -> Result<Ground, HierarchyError> {
        let epochs = (self.epoch(reported), self.epoch(on));
        if let Some(kept) = locked(&self.grounds).get(&epochs) {
            return Ok(kept.clone());
        }
        let hierarchy = self.hierarchy(on)?;
        let history = self.history.get_or_init(|| History::new(&self.versions, &self.successions));
        let placements = Placements::of_day(history, reported, &hierarchy, on);
        let made = Ground { tree: Arc::new(Tree::new(&hierarchy, &placements)), placements: Arc::new(placements) };
        let mut kept = locked(&self.grounds);
        if kept.len() >= MOST_GROUNDS {
            kept.clear();
        }
        kept.insert(epochs, made.clone());
        Ok(made)
    }

    /// The units that report in a campaign. The session is the one that the directory was asked for in.
    pub(crate) fn reporters(&self, session: &Session<'_>, campaign: CampaignId) -> Result<Reporters, StoreError> {
        if let Some(kept) = locked(&self.reporters).get(&campaign) {
            return Ok(Arc::clone(kept));
        }
        let read: Reporters = Arc::new(session.reporters(campaign)?.into_iter().collect());
        if !session.writes() {
            locked(&self.reporters).insert(campaign, Arc::clone(&read));
        }
        Ok(read)
    }

    /// Campaigns of the same root in earlier years, the newest first, one for each year.
    pub(crate) fn earlier(&self, campaign: &Campaign) -> Vec<&Campaign> {
        let same = |other: &&Campaign| other.root == campaign.root && other.year < campaign.year;
        let mut found: Vec<&Campaign> = self.campaigns.iter().filter(same).collect();
        // Of several in one year the one opened last counts; they come in that order, and sorting keeps it.
        found.sort_by_key(|other| std::cmp::Reverse(other.year));
        found.dedup_by_key(|other| other.year);
        found
    }
}
