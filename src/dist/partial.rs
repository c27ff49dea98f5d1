//! Moments of the basic distributions between two points, for [`moments`](super::moments).

use super::base::{between, gpd_excess, gpd_exponent};
use super::normal::{normal_cdf, normal_density};
use super::quadrature::integrate;
use super::special::{beta_tails, gamma_tails};

pub(super) fn beta_variance(a: f64, b: f64) -> f64 {
    let sum = a + b;
    a / sum * (b / sum) / (sum + 1.0)
}

pub(super) fn gpd_variance(xi: f64, beta: f64) -> f64 {
    if xi >= 0.5 {
        return f64::INFINITY;
    }
    let scale = beta / (1.0 - xi);
    scale * scale / (1.0 - 2.0 * xi)
}

/// Moments of the standard normal between two points.
pub(super) fn normal_part(power: i32, from: f64, to: f64) -> f64 {
    if power == 1 {
        return normal_density(from) - normal_density(to);
    }
    let edge = |z: f64| if z.is_finite() { z * normal_density(z) } else { 0.0 };
    normal_mass(from, to) + edge(from) - edge(to)
}

fn normal_mass(from: f64, to: f64) -> f64 {
    between((normal_cdf(from), normal_cdf(-from)), (normal_cdf(to), normal_cdf(-to)))
}

pub(super) fn lognormal_part(power: i32, mu: f64, sigma: f64, from: f64, to: f64) -> f64 {
    let k = f64::from(power);
    let shift = k * sigma;
    let whole = libm::exp(k * mu + 0.5 * shift * shift);
    if whole.is_finite() || to == f64::INFINITY {
        return whole * normal_mass(from - shift, to - shift);
    }
    let (low, high) = (from.max(-39.0), to.min(39.0 + shift));
    let f = |z: f64| libm::exp(k * mu + shift * z - 0.5 * z * z) * normal_density(0.0);
    integrate(&f, &[low, high - 30.0, high - 3.0, high - 0.3, high])
}

pub(super) fn beta_part(power: i32, a: f64, b: f64, from: (f64, f64), to: (f64, f64)) -> f64 {
    let whole = if power == 1 { a / (a + b) } else { a / (a + b) * ((a + 1.0) / (a + b + 1.0)) };
    let tails = |(x, y): (f64, f64)| {
        let tails = beta_tails(a + f64::from(power), b, x, y);
        (tails.lower, tails.upper)
    };
    whole * between(tails(from), tails(to))
}

pub(super) fn gamma_part(power: i32, shape: f64, scale: f64, from: f64, to: f64) -> f64 {
    let whole = if power == 1 { shape * scale } else { shape * (shape + 1.0) * scale * scale };
    let tails = |x: f64| {
        let tails = gamma_tails(shape + f64::from(power), x / scale);
        (tails.lower, tails.upper)
    };
    whole * between(tails(from), tails(to))
}

/// Moments of the excess over the threshold, as integrals over the standard exponential variable
/// `w = -ln P(X > x)`: the excess is `beta (e^(xi w) - 1) / xi`.
pub(super) fn gpd_part(power: i32, xi: f64, beta: f64, from: f64, to: f64) -> f64 {
    let (low, high) = (gpd_exponent(xi, beta, from), gpd_exponent(xi, beta, to));
    if xi.abs() < 0.01 {
        let f = |w: f64| gpd_excess(xi, beta, w).powi(power) * libm::exp(-w);
        let breaks = [0.0, 5.0, 15.0, 40.0, 100.0].map(|step| (low + step).min(high));
        return integrate(&f, &breaks);
    }
    // Integral of exp(-rate w) over the range; infinite where the moment is.
    let exponential = |rate: f64| {
        let width = high - low;
        if rate == 0.0 { width } else { libm::exp(-rate * low) * -libm::expm1(-rate * width) / rate }
    };
    let scale = beta / xi;
    match power {
        1 => scale * (exponential(1.0 - xi) - exponential(1.0)),
        _ => {
            let sum = exponential(1.0 - 2.0 * xi) - 2.0 * exponential(1.0 - xi) + exponential(1.0);
            scale * scale * sum
        }
    }
}
