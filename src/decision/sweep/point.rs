//! One point of a sweep: the scenario with other numbers, played and compared.

use super::SweepError;
use crate::{
    decision::{analyse::has_infinite_variance, quantity::baseline_of, runs::sampling_of},
    engine::{Plan, RunOptions, run},
    stats::{Estimate, paired_difference},
};

/// What was found at one point.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepPoint {
    /// One result per alternative, in the order of the scenario.
    pub alternatives: Vec<PointResult>,
    /// Position of the cheapest by mean TCO.
    pub cheapest: usize,
    /// Position of the cheapest of the others; `None` with one alternative.
    pub runner_up: Option<usize>,
    /// What the runner-up costs more than the cheapest, paired by run, USD; `None` with one alternative.
    pub margin: Option<Estimate>,
}

/// What one alternative comes to at a point.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PointResult {
    /// Mean TCO in present value, USD.
    pub tco: Estimate,
    /// Mean of the worst hundredth of the runs, TCO in present value, USD.
    pub tvar99: Estimate,
    /// Mean TCO of its baseline less its own, paired by run, USD; `None` for the baseline itself.
    pub saving: Option<Estimate>,
    /// Share of the runs in which it is cheaper than its baseline; `None` for the baseline itself.
    pub prob_cheaper: Option<Estimate>,
}

impl SweepPoint {
    /// Whether this can be a point of a plan: a point that was read from somewhere is used only then.
    pub fn fits(&self, plan: &Plan) -> bool {
        let count = plan.model().alternatives.len();
        self.alternatives.len() == count
            && self.cheapest < count
            && self.runner_up.is_none_or(|other| other < count)
            && self.runner_up.is_some() == self.margin.is_some()
    }

    /// The paired standard error of the difference of two alternatives, where they are the two cheapest.
    pub(in crate::decision) fn margin_error(&self, pair: [usize; 2]) -> Option<f64> {
        let is_in = |position: usize| pair.contains(&position);
        self.margin.filter(|_| is_in(self.cheapest) && self.runner_up.is_some_and(is_in))?.std_error
    }

    /// Whether the cheapest is so by more than two paired standard errors.
    pub fn is_settled(&self) -> bool {
        let clear = |margin: &Estimate| margin.std_error.is_some_and(|error| margin.value > 2.0 * error);
        self.margin.as_ref().is_none_or(clear)
    }
}

/// Plays a plan and keeps what a point needs.
pub(super) fn play(plan: &Plan, options: &RunOptions) -> Result<SweepPoint, SweepError> {
    let outcomes = run(plan, options).ok_or(SweepError::Interrupted)?;
    let sampling = sampling_of(&outcomes)?;
    let tco = plan.metric("tco").unwrap_or(0);
    let count = plan.model().alternatives.len();
    let columns: Vec<Vec<f64>> = (0..count).map(|position| outcomes.metric(position, tco)).collect();
    let is_trusted = !has_infinite_variance(plan);
    // The error of a mean of infinite variance would promise too much.
    let trusted = |mean: Estimate| if is_trusted { mean } else { Estimate::of_unknown_error(mean.value) };
    let more = |one: usize, other: usize| sampling.sample(paired_difference(&columns[one], &columns[other]));
    let mut alternatives = Vec::with_capacity(count);
    for (position, column) in columns.iter().enumerate() {
        let sample = sampling.sample(column.clone())?;
        let baseline = Some(baseline_of(plan, position)).filter(|baseline| *baseline != position);
        let saving = baseline.map(|baseline| more(baseline, position)).transpose()?;
        alternatives.push(PointResult {
            tco: trusted(sample.mean()),
            tvar99: trusted(sample.tail_value_at_risk(0.99)),
            saving: saving.as_ref().map(|saving| trusted(saving.mean())),
            prob_cheaper: saving.as_ref().map(|saving| saving.probability_above(0.0)),
        });
    }
    let best_but = |except: Option<usize>| {
        let others = (0..count).filter(|position| Some(*position) != except);
        let mean = |position: usize| alternatives[position].tco.value;
        others.min_by(|&a, &b| mean(a).total_cmp(&mean(b)))
    };
    let cheapest = best_but(None).unwrap_or(0);
    let runner_up = best_but(Some(cheapest));
    let margin = runner_up.map(|other| more(other, cheapest)).transpose()?;
    let margin = margin.map(|margin| trusted(margin.mean()));
    Ok(SweepPoint { alternatives, cheapest, runner_up, margin })
}
