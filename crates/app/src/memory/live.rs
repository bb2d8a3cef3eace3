//! Totals of every unit of the campaigns that are looked at, following what moves.

use super::{Memory, locked};
use crate::campaign::FindError;
use crate::figures::Which;
use crate::memory::directory::Epoch;
use domain::campaign::Campaign;
use domain::live::{LiveTotals, Shape, Status, UnknownUnit};
use domain::{CampaignId, CivilDate};
use std::sync::{Arc, Mutex};
use store::{ReportHead, Session};

/// Most bytes of totals kept; those not used for longest make room. A campaign of 3,321 communes and 400 cells takes about
/// 4 MB, one of 100,000 units 120 MB; one more of either is always made when it is asked for.
const MOST_BYTES: usize = 256 << 20;

/// A campaign, and the stretch of days whose hierarchy its reports stand in.
type Key = (CampaignId, Epoch);

/// Totals of one key; none until they are made. Whoever makes or follows them holds the lock, so that it is done once.
type Slot = Arc<Mutex<Option<Kept>>>;

/// Totals as they were when the counters of the store stood so.
struct Kept {
    counter: u64,
    directory: u64,
    live: LiveTotals,
}

/// Totals kept, the ones used last at the end.
#[derive(Default)]
pub(super) struct LiveBook(Mutex<Vec<(Key, usize, Slot)>>);

impl LiveBook {
    fn slot(&self, key: Key) -> Slot {
        let mut slots = locked(&self.0);
        let found = slots.iter().position(|(other, ..)| *other == key).map(|at| slots.remove(at));
        let entry = found.unwrap_or_else(|| (key, 0, Slot::default()));
        let slot = Arc::clone(&entry.2);
        slots.push(entry);
        slot
    }

    /// Notes how much the totals of a key take, and lets those not used for longest go.
    fn weigh(&self, key: Key, bytes: usize) {
        let mut slots = locked(&self.0);
        if let Some(entry) = slots.iter_mut().find(|(other, ..)| *other == key) {
            entry.1 = bytes;
        }
        while slots.len() > 1 && slots.iter().map(|(_, bytes, _)| bytes).sum::<usize>() > MOST_BYTES {
            slots.remove(0);
        }
    }
}

impl Memory {
    /// Looks at the totals of a campaign in the hierarchy of a day, as the session sees them or newer.
    pub(crate) fn live<T>(
        &self,
        session: &Session<'_>,
        campaign: &Campaign,
        day: CivilDate,
        look: impl FnOnce(&LiveTotals) -> T,
    ) -> Result<T, FindError> {
        let directory = self.directory(session)?;
        let key = (campaign.id, directory.epoch(day));
        let counter = session.change_counter(campaign.id)?;
        let slot = self.live.slot(key);
        let mut kept = locked(&slot);
        let holds = |kept: &Kept| kept.directory == directory.counter();
        if session.writes() && !kept.as_ref().is_some_and(|kept| holds(kept) && kept.counter == counter) {
            // What a change sees of itself may never come to be.
            drop(kept);
            return Ok(look(&self.made(session, campaign, day)?));
        }
        if let Some(kept) = kept.as_mut().filter(|kept| holds(kept)) {
            self.follow(session, campaign, kept, counter)?;
            return Ok(look(&kept.live));
        }
        let made =
            kept.insert(Kept { counter, directory: directory.counter(), live: self.made(session, campaign, day)? });
        let (found, bytes) = (look(&made.live), made.live.memory_bytes());
        drop(kept);
        self.live.weigh(key, bytes);
        Ok(found)
    }

    /// Makes the totals anew.
    fn made(&self, session: &Session<'_>, campaign: &Campaign, day: CivilDate) -> Result<LiveTotals, FindError> {
        let directory = self.directory(session)?;
        let (ground, form) = (directory.ground(campaign.due_on, day)?, self.form(session, &campaign.form)?);
        let reporters = directory.reporters(session, campaign.id)?;
        let mut heads = session.reports(campaign.id)?;
        heads.retain(|(unit, _)| reporters.contains(unit));
        let sheets = self.figures().sheets(session, campaign.id, &form, &heads, Which::Approved)?;
        let statuses = reporters.iter().map(|unit| (*unit, Status::Awaited));
        let moved = heads.iter().map(|(unit, head)| (*unit, status(campaign, head)));
        let reports = sheets.into_iter().map(|(unit, sheet)| (unit, sheet.counted()));
        LiveTotals::build(Shape::of(&form), ground.tree, reports, statuses.chain(moved)).map_err(unknown)
    }

    /// Takes in what moved since.
    fn follow(
        &self,
        session: &Session<'_>,
        campaign: &Campaign,
        kept: &mut Kept,
        counter: u64,
    ) -> Result<(), FindError> {
        if kept.counter >= counter {
            // The same, or another session saw later changes already.
            return Ok(());
        }
        let mut moved = session.reports_changed_since(campaign.id, kept.counter)?;
        if !moved.is_empty() {
            let reporters = self.directory(session)?.reporters(session, campaign.id)?;
            moved.retain(|(unit, _)| reporters.contains(unit));
            let form = self.form(session, &campaign.form)?;
            let mut sheets = self.figures().sheets(session, campaign.id, &form, &moved, Which::Approved)?;
            for (unit, head) in &moved {
                let counted = sheets.remove(unit).map(|sheet| sheet.counted());
                kept.live.set(*unit, counted).map_err(unknown)?;
                kept.live.set_status(*unit, status(campaign, head)).map_err(unknown)?;
            }
        }
        kept.counter = counter;
        Ok(())
    }
}

fn status(campaign: &Campaign, head: &ReportHead) -> Status {
    Status::Received { on_time: head.first_received_on <= campaign.due_on, state: head.state }
}

/// Every unit that reports is in the directory; one that is not was never stored as a unit.
fn unknown(UnknownUnit(unit): UnknownUnit) -> FindError {
    FindError::UnknownUnit(unit.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Instant;

    #[test]
    fn totals_not_used_for_longest_make_room_and_the_last_ones_stay_however_large() {
        let book = LiveBook::default();
        let key = |n: u8| (CampaignId::new(Instant::UNIX_EPOCH, [n; 10]), Epoch::default());
        for n in 0..4 {
            book.slot(key(n));
            book.weigh(key(n), MOST_BYTES / 3);
        }
        let kept = || locked(&book.0).iter().map(|(key, ..)| *key).collect::<Vec<_>>();
        assert_eq!(kept(), [key(1), key(2), key(3)]);
        book.slot(key(1));
        book.slot(key(4));
        book.weigh(key(4), MOST_BYTES * 2);
        assert_eq!(kept(), [key(4)]);
    }
}
