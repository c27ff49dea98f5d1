//! `calc roi`, `tiers`, `overage` and `upgrade`.

use super::*;

/// Cases A09, A10, U03, L03 and A13's present value.
#[test]
fn returns() {
    let roi = |investment: f64, rate: f64, cost: f64| {
        result(&format!(
            "roi --investment {investment} --incidents-per-year {rate} --cost-per-incident {cost} --years 5"
        ))
    };
    let check = |found: &Value, case: &Value| {
        let pairs = [
            ("avoided_usd", "total_avoided"),
            ("payback_years", "payback_years"),
            ("brief.payback_years", "payback_years"),
            ("net_present_value_usd", "npv"),
            ("brief.net_present_value_usd", "npv"),
        ];
        assert_case(found, case, &pairs);
        assert_close(found, "roi", number(&case["roi_pct"]) / 100.0);
        assert_eq!(found["brief"]["invest"], true);
    };
    check(&roi(75e3, 4.0, 1e5), &expected("A09"));
    check(&roi(75e3, 4.0, 5e5), &expected("A10"));
    let case = expected("U03");
    let provider = roi(12e3, 4.0, 12_722.5);
    check(&provider, &case["provider_cost"]);
    check(&roi(12e3, 4.0, 4_062_497.5), &case["with_customer_impact"]);
    let published = roi(12e3, 4.0, 5_224.0);
    check(&published, &case["corrected_credit_10pct"]);
    assert_close(&provider, "break_even_incidents_per_year", number(&case["break_even_incidents_year"]));
    assert_close(
        &published,
        "break_even_incidents_per_year",
        number(&case["break_even_incidents_corrected"]),
    );
    let threshold = number(&case["threshold_300pct_incidents"]);
    assert_close(&provider, "brief.incidents_per_year_for_300_percent", threshold);
    let case = expected("L03");
    for investment in ["75000", "36000"] {
        let found = roi(investment.parse().unwrap(), 1.0, 5.4e6);
        assert_close(&found, "roi", number(&case[investment]["undiscounted"]) / 100.0);
        assert_close(&found, "roi_discounted", number(&case[investment]["discounted"]) / 100.0);
        assert_close(&found, "avoided_present_value_usd", number(&expected("A13")["pv_end_of_year"]));
    }
    // Figures of MODEL 1.3: 3 × $500K against $50K; $2M + $3.5M a year against $75K.
    assert_close(&roi(5e4, 3.0, 5e5), "roi", 149.0);
    assert!((number(&roi(75e3, 1.0, 5.5e6)["roi"]) - 365.67).abs() < 0.01);
}

/// Case L06: nothing invested, and what divides by nothing.
#[test]
fn returns_on_nothing() {
    let arguments = "roi --investment 0 --incidents-per-year 4 --cost-per-incident 100000 --years 5";
    let found = result(arguments);
    assert_eq!((&found["roi"], &found["payback_years"]), (&Value::Null, &0.0.into()));
    assert!(number(&found["net_present_value_usd"]) > 1.5e6);
    let output = calc(arguments).success().get_output().stdout.clone();
    let text = String::from_utf8(output).unwrap();
    assert!(text.contains("not applicable, because nothing is invested"), "{text}");
    let found = result("roi --investment 10 --incidents-per-year 0 --cost-per-incident 0 --years 0");
    assert_eq!((&found["roi"], &found["payback_years"]), (&(-1.0).into(), &Value::Null));
    assert_eq!(found["break_even_incidents_per_year"], Value::Null);
    let found = result(
        "roi --investment 100 --incidents-per-year 1 --cost-per-incident 25 --years 5 --discount-rate 0",
    );
    assert_eq!((&found["payback_years"], &found["payback_discounted_years"]), (&4.0.into(), &4.0.into()));
}

/// Cases A11, A14 and A15.
#[test]
fn tiers() {
    let found = result("tiers");
    let (costs, margins) = (expected("A11"), expected("A15"));
    for tier in found["tiers"].as_array().unwrap() {
        let name = tier["name"].as_str().unwrap();
        assert_case(
            tier,
            &costs[name],
            &[
                ("computed_cost_usd", "cost"),
                ("computed_margin", "margin"),
                ("computed_profit_usd", "profit"),
                ("stated_cost_usd", "readme_cost"),
                ("stated_margin", "readme_margin"),
            ],
        );
        assert_case(
            tier,
            &margins[name],
            &[("margins_by_isolation.0.margin", "rls"), ("margins_by_isolation.1.margin", "db")],
        );
    }
    let targets: Vec<f64> =
        (0..3).map(|tier| number(at(&found, &format!("tiers.{tier}.target_margin")))).collect();
    assert_eq!(targets, [0.7, 0.8, 0.9]);
    assert_close(&found, "tiers.2.computed_over_stated", 22.604);
    assert_case(
        &found["brief_price_for_75_and_40_percent"],
        &expected("A14"),
        &[("price_usd", "arpu"), ("other_cost_usd", "other_cost")],
    );
    let text = String::from_utf8(calc("tiers").success().get_output().stdout.clone()).unwrap();
    assert!(text.contains("Warning: the unit costs of enterprise give $11,302, 22.6 times"), "{text}");
}

/// Cases A12 and F01; the demos of MODEL 1.2.
#[test]
fn overage_and_upgrades() {
    let usage = "--resource api_calls --usage 150000";
    let found = result(&format!("overage --tier growth {usage} --median 60000 --sigma 0.8"));
    assert_case(
        &found,
        &expected("A12"),
        &[
            ("resources.0.overage_units", "overage_units"),
            ("charge_usd", "charge"),
            ("our_cost_usd", "our_cost"),
            ("our_margin_usd", "margin"),
            ("bill_usd", "total_if_stay"),
        ],
    );
    assert_case(
        &found["over_many_tenants"],
        &expected("F01"),
        &[
            ("prob_over_limit", "p_over"),
            ("prob_over_burst", "p_over_burst_150k"),
            ("overage_units", "mean_overage"),
            ("revenue_usd", "revenue_month"),
            ("usage_cost_usd", "usage_cost_month"),
        ],
    );
    let found = result(&format!("upgrade --tier growth --to enterprise {usage}"));
    assert_case(
        &found,
        &expected("A12"),
        &[("upgrade_saves_usd", "upgrade_saves"), ("break_even_usage", "break_even_usage")],
    );
    assert_eq!(found["price_difference_usd"], 4_500.0);
    assert_eq!(found["upgrade_pays_below_price_usd"], 524.0);
    assert_close(&found, "upgrade.profit_computed_usd", -6_303.0);

    let demo = "--tier starter --resource api_calls --usage 12000 --resource predictions --usage 1500";
    let found = result(&format!("overage {demo}"));
    assert_eq!((&found["charge_usd"], &found["bill_usd"]), (&7.0.into(), &106.0.into()));
    let found = result(&format!("upgrade {demo} --to growth"));
    assert_eq!(found["upgrade_saves_usd"], -393.0);
    assert_eq!(found["upgrade_saves_usd_per_year"], -4_716.0);
    let calls = "--tier starter --resource api_calls --usage 15000";
    let found = result(&format!("overage {calls}"));
    assert_close(&found, "charge_usd", 5.0);
    assert_close(&found, "our_cost_usd", 0.5);
    assert_close(&found, "our_margin_share", 0.9);
    assert_close(&result(&format!("upgrade {calls} --to growth")), "upgrade_saves_usd", -395.0);
    // Back to the smaller plan: it saves money and needs no break-even.
    let found = result("upgrade --tier growth --to starter --resource api_calls --usage 5000");
    assert_eq!((&found["upgrade_saves_usd"], &found["break_even_usage"]), (&400.0.into(), &Value::Null));
}
