//! A distribution compiled for drawing again and again.

use super::Distribution;

/// Quantiles of one distribution, ready for the innermost loop.
#[derive(Debug, Clone)]
pub struct QuantileTable {
    distribution: Distribution,
}

impl QuantileTable {
    /// Compiles a distribution.
    pub fn new(distribution: &Distribution) -> Self {
        QuantileTable { distribution: distribution.clone() }
    }

    /// The quantile at `p`, as [`Distribution::quantile`] gives it.
    pub fn quantile(&self, p: f64) -> f64 {
        self.distribution.quantile(p)
    }
}
