//! The methods of sampling agree with each other and with exact answers, and state their errors rightly.

use crate::common::{Simulated, number};
use rayon::prelude::*;
use tenantrisk::{
    decision::{FigureResult, Findings},
    model::Method,
    stats::Estimate,
};

const W1: &str = include_str!("../benches/scenarios/w1.toml");
const EVIDENCE: &str = include_str!("../scenarios/ten-thousand-tenants-evidence.toml");
const METRICS: [&str; 5] = ["mean", "p95", "p99", "p99.9", "tvar99"];

fn with(text: &str, runs: u64, seed: u64) -> String {
    let text = text.replace("runs = 1_000_000", &format!("runs = {runs}"));
    let text = text.replace("runs = 100_000", &format!("runs = {runs}"));
    text.replace("seed = 20261123", &format!("seed = {seed}"))
}

fn estimate(findings: &Findings, alternative: usize, metric: &str, statistic: &str) -> Estimate {
    let figures = &findings.alternatives[alternative].figures;
    let figure = figures.iter().find(|figure| figure.metric == metric && figure.statistic == statistic);
    match &figure.unwrap_or_else(|| panic!("no {statistic} of {metric}")).result {
        FigureResult::Estimate { estimate, .. } => *estimate,
        other => panic!("{metric} {statistic}: {other:?}"),
    }
}

/// The exact value of a statistic of the loss of W1.
fn exact(statistic: &str) -> f64 {
    let all: serde_json::Value = serde_json::from_str(include_str!("data/exact.json")).unwrap();
    let value = match statistic {
        "mean" => &all["W1"]["mean"],
        "p95" => &all["W1"]["q"]["0.95"],
        "p99" => &all["W1"]["q"]["0.99"],
        "p99.9" => &all["W1"]["q"]["0.999"],
        _ => &all["W1"]["tvar"]["0.99"],
    };
    number(value)
}

/// Every method is within four standard errors of the exact values; `auto` divides the variance of the far tail by
/// more than fifty.
#[test]
fn the_common_workload() {
    let [plain, auto] = [Method::Plain, Method::Auto].map(|method| {
        let findings = Simulated::by(method, &with(W1, 65_536, 11)).findings();
        METRICS.map(|statistic| {
            let estimate = estimate(&findings, 0, "loss", statistic);
            let error = estimate.std_error.unwrap();
            let distance = (estimate.value - exact(statistic)) / error;
            assert!(distance.abs() < 4.0, "{method:?} {statistic}: {distance:.2} standard errors");
            error
        })
    });
    assert!(plain[3] / auto[3] > 50.0_f64.sqrt(), "{} {}", plain[3], auto[3]);
    assert!(plain[4] / auto[4] > 50.0_f64.sqrt(), "{} {}", plain[4], auto[4]);
}

/// Share of `seeds` whose stated 95 % interval holds the exact value, by statistic.
fn coverage(method: Method, runs: u64, seeds: u64) -> [f64; METRICS.len()] {
    let covered: Vec<[bool; METRICS.len()]> = (0..seeds)
        .into_par_iter()
        .map(|seed| {
            let findings = Simulated::by(method, &with(W1, runs, 1_000 + seed)).findings();
            METRICS.map(|statistic| {
                let interval = estimate(&findings, 0, "loss", statistic).interval.unwrap();
                let exact = exact(statistic);
                interval.low.is_none_or(|low| low <= exact) && interval.high.is_none_or(|high| exact <= high)
            })
        })
        .collect();
    std::array::from_fn(|index| covered.iter().filter(|one| one[index]).count() as f64 / seeds as f64)
}

fn assert_coverage(method: Method, runs: u64, seeds: u64) {
    let error = (0.95 * 0.05 / seeds as f64).sqrt();
    for (statistic, share) in METRICS.iter().zip(coverage(method, runs, seeds)) {
        println!("{method:?} {statistic}: {share:.3}");
        assert!((share - 0.95).abs() < 4.0 * error, "{method:?} {statistic}: {share} of the intervals");
    }
}

#[test]
fn intervals_cover() {
    assert_coverage(Method::Auto, 8_192, 100);
    assert_coverage(Method::Plain, 8_192, 100);
}

/// The same with more seeds: a minute of computing.
#[test]
#[ignore = "takes a minute; run it after changing a method or a standard error"]
fn intervals_cover_over_500_seeds() {
    assert_coverage(Method::Auto, 16_384, 500);
    assert_coverage(Method::Plain, 16_384, 500);
}

/// A scenario with everything uncertain: both methods agree within four joint standard errors, under every
/// alternative, and for what is compared.
#[test]
fn the_evidence_scenario() {
    let [plain, auto] = [Method::Plain, Method::Auto]
        .map(|method| Simulated::by(method, &with(EVIDENCE, 32_768, 5)).findings());
    assert_eq!((plain.setting.method.as_str(), auto.setting.method.as_str()), ("plain", "auto"));
    for alternative in 0..plain.alternatives.len() {
        for metric in ["tco", "loss", "loss.breach.boundary", "loss.outage", "events", "tenants_exposed"] {
            for statistic in ["mean", "p50", "p95", "p99"] {
                let [left, right] =
                    [&plain, &auto].map(|findings| estimate(findings, alternative, metric, statistic));
                let error = left.std_error.unwrap().hypot(right.std_error.unwrap());
                let distance = (left.value - right.value).abs();
                assert!(
                    distance <= 4.0 * error,
                    "{alternative} {metric} {statistic}: {} against {}, {error}",
                    left.value,
                    right.value
                );
            }
        }
    }
    for (left, right) in plain.comparisons.iter().zip(&auto.comparisons) {
        let mean = |comparison: &tenantrisk::decision::Comparison| {
            let figure =
                comparison.figures.iter().find(|one| one.metric == "saving" && one.statistic == "mean");
            match &figure.unwrap().result {
                FigureResult::Estimate { estimate, .. } => *estimate,
                other => panic!("{other:?}"),
            }
        };
        let (left, right) = (mean(left), mean(right));
        let error = left.std_error.unwrap().hypot(right.std_error.unwrap());
        assert!((left.value - right.value).abs() <= 4.0 * error, "{} {}", left.value, right.value);
    }
}

/// The probability of a breach over five years (B02 and U04 alike): the weights put the exact chance of a rare event
/// right, so its error is far below that of counting.
#[test]
fn the_chance_of_a_rare_event_is_exact() {
    let breach = "probability = 0.01, per = \"platform_year\"";
    let text = crate::common::scenario(16_384, 5, breach, breach, "{ id = \"fixed\", amount = 1000 }");
    let run = Simulated::by(Method::Auto, &text);
    let (events, weights) = (run.column("rls", "events"), run.outcomes.weights().unwrap());
    let struck: f64 = events.iter().zip(&weights).filter(|(events, _)| **events > 0.0).map(|(_, w)| w).sum();
    let share = struck / weights.iter().sum::<f64>();
    let expected = 1.0 - 0.99_f64.powi(5);
    // Counting would leave an error of 0.0017; what is left are periods with two points.
    assert!((share - expected).abs() < 2e-4, "{share} against {expected}");
}

/// With fewer runs than eight blocks the spread between blocks tells too little: the runs are drawn plainly.
#[test]
fn few_runs_are_plain() {
    assert_eq!(Simulated::by(Method::Auto, &with(W1, 8_191, 1)).findings().setting.method, "plain");
    assert_eq!(Simulated::by(Method::Auto, &with(W1, 8_192, 1)).findings().setting.method, "auto");
}
