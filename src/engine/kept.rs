//! Which events an alternative keeps: those below its intensity, after what its controls leave.

use super::{
    classes::ClassPlan,
    events::Event,
    phases::{Group, Phase},
    world::World,
};
pub(super) use crate::model::Left;
use crate::{
    model::{Frequency, Scope, left_by},
    units::Per,
};

/// Periods in which a class with probabilities has struck.
#[derive(Default)]
pub(super) struct Taken {
    /// `[slot]`: in order.
    periods: Vec<Vec<u64>>,
}

impl Taken {
    pub fn forget(&mut self, slots: usize) {
        self.periods.resize_with(slots, Vec::new);
        self.periods.iter_mut().for_each(Vec::clear);
    }

    /// Takes a period for a group of a Bernoulli class; false when it was taken before.
    fn take(&mut self, slot: usize, period: u64) -> bool {
        let taken = &mut self.periods[slot];
        match taken.binary_search(&period) {
            Ok(_) => false,
            Err(position) => {
                taken.insert(position, period);
                true
            }
        }
    }
}

impl World<'_> {
    /// What the controls of an alternative leave of a class at a time.
    pub fn left_by_controls(&self, class: &ClassPlan, time_years: f64, alternative: usize) -> Left {
        let effects = &class.effects[alternative];
        if effects.is_empty() {
            return Left::ALL;
        }
        let overlap = self.value(self.plan.model.alternatives[alternative].overlap);
        left_by(effects, &self.values, overlap, time_years)
    }

    /// Whether an event strikes a group of a phase.
    pub fn is_struck(
        &self,
        event: &Event,
        phase: &Phase,
        group: &Group,
        left: Left,
        taken: &mut Taken,
    ) -> bool {
        let strikes_elsewhere = event.class.scope == Scope::TierGroup
            && phase.groups[phase.group_of_tier[event.tier]].slot != group.slot;
        !strikes_elsewhere && self.is_kept(event, group, left.frequency, taken)
    }

    fn is_kept(&self, event: &Event, group: &Group, frequency_left: f64, taken: &mut Taken) -> bool {
        let Some(process) = &event.class.processes[group.isolation] else { return false };
        if event.shock_rate > 0.0 {
            return event.level < event.shock_rate * frequency_left;
        }
        match (&process.process.frequency, event.scheduled) {
            (Frequency::AtMonths(months), true) => {
                months.contains(&(event.month as u32 + 1)) && event.level < frequency_left
            }
            (Frequency::AtMonths(_), false) | (_, true) => false,
            (Frequency::Rate(_), false) => {
                event.level < frequency_left * self.threshold(event.class.position, group, event.month)
            }
            (Frequency::Probability(_), false) => {
                let threshold = self.threshold(event.class.position, group, event.month);
                // The period is taken before controls, so that a control never lets a later event through.
                event.level < threshold
                    && taken.take(group.slot, self.period(process.process.per, event, group))
                    && event.level < frequency_left * threshold
            }
        }
    }

    /// Which period of its reading a Bernoulli event falls into.
    fn period(&self, per: Per, event: &Event, group: &Group) -> u64 {
        let year = event.time_years as u64;
        let slot = self.paths.slot(group.slot, event.month);
        let within = |units: f64| (year << 48) | (event.marks.unit() * units.ceil()) as u64;
        match per {
            Per::PlatformHorizon => 0,
            Per::PlatformYear => year,
            Per::UnitYear | Per::PoolYear => within(slot.units),
            Per::TenantYear => within(slot.tenants),
        }
    }
}
