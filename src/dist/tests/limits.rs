//! Truncation, floor and cap against values computed by hand; spellings and words.

use super::*;
use crate::dist::*;

#[test]
fn truncation_conditions_and_the_clamp_censors() {
    let uniform = Family::Uniform { min: 0.0, max: 10.0 };
    let truncated =
        Distribution::new(uniform.clone(), Limits { truncate: Some((2.0, 6.0)), ..NO_LIMITS }).unwrap();
    close(truncated.quantile(0.25), 3.0, 1e-15);
    close(truncated.cdf(3.0), 0.25, 1e-15);
    close(truncated.mean(), 4.0, 1e-15);
    close(truncated.variance(), 16.0 / 12.0, 1e-14);
    assert_eq!(truncated.support(), (2.0, 6.0));

    let clamped =
        Distribution::new(uniform.clone(), Limits { floor: Some(2.0), cap: Some(6.0), ..NO_LIMITS }).unwrap();
    assert_eq!((clamped.quantile(0.1), clamped.quantile(0.5), clamped.quantile(0.7)), (2.0, 5.0, 6.0));
    close(clamped.cdf(2.0), 0.2, 1e-15);
    assert_eq!((clamped.cdf(1.999), clamped.cdf(6.0)), (0.0, 1.0));
    // 0.2 at 2, 0.4 around 4, 0.4 at 6.
    close(clamped.mean(), 4.4, 1e-15);
    close(clamped.variance(), 0.2 * 4.0 + 0.4 * (16.0 + 16.0 / 12.0) + 0.4 * 36.0 - 4.4 * 4.4, 1e-13);
    close(clamped.limited_expected_value(4.0), 0.2 * 2.0 + 0.2 * 3.0 + 0.6 * 4.0, 1e-14);
    assert_eq!(clamped.limited_expected_value(1.0), 1.0);

    let both = Limits { floor: Some(3.0), cap: None, truncate: Some((2.0, 6.0)) };
    // A quarter at 3, three quarters around 4.5.
    close(Distribution::new(uniform, both).unwrap().mean(), 4.125, 1e-15);
}

#[test]
fn far_tail_truncation_keeps_its_precision() {
    let limits = Limits { truncate: Some((10.0, f64::INFINITY)), ..NO_LIMITS };
    let tail = Distribution::new(Family::Normal { mean: 0.0, sd: 1.0 }, limits).unwrap();
    // Mills ratio: mean of a standard normal beyond 10 (W. Gautschi's continued fraction).
    close(tail.mean(), 10.098_093_233_962_51, 1e-12);
    assert!(tail.quantile(1e-9) >= 10.0 && tail.quantile(0.5) < 10.2);
    close(tail.cdf(tail.quantile(0.3)), 0.3, 1e-12);
}

#[test]
fn point_masses_become_constants() {
    let pert = Family::Pert { min: 3.0, mode: 3.0, max: 3.0, lambda: 4.0 };
    let cases = [
        (Family::Lognormal { mu: 0.0, sigma: 0.0 }, 1.0),
        (Family::LogitNormal { mu: 0.0, sigma: 0.0 }, 0.5),
        (Family::Normal { mean: 2.0, sd: 0.0 }, 2.0),
        (Family::Uniform { min: 3.0, max: 3.0 }, 3.0),
        (Family::Triangular { min: 3.0, mode: 3.0, max: 3.0 }, 3.0),
        (pert, 3.0),
        (Family::Discrete { values: vec![1.0, 4.0, 4.0], weights: vec![0.0, 2.0, 3.0] }, 4.0),
    ];
    for (family, value) in cases {
        assert_eq!(plain(family.clone()).as_constant(), Some(value), "{family:?}");
        let capped = Distribution::new(family, Limits { cap: Some(0.25), ..NO_LIMITS }).unwrap();
        assert_eq!(capped.as_constant(), Some(0.25));
    }
    let floored = Limits { floor: Some(7.0), ..NO_LIMITS };
    let above = Distribution::new(Family::Uniform { min: 3.0, max: 5.0 }, floored).unwrap();
    assert_eq!(above, Distribution::constant(7.0));
    let five = Distribution::constant(5.0);
    assert_eq!((five.mean(), five.variance(), five.quantile(0.2)), (5.0, 0.0, 5.0));
    assert_eq!((five.cdf(4.9), five.cdf(5.0), five.limited_expected_value(3.0)), (0.0, 1.0, 3.0));
}

#[test]
fn spellings_hit_what_they_name() {
    let check = |family: Result<Family, DistributionError>, points: &[(f64, f64)]| {
        let distribution = plain(family.unwrap());
        for (p, value) in points {
            close(distribution.quantile(*p), *value, 1e-13);
        }
        distribution
    };
    check(lognormal_p5_p95(10.0, 4000.0), &[(0.05, 10.0), (0.95, 4000.0)]);
    check(lognormal_p50_p95(10.0, 4000.0), &[(0.5, 10.0), (0.95, 4000.0)]);
    check(lognormal_median_sigma(60_000.0, 0.8), &[(0.5, 60_000.0)]);
    let by_mean = check(lognormal_mean_cv(500.0, 1.5), &[]);
    close(by_mean.mean(), 500.0, 1e-13);
    close(by_mean.variance().sqrt(), 750.0, 1e-13);
    check(logit_normal_p5_p95(0.02, 0.7), &[(0.05, 0.02), (0.95, 0.7)]);
    check(logit_normal_p50_p95(0.1, 0.7), &[(0.5, 0.1), (0.95, 0.7)]);
}

#[test]
fn words() {
    let words = |family, limits| Distribution::new(family, limits).unwrap().describe();
    assert_eq!(
        words(lognormal_median_sigma(60_000.0, 0.8).unwrap(), NO_LIMITS),
        "lognormal, median 60,000, sigma 0.8"
    );
    assert_eq!(words(Family::Constant(5.0), NO_LIMITS), "5");
    let pert = Family::Pert { min: 0.5, mode: 0.7, max: 0.9, lambda: 4.0 };
    assert_eq!(words(pert.clone(), NO_LIMITS), "PERT 0.5 / 0.7 / 0.9");
    let gpd = Family::Gpd { threshold: 5e6, xi: 1.0, beta: 2e6 };
    assert_eq!(
        words(gpd, Limits { cap: Some(5e8), ..NO_LIMITS }),
        "generalised Pareto, xi 1, beta 2,000,000, above 5,000,000, capped at 500,000,000"
    );
    let all = Limits { floor: Some(0.55), cap: Some(0.8), truncate: Some((0.52, f64::INFINITY)) };
    assert_eq!(
        words(pert, all),
        "PERT 0.5 / 0.7 / 0.9, truncated to 0.52 and above, floored at 0.55, capped at 0.8"
    );
    let discrete = Family::Discrete { values: vec![1e6, -2500.0], weights: vec![1.0, 1.0] };
    assert_eq!(words(discrete, NO_LIMITS), "discrete, 2 values from -2,500 to 1,000,000");
}

#[test]
fn normal_quantile_is_accurate() {
    // 40-digit values of the inverse normal distribution function.
    for (p, z) in [
        (0.975, 1.959_963_984_540_054_2),
        (0.95, 1.644_853_626_951_472_7),
        (1e-3, -3.090_232_306_167_813_5),
        (1e-10, -6.361_340_902_404_056),
    ] {
        close(normal_quantile(p), z, 1e-15);
    }
    for p in [1e-300, 1e-30, 1e-12, 0.02, 0.3, 0.4999, 0.7] {
        close(normal_cdf(normal_quantile(p)), p, 2e-13);
    }
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
}
