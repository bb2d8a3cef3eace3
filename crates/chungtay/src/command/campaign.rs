//! `chungtay campaign open|list`.

use super::{Outcome, Shell};
use crate::arguments::OpenArguments;
use crate::output::{print_line, shortened, table};
use app::campaign::{OpenCampaign, OpenedCampaign, open as open_campaign};
use app::explain::{Explain, Place};
use app::file::SourceFile;
use domain::task::Task;
use domain::time::Slashed;
use locale::text;
use std::process::ExitCode;
use store::StoreError;

pub(crate) fn open(shell: &Shell, words: &OpenArguments) -> Outcome {
    let request = OpenCampaign {
        plan: SourceFile::read(&words.plan)?,
        units: SourceFile::read(&words.units)?,
        form: words.form.as_deref().map(SourceFile::read).transpose()?,
        due_on: words.due,
    };
    let opened = shell.with_new_store(|context| Ok(open_campaign(context, &request)?))?;
    print_opened(shell, &opened);
    print_line!("\n{}", shell.hint("next-after-open"));
    Ok(ExitCode::SUCCESS)
}

/// What was opened, its tasks, and what to look at.
pub(crate) fn print_opened(shell: &Shell, opened: &OpenedCampaign) {
    let campaign = &opened.campaign;
    let key = if opened.already_open { "campaign-already-open" } else { "campaign-opened" };
    print_line!(
        "{}",
        text!(
            shell.language,
            key,
            name = &campaign.name,
            year = campaign.year.to_string(),
            from = Slashed(campaign.period.0).to_string(),
            to = Slashed(campaign.period.1).to_string(),
            due = Slashed(campaign.due_on).to_string(),
            units = opened.reporters,
            tasks = opened.tasks.len()
        )
    );
    let header = shell.headers(["column-number", "column-task", "column-lead", "column-due", "column-units"]);
    print_line!("{}", table(&header, &[0, 4], opened.tasks.iter().map(|task| task_row(shell, task))));
    for note in &opened.notes {
        print_line!("! {}", note.explain_at(Place::Terminal, shell.language));
    }
    let mut unresolved: Vec<&str> = Vec::new();
    for name in opened.tasks.iter().flat_map(|task| &task.unresolved) {
        if !unresolved.contains(&name.as_str()) {
            unresolved.push(name);
        }
    }
    if !unresolved.is_empty() {
        print_line!("! {}", text!(shell.language, "campaign-unresolved", bodies = unresolved.join("; ")));
    }
}

fn task_row(shell: &Shell, task: &Task) -> Vec<String> {
    let text = match task.text.is_empty() {
        true => shell.say("task-report"),
        false => task.text.clone(),
    };
    vec![
        task.ordinal.to_string(),
        shortened(&text, 60),
        shortened(task.lead_as_written.as_deref().unwrap_or("-"), 40),
        task.due_on.map_or_else(|| "-".to_owned(), |day| Slashed(day).to_string()),
        task.assignments.len().to_string(),
    ]
}

pub(crate) fn list(shell: &Shell) -> Outcome {
    let campaigns =
        shell.with_store(|context| Ok(context.store.read::<_, StoreError>(|session| session.campaigns())?))?;
    if campaigns.is_empty() {
        print_line!("{}", shell.say("find-no-campaign-terminal"));
        return Ok(ExitCode::SUCCESS);
    }
    let header = shell.headers(["column-year", "column-plan", "column-name", "column-due"]);
    let rows = campaigns.iter().map(|campaign| {
        vec![
            campaign.year.to_string(),
            campaign.plan_number.clone().unwrap_or_else(|| "-".to_owned()),
            campaign.name.clone(),
            Slashed(campaign.due_on).to_string(),
        ]
    });
    print_line!("{}", table(&header, &[], rows));
    Ok(ExitCode::SUCCESS)
}
