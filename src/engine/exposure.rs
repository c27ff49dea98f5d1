//! Tenants that one event reaches in one tier group.

use super::{classes::ReachPlan, events::Event, phases::Group, world::World};
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

    /// Share of the group's tenants, the same in every tier: what a service incident affects. It affects so many
    /// tenants for so short a time that the chance of the split does not matter.
    pub fn affected(&self, event: &Event, group: &Group) -> f64 {
        let slot = self.paths.slot(group.slot, event.month);
        let starts_here = || group.tiers.contains(&event.tier);
        let tenants = match self.extent(event, group) {
            _ if slot.tenants <= 0.0 => return 0.0,
            None => return 0.0,
            Some(Extent::All) => return 1.0,
            Some(Extent::Share(share) | Extent::Chance(share)) => return share.min(1.0),
            Some(Extent::One) => f64::from(starts_here()),
            Some(Extent::Pool(_)) if !starts_here() => return 0.0,
            Some(Extent::Pool(size)) => {
                let in_full_pool = event.marks.pool() * slot.tenants < slot.in_full_pools;
                if in_full_pool {
                    size.map_or(slot.tenants, |size| size as f64)
                } else {
                    slot.tenants - slot.in_full_pools
                }
            }
        };
        (tenants / slot.tenants).min(1.0)
    }

    fn extent(&self, event: &Event, group: &Group) -> Option<Extent> {
        let process = event.class.processes[group.isolation].as_ref()?;
        let reach = match (&process.unenforced, process.process.posture) {
            (Some(other), Some(posture)) if !posture.is_enforced(&self.values) => other,
            _ => &process.reach,
        };
        Some(match reach {
            ReachPlan::One => Extent::One,
            ReachPlan::All => Extent::All,
            ReachPlan::Pool => Extent::Pool(self.plan.model.isolation[group.isolation].pool_size),
            ReachPlan::Share(table) => Extent::Share(event.shares[*table]),
            ReachPlan::Beta(table) => Extent::Chance(event.shares[*table]),
        })
    }
}
