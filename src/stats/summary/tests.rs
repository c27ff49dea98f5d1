//! Summaries against samples of the same runs.

use super::*;
use crate::stats::{Estimate, Sampling};
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};

/// Runs of a group.
const GROUP: usize = 256;
const GROUPS: usize = 80;
const LEVELS: [f64; 7] = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const TAILS: [f64; 2] = [0.95, 0.99];

/// A saving: often the same, sometimes a lognormal loss, of either sign; and weights.
fn column(seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let value = |rng: &mut ChaCha8Rng| {
        let normal: f64 = StandardNormal.sample(rng);
        match rng.random_range(0..4) {
            0 => 0.0,
            1 => 1_234_567.0,
            _ => 2e6 - 1e6 * f64::exp(1.2 * normal),
        }
    };
    let values: Vec<f64> = (0..GROUP * GROUPS).map(|_| value(&mut rng)).collect();
    let weights = values.iter().map(|_| [0.25, 1.0, 2.5, 0.0][rng.random_range(0..4_usize)]).collect();
    (values, weights)
}

fn layout(pilot: &[f64]) -> Layout {
    Layout::new(&Sample::new(pilot.to_vec()).unwrap(), &[0.0, 5e5], &LEVELS, &TAILS)
}

fn summarised(layout: Layout, values: &[f64], weights: Option<&[f64]>, order: &[usize]) -> Summary {
    let mut summary = Summary::new(layout);
    for &group in order {
        let range = group * GROUP..(group + 1) * GROUP;
        summary.add(&[&values[range.clone()]], weights.map(|weights| &weights[range])).unwrap();
    }
    summary
}

fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance * b.abs(), "{a} against {b}");
}

fn error(estimate: Estimate) -> f64 {
    estimate.std_error.unwrap()
}

/// Statistics agree with those of a sample whose replicates are the groups; quantiles and tails within the guarantee.
#[test]
fn a_summary_is_as_good_as_it_says() {
    let (values, weights) = column(1);
    let order: Vec<usize> = (0..GROUPS).collect();
    for weights in [None, Some(weights)] {
        let sampling = Sampling::new(values.len(), weights.clone(), Some(GROUP)).unwrap();
        let sample = sampling.sample(values.clone()).unwrap();
        let summary = summarised(layout(&values[..8_192]), &values, weights.as_deref(), &order);
        let binned = summary.settle().unwrap();
        near(binned.mean().value, sample.mean().value, 1e-12);
        near(error(binned.mean()), error(sample.mean()), 1e-9);
        near(binned.sd().value, sample.sd().value, 1e-10);
        near(error(binned.sd()), error(sample.sd()), 1e-8);
        assert_eq!((binned.min(), binned.max()), (sample.min(), sample.max()));
        for threshold in [0.0, 5e5] {
            let (found, expected) =
                (binned.probability_above(threshold), sample.probability_above(threshold));
            near(found.value, expected.value, 1e-12);
            near(error(found), error(expected), 1e-9);
        }
        near(binned.probability_above(1e5).value, sample.probability_above(1e5).value, 2e-3);
        for level in LEVELS {
            let (found, expected) = (binned.value_at_risk(level), sample.value_at_risk(level));
            near(found.value, expected.value, Binned::RELATIVE_ERROR);
            // Ends of intervals are quantiles at levels that follow from errors read off nearby.
            let width = |estimate: Estimate| {
                estimate.interval.map(|interval| interval.high.unwrap() - interval.low.unwrap()).unwrap()
            };
            let scale = width(expected) + 4.0 * Binned::RELATIVE_ERROR * expected.value.abs();
            assert!((width(found) - width(expected)).abs() <= 0.4 * scale, "{level}: {found:?} {expected:?}");
        }
        for level in TAILS {
            let (found, expected) = (binned.tail_value_at_risk(level), sample.tail_value_at_risk(level));
            near(found.value, expected.value, Binned::RELATIVE_ERROR);
            near(error(found), error(expected), 0.1);
        }
    }
}

/// Values that stand alone in their bin are exact, whole numbers up to 2,048 among them.
#[test]
fn atoms_are_exact() {
    let values: Vec<f64> = (0..GROUP * GROUPS).map(|run| (run % 60 + 1) as f64).collect();
    let order: Vec<usize> = (0..GROUPS).collect();
    let binned = summarised(layout(&values), &values, None, &order).settle().unwrap();
    let sample = Sample::new(values).unwrap();
    for level in LEVELS {
        assert_eq!(binned.value_at_risk(level).value, sample.value_at_risk(level).value);
    }
    let constant = summarised(layout(&[7.5]), &[7.5; GROUP * 2], None, &[0, 1]).settle().unwrap();
    assert_eq!((constant.mean(), constant.sd()), (Estimate::exact(7.5), Estimate::exact(0.0)));
}

/// Shards merged in any order give the same statistics, to the last bit.
#[test]
fn the_order_of_merges_does_not_matter() {
    let (values, weights) = column(2);
    let order: Vec<usize> = (0..GROUPS).collect();
    let whole = summarised(layout(&values[..4_096]), &values, Some(&weights), &order);
    let mut shards: Vec<Summary> = order
        .chunks(7)
        .map(|groups| summarised(layout(&values[..4_096]), &values, Some(&weights), groups))
        .collect();
    shards.shuffle(&mut ChaCha8Rng::seed_from_u64(3));
    let mut merged = Summary::new(layout(&values[..4_096]));
    shards.iter().for_each(|shard| merged.merge(shard).unwrap());
    let all = |summary: &Summary| -> Vec<Estimate> {
        let binned = summary.settle().unwrap();
        let quantiles = LEVELS.map(|level| binned.value_at_risk(level));
        let tails = TAILS.map(|level| binned.tail_value_at_risk(level));
        let others = [binned.mean(), binned.sd(), binned.probability_above(0.0)];
        [&quantiles[..], &tails, &others].concat()
    };
    assert_eq!(all(&whole), all(&merged));
    assert_eq!(merged.merge(&Summary::new(layout(&[1.0]))).err(), Some(SummaryError::DifferentLayout));
}

/// Several values per run count each, and the run is one draw.
#[test]
fn columns_are_pooled() {
    let (values, _) = column(4);
    let mut pooled = Summary::new(layout(&values));
    let mut single = Summary::new(layout(&values));
    for group in values.chunks(GROUP) {
        pooled.add(&[group, group, group], None).unwrap();
        single.add(&[group], None).unwrap();
    }
    let (pooled, single) = (pooled.settle().unwrap(), single.settle().unwrap());
    near(pooled.total_weight(), 3.0 * single.total_weight(), 0.0);
    let (found, expected) = (pooled.probability_above(0.0), single.probability_above(0.0));
    near(found.value, expected.value, 1e-12);
    near(error(found), error(expected), 1e-9);
}

#[test]
fn shares_between_edges_add_up() {
    let (values, _) = column(5);
    let order: Vec<usize> = (0..GROUPS).collect();
    let binned = summarised(layout(&values), &values, None, &order).settle().unwrap();
    let edges: Vec<f64> = (0..=20).map(|step| -2e6 + 2e5 * f64::from(step)).collect();
    let found = binned.shares_between(&edges);
    let share = |low: f64, high: f64| {
        let inside = values.iter().filter(|value| low <= **value && **value < high).count();
        inside as f64 / values.len() as f64
    };
    for (pair, found) in edges.windows(2).zip(&found) {
        let expected = share(pair[0], pair[1]);
        assert!((found - expected).abs() < 2e-3, "{pair:?}: {found} against {expected}");
    }
    let total: f64 = found.iter().sum();
    assert!((total - share(-2e6, 2e6 + 1.0)).abs() < 1e-3);
}

#[test]
fn bad_numbers_are_refused() {
    let mut summary = Summary::new(layout(&[1.0]));
    for value in [f64::NAN, f64::INFINITY, -1e61] {
        assert!(matches!(summary.add(&[&[1.0, value]], None), Err(SummaryError::BadValue { index: 1, .. })));
    }
    assert!(matches!(summary.add(&[&[1.0]], Some(&[1e4])), Err(SummaryError::BadWeight { index: 0, .. })));
    assert!(summary.settle().is_none());
}

#[test]
fn weight_beyond_the_integers_is_refused() {
    let mut summary = Summary::new(layout(&[1.0]));
    summary.add(&[&[1.5; 4]], None).unwrap();
    summary.units = MOST_UNITS - 1;
    assert_eq!(summary.add(&[&[1.5]], None).err(), Some(SummaryError::TooMuchWeight));
    assert_eq!(summary.clone().merge(&summary).err(), Some(SummaryError::TooMuchWeight));
}
