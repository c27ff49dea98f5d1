//! How the runs of a result are held, and what is written and printed of it, as typed.

use clap::{Args, ValueEnum, builder::PossibleValuesParser};

use super::memory;
use crate::report::{Decimal, chart::CHARTS};

/// How to hold the runs of a result, and what to write and print of it.
#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// What to write, separated by commas.
    #[arg(long, value_name = "KIND", value_delimiter = ',', default_values = ["csv", "json", "svg", "png", "html", "xlsx"])]
    pub format: Vec<Format>,
    /// Charts to draw instead of the usual ones, separated by commas; the page keeps those that it shows.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = kinds_of_chart())]
    pub charts: Vec<String>,
    /// What divides decimals in CSV files.
    #[arg(long, value_name = "MARK", default_value = "point")]
    pub csv_decimal: DecimalArgument,
    /// How many runs runs.csv and runs.parquet hold: a number or `all`.
    #[arg(long, value_name = "N", default_value = DEFAULT_RUN_ROWS.0, value_parser = run_rows)]
    pub run_rows: RunRows,
    /// Memory for runs. Where they would take more, quantiles come from bins and are within 0.1 % of those of the runs; a
    /// billion runs then fit into 1GiB.
    #[arg(long, value_name = "SIZE", default_value = DEFAULT_MEMORY.0, value_parser = memory::parse)]
    pub memory: u64,
    /// Don't play the scenario again under other severity models, breach readings and churn accountings.
    #[arg(long)]
    pub no_robustness: bool,
    /// Print nothing but errors.
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
    /// Print the findings as one JSON document instead of text (an array for several scenarios).
    #[arg(long)]
    pub json: bool,
    /// Print GitHub Markdown instead of text, for pull requests and wikis.
    #[arg(long, conflicts_with_all = ["json", "quiet"])]
    pub markdown: bool,
}

impl ReportArguments {
    /// Whether stderr says how it goes.
    pub fn is_silent(&self) -> bool {
        self.quiet || self.json
    }
}

/// Memory for runs unless said otherwise: as typed, and in bytes.
pub(super) const DEFAULT_MEMORY: (&str, u64) = ("4GiB", 4 << 30);
/// Runs of runs.csv unless said otherwise: as typed, and how many.
pub(super) const DEFAULT_RUN_ROWS: (&str, u64) = ("25000", 25_000);

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// summary.csv, comparison.csv, exceedance.csv, yearly.csv, runs.csv; incidents.csv, capacity.csv, limits.csv,
    /// usage.csv and tiers.csv where there are some.
    Csv,
    /// findings.json.
    Json,
    /// Charts as SVG.
    Svg,
    /// Charts as PNG.
    Png,
    /// report.html: everything on one page.
    Html,
    /// workbook.xlsx: the tables with live totals for spreadsheet programs.
    Xlsx,
    /// runs.parquet: the rows of runs.csv for data tools.
    Parquet,
}

/// What divides decimals in CSV files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DecimalArgument {
    /// 0.5, fields divided by commas.
    Point,
    /// 0,5, fields divided by semicolons: for spreadsheets where a comma divides decimals.
    Comma,
}

impl From<DecimalArgument> for Decimal {
    fn from(argument: DecimalArgument) -> Self {
        match argument {
            DecimalArgument::Point => Decimal::Point,
            DecimalArgument::Comma => Decimal::Comma,
        }
    }
}

/// How many runs runs.csv holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunRows {
    First(u64),
    All,
}

impl RunRows {
    /// As many as there may be.
    pub fn count(self) -> u64 {
        match self {
            RunRows::First(rows) => rows,
            RunRows::All => u64::MAX,
        }
    }
}

/// The names of all charts.
pub(super) fn kinds_of_chart() -> PossibleValuesParser {
    PossibleValuesParser::new(CHARTS.iter().map(|chart| chart.name))
}

fn run_rows(text: &str) -> Result<RunRows, String> {
    if text == "all" {
        return Ok(RunRows::All);
    }
    text.parse().map(RunRows::First).map_err(|_| "expected a number of runs or `all`".to_owned())
}
