//! Severity: what one breach costs, given the records exposed.

mod figures;

pub use figures::LossFigures;

use super::{ParameterId, defaults};
use crate::dist::normal_quantile;

/// The severity models of a scenario with their weights. Which one holds is not known: each run draws one.
#[derive(Debug, Clone)]
pub struct SeverityMixture {
    /// The models in the order of the file.
    pub models: Vec<SeverityModel>,
}

/// One severity model.
#[derive(Debug, Clone)]
pub struct SeverityModel {
    /// Name, for example `iris_records`.
    pub id: String,
    /// Weight in the mixture before normalisation; 0 keeps the model for robustness only.
    pub weight: ParameterId,
    /// The largest loss of one event, USD (a censored, not a conditioned, distribution).
    pub cap_usd: Option<ParameterId>,
    /// The formula.
    pub formula: SeverityFormula,
}

/// How a loss follows from the records exposed.
#[derive(Debug, Clone, Copy)]
pub enum SeverityFormula {
    /// An amount, whatever the records; aleatory when it is a distribution.
    Fixed {
        /// Loss per event, USD.
        amount_usd: ParameterId,
    },
    /// `(base + per_record × records) × (1 + fine_share)`: the founding brief's formula.
    PerRecord {
        /// Cost of any breach, USD.
        base_usd: ParameterId,
        /// Cost of each record, USD.
        per_record_usd: ParameterId,
        /// Fines as a fraction of the direct cost.
        fine_share: ParameterId,
    },
    /// `ln L = intercept + exponent × ln(records) + sigma × Z`; no loss without records.
    PowerLaw {
        /// Intercept of the log loss.
        intercept: ParameterId,
        /// Exponent of the records.
        exponent: ParameterId,
        /// Standard deviation of the log loss.
        sigma: ParameterId,
    },
    /// Lognormal whatever the records; fines and response are already in it.
    Lognormal {
        /// Mean of the log loss.
        mu: ParameterId,
        /// Standard deviation of the log loss.
        sigma: ParameterId,
    },
}

impl SeverityMixture {
    /// The model that holds in a run whose uniform is `u`, by cumulative weight.
    pub fn draw(&self, values: &[f64], u: f64) -> usize {
        let total: f64 = self.models.iter().map(|model| values[model.weight.index()]).sum();
        let mut left = u * total;
        for (index, model) in self.models.iter().enumerate() {
            left -= values[model.weight.index()];
            if left < 0.0 {
                return index;
            }
        }
        self.models.iter().rposition(|model| values[model.weight.index()] > 0.0).unwrap_or(0)
    }
}

impl SeverityModel {
    /// The fewest and the most records of the breaches on which the model was fitted; none where it does not
    /// depend on records, or nobody says.
    pub fn fitted_records(&self, value: impl Fn(ParameterId) -> f64) -> Option<[f64; 2]> {
        let SeverityFormula::PowerLaw { intercept, exponent, sigma } = self.formula else { return None };
        let coefficients = [intercept, exponent, sigma].map(value);
        (coefficients == defaults::JACOBS).then_some(defaults::JACOBS_RECORDS)
    }

    /// Direct loss and fines at quantile `u` of an event that exposes `records` records, USD; only the
    /// per-record formula brings fines. A cap limits their sum. `value` gives each parameter's value: an
    /// aleatory one at the quantile `u`.
    pub fn loss_usd(&self, value: impl Fn(ParameterId) -> f64, records: f64, u: f64) -> (f64, f64) {
        let loss = match self.formula {
            SeverityFormula::Fixed { amount_usd } => value(amount_usd),
            SeverityFormula::PerRecord { base_usd, per_record_usd, fine_share } => {
                per_record_loss(value(base_usd), value(per_record_usd), value(fine_share), records)
            }
            SeverityFormula::PowerLaw { intercept, exponent, sigma } => {
                power_law_loss(value(intercept), value(exponent), value(sigma), records, u)
            }
            SeverityFormula::Lognormal { mu, sigma } => lognormal_loss(value(mu), value(sigma), u),
        };
        let capped = self.cap_usd.map_or(loss, |cap| loss.min(value(cap)));
        let direct = match self.formula {
            SeverityFormula::PerRecord { fine_share, .. } => capped / (1.0 + value(fine_share)),
            _ => capped,
        };
        (direct, capped - direct)
    }
}

/// `(base + per_record × records) × (1 + fine_share)`, USD.
pub fn per_record_loss(base_usd: f64, per_record_usd: f64, fine_share: f64, records: f64) -> f64 {
    (base_usd + per_record_usd * records) * (1.0 + fine_share)
}

/// `exp(intercept + exponent ln R + sigma Z)` at quantile `u`; 0 without records.
pub fn power_law_loss(intercept: f64, exponent: f64, sigma: f64, records: f64, u: f64) -> f64 {
    if records <= 0.0 {
        return 0.0;
    }
    libm::exp(intercept + exponent * libm::log(records) + sigma * normal_quantile(u))
}

/// Mean of [`power_law_loss`] over `u`: median × e^(sigma²/2).
pub fn power_law_mean(intercept: f64, exponent: f64, sigma: f64, records: f64) -> f64 {
    power_law_loss(intercept, exponent, sigma, records, 0.5) * libm::exp(0.5 * sigma * sigma)
}

/// `exp(mu + sigma Z)` at quantile `u`, USD.
pub fn lognormal_loss(mu: f64, sigma: f64, u: f64) -> f64 {
    libm::exp(mu + sigma * normal_quantile(u))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, close, table};

    #[test]
    fn d01_jacobs() {
        let [a, b, s] = defaults::JACOBS;
        for (records, expected) in table(&case("D01")["expected"]) {
            close(power_law_loss(a, b, s, records, 0.5), expected["median"].clone());
            close(power_law_loss(a, b, s, records, 0.95), expected["p95"].clone());
            close(power_law_mean(a, b, s, records), expected["mean"].clone());
        }
    }

    #[test]
    fn d04_iris_records() {
        let [a, b, s] = defaults::IRIS_RECORDS;
        let expected = &case("D04")["expected"];
        close(a, expected["a"].clone());
        close(b, expected["b"].clone());
        for records in ["1000", "1000000", "100000000"] {
            let count: f64 = records.parse().unwrap();
            close(power_law_loss(a, b, s, count, 0.5), expected[format!("median_{records}")].clone());
            close(power_law_mean(a, b, s, count), expected[format!("mean_{records}")].clone());
        }
        // The two published statements from which it is derived.
        let above = |records: f64| {
            let median = power_law_loss(a, b, s, records, 0.5);
            crate::dist::normal_cdf((libm::log(median) - libm::log(1e7)) / s)
        };
        close(above(1e3), 0.06);
        close(above(1e8), 0.5);
    }

    /// D01 and D02 of the answers group: 100 tenants × 10,000 records (U01).
    #[test]
    fn u01_one_million_records() {
        let expected = &case("U01")["expected"];
        let [a, b, s] = defaults::JACOBS;
        close(power_law_mean(a, b, s, 1e6), expected["jacobs_mean"].clone());
        close(per_record_loss(150_000.0, 165.0, 0.0, 1e6), expected["linear_direct"].clone());
        let (mu, sigma) = defaults::iris_2025_band("lt100M").unwrap();
        close(libm::exp(mu + sigma * sigma / 2.0), expected["iris_2025_lt100M_mean"].clone());
    }

    #[test]
    fn d02_iris_2025_bands() {
        let expected = &case("D02")["expected"];
        let words = ["lt100M", "m100to1B", "b1to10", "gt10B", "all_2015_24"];
        for ((band, ..), word) in defaults::IRIS_2025_BANDS.into_iter().zip(words) {
            let (mu, sigma) = defaults::iris_2025_band(band).unwrap();
            close(mu, expected[word]["mu"].clone());
            close(sigma, expected[word]["sigma"].clone());
            close(libm::exp(mu + sigma * sigma / 2.0), expected[word]["mean"].clone());
        }
    }

    #[test]
    fn d03_iris_2022() {
        let expected = &case("D03")["expected"];
        let [mu, sigma] = defaults::IRIS_2022;
        for (name, u) in [("median", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            close(libm::exp(mu + sigma * normal_quantile(u)), expected[name].clone());
        }
        close(libm::exp(mu + sigma * sigma / 2.0), expected["mean"].clone());
    }

    #[test]
    fn no_records_no_loss() {
        assert_eq!(power_law_loss(7.0, 0.7, 0.5, 0.0, 0.99), 0.0);
    }
}
