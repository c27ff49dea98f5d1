//! Shares of a variance.

use super::{Estimate, SampleError, Sampling, regression::around};

/// The total index of an input: the share of the outcome's variance that would be left if everything else were known. By
/// Jansen's estimator `E[(y - y')²] / 2 Var y`, `again` being the outcome with this input drawn a second time and all else
/// as it was ("Analysis of variance designs for model output", Computer Physics Communications 117, 1999). `None` where
/// the outcome does not vary.
///
/// # Errors
/// [`SampleError`] where an outcome is no finite number, or there are more or fewer than runs.
pub fn total_index(
    sampling: &Sampling,
    outcome: &[f64],
    again: &[f64],
) -> Result<Option<Estimate>, SampleError> {
    for column in [outcome, again] {
        super::error::check_values(column)?;
        if column.len() != sampling.runs() {
            return Err(SampleError::LengthMismatch { expected: sampling.runs(), found: column.len() });
        }
    }
    // Both columns have the same law.
    let mean = 0.5 * (sampling.mean(outcome) + sampling.mean(again));
    let pairs = || outcome.iter().zip(again);
    let squares: Vec<f64> =
        pairs().map(|(y, again)| 0.5 * ((y - mean) * (y - mean) + (again - mean) * (again - mean))).collect();
    let variance = sampling.mean(&squares);
    if variance <= 0.0 {
        return Ok(None);
    }
    let halves: Vec<f64> = pairs().map(|(y, again)| 0.5 * (y - again) * (y - again)).collect();
    let share = sampling.mean(&halves) / variance;
    let influence =
        halves.iter().zip(&squares).map(|(half, square)| share + (half - share * square) / variance);
    Ok(Some(around(share, sampling.sample(influence.collect())?.mean())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::regression::tests::uniform;

    /// Ishigami's function, a = 7 and b = 0.1: the total variances are V1 + V13, V2 and V13 = 8 b² π⁸ / 225.
    #[test]
    fn total_indices_of_ishigami() {
        let runs = 20_000;
        let pi = std::f64::consts::PI;
        let draw = |run: usize, input: usize| pi * (2.0 * uniform(run, input as u32) - 1.0);
        let f = |x: [f64; 3]| {
            libm::sin(x[0]) + 7.0 * libm::sin(x[1]).powi(2) + 0.1 * x[2].powi(4) * libm::sin(x[0])
        };
        let p4 = pi.powi(4);
        let (v1, v2, v13) = (0.5 * (1.0 + 0.1 * p4 / 5.0).powi(2), 49.0 / 8.0, 8.0 * 0.01 * p4 * p4 / 225.0);
        let total = v1 + v2 + v13;
        let sampling = Sampling::independent(runs);
        let outcome: Vec<f64> = (0..runs).map(|run| f([0, 1, 2].map(|input| draw(run, input)))).collect();
        for (input, expected) in [(0, (v1 + v13) / total), (1, v2 / total), (2, v13 / total)] {
            let other = |run| [0, 1, 2].map(|of| draw(run, if of == input { of + 3 } else { of }));
            let again: Vec<f64> = (0..runs).map(|run| f(other(run))).collect();
            let index = total_index(&sampling, &outcome, &again).unwrap().unwrap();
            let error = index.std_error.unwrap();
            assert!(error < 0.02 && (index.value - expected).abs() < 4.0 * error, "{index:?} {expected}");
        }
    }

    /// An input that does nothing has the index 0, and a constant outcome none.
    #[test]
    fn nothing_to_share() {
        let sampling = Sampling::independent(3);
        let y = [1.0, 2.0, 4.0];
        assert_eq!(total_index(&sampling, &y, &y).unwrap().unwrap().value, 0.0);
        assert_eq!(total_index(&sampling, &[2.0; 3], &[2.0; 3]).unwrap(), None);
        assert!(total_index(&sampling, &y, &[1.0]).is_err());
    }
}
