//! Limits of the platform: the first month in which demand exceeds them.

use crate::common::*;
use tenantrisk::{decision::LimitFact, engine::LimitFigure, scenario};

const RUNS: u64 = 20_000;

/// So many tenants that each use one call; `tier` and `rest` are more keys and tables.
fn callers(runs: u64, years: u32, tenants: u64, tier: &str, rest: &str) -> String {
    let usage = "[tier.all.limits.calls]\nincluded = 100\nusage = 1\nunit = \"calls\"\n";
    company(runs, years, tenants, &format!("{usage}{rest}"))
        .replace("share = 1\n", &format!("share = 1\n{tier}\n"))
        .replace("build_cost = 0\n", "build_cost = 0\nmultiplex = 1\n")
}

fn at_most(calls: impl std::fmt::Display) -> String {
    format!("[capacity.limits]\ncalls = {calls}\n")
}

fn months(text: &str) -> Vec<f64> {
    Simulated::new(text).outcomes.limit(0, LimitFigure::Month)
}

fn fact(text: &str) -> LimitFact {
    Simulated::new(text).findings().limits.remove(0)
}

/// 100 tenants of 50 connections, half used, demand 2,500; 900 more in the sixth month 25,000.
#[test]
fn a_surge_by_hand() {
    let surge = "[[change]]\nat_month = 5\ntier = \"all\"\nadd = 900\n";
    for (instances, month) in [(3, Some(1)), (4, Some(6)), (35, Some(6)), (36, None)] {
        let capacity =
            format!("{surge}[capacity]\nconnections_per_instance = 1000\ninstances = {instances}\n");
        let text = callers(3, 1, 100, "connection_limit = 50", &capacity);
        let fact = fact(&text);
        assert_eq!((fact.resource.as_str(), fact.p50_month), ("connections", month), "{instances}");
        assert_eq!((fact.p5_month, fact.p95_month), (month, month));
        assert_close(fact.available, 700.0 * f64::from(instances));
        assert_close(fact.demand_at_start, 2_500.0);
        assert_close(fact.demand_at_end, 25_000.0);
        assert_eq!(fact.probability_reached.value, f64::from(month.is_some()));
    }
    // As many instances as are needed never run out.
    let enough = callers(3, 1, 100, "connection_limit = 50", &format!("{surge}[capacity]\n"));
    assert!(Simulated::new(&enough).findings().limits.is_empty());
}

/// Doubling every year, 1,000 tenants are above 1,500 in month 9 and above 2,000 in month 14, not in month 13.
#[test]
fn growth_by_hand() {
    for (most, month) in [(999.0, 1.0), (1_500.0, 9.0), (2_000.0, 14.0), (1e6, 25.0)] {
        let text = callers(1, 2, 1_000, "growth_per_year = 1", &at_most(most));
        assert_eq!(months(&text), [month], "{most}");
    }
}

/// Use that stops at the limit demands no more than what is included.
#[test]
fn blocked_use_demands_less() {
    for (at_limit, mean) in [("block", 7.5), ("overage", 15.0)] {
        let rest = format!(
            "[tier.all.limits.storage]\nincluded = 10\nat_limit = \"{at_limit}\"\n\
             usage = {{ discrete = {{ values = [5, 25] }} }}\n[capacity.limits]\nstorage = 1e6\n"
        );
        assert_close(fact(&callers(1, 1, 100, "", &rest)).demand_at_start, 100.0 * mean);
    }
}

/// Two groups with 3,000 connections each: 700 tenants of one group that demand 3,500 are too many, although both
/// groups together demand less than 6,000.
#[test]
fn one_group_is_enough() {
    let tier = |name: &str, limit: u32| {
        format!(
            "[tier.{name}]\nshare = 0.5\nprice_per_month = 1\ncost_per_month = 0\nrecords_per_tenant = 1\n\
             connection_limit = {limit}\n"
        )
    };
    let text = format!(
        "schema = 1\nbaseline = \"one\"\n[horizon]\nyears = 1\n[simulation]\nruns = 2\n[tenants]\ninitial = 1000\n\
         {}{}[[change]]\nat_month = 3\ntier = \"a\"\nadd = 200\n\
         [capacity]\nconnections_per_instance = 3000\nheadroom = 1\ninstances = 1\n\
         [isolation.rls]\nmultiplex = 1\n[isolation.schema]\nmultiplex = 1\n\
         [alternative.one]\nisolation = \"rls\"\n[alternative.two]\nisolation = {{ a = \"rls\", b = \"schema\" }}\n",
        tier("a", 10),
        tier("b", 2)
    );
    let limits = Simulated::new(&text).findings().limits;
    let found: Vec<_> = limits.iter().map(|fact| (fact.alternative.as_str(), fact.p50_month)).collect();
    assert_eq!(found, [("one", Some(4)), ("two", Some(4))]);
    assert_eq!((limits[0].available, limits[1].available), (3_000.0, 6_000.0));
    assert_eq!((limits[1].demand_at_start, limits[1].demand_at_end), (3_000.0, 4_000.0));
}

/// Uniform growth g: the limit is passed by month m where (1 + g)^(m/12) > L / N.
#[test]
fn uncertain_growth_makes_a_distribution() {
    let growth = "growth_per_year = { uniform = { min = 0, max = 1 } }";
    let reached = months(&callers(RUNS, 3, 1_000, growth, &at_most(1_500)));
    for month in [8, 9, 12, 18, 24, 36] {
        let least = 1.5_f64.powf(12.0 / f64::from(month - 1)) - 1.0;
        let exact = 1.0 - least.clamp(0.0, 1.0);
        let by_then = share(&reached, |first| first <= f64::from(month));
        if exact == 0.0 {
            assert_eq!(by_then, 0.0);
        } else {
            assert_probability(by_then, exact, reached.len());
        }
    }
    assert!(reached.contains(&37.0));
}

/// Tenants who only arrive: in month m there are 10 + Poisson(3 (m - 1)), and the path never falls.
#[test]
fn random_arrivals() {
    let text = callers(RUNS, 1, 10, "churn_per_month = 0\narrivals_per_month = 3", &at_most(20))
        .replace("[tenants]", "[tenants]\ndynamics = \"stochastic\"");
    let reached = months(&text);
    for month in [3, 4, 5, 6] {
        let mean = 3.0 * f64::from(month - 1);
        let (mut term, mut at_most_ten) = ((-mean).exp(), 0.0);
        for arrived in 1..=11 {
            at_most_ten += term;
            term *= mean / f64::from(arrived);
        }
        let by_then = share(&reached, |first| first <= f64::from(month));
        assert_probability(by_then, 1.0 - at_most_ten, reached.len());
    }
}

/// Those who stay for eleven months are a binomial thinning of those who were there.
#[test]
fn thinned_demand() {
    let text = callers(RUNS, 1, 1_000, "churn_per_month = 0.05\narrivals_per_month = 0", &at_most(2_000))
        .replace("[tenants]", "[tenants]\ndynamics = \"stochastic\"");
    let outcomes = Simulated::new(&text).outcomes;
    let stay = 0.95_f64.powi(11);
    assert_mean(&outcomes.limit(0, LimitFigure::AtEnd), 1_000.0 * stay, 1_000.0 * stay * (1.0 - stay));
    assert!(outcomes.limit(0, LimitFigure::AtStart).iter().all(|demand| *demand == 1_000.0));
    assert!(outcomes.limit(0, LimitFigure::Month).iter().all(|month| *month == 13.0));
}

/// The limit itself may be uncertain.
#[test]
fn an_uncertain_limit() {
    let text = callers(RUNS, 1, 1_000, "", &at_most("{ uniform = { min = 500, max = 1500 } }"));
    let reached = months(&text);
    assert!(reached.iter().all(|month| *month == 1.0 || *month == 13.0));
    assert_probability(share(&reached, |month| month == 1.0), 0.5, reached.len());
    let rarely = "{ discrete = { values = [900, 1100], weights = [0.1, 0.9] } }";
    let fact = fact(&callers(RUNS, 1, 1_000, "", &at_most(rarely)));
    assert_eq!((fact.p5_month, fact.p50_month, fact.p95_month), (Some(1), None, None));
    assert_probability(fact.probability_reached.value, 0.1, RUNS as usize);
    assert_close(fact.available, 1_080.0);
}

#[test]
fn what_breaks_first_is_said_first() {
    let rest = "[tier.all.limits.storage]\nincluded = 9\nusage = 2\n\
                [capacity]\n[capacity.limits]\ncalls = 1500\nstorage = 2500\n";
    let text = callers(2, 2, 1_000, "growth_per_year = 1", rest)
        .replace("schema = 1", "schema = 1\nquestion = \"capacity\"");
    let findings = Simulated::new(&text).findings();
    // 2,000 x 2^(m/12) > 2,500 from m = 4 on.
    assert!(
        findings.verdict[0].contains(
            "the first limit to break is storage, in month 5 in 100 % of runs; then calls (month 9, 100 % of runs)."
        ),
        "{}",
        findings.verdict[0]
    );
    let never = text.replace("growth_per_year = 1", "growth_per_year = 0").replace("2500", "2e4");
    let verdict = Simulated::new(&never).findings().verdict;
    assert!(verdict[0].contains("no limit is reached within 24 months."), "{}", verdict[0]);
    let without_horizon = text.replace("years = 2", "years = 0");
    assert!(Simulated::new(&without_horizon).findings().limits.is_empty());
}

#[test]
fn mistakes_are_named() {
    for (line, key, nearest) in [
        ("call = 5", "call", Some("calls")),
        ("api = 5", "api", None),
        ("connections = 5", "connections", None),
        ("calls = 0", "calls", None),
        ("calls = \"5\"", "calls", None),
    ] {
        let text = callers(1, 1, 1, "", &format!("[capacity.limits]\n{line}\n"));
        assert_eq!(refused(&text), [format!("capacity.limits.{key}")], "{line}");
        let (_, diagnostics) = scenario::read("test", &text);
        assert_eq!(diagnostics.errors()[0].nearest.as_deref(), nearest, "{line}");
    }
    let nothing = company(1, 1, 1, "[capacity.limits]\ncalls = 5\n");
    assert_eq!(refused(&nothing), ["capacity.limits.calls"]);
}
