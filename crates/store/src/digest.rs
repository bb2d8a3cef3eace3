//! A digest of everything stored, the same on both engines: two installations with the same one hold the same.

use crate::engine::Link;
use crate::error::StoreError;
use crate::session::Store;
use crate::sql::params;
use crate::tables::{self, Field, Table};
use sha2::{Digest as _, Sha256};
use std::fmt::Write;

/// SHA-256 over every value of every row of every table, rows in the order of their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Of everything, in hexadecimal.
    pub all: String,
    /// Rows of each table, in the order of the schema.
    pub tables: Vec<(&'static str, u64)>,
}

impl Digest {
    /// Rows in all.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// A digest on its way.
#[derive(Default)]
pub(crate) struct Digesting {
    hasher: Sha256,
    tables: Vec<(&'static str, u64)>,
}

impl Digesting {
    pub(crate) fn begin(&mut self, table: &Table) {
        self.bytes(b'T', table.name.as_bytes());
        for (column, _) in &table.columns {
            self.bytes(b'C', column.as_bytes());
        }
        self.tables.push((table.name, 0));
    }

    pub(crate) fn row(&mut self, fields: &[Field]) {
        self.hasher.update(b"R");
        for field in fields {
            match field {
                Field::Null => self.bytes(b'0', &[]),
                Field::Number(number) => self.bytes(b'n', &number.to_be_bytes()),
                Field::Id(id) => self.bytes(b'i', id.as_bytes()),
                Field::Date(day) => self.bytes(b'd', day.to_string().as_bytes()),
                Field::Moment(at) => self.bytes(b'm', &at.as_microsecond().to_be_bytes()),
                Field::Text(text) => self.bytes(b't', text.as_bytes()),
                Field::Json(json) => self.bytes(b'j', json.as_bytes()),
                Field::Bytes(bytes) => self.bytes(b'b', bytes),
            }
        }
        if let Some((_, rows)) = self.tables.last_mut() {
            *rows += 1;
        }
    }

    /// With the kind and the length before it, so that no two rows read the same.
    fn bytes(&mut self, kind: u8, bytes: &[u8]) {
        self.hasher.update([kind]);
        self.hasher.update((bytes.len() as u64).to_be_bytes());
        self.hasher.update(bytes);
    }

    pub(crate) fn finish(self) -> Digest {
        let mut all = String::with_capacity(64);
        for byte in self.hasher.finalize() {
            let _ = write!(all, "{byte:02x}");
        }
        Digest { all, tables: self.tables }
    }
}

/// The digest of what a snapshot holds.
pub(crate) fn of(link: &Link<'_>) -> Result<Digest, StoreError> {
    let mut digesting = Digesting::default();
    for table in tables::all() {
        digesting.begin(table);
        link.each(&table.read, params![], |row| {
            digesting.row(&table.fields(row)?);
            Ok(true)
        })?;
    }
    Ok(digesting.finish())
}

impl Store {
    /// The digest of everything stored at one moment. It reads all of it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when something is not what we stored, and those of the engine.
    pub fn digest(&self) -> Result<Digest, StoreError> {
        self.engine.read(|link| of(&link))
    }
}
