//! Properties of paragraphs and of runs: pages found by the byte of a character ([MS-DOC] 2.9.33, 2.9.175), and the
//! modifiers in them (2.2.5.1).

use super::file::{Part, WordFile, plc_count, u16_at, u32_at};
use std::ops::Range;

/// Finds properties by the place of a character in the stream.
pub(super) struct Properties<'a> {
    file: &'a WordFile,
}

/// The properties of a stretch of the stream.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    /// The bytes they hold for.
    pub(super) bytes: Range<u32>,
    /// Style, 0 for a run.
    pub(super) style: u16,
    pub(super) modifiers: &'a [u8],
}

impl<'a> Properties<'a> {
    pub(super) fn new(file: &'a WordFile) -> Self {
        Self { file }
    }

    /// Properties of the run at a byte of the stream.
    pub(super) fn run(&self, fc: u32) -> Option<Found<'a>> {
        let (page, runs, i, bytes) = self.find(Part::PlcfBteChpx, fc)?;
        let at = usize::from(*page.get(4 * (runs + 1) + i)?) * 2;
        let modifiers = if at == 0 {
            &[]
        } else {
            let length = usize::from(*page.get(at)?);
            page.get(at + 1..at + 1 + length)?
        };
        Some(Found { bytes, style: 0, modifiers })
    }

    /// Properties of the paragraph whose mark is at a byte of the stream.
    pub(super) fn paragraph(&self, fc: u32) -> Option<Found<'a>> {
        let (page, runs, i, bytes) = self.find(Part::PlcfBtePapx, fc)?;
        let at = usize::from(*page.get(4 * (runs + 1) + 13 * i)?) * 2;
        if at == 0 {
            return Some(Found { bytes, style: 0, modifiers: &[] });
        }
        let properties = match usize::from(*page.get(at)?) {
            0 => page.get(at + 2..at + 2 + 2 * usize::from(*page.get(at + 1)?))?,
            length => page.get(at + 1..at + 2 * length)?,
        };
        let modifiers = properties.get(2..)?;
        Some(Found { bytes, style: u16_at(properties, 0)?, modifiers: self.huge(modifiers).unwrap_or(modifiers) })
    }

    /// Modifiers that did not fit their page are in the data stream.
    fn huge(&self, modifiers: &[u8]) -> Option<&'a [u8]> {
        let (_, operand) = sprms(modifiers).find(|(code, _)| matches!(code, 0x6645 | 0x6646))?;
        let at = u32_at(operand, 0)? as usize;
        let length = usize::from(u16_at(&self.file.data, at)?);
        self.file.data.get(at.checked_add(2)?..)?.get(..length)
    }

    /// The page that describes a byte, the number of its runs, the index of the run and its bytes.
    fn find(&self, part: Part, fc: u32) -> Option<(&'a [u8], usize, usize, Range<u32>)> {
        let plc = self.file.part(part);
        let count = plc_count(plc, 4);
        let i = last_at_or_before(plc, count, fc)?;
        let number = u32_at(plc, 4 * (count + 1) + 4 * i)? & 0x003F_FFFF;
        let start = (number as usize).checked_mul(512)?;
        let page = self.file.word.get(start..start.checked_add(512)?)?;
        let runs = usize::from(*page.last()?);
        let i = last_at_or_before(page, runs, fc)?;
        let bytes = u32_at(page, 4 * i)?..u32_at(page, 4 * (i + 1))?;
        bytes.contains(&fc).then_some((page, runs, i, bytes))
    }
}

/// Among `count` rising numbers, the index of the last that is not above `fc`.
fn last_at_or_before(numbers: &[u8], count: usize, fc: u32) -> Option<usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if u32_at(numbers, 4 * middle)? <= fc {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.checked_sub(1)
}

/// The modifiers of a list of them, as their code and operand, up to the first that breaks off.
pub(super) fn sprms(mut list: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let code = u16_at(list, 0)?;
        let rest = list.get(2..)?;
        let (skip, length) = match (code, code >> 13) {
            // The definition of a table has two bytes of length, which count one byte too many.
            (0xD608, _) => (2, usize::from(u16_at(rest, 0)?).saturating_sub(1)),
            (_, 0 | 1) => (0, 1),
            (_, 2 | 4 | 5) => (0, 2),
            (_, 3) => (0, 4),
            (_, 7) => (0, 3),
            (0xC615, _) if rest.first() == Some(&255) => {
                // Tab stops: how many are taken away, how many are added.
                let away = usize::from(*rest.get(1)?) * 4;
                let added = usize::from(*rest.get(2 + away)?) * 3;
                (1, 2 + away + added)
            }
            _ => (1, usize::from(*rest.first()?)),
        };
        let operand = rest.get(skip..skip + length)?;
        list = rest.get(skip + length..)?;
        Some((code, operand))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_of_every_size_are_stepped_over() {
        let list = [
            &[0x00, 0x08, 1][..],         // one byte: deleted
            &[0x4F, 0x4A, 3, 0],          // two bytes: font
            &[0x49, 0x66, 1, 0, 0, 0],    // four bytes: depth of the table
            &[0x0D, 0xC6, 2, 9, 9],       // counted: tab stops
            &[0x08, 0xD6, 4, 0, 1, 0, 0], // counted with two bytes: table
            &[0x17, 0x24, 1],             // one byte: end of a row
            &[0x16],                      // broken off
        ]
        .concat();
        let codes: Vec<u16> = sprms(&list).map(|(code, _)| code).collect();
        assert_eq!(codes, [0x0800, 0x4A4F, 0x6649, 0xC60D, 0xD608, 0x2417]);
    }
}
