//! Which combinations nothing beats on two criteria.

use rayon::prelude::*;

use super::{Efficiency, HybridError, HybridPoint, combinations::Combinations, played::Played};
use crate::{
    engine::Plan,
    stats::{Estimate, Sample},
};

/// Level of the tail.
const TAIL: f64 = 0.99;

/// Every combination, then the alternatives of the scenario that are none.
pub(super) fn points(
    plan: &Plan,
    combinations: &Combinations,
    played: &Played,
) -> Result<Vec<HybridPoint>, HybridError> {
    let model = plan.model();
    let others = (0..combinations.own)
        .filter(|own| combinations.each.iter().all(|combination| !combination.same.contains(own)));
    let places: Vec<(usize, bool, Vec<usize>)> = combinations
        .each
        .iter()
        .map(|combination| (combination.alternative, true, combination.same.clone()))
        .chain(others.map(|own| (own, false, vec![own])))
        .collect();
    let mut points: Vec<HybridPoint> = places
        .par_iter()
        .map(|(alternative, is_combination, same)| {
            let facts = &model.alternatives[*alternative];
            let sample = played.sampling.sample(played.tco[*alternative].clone())?;
            let own_label = same.first().map(|_| facts.label.clone());
            let of_models = super::combinations::label(model, &facts.isolation_of_tier);
            let ruin = played.ruined.get(*alternative).map(|ruined| flags(played, ruined)).transpose()?;
            Ok(HybridPoint {
                models: facts
                    .isolation_of_tier
                    .iter()
                    .map(|&one| model.isolation[one].name.clone())
                    .collect(),
                label: own_label.unwrap_or(of_models),
                is_combination: *is_combination,
                alternatives: same.iter().map(|&own| model.alternatives[own].name.clone()).collect(),
                is_baseline: same.contains(&model.baseline),
                tco_usd: played.trusted(sample.mean()),
                tvar99_usd: played.trusted(sample.tail_value_at_risk(TAIL)),
                prob_ruin: ruin.map(|ruin| ruin.probability_above(0.5)),
                by_tvar99: None,
                by_ruin: None,
            })
        })
        .collect::<Result<_, HybridError>>()?;
    let count = combinations.each.len();
    let pairs = |of: &dyn Fn(&HybridPoint) -> f64| -> Vec<[f64; 2]> {
        points[..count].iter().map(|point| [point.tco_usd.value, of(point)]).collect()
    };
    let by_tail = dominators(&pairs(&|point| point.tvar99_usd.value));
    let has_ruin = !played.ruined.is_empty();
    let by_ruin =
        has_ruin.then(|| dominators(&pairs(&|point| point.prob_ruin.map_or(0.0, |ruin| ruin.value))));
    for place in 0..count {
        let standing = |by: Option<usize>, second: Criterion| -> Result<Efficiency, HybridError> {
            let Some(by) = by else { return Ok(Efficiency::Efficient) };
            let [worse, better] = [place, by].map(|place| places[place].0);
            let is_settled = is_settled(played, worse, better, second)?;
            Ok(Efficiency::Dominated { by, is_settled })
        };
        points[place].by_tvar99 = Some(standing(by_tail[place], Criterion::Tail)?);
        points[place].by_ruin =
            by_ruin.as_ref().map(|by| standing(by[place], Criterion::Ruin)).transpose()?;
    }
    Ok(points)
}

/// For each pair of numbers the place of the pair with the least first number among those that are no larger in both and
/// smaller in one; `None` where there is none.
fn dominators(pairs: &[[f64; 2]]) -> Vec<Option<usize>> {
    let beats = |a: &[f64; 2], b: &[f64; 2]| a[0] <= b[0] && a[1] <= b[1] && a != b;
    let of = |pair: &[f64; 2]| {
        let better = (0..pairs.len()).filter(|&other| beats(&pairs[other], pair));
        better.min_by(|&a, &b| pairs[a][0].total_cmp(&pairs[b][0]).then(pairs[a][1].total_cmp(&pairs[b][1])))
    };
    pairs.iter().map(of).collect()
}

/// What is set against the mean cost.
#[derive(Clone, Copy)]
enum Criterion {
    Tail,
    Ruin,
}

/// Whether both differences between two alternatives are more than two paired standard errors, or nothing at all.
fn is_settled(played: &Played, worse: usize, better: usize, second: Criterion) -> Result<bool, HybridError> {
    let clear = |difference: Estimate| {
        let enough = |error: f64| difference.value > 2.0 * error || (difference.value == 0.0 && error == 0.0);
        played.trusted(difference).std_error.is_some_and(enough)
    };
    let more = |of: &dyn Fn(usize) -> Result<Vec<f64>, HybridError>| -> Result<Estimate, HybridError> {
        let (worse, better) = (of(worse)?, of(better)?);
        Ok(played.sampling.sample(crate::stats::paired_difference(&worse, &better))?.mean())
    };
    let cost = more(&|one| Ok(played.tco[one].clone()))?;
    let second = match second {
        Criterion::Tail => {
            more(&|one| Ok(played.sampling.sample(played.tco[one].clone())?.tail_values(TAIL)))?
        }
        Criterion::Ruin => more(&|one| Ok(flags(played, &played.ruined[one])?.values().to_vec()))?,
    };
    Ok(clear(cost) && clear(second))
}

fn flags(played: &Played, flags: &[bool]) -> Result<Sample, HybridError> {
    Ok(played.sampling.sample(flags.iter().map(|&flag| f64::from(u8::from(flag))).collect())?)
}

#[cfg(test)]
mod tests {
    use super::dominators;

    /// (1, 9), (3, 3) and (9, 1) are efficient; (4, 4) is beaten by the second, (9, 9) first by the first; of two equal
    /// pairs neither beats the other.
    #[test]
    fn the_efficient_ones_by_hand() {
        let pairs = [[1.0, 9.0], [3.0, 3.0], [9.0, 1.0], [4.0, 4.0], [9.0, 9.0], [3.0, 3.0], [1.0, 9.5]];
        let expected = [None, None, None, Some(1), Some(0), None, Some(0)];
        assert_eq!(dominators(&pairs), expected);
    }
}
