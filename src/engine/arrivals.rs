//! When events happen: points of each class's random measure.
//!
//! A class owns a unit-rate Poisson random measure on (time, level). Its points come in increasing level
//! (gaps exponential with mean 1 / horizon); an alternative keeps a point when the level is below its
//! intensity at that time. A lower rate therefore only drops events, an equal rate keeps the same ones,
//! and adding an alternative or a control moves none.

use super::{
    classes::ClassPlan,
    events::{Events, Happened},
    marks::{Purpose, arrival},
    sampling::Fate,
    streams::Stream,
    world::World,
};
use crate::dist::ln_all;

/// Scheduled events are numbered from here on.
const FIRST_SCHEDULED: u64 = 1 << 40;
/// Arrivals that are drawn at once; independent of each other, they are drawn faster together.
const ARRIVALS_AT_ONCE: usize = 8;
/// Below this many expected points a class draws its arrivals one by one.
const FEW_POINTS: f64 = 1.0;

/// Which points of a class arrive in a run.
struct Arrivals {
    /// Number of the first that is still to be drawn, and the level of the one before.
    first_drawn: u64,
    level: f64,
    /// Below which points count.
    highest: f64,
    horizon_years: f64,
}

impl Happened {
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
}
