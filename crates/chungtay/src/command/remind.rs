//! `chungtay remind`: units whose report is not in or was returned.

use super::{Outcome, Shell};
use crate::output::print_line;
use clap::Args;
use locale::text;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct RemindArguments {
    #[arg(value_name = "CODE", required_unless_present = "all")]
    units: Vec<String>,
    #[arg(long, conflicts_with = "units")]
    all: bool,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
}

pub(crate) fn run(shell: &Shell, words: &RemindArguments) -> Outcome {
    let units = (!words.all).then_some(words.units.as_slice());
    let reminded = shell.with_store(|context| {
        Ok(app::remind::remind(context, words.campaign.as_deref(), units, words.note.as_deref())?)
    })?;
    let language = shell.language;
    print_line!("{}", text!(language, "reminded", units = reminded.units, people = reminded.people));
    let others =
        [("reminded-done", reminded.done), ("reminded-again", reminded.again), ("reminded-nobody", reminded.nobody)];
    for (key, count) in others.into_iter().filter(|(_, count)| *count > 0) {
        print_line!("{}", text!(language, key, units = count));
    }
    if reminded.people > 0 {
        print_line!("{}", shell.say("reminded-mail"));
    }
    Ok(ExitCode::SUCCESS)
}
