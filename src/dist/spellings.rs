//! The ways in which people know a lognormal (or a logit-normal): by two quantiles, by median, by mean.

use super::DistributionError as E;
use super::family::Family;
use super::normal::normal_quantile;
use super::validate::{finite, fraction, non_negative, ordered, positive};

/// Lognormal with these 5th and 95th percentiles, both above zero.
pub fn lognormal_p5_p95(p5: f64, p95: f64) -> Result<Family, E> {
    ordered(("p5", positive("p5", p5)?), ("p95", positive("p95", p95)?))?;
    let (low, high) = (libm::log(p5), libm::log(p95));
    Ok(Family::Lognormal { mu: 0.5 * (low + high), sigma: 0.5 * (high - low) / normal_quantile(0.95) })
}

/// Lognormal with this median and 95th percentile, both above zero.
pub fn lognormal_p50_p95(p50: f64, p95: f64) -> Result<Family, E> {
    ordered(("p50", positive("p50", p50)?), ("p95", positive("p95", p95)?))?;
    let (middle, high) = (libm::log(p50), libm::log(p95));
    Ok(Family::Lognormal { mu: middle, sigma: (high - middle) / normal_quantile(0.95) })
}

/// Lognormal with this median (above zero) and standard deviation of the logarithm (zero or more).
pub fn lognormal_median_sigma(median: f64, sigma: f64) -> Result<Family, E> {
    let mu = libm::log(positive("median", median)?);
    Ok(Family::Lognormal { mu, sigma: non_negative("sigma", sigma)? })
}

/// Lognormal with this mean (above zero) and coefficient of variation (standard deviation over mean).
pub fn lognormal_mean_cv(mean: f64, cv: f64) -> Result<Family, E> {
    positive("mean", mean)?;
    non_negative("cv", cv)?;
    let variance = finite("cv", libm::log1p(cv * cv))?;
    Ok(Family::Lognormal { mu: libm::log(mean) - 0.5 * variance, sigma: variance.sqrt() })
}

/// Logit-normal with these 5th and 95th percentiles, both strictly between 0 and 1.
pub fn logit_normal_p5_p95(p5: f64, p95: f64) -> Result<Family, E> {
    ordered(("p5", fraction("p5", p5)?), ("p95", fraction("p95", p95)?))?;
    let (low, high) = (logit(p5), logit(p95));
    Ok(Family::LogitNormal { mu: 0.5 * (low + high), sigma: 0.5 * (high - low) / normal_quantile(0.95) })
}

/// Logit-normal with this median and 95th percentile, both strictly between 0 and 1.
pub fn logit_normal_p50_p95(p50: f64, p95: f64) -> Result<Family, E> {
    ordered(("p50", fraction("p50", p50)?), ("p95", fraction("p95", p95)?))?;
    let (middle, high) = (logit(p50), logit(p95));
    Ok(Family::LogitNormal { mu: middle, sigma: (high - middle) / normal_quantile(0.95) })
}

/// `ln(x / (1 - x))`.
fn logit(x: f64) -> f64 {
    libm::log(x) - libm::log1p(-x)
}
