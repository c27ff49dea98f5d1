//! Events of one run: points of each class's random measure, kept or dropped by every alternative.
//!
//! A class owns a unit-rate Poisson random measure on (time, level). Its points come in increasing level
//! (gaps exponential with mean 1 / horizon); an alternative keeps a point when the level is below its
//! intensity at that time. A lower rate therefore only drops events, an equal rate keeps the same ones,
//! and adding an alternative or a control moves none.

use super::{
    classes::ClassPlan,
    marks::Marks,
    phases::{Group, Phase},
    sampling::Fate,
    world::World,
};
pub(super) use crate::model::Left;
use crate::{
    model::{Frequency, Scope, left_by},
    units::Per,
};

/// Scheduled events are numbered from here on.
const FIRST_SCHEDULED: u64 = 1 << 40;
/// Arrivals that are drawn at once; independent of each other, they are drawn faster together.
const ARRIVALS_AT_ONCE: usize = 8;
/// Below this many expected points a class draws its arrivals one by one.
const FEW_POINTS: f64 = 1.0;

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

/// The events of one class in one run, by increasing level, and what the class remembers.
#[derive(Default)]
pub(super) struct Events<'a> {
    pub all: Vec<Event<'a>>,
    /// `[event][distribution of the class]`: share of tenants.
    pub shares: Vec<f64>,
    pub taken: Taken,
    /// Mixing factor of each year; empty for none.
    mixing: Vec<f64>,
}

/// Periods in which a class with probabilities has struck.
#[derive(Default)]
pub(super) struct Taken {
    /// `[slot]`: in order.
    periods: Vec<Vec<u64>>,
}

impl Taken {
    fn forget(&mut self, slots: usize) {
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

/// The shares of the event at a position.
pub(super) fn of_event<'s>(shares: &'s [f64], event: &Event, position: usize) -> &'s [f64] {
    let each = event.class.shares.len();
    &shares[position * each..][..each]
}

impl<'a> World<'a> {
    /// Generates the events of the class at `position`, by increasing level.
    pub fn generate(&self, position: usize, events: &mut Events<'a>) {
        let plan = self.plan;
        let class: &'a ClassPlan = &plan.classes[position];
        let horizon_years = plan.years() as f64;
        let Events { all, shares, taken, mixing } = events;
        all.clear();
        shares.clear();
        if horizon_years <= 0.0 {
            return;
        }
        if class.has_probability {
            taken.forget(plan.slots());
        }
        let highest = self.mix(class, mixing) * self.highest_threshold(position);
        let mut push = |marks: Marks, level: f64, time_years: f64, month: usize, scheduled: bool| {
            let mixing = mixing.get(month / 12).copied().unwrap_or(1.0);
            all.push(Event { position, class, marks, time_years, month, tier: 0, level, scheduled, mixing });
        };
        for &month in &class.scheduled {
            if (1..=plan.months).contains(&(month as usize)) {
                let marks = Marks::new(class.stream, self.run, FIRST_SCHEDULED + u64::from(month));
                let level = marks.arrival()[0];
                // The last moment of the month still belongs to it: to its year, and to what holds in it.
                push(marks, level, (f64::from(month) / 12.0).next_down(), month as usize - 1, true);
            }
        }
        let mut first_drawn = 0;
        let mut level = 0.0;
        let fate = self.fate(position);
        if fate == Fate::Struck {
            let marks = Marks::given(class.stream, self.run, 0, self.struck_pairs(position));
            let [gap, when] = marks.arrival();
            // Exponential, given that it stays below the highest level.
            level = -libm::log1p(gap * libm::expm1(-highest * horizon_years)) / horizon_years;
            let time_years = when * horizon_years;
            push(marks, level, time_years, ((time_years * 12.0) as usize).min(plan.months - 1), false);
            first_drawn = 1;
        }
        if highest > 0.0 && fate != Fate::Never {
            let at_once = if highest * horizon_years < FEW_POINTS { 1 } else { ARRIVALS_AT_ONCE };
            let mut drawn = [[0.0; 2]; ARRIVALS_AT_ONCE];
            'levels: for first in (first_drawn..).step_by(at_once) {
                for (event, arrival) in (first..).zip(&mut drawn[..at_once]) {
                    let [gap, when] = Marks::new(class.stream, self.run, event).arrival();
                    *arrival = [-libm::log(gap) / horizon_years, when * horizon_years];
                }
                for (event, [gap, time_years]) in (first..).zip(&drawn[..at_once]) {
                    level += gap;
                    if level >= highest {
                        break 'levels;
                    }
                    let month = ((time_years * 12.0) as usize).min(plan.months - 1);
                    push(Marks::new(class.stream, self.run, event), level, *time_years, month, false);
                }
            }
        }
        all.iter().for_each(|event| event.marks.draw(&class.purposes));
        self.locate(class, all);
        for event in all.iter() {
            shares.extend(class.shares.iter().map(|share| share.quantile(event.marks.share())));
        }
    }

    /// Finds the tier where each event starts; drops those of months without tenants.
    fn locate(&self, class: &ClassPlan, events: &mut Vec<Event>) {
        if class.starts_somewhere || !self.paths.never_empty() {
            events.retain_mut(|event| {
                let tier = self.paths.locate(event.month, event.marks.place());
                event.tier = tier.unwrap_or(0);
                tier.is_some()
            });
        }
    }

    /// Fills the mixing factor of each year and gives the largest.
    pub fn mix(&self, class: &ClassPlan, factors: &mut Vec<f64>) -> f64 {
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
        left_by(effects, &self.values, overlap, event.time_years)
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
                    && taken.take(group.slot, self.period(process.process.per, event, group))
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
