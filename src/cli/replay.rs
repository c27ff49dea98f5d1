//! `tenantrisk replay`: the dated ledger of one run.

use super::{
    arguments::ReplayArguments,
    exit::{Failure, internal},
    input, screen, simulate,
};
use crate::{
    decision::{self, RunLedger},
    report::{self, replay_csv, replay_text},
};

/// Incidents that stdout shows of an alternative.
const SHOWN: usize = 20;

/// Finds the run, plays it again and shows it.
pub(super) fn replay(arguments: &ReplayArguments) -> Result<(), Failure> {
    simulate::refuse_exact(&arguments.simulation)?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    for mut input in input::read_all(std::slice::from_ref(&arguments.file))? {
        let simulation = &mut input.model.simulation;
        simulation.uncertainty = arguments.uncertainty.over(simulation.uncertainty)?;
        let mut ledger = pool.install(|| {
            let prepared = simulate::prepare(input, &arguments.simulation)?;
            let run = run(&prepared, arguments)?;
            Ok(decision::replay(&prepared.plan, run))
        })?;
        if let Some(name) = &arguments.alternative {
            ledger.alternatives.retain(|alternative| alternative.name == *name);
        }
        show(&ledger, arguments)?;
    }
    Ok(())
}

/// The run that is asked for.
fn run(prepared: &simulate::Prepared, arguments: &ReplayArguments) -> Result<u64, Failure> {
    let model = prepared.plan.model();
    let position = match &arguments.alternative {
        None => model.baseline,
        Some(name) => {
            let found = model.alternatives.iter().position(|alternative| alternative.name == *name);
            found.ok_or_else(|| {
                let names: Vec<&str> = model.alternatives.iter().map(|one| one.name.as_str()).collect();
                let names = names.join(", ");
                Failure::BadInput(format!("error: --alternative {name}: expected one of {names}"))
            })?
        }
    };
    match (arguments.run, arguments.quantile) {
        (Some(run), _) if run < model.simulation.runs => Ok(run),
        (Some(run), _) => {
            let last = model.simulation.runs - 1;
            Err(Failure::BadInput(format!("error: --run {run}: expected 0 to {last}; --runs N plays more")))
        }
        (None, level) => {
            let outcomes = prepared.simulate(arguments.json)?;
            let (level, metric) = (level.unwrap_or(0.95), arguments.metric.as_str());
            decision::run_at_quantile(&prepared.plan, &outcomes, position, metric, level).map_err(|error| {
                match error {
                    decision::AnalysisError::UnknownMetric(_) => {
                        Failure::BadInput(format!("error: --metric: {error}"))
                    }
                    other => internal(other),
                }
            })
        }
    }
}

fn show(ledger: &RunLedger, arguments: &ReplayArguments) -> Result<(), Failure> {
    if let Some(path) = &arguments.csv {
        let bytes = replay_csv::render(ledger, arguments.csv_decimal.into()).map_err(internal)?;
        report::write_file(path, &bytes).map_err(internal)?;
    }
    if arguments.json {
        anstream::println!("{}", serde_json::to_string_pretty(ledger).map_err(internal)?);
    } else {
        let most = if arguments.all { usize::MAX } else { SHOWN };
        anstream::println!("{}", replay_text::render(ledger, screen::width(), most).trim_end());
    }
    Ok(())
}
