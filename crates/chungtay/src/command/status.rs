//! `chungtay status`.

use super::{Outcome, Shell};
use crate::arguments::StatusArguments;
use crate::output::{print_line, shortened, table};
use app::explain::{punctuality, state};
use app::status::{Board, TaskStatus, UnitStatus, board};
use domain::report::{Punctuality, State};
use domain::time::Slashed;
use locale::text;
use std::process::ExitCode;

pub(crate) fn run(shell: &Shell, words: &StatusArguments) -> Outcome {
    let board = shell.with_store(|context| Ok(board(context, words.campaign.as_deref(), words.on)?))?;
    print_line!(
        "{}",
        text!(
            shell.language,
            "status-heading",
            name = &board.campaign.name,
            year = board.campaign.year.to_string(),
            day = Slashed(board.on).to_string(),
            due = Slashed(board.campaign.due_on).to_string()
        )
    );
    let header = shell.headers([
        "column-code",
        "column-unit",
        "column-punctuality",
        "column-state",
        "column-revision",
        "column-received",
        "column-leads",
        "column-joins",
    ]);
    print_line!("{}", table(&header, &[4, 6, 7], board.units.iter().map(|unit| unit_row(shell, unit))));
    let header = shell.headers(["column-number", "column-task", "column-lead", "column-due", "column-time-left"]);
    print_line!("{}", table(&header, &[0], board.tasks.iter().map(|task| task_row(shell, task))));
    print_line!("{}", summary(shell, &board));
    Ok(ExitCode::SUCCESS)
}

/// On time, late, missing, and what waits for a decision, in one line.
pub(crate) fn summary(shell: &Shell, board: &Board) -> String {
    let in_state = |wanted: State| board.units.iter().filter(|unit| unit.state == Some(wanted)).count();
    text!(
        shell.language,
        "status-summary",
        units = board.units.len(),
        ontime = board.count(|p| p == Punctuality::OnTime),
        late = board.count(|p| matches!(p, Punctuality::Late { .. })),
        missing = board.count(|p| p == Punctuality::Missing),
        awaited = board.count(|p| p == Punctuality::Awaited),
        approved = in_state(State::Approved),
        waiting = in_state(State::Submitted),
        returned = in_state(State::Returned)
    )
}

fn unit_row(shell: &Shell, unit: &UnitStatus) -> Vec<String> {
    let dash = || "-".to_owned();
    vec![
        unit.code.to_string(),
        unit.name.clone(),
        punctuality(unit.punctuality, shell.language),
        state(unit.state, shell.language),
        unit.revision.map_or_else(dash, |revision| revision.to_string()),
        unit.received_on.map_or_else(dash, |day| Slashed(day).to_string()),
        unit.leads.to_string(),
        unit.joins.to_string(),
    ]
}

fn task_row(shell: &Shell, status: &TaskStatus) -> Vec<String> {
    let task = &status.task;
    let text = if task.text.is_empty() { shell.say("task-report") } else { task.text.clone() };
    let leads = match &status.leads[..] {
        [] => task.lead_as_written.clone().unwrap_or_else(|| "-".to_owned()),
        few if few.len() <= 3 => few.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        many => text!(shell.language, "so-many-units", units = many.len()),
    };
    let left = match status.days_left {
        None => "-".to_owned(),
        Some(days) if days < 0 => text!(shell.language, "days-past", days = -days),
        Some(days) => text!(shell.language, "days-left", days = days),
    };
    vec![
        task.ordinal.to_string(),
        shortened(&text, 56),
        shortened(&leads, 32),
        task.due_on.map_or_else(|| "-".to_owned(), |day| Slashed(day).to_string()),
        left,
    ]
}
