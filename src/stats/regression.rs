//! The mean of outcomes given inputs, by regression over the runs: no nested loop.
//!
//! Each input enters as a natural cubic spline of its value, or as one step per class. How many knots, and for several
//! inputs whether products of pairs are needed, is decided for every outcome by cross-validation over folds of
//! consecutive replicates; among the candidates is a constant, so that an input which predicts nothing changes nothing.
//! Strong, Oakley and Brennan, "Estimating multiparameter partial expected value of perfect information from a
//! probabilistic sensitivity analysis sample", Medical Decision Making 34 (2014), use regression in this way.

mod basis;
mod moments;
#[cfg(test)]
pub(super) mod tests;

use rayon::prelude::*;

use super::{Estimate, SampleError, Sampling};
use basis::Basis;
use moments::{Moments, Normal};

/// Parts of the runs that are left out in turn to see how well a fit predicts.
const FOLDS: usize = 10;
/// Knots of the splines that are tried for a single input.
const KNOTS: [usize; 4] = [2, 4, 7, 16];
/// Knots of each input of several.
const KNOTS_OF_SEVERAL: usize = 5;
/// Inputs of which products of pairs are tried.
const MOST_PAIRED: usize = 8;
/// Runs whose rows are made at a time.
const CHUNK: usize = 1_024;

/// What is known of every run and may explain an outcome.
#[derive(Debug, Clone)]
pub enum Regressor<'a> {
    /// A number.
    Number(&'a [f64]),
    /// One of so many classes, by position.
    Class(&'a [f64], usize),
}

/// The mean of one outcome given the inputs.
#[derive(Debug, Clone)]
pub struct Fit<'a> {
    sampling: &'a Sampling,
    regressors: Vec<Regressor<'a>>,
    outcome: &'a [f64],
    /// Weighted mean of the outcome.
    mean: f64,
    basis: Basis,
    /// The inverse of `Σ w z z'`, in factors.
    normal: Normal,
    coefficients: Vec<f64>,
    /// Fitted mean of every run.
    fitted: Vec<f64>,
}

/// The mean of each outcome, one value per run, given the inputs. The outcomes are fitted apart, on the same runs.
///
/// # Errors
/// [`SampleError`] where a column has another length than there are runs, or holds what is not a finite number.
pub fn regress<'a>(
    sampling: &'a Sampling,
    regressors: &[Regressor<'a>],
    outcomes: &[&'a [f64]],
) -> Result<Vec<Fit<'a>>, SampleError> {
    let runs = sampling.runs();
    let columns = regressors.iter().map(Regressor::values).chain(outcomes.iter().copied());
    for column in columns {
        super::error::check_values(column)?;
        if column.len() != runs {
            return Err(SampleError::LengthMismatch { expected: runs, found: column.len() });
        }
    }
    let means: Vec<f64> = outcomes.iter().map(|outcome| sampling.mean(outcome)).collect();
    // A run of weight zero takes no part in anything.
    let part: Vec<usize> = (0..runs).filter(|&run| sampling.takes_part(run)).collect();
    let folds = folds(sampling, &part);
    let candidates: Vec<(Basis, Moments)> = candidates(regressors, &part)
        .into_iter()
        .map(|basis| {
            let moments = Moments::new(sampling, &folds, &basis, regressors, outcomes, &means);
            (basis, moments)
        })
        .collect();
    let fits = outcomes.iter().zip(&means).enumerate().map(|(index, (outcome, &mean))| {
        let error = |(_, moments): &(Basis, Moments)| moments.error(index);
        let mut best: Option<(f64, &(Basis, Moments))> = None;
        for candidate in &candidates {
            let error = error(candidate);
            if best.is_none_or(|(least, _)| error < least) {
                best = Some((error, candidate));
            }
        }
        let (basis, normal, coefficients) = match best {
            Some((_, (basis, moments))) => {
                let (normal, coefficients) = moments.solve(index);
                (basis.clone(), normal, coefficients)
            }
            // Not reached: a constant is always among the candidates.
            None => (Basis::default(), Normal::default(), vec![0.0]),
        };
        let mut fit = Fit {
            sampling,
            regressors: regressors.to_vec(),
            outcome,
            mean,
            basis,
            normal,
            coefficients,
            fitted: Vec::new(),
        };
        fit.fitted = fit.of_rows(&fit.coefficients);
        fit.fitted.iter_mut().for_each(|fitted| *fitted += mean);
        fit
    });
    Ok(fits.collect())
}

/// The runs that take part in about [`FOLDS`] parts of consecutive ones; a replicate stays whole.
fn folds<'a>(sampling: &Sampling, part: &'a [usize]) -> Vec<&'a [usize]> {
    let per_fold = part.len().div_ceil(FOLDS).max(1);
    let replicate = |run: usize| sampling.runs_per_replicate().map_or(run, |size| run / size);
    let (mut folds, mut start) = (Vec::new(), 0);
    for end in 1..=part.len() {
        let is_whole = end == part.len() || replicate(part[end - 1]) != replicate(part[end]);
        if is_whole && (end - start >= per_fold || end == part.len()) {
            folds.push(&part[start..end]);
            start = end;
        }
    }
    folds
}

/// The bases to choose from: a constant first. Knots lie where the runs of `part` are.
fn candidates(regressors: &[Regressor], part: &[usize]) -> Vec<Basis> {
    let mut candidates = vec![Basis::default()];
    match regressors {
        [] => {}
        [Regressor::Class(..)] => candidates.push(Basis::additive(regressors, 2, part)),
        [_] => candidates.extend(KNOTS.map(|knots| Basis::additive(regressors, knots, part))),
        _ => {
            let additive = Basis::additive(regressors, KNOTS_OF_SEVERAL, part);
            candidates.push(additive.clone());
            if regressors.len() <= MOST_PAIRED {
                candidates.push(additive.with_products());
            }
        }
    }
    candidates.dedup();
    candidates
}

impl<'a> Regressor<'a> {
    fn values(&self) -> &'a [f64] {
        match self {
            Regressor::Number(values) | Regressor::Class(values, _) => values,
        }
    }
}

impl Fit<'_> {
    /// The fitted mean of every run.
    pub fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    /// Number of coefficients besides the constant.
    pub fn degrees(&self) -> usize {
        self.basis.terms() - 1
    }

    /// The fitted mean where the first and only input has a value.
    pub fn at(&self, value: f64) -> f64 {
        let column = [value];
        let regressors: Vec<Regressor> = self
            .regressors
            .iter()
            .map(|regressor| match regressor {
                Regressor::Number(_) => Regressor::Number(&column),
                Regressor::Class(_, classes) => Regressor::Class(&column, *classes),
            })
            .collect();
        let mut row = vec![0.0; self.basis.terms()];
        self.basis.fill(&regressors, 0, &mut row);
        self.mean + dot(&row, &self.coefficients)
    }

    /// The influence of each run, through the coefficients, on the weighted mean over runs of `share` times the fitted
    /// mean: on average zero.
    pub(super) fn influence(&self, share: impl Fn(usize) -> f64) -> Vec<f64> {
        let terms = self.basis.terms();
        let mut direction = vec![0.0; terms];
        let mut row = vec![0.0; terms];
        for run in 0..self.fitted.len() {
            let weight = self.sampling.weight(run) * share(run);
            if weight > 0.0 {
                self.basis.fill(&self.regressors, run, &mut row);
                direction.iter_mut().zip(&row).for_each(|(sum, value)| *sum += weight * value);
            }
        }
        let pull = self.of_rows(&self.normal.solve(&direction));
        let residuals = self.outcome.iter().zip(&self.fitted).map(|(outcome, fitted)| outcome - fitted);
        pull.iter().zip(residuals).map(|(pull, residual)| pull * residual).collect()
    }

    /// The share of the outcome's variance that the inputs explain: the first-order index of a single input, the closed
    /// index of several, from given data. Chance explains some of it too: what coefficients alone would is taken off.
    /// `None` where the outcome does not vary.
    pub fn explained(&self) -> Option<Estimate> {
        let centred = |run: usize| (self.outcome[run] - self.mean, self.fitted[run] - self.mean);
        let mean = |of: &dyn Fn(f64, f64) -> f64| {
            let values = (0..self.fitted.len()).map(|run| {
                let (outcome, fitted) = centred(run);
                of(outcome, fitted)
            });
            self.sampling.weighted_sum(values) / self.sampling.total_weight()
        };
        let variance = mean(&|outcome, _| outcome * outcome);
        if variance <= 0.0 {
            return None;
        }
        let explained = mean(&|_, fitted| fitted * fitted);
        let chance = (variance - explained).max(0.0) * self.degrees() as f64 / self.sampling.effective_size();
        let share = (explained - chance).max(0.0) / variance;
        let influence = (0..self.fitted.len()).map(|run| {
            let (outcome, fitted) = centred(run);
            share + (2.0 * fitted * outcome - fitted * fitted - share * outcome * outcome) / variance
        });
        let sample = self.sampling.sample(influence.collect()).ok()?;
        Some(Estimate { value: share, ..around(share, sample.mean()) })
    }

    /// `row · coefficients` of every run.
    fn of_rows(&self, coefficients: &[f64]) -> Vec<f64> {
        let runs = self.sampling.runs();
        let mut values = vec![0.0; runs];
        values.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, values)| {
            let mut row = vec![0.0; self.basis.terms()];
            for (offset, value) in values.iter_mut().enumerate() {
                self.basis.fill(&self.regressors, chunk * CHUNK + offset, &mut row);
                *value = dot(&row, coefficients);
            }
        });
        values
    }
}

/// An estimate moved to a value, its error and the width of its interval as they are.
pub(super) fn around(value: f64, estimate: Estimate) -> Estimate {
    let moved = |end: Option<f64>| end.map(|end| end - estimate.value + value);
    let interval = estimate
        .interval
        .map(|interval| super::Interval { low: moved(interval.low), high: moved(interval.high) });
    Estimate { value, std_error: estimate.std_error, interval }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}
