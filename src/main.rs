//! The tenantrisk command.

use std::process::ExitCode;

fn main() -> ExitCode {
    tenantrisk::cli::main()
}
