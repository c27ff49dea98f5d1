//! Tables of quantiles against the exact quantiles.

use super::compound::{BODY, TAIL, capped, compound_families, mixture, spliced};
use super::*;
use crate::dist::QuantileTable;

fn capped_uniform_and_a_point() -> Distribution {
    let capped = capped(Family::Uniform { min: 0.0, max: 10.0 }, 7.0);
    plain(mixture(vec![(0.5, capped), (0.25, Distribution::constant(3.0)), (0.25, plain(TAIL))]))
}

fn distributions() -> Vec<Distribution> {
    let mut all: Vec<_> = continuous_families().into_iter().chain(compound_families()).map(plain).collect();
    for (a, b) in [(0.2, 7.8), (50.0, 0.7)] {
        all.push(plain(Family::Beta { a, b }));
    }
    for shape in [0.05, 0.5, 2.0] {
        all.push(plain(Family::Gamma { shape, scale: 1.0 }));
    }
    let lognormal = Family::Lognormal { mu: 9.899, sigma: 2.5 };
    all.push(capped(lognormal.clone(), 5e6));
    all.push(capped(Family::Gpd { threshold: 5.0, xi: 1.4, beta: 2.0 }, 100.0));
    all.push(capped(spliced(BODY, 0.9, TAIL), 5e6));
    all.push(capped_uniform_and_a_point());
    let all_limits = Limits { floor: Some(2e3), cap: Some(2e5), truncate: Some((1e3, 1e6)) };
    all.push(Distribution::new(lognormal, all_limits).unwrap());
    // A narrow and improbable part.
    let narrow = plain(Family::Normal { mean: 30.0, sd: 1e-3 });
    all.push(plain(mixture(vec![(0.998, plain(Family::Exponential { mean: 20.0 })), (0.002, narrow)])));
    all
}

/// Ascending probabilities that crowd at both ends.
fn probabilities(count: u32) -> Vec<f64> {
    let tail = |i| 0.5 * libm::exp2(-22.0 * f64::from(i) / f64::from(count));
    let lower = (0..count).rev().map(tail);
    lower.chain((1..count).map(|i| 1.0 - tail(i))).collect()
}

#[test]
fn the_probability_reached_is_right_within_1e8_of_the_smaller_tail() {
    for distribution in distributions() {
        let table = QuantileTable::new(&distribution);
        for p in probabilities(3000) {
            let value = table.quantile(p);
            let (lower, upper) = distribution.tails(value);
            let error = if p > 0.5 { (upper - (1.0 - p)).abs() } else { (lower - p).abs() };
            // In a point mass, or where the numbers are too coarse, only the value itself can be compared.
            let exact = distribution.quantile(p);
            let same = (value - exact).abs() <= 1e-15 * exact.abs();
            let words = || distribution.describe();
            assert!(same || error <= 1e-8 * p.min(1.0 - p), "{} at {p}: {error}", words());
        }
    }
}

#[test]
fn nodes_ends_and_everything_beyond_the_range_are_exact() {
    for distribution in distributions() {
        let table = QuantileTable::new(&distribution);
        for octave in 0..25 {
            for eighth in 8..16 {
                let tail = 0.25 * f64::from(eighth) / 8.0 * libm::exp2(-f64::from(octave));
                for p in [tail, 1.0 - tail] {
                    assert_eq!(
                        table.quantile(p),
                        distribution.quantile(p),
                        "{} at {p}",
                        distribution.describe()
                    );
                }
            }
        }
        for p in [-1.0, 0.0, 1e-300, 1e-12, 0.5, 1.0 - 1e-9, 1.0, 2.0] {
            assert_eq!(table.quantile(p), distribution.quantile(p), "{} at {p}", distribution.describe());
        }
    }
}

#[test]
fn tables_never_fall_and_stay_within_the_support() {
    for distribution in distributions() {
        let table = QuantileTable::new(&distribution);
        let (min, max) = distribution.support();
        let mut last = f64::NEG_INFINITY;
        let grid = probabilities(20_000).into_iter().flat_map(|p| [p.next_down(), p, p.next_up()]);
        for p in grid {
            let value = table.quantile(p);
            assert!(value >= min && value <= max, "{} at {p}: {value}", distribution.describe());
            assert!(value >= last - 1e-13 * last.abs(), "{} at {p}: {value} {last}", distribution.describe());
            last = value;
        }
    }
}

#[test]
fn caps_and_point_masses_are_exact() {
    let limits = Limits { floor: Some(2e3), cap: Some(2e5 + 0.1), ..NO_LIMITS };
    let limited = Distribution::new(Family::Lognormal { mu: 9.899, sigma: 2.5 }, limits).unwrap();
    let uncapped = plain(Family::Lognormal { mu: 9.899, sigma: 2.5 });
    let (low, high) = (uncapped.cdf(2e3), uncapped.cdf(2e5 + 0.1));
    let table = QuantileTable::new(&limited);
    let points = QuantileTable::new(&capped_uniform_and_a_point());
    let (before, at) = (0.15, 0.4);
    for i in 0..100_000 {
        let p = (f64::from(i) + 0.5) / 1e5;
        let value = table.quantile(p);
        assert_eq!(value == 2e3, p <= low, "{p}: {value}");
        assert_eq!(value == 2e5 + 0.1, p >= high, "{p}: {value}");
        let value = points.quantile(p);
        assert_eq!(value == 3.0, p > before && p <= at, "{p}: {value}");
    }
}

#[test]
fn discrete_values_and_samples_go_straight_through() {
    let discrete = Family::Discrete { values: vec![1.0, 2.0, 7.0], weights: vec![0.5, 0.3, 0.2] };
    let sample = Family::Empirical { values: (0..1000).map(f64::from).collect() };
    let points = vec![(0.4, plain(discrete.clone())), (0.6, plain(sample.clone()))];
    for family in [discrete, sample, Family::Constant(4.0), mixture(points)] {
        let distribution = plain(family);
        let table = QuantileTable::new(&distribution);
        for p in probabilities(2000) {
            assert_eq!(table.quantile(p), distribution.quantile(p));
        }
    }
}

#[test]
fn improbable_point_masses_are_not_smoothed_over() {
    let exponential = plain(Family::Exponential { mean: 20.0 });
    for value in [0.5, 30.0, 90.0] {
        // A point, and the cap of a part of which little reaches the cap.
        let point = |weight| (weight, Distribution::constant(value), weight);
        let most = capped(Family::Uniform { min: 0.0, max: value * 1.005 }, value);
        let reached = 0.005 / 1.005;
        for (weight, part, mass) in [point(1e-3), point(1e-5), point(1e-7), (0.01, most, 0.01 * reached)] {
            let whole = plain(mixture(vec![(1.0 - weight, exponential.clone()), (weight, part)]));
            let table = QuantileTable::new(&whole);
            let end = whole.cdf(value);
            for share in [0.1, 0.5, 0.9] {
                assert_eq!(table.quantile(end - share * mass), value, "{} {mass}", whole.describe());
            }
        }
    }
}
