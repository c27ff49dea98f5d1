//! What the tenants' path makes of costs and intensities: tenant-months, instance-months, units.

use super::plan::{ClassPlan, Group, Plan};
use crate::model::{Scope, tenants::expected_path};
use crate::units::Per;

/// Tenants by month, and the sums over months that costs are proportional to.
#[derive(Debug)]
pub(super) struct Paths {
    tiers: usize,
    /// `[month][tier]`, real-valued.
    counts: Vec<f64>,
    /// `[month]`.
    totals: Vec<f64>,
    /// Per tier: tenant-months.
    pub tier_months: Vec<Months>,
    /// `[alternative][group]`: instance-months, and months in which the group has tenants.
    pub groups: Vec<Vec<GroupMonths>>,
}

/// Months of something, discounted and not.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Months {
    pub present_value: f64,
    pub undiscounted: f64,
}

impl Months {
    fn add(&mut self, quantity: f64, factor: f64) {
        self.present_value += quantity * factor;
        self.undiscounted += quantity;
    }

    /// Adds `months` at `price` each.
    pub fn add_scaled(&mut self, months: Months, price: f64) {
        self.present_value += months.present_value * price;
        self.undiscounted += months.undiscounted * price;
    }
}

#[derive(Debug, Default)]
pub(super) struct GroupMonths {
    pub tenants: Months,
    pub instances: Months,
    pub calendar: Months,
    /// Largest `units × all tenants / tenants of the group` over the months.
    highest_units_per_share: f64,
}

impl Paths {
    pub fn new(plan: &Plan, values: &[f64]) -> Self {
        let model = &plan.model;
        let tiers = model.tiers.len();
        let mut counts = vec![0.0; plan.months * tiers];
        for (tier, facts) in model.tiers.iter().enumerate() {
            let initial = values[model.initial_tenants.index()] * values[facts.share.index()];
            let path = expected_path(initial, values[facts.growth_per_year.index()], plan.months);
            for (month, count) in path.enumerate() {
                counts[month * tiers + tier] = count;
            }
        }
        let totals: Vec<f64> = counts.chunks(tiers.max(1)).map(|month| month.iter().sum()).collect();
        let mut paths = Paths { tiers, counts, totals, tier_months: Vec::new(), groups: Vec::new() };
        let factors: Vec<f64> = (0..plan.months).map(|month| plan.discount.monthly_flow(month)).collect();
        paths.tier_months = (0..tiers)
            .map(|tier| {
                let mut months = Months::default();
                for (month, &factor) in factors.iter().enumerate() {
                    months.add(paths.counts[month * tiers + tier], factor);
                }
                months
            })
            .collect();
        paths.groups = plan
            .alternatives
            .iter()
            .map(|alternative| {
                alternative.groups.iter().map(|group| paths.group(plan, group, &factors)).collect()
            })
            .collect();
        paths
    }

    fn group(&self, plan: &Plan, group: &Group, factors: &[f64]) -> GroupMonths {
        let isolation = &plan.model.isolation[group.isolation];
        let mut sums = GroupMonths::default();
        for (month, &factor) in factors.iter().enumerate() {
            let tenants = self.group_tenants(month, group);
            if tenants > 0.0 {
                sums.tenants.add(tenants, factor);
                sums.instances.add((tenants / isolation.tenants_per_instance as f64).ceil(), factor);
                let units_per_share = isolation.units(tenants) * self.totals[month] / tenants;
                sums.highest_units_per_share = sums.highest_units_per_share.max(units_per_share);
            }
            sums.calendar.add(1.0, factor);
        }
        sums
    }

    /// Tenants of one tier in a month.
    pub fn tier_tenants(&self, month: usize, tier: usize) -> f64 {
        self.counts[month * self.tiers + tier]
    }

    /// Tenants of a group in a month.
    pub fn group_tenants(&self, month: usize, group: &Group) -> f64 {
        group.tiers.iter().map(|&tier| self.tier_tenants(month, tier)).sum()
    }

    /// The tier of a tenant chosen by the uniform `u` in a month, `None` without tenants.
    pub fn locate(&self, month: usize, u: f64) -> Option<usize> {
        let counts = &self.counts[month * self.tiers..][..self.tiers];
        let mut left = u * self.totals[month];
        for (tier, &count) in counts.iter().enumerate() {
            left -= count;
            if left < 0.0 {
                return Some(tier);
            }
        }
        counts.iter().rposition(|&count| count > 0.0)
    }

    /// Intensity per year below which a point of `class` is kept by `group` in `month`.
    ///
    /// A point of a class with [`Scope::TierGroup`] lies at one tenant, so a group sees only its share of
    /// the points: a platform reading keeps its threshold and is thereby scaled by the group's share of
    /// the tenants; a unit reading is multiplied by the units of the group and divided by that share.
    pub fn threshold(
        &self,
        plan: &Plan,
        class: &ClassPlan,
        group: &Group,
        month: usize,
        values: &[f64],
    ) -> f64 {
        let Some(process) = &class.processes[group.isolation] else { return 0.0 };
        let process = &process.process;
        let value = values[process.frequency.parameter().index()];
        let intensity = process.frequency.intensity_per_year(value, process.per, plan.years() as f64);
        if process.per != Per::UnitYear {
            return intensity;
        }
        let tenants = self.group_tenants(month, group);
        if tenants <= 0.0 {
            return 0.0;
        }
        let units = plan.model.isolation[group.isolation].units(tenants);
        match class.scope {
            Scope::Platform => intensity * units,
            Scope::TierGroup => intensity * units * self.totals[month] / tenants,
        }
    }

    /// The largest threshold of a class over alternatives, groups and months: no point above it is kept.
    pub fn highest_intensity(&self, plan: &Plan, class: &ClassPlan, values: &[f64]) -> f64 {
        let mut highest = 0.0_f64;
        for (alternative, sums) in plan.alternatives.iter().zip(&self.groups) {
            for (group, sums) in alternative.groups.iter().zip(sums) {
                let Some(process) = &class.processes[group.isolation] else { continue };
                let process = &process.process;
                let value = values[process.frequency.parameter().index()];
                let intensity = process.frequency.intensity_per_year(value, process.per, plan.years() as f64);
                let units = if process.per == Per::UnitYear { sums.highest_units_per_share } else { 1.0 };
                highest = highest.max(intensity * units);
            }
        }
        highest
    }
}
