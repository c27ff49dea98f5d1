//! Checks and builds distributions.

use super::DistributionError;
use super::base::{Pair, between};
use super::compound::Compound;
use super::distribution::Distribution;
use super::family::{Family, Limits};
use super::table::SharedCells;
use super::validate::{check_family, check_limits, from_pairs};

/// Tails at the two ends of an untruncated distribution.
const EMPTY: Pair = (0.0, 1.0);
const FULL: Pair = (1.0, 0.0);

impl Distribution {
    /// Checks and builds. What always has the same value becomes a constant without limits (a lognormal with
    /// sigma 0, a uniform with min = max, a floor above everything); the values of a discrete distribution
    /// or a sample are sorted and reduced to the truncation, equal discrete values merged, weights scaled to
    /// sum to 1; everything else is kept as given.
    ///
    /// # Errors
    ///
    /// The first parameter that is not accepted; see [`DistributionError`].
    pub fn new(family: Family, limits: Limits) -> Result<Self, DistributionError> {
        let built = Distribution::component(family, limits)?;
        if built.mean().is_finite() { Ok(built) } else { Err(built.infinite_mean()) }
    }

    /// As [`Distribution::new`], but the mean may be infinite: a component of a [`Family::Mixture`] or a tail
    /// of a [`Family::Spliced`], whose own cap may make the mean of the whole finite (it is checked there).
    ///
    /// # Errors
    ///
    /// The first parameter that is not accepted; never [`DistributionError::InfiniteMean`].
    pub fn component(family: Family, limits: Limits) -> Result<Self, DistributionError> {
        check_limits(&limits)?;
        let mut family = check_family(family)?;
        let compound = Compound::new(&family, &limits)?;
        let (mut low, mut high, mut mass) = (EMPTY, FULL, 1.0);
        if let (Some((from, to)), None) = (limits.truncate, &compound) {
            let empty = DistributionError::EmptyTruncation { parameter: "truncate", from, to };
            let inside = |value: f64| value >= from && value <= to;
            match &mut family {
                Family::Constant(value) if !inside(*value) => return Err(empty),
                Family::Constant(_) => {}
                Family::Discrete { values, weights } => {
                    let pairs = values.iter().copied().zip(weights.iter().copied());
                    let pairs: Vec<(f64, f64)> = pairs.filter(|pair| inside(pair.0)).collect();
                    if pairs.is_empty() {
                        return Err(empty);
                    }
                    family = from_pairs(&pairs, pairs.iter().map(|pair| pair.1).sum());
                }
                Family::Empirical { values } => {
                    values.retain(|value| inside(*value));
                    if values.is_empty() {
                        return Err(empty);
                    }
                }
                _ => {
                    (low, high) = (family.tails(from), family.tails(to));
                    mass = between(low, high);
                    if mass <= 0.0 {
                        return Err(empty);
                    }
                }
            }
        }
        let built = Distribution { family, limits, low, high, mass, compound, cells: SharedCells::default() };
        let (min, max) = built.support();
        Ok(if min == max { Distribution::constant(min) } else { built })
    }

    /// Always `value`, which the caller knows to be finite.
    pub fn constant(value: f64) -> Self {
        Distribution {
            family: Family::Constant(value),
            limits: Limits::default(),
            low: EMPTY,
            high: FULL,
            mass: 1.0,
            compound: None,
            cells: SharedCells::default(),
        }
    }

    /// The same values, limited further: first these limits' truncation, then their floor and cap.
    ///
    /// # Errors
    ///
    /// An empty truncation.
    pub(super) fn limited(&self, limits: &Limits) -> Result<Self, DistributionError> {
        Distribution::component(self.family.clone(), chained(&self.limits, limits))
    }

    fn infinite_mean(&self) -> DistributionError {
        if let Some(part) = self.compound.as_ref().and_then(Compound::with_infinite_mean) {
            return part.infinite_mean();
        }
        let (parameter, value) = match self.family {
            Family::Pareto { alpha, .. } => ("alpha", alpha),
            Family::Gpd { xi, .. } => ("xi", xi),
            Family::Lognormal { sigma, .. } => ("sigma", sigma),
            Family::Weibull { shape, .. } => ("shape", shape),
            _ => ("the size of the parameters", f64::INFINITY),
        };
        DistributionError::InfiniteMean { family: self.family.name(), parameter, value }
    }
}

/// The one set of limits that does what `first` and after it `second` do, given that some value passes both.
fn chained(first: &Limits, second: &Limits) -> Limits {
    const ALL: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
    let (mut from, mut to) = first.truncate.unwrap_or(ALL);
    let (least, most) = second.truncate.unwrap_or(ALL);
    // A floor inside the second range keeps what it raised; one below the range is cut off with it.
    let floor = first.floor.filter(|floor| *floor >= least);
    let cap = first.cap.filter(|cap| *cap <= most);
    if floor.is_none() {
        from = from.max(least);
    }
    if cap.is_none() {
        to = to.min(most);
    }
    let censor = |value: f64| {
        let floored = second.floor.map_or(value, |floor| value.max(floor));
        second.cap.map_or(floored, |cap| floored.min(cap))
    };
    Limits {
        floor: floor.map(censor).or(second.floor),
        cap: cap.map(censor).or(second.cap),
        truncate: Some((from, to)).filter(|range| *range != ALL),
    }
}
