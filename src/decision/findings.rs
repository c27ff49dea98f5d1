//! Everything a report shows, as data. `report` reads nothing else.

mod alternatives;
mod convergence;
mod curves;
mod dominance;
mod exact;
mod flips;
mod incidents;
mod inputs;
mod inputs_matter;
mod nested;
mod reading;

pub use alternatives::*;
pub use convergence::*;
pub use curves::*;
pub use dominance::*;
pub use exact::*;
pub use flips::*;
pub use incidents::*;
pub use inputs::*;
pub use inputs_matter::*;
pub use nested::*;
pub use reading::Word;

use super::{LimitFact, Robustness, TierFact, UsageFact};
use crate::{
    model::Model,
    units::{StartDate, format_count},
};

/// The result of one scenario.
///
/// Read back from JSON, it holds what charts are drawn from: inputs, incidents, plans, limits and runs stay empty.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Findings {
    /// What was simulated and how.
    pub setting: Setting,
    /// The answer in two or three sentences, most important first.
    pub verdict: Vec<String>,
    /// What a reader must know before using the numbers.
    pub notices: Vec<String>,
    /// The decision under other readings of the scenario; `None` where it was not asked for or there is nothing to decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub robustness: Option<Robustness>,
    /// One entry per alternative, in the order of the scenario file.
    pub alternatives: Vec<AlternativeFindings>,
    /// Every alternative but the baseline, compared with it run by run.
    pub comparisons: Vec<Comparison>,
    /// Exact figures beside the simulated ones; `None` where plain simulation was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<ExactBeside>,
    /// Tail figures of loss and total cost with a standard error above 1 % of their value.
    #[serde(default)]
    pub runs_needed: Vec<RunsNeeded>,
    /// Loss exceedance curves of every alternative.
    pub exceedance: Vec<ExceedanceCurve>,
    /// Figures of the total cost after 4, 8, 16, … blocks of runs and after all.
    pub convergence: Vec<ConvergencePoint>,
    /// Money by year.
    pub yearly: Vec<YearlyFigure>,
    /// Distributions of saving and return on investment.
    pub histograms: Vec<Histogram>,
    /// Alternatives that the constraints rule out.
    #[serde(skip_deserializing)]
    pub excluded: Vec<ExcludedFact>,
    /// What happens in a year, by alternative and incident class.
    #[serde(skip_deserializing)]
    pub incidents: Vec<IncidentFact>,
    /// Losses by the severity model that holds, where there are several.
    #[serde(skip_deserializing)]
    pub by_severity_model: Vec<ModelLoss>,
    /// Connections by month, where the scenario describes capacity.
    #[serde(skip_deserializing)]
    pub capacity: Vec<CapacityMonth>,
    /// When each limit of the platform is reached, by alternative.
    #[serde(skip_deserializing)]
    pub limits: Vec<LimitFact>,
    /// What tenants use, by tier and resource.
    #[serde(skip_deserializing)]
    pub usage: Vec<UsageFact>,
    /// How the price plans stand.
    #[serde(skip_deserializing)]
    pub tiers: Vec<TierFact>,
    /// What knowing more before deciding is worth; none where nothing is uncertain, there is nothing to choose between, or
    /// runs are too few or not kept (then a notice says so).
    pub value_of_information: Option<ValueOfInformation>,
    /// How much each uncertain input matters to each comparison; empty where there is no value of information.
    pub sensitivity: Vec<SensitivityFact>,
    /// What is not known told from what varies; `None` unless uncertainty is nested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nested: Option<NestedFindings>,
    /// What would flip the decision; none where there is nothing to choose between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flips: Option<Flips>,
    /// Stochastic dominance, regret and certainty equivalents; none with one alternative or where runs are not kept (then a
    /// notice says so).
    pub dominance: Option<Dominance>,
    /// Every parameter with its value and where it comes from.
    #[serde(skip_deserializing)]
    pub parameters: Vec<ParameterFact>,
    /// Definition of every metric used above.
    #[serde(skip_deserializing)]
    pub metrics: Vec<MetricFact>,
    /// One row per run and alternative.
    #[serde(skip)]
    pub runs: RunTable,
}

/// What was simulated and how: enough to repeat it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Setting {
    /// The scenario's name: the stem of its file.
    pub scenario: String,
    /// The title in the file.
    pub title: String,
    /// Version of tenantrisk.
    pub version: String,
    /// SHA-256 of the scenario file.
    pub scenario_sha256: String,
    /// Seed of the random streams.
    pub seed: u64,
    /// Number of runs.
    pub runs: u64,
    /// How the runs were drawn, for example `plain`.
    pub method: String,
    /// Number of independent replicates that the runs come in; `None` where every run is independent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicates: Option<u64>,
    /// What the runs are drawn from and what has weights, in one line; `None` for independent runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampling: Option<String>,
    /// How far quantiles and tail means may be off, relative to them, because they come from bins; `None` where they
    /// are those of the runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantile_error: Option<f64>,
    /// Why the simulation ended before the number of runs that it was allowed, or what it did not reach; `None` where
    /// it was told a number of runs and nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
    /// First day of the scenario.
    pub start: StartDate,
    /// Length of a run in years.
    pub horizon_years: u32,
    /// Yearly discount rate, a fraction.
    pub discount_rate: f64,
    /// The convention in words.
    pub convention: String,
    /// `standard`, or `brief` for the founding brief's own formulas; anything but `standard` is shown wherever
    /// a result is.
    pub accounting: String,
    /// What the reader wants to know first: `compare`, `roi`, `breach`, `capacity`, `overage` or `incident`.
    pub question: String,
    /// Name of the baseline alternative.
    pub baseline: String,
}

impl Setting {
    /// The setting of `runs` runs of a scenario; 0 where nothing was simulated.
    pub fn of(model: &Model, scenario_sha256: String, method: String, runs: u64) -> Self {
        Setting {
            scenario: model.name.clone(),
            title: model.title.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario_sha256,
            seed: model.simulation.seed,
            runs,
            method,
            replicates: None,
            sampling: None,
            quantile_error: None,
            stopped: None,
            start: model.start,
            horizon_years: model.horizon.years,
            discount_rate: model.horizon.discount_rate,
            convention: model.horizon.convention.describe().to_owned(),
            accounting: model.accounting.word().to_owned(),
            question: model.question.word().to_owned(),
            baseline: model.alternatives[model.baseline].name.clone(),
        }
    }

    /// How the runs were drawn, in words: `100,000 runs (plain)`, `100,352 runs in 98 independent replicates (auto)`.
    pub fn drawn(&self) -> String {
        let counted = |count: u64, word: &str| {
            format!("{} {word}{}", format_count(count as f64), if count == 1 { "" } else { "s" })
        };
        let replicates = match self.replicates {
            None => String::new(),
            Some(count) => format!(" in {}", counted(count, "independent replicate")),
        };
        format!("{}{replicates} ({})", counted(self.runs, "run"), self.method)
    }

    /// What the runs are drawn from and why there are not more, as sentences; empty where there is nothing to say.
    pub fn drawn_from(&self) -> String {
        let sampling = self.sampling.as_ref().map(|sampling| format!(" Drawn from {sampling}."));
        let stopped = self.stopped.as_ref().map(|stopped| format!(" {stopped}."));
        sampling.into_iter().chain(stopped).collect()
    }
}

/// Rows of `runs.csv`, stored by column.
#[derive(Debug, Clone, Default)]
pub struct RunTable {
    /// Header names after `run`, `weight`, `alternative`, units included, for example `tco_usd`.
    pub columns: Vec<String>,
    /// Weight of each run.
    pub weights: Vec<f64>,
    /// Per alternative: its name and one vector per column, each as long as `weights`.
    pub alternatives: Vec<(String, Vec<Vec<f64>>)>,
}
