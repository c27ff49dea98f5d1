//! Tenants that one event reaches in one tier group.

use super::{
    classes::{ClassPlan, ReachPlan},
    events::{Event, Happened},
    phases::Group,
    world::World,
};
use crate::model::blast::{Extent, exposed_tenants, split_over_tiers};

impl World<'_> {
    /// Whole tenants, spread over the tiers by chance: what a breach exposes. `add` hears of each tier's.
    pub fn exposed(
        &self,
        event: &Event,
        group: &Group,
        counts: &mut Vec<u64>,
        mut add: impl FnMut(usize, f64),
    ) -> f64 {
        let first_tier = group.tiers.iter().position(|&tier| tier == event.tier);
        counts.clear();
        for (position, &tier) in group.tiers.iter().enumerate() {
            let rounded = self.paths.tier_tenants(event.month, tier).round() as u64;
            counts.push(rounded.max(u64::from(first_tier == Some(position))));
        }
        let total = counts.iter().sum();
        let Some(extent) = self.extent(event, group) else { return 0.0 };
        let exposed = exposed_tenants(extent, total, first_tier.is_some(), event.marks.spread());
        split_over_tiers(
            exposed,
            counts,
            first_tier,
            |position| event.marks.split(group.tiers[position]),
            |position, count| add(group.tiers[position], count as f64),
        );
        exposed as f64
    }

    /// Share of the group's tenants, the same in every tier: what the service incident at a position affects. It
    /// affects so many tenants for so short a time that the chance of the split does not matter.
    #[inline]
    pub fn affected(
        &self,
        reach: &ReachPlan,
        class: &ClassPlan,
        events: &Happened,
        position: usize,
        group: &Group,
    ) -> f64 {
        let slot = self.paths.slot(group.slot, events.months[position] as usize);
        if slot.tenants <= 0.0 {
            return 0.0;
        }
        let starts_here = || group.tiers.contains(&events.tier(position));
        let tenants = match reach {
            ReachPlan::All => return 1.0,
            ReachPlan::Share(table) | ReachPlan::Beta(table) => {
                return events.shares(class, position)[*table].min(1.0);
            }
            ReachPlan::One => f64::from(starts_here()),
            ReachPlan::Pool if !starts_here() => return 0.0,
            ReachPlan::Pool => {
                let in_full_pool = events.marks(position).pool() * slot.tenants < slot.in_full_pools;
                match self.plan.model.isolation[group.isolation].pool_size {
                    _ if !in_full_pool => slot.tenants - slot.in_full_pools,
                    Some(size) => size as f64,
                    None => slot.tenants,
                }
            }
        };
        (tenants / slot.tenants).min(1.0)
    }

    /// Whom an event of a class reaches in a group in this run.
    pub fn reach<'c>(&self, class: &'c ClassPlan, group: &Group) -> Option<&'c ReachPlan> {
        let process = class.processes[group.isolation].as_ref()?;
        Some(match (&process.unenforced, process.process.posture) {
            (Some(other), Some(posture)) if !posture.is_enforced(&self.values) => other,
            _ => &process.reach,
        })
    }

    fn extent(&self, event: &Event, group: &Group) -> Option<Extent> {
        Some(match self.reach(event.class, group)? {
            ReachPlan::One => Extent::One,
            ReachPlan::All => Extent::All,
            ReachPlan::Pool => Extent::Pool(self.plan.model.isolation[group.isolation].pool_size),
            ReachPlan::Share(table) => Extent::Share(event.shares[*table]),
            ReachPlan::Beta(table) => Extent::Chance(event.shares[*table]),
        })
    }
}
