//! What tenants use beyond their plans, what that brings, and what a tier costs to serve.

mod excess;

pub use excess::{expected_overage_units, overage_variance};

use super::{Model, Resource, ResourceLimit, Tier};
use crate::dist::Distribution;

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
    use crate::{
        cases::{case, close, number},
        dist::{Family, Limits},
    };

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
}
