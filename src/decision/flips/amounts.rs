//! The factor on a cost or a loss at which another alternative is as cheap.

use super::super::{
    AlternativeFindings, AmountFlip, AnalysisError,
    analyse::trusted,
    figures::find,
    runs::{Held, Runs},
};
use crate::{
    engine::CostComponent,
    stats::{Estimate, SampleError, Sampling},
};

/// A change beyond this factor, or below one over it, says nothing.
const FARTHEST: f64 = 1000.0;
/// Flips that are kept for each alternative.
const MOST: usize = 6;

/// A flip before its error is known.
#[derive(Debug, PartialEq)]
struct Found {
    /// Position among the amounts.
    amount: usize,
    /// The only alternative of which it is multiplied.
    of: Option<usize>,
    factor: f64,
    /// The alternative that is as cheap there.
    other: usize,
}

/// The amounts that make another alternative as cheap as the best when they are multiplied by a factor.
pub(super) fn amount_flips(
    runs: &Runs,
    alternatives: &[AlternativeFindings],
    tco: &[f64],
    best: usize,
) -> Result<Vec<AmountFlip>, AnalysisError> {
    let amounts = amounts(runs);
    let means: Vec<Vec<f64>> = amounts
        .iter()
        .map(|(metric, _)| {
            let mean = |one: &AlternativeFindings| find(&one.figures, metric, "mean").map(|mean| mean.value);
            alternatives.iter().map(|one| mean(one).unwrap_or(0.0)).collect()
        })
        .collect();
    let is_part: Vec<bool> = amounts.iter().map(|(metric, _)| metric.starts_with("loss.")).collect();
    let found = found(tco, &means, &is_part, best);
    let flip = |found: &Found| {
        let (metric, label) = &amounts[found.amount];
        let estimate = match &runs.held {
            Held::Exactly(sampling) => estimate(runs, sampling, metric, found, best)?,
            Held::Binned(_) => None,
        };
        Ok(AmountFlip {
            metric: metric.clone(),
            label: label.clone(),
            of: found.of.map(|of| alternatives[of].name.clone()),
            factor: estimate.unwrap_or(Estimate::of_unknown_error(found.factor)),
            as_cheap: alternatives[found.other].name.clone(),
        })
    };
    found.iter().map(flip).collect()
}

/// Metrics that costs are linear in, with their words: what an alternative costs, all losses, the losses of each class.
fn amounts(runs: &Runs) -> Vec<(String, String)> {
    let model = runs.plan.model();
    let costs = CostComponent::ALL.iter().filter(|component| component.is_of_tco());
    let mut amounts: Vec<(String, String)> = costs
        .map(|component| {
            (component.name().to_owned(), format!("{} cost", component.name().replace('_', " ")))
        })
        .map(|(metric, words)| (metric, words.replace("premium cost", "insurance premium")))
        .collect();
    // A policy pays a part of the losses that is not in proportion to them.
    if !model.is_insured() {
        amounts.push(("loss".to_owned(), "all losses".to_owned()));
        if model.classes.len() > 1 {
            let of_class = |class: &crate::model::IncidentClass| {
                (format!("loss.{}", class.name), class.facts.label.clone())
            };
            amounts.extend(
                model
                    .classes
                    .iter()
                    .map(of_class)
                    .map(|(metric, label)| (metric, format!("losses: {label}"))),
            );
        }
    }
    amounts.retain(|(metric, _)| runs.plan.metric(metric).is_some());
    amounts
}

/// The factors at which each other alternative costs as much as the best, by the means of the total cost and of the amounts
/// (`[amount][alternative]`): alternatives by their cost, for each the smallest changes first.
fn found(tco: &[f64], means: &[Vec<f64>], is_part: &[bool], best: usize) -> Vec<Found> {
    let mut others: Vec<usize> = (0..tco.len()).filter(|&other| other != best).collect();
    others.sort_by(|&a, &b| tco[a].total_cmp(&tco[b]));
    let change = |found: &Found| libm::log(found.factor).abs();
    let against = |other: usize| {
        // At factor f the other costs `lead + (f - 1) x slope` more.
        let lead = tco[other] - tco[best];
        let at = move |amount: usize, of: Option<usize>, slope: f64| {
            let factor = 1.0 - lead / slope;
            let is_near = factor > 1.0 / FARTHEST && factor < FARTHEST && factor != 1.0;
            is_near.then_some(Found { amount, of, factor, other })
        };
        let mut found: Vec<Found> = Vec::new();
        for (amount, mean) in means.iter().enumerate() {
            found.extend(at(amount, None, mean[other] - mean[best]));
            // Of a part of the losses one alternative's share is too fine a question.
            if !is_part[amount] {
                found.extend(at(amount, Some(best), -mean[best]));
                found.extend(at(amount, Some(other), mean[other]));
            }
        }
        found.sort_by(|a, b| change(a).total_cmp(&change(b)));
        found.truncate(MOST);
        found
    };
    others.into_iter().flat_map(against).collect()
}

/// The factor with its error, by the delta method over the runs.
fn estimate(
    runs: &Runs,
    sampling: &Sampling,
    metric: &str,
    found: &Found,
    best: usize,
) -> Result<Option<Estimate>, SampleError> {
    let (Some(tco), Some(metric)) = (runs.plan.metric("tco"), runs.plan.metric(metric)) else {
        return Ok(None);
    };
    let counts = |alternative: usize| found.of.is_none_or(|of| of == alternative);
    let column = |alternative, metric| runs.outcomes.metric(alternative, metric);
    let mut slope = match counts(found.other) {
        true => column(found.other, metric),
        false => vec![0.0; runs.outcomes.runs()],
    };
    if counts(best) {
        slope.iter_mut().zip(column(best, metric)).for_each(|(slope, amount)| *slope -= amount);
    }
    let [cheap, dear] = [best, found.other].map(|one| column(one, tco));
    let above: Vec<f64> = slope
        .iter()
        .zip(cheap.iter().zip(&dear))
        .map(|(slope, (cheap, dear))| slope + cheap - dear)
        .collect();
    Ok(sampling.ratio_of_means(&above, &slope).map(|factor| trusted(runs.plan, factor)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Costs of 4 + 6 f (the cheapest), 24 + f and 15 + f where f multiplies the losses of all; 10, 25 and 16 at f = 1.
    #[test]
    fn factors_follow_from_the_means() {
        let (tco, losses) = ([10.0, 25.0, 16.0], vec![vec![6.0, 1.0, 1.0]]);
        let all = found(&tco, &losses, &[false], 0);
        let of = |of: Option<usize>, other: usize| {
            all.iter().find(|one| one.of == of && one.other == other).map(|one| one.factor)
        };
        let near = |factor: Option<f64>, expected: f64| (factor.unwrap() - expected).abs() < 1e-12;
        // 4 + 6 f = 15 + f, and 24 + f.
        assert!(near(of(None, 2), 2.2) && near(of(None, 1), 4.0));
        // 4 + 6 f = 16, and 25.
        assert!(near(of(Some(0), 2), 2.0) && near(of(Some(0), 1), 3.5));
        // Without losses of their own the others would still cost 24 and 15.
        assert_eq!([of(Some(1), 1), of(Some(2), 2)], [None, None]);
        let order: Vec<(usize, Option<usize>)> = all.iter().map(|one| (one.other, one.of)).collect();
        assert_eq!(order, [(2, Some(0)), (2, None), (1, Some(0)), (1, None)]);
        assert!(found(&tco, &losses, &[true], 0).iter().all(|one| one.of.is_none()));
    }
}
