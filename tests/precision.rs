//! Simulations that stop when they are precise enough.

use std::{fs, path::Path};

use assert_cmd::Command;

const SHIPPED: &str = "scenarios/ten-thousand-tenants.toml";

/// Runs the shipped scenario; gives standard output and summary.csv.
fn run(arguments: &[&str]) -> (String, String) {
    let home = tempfile::tempdir().unwrap();
    let output = Command::cargo_bin("tenantrisk")
        .unwrap()
        .arg("run")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(SHIPPED))
        .args(["--format", "csv", "--run-rows", "10", "--out"])
        .arg(home.path())
        .args(arguments)
        .assert()
        .success()
        .get_output()
        .clone();
    let summary = fs::read_to_string(home.path().join("ten-thousand-tenants/summary.csv")).unwrap();
    (String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" "), summary)
}

/// Value and standard error of a figure.
fn figure(summary: &str, alternative: &str, metric: &str, statistic: &str) -> (f64, f64) {
    let start = format!("{alternative},{metric},{statistic},");
    let line = summary.lines().find(|line| line.starts_with(&start)).unwrap();
    let fields: Vec<f64> = line.split(',').skip(3).take(2).map(|field| field.parse().unwrap()).collect();
    (fields[0], fields[1])
}

/// The mean loss of the shared database is $8.6705M (exact: `tenantrisk verify`). Over 12 seeds the means at which the
/// rule stops are unbiased, and as precise as asked for.
#[test]
fn a_rule_stops_without_bias() {
    const EXACT: f64 = 8_670_548.0;
    let (mut sum, mut variances) = (0.0, 0.0);
    for seed in 0..12 {
        let (text, summary) =
            run(&["--precision", "loss:mean=3%", "--method", "plain", "--seed", &seed.to_string()]);
        assert!(text.contains("Stopped because precise enough: mean of loss ±"), "{text}");
        let (value, error) = figure(&summary, "shared", "loss", "mean");
        assert!(error <= 0.03 * value, "{seed}: {error} of {value}");
        sum += value - EXACT;
        variances += error * error;
    }
    assert!(sum.abs() < 4.0 * variances.sqrt(), "{sum} against {}", variances.sqrt());
}

/// The losses of this scenario have an exact law: nothing of them is left to find out by simulating, and 8 blocks
/// of runs tell the errors of what is simulated.
#[test]
fn what_is_exact_is_precise_before_the_first_run() {
    let (text, summary) = run(&["--precision", "loss:tvar99=0.1%"]);
    assert!(text.contains("8,192 runs in 8 independent replicates"), "{text}");
    assert!(text.contains("Stopped because precise enough: tvar99 of loss is exact"), "{text}");
    let (value, error) = figure(&summary, "shared", "loss", "tvar99");
    assert!(error > 0.0 && error < 0.1 * value, "{error} of {value}");
    let (text, _) = run(&["--precision", "loss:tvar99=0.1%", "--runs", "5000"]);
    assert!(text.contains("5,000 runs"), "{text}");
}

#[test]
fn a_decision_stops_at_the_first_look_when_it_is_clear() {
    let (text, _) = run(&["--precision", "decision=99%"]);
    assert!(text.contains("32,768 runs") && text.contains("wanted for 99.0 % confidence"), "{text}");
}

/// What was not reached is said.
#[test]
fn too_few_runs_are_said() {
    let (text, _) = run(&["--precision", "loss:tvar99=0.001%", "--method", "plain", "--runs", "40000"]);
    assert!(
        text.contains("40,000 runs") && text.contains("NOT AS PRECISE AS WANTED after all runs"),
        "{text}"
    );
    let (text, _) = run(&["--precision", "loss:tvar99=0.001%", "--method", "plain", "--max-time", "1ms"]);
    assert!(text.contains("32,768 runs") && text.contains("NOT AS PRECISE AS WANTED, time is up"), "{text}");
}

#[test]
fn rules_that_say_nothing_are_refused() {
    for (arguments, words) in [
        (["--precision", "tvar98=1%"], "expected STATISTIC=SHARE"),
        (["--precision", "losses:mean=1%"], "there is no metric losses"),
        (["--max-time", "soon"], "invalid value 'soon'"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::cargo_bin("tenantrisk").unwrap();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(SHIPPED);
        let assert = command.arg("run").arg(file).arg("--out").arg(home.path()).args(arguments).assert();
        let output = assert.code(2).get_output().clone();
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{arguments:?}");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0, "{arguments:?}");
    }
}

/// The figures on the way: the last ones are those of the summary.
#[test]
fn convergence_ends_at_the_result() {
    let home = tempfile::tempdir().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(SHIPPED);
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    let arguments = ["--runs", "20000", "--format", "csv", "--quiet"];
    command.arg("run").arg(file).args(arguments).arg("--out").arg(home.path()).assert().success();
    let read = |name: &str| fs::read_to_string(home.path().join("ten-thousand-tenants").join(name)).unwrap();
    let (summary, convergence) = (read("summary.csv"), read("convergence.csv"));
    for statistic in ["mean", "p99", "tvar99"] {
        let (value, error) = figure(&summary, "shared", "tco", statistic);
        let last = format!("20000,shared,tco,{statistic},{value},{error},");
        assert!(convergence.contains(&last), "{last}\n{convergence}");
    }
    assert!(convergence.contains("\n4096,") && convergence.contains("\n16384,"));
}
