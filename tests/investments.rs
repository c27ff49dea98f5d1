//! Investments: what controls prevent and cost, what a migration changes and when, and what it all returns.

use crate::common::*;
use tenantrisk::decision::{Comparison, FigureResult};

const RUNS: u64 = 60_000;

fn discount(months: f64) -> f64 {
    1.1_f64.powf(-months / 12.0)
}

/// One class `own` and an alternative `guarded` with the controls given, each `name: table`.
fn guarded(runs: u64, years: u32, class: &str, controls: &[(&str, &str)], alternative: &str) -> String {
    let tables: String =
        controls.iter().map(|(name, table)| format!("[control.{name}]\n{table}\n")).collect();
    let names: Vec<String> = controls.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let rest = format!(
        "[incident.own]\n{class}\nreach = \"one\"\n{tables}\
         [alternative.guarded]\nisolation = \"rls\"\ncontrols = [{}]\n{alternative}\n",
        names.join(", ")
    );
    company(runs, years, 100, &rest)
}

const FOUR_A_YEAR: &str = "rate = 4\nper = \"platform_year\"\ncost_per_event = 1000";

fn left(run: &Simulated) -> Vec<f64> {
    run.column("guarded", "events.own")
}

fn difference(left: &[f64], right: &[f64]) -> Vec<f64> {
    left.iter().zip(right).map(|(left, right)| left - right).collect()
}

/// B07: of four events a year 70 % are avoided; kept and avoided are independent Poisson.
#[test]
fn b07_kept_and_avoided_are_independent() {
    let expected = expected("B07");
    let control = ("c", "reduces.own = { frequency = 0.7 }");
    let run = Simulated::new(&guarded(RUNS, 5, FOUR_A_YEAR, &[control], ""));
    let kept = left(&run);
    let avoided = difference(&run.column("rls", "events.own"), &kept);
    for (events, key) in [(&kept, "kept_mean"), (&avoided, "avoided_mean")] {
        let exact = number(&expected[key]);
        assert_mean(events, exact, exact);
        assert_variance(events, exact, 3.0 + 1.0 / exact);
    }
    let (of_kept, of_avoided) = (mean(&kept), mean(&avoided));
    let products: Vec<f64> =
        kept.iter().zip(&avoided).map(|(kept, avoided)| (kept - of_kept) * (avoided - of_avoided)).collect();
    assert_mean(&products, number(&expected["cov_kept_avoided"]), 6.0 * 14.0);
}

/// A control in its ramp: of T years T - d/2 count in full with a linear one, and T - d (1 - e^(-T/d)) with an
/// exponential one.
#[test]
fn ramps_count_in_part() {
    for (timing, ineffective_years) in [
        ("ramp_months = 12", 0.5),
        ("ramp_months = 12\nramp = \"exponential\"", 1.0 - (-5.0_f64).exp()),
        ("start_month = 18", 1.5),
        ("start_month = 18\nramp_months = 24", 2.5),
        ("start_month = 60", 5.0),
    ] {
        let control = format!("{timing}\nreduces.own = {{ frequency = 1 }}");
        let run = Simulated::new(&guarded(20_000, 5, FOUR_A_YEAR, &[("c", &control)], ""));
        assert_mean(&left(&run), 4.0 * ineffective_years, 4.0 * ineffective_years);
    }
}

/// P03: no effect changes no bit; full effect leaves nothing.
#[test]
fn p03_no_effect_and_full_effect() {
    let class = "rate = 4\nper = \"platform_year\"\ncost_per_event = { median = 1000, sigma = 1 }";
    let run = |effect: &str| {
        let control = format!("reduces.own = {{ frequency = {effect}, severity = {effect} }}");
        Simulated::new(&guarded(2_000, 5, class, &[("c", &control)], ""))
    };
    let (none, full) = (run("0"), run("1"));
    for metric in ["loss", "loss.own", "loss_undiscounted", "events", "tco", "loss.direct"] {
        assert_eq!(none.column("guarded", metric), none.column("rls", metric), "{metric}");
    }
    assert!(mean(&full.column("rls", "loss")) > 0.0);
    assert!(full.column("guarded", "loss").iter().chain(&left(&full)).all(|value| *value == 0.0));
}

/// P01: three controls whose preventions overlap by a share.
#[test]
fn p01_overlapping_controls() {
    let expected = expected("P01");
    for overlap in ["0", "0.5", "1"] {
        let removed = number(&expected[overlap]);
        let effects = [0.5, 0.4, 0.3].map(|effect| format!("reduces.own = {{ frequency = {effect} }}"));
        let controls = [("a", &*effects[0]), ("b", &*effects[1]), ("c", &*effects[2])];
        let with = format!("overlap = {overlap}");
        let run = Simulated::new(&guarded(20_000, 5, FOUR_A_YEAR, &controls, &with));
        assert_mean(&left(&run), 20.0 * (1.0 - removed), 20.0 * (1.0 - removed));
        // The same of a severity, to the digit.
        let effects = effects.map(|effect| effect.replace("frequency", "severity"));
        let controls = [("a", &*effects[0]), ("b", &*effects[1]), ("c", &*effects[2])];
        let class = "occurs_at_month = 3\ncost_per_event = 1000";
        let run = Simulated::new(&guarded(1, 5, class, &controls, &with));
        assert_close(run.only("guarded", "loss_undiscounted"), 1000.0 * (1.0 - removed));
    }
}

/// A control on severity spares the provider a part of every component, credits included, but no customer.
#[test]
fn severity_is_reduced_in_every_component() {
    let class = "occurs_at_month = 6\ncost_per_event = 1000\nduration_minutes = 60\nsla = true\nengineers = 2\n\
                 tickets_per_tenant = 3\nchurn = 0.5";
    let text = guarded(
        1,
        1,
        class,
        &[("c", "ramp_months = 12\nreduces.own = { severity = 0.6 }")],
        "label = \"halfway up the ramp\"",
    );
    let run = Simulated::new(&text.replace("share = 1", "share = 1\ncustomer_impact_per_minute = 2"));
    for component in ["direct", "response", "support", "churn", "sla_credits"] {
        let metric = format!("loss.{component}");
        assert!(run.only("rls", &metric) > 0.0, "{component}");
        assert_close(run.only("guarded", &metric), 0.7 * run.only("rls", &metric));
    }
    assert_eq!(run.only("guarded", "customer_impact"), run.only("rls", "customer_impact"));
}

/// Every breach process that the effect names, and no other.
#[test]
fn effects_on_breaches() {
    let breach = "breach.common_cause = { rate = 3, per = \"platform_year\", reach = \"one\" }\n\
                  breach.boundary = { rate = 2, per = \"platform_year\", reach = \"one\" }\n\
                  breach.unit = { rate = 1, per = \"platform_year\", reach = \"one\" }";
    for (effect, left) in [
        ("reduces.breach = { frequency = 1 }", [0.0, 0.0, 0.0]),
        ("reduces.breach.boundary = { frequency = 1 }", [3.0, 0.0, 1.0]),
        ("reduces.breach = { boundary = { frequency = 1 }, unit = { frequency = 1 } }", [3.0, 0.0, 0.0]),
    ] {
        let text = guarded(20_000, 1, "rate = 0\nper = \"platform_year\"", &[("c", effect)], "")
            .replace("breach = { rate = 0, per = \"platform_year\" }", breach)
            .replace("[control.c]", "[breach]\nchurn = \"none\"\n[control.c]");
        let run = Simulated::new(&text);
        for (class, left) in ["common_cause", "boundary", "unit"].into_iter().zip(left) {
            let events = run.column("guarded", &format!("events.breach.{class}"));
            if left == 0.0 {
                assert!(events.iter().all(|events| *events == 0.0), "{effect}: {class}");
            } else {
                assert_mean(&events, left, left);
            }
        }
    }
}

/// Build when it starts, running cost every month from then on; nothing that begins after the horizon.
#[test]
fn what_a_control_costs() {
    for (start, from) in [("", 0), ("start_month = 6", 6), ("start_month = 24", 24), ("start_month = 99", 99)]
    {
        let control =
            format!("build_cost = 1000\ncost_per_year = 120\n{start}\nreduces.own = {{ severity = 0 }}");
        let run = Simulated::new(&guarded(1, 2, FOUR_A_YEAR, &[("c", &control)], ""));
        let running: f64 = (from..24).map(|month| 10.0 * discount(f64::from(month) + 1.0)).sum();
        let build = if from < 24 { 1000.0 * discount(f64::from(from)) } else { 0.0 };
        assert_close(run.only("guarded", "controls"), build + running);
        assert_close(run.only("rls", "controls"), 0.0);
        let tco = difference(&run.column("guarded", "tco"), &run.column("rls", "tco"));
        assert!((tco[0] - build - running).abs() < 1e-6);
    }
}

/// A control of month 12 (the thirteenth) works on what happens in it, not on the end of the month before.
#[test]
fn a_control_begins_with_its_month() {
    let control = ("c", "start_month = 12\nreduces.own = { frequency = 1 }");
    for (month, events) in [(12, 1.0), (13, 0.0)] {
        let class = format!("occurs_at_month = {month}");
        assert_eq!(left(&Simulated::new(&guarded(1, 2, &class, &[control], "")))[0], events, "{month}");
    }
}

fn figure(comparison: &Comparison, metric: &str, statistic: &str) -> f64 {
    let mut figures = comparison.figures.iter();
    let figure = figures.find(|figure| figure.metric == metric && figure.statistic == statistic).unwrap();
    match &figure.result {
        FigureResult::Estimate { estimate, .. } => estimate.value,
        FigureResult::NotApplicable { because } => panic!("{metric} {statistic}: {because}"),
    }
}

/// L01: circuit breakers for $12,000 avoid Poisson(14) incidents of $12,722.50.
#[test]
fn l01_return_on_frequent_incidents() {
    let expected = expected("L01");
    let class = "rate = 4\nper = \"platform_year\"\ncost_per_event = 12722.5";
    let control = ("c", "build_cost = 12000\nreduces.own = { frequency = 0.7 }");
    let text = guarded(RUNS, 5, class, &[control], "").replace("years = 5", "years = 5\ndiscount_rate = 0");
    let findings = Simulated::new(&text).findings();
    let found = |metric, statistic| figure(&findings.comparisons[0], metric, statistic);
    let (exact, sd) = (number(&expected["mean"]), number(&expected["sd"]));
    assert!((found("roi", "mean") - exact).abs() < 4.0 * sd / (RUNS as f64).sqrt());
    for quantile in ["p5", "p50", "p95"] {
        assert_close(found("roi", quantile), number(&expected[quantile]));
    }
    assert!((found("npv", "mean") - 12_000.0 * exact).abs() < 48_000.0 * sd / (RUNS as f64).sqrt());
    assert!(found("prob_npv_positive", "mean") > 1.0 - 1e-4 && found("prob_total_loss", "mean") < 1e-4);
}

/// L02: a control on a rare breach returns -100 % in most runs, and 2,900 % on average.
#[test]
fn l02_return_on_a_rare_breach() {
    let expected = expected("L02");
    let class = "rate = 0.01\nper = \"platform_year\"\ncost_per_event = 50_000_000";
    let control = ("c", "build_cost = 75_000\nreduces.own = { frequency = 0.9 }");
    let text = guarded(RUNS, 5, class, &[control], "").replace("years = 5", "years = 5\ndiscount_rate = 0");
    let run = Simulated::new(&text);
    let findings = run.findings();
    let found = |metric, statistic| figure(&findings.comparisons[0], metric, statistic);
    assert_probability(found("prob_total_loss", "mean"), number(&expected["p_minus_100pct"]), RUNS as usize);
    assert_probability(found("prob_npv_positive", "mean"), number(&expected["p_positive"]), RUNS as usize);
    assert_close(found("roi", "p50"), number(&expected["median_roi"]));
    let error = 50e6 / 75e3 * (0.045_f64 / RUNS as f64).sqrt();
    assert!((found("roi", "mean") - number(&expected["mean_roi"])).abs() < 4.0 * error);
}

/// $12,000 at the start, $10,000 saved in each of two years: the money is back after 1.2 years.
#[test]
fn payback_of_a_control() {
    let class = "occurs_at_month = [6, 18]\ncost_per_event = 10_000";
    let control = ("c", "build_cost = 12_000\nreduces.own = { frequency = 1 }");
    let text = guarded(1, 2, class, &[control], "").replace("years = 2", "years = 2\ndiscount_rate = 0");
    let findings = Simulated::new(&text).findings();
    assert_close(figure(&findings.comparisons[0], "payback_years", "p50"), 1.2);
    assert_close(figure(&findings.comparisons[0], "roi", "mean"), 2.0 / 3.0);
    let dear = Simulated::new(&text.replace("12_000", "30_000")).findings();
    assert_eq!(figure(&dear.comparisons[0], "prob_payback", "mean"), 0.0);
}

/// An alternative with a baseline of its own is compared with that one.
#[test]
fn a_baseline_of_its_own() {
    let more = "[alternative.more]\nisolation = \"rls\"\ncontrols = [\"c\", \"d\"]\nbaseline = \"guarded\"\n\
                [control.d]\nbuild_cost = 7\nreduces.own = { severity = 0 }";
    let control = ("c", "build_cost = 100\nreduces.own = { severity = 0 }");
    let run = Simulated::new(&guarded(10, 1, FOUR_A_YEAR, &[control], more));
    let findings = run.findings();
    let pairs: Vec<[&str; 2]> =
        findings.comparisons.iter().map(|found| [&*found.alternative, &*found.baseline]).collect();
    assert_eq!(pairs, [["guarded", "rls"], ["more", "guarded"]]);
    assert!((figure(&findings.comparisons[1], "saving", "mean") + 7.0).abs() < 1e-9);
}
