//! Why a file cannot be read or written, and how to say so.

use locale::{Language, text};

/// Why a file is not read at all. What is wrong inside a form is a [`crate::CellError`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// More bytes than a report can need.
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Bytes of the file.
        bytes: u64,
        /// The most that is read.
        limit: u64,
    },
    /// Neither a workbook nor, for a table, text.
    #[error("the file is not a workbook")]
    NotAWorkbook,
    /// Encrypted with a password.
    #[error("the workbook is protected with a password")]
    PasswordProtected,
    /// The binary .xls of before 2007.
    #[error("the workbook is in the old .xls format")]
    LegacyXls,
    /// Cut off, or altered by something that is not a spreadsheet program.
    #[error("the workbook is damaged")]
    Damaged,
    /// Expands to far more than a workbook does.
    #[error("the workbook expands beyond all measure")]
    Bomb,
    /// A workbook that was not made from one of our forms.
    #[error("the workbook is not a report form")]
    NotAForm,
    /// One of our forms whose hidden marks were altered.
    #[error("the hidden marks of the form were altered")]
    FormMarksDamaged,
    /// A form laid out by a later version of this program.
    #[error("the form has layout {found}, later than {known}")]
    NewerForm {
        /// Layout of the form.
        found: u32,
        /// The latest that is known here.
        known: u32,
    },
}

impl ReadError {
    /// One sentence: what is wrong and what to do.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        const MIB: u64 = 1024 * 1024;
        match self {
            Self::Empty => text!(language, "workbook-empty"),
            Self::TooLarge { bytes, limit } => {
                text!(language, "workbook-too-large", size = bytes.div_ceil(MIB), limit = *limit / MIB)
            }
            Self::NotAWorkbook => text!(language, "workbook-not-a-workbook"),
            Self::PasswordProtected => text!(language, "workbook-password"),
            Self::LegacyXls => text!(language, "workbook-legacy"),
            Self::Damaged => text!(language, "workbook-damaged"),
            Self::Bomb => text!(language, "workbook-bomb"),
            Self::NotAForm => text!(language, "workbook-not-a-form"),
            Self::FormMarksDamaged => text!(language, "workbook-marks-damaged"),
            Self::NewerForm { .. } => text!(language, "workbook-newer-form"),
        }
    }
}

/// Why a workbook cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// More rows, columns or letters than a workbook can hold.
    #[error("the workbook cannot be written: {0}")]
    Layout(#[from] rust_xlsxwriter::XlsxError),
}
