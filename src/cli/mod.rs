//! One file per command: arguments in, one call, output, exit code.

mod about;
mod arguments;
mod breakeven;
mod brief;
mod calc;
mod chart;
mod check;
mod controls;
mod exit;
mod explain;
mod fit;
mod hybrid;
mod input;
mod insure;
mod memory;
mod merge;
mod merge_run;
mod merge_sweep;
mod named;
mod partial;
mod progress;
mod replay;
mod report_arguments;
mod result;
mod run;
mod run_exact;
mod screen;
mod sensitivity;
mod shard;
mod shard_file;
mod shard_header;
mod shard_run;
mod shard_set;
mod shard_write;
mod simulate;
mod stop;
mod sweep;
mod uncertainty;
mod vary;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// The whole program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Run(options) => run::run(options),
        Command::Merge(options) => merge::merge(options),
        Command::Brief(options) => brief::brief(options),
        Command::Breakeven(options) => breakeven::breakeven(options),
        Command::Hybrid(options) => hybrid::hybrid(options),
        Command::Sweep(options) => sweep::sweep(options),
        Command::Controls(options) => controls::controls(options),
        Command::Insure(options) => insure::insure(options),
        Command::Verify(options) => verify::verify(options),
        Command::Replay(options) => replay::replay(options),
        Command::Chart(options) => chart::chart(options),
        Command::Sensitivity(options) => sensitivity::sensitivity(options),
        Command::Fit(options) => fit::fit(options),
        Command::Check(options) => check::check(options),
        Command::Explain(options) => explain::explain(options),
        Command::Calc(options) => calc::calc(options),
        Command::Schema(options) => about::schema(options),
        Command::Completions(options) => about::completions(options),
        Command::Man(options) => about::man(options),
    };
    exit::code(outcome)
}
