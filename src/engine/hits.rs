//! Whom a service incident hits under an alternative, as far as costs depend on it.

use super::{costs::Money, phases::Group, world::World};
use crate::model::{ServiceChurn, ServiceCosts};

/// Whom an incident hits.
#[derive(Clone, Copy, Default)]
pub(super) struct Hit {
    /// Tenants affected.
    pub tenants: f64,
    /// Records that they store; 0 where no record costs anything.
    pub records: f64,
    /// Records that all tenants of the groups struck store; 0 where no record costs anything.
    pub stored: f64,
    /// What these tenants would have brought if all of them left; 0 where none leave.
    pub worth: Money,
    /// What a minute of it costs these tenants, USD.
    pub customer_impact_usd_per_minute: f64,
}

impl Hit {
    /// Adds a share of the tenants of a group; `worth_factor` is that of [`World::worth_factor`].
    pub fn add(&mut self, whole: &Hit, share: f64, worth_factor: f64) {
        self.tenants += share * whole.tenants;
        self.records += share * whole.records;
        self.stored += whole.records;
        self.worth.present_value += share * worth_factor * whole.worth.present_value;
        self.worth.nominal += share * whole.worth.nominal;
        self.customer_impact_usd_per_minute += share * whole.customer_impact_usd_per_minute;
    }

    /// Adds what is hit elsewhere.
    pub fn join(&mut self, other: &Hit) {
        self.tenants += other.tenants;
        self.records += other.records;
        self.stored += other.stored;
        self.worth.add_money(other.worth, 1.0);
        self.customer_impact_usd_per_minute += other.customer_impact_usd_per_minute;
    }
}

/// What an incident would hit that affects all tenants of a group, with worth not discounted to the start; kept
/// from event to event as long as it is the same.
pub(super) struct Whole<'a> {
    world: &'a World<'a>,
    group: &'a Group,
    /// Whether tenants may leave, and whether a record may cost something.
    leave: bool,
    count_records: bool,
    /// Whether it is the same in all months.
    steady: bool,
    month: Option<usize>,
    hit: Hit,
}

impl<'a> Whole<'a> {
    /// For the events of a class.
    pub fn new(world: &'a World<'a>, costs: &ServiceCosts, group: &'a Group) -> Self {
        let leave = match costs.churn {
            ServiceChurn::Share(id) => world.value(id) > 0.0,
            ServiceChurn::OfDegradation => true,
        };
        Whole {
            world,
            group,
            leave,
            // Not zero: drawn for every event, it is not a number here.
            count_records: world.value(costs.per_record_usd) != 0.0,
            steady: world.paths.steady(group.slot).is_some(),
            month: None,
            hit: Hit::default(),
        }
    }

    /// In a month of the group's existence.
    pub fn in_month(&mut self, month: usize) -> &Hit {
        if self.month.is_none() || !self.steady && self.month != Some(month) {
            self.month = Some(month);
            self.hit = self.count(month);
        }
        &self.hit
    }

    fn count(&self, month: usize) -> Hit {
        let (world, group) = (self.world, self.group);
        let mut hit = Hit { tenants: world.paths.slot(group.slot, month).tenants, ..Hit::default() };
        for &tier in &group.tiers {
            let tenants = world.paths.tier_tenants(month, tier);
            let facts = &world.plan.model.tiers[tier];
            if self.count_records {
                hit.records += tenants * world.value(facts.records_per_tenant);
            }
            if self.leave {
                hit.worth.add_money(world.worth(group, tier, 1.0), tenants);
            }
            if world.plan.customers_lose {
                hit.customer_impact_usd_per_minute += tenants * world.value(facts.customer_impact_per_minute);
            }
        }
        hit
    }
}
