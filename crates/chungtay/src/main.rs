//! The `chungtay` command: parses words, calls a use case, prints. One file for each subcommand in `command/`.

mod arguments;
mod command;
mod help;
mod misunderstood;
mod output;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(std::env::args_os().collect())
}
