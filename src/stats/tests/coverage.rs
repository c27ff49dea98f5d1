//! Do 95 % intervals cover the truth 95 % of the time? 2,000 replications each, fixed seeds.

use super::super::{Interval, Sample, Sampling, exceedance_curve};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};

const REPLICATIONS: u32 = 2000;
/// Four binomial standard errors of the coverage.
const ALLOWANCE: f64 = 4.0 * 0.004_873;
/// Standard normal quantiles at 95 % and 99 %.
const Z95: f64 = 1.644_853_626_951_472_2;
const Z99: f64 = 2.326_347_874_040_841;

/// TVaR95 of `exp(Z)`, Z standard normal: `exp(1/2) Φ(1 − z95) / 0.05`.
fn lognormal_tail() -> f64 {
    let phi = 0.5 * libm::erfc(-(1.0 - Z95) / std::f64::consts::SQRT_2);
    0.5_f64.exp() * phi / 0.05
}

fn normals(rng: &mut ChaCha8Rng, count: usize) -> Vec<f64> {
    (0..count).map(|_| StandardNormal.sample(rng)).collect()
}

fn lognormals(rng: &mut ChaCha8Rng, count: usize) -> Vec<f64> {
    normals(rng, count).into_iter().map(f64::exp).collect()
}

fn covers(interval: Option<Interval>, truth: f64) -> bool {
    let inside = |interval: Interval| {
        interval.low.is_none_or(|low| low <= truth) && interval.high.is_none_or(|high| truth <= high)
    };
    interval.is_some_and(inside)
}

/// The share of replications whose interval covers its truth, one per statistic.
fn coverage<const N: usize>(seed: u64, mut replicate: impl FnMut(&mut ChaCha8Rng) -> [bool; N]) -> [f64; N] {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut hits = [0_u32; N];
    for _ in 0..REPLICATIONS {
        for (hit, covered) in hits.iter_mut().zip(replicate(&mut rng)) {
            *hit += u32::from(covered);
        }
    }
    hits.map(|hit| f64::from(hit) / f64::from(REPLICATIONS))
}

fn assert_nominal(name: &str, coverage: f64) {
    println!("coverage of {name}: {coverage:.4}");
    assert!((coverage - 0.95).abs() <= ALLOWANCE, "{name}: {coverage}");
}

/// Order statistics may cover too often, but not by much at these sizes.
fn assert_at_least_nominal(name: &str, coverage: f64) {
    println!("coverage of {name}: {coverage:.4}");
    assert!((0.95 - ALLOWANCE..=0.99).contains(&coverage), "{name}: {coverage}");
}

#[test]
fn normal_mean_sd_and_probability() {
    let found = coverage(1, |rng| {
        let sample = Sample::new(normals(rng, 500)).expect("valid");
        let above = sample.probability_above(Z95);
        [
            covers(sample.mean().interval, 0.0),
            covers(sample.sd().interval, 1.0),
            covers(above.interval, 0.05),
            covers(sample.probability_above(0.0).interval, 0.5),
        ]
    });
    for (name, coverage) in ["mean", "sd", "probability 0.05", "probability 0.5"].into_iter().zip(found) {
        assert_nominal(name, coverage);
    }
}

#[test]
fn lognormal_quantiles() {
    let [p50, p95, p99] = coverage(2, |rng| {
        let sample = Sample::new(lognormals(rng, 2000)).expect("valid");
        [(0.5, 0.0), (0.95, Z95), (0.99, Z99)]
            .map(|(level, z)| covers(sample.value_at_risk(level).interval, f64::exp(z)))
    });
    assert_at_least_nominal("P50", p50);
    assert_at_least_nominal("P95", p95);
    assert_at_least_nominal("P99", p99);
}

/// At 2,000 runs the tail holds a hundred, whose skewness costs the normal interval one or two per cent; with
/// 20,000 runs the nominal coverage returns.
#[test]
fn lognormal_tail_and_mean() {
    let truth = lognormal_tail();
    let small = coverage(3, |rng| {
        let sample = Sample::new(lognormals(rng, 2000)).expect("valid");
        [covers(sample.tail_value_at_risk(0.95).interval, truth)]
    });
    println!("coverage of TVaR95 at 2,000 runs: {:.4}", small[0]);
    assert!((0.92..=0.95 + ALLOWANCE).contains(&small[0]), "TVaR95 at 2,000 runs: {}", small[0]);
    let [tail, mean] = coverage(4, |rng| {
        let sample = Sample::new(lognormals(rng, 20_000)).expect("valid");
        let mean = covers(sample.mean().interval, 0.5_f64.exp());
        [covers(sample.tail_value_at_risk(0.95).interval, truth), mean]
    });
    assert_nominal("TVaR95 at 20,000 runs", tail);
    assert_nominal("mean, lognormal, 20,000 runs", mean);
}

/// Normal values drawn with mean 1.5 and weighted back to mean 0, so that the upper tail is drawn often.
#[test]
fn weighted_estimates() {
    let found = coverage(5, |rng| {
        let values: Vec<f64> = normals(rng, 5000).into_iter().map(|z| z + 1.5).collect();
        let weights: Vec<f64> = values.iter().map(|x| (1.125 - 1.5 * x).exp()).collect();
        let sample = Sample::weighted(values, &weights).expect("valid");
        [
            covers(sample.value_at_risk(0.99).interval, Z99),
            covers(sample.probability_above(Z99).interval, 0.01),
        ]
    });
    assert_nominal("weighted P99", found[0]);
    assert_nominal("weighted probability 0.01", found[1]);
}

#[test]
fn clustered_curve() {
    let probabilities = [0.05, 0.01];
    let truths = [0.5, 0.9].map(|level: f64| -(1.0 - level).ln());
    // A loss in a tenth of the periods, exponential with mean 1: exceeded with 0.1 exp(-x).
    let draw = |rng: &mut ChaCha8Rng, equal: bool| {
        let mut columns = vec![vec![0.0; 2000]; 5];
        for run in 0..2000 {
            let mut loss = 0.0;
            for (period, column) in columns.iter_mut().enumerate() {
                if period == 0 || !equal {
                    let happens = rng.random::<f64>() < 0.1;
                    loss = if happens { -f64::ln(1.0 - rng.random::<f64>()) } else { 0.0 };
                }
                column[run] = loss;
            }
        }
        let periods: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let curve = exceedance_curve(&periods, &Sampling::independent(2000), &probabilities).expect("valid");
        let point = |index: usize| {
            let point = curve.points[index];
            covers(Some(Interval { low: point.low, high: point.high }), truths[index])
        };
        [point(0), point(1), covers(curve.probability_of_any.interval, 0.1)]
    };
    for (name, equal) in [("equal", true), ("independent", false)] {
        let [twentieth, hundredth, any] = coverage(6, |rng| draw(rng, equal));
        assert_at_least_nominal(&format!("curve at 0.05, {name} periods"), twentieth);
        assert_at_least_nominal(&format!("curve at 0.01, {name} periods"), hundredth);
        assert_nominal(&format!("probability of any, {name} periods"), any);
    }
}
