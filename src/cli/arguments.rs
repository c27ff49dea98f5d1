//! What can be typed.

use std::{num::NonZeroUsize, ops::RangeInclusive, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, builder::ArgPredicate};

use super::{
    breakeven::BreakevenArguments,
    calc::CalcArguments,
    controls::ControlsArguments,
    fit::FitArguments,
    hybrid::HybridArguments,
    insure::InsureArguments,
    report_arguments::{DecimalArgument, ReportArguments, kinds_of_chart},
    shard::ShardArgument,
    stop::Stop,
    sweep::SweepArguments,
    uncertainty::UncertaintyArguments,
};

const EXAMPLES: &str = "\
Examples:
  tenantrisk run scenarios/ten-thousand-tenants.toml
  tenantrisk run my.toml --runs 1000000 --threads 2 --out results
  tenantrisk run my.toml --runs 100000000 --memory 1GiB
  tenantrisk run my.toml --json | jq .verdict
  tenantrisk run my.toml --shard 2/16 --out shards
  tenantrisk merge shards --out results
  tenantrisk brief scenarios/ten-thousand-tenants.toml
  tenantrisk sweep my.toml --vary isolation.rls.breach.probability=0.001..0.1:log
  tenantrisk breakeven my.toml --vary tenants.initial
  tenantrisk hybrid my.toml --models rls,database
  tenantrisk controls my.toml --budget 250000
  tenantrisk insure my.toml --loading 1.5
  tenantrisk chart output/my --kind cash_flow --out cash-flow.png
  tenantrisk verify scenarios/ten-thousand-tenants.toml
  tenantrisk replay scenarios/small-regulated.toml --quantile 0.95
  tenantrisk fit incidents.csv --from 2021-01-01 --to 2025-12-31
  tenantrisk check scenarios/*.toml
  tenantrisk explain scenarios/ten-thousand-tenants-evidence.toml
  tenantrisk calc breach --tenants 100 --records 10000

Exit codes: 0 done, 1 internal or I/O failure or a failed verification, 2 bad input or arguments, 130 interrupted.";

/// Puts a price on tenant isolation: simulates what each way of separating tenants costs, what can go wrong,
/// and how sure the answer is.
#[derive(Debug, Parser)]
#[command(name = "tenantrisk", version, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Simulate scenarios, print the verdict and tables, write files and charts.
    Run(RunArguments),
    /// Join the shards of `run --shard` into the result that one `run` would have written, byte for byte.
    Merge(MergeArguments),
    /// Write the business case of a scenario as Markdown and HTML: what to choose, what it saves and risks, when
    /// it would be wrong, and what is not known.
    Brief(BriefArguments),
    /// Vary one or two numbers of a scenario over a range: who is cheapest where, on the same random numbers.
    Sweep(SweepArguments),
    /// Find the value of one number at which the decision flips, with its interval.
    Breakeven(BreakevenArguments),
    /// Choose the isolation model of every tier: all combinations, which of them are efficient, when a tier earns its own.
    Hybrid(HybridArguments),
    /// Weigh portfolios of controls of one alternative, within a budget: what each saves, costs and leaves of the tail.
    Controls(ControlsArguments),
    /// Search the layer of insurance (retention and limit) at which mean cost and a price of the tail are lowest.
    Insure(InsureArguments),
    /// Simulate a scenario and print every figure beside its exact value where it has one, else beside the reason why
    /// it has none.
    Verify(VerifyArguments),
    /// Show what happened in one run: each incident with its date and costs, down to the run's total.
    Replay(ReplayArguments),
    /// Draw a chart of a result again, without simulating.
    Chart(ChartArguments),
    /// Show which uncertain inputs move the savings: rank correlation, Sobol indices, and both ends of every input.
    Sensitivity(SensitivityArguments),
    /// Learn from an incident log: frequencies, severities, reach and updated beliefs, as TOML ready to paste.
    Fit(Box<FitArguments>),
    /// Validate scenarios without simulating; reports every mistake at once.
    #[command(after_help = "Example:\n  tenantrisk check scenarios/*.toml")]
    Check(FileArguments),
    /// List every parameter of scenarios (given or default, its source, mean, median, 95th and 99th percentile) and the
    /// expected cost of each line, by closed form beside simulated.
    Explain(ExplainArguments),
    /// Calculate one number without simulating: breach, downtime, noisy neighbour, credits, return, prices, capacity.
    #[command(
        after_help = "Example:\n  tenantrisk calc breach --tenants 100 --records 10000\n\ndocs/calculators.md explains every figure."
    )]
    Calc(CalcArguments),
    /// Print the JSON Schema of a document.
    Schema(SchemaArguments),
    /// Print the completions of a shell.
    Completions(CompletionsArguments),
    /// Print the manual page, or write one for each command.
    Man(ManArguments),
}

/// Arguments of `run`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk run scenarios/ten-thousand-tenants.toml
  tenantrisk run scenarios/ten-thousand-tenants.toml --method exact --out exact
The first writes output/ten-thousand-tenants/: summary.csv, comparison.csv, exceedance.csv, yearly.csv,
runs.csv, convergence.csv, workbook.xlsx, findings.json, report.html, manifest.json and charts/; where the
scenario has some, also robustness.csv, voi.csv, sensitivity.csv, incidents.csv, capacity.csv, limits.csv, usage.csv
and tiers.csv. The directory is swapped in
whole; a failed or interrupted run leaves the previous result untouched.
  tenantrisk run my.toml --runs 200000 --uncertainty nested
draws what is uncertain 200 times and plays 1,000 runs with each draw: bands.csv and variance.csv then tell what is not
known from what varies (docs/uncertainty.md).
  tenantrisk run my.toml --shard 2/16 --out shards
  tenantrisk run my.toml --shard auto/16 --out shards
play one sixteenth of the runs and write shards/my/shard-2-of-16.trs and no report; `tenantrisk
merge` joins the shards. A shard that is there already and whole is not played again.")]
pub(super) struct RunArguments {
    /// Scenario files (TOML).
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    #[command(flatten)]
    pub uncertainty: UncertaintyArguments,
    #[command(flatten)]
    pub stop: Stop,
    /// Play only part K of N, numbered from 1, and write it as a shard. `auto/N` takes K from the array job of SLURM,
    /// Kubernetes or AWS Batch.
    #[arg(long, value_name = "K/N", conflicts_with_all = ["format", "charts", "csv_decimal", "json", "markdown", "precision", "max_time"])]
    pub shard: Option<ShardArgument>,
    /// Where results go; each scenario gets a directory of its own name there. [default: output, or shards with
    /// --shard]
    #[arg(
        long,
        value_name = "DIR",
        hide_default_value = true,
        default_value = "output",
        default_value_if("shard", ArgPredicate::IsPresent, "shards")
    )]
    pub out: PathBuf,
    #[command(flatten)]
    pub report: ReportArguments,
}

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  tenantrisk run my.toml --shard 1/2 --out shards
  tenantrisk run my.toml --shard 2/2 --out shards
  tenantrisk merge shards
writes output/my/, the same as `tenantrisk run my.toml`. The scenario file is not needed: every
shard holds it. Shards that are damaged or belong to another simulation are refused; where some
are missing, the commands that compute them are printed and the exit code is 2.
docs/shards.md describes the files.")]
pub(super) struct MergeArguments {
    /// Directories below which the shards lie, of one or several scenarios.
    #[arg(required = true, value_name = "DIR")]
    pub directories: Vec<PathBuf>,
    /// Number of threads; the results don't depend on it. [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Where results go; each scenario gets a directory of its own name there.
    #[arg(long, value_name = "OUT", default_value = "output")]
    pub out: PathBuf,
    #[command(flatten)]
    pub report: ReportArguments,
}

/// How many runs there may be.
pub(super) const RUNS: RangeInclusive<u64> = 1..=1_000_000_000;

/// How to simulate.
#[derive(Debug, Args)]
pub(super) struct SimulationArguments {
    /// Number of runs, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(RUNS))]
    pub runs: Option<u64>,
    /// Seed of the random streams, instead of the scenario's.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How the answer is found, instead of the scenario's way. [default: auto]
    #[arg(long, value_name = "METHOD")]
    pub method: Option<MethodArgument>,
    /// Number of threads; the results don't depend on it. [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

/// Arguments of `brief`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk brief scenarios/ten-thousand-tenants.toml
  tenantrisk brief my.toml --stdout
writes output/ten-thousand-tenants/business-case.md and business-case.html, and leaves the other
results there as they are. The HTML file needs nothing from the network and prints on A4.")]
pub(super) struct BriefArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Where results go; each scenario gets a directory of its own name there.
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub out: PathBuf,
    /// Print the Markdown instead of writing files.
    #[arg(long, conflicts_with = "out")]
    pub stdout: bool,
}

/// Arguments of `chart`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk chart output/ten-thousand-tenants --kind tco_components --out tco.svg
  tenantrisk chart output/ten-thousand-tenants --kind loss_exceedance_oep_linear --out largest-event.png
Reads findings.json of the result; money in US dollars.")]
pub(super) struct ChartArguments {
    /// Directory of a result, or its findings.json.
    #[arg(value_name = "RESULT")]
    pub result: PathBuf,
    /// What to draw.
    #[arg(long, value_name = "KIND", value_parser = kinds_of_chart())]
    pub kind: String,
    /// Where the picture goes, SVG or PNG by the end of the name. [default: KIND.svg]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk verify scenarios/ten-thousand-tenants.toml
  tenantrisk verify my.toml --runs 1000000 --json | jq '.lines[] | select(.judged)'
Fails with exit code 1 when a figure that the runs suffice to judge is more than 4 standard errors from its exact
value. docs/exact.md says what is exact and what is not.")]
pub(super) struct VerifyArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `replay`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk replay scenarios/small-regulated.toml --run 17
  tenantrisk replay scenarios/ten-thousand-tenants-evidence.toml --quantile 0.99 --alternative rls
  tenantrisk replay my.toml --run 17 --csv run-17.csv --all
A run's number is that of runs.csv; seed, method and, from 8,192 runs on, nothing else decide what happens in
it. Costs and losses in US dollars; a line's present value is discounted to the start of the scenario.")]
pub(super) struct ReplayArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The run, numbered from 0.
    #[arg(long, value_name = "N", conflicts_with = "quantile", required_unless_present = "quantile")]
    pub run: Option<u64>,
    /// The run at this quantile of a metric, 0 to 1: all runs are played to find it.
    #[arg(long, value_name = "Q", value_parser = quantile)]
    pub quantile: Option<f64>,
    /// The metric of --quantile, by its name in summary.csv.
    #[arg(long, value_name = "METRIC", default_value = "tco", requires = "quantile")]
    pub metric: String,
    /// Show this alternative alone; --quantile looks at it. [default: all; --quantile looks at the baseline]
    #[arg(long, value_name = "NAME")]
    pub alternative: Option<String>,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    #[command(flatten)]
    pub uncertainty: UncertaintyArguments,
    /// Show every incident instead of the 20 dearest.
    #[arg(long)]
    pub all: bool,
    /// Also write the whole ledger as CSV.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// What divides decimals in the CSV file.
    #[arg(long, value_name = "MARK", default_value = "point", requires = "csv")]
    pub csv_decimal: DecimalArgument,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `sensitivity`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk sensitivity scenarios/ten-thousand-tenants-evidence.toml --runs 20000
  tenantrisk sensitivity my.toml --json | jq '.[] | {input, total}'
Plays all runs once, and three times more for every input that has a distribution. docs/sensitivity.md says what the
figures mean; `tenantrisk run` shows those that need no further runs.")]
pub(super) struct SensitivityArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}

fn quantile(text: &str) -> Result<f64, String> {
    let level: f64 =
        text.parse().map_err(|_| "expected a number from 0 to 1, for example 0.95".to_owned())?;
    if (0.0..=1.0).contains(&level) { Ok(level) } else { Err("expected 0 to 1, for example 0.95".to_owned()) }
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  tenantrisk schema findings > findings.schema.json")]
pub(super) struct SchemaArguments {
    /// Which document.
    pub document: SchemaDocument,
}

/// A document with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaDocument {
    /// findings.json, and what --json prints of one scenario.
    Findings,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk completions bash > ~/.local/share/bash-completion/completions/tenantrisk
  tenantrisk completions fish > ~/.config/fish/completions/tenantrisk.fish")]
pub(super) struct CompletionsArguments {
    /// The shell.
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk man | man -l -
  tenantrisk man --out ~/.local/share/man/man1
The second writes a page for each command: tenantrisk.1, tenantrisk-run.1 and so on.")]
pub(super) struct ManArguments {
    /// Write a page for each command into this directory instead of printing one.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tenantrisk explain scenarios/ten-thousand-tenants-evidence.toml | less
  tenantrisk explain my.toml --html my.html")]
pub(super) struct ExplainArguments {
    /// Scenario files (TOML).
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Independent runs that the expected costs are simulated in; 0 leaves them out.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(0..=*RUNS.end()))]
    pub runs: u64,
    /// Write one self-contained HTML file instead; for one scenario.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct FileArguments {
    /// Scenario files (TOML).
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// How an answer is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodArgument {
    /// By simulation of evenly spread points, with rare incidents drawn on purpose and weighted by their
    /// probability; as `plain` below 8,192 runs.
    Auto,
    /// By simulation of independent runs of equal weight.
    Plain,
    /// Without simulation (`run` alone): exact.csv with losses and total cost in USD and a bound on their error.
    /// Refused, with the reasons, where a scenario has no exact answer.
    Exact,
}
