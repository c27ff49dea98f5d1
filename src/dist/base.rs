//! Probabilities and quantiles of the families before any limit.

use super::family::Family;
use super::inverse::{beta_quantile, gamma_quantile, logistic};
use super::normal::{normal_cdf, normal_quantile_of_tails};
use super::special::{beta_tails, gamma_tails};

/// Probability below and above a point (they sum to 1): keeping both preserves the precision of each tail.
pub(super) type Pair = (f64, f64);

/// Probability between two points, given their tails.
pub(super) fn between(from: Pair, to: Pair) -> f64 {
    let mass = if from.0 > 0.5 { from.1 - to.1 } else { to.0 - from.0 };
    mass.max(0.0)
}

/// Shapes of the beta distribution that a PERT is made of.
pub(super) fn pert_shapes(min: f64, mode: f64, max: f64, lambda: f64) -> (f64, f64) {
    let width = max - min;
    (1.0 + lambda * (mode - min) / width, 1.0 + lambda * (max - mode) / width)
}

/// The generalised Pareto form (threshold, xi, beta) of a Pareto.
pub(super) fn pareto_as_gpd(alpha: f64, min: f64) -> (f64, f64, f64) {
    (min, 1.0 / alpha, min / alpha)
}

/// `-ln P(X > x)` of a generalised Pareto, at `excess = x - threshold`: a standard exponential variable.
pub(super) fn gpd_exponent(xi: f64, beta: f64, excess: f64) -> f64 {
    let excess = excess.max(0.0);
    if xi == 0.0 {
        return excess / beta;
    }
    libm::log1p((xi * excess / beta).max(-1.0)) / xi
}

/// Inverse of [`gpd_exponent`].
pub(super) fn gpd_excess(xi: f64, beta: f64, exponent: f64) -> f64 {
    if xi == 0.0 { beta * exponent } else { beta * libm::expm1(xi * exponent) / xi }
}

/// Tails of a standard exponential variable.
fn exponential_tails(exponent: f64) -> Pair {
    (-libm::expm1(-exponent), libm::exp(-exponent))
}

/// Quantile of a standard exponential variable.
fn exponential_quantile(lower: f64, upper: f64) -> f64 {
    if lower < upper { -libm::log1p(-lower) } else { -libm::log(upper) }
}

fn normal_tails(z: f64) -> Pair {
    (normal_cdf(z), normal_cdf(-z))
}

/// The smallest of the ascending `values` that at least the share `p` of them does not exceed.
fn order_statistic(values: &[f64], p: f64) -> f64 {
    let n = values.len() as f64;
    let mut number = libm::ceil(p * n);
    // The product may round to either side of a whole number; the comparison decides.
    if (number - 1.0) / n >= p {
        number -= 1.0;
    } else if number / n < p {
        number += 1.0;
    }
    values[(number.max(1.0).min(n) as usize).saturating_sub(1)]
}

/// What a family is on its own. A [`Distribution`](super::Distribution) answers for mixtures and spliced
/// families from their parts; nothing is asked of them here (the answers are `NaN`).
impl Family {
    /// Smallest and largest possible value.
    pub(super) fn support(&self) -> Pair {
        match self {
            Family::Constant(value) => (*value, *value),
            Family::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Family::Uniform { min, max } | Family::Triangular { min, max, .. } => (*min, *max),
            Family::Pert { min, max, .. } => (*min, *max),
            Family::LogitNormal { .. } | Family::Beta { .. } => (0.0, 1.0),
            Family::Lognormal { .. }
            | Family::Gamma { .. }
            | Family::Exponential { .. }
            | Family::Weibull { .. } => (0.0, f64::INFINITY),
            Family::Pareto { min, .. } => (*min, f64::INFINITY),
            Family::Gpd { threshold, xi, beta } if *xi < 0.0 => (*threshold, threshold - beta / xi),
            Family::Gpd { threshold, .. } => (*threshold, f64::INFINITY),
            Family::Discrete { values, .. } | Family::Empirical { values } => {
                (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0))
            }
            Family::Mixture { .. } | Family::Spliced { .. } => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// Probabilities of a value at most `x` and of a value above `x`.
    pub(super) fn tails(&self, x: f64) -> Pair {
        let (min, max) = self.support();
        if x < min {
            return (0.0, 1.0);
        }
        if x >= max {
            return (1.0, 0.0);
        }
        match self {
            Family::Constant(_) => (1.0, 0.0),
            Family::Normal { mean, sd } => normal_tails((x - mean) / sd),
            Family::Lognormal { mu, sigma } => normal_tails((libm::log(x) - mu) / sigma),
            Family::LogitNormal { mu, sigma } => normal_tails((libm::log(x) - libm::log1p(-x) - mu) / sigma),
            Family::Uniform { min, max } => ((x - min) / (max - min), (max - x) / (max - min)),
            Family::Triangular { min, mode, max } => {
                let width = max - min;
                if x < *mode {
                    let lower = (x - min) / width * ((x - min) / (mode - min));
                    (lower, 1.0 - lower)
                } else {
                    let upper = (max - x) / width * ((max - x) / (max - mode));
                    (1.0 - upper, upper)
                }
            }
            Family::Pert { min, mode, max, lambda } => {
                let (a, b) = pert_shapes(*min, *mode, *max, *lambda);
                let tails = beta_tails(a, b, (x - min) / (max - min), (max - x) / (max - min));
                (tails.lower, tails.upper)
            }
            Family::Beta { a, b } => {
                let tails = beta_tails(*a, *b, x, 1.0 - x);
                (tails.lower, tails.upper)
            }
            Family::Gamma { shape, scale } => {
                let tails = gamma_tails(*shape, x / scale);
                (tails.lower, tails.upper)
            }
            Family::Exponential { mean } => exponential_tails(x / mean),
            Family::Weibull { shape, scale } => exponential_tails(libm::pow(x / scale, *shape)),
            Family::Pareto { alpha, min } => exponential_tails(alpha * libm::log(x / min)),
            Family::Gpd { threshold, xi, beta } => exponential_tails(gpd_exponent(*xi, *beta, x - threshold)),
            Family::Discrete { values, weights } => {
                let count = values.partition_point(|value| *value <= x);
                (weights[..count].iter().sum(), weights[count..].iter().sum())
            }
            Family::Empirical { values } => {
                let count = values.partition_point(|value| *value <= x);
                let n = values.len() as f64;
                (count as f64 / n, (values.len() - count) as f64 / n)
            }
            Family::Mixture { .. } | Family::Spliced { .. } => (f64::NAN, f64::NAN),
        }
    }

    /// The value with these tails; the caller passes probabilities above zero that sum to 1.
    pub(super) fn quantile_of_tails(&self, lower: f64, upper: f64) -> f64 {
        let normal = || normal_quantile_of_tails(lower, upper);
        match self {
            Family::Constant(value) => *value,
            Family::Normal { mean, sd } => mean + sd * normal(),
            Family::Lognormal { mu, sigma } => libm::exp(mu + sigma * normal()),
            Family::LogitNormal { mu, sigma } => logistic(mu + sigma * normal()).0,
            Family::Uniform { min, max } => min + lower * (max - min),
            Family::Triangular { min, mode, max } => {
                let width = max - min;
                if lower * width < mode - min {
                    min + (lower * width * (mode - min)).sqrt()
                } else {
                    max - (upper * width * (max - mode)).sqrt()
                }
            }
            Family::Pert { min, mode, max, lambda } => {
                let (a, b) = pert_shapes(*min, *mode, *max, *lambda);
                min + (max - min) * beta_quantile(a, b, lower, upper).0
            }
            Family::Beta { a, b } => beta_quantile(*a, *b, lower, upper).0,
            Family::Gamma { shape, scale } => scale * gamma_quantile(*shape, lower, upper),
            Family::Exponential { mean } => mean * exponential_quantile(lower, upper),
            Family::Weibull { shape, scale } => {
                scale * libm::pow(exponential_quantile(lower, upper), 1.0 / shape)
            }
            Family::Pareto { alpha, min } => min * libm::exp(exponential_quantile(lower, upper) / alpha),
            Family::Gpd { threshold, xi, beta } => {
                threshold + gpd_excess(*xi, *beta, exponential_quantile(lower, upper))
            }
            Family::Discrete { values, weights } => {
                let mut sum = 0.0;
                let reached = weights.iter().position(|weight| {
                    sum += weight;
                    sum >= lower
                });
                reached.or(values.len().checked_sub(1)).map_or(f64::NAN, |index| values[index])
            }
            Family::Empirical { values } => order_statistic(values, lower),
            Family::Mixture { .. } | Family::Spliced { .. } => f64::NAN,
        }
    }
}
