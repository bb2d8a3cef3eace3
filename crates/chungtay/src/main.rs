//! The `chungtay` command: parses words, calls a use case, prints. One file for each subcommand in `command/`.

mod arguments;
mod command;
mod help;
mod misunderstood;
mod output;

use std::process::ExitCode;

/// The system's own keeps what each thread of a storm once needed; this one gives it back.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    command::run(std::env::args_os().collect())
}
