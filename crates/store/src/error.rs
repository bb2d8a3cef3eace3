//! What can go wrong while storing, each with what to do about it.

/// Why something could not be stored or read. Nothing of the change that met it was stored.
///
/// The sentences name statements and tables of this crate, never what was stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// `chungtay.db` is something else.
    #[error(
        "`chungtay.db` in the data folder is not a Chung Tay database; \
         move that file away or choose another data folder (it was not touched)"
    )]
    NotADatabase,
    /// The database was written by a newer release.
    #[error(
        "the data folder was written by a newer release (schema {found}, this one knows up to {known}); \
         install the newer release (nothing was changed)"
    )]
    NewerSchema {
        /// Schema version found.
        found: u32,
        /// Newest schema version this release knows.
        known: u32,
    },
    /// No room left.
    #[error("the disk of the data folder is full; make room and do it again (what was stored before is kept)")]
    DiskFull,
    /// The disk refused to read or write.
    #[error(
        "the disk of the data folder failed while {during} (code {code}); \
         check the disk, then do it again (what was stored before is kept)"
    )]
    DiskFailed {
        /// The statement or step.
        during: &'static str,
        /// Extended result code of SQLite.
        code: i32,
    },
    /// Another process kept the database for longer than we wait.
    #[error("another program is writing to the data folder; wait until it is done and do it again")]
    Busy,
    /// No permission.
    #[error(
        "the data folder cannot be opened or written to; \
         check that it is there, who may write to it, and that the disk is not read-only"
    )]
    ReadOnly,
    /// The path of the data folder is a file.
    #[error("the path given as data folder is a file; choose another folder")]
    NotAFolder,
    /// A file is there where a new one was to be made.
    #[error("there is a file of that name already, and it is not written over; choose another name")]
    FileExists,
    /// The same version of a form is stored with other content.
    #[error(
        "version {version} of form `{form}` is already stored with other content, and campaigns may use it; \
         give the changed form the next version number"
    )]
    FormChanged {
        /// Short name of the form.
        form: String,
        /// Version.
        version: u32,
    },
    /// It is there already, was changed meanwhile, or points at something that is not there.
    #[error("what is to be stored does not fit what is there ({what}): it may have changed meanwhile; look again")]
    Conflict {
        /// The statement that noticed.
        what: &'static str,
    },
    /// What is stored cannot be what we stored.
    #[error("the stored data is damaged ({what}); restore the data folder from a backup")]
    Corrupt {
        /// The statement or step that noticed.
        what: &'static str,
    },
    /// An earlier step of the same change failed and undid all of it.
    #[error("an earlier step of this change failed, so nothing of it was stored; do it again")]
    Abandoned,
    /// Anything else the database engine says.
    #[error("the database engine failed in {during}: {source}")]
    Engine {
        /// The statement or step.
        during: &'static str,
        /// What the engine says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StoreError {
    /// What a failure to make or enter the data folder means.
    pub(crate) fn from_folder(failure: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match failure.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Self::DiskFull,
            Kind::AlreadyExists | Kind::NotADirectory => Self::NotAFolder,
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem | Kind::NotFound => Self::ReadOnly,
            _ => Self::Engine { during: "opening the data folder", source: Box::new(failure) },
        }
    }
}
