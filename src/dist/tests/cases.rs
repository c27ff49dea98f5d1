//! The cases of tests/data/cases.json that concern distributions.

use super::*;
use crate::cases::case;
use crate::dist::discrete::*;
use crate::dist::{DistributionError, lognormal_p50_p95, normal_quantile};
use serde_json::Value;

/// The number at a JSON pointer.
fn at(case: &Value, pointer: &str) -> f64 {
    case.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no number at {pointer}"))
}

#[test]
fn d02_lognormal_through_two_quantiles() {
    let case = case("D02");
    for (band, expected) in case["expected"].as_object().unwrap() {
        let input = |index| at(&case, &format!("/inputs/p50_p95/{band}/{index}"));
        let family = lognormal_p50_p95(input(0), input(1)).unwrap();
        let Family::Lognormal { mu, sigma } = family else { panic!("{family:?}") };
        close(mu, at(expected, "/mu"), 1e-9);
        close(sigma, at(expected, "/sigma"), 1e-9);
        let distribution = plain(family);
        close(distribution.mean(), at(expected, "/mean"), 1e-9);
        close(distribution.variance().sqrt() / distribution.mean(), at(expected, "/cv"), 1e-9);
    }
}

#[test]
fn d03_lognormal() {
    let case = case("D03");
    let distribution =
        plain(Family::Lognormal { mu: at(&case, "/inputs/mu"), sigma: at(&case, "/inputs/sigma") });
    close(distribution.quantile(0.5), at(&case, "/expected/median"), 1e-9);
    close(distribution.mean(), at(&case, "/expected/mean"), 1e-9);
    close(distribution.quantile(0.95), at(&case, "/expected/p95"), 1e-9);
    close(distribution.quantile(0.99), at(&case, "/expected/p99"), 1e-9);
}

#[test]
fn d05_capped_fine() {
    let case = case("D05");
    let z50 = normal_quantile(at(&case, "/inputs/p_below_50k"));
    let z250 = normal_quantile(at(&case, "/inputs/p_below_250k"));
    let sigma = (250e3_f64.ln() - 50e3_f64.ln()) / (z250 - z50);
    let mu = 50e3_f64.ln() - sigma * z50;
    close(mu, at(&case, "/expected/mu"), 1e-9);
    close(sigma, at(&case, "/expected/sigma"), 1e-9);
    let family = Family::Lognormal { mu, sigma };
    let uncapped = plain(family.clone());
    let cap = at(&case, "/inputs/cap");
    close(uncapped.quantile(0.5), at(&case, "/expected/median"), 1e-9);
    close(uncapped.mean(), at(&case, "/expected/uncapped_mean"), 1e-9);
    close(uncapped.limited_expected_value(cap), at(&case, "/expected/capped_mean_10M"), 1e-9);
    close(uncapped.limited_expected_value(500e3), at(&case, "/expected/capped_mean_500k"), 1e-9);
    let capped = Distribution::new(family, Limits { cap: Some(cap), ..NO_LIMITS }).unwrap();
    close(capped.mean(), at(&case, "/expected/capped_mean_10M"), 1e-9);
    close(capped.mean() * at(&case, "/inputs/p_fine"), at(&case, "/expected/expected_fine"), 1e-9);
}

#[test]
fn d07_generalised_pareto() {
    let case = case("D07");
    let input = |name: &str| at(&case, &format!("/inputs/{name}"));
    let (threshold, xi, beta) = (input("u"), input("xi"), input("beta"));
    let distribution = plain(Family::Gpd { threshold, xi, beta });
    close(distribution.mean(), at(&case, "/expected/mean"), 1e-9);
    close(distribution.variance(), at(&case, "/expected/var"), 1e-9);
    close(distribution.quantile(0.9), at(&case, "/expected/q90"), 1e-9);
    let var99 = distribution.quantile(0.99);
    close(var99, at(&case, "/expected/q99"), 1e-9);
    // The mean beyond the 99th percentile, from the limited expected value.
    let tail = var99 + (distribution.mean() - distribution.limited_expected_value(var99)) / 0.01;
    close(tail, at(&case, "/expected/tvar99"), 1e-9);
}

#[test]
fn d08_moments_that_do_not_exist() {
    let case = case("D08");
    let input = |name: &str| at(&case, &format!("/expected/capped_mean_xi_1/{name}"));
    let (threshold, beta, cap) = (input("u"), input("beta"), input("cap"));
    let half = plain(Family::Gpd { threshold, xi: at(&case, "/inputs/xi/0"), beta });
    assert!(half.mean().is_finite() && half.has_infinite_variance());
    for index in [1, 2] {
        let xi = at(&case, &format!("/inputs/xi/{index}"));
        let family = Family::Gpd { threshold, xi, beta };
        let refused = Distribution::new(family.clone(), NO_LIMITS).unwrap_err();
        let expected =
            DistributionError::InfiniteMean { family: "generalised Pareto", parameter: "xi", value: xi };
        assert_eq!(refused, expected);
        let capped = Distribution::new(family, Limits { cap: Some(cap), ..NO_LIMITS }).unwrap();
        assert!(capped.mean() < cap && !capped.has_infinite_variance());
        if xi == 1.0 {
            close(capped.mean(), input("value"), 1e-9);
        }
    }
}

#[test]
fn d11_churn_counts() {
    let case = case("D11");
    let (n, p) = (100, at(&case, "/inputs/p"));
    let (a, b) = (at(&case, "/inputs/a"), at(&case, "/inputs/b"));
    let moment = |power| (0..=n).map(|k| (k as f64).powi(power) * binomial_pmf(k, n, p)).sum::<f64>();
    close(moment(1), at(&case, "/expected/binomial/mean"), 1e-9);
    close(moment(2) - moment(1).powi(2), at(&case, "/expected/binomial/var"), 1e-9);
    close(beta_binomial_mean(n, a, b), at(&case, "/expected/betabinomial/mean"), 1e-9);
    close(beta_binomial_variance(n, a, b), at(&case, "/expected/betabinomial/var"), 1e-9);
    close(beta_binomial_pmf(0, n, a, b), at(&case, "/expected/betabinomial/p0"), 1e-9);
}

/// The cost of an outage through two points of a survey: shares above $100K and above $1M.
#[test]
fn d13_lognormal_through_two_shares() {
    let case = case("D13");
    let z = |pointer| -normal_quantile(at(&case, pointer));
    let (low, high) = (z("/inputs/p_gt_100k"), z("/inputs/p_gt_1M"));
    let sigma = (1e6_f64.ln() - 1e5_f64.ln()) / (high - low);
    let mu = 1e5_f64.ln() - sigma * low;
    close(mu, at(&case, "/expected/mu"), 1e-9);
    close(sigma, at(&case, "/expected/sigma"), 1e-9);
    let distribution = plain(Family::Lognormal { mu, sigma });
    close(1.0 - distribution.cdf(1e5), at(&case, "/inputs/p_gt_100k"), 1e-9);
    close(1.0 - distribution.cdf(1e6), at(&case, "/inputs/p_gt_1M"), 1e-9);
    close(distribution.quantile(0.5), at(&case, "/expected/median"), 1e-9);
    close(distribution.mean(), at(&case, "/expected/mean"), 1e-9);
}

/// Nothing exploited among 36 published failures: what that says about the next one.
#[test]
fn b09_exploited_of_published() {
    let case = case("B09");
    let (exploited, published) = (at(&case, "/inputs/exploited"), at(&case, "/inputs/cross_tenant_vulns"));
    let jeffreys = plain(Family::Beta { a: 0.5 + exploited, b: 0.5 + published - exploited });
    close(jeffreys.mean(), at(&case, "/expected/jeffreys_mean"), 1e-9);
    close(jeffreys.quantile(0.025), at(&case, "/expected/beta95/0"), 1e-9);
    close(jeffreys.quantile(0.975), at(&case, "/expected/beta95/1"), 1e-9);
    // The upper bound is the probability at which none of 36 still has a chance of 5 %.
    let upper = at(&case, "/expected/upper95_rule");
    close(binomial_pmf(0, published as u64, upper), 0.05, 1e-9);
    let cves_per_year = at(&case, "/inputs/rls_bypass_cves") / at(&case, "/inputs/years");
    close(cves_per_year, at(&case, "/expected/cve_rate"), 1e-9);
    close(cves_per_year * jeffreys.mean(), at(&case, "/expected/rate_mean"), 1e-9);
    close(cves_per_year * upper, at(&case, "/expected/rate_upper"), 1e-9);
}

#[test]
fn c01_c02_exposed_tenants() {
    let first = case("C01");
    close(beta_binomial_mean(1000, 0.3, 2.7), at(&first, "/expected/mean"), 1e-9);
    close(beta_binomial_variance(1000, 0.3, 2.7), at(&first, "/expected/var"), 1e-9);
    close(beta_binomial_pmf(0, 1000, 0.3, 2.7), at(&first, "/expected/p0"), 1e-9);
    let second = case("C02");
    close(1.0 + beta_binomial_mean(9999, 0.3, 2.7), at(&second, "/expected/mean"), 1e-9);
    close(beta_binomial_variance(9999, 0.3, 2.7), at(&second, "/expected/var"), 1e-9);
}

#[test]
fn c03_quantiles_of_the_default_fraction() {
    let case = case("C03");
    let distribution = plain(Family::Beta { a: at(&case, "/inputs/a"), b: at(&case, "/inputs/b") });
    for (name, expected) in case["expected"].as_object().unwrap() {
        let p: f64 = name[1..].parse::<f64>().unwrap() / 100.0;
        close(distribution.quantile(p), expected.as_f64().unwrap(), 1e-10);
    }
}

#[test]
fn c05_enterprise_tenants_among_the_exposed() {
    let case = case("C05");
    close(hypergeometric_mean(10_000, 500, 1000), at(&case, "/expected/mean"), 1e-9);
    close(hypergeometric_variance(10_000, 500, 1000), at(&case, "/expected/var"), 1e-9);
    close(hypergeometric_pmf(0, 10_000, 500, 1000), at(&case, "/expected/p0"), 1e-8);
}

#[test]
fn b04_negative_binomial_frequencies() {
    let case = case("B04");
    for expected in case["expected"].as_object().unwrap().values() {
        let (r, mean) = (at(expected, "/r"), at(expected, "/mu"));
        let pmf = |k| negative_binomial_pmf(k, r, mean);
        close(1.0 - pmf(0), at(expected, "/p_ge1"), 1e-6);
        close(1.0 - pmf(0) - pmf(1), at(expected, "/p_ge2"), 1e-6);
        close(1.0 - pmf(0) - pmf(1) - pmf(2), at(expected, "/p_ge3"), 1e-6);
        close(negative_binomial_variance(r, mean), at(expected, "/variance"), 1e-6);
        close(negative_binomial_variance(r, mean) / mean, at(expected, "/fano"), 1e-6);
    }
}

#[test]
fn b05_poisson_with_a_gamma_mean() {
    let case = case("B05");
    let (shape, mean) = (at(&case, "/inputs/shape"), at(&case, "/inputs/mean"));
    for k in 0..4 {
        close(negative_binomial_pmf(k, shape, mean), at(&case, &format!("/expected/pmf0_3/{k}")), 1e-9);
    }
    let rates = plain(Family::Gamma { shape, scale: mean / shape });
    close(rates.mean(), at(&case, "/expected/mean"), 1e-9);
    close(rates.mean(), at(&case, "/expected/aleatory"), 1e-9);
    close(rates.variance(), at(&case, "/expected/epistemic"), 1e-9);
    close(negative_binomial_variance(shape, mean), at(&case, "/expected/var"), 1e-9);
}
