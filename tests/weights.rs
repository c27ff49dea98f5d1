//! Runs with weights: every figure counts every run by its weight, and nothing else.

use std::{collections::BTreeMap, path::Path, sync::atomic::AtomicBool};

use crate::common::Simulated;
use tenantrisk::{
    decision::{self, CaseOptions, Findings, Provenance},
    engine::{Design, Plan},
    model::Model,
    report::{Decimal, RowLimit, comparison_csv, runs_csv, summary_csv},
    scenario::Scenario,
};

const REPLICATED: Design = Design::Replicated { runs_per_replicate: 128 };

/// A shipped scenario whose number of tenants is uncertain, so that no business case searches for another number.
fn plan(name: &str, runs: u64) -> Plan {
    let (mut model, _) = read(name);
    model.simulation.runs = runs;
    Plan::new(model).unwrap()
}

fn read(name: &str) -> (Model, Scenario) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let file = format!("{name}.toml");
    let mut text = |file: &str| -> Result<String, String> {
        let text = std::fs::read_to_string(folder.join(file)).map_err(|error| error.to_string())?;
        let line = text.lines().find(|line| line.starts_with("initial")).unwrap_or("initial");
        let tenants = line.trim_start_matches(|c: char| !c.is_ascii_digit());
        Ok(text.replace(line, &format!("initial = {{ p5 = {tenants}, p95 = 1{tenants} }}")))
    };
    let source = text(&file).unwrap();
    let (model, _, scenario) = Scenario::read(&file, &source, &mut text);
    (model.unwrap(), scenario)
}

fn findings(run: &Simulated, run_rows: usize) -> Findings {
    let provenance = Provenance::default();
    decision::analyse(&run.plan, &run.outcomes, provenance, run_rows).unwrap()
}

/// Findings and break-evens as JSON, without what counts the runs themselves.
fn everything(run: &Simulated) -> serde_json::Value {
    let mut findings = findings(run, 0);
    findings.setting.runs = 0;
    findings.notices.clear();
    findings.convergence.clear();
    findings.runs_needed.clear();
    let (progress, interrupted) = (|_| {}, AtomicBool::new(false));
    let (_, scenario) = read(&run.plan.model().name);
    let options = CaseOptions { scenario: &scenario, progress: &progress, interrupted: &interrupted };
    let mut case = decision::business_case(&run.plan, &run.outcomes, &findings, &options).unwrap();
    // Says how many runs a search would take.
    case.break_evens.tenants = None;
    let sections = case.sections.iter().filter(|section| ["saves", "risks"].contains(&section.id));
    let sections: Vec<_> = sections.cloned().collect();
    serde_json::json!({
        "findings": findings, "break_evens": case.break_evens, "sections": sections, "unknowns": case.unknowns,
    })
}

/// Where two documents differ first.
fn difference(a: &serde_json::Value, b: &serde_json::Value, path: &str) -> Option<String> {
    use serde_json::Value::{Array, Object};
    match (a, b) {
        (Object(x), Object(y)) if x.keys().eq(y.keys()) => {
            x.iter().find_map(|(key, value)| difference(value, &y[key], &format!("{path}.{key}")))
        }
        (Array(x), Array(y)) if x.len() == y.len() => {
            let mut pairs = x.iter().zip(y).enumerate();
            pairs.find_map(|(index, (x, y))| difference(x, y, &format!("{path}[{index}]")))
        }
        _ => (a != b).then(|| format!("{path}: {a} against {b}")),
    }
}

/// If something averaged over the runs and left out the weights, it would show here.
#[test]
fn runs_of_weight_zero_count_nowhere() {
    for name in ["ten-thousand-tenants-evidence", "enterprise-surge", "circuit-breakers"] {
        for design in [Design::Independent, REPLICATED] {
            let half = Simulated::weighted(plan(name, 1_024), design, |_| 1.0);
            // Not a multiple of a block, so that the last one is short.
            let all =
                Simulated::weighted(plan(name, 1_500), design, |run| if run < 1_024 { 0.5 } else { 0.0 });
            let different = difference(&everything(&half), &everything(&all), name);
            assert_eq!(different, None, "{design:?}");
        }
    }
}

/// Weights that differ from run to run, such as drawing rare events more often gives.
fn uneven(run: u64) -> f64 {
    [0.25, 1.0, 3.5, 0.0, 0.75][(run % 5) as usize]
}

/// The values of a table by alternative, metric and statistic.
fn numbers(text: &str) -> BTreeMap<[String; 3], f64> {
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let at = |name: &str| header.iter().position(|other| *other == name).unwrap();
    let key = ["alternative", "metric", "statistic"].map(at);
    let rows = lines.filter(|cells| !cells[at("value")].is_empty());
    rows.map(|cells| (key.map(|at| cells[at].to_owned()), cells[at("value")].parse().unwrap())).collect()
}

/// Weighted means, quantiles and shares of the rows of runs.csv are those of summary.csv and comparison.csv.
#[test]
fn rows_of_runs_reproduce_the_summary() {
    for weight in [|_| 1.0, uneven] as [fn(u64) -> f64; 2] {
        let run = Simulated::weighted(plan("circuit-breakers", 2_000), REPLICATED, weight);
        let findings = findings(&run, usize::MAX);
        let csv = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let summary = numbers(&csv(summary_csv::render(&findings, Decimal::Point).unwrap()));
        let rows = csv(runs_csv::render(&findings, RowLimit::All, Decimal::Point).unwrap());
        let mut lines = rows.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let rows: Vec<Vec<&str>> = lines.collect();
        let of = |alternative: &str, column: usize| -> Vec<(f64, f64)> {
            let rows = rows.iter().filter(|row| row[2] == alternative);
            rows.map(|row| (row[column].parse().unwrap(), row[1].parse().unwrap())).collect()
        };
        let mut checked = 0;
        for alternative in &findings.alternatives {
            for (column, name) in header.iter().enumerate().skip(3) {
                let mut values = of(&alternative.name, column);
                assert_eq!(values.len(), 2_000);
                let total: f64 = values.iter().map(|(_, weight)| weight).sum();
                let mean = values.iter().map(|(value, weight)| value * weight).sum::<f64>() / total;
                values.sort_by(|a, b| a.0.total_cmp(&b.0));
                let quantile = |level: f64| {
                    let mut reached = 0.0;
                    let at = values.iter().find(|(_, weight)| {
                        reached += weight;
                        reached >= level * total * (1.0 - 1e-12)
                    });
                    at.unwrap().0
                };
                let any =
                    values.iter().filter(|(value, _)| *value > 0.0).map(|(_, weight)| weight).sum::<f64>();
                let metric = name.strip_suffix("_usd").unwrap_or(name);
                for (statistic, expected) in [
                    ("mean", mean),
                    ("p50", quantile(0.5)),
                    ("p95", quantile(0.95)),
                    ("p99", quantile(0.99)),
                    ("prob_any", any / total),
                ] {
                    let key = [alternative.name.clone(), metric.to_owned(), statistic.to_owned()];
                    let Some(found) = summary.get(&key) else { continue };
                    checked += 1;
                    let close = (found - expected).abs() <= 1e-9 * expected.abs().max(1e-6);
                    assert!(close, "{key:?}: {found} against {expected}");
                }
            }
        }
        assert!(checked > 400, "{checked}");
        let tco = header.iter().position(|name| *name == "tco_usd").unwrap();
        let compared = numbers(&csv(comparison_csv::render(&findings, Decimal::Point).unwrap()));
        for one in &findings.comparisons {
            let pairs = of(&one.baseline, tco).into_iter().zip(of(&one.alternative, tco));
            let savings: Vec<(f64, f64)> = pairs.map(|(a, b)| (a.0 - b.0, a.1)).collect();
            let share = |keep: fn(f64) -> bool| {
                savings.iter().filter(|(saving, _)| keep(*saving)).map(|(_, weight)| weight).sum::<f64>()
            };
            let expected = share(|saving| saving > 0.0) / share(|_| true);
            let found = compared[&[one.alternative.clone(), "prob_cheaper".to_owned(), "mean".to_owned()]];
            assert!((found - expected).abs() < 1e-12, "{}: {found} against {expected}", one.alternative);
        }
    }
}

/// The years, components and classes of yearly figures add up to the metrics of the same runs.
#[test]
fn sums_over_runs_are_weighted() {
    let run = Simulated::weighted(plan("circuit-breakers", 2_000), Design::Independent, uneven);
    let findings = findings(&run, 0);
    for alternative in &findings.alternatives {
        for (component, metric) in
            [("infrastructure", "infrastructure"), ("revenue", "revenue"), ("loss", "loss")]
        {
            let years = findings.yearly.iter().filter(|row| {
                let wanted = (row.component.as_str(), row.basis, row.statistic);
                row.alternative == alternative.name && wanted == (component, "nominal", "mean")
            });
            let total: f64 = years.map(|row| row.value_usd).sum();
            let by_class = findings.yearly.iter().filter(|row| {
                row.alternative == alternative.name
                    && row.basis == "nominal"
                    && row.component.starts_with("loss.")
            });
            let by_class: f64 = by_class.map(|row| row.value_usd).sum();
            let metric = run.column(&alternative.name, &format!("{metric}_undiscounted"));
            let weights: Vec<f64> = (0..2_000).map(uneven).collect();
            let sum: f64 = metric.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let expected = sum / weights.iter().sum::<f64>();
            crate::common::assert_close(total, expected);
            if component == "loss" {
                assert!(expected > 0.0);
                crate::common::assert_close(by_class, expected);
            }
        }
    }
}

#[test]
fn replicates_are_counted() {
    let run = Simulated::weighted(plan("circuit-breakers", 1_000), REPLICATED, |_| 1.0);
    let setting = findings(&run, 0).setting;
    assert_eq!(setting.replicates, Some(8));
    assert_eq!(setting.drawn(), "1,000 runs in 8 independent replicates (plain)");
}
