//! R01: what must happen at the edges, as far as breaches go. Every result is defined; nothing is NaN.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail this way")]

mod common;
use common::*;
use tenantrisk::scenario as file;

const HALF: &str = "probability = 0.5, per = \"platform_year\", reach = \"all\"";
const PER_RECORD: &str = "{ id = \"per_record\" }";

fn assert_no_nan(run: &Simulated) {
    for alternative in 0..2 {
        for metric in 0..run.plan.metrics().len() {
            assert!(run.outcomes.metric(alternative, metric).iter().all(|value| value.is_finite()));
        }
    }
}

#[test]
fn zero_tenants() {
    let text = scenario(1_000, 5, HALF, HALF, PER_RECORD)
        .replace("[tier.all]", "[tenants]\ninitial = 0\n[tier.all]");
    let run = Simulated::new(&text);
    for metric in ["infrastructure", "revenue", "loss", "events", "tenants_exposed", "records_exposed"] {
        assert!(run.column("rls", metric).iter().all(|value| *value == 0.0), "{metric}");
    }
    assert!(run.column("rls", "tco").iter().all(|tco| *tco == 1e6), "only the build cost");
    assert_no_nan(&run);
}

#[test]
fn zero_rates() {
    let none = "rate = 0, per = \"unit_year\"";
    let run = Simulated::new(&scenario(1_000, 5, none, none, PER_RECORD));
    assert!(run.column("database", "loss").iter().all(|loss| *loss == 0.0));
}

#[test]
fn a_certain_probability_strikes_exactly_once_a_period() {
    for (per, count) in [("platform_year", 5.0), ("platform_horizon", 1.0)] {
        let certain = format!("probability = 1, per = \"{per}\", reach = \"one\"");
        let run = Simulated::new(&scenario(1_000, 5, &certain, &certain, PER_RECORD));
        assert!(run.column("rls", "events").iter().all(|events| *events == count), "{per}");
    }
}

#[test]
fn horizon_zero() {
    let run = Simulated::new(&scenario(10, 0, HALF, HALF, PER_RECORD));
    assert!(run.column("rls", "loss").iter().chain(&run.column("rls", "revenue")).all(|value| *value == 0.0));
    assert_no_nan(&run);
}

#[test]
fn growth_to_nothing() {
    let text = scenario(100, 5, HALF, HALF, PER_RECORD)
        .replace("[tier.all]", "[tenants]\ngrowth_per_year = -1\n[tier.all]");
    let run = Simulated::new(&text);
    let month = 10_000.0 * 5.0;
    assert!(
        run.column("rls", "infrastructure_undiscounted").iter().all(|cost| *cost == month),
        "one month only"
    );
    assert_no_nan(&run);
}

#[test]
fn no_discount() {
    let text = scenario(100, 5, HALF, HALF, PER_RECORD).replace("years = 5", "years = 5\ndiscount_rate = 0");
    let run = Simulated::new(&text);
    assert_eq!(run.column("rls", "tco"), run.column("rls", "tco_undiscounted"));
}

#[test]
fn sigma_zero_is_a_point_mass() {
    let severity = "{ id = \"fixed\", amount = { median = 1000, sigma = 0 } }";
    let once = "probability = 1, per = \"platform_horizon\", reach = \"one\"";
    let run = Simulated::new(&scenario(100, 5, once, once, severity));
    let losses = run.column("rls", "loss_undiscounted");
    assert!(losses.iter().all(|loss| (loss - 1000.0).abs() < 1e-9));
}

#[test]
fn a_cap_below_the_base_cost_wins() {
    let once = "probability = 1, per = \"platform_horizon\", reach = \"one\"";
    let run = Simulated::new(&scenario(10, 5, once, once, "{ id = \"per_record\", cap = 1000 }"));
    assert!(run.column("rls", "loss_undiscounted").iter().all(|loss| *loss == 1000.0));
}

#[test]
fn a_pool_larger_than_the_platform_is_all_of_it() {
    let once = "probability = 1, per = \"platform_horizon\", reach = \"pool\"";
    let text = scenario(10, 5, once, once, PER_RECORD)
        .replace("[isolation.rls]", "[isolation.rls]\npool_size = 50_000");
    assert!(
        Simulated::new(&text).column("rls", "tenants_exposed").iter().all(|tenants| *tenants == 10_000.0)
    );
}

#[test]
fn no_records_no_loss_in_a_power_law() {
    let once = "probability = 1, per = \"platform_horizon\", reach = \"one\"";
    let text = scenario(10, 5, once, once, "{ id = \"jacobs\" }")
        .replace("records_per_tenant = 10_000", "records_per_tenant = 0");
    assert!(Simulated::new(&text).column("rls", "loss").iter().all(|loss| *loss == 0.0));
}

/// Time per run must not grow with the number of tenants: what is drawn and stored is the same.
#[test]
fn a_hundred_million_tenants_draw_the_same_events() {
    let breach = "probability = 0.3, per = \"platform_year\", reach = { beta = { a = 0.3, b = 2.7 } }";
    let small = scenario(20_000, 5, breach, breach, PER_RECORD);
    let large = small.replace("[tier.all]", "[tenants]\ninitial = 100_000_000\n[tier.all]");
    let (small, large) = (Simulated::new(&small), Simulated::new(&large));
    assert_eq!(small.column("rls", "events"), large.column("rls", "events"));
    let tenants = large.column("rls", "tenants_exposed");
    let events: f64 = large.column("rls", "events").iter().sum();
    let exact = 1.0 + (1e8 - 1.0) * 0.1;
    let error = 4.0 * exact * (5.625_f64 / 10.0 * 4.0 / events).sqrt();
    assert!((tenants.iter().sum::<f64>() / events - exact).abs() < error);
}

/// Each is refused with the key that is wrong.
#[test]
fn refusals() {
    let base = |severity: &str| scenario(10, 5, HALF, HALF, severity);
    for (text, key) in [
        (
            base(PER_RECORD).replace("probability = 0.5", "probability = 1.5"),
            "isolation.rls.breach.probability",
        ),
        (
            base(PER_RECORD).replace("probability = 0.5", "probability = nan"),
            "isolation.rls.breach.probability",
        ),
        (base(PER_RECORD).replace("probability = 0.5", "rate = -1"), "isolation.rls.breach.rate"),
        (base(PER_RECORD).replace("build_cost = 1e6", "build_cost = -1"), "isolation.rls.build_cost"),
        (base(PER_RECORD).replace("share = 1", "share = 0.9"), "tier"),
        (base(PER_RECORD).replace("runs = 10", "runs = 0"), "simulation.runs"),
        (base(PER_RECORD).replace("years = 5", "years = 5\ndiscount_rate = -1"), "horizon.discount_rate"),
        (base("{ id = \"fixed\", amount = { median = 1, sigma = -1 } }"), "severity.models[1].amount"),
        (
            base("{ id = \"fixed\", amount = { gpd = { threshold = 1, xi = 1, beta = 1 } } }"),
            "severity.models[1].amount",
        ),
        (
            base("{ id = \"fixed\", amount = { pareto = { alpha = 1, min = 1 } } }"),
            "severity.models[1].amount",
        ),
        (
            base(PER_RECORD).replace("reach = \"all\"", "reach = { beta = { a = 0, b = 1 } }"),
            "isolation.rls.breach.reach.beta.a",
        ),
        (base(PER_RECORD).replace("schema = 1", "schema = 1\nrunz = 3"), "runz"),
        (base(PER_RECORD).replace("baseline = \"database\"", "baseline = \"databse\""), "baseline"),
        (base(PER_RECORD).replace(", per = \"platform_year\"", ""), "isolation.rls.breach.per"),
        (base(PER_RECORD).replace("schema = 1", "schema = 1\n[insurance]"), "insurance"),
        (base("{ id = \"jacobs\", weight = 0 }"), "severity.models"),
    ] {
        let (model, diagnostics) = file::read("test", &text);
        let keys: Vec<&str> = diagnostics.errors().iter().map(|error| error.key.as_str()).collect();
        assert!(model.is_none() && keys.contains(&key), "{key} is not among {keys:?} for\n{text}");
    }
}

/// Infinite means are accepted with a cap, and the cap holds.
#[test]
fn an_infinite_mean_needs_a_cap() {
    let severity = "{ id = \"fixed\", amount = { gpd = { threshold = 1, xi = 1.2, beta = 1 }, cap = 100 } }";
    let certain = "probability = 1, per = \"platform_horizon\", reach = \"one\"";
    let run = Simulated::new(&scenario(10_000, 5, certain, certain, severity));
    let losses = run.column("rls", "loss_undiscounted");
    assert!(losses.iter().all(|loss| (1.0..=100.0).contains(loss)) && losses.contains(&100.0));
}
