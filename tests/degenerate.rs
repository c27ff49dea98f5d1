//! R01: what must happen at the edges. Every result is defined and nothing is NaN, or the file is refused with
//! the key that is wrong.

use crate::common::*;
use tenantrisk::{
    decision::{Figure, FigureResult},
    stats::Estimate,
};

const HALF: &str = "probability = 0.5, per = \"platform_year\", reach = \"all\"";
const PER_RECORD: &str = "{ id = \"per_record\" }";

fn assert_no_nan(run: &Simulated) {
    for alternative in 0..run.plan.model().alternatives.len() {
        for metric in 0..run.plan.metrics().len() {
            assert!(run.outcomes.metric(alternative, metric).iter().all(|value| value.is_finite()));
        }
    }
}

#[test]
fn zero_tenants() {
    let text = scenario(1_000, 5, HALF, HALF, PER_RECORD)
        .replace("[tier.all]", "[tenants]\ninitial = 0\n[tier.all]");
    let run = Simulated::new(&text);
    for metric in ["infrastructure", "revenue", "loss", "events", "tenants_exposed", "records_exposed"] {
        assert!(run.column("rls", metric).iter().all(|value| *value == 0.0), "{metric}");
    }
    assert!(run.column("rls", "tco").iter().all(|tco| *tco == 1e6), "only the build cost");
    assert_no_nan(&run);
}

#[test]
fn zero_rates() {
    let none = "rate = 0, per = \"unit_year\"";
    let run = Simulated::new(&scenario(1_000, 5, none, none, PER_RECORD));
    assert!(run.column("database", "loss").iter().all(|loss| *loss == 0.0));
}

#[test]
fn a_certain_probability_strikes_exactly_once_a_period() {
    for (per, count) in [("platform_year", 5.0), ("platform_horizon", 1.0)] {
        let certain = format!("probability = 1, per = \"{per}\", reach = \"one\"");
        let run = Simulated::new(&scenario(1_000, 5, &certain, &certain, PER_RECORD));
        assert!(run.column("rls", "events").iter().all(|events| *events == count), "{per}");
    }
}

#[test]
fn horizon_zero() {
    let run = Simulated::new(&scenario(10, 0, HALF, HALF, PER_RECORD));
    assert!(run.column("rls", "loss").iter().chain(&run.column("rls", "revenue")).all(|value| *value == 0.0));
    assert_no_nan(&run);
}

#[test]
fn growth_to_nothing() {
    let text = scenario(100, 5, HALF, HALF, PER_RECORD)
        .replace("[tier.all]", "[tenants]\ngrowth_per_year = -1\n[tier.all]");
    let run = Simulated::new(&text);
    let month = 10_000.0 * 5.0;
    assert!(
        run.column("rls", "infrastructure_undiscounted").iter().all(|cost| *cost == month),
        "one month only"
    );
    assert_no_nan(&run);
}

#[test]
fn no_discount() {
    let text = scenario(100, 5, HALF, HALF, PER_RECORD).replace("years = 5", "years = 5\ndiscount_rate = 0");
    let run = Simulated::new(&text);
    assert_eq!(run.column("rls", "tco"), run.column("rls", "tco_undiscounted"));
}

#[test]
fn sigma_zero_is_a_point_mass() {
    let severity = "{ id = \"fixed\", amount = { median = 1000, sigma = 0 } }";
    let once = "probability = 1, per = \"platform_horizon\", reach = \"one\"";
    let run = Simulated::new(&scenario(100, 5, once, once, severity));
    let losses = run.column("rls", "loss_undiscounted");
    assert!(losses.iter().all(|loss| (loss - 1000.0).abs() < 1e-9));
}

#[test]
fn a_cap_below_the_base_cost_wins() {
    let once = "probability = 1, per = \"platform_horizon\", reach = \"one\"";
    let run = Simulated::new(&scenario(10, 5, once, once, "{ id = \"per_record\", cap = 1000 }"));
    assert!(run.column("rls", "loss_undiscounted").iter().all(|loss| *loss == 1000.0));
}

#[test]
fn a_pool_larger_than_the_platform_is_all_of_it() {
    let once = "probability = 1, per = \"platform_horizon\", reach = \"pool\"";
    let text = scenario(10, 5, once, once, PER_RECORD)
        .replace("[isolation.rls]", "[isolation.rls]\npool_size = 50_000");
    assert!(
        Simulated::new(&text).column("rls", "tenants_exposed").iter().all(|tenants| *tenants == 10_000.0)
    );
}

#[test]
fn no_records_no_loss_in_a_power_law() {
    let once = "probability = 1, per = \"platform_horizon\", reach = \"one\"";
    let text = scenario(10, 5, once, once, "{ id = \"jacobs\" }")
        .replace("records_per_tenant = 10_000", "records_per_tenant = 0");
    assert!(Simulated::new(&text).column("rls", "loss").iter().all(|loss| *loss == 0.0));
}

/// Time per run must not grow with the number of tenants: what is drawn and stored is the same.
#[test]
fn a_hundred_million_tenants_draw_the_same_events() {
    let breach = "probability = 0.3, per = \"platform_year\", reach = { beta = { a = 0.3, b = 2.7 } }";
    let small = scenario(20_000, 5, breach, breach, PER_RECORD);
    let large = small.replace("[tier.all]", "[tenants]\ninitial = 100_000_000\n[tier.all]");
    let (small, large) = (Simulated::new(&small), Simulated::new(&large));
    assert_eq!(small.column("rls", "events"), large.column("rls", "events"));
    let tenants = large.column("rls", "tenants_exposed");
    let events: f64 = large.column("rls", "events").iter().sum();
    let exact = 1.0 + (1e8 - 1.0) * 0.1;
    let error = 4.0 * exact * (5.625_f64 / 10.0 * 4.0 / events).sqrt();
    assert!((tenants.iter().sum::<f64>() / events - exact).abs() < error);
}

/// Infinite means are accepted with a cap, and the cap holds.
#[test]
fn an_infinite_mean_needs_a_cap() {
    let severity = "{ id = \"fixed\", amount = { gpd = { threshold = 1, xi = 1.2, beta = 1 }, cap = 100 } }";
    let certain = "probability = 1, per = \"platform_horizon\", reach = \"one\"";
    let run = Simulated::new(&scenario(10_000, 5, certain, certain, severity));
    let losses = run.column("rls", "loss_undiscounted");
    assert!(losses.iter().all(|loss| (1.0..=100.0).contains(loss)) && losses.contains(&100.0));
}

fn estimate<'a>(figures: &'a [Figure], metric: &str, statistic: &str) -> Option<&'a Estimate> {
    let figure = figures.iter().find(|figure| figure.metric == metric && figure.statistic == statistic);
    match &figure.unwrap_or_else(|| panic!("no {statistic} of {metric}")).result {
        FigureResult::Estimate { estimate, .. } => Some(estimate),
        FigureResult::NotApplicable { .. } => None,
    }
}

#[test]
fn zero_tenants_have_no_incidents_either() {
    for dynamics in ["expected", "stochastic"] {
        let text =
            everything(200, 2, 0).replace("[tenants]", &format!("[tenants]\ndynamics = \"{dynamics}\""));
        let run = Simulated::new(&text);
        for metric in ["loss", "events", "revenue", "customer_impact", "gross_margin_percent", "migration"] {
            assert_eq!(run.only("moved", metric), 0.0, "{metric}");
        }
        assert_close(run.only("rls", "infrastructure_undiscounted"), 240.0);
        let findings = run.findings();
        assert!(estimate(&findings.alternatives[0].figures, "gross_margin_percent", "mean").is_none());
    }
}

/// No events: every loss, quantile and tail is 0, and a control loses all that it costs.
#[test]
fn zero_rates_everywhere() {
    let rest = "[incident.own]\nrate = 0\nper = \"platform_year\"\ncost_per_event = 9\n\
        [control.c]\nbuild_cost = 100\nreduces.own = { frequency = 1 }\n\
        [alternative.guarded]\nisolation = \"rls\"\ncontrols = [\"c\"]\n";
    let findings = Simulated::new(&company(500, 5, 100, rest)).findings();
    for statistic in ["mean", "sd", "p50", "p99.9", "tvar99", "prob_any"] {
        let found = estimate(&findings.alternatives[0].figures, "loss", statistic);
        assert_eq!(found.map(|estimate| estimate.value), Some(0.0), "{statistic}");
    }
    let figures = &findings.comparisons[0].figures;
    let value = |metric| estimate(figures, metric, "mean").map(|estimate| estimate.value);
    assert_eq!((value("roi"), value("prob_total_loss"), value("npv")), (Some(-1.0), Some(1.0), Some(-100.0)));
    assert_eq!((value("payback_years"), value("prob_payback")), (None, Some(0.0)));
}

/// L06: nothing invested: no return on it, but a net present value.
#[test]
fn nothing_invested() {
    let text = everything(200, 2, 100).replace("build_cost = 100", "build_cost = 0");
    let findings = Simulated::new(&text).findings();
    let figures = &findings.comparisons[0].figures;
    assert!(
        estimate(figures, "roi", "mean").is_none() && estimate(figures, "payback_years", "p50").is_none()
    );
    assert!(estimate(figures, "npv", "mean").unwrap().value > 0.0);
}

/// One run has values but no errors; no year has build costs only.
#[test]
fn one_run_and_no_year() {
    for (runs, years) in [(1, 2), (3, 0), (1, 0)] {
        let run = Simulated::new(&everything(runs, years, 100));
        assert_no_nan(&run);
        let findings = run.findings();
        let mean = estimate(&findings.alternatives[0].figures, "loss", "mean").unwrap();
        assert_eq!(mean.std_error.is_none(), runs == 1);
        assert_eq!(mean.value > 0.0, years > 0);
        let saving = estimate(&findings.comparisons[0].figures, "saving", "mean").unwrap();
        assert_eq!(saving.std_error.is_none(), runs == 1);
    }
}

#[test]
fn a_control_of_full_effect_leaves_nothing() {
    let run = Simulated::new(&everything(500, 5, 1_000));
    assert!(mean(&run.column("rls", "loss")) > 0.0);
    assert_eq!(run.only("guarded", "loss"), 0.0);
    assert_eq!(run.only("guarded", "events"), 0.0);
}

/// Growth of -100 % a year, or a churn of 1 that nobody replaces: one month of tenants.
#[test]
fn everyone_leaves() {
    for tier in ["growth_per_year = -1", "arrivals_per_month = 0\nchurn_per_month = 1"] {
        for dynamics in ["expected", "stochastic"] {
            let text = company(20, 2, 1_000, "[incident.outage]\n")
                .replace("share = 1", &format!("share = 1\n{tier}"))
                .replace("[tenants]", &format!("[tenants]\ndynamics = \"{dynamics}\""));
            let run = Simulated::new(&text);
            assert_eq!(run.only("rls", "revenue_undiscounted"), 100_000.0, "{tier} {dynamics}");
            assert_no_nan(&run);
        }
    }
}

/// A finite mean without a variance is accepted, and the ledger says so.
#[test]
fn infinite_variance_is_told() {
    let severity = "{ id = \"fixed\", amount = { gpd = { threshold = 1, xi = 0.6, beta = 1 } } }";
    let findings = Simulated::new(&scenario(100, 1, HALF, HALF, severity)).findings();
    let told: Vec<&str> = findings
        .parameters
        .iter()
        .filter(|parameter| parameter.infinite_variance)
        .map(|parameter| &*parameter.path)
        .collect();
    assert_eq!(told, ["severity.models.fixed.amount"]);
}
