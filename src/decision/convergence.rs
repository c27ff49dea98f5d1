//! How the most important figures came to their values as the number of runs grew.

use rayon::prelude::*;

use super::{
    AnalysisError, ConvergencePoint,
    precision::statistic,
    quantity::Quantity,
    runs::{Distribution, Runs},
};
use crate::{
    engine::{BLOCK_RUNS, Design, Outcomes, Plan},
    model::Alternative,
    stats::{SampleError, Sampling, Summary},
};

/// Statistics of the total cost whose way is shown.
const SHOWN: [&str; 3] = ["mean", "p99", "tvar99"];
/// Blocks of the first look; each next one is after twice as many.
const FIRST_BLOCKS: u64 = 4;

/// The figures after 4, 8, 16, … blocks and after all runs, where every run is kept.
pub(super) fn of_prefixes(plan: &Plan, outcomes: &Outcomes) -> Result<Vec<ConvergencePoint>, AnalysisError> {
    let Some(metric) = plan.metric("tco") else { return Ok(Vec::new()) };
    let weights = outcomes.weights();
    let runs_per_replicate = match outcomes.design() {
        Design::Independent => None,
        Design::Replicated { runs_per_replicate } => Some(runs_per_replicate),
    };
    let columns: Vec<Vec<f64>> = (0..plan.model().alternatives.len())
        .map(|alternative| outcomes.metric(alternative, metric))
        .collect();
    let mut points = Vec::new();
    for look in looks(outcomes.runs()) {
        let weights = weights.as_ref().map(|weights| weights[..look].to_vec());
        let sampling = Sampling::new(look, weights, runs_per_replicate)?;
        let each = columns.par_iter().zip(&plan.model().alternatives);
        let of_look = each.map(|(column, facts)| {
            let sample = sampling.sample(column[..look].to_vec())?;
            Ok(figures(&Distribution::Exact(sample), look, facts))
        });
        points.extend(of_look.collect::<Result<Vec<_>, SampleError>>()?.into_iter().flatten());
    }
    Ok(points)
}

/// Numbers of runs at which figures are shown.
fn looks(all: usize) -> Vec<usize> {
    let first = (FIRST_BLOCKS * BLOCK_RUNS) as usize;
    let doubled = std::iter::successors(Some(first), |look| look.checked_mul(2));
    doubled.take_while(|look| *look < all).chain([all]).collect()
}

/// The figures now.
pub(super) fn at(runs: &Runs) -> Result<Vec<ConvergencePoint>, AnalysisError> {
    let Some(metric) = runs.plan.metric("tco") else { return Ok(Vec::new()) };
    let mut points = Vec::new();
    for (alternative, facts) in runs.plan.model().alternatives.iter().enumerate() {
        let distribution = runs.of_all(Quantity::Metric { alternative, metric })?;
        points.extend(figures(&distribution, runs.outcomes.runs(), facts));
    }
    Ok(points)
}

/// The figures of so many runs, the total cost of each alternative being summarised.
pub(super) fn of_summaries(plan: &Plan, runs: u64, tco: &[Summary]) -> Vec<ConvergencePoint> {
    let all = plan.model().alternatives.iter().zip(tco);
    let figures = |(facts, summary): (&Alternative, &Summary)| {
        let distribution = Distribution::of_summary(summary)?;
        Some(figures(&distribution, runs as usize, facts))
    };
    all.filter_map(figures).flatten().collect()
}

fn figures(distribution: &Distribution, runs: usize, facts: &Alternative) -> Vec<ConvergencePoint> {
    let point = |name: &'static str| {
        Some(ConvergencePoint {
            runs: runs as u64,
            alternative: facts.name.clone(),
            label: facts.label.clone(),
            metric: "tco",
            statistic: name,
            estimate: statistic(distribution, name)?,
        })
    };
    SHOWN.into_iter().filter_map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::looks;

    #[test]
    fn looks_double() {
        assert_eq!(looks(100), [100]);
        assert_eq!(looks(4_096), [4_096]);
        assert_eq!(looks(20_000), [4_096, 8_192, 16_384, 20_000]);
    }
}
