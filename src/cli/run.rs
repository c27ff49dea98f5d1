//! `tenantrisk run`: simulate, print, write.

use std::time::Instant;

use super::{
    arguments::{MethodArgument, RunArguments},
    exit::{Failure, internal},
    input::{self, Input},
    result::{self, Printer},
    run_exact, shard, shard_run, simulate, uncertainty,
};
use crate::{decision::Findings, report::OutputDirectory};

/// Runs all scenarios of one call, or one shard of each.
pub(super) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    if arguments.simulation.method == Some(MethodArgument::Exact) {
        return match arguments.shard {
            None => run_exact::run(arguments),
            Some(_) => Err(Failure::BadInput(
                "error: --shard has no meaning with --method exact: nothing is simulated".to_owned(),
            )),
        };
    }
    let shard = arguments.shard.map(shard::resolve).transpose()?;
    let inputs = input::read_all(&arguments.files)?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    let mut printer = Printer::new(&arguments.report);
    for mut input in inputs {
        let simulation = &mut input.model.simulation;
        simulation.uncertainty = arguments.uncertainty.over(simulation.uncertainty)?;
        uncertainty::refuse_stop(simulation.uncertainty, &arguments.stop)?;
        match shard {
            Some(shard) => pool.install(|| shard_run::run(arguments, shard, input))?,
            None => printer.add(pool.install(|| one(arguments, input))?),
        }
    }
    printer.finish()
}

fn one(arguments: &RunArguments, mut input: Input) -> Result<Findings, Failure> {
    input.model.simulation.runs = arguments.stop.most_runs().unwrap_or(input.model.simulation.runs);
    let prepared = simulate::prepare(input, &arguments.simulation)?;
    let target = arguments.out.join(prepared.name());
    let directory = OutputDirectory::create(&target).map_err(internal)?;

    let started = Instant::now();
    let report = &arguments.report;
    let (memory, rows) = (report.memory, report.run_rows.count());
    let (gathered, stopped) = prepared.gather(&arguments.stop, report.is_silent(), memory, rows)?;
    let simulated = started.elapsed();
    let findings = result::write(&prepared, gathered, stopped, &[], directory, report)?;
    if !report.is_silent() {
        anstream::eprintln!(
            "{}: {} runs in {:.2} s, {:.2} s in all; results in {}",
            prepared.name(),
            findings.setting.runs,
            simulated.as_secs_f64(),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(findings)
}
