//! Tenants over time.

use super::{Model, ParameterId};

/// Expected tenants of a tier in each of so many months, surges included, at these parameter values.
pub fn expected_path(model: &Model, tier: usize, values: &[f64], months: usize) -> Vec<f64> {
    let facts = &model.tiers[tier];
    let value = |id: ParameterId| values[id.index()];
    let initial = value(model.initial_tenants) * value(facts.share);
    let churn = value(facts.churn_per_month);
    let arrivals = facts.arrivals_per_month.map(value);
    let factor = monthly_factor(value(facts.growth_per_year));
    let mut tenants = initial;
    let mut path = Vec::with_capacity(months);
    for month in 0..months {
        if month > 0 {
            tenants = match arrivals {
                Some(arrivals) => tenants * (1.0 - churn) + arrivals,
                None => tenants * factor,
            };
        }
        tenants = after_changes(model, tier, values, month, tenants);
        path.push(tenants);
    }
    path
}

/// Tenants of a tier after the changes of a month.
pub fn after_changes(model: &Model, tier: usize, values: &[f64], month: usize, mut tenants: f64) -> f64 {
    for change in
        model.changes.iter().filter(|change| change.tier == tier && change.at_month as usize == month)
    {
        let amount = values[change.tenants.index()];
        tenants = if change.sets { amount } else { (tenants + amount).max(0.0) };
    }
    tenants
}

/// Factor of a month that compounds to net growth of `growth_per_year` (at least -1).
pub fn monthly_factor(growth_per_year: f64) -> f64 {
    libm::pow(1.0 + growth_per_year, 1.0 / 12.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_compounds_to_the_yearly_rate() {
        assert!((1_000.0 * monthly_factor(0.2).powi(24) - 1_440.0).abs() < 1e-9);
        assert_eq!((monthly_factor(0.0), monthly_factor(-1.0)), (1.0, 0.0));
    }
}
