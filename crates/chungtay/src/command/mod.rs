//! From words to a use case to lines on the terminal.

pub(crate) mod audit;
mod backup;
mod campaign;
mod consolidate;
mod decide;
mod demo;
mod doctor;
mod form;
mod move_to;
pub(crate) mod people;
mod read;
pub(crate) mod remind;
mod restore;
mod serve;
mod status;
mod submit;
pub(crate) mod task;
mod trace;
pub(crate) mod units;

use crate::arguments::{Arguments, CampaignCommand, Command, FormCommand, ReportCommand};
use crate::help::localised;
use crate::misunderstood::misunderstood;
use crate::output::{complain, lost};
use app::explain::{Explain, Place};
use app::{Context, Kept, SystemWorld};
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use domain::report::Action;
use locale::Language;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use store::{Location, Store};

/// Data folder when none is named.
const DATA_FOLDER: &str = "chungtay-data";

/// Exit code of a refusal; 2 is a command that cannot be understood.
const REFUSED: u8 = 1;

/// A refusal told to the person; already in their language.
pub(crate) struct Refused(String);

impl<E: Explain> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.explain_at(Place::Terminal, language_of_process()))
    }
}

/// The result of a subcommand: done, done in part (told already), or refused.
pub(crate) type Outcome = Result<ExitCode, Refused>;

/// Runs the command and returns its exit code.
pub(crate) fn run(words: Vec<OsString>) -> ExitCode {
    let language = language_of(&words);
    LANGUAGE.get_or_init(|| language);
    let program = words.first().map_or_else(|| "chungtay".to_owned(), |word| word.to_string_lossy().into_owned());
    let arguments = match understand(words, language) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    match execute(arguments, program, language) {
        Ok(_) if lost() => {
            complain!("{}", locale::text(language, "command-output-lost", &[]));
            ExitCode::from(REFUSED)
        }
        Ok(code) => code,
        Err(Refused(why)) => {
            complain!("{why}");
            ExitCode::from(REFUSED)
        }
    }
}

static LANGUAGE: std::sync::OnceLock<Language> = std::sync::OnceLock::new();

fn language_of_process() -> Language {
    LANGUAGE.get().copied().unwrap_or_default()
}

/// `--lang`, then CHUNGTAY_LANG, then the locale; needed before the words are parsed, to give help in it.
fn language_of(words: &[OsString]) -> Language {
    let texts: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let after = texts.iter().position(|word| word == "--lang").and_then(|at| texts.get(at + 1).cloned());
    let joined = || texts.iter().find_map(|word| word.strip_prefix("--lang=").map(str::to_owned));
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let named = after.or_else(joined).or_else(|| variable("CHUNGTAY_LANG"));
    let from_locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable);
    named.or_else(from_locale).map_or(Language::Vi, |name| Language::of_locale(&name))
}

fn understand(words: Vec<OsString>, language: Language) -> Result<Arguments, ExitCode> {
    let command = localised(Arguments::command(), language);
    let parsed = command.try_get_matches_from(words).and_then(|found| Arguments::from_arg_matches(&found));
    parsed.map_err(|error| {
        match misunderstood(&error, language) {
            Some(why) => complain!("{why}"),
            None => {
                if error.use_stderr() {
                    let nothing_said = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
                    let key = if nothing_said { "command-choose" } else { "command-not-understood" };
                    complain!("{}\n", locale::text(language, key, &[]));
                }
                let _ = error.print();
            }
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(REFUSED))
    })
}

/// What every subcommand is given.
pub(crate) struct Shell {
    /// The program as it was called: by its path, or by its name alone.
    program: String,
    data: Option<PathBuf>,
    /// The address of a database server; a password may be in it.
    database: Option<String>,
    operator: String,
    pub(crate) language: Language,
}

impl Shell {
    /// Opens the installation and runs a use case in it. A place without data is refused: it is more likely mistyped than
    /// meant.
    pub(crate) fn with_store<T>(&self, work: impl FnOnce(Context<'_>) -> Result<T, Refused>) -> Result<T, Refused> {
        let place = self.place()?;
        if place.is_on_server() {
            if !Store::is_at(&place)? {
                let place = place.to_string();
                return Err(Refused(locale::text!(self.language, "database-none-yet", place = place)));
            }
            return self.with_new_store(work);
        }
        let folder = self.folder();
        // A path that is no folder has a refusal of its own, from the store.
        let under_a_file = folder.ancestors().any(std::path::Path::is_file);
        if !Store::is_in(&folder) && !under_a_file {
            let folder = folder.display().to_string();
            return Err(Refused(locale::text!(self.language, "data-none-yet-terminal", folder = folder)));
        }
        self.with_new_store(work)
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from(DATA_FOLDER))
    }

    /// Where the installation is: `--data`, and `--database` when it is on a server.
    pub(crate) fn place(&self) -> Result<Location, Refused> {
        self.place_in(self.folder())
    }

    /// The same with another data folder.
    pub(crate) fn place_in(&self, folder: PathBuf) -> Result<Location, Refused> {
        match self.database.as_deref().filter(|address| !address.is_empty()) {
            Some(address) => Ok(Location::on_server(folder, address)?),
            None => Ok(Location::in_folder(folder)),
        }
    }

    /// Opens the installation, made if need be, and runs a use case in it.
    pub(crate) fn with_new_store<T>(&self, work: impl FnOnce(Context<'_>) -> Result<T, Refused>) -> Result<T, Refused> {
        let store = Kept::from(Store::open_at(&self.place()?)?);
        work(Context::of_operator(&store, &SystemWorld, &self.operator))
    }

    /// Who runs the command.
    pub(crate) fn operator(&self) -> &str {
        &self.operator
    }

    /// A text in the person's language.
    pub(crate) fn say(&self, key: &str) -> String {
        locale::text(self.language, key, &[])
    }

    /// What to type next, as this person would type it.
    pub(crate) fn hint(&self, key: &str) -> String {
        let text = self.as_typed(&self.say(key));
        let mut words = self.program.clone();
        if let Some(folder) = &self.data {
            words.push_str(&format!(" --data {}", quoted(folder)));
        }
        // Without a password, which a person has to add, or to put in CHUNGTAY_DATABASE.
        if let Some(place) = self.place().ok().filter(Location::is_on_server) {
            words.push_str(&format!(" --database {place}"));
        }
        text.replace(&self.program, &words)
    }

    /// A text with the program named as it was called.
    pub(crate) fn as_typed(&self, text: &str) -> String {
        text.replace("chungtay ", &format!("{} ", self.program))
    }

    /// Several texts, as table headers.
    pub(crate) fn headers<const N: usize>(&self, keys: [&str; N]) -> Vec<String> {
        keys.iter().map(|key| self.say(key)).collect()
    }
}

/// A path as a shell takes it.
fn quoted(path: &std::path::Path) -> String {
    let path = path.display().to_string();
    if path.contains(char::is_whitespace) { format!("'{path}'") } else { path }
}

fn execute(arguments: Arguments, program: String, language: Language) -> Outcome {
    let operator = arguments.by.or_else(|| std::env::var("USER").ok().filter(|name| !name.is_empty()));
    let operator = operator.unwrap_or_else(|| locale::text(language, "operator-unnamed", &[]));
    let shell = Shell { program, data: arguments.data, database: arguments.database, operator, language };
    match arguments.command {
        Command::Demo(words) => demo::run(&shell, &words),
        Command::Serve(words) => serve::run(&shell, &words),
        Command::Read(words) => read::run(&shell, &words),
        Command::Campaign(CampaignCommand::Open(words)) => campaign::open(&shell, &words),
        Command::Campaign(CampaignCommand::List) => campaign::list(&shell),
        Command::Form(FormCommand::Export(words)) => form::export(&shell, &words),
        Command::Form(FormCommand::Read(words)) => form::read(&shell, &words),
        Command::Form(FormCommand::Show(words)) => form::show(&shell, &words),
        Command::Task(command) => task::run(&shell, &command),
        Command::Report(ReportCommand::Submit(words)) => submit::run(&shell, &words),
        Command::Report(ReportCommand::Approve(words)) => decide::run(&shell, words, Action::Approve),
        Command::Report(ReportCommand::Return(words)) => decide::run(&shell, words, Action::Return),
        Command::Report(ReportCommand::Reopen(words)) => decide::reopen(&shell, words),
        Command::Report(ReportCommand::Consolidate(words)) => consolidate::run(&shell, words),
        Command::Status(words) => status::run(&shell, &words),
        Command::Remind(words) => remind::run(&shell, &words),
        Command::Trace(words) => trace::run(&shell, &words),
        Command::Units(command) => units::run(&shell, command),
        Command::People(command) => people::run(&shell, command),
        Command::Audit(words) => audit::run(&shell, &words),
        Command::Backup(words) => backup::run(&shell, &words),
        Command::Restore(words) => restore::run(&shell, &words),
        Command::Move(words) => move_to::run(&shell, &words),
        Command::Doctor(words) => doctor::run(&shell, &words),
    }
}
