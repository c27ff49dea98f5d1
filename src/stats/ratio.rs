//! A ratio of two means over the same runs.

use super::{Estimate, Sampling, sum};

impl Sampling {
    /// Mean of `above` over mean of `below`, one value each per run. The standard error is that of the delta
    /// method, for equal weights `sqrt(Σ (a − r b)² / (n − 1) / n) / |mean b|`; the interval is symmetric and poor
    /// where the mean below is not well away from zero. `None` where that mean is zero.
    pub fn ratio_of_means(&self, above: &[f64], below: &[f64]) -> Option<Estimate> {
        let mean_below = self.mean(below);
        if mean_below == 0.0 {
            return None;
        }
        let ratio = self.mean(above) / mean_below;
        let residuals: Vec<f64> = above.iter().zip(below).map(|(a, b)| a - ratio * b).collect();
        if let Some(spread) = self.spread(&residuals, |residual| residual / mean_below) {
            return Some(spread.estimate(ratio));
        }
        if self.count() == 1 {
            return Some(Estimate::of_unknown_error(ratio));
        }
        let runs = self.count() as f64;
        let variance = match self.unequal_weights() {
            None => self.weighted_sum(residuals.iter().map(|r| r.powi(2))) / (runs - 1.0) / runs,
            Some(weights) => {
                let squares = sum(weights.iter().zip(&residuals).map(|(w, r)| (w * r).powi(2)));
                squares / (self.total_weight() * self.total_weight()) * (runs / (runs - 1.0))
            }
        };
        Some(Estimate::normal(ratio, variance.sqrt() / mean_below.abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio_of_means(above: &[f64], below: &[f64]) -> Option<Estimate> {
        Sampling::independent(above.len()).ratio_of_means(above, below)
    }

    #[test]
    fn ratio_and_error_by_hand() {
        // Residuals a - 2b are 1, -1, 0, 0: error sqrt(2 / 3 / 4) / 2.
        let estimate = ratio_of_means(&[3.0, 3.0, 4.0, 6.0], &[1.0, 2.0, 2.0, 3.0]).unwrap();
        assert_eq!(estimate.value, 2.0);
        assert!((estimate.std_error.unwrap() - (2.0_f64 / 12.0).sqrt() / 2.0).abs() < 1e-15);
    }

    #[test]
    fn proportional_columns_have_no_error() {
        assert_eq!(ratio_of_means(&[2.0, 4.0], &[1.0, 2.0]).unwrap().std_error, Some(0.0));
        assert!(ratio_of_means(&[2.0, 4.0], &[1.0, -1.0]).is_none());
    }

    /// Weights 1 and 3: means 2.5 over 1.25, residuals 1 and -1/3, error sqrt((1 + 1) / 16 × 2) / 1.25.
    #[test]
    fn weighted_ratio_by_hand() {
        let sampling = Sampling::new(2, Some(vec![1.0, 3.0]), None).unwrap();
        let estimate = sampling.ratio_of_means(&[5.0, 5.0 / 3.0], &[2.0, 1.0]).unwrap();
        assert!((estimate.value - 2.0).abs() < 1e-15);
        assert!((estimate.std_error.unwrap() - 0.25_f64.sqrt() / 1.25).abs() < 1e-15);
    }

    /// Replicates of two runs: residuals 1 and -1 cancel within the first, 2 and -2 between the others.
    #[test]
    fn replicated_ratio_by_hand() {
        let sampling = Sampling::new(6, None, Some(2)).unwrap();
        let estimate = sampling.ratio_of_means(&[3.0, 1.0, 3.0, 3.0, 1.0, 1.0], &[1.0; 6]).unwrap();
        // Sums over replicates 0, 2, -2, over 6 runs and three replicates.
        assert_eq!((estimate.value, estimate.std_error), (2.0, Some((8.0_f64 / 36.0 * 1.5).sqrt())));
    }
}
