//! The audit trail: every change is an event, written in the transaction of the change.

use crate::Context;
use domain::audit::AuditEvent;
use domain::{AuditId, UnitId};
use locale::Language;
use serde_json::Value;
use std::collections::HashMap;
use store::{Session, StoreError};

/// What is noted about a change.
pub(crate) struct Note<'a> {
    /// A word such as `report.approve`.
    pub(crate) action: &'a str,
    /// The unit it was done to.
    pub(crate) unit: Option<UnitId>,
    /// What it was done to: an id or a name.
    pub(crate) subject: String,
    /// What it was before.
    pub(crate) before: Option<Value>,
    /// What it is after.
    pub(crate) after: Option<Value>,
}

/// Notes a change. Secrets and prose are never put into it.
pub(crate) fn note(context: Context<'_>, session: &Session<'_>, note: Note<'_>) -> Result<(), StoreError> {
    session.add_audit(&event(context, note))
}

/// The event that tells of a change.
pub(crate) fn event(context: Context<'_>, note: Note<'_>) -> AuditEvent {
    AuditEvent {
        id: AuditId::new(context.now(), context.world.random()),
        at: context.now(),
        actor: context.actor.name().to_owned(),
        person: context.actor.person(),
        action: note.action.to_owned(),
        unit: note.unit,
        subject: note.subject,
        before: note.before,
        after: note.after,
    }
}

/// Name of the text of an action: `audit-report-submit`.
fn text_key(action: &str) -> String {
    format!("audit-{}", action.replace('.', "-"))
}

/// What people call an action. One that has no text, of a newer version of this program, is shown as it is noted.
#[must_use]
pub fn action_text(action: &str, language: Language) -> String {
    let key = text_key(action);
    if locale::has(language, &key) { locale::text(language, &key, &[]) } else { action.to_owned() }
}

/// Whether each of the words, folded, stands in what people call an action, in either language.
pub(crate) fn is_called(action: &str, words: &str) -> bool {
    let calls = |language| {
        let folded = vanban::text::fold_plain(&action_text(action, language));
        words.split_whitespace().all(|word| folded.contains(word))
    };
    Language::ALL.into_iter().any(calls)
}

/// What people call the people and campaigns that events name by id.
pub(crate) fn subjects(session: &Session<'_>) -> Result<HashMap<String, String>, StoreError> {
    let people = session.people()?.into_iter().map(|(person, _)| (person.id.to_string(), person.name));
    let campaigns = session.campaigns()?.into_iter();
    let campaigns = campaigns.map(|campaign| (campaign.id.to_string(), format!("{} {}", campaign.name, campaign.year)));
    Ok(people.chain(campaigns).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// First words of actions: what a change is made to.
    const THINGS: [&str; 16] = [
        "account",
        "backup",
        "campaign",
        "consolidated",
        "installation",
        "job",
        "person",
        "plan",
        "prose",
        "report",
        "role",
        "setting",
        "task",
        "token",
        "unit",
        "form",
    ];

    /// Every `"thing.deed"` in the sources below a folder.
    fn actions(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                actions(&path, found);
            } else {
                let source = std::fs::read_to_string(&path).unwrap();
                for literal in source.split('"').skip(1).step_by(2).chain(source.split('"').step_by(2)) {
                    let Some((thing, deed)) = literal.split_once('.') else { continue };
                    let is_deed =
                        !deed.is_empty() && deed.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                    if THINGS.contains(&thing) && is_deed && !["docx", "xlsx", "toml"].contains(&deed) {
                        found.insert(literal.to_owned());
                    }
                }
            }
        }
    }

    #[test]
    fn everything_that_is_noted_is_told_in_words() {
        let mut found = BTreeSet::new();
        actions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.len() > 40, "{found:?}");
        for made in ["report.submit", "report.return", "report.approve", "report.reopen"] {
            found.insert(made.to_owned());
        }
        found.extend(["consolidated.approved", "consolidated.returned"].map(str::to_owned));
        let untold = found.iter().filter(|action| !Language::ALL.iter().all(|l| locale::has(*l, &text_key(action))));
        assert_eq!(untold.collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn an_action_is_found_by_its_words_without_accents() {
        assert!(is_called("unit.merge", "gop don vi") && is_called("unit.merge", "gop"));
        assert!(!is_called("unit.split", "gop"));
    }
}
