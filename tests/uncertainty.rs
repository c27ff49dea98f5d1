//! Nested draws: what is not known told from what varies.

use crate::common::{Simulated, expected, number, refused};
use tenantrisk::{
    decision::{NestedFindings, VarianceFact},
    engine::{DrawnOnce, Plan, PlanError},
    model::{Method, Nesting},
    scenario,
};

/// One incident class at a gamma rate with shape 2 and mean 3 for one year, and breaches so rare that `auto` plays them on
/// purpose.
const TEXT: &str = r#"
schema = 1
[horizon]
years = 1
[simulation]
runs = 40_000
uncertainty = "nested"
outer = 2_000
[tenants]
initial = 100
[tier.all]
share = 1
price_per_month = 10
cost_per_month = 1
records_per_tenant = 100
[severity]
models = [{ id = "fixed", amount = 1e6 }]
[breach]
fine = "none"
churn = "none"
response = "none"
[isolation.rls]
breach = { rate = { gamma = { shape = 2, mean = 0.02 } }, per = "platform_year", reach = "all" }
[alternative.rls]
isolation = "rls"
[incident.own]
rate = { gamma = { shape = 2, mean = 3 } }
per = "platform_year"
cost_per_event = 1_000
"#;

fn nested(simulated: &Simulated) -> NestedFindings {
    simulated.findings().nested.unwrap()
}

fn fact<'a>(nested: &'a NestedFindings, metric: &str) -> &'a VarianceFact {
    nested.variance.iter().find(|fact| fact.metric == metric).unwrap()
}

/// Case B05 through the whole engine, drawn plainly and with rare events on purpose.
#[test]
fn b05_variance_is_split() {
    let case = expected("B05");
    for method in [Method::Plain, Method::Auto] {
        let nested = nested(&Simulated::by(method, TEXT));
        assert_eq!((nested.outer, nested.runs_per_draw), (2_000, 20));
        let fact = fact(&nested, "events.own");
        for (name, found) in [("var", fact.total), ("epistemic", fact.unknown), ("aleatory", fact.chance)] {
            let (exact, error) = (number(&case[name]), found.std_error.unwrap());
            assert!(error < 0.1 * exact, "{name}: {found:?}");
            assert!((found.value - exact).abs() < 4.0 * error, "{method:?}, {name}: {found:?}, not {exact}");
        }
    }
}

/// A rare breach of $1M: the variance is 1e12 x (mean + mean² / 2) and the mean 0.02 x $1M, whichever way runs are drawn.
/// Playing it on purpose makes the mean sharper.
#[test]
fn rare_events_on_purpose_stay_unbiased() {
    let metric = "loss.breach.boundary_undiscounted";
    let mut errors = Vec::new();
    for method in [Method::Plain, Method::Auto] {
        let simulated = Simulated::by(method, TEXT);
        let findings = simulated.findings();
        let figures = &findings.alternatives[0].figures;
        let figure = figures.iter().find(|one| one.metric == metric && one.statistic == "mean").unwrap();
        let tenantrisk::decision::FigureResult::Estimate { estimate, .. } = &figure.result else { panic!() };
        let error = estimate.std_error.unwrap();
        assert!((estimate.value - 20_000.0).abs() < 4.0 * error, "{method:?}: {estimate:?}");
        errors.push(error);
    }
    assert!(errors[1] < 0.7 * errors[0], "{errors:?}");
}

/// The error of a mean is that of as many independent draws: Var = unknown / M + chance / (M K).
#[test]
fn errors_count_draws_not_runs() {
    let simulated = Simulated::by(Method::Plain, TEXT);
    let findings = simulated.findings();
    assert_eq!(findings.setting.replicates, Some(2_000));
    let figures = &findings.alternatives[0].figures;
    let figure = figures.iter().find(|one| one.metric == "events.own" && one.statistic == "mean").unwrap();
    let tenantrisk::decision::FigureResult::Estimate { estimate, .. } = &figure.result else { panic!() };
    let exact = (4.5 / 2_000.0 + 3.0 / 40_000.0_f64).sqrt();
    let found = estimate.std_error.unwrap();
    // A standard deviation of 2,000 means whose kurtosis is at most 6 is known to 2.5 %.
    assert!((found / exact - 1.0).abs() < 4.0 * 0.025, "{found} against {exact}");
    assert!((estimate.value - 3.0).abs() < 4.0 * exact);
}

/// Runs of a draw share everything that is drawn once, and nothing else; with one run per draw it is the flat simulation's.
#[test]
fn runs_share_what_is_not_known() {
    let simulated = Simulated::by(Method::Plain, TEXT);
    let plan = &simulated.plan;
    let drawn: Vec<DrawnOnce> = plan.inputs().iter().map(|input| input.drawn()).collect();
    let values = plan.values_of(&drawn, 60);
    let mut flat = plan.model().clone();
    flat.simulation.uncertainty = Nesting::Flat;
    let of_flat = Plan::new(flat).unwrap().values_of(&drawn, 3);
    for (nested, flat) in values.iter().zip(of_flat) {
        for (draw, value) in flat.iter().enumerate() {
            assert!(nested[draw * 20..(draw + 1) * 20].iter().all(|other| other == value));
        }
    }
    let events = simulated.column("rls", "events.own");
    assert!(events[..20].iter().any(|count| *count != events[0]));
}

/// Bands hold what they say: 90 % of the rates lie in the band of the mean, as far as 20 runs tell a mean.
#[test]
fn bands_are_quantiles_over_draws() {
    let simulated = Simulated::by(Method::Plain, TEXT);
    let nested = nested(&simulated);
    let band = nested.bands.iter().find(|band| band.metric == "loss" && band.statistic == "mean").unwrap();
    let loss = simulated.column("rls", "loss");
    let means: Vec<f64> = loss.chunks(20).map(|draw| draw.iter().sum::<f64>() / 20.0).collect();
    let share = |below: f64| means.iter().filter(|mean| **mean <= below + 1e-6).count() as f64 / 2_000.0;
    for (found, level) in [(band.p5, 0.05), (band.p50, 0.5), (band.p95, 0.95)] {
        assert!(
            (share(found.value) - level).abs() <= 1.0 / 2_000.0 + 1e-12,
            "{found:?} {}",
            share(found.value)
        );
    }
    for curve in &nested.curves {
        assert!(
            curve.points.iter().all(|point| point.p5_usd <= point.p50_usd && point.p50_usd <= point.p95_usd)
        );
        assert!(curve.points.windows(2).all(|pair| pair[0].p50_usd <= pair[1].p50_usd));
    }
}

/// Flat is the default, says nothing of draws, and is what nested with as many draws as runs would be.
#[test]
fn flat_has_no_bands() {
    let text = TEXT.replace("uncertainty = \"nested\"\nouter = 2_000\n", "");
    let simulated = Simulated::by(Method::Plain, &text.replace("40_000", "2_000"));
    assert!(simulated.findings().nested.is_none());
    assert_eq!(simulated.plan.runs_per_draw(), None);
}

#[test]
fn what_cannot_be_is_refused() {
    let outer = "uncertainty = \"nested\"\nouter = 2_000\n";
    assert_eq!(refused(&TEXT.replace(outer, "outer = 100\n")), ["simulation.outer"]);
    assert_eq!(refused(&TEXT.replace("2_000", "3")), ["simulation.outer"]);
    assert_eq!(
        refused(&TEXT.replace("\"nested\"", "\"nestd\"")),
        ["simulation.uncertainty", "simulation.outer"]
    );
    let (model, _) = scenario::read("test", &TEXT.replace("40_000", "40_001"));
    match Plan::new(model.unwrap()) {
        Err(PlanError::Outer { runs: 40_001, outer: 2_000, example: 42_000 }) => {}
        other => panic!("{:?}", other.map(|_| ())),
    }
}
