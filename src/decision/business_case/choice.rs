//! Which alternative to choose, and what it is weighed against.

use super::CaseError;
use crate::{
    decision::analyse::{cheapest, trusted},
    engine::{Outcomes, Plan},
    stats::{Estimate, Sampling, paired_difference},
};

/// The choice among the alternatives, as positions in the model.
#[derive(Debug)]
pub(super) struct Choice {
    /// The cheapest by mean TCO in present value.
    pub best: usize,
    /// The cheapest of the others.
    pub runner_up: Option<usize>,
    /// What the choice is weighed against.
    pub reference: Option<usize>,
    /// What the choice costs less than the runner-up, paired by run.
    pub margin: Option<Estimate>,
    /// Whether that is more than chance can explain; true with one alternative.
    pub settled: bool,
}

/// Chooses.
pub(super) fn choose(plan: &Plan, outcomes: &Outcomes, sampling: &Sampling) -> Result<Choice, CaseError> {
    let model = plan.model();
    let tco = plan.metric("tco").unwrap_or(0);
    let columns: Vec<Vec<f64>> =
        (0..model.alternatives.len()).map(|position| outcomes.metric(position, tco)).collect();
    let means: Vec<f64> = columns.iter().map(|column| sampling.mean(column)).collect();
    let best = cheapest(&means, None).ok_or(CaseError::NoAlternative)?;
    let runner_up = cheapest(&means, Some(best));
    let margin = match runner_up {
        Some(other) => {
            let margin = sampling.sample(paired_difference(&columns[other], &columns[best]))?;
            Some(trusted(plan, margin.mean()))
        }
        None => None,
    };
    let baseline = model.alternatives[best].baseline.unwrap_or(model.baseline);
    Ok(Choice {
        best,
        runner_up,
        reference: if baseline == best { runner_up } else { Some(baseline) },
        settled: margin.as_ref().is_none_or(is_above_zero),
        margin,
    })
}

/// Whether the whole 95 % interval lies above zero.
pub(super) fn is_above_zero(estimate: &Estimate) -> bool {
    estimate.interval.and_then(|interval| interval.low).is_some_and(|low| low > 0.0)
}

/// Whether the whole 95 % interval lies below zero.
pub(super) fn is_below_zero(estimate: &Estimate) -> bool {
    estimate.interval.and_then(|interval| interval.high).is_some_and(|high| high < 0.0)
}
