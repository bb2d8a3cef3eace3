//! PostgreSQL: one connection that writes, a few that read, on one database that any number of processes share.
//!
//! The turn of who writes is a row lock on the first line of `schema_migration`, which every database of ours has; it ends
//! with the transaction, also when a process dies. An advisory lock would do as well on PostgreSQL itself, but engines
//! that distribute rows by hash accept those without keeping them.
//!
//! A connection that ended (the server was restarted, the network broke) is dropped; the next use opens another.

mod address;
mod values;

pub(crate) use address::Address;
pub(super) use values::cell;

use super::turn::{self, locked};
use super::{Cells, Health, Link, Row, Stopped, Trouble, Undone, Visit};
use crate::error::StoreError;
use crate::migrate::{self, Types};
use crate::sql::{Param, Statement};
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, NoTls};
use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long one waits for the turn, or for a connection to read with.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that read, of one process: a server takes a hundred in all unless told otherwise.
const READERS: usize = 16;

/// Settings of every connection. Who lost the machine under it must not keep the turn for ever, and an acknowledged change
/// is on the disk of the server, whatever its own default.
const SETTINGS: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '10min';
    SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
    SET client_min_messages = warning; SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/// Begins to change: takes the turn, and sets the savepoint of the first change.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
    SELECT version FROM schema_migration WHERE version = 1 FOR UPDATE; SAVEPOINT change";

/// Begins to look: one snapshot, taken at the first look.
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Marks the table of migrations as ours.
const MARK: &str = "chungtay";

/// Who makes the tables: an advisory lock, for there is no row yet. "ChTy".
const MIGRATING: &str = "SELECT pg_advisory_xact_lock(1130910841)";

/// What is in the schema we would use: tables (without those of extensions), the mark on ours, the encoding, the version.
const LOOK: &str = "SELECT
    (SELECT COUNT(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')),
    (SELECT obj_description(c.oid, 'pg_class') FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relname = 'schema_migration'),
    current_setting('server_encoding'), current_setting('server_version')";

/// Text is compared byte by byte, as SQLite does, so that both give the same order; and indexes do not depend on the
/// language tables of the server's system.
const TYPES: Types = Types {
    id: "UUID",
    json: "JSON",
    date: "DATE",
    timestamp: "TIMESTAMPTZ",
    blob: "BYTEA",
    text: "TEXT COLLATE \"C\"",
};

/// Opens the database of a server and brings its schema up to date.
pub(super) fn open(address: &Address) -> Result<(Writer, Readers), StoreError> {
    let connection = Connection::open(address)?;
    let connection = RefCell::new(connection);
    bring_up_to_date(&connection)?;
    let writer = Writer { address: address.clone(), connection: Some(connection), begun: false };
    Ok((writer, Readers { address: address.clone(), pool: Mutex::default(), freed: Condvar::new() }))
}

/// Whether there is a database of ours at an address.
pub(super) fn is_at(address: &Address) -> Result<bool, StoreError> {
    Connection::open(address)?.recognise()
}

/// One connection, with the statements prepared on it.
struct Connection {
    /// Taken out when dropped.
    client: Option<Client>,
    /// By the address of the statement, which is static.
    prepared: HashMap<usize, postgres::Statement>,
}

impl Connection {
    fn open(address: &Address) -> Result<Self, StoreError> {
        let failed = |e| failure("connecting", e);
        let mut client = address.config().connect(NoTls).map_err(failed)?;
        client.batch_execute(SETTINGS).map_err(failed)?;
        Ok(Self { client: Some(client), prepared: HashMap::new() })
    }

    fn client(&mut self, during: &'static str) -> Result<&mut Client, StoreError> {
        self.client.as_mut().ok_or(StoreError::NoServer { during })
    }

    fn run(&mut self, during: &'static str, sql: &str) -> Result<(), StoreError> {
        self.client(during)?.batch_execute(sql).map_err(|e| failure(during, e))
    }

    fn is_closed(&self) -> bool {
        self.client.as_ref().is_none_or(Client::is_closed)
    }

    fn prepare(&mut self, statement: &'static Statement) -> Result<postgres::Statement, StoreError> {
        let key = std::ptr::from_ref(statement).addr();
        if let Some(prepared) = self.prepared.get(&key) {
            return Ok(prepared.clone());
        }
        let name = statement.name();
        let prepared = self.client(name)?.prepare(statement.sql()).map_err(|e| failure(name, e))?;
        self.prepared.insert(key, prepared.clone());
        Ok(prepared)
    }

    /// Whether the database is one of ours; false when it is empty, anything else is refused. Changes nothing.
    fn recognise(&mut self) -> Result<bool, StoreError> {
        const DURING: &str = "opening the database";
        let row = self.client(DURING)?.query_one(LOOK, &[]).map_err(|e| failure(DURING, e))?;
        let get = |e| failure(DURING, e);
        let tables: i64 = row.try_get(0).map_err(get)?;
        let mark: Option<String> = row.try_get(1).map_err(get)?;
        let encoding: String = row.try_get(2).map_err(get)?;
        match (tables, mark.as_deref()) {
            _ if encoding != "UTF8" => Err(StoreError::NotOurs),
            (0, None) => Ok(false),
            (1.., Some(MARK)) => Ok(true),
            _ => Err(StoreError::NotOurs),
        }
    }
}

/// The client runs an event loop of its own, which must not end inside another one: its last owner may be a task of the
/// web server.
impl Drop for Connection {
    fn drop(&mut self) {
        let client = self.client.take();
        // Without a thread the connection ends with the process.
        let _ = std::thread::Builder::new().spawn(move || drop(client));
    }
}

/// The schema version found, refused when newer than this release.
fn found_version(connection: &RefCell<Connection>) -> Result<Option<u32>, StoreError> {
    if !connection.borrow_mut().recognise()? {
        return Ok(None);
    }
    let found = migrate::version(&link(connection, &Trouble::default()))?;
    migrate::refuse_newer(found)?;
    Ok(Some(found))
}

fn bring_up_to_date(connection: &RefCell<Connection>) -> Result<(), StoreError> {
    if found_version(connection)? == Some(migrate::known_version()) {
        return Ok(());
    }
    const DURING: &str = "making the tables";
    let run = |sql: &str| connection.borrow_mut().run(DURING, sql);
    run(&format!("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; {MIGRATING}"))?;
    // Looked at again: another process may have been first.
    let found = found_version(connection)?;
    migrate::apply(&link(connection, &Trouble::default()), found, &TYPES)?;
    run(&format!("COMMENT ON TABLE schema_migration IS '{MARK}'; COMMIT"))
}

/// The connection that changes things.
pub(crate) struct Writer {
    address: Address,
    connection: Option<RefCell<Connection>>,
    begun: bool,
}

impl Writer {
    fn connection(&mut self) -> Result<&mut Connection, StoreError> {
        let connection = match self.connection.take().filter(|there| !there.borrow().is_closed()) {
            Some(there) => there,
            None => RefCell::new(Connection::open(&self.address)?),
        };
        Ok(self.connection.insert(connection).get_mut())
    }

    fn run(&mut self, during: &'static str, sql: &str) -> Result<(), StoreError> {
        match &mut self.connection {
            Some(connection) => connection.get_mut().run(during, sql),
            None => Err(StoreError::NoServer { during }),
        }
    }

    /// Runs `look` on the bare connection.
    #[cfg(test)]
    pub(super) fn with_client<T>(&mut self, look: impl FnOnce(&mut Client) -> T) -> T {
        look(self.connection().unwrap().client("looking").unwrap())
    }
}

impl turn::Writer for Writer {
    /// Sent with the first savepoint.
    fn begin(&mut self) -> Result<(), StoreError> {
        self.begun = false;
        Ok(())
    }

    fn mark(&mut self) -> Result<(), StoreError> {
        const DURING: &str = "beginning to write";
        if self.begun {
            return self.run(DURING, "RELEASE change; SAVEPOINT change");
        }
        let first = self.connection()?.run(DURING, BEGIN);
        if matches!(first, Err(StoreError::NoServer { .. })) {
            // The connection had ended unnoticed, and nothing is lost: once more on a new one.
            self.connection = None;
            self.connection()?.run(DURING, BEGIN)?;
        } else {
            first?;
        }
        self.begun = true;
        Ok(())
    }

    fn back_to_mark(&mut self) -> Result<(), StoreError> {
        self.run("undoing a change", "ROLLBACK TO change")
    }

    /// A transaction that a failed statement has ended would be rolled back by `COMMIT` without an error; `RELEASE` fails
    /// in it.
    fn commit(&mut self) -> Result<(), StoreError> {
        self.run("committing", "RELEASE change; COMMIT")
    }

    fn roll_back(&mut self) {
        if self.run("undoing a change", "ROLLBACK").is_err() {
            self.connection = None;
        }
    }

    fn link<'a>(&'a self, trouble: &'a Trouble) -> Link<'a> {
        Link { wire: super::Wire::Postgres(Wire(self.connection.as_ref())), trouble }
    }
}

fn link<'a>(connection: &'a RefCell<Connection>, trouble: &'a Trouble) -> Link<'a> {
    Link { wire: super::Wire::Postgres(Wire(Some(connection))), trouble }
}

/// Connections that look.
pub(crate) struct Readers {
    address: Address,
    pool: Mutex<Pool>,
    freed: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    lent: usize,
}

impl Readers {
    /// Runs `work` on one snapshot.
    pub(super) fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        let lent = self.lend()?;
        let outcome = work(link(&lent.connection, &Trouble::default()));
        lent.give_back();
        outcome
    }

    /// How the database is.
    pub(super) fn check(&self) -> Result<Health, StoreError> {
        const DURING: &str = "checking the database";
        let schema = self.read(|link| migrate::version(&link))?;
        let lent = self.lend()?;
        let asked = lent.connection.borrow_mut().client(DURING).and_then(|client| {
            let sql = "SELECT pg_database_size(current_database()), current_setting('server_version')";
            let row = client.query_one(sql, &[]).map_err(|e| failure(DURING, e))?;
            let size: i64 = row.try_get(0).map_err(|e| failure(DURING, e))?;
            Ok((size.unsigned_abs(), row.try_get(1).map_err(|e| failure(DURING, e))?))
        });
        lent.give_back();
        let (file_bytes, server) = asked?;
        Ok(Health {
            schema,
            known_schema: migrate::known_version(),
            server: Some(server),
            file_bytes,
            wal_bytes: 0,
            pages: 0,
            free_pages: 0,
            page_bytes: 0,
            problems: Vec::new(),
        })
    }

    /// A connection on which a snapshot has begun.
    fn lend(&self) -> Result<Lent<'_>, StoreError> {
        const DURING: &str = "beginning to read";
        let mut pool = locked(&self.pool);
        if pool.lent >= READERS {
            let waited = self.freed.wait_timeout_while(pool, PATIENCE, |pool| pool.lent >= READERS);
            pool = waited.unwrap_or_else(PoisonError::into_inner).0;
            if pool.lent >= READERS {
                return Err(StoreError::Busy);
            }
        }
        pool.lent += 1;
        let idle = pool.idle.pop();
        drop(pool);
        // Counted from here on, whatever happens.
        let counted = Counted(self);
        let begun = idle.map(|mut idle| idle.run(DURING, BEGIN_READING).map(|()| idle));
        let connection = match begun {
            Some(Ok(connection)) => connection,
            Some(Err(error)) if !matches!(error, StoreError::NoServer { .. }) => return Err(error),
            // The others have ended as well.
            ended => {
                if ended.is_some() {
                    locked(&self.pool).idle.clear();
                }
                let mut connection = Connection::open(&self.address)?;
                connection.run(DURING, BEGIN_READING)?;
                connection
            }
        };
        Ok(Lent { connection: RefCell::new(connection), counted })
    }
}

/// One of the connections that may be lent, while it is.
struct Counted<'a>(&'a Readers);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        locked(&self.0.pool).lent -= 1;
        self.0.freed.notify_one();
    }
}

/// A connection to read with; one that is not given back (after a panic) is closed.
struct Lent<'a> {
    connection: RefCell<Connection>,
    counted: Counted<'a>,
}

impl Lent<'_> {
    fn give_back(self) {
        let mut connection = self.connection.into_inner();
        if connection.run("ending to read", "ROLLBACK").is_ok() {
            locked(&self.counted.0.pool).idle.push(connection);
        }
    }
}

/// A connection with a transaction under way; none once it ended.
#[derive(Clone, Copy)]
pub(super) struct Wire<'a>(Option<&'a RefCell<Connection>>);

impl Wire<'_> {
    fn on<T>(
        self,
        during: &'static str,
        run: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let connection = self.0.ok_or(StoreError::NoServer { during })?;
        let mut connection = connection
            .try_borrow_mut()
            .map_err(|_| StoreError::Engine { during, source: "a statement inside another".into() })?;
        run(&mut connection)
    }

    pub(super) fn each(
        self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visit: Visit<'_>,
    ) -> Result<(), Stopped> {
        let name = statement.name();
        let outcome = self.on(name, |connection| {
            let prepared = connection.prepare(statement)?;
            let mut rows = connection.client(name)?.query_raw(&prepared, params).map_err(|e| failure(name, e))?;
            while let Some(row) = rows.next().map_err(|e| failure(name, e))? {
                match visit(&Row { statement, cells: Cells::Postgres(&row) }) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => return Ok(Err(error)),
                }
            }
            Ok(Ok(()))
        });
        outcome.map_err(Stopped::Failed)?.map_err(Stopped::ByVisitor)
    }

    pub(super) fn change(self, statement: &'static Statement, params: &[Param<'_>]) -> Result<usize, StoreError> {
        let name = statement.name();
        let values: Vec<&(dyn ToSql + Sync)> = params.iter().map(|param| param as _).collect();
        self.on(name, |connection| {
            let prepared = connection.prepare(statement)?;
            let changed = connection.client(name)?.execute(&prepared, &values).map_err(|e| failure(name, e))?;
            Ok(usize::try_from(changed).unwrap_or(usize::MAX))
        })
    }

    pub(super) fn define(self, ddl: &str) -> Result<(), StoreError> {
        self.on("making the tables", |connection| connection.run("making the tables", ddl))
    }

    /// The server undoes to the savepoint whatever it refused; only with the connection is all lost.
    pub(super) fn undone_by(self, error: &StoreError) -> Undone {
        if matches!(error, StoreError::NoServer { .. }) { Undone::All } else { Undone::Change }
    }
}

/// What an error of PostgreSQL, or of the connection to it, means for whoever asked. Never shows what was stored.
fn failure(during: &'static str, error: postgres::Error) -> StoreError {
    let Some(code) = error.code() else {
        let by_network = error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>());
        return match by_network {
            true => StoreError::NoServer { during },
            // Such as a password that is asked for and not given.
            false if during == "connecting" => StoreError::NotLetIn,
            false => StoreError::Engine { during, source: error.to_string().into() },
        };
    };
    // By the class, which is the beginning of the code, where it says enough.
    match (code.code().get(..2).unwrap_or_default(), code) {
        ("23", _) => StoreError::Conflict { what: during },
        ("53", &SqlState::DISK_FULL) => StoreError::DiskFull,
        ("53", &SqlState::TOO_MANY_CONNECTIONS) | ("08", _) => StoreError::NoServer { during },
        ("57", &(SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW)) => {
            StoreError::NoServer { during }
        }
        ("25", &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT) => StoreError::NoServer { during },
        ("25", &SqlState::READ_ONLY_SQL_TRANSACTION) => StoreError::ReadOnly,
        ("28" | "3D", _) | ("42", &SqlState::INSUFFICIENT_PRIVILEGE) => StoreError::NotLetIn,
        ("55", &SqlState::LOCK_NOT_AVAILABLE) | ("40", _) | ("57", &SqlState::QUERY_CANCELED) => StoreError::Busy,
        ("58", _) => StoreError::DiskFailed { during, code: 0 },
        ("XX", &(SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED)) => StoreError::Corrupt { what: during },
        (_, code) => StoreError::Engine { during, source: format!("SQLSTATE {}", code.code()).into() },
    }
}
