//! Degenerate, foreign and bad input; help and text.

use super::*;

/// Zero tenants, records and connections are answered, without a division by zero.
#[test]
fn nothing_is_a_defined_result() {
    let found = result("breach --tenants 0 --records 0");
    assert_eq!(
        (&found["brief"]["per_tenant_usd"], &found["brief"]["per_record_usd"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        (&found["brief"]["total_usd"], &model(&found, "jacobs")["mean_usd"]),
        (&225_000.0.into(), &0.0.into())
    );
    assert_eq!(result("downtime --tier growth --minutes 0 --tenants 0")["provider_cost_usd"], 0.0);
    let found = result("noisy-neighbour --tenants 0 --degradation 0 --minutes 0");
    assert_eq!((&found["total_usd"], &found["brief"]["per_minute_usd"]), (&150.0.into(), &Value::Null));
    let found = result("capacity --tenants 0 --connections 0");
    assert_eq!((&found["instances_with_pooler"], &found["blocking"]), (&0.0.into(), &0.0.into()));
    assert_eq!(result("overage --tier growth --resource storage_gb --usage 0")["bill_usd"], 499.0);
}

/// A scenario's tiers, prices, limits and schedule.
#[test]
fn tiers_of_a_scenario() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("mine.toml");
    let scenario = "schema = 1\nbaseline = \"rls\"\n[tenants]\ninitial = 50\n[sla]\nschedule = [[0.99, 0.2]]\n\
        [tier.gold]\nshare = 1\nprice_per_month = 200\ncost_per_month = 35\nrecords_per_tenant = 10\n\
        churn_per_month = 0.01\nsupport_cost_per_month = 10\ncustomer_impact_per_minute = 3\nconnection_limit = 4\n\
        [tier.gold.limits.jobs]\nincluded = 100\noverage_price = 0.5\nunit_cost = 0.1\nusage = { median = 80, sigma = 0.5 }\n\
        [tier.gold.limits.seats]\nincluded = 5\nusage = 4\nat_limit = \"block\"\n\
        [isolation.rls]\ncost_per_tenant_month = 5\nbreach = { rate = 0.01, per = \"platform_year\" }\n\
        [alternative.rls]\nisolation = \"rls\"\n";
    std::fs::write(&file, scenario).unwrap();
    let with = |arguments: &str| result(&format!("{arguments} --scenario {}", file.display()));
    let tier = with("tiers")["tiers"][0].clone();
    assert_close(&tier, "stated_cost_usd", 40.0);
    assert_close(&tier, "stated_margin", 0.8);
    let usage = 80.0 * 0.125_f64.exp();
    assert_close(&tier, "computed_cost_usd", 10.0 + 5.0 + 0.1 * usage);
    let found = with("overage --tier gold --resource jobs --usage 140");
    assert_eq!((&found["charge_usd"], &found["our_cost_usd"]), (&20.0.into(), &4.0.into()));
    assert_close(&found, "over_many_tenants.usage_cost_usd", 0.1 * usage);
    let found = with("downtime --tier GOLD --minutes 1000 --tenants 2");
    assert_eq!((&found["credits"]["usd"], &found["customer_impact_usd"]), (&80.0.into(), &6_000.0.into()));
    assert_eq!(with("sla --minutes 1000")["credit_share"], 0.2);
    assert_eq!(with("capacity --tenants 10 --tier gold")["connections_per_tenant"], 4.0);
    assert_close(&with("breach --tenants 1 --records 1"), "fine.turnover_usd", 50.0 * 200.0 * 12.0);
    assert_eq!(with("noisy-neighbour --tenants 1 --degradation 0.1 --minutes 1")["churn_per_month"], 0.01);
    let refused = |arguments: &str, part: &str| {
        let output = calc(&format!("{arguments} --scenario {}", file.display())).code(2).get_output().clone();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(part), "`{part}` is not in\n{stderr}");
    };
    refused("overage --tier gold --resource seats --usage 6", "at most 5");
    refused("overage --tier gold --resource job --usage 6", "did you mean `jobs`?");
    refused("downtime --tier growth --minutes 5 --tenants 1", "the scenario mine: gold");
    std::fs::write(&file, "schema = 2").unwrap();
    refused("tiers", "mine.toml");
}

/// Everything else ends with exit code 2, nothing on stdout, and words that name the flag, what was found and
/// what is accepted.
#[test]
fn bad_input() {
    let usage = "--resource api_calls --usage 1";
    for (arguments, parts) in [
        ("", vec!["Usage"]),
        ("breech", vec!["breech", "breach"]),
        ("breach --tenants 100", vec!["--records"]),
        ("breach --tenants -1 --records 1", vec!["--tenants", "'-1'", "whole number"]),
        ("breach --tenants 1.5 --records 1", vec!["--tenants", "'1.5'", "whole number"]),
        ("breach --tenants 1 --records NaN", vec!["--records", "'NaN'", "at least 0"]),
        ("breach --tenants 1 --records -5", vec!["--records", "'-5'", "at least 0"]),
        ("breach --tenants 1 --records 1 --cap 0", vec!["--cap", "'0'", "`none`"]),
        ("breach --tenants 1 --records 1 --revenue-band 100M", vec!["--revenue-band", "100M_1B"]),
        ("breach --tenants 1 --records 1 --tier growht", vec!["--tier", "growht", "did you mean `growth`?"]),
        ("breach --tenants 1 --records 1 --scenario none.toml", vec!["none.toml"]),
        ("downtime --tier growth --minutes -1 --tenants 1", vec!["--minutes", "'-1'", "at least 0"]),
        ("downtime --tier growth --minutes inf --tenants 1", vec!["--minutes", "'inf'"]),
        (
            "downtime --tier growth --minutes 43201 --tenants 1",
            vec!["--minutes", "'43201'", "43,200 minutes"],
        ),
        (
            "downtime --tier gold --minutes 1 --tenants 1",
            vec!["--tier", "'gold'", "starter, growth, enterprise"],
        ),
        ("downtime --tier growth --minutes 1 --tenants 1 --days 32", vec!["--days", "32"]),
        (
            "noisy-neighbour --tenants 1 --degradation 1.1 --minutes 1",
            vec!["--degradation", "'1.1'", "from 0 to 1"],
        ),
        ("noisy-neighbour --tenants 1 --degradation nan --minutes 1", vec!["--degradation", "'nan'"]),
        ("noisy-neighbour --tenants 1 --degradation 0.1 --minutes 1 --churn 2", vec!["--churn", "'2'"]),
        ("sla", vec!["--uptime", "--minutes"]),
        ("sla --uptime 0.9 --minutes 5", vec!["--uptime", "--minutes"]),
        ("sla --uptime 99.9", vec!["--uptime", "'99.9'", "from 0 to 1"]),
        ("sla --minutes 5 --schedule 0.999", vec!["--schedule", "0.999:0.10"]),
        ("sla --minutes 5 --schedule 0.9:0.1,0.99:0.5", vec!["--schedule", "falls"]),
        (
            "roi --investment -1 --incidents-per-year 1 --cost-per-incident 1 --years 1",
            vec!["--investment", "'-1'"],
        ),
        (
            "roi --investment 1 --incidents-per-year 1 --cost-per-incident 1 --years 101",
            vec!["--years", "101"],
        ),
        (
            "roi --investment 1 --incidents-per-year 1 --cost-per-incident 1 --years 1 --discount-rate -1",
            vec!["--discount-rate", "above -1"],
        ),
        (
            "overage --tier growth --resource api_call --usage 1",
            vec!["--resource", "did you mean `api_calls`?"],
        ),
        ("overage --tier growth --resource connections --usage 11", vec!["--usage", "'11'", "at most 10"]),
        ("overage --tier growth --resource api_calls --usage 1 --usage 2", vec!["--usage", "2 usages"]),
        ("overage --tier growth --resource api_calls --usage 1 --median 5", vec!["--sigma"]),
        (&format!("upgrade --tier growth --to growth {usage}"), vec!["--to", "another tier"]),
        (
            &format!("upgrade --tier growth --to enterprize {usage}"),
            vec!["--to", "did you mean `enterprise`?"],
        ),
        ("capacity --tenants 1", vec!["--connections"]),
        ("capacity --tenants 1 --connections 1 --headroom 0", vec!["--headroom", "'0'", "above 0"]),
        ("capacity --tenants 1 --connections 1 --multiplex 0.5", vec!["--multiplex", "at least 1"]),
        ("capacity --tenants 1 --connections 1 --per-instance 0", vec!["--per-instance", "above 0"]),
        ("capacity --tenants 1 --connections 1 --per-instance 5 --memory-gib 1", vec!["--memory-gib"]),
        ("capacity --tenants 1 --connections 1 --memory-gib 0.001", vec!["--memory-gib", "'0.001'"]),
    ] {
        let output = calc(arguments).code(2).get_output().clone();
        assert!(output.stdout.is_empty(), "{arguments}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        for part in parts {
            assert!(stderr.contains(part), "{arguments}: `{part}` is not in\n{stderr}");
        }
    }
}

/// Every calculator explains itself: formula, source and example; and prints lines of at most 100 columns.
#[test]
fn help_and_text() {
    for (name, example) in [
        ("breach", "--tenants 100 --records 10000"),
        ("downtime", "--tier enterprise --minutes 45 --tenants 10"),
        ("noisy-neighbour", "--tenants 200 --degradation 0.40 --minutes 120"),
        ("sla", "--minutes 45 --days 31 --fee 4999"),
        ("roi", "--investment 75000 --incidents-per-year 4 --cost-per-incident 100000 --years 5"),
        ("tiers", ""),
        ("overage", "--tier growth --resource api_calls --usage 150000"),
        ("upgrade", "--tier growth --to enterprise --resource api_calls --usage 150000"),
        ("capacity", "--tenants 1000 --tier enterprise"),
    ] {
        let help = calc(&format!("{name} --help")).success().get_output().stdout.clone();
        let help = String::from_utf8(help).unwrap();
        for part in ["Formulas", "Source", "Example", &format!("tenantrisk calc {name}")] {
            assert!(help.contains(part), "{name}: {part}");
        }
        let text = calc(&format!("{name} {example}")).success().get_output().stdout.clone();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains('─') && text.lines().all(|line| line.chars().count() <= 100), "{text}");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}

/// `docs/calculators.md` shows what the command prints.
#[test]
fn documented_output() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/calculators.md")).unwrap();
    let blocks: Vec<&str> = page.split("```console\n$ tenantrisk calc ").skip(1).collect();
    assert_eq!(blocks.len(), 9);
    for block in blocks {
        let (arguments, rest) = block.split_once('\n').unwrap();
        let shown = rest.split("\n```").next().unwrap();
        let printed = String::from_utf8(calc(arguments).success().get_output().stdout.clone()).unwrap();
        assert_eq!(printed.trim_end(), shown, "{arguments}");
    }
}
