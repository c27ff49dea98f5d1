//! One alternative in several versions, played on the same runs.
//!
//! Every version is an alternative of one model, so that all see the same events: a version moves no stream, and what
//! two versions differ by is exact in every run. Only the columns asked for are kept.

use std::sync::atomic::AtomicBool;

use rayon::current_num_threads;

use super::analyse::has_infinite_variance;
use crate::{
    engine::{self, Design, Plan, PlanError, RunOptions},
    model::{Alternative, Model},
    stats::{Estimate, Sample, SampleError, Sampling, paired_difference},
};

/// Versions that are played at once; the one that the others are compared with comes on top.
pub(super) const AT_ONCE: usize = 31;

/// Why versions are not played.
#[derive(Debug, thiserror::Error)]
pub enum VersionsError {
    /// A version is valid, but a run would not end.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A column of outcomes cannot be summed up.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// It was stopped.
    #[error("interrupted")]
    Interrupted,
}

/// Tells of progress and of being stopped.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Called with the number of runs just made, each counted once for every version, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Set it from elsewhere to stop.
    pub interrupted: &'a AtomicBool,
}

/// Versions of an alternative that were played.
pub(super) struct Played {
    /// How the runs were drawn.
    pub sampling: Sampling,
    /// Whether means have an error that can be trusted.
    is_trusted: bool,
    /// `[version][metric asked for][run]`.
    columns: Vec<Vec<Vec<f64>>>,
}

/// Plays these versions of an alternative and keeps these metrics of each; one that the model does not have is 0.
pub(super) fn play(
    model: &Model,
    versions: Vec<Alternative>,
    metrics: &[&str],
    watch: Watch,
) -> Result<Played, VersionsError> {
    let count = versions.len();
    let plan = Plan::new(Model { alternatives: versions, baseline: 0, ..model.clone() })?;
    let positions: Vec<Option<usize>> = metrics.iter().map(|name| plan.metric(name)).collect();
    let mut columns = vec![vec![Vec::new(); metrics.len()]; count];
    let mut weights: Vec<f64> = Vec::new();
    let mut design = Design::Independent;
    let progress = |runs: u64| (watch.progress)(runs * count as u64);
    let options = RunOptions { progress: &progress, interrupted: watch.interrupted };
    let blocks = 0..engine::blocks(&plan);
    let at_once = 2 * current_num_threads() as u64;
    let done = engine::run_in_batches(&plan, &options, blocks, at_once, |batch| {
        let outcomes = engine::join(&plan, batch);
        design = outcomes.design();
        weights.extend(outcomes.first_weights(outcomes.runs()));
        for (version, columns) in columns.iter_mut().enumerate() {
            for (column, position) in columns.iter_mut().zip(&positions) {
                match position {
                    Some(position) => column.extend(outcomes.metric(version, *position)),
                    None => column.resize(column.len() + outcomes.runs(), 0.0),
                }
            }
        }
        Ok::<(), SampleError>(())
    });
    done.ok_or(VersionsError::Interrupted)??;
    let runs_per_replicate = match design {
        Design::Independent => None,
        Design::Replicated { runs_per_replicate } => Some(runs_per_replicate),
    };
    let differ = weights.iter().any(|weight| *weight != weights[0]);
    let sampling = Sampling::new(weights.len(), differ.then_some(weights), runs_per_replicate)?;
    Ok(Played { sampling, is_trusted: !has_infinite_variance(&plan), columns })
}

impl Played {
    /// A metric of a version, by its place among those asked for.
    pub fn column(&self, version: usize, metric: usize) -> &[f64] {
        &self.columns[version][metric]
    }

    /// One value per run as a sample.
    pub fn sample(&self, values: Vec<f64>) -> Result<Sample, SampleError> {
        self.sampling.sample(values)
    }

    /// The mean of one value per run.
    pub fn mean(&self, values: Vec<f64>) -> Result<Estimate, SampleError> {
        Ok(self.trusted(self.sampling.sample(values)?.mean()))
    }

    /// The mean of a difference, paired by run.
    pub fn difference(&self, left: &[f64], right: &[f64]) -> Result<Estimate, SampleError> {
        self.mean(paired_difference(left, right))
    }

    /// An estimate without its error where the variance of an input is infinite.
    pub fn trusted(&self, estimate: Estimate) -> Estimate {
        if self.is_trusted { estimate } else { Estimate::of_unknown_error(estimate.value) }
    }
}

/// Position of the alternative that costs least by mean TCO, its means in the order of the model, and the runs.
pub(super) fn cheapest(model: &Model, watch: Watch) -> Result<(usize, Vec<f64>), VersionsError> {
    let versions = model.alternatives.clone();
    let count = versions.len();
    let played = play(model, versions, &["tco"], watch)?;
    let means: Vec<f64> = (0..count).map(|version| played.sampling.mean(played.column(version, 0))).collect();
    let best = super::analyse::cheapest(&means, None).unwrap_or(0);
    Ok((best, means))
}
