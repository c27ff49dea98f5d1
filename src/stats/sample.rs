//! The sample: values, weights, order.

use super::error::{check_values, check_weights};
use super::order::{ascending, sorted};
use super::spread::Spread;
use super::sum::{Accumulator, sum};
use super::{SampleError, Sampling};

/// A sample of one quantity over the runs.
///
/// What always holds, because [`Sample::new`], [`Sample::weighted`] and [`Sampling::sample`] refuse anything else:
/// there is at least one value; every value is finite and at most 1e150 in size; weights are finite and not
/// negative, and at least one is positive. Weights matter only relative to each other. A run of weight zero is kept
/// in [`Sample::values`] but takes no part in any statistic, the smallest and largest value included.
///
/// Where runs come in replicates, standard errors come from how the replicates differ, and intervals from Student's t
/// with one degree of freedom less than there are replicates.
#[derive(Debug, Clone)]
pub struct Sample {
    values: Vec<f64>,
    sorted: Vec<f64>,
    weights: Option<Weights>,
    sampling: Sampling,
}

/// Unequal weights, all positive, in the sorted order.
#[derive(Debug, Clone)]
struct Weights {
    each: Vec<f64>,
    /// Sum of the weights up to and including each position.
    cumulative: Vec<f64>,
    total: f64,
}

impl Sample {
    /// A sample of independent runs in which every run counts the same.
    pub fn new(values: Vec<f64>) -> Result<Sample, SampleError> {
        let sampling = Sampling::independent(values.len());
        Sample::drawn(values, &sampling)
    }

    /// A sample of independent runs in which run `i` counts in proportion to `weights[i]`.
    pub fn weighted(values: Vec<f64>, weights: &[f64]) -> Result<Sample, SampleError> {
        check_values(&values)?;
        check_weights(weights, values.len())?;
        let sampling = Sampling::new(values.len(), Some(weights.to_vec()), None)?;
        Sample::drawn(values, &sampling)
    }

    /// A sample of runs drawn in a way that is known.
    pub(super) fn drawn(values: Vec<f64>, sampling: &Sampling) -> Result<Sample, SampleError> {
        check_values(&values)?;
        if values.len() != sampling.runs() {
            return Err(SampleError::LengthMismatch { expected: sampling.runs(), found: values.len() });
        }
        let sampling = sampling.clone();
        let Some(by_weight) = sampling.by_weight() else {
            let sorted = match sampling.weights() {
                None => sorted(values.iter().copied()),
                Some(flags) => {
                    let kept = values.iter().zip(flags).filter(|pair| *pair.1 > 0.0);
                    sorted(kept.map(|pair| *pair.0))
                }
            };
            return Ok(Sample { sorted, values, weights: None, sampling });
        };
        // Of equal values the lightest comes first, so that sums do not depend on the order of the runs.
        let unsorted: Vec<f64> = by_weight.runs.iter().map(|&run| values[run as usize] + 0.0).collect();
        let order = ascending(&unsorted);
        let in_order = |column: &[f64]| order.iter().map(|&place| column[place as usize]).collect();
        let (sorted, each): (Vec<f64>, Vec<f64>) = (in_order(&unsorted), in_order(&by_weight.weights));
        let mut running = Accumulator::default();
        let cumulative = each
            .iter()
            .map(|&weight| {
                running.add(weight);
                running.value()
            })
            .collect();
        let weights = Weights { each, cumulative, total: running.value() };
        Ok(Sample { values, sorted, weights: Some(weights), sampling })
    }

    /// The values in the order of the runs.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The mean without its error, added in the order of the runs.
    pub fn mean_value(&self) -> f64 {
        self.sampling.mean(&self.values)
    }

    /// How much a run counts.
    pub fn weight(&self, run: usize) -> f64 {
        self.sampling.weight(run)
    }

    /// Sum of the weights.
    pub fn total_weight(&self) -> f64 {
        self.sampling.total_weight()
    }

    /// Number of runs, those of weight zero included; at least 1.
    #[allow(clippy::len_without_is_empty)] // A sample is never empty.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The smallest value.
    pub fn min(&self) -> f64 {
        self.sorted[0]
    }

    /// The largest value.
    pub fn max(&self) -> f64 {
        self.sorted[self.sorted.len() - 1]
    }

    /// Whether all values are equal.
    pub fn is_constant(&self) -> bool {
        self.min() == self.max()
    }

    /// Kish's effective size `(Σw)² / Σw²`: the number of equally weighted runs that would tell as much about
    /// a mean. The number of runs if the weights are equal.
    pub fn effective_size(&self) -> f64 {
        match &self.weights {
            None => self.count(),
            Some(_) => 1.0 / self.square_sum(0..self.sorted.len(), |_| 1.0),
        }
    }

    /// What replicates say about the error of the weighted mean of `influence`, which is zero on average; `None` where
    /// every run is independent.
    pub(super) fn spread(&self, influence: impl Fn(f64) -> f64) -> Option<Spread> {
        self.sampling.spread(&self.values, influence)
    }

    /// Values that take part, in ascending order.
    pub(super) fn sorted(&self) -> &[f64] {
        &self.sorted
    }

    /// Number of values that take part.
    pub(super) fn count(&self) -> f64 {
        self.sorted.len() as f64
    }

    /// Whether all values that take part count the same.
    pub(super) fn is_equally_weighted(&self) -> bool {
        self.weights.is_none()
    }

    /// The values that take part in ascending order, each with its weight; weights sum to 1.
    pub(super) fn shares(&self) -> impl Iterator<Item = (f64, f64)> {
        let share = |position: usize| match &self.weights {
            None => 1.0 / self.count(),
            Some(weights) => weights.each[position] / weights.total,
        };
        self.sorted.iter().enumerate().map(move |(position, &value)| (value, share(position)))
    }

    /// `Σ w f(x)` over a range of the sorted values, with weights that sum to 1 over the whole sample.
    pub(super) fn weighted_sum(&self, range: std::ops::Range<usize>, f: impl Fn(f64) -> f64) -> f64 {
        let values = &self.sorted[range.clone()];
        match &self.weights {
            None => sum(values.iter().map(|&x| f(x))) / self.count(),
            Some(weights) => {
                sum(values.iter().zip(&weights.each[range]).map(|(&x, &w)| w * f(x))) / weights.total
            }
        }
    }

    /// `Σ w² f(x)` over a range of the sorted values, with weights that sum to 1 over the whole sample.
    pub(super) fn square_sum(&self, range: std::ops::Range<usize>, f: impl Fn(f64) -> f64) -> f64 {
        let values = &self.sorted[range.clone()];
        match &self.weights {
            None => sum(values.iter().map(|&x| f(x))) / (self.count() * self.count()),
            Some(weights) => {
                let terms = values.iter().zip(&weights.each[range]).map(|(&x, &w)| w * w * f(x));
                sum(terms) / (weights.total * weights.total)
            }
        }
    }

    /// Whether runs come in replicates.
    pub(super) fn is_replicated(&self) -> bool {
        self.sampling.replicates().is_some()
    }

    /// Share of the weight that the first `count` of the sorted values have.
    pub(super) fn share_of_first(&self, count: usize) -> f64 {
        match (&self.weights, count.checked_sub(1)) {
            (_, None) => 0.0,
            (None, Some(_)) => count as f64 / self.count(),
            (Some(weights), Some(last)) => weights.cumulative[last] / weights.total,
        }
    }

    /// Position in the sorted order of the quantile at `level`: the first whose cumulative weight reaches it.
    pub(super) fn position(&self, level: f64) -> usize {
        match &self.weights {
            None => rank(level, self.sorted.len()) - 1,
            Some(weights) => {
                let wanted = level * weights.total;
                let slack = (1e-9 * weights.total / self.count()).max(1e-14 * weights.total);
                let position = weights.cumulative.partition_point(|&reached| reached < wanted - slack);
                position.min(self.sorted.len() - 1)
            }
        }
    }
}

/// The rank `ceil(level × count)`, at least 1 and at most `count`. A product within 1e-9 of a whole number
/// (or within its rounding error, if that is larger) counts as that number.
pub(super) fn rank(level: f64, count: usize) -> usize {
    let exact = level * count as f64;
    let rank = (exact - 1e-9_f64.max(1e-15 * exact)).ceil();
    (rank.max(1.0) as usize).min(count)
}
