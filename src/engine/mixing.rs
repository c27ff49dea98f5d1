//! Mixing factors: years in which a class strikes more often than its rate says, or less.

use super::{classes::ClassPlan, streams::Stream, world::World};
use crate::{
    dist::{Distribution, DistributionError, Family, Limits, QuantileTable},
    model::{Mixing, MixingLaw},
};

/// A mixing factor ready to be drawn.
#[derive(Debug)]
pub(super) struct MixingPlan {
    every_year: bool,
    table: QuantileTable,
    stream: Stream,
}

/// The horizon as a class sees it: a year is as long as its mixing factor, so that points come evenly.
#[derive(Default)]
pub(super) struct OperationalTime {
    /// `[year]`; empty where there are no factors and a year is a year.
    years: Vec<Year>,
    length_years: f64,
}

/// A year in operational time.
struct Year {
    begin: f64,
    /// One over its factor.
    years_per_unit: f64,
}

impl MixingPlan {
    /// Of a class with this name.
    pub fn new(mixing: Mixing, class: &str, seed: u64) -> Result<Self, DistributionError> {
        // The mean of the factor is 1.
        let family = match mixing.law {
            MixingLaw::Gamma(shape) => Family::Gamma { shape, scale: 1.0 / shape },
            MixingLaw::Lognormal(sigma) => Family::Lognormal { mu: -0.5 * sigma * sigma, sigma },
        };
        let factor = Distribution::new(family, Limits::default())?;
        Ok(MixingPlan {
            every_year: mixing.every_year,
            table: QuantileTable::new(&factor),
            stream: Stream::new(seed, &format!("mixing/{class}")),
        })
    }
}

impl OperationalTime {
    /// How long the horizon is: the sum of the factors of its years.
    pub fn length_years(&self) -> f64 {
        self.length_years
    }

    /// The times in years of the calendar at which these shares of the operational time are over: the sum of what is over
    /// of each year.
    #[inline]
    pub fn date<const N: usize>(&self, shares: [f64; N]) -> [f64; N] {
        let at = shares.map(|share| share * self.length_years);
        if self.years.is_empty() {
            return at;
        }
        let mut over = [0.0; N];
        for year in &self.years {
            for (over, at) in over.iter_mut().zip(at) {
                *over += ((at - year.begin) * year.years_per_unit).clamp(0.0, 1.0);
            }
        }
        // Rounding must not carry it out of the horizon.
        let last = (self.years.len() as f64).next_down();
        over.map(|years| years.min(last))
    }

    fn none(&mut self, horizon_years: f64) {
        self.years.clear();
        self.length_years = horizon_years;
    }

    fn of_factors(&mut self, factors: impl Iterator<Item = f64>) {
        self.none(0.0);
        for factor in factors {
            // A year without points is over as soon as it begins.
            let years_per_unit = (1.0 / factor).min(f64::MAX);
            self.years.push(Year { begin: self.length_years, years_per_unit });
            self.length_years += factor;
        }
    }
}

impl World<'_> {
    /// Draws the mixing factors of a class in this run.
    pub fn draw_mixing(&self, class: &ClassPlan, time: &mut OperationalTime) {
        let plan = self.plan;
        let Some(mixing) = &class.mixing else { return time.none(plan.years() as f64) };
        time.of_factors((0..plan.years()).map(|year| {
            // One factor for the whole run is what nobody knows, one a year is chance.
            let [run, draw] = match mixing.every_year {
                true => [self.run, year as u64],
                false => [plan.outer.draw_of(self.run), 0],
            };
            mixing.table.quantile(mixing.stream.uniform(run, draw))
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(factors: &[f64]) -> OperationalTime {
        let mut time = OperationalTime::default();
        time.of_factors(factors.iter().copied());
        time
    }

    /// Factors 0.5, 2, 0 and 1.5: an eighth of the points come in the first year, half in the second, none in the
    /// third, and evenly within each.
    #[test]
    fn years_are_as_long_as_their_factors() {
        let time = time(&[0.5, 2.0, 0.0, 1.5]);
        assert_eq!(time.length_years(), 4.0);
        let at = [(0.0, 0.0), (0.0625, 0.5), (0.125, 1.0), (0.375, 1.5), (0.625, 2.0), (0.8125, 3.5)];
        for (share, expected) in at {
            assert_eq!(time.date([share]), [expected], "{share}");
        }
    }

    /// Whatever rounding does, a point stays within the horizon.
    #[test]
    fn nothing_comes_after_the_end() {
        for factors in [[0.1, 0.7, 0.3], [1e-9, 3.0, 1e-9], [0.3, 0.3, 0.0], [0.0, 0.0, 0.0]] {
            let time = time(&factors);
            for share in [0.0, 1.0_f64.next_down(), 1.0] {
                let [years] = time.date([share]);
                assert!((0.0..3.0).contains(&years), "{factors:?} {share}: {years}");
            }
        }
    }

    /// Without factors both times are the same.
    #[test]
    fn without_factors_a_year_is_a_year() {
        let mut time = time(&[3.0]);
        time.none(5.0);
        assert_eq!((time.length_years(), time.date([0.3])), (5.0, [1.5]));
    }
}
