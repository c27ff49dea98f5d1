//! A tier group in a month: tenants, units, connections, and how often its reading of a rate counts.

use super::{Model, ParameterId, Scope, capacity, phases::Group};
use crate::units::Per;

/// Utilisation above which pool exhaustion becomes more frequent.
const COMFORTABLE_UTILISATION: f64 = 0.7;

/// A tier group in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct GroupMonth {
    /// Tenants.
    pub tenants: f64,
    /// Isolation units.
    pub units: f64,
    /// Tenants in full pools.
    pub in_full_pools: f64,
    /// All tenants over those of the group; 0 without any.
    pub inverse_share: f64,
    /// Connections demanded over those that the instances have; 0 where capacity is not described.
    pub utilisation: f64,
}

/// A group in a month in which each tier has so many tenants (`counts`), at these parameter values.
pub fn group_month(model: &Model, group: &Group, counts: &[f64], values: &[f64]) -> GroupMonth {
    let tenants: f64 = group.tiers.iter().map(|&tier| counts[tier]).sum();
    if tenants <= 0.0 {
        return GroupMonth::default();
    }
    let isolation = &model.isolation[group.isolation];
    let total: f64 = counts.iter().sum();
    let mut month = GroupMonth {
        tenants,
        units: isolation.units(tenants),
        in_full_pools: match isolation.pool_size {
            Some(size) => tenants - tenants % size as f64,
            None => tenants,
        },
        inverse_share: total / tenants,
        utilisation: 0.0,
    };
    if let Some(facts) = &model.capacity {
        let offered = instances(model, group, counts, values) * facts.connections_per_instance as f64;
        if offered > 0.0 {
            month.utilisation = connections(model, group, counts, values) / offered;
        }
    }
    month
}

/// Connections demanded by a group after pooling; 0 where capacity is not described.
pub fn connections(model: &Model, group: &Group, counts: &[f64], values: &[f64]) -> f64 {
    let Some(facts) = &model.capacity else { return 0.0 };
    let value = |id: ParameterId| values[id.index()];
    let of_tier =
        |&tier: &usize| counts[tier] * value(model.tiers[tier].connection_limit) * facts.utilisation;
    let opened: f64 = group.tiers.iter().map(of_tier).sum();
    opened / value(model.isolation[group.isolation].multiplex)
}

/// Instances that serve a group: those in place, or as many as are needed; 0 where capacity is not described.
pub fn instances(model: &Model, group: &Group, counts: &[f64], values: &[f64]) -> f64 {
    let Some(facts) = &model.capacity else { return 0.0 };
    let demand = connections(model, group, counts, values);
    match facts.provisioned_instances {
        Some(instances) => instances as f64,
        None => capacity::instances(demand, facts.connections_per_instance as f64, facts.headroom),
    }
}

/// How many times the rate of its reading a group has, before the thinning by the tenant where an event starts:
/// a point of a class with [`Scope::TierGroup`] lies at one tenant, so a group sees only its share of the points.
/// A platform reading is thereby scaled by that share; any other is divided by it here.
pub fn readings(scope: Scope, per: Per, month: &GroupMonth) -> f64 {
    let count = match per {
        Per::PlatformYear | Per::PlatformHorizon => return 1.0,
        Per::TenantYear => month.tenants,
        Per::UnitYear | Per::PoolYear => month.units,
    };
    match scope {
        Scope::Platform => count,
        Scope::TierGroup => count * month.inverse_share,
    }
}

/// Factor by which utilisation raises a rate: e^(exponent x (utilisation - 0.7)) above 0.7; beyond full use
/// nothing is left to run out.
pub fn strain(exponent: f64, utilisation: f64) -> f64 {
    if utilisation > COMFORTABLE_UTILISATION {
        libm::exp(exponent * (utilisation.min(1.0) - COMFORTABLE_UTILISATION))
    } else {
        1.0
    }
}
