//! Simulated figures beside exact ones.

use super::reading::{Word, word};
use crate::stats::Estimate;

/// One figure, simulated and exact, or the reason why there is no exact one.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ExactCheck {
    /// Name of the alternative.
    pub alternative: String,
    /// Name of the metric: `loss` or `events`.
    pub metric: String,
    /// `mean`, `prob_any`, `p95`, `p99` or `tvar99`; `all` where nothing of the metric is exact.
    #[serde(deserialize_with = "word")]
    pub statistic: Word,
    /// `usd`, `events` or `fraction`.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// The simulated figure.
    pub simulated: Option<Estimate>,
    /// The exact one.
    pub exact: Option<f64>,
    /// What the exact one may be off.
    pub error_bound: Option<f64>,
    /// Simulated less exact in simulated standard errors; none where there is no standard error, or where
    /// fewer than 30 runs are expected with an event or in the tail.
    pub standard_errors: Option<f64>,
    /// Why there is no exact figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}
