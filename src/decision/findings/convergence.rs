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
