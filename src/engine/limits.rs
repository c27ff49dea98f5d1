//! What the platform can bear, and the first month in which demand exceeds it.

use super::{plan::Plan, world::World};
use crate::model::{CapacityLimit, Model, capacity::exceeds, usage::expected_units};

/// Something that can run out.
#[derive(Debug)]
pub struct Limit {
    /// The resource: `connections`, or its name in the file.
    pub resource: String,
    /// What a unit is called, in the plural.
    pub unit: String,
    /// The alternative whose limit it is; `None` where it is the same for all.
    pub alternative: Option<usize>,
    /// Where the bound stands in the model; `None` for connections.
    bound: Option<CapacityLimit>,
    /// Mean units a month that a tenant of each tier demands; none for connections.
    per_tenant: Vec<f64>,
}

/// What is kept of a limit in every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitFigure {
    /// First month in which demand exceeds what is available, 1 is the first; one more than the horizon has
    /// where it never does.
    Month,
    /// Demand in the first month.
    AtStart,
    /// Demand in the last month.
    AtEnd,
}

impl LimitFigure {
    /// How many there are.
    pub(super) const COUNT: usize = 3;
}

/// The limits of a scenario: connections of each alternative where the instances are given, then resources.
pub(super) fn limits(model: &Model, values: &[f64]) -> Vec<Limit> {
    let Some(capacity) = &model.capacity else { return Vec::new() };
    let mut limits = Vec::new();
    if capacity.provisioned_instances.is_some() {
        limits.extend((0..model.alternatives.len()).map(|alternative| Limit {
            resource: "connections".to_owned(),
            unit: "connections".to_owned(),
            alternative: Some(alternative),
            bound: None,
            per_tenant: Vec::new(),
        }));
    }
    for bound in &capacity.limits {
        let per_tenant = model.tiers.iter().map(|tier| {
            let resource = tier.resources.iter().find(|resource| resource.name == bound.resource);
            resource.map_or(0.0, |resource| {
                let usage = &model.registry.get(resource.usage).distribution;
                expected_units(usage, values[resource.included.index()], resource.at_limit)
            })
        });
        limits.push(Limit {
            resource: bound.resource.clone(),
            unit: bound.unit.clone(),
            alternative: None,
            per_tenant: per_tenant.collect(),
            bound: Some(bound.clone()),
        });
    }
    limits
}

impl Plan {
    /// What can run out.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// What is available of a limit in the first month, every uncertain parameter at its mean.
    pub fn available(&self, limit: &Limit) -> f64 {
        World::at(self, |distribution| distribution.mean()).available(limit)
    }
}

impl World<'_> {
    fn available(&self, limit: &Limit) -> f64 {
        match (&limit.bound, limit.alternative) {
            (Some(bound), _) => self.value(bound.most),
            (None, Some(alternative)) => {
                let groups = self.plan.alternatives[alternative].phase(0).groups.len();
                groups as f64 * self.available_per_group()
            }
            (None, None) => f64::INFINITY,
        }
    }

    /// Connections that the instances of a tier group offer, headroom taken off.
    fn available_per_group(&self) -> f64 {
        let facts = self.plan.model.capacity.as_ref();
        let offered = facts.and_then(|facts| {
            let instances = facts.provisioned_instances? as f64;
            Some(instances * facts.connections_per_instance as f64 * facts.headroom)
        });
        offered.unwrap_or(f64::INFINITY)
    }

    /// Demand in a month, and whether it exceeds what is available. Connections do as soon as those of one tier
    /// group do.
    fn demand(&self, limit: &Limit, month: usize) -> (f64, bool) {
        if let Some(bound) = &limit.bound {
            let tiers = limit.per_tenant.iter().enumerate();
            let demand = tiers.map(|(tier, units)| self.paths.tier_tenants(month, tier) * units).sum();
            return (demand, exceeds(demand, self.value(bound.most)));
        }
        let Some(alternative) = limit.alternative else { return (0.0, false) };
        let available = self.available_per_group();
        let (mut sum, mut short) = (0.0, false);
        for group in &self.plan.alternatives[alternative].phase(month).groups {
            let demand = self.paths.connections(self.plan, group, month, &self.values);
            sum += demand;
            short |= exceeds(demand, available);
        }
        (sum, short)
    }

    /// What is kept of a limit, in the order of [`LimitFigure`].
    pub fn reached(&self, limit: &Limit) -> [f64; LimitFigure::COUNT] {
        let months = self.plan.months;
        if months == 0 {
            return [1.0, 0.0, 0.0];
        }
        let first = (0..months).find(|&month| self.demand(limit, month).1).unwrap_or(months);
        [(first + 1) as f64, self.demand(limit, 0).0, self.demand(limit, months - 1).0]
    }
}
