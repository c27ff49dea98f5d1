//! `tenantrisk fit`: frequencies, severities and updated beliefs from an incident log.

mod prior;

use std::{
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use clap::{Args, ValueEnum};

use super::{
    exit::{Failure, internal},
    input, progress,
    report_arguments::DecimalArgument,
    screen,
};
use crate::{
    calibrate::{self, Calibration, FrequencyModel, Log, Options, Period, Uniform},
    engine::streams::Stream,
    model::metrics::Component,
    report::{
        NamedFile, OutputDirectory,
        calibration::{self, LogReport},
        chart,
        manifest::{self, CHARTS_FOLDER},
    },
    units::{Per, StartDate},
};

const SECONDS_PER_DAY: u64 = 86_400;

/// Arguments of `fit`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk fit scenarios/data/incidents.csv --from 2021-01-01 --to 2025-12-31
  tenantrisk fit incidents.csv --from 2021-01-01 --to 2025-12-31 --tenants 4000 --out output
  tenantrisk fit incidents.csv --from 2021-01-01 --to 2025-12-31 --prior my.toml --toml > learned.toml
The log's first line names its columns: date (2025-03-31) and class are needed; tenants_affected,
minutes and cost (US dollars) are used where they are there. --out DIR writes DIR/incidents/: fit.toml,
fit.csv, rejected.csv, fit.json, manifest.json and charts/. docs/fit.md describes every figure.")]
pub(super) struct FitArguments {
    /// The incident log (CSV).
    #[arg(value_name = "INCIDENTS")]
    pub file: PathBuf,
    /// First day on which incidents would have been logged. [default: that of the first incident]
    #[arg(long, value_name = "DATE")]
    pub from: Option<StartDate>,
    /// Last day, which counts. [default: that of the last incident]
    #[arg(long, value_name = "DATE")]
    pub to: Option<StartDate>,
    /// What rates are per.
    #[arg(long, value_name = "READING", default_value = "platform_year")]
    pub per: PerArgument,
    /// Tenants of the platform, on average over the window: for the share that an incident affects, and for --per
    /// tenant_year.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1_000_000_000))]
    pub tenants: Option<u64>,
    /// Isolation units (databases, pools), on average over the window, for --per unit_year.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub units: Option<u64>,
    /// Fit this class alone, also where none of it is logged; may be given several times. [default: all]
    #[arg(long, value_name = "NAME")]
    pub class: Vec<String>,
    /// A scenario whose uncertain rates and probabilities of these classes are updated by the log.
    #[arg(long, value_name = "SCENARIO")]
    pub prior: Option<PathBuf>,
    /// Values that a severity or a reach is fitted to at least; below, only the frequency is.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(5..))]
    pub min_values: u64,
    /// Law of the counts. [default: the likelier of poisson and negative_binomial by AIC]
    #[arg(long, value_name = "LAW")]
    pub frequency: Option<FrequencyArgument>,
    /// Period that incidents are counted in. [default: the longest that the window holds eight times]
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<PeriodArgument>,
    /// Cost in US dollars above which a generalised Pareto tail begins. [default: the upper tenth]
    #[arg(long, value_name = "USD", value_parser = positive)]
    pub threshold: Option<f64>,
    /// The same of durations.
    #[arg(long, value_name = "MINUTES", value_parser = positive)]
    pub threshold_minutes: Option<f64>,
    /// Most that an incident can cost, in US dollars; a tail of infinite mean needs it.
    #[arg(long, value_name = "USD", value_parser = positive)]
    pub cap: Option<f64>,
    /// Longest that an incident can last.
    #[arg(long, value_name = "MINUTES", value_parser = positive)]
    pub cap_minutes: Option<f64>,
    /// Samples behind a p-value at most; fewer from 2,000 values on; 0 leaves p-values out.
    #[arg(long, value_name = "N", default_value_t = 499, value_parser = clap::value_parser!(u64).range(0..=100_000))]
    pub bootstrap: u64,
    /// Seed of those samples.
    #[arg(long, value_name = "N", default_value_t = 20_261_123)]
    pub seed: u64,
    /// Also write files into DIR/<name of the log>/, with a QQ plot for every size that was fitted.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What divides decimals in CSV files.
    #[arg(long, value_name = "MARK", default_value = "point", requires = "out")]
    pub csv_decimal: DecimalArgument,
    /// List everything that is not used, however much it is.
    #[arg(long)]
    pub all: bool,
    /// Print one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    /// Print only the TOML.
    #[arg(long, conflicts_with = "json")]
    pub toml: bool,
}

/// What a rate is per.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PerArgument {
    /// The platform and year.
    #[value(name = "platform_year")]
    Platform,
    /// Isolation unit and year; needs --units.
    #[value(name = "unit_year")]
    Unit,
    /// Tenant and year; needs --tenants.
    #[value(name = "tenant_year")]
    Tenant,
}

/// A law of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum FrequencyArgument {
    /// Any number of independent incidents.
    Poisson,
    /// The same at a rate that differs from period to period.
    NegativeBinomial,
    /// At most one incident a year: a probability.
    Bernoulli,
}

/// A period of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PeriodArgument {
    /// Years from the first day of the window.
    Year,
    /// Three months.
    Quarter,
    /// Months.
    Month,
}

/// Fits a log, prints and writes.
pub(super) fn fit(arguments: &FitArguments) -> Result<(), Failure> {
    let (text, sha256) = read_text(&arguments.file)?;
    let name = arguments.file.file_name().and_then(|name| name.to_str()).unwrap_or("incidents.csv");
    let today = today()?;
    let log = calibrate::read(&text, today)
        .map_err(|error| bad(format!("{} {error}", arguments.file.display())))?;
    let stem = arguments.file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("incidents");
    let out = arguments.out.as_ref().map(|out| out.join(stem));
    // Fails early where nothing can be written, and leaves nothing behind while values are fitted.
    out.as_deref().map(OutputDirectory::create).transpose().map_err(internal)?;
    let calibration = calibrated(arguments, &log, today)?;
    let report = LogReport {
        version: env!("CARGO_PKG_VERSION"),
        log: name.to_owned(),
        log_sha256: sha256,
        seed: arguments.seed,
        calibration,
        reserved: Component::ALL.iter().map(|component| component.name()).collect(),
    };
    if let Some(out) = &out {
        let directory = OutputDirectory::create(out).map_err(internal)?;
        write(directory, &report, arguments.csv_decimal)?;
    }
    if arguments.json {
        anstream::print!("{}", String::from_utf8_lossy(&calibration::json(&report).map_err(internal)?));
    } else if arguments.toml {
        anstream::print!("{}", calibration::toml(&report));
    } else {
        anstream::println!("{}", calibration::render(&report, screen::width(), arguments.all).trim_end());
        anstream::println!(
            "\nFor a scenario (`tenantrisk check` accepts it):\n\n{}",
            calibration::toml(&report).trim_end()
        );
    }
    if let Some(out) = out {
        anstream::eprintln!("{stem}: results in {}", out.display());
    }
    Ok(())
}

fn calibrated(arguments: &FitArguments, log: &Log, today: StartDate) -> Result<Calibration, Failure> {
    let (per, units) = match (arguments.per, arguments.units, arguments.tenants) {
        (PerArgument::Platform, ..) => (Per::PlatformYear, 1.0),
        (PerArgument::Unit, Some(units), _) => (Per::UnitYear, units as f64),
        (PerArgument::Tenant, _, Some(tenants)) => (Per::TenantYear, tenants as f64),
        (PerArgument::Unit, None, _) => {
            return Err(bad("--per unit_year needs --units, how many there were on average".to_owned()));
        }
        (PerArgument::Tenant, _, None) => {
            return Err(bad("--per tenant_year needs --tenants, how many there were on average".to_owned()));
        }
    };
    let priors = match &arguments.prior {
        Some(file) => prior::of_scenario(file, log, &arguments.class)?,
        None => Default::default(),
    };
    let bar = progress::fitting(arguments.json || arguments.toml);
    let seed = arguments.seed;
    let uniforms = move |name: &str| -> Box<Uniform> {
        let stream = Stream::new(seed, &format!("calibrate/{name}"));
        Box::new(move |replicate, place| stream.uniform(replicate, place))
    };
    let options = Options {
        from: arguments.from,
        to: arguments.to,
        today,
        per,
        units,
        tenants: arguments.tenants,
        classes: arguments.class.clone(),
        least_values: arguments.min_values as usize,
        period: arguments.period.map(Into::into),
        model: arguments.frequency.map(Into::into),
        cost_threshold: arguments.threshold,
        minutes_threshold: arguments.threshold_minutes,
        cost_cap: arguments.cap,
        minutes_cap: arguments.cap_minutes,
        replicates: arguments.bootstrap,
        priors,
        uniforms: &uniforms,
        progress: &|class| {
            bar.set_message(class.to_owned());
            bar.tick();
        },
    };
    let fitted = calibrate::calibrate(log, &options);
    bar.finish_and_clear();
    fitted.map_err(|error| bad(format!("{}: {error}", arguments.file.display())))
}

fn write(
    mut directory: OutputDirectory,
    report: &LogReport,
    decimal: DecimalArgument,
) -> Result<(), Failure> {
    let mut files = calibration::data_files(report, decimal.into()).map_err(internal)?;
    files.extend(charts(report)?);
    for (name, content) in &files {
        directory.write(name, content).map_err(internal)?;
    }
    let subject = (report.log.as_str(), report.log_sha256.as_str(), report.seed);
    let manifest = manifest::render_of_log(subject, directory.written()).map_err(internal)?;
    directory.write(manifest::NAME, &manifest).map_err(internal)?;
    directory.commit().map_err(internal)
}

/// A QQ plot of every size that was fitted.
fn charts(report: &LogReport) -> Result<Vec<NamedFile>, Failure> {
    let mut files: Vec<NamedFile> = Vec::new();
    for class in &report.calibration.classes {
        for size in class.sizes() {
            let Some(svg) = chart::qq(&report.log, &class.class, size).map_err(internal)? else { continue };
            let mut name = format!("{CHARTS_FOLDER}qq_{}_{}", file_name(&class.class), size.quantity.name());
            while files.iter().any(|(other, _)| *other == format!("{name}.svg")) {
                name.push('_');
            }
            let png = chart::png(&svg).map_err(internal)?;
            files.push((format!("{name}.svg"), svg.into_bytes()));
            files.push((format!("{name}.png"), png));
        }
    }
    Ok(files)
}

/// The name of a class as part of a file name.
fn file_name(class: &str) -> String {
    class.chars().map(|letter| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' }).collect()
}

fn read_text(file: &Path) -> Result<(String, String), Failure> {
    let bytes =
        std::fs::read(file).map_err(|error| bad(format!("cannot read {}: {error}", file.display())))?;
    let sha256 = input::sha256(&bytes);
    let text = input::text(bytes).map_err(|error| bad(format!("{} is {error}", file.display())))?;
    Ok((text, sha256))
}

/// The last day that has begun anywhere on Earth.
fn today() -> Result<StartDate, Failure> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(internal)?;
    // The first time zone is 14 hours ahead.
    let days = (since.as_secs() + 14 * 3_600) / SECONDS_PER_DAY;
    Ok(StartDate::of_day_number(days as i64))
}

fn positive(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "expected a number such as 250000".to_owned())?;
    if number > 0.0 && number.is_finite() { Ok(number) } else { Err("expected a number above 0".to_owned()) }
}

fn bad(text: String) -> Failure {
    Failure::BadInput(format!("error: {text}"))
}

impl From<FrequencyArgument> for FrequencyModel {
    fn from(argument: FrequencyArgument) -> Self {
        match argument {
            FrequencyArgument::Poisson => FrequencyModel::Poisson,
            FrequencyArgument::NegativeBinomial => FrequencyModel::NegativeBinomial,
            FrequencyArgument::Bernoulli => FrequencyModel::Bernoulli,
        }
    }
}

impl From<PeriodArgument> for Period {
    fn from(argument: PeriodArgument) -> Self {
        match argument {
            PeriodArgument::Year => Period::Year,
            PeriodArgument::Quarter => Period::Quarter,
            PeriodArgument::Month => Period::Month,
        }
    }
}
