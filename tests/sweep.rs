//! Sweeps and break-evens: against closed forms, the same for any number of threads, and what is refused.

use std::{fs, path::Path, sync::atomic::AtomicBool};

use crate::common::{expected, number, scenario};
use assert_cmd::Command;
use tenantrisk::{
    decision::{BreakEven, BreakEvenOptions, Over, Sweep, SweepGrid, Vary, break_even},
    engine::Plan,
    scenario::Scenario,
    stats::Estimate,
};

const SHIPPED: &str = "scenarios/ten-thousand-tenants.toml";

/// RLS against a database each: rates of platform breaches a year, equal build costs, no discounting, so that the
/// costs of a year differ by 12 × 45 × tenants and the expected losses by the rates times the severity.
fn pair(tenants: u64, keys: [&str; 2], severity: &str) -> String {
    let breach = |key: &str| format!("{key}, per = \"platform_year\", reach = \"all\"");
    scenario(10_000, 5, &breach(keys[0]), &breach(keys[1]), severity)
        .replace("build_cost = 2e6", "build_cost = 1e6")
        .replace("[horizon]\n", &format!("[tenants]\ninitial = {tenants}\n[horizon]\ndiscount_rate = 0\n"))
}

fn read(source: &str) -> (Plan, Scenario) {
    let (model, diagnostics, scenario) = Scenario::read("test.toml", source, &mut |_| Err(String::new()));
    let model = model.unwrap_or_else(|| panic!("{}", diagnostics.render("test", source, false, None)));
    (Plan::new(model).unwrap(), scenario)
}

fn vary(path: &str, over: Over, is_logarithmic: bool) -> Vary {
    Vary { path: path.to_owned(), over, is_logarithmic }
}

fn range(from: f64, to: f64, points: usize) -> Over {
    Over::Range { from, to, points: Some(points) }
}

fn found(source: &str, path: &str, over: Option<Over>) -> BreakEven {
    let (plan, scenario) = read(source);
    let options = BreakEvenOptions {
        path,
        vary: over.map(|over| vary(path, over, false)),
        alternative: Some(0),
        progress: &|_| {},
        interrupted: &AtomicBool::new(false),
    };
    break_even(&plan, &scenario, String::new(), &options).unwrap()
}

fn swept(source: &str, varied: &[Vary]) -> Sweep {
    let (plan, scenario) = read(source);
    let grid = SweepGrid::new(scenario, plan.model().simulation, varied).unwrap();
    let points =
        grid.play(&(0..grid.points()).collect::<Vec<_>>(), &|_| {}, &AtomicBool::new(false)).unwrap();
    grid.finish(&plan, String::new(), points)
}

/// Within four standard errors, and those are small enough to say something.
fn assert_at(estimate: &Estimate, exact: f64) {
    let error = estimate.std_error.unwrap();
    let distance = (estimate.value - exact) / error;
    assert!(distance.abs() < 4.0, "{} against {exact}: {distance:.2} standard errors", estimate.value);
    assert!(error < 0.05 * exact, "{error} says nothing about {exact}");
}

/// Case M01: at 1 % against 0.1 % a year, a database each pays from a breach of $60,000 per tenant on.
#[test]
fn the_price_of_a_breach_at_which_the_decision_flips_is_exact() {
    let exact = expected("M01");
    for tenants in [80, 1_000, 10_000] {
        let exact = number(&exact[tenants.to_string()]);
        let severity = format!("{{ id = \"fixed\", amount = {} }}", 0.3 * exact);
        let source = pair(tenants, ["probability = 0.01", "probability = 0.001"], &severity);
        let found = found(&source, "severity.models.fixed.amount", None);
        assert_eq!(found.flips.len(), 1, "{:?}", found.verdict);
        let flip = &found.flips[0];
        assert_at(&flip.value, exact);
        assert_eq!(
            (flip.below.as_str(), flip.above.as_str()),
            (found.among[0].as_str(), "database per tenant")
        );
        assert!(flip.between[0] <= flip.value.value && flip.value.value <= flip.between[1]);
    }
}

/// The rate at which RLS stops being cheaper: that of the other plus 12 × 45 × tenants over the severity.
#[test]
fn the_rate_at_which_the_decision_flips_is_exact() {
    let source = pair(10_000, ["rate = 0.01", "rate = 0.001"], "{ id = \"fixed\", amount = 50_000_000 }");
    let exact = 0.001 + 12.0 * 45.0 * 10_000.0 / 50e6;
    let path = "isolation.rls.breach.rate";
    assert_at(&found(&source, path, None).flips[0].value, exact);
    // The same between two points of a sweep, because the difference is straight in the rate.
    let sweep = swept(&source, &[vary(path, range(0.01, 1.0, 9), true)]);
    assert_eq!(sweep.crossings.len(), 1);
    assert_at(&sweep.crossings[0].value, exact);
    assert!(sweep.verdict[0].contains("up to 0.1"), "{:?}", sweep.verdict);
}

/// Case M03: priced by the record, a breach of the whole platform is so dear that 1 % a year is too much.
#[test]
fn the_severity_model_decides_which_rate_is_too_high() {
    let case = &expected("M03")["seed_linear"];
    let saving = 12.0 * 45.0 * 10_000.0;
    let source = pair(10_000, ["rate = 0.01", "rate = 0.001"], "{ id = \"per_record\" }");
    let over = Some(range(0.001, 0.002, 5));
    let flip = found(&source, "isolation.rls.breach.rate", over).flips.remove(0);
    assert_at(&flip.value, 0.001 + saving / number(&case["severity_whole_platform"]));
    assert_eq!(flip.value.value > 0.01, case["rls_wins_same_blast"].as_bool().unwrap());
}

/// Over tenants and severity the frontier is the ray of $60,000 per tenant.
#[test]
fn the_frontier_of_two_numbers_is_exact() {
    let source = pair(1_000, ["rate = 0.01", "rate = 0.001"], "{ id = \"fixed\", amount = 60_000_000 }");
    let sweep = swept(
        &source,
        &[
            vary("tenants.initial", range(100.0, 2_000.0, 6), false),
            vary("severity.models.fixed.amount", range(1e7, 1.2e8, 5), false),
        ],
    );
    assert_eq!(sweep.points.len(), 30);
    assert!(sweep.crossings.len() >= 5 && !sweep.frontier.is_empty());
    for crossing in &sweep.crossings {
        let exact = if crossing.axis == 0 { crossing.at[1] / 60_000.0 } else { crossing.at[0] * 60_000.0 };
        assert_at(&crossing.value, exact);
    }
}

/// A build cost of $2M more against $540,000 less a year pays from the fourth year on.
#[test]
fn whole_numbers_flip_from_one_to_the_next() {
    let source = pair(1_000, ["rate = 0", "rate = 0"], "{ id = \"fixed\", amount = 1 }").replacen(
        "build_cost = 1e6",
        "build_cost = 3e6",
        1,
    );
    let found = found(&source, "horizon.years", Some(Over::List((0..=10).map(f64::from).collect())));
    assert_eq!(found.flips.len(), 1, "{:?}", found.verdict);
    assert_eq!(found.flips[0].between, [3.0, 4.0]);
    assert!(
        found.verdict[0].ends_with("= 3 and row-level security + pooling is so from 4."),
        "{:?}",
        found.verdict
    );
}

#[test]
fn no_flip_is_said() {
    let source = pair(1_000, ["rate = 0.01", "rate = 0.001"], "{ id = \"fixed\", amount = 1_000 }");
    let found = found(&source, "isolation.rls.breach.rate", Some(range(0.001, 0.1, 5)));
    assert!(found.flips.is_empty());
    assert!(
        found.verdict[0].starts_with("The decision does not flip between isolation.rls.breach.rate = 0.001")
    );
}

fn tenantrisk(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command
}

const FILES: [&str; 6] =
    ["sweep.csv", "frontier.csv", "sweep.json", "manifest.json", "charts/sweep.svg", "charts/sweep.png"];

fn files(out: &Path) -> Vec<Vec<u8>> {
    FILES.iter().map(|file| fs::read(out.join("ten-thousand-tenants/sweep").join(file)).unwrap()).collect()
}

#[test]
fn a_sweep_does_not_depend_on_threads_and_stays_when_the_scenario_is_run() {
    let home = tempfile::tempdir().unwrap();
    let sweep = |threads: &str| {
        let out = home.path().join(threads);
        let mut command = tenantrisk(&["sweep", SHIPPED, "--runs", "2000", "--threads", threads, "--out"]);
        command.arg(&out).args(["--vary", "tenants.initial=100..100000:log:6"]);
        command.args(["--vary", "isolation.rls.breach.probability=0.001..0.2:log:5"]).assert().success();
        out
    };
    let (one, three) = (sweep("1"), sweep("3"));
    let written = files(&one);
    assert!(written == files(&three), "the files of 1 and 3 threads differ");
    let csv = String::from_utf8(written[0].clone()).unwrap();
    assert_eq!(csv.lines().count(), 1 + 30 * 4);
    assert!(csv.starts_with(
        "tenants.initial,isolation.rls.breach.probability,alternative,baseline,mean_tco_usd,tco_std_error_usd,"
    ));
    tenantrisk(&["run", SHIPPED, "--runs", "1000", "--quiet", "--out"]).arg(&one).assert().success();
    assert!(files(&one) == written && one.join("ten-thousand-tenants/summary.csv").is_file());
}

#[test]
fn a_number_in_its_own_place_gives_the_figures_of_a_run() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().to_str().unwrap();
    tenantrisk(&["run", SHIPPED, "--runs", "9000", "--quiet", "--out", out]).assert().success();
    let arguments = ["sweep", SHIPPED, "--runs", "9000", "--quiet", "--out", out];
    tenantrisk(&arguments).args(["--vary", "tenants.initial=10000,20000"]).assert().success();
    let folder = home.path().join("ten-thousand-tenants");
    let field = |file: &str, starts: &str, place: usize| -> String {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        let line = text.lines().find(|line| line.starts_with(starts)).unwrap();
        line.split(',').nth(place).unwrap().to_owned()
    };
    let point = |place: usize| field("sweep/sweep.csv", "10000,rls,", place);
    assert_eq!(point(3), field("summary.csv", "rls,tco,mean,", 3));
    assert_eq!(point(8), field("summary.csv", "rls,tco,tvar99,", 3));
    assert_eq!(point(5), field("comparison.csv", "rls,database,saving,mean,", 4));
    assert_eq!(point(7), field("comparison.csv", "rls,database,prob_cheaper,mean,", 4));
}

#[test]
fn what_cannot_be_varied_is_refused() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().to_str().unwrap();
    for (vary, words) in [
        ("tenants.initial=100..100", "has one point"),
        ("tenants.initial=100..200:1", "does not vary anything"),
        ("tenants.initial=0..200:log", "begins above 0"),
        ("isolation.rls.breach.probabilty=0.1..0.2", "did you mean isolation.rls.breach.probability"),
        ("isolation.rls.breach.per=1..2", "not a number that can be varied"),
        ("isolation.rls.breach.probability=0.1..1.5", "is out of range, accepted: a number from 0 to 1"),
        ("tier.growth.share=0.1..0.9", "the shares of the tiers sum to"),
        ("isolation.rls.breach.probability", "values are missing"),
        ("tenants.initial=1..x", "`x` is no number"),
    ] {
        let output = tenantrisk(&["sweep", SHIPPED, "--out", out, "--vary", vary]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{vary}: {said}");
        assert!(said.contains(words), "{vary}: {said}");
    }
    let twice = ["--vary", "tenants.initial=1..9", "--vary", "tenants.initial=1..9"];
    tenantrisk(&["sweep", SHIPPED, "--out", out]).args(twice).assert().code(2);
    for arguments in [["title", "rls"], ["tenants.growth_per_year", "rls"], ["tenants.initial", "database"]] {
        let [vary, alternative] = arguments;
        tenantrisk(&["breakeven", SHIPPED, "--vary", vary, "--alternative", alternative]).assert().code(2);
    }
    assert!(fs::read_dir(out).unwrap().next().is_none(), "something was written");
}
