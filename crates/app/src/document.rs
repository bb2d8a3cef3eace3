//! Reading one document.

use crate::file::{FileError, SourceFile};
use std::path::Path;
use vanban::read::{ReadError, Reading};

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
    /// What is in it.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Reads a document and the facts in it.
///
/// # Errors
/// Says what is wrong with the file.
pub fn read(path: &Path) -> Result<Reading, DocumentError> {
    Ok(vanban::read::read(&SourceFile::read(path)?.bytes)?)
}
