//! Runs beyond the memory allowed: summaries instead of columns.

use std::{path::Path, sync::atomic::AtomicBool};

use crate::common::Simulated;
use assert_cmd::Command;
use tenantrisk::{
    decision::{AlternativeFindings, Figure, FigureResult, Findings, Gathered, Provenance, analyse},
    engine::{Design, Outcomes, Plan, RunOptions, blocks, join, run_in_batches},
    scenario,
    stats::Binned,
};

const RUNS: u64 = 6_000;
const REPLICATED: Design = Design::Replicated { runs_per_replicate: 512 };

fn scenario_file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.toml"))
}

fn plan(name: &str) -> Plan {
    let mut text = |file: &str| {
        std::fs::read_to_string(scenario_file("x").with_file_name(file)).map_err(|error| error.to_string())
    };
    let file = format!("{name}.toml");
    let source = text(&file).unwrap();
    let mut model = scenario::read_with(&file, &source, &mut text).0.unwrap();
    model.simulation.runs = RUNS;
    Plan::new(model).unwrap()
}

fn provenance() -> Provenance {
    Provenance::default()
}

/// Findings from summaries alone, played on so many threads.
fn summarised(plan: &Plan, threads: usize) -> Findings {
    let interrupted = AtomicBool::new(false);
    let options = RunOptions { progress: &|_| {}, interrupted: &interrupted };
    let mut gathered = Gathered::new(plan, u64::MAX, 100).summarising();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let take = |batch| gathered.take(join(plan, batch));
    pool.install(|| run_in_batches(plan, &options, 0..blocks(plan), 2, take)).unwrap().unwrap();
    gathered.findings(provenance()).unwrap()
}

fn value(figure: &Figure) -> Option<(f64, Option<f64>, bool)> {
    match &figure.result {
        FigureResult::Estimate { estimate, note } => {
            let is_binned = note.as_ref().is_some_and(|note| note.contains("from bins"));
            Some((estimate.value, estimate.std_error, is_binned))
        }
        FigureResult::NotApplicable { .. } => None,
    }
}

fn is_quantile(statistic: &str) -> bool {
    statistic.starts_with('p') && statistic != "prob_any" || statistic.starts_with("tvar")
}

fn assert_near(found: f64, expected: f64, tolerance: f64, what: &str) {
    let allowed = tolerance * expected.abs() + 1e-9;
    assert!((found - expected).abs() <= allowed, "{what}: {found} against {expected}");
}

/// Means, deviations and shares are the same; quantiles and tails within the guarantee, which stands beside them.
fn assert_figures(found: &[Figure], expected: &[Figure]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let what = format!("{} {}", expected.metric, expected.statistic);
        assert_eq!((&found.metric, found.statistic), (&expected.metric, expected.statistic));
        let (Some(found), Some(exact)) = (value(found), value(expected)) else {
            assert!(value(found).is_none() && value(expected).is_none(), "{what}");
            continue;
        };
        let is_quantile = is_quantile(expected.statistic);
        let tolerance = if is_quantile { Binned::RELATIVE_ERROR } else { 1e-9 };
        assert_near(found.0, exact.0, tolerance, &what);
        assert_eq!(found.2, is_quantile, "{what}");
        // Far out in few runs the two kinds of interval are bounded or not.
        if !["p99", "p99.5", "p99.9"].contains(&expected.statistic) {
            assert_eq!(found.1.is_some(), exact.1.is_some(), "{what}");
        }
    }
}

fn assert_findings(found: &Findings, expected: &Findings) {
    assert_eq!(found.setting.runs, expected.setting.runs);
    assert_eq!(found.setting.replicates, expected.setting.replicates);
    assert_eq!(found.setting.quantile_error, Some(Binned::RELATIVE_ERROR));
    assert!(found.notices.iter().any(|notice| notice.contains("within 0.098 %")), "{:?}", found.notices);
    let of = |all: &[AlternativeFindings]| -> Vec<Figure> {
        all.iter().flat_map(|one| one.figures.clone()).collect()
    };
    assert_figures(&of(&found.alternatives), &of(&expected.alternatives));
    for (found, expected) in found.comparisons.iter().zip(&expected.comparisons) {
        assert_figures(&found.figures, &expected.figures);
    }
    let (curves, exact) = (&found.exceedance, &expected.exceedance);
    assert_eq!(curves.len(), exact.len());
    for (curve, exact) in curves.iter().zip(exact) {
        assert_near(curve.probability_of_any, exact.probability_of_any, 1e-9, &exact.period);
        for (point, exact) in curve.points.iter().zip(&exact.points) {
            assert_near(point.loss_usd, exact.loss_usd, Binned::RELATIVE_ERROR, &curve.period);
        }
    }
    assert_eq!(found.yearly.len(), expected.yearly.len());
    for (row, exact) in found.yearly.iter().zip(&expected.yearly) {
        assert_near(row.value_usd, exact.value_usd, Binned::RELATIVE_ERROR, &exact.component);
    }
    assert_eq!(found.histograms.len(), expected.histograms.len());
    for (one, exact) in found.histograms.iter().zip(&expected.histograms) {
        let total: f64 = one.bins.iter().map(|bin| bin.probability).sum();
        let all = total + one.below + one.above + one.mass_at_total_loss.unwrap_or(0.0);
        assert_near(all, 1.0, 1e-3, "the histogram's sum");
        assert_near(one.mean, exact.mean, 1e-9, "the histogram's mean");
        assert_eq!(one.mass_at_total_loss.is_some(), exact.mass_at_total_loss.is_some());
    }
    let json =
        |findings: &Findings| serde_json::json!([findings.limits.len(), findings.by_severity_model.len()]);
    assert_eq!(json(found), json(expected));
    for (limit, exact) in found.limits.iter().zip(&expected.limits) {
        assert_eq!(
            (limit.p5_month, limit.p50_month, limit.p95_month),
            (exact.p5_month, exact.p50_month, exact.p95_month)
        );
        assert_near(limit.probability_reached.value, exact.probability_reached.value, 1e-9, &limit.resource);
        assert_near(limit.demand_at_end, exact.demand_at_end, 1e-9, &limit.resource);
    }
    for (model, exact) in found.by_severity_model.iter().zip(&expected.by_severity_model) {
        assert_near(model.share, exact.share, 1e-9, &model.model);
        assert_near(model.mean.value, exact.mean.value, 1e-9, &model.model);
        assert_near(model.p99.value, exact.p99.value, Binned::RELATIVE_ERROR, &model.model);
    }
    for (incident, exact) in found.incidents.iter().zip(&expected.incidents) {
        let (loss, exact_loss) = (&incident.loss_per_year_usd, &exact.loss_per_year_usd);
        assert_near(loss.value, exact_loss.value, 1e-9, &incident.class);
        assert_near(
            incident.customer_impact_per_year_usd,
            exact.customer_impact_per_year_usd,
            1e-9,
            &exact.class,
        );
    }
    assert_eq!(found.runs.weights, expected.runs.weights[..100]);
}

#[test]
fn summaries_give_the_same_findings() {
    for name in ["circuit-breakers", "ten-thousand-tenants-evidence", "enterprise-surge"] {
        let run = Simulated::of(plan(name));
        let exact = analyse(&run.plan, &run.outcomes, provenance(), 200).unwrap();
        assert_findings(&summarised(&run.plan, 2), &exact);
    }
}

/// Replicates and weights: the errors of means are those of the same replicates, too.
#[test]
fn summaries_take_weights_and_replicates() {
    let weight = |run: u64| [0.25, 1.0, 3.5, 0.75][(run % 4) as usize];
    let run = Simulated::weighted(plan("circuit-breakers"), REPLICATED, weight);
    let exact = analyse(&run.plan, &run.outcomes, provenance(), 200).unwrap();
    let mut gathered = Gathered::new(&run.plan, u64::MAX, 100).summarising();
    let mut simulator = tenantrisk::engine::Simulator::new(&run.plan);
    for first in (0..RUNS).step_by(2_048) {
        let last = RUNS.min(first + 2_048);
        let blocks = (first..last).step_by(1_024);
        let blocks =
            blocks.map(|from| simulator.play_weighted(from..last.min(from + 1_024), weight)).collect();
        gathered.take(Outcomes::new(blocks, REPLICATED)).unwrap();
    }
    let found = gathered.findings(provenance()).unwrap();
    assert_findings(&found, &exact);
    for (one, exact) in found.alternatives.iter().zip(&exact.alternatives) {
        for (figure, exact) in
            one.figures.iter().zip(&exact.figures).filter(|(one, _)| one.statistic == "mean")
        {
            let (found, expected) = (value(figure).unwrap().1.unwrap(), value(exact).unwrap().1.unwrap());
            assert_near(found, expected, 1e-6, &format!("error of {}", figure.metric));
        }
    }
}

#[test]
fn threads_do_not_matter() {
    let plan = plan("enterprise-surge");
    let json = |threads| serde_json::to_string(&summarised(&plan, threads)).unwrap();
    assert_eq!(json(1), json(3));
}

#[test]
fn too_little_memory_is_said() {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command
        .arg("run")
        .arg(scenario_file("circuit-breakers"))
        .args(["--runs", "20000", "--memory", "1MiB", "--out"]);
    let output = command.arg(out.path()).assert().code(2).get_output().clone();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("more than the 1 MiB allowed; allow more (--memory) or keep fewer runs (--run-rows)"),
        "{stderr}"
    );
    assert!(std::fs::read_dir(out.path()).unwrap().next().is_none());
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.arg("run").arg(scenario_file("circuit-breakers")).args(["--memory", "1GB"]).assert().code(2);
}
