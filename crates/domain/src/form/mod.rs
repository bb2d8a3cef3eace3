//! Report forms as data: groups of items, breakdowns, prose sections, checks.
//!
//! A form is written in TOML (see `forms/` and [`Form::parse`]); a new year or another issuer needs no new code.

mod parse;
mod rule;

pub use parse::{FormError, roman};
pub use rule::{Comparison, Rule, RuleError, Side};

use std::collections::HashMap;
use std::fmt;

/// Text in Vietnamese, and in English where there is one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Vietnamese, always there.
    pub vi: String,
    /// English.
    #[serde(default)]
    pub en: Option<String>,
}

impl Localized {
    /// The text in a language, falling back to Vietnamese.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        match (language, &self.en) {
            ("en", Some(english)) => english,
            _ => &self.vi,
        }
    }
}

/// The short name of something in a form: lower-case letters, digits, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

impl Slug {
    /// Reads a slug of 1 to 60 characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let good = (1..=60).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'));
        good.then(|| Self(text.to_owned()))
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a short name of a-z, 0-9, _ and -"))
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a prose section of a form.
pub type SectionId = Slug;

/// Names a cell: `talks` for an item's total, `talks/level.commune` for one part of one breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct CellKey(String);

impl CellKey {
    /// Reads a key as it is written in forms, files and on the command line. Whether a form has the cell is
    /// [`Form::cell`]'s to say.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let part_of = |rest: &str| rest.split_once('.').is_some_and(|(b, p)| slugs(b) && slugs(p));
        let slug = match text.split_once('/') {
            Some((item, rest)) => slugs(item) && part_of(rest),
            None => slugs(text),
        };
        slug.then(|| Self(text.to_owned()))
    }

    fn total(item: &Slug) -> Self {
        Self(item.0.clone())
    }

    fn part(item: &Slug, breakdown: &Slug, part: &Slug) -> Self {
        Self(format!("{item}/{breakdown}.{part}"))
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn slugs(text: &str) -> bool {
    Slug::parse(text).is_some()
}

impl fmt::Display for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of value an item holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number of things, not negative.
    Count,
    /// Money in đồng, not negative.
    Vnd,
    /// A share; stored in hundredths of a percent, 0 to 10,000 and above.
    Percent,
    /// Words.
    Text,
}

/// How an item of a unit and those below it becomes one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RollUp {
    /// Added up.
    Sum,
    /// The value in the report received last.
    Last,
    /// The largest.
    Max,
    /// One item's total as a share of another's.
    Ratio {
        /// Numerator.
        part: Slug,
        /// Denominator.
        whole: Slug,
    },
    /// Not rolled up: text.
    Listed,
}

/// Whether the parts of a breakdown make up the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Covers {
    /// The parts add up to the total: levels, forms of violence.
    Whole,
    /// Each part is some of the total: women among the attendees.
    Some,
}

/// A way to split an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// Short name.
    pub id: Slug,
    /// Heading, `Theo cấp`.
    pub label: Localized,
    /// Whether the parts make up the total.
    pub covers: Covers,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Short name.
    pub id: Slug,
    /// Label, `Cấp xã`.
    pub label: Localized,
}

/// A line of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Short name, unique in the form.
    pub id: Slug,
    /// Label.
    pub label: Localized,
    /// Unit of count, `cuộc`, `người`, `đồng`.
    pub unit: Localized,
    /// What it holds.
    pub kind: Kind,
    /// How it rolls up.
    pub roll_up: RollUp,
    /// Short names of its breakdowns.
    pub breakdowns: Vec<Slug>,
    /// Number as printed: `2.3`.
    pub number: String,
    /// Index of its group.
    pub group: usize,
}

/// A titled group of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Short name.
    pub id: Slug,
    /// Title.
    pub title: Localized,
    /// Number as printed: `II`.
    pub number: String,
}

/// A section of prose.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Short name.
    pub id: Slug,
    /// Heading.
    pub title: Localized,
    /// What to write, shown in the form.
    #[serde(default)]
    pub hint: Option<Localized>,
}

/// A check written in the form, beside those its breakdowns imply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Short name.
    pub id: Slug,
    /// What should hold.
    pub rule: Rule,
    /// What to tell the unit when it does not.
    pub message: Localized,
}

/// A cell: an item's total or one part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its name.
    pub key: CellKey,
    /// Index of its item.
    pub item: usize,
    /// Index of breakdown (among the form's) and of the part in it; none for the total.
    pub part: Option<(usize, usize)>,
}

/// Which form, in which version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormVersion {
    /// Short name of the form.
    pub id: Slug,
    /// 1, 2, 3 …
    pub version: u32,
}

impl fmt::Display for FormVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.id, self.version)
    }
}

/// A checked form. Invariants: every name is unique, every reference points to something, every ratio is of two
/// counted items; [`Form::parse`] is the only way to make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    version: FormVersion,
    title: Localized,
    breakdowns: Vec<Breakdown>,
    groups: Vec<Group>,
    items: Vec<Item>,
    sections: Vec<Section>,
    checks: Vec<Check>,
    cells: Vec<Cell>,
    index: HashMap<CellKey, usize>,
    /// Positions of the cells, by key.
    by_key: Vec<usize>,
}

impl Form {
    /// Which form, in which version.
    #[must_use]
    pub fn version(&self) -> &FormVersion {
        &self.version
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &Localized {
        &self.title
    }

    /// Breakdowns used by its items.
    #[must_use]
    pub fn breakdowns(&self) -> &[Breakdown] {
        &self.breakdowns
    }

    /// Groups, in order.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Items of all groups, in order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Prose sections, in order.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Checks written in the form.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// All cells: each item's total, then its parts.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Position of a cell in [`Self::cells`].
    #[must_use]
    pub fn position(&self, key: &CellKey) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// The cells in the order of their keys, which is that of figures, each with its position.
    pub fn by_key(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.by_key.iter().map(|at| (*at, &self.cells[*at]))
    }

    /// A cell by name.
    #[must_use]
    pub fn cell(&self, key: &CellKey) -> Option<&Cell> {
        self.position(key).and_then(|at| self.cells.get(at))
    }

    /// The item a cell belongs to.
    #[must_use]
    pub fn item_of(&self, cell: &Cell) -> &Item {
        &self.items[cell.item]
    }

    /// Finds a cell as a person names it: by key, or by the number printed before the item (`2.3`).
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Cell> {
        let by_key = || CellKey::parse(name).and_then(|key| self.cell(&key));
        let by_number =
            || self.cells.iter().find(|cell| cell.part.is_none() && self.item_of(cell).number == name.trim());
        by_key().or_else(by_number)
    }

    /// The label of a cell in a language: the item's, or the part's.
    #[must_use]
    pub fn cell_label<'a>(&'a self, cell: &Cell, language: &str) -> &'a str {
        match cell.part {
            Some((breakdown, part)) => self.breakdowns[breakdown].parts[part].label.in_language(language),
            None => self.items[cell.item].label.in_language(language),
        }
    }
}
