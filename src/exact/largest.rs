//! The largest loss of one event in a year.

use super::{
    Reason,
    law::Exact,
    measure::merged,
    part::{Part, Stretch},
};

/// The law of the largest undiscounted loss of one event in a year that is any of the horizon with equal chance.
#[derive(Debug, Clone)]
pub struct Largest {
    /// Probability of each world and year, and what may happen in it.
    years: Vec<(f64, Vec<Part>)>,
}

impl Largest {
    pub(super) fn new(worlds: &[(f64, Vec<Part>)], years: usize) -> Result<Self, Reason> {
        let all = || worlds.iter().flat_map(|(_, parts)| parts).flat_map(|part| &part.stretches);
        if all().any(Stretch::is_sum) {
            return Err(Reason::SumOfAmounts);
        }
        let of_year = |year: usize| {
            worlds.iter().map(move |(weight, parts)| {
                let parts =
                    parts.iter().map(|part| part.in_year(year)).filter(|part| !part.stretches.is_empty());
                let merge = |part: Part| Part { stretches: merged(&part.stretches), ..part };
                (weight / years as f64, parts.map(merge).collect())
            })
        };
        Ok(Largest { years: (0..years).flat_map(of_year).collect() })
    }

    /// Probability that some event of the year costs more than `limit`, which is zero or more:
    /// `1 - Π P(N = 0)` over the independent parts with the events of that size only.
    pub fn probability_above(&self, limit: f64) -> f64 {
        let none = |parts: &[Part]| -> f64 {
            let of_part = |part: &Part| {
                let above = |stretch: &Stretch| {
                    let costly: f64 =
                        stretch.amounts.iter().map(|amount| amount.above(stretch.span, limit)).sum();
                    stretch.events * costly
                };
                part.none_of(part.stretches.iter().map(above).sum())
            };
            parts.iter().map(of_part).product()
        };
        self.years.iter().map(|(weight, parts)| weight * (1.0 - none(parts))).sum()
    }

    /// The smallest loss that the largest event of a year exceeds with at most this probability.
    pub fn exceeded_with(&self, probability: f64) -> Exact {
        if self.probability_above(0.0) <= probability {
            return Exact { value: 0.0, error_bound: 0.0 };
        }
        let mut high = 1.0;
        while self.probability_above(high) > probability && high < f64::MAX / 4.0 {
            high *= 4.0;
        }
        let mut low = 0.0;
        // Bisection to the last digit.
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.probability_above(middle) > probability { low = middle } else { high = middle }
        }
        Exact { value: high, error_bound: 1e-9 * high }
    }
}
