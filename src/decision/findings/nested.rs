//! What nested draws tell apart: what nobody knows, and what varies.

use super::reading::{Word, number, word};
use crate::stats::Estimate;

/// Bands and shares of a simulation in which many runs share each draw of what is uncertain.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct NestedFindings {
    /// Number of draws of what is uncertain.
    pub outer: u64,
    /// Number of runs that share each draw.
    pub runs_per_draw: u64,
    /// What it means, in sentences.
    pub sentences: Vec<String>,
    /// How far figures move with what is not known.
    pub bands: Vec<CredibleBand>,
    /// The same for loss exceedance curves.
    pub curves: Vec<CredibleCurve>,
    /// Variances split into what is not known and what varies.
    pub variance: Vec<VarianceFact>,
}

/// How far a figure moves with what is not known: quantiles, over the draws, of the figure given the draw.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct CredibleBand {
    /// The alternative.
    pub alternative: String,
    /// `tco`, `loss`, or `saving` against the baseline.
    #[serde(deserialize_with = "word")]
    pub metric: Word,
    /// `mean`, `p95`, `p99`, `tvar99` or `prob_cheaper`.
    #[serde(deserialize_with = "word")]
    pub statistic: Word,
    /// `usd` or `fraction`.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// 5 % of the draws are below, with the standard error that so many draws leave.
    pub p5: Estimate,
    /// Half of the draws are below.
    pub p50: Estimate,
    /// 95 % of the draws are below.
    pub p95: Estimate,
}

/// The band of a loss exceedance curve.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct CredibleCurve {
    /// The alternative.
    pub alternative: String,
    /// `aep` or `oep`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// `average_year` or `horizon`.
    #[serde(deserialize_with = "word")]
    pub period: Word,
    /// Points by falling probability.
    pub points: Vec<CrediblePoint>,
}

/// How far a loss moves with what is not known.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct CrediblePoint {
    /// Probability that the loss of the period exceeds it, given what is not known.
    #[serde(deserialize_with = "number")]
    pub probability: f64,
    /// One over the probability, in years; `None` for the horizon.
    pub return_period_years: Option<f64>,
    /// 5 % of the draws are below, USD.
    #[serde(deserialize_with = "number")]
    pub p5_usd: f64,
    /// Half of the draws are below, USD.
    #[serde(deserialize_with = "number")]
    pub p50_usd: f64,
    /// 95 % of the draws are below, USD.
    #[serde(deserialize_with = "number")]
    pub p95_usd: f64,
}

/// The variance of a figure, split.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct VarianceFact {
    /// The alternative.
    pub alternative: String,
    /// `tco`, `loss`, `saving`, or a number of events.
    pub metric: String,
    /// Unit of the figure; of the variances it is the square.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// Variance over all runs.
    pub total: Estimate,
    /// Variance of the mean given what is not known (epistemic). Below zero: it cannot be told from zero.
    pub unknown: Estimate,
    /// Mean of the variance given what is not known (aleatory).
    pub chance: Estimate,
    /// Share of the first; `None` where the figure does not vary.
    pub unknown_share: Option<Estimate>,
}
