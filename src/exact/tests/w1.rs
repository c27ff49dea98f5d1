//! The common workload, part by part, against an independent FFT with extrapolated grids.

use std::sync::Arc;

use crate::{
    dist::{Distribution, Limits, lognormal_mean_cv},
    exact::{
        amount::Amount,
        law::Law,
        part::{Count, Part, Stretch},
        span::Span,
    },
    model::MixingLaw,
};

fn workload(rate: f64) -> Vec<Part> {
    let class = |count: Count, events: f64, mean: f64, cv: f64| {
        let law = Distribution::new(lognormal_mean_cv(mean, cv).unwrap(), Limits::default()).unwrap();
        let amounts: Arc<[Amount]> = Arc::new([Amount::of(&law, 1.0, 0.0)]);
        (0..5).map(move |year| Part {
            count,
            stretches: vec![Stretch {
                year,
                events,
                span: Span::at((1.0 + rate).powi(-(year as i32))),
                amounts: Arc::clone(&amounts),
            }],
        })
    };
    let poisson = class(Count::Poisson, 0.01, 2.5e6, 2.0).chain(class(Count::Poisson, 6.0, 12_000.0, 1.0));
    poisson.chain(class(Count::Mixed(MixingLaw::Gamma(4.0)), 4.0, 25_000.0, 1.5)).collect()
}

#[test]
fn every_value_to_a_millionth() {
    let text = include_str!("../../../tests/data/exact.json");
    let expected: serde_json::Value = serde_json::from_str(text).unwrap();
    for (name, rate) in [("W1u", 0.0), ("W1", 0.08)] {
        let expected = &expected[name];
        let law = Law::new(vec![(1.0, workload(rate))]);
        let close = |actual: f64, expected: &serde_json::Value, bound: f64| {
            let expected = expected.as_f64().unwrap();
            let error = (actual - expected).abs();
            println!("{name} {expected} {:e} {:e}", error / expected, bound / expected);
            assert!(error < 1e-6 * expected, "{actual} against {expected}");
            assert!(
                error < bound + 2e-8 * expected,
                "{actual} against {expected}: the bound {bound} is no bound"
            );
        };
        close(law.moments().mean, &expected["mean"], 0.0);
        close(law.moments().variance, &expected["variance"], 0.0);
        let levels = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999];
        for tail in law.tails(&levels, 1e-7).unwrap() {
            close(tail.quantile.value, &expected["q"][tail.level.to_string()], tail.quantile.error_bound);
            if let Some(value) = expected["tvar"].get(tail.level.to_string()) {
                let beyond = tail.mean_beyond.unwrap();
                close(beyond.value, value, beyond.error_bound);
            }
        }
    }
}
