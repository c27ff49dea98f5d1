//! `tenantrisk hybrid`: every combination of an isolation model for each tier.

use std::{path::PathBuf, time::Instant};

use clap::Args;

use super::{
    arguments::{MethodArgument, SimulationArguments},
    exit::{Failure, internal},
    input::{self, Input},
    progress,
    report_arguments::DecimalArgument,
    screen,
    simulate::{self, INTERRUPTED},
};
use crate::{
    decision::{Hybrid, HybridError, HybridGrid},
    model::Method,
    report::{self, NamedFile, OutputDirectory, chart, hybrid, manifest::CHARTS_FOLDER},
    units::format_count,
};

/// Runs unless said otherwise.
const RUNS: u64 = 10_000;

/// Arguments of `hybrid`.
#[derive(Debug, Args)]
#[command(mut_arg("runs", |runs| runs.help("Number of runs, each of all combinations. [default: 10000]")))]
#[command(after_help = "\
Examples:
  tenantrisk hybrid scenarios/ten-thousand-tenants.toml
  tenantrisk hybrid my.toml --models rls,schema,database --runs 100000
Every tier gets every isolation model: 3 models over 3 tiers make 27 combinations, all played on the
same runs. [survival] loss_usd of the file adds the chance of a loss that the company does not survive,
[hybrid] says which models, controls and costs of moving. Writes output/my/hybrid/: hybrid.csv,
ladder.csv, hybrid.json, manifest.json and charts/. docs/hybrid.md describes them.")]
pub(super) struct HybridArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Isolation models to combine, separated by commas. [default: those of [hybrid] models, else those of the
    /// alternatives]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub models: Vec<String>,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Where results go; they land in DIR/<scenario>/hybrid.
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub out: PathBuf,
    /// What divides decimals in CSV files.
    #[arg(long, value_name = "MARK", default_value = "point")]
    pub csv_decimal: DecimalArgument,
    /// Print nothing but errors.
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
    /// Print one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
}

/// Searches one scenario.
pub(super) fn hybrid(arguments: &HybridArguments) -> Result<(), Failure> {
    simulate::refuse_exact(&arguments.simulation)?;
    let inputs = input::read_all(std::slice::from_ref(&arguments.file))?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    inputs.into_iter().try_for_each(|input| pool.install(|| one(arguments, &input)))
}

fn one(arguments: &HybridArguments, input: &Input) -> Result<(), Failure> {
    let is_silent = arguments.quiet || arguments.json;
    let grid = grid(arguments, input)?;
    let name = input.model.name.as_str();
    let target = arguments.out.join(name).join(hybrid::FOLDER);
    let directory = OutputDirectory::create(&target).map_err(internal)?;
    let started = Instant::now();
    let runs = grid.plan().model().simulation.runs;
    let bar = progress::bar(name, runs, is_silent);
    let found = grid.play(input.sha256.clone(), &|count| bar.inc(count), &INTERRUPTED).map_err(failure);
    bar.finish_and_clear();
    let found = found?;
    let charts = charts(&found)?;
    simulate::check_interruption()?;
    let data = hybrid::data_files(&found, arguments.csv_decimal.into()).map_err(internal)?;
    report::write_report(directory, &found.setting, &data, &charts).map_err(internal)?;
    if arguments.json {
        anstream::print!("{}", String::from_utf8_lossy(&hybrid::json(&found).map_err(internal)?));
    } else if !arguments.quiet {
        anstream::println!("{}", hybrid::render(&found, screen::width()).trim_end());
        anstream::eprintln!(
            "{name}: {} combinations in {:.2} s; results in {}",
            format_count(grid.combinations() as f64),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(())
}

/// The combinations of a scenario, simulated as the arguments say.
fn grid(arguments: &HybridArguments, input: &Input) -> Result<HybridGrid, Failure> {
    let models: Vec<String> = arguments.models.iter().map(|name| name.trim().to_owned()).collect();
    let mut model = input.scenario.searching(&models).map_err(|error| bad(format!("--models: {error}")))?;
    let simulation = &arguments.simulation;
    model.simulation.runs = simulation.runs.unwrap_or(RUNS);
    model.simulation.seed = simulation.seed.unwrap_or(model.simulation.seed);
    match simulation.method {
        Some(MethodArgument::Auto) => model.simulation.method = Method::Auto,
        Some(MethodArgument::Plain) => model.simulation.method = Method::Plain,
        Some(MethodArgument::Exact) | None => {}
    }
    HybridGrid::new(model).map_err(failure)
}

fn charts(found: &Hybrid) -> Result<Vec<NamedFile>, Failure> {
    let mut files = Vec::new();
    for (name, svg) in chart::hybrid(found).map_err(internal)? {
        let png = chart::png(&svg).map_err(internal)?;
        files.push((format!("{CHARTS_FOLDER}{name}.svg"), svg.into_bytes()));
        files.push((format!("{CHARTS_FOLDER}{name}.png"), png));
    }
    Ok(files)
}

/// Why a search is not made, as far as the user can help it.
fn failure(error: HybridError) -> Failure {
    match error {
        HybridError::Interrupted => Failure::Interrupted,
        HybridError::Analysis(error) => internal(error),
        error => bad(error.to_string()),
    }
}

fn bad(text: String) -> Failure {
    Failure::BadInput(format!("error: {text}"))
}
