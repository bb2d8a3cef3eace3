//! Checks as small equations over cells: `hh_start - hh_left + hh_entered = hh_end`.

use super::CellKey;

/// `left <comparison> right`, each side a sum of cells and whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Left side.
    pub left: Side,
    /// What should hold between them.
    pub comparison: Comparison,
    /// Right side.
    pub right: Side,
}

/// How the two sides should compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Whether it holds between two values.
    #[must_use]
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
            Self::AtLeast => left >= right,
        }
    }

    /// As it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
        }
    }
}

/// A sum: cells added or taken away, and a constant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Cells, each with +1 or -1.
    pub terms: Vec<(i64, CellKey)>,
    /// The whole numbers in it, added up.
    pub constant: i64,
}

/// Why a rule cannot be read.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum RuleError {
    /// Not exactly one of `=`, `<=`, `>=`.
    #[error("a rule needs one of =, <=, >=")]
    NoComparison,
    /// A word that is neither cell, number, `+` nor `-`.
    #[error("`{0}` is neither a cell, a whole number, + nor -")]
    NotATerm(String),
    /// Two cells side by side, or a sign at the end.
    #[error("a sign is missing or too many near `{0}`")]
    Sign(String),
}

impl Rule {
    /// Reads a rule. Words are separated by spaces.
    ///
    /// # Errors
    /// A [`RuleError`] that names the word that cannot be read.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let comparison = |word: &str| match word {
            "=" => Some(Comparison::Equal),
            "<=" => Some(Comparison::AtMost),
            ">=" => Some(Comparison::AtLeast),
            _ => None,
        };
        let mut found = words.iter().enumerate().filter_map(|(at, word)| comparison(word).map(|c| (at, c)));
        let (Some((at, comparison)), None) = (found.next(), found.next()) else {
            return Err(RuleError::NoComparison);
        };
        Ok(Self { left: Side::parse(&words[..at])?, comparison, right: Side::parse(&words[at + 1..])? })
    }

    /// Every cell it speaks of.
    pub fn cells(&self) -> impl Iterator<Item = &CellKey> {
        self.left.terms.iter().chain(&self.right.terms).map(|(_, cell)| cell)
    }
}

impl Side {
    fn parse(words: &[&str]) -> Result<Self, RuleError> {
        let mut side = Self::default();
        let mut sign = Some(1);
        for word in words {
            match (*word, sign) {
                ("+", None) => sign = Some(1),
                ("-", None) => sign = Some(-1),
                ("+" | "-", Some(_)) | (_, None) => return Err(RuleError::Sign((*word).to_owned())),
                (term, Some(factor)) => {
                    side.add(factor, term)?;
                    sign = None;
                }
            }
        }
        match sign {
            None => Ok(side),
            Some(_) => Err(RuleError::Sign(words.last().copied().unwrap_or_default().to_owned())),
        }
    }

    fn add(&mut self, factor: i64, term: &str) -> Result<(), RuleError> {
        if let Ok(number) = term.parse::<i64>() {
            self.constant = self.constant.saturating_add(factor.saturating_mul(number));
            return Ok(());
        }
        let cell = CellKey::parse(term).ok_or_else(|| RuleError::NotATerm(term.to_owned()))?;
        self.terms.push((factor, cell));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_is_read() {
        let rule = Rule::parse("start - left + entered = end").unwrap();
        assert_eq!(rule.left.terms.iter().map(|(sign, _)| *sign).collect::<Vec<_>>(), [1, -1, 1]);
        assert_eq!(rule.cells().map(CellKey::as_str).collect::<Vec<_>>(), ["start", "left", "entered", "end"]);
    }

    #[test]
    fn what_is_no_rule_is_refused_with_the_word() {
        assert_eq!(Rule::parse("a + b"), Err(RuleError::NoComparison));
        assert_eq!(Rule::parse("a = b = c"), Err(RuleError::NoComparison));
        assert_eq!(Rule::parse("a b = c"), Err(RuleError::Sign("b".into())));
        assert_eq!(Rule::parse("a + = c"), Err(RuleError::Sign("+".into())));
        assert_eq!(Rule::parse("A = c"), Err(RuleError::NotATerm("A".into())));
        assert_eq!(Rule::parse(" = c"), Err(RuleError::Sign(String::new())));
    }
}
