//! The sample: values, weights, order.

use super::SampleError;
use super::error::{check_values, check_weights, scaled_weights};
use super::sum::{Accumulator, sum};

/// A sample of one quantity over the runs.
///
/// What always holds, because [`Sample::new`] and [`Sample::weighted`] refuse anything else: there is at
/// least one value; every value is finite and at most 1e150 in size; weights are finite and not negative,
/// and at least one is positive. Weights matter only relative to each other. A run of weight zero is kept
/// in [`Sample::values`] but takes no part in any statistic, the smallest and largest value included.
#[derive(Debug, Clone)]
pub struct Sample {
    values: Vec<f64>,
    sorted: Vec<f64>,
    weights: Option<Weights>,
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
    /// A sample in which every run counts the same.
    pub fn new(values: Vec<f64>) -> Result<Sample, SampleError> {
        check_values(&values)?;
        Ok(Sample::equal(values.clone(), values))
    }

    /// A sample in which run `i` counts in proportion to `weights[i]`.
    pub fn weighted(values: Vec<f64>, weights: &[f64]) -> Result<Sample, SampleError> {
        check_values(&values)?;
        check_weights(weights, values.len())?;
        let pairs = values.iter().copied().zip(weights.iter().copied());
        let Some(scaled) = scaled_weights(weights) else {
            let kept = pairs.filter(|pair| pair.1 > 0.0).map(|pair| pair.0).collect();
            return Ok(Sample::equal(values, kept));
        };
        let mut pairs: Vec<(f64, f64)> =
            values.iter().map(|value| value + 0.0).zip(scaled).filter(|pair| pair.1 > 0.0).collect();
        pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (sorted, each): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let mut running = Accumulator::default();
        let cumulative = each
            .iter()
            .map(|&weight| {
                running.add(weight);
                running.value()
            })
            .collect();
        Ok(Sample { values, sorted, weights: Some(Weights { each, cumulative, total: running.value() }) })
    }

    fn equal(values: Vec<f64>, mut sorted: Vec<f64>) -> Sample {
        // Adding zero turns -0 into 0, so that equal values have one representation.
        sorted.iter_mut().for_each(|value| *value += 0.0);
        if sorted.iter().any(|value| *value != sorted[0]) {
            radsort::sort(&mut sorted);
        }
        Sample { values, sorted, weights: None }
    }

    /// The values in the order of the runs.
    pub fn values(&self) -> &[f64] {
        &self.values
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
