//! `chungtay restore`: what a backup holds, in an empty place.

use super::{Outcome, Shell};
use crate::arguments::RestoreArguments;
use crate::output::print_line;
use app::{SystemWorld, installation};
use locale::text;
use std::process::ExitCode;

pub(crate) fn run(shell: &Shell, words: &RestoreArguments) -> Outcome {
    let place = shell.place()?;
    let restored = installation::restore(&SystemWorld, shell.operator(), &words.file, &place)?;
    print_line!("{}", text!(shell.language, "restore-done", place = place.to_string()));
    super::move_to::tell(shell, &restored);
    print_line!("{}", shell.hint("next-after-restore"));
    Ok(ExitCode::SUCCESS)
}
