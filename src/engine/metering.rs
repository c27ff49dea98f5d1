//! Metered usage: what it costs, and what tenants pay beyond the price of their plan.

use super::{costs::Money, streams::Stream, world::World};
use crate::{
    dist::normal_quantile,
    model::{Model, ParameterId, ResourceLimit, Tier, usage},
};

/// Metered usage of a tier.
#[derive(Debug)]
pub(super) struct UsagePlan {
    /// Mean cost of usage per tenant and month, USD.
    pub cost_per_month_usd: f64,
    metered: Vec<MeteredPlan>,
    upgrade: Option<UpgradePlan>,
}

/// A resource that brings overage.
#[derive(Debug)]
struct MeteredPlan {
    stream: Stream,
    /// Mean overage revenue per tenant and month, USD.
    mean_usd: f64,
    /// Its standard deviation.
    sd_usd: f64,
}

/// Months that are billed at the price of another tier.
#[derive(Debug)]
struct UpgradePlan {
    stream: Stream,
    /// Probability that a tenant passes a limit that upgrades in a month.
    probability: f64,
    /// Price of the tier that is billed.
    dearer: ParameterId,
}

impl UsagePlan {
    /// Compiles what `tier` meters.
    pub fn new(model: &Model, tier: &Tier, values: &[f64]) -> Self {
        let cost_per_month_usd = usage::cost_per_month_usd(model, tier, values);
        let mut plan = UsagePlan { cost_per_month_usd, metered: Vec::new(), upgrade: None };
        let stream = |what: &str| Stream::new(model.simulation.seed, &format!("usage/{}/{what}", tier.name));
        let mut upgrading = Vec::new();
        for resource in &tier.resources {
            let wanted = &model.registry.get(resource.usage).distribution;
            let included = values[resource.included.index()];
            match resource.at_limit {
                ResourceLimit::Overage => {
                    let price = values[resource.overage_price.index()];
                    let mean_usd = price * usage::expected_overage_units(wanted, included);
                    let sd_usd = price * usage::overage_variance(wanted, included).sqrt();
                    if mean_usd > 0.0 || sd_usd > 0.0 {
                        plan.metered.push(MeteredPlan { stream: stream(&resource.name), mean_usd, sd_usd });
                    }
                }
                ResourceLimit::Upgrade => upgrading.push(usage::probability_above(wanted, included)),
                ResourceLimit::Block => {}
            }
        }
        let probability = usage::probability_of_any(upgrading);
        if let Some(to) = tier.upgrade_to.filter(|_| probability > 0.0) {
            let dearer = model.tiers[to].price_per_month;
            plan.upgrade =
                Some(UpgradePlan { stream: stream("upgrade to a dearer tier"), probability, dearer });
        }
        plan
    }

    /// Whether tenants ever pay more than the price of their plan.
    pub fn brings_revenue(&self) -> bool {
        !self.metered.is_empty() || self.upgrade.is_some()
    }

    /// What the tenants of `tier` pay beyond the price of their plan in a year: the mean with a normal deviation,
    /// because tenants and months add up. `tenants` are those of its months, as they are and discounted, `squares`
    /// the same with the factors squared.
    pub fn revenue(&self, world: &World, tier: usize, year: usize, tenants: Money, squares: Money) -> Money {
        let mut revenue = Money::default();
        let mut draw = |stream: &Stream, mean: f64, sd: f64, most: f64| {
            let z = normal_quantile(stream.uniform(world.run, year as u64));
            let drawn =
                |sum: f64, squares: f64| (mean * sum + z * sd * squares.sqrt()).max(0.0).min(most * sum);
            revenue.present_value += drawn(tenants.present_value, squares.present_value);
            revenue.nominal += drawn(tenants.nominal, squares.nominal);
        };
        for metered in &self.metered {
            draw(&metered.stream, metered.mean_usd, metered.sd_usd, f64::INFINITY);
        }
        if let Some(upgrade) = &self.upgrade {
            let price = world.value(world.plan.model.tiers[tier].price_per_month);
            let dearer = (world.value(upgrade.dearer) - price).max(0.0);
            let (mean, variance) = usage::upgrade_revenue(upgrade.probability, dearer);
            draw(&upgrade.stream, mean, variance.sqrt(), dearer);
        }
        revenue
    }
}
