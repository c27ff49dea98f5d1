//! How figures came to their values.

use crate::stats::Estimate;

/// A figure after a number of runs.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ConvergencePoint {
    /// Runs played until then.
    pub runs: u64,
    /// The alternative.
    pub alternative: String,
    /// The words to show people.
    pub label: String,
    /// Name in the metric catalogue.
    pub metric: &'static str,
    /// `mean`, `p99` or `tvar99`.
    pub statistic: &'static str,
    /// The figure then, USD.
    pub estimate: Estimate,
}
