//! The SQLite engine: one writer and a few readers on one file, in WAL mode.

use crate::error::StoreError;
use crate::migrate::{self, Types};
use crate::sql::{self, Column, Param, Statement};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, ffi};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The database in the data folder.
const FILE: &str = "chungtay.db";

/// Marks a SQLite file as ours: "ChTy" in the header.
const APPLICATION_ID: i64 = 0x4368_5479;

/// The smallest page SQLite has, and so the smallest database that is not empty, in bytes.
const SMALLEST_PAGE: u64 = 512;

/// How long a process waits for another one that is writing.
const PATIENCE: Duration = Duration::from_secs(10);

/// Pause between tries where SQLite itself does not wait.
const PAUSE: Duration = Duration::from_millis(20);

/// Readers kept open for the next one who reads.
const IDLE_READERS: usize = 8;

/// Statements kept prepared on each connection; more than the crate has.
const PREPARED: usize = 256;

const TYPES: Types = Types { id: "TEXT", json: "TEXT", date: "TEXT", timestamp: "BIGINT", blob: "BLOB" };

/// The connections to one database.
pub(crate) struct Engine {
    writer: Mutex<Connection>,
    /// None in memory, where the one connection also reads.
    readers: Option<Readers>,
}

struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Engine {
    /// Whether a folder holds a database.
    pub(crate) fn is_in(folder: &Path) -> bool {
        folder.join(FILE).exists()
    }

    /// Opens the database of a data folder, making both when absent, and brings its schema up to date.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(StoreError::from_folder)?;
        let file = folder.join(FILE);
        refuse_scrap(&file)?;
        let mut writer = connect(&file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // Before anything is changed: a file that is not ours stays as it is.
        while_busy(|| found_version(&mut writer))?;
        while_busy(|| configure_writer(&writer))?;
        bring_up_to_date(&mut writer)?;
        Ok(Self { writer: Mutex::new(writer), readers: Some(Readers { file, idle: Mutex::default() }) })
    }

    /// A database that is gone when dropped.
    pub(crate) fn open_in_memory() -> Result<Self, StoreError> {
        let mut writer = Connection::open_in_memory().map_err(|e| failure("opening in memory", e))?;
        prepare_connection(&writer)?;
        configure_writer(&writer)?;
        bring_up_to_date(&mut writer)?;
        Ok(Self { writer: Mutex::new(writer), readers: None })
    }

    /// Runs `work` on one snapshot.
    pub(crate) fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        match &self.readers {
            Some(readers) => {
                let mut connection = readers.take()?;
                let outcome = on_snapshot(&mut connection, work);
                readers.give_back(connection);
                outcome
            }
            None => {
                let mut connection = locked(&self.writer);
                set_query_only(&connection, true)?;
                on_snapshot(&mut connection, work)
            }
        }
    }

    /// Runs `work` in one transaction: committed and on disk when it returns `Ok`, undone otherwise.
    pub(crate) fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = locked(&self.writer);
        if self.readers.is_none() {
            set_query_only(&connection, false)?;
        }
        let transaction = begin(&mut connection)?;
        let undone = Cell::new(false);
        let done = work(Link { connection: &transaction, undone: &undone })?;
        if undone.get() {
            return Err(StoreError::Abandoned.into());
        }
        transaction.commit().map_err(|e| failure("committing", e))?;
        Ok(done)
    }

    /// Copies the database as it is at one moment to a new file, while others read and write, and checks the copy. It
    /// is in place only when whole.
    pub(crate) fn back_up(&self, to: &Path) -> Result<Backup, StoreError> {
        if to.exists() {
            return Err(StoreError::FileExists);
        }
        let partial = with_suffix(to, PARTIAL);
        remove_if_there(&partial)?;
        let outcome = self.on_reader(|connection| copy(connection, &partial)).and_then(|()| {
            let facts = check_copy(&partial)?;
            place_copy(&partial, to).map_err(StoreError::from_folder)?;
            Ok(facts)
        });
        // Half a copy is of no use; what went wrong with the copy is told rather than with its removal.
        if outcome.is_err() { remove_if_there(&partial).and(outcome) } else { outcome }
    }

    /// How the database is.
    pub(crate) fn check(&self) -> Result<Health, StoreError> {
        let (file_bytes, wal_bytes) = match &self.readers {
            Some(readers) => (size_of(&readers.file), size_of(&with_suffix(&readers.file, "-wal"))),
            None => (0, 0),
        };
        let schema = self.read(|link| migrate::version(&link))?;
        self.on_reader(|connection| {
            let (pages, free_pages, page_bytes, problems) =
                pages_and_problems(connection, "quick_check").map_err(|e| failure("checking the database", e))?;
            let known_schema = migrate::known_version();
            Ok(Health { schema, known_schema, file_bytes, wal_bytes, pages, free_pages, page_bytes, problems })
        })
    }

    fn on_reader<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        match &self.readers {
            Some(readers) => {
                let connection = readers.take()?;
                let outcome = work(&connection);
                readers.give_back(connection);
                outcome
            }
            None => work(&locked(&self.writer)),
        }
    }

    /// Lets the database grow to at most so many pages, as a full disk would.
    #[cfg(test)]
    pub(crate) fn limit_pages(&self, pages: u32) {
        let set = locked(&self.writer).pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()));
        assert_eq!(set, Ok(()));
    }

    /// Pages used.
    #[cfg(test)]
    pub(crate) fn pages(&self) -> Result<u32, rusqlite::Error> {
        locked(&self.writer).pragma_query_value(None, "page_count", |row| row.get(0))
    }

    /// Runs `look` on the bare connection.
    #[cfg(test)]
    pub(crate) fn inspect<T>(&self, look: impl FnOnce(&Connection) -> T) -> T {
        look(&locked(&self.writer))
    }
}

impl Readers {
    fn take(&self) -> Result<Connection, StoreError> {
        let idle = locked(&self.idle).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => {
                let connection = connect(&self.file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
                set_query_only(&connection, true)?;
                Ok(connection)
            }
        }
    }

    fn give_back(&self, connection: Connection) {
        let mut idle = locked(&self.idle);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
    }
}

/// What a backup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Bytes of the copy.
    pub bytes: u64,
    /// Schema version of what is in it.
    pub schema: u32,
}

/// How a database is: facts for whoever looks after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Schema version found.
    pub schema: u32,
    /// Newest schema version this release knows.
    pub known_schema: u32,
    /// Bytes of the database file.
    pub file_bytes: u64,
    /// Bytes of the write-ahead log beside it; large when a reader or a backup has been open for long.
    pub wal_bytes: u64,
    /// Pages of the database.
    pub pages: u64,
    /// Pages of it that hold nothing.
    pub free_pages: u64,
    /// Bytes of a page.
    pub page_bytes: u64,
    /// What is damaged, in the words of the engine; empty when nothing is.
    pub problems: Vec<String>,
}

/// The end of the name of a copy that is not whole yet.
const PARTIAL: &str = ".partial";

/// Copies in one go: with others writing through other connections, a copy in steps would begin anew with each write.
fn copy(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let failed = |e| failure("copying the database", e);
    let mut copy = Connection::open(to).map_err(failed)?;
    rusqlite::backup::Backup::new(from, &mut copy)
        .and_then(|backup| backup.run_to_completion(i32::MAX, PAUSE, None))
        .map_err(failed)?;
    // One file, with nothing beside it that could be forgotten when it is carried away.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).map_err(failed)
}

/// Reads all of a copy, as a restore would.
fn check_copy(file: &Path) -> Result<Backup, StoreError> {
    let failed = |e| failure("checking the copy", e);
    let mut copy = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
    let (pages, _, page_bytes, problems) = pages_and_problems(&copy, "integrity_check").map_err(failed)?;
    if !problems.is_empty() {
        return Err(StoreError::Corrupt { what: "checking the copy" });
    }
    let schema = found_version(&mut copy)?.unwrap_or(0);
    Ok(Backup { bytes: pages * page_bytes, schema })
}

/// Gives a whole copy its name, on the disk before anybody is told.
fn place_copy(partial: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::File::options().write(true).open(partial)?.sync_all()?;
    std::fs::rename(partial, to)?;
    match to.parent().filter(|folder| cfg!(unix) && !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
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

fn remove_if_there(file: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(file) {
        Err(failure) if failure.kind() != std::io::ErrorKind::NotFound => Err(StoreError::from_folder(failure)),
        _ => Ok(()),
    }
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Bytes of a file; 0 when it is not there.
fn size_of(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |found| found.len())
}

/// Locks, also after a panic elsewhere: a transaction that panicked was rolled back when it was dropped.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn on_snapshot<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(Link<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = connection.transaction().map_err(|e| failure("beginning to read", e))?;
    work(Link { connection: &transaction, undone: &Cell::new(false) })
}

fn begin(connection: &mut Connection) -> Result<Transaction<'_>, StoreError> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| failure("beginning to write", e))
}

/// Refuses a file too short for any database: SQLite would take it for an empty one and write over it.
fn refuse_scrap(file: &Path) -> Result<(), StoreError> {
    match std::fs::metadata(file) {
        Ok(found) if (1..SMALLEST_PAGE).contains(&found.len()) => Err(StoreError::NotADatabase),
        Ok(_) => Ok(()),
        Err(failure) if failure.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(failure) => Err(StoreError::from_folder(failure)),
    }
}

fn connect(file: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    // Each connection is used by one thread at a time, so SQLite need not lock it again.
    let connection = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|e| failure("opening the database", e))?;
    prepare_connection(&connection)?;
    Ok(connection)
}

fn prepare_connection(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.busy_timeout(PATIENCE).map_err(|e| failure("opening the database", e))
}

fn configure_writer(connection: &Connection) -> Result<(), StoreError> {
    let set = |name, value| {
        connection.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(|failure| match failure {
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            other => Err(other),
        })
    };
    let configure = || {
        // Reports and files are tens of kilobytes: with twice the usual page they are stored about a fifth faster, while
        // a decision, which touches a few pages, costs the same. Only a new database takes it.
        set("page_size", "8192")?;
        set("journal_mode", "WAL")?;
        set("synchronous", "FULL")?;
        // macOS flushes the disk's own cache only when asked; no effect elsewhere.
        set("fullfsync", "ON")?;
        // Up to 64 MiB, so that a change of hundreds of reports need not be written twice.
        set("cache_size", "-65536")?;
        set("foreign_keys", "ON")
    };
    configure().map_err(|e| failure("opening the database", e))
}

fn set_query_only(connection: &Connection, on: bool) -> Result<(), StoreError> {
    connection.pragma_update(None, "query_only", on).map_err(|e| failure("opening the database", e))
}

/// Tries again while another process holds the file, where SQLite refuses at once instead of waiting: while WAL mode is
/// being switched on.
fn while_busy<T>(mut attempt: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let began = std::time::Instant::now();
    loop {
        match attempt() {
            Err(StoreError::Busy) if began.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            outcome => return outcome,
        }
    }
}

/// The schema version found, refused when newer than this release.
fn found_version(connection: &mut Connection) -> Result<Option<u32>, StoreError> {
    let snapshot = connection.transaction().map_err(|e| failure("opening the database", e))?;
    let found = recognise(&snapshot)?;
    migrate::refuse_newer(found.unwrap_or(0))?;
    Ok(found)
}

/// The schema version of a database of ours, none for an empty one; anything else is refused. Changes nothing.
///
/// The two tables asked here are SQLite's own: the only statements outside the shared dialect.
fn recognise(connection: &Transaction<'_>) -> Result<Option<u32>, StoreError> {
    let ask = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let (tables, mark) = ask("SELECT COUNT(*) FROM sqlite_schema")
        .and_then(|tables| Ok((tables, ask("PRAGMA application_id")?)))
        .map_err(|e| failure("opening the database", e))?;
    match (tables, mark) {
        (0, 0) => Ok(None),
        (1.., APPLICATION_ID) => migrate::version(&Link { connection, undone: &Cell::new(false) }).map(Some),
        _ => Err(StoreError::NotADatabase),
    }
}

fn bring_up_to_date(writer: &mut Connection) -> Result<(), StoreError> {
    if found_version(writer)? == Some(migrate::known_version()) {
        return Ok(());
    }
    let transaction = begin(writer)?;
    // Looked at again: another process may have been first.
    let found = recognise(&transaction)?;
    migrate::refuse_newer(found.unwrap_or(0))?;
    migrate::apply(&Link { connection: &transaction, undone: &Cell::new(false) }, found, &TYPES)?;
    transaction
        .pragma_update(None, "application_id", APPLICATION_ID)
        .and_then(|()| transaction.commit())
        .map_err(|e| failure("making the tables", e))
}

/// A transaction under way: where statements of the shared dialect meet SQLite.
pub(crate) struct Link<'a> {
    connection: &'a Connection,
    /// A disk that is full or fails can make SQLite undo the whole transaction at once. What the same change still tries
    /// must then not be stored on its own, and it must not be committed without what failed.
    undone: &'a Cell<bool>,
}

impl Link<'_> {
    /// Every row of a query.
    pub(crate) fn rows<T>(
        &self,
        statement: &'static Statement,
        params: &[Param<'_>],
        mut decode: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(statement, params, |row| {
            found.push(decode(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// The first row of a query.
    pub(crate) fn row<T>(
        &self,
        statement: &'static Statement,
        params: &[Param<'_>],
        decode: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut decode = Some(decode);
        let mut found = None;
        self.each(statement, params, |row| {
            found = decode.take().map(|decode| decode(row)).transpose()?;
            Ok(false)
        })?;
        Ok(found)
    }

    /// The rows of a query, one after another, until `visit` says false.
    pub(crate) fn each(
        &self,
        statement: &'static Statement,
        params: &[Param<'_>],
        mut visit: impl FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        self.refuse_if_undone()?;
        let failed = |e| self.failed(statement, e);
        let mut prepared = self.connection.prepare_cached(statement.sqlite()).map_err(failed)?;
        let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            if !visit(&Row { statement, row })? {
                break;
            }
        }
        Ok(())
    }

    /// Inserts or updates; returns how many rows.
    pub(crate) fn change(&self, statement: &'static Statement, params: &[Param<'_>]) -> Result<usize, StoreError> {
        self.refuse_if_undone()?;
        self.connection
            .prepare_cached(statement.sqlite())
            .and_then(|mut prepared| prepared.execute(rusqlite::params_from_iter(params)))
            .map_err(|e| self.failed(statement, e))
    }

    /// Changes at least one row.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is none such.
    pub(crate) fn must_change(&self, statement: &'static Statement, params: &[Param<'_>]) -> Result<(), StoreError> {
        match self.change(statement, params)? {
            0 => Err(StoreError::Conflict { what: statement.name() }),
            _ => Ok(()),
        }
    }

    /// Runs the definitions of a migration.
    pub(crate) fn define(&self, ddl: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(ddl).map_err(|e| failure("making the tables", e))
    }

    fn refuse_if_undone(&self) -> Result<(), StoreError> {
        if self.undone.get() { Err(StoreError::Abandoned) } else { Ok(()) }
    }

    /// Translates an error; all but a conflict, which undoes its own statement only, end the change.
    fn failed(&self, statement: &Statement, error: rusqlite::Error) -> StoreError {
        let failure = failure(statement.name(), error);
        self.undone.set(self.undone.get() || !matches!(failure, StoreError::Conflict { .. }));
        failure
    }
}

/// A row of a result.
pub(crate) struct Row<'a> {
    statement: &'static Statement,
    row: &'a rusqlite::Row<'a>,
}

impl Row<'_> {
    /// The value of a column, counted from 0.
    pub(crate) fn get<T: Column>(&self, column: usize) -> Result<T, StoreError> {
        T::read(self.cell(column)?).ok_or_else(|| self.damaged())
    }

    fn cell(&self, column: usize) -> Result<sql::Cell<'_>, StoreError> {
        let value = self.row.get_ref(column).map_err(|e| failure(self.statement.name(), e))?;
        let cell = match value {
            ValueRef::Null => Some(sql::Cell::Null),
            ValueRef::Integer(number) => Some(sql::Cell::Integer(number)),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().map(sql::Cell::Text),
            ValueRef::Blob(bytes) => Some(sql::Cell::Blob(bytes)),
            ValueRef::Real(_) => None,
        };
        cell.ok_or_else(|| self.damaged())
    }

    /// What is stored in this row cannot be what we stored.
    pub(crate) fn damaged(&self) -> StoreError {
        StoreError::Corrupt { what: self.statement.name() }
    }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Instant(at) => ToSqlOutput::Owned(Value::Integer(at.as_microsecond())),
            Self::Date(day) => ToSqlOutput::Owned(Value::Text(day.to_string())),
            Self::Id(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Text(text) | Self::Json(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// What an error of SQLite means for whoever asked.
fn failure(during: &'static str, error: rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(ffi::Error { code, extended_code }, _) = &error else {
        return StoreError::Engine { during, source: Box::new(error) };
    };
    match (code, *extended_code) {
        // The shared memory file beside the database could not grow.
        (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => StoreError::DiskFull,
        (ErrorCode::SystemIoFailure, code) => StoreError::DiskFailed { during, code },
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed, _) => {
            StoreError::Busy
        }
        (ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen, _) => StoreError::ReadOnly,
        (ErrorCode::NotADatabase, _) => StoreError::NotADatabase,
        (ErrorCode::DatabaseCorrupt, _) => StoreError::Corrupt { what: during },
        (ErrorCode::ConstraintViolation, _) => StoreError::Conflict { what: during },
        _ => StoreError::Engine { during, source: Box::new(error) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_sqlite_are_told_by_what_to_do() {
        let told = |code| {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("details".to_owned()));
            format!("{:?}", failure("here", error))
        };
        for (code, expected) in [
            (ffi::SQLITE_FULL, "DiskFull"),
            (ffi::SQLITE_IOERR_SHMSIZE, "DiskFull"),
            (ffi::SQLITE_IOERR_WRITE, "DiskFailed { during: \"here\", code: 778 }"),
            (ffi::SQLITE_IOERR_FSYNC, "DiskFailed { during: \"here\", code: 1034 }"),
            (ffi::SQLITE_BUSY_SNAPSHOT, "Busy"),
            (ffi::SQLITE_LOCKED, "Busy"),
            (ffi::SQLITE_READONLY_DIRECTORY, "ReadOnly"),
            (ffi::SQLITE_CANTOPEN_ISDIR, "ReadOnly"),
            (ffi::SQLITE_NOTADB, "NotADatabase"),
            (ffi::SQLITE_CORRUPT_INDEX, "Corrupt { what: \"here\" }"),
            (ffi::SQLITE_CONSTRAINT_FOREIGNKEY, "Conflict { what: \"here\" }"),
        ] {
            assert_eq!(told(code), expected, "{code}");
        }
        assert!(told(ffi::SQLITE_NOMEM).starts_with("Engine"));
    }

    #[test]
    fn who_waits_for_another_gives_up_only_on_other_errors() {
        let mut outcomes = vec![Ok(7), Err(StoreError::Busy), Err(StoreError::Busy)];
        assert!(matches!(while_busy(|| outcomes.pop().unwrap()), Ok(7)));
        let mut outcomes = vec![Ok(7), Err(StoreError::DiskFull)];
        assert!(matches!(while_busy(|| outcomes.pop().unwrap()), Err(StoreError::DiskFull)));
    }
}
