//! Whole scenarios: one to the cent by hand (T01), and one that uses most of the file format.

use crate::common::*;
use tenantrisk::scenario as file;

/// T01: 100 growth tenants, a breach in mid-year and an outage in the first month of both years.
const T01: &str = r#"
schema = 1
baseline = "rls"
start = 2027-01-01
[horizon]
years = 2
discount_rate = 0.10
convention = "monthly_arrears"
[simulation]
runs = 50
[tenants]
initial = 100
[tier.growth]
share = 1
price_per_month = 499
cost_per_month = 95
records_per_tenant = 10_000
[severity]
models = [{ id = "per_record", fine_share = 0 }]
[breach]
records_sigma = 0
fine = "none"
churn = "none"
response = "none"
[sla]
schedule = [[0.999, 0.10]]
[isolation.rls]
cost_per_tenant_month = 5
build_cost = 0
breach = { occurs_at_month = [6, 18], reach = "one" }
[incident.downtime]
occurs_at_month = [1, 13]
reach = "all"
duration_minutes = 45
sla = true
engineers = 2
engineer_cost_per_hour = 150
[alternative.rls]
isolation = "rls"
"#;

#[test]
fn t01_two_years_to_the_cent() {
    let expected = expected("T01");
    let run = Simulated::new(T01);
    let exact = |metric: &str, key: &str| assert_close(run.only("rls", metric), number(&expected[key]));
    exact("revenue", "revenue_pv");
    exact("cost_to_serve", "cogs_pv");
    exact("loss.direct", "breach_pv");
    exact("loss.breach.boundary", "breach_pv");
    exact("loss.sla_credits", "credits_pv");
    exact("loss.response", "engineers_pv");
    exact("loss", "loss_pv");
    exact("gross_margin_percent", "gross_margin");
    let net = run.only("rls", "gross_margin") - run.only("rls", "loss");
    assert_close(net, number(&expected["net_pv"]));
    assert_close(run.only("rls", "tco"), run.only("rls", "infrastructure") + number(&expected["loss_pv"]));
    assert_eq!(run.only("rls", "events"), 4.0);
    assert_eq!(run.only("rls", "records_exposed"), 20_000.0);
}

/// The same undiscounted: 24 months, 2 breaches of $1.8M, 2 credits of a tenth of a month, 2 × 1.5 hours.
#[test]
fn t01_undiscounted() {
    let run = Simulated::new(T01);
    for (metric, exact) in [
        ("revenue_undiscounted", 24.0 * 49_900.0),
        ("cost_to_serve_undiscounted", 24.0 * 10_000.0),
        ("loss.direct_undiscounted", 2.0 * 1_800_000.0),
        ("loss.sla_credits_undiscounted", 2.0 * 4_990.0),
        ("loss.response_undiscounted", 2.0 * 225.0),
        ("loss.downtime_undiscounted", 2.0 * 5_215.0),
        ("customer_impact_undiscounted", 0.0),
    ] {
        assert_close(run.only("rls", metric), exact);
    }
}

/// The month's length decides: 99.9 % of 31 days allows 44.64 minutes.
#[test]
fn t01_without_a_missed_service_level() {
    for (what, text) in [
        ("44 minutes", T01.replace("duration_minutes = 45", "duration_minutes = 44")),
        ("99.8 %", T01.replace("0.999", "0.998")),
        ("not counted", T01.replace("sla = true", "sla = false")),
    ] {
        assert_eq!(Simulated::new(&text).only("rls", "loss.sla_credits"), 0.0, "{what}");
    }
    // 42 minutes are within 99.9 % of 30 and 31 days, but not of 28.
    let text = T01.replace("duration_minutes = 45", "duration_minutes = 42");
    assert_eq!(Simulated::new(&text).only("rls", "loss.sla_credits"), 0.0);
    let february = Simulated::new(&text.replace("2027-01-01", "2027-02-01"));
    // The second one falls into February 2028, which has 29 days: 41.76 minutes.
    assert_close(february.only("rls", "loss.sla_credits_undiscounted"), 2.0 * 4_990.0);
}

/// Everything at the end of its year, also what happens at the end of the year's last month.
#[test]
fn yearly_conventions_discount_an_event_with_its_year() {
    let months = T01.replace("[6, 18]", "[12, 24]").replace("[1, 13]", "[12, 24]");
    for (convention, first) in [("end_of_year", 1.0), ("mid_year", 0.5), ("start_of_year", 0.0)] {
        let run = Simulated::new(&months.replace("monthly_arrears", convention));
        let factor = 1.1_f64.powf(-first) + 1.1_f64.powf(-first - 1.0);
        assert_close(run.only("rls", "loss.direct"), 1_800_000.0 * factor);
        assert_close(run.only("rls", "loss.response"), 225.0 * factor);
        assert_close(run.only("rls", "loss.sla_credits"), 4_990.0 * factor);
    }
}

const EXAMPLE: &str = r#"
schema   = 1
title    = "Ten thousand tenants: row-level security and pooling, or a database each?"
question = "compare"
baseline = "database"                     # every alternative is compared with this one
start    = 2027-01-01                     # dates in ledgers and SLA months; never the clock

[horizon]
years = 5
discount_rate = 0.10
convention = "monthly_arrears"            # or event_time, end_of_year, start_of_year, mid_year

[simulation]
runs = 100_000
seed = 20261123

[tenants]
initial = 10_000
growth_per_year = { p5 = 0.05, p95 = 0.40 }   # net; a 90 % interval; leave out for none

[tier.starter]
share = 0.70
price_per_month = 99
cost_per_month  = 25
churn_per_month = 0.03
records_per_tenant = 1_000
[tier.starter.limits.api_calls]
included = 10_000
overage_price = 0.001
unit_cost = 0.0001
usage = { median = 6_000, sigma = 0.8 }

[tier.growth]
share = 0.25
price_per_month = 499
cost_per_month  = 95
churn_per_month = 0.015
records_per_tenant = 5_000

[tier.enterprise]
share = 0.05
price_per_month = 4_999
cost_per_month  = 495
churn_per_month = 0.008
records_per_tenant = 50_000

[severity]
models = [ { id = "iris_records", weight = 0.5, cap = 5e8 }, { id = "jacobs", weight = 0.25 }, { id = "iris_2025", weight = 0.25 } ]

[isolation.rls]
label = "RLS + pooling"
cost_per_tenant_month = 5
build_cost = 1_000_000
pool_size = 300
breach = { probability = 0.01, per = "platform_year", reach = { beta = { a = 0.3, b = 2.7 } } }

[isolation.database]
label = "database per tenant"
cost_per_tenant_month = 50
build_cost = 2_000_000
breach = { probability = 0.001, per = "platform_year", reach = "one" }

[incident.noisy_neighbour]
rate = 6
per = "platform_year"
duration_minutes = { median = 120, sigma = 0.7 }
reach = "pool"

[incident.pool_exhaustion]                # an empty table takes the sourced defaults

[control.circuit_breakers]
build_cost = 12_000
reduces.pool_exhaustion = { frequency = { pert = { min = 0.5, mode = 0.7, max = 0.9 } } }

[alternative.database]
isolation = "database"
[alternative.rls]
isolation = "rls"
[alternative.rls_breakers]
isolation = "rls"
controls  = ["circuit_breakers"]
[alternative.hybrid]
isolation = { starter = "rls", growth = "rls", enterprise = "database" }
"#;

/// A file of every kind of table reads without a mistake, runs, and tells what it must tell.
#[test]
fn a_file_of_every_kind_of_table() {
    let (model, diagnostics) = file::read("example", EXAMPLE);
    assert!(model.is_some() && diagnostics.errors().is_empty(), "{:?}", diagnostics.errors());
    let run = Simulated::new(&EXAMPLE.replace("runs = 100_000", "runs = 4_000"));
    for position in 0..4 {
        for metric in 0..run.plan.metrics().len() {
            assert!(run.outcomes.metric(position, metric).iter().all(|value| value.is_finite()));
        }
    }
    // Only databases of their own have no noisy neighbours; in the hybrid they strike 95 % of the points.
    assert!(run.column("database", "events.noisy_neighbour").iter().all(|events| *events == 0.0));
    assert_mean(&run.column("rls", "events.noisy_neighbour"), 30.0, 30.0);
    assert_mean(&run.column("hybrid", "events.noisy_neighbour"), 28.5, 28.5);
    // A PERT effect has the mean 0.7: twenty exhausted pools become six. Its variance adds to the count's.
    let variance = 6.0 + 400.0 * (0.7 - 0.5) * (0.9 - 0.7) / 7.0;
    assert_mean(&run.column("rls_breakers", "events.pool_exhaustion"), 6.0, variance);
    assert_eq!(run.only("rls_breakers", "controls"), 12_000.0);
    assert_eq!(run.only("hybrid", "build"), 3e6);
    let [rls, hybrid, database] =
        ["rls", "hybrid", "database"].map(|name| run.column(name, "infrastructure"));
    for i in 0..rls.len() {
        assert!((hybrid[i] / (0.95 * rls[i] + 0.05 * database[i]) - 1.0).abs() < 1e-9);
    }
    let findings = run.findings();
    assert_eq!(findings.comparisons.len(), 3);
    assert!(!findings.verdict.is_empty());
}
