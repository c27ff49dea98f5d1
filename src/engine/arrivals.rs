//! When events happen: points of each class's random measure.
//!
//! A class owns a unit-rate Poisson random measure on (time, level). Its points come in increasing level
//! (gaps exponential with mean 1 / horizon); an alternative keeps a point when the level is below its
//! intensity at that time. A lower rate therefore only drops events, an equal rate keeps the same ones,
//! and adding an alternative or a control moves none. Where a class has mixing factors, its time is
//! operational: a year is as long as its factor, under every alternative.

use super::{
    classes::ClassPlan,
    events::{Events, Happened},
    marks::{Purpose, arrival},
    mixing::OperationalTime,
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
}

impl Happened {
    /// Adds the points that arrive, without their months, drawing so many at once.
    fn arrive<const AT_ONCE: usize>(
        &mut self,
        stream: Stream,
        run: u64,
        arrivals: Arrivals,
        time: &OperationalTime,
    ) {
        let Arrivals { mut first_drawn, mut level, highest } = arrivals;
        let (mut levels, mut times) = ([0.0; AT_ONCE], [0.0; AT_ONCE]);
        let per_year = 1.0 / time.length_years();
        loop {
            for ((number, gap), at) in (first_drawn..).zip(&mut levels).zip(&mut times) {
                [*gap, *at] = arrival(stream, run, number);
            }
            ln_all(&mut levels);
            levels.iter_mut().for_each(|gap| *gap *= per_year);
            times = time.date(times);
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
}

impl World<'_> {
    /// Generates the events of a class, by increasing level.
    pub fn generate(&self, class: &ClassPlan, events: &mut Events) {
        let plan = self.plan;
        let Events { all, taken, time } = events;
        all.begin(class, self.run);
        if plan.months == 0 {
            return;
        }
        if class.has_probability {
            taken.forget(plan.slots());
        }
        self.draw_mixing(class, time);
        let highest = self.highest_threshold(class.position);
        let expected = highest * time.length_years();
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
            level = -libm::log1p(gap * libm::expm1(-expected)) / time.length_years();
            all.draws.push_given(0, pairs);
            let [at_years] = time.date([when]);
            all.push(level, at_years, month_of(at_years));
            first_drawn = 1;
        }
        if expected > 0.0 && fate != Fate::Never {
            let arrivals = Arrivals { first_drawn, level, highest };
            match expected < FEW_POINTS {
                true => all.arrive::<1>(class.stream, self.run, arrivals, time),
                false => all.arrive::<ARRIVALS_AT_ONCE>(class.stream, self.run, arrivals, time),
            }
        }
        let undated = all.months.len();
        all.months.extend(all.times_years[undated..].iter().map(|&time_years| month_of(time_years) as u32));
        for shock in plan.shocks.iter().filter(|shock| shock.strikes(class.position)) {
            for struck in shock.points(self) {
                all.draws.push(struck.number);
                all.push(struck.level, struck.time_years, month_of(struck.time_years));
                all.shock_rates.push(struck.rate);
            }
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
}
