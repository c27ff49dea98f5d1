//! `tenantrisk insure`: which layer of insurance to buy.

use std::{path::PathBuf, str::FromStr, time::Instant};

use clap::Args;

use super::{
    arguments::SimulationArguments,
    controls,
    exit::{Failure, internal},
    input::{self, Input},
    named, progress,
    report_arguments::DecimalArgument,
    screen,
    simulate::{self, INTERRUPTED},
    vary::VaryArgument,
};
use crate::{
    decision::{
        LayerError, LayerFindings, LayerOptions, Over, PremiumRule, TAIL_PRICE_PER_YEAR, VersionsError,
        Watch, layers,
    },
    report::{self, NamedFile, OutputDirectory, chart, layers as files, manifest::CHARTS_FOLDER},
    units::format_count,
};

/// Arguments of `insure`.
#[derive(Debug, Args)]
#[command(mut_arg("runs", |runs| runs.help("Number of runs of every layer. [default: 16384]")))]
#[command(after_help = "\
Examples:
  tenantrisk insure scenarios/small-regulated-insured.toml --loading 1.5
  tenantrisk insure my.toml --loading 1.4 --rate-on-line 0.01 --alternative rls --policy cyber
  tenantrisk insure my.toml --loading 2 --retention 0..1e6:6 --limit 1e6..50e6:log:9 --tail-price 0.1
No premium is made up: --loading, --rate-on-line or both say how it follows from a layer. Ranges are
FROM..TO, :log spreads them by equal factors, :9 makes it 9 values; or a list, 1e5,5e5. Writes
output/my/insurance/: layers.csv, layers.json, layer.toml (the best layer as a scenario),
manifest.json and charts/insurance_layers.svg and .png. docs/insurance.md describes them.")]
pub(super) struct InsureArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Premium over expected payments, for example 1.5.
    #[arg(long, value_name = "FACTOR", value_parser = positive)]
    pub loading: Option<f64>,
    /// Premium over the limit, for example 0.05; with --loading the greater premium counts.
    #[arg(long, value_name = "SHARE", value_parser = positive)]
    pub rate_on_line: Option<f64>,
    /// What a dollar of the mean of the worst hundredth of the total cost is worth a year, USD. The default is a
    /// judgement: what insurers in the EU had to count on the capital they hold.
    #[arg(long, value_name = "USD", default_value_t = TAIL_PRICE_PER_YEAR, value_parser = named::usd)]
    pub tail_price: f64,
    /// Retentions an event, USD.
    #[arg(long, value_name = "VALUES", default_value = "10_000..10_000_000:log:7")]
    pub retention: ValuesArgument,
    /// Widths of the layer above, USD.
    #[arg(long, value_name = "VALUES", default_value = "100_000..100_000_000:log:10")]
    pub limit: ValuesArgument,
    /// The alternative to insure. [default: the cheapest of the scenario by mean cost, none insured]
    #[arg(long, value_name = "NAME")]
    pub alternative: Option<String>,
    /// The policy of the file that gives coinsurance, limits of a year and what is covered. [default: that of the
    /// alternative, or the defaults of a policy]
    #[arg(long, value_name = "NAME")]
    pub policy: Option<String>,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Where results go; these land in DIR/<scenario>/insurance.
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

/// Values of a term, as those of `--vary` without a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ValuesArgument((Over, bool));

impl FromStr for ValuesArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let vary = VaryArgument::from_str(&format!("PATH={text}"))?.with_values()?;
        Ok(ValuesArgument((vary.over, vary.is_logarithmic)))
    }
}

fn positive(text: &str) -> Result<f64, String> {
    named::number(text).filter(|number| *number > 0.0).ok_or_else(|| "expected a number above 0".to_owned())
}

/// Searches the layers of one scenario.
pub(super) fn insure(arguments: &InsureArguments) -> Result<(), Failure> {
    let inputs = input::read_all(std::slice::from_ref(&arguments.file))?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    inputs.into_iter().try_for_each(|input| pool.install(|| one(arguments, input)))
}

fn one(arguments: &InsureArguments, mut input: Input) -> Result<(), Failure> {
    simulate::refuse_exact(&arguments.simulation)?;
    input.model.simulation.runs = controls::RUNS;
    let prepared = simulate::prepare(input, &arguments.simulation)?;
    let model = prepared.plan.model();
    let alternatives = model.alternatives.iter().map(|one| one.name.as_str());
    let policies = model.insurances.iter().map(|one| one.name.as_str());
    let position = |option: &str, kind: &str, name: &Option<String>, names: Vec<&str>| {
        let found = name.as_deref().map(|name| named::position(option, kind, name, names.iter().copied()));
        found.transpose()
    };
    let options = LayerOptions {
        alternative: position(
            "--alternative",
            "alternative",
            &arguments.alternative,
            alternatives.collect(),
        )?,
        policy: position("--policy", "insurance", &arguments.policy, policies.collect())?,
        retention: arguments.retention.0.clone(),
        limit: arguments.limit.0.clone(),
        premium: PremiumRule { loading: arguments.loading, rate_on_line: arguments.rate_on_line },
        tail_price_per_year: arguments.tail_price,
    };
    let is_silent = arguments.quiet || arguments.json;
    let target = arguments.out.join(prepared.name()).join(files::FOLDER);
    let directory = OutputDirectory::create(&target).map_err(internal)?;
    let started = Instant::now();
    let bar = progress::count(prepared.name(), is_silent);
    let watch = Watch { progress: &|runs| bar.inc(runs), interrupted: &INTERRUPTED };
    let found = layers(&prepared.plan, prepared.sha256.clone(), &options, watch);
    bar.finish_and_clear();
    let found = found.map_err(|error| failure(error, prepared.name()))?;
    let charts = charts(&found)?;
    simulate::check_interruption()?;
    let data = files::data_files(&found, arguments.csv_decimal.into()).map_err(internal)?;
    report::write_report(directory, &found.setting, &data, &charts).map_err(internal)?;
    if arguments.json {
        anstream::print!("{}", String::from_utf8_lossy(&files::json(&found).map_err(internal)?));
    } else if !arguments.quiet {
        anstream::println!("{}", files::render(&found, screen::width()).trim_end());
        anstream::eprintln!(
            "{}: {} layers in {:.2} s; results in {}",
            prepared.name(),
            format_count(found.layers.len() as f64),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(())
}

fn charts(found: &LayerFindings) -> Result<Vec<NamedFile>, Failure> {
    let svg = chart::insurance_layers(found).map_err(internal)?;
    let png = chart::png(&svg).map_err(internal)?;
    Ok(vec![
        (format!("{CHARTS_FOLDER}insurance_layers.svg"), svg.into_bytes()),
        (format!("{CHARTS_FOLDER}insurance_layers.png"), png),
    ])
}

/// Why layers are not searched, as far as the user can help it.
fn failure(error: LayerError, name: &str) -> Failure {
    match error {
        LayerError::Versions(VersionsError::Interrupted) => Failure::Interrupted,
        LayerError::Versions(VersionsError::Sample(error)) => internal(error),
        LayerError::Range(error) => Failure::BadInput(format!("error: --{error}")),
        error => Failure::BadInput(format!("error: {name}: {error}")),
    }
}
