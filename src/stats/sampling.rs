//! How runs were drawn: how much each counts, and which are independent of each other.

use std::sync::{Arc, OnceLock};

use super::error::{check_weights, scaled_weights};
use super::order::ascending;
use super::spread::Spread;
use super::{Sample, SampleError, sum};

/// How the runs of a result were drawn. Every column of the result, one value per run, becomes a [`Sample`] by it.
///
/// Weights matter only relative to each other. A run of weight zero takes no part in anything.
#[derive(Debug, Clone)]
pub struct Sampling {
    runs: usize,
    weights: Option<Weights>,
    /// Number of runs that take part.
    count: usize,
    /// Sum of the weights.
    total: f64,
    replicates: Option<Replicates>,
}

/// Weights that are not all the same.
#[derive(Debug, Clone)]
struct Weights {
    each: Arc<[f64]>,
    /// Whether all positive ones are equal; they are 1 then.
    are_equal: bool,
    /// The order of unequal ones, found when it is first needed.
    order: Arc<OnceLock<ByWeight>>,
}

/// The runs that take part, in ascending order of their weights.
#[derive(Debug)]
pub(super) struct ByWeight {
    pub runs: Vec<u64>,
    /// The weight of each.
    pub weights: Vec<f64>,
}

/// Independent groups of consecutive runs, the last one possibly smaller.
#[derive(Debug, Clone, Copy)]
struct Replicates {
    runs: usize,
    /// Number of replicates that take part.
    count: usize,
}

impl Sampling {
    /// So many independent runs that all count the same.
    pub fn independent(runs: usize) -> Sampling {
        Sampling { runs, weights: None, count: runs, total: runs as f64, replicates: None }
    }

    /// Runs of which run `i` counts in proportion to `weights[i]`, or all the same. Where `runs_per_replicate` is
    /// given, so many consecutive runs at a time are an independent replicate, and runs within a replicate may
    /// depend on each other in any way.
    pub fn new(
        runs: usize,
        weights: Option<Vec<f64>>,
        runs_per_replicate: Option<usize>,
    ) -> Result<Sampling, SampleError> {
        if runs == 0 {
            return Err(SampleError::Empty);
        }
        let weights = match weights {
            None => None,
            Some(weights) => {
                check_weights(&weights, runs)?;
                let scaled = scaled_weights(&weights);
                let are_equal = scaled.is_none();
                let each = scaled.unwrap_or_else(|| as_flags(&weights));
                let is_needed = !are_equal || each.contains(&0.0);
                is_needed.then(|| Weights::new(each.into(), are_equal))
            }
        };
        Ok(Sampling::of(runs, weights, runs_per_replicate))
    }

    /// From weights of which at least one is positive.
    fn of(runs: usize, weights: Option<Weights>, runs_per_replicate: Option<usize>) -> Sampling {
        let (count, total) = match &weights {
            None => (runs, runs as f64),
            Some(weights) => {
                let count = weights.each.iter().filter(|&&weight| weight > 0.0).count();
                (count, sum(weights.each.iter().copied()))
            }
        };
        let replicates = runs_per_replicate.map(|size| {
            let size = size.max(1);
            let count = match &weights {
                None => runs.div_ceil(size),
                Some(weights) => {
                    let takes_part = |replicate: &&[f64]| replicate.iter().any(|&weight| weight > 0.0);
                    weights.each.chunks(size).filter(takes_part).count()
                }
            };
            Replicates { runs: size, count }
        });
        Sampling { runs, weights, count, total, replicates }
    }

    /// A sample of one quantity over the runs, one value per run.
    pub fn sample(&self, values: Vec<f64>) -> Result<Sample, SampleError> {
        Sample::drawn(values, self)
    }

    /// The same draw restricted to some runs, for what holds given that something is so; `None` where none of
    /// the runs that take part is kept.
    pub fn only(&self, is_kept: impl Fn(usize) -> bool) -> Option<Sampling> {
        let weight = |run| if is_kept(run) { self.weight(run) } else { 0.0 };
        let each: Arc<[f64]> = (0..self.runs).map(weight).collect();
        each.iter().any(|&weight| weight > 0.0).then(|| {
            let are_equal = self.weights.as_ref().is_none_or(|weights| weights.are_equal);
            let runs_per_replicate = self.replicates.map(|replicates| replicates.runs);
            Sampling::of(self.runs, Some(Weights::new(each, are_equal)), runs_per_replicate)
        })
    }

    /// Number of runs, those of weight zero included.
    pub fn runs(&self) -> usize {
        self.runs
    }

    /// Whether a run has a positive weight.
    pub fn takes_part(&self, run: usize) -> bool {
        self.weight(run) > 0.0
    }

    /// Number of independent replicates; `None` where every run is independent.
    pub fn replicates(&self) -> Option<usize> {
        self.replicates.map(|replicates| replicates.count)
    }

    /// Kish's effective size `(Σw)² / Σw²`: the number of equally weighted independent runs that would tell as
    /// much about a mean, if weights and values are unrelated. Dependence within replicates is not counted.
    pub fn effective_size(&self) -> f64 {
        match self.unequal_weights() {
            None => self.count as f64,
            Some(weights) => self.total * self.total / sum(weights.iter().map(|weight| weight * weight)),
        }
    }

    /// Whether something is true of all runs that take part.
    pub fn all(&self, is_true: impl Fn(usize) -> bool) -> bool {
        (0..self.runs).all(|run| !self.takes_part(run) || is_true(run))
    }

    /// The weighted mean of one value per run.
    pub fn mean(&self, values: &[f64]) -> f64 {
        self.weighted_sum(values.iter().copied()) / self.total
    }

    /// The weighted share of the runs of which something is true.
    pub fn share(&self, is_true: impl Fn(usize) -> bool) -> f64 {
        self.weighted_sum((0..self.runs).map(|run| f64::from(u8::from(is_true(run))))) / self.total
    }

    /// Number of runs that take part.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Sum of the weights: the number of runs, unless weights differ.
    pub fn total_weight(&self) -> f64 {
        self.total
    }

    /// The weights of all runs, unless they are all equal; runs of weight zero included.
    pub(super) fn weights(&self) -> Option<&[f64]> {
        self.weights.as_ref().map(|weights| &*weights.each)
    }

    /// The weights, unless all positive ones are equal.
    pub(super) fn unequal_weights(&self) -> Option<&[f64]> {
        self.weights.as_ref().filter(|weights| !weights.are_equal).map(|weights| &*weights.each)
    }

    /// The runs by weight, unless all positive weights are equal.
    pub(super) fn by_weight(&self) -> Option<&ByWeight> {
        let weights = self.weights.as_ref().filter(|weights| !weights.are_equal)?;
        Some(weights.order.get_or_init(|| ByWeight::of(&weights.each)))
    }

    /// Runs of one replicate.
    pub(super) fn runs_per_replicate(&self) -> Option<usize> {
        self.replicates.map(|replicates| replicates.runs)
    }

    /// The weight of a run: 1, or 0 for runs left out, unless weights differ.
    pub fn weight(&self, run: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights.each[run])
    }

    /// How far replicates say that `Σ w f(x) / Σ w` may be off, `f` being the influence of a run on an estimate:
    /// zero on average. `None` where every run is independent.
    pub(super) fn spread(&self, values: &[f64], influence: impl Fn(f64) -> f64) -> Option<Spread> {
        let replicates = self.replicates?;
        let sums = match self.weights() {
            None => values
                .chunks(replicates.runs)
                .map(|values| add(values.iter().map(|&x| influence(x))))
                .collect(),
            Some(weights) => {
                let each = values.chunks(replicates.runs).zip(weights.chunks(replicates.runs));
                let of = |(values, weights): (&[f64], &[f64])| {
                    add(values.iter().zip(weights).map(|(&x, weight)| weight * influence(x)))
                };
                each.map(of).collect()
            }
        };
        Some(Spread::between(sums, replicates.count, self.total))
    }

    /// `Σ w f` over the runs, `f` being one value per run.
    pub(super) fn weighted_sum(&self, values: impl Iterator<Item = f64>) -> f64 {
        match self.weights() {
            None => sum(values),
            Some(weights) => sum(values.zip(weights).map(|(value, weight)| weight * value)),
        }
    }
}

impl Weights {
    fn new(each: Arc<[f64]>, are_equal: bool) -> Weights {
        Weights { each, are_equal, order: Arc::default() }
    }
}

impl ByWeight {
    fn of(weights: &[f64]) -> ByWeight {
        let mut runs = ascending(weights);
        runs.retain(|&run| weights[run as usize] > 0.0);
        let weights = runs.iter().map(|&run| weights[run as usize]).collect();
        ByWeight { runs, weights }
    }
}

/// 1 for positive weights, 0 for others.
fn as_flags(weights: &[f64]) -> Vec<f64> {
    weights.iter().map(|&weight| f64::from(u8::from(weight > 0.0))).collect()
}

/// A plain sum in the order given; an error needs no more.
fn add(terms: impl Iterator<Item = f64>) -> f64 {
    terms.fold(0.0, |total, term| total + term)
}
