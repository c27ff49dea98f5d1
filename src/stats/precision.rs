//! How precise an estimate is, and how many runs a better one takes.

use super::Estimate;

/// Standard error over the size of the value; `None` if there is no standard error or the value is zero.
pub fn relative_error(estimate: &Estimate) -> Option<f64> {
    let std_error = estimate.std_error?;
    (estimate.value != 0.0).then(|| std_error / estimate.value.abs())
}

/// Number of runs that would bring the relative standard error of a mean down to `target`, given that `runs`
/// runs gave `mean`; errors fall with the square root of the number of runs. `None` if the mean or its
/// standard error is zero or unknown, or the target is not a positive number.
pub fn runs_needed(mean: &Estimate, runs: usize, target: f64) -> Option<u64> {
    let ratio = relative_error(mean)? / target;
    let needed = (runs as f64 * ratio * ratio * (1.0 - 1e-12)).ceil();
    (target > 0.0 && ratio > 0.0 && needed.is_finite()).then_some((needed as u64).max(1))
}

/// Differences `a − b` run by run, for comparing two quantities drawn with the same random numbers. Stops at
/// the end of the shorter column.
pub fn paired_difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_error_takes_four_times_the_runs() {
        let mean = Estimate::normal(-50.0, 1.0);
        assert_eq!(relative_error(&mean), Some(0.02));
        assert_eq!(runs_needed(&mean, 1000, 0.01), Some(4000));
        assert_eq!(runs_needed(&mean, 1000, 0.02), Some(1000));
    }

    #[test]
    fn no_error_no_answer() {
        for mean in [Estimate::exact(5.0), Estimate::of_unknown_error(5.0), Estimate::normal(0.0, 1.0)] {
            assert_eq!(runs_needed(&mean, 1000, 0.01), None);
        }
        for target in [0.0, -1.0, f64::NAN] {
            assert_eq!(runs_needed(&Estimate::normal(5.0, 1.0), 1000, target), None);
        }
    }

    #[test]
    fn differences_are_by_run() {
        assert_eq!(paired_difference(&[3.0, 1.0], &[1.0, 4.0]), vec![2.0, -3.0]);
    }
}
