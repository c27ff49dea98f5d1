//! Exact answers for whole scenarios: against independent calculations and against the simulation.

use crate::common::*;
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
        for tail in law.tails(&[0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999], 1e-6).unwrap() {
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

/// A company of one class of events over one year: `rest` of its table.
fn one_class(years: u32, rest: &str) -> String {
    company(1, years, 1, &format!("[incident.own]\nper = \"platform_year\"\nreach = \"all\"\n{rest}\n"))
}

fn assert_close(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance * expected.abs(), "{actual} against {expected}");
}

/// I04: compound Poisson(2) of exponential(100,000), a closed form.
#[test]
fn i04_compound_poisson_exponential() {
    let expected = expected("I04");
    let text = one_class(1, "rate = 2\ncost_per_event = { exponential = { mean = 100_000 } }");
    let law = laws(&text, 0).loss_undiscounted.unwrap();
    assert_close(law.moments().mean, number(&expected["mean"]), 1e-12);
    assert_close(law.moments().variance, number(&expected["var"]), 1e-12);
    for (key, level) in [("VaR95", 0.95), ("VaR99", 0.99)] {
        let tail = law.tails(&[level], 1e-6).unwrap()[0];
        assert_close(tail.quantile.value, number(&expected[key]), 1e-6);
        assert!((tail.quantile.value - number(&expected[key])).abs() <= tail.quantile.error_bound);
    }
    // The other way round: the level of a given loss.
    for threshold in ["100000", "300000", "500000", "1000000"] {
        let level = 1.0 - number(&expected[format!("S_{threshold}")]);
        let tail = law.tails(&[level], 1e-6).unwrap()[0];
        assert_close(tail.quantile.value, threshold.parse().unwrap(), 1e-6);
    }
}

/// Geometric counts (a gamma factor of shape 1) of exponential losses: `P(S > x) = m / (1 + m) e^(-x / (μ (1 + m)))`.
#[test]
fn a_geometric_sum_of_exponentials_is_exponential() {
    let (m, mu) = (3.0_f64, 1_000.0_f64);
    let text = one_class(
        1,
        "rate = 3\nmixing = { gamma = 1, role = \"aleatory\" }\ncost_per_event = { exponential = { mean = 1_000 } }",
    );
    let law = laws(&text, 0).loss_undiscounted.unwrap();
    assert_close(law.probability_of_any(), m / (1.0 + m), 1e-12);
    let scale = mu * (1.0 + m);
    for tail in law.tails(&[0.2, 0.3, 0.5, 0.9, 0.99, 0.999], 1e-6).unwrap() {
        let quantile = (scale * (m / (1.0 + m) / (1.0 - tail.level)).ln()).max(0.0);
        assert_close(tail.quantile.value, quantile, 1e-6);
        if quantile > 0.0 {
            assert_close(tail.mean_beyond.unwrap().value, quantile + scale, 1e-6);
            // Excess of an exponential tail of weight w = 1 - level: variance 2 scale² w - (scale w)².
            let w = 1.0 - tail.level;
            let spread = scale * (2.0 * w - w * w).sqrt() / w;
            assert_close(tail.spread_beyond, spread, 1e-5);
        }
    }
}

/// I05: Poisson(2) of losses of 1, 2 and 5, by Panjer's recursion: every value lies on the grid.
#[test]
fn i05_a_discrete_severity_is_a_lattice() {
    let expected = expected("I05");
    let discrete = "{ discrete = { values = [1, 2, 5], weights = [0.5, 0.3, 0.2] } }";
    let law =
        laws(&one_class(1, &format!("rate = 2\ncost_per_event = {discrete}")), 0).loss_undiscounted.unwrap();
    let moments = law.moments();
    assert_close(moments.mean, number(&expected["mean"]), 1e-12);
    assert_close(moments.variance, number(&expected["var"]), 1e-12);
    let mut reached = 0.0;
    for (value, mass) in expected["g0_12"].as_array().unwrap().iter().enumerate() {
        for place in [1e-9, 0.5, 1.0 - 1e-9] {
            let tail = law.tails(&[reached + place * number(mass)], 1e-6).unwrap()[0];
            assert_eq!((tail.quantile.value, tail.quantile.error_bound), (value as f64, 0.0));
        }
        reached += number(mass);
    }
    // The mean beyond the median, from the masses themselves.
    let masses: Vec<f64> = expected["g0_12"].as_array().unwrap().iter().map(number).collect();
    let tail = law.tails(&[0.5], 1e-6).unwrap()[0];
    let limited: f64 =
        masses.iter().enumerate().map(|(i, mass)| mass * (i as f64).min(tail.quantile.value)).sum();
    let beyond_the_list = (1.0 - masses.iter().sum::<f64>()) * tail.quantile.value;
    let excess = moments.mean - limited - beyond_the_list;
    assert_close(tail.mean_beyond.unwrap().value, tail.quantile.value + excess / 0.5, 1e-9);
}

/// I01 and I02: lognormal losses, quantiles on grids of $500 and $5,000, moments and the largest event in closed form.
#[test]
fn i01_and_i02_lognormal_losses() {
    for (id, rate, years, severity, grid, step) in [
        ("I01", 2.5, 1, "{ median = 100_000, sigma = 1 }", "h500", 500.0),
        ("I02", 0.01, 5, "{ median = 357_000, sigma = 1.968742906763728 }", "h5000", 5_000.0),
    ] {
        let expected = expected(id);
        let text = one_class(years, &format!("rate = {rate}\ncost_per_event = {severity}"));
        let laws = laws(&text, 0);
        let law = laws.loss_undiscounted.unwrap();
        assert_close(law.moments().mean, number(&expected["mean"]), 1e-6);
        assert_close(1.0 - law.probability_of_any(), number(&expected["p_zero"]), 1e-9);
        for tail in law.tails(&[0.95, 0.99, 0.995], 1e-6).unwrap() {
            let value = number(&expected["fft"][grid][format!("VaR{}", tail.level)]);
            assert!(
                (tail.quantile.value - value).abs() <= 0.51 * step,
                "{id} {} {value}",
                tail.quantile.value
            );
            let beyond = number(&expected["fft"][grid][format!("TVaR{}", tail.level)]);
            assert_close(tail.mean_beyond.unwrap().value, beyond, 1e-5);
        }
    }
}

/// The largest event of a year: Poisson thinning in closed form, and the same over five years for I02.
#[test]
fn largest_events() {
    let expected = expected("I02");
    let severity = "cost_per_event = { median = 357_000, sigma = 1.968742906763728 }";
    let largest = laws(&one_class(5, &format!("rate = 0.01\n{severity}")), 0).largest.unwrap();
    for threshold in ["100000", "1000000", "10000000"] {
        let over_five = number(&expected["max_event"][format!("P_gt_{threshold}")]);
        let of_year = 1.0 - (1.0 - over_five).powf(0.2);
        let limit: f64 = threshold.parse().unwrap();
        assert_close(largest.probability_above(limit), of_year, 1e-6);
        assert_close(largest.exceeded_with(of_year).value, limit, 1e-5);
    }
    assert_eq!(largest.exceeded_with(0.5).value, 0.0);
}

/// A breach with 1 % a year that costs $50M: N is Bernoulli each year, and the loss of a year has two values.
#[test]
fn a_bernoulli_breach_has_its_two_points() {
    let breach = |p: f64| format!("probability = {p}, per = \"platform_year\", reach = \"all\"");
    let text = scenario(1, 5, &breach(0.01), &breach(0.1), "{ id = \"fixed\", amount = 50_000_000 }");
    for (alternative, p) in [(0, 0.01_f64), (1, 0.1)] {
        let laws = laws(&text, alternative);
        let law = laws.loss_undiscounted.unwrap();
        assert_close(law.moments().mean, 5.0 * p * 5e7, 1e-12);
        assert_close(law.moments().variance, 5.0 * p * (1.0 - p) * 25e14, 1e-12);
        let none = (1.0 - p).powi(5);
        let one = none + 5.0 * p * (1.0 - p).powi(4);
        for (level, value) in [(none - 1e-6, 0.0), (none + 1e-6, 5e7), (one - 1e-6, 5e7), (one + 1e-6, 1e8)] {
            assert_eq!(law.tails(&[level], 1e-6).unwrap()[0].quantile.value, value, "{level}");
        }
        let year = laws.year.unwrap();
        assert_close(year.probability_of_any(), p, 1e-12);
        assert_eq!(year.tails(&[1.0 - 0.99 * p], 1e-6).unwrap()[0].quantile.value, 5e7);
        assert_close(laws.largest.unwrap().probability_above(4.9e7), p, 1e-12);
        assert_close(laws.events.unwrap().moments().variance, 5.0 * p * (1.0 - p), 1e-12);
    }
    // Discounted at the event: E = p S ∫ v(t) dt, as in the simulation's own test.
    let factor = number(&expected("H01")["continuous"]);
    assert_close(laws(&text, 0).loss.unwrap().moments().mean, 0.01 * 5e7 * factor, 1e-9);
}

/// One discounted event of a certain size at most: its law over time is known, `P(v S > x) = ln(S / x) / (T ln(1 + i))`.
#[test]
fn a_discounted_constant_has_a_closed_form() {
    let breach = "probability = 1, per = \"platform_horizon\", reach = \"all\"";
    let text = scenario(1, 5, breach, breach, "{ id = \"fixed\", amount = 1_000_000 }");
    let law = laws(&text, 0).loss.unwrap();
    for tail in law.tails(&[0.05, 0.5, 0.95, 0.99], 1e-6).unwrap() {
        let value = 1e6 * (-(1.0 - tail.level) * 5.0 * 1.1_f64.ln()).exp();
        assert_close(tail.quantile.value, value, 2e-6);
        assert!((tail.quantile.value - value).abs() <= tail.quantile.error_bound, "{tail:?} {value}");
    }
}

/// A Pareto tail with a finite mean and no variance: what lies far beyond the grid must not come back at its start.
/// Of one rare event, P(S > x) = p (min / x)^alpha but for two events.
#[test]
fn a_heavy_tail_does_not_come_back() {
    let text = one_class(1, "rate = 0.02\ncost_per_event = { pareto = { alpha = 1.2, min = 1_000 } }");
    let law = laws(&text, 0).loss_undiscounted.unwrap();
    assert_eq!(law.moments().variance, f64::INFINITY);
    for tail in law.tails(&[0.985, 0.99, 0.999], 1e-6).unwrap() {
        // Exact up to two events: e^-0.02 0.02 S(x) plus the chance of two, whose sum is larger than either.
        let single = |x: f64| (-0.02_f64).exp() * 0.02 * (1_000.0 / x).powf(1.2);
        let (low, high) = (single(tail.quantile.value), single(tail.quantile.value) + 0.000_2);
        assert!(low <= 1.0 - tail.level && 1.0 - tail.level <= high, "{tail:?} {low} {high}");
    }
    // The same range with a third of the probability just beyond it: the start of the law is not disturbed.
    let text = one_class(1, "probability = 0.5\ncost_per_event = { uniform = { min = 0, max = 1_000 } }");
    let law = laws(&text, 0).loss_undiscounted.unwrap();
    for tail in law.tails(&[0.5005, 0.51, 0.6, 0.75, 0.999], 1e-6).unwrap() {
        assert_close(tail.quantile.value, 2_000.0 * (tail.level - 0.5), 1e-6);
    }
}

/// A duration and an amount that vary independently: the law of one event is a convolution.
#[test]
fn sums_of_random_amounts() {
    // Two exponentials of the same mean are a gamma with shape 2: P(X > x) = (1 + x/μ) e^(-x/μ).
    let text = one_class(
        1,
        "probability = 1\nduration_minutes = { exponential = { mean = 100 } }\ncost_per_minute = 1\n\
         cost_per_event = { exponential = { mean = 100 } }",
    );
    let laws = laws(&text, 0);
    assert_eq!(laws.largest.unwrap_err(), Reason::SumOfAmounts);
    for tail in laws.loss_undiscounted.unwrap().tails(&[0.5, 0.9, 0.99], 1e-6).unwrap() {
        let x = tail.quantile.value / 100.0;
        assert_close((1.0 + x) * (-x).exp(), 1.0 - tail.level, 1e-6);
    }
}

#[test]
fn reasons_and_what_remains_exact() {
    let uncertain = "rate = { gamma = { shape = 2, mean = 3 } }\ncost_per_event = 100";
    let found = laws(&one_class(1, uncertain), 0);
    // B05: a gamma rate is integrated; the moments are those of a negative binomial, the quantiles are not given.
    let law = found.loss_undiscounted.unwrap();
    assert_close(law.moments().mean, 300.0, 1e-9);
    assert_close(law.moments().variance, 1e4 * (3.0 + 4.5), 1e-9);
    assert_close(1.0 - law.probability_of_any(), (1.0_f64 + 1.5).powi(-2), 1e-9);
    assert!(matches!(law.tails(&[0.5], 1e-6), Err(Reason::Uncertain(_))));
    let two = "rate = { p5 = 1, p95 = 2 }\ncost_per_event = 100\ncost_per_tenant = 1\nengineers = { p5 = 1, p95 = 2 }\n\
               duration_minutes = 10";
    assert!(matches!(laws(&one_class(1, two), 0).loss.unwrap_err(), Reason::Uncertain(_)));
    let text = one_class(1, "rate = 1").replace("[tenants]", "[tenants]\ndynamics = \"stochastic\"");
    assert_eq!(laws(&text, 0).loss.unwrap_err(), Reason::RandomTenants);
    let product = "rate = 1\nduration_minutes = { p50 = 1, p95 = 2 }\ncost_per_minute = { p50 = 1, p95 = 2 }";
    assert!(matches!(laws(&one_class(1, product), 0).loss.unwrap_err(), Reason::Product { .. }));
    let gain = laws(&one_class(1, "rate = 1\ncost_per_event = -5"), 0);
    assert_eq!(gain.loss.unwrap_err(), Reason::Negative("own".to_owned()));
    assert_close(gain.events.unwrap().moments().mean, 1.0, 1e-12);
}
