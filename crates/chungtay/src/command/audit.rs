//! `chungtay audit`: who changed what.

use super::{Outcome, Shell};
use crate::output::{print_line, shortened, table};
use app::people::{self, TrailFilter};
use clap::Args;
use domain::audit::AuditEvent;
use domain::time::{Slashed, clock_in_vietnam};
use domain::unit::UnitVersion;
use serde_json::Value;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct AuditArguments {
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    #[arg(long, value_name = "WORD")]
    action: Option<String>,
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 30)]
    last: usize,
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(shell: &Shell, words: &AuditArguments) -> Outcome {
    let filter = TrailFilter { actor: words.actor.clone(), action: words.action.clone(), unit: words.unit.clone() };
    let trail = shell.with_store(|context| Ok(people::audit(context, &filter, None, words.last)?))?;
    if words.json {
        for (event, unit) in &trail.events {
            print_line!("{}", as_json(event, unit.as_ref()));
        }
        return Ok(ExitCode::SUCCESS);
    }
    if trail.events.is_empty() {
        print_line!("{}", shell.say("audit-none"));
        return Ok(ExitCode::SUCCESS);
    }
    let header =
        shell.headers(["column-at", "column-actor", "column-action", "column-unit", "column-before", "column-after"]);
    print_line!("{}", table(&header, &[], trail.events.iter().map(|(event, unit)| row(shell, event, unit.as_ref()))));
    if trail.older.is_some() {
        print_line!("{}", shell.say("audit-older"));
    }
    Ok(ExitCode::SUCCESS)
}

/// One event a line, for other programs.
fn as_json(event: &AuditEvent, unit: Option<&UnitVersion>) -> Value {
    serde_json::json!({
        "at": event.at.to_string(),
        "actor": event.actor,
        "action": event.action,
        "unit": unit.map(|unit| unit.code.to_string()),
        "subject": event.subject,
        "before": event.before,
        "after": event.after,
    })
}

fn row(shell: &Shell, event: &AuditEvent, unit: Option<&UnitVersion>) -> Vec<String> {
    let at = clock_in_vietnam(event.at);
    let key = format!("audit-{}", event.action.replace('.', "-"));
    let action = if locale::has(shell.language, &key) { shell.say(&key) } else { event.action.clone() };
    let value = |value: &Option<Value>| {
        value.as_ref().map_or_else(|| "-".to_owned(), |value| shortened(&value.to_string(), 60))
    };
    vec![
        format!("{} {:02}:{:02}", Slashed(at.date()), at.hour(), at.minute()),
        event.actor.clone(),
        action,
        unit.map_or_else(|| "-".to_owned(), |unit| unit.code.to_string()),
        value(&event.before),
        value(&event.after),
    ]
}
