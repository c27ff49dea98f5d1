//! Severity families by maximum likelihood: lognormal, gamma, Weibull and Pareto of a whole sample.

use serde::Serialize;

use super::{
    Estimated, maximum,
    special::{digamma, trigamma},
};
use crate::dist::Family;

const LN_TWO_PI: f64 = 1.837_877_066_409_345_3;

/// A family of positive amounts with two parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Its logarithm is normal.
    Lognormal,
    /// Gamma.
    Gamma,
    /// Weibull.
    Weibull,
    /// Pareto of the first kind from the smallest value on.
    Pareto,
    /// Generalised Pareto above a threshold.
    Gpd,
}

impl Kind {
    /// Those that are fitted to a whole sample.
    pub const WHOLE: [Kind; 4] = [Kind::Lognormal, Kind::Gamma, Kind::Weibull, Kind::Pareto];

    /// Its name in a scenario file.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Lognormal => "lognormal",
            Kind::Gamma => "gamma",
            Kind::Weibull => "weibull",
            Kind::Pareto => "pareto",
            Kind::Gpd => "gpd",
        }
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Weibull => "Weibull",
            Kind::Pareto => "Pareto",
            Kind::Gpd => "GPD",
            Kind::Lognormal | Kind::Gamma => self.name(),
        }
    }
}

/// What the likelihoods need of a sample.
pub(super) struct Sample<'a> {
    /// Ascending, all above zero, not all equal.
    pub values: &'a [f64],
    n: f64,
    mean: f64,
    /// Sum of the logarithms.
    logs: f64,
}

impl<'a> Sample<'a> {
    pub(super) fn new(values: &'a [f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        Sample { values, n, mean, logs: values.iter().map(|value| libm::log(*value)).sum() }
    }

    /// The member of the family under which the sample is likeliest.
    pub(super) fn fit(&self, kind: Kind) -> Family {
        match kind {
            Kind::Lognormal => {
                let mu = self.logs / self.n;
                let square = |value: &f64| (libm::log(*value) - mu).powi(2);
                let sigma = (self.values.iter().map(square).sum::<f64>() / self.n).sqrt();
                Family::Lognormal { mu, sigma }
            }
            Kind::Gamma => {
                let shape = gamma_shape(libm::log(self.mean) - self.logs / self.n);
                Family::Gamma { shape, scale: self.mean / shape }
            }
            Kind::Weibull => {
                let (shape, scale) = self.weibull();
                Family::Weibull { shape, scale }
            }
            Kind::Pareto | Kind::Gpd => {
                let min = self.values[0];
                Family::Pareto { alpha: self.n / (self.logs - self.n * libm::log(min)), min }
            }
        }
    }

    /// Shape and scale: the shape is the root of the profile score, by Newton's method from that of the logarithms.
    fn weibull(&self) -> (f64, f64) {
        let mean_log = self.logs / self.n;
        let largest = libm::log(self.values[self.values.len() - 1]);
        let logs: Vec<f64> = self.values.iter().map(|value| libm::log(*value) - largest).collect();
        let spread = (logs.iter().map(|log| (log + largest - mean_log).powi(2)).sum::<f64>() / self.n).sqrt();
        // The logarithm of a Weibull variable has the standard deviation pi / (shape sqrt 6).
        let mut shape = 1.282_549_830_161_864 / spread;
        let mut weights = 0.0;
        for _ in 0..100 {
            let (mut sums, mut k) = ([0.0; 3], shape);
            for log in &logs {
                let weight = libm::exp(k * log);
                sums[0] += weight;
                sums[1] += weight * log;
                sums[2] += weight * log * log;
            }
            weights = sums[0];
            let tilted = sums[1] / sums[0];
            let value = tilted - 1.0 / k - (mean_log - largest);
            let slope = sums[2] / sums[0] - tilted * tilted + 1.0 / (k * k);
            k -= value / slope;
            // The score is concave in the shape: a step too far goes below zero at worst.
            shape = if k > 0.0 { k } else { shape / 2.0 };
            if (value / slope).abs() < 1e-13 * shape {
                break;
            }
        }
        (shape, libm::exp(largest + libm::log(weights / self.n) / shape))
    }

    /// The logarithm of the likelihood.
    pub(super) fn log_likelihood(&self, family: &Family) -> f64 {
        self.values.iter().map(|value| ln_density(family, *value)).sum()
    }

    /// The parameters as a scenario file spells them, with standard errors from the observed information.
    pub(super) fn parameters(&self, family: &Family) -> Vec<(&'static str, Estimated)> {
        let (n, normal) = (self.n, Estimated::normal);
        match *family {
            Family::Lognormal { mu, sigma } => vec![
                ("mu", normal(mu, Some(sigma / n.sqrt()))),
                ("sigma", Estimated::of_logarithm(sigma, Some((0.5 / n).sqrt()))),
            ],
            Family::Gamma { shape, .. } => {
                // Shape and mean are orthogonal.
                let information = n * (trigamma(shape) - 1.0 / shape);
                vec![
                    ("shape", Estimated::of_logarithm(shape, Some(1.0 / (information.sqrt() * shape)))),
                    ("mean", Estimated::of_logarithm(self.mean, Some(1.0 / (n * shape).sqrt()))),
                ]
            }
            Family::Weibull { shape, scale } => {
                let of_logs = |[shape, scale]: [f64; 2]| {
                    let (shape, scale) = (libm::exp(shape), libm::exp(scale));
                    self.log_likelihood(&Family::Weibull { shape, scale })
                };
                let at = [libm::log(shape), libm::log(scale)];
                let errors = maximum::standard_errors(at, [1.0, 1.0 / shape], of_logs);
                let [first, second] = [0, 1].map(|place| errors.map(|errors| errors[place]));
                vec![
                    ("shape", Estimated::of_logarithm(shape, first)),
                    ("scale", Estimated::of_logarithm(scale, second)),
                ]
            }
            // The smallest value is where the likelihood ends, not where it is flat: it has no such error.
            Family::Pareto { alpha, min } => vec![
                ("alpha", Estimated::of_logarithm(alpha, Some(1.0 / n.sqrt()))),
                ("min", normal(min, None)),
            ],
            _ => Vec::new(),
        }
    }
}

/// The logarithm of the density of one of the families here.
pub(super) fn ln_density(family: &Family, x: f64) -> f64 {
    let log = libm::log(x);
    match *family {
        Family::Lognormal { mu, sigma } => {
            -log - libm::log(sigma) - 0.5 * LN_TWO_PI - 0.5 * ((log - mu) / sigma).powi(2)
        }
        Family::Gamma { shape, scale } => {
            (shape - 1.0) * log - x / scale - shape * libm::log(scale) - libm::lgamma(shape)
        }
        Family::Weibull { shape, scale } => {
            let relative = log - libm::log(scale);
            libm::log(shape) - log + shape * relative - libm::exp(shape * relative)
        }
        Family::Pareto { alpha, min } => libm::log(alpha) + alpha * libm::log(min) - (alpha + 1.0) * log,
        Family::Gpd { threshold, xi, beta } => {
            let scaled = (x - threshold) / beta;
            let exponent = if xi == 0.0 { scaled } else { libm::log1p(xi * scaled) / xi };
            -libm::log(beta) - (1.0 + xi) * exponent
        }
        _ => f64::NAN,
    }
}

/// The root of `ln shape - digamma(shape) = gap`, by Newton's method on the logarithm from Minka's start
/// ("Estimating a gamma distribution", 2002).
fn gamma_shape(gap: f64) -> f64 {
    let mut shape = (3.0 - gap + ((gap - 3.0).powi(2) + 24.0 * gap).sqrt()) / (12.0 * gap);
    for _ in 0..50 {
        let value = libm::log(shape) - digamma(shape) - gap;
        let slope = 1.0 - shape * trigamma(shape);
        let step = value / slope;
        shape *= libm::exp(-step.clamp(-1.0, 1.0));
        if step.abs() < 1e-13 {
            break;
        }
    }
    shape
}

#[cfg(test)]
mod tests;
