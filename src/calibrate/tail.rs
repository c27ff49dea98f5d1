//! The generalised Pareto distribution above a threshold, by Grimshaw's profile likelihood
//! (S. D. Grimshaw, "Computing maximum likelihood estimates for the generalized Pareto distribution",
//! Technometrics 35 (1993)).

use super::{Estimated, families::ln_density, maximum};
use crate::dist::{Family, smallest_root};

/// Below this tail index maximum likelihood has no usual properties (R. L. Smith, Biometrika 72 (1985)).
const LEAST_XI: f64 = -0.5;

/// The likeliest tail index and scale of excesses over a threshold (all above zero, not all equal).
pub(super) fn fit(excesses: &[f64]) -> (f64, f64) {
    let n = excesses.len() as f64;
    let mean = excesses.iter().sum::<f64>() / n;
    let largest = excesses.iter().copied().fold(0.0, f64::max);
    let xi_of = |theta: f64| excesses.iter().map(|excess| libm::log1p(theta * excess)).sum::<f64>() / n;
    let scale_of = |theta: f64, xi: f64| if (theta * mean).abs() < 1e-9 { mean } else { xi / theta };
    // With theta = xi / beta the likelihood is maximal at xi = mean of ln(1 + theta y), which rises in theta.
    let end = -(1.0 - 1e-12) / largest;
    let least = smallest_root(end, 0.0, |theta| xi_of(theta) - LEAST_XI);
    let profile = |log: f64| {
        let theta = least + libm::exp(log) / mean;
        let xi = xi_of(theta);
        -n * (libm::log(scale_of(theta, xi)) + xi + 1.0)
    };
    let (log, _) = maximum::along(-16.0, 14.0, profile);
    let theta = least + libm::exp(log) / mean;
    let xi = xi_of(theta);
    (xi, scale_of(theta, xi))
}

/// Tail index and scale with standard errors from the observed information; none at the least tail index.
pub(super) fn parameters(excesses: &[f64], xi: f64, beta: f64) -> [Estimated; 2] {
    let likelihood = |[xi, log]: [f64; 2]| {
        let family = Family::Gpd { threshold: 0.0, xi, beta: libm::exp(log) };
        excesses.iter().map(|excess| ln_density(&family, *excess)).sum()
    };
    let errors = maximum::standard_errors([xi, libm::log(beta)], [1.0, 1.0], likelihood);
    let errors = errors.filter(|_| xi > LEAST_XI + 1e-3);
    let [first, second] = [0, 1].map(|place| errors.map(|errors| errors[place]));
    [Estimated::normal(xi, first), Estimated::of_logarithm(beta, second)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles in place of a sample: the estimate is near the parameters, and the score is zero.
    #[test]
    fn the_score_is_zero() {
        for xi in [-0.3, 0.0, 0.4, 1.2] {
            let beta = 2_000.0;
            let excess = |i: usize| {
                let exponent = -((i as f64 + 0.5) / 2_000.0).ln();
                if xi == 0.0 { beta * exponent } else { beta * (xi * exponent).exp_m1() / xi }
            };
            let excesses: Vec<f64> = (0..2_000).map(excess).collect();
            let (found, scale) = fit(&excesses);
            assert!((found - xi).abs() < 0.01 && (scale / beta - 1.0).abs() < 0.01, "{xi}: {found} {scale}");
            let at = |xi: f64, beta: f64| -> f64 {
                let family = Family::Gpd { threshold: 0.0, xi, beta };
                excesses.iter().map(|excess| ln_density(&family, *excess)).sum()
            };
            let top = at(found, scale);
            for (dx, db) in
                [(1e-3, 1.0), (-1e-3, 1.0), (0.0, 1.001), (0.0, 0.999), (1e-3, 0.999), (-1e-3, 1.001)]
            {
                assert!(at(found + dx, scale * db) < top, "{xi} {dx} {db}");
            }
            let [xi_error, beta_error] =
                parameters(&excesses, found, scale).map(|one| one.std_error.unwrap());
            if xi < 0.0 {
                // The derivatives at the end of the tail have no variance, so that the observed information stays away.
                continue;
            }
            // Smith 1987: variances (1 + xi)² / n and 2 beta² (1 + xi) / n.
            let theory = [(1.0 + xi) / 2_000_f64.sqrt(), beta * (2.0 * (1.0 + xi) / 2_000.0).sqrt()];
            assert!((xi_error / theory[0] - 1.0).abs() < 0.05, "{xi}: {xi_error} {}", theory[0]);
            assert!((beta_error / theory[1] - 1.0).abs() < 0.05, "{xi}: {beta_error} {}", theory[1]);
        }
    }

    #[test]
    fn a_tail_that_ends_stops_at_the_least_index() {
        let uniform: Vec<f64> = (0..500).map(|i| (i as f64 + 0.5) / 500.0).collect();
        let (xi, beta) = fit(&uniform);
        assert!((xi - LEAST_XI).abs() < 1e-3, "{xi}");
        assert_eq!(parameters(&uniform, xi, beta)[0].std_error, None);
    }
}
