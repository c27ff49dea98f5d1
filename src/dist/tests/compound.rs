//! Mixtures and spliced distributions: against values by hand, numerical integration, and draws made by
//! choosing a part first.

use super::kolmogorov::check as kolmogorov_smirnov;
use super::moments::check_moments;
use super::*;
use crate::dist::DistributionError as E;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

pub(super) fn mixture(components: Vec<(f64, Distribution)>) -> Family {
    Family::Mixture { components }
}

pub(super) fn spliced(body: Family, at_probability: f64, tail: Family) -> Family {
    let tail = Distribution::component(tail, NO_LIMITS).unwrap();
    Family::Spliced { body: Box::new(plain(body)), at_probability, tail: Box::new(tail) }
}

pub(super) fn capped(family: Family, cap: f64) -> Distribution {
    Distribution::new(family, Limits { cap: Some(cap), ..NO_LIMITS }).unwrap()
}

pub(super) const BODY: Family = Family::Lognormal { mu: 11.0, sigma: 1.5 };
pub(super) const TAIL: Family = Family::Gpd { threshold: 0.0, xi: 0.4, beta: 3e5 };

pub(super) fn two_lognormals() -> Family {
    let far = plain(Family::Lognormal { mu: 6.0, sigma: 1.0 });
    mixture(vec![(3.0, plain(Family::Lognormal { mu: 1.0, sigma: 0.8 })), (1.0, far)])
}

/// Continuous members of the two families: overlapping parts, parts far apart, a nested one.
pub(super) fn compound_families() -> Vec<Family> {
    let uniform = |min, max| plain(Family::Uniform { min, max });
    vec![
        two_lognormals(),
        mixture(vec![
            (0.2, plain(Family::Normal { mean: -1.0, sd: 2.0 })),
            (0.3, plain(Family::Gamma { shape: 0.5, scale: 4.0 })),
            (0.5, plain(Family::Beta { a: 0.3, b: 2.7 })),
        ]),
        mixture(vec![(1.0, uniform(5.0, 6.0)), (1.0, uniform(1.0, 2.0))]),
        spliced(BODY, 0.9, TAIL),
        spliced(Family::Gamma { shape: 2.0, scale: 3.0 }, 0.6, Family::Weibull { shape: 1.4, scale: 5.0 }),
        mixture(vec![(0.7, plain(two_lognormals())), (0.3, plain(spliced(BODY, 0.5, TAIL)))]),
    ]
}

#[test]
fn moments_are_integrals_of_the_quantile() {
    for (index, family) in compound_families().into_iter().enumerate() {
        let whole = plain(family.clone());
        // The sum over the quantile is only as good as its step where the quantile jumps.
        let jumps = whole.quantile(0.5) + 1.0 < whole.quantile(0.5_f64.next_up());
        let tolerance = if jumps { 1e-3 } else { 1e-6 };
        check_moments(&whole, tolerance);
        let q = |p| whole.quantile(p);
        let limits = [
            Limits { floor: Some(q(0.2)), cap: Some(q(0.95)), ..NO_LIMITS },
            Limits { truncate: Some((q(0.1), q(0.98))), ..NO_LIMITS },
            Limits { truncate: Some((q(0.6), f64::INFINITY)), ..NO_LIMITS },
        ];
        let all = Limits { floor: Some(q(0.3)), cap: Some(q(0.8)), truncate: Some((q(0.05), q(0.9))) };
        for limits in [limits[index % 3], all] {
            check_moments(&Distribution::new(family.clone(), limits).unwrap(), tolerance);
        }
    }
}

#[test]
fn quantile_and_cdf_undo_each_other_in_both_tails() {
    for family in compound_families() {
        let whole = plain(family.clone());
        let limits = Limits { truncate: Some((whole.quantile(0.1), whole.quantile(0.98))), ..NO_LIMITS };
        // A truncated tail is the difference of two probabilities.
        for (distribution, cut) in [(whole, 0.0), (Distribution::new(family, limits).unwrap(), 2e-16)] {
            for p in [1e-9, 1e-4, 0.01, 0.2, 0.4999, 0.55, 0.7, 0.8, 0.95, 0.9999] {
                let slack = |x: f64| {
                    let (below, above) = (distribution.tails(x.next_down()), distribution.tails(x.next_up()));
                    if below.0 < 0.5 { above.0 - below.0 } else { below.1 - above.1 }
                };
                let x = distribution.quantile(p);
                let error = (distribution.cdf(x) - p).abs();
                assert!(
                    error <= 1e-11 * p + 2.0 * slack(x) + cut,
                    "{} at {p}: {error}",
                    distribution.describe()
                );
                let x = distribution.upper_quantile(p);
                let upper = distribution.tails(x).1;
                let error = (upper - p).abs();
                assert!(
                    error <= 1e-11 * p + 2.0 * slack(x),
                    "{} above {p}: {error}",
                    distribution.describe()
                );
            }
        }
    }
}

#[test]
fn far_tails_of_a_mixture_are_those_of_its_heaviest_part() {
    let tail = plain(Family::Gpd { threshold: 5.0, xi: 0.4, beta: 2.0 });
    let light = plain(Family::Exponential { mean: 1.0 });
    let both = plain(mixture(vec![(0.75, light), (0.25, tail.clone())]));
    for q in [1e-12, 1e-20, 1e-100] {
        close(both.upper_quantile(q), tail.upper_quantile(4.0 * q), 1e-12);
    }
}

#[test]
fn inverted_uniforms_follow_draws_by_parts() {
    let mut rng = ChaCha8Rng::seed_from_u64(31);
    let near = plain(Family::Lognormal { mu: 1.0, sigma: 0.8 });
    let far = plain(Family::Lognormal { mu: 6.0, sigma: 1.0 });
    let whole = plain(two_lognormals());
    let by_parts = (0..300_000)
        .map(|_| if rng.random::<f64>() < 0.75 { &near } else { &far }.quantile(rng.random()))
        .collect();
    kolmogorov_smirnov(by_parts, &|x| whole.cdf(x), "mixture by parts");
    let body = plain(BODY);
    let tail = plain(TAIL);
    let point = body.quantile(0.9);
    let whole = plain(spliced(BODY, 0.9, TAIL));
    let by_parts = (0..300_000)
        .map(|_| {
            if rng.random::<f64>() < 0.9 {
                // Rejection: the definition of conditioning.
                std::iter::repeat_with(|| body.quantile(rng.random())).find(|x| *x <= point).unwrap()
            } else {
                point + tail.quantile(rng.random())
            }
        })
        .collect();
    kolmogorov_smirnov(by_parts, &|x| whole.cdf(x), "spliced by parts");
    for family in compound_families() {
        let distribution = plain(family);
        let draws = (0..50_000).map(|_| distribution.quantile(rng.random())).collect();
        kolmogorov_smirnov(draws, &|x| distribution.cdf(x), &distribution.describe());
    }
}

#[test]
fn a_mixture_by_hand() {
    let uniform = |min, max| plain(Family::Uniform { min, max });
    let distribution = plain(mixture(vec![(1.0, uniform(0.0, 4.0)), (3.0, uniform(2.0, 6.0))]));
    // Density 1/16 below 2, 1/4 on 2 to 4, 3/16 above.
    close(distribution.cdf(2.0), 0.125, 1e-15);
    close(distribution.quantile(0.125), 2.0, 1e-15);
    close(distribution.quantile(0.5), 3.5, 1e-15);
    close(distribution.quantile(0.8125), 5.0, 1e-15);
    close(distribution.mean(), 3.5, 1e-15);
    close(distribution.variance(), 16.0 / 12.0 + 0.25 * 2.25 + 0.75 * 0.25, 1e-14);
    // 4 with probability 3/8; below, 1/8 around 1 and 1/2 around 3.
    close(distribution.limited_expected_value(4.0), 1.5 + 0.125 + 1.5, 1e-15);
    assert_eq!(distribution.support(), (0.0, 6.0));
    assert_eq!((distribution.quantile(0.0), distribution.quantile(1.0)), (0.0, 6.0));
}

#[test]
fn point_masses_are_hit_exactly() {
    let capped = capped(Family::Uniform { min: 0.0, max: 10.0 }, 7.0);
    let three = Distribution::constant(3.0);
    let points = plain(Family::Discrete { values: vec![1.5, 9.0], weights: vec![1.0, 1.0] });
    let distribution = plain(mixture(vec![(0.5, capped), (0.25, three), (0.25, points)]));
    // At 3: 0.15 + 0.125 below, 0.25 there. At 7: 0.15 of the cap.
    close(distribution.cdf(3.0), 0.525, 1e-14);
    for p in [0.2751, 0.4, 0.5249] {
        assert_eq!(distribution.quantile(p), 3.0);
    }
    for (p, value) in [(0.1, 1.5), (0.73, 7.0), (0.87, 7.0), (0.88, 9.0), (0.999, 9.0)] {
        assert_eq!(distribution.quantile(p), value, "{p}");
    }
    let limits = Limits { truncate: Some((3.0, 8.0)), floor: None, cap: Some(6.0) };
    let limited = Distribution::new(distribution.family().clone(), limits).unwrap();
    // Of 0.5 * 0.7 + 0.25: 0.25 at 3, 0.15 between, 0.2 at 6.
    close(limited.cdf(3.0), 0.25 / 0.6, 1e-14);
    assert_eq!((limited.quantile(0.4), limited.quantile(0.7), limited.quantile(1.0)), (3.0, 6.0, 6.0));
    close(limited.mean(), (0.25 * 3.0 + 0.15 * 4.5 + 0.2 * 6.0) / 0.6, 1e-14);
}

#[test]
fn a_mixture_without_mean_needs_a_cap() {
    let heavy = Distribution::component(Family::Pareto { alpha: 0.8, min: 2.0 }, NO_LIMITS).unwrap();
    assert!(heavy.mean() == f64::INFINITY && heavy.has_infinite_variance());
    let family = mixture(vec![(1.0, plain(TAIL)), (1.0, heavy)]);
    let refused = Distribution::new(family.clone(), NO_LIMITS).unwrap_err();
    assert_eq!(refused, E::InfiniteMean { family: "Pareto", parameter: "alpha", value: 0.8 });
    check_moments(&capped(family, 1e7), 1e-6);
    let wide = plain(Family::Gpd { threshold: 0.0, xi: 0.6, beta: 1.0 });
    let wide = plain(mixture(vec![(1.0, wide), (9.0, Distribution::constant(1.0))]));
    assert!(wide.has_infinite_variance());
    close(wide.mean(), 0.9 + 0.25, 1e-14);
}

#[test]
fn limits_on_limited_parts_act_in_order() {
    let inner = Limits { floor: Some(2.0), cap: Some(8.0), truncate: Some((1.0, 9.0)) };
    let part = Distribution::new(Family::Uniform { min: 0.0, max: 10.0 }, inner).unwrap();
    let spans = [(0.0, 10.0), (2.0, 8.0), (2.5, 10.0), (0.0, 7.0), (3.0, 7.0)];
    for (from, to) in spans {
        for (floor, cap) in [(None, None), (Some(4.0), None), (None, Some(5.0)), (Some(2.5), Some(7.5))] {
            let limits = Limits { floor, cap, truncate: Some((from, to)) };
            let limited = Distribution::new(mixture(vec![(1.0, part.clone())]), limits).unwrap();
            // The middles of 80,000 equal steps of the part, one after the other through the limits.
            let mut values: Vec<f64> = (0..80_000)
                .map(|step| part.quantile((f64::from(step) + 0.5) / 80_000.0))
                .filter(|x| (from..=to).contains(x))
                .map(|x| x.max(floor.unwrap_or(x)).min(cap.unwrap_or(f64::MAX)))
                .collect();
            values.sort_by(f64::total_cmp);
            let sample = plain(Family::Empirical { values });
            close(limited.mean(), sample.mean(), 1e-4);
            close(limited.variance(), sample.variance(), 1e-3);
            for p in [0.01, 0.2, 0.5, 0.9, 0.999] {
                assert!((limited.quantile(p) - sample.quantile(p)).abs() < 2e-3, "{limits:?} at {p}");
            }
        }
    }
}
