//! The container: parts in a zip file whose bytes depend on the parts alone.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::WriteError;

/// One file in the container.
pub(super) struct Part {
    path: String,
    bytes: Vec<u8>,
}

impl Part {
    pub(super) fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), bytes }
    }

    /// A part that is the same in every document.
    pub(super) fn fixed(path: &str, text: &str) -> Self {
        Self::new(path, text.as_bytes().to_vec())
    }
}

/// Zips the parts in the order given, all with the oldest time a zip file can state.
pub(super) fn pack(parts: Vec<Part>) -> Result<Vec<u8>, WriteError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        zip.start_file(part.path, options)?;
        zip.write_all(&part.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
