//! What was believed, updated by the log: a gamma distribution of a rate, a beta distribution of a probability.

use serde::Serialize;

use super::laws::{beta_quantile, gamma_quantile};
use crate::{
    dist::{Distribution, Family, Limits},
    units::Per,
};

/// What a scenario says about a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Path of the number in the scenario.
    pub path: String,
    /// Per what.
    pub per: Per,
    /// Whether it is a probability; else a rate.
    pub is_probability: bool,
    /// The belief.
    pub law: Distribution,
}

/// A belief that a log can update.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Belief {
    /// Of a rate: as if `shape` events had been seen in `unit_years`.
    Gamma {
        /// Shape.
        shape: f64,
        /// Inverse scale, in years times units.
        unit_years: f64,
    },
    /// Of a probability: as if `a` periods with and `b` without an event had been seen.
    Beta {
        /// First shape.
        a: f64,
        /// Second shape.
        b: f64,
    },
}

/// Prior, data and posterior.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Update {
    /// Path of the number in the scenario.
    pub path: String,
    /// Whether the prior is a gamma or beta distribution itself; else one of its mean and variance stands for it.
    pub is_exact: bool,
    /// What was believed.
    pub prior: Belief,
    /// Events, or periods with an event.
    pub seen: f64,
    /// Years times units, or periods.
    pub of: f64,
    /// What is believed now.
    pub posterior: Belief,
}

impl Belief {
    /// Jeffreys' prior of a rate, updated.
    pub(super) fn of_rate(events: u64, unit_years: f64) -> Belief {
        Belief::Gamma { shape: events as f64 + 0.5, unit_years }
    }

    /// Jeffreys' prior of a probability, updated.
    pub(super) fn of_probability(with_event: usize, periods: usize) -> Belief {
        Belief::Beta { a: with_event as f64 + 0.5, b: (periods - with_event) as f64 + 0.5 }
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        match *self {
            Belief::Gamma { shape, unit_years } => shape / unit_years,
            Belief::Beta { a, b } => a / (a + b),
        }
    }

    /// The value that it stays below with this probability.
    pub fn quantile(&self, p: f64) -> f64 {
        match *self {
            Belief::Gamma { shape, unit_years } => gamma_quantile(shape, 1.0 / unit_years, p),
            Belief::Beta { a, b } => beta_quantile(a, b, p),
        }
    }

    fn updated(&self, seen: f64, of: f64) -> Belief {
        match *self {
            Belief::Gamma { shape, unit_years } => {
                Belief::Gamma { shape: shape + seen, unit_years: unit_years + of }
            }
            Belief::Beta { a, b } => Belief::Beta { a: a + seen, b: b + of - seen },
        }
    }
}

impl Prior {
    /// Updates by what was seen: events in years times units for a rate, periods with an event of all for a probability.
    pub(super) fn update(&self, seen: f64, of: f64) -> Result<Update, String> {
        let (prior, is_exact) = self.belief()?;
        Ok(Update { path: self.path.clone(), is_exact, prior, seen, of, posterior: prior.updated(seen, of) })
    }

    fn belief(&self) -> Result<(Belief, bool), String> {
        let free = *self.law.limits() == Limits::default();
        match *self.law.family() {
            Family::Gamma { shape, scale } if free && !self.is_probability => {
                return Ok((Belief::Gamma { shape, unit_years: 1.0 / scale }, true));
            }
            Family::Beta { a, b } if free && self.is_probability => return Ok((Belief::Beta { a, b }, true)),
            _ => {}
        }
        let (mean, variance) = (self.law.mean(), self.law.variance());
        if self.law.as_constant().is_some() || variance == 0.0 {
            return Err(format!(
                "`{}` is a plain number, which says that nothing is unknown; a distribution can be updated",
                self.path
            ));
        }
        let size = mean * (1.0 - mean) / variance - 1.0;
        if self.is_probability && size > 0.0 {
            return Ok((Belief::Beta { a: mean * size, b: (1.0 - mean) * size }, false));
        }
        if !self.is_probability && mean > 0.0 && variance.is_finite() {
            return Ok((Belief::Gamma { shape: mean * mean / variance, unit_years: mean / variance }, false));
        }
        Err(format!("`{}` has no gamma or beta distribution of its mean and variance", self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::lognormal_mean_cv;

    fn prior(family: Family, is_probability: bool) -> Prior {
        let law = Distribution::new(family, Limits::default()).unwrap();
        Prior { path: "incident.x.rate".into(), per: Per::PlatformYear, is_probability, law }
    }

    /// Gamma(2, 4 years) and 7 events in 3 years; Beta(1, 9) and 3 of 10; by hand.
    #[test]
    fn conjugate_updates() {
        let update = prior(Family::Gamma { shape: 2.0, scale: 0.25 }, false).update(7.0, 3.0).unwrap();
        assert_eq!(update.posterior, Belief::Gamma { shape: 9.0, unit_years: 7.0 });
        assert!(update.is_exact && update.prior.mean() == 0.5);
        let update = prior(Family::Beta { a: 1.0, b: 9.0 }, true).update(3.0, 10.0).unwrap();
        assert_eq!(update.posterior, Belief::Beta { a: 4.0, b: 16.0 });
        // The exponential quantile is -ln(1 - p) / rate.
        let exponential = Belief::Gamma { shape: 1.0, unit_years: 2.0 };
        assert!((exponential.quantile(0.95) - 20_f64.ln() / 2.0).abs() < 1e-10);
    }

    /// A lognormal of mean 4 and coefficient of variation 0.5: gamma of shape 4 and one unit-year.
    #[test]
    fn other_beliefs_keep_mean_and_variance() {
        let update = prior(lognormal_mean_cv(4.0, 0.5).unwrap(), false).update(6.0, 1.0).unwrap();
        let Belief::Gamma { shape, unit_years } = update.posterior else { panic!("{update:?}") };
        assert!(!update.is_exact && (shape - 10.0).abs() < 1e-9 && (unit_years - 2.0).abs() < 1e-9);
        let because = prior(Family::Constant(3.0), false).update(1.0, 1.0).unwrap_err();
        assert!(because.contains("plain number"), "{because}");
    }
}
