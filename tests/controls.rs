//! Portfolios of controls: against closed forms, the same however they are played, and what is refused.

use std::{fs, sync::atomic::AtomicBool};

use crate::common::{assert_close, company, expected, number};
use assert_cmd::Command;
use tenantrisk::{
    decision::{PortfolioFindings, PortfolioOptions, PortfolioResult, Searched, Watch, portfolios},
    engine::Plan,
    scenario,
    stats::Estimate,
};

const ALL: PortfolioOptions =
    PortfolioOptions { alternative: None, controls: None, budget_usd: None, exhaustive_up_to: 10 };
/// Not discounted: 20 events are expected over the horizon.
const FOUR_A_YEAR: &str =
    "[incident.own]\nrate = 4\nper = \"platform_year\"\nreach = \"one\"\ncost_per_event = 1000\n";

/// Controls, each with its table, of a company with the incidents given; money is not discounted.
fn source(runs: u64, incidents: &str, controls: &[(&str, String)], overlap: f64) -> String {
    let tables: String =
        controls.iter().map(|(name, table)| format!("[control.{name}]\n{table}\n")).collect();
    company(runs, 5, 100, &format!("{incidents}{tables}"))
        .replace("[horizon]\n", "[horizon]\ndiscount_rate = 0\n")
        .replace("[alternative.rls]\n", &format!("[alternative.rls]\noverlap = {overlap}\n"))
}

fn weighed(source: &str, options: &PortfolioOptions) -> PortfolioFindings {
    let (model, diagnostics) = scenario::read("test", source);
    let model = model.unwrap_or_else(|| panic!("{}", diagnostics.render("test", source, false, None)));
    let plan = Plan::new(model).unwrap();
    let watch = Watch { progress: &|_| {}, interrupted: &AtomicBool::new(false) };
    portfolios(&plan, String::new(), options, watch).unwrap()
}

fn found<'f>(findings: &'f PortfolioFindings, name: &str) -> &'f PortfolioResult {
    let one = findings.portfolios.iter().find(|one| findings.name(one) == name);
    one.unwrap_or_else(|| panic!("no portfolio {name}"))
}

/// Within four standard errors, and those are small enough to say something.
fn assert_at(estimate: &Estimate, exact: f64) {
    let error = estimate.std_error.unwrap();
    let distance = (estimate.value - exact) / error;
    assert!(distance.abs() < 4.0, "{} against {exact}: {distance:.2} standard errors", estimate.value);
    assert!(error < 0.05 * exact.abs(), "{error} says nothing about {exact}");
}

/// What is left by these effects at an overlap (MODEL 3.8).
fn left(effects: &[f64], overlap: f64) -> f64 {
    let product: f64 = effects.iter().map(|effect| 1.0 - effect).product();
    let least = effects.iter().map(|effect| 1.0 - effect).fold(1.0, f64::min);
    (1.0 - overlap) * product + overlap * least
}

/// P01 of every subset: rate × years × severity × what the subset removes, at three overlaps; the costs are added up.
#[test]
fn the_saving_of_every_portfolio_is_that_of_the_closed_form() {
    let effects = [("a", 0.5), ("b", 0.4), ("c", 0.3)];
    let controls = effects.map(|(name, effect)| {
        (name, format!("build_cost = 100\ncost_per_year = 20\nreduces.own = {{ frequency = {effect} }}"))
    });
    for overlap in [0.0, 0.5, 1.0] {
        let findings = weighed(&source(20_000, FOUR_A_YEAR, &controls, overlap), &ALL);
        assert_eq!((findings.searched, findings.portfolios.len()), (Searched::All, 8));
        for one in &findings.portfolios[1..] {
            let own: Vec<f64> = one.controls.iter().map(|control| effects[*control].1).collect();
            let cost = 200.0 * own.len() as f64;
            let saving = 20_000.0 * (1.0 - left(&own, overlap));
            assert_at(&one.saving, saving);
            assert_close(one.cost.value, cost);
            assert_close(one.npv.value, one.saving.value - cost);
            assert_close(one.roi.unwrap().value, one.saving.value / cost - 1.0);
            assert_close(one.build_usd, cost / 2.0);
        }
        let all = 20_000.0 * number(&expected("P01")[overlap.to_string()]);
        assert_at(&found(&findings, "a + b + c").saving, all);
    }
}

/// B07: 14 of 20 events are avoided, a Poisson number: so is the standard error.
#[test]
fn the_paired_error_is_that_of_what_is_avoided() {
    let controls = [("c", "build_cost = 100\nreduces.own = { frequency = 0.7 }".to_owned())];
    let case = expected("B07");
    let source =
        source(40_000, FOUR_A_YEAR, &controls, 0.0).replace("seed = 7", "seed = 7\nmethod = \"plain\"");
    let findings = weighed(&source, &ALL);
    let saving = found(&findings, "c").saving;
    let avoided = 1000.0 * number(&case["avoided_mean"]);
    assert_at(&saving, avoided);
    let error = (1000.0 * avoided / 40_000.0).sqrt();
    // The relative error of a standard deviation of 40,000 runs of a Poisson number of mean 14 is 0.36 %.
    assert!((saving.std_error.unwrap() / error - 1.0).abs() < 0.015, "{saving:?} against {error}");
}

/// P03: a control of no effect changes nothing bit for bit; one of full effect leaves nothing.
#[test]
fn no_effect_is_none_at_all() {
    let controls = [
        ("idle", "build_cost = 100\nreduces.own = { frequency = 0, severity = 0 }".to_owned()),
        ("full", "build_cost = 100\nreduces.own = { frequency = 1 }".to_owned()),
    ];
    let incident = FOUR_A_YEAR.replace("1000", "{ median = 1000, sigma = 1 }");
    let findings = weighed(&source(9_000, &incident, &controls, 0.3), &ALL);
    let none = found(&findings, "idle");
    for zero in [none.saving, none.tvar99_change] {
        assert_eq!((zero.value, zero.std_error), (0.0, Some(0.0)));
    }
    assert_eq!((none.npv.value, none.npv.std_error), (-100.0, Some(0.0)));
    assert_eq!(none.prob_npv_positive.value, 0.0);
    assert_eq!(none.tvar99_loss, findings.tvar99_loss_without);
    assert!(!none.saves_most && !none.cuts_tail_most);
    let full = found(&findings, "full");
    assert_eq!(full.tvar99_loss.value, 0.0);
    assert_close(full.tvar99_change.value, -findings.tvar99_loss_without.value);
    assert_eq!(findings.name(findings.best()), "full");
    assert_eq!(full.behind_best, Estimate::exact(0.0));
}

/// By hand: one event of 1,000 for certain, effects of 0.5 and 0.4 on its severity. Together they remove 700 (overlap
/// 0), so 300 and 200 on top of the other, and on average over both orders 400 and 300.
#[test]
fn contributions_by_hand() {
    let incident = "[incident.own]\noccurs_at_month = 3\nreach = \"one\"\ncost_per_event = 1000\n";
    let controls = [("a", 0.5), ("b", 0.4)]
        .map(|(name, effect)| (name, format!("build_cost = 10\nreduces.own = {{ severity = {effect} }}")));
    for (overlap, expected) in [
        (0.0, [[500.0, 300.0, 400.0], [400.0, 200.0, 300.0]]),
        (0.5, [[500.0, 200.0, 350.0], [400.0, 100.0, 250.0]]),
    ] {
        let findings = weighed(&source(2, incident, &controls, overlap), &ALL);
        assert_eq!(findings.name(findings.best()), "a + b");
        for (one, expected) in findings.contributions.iter().zip(expected) {
            let values = [one.alone.value, one.on_top.value, one.shapley.unwrap().value];
            values.iter().zip(expected).for_each(|(value, expected)| assert_close(*value, expected));
        }
    }
}

/// Six controls in 64 portfolios, played in several groups: each is what it is by itself, and Shapley values add up.
#[test]
fn a_portfolio_does_not_depend_on_the_others() {
    let names = ["a", "b", "c", "d", "e", "f"];
    let controls: Vec<(&str, String)> = names
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let effect = "{ beta = { a = 7, b = 3 } }";
            (*name, format!("build_cost = {}\nreduces.own = {{ frequency = {effect} }}", 10 * (place + 1)))
        })
        .collect();
    let incident =
        FOUR_A_YEAR.replace("1000", "{ median = 1000, sigma = 1 }").replace("rate = 4", "rate = 0.05");
    let source = source(9_000, &incident, &controls, 0.4);
    let findings = weighed(&source, &ALL);
    assert_eq!(findings.portfolios.len(), 64);
    let few = weighed(&source, &PortfolioOptions { controls: Some(vec![1, 4]), ..ALL });
    for name in ["none", "b", "e", "b + e"] {
        let (one, other) = (found(&findings, name), found(&few, name));
        assert_eq!((one.saving, one.npv, one.roi), (other.saving, other.npv, other.roi), "{name}");
        assert_eq!((one.tvar99_loss, one.tvar99_change), (other.tvar99_loss, other.tvar99_change), "{name}");
    }
    let shapley: f64 = findings.contributions.iter().map(|one| one.shapley.unwrap().value).sum();
    assert_close(shapley, findings.best().saving.value);
    // The difference of two tails is that of the tails.
    let change = |one: &PortfolioResult| one.tvar99_loss.value - findings.tvar99_loss_without.value;
    findings.portfolios.iter().for_each(|one| assert_close(one.tvar99_change.value, change(one)));
}

/// Controls on classes of their own: adding one at a time finds what trying all finds, with and without a budget that
/// binds.
#[test]
fn greedy_finds_the_best_where_nothing_overlaps() {
    let names = ["a", "b", "c", "d"];
    let incidents: String = names
        .iter()
        .zip([1000, 700, 400, 5])
        .map(|(name, cost)| {
            FOUR_A_YEAR.replace("own", &format!("of_{name}")).replace("1000", &cost.to_string())
        })
        .collect();
    let controls =
        names.map(|name| (name, format!("build_cost = 1000\nreduces.of_{name} = {{ frequency = 0.5 }}")));
    let source = source(9_000, &incidents, &controls, 0.0);
    for budget_usd in [None, Some(2_000.0)] {
        let all = weighed(&source, &PortfolioOptions { budget_usd, ..ALL });
        let greedy = weighed(&source, &PortfolioOptions { budget_usd, exhaustive_up_to: 3, ..ALL });
        assert_eq!((all.searched, greedy.searched), (Searched::All, Searched::Greedy));
        assert_eq!(all.name(all.best()), greedy.name(greedy.best()));
        assert_eq!(all.name(all.best()), if budget_usd.is_some() { "a + b" } else { "a + b + c" });
        assert_eq!(all.best().npv, greedy.best().npv);
        assert_eq!(all.portfolios.len(), if budget_usd.is_some() { 11 } else { 16 });
        let within = |one: &PortfolioResult| budget_usd.is_none_or(|budget| one.cost.value <= budget);
        assert!(all.portfolios.iter().chain(&greedy.portfolios).all(within));
    }
}

/// The budget of the file holds, and that of the command line takes its place.
#[test]
fn a_budget_may_stand_in_the_file() {
    let best = |more: &[&str]| {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::cargo_bin("tenantrisk").unwrap();
        let file =
            ["controls", "scenarios/controls-budget.toml", "--alternative", "rls", "--runs", "500", "--json"];
        command.args(file).args(more).arg("--out").arg(home.path());
        let output = command.assert().success().get_output().clone();
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let all = found["portfolios"].as_array().unwrap().clone();
        (
            number(&found["budget_usd"]),
            all.iter().map(|one| number(&one["cost"]["value"])).fold(0.0, f64::max),
        )
    };
    let (budget, dearest) = best(&[]);
    assert!(budget == 5e5 && dearest <= 5e5 && dearest > 4e5, "{dearest}");
    let (budget, dearest) = best(&["--budget", "100_000"]);
    assert!(budget == 1e5 && dearest <= 1e5, "{dearest}");
    let refused = source(1, FOUR_A_YEAR, &[], 0.0) + "[budget]\ncontrols = -5\n";
    assert_eq!(crate::common::refused(&refused), ["budget.controls"]);
}

#[test]
fn the_command_writes_the_same_for_any_number_of_threads() {
    let home = tempfile::tempdir().unwrap();
    let written = |threads: &str| {
        let out = home.path().join(threads);
        let mut command = Command::cargo_bin("tenantrisk").unwrap();
        command.args([
            "controls",
            "scenarios/pooling-roi.toml",
            "--runs",
            "9000",
            "--threads",
            threads,
            "--out",
        ]);
        command.arg(&out).assert().success();
        let folder = out.join("pooling-roi/controls");
        [
            "controls.csv",
            "contributions.csv",
            "controls.json",
            "charts/controls_frontier.svg",
            "manifest.json",
        ]
        .map(|name| fs::read(folder.join(name)).unwrap())
    };
    assert!(written("1") == written("2"));
}

#[test]
fn what_cannot_be_weighed_is_said() {
    let refused = |arguments: &[&str], part: &str| {
        let mut command = Command::cargo_bin("tenantrisk").unwrap();
        let output = command.arg("controls").args(arguments).assert().code(2).get_output().clone();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(part), "{said}");
    };
    let file = "scenarios/pooling-roi.toml";
    refused(&["scenarios/ten-thousand-tenants.toml"], "has no controls");
    refused(&[file, "--controls", "pooling_as_state"], "did you mean pooling_as_stated?");
    refused(&[file, "--alternative", "withou"], "did you mean without?");
    refused(&[file, "--budget=-1"], "expected USD");
    refused(&[file, "--runs", "1000000000"], "2 GiB");
    refused(&[file, "--method", "exact"], "without simulating");
}
