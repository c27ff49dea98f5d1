//! What the founding brief printed, to the last digit (cases A01 to A17 of tests/data/cases.json).

use super::*;
use crate::{
    cases::{case, close, number, table},
    model::{finance::labour_cost_usd, usage::overage},
};

/// Cases A01 to A05.
#[test]
fn breaches() {
    for id in ["A01", "A02", "A03", "A04", "A05"] {
        let case = case(id);
        let tenants = case["inputs"]["tenants"].as_u64().unwrap();
        let found = breach(tenants, number(&case["inputs"]["records_per_tenant"]));
        let expected = &case["expected"];
        close(found.direct_usd, expected["direct"].clone());
        close(found.fines_usd, expected["fines"].clone());
        close(found.churn_usd, expected["churn"].clone());
        assert_eq!(found.churned_tenants, expected["churned_tenants"].as_u64().unwrap());
        close(found.total_usd, expected["total"].clone());
        close(found.per_tenant_usd.unwrap(), expected["per_tenant"].clone());
        close(found.per_record_usd.unwrap(), expected["per_record"].clone());
    }
}

/// D11 (churn of a quarter) and U01: the quoted $2.5M is the total of 7,253 records, not of a million.
#[test]
fn the_quoted_breach() {
    let (expected, churn) = (&case("U01")["expected"], &case("D11")["expected"]["seed_25pct"]);
    let quoted = breach(100, 1e4);
    close(quoted.total_usd, expected["seed_total"].clone());
    close(quoted.per_tenant_usd.unwrap(), expected["seed_per_tenant_field"].clone());
    close(quoted.churn_usd, churn["cost"].clone());
    assert_eq!(quoted.churned_tenants, churn["tenants"].as_u64().unwrap());
    let records = number(&expected["records_that_cost_2_5M_in_the_seed_formula"]);
    close(breach(100, records / 100.0).total_usd, expected["seed_quoted"].clone());
}

#[test]
fn zero_tenants_divide_nothing() {
    let none = breach(0, 10_000.0);
    assert_eq!((none.per_tenant_usd, none.per_record_usd, none.total_usd), (None, None, 225_000.0));
    assert_eq!(breach(5, 0.0).per_record_usd, None);
    assert_eq!(noisy_neighbour(0, 40.0, 0.0).per_minute_usd, None);
}

/// Case A06.
#[test]
fn a_noisy_neighbour() {
    let found = noisy_neighbour(200, 40.0, 120.0);
    let expected = &case("A06")["expected"];
    close(found.support_usd, expected["support"].clone());
    close(found.engineering_usd, expected["engineering"].clone());
    close(found.churn_share, expected["churn_probability"].clone());
    close(found.churn_usd, expected["churn"].clone());
    close(found.total_usd, expected["total"].clone());
    close(found.per_minute_usd.unwrap(), expected["per_minute"].clone());
}

/// Cases A07 and A08.
#[test]
fn outages() {
    let check = |found: Downtime, expected: &serde_json::Value| {
        close(found.customer_impact_usd, expected["customer_impact"].clone());
        close(found.sla_credits_usd, expected["sla_credits"].clone());
        close(found.total_usd, expected["total"].clone());
        close(found.uptime, expected["uptime"].clone());
    };
    check(downtime(45.0, &TIERS[2], 10), &case("A07")["expected"]);
    for tier in &TIERS {
        check(downtime(60.0, tier, 1), &case("A08")["expected"][tier.name]);
    }
}

/// Case G03.
#[test]
fn credits_jump() {
    for (uptime, credit) in table(&case("G03")["expected"]) {
        assert_eq!(credit_share(uptime), number(&credit), "{uptime}");
    }
}

fn check_investment(found: Investment, expected: &serde_json::Value) {
    close(found.avoided_usd, expected["total_avoided"].clone());
    close(100.0 * found.roi.unwrap(), expected["roi_pct"].clone());
    close(found.payback_years.unwrap(), expected["payback_years"].clone());
    close(found.net_present_value_usd, expected["npv"].clone());
    assert!(found.worthwhile);
}

/// Cases A09, A10 and U03.
#[test]
fn investments() {
    check_investment(investment(75_000.0, 4.0, 1e5, 5), &case("A09")["expected"]);
    check_investment(investment(75_000.0, 4.0, 5e5, 5), &case("A10")["expected"]);
    let expected = &case("U03")["expected"];
    let breaker = |incident: f64| investment(12_000.0, 4.0, incident, 5);
    let outage = downtime(45.0, &TIERS[2], 10);
    let hours = 1.5 * ENGINEER_USD_PER_HOUR;
    check_investment(breaker(outage.sla_credits_usd + hours), &expected["provider_cost"]);
    check_investment(breaker(outage.total_usd), &expected["with_customer_impact"]);
    let published = 10.0 * 0.1 * TIERS[2].price_usd;
    check_investment(breaker(published + hours), &expected["corrected_credit_10pct"]);
}

/// Case L06: the calculator divided by zero.
#[test]
fn nothing_invested() {
    let found = investment(0.0, 4.0, 1e5, 5);
    assert_eq!((found.roi, found.payback_years, found.worthwhile), (None, Some(0.0), true));
    assert!(found.net_present_value_usd > 1.5e6);
    let useless = investment(10.0, 0.0, 1e5, 5);
    assert_eq!((useless.roi, useless.payback_years, useless.worthwhile), (Some(-1.0), None, false));
    close(investment(80.0, 1.0, 10.0, 5).payback_years.unwrap(), 8.0);
}

#[test]
fn missed_targets() {
    assert_eq!(sla_penalty(0.999, 0.999, 1e3).total_usd, 0.0);
    for (uptime, credits) in [(0.9996, 100.0), (0.9995, 100.0), (0.9992, 250.0), (0.99, 500.0)] {
        let found = sla_penalty(0.9999, uptime, 1e3);
        close(found.credits_usd, credits);
        close(found.reputation_usd, 1_800.0);
        close(found.total_usd, credits + 1_800.0);
    }
}

/// Cases A11 and A15.
#[test]
fn tiers() {
    for tier in &TIERS {
        let expected = &case("A11")["expected"][tier.name];
        close(tier.computed_cost_usd(), expected["cost"].clone());
        close(tier.computed_margin().unwrap(), expected["margin"].clone());
        close(tier.price_usd - tier.computed_cost_usd(), expected["profit"].clone());
        close(tier.stated_cost_usd, expected["readme_cost"].clone());
        close(tier.stated_margin().unwrap(), expected["readme_margin"].clone());
        let expected = &case("A15")["expected"][tier.name];
        close(tier.stated_margin().unwrap(), expected["rls"].clone());
        close(tier.stated_margin_with_databases().unwrap(), expected["db"].clone());
    }
}

/// Case Q03: what a thousand Enterprise tenants bring and cost a month.
#[test]
fn an_enterprise_surge() {
    let (expected, tier) = (&case("Q03")["expected"], TIERS[2]);
    let profit = |cost: f64| 1e3 * (tier.price_usd - cost);
    close(1e3 * tier.price_usd, expected["revenue_month"].clone());
    close(1e3 * tier.stated_cost_usd, expected["cost_readme"].clone());
    close(profit(tier.stated_cost_usd), expected["profit_readme"].clone());
    close(1e3 * tier.computed_cost_usd(), expected["cost_computed"].clone());
    close(profit(tier.computed_cost_usd()), expected["profit_computed"].clone());
}

/// Case A14.
#[test]
fn the_price_behind_two_margins() {
    let expected = &case("A14")["expected"];
    let (price, other) = price_for_margins([5.0, 50.0], [0.75, 0.4]).unwrap();
    close(price, expected["arpu"].clone());
    close(other, expected["other_cost"].clone());
    assert_eq!(price_for_margins([5.0, 50.0], [0.4, 0.4]), None);
}

/// Cases A13, A16 and L03; of the stated scores only one is the weighted sum.
#[test]
fn architectures() {
    let (a13, a16) = (&case("A13")["expected"], &case("A16")["expected"]);
    for row in &BUSINESS_CASE {
        close(row.infrastructure_usd(), a13["infra_5y"][row.name].clone());
        close(row.implied_severity_usd(), a16[row.name].clone());
        close(row.score(), a16["weighted"][row.name].clone());
        assert_eq!((row.score() - row.stated_score).abs() < 1e-9, row.name == "rls");
    }
    let [shared, rls, database] = &BUSINESS_CASE;
    close(shared.stated_tco_usd(), a16["tco_shared_stated"].clone());
    close(shared.recomputed_tco_usd(), a16["tco_shared_recomputed"].clone());
    close(rls.recomputed_tco_usd(), a16["tco_rls"].clone());
    close(database.recomputed_tco_usd(), a16["tco_db"].clone());
    let roi = 100.0 * rls.roi_on_saving(database, 75_000.0).unwrap();
    close(roi, case("L03")["expected"]["75000"]["undiscounted"].clone());
    assert_eq!(rls.roi_on_saving(database, 0.0), None);
}

/// Case A17: the stated labour costs are not engineers × weeks × 40 hours × $150.
#[test]
fn stated_labour() {
    let expected = &case("A17")["expected"];
    let computed = labour_cost_usd(2.0, 3.0, 40.0, ENGINEER_USD_PER_HOUR);
    close(computed, expected["pooling_2eng_3wk"].clone());
    assert!((computed - number(&expected["stated_pooling"])).abs() > 1_000.0);
}

/// MODEL 1.2: overage in the demos; a limit that a burst may pass and a price beyond it.
#[test]
fn prices_beyond_the_limit() {
    let [starter, growth, enterprise] = &TIERS;
    let charge = |tier: &TierList, resource: usize, used: f64| {
        let (limit, cost) = tier.resources[resource];
        overage(used, limit, tier.overage_usd[resource].unwrap(), cost)
    };
    close(charge(starter, 0, 12_000.0).charge_usd + charge(starter, 4, 1_500.0).charge_usd, 7.0);
    let calls = charge(starter, 0, 15_000.0);
    close(calls.charge_usd, 5.0);
    close(calls.margin_usd, 4.5);
    close(charge(growth, 0, growth.burst_api_calls).charge_usd, case("A12")["expected"]["charge"].clone());
    assert!(TIERS.iter().all(|tier| tier.overage_usd[CONNECTIONS].is_none()));
    assert!(TIERS.iter().all(|tier| tier.burst_api_calls > tier.resources[0].0));
    assert_eq!((RESOURCES[0], RESOURCES[CONNECTIONS]), ("api_calls", "connections"));
    close((1.0 - enterprise.uptime_target) * MINUTES_IN_MONTH, 4.32);
    close(enterprise.target_margin, 0.9);
}
