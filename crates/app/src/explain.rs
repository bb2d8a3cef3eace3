//! Every error as a sentence for people: what is wrong, and what to do. The one place where errors become text.

mod words;

pub use words::{punctuality, state, warning};

use crate::campaign::{FindError, OpenError, OpenNote};
use crate::consolidate::ConsolidateError;
use crate::document::DocumentError;
use crate::file::FileError;
use crate::form::{DraftError, ExportError};
use crate::people::PeopleError;
use crate::report::{DecideError, SubmitError};
use crate::sample::SampleError;
use crate::sign_in::{SHORTEST_PASSWORD, SignInError};
use crate::trace::TraceError;
use domain::form::{FormError, RuleError};
use domain::report::Refusal;
use domain::time::Slashed;
use domain::unit::HierarchyError;
use domain::unit_list::{UnitListError, UnitListProblem};
use locale::{Language, text};
use store::{Distrust, StoreError};
use vanban::read::ReadError;

/// Mebibytes, as people speak of file sizes.
const MIB: u64 = 1 << 20;

/// Cells or rows at fault shown before "and N more".
const SHOWN: usize = 20;

/// Where a sentence is told: what to do is said in the words of that place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// On a page, or by the API: no command is named.
    Page,
    /// On the terminal: what to type.
    Terminal,
}

/// Something that can be told to a person.
pub trait Explain {
    /// One sentence for a page, or one line for each cell or row at fault.
    fn explain(&self, language: Language) -> String;

    /// The same, as it is told at a place. Those whose sentence is one everywhere leave this as it is.
    fn explain_at(&self, _place: Place, language: Language) -> String {
        self.explain(language)
    }

    /// What kind of answer it is, for those who speak in status codes.
    fn class(&self) -> Class {
        Class::Refused
    }
}

/// A text of a place: on the terminal that under `key-terminal`, where there is one.
pub(crate) fn say_at(place: Place, language: Language, key: &str, values: &[(&str, locale::Value)]) -> String {
    let at_terminal = format!("{key}-terminal");
    let key = if place == Place::Terminal && locale::has(language, &at_terminal) { &at_terminal } else { key };
    locale::text(language, key, values)
}

/// `told!(place, language, "key", name = value, …)`: [`say_at`] as `locale::text!` is written.
macro_rules! told {
    ($place:expr, $language:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::explain::say_at($place, $language, $key, &[$((stringify!($name), locale::Value::from($value))),*])
    };
}

/// Kinds of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// What was asked for is not there, or not for them to know of.
    Unknown,
    /// They may know of it, but may not do this.
    Forbidden,
    /// It was changed meanwhile: look again.
    Conflict,
    /// What was sent cannot be taken as it is.
    Refused,
    /// Not now: the disk, the database, another program.
    Unavailable,
}

impl Explain for FileError {
    fn explain(&self, language: Language) -> String {
        let say = |key: &str, path: &std::path::Path| text!(language, key, path = path.display().to_string());
        match self {
            Self::NotFound(path) => say("file-not-found", path),
            Self::IsAFolder(path) => say("file-is-a-folder", path),
            Self::NotAFolder(path) => say("file-not-a-folder", path),
            Self::NoPermission(path) => say("file-no-permission", path),
            Self::TooLarge { path, limit } => {
                text!(language, "file-too-large", path = path.display().to_string(), limit = limit / MIB)
            }
            Self::Taken(path) => say("file-taken", path),
            Self::DiskFull(path) => say("file-disk-full", path),
            Self::Other { path, source } => {
                text!(language, "file-other", path = path.display().to_string(), what = source.to_string())
            }
        }
    }
}

impl Explain for ReadError {
    fn explain(&self, language: Language) -> String {
        let key = match self {
            Self::Empty => "read-empty",
            Self::TooLarge { limit, .. } => return text!(language, "read-too-large", limit = limit / MIB),
            Self::Word97 => "read-word97",
            Self::PasswordProtected => "read-password",
            Self::Damaged => "read-damaged",
            Self::Bomb => "read-bomb",
            Self::NoText => "read-no-text",
            Self::Scanned => "read-scanned",
            _ => "read-unknown-format",
        };
        locale::text(language, key, &[])
    }
}

impl Explain for DocumentError {
    fn explain(&self, language: Language) -> String {
        match self {
            Self::File(error) => error.explain(language),
            Self::Read(error) => error.explain(language),
        }
    }
}

impl Explain for StoreError {
    fn class(&self) -> Class {
        match self {
            Self::Conflict { .. } => Class::Conflict,
            Self::FormChanged { .. } => Class::Refused,
            _ => Class::Unavailable,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        let key = match self {
            Self::NotADatabase => "store-not-a-database",
            Self::NewerSchema { .. } => "store-newer-schema",
            Self::DiskFull => "store-disk-full",
            Self::DiskFailed { .. } => "store-disk-failed",
            Self::Busy => "store-busy",
            Self::ReadOnly => "store-read-only",
            Self::NotAFolder => "store-not-a-folder",
            Self::BadAddress => "store-bad-address",
            Self::NotEncrypted => "store-not-encrypted",
            Self::Untrusted(why) => distrust(*why),
            Self::BadRootFile => "store-bad-root-file",
            Self::NotAdmittedInTheOpen => "store-not-admitted-in-the-open",
            Self::NoServer { .. } => "store-no-server",
            Self::NotLetIn => "store-not-let-in",
            Self::NotOurs => "store-not-ours",
            Self::NotEmpty => "store-not-empty",
            Self::CopyDiffers => "store-copy-differs",
            Self::FormChanged { form, version } => {
                return told!(place, language, "store-form-changed", form = form, version = *version);
            }
            Self::Corrupt { .. } => "store-corrupt",
            Self::Conflict { .. } | Self::Abandoned => "store-conflict",
            other => return told!(place, language, "store-other", what = other.to_string()),
        };
        say_at(place, language, key, &[])
    }
}

fn distrust(why: Distrust) -> &'static str {
    match why {
        Distrust::UnknownIssuer => "store-untrusted-issuer",
        Distrust::OtherName => "store-untrusted-name",
        Distrust::Expired => "store-untrusted-expired",
        Distrust::NotYet => "store-untrusted-not-yet",
        Distrust::Odd => "store-untrusted-odd",
    }
}

impl Explain for FormError {
    fn explain(&self, language: Language) -> String {
        match self {
            Self::Syntax(error) => syntax(error, language),
            Self::Duplicate(name) => text!(language, "form-duplicate", name = name),
            Self::Unknown { from, to } => text!(language, "form-unknown", from = from, to = to),
            Self::RollUp(item) => text!(language, "form-roll-up", item = item),
            Self::Rule { check, source } => match source {
                RuleError::NoComparison => text!(language, "form-rule-no-comparison", check = check),
                RuleError::NotATerm(term) => text!(language, "form-rule-not-a-term", check = check, term = term),
                RuleError::Sign(term) => text!(language, "form-rule-sign", check = check, term = term),
            },
            Self::Empty => locale::text(language, "form-empty", &[]),
            other => text!(language, "form-wrong", what = other.to_string()),
        }
    }
}

/// The line at fault and the parser's reason, without the excerpt that it draws over several lines.
fn syntax(error: &toml::de::Error, language: Language) -> String {
    let what = error.message().replace('\n', " ");
    let drawn = error.to_string();
    let line = drawn.split("line ").nth(1).and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
    match line.filter(|line| !line.is_empty()) {
        Some(line) => text!(language, "form-syntax", line = line, what = what),
        None => text!(language, "form-wrong", what = what),
    }
}

impl Explain for HierarchyError {
    fn explain(&self, language: Language) -> String {
        let Self::Cycle { code } = self;
        text!(language, "hierarchy-cycle", code = code.as_str())
    }
}

impl Explain for UnitListError {
    fn explain(&self, language: Language) -> String {
        let line = self.line;
        match &self.problem {
            UnitListProblem::Empty => locale::text(language, "units-empty", &[]),
            UnitListProblem::BadCode(code) => text!(language, "units-bad-code", line = line, code = code),
            UnitListProblem::NoName => text!(language, "units-no-name", line = line),
            UnitListProblem::UnknownKind(kind) => text!(language, "units-unknown-kind", line = line, kind = kind),
            UnitListProblem::SameCode { code, first } => {
                text!(language, "units-same-code", line = line, code = code, first = *first)
            }
            UnitListProblem::SameName { name, first } => {
                text!(language, "units-same-name", line = line, name = name, first = *first)
            }
            UnitListProblem::UnknownParent(code) => text!(language, "units-unknown-parent", line = line, code = code),
            UnitListProblem::Circle(code) => text!(language, "units-circle", line = line, code = code),
        }
    }
}

impl Explain for OpenError {
    fn class(&self) -> Class {
        match self {
            Self::Forbidden => Class::Forbidden,
            Self::Store(error) => error.class(),
            _ => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        let say = |key: &str| say_at(place, language, key, &[]);
        match self {
            Self::Plan(error) => told!(place, language, "open-plan", why = error.explain(language)),
            Self::NotAPlan => say("open-not-a-plan"),
            Self::Forbidden => say("forbidden"),
            Self::NoYear => say("open-no-year"),
            Self::DateOutOfRange(date) => told!(place, language, "open-date-out-of-range", date = date),
            Self::NoDueDay => say("open-no-due-day"),
            Self::DueBeforePeriod(day) => {
                told!(place, language, "open-due-before-period", day = Slashed(*day).to_string())
            }
            Self::OpenWithOtherDueDay(day) => {
                told!(place, language, "open-other-due-day", day = Slashed(*day).to_string())
            }
            Self::UnitTable(error) => told!(place, language, "open-units", why = error.sentence(language)),
            Self::UnitList(errors) => listed(language, errors.iter().map(|error| error.explain(language))),
            Self::Form(error) => error.explain(language),
            Self::FormNotText => say("open-form-not-text"),
            Self::Hierarchy(error) => error.explain(language),
            Self::CodeTaken(code) => told!(place, language, "open-code-taken", code = code.as_str()),
            Self::Store(error) => error.explain_at(place, language),
        }
    }
}

impl Explain for OpenNote {
    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        match self {
            Self::PeriodAssumed => say_at(place, language, "note-period-assumed", &[]),
            Self::IssuerAdded { code, name } => {
                told!(place, language, "note-issuer-added", code = code.as_str(), name = name)
            }
            Self::CodeReused { code, before } => {
                told!(place, language, "note-code-reused", code = code.as_str(), before = before)
            }
            Self::DueDayChosen { taken, others } => {
                let others: Vec<String> = others.iter().map(|day| Slashed(*day).to_string()).collect();
                let taken = Slashed(*taken).to_string();
                told!(place, language, "note-due-day-chosen", taken = taken, others = others.join(", "))
            }
            Self::NoTasks => say_at(place, language, "note-no-tasks", &[]),
        }
    }
}

impl Explain for FindError {
    fn class(&self) -> Class {
        match self {
            Self::NoCampaign | Self::UnknownCampaign(_) | Self::UnknownUnit(_) => Class::Unknown,
            Self::Forbidden(_) => Class::Forbidden,
            Self::Store(error) => error.class(),
            Self::Ambiguous(_) => Class::Refused,
            Self::Form(_) | Self::Hierarchy(_) => Class::Unavailable,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        match self {
            Self::NoCampaign => say_at(place, language, "find-no-campaign", &[]),
            Self::Forbidden(_) => say_at(place, language, "forbidden", &[]),
            Self::UnknownCampaign(name) => told!(place, language, "find-unknown-campaign", name = name),
            Self::Ambiguous(name) => told!(place, language, "find-ambiguous", name = name),
            Self::UnknownUnit(code) => told!(place, language, "find-unknown-unit", code = code),
            Self::Form(error) => error.explain(language),
            Self::Hierarchy(error) => error.explain(language),
            Self::Store(error) => error.explain_at(place, language),
        }
    }
}

impl Explain for SignInError {
    fn class(&self) -> Class {
        match self {
            Self::Store(error) => error.class(),
            Self::NameTaken | Self::HasSecondFactor => Class::Conflict,
            Self::OnlyReads => Class::Forbidden,
            _ => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        let say = |key: &str| say_at(place, language, key, &[]);
        match self {
            Self::Wrong => say("sign-in-wrong"),
            Self::WrongCode => say("sign-in-wrong-code"),
            Self::Wait(seconds) => told!(place, language, "sign-in-wait", seconds = *seconds),
            Self::StaleCode => say("sign-in-stale-code"),
            Self::ShortPassword => told!(place, language, "sign-in-short-password", least = SHORTEST_PASSWORD),
            Self::LongPassword => say("sign-in-long-password"),
            Self::EasyPassword => say("sign-in-easy-password"),
            Self::BadName => say("sign-in-bad-name"),
            Self::NameTaken => say("sign-in-name-taken"),
            Self::BadEmail => say("sign-in-bad-email"),
            Self::HasSecondFactor => say("sign-in-has-second-factor"),
            Self::OnlyReads => say("forbidden"),
            Self::NoTokenName => say("sign-in-no-token-name"),
            Self::BadUnitCode(code) => told!(place, language, "units-code-bad", code = code),
            Self::BadUnitName => say("units-name-bad"),
            Self::Store(error) => error.explain_at(place, language),
        }
    }
}

impl Explain for PeopleError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::SignIn(error) => error.class(),
            Self::UnknownPerson => Class::Unknown,
            Self::LastAdministrator => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain_at(place, language),
            Self::SignIn(error) => error.explain_at(place, language),
            Self::UnknownPerson => say_at(place, language, "people-unknown", &[]),
            Self::LastAdministrator => say_at(place, language, "people-last-administrator", &[]),
        }
    }
}

impl Explain for ExportError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            _ => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain_at(place, language),
            Self::Write(error) => told!(place, language, "write-workbook", what = error.to_string()),
            Self::File(error) => error.explain(language),
            Self::OutIsAFolder(path) => told!(place, language, "file-is-a-folder", path = path.display().to_string()),
        }
    }
}

impl Explain for DraftError {
    fn explain(&self, language: Language) -> String {
        match self {
            Self::Document(error) => error.explain(language),
            Self::NoTable => locale::text(language, "draft-no-table", &[]),
            Self::BadId(id) => text!(language, "draft-bad-id", id = id),
            Self::NoForm(error) => error.explain(language),
        }
    }
}

impl Explain for Refusal {
    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        let key = match self {
            Self::NothingSubmitted => "refusal-nothing-submitted",
            Self::AlreadyApproved => "refusal-already-approved",
            Self::WaitsForUnit => "refusal-waits-for-unit",
            Self::NotApproved => "refusal-not-approved",
            Self::ReasonMissing => "refusal-reason-missing",
        };
        say_at(place, language, key, &[])
    }
}

impl Explain for SubmitError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::Refused(_) => Class::Conflict,
            _ => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        let say = |key: &str| say_at(place, language, key, &[]);
        match self {
            Self::File(error) => error.explain(language),
            Self::Read(error) => error.sentence(language),
            Self::Cells(errors) => listed(language, errors.iter().map(|error| error.sentence(language))),
            Self::OtherCampaign => say("submit-other-campaign"),
            Self::OtherForm => say("submit-other-form"),
            Self::NotAReporter(code) => told!(place, language, "submit-not-a-reporter", code = code.as_str()),
            Self::ReceivedOutOfRange { day, earliest, latest } => told!(
                place,
                language,
                "submit-received-out-of-range",
                day = Slashed(*day).to_string(),
                earliest = Slashed(*earliest).to_string(),
                latest = Slashed(*latest).to_string()
            ),
            Self::Blank => say("submit-blank"),
            Self::Closed => say("submit-closed"),
            Self::Refused(refusal) => refusal.explain_at(place, language),
            Self::Find(error) => error.explain_at(place, language),
        }
    }
}

impl Explain for DecideError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::Refused { .. } | Self::Changed { .. } => Class::Conflict,
            Self::NothingWaits => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain_at(place, language),
            Self::Changed { code } => told!(place, language, "web-review-changed", code = code.as_str()),
            Self::Refused { code, refusal } => format!("{code}: {}", refusal.explain_at(place, language)),
            Self::NothingWaits => say_at(place, language, "decide-nothing-waits", &[]),
        }
    }
}

impl Explain for ConsolidateError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            _ => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain_at(place, language),
            Self::NothingApproved => say_at(place, language, "consolidate-nothing-approved", &[]),
            Self::Document(error) => told!(place, language, "write-document", what = error.to_string()),
            Self::Workbook(error) => told!(place, language, "write-workbook", what = error.to_string()),
            Self::File(error) => error.explain(language),
        }
    }
}

impl Explain for TraceError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::UnknownFigure(_) => Class::Unknown,
        }
    }

    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain_at(place, language),
            Self::UnknownFigure(name) => told!(place, language, "trace-unknown-figure", name = name),
        }
    }
}

impl Explain for SampleError {
    fn explain(&self, language: Language) -> String {
        self.explain_at(Place::Page, language)
    }

    fn explain_at(&self, place: Place, language: Language) -> String {
        match self {
            Self::FolderTaken(path) => told!(place, language, "sample-folder-taken", path = path.display().to_string()),
            Self::Source(what) => told!(place, language, "sample-source", what = what),
            Self::Store(error) => error.explain_at(place, language),
            Self::Open(error) => error.explain_at(place, language),
            Self::Find(error) => error.explain_at(place, language),
            Self::Export(error) => error.explain_at(place, language),
            Self::File(error) => error.explain(language),
            Self::Document(error) => told!(place, language, "write-document", what = error.to_string()),
            Self::Submit { file, error } => format!("{file}: {}", error.explain_at(place, language)),
            Self::Decide(error) => error.explain_at(place, language),
            Self::People(error) => error.explain_at(place, language),
            Self::Consolidate(error) => error.explain_at(place, language),
        }
    }
}

pub(crate) fn listed(language: Language, lines: impl ExactSizeIterator<Item = String>) -> String {
    let more = lines.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = lines.take(SHOWN).collect();
    if more > 0 {
        shown.push(text!(language, "and-more", more = more));
    }
    shown.join("\n")
}
