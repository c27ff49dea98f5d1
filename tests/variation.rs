//! The same scenario with other numbers: what can be varied, what it does, and what is refused.

use crate::common::{Simulated, assert_close};
use tenantrisk::{
    decision::{VariationError, variation},
    model::{Method, Simulation},
    scenario::{Domain, Instead, InsteadError, Scenario},
};

const TEXT: &str = r#"
schema = 1
extends = "base.toml"
[severity]
models = [{ id = "fixed", amount = { median = 1e6, sigma = 0.5 } }, { id = "jacobs", weight = 0.5 }]
[isolation.rls]
breach = { probability = 0.2, per = "platform_year", reach = "all" }
"#;

const BASE: &str = r#"
schema = 1
baseline = "database"
[simulation]
runs = 2_000
[tenants]
initial = 200
growth_per_year = { p5 = 0.1, p95 = 0.4 }
[tier.small]
share = 1
price_per_month = 50
cost_per_month = 5
records_per_tenant = 1_000
[alternative.rls]
isolation = "rls"
migration = { from = "shared", at_month = 3 }
[alternative.database]
isolation = "database"
[incident.outage]
rate = 4
per = "platform_year"
duration_minutes = { median = 60, sigma = 0.7 }
"#;

fn scenario() -> Scenario {
    let (model, diagnostics, scenario) = Scenario::read("my.toml", TEXT, &mut |path| {
        Ok(if path == "base.toml" { BASE } else { "" }.to_owned())
    });
    assert!(model.is_some(), "{}", diagnostics.render("my.toml", TEXT, false, None));
    scenario
}

fn instead(path: &str, value: f64) -> Instead {
    Instead { path: path.to_owned(), value }
}

fn played(numbers: &[(&str, f64)]) -> Simulated {
    let scenario = scenario();
    let simulation = scenario.with(&[]).unwrap().simulation;
    let numbers: Vec<Instead> = numbers.iter().map(|(path, value)| instead(path, *value)).collect();
    Simulated::of(variation(&scenario, simulation, &numbers).unwrap())
}

fn refusal(path: &str, value: f64) -> InsteadError {
    scenario().with(&[instead(path, value)]).unwrap_err()
}

/// A number in the place of itself changes nothing; another moves what follows from it and nothing else.
#[test]
fn everything_else_stays() {
    let [same, fewer] = [4.0, 2.0].map(|rate| played(&[("incident.outage.rate", rate)]));
    let given = played(&[]);
    for (alternative, metric) in [("rls", "tco"), ("database", "tco"), ("rls", "events.outage")] {
        assert_eq!(given.column(alternative, metric), same.column(alternative, metric), "{metric}");
    }
    for metric in ["infrastructure", "loss.breach.boundary", "events.breach.boundary"] {
        assert_eq!(given.column("rls", metric), fewer.column("rls", metric), "{metric}");
    }
    let pairs = given.column("rls", "events.outage").into_iter().zip(fewer.column("rls", "events.outage"));
    assert!(
        pairs.clone().all(|(more, fewer)| fewer <= more) && pairs.clone().any(|(more, fewer)| fewer < more)
    );
}

/// Fixing one uncertain number moves no other, and a class that is no longer rare moves no other, at any number of runs.
#[test]
fn pairs_hold_where_auto_would_choose_its_points_anew() {
    let source = include_str!("../scenarios/ten-thousand-tenants-evidence.toml");
    let (model, _, scenario) = Scenario::read("evidence.toml", source, &mut |_| Ok(String::new()));
    let simulation = Simulation { runs: 10_000, method: Method::Auto, ..model.unwrap().simulation };
    let played = |path: &str, value: f64| {
        Simulated::of(variation(&scenario, simulation, &[instead(path, value)]).unwrap())
    };
    let given = played("tenants.initial", 10_000.0);
    let fixed = played("isolation.rls.cost_per_tenant_month", 5.0);
    let frequent = played("isolation.rls.breach.boundary.rate", 2.0);
    for other in [&fixed, &frequent] {
        assert_eq!(given.column("database", "infrastructure"), other.column("database", "infrastructure"));
        assert_eq!(given.column("rls", "loss.outage"), other.column("rls", "loss.outage"));
    }
    let events = "events.breach.boundary";
    assert_eq!(given.column("rls", events), fixed.column("rls", events));
}

/// Numbers of every kind: parameters, defaults that the file leaves out, whole numbers that shape the model, models of
/// a list by their names, parts of distributions, distributions as a whole.
#[test]
fn every_kind_of_number_can_be_varied() {
    let scenario = scenario();
    let with = |path: &str, value: f64| scenario.with(&[instead(path, value)]).unwrap();
    assert_eq!(with("horizon.years", 7.0).horizon.years, 7);
    assert_close(with("horizon.discount_rate", 0.03).horizon.discount_rate, 0.03);
    assert_eq!(with("isolation.rls.pool_size", 40.0).isolation[0].pool_size, Some(40));
    let migration = with("alternative.rls.migration.at_month", 9.0).alternatives[0].migration.clone();
    assert_eq!(migration.unwrap().at_month, 9);
    for (path, value) in [
        ("isolation.rls.breach.probability", 0.5),
        ("isolation.database.build_cost", 7e5),
        ("isolation.database.breach.common_cause.rate", 0.25),
        ("severity.models.fixed.amount", 2e6),
        ("severity.models.jacobs.weight", 3.0),
        ("tenants.growth_per_year", 0.2),
        ("tenants.initial", 12.0),
    ] {
        let registry = with(path, value).registry;
        let found = registry.find(path).map(|id| registry.get(id).distribution.as_constant());
        assert_eq!(found, Some(Some(value)), "{path}");
    }
    let registry = with("tenants.growth_per_year.p95", 0.9).registry;
    let growth = &registry.get(registry.find("tenants.growth_per_year").unwrap()).distribution;
    assert_close(growth.quantile(0.95), 0.9);
    assert_close(growth.quantile(0.05), 0.1);
}

#[test]
fn numbers_tell_value_and_domain() {
    let numbers = scenario().numbers();
    let number = |path: &str| numbers.iter().find(|number| number.path == path).unwrap();
    let probability = number("isolation.rls.breach.probability");
    assert_eq!((probability.value, probability.is_uncertain), (Some(0.2), false));
    assert_eq!(probability.domain, Domain::Fraction);
    assert!(number("tenants.growth_per_year").is_uncertain);
    assert_eq!(number("horizon.years").domain, Domain::Integer(0, 100));
}

#[test]
fn what_cannot_be_varied_is_refused() {
    let unknown = refusal("isolation.rls.breach.probabilty", 0.5).to_string();
    assert!(
        unknown.starts_with("the scenario has no number `isolation.rls.breach.probabilty`; did you mean")
    );
    assert!(unknown.contains("isolation.rls.breach.probability"), "{unknown}");
    let word = refusal("isolation.rls.breach.per", 1.0).to_string();
    assert!(word.contains("is text \"platform_year\", not a number"), "{word}");
    assert!(refusal("simulation.seed", 1.0).to_string().contains("simulation.seed"));
    let range = refusal("isolation.rls.breach.probability", 1.5).to_string();
    assert_eq!(
        range,
        "isolation.rls.breach.probability = 1.5 is out of range, accepted: a number from 0 to 1"
    );
    for (path, value) in
        [("horizon.years", 2.5), ("isolation.rls.pool_size", 0.0), ("tenants.initial", f64::NAN)]
    {
        assert!(matches!(refusal(path, value), InsteadError::OutOfRange { .. }), "{path}");
    }
    let shares = refusal("tier.small.share", 0.5).to_string();
    assert!(
        shares.starts_with("tier.small.share = 0.5: tier: the shares of the tiers sum to 0.5"),
        "{shares}"
    );
}

#[test]
fn what_would_not_end_is_refused() {
    let scenario = scenario();
    let simulation = scenario.with(&[]).unwrap().simulation;
    let endless = variation(&scenario, simulation, &[instead("incident.outage.rate", 1e9)]);
    assert!(matches!(endless, Err(VariationError::Plan(_))));
}
