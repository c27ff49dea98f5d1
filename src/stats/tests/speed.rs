//! How long a million runs take. Prints only:
//! `cargo test --release stats::tests::speed -- --ignored --nocapture`.

use super::super::{Sample, Sampling, exceedance_curve};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use std::time::Instant;

const LEVELS: [f64; 8] = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

fn dozen(sample: &Sample) -> f64 {
    let quantiles: f64 = LEVELS.iter().map(|&level| sample.value_at_risk(level).value).sum();
    let tails = sample.tail_value_at_risk(0.95).value + sample.tail_value_at_risk(0.99).value;
    quantiles + tails + sample.mean().value + sample.sd().value + sample.probability_above(0.0).value
}

#[test]
#[ignore = "a measurement, not a check"]
fn a_million_runs() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let values: Vec<f64> = (0..1_000_000).map(|_| rng.random::<f64>()).collect();
    let weights: Vec<f64> = (0..1_000_000).map(|_| rng.random::<f64>()).collect();
    let start = Instant::now();
    let plain = Sample::new(values.clone()).expect("valid");
    println!("Sample::new {:?}", start.elapsed());
    let start = Instant::now();
    let check = dozen(&plain);
    println!("a dozen statistics {:?} ({check})", start.elapsed());
    let start = Instant::now();
    let weighted = Sample::weighted(values, &weights).expect("valid");
    println!("Sample::weighted {:?}", start.elapsed());
    let start = Instant::now();
    let check = dozen(&weighted);
    println!("a dozen weighted statistics {:?} ({check})", start.elapsed());
    for share in [0.02, 0.5] {
        let columns: Vec<Vec<f64>> = (0..5)
            .map(|_| (0..1_000_000).map(|_| (rng.random::<f64>() - 1.0 + share).max(0.0)).collect())
            .collect();
        let periods: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let all = Sampling::independent(1_000_000);
        let start = Instant::now();
        let curve = exceedance_curve(&periods, &all, &LEVELS.map(|level| 1.0 - level)).expect("valid");
        println!("curve, {share} positive: {:?} ({})", start.elapsed(), curve.points.len());
    }
}
