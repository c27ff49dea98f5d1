//! How often: simulated counts against exact laws (groups frequency and blast of the cases).

use crate::common::*;

const RUNS: u64 = 400_000;
const ANY: &str = "{ id = \"fixed\", amount = 1 }";

fn poisson_kurtosis(mean: f64) -> f64 {
    3.0 + 1.0 / mean
}

/// B01: rates and probabilities per platform and year over five years.
#[test]
fn b01_platform_year() {
    let expected = expected("B01");
    for (law, key) in [("rate", "poisson"), ("probability", "bernoulli")] {
        let breach = |p: &str| format!("{law} = {p}, per = \"platform_year\", reach = \"one\"");
        let run = Simulated::new(&scenario(RUNS, 5, &breach("0.01"), &breach("0.001"), ANY));
        for (alternative, name) in [("rls", "rls"), ("database", "db")] {
            let events = run.column(alternative, "events");
            let case = &expected[name];
            assert_probability(
                share(&events, |n| n > 0.0),
                number(&case[format!("{key}_p_any")]),
                events.len(),
            );
            let variance = number(&case[format!("var_{key}")]);
            assert_mean(&events, number(&case["mean"]), variance);
            assert_variance(&events, variance, poisson_kurtosis(variance));
        }
    }
}

/// B02: 1 % and 0.1 % once over the horizon.
#[test]
fn b02_platform_horizon() {
    let breach = |p: &str| format!("probability = {p}, per = \"platform_horizon\", reach = \"one\"");
    let run = Simulated::new(&scenario(RUNS, 5, &breach("0.01"), &breach("0.001"), ANY));
    for (alternative, p) in [("rls", 0.01), ("database", 0.001)] {
        let events = run.column(alternative, "events");
        assert!(events.iter().all(|n| *n <= 1.0), "at most one event over the horizon");
        assert_probability(share(&events, |n| n > 0.0), p, events.len());
    }
}

/// B03: 0.1 % per database and year is binomial over 10,000 databases, not Poisson.
#[test]
fn b03_unit_year() {
    let expected = expected("B03");
    let breach = "probability = 0.001, per = \"unit_year\", reach = \"one\"";
    let run = Simulated::new(&scenario(100_000, 1, breach, breach, ANY));
    let events = run.column("database", "events");
    let variance = number(&expected["var_year_binomial"]);
    assert_mean(&events, number(&expected["mean_year"]), variance);
    assert_variance(&events, variance, poisson_kurtosis(10.0));
    for (key, level) in [("p05", 0.05), ("p50", 0.50), ("p95", 0.95)] {
        assert_quantile(&events, level, number(&expected[key]), 0.0);
    }
}

/// A probability per unit really is at most one event per unit and year: two databases at 50 %.
#[test]
fn a_unit_is_struck_at_most_once_a_year() {
    let breach = "probability = 0.5, per = \"unit_year\", reach = \"one\"";
    let text =
        scenario(RUNS, 1, breach, breach, ANY).replace("[tier.all]", "[tenants]\ninitial = 2\n[tier.all]");
    let events = Simulated::new(&text).column("database", "events");
    for (count, probability) in [(0.0, 0.25), (1.0, 0.5), (2.0, 0.25)] {
        assert_probability(share(&events, |n| n == count), probability, events.len());
    }
}

/// B05: a Poisson rate with a gamma-distributed, epistemic mean is negative binomial.
#[test]
fn b05_gamma_mixed_poisson() {
    let expected = expected("B05");
    let breach = "rate = { gamma = { shape = 2, mean = 3 } }, per = \"platform_year\", reach = \"one\"";
    let events = Simulated::new(&scenario(RUNS, 1, breach, breach, ANY)).column("rls", "events");
    assert_mean(&events, number(&expected["mean"]), number(&expected["var"]));
    for (count, probability) in expected["pmf0_3"].as_array().unwrap().iter().enumerate() {
        assert_probability(share(&events, |n| n == count as f64), number(probability), events.len());
    }
    // NB(r = 2, mean 3): excess kurtosis 6/r + 1/(variance).
    assert_variance(&events, number(&expected["var"]), 3.0 + 6.0 / 2.0 + 1.0 / 7.5);
}

/// C02: 1 + BetaBinomial(9,999; 0.3, 2.7) tenants exposed.
#[test]
fn c02_beta_reach() {
    let expected = expected("C02");
    let breach = "probability = 1, per = \"platform_year\", reach = { beta = { a = 0.3, b = 2.7 } }";
    let tenants = Simulated::new(&scenario(200_000, 1, breach, breach, ANY)).column("rls", "tenants_exposed");
    let variance = number(&expected["var"]);
    assert_mean(&tenants, number(&expected["mean"]), variance);
    // Fourth moment of Beta(0.3, 2.7): excess kurtosis 5.96 (closed form); rounding adds nothing visible.
    let (a, b) = (0.3_f64, 2.7_f64);
    let s = a + b;
    let excess = 6.0 * ((a - b).powi(2) * (s + 1.0) - a * b * (s + 2.0)) / (a * b * (s + 2.0) * (s + 3.0));
    assert_variance(&tenants, variance, 3.0 + excess);
    assert!(tenants.iter().all(|n| (1.0..=10_000.0).contains(n)));
}

/// C06, `all`, `pool` and `share`.
#[test]
fn other_reaches() {
    for (reach, exact) in [("\"one\"", 1.0), ("\"all\"", 10_000.0), ("{ share = 0.25 }", 2_500.0)] {
        let breach = format!("probability = 1, per = \"platform_year\", reach = {reach}");
        let run = Simulated::new(&scenario(100, 1, &breach, &breach, ANY));
        assert!(run.column("rls", "tenants_exposed").iter().all(|n| *n == exact), "{reach}");
        assert!(run.column("rls", "records_exposed").iter().all(|n| *n == exact * 10_000.0), "{reach}");
    }
    // Pools of 300: 33 full ones and one of 100; the struck pool is size-biased.
    let breach = "probability = 1, per = \"platform_year\", reach = \"pool\"";
    let tenants = Simulated::new(&scenario(RUNS, 1, breach, breach, ANY)).column("rls", "tenants_exposed");
    assert_probability(share(&tenants, |n| n == 100.0), 0.01, tenants.len());
    assert!(tenants.iter().all(|n| *n == 100.0 || *n == 300.0));
}

/// A year of `mix`, a hybrid of 8,000 small tenants under `rls` and 2,000 large ones under `database` with the
/// breach tables given; `pure` is one of the two models for all.
fn hybrid(runs: u64, large_records: u64, rls: &str, database: &str, pure: &str) -> Simulated {
    Simulated::new(&format!(
        "schema = 1\nbaseline = \"mix\"\n[simulation]\nruns = {runs}\n[horizon]\nyears = 1\n\
         [breach]\nrecords_sigma = 0\n[severity]\nmodels = [{{ id = \"fixed\", amount = 1 }}]\n\
         [tier.small]\nshare = 0.8\nprice_per_month = 1\ncost_per_month = 1\nrecords_per_tenant = 1\n\
         [tier.large]\nshare = 0.2\nprice_per_month = 1\ncost_per_month = 1\n\
         records_per_tenant = {large_records}\n\
         [isolation.rls]\nbreach = {{ {rls} }}\n[isolation.database]\nbreach = {{ {database} }}\n\
         [alternative.mix]\nisolation = {{ small = \"rls\", large = \"database\" }}\n\
         [alternative.{pure}]\nisolation = \"{pure}\"\n"
    ))
}

/// A hybrid's boundary process strikes each group by its share and reaches only that group; together the
/// rate is the share-weighted one.
#[test]
fn hybrid_groups_split_the_platform_rate() {
    let platform = |rate: f64| format!("rate = {rate}, per = \"platform_year\", reach = \"all\"");
    let run = hybrid(400_000, 1_000, &platform(0.5), &platform(0.1), "rls");
    let events = run.column("mix", "events");
    assert_mean(&events, 0.8 * 0.5 + 0.2 * 0.1, 0.42);
    let records = run.column("mix", "records_exposed");
    // All small tenants hold 8,000 records, all large ones 2,000,000.
    assert_mean(&records, 0.4 * 8_000.0 + 0.02 * 2e6, 0.4 * 8_000.0_f64.powi(2) + 0.02 * 2e6_f64.powi(2));
    // Every event of the mixture is an event of RLS for all, because its rates are the lower ones.
    let all = run.column("rls", "events");
    assert!(events.iter().zip(&all).all(|(mix, all)| mix <= all));
}

/// A hybrid's databases are counted by tier group: 2,000 large tenants at one per thousand a year are two
/// events, whatever the small tenants do.
#[test]
fn units_are_those_of_the_group() {
    let rls = "rate = 0, per = \"platform_year\"";
    let database = "rate = 0.001, per = \"unit_year\", reach = \"one\"";
    let run = hybrid(100_000, 1, rls, database, "database");
    assert_mean(&run.column("mix", "events"), 2.0, 2.0);
    assert_mean(&run.column("database", "events"), 10.0, 10.0);
}
