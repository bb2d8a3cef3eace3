//! `chungtay task list|assign|due|send`.

use super::{Outcome, Shell};
use crate::output::{print_line, shortened, table};
use app::campaign_desk::{self as desk, DeskTask};
use clap::{Args, Subcommand};
use domain::CivilDate;
use domain::task::{Role, TaskKind};
use domain::time::Slashed;
use locale::text;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum TaskCommand {
    List(ListArguments),
    Assign(AssignArguments),
    Due(DueArguments),
    Send(SendArguments),
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AssignArguments {
    #[arg(value_name = "N")]
    task: u32,
    #[arg(required = true, value_name = "CODE")]
    units: Vec<String>,
    #[arg(long)]
    joins: bool,
    #[arg(long)]
    take: bool,
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DueArguments {
    #[arg(value_name = "N")]
    task: u32,
    #[arg(value_name = "YYYY-MM-DD", required_unless_present = "none", conflicts_with = "none")]
    day: Option<CivilDate>,
    #[arg(long)]
    none: bool,
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SendArguments {
    #[arg(value_name = "N")]
    tasks: Vec<u32>,
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
}

pub(crate) fn run(shell: &Shell, command: &TaskCommand) -> Outcome {
    match command {
        TaskCommand::List(words) => list(shell, words),
        TaskCommand::Assign(words) => assign(shell, words),
        TaskCommand::Due(words) => set_due(shell, words),
        TaskCommand::Send(words) => send(shell, words),
    }
}

fn list(shell: &Shell, words: &ListArguments) -> Outcome {
    let desk = shell.with_store(|context| Ok(desk::desk(context, words.campaign.as_deref())?))?;
    print_line!("{}", desk.campaign.name);
    let header = shell.headers([
        "column-number",
        "column-task",
        "column-leads",
        "column-joins",
        "column-due",
        "column-sent",
        "column-seen",
    ]);
    print_line!("{}", table(&header, &[0, 5, 6], desk.tasks.iter().map(|task| row(shell, task))));
    for (task, name) in &desk.unsent.names {
        print_line!("! {}", text!(shell.language, "task-unsettled", task = *task, name = name));
    }
    Ok(ExitCode::SUCCESS)
}

fn row(shell: &Shell, task: &DeskTask) -> Vec<String> {
    let text = match task.kind {
        TaskKind::Report => shell.say("task-report"),
        TaskKind::Work => task.text.clone(),
    };
    let units = |role| -> String {
        let codes: Vec<&str> = task.parts_as(role).map(|part| part.code.as_str()).collect();
        match codes.len() {
            0 => "-".to_owned(),
            1..=4 => codes.join(", "),
            count => text!(shell.language, "so-many-units", units = count),
        }
    };
    let (sent, seen) = task.reached();
    vec![
        task.ordinal.to_string(),
        shortened(&text, 50),
        units(Role::Lead),
        units(Role::Coordinating),
        task.due_on.map_or_else(|| "-".to_owned(), |day| Slashed(day).to_string()),
        format!("{sent}/{}", task.parts.len()),
        format!("{seen}/{}", task.parts.len()),
    ]
}

fn assign(shell: &Shell, words: &AssignArguments) -> Outcome {
    let role = if words.joins { Role::Coordinating } else { Role::Lead };
    let change = if words.take { desk::unassign } else { desk::assign };
    shell.with_store(|context| {
        for unit in &words.units {
            change(context, words.campaign.as_deref(), words.task, unit, role)?;
        }
        Ok(())
    })?;
    let key = if words.take { "task-part-taken" } else { "task-part-given" };
    print_line!("{}", text!(shell.language, key, task = words.task, units = words.units.join(", ")));
    Ok(ExitCode::SUCCESS)
}

fn set_due(shell: &Shell, words: &DueArguments) -> Outcome {
    let day = words.day.filter(|_| !words.none);
    shell.with_store(|context| Ok(desk::set_task_due(context, words.campaign.as_deref(), words.task, day)?))?;
    let told = match day {
        Some(day) => text!(shell.language, "task-due-set", task = words.task, day = Slashed(day).to_string()),
        None => text!(shell.language, "task-due-none", task = words.task),
    };
    print_line!("{told}");
    Ok(ExitCode::SUCCESS)
}

fn send(shell: &Shell, words: &SendArguments) -> Outcome {
    let which = (!words.tasks.is_empty()).then_some(words.tasks.as_slice());
    let sent = shell.with_store(|context| Ok(desk::send(context, words.campaign.as_deref(), which)?))?;
    let (parts, units, people) = (sent.parts, sent.units, sent.people);
    print_line!("{}", text!(shell.language, "task-sent", parts = parts, units = units, people = people));
    Ok(ExitCode::SUCCESS)
}
