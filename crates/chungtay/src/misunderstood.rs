//! What is wrong with words that make no command, as a sentence in the person's language and the usage line.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use locale::{Language, text};

/// The sentence and the usage; none for what the parser itself tells better (help, version, rare mistakes).
pub(crate) fn misunderstood(error: &Error, language: Language) -> Option<String> {
    let named = |kind| words(error, kind);
    let sentence = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            text!(language, "command-unknown-word", word = named(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => {
            text!(language, "command-choose-one", choices = named(ContextKind::ValidSubcommand)?)
        }
        ErrorKind::UnknownArgument => text!(language, "command-unknown-option", word = named(ContextKind::InvalidArg)?),
        ErrorKind::MissingRequiredArgument => {
            text!(language, "command-missing", words = named(ContextKind::InvalidArg)?)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => bad_value(error, language)?,
        ErrorKind::ArgumentConflict => {
            let (option, other) = (named(ContextKind::InvalidArg)?, named(ContextKind::PriorArg)?);
            text!(language, "command-conflict", option = option, other = other)
        }
        _ => return None,
    };
    let heading = text!(language, "help-heading-usage");
    match named(ContextKind::Usage) {
        Some(usage) => Some(format!("{sentence}\n{heading}: {}", usage.trim_start_matches("Usage: "))),
        None => Some(sentence),
    }
}

fn bad_value(error: &Error, language: Language) -> Option<String> {
    let option = words(error, ContextKind::InvalidArg)?;
    let value = words(error, ContextKind::InvalidValue).unwrap_or_default();
    let choices = words(error, ContextKind::ValidValue).unwrap_or_default();
    Some(if value.is_empty() {
        text!(language, "command-no-value", option = option)
    } else if option.contains("YYYY-MM-DD") {
        text!(language, "command-bad-day", value = value, option = option)
    } else if choices.is_empty() {
        text!(language, "command-bad-value", value = value, option = option)
    } else {
        text!(language, "command-bad-choice", value = value, option = option, choices = choices)
    })
}

/// What the parser noted of a kind, several by commas.
fn words(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(word) => Some(word.clone()),
        ContextValue::Strings(words) => Some(words.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}
