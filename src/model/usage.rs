//! Usage above what a plan includes, and what a tier costs to serve.

use super::{Model, Resource, ResourceLimit, Tier};
use crate::dist::{Distribution, Family, Limits, integrate, normal_cdf};

/// Mean units that a tenant uses in a month: all that it wants, or at most the `included` ones where use stops
/// there.
pub fn expected_units(usage: &Distribution, included: f64, at_limit: ResourceLimit) -> f64 {
    match at_limit {
        ResourceLimit::Overage | ResourceLimit::Upgrade => usage.mean(),
        ResourceLimit::Block => usage.limited_expected_value(included),
    }
}

/// Mean cost of what a tenant of a tier uses in a month, USD, at these parameter values.
pub fn cost_per_month_usd(model: &Model, tier: &Tier, values: &[f64]) -> f64 {
    let of_resource = |resource: &Resource| {
        let wanted = &model.registry.get(resource.usage).distribution;
        let included = values[resource.included.index()];
        values[resource.unit_cost.index()] * expected_units(wanted, included, resource.at_limit)
    };
    tier.resources.iter().map(of_resource).sum()
}

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

/// What a month of usage above a plan means for the tenant and for the provider.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overage {
    /// Units above the included ones.
    pub units: f64,
    /// What the tenant pays for them, USD.
    pub charge_usd: f64,
    /// What they cost the provider, USD.
    pub cost_usd: f64,
    /// Charge less cost, USD.
    pub margin_usd: f64,
}

/// The overage of a tenant that uses `used` units where `included` are in the price, at a price and a cost
/// per unit in USD.
pub fn overage(used: f64, included: f64, price_usd: f64, cost_usd: f64) -> Overage {
    let units = (used - included).max(0.0);
    let (charge_usd, cost_usd) = (units * price_usd, units * cost_usd);
    Overage { units, charge_usd, cost_usd, margin_usd: charge_usd - cost_usd }
}

/// Usage, in units a month, above which the larger plan is the cheaper one for the tenant:
/// `L + (upgrade - price) / overage price`. None when overage is free and the larger plan never pays.
pub fn upgrade_break_even_units(
    included: f64,
    overage_price_usd: f64,
    price_usd: f64,
    upgrade_price_usd: f64,
) -> Option<f64> {
    let dearer = upgrade_price_usd - price_usd;
    if dearer <= 0.0 {
        return Some(0.0);
    }
    (overage_price_usd > 0.0).then(|| included + dearer / overage_price_usd)
}

/// Probability that a tenant wants more than so many units in a month.
pub fn probability_above(usage: &Distribution, units: f64) -> f64 {
    1.0 - usage.cdf(units)
}

/// Probability that at least one of independent things happens: `1 - Π (1 - p)`.
pub fn probability_of_any(probabilities: impl IntoIterator<Item = f64>) -> f64 {
    // Summed rather than subtracted, so that small probabilities keep their digits.
    let (mut any, mut none) = (0.0, 1.0);
    for probability in probabilities {
        any += none * probability;
        none *= 1.0 - probability;
    }
    any
}

/// Probability that a tenant outgrows its plan in a month: at least one resource passes its included units, or
/// at least two pass their soft limits. Each resource as (P(above soft), P(above included)), independent:
///
/// `1 - Π (1 - s) - Σ_r (s_r - h_r) Π_{j≠r} (1 - s_j)`.
pub fn probability_of_outgrowing(resources: &[(f64, f64)]) -> f64 {
    // No limit passed so far, one soft limit, and outgrown.
    let (mut none, mut one, mut outgrown) = (1.0, 0.0, 0.0);
    for &(soft, included) in resources {
        outgrown += none * included + one * soft;
        one = one * (1.0 - soft) + none * (soft - included).max(0.0);
        none *= 1.0 - soft;
    }
    outgrown
}

/// What upgrading for a month brings per tenant, USD: mean and variance. A share `probability` of the tenants
/// pays `dearer_usd` more than its plan.
pub fn upgrade_revenue(probability: f64, dearer_usd: f64) -> (f64, f64) {
    (probability * dearer_usd, probability * (1.0 - probability) * dearer_usd * dearer_usd)
}

/// Cost of serving one tenant of a tier for a month, USD: each resource as (limit in units, cost per unit in
/// USD), used to the share `utilisation` of its limit, plus support and overhead.
pub fn tier_unit_cost_usd(
    resources: &[(f64, f64)],
    utilisation: f64,
    support_usd: f64,
    overhead_usd: f64,
) -> f64 {
    let used: f64 = resources.iter().map(|(limit, cost)| utilisation * limit * cost).sum();
    used + support_usd + overhead_usd
}

/// `(price - cost) / price`; none at a price of zero.
pub fn margin_share(price_usd: f64, cost_usd: f64) -> Option<f64> {
    (price_usd != 0.0).then(|| (price_usd - cost_usd) / price_usd)
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

    /// Case A12 of tests/data/cases.json.
    #[test]
    fn a_growth_tenant_at_150k_calls() {
        let case = case("A12");
        let input = |name: &str| number(&case["inputs"][name]);
        let expected = &case["expected"];
        let found = overage(input("usage"), input("limit"), input("price"), input("cost"));
        close(found.units, expected["overage_units"].clone());
        close(found.charge_usd, expected["charge"].clone());
        close(found.cost_usd, expected["our_cost"].clone());
        close(found.margin_usd, expected["margin"].clone());
        let stay = 499.0 + found.charge_usd;
        close(stay, expected["total_if_stay"].clone());
        close(stay - input("upgrade_price"), expected["upgrade_saves"].clone());
        let upgrade = upgrade_break_even_units(input("limit"), input("price"), 499.0, input("upgrade_price"));
        close(upgrade.unwrap(), expected["break_even_usage"].clone());
        assert_eq!(upgrade_break_even_units(1.0, 0.0, 1.0, 2.0), None);
        assert_eq!(upgrade_break_even_units(1.0, 0.0, 2.0, 2.0), Some(0.0));
        assert_eq!((margin_share(0.0, 5.0), margin_share(100.0, 30.0)), (None, Some(0.7)));
    }

    /// Two resources, three resources, and every combination of certain ones.
    #[test]
    fn outgrowing_a_plan_by_hand() {
        // One hard, or both soft: 0.1 + 0.2 - 0.02, and (0.3 - 0.1)(0.5 - 0.2) between.
        close(probability_of_outgrowing(&[(0.3, 0.1), (0.5, 0.2)]), 0.28 + 0.2 * 0.3);
        // None passes a soft limit: 0.7 * 0.5 * 0.6 = 0.21; only one, and softly:
        // 0.2 * 0.5 * 0.6 + 0.7 * 0.3 * 0.6 + 0.7 * 0.5 * 0.4 = 0.06 + 0.126 + 0.14.
        let three = [(0.3, 0.1), (0.5, 0.2), (0.4, 0.0)];
        close(probability_of_outgrowing(&three), 1.0 - 0.21 - 0.326);
        assert_eq!((probability_of_outgrowing(&[]), probability_of_outgrowing(&[(0.9, 0.25)])), (0.0, 0.25));
        // Each resource is below its soft limit (0), between (1) or above the included units (2).
        for states in 0..27 {
            let state = [states % 3, states / 3 % 3, states / 9];
            let certain = state.map(|one| (f64::from(one > 0), f64::from(one > 1)));
            let hard = state.contains(&2) || state.iter().filter(|one| **one > 0).count() >= 2;
            assert_eq!(probability_of_outgrowing(&certain), f64::from(hard), "{state:?}");
        }
        close(probability_of_outgrowing(&[(1e-20, 0.0), (1e-20, 1e-21)]), 1e-21);
        close(probability_of_any([0.1, 0.2, 0.5]), 1.0 - 0.9 * 0.8 * 0.5);
    }

    #[test]
    fn what_is_served_and_what_upgrading_brings() {
        let usage = Distribution::new(
            Family::Discrete { values: vec![1.0, 5.0, 9.0], weights: vec![0.2, 0.3, 0.5] },
            Limits::default(),
        )
        .unwrap();
        close(expected_units(&usage, 5.0, ResourceLimit::Block), 0.2 + 0.8 * 5.0);
        close(expected_units(&usage, 5.0, ResourceLimit::Overage), 6.2);
        close(expected_units(&usage, 5.0, ResourceLimit::Upgrade), 6.2);
        // Using exactly what is included passes nothing.
        close(probability_above(&usage, 5.0), 0.5);
        close(probability_above(&usage, 4.9), 0.8);
        assert_eq!(upgrade_revenue(0.25, 400.0), (100.0, 30_000.0));
        assert_eq!((upgrade_revenue(0.0, 400.0).1, upgrade_revenue(1.0, 400.0)), (0.0, (400.0, 0.0)));
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
