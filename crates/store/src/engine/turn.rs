//! Whose turn it is to change something, and commits that several changes share.
//!
//! A disk is flushed a few hundred times a second, whatever is written; so who waits for a turn joins the transaction that
//! is under way. Each change runs under a savepoint of its own, on the thread that asked for it:
//!
//! ```text
//! thread A   begin ─ savepoint ─ work A ┐ B waits: left open             ┌ told: Ok
//! thread B   (waits)                    └ savepoint ─ work B ┐ nobody ─ commit
//! ```
//!
//! * A change is acknowledged only when the commit with it is durable. When that fails, all of the group are told.
//! * A change that fails or panics is undone to its savepoint; the others of the group go on.
//! * What a change said may wait on its connection for the next one to go with ([`Writer::leave`]), when nothing was asked of it.
//!   It is then refused, if it is, while the next one runs, which goes on undisturbed; whoever made it hears of that
//!   ([`Verdict`]) when the group is told.
//! * What loses the transaction ([`Undone::All`]) fails the whole group.
//! * Whoever leaves a transaction open has seen somebody who waits for the lock, and whoever gets the lock commits, or
//!   leaves it open for the same reason: so somebody always commits.

use super::{Link, Trouble, Undone};
use crate::error::StoreError;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Changes that share a commit at most.
const GROUP: usize = 64;

/// How long a transaction is left open for others at most.
const OPEN_FOR: Duration = Duration::from_millis(25);

/// Why a change that was left was refused after all; nothing when it was not.
pub(crate) type Verdict = Arc<OnceLock<StoreError>>;

/// What the connection that changes things can do.
pub(crate) trait Writer {
    /// Begins a transaction that no other one who changes things, in any process, is in.
    fn begin(&mut self) -> Result<(), StoreError>;
    /// Sets the savepoint of a change; the one before, if any, was left or undone.
    fn mark(&mut self) -> Result<(), StoreError>;
    /// The change is over as far as its caller goes: what of it is refused from now on is said in `verdict`, before the commit
    /// is done, and undone.
    fn leave(&mut self, verdict: &Verdict);
    /// Goes back to the savepoint.
    fn back_to_mark(&mut self) -> Result<(), StoreError>;
    /// Commits: on disk when `Ok`.
    fn commit(&mut self) -> Result<(), StoreError>;
    /// Gives up the transaction, if there still is one.
    fn roll_back(&mut self);
    /// The transaction, for a change to use.
    fn link<'a>(&'a self, trouble: &'a Trouble) -> Link<'a>;
}

/// The one writing connection and those who wait for it.
pub(crate) struct Turn<W> {
    desk: Mutex<Desk<W>>,
    /// Those who want to change something and do not have the lock.
    waiting: AtomicUsize,
    shares: bool,
}

/// What the one whose turn it is has before them.
struct Desk<W> {
    writer: W,
    group: Option<Group>,
}

/// Changes in the transaction that is open.
struct Group {
    fate: Arc<Fate>,
    began: Instant,
    members: usize,
    kept: usize,
}

/// What became of a group: told to all who are in it.
#[derive(Default)]
struct Fate {
    outcome: Mutex<Option<Result<(), StoreError>>>,
    known: Condvar,
}

/// How a change ended, before it is committed.
enum Ended<T, E> {
    Kept(T, Verdict),
    Refused(E),
    Panicked(Box<dyn std::any::Any + Send>),
}

impl<W: Writer> Turn<W> {
    /// Changes may share a commit.
    pub(crate) fn shared(writer: W) -> Self {
        Self { desk: Mutex::new(Desk { writer, group: None }), waiting: AtomicUsize::new(0), shares: true }
    }

    /// Each change is committed before the lock is given up.
    pub(crate) fn alone(writer: W) -> Self {
        Self { shares: false, ..Self::shared(writer) }
    }

    /// Runs `look` on the connection, outside of any transaction.
    pub(crate) fn alone_with<T>(&self, look: impl FnOnce(&mut W) -> T) -> T {
        let mut desk = locked(&self.desk);
        desk.commit();
        look(&mut desk.writer)
    }

    /// Runs `work` under a savepoint; returns `Ok` once it is committed.
    pub(crate) fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut desk = locked(&self.desk);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let fate = desk.join()?;
        let ended = desk.run(work);
        if !(self.shares && self.waiting.load(Ordering::SeqCst) > 0 && desk.may_stay_open()) {
            desk.commit();
        }
        drop(desk);
        match ended {
            Ended::Kept(done, verdict) => {
                fate.wait()?;
                verdict.get().map_or(Ok(done), |refused| Err(refused.again().into()))
            }
            Ended::Refused(error) => Err(error),
            Ended::Panicked(panic) => resume_unwind(panic),
        }
    }
}

impl<W: Writer> Desk<W> {
    /// Joins the group whose transaction is open, or begins one, and sets a savepoint.
    fn join(&mut self) -> Result<Arc<Fate>, StoreError> {
        if self.group.is_none() {
            self.writer.begin()?;
            self.group = Some(Group { fate: Arc::default(), began: Instant::now(), members: 0, kept: 0 });
        }
        if let Err(error) = self.writer.mark() {
            self.lose(&error);
            return Err(error);
        }
        let group = self.group.as_mut().ok_or(StoreError::Abandoned)?;
        group.members += 1;
        Ok(Arc::clone(&group.fate))
    }

    /// Runs a change; when it is not kept, the transaction is as it was before it, or lost.
    fn run<T, E: From<StoreError>>(&mut self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Ended<T, E> {
        let trouble = Trouble::default();
        // The savepoint undoes whatever a panic left half done.
        let outcome = catch_unwind(AssertUnwindSafe(|| work(self.writer.link(&trouble))));
        let ended = match outcome {
            Ok(Ok(done)) if trouble.undone() == Undone::Nothing => {
                if let Some(group) = &mut self.group {
                    group.kept += 1;
                }
                let verdict = Verdict::default();
                self.writer.leave(&verdict);
                return Ended::Kept(done, verdict);
            }
            Ok(Ok(_)) => Ended::Refused(StoreError::Abandoned.into()),
            Ok(Err(error)) => Ended::Refused(error),
            Err(panic) => Ended::Panicked(panic),
        };
        let restored = match trouble.lost_by() {
            Some(error) => Err(error),
            None => self.writer.back_to_mark(),
        };
        if let Err(error) = restored {
            self.lose(&error);
        }
        ended
    }

    fn may_stay_open(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.members < GROUP && group.began.elapsed() < OPEN_FOR)
    }

    /// Commits what is open and tells its group.
    fn commit(&mut self) {
        let Some(group) = self.group.take() else { return };
        if group.kept == 0 {
            return self.writer.roll_back();
        }
        let outcome = self.writer.commit();
        if outcome.is_err() {
            self.writer.roll_back();
        }
        group.fate.tell(outcome);
    }

    /// The transaction is lost: all of its group are told why.
    fn lose(&mut self, error: &StoreError) {
        self.writer.roll_back();
        if let Some(group) = self.group.take() {
            group.fate.tell(Err(error.again()));
        }
    }
}

impl Fate {
    fn tell(&self, outcome: Result<(), StoreError>) {
        *locked(&self.outcome) = Some(outcome);
        self.known.notify_all();
    }

    fn wait(&self) -> Result<(), StoreError> {
        let mut outcome = locked(&self.outcome);
        loop {
            match &*outcome {
                Some(Ok(())) => return Ok(()),
                Some(Err(error)) => return Err(error.again()),
                None => outcome = self.known.wait(outcome).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// Locks, also after a panic elsewhere: what panicked was undone.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::sqlite;
    use super::*;
    use std::collections::BTreeSet;
    use std::sync::Barrier;

    /// A disk on which every third commit fails.
    struct Breaking {
        writer: sqlite::Writer,
        commits: usize,
    }

    impl Writer for Breaking {
        fn begin(&mut self) -> Result<(), StoreError> {
            self.writer.begin()
        }
        fn mark(&mut self) -> Result<(), StoreError> {
            self.writer.mark()
        }
        fn leave(&mut self, verdict: &Verdict) {
            self.writer.leave(verdict);
        }
        fn back_to_mark(&mut self) -> Result<(), StoreError> {
            self.writer.back_to_mark()
        }
        fn commit(&mut self) -> Result<(), StoreError> {
            self.commits += 1;
            if self.commits.is_multiple_of(3) { Err(StoreError::DiskFull) } else { self.writer.commit() }
        }
        fn roll_back(&mut self) {
            self.writer.roll_back();
        }
        fn link<'a>(&'a self, trouble: &'a Trouble) -> Link<'a> {
            self.writer.link(trouble)
        }
    }

    const THREADS: i64 = 48;

    #[test]
    fn a_commit_that_fails_is_told_to_all_who_shared_it() {
        let turn = Turn::shared(Breaking { writer: sqlite::open_in_memory().unwrap(), commits: 0 });
        turn.write(|link| link.define("CREATE TABLE kept (n BIGINT)")).unwrap();
        let barrier = Barrier::new(usize::try_from(THREADS).unwrap());
        let change = |n: i64| {
            barrier.wait();
            let outcome = turn.write(|link| {
                link.define(&format!("INSERT INTO kept VALUES ({n})"))?;
                // Long enough for others to wait.
                std::thread::sleep(Duration::from_millis(1));
                Ok::<_, StoreError>(())
            });
            match outcome {
                Ok(()) => Some(n),
                Err(StoreError::DiskFull) => None,
                Err(other) => panic!("{other}"),
            }
        };
        let acknowledged: BTreeSet<i64> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS)
                .map(|n| {
                    let change = &change;
                    scope.spawn(move || change(n))
                })
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
        });
        turn.alone_with(|disk| {
            let connection = disk.writer.bare();
            let mut rows = connection.prepare("SELECT n FROM kept").unwrap();
            let there: BTreeSet<i64> = rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            assert_eq!(there, acknowledged);
            assert!(disk.commits < 40, "{} commits of {THREADS} changes were not shared", disk.commits);
            assert!(acknowledged.len() < 48, "some commit failed, and its group was told");
        });
    }
}
