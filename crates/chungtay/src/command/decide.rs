//! `chungtay report approve|return|reopen`.

use super::{Outcome, Shell};
use crate::arguments::DecideArguments;
use app::explain::state;
use app::report::{Decision, Which, decide};
use domain::report::Action;
use locale::text;
use std::process::ExitCode;

pub(crate) fn run(shell: &Shell, words: DecideArguments, action: Action) -> Outcome {
    let which = if words.all { Which::AllSubmitted } else { Which::Units(words.units) };
    let decision = Decision { action, reason: words.reason };
    let decided = shell.with_store(|context| Ok(decide(context, words.campaign.as_deref(), &which, &decision)?))?;
    for report in &decided {
        println!(
            "{}",
            text!(
                shell.language,
                "decided",
                code = report.code.as_str(),
                name = &report.name,
                revision = report.revision,
                state = state(Some(report.state), shell.language)
            )
        );
    }
    if action == Action::Approve {
        println!("{}", shell.say("next-after-approve"));
    }
    Ok(ExitCode::SUCCESS)
}
