//! `chungtay backup`: everything in one file, while the server runs.

use super::{Outcome, Shell};
use crate::arguments::BackupArguments;
use crate::output::print_line;
use app::installation;
use locale::text;
use std::process::ExitCode;

const MIB: u64 = 1 << 20;

pub(crate) fn run(shell: &Shell, words: &BackupArguments) -> Outcome {
    let made = shell.with_store(|context| Ok(installation::back_up(context, &words.out)?))?;
    let file = words.out.display().to_string();
    print_line!("{}", text!(shell.language, "backup-made", file = file, size = made.bytes.div_ceil(MIB)));
    print_line!("{}", text!(shell.language, "backup-digest", rows = made.digest.rows(), digest = made.digest.all));
    print_line!("{}", shell.as_typed(&text!(shell.language, "backup-restore", file = words.out.display().to_string())));
    Ok(ExitCode::SUCCESS)
}
