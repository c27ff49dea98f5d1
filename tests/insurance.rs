//! Insurance: what a policy costs and pays.

use crate::common::*;
use tenantrisk::{
    decision::{exact_findings, replay},
    dist::{Distribution, Family, Limits},
    model::Method,
    scenario,
};

/// One class `own` and an alternative `insured` with this policy.
fn insured(runs: u64, years: u32, class: &str, policy: &str) -> String {
    let rest = format!(
        "[incident.own]\n{class}\nreach = \"one\"\n[insurance.cyber]\n{policy}\n\
         [alternative.insured]\nisolation = \"rls\"\ninsurance = \"cyber\"\n"
    );
    company(runs, years, 100, &rest)
}

const O01: &str = "premium_per_year = 1\nretention = 1e5\nlimit = 2e6\ncoinsurance = 0.9";

/// O02: every amount pays what the layer says, at the discount of its event; premiums at the start of each year.
#[test]
fn o02_pointwise() {
    for (loss, paid) in expected("O02").as_object().unwrap() {
        let class = format!("occurs_at_month = 12\ncost_per_event = {loss}");
        let run = Simulated::new(&insured(1, 2, &class, O01));
        let paid = number(paid);
        let at = |name: &str| run.only("insured", name);
        assert_close(at("recovery_undiscounted"), paid);
        assert_close(at("recovery.own_undiscounted"), paid);
        // The last moment of the month, as its loss.
        assert_close(at("recovery"), paid / 1.1);
        assert_close(at("premium"), 1.0 + 1.0 / 1.1);
        assert_close(at("premium_undiscounted"), 2.0);
        assert_close(at("tco"), at("premium") + at("loss") - at("recovery"));
        assert_eq!(at("loss"), run.only("rls", "loss"), "losses are before insurance");
        assert_eq!((run.only("rls", "premium"), run.only("rls", "recovery")), (0.0, 0.0));
    }
}

/// O01: the mean payment is rate × years × the payment expected for one event, by both methods.
#[test]
fn o01_expected_recovery() {
    let case = expected("O01");
    let (mu, sigma) = (12.429_216_196_844_383, 1.5_f64);
    let median = f64::exp(mu);
    let class = format!(
        "rate = 0.5\nper = \"platform_year\"\ncost_per_event = {{ median = {median:?}, sigma = {sigma} }}"
    );
    // Second moment of the layer: 2 κ² ∫ (x - D) S(x) dx over the layer, by the trapezoidal rule.
    let loss = Distribution::new(Family::Lognormal { mu, sigma }, Limits::default()).unwrap();
    let steps = 20_000;
    let width = 2e6 / f64::from(steps);
    let second: f64 = (0..steps)
        .map(|step| (f64::from(step) + 0.5) * width)
        .map(|x| 2.0 * 0.81 * x * (1.0 - loss.cdf(1e5 + x)) * width)
        .sum();
    let run = Simulated::new(&insured(40_000, 5, &class, O01));
    let mean = 2.5 * number(&case["recovery"]);
    assert_mean(&run.column("insured", "recovery_undiscounted"), mean, 2.5 * second);
    let designed = Simulated::by(Method::Auto, &insured(16_384, 1, &class, O01));
    assert_eq!(designed.plan.method(), "auto");
    let findings = designed.findings();
    let figures = &findings.alternatives[designed.position("insured")].figures;
    let figure =
        figures.iter().find(|figure| figure.metric == "recovery_undiscounted" && figure.statistic == "mean");
    let tenantrisk::decision::FigureResult::Estimate { estimate, .. } = &figure.unwrap().result else {
        panic!("no estimate");
    };
    let z = (estimate.value - mean / 5.0) / estimate.std_error.unwrap();
    assert!(z.abs() < 4.0, "{z} standard errors");
}

/// By hand: a loss of 500k and one of 3M in the first year, one of 500k in the second. A year's payments of 0.9 × 400k
/// and 0.9 × 2M lose a retention of 500k and end at 1M; the second year begins anew.
#[test]
fn a_policy_year_has_a_retention_and_a_limit() {
    let aggregate = "[insurance.cyber.annual_aggregate]\nlimit = 1e6\nretention = 5e5";
    let classes = "occurs_at_month = [2, 14]\ncost_per_event = 5e5\nreach = \"one\"\n[incident.big]\n\
                   occurs_at_month = 7\ncost_per_event = 3e6";
    let run = Simulated::new(&insured(1, 2, classes, &format!("{O01}\n{aggregate}")));
    let paid = |name: &str| run.only("insured", &format!("recovery{name}_undiscounted"));
    assert_eq!(paid(".own"), 0.0, "360k is less than the year's retention");
    assert_close(paid(".big"), 1e6);
    // In the order of time, whatever the order of the classes: the retention goes first to what happens first.
    let late = classes.replace("[2, 14]", "[9, 14]");
    let run = Simulated::new(&insured(1, 2, &late, &format!("{O01}\n{}", aggregate.replace("1e6", "2e6"))));
    assert_close(run.only("insured", "recovery.big_undiscounted"), 1.3e6);
    assert_close(run.only("insured", "recovery.own_undiscounted"), 3.6e5);
}

/// A higher limit never lowers what is paid, a higher retention never raises it, run by run; other streams stay.
#[test]
fn monotone() {
    let class = "rate = 3\nper = \"platform_year\"\ncost_per_event = { median = 3e5, sigma = 2 }";
    let policy = |retention: f64, limit: f64| {
        format!(
            "premium_per_year = 1\nretention = {retention:?}\nlimit = {limit:?}\n\
             annual_aggregate = {{ limit = 3e6, retention = 1e5 }}"
        )
    };
    let run = |retention, limit| Simulated::new(&insured(2_000, 3, class, &policy(retention, limit)));
    let (base, wider, later) = (run(1e5, 1e6), run(1e5, 2e6), run(3e5, 1e6));
    let paid = |run: &Simulated| run.column("insured", "recovery_undiscounted");
    let (of_base, of_wider, of_later) = (paid(&base), paid(&wider), paid(&later));
    // Undiscounted: a wider layer reaches the year's limit sooner, so that payments only move to earlier events.
    let rounding = 1e-6;
    assert!(of_base.iter().zip(&of_wider).all(|(base, wider)| wider + rounding >= *base));
    assert!(of_base.iter().zip(&of_later).all(|(base, later)| later - rounding <= *base));
    assert!(mean(&of_wider) > mean(&of_base) && mean(&of_base) > mean(&of_later));
    assert!(of_wider.iter().all(|paid| *paid <= 9e6 + rounding), "the limit of three years");
    let without =
        Simulated::new(&insured(2_000, 3, class, &policy(1e5, 1e6)).replace("insurance = \"cyber\"", ""));
    assert!(without.plan.metric("recovery").is_none() && without.plan.metric("premium").is_none());
    for metric in ["loss", "loss_undiscounted", "events", "infrastructure", "gross_margin"] {
        assert_eq!(without.column("insured", metric), base.column("insured", metric), "{metric}");
    }
    assert_eq!(without.column("rls", "tco"), base.column("rls", "tco"));
}

/// Fines, churn and credits are not covered unless the file says so; credits never.
#[test]
fn what_is_covered() {
    let class = "occurs_at_month = 6\ncost_per_event = 1000\nduration_minutes = 60\nsla = true\nengineers = 2\n\
                 tickets_per_tenant = 3\nchurn = 0.5";
    let policy = "premium_per_year = 0\nlimit = 1e9";
    let at = |covers: &str, metric: &str| {
        let run = Simulated::new(&insured(1, 1, class, &format!("{policy}\n{covers}")));
        run.only("insured", &format!("{metric}_undiscounted"))
    };
    let parts = |names: &[&str]| names.iter().map(|name| at("", &format!("loss.{name}"))).sum::<f64>();
    assert!(parts(&["sla_credits"]) > 0.0 && parts(&["churn"]) > 0.0);
    assert_close(at("", "recovery"), parts(&["direct", "response", "support"]));
    let churn = "covers = { classes = [\"own\"], components = [\"churn\"] }";
    assert_close(at(churn, "recovery"), parts(&["churn"]));
    let other = "covers = { classes = [\"breach\"] }";
    assert_eq!(at(other, "recovery"), 0.0);
}

/// A move during the horizon changes neither the premium nor what is paid for the same event.
#[test]
fn insured_while_moving() {
    let class = "occurs_at_month = [3, 30]\ncost_per_event = 5e5";
    let moved = "[alternative.moved]\nisolation = \"database\"\ninsurance = \"cyber\"\n\
                 migration = { from = \"rls\", at_month = 12, months = 6 }\n";
    let run = Simulated::new(&(insured(1, 3, class, O01) + moved));
    for metric in ["premium", "recovery", "recovery.own"] {
        assert_eq!(run.only("moved", metric), run.only("insured", metric), "{metric}");
    }
}

/// The yearly figures and the ledger of a run come to the total with premiums and payments in it.
#[test]
fn years_and_ledgers_add_up() {
    let class = "rate = 3\nper = \"platform_year\"\ncost_per_event = { median = 3e5, sigma = 2 }";
    let run =
        Simulated::new(&insured(500, 3, class, &format!("{O01}\nannual_aggregate = {{ limit = 3e6 }}")));
    let ledger = replay(&run.plan, 17);
    let of_insured = &ledger.alternatives[run.position("insured")];
    assert!(of_insured.lines.iter().any(|line| line.kind == "recovery"));
    assert_close(of_insured.total_usd, of_insured.tco_usd);
    assert_close(of_insured.total_undiscounted_usd, of_insured.tco_undiscounted_usd);
    let findings = run.findings();
    let of_years = |component: &str| -> f64 {
        let wanted = |figure: &&tenantrisk::decision::YearlyFigure| {
            figure.alternative == "insured"
                && (figure.component.as_str(), figure.basis, figure.statistic) == (component, "pv", "mean")
        };
        findings.yearly.iter().filter(wanted).map(|figure| figure.value_usd).sum()
    };
    assert_close(of_years("tco"), mean(&run.column("insured", "tco")));
    assert_close(of_years("recovery"), mean(&run.column("insured", "recovery")));
    assert_close(of_years("tco"), of_years("premium") + of_years("loss") - of_years("recovery"));
}

/// Exact answers say which figures a policy leaves without a law.
#[test]
fn exact_says_what_is_missing() {
    let class = "rate = 3\nper = \"platform_year\"\ncost_per_event = { median = 3e5, sigma = 1 }";
    let (model, _) = scenario::read("test", &insured(1, 1, class, O01));
    let plan = tenantrisk::engine::Plan::new(model.unwrap()).unwrap();
    let found = exact_findings(&plan, String::new()).unwrap();
    for (alternative, known) in found.alternatives.iter().zip([true, false]) {
        let figure = |metric: &str| alternative.figures.iter().find(|one| one.metric == metric);
        assert!(figure("loss").unwrap().value.is_some());
        assert_eq!(figure("tco").unwrap().value.is_some(), known);
        assert_eq!(figure("recovery").is_some(), !known);
        assert!(known || figure("recovery").unwrap().because.as_ref().unwrap().contains("policy"));
    }
}

#[test]
fn nonsense_is_refused() {
    let class = "rate = 1\nper = \"platform_year\"\ncost_per_event = 1";
    for (policy, key) in [
        ("limit = 1", "insurance.cyber.premium_per_year"),
        ("premium_per_year = 1", "insurance.cyber.limit"),
        ("premium_per_year = 1\nlimit = -1", "insurance.cyber.limit"),
        ("premium_per_year = -1\nlimit = 1", "insurance.cyber.premium_per_year"),
        ("premium_per_year = 1\nlimit = 1\ncoinsurance = 1.1", "insurance.cyber.coinsurance"),
        ("premium_per_year = 1\nlimit = 1\nretention = -1", "insurance.cyber.retention"),
        ("premium_per_year = 1\nlimit = 1\nannual_aggregate = {}", "insurance.cyber.annual_aggregate.limit"),
        (
            "premium_per_year = 1\nlimit = 1\ncovers.components = [\"sla_credits\"]",
            "insurance.cyber.covers.components",
        ),
        ("premium_per_year = 1\nlimit = 1\ncovers.classes = [\"outag\"]", "insurance.cyber.covers.classes"),
        ("premium_per_year = 1\nlimit = 1\ncovers.classes = []", "insurance.cyber.covers.classes"),
    ] {
        assert_eq!(refused(&insured(1, 1, class, policy)), [key], "{policy}");
    }
    let unknown = insured(1, 1, class, O01).replace("insurance = \"cyber\"", "insurance = \"ciber\"");
    assert_eq!(refused(&unknown), ["alternative.insured.insurance"]);
}
