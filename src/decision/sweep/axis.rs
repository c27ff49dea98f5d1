//! What a sweep varies: a path and the values that it takes.

use super::SweepError;
use crate::{
    scenario::{Domain, Instead, Number},
    units::rounded,
};

/// A path of the scenario and the values to try, as asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Vary {
    /// Path of a number of the scenario.
    pub path: String,
    /// Where to look.
    pub over: Over,
    /// Whether the values are spread, and drawn, by equal factors rather than equal steps.
    pub is_logarithmic: bool,
}

/// Values to try.
#[derive(Debug, Clone, PartialEq)]
pub enum Over {
    /// Those from one end to the other, so many, or as many as usual.
    Range {
        /// The first.
        from: f64,
        /// The last.
        to: f64,
        /// How many, both ends included.
        points: Option<usize>,
    },
    /// These.
    List(Vec<f64>),
}

/// A path and its values, checked against the scenario.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SweepAxis {
    /// Path of the number.
    pub path: String,
    /// Its unit; empty where the number is a part of something else.
    pub unit: String,
    /// Its value in the scenario, or the mean of its distribution; `None` where the scenario has none.
    pub given: Option<f64>,
    /// Whether the values are spread by equal factors.
    pub is_logarithmic: bool,
    /// The values, ascending.
    pub values: Vec<f64>,
}

impl SweepAxis {
    /// The values to try of a number of the scenario; a range without a number of points gets `usual`.
    pub(in crate::decision) fn new(
        vary: &Vary,
        number: &Number,
        usual: usize,
    ) -> Result<SweepAxis, SweepError> {
        let refused = |why: &str| SweepError::Range { path: vary.path.clone(), why: why.to_owned() };
        let mut values = match &vary.over {
            Over::List(values) => values.clone(),
            Over::Range { from, to, points } => {
                if from == to {
                    return Err(refused("a range from a value to itself has one point"));
                }
                let points = points.unwrap_or(usual);
                if points < 2 {
                    return Err(refused("a range of fewer than 2 points does not vary anything"));
                }
                spread([*from, *to], points, vary.is_logarithmic)
            }
        };
        if vary.is_logarithmic && values.iter().any(|value| *value <= 0.0) {
            return Err(refused("a logarithmic range begins above 0"));
        }
        if is_whole(number) && matches!(vary.over, Over::Range { .. }) {
            values.iter_mut().for_each(|value| *value = value.round());
        }
        values.sort_by(f64::total_cmp);
        values.dedup();
        if values.len() < 2 {
            return Err(refused("one value does not vary anything"));
        }
        Ok(SweepAxis {
            path: number.path.clone(),
            unit: number.unit.to_owned(),
            given: number.value,
            is_logarithmic: vary.is_logarithmic,
            values,
        })
    }

    /// What the value at a position takes the place of.
    pub(super) fn instead(&self, position: usize) -> Instead {
        Instead { path: self.path.clone(), value: self.values[position] }
    }

    /// The value that lies a share of the way from one to another, as the axis measures it.
    pub fn between(&self, from: f64, to: f64, share: f64) -> f64 {
        between([from, to], share, self.is_logarithmic)
    }
}

/// Whether only whole numbers make sense.
pub(in crate::decision) fn is_whole(number: &Number) -> bool {
    matches!(number.domain, Domain::Integer(..)) || number.unit == "tenants"
}

pub(super) fn between([from, to]: [f64; 2], share: f64, is_logarithmic: bool) -> f64 {
    match is_logarithmic {
        true => from * libm::pow(to / from, share),
        false => from + share * (to - from),
    }
}

/// Evenly spread values; those between the ends are rounded, so that they read well and every machine tries the same.
fn spread(ends: [f64; 2], points: usize, is_logarithmic: bool) -> Vec<f64> {
    let last = points - 1;
    let value = |position: usize| match position {
        0 => ends[0],
        position if position == last => ends[1],
        position => rounded(between(ends, position as f64 / last as f64, is_logarithmic)),
    };
    (0..points).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(unit: &'static str, domain: Domain) -> Number {
        Number { path: "a.b".to_owned(), value: Some(3.0), is_uncertain: false, domain, unit }
    }

    fn values(over: Over, is_logarithmic: bool, number: &Number) -> Result<Vec<f64>, SweepError> {
        let vary = Vary { path: "a.b".to_owned(), over, is_logarithmic };
        SweepAxis::new(&vary, number, 3).map(|axis| axis.values)
    }

    #[test]
    fn values_are_spread_evenly_and_both_ends_are_met() {
        let plain = number("usd", Domain::NotNegative);
        let range = |from, to, points| Over::Range { from, to, points };
        assert_eq!(values(range(1.0, 2.0, None), false, &plain).unwrap(), [1.0, 1.5, 2.0]);
        assert_eq!(values(range(0.001, 0.1, None), true, &plain).unwrap(), [0.001, 0.01, 0.1]);
        assert_eq!(values(range(100.0, 1.0, Some(2)), true, &plain).unwrap(), [1.0, 100.0]);
        assert_eq!(values(range(0.0, 1.0, Some(4)), false, &plain).unwrap(), [0.0, 0.333333, 0.666667, 1.0]);
        assert_eq!(values(Over::List(vec![5.0, 1.0, 5.0, 2.5]), false, &plain).unwrap(), [1.0, 2.5, 5.0]);
    }

    #[test]
    fn whole_numbers_stay_whole() {
        for whole in [number("", Domain::Integer(1, 9)), number("tenants", Domain::NotNegative)] {
            let range = Over::Range { from: 1.0, to: 4.0, points: Some(7) };
            assert_eq!(values(range, false, &whole).unwrap(), [1.0, 2.0, 3.0, 4.0]);
        }
    }

    #[test]
    fn what_does_not_vary_is_refused() {
        let plain = number("usd", Domain::NotNegative);
        let range = |from, to, points| Over::Range { from, to, points };
        assert!(values(range(1.0, 1.0, None), false, &plain).is_err());
        assert!(values(range(1.0, 2.0, Some(1)), false, &plain).is_err());
        assert!(values(range(0.0, 2.0, None), true, &plain).is_err());
        assert!(values(Over::List(vec![2.0, 2.0]), false, &plain).is_err());
        assert!(values(range(1.2, 1.4, None), false, &number("", Domain::Integer(0, 5))).is_err());
    }
}
