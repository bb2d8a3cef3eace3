//! `chungtay report submit`.

use super::{Outcome, Refused, Shell};
use crate::arguments::SubmitArguments;
use crate::output::{complain, print_line};
use app::explain::{Explain, Place, punctuality, warning};
use app::file::FileError;
use app::report::{Accepted, Submission, SubmitError, submit};
use domain::report::Punctuality;
use locale::text;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) fn run(shell: &Shell, words: &SubmitArguments) -> Outcome {
    let files = files(&words.files)?;
    if files.is_empty() {
        return Err(Refused(shell.say("submit-no-files")));
    }
    let submission = Submission { campaign: words.campaign.clone(), received_on: words.received };
    let (mut accepted, mut again, mut refused, mut late) = (0_usize, 0_usize, 0_usize, 0_usize);
    let fault = shell.with_store(|context| {
        let stored = submit(context, &submission, &files, &mut |path, result| match result {
            Ok(report) => {
                accepted += usize::from(!report.already_there);
                again += usize::from(report.already_there);
                late += usize::from(!report.already_there && matches!(report.punctuality, Punctuality::Late { .. }));
                acknowledge(shell, path, &report);
            }
            Err(error) => {
                refused += 1;
                refuse(shell, path, &error);
            }
        });
        Ok(stored.err())
    })?;
    let summary =
        text!(shell.language, "submit-summary", accepted = accepted, again = again, refused = refused, late = late);
    print_line!("{summary}");
    if let Some(fault) = fault {
        return Err(fault.into());
    }
    if accepted > 0 {
        print_line!("{}", shell.hint("next-after-submit"));
    }
    // A delivery with nothing new in it is told by the exit code too: it was sent before, or sent to the wrong place.
    let done = refused == 0 && accepted > 0;
    Ok(if done { ExitCode::SUCCESS } else { ExitCode::from(super::REFUSED) })
}

/// Files as given; a folder stands for the .xlsx files in it.
fn files(words: &[PathBuf]) -> Result<Vec<PathBuf>, FileError> {
    let mut files = Vec::new();
    for word in words {
        if word.is_dir() {
            files.extend(app::file::workbooks_in(word)?);
        } else {
            files.push(word.clone());
        }
    }
    Ok(files)
}

/// Prints that a report is safe, at once: a person or a script may act on this line.
fn acknowledge(shell: &Shell, path: &Path, report: &Accepted) {
    let key = if report.already_there { "submit-already-there" } else { "submit-accepted" };
    let line = text!(
        shell.language,
        key,
        file = path.display().to_string(),
        code = report.code.as_str(),
        name = &report.name,
        revision = report.revision,
        filled = report.filled,
        when = punctuality(report.punctuality, shell.language)
    );
    print_line!("{line}");
    if !report.already_there {
        for found in &report.warnings {
            let mark = if found.reason.is_some() { "·" } else { "!" };
            print_line!("  {mark} {}", warning(&report.campaign.form, found, shell.language));
        }
        for at in &report.loose_reasons {
            print_line!("  ! {}", text!(shell.language, "submit-loose-reason", at = at));
        }
    }
}

fn refuse(shell: &Shell, path: &Path, error: &SubmitError) {
    let why = error.explain_at(Place::Terminal, shell.language);
    let mut lines = why.lines();
    let first = lines.next().unwrap_or_default();
    let rest: Vec<&str> = lines.collect();
    if rest.is_empty() {
        complain!("✗ {}: {first}", path.display());
    } else {
        complain!("✗ {}:", path.display());
        for line in why.lines() {
            complain!("    {line}");
        }
    }
}
