//! Common shocks: points that several classes share.
//!
//! A shock owns a unit-rate Poisson random measure of its own, like a class. Every class that it strikes has an event at each
//! point below its rate, and an alternative keeps that event while the level is below the rate times what its controls
//! leave of the class: at the same moment in every class, under every alternative.

use super::{marks::arrival, streams::Stream, world::World};
use crate::model::Shock;

/// A shock ready to be drawn.
#[derive(Debug)]
pub(super) struct ShockPlan {
    facts: Shock,
    stream: Stream,
    /// Number of the first event of the shock among the draws of a class.
    first_number: u64,
}

/// A point of a shock below its rate.
pub(super) struct ShockPoint {
    /// What numbers the draws that a class makes for it.
    pub number: u64,
    pub level: f64,
    pub time_years: f64,
    /// Events a year below which points count.
    pub rate: f64,
}

/// Numbers of shock events among those of a class are from here on, above drawn and scheduled ones.
const FIRST: u64 = 1 << 41;
/// Most events of one shock that have numbers of their own.
const EVENTS: u64 = 1 << 20;

impl ShockPlan {
    /// Compiles a shock.
    pub fn new(shock: &Shock, seed: u64) -> ShockPlan {
        // From its name, so that another shock moves none of its draws.
        let place = Stream::new(0, &format!("shock/{}", shock.name)).bits(0, 0)[0] >> 44;
        ShockPlan {
            facts: shock.clone(),
            stream: Stream::new(seed, &format!("shock/{}", shock.name)),
            first_number: FIRST + place * EVENTS,
        }
    }

    /// Whether it strikes the class at a position.
    pub fn strikes(&self, class: usize) -> bool {
        self.facts.classes.contains(&class)
    }

    /// Shocks a year in a world.
    pub fn per_year(&self, world: &World) -> f64 {
        self.facts.per_year(&world.values, world.plan.years() as f64)
    }

    /// The points of a run by increasing level.
    pub fn points<'a>(&'a self, world: &'a World) -> impl Iterator<Item = ShockPoint> + 'a {
        let (rate, horizon_years) = (self.per_year(world), world.plan.years() as f64);
        let mut level = 0.0;
        let point = move |number: u64| {
            let [gap, when] = arrival(self.stream, world.run, number);
            level -= libm::log(gap) / horizon_years;
            let time_years = when * horizon_years;
            (level < rate).then(|| ShockPoint { number: self.first_number + number, level, time_years, rate })
        };
        (0..EVENTS).map_while(point)
    }
}
