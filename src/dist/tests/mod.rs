//! Tests of the room, one file per question.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod compound;
mod counts;
mod kolmogorov;
mod limits;
mod moments;
mod refusals;
mod samples;
mod spliced;
mod table;

use super::{Distribution, Family, Limits};

const NO_LIMITS: Limits = Limits { floor: None, cap: None, truncate: None };

fn plain(family: Family) -> Distribution {
    Distribution::new(family, NO_LIMITS).unwrap()
}

/// Fails unless the two agree within this relative tolerance.
fn close(actual: f64, expected: f64, tolerance: f64) {
    let allowed = tolerance * expected.abs();
    assert!((actual - expected).abs() <= allowed, "{actual} against {expected}, tolerance {tolerance}");
}

/// One or more members of every continuous family.
fn continuous_families() -> Vec<Family> {
    let pert = |lambda| Family::Pert { min: 0.5, mode: 0.7, max: 0.9, lambda };
    vec![
        Family::Normal { mean: 3.0, sd: 2.0 },
        Family::Lognormal { mu: 1.0, sigma: 0.8 },
        Family::LogitNormal { mu: -2.0, sigma: 1.5 },
        Family::Uniform { min: -1.0, max: 4.0 },
        Family::Triangular { min: 1.0, mode: 2.0, max: 5.0 },
        Family::Triangular { min: 1.0, mode: 1.0, max: 5.0 },
        pert(4.0),
        pert(0.5),
        Family::Beta { a: 0.3, b: 2.7 },
        Family::Beta { a: 4.0, b: 96.0 },
        Family::Gamma { shape: 0.4, scale: 2.0 },
        Family::Gamma { shape: 7.5, scale: 0.5 },
        Family::Exponential { mean: 3.0 },
        Family::Weibull { shape: 0.7, scale: 2.0 },
        Family::Weibull { shape: 2.5, scale: 2.0 },
        Family::Pareto { alpha: 2.5, min: 10.0 },
        Family::Gpd { threshold: 5.0, xi: 0.4, beta: 2.0 },
        Family::Gpd { threshold: 5.0, xi: 0.0, beta: 2.0 },
        Family::Gpd { threshold: 5.0, xi: 1e-4, beta: 2.0 },
        Family::Gpd { threshold: 5.0, xi: -0.3, beta: 2.0 },
    ]
}
