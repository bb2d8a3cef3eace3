//! Goes through the changes from the day asked for towards the days of the reports, keeping for each unit where the ground
//! it had at that moment stands.
//!
//! Forwards (reports older than the day asked for) the changes are gone through from the newest: before a succession the
//! ground of the old unit stands where that of the new ones stands after it. Backwards is the mirror.

use super::history::{History, Numbered, narrow};
use super::{Placement, Why};
use crate::id::UnitId;
use crate::time::CivilDate;
use crate::unit::Hierarchy;
use std::collections::HashMap;

/// Which way a report looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The day asked for is that of the report or later.
    Forwards,
    /// It is earlier.
    Backwards,
}

/// Places the reports of some units; all that these may stand with must be among them.
pub(super) fn place(
    history: &History,
    numbers: Vec<u32>,
    reported: CivilDate,
    hierarchy: &Hierarchy,
    on: CivilDate,
) -> impl Iterator<Item = (UnitId, Placement)> {
    let mut asked: Vec<(CivilDate, u32)> =
        numbers.into_iter().map(|number| (as_of(history, number, reported), number)).collect();
    asked.sort_unstable();
    let back = asked.split_off(asked.partition_point(|(day, _)| *day <= on));
    asked.reverse();
    let members: Vec<u32> = asked.iter().chain(&back).map(|(_, number)| *number).collect();
    let forwards = Sweep::new(history, &members, hierarchy, on, Way::Forwards).answer(asked);
    forwards.into_iter().chain(Sweep::new(history, &members, hierarchy, on, Way::Backwards).answer(back))
}

/// The day as of which a unit reported: the day given, or the nearest before on which it was there, or the first.
fn as_of(history: &History, number: u32, reported: CivilDate) -> CivilDate {
    let lives = history.lives(number);
    if lives.iter().any(|life| life.valid.holds_on(reported)) {
        return reported;
    }
    let ended = lives.iter().filter_map(|life| life.valid.until()).filter(|end| *end <= reported).max();
    let last_day = ended.and_then(|end| end.yesterday().ok());
    last_day.or_else(|| lives.first().map(|life| life.valid.from())).unwrap_or(reported)
}

/// Index of something in [`Sweep::grounds`].
type GroundAt = u32;

/// Ground of which nothing is known.
const NOWHERE: GroundAt = 0;

/// Where some ground stands on the day asked for.
#[derive(Clone, Copy)]
struct Ground {
    /// The first unit that holds it all.
    holder: Option<u32>,
    /// Whether some of it is there only because its unit was below.
    with_parent: bool,
    pieces: Pieces,
}

/// The units that hold a piece of some ground.
#[derive(Clone, Copy)]
enum Pieces {
    None,
    One(u32),
    /// All pieces of the grounds in a range of [`Sweep::joined`].
    Of(u32, u32),
}

/// A unit that ended, or began, without a succession.
struct Orphan {
    day: CivilDate,
    unit: u32,
    parent: Option<u32>,
}

struct Sweep<'a> {
    history: &'a History,
    way: Way,
    on: CivilDate,
    /// By number: the unit above on the day asked for, and how many there are above.
    above: Vec<Option<(Option<u32>, u32)>>,
    /// By number: where the ground of the unit stands, at the moment the sweep has come to.
    stands: Vec<GroundAt>,
    grounds: Vec<Ground>,
    joined: Vec<GroundAt>,
    members: &'a [u32],
}

impl<'a> Sweep<'a> {
    fn new(history: &'a History, members: &'a [u32], hierarchy: &Hierarchy, on: CivilDate, way: Way) -> Self {
        let mut sweep = Self {
            history,
            way,
            on,
            above: vec![None; history.len()],
            stands: vec![NOWHERE; history.len()],
            grounds: vec![Ground { holder: None, with_parent: false, pieces: Pieces::None }],
            joined: Vec::new(),
            members,
        };
        for number in members {
            if hierarchy.get(history.unit(*number)).is_some() {
                sweep.stands[*number as usize] = narrow(sweep.grounds.len());
                let pieces = Pieces::One(*number);
                sweep.grounds.push(Ground { holder: Some(*number), with_parent: false, pieces });
            }
        }
        for number in members {
            sweep.climb(*number, hierarchy);
        }
        sweep
    }

    /// Notes what is above a unit that is there on the day asked for, and above those above it.
    fn climb(&mut self, number: u32, hierarchy: &Hierarchy) {
        let mut chain = Vec::new();
        let mut next = Some(number).filter(|number| self.stands[*number as usize] != NOWHERE);
        while let Some(unit) = next.filter(|unit| self.above[*unit as usize].is_none()) {
            let parent = hierarchy.get(self.history.unit(unit)).and_then(|version| version.parent);
            let parent = parent.filter(|parent| hierarchy.get(*parent).is_some());
            next = parent.and_then(|parent| self.history.number(parent));
            chain.push((unit, next));
        }
        let depth = next.and_then(|unit| self.above[unit as usize]).map_or(0, |(_, depth)| depth + 1);
        for ((unit, parent), depth) in chain.into_iter().rev().zip(depth..) {
            self.above[unit as usize] = Some((parent, depth));
        }
    }

    /// Answers for units as of days, the nearest to the day asked for first.
    fn answer(mut self, asked: Vec<(CivilDate, u32)>) -> Vec<(UnitId, Placement)> {
        let Some((farthest, _)) = asked.last().copied() else { return Vec::new() };
        let history = self.history;
        let steps = match self.way {
            Way::Forwards => history.successions(farthest, self.on),
            Way::Backwards => history.successions(self.on, farthest),
        };
        let mut is_member = vec![false; history.len()];
        self.members.iter().for_each(|number| is_member[*number as usize] = true);
        let mut steps: Vec<Numbered> =
            steps.iter().filter(|step| is_member[step.from as usize] && is_member[step.to as usize]).copied().collect();
        let mut orphans = self.orphans();
        match self.way {
            Way::Forwards => {
                steps.sort_by_key(|step| (std::cmp::Reverse(step.on), step.from));
                orphans.sort_by_key(|orphan| std::cmp::Reverse(orphan.day));
            }
            Way::Backwards => {
                steps.sort_by_key(|step| (step.on, step.to));
                orphans.sort_by_key(|orphan| orphan.day);
            }
        }
        let mut days: Vec<CivilDate> =
            steps.iter().map(|step| step.on).chain(orphans.iter().map(|orphan| orphan.day)).collect();
        days.sort_unstable();
        days.dedup();
        if self.way == Way::Forwards {
            days.reverse();
        }
        let (mut steps, mut orphans) = (steps.as_slice(), orphans.as_slice());
        let mut asked = asked.into_iter().peekable();
        let mut answers = Vec::with_capacity(asked.len());
        for day in days {
            let near = |(as_of, _): &(CivilDate, u32)| match self.way {
                Way::Forwards => *as_of >= day,
                Way::Backwards => *as_of < day,
            };
            while let Some((_, number)) = asked.next_if(near) {
                answers.push((history.unit(number), self.placement(number)));
            }
            let (today, later) = steps.split_at(steps.partition_point(|step| step.on == day));
            self.succeed(day, today);
            let (today_orphans, later_orphans) = orphans.split_at(orphans.partition_point(|orphan| orphan.day == day));
            self.adopt(today_orphans);
            (steps, orphans) = (later, later_orphans);
        }
        answers.extend(asked.map(|(_, number)| (history.unit(number), self.placement(number))));
        answers
    }

    /// Units that are not there on the day asked for, and of which no succession tells why.
    fn orphans(&self) -> Vec<Orphan> {
        let gone = self.members.iter().copied().filter(|number| self.stands[*number as usize] == NOWHERE);
        // The succession of each unit that is nearest to the end of its life from the day asked for.
        let mut told: HashMap<u32, CivilDate> = HashMap::new();
        let all = match self.way {
            Way::Forwards => self.history.successions(CivilDate::MIN, self.on),
            Way::Backwards => self.history.successions(self.on, CivilDate::MAX),
        };
        for step in all {
            match self.way {
                Way::Forwards => drop(told.insert(step.from, step.on)),
                Way::Backwards => drop(told.entry(step.to).or_insert(step.on)),
            }
        }
        let orphan = |unit: u32| {
            let lives = self.history.lives(unit);
            let (life, day) = match self.way {
                Way::Forwards => lives
                    .iter()
                    .filter_map(|life| Some((life, life.valid.until()?)))
                    .rfind(|(_, end)| *end <= self.on)?,
                Way::Backwards => {
                    lives.iter().map(|life| (life, life.valid.from())).find(|(_, from)| *from > self.on)?
                }
            };
            let is_told = told.get(&unit).is_some_and(|on| match self.way {
                Way::Forwards => *on >= day,
                Way::Backwards => *on <= day,
            });
            (!is_told).then_some(Orphan { day, unit, parent: life.parent })
        };
        gone.filter_map(orphan).collect()
    }

    /// Passes the successions of a day.
    fn succeed(&mut self, day: CivilDate, steps: &[Numbered]) {
        // The unit whose ground is looked for, and the one it is found in.
        let ends = |step: &Numbered| match self.way {
            Way::Forwards => (step.from, step.to),
            Way::Backwards => (step.to, step.from),
        };
        // The moment on the other side of the day, as seen from the day asked for.
        let far_side = match self.way {
            Way::Forwards => Some(day),
            Way::Backwards => day.yesterday().ok(),
        };
        let lives_on = |unit: u32| far_side.is_some_and(|day| self.history.there(unit, day));
        let groups: Vec<&[Numbered]> = steps.chunk_by(|one, next| ends(one).0 == ends(next).0).collect();
        let group_of: HashMap<u32, usize> =
            groups.iter().enumerate().filter_map(|(at, group)| Some((ends(group.first()?).0, at))).collect();
        // Two steps on one day: what came to a unit and went on from it went through it, unless the unit was there both
        // before and after. Then it took in one thing and gave another.
        let was_there = |unit: u32| day.yesterday().is_ok_and(|before| self.history.there(unit, before));
        let went_through = |unit: u32| !(was_there(unit) && self.history.there(unit, day));
        let passed_on = |unit: u32| group_of.get(&unit).copied().filter(|_| went_through(unit));
        let needs: Vec<Vec<usize>> =
            groups.iter().map(|group| group.iter().filter_map(|step| passed_on(ends(step).1)).collect()).collect();
        let mut found: Vec<Option<GroundAt>> = vec![None; groups.len()];
        for at in in_order(&needs) {
            let group = groups[at];
            let mut parts: Vec<GroundAt> = Vec::with_capacity(group.len() + 1);
            for step in group {
                let other = ends(step).1;
                let further = passed_on(other).and_then(|at| found[at]);
                parts.push(further.unwrap_or(self.stands[other as usize]));
            }
            let unit = group.first().map(|step| ends(step).0);
            let gave_all = self.way == Way::Forwards && group.iter().any(|step| step.whole);
            parts.extend(unit.filter(|unit| !gave_all && lives_on(*unit)).map(|unit| self.stands[unit as usize]));
            found[at] = Some(Self::join(&mut self.grounds, &mut self.joined, &self.above, parts));
        }
        for (group, ground) in groups.iter().zip(found) {
            if let (Some(step), Some(ground)) = (group.first(), ground) {
                self.stands[ends(step).0 as usize] = ground;
            }
        }
    }

    /// Passes the ends (or beginnings) of a day that no succession tells of.
    fn adopt(&mut self, orphans: &[Orphan]) {
        let place: HashMap<u32, usize> = orphans.iter().enumerate().map(|(at, orphan)| (orphan.unit, at)).collect();
        let needs: Vec<Vec<usize>> = orphans
            .iter()
            .map(|orphan| orphan.parent.and_then(|parent| place.get(&parent).copied()).into_iter().collect())
            .collect();
        for at in in_order(&needs) {
            let Orphan { unit, parent, .. } = orphans[at];
            let Some(parent) = parent else { continue };
            let ground = self.grounds[self.stands[parent as usize] as usize];
            self.stands[unit as usize] = narrow(self.grounds.len());
            self.grounds.push(Ground { with_parent: true, ..ground });
        }
    }

    /// The ground made of several.
    fn join(
        grounds: &mut Vec<Ground>,
        joined: &mut Vec<GroundAt>,
        above: &[Option<(Option<u32>, u32)>],
        mut parts: Vec<GroundAt>,
    ) -> GroundAt {
        parts.sort_unstable();
        parts.dedup();
        if let [one] = parts[..] {
            return one;
        }
        let all = || parts.iter().map(|at| grounds[*at as usize]);
        let holder = all().map(|ground| ground.holder).reduce(|one, other| first_above(above, one?, other?)).flatten();
        let with_parent = all().any(|ground| ground.with_parent);
        let from = narrow(joined.len());
        joined.extend(parts);
        grounds.push(Ground { holder, with_parent, pieces: Pieces::Of(from, narrow(joined.len())) });
        narrow(grounds.len() - 1)
    }

    fn placement(&self, number: u32) -> Placement {
        let at = self.stands[number as usize];
        let ground = self.grounds[at as usize];
        let named = |pieces: Vec<u32>| {
            let mut named: Vec<UnitId> = pieces.into_iter().map(|piece| self.history.unit(piece)).collect();
            named.sort_unstable();
            named.into()
        };
        let Some(holder) = ground.holder else { return Placement::Unplaced { pieces: named(self.pieces(at)) } };
        let unit = self.history.unit(holder);
        if holder == number {
            return Placement::At { unit, why: Why::Same };
        }
        let pieces = self.pieces(at);
        let why = match (pieces.len(), ground.with_parent) {
            (2.., _) => Why::HeldByAncestor { pieces: named(pieces) },
            (_, true) => Why::WithParent,
            (_, false) => Why::Succeeded,
        };
        Placement::At { unit, why }
    }

    /// The units that hold a piece of some ground, each once.
    fn pieces(&self, at: GroundAt) -> Vec<u32> {
        let mut seen = std::collections::HashSet::from([at]);
        let (mut waiting, mut found) = (vec![at], Vec::new());
        while let Some(next) = waiting.pop() {
            match self.grounds[next as usize].pieces {
                Pieces::None => {}
                Pieces::One(unit) => found.push(unit),
                Pieces::Of(from, until) => {
                    let parts = self.joined[from as usize..until as usize].iter().copied();
                    waiting.extend(parts.filter(|part| seen.insert(*part)));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The first unit that is, or is above, both.
fn first_above(above: &[Option<(Option<u32>, u32)>], mut one: u32, mut other: u32) -> Option<u32> {
    while one != other {
        let ((parent, depth), (other_parent, other_depth)) = (above[one as usize]?, above[other as usize]?);
        if depth >= other_depth {
            one = parent?;
        } else {
            other = other_parent?;
        }
    }
    Some(one)
}

/// Each index after those it needs; those that need each other come last, in no particular order.
fn in_order(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut missing: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (at, needs) in needs.iter().enumerate() {
        for need in needs {
            needed_by[*need].push(at);
        }
    }
    let mut order: Vec<usize> = (0..needs.len()).filter(|at| missing[*at] == 0).collect();
    let mut done = 0;
    while let Some(at) = order.get(done).copied() {
        done += 1;
        for other in &needed_by[at] {
            missing[*other] -= 1;
            if missing[*other] == 0 {
                order.push(*other);
            }
        }
    }
    order.extend((0..needs.len()).filter(|at| missing[*at] > 0));
    order
}
