//! Which tiers of an alternative share an isolation model, and when.

use std::ops::Range;

use super::{Alternative, Model};

/// The tier groups of an alternative: one phase, or two with a migration.
#[derive(Debug)]
pub struct AlternativePlan {
    /// In the order of time.
    pub phases: Vec<Phase>,
}

/// A part of the horizon in which every tier keeps its isolation model.
#[derive(Debug)]
pub struct Phase {
    /// Months in which tenants live there.
    pub months: Range<usize>,
    /// First month in which its infrastructure is paid; earlier than `months` when a move runs old and new.
    pub paid_from: usize,
    /// Tiers by isolation model.
    pub groups: Vec<Group>,
    /// Group of each tier.
    pub group_of_tier: Vec<usize>,
}

/// The tiers that share an isolation model.
#[derive(Debug)]
pub struct Group {
    /// Index into [`Model::isolation`].
    pub isolation: usize,
    /// Indices into [`Model::tiers`].
    pub tiers: Vec<usize>,
    /// Those of them that a move to this phase leaves where they are.
    pub staying: Vec<usize>,
    /// Number of groups in the alternatives and phases before.
    pub slot: usize,
}

impl AlternativePlan {
    /// The phase of a month.
    pub fn phase(&self, month: usize) -> &Phase {
        let later = self.phases.iter().find(|phase| phase.months.contains(&month));
        later.unwrap_or(&self.phases[0])
    }
}

/// The tier groups of every alternative over `months` months.
pub fn alternatives(model: &Model, months: usize) -> Vec<AlternativePlan> {
    let mut slots = 0;
    let mut phase = |isolation_of_tier: &[usize], months: Range<usize>, paid_from: usize| {
        let mut groups: Vec<Group> = Vec::new();
        let mut group_of_tier = Vec::new();
        for (tier, &isolation) in isolation_of_tier.iter().enumerate() {
            let found = groups.iter().position(|group| group.isolation == isolation);
            let position = found.unwrap_or_else(|| {
                let (tiers, staying) = (Vec::new(), Vec::new());
                groups.push(Group { isolation, tiers, staying, slot: slots + groups.len() });
                groups.len() - 1
            });
            groups[position].tiers.push(tier);
            group_of_tier.push(position);
        }
        slots += groups.len();
        Phase { months, paid_from, groups, group_of_tier }
    };
    let mut phases = |facts: &Alternative| {
        let Some(migration) = &facts.migration else {
            return vec![phase(&facts.isolation_of_tier, 0..months, 0)];
        };
        let begins = (migration.at_month as usize).min(months);
        let ends = (begins + migration.months as usize).min(months);
        let paid_from = if migration.dual_running { begins } else { ends };
        let before = phase(&migration.from_of_tier, 0..ends, 0);
        let mut after = phase(&facts.isolation_of_tier, ends..months, paid_from);
        for group in &mut after.groups {
            let stays = |tier: &usize| migration.from_of_tier[*tier] == group.isolation;
            group.staying = group.tiers.iter().copied().filter(stays).collect();
        }
        vec![before, after]
    };
    model.alternatives.iter().map(|facts| AlternativePlan { phases: phases(facts) }).collect()
}

/// Alternative, phase and position of every tier group, by its slot.
pub fn slots(alternatives: &[AlternativePlan]) -> Vec<(usize, usize, usize)> {
    let mut slots = Vec::new();
    for (alternative, plan) in alternatives.iter().enumerate() {
        for (phase, groups) in plan.phases.iter().enumerate() {
            slots.extend((0..groups.groups.len()).map(|group| (alternative, phase, group)));
        }
    }
    slots
}
