//! Quantiles and tails of the laws that intervals and tests come from.

use crate::dist::{Distribution, Family, Limits};

/// The quantile of a gamma distribution; NaN for parameters that are none.
pub(super) fn gamma_quantile(shape: f64, scale: f64, p: f64) -> f64 {
    of(Family::Gamma { shape, scale }).map_or(f64::NAN, |law| law.quantile(p))
}

/// The quantile of a beta distribution; NaN for parameters that are none.
pub(super) fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    of(Family::Beta { a, b }).map_or(f64::NAN, |law| law.quantile(p))
}

/// Probability that a chi-square variable with so many degrees of freedom exceeds `x`.
pub(super) fn chi_square_upper(x: f64, degrees: f64) -> f64 {
    of(Family::Gamma { shape: degrees / 2.0, scale: 2.0 }).map_or(f64::NAN, |law| law.tails(x).1)
}

/// The family without limits, if its parameters are in order and its mean is finite.
pub(super) fn of(family: Family) -> Option<Distribution> {
    Distribution::new(family, Limits::default()).ok()
}
