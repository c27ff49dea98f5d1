//! `calc breach`.

use super::*;
use tenantrisk::model::defaults;

/// Cases A01 to A05.
#[test]
fn breaches_of_the_brief() {
    for (id, tenants, records) in [
        ("A01", 100, 10_000),
        ("A02", 50, 5_000),
        ("A03", 1, 10_000),
        ("A04", 10_000, 10_000),
        ("A05", 100, 100),
    ] {
        let found = result(&format!("breach --tenants {tenants} --records {records}"));
        assert_case(
            &found["brief"],
            &expected(id),
            &[
                ("direct_usd", "direct"),
                ("fines_usd", "fines"),
                ("churn_usd", "churn"),
                ("churned_tenants", "churned_tenants"),
                ("total_usd", "total"),
                ("per_tenant_usd", "per_tenant"),
                ("per_record_usd", "per_record"),
            ],
        );
    }
}

/// Cases U01, D11 and D05; 100 tenants with 1,000 records, and the records whose cost is the quoted figure.
#[test]
fn a_hundred_tenants() {
    let (found, case) = (result("breach --tenants 100 --records 10000 --cap none"), expected("U01"));
    assert_case(
        &found["brief"],
        &case,
        &[
            ("total_usd", "seed_total"),
            ("per_tenant_usd", "seed_per_tenant_field"),
            ("direct_usd", "linear_direct"),
        ],
    );
    assert_case(
        model(&found, "jacobs"),
        &case,
        &[("median_usd", "jacobs_median"), ("mean_usd", "jacobs_mean")],
    );
    assert_case(
        model(&found, "iris_records"),
        &case,
        &[("median_usd", "iris_records_median"), ("mean_usd", "iris_records_mean")],
    );
    assert_case(
        model(&found, "iris_2025"),
        &case,
        &[
            ("median_usd", "iris_2025_lt100M_median"),
            ("mean_usd", "iris_2025_lt100M_mean"),
            ("p95_usd", "iris_2025_lt100M_p95"),
        ],
    );
    let churn = expected("D11");
    assert_case(
        &found,
        &churn,
        &[
            ("brief.churn_usd", "seed_25pct/cost"),
            ("brief.churned_tenants", "seed_25pct/tenants"),
            ("churn.tenants", "betabinomial/mean"),
            ("churn.at_brief_value_usd", "at_4pct_cost"),
        ],
    );
    let fine = expected("D05");
    assert_case(
        &found["fine"],
        &fine,
        &[
            ("median_if_fined_usd", "median"),
            ("mean_if_fined_usd", "capped_mean_10M"),
            ("expected_usd", "expected_fine"),
        ],
    );
    assert_close(&result("breach --tenants 100 --records 1000"), "brief.total_usd", 25_455_000.0);
    let records = number(&case["records_that_cost_2_5M_in_the_seed_formula"]) / 100.0;
    let quoted = result(&format!("breach --tenants 100 --records {records}"));
    assert_close(&quoted, "brief.total_usd", number(&case["seed_quoted"]));
    // A cap lowers the mean and the 95th percentile, not the median.
    let capped = result("breach --tenants 100 --records 10000 --cap 1e8");
    let (free, capped) = (model(&found, "iris_records"), model(&capped, "iris_records"));
    assert_eq!(free["median_usd"], capped["median_usd"]);
    assert_eq!(free["mean_usd"], capped["mean_without_cap_usd"]);
    assert_eq!(capped["p95_usd"], 1e8);
    assert!(number(&capped["mean_usd"]) < number(&free["mean_usd"]));
}

/// Cases D01, D04 and the means of M03 and U02.
#[test]
fn models_that_follow_records() {
    for (records, figures) in expected("D01").as_object().unwrap() {
        let records: f64 = records.parse().unwrap();
        let found = result(&format!("breach --tenants 1 --records {records}"));
        let jacobs = model(&found, "jacobs");
        assert_case(jacobs, figures, &[("median_usd", "median"), ("mean_usd", "mean"), ("p95_usd", "p95")]);
        assert_eq!(jacobs["extrapolated"], records > 120_000.0, "{records}");
    }
    assert_eq!(model(&result("breach --tenants 1 --records 1999"), "jacobs")["extrapolated"], true);
    let case = expected("D04");
    for records in ["1000", "1000000", "100000000"] {
        let found = result(&format!("breach --tenants 1 --records {records} --cap none"));
        let iris = model(&found, "iris_records");
        assert_close(iris, "median_usd", number(&case[format!("median_{records}")]));
        assert_close(iris, "mean_usd", number(&case[format!("mean_{records}")]));
    }
    let (platform, wrong) = (expected("M03"), expected("U02"));
    let whole = result("breach --tenants 10000 --records 10000 --cap none");
    let one = result("breach --tenants 1 --records 10000 --cap none");
    let few = result("breach --tenants 80 --records 50000 --cap none");
    for (id, name) in [
        ("per_record", "seed_linear"),
        ("jacobs", "jacobs"),
        ("iris_records", "iris_records"),
        ("iris_2025", "iris_marginal"),
    ] {
        let case = &platform[name];
        assert_close(model(&whole, id), "mean_usd", number(&case["severity_whole_platform"]));
        assert_close(model(&one, id), "mean_usd", number(&case["severity_one_tenant"]));
        assert_close(model(&few, id), "mean_usd", number(&wrong[name]["severity_mean"]));
    }
}

/// Cases D02 and D03.
#[test]
fn models_that_ignore_records() {
    let case = expected("D02");
    let words = ["lt100M", "m100to1B", "b1to10", "gt10B", "all_2015_24"];
    for ((band, ..), word) in defaults::IRIS_2025_BANDS.into_iter().zip(words) {
        let found = result(&format!("breach --tenants 1 --records 1 --revenue-band {band}"));
        assert_close(model(&found, "iris_2025"), "mean_usd", number(&case[word]["mean"]));
    }
    let found = result("breach --tenants 1 --records 1");
    let (found, case) = (model(&found, "iris_2022"), expected("D03"));
    assert_case(found, &case, &[("median_usd", "median"), ("mean_usd", "mean"), ("p95_usd", "p95")]);
    assert_eq!(found["contains_fines"], true);
}

/// Case D06; the turnover of ten thousand tenants at list price is its second one.
#[test]
fn statutory_ceilings() {
    for (turnover, case) in expected("D06").as_object().unwrap() {
        let found = result(&format!("breach --tenants 1 --records 1 --turnover {turnover}"));
        assert_case(
            &found["fine"],
            case,
            &[
                ("ceiling_usd", "art83_4"),
                ("higher_ceiling_usd", "art83_5"),
                ("two_percent_usd", "two_pct"),
                ("four_percent_usd", "four_pct"),
            ],
        );
    }
    assert_close(&result("breach --tenants 1 --records 1"), "fine.turnover_usd", 53_280_000.0);
}
