//! Exact answers for whole scenarios: against independent calculations and against the simulation.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail this way")]

mod common;
use common::*;
use tenantrisk::{
    exact::{AlternativeLaws, Reason, alternative_laws},
    model::Model,
    scenario,
};

fn model(text: &str) -> Model {
    let (model, diagnostics) = scenario::read("test", text);
    model.unwrap_or_else(|| panic!("{}", diagnostics.render("test", text, false, None)))
}

fn laws(text: &str, alternative: usize) -> AlternativeLaws {
    alternative_laws(&model(text), alternative)
}

fn w1() -> serde_json::Value {
    serde_json::from_str(include_str!("data/exact.json")).unwrap()
}

const W1: &str = include_str!("../benches/scenarios/w1.toml");

#[test]
fn the_scenario_w1_reproduces_every_exact_value() {
    for (name, text) in [("W1", W1.to_owned()), ("W1u", W1.replace("rate = 0.08", "rate = 0"))] {
        let expected = &w1()[name];
        let close = |actual: f64, expected: &serde_json::Value| {
            let expected = number(expected);
            assert!((actual / expected - 1.0).abs() < 1e-6, "{name}: {actual} against {expected}");
        };
        let laws = laws(&text, 0);
        let law = laws.loss.as_ref().unwrap();
        close(law.moments().mean, &expected["mean"]);
        close(law.moments().variance, &expected["variance"]);
        for tail in law.tails(&[0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999]).unwrap() {
            let key = tail.level.to_string();
            close(tail.quantile.value, &expected["q"][&key]);
            if let Some(beyond) = expected["tvar"].get(&key) {
                close(tail.mean_beyond.unwrap().value, beyond);
            }
        }
        let undiscounted = laws.loss_undiscounted.unwrap().moments();
        close(undiscounted.mean, &w1()["W1u"]["mean"]);
        close(undiscounted.variance, &w1()["W1u"]["variance"]);
    }
}

#[test]
fn why_there_is_none() {
    let text = W1.replace("cost_per_event = { mean = 12_000, cv = 1 }", "duration_minutes = 50\nsla = true");
    assert_eq!(laws(&text, 0).loss.unwrap_err(), Reason::Credits("noisy".to_owned()));
    assert!(laws(&text, 0).classes.last().unwrap().loss.is_ok());
}
