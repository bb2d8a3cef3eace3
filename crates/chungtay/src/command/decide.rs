//! `chungtay report approve|return|reopen`.

use super::{Outcome, Shell};
use crate::arguments::{DecideArguments, ReopenArguments};
use crate::output::print_line;
use app::explain::state;
use app::report::{Decision, Which, decide};
use domain::report::Action;
use locale::text;
use std::process::ExitCode;

pub(crate) fn run(shell: &Shell, words: DecideArguments, action: Action) -> Outcome {
    let which = if words.all { Which::AllSubmitted } else { Which::Units(words.units) };
    decided(shell, words.campaign.as_deref(), &which, &Decision { action, reason: words.reason })
}

/// Reports are reopened one by one: those that wait for a decision are open already.
pub(crate) fn reopen(shell: &Shell, words: ReopenArguments) -> Outcome {
    let decision = Decision { action: Action::Reopen, reason: words.reason };
    decided(shell, words.campaign.as_deref(), &Which::Units(words.units), &decision)
}

fn decided(shell: &Shell, campaign: Option<&str>, which: &Which, decision: &Decision) -> Outcome {
    let decided = shell.with_store(|context| Ok(decide(context, campaign, which, decision)?))?;
    for report in &decided {
        print_line!(
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
    if decision.action == Action::Approve {
        print_line!("{}", shell.hint("next-after-approve"));
    }
    Ok(ExitCode::SUCCESS)
}
