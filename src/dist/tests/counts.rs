//! Counting distributions against another library.

use super::close;
use crate::dist::discrete::*;
use proptest::prelude::*;
use statrs::distribution::{Binomial, Discrete, DiscreteCDF, Hypergeometric, NegativeBinomial, Poisson};

const LEVELS: [f64; 15] =
    [1e-9, 1e-6, 1e-4, 0.01, 0.05, 0.2, 0.35, 0.5, 0.63, 0.8, 0.95, 0.99, 0.9999, 0.999_999, 1.0 - 1e-9];

/// Cumulative probabilities by plain summation from the lower end.
fn cumulative(last: u64, pmf: impl Fn(u64) -> f64) -> Vec<f64> {
    let mut sum = 0.0;
    (0..=last)
        .map(|k| {
            sum += pmf(k);
            sum
        })
        .collect()
}

/// Distance, in counts, of `found` from the exact quantile. Within 2e-10 (relative) of a jump of
/// the distribution function both sides count as exact: the oracle's probabilities are no better at n = 1e5.
fn distance(cumulative: &[f64], u: f64, found: u64) -> u64 {
    let exact = |u: f64| (cumulative.partition_point(|sum| *sum < u) as u64).min(cumulative.len() as u64 - 1);
    let (low, high) = (exact(u - 2e-10 * u), exact(u + 2e-10 * u));
    low.saturating_sub(found).max(found.saturating_sub(high))
}

/// Largest distance of the fast quantile from the exact one, and how often they differ.
fn worst(cumulative: &[f64], quantile: impl Fn(f64) -> u64) -> (u64, f64) {
    let even = (0..20_000).map(|step| (f64::from(step) + 0.5) / 20_000.0);
    let differences = even.clone().filter(|u| distance(cumulative, *u, quantile(*u)) > 0).count();
    let most = LEVELS.into_iter().chain(even).map(|u| distance(cumulative, u, quantile(u))).max();
    (most.unwrap_or(0), differences as f64 / 20_000.0)
}

#[test]
fn binomial_quantiles_against_sums() {
    let mut report = Vec::new();
    for n in [1, 2, 7, 100, 401, 1000, 10_000, 100_000] {
        for p in [1e-4, 1e-3, 0.01, 0.04, 0.2, 0.5, 0.7, 0.97, 0.999] {
            let oracle = Binomial::new(p, n).unwrap();
            let sums = cumulative(n, |k| oracle.pmf(k));
            let (counts, share) = worst(&sums, |u| binomial_quantile(u, n, p));
            let small = n as f64 * p * (1.0 - p) <= 100.0;
            report.push((counts, share, n, p));
            let (most, often) = if small { (0, 0.0) } else { (1, 3e-4) };
            assert!(counts <= most && share <= often, "n {n}, p {p}: {counts} counts, {share} of draws");
        }
    }
    report.sort_by(|left, right| right.1.total_cmp(&left.1));
    println!("binomial: {:?}", &report[..5]);
}

#[test]
fn hypergeometric_quantiles_against_sums() {
    let mut report = Vec::new();
    for population in [2, 9, 60, 1600, 10_000, 100_000] {
        for marked in [0.001, 0.05, 0.3, 0.5, 0.8, 0.99] {
            for drawn in [0.002, 0.1, 0.5, 0.75, 0.98] {
                let successes = (population as f64 * marked).round() as u64;
                let draws = (population as f64 * drawn).round() as u64;
                let last = successes.min(draws);
                let sums = cumulative(last, |k| hypergeometric_pmf(k, population, successes, draws));
                let (counts, share) =
                    worst(&sums, |u| hypergeometric_quantile(u, population, successes, draws));
                let small = hypergeometric_variance(population, successes, draws) <= 100.0;
                report.push((counts, share, population, successes, draws));
                let (most, often) = if small { (0, 0.0) } else { (1, 3e-4) };
                assert!(
                    counts <= most && share <= often,
                    "{population} {successes} {draws}: {counts} counts, {share} of draws"
                );
            }
        }
    }
    report.sort_by(|left, right| right.1.total_cmp(&left.1));
    println!("hypergeometric: {:?}", &report[..5]);
}

#[test]
fn poisson_quantiles_against_sums() {
    let mut report = Vec::new();
    for mean in [1e-3, 0.045, 1.0, 14.0, 100.0, 100.5, 130.0, 400.0, 3_000.0, 20_000.0] {
        let oracle = Poisson::new(mean).unwrap();
        let last = (mean + 20.0 * mean.sqrt() + 30.0) as u64;
        let sums = cumulative(last, |k| oracle.pmf(k));
        let (counts, share) = worst(&sums, |u| poisson_quantile(u, mean));
        report.push((counts, share, mean));
        let (most, often) = if mean <= 100.0 { (0, 0.0) } else { (1, 3e-4) };
        assert!(counts <= most && share <= often, "mean {mean}: {counts} counts, {share} of draws");
    }
    report.sort_by(|left, right| right.1.total_cmp(&left.1));
    println!("poisson: {:?}", &report[..5]);
}

#[test]
fn ten_million_arrivals() {
    assert!(poisson_quantile(0.5, 1e7).abs_diff(10_000_000) <= 1);
    // 1e7 - 1/3 is near the median; one standard deviation is 3162 counts.
    assert!(poisson_quantile(0.841_344_746_068_542_9, 1e7).abs_diff(10_003_162) <= 1);
    assert_eq!((poisson_quantile(0.3, 0.0), poisson_quantile(0.3, f64::NAN)), (0, 0));
    assert_eq!((poisson_quantile(0.0, 50.0), poisson_quantile(-1.0, 1e-9)), (0, 0));
    assert!(poisson_quantile(1.0, 50.0) < 200 && poisson_quantile(1.0, 1e7) < 10_100_000);
}

#[test]
fn probabilities_against_another_library() {
    for k in [0, 1, 3, 10, 50] {
        for p in [0.01, 0.3, 0.9] {
            close(binomial_pmf(k, 50, p), Binomial::new(p, 50).unwrap().pmf(k), 1e-11);
        }
        for mean in [0.1, 3.0, 40.0] {
            close(poisson_pmf(k, mean), Poisson::new(mean).unwrap().pmf(k), 1e-11);
            for r in [0.3, 2.0, 90.0] {
                let oracle = NegativeBinomial::new(r, r / (r + mean)).unwrap();
                close(negative_binomial_pmf(k, r, mean), oracle.pmf(k), 1e-10);
            }
        }
        let oracle = Hypergeometric::new(300, 60, 80).unwrap();
        close(hypergeometric_pmf(k, 300, 60, 80), oracle.pmf(k), 1e-9);
    }
    assert!((Hypergeometric::new(300, 60, 80).unwrap().cdf(60) - 1.0).abs() < 1e-12);
    let total: f64 = (0..=500).map(|k| beta_binomial_pmf(k, 500, 0.3, 2.7)).sum();
    close(total, 1.0, 1e-12);
    let mean: f64 = (0..=500).map(|k| k as f64 * beta_binomial_pmf(k, 500, 0.3, 2.7)).sum();
    close(mean, beta_binomial_mean(500, 0.3, 2.7), 1e-12);
}

#[test]
fn impossible_and_certain_counts() {
    assert_eq!((binomial_quantile(0.3, 10, 0.0), binomial_quantile(0.3, 10, 1.0)), (0, 10));
    assert_eq!((binomial_quantile(0.3, 0, 0.5), binomial_quantile(1.0, 10, 0.5)), (0, 10));
    assert_eq!(hypergeometric_quantile(0.3, 10, 10, 4), 4);
    assert_eq!(hypergeometric_quantile(0.3, 10, 0, 4), 0);
    assert_eq!(hypergeometric_quantile(0.3, 10, 7, 10), 7);
    assert_eq!((hypergeometric_pmf(5, 10, 4, 6), hypergeometric_pmf(4, 10, 4, 10)), (0.0, 1.0));
    assert_eq!((binomial_pmf(0, 5, 0.0), binomial_pmf(5, 5, 1.0), binomial_pmf(6, 5, 0.5)), (1.0, 1.0, 0.0));
    assert_eq!((poisson_pmf(0, 0.0), negative_binomial_pmf(1, 2.0, 0.0)), (1.0, 0.0));
}

#[test]
fn a_billion_tenants() {
    let n = 1_000_000_000;
    let middle = binomial_quantile(0.5, n, 0.3);
    assert!(middle.abs_diff(300_000_000) <= 1, "{middle}");
    // Mean 2: the Poisson limit, P(0) = 0.1353, P(at most 2) = 0.6767.
    assert_eq!((binomial_quantile(0.13, n, 2e-9), binomial_quantile(0.676, n, 2e-9)), (0, 2));
    assert_eq!(hypergeometric_quantile(0.676, n, 1000, 2_000_000), 2);
    assert!(hypergeometric_quantile(0.5, n, n / 2, n / 2).abs_diff(n / 4) <= 1);
    let none: f64 = (0..1000).map(|drawn| (-2e6 / (1e9 - f64::from(drawn))).ln_1p()).sum();
    close(hypergeometric_pmf(0, n, 1000, 2_000_000), none.exp(), 1e-12);
}

proptest! {
    #[test]
    fn count_quantiles_are_monotone_and_possible(
        u in 0.0..1.0f64, step in 0.0..1.0f64, n in 0u64..1_000_000_000, scale in 0u32..30, p in 0.0..1.0f64,
        part in 0.0..1.0f64,
    ) {
        let n = n >> scale;
        let higher = u + step * (1.0 - u);
        prop_assert!(binomial_quantile(u, n, p) <= binomial_quantile(higher, n, p));
        prop_assert!(binomial_quantile(higher, n, p) <= n);
        let (successes, draws) = ((n as f64 * p) as u64, (n as f64 * part) as u64);
        let low = hypergeometric_quantile(u, n, successes, draws);
        let high = hypergeometric_quantile(higher, n, successes, draws);
        prop_assert!(low <= high && high <= successes.min(draws));
        prop_assert!(low + n >= successes + draws || successes + draws - n <= low);
        let mean = n as f64 * p;
        prop_assert!(poisson_quantile(u, mean) <= poisson_quantile(higher, mean));
    }
}
