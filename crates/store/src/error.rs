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
    #[error("the disk that holds the data is full; make room and do it again (what was stored before is kept)")]
    DiskFull,
    /// The disk refused to read or write.
    #[error(
        "the disk that holds the data failed while {during} (code {code}); \
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
    /// The address of a database is none.
    #[error(
        "the address of the database cannot be read; \
         write it as postgres://user:password@host:port/database, with % codes for signs that mean something in it"
    )]
    BadAddress,
    /// The address asks for TLS, and the server does not offer it, or none that this release speaks.
    #[error(
        "the database server offers no encrypted connection (TLS), which sslmode in the address asks for; \
         turn `ssl` on at the server, or see whether the address leads to the right one"
    )]
    NotEncrypted,
    /// The server is not who it should be.
    #[error("the database server is not trusted: {0}")]
    Untrusted(Distrust),
    /// The file of `sslrootcert`.
    #[error(
        "the file named by sslrootcert in the address cannot be read or holds no certificate; \
         name a file of certificates in PEM that may be read"
    )]
    BadRootFile,
    /// The server does not admit the user, or not without TLS.
    #[error(
        "the database server does not admit this user to this database over an unencrypted connection; \
         leave sslmode=disable out of the address, or check the user, the database and the server's pg_hba.conf"
    )]
    NotAdmittedInTheOpen,
    /// The database server does not answer, has no connection to spare, or ended the one there was.
    #[error(
        "the database server does not answer or ended the connection while {during}; check that it runs and can be \
         reached, then look whether the change is there before doing it again (what was acknowledged before is kept)"
    )]
    NoServer {
        /// The statement or step.
        during: &'static str,
    },
    /// The server refuses the user, the password or the database.
    #[error(
        "the database server refuses the user, the password or the database of the address; \
         check all three, and that the user may make tables there"
    )]
    NotLetIn,
    /// The database on the server is something else.
    #[error(
        "the database on the server holds tables of another program, or is not in UTF-8; \
         choose an empty database in UTF-8 (nothing was changed)"
    )]
    NotOurs,
    /// A place that must be empty holds data.
    #[error("there is data already in the place to be filled, and it is not written over; choose an empty one")]
    NotEmpty,
    /// What was copied is not what is there.
    #[error("what was copied does not read back the same; do not use the copy (the original was not changed)")]
    CopyDiffers,
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

/// Why the certificate of a database server is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// Nobody known vouches for it.
    #[error("nobody known vouches for its certificate; name the right authority by sslrootcert in the address")]
    UnknownIssuer,
    /// It is for another name.
    #[error(
        "its certificate is for another name; use the name in the certificate (subjectAltName) as host of the address"
    )]
    OtherName,
    /// Its last day is over.
    #[error("its certificate is over; renew it")]
    Expired,
    /// Its first day is to come.
    #[error("its certificate does not hold yet; check the clocks, or make another")]
    NotYet,
    /// Something else.
    #[error("its certificate cannot be used; make another (X.509 version 3, for a server)")]
    Odd,
}

impl StoreError {
    /// Whether it is what was to be stored that was refused; otherwise it is the place, which refuses anything.
    #[must_use]
    pub fn is_of_the_change(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::Corrupt { .. } | Self::Engine { .. } | Self::Abandoned)
    }

    /// The same error for another one whom it concerns.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::NotADatabase => Self::NotADatabase,
            Self::NewerSchema { found, known } => Self::NewerSchema { found: *found, known: *known },
            Self::DiskFull => Self::DiskFull,
            Self::DiskFailed { during, code } => Self::DiskFailed { during, code: *code },
            Self::Busy => Self::Busy,
            Self::ReadOnly => Self::ReadOnly,
            Self::NotAFolder => Self::NotAFolder,
            Self::FileExists => Self::FileExists,
            Self::BadAddress => Self::BadAddress,
            Self::NotEncrypted => Self::NotEncrypted,
            Self::Untrusted(why) => Self::Untrusted(*why),
            Self::BadRootFile => Self::BadRootFile,
            Self::NotAdmittedInTheOpen => Self::NotAdmittedInTheOpen,
            Self::NoServer { during } => Self::NoServer { during },
            Self::NotLetIn => Self::NotLetIn,
            Self::NotOurs => Self::NotOurs,
            Self::NotEmpty => Self::NotEmpty,
            Self::CopyDiffers => Self::CopyDiffers,
            Self::FormChanged { form, version } => Self::FormChanged { form: form.clone(), version: *version },
            Self::Conflict { what } => Self::Conflict { what },
            Self::Corrupt { what } => Self::Corrupt { what },
            Self::Abandoned => Self::Abandoned,
            Self::Engine { during, source } => Self::Engine { during, source: source.to_string().into() },
        }
    }

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
