//! What tenants use, what it brings and costs, and how the price plans stand.

use crate::{
    engine::Plan,
    model::{CostBasis, Model, ParameterId, Resource, ResourceLimit, Tier, usage},
    units::{format_usd_exact, in_words},
};

/// Factor between stated and computed cost above which a reader is told.
const DISAGREEMENT: f64 = 2.0;

/// A metered resource of a tier: one tenant in one month, before any run.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct UsageFact {
    /// Name of the tier.
    pub tier: String,
    /// Name of the resource.
    pub resource: String,
    /// What a unit is called, in the plural.
    pub unit: String,
    /// Units included in the price.
    pub included: f64,
    /// Units from which a tenant comes close to its plan.
    pub soft: f64,
    /// Units up to which the platform bears a peak.
    pub burst: Option<f64>,
    /// `overage`, `block` or `upgrade`.
    pub at_limit: &'static str,
    /// Units that a tenant wants: median.
    pub usage_median: f64,
    /// Mean.
    pub usage_mean: f64,
    /// 95th percentile.
    pub usage_p95: f64,
    /// Share of tenant-months above the soft limit.
    pub probability_above_soft: f64,
    /// Share of tenant-months above the units included.
    pub probability_above_included: f64,
    /// Share of tenant-months above the burst.
    pub probability_above_burst: Option<f64>,
    /// Price of a unit beyond, USD.
    pub overage_price_usd: f64,
    /// Cost of a unit to the provider, USD.
    pub unit_cost_usd: f64,
    /// Mean revenue beyond the price of the plan, USD: overage, or the months billed as the next plan. Several
    /// resources that upgrade bill one upgrade; each stands here as if it were alone.
    pub revenue_usd: f64,
    /// Mean cost of the units that a tenant gets, USD.
    pub usage_cost_usd: f64,
    /// Revenue beyond the plan less the cost of the units beyond it, USD.
    pub margin_usd: f64,
    /// Units above which the next plan, without overage of its own, is the cheaper one for the tenant; none
    /// without one, or where overage is free or use does not go on.
    pub upgrade_pays_above: Option<f64>,
}

/// A price plan, every uncertain number at its mean.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct TierFact {
    /// Name.
    pub tier: String,
    /// Tenants in the first month.
    pub tenants_at_start: f64,
    /// Price a month, USD.
    pub price_usd: f64,
    /// Cost to serve a month without isolation as the file states it, USD.
    pub stated_cost_usd: f64,
    /// The same from usage and support; none where nothing is metered.
    pub computed_cost_usd: Option<f64>,
    /// Which of the two counts: `stated` or `computed`.
    pub cost_basis: &'static str,
    /// Share of the price left after the stated cost.
    pub stated_margin: Option<f64>,
    /// Share of the price left after the computed cost.
    pub computed_margin: Option<f64>,
    /// The share that the company wants.
    pub target_margin: Option<f64>,
    /// The plan to which tenants move.
    pub upgrade_to: Option<String>,
    /// Probability that a tenant outgrows its plan in a month: one resource above what is included, or two above
    /// their soft limits.
    pub probability_of_outgrowing: f64,
    /// Mean number of such tenants in the first month.
    pub upgrade_candidates: f64,
    /// Mean revenue beyond the price of the plan per tenant and month, USD.
    pub revenue_beyond_usd: f64,
}

/// Every metered resource of every tier, in the order of the file.
pub(super) fn usage_facts(plan: &Plan) -> Vec<UsageFact> {
    let model = plan.model();
    let of_tier = |tier: &Tier| {
        let facts = tier.resources.iter().map(|resource| usage_fact(model, tier, resource));
        facts.collect::<Vec<_>>()
    };
    model.tiers.iter().flat_map(of_tier).collect()
}

fn mean(model: &Model, id: ParameterId) -> f64 {
    model.registry.get(id).distribution.mean()
}

/// What the next plan costs a month more, USD.
fn dearer_usd(model: &Model, tier: &Tier) -> Option<f64> {
    let to = &model.tiers[tier.upgrade_to?];
    Some((mean(model, to.price_per_month) - mean(model, tier.price_per_month)).max(0.0))
}

fn usage_fact(model: &Model, tier: &Tier, resource: &Resource) -> UsageFact {
    let wanted = &model.registry.get(resource.usage).distribution;
    let (included, soft) = (mean(model, resource.included), mean(model, resource.soft));
    let burst = resource.burst.map(|burst| mean(model, burst));
    let (price, unit_cost) = (mean(model, resource.overage_price), mean(model, resource.unit_cost));
    let above = usage::probability_above(wanted, included);
    let beyond = usage::expected_overage_units(wanted, included);
    let (revenue_usd, beyond_cost_usd) = match resource.at_limit {
        ResourceLimit::Overage => (price * beyond, unit_cost * beyond),
        ResourceLimit::Upgrade => {
            let dearer = dearer_usd(model, tier).unwrap_or(0.0);
            (usage::upgrade_revenue(above, dearer).0, unit_cost * beyond)
        }
        ResourceLimit::Block => (0.0, 0.0),
    };
    let own_price = mean(model, tier.price_per_month);
    let upgrade_pays_above = match (resource.at_limit, dearer_usd(model, tier)) {
        (ResourceLimit::Overage, Some(dearer)) => {
            usage::upgrade_break_even_units(included, price, own_price, own_price + dearer)
        }
        _ => None,
    };
    UsageFact {
        tier: tier.name.clone(),
        resource: resource.name.clone(),
        unit: resource.unit.clone(),
        included,
        soft,
        burst,
        at_limit: resource.at_limit.word(),
        usage_median: wanted.quantile(0.5),
        usage_mean: wanted.mean(),
        usage_p95: wanted.quantile(0.95),
        probability_above_soft: usage::probability_above(wanted, soft),
        probability_above_included: above,
        probability_above_burst: burst.map(|burst| usage::probability_above(wanted, burst)),
        overage_price_usd: price,
        unit_cost_usd: unit_cost,
        revenue_usd,
        usage_cost_usd: unit_cost * usage::expected_units(wanted, included, resource.at_limit),
        margin_usd: revenue_usd - beyond_cost_usd,
        upgrade_pays_above,
    }
}

/// Every tier, in the order of the file; `usages` are its resources.
pub(super) fn tier_facts(plan: &Plan, usages: &[UsageFact]) -> Vec<TierFact> {
    let model = plan.model();
    let tiers = model.tiers.iter().zip(plan.tenants_at_start());
    tiers.map(|(tier, tenants)| tier_fact(model, tier, tenants, usages)).collect()
}

fn tier_fact(model: &Model, tier: &Tier, tenants_at_start: f64, usages: &[UsageFact]) -> TierFact {
    let own = usages.iter().filter(|usage| usage.tier == tier.name);
    let price_usd = mean(model, tier.price_per_month);
    let stated_cost_usd = mean(model, tier.cost_per_month);
    let is_computed = tier.cost_basis == CostBasis::Computed || !tier.resources.is_empty();
    let metered = own.clone().map(|usage| usage.usage_cost_usd).sum::<f64>();
    let computed_cost_usd = is_computed.then(|| mean(model, tier.support_cost_per_month) + metered);
    let limits: Vec<(f64, f64)> =
        own.clone().map(|usage| (usage.probability_above_soft, usage.probability_above_included)).collect();
    let probability_of_outgrowing = usage::probability_of_outgrowing(&limits);
    let upgrade = ResourceLimit::Upgrade.word();
    let upgrading = own.clone().filter(|usage| usage.at_limit == upgrade);
    let upgrades = usage::probability_of_any(upgrading.map(|usage| usage.probability_above_included));
    let overage = own.filter(|usage| usage.at_limit != upgrade).map(|usage| usage.revenue_usd).sum::<f64>();
    TierFact {
        tier: tier.name.clone(),
        tenants_at_start,
        price_usd,
        stated_cost_usd,
        computed_cost_usd,
        cost_basis: tier.cost_basis.word(),
        stated_margin: usage::margin_share(price_usd, stated_cost_usd),
        computed_margin: computed_cost_usd.and_then(|cost| usage::margin_share(price_usd, cost)),
        target_margin: tier.target_margin.map(|target| mean(model, target)),
        upgrade_to: tier.upgrade_to.map(|to| model.tiers[to].name.clone()),
        probability_of_outgrowing,
        upgrade_candidates: tenants_at_start * probability_of_outgrowing,
        revenue_beyond_usd: overage + upgrades * dearer_usd(model, tier).unwrap_or(0.0),
    }
}

/// A statement for every tier whose stated and computed cost are far apart.
pub(super) fn notices(tiers: &[TierFact]) -> Vec<String> {
    tiers.iter().filter_map(notice).collect()
}

fn notice(tier: &TierFact) -> Option<String> {
    let (stated, computed) = (tier.stated_cost_usd, tier.computed_cost_usd?);
    let (low, high) = (stated.min(computed), stated.max(computed));
    if high <= DISAGREEMENT * low {
        return None;
    }
    let factor = if low > 0.0 { format!(", a factor of {:.1}", high / low) } else { String::new() };
    Some(format!(
        "{}: stated {}, computed {} to serve a tenant for a month{factor}; the {} cost counts (cost_basis).",
        in_words(&tier.tier),
        format_usd_exact(stated),
        format_usd_exact(computed),
        tier.cost_basis
    ))
}
