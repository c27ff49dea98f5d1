//! The decision under each severity model alone.

use super::{
    CaseError,
    choice::{is_above_zero, is_below_zero},
    context::Context,
};
use crate::{
    decision::analyse::{cheapest, trusted},
    stats::{Estimate, paired_difference},
};

/// What the choice is worth in the runs in which one severity model holds.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ModelDecision {
    /// The severity model.
    pub model: String,
    /// Share of the runs in which it holds.
    pub share: f64,
    /// The alternative that is cheapest in these runs.
    pub cheapest: String,
    /// What the choice saves against the reference in these runs, present value, USD.
    pub saving: Estimate,
    /// What the choice saves against the cheapest of the others in these runs, present value, USD.
    pub margin: Estimate,
    /// Whether the choice stands.
    pub standing: Standing,
}

/// Whether a decision holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The 95 % interval of the margin lies above zero.
    Stands,
    /// It lies below zero.
    Reverses,
    /// It holds zero.
    Open,
}

/// The decision under every severity model with runs of its own; empty with one model or one alternative.
pub(super) fn decisions(context: &Context) -> Result<Vec<ModelDecision>, CaseError> {
    let models = &context.plan.model().severity.models;
    let Some(reference) = context.choice.reference.filter(|_| models.len() > 1) else {
        return Ok(Vec::new());
    };
    let best = context.choice.best;
    let holds = context.outcomes.severity_models();
    let count = context.findings.alternatives.len();
    let tco: Vec<Vec<f64>> = (0..count).map(|position| context.column(position, "tco")).collect();
    let mut decisions = Vec::new();
    for (index, model) in models.iter().enumerate() {
        let Some(only) = context.sampling.only(|run| holds[run] == index) else { continue };
        let means: Vec<f64> = tco.iter().map(|column| only.mean(column)).collect();
        let against = |other: usize| -> Result<Estimate, CaseError> {
            let saved = paired_difference(&tco[other], &tco[best]);
            Ok(trusted(context.plan, only.sample(saved)?.mean()))
        };
        let margin = against(cheapest(&means, Some(best)).unwrap_or(reference))?;
        decisions.push(ModelDecision {
            model: model.id.clone(),
            share: context.sampling.share(|run| holds[run] == index),
            cheapest: context.name(cheapest(&means, None).unwrap_or(best)).to_owned(),
            saving: against(reference)?,
            margin,
            standing: if is_above_zero(&margin) {
                Standing::Stands
            } else if is_below_zero(&margin) {
                Standing::Reverses
            } else {
                Standing::Open
            },
        });
    }
    Ok(decisions)
}
