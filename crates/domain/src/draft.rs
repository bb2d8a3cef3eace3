//! What is worked on before it counts: a plan being read, a report being typed, questions about it, the merged prose
//! being edited, the leader's word.

use crate::id::PersonId;
use crate::report::Content;
use crate::time::Instant;

/// A report of a unit as far as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// 1, 2, 3 … with every change; never given twice.
    pub version: u32,
    /// What is typed; none once it was handed in or thrown away.
    pub content: Option<Content>,
    /// The revision it began from.
    pub based_on: Option<u32>,
    /// When it last changed.
    pub updated_at: Instant,
    /// Who changed it.
    pub updated_by: String,
}

/// A remark about a report, in the thread of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// 1, 2, 3 … within the report.
    pub sequence: u32,
    /// The cell or section it is about; none for the whole report.
    pub cell: Option<String>,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: String,
    /// Who, when signed in.
    pub person: Option<PersonId>,
    /// When and by whom it was said to be settled.
    pub resolved: Option<(Instant, String)>,
}

/// A file laid beside a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Digest of its bytes, in hexadecimal; they are with the files of the unit.
    pub digest: String,
    /// Name as it came.
    pub name: String,
    /// Media type, as found by looking at the bytes.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: String,
    /// When and by whom it was taken away.
    pub removed: Option<(Instant, String)>,
}

/// A section of the merged prose as somebody left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NarrativeText {
    /// Section of the form.
    pub section: String,
    /// 1, 2, 3 … within the section; the last one is shown.
    pub number: u32,
    /// The prose.
    pub text: String,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: String,
}

/// A leader's word on a consolidated report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// 1, 2, 3 … within the campaign and the unit.
    pub sequence: u32,
    /// The word.
    pub verdict: Verdict,
    /// Why; returning must say.
    pub reason: Option<String>,
    /// Digest of what was signed, so that a later change shows.
    pub digest: String,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: String,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It may go out.
    Approved,
    /// It goes back to the agency.
    Returned,
}

impl Verdict {
    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Approved, Self::Returned].into_iter().find(|verdict| verdict.name() == name)
    }
}

/// A plan looked at before a campaign is opened from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Digest of its bytes, in hexadecimal; they are with the files of the unit.
    pub digest: String,
    /// Name as it came.
    pub name: String,
    /// Media type, as found by looking at the bytes.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// When it came.
    pub at: Instant,
    /// Who brought it.
    pub by: String,
}

/// What a person said about a fact read in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactCorrection {
    /// Which fact: its path.
    pub fact: String,
    /// What was said.
    pub correction: Correction,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: String,
}

/// Three things to say about a fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Correction {
    /// It is another value.
    Value(String),
    /// It is not a fact.
    Struck,
    /// It is what was read after all.
    AsRead,
}

impl Correction {
    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Value(_) => "value",
            Self::Struck => "struck",
            Self::AsRead => "as-read",
        }
    }

    /// Reads a stored name, and the value beside it.
    #[must_use]
    pub fn parse(name: &str, value: Option<String>) -> Option<Self> {
        match (name, value) {
            ("value", Some(value)) => Some(Self::Value(value)),
            ("struck", None) => Some(Self::Struck),
            ("as-read", None) => Some(Self::AsRead),
            _ => None,
        }
    }
}
