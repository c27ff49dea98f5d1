//! Everything a report shows, as data. `report` reads nothing else.

use super::{LimitFact, TierFact, UsageFact};
use crate::{stats::Estimate, units::format_count};

/// The result of one scenario.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Findings {
    /// What was simulated and how.
    pub setting: Setting,
    /// The answer in two or three sentences, most important first.
    pub verdict: Vec<String>,
    /// What a reader must know before using the numbers.
    pub notices: Vec<String>,
    /// One entry per alternative, in the order of the scenario file.
    pub alternatives: Vec<AlternativeFindings>,
    /// Every alternative but the baseline, compared with it run by run.
    pub comparisons: Vec<Comparison>,
    /// Loss exceedance curves of every alternative.
    pub exceedance: Vec<ExceedanceCurve>,
    /// Money by year.
    pub yearly: Vec<YearlyFigure>,
    /// Distributions of saving and return on investment.
    pub histograms: Vec<Histogram>,
    /// Alternatives that the constraints rule out.
    pub excluded: Vec<ExcludedFact>,
    /// What happens in a year, by alternative and incident class.
    pub incidents: Vec<IncidentFact>,
    /// Losses by the severity model that holds, where there are several.
    pub by_severity_model: Vec<ModelLoss>,
    /// Connections by month, where the scenario describes capacity.
    pub capacity: Vec<CapacityMonth>,
    /// When each limit of the platform is reached, by alternative.
    pub limits: Vec<LimitFact>,
    /// What tenants use, by tier and resource.
    pub usage: Vec<UsageFact>,
    /// How the price plans stand.
    pub tiers: Vec<TierFact>,
    /// Every parameter with its value and where it comes from.
    pub parameters: Vec<ParameterFact>,
    /// Definition of every metric used above.
    pub metrics: Vec<MetricFact>,
    /// One row per run and alternative.
    #[serde(skip)]
    pub runs: RunTable,
}

/// What was simulated and how: enough to repeat it.
#[derive(Debug, Clone, serde::Serialize)]
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
}

/// One alternative's figures.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AlternativeFindings {
    /// Its name in the scenario file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Whether the others are compared with this one.
    pub is_baseline: bool,
    /// Its figures, in the order of the metric catalogue.
    pub figures: Vec<Figure>,
}

/// One statistic of one metric.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Figure {
    /// Name in the metric catalogue, for example `tco` or `loss.breach_boundary`.
    pub metric: String,
    /// `mean`, `sd`, `p5`, … `p99.9`, `tvar95`, `tvar99`, `prob_any`.
    pub statistic: &'static str,
    /// `usd`, `fraction`, `events`, `years`, `ratio` or `tenants`.
    pub unit: &'static str,
    /// The number, or why there is none.
    pub result: FigureResult,
}

/// A number, or the reason why there is none.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureResult {
    /// The estimate; `note` qualifies it where needed, for example a quantile that is zero because most
    /// runs have no event.
    Estimate {
        /// Value, standard error, interval.
        estimate: Estimate,
        /// A qualification to show beside the value.
        note: Option<String>,
    },
    /// There is no such number; the text completes "not applicable, because …".
    NotApplicable {
        /// The reason.
        because: String,
    },
}

/// One alternative against its baseline, paired by run.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Comparison {
    /// The alternative.
    pub alternative: String,
    /// What it is compared with.
    pub baseline: String,
    /// Metrics `saving`, `saving_undiscounted`, `roi`, `npv`, `prob_cheaper`, …
    pub figures: Vec<Figure>,
}

/// A loss exceedance curve.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ExceedanceCurve {
    /// The alternative.
    pub alternative: String,
    /// Its label.
    pub label: String,
    /// `aep` (total of the period) or `oep` (largest single event of the period).
    pub kind: &'static str,
    /// `average_year`, `year_1` … or `horizon`.
    pub period: String,
    /// Probability that any loss happens in the period.
    pub probability_of_any: f64,
    /// Points by falling probability.
    pub points: Vec<ExceedancePoint>,
}

/// One point of a loss exceedance curve.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct ExceedancePoint {
    /// Probability that the loss of the period exceeds `loss_usd`.
    pub probability: f64,
    /// One over the probability, in years; `None` for the horizon.
    pub return_period_years: Option<f64>,
    /// The loss, undiscounted.
    pub loss_usd: f64,
    /// 95 % interval of the loss.
    pub low_usd: Option<f64>,
    /// Upper end; `None` where the sample is too small to bound it.
    pub high_usd: Option<f64>,
}

/// One statistic of one component in one year.
#[derive(Debug, Clone, serde::Serialize)]
pub struct YearlyFigure {
    /// The alternative.
    pub alternative: String,
    /// 1 is the first year.
    pub year: u32,
    /// `tco`, `tco_cumulative`, `infrastructure`, `build`, `operations`, `compute_overhead`, `controls`,
    /// `migration`, `loss`, `revenue`, `cost_to_serve`, `gross_margin`.
    pub component: String,
    /// `pv` or `nominal`.
    pub basis: &'static str,
    /// `mean`; for `tco`, `tco_cumulative` and `loss` also `p5`, `p25`, `p50`, `p75`, `p95`.
    pub statistic: &'static str,
    /// The figure, USD.
    pub value_usd: f64,
}

/// A histogram over runs of one figure of a comparison.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Histogram {
    /// The alternative.
    pub alternative: String,
    /// Its label.
    pub label: String,
    /// Label of what it is compared with.
    pub baseline_label: String,
    /// `saving` (USD) or `roi` (ratio; 1 is 100 %).
    pub metric: &'static str,
    /// Bins in increasing order, without gaps.
    pub bins: Vec<Bin>,
    /// Share of runs below the first and above the last bin.
    pub below: f64,
    /// Share of runs above the last bin.
    pub above: f64,
    /// Share of runs at exactly -100 % ROI (the control prevented nothing), not counted in the bins.
    pub mass_at_total_loss: Option<f64>,
    /// Mean over all runs.
    pub mean: f64,
    /// Share of runs above zero.
    pub probability_positive: f64,
}

/// One bin of a histogram.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Bin {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of runs within.
    pub probability: f64,
}

/// Database connections of one alternative in one month, on the expected path of tenants.
#[derive(Debug, Clone, serde::Serialize)]
pub struct CapacityMonth {
    /// The alternative.
    pub alternative: String,
    /// 1 is the first month.
    pub month: u32,
    /// Connections that the tenants demand after pooling.
    pub connections_demanded: f64,
    /// Connections that the instances offer, headroom taken off.
    pub connections_available: f64,
    /// Instances in place, or needed where their number is not given.
    pub instances: f64,
    /// Demanded over all connections of the instances, without taking headroom off.
    pub utilisation: f64,
    /// Chance that a request finds no connection (Erlang B).
    pub blocking: f64,
}

/// One input.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ParameterFact {
    /// Its path in the scenario file, for example `isolation.rls.breach.boundary.rate`.
    pub path: String,
    /// Value or distribution in words.
    pub value: String,
    /// `fixed`, `epistemic` or `aleatory`.
    pub role: &'static str,
    /// `given` or `default`.
    pub origin: &'static str,
    /// Where the number comes from.
    pub source: Option<String>,
    /// Unit of the value.
    pub unit: &'static str,
    /// Implied mean.
    pub mean: f64,
    /// Implied median.
    pub median: f64,
    /// Implied 95th percentile.
    pub p95: f64,
    /// Implied 99th percentile.
    pub p99: f64,
    /// Whether the variance is infinite.
    pub infinite_variance: bool,
    /// Who answers for the number.
    pub owner: Option<String>,
    /// When it was last looked at, as a date.
    pub reviewed: Option<String>,
    /// When it must be looked at again, as a date.
    pub expires: Option<String>,
}

/// One metric's definition.
#[derive(Debug, Clone, serde::Serialize)]
pub struct MetricFact {
    /// Name as in the files.
    pub name: String,
    /// Unit as in the files.
    pub unit: &'static str,
    /// What it is, in a sentence.
    pub definition: String,
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

/// An alternative that the constraints rule out; it is not priced.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ExcludedFact {
    /// Name in the file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Why.
    pub reason: String,
}

/// One incident class under one alternative, undiscounted means per year.
#[derive(Debug, Clone, serde::Serialize)]
pub struct IncidentFact {
    /// Name of the alternative.
    pub alternative: String,
    /// Stable name of the class.
    pub class: String,
    /// The words to show people.
    pub label: String,
    /// How grave one event is, in the company's own scale.
    pub severity: Option<String>,
    /// What to do when it happens.
    pub hint: Option<String>,
    /// Events a year that reach a tenant.
    pub events_per_year: Estimate,
    /// Provider's loss a year, USD.
    pub loss_per_year_usd: Estimate,
    /// The same per event, USD; none without events.
    pub loss_per_event_usd: Option<f64>,
    /// What customers lose a year, USD.
    pub customer_impact_per_year_usd: f64,
    /// Revenue opportunity a year, USD; no part of the loss.
    pub opportunity_per_year_usd: f64,
}

/// Undiscounted loss over the horizon in the runs in which one severity model holds, USD.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ModelLoss {
    /// Name of the alternative.
    pub alternative: String,
    /// The severity model.
    pub model: String,
    /// Share of the runs in which it holds.
    pub share: f64,
    /// Mean.
    pub mean: Estimate,
    /// Median.
    pub median: Estimate,
    /// 95th percentile.
    pub p95: Estimate,
    /// 99th percentile.
    pub p99: Estimate,
}
