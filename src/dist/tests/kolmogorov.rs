//! Draws against independent distribution functions, and independent draws against ours.

use super::*;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};
use rand_distr::Distribution as Sampler;
use statrs::distribution as oracle;
use statrs::distribution::ContinuousCDF;

type Cdf = Box<dyn Fn(f64) -> f64>;

/// Critical value of the one-sample test at significance 0.001.
pub(super) fn check(mut draws: Vec<f64>, cdf: &dyn Fn(f64) -> f64, name: &str) {
    draws.sort_by(f64::total_cmp);
    let n = draws.len() as f64;
    let mut worst = 0.0_f64;
    for (index, draw) in draws.iter().enumerate() {
        let value = cdf(*draw);
        worst = worst.max(value - index as f64 / n).max((index + 1) as f64 / n - value);
    }
    assert!(worst <= 1.95 / n.sqrt(), "{name}: distance {worst} for {n} draws");
}

fn by_statrs<D: ContinuousCDF<f64, f64> + 'static>(distribution: D) -> Cdf {
    Box::new(move |x| distribution.cdf(x))
}

fn independent_cdf(family: &Family) -> Cdf {
    match *family {
        Family::Normal { mean, sd } => by_statrs(oracle::Normal::new(mean, sd).unwrap()),
        Family::Lognormal { mu, sigma } => by_statrs(oracle::LogNormal::new(mu, sigma).unwrap()),
        Family::LogitNormal { mu, sigma } => {
            let normal = oracle::Normal::new(mu, sigma).unwrap();
            Box::new(move |x: f64| normal.cdf((x / (1.0 - x)).ln()))
        }
        Family::Uniform { min, max } => by_statrs(oracle::Uniform::new(min, max).unwrap()),
        Family::Triangular { min, mode, max } => by_statrs(oracle::Triangular::new(min, max, mode).unwrap()),
        Family::Pert { min, mode, max, lambda } => {
            let width = max - min;
            let a = 1.0 + lambda * (mode - min) / width;
            let beta = oracle::Beta::new(a, lambda + 2.0 - a).unwrap();
            Box::new(move |x| beta.cdf((x - min) / width))
        }
        Family::Beta { a, b } => by_statrs(oracle::Beta::new(a, b).unwrap()),
        Family::Gamma { shape, scale } => by_statrs(oracle::Gamma::new(shape, 1.0 / scale).unwrap()),
        Family::Exponential { mean } => by_statrs(oracle::Exp::new(1.0 / mean).unwrap()),
        Family::Weibull { shape, scale } => by_statrs(oracle::Weibull::new(shape, scale).unwrap()),
        Family::Pareto { alpha, min } => by_statrs(oracle::Pareto::new(min, alpha).unwrap()),
        Family::Gpd { threshold, xi, beta } => Box::new(move |x: f64| {
            let excess = (x - threshold) / beta;
            if xi == 0.0 { 1.0 - (-excess).exp() } else { 1.0 - (1.0 + xi * excess).powf(-1.0 / xi) }
        }),
        _ => unreachable!("only continuous families"),
    }
}

#[test]
fn a_million_inverted_uniforms_follow_each_family() {
    for (seed, family) in continuous_families().into_iter().enumerate() {
        let mut rng = ChaCha8Rng::seed_from_u64(20_260 + seed as u64);
        let cdf = independent_cdf(&family);
        let distribution = plain(family);
        let draws = (0..1_000_000).map(|_| distribution.quantile(rng.random::<f64>())).collect();
        check(draws, &cdf, &distribution.describe());
    }
}

fn sampled(sampler: impl Sampler<f64>, seed: u64) -> Vec<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..300_000).map(|_| sampler.sample(&mut rng)).collect()
}

fn independent_draws(family: &Family, seed: u64) -> Option<Vec<f64>> {
    Some(match *family {
        Family::Normal { mean, sd } => sampled(rand_distr::Normal::new(mean, sd).unwrap(), seed),
        Family::Lognormal { mu, sigma } => sampled(rand_distr::LogNormal::new(mu, sigma).unwrap(), seed),
        Family::LogitNormal { mu, sigma } => sampled(rand_distr::Normal::new(mu, sigma).unwrap(), seed)
            .into_iter()
            .map(|x| 1.0 / (1.0 + (-x).exp()))
            .collect(),
        Family::Uniform { min, max } => sampled(rand_distr::Uniform::new(min, max).unwrap(), seed),
        Family::Triangular { min, mode, max } => {
            sampled(rand_distr::Triangular::new(min, max, mode).unwrap(), seed)
        }
        Family::Pert { min, mode, max, lambda } => {
            sampled(rand_distr::Pert::new(min, max).with_shape(lambda).with_mode(mode).unwrap(), seed)
        }
        Family::Beta { a, b } => sampled(rand_distr::Beta::new(a, b).unwrap(), seed),
        Family::Gamma { shape, scale } => sampled(rand_distr::Gamma::new(shape, scale).unwrap(), seed),
        Family::Exponential { mean } => sampled(rand_distr::Exp::new(1.0 / mean).unwrap(), seed),
        Family::Weibull { shape, scale } => sampled(rand_distr::Weibull::new(scale, shape).unwrap(), seed),
        Family::Pareto { alpha, min } => sampled(rand_distr::Pareto::new(min, alpha).unwrap(), seed),
        _ => return None,
    })
}

#[test]
fn draws_of_another_library_follow_our_cdf() {
    for (seed, family) in continuous_families().into_iter().enumerate() {
        if let Some(draws) = independent_draws(&family, 77_000 + seed as u64) {
            let distribution = plain(family);
            check(draws, &|x| distribution.cdf(x), &distribution.describe());
        }
    }
}

#[test]
fn discrete_frequencies_match_the_weights() {
    let distribution =
        plain(Family::Discrete { values: vec![7.0, -1.0, 2.0, 3.0], weights: vec![1.0, 4.0, 0.0, 5.0] });
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let n = 1_000_000;
    let draws: Vec<f64> = (0..n).map(|_| distribution.quantile(rng.random())).collect();
    let chi_square: f64 = [(-1.0, 0.4), (3.0, 0.5), (7.0, 0.1)]
        .iter()
        .map(|&(value, weight)| {
            let expected = weight * f64::from(n);
            let found = draws.iter().filter(|draw| **draw == value).count() as f64;
            (found - expected).powi(2) / expected
        })
        .sum();
    // 99.9 % quantile of chi-square with 2 degrees of freedom.
    assert!(chi_square < 13.816, "{chi_square}");
    assert!(draws.iter().all(|draw| [-1.0, 3.0, 7.0].contains(draw)));
}
