//! How figures came to their values.

use super::reading::{Word, word};
use crate::stats::Estimate;

/// A figure after a number of runs.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ConvergencePoint {
    /// Runs played until then.
    pub runs: u64,
    /// The alternative.
    pub alternative: String,
    /// The words to show people.
    pub label: String,
    /// Name in the metric catalogue.
    #[serde(deserialize_with = "word")]
    pub metric: Word,
    /// `mean`, `p99` or `tvar99`.
    #[serde(deserialize_with = "word")]
    pub statistic: Word,
    /// The figure then, USD.
    pub estimate: Estimate,
}

/// A figure that is not precise, and how many runs would make it so.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct RunsNeeded {
    /// Name of the alternative.
    pub alternative: String,
    /// The words to show people.
    pub label: String,
    /// `loss` or `tco`.
    pub metric: String,
    /// `p95`, `p99`, `p99.5`, `p99.9`, `tvar95` or `tvar99`.
    #[serde(deserialize_with = "word")]
    pub statistic: Word,
    /// Standard error over value.
    pub relative_error: f64,
    /// Runs, drawn alike, that would bring it to 1 %.
    pub runs: u64,
}
