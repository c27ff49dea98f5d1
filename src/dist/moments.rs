//! Moments of the families: of the whole, and of the part between two points.

use super::base::{between, pareto_as_gpd, pert_shapes};
use super::family::Family;
use super::inverse::logistic;
use super::normal::normal_density;
use super::partial::{
    beta_part, beta_variance, gamma_part, gpd_part, gpd_variance, lognormal_part, normal_part,
};
use super::quadrature::integrate;
use super::special::gamma_tails;

impl Family {
    /// Mean of the family without limits; infinity when there is none.
    pub(super) fn full_mean(&self) -> f64 {
        match self {
            Family::Constant(value) => *value,
            Family::Normal { mean, .. } | Family::Exponential { mean } => *mean,
            Family::Lognormal { mu, sigma } => libm::exp(mu + 0.5 * sigma * sigma),
            Family::Uniform { min, max } => 0.5 * min + 0.5 * max,
            Family::Triangular { min, mode, max } => min + ((mode - min) + (max - min)) / 3.0,
            Family::Pert { min, mode, max, lambda } => {
                let (a, b) = pert_shapes(*min, *mode, *max, *lambda);
                min + (max - min) * (a / (a + b))
            }
            Family::Beta { a, b } => a / (a + b),
            Family::Gamma { shape, scale } => shape * scale,
            Family::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Family::Pareto { alpha, min } if *alpha > 1.0 => min + min / (alpha - 1.0),
            Family::Gpd { threshold, xi, beta } if *xi < 1.0 => threshold + beta / (1.0 - xi),
            Family::Pareto { .. } | Family::Gpd { .. } => f64::INFINITY,
            Family::LogitNormal { .. } | Family::Discrete { .. } | Family::Empirical { .. } => {
                let (min, max) = self.support();
                self.centre() + self.part(1, min, max)
            }
            Family::Mixture { .. } | Family::Spliced { .. } => f64::NAN,
        }
    }

    /// Variance of the family without limits; infinity when there is none.
    pub(super) fn full_variance(&self) -> f64 {
        match self {
            Family::Constant(_) => 0.0,
            Family::Normal { sd, .. } => sd * sd,
            Family::Lognormal { mu, sigma } => {
                let s2 = sigma * sigma;
                libm::expm1(s2) * libm::exp(2.0 * mu + s2)
            }
            Family::Uniform { min, max } => (max - min) * (max - min) / 12.0,
            Family::Triangular { min, mode, max } => {
                let (left, width) = (mode - min, max - min);
                (left * left + width * (width - left)) / 18.0
            }
            Family::Pert { min, mode, max, lambda } => {
                let (a, b) = pert_shapes(*min, *mode, *max, *lambda);
                (max - min) * (max - min) * beta_variance(a, b)
            }
            Family::Beta { a, b } => beta_variance(*a, *b),
            Family::Gamma { shape, scale } => shape * scale * scale,
            Family::Exponential { mean } => mean * mean,
            Family::Pareto { alpha, min } => {
                let (_, xi, beta) = pareto_as_gpd(*alpha, *min);
                gpd_variance(xi, beta)
            }
            Family::Gpd { xi, beta, .. } => gpd_variance(*xi, *beta),
            Family::Weibull { .. }
            | Family::LogitNormal { .. }
            | Family::Discrete { .. }
            | Family::Empirical { .. } => {
                let (min, max) = self.support();
                let first = self.part(1, min, max);
                (self.part(2, min, max) - first * first).max(0.0)
            }
            Family::Mixture { .. } | Family::Spliced { .. } => f64::NAN,
        }
    }

    /// The point about which [`Family::part`] takes its moments: near the bulk of the probability where
    /// that is cheap, so that variances do not cancel.
    pub(super) fn centre(&self) -> f64 {
        match self {
            Family::Constant(value) => *value,
            Family::Normal { mean, .. } => *mean,
            Family::LogitNormal { mu, .. } => logistic(*mu).0,
            Family::Uniform { min, .. } | Family::Triangular { min, .. } => *min,
            Family::Pert { min, .. } | Family::Pareto { min, .. } => *min,
            Family::Gpd { threshold, .. } => *threshold,
            Family::Discrete { values, .. } | Family::Empirical { values } => values[values.len() / 2],
            _ => 0.0,
        }
    }

    /// `E[(X - centre)^power; from < X <= to]` for `power` 1 or 2 and a range within the support. Closed
    /// forms, except the logit-normal, the triangular (where quadrature is exact), the generalised Pareto
    /// with `|xi| < 0.01` and a lognormal that overflows: adaptive quadrature, 1e-12 relative.
    pub(super) fn part(&self, power: i32, from: f64, to: f64) -> f64 {
        if from >= to {
            return 0.0;
        }
        match self {
            Family::Constant(_) => 0.0,
            Family::Normal { mean, sd } => {
                normal_part(power, (from - mean) / sd, (to - mean) / sd) * sd.powi(power)
            }
            Family::Lognormal { mu, sigma } => {
                let z = |x: f64| (libm::log(x) - mu) / sigma;
                lognormal_part(power, *mu, *sigma, z(from), z(to))
            }
            Family::LogitNormal { mu, sigma } => {
                let z = |x: f64| ((libm::log(x) - libm::log1p(-x) - mu) / sigma).clamp(-39.0, 39.0);
                let (low, high, centre) = (z(from), z(to), self.centre());
                let step = (-mu / sigma).clamp(low, high);
                let f = |z: f64| (logistic(mu + sigma * z).0 - centre).powi(power) * normal_density(z);
                let near = |distance: f64| (step + distance / sigma).clamp(low, high);
                let mut breaks = vec![low, high, step, near(-5.0), near(5.0)];
                breaks.extend([-9.0, -3.0, 0.0, 3.0, 9.0].map(|z: f64| z.clamp(low, high)));
                breaks.sort_by(f64::total_cmp);
                integrate(&f, &breaks)
            }
            Family::Uniform { min, max } => {
                let next = power + 1;
                ((to - min).powi(next) - (from - min).powi(next)) / (f64::from(next) * (max - min))
            }
            Family::Triangular { min, mode, max } => {
                let (left, width) = (mode - min, max - min);
                let rising = |y: f64| y.powi(power) * 2.0 * y / (width * left);
                let falling = |y: f64| y.powi(power) * 2.0 * (width - y) / (width * (width - left));
                let (low, high) = (from - min, to - min);
                integrate(&rising, &[low, high.min(left)]) + integrate(&falling, &[low.max(left), high])
            }
            Family::Pert { min, mode, max, lambda } => {
                let (a, b) = pert_shapes(*min, *mode, *max, *lambda);
                let width = max - min;
                let unit = |x: f64| ((x - min) / width, (max - x) / width);
                beta_part(power, a, b, unit(from), unit(to)) * width.powi(power)
            }
            Family::Beta { a, b } => beta_part(power, *a, *b, (from, 1.0 - from), (to, 1.0 - to)),
            Family::Gamma { shape, scale } => gamma_part(power, *shape, *scale, from, to),
            Family::Exponential { mean } => gamma_part(power, 1.0, *mean, from, to),
            Family::Weibull { shape, scale } => {
                let order = f64::from(power) / shape;
                let tails = |x: f64| {
                    let tails = gamma_tails(1.0 + order, libm::pow(x / scale, *shape));
                    (tails.lower, tails.upper)
                };
                scale.powi(power) * libm::tgamma(1.0 + order) * between(tails(from), tails(to))
            }
            Family::Pareto { alpha, min } => {
                let (threshold, xi, beta) = pareto_as_gpd(*alpha, *min);
                gpd_part(power, xi, beta, from - threshold, to - threshold)
            }
            Family::Gpd { threshold, xi, beta } => {
                gpd_part(power, *xi, *beta, from - threshold, to - threshold)
            }
            Family::Discrete { .. } | Family::Empirical { .. } => {
                let centre = self.centre();
                self.sum_over_values(|value| (value - centre).powi(power)).unwrap_or(0.0)
            }
            Family::Mixture { .. } | Family::Spliced { .. } => f64::NAN,
        }
    }

    /// Expectation of `f` for a family of finitely many values; none for the others.
    pub(super) fn sum_over_values(&self, f: impl Fn(f64) -> f64) -> Option<f64> {
        match self {
            Family::Discrete { values, weights } => {
                Some(values.iter().zip(weights).map(|(value, weight)| f(*value) * weight).sum())
            }
            Family::Empirical { values } => {
                Some(values.iter().map(|value| f(*value)).sum::<f64>() / values.len() as f64)
            }
            _ => None,
        }
    }
}
