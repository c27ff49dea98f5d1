//! `tenantrisk sensitivity`: which inputs move the savings, by playing again with each of them changed.

use super::{
    arguments::{MethodArgument, SensitivityArguments},
    exit::{Failure, internal},
    input, progress, screen, simulate,
};
use crate::{
    decision,
    engine::{self, RunOptions},
    model::Method,
    report::sensitivity,
};

/// Simulates one scenario again and again and prints how much each uncertain input matters.
pub(super) fn sensitivity(arguments: &SensitivityArguments) -> Result<(), Failure> {
    simulate::refuse_exact(&arguments.simulation)?;
    let inputs = input::read_all(std::slice::from_ref(&arguments.file))?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    if arguments.simulation.method == Some(MethodArgument::Auto) {
        let text = "error: --method auto: sensitivity compares runs of equal weight, the method `plain`";
        return Err(Failure::BadInput(text.to_owned()));
    }
    for mut input in inputs {
        input.model.simulation.method = Method::Plain;
        let prepared = simulate::prepare_flat(input, &arguments.simulation)?;
        let plan = &prepared.plan;
        let runs = plan.model().simulation.runs;
        let bar = progress::bar(prepared.name(), decision::plays(plan).saturating_mul(runs), arguments.json);
        let options = RunOptions { progress: &|count| bar.inc(count), interrupted: &simulate::INTERRUPTED };
        let found = pool.install(|| {
            decision::played_sensitivity(plan, |replaced| engine::run_substituting(plan, &options, replaced))
        });
        bar.finish_and_clear();
        let facts = found.map_err(internal)?.ok_or(Failure::Interrupted)?;
        if arguments.json {
            anstream::println!("{}", serde_json::to_string_pretty(&facts).map_err(internal)?);
        } else {
            let text = sensitivity::render(&facts, screen::width());
            anstream::println!("{}", text.trim_end());
        }
    }
    Ok(())
}
