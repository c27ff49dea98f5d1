//! Exit codes and the one place where an error reaches the user.

use std::process::ExitCode;

/// Why a command ended early.
#[derive(Debug)]
pub(super) enum Failure {
    /// The scenario or the arguments are wrong: exit code 2. The text is ready to print.
    BadInput(String),
    /// The machine failed us: exit code 1.
    Internal(String),
    /// The user stopped it: exit code 130, as shells expect after Ctrl-C.
    Interrupted,
}

/// An error that the user cannot mend in the scenario or the arguments.
pub(super) fn internal(error: impl std::fmt::Display) -> Failure {
    Failure::Internal(error.to_string())
}

/// Prints a failure to stderr and turns the outcome into an exit code: 0 done, 1 internal or I/O failure or a
/// failed verification, 2 bad input or arguments, 130 interrupted. 3 is kept for violated policies.
pub(super) fn code(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::BadInput(text)) => {
            anstream::eprintln!("{}", text.trim_end());
            ExitCode::from(2)
        }
        Err(Failure::Internal(text)) => {
            anstream::eprintln!("error: {text}");
            ExitCode::FAILURE
        }
        Err(Failure::Interrupted) => {
            anstream::eprintln!("interrupted: nothing was written, earlier results are untouched");
            ExitCode::from(130)
        }
    }
}
