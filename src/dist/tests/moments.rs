//! Means, variances and limited expected values against independent sums over the quantile function.

use super::*;
use proptest::prelude::*;

/// Values and weights of the midpoint rule over `p = 1 / (1 + e^-t)`: the tails of any family with a few
/// moments shrink exponentially in `t`, where the midpoint rule converges fast.
fn points(distribution: &Distribution) -> Vec<(f64, f64)> {
    let (steps, width) = (140_000, 70.0);
    let h = 2.0 * width / f64::from(steps);
    let point = |step| {
        let t = -width + (f64::from(step) + 0.5) * h;
        let (p, q) = (1.0 / (1.0 + (-t).exp()), 1.0 / (1.0 + t.exp()));
        // Above the median the other tail is passed, or the far end would be lost to rounding.
        let x = if t < 0.0 { distribution.quantile(p) } else { distribution.upper_quantile(q) };
        (x, p * q * h)
    };
    (0..steps).map(point).collect()
}

pub(super) fn check_moments(distribution: &Distribution, tolerance: f64) {
    let points = points(distribution);
    let expectation = |g: &dyn Fn(f64) -> f64| points.iter().map(|(x, weight)| g(*x) * weight).sum::<f64>();
    close(distribution.mean(), expectation(&|x| x), tolerance);
    let mean = distribution.mean();
    close(distribution.variance(), expectation(&|x| (x - mean).powi(2)), 20.0 * tolerance);
    for p in [0.01, 0.3, 0.9, 0.999] {
        let limit = distribution.quantile(p);
        let expected = expectation(&|x| x.min(limit));
        let error = (distribution.limited_expected_value(limit) - expected).abs();
        assert!(error <= tolerance * expected.abs().max(1e-3), "{} at {p}: {error}", distribution.describe());
    }
}

#[test]
fn moments_of_each_family() {
    for family in continuous_families() {
        check_moments(&plain(family), 1e-6);
    }
}

#[test]
fn moments_of_each_family_within_limits() {
    for family in continuous_families() {
        let whole = plain(family.clone());
        let q = |p| whole.quantile(p);
        for limits in [
            Limits { cap: Some(q(0.9)), ..NO_LIMITS },
            Limits { floor: Some(q(0.2)), cap: Some(q(0.95)), ..NO_LIMITS },
            Limits { truncate: Some((q(0.1), q(0.98))), ..NO_LIMITS },
            Limits { truncate: Some((q(0.3), f64::INFINITY)), ..NO_LIMITS },
            Limits { floor: Some(q(0.3)), cap: Some(q(0.8)), truncate: Some((q(0.05), q(0.9))) },
        ] {
            check_moments(&Distribution::new(family.clone(), limits).unwrap(), 1e-6);
        }
    }
}

#[test]
fn heavy_tails_with_a_cap() {
    for (xi, cap) in [(0.5, 1e4), (1.0, 1e4), (1.7, 1e4), (0.999_999, 1e3)] {
        let limits = Limits { cap: Some(cap), ..NO_LIMITS };
        check_moments(
            &Distribution::new(Family::Gpd { threshold: 1.0, xi, beta: 2.0 }, limits).unwrap(),
            1e-6,
        );
        let pareto = Family::Pareto { alpha: 1.0 / xi, min: 2.0 };
        check_moments(&Distribution::new(pareto, limits).unwrap(), 1e-6);
    }
    let enormous = Family::Lognormal { mu: 2.0, sigma: 45.0 };
    assert!(Distribution::new(enormous.clone(), NO_LIMITS).is_err());
    let limits = Limits { cap: Some(1e6), ..NO_LIMITS };
    check_moments(&Distribution::new(enormous, limits).unwrap(), 1e-5);
}

#[test]
fn narrow_truncation_keeps_its_variance() {
    let limits = Limits { truncate: Some((1e6, 1e6 + 1.0)), ..NO_LIMITS };
    let narrow = Distribution::new(Family::Lognormal { mu: 14.0, sigma: 2.0 }, limits).unwrap();
    close(narrow.variance(), 1.0 / 12.0, 1e-4);
    close(narrow.mean(), 1e6 + 0.5, 1e-9);
}

#[test]
fn moments_of_a_discrete_distribution_by_hand() {
    let family = Family::Discrete { values: vec![10.0, 1.0, 4.0], weights: vec![1.0, 2.0, 1.0] };
    let distribution = plain(family.clone());
    close(distribution.mean(), 4.0, 1e-15);
    close(distribution.variance(), 13.5, 1e-14);
    close(distribution.limited_expected_value(5.0), 2.75, 1e-15);
    let limits = Limits { floor: Some(2.0), cap: Some(8.0), truncate: Some((4.0, 10.0)) };
    let limited = Distribution::new(family, limits).unwrap();
    close(limited.mean(), 6.0, 1e-15);
    close(limited.variance(), 4.0, 1e-14);
}

#[test]
fn quantile_undoes_cdf_far_into_both_tails() {
    for family in continuous_families() {
        let distribution = plain(family);
        for p in [1e-12, 1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1.0 - 1e-6] {
            let x = distribution.quantile(p);
            let back = distribution.cdf(x);
            let error = (back - p).abs() / p;
            // A value near the large end of its range cannot carry more digits than its rounding.
            let slack = (distribution.cdf(x * (1.0 + 1e-15)) - distribution.cdf(x * (1.0 - 1e-15))).abs() / p;
            assert!(error <= 2e-12 + 2.0 * slack, "{} at {p}: {back}", distribution.describe());
        }
    }
}

#[test]
fn incomplete_functions_agree_with_another_library() {
    for a in [0.05, 0.3, 1.0, 2.7, 15.5, 120.0] {
        for x in [1e-6, 0.01, 0.3, 1.0, 4.0, 20.0, 130.0] {
            let ours = plain(Family::Gamma { shape: a, scale: 1.0 }).cdf(x);
            let theirs = statrs::function::gamma::gamma_lr(a, x);
            assert!((ours - theirs).abs() <= 1e-11 * theirs + 1e-300, "gamma {a} {x}: {ours} {theirs}");
        }
        for b in [0.05, 0.3, 1.0, 2.7, 15.5, 120.0] {
            for x in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.999] {
                let ours = plain(Family::Beta { a, b }).cdf(x);
                let theirs = statrs::function::beta::beta_reg(a, b, x);
                assert!((ours - theirs).abs() <= 1e-10 * theirs, "beta {a} {b} {x}: {ours} {theirs}");
            }
        }
    }
}

#[test]
fn quantile_accuracy_of_gamma_and_beta() {
    for shape in [0.01, 0.1, 0.4, 1.0, 3.0, 50.0, 1e4, 1e6] {
        let gamma = plain(Family::Gamma { shape, scale: 1.0 });
        for p in [1e-10, 1e-3, 0.05, 0.5, 0.9, 0.999_999] {
            let x = gamma.quantile(p);
            assert!(x < 1e-290 || (gamma.cdf(x) - p).abs() <= 1e-11 * p, "gamma {shape} at {p}: {x}");
        }
        for b in [0.01, 0.3, 1.0, 2.7, 80.0, 1e5] {
            let beta = plain(Family::Beta { a: shape, b });
            for p in [1e-10, 1e-3, 0.05, 0.5, 0.9, 0.999_999] {
                let x = beta.quantile(p);
                // Near 1 the spacing of the numbers limits what can be hit.
                let spacing = beta.cdf(x.next_up()) - beta.cdf(x.next_down());
                let error = (beta.cdf(x) - p).abs();
                assert!(x < 1e-290 || error <= 1e-11 * p + spacing, "beta {shape} {b} at {p}: {x}");
            }
        }
    }
}

proptest! {
    #[test]
    fn quantile_is_monotone_and_within_the_support(
        index in 0usize..20, p in 1e-9..1.0f64, step in 0.0..1.0f64, limited in any::<bool>(),
    ) {
        let family = continuous_families().swap_remove(index);
        let whole = plain(family.clone());
        let distribution = if limited {
            let q = |p| whole.quantile(p);
            let limits = Limits { floor: Some(q(0.2)), cap: Some(q(0.9)), truncate: Some((q(0.1), q(0.95))) };
            Distribution::new(family, limits).unwrap()
        } else {
            whole
        };
        let higher = p + step * (1.0 - p);
        let (low, high) = (distribution.quantile(p), distribution.quantile(higher));
        let (min, max) = distribution.support();
        prop_assert!(min <= low && low <= high * (1.0 + 1e-13 * high.signum()) && high <= max);
    }
}

/// Not a check: prints the time per quantile call (run with `--ignored --nocapture`).
#[test]
#[ignore = "a measurement"]
fn time_per_quantile() {
    let time = |name: &str, quantile: &dyn Fn(f64) -> f64| {
        let start = std::time::Instant::now();
        let sum: f64 = (0..1_000_000).map(|i| quantile((f64::from(i) + 0.5) / 1e6)).sum();
        println!("{name}: {:.0} ns (sum {sum})", start.elapsed().as_nanos() as f64 / 1e6);
    };
    for family in continuous_families() {
        let distribution = plain(family);
        time(&distribution.describe(), &|p| distribution.quantile(p));
    }
    for (n, p) in [(100, 0.04), (10_000, 0.005), (10_000, 0.01), (10_000, 0.1), (1_000_000_000, 0.3)] {
        time(&format!("binomial {n} {p}"), &|u| super::super::discrete::binomial_quantile(u, n, p) as f64);
    }
    for (population, successes, draws) in [(10_000, 500, 1000), (100, 5, 10), (1_000_000, 50_000, 100_000)] {
        time(&format!("hypergeometric {population} {successes} {draws}"), &|u| {
            super::super::discrete::hypergeometric_quantile(u, population, successes, draws) as f64
        });
    }
}
