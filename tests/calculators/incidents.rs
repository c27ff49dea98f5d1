//! `calc downtime`, `noisy-neighbour`, `sla` and `capacity`.

use super::*;

/// Cases A07 and A08; the provider's costs of MODEL 4.9.
#[test]
fn outages() {
    let pairs = [
        ("customer_impact_usd", "customer_impact"),
        ("sla_credits_usd", "sla_credits"),
        ("total_usd", "total"),
        ("uptime", "uptime"),
    ];
    let found = result("downtime --tier enterprise --minutes 45 --tenants 10");
    assert_case(&found["brief"], &expected("A07"), &pairs);
    assert_close(&found, "provider_cost_usd", 5_224.0);
    assert_close(&found, "credits.usd", 4_999.0);
    assert_close(&found, "brief.provider_cost_usd", 12_722.5);
    let case = expected("A08");
    for tier in ["starter", "growth", "enterprise"] {
        let found = result(&format!("downtime --tier {tier} --minutes 60 --tenants 1"));
        assert_case(&found["brief"], &case[tier], &pairs);
    }
    // In a month of 31 days 44 minutes keep 99.9 %.
    let found = result("downtime --tier growth --minutes 44 --tenants 1 --days 31");
    assert_eq!((&found["credits"]["share"], &found["brief"]["credit_share"]), (&0.0.into(), &0.25.into()));
}

/// Cases A06 and D12: the brief's worth of a tenant, and its margin while it stays.
#[test]
fn noisy_neighbours() {
    let arguments = "noisy-neighbour --tenants 200 --degradation 0.40 --minutes 120";
    let found = result(&format!("{arguments} --tier growth"));
    assert_eq!(found, result(arguments));
    assert_case(
        &found,
        &expected("A06"),
        &[
            ("support_usd", "support"),
            ("engineering_usd", "engineering"),
            ("churn_share", "churn_probability"),
            ("brief.churn_usd", "churn"),
            ("brief.total_usd", "total"),
            ("brief.per_minute_usd", "per_minute"),
        ],
    );
    let worth = number(&expected("D12")["truncated_36"]);
    assert_close(&found, "lifetime_value_usd", worth);
    assert_close(&found, "churn_usd", 4.0 * worth);
    assert_close(&found, "total_usd", 4.0 * worth + 2_850.0);
    assert_eq!(
        (number(&found["churn_usd"]).round(), number(&found["total_usd"]).round()),
        (36_648.0, 39_498.0)
    );
    let explicit = result(&format!("{arguments} --margin 0.8 --churn 0.02"));
    assert_eq!(explicit, found);
}

/// Cases G01, G02 and G03.
#[test]
fn credits() {
    for (id, schedule) in [("G01", ""), ("G02", "--schedule 0.9995:0.10,0.99:0.25,0.95:1.0")] {
        for (minutes, credit) in expected(id).as_object().unwrap() {
            let found = result(&format!("sla --minutes {minutes} --fee 1000 {schedule}"));
            assert_close(&found, "credit_share", number(credit));
            assert_close(&found, "credit_usd", 1_000.0 * number(credit));
        }
    }
    for (uptime, credit) in expected("G03").as_object().unwrap() {
        assert_close(&result(&format!("sla --uptime {uptime}")), "brief_credit_share", number(credit));
    }
    let found = result("sla --uptime 0.9999");
    assert!((number(&found["downtime_minutes"]) - 4.32).abs() < 1e-9);
    assert_eq!((&found["credit_usd"], found["thresholds"].as_array().unwrap().len()), (&Value::Null, 3));
    assert!((number(&found["thresholds"][0]["allowed_minutes"]) - 43.2).abs() < 1e-9);
    assert_eq!(found["thresholds"][0]["missed"], false);
}

/// Cases Q01, Q02 and Q03; the downtime that 99.99 % leaves.
#[test]
fn capacity() {
    for (pair, blocking) in expected("Q01").as_object().unwrap() {
        let (offered, pool) = pair.split_once('/').unwrap();
        let found =
            result(&format!("capacity --tenants 1 --connections 1 --offered {offered} --pool {pool}"));
        assert_close(&found, "blocking", number(blocking));
    }
    for (gib, connections) in expected("Q02").as_object().unwrap() {
        let found = result(&format!("capacity --tenants 1 --connections 1 --memory-gib {gib}"));
        assert_close(&found, "connections_per_instance", number(connections));
    }
    let case = expected("Q03");
    let found = result("capacity --tenants 1000 --tier enterprise");
    assert_case(
        &found,
        &case,
        &[
            ("demanded_at_limit", "hard"),
            ("demanded", "used"),
            ("instances_at_limit", "instances_no_pooling_hard"),
            ("instances_without_pooler", "instances_no_pooling_used_headroom"),
            ("instances_with_pooler", "instances_transaction_pooling"),
            ("memory_at_limit_gb", "memory_gb_at_rds_divisor"),
            ("tier.revenue_usd_per_month", "revenue_month"),
            ("tier.cost_stated_usd", "cost_readme"),
            ("tier.profit_stated_usd", "profit_readme"),
            ("tier.cost_computed_usd", "cost_computed"),
            ("tier.profit_computed_usd", "profit_computed"),
        ],
    );
    assert_close(&found, "tier.support_usd_per_month", 1e5);
    assert!((number(&found["tier"]["downtime_allowed_minutes"]) - 4.32).abs() < 1e-9);
    assert!((number(&found["tier"]["months_used_by_one_outage"]) - 16.2).abs() < 0.1);
    let plain = result("capacity --tenants 1000 --connections 50");
    assert_eq!(plain["instances_with_pooler"], found["instances_with_pooler"]);
    assert_eq!(plain["tier"], Value::Null);
    // Demand that no loop can count through is answered all the same.
    let huge = result("capacity --tenants 1000000000000 --connections 1e9");
    assert_eq!(huge["blocking"], Value::Null);
}
