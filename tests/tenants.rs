//! Tenants over time, what they pay and what serving them costs.

use crate::common::*;
use tenantrisk::engine::CostComponent;

/// Tenants in month `month` (1 is the first), counted by an event that costs $1 for each.
fn tenants_in(month: u32, runs: u64, years: u32, tenants: u64, tier: &str) -> Vec<f64> {
    let rest =
        format!("[incident.census]\noccurs_at_month = {month}\nreach = \"all\"\ncost_per_tenant = 1\n");
    let text = company(runs, years, tenants, &rest)
        .replace("[tenants]", "[tenants]\ndynamics = \"stochastic\"")
        .replace("share = 1", &format!("share = 1\n{tier}"));
    Simulated::new(&text).column("rls", "loss_undiscounted")
}

/// E01 to E04: after 60 months of churn and arrivals.
#[test]
fn immigration_and_death() {
    for (id, tenants, churn, arrivals) in [
        ("E01", 1_000, 0.02, 30.0),
        ("E02", 1_000, 0.0, 30.0),
        ("E03", 1_000, 1.0, 30.0),
        ("E04", 0, 0.02, 0.0),
    ] {
        let expected = expected(id);
        let tier = format!("churn_per_month = {churn}\narrivals_per_month = {arrivals}");
        let counts = tenants_in(61, 20_000, 6, tenants, &tier);
        let (exact, variance) = (number(&expected["mean"]), number(&expected["var"]));
        assert!(counts.iter().all(|count| count.fract() == 0.0));
        if variance == 0.0 {
            assert!(counts.iter().all(|count| *count == 0.0), "{id}");
            continue;
        }
        assert_mean(&counts, exact, variance);
        // Survivors are binomial, arrivals that stayed Poisson: the fourth cumulants add.
        let stay = (1.0_f64 - churn).powi(60);
        let survivors = tenants as f64 * stay * (1.0 - stay);
        let cumulant = survivors * (1.0 - 6.0 * stay * (1.0 - stay)) + variance - survivors;
        assert_variance(&counts, variance, 3.0 + cumulant / (variance * variance));
    }
}

/// Arrivals that replace churn and add growth: mean N m^t with m = 1.2^(1/12); every tenant adds the variance of
/// its own leaving and of those it brings.
#[test]
fn stochastic_growth() {
    let (churn, m) = (0.05, 1.2_f64.powf(1.0 / 12.0));
    let counts =
        tenants_in(13, 20_000, 2, 1_000, &format!("churn_per_month = {churn}\ngrowth_per_year = 0.2"));
    let each = churn * (1.0 - churn) + churn + m - 1.0;
    let variance = 1_000.0 * each * m.powi(11) * (m.powi(12) - 1.0) / (m - 1.0);
    assert_mean(&counts, 1_200.0, variance);
    // Close to normal: the excess kurtosis of a thousand families is far below 0.1.
    assert_variance(&counts, variance, 3.1);
}

/// Shrinking faster than churn: more leave, nobody comes.
#[test]
fn stochastic_shrinking() {
    for churn in [0.0, 0.01, 0.02] {
        let tier = format!("churn_per_month = {churn}\ngrowth_per_year = -0.5");
        let counts = tenants_in(13, 5_000, 2, 1_000, &tier);
        assert_mean(&counts, 500.0, 1_000.0 * 0.5 * 0.5);
        assert_variance(&counts, 250.0, 3.0);
    }
}

/// Revenue is price times the tenants of every month, which hang together: cov(N_s, N_t) = var(N_s) (1 - c)^(t-s).
#[test]
fn revenue_of_random_tenants() {
    let (churn, arrivals) = (0.02_f64, 30.0);
    let text = company(20_000, 1, 1_000, "")
        .replace("[tenants]", "[tenants]\ndynamics = \"stochastic\"")
        .replace("share = 1", "share = 1\nchurn_per_month = 0.02\narrivals_per_month = 30")
        .replace("price_per_month = 100", "price_per_month = 3");
    let run = Simulated::new(&text);
    let stay = |months: i32| (1.0 - churn).powi(months);
    let arrived = |month: i32| arrivals * (1.0 - stay(month)) / churn;
    let variance_of = |month: i32| 1_000.0 * stay(month) * (1.0 - stay(month)) + arrived(month);
    let exact: f64 = (0..12).map(|month| 1_000.0 * stay(month) + arrived(month)).sum();
    let variance: f64 =
        (0..12).map(|s| variance_of(s) * (1.0 + 2.0 * (s + 1..12).map(|t| stay(t - s)).sum::<f64>())).sum();
    assert_mean(&run.column("rls", "revenue_undiscounted"), 3.0 * exact, 9.0 * variance);
    assert_variance(&run.column("rls", "revenue_undiscounted"), 9.0 * variance, 3.01);
}

/// The same tenants under every alternative, and different ones in every tier.
#[test]
fn alternatives_have_the_same_tenants() {
    let text = "schema = 1\nbaseline = \"rls\"\n[horizon]\nyears = 1\n[simulation]\nruns = 500\n\
        [tenants]\ninitial = 200\ndynamics = \"stochastic\"\n\
        [tier.a]\nshare = 0.5\nprice_per_month = 1\ncost_per_month = 0\nrecords_per_tenant = 1\nchurn_per_month = 0.1\n\
        [tier.b]\nshare = 0.5\nprice_per_month = 1000\ncost_per_month = 0\nrecords_per_tenant = 1\n\
        churn_per_month = 0.1\n\
        [isolation.rls]\ncost_per_tenant_month = 5\n[isolation.database]\ncost_per_tenant_month = 50\n\
        [alternative.rls]\nisolation = \"rls\"\n[alternative.database]\nisolation = \"database\"\n\
        [alternative.mix]\nisolation = { a = \"rls\", b = \"database\" }\n";
    let run = Simulated::new(text);
    let revenue = run.column("rls", "revenue_undiscounted");
    let [rls, database, mix] =
        ["rls", "database", "mix"].map(|name| run.column(name, "infrastructure_undiscounted"));
    assert_eq!(run.column("database", "revenue_undiscounted"), revenue);
    let mut products = Vec::new();
    for i in 0..revenue.len() {
        assert_close(database[i], 10.0 * rls[i]);
        // Tenant months of a and b from two equations, then the revenue that they bring.
        let all = rls[i] / 5.0;
        let of_b = (mix[i] - 5.0 * all) / 45.0;
        assert_close(revenue[i], all - of_b + 1_000.0 * of_b);
        products.push((all - of_b, of_b));
    }
    let [of_a, of_b] = [0, 1].map(|tier| {
        products.iter().map(|pair| if tier == 0 { pair.0 } else { pair.1 }).collect::<Vec<f64>>()
    });
    let covariance: Vec<f64> =
        of_a.iter().zip(&of_b).map(|(a, b)| (a - mean(&of_a)) * (b - mean(&of_b))).collect();
    assert_mean(&covariance, 0.0, variance(&of_a) * variance(&of_b));
}

fn expected_revenue(tables: &str, tier: &str, years: u32) -> f64 {
    let text = company(1, years, 1_000, tables)
        .replace("share = 1", &format!("share = 1\n{tier}"))
        .replace("price_per_month = 100", "price_per_month = 1");
    Simulated::new(&text).only("rls", "revenue_undiscounted")
}

/// On the expected path, revenue at $1 is the number of tenant months.
#[test]
fn growth_and_churn_on_the_expected_path() {
    let growing: f64 = (0..24).map(|month| 1_000.0 * 1.2_f64.powf(f64::from(month) / 12.0)).sum();
    assert_close(expected_revenue("", "growth_per_year = 0.2", 2), growing);
    // Net growth replaces churn, whatever the churn; arrivals do not.
    assert_close(expected_revenue("", "growth_per_year = 0.2\nchurn_per_month = 0.1", 2), growing);
    let mut tenants = 1_000.0;
    let dying: f64 = (0..24)
        .map(|_| {
            let now = tenants;
            tenants = tenants * 0.9 + 7.0;
            now
        })
        .sum();
    assert_close(expected_revenue("", "churn_per_month = 0.1\narrivals_per_month = 7", 2), dying);
    // E05: net 1 % a month over 60 months.
    let yearly = 1.01_f64.powi(12) - 1.0;
    let exact = number(&expected("E05")["tenant_months"]);
    assert_close(expected_revenue("", &format!("growth_per_year = {yearly}"), 5), exact);
}

/// Surges: added, set, and never below zero; growth goes on from there.
#[test]
fn changes_add_and_set() {
    let change = |month: u32, what: &str| format!("[[change]]\nat_month = {month}\ntier = \"all\"\n{what}\n");
    let surge = change(3, "add = 500") + &change(6, "set = 200") + &change(9, "add = -5000");
    assert_close(expected_revenue(&surge, "", 1), 3.0 * 1_000.0 + 3.0 * 1_500.0 + 3.0 * 200.0);
    let doubling = expected_revenue(&change(12, "set = 100"), "growth_per_year = 1", 2);
    let months = |from: f64| (0..12).map(|month| from * 2.0_f64.powf(f64::from(month) / 12.0)).sum::<f64>();
    assert_close(doubling, months(1_000.0) + months(100.0));
    assert_close(expected_revenue(&change(0, "add = 1"), "", 1), 12.0 * 1_001.0);
}

/// Usage with median 60,000 and sigma 0.8 above 100,000 by the trapezoidal rule over the normal score: mean and
/// variance.
fn overage_units() -> (f64, f64) {
    let (step, mut first, mut second) = (1e-3, 0.0, 0.0);
    for i in -10_000..=10_000 {
        let z = step * f64::from(i);
        let density = step * (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let excess = (60_000.0 * (0.8 * z).exp() - 100_000.0).max(0.0);
        first += density * excess;
        second += density * excess * excess;
    }
    (first, second - first * first)
}

const USAGE: &str = "[tier.all.limits.api_calls]\nincluded = 100_000\noverage_price = 0.0005\n\
                     unit_cost = 0.0001\nusage = { median = 60_000, sigma = 0.8 }\n";

/// F01: 2,000 tenants, every month its own usage.
#[test]
fn f01_overage() {
    let expected = expected("F01");
    let (units, variance_of_units) = overage_units();
    let monthly = number(&expected["revenue_month"]);
    assert!((0.0005 * units / monthly - 1.0).abs() < 1e-5);
    let run = Simulated::new(&company(20_000, 2, 2_000, USAGE));
    let tenant_months = 24.0 * 2_000.0;
    let variance = tenant_months * 0.0005_f64.powi(2) * variance_of_units;
    let overage = run.column("rls", "overage_undiscounted");
    assert_mean(&overage, tenant_months * monthly, variance);
    assert_variance(&overage, variance, 3.0);
    let revenue = run.column("rls", "revenue_undiscounted");
    for (revenue, overage) in revenue.iter().zip(&overage) {
        assert_close(*revenue, tenant_months * 100.0 + overage);
    }
    for year in 0..2 {
        let of_year = run.outcomes.mean_cost(0, CostComponent::Overage, year);
        let error = (variance / 2.0 / 20_000.0).sqrt();
        assert!((of_year.nominal - 0.5 * tenant_months * monthly).abs() < 4.0 * error);
        let factor: f64 = (12 * year..12 * (year + 1)).map(|m| 1.1_f64.powf(-(m as f64 + 1.0) / 12.0)).sum();
        assert!((of_year.present_value - factor * 2_000.0 * monthly).abs() < 4.0 * error);
    }
}

/// What usage costs: all of it, or up to the limit where use stops there.
#[test]
fn usage_costs() {
    let expected = expected("F01");
    let [units, cost] = ["mean_overage", "usage_cost_month"].map(|key| number(&expected[key]));
    for (at_limit, monthly) in [("overage", cost), ("block", cost - 0.0001 * units)] {
        let usage = USAGE.to_owned() + &format!("at_limit = \"{at_limit}\"\n");
        let text = company(1, 1, 10, &usage)
            .replace("share = 1", "share = 1\ncost_basis = \"computed\"\nsupport_cost_per_month = 4");
        let run = Simulated::new(&text);
        assert!((run.only("rls", "cost_to_serve_undiscounted") / 120.0 - 4.0 - monthly).abs() < 1e-6);
        assert_eq!(run.only("rls", "overage_undiscounted") > 0.0, at_limit == "overage");
    }
    // Where the stated cost holds, usage costs nothing more.
    let run = Simulated::new(&company(1, 1, 10, USAGE));
    assert_eq!(run.only("rls", "cost_to_serve"), 0.0);
}

/// A11: the unit costs of the founding brief's price list at half of each limit.
#[test]
fn a11_computed_cost_and_margin() {
    let expected = expected("A11");
    let units = [0.0001, 0.01, 0.15, 5.0, 0.002];
    for (tier, limits) in [
        ("starter", [10e3, 100.0, 1.0, 2.0, 1e3]),
        ("growth", [100e3, 10e3, 50.0, 10.0, 100e3]),
        ("enterprise", [10e6, 100e3, 1e3, 50.0, 10e6]),
    ] {
        let resources: String = limits
            .iter()
            .zip(units)
            .enumerate()
            .map(|(i, (limit, unit))| {
                let usage = 0.5 * limit;
                format!(
                    "[tier.{tier}.limits.r{i}]\nincluded = {limit}\nunit_cost = {unit}\nusage = {usage}\n"
                )
            })
            .collect();
        let text = format!(
            "schema = 1\n[horizon]\nyears = 1\n[simulation]\nruns = 1\n\
             [tenants]\ninitial = 7\ncost_basis = \"computed\"\n[tier.{tier}]\nshare = 1\n{resources}\
             [isolation.rls]\ncost_per_tenant_month = 0\n"
        );
        let run = Simulated::new(&text);
        let case = &expected[tier];
        assert_close(run.only("rls", "cost_to_serve_undiscounted") / 84.0, number(&case["cost"]));
        assert_close(run.only("rls", "gross_margin_undiscounted") / 84.0, number(&case["profit"]));
        assert_close(run.only("rls", "gross_margin_percent"), number(&case["margin"]));
    }
}

/// A14, A15: the margins of the price list when $5 of the cost become $50.
#[test]
fn a15_margins_by_isolation() {
    let expected = expected("A15");
    for tier in ["starter", "growth", "enterprise"] {
        let text = format!(
            "schema = 1\nbaseline = \"rls\"\n[horizon]\nyears = 1\n[simulation]\nruns = 1\n[tier.{tier}]\nshare = 1\n\
             [isolation.rls]\ncost_per_tenant_month = 5\n[isolation.database]\ncost_per_tenant_month = 50\n"
        );
        let run = Simulated::new(&text);
        for (alternative, key) in [("rls", "rls"), ("database", "db")] {
            assert_close(run.only(alternative, "gross_margin_percent"), number(&expected[tier][key]));
        }
    }
}
