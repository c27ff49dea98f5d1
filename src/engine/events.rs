//! Events of one run: points of each class's random measure, kept or dropped by every alternative.
//!
//! A class owns a unit-rate Poisson random measure on (time, level). Its points come in increasing level
//! (gaps exponential with mean 1 / horizon); an alternative keeps a point when the level is below its
//! intensity at that time. A lower rate therefore only drops events, an equal rate keeps the same ones,
//! and adding an alternative or a control moves none.

use super::{
    classes::{ClassPlan, EffectPlan},
    marks::Marks,
    phases::{Group, Phase},
    world::World,
};
use crate::{
    model::{Frequency, ParameterId, Scope, residual},
    units::Per,
};

/// Scheduled events are numbered from here on.
const FIRST_SCHEDULED: u64 = 1 << 40;

/// One point of the measure of a class.
pub(super) struct Event<'a> {
    /// Position of the class.
    pub position: usize,
    pub class: &'a ClassPlan,
    pub marks: Marks,
    pub time_years: f64,
    pub month: usize,
    /// Tier of the tenant where the event starts.
    pub tier: usize,
    level: f64,
    /// Whether the file says when it happens.
    scheduled: bool,
    /// Factor on the rates of its year.
    mixing: f64,
}

/// What the controls of an alternative leave of a class at some time, as factors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Left {
    pub frequency: f64,
    pub severity: f64,
}

/// What one class remembers during a run.
#[derive(Default)]
pub(super) struct Scratch {
    /// `[slot]`: periods in which a class with probabilities has struck, in order.
    taken: Vec<Vec<u64>>,
    /// Mixing factor of each year; empty for none.
    mixing: Vec<f64>,
}

impl Scratch {
    /// Takes a period for a group of a Bernoulli class; false when it was taken before.
    fn take(&mut self, slot: usize, period: u64) -> bool {
        let taken = &mut self.taken[slot];
        match taken.binary_search(&period) {
            Ok(_) => false,
            Err(position) => {
                taken.insert(position, period);
                true
            }
        }
    }
}

impl<'a> World<'a> {
    /// Generates the events of the class at `position`, by increasing level.
    pub fn for_each_event(
        &self,
        position: usize,
        scratch: &mut Scratch,
        mut strike: impl FnMut(&Event, &mut Scratch),
    ) {
        let plan = self.plan;
        let class: &'a ClassPlan = &plan.classes[position];
        let horizon_years = plan.years() as f64;
        if horizon_years <= 0.0 {
            return;
        }
        if class.has_probability {
            scratch.taken.resize_with(plan.groups().count(), Vec::new);
            scratch.taken.iter_mut().for_each(Vec::clear);
        }
        let mut happens = |marks: Marks, level: f64, time_years: f64, month: usize, scratch: &mut Scratch| {
            if let Some(tier) = self.paths.locate(month, marks.place()) {
                let scheduled = marks.event() >= FIRST_SCHEDULED;
                let mixing = scratch.mixing.get(month / 12).copied().unwrap_or(1.0);
                strike(
                    &Event { position, class, marks, time_years, month, tier, level, scheduled, mixing },
                    scratch,
                );
            }
        };
        for &month in &class.scheduled {
            if (1..=plan.months).contains(&(month as usize)) {
                let marks = Marks::new(class.stream, self.run, FIRST_SCHEDULED + u64::from(month));
                let level = marks.arrival()[0];
                // The last moment of the month still belongs to it: to its year, and to what holds in it.
                let time_years = (f64::from(month) / 12.0).next_down();
                happens(marks, level, time_years, month as usize - 1, scratch);
            }
        }
        let highest = self.mix(class, &mut scratch.mixing) * self.highest_threshold(position);
        if highest <= 0.0 {
            return;
        }
        let mut level = 0.0;
        for event in 0_u64.. {
            let marks = Marks::new(class.stream, self.run, event);
            let [gap, when] = marks.arrival();
            level -= libm::log(gap) / horizon_years;
            if level >= highest {
                return;
            }
            let time_years = when * horizon_years;
            let month = ((time_years * 12.0) as usize).min(plan.months - 1);
            happens(marks, level, time_years, month, scratch);
        }
    }

    /// Fills the mixing factor of each year and gives the largest.
    fn mix(&self, class: &ClassPlan, factors: &mut Vec<f64>) -> f64 {
        factors.clear();
        let Some(mixing) = &class.mixing else { return 1.0 };
        for year in 0..self.plan.years() {
            let draw = if mixing.every_year { year as u64 } else { 0 };
            factors.push(mixing.table.quantile(mixing.stream.uniform(self.run, draw)));
        }
        factors.iter().copied().fold(0.0, f64::max)
    }

    /// What the controls of an alternative leave of a class at the time of an event.
    pub fn left_by_controls(&self, event: &Event, alternative: usize) -> Left {
        let effects = &event.class.effects[alternative];
        if effects.is_empty() {
            return Left { frequency: 1.0, severity: 1.0 };
        }
        let overlap = self.value(self.plan.model.alternatives[alternative].overlap);
        let left = |choose: fn(&EffectPlan) -> Option<ParameterId>| {
            let removed = effects.iter().filter_map(|effect| {
                let share = effect.ramp.share((event.time_years - effect.start_years) * 12.0);
                choose(effect).map(|id| self.value(id) * share)
            });
            residual(removed, overlap)
        };
        Left { frequency: left(|effect| effect.frequency), severity: left(|effect| effect.severity) }
    }

    /// The groups of an alternative's phase that an event strikes, each with its position.
    pub fn groups_struck<'p>(
        &self,
        event: &Event,
        phase: &'p Phase,
        left: Left,
        scratch: &mut Scratch,
        mut struck: impl FnMut(usize, &'p Group),
    ) {
        if event.class.scope == Scope::TierGroup {
            let home = phase.group_of_tier[event.tier];
            if self.is_kept(event, &phase.groups[home], left.frequency, scratch) {
                struck(home, &phase.groups[home]);
            }
            return;
        }
        for (position, group) in phase.groups.iter().enumerate() {
            if self.is_kept(event, group, left.frequency, scratch) {
                struck(position, group);
            }
        }
    }

    fn is_kept(&self, event: &Event, group: &Group, frequency_left: f64, scratch: &mut Scratch) -> bool {
        let Some(process) = &event.class.processes[group.isolation] else { return false };
        let factor = event.mixing * frequency_left;
        match (&process.process.frequency, event.scheduled) {
            (Frequency::AtMonths(months), true) => {
                months.contains(&(event.month as u32 + 1)) && event.level < frequency_left
            }
            (Frequency::AtMonths(_), false) | (_, true) => false,
            (Frequency::Rate(_), false) => {
                event.level < factor * self.threshold(event.position, group, event.month)
            }
            (Frequency::Probability(_), false) => {
                let threshold = self.threshold(event.position, group, event.month);
                // The period is taken before controls, so that a control never lets a later event through.
                event.level < threshold
                    && scratch.take(group.slot, self.period(process.process.per, event, group))
                    && event.level < factor * threshold
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
