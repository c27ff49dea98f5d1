//! A ratio of two means over the same runs.

use super::{Estimate, sum::sum};

/// Mean of `above` over mean of `below`, run by run of the same runs. The standard error is that of the delta
/// method, `sqrt(Σ (a − r b)² / (n − 1) / n) / |mean b|`; the interval is normal and poor where the mean below
/// is not well away from zero. `None` where that mean is zero or there are no runs.
pub fn ratio_of_means(above: &[f64], below: &[f64]) -> Option<Estimate> {
    let count = above.len().min(below.len());
    let runs = count as f64;
    let mean_below = sum(below[..count].iter().copied()) / runs;
    if count == 0 || mean_below == 0.0 {
        return None;
    }
    let ratio = sum(above[..count].iter().copied()) / runs / mean_below;
    if count == 1 {
        return Some(Estimate::of_unknown_error(ratio));
    }
    let squares = sum(above.iter().zip(below).map(|(a, b)| (a - ratio * b).powi(2)));
    Some(Estimate::normal(ratio, (squares / (runs - 1.0) / runs).sqrt() / mean_below.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(ratio_of_means(&[], &[]).is_none());
    }
}
