//! `tenantrisk breakeven`: the value of one number at which the decision flips.

use std::path::PathBuf;

use clap::Args;

use super::{
    arguments::SimulationArguments,
    exit::{Failure, internal},
    input::{self, Input},
    progress, screen,
    simulate::{self, INTERRUPTED},
    sweep::{RUNS_PER_POINT, failure},
    vary::VaryArgument,
};
use crate::{
    decision::{BreakEven, BreakEvenOptions, break_even},
    engine::Plan,
    report::break_even as text,
    scenario::nearest,
};

/// Arguments of `breakeven`.
#[derive(Debug, Args)]
#[command(mut_arg("runs", |runs| runs.help("Number of runs of every value that is tried. [default: 10000]")))]
#[command(after_help = "\
Examples:
  tenantrisk breakeven my.toml --vary isolation.rls.breach.probability
  tenantrisk breakeven my.toml --vary tenants.initial=100..100000:log
  tenantrisk breakeven my.toml --vary severity.models.fixed.amount --alternative rls
A path is that of a number in the file, as `tenantrisk explain` lists them. Without a range it is
searched from a hundredth to a hundredfold of the scenario's value, as far as the number may go.
docs/sweep.md says how the value and its interval are found.")]
pub(super) struct BreakevenArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Path of the number, and where to look: FROM..TO, or FROM..TO:log.
    #[arg(long, required = true, value_name = "PATH[=FROM..TO]")]
    pub vary: VaryArgument,
    /// Find where this alternative and its baseline cost the same, rather than where the cheapest of all changes.
    #[arg(long, value_name = "NAME")]
    pub alternative: Option<String>,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Print one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
}

/// Finds the break-even of one scenario.
pub(super) fn breakeven(arguments: &BreakevenArguments) -> Result<(), Failure> {
    let inputs = input::read_all(std::slice::from_ref(&arguments.file))?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    for input in inputs {
        let found = pool.install(|| one(arguments, input))?;
        if arguments.json {
            anstream::println!("{}", serde_json::to_string_pretty(&found).map_err(internal)?);
        } else {
            anstream::println!("{}", text::render(&found, screen::width()).trim_end());
        }
    }
    Ok(())
}

fn one(arguments: &BreakevenArguments, mut input: Input) -> Result<BreakEven, Failure> {
    simulate::refuse_exact(&arguments.simulation)?;
    let scenario = input.scenario.clone();
    input.model.simulation.runs = RUNS_PER_POINT;
    let prepared = simulate::prepare_flat(input, &arguments.simulation)?;
    let alternative =
        arguments.alternative.as_deref().map(|name| position(&prepared.plan, name)).transpose()?;
    let bar = progress::count(prepared.name(), arguments.json);
    let options = BreakEvenOptions {
        path: &arguments.vary.path,
        vary: arguments.vary.vary.clone(),
        alternative,
        progress: &|runs| bar.inc(runs),
        interrupted: &INTERRUPTED,
    };
    let found = break_even(&prepared.plan, &scenario, prepared.sha256.clone(), &options);
    bar.finish_and_clear();
    found.map_err(failure)
}

/// The alternative of this name, which must have a baseline other than itself.
fn position(plan: &Plan, name: &str) -> Result<usize, Failure> {
    let alternatives = &plan.model().alternatives;
    let bad = |text: String| Failure::BadInput(format!("error: --alternative: {text}"));
    let Some(position) = alternatives.iter().position(|alternative| alternative.name == name) else {
        let names: Vec<&str> = alternatives.iter().map(|alternative| alternative.name.as_str()).collect();
        let meant = nearest(name, names.iter().copied())
            .map_or(String::new(), |name| format!("; did you mean {name}?"));
        return Err(bad(format!("there is no alternative `{name}`, accepted: {}{meant}", names.join(", "))));
    };
    match alternatives[position].baseline.unwrap_or(plan.model().baseline) == position {
        true => Err(bad(format!("`{name}` is the baseline itself; name another alternative"))),
        false => Ok(position),
    }
}
