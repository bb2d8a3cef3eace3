//! The installation itself: backups, mail, the address people type, jobs that failed.

use crate::audit::{Note, note};
use crate::campaign::FindError;
use crate::explain::{Class, Explain, Place, say_at};
use crate::mail::{Letter, MailError, MailSettings, Mailer, is_address};
use crate::people::permit_everywhere;
use crate::{Context, Kept, World};
use domain::access::Action;
use domain::job::FailedJob;
use domain::time::clock_in_vietnam;
use domain::{Instant, JobId};
use locale::{Language, text};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::{Location, Restored, Session, Store, StoreError};

/// Name of the setting that holds the address people type.
const ADDRESS: &str = "address";

/// Name of the setting that says when the last backup was made.
const LAST_BACKUP: &str = "last-backup";

/// Folder of backups, inside the data folder.
pub const BACKUPS: &str = "backups";

/// Beginning and end of the name of a backup made in the browser.
const BACKUP_NAME: (&str, &str) = ("chungtay-", ".db");

/// Failed jobs shown.
const FAILED_SHOWN: u32 = 20;

/// Why something about the installation cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstallationError {
    /// Permission, or the store.
    #[error(transparent)]
    Find(#[from] FindError),
    /// A mail.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// No name of a mail server, or one with spaces.
    #[error("no name of a mail server")]
    BadHost,
    /// The address people type is none.
    #[error("an address begins with http:// or https://")]
    BadAddress,
    /// The server was started without a data folder.
    #[error("no folder for backups")]
    NoFolder,
    /// No such backup.
    #[error("no such backup")]
    UnknownBackup,
    /// No such job.
    #[error("no such job")]
    UnknownJob,
}

impl From<StoreError> for InstallationError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for InstallationError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::Mail(error) => error.class(),
            Self::UnknownBackup | Self::UnknownJob => Class::Unknown,
            Self::BadHost | Self::BadAddress => Class::Refused,
            Self::NoFolder => Class::Unavailable,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        let key = match self {
            Self::Find(FindError::Store(StoreError::FileExists)) => "installation-file-exists",
            Self::Find(error) => return error.explain_at(place, language),
            Self::Mail(error) => return error.explain(language),
            Self::BadHost => "installation-bad-host",
            Self::BadAddress => "installation-bad-address",
            Self::NoFolder => "installation-no-folder",
            Self::UnknownBackup => "installation-unknown-backup",
            Self::UnknownJob => "installation-unknown-job",
        };
        say_at(place, language, key, &[])
    }
}

/// A backup in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// What an administrator sees of the installation.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The address people type.
    pub address: Option<String>,
    /// How mail is sent; its password is never shown.
    pub mail: Option<MailSettings>,
    /// When the last backup was made, wherever to.
    pub last_backup: Option<Instant>,
    /// Backups in the folder, the newest first; none when there is no folder.
    pub backups: Option<Vec<BackupFile>>,
    /// Jobs that failed.
    pub failed: Vec<FailedJob>,
}

/// The address people type, without a slash at its end.
pub(crate) fn address(session: &Session<'_>) -> Result<Option<String>, StoreError> {
    Ok(session.setting(ADDRESS)?.and_then(|value| value.as_str().map(str::to_owned)))
}

/// The address people type, which is no secret.
///
/// # Errors
/// Those of the store.
pub fn known_address(store: &store::Store) -> Result<Option<String>, StoreError> {
    store.read(address)
}

/// When the last backup was made.
pub(crate) fn last_backup(session: &Session<'_>) -> Result<Option<Instant>, StoreError> {
    Ok(session.setting(LAST_BACKUP)?.and_then(|value| value["at"].as_str()?.parse().ok()))
}

/// How the installation is. `folder` is the data folder.
///
/// # Errors
/// An [`InstallationError`] when the actor does not administer everything.
pub fn look(context: Context<'_>, folder: Option<&Path>) -> Result<Installation, InstallationError> {
    context.store.read(|session| {
        permit_everywhere(context, session, Action::Administer)?;
        Ok(Installation {
            address: address(session)?,
            mail: MailSettings::of(session)?
                .map(|mail| MailSettings { password: mail.password.map(|_| String::new()), ..mail }),
            last_backup: last_backup(session)?,
            backups: folder.map(|folder| backups(&folder.join(BACKUPS))),
            failed: session.failed_jobs(FAILED_SHOWN)?,
        })
    })
}

fn backups(folder: &Path) -> Vec<BackupFile> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let file = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.ok()?;
        let name = entry.file_name().into_string().ok().filter(|name| is_backup_name(name))?;
        Some(BackupFile { name, bytes: entry.metadata().ok().filter(std::fs::Metadata::is_file)?.len() })
    };
    let mut found: Vec<BackupFile> = entries.filter_map(file).collect();
    found.sort_by(|one, other| other.name.cmp(&one.name));
    found
}

/// Whether a name is one we gave: it comes back in addresses, and must not lead elsewhere.
fn is_backup_name(name: &str) -> bool {
    let middle = name.strip_prefix(BACKUP_NAME.0).and_then(|rest| rest.strip_suffix(BACKUP_NAME.1));
    middle.is_some_and(|middle| !middle.is_empty() && middle.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
}

/// Makes a backup in the folder of backups.
///
/// # Errors
/// An [`InstallationError`].
pub fn back_up_in(context: Context<'_>, folder: Option<&Path>) -> Result<BackupFile, InstallationError> {
    context.store.read(|session| permit_everywhere(context, session, Action::Administer))?;
    let folder = folder.ok_or(InstallationError::NoFolder)?.join(BACKUPS);
    std::fs::create_dir_all(&folder).map_err(|_| StoreError::ReadOnly)?;
    let clock = clock_in_vietnam(context.now());
    let stamp = clock.strftime("%Y%m%d-%H%M%S");
    let name = format!("{}{stamp}{}", BACKUP_NAME.0, BACKUP_NAME.1);
    let bytes = back_up(context, &folder.join(&name))?.bytes;
    Ok(BackupFile { name, bytes })
}

/// Makes a backup: one file, whole and checked.
///
/// # Errors
/// An [`InstallationError`]; [`StoreError::FileExists`] inside it when the file is there.
pub fn back_up(context: Context<'_>, to: &Path) -> Result<store::Backup, InstallationError> {
    context.store.read(|session| permit_everywhere(context, session, Action::Administer))?;
    let made = context.store.backup(to)?;
    let name = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let value = json!({ "at": context.now().to_string(), "bytes": made.bytes });
    context.store.write(|session| {
        session.set_setting(LAST_BACKUP, &value, context.actor.name(), context.now())?;
        let after = Some(json!({ "bytes": made.bytes }));
        note(context, session, Note { action: "backup.make", unit: None, subject: name, before: None, after })
    })?;
    Ok(made)
}

/// Puts a backup in an empty place, on either engine, and opens it. Only an operator at the terminal can: there is nobody in
/// the place yet who could be asked whether they may.
///
/// # Errors
/// An [`InstallationError`]; [`StoreError::NotEmpty`] inside it when there is data in the place.
pub fn restore(world: &dyn World, operator: &str, backup: &Path, to: &Location) -> Result<Restored, InstallationError> {
    let restored = Store::restore(backup, to)?;
    let store = Kept::from(Store::open_at(to)?);
    let context = Context::of_operator(&store, world, operator);
    let subject = backup.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    context.store.write(|session| {
        let after = Some(json!({ "digest": restored.to.all, "rows": restored.to.rows() }));
        note(context, session, Note { action: "backup.restore", unit: None, subject, before: None, after })
    })?;
    Ok(restored)
}

/// Copies the whole installation to an empty place, on either engine; this one stays as it is.
///
/// # Errors
/// An [`InstallationError`]; [`StoreError::NotEmpty`] inside it when there is data in the place.
pub fn move_to(context: Context<'_>, to: &Location) -> Result<Restored, InstallationError> {
    context.store.write(|session| {
        permit_everywhere(context, session, Action::Administer)?;
        // Noted before, so that both places hold the same.
        let subject = to.to_string();
        note(context, session, Note { action: "installation.move", unit: None, subject, before: None, after: None })?;
        Ok::<_, InstallationError>(())
    })?;
    Ok(context.store.move_to(to)?)
}

/// The path of a backup, to be sent to the administrator; that it was fetched is on the audit trail.
///
/// # Errors
/// [`InstallationError::UnknownBackup`], and when the actor does not administer everything.
pub fn fetch_backup(context: Context<'_>, folder: Option<&Path>, name: &str) -> Result<PathBuf, InstallationError> {
    context.store.read(|session| permit_everywhere(context, session, Action::Administer))?;
    let folder = folder.ok_or(InstallationError::NoFolder)?.join(BACKUPS);
    let path = Some(folder.join(name)).filter(|path| is_backup_name(name) && path.is_file());
    let path = path.ok_or(InstallationError::UnknownBackup)?;
    context.store.write(|session| {
        let subject = name.to_owned();
        note(context, session, Note { action: "backup.fetch", unit: None, subject, before: None, after: None })
    })?;
    Ok(path)
}

/// Mail settings as typed.
#[derive(Clone, Debug, Default)]
pub struct NewMail {
    /// Everything but the password.
    pub settings: MailSettings,
    /// The password; what is stored stays when none is typed.
    pub password: Option<String>,
}

/// Sets how mail is sent; with none, no mail is sent any more.
///
/// # Errors
/// An [`InstallationError`].
pub fn set_mail(context: Context<'_>, new: Option<&NewMail>) -> Result<(), InstallationError> {
    context.store.write(|session| {
        permit_everywhere(context, session, Action::Administer)?;
        let old = MailSettings::of(session)?;
        let kept = |old: &MailSettings| old.password.clone();
        let settings = match new {
            Some(NewMail { settings, password }) => {
                if settings.host.is_empty() || settings.host.contains(char::is_whitespace) || settings.port == 0 {
                    return Err(InstallationError::BadHost);
                }
                if !is_address(&settings.from) {
                    return Err(MailError::BadAddress.into());
                }
                let password = password.clone().or_else(|| old.as_ref().and_then(kept));
                let password = password.filter(|_| settings.user.is_some());
                Some(MailSettings { password, ..settings.clone() })
            }
            None => None,
        };
        if settings == old {
            return Ok(());
        }
        MailSettings::store(settings.as_ref(), session, context.actor.name(), context.now())?;
        let told = |settings: &Option<MailSettings>| settings.as_ref().map(MailSettings::told);
        let subject = "mail".to_owned();
        let (before, after) = (told(&old), told(&settings));
        note(context, session, Note { action: "setting.change", unit: None, subject, before, after })?;
        Ok(())
    })
}

/// Sends a mail to see whether it arrives.
///
/// # Errors
/// An [`InstallationError`].
pub fn test_mail(
    context: Context<'_>,
    mailer: &dyn Mailer,
    to: &str,
    language: Language,
) -> Result<(), InstallationError> {
    let settings = context.store.read(|session| {
        permit_everywhere(context, session, Action::Administer)?;
        Ok::<_, InstallationError>(MailSettings::of(session)?)
    })?;
    if !is_address(to) {
        return Err(MailError::BadAddress.into());
    }
    let letter = Letter {
        to: to.to_owned(),
        subject: text!(language, "mail-test-subject"),
        body: format!("{}\n", text!(language, "mail-test")),
        at: context.now(),
        id: JobId::new(context.now(), context.world.random()).to_string(),
    };
    Ok(mailer.send(&settings.ok_or(MailError::NotSetUp)?, &letter)?)
}

/// Sets the address people type, which mails name.
///
/// # Errors
/// An [`InstallationError`].
pub fn set_address(context: Context<'_>, typed: Option<&str>) -> Result<(), InstallationError> {
    let new = typed.map(|typed| typed.trim().trim_end_matches('/').to_owned()).filter(|typed| !typed.is_empty());
    if new.as_deref().is_some_and(|new| !is_web_address(new)) {
        return Err(InstallationError::BadAddress);
    }
    context.store.write(|session| {
        permit_everywhere(context, session, Action::Administer)?;
        let old = address(session)?;
        if old == new {
            return Ok(());
        }
        let value = new.clone().map_or(Value::Null, Value::String);
        session.set_setting(ADDRESS, &value, context.actor.name(), context.now())?;
        let subject = ADDRESS.to_owned();
        let (before, after) = (old.map(Value::String), new.map(Value::String));
        note(context, session, Note { action: "setting.change", unit: None, subject, before, after })?;
        Ok(())
    })
}

fn is_web_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host.len() < 200
            && !host.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\?#@".contains(c))
    })
}

/// Tries a job that was given up again.
///
/// # Errors
/// [`InstallationError::UnknownJob`], and when the actor does not administer everything.
pub fn retry(context: Context<'_>, name: &str) -> Result<(), InstallationError> {
    context.store.write(|session| {
        permit_everywhere(context, session, Action::Administer)?;
        if !session.retry_job(name, context.now())? {
            return Err(InstallationError::UnknownJob);
        }
        let subject = name.to_owned();
        note(context, session, Note { action: "job.retry", unit: None, subject, before: None, after: None })?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_backup_leads_nowhere_else() {
        assert!(is_backup_name("chungtay-20261214-091500.db"));
        for bad in ["chungtay-.db", "../chungtay.db", "chungtay-../../x.db", "chungtay.db", "chungtay-1.db.partial", ""]
        {
            assert!(!is_backup_name(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_is_one_of_the_web() {
        assert!(is_web_address("https://thang-hanh-dong.angiao.example"));
        assert!(is_web_address("http://10.0.0.7:8080"));
        for bad in ["", "https://", "javascript:alert(1)", "ftp://x", "https://a b", "http://a?x=1"] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
