//! The streams of a Word file and its File Information Block ([MS-DOC] 2.5).

use super::super::ReadError;
use std::io::{Cursor, Read};
use std::ops::Range;

/// A part of the table stream that the File Information Block points at, by its index among the pairs of
/// `FibRgFcLcb97`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// Style sheet.
    Stshf = 1,
    /// Pages of character properties.
    PlcfBteChpx = 12,
    /// Pages of paragraph properties.
    PlcfBtePapx = 13,
    /// Fonts.
    SttbfFfn = 15,
    /// The piece table.
    Clx = 33,
    /// Anchors of the shapes of the main text.
    PlcSpaMom = 40,
    /// Text boxes of the main text.
    PlcftxbxTxt = 56,
    /// Definitions of lists.
    PlfLst = 73,
    /// Lists.
    PlfLfo = 74,
}

/// Where the stories that are read stand in the text of the whole file, in character positions.
#[derive(Clone, Debug)]
pub(super) struct Stories {
    pub(super) text: Range<u32>,
    pub(super) boxes: Range<u32>,
}

/// The streams that hold the text and its properties.
#[derive(Debug)]
pub(super) struct WordFile {
    pub(super) word: Vec<u8>,
    pub(super) table: Vec<u8>,
    /// Properties too long for their page; empty when there is no such stream.
    pub(super) data: Vec<u8>,
}

impl WordFile {
    /// Opens the compound file and checks the File Information Block.
    ///
    /// # Errors
    /// See [`super::layout`].
    pub(super) fn open(bytes: &[u8]) -> Result<Self, ReadError> {
        check_difat(bytes)?;
        let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
        let most = bytes.len() as u64;
        let mut stream = |name: &str| -> Result<Vec<u8>, ReadError> {
            let mut content = Vec::new();
            let stream = container.open_stream(name).map_err(|_| ReadError::Damaged)?;
            // A stream cannot be longer than the file it is in, whatever its length says.
            stream.take(most).read_to_end(&mut content).map_err(|_| ReadError::Damaged)?;
            Ok(content)
        };
        let word = stream("/WordDocument")?;
        let flags = check_fib(&word)?;
        let table = stream(if flags & 0x0200 == 0 { "/0Table" } else { "/1Table" })?;
        let data = stream("/Data").unwrap_or_default();
        Ok(Self { word, table, data })
    }

    /// A part of the table stream; empty when it is absent or does not lie in the stream.
    pub(super) fn part(&self, part: Part) -> &[u8] {
        self.part_on(part).map_or(&[], |(bytes, length)| bytes.get(..length).unwrap_or_default())
    }

    /// A part with all that follows it in the stream, and its own length.
    pub(super) fn part_on(&self, part: Part) -> Option<(&[u8], usize)> {
        let at = 154 + 8 * part as usize;
        let start = u32_at(&self.word, at)? as usize;
        let length = u32_at(&self.word, at + 4)? as usize;
        let rest = self.table.get(start..)?;
        (length > 0 && length <= rest.len()).then_some((rest, length))
    }

    /// The main text, and the text boxes that come after six other stories.
    pub(super) fn stories(&self) -> Stories {
        let length = |i: usize| u32_at(&self.word, 76 + 4 * i).filter(|n| *n < 1 << 31).unwrap_or(0);
        let before: u32 = (0..6).fold(0, |sum, i| length(i).saturating_add(sum));
        Stories { text: 0..length(0), boxes: before..before.saturating_add(length(6)) }
    }
}

/// Checks that this is Word 97 or later without a password; gives the flags.
fn check_fib(word: &[u8]) -> Result<u16, ReadError> {
    let identifier = u16_at(word, 0).ok_or(ReadError::Damaged)?;
    let version = u16_at(word, 2).ok_or(ReadError::Damaged)?;
    let flags = u16_at(word, 10).ok_or(ReadError::Damaged)?;
    match identifier {
        0xA5EC if version >= 0x00C1 => {}
        0xA5DC | 0xA5EC | 0xA59B | 0xA59C => return Err(ReadError::Word97),
        _ => return Err(ReadError::Damaged),
    }
    if flags & 0x0100 != 0 {
        return Err(ReadError::PasswordProtected);
    }
    Ok(flags)
}

/// The list of the sectors of the allocation table may not be longer than the file needs: it could name one sector
/// many times over and make the table larger than memory.
fn check_difat(bytes: &[u8]) -> Result<(), ReadError> {
    let shift = u16_at(bytes, 30).filter(|shift| matches!(shift, 9 | 12)).ok_or(ReadError::Damaged)?;
    let size = 1_usize << shift;
    let entries = size / 4;
    let most = bytes.len() / size / entries / (entries - 1) + 2;
    let mut sector = u32_at(bytes, 68).ok_or(ReadError::Damaged)?;
    for _ in 0..=most {
        if sector >= 0xFFFF_FFFA {
            return Ok(());
        }
        let end = (sector as usize).checked_add(2).and_then(|n| n.checked_mul(size)).ok_or(ReadError::Damaged)?;
        sector = u32_at(bytes, end - 4).ok_or(ReadError::Damaged)?;
    }
    Err(ReadError::Damaged)
}

/// A little-endian number; `None` past the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

/// A little-endian number; `None` past the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// The number of entries of a PLC ([MS-DOC] 2.2.2): one more position than data elements of `size` bytes.
pub(super) fn plc_count(plc: &[u8], size: usize) -> usize {
    plc.len().saturating_sub(4) / (4 + size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_looping_list_of_table_sectors_is_refused() {
        let mut bytes = vec![0; 512 * 40];
        bytes[30] = 9;
        // Sector 0 is followed by sector 0.
        assert_eq!(check_difat(&bytes), Err(ReadError::Damaged));
        bytes[68..72].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
        assert_eq!(check_difat(&bytes), Ok(()));
    }

    #[test]
    fn versions_and_passwords_are_told_apart() {
        let fib = |identifier: u16, version: u16, flags: u16| {
            let mut word = vec![0; 32];
            word[0..2].copy_from_slice(&identifier.to_le_bytes());
            word[2..4].copy_from_slice(&version.to_le_bytes());
            word[10..12].copy_from_slice(&flags.to_le_bytes());
            check_fib(&word)
        };
        assert_eq!(fib(0xA5EC, 0x00C1, 0x0200), Ok(0x0200));
        assert_eq!(fib(0xA5EC, 0x00C1, 0x0100), Err(ReadError::PasswordProtected));
        assert_eq!(fib(0xA5DC, 0x0065, 0), Err(ReadError::Word97));
        assert_eq!(fib(0x1234, 0x00C1, 0), Err(ReadError::Damaged));
    }
}
