//! What every use case is given: the store with what is kept beside it, the world outside, and who asks.

use crate::memory::{Kept, Memory};
use domain::access::{self, Access, Action, Grant};
use domain::time::day_in_vietnam;
use domain::unit::Hierarchy;
use domain::{CivilDate, Instant, PersonId, UnitId};
use jiff::SignedDuration;

/// The clock and the source of randomness.
pub trait World: Sync {
    /// The moment it is.
    fn now(&self) -> Instant;
    /// Bytes nobody can guess.
    fn random(&self) -> [u8; 10];
    /// A secret of 160 bits.
    ///
    /// # Panics
    /// When the system has no randomness: better no answer than a secret that can be guessed.
    fn secret(&self) -> [u8; 32];
}

/// The real clock and the operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemWorld;

impl World for SystemWorld {
    #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        // Without system randomness ids still differ by their instant; two in one millisecond would be refused by
        // the store as a conflict, never overwritten.
        let _ = getrandom::fill(&mut bytes);
        bytes
    }

    #[expect(clippy::expect_used, reason = "a secret without randomness would let anybody in")]
    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the system has randomness");
        bytes
    }
}

/// A clock that stands still, with real randomness: for the sample campaign, which plays on given days.
#[derive(Clone, Copy, Debug)]
pub struct FixedWorld(pub Instant);

impl World for FixedWorld {
    fn now(&self) -> Instant {
        self.0
    }

    fn random(&self) -> [u8; 10] {
        SystemWorld.random()
    }

    fn secret(&self) -> [u8; 32] {
        SystemWorld.secret()
    }
}

/// A clock that runs as the real one does, from another moment: for looking at the sample campaign while it goes on.
#[derive(Clone, Copy, Debug)]
pub struct ShiftedWorld(SignedDuration);

impl ShiftedWorld {
    /// A clock that shows `start` now.
    #[must_use]
    pub fn starting_at(start: Instant) -> Self {
        Self(start.duration_since(SystemWorld.now()))
    }
}

impl World for ShiftedWorld {
    fn now(&self) -> Instant {
        SystemWorld.now().checked_add(self.0).unwrap_or(Instant::MAX)
    }

    fn random(&self) -> [u8; 10] {
        SystemWorld.random()
    }

    fn secret(&self) -> [u8; 32] {
        SystemWorld.secret()
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// Somebody at the machine itself, through the command line: whoever holds the data folder may do anything.
    Operator(&'a str),
    /// A person signed in, or a program with that person's token.
    Person(Person<'a>),
}

/// A person signed in.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// Who.
    pub id: PersonId,
    /// As it stands in the events.
    pub name: &'a str,
    /// What they are, and where.
    pub grants: &'a [Grant],
    /// Whether they may only look: a token with the scope `read`.
    pub only_reads: bool,
}

impl<'a> Actor<'a> {
    /// The name that stands in the events.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self {
            Self::Operator(name) => name,
            Self::Person(person) => person.name,
        }
    }

    /// The person, unless it is an operator.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Operator(_) => None,
            Self::Person(person) => Some(person.id),
        }
    }
}

/// What was seen of the store when it was looked up who asks. What has changed since is of others who ask at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The counter of the directory.
    pub(crate) directory: u64,
}

/// What a use case is given.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Where everything is kept, on the disk and in memory.
    pub store: &'a Kept,
    /// Clock and randomness.
    pub world: &'a dyn World,
    /// Who asks.
    pub actor: Actor<'a>,
    /// What was seen when it was looked up who asks; none when nothing was.
    pub seen: Option<Seen>,
}

impl<'a> Context<'a> {
    /// A context of somebody at the machine itself.
    #[must_use]
    pub fn of_operator(store: &'a Kept, world: &'a dyn World, name: &'a str) -> Self {
        Self { store, world, actor: Actor::Operator(name), seen: None }
    }

    /// What is kept in memory beside the store.
    #[must_use]
    pub(crate) fn memory(&self) -> &'a Memory {
        self.store.memory()
    }

    /// The moment it is.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.world.now()
    }

    /// The day it is in Việt Nam.
    #[must_use]
    pub fn today(&self) -> CivilDate {
        day_in_vietnam(self.now())
    }

    /// The one question of permission: may the actor do this to that unit? Every use case asks it first.
    #[must_use]
    pub fn permit(&self, action: Action, hierarchy: &Hierarchy, unit: UnitId) -> Access {
        match self.actor {
            Actor::Operator(_) => Access::Allowed,
            Actor::Person(person) => match access::decide(person.grants, action, hierarchy, unit) {
                Access::Allowed if person.only_reads && !action.only_reads() => Access::Forbidden,
                access => access,
            },
        }
    }
}
