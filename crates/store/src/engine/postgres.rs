//! PostgreSQL: one connection that writes, a few that read, on one database that any number of processes share.
//!
//! The turn of who writes is a row lock on the first line of `schema_migration`, which every database of ours has; it ends
//! with the transaction, also when a process dies. An advisory lock would do as well on PostgreSQL itself, but engines
//! that distribute rows by hash accept those without keeping them.
//!
//! A connection that ended (the server was restarted, the network broke) is dropped; the next use opens another.

mod address;
mod connection;
mod tls;
mod values;

pub(crate) use address::Address;
use connection::{Connection, MARK};
pub(super) use values::cell;

use super::turn::{self, Verdict, locked};
use super::{Cells, Expected, Health, Link, Row, Stopped, Trouble, Undone, Visit};
use crate::error::StoreError;
use crate::migrate::{self, Types};
use crate::sql::{Param, Statement};
use std::cell::RefCell;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long one waits for the turn, or for a connection to read with.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that read, of one process: a server takes a hundred in all unless told otherwise.
const READERS: usize = 16;

/// Begins to change: takes the turn, and sets the savepoint of the first change.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
    SELECT version FROM schema_migration WHERE version = 1 FOR UPDATE; SAVEPOINT change";

/// Begins to look: one snapshot, taken at the first look.
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Who makes the tables: an advisory lock, for there is no row yet. "ChTy".
const MIGRATING: &str = "SELECT pg_advisory_xact_lock(1130910841)";

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

    /// Runs `look` on a connection of its own.
    #[cfg(test)]
    pub(super) fn with_client<T>(&self, look: impl FnOnce(&mut postgres::Client) -> T) -> T {
        look(&mut postgres::Config::from(self.address.config().clone()).connect(postgres::NoTls).unwrap())
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
            // Sent with the first statement of the change, and never on another connection: what follows would be alone there.
            let connection = self.connection.as_mut().ok_or(StoreError::NoServer { during: DURING })?;
            return connection.get_mut().run_later(DURING, "RELEASE change; SAVEPOINT change");
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

    /// What of the change waits goes with the next change, or with the commit.
    fn leave(&mut self, verdict: &Verdict) {
        if let Some(connection) = &mut self.connection {
            connection.get_mut().leave(verdict);
        }
    }

    fn back_to_mark(&mut self) -> Result<(), StoreError> {
        // Not the mark itself, which may be waiting as well: without it the change before this one would be undone.
        if let Some(connection) = &mut self.connection {
            connection.get_mut().forget_change();
        }
        self.run("undoing a change", "ROLLBACK TO change")
    }

    /// A transaction that a failed statement has ended would be rolled back by `COMMIT` without an error; `RELEASE` fails
    /// in it.
    fn commit(&mut self) -> Result<(), StoreError> {
        self.run("committing", "RELEASE change; COMMIT")
    }

    fn roll_back(&mut self) {
        if let Some(connection) = &mut self.connection {
            connection.get_mut().forget_all();
        }
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
        // Goes with the first question.
        lent.connection.borrow_mut().run_later("beginning to read", BEGIN_READING)?;
        let outcome = work(link(&lent.connection, &Trouble::default()));
        lent.connection.borrow_mut().end_reading();
        lent.give_back();
        outcome
    }

    /// Runs one question.
    pub(super) fn ask<T, E: From<StoreError>>(&self, question: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        let lent = self.lend()?;
        let outcome = question(link(&lent.connection, &Trouble::default()));
        lent.give_back();
        outcome
    }

    /// How the database is.
    pub(super) fn check(&self) -> Result<Health, StoreError> {
        const DURING: &str = "checking the database";
        let schema = self.read(|link| migrate::version(&link))?;
        let lent = self.lend()?;
        let asked = lent.connection.borrow_mut().facts(
            DURING,
            "SELECT pg_database_size(current_database()), current_setting('server_version')",
            |row| Ok((row.try_get::<_, i64>(0)?.unsigned_abs(), row.try_get(1)?)),
        );
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

    /// A connection on which nothing is begun.
    fn lend(&self) -> Result<Lent<'_>, StoreError> {
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
        let open = idle.map(|mut idle| {
            idle.listen();
            idle
        });
        let connection = match open {
            Some(open) if !open.is_closed() => open,
            ended => {
                if ended.is_some() {
                    // The others have ended as well.
                    locked(&self.pool).idle.clear();
                }
                Connection::open(&self.address)?
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
        let connection = self.connection.into_inner();
        if !connection.is_closed() {
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
        let outcome = self.on(statement.name(), |connection| {
            connection.each(statement, params, |row| visit(&Row { statement, cells: Cells::Postgres(row) }))
        });
        outcome.map_err(Stopped::Failed)?.map_err(Stopped::ByVisitor)
    }

    pub(super) fn change(self, statement: &'static Statement, params: &[Param<'_>]) -> Result<usize, StoreError> {
        self.on(statement.name(), |connection| connection.change(statement, params))
    }

    /// The change waits to be sent with what comes next, and is refused then.
    pub(super) fn change_later(
        self,
        statement: &'static Statement,
        params: &[Param<'_>],
        expected: Expected,
    ) -> Result<(), StoreError> {
        self.on(statement.name(), |connection| connection.change_later(statement, params, expected))
    }

    /// The rows wait to be sent with what comes next, as one statement.
    pub(super) fn insert_later(self, statement: &'static Statement, rows: &[Vec<Param<'_>>]) -> Result<(), StoreError> {
        self.on(statement.name(), |connection| connection.insert_later(statement, rows))
    }

    pub(super) fn define(self, ddl: &str) -> Result<(), StoreError> {
        self.on("making the tables", |connection| connection.run("making the tables", ddl))
    }

    /// The server undoes to the savepoint whatever it refused; only with the connection is all lost.
    pub(super) fn undone_by(self, error: &StoreError) -> Undone {
        if matches!(error, StoreError::NoServer { .. }) { Undone::All } else { Undone::Change }
    }
}

#[cfg(test)]
mod tests {
    use super::super::turn::Writer as _;
    use super::*;
    use crate::sql::params;
    use crate::tables::{self, Table};

    /// A small table: a name and a number.
    fn table() -> &'static Table {
        tables::all().iter().find(|table| table.name == "directory_change").unwrap()
    }

    fn named(writer: &Writer) -> Vec<String> {
        writer.link(&Trouble::default()).rows(&table().read, &[], |row| row.get(0)).unwrap()
    }

    /// Ends as a change does that nobody asked anything of: what is refused of it is told later.
    fn change(writer: &mut Writer, work: impl FnOnce(&Link<'_>)) -> Verdict {
        writer.mark().unwrap();
        let (trouble, verdict) = (Trouble::default(), Verdict::default());
        work(&writer.link(&trouble));
        writer.leave(&verdict);
        verdict
    }

    #[test]
    fn what_waits_is_done_in_order_and_what_is_refused_undoes_its_own_change_only() {
        let (mut writer, _) = open(&Address::parse(&test_postgres::database()).unwrap()).unwrap();
        writer.begin().unwrap();
        // More than wait at once, and read in the middle.
        let kept = change(&mut writer, |link| {
            for n in 0..WAITING_AND_MORE {
                link.change_later(&table().insert, params![&*format!("một {n:03}"), n]).unwrap();
            }
            assert_eq!(
                link.rows(&table().read, &[], |row| row.get::<String>(0)).unwrap().len(),
                WAITING_AND_MORE as usize
            );
            link.change_later(&table().insert, params!["một và cuối", 0_u32]).unwrap();
        });
        // Refused before anything of it was sent, its savepoint included.
        writer.mark().unwrap();
        writer.link(&Trouble::default()).change_later(&table().insert, params!["hai", 1_u32]).unwrap();
        writer.back_to_mark().unwrap();
        // Refused by the server, two one after another: the first refusal of each is told, not those that come of it.
        let refused = [["ba", "một 000", "bốn"], ["năm", "sáu", "năm"]].map(|names| {
            change(&mut writer, |link| {
                for name in names {
                    link.change_later(&table().insert, params![name, 1_u32]).unwrap();
                }
            })
        });
        let after = change(&mut writer, |link| {
            link.change_later(&table().insert, params!["bảy", 1_u32]).unwrap();
            assert_eq!(link.rows(&table().read, &[], |_| Ok(())).unwrap().len(), WAITING_AND_MORE as usize + 2);
        });
        let last = change(&mut writer, |link| link.change_later(&table().insert, params!["tám", 1_u32]).unwrap());
        writer.commit().unwrap();
        for verdict in refused {
            assert!(matches!(verdict.get(), Some(StoreError::Conflict { .. })), "{verdict:?}");
        }
        for verdict in [kept, after, last] {
            assert!(verdict.get().is_none(), "{verdict:?}");
        }

        writer.begin().unwrap();
        writer.mark().unwrap();
        let names = named(&writer);
        assert_eq!(names.len(), WAITING_AND_MORE as usize + 3);
        assert!(names.iter().all(|name| name.starts_with("một") || ["bảy", "tám"].contains(&&**name)), "{names:?}");
    }

    #[test]
    fn a_row_that_must_have_changed_and_is_not_there_undoes_its_change() {
        let (mut writer, _) = open(&Address::parse(&test_postgres::database()).unwrap()).unwrap();
        let statement = &crate::reports::REGISTERED;
        let advance = statement.iter().find(|one| one.name().ends_with("ADVANCE")).unwrap();
        writer.begin().unwrap();
        let nobody = domain::UnitId::new(domain::Instant::UNIX_EPOCH, [1; 10]);
        let campaign = domain::CampaignId::new(domain::Instant::UNIX_EPOCH, [1; 10]);
        let day = domain::CivilDate::constant(2026, 12, 1);
        let refused = change(&mut writer, |link| {
            link.change_later(&table().insert, params!["một", 1_u32]).unwrap();
            link.must_change_later(advance, params![nobody, campaign, "submitted", 2_u32, day, 2_u32]).unwrap();
        });
        let kept = change(&mut writer, |link| link.change_later(&table().insert, params!["hai", 1_u32]).unwrap());
        writer.commit().unwrap();
        assert!(matches!(refused.get(), Some(StoreError::Conflict { .. })), "{refused:?}");
        assert!(kept.get().is_none(), "{kept:?}");
        writer.begin().unwrap();
        writer.mark().unwrap();
        assert_eq!(named(&writer), ["hai"]);
    }

    const WAITING_AND_MORE: u32 = 150;
}
