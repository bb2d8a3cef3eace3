//! SQLite: one writer and a few readers on one file, in WAL mode.

use super::turn::{self, locked};
use super::{Cells, Link, Row, Stopped, Trouble, Undone, Visit};
use crate::error::StoreError;
use crate::migrate::{self, Types};
use crate::sql::{self, Param, Statement};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, ffi};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
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

/// Readers kept open for the next one who reads: to open one, and to prepare its statements, takes longer than most that is
/// read. In a storm so many look at once.
const IDLE_READERS: usize = 16;

/// Statements kept prepared on each connection; more than the crate has.
const PREPARED: usize = 256;

const TYPES: Types = Types { id: "TEXT", json: "TEXT", date: "TEXT", timestamp: "BIGINT", blob: "BLOB", text: "TEXT" };

/// The database file of a data folder.
pub(super) fn file_in(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Opens a database file, making it when absent, and brings its schema up to date.
pub(super) fn open(file: &Path) -> Result<(Writer, Readers), StoreError> {
    refuse_scrap(file)?;
    let mut writer = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    // Before anything is changed: a file that is not ours stays as it is.
    while_busy(|| found_version(&mut writer))?;
    while_busy(|| configure_writer(&writer))?;
    bring_up_to_date(&mut writer)?;
    let writer = Writer { connection: writer, also_reads: false, marked: false };
    Ok((writer, Readers::of(file)))
}

/// A database that is gone when dropped.
pub(super) fn open_in_memory() -> Result<Writer, StoreError> {
    let mut connection = Connection::open_in_memory().map_err(|e| failure("opening in memory", e))?;
    prepare_connection(&connection)?;
    configure_writer(&connection)?;
    bring_up_to_date(&mut connection)?;
    Ok(Writer { connection, also_reads: true, marked: false })
}

/// The connection that changes things.
pub(crate) struct Writer {
    connection: Connection,
    /// In memory there is no other one.
    also_reads: bool,
    /// Whether the transaction has the savepoint of a change.
    marked: bool,
}

impl Writer {
    /// Runs `work` on one snapshot, in memory.
    pub(super) fn read<T, E: From<StoreError>>(&mut self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        set_query_only(&self.connection, true)?;
        on_snapshot(&mut self.connection, work)
    }

    /// The bare connection, for copies, measures and tests.
    pub(super) fn bare(&self) -> &Connection {
        &self.connection
    }

    fn run(&self, step: &'static str, sql: &'static str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut prepared| prepared.execute([]))
            .map(drop)
            .map_err(|e| failure(step, e))
    }
}

/// Transactions are in words rather than [`Transaction`]s, which could not be left open for the next change.
impl turn::Writer for Writer {
    fn begin(&mut self) -> Result<(), StoreError> {
        if self.also_reads {
            set_query_only(&self.connection, false)?;
        }
        self.marked = false;
        self.run("beginning to write", "BEGIN IMMEDIATE")
    }

    fn mark(&mut self) -> Result<(), StoreError> {
        const DURING: &str = "beginning to write";
        // Left in place it would keep the pages of every change of the group as they were, not of one.
        if std::mem::replace(&mut self.marked, true) {
            self.run(DURING, "RELEASE change")?;
        }
        self.run(DURING, "SAVEPOINT change")
    }

    /// Nothing waits.
    fn leave(&mut self, _: &turn::Verdict) {}

    fn back_to_mark(&mut self) -> Result<(), StoreError> {
        self.run("undoing a change", "ROLLBACK TO change")
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.run("committing", "COMMIT")
    }

    fn roll_back(&mut self) {
        // It fails when SQLite has rolled back already, which is what is wanted.
        if !self.connection.is_autocommit() {
            let _ = self.run("undoing a change", "ROLLBACK");
        }
    }

    fn link<'a>(&'a self, trouble: &'a Trouble) -> Link<'a> {
        link(&self.connection, trouble)
    }
}

/// Connections that look at a database file.
pub(crate) struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// A database file that is only looked at.
    pub(super) fn of(file: &Path) -> Self {
        Self { file: file.to_owned(), idle: Mutex::default() }
    }

    /// Runs `work` on one snapshot.
    pub(super) fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.take()?;
        let outcome = on_snapshot(&mut connection, work);
        self.give_back(connection);
        outcome
    }

    /// The database file.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Runs `look` on a connection that only reads.
    pub(super) fn with<T>(&self, look: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let connection = self.take()?;
        let outcome = look(&connection);
        self.give_back(connection);
        outcome
    }

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

fn on_snapshot<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(Link<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = connection.transaction().map_err(|e| failure("beginning to read", e))?;
    work(link(&transaction, &Trouble::default()))
}

fn link<'a>(connection: &'a Connection, trouble: &'a Trouble) -> Link<'a> {
    Link { wire: super::Wire::Sqlite(Wire(connection)), trouble }
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
    // Otherwise statements whose plan might depend on a value are prepared anew for each, which takes longer than they do.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .and_then(|_| connection.busy_timeout(PATIENCE))
        .map_err(|e| failure("opening the database", e))
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
        // Up to 8 MiB: a change of a hundred reports is written once, and a server at rest keeps little.
        set("cache_size", "-8192")?;
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
pub(super) fn found_version(connection: &mut Connection) -> Result<Option<u32>, StoreError> {
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
        (1.., APPLICATION_ID) => migrate::version(&link(connection, &Trouble::default())).map(Some),
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
    migrate::apply(&link(&transaction, &Trouble::default()), found, &TYPES)?;
    transaction
        .pragma_update(None, "application_id", APPLICATION_ID)
        .and_then(|()| transaction.commit())
        .map_err(|e| failure("making the tables", e))
}

/// A connection with a transaction under way.
#[derive(Clone, Copy)]
pub(super) struct Wire<'a>(&'a Connection);

impl Wire<'_> {
    pub(super) fn each(
        self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visit: Visit<'_>,
    ) -> Result<(), Stopped> {
        let failed = |e| Stopped::Failed(failure(statement.name(), e));
        let mut prepared = self.0.prepare_cached(statement.sqlite()).map_err(failed)?;
        let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            if !visit(&Row { statement, cells: Cells::Sqlite(row) }).map_err(Stopped::ByVisitor)? {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn change(self, statement: &'static Statement, params: &[Param<'_>]) -> Result<usize, StoreError> {
        self.0
            .prepare_cached(statement.sqlite())
            .and_then(|mut prepared| prepared.execute(rusqlite::params_from_iter(params)))
            .map_err(|e| failure(statement.name(), e))
    }

    pub(super) fn define(self, ddl: &str) -> Result<(), StoreError> {
        self.0.execute_batch(ddl).map_err(|e| failure("making the tables", e))
    }

    /// A disk that is full or fails can make SQLite undo the whole transaction at once; a conflict undoes its own
    /// statement only.
    pub(super) fn undone_by(self, error: &StoreError) -> Undone {
        if matches!(error, StoreError::Conflict { .. }) { Undone::Change } else { Undone::All }
    }
}

/// The value of a column; none when it is of no kind we store.
pub(super) fn cell<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Option<sql::Cell<'a>> {
    Some(match row.get_ref(column).ok()? {
        ValueRef::Null => sql::Cell::Null,
        ValueRef::Integer(number) => sql::Cell::Integer(number),
        ValueRef::Text(bytes) => sql::Cell::Text(Cow::Borrowed(std::str::from_utf8(bytes).ok()?)),
        ValueRef::Blob(bytes) => sql::Cell::Blob(bytes),
        ValueRef::Real(_) => return None,
    })
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
pub(super) fn failure(during: &'static str, error: rusqlite::Error) -> StoreError {
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
