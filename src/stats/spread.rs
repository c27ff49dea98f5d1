//! The error of an estimate, from how its replicates differ.

use super::student::reach_95;
use super::{Estimate, Interval};

/// What independent replicates say about the error of an estimate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    /// Standard error; `None` with a single replicate.
    pub std_error: Option<f64>,
    /// How many standard errors a 95 % interval reaches to either side, by Student's t.
    pub reach: f64,
}

impl Spread {
    /// From the sums over each replicate of weight times influence; `count` replicates take part, the others
    /// have a sum of zero. The standard error is `sqrt(R / (R - 1) Σ sum²) / total` (the linearised error of a
    /// ratio estimator whose clusters are the replicates).
    pub(super) fn between(sums: Vec<f64>, count: usize, total: f64) -> Spread {
        if count < 2 {
            return Spread { std_error: None, reach: f64::INFINITY };
        }
        let replicates = count as f64;
        let squares = super::sum(sums.iter().map(|sum| (sum / total) * (sum / total)));
        let variance = squares * replicates / (replicates - 1.0);
        Spread { std_error: Some(variance.sqrt()), reach: reach_95(count - 1) }
    }

    /// The spread of a share that `count` replicates fix as well as `size` independent draws.
    pub(super) fn of_share(share: f64, size: f64, count: usize) -> Spread {
        if count < 2 {
            return Spread { std_error: None, reach: f64::INFINITY };
        }
        let std_error = (share * (1.0 - share).max(0.0) / size).sqrt();
        Spread { std_error: Some(std_error), reach: reach_95(count - 1) }
    }

    /// The estimate with that error.
    pub(super) fn estimate(self, value: f64) -> Estimate {
        let Some(std_error) = self.std_error else { return Estimate::of_unknown_error(value) };
        let half = self.reach * std_error;
        let interval = Interval { low: Some(value - half), high: Some(value + half) };
        Estimate { value, std_error: Some(std_error), interval: Some(interval) }
    }

    /// A share with that error, which `size` independent draws would fix as well, and an interval of Wilson's kind.
    pub(super) fn share(self, share: f64, size: f64) -> Estimate {
        match self.std_error {
            None => Estimate::of_unknown_error(share),
            Some(std_error) => Estimate::share_reaching(share, std_error, size, self.reach),
        }
    }

    /// Levels of the sample that bound the quantile at `level`, given that this is the spread of the share of
    /// values up to the quantile; `None` beyond the ends of the sample.
    pub(super) fn bounds(self, level: f64) -> (Option<f64>, Option<f64>) {
        let Some(std_error) = self.std_error else { return (None, None) };
        let half = self.reach * std_error;
        let (low, high) = (level - half, level + half);
        ((low > 0.0).then_some(low), (high < 1.0).then_some(high))
    }
}
