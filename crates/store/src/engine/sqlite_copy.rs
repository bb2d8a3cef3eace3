//! SQLite with its own means: copies of a whole file, and looking for damage.

use super::Health;
use super::sqlite::{Readers, Writer, failure, found_version};
use crate::error::StoreError;
use crate::migrate;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Pause between tries while the source is written to.
const PAUSE: Duration = Duration::from_millis(20);

impl Readers {
    /// Copies the database to a file that is not there.
    pub(super) fn copy(&self, to: &Path) -> Result<(), StoreError> {
        self.with(|connection| copy(connection, to))
    }

    /// How the database is.
    pub(super) fn check(&self) -> Result<Health, StoreError> {
        let schema = self.read(|link| migrate::version(&link))?;
        let health = self.with(|connection| health(connection, schema))?;
        let wal = with_suffix(self.file(), "-wal");
        Ok(Health { file_bytes: size_of(self.file()), wal_bytes: size_of(&wal), ..health })
    }
}

impl Writer {
    /// Copies a database in memory to a file that is not there.
    pub(super) fn copy(&self, to: &Path) -> Result<(), StoreError> {
        copy(self.bare(), to)
    }

    /// How a database in memory is.
    pub(super) fn check(&mut self) -> Result<Health, StoreError> {
        let schema = self.read(|link| migrate::version(&link))?;
        health(self.bare(), schema)
    }
}

fn health(connection: &Connection, schema: u32) -> Result<Health, StoreError> {
    let (pages, free_pages, page_bytes, problems) =
        pages_and_problems(connection, "quick_check").map_err(|e| failure("checking the database", e))?;
    let known_schema = migrate::known_version();
    Ok(Health {
        schema,
        known_schema,
        server: None,
        file_bytes: 0,
        wal_bytes: 0,
        pages,
        free_pages,
        page_bytes,
        problems,
    })
}

/// Looks through all of it, as a restore would: its size in bytes and its schema.
pub(crate) fn check_file(file: &Path) -> Result<(u64, u32), StoreError> {
    let failed = |e| failure("checking the copy", e);
    let mut copy = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
    let (pages, _, page_bytes, problems) = pages_and_problems(&copy, "integrity_check").map_err(failed)?;
    if !problems.is_empty() {
        return Err(StoreError::Corrupt { what: "checking the copy" });
    }
    let schema = found_version(&mut copy)?.unwrap_or(0);
    Ok((pages * page_bytes, schema))
}

/// Copies a database file that nobody writes to.
pub(crate) fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY);
    copy(&source.map_err(|e| failure("opening the backup", e))?, to)
}

/// Leaves of a database that is closed one file, with nothing beside it that could be forgotten when it is carried away.
pub(crate) fn to_single_file(file: &Path) -> Result<(), StoreError> {
    let failed = |e| failure("copying the database", e);
    let copy = Connection::open(file).map_err(failed)?;
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).map_err(failed)
}

/// Copies in one go: with others writing through other connections, a copy in steps would begin anew with each write.
fn copy(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let failed = |e| failure("copying the database", e);
    let mut copy = Connection::open(to).map_err(failed)?;
    rusqlite::backup::Backup::new(from, &mut copy)
        .and_then(|backup| backup.run_to_completion(i32::MAX, PAUSE, None))
        .map_err(failed)?;
    drop(copy);
    to_single_file(to)
}

fn pages_and_problems(connection: &Connection, check: &str) -> rusqlite::Result<(u64, u64, u64, Vec<String>)> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
    let mut problems = Vec::new();
    connection.pragma_query(None, check, |row| {
        problems.push(row.get::<_, String>(0)?);
        Ok(())
    })?;
    problems.retain(|line| line != "ok");
    Ok((number("page_count")?, number("freelist_count")?, number("page_size")?, problems))
}

/// A file of nearly the same name beside another.
pub(crate) fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Bytes of a file; 0 when it is not there.
fn size_of(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |found| found.len())
}
