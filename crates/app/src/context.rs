//! What every use case is given: the store, the world outside, and who asks.

use domain::time::day_in_vietnam;
use domain::{CivilDate, Instant};
use store::Store;

/// The clock and the source of randomness.
pub trait World: Sync {
    /// The moment it is.
    fn now(&self) -> Instant;
    /// Bytes nobody can guess.
    fn random(&self) -> [u8; 10];
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
}

/// What a use case is given.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Where everything is kept.
    pub store: &'a Store,
    /// Clock and randomness.
    pub world: &'a dyn World,
    /// Who does it, as it stands in the events.
    pub operator: &'a str,
}

impl Context<'_> {
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
}
