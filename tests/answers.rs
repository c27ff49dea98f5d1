//! `docs/answers.md`: every figure that it quotes is still what the shipped scenarios and calculators give.

use std::{fs, path::Path};

use crate::common::*;
use assert_cmd::Command;
use serde_json::Value;
use tenantrisk::{decision::Findings, engine::Plan, model::Method, scenario};

const RUNS: u64 = 40_000;

/// A scenario that ships, with fewer runs.
fn shipped(name: &str) -> Simulated {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let text = |file: &str| fs::read_to_string(folder.join(file)).map_err(|error| error.to_string());
    let file = format!("{name}.toml");
    let (model, _) = scenario::read_with(&file, &text(&file).unwrap(), &mut |other| text(other));
    let mut model = model.unwrap();
    model.simulation.runs = RUNS;
    model.simulation.method = Method::Plain;
    Simulated::of(Plan::new(model).unwrap())
}

/// The `result` of a calculation.
fn calc(arguments: &str) -> Value {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("calc").args(arguments.split_whitespace());
    let output = command.arg("--json").assert().success().get_output().clone();
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["result"].clone()
}

/// The page quotes these figures.
fn quoted(figures: &[&str]) {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/answers.md")).unwrap();
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for figure in figures {
        assert!(words.contains(figure), "`{figure}` is not in docs/answers.md");
    }
}

/// A statistic of a comparison and its standard error.
fn compared(findings: &Findings, alternative: &str, metric: &str, statistic: &str) -> (f64, f64) {
    let document = serde_json::to_value(findings).unwrap();
    let of = |list: &Value, key: &str, word: &str| -> Value {
        list.as_array().unwrap().iter().find(|entry| entry[key] == word).unwrap().clone()
    };
    let comparison = of(&document["comparisons"], "alternative", alternative);
    let mut figures = comparison["figures"].as_array().unwrap().iter();
    let figure = figures.find(|figure| figure["metric"] == metric && figure["statistic"] == statistic);
    let estimate = &figure.unwrap()["result"]["estimate"]["estimate"];
    (number(&estimate["value"]), estimate["std_error"].as_f64().unwrap_or(0.0))
}

fn within_four_errors((actual, error): (f64, f64), exact: f64) {
    assert!((actual - exact).abs() <= 4.0 * error, "{actual} ± {error} against {exact}");
}

/// Twenty incidents are expected in five years; their number is Poisson.
#[test]
fn pooling() {
    let findings = shipped("pooling-roi").findings();
    let annuity = (1..=5).map(|year| 1.1_f64.powi(-year)).sum::<f64>();
    for (alternative, investment) in [("stated", 75e3), ("described", 36e3)] {
        let found = |metric| compared(&findings, alternative, metric, "mean");
        within_four_errors(found("npv"), 4e5 * annuity - investment);
        within_four_errors(found("roi"), 4e5 * annuity / investment - 1.0);
        within_four_errors(found("roi_undiscounted"), 2e6 / investment - 1.0);
    }
    let exact = calc("roi --investment 75000 --incidents-per-year 4 --cost-per-incident 100000 --years 5");
    assert_close(number(&exact["roi"]), number(&expected("A09")["roi_pct"]) / 100.0);
    assert_close(number(&exact["net_present_value_usd"]), number(&expected("A09")["npv"]));
    assert_close((2e6_f64 / 36e3 - 1.0).mul_add(100.0, 0.5).floor(), 5_456.0);
    quoted(&["2,567 %", "$1.44M", "1,922 %", "5,456 %", "$1.48M", "13,233 %", "$7.51M"]);
}

/// L01, and the same with credits of 10 %: the quantiles are those of 8, 14 and 20 avoided exhaustions.
#[test]
fn circuit_breakers() {
    for (name, cost) in [("circuit-breakers", 12_722.5), ("circuit-breakers-published-credits", 5_224.0)] {
        let run = shipped(name);
        let findings = run.findings();
        within_four_errors(compared(&findings, "breakers", "npv", "mean"), 14.0 * cost - 12e3);
        for (statistic, avoided) in [("p5", 8.0), ("p50", 14.0), ("p95", 20.0)] {
            for metric in ["roi", "roi_undiscounted"] {
                let (value, _) = compared(&findings, "breakers", metric, statistic);
                assert_close(value, avoided * cost / 12e3 - 1.0);
            }
        }
        let losing = 1.0 - compared(&findings, "breakers", "prob_npv_positive", "mean").0;
        let needed = (12e3 / cost).ceil() as u32;
        let mut term = (-14.0_f64).exp();
        let mut exact = 0.0;
        for avoided in 0..needed {
            exact += term;
            term *= 14.0 / f64::from(avoided + 1);
        }
        assert_probability(losing, exact, RUNS as usize);
        let odds = 1.0 / exact;
        assert!((odds / if needed == 1 { 1.2e6 } else { 10_600.0 } - 1.0).abs() < 0.01, "{odds}");
    }
    let l01 = expected("L01");
    assert_close(number(&l01["p50"]), 14.0 * 12_722.5 / 12e3 - 1.0);
    quoted(&[
        "748 / 1,384 / 2,020 %",
        "248 / 509 / 771 %",
        "$180,913.14",
        "$67,212.28",
        "676,983 %",
        "0.2488",
    ]);
}

/// One incident: support, engineers and four tenants that leave, each worth 36 months of $399.
#[test]
fn noisy_neighbour() {
    let run = shipped("noisy-neighbour");
    let kept = 0.98 * 1.1_f64.powf(-1.0 / 12.0);
    let worth = 399.0 * (1.0 - kept.powi(36)) / (1.0 - kept);
    let losses = run.column("rls", "loss.noisy_neighbour_undiscounted");
    let exact = 2_250.0 + 600.0 + 4.0 * worth;
    // How many tenants leave varies from run to run.
    assert_mean(&losses, exact, variance(&losses));
    assert!((exact - 39_479.0).abs() < 1.0, "{exact}");
    let calculated = calc("noisy-neighbour --tenants 200 --degradation 0.40 --minutes 120");
    let text = calculated.to_string();
    assert!(text.contains("39498.1") && text.contains("74850"), "{text}");
    quoted(&["$39,498.13", "$39,479", "$74,850"]);
}

/// The severity models by themselves, and how far a bypass reaches (C03).
#[test]
fn bypass() {
    let run = shipped("rls-bypass-100");
    let exposed = run.column("hundred", "tenants_exposed");
    assert!(exposed.iter().all(|tenants| *tenants == 100.0));
    let records = run.column("hundred", "records_exposed");
    assert!(records.iter().all(|records| *records == 1e6));
    let reached = run.column("unbounded", "tenants_exposed");
    for (statistic, level) in [("p50", 0.5), ("p75", 0.75), ("p95", 0.95)] {
        assert_quantile(&reached, level, 1e4 * number(&expected("C03")[statistic]), 1.0);
    }
    let case = expected("U01");
    let findings = serde_json::to_value(run.findings()).unwrap();
    let rows = findings["by_severity_model"].as_array().unwrap();
    let row = |model: &str| {
        rows.iter().find(|row| row["alternative"] == "hundred" && row["model"] == model).unwrap()
    };
    // What the models leave out: fines (to the first) and the tenants that leave; the heaviest tails have no
    // useful standard error with few runs.
    let estimate = |model: &str| {
        let mean = &row(model)["mean"];
        (number(&mean["value"]), number(&mean["std_error"]))
    };
    let leaving = mean(&run.column("hundred", "loss.churn_undiscounted"));
    assert!((leaving / 38.6e3 - 1.0).abs() < 0.02, "{leaving}");
    within_four_errors(estimate("jacobs"), number(&case["jacobs_mean"]) + 70.9e3 + leaving);
    // A lognormal whose tail is too heavy for the spread of few runs: its exact standard deviation instead.
    let [iris, median] = ["iris_2025_lt100M_mean", "iris_2025_lt100M_median"].map(|key| number(&case[key]));
    let runs = number(&row("iris_2025")["share"]) * RUNS as f64;
    let error = iris * (((iris / median).powi(2) - 1.0) / runs).sqrt();
    within_four_errors((estimate("iris_2025").0, error), iris + leaving);
    let calculated = calc("breach --tenants 100 --records 10000").to_string();
    assert!(calculated.contains("248205000"), "{calculated}");
    quoted(&[
        "$88.1M",
        "$25.3M",
        "$2.48M",
        "$31.6M",
        "$248,205,000",
        "$2,482,050",
        "3.0 %",
        "13.5 %",
        "43.8 %",
    ]);
}

/// U02: a small platform, by severity model; and what a demand for separation leaves.
#[test]
fn small_and_regulated() {
    let run = shipped("small-regulated");
    let case = expected("U02");
    let years = |alternative: &str| {
        let events = run.column(alternative, "events");
        share(&events, |events| events > 0.0)
    };
    assert_probability(years("rls"), number(&expected("U04")["five_year"]["rls"]), RUNS as usize);
    assert_probability(years("database"), number(&expected("U04")["five_year"]["db"]), RUNS as usize);
    let saved = difference(&run, "infrastructure_undiscounted");
    if let Some(saved) = saved {
        assert_close(saved, 5.0 * number(&case["jacobs"]["saving_year"]));
    }
    let severities = calc("breach --tenants 80 --records 50000");
    let mean_of = |id: &str| {
        let models = severities["models"].as_array().unwrap();
        number(&models.iter().find(|model| model["id"] == id).unwrap()["mean_usd"])
    };
    let extra = |id: &str| 0.009 * mean_of(id);
    assert_close(extra("jacobs"), number(&case["jacobs"]["extra_risk_year"]));
    assert_close(extra("iris_2025"), number(&case["iris_marginal"]["extra_risk_year"]));
    assert!((extra("iris_records") - 316e3).abs() < 500.0, "{}", extra("iris_records"));
    // The mixture, at the exact means: less than five years of it, since losses are discounted.
    let mixture = 0.25 * extra("jacobs") + 0.5 * extra("iris_records") + 0.25 * extra("iris_2025");
    let continuous = (1.0 - 1.1_f64.powi(-5)) / 1.1_f64.ln();
    let monthly = 3_600.0 * (1..=60).map(|month| 1.1_f64.powf(-f64::from(month) / 12.0)).sum::<f64>();
    let exact = mixture * continuous - monthly;
    within_four_errors(compared(&run.findings(), "database", "npv", "mean"), exact);
    let findings = shipped("small-regulated-hipaa").findings();
    assert_eq!((findings.alternatives.len(), findings.excluded.len()), (1, 1));
    assert_eq!((&*findings.alternatives[0].name, &*findings.excluded[0].name), ("database", "rls"));
    quoted(&["$43,200", "$4.8M", "$2.27M", "$316K", "$691K", "$22,313", "$8.9M", "$2.74M"]);
}

/// What the alternative `rls` has less than `database` of a metric that is the same in every run.
fn difference(run: &Simulated, metric: &str) -> Option<f64> {
    run.plan.metric(metric)?;
    Some(run.only("database", metric) - run.only("rls", metric))
}

/// The figures that follow from the brief's numbers alone (A13, A14, A15, L03, M01, U04, Q03).
#[test]
fn arithmetic() {
    assert_close(number(&expected("A13")["saving_year"]), 45.0 * 12.0 * 1e4);
    assert!((number(&expected("A13")["pv_end_of_year"]) / 20.47e6 - 1.0).abs() < 1e-3);
    assert_close(number(&expected("M01")["per_tenant"]), 540.0 / 0.009);
    assert_close(number(&expected("U04")["price_per_breach"]), 5.4e6 / 0.009);
    assert_eq!((50e6_f64 * 0.009 / 540.0).floor(), 833.0);
    assert_eq!(number(&expected("Q03")["profit_computed"]), -6_303_000.0);
    let overage = calc("overage --tier growth --resource api_calls --usage 150000");
    assert_eq!((number(&overage["charge_usd"]), number(&overage["bill_usd"])), (25.0, 524.0));
    quoted(&["$5.4M", "$27.0M", "$20.47M", "$60,000", "833", "$600M", "$128.57", "4.90 % against 0.50 %"]);
    quoted(&[
        "69.7 %",
        "24.2 %",
        "85.8 %",
        "$25",
        "$524",
        "9,100,000",
        "$6,611.25",
        "$6,303,000",
        "16.2 months",
    ]);
}

/// Question 1 at the brief's numbers: the run agrees with the exact expectation of the price difference.
#[test]
fn ten_thousand_tenants() {
    let findings = shipped("ten-thousand-tenants").findings();
    let continuous = (1.0 - 1.1_f64.powi(-5)) / 1.1_f64.ln();
    let monthly = 450e3 * (1..=60).map(|month| 1.1_f64.powf(-f64::from(month) / 12.0)).sum::<f64>();
    let exact = monthly + 1e6 - 0.009 * 50e6 * continuous;
    within_four_errors(compared(&findings, "rls", "npv", "mean"), exact);
    let cheaper = compared(&findings, "rls", "prob_cheaper", "mean");
    within_four_errors(cheaper, 0.956);
    quoted(&[
        "$5.36M", "$26.0M", "95.6 %", "$14.6M", "$30.3M", "96.3 %", "$317M", "$75.3M", "$11.2M", "$4.51M",
    ]);
}
