//! The store and a session in it.

use crate::changes::Raised;
use crate::engine::{Engine, Health, Link};
use crate::error::StoreError;
use crate::location::Location;
use std::path::Path;

/// Everything stored. Share it by reference between threads: one writes at a time, any number read meanwhile.
pub struct Store {
    pub(crate) engine: Engine,
}

impl Store {
    /// Whether a folder holds a database already: a command that only looks must not make one.
    #[must_use]
    pub fn is_in(folder: &Path) -> bool {
        Engine::is_in(folder)
    }

    /// Whether there is a database at a place already.
    ///
    /// # Errors
    /// Those of reaching a server.
    pub fn is_at(place: &Location) -> Result<bool, StoreError> {
        match place.server() {
            Some(address) => Engine::is_at(address),
            None => Ok(Self::is_in(place.folder())),
        }
    }

    /// Opens the store of a place: in its data folder, as [`Store::open`] does, or on its server. There the tables are made
    /// when the database is empty. Any number of processes may have the same database open.
    ///
    /// Not to be called on a task of an asynchronous runtime; nor is any other function of a store.
    ///
    /// # Errors
    /// Those of [`Store::open`]; on a server [`StoreError::NoServer`], [`StoreError::NotLetIn`], [`StoreError::NotOurs`] and
    /// [`StoreError::NewerSchema`], which leave what they found as it was.
    pub fn open_at(place: &Location) -> Result<Self, StoreError> {
        match place.server() {
            Some(address) => Engine::open_server(address).map(|engine| Self { engine }),
            None => Self::open(place.folder()),
        }
    }

    /// Opens the store of a data folder; makes the folder and the database in it when absent.
    ///
    /// Several processes may have the same folder open; one waits up to 10 s for another that is writing.
    ///
    /// # Errors
    /// [`StoreError::NotADatabase`], [`StoreError::NewerSchema`] (both leave what they found as it was),
    /// [`StoreError::NotAFolder`], [`StoreError::ReadOnly`], [`StoreError::DiskFull`], and those of the engine.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Engine::open(folder).map(|engine| Self { engine })
    }

    /// A store that is gone when dropped.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        Engine::open_in_memory().map(|engine| Self { engine })
    }

    /// Reads: all of `work` sees the store as it is at its first look. Not to be nested in another read or write.
    ///
    /// # Errors
    /// Those of `work`, and [`StoreError`] when the store cannot be read.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Session<'_>) -> Result<T, E>) -> Result<T, E> {
        self.engine.read(|link| work(&Session { link, writes: false, raised: Raised::default() }))
    }

    /// Changes: when this returns `Ok`, all of `work` is on disk; otherwise nothing of it is. Changes run one after another,
    /// in all processes; those that wait share one commit. A statement that fails ends its change, even when its error is
    /// not handed on. Not to be nested in another read or write.
    ///
    /// # Errors
    /// Those of `work`, and [`StoreError`] when the store cannot be written.
    pub fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(&Session<'_>) -> Result<T, E>) -> Result<T, E> {
        self.engine.write(|link| work(&Session { link, writes: true, raised: Raised::default() }))
    }

    /// Looks for damage and measures. It reads the whole database: seconds for gigabytes.
    ///
    /// # Errors
    /// Those of the engine; damage that can be told is in [`Health::problems`].
    pub fn check(&self) -> Result<Health, StoreError> {
        self.engine.check()
    }
}

/// What can be read, and inside [`Store::write`] changed. Each file of the crate adds what it stores.
pub struct Session<'a> {
    pub(crate) link: Link<'a>,
    pub(crate) raised: Raised,
    writes: bool,
}

impl Session<'_> {
    /// Whether it may change something: then what it reads may never come to be, and is not to be kept beyond it.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.writes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Validity;
    use domain::unit::{UnitCode, UnitKind, UnitVersion};
    use domain::{CivilDate, Instant, UnitId};

    fn commune() -> UnitVersion {
        UnitVersion {
            unit: UnitId::new(Instant::UNIX_EPOCH, [1; 10]),
            code: UnitCode::parse("AG-001").unwrap(),
            name: "Xã Hòa Lộc".to_owned(),
            kind: UnitKind::Commune,
            parent: None,
            valid: Validity::since(CivilDate::constant(2025, 7, 1)),
        }
    }

    fn add_files(session: &Session<'_>, count: u8) -> Result<(), StoreError> {
        let bytes = vec![0xA5; 20_000];
        (0..count).try_for_each(|n| {
            session.add_file(commune().unit, &format!("d{n}"), "bao-cao.xlsx", &bytes, Instant::UNIX_EPOCH)
        })
    }

    fn file_count(store: &Store) -> usize {
        let found = |n: u8| store.read(|session| session.file(commune().unit, &format!("d{n}"))).unwrap();
        (0..200).filter(|n| found(*n).is_some()).count()
    }

    /// A store with one unit and three files, on a disk that has room for a few pages more.
    fn on_a_nearly_full_disk(store: &Store) {
        store.write(|session| session.add_unit(&commune(), Instant::UNIX_EPOCH)).unwrap();
        store.write(|session| add_files(session, 3)).unwrap();
        store.engine.limit_pages(store.engine.pages() + 12);
    }

    #[test]
    fn a_full_disk_is_told_and_keeps_the_old_state() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        on_a_nearly_full_disk(&store);
        let failure = store.write(|session| add_files(session, 200)).unwrap_err();
        assert!(matches!(failure, StoreError::DiskFull), "{failure}");
        assert_eq!(file_count(&store), 3);

        store.engine.limit_pages(1_000_000);
        store.write(|session| add_files(session, 100)).unwrap();
        assert_eq!(file_count(&store), 100);
    }

    #[test]
    fn a_change_that_ignores_the_full_disk_stores_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for store in [Store::open(folder.path()).unwrap(), Store::open_in_memory().unwrap()] {
            on_a_nearly_full_disk(&store);
            let outcome = store.write(|session| {
                assert!(matches!(add_files(session, 200), Err(StoreError::DiskFull)));
                assert!(matches!(session.unit_versions(), Err(StoreError::Abandoned)));
                Ok::<_, StoreError>(())
            });
            assert!(matches!(outcome, Err(StoreError::Abandoned)), "{outcome:?}");
            assert_eq!(file_count(&store), 3);
        }
    }

    #[test]
    fn a_store_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Store>();
    }
}
