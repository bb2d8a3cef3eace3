//! The one layer that knows the engine: statements in, rows out, transactions around them.
//!
//! ```text
//! Engine ─ read ─> a snapshot ───────────────> Link ─ rows / row / each / change ─> sqlite | postgres
//!        └ write ─> turn: one at a time, ────> Link
//!                   many changes a commit
//! ```
//!
//! [`sqlite`] and [`postgres`] each hold the words of one engine: how it is opened, what its errors mean, how values are
//! bound. Everything above this folder, and what is in [`turn`], is the same for both.

mod postgres;
mod sqlite;
mod sqlite_copy;
mod turn;

pub(crate) use postgres::Address;
pub(crate) use sqlite_copy::{check_file, copy_file, to_single_file, with_suffix};

use crate::error::StoreError;
use crate::sql::{self, Column, Param, Statement};
use std::cell::{Cell, RefCell};
use std::path::Path;
use turn::Turn;

/// The connections to one database.
pub(crate) enum Engine {
    Sqlite { turn: Turn<sqlite::Writer>, readers: Option<sqlite::Readers> },
    Postgres { turn: Box<Turn<postgres::Writer>>, readers: postgres::Readers },
}

/// Makes a data folder that only its owner may look into: the database holds what units have not published. A folder
/// that is there keeps the rights it was given.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

impl Engine {
    /// Whether a folder holds a database.
    pub(crate) fn is_in(folder: &Path) -> bool {
        sqlite::file_in(folder).exists()
    }

    /// The database file of a data folder.
    pub(crate) fn file_in(folder: &Path) -> std::path::PathBuf {
        sqlite::file_in(folder)
    }

    /// Whether there is a database of ours on a server.
    pub(crate) fn is_at(address: &Address) -> Result<bool, StoreError> {
        postgres::is_at(address)
    }

    /// Opens the database of a data folder, making both when absent, and brings its schema up to date.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        make_private(folder).map_err(StoreError::from_folder)?;
        Self::open_file(&sqlite::file_in(folder))
    }

    /// Opens a database file, making it when absent, and brings its schema up to date.
    pub(crate) fn open_file(file: &Path) -> Result<Self, StoreError> {
        let (writer, readers) = sqlite::open(file)?;
        Ok(Self::Sqlite { turn: Turn::shared(writer), readers: Some(readers) })
    }

    /// A database that is gone when dropped.
    pub(crate) fn open_in_memory() -> Result<Self, StoreError> {
        // Its one connection also reads: no transaction may stay open between changes.
        Ok(Self::Sqlite { turn: Turn::alone(sqlite::open_in_memory()?), readers: None })
    }

    /// Opens the database of a server and brings its schema up to date.
    pub(crate) fn open_server(address: &Address) -> Result<Self, StoreError> {
        let (writer, readers) = postgres::open(address)?;
        Ok(Self::Postgres { turn: Box::new(Turn::shared(writer)), readers })
    }

    /// Runs `work` on one snapshot.
    pub(crate) fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::Sqlite { readers: Some(readers), .. } => readers.read(work),
            Self::Sqlite { turn, readers: None } => turn.alone_with(|writer| writer.read(work)),
            Self::Postgres { readers, .. } => readers.read(work),
        }
    }

    /// Runs one question, which is its own snapshot: a second one might see another.
    pub(crate) fn ask<T, E: From<StoreError>>(&self, question: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::Postgres { readers, .. } => readers.ask(question),
            Self::Sqlite { .. } => self.read(question),
        }
    }

    /// Runs `work` in one transaction, perhaps together with the work of others who wait: committed and on disk when it
    /// returns `Ok`, undone otherwise.
    pub(crate) fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::Sqlite { turn, .. } => turn.write(work),
            Self::Postgres { turn, .. } => turn.write(work),
        }
    }

    /// How the database is.
    pub(crate) fn check(&self) -> Result<Health, StoreError> {
        match self {
            Self::Sqlite { readers: Some(readers), .. } => readers.check(),
            Self::Sqlite { turn, readers: None } => turn.alone_with(|writer| writer.check()),
            Self::Postgres { readers, .. } => readers.check(),
        }
    }

    /// Copies the database as a file, as it is at one moment, to a file that is not there; false when it is no file.
    pub(crate) fn copy_file(&self, to: &Path) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite { readers: Some(readers), .. } => readers.copy(to).map(|()| true),
            Self::Sqlite { turn, readers: None } => turn.alone_with(|writer| writer.copy(to)).map(|()| true),
            Self::Postgres { .. } => Ok(false),
        }
    }
}

/// Runs `work` on one snapshot of a database file that is otherwise left alone.
pub(crate) fn read_file<T, E: From<StoreError>>(
    file: &Path,
    work: impl FnOnce(Link<'_>) -> Result<T, E>,
) -> Result<T, E> {
    sqlite::Readers::of(file).read(work)
}

#[cfg(test)]
impl Engine {
    /// Lets a SQLite database grow to at most so many pages, as a full disk would.
    pub(crate) fn limit_pages(&self, pages: u32) {
        self.inspect(|connection| {
            connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
        });
    }

    /// Pages used.
    pub(crate) fn pages(&self) -> u32 {
        self.inspect(|connection| connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap())
    }

    /// Runs `look` on the bare connection to a SQLite database.
    pub(crate) fn inspect<T>(&self, look: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        match self {
            Self::Sqlite { turn, .. } => turn.alone_with(|writer| look(writer.bare())),
            Self::Postgres { .. } => panic!("not on SQLite"),
        }
    }

    /// Runs `look` on the bare connection to a server.
    pub(crate) fn inspect_server<T>(&self, look: impl FnOnce(&mut ::postgres::Client) -> T) -> T {
        match self {
            Self::Postgres { turn, .. } => turn.alone_with(|writer| writer.with_client(look)),
            Self::Sqlite { .. } => panic!("not on a server"),
        }
    }
}

/// How a database is: facts for whoever looks after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Schema version found.
    pub schema: u32,
    /// Newest schema version this release knows.
    pub known_schema: u32,
    /// Version of the server; none when the database is in the data folder.
    pub server: Option<String>,
    /// Bytes of the database.
    pub file_bytes: u64,
    /// Bytes of the write-ahead log beside the file; large when a reader or a backup has been open for long.
    pub wal_bytes: u64,
    /// Pages of the database file.
    pub pages: u64,
    /// Pages of it that hold nothing.
    pub free_pages: u64,
    /// Bytes of a page.
    pub page_bytes: u64,
    /// What is damaged, in the words of the engine; empty when nothing is.
    pub problems: Vec<String>,
}

/// What a change that is not waited for must have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Expected {
    Anything,
    ARow,
    /// Anything, of a statement that inserts so many rows.
    Rows(usize),
}

/// Rows that are inserted with one statement at most, and about the bytes of several of them: a server takes no message of a
/// gigabyte, and files may be large.
const ROWS_AT_ONCE: usize = 64;
const BYTES_AT_ONCE: usize = 4 << 20;

/// How many of these rows, which are some, go into one statement: few different numbers, so that few are prepared.
fn at_once(rows: &[Vec<Param<'_>>]) -> usize {
    let mut count = (1 << rows.len().ilog2()).min(ROWS_AT_ONCE);
    let bytes = |rows: &[Vec<Param<'_>>]| rows.iter().flatten().map(Param::len).sum::<usize>();
    while count > 1 && bytes(&rows[..count]) > BYTES_AT_ONCE {
        count /= 2;
    }
    count
}

/// What a failed statement undid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undone {
    /// Nothing failed.
    Nothing,
    /// The change that ran it must be undone; what others did in the same transaction stands.
    Change,
    /// The transaction is lost with all that is in it: the disk, or the connection, failed.
    All,
}

/// What went wrong in a change so far.
#[derive(Default)]
pub(crate) struct Trouble {
    /// A statement failed.
    failed: Cell<bool>,
    /// The transaction was lost by this.
    lost_by: RefCell<Option<StoreError>>,
}

impl Trouble {
    fn undone(&self) -> Undone {
        match (&*self.lost_by.borrow(), self.failed.get()) {
            (Some(_), _) => Undone::All,
            (None, true) => Undone::Change,
            (None, false) => Undone::Nothing,
        }
    }

    fn lost_by(self) -> Option<StoreError> {
        self.lost_by.into_inner()
    }

    fn note(&self, error: &StoreError, undone: Undone) {
        self.failed.set(true);
        if undone == Undone::All {
            self.lost_by.borrow_mut().get_or_insert_with(|| error.again());
        }
    }
}

/// A transaction under way, where statements of the shared dialect meet the engine.
///
/// A statement that fails ends its change: what the same change still tries is refused, and it is not committed without
/// what failed, even when its caller forgets the error.
pub(crate) struct Link<'a> {
    wire: Wire<'a>,
    trouble: &'a Trouble,
}

/// The connection under a link.
#[derive(Clone, Copy)]
enum Wire<'a> {
    Sqlite(sqlite::Wire<'a>),
    Postgres(postgres::Wire<'a>),
}

/// What is done with each row; false when no more are wanted.
type Visit<'v> = &'v mut dyn FnMut(&Row<'_>) -> Result<bool, StoreError>;

/// Why rows did not all come: the statement failed, or whoever read them did.
enum Stopped {
    Failed(StoreError),
    ByVisitor(StoreError),
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

    /// The rows of a query, one after another, until `visit` says false. `visit` may not use the link.
    pub(crate) fn each(
        &self,
        statement: &'static Statement,
        params: &[Param<'_>],
        mut visit: impl FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        self.refuse_if_undone()?;
        let outcome = match self.wire {
            Wire::Sqlite(wire) => wire.each(statement, params, &mut visit),
            Wire::Postgres(wire) => wire.each(statement, params, &mut visit),
        };
        outcome.map_err(|stopped| match stopped {
            Stopped::ByVisitor(error) => error,
            Stopped::Failed(error) => self.failed(error),
        })
    }

    /// Inserts or updates; returns how many rows.
    pub(crate) fn change(&self, statement: &'static Statement, params: &[Param<'_>]) -> Result<usize, StoreError> {
        self.refuse_if_undone()?;
        let outcome = match self.wire {
            Wire::Sqlite(wire) => wire.change(statement, params),
            Wire::Postgres(wire) => wire.change(statement, params),
        };
        outcome.map_err(|error| self.failed(error))
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

    /// Inserts or updates, now or together with what comes next in the same change: for changes of which nothing is asked.
    /// What is refused may be told by what comes next.
    pub(crate) fn change_later(&self, statement: &'static Statement, params: &[Param<'_>]) -> Result<(), StoreError> {
        self.later(statement, params, Expected::Anything)
    }

    /// Changes at least one row, now or together with what comes next.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is none such, which may be told by what comes next.
    pub(crate) fn must_change_later(
        &self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<(), StoreError> {
        self.later(statement, params, Expected::ARow)
    }

    /// Inserts rows, now or together with what comes next in the same change; a server is sent as many as it can take with one
    /// statement, in their order.
    pub(crate) fn insert_later(
        &self,
        statement: &'static Statement,
        rows: &[Vec<Param<'_>>],
    ) -> Result<(), StoreError> {
        match self.wire {
            Wire::Sqlite(_) => rows.iter().try_for_each(|row| self.change_later(statement, row)),
            Wire::Postgres(wire) => {
                let mut rest = rows;
                while !rest.is_empty() {
                    let (now, after) = rest.split_at(at_once(rest));
                    self.refuse_if_undone()?;
                    wire.insert_later(statement, now).map_err(|error| self.failed(error))?;
                    rest = after;
                }
                Ok(())
            }
        }
    }

    fn later(&self, statement: &'static Statement, params: &[Param<'_>], expected: Expected) -> Result<(), StoreError> {
        match self.wire {
            Wire::Postgres(wire) => {
                self.refuse_if_undone()?;
                wire.change_later(statement, params, expected).map_err(|error| self.failed(error))
            }
            // There is nobody to wait for.
            Wire::Sqlite(_) if expected == Expected::ARow => self.must_change(statement, params),
            Wire::Sqlite(_) => self.change(statement, params).map(drop),
        }
    }

    /// Runs the definitions of a migration.
    pub(crate) fn define(&self, ddl: &str) -> Result<(), StoreError> {
        self.refuse_if_undone()?;
        let outcome = match self.wire {
            Wire::Sqlite(wire) => wire.define(ddl),
            Wire::Postgres(wire) => wire.define(ddl),
        };
        outcome.map_err(|error| self.failed(error))
    }

    fn refuse_if_undone(&self) -> Result<(), StoreError> {
        if self.trouble.undone() == Undone::Nothing { Ok(()) } else { Err(StoreError::Abandoned) }
    }

    fn failed(&self, error: StoreError) -> StoreError {
        let undone = match self.wire {
            Wire::Sqlite(wire) => wire.undone_by(&error),
            Wire::Postgres(wire) => wire.undone_by(&error),
        };
        self.trouble.note(&error, undone);
        error
    }
}

/// A row of a result.
pub(crate) struct Row<'a> {
    statement: &'static Statement,
    cells: Cells<'a>,
}

/// The row as the engine holds it.
#[derive(Clone, Copy)]
enum Cells<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value of a column, counted from 0.
    pub(crate) fn get<T: Column>(&self, column: usize) -> Result<T, StoreError> {
        T::read(self.cell(column)?).ok_or_else(|| self.damaged())
    }

    /// The bare value of a column.
    pub(crate) fn cell(&self, column: usize) -> Result<sql::Cell<'_>, StoreError> {
        let cell = match self.cells {
            Cells::Sqlite(row) => sqlite::cell(row, column),
            Cells::Postgres(row) => postgres::cell(row, column),
        };
        cell.ok_or_else(|| self.damaged())
    }

    /// What is stored in this row cannot be what we stored.
    pub(crate) fn damaged(&self) -> StoreError {
        StoreError::Corrupt { what: self.statement.name() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_together_by_number_and_by_size() {
        let (small, large) = (vec![0; 100], vec![0; 3 << 20]);
        let rows = |bytes: &[u8], count| at_once(&vec![vec![Param::Blob(bytes)]; count]);
        assert_eq!([1, 2, 3, 63, 64, 65, 200].map(|count| rows(&small, count)), [1, 2, 2, 32, 64, 64, 64]);
        assert_eq!([1, 2, 64].map(|count| rows(&large, count)), [1, 1, 1]);
        assert_eq!(rows(&small.repeat(1_000), 64), 32, "of 100 kB each");
    }
}
