//! The numbers of one revision, small enough to keep a country's reports in memory and to store beside the report.

use crate::form::Form;
use crate::report::Content;
use std::sync::Arc;

/// Numbers by the position of the cell in its form ([`Form::cells`]); blank cells are blank. Cloning shares the bytes.
///
/// The bytes are: how many cells (LEB128), one bit a cell telling which are filled (cell 0 is the lowest bit of the
/// first byte), then the filled ones in order, each zigzag-coded LEB128. There is one way to write a set of numbers, so equal
/// bytes mean equal numbers. A figure below 64 takes one byte, below 8,192 two; a form of 400 cells 51 bytes and its figures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PackedNumbers(Arc<[u8]>);

/// Why bytes are no packed numbers.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum PackedError {
    /// They end before the last number.
    #[error("the packed numbers end too early")]
    TooShort,
    /// Something follows the last number, or a cell behind the last one is marked as filled.
    #[error("the packed numbers hold more than their cells")]
    TooLong,
    /// A number has more digits than it needs or can have.
    #[error("a packed number is not written as it should be")]
    BadNumber,
}

/// Bytes of the longest number: 64 bits, seven a byte.
const LONGEST: usize = 10;

impl PackedNumbers {
    /// Packs numbers by position.
    #[must_use]
    pub fn pack(numbers: &[Option<i64>]) -> Self {
        let mut bytes = Vec::with_capacity(LONGEST + numbers.len().div_ceil(8) + numbers.len() * 2);
        write_number(&mut bytes, numbers.len() as u64);
        for eight in numbers.chunks(8) {
            let filled = eight.iter().rev().fold(0, |bits, number| bits << 1 | u8::from(number.is_some()));
            bytes.push(filled);
        }
        for number in numbers.iter().flatten() {
            write_number(&mut bytes, zigzag(*number));
        }
        Self(bytes.into())
    }

    /// Packs the numbers of a report on a form. Texts, and figures the form does not have, are left out.
    #[must_use]
    pub fn of(form: &Form, content: &Content) -> Self {
        Self::pack(&content.numbers(form))
    }

    /// Takes bytes that were packed before.
    ///
    /// # Errors
    /// [`PackedError`] for bytes that [`Self::pack`] never makes. However long the bytes claim to be, no more memory is
    /// asked for than they take.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PackedError> {
        let (cells, rest) = read_checked(bytes)?;
        let cells = usize::try_from(cells).map_err(|_| PackedError::TooShort)?;
        let (filled, mut rest) = rest.split_at_checked(cells.div_ceil(8)).ok_or(PackedError::TooShort)?;
        let behind_the_last = match (cells % 8, filled.last()) {
            (0, _) | (_, None) => 0,
            (used, Some(last)) => last >> used,
        };
        if behind_the_last != 0 {
            return Err(PackedError::TooLong);
        }
        for _ in 0..filled.iter().map(|bits| bits.count_ones()).sum::<u32>() {
            (_, rest) = read_checked(rest)?;
        }
        if rest.is_empty() { Ok(Self(bytes.into())) } else { Err(PackedError::TooLong) }
    }

    /// The bytes, to be stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// How many cells the form has.
    #[must_use]
    pub fn cells(&self) -> usize {
        let (cells, _) = read(&self.0);
        usize::try_from(cells).unwrap_or(0)
    }

    /// How many cells are filled.
    #[must_use]
    pub fn filled(&self) -> usize {
        let (bits, _) = self.parts();
        bits.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// The filled cells: position and number, in order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        let (filled, numbers) = self.parts();
        Iter { filled, numbers, position: 0, bits: 0 }
    }

    /// The number of one cell; none when it is blank or there is no such cell.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<i64> {
        self.iter().find(|(at, _)| *at >= position).filter(|(at, _)| *at == position).map(|(_, number)| number)
    }

    /// Every cell, in order.
    #[must_use]
    pub fn unpack(&self) -> Vec<Option<i64>> {
        let mut numbers = vec![None; self.cells()];
        for (at, number) in self {
            if let Some(cell) = numbers.get_mut(at) {
                *cell = Some(number);
            }
        }
        numbers
    }

    /// The bits of filled cells, and what follows.
    fn parts(&self) -> (&[u8], &[u8]) {
        let (cells, rest) = read(&self.0);
        let bytes = usize::try_from(cells).unwrap_or(0).div_ceil(8);
        rest.split_at_checked(bytes).unwrap_or((rest, &[]))
    }
}

/// Filled cells of packed numbers: position and number, in order.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    filled: &'a [u8],
    numbers: &'a [u8],
    /// Position of the cell behind those in `bits`.
    position: usize,
    /// Cells of the byte at hand not yet given.
    bits: u8,
}

impl Iterator for Iter<'_> {
    type Item = (usize, i64);

    #[inline]
    fn next(&mut self) -> Option<(usize, i64)> {
        while self.bits == 0 {
            let (next, rest) = self.filled.split_first()?;
            (self.bits, self.filled, self.position) = (*next, rest, self.position + 8);
        }
        let at = self.position - 8 + self.bits.trailing_zeros() as usize;
        self.bits &= self.bits - 1;
        let (number, rest) = read(self.numbers);
        self.numbers = rest;
        Some((at, unzigzag(number)))
    }
}

impl<'a> IntoIterator for &'a PackedNumbers {
    type Item = (usize, i64);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Small magnitudes become small numbers, whatever their sign.
fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63).cast_unsigned()
}

fn unzigzag(coded: u64) -> i64 {
    (coded >> 1).cast_signed() ^ -(coded & 1).cast_signed()
}

fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Reads a number from bytes known to be good; from others something, never a panic.
#[inline]
fn read(bytes: &[u8]) -> (u64, &[u8]) {
    match bytes {
        [first, rest @ ..] if *first < 0x80 => (u64::from(*first), rest),
        [first, second, rest @ ..] if *second < 0x80 => (u64::from(*first & 0x7f) | u64::from(*second) << 7, rest),
        _ => read_long(bytes),
    }
}

fn read_long(bytes: &[u8]) -> (u64, &[u8]) {
    let mut number = 0;
    for (at, byte) in bytes.iter().enumerate().take(LONGEST) {
        number |= u64::from(byte & 0x7f) << (7 * at);
        if *byte < 0x80 {
            return (number, &bytes[at + 1..]);
        }
    }
    (number, &[])
}

#[inline]
fn read_checked(bytes: &[u8]) -> Result<(u64, &[u8]), PackedError> {
    // What nearly all figures are: below 8,192.
    if let [0..=0x7f, ..] | [_, 1..=0x7f, ..] = bytes {
        return Ok(read(bytes));
    }
    let digits = bytes.iter().take(LONGEST).position(|byte| *byte < 0x80);
    match digits.map(|last| (last, bytes[last])) {
        None if bytes.len() < LONGEST => Err(PackedError::TooShort),
        // The tenth byte has room for the last bit only; a last byte of zero says nothing.
        None | Some((9, 2..) | (1.., 0)) => Err(PackedError::BadNumber),
        Some(_) => Ok(read(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers() -> impl Strategy<Value = Vec<Option<i64>>> {
        let number = prop_oneof![0_i64..100, 0_i64..1_000_000, any::<i64>()];
        prop::collection::vec(prop::option::weighted(0.7, number), 0..420)
    }

    #[test]
    fn a_form_of_few_figures_takes_few_bytes() {
        let packed = PackedNumbers::pack(&[Some(3), None, Some(-1), None, None, None, None, None, Some(64)]);
        assert_eq!(packed.as_bytes(), [9, 0b101, 1, 6, 1, 0x80, 1]);
        assert_eq!((packed.cells(), packed.filled()), (9, 3));
        assert_eq!(packed.iter().collect::<Vec<_>>(), [(0, 3), (2, -1), (8, 64)]);
        assert_eq!((packed.get(2), packed.get(1), packed.get(99)), (Some(-1), None, None));
    }

    #[test]
    fn bytes_that_were_never_packed_are_refused() {
        let bad: [(&[u8], PackedError); 9] = [
            (&[], PackedError::TooShort),
            (&[1], PackedError::TooShort),
            (&[1, 1], PackedError::TooShort),
            (&[1, 1, 0x80], PackedError::TooShort),
            (&[1, 1, 6, 6], PackedError::TooLong),
            (&[1, 2, 6], PackedError::TooLong),
            (&[1, 1, 0x80, 0], PackedError::BadNumber),
            (&[1, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2], PackedError::BadNumber),
            (&[255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0], PackedError::TooShort),
        ];
        for (bytes, why) in bad {
            assert_eq!(PackedNumbers::from_bytes(bytes), Err(why), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn numbers_come_back_as_they_were_packed(numbers in numbers()) {
            let packed = PackedNumbers::pack(&numbers);
            prop_assert_eq!(packed.unpack(), &numbers[..]);
            prop_assert_eq!(packed.filled(), numbers.iter().flatten().count());
            prop_assert_eq!(PackedNumbers::from_bytes(packed.as_bytes()), Ok(packed.clone()));
            for (at, number) in numbers.iter().enumerate() {
                prop_assert_eq!(packed.get(at), *number);
            }
        }

        #[test]
        fn bytes_are_refused_or_are_those_that_packing_makes(bytes in prop::collection::vec(prop_oneof![0_u8..12, any::<u8>()], 0..40)) {
            if let Ok(packed) = PackedNumbers::from_bytes(&bytes) {
                let again = PackedNumbers::pack(&packed.unpack());
                prop_assert_eq!(again.as_bytes(), &bytes[..]);
            }
        }

        #[test]
        fn a_changed_byte_is_refused_or_is_other_numbers(numbers in numbers(), at in any::<prop::sample::Index>(), change in 1_u8..) {
            let packed = PackedNumbers::pack(&numbers);
            let mut bytes = packed.as_bytes().to_vec();
            bytes[at.index(packed.as_bytes().len())] ^= change;
            if let Ok(other) = PackedNumbers::from_bytes(&bytes) {
                prop_assert_ne!(other.unpack(), numbers);
            }
        }
    }
}
