//! Sensitivity: how much each input matters to the saving of an alternative, from the runs there are.

use rayon::prelude::*;

use super::{
    AnalysisError, SensitivityFact, SwingEnd,
    knowledge::{Fits, Knowledge},
    quantity::baseline_of,
};
use crate::stats::Fit;

/// The ends of an input's range: what is drawn lies below them with these probabilities.
pub(super) const ENDS: [(&str, f64); 2] = [("p10", 0.1), ("p90", 0.9)];

/// How much every input matters to every comparison, the first-order index deciding the order. `fits` are those to each
/// input.
pub(super) fn sensitivity(
    knowledge: &Knowledge,
    fits: &[Fits],
) -> Result<Vec<SensitivityFact>, AnalysisError> {
    let comparisons = knowledge.against_baseline.par_iter().enumerate();
    let of_comparison = comparisons.map(|(comparison, (alternative, saving))| {
        let facts = (0..knowledge.inputs.len()).filter_map(|input| {
            let fit = &fits[input].against_baseline[comparison];
            Some(SensitivityFact {
                alternative: knowledge.name(*alternative),
                baseline: knowledge.name(baseline_of(knowledge.plan, *alternative)),
                input: knowledge.inputs[input].name.clone(),
                paths: knowledge.paths(input),
                rank_correlation: match knowledge.inputs[input].models {
                    None => knowledge.sampling.rank_correlation(&knowledge.values[input], saving),
                    Some(_) => None,
                },
                first_order: fit.explained(),
                total: None,
                swing: swing(knowledge, input, fit)?,
            })
        });
        let mut facts: Vec<SensitivityFact> = facts.collect();
        let share = |fact: &SensitivityFact| fact.first_order.map_or(0.0, |share| share.value);
        facts.sort_by(|a, b| share(b).total_cmp(&share(a)));
        facts
    });
    Ok(of_comparison.collect::<Vec<_>>().into_iter().flatten().collect())
}

/// One end of the range of an input.
pub(super) struct End {
    /// As [`SwingEnd::at`].
    at: String,
    /// As [`SwingEnd::value`].
    value: Option<f64>,
    /// The value of the input's regressor there.
    position: f64,
    /// The level at which it is drawn.
    pub level: f64,
}

impl End {
    /// The end with the mean saving there.
    pub fn with(&self, saving_usd: f64) -> SwingEnd {
        SwingEnd { at: self.at.clone(), value: self.value, saving_usd }
    }
}

impl Knowledge<'_> {
    /// The ends of an input's range; for the severity model every model that has a weight.
    pub fn ends(&self, input: usize) -> Vec<End> {
        let model = self.plan.model();
        let Some(&parameter) = self.inputs[input].parameters.first() else {
            let weight = |id| model.registry.get(id).distribution.mean();
            let models = &model.severity.models;
            let total: f64 = models.iter().map(|model| weight(model.weight)).sum();
            let mut before = 0.0;
            let each = models.iter().enumerate().filter_map(|(position, model)| {
                let share = weight(model.weight) / total;
                before += share;
                (share > 0.0).then(|| End {
                    at: model.id.clone(),
                    value: None,
                    position: position as f64,
                    level: before - 0.5 * share,
                })
            });
            return each.collect();
        };
        let distribution = &model.registry.get(parameter).distribution;
        let end = |(word, level): (&str, f64)| {
            let value = distribution.quantile(level);
            End { at: word.to_owned(), value: Some(value), position: value, level }
        };
        ENDS.into_iter().map(end).collect()
    }
}

/// Mean saving at the ends of an input by a fit to it, the lower first.
fn swing(knowledge: &Knowledge, input: usize, fit: &Fit) -> Option<[SwingEnd; 2]> {
    sort_ends(knowledge.ends(input).iter().map(|end| end.with(fit.at(end.position))).collect())
}

/// The ends with the lowest and the highest mean saving; `None` of nothing.
pub(super) fn sort_ends(mut ends: Vec<SwingEnd>) -> Option<[SwingEnd; 2]> {
    ends.sort_by(|a, b| a.saving_usd.total_cmp(&b.saving_usd));
    Some([ends.first()?.clone(), ends.last()?.clone()])
}
