//! `chungtay read`.

mod place;

use super::{Outcome, Refused, Shell};
use crate::arguments::ReadArguments;
use crate::output::{print_line, shortened, table};
use locale::{Language, text};
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;
use vanban::facts::Stated;
use vanban::read::html_view::Words;
use vanban::read::{Reading, explain};

/// Characters of a value on its line of the summary, and of the sentence beside it.
const VALUE: usize = 38;
const SENTENCE: usize = 36;

/// Characters of the sentence that explains a fact.
const EXPLAINED: usize = 700;

/// Items of a list on one screen; `--json` and `--explain` have them all.
const ITEMS: usize = 4;

/// The parts of the summary, with their keys of the JSON.
const GROUPS: [(&str, &[&str]); 6] = [
    ("document", &["doc_kind", "title", "number", "symbol", "issue_date", "issuer", "issuer_level", "place"]),
    ("campaign", &["campaign", "year", "theme", "period_start", "period_end", "event"]),
    ("bases", &["legal_bases"]),
    ("work", &["tasks", "deadlines", "lead_units"]),
    ("figures", &["figures", "money", "models"]),
    ("people", &["addressees", "recipients", "signer", "co_signers"]),
];

pub(crate) fn run(shell: &Shell, words: &ReadArguments) -> Outcome {
    let reading = app::document::read(&words.file)?;
    if words.json {
        print_line!("{:#}", reading.to_json());
    } else if let Some(fact) = &words.explain {
        print_line!("{}", explained(shell, &reading, fact)?);
    } else if let Some(page) = &words.html {
        write_page(shell, &reading, &words.file, page)?;
    } else {
        print_line!("{}", summary(shell, &reading, &words.file));
    }
    Ok(ExitCode::SUCCESS)
}

/// An entry of the summary: one fact, or the facts of one item.
struct Item<'a> {
    /// `title`, `legal_bases[0]`, `event`.
    path: &'a str,
    facts: Vec<&'a Stated>,
}

fn items(facts: &[Stated]) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> = Vec::new();
    for fact in facts {
        let path = fact.path.split('.').next().unwrap_or_default();
        match items.last_mut().filter(|item| item.path == path) {
            Some(item) => item.facts.push(fact),
            None => items.push(Item { path, facts: vec![fact] }),
        }
    }
    items
}

fn key(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}

fn label(shell: &Shell, key: &str) -> String {
    shell.say(&format!("fact-{}", key.replace('_', "-")))
}

/// One screen: the facts by groups, each with the sentence it was read from.
fn summary(shell: &Shell, reading: &Reading, file: &Path) -> String {
    let facts = reading.facts_in_order();
    let items = items(&facts);
    let Some(example) = facts.first() else { return shell.say("reading-nothing") };
    let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, keys)| keys.iter().copied()).collect();
    let mut rest: Vec<&str> = items.iter().map(|item| key(item.path)).filter(|key| !grouped.contains(key)).collect();
    rest.dedup();
    let mut rows = Vec::new();
    for (group, keys) in GROUPS.iter().copied().chain([("rest", rest.as_slice())]) {
        let before = rows.len();
        for name in keys {
            let of_key: Vec<&Item<'_>> = items.iter().filter(|item| key(item.path) == *name).collect();
            rows.extend(of_key.iter().take(ITEMS).enumerate().map(|(at, item)| {
                let label = if at == 0 { label(shell, name) } else { String::new() };
                vec![
                    format!("  {label}"),
                    value_of(shell, item),
                    sentence_of(shell, reading, item),
                    item.path.to_owned(),
                ]
            }));
            if of_key.len() > ITEMS {
                let more = text!(shell.language, "reading-more", more = of_key.len() - ITEMS);
                rows.push(vec![String::new(), more, String::new(), (*name).to_owned()]);
            }
        }
        if rows.len() > before {
            let heading = shell.say(&format!("reading-group-{group}"));
            rows.insert(before, vec![heading, String::new(), String::new(), String::new()]);
        }
    }
    let header = shell.headers(["column-fact", "column-value", "reading-column-sentence", "reading-column-path"]);
    let doubtful: Vec<&Stated> = facts.iter().filter(|fact| fact.is_doubtful()).collect();
    let closing = match doubtful.first() {
        None => {
            text!(
                shell.language,
                "reading-sure",
                facts = facts.len(),
                file = file.display().to_string(),
                fact = example.path.clone()
            )
        }
        Some(first) => text!(
            shell.language,
            "reading-doubtful",
            facts = facts.len(),
            doubtful = doubtful.len(),
            file = file.display().to_string(),
            fact = first.path.clone()
        ),
    };
    format!("{}\n{closing}", table(&header, &[], rows))
}

/// Parts of an item that its line shows, in this order; the sentence beside it shows the rest. Items not named here show
/// all their parts.
const SHOWN: [(&str, &[&str]); 6] = [
    ("tasks", &["lead", "deadline"]),
    ("figures", &["value", "unit"]),
    ("money", &["vnd"]),
    ("signer", &["name", "title"]),
    ("legal_bases", &["number", "name", "date", "issuer"]),
    ("event", &["type", "date", "date_end", "place"]),
];

/// Characters below which a part is not worth showing.
const ROOM: usize = 8;

/// Last key of a path: `lead` of `tasks[2].lead`.
fn last(fact: &Stated) -> &str {
    fact.path.rsplit('.').next().unwrap_or_default()
}

/// The facts of an item that its line shows.
fn shown<'a>(item: &Item<'a>) -> Vec<&'a Stated> {
    let named = SHOWN.iter().find(|(name, _)| *name == key(item.path)).map(|(_, parts)| *parts);
    let parts = named.unwrap_or_default().iter();
    let shown: Vec<&Stated> = parts.filter_map(|part| item.facts.iter().copied().find(|f| last(f) == *part)).collect();
    if shown.is_empty() { item.facts.clone() } else { shown }
}

/// The parts of an item on one line; the doubtful ones are marked.
fn value_of(shell: &Shell, item: &Item<'_>) -> String {
    let mut line = String::new();
    for fact in shown(item) {
        let separator = match (line.is_empty(), last(fact)) {
            (true, _) => "",
            (false, "unit") => " ",
            (false, _) => " · ",
        };
        let mark = if fact.is_doubtful() { " (?)" } else { "" };
        let room = VALUE.saturating_sub(line.chars().count() + separator.chars().count() + mark.len());
        if !line.is_empty() && room < ROOM {
            break;
        }
        line.push_str(separator);
        line.push_str(&shortened(&plain(shell.language, fact), room));
        line.push_str(mark);
    }
    line
}

/// A value as people write it: dates as 3/5/2031, figures with grouped digits, words of the schema in their language.
fn plain(language: Language, fact: &Stated) -> String {
    let number = |value: &Value| match value.as_i64() {
        Some(whole) if key(&fact.path) != "year" => language.number(whole),
        _ => value.to_string(),
    };
    match &fact.value {
        Value::String(text) => {
            let key = format!("value-{}", text.replace('_', "-"));
            let is_name = matches!(fact.path.as_str(), "doc_kind" | "issuer_level" | "event.type");
            if is_name && locale::has(language, &key) { locale::text(language, &key, &[]) } else { slashed(text) }
        }
        Value::Array(range) => range.iter().map(number).collect::<Vec<_>>().join(" - "),
        value => number(value),
    }
}

/// `2031-05-03` as `3/5/2031`; `2031-05` as `5/2031`; `--05-03` as `3/5`; anything else as it is.
fn slashed(text: &str) -> String {
    let parts: Vec<&str> = text.trim_start_matches('-').split('-').collect();
    let is_date = text.starts_with("--") || parts.first().is_some_and(|year| year.len() == 4) && parts.len() > 1;
    if !is_date || parts.iter().any(|part| part.parse::<u16>().is_err()) {
        return text.to_owned();
    }
    parts.iter().rev().map(|part| part.trim_start_matches('0')).collect::<Vec<_>>().join("/")
}

/// The place in the file and the sentence around the first fact of an item; the sentence only where it says more.
fn sentence_of(shell: &Shell, reading: &Reading, item: &Item<'_>) -> String {
    let Some(fact) = item.facts.first() else { return String::new() };
    let place = place::short(shell, &reading.place(&fact.span));
    let sentence = reading.sentence_around(&fact.span);
    let words = reading.text.get(sentence.clone()).unwrap_or_default();
    let told = shown(item).first().and_then(|fact| fact.value.as_str()).unwrap_or_default();
    if vanban::text::fold(words) == vanban::text::fold(told) {
        return place;
    }
    let before = reading.text.get(sentence.start..fact.span.start).unwrap_or_default();
    // Far into a long sentence, the words before the fact are left out.
    let from = match before.chars().count() > SENTENCE / 2 && words.chars().count() > SENTENCE {
        true => before.rsplitn(4, ' ').take(3).map(|word| word.len() + 1).sum::<usize>().saturating_sub(1),
        false => before.len(),
    };
    let start = fact.span.start.saturating_sub(from);
    let cut = if start > sentence.start { "…" } else { "" };
    let shown = reading.text.get(start..sentence.end).unwrap_or_default();
    shortened(&format!("{place}: {cut}{}", shown.replace('\n', " ")), SENTENCE)
}

/// Every fact at a path: value, rule, doubts, and the sentence with the fact marked.
fn explained(shell: &Shell, reading: &Reading, path: &str) -> Result<String, Refused> {
    let facts = reading.facts_at(path);
    if facts.is_empty() {
        let all = reading.facts_in_order();
        let mut known: Vec<&str> = all.iter().map(|fact| key(&fact.path)).collect();
        known.dedup();
        return Err(Refused(match known.is_empty() {
            true => shell.say("reading-nothing"),
            false => text!(shell.language, "explain-nothing", fact = path, known = known.join(", ")),
        }));
    }
    Ok(facts.iter().map(|fact| explanation(shell, reading, fact)).collect::<Vec<_>>().join("\n\n"))
}

fn explanation(shell: &Shell, reading: &Reading, fact: &Stated) -> String {
    let description = explain::rule(fact.rule).map(|rule| match shell.language {
        Language::Vi => rule.vi.clone(),
        Language::En => rule.en.clone(),
    });
    let description = description.unwrap_or_else(|| shell.say("reading-rule-undescribed"));
    let percent = (fact.confidence * 100.0 + 1e-9).floor();
    let mut lines = vec![
        format!("{} = {} ({percent}%)", fact.path, plain(shell.language, fact)),
        format!("  {}: {} - {description}", shell.say("reading-rule"), fact.rule),
    ];
    for doubt in &fact.doubts {
        let words = shell.say(&format!("doubt-{}", doubt.name()));
        lines.push(format!("  {}: {words}", shell.say("reading-doubt")));
    }
    lines.push(format!("  {}: {}", shell.say("reading-place"), place::whole(shell, reading, &fact.span)));
    lines.push(format!("  {}: {}", shell.say("reading-sentence"), marked(reading, fact)));
    lines.join("\n")
}

/// The sentence of a fact, the fact between `»` and `«`.
fn marked(reading: &Reading, fact: &Stated) -> String {
    let sentence = reading.sentence_around(&fact.span);
    let part = |range: std::ops::Range<usize>| reading.text.get(range).unwrap_or_default().replace('\n', " / ");
    let before = part(sentence.start..fact.span.start);
    let skipped = before.chars().count().saturating_sub(EXPLAINED / 2);
    let cut = if skipped > 0 { "…" } else { "" };
    let before: String = before.chars().skip(skipped).collect();
    let stated = shortened(&part(fact.span.clone()), EXPLAINED);
    let after = shortened(&part(fact.span.end..sentence.end.max(fact.span.end)), EXPLAINED / 2);
    format!("{cut}{before}»{stated}«{after}")
}

fn write_page(shell: &Shell, reading: &Reading, file: &Path, page: &Path) -> Result<(), Refused> {
    let shown = page.display().to_string();
    let is_same = matches!((file.canonicalize(), page.canonicalize()), (Ok(file), Ok(page)) if file == page);
    if is_same {
        return Err(Refused(text!(shell.language, "html-own-file", file = shown)));
    }
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let title = text!(shell.language, "html-title", file = name);
    let doubtful = shell.say("html-doubtful");
    let kind = |key: &str| label(shell, key);
    let words = Words { language: shell.language.code(), title: &title, doubtful: &doubtful, kind: &kind };
    app::file::write_whole(page, reading.to_html(&words).as_bytes())?;
    let facts = reading.facts_in_order().len();
    print_line!("{}", text!(shell.language, "html-written", file = shown, facts = facts));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::slashed;

    #[test]
    fn dates_are_written_as_people_write_them() {
        assert_eq!(
            ["2031-05-03", "2031-05", "--05-03", "2031-12-10"].map(slashed),
            ["3/5/2031", "5/2031", "3/5", "10/12/2031"]
        );
        assert_eq!(
            ["12/KH-UBND", "Sở Nội vụ", "2031", "-", "VT-BĐG"].map(slashed),
            ["12/KH-UBND", "Sở Nội vụ", "2031", "-", "VT-BĐG"]
        );
    }
}
