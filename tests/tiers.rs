//! Limits of the tiers: overage, a month billed as the next plan, and what the file may not say.

use crate::common::*;
use tenantrisk::scenario;

/// Two tiers, `small` at $100 with so many tenants and `large` at $400 without any; `limits` belong to `small`.
fn two_tiers(runs: u64, years: u32, tenants: u64, limits: &str) -> String {
    company(runs, years, tenants, limits).replace("tier.all", "tier.small").replace(
        "[isolation.rls]",
        "[tier.large]\nshare = 0\nprice_per_month = 400\ncost_per_month = 0\nrecords_per_tenant = 1\n\
         [isolation.rls]",
    )
}

fn upgrading(usage: &str) -> String {
    format!("[tier.small.limits.calls]\nincluded = 10\nusage = {usage}\nat_limit = \"upgrade\"\n")
}

/// Every tenant-month passes the limit with probability p: their number is binomial.
#[test]
fn months_billed_as_the_next_plan() {
    let (p, months, tenants) = (0.3, 24.0, 2_000.0);
    let usage = "{ discrete = { values = [5, 20], weights = [0.7, 0.3] } }";
    let run = Simulated::new(&two_tiers(20_000, 2, 2_000, &upgrading(usage)));
    let billed = run.column("rls", "overage_undiscounted");
    let variance = months * tenants * p * (1.0 - p) * 300.0 * 300.0;
    assert_mean(&billed, months * tenants * p * 300.0, variance);
    assert_variance(&billed, variance, 3.0);
    for (revenue, billed) in run.column("rls", "revenue_undiscounted").iter().zip(&billed) {
        assert_close(*revenue, months * tenants * 100.0 + billed);
    }
}

/// Certain usage is billed without any chance, above the limit and not at it.
#[test]
fn certain_months() {
    for (usage, billed) in [("11", 300.0), ("10", 0.0)] {
        let run = Simulated::new(&two_tiers(50, 1, 7, &upgrading(usage)));
        assert_eq!(run.only("rls", "overage_undiscounted"), 12.0 * 7.0 * billed);
    }
    // Two limits that upgrade bill one upgrade.
    let second = upgrading("11").replace("calls", "storage");
    let run = Simulated::new(&two_tiers(50, 1, 7, &(upgrading("11") + &second)));
    assert_eq!(run.only("rls", "overage_undiscounted"), 12.0 * 7.0 * 300.0);
    // `upgrade_to` names a tier that is not the next.
    let dearest =
        "[tier.dearest]\nshare = 0\nprice_per_month = 1100\ncost_per_month = 0\nrecords_per_tenant = 1\n";
    for (named, billed) in [("", 300.0), ("upgrade_to = \"dearest\"\n", 1_000.0)] {
        let text = two_tiers(50, 1, 7, &(upgrading("11") + dearest))
            .replace("share = 1\n", &format!("share = 1\n{named}"));
        assert_eq!(Simulated::new(&text).only("rls", "overage_undiscounted"), 84.0 * billed);
    }
}

/// The price of the next tier may be uncertain; where it is below the own, nothing is billed.
#[test]
fn an_uncertain_price_of_the_next_plan() {
    let text = two_tiers(20_000, 1, 1, &upgrading("11"))
        .replace("price_per_month = 400", "price_per_month = { uniform = { min = 50, max = 250 } }");
    // 12 max(U - 100, 0): with probability 3/4 uniform on 0 to 150.
    let billed = Simulated::new(&text).column("rls", "overage_undiscounted");
    let mean = 0.75 * 75.0;
    let variance = 0.75 * 150.0 * 150.0 / 3.0 - mean * mean;
    assert_mean(&billed, 12.0 * mean, 144.0 * variance);
}

/// Use goes on beyond a limit that upgrades, and is paid in full.
#[test]
fn usage_beyond_an_upgrade_costs() {
    for (at_limit, monthly) in [("upgrade", 2.5), ("overage", 2.5), ("block", 2.0)] {
        let limits = format!(
            "[tier.small.limits.calls]\nincluded = 20\nunit_cost = 0.1\nusage = 25\nat_limit = \"{at_limit}\"\n"
        );
        let text = two_tiers(1, 1, 10, &limits)
            .replace("share = 1\n", "share = 1\ncost_basis = \"computed\"\nsupport_cost_per_month = 4\n");
        assert_close(
            Simulated::new(&text).only("rls", "cost_to_serve_undiscounted"),
            120.0 * (4.0 + monthly),
        );
    }
}

#[test]
fn mistakes_are_named() {
    let limit = |more: &str| format!("[tier.small.limits.calls]\nincluded = 100\nusage = 50\n{more}\n");
    for (more, key) in [
        ("soft = 101", "soft"),
        ("burst = 99", "burst"),
        ("soft = { p5 = 1, p95 = 9 }", "soft"),
        ("at_limit = \"upgrad\"", "at_limit"),
        ("unit = 5", "unit"),
    ] {
        let expected = format!("tier.small.limits.calls.{key}");
        assert_eq!(refused(&two_tiers(1, 1, 1, &limit(more))), [expected], "{more}");
    }
    for fine in ["soft = 100", "soft = 0", "burst = 100", "unit = \"calls\""] {
        let (model, _) = scenario::read("test", &two_tiers(1, 1, 1, &limit(fine)));
        assert!(model.is_some(), "{fine}");
    }
}

#[test]
fn an_upgrade_needs_a_dearer_tier() {
    let alone = company(1, 1, 1, "").replace(
        "[isolation.rls]",
        "[tier.all.limits.calls]\nincluded = 10\nusage = 5\nat_limit = \"upgrade\"\n[isolation.rls]",
    );
    assert_eq!(refused(&alone), ["tier.all.limits.calls.at_limit"]);
    let named = |name: &str| {
        two_tiers(1, 1, 1, "").replace("share = 1\n", &format!("share = 1\nupgrade_to = \"{name}\"\n"))
    };
    for name in ["larg", "small", "huge"] {
        assert_eq!(refused(&named(name)), ["tier.small.upgrade_to"], "{name}");
    }
    let (_, diagnostics) = scenario::read("test", &named("larg"));
    assert_eq!(diagnostics.errors()[0].nearest.as_deref(), Some("large"));
    let (model, _) = scenario::read("test", &named("large"));
    assert_eq!(model.unwrap().tiers.iter().map(|tier| tier.upgrade_to).collect::<Vec<_>>(), [Some(1), None]);
}

/// The growth plan of F01 beside a dearer one; `more` are keys of its resource.
fn growth(more: &str) -> String {
    let limits = format!(
        "[tier.small.limits.api_calls]\nunit = \"calls\"\nincluded = 100_000\nburst = 150_000\n\
         overage_price = 0.0005\nunit_cost = 0.0001\nusage = {{ median = 60_000, sigma = 0.8 }}\n{more}\n"
    );
    two_tiers(2, 1, 2_500, &limits)
        .replace("schema = 1", "schema = 1\nquestion = \"overage\"")
        .replace(
            "price_per_month = 100\n",
            "price_per_month = 499\ntarget_margin = 0.8\nsupport_cost_per_month = 27\n",
        )
        .replace("price_per_month = 400", "price_per_month = 4_999")
}

/// F01, and A12 for the break-even.
#[test]
fn facts_of_the_growth_plan() {
    let (f01, a12) = (expected("F01"), expected("A12"));
    let findings = Simulated::new(&growth("")).findings();
    let [usage] = findings.usage.as_slice() else { panic!("{:?}", findings.usage) };
    assert_eq!((usage.soft, usage.burst, usage.at_limit), (80_000.0, Some(150_000.0), "overage"));
    for (actual, expected) in [
        (usage.usage_median, 60_000.0),
        (usage.probability_above_included, number(&f01["p_over"])),
        (usage.probability_above_burst.unwrap(), number(&f01["p_over_burst_150k"])),
        (usage.revenue_usd, number(&f01["revenue_month"])),
        (usage.usage_cost_usd, number(&f01["usage_cost_month"])),
        (usage.margin_usd, 0.8 * number(&f01["revenue_month"])),
        (usage.upgrade_pays_above.unwrap(), number(&a12["break_even_usage"])),
    ] {
        assert!((actual / expected - 1.0).abs() < 1e-6, "{actual} against {expected}");
    }
    let [small, large] = findings.tiers.as_slice() else { panic!("{:?}", findings.tiers) };
    assert_eq!((small.tenants_at_start, small.price_usd, small.target_margin), (2_500.0, 499.0, Some(0.8)));
    assert_eq!((small.upgrade_to.as_deref(), large.upgrade_to.as_deref()), (Some("large"), None));
    assert_close(small.computed_cost_usd.unwrap(), 27.0 + usage.usage_cost_usd);
    assert_close(small.computed_margin.unwrap(), 1.0 - small.computed_cost_usd.unwrap() / 499.0);
    assert_close(small.stated_margin.unwrap(), 1.0);
    assert_close(small.probability_of_outgrowing, usage.probability_above_included);
    assert_close(small.upgrade_candidates, 2_500.0 * usage.probability_above_included);
    assert_close(small.revenue_beyond_usd, usage.revenue_usd);
    assert_eq!((large.computed_cost_usd, large.upgrade_candidates), (None, 0.0));
    for words in [
        "Small, api_calls: 26.2 % of tenant-months pass the 100,000 calls included, 12.6 % the burst of 150,000; \
         overage brings $10.23 a month per tenant, $25.6K from 2,500 tenants.",
        "With 150,000 calls a tenant pays $25 overage, $524 in all; these units cost the provider $5, so $20 (80.0 %)",
        "only above 9,100,000 calls a month; with 150,000 it costs $4,475 more.",
    ] {
        assert!(findings.verdict.iter().any(|sentence| sentence.contains(words)), "{:?}", findings.verdict);
    }
}

/// The same plan where the limit upgrades or blocks.
#[test]
fn facts_of_other_limits() {
    let over = number(&expected("F01")["p_over"]);
    let findings = Simulated::new(&growth("at_limit = \"upgrade\"\nsoft = 100_000")).findings();
    assert!((findings.usage[0].revenue_usd / (4_500.0 * over) - 1.0).abs() < 1e-6);
    assert_close(findings.tiers[0].revenue_beyond_usd, findings.usage[0].revenue_usd);
    assert!(findings.verdict[0].contains("these months are billed as large, which brings $1,177."));
    let findings = Simulated::new(&growth("at_limit = \"block\"")).findings();
    assert_eq!((findings.usage[0].revenue_usd, findings.usage[0].margin_usd), (0.0, 0.0));
    assert!(findings.verdict[0].ends_with("; use stops there."), "{}", findings.verdict[0]);
    // Two soft limits passed for certain are as good as a hard one.
    let soft = "[tier.small.limits.storage]\nincluded = 10\nusage = 9\n[tier.small.limits.seats]\nincluded = 10\nusage = 8.5\n";
    let findings = Simulated::new(&two_tiers(2, 1, 10, soft)).findings();
    assert_eq!(
        (findings.tiers[0].probability_of_outgrowing, findings.tiers[0].upgrade_candidates),
        (1.0, 10.0)
    );
    let findings =
        Simulated::new(&two_tiers(2, 1, 10, "").replace("schema = 1", "schema = 1\nquestion = \"overage\""))
            .findings();
    assert_eq!(findings.verdict[0], "No tenant ever uses more than its plan includes.");
}

/// Twice as much is no disagreement yet.
#[test]
fn stated_and_computed_cost_disagree() {
    let notices = |usage: f64, stated: f64| {
        let limits = format!("[tier.small.limits.calls]\nincluded = 1e6\nunit_cost = 1\nusage = {usage}\n");
        let text = two_tiers(2, 1, 10, &limits).replacen(
            "cost_per_month = 0",
            &format!("cost_per_month = {stated}"),
            1,
        );
        let mut notices = Simulated::new(&text).findings().notices;
        notices.retain(|notice| notice.contains("cost_basis"));
        notices
    };
    assert!(notices(200.0, 100.0).is_empty() && notices(50.0, 100.0).is_empty());
    assert_eq!(
        notices(11_302.0, 495.0),
        [
            "Small: stated $495, computed $11,302 to serve a tenant for a month, a factor of 22.8; the stated cost \
          counts (cost_basis)."
        ]
    );
    assert_eq!(notices(20.0, 100.0).len(), 1);
    assert!(
        notices(5.0, 0.0)[0].starts_with("Small: stated $0, computed $5 to serve a tenant for a month; ")
    );
}
