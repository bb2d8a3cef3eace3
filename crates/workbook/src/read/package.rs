//! The zip container of a workbook, expanded within limits.

use crate::ReadError;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest file read.
pub(crate) const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;
/// The most that the parts read of one file may expand to together. A list of 100,000 units takes about 40 MiB.
const MAX_EXPANDED_BYTES: u64 = 200 * 1024 * 1024;
/// Beyond [`RATIO_FLOOR`], a part that expands more than this is no workbook: rows of repeated cells come to about 100.
const MAX_RATIO: u64 = 300;
const RATIO_FLOOR: u64 = 8 * 1024 * 1024;
/// A workbook has some tens of parts.
const MAX_ENTRIES: usize = 10_000;

/// A workbook's container in memory.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be expanded.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a container after looking at what the bytes are.
    ///
    /// # Errors
    /// Any [`ReadError`] that the first bytes or the zip directory show.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        refuse_by_content(bytes)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
        if archive.len() > MAX_ENTRIES
            || archive.decompressed_size().is_some_and(|size| size > u128::from(MAX_EXPANDED_BYTES))
        {
            return Err(ReadError::Bomb);
        }
        Ok(Self { archive, left: MAX_EXPANDED_BYTES })
    }

    /// A part as text, or nothing where there is no such part. Names compare without case, as spreadsheet programs do.
    ///
    /// # Errors
    /// [`ReadError::Bomb`], [`ReadError::PasswordProtected`] or [`ReadError::Damaged`].
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(index) = self.archive.index_for_name(name).or_else(|| self.find_loosely(name)) else {
            return Ok(None);
        };
        let part = self.archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
                ReadError::PasswordProtected
            }
            _ => ReadError::Damaged,
        })?;
        let most = part.compressed_size().saturating_mul(MAX_RATIO).max(RATIO_FLOOR).min(self.left);
        // What the directory says of the size may be a lie, so it only sets the first guess, within reason.
        let guess = usize::try_from(part.size().min(most).min(1024 * 1024)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(guess + 1);
        part.take(most + 1).read_to_end(&mut bytes).map_err(|_| ReadError::Damaged)?;
        let expanded = bytes.len() as u64;
        if expanded > most {
            return Err(ReadError::Bomb);
        }
        self.left -= expanded;
        let mut text = String::from_utf8(bytes).map_err(|_| ReadError::Damaged)?;
        if text.starts_with('\u{FEFF}') {
            text.drain(..'\u{FEFF}'.len_utf8());
        }
        Ok(Some(text))
    }

    fn find_loosely(&self, name: &str) -> Option<usize> {
        let same = |other: &str| other.len() == name.len() && other.replace('\\', "/").eq_ignore_ascii_case(name);
        (0..self.archive.len())
            .find(|at| self.archive.name_for_index(*at).and_then(Result::ok).is_some_and(|other| same(&other)))
    }
}

/// What the first bytes say against being a workbook.
fn refuse_by_content(bytes: &[u8]) -> Result<(), ReadError> {
    let size = bytes.len() as u64;
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if size > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge { bytes: size, limit: MAX_FILE_BYTES });
    }
    if is_compound(bytes) {
        return Err(compound_error(bytes));
    }
    if is_zip(bytes) { Ok(()) } else { Err(ReadError::NotAWorkbook) }
}

/// Whether the bytes begin as a zip container does.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether the bytes begin as an OLE compound file does.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Tells an encrypted workbook from an old one: the directory of a compound file names its streams in UTF-16.
fn compound_error(bytes: &[u8]) -> ReadError {
    let names = |name: &str| {
        let needle: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(needle.len()).any(|window| window == needle)
    };
    if names("EncryptedPackage") {
        ReadError::PasswordProtected
    } else if names("Workbook") || names("Book") {
        ReadError::LegacyXls
    } else {
        ReadError::NotAWorkbook
    }
}
