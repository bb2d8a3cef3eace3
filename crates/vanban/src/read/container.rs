//! What kind of file the bytes are, by their content, and parts of a zip container read with care.

use super::{Limits, ReadError};
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// A zip container: perhaps OOXML.
    Zip,
    /// An OLE compound file: an old .doc, or encrypted OOXML.
    Compound,
    /// A PDF.
    Pdf,
    /// A known format that is not read.
    Foreign,
    /// Perhaps text.
    Text,
}

/// Looks at the first bytes.
pub(super) fn sniff(bytes: &[u8]) -> Sniffed {
    const FOREIGN: [&[u8]; 13] = [
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"{\\rtf",
        b"\x1F\x8B",
        b"7z\xBC\xAF",
        b"Rar!",
        b"BM",
        b"RIFF",
        b"\x7FELF",
        b"MZ",
        b"SQLite format 3",
        b"II*\0",
    ];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Sniffed::Zip;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Sniffed::Compound;
    }
    if super::pdf::is_pdf(bytes) {
        return Sniffed::Pdf;
    }
    let binary = bytes.get(..bytes.len().min(512)).is_some_and(|head| head.contains(&0));
    // "BM" and "MZ" also start words; they count only before binary bytes.
    if FOREIGN.iter().any(|magic| bytes.starts_with(magic) && (magic.len() > 2 || binary)) {
        return Sniffed::Foreign;
    }
    Sniffed::Text
}

/// Tells encrypted OOXML from an old Word file: the directory of the compound file names its streams in UTF-16.
pub(super) fn compound_error(bytes: &[u8]) -> ReadError {
    let names = |name: &str| {
        let needle: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(needle.len()).any(|window| window == needle)
    };
    if names("EncryptedPackage") {
        ReadError::PasswordProtected
    } else if names("WordDocument") {
        ReadError::Word97
    } else {
        ReadError::UnknownFormat
    }
}

/// Bytes a header, a footer or all notes of a document may expand to.
const SIDE_PART: u64 = 16 << 20;

/// Bytes one tag or one piece of text may always have, however little text is read.
const EVENT: u64 = 1 << 20;

/// A zip container in memory.
pub(super) struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: Limits,
}

impl<'a> Container<'a> {
    /// Opens the container.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when its directory is missing or broken.
    pub(super) fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
        Ok(Self { archive, limits })
    }

    /// Whether there is a part with this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part as a stream that fails once it expands beyond the limits.
    ///
    /// # Errors
    /// [`ReadError::PasswordProtected`] or [`ReadError::Damaged`].
    pub(super) fn part(&mut self, name: &str) -> Result<impl BufRead + Metered, ReadError> {
        self.part_within(name, self.limits.expanded_bytes)
    }

    /// A part beside the document, a header or the notes, which may not be as large as the document itself.
    ///
    /// # Errors
    /// [`ReadError::PasswordProtected`] or [`ReadError::Damaged`].
    pub(super) fn side_part(&mut self, name: &str) -> Result<impl BufRead + Metered, ReadError> {
        self.part_within(name, SIDE_PART.min(self.limits.expanded_bytes))
    }

    fn part_within(&mut self, name: &str, expanded: u64) -> Result<impl BufRead + Metered, ReadError> {
        let limits = self.limits;
        let file = self.archive.by_name(name).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
                ReadError::PasswordProtected
            }
            _ => ReadError::Damaged,
        })?;
        let by_ratio = file.compressed_size().saturating_mul(limits.ratio).max(limits.ratio_floor);
        let left = by_ratio.min(expanded);
        let event = limits.text_bytes.saturating_mul(2).max(EVENT);
        Ok(BufReader::with_capacity(64 * 1024, Meter { inner: file, left, event, event_left: event, burst: false }))
    }
}

/// Says whether a stream went beyond its limit.
pub(super) trait Metered {
    /// The limit was reached.
    fn burst(&self) -> bool;

    /// A tag or a piece of text begins: it is held in memory as a whole, so each has a limit of its own.
    fn begin(&mut self);
}

impl<R: Read> Metered for BufReader<Meter<R>> {
    fn burst(&self) -> bool {
        self.get_ref().burst
    }

    fn begin(&mut self) {
        let meter = self.get_mut();
        meter.event_left = meter.event;
    }
}

/// Counts what is read and fails at the limit.
struct Meter<R> {
    inner: R,
    left: u64,
    /// Bytes of one tag or piece of text: twice those of all text that is read, for what is written as entities.
    event: u64,
    event_left: u64,
    burst: bool,
}

impl<R: Read> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.left.checked_sub(read as u64).zip(self.event_left.checked_sub(read as u64));
        let Some((left, event_left)) = left else {
            self.burst = true;
            return Err(std::io::Error::other("expands beyond the limit"));
        };
        (self.left, self.event_left) = (left, event_left);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_format() {
        assert_eq!(sniff(b"PK\x03\x04...."), Sniffed::Zip);
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n"), Sniffed::Foreign);
        assert_eq!(sniff("BMTE xã Hòa Lộc".as_bytes()), Sniffed::Text);
        assert_eq!(sniff(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Sniffed::Compound);
    }
}
