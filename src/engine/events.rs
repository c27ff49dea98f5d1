//! Events of one run: points of each class's random measure, kept or dropped by every alternative.
//!
//! A class owns a unit-rate Poisson random measure on (time, level). Its points come in increasing level
//! (gaps exponential with mean 1 / horizon); an alternative keeps a point when the level is below its
//! intensity at that time. A lower rate therefore only drops events, an equal rate keeps the same ones,
//! and adding an alternative or a control moves none.

use super::{
    classes::ClassPlan,
    marks::{Draws, Marks, Purpose, arrival},
    phases::{Group, Phase},
    sampling::Fate,
    streams::Stream,
    world::World,
};
pub(super) use crate::model::Left;
use crate::{
    dist::ln_all,
    model::{Frequency, Scope, left_by},
    units::Per,
};

/// Scheduled events are numbered from here on.
const FIRST_SCHEDULED: u64 = 1 << 40;
/// Arrivals that are drawn at once; independent of each other, they are drawn faster together.
const ARRIVALS_AT_ONCE: usize = 8;
/// Below this many expected points a class draws its arrivals one by one.
const FEW_POINTS: f64 = 1.0;

/// One point of the measure of a class, with its draws.
#[derive(Clone, Copy)]
pub(super) struct Event<'e> {
    pub class: &'e ClassPlan,
    pub marks: Marks<'e>,
    /// Shares of tenants, one for each of the class's distributions.
    pub shares: &'e [f64],
    pub time_years: f64,
    pub month: usize,
    /// Tier of the tenant where the event starts.
    pub tier: usize,
    level: f64,
    /// Whether the file says when it happens.
    scheduled: bool,
    /// Rate a year of the common shock that it is part of; 0 for an event of the class alone.
    shock_rate: f64,
    /// Factor on the rates of its year.
    mixing: f64,
}

/// The events of one class in one run, and what the class remembers.
pub(super) struct Events {
    pub all: Happened,
    pub taken: Taken,
    /// Mixing factor of each year; empty for none.
    mixing: Vec<f64>,
}

/// The events of one class in one run, by increasing level.
pub(super) struct Happened {
    draws: Draws,
    /// `[event]`, each.
    pub times_years: Vec<f64>,
    pub months: Vec<u32>,
    /// Infinite for an event that no alternative keeps.
    pub levels: Vec<f64>,
    /// Tier of the tenant where it starts; empty where that does not matter.
    tiers: Vec<u32>,
    /// Factor on the rates of its year; empty where there is none.
    pub mixing: Vec<f64>,
    /// Events whose month the file gives; they come first.
    scheduled: usize,
    /// Rate a year of the common shock that each of the last events is part of.
    shock_rates: Vec<f64>,
    /// `[event][distribution of the class]`: share of tenants.
    shares: Vec<f64>,
}

/// Which points of a class arrive in a run.
struct Arrivals {
    /// Number of the first that is still to be drawn, and the level of the one before.
    first_drawn: u64,
    level: f64,
    /// Below which points count.
    highest: f64,
    horizon_years: f64,
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

impl Events {
    /// None yet.
    pub fn new() -> Self {
        let draws = Draws::new(Stream::new(0, ""), 0);
        let all = Happened {
            draws,
            times_years: Vec::new(),
            months: Vec::new(),
            levels: Vec::new(),
            tiers: Vec::new(),
            mixing: Vec::new(),
            scheduled: 0,
            shock_rates: Vec::new(),
            shares: Vec::new(),
        };
        Events { all, taken: Taken::default(), mixing: Vec::new() }
    }
}

impl Happened {
    pub fn len(&self) -> usize {
        self.levels.len()
    }

    /// One number of a purpose for each event: the first or the second of its pair.
    pub fn draws(&self, purpose: Purpose, place: usize) -> impl Iterator<Item = f64> {
        self.draws.each(purpose, place)
    }

    /// What is drawn for the event at a position.
    pub fn marks(&self, position: usize) -> Marks<'_> {
        self.draws.of(position)
    }

    /// Shares of tenants of the event at a position, one for each of the distributions of `class`.
    #[inline]
    pub fn shares(&self, class: &ClassPlan, position: usize) -> &[f64] {
        &self.shares[position * class.shares.len()..][..class.shares.len()]
    }

    /// The events, all of `class`.
    pub fn iter<'e>(&'e self, class: &'e ClassPlan) -> impl Iterator<Item = Event<'e>> {
        (0..self.len()).map(move |position| self.get(class, position))
    }

    /// The event at a position, of `class`.
    #[inline]
    pub fn get<'e>(&'e self, class: &'e ClassPlan, position: usize) -> Event<'e> {
        Event {
            class,
            marks: self.marks(position),
            shares: self.shares(class, position),
            time_years: self.times_years[position],
            month: self.months[position] as usize,
            tier: self.tier(position),
            level: self.levels[position],
            scheduled: position < self.scheduled,
            shock_rate: self.shock_rate(position),
            mixing: self.mixing(position),
        }
    }

    /// Tier of the tenant where the event at a position starts; the first where that does not matter.
    #[inline]
    pub fn tier(&self, position: usize) -> usize {
        self.tiers.get(position).map_or(0, |&tier| tier as usize)
    }

    /// Rate a year of the common shock that the event at a position is part of; 0 for an event of the class alone.
    fn shock_rate(&self, position: usize) -> f64 {
        let alone = self.len() - self.shock_rates.len();
        position.checked_sub(alone).map_or(0.0, |place| self.shock_rates[place])
    }

    /// Factor on the rates of the year of the event at a position.
    #[inline]
    pub fn mixing(&self, position: usize) -> f64 {
        self.mixing.get(position).copied().unwrap_or(1.0)
    }

    /// Keeps every event from striking; gives their levels.
    pub fn silence(&mut self) -> Vec<f64> {
        self.levels.iter_mut().map(|level| std::mem::replace(level, f64::INFINITY)).collect()
    }

    /// Puts the event at a position on a level.
    pub fn set_level(&mut self, position: usize, level: f64) {
        self.levels[position] = level;
    }

    fn begin(&mut self, class: &ClassPlan, run: u64) {
        self.times_years.clear();
        self.months.clear();
        self.levels.clear();
        self.tiers.clear();
        self.mixing.clear();
        self.shares.clear();
        self.scheduled = 0;
        self.shock_rates.clear();
        self.draws.enter(class.stream, run);
    }

    #[inline]
    fn push(&mut self, level: f64, time_years: f64, month: usize) {
        self.levels.push(level);
        self.times_years.push(time_years);
        self.months.push(month as u32);
    }

    /// Adds the points that arrive, without their months, drawing so many at once.
    fn arrive<const AT_ONCE: usize>(&mut self, stream: Stream, run: u64, arrivals: Arrivals) {
        let Arrivals { mut first_drawn, mut level, highest, horizon_years } = arrivals;
        let (mut levels, mut times) = ([0.0; AT_ONCE], [0.0; AT_ONCE]);
        let per_year = 1.0 / horizon_years;
        loop {
            for ((number, gap), time) in (first_drawn..).zip(&mut levels).zip(&mut times) {
                [*gap, *time] = arrival(stream, run, number);
            }
            ln_all(&mut levels);
            levels.iter_mut().for_each(|gap| *gap *= per_year);
            times.iter_mut().for_each(|time| *time *= horizon_years);
            for gap in &mut levels {
                level -= *gap;
                *gap = level;
            }
            self.levels.extend_from_slice(&levels);
            self.times_years.extend_from_slice(&times);
            self.draws.extend(first_drawn, AT_ONCE);
            let beyond = levels.iter().filter(|level| **level >= highest).count();
            if beyond > 0 {
                let events = self.levels.len() - beyond;
                self.levels.truncate(events);
                self.times_years.truncate(events);
                self.draws.truncate(events);
                return;
            }
            first_drawn += AT_ONCE as u64;
        }
    }

    /// Drops events from a position on that no alternative keeps, whatever else is drawn for them.
    fn thin(&mut self, from: usize, may_strike: impl Fn(f64, u32) -> bool) {
        let mut kept = from;
        for event in from..self.levels.len() {
            let is_kept = may_strike(self.levels[event], self.months[event]);
            self.levels[kept] = self.levels[event];
            self.times_years[kept] = self.times_years[event];
            self.months[kept] = self.months[event];
            self.draws.take_place(kept, event);
            kept += usize::from(is_kept);
        }
        self.levels.truncate(kept);
        self.times_years.truncate(kept);
        self.months.truncate(kept);
        self.draws.truncate(kept);
    }

    /// Makes the draws that every event needs.
    fn draw(&mut self, class: &ClassPlan) {
        self.draws.draw(&class.purposes);
        if !class.shares.is_empty() {
            for position in 0..self.len() {
                let share = self.draws.of(position).share();
                self.shares.extend(class.shares.iter().map(|law| law.quantile(share)));
            }
        }
    }
}

impl World<'_> {
    /// Generates the events of a class, by increasing level.
    pub fn generate(&self, class: &ClassPlan, events: &mut Events) {
        let plan = self.plan;
        let horizon_years = plan.years() as f64;
        let Events { all, taken, mixing } = events;
        all.begin(class, self.run);
        if horizon_years <= 0.0 {
            return;
        }
        if class.has_probability {
            taken.forget(plan.slots());
        }
        let threshold = self.highest_threshold(class.position);
        let highest = self.mix(class, mixing) * threshold;
        let last_month = plan.months as u32 - 1;
        let month_of = |time_years: f64| ((time_years * 12.0) as u32).min(last_month) as usize;
        for &month in &class.scheduled {
            if (1..=plan.months).contains(&(month as usize)) {
                let number = FIRST_SCHEDULED + u64::from(month);
                let level = arrival(class.stream, self.run, number)[0];
                all.draws.push(number);
                // The last moment of the month still belongs to it: to its year, and to what holds in it.
                all.push(level, (f64::from(month) / 12.0).next_down(), month as usize - 1);
                all.scheduled += 1;
            }
        }
        let mut first_drawn = 0;
        let mut level = 0.0;
        let fate = self.fate(class.position);
        if fate == Fate::Struck {
            let pairs = self.struck_pairs(class.position);
            let [gap, when] = pairs[Purpose::Arrival as usize];
            // Exponential, given that it stays below the highest level.
            level = -libm::log1p(gap * libm::expm1(-highest * horizon_years)) / horizon_years;
            all.draws.push_given(0, pairs);
            all.push(level, when * horizon_years, month_of(when * horizon_years));
            first_drawn = 1;
        }
        if highest > 0.0 && fate != Fate::Never {
            let arrivals = Arrivals { first_drawn, level, highest, horizon_years };
            match highest * horizon_years < FEW_POINTS {
                true => all.arrive::<1>(class.stream, self.run, arrivals),
                false => all.arrive::<ARRIVALS_AT_ONCE>(class.stream, self.run, arrivals),
            }
        }
        let undated = all.months.len();
        all.months.extend(all.times_years[undated..].iter().map(|&time_years| month_of(time_years) as u32));
        if !mixing.is_empty() && !class.has_probability {
            // Points came up to the level of the year with the largest factor.
            all.thin(undated, |level, month| level < mixing[month as usize / 12] * threshold);
        }
        for shock in plan.shocks.iter().filter(|shock| shock.strikes(class.position)) {
            for struck in shock.points(self) {
                all.draws.push(struck.number);
                all.push(struck.level, struck.time_years, month_of(struck.time_years));
                all.shock_rates.push(struck.rate);
            }
        }
        if !mixing.is_empty() {
            all.mixing.extend(all.months.iter().map(|&month| mixing[month as usize / 12]));
        }
        all.draw(class);
        self.locate(class, all);
    }

    /// Finds the tier where each event starts; in months without tenants none does.
    fn locate(&self, class: &ClassPlan, events: &mut Happened) {
        if class.starts_somewhere || !self.paths.never_empty() {
            for position in 0..events.len() {
                let tier =
                    self.paths.locate(events.months[position] as usize, events.draws.of(position).place());
                if tier.is_none() {
                    events.levels[position] = f64::INFINITY;
                }
                events.tiers.push(tier.map_or(0, |tier| tier as u32));
            }
        }
    }

    /// Fills the mixing factor of each year and gives the largest.
    pub fn mix(&self, class: &ClassPlan, factors: &mut Vec<f64>) -> f64 {
        factors.clear();
        let Some(mixing) = &class.mixing else { return 1.0 };
        let plan = self.plan;
        for year in 0..plan.years() {
            // One factor for the whole run is what nobody knows, one a year is chance.
            let [run, draw] = match mixing.every_year {
                true => [self.run, year as u64],
                false => [plan.outer.draw_of(self.run), 0],
            };
            factors.push(mixing.table.quantile(mixing.stream.uniform(run, draw)));
        }
        factors.iter().copied().fold(0.0, f64::max)
    }

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
        let factor = event.mixing * frequency_left;
        match (&process.process.frequency, event.scheduled) {
            (Frequency::AtMonths(months), true) => {
                months.contains(&(event.month as u32 + 1)) && event.level < frequency_left
            }
            (Frequency::AtMonths(_), false) | (_, true) => false,
            (Frequency::Rate(_), false) => {
                event.level < factor * self.threshold(event.class.position, group, event.month)
            }
            (Frequency::Probability(_), false) => {
                let threshold = self.threshold(event.class.position, group, event.month);
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
