//! Probabilities, means and variances of the counting distributions.
//!
//! All probabilities go through Loader's saddle-point form of the binomial, whose relative error stays near
//! 1e-14 for counts up to 1e9, where differences of log-gammas have lost most digits.

use crate::dist::special::{ln_binomial_interior, ln_binomial_term, ln_poisson_term};

/// Probability of `k` events at this mean (zero or more).
pub fn poisson_pmf(k: u64, mean: f64) -> f64 {
    if mean == 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    libm::exp(ln_poisson_term(k as f64, mean))
}

/// Probability of `k` successes in `n` trials with chance `p` each.
pub fn binomial_pmf(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    if p <= 0.0 || p >= 1.0 {
        let certain = if p <= 0.0 { 0 } else { n };
        return if k == certain { 1.0 } else { 0.0 };
    }
    libm::exp(ln_binomial_term(k as f64, n as f64, p, 1.0 - p))
}

/// Probability of `k` events when the count is Poisson with a gamma-distributed mean: shape `r` (more than
/// zero), mean `mean` (zero or more). `P(0) = (1 + mean / r)^-r`.
pub fn negative_binomial_pmf(k: u64, r: f64, mean: f64) -> f64 {
    if mean == 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    let k = k as f64;
    if k == 0.0 {
        return libm::exp(-r * libm::log1p(mean / r));
    }
    let (p, q) = (r / (r + mean), mean / (r + mean));
    r / (r + k) * libm::exp(ln_binomial_interior(r, k, p, q))
}

/// Variance of that count: `mean` from the Poisson, `mean² / r` from the gamma.
pub fn negative_binomial_variance(r: f64, mean: f64) -> f64 {
    mean + mean * mean / r
}

/// Mean number of successes in `n` trials that share a chance drawn from Beta(`a`, `b`).
pub fn beta_binomial_mean(n: u64, a: f64, b: f64) -> f64 {
    n as f64 * (a / (a + b))
}

/// Variance of that number: `n a b (a + b + n) / ((a + b)² (a + b + 1))`.
pub fn beta_binomial_variance(n: u64, a: f64, b: f64) -> f64 {
    let (n, sum) = (n as f64, a + b);
    n * (a / sum) * (b / sum) * (sum + n) / (sum + 1.0)
}

/// Probability of `k` successes in `n` trials that share a chance drawn from Beta(`a`, `b`), both above zero.
///
/// A quotient of three saddle-point terms at the same chance, in which the powers of the chance cancel.
pub fn beta_binomial_pmf(k: u64, n: u64, a: f64, b: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    let (k, n) = (k as f64, n as f64);
    let (after_a, after_b) = (k + a, n - k + b);
    let sum = n + a + b;
    let (p, q) = (after_a / sum, after_b / sum);
    let ln_terms = ln_binomial_term(k, n, p, q) + ln_binomial_interior(a, b, p, q)
        - ln_binomial_interior(after_a, after_b, p, q);
    libm::exp(ln_terms) * (a * (b / (a + b))) / (after_a * (after_b / sum))
}

/// Mean number of marked items among `draws` without replacement from `population`, of which `successes`
/// are marked.
pub fn hypergeometric_mean(population: u64, successes: u64, draws: u64) -> f64 {
    if population == 0 {
        return 0.0;
    }
    draws as f64 * (successes as f64 / population as f64)
}

/// Variance of that number.
pub fn hypergeometric_variance(population: u64, successes: u64, draws: u64) -> f64 {
    if population <= 1 {
        return 0.0;
    }
    let total = population as f64;
    let (marked, unmarked) = (successes as f64 / total, population.saturating_sub(successes) as f64 / total);
    let left = population.saturating_sub(draws) as f64 / (total - 1.0);
    draws as f64 * marked * unmarked * left
}

/// Probability of `k` marked items among `draws`.
pub fn hypergeometric_pmf(k: u64, population: u64, successes: u64, draws: u64) -> f64 {
    let possible = successes <= population
        && draws <= population
        && k <= successes.min(draws)
        && draws - k <= population - successes;
    if possible { libm::exp(ln_hypergeometric(k, population, successes, draws)) } else { 0.0 }
}

/// Log of the probability of a possible `k`: binomial terms at the chance `draws / population`.
pub(super) fn ln_hypergeometric(k: u64, population: u64, successes: u64, draws: u64) -> f64 {
    if draws == 0 || draws == population {
        return 0.0;
    }
    let total = population as f64;
    let (p, q) = (draws as f64 / total, (population - draws) as f64 / total);
    ln_binomial_term(k as f64, successes as f64, p, q)
        + ln_binomial_term((draws - k) as f64, (population - successes) as f64, p, q)
        - ln_binomial_term(draws as f64, total, p, q)
}
