//! Runs that come in replicates: stratified and importance-weighted within, independent between.

use super::super::{Interval, Sample, Sampling, exceedance_curve};
use super::close;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use statrs::distribution::{ContinuousCDF, Normal};

/// Runs of one replicate, and replicates of one result.
const RUNS: usize = 128;
const REPLICATES: usize = 40;
const SEEDS: u64 = 500;
/// Four binomial standard errors of a coverage of 95 % over so many seeds.
const ALLOWANCE: f64 = 4.0 * 0.009_747;
/// How many losses happen, at most, and how likely each is.
const LOSSES: usize = 2;
const LIKELY: f64 = 0.3;
/// Spread of the logarithm of a loss.
const SIGMA: f64 = 0.8;

/// Inverse of the standard normal distribution, tabulated at the middles of equal steps.
struct Quantiles(Vec<f64>);

impl Quantiles {
    fn new() -> Self {
        let normal = Normal::new(0.0, 1.0).expect("valid parameters");
        Quantiles((0..100_000).map(|step| normal.inverse_cdf((f64::from(step) + 0.5) / 1e5)).collect())
    }

    fn at(&self, u: f64) -> f64 {
        self.0[((u * 1e5) as usize).min(99_999)]
    }
}

/// One replicate of an aggregate loss, the sum of up to two lognormal losses: an eighth of the runs has none, half have
/// one, the rest two, each weighted by how often that happens; every uniform is stratified and shuffled within.
fn replicate(rng: &mut ChaCha8Rng, quantiles: &Quantiles, values: &mut Vec<f64>, weights: &mut Vec<f64>) {
    let mut stratified = |count: usize| -> Vec<f64> {
        let mut levels: Vec<f64> =
            (0..count).map(|i| (i as f64 + rng.random::<f64>()) / count as f64).collect();
        levels.shuffle(rng);
        levels
    };
    let strata = [(0, RUNS / 8), (1, RUNS / 2), (2, RUNS - RUNS / 8 - RUNS / 2)];
    for (losses, count) in strata {
        let probability = binomial(losses);
        let columns: Vec<Vec<f64>> = (0..losses).map(|_| stratified(count)).collect();
        for run in 0..count {
            values.push(columns.iter().map(|column| f64::exp(SIGMA * quantiles.at(column[run]))).sum());
            weights.push(probability * RUNS as f64 / count as f64);
        }
    }
}

fn binomial(losses: usize) -> f64 {
    let ways = if losses == 1 { 2.0 } else { 1.0 };
    ways * LIKELY.powi(losses as i32) * (1.0 - LIKELY).powi((LOSSES - losses) as i32)
}

/// Mean, P95, P99, TVaR99 and P(more than 4) by a fine grid: probability of a loss times that of the quantiles.
fn truths(quantiles: &Quantiles) -> [f64; 5] {
    const STEPS: usize = 2_000;
    let single: Vec<f64> =
        (0..STEPS).map(|i| f64::exp(SIGMA * quantiles.at((i as f64 + 0.5) / STEPS as f64))).collect();
    let mut losses: Vec<(f64, f64)> = vec![(0.0, binomial(0))];
    losses.extend(single.iter().map(|loss| (*loss, binomial(1) / STEPS as f64)));
    let pair = binomial(2) / (STEPS * STEPS) as f64;
    losses.extend(single.iter().flat_map(|a| single.iter().map(move |b| (a + b, pair))));
    losses.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let mean = losses.iter().map(|(loss, weight)| loss * weight).sum();
    let quantile = |tail: f64| {
        let (mut reached, mut sum) = (0.0, 0.0);
        for (loss, weight) in &losses {
            if reached + weight >= tail {
                return (*loss, (sum + (tail - reached) * loss) / tail);
            }
            reached += weight;
            sum += loss * weight;
        }
        (0.0, sum / tail)
    };
    let above = losses.iter().filter(|(loss, _)| *loss > 4.0).map(|(_, weight)| weight).sum();
    [mean, quantile(0.05).0, quantile(0.01).0, quantile(0.01).1, above]
}

fn covers(interval: Option<Interval>, truth: f64) -> bool {
    let inside = |interval: Interval| {
        interval.low.is_some_and(|low| low <= truth) && interval.high.is_some_and(|high| truth <= high)
    };
    interval.is_some_and(inside)
}

#[test]
fn intervals_cover_in_a_stratified_weighted_draw() {
    let quantiles = Quantiles::new();
    let [mean, p95, p99, tvar99, above] = truths(&quantiles);
    let names = ["mean", "P95", "P99", "TVaR99", "probability", "curve at 0.05", "curve at 0.01"];
    let mut hits = [0_u32; 7];
    let (mut errors, mut plain_errors) = (0.0, 0.0);
    for seed in 0..SEEDS {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let (mut values, mut weights) = (Vec::new(), Vec::new());
        for _ in 0..REPLICATES {
            replicate(&mut rng, &quantiles, &mut values, &mut weights);
        }
        let sampling = Sampling::new(values.len(), Some(weights.clone()), Some(RUNS)).expect("valid");
        let sample = sampling.sample(values.clone()).expect("valid");
        let curve = exceedance_curve(&[&values], &sampling, &[0.05, 0.01]).expect("valid");
        let point = |index: usize| {
            let point = curve.points[index];
            Some(Interval { low: point.low, high: point.high })
        };
        let covered = [
            covers(sample.mean().interval, mean),
            covers(sample.value_at_risk(0.95).interval, p95),
            covers(sample.value_at_risk(0.99).interval, p99),
            covers(sample.tail_value_at_risk(0.99).interval, tvar99),
            covers(sample.probability_above(4.0).interval, above),
            covers(point(0), p95),
            covers(point(1), p99),
        ];
        hits.iter_mut().zip(covered).for_each(|(hit, covered)| *hit += u32::from(covered));
        errors += sample.mean().std_error.expect("an error");
        let unaware = Sample::weighted(values, &weights).expect("valid");
        plain_errors += unaware.mean().std_error.expect("an error");
    }
    for (name, hit) in names.into_iter().zip(hits) {
        let coverage = f64::from(hit) / SEEDS as f64;
        println!("coverage of {name}: {coverage:.4}");
        assert!((coverage - 0.95).abs() <= ALLOWANCE, "{name}: {coverage}");
    }
    // What the strata take away shows in the errors.
    assert!(errors < 0.3 * plain_errors, "{errors} against {plain_errors}");
}

/// Three replicates of two runs: means 1.5, 2.5, 5 about 3, error sqrt(Σ(mean − 3)² × 3 / 2) / 3.
#[test]
fn errors_by_hand() {
    let sampling = Sampling::new(6, None, Some(2)).expect("valid");
    assert_eq!(sampling.replicates(), Some(3));
    let sample = sampling.sample(vec![1.0, 2.0, 3.0, 2.0, 4.0, 6.0]).expect("valid");
    let mean = sample.mean();
    let error = (6.5_f64 / 6.0).sqrt();
    close(mean.value, 3.0, 1e-15);
    close(mean.std_error.expect("an error"), error, 1e-14);
    let reach = 4.302_652_729_7 * error;
    close(mean.interval.and_then(|interval| interval.high).expect("a high end"), 3.0 + reach, 1e-9);
    // Above 2.5: 0, 1 and 2 of two runs each, so deviations of -1, 0 and 1 sixths.
    let share = sample.probability_above(2.5);
    close(share.std_error.expect("an error"), (2.0_f64 / 36.0 * 1.5).sqrt(), 1e-14);
    // TVaR at 0.5 is 13/3, the excess over 2 (1 3 2 4 ...) being 0 0 | 1 0 | 2 4 of six, mean 7/6.
    let tail = sample.tail_value_at_risk(0.5);
    close(tail.value, 2.0 + 7.0 / 3.0, 1e-14);
    let sums = [-14.0 / 6.0, 1.0 - 14.0 / 6.0, 6.0 - 14.0 / 6.0].map(|sum: f64| sum * sum);
    close(tail.std_error.expect("an error"), (sums.iter().sum::<f64>() * 1.5).sqrt() / 3.0, 1e-14);
}

/// Replicates of one run each are independent runs: the same errors of means, and intervals from Student's t.
#[test]
fn replicates_of_one_run_are_independent_runs() {
    let values: Vec<f64> = (0..400).map(|i| f64::from(i * 7919 % 1009)).collect();
    let weights: Vec<f64> = (0..400).map(|i| f64::from(i % 5 + 1)).collect();
    let replicated = Sampling::new(400, Some(weights.clone()), Some(1)).expect("valid");
    let replicated = replicated.sample(values.clone()).expect("valid");
    let independent = Sample::weighted(values, &weights).expect("valid");
    for (a, b) in [
        (replicated.mean(), independent.mean()),
        (replicated.sd(), independent.sd()),
        (replicated.tail_value_at_risk(0.9), independent.tail_value_at_risk(0.9)),
    ] {
        assert_eq!(a.value, b.value);
        close(a.std_error.expect("an error") / b.std_error.expect("an error"), 1.0, 2e-3);
    }
    assert_eq!(replicated.value_at_risk(0.9).value, independent.value_at_risk(0.9).value);
    let size = |sample: &Sample| {
        let share = sample.probability_above(500.0);
        share.value * (1.0 - share.value) / share.std_error.expect("an error").powi(2)
    };
    close(size(&replicated) / size(&independent), 1.0, 5e-3);
}

/// One replicate says nothing of its error; constant values have none.
#[test]
fn a_single_replicate_has_no_error() {
    let sampling = Sampling::new(4, None, Some(1024)).expect("valid");
    let sample = sampling.sample(vec![1.0, 2.0, 3.0, 4.0]).expect("valid");
    for estimate in
        [sample.mean(), sample.sd(), sample.tail_value_at_risk(0.5), sample.probability_above(2.0)]
    {
        assert_eq!((estimate.std_error, estimate.interval), (None, None));
    }
    assert_eq!(sample.value_at_risk(0.5).std_error, None);
    let curve = exceedance_curve(&[sample.values()], &sampling, &[0.5]).expect("valid");
    assert_eq!((curve.points[0].low, curve.points[0].high), (None, None));
    assert_eq!(curve.probability_of_any.std_error, None);
    assert_eq!(sampling.sample(vec![5.0; 4]).expect("valid").mean().std_error, Some(0.0));
}

/// Runs that an `only` leaves out, or that have weight zero, take part in nothing.
#[test]
fn runs_of_weight_zero_take_no_part() {
    let values: Vec<f64> = (0..300).map(|i| f64::from(i * 7919 % 1009)).collect();
    for runs_per_replicate in [None, Some(20)] {
        let half = Sampling::new(150, None, runs_per_replicate).expect("valid");
        let half = half.sample(values[..150].to_vec()).expect("valid");
        let zeros = (0..300).map(|run| if run < 150 { 0.3 } else { 0.0 }).collect();
        let weighted = Sampling::new(300, Some(zeros), runs_per_replicate).expect("valid");
        let all = Sampling::new(300, None, runs_per_replicate).expect("valid");
        for sampling in [weighted, all.only(|run| run < 150).expect("some are left")] {
            let sample = sampling.sample(values.clone()).expect("valid");
            assert_eq!(sample.mean(), half.mean());
            assert_eq!(sample.sd(), half.sd());
            assert_eq!(sample.value_at_risk(0.95), half.value_at_risk(0.95));
            assert_eq!(sample.tail_value_at_risk(0.95), half.tail_value_at_risk(0.95));
            assert_eq!(sample.probability_above(200.0), half.probability_above(200.0));
        }
        assert!(all.only(|_| false).is_none());
    }
}
