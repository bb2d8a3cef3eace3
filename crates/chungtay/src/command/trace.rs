//! `chungtay trace`.

use super::{Outcome, Shell};
use crate::arguments::TraceArguments;
use crate::output::print_line;
use app::explain::state;
use app::trace::{RevisionTrace, Trace, UnitTrace, trace};
use domain::form::{CellKey, Kind};
use domain::report::{Action, Value};
use domain::time::{Slashed, clock_in_vietnam};
use locale::text;
use std::process::ExitCode;

pub(crate) fn run(shell: &Shell, words: &TraceArguments) -> Outcome {
    let (campaign, unit) = (words.campaign.as_deref(), words.unit.as_deref());
    let found = shell.with_store(|context| Ok(trace(context, campaign, unit, &words.figure, words.as_of)?))?;
    print_line!("{}", heading(shell, &found));
    for (cell, value) in &found.computed_from {
        let (label, number) = (label(shell, &found, cell), number(shell, &found, cell, *value));
        print_line!("  = {label}: {number} ({})", shell.as_typed(&format!("chungtay trace {cell}")));
    }
    for unit in &found.units {
        print_unit(shell, &found, unit);
    }
    // A computed figure is filled in by nobody; the units stand under the figures it is computed from.
    if !found.blank.is_empty() && found.computed_from.is_empty() {
        let codes: Vec<&str> = found.blank.iter().map(|code| code.as_str()).collect();
        print_line!("{}", text!(shell.language, "trace-blank", units = codes.len(), codes = codes.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}

fn heading(shell: &Shell, found: &Trace) -> String {
    text!(
        shell.language,
        "trace-heading",
        label = label(shell, found, &found.cell),
        cell = found.cell.as_str(),
        unit = &found.top.name,
        total = number(shell, found, &found.cell, found.total)
    )
}

/// `Cuộc nói chuyện - Cấp xã`.
fn label(shell: &Shell, found: &Trace, key: &CellKey) -> String {
    let Some(cell) = found.form.cell(key) else { return key.to_string() };
    let code = shell.language.code();
    let item = found.form.item_of(cell).label.in_language(code);
    match cell.part {
        None => item.to_owned(),
        Some(_) => format!("{item} - {}", found.form.cell_label(cell, code)),
    }
}

fn number(shell: &Shell, found: &Trace, key: &CellKey, value: Option<i64>) -> String {
    let Some(value) = value else { return "-".to_owned() };
    match found.form.cell(key).map(|cell| found.form.item_of(cell)) {
        Some(item) if item.kind == Kind::Percent => format!("{}%", shell.language.percent(value)),
        Some(item) => format!("{} {}", shell.language.number(value), item.unit.in_language(shell.language.code())),
        None => shell.language.number(value),
    }
}

fn print_unit(shell: &Shell, found: &Trace, unit: &UnitTrace) {
    let counted = shell.say(if unit.counted { "trace-counted" } else { "trace-not-counted" });
    let state = state(Some(unit.state), shell.language);
    print_line!("├─ {} {} ({state}, {counted})", unit.code, unit.name);
    if let Some(at) = &unit.stands_at {
        print_line!("│    {}", text!(shell.language, "trace-stands-at", at = at));
    }
    for revision in &unit.revisions {
        print_revision(shell, found, revision);
        for event in unit.events.iter().filter(|event| event.revision == revision.number) {
            let at = clock_in_vietnam(event.at);
            let why = event.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            let action = shell.say(match event.action {
                Action::Submit => "action-submit",
                Action::Return => "action-return",
                Action::Approve => "action-approve",
                Action::Reopen => "action-reopen",
            });
            let clock = format!("{} {:02}:{:02}", Slashed(at.date()), at.hour(), at.minute());
            print_line!("│       {clock} {action} ({}){why}", event.by);
        }
    }
}

fn print_revision(shell: &Shell, found: &Trace, revision: &RevisionTrace) {
    let value = match &revision.value {
        Some(Value::Number(value)) => number(shell, found, &found.cell, Some(*value)),
        Some(Value::Text(text)) => text.clone(),
        None => "-".to_owned(),
    };
    let place = revision.at.as_ref().map(|at| format!(" [{at}]")).unwrap_or_default();
    let line = text!(
        shell.language,
        "trace-revision",
        revision = revision.number,
        value = value,
        file = format!("{}{place}", revision.file_name),
        day = Slashed(revision.received_on).to_string(),
        digest = revision.file_digest.get(..12).unwrap_or_default()
    );
    print_line!("│    └─ {line}");
    if let Some(reason) = &revision.reason {
        print_line!("│       {}", text!(shell.language, "report-warning-reason", reason = reason));
    }
}
