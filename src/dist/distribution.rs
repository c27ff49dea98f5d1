//! A family with limits: the distribution that the engine draws from.

use super::base::{Pair, between};
use super::compound::Compound;
use super::family::{Family, Limits};
use super::quadrature::integrate;
use super::table::SharedCells;

/// A probability distribution, checked when built: every method works for every value of this type.
///
/// Its unit is that of its use (dollars, hours, a fraction).
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    pub(super) family: Family,
    pub(super) limits: Limits,
    /// What the family puts below and above each end of the truncation, and between the ends.
    pub(super) low: Pair,
    pub(super) high: Pair,
    pub(super) mass: f64,
    /// The parts of a mixture or a spliced distribution, with the limits; it answers for the family.
    pub(super) compound: Option<Compound>,
    /// Those of its [`QuantileTable`](super::QuantileTable), once there was one.
    pub(super) cells: SharedCells,
}

impl Distribution {
    /// The value, if there is only one.
    pub fn as_constant(&self) -> Option<f64> {
        match self.family {
            Family::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// The family, in the form that [`Distribution::new`] gave it.
    pub fn family(&self) -> &Family {
        &self.family
    }

    /// The limits; none for a constant.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The value that the distribution stays at or below with probability `p`; the ends of the support for
    /// `p <= 0` and `p >= 1`. Never falls as `p` rises, up to rounding.
    ///
    /// Gamma, beta and PERT solve an equation (1e-11 relative in probability, about a microsecond), a mixture
    /// solves one to the last digit (several microseconds); the others are closed forms.
    pub fn quantile(&self, p: f64) -> f64 {
        self.quantile_of_tails(p, 1.0 - p)
    }

    /// The value that the distribution exceeds with probability `q`: as `quantile(1 - q)`, but precise for a
    /// `q` too small to be told from zero in `1 - q`.
    pub fn upper_quantile(&self, q: f64) -> f64 {
        self.quantile_of_tails(1.0 - q, q)
    }

    /// Probability of a value at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        let (min, max) = self.support();
        if x < min {
            return 0.0;
        }
        if x >= max {
            return 1.0;
        }
        match &self.compound {
            Some(compound) => compound.tails(x).0.min(1.0),
            None => self.share(f64::NEG_INFINITY, x),
        }
    }

    /// Probabilities of a value at most `x` and of a value above `x`, each precise when small.
    pub(crate) fn tails(&self, x: f64) -> (f64, f64) {
        let (min, max) = self.support();
        if x < min {
            return (0.0, 1.0);
        }
        if x >= max {
            return (1.0, 0.0);
        }
        match &self.compound {
            Some(compound) => compound.tails(x),
            None => {
                let tails = self.family.tails(x);
                let share = |mass: f64| (mass / self.mass).min(1.0);
                (share(between(self.low, tails)), share(between(tails, self.high)))
            }
        }
    }

    /// Mean, with the limits. Closed forms; adaptive quadrature (1e-12 relative) for the logit-normal and for
    /// a limited generalised Pareto with `|xi| < 0.01`.
    pub fn mean(&self) -> f64 {
        self.limited_expected_value(f64::INFINITY)
    }

    /// Variance, with the limits; infinity when it does not exist (generalised Pareto with `xi >= 1/2` or
    /// Pareto with `alpha <= 2`, without a cap or an upper end of the truncation; anything made of these). Computed like the mean;
    /// where the difference of moments would lose more than six digits, by quadrature over the quantile
    /// (1e-9 relative).
    pub fn variance(&self) -> f64 {
        if let Some(compound) = &self.compound {
            return compound.variance();
        }
        let mean = self.mean();
        if let Some(variance) = self.family.sum_over_values(|value| (self.censor(value) - mean).powi(2)) {
            return variance;
        }
        if self.limits == Limits::default() {
            return self.family.full_variance();
        }
        let (first, second) = (self.moment(1, f64::INFINITY), self.moment(2, f64::INFINITY));
        if second == f64::INFINITY {
            return second;
        }
        let variance = second - first * first;
        if variance > 1e-6 * second {
            return variance;
        }
        let squared = |p: f64| (self.quantile(p) - mean) * (self.quantile(p) - mean);
        integrate(&squared, &[0.0, 1e-6, 1e-3, 0.1, 0.5, 0.9, 1.0 - 1e-3, 1.0 - 1e-6, 1.0])
    }

    /// Whether the variance is infinite: then the error of a simulated mean cannot be judged by its spread.
    pub fn has_infinite_variance(&self) -> bool {
        self.variance() == f64::INFINITY
    }

    /// `E[min(X, limit)]`: the mean of what a cover up to `limit` would pay.
    pub fn limited_expected_value(&self, limit: f64) -> f64 {
        let (min, max) = self.support();
        if limit <= min {
            return limit;
        }
        if let Some(compound) = &self.compound {
            return compound.limited_expected_value(limit).clamp(min, max.min(limit));
        }
        if limit >= max && self.limits == Limits::default() {
            return self.family.full_mean();
        }
        let mean = self.family.centre() + self.moment(1, limit);
        // The rounding of the parts must not carry a mean out of the range that it averages.
        mean.clamp(min, max.min(limit))
    }

    /// Smallest and largest possible value; may be infinite.
    pub fn support(&self) -> (f64, f64) {
        if let Some(compound) = &self.compound {
            return compound.support();
        }
        let (min, max) = self.range();
        (self.censor(min), self.censor(max))
    }

    /// The support before the floor and the cap.
    fn range(&self) -> (f64, f64) {
        let (min, max) = self.family.support();
        match self.limits.truncate {
            Some((from, to)) => (min.max(from), max.min(to)),
            None => (min, max),
        }
    }

    /// The value with the probability `p` at or below it and `q` above it (`p + q == 1`).
    pub(super) fn quantile_of_tails(&self, p: f64, q: f64) -> f64 {
        if let Some(compound) = &self.compound {
            return compound.quantile(p, q);
        }
        let (min, max) = self.range();
        let value = if p <= 0.0 {
            min
        } else if q <= 0.0 {
            max
        } else {
            self.family.quantile_of_tails(self.low.0 + p * self.mass, q * self.mass + self.high.1)
        };
        self.censor(value.max(min).min(max))
    }

    fn censor(&self, value: f64) -> f64 {
        let floored = self.limits.floor.map_or(value, |floor| value.max(floor));
        self.limits.cap.map_or(floored, |cap| floored.min(cap))
    }

    /// Probability, given the truncation, of a value in `(from, to]` before the floor and the cap.
    fn share(&self, from: f64, to: f64) -> f64 {
        let (min, max) = self.range();
        let low = if from < min { self.low } else { self.family.tails(from) };
        let high = if to >= max { self.high } else { self.family.tails(to) };
        (between(low, high) / self.mass).clamp(0.0, 1.0)
    }

    /// `E[(min(X, limit) - centre)^power]` with the limits.
    fn moment(&self, power: i32, limit: f64) -> f64 {
        let centre = self.family.centre();
        let term = |value: f64| (self.censor(value).min(limit) - centre).powi(power);
        if let Some(moment) = self.family.sum_over_values(term) {
            return moment;
        }
        let (min, max) = self.range();
        let floor = self.limits.floor.unwrap_or(f64::NEG_INFINITY).max(min).min(limit);
        let cap = self.limits.cap.unwrap_or(f64::INFINITY).min(limit).min(max);
        let mut sum = self.family.part(power, floor, cap) / self.mass;
        if floor > min {
            sum += (floor - centre).powi(power) * self.share(f64::NEG_INFINITY, floor);
        }
        if cap < max {
            sum += (cap - centre).powi(power) * self.share(cap, f64::INFINITY);
        }
        sum
    }
}
