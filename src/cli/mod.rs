//! One file per command: arguments in, one call, output, exit code.

mod arguments;
mod check;
mod exit;
mod input;
mod progress;
mod run;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// The whole program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Run(options) => run::run(options),
        Command::Check(options) => check::check(options),
    };
    exit::code(outcome)
}
