//! Do counts vary more than a Poisson law lets them?

use serde::Serialize;

use super::{Uniform, counts::PeriodCount, laws::chi_square_upper};

/// Mean count by period from which the chi-square law is close enough (Cochran's rule of five).
const LEAST_MEAN: f64 = 5.0;
/// Tables drawn where it is not.
pub(super) const TABLES: u64 = 1_999;

/// Pearson's test of equal rates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dispersion {
    /// Sum over the periods of (count - expected)² / expected.
    pub chi_square: f64,
    /// Periods less one.
    pub degrees_of_freedom: usize,
    /// Chi-square over its degrees of freedom: 1 for Poisson counts, more where they are overdispersed.
    pub index: f64,
    /// Probability of a chi-square as large or larger if the counts were Poisson.
    pub p_value: f64,
    /// Where the p-value comes from: tables of the same total drawn, or `None` for the chi-square law.
    pub tables: Option<u64>,
}

/// Tests counts; `None` without incidents or with one period. `uniform` gives random numbers by table and event.
pub(super) fn test(counts: &[PeriodCount], uniform: &Uniform) -> Option<Dispersion> {
    let events: u64 = counts.iter().map(|period| period.count).sum();
    let years: f64 = counts.iter().map(|period| period.years).sum();
    if events == 0 || counts.len() < 2 {
        return None;
    }
    let expected: Vec<f64> = counts.iter().map(|period| events as f64 * period.years / years).collect();
    let chi_square_of = |counts: &mut dyn Iterator<Item = u64>| -> f64 {
        counts.zip(&expected).map(|(count, mean)| (count as f64 - mean).powi(2) / mean).sum()
    };
    let chi_square = chi_square_of(&mut counts.iter().map(|period| period.count));
    let degrees_of_freedom = counts.len() - 1;
    let sparse = (events as f64) < LEAST_MEAN * counts.len() as f64;
    let p_value = if sparse {
        // Given their total, Poisson counts are multinomial: no parameter is left to estimate.
        let mut ends = expected.clone();
        for place in 1..ends.len() {
            ends[place] += ends[place - 1];
        }
        let as_large = (0..TABLES).filter(|table| {
            let mut drawn = vec![0_u64; counts.len()];
            for event in 0..events {
                let level = uniform(*table, event) * events as f64;
                let place = ends.partition_point(|end| *end < level).min(counts.len() - 1);
                drawn[place] += 1;
            }
            chi_square_of(&mut drawn.into_iter()) >= chi_square * (1.0 - 1e-12)
        });
        (as_large.count() + 1) as f64 / (TABLES + 1) as f64
    } else {
        chi_square_upper(chi_square, degrees_of_freedom as f64)
    };
    let index = chi_square / degrees_of_freedom as f64;
    Some(Dispersion { chi_square, degrees_of_freedom, index, p_value, tables: sparse.then_some(TABLES) })
}
