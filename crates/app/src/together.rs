//! Work that many ask for at once, done for all of them by one.
//!
//! ```text
//! A   has the turn ─ works for A ───────┐ passes the turn to B       ┌ told
//! B   (waits)                           └ has it ─ works for B, C ───┤
//! C   (waits) ───────────────────────────────────────────────────────┘ told
//! ```

use crate::memory::locked;
use std::collections::VecDeque;
use std::iter::once;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Jobs that wait, and whether somebody is working.
pub(crate) struct Together<J, R>(Mutex<Desk<J, R>>);

struct Desk<J, R> {
    busy: bool,
    waiting: VecDeque<Waiting<J, R>>,
}

/// A job, and where who waits for it is told.
type Waiting<J, R> = (J, Sender<Told<J, R>>);

/// What somebody who waits is told.
enum Told<J, R> {
    /// The job was done.
    Done(R),
    /// Theirs is the turn; the job is theirs again.
    Turn(J),
}

/// What becomes of a job that is handed over.
enum Place<J, R> {
    Turn(J),
    Waits(Receiver<Told<J, R>>),
}

impl<J, R> Default for Together<J, R> {
    fn default() -> Self {
        Self(Mutex::new(Desk { busy: false, waiting: VecDeque::new() }))
    }
}

impl<J, R> Together<J, R> {
    /// Has a job done: by `work`, together with at most `most` in all, or by somebody else's work, which must be the same.
    /// `work` gives an outcome for each job, in their order. None when the work ended without one: it panicked.
    pub(crate) fn run(&self, job: J, most: usize, work: impl FnOnce(Vec<J>) -> Vec<R>) -> Option<R> {
        let job = match self.enter(job) {
            Place::Turn(job) => job,
            Place::Waits(told) => match told.recv().ok()? {
                Told::Done(outcome) => return Some(outcome),
                Told::Turn(job) => job,
            },
        };
        let turn = Turn(self);
        let (others, tellers): (Vec<J>, Vec<Sender<Told<J, R>>>) =
            self.take(most.saturating_sub(1)).into_iter().unzip();
        let mut outcomes = work(once(job).chain(others).collect()).into_iter();
        drop(turn);
        let own = outcomes.next();
        for (teller, outcome) in tellers.into_iter().zip(outcomes) {
            // Who waits does nothing else.
            let _ = teller.send(Told::Done(outcome));
        }
        own
    }

    fn enter(&self, job: J) -> Place<J, R> {
        let mut desk = locked(&self.0);
        if std::mem::replace(&mut desk.busy, true) {
            let (teller, told) = channel();
            desk.waiting.push_back((job, teller));
            Place::Waits(told)
        } else {
            Place::Turn(job)
        }
    }

    fn take(&self, most: usize) -> Vec<Waiting<J, R>> {
        let waiting = &mut locked(&self.0).waiting;
        let count = most.min(waiting.len());
        waiting.drain(..count).collect()
    }
}

/// The turn, passed on when it is over, also by a panic.
struct Turn<'a, J, R>(&'a Together<J, R>);

impl<J, R> Drop for Turn<'_, J, R> {
    fn drop(&mut self) {
        let mut desk = locked(&self.0.0);
        desk.busy = match desk.waiting.pop_front() {
            Some((job, teller)) => teller.send(Told::Turn(job)).is_ok(),
            None => false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn each_job_gets_its_own_outcome_and_jobs_that_wait_are_done_at_once() {
        let (together, calls, largest) = (Together::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |jobs: Vec<u32>| {
            calls.fetch_add(1, Ordering::SeqCst);
            largest.fetch_max(jobs.len(), Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(2));
            jobs.into_iter().map(|job| job * 2).collect()
        };
        std::thread::scope(|scope| {
            for thread in 0..24 {
                let (together, work) = (&together, &work);
                scope.spawn(move || {
                    for job in thread * 100..thread * 100 + 20 {
                        assert_eq!(together.run(job, 8, work), Some(job * 2));
                    }
                });
            }
        });
        assert!(calls.into_inner() < 24 * 20, "some were done together");
        assert!((2..=8).contains(&largest.into_inner()));
    }

    #[test]
    fn a_panic_is_that_of_its_jobs_only() {
        let together = Together::default();
        let work = |jobs: Vec<u32>| {
            std::thread::sleep(Duration::from_millis(1));
            assert!(!jobs.contains(&13), "a defect");
            jobs
        };
        let outcomes: Vec<Option<u32>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..32)
                .map(|job| {
                    let (together, work) = (&together, &work);
                    scope.spawn(move || together.run(job, 4, work))
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().ok().flatten()).collect()
        });
        assert_eq!(outcomes[13], None);
        assert!(outcomes.iter().flatten().count() >= 32 - 4);
        assert_eq!(together.run(40, 4, work), Some(40), "the turn was passed on");
    }
}
