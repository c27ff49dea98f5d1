//! `tenantrisk controls`: which controls to buy together.

use std::{path::PathBuf, time::Instant};

use clap::Args;

use super::{
    arguments::SimulationArguments,
    exit::{Failure, internal},
    input::{self, Input},
    named, progress,
    report_arguments::DecimalArgument,
    screen,
    simulate::{self, INTERRUPTED},
};
use crate::{
    decision::{PortfolioError, PortfolioFindings, PortfolioOptions, VersionsError, Watch, portfolios},
    report::{self, NamedFile, OutputDirectory, chart, manifest::CHARTS_FOLDER, portfolio},
    units::format_count,
};

/// Runs of a version unless said otherwise: whole blocks of evenly spread points, and enough of them to tell errors.
pub(super) const RUNS: u64 = 16_384;

/// Arguments of `controls`.
#[derive(Debug, Args)]
#[command(mut_arg("runs", |runs| runs.help("Number of runs of every portfolio. [default: 16384]")))]
#[command(after_help = "\
Examples:
  tenantrisk controls scenarios/pooling-roi.toml
  tenantrisk controls my.toml --budget 250000 --alternative rls
  tenantrisk controls my.toml --controls breakers,audit,rotation --exhaustive 12 --runs 50000
Plays portfolios of the [control.…] tables of a scenario for one alternative, all on the same runs;
the controls that the file gives the alternative are set aside. The budget is for building and
running them over the horizon, in present value. Writes output/my/controls/: controls.csv,
contributions.csv, controls.json, manifest.json and charts/controls_frontier.svg and .png.
docs/controls.md describes them.")]
pub(super) struct ControlsArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The alternative that may buy controls. [default: the cheapest of the scenario by mean cost]
    #[arg(long, value_name = "NAME")]
    pub alternative: Option<String>,
    /// Controls to weigh, separated by commas. [default: all of the scenario]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub controls: Vec<String>,
    /// Most that building and running a portfolio over the horizon may cost, USD in present value. [default: `controls`
    /// of [budget] in the scenario, or no limit]
    #[arg(long, value_name = "USD", value_parser = named::usd)]
    pub budget: Option<f64>,
    /// Play every portfolio of up to so many controls; with more, add one control at a time.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u8).range(0..=16))]
    pub exhaustive: u8,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Where results go; these land in DIR/<scenario>/controls.
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

/// Weighs the portfolios of one scenario.
pub(super) fn controls(arguments: &ControlsArguments) -> Result<(), Failure> {
    let inputs = input::read_all(std::slice::from_ref(&arguments.file))?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    inputs.into_iter().try_for_each(|input| pool.install(|| one(arguments, input)))
}

fn one(arguments: &ControlsArguments, mut input: Input) -> Result<(), Failure> {
    simulate::refuse_exact(&arguments.simulation)?;
    input.model.simulation.runs = RUNS;
    let prepared = simulate::prepare(input, &arguments.simulation)?;
    let model = prepared.plan.model();
    let alternatives = model.alternatives.iter().map(|one| one.name.as_str());
    let controls = model.controls.iter().map(|one| one.name.as_str());
    let wanted = arguments.controls.iter();
    let mut weighed: Vec<usize> = wanted
        .map(|name| named::position("--controls", "control", name.trim(), controls.clone()))
        .collect::<Result<_, _>>()?;
    weighed.sort_unstable();
    weighed.dedup();
    let named = arguments.alternative.as_deref();
    let options = PortfolioOptions {
        alternative: named
            .map(|name| named::position("--alternative", "alternative", name, alternatives))
            .transpose()?,
        controls: Some(weighed).filter(|controls| !controls.is_empty()),
        budget_usd: arguments.budget.or(model.controls_budget_usd),
        exhaustive_up_to: usize::from(arguments.exhaustive),
    };
    let is_silent = arguments.quiet || arguments.json;
    let target = arguments.out.join(prepared.name()).join(portfolio::FOLDER);
    let directory = OutputDirectory::create(&target).map_err(internal)?;
    let started = Instant::now();
    let bar = progress::count(prepared.name(), is_silent);
    let watch = Watch { progress: &|runs| bar.inc(runs), interrupted: &INTERRUPTED };
    let found = portfolios(&prepared.plan, prepared.sha256.clone(), &options, watch);
    bar.finish_and_clear();
    let found = found.map_err(|error| failure(error, prepared.name()))?;
    let charts = charts(&found)?;
    simulate::check_interruption()?;
    let data = portfolio::data_files(&found, arguments.csv_decimal.into()).map_err(internal)?;
    report::write_report(directory, &found.setting, &data, &charts).map_err(internal)?;
    if arguments.json {
        anstream::print!("{}", String::from_utf8_lossy(&portfolio::json(&found).map_err(internal)?));
    } else if !arguments.quiet {
        anstream::println!("{}", portfolio::render(&found, screen::width()).trim_end());
        anstream::eprintln!(
            "{}: {} portfolios in {:.2} s; results in {}",
            prepared.name(),
            format_count(found.portfolios.len() as f64),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(())
}

fn charts(found: &PortfolioFindings) -> Result<Vec<NamedFile>, Failure> {
    let svg = chart::controls_frontier(found).map_err(internal)?;
    let png = chart::png(&svg).map_err(internal)?;
    Ok(vec![
        (format!("{CHARTS_FOLDER}controls_frontier.svg"), svg.into_bytes()),
        (format!("{CHARTS_FOLDER}controls_frontier.png"), png),
    ])
}

/// Why portfolios are not weighed, as far as the user can help it.
fn failure(error: PortfolioError, name: &str) -> Failure {
    match error {
        PortfolioError::Versions(VersionsError::Interrupted) => Failure::Interrupted,
        PortfolioError::Versions(VersionsError::Sample(error)) => internal(error),
        error => Failure::BadInput(format!("error: {name}: {error}")),
    }
}
