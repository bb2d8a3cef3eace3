//! `chungtay move`: the whole installation to another place, perhaps on the other engine.

use super::{Outcome, Shell};
use crate::arguments::MoveArguments;
use crate::output::print_line;
use app::installation;
use locale::text;
use std::process::ExitCode;
use store::{Location, Restored};

pub(crate) fn run(shell: &Shell, words: &MoveArguments) -> Outcome {
    let to = Location::parse(&words.to, &shell.folder())?;
    let from = shell.place()?;
    let moved = shell.with_store(|context| Ok(installation::move_to(context, &to)?))?;
    print_line!("{}", text!(shell.language, "move-done", from = from.to_string(), to = to.to_string()));
    tell(shell, &moved);
    let key = if to.is_on_server() { "next-after-move-to-server" } else { "next-after-move-to-folder" };
    print_line!("{}", shell.as_typed(&text!(shell.language, key, to = to.to_string())));
    Ok(ExitCode::SUCCESS)
}

/// The digests of both sides.
pub(super) fn tell(shell: &Shell, copied: &Restored) {
    for (key, digest) in [("copy-from", &copied.from), ("copy-to", &copied.to)] {
        print_line!("{}", text!(shell.language, key, rows = digest.rows(), digest = &digest.all));
    }
}
