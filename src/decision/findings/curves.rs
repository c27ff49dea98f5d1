//! What is drawn: losses by their chance, money by year, spreads over the runs.

use super::reading::{Word, number, word};

/// A loss exceedance curve.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ExceedanceCurve {
    /// The alternative.
    pub alternative: String,
    /// Its label.
    pub label: String,
    /// `aep` (total of the period) or `oep` (largest single event of the period).
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// `average_year`, `year_1` … or `horizon`.
    pub period: String,
    /// Probability that any loss happens in the period.
    #[serde(deserialize_with = "number")]
    pub probability_of_any: f64,
    /// Points by falling probability.
    pub points: Vec<ExceedancePoint>,
}

/// One point of a loss exceedance curve.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ExceedancePoint {
    /// Probability that the loss of the period exceeds `loss_usd`.
    #[serde(deserialize_with = "number")]
    pub probability: f64,
    /// One over the probability, in years; `None` for the horizon.
    pub return_period_years: Option<f64>,
    /// The loss, undiscounted.
    #[serde(deserialize_with = "number")]
    pub loss_usd: f64,
    /// 95 % interval of the loss.
    pub low_usd: Option<f64>,
    /// Upper end; `None` where the sample is too small to bound it.
    pub high_usd: Option<f64>,
}

/// One statistic of one component in one year.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct YearlyFigure {
    /// The alternative.
    pub alternative: String,
    /// 1 is the first year.
    pub year: u32,
    /// `tco`, `tco_cumulative`, `infrastructure`, `build`, `operations`, `compute_overhead`, `controls`,
    /// `migration`, `loss`, `revenue`, `cost_to_serve`, `gross_margin`.
    pub component: String,
    /// `pv` or `nominal`.
    #[serde(deserialize_with = "word")]
    pub basis: Word,
    /// `mean`; for `tco`, `tco_cumulative` and `loss` also `p5`, `p25`, `p50`, `p75`, `p95`.
    #[serde(deserialize_with = "word")]
    pub statistic: Word,
    /// The figure, USD.
    #[serde(deserialize_with = "number")]
    pub value_usd: f64,
}

/// A histogram over runs of one figure of a comparison.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Histogram {
    /// The alternative.
    pub alternative: String,
    /// Its label.
    pub label: String,
    /// Label of what it is compared with.
    pub baseline_label: String,
    /// `saving` (USD) or `roi` (ratio; 1 is 100 %).
    #[serde(deserialize_with = "word")]
    pub metric: Word,
    /// Bins in increasing order, without gaps.
    pub bins: Vec<Bin>,
    /// Share of runs below the first and above the last bin.
    #[serde(deserialize_with = "number")]
    pub below: f64,
    /// Share of runs above the last bin.
    #[serde(deserialize_with = "number")]
    pub above: f64,
    /// Share of runs at exactly -100 % ROI (the control prevented nothing), not counted in the bins.
    pub mass_at_total_loss: Option<f64>,
    /// Mean over all runs.
    #[serde(deserialize_with = "number")]
    pub mean: f64,
    /// Share of runs above zero.
    #[serde(deserialize_with = "number")]
    pub probability_positive: f64,
}

/// One bin of a histogram.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Bin {
    /// Lower end.
    #[serde(deserialize_with = "number")]
    pub low: f64,
    /// Upper end.
    #[serde(deserialize_with = "number")]
    pub high: f64,
    /// Share of runs within.
    #[serde(deserialize_with = "number")]
    pub probability: f64,
}
