//! Limits of the tiers: overage, a month billed as the next plan, and what the file may not say.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail this way")]

mod common;
use common::*;
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
