//! What a fact is called.

use locale::{Language, text};

/// The name of a kind of fact, by the first step of its path: the same words as on the terminal.
pub(super) fn group(language: Language, group: &str) -> String {
    text!(language, &format!("fact-{}", group.replace('_', "-")))
}

/// The name of a fact by its path: `Nhiệm vụ 4 – chủ trì` for `tasks[3].lead`.
pub(super) fn fact(language: Language, path: &str) -> String {
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default();
    let (name, number) = step(first);
    let mut label = group(language, name);
    if let Some(number) = number {
        label.push_str(&format!(" {number}"));
    }
    let parts: Vec<String> = steps.map(|part| part_name(language, part)).collect();
    if !parts.is_empty() {
        label.push_str(" – ");
        label.push_str(&parts.join(", "));
    }
    label
}

/// A step and its number from 1.
fn step(step: &str) -> (&str, Option<usize>) {
    let number = step.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']')?.parse::<usize>().ok());
    (step.split('[').next().unwrap_or(step), number.map(|number| number + 1))
}

fn part_name(language: Language, part: &str) -> String {
    let (name, number) = step(part);
    let name = match name {
        "nữ" => "female".to_owned(),
        "nam" => "male".to_owned(),
        other => other.replace('_', "-"),
    };
    let words = text!(language, &format!("web-fact-part-{name}"));
    number.map_or_else(|| words.clone(), |number| format!("{words} {number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_fact_has_a_name_in_both_languages() {
        let paths = [
            "legal_bases[0].number",
            "legal_bases[0].name",
            "legal_bases[0].date",
            "legal_bases[0].issuer",
            "deadlines[0].what",
            "tasks[0].text_start",
            "tasks[0].lead",
            "tasks[0].coordinating[1]",
            "tasks[0].deadline",
            "tasks[0].product",
            "signer.authority[0]",
            "signer.title",
            "signer.name",
            "figures[0].value",
            "figures[0].unit",
            "figures[0].sex_disaggregated.nữ",
            "figures[0].sex_disaggregated.nam",
            "money[0].vnd",
            "event.type",
            "event.date_end",
            "event.place",
            "event.host[0]",
            "place[0]",
            "doc_kind",
            "issuer_level",
        ];
        for language in Language::ALL {
            for path in paths {
                let label = fact(language, path);
                assert!(!label.contains("web-fact") && !label.contains("fact-"), "{path}: {label}");
            }
        }
        assert_eq!(fact(Language::Vi, "tasks[3].lead"), "Nhiệm vụ 4 – chủ trì");
    }
}
