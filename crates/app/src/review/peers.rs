//! A figure beside those of units of the same kind.

use crate::figures::Sheet;
pub use domain::outlier::{FEWEST as FEWEST_PEERS, Side};
use domain::outlier::{Sample, samples};

/// Figures of other units, by the position of the cell, of those that filled it.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    cells: Vec<Sample>,
    /// How many units there are.
    pub units: usize,
}

impl Peers {
    pub(super) fn new<'a>(cells: usize, sheets: impl Iterator<Item = &'a Sheet> + Clone) -> Self {
        let units = sheets.clone().count();
        Self { cells: samples(cells, sheets.map(Sheet::numbers)), units }
    }

    /// The median of a cell; none while fewer than [`FEWEST_PEERS`] filled it.
    #[must_use]
    pub fn median(&self, position: usize) -> Option<i64> {
        self.cells.get(position)?.usual().map(|usual| usual.median)
    }

    /// How many filled the cell.
    #[must_use]
    pub fn count(&self, position: usize) -> usize {
        self.cells.get(position).map_or(0, |sample| sample.figures().len())
    }

    /// Whether a value lies far from what the others have: see [`Sample::far`].
    #[must_use]
    pub fn far(&self, position: usize, value: i64) -> Option<Side> {
        self.cells.get(position)?.far(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_compared_with_the_same_cell_of_the_others() {
        let cells = vec![Sample::new([8, 9, 10, 11, 12, 13, 14]), Sample::new([1, 2, 3, 4])];
        let peers = Peers { cells, units: 7 };
        assert_eq!((peers.median(0), peers.count(0)), (Some(11), 7));
        assert_eq!((peers.far(0, 21), peers.far(0, 22), peers.far(0, 0)), (None, Some(Side::High), Some(Side::Low)));
        assert_eq!((peers.median(1), peers.count(1), peers.far(1, 1_000_000)), (None, 4, None), "too few");
        assert_eq!((peers.median(9), peers.count(9), peers.far(9, 3)), (None, 0, None), "no such cell");
    }
}
