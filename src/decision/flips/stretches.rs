//! Where in its range an uncertain input makes another alternative the cheapest.

use rayon::prelude::*;

use super::super::{
    InformationFact, InputFlip,
    information_words::is_worth_something,
    knowledge::{Fits, Knowledge},
};
use crate::dist::Distribution;

/// Levels at which the range is looked at: 0.5 % to 99.5 %.
const LOOKS: usize = 199;
/// Halvings towards an end of a stretch.
const HALVINGS: usize = 40;

/// Every stretch of every input, the most probable first. `fits` are those to each input, `worth` what knowing them is worth.
pub(in crate::decision) fn input_flips(
    knowledge: &Knowledge,
    fits: &[Fits],
    worth: &[InformationFact],
) -> Vec<InputFlip> {
    let is_told = |input: &usize| {
        let fact = worth.iter().find(|fact| fact.name == knowledge.inputs[*input].name);
        fact.is_some_and(is_worth_something)
    };
    let inputs: Vec<usize> = (0..knowledge.inputs.len()).filter(is_told).collect();
    let mut flips: Vec<InputFlip> =
        inputs.into_par_iter().flat_map_iter(|input| of_input(knowledge, &fits[input], input)).collect();
    flips.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    flips
}

fn of_input(knowledge: &Knowledge, fits: &Fits, input: usize) -> Vec<InputFlip> {
    // The alternative with the lowest mean where the input has a value; none where that is the choice.
    let cheapest = |value: f64| {
        let each = fits.against_best.iter().zip(&knowledge.against_best);
        let savings = each.map(|(fit, (alternative, _))| (*alternative, fit.at(value)));
        let most = savings.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (most.1 > 0.0).then_some(most.0)
    };
    let flip = |model, [above, below]: [Option<f64>; 2], probability, other| InputFlip {
        input: knowledge.inputs[input].name.clone(),
        paths: knowledge.paths(input),
        model,
        above,
        below,
        probability,
        cheapest: knowledge.name(other),
    };
    let model = knowledge.plan.model();
    if let Some(&parameter) = knowledge.inputs[input].parameters.first() {
        let distribution = &model.registry.get(parameter).distribution;
        let stretches = stretches(distribution, &cheapest);
        return stretches
            .into_iter()
            .map(|one| flip(None, one.ends, one.probability, one.cheapest))
            .collect();
    }
    let weight = |id| model.registry.get(id).distribution.mean();
    let models = &model.severity.models;
    let total: f64 = models.iter().map(|model| weight(model.weight)).sum();
    let each = models.iter().enumerate().filter_map(|(position, model)| {
        let share = weight(model.weight) / total;
        let other = cheapest(position as f64).filter(|_| share > 0.0)?;
        Some(flip(Some(model.id.clone()), [None, None], share, other))
    });
    each.collect()
}

/// A stretch of values.
struct Stretch {
    /// Where it begins and ends, `None` at the ends of the range.
    ends: [Option<f64>; 2],
    probability: f64,
    /// The alternative that is cheapest at most of the levels looked at.
    cheapest: usize,
}

/// The stretches of a distribution in which there is a cheaper alternative.
fn stretches(distribution: &Distribution, cheapest: &impl Fn(f64) -> Option<usize>) -> Vec<Stretch> {
    let levels: Vec<f64> = (0..LOOKS).map(|look| (look as f64 + 1.0) / (LOOKS as f64 + 1.0)).collect();
    let values: Vec<f64> = levels.iter().map(|&level| distribution.quantile(level)).collect();
    let found: Vec<Option<usize>> = values.iter().map(|&value| cheapest(value)).collect();
    let border = |from: usize, to: usize| {
        let (mut low, mut high) = (values[from], values[to]);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            let is_lower = cheapest(middle).is_some() == found[from].is_some();
            (low, high) = if is_lower { (middle, high) } else { (low, middle) };
        }
        0.5 * (low + high)
    };
    let (mut all, mut start) = (Vec::new(), 0);
    for end in 1..=LOOKS {
        if end < LOOKS && found[end].is_some() == found[start].is_some() {
            continue;
        }
        if found[start].is_some() {
            let above = (start > 0).then(|| border(start - 1, start));
            let below = (end < LOOKS).then(|| border(end - 1, end));
            let level =
                |value: Option<f64>, outside: f64| value.map_or(outside, |value| distribution.cdf(value));
            let count =
                |other: usize| found[start..end].iter().filter(|found| **found == Some(other)).count();
            let winners = found[start..end].iter().flatten().copied();
            if let Some(cheapest) = winners.max_by_key(|&other| (count(other), std::cmp::Reverse(other))) {
                let probability = level(below, 1.0) - level(above, 0.0);
                all.push(Stretch { ends: [above, below], probability, cheapest });
            }
        }
        start = end;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::{Family, Limits};

    /// Alternative 1 is cheaper above 0.7 of a uniform number, alternative 2 below 0.2.
    #[test]
    fn stretches_end_where_savings_change_their_sign() {
        let uniform = Distribution::new(Family::Uniform { min: 0.0, max: 1.0 }, Limits::default()).unwrap();
        let cheapest = |value: f64| match value {
            _ if value > 0.7 => Some(1),
            _ if value < 0.2 => Some(2),
            _ => None,
        };
        let found = stretches(&uniform, &cheapest);
        assert_eq!(found.len(), 2);
        assert!(found[0].ends[0].is_none() && (found[0].ends[1].unwrap() - 0.2).abs() < 1e-9);
        assert!((found[0].probability - 0.2).abs() < 1e-9 && found[0].cheapest == 2);
        assert!(found[1].ends[1].is_none() && (found[1].ends[0].unwrap() - 0.7).abs() < 1e-9);
        assert!((found[1].probability - 0.3).abs() < 1e-9 && found[1].cheapest == 1);
    }
}
