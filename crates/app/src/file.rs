//! Files in, files out.

use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// A file handed to a use case.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a file could not be read or written. Names the path the person gave, nothing of its content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// No such file.
    #[error("{0}: no such file")]
    NotFound(PathBuf),
    /// A folder where a file is needed.
    #[error("{0} is a folder, not a file")]
    IsAFolder(PathBuf),
    /// A file where a folder is needed.
    #[error("{0} is a file, not a folder")]
    NotAFolder(PathBuf),
    /// No right to read or write it.
    #[error("{0}: no permission")]
    NoPermission(PathBuf),
    /// Larger than [`SourceFile::MAX_BYTES`].
    #[error("{path}: larger than {limit} bytes")]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file with other content is there already.
    #[error("{0} is there already, with other content")]
    Taken(PathBuf),
    /// No room on the disk.
    #[error("{0}: the disk is full")]
    DiskFull(PathBuf),
    /// Anything else the system says.
    #[error("{path}: {source}")]
    Other {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl FileError {
    fn of(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::NotFound => Self::NotFound(path),
            ErrorKind::PermissionDenied => Self::NoPermission(path),
            ErrorKind::IsADirectory => Self::IsAFolder(path),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull(path),
            _ => Self::Other { path, source },
        }
    }

    /// What a failure to make or list a folder means.
    fn of_folder(folder: &Path, source: std::io::Error) -> Self {
        match source.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => Self::NotAFolder(folder.to_owned()),
            _ => Self::of(folder, source),
        }
    }
}

impl SourceFile {
    /// The largest file taken in: 64 MiB. The largest real documents and forms are far below.
    pub const MAX_BYTES: u64 = 64 << 20;

    /// Reads a file, never more than [`Self::MAX_BYTES`] of it.
    ///
    /// # Errors
    /// A [`FileError`] that names the path.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let fail = |source| FileError::of(path, source);
        let file = std::fs::File::open(path).map_err(fail)?;
        let length = file.metadata().map_err(fail)?.len();
        let too_large = || FileError::TooLarge { path: path.to_owned(), limit: Self::MAX_BYTES };
        if length > Self::MAX_BYTES {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        file.take(Self::MAX_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
        if bytes.len() as u64 > Self::MAX_BYTES {
            return Err(too_large());
        }
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Self { name, bytes })
    }

    /// SHA-256 of its bytes, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&self.bytes)
    }
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a file whole or not at all: beside its place first, then moved there.
///
/// # Errors
/// A [`FileError`] that names the path; the old file, if any, is still there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let beside = write_beside(path, bytes)?;
    move_in(&beside, path)
}

/// Writes the bytes beside their place, durable, under a name of their own.
fn write_beside(path: &Path, bytes: &[u8]) -> Result<PathBuf, FileError> {
    let fail = |source| FileError::of(path, source);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| FileError::of_folder(folder, source))?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(source) = written {
        let _ = std::fs::remove_file(&beside);
        return Err(fail(source));
    }
    Ok(beside)
}

fn move_in(beside: &Path, path: &Path) -> Result<(), FileError> {
    std::fs::rename(beside, path).map_err(|source| {
        let _ = std::fs::remove_file(beside);
        FileError::of(path, source)
    })
}

/// Writes a file unless another one is there already: the same bytes are fine, others are somebody's work.
///
/// # Errors
/// [`FileError::Taken`] when a file with other content is there; it is not touched.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    match std::fs::read(path) {
        Ok(there) if there == bytes => Ok(()),
        Ok(_) => Err(FileError::Taken(path.to_owned())),
        Err(_) => write_whole(path, bytes),
    }
}

/// Writes a file; one with other content that is there already is kept beside it, as `name.1.ext`, `name.2.ext` …
///
/// Returns where the old one went.
///
/// # Errors
/// A [`FileError`] that names the path.
pub fn write_keeping(path: &Path, bytes: &[u8]) -> Result<Option<PathBuf>, FileError> {
    if !path.exists() || std::fs::read(path).is_ok_and(|there| there == bytes) {
        return write_whole(path, bytes).map(|()| None);
    }
    let part =
        |name: Option<&std::ffi::OsStr>| name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let (stem, extension) = (part(path.file_stem()), part(path.extension()));
    let free =
        (1_u32..).map(|number| path.with_file_name(format!("{stem}.{number}.{extension}"))).find(|p| !p.exists());
    let aside = free.unwrap_or_else(|| path.with_extension("old"));
    let beside = write_beside(path, bytes)?;
    std::fs::rename(path, &aside).map_err(|source| {
        let _ = std::fs::remove_file(&beside);
        FileError::of(path, source)
    })?;
    move_in(&beside, path).map(|()| Some(aside))
}

/// The .xlsx files directly in a folder, by name. Excel's own lock files (`~$…`) are passed over.
///
/// # Errors
/// When the folder cannot be listed.
pub fn workbooks_in(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let fail = |source| FileError::of(folder, source);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().to_lowercase());
        if name.ends_with(".xlsx") && !name.starts_with("~$") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
