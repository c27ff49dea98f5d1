//! Tenants by month, and what follows from them for every tier group: units, share, connections.

use std::ops::Range;

use super::{phases::Group, plan::Plan};
pub(super) use crate::model::groups::GroupMonth as SlotMonth;
use crate::model::{
    ParameterId,
    groups::{connections, group_month, instances},
    population,
    tenants::{after_changes, expected_path, monthly_factor},
};

/// Tenants by month.
#[derive(Debug)]
pub(super) struct Paths {
    tiers: usize,
    months: usize,
    /// `[month][tier]`, real-valued.
    counts: Vec<f64>,
    /// `[month]`.
    totals: Vec<f64>,
    /// `[slot][month]`.
    slots: Vec<SlotMonth>,
    /// `[slot]`: the largest of each figure over the months in which the group exists.
    highest: Vec<SlotMonth>,
    /// `[slot]`: the group in each month of its existence, where these are all alike.
    steady: Vec<Option<SlotMonth>>,
}

impl Paths {
    /// The expected path.
    pub fn expected(plan: &Plan, values: &[f64]) -> Self {
        Paths::of(plan, values, |tier| expected_path(&plan.model, tier, values, plan.months))
    }

    /// A random path: the one of `run`.
    pub fn stochastic(plan: &Plan, values: &[f64], run: u64) -> Self {
        Paths::of(plan, values, |tier| stochastic(plan, tier, values, run))
    }

    fn of(plan: &Plan, values: &[f64], path: impl Fn(usize) -> Vec<f64>) -> Self {
        let (tiers, months) = (plan.model.tiers.len(), plan.months);
        let mut counts = vec![0.0; months * tiers];
        for tier in 0..tiers {
            for (month, count) in path(tier).into_iter().enumerate() {
                counts[month * tiers + tier] = count;
            }
        }
        let totals: Vec<f64> = counts.chunks(tiers.max(1)).map(|month| month.iter().sum()).collect();
        let (slots, highest, steady) = (Vec::new(), Vec::new(), Vec::new());
        let mut paths = Paths { tiers, months, counts, totals, slots, highest, steady };
        for phase in plan.alternatives.iter().flat_map(|alternative| &alternative.phases) {
            for group in &phase.groups {
                let mut highest = SlotMonth::default();
                for month in 0..months {
                    let slot = group_month(&plan.model, group, paths.of_month(month), values);
                    if phase.months.contains(&month) {
                        // Units per share and tenants per share must not be exceeded by their product.
                        highest.tenants = highest.tenants.max(slot.tenants * slot.inverse_share);
                        highest.units = highest.units.max(slot.units * slot.inverse_share);
                        highest.utilisation = highest.utilisation.max(slot.utilisation);
                        highest.inverse_share = 1.0;
                    }
                    paths.slots.push(slot);
                }
                paths.highest.push(highest);
                paths.steady.push(paths.in_all(group.slot, &phase.months));
            }
        }
        paths
    }

    /// The group in any of `months` if it is the same in all.
    fn in_all(&self, slot: usize, months: &Range<usize>) -> Option<SlotMonth> {
        let months = self.slots.get(slot * self.months..)?.get(months.clone())?;
        let first = months.first()?;
        months.iter().all(|month| month == first).then_some(*first)
    }

    /// A group in a month.
    pub fn slot(&self, slot: usize, month: usize) -> &SlotMonth {
        &self.slots[slot * self.months + month]
    }

    /// A group in each month of its existence, where these are all alike.
    pub fn steady(&self, slot: usize) -> Option<&SlotMonth> {
        self.steady[slot].as_ref()
    }

    /// Upper bounds for a group over the months in which it exists.
    pub fn highest(&self, slot: usize) -> &SlotMonth {
        &self.highest[slot]
    }

    /// Whether there are tenants in every month.
    pub fn never_empty(&self) -> bool {
        self.totals.iter().all(|&total| total > 0.0)
    }

    /// Tenants of one tier in a month.
    pub fn tier_tenants(&self, month: usize, tier: usize) -> f64 {
        self.counts[month * self.tiers + tier]
    }

    /// The tier of a tenant chosen by the uniform `u` in a month, `None` without tenants.
    pub fn locate(&self, month: usize, u: f64) -> Option<usize> {
        let counts = self.of_month(month);
        let mut left = u * self.totals[month];
        for (tier, &count) in counts.iter().enumerate() {
            left -= count;
            if left < 0.0 {
                return Some(tier);
            }
        }
        counts.iter().rposition(|&count| count > 0.0)
    }

    /// Tenants of every tier in a month.
    pub fn of_month(&self, month: usize) -> &[f64] {
        &self.counts[month * self.tiers..][..self.tiers]
    }

    /// Connections demanded by a group in a month, after pooling.
    pub fn connections(&self, plan: &Plan, group: &Group, month: usize, values: &[f64]) -> f64 {
        connections(&plan.model, group, self.of_month(month), values)
    }

    /// Instances that serve a group in a month: those in place, or as many as are needed.
    pub fn instances(&self, plan: &Plan, group: &Group, month: usize, values: &[f64]) -> f64 {
        instances(&plan.model, group, self.of_month(month), values)
    }
}

/// One random path of a tier: churn binomial, arrivals Poisson with mean churn plus growth, month by month.
fn stochastic(plan: &Plan, tier: usize, values: &[f64], run: u64) -> Vec<f64> {
    let model = &plan.model;
    let facts = &model.tiers[tier];
    let value = |id: ParameterId| values[id.index()];
    let stream = plan.tenant_streams[tier];
    let growth = monthly_factor(value(facts.growth_per_year)) - 1.0;
    let churn = match facts.arrivals_per_month {
        Some(_) => value(facts.churn_per_month),
        // Those who leave make up for a shrinking that is faster than churn.
        None => value(facts.churn_per_month).max(-growth),
    };
    let mut tenants = (value(model.initial_tenants) * value(facts.share)).round().max(0.0) as u64;
    let mut path = Vec::with_capacity(plan.months);
    for month in 0..plan.months {
        if month > 0 {
            let arrivals = match facts.arrivals_per_month {
                Some(arrivals) => value(arrivals),
                None => tenants as f64 * (churn + growth),
            };
            tenants = population::step(tenants, churn, arrivals, stream.pair(run, month as u64));
        }
        tenants = after_changes(model, tier, values, month, tenants as f64).round() as u64;
        path.push(tenants as f64);
    }
    path
}
