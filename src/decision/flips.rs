//! Which numbers would flip the decision.
//!
//! A cost or loss multiplied by a factor moves every mean cost in a straight line, so the factor at which two alternatives cost
//! the same follows from the means. An uncertain input has no such line: there the regression of savings on it says where
//! another alternative is the cheapest.

mod amounts;
mod stretches;

use super::{
    AlternativeFindings, AnalysisError, Flips, InputFlip, analyse::cheapest, figures::find, runs::Runs,
};

pub(super) use stretches::input_flips;

const INSURED: &str = "a policy pays part of them, which is not in proportion";

/// What would flip the decision; `None` with fewer than two alternatives.
pub(super) fn flips(
    runs: &Runs,
    alternatives: &[AlternativeFindings],
    inputs: Vec<InputFlip>,
) -> Result<Option<Flips>, AnalysisError> {
    let tco: Vec<f64> = alternatives
        .iter()
        .filter_map(|one| find(&one.figures, "tco", "mean").map(|mean| mean.value))
        .collect();
    let Some(best) = cheapest(&tco, None).filter(|_| tco.len() > 1 && tco.len() == alternatives.len()) else {
        return Ok(None);
    };
    let insured = runs.plan.model().is_insured();
    Ok(Some(Flips {
        alternative: alternatives[best].name.clone(),
        amounts: amounts::amount_flips(runs, alternatives, &tco, best)?,
        no_losses_because: insured.then(|| INSURED.to_owned()),
        inputs,
    }))
}
