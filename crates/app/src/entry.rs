//! Typing a unit's report: opened, saved as a draft, handed in; files beside it, what is due. (Questions about it: `review`.)
//!
//! A draft has a version. Whoever saves says which version they began from; when there is a newer one nothing is written and
//! they are given both. A request that carries a key is answered once: sent again, it gets the answer it got.

mod attach;
mod due;
mod fields;
mod hand_in;
mod open;
mod save;

pub use attach::{Fetched, MOST_BYTES, attach, fetch, form_file, sent_file, take_away};
pub use due::{Due, DueTask, Question, Waiting, Work, due, see_tasks};
pub use fields::{
    Fault, FaultKind, Fields, faults, field_label, figure_field, is_field, prose_field, reason_field, show, show_value,
    warned_cell,
};
pub use hand_in::{HandedIn, hand_in};
pub use open::{Opened, open, units};
pub use save::{Choice, Conflict, Origin, Saved, discard, resolve, save};
pub use workbook::{Line, lines};

use crate::campaign::FindError;
use crate::explain::{Class, Explain};
use crate::form::ExportError;
use crate::report::SubmitError;
use domain::report::Refusal;
use locale::{Language, text};
use store::StoreError;

/// Why a report cannot be typed or handed in so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// Campaign, unit, permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The report is blank, approved, of a closed campaign, or comes on a day that cannot be meant.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// The unit does not report in this campaign.
    #[error("the unit does not report in this campaign")]
    NotAReporter,
    /// The form has no such field.
    #[error("the form has no field `{0}`")]
    UnknownField(String),
    /// The key of the request was used for another one.
    #[error("the key of the request was used for another one")]
    KeyReused,
    /// Fields that cannot be stored as what they claim to be.
    #[error("{} fields cannot be read", .0.len())]
    Faults(Vec<Fault>),
    /// The workbook of the report could not be written.
    #[error(transparent)]
    Workbook(#[from] ExportError),
    /// A file of a kind that is not taken.
    #[error("a file of this kind is not taken")]
    FileKind,
    /// A file too large.
    #[error("a file is larger than {} bytes", MOST_BYTES)]
    FileTooLarge,
    /// No file was chosen.
    #[error("no file was chosen")]
    NoFile,
    /// No such file beside the report.
    #[error("there is no such file beside the report")]
    UnknownFile,
}

impl From<StoreError> for EntryError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for EntryError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::Submit(error) => error.class(),
            Self::NotAReporter | Self::UnknownFile => Class::Unknown,
            Self::KeyReused => Class::Conflict,
            _ => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        let say = |key: &str| locale::text(language, key, &[]);
        match self {
            Self::Find(error) => error.explain(language),
            Self::Submit(SubmitError::Refused(Refusal::AlreadyApproved)) => say("web-entry-approved"),
            Self::Submit(SubmitError::Blank) => say("web-entry-blank"),
            Self::Submit(error) => error.explain(language),
            Self::NotAReporter => say("web-entry-not-a-reporter"),
            Self::UnknownField(field) => text!(language, "web-entry-unknown-field", field = field),
            Self::KeyReused => say("web-entry-key-reused"),
            Self::Faults(faults) => text!(language, "web-entry-faults", count = faults.len()),
            Self::Workbook(error) => error.explain(language),
            Self::FileKind => say("web-attach-kind"),
            Self::FileTooLarge => text!(language, "web-attach-too-large", limit = MOST_BYTES >> 20),
            Self::NoFile => say("web-attach-none"),
            Self::UnknownFile => say("web-attach-unknown"),
        }
    }
}
