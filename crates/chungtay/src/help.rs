//! Puts the help texts of a language into the command: `help-report-submit` for a subcommand,
//! `help-report-submit-received` for one of its arguments (`help-any-campaign` where it means the same everywhere).

use clap::{Arg, ArgAction, Command};
use locale::Language;

/// The command with its help in a language.
pub(crate) fn localised(command: Command, language: Language) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    say(command.disable_help_flag(true).disable_version_flag(true).arg(help).arg(version), "help", language)
}

fn say(command: Command, key: &str, language: Language) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .about(locale::text(language, key, &[]))
        .help_template(template(language, !names.is_empty()))
        .subcommand_help_heading(locale::text(language, "help-heading-commands", &[]))
        .mut_args(|argument| {
            let help = argument_help(key, argument.get_id().as_str(), language);
            let heading = match argument.is_positional() {
                true => "help-heading-arguments",
                false => "help-heading-options",
            };
            // The help itself says which values there are, in its own language.
            let values = argument.get_action().takes_values();
            // What every command takes stands below its own.
            let common = ["data", "database", "lang", "by", "help", "version"];
            let place = common.iter().position(|name| argument.get_id() == *name);
            let argument = argument.help(help).help_heading(locale::text(language, heading, &[]));
            let argument = argument.hide_possible_values(values).hide_default_value(values);
            match place {
                Some(place) => argument.display_order(1_000 + place),
                None => argument,
            }
        });
    if command.get_name() != "chungtay" {
        let example = format!("{key}-example");
        if locale::has(language, &example) {
            let heading = locale::text(language, "help-heading-example", &[]);
            command = command.after_help(format!("{heading}:\n  {}", locale::text(language, &example, &[])));
        }
    }
    for name in names {
        let key = format!("{key}-{name}");
        command = command.mut_subcommand(name, |sub| say(sub, &key, language));
    }
    command
}

fn argument_help(command: &str, argument: &str, language: Language) -> String {
    let own = format!("{command}-{}", argument.replace('_', "-"));
    let any = format!("help-any-{}", argument.replace('_', "-"));
    locale::text(language, if locale::has(language, &own) { &own } else { &any }, &[])
}

fn template(language: Language, has_subcommands: bool) -> String {
    let usage = locale::text(language, "help-heading-usage", &[]);
    let rest = if has_subcommands { "{all-args}" } else { "{all-args}{after-help}" };
    format!("{{about}}\n\n{usage}: {{usage}}\n\n{rest}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn texts(command: &Command, path: &str, found: &mut Vec<(String, String)>) {
        found.push((path.to_owned(), command.get_about().map(ToString::to_string).unwrap_or_default()));
        for argument in command.get_arguments() {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            found.push((format!("{path} {}", argument.get_id()), help));
        }
        for sub in command.get_subcommands() {
            texts(sub, &format!("{path} {}", sub.get_name()), found);
        }
    }

    #[test]
    fn the_command_is_well_formed() {
        localised(crate::arguments::Arguments::command(), Language::Vi).debug_assert();
    }

    #[test]
    fn every_command_and_argument_has_help_in_both_languages() {
        for language in Language::ALL {
            let command = localised(crate::arguments::Arguments::command(), language);
            let mut found = Vec::new();
            texts(&command, "chungtay", &mut found);
            let missing: Vec<_> =
                found.iter().filter(|(_, help)| help.is_empty() || help.starts_with("help-")).collect();
            assert!(missing.is_empty(), "{}: no help for {missing:?}", language.code());
            assert!(found.len() > 40);
        }
    }
}
