//! Where an installation is.

use crate::engine::Address;
use crate::error::StoreError;
use std::fmt;
use std::path::{Path, PathBuf};

/// A data folder, and the database: in the folder, or on a server. Backups are in the folder either way.
///
/// What is shown of it has no password in it.
#[derive(Clone, Debug)]
pub struct Location {
    folder: PathBuf,
    server: Option<Address>,
}

impl Location {
    /// A data folder with the database in it.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), server: None }
    }

    /// A data folder, and a database on a server: `postgres://user:password@host:port/database`, with `sslmode` and
    /// `sslrootcert` as libpq words them.
    ///
    /// # Errors
    /// [`StoreError::BadAddress`].
    pub fn on_server(folder: impl Into<PathBuf>, address: &str) -> Result<Self, StoreError> {
        Ok(Self { folder: folder.into(), server: Some(Address::parse(address)?) })
    }

    /// What a person means by one word: the address of a server (with the data folder given), or a data folder.
    ///
    /// # Errors
    /// Those of [`Location::on_server`].
    pub fn parse(word: &str, folder: &Path) -> Result<Self, StoreError> {
        match Address::is_meant(word) {
            true => Self::on_server(folder, word),
            false => Ok(Self::in_folder(word)),
        }
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the database is on a server.
    #[must_use]
    pub fn is_on_server(&self) -> bool {
        self.server.is_some()
    }

    pub(crate) fn server(&self) -> Option<&Address> {
        self.server.as_ref()
    }
}

/// The server without the password, or the folder.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.server {
            Some(address) => address.fmt(f),
            None => self.folder.display().fmt(f),
        }
    }
}
