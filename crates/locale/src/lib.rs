//! Interface text in Vietnamese (first and complete) and English, from `locales/`.
//!
//! ```
//! use locale::{Language, text};
//! assert_eq!(text!(Language::En, "unit-kind-commune"), "commune");
//! ```

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;

/// The languages spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// The texts of one file name in each language, with the name.
macro_rules! source {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../locales/vi/", $name, ".ftl")),
            include_str!(concat!("../../../locales/en/", $name, ".ftl")),
        )
    };
}

/// Text files of each language; the same names in both.
const SOURCES: &[(&str, &str, &str)] = &[
    source!("common"),
    source!("command"),
    source!("command-more"),
    source!("database"),
    source!("refusals"),
    source!("places"),
    source!("workbook"),
    source!("report"),
    source!("web"),
    source!("web-agency"),
    source!("web-board"),
    source!("web-entry"),
    source!("web-tasks"),
    source!("web-admin"),
    source!("web-components"),
    source!("web-help"),
];

impl Language {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a locale name such as `en_US.UTF-8`; Vietnamese unless it is English.
    #[must_use]
    pub fn of_locale(name: &str) -> Self {
        if name.to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Vi }
    }

    /// The sign between groups of three digits.
    #[must_use]
    pub fn grouping(self) -> char {
        if self == Self::Vi { '.' } else { ',' }
    }

    /// A whole number grouped by threes: `23.800` in Vietnamese, `23,800` in English.
    #[must_use]
    pub fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if number < 0 {
            text.push('-');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(self.grouping());
            }
            text.push(digit);
        }
        text
    }

    /// Hundredths of a percent as a percentage: `97,5` or `97.5`.
    #[must_use]
    pub fn percent(self, hundredths: i64) -> String {
        let whole = self.number(hundredths / 100);
        let rest = format!("{:02}", (hundredths % 100).abs());
        match rest.trim_end_matches('0') {
            "" => whole,
            decimals => format!("{whole}{}{decimals}", if self == Self::Vi { ',' } else { '.' }),
        }
    }
}

/// A value put into a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words, put in as they are.
    Words(String),
    /// A number: chooses the plural and is grouped by threes.
    Number(i64),
}

macro_rules! from_number {
    ($($type:ty),*) => {$(
        impl From<$type> for Value {
            fn from(number: $type) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
from_number!(i32, i64, u32, u64, usize);

impl From<&str> for Value {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}
impl From<&String> for Value {
    fn from(words: &String) -> Self {
        Self::Words(words.clone())
    }
}
impl From<String> for Value {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> = LazyLock::new(|| Language::ALL.map(bundle));

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag = language.code().parse::<unic_langid::LanguageIdentifier>().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Vi => |value, _| grouped(value, Language::Vi),
        Language::En => |value, _| grouped(value, Language::En),
    }));
    for &(_, vi, en) in SOURCES {
        let source = if language == Language::Vi { vi } else { en };
        // A file that does not parse keeps what does; the tests of this crate refuse it.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn grouped(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "only whole numbers below 2^53 are put in")]
        FluentValue::Number(number) => Some(language.number(number.value as i64)),
        _ => None,
    }
}

/// A text by key, with values put in; the key itself where no text has it (a test forbids that).
#[must_use]
pub fn text(language: Language, key: &str, values: &[(&str, Value)]) -> String {
    let bundle = &BUNDLES[language as usize];
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut args = FluentArgs::new();
    for (name, value) in values {
        match value {
            Value::Words(words) => args.set(*name, words.as_str()),
            #[expect(clippy::cast_precision_loss, reason = "plural choice only; amounts are far below 2^53")]
            Value::Number(number) => args.set(*name, *number as f64),
        }
    }
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
}

/// Whether a key has a text.
#[must_use]
pub fn has(language: Language, key: &str) -> bool {
    BUNDLES[language as usize].has_message(key)
}

/// `text!(language, "key", name = value, …)`.
#[macro_export]
macro_rules! text {
    ($language:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text($language, $key, &[$((stringify!($name), $crate::Value::from($value))),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Keys of a file with the names of the values each takes.
    fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                current = key.to_owned();
                assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice");
            }
            for rest in line.split("{ $").skip(1).chain(line.split("{$").skip(1)) {
                let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                keys.entry(current.clone()).or_default().insert(name.to_owned());
            }
        }
        keys
    }

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_values() {
        for &(file, vi, en) in SOURCES {
            for source in [vi, en] {
                assert!(FluentResource::try_new(source.to_owned()).is_ok(), "{file}.ftl does not parse");
            }
            assert_eq!(keys(vi), keys(en), "locales/vi/{file}.ftl and locales/en/{file}.ftl differ");
        }
    }

    #[test]
    fn no_text_stands_twice() {
        let mut seen = std::collections::HashMap::new();
        for &(file, vi, _) in SOURCES {
            for line in vi.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
                let key = line.split(' ').next().unwrap_or_default();
                assert_eq!(seen.insert(key, file), None, "{key} stands in {file}.ftl and elsewhere");
            }
        }
        assert!(seen.len() > 500);
    }

    #[test]
    fn a_sentence_told_on_a_page_names_no_command() {
        // What the command line says, and what is said of where an installation is put.
        let on_terminal = |file: &str| file.starts_with("command") || file == "database";
        for (file, vi, en) in SOURCES.iter().filter(|(file, ..)| !on_terminal(file)) {
            let mut key = "";
            for line in vi.lines().chain(en.lines()) {
                key = line.split_once(" =").filter(|_| !line.starts_with(' ')).map_or(key, |(key, _)| key);
                // Told on the terminal only.
                if key.ends_with("-terminal") || key.starts_with("doctor-") || key.starts_with("help-") {
                    continue;
                }
                assert!(!line.contains("chungtay ") && !line.contains("--"), "{file}.ftl: {line}");
            }
        }
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!(Language::Vi.number(23_800), "23.800");
        assert_eq!(Language::En.number(-1_234_567), "-1,234,567");
        assert_eq!(Language::Vi.percent(9_750), "97,5");
        assert_eq!(Language::En.percent(10_000), "100");
        assert_eq!(Language::Vi.number(999), "999");
    }
}
