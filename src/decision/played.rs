//! Sensitivity by playing again: what the runs alone cannot tell.

use super::{
    AnalysisError, SensitivityFact,
    knowledge::{Fits, Knowledge},
    quantity::baseline_of,
    runs::sampling_of,
    sensitivity::{ENDS, sensitivity, sort_ends},
};
use crate::{
    engine::{Outcomes, Plan, Substitution},
    stats::{paired_difference, total_index},
};

/// How often the runs of a plan are played: once as they are, and for every input once with a second draw and once for
/// each end of its range.
pub fn plays(plan: &Plan) -> u64 {
    let ends = |models: Option<usize>| models.map_or(ENDS.len(), |count| count) as u64;
    1 + plan.inputs().iter().map(|input| 1 + ends(input.models)).sum::<u64>()
}

/// How much every input matters to every comparison. `play` plays all runs of the plan with one input replaced; `None` from
/// it ends everything with `None`. The plan must draw its runs plainly: pairs of runs that differ in one input have no
/// weight of their own. Empty where nothing is uncertain.
///
/// What chance brings to a run (events, durations, severities) is the same whatever is replaced, like one more input, so
/// that an input which does nothing has an index of exactly 0.
///
/// # Errors
/// [`AnalysisError`] as the analysis of a run.
pub fn played_sensitivity(
    plan: &Plan,
    mut play: impl FnMut(Option<Substitution>) -> Option<Outcomes>,
) -> Result<Option<Vec<SensitivityFact>>, AnalysisError> {
    let Some(outcomes) = play(None) else { return Ok(None) };
    let sampling = sampling_of(&outcomes)?;
    let Some(knowledge) = Knowledge::new(plan, &outcomes, &sampling) else { return Ok(Some(Vec::new())) };
    drop(outcomes);
    let fits: Vec<Fits> =
        (0..knowledge.inputs.len()).map(|input| knowledge.given(input)).collect::<Result<_, _>>()?;
    let mut facts = sensitivity(&knowledge, &fits)?;
    let metric = plan.metric("tco").unwrap_or(0);
    let saving = |outcomes: &Outcomes, alternative: usize| {
        let tco = |of: usize| outcomes.metric(of, metric);
        paired_difference(&tco(baseline_of(plan, alternative)), &tco(alternative))
    };
    for (position, input) in knowledge.inputs.iter().enumerate() {
        let Some(again) = play(Some(input.again())) else { return Ok(None) };
        let mut ends = Vec::new();
        for end in knowledge.ends(position) {
            let Some(outcomes) = play(Some(input.at(end.level))) else { return Ok(None) };
            let means = knowledge
                .against_baseline
                .iter()
                .map(|(alternative, _)| sampling.mean(&saving(&outcomes, *alternative)));
            ends.push((end, means.collect::<Vec<f64>>()));
        }
        for (comparison, (alternative, drawn)) in knowledge.against_baseline.iter().enumerate() {
            let name = knowledge.name(*alternative);
            let fact = facts.iter_mut().find(|fact| fact.alternative == name && fact.input == input.name);
            let Some(fact) = fact else { continue };
            fact.total = total_index(&sampling, drawn, &saving(&again, *alternative))?;
            let played = ends.iter().map(|(end, means)| end.with(means[comparison]));
            if let Some(swing) = sort_ends(played.collect()) {
                fact.swing = swing;
            }
        }
    }
    Ok(Some(facts))
}
