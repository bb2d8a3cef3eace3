//! Everything, from one place to another: backups, restoring them, moving to another engine.
//!
//! A backup of either engine is a SQLite file in the schema of the release; so what restores a backup also moves an
//! installation. Rows are streamed: memory does not grow with what is stored.

use crate::digest::{self, Digest, Digesting};
use crate::engine::{self, Engine, Link, with_suffix};
use crate::error::StoreError;
use crate::location::Location;
use crate::session::Store;
use crate::sql::{Param, params};
use crate::tables::{self, BATCH, Field, Table};
use std::path::Path;

/// The end of the name of a copy that is not whole yet.
const PARTIAL: &str = ".partial";

/// Bytes of rows gathered before they are inserted.
const GATHERED: usize = 4 << 20;

/// What a backup is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Bytes of the copy.
    pub bytes: u64,
    /// Schema version of what is in it.
    pub schema: u32,
    /// Digest of what is in it, read back from the file.
    pub digest: Digest,
}

/// What was restored or moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Digest of what was to be copied.
    pub from: Digest,
    /// Digest of what is there now, read back: the same.
    pub to: Digest,
}

impl Store {
    /// Copies everything as it is at one moment to a new file, while others read and write, and reads the copy back. The file
    /// is there only when the copy is whole. It is a SQLite database, whatever the engine: in an empty data folder, under the
    /// name `chungtay.db`, it is a store with the same in it.
    ///
    /// # Errors
    /// [`StoreError::FileExists`], [`StoreError::DiskFull`], [`StoreError::ReadOnly`], [`StoreError::Corrupt`] when the
    /// copy (and so the store) is damaged, [`StoreError::CopyDiffers`], and those of the engine.
    pub fn backup(&self, to: &Path) -> Result<Backup, StoreError> {
        if to.exists() {
            return Err(StoreError::FileExists);
        }
        let partial = with_suffix(to, PARTIAL);
        remove_database(&partial)?;
        let outcome = self.copy_and_check(&partial).and_then(|made| {
            place(&partial, to)?;
            Ok(made)
        });
        // Half a copy is of no use; what went wrong with the copy is told rather than with its removal.
        if outcome.is_err() { remove_database(&partial).and(outcome) } else { outcome }
    }

    fn copy_and_check(&self, partial: &Path) -> Result<Backup, StoreError> {
        // A file that cannot be made is told as such, before an engine puts it in its own words.
        std::fs::File::create_new(partial).map_err(StoreError::from_folder)?;
        let copied = if self.engine.copy_file(partial)? {
            None
        } else {
            let target = Engine::open_file(partial)?;
            let copied = self.engine.read(|from| target.write(|to| copy_tables(&from, &to)))?;
            drop(target);
            engine::to_single_file(partial)?;
            Some(copied)
        };
        let (bytes, schema) = engine::check_file(partial)?;
        let digest = engine::read_file(partial, |link| digest::of(&link))?;
        if copied.is_some_and(|copied| copied != digest) {
            return Err(StoreError::CopyDiffers);
        }
        Ok(Backup { bytes, schema, digest })
    }

    /// Puts what a backup holds in an empty place, and reads it back. The backup is left as it is; one of an older release
    /// is brought up to date on the way.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`], [`StoreError::NotADatabase`] and [`StoreError::Corrupt`] when the file is no whole backup,
    /// [`StoreError::NewerSchema`], [`StoreError::CopyDiffers`], and those of both places.
    pub fn restore(backup: &Path, to: &Location) -> Result<Restored, StoreError> {
        refuse_filled(to)?;
        crate::engine::make_private(to.folder()).map_err(StoreError::from_folder)?;
        std::fs::File::open(backup).map_err(StoreError::from_folder)?;
        let partial = to.folder().join(format!("restored.db{PARTIAL}"));
        remove_database(&partial)?;
        let outcome = restore_from(backup, &partial, to);
        remove_database(&partial).and(outcome)
    }

    /// Copies everything to an empty place, perhaps of the other engine, and reads it back. Nobody changes anything here
    /// meanwhile; this store stays as it is.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`], [`StoreError::CopyDiffers`], and those of both places.
    pub fn move_to(&self, to: &Location) -> Result<Restored, StoreError> {
        refuse_filled(to)?;
        let target = Self::open_at(to)?;
        let from = self.engine.write(|from| target.engine.write(|to| copy_tables(&from, &to)))?;
        compared(from, target.digest()?)
    }
}

/// `partial` is a copy that may be brought up to date and thrown away.
fn restore_from(backup: &Path, partial: &Path, to: &Location) -> Result<Restored, StoreError> {
    engine::copy_file(backup, partial)?;
    let (_, schema) = engine::check_file(partial)?;
    if schema == 0 {
        return Err(StoreError::NotADatabase);
    }
    let scratch = Store { engine: Engine::open_file(partial)? };
    if to.is_on_server() {
        return scratch.move_to(to);
    }
    let from = scratch.digest()?;
    drop(scratch);
    engine::to_single_file(partial)?;
    place(partial, &Engine::file_in(to.folder()))?;
    compared(from, Store::open_at(to)?.digest()?)
}

fn compared(from: Digest, to: Digest) -> Result<Restored, StoreError> {
    if from == to { Ok(Restored { from, to }) } else { Err(StoreError::CopyDiffers) }
}

/// A place with a database in it, even an empty one in a folder, is not filled.
fn refuse_filled(place: &Location) -> Result<(), StoreError> {
    if !Store::is_at(place)? {
        return Ok(());
    }
    if !place.is_on_server() {
        return Err(StoreError::NotEmpty);
    }
    Store::open_at(place)?.engine.read(|link| refuse_rows(&link))
}

fn refuse_rows(link: &Link<'_>) -> Result<(), StoreError> {
    tables::all().iter().try_for_each(|table| match link.row(&table.any, params![], |_| Ok(()))? {
        Some(()) => Err(StoreError::NotEmpty),
        None => Ok(()),
    })
}

/// Copies every row of every table into empty ones, in the two transactions given.
fn copy_tables(from: &Link<'_>, to: &Link<'_>) -> Result<Digest, StoreError> {
    // Somebody else may have been first.
    refuse_rows(to)?;
    let mut digesting = Digesting::default();
    for table in tables::all() {
        digesting.begin(table);
        let (mut rows, mut bytes) = (Vec::with_capacity(BATCH), 0);
        from.each(&table.read, params![], |row| {
            let fields = table.fields(row)?;
            digesting.row(&fields);
            bytes += fields.iter().map(Field::size).sum::<usize>();
            rows.push(fields);
            if rows.len() == BATCH || bytes > GATHERED {
                insert(to, table, &rows)?;
                (rows, bytes) = (Vec::with_capacity(BATCH), 0);
            }
            Ok(true)
        })?;
        insert(to, table, &rows)?;
    }
    Ok(digesting.finish())
}

fn insert(to: &Link<'_>, table: &'static Table, rows: &[Vec<Field>]) -> Result<(), StoreError> {
    let statement = if rows.len() == BATCH { &table.insert_many } else { &table.insert };
    let at_once = if rows.len() == BATCH { BATCH } else { 1 };
    for rows in rows.chunks(at_once) {
        let params: Vec<Param<'_>> = rows.iter().flatten().map(Field::param).collect();
        to.change_later(statement, &params)?;
    }
    Ok(())
}

/// Gives a whole copy its name, on the disk before anybody is told.
fn place(partial: &Path, to: &Path) -> Result<(), StoreError> {
    let placed = || {
        std::fs::File::options().write(true).open(partial)?.sync_all()?;
        std::fs::rename(partial, to)?;
        match to.parent().filter(|folder| cfg!(unix) && !folder.as_os_str().is_empty()) {
            Some(folder) => std::fs::File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    };
    placed().map_err(StoreError::from_folder)
}

/// Removes a database file, with what an engine keeps beside it, if it is there.
fn remove_database(file: &Path) -> Result<(), StoreError> {
    ["", "-wal", "-shm", "-journal"].into_iter().try_for_each(|end| {
        match std::fs::remove_file(with_suffix(file, end)) {
            Err(failure) if failure.kind() != std::io::ErrorKind::NotFound => Err(StoreError::from_folder(failure)),
            _ => Ok(()),
        }
    })
}
