//! How the cells of a form roll up, by position.

use crate::form::{CellKey, Form, Kind, RollUp, Slug};

/// How the cells of a form roll up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    rules: Vec<Rule>,
    ratios: Vec<Ratio>,
    /// How many cells take the last value.
    lasts: u32,
}

/// How a cell rolls up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Added up.
    Sum,
    /// The largest.
    Max,
    /// Of the report received last: which of the cells of this kind it is.
    Last(u32),
    /// Worked out from the totals of other cells when asked for: see [`Shape::ratios`].
    Ratio,
    /// Not rolled up.
    Listed,
}

/// A cell whose total is that of one cell as a share of that of another, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ratio {
    pub(super) cell: usize,
    pub(super) part: usize,
    pub(super) whole: usize,
}

impl Shape {
    /// The shape of a form.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let position = |item: &Slug| CellKey::parse(item.as_str()).and_then(|key| form.position(&key));
        let mut shape = Self { rules: Vec::with_capacity(form.cells().len()), ratios: Vec::new(), lasts: 0 };
        for (at, cell) in form.cells().iter().enumerate() {
            let item = form.item_of(cell);
            let rule = match &item.roll_up {
                _ if item.kind == Kind::Text => Rule::Listed,
                RollUp::Sum => Rule::Sum,
                RollUp::Max => Rule::Max,
                RollUp::Last => {
                    shape.lasts += 1;
                    Rule::Last(shape.lasts - 1)
                }
                RollUp::Ratio { part, whole } => {
                    let cells = position(part).zip(position(whole));
                    shape.ratios.extend(cells.map(|(part, whole)| Ratio { cell: at, part, whole }));
                    Rule::Ratio
                }
                RollUp::Listed => Rule::Listed,
            };
            shape.rules.push(rule);
        }
        shape
    }

    /// How many cells the form has.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.rules.len()
    }

    pub(super) fn lasts(&self) -> usize {
        self.lasts as usize
    }

    pub(super) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    pub(super) fn ratios(&self) -> &[Ratio] {
        &self.ratios
    }
}
