//! Figures far from what is usual: beside those of other units, and beside the unit's own of other years.
//!
//! The measure is the modified z-score of Iglewicz and Hoaglin (1993): 0.6745 · (figure − median) ÷ MAD, where MAD is the median
//! distance from the median. Neither is moved by a few wild figures, as mean and standard deviation are. More than 3.5 on
//! either side is far.

/// Fewer figures than this, of other units or of other years, say nothing about what is usual.
pub const FEWEST: usize = 5;

/// So many robust standard deviations from the median are far from it.
const FAR: f64 = 3.5;

/// The median absolute deviation of normally distributed values times this is their standard deviation: 1 ÷ 0.6745.
const TO_DEVIATION: f64 = 1.4826;

/// On which side of what is usual a figure lies far out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Far below.
    Low,
    /// Far above.
    High,
}

/// Other figures of a cell, to compare one with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    sorted: Vec<i64>,
    usual: Option<Usual>,
}

/// What is usual in a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Usual {
    /// The median; of two in the middle the half between them, rounded down.
    pub median: i64,
    /// The median distance from it (MAD).
    pub spread: i64,
}

impl Sample {
    /// A sample of figures, in any order.
    #[must_use]
    pub fn new(figures: impl IntoIterator<Item = i64>) -> Self {
        let mut sorted: Vec<i64> = figures.into_iter().collect();
        sorted.sort_unstable();
        let usual = (sorted.len() >= FEWEST).then(|| {
            let median = middle(&sorted);
            let mut distances: Vec<i64> = sorted.iter().map(|figure| distance(*figure, median)).collect();
            distances.sort_unstable();
            Usual { median, spread: middle(&distances) }
        });
        Self { sorted, usual }
    }

    /// The figures, the smallest first.
    #[must_use]
    pub fn figures(&self) -> &[i64] {
        &self.sorted
    }

    /// What is usual; nothing while there are fewer than [`FEWEST`] figures.
    #[must_use]
    pub fn usual(&self) -> Option<Usual> {
        self.usual
    }

    /// Whether a figure lies far from the others: more than 3.5 robust standard deviations from their median. Where at
    /// least half of them say the same, nothing is called far: they tell no spread.
    #[must_use]
    pub fn far(&self, figure: i64) -> Option<Side> {
        let Usual { median, spread } = self.usual?;
        if spread == 0 || exact(distance(figure, median)) <= FAR * TO_DEVIATION * exact(spread) {
            return None;
        }
        Some(if figure > median { Side::High } else { Side::Low })
    }
}

/// What a figure was compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Against {
    /// The unit's own figures of other years.
    OwnHistory,
    /// Figures of other units of its kind in the same campaign.
    Peers,
}

/// A figure far from what is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Position of the cell in its form.
    pub cell: usize,
    /// The figure.
    pub figure: i64,
    /// What it was compared with.
    pub against: Against,
    /// On which side it lies.
    pub side: Side,
    /// What is usual.
    pub usual: Usual,
    /// Of how many figures.
    pub of: usize,
}

/// Compares the filled cells of a report with its own history and with its peers, cell by cell: samples are by the
/// position of the cell. By cell, own history first.
#[must_use]
pub fn findings(
    filled: impl IntoIterator<Item = (usize, i64)>,
    own_history: &[Sample],
    peers: &[Sample],
) -> Vec<Finding> {
    let compared = |cell: usize, figure: i64, against, samples: &[Sample]| {
        let sample = samples.get(cell)?;
        let (side, usual) = (sample.far(figure)?, sample.usual()?);
        Some(Finding { cell, figure, against, side, usual, of: sample.figures().len() })
    };
    let both = |(cell, figure)| {
        let own = compared(cell, figure, Against::OwnHistory, own_history);
        [own, compared(cell, figure, Against::Peers, peers)]
    };
    filled.into_iter().flat_map(both).flatten().collect()
}

/// The samples of every cell of a form of so many cells, from the filled cells of other reports.
#[must_use]
pub fn samples<R: IntoIterator<Item = (usize, i64)>>(
    cells: usize,
    reports: impl IntoIterator<Item = R>,
) -> Vec<Sample> {
    let mut columns: Vec<Vec<i64>> = vec![Vec::new(); cells];
    for (cell, figure) in reports.into_iter().flatten() {
        if let Some(column) = columns.get_mut(cell) {
            column.push(figure);
        }
    }
    columns.into_iter().map(Sample::new).collect()
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

    fn sample(figures: &[i64]) -> Sample {
        Sample::new(figures.iter().copied())
    }

    #[test]
    fn a_figure_far_from_the_others_is_told_from_one_that_is_only_larger() {
        let others = sample(&[14, 9, 10, 8, 12, 13, 11]);
        assert_eq!(others.usual(), Some(Usual { median: 11, spread: 2 }));
        // Far is more than 3.5 · 1.4826 · 2 = 10.4 away.
        assert_eq!((others.far(21), others.far(22)), (None, Some(Side::High)));
        assert_eq!((others.far(1), others.far(0)), (None, Some(Side::Low)));
    }

    #[test]
    fn few_or_equal_others_say_nothing() {
        assert_eq!(sample(&[1, 2, 3, 4]).far(1_000_000), None);
        assert_eq!(sample(&[0, 0, 0, 0, 0, 7]).far(1_000_000), None);
        assert_eq!(sample(&[]).usual(), None);
    }

    #[test]
    fn a_report_is_compared_with_its_own_years_and_with_its_peers() {
        let usual = |base: i64| [base, base + 1, base + 2, base + 3, base + 4].map(|figure| [(0, figure), (2, 5)]);
        let (own, peers) = (samples(3, usual(100)), samples(3, usual(10)));
        let found = findings([(0, 101), (1, 7), (2, 900)], &own, &peers);
        let told: Vec<_> = found.iter().map(|finding| (finding.cell, finding.against, finding.side)).collect();
        assert_eq!(told, [(0, Against::Peers, Side::High)]);
        assert_eq!((found[0].usual, found[0].of), (Usual { median: 12, spread: 1 }, 5));
        assert_eq!(findings([(0, 11), (9, 1)], &own, &peers)[0].against, Against::OwnHistory);
    }

    proptest! {
        #[test]
        fn at_most_half_of_the_others_are_far_from_the_others(figures in prop::collection::vec(0_i64..1_000, 5..40)) {
            let others = sample(&figures);
            let far = figures.iter().filter(|figure| others.far(**figure).is_some()).count();
            prop_assert!(far * 2 <= figures.len(), "{far} of {}", figures.len());
        }

        #[test]
        fn one_wild_figure_among_many_does_not_hide_itself(figures in prop::collection::vec(0_i64..100, 9..40), wild in 1_000_000_i64..) {
            let with_it = sample(&[&figures[..], &[wild]].concat());
            if with_it.usual().is_some_and(|usual| usual.spread > 0) {
                prop_assert_eq!(with_it.far(wild), Some(Side::High));
            }
        }

        #[test]
        fn extremes_do_not_overflow(figure in any::<i64>()) {
            let _ = sample(&[i64::MIN, i64::MAX, 0, 1, -1]).far(figure);
            let _ = sample(&[i64::MIN, i64::MIN, i64::MIN, i64::MAX, i64::MAX, i64::MAX]).far(figure);
        }
    }
}
