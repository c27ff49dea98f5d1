//! Independent parts of a total loss: events that may happen, what each costs, and how their number varies.

use std::sync::Arc;

use rustfft::num_complex::Complex;

use super::{amount::Amount, span::Span};
use crate::model::MixingLaw;

/// How the number of events varies about the expectation that the stretches of a part give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Count {
    /// Poisson.
    Poisson,
    /// Poisson with a random factor of mean 1 on the rate: negative binomial or Poisson-lognormal.
    Mixed(MixingLaw),
    /// So many independent periods with at most one event each; the stretches are those of one period.
    AtMostOne(u64),
}

/// Events of one kind during a stretch of time.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// Year in which they happen, 0 is the first.
    pub year: usize,
    /// Expected number of events, or their probability.
    pub events: f64,
    /// Factor on the loss.
    pub span: Span,
    /// Independent amounts that make up the loss of one event before that factor.
    pub amounts: Arc<[Amount]>,
}

/// A part of the total loss that is independent of the other parts.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// How the number of events varies.
    pub count: Count,
    /// What may happen when.
    pub stretches: Vec<Stretch>,
}

/// Mean and variance; infinity where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
}

impl Moments {
    /// Of the sum of independent quantities.
    pub(super) fn plus(self, other: Moments) -> Moments {
        Moments { mean: self.mean + other.mean, variance: self.variance + other.variance }
    }

    /// Mean of the square.
    pub(super) fn mean_square(self) -> f64 {
        self.variance + self.mean * self.mean
    }
}

impl Stretch {
    /// Whether one event is a sum of several random amounts.
    pub fn is_sum(&self) -> bool {
        self.amounts.len() > 1
    }

    /// Mean and mean square of the loss of one event.
    fn loss_moments(&self) -> (f64, f64) {
        let (factor, factor_square) = self.span.moments();
        let (mut mean, mut variance) = (0.0, 0.0);
        if let [one] = &self.amounts[..] {
            return (factor * one.mean(), factor_square * one.mean_square());
        }
        for amount in self.amounts.iter() {
            let first = amount.mean();
            mean += first;
            variance += amount.mean_square() - first * first;
        }
        (factor * mean, factor_square * (variance + mean * mean))
    }

    /// Probability that the loss of one event is exactly zero.
    fn at_zero(&self) -> f64 {
        if self.span == Span::at(0.0) {
            return 1.0;
        }
        self.amounts.iter().map(Amount::at_zero).product()
    }
}

impl Part {
    /// The same in one year only.
    pub fn in_year(&self, year: usize) -> Part {
        let stretches = self.stretches.iter().filter(|stretch| stretch.year == year).cloned().collect();
        Part { count: self.count, stretches }
    }

    /// Expected events, or the probability of one in a period.
    pub fn events(&self) -> f64 {
        self.stretches.iter().map(|stretch| stretch.events).sum()
    }

    /// Expected events in all.
    pub fn expected_events(&self) -> f64 {
        let copies = if let Count::AtMostOne(periods) = self.count { periods as f64 } else { 1.0 };
        copies * self.events()
    }

    /// Mean and variance of the total, in closed form.
    pub fn moments(&self) -> Moments {
        let (mut mean, mut square) = (0.0, 0.0);
        for stretch in self.stretches.iter().filter(|stretch| stretch.events > 0.0) {
            let (first, second) = stretch.loss_moments();
            mean += stretch.events * first;
            square += stretch.events * second;
        }
        match self.count {
            Count::Poisson => Moments { mean, variance: square },
            Count::Mixed(law) => {
                let factor_variance = match law {
                    MixingLaw::Gamma(shape) => 1.0 / shape,
                    MixingLaw::Lognormal(sigma) => libm::expm1(sigma * sigma),
                };
                Moments { mean, variance: square + factor_variance * mean * mean }
            }
            Count::AtMostOne(periods) => {
                let copies = periods as f64;
                Moments { mean: copies * mean, variance: copies * (square - mean * mean) }
            }
        }
    }

    /// Probability that the total is exactly zero.
    pub fn at_zero(&self) -> f64 {
        let costly =
            self.stretches.iter().map(|stretch| stretch.events * (1.0 - stretch.at_zero())).sum::<f64>();
        self.count.transform(Complex::new(-costly, 0.0)).re
    }

    /// Probability that no event costs more than the losses of which `above` gives the expected number.
    pub fn none_of(&self, above: f64) -> f64 {
        self.count.transform(Complex::new(-above, 0.0)).re
    }
}

impl Count {
    /// Puts the transform in the place of every `z`.
    pub fn transform_all(self, all: &mut [Complex<f64>]) {
        match self {
            Count::Mixed(MixingLaw::Lognormal(sigma)) => {
                let nodes = lognormal_nodes(sigma);
                all.iter_mut().for_each(|z| *z = over_nodes(&nodes, *z));
            }
            _ => all.iter_mut().for_each(|z| *z = self.transform(*z)),
        }
    }

    /// `E[s^N]` in terms of the measure of the losses: `z` is its transform less its mass, with a real part of at
    /// most zero.
    ///
    /// The lognormal factor is integrated by the trapezoidal rule over its normal score.
    pub fn transform(self, z: Complex<f64>) -> Complex<f64> {
        match self {
            Count::Poisson => exp(z),
            Count::Mixed(MixingLaw::Gamma(shape)) => {
                let base = Complex::new(1.0, 0.0) - z / shape;
                let log = Complex::new(0.5 * libm::log(base.norm_sqr()), libm::atan2(base.im, base.re));
                exp(-log * shape)
            }
            Count::Mixed(MixingLaw::Lognormal(sigma)) => over_nodes(&lognormal_nodes(sigma), z),
            Count::AtMostOne(periods) => power(z + 1.0, periods),
        }
    }
}

/// Step of the normal score, in which the trapezoidal rule is exact to double precision for smooth functions.
const SCORE_STEP: f64 = 0.25;
/// Scores beyond this do not matter, neither of the factor nor, by sigma further up, of its mean.
const FARTHEST_SCORE: f64 = 8.0;

/// Values of a lognormal factor of mean 1 with weights that sum to 1.
fn lognormal_nodes(sigma: f64) -> Vec<(f64, f64)> {
    let (from, to) = (-FARTHEST_SCORE / SCORE_STEP, (FARTHEST_SCORE + sigma) / SCORE_STEP);
    let node = |step: i32| {
        let score = SCORE_STEP * f64::from(step);
        (libm::exp(sigma * score - 0.5 * sigma * sigma), libm::exp(-0.5 * score * score))
    };
    let nodes: Vec<(f64, f64)> = (from as i32..=to as i32).map(node).collect();
    let total: f64 = nodes.iter().map(|(_, weight)| weight).sum();
    nodes.into_iter().map(|(factor, weight)| (factor, weight / total)).collect()
}

fn over_nodes(nodes: &[(f64, f64)], z: Complex<f64>) -> Complex<f64> {
    nodes.iter().map(|(factor, weight)| exp(z * factor) * weight).sum()
}

fn exp(z: Complex<f64>) -> Complex<f64> {
    let (sin, cos) = libm::sincos(z.im);
    Complex::new(cos, sin) * libm::exp(z.re)
}

/// By squaring.
pub(super) fn power(base: Complex<f64>, mut exponent: u64) -> Complex<f64> {
    let (mut square, mut result) = (base, Complex::new(1.0, 0.0));
    while exponent > 0 {
        if exponent & 1 == 1 {
            result *= square;
        }
        square *= square;
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::discrete::negative_binomial_pmf;

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-12 * expected.abs().max(1e-3), "{actual} against {expected}");
    }

    #[test]
    fn transforms_at_a_real_point() {
        let z = Complex::new(-1.5, 0.0);
        close(Count::Poisson.transform(z).re, (-1.5_f64).exp());
        close(Count::Mixed(MixingLaw::Gamma(2.0)).transform(z).re, negative_binomial_pmf(0, 2.0, 1.5));
        close(Count::AtMostOne(5).transform(Complex::new(-0.3, 0.0)).re, 0.7_f64.powi(5));
        // With hardly any spread the factor is 1; its mean is 1 whatever the spread.
        close(Count::Mixed(MixingLaw::Lognormal(1e-9)).transform(z).re, (-1.5_f64).exp());
        let tiny = Count::Mixed(MixingLaw::Lognormal(0.8)).transform(Complex::new(-1e-9, 0.0)).re;
        assert!((1.0 - tiny - 1e-9).abs() < 1e-15);
    }

    /// Two years of a rate of 3, a negative binomial with shape 2: 6 events, variance 2 (3 + 9/2).
    #[test]
    fn moments_of_counts() {
        let stretch = |year, events| Stretch {
            year,
            events,
            span: Span::at(0.5),
            amounts: Arc::new([Amount::constant(10.0)]),
        };
        let part = |count| Part { count, stretches: vec![stretch(0, 3.0)] };
        let moments = part(Count::Mixed(MixingLaw::Gamma(2.0))).moments();
        assert_eq!((moments.mean, moments.variance), (15.0, 25.0 * 7.5));
        assert_eq!(part(Count::Poisson).moments().variance, 75.0);
        let rare = Part { count: Count::AtMostOne(4), stretches: vec![stretch(0, 0.25)] };
        assert_eq!(rare.moments(), Moments { mean: 5.0, variance: 25.0 * 4.0 * 0.25 * 0.75 });
        close(rare.at_zero(), 0.75_f64.powi(4));
    }
}
