//! Median, mean and 95th percentile of one breach by each severity formula, exactly.

use super::{lognormal_loss, per_record_loss, power_law_loss};
use crate::dist::{Distribution, Family, Limits};

/// What one breach costs by a severity model, USD.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossFigures {
    /// Half of the breaches cost less.
    pub median_usd: f64,
    /// The average.
    pub mean_usd: f64,
    /// One breach in twenty costs more.
    pub p95_usd: f64,
}

impl LossFigures {
    /// [`per_record_loss`]: always the same.
    pub fn per_record(base_usd: f64, per_record_usd: f64, fine_share: f64, records: f64) -> Self {
        let loss = per_record_loss(base_usd, per_record_usd, fine_share, records);
        LossFigures { median_usd: loss, mean_usd: loss, p95_usd: loss }
    }

    /// [`power_law_loss`] with `[intercept, exponent, sigma]`, each loss at most `cap_usd`.
    pub fn power_law(coefficients: [f64; 3], records: f64, cap_usd: Option<f64>) -> Self {
        let [intercept, exponent, sigma] = coefficients;
        if records <= 0.0 {
            return LossFigures { median_usd: 0.0, mean_usd: 0.0, p95_usd: 0.0 };
        }
        let median = power_law_loss(intercept, exponent, sigma, records, 0.5);
        LossFigures::lognormal([libm::log(median), sigma], cap_usd)
    }

    /// [`lognormal_loss`] with `[mu, sigma]`, each loss at most `cap_usd`.
    pub fn lognormal(coefficients: [f64; 2], cap_usd: Option<f64>) -> Self {
        let [mu, sigma] = coefficients;
        let at = |u: f64| lognormal_loss(mu, sigma, u).min(cap_usd.unwrap_or(f64::INFINITY));
        LossFigures { median_usd: at(0.5), mean_usd: limited_mean(mu, sigma, cap_usd), p95_usd: at(0.95) }
    }
}

/// Mean of the lesser of the loss and the cap.
fn limited_mean(mu: f64, sigma: f64, cap_usd: Option<f64>) -> f64 {
    let limits = Limits { cap: cap_usd, ..Limits::default() };
    match Distribution::new(Family::Lognormal { mu, sigma }, limits) {
        Ok(loss) => loss.mean(),
        Err(_) => libm::exp(mu).min(cap_usd.unwrap_or(f64::INFINITY)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cases::{case, close, number, table},
        model::defaults,
    };

    /// Case D01 of tests/data/cases.json.
    #[test]
    fn power_law_without_a_cap() {
        for (records, expected) in table(&case("D01")["expected"]) {
            let found = LossFigures::power_law(defaults::JACOBS, records, None);
            close(found.median_usd, expected["median"].clone());
            close(found.mean_usd, expected["mean"].clone());
            close(found.p95_usd, expected["p95"].clone());
        }
        assert_eq!(LossFigures::power_law(defaults::JACOBS, 0.0, None).mean_usd, 0.0);
    }

    /// Case D05 of tests/data/cases.json: fines with ceilings.
    #[test]
    fn lognormal_with_a_cap() {
        let expected = &case("D05")["expected"];
        close(LossFigures::lognormal(defaults::FINE, None).mean_usd, expected["uncapped_mean"].clone());
        close(
            LossFigures::lognormal(defaults::FINE, Some(1e7)).mean_usd,
            expected["capped_mean_10M"].clone(),
        );
        let low = LossFigures::lognormal(defaults::FINE, Some(5e5));
        close(low.mean_usd, expected["capped_mean_500k"].clone());
        close(low.median_usd, expected["median"].clone());
        let tight = LossFigures::lognormal(defaults::FINE, Some(1e4));
        assert_eq!((tight.median_usd, tight.p95_usd), (1e4, 1e4));
        close(LossFigures::lognormal([0.0, 0.0], Some(5.0)).mean_usd, 1.0);
        assert_eq!(LossFigures::lognormal([0.0, 1.0], Some(0.0)).mean_usd, 0.0);
    }

    /// Case M03 of tests/data/cases.json: the formula of the brief at 100M records.
    #[test]
    fn a_flat_price_per_record() {
        let [base, per_record, fines] = defaults::PER_RECORD;
        let found = LossFigures::per_record(base, per_record, fines, 1e8);
        let expected = number(&case("M03")["expected"]["seed_linear"]["severity_whole_platform"]);
        close(found.mean_usd, expected);
        assert_eq!((found.median_usd, found.p95_usd), (found.mean_usd, found.mean_usd));
    }
}
