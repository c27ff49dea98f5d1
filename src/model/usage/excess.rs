//! Units above what a plan includes: mean and variance.

use crate::dist::{Distribution, Family, Limits, integrate, normal_cdf};

/// Mean units above the `included` ones that a tenant uses in a month: `E[(U - L)+]`.
pub fn expected_overage_units(usage: &Distribution, included: f64) -> f64 {
    (usage.mean() - usage.limited_expected_value(included)).max(0.0)
}

/// Variance of the units above the `included` ones, `Var[(U - L)+]`; infinity when the usage has none.
///
/// Closed form for a lognormal without limits, a sum for discrete values; otherwise, and where the closed
/// form would lose more than six digits, adaptive quadrature over the quantile (1e-9 relative).
pub fn overage_variance(usage: &Distribution, included: f64) -> f64 {
    if usage.has_infinite_variance() {
        return f64::INFINITY;
    }
    let mean = expected_overage_units(usage, included);
    (second_moment(usage, included) - mean * mean).max(0.0)
}

/// `E[((U - L)+)²]`.
fn second_moment(usage: &Distribution, included: f64) -> f64 {
    let excess = |value: f64| (value - included).max(0.0);
    match usage.family() {
        Family::Constant(value) => excess(*value) * excess(*value),
        Family::Discrete { values, weights } => {
            let Limits { floor, cap, .. } = *usage.limits();
            let limited =
                |value: f64| value.max(floor.unwrap_or(f64::NEG_INFINITY)).min(cap.unwrap_or(f64::INFINITY));
            let pairs = values.iter().zip(weights);
            pairs.map(|(value, weight)| excess(limited(*value)).powi(2) * weight).sum()
        }
        Family::Lognormal { mu, sigma } if *usage.limits() == Limits::default() && included > 0.0 => {
            lognormal_second_moment(*mu, *sigma, included)
                .unwrap_or_else(|| integrated_second_moment(usage, included))
        }
        _ => integrated_second_moment(usage, included),
    }
}

/// `M2 Φ(d + 2s) - 2 L M1 Φ(d + s) + L² Φ(d)` with the raw moments `M1`, `M2` and `d = (mu - ln L) / s`;
/// none where the difference is not precise.
fn lognormal_second_moment(mu: f64, sigma: f64, included: f64) -> Option<f64> {
    let d = (mu - libm::log(included)) / sigma;
    let first = libm::exp(mu + 0.5 * sigma * sigma) * normal_cdf(d + sigma);
    let second = libm::exp(2.0 * mu + 2.0 * sigma * sigma) * normal_cdf(d + 2.0 * sigma);
    let result = second - 2.0 * included * first + included * included * normal_cdf(d);
    (result.is_finite() && result > 1e-6 * second).then_some(result)
}

/// The integral of the squared excess over the probability `e^-w` of a higher usage.
fn integrated_second_moment(usage: &Distribution, included: f64) -> f64 {
    let exponent = |value: f64| {
        let above = 1.0 - usage.cdf(value);
        if above > 1e-13 { -libm::log(above) } else { 30.0 }
    };
    let start = exponent(included);
    let f = |w: f64| {
        let probability = libm::exp(-w);
        (usage.upper_quantile(probability) - included).max(0.0).powi(2) * probability
    };
    let mut breaks: Vec<f64> =
        [0.0, 0.01, 0.1, 0.5, 2.0, 5.0, 15.0, 40.0, 100.0, 250.0, 600.0].map(|step| start + step).into();
    // The quantile bends where the floor ends and the cap begins.
    let Limits { floor, cap, .. } = *usage.limits();
    let bends = floor.into_iter().chain(cap.map(f64::next_down)).map(exponent);
    breaks.extend(bends.filter(|bend| *bend > start));
    breaks.sort_by(f64::total_cmp);
    integrate(&f, &breaks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, close, number};

    fn unlimited(family: Family) -> Distribution {
        Distribution::new(family, Limits::default()).unwrap()
    }

    /// Case F01 of tests/data/cases.json.
    #[test]
    fn lognormal_usage_over_a_limit() {
        let case = case("F01");
        let input = |name: &str| number(&case["inputs"][name]);
        let expected = &case["expected"];
        let usage = unlimited(Family::Lognormal { mu: libm::log(input("median")), sigma: input("sigma") });
        let mean = expected_overage_units(&usage, input("limit"));
        close(mean, expected["mean_overage"].clone());
        close(mean * input("price"), expected["revenue_month"].clone());
        close(usage.mean() * input("cost"), expected["usage_cost_month"].clone());
        close(1.0 - usage.cdf(input("limit")), expected["p_over"].clone());
        close(1.0 - usage.cdf(150_000.0), expected["p_over_burst_150k"].clone());
    }

    /// Two ways to the lognormal's second moment.
    #[test]
    fn the_closed_form_is_the_integral() {
        for (mu, sigma) in [(11.0, 0.8), (0.0, 2.0), (3.0, 0.1)] {
            let usage = unlimited(Family::Lognormal { mu, sigma });
            for z in [-4.0, -1.0, 0.0, 0.64, 2.0, 5.0] {
                let included = libm::exp(mu + z * sigma);
                let integral = integrated_second_moment(&usage, included);
                close(lognormal_second_moment(mu, sigma, included).unwrap(), integral);
            }
            close(overage_variance(&usage, 0.0), usage.variance());
        }
    }

    /// Exponential and generalised Pareto: the excess over L is of the same family.
    #[test]
    fn variances_with_known_excess() {
        for included in [0.0, 1.0, 5.0, 30.0] {
            let usage = unlimited(Family::Exponential { mean: 2.0 });
            let above = libm::exp(-included / 2.0);
            close(overage_variance(&usage, included), 8.0 * above - 4.0 * above * above);
            let (xi, beta) = (0.3, 2.0);
            let usage = unlimited(Family::Gpd { threshold: 0.0, xi, beta });
            let (above, scale) = (libm::pow(1.0 + xi * included / beta, -1.0 / xi), beta + xi * included);
            let mean = above * scale / (1.0 - xi);
            let second = above * 2.0 * scale * scale / ((1.0 - xi) * (1.0 - 2.0 * xi));
            close(overage_variance(&usage, included), second - mean * mean);
        }
        let heavy = unlimited(Family::Gpd { threshold: 0.0, xi: 0.6, beta: 1.0 });
        assert_eq!(overage_variance(&heavy, 1.0), f64::INFINITY);
    }

    #[test]
    fn limited_and_discrete_usage() {
        let discrete = Distribution::new(
            Family::Discrete { values: vec![1.0, 5.0, 90.0], weights: vec![0.2, 0.3, 0.5] },
            Limits { floor: Some(2.0), cap: Some(10.0), truncate: None },
        )
        .unwrap();
        close(expected_overage_units(&discrete, 4.0), 0.3 + 0.5 * 6.0);
        close(overage_variance(&discrete, 4.0), 0.3 + 0.5 * 36.0 - 3.3 * 3.3);
        // A uniform on 0 to 10 with a cap of 8 and a floor of 3: the excess over 2 is 1 (30 %), then 1 to 6
        // evenly (50 %), then 6 (20 %).
        let limits = Limits { floor: Some(3.0), cap: Some(8.0), truncate: None };
        let limited = Distribution::new(Family::Uniform { min: 0.0, max: 10.0 }, limits).unwrap();
        let (mean, second) = (0.3 + 0.1 * 17.5 + 1.2, 0.3 + 0.1 * (216.0 - 1.0) / 3.0 + 7.2);
        close(expected_overage_units(&limited, 2.0), mean);
        close(overage_variance(&limited, 2.0), second - mean * mean);
        assert_eq!((expected_overage_units(&limited, 9.0), overage_variance(&limited, 9.0)), (0.0, 0.0));
        let constant = Distribution::constant(7.0);
        assert_eq!((expected_overage_units(&constant, 4.0), overage_variance(&constant, 4.0)), (3.0, 0.0));
    }
}
