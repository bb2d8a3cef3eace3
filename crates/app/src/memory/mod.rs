//! What whoever owns a store for longer than a request keeps in memory beside it, so that a request reads only what it is
//! about.
//!
//! Nothing here is right by itself: each use asks the counters of the store in its own session, and what does not carry the
//! same number is read anew. So a change made by another process is seen by the next request. What a session reads that
//! may write is never kept: it may never come to be.

mod directory;
mod live;
mod readings;
mod unusual;

pub(crate) use directory::{Directory, Reporters};

use crate::Seen;
use crate::campaign::FindError;
use crate::figures::FigureCache;
use crate::report::{Record, Recorded};
use crate::together::Together;
use domain::form::{Form, FormVersion};
use domain::report::Refusal;
use live::LiveBook;
use readings::Readings;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Session, Store, StoreError};
use unusual::Usual;
use vanban::read::{ReadError, Reading};

/// Most forms kept, parsed; one of 400 cells takes about 300 kB.
const MOST_FORMS: usize = 32;

/// A store and what is kept in memory beside it. It is used as the store it holds; use cases are given it in their
/// [`Context`](crate::Context).
pub struct Kept {
    store: Store,
    memory: Memory,
}

impl From<Store> for Kept {
    fn from(store: Store) -> Self {
        Self { store, memory: Memory::default() }
    }
}

impl Deref for Kept {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl Kept {
    /// What is kept in memory.
    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Reads what the totals of the campaigns opened last need, at most so many, so that the first to ask does not wait.
    ///
    /// # Errors
    /// Those of the store, and a stored form or hierarchy that does not hold together.
    pub fn warm_up(&self, most: usize) -> Result<(), FindError> {
        self.store.read(|session| {
            for campaign in self.memory.directory(session)?.campaigns().iter().take(most) {
                self.memory.live(session, campaign, campaign.due_on, |_| ())?;
            }
            Ok(())
        })
    }
}

/// Reports that are stored together, each with what became of it.
type Waiting = Together<Record, Result<Result<Recorded, Refusal>, StoreError>>;

/// What is kept in memory beside one store. Any number of threads may use it.
#[derive(Default)]
pub struct Memory {
    directory: Mutex<Option<Arc<Directory>>>,
    /// A version of a form never changes.
    forms: Mutex<HashMap<FormVersion, Arc<Form>>>,
    readings: Readings,
    figures: FigureCache,
    live: LiveBook,
    usual: Usual,
    /// Reports handed in that wait to be stored.
    handed_in: Waiting,
}

impl Memory {
    /// Units, campaigns and who reports in them, as the session sees them.
    pub(crate) fn directory(&self, session: &Session<'_>) -> Result<Arc<Directory>, StoreError> {
        let counter = session.directory_counter()?;
        let kept = locked(&self.directory).clone();
        if let Some(kept) = kept.filter(|kept| kept.counter() == counter) {
            return Ok(kept);
        }
        let read = Arc::new(Directory::read(session, counter)?);
        if !session.writes() {
            *locked(&self.directory) = Some(Arc::clone(&read));
        }
        Ok(read)
    }

    /// The directory as it was seen when it was looked up who asks, or as the session sees it. For what reads nothing else that
    /// would have to fit it.
    pub(crate) fn directory_seen(
        &self,
        seen: Option<Seen>,
        session: &Session<'_>,
    ) -> Result<Arc<Directory>, StoreError> {
        let kept = locked(&self.directory).clone();
        match kept.filter(|kept| seen.is_some_and(|seen| seen.directory == kept.counter())) {
            Some(kept) => Ok(kept),
            None => self.directory(session),
        }
    }

    /// A form by its version.
    pub(crate) fn form(&self, session: &Session<'_>, version: &FormVersion) -> Result<Arc<Form>, FindError> {
        if let Some(form) = locked(&self.forms).get(version) {
            return Ok(Arc::clone(form));
        }
        let source = session.form_source(version)?.unwrap_or_default();
        let form = Arc::new(Form::parse(&source)?);
        if !session.writes() {
            let mut forms = locked(&self.forms);
            if forms.len() >= MOST_FORMS {
                forms.clear();
            }
            forms.insert(version.clone(), Arc::clone(&form));
        }
        Ok(form)
    }

    /// What a document says, by the digest of its bytes.
    pub(crate) fn reading(&self, digest: &str, bytes: &[u8]) -> Result<Arc<Reading>, ReadError> {
        self.readings.of(digest, bytes)
    }

    /// Reports handed in that wait to be stored.
    pub(crate) fn handed_in(&self) -> &Waiting {
        &self.handed_in
    }

    /// Numbers of reports, and totals.
    pub(crate) fn figures(&self) -> &FigureCache {
        &self.figures
    }
}

/// Locks, also after a panic elsewhere: what is kept is put in whole, so a thread that panicked left nothing half done.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
