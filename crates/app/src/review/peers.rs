//! A figure beside those of units of the same kind.

use crate::figures::Sheet;

/// Fewer filled-in figures than this say nothing about what is usual.
pub const FEWEST_PEERS: usize = 5;

/// So many robust standard deviations from the median are far from it (Iglewicz and Hoaglin 1993: 3.5).
const FAR: f64 = 3.5;

/// The median absolute deviation of normally distributed values times this is their standard deviation.
const TO_DEVIATION: f64 = 1.4826;

/// Figures of other units, by the position of the cell: sorted, of those that filled it.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    cells: Vec<Vec<i64>>,
    /// How many units there are.
    pub units: usize,
}

/// On which side of what is usual a figure lies far out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Far below.
    Low,
    /// Far above.
    High,
}

impl Peers {
    pub(super) fn new<'a>(cells: usize, sheets: impl Iterator<Item = &'a Sheet> + Clone) -> Self {
        let column = |at| {
            let mut values: Vec<i64> = sheets.clone().filter_map(|sheet| sheet.number(at)).collect();
            values.sort_unstable();
            values
        };
        Self { cells: (0..cells).map(column).collect(), units: sheets.count() }
    }

    /// The median of a cell; none while fewer than [`FEWEST_PEERS`] filled it.
    #[must_use]
    pub fn median(&self, position: usize) -> Option<i64> {
        let values = self.cells.get(position).filter(|values| values.len() >= FEWEST_PEERS)?;
        Some(middle(values))
    }

    /// How many filled the cell.
    #[must_use]
    pub fn count(&self, position: usize) -> usize {
        self.cells.get(position).map_or(0, Vec::len)
    }

    /// Whether a value lies far from what the others have: more than 3.5 robust standard deviations from their median.
    /// Where at least half of them say the same, nothing is called far: they tell no spread.
    #[must_use]
    pub fn far(&self, position: usize, value: i64) -> Option<Side> {
        let median = self.median(position)?;
        let mut distances: Vec<i64> = self.cells.get(position)?.iter().map(|other| distance(*other, median)).collect();
        distances.sort_unstable();
        let spread = middle(&distances);
        if spread == 0 || exact(distance(value, median)) <= FAR * TO_DEVIATION * exact(spread) {
            return None;
        }
        Some(if value > median { Side::High } else { Side::Low })
    }
}

/// The middle of sorted values; of two in the middle the half between them, rounded down.
fn middle(sorted: &[i64]) -> i64 {
    let half = sorted.len() / 2;
    match (sorted.len() % 2, sorted.get(half.saturating_sub(1)), sorted.get(half)) {
        (0, Some(low), Some(high)) => low + distance(*high, *low) / 2,
        (_, _, Some(middle)) => *middle,
        _ => 0,
    }
}

fn distance(a: i64, b: i64) -> i64 {
    i64::try_from(a.abs_diff(b)).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a comparison with a factor of two decimals")]
fn exact(value: i64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn peers(values: &[i64]) -> Peers {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        Peers { cells: vec![sorted], units: values.len() }
    }

    #[test]
    fn a_figure_far_from_the_others_is_told_from_one_that_is_only_larger() {
        let usual = peers(&[8, 9, 10, 11, 12, 13, 14]);
        assert_eq!(usual.median(0), Some(11));
        // The median distance is 2: far is more than 3.5 · 1.4826 · 2 = 10.4 away.
        assert_eq!((usual.far(0, 21), usual.far(0, 22)), (None, Some(Side::High)));
        assert_eq!((usual.far(0, 1), usual.far(0, 0)), (None, Some(Side::Low)));
    }

    #[test]
    fn few_or_equal_others_say_nothing() {
        assert_eq!(peers(&[1, 2, 3, 4]).far(0, 1_000_000), None);
        assert_eq!(peers(&[0, 0, 0, 0, 0, 7]).far(0, 1_000_000), None);
        assert_eq!(peers(&[]).median(0), None);
        assert_eq!(peers(&[1]).far(9, 3), None, "no such cell");
    }

    proptest! {
        #[test]
        fn at_most_half_of_the_others_are_far_from_the_others(values in prop::collection::vec(0_i64..1_000, 5..40)) {
            let peers = peers(&values);
            let far = values.iter().filter(|value| peers.far(0, **value).is_some()).count();
            prop_assert!(far * 2 <= values.len(), "{far} of {}", values.len());
        }

        #[test]
        fn extremes_do_not_overflow(value in any::<i64>()) {
            let _ = peers(&[i64::MIN, i64::MAX, 0, 1, -1]).far(0, value);
        }
    }
}
