//! A summary of one quantity that takes the same memory for any number of runs.

mod binned;
mod bins;
mod clusters;
mod sparse;
#[cfg(test)]
mod tests;

pub use binned::Binned;
pub use clusters::Layout;

use super::{Sample, SampleError};
use bins::{Bins, MOST_UNITS, units};
use clusters::Clusters;

/// The largest magnitude accepted, small enough that fourth powers of it stay finite.
const LARGEST: f64 = 1e60;

/// Why numbers cannot be summarised.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum SummaryError {
    /// The pilot is no sample.
    #[error(transparent)]
    Pilot(#[from] SampleError),
    /// A value is not a number, infinite or beyond 1e60 in size.
    #[error("value {index} is {value}; summaries hold finite values of at most 1e60 in size")]
    BadValue {
        /// Its position in the group.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A weight is out of range.
    #[error("weight {index} is {weight}; summaries hold weights between 0 and {largest}")]
    BadWeight {
        /// Its position in the group.
        index: usize,
        /// The weight.
        weight: f64,
        /// The largest weight accepted.
        largest: f64,
    },
    /// There is more weight than a summary can add up exactly.
    #[error("summaries hold a total weight of at most 8.8e12")]
    TooMuchWeight,
    /// Two summaries that count at different thresholds cannot be merged.
    #[error("the summaries count at different thresholds")]
    DifferentLayout,
}

impl Layout {
    /// A layout for a quantity of which `pilot` holds some values: shares above `thresholds` and at the quantiles of
    /// `levels` get errors, and so do tail means at `tails`.
    pub fn new(pilot: &Sample, thresholds: &[f64], levels: &[f64], tails: &[f64]) -> Layout {
        let near: Vec<f64> = levels.iter().map(|&level| pilot.quantile(level)).collect();
        let mut all: Vec<f64> = thresholds.iter().chain(&near).map(|value| value + 0.0).collect();
        all.sort_unstable_by(f64::total_cmp);
        all.dedup();
        let at = |value: f64| all.partition_point(|&threshold| threshold < value);
        let levels = levels.iter().zip(near).map(|(&level, value)| (level, at(value))).collect();
        // The quantile may turn out to be another: of counts, for example, the next one.
        let tails = tails.iter().flat_map(|&level| {
            let doubt = 3.0 * (level * (1.0 - level) / pilot.effective_size()).sqrt();
            let near = [level - doubt, level, level + doubt].map(|level| pilot.quantile(level));
            let differs = |index: usize| index == 0 || near[index] != near[index - 1];
            (0..near.len())
                .filter(|&index| differs(index))
                .map(|index| (level, near[index]))
                .collect::<Vec<_>>()
        });
        let tails = tails.collect();
        Layout { centre: pilot.mean().value, levels, tails, thresholds: all }
    }
}

/// A mergeable summary of one quantity: weights and sums in bins of relative width [`Binned::RELATIVE_ERROR`], and what is needed
/// for standard errors.
///
/// Runs are added in groups that are independent of each other. Bins are whole numbers, so neither the order of the
/// groups nor that of merges changes them; nor does it the sums for errors, which are exact.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Summary {
    layout: Layout,
    bins: Bins,
    clusters: Clusters,
    /// Units of weight.
    units: u128,
    /// Number of values with a positive weight.
    count: u64,
    /// Smallest and largest of them.
    ends: [f64; 2],
}

impl Summary {
    /// An empty summary.
    pub fn new(layout: Layout) -> Summary {
        let clusters = Clusters::new(&layout);
        Summary {
            layout,
            bins: Bins::default(),
            clusters,
            units: 0,
            count: 0,
            ends: [f64::INFINITY, f64::NEG_INFINITY],
        }
    }

    /// Adds a group of runs that is independent of the others. Each of `columns` holds a value per run, and each of
    /// these values counts by the weight of its run, 1 if there are no `weights`.
    pub fn add(&mut self, columns: &[&[f64]], weights: Option<&[f64]>) -> Result<(), SummaryError> {
        let in_units = match weights {
            None => None,
            Some(weights) => {
                let each = weights.iter().enumerate().map(|(index, &weight)| units(index, weight));
                Some(each.collect::<Result<Vec<u64>, _>>()?)
            }
        };
        for column in columns {
            // NaN fails every comparison, so it fails this one too.
            if let Some(index) = column.iter().position(|value| !matches!(value.abs(), 0.0..=LARGEST)) {
                return Err(SummaryError::BadValue { index, value: column[index] });
            }
        }
        let one = u128::from(units(0, 1.0)?);
        let of_column = |column: &&[f64]| match &in_units {
            None => one * column.len() as u128,
            Some(weights) => weights.iter().map(|&weight| u128::from(weight)).sum(),
        };
        self.count_units(columns.iter().map(of_column).sum())?;
        for column in columns {
            match &in_units {
                None if column.windows(2).all(|pair| pair[0] == pair[1]) => {
                    column.first().inspect(|&&value| self.bins.add(value, one * column.len() as u128));
                }
                None => column.iter().for_each(|&value| self.bins.add(value, one)),
                Some(weights) => {
                    let pairs = column.iter().zip(weights).filter(|(_, weight)| **weight > 0);
                    pairs.for_each(|(&value, &weight)| self.bins.add(value, u128::from(weight)));
                }
            }
        }
        let pairs = columns.iter().flat_map(|column| {
            column
                .iter()
                .enumerate()
                .map(|(run, &value)| (value, weights.map_or(1.0, |weights| weights[run])))
        });
        let pairs = pairs.filter(|pair| pair.1 > 0.0);
        let (mut count, [mut least, mut most]) = (0, self.ends);
        pairs.clone().for_each(|(value, _)| {
            count += 1;
            (least, most) = (least.min(value), most.max(value));
        });
        (self.count, self.ends) = (self.count + count, [least, most]);
        self.clusters.add(&self.layout, pairs);
        Ok(())
    }

    /// Adds the runs of `other`.
    pub fn merge(&mut self, other: &Summary) -> Result<(), SummaryError> {
        if self.layout != other.layout {
            return Err(SummaryError::DifferentLayout);
        }
        self.count_units(other.units)?;
        self.bins.merge(&other.bins);
        self.clusters.merge(&other.clusters);
        self.count += other.count;
        self.ends = [self.ends[0].min(other.ends[0]), self.ends[1].max(other.ends[1])];
        Ok(())
    }

    fn count_units(&mut self, more: u128) -> Result<(), SummaryError> {
        let units = self.units + more;
        if units > MOST_UNITS {
            return Err(SummaryError::TooMuchWeight);
        }
        self.units = units;
        Ok(())
    }

    /// Whether this can be a summary, as one that was read from somewhere might not be.
    pub fn is_sound(&self) -> bool {
        let [low, high] = self.ends;
        let in_bins = self.bins.ascending().iter().try_fold(0_u128, |sum, bin| sum.checked_add(bin.weight));
        in_bins == Some(self.units)
            && self.units <= MOST_UNITS
            && (self.count == 0) == (self.units == 0)
            && (self.count == 0 || (-LARGEST <= low && low <= high && high <= LARGEST))
            && self.clusters.fit(&self.layout)
    }

    /// Memory taken by the bins, bytes.
    pub fn bytes(&self) -> usize {
        self.bins.bytes()
    }

    /// Statistics of what was added; `None` where that is nothing.
    pub fn settle(&self) -> Option<Binned> {
        Binned::of(self)
    }
}
