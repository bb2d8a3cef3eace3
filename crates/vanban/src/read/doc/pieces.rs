//! The piece table ([MS-DOC] 2.8.35, 2.9.38): which bytes of the stream make the text, in its order.

use super::super::ReadError;
use super::file::{Part, WordFile, u16_at, u32_at};
use encoding_rs::WINDOWS_1252;
use std::ops::Range;

/// A stretch of the text.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// First character position, and the one after the last.
    from: u32,
    to: u32,
    /// Byte in the stream.
    at: u32,
    /// A byte a character (windows-1252) instead of two.
    narrow: bool,
}

/// A UTF-16 unit of the text and its places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) code: u16,
    /// Character position in the text.
    pub(super) cp: u32,
    /// Byte in the stream, which its properties are kept by.
    pub(super) fc: u32,
}

/// The text of a file.
pub(super) struct Pieces<'a> {
    word: &'a [u8],
    pieces: Vec<Piece>,
    narrow: Vec<u16>,
}

impl<'a> Pieces<'a> {
    /// Reads the piece table.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when there is none or its positions do not rise.
    pub(super) fn read(file: &'a WordFile) -> Result<Self, ReadError> {
        let table = piece_table(file.part(Part::Clx)).ok_or(ReadError::Damaged)?;
        let count = super::file::plc_count(table, 8);
        let mut pieces = Vec::new();
        for i in 0..count {
            let piece = piece(table, count, i).ok_or(ReadError::Damaged)?;
            if piece.to < piece.from {
                return Err(ReadError::Damaged);
            }
            pieces.push(piece);
        }
        let narrow = (0..=u8::MAX).map(|byte| {
            let byte_alone = [byte];
            let text = WINDOWS_1252.decode_without_bom_handling(&byte_alone).0;
            text.encode_utf16().next().unwrap_or(u16::from(byte))
        });
        Ok(Self { word: &file.word, pieces, narrow: narrow.collect() })
    }

    /// The units of a stretch of the text, as far as the stream has them.
    pub(super) fn units(&self, range: Range<u32>) -> impl Iterator<Item = Unit> + '_ {
        let first = self.pieces.partition_point(|piece| piece.to <= range.start);
        self.pieces.iter().skip(first).take_while(move |piece| piece.from < range.end).flat_map({
            let range = range.clone();
            move |piece| {
                let cps = piece.from.max(range.start)..piece.to.min(range.end);
                cps.map_while(|cp| self.unit(piece, cp))
            }
        })
    }

    fn unit(&self, piece: &Piece, cp: u32) -> Option<Unit> {
        let step = if piece.narrow { 1 } else { 2 };
        let fc = piece.at.checked_add((cp - piece.from).checked_mul(step)?)?;
        let code = if piece.narrow {
            *self.narrow.get(usize::from(*self.word.get(fc as usize)?))?
        } else {
            u16_at(self.word, fc as usize)?
        };
        Some(Unit { code, cp, fc })
    }
}

/// The `PlcPcd` of a `Clx`, after any `Prc`.
fn piece_table(mut clx: &[u8]) -> Option<&[u8]> {
    loop {
        match *clx.first()? {
            1 => clx = clx.get(3 + usize::from(u16_at(clx, 1)?)..)?,
            2 => return clx.get(5..)?.get(..u32_at(clx, 1)? as usize),
            _ => return None,
        }
    }
}

fn piece(table: &[u8], count: usize, i: usize) -> Option<Piece> {
    let from = u32_at(table, 4 * i)?;
    let to = u32_at(table, 4 * (i + 1))?;
    let packed = u32_at(table, 4 * (count + 1) + 8 * i + 2)?;
    let narrow = packed & 1 << 30 != 0;
    let at = packed & 0x3FFF_FFFF;
    Some(Piece { from, to, at: if narrow { at / 2 } else { at }, narrow })
}
