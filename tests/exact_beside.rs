//! Exact figures beside simulated ones: right, marked, and only where there are some.

use std::{fs, path::Path};

use assert_cmd::Command;
use serde_json::Value;

/// Runs a file of the repository; gives standard output, findings.json and exact.csv.
fn run(file: &str, arguments: &[&str]) -> (String, Value, Option<String>) {
    let home = tempfile::tempdir().unwrap();
    let output = Command::cargo_bin("tenantrisk")
        .unwrap()
        .arg("run")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(file))
        .args(["--format", "csv,json", "--run-rows", "10", "--no-robustness", "--out"])
        .arg(home.path())
        .args(arguments)
        .assert()
        .success()
        .get_output()
        .clone();
    let of_scenario = home.path().join(Path::new(file).file_stem().unwrap());
    let findings = fs::read_to_string(of_scenario.join("findings.json")).unwrap();
    let text = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let exact = fs::read_to_string(of_scenario.join("exact.csv")).ok();
    (text, serde_json::from_str(&findings).unwrap(), exact)
}

fn line<'a>(findings: &'a Value, metric: &str, statistic: &str) -> &'a Value {
    let lines = findings["exact"]["lines"].as_array().unwrap();
    lines.iter().find(|line| line["metric"] == metric && line["statistic"] == statistic).unwrap()
}

/// The exact figures of W1u agree with an independent calculation within their bounds and its own, and the simulated ones
/// are within four standard errors of them.
#[test]
fn the_common_workload() {
    let (text, findings, csv) = run("benches/scenarios/w1u.toml", &["--runs", "16384"]);
    let known: Value = serde_json::from_str(include_str!("data/exact.json")).unwrap();
    let known = &known["W1u"];
    let theirs = known["rel_error_bound"].as_f64().unwrap_or(1e-7).max(1e-7);
    for (statistic, value) in [
        ("mean", &known["mean"]),
        ("sd", &known["sd"]),
        ("p50", &known["q"]["0.5"]),
        ("p95", &known["q"]["0.95"]),
        ("p99", &known["q"]["0.99"]),
        ("p99.9", &known["q"]["0.999"]),
        ("tvar99", &known["tvar"]["0.99"]),
    ] {
        let value = value.as_f64().unwrap();
        for metric in ["loss", "tco", "loss_undiscounted"] {
            let line = line(&findings, metric, statistic);
            let (exact, bound) = (line["exact"].as_f64().unwrap(), line["error_bound"].as_f64().unwrap());
            assert!(
                (exact - value).abs() <= bound + theirs * value,
                "{metric} {statistic}: {exact}, {value}"
            );
            assert!(bound <= 1e-4 * value, "{metric} {statistic}: {bound}");
            assert!(line["z"].as_f64().unwrap().abs() < 4.0, "{line}");
        }
    }
    assert!(
        csv.unwrap()
            .starts_with("alternative,metric,statistic,value,error_bound,unit\nrls,loss,mean,985000,")
    );
    assert!(text.contains("P99.9 loss $16.1M (z"), "{text}");
    assert!(text.contains("The losses of every alternative alone are exact as well"), "{text}");
}

/// The curve of the average year: W1u's years are alike, so a year's loss exceeds the exact quantile at 1 in 100.
#[test]
fn curves_are_exact_too() {
    let (_, findings, _) = run("benches/scenarios/w1u.toml", &["--runs", "100000"]);
    for (metric, statistic) in [("aep", "return_100_years"), ("oep", "return_100_years")] {
        let line = line(&findings, metric, statistic);
        let (exact, simulated) = (line["exact"].as_f64().unwrap(), line["simulated"].as_f64().unwrap());
        assert!((simulated / exact - 1.0).abs() < 0.1, "{metric}: {exact} {simulated}");
    }
}

#[test]
fn nothing_exact_says_why() {
    let file = "scenarios/ten-thousand-tenants-evidence.toml";
    let (text, findings, csv) = run(file, &["--runs", "8192"]);
    assert_eq!(findings["exact"]["lines"].as_array().unwrap().len(), 0);
    assert_eq!(findings["exact"]["missing"].as_array().unwrap().len(), 4);
    assert!(csv.is_none());
    assert!(text.contains("No loss is exact, because"), "{text}");
    // So few runs leave rough tails; each says what it would take.
    let needed = findings["runs_needed"].as_array().unwrap();
    assert!(needed.iter().any(|one| one["statistic"] == "p99" && one["runs"].as_u64().unwrap() > 8_192));
    assert!(text.contains("Tail losses with a standard error above 1.0 % of their value"), "{text}");
}

#[test]
fn plain_simulation_computes_nothing_exact() {
    let (text, findings, csv) = run("benches/scenarios/w1u.toml", &["--runs", "8192", "--method", "plain"]);
    assert!(findings.get("exact").is_none() && csv.is_none());
    assert!(!text.contains("exact"), "{text}");
}
