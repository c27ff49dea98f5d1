//! How far: the share of tenants that an incident touches.

use serde::Serialize;

use super::{Estimated, maximum};

/// How many tenants an incident touches, of all.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Always all.
    All,
    /// Always one.
    One,
    /// One, and each other tenant with a chance that a beta distribution gives the incident: the spread of a scenario.
    Beta {
        /// First shape.
        a: Estimated,
        /// Second shape.
        b: Estimated,
        /// Mean share of the tenants, of the incidents themselves.
        mean_share: f64,
        /// Incidents with a number of tenants.
        incidents: usize,
    },
    /// Nothing was fitted.
    NotFitted {
        /// Why.
        because: String,
    },
}

/// Fits numbers of tenants touched, each from 1 to `tenants`, by the beta-binomial likelihood.
pub(super) fn fit(touched: &[u64], tenants: u64, least_values: usize) -> Reach {
    if touched.len() < least_values {
        let because = format!("{} values; {least_values} are needed (--min-values)", touched.len());
        return Reach::NotFitted { because };
    }
    if touched.iter().all(|count| *count == tenants) {
        return Reach::All;
    }
    if touched.iter().all(|count| *count == 1) {
        return Reach::One;
    }
    let mut counts: Vec<(f64, f64)> = Vec::new();
    let mut sorted = touched.to_vec();
    sorted.sort_unstable();
    for count in sorted {
        let others = (count - 1) as f64;
        match counts.last_mut() {
            Some((last, times)) if *last == others => *times += 1.0,
            _ => counts.push((others, 1.0)),
        }
    }
    let others = (tenants - 1) as f64;
    let likelihood = |logit: f64, log_size: f64| {
        let (mean, size) = (1.0 / (1.0 + libm::exp(-logit)), libm::exp(log_size));
        ln_likelihood(&counts, others, mean * size, (1.0 - mean) * size)
    };
    let profile = |log_size: f64| maximum::along(-12.0, 12.0, |logit| likelihood(logit, log_size));
    let (log_size, _) = maximum::along(-6.0, 9.0, |log_size| profile(log_size).1);
    if log_size > 9.0 - 1e-6 {
        return Reach::NotFitted {
            because: "the shares vary no more than by chance; use their mean as a share".to_owned(),
        };
    }
    let (logit, _) = profile(log_size);
    let mean = 1.0 / (1.0 + libm::exp(-logit));
    let size = libm::exp(log_size);
    let (a, b) = (mean * size, (1.0 - mean) * size);
    let of_logs = |[a, b]: [f64; 2]| ln_likelihood(&counts, others, libm::exp(a), libm::exp(b));
    let errors = maximum::standard_errors([libm::log(a), libm::log(b)], [1.0, 1.0], of_logs);
    let [a_error, b_error] = [0, 1].map(|place| errors.map(|errors| errors[place]));
    let mean_share =
        touched.iter().map(|count| *count as f64).sum::<f64>() / (touched.len() as f64 * tenants as f64);
    Reach::Beta {
        a: Estimated::of_logarithm(a, a_error),
        b: Estimated::of_logarithm(b, b_error),
        mean_share,
        incidents: touched.len(),
    }
}

/// Of counts with their multiplicities, up to a constant.
fn ln_likelihood(counts: &[(f64, f64)], others: f64, a: f64, b: f64) -> f64 {
    let base = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) - libm::lgamma(a + b + others);
    let of = |(count, times): &(f64, f64)| {
        times * (libm::lgamma(a + count) + libm::lgamma(b + others - count) + base)
    };
    counts.iter().map(of).sum()
}
