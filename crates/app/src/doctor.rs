//! What is wrong with an installation, and how to mend it.

use crate::certificate::{Authorities, Beginning, Problem, Seen, Shown, UnreadAuthorities, look};
use crate::explain::Explain;
use crate::mail::{MailSettings, Mailer, Security};
use crate::{Context, installation};
use domain::Instant;
use domain::access::Role;
use domain::audit::AuditFilter;
use domain::job::FailedJob;
use domain::time::{Slashed, day_in_vietnam};
use jiff::SignedDuration;
use locale::{Language, text};
use std::path::Path;
use store::{Location, Session, Store, StoreError};

/// Room below which a disk is about to be full, and below which it is as good as full.
const LITTLE_ROOM: u64 = 2 << 30;
const NO_ROOM: u64 = 200 << 20;

/// Write-ahead log above which something holds it open.
const LARGE_LOG: u64 = 512 << 20;

/// Days without a backup that are too many.
const OLD_BACKUP: i64 = 7;

/// Days a certificate still holds below which it should have been renewed: what renews by itself does so earlier.
const RENEW_WITHIN: i64 = 21;

/// How far the newest event may lie ahead of the clock: two machines never agree to the second.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(5);

/// First year this release can run in; a clock before it was never set.
const FIRST_YEAR: i16 = 2026;

const MIB: u64 = 1 << 20;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Good,
    /// Works, needs care.
    Care,
    /// Broken.
    Broken,
}

impl Level {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Care => "care",
            Self::Broken => "broken",
        }
    }

    /// The mark in front of a line.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Care => "!",
            Self::Broken => "✗",
        }
    }
}

/// One thing looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which: a word such as `disk`.
    pub name: &'static str,
    /// How it is.
    pub level: Level,
    /// What was found, in a sentence.
    pub found: String,
    /// What to do about it.
    pub mend: Option<String>,
}

struct Doctor {
    language: Language,
    checks: Vec<Check>,
}

impl Doctor {
    fn say(&mut self, name: &'static str, level: Level, found: String, mend: Option<&str>) {
        let mend = mend.map(|key| locale::text(self.language, key, &[]));
        self.checks.push(Check { name, level, found, mend });
    }

    fn text(&self, key: &str) -> String {
        locale::text(self.language, key, &[])
    }
}

/// Looks at an installation: nothing of it is changed, but that an older database is brought up to date as always. `context`
/// is the outcome of opening the store, `authorities` that of reading whom this machine trusts.
#[must_use]
pub fn examine(
    context: Result<Context<'_>, &StoreError>,
    place: &Location,
    mailer: &dyn Mailer,
    authorities: Result<&Authorities, UnreadAuthorities>,
    language: Language,
) -> Vec<Check> {
    let mut doctor = Doctor { language, checks: Vec::new() };
    let folder = place.folder();
    // Beside a server the folder holds only backups, and is made with the first one.
    if !place.is_on_server() || folder.is_dir() {
        data_folder(&mut doctor, place);
        disk(&mut doctor, folder);
    }
    match context {
        Ok(context) => {
            database(&mut doctor, context.store, place);
            let looked = context.store.read(|session| {
                clock(&mut doctor, context, session)?;
                people(&mut doctor, session)?;
                address(&mut doctor, session)?;
                jobs(&mut doctor, session)?;
                backup(&mut doctor, context, session)?;
                Ok::<_, StoreError>((installation::address(session)?, MailSettings::of(session)?))
            });
            match looked {
                Ok((address, settings)) => {
                    let of_browsers = Authorities::default();
                    let trusted = trusted(&mut doctor, authorities).unwrap_or(&of_browsers);
                    if let Some((host, port)) = address.as_deref().and_then(guarded_place) {
                        certificate(&mut doctor, host, port, trusted, context.now());
                    }
                    let reached = mail(&mut doctor, settings.as_ref(), mailer);
                    if let Some(settings) = reached {
                        mail_certificate(&mut doctor, settings, trusted, context.now());
                    }
                }
                Err(error) => {
                    let found = error.explain(language);
                    doctor.say("database", Level::Broken, found, Some("doctor-database-mend"));
                }
            }
        }
        Err(error) => {
            let mend = if place.is_on_server() { "doctor-server-mend" } else { "doctor-database-mend" };
            doctor.say("database", Level::Broken, error.explain(language), Some(mend));
        }
    }
    doctor.checks
}

fn data_folder(doctor: &mut Doctor, place: &Location) {
    let folder = place.folder();
    let shown = folder.display().to_string();
    if !folder.is_dir() || !(place.is_on_server() || Store::is_in(folder)) {
        let found = text!(doctor.language, "doctor-folder-none", folder = shown);
        return doctor.say("folder", Level::Broken, found, Some("doctor-folder-mend"));
    }
    if is_read_only(folder) {
        let found = text!(doctor.language, "doctor-folder-read-only", folder = shown);
        return doctor.say("folder", Level::Broken, found, Some("doctor-folder-write"));
    }
    let found = text!(doctor.language, "doctor-folder", folder = shown);
    if is_open_to_all(folder) {
        doctor.say("folder", Level::Care, found, Some("doctor-folder-open"));
    } else {
        doctor.say("folder", Level::Good, found, None);
    }
}

fn is_read_only(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|found| found.permissions().readonly())
}

/// Whether everybody on the machine may read the folder.
#[cfg(unix)]
fn is_open_to_all(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).map_or(0, |found| found.permissions().mode());
    // The database itself may be closed in an open folder.
    mode(folder) & 0o005 != 0 && mode(&folder.join("chungtay.db")) & 0o004 != 0
}

#[cfg(not(unix))]
fn is_open_to_all(_: &Path) -> bool {
    false
}

fn disk(doctor: &mut Doctor, folder: &Path) {
    let Ok(room) = fs4::available_space(folder) else {
        let found = doctor.text("doctor-disk-unknown");
        return doctor.say("disk", Level::Care, found, None);
    };
    let found = text!(doctor.language, "doctor-disk", room = room / MIB);
    match room {
        _ if room < NO_ROOM => doctor.say("disk", Level::Broken, found, Some("doctor-disk-mend")),
        _ if room < LITTLE_ROOM => doctor.say("disk", Level::Care, found, Some("doctor-disk-mend")),
        _ => doctor.say("disk", Level::Good, found, None),
    }
}

fn database(doctor: &mut Doctor, store: &Store, place: &Location) {
    let health = match store.check() {
        Ok(health) => health,
        Err(error) => {
            let found = error.explain(doctor.language);
            return doctor.say("database", Level::Broken, found, Some("doctor-database-mend"));
        }
    };
    if !health.problems.is_empty() {
        let found = text!(doctor.language, "doctor-database-damaged", count = health.problems.len());
        return doctor.say("database", Level::Broken, found, Some("doctor-database-mend"));
    }
    let size = health.file_bytes.div_ceil(MIB);
    let schema = health.schema.to_string();
    if let Some(version) = health.server {
        let place = place.to_string();
        let found =
            text!(doctor.language, "doctor-server", place = place, version = version, schema = schema, size = size);
        return doctor.say("database", Level::Good, found, None);
    }
    let found = text!(doctor.language, "doctor-database", schema = schema, size = size);
    doctor.say("database", Level::Good, found, None);
    let found = text!(doctor.language, "doctor-log", size = health.wal_bytes.div_ceil(MIB));
    match health.wal_bytes > LARGE_LOG {
        true => doctor.say("log", Level::Care, found, Some("doctor-log-mend")),
        false => doctor.say("log", Level::Good, found, None),
    }
}

fn clock(doctor: &mut Doctor, context: Context<'_>, session: &Session<'_>) -> Result<(), StoreError> {
    let now = context.now();
    let today = Slashed(day_in_vietnam(now)).to_string();
    let last = session.audit(&AuditFilter::default(), None, 1)?.into_iter().next();
    if day_in_vietnam(now).year() < FIRST_YEAR {
        let found = text!(doctor.language, "doctor-clock-never-set", today = today);
        doctor.say("clock", Level::Broken, found, Some("doctor-clock-mend"));
    } else if let Some(event) = last.filter(|event| event.at.duration_since(now) > CLOCK_SLACK) {
        let last = Slashed(day_in_vietnam(event.at)).to_string();
        let found = text!(doctor.language, "doctor-clock-behind", today = today, last = last);
        doctor.say("clock", Level::Broken, found, Some("doctor-clock-mend"));
    } else {
        let found = text!(doctor.language, "doctor-clock", today = today);
        doctor.say("clock", Level::Good, found, None);
    }
    Ok(())
}

fn people(doctor: &mut Doctor, session: &Session<'_>) -> Result<(), StoreError> {
    let people = session.people()?;
    if people.is_empty() {
        let found = doctor.text("doctor-people-none");
        doctor.say("people", Level::Care, found, Some("doctor-people-none-mend"));
        return Ok(());
    }
    let administers = people.iter().filter(|(person, grants)| {
        person.disabled_at.is_none()
            && person.has_password
            && grants.iter().any(|grant| grant.role == Role::Administrator)
    });
    let (all, guarded) = administers.fold((0_usize, 0_usize), |(all, guarded), (person, _)| {
        (all + 1, guarded + usize::from(person.has_second_factor))
    });
    let waiting = people.iter().filter(|(person, _)| !person.has_password && person.disabled_at.is_none()).count();
    let found = text!(doctor.language, "doctor-people", people = people.len(), administrators = all, waiting = waiting);
    match (all, guarded) {
        (0, _) => doctor.say("people", Level::Broken, found, Some("doctor-people-no-administrator")),
        (all, guarded) if guarded < all => {
            doctor.say("people", Level::Care, found, Some("doctor-people-second-factor"))
        }
        _ => doctor.say("people", Level::Good, found, None),
    }
    Ok(())
}

fn address(doctor: &mut Doctor, session: &Session<'_>) -> Result<(), StoreError> {
    match installation::address(session)? {
        None => {
            let found = doctor.text("doctor-address-none");
            doctor.say("address", Level::Care, found, Some("doctor-address-none-mend"));
        }
        Some(address) => {
            let guarded = address.starts_with("https://");
            let found = text!(doctor.language, "doctor-address", address = address);
            match guarded {
                true => doctor.say("address", Level::Good, found, None),
                false => doctor.say("address", Level::Care, found, Some("doctor-address-mend")),
            }
        }
    }
    Ok(())
}

fn jobs(doctor: &mut Doctor, session: &Session<'_>) -> Result<(), StoreError> {
    let failed = session.failed_jobs(100)?;
    let given_up = failed.iter().filter(|job| job.given_up_at.is_some()).count();
    let (level, mend) = match (failed.len(), given_up) {
        (0, _) => (Level::Good, None),
        (_, 0) => (Level::Care, Some("doctor-jobs-care")),
        _ => (Level::Broken, Some("doctor-jobs-mend")),
    };
    let why = failed.first().map(|job: &FailedJob| failure(&job.error, doctor.language));
    let mut found = text!(doctor.language, "doctor-jobs", failed = failed.len(), given_up = given_up);
    if let Some(why) = why {
        found = format!("{found} {why}");
    }
    doctor.say("jobs", level, found, mend);
    Ok(())
}

/// Why a job failed, in a sentence: what is kept is a word.
#[must_use]
pub fn failure(kept: &str, language: Language) -> String {
    let (key, code) = kept.split_once(' ').unwrap_or((kept, ""));
    if locale::has(language, key) { text!(language, key, code = code) } else { kept.to_owned() }
}

fn backup(doctor: &mut Doctor, context: Context<'_>, session: &Session<'_>) -> Result<(), StoreError> {
    match installation::last_backup(session)? {
        None => {
            let found = doctor.text("doctor-backup-none");
            doctor.say("backup", Level::Care, found, Some("doctor-backup-mend"));
        }
        Some(at) => {
            let days = context.now().duration_since(at).as_hours() / 24;
            let day = Slashed(day_in_vietnam(at)).to_string();
            let found = text!(doctor.language, "doctor-backup", day = day, days = days.max(0));
            match days > OLD_BACKUP {
                true => doctor.say("backup", Level::Care, found, Some("doctor-backup-mend")),
                false => doctor.say("backup", Level::Good, found, None),
            }
        }
    }
    Ok(())
}

/// The mail server, when it answers.
fn mail<'a>(doctor: &mut Doctor, settings: Option<&'a MailSettings>, mailer: &dyn Mailer) -> Option<&'a MailSettings> {
    let Some(settings) = settings else {
        let found = doctor.text("doctor-mail-none");
        doctor.say("mail", Level::Care, found, Some("doctor-mail-none-mend"));
        return None;
    };
    match mailer.reach(settings) {
        Ok(()) => {
            let found = text!(doctor.language, "doctor-mail", host = &settings.host);
            doctor.say("mail", Level::Good, found, None);
            Some(settings)
        }
        Err(error) => {
            let found = error.explain(doctor.language);
            doctor.say("mail", Level::Broken, found, Some("doctor-mail-mend"));
            None
        }
    }
}

fn trusted<'a>(doctor: &mut Doctor, read: Result<&'a Authorities, UnreadAuthorities>) -> Option<&'a Authorities> {
    if read.is_err() {
        let found = doctor.text("doctor-authorities");
        doctor.say("authorities", Level::Broken, found, Some("doctor-authorities-mend"));
    }
    read.ok()
}

/// Host and port of an address that browsers reach by TLS.
fn guarded_place(address: &str) -> Option<(&str, u16)> {
    let place = address.strip_prefix("https://")?.split('/').next()?;
    let (host, port) = match place.strip_prefix('[') {
        Some(numbers) => numbers.split_once(']')?,
        None => place.split_at(place.find(':').unwrap_or(place.len())),
    };
    let port = if port.is_empty() { 443 } else { port.strip_prefix(':')?.parse().ok()? };
    Some((host, port))
}

/// The certificate of the address people type, as it is shown to whoever comes from here. Not to be reached from here is no
/// fault of it: the address may be known outside only.
fn certificate(doctor: &mut Doctor, host: &str, port: u16, trusted: &Authorities, now: Instant) {
    let (level, found, mend) = match look(host, port, Beginning::AtOnce, trusted, now) {
        Seen::Nothing => {
            let found = text!(doctor.language, "doctor-certificate-unreached", host = host, port = port.to_string());
            (Level::Care, found, Some("doctor-certificate-unreached-mend"))
        }
        Seen::Unguarded => {
            let found = text!(doctor.language, "doctor-certificate-none", host = host, port = port.to_string());
            (Level::Broken, found, Some("doctor-certificate-none-mend"))
        }
        Seen::Certificate(shown) => told(doctor.language, host, shown, now),
    };
    doctor.say("certificate", level, found, mend);
}

/// The certificate of a mail server that answers, which says when mail will end.
fn mail_certificate(doctor: &mut Doctor, settings: &MailSettings, trusted: &Authorities, now: Instant) {
    let beginning = match settings.security {
        Security::None => return,
        Security::StartTls => Beginning::AskedByMail,
        Security::Tls => Beginning::AtOnce,
    };
    // It answered a moment ago; what it does now is no more than this can say.
    let Seen::Certificate(shown) = look(&settings.host, settings.port, beginning, trusted, now) else { return };
    let (level, found, mend) = told(doctor.language, &settings.host, shown, now);
    doctor.say("mail-certificate", level, found, mend.map(|_| "doctor-certificate-mail-mend"));
}

fn told(language: Language, host: &str, shown: Shown, now: Instant) -> (Level, String, Option<&'static str>) {
    let days = shown.until.map(|until| until.duration_since(now).as_hours().div_euclid(24));
    let day = shown.until.map(|until| Slashed(day_in_vietnam(until)).to_string()).unwrap_or_default();
    if let Some(problem) = shown.problem {
        let key = format!("doctor-certificate-{}", problem.name());
        return (Level::Broken, text!(language, &key, host = host, day = day), Some(mending(problem)));
    }
    match days {
        Some(days) if days < RENEW_WITHIN => {
            let found = text!(language, "doctor-certificate-soon", host = host, day = day, days = days);
            (Level::Care, found, Some("doctor-certificate-renew"))
        }
        _ => (Level::Good, text!(language, "doctor-certificate", host = host, day = day), None),
    }
}

fn mending(problem: Problem) -> &'static str {
    match problem {
        Problem::Expired => "doctor-certificate-renew",
        Problem::NotYet => "doctor-certificate-clock",
        Problem::OtherName => "doctor-certificate-name",
        Problem::SelfSigned => "doctor-certificate-issuer",
        Problem::UnknownIssuer => "doctor-certificate-chain",
        Problem::Odd => "doctor-certificate-mend",
    }
}
