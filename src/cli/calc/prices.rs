//! Tiers for the calculators: the founding brief's price list, or those of a scenario file.

use std::path::PathBuf;

use clap::Args;

use super::flags;
use crate::{
    cli::{exit::Failure, input},
    dist::Distribution,
    model::{
        Model, ParameterId, Tier, brief,
        brief::TierList,
        defaults, lifetime,
        sla::Schedule,
        usage::{expected_units, margin_share},
    },
    units::{Convention, Discount},
};

/// Where the tiers come from.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// Take tiers, prices and limits from this scenario instead of the founding brief's price list (a number that
    /// is uncertain there counts with its mean).
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
}

/// Tiers and what belongs to them.
#[derive(Debug)]
pub(super) struct PriceList {
    /// Where it comes from, in words.
    pub origin: String,
    /// The tiers.
    pub tiers: Vec<PricedTier>,
    /// Whether this is the founding brief's.
    pub of_brief: bool,
    /// Revenue of the whole company in a year, USD.
    pub turnover_usd: f64,
    /// Where that figure comes from.
    pub turnover_source: String,
    /// Credits for missed uptime.
    pub schedule: Schedule,
    /// Isolation models with their cost per tenant and month, USD.
    pub isolation: Vec<(String, f64)>,
    /// Factor of one month at the discount rate.
    monthly_discount: f64,
}

/// A price plan.
#[derive(Debug, Clone)]
pub(super) struct PricedTier {
    pub name: String,
    pub price_usd: f64,
    /// The cost that is stated, isolation included, USD a month.
    pub stated_cost_usd: f64,
    /// The part of it that is isolation, USD a month.
    pub isolation_cost_usd: f64,
    /// The cost that follows from unit costs, isolation included, USD a month.
    pub computed_cost_usd: Option<f64>,
    pub target_margin: Option<f64>,
    pub uptime_target: Option<f64>,
    pub support_usd: f64,
    pub customer_loss_usd_per_minute: f64,
    pub connection_limit: f64,
    /// Margin of the price that a tenant brings while it stays, and the churn that ends it, a month.
    pub margin: f64,
    pub churn_per_month: f64,
    pub resources: Vec<Metered>,
}

/// A limited resource of a tier.
#[derive(Debug, Clone)]
pub(super) struct Metered {
    pub name: String,
    pub included: f64,
    /// None where more is not sold.
    pub overage_usd: Option<f64>,
    pub unit_cost_usd: f64,
    /// Units that a burst may reach, where the list says so.
    pub burst: Option<f64>,
    /// What a tenant uses in a month, where the scenario says so.
    pub usage: Option<Distribution>,
}

impl Source {
    /// Reads the scenario, or takes the brief's list.
    pub(super) fn read(&self) -> Result<PriceList, Failure> {
        let Some(file) = &self.scenario else { return Ok(PriceList::of_brief()) };
        let inputs = input::read_all(std::slice::from_ref(file))?;
        let model = inputs.into_iter().next().map(|input| input.model);
        let model = model.ok_or_else(|| Failure::Internal("no scenario was read".to_owned()))?;
        Ok(PriceList::of_scenario(&model))
    }
}

impl PriceList {
    fn of_brief() -> Self {
        let month: f64 =
            defaults::TIERS.iter().map(|tier| tier.share.value * tier.price_per_month.value).sum();
        PriceList {
            origin: "the founding brief's price list".to_owned(),
            tiers: brief::TIERS.iter().map(of_list).collect(),
            of_brief: true,
            turnover_usd: 12.0 * month * defaults::INITIAL_TENANTS.value,
            turnover_source: "10,000 tenants, 70/25/5 % by tier, at list price".to_owned(),
            schedule: Schedule::new(&defaults::SLA_SCHEDULE).unwrap_or_else(|_| Schedule::none()),
            isolation: Vec::new(),
            monthly_discount: monthly_discount(defaults::DISCOUNT_RATE.value),
        }
    }

    fn of_scenario(model: &Model) -> Self {
        let mean = |id: ParameterId| model.registry.get(id).distribution.mean();
        let month: f64 = model.tiers.iter().map(|tier| mean(tier.share) * mean(tier.price_per_month)).sum();
        let isolation =
            model.isolation.iter().map(|one| (one.label.clone(), mean(one.cost_per_tenant_month)));
        let tiers = model.tiers.iter().enumerate().map(|(index, tier)| of_scenario(model, index, tier));
        PriceList {
            origin: format!("the scenario {}", model.name),
            tiers: tiers.collect(),
            of_brief: false,
            turnover_usd: 12.0 * month * mean(model.initial_tenants),
            turnover_source: format!("all tenants of the scenario {} at its prices", model.name),
            schedule: model.sla.clone(),
            isolation: isolation.collect(),
            monthly_discount: monthly_discount(model.horizon.discount_rate),
        }
    }

    /// The tier of this name.
    pub(super) fn tier(&self, flag: &str, name: &str) -> Result<&PricedTier, Failure> {
        let found = self.tiers.iter().find(|tier| tier.name.eq_ignore_ascii_case(name));
        let known: Vec<&str> = self.tiers.iter().map(|tier| tier.name.as_str()).collect();
        found.ok_or_else(|| flags::unknown(flag, name, &self.origin, &known))
    }

    /// What a tenant is worth that would have brought `margin` of its price each month and leaves with this
    /// probability a month: at most 36 months, discounted.
    pub(super) fn lifetime_value_usd(&self, price_usd: f64, margin: f64, churn_per_month: f64) -> f64 {
        let months = defaults::LIFETIME_MONTHS as u32;
        lifetime::truncated_value(price_usd * margin, churn_per_month, self.monthly_discount, months)
    }
}

impl PricedTier {
    /// The resource of this name.
    pub(super) fn resource(&self, name: &str) -> Result<&Metered, Failure> {
        let plain = name.replace('-', "_");
        let found = self.resources.iter().find(|resource| resource.name.eq_ignore_ascii_case(&plain));
        let known: Vec<&str> = self.resources.iter().map(|resource| resource.name.as_str()).collect();
        found.ok_or_else(|| flags::unknown("resource", name, &format!("tier {}", self.name), &known))
    }
}

fn monthly_discount(rate: f64) -> f64 {
    Discount::new(rate, Convention::MonthlyArrears).at(1.0 / 12.0)
}

fn of_list(tier: &TierList) -> PricedTier {
    let resources = brief::RESOURCES.iter().zip(tier.resources).zip(tier.overage_usd);
    PricedTier {
        name: tier.name.to_owned(),
        price_usd: tier.price_usd,
        stated_cost_usd: tier.stated_cost_usd,
        isolation_cost_usd: 0.0,
        computed_cost_usd: Some(tier.computed_cost_usd()),
        target_margin: Some(tier.target_margin),
        uptime_target: Some(tier.uptime_target),
        support_usd: tier.support_usd,
        customer_loss_usd_per_minute: tier.customer_loss_usd_per_minute,
        connection_limit: tier.resources[brief::CONNECTIONS].0,
        margin: tier.target_margin,
        churn_per_month: defaults::CHURN_OF_PRICE_LIST.value,
        resources: resources
            .map(|((name, (included, unit_cost_usd)), overage_usd)| Metered {
                name: (*name).to_owned(),
                included,
                overage_usd,
                unit_cost_usd,
                burst: (*name == brief::RESOURCES[0]).then_some(tier.burst_api_calls),
                usage: None,
            })
            .collect(),
    }
}

/// A tier under the isolation model that the baseline gives it.
fn of_scenario(model: &Model, index: usize, tier: &Tier) -> PricedTier {
    let mean = |id: ParameterId| model.registry.get(id).distribution.mean();
    let baseline = model.alternatives.get(model.baseline);
    let isolation = baseline
        .and_then(|baseline| model.isolation.get(*baseline.isolation_of_tier.get(index)?))
        .map_or(0.0, |isolation| mean(isolation.cost_per_tenant_month));
    let used: f64 = tier
        .resources
        .iter()
        .map(|resource| {
            let usage = &model.registry.get(resource.usage).distribution;
            mean(resource.unit_cost) * expected_units(usage, mean(resource.included), resource.at_limit)
        })
        .sum();
    let support_usd = mean(tier.support_cost_per_month);
    let (price_usd, stated) = (mean(tier.price_per_month), mean(tier.cost_per_month) + isolation);
    let computed = (!tier.resources.is_empty()).then_some(used + support_usd + isolation);
    let cost = match tier.cost_basis {
        crate::model::CostBasis::Stated => stated,
        crate::model::CostBasis::Computed => used + support_usd + isolation,
    };
    PricedTier {
        name: tier.name.clone(),
        price_usd,
        stated_cost_usd: stated,
        isolation_cost_usd: isolation,
        computed_cost_usd: computed,
        target_margin: tier.target_margin.map(mean),
        uptime_target: model.sla.levels().first().map(|level| level.0),
        support_usd,
        customer_loss_usd_per_minute: mean(tier.customer_impact_per_minute),
        connection_limit: mean(tier.connection_limit),
        margin: margin_share(price_usd, cost).map_or(0.0, |margin| margin.max(0.0)),
        churn_per_month: mean(tier.churn_per_month),
        resources: tier
            .resources
            .iter()
            .map(|resource| Metered {
                name: resource.name.clone(),
                included: mean(resource.included),
                overage_usd: (resource.at_limit == crate::model::ResourceLimit::Overage)
                    .then(|| mean(resource.overage_price)),
                unit_cost_usd: mean(resource.unit_cost),
                burst: resource.burst.map(mean),
                usage: Some(model.registry.get(resource.usage).distribution.clone()),
            })
            .collect(),
    }
}
