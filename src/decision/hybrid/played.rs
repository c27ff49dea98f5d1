//! Outcomes of a search, of which only what it needs is kept.

use std::sync::atomic::AtomicBool;

use super::{HybridError, SurvivalLimit};
use crate::{
    decision::analyse::has_infinite_variance,
    engine::{self, Annual, Design, Outcomes, Plan, RunOptions},
    model::LossPeriod,
    stats::{Estimate, Sampling},
};

/// Memory for the columns of all alternatives.
const MOST_MIB: u64 = 4_096;
/// Blocks of runs that are held whole at a time.
const BATCH_BLOCKS: u64 = 4;

/// Columns over all runs, one per alternative of the plan.
pub(super) struct Played {
    pub sampling: Sampling,
    /// Total cost in present value, USD.
    pub tco: Vec<Vec<f64>>,
    /// Loss in present value, USD: the mean.
    pub mean_loss: Vec<f64>,
    /// Whether losses pass the survival limit; empty without one.
    pub ruined: Vec<Vec<bool>>,
    /// Whether means and spreads can be trusted.
    is_finite: bool,
}

impl Played {
    pub fn new(
        plan: &Plan,
        progress: &(dyn Fn(u64) + Sync),
        interrupted: &AtomicBool,
    ) -> Result<Played, HybridError> {
        let (count, runs) = (plan.model().alternatives.len(), plan.model().simulation.runs);
        let needed_mib = (count as u64 * runs.saturating_mul(9)) >> 20;
        if needed_mib > MOST_MIB {
            return Err(HybridError::TooLarge {
                alternatives: count,
                runs,
                needed_mib,
                allowed_mib: MOST_MIB,
            });
        }
        let metric = |name: &str| plan.metric(name).unwrap_or(0);
        let (tco_metric, loss_metric) = (metric("tco"), metric("loss"));
        let limit = survival(plan);
        let mut tco = vec![Vec::with_capacity(runs as usize); count];
        let mut ruined = vec![Vec::new(); if limit.is_some() { count } else { 0 }];
        let (mut losses, mut weights, mut design) = (vec![0.0; count], Vec::new(), Design::Independent);
        let options = RunOptions { progress, interrupted };
        let all = 0..engine::blocks(plan);
        let done = engine::run_in_batches(plan, &options, all, BATCH_BLOCKS, |batch| {
            let batch = engine::join(plan, batch);
            design = batch.design();
            let own_weights = batch.first_weights(batch.runs());
            for alternative in 0..count {
                tco[alternative].extend(batch.metric(alternative, tco_metric));
                let loss = batch.metric(alternative, loss_metric);
                let sum = loss.iter().zip(&own_weights).fold(0.0, |sum, (loss, weight)| sum + loss * weight);
                losses[alternative] += sum;
                if let Some(limit) = limit {
                    ruined[alternative].extend(passes(plan, &batch, alternative, limit));
                }
            }
            weights.extend(own_weights);
            Ok::<(), HybridError>(())
        });
        done.ok_or(HybridError::Interrupted)??;
        let total: f64 = weights.iter().sum();
        let runs_per_replicate = match design {
            Design::Independent => None,
            Design::Replicated { runs_per_replicate } => Some(runs_per_replicate),
        };
        let sampling = Sampling::new(weights.len(), Some(weights), runs_per_replicate)?;
        losses.iter_mut().for_each(|loss| *loss /= total);
        let is_finite = !has_infinite_variance(plan);
        Ok(Played { sampling, tco, mean_loss: losses, ruined, is_finite })
    }

    /// An estimate of money; without its error where the variance of an input is infinite.
    pub fn trusted(&self, estimate: Estimate) -> Estimate {
        if self.is_finite { estimate } else { Estimate::of_unknown_error(estimate.value) }
    }
}

/// In which runs the losses of a period exceed the limit.
fn passes(plan: &Plan, batch: &Outcomes, alternative: usize, limit: SurvivalLimit) -> Vec<bool> {
    let years = (0..plan.years()).map(|year| batch.annual(alternative, Annual::Loss, year));
    let mut worst = vec![0.0_f64; batch.runs()];
    for year in years {
        for (worst, loss) in worst.iter_mut().zip(year) {
            *worst = match limit.within {
                LossPeriod::Year => worst.max(loss),
                LossPeriod::Horizon => *worst + loss,
            };
        }
    }
    worst.into_iter().map(|loss| loss > limit.loss_usd).collect()
}

/// The survival limit of the file.
pub(super) fn survival(plan: &Plan) -> Option<SurvivalLimit> {
    let model = plan.model();
    let survival = model.appetite.survival?;
    let loss_usd = model.registry.get(survival.loss_usd).distribution.mean();
    Some(SurvivalLimit { loss_usd, within: survival.within })
}
