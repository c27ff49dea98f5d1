//! What uncertain costs are worth to someone who dislikes risk: certainty equivalents under exponential utility.

use super::{Estimate, Interval, Sample, SampleError, Sampling, paired_difference, regression::around, sum};

/// Fewer equally weighted runs than this say nothing about a certainty equivalent.
pub const FEWEST_RUNS: f64 = 10.0;
/// Factor between the tolerances that are looked at: 10^(1/4).
const STEP: f64 = 1.778_279_410_038_922_8;
/// The last step is no shorter than this.
const LEAST_STEP: f64 = 1.02;
/// Relative error of a tolerance, and the most steps towards it.
const NARROW: f64 = 1e-11;
const MOST_STEPS: usize = 60;
/// Factor by which the tolerance is moved for the slope.
const NEAR: f64 = 1.001;

/// What a certain cost would have to be to be as unwelcome as an uncertain one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CertaintyEquivalent {
    /// The certain cost.
    pub cost: Estimate,
    /// How many equally weighted runs would tell as much: Kish's size of the weights `w exp(cost / tolerance)`.
    pub effective_runs: f64,
}

impl Sampling {
    /// The certainty equivalent `R ln E exp(cost / R)` of a cost under exponential utility (constant absolute risk
    /// aversion 1 / R), `R` being the risk tolerance in the unit of the cost. The error is that of the delta method.
    ///
    /// # Errors
    /// [`SampleError`] where a cost is no usable number.
    pub fn certainty_equivalent(
        &self,
        costs: &[f64],
        risk_tolerance: f64,
    ) -> Result<CertaintyEquivalent, SampleError> {
        let utility = Disutility::of(self, costs, risk_tolerance);
        let influence = utility.influence(risk_tolerance);
        let mean = self.sample(influence)?.mean();
        Ok(CertaintyEquivalent {
            cost: around(utility.certain, mean),
            effective_runs: utility.effective_runs,
        })
    }

    /// The certainty equivalent of one cost less that of another over the same runs.
    ///
    /// # Errors
    /// [`SampleError`] where a cost is no usable number.
    pub fn certainty_difference(
        &self,
        [one, other]: [&[f64]; 2],
        risk_tolerance: f64,
    ) -> Result<CertaintyEquivalent, SampleError> {
        let [one, other] = [one, other].map(|costs| Disutility::of(self, costs, risk_tolerance));
        let influence = paired_difference(&one.influence(risk_tolerance), &other.influence(risk_tolerance));
        let mean = self.sample(influence)?.mean();
        Ok(CertaintyEquivalent {
            cost: around(one.certain - other.certain, mean),
            effective_runs: one.effective_runs.min(other.effective_runs),
        })
    }

    /// The highest risk tolerance at which the first of two costs, the one with the lower mean, is no longer preferred to
    /// the second. Looks downward from where both are judged by their means, by factors of 10^(1/4), then shorter ones,
    /// until the worst runs alone decide. The error comes from that of the difference there and its slope.
    ///
    /// # Errors
    /// [`SampleError`] where a cost is no usable number.
    pub fn indifference(&self, costs: [&[f64]; 2]) -> Result<Indifference, SampleError> {
        let [one, other] = costs.map(|costs| self.sample(costs.to_vec()));
        let (one, other) = (one?, other?);
        let lead = other.mean_value() - one.mean_value();
        let range = one.max().max(other.max()) - one.min().min(other.min());
        let gap = |tolerance: f64| {
            let [one, other] = costs.map(|costs| Disutility::of(self, costs, tolerance));
            (one.certain - other.certain, one.effective_runs.min(other.effective_runs))
        };
        if lead <= 0.0 || range <= 0.0 {
            return Ok(Indifference::Never { down_to: f64::INFINITY });
        }
        // To second order the certainty equivalent is the mean and half the variance by the tolerance.
        let [spread, less] = [&one, &other].map(|sample| sample.sd().value.powi(2));
        let mut above = (100.0 * range.max((spread - less) / (2.0 * lead)), -lead);
        let (mut down_to, mut step) = (f64::INFINITY, STEP);
        while above.0 > 1e-9 * range && step > LEAST_STEP {
            let tolerance = above.0 / step;
            let (gap_below, effective_runs) = gap(tolerance);
            if effective_runs < FEWEST_RUNS {
                step = step.sqrt();
                continue;
            }
            if gap_below >= 0.0 {
                let at = root(|tolerance| gap(tolerance).0, (tolerance, gap_below), above);
                let difference = self.certainty_difference(costs, at)?.cost;
                let slope = (gap(at * NEAR).0 - gap(at / NEAR).0) / (at * (NEAR - 1.0 / NEAR));
                return Ok(Indifference::At(difference.divided(slope, at)));
            }
            (above, down_to) = ((tolerance, gap_below), tolerance);
        }
        Ok(Indifference::Never { down_to })
    }
}

/// The root of a function between two points (place and value) of which the values differ in sign, on a logarithmic scale:
/// false position with Illinois's rule, which halves the value of an end that stays.
fn root(of: impl Fn(f64) -> f64, mut below: (f64, f64), mut above: (f64, f64)) -> f64 {
    let mut at = below.0;
    for _ in 0..MOST_STEPS {
        if above.0 / below.0 - 1.0 < NARROW || below.1 == 0.0 {
            break;
        }
        let share = below.1 / (below.1 - above.1);
        at = below.0 * libm::pow(above.0 / below.0, share.clamp(1e-6, 1.0 - 1e-6));
        let value = of(at);
        if value >= 0.0 {
            below = (at, value);
            above.1 *= 0.5;
        } else {
            above = (at, value);
            below.1 *= 0.5;
        }
    }
    at
}

/// Where one cost stops being preferred to another as the tolerance of risk falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Indifference {
    /// At this tolerance, in the unit of the costs.
    At(Estimate),
    /// Nowhere down to this tolerance; below it a few of the worst runs decide alone.
    Never {
        /// The lowest tolerance looked at; infinite where none was.
        down_to: f64,
    },
}

/// `exp(cost / R)` of every run, relative to the largest.
struct Disutility {
    each: Vec<f64>,
    mean: f64,
    certain: f64,
    effective_runs: f64,
}

impl Disutility {
    fn of(sampling: &Sampling, costs: &[f64], risk_tolerance: f64) -> Disutility {
        let taking_part = costs.iter().enumerate().filter(|(run, _)| sampling.takes_part(*run));
        let largest = taking_part.map(|(_, cost)| *cost).fold(f64::NEG_INFINITY, f64::max);
        // A run that takes no part may exceed the largest; it counts as the largest.
        let each: Vec<f64> =
            costs.iter().map(|cost| libm::exp(((cost - largest) / risk_tolerance).min(0.0))).collect();
        let total = sampling.weighted_sum(each.iter().copied());
        let mean = total / sampling.total_weight();
        let squares = sum(each.iter().enumerate().map(|(run, e)| (sampling.weight(run) * e).powi(2)));
        Disutility {
            mean,
            certain: largest + risk_tolerance * libm::log(mean),
            effective_runs: total * total / squares,
            each,
        }
    }

    /// What every run does to the certainty equivalent; 0 on average.
    fn influence(&self, risk_tolerance: f64) -> Vec<f64> {
        self.each.iter().map(|e| risk_tolerance * (e / self.mean - 1.0)).collect()
    }
}

impl Estimate {
    /// The root near `at` of a function whose value there is this estimate, of zero on average, and whose slope is known.
    fn divided(self, slope: f64, at: f64) -> Estimate {
        let error = self.std_error.map(|error| error / slope.abs()).filter(|error| error.is_finite());
        let Some(std_error) = error else { return Estimate::of_unknown_error(at) };
        let reach = |end: Option<f64>| end.map(|end| (end - self.value).abs() / slope.abs());
        let interval = self.interval.map(|ends| Interval {
            low: reach(ends.low).map(|reach| (at - reach).max(0.0)),
            high: reach(ends.high).map(|reach| at + reach),
        });
        Estimate { value: at, std_error: Some(std_error), interval }
    }
}

impl Sample {
    /// Values whose mean is the tail mean at a level and whose spread is its error: the quantile and the excess over it
    /// by the share of the tail. Differences of two such columns over the same runs are differences of tail means.
    pub fn tail_values(&self, level: f64) -> Vec<f64> {
        let quantile = self.quantile(level);
        self.values().iter().map(|x| quantile + (x - quantile).max(0.0) / (1.0 - level)).collect()
    }
}

#[cfg(test)]
mod tests;
