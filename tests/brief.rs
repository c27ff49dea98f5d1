//! `accounting = "brief"`: the founding brief's worked examples through the whole program (A01, A06, A07).

use crate::common::*;

fn of_brief(tenants: u64, tier: &str, tables: &str) -> Simulated {
    Simulated::new(&format!(
        "schema = 1\naccounting = \"brief\"\n[horizon]\nyears = 1\ndiscount_rate = 0\n\
         [simulation]\nruns = 10\n[tenants]\ninitial = {tenants}\n{tier}\n[breach]\nrecords_sigma = 0\n{tables}\n\
         [alternative.rls]\nisolation = \"rls\"\n"
    ))
}

const GROWTH: &str = "[tier.growth]\nshare = 1\nrecords_per_tenant = 10_000";
const NO_BREACH: &str = "[isolation.rls]\nbreach = { rate = 0, per = \"platform_year\" }";

fn assert_all(run: &Simulated, metric: &str, expected: f64) {
    let column = run.column("rls", &format!("{metric}_undiscounted"));
    assert!(column.iter().all(|value| (value / expected - 1.0).abs() < 1e-9), "{metric}: {}", column[0]);
}

#[test]
fn a01_breach_of_a_hundred_tenants() {
    let expected = expected("A01");
    let run = of_brief(100, GROWTH, "[isolation.rls]\nbreach = { occurs_at_month = 6, reach = \"all\" }");
    for (metric, key) in
        [("loss.direct", "direct"), ("loss.fines", "fines"), ("loss.churn", "churn"), ("loss", "total")]
    {
        assert_all(&run, metric, number(&expected[key]));
    }
}

#[test]
fn a06_noisy_neighbour() {
    let expected = expected("A06");
    let incident = "[incident.noisy_neighbour]\noccurs_at_month = 3\nreach = \"all\"\n\
                    duration_minutes = 120\ndegradation = 0.4\n";
    let run = of_brief(200, GROWTH, &format!("{incident}{NO_BREACH}"));
    for (metric, key) in [
        ("loss.support", "support"),
        ("loss.response", "engineering"),
        ("loss.churn", "churn"),
        ("loss", "total"),
    ] {
        assert_all(&run, metric, number(&expected[key]));
    }
}

#[test]
fn a07_downtime_of_ten_enterprise_tenants() {
    let expected = expected("A07");
    let tier = "[tier.enterprise]\nshare = 1";
    let incident = "[incident.outage]\noccurs_at_month = 5\nreach = \"all\"\nduration_minutes = 45\n";
    let run = of_brief(10, tier, &format!("{incident}{NO_BREACH}"));
    assert_all(&run, "loss.sla_credits", number(&expected["sla_credits"]));
    assert_all(&run, "customer_impact", number(&expected["customer_impact"]));
}
